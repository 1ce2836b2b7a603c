//! The commands of the `Dockerfile`, run as a script where there is no Docker.
//!
//! They run on a copy of what git tracks, as `COPY . .` gives it to the image, with the folders of the image put below one
//! of the build. Only what installs the system's own packages is left out. What comes out is used as the image's user would.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::model;
use crate::places;
use crate::tree::{Tree, announce, output, run};

/// Where the program stands in the image.
const IMAGE: &str = "/opt/chancery";

/// The command lines of the `RUN` instructions, with continued lines joined.
fn commands(dockerfile: &str) -> Vec<String> {
    let joined = dockerfile.replace("\\\n", " ");
    let runs = joined.lines().filter_map(|line| line.trim().strip_prefix("RUN "));
    runs.map(|line| line.trim().to_owned()).filter(|line| !line.contains("apt-get")).collect()
}

pub(crate) fn test(tree: &Tree, language_model: &Path) -> Result<()> {
    announce("the commands of the Dockerfile");
    let dockerfile = fs::read_to_string(tree.path("Dockerfile")).context("cannot read the Dockerfile")?;
    let root = tree.path("target/docker");
    if root.is_dir() {
        fs::remove_dir_all(&root).with_context(|| format!("cannot remove {}", root.display()))?;
    }
    let source = root.join("src");
    fs::create_dir_all(&source).with_context(|| format!("cannot make {}", source.display()))?;
    let tracked = output(tree.program("git").args(["ls-files", "--recurse-submodules"]))?;
    for file in tracked.lines() {
        let (from, to) = (tree.path(file), source.join(file));
        // A file that is being deleted is still listed.
        if !from.is_file() {
            continue;
        }
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&from, &to).with_context(|| format!("cannot copy {file}"))?;
    }
    let commands = commands(&dockerfile);
    if commands.is_empty() {
        bail!("the Dockerfile runs nothing");
    }
    let installed = root.join("opt/chancery");
    let shell = |line: &str| {
        let mut shell = tree.program("sh");
        shell.args(["-ec", &line.replace(IMAGE, &installed.display().to_string())]).current_dir(&source);
        // Compiled code is kept from one run to the next, but apart: in the folder of this tree cargo would take the
        // copy's crates for the tree's, and never look at the tree's files again.
        shell.env("CARGO_TARGET_DIR", tree.path("target/docker-target"));
        let cargos = ["CARGO_MANIFEST_DIR", "CARGO_MANIFEST_PATH", "CARGO_PKG_NAME", "CARGO_PKG_VERSION"];
        for name in cargos.into_iter().chain([model::VARIABLE, places::VARIABLE]) {
            shell.env_remove(name);
        }
        shell
    };
    for line in &commands {
        // What is fetched is fetched once: model and places of this tree are of the same pins.
        if line.contains("cargo xtask model") {
            let models = language_model.parent().context("the model lies in no folder")?;
            run(shell("cp -r \"$MODELS\" models").env("MODELS", models))?;
        }
        run(&mut shell(line))?;
    }
    // The second stage takes these two along, and starts `chancery` in a folder of the user's.
    run(&mut shell("cp -r models /opt/chancery/models"))?;
    let mut read = tree.program(installed.join("bin/chancery"));
    let article = tree.path("examples").join("visayan-strait.txt");
    read.args(["read", "--format", "jsonl"]).arg(article).current_dir(&root);
    read.env_remove(model::VARIABLE).env_remove(places::VARIABLE);
    let ledger: serde_json::Value = serde_json::from_str(&output(&mut read)?).context("chancery wrote no ledger")?;
    if ledger["events"].as_array().is_none_or(Vec::is_empty) {
        bail!("the program that the Dockerfile installs finds no event in an example");
    }
    if !installed.join("share/man/man1/chancery.1").is_file() {
        bail!("the Dockerfile makes no manual page");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::commands;

    #[test]
    fn commands_without_the_systems_packages() {
        let dockerfile =
            "FROM rust AS build\nRUN apt-get update && \\\n    apt-get install -y x\nRUN one && \\\n  two\nCOPY a b\n";
        assert_eq!(commands(dockerfile), ["one &&    two"]);
        let ours = commands(include_str!("../../Dockerfile"));
        assert!(ours.iter().any(|line| line.starts_with("cargo install --locked --path crates/chancery")), "{ours:?}");
    }
}
