//! Where an article is at home: whose ministers and soldiers it means where it does not say whose they are.

use std::collections::HashMap;

use chancery_doc::{Country, Parse, Sector, SegmentKind, Span, Text, TokenId};
use chancery_gazetteer::{Class, Gazetteer, What};

use crate::dyads::count_told;
use crate::phrase::{Phrase, Unit};

/// So many of a hundred words for states must be for one, for people of whom nothing is told to be of it.
const OWN_STORY: u32 = 50;

/// And so many words in all: a sentence or two are no story.
const OFTEN_TOLD: u32 = 6;

/// So often the state that a report opens with is told at least, for the report to be its own and not that of the city it
/// is filed from.
const LED_OFTEN: u32 = 3;

/// The country that the article is written from: that of its first dateline, else of its byline, else that of the office
/// holders who need no country in it.
pub(crate) fn home(gazetteer: &Gazetteer, text: &Text, parse: &Parse, phrases: &[Phrase]) -> Option<Country> {
    let place = |p: &&Phrase| {
        matches!(p.unit, Unit::Listed(e)
            if matches!(gazetteer.entry(e).what, What::Country | What::Capital | What::Place))
    };
    let line = |kind| text.segments().iter().find(|s| s.kind == kind).map(|s| s.span);
    let within = |line: Span| move |p: &&Phrase| line.contains(parse.span(TokenId::new(p.head)));
    let dateline = line(SegmentKind::Dateline);
    let written = dateline.and_then(|line| crate::postal::of_line(line.of(text.as_str())));
    let dated = || dateline.and_then(|line| phrases.iter().filter(within(line)).find(place).and_then(|p| p.country));
    // "By Ana Ruiz in Nairobi"; of two who write from two countries neither is at home.
    let signed = || {
        let byline = line(SegmentKind::Byline)?;
        let mut from = phrases.iter().filter(within(byline)).filter(place).filter_map(|p| p.country);
        let country = from.next()?;
        from.all(|c| c == country).then_some(country)
    };
    let end = dateline.map_or(0, |line| line.end());
    let body = &phrases[phrases.partition_point(|p| parse.span(TokenId::new(p.head)).start() < end)..];
    // "PORT MORESBY - Papua New Guinea suspended talks": a report that opens with the state it is filed from is at home.
    let opens = |c: Country| dateline.is_some() && body.iter().find_map(|p| p.country) == Some(c);
    match written.or_else(dated).or_else(signed).filter(|c| !c.is_international()) {
        Some(country) => {
            Some(country).filter(|c| opens(*c) || !is_bureau(*c, phrases) && !is_led_elsewhere(parse, *c, body))
        }
        None => home_of_offices(gazetteer, phrases),
    }
}

/// "Uganda's High Court dismissed treason charges": a report filed from nowhere in particular is about the state that it
/// opens with, if it tells that one thrice as often as any other. A country told beside somebody counts before it.
pub(crate) fn home_of_story(phrases: &[Phrase]) -> Option<Country> {
    let tells = |p: &&Phrase| p.told || p.lends || matches!(p.unit, Unit::Listed(_));
    let mut told = Vec::new();
    for c in phrases.iter().filter(tells).filter_map(|p| p.country).filter(|c| !c.is_international()) {
        count_told(&mut told, c);
    }
    // They stand in the order of first telling.
    let &(led, own) = told.first()?;
    let is_subject = told[1..].iter().all(|&(_, n)| own >= 3 * n);
    (own >= LED_OFTEN && is_subject).then_some(led)
}

/// "Youths pelted officers", "the National Teachers' Front rejected it": who acts in a report, or is acted on, without a
/// word of where, is of where the report is at home, if neither the sentence nor the one before tells another state.
pub(crate) fn own_story(
    parse: &Parse,
    p: &Phrase,
    home: Option<Country>,
    sentence: u32,
    all_in: &HashMap<u32, Vec<(Country, usize)>>,
) -> Option<Country> {
    let takes_part = matches!(parse.dep(TokenId::new(p.head)), "nsubj" | "nsubjpass" | "dobj");
    let mut told = (sentence.saturating_sub(1)..=sentence).filter_map(|s| all_in.get(&s)).flatten();
    home.filter(|_| takes_part && told.all(|x| Some(x.0) == home))
}

/// "Prime Minister Abhisit said": whoever holds an office at home needs no country, and those of other states have one.
/// Of an article without a dateline, the one country of whose known people that holds, where it tells no other more.
fn home_of_offices(gazetteer: &Gazetteer, phrases: &[Phrase]) -> Option<Country> {
    let in_office = |p: &&Phrase| {
        matches!(p.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Person)
            && !p.told
            && matches!(p.sectors.first(), Some(Sector::Gov | Sector::Mil))
            && p.titles.iter().any(|t| gazetteer.noun(t.noun).class == Class::Office)
    };
    let mut bare = phrases.iter().filter(in_office).filter_map(|p| p.country).filter(|c| !c.is_international());
    let country = bare.next()?;
    let told = told(phrases);
    let own = told.iter().find(|x| x.0 == country).map_or(0, |x| x.1);
    let is_subject = told.iter().all(|&(c, n)| c == country || c.is_international() || 4 * own >= 3 * n);
    (is_subject && bare.all(|c| c == country)).then_some(country)
}

/// Whether an article is only filed from a country: it hardly speaks of it, and time and again of another ("CAIRO -
/// Sudan's army …").
fn is_bureau(from: Country, phrases: &[Phrase]) -> bool {
    let told = told(phrases);
    let own = told.iter().find(|x| x.0 == from).map_or(0, |x| x.1);
    told.iter().any(|x| x.0 != from && !x.0.is_international() && x.1 >= 5 && 2 * x.1 >= 5 * own)
}

/// "NAIROBI - Rebels in South Sudan": a report that opens with another state, and tells it half as often again, is that
/// one's, wherever it is filed; but not one that opens with what another does where it is filed ("PORT VILA - A French ship
/// brought food to Vanuatu"). `body` is what stands behind the dateline.
fn is_led_elsewhere(parse: &Parse, from: Country, body: &[Phrase]) -> bool {
    let mut states = body.iter().filter(|p| p.told).filter_map(|p| p.country).filter(|c| !c.is_international());
    let Some(led) = states.next().filter(|led| *led != from) else { return false };
    let sentence = |p: &Phrase| parse.sentence_of(TokenId::new(p.head));
    let lead = body.first().map(sentence);
    if body.iter().take_while(|p| Some(sentence(p)) == lead).any(|p| p.told && p.country == Some(from)) {
        return false;
    }
    let told = told(body);
    let count = |c: Country| told.iter().find(|x| x.0 == c).map_or(0, |x| x.1);
    count(led) >= LED_OFTEN && 2 * count(led) >= 3 * count(from)
}

/// How often the words themselves tell each country.
fn told(phrases: &[Phrase]) -> Vec<(Country, u32)> {
    let mut told = Vec::new();
    for c in phrases.iter().filter(|p| p.told || p.lends).filter_map(|p| p.country) {
        count_told(&mut told, c);
    }
    told
}

/// "Ms Sow lost her house": the state that people of whom an article tells nothing are of: the one that it is about.
pub(crate) fn foremost_of(tally: &[(Country, u32)]) -> Option<Country> {
    let told = tally.iter().filter(|x| !x.0.is_international());
    let all: u32 = told.clone().map(|x| x.1).sum();
    let &(country, most) = told.max_by_key(|x| x.1)?;
    (100 * most >= OWN_STORY * all && most >= OFTEN_TOLD).then_some(country)
}
