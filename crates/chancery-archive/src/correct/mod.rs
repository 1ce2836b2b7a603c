//! Corrections: what people say against the coding, and what comes of it.
//!
//! A correction is never written over the coding. It is a row of its own, by whom, when and why; what the coder had is
//! kept beside it, and the tables hold what results: the last correction of each field over the coder's value. So
//! every question and export gives the corrected value, and taking a correction back gives the coder's value again.
//!
//! Corrections hang on the record's permanent id. When its article is coded anew or changes its text, they go to the
//! record that takes its place ([`crate::succession`]); one that a person has looked at outlives a coding that no
//! longer finds it. Occurrences, stories and actors are computed, so they are corrected through what they are made of.

mod event;
mod speech;
mod value;
mod who;

use std::collections::BTreeMap;

use crate::db::{Connection, OptionalExtension, params};
use crate::similar::stories::LOOSE_ACTORS;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::store::Archive;

/// The field of a correction that says whether the record is wrong as a whole.
pub(crate) const REJECTED: &str = "rejected";
/// The field of a correction that says that the record is right as it is.
pub(crate) const CONFIRMED: &str = "confirmed";
/// The field of a correction that takes back all before it.
const ALL: &str = "*";

/// One thing that a person says of a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Change {
    /// A field has another value.
    Set {
        /// Its name, one of [`Correctable::fields`].
        field: String,
        /// What it should be.
        value: String,
    },
    /// The record is wrong as a whole, and counts nowhere.
    Reject,
    /// It is right as it is, which is worth knowing when a codebook is scored.
    Confirm,
    /// All corrections of the record are taken back.
    Undo,
}

impl std::str::FromStr for Change {
    type Err = Error;

    /// `field=value`.
    fn from_str(typed: &str) -> Result<Change, Error> {
        match typed.split_once('=') {
            Some((field, value)) if !field.trim().is_empty() && !value.trim().is_empty() => {
                Ok(Change::Set { field: field.trim().to_owned(), value: value.trim().to_owned() })
            }
            _ => Err(Error::new(format!(
                "\"{typed}\" is no correction; write field=value, such as type=PROTEST, or date=none to empty a field"
            ))),
        }
    }
}

/// Who corrects, when and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// Who.
    pub author: String,
    /// When: UTC, ISO 8601.
    pub at: String,
    /// Why.
    pub why: String,
}

/// A field of a record as it is, as the coder had it, and what it may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// Its value now, as a correction would write it.
    pub value: String,
    /// What the coder had.
    pub coded: String,
    /// The words that it takes, when it takes only some.
    pub choices: Vec<String>,
}

/// A record that can be corrected.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Correctable {
    /// Its id, which is another than that asked for when that one leads elsewhere now.
    pub id: String,
    /// `article`, `event`, `statement` or `position`.
    pub kind: &'static str,
    /// Whether somebody rejected it.
    pub is_rejected: bool,
    /// Whether somebody corrected, confirmed or rejected it.
    pub is_corrected: bool,
    /// What can be corrected of it.
    pub fields: Vec<Field>,
}

/// What a correction is of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum What {
    Article,
    Event,
    Statement,
    Position,
}

impl What {
    fn of(id: &str) -> Option<What> {
        match id.split_once('_')?.0 {
            "art" => Some(What::Article),
            "ev" => Some(What::Event),
            "st" => Some(What::Statement),
            "po" => Some(What::Position),
            _ => None,
        }
    }

    pub(crate) fn table(self) -> &'static str {
        match self {
            What::Article => "articles",
            What::Event => "events",
            What::Statement => "statements",
            What::Position => "positions",
        }
    }

    fn word(self) -> &'static str {
        match self {
            What::Article => "article",
            What::Event => "event",
            What::Statement => "statement",
            What::Position => "position",
        }
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            What::Article => speech::Article::FIELDS,
            What::Event => event::FIELDS,
            What::Statement => speech::Statement::FIELDS,
            What::Position => speech::Position::FIELDS,
        }
    }

    fn choices(self, field: &str) -> Vec<String> {
        match self {
            What::Event => event::choices(field),
            _ => speech::choices(field),
        }
    }
}

/// Where a record stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) what: What,
    pub(crate) key: i64,
    pub(crate) version: i64,
}

/// All of a record that corrections can change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
enum State {
    Article(speech::Article),
    Event(Box<event::Event>),
    Statement(speech::Statement),
    Position(speech::Position),
}

