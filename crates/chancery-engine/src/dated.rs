//! "Norway demanded the painting in May, which Iceland refused": no clause is about a month; it is about the noun before.

use chancery_doc::{MovedArc, Parse, Pos, TokenId};

/// Hangs relative clauses behind a date on the noun that the date stands with.
pub(crate) fn mend(parse: Parse) -> Parse {
    let moved: Vec<MovedArc<'static>> =
        parse.ids().filter_map(|t| told_of(&parse, t).map(|noun| (t, noun, Some("relcl")))).collect();
    parse.with_arcs(&moved)
}

/// The noun that a relative clause on a date is about.
fn told_of(parse: &Parse, clause: TokenId) -> Option<TokenId> {
    let date = parse.head(clause);
    if parse.dep(clause) != "relcl" || date > clause || !matches!(parse.iob(date).1, "DATE" | "TIME") {
        return None;
    }
    // "In May, when it fell".
    let mut below = parse.children(clause).iter().filter(|&&c| c < clause);
    if below.clone().any(|&c| matches!(parse.norm(c), "when" | "where"))
        || !below.any(|&c| matches!(parse.tag(c), "WDT" | "WP"))
    {
        return None;
    }
    let over = match parse.dep(date) {
        "pobj" => parse.head(parse.head(date)),
        "npadvmod" => parse.head(date),
        _ => return None,
    };
    if matches!(parse.pos(over), Pos::Noun | Pos::Propn) {
        return Some(over);
    }
    parse.children_by(over, "dobj").find(|&o| o < date)
}

#[cfg(test)]
mod tests {
    use super::told_of;
    use crate::by_hand::ByHand;

    #[test]
    fn no_clause_is_about_a_month_that_has_no_label() {
        let refused = "Mali/NNP/nsubj/1 asked/VBD/ROOT/1 it/PRP/dobj/1 in/IN/prep/1 May/NNP/pobj/3 which/WDT/dobj/6 Togo/NNP/relcl/4";
        let read = ByHand::mended(refused, |parse| {
            assert!(parse.ids().all(|t| told_of(&parse, t).is_none()), "nothing names a date here");
            parse
        });
        assert_eq!(read.arc("Togo"), "relcl of May");
    }
}
