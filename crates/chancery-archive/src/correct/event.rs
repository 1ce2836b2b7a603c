//! What can be corrected of an event: read, written back, and set field by field.

use crate::db::{Connection, OptionalExtension, params};
use chancery_engine::doc::EventType;
use serde::{Deserialize, Serialize};

use super::value::{self, Place};
use super::who;
use crate::error::Error;

/// All of an event that corrections can change, as it stands in the tables.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Event {
    event_type: String,
    modes: String,
    cameo: Option<String>,
    goldstein: Option<f64>,
    quad: i64,
    scale: f64,
    polarity: String,
    modality: String,
    historical: bool,
    time: Option<i64>,
    first: Option<String>,
    last: Option<String>,
    date_precision: String,
    date_source: String,
    place: Option<i64>,
    place_source: String,
    contexts: Vec<(String, String)>,
    parties: Vec<Argument>,
    casualties: Vec<Toll>,
}

/// A row of `arguments`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Argument {
    side: String,
    entity: i64,
    country: Option<String>,
    sectors: String,
    start: u32,
    end: u32,
    /// Where the country is known from; none where somebody has corrected it.
    #[serde(default)]
    source: Option<String>,
}

/// A row of `casualties`.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
struct Toll {
    kind: String,
    low: Option<i64>,
    best: Option<i64>,
    high: Option<i64>,
    text: String,
    whom: Option<String>,
}

pub(super) const FIELDS: &[&str] = &[
    "type",
    "mode",
    "context",
    "cameo",
    "actors",
    "recipients",
    "date",
    "place",
    "polarity",
    "modality",
    "historical",
    "killed",
    "injured",
    "arrested",
];

const POLARITY: &[&str] = &["affirmed", "negated"];
const MODALITY: &[&str] = &["actual", "planned", "possible", "conditional"];
const FLAG: &[&str] = &["false", "true"];

/// The words a field takes, where it takes only some.
pub(super) fn choices(field: &str) -> Vec<String> {
    let words: Vec<&str> = match field {
        "type" => EventType::ALL.iter().map(|t| t.code()).collect(),
        "polarity" => POLARITY.to_vec(),
        "modality" => MODALITY.to_vec(),
        "historical" => FLAG.to_vec(),
        _ => Vec::new(),
    };
    words.into_iter().map(str::to_owned).collect()
}

pub(super) fn read(db: &Connection, key: i64) -> Result<Event, Error> {
    let mut event = db
        .prepare_cached(
            "SELECT type, modes, cameo, goldstein, quad, scale, polarity, modality, historical, time, first, last,
                 date_precision, date_source, place, place_source FROM events WHERE key = ?1",
        )?
        .query_row([key], |row| {
            Ok(Event {
                event_type: row.get(0)?,
                modes: row.get(1)?,
                cameo: row.get(2)?,
                goldstein: row.get(3)?,
                quad: row.get(4)?,
                scale: row.get(5)?,
                polarity: row.get(6)?,
                modality: row.get(7)?,
                historical: row.get(8)?,
                time: row.get(9)?,
                first: row.get(10)?,
                last: row.get(11)?,
                date_precision: row.get(12)?,
                date_source: row.get(13)?,
                place: row.get(14)?,
                place_source: row.get(15)?,
                contexts: Vec::new(),
                parties: Vec::new(),
                casualties: Vec::new(),
            })
        })?;
    let mut contexts = db.prepare_cached("SELECT name, scope FROM event_contexts WHERE event = ?1 ORDER BY n")?;
    event.contexts = contexts.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<Vec<_>, _>>()?;
    let mut parties = db.prepare_cached(
        r#"SELECT side, entity, country, sectors, "start", "end", country_source FROM arguments WHERE event = ?1
           ORDER BY side, n"#,
    )?;
    let rows = parties.query_map([key], |row| {
        Ok(Argument {
            side: row.get(0)?,
            entity: row.get(1)?,
            country: row.get(2)?,
            sectors: row.get(3)?,
            start: row.get(4)?,
            end: row.get(5)?,
            source: row.get(6)?,
        })
    })?;
    event.parties = rows.collect::<Result<Vec<_>, _>>()?;
    let mut tolls =
        db.prepare_cached("SELECT kind, low, best, high, text, whom FROM casualties WHERE event = ?1 ORDER BY kind")?;
    let rows = tolls.query_map([key], |row| {
        Ok(Toll {
            kind: row.get(0)?,
            low: row.get(1)?,
            best: row.get(2)?,
            high: row.get(3)?,
            text: row.get(4)?,
            whom: row.get(5)?,
        })
    })?;
    event.casualties = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(event)
}

