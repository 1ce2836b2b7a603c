//! The main job, from nothing: model, build, the ledgers of the example articles on the screen, and an archive of all
//! examples for the pages.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use crate::tree::{self, Tree, announce};
use crate::{model, places};

pub(crate) fn run(tree: &Tree) -> Result<()> {
    let model = model::obtain(tree)?;
    announce("build (the first time takes some minutes)");
    let chancery = tree.release_binary()?;
    let places = places::obtain(tree, Some(&chancery))?;
    let texts: Vec<PathBuf> =
        articles(tree)?.into_iter().filter(|a| a.extension().is_some_and(|e| e == "txt")).collect();
    announce(&format!(
        "chancery read {}",
        texts.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" ")
    ));
    tree::run(
        tree.program(&chancery).env(model::VARIABLE, &model).env(places::VARIABLE, &places).arg("read").args(&texts),
    )?;
    let archive = tree.path("target/demo.db");
    announce("chancery ingest --archive target/demo.db examples/*");
    tree::run(
        tree.program(&chancery)
            .env(model::VARIABLE, &model)
            .env(places::VARIABLE, &places)
            .args(["ingest", "--archive"])
            .arg(&archive)
            .args(articles(tree)?),
    )?;
    println!("\nNext: cargo run --release -- read ARTICLE.txt            read an article of your own");
    println!("      cargo run --release -- explain ARTICLE.txt ev1     why an event was coded");
    println!("      cargo run --release -- serve --archive target/demo.db   the reading room, in a browser");
    println!("      cargo xtask test                                   check that everything works here");
    Ok(())
}

/// The examples in the order of their names, as paths from the root: texts, and tables of articles.
pub(crate) fn articles(tree: &Tree) -> Result<Vec<PathBuf>> {
    let mut articles = Vec::new();
    for entry in fs::read_dir(tree.path("examples")).context("cannot read examples/")? {
        let name = PathBuf::from(entry?.file_name());
        if name.extension().is_some_and(|extension| extension == "txt" || extension == "jsonl") {
            articles.push(PathBuf::from("examples").join(name));
        }
    }
    if articles.is_empty() {
        bail!("examples/ holds no article (*.txt, *.jsonl)");
    }
    articles.sort();
    Ok(articles)
}
