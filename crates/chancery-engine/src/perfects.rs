//! Verbs that parsers take for a word before a noun: "Serbia had massed tanks", "Junta expels UN coordinator".

use chancery_doc::{MovedArc, Parse, Pos, TokenId};

/// Participles that mostly say what a thing is like: "had limited means".
const LIKE: &[&str] = &[
    "advanced",
    "armed",
    "broken",
    "combined",
    "dedicated",
    "detailed",
    "educated",
    "estimated",
    "experienced",
    "heated",
    "improved",
    "increased",
    "limited",
    "mixed",
    "organised",
    "organized",
    "reduced",
    "renewed",
    "required",
    "shared",
    "skilled",
    "strained",
    "trained",
    "united",
    "unprecedented",
    "vested",
];

/// Gives such verbs their place.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for t in parse.ids() {
        if let Some(object) = perfect(&parse, t) {
            hang(&parse, TokenId::new(t.index() - 1), t, object, &mut moved);
        }
    }
    parse.with_arcs(&moved)
}

/// The object of a participle right behind "had", where the parser takes the participle for an adjective of it.
fn perfect(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let had = v.index().checked_sub(1).map(TokenId::new)?;
    let object = parse.head(v);
    let is_have = parse.lemma(had) == "have" && parse.pos(had) == Pos::Verb
        || parse.lemma(had) == "have" && !parse.dep(had).starts_with("aux");
    let is_participle = parse.tag(v) == "VBN" && parse.dep(v) == "amod" && !LIKE.contains(&parse.norm(v));
    let is_object = object > v && parse.dep(object) == "dobj" && parse.head(object) == had;
    let acts = |s: TokenId| parse.pos(s) == Pos::Propn || matches!(parse.tag(s), "NNS" | "PRP");
    let has_subject = parse.children_by(had, "nsubj").any(|s| s < had && acts(s));
    (is_have && is_participle && is_object && has_subject).then_some(object)
}

/// Puts a participle into the place of its auxiliary.
fn hang(parse: &Parse, had: TokenId, v: TokenId, object: TokenId, moved: &mut Vec<MovedArc<'static>>) {
    let top =
        if parse.is_root(had) { (v, v, Some("ROOT")) } else { (v, parse.head(had), Some(relation(parse.dep(had)))) };
    moved.extend([top, (had, v, Some("aux")), (object, v, Some("dobj"))]);
    let others = parse.children(had).iter().filter(|&&c| c != v && c != object);
    moved.extend(others.map(|&c| (c, v, None)));
}

/// The relation of a clause that keeps its place.
fn relation(dep: &str) -> &'static str {
    match dep {
        "advcl" => "advcl",
        "conj" => "conj",
        "relcl" => "relcl",
        "acl" => "acl",
        "parataxis" => "parataxis",
        "pcomp" => "pcomp",
        _ => "ccomp",
    }
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn a_participle_behind_had_is_its_verb() {
        let massed = "Togo/NNP/nsubj/3 said/VBD/ROOT/1 Mali/NNP/nsubj/3 had/VBD/ccomp/1 massed/VBN/amod/5 tanks/NNS/dobj/3 there/RB/advmod/3";
        let massed = massed.replacen("nsubj/3", "nsubj/1", 1);
        let read = ByHand::mended(&massed, mend);
        assert_eq!(read.arc("massed"), "ccomp of said");
        assert_eq!(read.arc("Mali"), "nsubj of massed");
        assert_eq!(read.arc("tanks"), "dobj of massed");
        assert_eq!(ByHand::mended(&massed.replace("massed", "limited"), mend).arc("limited"), "amod of tanks");
    }
}
