//! One record, with the words that support it and what it belongs to.

use crate::db::{Connection, OptionalExtension, Value};

use crate::error::Error;
use crate::query::{Kind, run};
use crate::store::Archive;
use crate::table::{Cell, Table};

/// A record of the archive.
#[derive(Clone, PartialEq, Debug)]
pub struct Record {
    /// `event`, `occurrence`, …
    pub kind: &'static str,
    /// Its id, which is another than that asked for when that one leads elsewhere now.
    pub id: String,
    /// What its view says of it.
    pub fields: Vec<(String, Cell)>,
    /// Evidence, reports, accounts: what hangs on it, by title.
    pub parts: Vec<(&'static str, Table)>,
}

impl Record {
    /// As JSON: its fields, and a list for each part.
    pub fn json(&self) -> serde_json::Value {
        let mut object = serde_json::Map::new();
        object.insert("kind".to_owned(), self.kind.into());
        for (name, cell) in &self.fields {
            object.insert(name.clone(), cell.json());
        }
        for (title, table) in &self.parts {
            let rows = table.rows.iter().map(|row| {
                let cells = table.columns.iter().zip(row).map(|(column, cell)| (column.name.clone(), cell.json()));
                serde_json::Value::Object(cells.collect())
            });
            object.insert(title.to_lowercase().replace(' ', "_"), rows.collect());
        }
        serde_json::Value::Object(object)
    }
}

/// What hangs on a record of a kind: titles, and queries with its id as parameter.
type Parts = &'static [(&'static str, &'static str)];

const EVIDENCE: (&str, &str) =
    ("Evidence", "SELECT role, quote, \"trigger\" FROM v_evidence WHERE record = ?1 ORDER BY role, n");
const CORRECTIONS: (&str, &str) =
    ("Corrections", "SELECT field, value, author, at, why FROM corrections WHERE target = ?1 ORDER BY key");

const EVENT: Parts = &[
    EVIDENCE,
    ("Parties", "SELECT side, code, name, kind, actor FROM v_arguments WHERE event = ?1 ORDER BY side, n"),
    (
        "Accounts",
        "SELECT x.relation, t.id, t.speaker, t.content FROM event_statements x JOIN events e ON e.key = x.event
         JOIN v_statements t ON t.key = x.statement WHERE e.id = ?1 ORDER BY x.relation, x.statement",
    ),
    CORRECTIONS,
];
const OCCURRENCE: Parts = &[
    (
        "Reports",
        "SELECT e.id, e.published, e.publisher, e.via, e.evidence FROM v_events e WHERE e.occurrence = ?1
         ORDER BY e.published NULLS FIRST, e.id",
    ),
    (
        "Figures",
        "SELECT kind, text, low, best, high, publisher, according_to FROM v_figures WHERE occurrence = ?1
         ORDER BY kind, published NULLS FIRST, event",
    ),
    (
        "Accounts",
        "SELECT relation, speaker, country, publisher, published, statement FROM v_accounts WHERE occurrence = ?1
         ORDER BY relation, published NULLS FIRST, statement",
    ),
    (
        "Corrections",
        "SELECT c.target, c.field, c.value, c.author, c.at, c.why FROM corrections c JOIN events e ON e.id = c.target
         JOIN occurrences o ON o.key = e.occurrence WHERE o.id = ?1 ORDER BY c.key",
    ),
];
const STORY: Parts = &[
    (
        "Reports",
        "SELECT id, published, publisher, headline, copies FROM v_articles WHERE story = ?1 ORDER BY published NULLS FIRST, id",
    ),
    (
        "Occurrences",
        "SELECT DISTINCT o.id, o.type, o.actors, o.recipients, o.first, o.place, o.n_reports, o.n_origins
         FROM v_occurrences o JOIN v_events e ON e.occurrence = o.id WHERE e.story = ?1 ORDER BY o.first NULLS FIRST, o.id",
    ),
];
const ARTICLE: Parts = &[
    (
        "Events",
        "SELECT id, type, actors, recipients, first, place, evidence FROM v_events WHERE article = ?1 ORDER BY key",
    ),
    ("Statements", "SELECT id, speaker, content FROM v_statements WHERE article = ?1 ORDER BY key"),
    ("Positions", "SELECT id, holder, stance, topic FROM v_positions WHERE article = ?1 ORDER BY key"),
    (
        "Versions",
        "SELECT v.version, v.published, v.ingested, v.text_sha256 FROM versions v JOIN articles a ON a.key = v.article
         WHERE a.id = ?1 ORDER BY v.version",
    ),
    CORRECTIONS,
];
const ACTOR: Parts = &[
    (
        "Names",
        "SELECT n.name, n.country, n.sectors, count(*) AS n_articles FROM entities n JOIN actors t ON t.key = n.actor
         JOIN versions v ON v.key = n.version AND v.current = 1
         WHERE t.id = ?1 GROUP BY n.name, n.country, n.sectors ORDER BY count(*) DESC, n.name",
    ),
    (
        "Latest events",
        "SELECT e.id, e.type, e.actors, e.recipients, e.first, e.published FROM v_arguments g
         JOIN v_events e ON e.key = g.event_key WHERE g.actor = ?1 ORDER BY e.published DESC NULLS LAST, e.id LIMIT 20",
    ),
];
const SPEECH: Parts = &[EVIDENCE, CORRECTIONS];

/// A chain of merges is followed to its end, which is never this far unless it is a circle.
pub(crate) const LONGEST_CHAIN: usize = 64;

/// Where an id leads that is no longer in use: to another, or nowhere.
pub(crate) fn leads_to(db: &Connection, id: &str) -> Result<Option<Option<String>>, Error> {
    let mut select = db.prepare_cached("SELECT target FROM redirects WHERE id = ?1")?;
    select.query_row([id], |row| row.get(0)).optional()
}

impl Archive {
    /// The record that a permanent id names, or that it leads to now.
    ///
    /// # Errors
    /// When there is none, or the archive fails.
    pub fn show(&self, id: &str) -> Result<Record, Error> {
        let (what, kind, parts) = match id.split_once('_').map(|(prefix, _)| prefix) {
            Some("art") => ("article", Kind::Articles, ARTICLE),
            Some("ev") => ("event", Kind::Events, EVENT),
            Some("occ") => ("occurrence", Kind::Occurrences, OCCURRENCE),
            Some("st") => ("statement", Kind::Statements, SPEECH),
            Some("po") => ("position", Kind::Positions, SPEECH),
            Some("sto") => ("story", Kind::Stories, STORY),
            Some("act") => ("actor", Kind::Actors, ACTOR),
            _ => return Err(Error::new(format!("\"{id}\" is not an id; ids look like ev_0123456789ab"))),
        };
        let mut id = id.to_owned();
        let mut fields = self.fields(kind, &id)?;
        for _ in 0..LONGEST_CHAIN {
            if !fields.is_empty() {
                break;
            }
            match leads_to(&self.db, &id)? {
                Some(Some(target)) => {
                    id = target;
                    fields = self.fields(kind, &id)?;
                }
                Some(None) => {
                    let mut why = self.db.prepare_cached("SELECT at, why FROM redirects WHERE id = ?1")?;
                    let (at, why): (String, String) = why.query_row([&id], |row| Ok((row.get(0)?, row.get(1)?)))?;
                    return Err(Error::new(format!("{id} was withdrawn on {at}: {why}")));
                }
                None => break,
            }
        }
        if fields.is_empty() {
            if let Some(message) = self.rejection(&id)? {
                return Err(Error::new(message));
            }
            return Err(Error::new(format!("the archive has no {what} {id}")));
        }
        let mut tables = Vec::new();
        for (title, sql) in parts {
            let mut table = Table::default();
            let mut statement = self.db.prepare_cached(sql)?;
            let columns =
                statement.column_names().into_iter().map(|name| crate::table::Column { name, kind: None }).collect();
            run(&mut statement, &[Value::Text(id.clone())], columns, &mut table)?;
            tables.push((*title, table));
        }
        let coder = self.coder_had(&id)?;
        if !coder.rows.is_empty() {
            tables.push(("The coder had", coder));
        }
        Ok(Record { kind: what, id, fields, parts: tables })
    }

