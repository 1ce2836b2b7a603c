//! Toponyms: which words name a place, and which place of that name is meant.
//!
//! [`find`] proposes and weighs names, from the place lists, from the recogniser's spans and from words for kinds of
//! places; [`resolve`] then chooses among namesakes, all toponyms of an article together, because a text that names
//! Texas means another Paris than one that names Lyon. Adjectives of belonging ("Syrian") are toponyms too, since who
//! reads for places wants them. What words say of the country they are written in stands in [`cues`].

mod cues;
mod find;
mod generic;
mod resolve;

use std::sync::Arc;

use chancery_doc::{Cast, Note, Parse, Place, PlaceKind, Sector, Text};
use chancery_gazetteer::{Feature, Gazetteer, Places, SpotId};

use self::find::{Found, Toponyms};

/// Finds and places the toponyms of articles.
#[derive(Debug)]
pub struct Locator {
    places: Places,
    gazetteer: Arc<Gazetteer>,
}

impl Locator {
    /// A locator over lists of places, and actor lists that know where a publisher is at home.
    pub fn new(places: Places, gazetteer: Arc<Gazetteer>) -> Locator {
        Locator { places, gazetteer }
    }

    /// The toponyms of an article, in text order, none overlapping another. Never fails: what is odd is noted.
    pub fn places(&self, text: &Text, parse: &Parse, cast: &Cast, notes: &mut Vec<Note>) -> Vec<Place> {
        if !self.places.has_file() {
            notes.push(Note::new(
                "places.file",
                "there is no file of places, so only states, capitals and regions are known; run `cargo xtask places`",
            ));
        }
        let found = Toponyms::new(&self.places, text, parse, cast).find();
        let home = cues::home(text, parse, cast, &self.gazetteer);
        let chosen = resolve::choose(&self.places, &found, &home);
        found.iter().zip(chosen).map(|(toponym, spot)| self.place(toponym, spot, text, cast)).collect()
    }

    fn place(&self, toponym: &Found, spot: Option<SpotId>, text: &Text, cast: &Cast) -> Place {
        let words = toponym.span.of(text.as_str());
        let Some(id) = spot else {
            let (kind, name) = (PlaceKind::Name, words.into());
            let (country, admin1, admin2, feature) = (None, None, None, None);
            let (precision, point, geonames) = (None, None, None);
            return Place {
                span: toponym.span,
                kind,
                name,
                country,
                admin1,
                admin2,
                feature,
                precision,
                point,
                geonames,
            };
        };
        let spot = self.places.spot(id);
        let name = |unit: Option<SpotId>| unit.map(|u| Box::from(self.places.spot(u).name));
        let (admin1, admin2) = match spot.feature {
            Feature::Admin1 => (Some(Box::from(spot.name)), None),
            Feature::Admin2 => (name(spot.admin1), Some(Box::from(spot.name))),
            _ => (name(spot.admin1), name(spot.admin2)),
        };
        let governs = cast.mentions().iter().any(|m| m.span == toponym.span && m.sectors.contains(&Sector::Gov));
        Place {
            span: toponym.span,
            kind: match spot.feature {
                Feature::People => PlaceKind::Adjective,
                _ if governs => PlaceKind::Metonym,
                _ => PlaceKind::Name,
            },
            name: spot.name.into(),
            country: spot.country,
            admin1,
            admin2,
            feature: Some(spot.feature.code()),
            // A region inside one state is no more than a unit of it; of several, no less than a state.
            precision: Some(match spot.feature {
                Feature::Region | Feature::Territory if spot.country.is_some() => 2,
                feature => feature.precision(),
            }),
            point: spot.point,
            geonames: spot.geonames,
        }
    }
}
