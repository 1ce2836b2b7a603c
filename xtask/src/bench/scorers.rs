//! The benchmarks that have a scorer: what goes through `chancery`, through which shape, and which numbers come out.
//!
//! Each is the recipe of its folder's README. Results in between stay in `bench/out`, named by benchmark, so that
//! a scorer's other options (`--misses`, `--errors`) can be tried on them by hand.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::{Bench, Metric};
use crate::model;
use crate::places;
use crate::tree::{output, output_to, shown};

impl Bench<'_> {
    /// The articles of the benchmark folder, and those of our own in `bench/articles` and `bench/reports`.
    pub(super) fn articles(&self) -> Result<Vec<Metric>> {
        let mut metrics = self.articles_of(&self.data.join("articles"), "articles")?;
        metrics.extend(self.articles_of(&self.tree.path("bench/articles"), "articles_own")?);
        metrics.extend(self.articles_of(&self.tree.path("bench/reports"), "articles_reports")?);
        Ok(metrics)
    }

    fn articles_of(&self, folder: &Path, name: &str) -> Result<Vec<Metric>> {
        let mut golds: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let path = entry?.path();
            if path.file_name().is_some_and(|name| name.to_string_lossy().ends_with(".gold.json")) {
                golds.push(path);
            }
        }
        golds.sort();
        if golds.is_empty() {
            bail!("{} holds no *.gold.json", folder.display());
        }

        let mut reports = Vec::new();
        for gold in &golds {
            let content = fs::read_to_string(gold).with_context(|| format!("cannot read {}", gold.display()))?;
            let content: Value =
                serde_json::from_str(&content).with_context(|| format!("{} is not JSON", gold.display()))?;
            let article = text_field(&content, "article")?;
            let published = text_field(&content, "published")?;
            let ledgers = self.read(&format!("{name}.{article}"), &["--date", published], &folder.join(article))?;
            let mut scorer = self.script("articles/score_articles.py");
            let report = output(scorer.arg(gold).arg(&ledgers))?;
            reports.push(ArticleReport::parse(&report).with_context(|| format!("unexpected answer: {report}"))?);
        }

        let n_articles = reports.len() as f64;
        let score = reports.iter().map(|report| report.score).sum::<f64>() / n_articles;
        let mut metrics = vec![Metric::new(format!("{name}_score"), score, 3)];
        for (idx, kind) in ArticleReport::KINDS.into_iter().enumerate() {
            let complete = reports.iter().map(|report| report.complete[idx]).sum::<f64>() / n_articles;
            metrics.push(Metric::new(format!("{name}_{kind}"), complete, 2));
        }
        Ok(metrics)
    }

    pub(super) fn events(&self) -> Result<Vec<Metric>> {
        let mut metrics = Vec::new();
        for (name, file) in [("events_dev", "dev.jsonl"), ("events_up", "up_validation.jsonl")] {
            let gold = self.data.join("events").join(file);
            let system = self.shaped(name, &[], &gold, "events/ledgers_to_events.py")?;
            let scores = self.scores("events/score_events.py", &["--json"], &gold, &system)?;
            for level in ["a", "b", "c", "d"] {
                metrics.push(Metric::new(format!("{name}_{level}"), number(&scores, &["levels", level, "f1"])?, 3));
            }
            metrics.push(Metric::new(format!("{name}_extra"), number(&scores, &["extra_events_per_sentence"])?, 3));
        }
        Ok(metrics)
    }

    pub(super) fn attribution(&self) -> Result<Vec<Metric>> {
        let gold = self.data.join("attribution/dev.jsonl");
        let system = self.shaped("attribution", &["--no-repair"], &gold, "attribution/ledgers_to_attributions.py")?;
        let scores = self.scores("attribution/score_attribution.py", &["--json", "-"], &gold, &system)?;
        [
            ("attribution_triple", "triple_partial"),
            ("attribution_cue", "cue_overlap"),
            ("attribution_content", "content_partial"),
            ("attribution_source", "source_head"),
        ]
        .into_iter()
        .map(|(name, metric)| Ok(Metric::new(name, number(&scores, &["metrics", metric, "f1"])?, 3)))
        .collect()
    }

    pub(super) fn time(&self) -> Result<Vec<Metric>> {
        let gold = self.data.join("time/time_dev.jsonl");
        let system = self.shaped("time", &["--no-repair"], &gold, "time/ledgers_to_times.py")?;
        let scores = self.scores("time/score_time.py", &["--json"], &gold, &system)?;
        Ok(vec![
            Metric::new("time_value_f1", number(&scores, &["all", "value_f1"])?, 3),
            Metric::new("time_relaxed_f1", number(&scores, &["all", "relaxed", "f1"])?, 3),
        ])
    }

    pub(super) fn place(&self) -> Result<Vec<Metric>> {
        let gold = self.data.join("place/place_dev.jsonl");
        let system = self.shaped("place", &["--no-repair"], &gold, "place/ledgers_to_places.py")?;
        let scores = self.scores("place/score_place.py", &["--json"], &gold, &system)?;
        Ok(vec![
            Metric::new("place_end_to_end", number(&scores, &["all", "end_to_end_acc161"])?, 3),
            Metric::new("place_relaxed_f1", number(&scores, &["all", "relaxed", "f1"])?, 3),
        ])
    }

    pub(super) fn parity(&self) -> Result<Vec<Metric>> {
        let mut metrics = Vec::new();
        for (name, file) in [("parity_dev", "parity_dev.jsonl"), ("parity_edge", "parity_edge.jsonl")] {
            let reference = self.data.join("parity").join(file);
            let parses = self.out.join(format!("{name}.parses.jsonl"));
            self.chancery("parse", &[], &reference, &parses)?;
            let mut scorer = self.script("parity/score_parity.py");
            let report = output(scorer.arg(&reference).arg(&parses))?;
            let (share, differing) = parity_report(&report).with_context(|| format!("unexpected answer: {report}"))?;
            metrics.push(Metric::new(name, share, 5));
            metrics.push(Metric::new(format!("{name}_differing"), differing, 0));
        }
        Ok(metrics)
    }

    /// Ledgers of `input`, turned by the benchmark's own script into what its scorer reads.
    fn shaped(&self, name: &str, options: &[&str], input: &Path, script: &str) -> Result<PathBuf> {
        let ledgers = self.read(name, options, input)?;
        let system = self.out.join(format!("{name}.system.jsonl"));
        let stdin = File::open(&ledgers).with_context(|| format!("cannot read {}", ledgers.display()))?;
        let mut command = self.script(script);
        match output_to(command.stdin(stdin), &system)? {
            0 => Ok(system),
            code => bail!("{} failed on {} (exit code {code})", shown(&command), ledgers.display()),
        }
    }

    pub(super) fn read(&self, name: &str, options: &[&str], input: &Path) -> Result<PathBuf> {
        let ledgers = self.out.join(format!("{name}.ledgers.jsonl"));
        self.chancery("read", options, input, &ledgers)?;
        Ok(ledgers)
    }

    pub(super) fn chancery(&self, command: &str, options: &[&str], input: &Path, result: &Path) -> Result<()> {
        let mut chancery = self.tree.program(&self.chancery);
        chancery.env(model::VARIABLE, &self.model);
        // Parsing asks for no places and takes no such option, but the variable does not disturb it.
        chancery.env(places::VARIABLE, &self.places);
        chancery.arg(command).args(options).args(["--format", "jsonl"]).arg(input);
        match output_to(&mut chancery, result)? {
            0 => Ok(()),
            // Some articles could not be read and the rest were: the scorer counts what is missing against us.
            2 if fs::metadata(result).is_ok_and(|found| found.len() > 0) => {
                eprintln!("warning: {} had trouble with part of its input", shown(&chancery));
                Ok(())
            }
            code => bail!("{} failed (exit code {code})", shown(&chancery)),
        }
    }

    fn scores(&self, script: &str, options: &[&str], gold: &Path, system: &Path) -> Result<Value> {
        let mut scorer = self.script(script);
        let answer = output(scorer.args(options).arg(gold).arg(system))?;
        serde_json::from_str(&answer).with_context(|| format!("{script} did not answer with JSON"))
    }

    fn script(&self, script: &str) -> std::process::Command {
        let mut command = self.tree.program(self.python);
        // The benchmarks' folder is not ours to write into.
        command.arg("-B").arg(self.data.join(script));
        command
    }
}

