//! Listed names and nouns for actors, wherever they stand.
//!
//! A token is covered by at most one name and at most one noun; where a name and a noun overlap, the longer stays
//! ("Security Council" the body, not "council"). Who is meant by a name that several bear is settled here too: the one
//! the text also names in full, else the one whose country it speaks of, else the one in office when it was published.
//!
//! What is deliberately absent: grammar.

use std::collections::{HashMap, HashSet};

use chancery_doc::{Country, Iob, Note, Parse, Pos, Sector, Text, TokenId};
use chancery_gazetteer::{Class, Entry, EntryId, Gazetteer, NounId, What};

use crate::modifiers::is_honorific;
use crate::origin::sent_to;
use crate::outlets::{is_listed_outlet, mastheads, only_describes};
use crate::pronoun::acts;

/// A listed name in the text, over tokens `start..end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Name {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) entry: EntryId,
}

/// A noun for actors in the text, over tokens `start..end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NounUse {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) noun: NounId,
    pub(crate) plural: bool,
}

/// What covers each token.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    names: Vec<Name>,
    nouns: Vec<NounUse>,
    name_of: Vec<u32>,
    noun_of: Vec<u32>,
    /// Outlets that no list has, in text order.
    mastheads: Vec<(usize, usize)>,
}

const NONE: u32 = u32::MAX;

/// States of the Americas with native peoples called Indians.
const AMERICAS: [&str; 20] = [
    "ARG", "BLZ", "BOL", "BRA", "CAN", "CHL", "COL", "CRI", "ECU", "GTM", "GUY", "HND", "MEX", "NIC", "PAN", "PER",
    "PRY", "SLV", "SUR", "VEN",
];

impl Scan {
    /// The listed name over a token.
    pub(crate) fn name(&self, token: usize) -> Option<&Name> {
        self.names.get(*self.name_of.get(token)? as usize)
    }

    /// The outlet without a list that a token is in the name of.
    pub(crate) fn masthead(&self, token: usize) -> Option<(usize, usize)> {
        let before = self.mastheads.partition_point(|m| m.0 <= token).checked_sub(1)?;
        Some(self.mastheads[before]).filter(|m| token < m.1)
    }

    /// The noun for actors over a token.
    pub(crate) fn noun(&self, token: usize) -> Option<&NounUse> {
        self.nouns.get(*self.noun_of.get(token)? as usize)
    }
}

/// Nouns for what states have and peoples do not.
const OF_STATES: [&str; 30] = [
    "agent",
    "ambassador",
    "army",
    "attache",
    "citizen",
    "commissioner",
    "consul",
    "consulate",
    "counterpart",
    "diplomat",
    "embassy",
    "envoy",
    "export",
    "firm",
    "forces",
    "frigate",
    "government",
    "high",
    "minister",
    "ministry",
    "national",
    "navy",
    "official",
    "parliament",
    "premier",
    "soldier",
    "student",
    "tourist",
    "troop",
    "warship",
];

/// So many words of a text tell whose politics it speaks of, if any.
const ENOUGH_TO_TELL: usize = 150;

impl Scan {
    /// "Indian villagers" of Mexico are none of India: in a text that speaks of a state of the Americas, and of India only
    /// by this word, it tells no country.
    fn leave_natives_out(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        let is_word = |n: &Name| {
            n.end == n.start + 1 && matches!(parse.span(TokenId::new(n.start)).of(text.as_str()), "Indian" | "Indians")
        };
        if !self.names.iter().any(is_word) {
            return;
        }
        let told = |code: &[&str]| {
            let others = self.names.iter().filter(|n| !is_word(n));
            others.filter_map(|n| gazetteer.entry(n.entry).country).any(|c| code.contains(&c.code()))
        };
        // "Six Indian diplomats were told to leave Ottawa": what only a state has is India's.
        let of_state = |n: &Name| {
            let whose = parse.head(TokenId::new(n.start));
            let before = matches!(parse.dep(TokenId::new(n.start)), "amod" | "compound" | "nmod");
            before && OF_STATES.contains(&parse.lemma(whose).to_lowercase().as_str())
        };
        if self.names.iter().any(|n| is_word(n) && of_state(n)) {
            return;
        }
        if told(&AMERICAS) && !told(&["IND", "PAK", "LKA", "BGD", "NPL"]) {
            for i in 0..self.names.len() {
                if is_word(&self.names[i]) {
                    let name = self.names[i];
                    self.name_of[name.start..name.end].fill(NONE);
                }
            }
        }
    }

