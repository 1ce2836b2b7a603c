//! Names that come a paragraph after the office: "…, the governor said. / Omar Hassan told reporters …".
//!
//! What is deliberately absent: guesses about names that bring a description of their own, or whom the lists know.

use chancery_doc::{EntityKind, TokenId};
use chancery_gazetteer::Class;

use crate::join::Joiner;
use crate::phrase::Phrase;

impl Joiner<'_> {
    /// "…, the governor said. / Omar Hassan told reporters that …": reports give an office in one paragraph and the bare
    /// name in the next, where whoever spoke goes on speaking.
    pub(crate) fn claim_silently(&mut self, d: usize, p: &Phrase, sentence: u32) -> usize {
        let draft = &self.drafts[d];
        let is_new = p.titles.is_empty()
            && p.name.len() > 1
            && !p.plural
            && draft.named
            && draft.entity.kind == EntityKind::Person
            && draft.entity.country.is_none()
            && draft.entity.sectors.is_empty()
            && !self.mentions.iter().any(|m| m.entity.index() == d);
        let head = TokenId::new(p.head);
        let told_more =
            self.parse.children(head).iter().any(|&c| matches!(self.parse.dep(c), "appos" | "relcl" | "acl" | "prep"));
        if !is_new || told_more || !self.speaks(head) {
            return d;
        }
        let spoke =
            self.recent.iter().rev().find(|r| r.subject && r.sentence < sentence && self.speaks(TokenId::new(r.token)));
        let office = spoke.filter(|r| sentence - r.sentence <= 2).map(|r| self.root(r.draft)).filter(|w| {
            let waits = &self.drafts[*w];
            self.waiting.contains(w)
                && !waits.named
                && !waits.plural
                && waits.entity.country.is_some()
                && waits
                    .nouns
                    .iter()
                    .any(|&n| matches!(self.gazetteer.noun(n).class, Class::Office | Class::Part | Class::Spokes))
        });
        match office {
            Some(w) => self.merge(w, d),
            None => d,
        }
    }

    /// Whether a word is the subject of a verb of saying.
    pub(crate) fn speaks(&self, head: TokenId) -> bool {
        let verb = self.parse.head(head);
        self.parse.dep(head) == "nsubj"
            && matches!(
                self.parse.lemma(verb),
                "say"
                    | "tell"
                    | "add"
                    | "announce"
                    | "declare"
                    | "state"
                    | "warn"
                    | "insist"
                    | "note"
                    | "write"
                    | "confirm"
            )
    }

    /// "The Minsk agreement", "the Oslo process": the noun that a town before it only names.
    pub(crate) fn names_accord(&self, town: usize) -> bool {
        let parse = self.parse;
        let head = TokenId::new(town);
        if !matches!(parse.dep(head), "compound" | "nmod" | "amod") {
            return false;
        }
        let noun = parse.head(head);
        let further = parse.dep(noun) == "compound";
        let named = |t: TokenId| {
            matches!(
                parse.lemma(t),
                "accord"
                    | "agreement"
                    | "process"
                    | "format"
                    | "treaty"
                    | "protocol"
                    | "convention"
                    | "declaration"
                    | "pact"
                    | "round"
                    | "framework"
                    | "formula"
                    | "group"
                    | "accords"
                    | "memorandum"
                    | "deal"
            )
        };
        named(noun) || further && named(parse.head(noun))
    }
}

/// Verbs of turning to somebody with words, which no plan and no bomb does.
pub(crate) fn addresses(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "urge"
            | "accuse"
            | "ask"
            | "call"
            | "demand"
            | "warn"
            | "condemn"
            | "deny"
            | "reject"
            | "vow"
            | "pledge"
            | "promise"
            | "threaten"
            | "announce"
            | "blame"
            | "criticize"
            | "criticise"
            | "praise"
            | "welcome"
            | "appeal"
            | "insist"
            | "express"
            | "deplore"
            | "denounce"
            | "request"
            | "offer"
            | "propose"
    )
}
