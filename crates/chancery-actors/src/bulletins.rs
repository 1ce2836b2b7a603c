//! Stories that run together in one paragraph, as bulletins do: where the next begins.
//!
//! A story ends where nothing that follows closely takes up a name or a matter of it, and a sentence opens that introduces
//! its own people. What is deliberately absent: paragraphs and headings, which part stories by themselves
//! ([`crate::stories`]).

use std::collections::HashSet;
use std::ops::Range;

use chancery_doc::{Country, CountrySource, EntityKind, Form, Parse, Pos, Sector, SegmentKind, Text, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::context::inherit_countries;
use crate::dyads::count_told;
use crate::home::foremost_of;
use crate::join::{Draft, Joiner};
use crate::modifiers::is_honorific;
use crate::phrase::Phrase;
use crate::quotes::Quotes;

/// A paragraph of fewer sentences tells one story.
const SENTENCES: usize = 8;
/// A story has so many sentences at least.
const SHORTEST: usize = 3;
/// So many sentences behind a border must take up nothing.
const AHEAD: usize = 4;
/// So many nouns and verbs the sentences around a border may share.
const SHARED: usize = 2;

/// Words that every story has.
const COMMON: [&str; 64] = [
    "agency",
    "area",
    "attack",
    "authority",
    "become",
    "begin",
    "believe",
    "call",
    "city",
    "come",
    "continue",
    "country",
    "day",
    "effort",
    "end",
    "expect",
    "find",
    "force",
    "give",
    "government",
    "group",
    "have",
    "hold",
    "hour",
    "include",
    "kill",
    "know",
    "last",
    "lead",
    "leader",
    "leave",
    "make",
    "man",
    "meeting",
    "minister",
    "month",
    "morning",
    "move",
    "nation",
    "number",
    "official",
    "part",
    "people",
    "place",
    "plan",
    "police",
    "put",
    "report",
    "say",
    "security",
    "see",
    "set",
    "source",
    "spokesman",
    "start",
    "state",
    "take",
    "tell",
    "time",
    "today",
    "want",
    "week",
    "work",
    "year",
];

/// What every story has its own of.
const ANYBODYS: [&str; 18] = [
    "area",
    "army",
    "city",
    "country",
    "day",
    "end",
    "government",
    "hour",
    "military",
    "month",
    "morning",
    "night",
    "police",
    "region",
    "time",
    "week",
    "world",
    "year",
];

/// The words of a sentence that tell what it is about.
struct Words<'p> {
    start: usize,
    names: HashSet<&'p str>,
    /// Those of them that are of states and towns.
    lands: HashSet<&'p str>,
    matters: HashSet<&'p str>,
    /// All its nouns, and those of them that it takes for known: "the force".
    nouns: HashSet<&'p str>,
    known: HashSet<&'p str>,
    opens: bool,
}

/// The first tokens of the stories behind the first.
pub(crate) fn borders(gazetteer: &Gazetteer, text: &Text, parse: &Parse) -> Vec<usize> {
    let mut found = Vec::new();
    for segment in text.segments().iter().filter(|s| s.kind == SegmentKind::Paragraph) {
        let tokens: Vec<usize> = parse.tokens_in(segment.span).map(|t| t.index()).collect();
        let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else { continue };
        let starts: Vec<usize> =
            (first..=last).filter(|&t| t == first || parse.token(TokenId::new(t)).sent_start).collect();
        if starts.len() < SENTENCES {
            continue;
        }
        let ends = starts.iter().skip(1).copied().chain([last + 1]);
        let words: Vec<Words<'_>> =
            starts.iter().zip(ends).map(|(&from, to)| words(gazetteer, text, parse, from, to)).collect();
        let lands: HashSet<&str> = words.iter().flat_map(|w| w.lands.iter().copied()).collect();
        let mut told = Told::default();
        for k in 0..words.len() {
            let may_end = k >= told.from + SHORTEST && k + SHORTEST <= words.len();
            if may_end && is_border(&words, &lands, &told, k) {
                found.push(words[k].start);
                told = Told { from: k, ..Told::default() };
            }
            told.names.extend(&words[k].names);
            told.nouns.extend(&words[k].nouns);
        }
    }
    found
}

