//! The questions to an archive: `chancery events`, `occurrences`, …, `series`, `sql`, `show`, `export`.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;

use anstyle::Style;
use anyhow::{Context, Result, bail};
use chancery_archive::{Archive, Cell, Column, Counting, Csv, Error, Form, Jsonl, Kind, Sink, Table, TextFree, Type};

use crate::args::{ExportForm, TableFormat};
use crate::settings::{Ask, Asked, Export, Show};
use crate::{Verdict, complain, page};

const HEADING: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();

/// How many rows a terminal shows unless it is told.
const SCREEN: usize = 50;

/// The archive as it is, or as it was at a moment.
pub(crate) fn open(url: &str, as_of: Option<&str>) -> Result<Archive> {
    Ok(match as_of {
        None => Archive::open_reader(url)?,
        Some(at) => Archive::open(url)?.as_of(at)?,
    })
}

pub(crate) fn run(settings: &Ask) -> Result<Verdict> {
    let archive = open(&settings.archive, settings.as_of.as_deref())?;
    let is_screen = settings.output.is_none() && io::stdout().is_terminal();
    let format = settings.format.unwrap_or(if is_screen { TableFormat::Table } else { TableFormat::Csv });
    if format == TableFormat::Parquet && is_screen {
        bail!("a Parquet file is not for a terminal; write it with --output FILE");
    }
    let out = output(settings.output.as_deref())?;
    let mut counted = Counting { inner: sink(format, out)?, n: 0 };
    match &settings.asked {
        Asked::Kind(kind, filter) => {
            let mut filter = filter.clone();
            let cut = filter.limit.is_none() && is_screen && format == TableFormat::Table;
            if cut {
                filter.limit = Some(SCREEN);
            }
            archive.query(*kind, &filter, &mut counted)?;
            if cut && counted.n == SCREEN {
                complain(&format!("these are the first {SCREEN}; --limit N shows more, --format csv all"));
            }
        }
        Asked::Series { filter, period, counted: unit, measure, pairs: None } => {
            archive.series(filter, *period, *unit, *measure, &mut counted)?;
        }
        Asked::Series { filter, period, counted: unit, measure, pairs: Some(among) } => {
            archive.pair_series(filter, among, *period, *unit, *measure, &mut counted)?;
        }
        Asked::Sql(sql) => archive.sql(sql, &mut counted)?,
        Asked::Changes { since } => archive.changes(since, &mut counted)?,
    }
    Ok(Verdict { n_read: counted.n, ..Verdict::default() })
}

fn output(path: Option<&Path>) -> Result<Box<dyn Write + Send>> {
    Ok(match path {
        Some(path) => Box::new(BufWriter::new(
            File::create(path).with_context(|| format!("{} cannot be written", path.display()))?,
        )),
        None => Box::new(BufWriter::new(io::stdout())),
    })
}

/// `chancery gold`: what people said of events, for other tools.
pub(crate) fn gold(url: &str) -> Result<Verdict> {
    let gold = Archive::open_reader(url)?.gold()?;
    let mut out = BufWriter::new(io::stdout());
    for one in &gold {
        writeln!(out, "{}", serde_json::to_string(one)?)?;
    }
    out.flush()?;
    Ok(Verdict { n_read: gold.len(), ..Verdict::default() })
}

/// `chancery export`: the archive in another tool's form.
pub(crate) fn export(settings: &Export) -> Result<Verdict> {
    let archive = open(&settings.archive, settings.as_of.as_deref())?;
    let is_screen = settings.output.is_none() && io::stdout().is_terminal();
    let form = match settings.form {
        ExportForm::Csv => Err(TableFormat::Csv),
        ExportForm::Parquet if is_screen => bail!("a Parquet file is not for a terminal; write it with --output FILE"),
        ExportForm::Parquet => Err(TableFormat::Parquet),
        ExportForm::Plover => Ok(Form::Plover),
        ExportForm::Gdelt => Ok(Form::Gdelt),
        ExportForm::GdeltStatements => Ok(Form::GdeltStatements),
        ExportForm::Graphml => Ok(Form::Graphml),
        ExportForm::Geojson => Ok(Form::Geojson),
    };
    let mut out = output(settings.output.as_deref())?;
    let n_read = match form {
        Ok(form) => {
            let exported = archive.export(form, &settings.filter, settings.text_free, &mut out)?;
            if exported.left_out > 0 {
                let n = exported.left_out;
                complain(&format!(
                    "{n} records have no place in this form (no coordinates, code or day) and were left out"
                ));
            }
            exported.written
        }
        Err(format) => {
            let sink = sink(format, out)?;
            let inner: Box<dyn Sink> = if settings.text_free { Box::new(TextFree::new(sink)) } else { sink };
            let mut counted = Counting { inner, n: 0 };
            archive.query(Kind::Events, &settings.filter, &mut counted)?;
            counted.n
        }
    };
    Ok(Verdict { n_read, ..Verdict::default() })
}

fn sink(format: TableFormat, out: Box<dyn Write + Send>) -> Result<Box<dyn Sink>> {
    Ok(match format {
        TableFormat::Table => Box::new(Screen { out, table: Table::default() }),
        TableFormat::Csv => Box::new(Csv::new(out)),
        TableFormat::Jsonl => Box::new(Jsonl::new(out)),
        #[cfg(feature = "parquet")]
        TableFormat::Parquet => Box::new(chancery_archive::Parquet::new(out)),
        #[cfg(not(feature = "parquet"))]
        TableFormat::Parquet => bail!("this chancery was built without Parquet; use --format csv"),
    })
}

