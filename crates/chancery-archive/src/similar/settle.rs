//! From reports to stories, occurrences and actors, for what is new since the last time.
//!
//! Four passes, each in transactions of some articles or names, so that a killed program goes on where it was: link each
//! new article to what is like it; group again every piece of linked articles that has a new one; the same with the
//! events of these; join the entities of every name that has a new one. What they cost grows with what is new and how
//! much is like it, not with what the archive holds.

use std::collections::BTreeSet;

use super::pairs::{self, Known};
use super::pieces::{OCCURRENCES, Pieces, STORIES};
use super::{actors, features, occurrences, stories};
use crate::db::{Connection, OptionalExtension, Transaction};
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
    /// Pieces of linked articles that were grouped again.
    pub components: usize,
    /// Names whose entities were joined again.
    pub names: usize,
}

/// What a run knows of the archive, as long as nobody else writes to it.
struct Run {
    known: Known,
    stories: Pieces<'static>,
    occurrences: Pieces<'static>,
    /// What was grouped in this run.
    articles: BTreeSet<i64>,
    events: BTreeSet<i64>,
    trust: bool,
    /// What the archive was when this run last wrote to it.
    state: Option<String>,
}

impl Run {
    fn new(trust: bool) -> Run {
        Run {
            known: Known::default(),
            stories: Pieces::new(&STORIES, trust),
            occurrences: Pieces::new(&OCCURRENCES, trust),
            articles: BTreeSet::new(),
            events: BTreeSet::new(),
            trust,
            state: None,
        }
    }

    /// Begins to write. What another program has written meanwhile may be otherwise than it is known here.
    fn begin<'a>(&mut self, db: &'a Connection) -> Result<Transaction<'a>, Error> {
        let tx = db.begin()?;
        let state = tx.state()?;
        if self.state != state {
            *self = Run { state, ..Run::new(self.trust && !is_parted(&tx)?) };
        }
        Ok(tx)
    }

    fn commit(&mut self, tx: Transaction<'_>) -> Result<(), Error> {
        self.state = Some(tx.commit()?);
        Ok(())
    }

    /// Puts the articles of the piece that one is in into stories.
    fn story(&mut self, tx: &Transaction<'_>, version: i64, now: &str) -> Result<bool, Error> {
        if self.articles.contains(&version) {
            return Ok(false);
        }
        let piece = self.stories.of(tx, version)?;
        let otherwise = stories::group(tx, &piece, now)?;
        // Those whose copies are others have origins to be counted again.
        let mut again = tx.prepare_cached("UPDATE versions SET settled = 1 WHERE key = ?1 AND settled = 2")?;
        for version in piece.stale.iter().chain(&otherwise) {
            again.execute([version])?;
        }
        self.articles.extend(piece.records);
        Ok(true)
    }

    /// Puts the events of an article into occurrences, with all that is in a piece with them.
    fn occurrences(&mut self, tx: &Transaction<'_>, version: i64, now: &str) -> Result<(), Error> {
        self.known.tidy();
        self.known.fetch(tx, version)?;
        occurrences::leave(tx, version, self.known.happenings(version))?;
        let keys: Vec<i64> = self.known.happenings(version).iter().map(|h| h.key).collect();
        let mut whose = tx.prepare_cached("SELECT version FROM events WHERE key = ?1")?;
        let mut again = tx.prepare_cached(
            "UPDATE versions SET settled = 1 WHERE settled = 2 AND key = (SELECT e.version FROM events e WHERE e.key = ?1)",
        )?;
        for key in keys {
            if self.events.contains(&key) {
                continue;
            }
            let piece = self.occurrences.of(tx, key)?;
            let mut versions = BTreeSet::new();
            for event in &piece.records {
                versions.insert(whose.query_row([event], |row| row.get::<_, i64>(0))?);
            }
            for version in &versions {
                self.known.fetch(tx, *version)?;
            }
            let is_inside = |key: i64| piece.records.binary_search(&key).is_ok();
            let all = versions.iter().flat_map(|version| self.known.happenings(*version));
            occurrences::group(tx, piece.level, all.filter(|h| is_inside(h.key)).collect(), now)?;
            for event in &piece.stale {
                again.execute([event])?;
            }
            self.events.extend(piece.records);
        }
        tx.prepare_cached("UPDATE versions SET settled = 2 WHERE key = ?1")?.execute([version])?;
        Ok(())
    }
}

