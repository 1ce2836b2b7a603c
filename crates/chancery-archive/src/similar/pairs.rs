//! Which articles and events belong together, two at a time.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::db::{Connection, Row, Transaction, params};

use super::features;
use super::happening::{self, Happening};
use super::minhash;
use crate::error::Error;

/// Of the shorter text, how much must stand in the longer one to be called a copy, in millionths.
pub(crate) const COPY: u32 = 550_000;
/// How alike two articles must be to be linked, in millionths; a story asks for a mean of [`super::stories::MEAN`],
/// to which weaker likenesses count too.
pub(crate) const STORY: u32 = 140_000;
/// How alike two events must be to be linked.
pub(crate) const SAME: u32 = 600_000;
/// How alike an event of the headline must be to one of the body, which as a rule it tells again.
const SUMMARY: u32 = 700_000;
/// How many days apart two articles on one matter may appear and still be compared.
const WINDOW: i64 = 6;
/// Likeness halves over so many days: matters go on, but a story is about one.
const FADE: f64 = 9.0;
/// What is left of a likeness when no name is shared although both have some.
const STRANGE: f64 = 0.6;
/// What is left when two days of publication share no day of which they report.
const ANOTHER_DAY: f64 = 0.8;

/// What is known of the articles that were looked at, since each is looked at from many others. Articles come in about
/// the order of their days, so what was looked at last is soon looked at again.
#[derive(Debug, Default)]
pub(crate) struct Known {
    about: BTreeMap<i64, (Sum, Option<i64>)>,
    happenings: BTreeMap<i64, Vec<Happening>>,
}

impl Known {
    /// The happenings of so many articles at most, a few thousand bytes each.
    const MOST: usize = 8000;
    /// The sums of so many, some bytes each.
    const MOST_SUMS: usize = 200_000;

    /// The sums of an article's own features, and its day.
    fn about(&mut self, db: &Connection, version: i64) -> Result<(Sum, Option<i64>), Error> {
        if let Some(known) = self.about.get(&version) {
            return Ok(*known);
        }
        let mut about = db.prepare_cached(&format!(
            "SELECT sum(x.weight * x.weight), {}, max(x.day) FROM features x WHERE x.version = ?1",
            of_kinds()
        ))?;
        let about = about.query_row([version], |row| Ok((Sum::of(row)?, row.get(3)?)))?;
        if self.about.len() >= Known::MOST_SUMS {
            self.about.clear();
        }
        self.about.insert(version, about);
        Ok(about)
    }

    /// Fetches the happenings of an article, which are then there to be looked at.
    fn fetch(&mut self, db: &Connection, version: i64) -> Result<(), Error> {
        if let Entry::Vacant(unread) = self.happenings.entry(version) {
            unread.insert(happening::of_version(db, version)?);
        }
        Ok(())
    }

    fn happenings(&self, version: i64) -> &[Happening] {
        self.happenings.get(&version).map_or(&[], Vec::as_slice)
    }
}

/// Links a version to all others it belongs with.
pub(crate) fn link(tx: &Transaction<'_>, version: i64, known: &mut Known) -> Result<(), Error> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO links (kind, a, b, weight) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, a, b) DO UPDATE SET weight = excluded.weight",
    )?;
    let mut near = copies(tx, version)?;
    for &(other, weight) in &near {
        insert.execute(params!["copy", version.min(other), version.max(other), weight])?;
    }
    for (other, weight) in stories(tx, version, known)? {
        insert.execute(params!["story", version.min(other), version.max(other), weight])?;
        if !near.iter().any(|(known, _)| *known == other) {
            near.push((other, weight));
        }
    }
    if known.happenings.len() >= Known::MOST {
        known.happenings.clear();
    }
    known.fetch(tx, version)?;
    if known.happenings(version).is_empty() {
        return Ok(());
    }
    let (summary, body): (Vec<_>, Vec<_>) = known.happenings(version).iter().partition(|h| h.is_summary);
    for (a, b) in summary.iter().flat_map(|a| body.iter().map(move |b| (a, b))) {
        let weight = happening::likeness(a, b);
        if weight >= SUMMARY {
            insert.execute(params!["same", a.key.min(b.key), a.key.max(b.key), weight])?;
        }
    }
    near.sort_unstable();
    for (other, _) in near {
        known.fetch(tx, other)?;
        let (mine, theirs) = (known.happenings(version), known.happenings(other));
        for (a, b) in mine.iter().flat_map(|a| theirs.iter().map(move |b| (a, b))) {
            let weight = happening::likeness(a, b);
            if weight >= SAME {
                insert.execute(params!["same", a.key.min(b.key), a.key.max(b.key), weight])?;
            }
        }
    }
    Ok(())
}

