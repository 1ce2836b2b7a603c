//! Codings that were replaced, so that what the archive said on an earlier day can be known.
//!
//! An older text of an article stays in the tables as a version that is not current. A coding that another one of the
//! same text replaces is kept as its ledger, without the text, which the article still has.

use crate::db::{Connection, params};

use crate::error::Error;
use crate::ledger;

/// Keeps the coding of a version that is about to be replaced; its corrections were taken off before.
pub(crate) fn keep(db: &Connection, version: i64, now: &str) -> Result<(), Error> {
    let mut kept = ledger::of_version(db, version, true)?;
    kept.article.text = String::new();
    let json = serde_json::to_string(&kept).map_err(|cause| Error::because("a ledger is no JSON", cause))?;
    db.prepare_cached(
        "INSERT INTO history (article, version, provenance, ingested, retired, ledger)
         SELECT article, version, provenance, ingested, ?2, ?3 FROM versions WHERE key = ?1",
    )?
    .execute(params![version, now, json])?;
    Ok(())
}
