//! Whose confession it is: "he", said of whoever was arrested, and not of the minister who tells of it.

use std::collections::VecDeque;

use chancery_doc::TokenId;

use crate::join::{Joiner, Recent};
use crate::pronoun::{Wants, agrees};

/// So many sentences back whoever was arrested may go on as "he".
const HELD_WITHIN: u32 = 6;

impl Joiner<'_> {
    /// "The man has confessed, the minister said. His claim that he wanted to kill …": what only somebody held says or
    /// undergoes is of whoever was last told to be held or to confess.
    pub(crate) fn confesses(
        &self,
        pronoun: TokenId,
        kind: Wants,
        sentence: u32,
        recent: &VecDeque<Recent>,
    ) -> Option<usize> {
        let parse = self.parse;
        if !matches!(kind, Wants::He | Wants::She) {
            return None;
        }
        let over = parse.head(pronoun);
        // "His claim that he wanted to": whose claim it is, he wanted to.
        if parse.dep(pronoun) == "nsubj" && parse.dep(over) == "acl" {
            let whose =
                parse.children_by(parse.head(over), "poss").next().filter(|_| self.is_of_suspect(parse.head(over)));
            let told = whose.and_then(|w| recent.iter().rev().find(|r| r.token == w.index()));
            return told.map(|r| self.root(r.draft)).filter(|&d| agrees(&self.drafts[d], kind));
        }
        let meant = match parse.dep(pronoun) {
            "poss" => self.is_of_suspect(over),
            "nsubj" => matches!(parse.lemma(over), "confess" | "plead"),
            "nsubjpass" => matches!(parse.lemma(over), "arrest" | "detain" | "extradite" | "interrogate" | "arraign"),
            _ => false,
        };
        let is_held = |r: &&Recent| {
            let t = TokenId::new(r.token);
            let verb = parse.lemma(parse.head(t));
            let held = matches!(parse.dep(t), "nsubjpass" | "dobj")
                && matches!(verb, "arrest" | "detain" | "capture" | "jail" | "charge" | "hold" | "apprehend" | "nab");
            held || parse.dep(t) == "nsubj" && verb == "confess"
        };
        let near = recent.iter().rev().filter(|r| meant && r.token < pronoun.index());
        let mut near = near.take_while(|r| r.sentence + HELD_WITHIN >= sentence);
        near.find(|r| is_held(r) && agrees(&self.drafts[self.root(r.draft)], kind)).map(|r| self.root(r.draft))
    }

    /// "His confession", "his claim that he planned it": what is said by somebody who is held.
    fn is_of_suspect(&self, noun: TokenId) -> bool {
        let parse = self.parse;
        let owns_up = || {
            parse.children_by(noun, "acl").any(|v| {
                let acts = |a: TokenId| matches!(parse.lemma(a), "want" | "plan" | "intend" | "plot" | "conspire");
                acts(v) || parse.children_by(v, "xcomp").any(acts)
            })
        };
        match parse.lemma(noun) {
            "confession" | "interrogation" | "alibi" | "accomplice" => true,
            "claim" | "admission" | "statement" | "account" => owns_up(),
            _ => false,
        }
    }
}
