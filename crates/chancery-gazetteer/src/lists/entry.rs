//! What the lists hold: named things, the offices they held and when, and common nouns for actors.

use std::fmt;
use std::str::FromStr;

use chancery_doc::{Country, Date, Sector};

/// What a listed name is. The order is that of [`Entry`]s that share a name and have nothing else to go by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum What {
    /// A state by one of its names.
    Country,
    /// Adjective of nationality, which also serves as noun for one citizen.
    Demonym,
    /// Noun for several citizens.
    Citizens,
    /// A city that stands for the government where it acts.
    Capital,
    /// A house that stands for the government.
    Seat,
    /// Any other city or region.
    Place,
    /// An organisation, armed group, party, outlet.
    Organization,
    /// A public person.
    Person,
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            What::Country => "state",
            What::Demonym => "adjective or noun of nationality",
            What::Citizens => "noun for several citizens",
            What::Capital => "capital",
            What::Seat => "seat of government",
            What::Place => "place",
            What::Organization => "organization",
            What::Person => "person",
        })
    }
}

/// How sure the lists are of a fact.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Certainty {
    /// On record beyond doubt, its dates too as far as they are given.
    Certain,
    /// Probably so; a date may be off by some months.
    Likely,
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Certainty::Certain => "certain",
            Certainty::Likely => "likely",
        })
    }
}

/// A date as precise as it is known: a year, a month or a day. No date is better than an invented one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    pub(super) year: i16,
    pub(super) month: Option<i8>,
    pub(super) day: Option<i8>,
}

impl Moment {
    /// The first day it may be.
    pub fn first(self) -> Date {
        let day = Date::new(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1));
        day.expect("checked when it was made")
    }

    /// The last day it may be.
    pub fn last(self) -> Date {
        match (self.month, self.day) {
            (None, _) => Date::new(self.year, 12, 31).expect("checked when it was made"),
            (Some(_), None) => self.first().last_of_month(),
            (Some(_), Some(_)) => self.first(),
        }
    }

    pub(crate) fn day(date: Date) -> Moment {
        Moment { year: date.year(), month: Some(date.month()), day: Some(date.day()) }
    }
}

impl FromStr for Moment {
    type Err = String;

    fn from_str(text: &str) -> Result<Moment, String> {
        let wrong = || format!("\"{text}\" is no date; write it as 2005, 2005-11 or 2005-11-22");
        let parts: Vec<&str> = text.split('-').collect();
        let widths = parts.iter().zip([4, 2, 2]).all(|(p, n)| p.len() == n && p.bytes().all(|b| b.is_ascii_digit()));
        if parts.len() > 3 || !widths {
            return Err(wrong());
        }
        let number = |i: usize| parts.get(i).map(|p| p.parse::<i16>()).transpose().map_err(|_| wrong());
        let year = number(0)?.ok_or_else(wrong)?;
        let (month, day) = (number(1)?.map(|m| m as i8), number(2)?.map(|d| d as i8));
        Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| wrong())?;
        Ok(Moment { year, month, day })
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        self.month.map_or(Ok(()), |m| write!(f, "-{m:02}"))?;
        self.day.map_or(Ok(()), |d| write!(f, "-{d:02}"))
    }
}

/// Where a row stands: a file, by [`Gazetteer::file`](super::Gazetteer::file), and a line counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct At {
    pub(crate) file: u16,
    /// The line.
    pub line: u32,
}

/// An office that a person held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Office {
    /// What it is called, without its country; empty where a dictionary gives a code only.
    pub title: Box<str>,
    /// The state or international code it is held for.
    pub of: Option<Country>,
    /// PLOVER sectors of its holder, primary first.
    pub sectors: Box<[Sector]>,
    /// Since when; unknown if none.
    pub from: Option<Moment>,
    /// Until when; to this day if none.
    pub to: Option<Moment>,
    /// How sure we are.
    pub certainty: Certainty,
    /// Its row.
    pub at: At,
}

impl Office {
    /// Whether it may have been held on a day: a month or year that begins or ends a term counts whole.
    pub fn held_on(&self, day: Date) -> bool {
        self.from.is_none_or(|m| m.first() <= day) && self.to.is_none_or(|m| day <= m.last())
    }
}

/// Position of an [`Entry`].
pub type EntryId = u32;

/// One listed thing, whatever it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What kind of thing it is.
    pub what: What,
    /// The usual name, as the list gives it.
    pub name: Box<str>,
    /// The state or international code it belongs to.
    pub country: Option<Country>,
    /// PLOVER sectors, primary first; a person's are those of the time he or she was best known.
    pub sectors: Box<[Sector]>,
    /// The offices a person held, the one he or she is best known for first.
    pub offices: Box<[Office]>,
    /// Those who share the name by which this was found, so that the context must decide; country and sectors are
    /// then what holds unless it does: those of the one entry that claims the name for itself, or what all have in
    /// common.
    pub rivals: Box<[EntryId]>,
    /// Its row; of entries that share a name, that of the first.
    pub at: At,
}

