//! `chancery positions`: each side's positions in time order, with shifts between dated reports and discrepancies.

use std::fmt::Write as _;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use chancery_engine::intake::Options;
use chancery_engine::record::{Difference, Entry, Side, record};
use chancery_engine::wire::Ledger;
use chancery_engine::{Engine, for_each_ordered};

use crate::args::RecordFormat;
use crate::articles::Trouble;
use crate::page::{stance_color, stance_word, width};
use crate::settings::Positions;
use crate::{Verdict, articles, stop};

const HEADING: Style = Style::new().bold();
const QUIET: Style = Style::new().dimmed();
const MARK: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Magenta)));

pub(crate) fn run(settings: &Positions) -> Result<Verdict> {
    let engine = Engine::load(&settings.config)?;
    stop::listen();
    let mut verdict = Verdict::default();
    let mut ledgers: Vec<Ledger> = Vec::new();
    for_each_ordered(
        articles::all(&settings.source, &Options::default()),
        settings.n_threads,
        || engine.reader(),
        |reader, item| Ok::<Ledger, Trouble>(reader.ledger(articles::read(item)?, &settings.clean)),
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
        RecordFormat::Page => write!(out, "{}", render(&sides))?,
    }
    Ok(verdict)
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
