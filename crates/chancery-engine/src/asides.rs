//! Clauses beside others that the parser takes for something else.
//!
//! "Peru accused Chile of it, a charge Santiago denies": the answer to what was said stands behind it as a noun with a
//! clause, and parsers make it the main verb, with two subjects. "The talks failed, its minister accusing Lima": a
//! participle with a subject of its own becomes what the minister is. "After a drone killed two men" loses its subject to
//! "after", and "which it accuses" hangs on the verb before it. What `chancery parse` prints stays as spaCy has it.

use chancery_doc::{MovedArc, Parse, TokenId};

/// What an answer may call the words it answers, or what was done.
const ANSWERED: &[&str] = &[
    "accusation",
    "allegation",
    "argument",
    "assertion",
    "charge",
    "claim",
    "condition",
    "contention",
    "decision",
    "demand",
    "figure",
    "idea",
    "invitation",
    "move",
    "notion",
    "offer",
    "plan",
    "proposal",
    "report",
    "request",
    "step",
    "suggestion",
    "view",
];

/// Presents of verbs that answer, which taggers take for plurals.
const ANSWERS: &[&str] = &[
    "accepts",
    "backs",
    "condemns",
    "contests",
    "denies",
    "disputes",
    "dismisses",
    "opposes",
    "refutes",
    "rejects",
    "supports",
    "welcomes",
];

/// Hangs clauses where they belong.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for v in parse.ids().filter(|&v| parse.tag(v).starts_with('V') || parse.tag(v) == "NNS") {
        if let Some((told, noun, over)) = answered(&parse, v) {
            moved.extend([(told, told, Some("ROOT")), (noun, over, Some("appos")), (v, noun, Some("relcl"))]);
            let full_stop = parse.children_by(v, "punct").filter(|&c| c > v);
            moved.extend(full_stop.map(|c| (c, told, None)));
            let article = before(noun.index()).filter(|&a| parse.head(a) != noun);
            moved.extend(article.map(|a| (a, noun, Some("det"))));
        } else if let Some(that) = answered_that(&parse, v) {
            moved.extend([(v, parse.head(v), Some("relcl")), (that, v, Some("dobj"))]);
        } else if is_relative_that(&parse, v) {
            moved.push((v, parse.head(v), Some("relcl")));
        } else if let Some((noun, who)) = answered_with_plural(&parse, v) {
            let dressed = parse.children(v).iter().filter(|&&c| c < who);
            moved.extend(dressed.map(|&c| (c, who, None)));
            moved.extend([(v, noun, Some("relcl")), (who, v, Some("nsubj"))]);
        } else if let Some((whom, who)) = accused_by_plural(&parse, v) {
            let dressed = parse.children(v).iter().filter(|&&c| c > whom && c < who);
            moved.extend(dressed.map(|&c| (c, who, None)));
            moved.extend([(whom, v, Some("dobj")), (who, v, Some("nsubj"))]);
        } else if let Some(person) = who_serves(&parse, v) {
            moved.push((v, person, None));
        } else if let Some(person) = jailed(&parse, v) {
            moved.push((v, person, Some("acl")));
        } else if let Some((word, subject)) = behind_time(&parse, v) {
            moved.extend([(subject, v, Some("nsubj")), (word, v, Some("mark"))]);
        } else if let Some((who, verb)) = absolute(&parse, v) {
            moved.extend([(v, verb, Some("advcl")), (who, v, Some("nsubj"))]);
        } else if let Some(noun) = which(&parse, v) {
            moved.push((v, noun, Some("relcl")));
        } else if let Some(above) = participle_above(&parse, v) {
            moved.push((v, above, None));
        } else if let Some((number, verb)) = counted_passive(&parse, v) {
            moved.extend([(v, verb, Some("conj")), (number, v, Some("nsubjpass"))]);
        } else if let Some(attack) = attack_before(&parse, v) {
            moved.push((v, attack, Some("advcl")));
        } else if let Some(told) = told_before_semicolon(&parse, v) {
            moved.push((told, v, Some("ccomp")));
        } else if let Some((object, who)) = whose_object(&parse, v) {
            moved.extend([(object, v, Some("dobj")), (who, v, Some("nsubj"))]);
        } else if let Some((thing, to_whom)) = heavy_object(&parse, v) {
            let number = parse.children_by(thing, "nummod").next().unwrap_or(thing);
            let dressed = parse.children(thing).iter().filter(|&&c| c < number && c != to_whom);
            moved.extend(dressed.map(|&c| (c, to_whom, None)));
            moved.extend([(to_whom, parse.head(thing), Some("pobj")), (thing, v, Some("dobj"))]);
        }
    }
    let days = parse.ids().filter_map(|t| opening_day(&parse, t));
    moved.extend(days.collect::<Vec<_>>());
    parse.with_arcs(&moved)
}

