//! The order in which events came about, as the words of the article tell it.
//!
//! "Following the raid", "two days after the vote", "subsequently", "the following day", "before moving to Goma": each
//! cue ties the events of its clause to the event it names, or, where it names none, to the event told just before.
//! What follows from that for the calendar is filled in for events without a date of their own, and says that it comes
//! from the order. Paragraphs are told in any order, so that mere succession in the text ties nothing.

use std::collections::BTreeMap;
use std::time::Duration;

use chancery_doc::{
    Date, DateSource, Event, EventId, Modality, Parse, Place, Polarity, Precision, Relation, SegmentKind, Sequence,
    Span, Text, Time, TimeKind, TokenId,
};

use crate::grammar::Grammar;

/// What is known of when an event was spreads along chains of so many links.
const ROUNDS: usize = 4;

/// How far down and up a clause is searched for its events.
const DEPTH: usize = 4;

/// Ties the events of an article to each other in time, and dates what follows from it.
pub(crate) fn arrange(grammar: Grammar<'_>, text: &Text, times: &[Time], places: &[Place], events: &mut [Event]) {
    let mut links = Links::new(grammar, text, times, places, events).find();
    links.sort_by_key(|(of, link)| (*of, link.words.start(), link.event));
    for (of, link) in links {
        let known = |list: &[Sequence], id: EventId| list.iter().any(|s| s.event == id);
        let reverse = known(&events[link.event.index()].order, EventId::new(of));
        if !reverse && !known(&events[of].order, link.event) {
            events[of].order.push(link);
        }
    }
    for _ in 0..ROUNDS {
        if !spread(events) {
            break;
        }
    }
}

/// Dates events by those they are tied to; whether anything was learnt.
fn spread(events: &mut [Event]) -> bool {
    let mut learnt = false;
    for i in 0..events.len() {
        for link in events[i].order.clone() {
            let other = events[link.event.index()].setting.date;
            let (later, earlier) = match link.relation {
                Relation::After => (i, link.event.index()),
                Relation::Before => (link.event.index(), i),
                Relation::During => {
                    let date = &mut events[i].setting.date;
                    if date.source == DateSource::None && other.from.is_some() && other.to.is_some() {
                        *date = other;
                        date.source = DateSource::Order;
                        learnt = true;
                    }
                    continue;
                }
            };
            learnt |= follow(events, earlier, later, link.days);
        }
    }
    learnt
}

/// Bounds the later event by the earlier one and the other way round, where words do not date them.
fn follow(events: &mut [Event], earlier: usize, later: usize, days: Option<u16>) -> bool {
    let gap = Duration::from_secs(24 * 60 * 60 * u64::from(days.unwrap_or(0)));
    let later_by = |date: Option<Date>| date?.checked_add(gap).ok();
    let earlier_by = |date: Option<Date>| date?.checked_sub(gap).ok();
    let (first, second) = (events[earlier].setting.date, events[later].setting.date);
    let mut learnt = false;
    let open = |d: &chancery_doc::EventDate| {
        matches!(d.source, DateSource::None | DateSource::Order) || d.from.is_none() && d.to.is_none()
    };
    let mut fill = |i: usize, from: Option<Date>, to: Option<Date>| {
        let date = &mut events[i].setting.date;
        let (new_from, new_to) = (date.from.or(from), date.to.or(to));
        let sound = new_from.zip(new_to).is_none_or(|(from, to)| from <= to);
        if sound && (new_from, new_to) != (date.from, date.to) {
            (date.from, date.to, date.source) = (new_from, new_to, DateSource::Order);
            date.precision = precision(new_from, new_to);
            learnt = true;
        }
    };
    if open(&second) {
        let to = days.and(later_by(first.to));
        fill(later, later_by(first.from), to);
    }
    if open(&first) {
        let from = days.and(earlier_by(second.from));
        fill(earlier, from, earlier_by(second.to));
    }
    learnt
}

/// How exact an interval is; one that is open on a side is not.
pub(crate) fn precision(from: Option<Date>, to: Option<Date>) -> Precision {
    match from.zip(to).map(|(from, to)| from.until(to).map_or(0, |s| s.get_days())) {
        None => Precision::None,
        Some(0) => Precision::Day,
        Some(1..=6) => Precision::Week,
        Some(7..=31) => Precision::Month,
        Some(_) => Precision::Year,
    }
}

