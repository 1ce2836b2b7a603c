//! Titles that the parser takes for somebody of their own.
//!
//! "President Silva and Prime Minister Rao met": after a first title with its name, parsers join the second title to the
//! first name and hang its own name elsewhere, or on the title, so that the text seems to tell of three. A title right
//! before a name belongs to the name.

use chancery_doc::{Parse, TokenId};

/// Nouns that are titles before a name, in the order of the alphabet.
const TITLES: [&str; 26] = [
    "admiral",
    "ambassador",
    "archbishop",
    "ayatollah",
    "bishop",
    "cardinal",
    "chancellor",
    "chief",
    "commander",
    "emir",
    "envoy",
    "general",
    "governor",
    "king",
    "leader",
    "marshal",
    "minister",
    "pope",
    "premier",
    "president",
    "prince",
    "queen",
    "secretary",
    "senator",
    "sheikh",
    "sultan",
];

/// What a title or a name is in its clause.
const STANDS: [&str; 7] = ["appos", "attr", "conj", "dobj", "nsubj", "nsubjpass", "pobj"];

/// Hangs titles on the names right behind them.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved = Vec::new();
    for title in parse.ids().filter(|&t| TITLES.binary_search(&parse.norm(t)).is_ok()) {
        let (Some(stands), Some(name)) = (stands(&parse, title), name_behind(&parse, title)) else { continue };
        moved.push((name, parse.head(title), Some(stands)));
        moved.push((title, name, Some("compound")));
        let own = parse.children(title).iter().filter(|&&c| c != name && parse.dep(c) != "compound");
        moved.extend(own.map(|&c| (c, name, None)));
    }
    parse.with_arcs(&moved)
}

fn stands(parse: &Parse, t: TokenId) -> Option<&'static str> {
    STANDS.into_iter().find(|&d| d == parse.dep(t)).filter(|_| !parse.is_root(t))
}

/// The head of the name that begins right behind a title, if it hangs on the title, or beside it.
fn name_behind(parse: &Parse, title: TokenId) -> Option<TokenId> {
    let is_name = |t: TokenId| parse.tag(t) == "NNP";
    let first = Some(title.index() + 1).filter(|&i| i < parse.len()).map(TokenId::new).filter(|&t| is_name(t))?;
    let mut head = first;
    while parse.dep(head) == "compound" && parse.head(head) > head {
        head = parse.head(head);
    }
    let over = parse.head(title);
    let beside = [title, over, parse.head(over)].contains(&parse.head(head));
    (matches!(parse.tag(title), "NNP" | "NN") && is_name(head) && beside && stands(parse, head).is_some())
        .then_some(head)
}

#[cfg(test)]
mod tests {
    use super::{TITLES, mend};
    use crate::by_hand::ByHand;

    #[test]
    fn a_title_belongs_to_the_name_behind_it() {
        let met = ByHand::mended(
            "Silva/NNP/nsubj/5 and/CC/cc/0 Prime/NNP/compound/3 Minister/NNP/conj/0 Rao/NNP/appos/0 met/VBD/ROOT/5",
            mend,
        );
        assert_eq!(met.arc("Rao"), "conj of Silva");
        assert_eq!(met.arc("Minister"), "compound of Rao");
        assert_eq!(met.arc("Prime"), "compound of Minister");
    }

    #[test]
    fn every_title_is_found() {
        assert!(TITLES.is_sorted());
    }

    #[test]
    fn a_title_without_a_name_stays_where_it_is() {
        let met = ByHand::mended(
            "Silva/NNP/nsubj/1 told/VBD/ROOT/1 the/DT/det/3 President/NNP/dobj/1 Rao/NNP/nsubj/5 lied/VBD/ccomp/1",
            mend,
        );
        assert_eq!(met.arc("President"), "dobj of told");
        assert_eq!(met.arc("Rao"), "nsubj of lied");
    }
}