fn before(t: usize) -> Option<TokenId> {
    t.checked_sub(1).map(TokenId::new)
}

fn is_subject(parse: &Parse, t: TokenId) -> bool {
    matches!(parse.dep(t), "nsubj" | "nsubjpass")
}

/// "A charge Santiago denies" as the main clause behind what is denied: the verb of that, the noun, and the word the noun
/// stands beside.
fn answered(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId, TokenId)> {
    if !parse.is_root(v) || !matches!(parse.tag(v), "VBD" | "VBZ" | "VBP" | "VBN") {
        return None;
    }
    let children = parse.children(v);
    // "A charge Lima" may also pass for one noun.
    let noun =
        children.iter().flat_map(|&c| [Some(c), parse.children_by(c, "compound").next()]).flatten().find(|&c| {
            let article = before(c.index()).is_some_and(|d| matches!(parse.norm(d), "a" | "an"));
            c < v && article && ANSWERED.contains(&parse.lemma(c))
        })?;
    let behind = |&c: &TokenId| c > noun && c < v && is_subject(parse, c);
    let who = children.iter().copied().find(behind)?;
    let comma = before(noun.index() - 1).filter(|&c| parse.norm(c) == ",")?;
    let follows = parse.left_edge(who).index() == noun.index() + 1 || parse.head(noun) == who;
    let told = children.iter().copied().find(|&c| c < comma && parse.dep(c) == "ccomp")?;
    let whole = parse.children(told).iter().any(|&c| c < told && is_subject(parse, c));
    let over = (told.index() + 1..comma.index()).rev().map(TokenId::new).find(|&t| parse.tag(t).starts_with("NN"))?;
    let inside = parse.ancestors(over).any(|t| t == told);
    (follows && whole && inside).then_some((told, noun, over))
}

/// "A claim that Peru has denied", where what is denied is taken for what the claim says: the word "that".
fn answered_that(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let noun = parse.head(v);
    let that = parse.children_by(v, "mark").find(|&c| c < v && parse.norm(c) == "that")?;
    let beside = parse.dep(v) == "acl" && that.index() == noun.index() + 1 && ANSWERED.contains(&parse.lemma(noun));
    let lacks_object = !parse.children(v).iter().any(|&c| matches!(parse.dep(c), "dobj" | "ccomp" | "xcomp"));
    let answers = matches!(
        parse.lemma(v),
        "accept" | "condemn" | "contest" | "deny" | "dismiss" | "dispute" | "refute" | "reject" | "refuse"
    );
    (beside && answers && lacks_object).then_some(that)
}

/// "An accord that both signed", where the clause that lacks an object is taken for what the accord says.
fn is_relative_that(parse: &Parse, v: TokenId) -> bool {
    let noun = parse.head(v);
    let that = parse.children_by(v, "dobj").find(|&c| c < v && parse.norm(c) == "that");
    let follows = that.is_some_and(|t| t.index() == noun.index() + 1);
    let who = parse.children(v).iter().any(|&c| c > noun && c < v && is_subject(parse, c));
    parse.dep(v) == "acl" && parse.tag(v).starts_with("VB") && follows && who
}

