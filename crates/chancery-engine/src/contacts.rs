//! Clauses without a pronoun, right behind the noun that they are about: "the envoy Russia expelled", "the bridge Serbian
//! troops blew up".
//!
//! Two nouns in a row and a verb without an object are such a clause, but parsers make one noun of the two and the verb
//! that of the sentence. The noun gets its place in the sentence back, and the clause its subject. What stands behind a
//! title ("the spokesman Ivan Horak said") or says which place or body is meant ("the city of Goma", "the charity Oxfam")
//! is left alone, and so is what somebody is told ("told the court the army fled").

use chancery_doc::{MovedArc, Parse, TokenId};

/// Nouns of time and manner, which a clause goes with as an adverb.
const NO_OBJECTS: &[&str] = &[
    "autumn", "case", "day", "evening", "extent", "hour", "manner", "minute", "moment", "month", "morning", "night",
    "reason", "spring", "summer", "time", "way", "week", "winter", "year",
];

/// Nouns before a name that only say what it is.
const CALLED: &[&str] = &[
    "ally",
    "capital",
    "city",
    "coalition",
    "country",
    "enclave",
    "exile",
    "government",
    "island",
    "kingdom",
    "majority",
    "media",
    "metropolis",
    "minority",
    "nation",
    "neighbor",
    "neighbour",
    "opposition",
    "port",
    "province",
    "rebel",
    "region",
    "republic",
    "resort",
    "state",
    "territory",
    "town",
    "village",
];

/// Verbs with a person and a clause, or with two objects: what follows their object is no clause about it.
const TELLS: &[&str] = &[
    "accord", "advise", "allow", "assure", "bring", "convince", "cost", "deny", "give", "grant", "hand", "inform",
    "lend", "notify", "offer", "owe", "pay", "persuade", "promise", "remind", "sell", "send", "show", "teach", "tell",
    "warn",
];

/// Verbs with two objects, of which the clause may keep one: "the loan Zambia granted Zimbabwe".
const GIVES: &[&str] = &["deny", "give", "grant", "hand", "lend", "offer", "owe", "pay", "promise", "sell", "send"];

/// Verbs that do without an object, or have a clause for one.
const ALONE: &[&str] = &[
    "add",
    "agree",
    "appear",
    "apologise",
    "apologize",
    "arrive",
    "be",
    "become",
    "begin",
    "believe",
    "claim",
    "collapse",
    "come",
    "continue",
    "declare",
    "die",
    "disagree",
    "disappear",
    "emerge",
    "end",
    "erupt",
    "explode",
    "fall",
    "flee",
    "go",
    "happen",
    "hope",
    "insist",
    "leave",
    "lie",
    "live",
    "look",
    "march",
    "occur",
    "operate",
    "prevail",
    "protest",
    "react",
    "remain",
    "report",
    "resign",
    "respond",
    "resume",
    "retreat",
    "return",
    "rise",
    "say",
    "seem",
    "sit",
    "speak",
    "stand",
    "start",
    "stay",
    "surrender",
    "talk",
    "think",
    "vote",
    "wait",
    "walk",
    "withdraw",
    "work",
];

/// A clause about a noun, as it is found.
struct Contact {
    /// The first word of the noun's phrase, and the noun.
    noun: (TokenId, TokenId),
    /// The first word of the subject of the clause, and its head.
    who: (TokenId, TokenId),
    verb: TokenId,
    place: Place,
}

