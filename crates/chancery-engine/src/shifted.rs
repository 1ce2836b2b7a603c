//! Objects that stand behind a day or a place: "freed on Monday two reporters", "received from Libya forty trucks".
//!
//! Parsers make one noun of the name and what follows it, both under the preposition, and the verb is left without an
//! object. The name keeps the preposition, the rest goes back to the verb.

use chancery_doc::{MovedArc, Parse, TokenId};

/// Verbs with a giver or a taker, which may stand before what is given.
const GIVES: &[&str] = &[
    "accept", "borrow", "buy", "demand", "donate", "export", "get", "give", "grant", "hand", "import", "lend",
    "obtain", "order", "present", "receive", "return", "sell", "send", "ship", "supply", "transfer",
];

/// Hangs such objects on their verbs.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for prep in parse.ids().filter(|&p| parse.dep(p) == "prep") {
        let Some((name, object)) = name_and_object(&parse, prep) else { continue };
        let verb = parse.head(prep);
        moved.extend([(name, prep, Some("pobj")), (object, verb, Some("dobj"))]);
        let between = parse.children(name).iter().filter(|&&c| c > name && c < object);
        moved.extend(between.map(|&c| (c, object, None)));
    }
    parse.with_arcs(&moved)
}

/// The name right behind a preposition, and what the parser takes it for a part of.
fn name_and_object(parse: &Parse, prep: TokenId) -> Option<(TokenId, TokenId)> {
    let verb = parse.head(prep);
    let open = !parse.children(verb).iter().any(|&c| matches!(parse.dep(c), "dobj" | "ccomp" | "xcomp" | "auxpass"));
    let name = TokenId::new(prep.index() + 1);
    let fits = open && parse.tag(verb).starts_with("VB") && prep > verb && name.index() + 2 < parse.len();
    if !fits || !parse.tag(name).starts_with("NNP") {
        return None;
    }
    let object = parse.children_by(prep, "pobj").find(|&o| o > name)?;
    let by_day = parse.is_weekday(name) && parse.norm(prep) == "on";
    let side = matches!(parse.norm(prep), "from" | "to") && GIVES.contains(&parse.lemma(verb));
    let by_name = side && matches!(parse.iob(name).1, "GPE" | "ORG") && matches!(parse.dep(name), "nmod" | "compound");
    // "On Monday evening" is a time, "from Kenya airfields" a place: what is given is counted or has an article.
    let next = TokenId::new(name.index() + 1);
    let opens = matches!(parse.tag(next), "CD" | "DT" | "PRP$") || by_day && parse.tag(next) == "JJ";
    let part = parse.head(name) == object || parse.head(name) == prep;
    let is_time = matches!(parse.iob(object).1, "DATE" | "TIME");
    let noun = matches!(parse.tag(object), "NN" | "NNS");
    ((by_day || by_name) && opens && part && noun && !is_time).then_some((name, object))
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn what_stands_behind_a_day_is_the_object() {
        let freed = "Iran/NNP/nsubj/1 freed/VBD/ROOT/1 on/IN/prep/1 Monday/NNP/nmod/5 two/CD/nummod/3 men/NNS/pobj/2 \
                     it/PRP/dobj/7 met/VBD/relcl/5";
        let read = ByHand::mended(freed, mend);
        assert_eq!(read.arc("men"), "dobj of freed");
        assert_eq!(read.arc("Monday"), "pobj of on");
        assert_eq!(read.arc("two"), "nummod of men");
        let time = freed.replace("two/CD", "mid/NN");
        assert_eq!(ByHand::mended(&time, mend).arc("men"), "pobj of on");
    }
}
