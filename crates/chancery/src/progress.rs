//! How far long work is, on the terminal of whoever watches.
//!
//! How many articles there are is counted beside the work, by a thread that opens the same files and reads nothing of
//! them; until it knows, there is a rate and no time left. Standard input cannot be read twice, so it never has one.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::path::Path;
use std::thread;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::settings::Source;
use crate::stop;

/// What the files hold, as far as counting goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Holds {
    Articles,
    /// A ledger a line.
    Ledgers,
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).expect("a valid template")
}

/// A bar over the articles of `source`; hidden when nobody watches.
pub(crate) fn articles(source: &Source, holds: Holds) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new_spinner().with_style(style("{spinner} {pos} articles, {per_sec}, {elapsed}"));
    bar.enable_steady_tick(Duration::from_millis(200));
    if source.paths.iter().all(|path| path != Path::new("-")) {
        let (bar, source) = (bar.clone(), Source { paths: source.paths.clone(), format: source.format });
        // Ends with the program at the latest; nothing waits for it.
        thread::spawn(move || {
            let n = count(&source, holds);
            if !stop::is_asked() {
                bar.set_length(n);
                bar.set_style(style("{spinner} {pos} of {len} articles, {per_sec}, {elapsed}, {eta} left"));
            }
        });
    }
    bar
}

/// How many articles there are; what cannot be opened is told by whoever reads.
fn count(source: &Source, holds: Holds) -> u64 {
    match holds {
        Holds::Articles => crate::articles::all(source, &Default::default()).map(|_| 1).sum(),
        Holds::Ledgers => {
            let lines = |path: &Path| File::open(path).map_or(0, |file| BufReader::new(file).split(b'\n').count());
            source.paths.iter().map(|path| lines(path) as u64).sum()
        }
    }
}

/// A bar over `n` parts of a work; hidden when nobody watches.
pub(crate) fn parts(n: usize, what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(n as u64);
    bar.with_style(style(&format!("{{spinner}} {{pos}} of {{len}} {what}, {{per_sec}}, {{eta}} left")))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Holds, count};
    use crate::settings::Source;

    #[test]
    fn articles_are_counted_without_being_read() {
        let dir = tempfile::tempdir().unwrap();
        let (one, many) = (dir.path().join("one.txt"), dir.path().join("many.jsonl"));
        fs::write(&one, "Talks began.").unwrap();
        fs::write(&many, "{\"text\": \"Talks began.\"}\n{\"text\": \"Talks ended.\"}\n").unwrap();
        let source = Source { paths: vec![one, many.clone()], format: None };
        assert_eq!(count(&source, Holds::Articles), 3);
        assert_eq!(count(&Source { paths: vec![many], format: None }, Holds::Ledgers), 2);
    }
}
