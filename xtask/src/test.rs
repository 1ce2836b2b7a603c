//! `cargo xtask test`: everything that must hold, cheapest first and the test runner last.
//!
//! The closing lines are `cargo test`'s own summary, so that a reader and a machine find it where they look; the
//! examples in the documentation run before, because most crates have none and would close with "0 passed".

use std::path::Path;

use anyhow::Result;

use crate::docker;
use crate::model;
use crate::places;
use crate::postgres;
use crate::python;
use crate::tidy;
use crate::tree::{self, Tree, announce, succeeds};
use crate::web;
use crate::wheel;

/// Adds the parts of the toolchain that a minimal one lacks.
fn tools(tree: &Tree) -> Result<()> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if !succeeds(tree.cargo().args([subcommand, "--version"])) {
            announce(&format!("add the toolchain's {component}"));
            tree::run(tree.program("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

pub(crate) fn run(tree: &Tree, full: bool) -> Result<()> {
    let model = model::obtain(tree)?;
    tools(tree)?;

    announce("formatting");
    tree::run(tree.cargo().args(["fmt", "--all", "--check"]))?;

    announce("lints");
    tree::run(tree.cargo().args([
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--locked",
        "--",
        "-D",
        "warnings",
    ]))?;

    announce("tidy");
    tidy::run(tree)?;

    if full {
        announce("documentation");
        // A module's page tells which of its private parts does what; such a link is plain text to readers outside.
        let flags = "-D warnings -A rustdoc::private_intra_doc_links";
        let mut doc = tree.cargo();
        doc.args(["doc", "--quiet", "--workspace", "--no-deps", "--locked"]).env("RUSTDOCFLAGS", flags);
        tree::run(&mut doc)?;
        fuzz_targets(tree)?;
    }

    let places = places::obtain(tree, None)?;
    if full {
        exports(tree, &model)?;
        on_a_server(tree)?;
        wheel::test(tree, &model, &places)?;
        docker::test(tree, &model)?;
        licences(tree)?;
        web::check(tree)?;
        web::tests(tree, &model)?;
    }
    for (step, which) in [("examples in the documentation", &["--doc"][..]), ("tests", &["--lib", "--bins", "--tests"])]
    {
        announce(step);
        let mut tests = tree.cargo();
        tests
            .args(["test", "--quiet", "--workspace", "--locked", "--no-fail-fast"])
            .args(which)
            .env(model::VARIABLE, &model)
            .env(places::VARIABLE, &places);
        tree::run(&mut tests)?;
    }
    Ok(())
}

/// Whether the programs that exports are for open them; they come from Python's registry into a folder of the build.
fn exports(tree: &Tree, model: &Path) -> Result<()> {
    announce("exports, opened by pandas, DuckDB, networkx and geojson");
    let inside = python::environment(tree, &tree.path("target/archive-tools"))?;
    tree::run(tree.program(&inside).args(["-m", "pip", "install", "--quiet", "--requirement", "xtask/exports.txt"]))?;
    tree::run(
        tree.program(&inside)
            .arg("xtask/exports.py")
            .args(["cargo", "run", "--quiet", "--locked", "--package", "chancery", "--"])
            .env(model::VARIABLE, model),
    )
}

/// The release of `cargo-deny` that is built where a machine has none.
const CARGO_DENY: &str = "0.20.2";

/// Whose code is in the program, under which licence, and whether anything is known against it, by `cargo deny`.
fn licences(tree: &Tree) -> Result<()> {
    let tools = tree.path("target/tools");
    let own = tools.join("bin/cargo-deny");
    let installed = succeeds(tree.cargo().args(["deny", "--version"]));
    if !installed && !own.is_file() {
        announce("cargo-deny, built once");
        // It runs for seconds, so that an unoptimised build is the quicker way to an answer.
        tree::run(
            tree.cargo()
                .args(["install", "--quiet", "--locked", "--debug", "--version", CARGO_DENY, "cargo-deny", "--root"])
                .arg(&tools)
                .arg("--target-dir")
                .arg(tools.join("build")),
        )?;
        std::fs::remove_dir_all(tools.join("build"))?;
    }
    let deny = || {
        let mut command = if installed { tree.cargo() } else { tree.program(&own) };
        if installed {
            command.arg("deny");
        }
        command.args(["--log-level", "error"]);
        command
    };
    announce("licences and sources");
    tree::run(deny().args(["check", "bans", "licenses", "sources"]))?;
    // The advisories are a repository of their own, which not every machine reaches.
    if succeeds(deny().args(["fetch", "db"])) {
        announce("advisories");
        tree::run(deny().args(["check", "advisories"]))
    } else {
        announce("advisories: skipped, since their database cannot be reached from here");
        Ok(())
    }
}

/// The archive's tests again, with every archive on a PostgreSQL server, and those that need one.
fn on_a_server(tree: &Tree) -> Result<()> {
    announce("the archive on PostgreSQL");
    let server = postgres::Server::start(tree)?;
    let mut tests = tree.cargo();
    tests
        .args(["test", "--quiet", "--locked", "--package", "chancery-archive", "--features", "server-tests", "--tests"])
        .env(postgres::VARIABLE, &server.url);
    let done = tree::run(&mut tests);
    server.stop(tree)?;
    done
}

/// Whether the fuzz targets still compile; their runtime is C++, which a machine need not have.
fn fuzz_targets(tree: &Tree) -> Result<()> {
    if !succeeds(tree.program("c++").arg("--version")) {
        announce("fuzz targets: skipped, since there is no C++ compiler (c++)");
        return Ok(());
    }
    announce("fuzz targets");
    tree::run(tree.cargo().args(["check", "--quiet", "--manifest-path", "fuzz/Cargo.toml"]))
}
