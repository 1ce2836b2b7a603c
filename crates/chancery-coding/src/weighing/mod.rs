//! Which state is on a side of an event that the words leave open: a second look, by weights fitted on coded reports.
//!
//! Grammar and the rules of discourse decide first. Where they had to guess a party's country from what stands around it,
//! or found nobody, all states that the text tells come into question once more. Each is described by a row of numbers
//! (how it is told, where, what it does in the other events; [`features`]), and boosted trees ([`trees`]) weigh the rows:
//! those for parties whose country was guessed, those for parties that have none, those for sides that are empty. What
//! the words tell of a party is never touched. The weights stand in `weighing.toml` of the codebook and are made by
//! `bench/weighing.py`, never by hand; a book whose trees are empty takes no second look.

mod features;
mod ground;
mod trees;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chancery_doc::{
    Argument, Country, CountrySource, EntityId, EntityKind, Event, EventType, Form, Sector, Span, TokenId,
};

use crate::Layers;
use crate::arguments::{mention_of, named};
use crate::error::{Error, Source};
use crate::homes::Scene;
use crate::standing;

pub(crate) use features::Row;
use ground::{EVENTS_AROUND, Ground};
use trees::Trees;

/// One of the two sides of an event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Who did it.
    Actors,
    /// To whom it was done.
    Recipients,
}

impl Side {
    fn of(self, event: &Event) -> &[Argument] {
        match self {
            Side::Actors => &event.actors,
            Side::Recipients => &event.recipients,
        }
    }

    fn of_mut(self, event: &mut Event) -> &mut Vec<Argument> {
        match self {
            Side::Actors => &mut event.actors,
            Side::Recipients => &mut event.recipients,
        }
    }

    fn other(self, event: &Event) -> &[Argument] {
        match self {
            Side::Actors => &event.recipients,
            Side::Recipients => &event.actors,
        }
    }
}

/// A party of an event, or the place of one that nobody takes.
#[derive(Clone, Copy, Debug)]
struct Slot {
    event: usize,
    side: Side,
    argument: Option<usize>,
}

impl Slot {
    fn argument(self, events: &[(TokenId, Event)]) -> Option<&Argument> {
        self.argument.map(|i| &self.side.of(&events[self.event].1)[i])
    }
}

/// What a slot asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Where a party is at home whose country was guessed from what stands around it.
    Home,
    /// Where a party is at home that has no country.
    Unplaced,
    /// Who is on a side that nobody is on.
    Empty,
}

/// The trees that weigh one kind of question, and how much a state must weigh: more than the one that is coded, or, where
/// none is, than nothing.
#[derive(Clone, PartialEq, Debug, Default)]
struct Scales {
    limit: f32,
    trees: Trees,
}

/// The weights of all kinds.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Weights {
    home: Scales,
    unplaced: Scales,
    empty: Scales,
}

/// `weighing.toml`.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightRows {
    home: ScaleRows,
    unplaced: ScaleRows,
    empty: ScaleRows,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ScaleRows {
    limit: f32,
    trees: toml::Spanned<String>,
}

impl Weights {
    /// Reads `weighing.toml`.
    ///
    /// # Errors
    /// CB002 for what is no such file, CB041 for a tree that cannot be read.
    pub(crate) fn read(source: &Source<'_>) -> Result<Weights, Error> {
        let rows: WeightRows = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let scales = |row: &ScaleRows| {
            let trees = Trees::read(row.trees.get_ref(), features::index).map_err(|(line, fault)| {
                // The first tree stands on the line below its key.
                let line = source.line_of(row.trees.span().start) + 1 + line;
                let message = format!("{fault}; make the file anew with bench/weighing.py");
                Error::new("CB041", source.file, line, message)
            })?;
            Ok(Scales { limit: row.limit, trees })
        };
        Ok(Weights { home: scales(&rows.home)?, unplaced: scales(&rows.unplaced)?, empty: scales(&rows.empty)? })
    }

    fn of(&self, kind: Kind) -> &Scales {
        match kind {
            Kind::Home => &self.home,
            Kind::Unplaced => &self.unplaced,
            Kind::Empty => &self.empty,
        }
    }

    fn is_empty(&self) -> bool {
        [Kind::Home, Kind::Unplaced, Kind::Empty].iter().all(|k| self.of(*k).trees.is_empty())
    }
}

/// A party or an empty side, and the states that come into question for it, as the weights see them.
#[derive(Clone, PartialEq, Debug)]
pub struct Question {
    /// The words of the event that made the rule match.
    pub trigger: Span,
    /// Its type.
    pub event_type: EventType,
    /// The side.
    pub side: Side,
    /// The words of the party; none of an empty side.
    pub argument: Option<Span>,
    /// What is asked.
    pub kind: Kind,
    /// The country it has so far.
    pub coded: Option<Country>,
    /// The states, the nearest first, with one number for each of [`names`].
    pub states: Vec<(Country, Vec<f32>)>,
}

