//! The stories of a report that tells several: whose ministers and soldiers each means, where the report is at home
//! elsewhere.
//!
//! A story begins behind a heading, at a paragraph that opens with a place of another state ("In Ecuador, …"), and, in a
//! report of many states, at one that tells none of those before it. What is deliberately absent: who goes on acting from
//! sentence to sentence ([`crate::stage`]).

use std::collections::{HashMap, HashSet};

use chancery_doc::{Country, Parse, SegmentKind, Text, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::context::away;
use crate::dyads::{add_told, count_told};
use crate::phrase::{Guess, Phrase, Unit};
use crate::stage::{is_subject_of_root, opens_with_place};

/// A report of many states tells so many at least.
const MANY: usize = 3;
/// And of a hundred words for states no more than so many for one.
const MOST_OF_ONE: u32 = 60;

/// So many stories back one may be taken up again.
const STORIES: usize = 32;

type Tally = Vec<(Country, u32)>;

/// A paragraph, and the states that it tells.
struct Paragraph {
    phrases: std::ops::Range<usize>,
    told: Tally,
    behind_heading: bool,
    /// The state of the place that it opens with.
    opens_in: Option<Country>,
    /// The state of whoever acts in its first sentence.
    acting: Option<Country>,
    /// The last words of the names in it, in small letters.
    names: HashSet<String>,
}

/// A story on the way.
#[derive(Default)]
struct Told {
    states: Tally,
    names: HashSet<String>,
    /// The state that it opened with.
    first: Option<Country>,
}

/// What a story is about that tells nothing of the report's home.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Story {
    /// The state that it tells twice as often as any other.
    pub(crate) home: Option<Country>,
    /// That one, else the state that acts in it first.
    pub(crate) most: Country,
}

/// The story around each sentence, where it tells nothing of the report's home (else of the state it tells most).
pub(crate) fn stories(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    phrases: &[Phrase],
    sentence_of: &[u32],
    home: Option<Country>,
) -> HashMap<u32, Story> {
    let mut local = HashMap::new();
    let paragraphs = paragraphs(gazetteer, text, parse, phrases);
    let all = sum(paragraphs.iter().flat_map(|p| &p.told));
    let of_many = is_of_many(&all);
    let Some(elsewhere) = home.or_else(|| all.iter().max_by_key(|x| x.1).map(|x| x.0)) else { return local };
    let mut told: Vec<Told> = vec![Told::default()];
    let mut at = 0;
    for paragraph in &paragraphs {
        at = match goes_on(paragraph, &told, at) {
            Some(known) => known,
            None if opens_story(paragraph, &told[at].states, of_many) => {
                told.push(Told::default());
                told.len() - 1
            }
            None => at,
        };
        let story = &mut told[at];
        paragraph.told.iter().for_each(|&told| add_told(&mut story.states, told));
        story.names.extend(paragraph.names.iter().cloned());
        story.first = story.first.or(paragraph.opens_in).or(paragraph.acting);
        // The first is at home.
        if at == 0 || story.states.iter().any(|x| x.0 == elsewhere) {
            continue;
        }
        let about = foremost(&story.states);
        let most = foremost(&paragraph.told).or(about).or(story.first).or(story.states.first().map(|x| x.0));
        let Some(most) = most else { continue };
        let here = &phrases[paragraph.phrases.clone()];
        local.extend(here.iter().map(|p| (sentence_of[p.head], Story { home: about, most })));
    }
    local
}

/// The state that is told twice as often as any other.
fn foremost(told: &Tally) -> Option<Country> {
    let &(most, n) = told.iter().max_by_key(|x| x.1)?;
    told.iter().all(|x| x.0 == most || 2 * x.1 <= n).then_some(most)
}

/// The story that a paragraph goes on with or back to, by a name that it shares with it.
fn goes_on(paragraph: &Paragraph, told: &[Told], at: usize) -> Option<usize> {
    let knows = |i: &usize| paragraph.names.iter().any(|name| told[*i].names.contains(name));
    std::iter::once(at).chain((0..told.len()).rev().take(STORIES)).find(knows)
}

fn opens_story(paragraph: &Paragraph, story: &Tally, of_many: bool) -> bool {
    let is_new = |c: &Country| !story.is_empty() && story.iter().all(|x| x.0 != *c);
    let apart = !paragraph.told.is_empty() && paragraph.told.iter().all(|x| is_new(&x.0));
    paragraph.behind_heading && !story.is_empty()
        || paragraph.opens_in.is_some_and(|c| is_new(&c))
        || of_many && apart && paragraph.acting.is_some()
}

fn sum<'a>(tallies: impl Iterator<Item = &'a (Country, u32)>) -> Tally {
    let mut all = Vec::new();
    tallies.for_each(|&told| add_told(&mut all, told));
    all
}

fn is_of_many(all: &Tally) -> bool {
    let words: u32 = all.iter().map(|x| x.1).sum();
    all.iter().filter(|x| x.1 > 1).count() >= MANY && all.iter().all(|x| 100 * x.1 <= MOST_OF_ONE * words)
}

fn paragraphs(gazetteer: &Gazetteer, text: &Text, parse: &Parse, phrases: &[Phrase]) -> Vec<Paragraph> {
    let start = |p: &Phrase| parse.span(TokenId::new(p.head)).start();
    let mut found = Vec::new();
    let mut behind_heading = false;
    // A heading belongs to what stands behind it.
    let mut heading = 0;
    for segment in text.segments() {
        if segment.kind == SegmentKind::Crosshead && !behind_heading {
            behind_heading = true;
            heading = phrases.partition_point(|p| start(p) < segment.span.start());
        }
        if segment.kind != SegmentKind::Paragraph {
            continue;
        }
        let from = phrases.partition_point(|p| start(p) < segment.span.start());
        let to = phrases.partition_point(|p| start(p) < segment.span.end());
        let here = &phrases[from..to];
        let tells = |p: &&Phrase| {
            (p.told || p.lends || matches!(p.unit, Unit::Listed(_)))
                && !away(parse, p)
                && p.country.is_some_and(|c| !c.is_international())
        };
        let mut told = Vec::new();
        let countries = |p: &Phrase| p.country;
        let with_heading = &phrases[if behind_heading { heading } else { from }..to];
        with_heading.iter().filter(tells).filter_map(countries).for_each(|c| count_told(&mut told, c));
        let first = here.first().map(|p| parse.sentence_of(TokenId::new(p.head)));
        let len = here.partition_point(|p| Some(parse.sentence_of(TokenId::new(p.head))) == first);
        let opens_in = first.and_then(|id| opens_with_place(gazetteer, parse, &here[..len], id));
        let acting = here[..len].iter().filter(tells).find(|p| is_subject_of_root(parse, p)).and_then(countries);
        let is_somebody = |p: &&Phrase| match p.unit {
            Unit::Listed(e) => matches!(gazetteer.entry(e).what, What::Person | What::Organization),
            Unit::Unlisted(guess) => guess != Guess::Place,
            Unit::Noun(_) | Unit::Aged | Unit::Counted => !p.name.is_empty(),
        };
        let last = |p: &Phrase| p.name.clone().next_back().map(|t| parse.norm(TokenId::new(t)).to_owned());
        let names = here.iter().filter(is_somebody).filter_map(last).collect();
        found.push(Paragraph { phrases: from..to, told, behind_heading, opens_in, acting, names });
        behind_heading = false;
    }
    found
}
