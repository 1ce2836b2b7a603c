//! The archive in the forms that other tools read.
//!
//! - **PLOVER** JSONL: one event a line, parties, contexts and places as nested objects.
//! - **GDELT** 2.0 event table, of events or of what was only said ([`crate::gdelt`]).
//! - **GraphML**: actors as nodes, directed edges for who does what to whom, with counts and the mean scale.
//! - **GeoJSON**: occurrences that have coordinates, as points.
//!
//! Flat tables (CSV, Parquet) are [`Archive::query`] with a sink. What ships without the text of articles has no
//! field that quotes it: codes, offsets and hashes stay.

use std::collections::BTreeMap;
use std::io::Write;

use serde_json::{Value as Json, json};

use crate::error::Error;
use crate::filter::{Filter, Reach};
use crate::gdelt::Gdelt;
use crate::query::Kind;
use crate::similar::happening::list;
use crate::store::Archive;
use crate::table::{Cell, Column, Sink, Table};

/// A form of export.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// PLOVER events, one JSON object a line.
    Plover,
    /// Rows of GDELT's 2.0 event table.
    Gdelt,
    /// Rows of the same table for statements: CAMEO's 01 and 02, which PLOVER has no events for.
    GdeltStatements,
    /// The network of actors.
    Graphml,
    /// Occurrences on the map.
    Geojson,
}

/// Fields that quote an article, in any view.
pub const QUOTING: &[&str] = &["evidence", "content", "headline", "topic", "cue", "title", "quote", "trigger", "text"];

/// Leaves out the columns that quote articles, on the way to another sink.
pub struct TextFree<'a> {
    inner: Box<dyn Sink + 'a>,
    kept: Vec<usize>,
}

impl<'a> TextFree<'a> {
    /// Passes on to `inner` what does not quote.
    pub fn new(inner: Box<dyn Sink + 'a>) -> TextFree<'a> {
        TextFree { inner, kept: Vec::new() }
    }
}

impl Sink for TextFree<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.kept = (0..columns.len()).filter(|&i| !QUOTING.contains(&columns[i].name.as_str())).collect();
        self.inner.begin(&self.kept.iter().map(|&i| columns[i].clone()).collect::<Vec<_>>())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.inner.row(&self.kept.iter().map(|&i| cells[i].clone()).collect::<Vec<_>>())
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.inner.finish()
    }
}

/// What was exported.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Exported {
    /// Records that were written.
    pub written: usize,
    /// Records that passed the filter and have no place in this form.
    pub left_out: usize,
}

impl Archive {
    /// Writes what passes the filter in another tool's form.
    ///
    /// # Errors
    /// When the archive or the output fails.
    pub fn export(&self, form: Form, filter: &Filter, text_free: bool, out: &mut dyn Write) -> Result<Exported, Error> {
        let mut exported = Exported::default();
        match form {
            Form::Plover => {
                let mut sink = Plover { db: self, out, columns: Vec::new(), text_free, n: 0 };
                self.query(Kind::Events, filter, &mut sink)?;
                exported.written = sink.n;
            }
            Form::Gdelt => {
                let mut sink = Gdelt::of_events(self, out);
                self.query(Kind::Events, filter, &mut sink)?;
                exported = sink.exported;
            }
            Form::GdeltStatements => {
                let mut sink = Gdelt::of_statements(self, out);
                self.query(Kind::Statements, filter, &mut sink)?;
                exported = sink.exported;
            }
            Form::Geojson => {
                let mut sink = Geojson { out, columns: Vec::new(), exported: Exported::default() };
                self.query(Kind::Occurrences, filter, &mut sink)?;
                exported = sink.exported;
            }
            Form::Graphml => exported.written = self.graphml(filter, out)?,
        }
        out.flush()?;
        Ok(exported)
    }

    pub(crate) fn parties(&self, event: &str) -> Result<Vec<PartyRow>, Error> {
        let mut select = self.db.prepare_cached(
            "SELECT side, name, country, sectors, kind, actor FROM v_arguments WHERE event = ?1 ORDER BY side, n",
        )?;
        let rows = select.query_map([event], |row| {
            Ok(PartyRow {
                is_actor: row.get::<_, String>(0)? == "actor",
                name: row.get(1)?,
                country: row.get(2)?,
                sectors: list(&row.get::<_, String>(3)?),
                kind: row.get(4)?,
                actor: row.get(5)?,
            })
        })?;
        rows.collect::<Result<Vec<_>, _>>()
    }

