//! Entities that a correction names: those of the article, else new ones.

use crate::db::{Connection, OptionalExtension, params};

use super::value::Party;
use crate::error::Error;
use crate::similar::features::fold;

pub(super) fn name(db: &Connection, entity: i64) -> Result<String, Error> {
    db.prepare_cached("SELECT name FROM entities WHERE key = ?1")?.query_row([entity], |row| row.get(0))
}

/// Country and sectors that hold of an entity as a whole.
pub(super) fn code(db: &Connection, entity: i64) -> Result<(Option<String>, String), Error> {
    let mut select = db.prepare_cached("SELECT country, sectors FROM entities WHERE key = ?1")?;
    select.query_row([entity], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The entity of an article that a party is, with the first words that name it.
///
/// One that the article does not have is made: as another article knows it, else from the code alone.
pub(super) fn find_or_make(db: &Connection, version: i64, party: &Party) -> Result<(i64, u32, u32), Error> {
    let country = party.code.as_ref().and_then(|code| code.country.clone());
    let name = party.name.clone().or_else(|| country.clone()).unwrap_or_else(|| "unnamed".to_owned());
    let folded = fold(&name);
    let here: Option<i64> = db
        .query_row(
            "SELECT key FROM entities WHERE version = ?1 AND folded = ?2 ORDER BY key LIMIT 1",
            params![version, folded],
            |row| row.get(0),
        )
        .optional()?;
    let key = match here {
        Some(key) => key,
        None => {
            let model: Option<(String, Option<String>, Option<String>, String)> = db
                .query_row(
                    "SELECT kind, block, country, sectors FROM entities WHERE folded = ?1 ORDER BY block IS NULL, key LIMIT 1",
                    [&folded],
                    |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)),
                )
                .optional()?;
            let sectors = party.code.as_ref().map(|code| code.sectors.join(";"));
            let (kind, block, known_country, known_sectors) =
                model.unwrap_or_else(|| ("unnamed".to_owned(), None, None, String::new()));
            db.execute(
                "INSERT INTO entities (version, local, name, folded, kind, country, sectors, roles, block)
                 VALUES (?1, 'by-hand-' || (SELECT count(*) FROM entities WHERE version = ?1), ?2, ?3, ?4, ?5, ?6, '[]', ?7)",
                params![
                    version,
                    name,
                    folded,
                    kind,
                    if party.code.is_some() { country } else { known_country },
                    sectors.unwrap_or(known_sectors),
                    block
                ],
            )?;
            db.last_key()?
        }
    };
    let mention: Option<(u32, u32)> = db
        .query_row(r#"SELECT "start", "end" FROM mentions WHERE entity = ?1 ORDER BY n LIMIT 1"#, [key], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .optional()?;
    let (start, end) = mention.unwrap_or((0, 0));
    Ok((key, start, end))
}
