//! When and where: time expressions to the calendar, toponyms to places of the world.
//!
//! [`times`] finds what TIMEX3 annotates and computes its value from the publication date and the text's own order;
//! a [`Locator`] finds toponyms and decides which place each means. What is deliberately absent: which event took place
//! when and where, which is for coding to read off the grammar.

mod place;
mod time;

pub use place::Locator;
pub use time::times;
