//! Verbs that parsers take for a word before a noun, and subjects that they take for what is said: "Serbia had massed
//! tanks", "the ministry said five men, among them two teachers, were killed".

use chancery_doc::{MovedArc, Parse, TokenId};

use crate::places::in_place_of;

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
        if let Some(first) = parted_subject(&parse, t) {
            moved.push((first, t, Some("dep")));
        }
        if let Some(subject) = behind_aside(&parse, t) {
            let passive = parse.children_by(t, "auxpass").next().is_some();
            moved.push((subject, t, Some(if passive { "nsubjpass" } else { "nsubj" })));
        }
    }
    parse.with_arcs(&moved)
}

/// The object of a participle right behind "had", where the parser takes the participle for an adjective of it.
fn perfect(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let had = v.index().checked_sub(1).map(TokenId::new)?;
    let object = parse.head(v);
    let is_have = parse.lemma(had) == "have" && !parse.dep(had).starts_with("aux");
    let is_participle = parse.tag(v) == "VBN" && parse.dep(v) == "amod" && !LIKE.contains(&parse.norm(v));
    let is_object = object > v && parse.dep(object) == "dobj" && parse.head(object) == had;
    let acts = |s: TokenId| matches!(parse.tag(s), "NNP" | "NNPS" | "NNS" | "PRP");
    let has_subject = parse.children_by(had, "nsubj").any(|s| s < had && acts(s));
    (is_have && is_participle && is_object && has_subject).then_some(object)
}

/// "The men who burned files came back, but lawmakers accused Moyo": the first of two subjects, of which a conjunction opens
/// the clause of the second; the parser has lost the verb of the first.
fn parted_subject(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let mut subjects = parse.children_by(v, "nsubj").filter(|&s| s < v);
    let (first, second) = (subjects.next()?, subjects.next()?);
    let before = parse.left_edge(second).index().checked_sub(1).map(TokenId::new)?;
    let parts = matches!(parse.norm(before), "but" | "and" | "while") && before > first;
    (parts && subjects.next().is_none() && parse.dep(second) != "conj").then_some(first)
}

/// The subject of a verb right behind an aside, which the parser makes the object of whoever tells of it.
fn behind_aside(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let says = parse.head(v);
    let told = parse.dep(v) == "ccomp"
        && says < v
        && matches!(parse.lemma(says), "say" | "report" | "announce" | "add" | "confirm");
    let helps = |&c: &TokenId| c < v && matches!(parse.dep(c), "aux" | "auxpass") && parse.tag(c) != "TO";
    let first = parse.children(v).iter().copied().find(helps).unwrap_or(v);
    let comma = first.index().checked_sub(1).map(TokenId::new)?;
    let own = |&c: &TokenId| c < v && matches!(parse.dep(c), "nsubj" | "nsubjpass" | "mark" | "expl" | "csubj");
    if !told
        || parse.norm(comma) != ","
        || parse.children(v).iter().any(own)
        || !matches!(parse.tag(first), "VBD" | "VBZ" | "VBP" | "MD")
    {
        return None;
    }
    parse.children_by(says, "dobj").find(|&o| says < o && o < comma && parse.tag(o).starts_with("NN"))
}

/// Puts a participle into the place of its auxiliary.
fn hang(parse: &Parse, had: TokenId, v: TokenId, object: TokenId, moved: &mut Vec<MovedArc<'static>>) {
    let (v, over, relation) = in_place_of(parse, had, v);
    let top = (v, over, relation.or(Some("ccomp")));
    moved.extend([top, (had, v, Some("aux")), (object, v, Some("dobj"))]);
    let others = parse.children(had).iter().filter(|&&c| c != v && c != object);
    moved.extend(others.map(|&c| (c, v, None)));
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn of_two_subjects_the_one_behind_the_conjunction_acts() {
        let lost = "Mali/NNP/nsubj/4 ,/,/punct/0 but/CC/cc/0 Togo/NNP/nsubj/4 agreed/VBD/ROOT/4 so/RB/dep/4";
        let read = ByHand::mended(lost, mend);
        assert_eq!((read.arc("Mali"), read.arc("Togo")), ("dep of agreed".into(), "nsubj of agreed".into()));
    }

    #[test]
    fn what_an_aside_parts_from_its_verb_is_its_subject() {
        let killed = "Mali/NNP/nsubj/1 say/VBD/ROOT/1 men/NNS/dobj/1 ,/,/punct/2 all/DT/appos/2 ,/,/punct/1 were/VBD/auxpass/7 killed/VBN/ccomp/1 it/PRP/nsubjpass/9 hit/VBN/acl/7";
        assert_eq!(ByHand::mended(killed, mend).arc("men"), "nsubjpass of killed");
        assert_eq!(ByHand::mended(&killed.replace("say", "freed"), mend).arc("men"), "dobj of freed");
    }

    #[test]
    fn a_participle_behind_had_is_its_verb() {
        let massed = "Togo/NNP/nsubj/3 say/VBD/ROOT/1 Mali/NNP/nsubj/3 have/VBD/ccomp/1 massed/VBN/amod/5 tanks/NNS/dobj/3 there/RB/advmod/3 may/MD/aux/8 go/VB/acl/5";
        let massed = massed.replacen("nsubj/3", "nsubj/1", 1);
        let read = ByHand::mended(&massed, mend);
        assert_eq!(read.arc("massed"), "ccomp of say");
        assert_eq!(read.arc("Mali"), "nsubj of massed");
        assert_eq!(read.arc("tanks"), "dobj of massed");
        assert_eq!(ByHand::mended(&massed.replace("massed", "limited"), mend).arc("limited"), "amod of tanks");
    }
}
