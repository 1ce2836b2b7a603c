//! Whose the arms and soldiers are that a text tells by themselves.
//!
//! "Israel attacked Gaza at dawn. Tanks rolled into Khan Yunis": to whoever guesses a country from what stands around, they
//! are of the place that they came to. They are of the side that was told to strike there before; and an army that kills
//! the gunmen of another land is of those whom they attacked.

use std::collections::BTreeSet;

use chancery_doc::{
    Argument, Cast, Country, CountrySource, EntityKind, Event, EventType, Modality, Polarity, Sector, TokenId,
};

use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::matcher::Matcher;

/// So many sentences back a strike goes on.
const GOES_ON: usize = 5;

/// So many sentences from its victims an attack is told at most.
const BESIDE: usize = 1;

/// So many drafts around one are looked at.
const NEAR: usize = 12;

impl Matcher<'_, '_> {
    /// Gives nameless forces, of which only the place they strike told a country, that of those who struck there before.
    pub(crate) fn strike_on(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let strikes = matches!(draft.event_type, EventType::Assault | EventType::Mobilize);
            let Some(struck) = state(&draft.recipients).filter(|_| strikes && !draft.dropped) else { continue };
            if draft.actors.is_empty() || !draft.actors.iter().all(|a| self.is_bare_force(a, struck)) {
                continue;
            }
            let here = sentence(draft);
            let armed = draft.recipients.iter().any(|r| matches!(r.sectors.first(), Some(Sector::Reb | Sector::Uaf)));
            let mut before = drafts[..i].iter().rev().take_while(|d| here - sentence(d) <= GOES_ON);
            let striker =
                before.find_map(|d| striker_at(d, struck).or_else(|| attacked_by(d, struck).filter(|_| armed)));
            if let Some(striker) = striker {
                drafts[i].actors.iter_mut().for_each(|a| a.take_country(striker));
            }
        }
    }

    /// "Israeli forces attacked Palestinian gunmen. Two armed men were shot": gunmen of whom only the state that fights them
    /// told a country are of those it fights.
    pub(crate) fn place_gunmen(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            if !matches!(draft.event_type, EventType::Assault | EventType::Coerce) || draft.dropped {
                continue;
            }
            let here = sentence(draft);
            let own = |a: &Argument| a.country.filter(|_| self.is_bare_gunman(a));
            let Some(guess) = draft.recipients.iter().find_map(own) else { continue };
            // Whoever shoots gunmen of his own country fights at home, unless the text has told of others.
            if draft.actors.iter().any(|a| a.country != Some(guess)) {
                continue;
            }
            let before = drafts[..i].iter().rev().take_while(|d| here - sentence(d) <= GOES_ON);
            let Some(foe) = before.filter_map(|d| foe_in(d, guess)).next() else { continue };
            let strangers = drafts[i].recipients.iter_mut().filter(|a| a.country == Some(guess));
            strangers.filter(|a| self.is_bare_gunman(a)).for_each(|a| a.take_country(foe));
        }
    }

    /// Whether somebody is an armed man of no army, whose country was only guessed.
    fn is_bare_gunman(&self, a: &Argument) -> bool {
        a.country_source == Some(CountrySource::Context)
            && matches!(a.sectors.first(), Some(Sector::Uaf | Sector::Reb))
            && self.parties.cast.is_nameless(a.entity)
    }

    /// Whether somebody is named by arms or a force alone, and of no country but the one that is struck.
    fn is_bare_force(&self, a: &Argument, struck: Country) -> bool {
        let guessed =
            a.country.is_none() || a.country_source == Some(CountrySource::Context) && a.country == Some(struck);
        guessed && a.sectors.first() == Some(&Sector::Mil) && self.parties.cast.is_nameless(a.entity)
    }
}

/// The one state of all who are on a side.
fn state(side: &[Argument]) -> Option<Country> {
    let first = side.first()?.country?;
    side.iter().all(|a| a.country == Some(first)).then_some(first)
}

/// "Israeli warplanes bombed Gaza. Nearby two Palestinians were killed": whose attack it was of which a passive tells only
/// the victims, where the sentence or one beside it tells one attack on their people, and no second.
pub(crate) fn find_strikers(grammar: Grammar<'_>, events: &mut [Event]) {
    let parse = grammar.parse;
    let verb = |e: &Event| e.evidence.first().and_then(|e| parse.token_at(e.trigger.start()));
    let sentences: Vec<_> = events.iter().map(|e| verb(e).map(|t| parse.sentence_of(t).index())).collect();
    let is_done = |e: &Event| (e.modality, e.polarity) == (Modality::Actual, Polarity::Affirmed);
    for i in 0..events.len() {
        let (event, Some(here)) = (&events[i], sentences[i]) else { continue };
        let told = event.event_type == EventType::Assault && event.actors.is_empty() && !event.historical;
        let Some(struck) = state(&event.recipients).filter(|_| told && is_done(event)) else { continue };
        let names_nobody = |v: TokenId| grammar.is_passive(v) && grammar.child(v, &["agent"]).is_none();
        if !verb(event).is_some_and(names_nobody) {
            continue;
        }
        // What a bomb does no planes do.
        let goes_with = |e: &Event| event.modes.is_empty() || e.modes.is_empty() || event.modes == e.modes;
        let gap = |k: usize| sentences[k].map_or(usize::MAX, |s| s.abs_diff(here));
        let attacks = |k: &usize| {
            let e = &events[*k];
            gap(*k) <= BESIDE && is_done(e) && goes_with(e) && striker(e, struck).is_some()
        };
        let around: Vec<usize> = (i.saturating_sub(NEAR)..(i + NEAR).min(events.len())).filter(attacks).collect();
        let states: BTreeSet<Country> = around.iter().filter_map(|&k| striker(&events[k], struck)).collect();
        if let (1, Some(&nearest)) = (states.len(), around.iter().min_by_key(|&&k| gap(k))) {
            events[i].actors = events[nearest].actors.clone();
        }
    }
}