    /// "Abdel Fatah al-Sisi" tells of no Fatah: a body's name in the middle of a person's is none.
    fn leave_parts_of_people_out(&mut self, gazetteer: &Gazetteer, parse: &Parse) {
        let goes_on = |t: usize| t < parse.len() && parse.iob(TokenId::new(t)) == (Iob::I, "PERSON");
        for i in 0..self.names.len() {
            let name = self.names[i];
            let is_body = gazetteer.entry(name.entry).what == What::Organization;
            if is_body && goes_on(name.start) && goes_on(name.end) {
                self.name_of[name.start..name.end].fill(NONE);
            }
        }
    }

    /// "The opposition Progress Party" of Guinea is not Norway's: a party's name that any country may have is the listed
    /// one's only in a text that speaks of its country, or of none; so are the letters that a party of Togo shares with a
    /// league of fighters ("a UFC champion"), in a text long enough to tell.
    fn leave_namesakes_out(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        let long = parse.len() > ENOUGH_TO_TELL;
        let generic = |n: &Name| {
            let e = gazetteer.entry(n.entry);
            let last = e.name.rsplit(' ').next().unwrap_or_default();
            let letters = || {
                let word = parse.span(TokenId::new(n.start)).of(text.as_str());
                long && word.len() <= 4 && word.chars().all(char::is_uppercase)
            };
            if e.what != What::Organization || !e.sectors.contains(&Sector::Pty) {
                return false;
            }
            n.end == n.start + 1 && letters()
                || n.end > n.start + 1
                    && matches!(
                        last,
                        "Party"
                            | "Front"
                            | "Movement"
                            | "Union"
                            | "Alliance"
                            | "Congress"
                            | "Coalition"
                            | "Renewal"
                            | "Rally"
                    )
        };
        if !self.names.iter().any(generic) {
            return;
        }
        let lands = self.names.iter().map(|n| gazetteer.entry(n.entry));
        let lands: HashSet<Country> = lands
            .filter(|e| {
                matches!(
                    e.what,
                    What::Country | What::Capital | What::Demonym | What::Citizens | What::Place | What::Seat
                )
            })
            .filter_map(|e| e.country.filter(|c| !c.is_international()))
            .collect();
        for i in 0..self.names.len() {
            let name = self.names[i];
            let of = gazetteer.entry(name.entry).country;
            let told = name.end == name.start + 1 || !lands.is_empty();
            if generic(&name) && told && of.is_some_and(|c| !lands.contains(&c)) {
                self.name_of[name.start..name.end].fill(NONE);
            }
        }
    }

