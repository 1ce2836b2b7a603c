//! The whole pipeline, from text to ledger: how fast, against spaCy's parse alone, and how the cost grows.
//!
//! As with [`speed`](super::speed), only ratios of one run compare. spaCy does a part of the work (the parse, nothing
//! else) and is nevertheless what people know the speed of. Whether the cost is linear is asked twice: of more articles,
//! and of longer ones, which hold the same words as many short ones.

use std::process::Stdio;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::timed::{Verb, halves, median};
use super::{Bench, Metric};
use crate::model;
use crate::places;
use crate::tree::{announce, shown};

/// How many articles are read: enough for a ratio, and few enough for every run of CI.
const ARTICLES: usize = 28;

/// How often they stand in a file for two cores, and in the longer file.
const REPEATS: usize = 3;

/// How many articles are put together into one long one.
const JOINED: usize = 14;

impl Bench<'_> {
    pub(super) fn pipeline(&self) -> Result<Vec<Metric>> {
        let mut articles = self.source("attribution/dev.jsonl")?;
        articles.truncate(ARTICLES);
        let long: Vec<String> = articles.chunks(JOINED).map(|some| some.join("\n\n")).collect();
        let n_articles = articles.len() as f64;
        let once = self.texts("pipeline.once.jsonl", &articles, 1)?;
        let whole = self.texts("pipeline.whole.jsonl", &articles, REPEATS)?;
        let long = self.texts("pipeline.long.jsonl", &long, 1)?;
        let [one, other] = halves(articles);
        let one = self.texts("pipeline.half1.jsonl", &one, REPEATS)?;
        let other = self.texts("pipeline.half2.jsonl", &other, REPEATS)?;

        let spacy_python = self.spacy()?;
        let mut ours = Vec::new();
        let mut against_spacy = Vec::new();
        let mut two_cores = Vec::new();
        let mut by_number = Vec::new();
        let mut by_length = Vec::new();
        let mut starts = Vec::new();
        for round in 1..=self.rounds {
            announce(&format!("pipeline, round {round} of {}", self.rounds));
            // Ours before and after theirs: whatever drifts during the round hits both.
            let before = self.chancery_timed(Verb::Read, &once, 1)?;
            let spacy_seconds = self.spacy_timed(&spacy_python, &once)?;
            let after = self.chancery_timed(Verb::Read, &once, 1)?;
            let seconds = (before.seconds + after.seconds) / 2.0;
            against_spacy.push(spacy_seconds / seconds);
            let per_word = seconds / once.n_words;
            ours.extend([before, after]);

            by_number.push(self.chancery_timed(Verb::Read, &whole, 1)?.seconds / whole.n_words / per_word);
            by_length.push(self.chancery_timed(Verb::Read, &long, 1)?.seconds / long.n_words / per_word);

            let threads_before = self.threads(Verb::Read, &whole)?;
            let processes =
                (self.processes(Verb::Read, &one, &other)? + self.processes(Verb::Read, &one, &other)?) / 2.0;
            let threads_after = self.threads(Verb::Read, &whole)?;
            two_cores.push((threads_before + threads_after) / 2.0 / processes);
            starts.push(self.start()?);
        }

        let of_ours = |value: fn(&super::timed::Timing) -> f64| median(ours.iter().map(value).collect());
        let seconds = of_ours(|timing| timing.seconds);
        Ok(vec![
            Metric::new("pipeline_vs_spacy", median(against_spacy), 2),
            Metric::new("pipeline_words_s", once.n_words / seconds, 0),
            Metric::new("pipeline_articles_s", n_articles / seconds, 1),
            Metric::new("pipeline_two_cores", median(two_cores), 3),
            Metric::new("pipeline_by_number", median(by_number), 2),
            Metric::new("pipeline_by_length", median(by_length), 2),
            Metric::new("pipeline_load_ms", of_ours(|timing| timing.load_seconds * 1e3), 0),
            Metric::new("pipeline_start_ms", median(starts), 0),
            Metric::new("pipeline_rss_mb", of_ours(|timing| timing.peak_rss_bytes / 1e6), 0),
        ])
    }

    /// Milliseconds from typing the command to its end, for an article of one sentence.
    fn start(&self) -> Result<f64> {
        let path = self.out.join("pipeline.start.txt");
        std::fs::write(&path, "The foreign ministers of Chile and Peru met in Lima on Monday.\n")
            .with_context(|| format!("cannot write {}", path.display()))?;
        let mut command = self.tree.program(&self.chancery);
        command.env(model::VARIABLE, &self.model).env(places::VARIABLE, &self.places);
        command.args(["read", "--format", "jsonl"]).arg(&path).stdin(Stdio::null());
        let begin = Instant::now();
        let finished = command.output().context("cannot start chancery")?;
        let passed = begin.elapsed();
        if !finished.status.success() {
            bail!("{} failed: {}", shown(&command), String::from_utf8_lossy(&finished.stderr));
        }
        Ok(passed.as_secs_f64() * 1e3)
    }
}
