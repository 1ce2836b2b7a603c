//! What can be corrected of statements, positions and articles.

use crate::db::{Connection, params};
use serde::{Deserialize, Serialize};

use super::value;
use super::who;
use crate::error::Error;

const FORM: &[&str] = &["direct", "indirect", "mixed"];
const STANCE: &[&str] = &[
    "support",
    "oppose",
    "demand",
    "offer",
    "pledge",
    "intend",
    "threaten",
    "suspend",
    "resume",
    "reject",
    "accept",
    "deny",
    "acknowledge",
];

pub(super) fn choices(field: &str) -> Vec<String> {
    let words = match field {
        "form" => FORM,
        "stance" => STANCE,
        _ => &[],
    };
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// One entity by name, or none.
fn entity(db: &Connection, version: i64, field: &str, typed: &str) -> Result<Option<i64>, Error> {
    match &value::parties(typed)?[..] {
        [] => Ok(None),
        [one] => Ok(Some(who::find_or_make(db, version, one)?.0)),
        _ => Err(Error::new(format!("{field} is one, not several; write a name, or none"))),
    }
}

fn named(db: &Connection, entity: Option<i64>) -> Result<String, Error> {
    entity.map_or_else(|| Ok("none".to_owned()), |key| who::name(db, key).map(|name| name.replace(';', ",")))
}

/// All of a statement that corrections can change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Statement {
    speaker: Option<i64>,
    on_behalf_of: Option<i64>,
    addressee: Option<i64>,
    form: String,
}

impl Statement {
    pub(super) const FIELDS: &[&str] = &["speaker", "on_behalf_of", "addressee", "form"];

    pub(super) fn read(db: &Connection, key: i64) -> Result<Statement, Error> {
        let sql = "SELECT speaker, on_behalf_of, addressee, form FROM statements WHERE key = ?1";
        db.prepare_cached(sql)?.query_row([key], |row| {
            Ok(Statement { speaker: row.get(0)?, on_behalf_of: row.get(1)?, addressee: row.get(2)?, form: row.get(3)? })
        })
    }

    pub(super) fn write(&self, db: &Connection, key: i64) -> Result<(), Error> {
        let sql = "UPDATE statements SET speaker = ?2, on_behalf_of = ?3, addressee = ?4, form = ?5 WHERE key = ?1";
        db.prepare_cached(sql)?.execute(params![key, self.speaker, self.on_behalf_of, self.addressee, self.form])?;
        Ok(())
    }

    pub(super) fn get(&self, db: &Connection, field: &str) -> Result<String, Error> {
        match field {
            "speaker" => named(db, self.speaker),
            "on_behalf_of" => named(db, self.on_behalf_of),
            "addressee" => named(db, self.addressee),
            _ => Ok(self.form.clone()),
        }
    }

    pub(super) fn set(&mut self, db: &Connection, version: i64, field: &str, typed: &str) -> Result<(), Error> {
        match field {
            "speaker" => self.speaker = entity(db, version, field, typed)?,
            "on_behalf_of" => self.on_behalf_of = entity(db, version, field, typed)?,
            "addressee" => self.addressee = entity(db, version, field, typed)?,
            _ => self.form = value::word(field, typed, FORM)?.to_owned(),
        }
        Ok(())
    }
}

/// All of a position that corrections can change.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Position {
    holder: i64,
    on_behalf_of: Option<i64>,
    stance: String,
    topic_key: String,
    toward: Option<i64>,
    hedge: Option<String>,
}

impl Position {
    pub(super) const FIELDS: &[&str] = &["holder", "on_behalf_of", "stance", "topic_key", "toward", "hedge"];

    pub(super) fn read(db: &Connection, key: i64) -> Result<Position, Error> {
        let sql = "SELECT holder, on_behalf_of, stance, topic_key, toward, hedge FROM positions WHERE key = ?1";
        db.prepare_cached(sql)?.query_row([key], |row| {
            Ok(Position {
                holder: row.get(0)?,
                on_behalf_of: row.get(1)?,
                stance: row.get(2)?,
                topic_key: row.get(3)?,
                toward: row.get(4)?,
                hedge: row.get(5)?,
            })
        })
    }

    pub(super) fn write(&self, db: &Connection, key: i64) -> Result<(), Error> {
        let sql = "UPDATE positions SET holder = ?2, on_behalf_of = ?3, stance = ?4, topic_key = ?5, toward = ?6,
            hedge = ?7 WHERE key = ?1";
        let p = self;
        db.prepare_cached(sql)?.execute(params![
            key,
            p.holder,
            p.on_behalf_of,
            p.stance,
            p.topic_key,
            p.toward,
            p.hedge
        ])?;
        Ok(())
    }

