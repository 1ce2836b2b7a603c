//! Headlines, which spell and join their words in ways of their own.
//!
//! "Poland, Lithuania to Halt Rail Freight": capitals on every word hide which of them are names and which are verbs, a
//! comma stands for "and", and verbs without an article behind them look like nouns ("Rebels exchange fire"). The parser
//! has learned running text; so it is given the words that running text would have: what the body of the article writes
//! small is small, the comma is an "and", and the verb a past tense, wherever the parse then says so itself. Only what
//! the parser sees is another: the text and its places stay.

use std::collections::{BTreeMap, HashMap};

use chancery_doc::{Parse, Segment, SegmentKind, Text, TokenId};
use chancery_gazetteer::{Gazetteer, What};
use chancery_parse::Worker;

use crate::pasts::{self, Verbs};
use crate::signs;

/// Bytes of the longest headline.
const LONGEST: usize = 220;

/// How far from the start the comma of two subjects may stand, in words.
const FARTHEST: usize = 6;

/// Words of grammar, which word lists leave out.
const SMALL: &[&str] = &[
    "a", "about", "after", "against", "ahead", "all", "amid", "among", "an", "and", "are", "around", "as", "at", "be",
    "been", "before", "behind", "below", "between", "but", "by", "can", "could", "despite", "down", "during", "for",
    "from", "had", "has", "have", "he", "her", "his", "how", "if", "in", "into", "is", "it", "its", "like", "may",
    "might", "more", "must", "near", "no", "nor", "not", "of", "off", "on", "onto", "or", "out", "outside", "over",
    "should", "since", "than", "that", "the", "their", "them", "they", "this", "through", "to", "toward", "towards",
    "under", "until", "up", "upon", "via", "was", "we", "were", "what", "when", "where", "which", "while", "who",
    "why", "will", "with", "within", "without", "would", "you", "your",
];

/// Verbs of headlines that are nouns too. Those in the second list need no object.
const WITH_OBJECT: &[&str] = &[
    "abandon",
    "accuse",
    "ambush",
    "appoint",
    "arm",
    "arrest",
    "attack",
    "axe",
    "back",
    "ban",
    "bar",
    "blame",
    "blast",
    "block",
    "blockade",
    "bomb",
    "boycott",
    "brand",
    "charge",
    "claim",
    "close",
    "condemn",
    "court",
    "cut",
    "decry",
    "defy",
    "delay",
    "demand",
    "deny",
    "deploy",
    "deport",
    "ditch",
    "down",
    "drop",
    "ease",
    "end",
    "evacuate",
    "evict",
    "exchange",
    "expand",
    "expel",
    "extend",
    "eye",
    "face",
    "fight",
    "fine",
    "fire",
    "flout",
    "free",
    "freeze",
    "grant",
    "hail",
    "halt",
    "hike",
    "hit",
    "hold",
    "host",
    "impose",
    "intercept",
    "invite",
    "jail",
    "kidnap",
    "kill",
    "launch",
    "leave",
    "lift",
    "mediate",
    "meet",
    "mull",
    "nab",
    "name",
    "offer",
    "open",
    "oppose",
    "order",
    "oust",
    "overrun",
    "pick",
    "plan",
    "pledge",
    "probe",
    "promise",
    "protest",
    "push",
    "query",
    "quit",
    "raid",
    "ransack",
    "rebuff",
    "rebuke",
    "recall",
    "refuse",
    "reject",
    "release",
    "renew",
    "repel",
    "request",
    "rescue",
    "restrict",
    "resume",
    "review",
    "revive",
    "sack",
    "sanction",
    "scrap",
    "search",
    "seek",
    "seize",
    "sentence",
    "shell",
    "shelve",
    "shoot",
    "shun",
    "sign",
    "slam",
    "slap",
    "snub",
    "spurn",
    "stage",
    "storm",
    "strike",
    "summon",
    "support",
    "suspend",
    "swap",
    "target",
    "test",
    "tighten",
    "torch",
    "torture",
    "tour",
    "trade",
    "train",
    "unveil",
    "urge",
    "veto",
    "visit",
    "vow",
    "warn",
    "welcome",
    "widen",
    "woo",
];

