//! Which articles and events belong together, two at a time.

use crate::db::{Connection, Transaction, params};

use super::happening;
use super::minhash;
use crate::error::Error;

/// Of the shorter text, how much must stand in the longer one to be called a copy, in millionths.
pub(crate) const COPY: u32 = 550_000;
/// How alike two articles must be to be linked, in millionths; a story asks for a mean of [`super::stories::MEAN`].
pub(crate) const STORY: u32 = 220_000;
/// How alike two events must be to be linked.
pub(crate) const SAME: u32 = 600_000;
/// How alike an event of the headline must be to one of the body, which as a rule it tells again.
const SUMMARY: u32 = 700_000;
/// How many days apart two articles on one matter may appear and still be compared.
const WINDOW: i64 = 6;
/// Likeness halves over so many days: matters go on, but a story is about one.
const FADE: f64 = 9.0;

/// Links a version to all others it belongs with.
pub(crate) fn link(tx: &Transaction<'_>, version: i64) -> Result<(), Error> {
    let mut insert = tx.prepare_cached(
        "INSERT INTO links (kind, a, b, weight) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (kind, a, b) DO UPDATE SET weight = excluded.weight",
    )?;
    let mut near = copies(tx, version)?;
    for &(other, weight) in &near {
        insert.execute(params!["copy", version.min(other), version.max(other), weight])?;
    }
    for (other, weight) in stories(tx, version)? {
        insert.execute(params!["story", version.min(other), version.max(other), weight])?;
        if !near.iter().any(|(known, _)| *known == other) {
            near.push((other, weight));
        }
    }
    let mine = happening::of_version(tx, version)?;
    if mine.is_empty() {
        return Ok(());
    }
    let (summary, body): (Vec<_>, Vec<_>) = mine.iter().partition(|h| h.is_summary);
    for (a, b) in summary.iter().flat_map(|a| body.iter().map(move |b| (a, b))) {
        let weight = happening::likeness(a, b);
        if weight >= SUMMARY {
            insert.execute(params!["same", a.key.min(b.key), a.key.max(b.key), weight])?;
        }
    }
    near.sort_unstable();
    for (other, _) in near {
        let theirs = happening::of_version(tx, other)?;
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

/// The cosine of the two articles' features, fading with the days between them. All sums are of integers.
fn stories(db: &Connection, version: i64) -> Result<Vec<(i64, u32)>, Error> {
    let mut norm =
        db.prepare_cached("SELECT coalesce(sum(weight * weight), 0), max(day) FROM features WHERE version = ?1")?;
    let mut norm = |key: i64| norm.query_row([key], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, Option<i64>>(1)?)));
    let (mine, day) = norm(version)?;
    let Some(day) = day else { return Ok(Vec::new()) };
    let mut shared = db.prepare_cached(
        "SELECT y.version, sum(x.weight * y.weight), y.day
         FROM features x JOIN features y ON y.feature = x.feature AND y.day BETWEEN ?2 AND ?3
         WHERE x.version = ?1 AND y.version <> ?1
         GROUP BY y.version, y.day HAVING count(*) >= 3 ORDER BY y.version",
    )?;
    // Articles without a date are compared with each other only.
    let (first, last) = if day == 0 { (0, 0) } else { (day - WINDOW, day + WINDOW) };
    let rows = shared.query_map(params![version, first, last], |row| {
        Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?))
    })?;
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    let mut found = Vec::new();
    for (other, product, other_day) in rows {
        let (theirs, _) = norm(other)?;
        let cosine = product as f64 / ((mine as f64) * (theirs as f64)).sqrt().max(1.0);
        let weight = (cosine * 1e6 / (1.0 + (day - other_day).abs() as f64 / FADE)).round() as u32;
        if weight >= STORY {
            found.push((other, weight));
        }
    }
    Ok(found)
}
