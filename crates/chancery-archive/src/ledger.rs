//! Ledgers put together again from the tables.
//!
//! What a ledger said of an article is all in the tables, so it can be had back: to code its text anew, to compare two
//! codings of it, to know what the archive said on an earlier day. Corrections are in it, since they are in the tables.

use std::collections::BTreeMap;

use crate::db::{Connection, OptionalExtension, Row, params};
use chancery_engine::wire::{
    Amount, Argument, Article, Casualties, Confidence, Context, Entity, Event, EventDate, Evidence, Ledger, Mention,
    Note, Pair, Place, Position, ProducedBy, SCHEMA, Segment, Statement, Time, Toll, Topic,
};
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::similar::happening::list;
use crate::store::Archive;

/// A word of the wire (`paragraph`) as the type it stands for.
fn word<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(serde_json::Value::from(text))
        .map_err(|cause| Error::because(format!("\"{text}\" in the archive is a word of another version"), cause))
}

fn json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|cause| Error::because("a list in the archive is damaged", cause))
}

/// All rows of a query with a version as its parameter.
fn rows<T>(
    db: &Connection,
    sql: &str,
    version: i64,
    mut each: impl FnMut(&Row<'_>) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let mut select = db.prepare_cached(sql)?;
    let mut rows = select.query([version])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(each(&row)?);
    }
    Ok(all)
}

/// Local ids by the archive's keys.
type Names = BTreeMap<i64, String>;