/// See [`WITH_OBJECT`].
const ALONE: &[&str] = &["clash", "fight", "march", "meet", "protest", "rally", "riot", "strike", "talk"];

/// Verbs that need no object either, of which one thing that does them is no noun: "truce frays", "envoy pleads for calm".
const OF_ONE: &[&str] = &[
    "apologise",
    "apologize",
    "appeal",
    "arrive",
    "backtrack",
    "balk",
    "bow",
    "buckle",
    "cave",
    "converge",
    "defect",
    "depart",
    "falter",
    "flee",
    "fray",
    "linger",
    "loom",
    "persist",
    "plead",
    "relent",
    "renege",
    "resign",
    "retreat",
    "surrender",
    "unravel",
    "walk",
    "waver",
    "withdraw",
    "yield",
];

/// Parses an article, its headlines in the words of running text.
pub(crate) fn parse(worker: &mut Worker<'_>, names: &Gazetteer, verbs: &Verbs, text: &Text) -> Parse {
    let mut spelling = None;
    worker.parse_text(text, |worker, segment| {
        let line = segment.span.of(text.as_str());
        let capitals = Capitals::of(line);
        let mut signs = signs::others(worker, line);
        if !may_be_headline(segment, line) || capitals == Capitals::Names && ends_as_sentence(segment, line) {
            return signs;
        }
        let plain = worker.parse_as(line, &signs);
        if capitals != Capitals::Names {
            let spelling = spelling.get_or_insert_with(|| Spelling::of(text));
            signs.extend(in_small_letters(worker, names, spelling, (&plain, line), capitals));
        }
        others(worker, verbs, line, plain, signs)
    })
}

/// Whether a segment is one by its place and its length.
fn may_be_headline(segment: &Segment, line: &str) -> bool {
    let fits = !matches!(segment.kind, SegmentKind::Byline | SegmentKind::Dateline | SegmentKind::Caption);
    line.len() <= LONGEST && !line.contains('\n') && fits
}

/// Whether a line is spelled as a sentence of the body.
fn ends_as_sentence(segment: &Segment, line: &str) -> bool {
    segment.kind == SegmentKind::Other
        || segment.kind == SegmentKind::Paragraph && !line.ends_with(char::is_alphanumeric)
}

/// The words of a headline that are to be read as others, and as which, where those are known that its capitals hide.
fn others(
    worker: &mut Worker<'_>,
    verbs: &Verbs,
    line: &str,
    plain: Parse,
    mut others: BTreeMap<usize, String>,
) -> BTreeMap<usize, String> {
    let mut read = if others.is_empty() { plain } else { worker.parse_as(line, &others) };
    // Behind a bullet.
    let first = read.ids().take_while(|&t| read.tag(t) == "NFP").count();
    if let Some(comma) = comma_of_subjects(&read, first) {
        others.insert(comma, "and".to_owned());
        let joined = worker.parse_as(line, &others);
        if joins_subjects(&joined, TokenId::new(comma)) || !has_verb(&joined) {
            read = joined;
        } else {
            others.remove(&comma);
        }
    }
    if !has_verb(&read) {
        let found = hidden_verb((worker, verbs), &read, line, &others);
        // A comma between what has no verb is a list.
        match found {
            Some((at, past)) => drop(others.insert(at, past)),
            None => others.retain(|_, word| word != "and"),
        }
    }
    // "Clash leaves 11 dead as Kabul, Islamabad trade blame".
    let behind = read.ids().find(|&t| matches!(read.norm(t), "as" | "while" | "after" | ";"));
    if let Some(comma) = behind.and_then(|t| comma_of_subjects(&read, t.index() + 1)) {
        let mut tried = others.clone();
        tried.insert(comma, "and".to_owned());
        let joined = worker.parse_as(line, &tried);
        if joins_subjects(&joined, TokenId::new(comma)) {
            return tried;
        }
        if let Some((at, past)) = hidden_in_clause((worker, verbs), &joined, line, &tried) {
            tried.insert(at, past);
            return tried;
        }
    }
    if let Some((at, past)) = hidden_in_clause((worker, verbs), &read, line, &others) {
        others.insert(at, past);
    }
    if !read.ids().any(|t| read.norm(t) == "as") {
        return others;
    }
    clause_behind_as((worker, verbs), line, others)
}

