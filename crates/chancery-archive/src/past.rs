//! What the archive said on an earlier day.
//!
//! An archive of that day is made anew, in a temporary file that nobody else sees: of every article the text and the
//! coding that it had then, of all corrections those that were made by then. Since groups do not depend on the order
//! of arrival, stories and occurrences come out as they were. It takes as long as comparing all articles does.

use std::path::Path;

use chancery_engine::doc::Date;
use chancery_engine::wire::Ledger;

use crate::correct;
use crate::db::{Connection, OptionalExtension, params};
use crate::error::Error;
use crate::store::{Archive, Origin};
use crate::{ledger, show, similar};

/// A day (to its end) or a moment, as archives write time.
pub(crate) fn moment(typed: &str) -> Result<String, Error> {
    // A time of day would be dropped by what reads dates.
    if typed.len() == 10
        && let Ok(day) = typed.parse::<Date>()
    {
        return Ok(format!("{day}T23:59:59Z"));
    }
    let at: jiff::Timestamp = typed.parse().map_err(|_| {
        Error::new(format!(
            "\"{typed}\" is no moment; write a day, 2024-03-05, or 2024-03-05T12:00:00Z (days are of UTC)"
        ))
    })?;
    Ok(at.round(jiff::Unit::Second).unwrap_or(at).to_string())
}

/// An article as it was.
struct Then {
    identity: String,
    number: i64,
    ingested: String,
    ledger: Ledger,
}

impl Archive {
    /// The archive as it was at a moment: a day (`2024-03-05`, to its end, UTC) or an instant.
    ///
    /// Nothing is changed here, but corrections are taken off for a moment to see below them, so it must be open for
    /// writing.
    ///
    /// # Errors
    /// When the moment is none, or the archive or the disk fails.
    pub fn as_of(&self, typed: &str) -> Result<Archive, Error> {
        let at = moment(typed)?;
        // A database without a name is a temporary file of its own.
        let mut then = Archive { db: Connection::open_file(Path::new(""), crate::store::SCHEMA, true)? };
        similar::begin(&then.db)?;
        // Never committed: what is taken off is back when this ends.
        let tx = self.db.begin()?;
        let db = &self.db;
        let mut select = db.prepare_cached("SELECT key FROM articles WHERE first_seen <= ?1 ORDER BY key")?;
        let articles = select.query_map([&at], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        for article in articles {
            let Some(was) = article_then(db, article, &at)? else { continue };
            let origin = Origin { identity: was.identity, input: String::new() };
            then.store_numbered(&was.ledger, &origin, &was.ingested, was.number)?;
        }
        let mut select = db.prepare_cached("SELECT id, target, at, why FROM redirects WHERE at <= ?1 ORDER BY id")?;
        let mut rows = select.query([&at])?;
        while let Some(row) = rows.next()? {
            let (id, target): (String, Option<String>) = (row.get(0)?, row.get(1)?);
            if correct::find(&then.db, &id)?.is_none() {
                then.db
                    .prepare_cached("INSERT INTO redirects (id, target, at, why) VALUES (?1, ?2, ?3, ?4)")?
                    .execute(params![id, target, row.get::<_, String>(2)?, row.get::<_, String>(3)?])?;
            }
        }
        drop(rows);
        let mut select = db.prepare_cached(
            "SELECT coalesce(first_target, target), field, value, author, at, why FROM corrections WHERE at <= ?1 ORDER BY key",
        )?;
        let mut rows = select.query([&at])?;
        let mut touched = std::collections::BTreeSet::new();
        while let Some(row) = rows.next()? {
            let first: String = row.get(0)?;
            let id = led(&then.db, &first)?;
            then.db
                .prepare_cached(
                    "INSERT INTO corrections (target, first_target, field, value, author, at, why)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                )?
                .execute(params![
                    id,
                    first,
                    row.get::<_, String>(1)?,
                    row.get::<_, Option<String>>(2)?,
                    row.get::<_, String>(3)?,
                    row.get::<_, String>(4)?,
                    row.get::<_, String>(5)?
                ])?;
            touched.insert(id);
        }
        drop(rows);
        drop(tx);
        for id in touched {
            if let Some(place) = correct::find(&then.db, &id)? {
                correct::apply(&then.db, &id, place, false)?;
            }
        }
        then.settle(&at, |_| ())?;
        Ok(then)
    }
}

/// The id that one had become.
fn led(db: &Connection, first: &str) -> Result<String, Error> {
    let mut id = first.to_owned();
    for _ in 0..show::LONGEST_CHAIN {
        match show::leads_to(db, &id)? {
            Some(Some(target)) if correct::find(db, &id)?.is_none() => id = target,
            _ => break,
        }
    }
    Ok(id)
}

fn article_then(db: &Connection, article: i64, at: &str) -> Result<Option<Then>, Error> {
    let identity: String =
        db.prepare_cached("SELECT identity FROM articles WHERE key = ?1")?.query_row([article], |row| row.get(0))?;
    let version: Option<(i64, i64, String)> = db
        .prepare_cached(
            "SELECT key, version, ingested FROM versions WHERE article = ?1 AND ingested <= ?2
             ORDER BY version DESC LIMIT 1",
        )?
        .query_row(params![article, at], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    // A coding that was replaced later, of the same text or of one that came after the version found.
    let replaced: Option<(i64, String, String)> = db
        .prepare_cached(
            "SELECT version, ingested, ledger FROM history WHERE article = ?1 AND ingested <= ?2 AND retired > ?2
             ORDER BY version DESC, key DESC LIMIT 1",
        )?
        .query_row(params![article, at], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((number, ingested, json)) = replaced
        && version.as_ref().is_none_or(|(_, current, _)| *current <= number)
    {
        let mut ledger: Ledger =
            serde_json::from_str(&json).map_err(|cause| Error::because("a coding that was kept is damaged", cause))?;
        ledger.article.text = db
            .prepare_cached("SELECT text FROM versions WHERE article = ?1 AND version = ?2")?
            .query_row(params![article, number], |row| row.get(0))?;
        return Ok(Some(Then { identity, number, ingested, ledger }));
    }
    let Some((key, number, ingested)) = version else { return Ok(None) };
    correct::restore_all(db, key)?;
    Ok(Some(Then { identity, number, ingested, ledger: ledger::of_version(db, key, true)? }))
}

#[cfg(test)]
mod tests {
    use super::moment;

    #[test]
    fn a_day_lasts_to_its_end() {
        assert_eq!(moment("2024-03-05").unwrap(), "2024-03-05T23:59:59Z");
        assert_eq!(moment("2024-03-05T12:00:00+02:00").unwrap(), "2024-03-05T10:00:00Z");
        assert!(moment("yesterday").is_err());
    }
}