    /// Settles who is meant by names that several bear.
    fn choose(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        if self.names.iter().all(|n| gazetteer.entry(n.entry).rivals.is_empty()) {
            return;
        }
        let sure = |n: &&Name| gazetteer.entry(n.entry).rivals.is_empty();
        let mut named: Vec<EntryId> = self.names.iter().filter(sure).map(|n| n.entry).collect();
        let mut countries: Vec<(Country, usize)> = Vec::new();
        for c in named.iter().filter_map(|&id| gazetteer.entry(id).country) {
            match countries.iter_mut().find(|known| known.0 == c) {
                Some(known) => known.1 += 1,
                None => countries.push((c, 1)),
            }
        }
        named.sort_unstable();
        named.dedup();
        let most = countries.iter().map(|c| c.1).max();
        for i in 0..self.names.len() {
            let name = self.names[i];
            let entry = gazetteer.entry(name.entry);
            let is_state = |id: &EntryId| gazetteer.entry(*id).what == What::Country;
            match *entry.rivals {
                [_, _, ..] if self.is_listed_with(parse, i, |id| is_state(&id)) => {
                    if let Some(&state) = entry.rivals.iter().find(|id| is_state(id)) {
                        self.names[i].entry = state;
                    }
                }
                [] => {}
                // A word of the language too: "Senate", "Total".
                [only] => {
                    let country = gazetteer.entry(only).country;
                    let spoken_of = countries.iter().any(|c| Some(c.0) == country && Some(c.1) == most);
                    if named.binary_search(&only).is_ok()
                        || spoken_of
                            && !self.is_of_other(gazetteer, parse, name, country)
                            && !self.in_longer_name(gazetteer, text.as_str(), parse, name)
                    {
                        self.names[i].entry = only;
                    } else {
                        self.name_of[name.start..name.end].fill(NONE);
                    }
                }
                _ => self.names[i].entry = chosen(gazetteer, text, entry, &named, &countries).unwrap_or(name.entry),
            }
        }
    }

    /// "Latvia, Russia and Georgia": a name in a list is what the names beside it are.
    fn is_listed_with(&self, parse: &Parse, i: usize, fits: impl Fn(EntryId) -> bool) -> bool {
        let joins = |from: usize, to: usize| {
            from < to
                && to - from <= 3
                && (from..to).all(|t| matches!(parse.norm(TokenId::new(t)), "," | "and" | "or" | "the"))
        };
        let before = i.checked_sub(1).map(|j| &self.names[j]).filter(|n| joins(n.end, self.names[i].start));
        let after = self.names.get(i + 1).filter(|n| joins(self.names[i].end, n.start));
        [before, after].into_iter().flatten().any(|n| fits(n.entry))
    }

    /// "The Philippine Senate", "Haiti's Congress": the word before says whose it is.
    fn is_of_other(&self, gazetteer: &Gazetteer, parse: &Parse, name: Name, country: Option<Country>) -> bool {
        let genitive = |t: &usize| matches!(parse.norm(TokenId::new(*t)), "'s" | "'" | "’s");
        let before = name.start.checked_sub(1).and_then(|t| if genitive(&t) { t.checked_sub(1) } else { Some(t) });
        let owner = before.and_then(|t| self.name(t)).and_then(|n| gazetteer.entry(n.entry).country);
        owner.is_some_and(|c| Some(c) != country && !c.is_international())
    }

    /// Whether a name stands in a longer one that is not listed: "Senate" in "Berlin Senate Chancellery".
    fn in_longer_name(&self, gazetteer: &Gazetteer, text: &str, parse: &Parse, name: Name) -> bool {
        let neighbour = |t: usize| {
            let id = TokenId::new(t);
            let inside = |n: usize| (name.start..name.end).contains(&n);
            let tied = |n: usize| {
                let head = parse.head(TokenId::new(n));
                // "Democratic Unionist Party" is one name, "Democratic" before a person's is not of it.
                head == id || head == parse.head(id) && parse.iob(id).1 != "PERSON"
            };
            let capital = parse.span(id).of(text).starts_with(char::is_uppercase) && !parse.token(id).sent_start;
            (parse.pos(id) == Pos::Propn || parse.pos(id) == Pos::Adj && capital)
                && self.name(t).is_none()
                && gazetteer.noun_at(parse, t).is_none()
                && (inside(parse.head(id).index()) || (name.start..name.end).any(tied))
        };
        name.start > 0 && neighbour(name.start - 1) || name.end < parse.len() && neighbour(name.end)
    }

