//! Joined verbs that the parser hangs too low.
//!
//! "The army denied carrying out the raid and blamed the rebels": the parser joins "blamed" to "carrying", so that the
//! blame is part of what is denied. A past or present tense cannot be joined to an infinitive or a participle; it goes
//! on from the verb above that has a tense too, as one with "to" goes on from one with "to". Nor does a verb of speaking go on from what is said to be so ("told them
//! that the raid was a crime and demanded an apology"); nor can a verb with an object of its own stand in a clause whose
//! object is the noun before it ("raided houses he owned and seized two men"). What `chancery parse` prints stays as spaCy
//! has it.

use chancery_doc::{Parse, TokenId};

/// How many verbs stand above a joined one at most before the one it belongs to.
const HIGHEST: usize = 6;

/// Pasts that are spelled as their infinitive is, so that the tag tells nothing.
const SPELLED_ALIKE: [&str; 12] =
    ["put", "set", "cut", "hit", "let", "shut", "cast", "read", "spread", "split", "quit", "hurt"];

/// What states, parties and people do by speaking.
const SPEAKING: [&str; 38] = [
    "accuse",
    "acknowledge",
    "add",
    "announce",
    "appeal",
    "ask",
    "blame",
    "call",
    "condemn",
    "criticise",
    "criticize",
    "decry",
    "demand",
    "denounce",
    "deny",
    "deplore",
    "describe",
    "express",
    "hail",
    "implore",
    "insist",
    "invite",
    "offer",
    "order",
    "pledge",
    "praise",
    "promise",
    "propose",
    "reiterate",
    "request",
    "say",
    "stress",
    "thank",
    "threaten",
    "urge",
    "vow",
    "warn",
    "welcome",
];

/// Verbs that tell how things are and not what anybody does.
const STATES: [&str; 12] =
    ["be", "remain", "stay", "seem", "want", "need", "deserve", "know", "understand", "belong", "exist", "face"];

/// Hangs the joined verbs of a parse, and the subjects before them, where their form says.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved = Vec::new();
    for v in parse.ids() {
        if let Some(taken) = taken_hostage(&parse, v) {
            let verb = parse.head(v);
            let before = parse.children(v).iter().filter(|&&c| c < taken);
            moved.extend(before.map(|&c| (c, taken, None)));
            moved.extend([(taken, verb, Some("dobj")), (v, verb, Some("oprd"))]);
        } else if let Some(subject) = subject_before(&parse, v) {
            let is_passive = parse.children_by(v, "auxpass").next().is_some();
            moved.push((subject, v, Some(if is_passive { "nsubjpass" } else { "nsubj" })));
        } else if let Some(above) = above(&parse, v) {
            moved.push((v, above, None));
            let and = parse.children_by(parse.head(v), "cc").filter(|&c| c < v).last();
            moved.extend(and.map(|and| (and, above, None)));
        }
    }
    parse.with_arcs(&moved)
}

/// "Took two policemen hostage": those who are taken, where the parser makes them half of one noun with "hostage".
fn taken_hostage(parse: &Parse, hostage: TokenId) -> Option<TokenId> {
    let takes = matches!(parse.lemma(parse.head(hostage)), "take" | "hold" | "keep" | "seize" | "make");
    let is_fate = matches!(parse.norm(hostage), "hostage" | "captive" | "prisoner");
    let before = TokenId::new(hostage.index().checked_sub(1)?);
    let fits = is_fate
        && takes
        && parse.dep(hostage) == "dobj"
        && matches!(parse.dep(before), "compound" | "nmod")
        && parse.head(before) == hostage
        && is_noun(parse, before);
    fits.then_some(before)
}