/// "A claim the Greek side rejects", where the verb is taken for a plural: the noun, and who rejects it.
fn answered_with_plural(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let noun = parse.head(v);
    let hung = parse.tag(v) == "NNS" && parse.dep(v) == "appos" && ANSWERS.contains(&parse.norm(v));
    let who = before(v.index()).filter(|&w| parse.head(w) == v && parse.tag(w).starts_with("NN"))?;
    let follows = parse.left_edge(v).index() == noun.index() + 1;
    (hung && follows && ANSWERED.contains(&parse.lemma(noun))).then_some((noun, who))
}

/// Presents of verbs that say something of whom "which" stands for, and are no nouns.
const ACCUSES: &[&str] =
    &["accuses", "condemns", "denies", "deems", "describes", "considers", "regards", "rejects", "recognises"];

/// "Benin, which the ruling junta accuses of harbouring rebels": the "which" that the parser makes the subject of a
/// plural, and the word before that plural, which is its subject.
fn accused_by_plural(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let hung = parse.tag(v) == "NNS" && parse.dep(v) == "relcl" && ACCUSES.contains(&parse.norm(v));
    let whom = parse.children_by(v, "nsubj").find(|&c| c < v && matches!(parse.norm(c), "which" | "whom" | "who"));
    let who = before(v.index()).filter(|&w| hung && parse.head(w) == v && parse.tag(w).starts_with("NN"))?;
    Some((whom.filter(|&w| w < who)?, who))
}

/// Nouns for who serves or leads a body.
const SERVES: &[&str] = &[
    "adviser",
    "advisor",
    "ambassador",
    "analyst",
    "chairman",
    "chairwoman",
    "chief",
    "commander",
    "deputy",
    "director",
    "envoy",
    "head",
    "lawyer",
    "leader",
    "member",
    "minister",
    "official",
    "president",
    "representative",
    "secretary",
    "spokesman",
    "spokesperson",
    "spokeswoman",
];

/// "A spokesman for Iran's nuclear agency, who blamed Israel": the one who serves the body that the parser hangs "who"
/// on.
fn who_serves(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let body = parse.head(v);
    let who = parse.children_by(v, "nsubj").find(|&c| c < v && parse.norm(c) == "who")?;
    let comma = before(who.index()).filter(|&c| parse.norm(c) == ",");
    let hung = parse.dep(v) == "relcl" && parse.dep(body) == "pobj" && parse.tag(body).starts_with("NN");
    // A plural may be people.
    let is_one = matches!(parse.tag(body), "NN" | "NNP") && parse.iob(body).1 != "PERSON";
    let prep = parse.head(body);
    let serves = parse.head(prep);
    let fits = hung && is_one && comma.is_some() && matches!(parse.norm(prep), "of" | "for" | "at");
    (fits && SERVES.contains(&parse.lemma(serves)) && !SERVES.contains(&parse.lemma(body))).then_some(serves)
}

/// Verbs of what befalls a person by the law of some state.
const JAILED: &[&str] = &["arrest", "convict", "detain", "exile", "imprison", "jail", "indict", "sentence"];

/// "He would see Mr Than, imprisoned since the coup": the person right before the comma, whom the parser passes over for
/// the subject.
fn jailed(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let bare = !parse.children(v).iter().any(|&c| c < v || is_subject(parse, c));
    let fits = parse.tag(v) == "VBN" && parse.dep(v) == "advcl" && bare && JAILED.contains(&parse.lemma(v));
    let comma = before(v.index()).filter(|&c| fits && parse.norm(c) == ",")?;
    let person = before(comma.index())?;
    let over = parse.head(v);
    let is_name =
        parse.tag(person).starts_with("NNP") && !matches!(parse.iob(person).1, "GPE" | "LOC" | "DATE" | "FAC");
    // "Freed two reporters, imprisoned since May".
    let lets_go = matches!(parse.lemma(over), "free" | "release" | "swap" | "exchange" | "pardon" | "visit" | "name");
    let is_freed = lets_go && matches!(parse.tag(person), "NN" | "NNS") && parse.dep(person) == "dobj";
    ((is_name || is_freed) && over < person && matches!(parse.dep(person), "dobj" | "pobj" | "appos")).then_some(person)
}

