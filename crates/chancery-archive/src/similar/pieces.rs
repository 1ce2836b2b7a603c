//! What must be looked at together to say what belongs together.
//!
//! Records hang together by links. Grouping by average likeness (`cluster`) joins two groups only where some link
//! between them is as strong as the average that is asked for, so a part of the graph that no such link leaves can be
//! grouped by itself, and what is new changes nothing outside of its own part.
//!
//! In crowded times, though, everything hangs together by links that are just strong enough. Where a part would have
//! more than [`MOST`] records, more is therefore asked for, step by step, until the parts are small: what is much alike
//! all around must be more alike to be one matter. Which part a record is in, and what is asked for there, follows from
//! the graph alone, so the order of arrival changes nothing.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::Connection;
use crate::error::Error;

/// A part has no more records, unless not even the last step parts it (a thousand reprints of one text).
pub(crate) const MOST: usize = 400;

/// What is linked: articles into stories, or events into occurrences.
#[derive(Debug)]
pub(crate) struct Graph {
    /// The neighbours of a record, with the weights of their links.
    near: &'static str,
    /// The level at which a record was grouped last.
    level: &'static str,
    /// What is asked for, in millionths, in steps.
    steps: &'static [u32],
}

pub(crate) const STORIES: Graph = Graph {
    // A copy tells the same story, whatever was cut from it.
    near: "SELECT b, CASE kind WHEN 'copy' THEN 1000000 ELSE weight END FROM links
               WHERE kind IN ('copy', 'story') AND a = ?1
           UNION ALL SELECT a, CASE kind WHEN 'copy' THEN 1000000 ELSE weight END FROM links
               WHERE kind IN ('copy', 'story') AND b = ?1",
    level: "SELECT s.level FROM membership m JOIN stories s ON s.key = m.story WHERE m.version = ?1",
    steps: &[200_000, 250_000, 300_000, 350_000, 400_000, 450_000, 500_000, 600_000, 700_000, 850_000],
};

pub(crate) const OCCURRENCES: Graph = Graph {
    near: "SELECT b, weight FROM links WHERE kind = 'same' AND a = ?1
           UNION ALL SELECT a, weight FROM links WHERE kind = 'same' AND b = ?1",
    level: "SELECT o.level FROM events e JOIN occurrences o ON o.key = e.occurrence WHERE e.key = ?1",
    steps: &[520_000, 640_000, 700_000, 760_000, 820_000, 880_000],
};

/// A part of the graph, to be grouped by itself.
#[derive(Debug)]
pub(crate) struct Piece {
    /// What its groups must be alike on average.
    pub(crate) level: u32,
    /// In the order of their keys.
    pub(crate) records: Vec<i64>,
    /// Records elsewhere that were in a part which has grown too large, and are to be grouped again.
    pub(crate) stale: Vec<i64>,
}

/// Finds the parts of a graph that stays as it is.
#[derive(Debug)]
pub(crate) struct Pieces<'g> {
    graph: &'g Graph,
    /// Whether what was grouped at some level would still be too much at those below: not so once links were taken away.
    trust: bool,
    /// The first step that may be small enough for a record, as far as it is known.
    floor: BTreeMap<i64, usize>,
}