/// "A guard was hurt in Lome and nine teachers were arrested": the noun that parsers join to the one before the "and",
/// though right behind it stands a joined verb with a tense that has no subject.
fn subject_before(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let own = ["nsubj", "nsubjpass", "csubj", "csubjpass", "expl", "mark"];
    let children = parse.children(v);
    let has_own = children.iter().any(|&c| c < v && own.contains(&parse.dep(c)));
    let finite = |t: TokenId| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD");
    let helps = |&c: &TokenId| c < v && matches!(parse.dep(c), "aux" | "auxpass");
    let first = children.iter().copied().find(helps).unwrap_or(v);
    // "Travel bans and asset freezes": a noun with the tag of a present tense.
    let maybe_noun = first == v && parse.tag(v) != "VBD";
    if parse.dep(v) != "conj" || has_own || maybe_noun || !finite(first) || !parse.tag(v).starts_with("VB") {
        return None;
    }
    // What may stand between a subject and its verb.
    let light = |t: &TokenId| matches!(parse.dep(*t), "advmod" | "neg") && parse.head(*t) == v;
    let last = (0..first.index()).rev().map(TokenId::new).find(|t| !light(t))?;
    let over = parse.head(v);
    if let Some(subject) = behind_semicolon(parse, last, over) {
        return Some(subject);
    }
    let last = before_aside(parse, last, over);
    let noun = std::iter::once(last).chain(parse.ancestors(last)).take(HIGHEST).find(|&n| parse.dep(n) == "conj")?;
    let before = parse.head(noun);
    let joins = |&c: &TokenId| c > before && c < noun && matches!(parse.norm(c), "and" | "but" | "while");
    let fits = is_noun(parse, noun)
        && is_noun(parse, before)
        && over < before
        && parse.right_edge(noun) == last
        && parse.children_by(before, "cc").any(|c| joins(&c) && c.index() + 1 == parse.left_edge(noun).index())
        && parse.head(noun) != v;
    fits.then_some(noun)
}

/// "The navy boarded a tanker; a Russian jet then flew over": what stands between a semicolon and a verb is its subject.
fn behind_semicolon(parse: &Parse, last: TokenId, over: TokenId) -> Option<TokenId> {
    let mut chain = std::iter::once(last).chain(parse.ancestors(last)).take(HIGHEST);
    let noun = chain.find(|&n| parse.head(n) == over)?;
    let opens = parse.left_edge(noun).index().checked_sub(1).map(TokenId::new);
    let parted = opens.is_some_and(|t| parse.norm(t) == ";" && t > over);
    (is_noun(parse, noun) && parse.right_edge(noun) == last && parted).then_some(noun)
}

/// "…, and the Netherlands, at its neighbour's request, sent jets": the last word before an aside between commas that
/// stands right before a verb and is hung on the verb above.
fn before_aside(parse: &Parse, last: TokenId, over: TokenId) -> TokenId {
    if parse.norm(last) != "," || last.index() == 0 {
        return last;
    }
    let inside = TokenId::new(last.index() - 1);
    let hung = |&t: &TokenId| parse.dep(t) == "prep" && parse.head(t) == over;
    let prep = std::iter::once(inside).chain(parse.ancestors(inside)).take(HIGHEST).find(hung);
    let opens = prep.and_then(|p| p.index().checked_sub(1)).map(TokenId::new).filter(|&t| parse.norm(t) == ",");
    match opens.and_then(|t| t.index().checked_sub(1)) {
        Some(before) if prep.is_some_and(|p| parse.right_edge(p) == inside) => TokenId::new(before),
        _ => last,
    }
}

/// Whether a word is a noun or a pronoun.
fn is_noun(parse: &Parse, t: TokenId) -> bool {
    parse.tag(t).starts_with("NN") || parse.tag(t) == "PRP"
}

/// The verb that a joined one goes on from, where the parser hangs it on another.
fn above(parse: &Parse, v: TokenId) -> Option<TokenId> {
    if parse.dep(v) != "conj" {
        return None;
    }
    tensed_above(parse, v)
        .or_else(|| infinitive_above(parse, v))
        .or_else(|| speaker_above(parse, v))
        .or_else(|| gap_above(parse, v))
}

/// The verb that one with an object of its own goes on from, where the parser joins it to a clause that has the noun
/// before it for its object and no word for that: what is joined inside such a clause would lack the object too.
fn gap_above(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let head = parse.head(v);
    let noun = parse.head(head);
    let has = |t: TokenId, deps: &[&str]| parse.children(t).iter().any(|&c| deps.contains(&parse.dep(c)));
    let asks = |t: &TokenId| matches!(parse.tag(*t), "WDT" | "WP" | "WP$" | "WRB");
    let is_gapped = parse.dep(head) == "relcl"
        && has(head, &["nsubj"])
        && !has(head, &["dobj", "ccomp", "xcomp"])
        && !(noun.index()..head.index()).map(TokenId::new).any(|t| asks(&t) || parse.norm(t) == "that");
    if !is_gapped || !is_open(parse, v) || !has(v, &["dobj"]) {
        return None;
    }
    let verb = |&a: &TokenId| parse.tag(a).starts_with("VB") && has_tense(parse, a);
    parse.ancestors(noun).take(HIGHEST).find(verb).filter(|&a| a < noun && agrees(parse, v, a))
}

