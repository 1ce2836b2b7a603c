//! What the world is called: lists of actors, offices and places, and the index that finds them by name.

mod error;
mod fold;
mod gazetteer;

pub use error::Error;
pub use fold::{fold_into, folded};
pub use gazetteer::{Class, Entry, EntryId, Gazetteer, Noun, NounId, What};
