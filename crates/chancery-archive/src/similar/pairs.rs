//! Which articles and events belong together, two at a time.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Connection, Transaction, params};

use super::happening::{self, Happening};
use super::minhash;
use super::window::{Near, Traits, Window};
use crate::error::Error;

/// Of the shorter text, how much must stand in the longer one to be called a copy, in millionths.
pub(crate) const COPY: u32 = 550_000;
/// How alike two articles must be to be linked, in millionths; a story asks for a higher mean ([`super::pieces`]), to
/// which weaker likenesses count too.
pub(crate) const STORY: u32 = 140_000;
/// How alike two events must be to be linked.
pub(crate) const SAME: u32 = 600_000;
/// How alike an event of the headline must be to one of the body, which as a rule it tells again.
const SUMMARY: u32 = 700_000;
/// Articles that share fewer features are not compared.
const SHARED: u32 = 3;
/// How many days apart two articles on one matter may appear and still be compared.
const WINDOW: i64 = 6;
/// How many days apart two texts may appear and one be called a copy of the other.
const REPRINTED: i64 = 30;
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
    window: Window,
    happenings: BTreeMap<i64, Vec<Happening>>,
    /// The runs of words of texts that were held against others.
    runs: BTreeMap<i64, Vec<u64>>,
    /// Articles that are not linked yet, once it was asked for them.
    unlinked: Option<BTreeSet<i64>>,
}

impl Known {
    /// The happenings of so many articles at most, a few thousand bytes each.
    const MOST: usize = 8000;

    /// Makes room, when much is known.
    pub(crate) fn tidy(&mut self) {
        if self.happenings.len() >= Known::MOST {
            self.happenings.clear();
        }
        if self.runs.len() >= Known::MOST {
            self.runs.clear();
        }
    }

    /// The articles that are not linked yet.
    fn unlinked(&mut self, db: &Connection) -> Result<&mut BTreeSet<i64>, Error> {
        let unlinked = match self.unlinked.take() {
            Some(unlinked) => unlinked,
            None => {
                // The index holds those below 2 only, and is found by its own words.
                let mut select = db.prepare_cached("SELECT key FROM versions WHERE settled < 2 AND settled = 0")?;
                select.query_map([], |row| row.get(0))?.collect::<Result<_, Error>>()?
            }
        };
        Ok(self.unlinked.insert(unlinked))
    }

    /// The runs of words of an article.
    fn runs(&mut self, db: &Connection, version: i64) -> Result<&[u64], Error> {
        Ok(match self.runs.entry(version) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unread) => {
                let mut text = db.prepare_cached("SELECT text FROM versions WHERE key = ?1")?;
                unread.insert(minhash::runs(&text.query_row([version], |row| row.get::<_, String>(0))?))
            }
        })
    }

    /// Fetches the happenings of an article, which are then there to be looked at.
    pub(crate) fn fetch(&mut self, db: &Connection, version: i64) -> Result<(), Error> {
        if let Entry::Vacant(unread) = self.happenings.entry(version) {
            unread.insert(happening::of_version(db, version)?);
        }
        Ok(())
    }

    pub(crate) fn happenings(&self, version: i64) -> &[Happening] {
        self.happenings.get(&version).map_or(&[], Vec::as_slice)
    }
}

/// Links a version to all it belongs with among those that are linked already: those that are not will look at it.
pub(crate) fn link(tx: &Transaction<'_>, version: i64, known: &mut Known) -> Result<(), Error> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO links (kind, a, b, weight) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, a, b) DO UPDATE SET weight = excluded.weight",
    )?;
    let traits = Traits::of(tx, version)?;
    let mut near = copies(tx, version, traits.as_ref().map_or(0, |traits| traits.day), known)?;
    for &(other, weight) in &near {
        insert.execute(params!["copy", version.min(other), version.max(other), weight])?;
    }
    for (other, weight) in stories(tx, version, traits.as_ref(), known)? {
        insert.execute(params!["story", version.min(other), version.max(other), weight])?;
        if !near.iter().any(|(known, _)| *known == other) {
            near.push((other, weight));
        }
    }
    if let Some(traits) = traits {
        known.window.linked(version, traits.day);
    }
    known.unlinked(tx)?.remove(&version);
    known.tidy();
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

/// What an article is a copy of, among those that are linked. Which these are is known: to ask of each would read its
/// text, which stands before the column that says so.
fn copies(db: &Connection, version: i64, day: i64, known: &mut Known) -> Result<Vec<(i64, u32)>, Error> {
    let mut others = db.prepare_cached(
        "SELECT DISTINCT y.version FROM near_bands x JOIN near_bands y ON y.band = x.band AND y.day BETWEEN ?2 AND ?3
         WHERE x.version = ?1 AND y.version <> ?1 ORDER BY y.version",
    )?;
    let (first, last) = around(day, REPRINTED);
    let mut others = others.query_map([version, first, last], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
    let unlinked = known.unlinked(db)?;
    others.retain(|other| !unlinked.contains(other));
    if others.is_empty() {
        return Ok(Vec::new());
    }
    let mine = known.runs(db, version)?.to_vec();
    let mut found = Vec::new();
    for other in others {
        let weight = minhash::overlap(&mine, known.runs(db, other)?);
        if weight >= COPY {
            found.push((other, weight));
        }
    }
    Ok(found)
}

/// The days around one. Articles without a date, which have day 0, are compared with each other only.
fn around(day: i64, width: i64) -> (i64, i64) {
    if day == 0 { (0, 0) } else { (day - width, day + width) }
}

/// The cosine of the two articles' features, fading with the days between them. All sums are of integers.
fn stories(
    db: &Connection,
    version: i64,
    traits: Option<&Traits>,
    known: &mut Known,
) -> Result<Vec<(i64, u32)>, Error> {
    let Some(traits) = traits else { return Ok(Vec::new()) };
    let (mine, day) = (traits.sum, traits.day);
    let days = around(day, WINDOW);
    let mut found = Vec::new();
    for Near { version: other, day: other_day, own: theirs, both } in known.window.near(db, traits, days, SHARED)? {
        if other == version {
            continue;
        }
        let mut likeness = both.weights as f64 / ((mine.weights as f64) * (theirs.weights as f64)).sqrt().max(1.0);
        // Two raids are told in the same words; what tells them apart is whose and where they were,
        if mine.n_names > 0 && theirs.n_names > 0 && both.n_names == 0 {
            likeness *= STRANGE;
        }
        // and when: a later report of one matter says on what day it was.
        if day != other_day && mine.n_days > 0 && theirs.n_days > 0 && both.n_days == 0 {
            likeness *= ANOTHER_DAY;
        }
        let weight = (likeness * 1e6 / (1.0 + (day - other_day).abs() as f64 / FADE)).round() as u32;
        if weight >= STORY {
            found.push((other, weight));
        }
    }
    Ok(found)
}