/// The infinitive that one joined to a verb without "to" goes on from: "a plan to stop them from coming and to close the
/// border".
fn infinitive_above(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let has_to = |t: TokenId| parse.tag(t) == "VB" && parse.children_by(t, "aux").any(|c| parse.tag(c) == "TO");
    let head = parse.head(v);
    if !has_to(v) || has_to(head) || !parse.tag(head).starts_with("VB") {
        return None;
    }
    parse.ancestors(head).take(HIGHEST).find(|&a| has_to(a)).filter(|&a| a < head)
}

/// The verb with a tense that a joined one with a tense goes on from, where its head has none.
fn tensed_above(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let head = parse.head(v);
    let is_bare = match parse.tag(head) {
        "VB" | "VBG" => true,
        // "demanded that it be withdrawn and called for a vote".
        "VBN" => parse.children_by(head, "auxpass").any(|c| parse.tag(c) == "VB"),
        _ => false,
    };
    // "was", "has": a state of whoever stands next to it as often as of the subject above.
    let is_plain = !matches!(parse.lemma(v), "be" | "have" | "do");
    if !is_open(parse, v) || !is_bare || has_tense(parse, head) || !is_plain || !goes_on(parse, v) {
        return None;
    }
    let verb = |&a: &TokenId| parse.tag(a).starts_with("VB") && has_tense(parse, a);
    parse.ancestors(head).take(HIGHEST).find(verb).filter(|&a| a < head && agrees(parse, v, a))
}

/// The verb that one of speaking goes on from, where the parser joins it to what is said: to a state, or to what had
/// been done before.
fn speaker_above(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let head = parse.head(v);
    let had = |c: TokenId| parse.norm(c) == "had";
    let is_told = STATES.contains(&parse.lemma(head)) && matches!(parse.tag(head), "VBD" | "VBZ" | "VBP")
        || parse.tag(head) == "VBN" && parse.children_by(head, "aux").any(had);
    let speaks = SPEAKING.contains(&parse.lemma(v)) && goes_on(parse, v);
    if !is_open(parse, v) || !speaks || !is_told || parse.dep(head) != "ccomp" {
        return None;
    }
    // A cleft's clause is no content: "it was in May that he was ill and called".
    let above = parse.head(head);
    let says = parse.tag(above).starts_with("VB") && has_tense(parse, above) && parse.lemma(above) != "be";
    (says && above < head && agrees(parse, v, above)).then_some(above)
}

/// Whether a word is a joined verb of a tense without a subject of its own.
fn is_open(parse: &Parse, v: TokenId) -> bool {
    let is_perfect =
        parse.tag(v) == "VBN" && parse.children_by(v, "aux").any(|c| matches!(parse.norm(c), "has" | "have"));
    // "denied the raid and blamed rebels": with an object the form is no passive, whatever the tagger takes it for.
    let is_past = parse.tag(v) == "VBN" && parse.children_by(v, "dobj").next().is_some();
    let is_tensed = matches!(parse.tag(v), "VBD" | "VBZ") || is_past;
    let is_tensed = is_tensed && !SPELLED_ALIKE.contains(&parse.norm(v)) || is_perfect;
    let own = ["nsubj", "nsubjpass", "csubj", "expl", "auxpass", "mark"];
    let helped = !is_perfect && parse.children_by(v, "aux").any(|c| c < v);
    is_tensed && !helped && !parse.children(v).iter().any(|&c| c < v && own.contains(&parse.dep(c)))
}

/// Whether two verbs are both of the past, or both of the present.
fn agrees(parse: &Parse, v: TokenId, above: TokenId) -> bool {
    let is_past = !matches!(parse.tag(above), "VBZ" | "VBP");
    parse.tag(v) == "VBN" || is_past == (parse.tag(v) == "VBD")
}

/// Whether a verb has an object, a clause or a preposition of its own, as a participle before a noun has not.
fn goes_on(parse: &Parse, v: TokenId) -> bool {
    parse.children(v).iter().any(|&c| {
        c > v && matches!(parse.dep(c), "dobj" | "dative" | "ccomp" | "xcomp" | "prep" | "prt" | "advmod" | "npadvmod")
    })
}

/// Whether a verb is one that a past or a present tense can be joined to: "denied", "has denied"; not "would deny".
fn has_tense(parse: &Parse, t: TokenId) -> bool {
    matches!(parse.tag(t), "VBD" | "VBZ" | "VBP") || has_auxiliary(parse, t)
}