/// Where the noun stands in its sentence.
enum Place {
    /// The object of a word, by a relation.
    Under(TokenId, &'static str),
    /// The subject of a verb behind the clause.
    SubjectOf(TokenId),
}

/// Hangs clauses without a pronoun on their nouns.
pub(crate) fn mend(mut parse: Parse) -> Parse {
    let found: Vec<Contact> = parse.ids().filter_map(|v| contact(&parse, v)).collect();
    for contact in found {
        let moved = arcs(&parse, &contact);
        if !runs_in_circle(&parse, &moved) {
            parse = parse.with_arcs(&moved);
        }
    }
    parse
}

fn before(t: TokenId) -> Option<TokenId> {
    t.index().checked_sub(1).map(TokenId::new)
}

fn is_noun(parse: &Parse, t: TokenId) -> bool {
    parse.tag(t).starts_with("NN")
}

/// Whether a word is a noun by its tag, and no name.
fn is_common(parse: &Parse, t: TokenId) -> bool {
    matches!(parse.tag(t), "NN" | "NNS") && parse.iob(t).1 != "PERSON"
}

/// Whether a word names a state, or says of somebody that he is of one.
fn is_national(parse: &Parse, t: TokenId) -> bool {
    matches!(parse.iob(t).1, "GPE" | "NORP") && matches!(parse.tag(t), "NNP" | "NNPS" | "JJ")
}

/// The clause that a verb is of.
fn contact(parse: &Parse, v: TokenId) -> Option<Contact> {
    let tensed = matches!(parse.tag(v), "VBD" | "VBZ" | "VBP" | "VBN");
    if !tensed || ALONE.contains(&parse.lemma(v)) || parse.children_by(v, "auxpass").next().is_some() {
        return None;
    }
    let start = parse.sentence(parse.sentence_of(v)).start as usize;
    // "Had captured", "has long held".
    let helps = |t: TokenId| parse.tag(t) == "RB" || matches!(parse.norm(t), "had" | "has" | "have");
    let head = (start..v.index()).rev().map(TokenId::new).find(|&t| !helps(t)).filter(|&t| is_noun(parse, t))?;
    let who = first_of_subject(parse, head, start)?;
    let noun = before(who).filter(|n| n.index() > start && is_common(parse, *n))?;
    let dressed = |t: TokenId| matches!(parse.tag(t), "JJ" | "NN" | "NNS" | "CD" | "VBN" | "VBG");
    let opens = (start..noun.index()).rev().map(TokenId::new).find(|&t| !dressed(t))?;
    let is_told = matches!(parse.tag(opens), "DT" | "PRP$") && !matches!(parse.norm(opens), "no" | "some" | "any");
    let is_right = parse.dep(v) == "relcl" && parse.head(v) == noun && parse.head(head) == v;
    let lemma = parse.lemma(noun);
    // "The town Goma", but "the town Libyan rebels took".
    let is_called = CALLED.contains(&lemma) && (who == head || matches!(lemma, "coalition" | "opposition" | "rebel"));
    if !is_told || is_right || is_called || NO_OBJECTS.contains(&lemma) || !lacks_object(parse, v) {
        return None;
    }
    let place = place(parse, opens, v, start)?;
    Some(Contact { noun: (opens, noun), who: (who, head), verb: v, place })
}

/// The first word of the noun that ends at `head`, where another noun stands right before it: a second article, or a word
/// for a state.
fn first_of_subject(parse: &Parse, head: TokenId, start: usize) -> Option<TokenId> {
    let mut t = head;
    loop {
        // To the recogniser "Azerbaijani" may be anything before "troops".
        let of_people = t < head && parse.tag(head) == "NNS" && parse.tag(t) == "NNP" && parse.iob(t).1 != "PERSON";
        if (is_national(parse, t) || of_people) && before(t).is_some_and(|b| is_common(parse, b)) {
            return Some(t);
        }
        let b = before(t).filter(|b| b.index() > start)?;
        match parse.tag(b) {
            "DT" | "PRP$" if parse.norm(b) != "that" => return Some(b),
            "NN" | "NNS" | "NNP" | "NNPS" | "JJ" | "CD" => t = b,
            _ => return None,
        }
    }
}

/// Whether a verb has no object behind it but one that it gives something to.
fn lacks_object(parse: &Parse, v: TokenId) -> bool {
    let mut objects = parse.children(v).iter().copied().filter(|&c| {
        c > v && matches!(parse.dep(c), "dobj" | "dative" | "ccomp" | "xcomp" | "acomp" | "attr" | "oprd")
    });
    match objects.next() {
        None => true,
        Some(one) => {
            GIVES.contains(&parse.lemma(v))
                && parse.dep(one) == "dobj"
                && parse.tag(one) == "NNP"
                && objects.next().is_none()
        }
    }
}

/// Where the noun whose phrase opens at a word stands, of a clause that ends after `v`.
fn place(parse: &Parse, opens: TokenId, v: TokenId, start: usize) -> Option<Place> {
    if let Some(over) = before(opens).filter(|o| o.index() >= start && o.index() < opens.index()) {
        let tag = parse.tag(over);
        if tag.starts_with("VB") && !matches!(parse.lemma(over), "be" | "say") {
            return (!TELLS.contains(&parse.lemma(over))).then_some(Place::Under(over, "dobj"));
        }
        // "After the raid the army attacked": no comma need stand there.
        if matches!(tag, "IN" | "TO") && over.index() > start {
            return (parse.dep(over) != "mark").then_some(Place::Under(over, "pobj"));
        }
        if over.index() != start && !matches!(parse.norm(over), "," | "and" | "but" | "that" | "“" | "\"") {
            return None;
        }
        if over.index() == start && !matches!(parse.tag(over), "CC" | "``") {
            return None;
        }
    }
    let end = parse.sentence(parse.sentence_of(v)).end as usize;
    let stops = |t: TokenId| {
        matches!(
            parse.norm(t),
            "," | ";" | ":" | "and" | "but" | "or" | "who" | "which" | "that" | "when" | "where" | "as"
        )
    };
    let behind = (v.index() + 1..end).map(TokenId::new).take_while(|&t| !stops(t));
    let tensed = |t: &TokenId| matches!(parse.tag(*t), "VBD" | "VBZ" | "VBP" | "MD");
    let finite = behind.into_iter().find(tensed)?;
    let helps = matches!(parse.dep(finite), "aux" | "auxpass");
    let main = if helps { parse.head(finite) } else { finite };
    (main > v).then_some(Place::SubjectOf(main))
}

/// The arcs that put the words of a clause and of its noun where they belong.
fn arcs(parse: &Parse, contact: &Contact) -> Vec<MovedArc<'static>> {
    let &Contact { noun: (opens, noun), who: (first, head), verb, ref place } = contact;
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for (from, to) in [(opens, noun), (first, head)] {
        let inside = |t: TokenId| t >= from && t <= to;
        let outer =
            (from.index()..to.index()).map(TokenId::new).filter(|&t| !inside(parse.head(t)) || parse.head(t) == t);
        moved.extend(outer.map(|t| (t, to, Some(dressing(parse.tag(t))))));
    }
    moved.extend([(head, verb, Some("nsubj")), (verb, noun, Some("relcl"))]);
    let given = parse.children_by(verb, "dobj").filter(|&o| o > verb);
    moved.extend(given.map(|o| (o, verb, Some("dative"))));
    let own = [noun, head, verb];
    let loose = |top: TokenId, fits: &dyn Fn(TokenId) -> bool| {
        let below = own.into_iter().flat_map(|t| parse.children(t).iter().copied());
        let below = below.filter(|&c| fits(c) && c != top && !own.contains(&c));
        below.map(|c| (c, top, None)).collect::<Vec<MovedArc<'static>>>()
    };
    let root = own.into_iter().find(|&t| parse.is_root(t));
    match *place {
        Place::Under(over, dep) => {
            let top = std::iter::once(over).chain(parse.ancestors(over)).take_while(|t| !own.contains(t)).last();
            let top = top.unwrap_or(over);
            if own.contains(&parse.head(top)) {
                // What the clause stood over takes its place.
                let outer =
                    own.into_iter().find(|&t| !own.contains(&parse.head(t)) || parse.is_root(t)).unwrap_or(verb);
                let to = if root.is_some() { top } else { parse.head(outer) };
                moved.push((top, to, if root.is_some() { Some("ROOT") } else { Some("ccomp") }));
            }
            moved.push((noun, over, Some(dep)));
            moved.extend(loose(top, &|c| c < opens));
            if root.is_some() {
                moved.extend(loose(top, &|c| c > verb && parse.dep(c) == "punct"));
            }
        }
        Place::SubjectOf(main) => {
            let passive = parse.children_by(main, "auxpass").next().is_some();
            moved.push((noun, main, Some(if passive { "nsubjpass" } else { "nsubj" })));
            let outer = own.into_iter().find(|&t| !own.contains(&parse.head(t)) && parse.head(t) != main);
            if root.is_some() {
                moved.push((main, main, Some("ROOT")));
            } else if let Some(outer) = outer.filter(|_| own.contains(&parse.head(main))) {
                moved.push((main, parse.head(outer), Some("ccomp")));
            }
            moved.extend(loose(main, &|c| c < opens || c > main));
        }
    }
    moved
}