    /// An acronym that the text itself spells out ("the Forest Owners' Council (FOC)") stands for that, and for nobody
    /// whom the lists know by it, unless they know the long name by it too.
    fn expand(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        let word = |t: usize| parse.span(TokenId::new(t)).of(text.as_str());
        let is_name = |t: usize| parse.pos(TokenId::new(t)) == Pos::Propn;
        let mut own: Vec<&str> = Vec::new();
        // Up to where a long name has been looked for; what stands before does not change.
        let mut looked: HashMap<&str, usize> = HashMap::new();
        for t in 2..parse.len().saturating_sub(1) {
            let short = word(t);
            let Some(listed) = self.name(t).filter(|n| n.end == n.start + 1).map(|n| n.entry) else { continue };
            let bracketed = word(t - 1) == "(" && word(t + 1) == ")";
            if !is_short_form(short)
                || own.contains(&short)
                || bracketed && self.name(t - 2).is_some_and(|n| n.entry == listed)
            {
                continue;
            }
            // "The Financial Services Agency had asked … The FSA": without brackets too, wherever it stood before.
            let ends = if bracketed { t - 1..t } else { looked.insert(short, t).unwrap_or(3)..t };
            let long = ends.rev().filter(|&end| bracketed || is_name(end - 1)).find_map(|end| {
                let start = spelled_from(&word, end, short)?;
                (bracketed || (start..end).any(is_name) && end - start <= short.len() + 2).then_some((start, end))
            });
            let Some((start, end)) = long else { continue };
            // "Palestinian Liberation Organization": another spelling of what the lists know.
            let begins = |w: &str| w.chars().flat_map(char::to_lowercase).take(4).collect::<String>();
            let long: Vec<String> = (start..end).map(|t| begins(word(t))).filter(|w| w.len() > 3).collect();
            let names = gazetteer.names_of(listed);
            let known = |w: &&String| names.iter().any(|(name, _)| name.split([' ', '-']).any(|n| begins(n) == **w));
            // "The Kenyan Forest Guard Service (KFGS)" of a list that has only the letters: of the same state.
            let of = |t: usize| self.name(t).and_then(|n| gazetteer.entry(n.entry).country);
            let same_state = gazetteer.entry(listed).country.is_some_and(|c| (start..end).any(|t| of(t) == Some(c)));
            if !same_state && 2 * long.iter().filter(known).count() < long.len() {
                own.push(short);
            }
        }
        if !own.is_empty() {
            for t in 0..parse.len() {
                if own.contains(&word(t)) {
                    self.name_of[t] = NONE;
                }
            }
        }
    }

    /// "Usman Ghani … Ghani": a last name that the text has given to somebody else, before it has told of the one listed.
    fn leave_to_bearers(&mut self, bearers: &[(usize, EntryId)]) {
        let mut first: HashMap<EntryId, usize> = HashMap::new();
        for &(at, entry) in bearers {
            first.entry(entry).or_insert(at);
        }
        for n in &self.names {
            if first.get(&n.entry).is_some_and(|&at| n.start < at || n.end > n.start + 1) {
                first.remove(&n.entry);
            }
        }
        for n in self.names.iter().filter(|n| first.contains_key(&n.entry)) {
            self.name_of[n.start] = NONE;
        }
    }

    /// "Khaleda Zia … Ms. Zia": a last name alone is whoever of that name the text has told in full.
    fn follow_full_names(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        let word = |t: usize| parse.span(TokenId::new(t)).of(text.as_str());
        let mut told: HashMap<&str, Option<EntryId>> = HashMap::new();
        for n in self.names.iter_mut().filter(|n| gazetteer.entry(n.entry).what == What::Person) {
            if n.end > n.start + 1 {
                // Of two with one name, either may be meant.
                let known = told.entry(word(n.end - 1)).or_insert(Some(n.entry));
                *known = known.filter(|k| *k == n.entry);
            } else if let Some(&Some(full)) = told.get(word(n.start)) {
                n.entry = full;
            }
        }
    }

    /// "North and South Korean officials": the first of two halves goes without the name that they share.
    fn halves(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        let word = |t: usize| parse.span(TokenId::new(t)).of(text.as_str());
        let is_half = |t: usize| matches!(word(t), "North" | "South" | "East" | "West");
        for t in 0..parse.len().saturating_sub(3) {
            let joined = is_half(t) && is_half(t + 2) && matches!(word(t + 1), "and" | "or");
            let Some(second) = self.name(t + 2).copied().filter(|n| joined && n.start == t + 2 && n.end > t + 3) else {
                continue;
            };
            let shared: Vec<&str> = (t + 3..second.end).map(word).collect();
            let whole = format!("{} {}", word(t), shared.join(" "));
            if let (None, Some(&entry)) = (self.name(t), gazetteer.find(&whole).first()) {
                self.name_of[t] = self.names.len() as u32;
                self.names.push(Name { start: t, end: t + 1, entry });
            }
        }
    }

