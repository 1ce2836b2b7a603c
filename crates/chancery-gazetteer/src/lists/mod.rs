//! What the world is called: actors, offices and the nouns for them, read from lists, checked, and indexed by name.
//!
//! The build script holds this module too: it reads our own lists once and writes them down as they are looked up
//! ([`Gazetteer::encode`]), so that a start has nothing to read. A user's lists are read at the start.

#[allow(dead_code, reason = "the build script writes what the program reads")]
mod codec;
mod entry;
mod error;
mod fold;
mod gazetteer;
mod index;
mod load;
mod names;
mod nouns;
mod petrarch;
mod source;

pub use entry::{At, Certainty, Class, Entry, EntryId, Moment, Noun, NounId, Office, Standing, What};
pub use error::Error;
pub use fold::{fold_into, folded};
pub use gazetteer::{Gazetteer, Lists};
pub(crate) use names::Cursor;