pub(super) fn write(db: &Connection, key: i64, e: &Event) -> Result<(), Error> {
    db.prepare_cached(
        "UPDATE events SET type = ?2, modes = ?3, cameo = ?4, goldstein = ?5, quad = ?6, scale = ?7, polarity = ?8,
             modality = ?9, historical = ?10, time = ?11, first = ?12, last = ?13, date_precision = ?14,
             date_source = ?15, place = ?16, place_source = ?17,
             day = coalesce(?12, (SELECT v.published FROM versions v WHERE v.key = events.version), '') WHERE key = ?1",
    )?
    .execute(params![
        key,
        e.event_type,
        e.modes,
        e.cameo,
        e.goldstein,
        e.quad,
        e.scale,
        e.polarity,
        e.modality,
        e.historical,
        e.time,
        e.first,
        e.last,
        e.date_precision,
        e.date_source,
        e.place,
        e.place_source
    ])?;
    for table in ["event_contexts", "arguments", "casualties", "event_roles"] {
        db.prepare_cached(&format!("DELETE FROM {table} WHERE event = ?1"))?.execute([key])?;
    }
    let mut insert = db.prepare_cached("INSERT INTO event_contexts (event, n, name, scope) VALUES (?1, ?2, ?3, ?4)")?;
    for (n, (name, scope)) in e.contexts.iter().enumerate() {
        insert.execute(params![key, n as i64, name, scope])?;
    }
    let mut insert = db.prepare_cached(
        r#"INSERT INTO arguments (event, side, n, entity, country, sectors, "start", "end", country_source)
           VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"#,
    )?;
    for (n, a) in e.parties.iter().enumerate() {
        insert.execute(params![key, a.side, n as i64, a.entity, a.country, a.sectors, a.start, a.end, a.source])?;
    }
    crate::roles::write_roles(db, "g.event = ?1", key)?;
    let mut insert = db.prepare_cached(
        "INSERT INTO casualties (event, kind, low, best, high, text, whom) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for t in &e.casualties {
        insert.execute(params![key, t.kind, t.low, t.best, t.high, t.text, t.whom])?;
    }
    Ok(())
}