    pub(super) fn get(&self, db: &Connection, field: &str) -> Result<String, Error> {
        match field {
            "holder" => named(db, Some(self.holder)),
            "on_behalf_of" => named(db, self.on_behalf_of),
            "toward" => named(db, self.toward),
            "stance" => Ok(self.stance.clone()),
            "topic_key" => Ok(self.topic_key.clone()),
            _ => Ok(self.hedge.clone().unwrap_or_else(|| "none".to_owned())),
        }
    }

    pub(super) fn set(&mut self, db: &Connection, version: i64, field: &str, typed: &str) -> Result<(), Error> {
        match field {
            "holder" => {
                self.holder = entity(db, version, field, typed)?
                    .ok_or_else(|| Error::new("a position has a holder; reject it if nobody holds it"))?;
            }
            "on_behalf_of" => self.on_behalf_of = entity(db, version, field, typed)?,
            "toward" => self.toward = entity(db, version, field, typed)?,
            "stance" => self.stance = value::word(field, typed, STANCE)?.to_owned(),
            "topic_key" => self.topic_key = typed.to_lowercase(),
            _ => self.hedge = (typed != "none").then(|| typed.to_owned()),
        }
        Ok(())
    }
}

/// What its carrier said of an article, as far as it can be put right.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub(super) struct Article {
    publisher: Option<String>,
    published: Option<String>,
    url: Option<String>,
    licence: Option<String>,
}

impl Article {
    pub(super) const FIELDS: &[&str] = &["publisher", "published", "url", "licence"];

    pub(super) fn read(db: &Connection, key: i64) -> Result<Article, Error> {
        let sql = "SELECT a.publisher, v.published, a.url, a.licence FROM articles a
            LEFT JOIN versions v ON v.article = a.key AND v.current = 1 WHERE a.key = ?1";
        db.prepare_cached(sql)?.query_row([key], |row| {
            Ok(Article { publisher: row.get(0)?, published: row.get(1)?, url: row.get(2)?, licence: row.get(3)? })
        })
    }

    pub(super) fn write(&self, db: &Connection, key: i64) -> Result<(), Error> {
        db.prepare_cached("UPDATE articles SET publisher = ?2, url = ?3, licence = ?4 WHERE key = ?1")?
            .execute(params![key, self.publisher, self.url, self.licence])?;
        db.prepare_cached("UPDATE versions SET published = ?2 WHERE article = ?1 AND current = 1")?
            .execute(params![key, self.published])?;
        db.prepare_cached(
            "UPDATE events SET day = coalesce(first, ?2, '')
             WHERE version = (SELECT key FROM versions WHERE article = ?1 AND current = 1)",
        )?
        .execute(params![key, self.published])?;
        db.prepare_cached(
            "UPDATE event_roles SET day = (SELECT e.day FROM events e WHERE e.key = event_roles.event)
             WHERE event IN (SELECT e.key FROM events e JOIN versions v ON v.key = e.version
                 WHERE v.article = ?1 AND v.current = 1)",
        )?
        .execute([key])?;
        db.prepare_cached(
            "UPDATE traits SET day = ?2 WHERE version = (SELECT key FROM versions WHERE article = ?1 AND current = 1)",
        )?
        .execute(params![key, self.published.as_deref().and_then(crate::similar::happening::day).unwrap_or(0)])?;
        Ok(())
    }

    pub(super) fn get(&self, field: &str) -> String {
        let value = match field {
            "publisher" => &self.publisher,
            "published" => &self.published,
            "url" => &self.url,
            _ => &self.licence,
        };
        value.clone().unwrap_or_else(|| "none".to_owned())
    }

    pub(super) fn set(&mut self, field: &str, typed: &str) -> Result<(), Error> {
        let value = (typed != "none").then(|| typed.to_owned());
        match field {
            "publisher" => self.publisher = value,
            "published" => {
                self.published = match value::days(typed)? {
                    None => None,
                    Some((first, last)) if first == last => Some(first.to_string()),
                    Some(_) => return Err(Error::new("an article is published on one day; write 2024-03-04")),
                };
            }
            "url" => self.url = value,
            _ => self.licence = value,
        }
        Ok(())
    }
}