    /// Puts another name in place of each that something else is meant by, or none.
    pub(crate) fn replace(&mut self, other: impl Fn(&Name) -> Option<Option<Name>>) {
        for i in 0..self.names.len() {
            let name = self.names[i];
            // One that a longer name has taken the place of stands nowhere any more.
            if self.name_of[name.start] != i as u32 {
                continue;
            }
            let Some(meant) = other(&name) else { continue };
            self.name_of[name.start..name.end].fill(NONE);
            if let Some(meant) = meant {
                self.names[i] = meant;
                self.name_of[meant.start..meant.end].fill(i as u32);
            }
        }
    }

    /// Every listed name of the text.
    pub(crate) fn entries(&self) -> impl Iterator<Item = EntryId> {
        self.names.iter().map(|n| n.entry)
    }

    /// What an article without a date leaves open: when the persons it names are spoken of.
    pub(crate) fn undated(&self, gazetteer: &Gazetteer, text: &Text) -> Option<Note> {
        if text.given.published.is_some() {
            return None;
        }
        let mut people: Vec<&str> = Vec::new();
        for entry in self.names.iter().map(|n| gazetteer.entry(n.entry)).filter(|e| !e.offices.is_empty()) {
            if !people.contains(&&*entry.name) {
                people.push(&entry.name);
            }
        }
        (!people.is_empty()).then(|| {
            let message = format!(
                "the article has no publication date, so the lists are read for the time these were best known: {}",
                people.join(", ")
            );
            Note::new("actors.undated", message)
        })
    }
}

/// Whether a word may be the first letters of a longer name.
fn is_short_form(word: &str) -> bool {
    word.chars().count() > 2 && word.chars().all(char::is_uppercase)
}

/// Where the words right before `end` begin whose capitals spell an acronym of three letters or more.
fn spelled_from<'t>(word: &impl Fn(usize) -> &'t str, end: usize, short: &str) -> Option<usize> {
    let letters: Vec<char> = short.chars().collect();
    let mut left = letters.as_slice();
    for t in (end.saturating_sub(12)..end).rev() {
        let [rest @ .., last] = left else { break };
        match word(t).chars().next() {
            Some(c) if c == *last => left = rest,
            // "of", "for", "'s"
            Some(c) if !c.is_uppercase() => continue,
            _ => return None,
        }
        if left.is_empty() {
            return Some(t);
        }
    }
    None
}

/// Which of those who share a name a text means; `None` where it does not tell.
fn chosen(
    gazetteer: &Gazetteer,
    text: &Text,
    entry: &Entry,
    named: &[EntryId],
    countries: &[(Country, usize)],
) -> Option<EntryId> {
    let rivals = &entry.rivals;
    let only = |fits: &dyn Fn(EntryId) -> bool| {
        let mut fitting = rivals.iter().copied().filter(|&id| fits(id));
        fitting.next().filter(|_| fitting.next().is_none())
    };
    if let Some(id) = only(&|id| named.binary_search(&id).is_ok()) {
        return Some(id);
    }
    let count = |id: EntryId| {
        let country = gazetteer.entry(id).country;
        countries.iter().find(|c| Some(c.0) == country).map_or(0, |c| c.1)
    };
    let most = rivals.iter().map(|&id| count(id)).max().unwrap_or(0);
    let at_home = |id: EntryId| most > 0 && count(id) == most;
    // A name that one bears by itself passes to another only if the text does not speak of that one's country.
    let of_bearer = entry.country.is_some_and(|c| countries.iter().any(|known| known.0 == c));
    if most > 0
        && !of_bearer
        && let Some(id) = only(&at_home)
    {
        return Some(id);
    }
    let day = text.given.published?;
    let in_office = |id: EntryId| {
        (most == 0 || at_home(id)) && gazetteer.entry(id).offices.iter().any(|office| office.held_on(day))
    };
    only(&in_office)
}