/// "Officers shot a man. Police say Paul Diaz, 32, was killed at noon": who shot somebody whom the next sentence names,
/// and says no more of than that he died.
pub(crate) fn name_shooters(grammar: Grammar<'_>, cast: &Cast, events: &mut [Event]) {
    let parse = grammar.parse;
    let verb = |e: &Event| e.evidence.first().and_then(|e| parse.token_at(e.trigger.start()));
    let is_done = |e: &Event| {
        e.event_type == EventType::Assault && (e.modality, e.polarity) == (Modality::Actual, Polarity::Affirmed)
    };
    let fatal = |v: TokenId| matches!(parse.lemma(v), "kill" | "shoot" | "gun");
    for i in 0..events.len() {
        let (event, Some(died)) = (&events[i], verb(&events[i])) else { continue };
        let [named] = event.recipients.as_slice() else { continue };
        let open = is_done(event) && event.actors.is_empty() && fatal(died) && grammar.is_passive(died);
        if !open || cast.entity(named.entity).kind != EntityKind::Person || grammar.child(died, &["agent"]).is_some() {
            continue;
        }
        let here = parse.sentence_of(died).index();
        let is_it = |e: &&Event| {
            let Some(shot) = verb(e).filter(|&v| fatal(v)) else { return false };
            let near = here.saturating_sub(parse.sentence_of(shot).index()) <= BESIDE;
            let [victim] = e.recipients.as_slice() else { return false };
            let unnamed =
                parse.token_at(victim.span.start()).is_some_and(|t| matches!(parse.norm(t), "a" | "an" | "the"));
            let one = cast.entity(victim.entity).kind == EntityKind::Unnamed
                && cast.mentions_of(victim.entity).all(|m| matches!(parse.tag(m.head), "NN" | "PRP" | "PRP$"));
            near && is_done(e) && !e.actors.is_empty() && unnamed && one
        };
        let shooters = events[..i].iter().rev().take(NEAR).find(is_it).map(|e| e.actors.clone());
        events[i].actors = shooters.unwrap_or_default();
    }
}

/// The state that an event tells to attack another, or to move against it.
fn striker(event: &Event, struck: Country) -> Option<Country> {
    strikes(event.event_type, &event.actors, &event.recipients, struck)
}

/// The state whose attack, or threat of one, on another a draft tells.
fn striker_at(draft: &Draft<'_>, struck: Country) -> Option<Country> {
    strikes(draft.event_type, &draft.actors, &draft.recipients, struck).filter(|_| !draft.dropped)
}

fn strikes(event_type: EventType, actors: &[Argument], recipients: &[Argument], struck: Country) -> Option<Country> {
    let hostile = matches!(event_type, EventType::Assault | EventType::Threaten | EventType::Mobilize);
    let on_it = recipients.iter().any(|r| r.country == Some(struck));
    let armed = |a: &Argument| matches!(a.sectors.first(), None | Some(Sector::Mil | Sector::Gov | Sector::Cop));
    if !hostile || !on_it || !actors.iter().all(armed) {
        return None;
    }
    state(actors).filter(|&s| s != struck && !s.is_international())
}

/// The state whose people or forces fight those of another, whichever of them attacks.
fn foe_in(draft: &Draft<'_>, own: Country) -> Option<Country> {
    let fights = matches!(draft.event_type, EventType::Assault | EventType::Mobilize) && !draft.dropped;
    let (a, b) = (state(&draft.actors)?, state(&draft.recipients)?);
    let foe = if a == own { b } else { a };
    (fights && (a == own || b == own) && foe != own && !foe.is_international()).then_some(foe)
}

/// The state whose people those of another were told to attack.
fn attacked_by(draft: &Draft<'_>, attacker: Country) -> Option<Country> {
    let attacks = draft.event_type == EventType::Assault && !draft.dropped && state(&draft.actors) == Some(attacker);
    state(&draft.recipients).filter(|&s| attacks && s != attacker && !s.is_international())
}
