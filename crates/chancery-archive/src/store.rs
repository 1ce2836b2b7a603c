//! The archive file: opened, brought to the newest schema, written one article at a time.
//!
//! An article is one transaction, so whatever kills the program, an article is in the archive whole or not at all.
//! Every table a reader needs is filled here; what relates articles to each other (stories, occurrences, actors) is
//! computed afterwards by [`Archive::settle`], from the articles marked as not yet settled.

use std::path::{Path, PathBuf};

use chancery_engine::wire::{Evidence, Ledger, Pair, Toll};
use serde::Serialize;

use crate::db::{self, Connection, OptionalExtension, Schema, Transaction, named_params, params};
use crate::error::Error;
use crate::roles;
use crate::similar::{self, features, stories};
use crate::succession::{self, Succession};
use crate::{correct, history, ids};

/// The tables and views of an archive.
pub(crate) const SCHEMA: Schema = Schema {
    migrations: &[
        include_str!("schema/0001_ledgers.sql"),
        include_str!("schema/0002_history.sql"),
        include_str!("schema/0003_days.sql"),
        include_str!("schema/0004_order.sql"),
        include_str!("schema/0005_authors.sql"),
        include_str!("schema/0006_settling.sql"),
        include_str!("schema/0007_country_source.sql"),
        include_str!("schema/0008_days.sql"),
        include_str!("schema/0009_pairs.sql"),
        include_str!("schema/0010_roles.sql"),
    ],
    views: include_str!("schema/views.sql"),
};

/// An archive of ledgers.
#[derive(Debug)]
pub struct Archive {
    pub(crate) db: Connection,
}

/// What became of a ledger that was given to the archive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// It is a new article.
    New,
    /// A known article has changed; its older versions are kept.
    Updated,
    /// The archive had it already.
    Known,
    /// The text was known; it was coded anew.
    Recoded,
}

/// A stored article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// Its permanent id.
    pub id: String,
    /// What became of it.
    pub outcome: Outcome,
}

/// What an article is known by, and what was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origin {
    /// The same for all versions of an article: its URL, else the carrier's id with the publisher, else its name.
    pub identity: String,
    /// A hash of the input and of how it was read, to know without reading it again that it is here.
    pub input: String,
}

impl Origin {
    /// Of a ledger, when nothing else is known of where it came from.
    pub fn of_ledger(ledger: &Ledger) -> Origin {
        let article = &ledger.article;
        let text = [article.text.as_str(), &ledger.produced_by.codebook, &ledger.produced_by.model];
        let input = ids::sha256(text.join("\u{1f}").as_bytes());
        Origin { identity: identity(article.url.as_deref(), article.publisher.as_deref(), &article.id), input }
    }
}

/// What all versions of an article have in common.
pub fn identity(url: Option<&str>, publisher: Option<&str>, id: &str) -> String {
    match (url, publisher) {
        (Some(url), _) if !url.is_empty() => url.to_owned(),
        (_, Some(publisher)) if !publisher.is_empty() => format!("{publisher}#{id}"),
        _ => id.to_owned(),
    }
}

/// A hash of the bytes of an input and of how it is read.
pub fn input_hash(parts: &[&[u8]]) -> String {
    let mut all = Vec::new();
    for part in parts {
        all.extend_from_slice(&(part.len() as u64).to_le_bytes());
        all.extend_from_slice(part);
    }
    ids::sha256(&all)
}

/// The file that a URL names: `sqlite:PATH`, `sqlite://PATH`, or just a path.
fn file_of(url: &str) -> Result<PathBuf, Error> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:")).unwrap_or(url);
    if path.is_empty() {
        return Err(Error::new("--archive is empty; name a file, such as news.db"));
    }
    Ok(PathBuf::from(path))
}

impl Archive {
    /// Opens the archive at `url` for writing; it is made if it is not there, and brought to the newest schema.
    ///
    /// # Errors
    /// When it cannot be opened, is something else, or was written by a newer version of the program.
    pub fn open(url: &str) -> Result<Archive, Error> {
        if db::is_postgres(url) {
            let db = Connection::open_server(url, SCHEMA, true)?;
            similar::begin(&db)?;
            return Ok(Archive { db });
        }
        let path = file_of(url)?;
        let db = Connection::open_file(&path, SCHEMA, true).map_err(|cause| at(&path, cause))?;
        similar::begin(&db)?;
        Ok(Archive { db })
    }