/// What a story has told so far.
#[derive(Default)]
struct Told<'p> {
    /// Its first sentence in the paragraph.
    from: usize,
    names: HashSet<&'p str>,
    nouns: HashSet<&'p str>,
}

/// Whether the sentence `k` has nothing to do with the story that is told; `of_lands` are the names of states and towns in
/// the paragraph.
fn is_border(words: &[Words<'_>], of_lands: &HashSet<&str>, told: &Told<'_>, k: usize) -> bool {
    if !words[k].opens {
        return false;
    }
    let ahead = &words[k..words.len().min(k + AHEAD)];
    let mut names: HashSet<&str> = ahead.iter().flat_map(|w| w.names.iter().copied()).collect();
    names.retain(|n| told.names.contains(n));
    let lands = names.iter().filter(|n| of_lands.contains(*n)).count();
    if lands < names.len() || lands > 1 {
        return false;
    }
    if words[k].known.iter().any(|n| told.nouns.contains(n)) {
        return false;
    }
    let near = &words[told.from.max(k.saturating_sub(AHEAD))..k];
    let matters: HashSet<&str> = ahead.iter().flat_map(|w| w.matters.iter().copied()).collect();
    let shared = matters.iter().filter(|m| near.iter().any(|w| w.matters.contains(*m))).count();
    // What the sentence itself takes up goes on with the story.
    let own = words[k].matters.iter().filter(|m| near.iter().any(|w| w.matters.contains(*m))).count();
    // The state that both are about may be told in both.
    if lands == 0 { own <= 1 && shared <= SHARED } else { own == 0 && shared <= 1 }
}

fn words<'p>(gazetteer: &Gazetteer, text: &Text, parse: &'p Parse, from: usize, to: usize) -> Words<'p> {
    let mut w = Words {
        start: from,
        names: HashSet::new(),
        lands: HashSet::new(),
        matters: HashSet::new(),
        nouns: HashSet::new(),
        known: HashSet::new(),
        opens: opens(parse, from, to),
    };
    let land = |word: &str| {
        gazetteer.find(word).iter().any(|&e| {
            matches!(
                gazetteer.entry(e).what,
                What::Country | What::Demonym | What::Citizens | What::Capital | What::Place
            )
        })
    };
    for t in from..to {
        let id = TokenId::new(t);
        let word = parse.span(id).of(text.as_str());
        let is_title = gazetteer.noun_at(parse, t).is_some() || is_honorific(word) || parse.is_weekday(id);
        let is_name = word.starts_with(char::is_uppercase) && word.len() > 2 && !is_title && parse.iob(id).1 != "DATE";
        match parse.pos(id) {
            Pos::Propn if is_name => {
                w.names.insert(parse.norm(id));
                if land(word) {
                    w.lands.insert(parse.norm(id));
                }
            }
            Pos::Adj if word.starts_with(char::is_uppercase) && t > from => {
                w.names.insert(parse.norm(id));
                if land(word) {
                    w.lands.insert(parse.norm(id));
                }
            }
            Pos::Noun | Pos::Verb => {
                let lemma = parse.lemma(id);
                if parse.pos(id) == Pos::Noun {
                    let the = |&c: &TokenId| matches!(parse.norm(c), "the" | "this" | "that" | "these" | "those");
                    if parse.children(id).iter().any(the) && !w.nouns.contains(lemma) && !ANYBODYS.contains(&lemma) {
                        w.known.insert(lemma);
                    }
                    w.nouns.insert(lemma);
                }
                if lemma.len() > 3 && COMMON.binary_search(&lemma).is_err() {
                    w.matters.insert(lemma);
                }
            }
            _ => {}
        }
    }
    w
}