impl State {
    fn read(db: &Connection, at: Place) -> Result<State, Error> {
        Ok(match at.what {
            What::Article => State::Article(speech::Article::read(db, at.key)?),
            What::Event => State::Event(Box::new(event::read(db, at.key)?)),
            What::Statement => State::Statement(speech::Statement::read(db, at.key)?),
            What::Position => State::Position(speech::Position::read(db, at.key)?),
        })
    }

    fn write(&self, db: &Connection, at: Place) -> Result<(), Error> {
        match self {
            State::Article(state) => state.write(db, at.key),
            State::Event(state) => event::write(db, at.key, state),
            State::Statement(state) => state.write(db, at.key),
            State::Position(state) => state.write(db, at.key),
        }
    }

    fn get(&self, db: &Connection, field: &str) -> Result<String, Error> {
        match self {
            State::Article(state) => Ok(state.get(field)),
            State::Event(state) => state.get(db, field),
            State::Statement(state) => state.get(db, field),
            State::Position(state) => state.get(db, field),
        }
    }

    fn set(&mut self, db: &Connection, at: Place, field: &str, typed: &str) -> Result<(), Error> {
        match self {
            State::Article(state) => state.set(field, typed),
            State::Event(state) => state.set(db, at.version, field, typed),
            State::Statement(state) => state.set(db, at.version, field, typed),
            State::Position(state) => state.set(db, at.version, field, typed),
        }
    }
}

/// Where the current record of an id stands, when there is one.
pub(crate) fn find(db: &Connection, id: &str) -> Result<Option<Place>, Error> {
    let Some(what) = What::of(id) else { return Ok(None) };
    let sql = match what {
        What::Article => {
            "SELECT a.key, v.key FROM articles a JOIN versions v ON v.article = a.key AND v.current = 1 WHERE a.id = ?1"
                .to_owned()
        }
        _ => format!(
            "SELECT e.key, e.version FROM {} e JOIN versions v ON v.key = e.version AND v.current = 1 WHERE e.id = ?1",
            what.table()
        ),
    };
    let place = db
        .prepare_cached(&sql)?
        .query_row([id], |row| Ok(Place { what, key: row.get(0)?, version: row.get(1)? }))
        .optional()?;
    Ok(place)
}

/// The corrections of a record that hold: the last of each field since the last that took all back.
pub(crate) fn in_force(db: &Connection, id: &str) -> Result<BTreeMap<String, String>, Error> {
    let mut select = db.prepare_cached("SELECT field, value FROM corrections WHERE target = ?1 ORDER BY key")?;
    let mut rows = select.query([id])?;
    let mut held: BTreeMap<String, String> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let field: String = row.get(0)?;
        match row.get::<_, Option<String>>(1)? {
            _ if field == ALL => held.clear(),
            Some(value) => {
                // Who gives it a value, or says that it is right, does not reject it any more.
                if field != REJECTED {
                    held.remove(REJECTED);
                }
                held.insert(field, value);
            }
            None => {
                held.remove(&field);
            }
        }
    }
    Ok(held)
}

fn original(db: &Connection, id: &str) -> Result<Option<State>, Error> {
    let state: Option<String> = db
        .prepare_cached("SELECT state FROM originals WHERE target = ?1")?
        .query_row([id], |row| row.get(0))
        .optional()?;
    let broken = |cause| Error::because(format!("what the coder had of {id} is damaged"), cause);
    state.map(|json| serde_json::from_str(&json).map_err(broken)).transpose()
}

/// Writes what results from the coder's values and the corrections of a record.
///
/// `is_new` is a correction just made, which must fit; an older one may have lost what it speaks of (a place that the
/// new coding does not find), and then the coder's value stands.
pub(crate) fn apply(db: &Connection, id: &str, at: Place, is_new: bool) -> Result<(), Error> {
    let held = in_force(db, id)?;
    let coded = match original(db, id)? {
        Some(state) => state,
        None if held.is_empty() => return Ok(()),
        None => {
            let state = State::read(db, at)?;
            let json = serde_json::to_string(&state).map_err(|e| Error::because("a record is no JSON", e))?;
            db.prepare_cached("INSERT INTO originals (target, state) VALUES (?1, ?2)")?.execute(params![id, json])?;
            state
        }
    };
    let mut state = coded.clone();
    for field in at.what.fields() {
        let Some(value) = held.get(*field) else { continue };
        let mut next = state.clone();
        match next.set(db, at, field, value) {
            Ok(()) => state = next,
            Err(error) if is_new => return Err(error),
            Err(_) => {}
        }
    }
    state.write(db, at)?;
    if at.what != What::Article {
        let is_rejected = held.get(REJECTED).is_some_and(|value| value == "true");
        db.prepare_cached(&format!("UPDATE {} SET rejected = ?2, corrected = ?3 WHERE key = ?1", at.what.table()))?
            .execute(params![at.key, is_rejected, !held.is_empty()])?;
    }
    if held.is_empty() {
        db.prepare_cached("DELETE FROM originals WHERE target = ?1")?.execute([id])?;
        sweep(db, at.version)?;
    }
    Ok(())
}