/// What a person was on a given day, as far as the lists know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing<'g> {
    /// The state or international code it was of: that of an office held, else the person's own.
    pub country: Option<Country>,
    /// PLOVER sectors, primary first; none for someone who is not known to have held an office by then.
    pub sectors: &'g [Sector],
    /// The office held, or last held.
    pub office: Option<&'g Office>,
    /// Whether the office was past.
    pub former: bool,
}

const FORMER: &[Sector] = &[Sector::Eli];

impl Entry {
    /// Country, sectors and office on a day; without one, of the time the person was best known.
    pub fn standing(&self, day: Option<Date>) -> Standing<'_> {
        let best = self.offices.first();
        let Some(day) = day.filter(|_| best.is_some()) else {
            let sectors = match best {
                Some(office) if self.sectors.is_empty() => &office.sectors,
                _ => &self.sectors,
            };
            let country = best.and_then(|o| o.of).or(self.country);
            return Standing { country, sectors, office: best, former: false };
        };
        let begun = |o: &&Office| o.from.map(Moment::first);
        if let Some(office) = self.offices.iter().filter(|o| o.held_on(day)).max_by_key(begun) {
            let country = office.of.or(self.country);
            return Standing { country, sectors: &office.sectors, office: Some(office), former: false };
        }
        let country = self.country;
        let past = self.offices.iter().filter(|o| o.to.is_some_and(|m| m.last() < day)).max_by_key(begun);
        match past {
            Some(office) if !office.title.is_empty() => {
                Standing { country, sectors: FORMER, office: Some(office), former: true }
            }
            // A dictionary's code without dates holds whenever none with dates does.
            _ if best.is_some_and(|o| o.title.is_empty()) => {
                Standing { country, sectors: &self.sectors, office: None, former: false }
            }
            _ => Standing { country, sectors: &[], office: None, former: false },
        }
    }
}

/// How a common noun for an actor behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A rank or post.
    Office,
    /// One human being.
    Person,
    /// A force or crowd.
    People,
    /// An institution.
    Body,
    /// Belongs to the organisation named with it, whose sectors it takes.
    Part,
    /// Speaks for the organisation named with it.
    Spokes,
    /// Counts those named after it ("thousands of students").
    Quantity,
    /// No actor, though it holds a word for one ("third party").
    Thing,
    /// Says something and is no actor: a poll, a report. Where its author is named, the author says it.
    Document,
}

impl FromStr for Class {
    type Err = String;

    fn from_str(text: &str) -> Result<Class, String> {
        Ok(match text {
            "office" => Class::Office,
            "person" => Class::Person,
            "people" => Class::People,
            "body" => Class::Body,
            "part" => Class::Part,
            "spokes" => Class::Spokes,
            "quantity" => Class::Quantity,
            "thing" => Class::Thing,
            "document" => Class::Document,
            _ => return Err(format!("\"{text}\" is no class; see the head of agents.csv")),
        })
    }
}

/// A common noun for an actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noun {
    /// Dictionary form.
    pub form: Box<str>,
    /// PLOVER sectors, primary first; none where the context decides.
    pub sectors: Vec<Sector>,
    /// How it behaves.
    pub class: Class,
    /// At work away from home as a rule ("diplomat", "observer", "peacekeeper"), so that neither the place nor the
    /// country spoken of tells where such a one is from.
    pub abroad: bool,
    /// Bound to one town or province ("governor", "mayor"), so that the place spoken of tells where such a one is.
    pub local: bool,
    /// Of one state in all the world ("pope").
    pub country: Option<Country>,
    /// Its row.
    pub at: At,
}

/// Position of a [`Noun`].
pub type NounId = u32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_cover_what_they_do_not_say() {
        for (text, first, last) in [
            ("2005", "2005-01-01", "2005-12-31"),
            ("2012-02", "2012-02-01", "2012-02-29"),
            ("1999-12-31", "1999-12-31", "1999-12-31"),
        ] {
            let moment: Moment = text.parse().expect("a date");
            assert_eq!((moment.first().to_string(), moment.last().to_string()), (first.to_owned(), last.to_owned()));
            assert_eq!(moment.to_string(), text);
        }
        for text in ["", "05", "2005-13", "2005-1", "2005-02-30", "2005-02-03-04", "x005", "20050203"] {
            let message = text.parse::<Moment>().unwrap_err();
            assert_eq!(message, format!("\"{text}\" is no date; write it as 2005, 2005-11 or 2005-11-22"));
        }
    }
}
