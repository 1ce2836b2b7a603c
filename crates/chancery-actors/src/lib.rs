//! Who takes part: finds every mention of a person, organisation, group or government, joins the mentions of one
//! referent, and says its country, sectors and roles.
//!
//! Three steps, each linear in the text. [`scan`] finds listed names and nouns for actors; [`phrase`] reads the
//! noun phrases they stand in by their grammar, [`relate`] what those lend each other ("Israeli Foreign Minister Eli Cohen" tells country, sector and role
//! without any list knowing the man); [`join`] goes through the phrases in text order and gives each to an entity,
//! looking back a bounded distance, with [`pronoun`] for pronouns and [`pairs`] for words such as "both sides".
//!
//! What is deliberately absent: coordinates and administrative regions (grounding), and what anybody did (coding).

mod answers;
mod binding;
mod bodies;
mod breakaway;
mod bulletins;
mod company;
mod constitutions;
mod context;
mod counted;
mod dyads;
mod earlier;
mod gender;
mod home;
mod join;
mod juntas;
mod later;
mod led;
mod loyal;
mod minds;
mod modifiers;
mod multinational;
mod namelists;
mod names;
mod namesakes;
mod neighbours;
mod nobody;
mod opposed;
mod origin;
mod outlets;
mod own_side;
mod pairs;
mod phrase;
mod postal;
mod posts;
mod pronoun;
mod quotes;
mod rebels;
mod relate;
mod scan;
mod scenes;
mod several;
mod sides;
mod size;
mod spans;
mod spokes;
mod stage;
mod states;
mod stories;
mod strength;
mod suspects;
mod ties;
mod witnessed;

use std::sync::Arc;

use chancery_doc::{Cast, Note, Parse, Text};
use chancery_gazetteer::{Error, Gazetteer, Lists};

/// Finds and joins the actors of an article. Loads once, serves any number of articles and threads.
#[derive(Debug)]
pub struct Resolver {
    gazetteer: Arc<Gazetteer>,
}

impl Resolver {
    /// A resolver over the lists that Chancery brings.
    ///
    /// # Errors
    /// If a list is broken.
    pub fn new() -> Result<Resolver, Error> {
        Resolver::over(Lists::Ours)
    }

    /// A resolver over some lists.
    ///
    /// # Errors
    /// If a list is broken.
    pub fn over(lists: Lists<'_>) -> Result<Resolver, Error> {
        Ok(Resolver { gazetteer: Arc::new(Gazetteer::load(lists)?) })
    }

    /// The lists in use.
    pub fn gazetteer(&self) -> &Arc<Gazetteer> {
        &self.gazetteer
    }

    /// The cast of an article. Never fails: what cannot be resolved stays without country or sector.
    pub fn resolve(&self, text: &Text, parse: &Parse, notes: &mut Vec<Note>) -> Cast {
        let scan = scan::scan(&self.gazetteer, text, parse);
        notes.extend(scan.undated(&self.gazetteer, text));
        let phrases = phrase::phrases(&self.gazetteer, text, parse, &scan);
        join::join(&self.gazetteer, text, parse, phrases)
    }
}
