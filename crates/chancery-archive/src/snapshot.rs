//! Data versions: the archive's tables of one day in a folder, with a manifest that a hash stands for.
//!
//! The manifest names each file with its rows and SHA-256, and the coders of the data; its own SHA-256 is the name of
//! the data version. The archive remembers it, and citations name it. What changed since is [`Archive::changes`].

use std::fs;
use std::io::{BufWriter, Write};
use std::path::Path;

use serde_json::json;

use crate::db::{Value, params};
use crate::error::Error;
use crate::export::TextFree;
use crate::filter::Filter;
use crate::ids::{self, Hashing};
use crate::past::moment;
use crate::query::{Kind, run};
use crate::store::Archive;
use crate::table::{Column, Counting, Csv, Sink, Table};

/// Somebody who made the data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Creator {
    /// Family name, or the name of an organization.
    pub name: String,
    /// Given names; a creator without is an organization.
    pub given: Option<String>,
}

/// A data version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Snapshot {
    /// SHA-256 of the manifest.
    pub hash: String,
    /// Files with their rows.
    pub files: Vec<(String, usize)>,
}

/// What a data version has besides the kinds of record.
const TABLES: &[(&str, &str)] = &[
    (
        "arguments",
        "SELECT g.event, g.side, g.n, g.name, g.country, g.sectors, g.code, g.kind, g.actor, g.country_source
         FROM v_arguments g JOIN events e ON e.key = g.event_key AND e.rejected = 0
         JOIN versions v ON v.key = e.version AND v.current = 1 ORDER BY g.event, g.side, g.n",
    ),
    ("dyads", "SELECT * FROM v_dyads ORDER BY event, source, source_name, target, target_name"),
    (
        "evidence",
        "SELECT p.* FROM v_evidence p WHERE p.record IN (SELECT id FROM v_events UNION ALL SELECT id FROM v_statements
         UNION ALL SELECT id FROM v_positions) ORDER BY p.record, p.role, p.n",
    ),
    ("figures", "SELECT * FROM v_figures ORDER BY event, kind"),
    ("accounts", "SELECT * FROM v_accounts ORDER BY occurrence, relation, statement"),
    ("exposure", "SELECT * FROM v_exposure ORDER BY day, country"),
    ("corrections", "SELECT target AS id, field, value, author, at, why FROM corrections ORDER BY key"),
    ("redirects", "SELECT id, target, at, why FROM redirects ORDER BY id"),
];

const CHANGES: &str = "
    SELECT at, id, what, detail FROM (
        SELECT first_seen AS at, id AS id, 'added' AS what, name AS detail FROM articles
        UNION ALL
        SELECT v.ingested, a.id, 'updated', 'version ' || v.version FROM versions v JOIN articles a ON a.key = v.article
            WHERE v.version > 1
        UNION ALL
        SELECT h.retired, a.id, 'coded anew', 'was coded by ' || p.version || ', ' || p.codebook || ', ' || p.model
            FROM history h JOIN articles a ON a.key = h.article JOIN provenance p ON p.key = h.provenance
        UNION ALL
        SELECT at, id, what, detail FROM edits
        UNION ALL
        SELECT at, id, CASE WHEN target IS NULL THEN 'withdrawn' ELSE 'leads on' END, coalesce(target || ': ', '') || why
            FROM redirects r WHERE NOT EXISTS (SELECT 1 FROM edits e WHERE e.id = r.id AND e.at = r.at)
        UNION ALL
        SELECT at, target, CASE field WHEN 'rejected' THEN 'rejected' WHEN 'confirmed' THEN 'confirmed'
                WHEN '*' THEN 'correction undone' ELSE 'corrected' END,
            CASE WHEN field IN ('rejected', 'confirmed', '*') THEN '' ELSE field || '=' || coalesce(value, '') || ', ' END
                || 'by ' || author || ': ' || why
            FROM corrections
    ) AS changed WHERE at >= ?1 ORDER BY at, id, what, detail";

/// Text within a quoted YAML scalar.
fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

impl Archive {
    /// Gives `sink` what changed since a day or moment: time, id, what, detail.
    ///
    /// # Errors
    /// When the moment is none, or the archive or the sink fails.
    pub fn changes(&self, since: &str, sink: &mut dyn Sink) -> Result<(), Error> {
        let end = moment(since)?;
        // A day counts from its beginning here.
        let since = if since.len() == 10 { format!("{since}T00:00:00Z") } else { end };
        let mut statement = self.db.prepare_cached(CHANGES)?;
        let columns = ["at", "id", "what", "detail"];
        let columns = columns.map(|name| Column { name: name.to_owned(), kind: None }).to_vec();
        run(&mut statement, &[Value::Text(since)], columns, sink)
    }

