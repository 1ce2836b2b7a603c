//! When: time expressions to the calendar.
//!
//! [`times`] finds what TIMEX3 annotates and computes its value from the publication date and the text's own order. What
//! is deliberately absent: which event took place when, which is for coding to read off the grammar.

mod time;

pub use time::times;
