//! `cargo xtask bench`: every benchmark scored by its own scorer, in one table.
//!
//! The benchmarks lie outside the repository and are not ours to copy, so on most machines they are absent: that is said
//! and is no failure. The scorers are the judges; only of actors, which have no benchmark, the score is
//! [ours](actors). For the rest what is ours is to run the release
//! binary over the right files with the right options, and to hold the results against `bench/floors.toml`.

mod actors;
mod floors;
mod pipeline;
mod scorers;
mod speed;
mod stages;
mod table;
mod timed;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lexopt::prelude::*;

use self::floors::Floors;
use crate::model;
use crate::places;
use crate::tree::{Tree, announce};

const FLOORS: &str = "bench/floors.toml";

/// A benchmark, or a comparison of speed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Part {
    Articles,
    Actors,
    Events,
    Attribution,
    Time,
    Place,
    Parity,
    Speed,
    Stages,
    Pipeline,
}

impl Part {
    const ALL: [Part; 10] = [
        Part::Articles,
        Part::Actors,
        Part::Events,
        Part::Attribution,
        Part::Time,
        Part::Place,
        Part::Parity,
        Part::Speed,
        Part::Stages,
        Part::Pipeline,
    ];

    fn name(self) -> &'static str {
        match self {
            Part::Articles => "articles",
            Part::Actors => "actors",
            Part::Events => "events",
            Part::Attribution => "attribution",
            Part::Time => "time",
            Part::Place => "place",
            Part::Parity => "parity",
            Part::Speed => "speed",
            Part::Stages => "stages",
            Part::Pipeline => "pipeline",
        }
    }
}

/// A number and how to show it. Its name starts with the name of its part.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Metric {
    name: String,
    value: f64,
    decimals: usize,
}

impl Metric {
    fn new(name: impl Into<String>, value: f64, decimals: usize) -> Metric {
        Metric { name: name.into(), value, decimals }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Text,
    Json,
    Markdown,
}

/// What was asked for on the command line.
pub(crate) struct Options {
    parts: Vec<Part>,
    gate: bool,
    form: Form,
    rounds: usize,
    data: Option<PathBuf>,
}

impl Options {
    pub(crate) fn parse(mut args: lexopt::Parser) -> Result<Options> {
        let mut options = Options { parts: Vec::new(), gate: false, form: Form::Text, rounds: 5, data: None };
        while let Some(arg) = args.next()? {
            match arg {
                Long("gate") => options.gate = true,
                Long("json") => options.form = Form::Json,
                Long("markdown") => options.form = Form::Markdown,
                Long("rounds") => options.rounds = args.value()?.parse()?,
                Long("data") => options.data = Some(PathBuf::from(args.value()?)),
                Value(name) => {
                    let name = name.string()?;
                    let Some(part) = Part::ALL.into_iter().find(|part| part.name() == name) else {
                        let known: Vec<&str> = Part::ALL.into_iter().map(Part::name).collect();
                        bail!("no benchmark is called '{name}'; there are {}", known.join(", "));
                    };
                    options.parts.push(part);
                }
                other => return Err(other.unexpected().into()),
            }
        }
        if options.rounds == 0 {
            bail!("--rounds 0 measures nothing; give 1 or more");
        }
        if options.parts.is_empty() {
            options.parts = Part::ALL.to_vec();
        }
        options.parts.sort_unstable();
        options.parts.dedup();
        Ok(options)
    }
}

/// What every part needs to run.
struct Bench<'a> {
    tree: &'a Tree,
    /// The folder of the benchmarks.
    data: PathBuf,
    /// Where ledgers, parses and other results in between go; ignored by git, kept for a look afterwards.
    out: PathBuf,
    chancery: PathBuf,
    model: PathBuf,
    places: PathBuf,
    python: &'static str,
    rounds: usize,
}

pub(crate) fn run(tree: &Tree, options: Options) -> Result<ExitCode> {
    // Read first: a mistake in the floors should not wait for the scores.
    let floors = Floors::read(&tree.path(FLOORS))?;
    let data = options.data.unwrap_or_else(|| tree.path("../shared/bench"));
    if !data.is_dir() {
        let message = format!("no benchmarks at {}; they are not part of the repository", data.display());
        if options.gate {
            bail!("{message}, and without them there is nothing to hold to the floors");
        }
        eprintln!("{message}: nothing measured");
        return Ok(ExitCode::SUCCESS);
    }
    let data = data.canonicalize().with_context(|| format!("cannot read {}", data.display()))?;
    let out = tree.path("bench/out");
    fs::create_dir_all(&out).with_context(|| format!("cannot make {}", out.display()))?;
    let model = model::obtain(tree)?;
    announce("build");
    let chancery = tree.release_binary()?;
    let places = places::obtain(tree, Some(&chancery))?;
    let python = crate::python::find(tree)?;
    let bench = Bench { tree, data, out, chancery, model, places, python, rounds: options.rounds };

    let mut metrics = Vec::new();
    let mut failed = Vec::new();
    for &part in &options.parts {
        announce(part.name());
        // One part that cannot be measured leaves the others their line in the table.
        match bench.measure(part) {
            Ok(found) => metrics.extend(found),
            Err(error) => {
                eprintln!("error: {}: {error:#}", part.name());
                failed.push(part.name());
            }
        }
    }

    print!("{}", table::render(&metrics, &floors, options.form));
    let breaches = floors.check(&metrics, &options.parts);
    if options.gate {
        for breach in &breaches {
            eprintln!("gate: {breach}");
        }
        if breaches.is_empty() && failed.is_empty() {
            eprintln!("gate: every measured number is within {FLOORS}");
        }
    }
    let bad = !failed.is_empty() || (options.gate && !breaches.is_empty());
    Ok(if bad { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

impl Bench<'_> {
    fn measure(&self, part: Part) -> Result<Vec<Metric>> {
        match part {
            Part::Articles => self.articles(),
            Part::Actors => self.actors(),
            Part::Events => self.events(),
            Part::Attribution => self.attribution(),
            Part::Time => self.time(),
            Part::Place => self.place(),
            Part::Parity => self.parity(),
            Part::Speed => self.speed(),
            Part::Stages => self.stages(),
            Part::Pipeline => self.pipeline(),
        }
    }
}