fn copies(db: &Connection, version: i64) -> Result<Vec<(i64, u32)>, Error> {
    let mut others = db.prepare_cached(
        "SELECT DISTINCT y.version FROM bands x JOIN bands y ON y.band = x.band
         WHERE x.version = ?1 AND y.version <> ?1 ORDER BY y.version",
    )?;
    let others = others.query_map([version], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let mut text = db.prepare_cached("SELECT text FROM versions WHERE key = ?1")?;
    let mut runs =
        |key: i64| -> Result<_, Error> { Ok(minhash::runs(&text.query_row([key], |row| row.get::<_, String>(0))?)) };
    let mine = runs(version)?;
    let mut found = Vec::new();
    for other in others {
        let weight = minhash::overlap(&mine, &runs(other)?);
        if weight >= COPY {
            found.push((other, weight));
        }
    }
    Ok(found)
}

/// What the features of one article, or those that two share, come to.
#[derive(Clone, Copy, Debug)]
struct Sum {
    /// Squares of weights, or products.
    weights: i64,
    has_names: bool,
    has_days: bool,
}

/// The counts that [`Sum`] has beside the weights.
fn of_kinds() -> String {
    format!(
        "sum(CASE WHEN x.weight >= {} THEN 1 ELSE 0 END), sum(CASE WHEN x.weight = {} THEN 1 ELSE 0 END)",
        features::SPECIFIC,
        features::DAY
    )
}

impl Sum {
    /// Of the first three columns.
    fn of(row: &Row<'_>) -> Result<Sum, Error> {
        let or_none = |i: usize| -> Result<i64, Error> { Ok(row.get::<_, Option<i64>>(i)?.unwrap_or(0)) };
        Ok(Sum { weights: or_none(0)?, has_names: or_none(1)? > 0, has_days: or_none(2)? > 0 })
    }
}

/// The cosine of the two articles' features, fading with the days between them. All sums are of integers.
fn stories(db: &Connection, version: i64, known: &mut Known) -> Result<Vec<(i64, u32)>, Error> {
    let (mine, day) = known.about(db, version)?;
    let Some(day) = day else { return Ok(Vec::new()) };
    let mut shared = db.prepare_cached(&format!(
        "SELECT sum(x.weight * y.weight), {}, y.version, y.day
         FROM features x JOIN features y ON y.feature = x.feature AND y.day BETWEEN ?2 AND ?3
         WHERE x.version = ?1 AND y.version <> ?1
         GROUP BY y.version, y.day HAVING count(*) >= 3 ORDER BY y.version",
        of_kinds()
    ))?;
    // Articles without a date are compared with each other only.
    let (first, last) = if day == 0 { (0, 0) } else { (day - WINDOW, day + WINDOW) };
    let rows = shared.query_map(params![version, first, last], |row| {
        Ok((Sum::of(row)?, row.get::<_, i64>(3)?, row.get::<_, i64>(4)?))
    })?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for (both, other, other_day) in rows {
        let (theirs, _) = known.about(db, other)?;
        let mut likeness = both.weights as f64 / ((mine.weights as f64) * (theirs.weights as f64)).sqrt().max(1.0);
        // Two raids are told in the same words; what tells them apart is whose and where they were,
        if mine.has_names && theirs.has_names && !both.has_names {
            likeness *= STRANGE;
        }
        // and when: a later report of one matter says on what day it was.
        if day != other_day && mine.has_days && theirs.has_days && !both.has_days {
            likeness *= ANOTHER_DAY;
        }
        let weight = (likeness * 1e6 / (1.0 + (day - other_day).abs() as f64 / FADE)).round() as u32;
        if weight >= STORY {
            found.push((other, weight));
        }
    }
    Ok(found)
}