    /// Opens the archive at `url` for questions only: nothing can be written through it.
    ///
    /// # Errors
    /// When there is none, or it cannot be read by this version.
    pub fn open_reader(url: &str) -> Result<Archive, Error> {
        if db::is_postgres(url) {
            let db = Connection::open_server(url, SCHEMA, false)?;
            return Ok(Archive { db });
        }
        let path = file_of(url)?;
        if !path.exists() {
            let message = format!("{}: there is no archive; `chancery ingest --archive` makes one", path.display());
            return Err(Error::new(message));
        }
        let db = Connection::open_file(&path, SCHEMA, false).map_err(|cause| at(&path, cause))?;
        Ok(Archive { db })
    }

    /// Whether an input was read before, by the same coder.
    pub fn has_input(&self, input: &str) -> Result<bool, Error> {
        let mut known = self.db.prepare_cached("SELECT 1 FROM versions WHERE input = ?1 AND current = 1")?;
        known.exists([input])
    }

    /// Every input that was read before.
    pub fn inputs(&self) -> Result<Vec<String>, Error> {
        let mut all = self.db.prepare("SELECT input FROM versions WHERE current = 1 ORDER BY input")?;
        let inputs = all.query_map([], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        Ok(inputs)
    }

    /// Keeps a ledger, in one transaction.
    ///
    /// `now` is the time of ingest, UTC, ISO 8601.
    ///
    /// # Errors
    /// When the archive cannot be written; then nothing of the ledger is in it.
    pub fn store(&mut self, ledger: &Ledger, origin: &Origin, now: &str) -> Result<Stored, Error> {
        self.store_numbered(ledger, origin, now, 1)
    }

    /// The same, with the number of a new article's first version.
    pub(crate) fn store_numbered(
        &mut self,
        ledger: &Ledger,
        origin: &Origin,
        now: &str,
        number: i64,
    ) -> Result<Stored, Error> {
        let tx = self.db.begin()?;
        let stored = Writer { tx: &tx, ledger, origin, now, number }.article()?;
        tx.commit()?;
        Ok(stored)
    }

    /// Keeps a new coding of an article that is here.
    ///
    /// # Errors
    /// When there is no such article, or the archive cannot be written; then nothing of the ledger is in it.
    pub fn recode(&mut self, article: &str, ledger: &Ledger, now: &str) -> Result<Stored, Error> {
        let identity = self
            .db
            .query_row("SELECT identity FROM articles WHERE id = ?1", [article], |row| row.get(0))
            .optional()?
            .ok_or_else(|| Error::new(format!("the archive has no article {article}")))?;
        let origin = Origin { identity, ..Origin::of_ledger(ledger) };
        self.store(ledger, &origin, now)
    }

    /// Sets a bad article aside, with the reason.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn reject(&mut self, source: &str, line: Option<u64>, reason: &str, now: &str) -> Result<(), Error> {
        let line = line.map_or(0, |line| i64::try_from(line).unwrap_or(i64::MAX));
        self.db.execute(
            "INSERT INTO rejected (source, line, reason, at) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (source, line) DO UPDATE SET reason = excluded.reason, at = excluded.at",
            params![source, line, reason, now],
        )?;
        Ok(())
    }

    /// Takes back that an article was set aside, since it can be read now.
    ///
    /// # Errors
    /// When the archive cannot be written.
    pub fn accept(&mut self, source: &str, line: Option<u64>) -> Result<(), Error> {
        let line = line.map_or(0, |line| i64::try_from(line).unwrap_or(i64::MAX));
        self.db.execute("DELETE FROM rejected WHERE source = ?1 AND line = ?2", params![source, line])?;
        Ok(())
    }
}

/// Puts the file's name before what went wrong with it.
fn at(path: &Path, cause: Error) -> Error {
    Error::because(format!("{}: {cause}", path.display()), cause)
}

/// The word that a value is on the wire (`paragraph`, `direct`), so that tables and ledgers say the same.
fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