/// What the numbers of a [`Question`] are called, in their order.
pub fn names() -> Vec<String> {
    features::names().collect()
}

/// All places at which one party stands, and what speaks for each state at all of them together.
#[derive(Default)]
struct Weighed {
    slots: Vec<Slot>,
    sum: BTreeMap<Country, f32>,
}

/// What tells less is no report, and has hardly any surroundings: the weights were fitted on longer texts only.
const LEAST_SENTENCES: usize = 3;
const LEAST_BYTES: usize = 300;

/// Whoever stands for a state is told at most so many mentions before or after the event.
const MENTIONS_AROUND: usize = 300;

/// Takes the second look. Where `asked` is given it hears each question, and none is answered: what is fitted on an article
/// must not have been seen before.
pub(crate) fn settle(
    scene: &Scene<'_>,
    weights: &Weights,
    events: &mut [(TokenId, Event)],
    asked: Option<&mut Vec<Question>>,
) {
    let Layers { text, parse, .. } = *scene.layers;
    if text.as_str().len() < LEAST_BYTES || parse.n_sentences() < LEAST_SENTENCES {
        return;
    }
    if let Some(asked) = asked {
        let ground = Ground::new(scene, events);
        for (slot, kind) in slots(events).into_iter().filter_map(|s| Some((s, kind_of(scene, events, s)?))) {
            asked.push(question(events, slot, kind, &ground.states(events, slot)));
        }
    } else if !weights.is_empty() {
        for kind in [Kind::Home, Kind::Unplaced] {
            find_homes(scene, kind, weights.of(kind), events);
        }
        fill_sides(scene, &weights.empty, events);
    }
}

/// Gives parties the state that weighs most. Whoever is told several times is at home in one: what speaks for each state
/// is added up.
fn find_homes(scene: &Scene<'_>, kind: Kind, scales: &Scales, events: &mut [(TokenId, Event)]) {
    let ground = Ground::new(scene, events);
    let mut all: BTreeMap<(EntityId, Option<Country>), Weighed> = BTreeMap::new();
    for slot in slots(events).into_iter().filter(|s| kind_of(scene, events, *s) == Some(kind)) {
        let argument = slot.argument(events).expect("an empty side is another kind");
        let Weighed { slots, sum } = all.entry((argument.entity, argument.country)).or_default();
        slots.push(slot);
        for (country, row) in ground.states(events, slot) {
            *sum.entry(country).or_default() += scales.trees.sum(row.numbers());
        }
    }
    for ((_, coded), Weighed { slots, sum }) in all {
        let Some((&best, &most)) = sum.iter().max_by(|a, b| a.1.total_cmp(b.1)) else { continue };
        let as_it_is = coded.and_then(|c| sum.get(&c)).copied().unwrap_or(0.0);
        if coded != Some(best) && most - as_it_is > scales.limit * slots.len() as f32 {
            for Slot { event, side, argument } in slots {
                let argument = argument.expect("an empty side is another kind");
                side.of_mut(&mut events[event].1)[argument].take_country(best);
            }
        }
    }
}

/// Puts on empty sides who stands for the state that weighs most.
fn fill_sides(scene: &Scene<'_>, scales: &Scales, events: &mut [(TokenId, Event)]) {
    let ground = Ground::new(scene, events);
    let mut found: Vec<(Slot, Argument)> = Vec::new();
    for slot in slots(events).into_iter().filter(|s| kind_of(scene, events, *s) == Some(Kind::Empty)) {
        let weighed = ground.states(events, slot).into_iter().map(|(c, row)| (c, scales.trees.sum(row.numbers())));
        let best = weighed.max_by(|a, b| a.1.total_cmp(&b.1)).filter(|b| b.1 > scales.limit);
        found.extend(best.and_then(|(country, _)| Some((slot, stands_for(scene, events, slot, country)?))));
    }
    for (slot, argument) in found {
        slot.side.of_mut(&mut events[slot.event].1).push(argument);
    }
}

/// Each party of each event, and each side that nobody is on.
fn slots(events: &[(TokenId, Event)]) -> Vec<Slot> {
    let mut all = Vec::new();
    for (event, (_, e)) in events.iter().enumerate() {
        for side in [Side::Actors, Side::Recipients] {
            let n = side.of(e).len();
            if n == 0 {
                all.push(Slot { event, side, argument: None });
            }
            all.extend((0..n).map(|i| Slot { event, side, argument: Some(i) }));
        }
    }
    all
}

