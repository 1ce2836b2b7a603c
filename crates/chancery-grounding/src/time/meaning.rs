//! What an expression means before anyone asks which day it is.
//!
//! The grammar builds a [`Meaning`] from the words alone, so that it can be tested without a date; the resolver turns
//! it into a value. A meaning never holds a date that the words do not state.

use chancery_doc::TimeKind;

/// A unit of time, from the shortest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Night,
    Day,
    Weekend,
    Week,
    Fortnight,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
    Millennium,
}

/// Which of several, seen from an anchor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Which {
    Last,
    This,
    Next,
}

impl Which {
    /// How many units away.
    pub(super) fn step(self) -> i32 {
        match self {
            Which::Last => -1,
            Which::This => 0,
            Which::Next => 1,
        }
    }
}

/// From where an expression counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum From {
    /// The moment of speaking, for which the publication date stands.
    Speech,
    /// The time last spoken of.
    Told,
}

/// How many.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Amount {
    /// In hundredths, since "two and a half years" is exact too.
    Exact(u32),
    /// "Several".
    Vague,
}

impl Amount {
    /// So many whole ones.
    pub(super) fn whole(n: u32) -> Amount {
        Amount::Exact(n.saturating_mul(100))
    }
}

/// A year as an expression gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Year {
    /// Not at all.
    #[default]
    Unsaid,
    /// By number.
    Is(i32),
    /// "Last year".
    Which(Which),
    /// "That year".
    Told,
    /// By a number that is no year of the calendar.
    Impossible,
}

/// A part of the day as TimeML writes it.
pub(super) type Part = &'static str;

/// A time of day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Clock {
    pub hour: u8,
    pub minute: Option<u8>,
    /// Whether the words say Greenwich or universal time.
    pub utc: bool,
}

/// The time of day within a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum OfDay {
    Part(Part),
    Clock(Clock),
}

/// Which stretch of the calendar, within its year if it has one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Stretch {
    Whole,
    Month(u8),
    Day(u8, u8),
    Weekday(u8),
    Season(&'static str),
    Quarter(u8),
    Half(u8),
    /// Index into the table of feasts.
    Feast(usize),
    /// "Year-end".
    End,
}

/// What an expression means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Meaning {
    /// The same at any date: `PRESENT_REF`.
    Fixed { kind: TimeKind, value: &'static str },
    /// A stretch of the calendar by name, with "last", "this" or "next" if the words say so.
    Calendar { year: Year, stretch: Stretch, which: Option<Which> },
    /// A decade, by its first year divided by ten; two digits leave the century open.
    Decade { tens: i32, century_said: bool },
    /// A century, by its ordinal.
    Century { ordinal: i32, before_christ: bool },
    /// "Last week", "the following day".
    Whole { which: Which, unit: Unit, from: From },
    /// "Two weeks ago", "three days later".
    Shift { amount: Amount, unit: Unit, back: bool, from: From },
    /// "Yesterday".
    Deictic { days: i32 },
    /// "The latest quarter", "the year-earlier period".
    Compared { unit: Unit, years_back: i32 },
    /// A length of time.
    Length { amount: Amount, unit: Unit },
    /// What recurs.
    Recurring { value: String },
    /// A time within a day; without a day, within the day last spoken of.
    TimeOfDay { day: Option<Box<Meaning>>, of_day: OfDay },
}
