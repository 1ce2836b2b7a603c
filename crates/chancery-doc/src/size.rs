//! How many and how much: people an act befell, people who took part, sums of money.

use crate::Span;

/// A number of people as the text gives it: lowest, best and highest reading, with the words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Toll {
    /// Not fewer than this, if the words say so.
    pub low: Option<u32>,
    /// The one number to use if only one can be used.
    pub best: Option<u32>,
    /// Not more than this, if the words say so.
    pub high: Option<u32>,
    /// The words of the number ("at least 17").
    pub text: Span,
    /// The words that say of whom ("civilians").
    pub of: Option<Span>,
}

/// What an act did to people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Casualties {
    /// Killed.
    pub killed: Option<Toll>,
    /// Injured.
    pub injured: Option<Toll>,
    /// Arrested.
    pub arrested: Option<Toll>,
}

/// A sum of money.
#[derive(Clone, PartialEq, Debug)]
pub struct Amount {
    /// In units of the currency.
    pub value: f64,
    /// ISO 4217 code.
    pub currency: Option<String>,
    /// The words.
    pub text: Span,
}
