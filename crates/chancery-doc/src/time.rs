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

/// How an expression counts from the time last spoken of: "the following day" is one day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Counted {
    /// Whether what it dates came after, before, or at that time.
    pub relation: Relation,
    /// How many days lie between, where the words count days or weeks.
    pub days: Option<u16>,
}

/// Where an event stands to another one in time.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Relation {
    /// It came later.
    After,
    /// It came earlier.
    Before,
    /// It was at the same time, or within it.
    During,
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
    /// How it counts from the time last spoken of, if it does.
    pub counted: Option<Counted>,
}