/// Whether a participle stands with an auxiliary in a tense ("has denied", "was denying", "were forced").
fn has_auxiliary(parse: &Parse, t: TokenId) -> bool {
    let in_tense = |c: TokenId| matches!(parse.tag(c), "VBD" | "VBZ" | "VBP");
    matches!(parse.tag(t), "VBN" | "VBG")
        && parse.children(t).iter().any(|&c| matches!(parse.dep(c), "aux" | "auxpass") && in_tense(c))
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    /// The word that a verb is joined to.
    fn joined_to(words: &str, verb: &str) -> String {
        ByHand::mended(words, mend).above(verb).to_owned()
    }

    #[test]
    fn a_past_goes_on_from_a_past() {
        let denied = "Army/NN/nsubj/1 denied/VBD/ROOT/1 carrying/VBG/xcomp/1 raids/NNS/dobj/2 and/CC/cc/2";
        assert_eq!(joined_to(&format!("{denied} blamed/VBD/conj/2 rebels/NNS/dobj/5"), "blamed"), "denied");
        assert_eq!(joined_to(&format!("{denied} blamed/VBN/conj/2 rebels/NNS/dobj/5"), "blamed"), "denied");
        assert_eq!(joined_to(&format!("{denied} planning/VBG/conj/2 wars/NNS/dobj/5"), "planning"), "carrying");
        let would = "Army/NN/nsubj/2 would/MD/aux/2 strike/VB/ROOT/2 and/CC/cc/2";
        assert_eq!(joined_to(&format!("{would} blamed/VBD/conj/2 rebels/NNS/dobj/4"), "blamed"), "strike");
    }

    #[test]
    fn an_infinitive_with_to_goes_on_from_one_with_to() {
        let plan = "plans/VBZ/ROOT/0 to/TO/aux/2 bar/VB/xcomp/0 from/IN/prep/2 entering/VBG/pcomp/3 and/CC/cc/4";
        assert_eq!(joined_to(&format!("{plan} to/TO/aux/7 force/VB/conj/4 them/PRP/dobj/7"), "force"), "bar");
    }

    #[test]
    fn a_verb_with_an_object_goes_on_from_above_a_clause_that_lacks_one() {
        let raided =
            "Police/NNS/nsubj/1 raided/VBD/ROOT/1 houses/NNS/dobj/1 he/PRP/nsubj/4 owned/VBD/relcl/2 and/CC/cc/4";
        assert_eq!(joined_to(&format!("{raided} seized/VBD/conj/4 men/NNS/dobj/6"), "seized"), "raided");
        assert_eq!(joined_to(&format!("{raided} rented/VBD/conj/4 out/RP/prt/6"), "rented"), "owned");
    }

    #[test]
    fn who_is_taken_is_no_half_of_hostage() {
        let took = "Rebels/NNS/nsubj/1 take/VBP/ROOT/1 two/CD/nummod/4 guards/NNS/compound/4 hostage/NN/dobj/1";
        assert_eq!(joined_to(took, "guards"), "take");
        assert_eq!(joined_to(took, "two"), "guards");
        assert_eq!(joined_to(&took.replace("take", "met"), "guards"), "hostage");
    }

    #[test]
    fn a_joined_verb_has_the_noun_right_before_it_for_its_subject() {
        let hurt = "guard/NN/nsubjpass/2 was/VBD/auxpass/2 hurt/VBN/ROOT/2 in/IN/prep/2 Lome/NNP/pobj/3 and/CC/cc/4";
        let held = format!("{hurt} men/NNS/conj/4 were/VBD/auxpass/8 held/VBN/conj/2");
        assert_eq!(joined_to(&held, "men"), "held");
        assert_eq!(joined_to(&held.replace("and/CC", "or/CC"), "men"), "Lome");
    }

    #[test]
    fn a_verb_of_speaking_goes_on_from_the_speaker() {
        let said = "he/PRP/nsubj/1 said/VBD/ROOT/1 it/PRP/nsubj/3 be/VBD/ccomp/1 bad/JJ/acomp/3 and/CC/cc/3";
        assert_eq!(joined_to(&format!("{said} demand/VBD/conj/3 amends/NNS/dobj/6"), "demand"), "said");
        assert_eq!(joined_to(&format!("{said} fall/VBD/conj/3 down/RB/advmod/6"), "fall"), "be");
    }
}
