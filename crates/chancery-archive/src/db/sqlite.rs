//! SQLite: opening a file, bringing it to the newest schema, binding values.

use std::path::Path;
use std::time::Duration;

use rusqlite::limits::Limit;
use rusqlite::types::Value;
use rusqlite::{CachedStatement, Connection, OpenFlags, OptionalExtension, TransactionBehavior};

use super::Schema;
use crate::error::Error;
use crate::ids;

/// In the file's header, so that other programs know what it is ("CHAN").
const APPLICATION: i64 = 0x4348_414e;

/// How long a writer waits for another one to finish its article.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

pub(super) fn open(path: &Path, schema: Schema, write: bool) -> Result<Connection, Error> {
    let flags = if write {
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
    } else {
        OpenFlags::SQLITE_OPEN_READ_ONLY
    };
    let mut db = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    db.busy_timeout(PATIENCE)?;
    db.set_prepared_statement_cache_capacity(256);
    db.pragma_update(None, "foreign_keys", true)?;
    // In KiB, when negative: what a question or an article touches stays at hand.
    db.pragma_update(None, "cache_size", -32_768)?;
    if write {
        let is_read_only = db.is_readonly("main")?;
        if is_read_only {
            return Err(Error::new("the archive cannot be written to; see who owns the file and its folder"));
        }
        db.pragma_update(None, "journal_mode", "wal")?;
        // An article that was reported as stored survives even a loss of power.
        db.pragma_update(None, "synchronous", "full")?;
        migrate(&mut db, schema)?;
    } else {
        // No other file can be attached, so a question sees this archive and nothing else.
        db.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
        check_version(&db, schema)?;
    }
    crate::geo::install(&db)?;
    Ok(db)
}

/// Gives the placeholders of a statement their values.
pub(super) fn bind(s: &mut CachedStatement<'_>, params: &[(Option<&'static str>, Value)]) -> Result<(), Error> {
    s.clear_bindings();
    let expected = s.parameter_count();
    if expected != params.len() {
        return Err(Error::new(format!("a statement takes {expected} values and got {}", params.len())));
    }
    for (i, (name, value)) in (1..).zip(params) {
        let i = match name {
            Some(name) => s.parameter_index(name)?.ok_or_else(|| Error::new(format!("a statement has no {name}")))?,
            None => i,
        };
        s.raw_bind_parameter(i, value)?;
    }
    Ok(())
}

fn versions(db: &Connection) -> Result<(i64, i64), Error> {
    let application: i64 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok((application, version))
}

fn check_version(db: &Connection, schema: Schema) -> Result<(), Error> {
    let newest = schema.migrations.len() as i64;
    match versions(db)? {
        (APPLICATION, version) if version > newest => Err(Error::new(format!(
            "the archive has schema {version} and this program knows up to {newest}; use a newer chancery"
        ))),
        (APPLICATION, version) if version < newest => Err(Error::new(format!(
            "the archive has schema {version} and needs {newest}; `chancery ingest` with no new article brings it there"
        ))),
        (APPLICATION, _) => Ok(()),
        _ => Err(Error::new("this is not an archive of chancery")),
    }
}

fn migrate(db: &mut Connection, schema: Schema) -> Result<(), Error> {
    let (application, version) = versions(db)?;
    let newest = schema.migrations.len() as i64;
    if application == APPLICATION {
        if version > newest {
            return check_version(db, schema);
        }
    } else {
        let n_tables: i64 = db.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
        if application != 0 || version != 0 || n_tables != 0 {
            return Err(Error::new("this is a database of another program; name a new file"));
        }
    }
    let tx = db.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have done it while this one waited.
    let (_, version) = versions(&tx)?;
    for (number, sql) in (1i64..).zip(schema.migrations) {
        if number > version {
            tx.execute_batch(sql)?;
        }
    }
    let wanted = ids::sha256(schema.views.as_bytes());
    tx.execute_batch("CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;")?;
    let views: Option<String> =
        tx.query_row("SELECT value FROM about WHERE name = 'views'", [], |row| row.get(0)).optional()?;
    if views.as_deref() != Some(&wanted) {
        let mut names = tx.prepare("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")?;
        let names = names.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
        for name in names {
            tx.execute_batch(&format!("DROP VIEW \"{}\";", name.replace('"', "\"\"")))?;
        }
        tx.execute_batch(schema.views)?;
        tx.execute("INSERT OR REPLACE INTO about (name, value) VALUES ('views', ?1)", [&wanted])?;
    }
    tx.pragma_update(None, "application_id", APPLICATION)?;
    tx.pragma_update(None, "user_version", newest)?;
    tx.commit()?;
    Ok(())
}