    fn graphml(&self, filter: &Filter, out: &mut dyn Write) -> Result<usize, Error> {
        let c = filter.of_events(&self.db, Reach::Gather)?;
        let mut select = self.db.prepare(&format!(
            "SELECT e.id, e.scale FROM events e JOIN versions v ON v.key = e.version AND v.current = 1
             WHERE e.rejected = 0 AND e.polarity = 'affirmed' AND e.modality = 'actual' AND {} ORDER BY e.id",
            c.joined()
        ))?;
        let mut rows = select.query(&c.params[..])?;
        let mut nodes: BTreeMap<String, PartyRow> = BTreeMap::new();
        let mut edges: BTreeMap<(String, String), (i64, f64)> = BTreeMap::new();
        let mut n = 0;
        while let Some(row) = rows.next()? {
            let (event, scale): (String, f64) = (row.get(0)?, row.get(1)?);
            n += 1;
            for (source, target) in pairs(&self.parties(&event)?) {
                let Some(target) = target else { continue };
                let edge = edges.entry((source.node(), target.node())).or_default();
                edge.0 += 1;
                edge.1 += scale;
                for party in [source, target] {
                    nodes.entry(party.node()).or_insert(party);
                }
            }
        }
        writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
        writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
        for (id, holder, kind) in [
            ("name", "node", "string"),
            ("country", "node", "string"),
            ("sectors", "node", "string"),
            ("kind", "node", "string"),
            ("n_events", "edge", "long"),
            ("scale", "edge", "double"),
        ] {
            writeln!(out, "  <key id=\"{id}\" for=\"{holder}\" attr.name=\"{id}\" attr.type=\"{kind}\"/>")?;
        }
        writeln!(out, "  <graph id=\"actors\" edgedefault=\"directed\">")?;
        for (id, party) in &nodes {
            writeln!(out, "    <node id=\"{}\">", xml(id))?;
            let data = [
                ("name", party.name.clone()),
                ("country", party.country.clone().unwrap_or_default()),
                ("sectors", party.sectors.join(";")),
                ("kind", party.kind.clone()),
            ];
            for (key, value) in data.iter().filter(|(_, value)| !value.is_empty()) {
                writeln!(out, "      <data key=\"{key}\">{}</data>", xml(value))?;
            }
            writeln!(out, "    </node>")?;
        }
        for ((source, target), (count, scale)) in &edges {
            let mean = scale / *count as f64;
            writeln!(
                out,
                "    <edge source=\"{}\" target=\"{}\"><data key=\"n_events\">{count}</data><data key=\"scale\">{}</data></edge>",
                xml(source),
                xml(target),
                Cell::Real(mean).words()
            )?;
        }
        writeln!(out, "  </graph>\n</graphml>")?;
        Ok(n)
    }
}

/// Text within XML; characters that XML 1.0 cannot hold are left out.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// A party as exports show it.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct PartyRow {
    pub(crate) is_actor: bool,
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) sectors: Vec<String>,
    pub(crate) kind: String,
    pub(crate) actor: Option<String>,
}

impl PartyRow {
    /// Country and first sector, as one code.
    fn code(&self) -> String {
        let country = self.country.as_deref().unwrap_or("---");
        self.sectors.first().map_or_else(|| country.to_owned(), |sector| format!("{country}.{sector}"))
    }

    /// The actor where it is known over articles, else the code: "gunmen" of two reports need not be the same.
    fn node(&self) -> String {
        self.actor.clone().unwrap_or_else(|| self.code())
    }

    fn json(&self) -> Json {
        json!({"name": self.name, "country": self.country, "sectors": self.sectors, "kind": self.kind, "actor": self.actor})
    }
}

/// Every actor with every recipient; actors of a reciprocal event with each other; an actor alone.
pub(crate) fn pairs(parties: &[PartyRow]) -> Vec<(PartyRow, Option<PartyRow>)> {
    let (actors, recipients): (Vec<&PartyRow>, Vec<&PartyRow>) = parties.iter().partition(|p| p.is_actor);
    let mut all = Vec::new();
    for (i, actor) in actors.iter().enumerate() {
        if !recipients.is_empty() {
            all.extend(recipients.iter().map(|r| ((*actor).clone(), Some((*r).clone()))));
        } else if actors.len() > 1 {
            let others = actors.iter().enumerate().filter(|(j, _)| *j != i);
            all.extend(others.map(|(_, other)| ((*actor).clone(), Some((*other).clone()))));
        } else {
            all.push(((*actor).clone(), None));
        }
    }
    all
}

