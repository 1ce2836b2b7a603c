//! The `chancery` command: reads news reports and writes the ledger of what they describe.
//!
//! `args` holds what was typed, `settings` what it means once checked; each command has a module of its own and
//! gives a [`Verdict`], which becomes the exit code. Nothing here knows about language or codebooks.

mod args;
mod articles;
mod ask;
mod calibrate;
mod codebook;
mod correct;
mod explain;
mod gazetteer;
mod ingest;
mod manual;
mod page;
mod parse;
mod places;
mod positions;
mod progress;
mod read;
mod recode;
mod record;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod stats;
mod stop;
mod watch;
mod weigh;

use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use chancery_archive::Kind;
use clap::Parser as _;

use crate::args::{Args, Codebook, Command};
use crate::articles::Trouble;

/// How a command ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Verdict {
    /// Articles that were read, or records that were found.
    n_read: usize,
    /// Articles or files that could not be.
    n_failed: usize,
    /// How many of these had just nothing in them.
    n_empty: usize,
}

impl Verdict {
    /// Counts an article that could not be read, and tells the user.
    fn fail(&mut self, trouble: &Trouble) {
        self.n_failed += 1;
        self.n_empty += usize::from(trouble.is_empty);
        complain(&trouble.message);
    }

    /// The article, which counts as read; of one that could not be, the user is told.
    fn take<T>(&mut self, item: Result<T, Trouble>) -> Option<T> {
        match item {
            Ok(raw) => {
                self.n_read += 1;
                Some(raw)
            }
            Err(trouble) => {
                self.fail(&trouble);
                None
            }
        }
    }

    /// 0 done, 1 nothing found, 2 trouble. Empty files are trouble only beside articles that miss them.
    fn exit_code(self) -> ExitCode {
        match self {
            Verdict { n_read: 0, n_failed, n_empty } if n_failed == n_empty => ExitCode::from(1),
            Verdict { n_failed: 0, .. } => ExitCode::SUCCESS,
            _ => ExitCode::from(2),
        }
    }
}

fn main() -> ExitCode {
    let args = Args::parse();
    args.color.write_global();
    let outcome = match args.command {
        Command::Read(read) => settings::Read::check(read).and_then(|s| read::run(&s)),
        Command::Parse(parse) => settings::Parse::check(parse).and_then(|s| parse::run(&s)),
        Command::Positions(positions) => settings::Positions::check(*positions).and_then(|s| positions::run(&s)),
        Command::Explain(explain) => settings::Explain::check(explain).and_then(|s| explain::run(&s)),
        Command::Codebook(Codebook::Calibrate(calibrate)) => {
            settings::Calibrate::check(calibrate).and_then(|s| calibrate::run(&s))
        }
        Command::Codebook(Codebook::Check(typed)) => codebook::check(&settings::Book::of_data(typed.codebook, None)),
        Command::Codebook(Codebook::Manual(typed)) => codebook::manual(&settings::Book::of_data(typed.codebook, None)),
        Command::Codebook(Codebook::Index(typed)) => {
            codebook::index(&settings::Book::of_data(typed.book.codebook, typed.word))
        }
        Command::Codebook(Codebook::Test(typed)) => {
            settings::Book::of_model(typed.book.codebook, typed.rule, typed.machine).and_then(|s| codebook::test(&s))
        }
        Command::Codebook(Codebook::Try(typed)) => {
            settings::Book::of_model(typed.book.codebook, Some(typed.sentence), typed.machine)
                .and_then(|s| codebook::try_sentence(&s, typed.why.as_deref()))
        }
        Command::Codebook(Codebook::Weigh(typed)) => settings::Book::of_articles(typed).and_then(|s| weigh::run(&s)),
        Command::Codebook(Codebook::Diff(typed)) => settings::Book::of_two(typed).and_then(|s| codebook::diff(&s)),
        Command::Gazetteer(command) => gazetteer::run(command),
        Command::Places(typed) => places::run(&typed),
        Command::Ingest(ingest) => settings::Ingest::check(ingest).and_then(|s| ingest::run(&s)),
        Command::Watch(watch) => settings::Watch::check(watch).and_then(|s| watch::run(&s)),
        Command::Articles(ask) => question(Kind::Articles, ask),
        Command::Events(ask) => question(Kind::Events, ask),
        Command::Occurrences(ask) => question(Kind::Occurrences, ask),
        Command::Statements(ask) => question(Kind::Statements, ask),
        Command::Stories(ask) => question(Kind::Stories, ask),
        Command::Actors(ask) => question(Kind::Actors, ask),
        Command::Series(series) => settings::Ask::check_series(series).and_then(|s| ask::run(&s)),
        Command::Sql(sql) => ask::run(&settings::Ask::check_sql(sql)),
        Command::Export(export) => settings::Export::check(export).and_then(|s| ask::export(&s)),
        Command::Show(show) => ask::show(&settings::Show::check(show)),
        Command::Correct(correct) => settings::Correct::check(correct).and_then(|s| correct::run(&s)),
        Command::Completions(typed) => manual::completions(typed.shell),
        Command::Man(typed) => manual::pages(&typed.dir),
        #[cfg(feature = "serve")]
        Command::Serve(typed) => settings::Serve::check(typed).and_then(serve::run),
        #[cfg(feature = "serve")]
        Command::Password(typed) => serve::password(&typed),
        #[cfg(feature = "serve")]
        Command::Api => print(&chancery_server::openapi()),
        Command::Schema => print(&chancery_engine::wire::schema()),
        Command::Recode(recode) => settings::Recode::check(recode).and_then(|s| recode::recode(&s)),
        Command::Eval(eval) => settings::Eval::check(eval).and_then(|s| recode::eval(&s)),
        Command::Gold(typed) => ask::gold(&typed.archive.archive),
        Command::Agree(agree) => record::agree(&agree),
        Command::Changes(changes) => ask::run(&settings::Ask::check_changes(changes)),
        Command::Snapshot(snapshot) => record::snapshot(&settings::Snapshot::check(snapshot)),
        Command::Cite(cite) => record::cite(&cite),
        Command::Verify(typed) => record::check(&typed),
    };
    match outcome {
        Ok(_) if stop::is_asked() => ExitCode::from(130),
        Ok(verdict) => verdict.exit_code(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&told(&error));
            ExitCode::from(2)
        }
    }
}

/// What went wrong and why, each thing once: an error of the archive often says its cause itself.
fn told(error: &anyhow::Error) -> String {
    let mut told = String::new();
    for words in error.chain().map(ToString::to_string) {
        if !told.contains(&words) {
            told.push_str(if told.is_empty() { "" } else { ": " });
            told.push_str(&words);
        }
    }
    told
}

/// Prints a document.
fn print(text: &str) -> anyhow::Result<Verdict> {
    anstream::stdout().write_all(text.as_bytes())?;
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}

fn question(kind: Kind, typed: args::Ask) -> anyhow::Result<Verdict> {
    ask::run(&settings::Ask::check(kind, typed)?)
}

/// Whoever reads our output (`head`) had enough: that is success.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == ErrorKind::BrokenPipe)
            || cause.downcast_ref::<serde_json::Error>().and_then(|e| e.io_error_kind()) == Some(ErrorKind::BrokenPipe)
    })
}

/// Tells the user what went wrong, on standard error.
fn complain(message: &str) {
    // Nothing is left to do when even standard error is closed.
    let _ = writeln!(anstream::stderr(), "chancery: {message}");
}
