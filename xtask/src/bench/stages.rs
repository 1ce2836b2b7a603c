//! What each stage costs beside the grammar, and what loading costs.
//!
//! The issues set limits as shares of the time that parsing takes on the same words. Of every stage, as of loading, the
//! best round counts, since whatever else runs on the machine can only add to it; on a busy one the ratio of a single
//! round shifts by half. Texts are the news articles of the place benchmark. Loading is in milliseconds.

use std::process::Stdio;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::timed::{median, seconds};
use super::{Bench, Metric};
use crate::model;
use crate::places;
use crate::tree::shown;

impl Bench<'_> {
    pub(super) fn stages(&self) -> Result<Vec<Metric>> {
        let mut rounds = Vec::new();
        for _ in 0..self.rounds {
            rounds.push(self.stages_once()?);
        }
        let best = |stage: &str| -> Result<f64> {
            let all = rounds.iter().map(|round| seconds(&round["stages"], stage));
            Ok(all.collect::<Result<Vec<f64>>>()?.into_iter().fold(f64::INFINITY, f64::min))
        };
        let parse = best("parse")?;
        let share = |stages: &[&str]| -> Result<f64> {
            stages.iter().try_fold(0.0, |sum, stage| Ok(sum + best(stage)? / parse))
        };
        let load = |part: &str| -> Result<f64> {
            let all = rounds.iter().map(|round| seconds(&round["loading"], part));
            Ok(all.collect::<Result<Vec<f64>>>()?.into_iter().fold(f64::INFINITY, f64::min) * 1e3)
        };
        let docs = rounds.iter().map(|round| Ok(seconds(round, "articles")? / seconds(&round["stages"], "times")?));
        let docs = median(docs.collect::<Result<Vec<f64>>>()?);
        Ok(vec![
            Metric::new("stages_actors_share", share(&["actors"])?, 3),
            Metric::new("stages_grounding_share", share(&["times", "places"])?, 3),
            Metric::new("stages_events_share", share(&["events"])?, 3),
            Metric::new("stages_statements_share", share(&["statements", "positions"])?, 3),
            Metric::new("stages_intake_share", share(&["intake"])?, 3),
            Metric::new("stages_ledger_share", share(&["ledger"])?, 3),
            Metric::new("stages_times_docs_s", docs, 0),
            Metric::new("stages_load_actors_ms", load("actors")?, 0),
            Metric::new("stages_load_places_ms", load("places")?, 0),
            Metric::new("stages_load_codebook_ms", load("codebook")?, 0),
        ])
    }

    /// What `chancery read --stats` says of one run.
    fn stages_once(&self) -> Result<Value> {
        let mut command = self.tree.program(&self.chancery);
        command.env(model::VARIABLE, &self.model).env(places::VARIABLE, &self.places);
        command.args(["read", "--no-repair", "--format", "jsonl", "--stats", "--threads", "1"]);
        command.arg(self.data.join("place/place_dev.jsonl")).stdin(Stdio::null()).stdout(Stdio::null());
        let finished = command.output().context("cannot start chancery")?;
        let stderr = String::from_utf8_lossy(&finished.stderr);
        if !finished.status.success() {
            bail!("{} failed: {stderr}", shown(&command));
        }
        let line = stderr.lines().rev().find(|line| line.starts_with('{')).context("chancery printed no statistics")?;
        serde_json::from_str(line).context("chancery's statistics are not JSON")
    }
}
