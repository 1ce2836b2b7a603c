//! "Crossed into the valley in pursuit of raiders who shot at them": the clause is about the hunted, not about the valley.
//!
//! Behind a hunt, an arrest or a killing "of" somebody, "who" means whom the phrase ends with. Parsers hang the clause on a
//! noun further up, often a place, so that those who hunt seem to be whom they hunt.

use chancery_doc::{MovedArc, Parse, TokenId};

/// Nouns for what is done to somebody, who stands behind their "of" or "for".
const DONE_TO: &[&str] = &[
    "abduction",
    "arrest",
    "capture",
    "chase",
    "detention",
    "execution",
    "expulsion",
    "hunt",
    "interrogation",
    "jailing",
    "killing",
    "kidnapping",
    "manhunt",
    "murder",
    "prosecution",
    "pursuit",
    "questioning",
    "release",
    "search",
    "shooting",
    "trial",
];

/// Hangs such clauses on those whom they are about.
pub(crate) fn mend(parse: Parse) -> Parse {
    let moved: Vec<MovedArc<'static>> =
        parse.ids().filter_map(|who| clause_of(&parse, who)).map(|(v, whom)| (v, whom, Some("relcl"))).collect();
    parse.with_arcs(&moved)
}

/// The clause that a "who" opens, and the noun right before it that the clause should hang on.
fn clause_of(parse: &Parse, who: TokenId) -> Option<(TokenId, TokenId)> {
    let opens = parse.norm(who) == "who" && matches!(parse.dep(who), "nsubj" | "nsubjpass");
    let clause = parse.head(who);
    if !opens || parse.dep(clause) != "relcl" {
        return None;
    }
    let behind_comma = |n: usize| who.index().checked_sub(n).map(TokenId::new);
    let before = behind_comma(1)?;
    let whom = if parse.norm(before) == "," { behind_comma(2)? } else { before };
    let leads = parse.head(whom);
    let is_object = parse.tag(whom).starts_with("NN")
        && parse.dep(whom) == "pobj"
        && matches!(parse.norm(leads), "of" | "for")
        && DONE_TO.contains(&parse.lemma(parse.head(leads)));
    let over = parse.head(clause);
    (is_object && over != whom && parse.ancestors(whom).take(8).any(|a| a == over)).then_some((clause, whom))
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn who_means_the_hunted() {
        let chased = "troops/NNS/nsubj/1 entered/VBD/ROOT/1 woods/NNS/dobj/1 in/IN/prep/2 pursuit/NN/pobj/3 of/IN/prep/4 \
                      raiders/NNS/pobj/5 who/WP/nsubj/8 fled/VBD/relcl/2";
        assert_eq!(ByHand::mended(chased, mend).arc("fled"), "relcl of raiders");
        let owned = chased.replace("pursuit", "hands");
        assert_eq!(ByHand::mended(&owned, mend).arc("fled"), "relcl of woods");
    }
}
