//! Where local bodies and people are at home: in the place that the article means, not in its famous namesake.
//!
//! The lists of actors know one Paris and one Athens; which one an article speaks of is found out later, when its
//! places are resolved together. Where a party is named after a place ("Athens police", "a London man"), and the place
//! lies in the country that most of the article's places lie in, the party of an event is of that country. Bare names
//! of places stay what they are, and so do firms and bodies of which nothing else is told: those take names from
//! anywhere.

use std::collections::BTreeMap;

use chancery_doc::{Argument, Cast, Country, EntityId, EntityKind, Event, Place, PlaceKind, TokenId};

/// Corrects the countries of the parties of events.
pub(crate) fn relocate(cast: &Cast, places: &[Place], events: &mut [(TokenId, Event)]) {
    let Some(home) = main_country(places) else { return };
    let mut wrong: BTreeMap<EntityId, Country> = BTreeMap::new();
    for (_, event) in events.iter() {
        for argument in event.actors.iter().chain(&event.recipients) {
            if let Some(country) = argument.country.filter(|c| *c != home && !c.is_international())
                && is_named_after(cast, places, argument, home, country)
            {
                wrong.insert(argument.entity, country);
            }
        }
    }
    for (_, event) in events {
        for argument in event.actors.iter_mut().chain(&mut event.recipients) {
            if argument.country.is_some() && wrong.get(&argument.entity).copied() == argument.country {
                argument.country = Some(home);
            }
        }
    }
}

/// The country that most of the names of towns and districts lie in, if it is clear.
fn main_country(places: &[Place]) -> Option<Country> {
    let mut count: BTreeMap<Country, usize> = BTreeMap::new();
    for place in places.iter().filter(|p| p.kind == PlaceKind::Name && p.admin1.is_some()) {
        if let Some(country) = place.country {
            *count.entry(country).or_default() += 1;
        }
    }
    let total: usize = count.values().sum();
    let (&country, &n) = count.iter().max_by_key(|(_, n)| **n)?;
    (n > 1 && 2 * n > total).then_some(country)
}

/// Whether a party bears the name of a place at home, and nothing in its name speaks for the other country.
fn is_named_after(cast: &Cast, places: &[Place], argument: &Argument, home: Country, country: Country) -> bool {
    let takes_any_name = match cast.entity(argument.entity).kind {
        EntityKind::Place => true,
        EntityKind::Organization => argument.sectors.is_empty(),
        _ => false,
    };
    let inside = || {
        cast.mentions_of(argument.entity)
            .flat_map(|m| places.iter().filter(move |p| m.span.contains(p.span) && m.span != p.span))
    };
    let at_home = |p: &Place| p.kind == PlaceKind::Name && p.admin1.is_some() && p.country == Some(home);
    !takes_any_name && inside().any(at_home) && !inside().any(|p| p.country == Some(country))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_doc::Span;

    fn place(country: &str, admin1: Option<&str>) -> Place {
        Place {
            span: Span::new(0, 1),
            kind: PlaceKind::Name,
            name: "Athens".into(),
            country: country.parse().ok(),
            admin1: admin1.map(Into::into),
            admin2: None,
            feature: None,
            precision: None,
            point: None,
            geonames: None,
        }
    }

    #[test]
    fn most_towns_tell_the_country() {
        let usa = || place("USA", Some("Georgia"));
        let france = || place("FRA", Some("Normandie"));
        for (places, country) in [
            (vec![usa(), usa(), france()], Some("USA")),
            (vec![usa(), france()], None),
            (vec![usa()], None),
            (vec![place("FRA", None), place("FRA", None), usa(), usa()], Some("USA")),
        ] {
            assert_eq!(main_country(&places).map(|c| c.code().to_owned()).as_deref(), country);
        }
    }
}