/// Prepositions and conjunctions that put the clause after what they govern.
const AFTER: [&str; 6] = ["after", "following", "since", "upon", "once", "subsequent"];
/// Those that put it before.
const BEFORE: [&str; 3] = ["before", "ahead", "prior"];
/// Nouns that do so with "in the … of", and what comes of them.
const AFTERMATH: [&str; 6] = ["wake", "aftermath", "response", "retaliation", "revenge", "reprisal"];
/// Those that put it within.
const DURING: [&str; 4] = ["during", "amid", "while", "whilst"];
/// Nouns that take up what was told just before ("during the clashes").
const TAKEN_UP: [&str; 22] = [
    "assault",
    "attack",
    "battle",
    "clash",
    "confrontation",
    "demonstration",
    "fight",
    "fighting",
    "incident",
    "march",
    "meeting",
    "offensive",
    "operation",
    "protest",
    "raid",
    "rally",
    "riot",
    "standoff",
    "strike",
    "talk",
    "unrest",
    "violence",
];
/// Adverbs that put their clause after what was told just before.
const LATER: [&str; 8] =
    ["subsequently", "afterwards", "afterward", "later", "thereafter", "then", "thereupon", "eventually"];
/// Adverbs that put it before.
const EARLIER: [&str; 4] = ["earlier", "previously", "beforehand", "before"];
/// Verbs that only say that their subject happened.
const HAPPEN: [&str; 9] = ["come", "happen", "occur", "take", "follow", "begin", "start", "erupt", "break"];
/// Verbs of going to a place, where the next thing may happen.
const GO: [&str; 14] = [
    "move", "go", "travel", "fly", "head", "leave", "continue", "arrive", "return", "proceed", "come", "sail", "drive",
    "depart",
];

struct Links<'a> {
    parse: &'a Parse,
    grammar: Grammar<'a>,
    text: &'a Text,
    times: &'a [Time],
    places: &'a [Place],
    events: &'a [Event],
    /// The event that a word triggers.
    at: BTreeMap<TokenId, usize>,
}