fn or_none(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

impl Event {
    /// A field as a correction would write it.
    pub(super) fn get(&self, db: &Connection, field: &str) -> Result<String, Error> {
        Ok(match field {
            "type" => self.event_type.clone(),
            "mode" => or_none(self.modes.clone()),
            "context" => or_none(self.contexts.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(";")),
            "cameo" => or_none(self.cameo.clone().unwrap_or_default()),
            "polarity" => self.polarity.clone(),
            "modality" => self.modality.clone(),
            "historical" => self.historical.to_string(),
            "actors" | "recipients" => {
                let side = side(field);
                let mut all = Vec::new();
                for a in self.parties.iter().filter(|a| a.side == side) {
                    let name = who::name(db, a.entity)?;
                    all.push(value::write_party(&name, a.country.as_deref(), &a.sectors));
                }
                or_none(all.join("; "))
            }
            "date" => match (&self.first, &self.last) {
                (Some(first), Some(last)) if first != last => format!("{first}..{last}"),
                (Some(day), _) | (None, Some(day)) => day.clone(),
                (None, None) => "none".to_owned(),
            },
            "place" => match self.place {
                None => "none".to_owned(),
                Some(place) => {
                    db.query_row("SELECT name, country, lat, lon FROM places WHERE key = ?1", [place], |row| {
                        let name = row.get::<_, String>(0)?.replace(',', " ");
                        let country: Option<String> = row.get(1)?;
                        let at = row.get::<_, Option<f64>>(2)?.zip(row.get::<_, Option<f64>>(3)?);
                        Ok(match (country, at) {
                            (Some(c), Some((lat, lon))) => format!("{name},{c},{lat:.4},{lon:.4}"),
                            (Some(c), None) => format!("{name},{c}"),
                            (None, _) => name,
                        })
                    })?
                }
            },
            kind => match self.casualties.iter().find(|t| t.kind == kind) {
                None => "none".to_owned(),
                Some(t) => {
                    let low = t.low.or(t.best).or(t.high);
                    let high = t.high.or(t.best).or(t.low);
                    match (low, high) {
                        (Some(low), Some(high)) if low != high => format!("{low}..{high}"),
                        (Some(n), _) | (None, Some(n)) => n.to_string(),
                        (None, None) => "none".to_owned(),
                    }
                }
            },
        })
    }

    /// Sets a field; rows that it needs (an entity, a place) are made in `version`.
    pub(super) fn set(&mut self, db: &Connection, version: i64, field: &str, typed: &str) -> Result<(), Error> {
        match field {
            "type" => {
                let kind = value::event_type(typed)?;
                if kind.code() != self.event_type {
                    self.event_type = kind.code().to_owned();
                    self.quad = kind.quad().number().into();
                    self.scale = f64::from(kind.scale());
                    // Mode and code were of the other type.
                    self.modes = String::new();
                    (self.cameo, self.goldstein) = (None, None);
                }
            }
            "mode" => self.modes = value::items(typed).join(";"),
            "context" => {
                self.contexts =
                    value::items(typed).into_iter().map(|name| (name.to_owned(), "article".to_owned())).collect();
            }
            "cameo" => {
                let digits = |s: &str| (2..=4).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_digit());
                self.cameo = match typed {
                    "none" => None,
                    code if digits(code) => Some(code.to_owned()),
                    _ => return Err(Error::new(format!("cameo \"{typed}\" is no code; write 2 to 4 digits, or none"))),
                };
                self.goldstein = None;
            }
            "polarity" => self.polarity = value::word(field, typed, POLARITY)?.to_owned(),
            "modality" => self.modality = value::word(field, typed, MODALITY)?.to_owned(),
            "historical" => self.historical = value::word(field, typed, FLAG)? == "true",
            "date" => {
                self.time = None;
                let days = value::days(typed)?;
                self.first = days.map(|d| d.0.to_string());
                self.last = days.map(|d| d.1.to_string());
                self.date_precision = days.map_or("none", |d| value::precision(d.0, d.1)).to_owned();
                self.date_source = if days.is_some() { "text" } else { "none" }.to_owned();
            }
            "place" => {
                self.place = match value::place(typed)? {
                    Place::Nowhere => None,
                    Place::Named(name) => Some(named_place(db, version, &name)?),
                    Place::Given { name, country, at } => Some(given_place(db, version, &name, country, at)?),
                };
                self.place_source = if self.place.is_some() { "clause" } else { "none" }.to_owned();
            }
            "actors" | "recipients" => self.set_parties(db, version, field, typed)?,
            kind => {
                self.casualties.retain(|t| t.kind != kind);
                if let Some((low, high)) = value::toll(kind, typed)? {
                    let best = (low == high).then_some(low);
                    let toll = Toll {
                        kind: kind.to_owned(),
                        low: Some(low),
                        best,
                        high: Some(high),
                        text: typed.to_owned(),
                        whom: None,
                    };
                    self.casualties.push(toll);
                    self.casualties.sort_by(|a, b| a.kind.cmp(&b.kind));
                }
            }
        }
        Ok(())
    }

    fn set_parties(&mut self, db: &Connection, version: i64, field: &str, typed: &str) -> Result<(), Error> {
        let side = side(field);
        let parties = value::parties(typed)?;
        let (old, mut kept): (Vec<Argument>, Vec<Argument>) =
            self.parties.drain(..).partition(|argument| argument.side == side);
        for (n, party) in parties.into_iter().enumerate() {
            // A code without a name says who the party in its place is.
            let in_its_place = old.get(n).filter(|_| party.name.is_none());
            let (entity, start, end) = match in_its_place {
                Some(argument) => (argument.entity, argument.start, argument.end),
                None => who::find_or_make(db, version, &party)?,
            };
            let (country, sectors) = match &party.code {
                Some(code) => (code.country.clone(), code.sectors.join(";")),
                None => who::code(db, entity)?,
            };
            kept.push(Argument { side: side.to_owned(), entity, country, sectors, start, end, source: None });
        }
        kept.sort_by(|a, b| a.side.cmp(&b.side));
        self.parties = kept;
        Ok(())
    }
}

