//! What becomes of an article's records when it is coded anew or its text changes.
//!
//! A record of the new coding that rests on the same words takes the place of the old one: the old id leads to it and
//! corrections go over. What has no successor is withdrawn, and its id says so. One exception: what a person has
//! corrected or confirmed in the same text stays, since a person outweighs a coder.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Connection, params};

use crate::correct::{self, What};
use crate::error::Error;
use crate::similar::stories::redirect;

/// What ids of a coding begin with while the one that replaces it is written.
const ASIDE: &str = "old:";

/// A record and the words it rests on.
struct Record {
    what: What,
    key: i64,
    id: String,
    /// Type, form or stance.
    sort: String,
    /// Where its words stand: the trigger, what was said, the topic.
    span: (u32, u32),
    words: String,
    sentence: String,
    is_corrected: bool,
    is_rejected: bool,
}

/// The same for two texts that differ in white space only.
fn plain(chars: &[char], start: u32, end: u32) -> String {
    let cut = chars.get(start as usize..(end as usize).min(chars.len())).unwrap_or_default();
    cut.iter().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn records(db: &Connection, version: i64) -> Result<Vec<Record>, Error> {
    let text: String = db.query_row("SELECT text FROM versions WHERE key = ?1", [version], |row| row.get(0))?;
    let chars: Vec<char> = text.chars().collect();
    let mut all = Vec::new();
    for (what, sql) in [
        (
            What::Event,
            r#"SELECT e.key, e.id, e.type, p.trigger_start, p.trigger_end, p."start", p."end", e.corrected, e.rejected
               FROM events e LEFT JOIN spans p ON p.kind = 'event' AND p.record = e.key AND p.role = 'evidence' AND p.n = 0
               WHERE e.version = ?1 ORDER BY e.key"#,
        ),
        (
            What::Statement,
            r#"SELECT e.key, e.id, e.form, c."start", c."end", p."start", p."end", e.corrected, e.rejected
               FROM statements e
               LEFT JOIN spans c ON c.kind = 'statement' AND c.record = e.key AND c.role = 'content' AND c.n = 0
               LEFT JOIN spans p ON p.kind = 'statement' AND p.record = e.key AND p.role = 'evidence' AND p.n = 0
               WHERE e.version = ?1 ORDER BY e.key"#,
        ),
        (
            What::Position,
            r#"SELECT e.key, e.id, e.stance, e.topic_start, e.topic_end, p."start", p."end", e.corrected, e.rejected
               FROM positions e
               LEFT JOIN spans p ON p.kind = 'position' AND p.record = e.key AND p.role = 'evidence' AND p.n = 0
               WHERE e.version = ?1 ORDER BY e.key"#,
        ),
    ] {
        let mut select = db.prepare_cached(sql)?;
        let mut rows = select.query([version])?;
        while let Some(row) = rows.next()? {
            let at = |i: usize| row.get::<_, Option<u32>>(i).map(Option::unwrap_or_default);
            let (span, sentence) = ((at(3)?, at(4)?), (at(5)?, at(6)?));
            let id: String = row.get(1)?;
            all.push(Record {
                what,
                key: row.get(0)?,
                id: id.strip_prefix(ASIDE).unwrap_or(&id).to_owned(),
                sort: row.get(2)?,
                span,
                words: plain(&chars, span.0, span.1),
                sentence: plain(&chars, sentence.0, sentence.1),
                is_corrected: row.get(7)?,
                is_rejected: row.get(8)?,
            });
        }
    }
    Ok(all)
}

/// Makes room for the coding that replaces a version's: its ids and number are free for the new one.
pub(crate) fn set_aside(db: &Connection, version: i64) -> Result<(), Error> {
    for table in ["events", "statements", "positions"] {
        db.prepare_cached(&format!("UPDATE {table} SET id = ?2 || id WHERE version = ?1"))?
            .execute(params![version, ASIDE])?;
    }
    db.prepare_cached("UPDATE versions SET version = -key WHERE key = ?1")?.execute([version])?;
    Ok(())
}

/// How well `new` takes the place of `old`, or that it does not.
fn fits(old: &Record, new: &Record, same_text: bool) -> Option<u32> {
    if old.what != new.what {
        return None;
    }
    let same_sort = u32::from(old.sort == new.sort);
    if same_text {
        let overlaps = old.span.0 < new.span.1 && new.span.0 < old.span.1;
        let same_words = u32::from(old.span == new.span);
        return overlaps.then_some(2 * same_sort + same_words + 1);
    }
    if old.words != new.words || old.words.is_empty() {
        return None;
    }
    if old.sentence == new.sentence {
        return Some(4 + same_sort);
    }
    (same_sort == 1 && shared(&old.sentence, &new.sentence) >= 0.5).then_some(2)
}

/// The share of words that two sentences have in common.
fn shared(a: &str, b: &str) -> f64 {
    let words = |text: &str| text.split(' ').map(str::to_lowercase).collect::<BTreeSet<_>>();
    let (a, b) = (words(a), words(b));
    a.intersection(&b).count() as f64 / a.union(&b).count().max(1) as f64
}

/// Pairs of records, each with its successor; the best fit first, and each in one pair only.
fn successors(old: &[Record], new: &[Record], same_text: bool) -> BTreeMap<usize, usize> {
    let mut fitting: Vec<(std::cmp::Reverse<u32>, usize, usize)> = Vec::new();
    for (i, a) in old.iter().enumerate() {
        for (j, b) in new.iter().enumerate() {
            let score = if a.id == b.id { Some(u32::MAX) } else { fits(a, b, same_text) };
            fitting.extend(score.map(|score| (std::cmp::Reverse(score), i, j)));
        }
    }
    fitting.sort_unstable();
    let (mut found, mut taken) = (BTreeMap::new(), BTreeSet::new());
    for (_, i, j) in fitting {
        if !found.contains_key(&i) && taken.insert(j) {
            found.insert(i, j);
        }
    }
    found
}

/// A change of version in an article.
pub(crate) struct Succession<'a> {
    pub(crate) old: i64,
    pub(crate) new: i64,
    pub(crate) article: &'a str,
    pub(crate) same_text: bool,
    pub(crate) now: &'a str,
}

