//! Time expressions: recognition, and normalisation to TimeML values.
//!
//! Three steps, each linear in the text. [`words`] cuts the text finer than tokens; [`grammar`] finds expressions and
//! what they mean without a date; [`resolve`] computes values in text order from the publication date, the time last
//! spoken of and the [`tense`] of the governing verb. What words mean stands in the tables of `data/time/`. The shape of
//! values follows the TIMEX3 guidelines of TimeML 1.2.1.

mod feasts;
mod grammar;
mod lexicon;
mod meaning;
mod resolve;
mod tense;
mod value;
mod words;

use chancery_doc::{Note, Parse, Text, Time};

/// The time expressions of an article, in text order, none overlapping another. Never fails: what is odd is noted.
pub fn times(text: &Text, parse: &Parse, notes: &mut Vec<Note>) -> Vec<Time> {
    let words = words::Words::new(text, parse);
    let found = grammar::Grammar::new(&words).read();
    resolve::Resolver::new(parse, text.given.published, notes).resolve(&words, &found)
}