/// "After a drone that came from the sea killed two men": the word of time, and the subject that the parser gives it.
fn behind_time(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let has = |c: TokenId| matches!(parse.dep(c), "nsubj" | "nsubjpass" | "mark" | "aux" | "auxpass" | "expl");
    // "As Madrid offers to mediate": the word of time is the verb's, and its subject that word's object.
    let mark = parse.children_by(v, "mark").find(|&m| m < v && parse.children_by(m, "pobj").next().is_some());
    if let Some(mark) = mark.filter(|_| matches!(parse.tag(v), "VBD" | "VBZ" | "VBP")) {
        let subject = parse.children_by(mark, "pobj").next()?;
        let bare = !parse.children(v).iter().any(|&c| c < v && is_subject(parse, c));
        return (bare && parse.right_edge(subject).index() + 1 == parse.left_edge(v).index().max(subject.index() + 1))
            .then_some((mark, subject));
    }
    let tensed = matches!(parse.tag(v), "VBD" | "VBZ" | "VBP");
    if !tensed || parse.dep(v) != "advcl" || parse.children(v).iter().any(|&c| c < v && has(c)) {
        return None;
    }
    let word = parse.children_by(parse.head(v), "prep").filter(|&p| p < v).last()?;
    let subject = parse.children_by(word, "pobj").next()?;
    let follows = parse.right_edge(subject).index() + 1 == parse.left_edge(v).index();
    // "Flees as EU sends troops".
    let opens = match parse.norm(word) {
        "after" | "before" | "since" | "until" => parse.tag(v) == "VBD",
        norm => norm == "as",
    };
    (follows && opens).then_some((word, subject))
}

/// "Egypt rejected the plan, its minister accusing Chad of delays": who does it, and the verb it stands beside.
fn absolute(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let who = parse.head(v);
    let owned = parse.children_by(who, "poss").any(|p| parse.tag(p) == "PRP$");
    let hung = parse.tag(v) == "VBG" && parse.dep(v) == "acl" && who.index() + 1 == v.index();
    let hung = hung && matches!(parse.dep(who), "appos" | "conj" | "dep" | "dobj" | "npadvmod");
    let comma = before(parse.left_edge(who).index()).is_some_and(|c| parse.norm(c) == ",");
    let verb = parse.ancestors(who).find(|&a| a < who && parse.tag(a).starts_with("VB"));
    let root = || parse.ancestors(who).last().filter(|&a| parse.tag(a).starts_with("VB"));
    let verb = verb.or_else(root)?;
    (hung && owned && comma && verb < who).then_some((who, verb))
}

/// "Punish the Emirates, too, which it accuses of arming them": the noun that is accused.
fn which(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let asks = parse.children_by(v, "dobj").find(|&c| c < v && parse.norm(c) == "which")?;
    let comma = before(asks.index()).filter(|&c| parse.norm(c) == "," && parse.dep(v) == "ccomp")?;
    let who = parse.children(v).iter().any(|&c| c > asks && c < v && is_subject(parse, c));
    let light = |t: &TokenId| parse.norm(*t) == "," || matches!(parse.tag(*t), "RB");
    let last = (0..comma.index()).rev().map(TokenId::new).take(3).find(|t| !light(t))?;
    let noun = std::iter::once(last).chain(parse.ancestors(last)).take(2).find(|&t| parse.tag(t).starts_with("NN"))?;
    let over = parse.head(v);
    (who && over < noun && parse.right_edge(noun) == last).then_some(noun)
}

/// "Urging both to avoid steps that raise tension and offering to mediate": a participle is not joined to a verb with a
/// tense, but goes on from the one above.
fn participle_above(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let head = parse.head(v);
    let bare = !parse.children(v).iter().any(|&c| c < v && matches!(parse.dep(c), "aux" | "nsubj" | "mark"));
    let joined = parse.tag(v) == "VBG" && parse.dep(v) == "conj" && bare;
    let helped =
        parse.children(head).iter().any(|&c| matches!(parse.dep(c), "aux" | "auxpass") && parse.norm(c) != "to");
    if !joined || helped || !matches!(parse.tag(head), "VB" | "VBP" | "VBD" | "VBZ") {
        return None;
    }
    let with_tense = |t: TokenId| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP") && parse.dep(t) != "relcl";
    let up = parse.ancestors(head).take(6).take_while(|&a| !with_tense(a));
    up.into_iter().find(|&a| a < head && parse.tag(a) == "VBG" && matches!(parse.dep(a), "advcl" | "acl" | "conj"))
}

