//! What the world is called: lists of actors, offices and places, and the index that finds them by name.

mod entry;
mod error;
mod fold;
mod gazetteer;
mod index;
mod load;
mod nouns;
mod petrarch;
mod places;
mod source;

pub use entry::{At, Certainty, Class, Entry, EntryId, Moment, Noun, NounId, Office, Standing, What};
pub use error::Error;
pub use fold::{fold_into, folded};
pub use gazetteer::{Gazetteer, Lists};
pub use places::{Feature, Namesakes, Places, Sources, Spot, SpotId, compile, key};
