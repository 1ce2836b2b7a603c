//! Who confesses, where the tree has it that somebody else does.
//!
//! "The minister is worried about a man who was held in Chad and has confessed to a plot": parsers join what goes on in a
//! relative clause to the clause around it. A minister may be worried; who confesses is the one who was held.

use chancery_doc::TokenId;

use crate::grammar::Grammar;

impl Grammar<'_> {
    /// The antecedent of the relative clause that a verb of confessing goes on with, where it is joined to the clause around.
    pub(crate) fn confesses_in_relative(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let to_act = || {
            let to = self.children(v, &["prep"]).find(|&p| parse.norm(p) == "to");
            to.is_some_and(|p| self.child(p, &["pcomp"]).is_some()) || self.child(v, &["xcomp"]).is_some()
        };
        let confesses = match parse.lemma(v) {
            "confess" | "plead" => true,
            "admit" | "own" => to_act(),
            _ => false,
        };
        if !confesses || parse.dep(v) != "conj" {
            return None;
        }
        let over = parse.head(v);
        let relative = |t: &TokenId| {
            parse.dep(*t) == "relcl"
                && parse.head(*t) > over
                && self.children(*t, &["nsubj", "nsubjpass"]).any(|s| parse.norm(s) == "who")
        };
        let near = (over.index() + 1..v.index()).rev().map(TokenId::new);
        near.filter(relative).map(|clause| parse.head(clause)).next()
    }
}