/// "Chad pulls out troops as Niger threatens force": a clause whose "as" the parser takes for a preposition, with a "while"
/// for it, and a past for its verb, where it has a verb and a subject then.
fn clause_behind_as(
    (worker, verbs): (&mut Worker<'_>, &Verbs),
    line: &str,
    others: BTreeMap<usize, String>,
) -> BTreeMap<usize, String> {
    let read = worker.parse_as(line, &others);
    let is_as = |t: &TokenId| read.norm(*t) == "as" && matches!(read.dep(*t), "prep" | "mark") && t.index() > 1;
    let Some(opener) = read.ids().rfind(is_as).filter(|&t| !opens_clause(&read, t)) else { return others };
    let mut tried = others.clone();
    tried.insert(opener.index(), "while".to_owned());
    let parsed = worker.parse_as(line, &tried);
    if opens_clause(&parsed, opener) {
        return tried;
    }
    for t in parsed.ids().skip(opener.index() + 2) {
        let Some((past, _)) = past_of(verbs, &parsed, t, true) else { continue };
        let mut with_past = tried.clone();
        with_past.insert(t.index(), past);
        let parsed = worker.parse_as(line, &with_past);
        if opens_clause(&parsed, opener) && parsed.head(opener) == t {
            return with_past;
        }
    }
    others
}

/// Whether a word opens a clause with a subject and a verb that has a tense.
fn opens_clause(parse: &Parse, opener: TokenId) -> bool {
    let verb = parse.head(opener);
    let subject = |&c: &TokenId| opener < c && c < verb && parse.dep(c).starts_with("nsubj");
    parse.dep(opener) == "mark"
        && matches!(parse.tag(verb), "VBD" | "VBZ" | "VBP" | "VBN")
        && parse.children(verb).iter().any(subject)
}

/// What capitals tell in a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Capitals {
    /// Names begin with one.
    Names,
    /// All words do.
    Words,
    /// All letters are.
    Letters,
}

impl Capitals {
    fn of(line: &str) -> Capitals {
        let words = line.split_whitespace().skip(1).map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()));
        let long = words.filter(|w| w.len() > 3 && is_word(w));
        let (mut all, mut begun, mut whole) = (0, 0, 0);
        for word in long {
            all += 1;
            begun += usize::from(word.starts_with(char::is_uppercase));
            whole += usize::from(word.chars().all(char::is_uppercase));
        }
        match () {
            () if all < 3 => Capitals::Names,
            () if whole * 5 >= all * 4 => Capitals::Letters,
            () if begun * 5 >= all * 4 => Capitals::Words,
            () => Capitals::Names,
        }
    }
}

fn is_word(word: &str) -> bool {
    word.chars().all(char::is_alphabetic)
}

/// How the text spells its words where no sentence begins: of a word in small letters, how often it is spelled so, and
/// how often with a capital.
struct Spelling(HashMap<String, (u32, u32)>);

impl Spelling {
    fn of(text: &Text) -> Spelling {
        let mut spelling = Spelling(HashMap::new());
        let lines = text.segments().iter().map(|s| s.span.of(text.as_str()));
        lines.filter(|line| Capitals::of(line) == Capitals::Names).for_each(|line| spelling.count(line));
        spelling
    }

