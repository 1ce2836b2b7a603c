//! Participles behind a subject that parsers take for its verb: "two students locked up in Minsk were freed".
//!
//! The true verb stands further on, with its auxiliary, and parsers join it to the participle though neither a word nor a
//! comma does; behind an object ("named two brewers locked up in Mali") they take it for a clause. A verb that needs an
//! object and has none tells there what befell the subject.

use chancery_doc::{MovedArc, Parse, TokenId};

use crate::places::in_place_of;

/// Gives subjects the verb behind their participle.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for v in parse.ids() {
        if let Some(noun) = participle_behind(&parse, v) {
            moved.push((v, noun, Some("acl")));
            continue;
        }
        let Some((first, subject)) = participle_before(&parse, v) else { continue };
        let (_, over, relation) = in_place_of(&parse, first, v);
        let passive = parse.children_by(v, "auxpass").next().is_some();
        moved.extend([
            (v, over, relation.or(Some("ccomp"))),
            (subject, v, Some(if passive { "nsubjpass" } else { "nsubj" })),
            (first, subject, Some("acl")),
        ]);
        let outside = parse.children(first).iter().filter(|&&c| c != v && c != subject && (c < subject || c > v));
        moved.extend(outside.map(|&c| (c, v, None)));
    }
    parse.with_arcs(&moved)
}

/// Verbs of what is done to people, whose past may be a participle right behind them.
const BEFALLS: &[&str] = &[
    "abduct", "accuse", "arrest", "capture", "charge", "confine", "convict", "deport", "detain", "expel", "hold",
    "imprison", "intern", "jail", "kidnap", "kill", "lock", "seize", "sentence", "shoot", "suspect", "wound",
];

/// "Named two brewers locked up in Mali": the noun right before a past that the parser takes for what somebody names, though
/// it has no subject and no object.
fn participle_behind(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let hung = matches!(parse.tag(v), "VBD" | "VBN") && matches!(parse.dep(v), "ccomp" | "xcomp" | "advcl");
    let over = parse.head(v);
    let takes = |&c: &TokenId| c < v || matches!(parse.dep(c), "dobj" | "ccomp" | "xcomp" | "nsubj");
    if !hung || over >= v || !BEFALLS.contains(&parse.lemma(v)) || parse.children(v).iter().any(takes) {
        return None;
    }
    let noun = v.index().checked_sub(1).map(TokenId::new).filter(|&n| matches!(parse.tag(n), "NN" | "NNS"))?;
    let object = matches!(parse.dep(noun), "dobj" | "pobj") && parse.ancestors(noun).any(|a| a == over);
    object.then_some(noun)
}

/// The participle that a verb with an auxiliary is joined to by nothing, and their subject.
fn participle_before(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let first = parse.head(v);
    let joined = parse.dep(v) == "conj" && first < v && matches!(parse.tag(first), "VBD" | "VBN");
    let helped = |&c: &TokenId| c < v && matches!(parse.dep(c), "aux" | "auxpass") && parse.tag(c) != "TO";
    let aux = parse.children(v).iter().copied().find(helped).filter(|_| joined)?;
    let own = |&c: &TokenId| c < v && matches!(parse.dep(c), "nsubj" | "nsubjpass" | "mark" | "expl");
    let takes = |&c: &TokenId| {
        matches!(parse.dep(c), "dobj" | "ccomp" | "xcomp" | "attr" | "acomp" | "aux" | "auxpass" | "nsubjpass" | "cc")
            && c < v
    };
    if parse.children(v).iter().any(own) || parse.children(first).iter().any(takes) {
        return None;
    }
    let before = aux.index().checked_sub(1).map(TokenId::new)?;
    let parted = matches!(parse.norm(before), "," | ";" | "and" | "but" | "or" | "-" | "–" | "—");
    let subject = parse.children_by(first, "nsubj").find(|&s| s < first && parse.tag(s).starts_with("NN"))?;
    let next = parse.right_edge(subject).index() + 1 == first.index();
    (!parted && next).then_some((first, subject))
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn a_past_behind_an_object_is_its_participle() {
        let named = "Togo/NNP/nsubj/1 named/VBD/ROOT/1 brewers/NNS/dobj/1 lock/VBD/ccomp/1 up/RP/prt/3 it/PRP/nsubj/6 acts/VBZ/acl/2";
        assert_eq!(ByHand::mended(named, mend).arc("lock"), "acl of brewers");
        assert_eq!(ByHand::mended(&named.replace("lock", "sing"), mend).arc("sing"), "ccomp of named");
    }

    #[test]
    fn the_verb_with_the_auxiliary_is_the_subjects() {
        let freed = "men/NNS/nsubj/1 locked/VBD/ROOT/1 there/RB/advmod/1 were/VBD/auxpass/4 freed/VBN/conj/1 on/IN/prep/4 \
                     it/PRP/nsubjpass/7 acts/VBZ/acl/4";
        let read = ByHand::mended(freed, mend);
        assert_eq!(read.arc("freed"), "ROOT of freed");
        assert_eq!(read.arc("men"), "nsubjpass of freed");
        assert_eq!(read.arc("locked"), "acl of men");
        let joined = freed.replace("there/RB/advmod/1", "and/CC/cc/1");
        assert_eq!(ByHand::mended(&joined, mend).arc("men"), "nsubj of locked");
    }
}