fn names(db: &Connection, table: &str, version: i64) -> Result<Names, Error> {
    let sql = format!("SELECT key, local FROM {table} WHERE version = ?1");
    Ok(rows(db, &sql, version, |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
}

fn named(names: &Names, row: &Row<'_>, column: usize) -> Result<Option<String>, Error> {
    let key: Option<i64> = row.get(column)?;
    Ok(key.and_then(|key| names.get(&key).cloned()))
}

/// The ledger of a version, as the tables have it now, with what was rejected or without.
pub(crate) fn of_version(db: &Connection, version: i64, with_rejected: bool) -> Result<Ledger, Error> {
    let reader = Reader {
        db,
        version,
        most: i64::from(with_rejected),
        entities: names(db, "entities", version)?,
        times: names(db, "times", version)?,
        places: names(db, "places", version)?,
        statements: names(db, "statements", version)?,
        events: names(db, "events", version)?,
    };
    let (article, produced_by) = reader.head()?;
    Ok(Ledger {
        schema: SCHEMA.to_owned(),
        article,
        segments: rows(
            db,
            r#"SELECT kind, "start", "end" FROM segments WHERE version = ?1 ORDER BY n"#,
            version,
            |row| Ok(Segment { kind: word(&row.get::<_, String>(0)?)?, start: row.get(1)?, end: row.get(2)? }),
        )?,
        entities: reader.entities()?,
        events: reader.events()?,
        statements: reader.statements()?,
        positions: reader.positions()?,
        times: rows(
            db,
            r#"SELECT local, "start", "end", text, type, value, first, last FROM times WHERE version = ?1 ORDER BY key"#,
            version,
            |row| {
                Ok(Time {
                    id: row.get(0)?,
                    start: row.get(1)?,
                    end: row.get(2)?,
                    text: row.get(3)?,
                    time_type: row.get(4)?,
                    value: row.get(5)?,
                    from: row.get(6)?,
                    to: row.get(7)?,
                })
            },
        )?,
        places: reader.all_places()?,
        notes: rows(
            db,
            r#"SELECT code, message, "start", "end" FROM notes WHERE version = ?1 ORDER BY n"#,
            version,
            |row| Ok(Note { code: row.get(0)?, message: row.get(1)?, start: row.get(2)?, end: row.get(3)? }),
        )?,
        produced_by,
    })
}

struct Reader<'a> {
    db: &'a Connection,
    version: i64,
    /// The highest value of `rejected` that is read.
    most: i64,
    entities: Names,
    times: Names,
    places: Names,
    statements: Names,
    events: Names,
}

impl Reader<'_> {
    fn head(&self) -> Result<(Article, ProducedBy), Error> {
        let mut select = self.db.prepare_cached(
            "SELECT a.name, a.url, a.publisher, v.published, v.language, v.headline, v.text, p.version, p.model, p.codebook,
                 v.authors
             FROM versions v JOIN articles a ON a.key = v.article JOIN provenance p ON p.key = v.provenance
             WHERE v.key = ?1",
        )?;
        select.query_row([self.version], |row| {
            let article = Article {
                id: row.get(0)?,
                url: row.get(1)?,
                publisher: row.get(2)?,
                authors: json(&row.get::<_, String>(10)?)?,
                published: row.get(3)?,
                language: row.get(4)?,
                headline: row.get(5)?,
                text: row.get(6)?,
            };
            Ok((article, ProducedBy { version: row.get(7)?, model: row.get(8)?, codebook: row.get(9)? }))
        })
    }

    fn entities(&self) -> Result<Vec<Entity>, Error> {
        let mut mentions =
            self.db.prepare_cached(r#"SELECT "start", "end", form FROM mentions WHERE entity = ?1 ORDER BY n"#)?;
        rows(
            self.db,
            "SELECT key, local, name, kind, country, sectors, roles, size, wikidata FROM entities WHERE version = ?1
             ORDER BY key",
            self.version,
            |row| {
                let mut found = Vec::new();
                let mut spans = mentions.query([row.get::<_, i64>(0)?])?;
                while let Some(m) = spans.next()? {
                    found.push(Mention { start: m.get(0)?, end: m.get(1)?, form: word(&m.get::<_, String>(2)?)? });
                }
                Ok(Entity {
                    id: row.get(1)?,
                    name: row.get(2)?,
                    kind: word(&row.get::<_, String>(3)?)?,
                    country: row.get(4)?,
                    sectors: list(&row.get::<_, String>(5)?),
                    roles: json(&row.get::<_, String>(6)?)?,
                    size: row.get::<_, Option<String>>(7)?.map(|size| json(&size)).transpose()?,
                    wikidata: row.get(8)?,
                    mentions: found,
                })
            },
        )
    }

    fn all_places(&self) -> Result<Vec<Place>, Error> {
        rows(
            self.db,
            r#"SELECT local, "start", "end", text, kind, name, country, admin1, admin2, feature, precision, lat, lon, geonames
               FROM places WHERE version = ?1 ORDER BY key"#,
            self.version,
            |row| {
                Ok(Place {
                    id: row.get(0)?,
                    start: row.get(1)?,
                    end: row.get(2)?,
                    text: row.get(3)?,
                    kind: word(&row.get::<_, String>(4)?)?,
                    name: row.get(5)?,
                    country: row.get(6)?,
                    admin1: row.get(7)?,
                    admin2: row.get(8)?,
                    feature: row.get(9)?,
                    precision: row.get(10)?,
                    lat: row.get(11)?,
                    lon: row.get(12)?,
                    geonames: row.get(13)?,
                })
            },
        )
    }

    fn spans(&self, kind: &str, key: i64, role: &str) -> Result<Vec<Evidence>, Error> {
        let mut select = self.db.prepare_cached(
            r#"SELECT "start", "end", trigger_start, trigger_end FROM spans
               WHERE kind = ?1 AND record = ?2 AND role = ?3 ORDER BY n"#,
        )?;
        let spans = select.query_map(params![kind, key, role], |row| {
            let (start, end): (u32, u32) = (row.get(0)?, row.get(1)?);
            let trigger = row.get::<_, Option<u32>>(2)?.zip(row.get::<_, Option<u32>>(3)?);
            let (from, to) = trigger.unwrap_or((start, end));
            Ok(Evidence { start, end, trigger: Pair(from, to) })
        })?;
        spans.collect::<Result<Vec<_>, _>>()
    }

    fn pairs(&self, key: i64, role: &str) -> Result<Vec<Pair>, Error> {
        Ok(self.spans("statement", key, role)?.into_iter().map(|e| Pair(e.start, e.end)).collect())
    }

    fn via(&self, kind: &str, key: i64) -> Result<Vec<String>, Error> {
        let mut select = self.db.prepare_cached("SELECT entity FROM via WHERE kind = ?1 AND record = ?2 ORDER BY n")?;
        let keys = select.query_map(params![kind, key], |row| row.get::<_, i64>(0))?;
        let mut all = Vec::new();
        for key in keys {
            all.extend(self.entities.get(&key?).cloned());
        }
        Ok(all)
    }

    fn arguments(&self, event: i64, side: &str) -> Result<Vec<Argument>, Error> {
        let mut select = self.db.prepare_cached(
            r#"SELECT entity, country, sectors, "start", "end", country_source FROM arguments
               WHERE event = ?1 AND side = ?2 ORDER BY n"#,
        )?;
        let mut found = select.query(params![event, side])?;
        let mut all = Vec::new();
        while let Some(row) = found.next()? {
            let Some(entity) = named(&self.entities, &row, 0)? else { continue };
            let sectors = list(&row.get::<_, String>(2)?);
            let source: Option<String> = row.get(5)?;
            all.push(Argument {
                entity,
                country: row.get(1)?,
                country_source: source.as_deref().map(word).transpose()?,
                sectors,
                start: row.get(3)?,
                end: row.get(4)?,
            });
        }
        Ok(all)
    }

    fn toll(&self, event: i64, kind: &str) -> Result<Option<Toll>, Error> {
        let mut select = self
            .db
            .prepare_cached("SELECT low, best, high, text, whom FROM casualties WHERE event = ?1 AND kind = ?2")?;
        let toll = select.query_row(params![event, kind], |row| {
            Ok(Toll { low: row.get(0)?, best: row.get(1)?, high: row.get(2)?, text: row.get(3)?, of: row.get(4)? })
        });
        toll.optional()
    }

    fn accounts(&self, event: i64, relation: &str) -> Result<Vec<String>, Error> {
        let mut select = self.db.prepare_cached(
            "SELECT statement FROM event_statements WHERE event = ?1 AND relation = ?2 ORDER BY statement",
        )?;
        let keys = select.query_map(params![event, relation], |row| row.get::<_, i64>(0))?;
        let mut all = Vec::new();
        for key in keys {
            all.extend(self.statements.get(&key?).cloned());
        }
        Ok(all)
    }

    fn events(&self) -> Result<Vec<Event>, Error> {
        let mut contexts =
            self.db.prepare_cached("SELECT name, scope FROM event_contexts WHERE event = ?1 ORDER BY n")?;
        rows(
            self.db,
            &format!(
                "SELECT key, amount, currency, local, type, cameo, goldstein, quad, scale, historical, first, last, rule, conf_type, conf_actors, conf_recipients, modes, polarity, modality, date_precision, date_source, place_source, protesters, time, place, sequence FROM events WHERE version = ?1 AND rejected <= {} ORDER BY key",
                self.most
            ),
            self.version,
            |row| {
                let key: i64 = row.get(0)?;
                let mut found = Vec::new();
                let mut all = contexts.query([key])?;
                while let Some(c) = all.next()? {
                    found.push(Context { name: c.get(0)?, scope: word(&c.get::<_, String>(1)?)? });
                }
                let amount: Option<f64> = row.get(1)?;
                let currency: Option<String> = row.get(2)?;
                Ok(Event {
                    id: row.get(3)?,
                    event_type: row.get(4)?,
                    mode: list(&row.get::<_, String>(16)?),
                    context: found,
                    cameo: row.get(5)?,
                    goldstein: row.get(6)?,
                    quad: row.get(7)?,
                    scale: row.get(8)?,
                    actors: self.arguments(key, "actor")?,
                    recipients: self.arguments(key, "recipient")?,
                    evidence: self.spans("event", key, "evidence")?,
                    polarity: word(&row.get::<_, String>(17)?)?,
                    modality: word(&row.get::<_, String>(18)?)?,
                    historical: row.get(9)?,
                    time: named(&self.times, row, 23)?,
                    date: EventDate {
                        from: row.get(10)?,
                        to: row.get(11)?,
                        precision: word(&row.get::<_, String>(19)?)?,
                        source: word(&row.get::<_, String>(20)?)?,
                    },
                    order: row.get::<_, Option<String>>(25)?.map(|list| json(&list)).transpose()?.unwrap_or_default(),
                    place: named(&self.places, row, 24)?,
                    place_source: word(&row.get::<_, String>(21)?)?,
                    casualties: Casualties {
                        killed: self.toll(key, "killed")?,
                        injured: self.toll(key, "injured")?,
                        arrested: self.toll(key, "arrested")?,
                    },
                    protesters: row.get::<_, Option<String>>(22)?.map(|toll| json(&toll)).transpose()?,
                    amount: amount.map(|value| Amount { value, currency }),
                    attribution: self.accounts(key, "attribution")?,
                    contested_by: self.accounts(key, "contested_by")?,
                    via: self.via("event", key)?,
                    rule: row.get(12)?,
                    confidence: Confidence { event_type: row.get(13)?, actors: row.get(14)?, recipients: row.get(15)? },
                })
            },
        )
    }

    fn statements(&self) -> Result<Vec<Statement>, Error> {
        rows(
            self.db,
            &format!(
                "SELECT key, local, within, rule, confidence, form, speaker, on_behalf_of, addressee FROM statements WHERE version = ?1 AND rejected <= {} ORDER BY key",
                self.most
            ),
            self.version,
            |row| {
                let key: i64 = row.get(0)?;
                Ok(Statement {
                    id: row.get(1)?,
                    speaker: named(&self.entities, row, 6)?,
                    on_behalf_of: named(&self.entities, row, 7)?,
                    addressee: named(&self.entities, row, 8)?,
                    cue: self.pairs(key, "cue")?,
                    source: self.pairs(key, "source")?,
                    content: self.pairs(key, "content")?,
                    form: word(&row.get::<_, String>(5)?)?,
                    within: row.get(2)?,
                    via: self.via("statement", key)?,
                    evidence: self.spans("statement", key, "evidence")?,
                    rule: row.get(3)?,
                    confidence: row.get(4)?,
                })
            },
        )
    }

    fn positions(&self) -> Result<Vec<Position>, Error> {
        let all = rows(
            self.db,
            &format!(
                "SELECT key, local, topic_start, topic_end, topic, topic_key, hedge, stance, rule, holder, on_behalf_of, toward, statement, event FROM positions WHERE version = ?1 AND rejected <= {} ORDER BY key",
                self.most
            ),
            self.version,
            |row| {
                let key: i64 = row.get(0)?;
                let Some(holder) = named(&self.entities, row, 9)? else { return Ok(None) };
                Ok(Some(Position {
                    id: row.get(1)?,
                    holder,
                    on_behalf_of: named(&self.entities, row, 10)?,
                    stance: word(&row.get::<_, String>(7)?)?,
                    topic: Topic { start: row.get(2)?, end: row.get(3)?, text: row.get(4)?, key: row.get(5)? },
                    toward: named(&self.entities, row, 11)?,
                    hedge: row.get(6)?,
                    statement: named(&self.statements, row, 12)?,
                    event: named(&self.events, row, 13)?,
                    via: self.via("position", key)?,
                    evidence: self.spans("position", key, "evidence")?,
                    rule: row.get::<_, Option<String>>(8)?.unwrap_or_default(),
                }))
            },
        )?;
        Ok(all.into_iter().flatten().collect())
    }
}

impl Archive {
    /// The ledger of an article as the archive has it now, corrections included, what was rejected left out.
    ///
    /// # Errors
    /// When there is no such article, or the archive fails.
    pub fn ledger(&self, article: &str) -> Result<Ledger, Error> {
        let version: Option<i64> = self
            .db
            .prepare_cached(
                "SELECT v.key FROM versions v JOIN articles a ON a.key = v.article WHERE a.id = ?1 AND v.current = 1",
            )?
            .query_row([article], |row| row.get(0))
            .optional()?;
        let version = version.ok_or_else(|| Error::new(format!("the archive has no article {article}")))?;
        of_version(&self.db, version, false)
    }

    /// The ids of all articles, by date of publication.
    ///
    /// # Errors
    /// When the archive fails.
    pub fn article_ids(&self) -> Result<Vec<String>, Error> {
        let mut select = self.db.prepare_cached(
            "SELECT a.id FROM versions v JOIN articles a ON a.key = v.article WHERE v.current = 1
             ORDER BY v.published IS NULL, v.published, a.id",
        )?;
        let ids = select.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok(ids)
    }
}