    fn count(&mut self, line: &str) {
        let mut begins = true;
        for word in line.split_whitespace() {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
            let opens = word.starts_with(|c: char| !c.is_alphanumeric());
            if !begins && !opens && is_word(bare) && !bare.is_empty() {
                let (small, capital) = self.0.entry(bare.to_lowercase()).or_default();
                let counter = if bare.starts_with(char::is_uppercase) { capital } else { small };
                *counter += 1;
            }
            begins = word.ends_with(['.', '!', '?', ':', '”', '"']);
        }
    }

    /// Whether the text spells a word small; `None` where it does not have it.
    fn is_small(&self, word: &str) -> Option<bool> {
        self.0.get(word).map(|(small, capital)| small >= capital)
    }
}

/// The words of a line in capitals that running text would begin with a small letter.
fn in_small_letters(
    worker: &Worker<'_>,
    names: &Gazetteer,
    spelling: &Spelling,
    (parse, line): (&Parse, &str),
    capitals: Capitals,
) -> BTreeMap<usize, String> {
    let mut others = BTreeMap::new();
    let mut buffer = String::new();
    let mut named = 0;
    for t in parse.ids() {
        let word = parse.span(t).of(line);
        let small = word.to_lowercase();
        if let Some((entry, end)) = names.name_at(parse, line, t.index(), &mut buffer)
            && t.index() >= named
        {
            // A name of several words is one; a single word may be any.
            let is_told = matches!(names.entry(entry).what, What::Country | What::Demonym | What::Citizens);
            let is_name =
                end > t.index() + 1 || is_told || !worker.knows(&small) || spelling.is_small(&small).is_none();
            named = if is_name { end } else { named };
        }
        let in_whole = capitals == Capitals::Letters && word.len() > 1;
        let is_acronym = !in_whole && word.chars().skip(1).any(char::is_uppercase);
        if !is_word(word) || !word.starts_with(char::is_uppercase) || is_acronym {
            continue;
        }
        let is_small = SMALL.contains(&&*small) || spelling.is_small(&small).unwrap_or_else(|| worker.knows(&small));
        if t.index() >= named && is_small && (t.index() > 0 || in_whole) {
            others.insert(t.index(), small);
        } else if in_whole && word.len() > 3 {
            let first: String = word.chars().take(1).collect();
            others.insert(t.index(), first + &small[small.chars().next().map_or(0, char::len_utf8)..]);
        }
    }
    others
}

/// The first comma of a line from a word on, where only what may be a subject stands before it.
fn comma_of_subjects(parse: &Parse, from: usize) -> Option<usize> {
    let comma = parse.ids().skip(from).find(|&t| parse.norm(t) == ",")?.index();
    let fits = |t: TokenId| {
        let of_noun = matches!(parse.tag(t), "DT" | "JJ" | "CD" | "PRP$" | "POS" | "VBG" | "VBN");
        of_noun || parse.tag(t).starts_with("NN") && !is_time(parse.norm(t))
    };
    let near = (from + 1..=from + FARTHEST).contains(&comma) && comma + 2 < parse.len();
    let fits = near && parse.ids().take(comma).skip(from).all(fits) && parse.tag(TokenId::new(comma - 1)) != "DT";
    fits.then_some(comma)
}

fn is_time(norm: &str) -> bool {
    matches!(norm, "today" | "yesterday" | "tonight" | "week" | "month" | "year" | "day")
        || norm.ends_with("day") && norm.len() > 5
}

