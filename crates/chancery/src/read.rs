//! `chancery read`: articles in, ledgers out.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Instant;

use anyhow::Result;
use chancery_engine::for_each_ordered;
use chancery_engine::intake::Options;
use chancery_engine::timing::Work;
use chancery_engine::wire::Ledger;
use indicatif::ProgressBar;
use serde_json::json;

use crate::args::LedgerFormat;
use crate::articles::Trouble;
use crate::progress::Holds;
use crate::settings::{self, Read};
use crate::stats::Clock;
use crate::{Verdict, articles, complain, page, progress, stop};

pub(crate) fn run(settings: &Read) -> Result<Verdict> {
    let loading = Instant::now();
    let engine = settings::engine(&settings.config)?;
    let clock = Clock::start(loading.elapsed());
    let mut work = Work::default();
    stop::listen();
    let mut printer = Printer::new(settings.format);
    // Where the ledgers themselves are seen, they are progress enough.
    let progress = match io::stdout().is_terminal() {
        true => ProgressBar::hidden(),
        false => progress::articles(&settings.source, Holds::Articles),
    };
    let mut verdict = Verdict::default();
    let mut trouble = Ok(());
    for_each_ordered(
        articles::all(&settings.source, &Options::default()),
        settings.n_threads,
        || engine.reader(),
        |reader, item| {
            let raw = articles::read(item)?;
            let ledger = reader.ledger(raw, &settings.clean);
            // Writing JSON is work: it is done here, on the worker's thread.
            let text = reader.writing(|| printer_text(settings.format, &ledger));
            Ok::<(String, Work), Trouble>((text, reader.work()))
        },
        |outcome| {
            let outcome = outcome.unwrap_or_else(|panic| {
                Err(format!("an article broke the program ({panic}); please report it").into())
            });
            match outcome {
                Ok((text, its)) => {
                    verdict.n_read += 1;
                    work.add(&its);
                    trouble = printer.print(&text);
                }
                Err(error) => progress.suspend(|| verdict.fail(&error)),
            }
            progress.inc(1);
            trouble.is_ok()
        },
    );
    progress.finish_and_clear();
    trouble?;
    printer.finish()?;
    if settings.stats {
        let Work { articles, words, stages } = work;
        clock.report(json!({ "articles": articles, "words": words, "stages": stages, "loading": engine.loading() }))?;
    }
    if verdict.n_failed > 0 {
        complain(&format!("{} articles read, {} could not be", verdict.n_read, verdict.n_failed));
    }
    Ok(verdict)
}

fn printer_text(format: LedgerFormat, ledger: &Ledger) -> String {
    match format {
        LedgerFormat::Page => page::render(ledger, page::width()),
        LedgerFormat::Json => {
            let json = serde_json::to_string_pretty(ledger).expect("a ledger is plain JSON");
            json.lines().map(|line| format!("  {line}")).collect::<Vec<_>>().join("\n")
        }
        LedgerFormat::Jsonl => serde_json::to_string(ledger).expect("a ledger is plain JSON"),
    }
}

/// Writes ledgers one after the other, with what stands around and between them.
struct Printer {
    out: BufWriter<anstream::AutoStream<io::Stdout>>,
    format: LedgerFormat,
    n_printed: usize,
}

impl Printer {
    fn new(format: LedgerFormat) -> Printer {
        Printer { out: BufWriter::new(anstream::stdout()), format, n_printed: 0 }
    }

    fn print(&mut self, text: &str) -> io::Result<()> {
        let before = match (self.format, self.n_printed) {
            (LedgerFormat::Json, 0) => "[\n",
            (LedgerFormat::Json, _) => ",\n",
            (LedgerFormat::Page, 1..) => "\n\n",
            _ => "",
        };
        let after = if self.format == LedgerFormat::Json { "" } else { "\n" };
        self.n_printed += 1;
        write!(self.out, "{before}{text}{after}")?;
        self.out.flush()
    }

    fn finish(mut self) -> io::Result<()> {
        if self.format == LedgerFormat::Json {
            write!(self.out, "{}", if self.n_printed == 0 { "[]\n" } else { "\n]\n" })?;
        }
        self.out.flush()
    }
}
