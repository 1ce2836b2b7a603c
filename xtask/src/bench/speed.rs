//! Speed against Python spaCy, in the same run, on the same texts.
//!
//! Times of different days or machines do not compare, ratios of one run do. So every round measures both sides,
//! one right after the other, and the median over the rounds of each round's ratio is what counts: a machine that is busy
//! for a while slows both. Loading is reported apart.
//!
//! Two cores are held against what two separate processes of our own reach on half of the texts each: that is what the
//! machine can give. These runs repeat the texts, on both sides alike, so that starting and ending weigh little.

use anyhow::Result;

use super::timed::{Verb, halves, median};
use super::{Bench, Metric};
use crate::tree::announce;

/// How often the texts stand in a file of the two-core comparison.
const REPEATS: usize = 6;

impl Bench<'_> {
    pub(super) fn speed(&self) -> Result<Vec<Metric>> {
        let texts = self.source("parity/parity_dev.jsonl")?;
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
            let before = self.chancery_timed(Verb::Parse, &once, 1)?;
            let spacy_seconds = self.spacy_timed(&spacy_python, &once)?;
            let after = self.chancery_timed(Verb::Parse, &once, 1)?;
            against_spacy.push(spacy_seconds / ((before.seconds + after.seconds) / 2.0));
            theirs.push(once.n_words / spacy_seconds);
            ours.extend([before, after]);

            // Likewise: threads, processes, processes, threads.
            let threads_before = self.threads(Verb::Parse, &whole)?;
            let processes =
                (self.processes(Verb::Parse, &one, &other)? + self.processes(Verb::Parse, &one, &other)?) / 2.0;
            let threads_after = self.threads(Verb::Parse, &whole)?;
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
}
