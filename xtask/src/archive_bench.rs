//! `cargo xtask archive-bench`: the archive on articles whose stories and happenings are known.
//!
//! `xtask/archive_bench.py` makes the articles, runs the release binary over them and compares; this module gives it
//! the binary, a folder of the build and a PostgreSQL server that is gone afterwards.

use anyhow::{Context, Result};
use lexopt::prelude::*;

use crate::tree::{self, Tree, announce};
use crate::{model, places, postgres, python};

/// Runs it, with how many articles and events to make.
///
/// # Errors
/// When an argument is wrong or something fails.
pub(crate) fn run(tree: &Tree, mut args: lexopt::Parser) -> Result<()> {
    let (mut n_articles, mut n_events, mut on_server) = (100_000_u64, 1_000_000_u64, true);
    while let Some(arg) = args.next()? {
        match arg {
            Long("articles") => n_articles = args.value()?.parse().context("--articles takes a number")?,
            Long("events") => n_events = args.value()?.parse().context("--events takes a number")?,
            Long("no-postgres") => on_server = false,
            other => return Err(other.unexpected().into()),
        }
    }
    let model = model::obtain(tree)?;
    let places = places::obtain(tree, None)?;
    let binary = tree.release_binary()?;
    let server = if on_server { Some(postgres::Server::start(tree)?) } else { None };
    announce("articles and events are made, stored and asked for");
    let mut bench = tree.program(python::find(tree)?);
    bench
        .arg("xtask/archive_bench.py")
        .args(["--articles", &n_articles.to_string(), "--events", &n_events.to_string(), "--folder"])
        .arg(tree.path("target/archive-bench"))
        .env(model::VARIABLE, &model)
        .env(places::VARIABLE, &places);
    if let Some(server) = &server {
        bench.args(["--postgres", &server.url]);
    }
    let done = tree::run(bench.arg("--").arg(binary));
    if let Some(server) = server {
        server.stop(tree)?;
    }
    done
}