fn json<T: Serialize>(value: Option<&T>) -> Option<String> {
    value.and_then(|value| serde_json::to_string(value).ok())
}

/// Writes one ledger within a transaction.
struct Writer<'a> {
    tx: &'a Transaction<'a>,
    ledger: &'a Ledger,
    origin: &'a Origin,
    now: &'a str,
    number: i64,
}

/// Keys of what was written, by the ledger's own ids.
#[derive(Default)]
struct Keys {
    entities: Vec<(String, i64)>,
    times: Vec<(String, i64)>,
    places: Vec<(String, i64)>,
    statements: Vec<(String, i64)>,
    events: Vec<(String, i64)>,
}

fn find(keys: &[(String, i64)], local: &str) -> Option<i64> {
    keys.iter().find(|(id, _)| id == local).map(|(_, key)| *key)
}

impl Writer<'_> {
    fn article(&self) -> Result<Stored, Error> {
        let article = &self.ledger.article;
        let id = ids::permanent("art", &[&self.origin.identity]);
        let text_sha256 = ids::sha256(article.text.as_bytes());
        let provenance = self.provenance()?;
        let known: Option<i64> = self
            .tx
            .prepare_cached("SELECT key FROM articles WHERE id = ?1")?
            .query_row([&id], |row| row.get(0))
            .optional()?;
        let Some(key) = known else {
            self.tx
                .prepare_cached(
                    "INSERT INTO articles (id, identity, name, url, publisher, first_seen) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .execute(params![id, self.origin.identity, article.id, article.url, article.publisher, self.now])?;
            let key = self.tx.last_key()?;
            self.version(key, &id, self.number, &text_sha256, provenance)?;
            return Ok(Stored { id, outcome: Outcome::New });
        };
        let current = self
            .tx
            .prepare_cached(
                "SELECT key, version, text_sha256, provenance FROM versions WHERE article = ?1 AND current = 1",
            )?
            .query_row([key], |row| {
                Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?, row.get::<_, i64>(3)?))
            })
            .optional()?;
        let Some((old, version, old_sha256, old_provenance)) = current else {
            self.version(key, &id, 1, &text_sha256, provenance)?;
            return Ok(Stored { id, outcome: Outcome::Updated });
        };
        if old_sha256 == text_sha256 && old_provenance == provenance {
            // The same words in another wrapping: remembered, so that it need not be read a third time.
            self.tx
                .prepare_cached("UPDATE versions SET input = ?2 WHERE key = ?1")?
                .execute(params![old, self.origin.input])?;
            return Ok(Stored { id, outcome: Outcome::Known });
        }
        // What the coder had is what is compared and kept; corrections are applied again to what takes its place.
        correct::restore_all(self.tx, old)?;
        self.retire(old)?;
        let same_text = old_sha256 == text_sha256;
        if same_text {
            history::keep(self.tx, old, self.now)?;
            succession::set_aside(self.tx, old)?;
        }
        self.tx.prepare_cached("UPDATE articles SET url = ?2, publisher = ?3 WHERE key = ?1")?.execute(params![
            key,
            article.url,
            article.publisher
        ])?;
        let new = self.version(key, &id, if same_text { version } else { version + 1 }, &text_sha256, provenance)?;
        Succession { old, new, article: &id, same_text, now: self.now }.run(self.tx)?;
        if same_text {
            self.tx.execute("DELETE FROM versions WHERE key = ?1", [old])?;
            return Ok(Stored { id, outcome: Outcome::Recoded });
        }
        Ok(Stored { id, outcome: Outcome::Updated })
    }

    fn provenance(&self) -> Result<i64, Error> {
        let by = &self.ledger.produced_by;
        self.tx
            .prepare_cached(
                "INSERT INTO provenance (version, model, codebook) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
            )?
            .execute(params![by.version, by.model, by.codebook])?;
        let key = self
            .tx
            .prepare_cached("SELECT key FROM provenance WHERE version = ?1 AND model = ?2 AND codebook = ?3")?
            .query_row(params![by.version, by.model, by.codebook], |row| row.get(0))?;
        Ok(key)
    }

    /// Takes a version out of what is current, and marks its neighbours to be settled again.
    fn retire(&self, key: i64) -> Result<(), Error> {
        let text: (Option<String>, String) =
            self.tx.query_row("SELECT headline, text FROM versions WHERE key = ?1", [key], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        self.tx.forget_text(key, text.0.as_deref(), &text.1)?;
        unlink(self.tx, key)?;
        for sql in [
            stories::LOOSE_STORIES,
            stories::LOOSE_OCCURRENCES,
            stories::LOOSE_ACTORS,
            "DELETE FROM membership WHERE version = ?1",
            "UPDATE entities SET actor = NULL WHERE version = ?1 AND actor IS NOT NULL",
            "DELETE FROM traits WHERE version = ?1",
            "DELETE FROM near_bands WHERE version = ?1",
            "UPDATE events SET occurrence = NULL WHERE version = ?1",
            "UPDATE versions SET current = 0, settled = 2 WHERE key = ?1",
        ] {
            self.tx.prepare_cached(sql)?.execute([key])?;
        }
        Ok(())
    }

    fn version(&self, article: i64, id: &str, version: i64, sha256: &str, provenance: i64) -> Result<i64, Error> {
        let a = &self.ledger.article;
        self.tx
            .prepare_cached(
                "INSERT INTO versions (article, version, current, published, language, headline, text, text_sha256,
                     credit, input, provenance, ingested, authors)
                 VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                article,
                version,
                a.published,
                a.language,
                a.headline,
                a.text,
                sha256,
                features::credit(self.ledger),
                self.origin.input,
                provenance,
                self.now,
                serde_json::to_string(&a.authors).unwrap_or_else(|_| "[]".to_owned())
            ])?;
        let key = self.tx.last_key()?;
        self.tx.index_text(key, a.headline.as_deref(), &a.text)?;
        self.layers(key)?;
        let mut keys = Keys::default();
        self.entities(key, &mut keys)?;
        self.times_and_places(key, &mut keys)?;
        let scope = format!("{id}.{version}");
        self.statements(key, &scope, &mut keys)?;
        self.events(key, &scope, &mut keys)?;
        self.positions(key, &scope, &keys)?;
        features::store(self.tx, key, self.ledger)?;
        Ok(key)
    }

    fn layers(&self, version: i64) -> Result<(), Error> {
        let mut insert = self
            .tx
            .prepare_cached(r#"INSERT INTO segments (version, n, kind, "start", "end") VALUES (?1, ?2, ?3, ?4, ?5)"#)?;
        for (n, s) in self.ledger.segments.iter().enumerate() {
            insert.execute(params![version, n as i64, word(s.kind), s.start, s.end])?;
        }
        let mut insert = self.tx.prepare_cached(
            r#"INSERT INTO notes (version, n, code, message, "start", "end") VALUES (?1, ?2, ?3, ?4, ?5, ?6)"#,
        )?;
        for (n, note) in self.ledger.notes.iter().enumerate() {
            insert.execute(params![version, n as i64, note.code, note.message, note.start, note.end])?;
        }
        Ok(())
    }

    fn entities(&self, version: i64, keys: &mut Keys) -> Result<(), Error> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO entities (version, local, name, folded, kind, country, sectors, roles, size,
                 wikidata, block)
             VALUES (:version, :local, :name, :folded, :kind, :country, :sectors, :roles, :size, :wikidata, :block)",
        )?;
        let mut mention = self
            .tx
            .prepare_cached(r#"INSERT INTO mentions (entity, n, "start", "end", form) VALUES (?1, ?2, ?3, ?4, ?5)"#)?;
        for e in &self.ledger.entities {
            let folded = features::fold(&e.name);
            let roles = serde_json::to_string(&e.roles).unwrap_or_default();
            insert.execute(named_params! {
                ":version": version, ":local": e.id, ":name": e.name, ":folded": folded, ":kind": word(e.kind),
                ":country": e.country, ":sectors": e.sectors.join(";"), ":roles": roles,
                ":size": json(e.size.as_ref()), ":wikidata": e.wikidata,
                ":block": features::block(e),
            })?;
            let key = self.tx.last_key()?;
            keys.entities.push((e.id.clone(), key));
            for (n, m) in e.mentions.iter().enumerate() {
                mention.execute(params![key, n as i64, m.start, m.end, word(m.form)])?;
            }
        }
        Ok(())
    }

    fn times_and_places(&self, version: i64, keys: &mut Keys) -> Result<(), Error> {
        let mut insert = self.tx.prepare_cached(
            r#"INSERT INTO times (version, local, "start", "end", text, type, value, first, last)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"#,
        )?;
        for t in &self.ledger.times {
            insert.execute(params![version, t.id, t.start, t.end, t.text, t.time_type, t.value, t.from, t.to])?;
            keys.times.push((t.id.clone(), self.tx.last_key()?));
        }
        let mut insert = self.tx.prepare_cached(
            r#"INSERT INTO places (version, local, "start", "end", text, kind, name, country, admin1, admin2, feature,
                   precision, lat, lon, geonames)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"#,
        )?;
        for l in &self.ledger.places {
            insert.execute(params![
                version,
                l.id,
                l.start,
                l.end,
                l.text,
                word(l.kind),
                l.name,
                l.country,
                l.admin1,
                l.admin2,
                l.feature,
                l.precision,
                l.lat,
                l.lon,
                l.geonames
            ])?;
            keys.places.push((l.id.clone(), self.tx.last_key()?));
        }
        Ok(())
    }

    fn statements(&self, version: i64, scope: &str, keys: &mut Keys) -> Result<(), Error> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO statements (id, version, local, speaker, on_behalf_of, addressee, form, within, rule, confidence,
                 day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, coalesce(?11, ''))",
        )?;
        let mut ranks = Ranks::default();
        for s in &self.ledger.statements {
            let what = format!("{}-{}", first(&s.cue), first(&s.content));
            let id = ranks.id("st", scope, &what);
            let entity = |id: &Option<String>| id.as_deref().and_then(|id| find(&keys.entities, id));
            insert.execute(params![
                id,
                version,
                s.id,
                entity(&s.speaker),
                entity(&s.on_behalf_of),
                entity(&s.addressee),
                word(s.form),
                s.within,
                s.rule,
                s.confidence,
                self.ledger.article.published
            ])?;
            let key = self.tx.last_key()?;
            self.evidence("statement", key, &s.evidence)?;
            for (role, pairs) in [("cue", &s.cue), ("source", &s.source), ("content", &s.content)] {
                for (n, Pair(start, end)) in pairs.iter().enumerate() {
                    self.span("statement", key, role, n, (*start, *end), None)?;
                }
            }
            self.via("statement", key, &s.via, keys)?;
            keys.statements.push((s.id.clone(), key));
        }
        Ok(())
    }

    fn events(&self, version: i64, scope: &str, keys: &mut Keys) -> Result<(), Error> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO events (id, version, local, type, modes, cameo, goldstein, quad, scale, polarity, modality,
                 historical, time, first, last, date_precision, date_source, place, place_source, amount, currency,
                 rule, conf_type, conf_actors, conf_recipients, protesters, sequence, day)
             VALUES (:id, :version, :local, :type, :modes, :cameo, :goldstein, :quad, :scale, :polarity, :modality,
                 :historical, :time, :first, :last, :date_precision, :date_source, :place, :place_source, :amount,
                 :currency, :rule, :conf_type, :conf_actors, :conf_recipients, :protesters, :sequence, :day)",
        )?;
        let mut ranks = Ranks::default();
        for e in &self.ledger.events {
            let trigger = e.evidence.first().map_or_else(String::new, |e| first(&[e.trigger]));
            let id = ranks.id("ev", scope, &format!("{}@{trigger}", e.event_type));
            insert.execute(named_params! {
                ":id": id, ":version": version, ":local": e.id, ":type": e.event_type, ":modes": e.mode.join(";"),
                ":cameo": e.cameo, ":goldstein": e.goldstein, ":quad": e.quad, ":scale": e.scale,
                ":polarity": word(e.polarity), ":modality": word(e.modality), ":historical": e.historical,
                ":time": e.time.as_deref().and_then(|id| find(&keys.times, id)),
                ":first": e.date.from, ":last": e.date.to, ":date_precision": word(e.date.precision),
                ":date_source": word(e.date.source),
                ":place": e.place.as_deref().and_then(|id| find(&keys.places, id)),
                ":place_source": word(e.place_source),
                ":amount": e.amount.as_ref().map(|a| a.value),
                ":currency": e.amount.as_ref().and_then(|a| a.currency.as_deref()),
                ":rule": e.rule, ":conf_type": e.confidence.event_type, ":conf_actors": e.confidence.actors,
                ":conf_recipients": e.confidence.recipients, ":protesters": json(e.protesters.as_ref()),
                ":sequence": json((!e.order.is_empty()).then_some(&e.order)),
                ":day": e.date.from.as_ref().or(self.ledger.article.published.as_ref()).map_or("", |day| day.as_str()),
            })?;
            let key = self.tx.last_key()?;
            self.evidence("event", key, &e.evidence)?;
            self.via("event", key, &e.via, keys)?;
            self.event_parts(key, e, keys)?;
            keys.events.push((e.id.clone(), key));
        }
        roles::write_roles(self.tx, "g.event IN (SELECT w.key FROM events w WHERE w.version = ?1)", version)
    }

    fn event_parts(&self, key: i64, e: &chancery_engine::wire::Event, keys: &Keys) -> Result<(), Error> {
        let mut context =
            self.tx.prepare_cached("INSERT INTO event_contexts (event, n, name, scope) VALUES (?1, ?2, ?3, ?4)")?;
        for (n, c) in e.context.iter().enumerate() {
            context.execute(params![key, n as i64, c.name, word(c.scope)])?;
        }
        let mut argument = self.tx.prepare_cached(
            r#"INSERT INTO arguments (event, side, n, entity, country, sectors, "start", "end", country_source)
               VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"#,
        )?;
        for (side, arguments) in [("actor", &e.actors), ("recipient", &e.recipients)] {
            for (n, a) in arguments.iter().enumerate() {
                // A ledger that names an entity it does not list is not ours; the rest of it is still worth keeping.
                let Some(entity) = find(&keys.entities, &a.entity) else { continue };
                let sectors = a.sectors.join(";");
                let source = a.country_source.map(word);
                argument.execute(params![key, side, n as i64, entity, a.country, sectors, a.start, a.end, source])?;
            }
        }
        let mut toll = self.tx.prepare_cached(
            "INSERT INTO casualties (event, kind, low, best, high, text, whom) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        let all = &e.casualties;
        for (kind, t) in [("killed", &all.killed), ("injured", &all.injured), ("arrested", &all.arrested)] {
            if let Some(Toll { low, best, high, text, of, .. }) = t {
                toll.execute(params![key, kind, low, best, high, text, of])?;
            }
        }
        let mut link = self.tx.prepare_cached(
            "INSERT INTO event_statements (event, relation, statement) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        )?;
        for (relation, statements) in [("attribution", &e.attribution), ("contested_by", &e.contested_by)] {
            for statement in statements.iter().filter_map(|id| find(&keys.statements, id)) {
                link.execute(params![key, relation, statement])?;
            }
        }
        Ok(())
    }

    fn positions(&self, version: i64, scope: &str, keys: &Keys) -> Result<(), Error> {
        let mut insert = self.tx.prepare_cached(
            "INSERT INTO positions (id, version, local, holder, on_behalf_of, stance, topic, topic_key, topic_start,
                 topic_end, toward, hedge, statement, event, rule, day)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, coalesce(?16, ''))",
        )?;
        let mut ranks = Ranks::default();
        for p in &self.ledger.positions {
            let entity = |id: &Option<String>| id.as_deref().and_then(|id| find(&keys.entities, id));
            let Some(holder) = find(&keys.entities, &p.holder) else { continue };
            let stance = word(p.stance);
            insert.execute(params![
                ranks.id("po", scope, &format!("{stance}@{}", p.topic.start)),
                version,
                p.id,
                holder,
                entity(&p.on_behalf_of),
                stance,
                p.topic.text,
                p.topic.key,
                p.topic.start,
                p.topic.end,
                entity(&p.toward),
                p.hedge,
                p.statement.as_deref().and_then(|id| find(&keys.statements, id)),
                p.event.as_deref().and_then(|id| find(&keys.events, id)),
                p.rule,
                self.ledger.article.published
            ])?;
            let key = self.tx.last_key()?;
            self.evidence("position", key, &p.evidence)?;
            self.via("position", key, &p.via, keys)?;
        }
        Ok(())
    }

    fn evidence(&self, kind: &str, key: i64, evidence: &[Evidence]) -> Result<(), Error> {
        for (n, e) in evidence.iter().enumerate() {
            self.span(kind, key, "evidence", n, (e.start, e.end), Some(e.trigger))?;
        }
        Ok(())
    }

    fn span(
        &self,
        kind: &str,
        key: i64,
        role: &str,
        n: usize,
        (start, end): (u32, u32),
        trigger: Option<Pair>,
    ) -> Result<(), Error> {
        self.tx
            .prepare_cached(
                r#"INSERT INTO spans (kind, record, role, n, "start", "end", trigger_start, trigger_end)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"#,
            )?
            .execute(params![kind, key, role, n as i64, start, end, trigger.map(|t| t.0), trigger.map(|t| t.1)])?;
        Ok(())
    }

    fn via(&self, kind: &str, key: i64, outlets: &[String], keys: &Keys) -> Result<(), Error> {
        let mut insert = self.tx.prepare_cached("INSERT INTO via (kind, record, n, entity) VALUES (?1, ?2, ?3, ?4)")?;
        for (n, entity) in outlets.iter().filter_map(|id| find(&keys.entities, id)).enumerate() {
            insert.execute(params![kind, key, n as i64, entity])?;
        }
        Ok(())
    }
}