/// What a slot asks, if anything: what the words of a party tell of it is settled, and so are headings.
fn kind_of(scene: &Scene<'_>, events: &[(TokenId, Event)], slot: Slot) -> Option<Kind> {
    let (trigger, event) = &events[slot.event];
    let layers = scene.layers;
    let Some(argument) = slot.argument(events) else {
        let at = layers.text.segment_at(layers.parse.span(*trigger));
        let in_body = at.is_none_or(|s| !s.kind.is_heading());
        // Who meets or agrees stands on one side.
        let open = in_body && !slot.side.other(event).is_empty() && !event.event_type.is_reciprocal();
        return open.then_some(Kind::Empty);
    };
    let mention = mention_of(layers.cast, argument)?;
    // "Our forces" are those of whoever speaks.
    let is_speakers = |t: &TokenId| matches!(layers.parse.norm(*t), "our" | "my" | "we" | "us" | "i");
    if scene.is_of_elsewhere(mention)
        || layers.parse.children(mention.head).iter().chain([&mention.head]).any(is_speakers)
    {
        return None;
    }
    match (argument.country, argument.country_source) {
        (None, _) => Some(Kind::Unplaced),
        (Some(country), Some(CountrySource::Context)) if !country.is_international() => Some(Kind::Home),
        _ => None,
    }
}

/// Who stands for a state where an event tells nobody: of all who are known to be of it, whoever such a deed fits, told
/// in its sentence, then before it, then nearest to it. Nobody does, where it fits none of them: a ministry that speaks of
/// a killing has not killed.
fn stands_for(scene: &Scene<'_>, events: &[(TokenId, Event)], slot: Slot, country: Country) -> Option<Argument> {
    let (trigger, event) = &events[slot.event];
    let Layers { cast, parse, .. } = *scene.layers;
    let sentence = parse.sentence_of(*trigger);
    let other = slot.side.other(event);
    let at_home = other.iter().any(|o| o.country == Some(country) && standing::serves(o));
    let is_state = |a: &Argument| {
        let entity = cast.entity(a.entity);
        a.sectors.is_empty() && (entity.state || matches!(entity.kind, EntityKind::Group | EntityKind::Place))
    };
    let fits = |a: &Argument| match (slot.side, event.event_type) {
        (Side::Actors, EventType::Assault | EventType::Mobilize) => {
            !a.sectors.is_empty() && standing::is_armed(a) && a.sectors.first() != Some(&Sector::Gov)
        }
        (Side::Actors, EventType::Protest) => !a.sectors.is_empty() && !standing::serves(a),
        // Opposite to whoever rules at home stands who does not.
        _ if at_home => !a.sectors.is_empty() && !standing::serves(a),
        _ => is_state(a) || standing::serves(a),
    };
    let must_fit = at_home
        || slot.side == Side::Actors
            && matches!(event.event_type, EventType::Assault | EventType::Mobilize | EventType::Protest);
    let near = &events[slot.event.saturating_sub(EVENTS_AROUND)..events.len().min(slot.event + EVENTS_AROUND)];
    let in_events = near.iter().flat_map(|(_, e)| e.actors.iter().chain(&e.recipients)).cloned();
    let at = cast.mentions().partition_point(|m| m.span.start() < parse.span(*trigger).start());
    let told = at.saturating_sub(MENTIONS_AROUND)..cast.mentions().len().min(at + MENTIONS_AROUND);
    let in_text = cast.mentions()[told].iter().filter(|m| m.form != Form::Pronoun).map(named);
    let may = |a: &Argument| {
        a.country == Some(country)
            && !matches!(a.sectors.first(), Some(Sector::Jrn | Sector::Bus))
            && other.iter().all(|o| o.entity != a.entity)
            && (fits(a) || !must_fit)
    };
    let rank = |a: &Argument| {
        let head = mention_of(cast, a).map_or(*trigger, |m| m.head);
        let distance = head.index().abs_diff(trigger.index());
        (fits(a), parse.sentence_of(head) == sentence, head < *trigger, Reverse(distance))
    };
    let found: Vec<Argument> = in_events.chain(in_text).filter(may).collect();
    // Whom nobody saw shoot is named where he shoots elsewhere too, or where only one there could have; police are there
    // for other reasons.
    let unseen = slot.side == Side::Actors && event.event_type == EventType::Assault;
    let strikes = |a: &Argument| {
        let mut attacks = near.iter().filter(|(_, e)| e.event_type == EventType::Assault);
        attacks.any(|(_, e)| e.actors.iter().any(|x| x.entity == a.entity))
    };
    let is_police = |a: &Argument| a.sectors.first() == Some(&Sector::Cop);
    let only = found.iter().all(|a| a.entity == found[0].entity && !is_police(a));
    let mut argument = found.iter().filter(|a| !unseen || only || strikes(a)).max_by_key(|a| rank(a))?.clone();
    // It stands there because of what surrounds the event.
    argument.take_country(country);
    Some(argument)
}

fn question(events: &[(TokenId, Event)], slot: Slot, kind: Kind, states: &[(Country, Row)]) -> Question {
    let event = &events[slot.event].1;
    let argument = slot.argument(events);
    Question {
        trigger: event.evidence[0].trigger,
        event_type: event.event_type,
        side: slot.side,
        argument: argument.map(|a| a.span),
        kind,
        coded: argument.and_then(|a| a.country),
        states: states.iter().map(|(c, row)| (*c, row.numbers().to_vec())).collect(),
    }
}
