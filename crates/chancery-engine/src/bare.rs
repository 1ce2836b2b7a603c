//! Passives of headlines, which go without their auxiliary: "Envoy summoned over map", "Talks called off".
//!
//! To the parser these are pasts, and the envoy summoned somebody. Headlines tell what was done in the present tense, so a
//! past form there without an object, of a verb that needs one, tells what befell its subject. Running text is left alone.

use chancery_doc::{MovedArc, Parse, Text, TokenId};

/// Verbs that need an object, by lemma: without one their past forms are participles.
const NEEDS_OBJECT: &[&str] = &[
    "abandon",
    "abduct",
    "accuse",
    "acquit",
    "ambush",
    "annul",
    "arrest",
    "assassinate",
    "attack",
    "axe",
    "ban",
    "banish",
    "bar",
    "behead",
    "blame",
    "block",
    "blockade",
    "bomb",
    "bombard",
    "capture",
    "censor",
    "charge",
    "condemn",
    "convict",
    "cut",
    "deny",
    "deport",
    "destroy",
    "detain",
    "dismiss",
    "displace",
    "downgrade",
    "ease",
    "eject",
    "evacuate",
    "evict",
    "execute",
    "exile",
    "expel",
    "extradite",
    "fine",
    "foil",
    "free",
    "hang",
    "hijack",
    "hit",
    "hospitalise",
    "hospitalize",
    "impose",
    "imprison",
    "indict",
    "injure",
    "intercept",
    "jail",
    "kidnap",
    "kill",
    "lift",
    "loot",
    "martyr",
    "murder",
    "nab",
    "oust",
    "pardon",
    "probe",
    "quash",
    "raid",
    "ransack",
    "rape",
    "rearrest",
    "recall",
    "reject",
    "release",
    "repatriate",
    "repel",
    "rescue",
    "reinstate",
    "ransom",
    "sack",
    "sanction",
    "scrap",
    "seize",
    "sentence",
    "shell",
    "shelve",
    "shoot",
    "shot",
    "slay",
    "smuggle",
    "stab",
    "storm",
    "strip",
    "sue",
    "summon",
    "suspend",
    "swap",
    "target",
    "thwart",
    "topple",
    "torch",
    "torture",
    "treat",
    "urge",
    "veto",
    "wound",
];

/// Verbs that need one with a particle: "called off", "turned back", "put on hold".
const WITH_PARTICLE: &[(&str, &[&str])] = &[
    ("beat", &["up"]),
    ("blow", &["up"]),
    ("bring", &["down", "in", "back", "home"]),
    ("call", &["off", "in"]),
    ("carry", &["out", "off"]),
    ("cut", &["off", "short", "down"]),
    ("gun", &["down"]),
    ("hand", &["over", "back"]),
    ("hunt", &["down"]),
    ("lock", &["up", "down"]),
    ("mow", &["down"]),
    ("pick", &["up"]),
    ("put", &["off", "down"]),
    ("round", &["up"]),
    ("rule", &["out"]),
    ("seal", &["off"]),
    ("send", &["home", "back"]),
    ("set", &["free"]),
    ("shoot", &["down", "dead"]),
    ("shut", &["down", "out"]),
    ("take", &["away", "hostage", "captive"]),
    ("throw", &["out"]),
    ("turn", &["away", "back", "down"]),
];

/// Makes what the bare participles of headlines befall their subject.
pub(crate) fn mend(parse: Parse, text: &Text) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for segment in text.segments() {
        if !segment.kind.is_heading() || segment.span.of(text.as_str()).ends_with('.') {
            continue;
        }
        let inside = parse.tokens_in(segment.span);
        moved.extend(inside.filter_map(|v| Some((befallen(&parse, v)?, v, Some("nsubjpass")))));
    }
    parse.with_arcs(&moved)
}

/// The subject of a past form that needs an object and has none, and no auxiliary.
fn befallen(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let fits = matches!(parse.tag(v), "VBD" | "VBN") && matches!(parse.dep(v), "ROOT" | "ccomp" | "advcl" | "conj");
    let children = parse.children(v);
    let completed = |&c: &TokenId| {
        let takes = matches!(
            parse.dep(c),
            "dobj" | "ccomp" | "xcomp" | "attr" | "acomp" | "oprd" | "aux" | "auxpass" | "dative" | "nsubjpass"
        );
        takes && (c > v || parse.dep(c) != "ccomp") && !is_particle(parse, c)
    };
    if !fits || children.iter().any(completed) {
        return None;
    }
    let lemma = parse.lemma(v);
    let particles = WITH_PARTICLE.iter().find(|(verb, _)| *verb == lemma).map_or(&[][..], |(_, words)| words);
    let next = TokenId::new(v.index() + 1);
    let has_particle = next.index() < parse.len() && particles.contains(&parse.norm(next));
    if !NEEDS_OBJECT.contains(&lemma) && !has_particle {
        return None;
    }
    let subject = parse.children_by(v, "nsubj").find(|&s| s < v)?;
    // "Two hit in raid" and "Army hit in raid" are told alike; a pronoun that does something is none of these.
    (parse.tag(subject).starts_with("NN") || parse.tag(subject) == "CD").then_some(subject)
}

/// "Shot dead", "sent home", "taken hostage": words that say what became of the one it befell.
fn is_particle(parse: &Parse, t: TokenId) -> bool {
    matches!(parse.norm(t), "dead" | "home" | "free" | "hostage" | "captive" | "prisoner" | "short")
}

#[cfg(test)]
mod tests {
    use super::befallen;
    use crate::by_hand::ByHand;
    use chancery_doc::TokenId;

    /// Whether the first of the words is what befalls by the second.
    fn is_befallen(words: &str) -> bool {
        befallen(&ByHand::parse(words), TokenId::new(1)).is_some()
    }

    #[test]
    fn a_past_that_lacks_its_object_is_a_passive() {
        assert!(is_befallen("Envoy/NN/nsubj/1 summon/VBD/ROOT/1 over/IN/prep/1 map/NN/pobj/2"));
        assert!(is_befallen("Talks/NNS/nsubj/1 call/VBD/ROOT/1 off/RP/prt/1"));
        assert!(!is_befallen("Chad/NNP/nsubj/1 summon/VBD/ROOT/1 envoy/NN/dobj/1"));
        assert!(!is_befallen("Talks/NNS/nsubj/1 resume/VBD/ROOT/1 late/RB/advmod/1"));
    }
}
