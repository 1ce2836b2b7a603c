//! From reports to stories, occurrences and actors, for what is new since the last time.
//!
//! Three passes, each in transactions of some articles or names, so that a killed program goes on where it was:
//! link each new article to what is like it; group again every component of linked articles that has a new one; join
//! the entities of every name that has a new one.

use super::{actors, features, occurrences, pairs, stories};
use crate::db::{Connection, OptionalExtension};
use crate::error::Error;
use crate::ledger;
use crate::store::Archive;

/// How many articles one transaction settles: enough that the disk is not waited for after each, few enough that
/// another program which writes need not wait long.
const AT_ONCE: usize = 50;

/// What settling did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Settled {
    /// Articles that were new.
    pub articles: usize,
    /// Components of linked articles that were grouped again.
    pub components: usize,
    /// Names whose entities were joined again.
    pub names: usize,
}

impl Archive {
    /// Puts new articles into stories, their events into occurrences, their entities into actors.
    ///
    /// The result depends on the articles in the archive, not on the order in which they came. `step` is called
    /// after each part with how many are left, and may be used to show progress.
    ///
    /// # Errors
    /// When the archive cannot be written; what was finished stays.
    pub fn settle(&mut self, now: &str, mut step: impl FnMut(usize)) -> Result<Settled, Error> {
        let mut settled = Settled::default();
        self.renew()?;
        let mut known = pairs::Known::default();
        let new = self.keys("SELECT key FROM versions WHERE settled = 0 AND current = 1 ORDER BY key")?;
        for batch in new.chunks(AT_ONCE) {
            let tx = self.db.begin()?;
            for &version in batch {
                pairs::link(&tx, version, &mut known)?;
                tx.prepare_cached("UPDATE versions SET settled = 1 WHERE key = ?1")?.execute([version])?;
                settled.articles += 1;
                step(new.len() - settled.articles);
            }
            tx.commit()?;
        }
        drop(known);
        let linked = self.keys("SELECT key FROM versions WHERE settled = 1 AND current = 1 ORDER BY key")?;
        for batch in linked.chunks(AT_ONCE) {
            let tx = self.db.begin()?;
            for &version in batch {
                // It may have been grouped with one before it.
                let mut is_left = tx.prepare_cached("SELECT 1 FROM versions WHERE key = ?1 AND settled = 1")?;
                if !is_left.exists([version])? {
                    continue;
                }
                let component = stories::component(&tx, version)?;
                stories::group(&tx, &component, now)?;
                occurrences::group(&tx, &component, now)?;
                for version in &component {
                    tx.prepare_cached("UPDATE versions SET settled = 2 WHERE key = ?1")?.execute([version])?;
                }
                settled.components += 1;
            }
            tx.commit()?;
        }
        loop {
            let tx = self.db.begin()?;
            let n = actors::join(&tx, now)?;
            tx.commit()?;
            if n == 0 {
                break;
            }
            settled.names += n;
        }
        let tx = self.db.begin()?;
        stories::sweep(&tx)?;
        tx.commit()?;
        Ok(settled)
    }

    /// Makes the features anew of an archive whose articles were compared another way.
    fn renew(&mut self) -> Result<(), Error> {
        if scheme(&self.db)?.as_deref() == Some(features::SCHEME) {
            return Ok(());
        }
        let all = self.keys("SELECT key FROM versions WHERE current = 1 ORDER BY key")?;
        let tx = self.db.begin()?;
        tx.execute_batch("DELETE FROM features; DELETE FROM bands; DELETE FROM links;")?;
        for version in all {
            features::store(&tx, version, &ledger::of_version(&tx, version, true)?)?;
        }
        tx.execute("UPDATE versions SET settled = 0 WHERE current = 1", [])?;
        mark(&tx)?;
        tx.commit()
    }

    fn keys(&self, sql: &str) -> Result<Vec<i64>, Error> {
        let mut rows = self.db.prepare_cached(sql)?;
        let keys = rows.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        Ok(keys)
    }
}

/// Which way of comparing the features of an archive are of.
fn scheme(db: &Connection) -> Result<Option<String>, Error> {
    db.query_row("SELECT value FROM about WHERE name = 'features'", [], |row| row.get(0)).optional()
}

fn mark(db: &Connection) -> Result<(), Error> {
    db.execute(
        "INSERT INTO about (name, value) VALUES ('features', ?1)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [features::SCHEME],
    )?;
    Ok(())
}

/// Marks an archive without articles as one of this way of comparing.
pub(crate) fn begin(db: &Connection) -> Result<(), Error> {
    let is_empty = !db.prepare("SELECT 1 FROM versions LIMIT 1")?.exists([])?;
    if is_empty && scheme(db)?.as_deref() != Some(features::SCHEME) {
        mark(db)?;
    }
    Ok(())
}
