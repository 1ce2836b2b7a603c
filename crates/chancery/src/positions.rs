//! `chancery positions`: each side's positions in time order, with shifts between dated reports and discrepancies; of
//! articles that are read here, or of those that an archive holds.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use chancery_archive::{Archive, Filter, Kind, Table, Toll};
use chancery_engine::for_each_ordered;
use chancery_engine::intake::Options;
use chancery_engine::record::{Difference, Entry, Side, record};
use chancery_engine::wire::Ledger;
use serde_json::json;

use crate::args::RecordFormat;
use crate::articles::Trouble;
use crate::codebook::book_in;
use crate::page::{stance_color, stance_word, width};
use crate::settings::{self, Positions, PositionsOf, Read};
use crate::{Verdict, articles, ask, stop};

const HEADING: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const MARK: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Magenta)));

pub(crate) fn run(settings: &Positions) -> Result<Verdict> {
    match &settings.of {
        PositionsOf::Articles(read) => of_articles(settings, read),
        PositionsOf::Archive { url, codebook, filter, as_of } => {
            let archive = ask::open(url, as_of.as_deref())?;
            of_archive(settings, &archive, filter, codebook.as_deref())
        }
        PositionsOf::Rows(asked) => ask::run(asked),
    }
}

fn of_articles(settings: &Positions, read: &Read) -> Result<Verdict> {
    let engine = settings::engine(&read.config)?;
    stop::listen();
    let mut verdict = Verdict::default();
    let mut ledgers: Vec<Ledger> = Vec::new();
    for_each_ordered(
        articles::all(&read.source, &Options::default()),
        read.n_threads,
        || engine.reader(),
        |reader, item| Ok::<Ledger, Trouble>(reader.ledger(articles::read(item)?, &read.clean)),
        |outcome| {
            let outcome = outcome.unwrap_or_else(|panic| {
                Err(format!("an article broke the program ({panic}); please report it").into())
            });
            match outcome {
                Ok(ledger) => {
                    verdict.n_read += 1;
                    ledgers.push(ledger);
                }
                Err(error) => verdict.fail(&error),
            }
            true
        },
    );
    let sides = record(&ledgers, engine.codebook(), &settings.query);
    let mut out = anstream::stdout();
    match settings.format {
        RecordFormat::Json => writeln!(out, "{}", serde_json::to_string_pretty(&sides)?)?,
        // Rows are of an archive.
        _ => write!(out, "{}", render(&sides))?,
    }
    Ok(verdict)
}

/// What an archive has on record: positions by holder and, unless one is asked for, tolls that are told differently.
fn of_archive(settings: &Positions, archive: &Archive, filter: &Filter, codebook: Option<&Path>) -> Result<Verdict> {
    let book = book_in(codebook)?;
    let is_all = *filter == Filter::default();
    let ledgers = with_positions(archive, (!is_all).then_some(filter))?;
    let sides = record(&ledgers, &book, &settings.query);
    // A toll is nobody's position: it is told where all of the record is.
    let tolls = match (&settings.query.topic, &settings.query.holder) {
        (None, None) if is_all => archive.tolls()?,
        _ => Vec::new(),
    };
    let mut out = anstream::stdout();
    let n_read = ledgers.len();
    match settings.format {
        RecordFormat::Json => {
            writeln!(out, "{}", serde_json::to_string_pretty(&json!({"sides": sides, "tolls": tolls}))?)?
        }
        _ => write!(out, "{}{}", render(&sides), render_tolls(&tolls))?,
    }
    Ok(Verdict { n_read, ..Verdict::default() })
}

/// The ledgers that have positions, or some that pass a filter, under permanent ids; what is not needed to compare them
/// is let go.
fn with_positions(archive: &Archive, filter: Option<&Filter>) -> Result<Vec<Ledger>> {
    let wanted = match filter {
        None => None,
        Some(filter) => {
            let mut passed = Table::default();
            archive.query(Kind::Positions, filter, &mut passed)?;
            Some(passed.rows.iter().map(|row| row[0].words()).collect::<BTreeSet<_>>())
        }
    };
    let mut table = Table::default();
    archive.sql(
        "SELECT a.id, p.local, p.id FROM positions p JOIN versions v ON v.key = p.version AND v.current = 1
         JOIN articles a ON a.key = v.article WHERE p.rejected = 0 ORDER BY v.published IS NULL, v.published, a.id, p.key",
        &mut table,
    )?;
    let rows: Vec<[String; 3]> = table
        .rows
        .iter()
        .map(|row| [0, 1, 2].map(|i| row[i].words()))
        .filter(|[_, _, id]| wanted.as_ref().is_none_or(|wanted| wanted.contains(id)))
        .collect();
    let mut ledgers = Vec::new();
    for of_article in rows.chunk_by(|a, b| a[0] == b[0]) {
        let mut ledger = archive.ledger(&of_article[0][0])?;
        ledger.article.id.clone_from(&of_article[0][0]);
        if wanted.is_some() {
            ledger.positions.retain(|position| of_article.iter().any(|[_, local, _]| *local == position.id));
        }
        for position in &mut ledger.positions {
            if let Some([_, _, id]) = of_article.iter().find(|[_, local, _]| *local == position.id) {
                position.id.clone_from(id);
            }
        }
        ledger.events.clear();
        ledger.segments.clear();
        ledger.times.clear();
        ledger.places.clear();
        ledgers.push(ledger);
    }
    Ok(ledgers)
}

