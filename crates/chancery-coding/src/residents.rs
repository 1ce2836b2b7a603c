//! Where those are at home whom the article tells of without a country, parties of events or not: villagers, a mechanic,
//! an opposition lawmaker, the nurses' union.
//!
//! They are of the country that the events give them; else of the place in their own phrase; else of the one country that
//! their paragraph has told by then, if it places something there or the article is at home there; else of the home of the
//! article, if their paragraph tells it or no other; else, who lives where the story plays, of the one state that the
//! paragraph and the text so far mostly speak of.
//!
//! The sides of events have stricter tests of their own ([`crate::homes`]), and take from here what those leave open.
//!
//! What is deliberately absent: whoever may be from anywhere: armies, refugees, firms, diplomats.

use std::collections::BTreeMap;

use chancery_doc::{
    Country, EntityId, EntityKind, Event, Form, Mention, PlaceKind, Sector, SegmentKind, Span, TokenId,
};

use crate::homes::{Nature, Scene};

/// So many bytes of a paragraph are looked back over.
const LONGEST_PARAGRAPH: u32 = 6000;

/// And so many of the text.
const LONGEST_TEXT: u32 = 60_000;

/// So many of a hundred words for states in a paragraph must be for one that it mostly speaks of.
const MOST_OF_PARAGRAPH: usize = 60;

/// And so many in the text so far.
const MUCH_OF_TEXT: usize = 40;

