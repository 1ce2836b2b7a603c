//! What a pronoun takes up that stands for a thing: "Egypt proposed a truce. Hamas rejected it."
//!
//! Rules ask what is rejected, lifted or accepted, and a pronoun does not say. The thing is what something was done to
//! last, in the sentence or the one before. Persons and states are the business of the actors.

use chancery_doc::TokenId;

use crate::grammar::Grammar;

/// So many words back the thing may stand.
const FARTHEST: usize = 60;

impl Grammar<'_> {
    /// The noun that a pronoun takes up to which something is done.
    pub(crate) fn taken_up(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let tag = match (parse.norm(t), parse.tag(t)) {
            ("it", "PRP") | ("this" | "that", "DT") => "NN",
            ("them", "PRP") | ("these" | "those", "DT") => "NNS",
            _ => return None,
        };
        let befalls = |t: TokenId| matches!(parse.dep(t), "dobj" | "nsubjpass");
        if !befalls(t) {
            return None;
        }
        let verb = parse.head(t);
        let first = parse.sentence_of(t).index().saturating_sub(1);
        let before = (t.index().saturating_sub(FARTHEST)..t.index()).rev().map(TokenId::new);
        let mut near = before.take_while(|&n| parse.sentence_of(n).index() >= first);
        near.find(|&n| befalls(n) && parse.tag(n) == tag && parse.head(n) != verb)
    }
}
