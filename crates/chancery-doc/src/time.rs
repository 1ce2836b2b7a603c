//! When: time expressions with their TimeML values.

use crate::{Date, Span};

/// What a time expression denotes: the four types of TIMEX3.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum TimeKind {
    /// A day, week, month, year or longer calendar unit.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A time that recurs.
    Set,
}

/// A time expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// What they denote.
    pub kind: TimeKind,
    /// The value as TimeML writes it: `2023-01-23`, `2023-W04`, `P2W`, `PAST_REF`.
    pub value: Box<str>,
    /// First day covered; `None` when the value fixes no stretch of the calendar.
    pub from: Option<Date>,
    /// Last day covered.
    pub to: Option<Date>,
}
