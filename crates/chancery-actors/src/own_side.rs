//! "The foreign minister urged Chad to talk and said it was ready": what an official says "it" will do, his state will.

use std::collections::VecDeque;

use chancery_doc::{EntityKind, Pos, Sector, TokenId};

use crate::join::{Joiner, Recent};
use crate::pronoun::{Wants, agrees};

impl Joiner<'_> {
    /// Who tells what "it" would do or is ready for, or the state for which he speaks.
    pub(crate) fn speakers_side(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        if kind != Wants::It || parse.dep(pronoun) != "nsubj" {
            return None;
        }
        let verb = parse.head(pronoun);
        let to_come = parse.children(verb).iter().any(|&c| matches!(parse.norm(c), "will" | "would" | "shall" | "'ll"));
        // "Said it would take weeks", "it will have to be decided": nobody's act.
        let is_empty = matches!(parse.lemma(verb), "be" | "cost" | "depend" | "happen" | "have" | "take");
        if !(to_come && !is_empty || self.is_willing(verb)) {
            return None;
        }
        let mut clause = verb;
        while parse.dep(clause) == "conj" && parse.head(clause) < clause {
            clause = parse.head(clause);
        }
        let mut says = self.says_the_clause(clause)?;
        // "Told Chad that it would": of whoever is told, perhaps.
        let told = |t: TokenId| parse.children(t).iter().any(|&c| matches!(parse.dep(c), "dobj" | "dative"));
        if parse.pos(says) != Pos::Verb || told(says) && parse.dep(clause) == "ccomp" {
            return None;
        }
        let subject = loop {
            if let Some(subject) = parse.children_by(says, "nsubj").next() {
                break subject;
            }
            let joined = parse.dep(says) == "conj" || parse.dep(says) == "advcl" && parse.tag(says) == "VBG";
            if !joined || parse.head(says) == says {
                return None;
            }
            says = parse.head(says);
        };
        let speaker = recent.iter().rev().find(|r| r.token == subject.index()).map(|r| self.root(r.draft))?;
        let draft = &self.drafts[speaker];
        if agrees(draft, kind) {
            return Some(speaker);
        }
        let governs = matches!(draft.entity.sectors.first(), Some(Sector::Gov | Sector::Eli));
        let is_official = matches!(draft.entity.kind, EntityKind::Person | EntityKind::Unnamed) && governs;
        let state = draft.entity.country.filter(|_| is_official)?;
        Some(self.by_country.get(&state).map_or(speaker, |&d| self.root(d)))
    }
}
