//! Whether a sentence speaks of what was or of what will be, where an expression stands in it.

use chancery_doc::{Parse, Pos, TokenId};

/// Where the governing verb lies in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tense {
    Past,
    Present,
    Future,
    /// No verb governs the expression, or none that tells.
    Unsaid,
}

/// Verbs that speak of what is to come, whatever their own tense.
const PROSPECTIVE: &[&str] = &[
    "expect",
    "plan",
    "schedule",
    "intend",
    "hope",
    "set",
    "slate",
    "promise",
    "pledge",
    "vow",
    "aim",
    "agree",
    "decide",
    "want",
    "prepare",
    "threaten",
    "refuse",
    "due",
    "propose",
    "anticipate",
];

/// The tense of the verb that governs a token most nearly and tells.
pub(super) fn tense(parse: &Parse, token: TokenId) -> Tense {
    for head in std::iter::once(token).chain(parse.ancestors(token)).take(12) {
        if matches!(parse.pos(head), Pos::Verb | Pos::Aux) && head != token {
            let found = of_verb(parse, head);
            if found != Tense::Unsaid {
                return found;
            }
        }
        // "Due", "effective", "payable".
        if parse.pos(head) == Pos::Adj && PROSPECTIVE.contains(&parse.lemma(head)) {
            return Tense::Future;
        }
    }
    Tense::Unsaid
}

fn of_verb(parse: &Parse, verb: TokenId) -> Tense {
    let mut to = false;
    for child in parse.children(verb).iter().copied().filter(|&c| c < verb) {
        match parse.dep(child) {
            "aux" | "auxpass" => match parse.norm(child) {
                "will" | "shall" | "'ll" => return Tense::Future,
                "had" | "was" | "were" | "did" if !is_prospective(parse, verb) => return Tense::Past,
                "has" | "have" | "'ve" => return Tense::Past,
                "to" => to = true,
                "could" | "may" | "might" | "can" | "should" | "must" => return Tense::Future,
                _ => {}
            },
            _ => {}
        }
    }
    if to {
        let head = parse.head(verb);
        if head == verb {
            return Tense::Unsaid;
        }
        let ahead = is_prospective(parse, head)
            || parse.lemma(head) == "go"
            || parse.pos(head) == Pos::Noun
            || parse.lemma(head) == "be";
        return if ahead { Tense::Future } else { Tense::Unsaid };
    }
    match parse.tag(verb) {
        // "Planned on Friday" may be either; the plan is told in the past.
        "VBD" => Tense::Past,
        "VBN" => {
            if is_prospective(parse, verb) {
                Tense::Future
            } else {
                Tense::Past
            }
        }
        "VBZ" | "VBP" => {
            if is_prospective(parse, verb) {
                Tense::Future
            } else {
                Tense::Present
            }
        }
        _ => Tense::Unsaid,
    }
}

fn is_prospective(parse: &Parse, token: TokenId) -> bool {
    PROSPECTIVE.contains(&parse.lemma(token))
}