/// Whether the "and" that a comma was read as joins two subjects, the second of them right behind it, and a verb follows.
fn joins_subjects(parse: &Parse, and: TokenId) -> bool {
    let first = parse.head(and);
    let is_second = |c: &TokenId| *c > and && parse.left_edge(*c).index() == and.index() + 1;
    let Some(second) = parse.children_by(first, "conj").find(is_second) else { return false };
    // "Turkish, Greek ministers": two adjectives of one subject.
    let mut subject = first;
    while matches!(parse.dep(subject), "amod" | "nmod" | "compound") {
        subject = parse.head(subject);
    }
    let verb = parse.head(subject);
    let is_subject = matches!(parse.dep(subject), "nsubj" | "nsubjpass");
    let end = parse.right_edge(second.max(subject));
    let goes_on = (end.index() + 1..verb.index())
        .all(|t| matches!(parse.dep(TokenId::new(t)), "aux" | "auxpass" | "advmod" | "neg"));
    let of_state = parse.tag(verb).starts_with("VB");
    parse.dep(and) == "cc" && is_subject && of_state && verb > second && goes_on
}

/// Where a line goes over to who says so: "…, Seoul says".
fn told_part(parse: &Parse) -> usize {
    let comma = parse.ids().rfind(|&t| parse.norm(t) == ",").map(TokenId::index);
    let says = |&c: &usize| {
        let tail = || (c + 1..parse.len()).map(TokenId::new);
        parse.len() - c <= 6 && tail().any(|t| matches!(parse.lemma(t), "say" | "report" | "claim"))
    };
    comma.filter(says).unwrap_or(parse.len())
}

/// Whether any word of what a line tells is a verb with a tense, or one with a subject.
fn has_verb(parse: &Parse) -> bool {
    parse.ids().take(told_part(parse)).any(|t| {
        let has_subject = || parse.children(t).iter().any(|&c| matches!(parse.dep(c), "nsubj" | "nsubjpass"));
        let helps = matches!(parse.tag(t), "MD" | "TO");
        // "Chad fires missile": to parsers the object is the verb.
        let is_object = parse.tag(t) == "VBP" && t.index() > 0 && may_be_verb(parse, TokenId::new(t.index() - 1));
        matches!(parse.tag(t), "VBD" | "VBZ") && !is_taken_for_name(parse, t)
            || parse.tag(t) == "VBP" && !is_object
            || helps
            || parse.tag(t).starts_with("VB") && has_subject()
    })
}

/// "Junta expels UN envoy": a verb that the parser takes for a word before a noun.
fn is_taken_for_name(parse: &Parse, t: TokenId) -> bool {
    parse.tag(t) == "VBZ" && parse.dep(t) == "compound"
}

/// Whether a plural noun has the form of a verb that needs an object.
fn may_be_verb(parse: &Parse, t: TokenId) -> bool {
    let base = parse.norm(t).strip_suffix('s');
    parse.tag(t) == "NNS" && base.is_some_and(|b| WITH_OBJECT.contains(&b))
}

