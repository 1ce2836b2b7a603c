//! `chancery codebook check|index|manual|test|try|diff`: for people who write rules.
//!
//! `check` reads a book and tells its first fault with file, line, code and remedy, then ties and rules that can never
//! win; `index` says which rules a word triggers; `manual` prints all rules for readers; `test` runs the rules' own
//! sentences; `try` codes one sentence and shows why; `diff` codes articles by two books and shows what changes. None of
//! these knows any rule.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use chancery_engine::doc::{Argument, Text};
use chancery_engine::intake::Options;
use chancery_engine::{Analysis, Codebook, Config, Engine};

use crate::settings::{self, Book};
use crate::{Verdict, articles, explain};

/// What a command on a codebook found: trouble is told by the exit code.
fn verdict(n_faults: usize) -> Verdict {
    Verdict { n_read: 1, n_failed: n_faults, ..Verdict::default() }
}

fn book_of(settings: &Book) -> Result<Codebook> {
    book_in(settings.codebook.as_deref())
}

/// The book in a folder, else the built-in one.
pub(crate) fn book_in(dir: Option<&Path>) -> Result<Codebook> {
    Ok(match dir {
        Some(dir) => Codebook::load(dir)?,
        None => Codebook::embedded()?,
    })
}

/// Faults, ties and rules that can never win.
pub(crate) fn check(settings: &Book) -> Result<Verdict> {
    let book = book_of(settings)?;
    let mut out = anstream::stdout();
    let mut n_faults = 0;
    for tie in book.ties() {
        n_faults += 1;
        let (file, line) = &tie.place;
        let (first, second, trigger) = (&tie.first, &tie.second, &tie.trigger);
        writeln!(
            out,
            "{file}:{line}: CB036: {second} and {first} tie on \"{trigger}\"; say with `beats` which wins, or ask for more"
        )?;
    }
    for (rule, why) in book.unreachable() {
        n_faults += 1;
        let place = book.describe(rule).context("a rule of the book has its place")?;
        writeln!(out, "{}:{}: CB037: {rule} can never win: {why}", place.file, place.line)?;
    }
    let n_inherited = book.rule_ids().filter(|r| book.is_inherited(r)).count();
    writeln!(
        out,
        "{} rules{}, {} examples, {} contexts' sentences; {}",
        book.rule_ids().count(),
        if n_inherited == 0 { String::new() } else { format!(" ({n_inherited} of the book it extends)") },
        book.examples().count(),
        book.context_examples().count(),
        if n_faults == 0 { "no fault".to_owned() } else { format!("{n_faults} to mend") }
    )?;
    Ok(verdict(n_faults))
}

/// The rules for readers, as Markdown.
pub(crate) fn manual(settings: &Book) -> Result<Verdict> {
    write!(anstream::stdout(), "{}", book_of(settings)?.manual())?;
    Ok(verdict(0))
}

/// Which rules a word triggers, and where they stand; all words when none is asked for.
pub(crate) fn index(settings: &Book) -> Result<Verdict> {
    let book = book_of(settings)?;
    let mut out = anstream::stdout();
    let mut n_shown = 0;
    for (word, part, rule) in book.triggers() {
        if settings.wanted.as_deref().is_none_or(|wanted| wanted == word) {
            n_shown += 1;
            let place = book.describe(rule).context("a rule of the book has its place")?;
            writeln!(out, "{word}\t{part}\t{rule}\t{}:{}", place.file, place.line)?;
        }
    }
    Ok(Verdict { n_read: n_shown, ..Verdict::default() })
}

/// Runs the sentences of all rules and contexts, or of those whose id or file holds the words given.
///
/// A sentence of a rule that the book inherits may come out otherwise because a rule of the book's own takes it: that
/// is what the book is for, so it is told and is no fault.
pub(crate) fn test(settings: &Book) -> Result<Verdict> {
    let engine = engine(settings)?;
    let book = engine.codebook();
    let mut reader = engine.reader();
    let mut out = anstream::stdout();
    let (mut n_run, mut n_failed, mut n_taken) = (0, 0, 0);
    let is_wanted = |id: &str, file: &str| {
        let wanted = settings.wanted.as_deref();
        wanted.is_none_or(|w| id.contains(w) || file.contains(w))
    };
    for example in book.examples().filter(|e| is_wanted(&e.rule, &e.file)) {
        n_run += 1;
        let analysis = reader.analyse("example".to_owned(), Text::paragraph(&example.text), Vec::new());
        let reading = &analysis.reading;
        let Err(complaint) = example.verdict(reading, &analysis.cast) else { continue };
        let own = reading.events.iter().map(|e| &*e.rule).chain(reading.statements.iter().map(|s| &*s.rule));
        let own = own.chain(reading.positions.iter().map(|p| &*p.rule)).find(|r| !book.is_inherited(r));
        let (file, line, rule, text) = (&example.file, example.line, &example.rule, &example.text);
        match own.filter(|_| book.is_inherited(rule)) {
            Some(own) => {
                n_taken += 1;
                writeln!(out, "{file}:{line} {rule}: now coded by {own}\n    {text}")?;
            }
            None => {
                n_failed += 1;
                writeln!(out, "{file}:{line} {rule}: {complaint}\n    {text}")?;
            }
        }
    }
    for example in book.context_examples().filter(|e| is_wanted(&e.context, &e.file)) {
        n_run += 1;
        let analysis = reader.analyse("example".to_owned(), Text::paragraph(&example.text), Vec::new());
        if let Err(complaint) = example.verdict(book, &analysis.parse, &analysis.reading) {
            n_failed += 1;
            let (file, line, context, text) = (&example.file, example.line, &example.context, &example.text);
            writeln!(out, "{file}:{line} {context}: {complaint}\n    {text}")?;
        }
    }
    write!(out, "{n_run} sentences, {n_failed} not as they say")?;
    writeln!(
        out,
        "{}",
        if n_taken == 0 { String::new() } else { format!(", {n_taken} coded by this book's own rules") }
    )?;
    Ok(Verdict { n_read: n_run, n_failed, ..Verdict::default() })
}