impl Scene<'_> {
    /// The homes of all of whom the cast knows no country, in the order of the cast.
    pub(crate) fn residents(&self, events: &[(TokenId, Event)]) -> Vec<(EntityId, Country)> {
        let mut given: BTreeMap<EntityId, Option<Country>> = BTreeMap::new();
        let mut undergone: BTreeMap<EntityId, Vec<Country>> = BTreeMap::new();
        for (_, event) in events {
            for recipient in &event.recipients {
                let agents = undergone.entry(recipient.entity).or_default();
                agents.extend(event.actors.iter().filter_map(|a| a.country));
            }
            for side in event.actors.iter().chain(&event.recipients) {
                if let Some(c) = side.country {
                    given.entry(side.entity).and_modify(|k| *k = k.filter(|k| *k == c)).or_insert(Some(c));
                }
            }
        }
        let cast = self.layers.cast;
        let open = (0..cast.entities().len()).map(EntityId::new).filter(|&id| cast.entity(id).country.is_none());
        open.filter_map(|id| {
            let by_events = given.get(&id).copied().flatten();
            let agents = undergone.get(&id).map_or(&[][..], |a| a);
            Some((id, by_events.or_else(|| self.residence(id, agents))?))
        })
        .collect()
    }

    /// Where somebody is at home to whom the states of `agents` do something.
    fn residence(&self, id: EntityId, agents: &[Country]) -> Option<Country> {
        let cast = self.layers.cast;
        let entity = cast.entity(id);
        let mention = cast.mentions_of(id).find(|m| m.form != Form::Pronoun)?;
        use Sector::{Cvl, Edu, Jrn, Lab, Mil, Opp, Pty, Rel};
        let is_body = entity.kind == EntityKind::Organization && mention.form == Form::Name;
        let local = match entity.kind {
            EntityKind::Place => false,
            EntityKind::Organization if is_body => {
                matches!(entity.sectors.first(), Some(Cvl | Edu | Lab | Opp | Pty | Rel))
            }
            EntityKind::Person => !entity.sectors.is_empty() || !entity.roles.is_empty(),
            _ => entity.sectors.first().is_some_and(|s| *s != Jrn),
        };
        let nature = self.nature(entity, mention, &entity.sectors);
        // A soldier who speaks by name does so at home, mostly.
        let soldier = entity.kind == EntityKind::Person && entity.sectors.first() == Some(&Mil);
        let settled = matches!(nature, Nature::Local | Nature::Likely) || (is_body || soldier) && !entity.abroad;
        if !local || !settled {
            return None;
        }
        self.places_of(mention).find_map(|p| p.country).or_else(|| {
            let lives = nature == Nature::Local || is_body;
            let around = self.around(mention, entity.kind == EntityKind::Person || is_body, lives);
            around.or_else(|| self.mostly(mention, agents).filter(|_| lives && !is_outlaw(mention)))
        })
    }

    /// The country that the paragraph of a mention plays in.
    fn around(&self, mention: &Mention, named: bool, lives: bool) -> Option<Country> {
        let parse = self.layers.parse;
        let id = parse.sentence_of(mention.head);
        let sentence = parse.sentence_span(id);
        let segment = self.layers.text.segment_at(sentence)?;
        // A bound for endless paragraphs.
        let from = segment.span.start().max(sentence.end().saturating_sub(LONGEST_PARAGRAPH)).min(sentence.start());
        let so_far = Span::new(from, sentence.end());
        let mut told: Vec<Country> = self.told_in(so_far).filter(|c| !c.is_international()).collect();
        told.dedup();
        let home = self.home.map(|h| h.country);
        let opens = sentence.start() <= segment.span.start();
        let here: Vec<Country> = self.told_in(sentence).filter(|c| !c.is_international()).collect();
        // "Teachers blocked the road to Sulaymaniyah": who lives somewhere, beside the town or region of one state.
        let towns = || {
            let mut towns = self.towns(sentence).filter(|_| lives);
            let first = towns.next()?;
            (towns.all(|c| c == first) && here.iter().all(|c| *c == first)).then_some(first)
        };
        match told.as_slice() {
            [] => home.or_else(|| self.led_on(segment.span).filter(|_| named)),
            [first, rest @ ..] if rest.iter().all(|c| c == first) => {
                let is_placed = || self.scenes(so_far).any(|p| p.country == Some(*first));
                (home == Some(*first) || !opens && !here.contains(first) || is_placed())
                    .then_some(*first)
                    .or_else(towns)
            }
            [first, ..] => {
                let own = home.filter(|h| told.contains(h)).filter(|h| here.iter().all(|c| c == h));
                // "Nicaragua freed four priests and flew them to Rome. A fifth, Bishop Lacayo, …": of the state that the
                // paragraph opens with, if it has placed nothing elsewhere since.
                let stays = self.scenes(so_far).all(|p| p.country.is_none_or(|c| c == *first));
                let led = named && !opens && stays && here.iter().all(|c| c == first);
                own.or_else(|| led.then_some(*first)).or_else(towns)
            }
        }
    }

    /// The state that the paragraph so far and the text so far mostly speak of, of several. Who does something to people is
    /// not who they are: "Iran threatened to shell towns in Iraq unless a hundred people were freed".
    fn mostly(&self, mention: &Mention, agents: &[Country]) -> Option<Country> {
        let until = mention.span.start();
        let states = |from: u32, to: u32| -> Vec<Country> {
            let told = self.told_in(Span::new(from.min(to), to));
            told.filter(|c| !c.is_international()).collect()
        };
        let segment = self.layers.text.segment_at(mention.span)?.span;
        // "A group based in London said people were killed": where those are who say it tells nothing of them.
        let parse = self.layers.parse;
        let sentence = parse.sentence_span(parse.sentence_of(mention.head));
        let clause = self.content(mention.head);
        let from = segment.start().max(until.saturating_sub(LONGEST_PARAGRAPH));
        let mut here = states(from, sentence.start());
        here.extend(states(clause.start(), until));
        here.retain(|c| !agents.contains(c));
        let text = states(until.saturating_sub(LONGEST_TEXT), until);
        if here.is_empty() || text.iter().all(|c| *c == text[0]) {
            return None;
        }
        let share = |told: &[Country], c: Country| 100 * told.iter().filter(|x| **x == c).count() / told.len();
        here.iter().copied().find(|&c| {
            let most = share(&here, c);
            most == 100 || most >= MOST_OF_PARAGRAPH && share(&text, c) >= MUCH_OF_TEXT
        })
    }

    /// The state that the article opens with, where the paragraph before this one tells of it too.
    fn led_on(&self, paragraph: Span) -> Option<Country> {
        let segments = self.layers.text.segments();
        let before = segments.iter().rev().filter(|s| s.kind == SegmentKind::Paragraph);
        let before = before.map(|s| s.span).find(|s| s.end() <= paragraph.start())?;
        let led = self.told_in(Span::new(0, paragraph.start())).find(|c| !c.is_international())?;
        self.told_in(before).any(|c| c == led).then_some(led)
    }

    /// The countries of the towns and regions that a stretch names.
    pub(crate) fn towns(&self, span: Span) -> impl Iterator<Item = Country> + '_ {
        let places = self.layers.places;
        let from = places.partition_point(|p| p.span.start() < span.start());
        let inside = places[from..].iter().take_while(move |p| p.span.start() < span.end());
        inside.filter(|p| p.kind == PlaceKind::Name && p.precision.is_some_and(|r| r > 1)).filter_map(|p| p.country)
    }
}

/// Outlaws may be of anywhere.
fn is_outlaw(mention: &Mention) -> bool {
    matches!(mention.sectors.first(), Some(Sector::Crm | Sector::Uaf | Sector::Reb))
}
