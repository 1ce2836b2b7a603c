//! `chancery ingest`: articles into an archive.
//!
//! Reading is what takes time, so an input that the archive has, read by the same coder, is not read again: a run
//! that was stopped goes on where it was. Each article is stored in a transaction of its own; one that cannot be read
//! is set aside with the reason.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use anyhow::{Context, Result};
use chancery_archive::{Archive, Origin, Outcome, identity, input_hash, read_ledger};
use chancery_engine::intake::{Options, Raw};
use chancery_engine::wire::Ledger;
use chancery_engine::{Engine, article_id, for_each_ordered};
use indicatif::ProgressBar;

use crate::articles::Trouble;
use crate::progress::Holds;
use crate::settings::{Ingest, Source};
use crate::{Verdict, articles, complain, progress, stop};

/// What a worker made of an item.
enum Read {
    /// The archive has it.
    Known { source: String, line: Option<u64> },
    /// It is to be stored.
    Ledger { ledger: Box<Ledger>, origin: Origin, source: String, line: Option<u64> },
}

/// Counts of a run.
#[derive(Default)]
struct Tally {
    new: usize,
    updated: usize,
    recoded: usize,
    known: usize,
    bad: usize,
}

pub(crate) fn run(settings: &Ingest) -> Result<Verdict> {
    let mut archive = Archive::open(&settings.archive)?;
    // Ledgers were read before: they need no engine.
    let engine = if settings.ledgers { None } else { Some(Engine::load(&settings.config)?) };
    stop::listen();
    round(&mut archive, engine.as_ref(), settings, &settings.source)
}

/// Puts what is in `source` into the archive: ledgers without an engine, else articles.
pub(crate) fn round(
    archive: &mut Archive,
    engine: Option<&Engine>,
    settings: &Ingest,
    source: &Source,
) -> Result<Verdict> {
    let known: BTreeSet<String> = archive.inputs()?.into_iter().collect();
    let holds = if engine.is_some() { Holds::Articles } else { Holds::Ledgers };
    let progress = progress::articles(source, holds);
    let mut run = Run {
        archive: &mut *archive,
        tally: Tally::default(),
        verdict: Verdict::default(),
        out: settings.report.then(|| BufWriter::new(io::stdout())),
        progress: &progress,
        trouble: Ok(()),
    };
    match engine {
        None => run.ledgers(source, &known),
        Some(engine) => run.articles(settings, source, engine, &known),
    }
    progress.finish_and_clear();
    let Run { tally, verdict, trouble, .. } = run;
    trouble?;
    settle(archive)?;
    complain(&tally.words());
    // Nothing new is no failure: everything was there.
    Ok(Verdict { n_read: verdict.n_read + tally.known, ..verdict })
}

/// Puts what is new where it belongs, and shows how far that is.
pub(crate) fn settle(archive: &mut Archive) -> Result<()> {
    let bar = progress::parts(0, "steps of comparing articles");
    archive.settle(&now(), |left| {
        bar.inc(1);
        // Articles that are drawn in by others come on top.
        bar.set_length(bar.position() + left as u64);
    })?;
    bar.finish_and_clear();
    Ok(())
}

impl Tally {
    fn words(&self) -> String {
        let parts = [
            (self.new, "stored"),
            (self.updated, "updated"),
            (self.recoded, "coded anew"),
            (self.known, "already there"),
            (self.bad, "set aside as bad"),
        ];
        let parts: Vec<String> = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
        if parts.is_empty() { "no articles".to_owned() } else { format!("articles: {}", parts.join(", ")) }
    }
}

/// One run of the command.
struct Run<'a> {
    archive: &'a mut Archive,
    tally: Tally,
    verdict: Verdict,
    out: Option<BufWriter<io::Stdout>>,
    progress: &'a ProgressBar,
    trouble: Result<()>,
}