/// Takes out what was made for corrections that no longer hold.
fn sweep(db: &Connection, version: i64) -> Result<(), Error> {
    for sql in [
        LOOSE_ACTORS,
        "DELETE FROM entities WHERE version = ?1 AND local LIKE 'by-hand-%'
             AND NOT EXISTS (SELECT 1 FROM arguments g WHERE g.entity = entities.key)
             AND NOT EXISTS (SELECT 1 FROM statements s WHERE s.version = ?1
                 AND entities.key IN (s.speaker, s.on_behalf_of, s.addressee))
             AND NOT EXISTS (SELECT 1 FROM positions p WHERE p.version = ?1
                 AND entities.key IN (p.holder, p.on_behalf_of, p.toward))",
        "DELETE FROM places WHERE version = ?1 AND local LIKE 'by-hand-%'
             AND NOT EXISTS (SELECT 1 FROM events e WHERE e.version = ?1 AND e.place = places.key)",
    ] {
        db.prepare_cached(sql)?.execute([version])?;
    }
    Ok(())
}

/// Applies the corrections of every record of a version that was just stored.
pub(crate) fn apply_all(db: &Connection, version: i64) -> Result<(), Error> {
    let mut ids: Vec<String> = Vec::new();
    for table in ["events", "statements", "positions"] {
        let mut select = db.prepare_cached(&format!(
            "SELECT DISTINCT e.id FROM {table} e JOIN corrections c ON c.target = e.id WHERE e.version = ?1 ORDER BY e.id"
        ))?;
        ids.extend(select.query_map([version], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?);
    }
    let article: String = db.query_row(
        "SELECT a.id FROM versions v JOIN articles a ON a.key = v.article WHERE v.key = ?1",
        [version],
        |row| row.get(0),
    )?;
    ids.push(article);
    for id in ids {
        if let Some(at) = find(db, &id)? {
            apply(db, &id, at, false)?;
        }
    }
    Ok(())
}

/// Puts a version back to what its coder had, which is forgotten as a thing apart.
pub(crate) fn restore_all(db: &Connection, version: i64) -> Result<(), Error> {
    let mut select = db.prepare_cached(
        "SELECT target FROM originals WHERE target IN (
             SELECT id FROM events WHERE version = ?1 UNION SELECT id FROM statements WHERE version = ?1
             UNION SELECT id FROM positions WHERE version = ?1
             UNION SELECT a.id FROM versions v JOIN articles a ON a.key = v.article WHERE v.key = ?1)
         ORDER BY target",
    )?;
    let ids = select.query_map([version], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for id in &ids {
        if let (Some(state), Some(at)) = (original(db, id)?, find(db, id)?) {
            state.write(db, at)?;
        }
        db.prepare_cached("DELETE FROM originals WHERE target = ?1")?.execute([id])?;
    }
    sweep(db, version)
}

/// The codes of parties as they are typed; one that is a name alone stands as its name.
pub(crate) fn party_codes(typed: &str) -> Result<Vec<String>, Error> {
    let code = |party: value::Party| match party.code {
        Some(code) => {
            let country = code.country.unwrap_or_else(|| "---".to_owned());
            std::iter::once(country).chain(code.sectors).collect::<Vec<_>>().join(".")
        }
        None => party.name.unwrap_or_default(),
    };
    Ok(value::parties(typed)?.into_iter().map(code).collect())
}

/// The fields of a record as its coder had them, corrections left aside.
pub(crate) fn coded_fields(db: &Connection, id: &str, at: Place) -> Result<Vec<(&'static str, String)>, Error> {
    let state = match original(db, id)? {
        Some(state) => state,
        None => State::read(db, at)?,
    };
    at.what.fields().iter().map(|field| Ok((*field, state.get(db, field)?))).collect()
}

impl Archive {
    /// What can be corrected of a record, with its values now and those of the coder.
    ///
    /// # Errors
    /// When there is no such record, or it is of a kind that is computed.
    pub fn correctable(&self, id: &str) -> Result<Correctable, Error> {
        let (id, at) = self.find_correctable(id)?;
        let now = State::read(&self.db, at)?;
        let coded = original(&self.db, &id)?.unwrap_or_else(|| now.clone());
        let mut fields = Vec::new();
        for name in at.what.fields() {
            fields.push(Field {
                name,
                value: now.get(&self.db, name)?,
                coded: coded.get(&self.db, name)?,
                choices: at.what.choices(name),
            });
        }
        let held = in_force(&self.db, &id)?;
        Ok(Correctable {
            is_rejected: held.get(REJECTED).is_some_and(|value| value == "true"),
            is_corrected: !held.is_empty(),
            id,
            kind: at.what.word(),
            fields,
        })
    }

    /// Records what a person says of a record, and lets all that follows from it be computed again.
    ///
    /// Gives the id of the record, which is another than that asked for when that one leads elsewhere now.
    ///
    /// # Errors
    /// When there is no such record, a value does not fit its field, or the archive cannot be written; then nothing
    /// is changed.
    pub fn correct(&mut self, id: &str, changes: &[Change], signed: &Signed) -> Result<String, Error> {
        for (what, words) in [("who corrects it", &signed.author), ("why", &signed.why)] {
            if words.trim().is_empty() {
                return Err(Error::new(format!("a correction says {what}; without it nobody can weigh it later")));
            }
        }
        if changes.is_empty() {
            return Err(Error::new("nothing to correct; write field=value, or reject, confirm or undo"));
        }
        let (id, at) = self.find_correctable(id)?;
        let tx = self.db.begin()?;
        for change in changes {
            let (field, value) = match change {
                Change::Set { field, value } => {
                    let known = at.what.fields();
                    if !known.contains(&field.as_str()) {
                        let what = at.what.word();
                        return Err(Error::new(
                            format!("no field of an {what} is called \"{field}\"; there are {}", known.join(", "))
                                .replace("an statement", "a statement")
                                .replace("an position", "a position"),
                        ));
                    }
                    (field.as_str(), Some(value.as_str()))
                }
                Change::Reject | Change::Confirm if at.what == What::Article => {
                    return Err(Error::new(
                        "an article is neither right nor wrong; correct a field of it, or its events",
                    ));
                }
                Change::Reject => (REJECTED, Some("true")),
                Change::Confirm => (CONFIRMED, Some("true")),
                Change::Undo => (ALL, None),
            };
            tx.prepare_cached(
                "INSERT INTO corrections (target, first_target, field, value, author, at, why)
                 VALUES (?1, ?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![id, field, value, signed.author, signed.at, signed.why])?;
        }
        apply(&tx, &id, at, true)?;
        match at.what {
            What::Article => crate::store::unlink(&tx, at.version)?,
            What::Event => crate::store::unlink_events(&tx, at.version)?,
            What::Statement | What::Position => {}
        }
        tx.prepare_cached("UPDATE versions SET settled = 0 WHERE key = ?1")?.execute([at.version])?;
        tx.prepare_cached(crate::similar::stories::LOOSE_ACTORS)?.execute([at.version])?;
        tx.commit()?;
        self.settle(&signed.at, |_| ())?;
        Ok(id)
    }

    fn find_correctable(&self, id: &str) -> Result<(String, Place), Error> {
        if What::of(id).is_none() {
            return Err(match id.split_once('_').map(|(prefix, _)| prefix) {
                Some("occ") => Error::new(format!(
                    "{id} is computed from events; correct these, which `chancery show {id}` lists under Reports"
                )),
                Some("sto" | "act") => Error::new(format!("{id} is computed; correct the articles or events in it")),
                _ => Error::new(format!("\"{id}\" is not an id; ids look like ev_0123456789ab")),
            });
        }
        let mut id = id.to_owned();
        for _ in 0..crate::show::LONGEST_CHAIN {
            if let Some(at) = find(&self.db, &id)? {
                return Ok((id, at));
            }
            match crate::show::leads_to(&self.db, &id)? {
                Some(Some(target)) => id = target,
                Some(None) => return Err(Error::new(format!("{id} was withdrawn; there is nothing to correct"))),
                None => break,
            }
        }
        Err(Error::new(format!("the archive has no record {id}")))
    }
}
