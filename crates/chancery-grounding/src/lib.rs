//! When and where: time expressions to the calendar, toponyms to the gazetteer.
//!
//! [`time`](mod@time) finds what TIMEX3 annotates and computes its value from the publication date and the text's own
//! order; [`place`] finds toponyms and resolves them. Neither needs the other. What is deliberately absent: which
//! event took place when and where, which coding reads off the grammar.

pub mod place;
pub mod time;