    /// What corrections changed, as it was before them.
    fn coder_had(&self, id: &str) -> Result<Table, Error> {
        let mut table = Table::default();
        if crate::correct::find(&self.db, id)?.is_none() {
            return Ok(table);
        }
        let column = |name: &str| crate::table::Column { name: name.to_owned(), kind: None };
        table.columns = vec![column("field"), column("coded"), column("now")];
        for field in self.correctable(id)?.fields {
            if field.coded != field.value {
                let cells = [field.name.to_owned(), field.coded, field.value].map(Cell::Text);
                table.rows.push(cells.to_vec());
            }
        }
        Ok(table)
    }

    /// That somebody rejected a record, in words; nothing when it is not there at all.
    fn rejection(&self, id: &str) -> Result<Option<String>, Error> {
        if crate::correct::find(&self.db, id)?.is_none() {
            return Ok(None);
        }
        let mut last = self.db.prepare_cached(
            "SELECT author, at, why FROM corrections WHERE target = ?1 AND field = 'rejected' ORDER BY key DESC LIMIT 1",
        )?;
        let said = last.query_row([id], |row| {
            let (author, at, why): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            Ok(format!("{id} was rejected by {author} on {at}: {why}"))
        });
        said.optional()
    }

    fn fields(&self, kind: Kind, id: &str) -> Result<Vec<(String, Cell)>, Error> {
        let mut statement = self.db.prepare_cached(&format!("SELECT * FROM {} WHERE id = ?1", kind.view()))?;
        let names: Vec<String> = statement.column_names();
        let mut rows = statement.query([id])?;
        let Some(row) = rows.next()? else { return Ok(Vec::new()) };
        let mut fields = Vec::new();
        for (i, name) in names.into_iter().enumerate() {
            if name != "key" && name != "id" {
                fields.push((name, Cell::of(row.get_ref(i)?)));
            }
        }
        Ok(fields)
    }
}