/// "Three were killed and at least 19 wounded": the number that parsers join to the verb, with a participle of its own, and
/// the verb.
fn counted_passive(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    let number = parse.head(v);
    let verb = parse.head(number);
    let hung = parse.tag(v) == "VBN" && parse.dep(v) == "acl" && parse.dep(number) == "conj" && number < v;
    let counts = parse.tag(number) == "CD" || parse.children_by(number, "nummod").next().is_some();
    let passive = parse.tag(verb) == "VBN" && parse.children_by(verb, "auxpass").next().is_some();
    (hung && counts && passive && number.index() + 1 == v.index()).then_some((number, verb))
}

/// Verbs of attack, which what it did to people follows.
const ATTACKS: &[&str] = &[
    "ambush", "attack", "bomb", "bombard", "collapse", "crash", "detonate", "explode", "fall", "fire", "hit", "land",
    "open", "raid", "ram", "rip", "shell", "slam", "storm", "strafe", "strike", "target", "tear",
];

/// "Fled after a shell hit the clinic, killing two": the attack nearest before what it did, where the parser hangs that on
/// another word.
fn attack_before(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let harms =
        matches!(parse.lemma(v), "kill" | "wound" | "injure" | "hurt" | "maim" | "destroy" | "damage" | "martyr");
    let bare = !parse.children(v).iter().any(|&c| c < v && matches!(parse.dep(c), "nsubj" | "aux" | "mark" | "cc"));
    let loose = parse.tag(v) == "VBG" && matches!(parse.dep(v), "acl" | "advcl") && harms && bare;
    let comma = before(parse.left_edge(v).index()).filter(|&c| loose && parse.norm(c) == ",")?;
    let start = parse.sentence(parse.sentence_of(v)).start as usize;
    let tensed = |&t: &TokenId| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "VBN") && parse.tag(t).starts_with("VB");
    let nearest = (start..comma.index()).rev().map(TokenId::new).find(tensed)?;
    let head = parse.head(v);
    let hits = ATTACKS.contains(&parse.lemma(nearest)) && matches!(parse.tag(nearest), "VBD" | "VBZ");
    (hits && nearest != head && !ATTACKS.contains(&parse.lemma(head))).then_some(nearest)
}

/// "His colleague thanked him, the agency reported; Hungary has not replied": what is reported, where the parser gives both
/// to the verb behind the semicolon.
fn told_before_semicolon(parse: &Parse, v: TokenId) -> Option<TokenId> {
    let over = parse.head(v);
    let reports = matches!(parse.lemma(v), "say" | "report" | "add" | "claim" | "insist" | "write");
    if !reports || parse.dep(v) != "ccomp" || over < v || parse.children_by(v, "ccomp").next().is_some() {
        return None;
    }
    let semicolon = |t: usize| parse.norm(TokenId::new(t)) == ";";
    let subject = parse.children_by(v, "nsubj").find(|&s| s < v)?;
    if !(v.index()..over.index()).any(semicolon) || (subject.index()..v.index()).any(semicolon) {
        return None;
    }
    let told = parse.children_by(over, "ccomp").filter(|&c| c < subject).last()?;
    let between: Vec<&str> = (told.index() + 1..subject.index()).map(|t| parse.norm(TokenId::new(t))).collect();
    (between.contains(&",") && !between.contains(&";")).then_some(told)
}

/// "The Authority, whose revenues Israel has been withholding": what is withheld, and by whom, where parsers take the one for
/// another name of the other.
fn whose_object(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    if parse.dep(v) != "relcl" || parse.children_by(v, "dobj").next().is_some() {
        return None;
    }
    let object = parse.children_by(v, "nsubj").next().filter(|&o| o < v)?;
    let owned = parse.children_by(object, "poss").any(|p| parse.norm(p) == "whose");
    let who = parse.children_by(object, "appos").next()?;
    let next = parse.left_edge(who).index() == object.index() + 1 && parse.tag(who).starts_with("NN");
    (owned && next).then_some((object, who))
}

