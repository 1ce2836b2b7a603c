//! Where the time goes: to loading, by what is loaded, and to reading, by stage.
//!
//! A clock is looked at some ten times an article, which costs nothing next to the work; so it always runs, and what
//! is measured is what runs.

use std::time::{Duration, Instant};

use serde::Serialize;

/// What an article passes through, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Stage {
    /// Cleaning, segmentation, language.
    Intake,
    /// Grammar.
    Parse,
    /// Who takes part.
    Actors,
    /// Time expressions.
    Times,
    /// Toponyms.
    Places,
    /// Quotations and who says what.
    Statements,
    /// Events, with their time and place.
    Events,
    /// Positions.
    Positions,
    /// The ledger, and its JSON.
    Ledger,
}

/// Seconds that each stage took, summed over articles and threads.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "named as the stages are")]
pub struct Seconds {
    pub intake: f64,
    pub parse: f64,
    pub actors: f64,
    pub times: f64,
    pub places: f64,
    pub statements: f64,
    pub events: f64,
    pub positions: f64,
    pub ledger: f64,
}

impl Seconds {
    fn of(&mut self, stage: Stage) -> &mut f64 {
        match stage {
            Stage::Intake => &mut self.intake,
            Stage::Parse => &mut self.parse,
            Stage::Actors => &mut self.actors,
            Stage::Times => &mut self.times,
            Stage::Places => &mut self.places,
            Stage::Statements => &mut self.statements,
            Stage::Events => &mut self.events,
            Stage::Positions => &mut self.positions,
            Stage::Ledger => &mut self.ledger,
        }
    }
}

/// What was read, and what it took.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
pub struct Work {
    /// Articles.
    pub articles: u64,
    /// Their tokens, as spaCy counts them.
    pub words: u64,
    /// Seconds by stage.
    pub stages: Seconds,
}

impl Work {
    /// Adds what another thread, or another article, took.
    pub fn add(&mut self, other: &Work) {
        self.articles += other.articles;
        self.words += other.words;
        let mut theirs = other.stages;
        for stage in Stage::ALL {
            *self.stages.of(stage) += *theirs.of(stage);
        }
    }
}

impl Stage {
    const ALL: [Stage; 9] = [
        Stage::Intake,
        Stage::Parse,
        Stage::Actors,
        Stage::Times,
        Stage::Places,
        Stage::Statements,
        Stage::Events,
        Stage::Positions,
        Stage::Ledger,
    ];
}

/// Seconds that loading took, by what was loaded; the codebook is loaded beside the rest.
#[derive(Clone, Copy, PartialEq, Debug, Default, Serialize)]
#[allow(missing_docs, reason = "named as what is loaded")]
pub struct Loading {
    pub model: f64,
    pub actors: f64,
    pub places: f64,
    pub codebook: f64,
}

/// A running clock.
#[derive(Debug)]
pub(crate) struct Laps {
    last: Instant,
    work: Work,
}

impl Laps {
    pub(crate) fn start() -> Laps {
        Laps { last: Instant::now(), work: Work::default() }
    }

    /// What has passed since the last call goes to this stage.
    pub(crate) fn lap(&mut self, stage: Stage) {
        *self.work.stages.of(stage) += self.split();
    }

    /// Seconds since the last call.
    pub(crate) fn split(&mut self) -> f64 {
        let now = Instant::now();
        let passed: Duration = now - self.last;
        self.last = now;
        passed.as_secs_f64()
    }

    /// The clock starts anew; what stages took is kept.
    pub(crate) fn resume(&mut self) {
        self.last = Instant::now();
    }

    /// An article is begun.
    pub(crate) fn count(&mut self, n_words: usize) {
        self.work.articles += 1;
        self.work.words += n_words as u64;
    }

    /// What was done since this was last asked.
    pub(crate) fn take(&mut self) -> Work {
        std::mem::take(&mut self.work)
    }
}
