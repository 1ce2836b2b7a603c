//! What people who look at the archive on a screen ask beside lists: what happened by quad class, which pairs are most
//! active, who reports what of a story, what came in lately, what an article's records are called; and how long an
//! answer may take.
//!
//! Everything is read; nothing here is kept.

use std::collections::BTreeMap;
use std::time::Duration;

use chancery_engine::doc::Date;
use jiff::Unit;

use crate::db::{OptionalExtension, Value};
use crate::error::Error;
use crate::filter::Filter;
use crate::query::{Kind, run};
use crate::select::Summed;
use crate::series::{MOST, Period};
use crate::store::Archive;
use crate::table::Type::{Int, Real, Text};
use crate::table::{Cell, Column, Sink, Table, Type};

/// What an archive holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Overview {
    /// Articles as they stand now.
    pub n_articles: i64,
    /// Happenings.
    pub n_occurrences: i64,
    /// The day of the oldest article.
    pub first: Option<String>,
    /// The day of the newest article.
    pub last: Option<String>,
}

/// An article that came in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Came {
    /// Where it stands in the order of coming in.
    pub place: i64,
    /// Its id.
    pub id: String,
    /// Its headline.
    pub headline: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<String>,
}

/// Ends the answer that an archive is working on, from another thread.
pub struct Interrupt(Box<dyn Fn() + Send + Sync>);

impl std::fmt::Debug for Interrupt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Interrupt")
    }
}

impl Interrupt {
    pub(crate) fn new(stop: impl Fn() + Send + Sync + 'static) -> Interrupt {
        Interrupt(Box::new(stop))
    }

    /// Ends it; it fails with an error of the archive. A server hears of it a moment later, and may by then be at the next
    /// answer.
    pub fn stop(&self) {
        (self.0)();
    }
}

fn columns(named: &[(&str, Type)]) -> Vec<Column> {
    named.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: Some(*kind) }).collect()
}

/// How much two sides have to do with each other.
#[derive(Clone, Copy, Default)]
struct Dealings {
    forth: i64,
    back: i64,
    cooperation: i64,
    conflict: i64,
    scale: f64,
}