/// "Delivered to the Guyana Defence Force two patrol boats": what is delivered, and to whom, where parsers make one noun of
/// both.
fn heavy_object(parse: &Parse, v: TokenId) -> Option<(TokenId, TokenId)> {
    const GIVES: [&str; 12] = [
        "deliver", "donate", "give", "grant", "hand", "lend", "provide", "return", "sell", "send", "supply", "transfer",
    ];
    if !GIVES.contains(&parse.lemma(v)) || parse.children_by(v, "dobj").next().is_some() {
        return None;
    }
    let to = parse
        .children(v)
        .iter()
        .copied()
        .find(|&p| matches!(parse.dep(p), "prep" | "dative") && parse.norm(p) == "to")?;
    let thing = parse.children_by(to, "pobj").next()?;
    let number = parse.children_by(thing, "nummod").next().filter(|&n| n < thing)?;
    let to_whom = before(number.index()).filter(|&w| parse.head(w) == thing && parse.tag(w).starts_with("NNP"))?;
    (matches!(parse.dep(to_whom), "nmod" | "compound") && parse.tag(thing) == "NNS").then_some((thing, to_whom))
}

/// "On Wednesday Pakistan's minister": the day that parsers take for a part of the name behind it, and the preposition.
fn opening_day(parse: &Parse, t: TokenId) -> Option<MovedArc<'static>> {
    let prep = before(t.index()).filter(|&p| parse.is_weekday(t) && parse.dep(p) == "prep" && parse.norm(p) == "on")?;
    let inside = matches!(parse.dep(t), "compound" | "nmod") && parse.head(t) > t;
    let open = parse.children(prep).iter().all(|&c| !matches!(parse.dep(c), "pobj" | "pcomp")) && parse.head(prep) != t;
    (inside && open).then_some((t, prep, Some("pobj")))
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
    fn what_is_answered_is_the_main_clause() {
        let denied = "Peru/NNP/nsubj/1 blamed/VBD/ccomp/7 Chile/NNP/dobj/1 ,/,/punct/7 a/DT/det/5 charge/NN/nsubj/7 \
                      Lima/NNP/nsubj/7 denied/VBD/ROOT/7 ./PUNCT/punct/7 which/WDT/appos/5 is/VBZ/relcl/5";
        assert_eq!(arc(denied, "denied"), "relcl of charge");
        assert_eq!(arc(denied, "charge"), "appos of Chile");
        assert_eq!(arc(&denied.replace("charge", "dog"), "denied"), "ROOT of denied");
    }

    #[test]
    fn a_verb_taken_for_a_plural_has_its_subject() {
        let rejects = "wants/VBZ/ROOT/0 it/PRP/dobj/0 ,/,/punct/0 claim/NN/appos/1 the/DT/det/5 side/NN/compound/6 \
                       rejects/NNS/appos/3 that/WDT/nsubj/8 is/VBZ/relcl/3";
        assert_eq!(arc(rejects, "rejects"), "relcl of claim");
        assert_eq!(arc(rejects, "side"), "nsubj of rejects");
    }

    #[test]
    fn a_word_of_time_takes_no_subject_away() {
        let sent = "sent/VBD/ROOT/0 men/NNS/dobj/0 after/IN/prep/0 drones/NNS/pobj/2 killed/VBD/advcl/0 two/CD/dobj/4 \
                    as/IN/mark/7 he/PRP/nsubj/4";
        assert_eq!(arc(sent, "drones"), "nsubj of killed");
        assert_eq!(arc(sent, "after"), "mark of killed");
    }

    #[test]
    fn a_participle_has_a_subject_of_its_own() {
        let left = "left/VBD/ROOT/0 Chad/NNP/dobj/0 ,/,/punct/0 its/PRP$/poss/4 envoy/NN/appos/1 accusing/VBG/acl/4 \
                    him/PRP/nsubj/0 so/RB/advcl/0";
        assert_eq!(arc(left, "accusing"), "advcl of left");
        assert_eq!(arc(left, "envoy"), "nsubj of accusing");
    }

    #[test]
    fn a_number_with_a_participle_is_joined() {
        let shot =
            "three/CD/nsubjpass/2 were/VBD/auxpass/2 shot/VBN/ROOT/2 and/CC/cc/2 nineteen/CD/conj/2 hurt/VBN/acl/4";
        assert_eq!(arc(shot, "hurt"), "conj of shot");
        assert_eq!(arc(shot, "nineteen"), "nsubjpass of hurt");
    }

    #[test]
    fn what_an_attack_does_hangs_on_it() {
        let fled = "fled/VBD/ROOT/0 after/IN/mark/3 shells/NNS/nsubj/3 hit/VBD/advcl/0 town/NN/dobj/3 ,/,/punct/0 \
                    kill/VBG/advcl/0 two/CD/dobj/6";
        assert_eq!(arc(fled, "kill"), "advcl of hit");
        assert_eq!(arc(&fled.replace("hit", "saw"), "kill"), "advcl of fled");
    }

    #[test]
    fn what_is_reported_before_a_semicolon_is_content() {
        let told = "Peru/NNP/nsubj/1 agreed/VBD/ccomp/7 ,/,/punct/4 radio/NN/nsubj/4 say/VBP/ccomp/7 ;/:/punct/7 \
                    Chile/NNP/nsubj/7 waits/VBZ/ROOT/7";
        assert_eq!(arc(told, "agreed"), "ccomp of say");
        assert_eq!(arc(&told.replace(",/,", ";/:"), "agreed"), "ccomp of waits");
    }

    #[test]
    fn what_is_withheld_is_no_withholder() {
        let kept = "Authority/NNP/ROOT/0 whose/WP$/poss/2 funds/NNS/nsubj/4 Chad/NNP/appos/2 keeps/VBZ/relcl/0 that/WDT/dobj/6 \
                    is/VBZ/relcl/0";
        assert_eq!(arc(kept, "funds"), "dobj of keeps");
        assert_eq!(arc(kept, "Chad"), "nsubj of keeps");
    }

    #[test]
    fn what_is_delivered_is_no_part_of_whom_it_goes_to() {
        let gave = "deliver/VBD/ROOT/0 to/IN/prep/0 the/DT/det/5 Army/NNP/nmod/5 two/CD/nummod/5 boats/NNS/pobj/1 that/WDT/dobj/7 \
                    is/VBZ/relcl/5";
        assert_eq!(arc(gave, "boats"), "dobj of deliver");
        assert_eq!(arc(gave, "Army"), "pobj of to");
        assert_eq!(arc(gave, "the"), "det of Army");
    }

    #[test]
    fn a_day_is_no_part_of_a_name() {
        let on = "on/IN/prep/4 monday/NNP/compound/2 Chad/NNP/poss/3 envoy/NN/nsubj/4 left/VBD/ROOT/4 to/IN/prep/4 \
                  Mali/NNP/pobj/5";
        assert_eq!(arc(on, "monday"), "pobj of on");
    }

    #[test]
    fn which_is_of_the_noun_before_it() {
        let punish = "punish/VB/ROOT/0 Togo/NNP/dobj/0 ,/,/punct/0 too/RB/advmod/0 ,/,/punct/0 which/WDT/dobj/7 \
                      it/PRP/nsubj/7 accuses/VBZ/ccomp/0 that/WDT/appos/7 is/VBZ/relcl/8";
        assert_eq!(arc(punish, "accuses"), "relcl of Togo");
    }

    #[test]
    fn a_participle_goes_on_from_one() {
        let urging = "met/VBD/ROOT/0 urging/VBG/advcl/0 calm/NN/dobj/1 that/WDT/nsubj/4 helps/VBZ/relcl/2 and/CC/cc/4 \
                      offering/VBG/conj/4 aid/NN/dobj/6";
        assert_eq!(arc(urging, "offering"), "conj of urging");
    }
}
