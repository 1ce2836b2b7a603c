//! "Rebels attacked Goma and army tanks shelled Kibumba": two sentences that "and" joins, of which the first ends in a name.
//!
//! Parsers join the name with the subject behind it, as its modifier, as another subject or as another object, and whoever
//! does the second act seems to be whom the first befell. Right before a finite verb stands its subject.

use chancery_doc::{MovedArc, Parse, TokenId};

/// Verbs of what is done to somebody or something, and never of what is said.
const DONE: &[&str] = &[
    "arrest", "assault", "attack", "ban", "besiege", "bomb", "bombard", "capture", "destroy", "enter", "hit", "invade",
    "kill", "occupy", "pound", "raid", "search", "seize", "shell", "storm", "strafe", "strike", "surround", "target",
    "visit", "wound",
];

/// Parts such sentences.
pub(crate) fn mend(parse: Parse) -> Parse {
    let moved: Vec<MovedArc<'static>> = parse.ids().filter_map(|v| halves(&parse, v)).flatten().collect();
    parse.with_arcs(&moved)
}

/// What hangs elsewhere where a verb opens the second half: its subject, the object of the first half, and the "and".
fn halves(parse: &Parse, second: TokenId) -> Option<Vec<MovedArc<'static>>> {
    let first = parse.head(second);
    let joined = first < second && matches!(parse.dep(second), "ccomp" | "conj");
    if !joined
        || !is_finite(parse, second)
        || !DONE.contains(&parse.lemma(first))
        || !parse.tag(first).starts_with("VB")
    {
        return None;
    }
    let starts = parse.children(second).iter().copied().filter(|&c| matches!(parse.dep(c), "aux" | "advmod"));
    let start = starts.filter(|&c| c < second).min().unwrap_or(second);
    let subject = TokenId::new(start.index().checked_sub(1)?);
    let name = match parse.dep(subject) {
        "nsubj" if parse.head(subject) == second => parse.children_by(subject, "nmod").next()?,
        "conj" => parse.head(subject),
        _ => return None,
    };
    let and = parse.children_by(name, "cc").find(|&c| c > name && c < subject)?;
    let is_noun = |t: TokenId| parse.tag(t).starts_with("NN");
    let in_order = first < name && is_noun(name) && is_noun(subject) && matches!(parse.norm(and), "and" | "while");
    let object = parse.children_by(first, "dobj").next();
    let fits = match parse.dep(name) {
        // "Attacked the town and troops shelled": the object has the subject for a second one.
        "dobj" => parse.head(name) == first && parse.children_by(second, "nsubj").next().is_none(),
        "nmod" => object.is_none() && parse.tag(name) == "NNP",
        "nsubj" => object.is_none() && parse.head(name) == second,
        _ => false,
    };
    if !in_order || !fits {
        return None;
    }
    let mut moved: Vec<MovedArc<'static>> = vec![
        (name, first, Some("dobj")),
        (and, first, Some("cc")),
        (subject, second, Some("nsubj")),
        (second, first, Some("conj")),
    ];
    // "Goma and government troops": what is joined to the name stands before the subject.
    let before = parse.children(name).iter().copied().filter(|&c| c > and && c < subject);
    moved.extend(before.map(|c| (c, subject, Some("compound"))));
    Some(moved)
}

/// Whether a verb is a finite one without a passive: "shelled", "had shelled".
fn is_finite(parse: &Parse, v: TokenId) -> bool {
    let helped = parse.children_by(v, "aux").any(|a| matches!(parse.tag(a), "VBD" | "VBZ" | "VBP" | "MD"));
    matches!(parse.tag(v), "VBD" | "VBZ" | "VBP") || parse.tag(v).starts_with("VB") && helped
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn the_second_half_has_its_own_subject() {
        let modifier = "Rebels/NNS/nsubj/1 attack/VBD/ROOT/1 Goma/NNP/nmod/5 and/CC/cc/2 army/NN/conj/2 tanks/NNS/nsubj/6 \
                        shell/VBD/ccomp/1 Kibumba/NNP/dobj/6";
        let read = ByHand::mended(modifier, mend);
        assert_eq!(read.arc("Goma"), "dobj of attack");
        assert_eq!(read.above("army"), "tanks");
        assert_eq!(read.arc("tanks"), "nsubj of shell");
        assert_eq!(read.arc("shell"), "conj of attack");
        let object =
            "Rebels/NNS/nsubj/1 attack/VBD/ROOT/1 Goma/NNP/dobj/1 and/CC/cc/2 tanks/NNS/conj/2 shell/VBD/conj/1";
        assert_eq!(ByHand::mended(object, mend).arc("tanks"), "nsubj of shell");
        let said = modifier.replace("attack", "say");
        assert_eq!(ByHand::mended(&said, mend).arc("tanks"), "nsubj of shell");
        assert_eq!(ByHand::mended(&said, mend).arc("Goma"), "nmod of tanks");
        let two = "Rebels/NNS/nsubj/1 attack/VBD/ROOT/1 Goma/NNP/dobj/1 and/CC/cc/2 Uvira/NNP/conj/2 ,/,/punct/1 burn/VBD/conj/1";
        assert_eq!(ByHand::mended(two, mend).arc("Uvira"), "conj of Goma");
    }
}