impl<'a> Links<'a> {
    fn new(
        grammar: Grammar<'a>,
        text: &'a Text,
        times: &'a [Time],
        places: &'a [Place],
        events: &'a [Event],
    ) -> Links<'a> {
        let parse = grammar.parse;
        let mut at = BTreeMap::new();
        for (i, event) in events.iter().enumerate() {
            for piece in &event.evidence {
                let mut token = parse.token_at(piece.trigger.start());
                while let Some(t) = token.filter(|&t| parse.span(t).start() < piece.trigger.end()) {
                    at.entry(t).or_insert(i);
                    token = (t.index() + 1 < parse.len()).then(|| TokenId::new(t.index() + 1));
                }
            }
        }
        Links { parse, grammar, text, times, places, events, at }
    }

    /// All ties: the event that has one, and the tie.
    fn find(&self) -> Vec<(usize, Sequence)> {
        let mut links = Vec::new();
        if self.events.len() < 2 {
            return links;
        }
        for cue in self.parse.ids() {
            let norm = self.parse.norm(cue);
            if [&AFTER[..], &BEFORE, &AFTERMATH, &DURING].iter().any(|list| list.contains(&norm)) {
                self.governed(cue, &mut links);
            }
            if norm == "simultaneously" || norm == "time" && self.is_same_time(cue) {
                self.at_once(cue, &mut links);
            }
            if self.parse.dep(cue) == "advmod" && (LATER.contains(&norm) || EARLIER.contains(&norm)) {
                self.adverb(cue, &mut links);
            }
        }
        self.counted(&mut links);
        links
    }

    /// "After the raid", "before moving to Goma", "ahead of the vote", "in the wake of the attack", "in response".
    fn governed(&self, cue: TokenId, links: &mut Vec<(usize, Sequence)>) {
        let parse = self.parse;
        let norm = parse.norm(cue);
        let relation = if BEFORE.contains(&norm) {
            Relation::Before
        } else if DURING.contains(&norm) {
            Relation::During
        } else {
            Relation::After
        };
        let is_aftermath = AFTERMATH.contains(&norm);
        // The word that hangs on the clause: the cue itself, or the "in" of "in the wake of".
        let hook = if is_aftermath {
            let head = parse.head(cue);
            if parse.dep(cue) != "pobj" || !matches!(parse.norm(head), "in" | "as" | "to") {
                return;
            }
            head
        } else {
            cue
        };
        let (owners, complement) = match parse.dep(hook) {
            "mark" | "advmod" if !is_aftermath && parse.dep(parse.head(hook)) == "advcl" => {
                let clause = parse.head(hook);
                // "Since" may give a reason; "before" alone is an adverb; "while" often sets two things against each other.
                let contrasts = matches!(norm, "while" | "whilst") && !self.is_in_time(clause);
                if norm == "since" || contrasts || norm == "before" && parse.dep(hook) == "advmod" {
                    return;
                }
                (self.above(parse.head(clause)), Some(clause))
            }
            "prep" | "agent" | "advmod" | "pcomp" => {
                let mut object = self.grammar.child(cue, &["pobj", "pcomp"]);
                if object.is_none()
                    && let Some(inner) =
                        parse.children_by(cue, "prep").find(|&p| matches!(parse.norm(p), "of" | "to" | "for"))
                {
                    object = self.grammar.child(inner, &["pobj", "pcomp"]);
                }
                (self.above(parse.head(hook)), object)
            }
            _ => return,
        };
        let days = self.distance(cue);
        let words = self.cue_words(cue, hook);
        let others = match complement {
            Some(word) => {
                let named = self.below(word);
                let taken_up = named.is_empty() && relation == Relation::During && self.takes_up(word);
                if taken_up {
                    self.told_before(hook).into_iter().collect()
                } else if named.is_empty() {
                    self.going(word, &owners)
                } else {
                    named
                }
            }
            None if is_aftermath => self.told_before(hook).into_iter().collect(),
            None => return,
        };
        for &of in &owners {
            for &other in &others {
                self.tie(links, of, other, relation, words, days);
            }
        }
    }

    /// "While police were searching", "while they met on Tuesday": a stretch of time, and no contrast.
    fn is_in_time(&self, clause: TokenId) -> bool {
        let whole = self.parse.subtree_span(clause);
        self.parse.tag(clause) == "VBG" || self.times.iter().any(|t| whole.contains(t.span))
    }

    /// "During the clashes", with nothing that says which.
    fn takes_up(&self, noun: TokenId) -> bool {
        let parse = self.parse;
        TAKEN_UP.contains(&parse.lemma(noun))
            && parse
                .children(noun)
                .iter()
                .all(|&c| parse.dep(c) == "det" && matches!(parse.norm(c), "the" | "this" | "that" | "these" | "those"))
    }

    /// "At the same time".
    fn is_same_time(&self, noun: TokenId) -> bool {
        let parse = self.parse;
        parse.dep(noun) == "pobj"
            && parse.norm(parse.head(noun)) == "at"
            && parse.children_by(noun, "amod").any(|a| parse.norm(a) == "same")
    }

    /// "At the same time", "simultaneously": with what was told just before.
    fn at_once(&self, cue: TokenId, links: &mut Vec<(usize, Sequence)>) {
        let hook = if self.parse.norm(cue) == "time" { self.parse.head(cue) } else { cue };
        let Some(other) = self.told_before(self.parse.left_edge(hook)) else { return };
        for of in self.above(self.parse.head(hook)) {
            self.tie(links, of, other, Relation::During, self.parse.subtree_span(hook), None);
        }
    }

    /// "Subsequently", "then": after what was told just before.
    fn adverb(&self, cue: TokenId, links: &mut Vec<(usize, Sequence)>) {
        let parse = self.parse;
        let verb = parse.head(cue);
        let norm = parse.norm(cue);
        // "Later this month" counts from today; "hours later" is a time expression; "if … then" argues.
        let in_time = self.times.iter().any(|t| t.span.contains(parse.span(cue)));
        let next = TokenId::new((cue.index() + 1).min(parse.len() - 1));
        let follows = matches!(parse.norm(next), "this" | "in" | "on" | "than" | "last" | "next" | "today");
        let argues =
            norm == "then" && parse.children_by(verb, "advcl").any(|c| parse.children_by(c, "mark").next().is_some());
        if in_time || follows || argues || !self.grammar.is_verb(verb) {
            return;
        }
        let relation = if LATER.contains(&norm) { Relation::After } else { Relation::Before };
        // "Previously" and "before" alone mostly mean before now; only in the past perfect they count from the story.
        let had = parse.children_by(verb, "aux").any(|a| parse.norm(a) == "had");
        if relation == Relation::Before && !had {
            return;
        }
        let Some(other) = self.told_before(cue) else { return };
        for of in self.above(verb) {
            self.tie(links, of, other, relation, parse.span(cue), None);
        }
    }

    /// "The following day", "two days later": times that count from the one last spoken of.
    fn counted(&self, links: &mut Vec<(usize, Sequence)>) {
        for (of, event) in self.events.iter().enumerate() {
            let Some(time) = event.setting.time.map(|t| &self.times[t.index()]) else { continue };
            let Some(counted) = time.counted else { continue };
            let Some(first) = self.parse.token_at(time.span.start()) else { continue };
            if let Some(other) = self.told_before(first) {
                self.tie(links, of, other, counted.relation, time.span, counted.days);
            }
        }
    }

    fn tie(
        &self,
        links: &mut Vec<(usize, Sequence)>,
        of: usize,
        other: usize,
        relation: Relation,
        words: Span,
        days: Option<u16>,
    ) {
        let is_told = |i: usize| self.events[i].polarity == Polarity::Affirmed;
        if of != other && is_told(of) && is_told(other) {
            links.push((of, Sequence { relation, event: EventId::new(other), words, days }));
        }
    }

    /// The events of the clause that a word belongs to, seen from below.
    fn above(&self, word: TokenId) -> Vec<usize> {
        let mut at = word;
        for _ in 0..DEPTH {
            if let Some(&event) = self.at.get(&at)
                && !self.grammar.is_verb(at)
            {
                return vec![event];
            }
            if self.grammar.is_verb(at) {
                let mut found = Vec::new();
                self.clause(at, 0, &mut found);
                return found;
            }
            let head = self.parse.head(at);
            if head == at {
                break;
            }
            at = head;
        }
        Vec::new()
    }

    /// The events a clause tells: its verb's, those joined to it, and its noun's where the verb says little.
    fn clause(&self, verb: TokenId, depth: usize, found: &mut Vec<usize>) {
        let parse = self.parse;
        if let Some(&event) = self.at.get(&verb)
            && !found.contains(&event)
        {
            found.push(event);
        }
        if depth == DEPTH {
            return;
        }
        let has_own_subject = |v: TokenId| parse.children(v).iter().any(|&c| parse.dep(c).starts_with("nsubj"));
        let happens = HAPPEN.contains(&parse.lemma(verb));
        for &child in parse.children(verb) {
            match parse.dep(child) {
                "conj" | "xcomp" if self.grammar.is_verb(child) && !has_own_subject(child) => {
                    self.clause(child, depth + 1, found);
                }
                "advcl" if is_loose_participle(parse, child) => self.clause(child, depth + 1, found),
                "dobj" | "nsubjpass" => found.extend(
                    self.at.get(&child).filter(|e| !found.contains(e)).copied().into_iter().collect::<Vec<_>>(),
                ),
                "nsubj" if happens => found.extend(
                    self.at.get(&child).filter(|e| !found.contains(e)).copied().into_iter().collect::<Vec<_>>(),
                ),
                _ => {}
            }
        }
    }

    /// The events that a phrase or clause names.
    fn below(&self, word: TokenId) -> Vec<usize> {
        let parse = self.parse;
        let mut found = Vec::new();
        if self.grammar.is_verb(word) {
            self.clause(word, 0, &mut found);
            return found;
        }
        let mut words = vec![word];
        let mut at = 0;
        while at < words.len() && words.len() < 16 {
            let w = words[at];
            if let Some(&event) = self.at.get(&w) {
                found.push(event);
            }
            for &child in parse.children(w) {
                match parse.dep(child) {
                    "conj" | "appos" => words.push(child),
                    "prep" if parse.norm(child) == "of" => words.extend(parse.children_by(child, "pobj")),
                    // "The operation in which forces killed ten".
                    "relcl" if found.is_empty() => self.clause(child, 1, &mut found),
                    _ => {}
                }
            }
            at += 1;
        }
        found.dedup();
        found
    }

    /// "Before moving to Goma": what the same party did there.
    fn going(&self, verb: TokenId, owners: &[usize]) -> Vec<usize> {
        let parse = self.parse;
        if !GO.contains(&parse.lemma(verb)) {
            return Vec::new();
        }
        let whole = parse.subtree_span(verb);
        let Some(goal) = self.places.iter().find(|p| whole.contains(p.span)) else { return Vec::new() };
        let parties = |i: usize| self.events[i].actors.iter().chain(&self.events[i].recipients).map(|a| a.entity);
        (0..self.events.len())
            .filter(|i| {
                let there = self.events[*i].setting.place.map(|p| &self.places[p.index()].name) == Some(&goal.name);
                there && owners.iter().any(|&o| o != *i && parties(o).any(|p| parties(*i).any(|q| p == q)))
            })
            .collect()
    }

    /// The event told just before a word, in its paragraph.
    fn told_before(&self, word: TokenId) -> Option<usize> {
        let parse = self.parse;
        let here = self.text.segment_at(parse.span(word))?;
        if here.kind != SegmentKind::Paragraph {
            return None;
        }
        // The clause that the word opens may begin before it, but its verb does not.
        let (found, &event) = self.at.range(..word).rev().find(|&(_, &e)| {
            self.events[e].polarity == Polarity::Affirmed && self.events[e].modality == Modality::Actual
        })?;
        let sentences = parse.sentence_of(word).index() - parse.sentence_of(*found).index();
        (here.span.contains(parse.span(*found)) && sentences <= 1).then_some(event)
    }

    /// The days that stand before a cue: "two days after".
    fn distance(&self, cue: TokenId) -> Option<u16> {
        let start = self.parse.span(cue).start();
        let time = self.times.iter().find(|t| {
            t.span.end() < start && start - t.span.end() <= 1
                || t.span.end() >= start && t.span.start() < start && t.kind == TimeKind::Duration
        })?;
        days_of(&time.value)
    }

    fn cue_words(&self, cue: TokenId, hook: TokenId) -> Span {
        let span = self.parse.span(cue).cover(self.parse.span(hook));
        let before = self.times.iter().find(|t| t.span.end() + 1 == span.start() && t.kind == TimeKind::Duration);
        before.map_or(span, |t| span.cover(t.span))
    }
}

