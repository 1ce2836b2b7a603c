//! A state's name right before an act in -ing, as headlines have it: "blamed for hiding Chad hacking", "condemns Sudan
//! bombing of Abyei".
//!
//! Parsers take the name for what is hidden or condemned and the act for another of whoever hides it.

use chancery_doc::TokenId;

use crate::grammar::Grammar;

impl Grammar<'_> {
    /// The state before an act in -ing of the kind that states do to each other, where no word parts the two.
    pub(crate) fn named_doer(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let acts = matches!(
            parse.norm(v),
            "hacking"
                | "spying"
                | "bombing"
                | "shelling"
                | "meddling"
                | "dumping"
                | "jamming"
                | "interfering"
                | "snooping"
                | "wiretapping"
                | "eavesdropping"
                | "bullying"
                | "testing"
        );
        let own = self.child(v, &["nsubj", "nsubjpass", "aux", "mark"]).is_some();
        let name = v.index().checked_sub(1).map(TokenId::new).filter(|_| acts && !own)?;
        let is_state = parse.iob(name).1 == "GPE" && parse.tag(name) == "NNP";
        let is_object = matches!(parse.dep(name), "dobj" | "pobj") && self.is_verb(parse.head(name))
            || matches!(parse.dep(name), "amod" | "compound" | "nmod") && parse.head(name) == v;
        (is_state && is_object).then_some(name)
    }
}
