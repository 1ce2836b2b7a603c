//! `chancery explain`: which rule made a record, on which words, with which arguments, and what it beat.

use std::fmt::Write as _;
use std::io::Write as _;

use anyhow::{Result, bail};
use chancery_engine::doc::{Event, Evidence, PlaceSource, Span, Why};
use chancery_engine::intake::Options;
use chancery_engine::{Analysis, Engine};

use crate::settings::{self, Explain};
use crate::{Verdict, articles, page};

pub(crate) fn run(settings: &Explain) -> Result<Verdict> {
    let engine = settings::engine(&settings.config)?;
    let mut reader = engine.reader();
    let mut verdict = Verdict::default();
    let mut out = anstream::stdout();
    let mut n_shown = 0;
    for item in articles::each(&settings.source, &Options::default()) {
        match item {
            Ok(raw) => {
                verdict.n_read += 1;
                let analysis = reader.read(raw, &settings.clean);
                for (id, text) in records(engine, &analysis) {
                    if settings.id.as_deref().is_none_or(|wanted| wanted == id) {
                        n_shown += 1;
                        write!(out, "{text}")?;
                    }
                }
            }
            Err(error) => verdict.fail(&error),
        }
    }
    match &settings.id {
        Some(id) if n_shown == 0 && verdict.n_read > 0 => {
            bail!("the ledger has no event, statement or position \"{id}\"; `chancery read` shows the ids")
        }
        _ => Ok(verdict),
    }
}

/// Every event, statement and position of an article with its explanation.
pub(crate) fn records(engine: &Engine, analysis: &Analysis) -> Vec<(String, String)> {
    let events = analysis.reading.events.iter().enumerate().map(|(i, event)| {
        let record = Record {
            id: format!("ev{}", i + 1),
            what: format!("{}{}", event.event_type, event.modes.iter().map(|m| format!(" {m}")).collect::<String>()),
            rule: &event.rule,
            evidence: &event.evidence,
            why: &event.why,
        };
        (record.id.clone(), record.explain(engine, analysis) + &setting(event, analysis))
    });
    let statements = analysis.reading.statements.iter().enumerate().map(|(i, statement)| {
        let record = Record {
            id: format!("st{}", i + 1),
            what: "statement".to_owned(),
            rule: &statement.rule,
            evidence: &statement.evidence,
            why: &statement.why,
        };
        (record.id.clone(), record.explain(engine, analysis))
    });
    let positions = analysis.reading.positions.iter().enumerate().map(|(i, position)| {
        let record = Record {
            id: format!("p{}", i + 1),
            what: format!("position {} (key: {})", position.stance, position.topic.key),
            rule: &position.rule,
            evidence: &position.evidence,
            why: &position.why,
        };
        (record.id.clone(), record.explain(engine, analysis))
    });
    events.chain(statements).chain(positions).collect()
}

/// What dates an event, places it and ties it to others.
fn setting(event: &Event, analysis: &Analysis) -> String {
    let text = analysis.text.as_str();
    let mut out = String::new();
    let date = &event.setting.date;
    if let Some(time) = event.setting.time.map(|t| &analysis.times[t.index()]) {
        let _ = writeln!(out, "  when: \"{}\" is {}", time.span.of(text), time.value);
    } else if date.from.is_some() || date.to.is_some() {
        let _ = writeln!(out, "  when: only the order of events tells");
    }
    if let Some(place) = event.setting.place.map(|p| &analysis.places[p.index()]) {
        let source = match event.setting.place_source {
            PlaceSource::Clause => "its clause",
            PlaceSource::Nominal => "the noun it stands with",
            PlaceSource::Dateline => "the dateline",
            PlaceSource::Paragraph => "the paragraph",
            PlaceSource::None => "nothing",
        };
        let _ = writeln!(out, "  where: \"{}\" is {}, told by {source}", place.span.of(text), place.name);
    }
    for link in &event.order {
        let relation = format!("{:?}", link.relation).to_lowercase();
        let days = link.days.map_or_else(String::new, |n| format!(" by {n} days"));
        let words = link.words.of(text);
        let _ = writeln!(out, "  order: {relation} ev{}{days}, told by \"{words}\"", link.event.index() + 1);
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}

struct Record<'a> {
    id: String,
    what: String,
    rule: &'a str,
    evidence: &'a [Evidence],
    why: &'a Why,
}

impl Record<'_> {
    fn explain(&self, engine: &Engine, analysis: &Analysis) -> String {
        let text = analysis.text.as_str();
        let mut out = String::new();
        let _ = writeln!(out, "{}  {}  by rule {}", self.id, self.what, self.rule);
        if let Some(rule) = engine.codebook().describe(self.rule) {
            let _ = writeln!(out, "  {}:{}", rule.file, rule.line);
            for line in textwrap::wrap(rule.reason, page::width() - 4) {
                let _ = writeln!(out, "  {line}");
            }
        }
        for evidence in self.evidence {
            out.push('\n');
            let mut marks: Vec<(Span, char)> = vec![(evidence.trigger, '^')];
            let inside = self.why.captures.iter().filter(|(_, span)| evidence.span.contains(*span));
            marks.extend(inside.map(|(name, span)| (*span, initial(name))));
            draw(&mut out, text, evidence.span, &marks);
        }
        out.push('\n');
        for (name, span) in &self.why.captures {
            let words = span.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
            let _ = writeln!(out, "  {} {name:<11} {words}", initial(name));
        }
        if !self.why.beaten.is_empty() {
            let _ = writeln!(out, "  also matched and lost: {}", self.why.beaten.join(", "));
        }
        out.push('\n');
        out
    }
}

/// The letter that stands under a capture's words: `A` for actor, `R` for recipient.
fn initial(name: &str) -> char {
    name.chars().next().map_or('?', |c| c.to_ascii_uppercase())
}

/// The evidence in lines, each with a line of marks below it; a later mark yields to an earlier.
fn draw(out: &mut String, text: &str, span: Span, marks: &[(Span, char)]) {
    let limit = page::width() - 4;
    let mut line = String::new();
    let mut under = String::new();
    let mut n_columns = 0;
    let mut flush = |line: &mut String, under: &mut String| {
        let _ = writeln!(out, "    {}", line.trim_end());
        if !under.trim().is_empty() {
            let _ = writeln!(out, "    {}", under.trim_end());
        }
        line.clear();
        under.clear();
    };
    let mut at = span.start() as usize;
    for word in span.of(text).split_inclusive(char::is_whitespace) {
        let columns = word.chars().count();
        if n_columns > 0 && n_columns + columns > limit + 1 {
            flush(&mut line, &mut under);
            n_columns = 0;
        }
        for (i, c) in word.char_indices() {
            let here = Span::at(at + i..at + i + c.len_utf8());
            let mark = marks.iter().find(|(span, _)| span.contains(here)).map_or(' ', |&(_, mark)| mark);
            line.push(if c.is_whitespace() || c.is_control() { ' ' } else { c });
            under.push(mark);
        }
        at += word.len();
        n_columns += columns;
    }
    flush(&mut line, &mut under);
}