/// Looks every token up.
pub(crate) fn scan(gazetteer: &Gazetteer, text: &Text, parse: &Parse) -> Scan {
    let n = parse.len();
    let mut scan = Scan { name_of: vec![NONE; n], noun_of: vec![NONE; n], ..Scan::default() };
    let (mut buffer, mut longer) = (String::with_capacity(256), String::new());
    let mut bearers: Vec<(usize, EntryId)> = Vec::new();
    let mut i = 0;
    while i < n {
        match gazetteer.name_at(parse, text.as_str(), i, &mut buffer) {
            // "The National Liberation Forces" is no newspaper called The National.
            Some((_, end))
                if (i + 1..end).any(|j| {
                    gazetteer
                        .name_at(parse, text.as_str(), j, &mut longer)
                        .is_some_and(|(_, e)| e > end && e - j > end - i)
                }) =>
            {
                i += 1;
            }
            Some((entry, end)) if is_listed_outlet(gazetteer.entry(entry)) && only_describes(parse, i, end) => i += 1,
            Some((entry, end)) if !part_of_other_name(gazetteer, text, parse, i, end, entry) => {
                scan.name_of[i..end].fill(scan.names.len() as u32);
                scan.names.push(Name { start: i, end, entry });
                i = end;
            }
            Some((entry, end)) if end == i + 1 && gazetteer.entry(entry).what == What::Person => {
                bearers.push((i, entry));
                i += 1;
            }
            _ => i += 1,
        }
    }
    scan.leave_to_bearers(&bearers);
    scan.follow_full_names(gazetteer, text, parse);
    scan.expand(gazetteer, text, parse);
    scan.halves(gazetteer, text, parse);
    scan.leave_natives_out(gazetteer, text, parse);
    scan.leave_parts_of_people_out(gazetteer, parse);
    scan.leave_lookalikes_out(gazetteer, text, parse);
    scan.leave_namesakes_out(gazetteer, text, parse);
    scan.choose(gazetteer, text, parse);
    scan.mastheads = mastheads(gazetteer, text, parse, &scan);
    for &(start, end) in &scan.mastheads {
        scan.name_of[start..end].fill(NONE);
    }
    let mut i = 0;
    while i < n {
        match gazetteer.noun_at(parse, i) {
            // "Radio Lumière", "the Daily Courier".
            Some((.., end)) if (i..end).any(|t| scan.masthead(t).is_some()) => i = end,
            // "third party" is no party.
            Some((noun, _, end)) if gazetteer.noun(noun).class == Class::Thing => i = end,
            Some((noun, plural, end)) if is_nominal(parse, i, end) => {
                let overlapped = (i..end).filter_map(|t| scan.name(t)).map(|m| m.end - m.start).max().unwrap_or(0);
                if overlapped < end - i {
                    for t in i..end {
                        if let Some(m) = scan.name(t).copied() {
                            scan.name_of[m.start..m.end].fill(NONE);
                        }
                    }
                    scan.noun_of[i..end].fill(scan.nouns.len() as u32);
                    scan.nouns.push(NounUse { start: i, end, noun, plural });
                }
                i = end;
            }
            _ => i += 1,
        }
    }
    scan
}

/// A noun is not the verb it is spelled like ("forces a vote").
fn is_nominal(parse: &Parse, start: usize, end: usize) -> bool {
    end > start + 1
        || matches!(parse.pos(TokenId::new(start)), Pos::Noun | Pos::Propn)
        || (parse.pos(TokenId::new(start)) == Pos::Adj && parse.dep(TokenId::new(start)) != "acomp")
}