/// Parts a version from all it is linked to; its neighbours will be grouped again without it.
pub(crate) fn unlink(db: &Connection, version: i64) -> Result<(), Error> {
    unlink_events(db, version)?;
    for sql in [
        "UPDATE versions SET settled = 1 WHERE current = 1 AND settled = 2 AND key IN (
             SELECT b FROM links WHERE kind IN ('copy', 'story') AND a = ?1
             UNION SELECT a FROM links WHERE kind IN ('copy', 'story') AND b = ?1)",
        "DELETE FROM links WHERE kind IN ('copy', 'story') AND a = ?1",
        "DELETE FROM links WHERE kind IN ('copy', 'story') AND b = ?1",
    ] {
        db.prepare_cached(sql)?.execute([version])?;
    }
    Ok(())
}

/// Parts the events of a version from all they are linked to; the articles of these will be grouped again.
pub(crate) fn unlink_events(db: &Connection, version: i64) -> Result<(), Error> {
    for sql in [
        "UPDATE versions SET settled = 1 WHERE current = 1 AND settled = 2 AND key IN (
             SELECT e.version FROM links k JOIN events e ON e.key = k.b
                 WHERE k.kind = 'same' AND k.a IN (SELECT m.key FROM events m WHERE m.version = ?1)
             UNION SELECT e.version FROM links k JOIN events e ON e.key = k.a
                 WHERE k.kind = 'same' AND k.b IN (SELECT m.key FROM events m WHERE m.version = ?1))",
        "DELETE FROM links WHERE kind = 'same' AND a IN (SELECT key FROM events WHERE version = ?1)",
        "DELETE FROM links WHERE kind = 'same' AND b IN (SELECT key FROM events WHERE version = ?1)",
    ] {
        db.prepare_cached(sql)?.execute([version])?;
    }
    similar::parted(db)
}

/// The first place of a record's words, as part of its id.
fn first(pairs: &[Pair]) -> String {
    pairs.first().map_or_else(String::new, |Pair(start, end)| format!("{start}-{end}"))
}

/// Tells records apart that rest on the same words, by their order.
#[derive(Default)]
struct Ranks(std::collections::BTreeMap<String, usize>);

impl Ranks {
    fn id(&mut self, prefix: &str, scope: &str, what: &str) -> String {
        let rank = self.0.entry(what.to_owned()).or_default();
        *rank += 1;
        ids::permanent(prefix, &[scope, what, &rank.to_string()])
    }
}