impl<'g> Pieces<'g> {
    pub(crate) fn new(graph: &'g Graph, trust: bool) -> Pieces<'g> {
        Pieces { graph, trust, floor: BTreeMap::new() }
    }

    /// The part that a record is in.
    pub(crate) fn of(&mut self, db: &Connection, start: i64) -> Result<Piece, Error> {
        let last = self.graph.steps.len() - 1;
        let mut stale = BTreeSet::new();
        let mut step = self.floor.get(&start).copied().unwrap_or(0);
        loop {
            let level = self.graph.steps[step.min(last)];
            if let Some(records) = self.within(db, start, step, step >= last)? {
                stale.retain(|record| records.binary_search(record).is_err());
                return Ok(Piece { level, records, stale: stale.into_iter().collect() });
            }
            self.raise(db, start, step, &mut stale)?;
            step += 1;
        }
    }

    fn near(&self, db: &Connection, record: i64, at_least: u32) -> Result<Vec<i64>, Error> {
        let mut select = db.prepare_cached(self.graph.near)?;
        let rows = select.query_map([record], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, u32>(1)?)))?;
        let near = rows.collect::<Result<Vec<_>, Error>>()?;
        Ok(near.into_iter().filter(|(_, weight)| *weight >= at_least).map(|(other, _)| other).collect())
    }

    /// The step that a record was grouped at, when it was.
    fn grouped(&self, db: &Connection, record: i64) -> Result<Option<usize>, Error> {
        let mut select = db.prepare_cached(self.graph.level)?;
        let level = select.query_map([record], |row| row.get::<_, i64>(0))?.next().transpose()?;
        let level = level.filter(|level| *level > 0);
        Ok(level.map(|level| self.graph.steps.iter().take_while(|step| i64::from(**step) < level).count()))
    }

    /// What hangs together with a record at a step, unless it is too much.
    fn within(&self, db: &Connection, start: i64, step: usize, whatever: bool) -> Result<Option<Vec<i64>>, Error> {
        let mut found = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(record) = open.pop() {
            for other in self.near(db, record, self.graph.steps[step])? {
                if !found.insert(other) {
                    continue;
                }
                let too_much = found.len() > MOST
                    || self.floor.get(&other).is_some_and(|floor| *floor > step)
                    || (self.trust && self.grouped(db, other)?.is_some_and(|at| at > step));
                if too_much && !whatever {
                    return Ok(None);
                }
                open.push(other);
            }
        }
        Ok(Some(found.into_iter().collect()))
    }

    /// Notes that a step is too low for a record and all that hangs together with it, as far as that was not known.
    fn raise(&mut self, db: &Connection, start: i64, step: usize, stale: &mut BTreeSet<i64>) -> Result<(), Error> {
        let mut seen = BTreeSet::from([start]);
        let mut open = vec![start];
        while let Some(record) = open.pop() {
            let at = self.grouped(db, record)?;
            self.floor.insert(record, step + 1);
            if at.is_some_and(|at| at <= step) {
                stale.insert(record);
            }
            for other in self.near(db, record, self.graph.steps[step])? {
                let is_known = self.floor.get(&other).is_some_and(|floor| *floor > step);
                if !is_known && seen.insert(other) && self.grouped(db, other)?.is_none_or(|at| at <= step) {
                    open.push(other);
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, OCCURRENCES, Piece, Pieces, STORIES};
    use crate::Archive;

    fn archive(dir: &tempfile::TempDir, links: &[(i64, i64, u32)]) -> Archive {
        let archive = Archive::open(dir.path().join("a.db").to_str().unwrap()).unwrap();
        archive.db.execute_batch("PRAGMA foreign_keys = off").unwrap();
        for (a, b, weight) in links {
            let sql = "INSERT INTO links (kind, a, b, weight) VALUES ('story', ?1, ?2, ?3)";
            archive.db.execute(sql, crate::db::params![a, b, weight]).unwrap();
        }
        archive
    }

    fn grouped(archive: &Archive, piece: &Piece) {
        for record in &piece.records {
            let sql = "INSERT INTO stories (key, id, title, level) VALUES (?1, ?1, '', ?2)
                ON CONFLICT (id) DO UPDATE SET level = excluded.level";
            archive.db.execute(sql, crate::db::params![record, piece.level]).unwrap();
            let sql = "INSERT INTO membership (version, story, copies) VALUES (?1, ?1, '') ON CONFLICT DO NOTHING";
            archive.db.execute(sql, [record]).unwrap();
        }
    }

    /// A chain of pairs: strong within a pair, `between` from one to the next.
    fn chain(n: i64, between: u32) -> Vec<(i64, i64, u32)> {
        (0..n).flat_map(|i| [(2 * i, 2 * i + 1, 900_000), (2 * i + 1, 2 * i + 2, between)]).collect()
    }

    #[test]
    fn what_is_small_hangs_together_by_the_weakest_links_that_count() {
        let dir = tempfile::tempdir().unwrap();
        let archive = archive(&dir, &[(1, 2, 200_000), (2, 3, 199_999), (3, 4, 600_000)]);
        let mut pieces = Pieces::new(&STORIES, true);
        for (start, want) in [(1, [1, 2]), (2, [1, 2]), (4, [3, 4])] {
            let piece = pieces.of(&archive.db, start).unwrap();
            assert_eq!((piece.level, piece.records.as_slice()), (200_000, &want[..]));
        }
        let alone = Pieces::new(&OCCURRENCES, true).of(&archive.db, 1).unwrap();
        assert_eq!((alone.level, alone.records.as_slice()), (520_000, &[1][..]));
    }

    #[test]
    fn more_is_asked_for_where_much_is_alike_and_the_order_does_not_matter() {
        let dir = tempfile::tempdir().unwrap();
        let n = MOST as i64;
        let archive = archive(&dir, &chain(n, 320_000));
        let mut forth = Pieces::new(&STORIES, true);
        let mut back = Pieces::new(&STORIES, true);
        for i in 0..n {
            let a = forth.of(&archive.db, 2 * i).unwrap();
            let b = back.of(&archive.db, 2 * (n - 1 - i)).unwrap();
            assert_eq!((a.level, a.records), (350_000, vec![2 * i, 2 * i + 1]));
            assert_eq!((b.level, b.records), (350_000, vec![2 * (n - 1 - i), 2 * (n - 1 - i) + 1]));
        }
    }

    #[test]
    fn what_grows_too_large_is_parted_and_what_shrinks_is_joined() {
        let dir = tempfile::tempdir().unwrap();
        let half = MOST as i64 / 4;
        // Two parts that are small enough, and the link that makes them too large.
        let mut links = chain(half, 320_000);
        links.extend(chain(half + 60, 320_000).into_iter().map(|(a, b, w)| (a + 10_000, b + 10_000, w)));
        let archive = archive(&dir, &links);
        for start in [0, 10_000] {
            let piece = Pieces::new(&STORIES, true).of(&archive.db, start).unwrap();
            assert_eq!(piece.level, 200_000);
            grouped(&archive, &piece);
        }
        archive.db.execute_batch("INSERT INTO links VALUES ('story', 0, 99999, 330000); INSERT INTO links VALUES ('story', 10000, 99999, 330000)").unwrap();
        let mut pieces = Pieces::new(&STORIES, true);
        let piece = pieces.of(&archive.db, 99_999).unwrap();
        assert_eq!((piece.level, piece.records.as_slice()), (350_000, &[99_999][..]));
        assert_eq!(piece.stale.len() as i64, 2 * half + 1 + 2 * (half + 60) + 1, "both parts are grouped again");
        grouped(&archive, &piece);
        for record in &piece.stale {
            let again = pieces.of(&archive.db, *record).unwrap();
            assert_eq!(again.level, 350_000);
            grouped(&archive, &again);
        }
        // Without the one in between all is as before, which is only found by whoever does not trust what was.
        archive.db.execute_batch("DELETE FROM links WHERE b = 99999").unwrap();
        let piece = Pieces::new(&STORIES, false).of(&archive.db, 0).unwrap();
        assert_eq!((piece.level, piece.records.len() as i64), (200_000, 2 * half + 1));
    }
}