/// "Killing four": a participle that goes on its clause without a word between.
pub(crate) fn is_loose_participle(parse: &Parse, verb: TokenId) -> bool {
    parse.tag(verb) == "VBG"
        && !parse.children(verb).iter().any(|&c| {
            parse.dep(c) == "mark"
                || parse.dep(c).starts_with("nsubj")
                || parse.dep(c) == "advmod" && matches!(parse.norm(c), "when" | "while" | "after" | "before" | "since")
        })
}

/// The days of a length: `P2D`, `P1W`.
fn days_of(value: &str) -> Option<u16> {
    let length = value.strip_prefix('P')?;
    let (number, unit) = length.split_at_checked(length.len().checked_sub(1)?)?;
    let number: u16 = number.parse().ok()?;
    match unit {
        "D" => Some(number),
        "W" => number.checked_mul(7),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<Date> {
        text.parse().ok()
    }

    #[test]
    fn lengths_in_days() {
        for (value, days) in
            [("P2D", Some(2)), ("P1W", Some(7)), ("PXD", None), ("PT3H", None), ("P", None), ("", None), ("2023", None)]
        {
            assert_eq!(days_of(value), days, "{value}");
        }
    }

    #[test]
    fn an_open_interval_is_not_exact() {
        assert_eq!(precision(day("2023-01-23"), None), Precision::None);
        assert_eq!(precision(day("2023-01-23"), day("2023-01-23")), Precision::Day);
        assert_eq!(precision(day("2023-01-23"), day("2023-01-29")), Precision::Week);
    }
}
