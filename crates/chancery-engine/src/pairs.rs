//! Two bodies that the parser takes for one noun with two words before it.
//!
//! "The Philippine government and communist rebels": parsers hang the government on the rebels like the adjective that
//! it is joined to, and the government is lost. A noun that names a body, with an article, owner or nationality of its
//! own, joined by "and" to an adjective or a name, is a party by itself, and the noun behind is joined to it.
//! "The government and rebel forces" stays one noun with two words before it: both are forces.

use chancery_doc::{Parse, TokenId};

/// Nouns of bodies that meet, fight and sign by themselves.
const BODIES: [&str; 22] = [
    "administration",
    "army",
    "authority",
    "cabinet",
    "coalition",
    "force",
    "government",
    "junta",
    "leadership",
    "military",
    "militia",
    "ministry",
    "navy",
    "opposition",
    "parliament",
    "police",
    "president",
    "regime",
    "soldier",
    "state",
    "troop",
    "union",
];

/// Sets bodies apart from the nouns that they are hung on.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved = Vec::new();
    for body in parse.ids() {
        let Some(Pair { noun, and, word }) = pair(&parse, body) else { continue };
        let stands = ["nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj"];
        let Some(&stands) = stands.iter().find(|&&d| d == parse.dep(noun)) else { continue };
        let modifies = if parse.tag(word).starts_with("JJ") { "amod" } else { "compound" };
        moved.push((body, parse.head(noun), Some(stands)));
        moved.extend([(noun, body, Some("conj")), (and, body, None), (word, noun, Some(modifies))]);
        moved.extend(parse.children(noun).iter().filter(|&&c| c < body).map(|&c| (c, body, None)));
    }
    parse.with_arcs(&moved)
}

/// "(The) government and communist rebels": the noun behind, the "and", and the word between.
struct Pair {
    noun: TokenId,
    and: TokenId,
    word: TokenId,
}

fn pair(parse: &Parse, body: TokenId) -> Option<Pair> {
    let noun = parse.head(body);
    let [and, word] = [1, 2].map(|n| TokenId::new(body.index() + n));
    let fits = matches!(parse.dep(body), "nmod" | "compound")
        && BODIES.contains(&parse.lemma(body))
        && word < noun
        && !parse.is_root(noun)
        && parse.norm(and) == "and"
        && parse.tag(noun).starts_with("NN");
    if !fits || parse.tag(word) == "NN" {
        return None;
    }
    let hung = match parse.dep(word) {
        "conj" => parse.head(word) == body,
        "amod" | "compound" | "nmod" => parse.head(word) == noun,
        _ => false,
    };
    // What stands between is only modifiers of the noun.
    let mut between = (word.index() + 1..noun.index()).map(TokenId::new);
    let bare = between.all(|t| matches!(parse.head(t), h if h == noun || h == word));
    let owned = |t: TokenId| t < body && matches!(parse.dep(t), "det" | "poss" | "amod" | "compound" | "nmod");
    let has_own = parse.children(noun).iter().chain(parse.children(body)).any(|&c| owned(c));
    (hung && bare && has_own).then_some(Pair { noun, and, word })
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    #[test]
    fn a_body_is_no_word_of_the_next_noun() {
        let met = ByHand::mended(
            "The/DT/det/4 government/NN/nmod/4 and/CC/cc/1 northern/JJ/conj/1 rebels/NNS/nsubj/5 met/VBD/ROOT/5",
            mend,
        );
        assert_eq!(met.arc("government"), "nsubj of met");
        assert_eq!(met.arc("rebels"), "conj of government");
        assert_eq!(met.above("northern"), "rebels");
        assert_eq!(met.arc("The"), "det of government");
    }

    #[test]
    fn two_words_before_one_noun_stay_two_words() {
        let met = ByHand::mended(
            "The/DT/det/4 government/NN/nmod/4 and/CC/cc/1 rebel/NN/conj/1 forces/NNS/nsubj/5 met/VBD/ROOT/5",
            mend,
        );
        assert_eq!(met.arc("government"), "nmod of forces");
    }
}
