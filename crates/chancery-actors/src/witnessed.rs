//! "Villagers saw them fire", "reported hearing her shout": whoever is seen doing something is nobody who sees it.

use chancery_doc::TokenId;

use crate::join::Joiner;

impl Joiner<'_> {
    /// The verb with a subject above the clause without tense of which "them", "him" or "her" is the subject.
    pub(crate) fn seen_by(&self, pronoun: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let seen = matches!(parse.norm(pronoun), "them" | "him" | "her" | "us" | "me");
        if !seen || parse.dep(pronoun) != "nsubj" {
            return None;
        }
        let clause = parse.head(pronoun);
        let bare = matches!(parse.tag(clause), "VB" | "VBG" | "VBP") && parse.dep(clause) == "ccomp";
        let has_subject = |v: TokenId| parse.children_by(v, "nsubj").next().is_some();
        parse.ancestors(clause).take(3).find(|&v| has_subject(v)).filter(|_| bare)
    }
}