impl Archive {
    /// Puts new articles into stories, their events into occurrences, their entities into actors.
    ///
    /// The result depends on the articles in the archive, not on the order in which they came. Every new article is
    /// linked, put into a story and its events into occurrences; an article of an archive that compared them in another
    /// way is first made ready for it. `step` is called after each of these with how many of them are left, as far as
    /// it is known then, and may be used to show progress.
    ///
    /// # Errors
    /// When the archive cannot be written; what was finished stays.
    pub fn settle(&mut self, now: &str, mut step: impl FnMut(usize)) -> Result<Settled, Error> {
        let mut settled = Settled::default();
        self.forget_another_scheme()?;
        let bare = self.keys(BARE)?;
        let ahead = if bare.is_empty() { 0 } else { PASSES * self.keys(NEW)?.len() };
        let mut left = ahead + bare.len();
        for batch in bare.chunks(AT_ONCE) {
            self.make_traits(batch)?;
            for _ in batch {
                left -= 1;
                step(left);
            }
        }
        let mut run = Run::new(!is_parted(&self.db)?);
        let new = self.keys(NEW)?;
        for batch in new.chunks(AT_ONCE) {
            let tx = run.begin(&self.db)?;
            for &version in batch {
                pairs::link(&tx, version, &mut run.known)?;
                tx.prepare_cached("UPDATE versions SET settled = 1 WHERE key = ?1 AND settled = 0")?
                    .execute([version])?;
                settled.articles += 1;
                step(PASSES * new.len() - settled.articles);
            }
            run.commit(tx)?;
        }
        loop {
            let linked = self.keys(LINKED)?;
            if linked.is_empty() {
                break;
            }
            let mut left = (PASSES - 1) * linked.len();
            for batch in linked.chunks(AT_ONCE) {
                let tx = run.begin(&self.db)?;
                for &version in batch {
                    settled.components += usize::from(run.story(&tx, version, now)?);
                    left -= 1;
                    step(left);
                }
                run.commit(tx)?;
            }
            // Every article is in a story now, and those that were drawn in are on the list, too.
            let linked = self.keys(LINKED)?;
            let mut left = linked.len();
            for batch in linked.chunks(AT_ONCE) {
                let tx = run.begin(&self.db)?;
                for &version in batch {
                    // Another program may have come in between, and put back what is known.
                    run.story(&tx, version, now)?;
                    run.occurrences(&tx, version, now)?;
                    left -= 1;
                    step(left);
                }
                run.commit(tx)?;
            }
            run.articles.clear();
            run.events.clear();
        }
        loop {
            let tx = run.begin(&self.db)?;
            let n = actors::join(&tx, now)?;
            run.commit(tx)?;
            if n == 0 {
                break;
            }
            settled.names += n;
        }
        let before = run.state.clone();
        let tx = run.begin(&self.db)?;
        stories::sweep(&tx)?;
        if run.state == before {
            // Nobody else has taken away links meanwhile.
            tx.execute("DELETE FROM about WHERE name = 'parted'", [])?;
        }
        run.commit(tx)?;
        Ok(settled)
    }

    /// Lets go of how an archive whose articles were compared another way compared them. What they are compared by now
    /// is made for all that lack it, some at a time, so that a program that is stopped goes on where it was.
    fn forget_another_scheme(&mut self) -> Result<(), Error> {
        if scheme(&self.db)?.as_deref() == Some(features::SCHEME) {
            return Ok(());
        }
        let tx = self.db.begin()?;
        tx.execute_batch("DELETE FROM traits; DELETE FROM near_bands; DELETE FROM links;")?;
        tx.execute("UPDATE versions SET settled = 0 WHERE current = 1", [])?;
        parted(&tx)?;
        mark(&tx)?;
        tx.commit()?;
        Ok(())
    }

    fn make_traits(&mut self, versions: &[i64]) -> Result<(), Error> {
        let tx = self.db.begin()?;
        for &version in versions {
            features::store(&tx, version, &ledger::of_version(&tx, version, true)?)?;
        }
        tx.commit()?;
        Ok(())
    }

    fn keys(&self, sql: &str) -> Result<Vec<i64>, Error> {
        let mut rows = self.db.prepare_cached(sql)?;
        let keys = rows.query_map([], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        Ok(keys)
    }
}

/// How often a new article is looked at: for its links, for its story, for the occurrences of its events.
const PASSES: usize = 3;

/// Articles that nothing is known of by which they could be compared.
const BARE: &str = "SELECT v.key FROM versions v WHERE v.settled = 0 AND v.current = 1
    AND NOT EXISTS (SELECT 1 FROM traits t WHERE t.version = v.key) ORDER BY v.key";

/// Articles that are not linked, in the order of their days.
const NEW: &str = "SELECT v.key FROM versions v LEFT JOIN traits t ON t.version = v.key
    WHERE v.settled = 0 AND v.current = 1 ORDER BY t.day, v.key";

/// Articles that are linked, and not yet where they belong.
const LINKED: &str = "SELECT key FROM versions WHERE settled = 1 AND current = 1 ORDER BY key";

/// Notes that links were taken away, so that what hung together may do so no more.
pub(crate) fn parted(db: &Connection) -> Result<(), Error> {
    db.prepare_cached("INSERT INTO about (name, value) VALUES ('parted', '1') ON CONFLICT DO NOTHING")?.execute([])?;
    Ok(())
}

fn is_parted(db: &Connection) -> Result<bool, Error> {
    db.prepare_cached("SELECT 1 FROM about WHERE name = 'parted'")?.exists([])
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
