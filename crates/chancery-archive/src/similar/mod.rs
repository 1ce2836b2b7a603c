//! What belongs together: copies of a text, stories, occurrences, actors.
//!
//! Every pair is judged from the two records alone, never from how common something is in the archive, and groups
//! are made from all pairs at once. So the order in which articles arrive changes nothing: an archive filled twice,
//! in two orders, has the same stories and occurrences under the same ids.

pub(crate) mod actors;
pub(crate) mod cluster;
pub(crate) mod features;
pub(crate) mod happening;
pub(crate) mod minhash;
pub(crate) mod occurrences;
pub(crate) mod pairs;
mod pieces;
mod settle;
pub(crate) mod stories;
mod window;

pub use settle::Settled;
pub(crate) use settle::{begin, parted};