impl Succession<'_> {
    /// Leads ids on, hands corrections over, and notes what changed.
    pub(crate) fn run(&self, db: &Connection) -> Result<(), Error> {
        let (old, new) = (records(db, self.old)?, records(db, self.new)?);
        let found = successors(&old, &new, self.same_text);
        let why = if self.same_text { "coded anew" } else { "the article's text changed" };
        let mut clear = db.prepare_cached("DELETE FROM redirects WHERE id = ?1")?;
        for record in &new {
            clear.execute([&record.id])?;
        }
        for (i, record) in old.iter().enumerate() {
            match found.get(&i) {
                Some(&j) => {
                    let next = &new[j];
                    if next.id != record.id {
                        redirect(db, &record.id, Some(&next.id), self.now, why)?;
                        db.prepare_cached("UPDATE corrections SET target = ?2 WHERE target = ?1")?
                            .execute([&record.id, &next.id])?;
                    }
                    self.note_changes(db, record, next)?;
                }
                // A rejected record that is not found again has got its way.
                None if self.same_text && record.is_corrected && !record.is_rejected => self.keep(db, record)?,
                None => {
                    redirect(db, &record.id, None, self.now, &format!("{why}: it is not found any more"))?;
                    self.note(db, &record.id, "withdrawn", &format!("{} \"{}\"", record.sort, record.words))?;
                }
            }
        }
        let taken: BTreeSet<usize> = found.into_values().collect();
        for record in new.iter().enumerate().filter(|(j, _)| !taken.contains(j)).map(|(_, record)| record) {
            self.note(db, &record.id, "added", &format!("{} \"{}\"", record.sort, record.words))?;
        }
        correct::apply_all(db, self.new)
    }

    fn note(&self, db: &Connection, id: &str, what: &str, detail: &str) -> Result<(), Error> {
        db.prepare_cached("INSERT INTO edits (at, article, id, what, detail) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![self.now, self.article, id, what, detail])?;
        Ok(())
    }

    fn note_changes(&self, db: &Connection, old: &Record, new: &Record) -> Result<(), Error> {
        let fields = |record: &Record, version: i64| {
            let at = correct::Place { what: record.what, key: record.key, version };
            // Under this name nothing was corrected: what the tables have is what the coder had.
            correct::coded_fields(db, "", at)
        };
        let (before, after) = (fields(old, self.old)?, fields(new, self.new)?);
        let changed: Vec<String> = before
            .iter()
            .zip(&after)
            .filter(|(a, b)| a.1 != b.1)
            .map(|((field, a), (_, b))| format!("{field}: {a} → {b}"))
            .collect();
        if !changed.is_empty() {
            self.note(db, &new.id, "changed", &changed.join("; "))?;
        }
        Ok(())
    }

    /// Moves a record that a person has looked at into the new coding, with all it names.
    fn keep(&self, db: &Connection, record: &Record) -> Result<(), Error> {
        let named = match record.what {
            What::Event => {
                "SELECT entity FROM arguments WHERE event = ?1
                 UNION SELECT entity FROM via WHERE kind = 'event' AND record = ?1"
            }
            What::Statement => {
                "SELECT speaker FROM statements WHERE key = ?1 UNION SELECT on_behalf_of FROM statements WHERE key = ?1
                 UNION SELECT addressee FROM statements WHERE key = ?1
                 UNION SELECT entity FROM via WHERE kind = 'statement' AND record = ?1"
            }
            _ => {
                "SELECT holder FROM positions WHERE key = ?1 UNION SELECT on_behalf_of FROM positions WHERE key = ?1
                 UNION SELECT toward FROM positions WHERE key = ?1
                 UNION SELECT entity FROM via WHERE kind = 'position' AND record = ?1"
            }
        };
        let moved = |table: &str, keys: &str| {
            format!("UPDATE {table} SET version = ?2, local = 'kept-' || key WHERE version <> ?2 AND key IN ({keys})")
        };
        db.prepare_cached(&moved("entities", named))?.execute([record.key, self.new])?;
        if record.what == What::Event {
            for (table, column) in [("places", "place"), ("times", "time")] {
                db.prepare_cached(&moved(table, &format!("SELECT {column} FROM events WHERE key = ?1")))?
                    .execute([record.key, self.new])?;
            }
        }
        if record.what == What::Position {
            // Statement and event of the old coding go with it.
            db.prepare_cached("UPDATE positions SET statement = NULL, event = NULL WHERE key = ?1")?
                .execute([record.key])?;
        }
        db.prepare_cached(&format!(
            "UPDATE {} SET version = ?2, id = ?3, local = 'kept-' || key WHERE key = ?1",
            record.what.table()
        ))?
        .execute(params![record.key, self.new, record.id])?;
        Ok(())
    }
}
