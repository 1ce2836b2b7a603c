//! Subjects that the opening of a sentence takes from its verb.
//!
//! "Visiting French minister Anne Moreau met the king": parsers read that somebody visits her. "Speaking in Havana,
//! Peru's president called on Chile": they take the president for what Havana is. Whoever stands right before a verb
//! without a subject is its subject, if only an opening stands before.

use chancery_doc::{MovedArc, Parse, TokenId};

/// How many words up from the one before the verb its subject may be.
const HIGHEST: usize = 4;

/// Nouns that say that a name behind "visiting" is a visitor's.
const VISITORS: &[&str] = &[
    "ambassador",
    "chancellor",
    "chief",
    "commissioner",
    "delegate",
    "delegation",
    "diplomat",
    "envoy",
    "head",
    "king",
    "leader",
    "minister",
    "official",
    "pope",
    "premier",
    "president",
    "prince",
    "queen",
    "secretary",
    "senator",
    "speaker",
    "team",
];

/// Gives verbs the subjects that openings hold.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for v in parse.ids().filter(|&v| parse.tag(v).starts_with("VB") && lacks_subject(&parse, v)) {
        if let Some((visiting, who)) = visitor(&parse, v) {
            moved.extend([(who, v, Some("nsubj")), (visiting, who, Some("amod"))]);
        } else if let Some(subject) = behind_opening(&parse, v) {
            let is_passive = parse.children_by(v, "auxpass").next().is_some();
            moved.push((subject, v, Some(if is_passive { "nsubjpass" } else { "nsubj" })));
        }
    }
    parse.with_arcs(&moved)
}

/// Whether a verb with a tense has nobody who does it.
fn lacks_subject(parse: &Parse, v: TokenId) -> bool {
    let tensed = |t: TokenId| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD");
    let helped = parse.children(v).iter().any(|&c| c < v && matches!(parse.dep(c), "aux" | "auxpass") && tensed(c));
    let own = |c: TokenId| matches!(parse.dep(c), "nsubj" | "nsubjpass" | "expl");
    (tensed(v) || helped) && parse.is_root(v) && !parse.children(v).iter().any(|&c| own(c))
}

/// "Visiting", and who visits.
fn visitor(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let visiting = parse.children(v).iter().copied().find(|&c| c < v && parse.norm(c) == "visiting")?;
    let who = parse.children_by(visiting, "dobj").next()?;
    let follows = parse.left_edge(who).index() == visiting.index() + 1 && who < v;
    let titled = |t: TokenId| VISITORS.contains(&parse.norm(t)) || VISITORS.contains(&parse.lemma(t));
    let is_person = titled(who) || parse.children(who).iter().any(|&c| parse.dep(c) == "compound" && titled(c));
    let is_dressed = parse.children(who).iter().any(|&c| matches!(parse.dep(c), "det" | "poss"));
    (matches!(parse.dep(visiting), "csubj" | "advcl") && follows && is_person && !is_dressed).then_some((visiting, who))
}

/// The noun right before a verb that the parser hangs below the opening of the sentence, as an apposition to its last
/// word.
fn behind_opening(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let light = |t: &TokenId| parse.head(*t) == v && matches!(parse.dep(*t), "aux" | "auxpass" | "advmod" | "neg");
    let last = (0..v.index()).rev().map(TokenId::new).find(|t| !light(t))?;
    let noun = std::iter::once(last).chain(parse.ancestors(last)).take(HIGHEST).find(|&n| parse.dep(n) == "appos")?;
    let edge = parse.left_edge(noun).index();
    let after_comma = edge > 0 && parse.norm(TokenId::new(edge - 1)) == ",";
    let opening = parse.ancestors(noun).find(|&a| parse.head(a) == v)?;
    let opens = parse.left_edge(opening).index() == parse.sentence(parse.sentence_of(v)).start as usize
        && matches!(parse.dep(opening), "advcl" | "prep" | "npadvmod")
        && opening < v;
    // "Following talks, both agreed".
    let is_noun = parse.tag(noun).starts_with("NN") || matches!(parse.norm(noun), "both" | "all" | "neither" | "none");
    (after_comma && opens && is_noun && parse.right_edge(noun) == last).then_some(noun)
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    /// The relation of a word, and the word above it.
    fn arc(words: &str, word: &str) -> String {
        ByHand::mended(words, mend).arc(word)
    }

    #[test]
    fn who_visits_is_no_object() {
        let met = "Visiting/VBG/csubj/4 French/JJ/amod/3 minister/NN/compound/3 Porter/NNP/dobj/0 met/VBD/ROOT/4 \
                   whom/WP/dobj/7 he/PRP/nsubj/7 knew/VBD/ccomp/4";
        assert_eq!(arc(met, "Porter"), "nsubj of met");
        assert_eq!(arc(met, "Visiting"), "amod of Porter");
        let helped = "Visiting/VBG/csubj/2 Chad/NNP/dobj/0 helped/VBD/ROOT/2 him/PRP/dobj/2";
        assert_eq!(arc(helped, "Chad"), "dobj of Visiting");
    }

    #[test]
    fn who_stands_behind_an_opening_is_the_subject() {
        let called = "Speaking/VBG/advcl/7 in/IN/prep/0 Havana/NNP/pobj/1 ,/,/punct/2 Peru/NNP/poss/6 's/POS/case/4 \
                      president/NN/appos/2 called/VBD/ROOT/7 whom/WP/dobj/10 he/PRP/nsubj/10 knew/VBD/ccomp/7";
        assert_eq!(arc(called, "president"), "nsubj of called");
        let shut = "Closed/VBN/advcl/6 in/IN/prep/0 Havana/NNP/pobj/1 ,/,/punct/2 capital/NN/appos/2 ,/,/punct/2 \
                    fell/VBD/ROOT/6 whom/WP/dobj/9 he/PRP/nsubj/9 knew/VBD/ccomp/6";
        assert_eq!(arc(shut, "capital"), "appos of Havana");
    }
}
