//! From reports to stories, occurrences and actors, for what is new since the last time.
//!
//! Three passes, each a transaction for each article, group or name, so that a killed program goes on where it was:
//! link each new article to what is like it; group again every component of linked articles that has a new one; join
//! the entities of every name that has a new one.

use super::{actors, occurrences, pairs, stories};
use crate::error::Error;
use crate::store::Archive;

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
        let new = self.keys("SELECT key FROM versions WHERE settled = 0 AND current = 1 ORDER BY key")?;
        for (i, &version) in new.iter().enumerate() {
            let tx = self.db.begin()?;
            pairs::link(&tx, version)?;
            tx.execute("UPDATE versions SET settled = 1 WHERE key = ?1", [version])?;
            tx.commit()?;
            settled.articles += 1;
            step(new.len() - i - 1);
        }
        loop {
            let next = self.keys("SELECT key FROM versions WHERE settled = 1 AND current = 1 ORDER BY key LIMIT 1")?;
            let Some(&version) = next.first() else { break };
            let tx = self.db.begin()?;
            let component = stories::component(&tx, version)?;
            stories::group(&tx, &component, now)?;
            occurrences::group(&tx, &component, now)?;
            for version in &component {
                tx.prepare_cached("UPDATE versions SET settled = 2 WHERE key = ?1")?.execute([version])?;
            }
            tx.commit()?;
            settled.components += 1;
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
        stories::sweep(&self.db)?;
        Ok(settled)
    }

    fn keys(&self, sql: &str) -> Result<Vec<i64>, Error> {
        let mut rows = self.db.prepare_cached(sql)?;
        let keys = rows.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        Ok(keys)
    }
}