impl Archive {
    /// Gives what ends an answer, for a thread that waits no longer than `limit`. It may block, and belongs on a thread
    /// that may; told between two statements, it ends nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn answer_within(&self, limit: Duration) -> Result<Interrupt, Error> {
        self.db.answer_within(limit)
    }

    /// What stands for the state of the archive: it changes with everything that is written. Nothing, when nothing was
    /// written since archives have one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn state(&self) -> Result<Option<String>, Error> {
        self.db.state()
    }

    /// What the archive holds.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn overview(&self) -> Result<Overview, Error> {
        // Each is found in an index, or in what is counted by days.
        let one = |sql: &str| self.db.query_row(sql, [], |row| row.get::<_, Option<String>>(0)).optional();
        let n_articles = self.db.query_row("SELECT count(*) FROM versions WHERE current = 1", [], |row| row.get(0))?;
        let days = "FROM versions WHERE current = 1 AND coalesce(published, '') > '' ORDER BY coalesce(published, '')";
        let first = one(&format!("SELECT published {days} LIMIT 1"))?.flatten();
        let last = one(&format!("SELECT published {days} DESC LIMIT 1"))?.flatten();
        let n_occurrences =
            self.db.query_row("SELECT coalesce(sum(n), 0) FROM occurrence_days", [], |row| row.get(0))?;
        Ok(Overview { n_articles, n_occurrences, first, last })
    }

    /// The permanent ids of an article's records, by their ids in its ledger.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn record_ids(&self, article: &str) -> Result<BTreeMap<String, String>, Error> {
        let mut ids = BTreeMap::new();
        let tables = [("events", "e.id"), ("statements", "e.id"), ("positions", "e.id"), ("entities", "t.id")];
        for (table, id) in tables {
            let actor = if table == "entities" { "JOIN actors t ON t.key = e.actor" } else { "" };
            let mut select = self.db.prepare_cached(&format!(
                "SELECT e.local, {id} FROM {table} e JOIN versions v ON v.key = e.version AND v.current = 1
                 JOIN articles a ON a.key = v.article {actor} WHERE a.id = ?1"
            ))?;
            let rows = select.query_map([article], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
            for row in rows {
                let (local, id) = row?;
                ids.insert(local, id);
            }
        }
        Ok(ids)
    }

    /// Gives `sink` a row for each period, with the happenings of each quad class: 1 verbal cooperation, 2 material
    /// cooperation, 3 verbal conflict, 4 material conflict. Periods without any are there, as in [`Archive::series`].
    ///
    /// # Errors
    /// When the archive or the sink fails.
    pub fn quads(&self, filter: &Filter, period: Period, sink: &mut dyn Sink) -> Result<(), Error> {
        let Summed { from, n, which, params, .. } = self.happened_in(filter)?;
        let sql = format!("SELECT o.day, o.quad, {n} FROM {from} WHERE {which} GROUP BY o.day, o.quad");
        let mut counts: BTreeMap<Date, [i64; 4]> = BTreeMap::new();
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(&params[..])?;
        while let Some(row) = rows.next()? {
            let day: String = row.get(0)?;
            let Some(start) = day.parse::<Date>().ok().and_then(|d| period.start(d)) else { continue };
            let quad = usize::try_from(row.get::<_, i64>(1)?.clamp(1, 4) - 1).unwrap_or_default();
            counts.entry(start).or_default()[quad] += row.get::<_, i64>(2)?;
        }
        // A server takes one question at a time.
        drop(rows);
        sink.begin(&columns(&[
            ("period", Text),
            ("start", Text),
            ("verbal_cooperation", Int),
            ("material_cooperation", Int),
            ("verbal_conflict", Int),
            ("material_conflict", Int),
            ("n_articles", Int),
        ]))?;
        let first = filter.since.and_then(|day| period.start(day)).or_else(|| counts.keys().next().copied());
        let last = filter.until.and_then(|day| period.start(day)).or_else(|| counts.keys().last().copied());
        let (Some(first), Some(last)) = (first, last) else { return sink.finish() };
        if last.since((Unit::Day, first)).is_ok_and(|span| span.get_days() as usize > MOST) {
            return Err(Error::new(format!(
                "from {first} to {last} is too long for a series; give --since and --until"
            )));
        }
        let read = self.read_in(period)?;
        let mut start = Some(first);
        while let Some(day) = start.filter(|day| *day <= last) {
            let n = counts.get(&day).copied().unwrap_or_default();
            sink.row(&[
                Cell::Text(period.label(day)),
                Cell::Text(day.to_string()),
                Cell::Int(n[0]),
                Cell::Int(n[1]),
                Cell::Int(n[2]),
                Cell::Int(n[3]),
                Cell::Int(read.get(&day).copied().unwrap_or(0)),
            ])?;
            start = period.next(day);
        }
        sink.finish()
    }

    /// Gives `sink` the pairs that have most to do with each other, most first. A side is a country, or a name where
    /// none is known; within one country it is country and sector.
    ///
    /// # Errors
    /// When the archive or the sink fails.
    pub fn pairs(&self, filter: &Filter, limit: usize, sink: &mut dyn Sink) -> Result<(), Error> {
        let (keys, params) = self.select(Kind::Events, &Filter { limit: None, ..filter.clone() }, None)?;
        let side = |g: &str, n: &str| {
            format!(
                "CASE WHEN {g}.country IS NULL THEN {n}.name
                      WHEN x.country = y.country AND {g}.sectors <> '' THEN {g}.country || '.' || substr({g}.sectors, 1, 3)
                      ELSE {g}.country END"
            )
        };
        let sql = format!(
            "SELECT source, target, quad, count(DISTINCT occurrence), avg(scale) FROM (
                 SELECT {} AS source, {} AS target, e.quad AS quad, e.scale AS scale, e.occurrence AS occurrence
                 FROM events e
                 JOIN arguments x ON x.event = e.key AND x.side = 'actor'
                 JOIN arguments y ON y.event = e.key AND y.side = CASE
                     WHEN EXISTS (SELECT 1 FROM arguments z WHERE z.event = e.key AND z.side = 'recipient')
                     THEN 'recipient' ELSE 'actor' END
                 JOIN entities n ON n.key = x.entity
                 JOIN entities m ON m.key = y.entity
                 WHERE e.occurrence IS NOT NULL AND x.entity <> y.entity AND e.key IN ({keys})) q
             WHERE source <> target GROUP BY source, target, quad ORDER BY source, target, quad",
            side("x", "n"),
            side("y", "m"),
        );
        let mut pairs: BTreeMap<(String, String), Dealings> = BTreeMap::new();
        let mut statement = self.db.prepare(&sql)?;
        let mut rows = statement.query(&params[..])?;
        while let Some(row) = rows.next()? {
            let (source, target): (String, String) = (row.get(0)?, row.get(1)?);
            let (quad, n, scale): (i64, i64, f64) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let is_forth = source <= target;
            let dealings = pairs.entry(if is_forth { (source, target) } else { (target, source) }).or_default();
            *(if is_forth { &mut dealings.forth } else { &mut dealings.back }) += n;
            *(if quad <= 2 { &mut dealings.cooperation } else { &mut dealings.conflict }) += n;
            dealings.scale += scale * n as f64;
        }
        let mut ranked: Vec<_> = pairs.into_iter().collect();
        // The order of names decides between equals, since the sort is stable.
        ranked.sort_by_key(|(_, d)| std::cmp::Reverse(d.forth + d.back));
        sink.begin(&columns(&[
            ("first", Text),
            ("second", Text),
            ("n", Int),
            ("n_first_to_second", Int),
            ("n_second_to_first", Int),
            ("n_cooperation", Int),
            ("n_conflict", Int),
            ("scale", Real),
        ]))?;
        for ((first, second), d) in ranked.into_iter().take(limit) {
            let n = d.forth + d.back;
            sink.row(&[
                Cell::Text(first),
                Cell::Text(second),
                Cell::Int(n),
                Cell::Int(d.forth),
                Cell::Int(d.back),
                Cell::Int(d.cooperation),
                Cell::Int(d.conflict),
                Cell::Real(d.scale / n.max(1) as f64),
            ])?;
        }
        sink.finish()
    }

    /// Who reports what of a story: its articles, its happenings, and for each report of a happening the event with its
    /// figures and sources.
    ///
    /// # Errors
    /// When there is no such story, or the archive fails.
    pub fn story_reports(&self, story: &str) -> Result<Vec<(&'static str, Table)>, Error> {
        const INSIDE: &str = "SELECT x.key FROM events x JOIN membership m ON m.version = x.version
            JOIN stories s ON s.key = m.story WHERE s.id = ?1";
        let queries = [
            (
                "articles",
                "SELECT a.id, a.published, a.publisher, a.headline, a.copies, a.n_events, a.url FROM v_articles a
                 WHERE a.key IN (SELECT m.version FROM membership m JOIN stories s ON s.key = m.story WHERE s.id = ?1)
                 ORDER BY a.published NULLS FIRST, a.ingested, a.id"
                    .to_owned(),
            ),
            (
                "occurrences",
                format!(
                    "SELECT o.id, o.type, o.modes, o.quad, o.actor_names, o.recipient_names, o.actors, o.recipients,
                         o.first, o.last, o.place, o.killed_low, o.killed_high, o.injured_low, o.injured_high,
                         o.n_reports, o.n_origins, o.first_report, o.n_asserting, o.n_denying
                     FROM v_occurrences o WHERE o.key IN (SELECT e.occurrence FROM events e WHERE e.key IN ({INSIDE}))
                     ORDER BY coalesce(o.first, o.first_report) NULLS FIRST, o.id"
                ),
            ),
            (
                "reports",
                format!(
                    "SELECT e.occurrence, e.id AS event, e.article, e.publisher, e.published, e.killed_low, e.killed_best,
                         e.killed_high, e.injured_low, e.injured_best, e.injured_high, e.arrested_best, e.asserted_by,
                         e.contested_by, e.via, e.evidence
                     FROM v_events e WHERE e.key IN ({INSIDE}) AND e.occurrence IS NOT NULL
                     ORDER BY e.published NULLS FIRST, e.id"
                ),
            ),
        ];
        let mut tables = Vec::new();
        for (name, sql) in queries {
            let mut table = Table::default();
            let mut statement = self.db.prepare_cached(&sql)?;
            let columns = statement.column_names().into_iter().map(|name| Column { name, kind: None }).collect();
            run(&mut statement, &[Value::Text(story.to_owned())], columns, &mut table)?;
            tables.push((name, table));
        }
        if tables[0].1.rows.is_empty() {
            return Err(Error::new(format!("the archive has no story {story}")));
        }
        Ok(tables)
    }

    /// What came in after a place in the order of coming in, oldest first; without a place, where that order ends now.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn came_after(&self, place: Option<i64>, limit: usize) -> Result<(i64, Vec<Came>), Error> {
        let Some(after) = place else {
            let last = self.db.query_row("SELECT coalesce(max(key), 0) FROM versions", [], |row| row.get(0))?;
            return Ok((last, Vec::new()));
        };
        let mut select = self.db.prepare_cached(
            "SELECT v.key, a.id, v.headline, a.publisher, v.published FROM versions v JOIN articles a ON a.key = v.article
             WHERE v.key > ?1 AND v.current = 1 ORDER BY v.key LIMIT ?2",
        )?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let came = select
            .query_map([after, limit], |row| {
                Ok(Came {
                    place: row.get(0)?,
                    id: row.get(1)?,
                    headline: row.get(2)?,
                    publisher: row.get(3)?,
                    published: row.get(4)?,
                })
            })?
            .collect::<Result<Vec<_>, Error>>()?;
        Ok((came.last().map_or(after, |last| last.place), came))
    }

    /// The ids of the articles with positions that pass the filter, newest first.
    ///
    /// # Errors
    /// When a filter says nothing about positions, or the archive fails.
    pub fn articles_with_positions(&self, filter: &Filter, limit: usize) -> Result<Vec<String>, Error> {
        let (keys, mut params) = self.select(Kind::Positions, &Filter { limit: None, ..filter.clone() }, None)?;
        params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        let mut select = self.db.prepare(&format!(
            "SELECT a.id FROM versions v JOIN articles a ON a.key = v.article
             WHERE v.key IN (SELECT p.version FROM positions p WHERE p.key IN ({keys}))
             ORDER BY v.published DESC NULLS LAST, a.id LIMIT ?"
        ))?;
        let ids = select.query_map(&params[..], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok(ids)
    }
}
