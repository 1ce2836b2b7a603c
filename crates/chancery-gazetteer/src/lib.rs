//! What the world is called: lists of actors, offices and places, and the index that finds them by name.

mod compiled;
mod lists;
mod places;

pub use lists::{
    At, Certainty, Class, Entry, EntryId, Error, Gazetteer, Lists, Moment, Noun, NounId, Office, Standing, What,
    fold_into, folded,
};
pub use places::{Feature, Namesakes, Places, Sources, Spot, SpotId, compile, key};