/// The printed answer of `score_articles.py`: a line for each kind, then the score.
#[derive(PartialEq, Debug)]
struct ArticleReport {
    score: f64,
    complete: [f64; 4],
}

impl ArticleReport {
    const KINDS: [&'static str; 4] = ["entities", "events", "statements", "positions"];

    fn parse(report: &str) -> Option<ArticleReport> {
        let mut complete = [0.0; 4];
        for (kind, slot) in ArticleReport::KINDS.into_iter().zip(&mut complete) {
            let line = report.lines().find(|line| line.starts_with(kind))?;
            let (_, after) = line.split_once(" complete ")?;
            *slot = after.split_whitespace().next()?.parse().ok()?;
        }
        Some(ArticleReport { score: last_number(report, "SCORE")?, complete })
    }
}

fn parity_report(report: &str) -> Option<(f64, f64)> {
    Some((last_number(report, "PARITY")?, last_number(report, "differing")?))
}

/// The number on the last line whose first word is `label`.
fn last_number(report: &str, label: &str) -> Option<f64> {
    report.lines().rev().find_map(|line| {
        let mut words = line.split_whitespace();
        (words.next() == Some(label)).then(|| words.next()).flatten()?.parse().ok()
    })
}

fn text_field<'a>(value: &'a Value, field: &str) -> Result<&'a str> {
    value[field].as_str().with_context(|| format!("the gold reading has no '{field}'"))
}