/// Whether a listed name is only a part of a longer unlisted one: "Jordan" in "Michael Jordan", "Male" the adjective.
fn part_of_other_name(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    start: usize,
    end: usize,
    entry: EntryId,
) -> bool {
    let e = gazetteer.entry(entry);
    let first = TokenId::new(start);
    let word = parse.span(first).of(text.as_str());
    // "The Council of National Renewal" is no party called National Renewal.
    if e.what == What::Organization
        && end > start + 1
        && start > 1
        && matches!(parse.norm(TokenId::new(start - 1)), "of" | "for")
        && e.country.is_some_and(|c| !c.is_international())
    {
        let body = TokenId::new(start - 2);
        let capital = parse.span(body).of(text.as_str()).starts_with(char::is_uppercase);
        let is_body = matches!(
            parse.norm(body),
            "council" | "movement" | "front" | "committee" | "congress" | "alliance" | "union" | "party" | "coalition"
        );
        if capital && is_body {
            return true;
        }
    }
    // "Latin American leaders" are of no one country.
    if end == start + 1 && start > 0 && matches!(word, "American" | "Americans" | "America") {
        let before = parse.span(TokenId::new(start - 1)).of(text.as_str());
        if matches!(before, "Latin" | "South" | "Central" | "North") {
            return true;
        }
    }
    if end == start + 1
        && parse.token(first).sent_start
        && parse.pos(first) != Pos::Propn
        && e.what != What::Demonym
        && !is_acronym(text, parse, start)
        && !word.ends_with("-led")
    {
        // At the start of a sentence any word has a capital; a state that the tagger takes for a verb, and the recogniser
        // for a state, is one.
        if matches!(e.what, What::Country | What::Capital) && parse.iob(first).1 == "GPE" {
            return false;
        }
        // "Trump met": a name that taggers take for a noun, right before what only somebody does.
        let verb = parse.head(first);
        if e.what == What::Person && parse.tag(first) == "NN" && parse.dep(first) == "nsubj" && verb.index() == end {
            let moves =
                matches!(parse.lemma(verb), "meet" | "visit" | "arrive" | "sign" | "fly" | "travel" | "speak" | "host");
            return !moves && !acts(parse.lemma(verb));
        }
        return !matches!(parse.pos(first), Pos::Noun | Pos::Adj) || e.what == What::Person || word.len() < 5;
    }
    // "SWAT officers": an acronym that spells a place in capitals; datelines and shouted headlines do write places so.
    let leads = TokenId::new((start + 1).min(parse.len() - 1));
    if e.what == What::Place
        && end == start + 1
        && (4..=5).contains(&word.len())
        && *word != *e.name
        && is_acronym(text, parse, start)
        && (parse.head(first) == leads && parse.pos(leads) == Pos::Noun || !parse.token(first).sent_start)
        && parse.pos(leads) != Pos::Punct
    {
        return true;
    }
    if e.what == What::Person && end == start + 1 && e.name.contains([' ', '-']) && start > 0 {
        return another_given_name(gazetteer, text, parse, start, entry);
    }
    let next = TokenId::new((start + 1).min(parse.len() - 1));
    let recognised = parse.iob(first) == (Iob::B, "PERSON") && parse.iob(next) == (Iob::I, "PERSON");
    // "Its foreign minister, Argentina Macuacua".
    let has_office = || {
        let office = parse.head(next);
        let noun = (parse.dep(next) == "appos").then(|| gazetteer.noun_at(parse, office.index())).flatten();
        parse.tag(office) == "NN" && noun.is_some_and(|(n, ..)| gazetteer.noun(n).class == Class::Office)
    };
    let opens_person = end == start + 1
        && !sent_to(parse, start)
        && matches!(e.what, What::Country | What::Capital | What::Place | What::Organization)
        && !is_acronym(text, parse, start)
        && (recognised || has_office())
        && parse.head(first) == next
        && parse.pos(next) == Pos::Propn
        && gazetteer.noun_at(parse, start + 1).is_none();
    if opens_person {
        // "Sofia Marin", "Chelsea Jordan": a given name that is also a place; "Bayan Jabr", a party.
        return true;
    }
    if end > start + 1
        || !matches!(e.what, What::Country | What::Capital | What::Place | What::Person | What::Demonym)
        || start == 0
    {
        return false;
    }
    // The last word of a person's name, whose first words are no title.
    let before = TokenId::new(start - 1);
    parse.iob(first) == (Iob::I, "PERSON")
        && parse.pos(before) == Pos::Propn
        && parse.head(before) == first
        && gazetteer.noun_at(parse, start - 1).is_none()
        && e.what != What::Person
}