/// Codes one sentence and shows which rules made what of it; with `why`, what stood against those whose names begin so.
pub(crate) fn try_sentence(settings: &Book, why: Option<&str>) -> Result<Verdict> {
    let engine = engine(settings)?;
    let sentence = settings.wanted.as_deref().unwrap_or_default();
    let analysis = engine.reader().analyse("sentence".to_owned(), Text::paragraph(sentence), Vec::new());
    let mut out = anstream::stdout();
    for (_, text) in explain::records(engine, &analysis) {
        write!(out, "{text}")?;
    }
    if analysis.reading.events.is_empty() {
        writeln!(out, "no event")?;
    }
    let Some(rules) = why else { return Ok(verdict(0)) };
    let refusals = engine.refusals(&analysis);
    for refusal in refusals.iter().filter(|r| r.rule.starts_with(rules)) {
        let word = refusal.word.of(analysis.text.as_str());
        writeln!(out, "{word}: not {}: {}", refusal.rule, refusal.reason)?;
    }
    Ok(verdict(0))
}

/// What two books make of the same articles: `-` lines are only the first one's, `+` lines only the second's.
pub(crate) fn diff(settings: &Book) -> Result<Verdict> {
    let old = engine(settings)?;
    let new = settings::engine(&Config { codebook: settings.other.clone(), ..settings.config.clone() })?;
    let (mut by_old, mut by_new) = (old.reader(), new.reader());
    let mut out = anstream::stdout();
    let mut verdict = Verdict::default();
    let mut n_changed = 0;
    for item in articles::each(&settings.source, &Options::default()) {
        let Some(raw) = verdict.take(item) else { continue };
        let before = by_old.read(raw.clone(), &settings.clean);
        let after = by_new.read(raw, &settings.clean);
        let (gone, come) = (lines(&before), lines(&after));
        let only = |here: &BTreeMap<String, usize>, there: &BTreeMap<String, usize>, sign: char| -> Vec<String> {
            let extra = here.iter().map(|(line, n)| (line, n.saturating_sub(there.get(line).copied().unwrap_or(0))));
            extra.flat_map(|(line, n)| std::iter::repeat_n(format!("{sign} {line}"), n)).collect()
        };
        let changes: Vec<String> = only(&gone, &come, '-').into_iter().chain(only(&come, &gone, '+')).collect();
        if !changes.is_empty() {
            n_changed += 1;
            writeln!(out, "{}\n{}", before.id, changes.join("\n"))?;
        }
    }
    writeln!(out, "{} articles, {n_changed} coded otherwise", verdict.n_read)?;
    Ok(verdict)
}

/// An article's events as lines that can be compared, with how often each comes.
fn lines(analysis: &Analysis) -> BTreeMap<String, usize> {
    let text = analysis.text.as_str();
    let side = |of: &[Argument]| of.iter().map(|a| a.span.of(text)).collect::<Vec<_>>().join(", ");
    let mut lines = BTreeMap::new();
    for event in &analysis.reading.events {
        let modes: String = event.modes.iter().map(|m| format!(" {m}")).collect();
        let line = format!(
            "{}{modes} \"{}\": {} > {} ({})",
            event.event_type,
            event.evidence[0].trigger.of(text).replace('\n', " "),
            side(&event.actors),
            side(&event.recipients),
            event.rule
        );
        *lines.entry(line).or_insert(0) += 1;
    }
    lines
}

fn engine(settings: &Book) -> Result<&'static Engine> {
    settings::engine(&Config { codebook: settings.codebook.clone(), ..settings.config.clone() })
}