    /// Writes a data version into a folder, which must be empty or not there, and remembers its hash.
    ///
    /// # Errors
    /// When the folder has files, or the archive or the disk fails; then the archive knows of no data version.
    pub fn snapshot(
        &mut self,
        dir: &Path,
        title: &str,
        creators: &[Creator],
        text_free: bool,
        now: &str,
    ) -> Result<Snapshot, Error> {
        if fs::read_dir(dir).is_ok_and(|mut files| files.next().is_some()) {
            return Err(Error::new(format!("{} is not empty; name a new folder", dir.display())));
        }
        fs::create_dir_all(dir)?;
        // One after the other, and no longer than a row: an archive may be larger than memory.
        let mut files = Vec::new();
        let mut listed = Vec::new();
        let mut keep = |(file, written): (String, Written)| {
            listed.push(json!({"file": file, "rows": written.rows, "bytes": written.bytes, "sha256": written.hash}));
            files.push((file, written.rows));
        };
        for (name, kind) in &Kind::NAMED {
            keep(write(dir, name, text_free, |sink| self.query(*kind, &Filter::default(), sink))?);
        }
        for (name, sql) in TABLES {
            let mut statement = self.db.prepare_cached(sql)?;
            let columns = statement.column_names().into_iter().map(|name| Column { name, kind: None }).collect();
            // What a person wrote as the reason is no article's word.
            let text_free = text_free && *name != "corrections";
            keep(write(dir, name, text_free, |sink| run(&mut statement, &[], columns, sink))?);
        }
        let mut coders = Table::default();
        self.sql(
            "SELECT p.version, p.model, p.codebook, count(*) AS n_articles FROM versions v
             JOIN provenance p ON p.key = v.provenance WHERE v.current = 1
             GROUP BY p.version, p.model, p.codebook ORDER BY p.version, p.model, p.codebook",
            &mut coders,
        )?;
        let coders: Vec<_> = coders
            .rows
            .iter()
            .map(|row| json!({"version": row[0].json(), "model": row[1].json(), "codebook": row[2].json(), "articles": row[3].json()}))
            .collect();
        let manifest = json!({
            "format": "chancery-snapshot/1", "title": title, "at": now, "text_free": text_free, "files": listed,
            "coders": coders,
        });
        let manifest = serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n";
        let hash = ids::sha256(manifest.as_bytes());
        fs::write(dir.join("manifest.json"), &manifest)?;
        let mut cff = fs::File::create(dir.join("CITATION.cff"))?;
        writeln!(
            cff,
            "cff-version: 1.2.0\nmessage: \"If you use these data, please cite them as below.\"\ntype: dataset"
        )?;
        writeln!(
            cff,
            "title: {}\nversion: {}\ndate-released: {}",
            yaml(title),
            yaml(&hash[..16]),
            now.get(..10).unwrap_or(now)
        )?;
        writeln!(
            cff,
            "identifiers:\n  - type: other\n    value: {}\n    description: SHA-256 of manifest.json\nauthors:",
            yaml(&format!("sha256:{hash}"))
        )?;
        for creator in creators {
            match &creator.given {
                Some(given) => {
                    writeln!(cff, "  - family-names: {}\n    given-names: {}", yaml(&creator.name), yaml(given))?
                }
                None => writeln!(cff, "  - name: {}", yaml(&creator.name))?,
            }
        }
        self.db.execute(
            "INSERT INTO snapshots (hash, at, title, manifest) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (hash) DO NOTHING",
            params![hash, now, title, manifest],
        )?;
        Ok(Snapshot { hash, files })
    }
}

/// What a file came to.
struct Written {
    rows: usize,
    bytes: u64,
    hash: String,
}

/// Writes a CSV file, with the words of articles or without.
fn write(
    dir: &Path,
    name: &str,
    text_free: bool,
    fill: impl FnOnce(&mut dyn Sink) -> Result<(), Error>,
) -> Result<(String, Written), Error> {
    let file = format!("{name}.csv");
    let mut out = Hashing::new(BufWriter::new(fs::File::create(dir.join(&file))?));
    let csv = Csv::new(&mut out);
    let inner: Box<dyn Sink + '_> = if text_free { Box::new(TextFree::new(Box::new(csv))) } else { Box::new(csv) };
    let mut sink = Counting { inner, n: 0 };
    fill(&mut sink)?;
    let rows = sink.n;
    drop(sink);
    let (bytes, hash) = out.finish()?;
    Ok((file, Written { rows, bytes, hash }))
}