/// Whether a word is written in capitals where the words after it are not: "WHO urged", however it is tagged.
fn is_acronym(text: &Text, parse: &Parse, t: usize) -> bool {
    let written = |t: usize| parse.span(TokenId::new(t)).of(text.as_str());
    let in_capitals = |word: &str| word.len() > 2 && word.chars().all(|c| c.is_uppercase() || c == '.');
    in_capitals(written(t)) && (t + 1..parse.len()).map(written).find(|w| w.len() > 2).is_some_and(|w| !in_capitals(w))
}

/// Whether the given name before a listed last name is somebody else's ("Amy" before "Carter"): the full name of the
/// one listed would have been found as such, so any but a spelling of his own or its first letter is.
fn another_given_name(gazetteer: &Gazetteer, text: &Text, parse: &Parse, last: usize, entry: EntryId) -> bool {
    let before = TokenId::new(last - 1);
    let given = parse.span(before).of(text.as_str());
    let first = TokenId::new(last);
    let in_name = !parse.token(first).sent_start
        && parse.pos(before) == Pos::Propn
        && given.starts_with(char::is_uppercase)
        && !is_honorific(given)
        && (parse.head(before) == first || parse.head(before) == parse.head(first) && parse.iob(first).0 == Iob::I)
        && (parse.iob(before).1 == "PERSON" || parse.iob(first).0 != Iob::B)
        && gazetteer.noun_at(parse, last - 1).is_none();
    if !in_name {
        return false;
    }
    let listed = gazetteer.entry(entry);
    let bearers = if listed.rivals.is_empty() { std::slice::from_ref(&entry) } else { &*listed.rivals };
    // "Morgan Richard Tsvangirai": the listed given name may stand before others.
    let earlier = (1..3).filter_map(|n| (last - 1).checked_sub(n)).map(TokenId::new);
    let given: Vec<&str> = std::iter::once(before)
        .chain(earlier.take_while(|&t| parse.pos(t) == Pos::Propn && parse.iob(t).1 == "PERSON"))
        .map(|t| parse.span(t).of(text.as_str()))
        .collect();
    !bearers.iter().any(|&id| {
        let name = &gazetteer.entry(id).name;
        name.split([' ', '-']).next().is_some_and(|own| given.iter().any(|g| may_be_spelled(own, g)))
    })
}

/// Whether a given name may be another spelling of a listed one: "Mahmud" of "Mahmoud", "M." of both.
fn may_be_spelled(listed: &str, given: &str) -> bool {
    let given = given.trim_end_matches('.');
    if given.chars().next() != listed.chars().next() {
        return false;
    }
    if given.chars().count() == 1 {
        return true;
    }
    let (a, b): (Vec<char>, Vec<char>) = (listed.chars().collect(), given.chars().collect());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut diagonal = std::mem::replace(&mut row[0], i);
        for j in 1..=b.len() {
            let changed = diagonal + usize::from(a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = changed.min(row[j] + 1).min(row[j - 1] + 1);
        }
    }
    row[b.len()] <= usize::from(a.len() >= 4) + usize::from(a.len() >= 6)
}

#[cfg(test)]
mod tests {
    use super::may_be_spelled;

    #[test]
    fn given_names_have_spellings() {
        for (listed, given, same) in [
            ("Mahmoud", "Mahmud", true),
            ("Muammar", "Moammar", true),
            ("George", "G.", true),
            ("Jimmy", "Amy", false),
            ("George", "Laura", false),
            ("Bashar", "Basil", false),
        ] {
            assert_eq!(may_be_spelled(listed, given), same, "{listed} {given}");
        }
    }
}