fn side(field: &str) -> &'static str {
    if field == "actors" { "actor" } else { "recipient" }
}

/// A place that this article names, else one that any article names.
fn named_place(db: &Connection, version: i64, name: &str) -> Result<i64, Error> {
    let here: Option<i64> = db
        .query_row(
            "SELECT key FROM places WHERE version = ?1 AND (lower(name) = lower(?2) OR lower(text) = lower(?2))
             ORDER BY lat IS NULL, key LIMIT 1",
            params![version, name],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(key) = here {
        return Ok(key);
    }
    let elsewhere: Option<i64> = db
        .query_row(
            "SELECT key FROM places WHERE lower(name) = lower(?1) ORDER BY lat IS NULL, key LIMIT 1",
            [name],
            |row| row.get(0),
        )
        .optional()?;
    let Some(model) = elsewhere else {
        return Err(Error::new(format!(
            "no article names a place \"{name}\"; give its country and coordinates: place=\"{name},BFA,14.10,-1.63\""
        )));
    };
    db.execute(
        r#"INSERT INTO places (version, local, "start", "end", text, kind, name, country, admin1, admin2, feature,
               precision, lat, lon, geonames)
           SELECT ?1, 'by-hand-' || (SELECT count(*) FROM places WHERE version = ?1), 0, 0, '', 'name', name, country,
               admin1, admin2, feature, precision, lat, lon, geonames FROM places WHERE key = ?2"#,
        params![version, model],
    )?;
    db.last_key()
}

fn given_place(
    db: &Connection,
    version: i64,
    name: &str,
    country: Option<String>,
    at: Option<(f64, f64)>,
) -> Result<i64, Error> {
    // What is shown of a place the coder found leads back to it.
    let mut select = db.prepare_cached(
        "SELECT key, lat, lon FROM places
         WHERE version = ?1 AND replace(name, ',', ' ') = ?2 AND country IS NOT DISTINCT FROM ?3 ORDER BY key",
    )?;
    let mut rows = select.query(params![version, name, country])?;
    while let Some(row) = rows.next()? {
        let there = row.get::<_, Option<f64>>(1)?.zip(row.get::<_, Option<f64>>(2)?);
        let is_it = match (at, there) {
            (None, _) => true,
            (Some(a), Some(b)) => (a.0 - b.0).abs() < 1e-4 && (a.1 - b.1).abs() < 1e-4,
            (Some(_), None) => false,
        };
        if is_it {
            return row.get(0);
        }
    }
    drop(rows);
    db.execute(
        r#"INSERT INTO places (version, local, "start", "end", text, kind, name, country, precision, lat, lon)
           VALUES (?1, 'by-hand-' || (SELECT count(*) FROM places WHERE version = ?1), 0, 0, '', 'name', ?2, ?3, ?4, ?5, ?6)"#,
        params![version, name, country, if at.is_some() { 5 } else { 1 }, at.map(|a| a.0), at.map(|a| a.1)],
    )?;
    db.last_key()
}