/// A table for people: columns that are empty throughout are left out, and long words are cut.
struct Screen {
    out: Box<dyn Write + Send>,
    table: Table,
}

/// Columns that only programs care for.
const FOR_PROGRAMS: &[&str] = &[
    "article",
    "date_precision",
    "date_source",
    "place_source",
    "geonames",
    "lat",
    "lon",
    "rule",
    "conf_type",
    "conf_actors",
    "conf_recipients",
    "confidence",
    "cue",
    "goldstein",
    "historical",
    "text_sha256",
    "copies",
    "model",
    "codebook",
    "coder",
    "ingested",
    "quad",
    "currency",
    "admin1",
    "killed_low",
    "killed_high",
    "injured_low",
    "injured_high",
    "arrested_low",
    "arrested_high",
    "story",
    "occurrence",
    "dated",
    "topic_key",
    "statement",
    "event",
    "scale",
    "cameo",
    "actor_names",
    "recipient_names",
];

impl Sink for Screen {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.table.begin(columns)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.table.row(cells)
    }

    fn finish(&mut self) -> Result<(), Error> {
        let text = render(&self.table, textwrap::termwidth());
        anstream::AutoStream::new(&mut self.out, anstream::ColorChoice::Never).write_all(text.as_bytes())?;
        self.out.flush()?;
        Ok(())
    }
}

/// The columns worth showing, narrowed until they fit.
pub(crate) fn render(table: &Table, width: usize) -> String {
    // A query in SQL names its columns itself, and all of them are shown.
    let is_ours = table.columns.iter().all(|c| c.kind.is_some());
    let has_any = |i: usize| table.rows.iter().any(|row| row[i] != Cell::Null && row[i] != Cell::Text(String::new()));
    let shown: Vec<usize> = (0..table.columns.len())
        .filter(|&i| !is_ours || (has_any(i) && !FOR_PROGRAMS.contains(&table.columns[i].name.as_str())))
        .collect();
    let words = |cell: &Cell| cell.words().replace(['\n', '\t'], " ");
    let length = |text: &str| text.chars().count();
    let mut widths: Vec<usize> = shown
        .iter()
        .map(|&i| {
            let longest = table.rows.iter().map(|row| length(&words(&row[i]))).max().unwrap_or(0);
            longest.max(length(&table.columns[i].name))
        })
        .collect();
    // An id that is cut cannot be asked for, and a number that is cut is another one: only words give way.
    let least: Vec<usize> = shown
        .iter()
        .zip(&widths)
        .map(
            |(&i, &w)| {
                if table.columns[i].kind == Some(Type::Int) || table.columns[i].name == "id" { w } else { w.min(12) }
            },
        )
        .collect();
    let room = width.saturating_sub(2 * shown.len().saturating_sub(1));
    while widths.iter().sum::<usize>() > room {
        let gives = (0..widths.len()).filter(|&i| widths[i] > least[i]).max_by_key(|&i| widths[i]);
        let Some(widest) = gives else { break };
        widths[widest] -= 1;
    }
    let fit = |text: &str, width: usize| -> String {
        let mut cut: String = text.chars().take(width).collect();
        if length(text) > width {
            cut.pop();
            cut.push('…');
        }
        format!("{cut}{}", " ".repeat(width.saturating_sub(length(&cut))))
    };
    let mut out = String::new();
    let header: Vec<String> = shown.iter().zip(&widths).map(|(&i, &w)| fit(&table.columns[i].name, w)).collect();
    out.push_str(&format!("{HEADING}{}{HEADING:#}\n", header.join("  ").trim_end()));
    for row in &table.rows {
        let line: Vec<String> = shown.iter().zip(&widths).map(|(&i, &w)| fit(&words(&row[i]), w)).collect();
        out.push_str(line.join("  ").trim_end());
        out.push('\n');
    }
    out
}

/// `chancery show`: one record with the words that support it.
pub(crate) fn show(settings: &Show) -> Result<Verdict> {
    let archive = open(&settings.archive, settings.as_of.as_deref())?;
    let record = archive.show(&settings.id)?;
    let mut out = anstream::stdout();
    if settings.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&record.json())?)?;
        return Ok(Verdict { n_read: 1, ..Verdict::default() });
    }
    if record.id != settings.id {
        writeln!(out, "{QUIET}{} is now{QUIET:#}", settings.id)?;
    }
    writeln!(out, "{HEADING}{} {}{HEADING:#}", record.kind, record.id)?;
    let is_said = |cell: &Cell| !matches!(cell, Cell::Null) && !cell.words().is_empty();
    let longest = record.fields.iter().filter(|(_, c)| is_said(c)).map(|(n, _)| n.len()).max().unwrap_or(0);
    for (name, cell) in record.fields.iter().filter(|(_, cell)| is_said(cell)) {
        let words = cell.words();
        let lines = textwrap::wrap(&words, page::width().saturating_sub(longest + 4).max(20));
        for (i, line) in lines.iter().enumerate() {
            let label = if i == 0 { name.as_str() } else { "" };
            writeln!(out, "  {QUIET}{label:longest$}{QUIET:#}  {line}")?;
        }
    }
    for (title, table) in record.parts.iter().filter(|(_, table)| !table.rows.is_empty()) {
        writeln!(out, "\n{HEADING}{title}{HEADING:#}")?;
        for line in render(table, page::width()).lines() {
            writeln!(out, "  {line}")?;
        }
    }
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}