/// Finds the cells of a row by the names of their columns.
pub(crate) fn named<'r>(columns: &'r [Column], cells: &'r [Cell]) -> impl Fn(&str) -> &'r Cell {
    move |name| columns.iter().position(|c| c.name == name).map_or(&Cell::Null, |i| &cells[i])
}

struct Plover<'a> {
    db: &'a Archive,
    out: &'a mut dyn Write,
    columns: Vec<Column>,
    text_free: bool,
    n: usize,
}

impl Sink for Plover<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let at = named(&self.columns, cells);
        let id = at("id").words();
        let parties = self.db.parties(&id)?;
        let side = |is_actor: bool| -> Vec<Json> {
            parties.iter().filter(|p| p.is_actor == is_actor).map(PartyRow::json).collect()
        };
        let toll = |kind: &str| {
            let number = |which: &str| at(&format!("{kind}_{which}")).json();
            json!({"low": number("low"), "best": number("best"), "high": number("high")})
        };
        let words = |name: &str| list(&at(name).words());
        let mut record = json!({
            "id": id,
            "date": {"from": at("first").json(), "to": at("last").json(), "precision": at("date_precision").json(),
                "source": at("date_source").json()},
            "type": at("type").json(),
            "mode": words("modes"),
            "context": words("contexts"),
            "quad": at("quad").json(),
            "scale": at("scale").json(),
            "cameo": at("cameo").json(),
            "actor": side(true),
            "recipient": side(false),
            "place": {"name": at("place").json(), "country": at("country").json(), "admin1": at("admin1").json(),
                "lat": at("lat").json(), "lon": at("lon").json(), "geonames": at("geonames").json()},
            "casualties": {"killed": toll("killed"), "injured": toll("injured"), "arrested": toll("arrested")},
            "polarity": at("polarity").json(),
            "modality": at("modality").json(),
            "historical": at("historical").json() == json!(1),
            "attributed_to": words("asserted_by"),
            "contested_by": words("contested_by"),
            "via": words("via"),
            "article": at("article").json(),
            "publisher": at("publisher").json(),
            "published": at("published").json(),
            "occurrence": at("occurrence").json(),
            "story": at("story").json(),
            "rule": at("rule").json(),
            "confidence": {"type": at("conf_type").json(), "actors": at("conf_actors").json(),
                "recipients": at("conf_recipients").json()},
        });
        let mut spans = Table::default();
        let mut select = self.db.db.prepare_cached(
            "SELECT p.\"start\", p.\"end\", p.trigger_start, p.trigger_end FROM spans p JOIN events e ON e.key = p.record
             WHERE p.kind = 'event' AND p.role = 'evidence' AND e.id = ?1 ORDER BY p.n",
        )?;
        let columns = ["start", "end", "trigger_start", "trigger_end"];
        let columns = columns.map(|name| Column { name: name.to_owned(), kind: None }).to_vec();
        crate::query::run(&mut select, &[crate::db::Value::Text(id)], columns, &mut spans)?;
        let offsets: Vec<Json> = spans.rows.iter().map(|row| row.iter().map(Cell::json).collect()).collect();
        record["evidence"] = json!(offsets);
        if !self.text_free {
            record["quote"] = at("evidence").json();
        }
        writeln!(self.out, "{record}")?;
        self.n += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

struct Geojson<'a> {
    out: &'a mut dyn Write,
    columns: Vec<Column>,
    exported: Exported,
}

impl Sink for Geojson<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        Ok(writeln!(self.out, "{{\"type\":\"FeatureCollection\",\"features\":[")?)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let at = named(&self.columns, cells);
        let (&Cell::Real(lat), &Cell::Real(lon)) = (at("lat"), at("lon")) else {
            self.exported.left_out += 1;
            return Ok(());
        };
        let properties: serde_json::Map<String, Json> = self
            .columns
            .iter()
            .zip(cells)
            .filter(|(column, _)| !matches!(column.name.as_str(), "id" | "lat" | "lon"))
            .map(|(column, cell)| (column.name.clone(), cell.json()))
            .collect();
        let feature = json!({
            "type": "Feature", "id": at("id").json(), "properties": properties,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        });
        let comma = if self.exported.written > 0 { "," } else { "" };
        writeln!(self.out, "{comma}{feature}")?;
        self.exported.written += 1;
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(writeln!(self.out, "]}}")?)
    }
}
