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
    "postpone",
    "reschedule",
    "effective",
    "payable",
];

/// Of these, verbs that speak of what is to come even when they stand in the past: "planned a march on Saturday".
/// Who vowed or agreed on Saturday did that on Saturday.
const PLANNING: &[&str] =
    &["plan", "schedule", "reschedule", "postpone", "intend", "expect", "slate", "anticipate", "prepare"];

/// Verbs whose present tells what a timetable has: "the envoy arrives on Tuesday".
const TIMETABLED: &[&str] =
    &["arrive", "leave", "depart", "begin", "start", "open", "end", "close", "expire", "resume", "return", "conclude"];

/// Verbs that put off or stretch what goes on, so that "until" looks ahead of them.
const DEFERRING: &[&str] = &[
    "extend", "give", "delay", "postpone", "adjourn", "suspend", "have", "wait", "remand", "defer", "ban", "bar",
    "grant", "stay",
];

/// Verbs that keep a day for something: what they keep it for lies ahead.
const KEEPING: &[&str] = &[
    "announce", "arrange", "book", "call", "convene", "earmark", "fix", "invite", "plan", "propose", "schedule", "set",
    "summon",
];

/// Verbs of what somebody is to do by a day.
const DEMANDING: &[&str] = &[
    "agree",
    "call",
    "demand",
    "give",
    "offer",
    "order",
    "pledge",
    "press",
    "promise",
    "tell",
    "threaten",
    "undertake",
    "urge",
    "vow",
    "want",
    "warn",
];

/// What is spoken of by its day only once it is done; a meeting, a vote or a march may lie ahead.
const DEEDS: &[&str] = &[
    "announcement",
    "arrest",
    "ambush",
    "assassination",
    "attack",
    "blast",
    "bombardment",
    "bombing",
    "clash",
    "coup",
    "crash",
    "death",
    "decision",
    "explosion",
    "fire",
    "incident",
    "kidnapping",
    "killing",
    "massacre",
    "murder",
    "raid",
    "remark",
    "riot",
    "ruling",
    "shelling",
    "shooting",
    "statement",
    "unrest",
    "violence",
];

/// The tense of the verb that governs a token most nearly and tells.
pub(super) fn tense(parse: &Parse, token: TokenId) -> Tense {
    if looks_ahead(parse, token) {
        return Tense::Future;
    }
    if of_deed(parse, token) {
        return Tense::Past;
    }
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

/// Whether the words before an expression place it ahead whatever the verb: "as early as", "had until".
fn looks_ahead(parse: &Parse, token: TokenId) -> bool {
    let before = |n: usize| token.index().checked_sub(n).map_or("", |i| parse.norm(TokenId::new(i)));
    if before(1) == "as" && matches!(before(2), "soon" | "early") && before(3) == "as" {
        return true;
    }
    let deferred = || {
        parse
            .ancestors(token)
            .take(6)
            .find(|&v| parse.pos(v) == Pos::Verb || parse.lemma(v) == "deadline")
            .is_some_and(|v| DEFERRING.contains(&parse.lemma(v)) || parse.lemma(v) == "deadline")
    };
    let leads = |word: &str| parse.ancestors(token).next().is_some_and(|a| parse.norm(a) == word);
    // "A march called for Friday", "the vote is set for March": nobody keeps a day for what is over.
    let kept = || {
        let verb = parse.ancestors(token).take(4).find(|&v| parse.pos(v) == Pos::Verb);
        leads("for") && verb.is_some_and(|v| KEEPING.contains(&parse.lemma(v)))
    };
    // "Promised six frigates by July", "ordered them out by Tuesday".
    let due = || {
        let verb = parse.ancestors(token).take(6).find(|&v| parse.pos(v) == Pos::Verb);
        leads("by") && verb.is_some_and(|v| DEMANDING.contains(&parse.lemma(v)))
    };
    kept() || due() || parse.ancestors(token).take(3).any(|a| matches!(parse.norm(a), "until" | "till")) && deferred()
}

fn of_verb(parse: &Parse, verb: TokenId) -> Tense {
    let (mut to, mut is) = (false, false);
    let auxiliaries =
        || parse.children(verb).iter().copied().filter(|&c| c < verb && matches!(parse.dep(c), "aux" | "auxpass"));
    // "May have fled on Friday", "should have met on Friday" look back; "will have left by Friday" does not.
    let perfect = parse.tag(verb) == "VBN" && auxiliaries().any(|c| parse.norm(c) == "have");
    for child in auxiliaries() {
        match parse.norm(child) {
            "will" | "shall" | "'ll" | "wo" => return Tense::Future,
            "would" | "could" | "may" | "might" | "should" | "must" if perfect => return Tense::Past,
            // "Could not be reached on Friday".
            "could" if negated(parse, verb) => return Tense::Past,
            "would" | "could" | "may" | "might" | "can" | "ca" | "should" | "must" => return Tense::Future,
            "is" | "are" | "'re" | "am" => is = true,
            "had" | "was" | "were" | "did" if !is_prospective(parse, verb) => return Tense::Past,
            // "Has scheduled a hearing for Friday".
            "has" | "have" | "'ve" if PLANNING.contains(&parse.lemma(verb)) => return Tense::Future,
            "has" | "have" | "'ve" => return Tense::Past,
            "to" => to = true,
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
        "VBD" if PLANNING.contains(&parse.lemma(verb)) => Tense::Future,
        "VBD" => Tense::Past,
        "VBN" => {
            if is_prospective(parse, verb) {
                Tense::Future
            } else if is {
                Tense::Present
            } else {
                Tense::Past
            }
        }
        // "Is meeting them on Friday".
        "VBG" if is => Tense::Future,
        "VBZ" | "VBP" => {
            if is_prospective(parse, verb) || TIMETABLED.contains(&parse.lemma(verb)) {
                Tense::Future
            } else {
                Tense::Present
            }
        }
        _ => Tense::Unsaid,
    }
}

/// "Could not be found", "neither could be found".
fn negated(parse: &Parse, verb: TokenId) -> bool {
    parse.children(verb).iter().any(|&c| {
        parse.dep(c) == "neg"
            || (parse.dep(c).starts_with("nsubj")
                && c < verb
                && std::iter::once(c)
                    .chain(parse.children(c).iter().copied())
                    .any(|t| matches!(parse.norm(t), "neither" | "none" | "nobody" | "no")))
    })
}

/// "Friday's ruling": what bears the day is told as a thing that was done.
fn of_deed(parse: &Parse, token: TokenId) -> bool {
    parse.dep(token) == "poss" && DEEDS.contains(&parse.lemma(parse.head(token)))
}

fn is_prospective(parse: &Parse, token: TokenId) -> bool {
    PROSPECTIVE.contains(&parse.lemma(token))
}
