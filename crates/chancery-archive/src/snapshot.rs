//! Data versions: the archive's tables of one day in a folder, with a manifest that a hash stands for.
//!
//! The manifest names each file with its rows and SHA-256, and the coders of the data; its own SHA-256 is the name of
//! the data version. The archive remembers it, and citations name it. What changed since is [`Archive::changes`].

use std::fs;
use std::io::Write;
use std::path::Path;

use serde_json::json;

use crate::db::{Value, params};
use crate::error::Error;
use crate::export::TextFree;
use crate::filter::Filter;
use crate::ids;
use crate::past::moment;
use crate::query::{Kind, run};
use crate::store::Archive;
use crate::table::{Cell, Column, Counting, Csv, Sink, Table};

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
        let mut files = Vec::new();
        let mut listed = Vec::new();
        for (name, kind) in &Kind::NAMED {
            let mut out = Vec::new();
            let n = {
                let mut sink = Counting { inner: TextFreeIf::new(&mut out, text_free), n: 0 };
                self.query(*kind, &Filter::default(), &mut sink)?;
                sink.n
            };
            files.push((format!("{name}.csv"), n, out));
        }
        for (name, sql) in TABLES {
            let mut out = Vec::new();
            let mut statement = self.db.prepare_cached(sql)?;
            let columns = statement.column_names().into_iter().map(|name| Column { name, kind: None }).collect();
            let mut sink = Counting { inner: Csv::new(&mut out), n: 0 };
            run(&mut statement, &[], columns, &mut sink)?;
            let n = sink.n;
            files.push((format!("{name}.csv"), n, out));
        }
        for (name, n, bytes) in &files {
            fs::write(dir.join(name), bytes)?;
            listed.push(json!({"file": name, "rows": n, "bytes": bytes.len(), "sha256": ids::sha256(bytes)}));
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
        Ok(Snapshot { hash, files: files.into_iter().map(|(name, n, _)| (name, n)).collect() })
    }
}

/// A CSV file with the words of articles or without.
enum TextFreeIf<'a> {
    With(Csv<&'a mut Vec<u8>>),
    Without(TextFree<'a>),
}

impl<'a> TextFreeIf<'a> {
    fn new(out: &'a mut Vec<u8>, text_free: bool) -> TextFreeIf<'a> {
        if text_free {
            TextFreeIf::Without(TextFree::new(Box::new(Csv::new(out))))
        } else {
            TextFreeIf::With(Csv::new(out))
        }
    }

    fn inner(&mut self) -> &mut dyn Sink {
        match self {
            TextFreeIf::With(sink) => sink,
            TextFreeIf::Without(sink) => sink,
        }
    }
}

impl Sink for TextFreeIf<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.inner().begin(columns)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.inner().row(cells)
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.inner().finish()
    }
}