impl Run<'_> {
    fn articles(&mut self, settings: &Ingest, source: &Source, engine: &Engine, known: &BTreeSet<String>) {
        let coder = format!(
            "{} {} {} lists={:?} repair={} date={:?}",
            env!("CARGO_PKG_VERSION"),
            engine.parser().name(),
            engine.codebook().version(),
            settings.config.gazetteer,
            settings.clean.repair,
            settings.clean.date
        );
        for_each_ordered(
            articles::all(source, &Options::default()),
            settings.n_threads,
            || engine.reader(),
            |reader, item| {
                let raw = articles::read(item)?;
                let origin = origin(&raw, &coder);
                let (source, line) = (raw.name.clone(), raw.line);
                if known.contains(&origin.input) {
                    return Ok(Read::Known { source, line });
                }
                let ledger = Box::new(reader.ledger(raw, &settings.clean));
                Ok::<Read, Trouble>(Read::Ledger { ledger, origin, source, line })
            },
            |outcome| {
                let outcome = outcome.unwrap_or_else(|panic| {
                    Err(format!("an article broke the program ({panic}); please report it").into())
                });
                self.take(outcome)
            },
        );
    }

    /// Ledgers that were read before, one a line.
    fn ledgers(&mut self, source: &Source, known: &BTreeSet<String>) {
        for path in &source.paths {
            let name = path.display().to_string();
            let lines: Box<dyn BufRead> = if path == Path::new("-") {
                Box::new(BufReader::new(io::stdin()))
            } else {
                match File::open(path) {
                    Ok(file) => Box::new(BufReader::new(file)),
                    Err(error) => {
                        if !self.take(Err(Trouble::at(&name, None, &error.to_string()))) {
                            return;
                        }
                        continue;
                    }
                }
            };
            for (number, line) in (1u64..).zip(lines.lines()) {
                let item = line.map_err(|e| e.to_string()).and_then(|line| {
                    if line.trim().is_empty() {
                        return Ok(None);
                    }
                    let ledger = read_ledger(&line)
                        .map_err(|e| format!("not a ledger: {e}; give what `chancery read --format jsonl` writes"))?;
                    Ok(Some(ledger))
                });
                let item = match item {
                    Ok(None) => continue,
                    Ok(Some(ledger)) => {
                        let origin = Origin::of_ledger(&ledger);
                        let (source, line) = (name.clone(), Some(number));
                        if known.contains(&origin.input) {
                            Ok(Read::Known { source, line })
                        } else {
                            Ok(Read::Ledger { ledger: Box::new(ledger), origin, source, line })
                        }
                    }
                    Err(message) => Err(Trouble::at(&name, Some(number), &message)),
                };
                if !self.take(item) {
                    return;
                }
            }
        }
    }

    /// Whether to go on.
    fn take(&mut self, item: Result<Read, Trouble>) -> bool {
        self.progress.inc(1);
        self.trouble = match item {
            Ok(Read::Known { source, line }) => {
                self.tally.known += 1;
                self.archive.accept(&source, line).map_err(Into::into)
            }
            Ok(Read::Ledger { ledger, origin, source, line }) => self.store(&ledger, &origin, &source, line),
            Err(trouble) => {
                self.tally.bad += 1;
                self.progress.suspend(|| self.verdict.fail(&trouble));
                let source = trouble.source.as_deref().unwrap_or("");
                self.archive.reject(source, trouble.line, &trouble.message, &now()).map_err(Into::into)
            }
        };
        self.trouble.is_ok()
    }

    fn store(&mut self, ledger: &Ledger, origin: &Origin, source: &str, line: Option<u64>) -> Result<()> {
        let stored = self.archive.store(ledger, origin, &now())?;
        self.archive.accept(source, line)?;
        self.verdict.n_read += 1;
        let (count, word) = match stored.outcome {
            Outcome::New => (&mut self.tally.new, "stored"),
            Outcome::Updated => (&mut self.tally.updated, "updated"),
            Outcome::Recoded => (&mut self.tally.recoded, "recoded"),
            Outcome::Known => (&mut self.tally.known, "known"),
        };
        *count += 1;
        if let Some(out) = &mut self.out {
            // Flushed at once: what is told here is in the archive, whatever happens next.
            writeln!(out, "{}\t{word}\t{}", stored.id, ledger.article.id)
                .and_then(|()| out.flush())
                .context("standard output")?;
        }
        Ok(())
    }
}

/// What an article is known by. A line of JSONL without id or address is known by its words, since lines move.
fn origin(raw: &Raw, coder: &str) -> Origin {
    let given = &raw.given;
    let headline = raw.headline.as_ref().map_or("", |h| h.as_str());
    let facts = format!("{given:?}");
    let text = raw.text.as_str();
    let input = input_hash(&[coder.as_bytes(), facts.as_bytes(), headline.as_bytes(), text.as_bytes()]);
    let id = match (&given.id, raw.line) {
        (None, Some(_)) if given.url.is_none() => input_hash(&[headline.as_bytes(), text.as_bytes()]),
        (None, None) if given.url.is_none() => raw.name.clone(),
        _ => article_id(raw),
    };
    Origin { identity: identity(given.url.as_deref(), given.publisher.as_deref(), &id), input }
}

fn now() -> String {
    chancery_archive::now()
}