fn number(scores: &Value, path: &[&str]) -> Result<f64> {
    path.iter()
        .try_fold(scores, |value, field| value.get(field))
        .and_then(Value::as_f64)
        .with_context(|| format!("the scorer's answer has no number at {}", path.join(".")))
}

#[cfg(test)]
mod tests {
    use super::{ArticleReport, number, parity_report};

    #[test]
    fn reads_the_articles_scorer() {
        let report = "\
entities    gold  32  system  20  found 0.50  who 0.40  complete 0.30  unexplained 3
events      gold  40  system  10  found 0.20  who 0.10  complete 0.05  unexplained 1
statements  gold  25  system  30  found 0.60  who 0.50  complete 0.40  unexplained 9
positions   gold  20  system   0  found 0.00  who 0.00  complete 0.00  unexplained 0
SCORE 0.188
";
        let want = ArticleReport { score: 0.188, complete: [0.30, 0.05, 0.40, 0.0] };
        assert_eq!(ArticleReport::parse(report), Some(want));
        assert_eq!(ArticleReport::parse("no ledger holds this article's text"), None);
    }

    #[test]
    fn reads_the_parity_scorer() {
        let report = "reference tokens 10   same offsets 1.0\n  tag        1.0\n  differing  2\nPARITY 0.80000\n";
        assert_eq!(parity_report(report), Some((0.8, 2.0)));
    }

    #[test]
    fn a_missing_number_is_named() {
        let scores = serde_json::json!({ "levels": { "a": { "f1": 0.5 } } });
        assert_eq!(number(&scores, &["levels", "a", "f1"]).expect("it is there"), 0.5);
        let error = number(&scores, &["levels", "b", "f1"]).expect_err("it is not there");
        assert!(error.to_string().contains("levels.b.f1"), "{error}");
    }
}