fn render_tolls(tolls: &[Toll]) -> String {
    let mut out = String::new();
    if !tolls.is_empty() {
        let _ = writeln!(out, "\n{HEADING}Tolls told differently{HEADING:#}");
    }
    for toll in tolls {
        let place = toll.place.as_deref().map(|place| format!(", {place}")).unwrap_or_default();
        let day = toll.first.as_deref().unwrap_or("no date");
        let _ = writeln!(
            out,
            "  {MARK}DISCREPANCY{MARK:#} in {} on {day}{place}  {QUIET}{}{QUIET:#}",
            toll.kind, toll.occurrence
        );
        for given in &toll.figures {
            let mut line = format!("{}  “{}”", given.published.as_deref().unwrap_or("no date   "), given.text);
            if let Some(who) = &given.according_to {
                let _ = write!(line, ", according to {}", who.replace(';', ", "));
            }
            let publisher = given.publisher.as_deref().unwrap_or("no publisher");
            let _ = writeln!(out, "    {line}  {QUIET}{publisher}; {}{QUIET:#}", given.event);
        }
    }
    out
}

fn render(sides: &[Side]) -> String {
    let mut out = String::new();
    if sides.is_empty() {
        out.push_str("no positions\n");
    }
    for (i, side) in sides.iter().enumerate() {
        if i > 0 {
            out.push('\n');
        }
        let code = side.country.as_deref().map(|c| format!(" ({c})")).unwrap_or_default();
        let _ = writeln!(out, "{HEADING}{}{code}{HEADING:#}", side.name);
        for entry in &side.positions {
            account(&mut out, "  ", entry);
        }
        for shift in &side.shifts {
            let _ = writeln!(out, "  {MARK}SHIFT{MARK:#} on {}", shift.topic);
            account(&mut out, "    from  ", &shift.from);
            account(&mut out, "    to    ", &shift.to);
        }
        for discrepancy in &side.discrepancies {
            let kinds: Vec<&str> = discrepancy
                .differ_in
                .iter()
                .map(|d| match d {
                    Difference::Stance => "stance",
                    Difference::Degree => "degree",
                    Difference::Figures => "figures",
                })
                .collect();
            let _ = writeln!(out, "  {MARK}DISCREPANCY{MARK:#} in {} on {}", kinds.join(" and "), discrepancy.topic);
            for version in &discrepancy.versions {
                account(&mut out, "    ", version);
            }
        }
    }
    out
}

/// One position: date, stance, the words, and by whose report.
fn account(out: &mut String, indent: &str, entry: &Entry) {
    let style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(stance_color(entry.stance))));
    let mut line = format!(
        "{}  {style}{}{style:#}  “{}”",
        entry.date.as_deref().unwrap_or("no date   "),
        stance_word(entry.stance),
        entry.words
    );
    if let Some(hedge) = &entry.hedge {
        let _ = write!(line, "  ({hedge})");
    }
    let mut origin = entry.holder.clone();
    if let Some(organisation) = &entry.on_behalf_of {
        let _ = write!(origin, " for {organisation}");
    }
    if let Some(other) = entry.according_to.as_ref().filter(|s| **s != entry.holder) {
        let _ = write!(origin, ", according to {other}");
    }
    for outlet in entry.via.iter().filter(|v| entry.according_to.as_ref() != Some(v)) {
        let _ = write!(origin, ", via {outlet}");
    }
    let _ = write!(line, "  {QUIET}{origin}; {} {}{QUIET:#}", entry.article, entry.id);
    let hanging = " ".repeat(indent.chars().count() + 12);
    let options = textwrap::Options::new(width()).initial_indent(indent).subsequent_indent(&hanging);
    for line in textwrap::wrap(&line, options) {
        out.push_str(&line);
        out.push('\n');
    }
}