/// The relation of a word before a noun.
fn dressing(tag: &str) -> &'static str {
    match tag {
        "DT" => "det",
        "PRP$" => "poss",
        "CD" => "nummod",
        "JJ" | "VBN" | "VBG" => "amod",
        _ => "compound",
    }
}

/// Whether the words would hang on each other in a circle.
fn runs_in_circle(parse: &Parse, moved: &[MovedArc<'_>]) -> bool {
    let head = |t: TokenId| moved.iter().rev().find(|m| m.0 == t).map_or_else(|| parse.head(t), |m| m.1);
    moved.iter().any(|&(word, ..)| {
        let mut t = word;
        for _ in 0..parse.len() {
            let over = head(t);
            if over == t {
                return false;
            }
            t = over;
        }
        true
    })
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
    fn a_clause_behind_an_object_is_about_it() {
        let lost = "Chad/NNP/nsubj/1 lost/VBD/ROOT/1 the/DT/det/5 ship/NN/nmod/5 its/PRP$/poss/5 rivals/NNS/dobj/1 \
                    seized/VBN/acl/5 that/WDT/dobj/8 is/VBZ/relcl/5";
        assert_eq!(arc(lost, "seized"), "relcl of ship");
        assert_eq!(arc(lost, "rivals"), "nsubj of seized");
        assert_eq!(arc(lost, "ship"), "dobj of lost");
        assert_eq!(arc(&lost.replace("ship", "day"), "day"), "nmod of rivals");
    }

    #[test]
    fn a_clause_behind_a_subject_leaves_it_its_verb() {
        let burnt = "the/DT/det/3 ship/NN/compound/3 their/PRP$/poss/3 navy/NN/nsubj/4 seized/VBD/ROOT/4 sank/VBD/conj/4 \
                     soon/RB/advmod/5 that/WDT/dobj/8 is/VBZ/relcl/5";
        assert_eq!(arc(burnt, "seized"), "relcl of ship");
        assert_eq!(arc(burnt, "ship"), "nsubj of sank");
        assert_eq!(arc(burnt, "sank"), "ROOT of sank");
    }

    #[test]
    fn what_somebody_is_told_is_no_clause_about_him() {
        let told = "Chad/NNP/nsubj/1 tell/VBD/ROOT/1 the/DT/det/3 court/NN/dobj/1 its/PRP$/poss/5 men/NNS/nsubj/6 \
                    attacked/VBD/ccomp/1";
        assert_eq!(arc(told, "attacked"), "ccomp of tell");
    }
}
