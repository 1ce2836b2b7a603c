//! From bytes to clean, segmented text.
//!
//! [`articles`] reads plain text files and JSONL, one [`Raw`] article at a time, in whatever encoding they come;
//! [`clean`] repairs what transport did to an article and cuts it into segments (headline, dateline, paragraphs …),
//! with a map that leads from every offset of the cleaned text back to the bytes of the input.
//!
//! Segments rest on layout alone: position, length, punctuation, capitals, and the set phrases of credits, bylines
//! and datelines. That needs no model, and a later stage can rely on it when it parses segment by segment.
//!
//! What is deliberately absent: other inputs than text and JSONL are recognised and refused, not guessed at
//! (`chancery-sources` takes them apart); no word
//! is corrected; and a language is found but never refused here, since that is for the engine to decide.
//!
//! Offsets of the map are bytes of the whole input, for JSONL too, where they lead through the escapes of the JSON
//! string into the line; add nothing, seek there. A byte-order mark is no part of the text, but its bytes count.

mod byline;
mod clean;
mod date;
mod dateline;
mod decode;
mod detect;
mod error;
mod jsonl;
mod language;
mod map;
mod raw;
mod segment;

pub use byline::authors;
pub use clean::{CleanOptions, clean};
pub use date::parse_date;
pub use decode::decode;
pub use detect::{InputFormat, detect};
pub use error::Error;
pub use map::Decoded;
pub use raw::{Options, Raw, articles};
