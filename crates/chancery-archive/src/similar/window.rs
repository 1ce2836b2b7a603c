//! The articles of some days, at hand to be compared: which of them share what with one article.
//!
//! Articles are compared with those of the days around theirs only, and come in about the order of their days. So a
//! run holds the articles of these days, by feature, and lets go of a day once it has been left behind; what one
//! article shares with all of them is then counted without a question to the database.
//!
//! Not here: what the features are (`features`), and how alike two articles are that share some (`pairs`).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::features::{self, stored};
use crate::db::{Connection, OptionalExtension};
use crate::error::Error;

/// What the features of one article, or those that two share, come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Sum {
    /// Squares of weights, or products.
    pub(crate) weights: i64,
    pub(crate) n: u32,
    pub(crate) n_names: u32,
    pub(crate) n_days: u32,
}

impl Sum {
    fn add(&mut self, mine: i64, theirs: i64) {
        self.weights += mine * theirs;
        self.n += 1;
        self.n_names += u32::from(mine >= features::SPECIFIC);
        self.n_days += u32::from(mine == features::DAY);
    }
}

/// An article as it is compared: its day and its features.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Traits {
    pub(crate) day: i64,
    pub(crate) sum: Sum,
    features: Vec<(i64, i64)>,
}

impl Traits {
    fn new(day: i64, weights: &[u8]) -> Traits {
        let features: Vec<(i64, i64)> = stored(weights).collect();
        let mut sum = Sum::default();
        features.iter().for_each(|(_, weight)| sum.add(*weight, *weight));
        Traits { day, sum, features }
    }

    /// Of an article of the archive.
    pub(crate) fn of(db: &Connection, version: i64) -> Result<Option<Traits>, Error> {
        let mut select = db.prepare_cached("SELECT day, weights FROM traits WHERE version = ?1")?;
        select.query_row([version], |row| Ok(Traits::new(row.get(0)?, &row.get::<_, Vec<u8>>(1)?))).optional()
    }
}

/// The articles of one day.
#[derive(Debug, Default)]
struct Day {
    /// By place: the article, what its own features come to, and whether it has been linked with all that were.
    articles: Vec<(i64, Sum, bool)>,
    /// Where a feature occurs, with its weight there.
    places: BTreeMap<i64, Vec<(u32, i64)>>,
}

impl Day {
    fn load(db: &Connection, day: i64) -> Result<Day, Error> {
        let mut select = db.prepare_cached(
            "SELECT t.version, t.weights, v.settled > 0 FROM traits t JOIN versions v ON v.key = t.version
             WHERE t.day = ?1 AND v.current = 1 ORDER BY t.version",
        )?;
        let mut all = Day::default();
        let mut rows = select.query([day])?;
        while let Some(row) = rows.next()? {
            let traits = Traits::new(day, &row.get::<_, Vec<u8>>(1)?);
            let place = all.articles.len() as u32;
            for (feature, weight) in traits.features {
                all.places.entry(feature).or_default().push((place, weight));
            }
            all.articles.push((row.get(0)?, traits.sum, row.get(2)?));
        }
        Ok(all)
    }
}

/// An article that shares something with one that was asked about.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Near {
    pub(crate) version: i64,
    pub(crate) day: i64,
    pub(crate) own: Sum,
    pub(crate) both: Sum,
}

/// The days that are held.
#[derive(Debug, Default)]
pub(crate) struct Window(BTreeMap<i64, Day>);

impl Window {
    /// The articles of the days from `first` to `last` that are linked already and share so many features, in the
    /// order of days and keys.
    pub(crate) fn near(
        &mut self,
        db: &Connection,
        mine: &Traits,
        (first, last): (i64, i64),
        at_least: u32,
    ) -> Result<Vec<Near>, Error> {
        self.0.retain(|day, _| (first..=last).contains(day));
        let mut found = Vec::new();
        for day in first..=last {
            if let Entry::Vacant(missing) = self.0.entry(day) {
                missing.insert(Day::load(db, day)?);
            }
            let Some(held) = self.0.get(&day) else { continue };
            let mut shared = vec![Sum::default(); held.articles.len()];
            for (feature, weight) in &mine.features {
                for (place, theirs) in held.places.get(feature).map_or(&[][..], Vec::as_slice) {
                    shared[*place as usize].add(*weight, *theirs);
                }
            }
            for ((version, own, is_linked), both) in held.articles.iter().zip(shared) {
                if *is_linked && both.n >= at_least {
                    found.push(Near { version: *version, day, own: *own, both });
                }
            }
        }
        Ok(found)
    }

    /// Remembers that an article has been linked.
    pub(crate) fn linked(&mut self, version: i64, day: i64) {
        if let Some(held) = self.0.get_mut(&day)
            && let Ok(place) = held.articles.binary_search_by_key(&version, |(version, _, _)| *version)
        {
            held.articles[place].2 = true;
        }
    }
}
