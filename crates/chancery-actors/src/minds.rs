//! What tells that "it" is somebody: words for what only those who have a mind are, and nouns for bodies of people.

use chancery_doc::TokenId;

use crate::join::Joiner;

/// Adjectives of will, feeling and duty: "it is prepared to", "says it is not interested in", "was dissatisfied with".
const OF_MIND: [&str; 74] = [
    "able",
    "afraid",
    "against",
    "alarmed",
    "angered",
    "angry",
    "annoyed",
    "anxious",
    "appalled",
    "ashamed",
    "aware",
    "bound",
    "capable",
    "cautious",
    "committed",
    "concerned",
    "confident",
    "content",
    "convinced",
    "dedicated",
    "delighted",
    "determined",
    "disappointed",
    "dismayed",
    "dissatisfied",
    "disturbed",
    "doubtful",
    "eager",
    "entitled",
    "frustrated",
    "furious",
    "glad",
    "grateful",
    "happy",
    "hesitant",
    "hopeful",
    "horrified",
    "impatient",
    "incapable",
    "innocent",
    "interested",
    "keen",
    "loath",
    "loyal",
    "neutral",
    "obliged",
    "open",
    "opposed",
    "optimistic",
    "outraged",
    "pessimistic",
    "pleased",
    "prepared",
    "proud",
    "ready",
    "reluctant",
    "resolved",
    "responsible",
    "saddened",
    "satisfied",
    "sceptical",
    "shocked",
    "skeptical",
    "sorry",
    "sure",
    "surprised",
    "unable",
    "unaware",
    "unhappy",
    "united",
    "unwilling",
    "wary",
    "willing",
    "worried",
];

/// Nouns for many people who are one body, and so "it".
const BODIES: [&str; 42] = [
    "administration",
    "alliance",
    "army",
    "assembly",
    "bloc",
    "cabinet",
    "camp",
    "church",
    "coalition",
    "commission",
    "committee",
    "congress",
    "council",
    "court",
    "faction",
    "federation",
    "force",
    "front",
    "gang",
    "government",
    "group",
    "guard",
    "junta",
    "leadership",
    "league",
    "legislature",
    "military",
    "militia",
    "ministry",
    "movement",
    "navy",
    "network",
    "opposition",
    "organisation",
    "organization",
    "parliament",
    "party",
    "regime",
    "senate",
    "team",
    "tribe",
    "union",
];

/// Whether a noun, in small letters, is one for many people who are one body.
pub(crate) fn is_body(noun: &str) -> bool {
    BODIES.binary_search(&noun).is_ok()
}

impl Joiner<'_> {
    /// "It is prepared to", "it was willing to", "it is not interested in": what only somebody can be.
    pub(crate) fn is_willing(&self, verb: TokenId) -> bool {
        let parse = self.parse;
        let of_mind = |c: TokenId| OF_MIND.binary_search(&parse.norm(c)).is_ok();
        parse.lemma(verb) == "be" && parse.children_by(verb, "acomp").any(of_mind)
    }
}

#[cfg(test)]
mod tests {
    use super::{BODIES, OF_MIND};

    #[test]
    fn the_lists_are_sorted() {
        assert!(OF_MIND.is_sorted() && BODIES.is_sorted());
    }
}