/// Whether a sentence introduces somebody: a name stands in it, two words long or more, and no pronoun or connective before.
fn opens(parse: &Parse, from: usize, to: usize) -> bool {
    let first = TokenId::new(from);
    let connects = matches!(parse.pos(first), Pos::Cconj | Pos::Pron | Pos::Adv | Pos::Adp | Pos::Punct | Pos::Sconj)
        || matches!(parse.norm(first), "this" | "that" | "these" | "those" | "such" | "another" | "other" | "both");
    if connects || to - from < 8 {
        return false;
    }
    let name = (from..to).find(|&t| parse.pos(TokenId::new(t)) == Pos::Propn);
    let Some(name) = name else { return false };
    let pronoun = |t: usize| matches!(parse.tag(TokenId::new(t)), "PRP" | "PRP$");
    !(from..name).any(pronoun)
        && (from..to).filter(|&t| parse.pos(TokenId::new(t)) == Pos::Propn).count() > 1
        && name < from + 10
}

/// Tells the countries of each story by itself.
pub(crate) fn inherit_by_story(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    phrases: &mut [Phrase],
    sentence_of: &[u32],
    quotes: &Quotes,
    borders: &[usize],
) {
    let cut = |token: usize, phrases: &[Phrase]| phrases.partition_point(|p| p.head < token);
    let mut from = 0;
    for token in borders.iter().copied().chain([parse.len()]) {
        let to = cut(token, phrases);
        let story = &mut phrases[from..to];
        shift(story, |j| place_in(from..to, j));
        inherit_countries(gazetteer, text, parse, story, sentence_of, quotes);
        shift(story, |j| Some(j + from));
        from = to;
    }
}

/// Where a phrase stands in a story, if it is of it and of none before or behind.
fn place_in(story: Range<usize>, phrase: usize) -> Option<usize> {
    story.contains(&phrase).then(|| phrase - story.start)
}

/// Moves what phrases know of each other by index; what lies outside the story is let go.
fn shift(story: &mut [Phrase], by: impl Fn(usize) -> Option<usize>) {
    for p in story {
        p.same_as = p.same_as.and_then(&by);
        p.of_told = p.of_told.and_then(|told| by(told.phrase).map(|phrase| crate::counted::Told { phrase, ..told }));
    }
}

impl Joiner<'_> {
    /// Strangers of each story, by the states that it tells.
    pub(crate) fn settle_strangers_of(&mut self, borders: &[usize]) {
        if borders.is_empty() {
            let country = foremost_of(&self.tally);
            for draft in &mut self.drafts {
                settle(draft, country);
            }
            return;
        }
        let part = |token: usize| borders.partition_point(|&b| b <= token);
        let mut tallies: Vec<Vec<(Country, u32)>> = vec![Vec::new(); borders.len() + 1];
        let mut first: Vec<Option<usize>> = vec![None; self.drafts.len()];
        for m in &self.mentions {
            let d = self.root(m.entity.index());
            let here = part(m.head.index());
            first[d] = first[d].or(Some(here));
            let entity = &self.drafts[d].entity;
            let reports = self.drafts[d].named && entity.sectors.first() == Some(&Sector::Jrn);
            let told = m.country.filter(|_| m.form != Form::Pronoun).or(entity.country).filter(|_| !reports);
            told.into_iter().for_each(|c| count_told(&mut tallies[here], c));
        }
        for (draft, part) in self.drafts.iter_mut().zip(first) {
            // A story that tells too little is of the state of all, if it tells no other more.
            let whole = foremost_of(&self.tally);
            let of = |tally: &[(Country, u32)]| {
                let states = tally.iter().filter(|x| !x.0.is_international());
                let most = states.max_by_key(|x| x.1).map(|x| x.0);
                foremost_of(tally).or(whole.filter(|c| most.is_none_or(|most| most == *c)))
            };
            settle(draft, part.and_then(|part| of(&tallies[part])));
        }
    }
}

/// "Ms Sow lost her house": people of whom the article tells nothing are of the state that it is about.
fn settle(draft: &mut Draft, country: Option<Country>) {
    let entity = &mut draft.entity;
    let stranger =
        draft.named && entity.kind == EntityKind::Person && entity.country.is_none() && entity.roles.is_empty();
    if country.is_some() && stranger {
        entity.country = country;
        draft.source = Some(CountrySource::Context);
    }
}

#[cfg(test)]
mod tests {
    use super::place_in;

    #[test]
    fn a_phrase_is_of_one_story() {
        assert_eq!(place_in(3..5, 4), Some(1));
        assert_eq!(place_in(3..5, 2), None);
        assert_eq!(place_in(3..5, 5), None);
    }
}