/// The verb that looks like a noun in a line without any, and its past tense: the first that the parser takes for a
/// verb with what stands before it as its subject, once it has the form of one.
fn hidden_verb(
    (worker, verbs): (&mut Worker<'_>, &Verbs),
    parse: &Parse,
    line: &str,
    others: &BTreeMap<usize, String>,
) -> Option<(usize, String)> {
    for t in parse.ids().skip(1).take_while(|t| t.index() + 1 < parse.len()) {
        if let Some((past, read, _)) = read_as_verb((&mut *worker, verbs), (parse, line), others, (t, false))
            && (read.is_root(t) || read.dep(t) == "ccomp")
        {
            return Some((t.index(), past));
        }
    }
    None
}

/// The past tense of a noun that may be a verb, the line read with it, and its subject: where the parser then takes it for a
/// verb with what stands before it as its subject, and with what completes it.
fn read_as_verb(
    (worker, verbs): (&mut Worker<'_>, &Verbs),
    (parse, line): (&Parse, &str),
    others: &BTreeMap<usize, String>,
    (t, in_clause): (TokenId, bool),
) -> Option<(String, Parse, TokenId)> {
    let (past, alone) = past_of(verbs, parse, t, in_clause)?;
    let mut tried = others.clone();
    tried.insert(t.index(), past.clone());
    let read = worker.parse_as(line, &tried);
    let child = |deps: &[&str]| read.children(t).iter().copied().find(|&c| deps.contains(&read.dep(c)));
    let subject = child(&["nsubj"]).filter(|&s| s < t && read.right_edge(s).index() + 1 == t.index())?;
    let ends = alone && in_clause && t.index() + 1 == parse.len();
    // "As envoy presses for truce": behind a conjunction a clause is more likely than a plural.
    let leads = |c: TokenId| matches!(read.norm(c), "for" | "on" | "at" | "to" | "with" | "over" | "into" | "against");
    let goes_on = || in_clause && child(&["prep"]).is_some_and(|c| c.index() == t.index() + 1 && leads(c));
    let completed = ends
        || goes_on()
        || child(if alone { &["prep", "prt", "npadvmod", "dobj"] } else { &["dobj"] }).is_some_and(|c| c > t);
    (read.tag(t) == "VBD" && completed).then_some((past, read, subject))
}

/// The same of a clause behind "as" or a semicolon: "Oman offers talks as Lahore and Kabul trade blame for attack".
fn hidden_in_clause(
    (worker, verbs): (&mut Worker<'_>, &Verbs),
    parse: &Parse,
    line: &str,
    others: &BTreeMap<usize, String>,
) -> Option<(usize, String)> {
    let opens = |t: &TokenId| matches!(parse.norm(*t), "as" | "while" | "after" | "but" | ";");
    let opener = parse.ids().rfind(opens)?;
    let clause = || parse.ids().skip(opener.index() + 1);
    // "As bloc halts aid over law": to taggers the object is the verb.
    let is_object = |t: TokenId| {
        parse.tag(t) == "VBP" && may_be_verb(parse, TokenId::new(t.index() - 1)) || is_taken_for_name(parse, t)
    };
    if clause().any(|t| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "VBG" | "MD") && !is_object(t)) {
        return None;
    }
    for t in clause().skip(1) {
        if let Some((past, _, subject)) = read_as_verb((&mut *worker, verbs), (parse, line), others, (t, true))
            && opener < subject
        {
            return Some((t.index(), past));
        }
    }
    None
}

/// The past of a noun that may be a verb agreeing with the word before it, and whether it needs no object then. Besides
/// the verbs of the lists it may be any that the codebook has a rule for.
fn past_of(verbs: &Verbs, parse: &Parse, t: TokenId, in_clause: bool) -> Option<(String, bool)> {
    let subject = TokenId::new(t.index() - 1);
    let hidden = parse.tag(t).starts_with("NN") || is_taken_for_name(parse, t);
    if !hidden || !parse.tag(subject).starts_with("NN") {
        return None;
    }
    let two = parse.ids().take(t.index()).any(|c| parse.norm(c) == "and");
    let many = two || parse.tag(subject) == "NNS" || matches!(parse.norm(subject), "police" | "troops" | "people");
    let form = parse.norm(t);
    let mut bases = if many { vec![form.to_owned()] } else { pasts::bases_of(form) };
    // "As talks in Lahore falter".
    if in_clause && !many && t.index() > 2 && parse.tag(TokenId::new(t.index() - 3)) == "NNS" {
        bases.push(form.to_owned());
    }
    let listed = |list: &[&'static str]| list.iter().copied().find(|verb| bases.iter().any(|base| base == verb));
    let known = || bases.iter().map(String::as_str).find(|base| verbs.has(base));
    match listed(ALONE).filter(|_| many).or_else(|| listed(OF_ONE)) {
        Some(verb) => Some((pasts::past_of(verb), true)),
        None => Some((pasts::past_of(listed(WITH_OBJECT).or_else(known)?), false)),
    }
}
