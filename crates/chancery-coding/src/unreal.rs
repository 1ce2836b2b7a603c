//! Clauses that tell of acts which nobody did, though no word negates them: what is compared with, what is supposed,
//! what one is told not to do; and questions that take what they ask about for granted.
//!
//! Like all grammar here it knows no event type; [`crate::reality`] says what follows.

use chancery_doc::TokenId;

use crate::grammar::Grammar;

impl Grammar<'_> {
    /// "Worse than most governments are ready to admit": a measure, not an act.
    pub(crate) fn is_compared(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let opens = self.children(v, &["mark", "prep", "dobj"]).any(|m| m < v && parse.norm(m) == "than");
        opens || parse.dep(v) == "pcomp" && parse.norm(parse.head(v)) == "than"
    }

    /// "Don't blame the teachers": who is told not to has not done it.
    pub(crate) fn is_forbidden(&self, v: TokenId) -> bool {
        let parse = self.parse;
        parse.tag(v) == "VB"
            && matches!(parse.dep(v), "ROOT" | "ccomp" | "conj")
            && self.child(v, &["neg"]).is_some()
            && self.children(v, &["aux"]).any(|a| parse.lemma(a) == "do")
            && self.child(v, &["nsubj", "nsubjpass", "expl"]).is_none()
    }

    /// "Say Togo demanded proof", "suppose that they attack".
    pub(crate) fn is_supposition(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(v);
        parse.dep(v) == "ccomp"
            && over < v
            && parse.is_root(over)
            && parse.tag(over) == "VB"
            && matches!(parse.lemma(over), "say" | "suppose" | "imagine" | "assume")
            && self.child(over, &["nsubj", "aux", "neg"]).is_none()
    }

    /// "If there were a party that murdered people": what is said of somebody who is only supposed.
    pub(crate) fn is_of_the_supposed(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let noun = parse.head(v);
        let is_any = self.children(noun, &["det"]).any(|d| matches!(parse.norm(d), "a" | "an" | "any"));
        parse.dep(v) == "relcl"
            && is_any
            && parse
                .ancestors(noun)
                .take(4)
                .take_while(|&a| parse.dep(a) != "relcl")
                .any(|a| self.children(a, &["mark"]).any(|m| matches!(parse.norm(m), "if" | "unless")))
    }

    /// "Did not say why they refused", "asked when they struck": whatever happens to the asking, the act is a fact.
    pub(crate) fn is_taken_for_granted(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let first = parse.left_edge(v);
        matches!(parse.dep(v), "ccomp" | "pcomp")
            && first < v
            && matches!(parse.tag(first), "WRB" | "WP" | "WP$")
            && !self.children(v, &["aux"]).any(|a| parse.norm(a) == "to")
    }

    /// "Might go to court, pressing for a ban": a participle without a subject or a conjunction of its own, after what
    /// is done in doing it.
    pub(crate) fn is_adjoined(&self, v: TokenId) -> bool {
        let parse = self.parse;
        parse.dep(v) == "advcl"
            && parse.tag(v) == "VBG"
            && parse.head(v) < v
            && self.child(v, &["aux", "mark", "nsubj", "advmod"]).is_none()
    }

    /// "A plan that includes seizing their money", "the bill would involve closing schools".
    pub(crate) fn is_part_of_plan(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(v);
        matches!(parse.dep(v), "xcomp" | "pcomp" | "ccomp" | "dobj")
            && matches!(parse.lemma(over), "include" | "involve" | "entail" | "envisage" | "contain" | "mean")
            && self.subject(over).into_iter().any(|s| {
                matches!(
                    parse.lemma(self.antecedent(s)),
                    "plan" | "proposal" | "bill" | "legislation" | "agenda" | "scheme" | "platform" | "option" | "idea"
                )
            })
    }

    /// A noun that says that somebody does not want to: "reluctance to", "opposition to".
    pub(crate) fn is_unwillingness(&self, noun: TokenId) -> bool {
        matches!(
            self.parse.lemma(noun),
            "resistance" | "reluctance" | "opposition" | "objection" | "aversion" | "alternative" | "hostility"
        )
    }

    /// A noun that speaks of an act that nobody says was done: "the threat of air strikes", "warnings of a coup".
    pub(crate) fn is_foretelling(&self, noun: TokenId) -> bool {
        matches!(self.parse.lemma(noun), "threat" | "warning" | "allegation" | "accusation" | "claim")
    }
}
