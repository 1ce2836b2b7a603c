//! Whose the arms and soldiers are that a text tells by themselves.
//!
//! "Israel attacked Gaza at dawn. Tanks rolled into Khan Yunis": to whoever guesses a country from what stands around, they
//! are of the place that they came to. They are of the side that was told to strike there before; and an army that kills
//! the gunmen of another land is of those whom they attacked.

use chancery_doc::{Argument, Country, CountrySource, EventType, Sector};

use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many sentences back a strike goes on.
const GOES_ON: usize = 5;

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

/// The state whose attack, or threat of one, on another a draft tells.
fn striker_at(draft: &Draft<'_>, struck: Country) -> Option<Country> {
    let hostile = matches!(draft.event_type, EventType::Assault | EventType::Threaten | EventType::Mobilize);
    let on_it = draft.recipients.iter().any(|r| r.country == Some(struck));
    let armed = |a: &Argument| matches!(a.sectors.first(), None | Some(Sector::Mil | Sector::Gov | Sector::Cop));
    if !hostile || draft.dropped || !on_it || !draft.actors.iter().all(armed) {
        return None;
    }
    state(&draft.actors).filter(|&s| s != struck && !s.is_international())
}

/// The state whose people those of another were told to attack.
fn attacked_by(draft: &Draft<'_>, attacker: Country) -> Option<Country> {
    let attacks = draft.event_type == EventType::Assault && !draft.dropped && state(&draft.actors) == Some(attacker);
    state(&draft.recipients).filter(|&s| attacks && s != attacker && !s.is_international())
}
