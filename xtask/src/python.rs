//! Finding Python and its installer.
//!
//! Python runs the scorers and fetches the language model. Distributions cut it up: Debian's `python3` comes
//! without pip and without `ensurepip`, others name the program `python`. So each is tried in turn, and what is
//! missing is named with the package that brings it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::tree::{Tree, announce, run, succeeds};

/// The oldest Python that is of use: what spaCy 3.8 asks for.
const OLDEST: &str = "import sys; sys.exit(sys.version_info < (3, 9))";

/// The name of a working Python 3.
pub(crate) fn find(tree: &Tree) -> Result<&'static str> {
    ["python3", "python"]
        .into_iter()
        .find(|name| succeeds(tree.program(name).args(["-c", OLDEST])))
        .context("no python3 of version 3.9 or later on the path; install Python 3 (Debian: apt install python3)")
}

/// A command that runs pip, ready for its arguments.
///
/// # Errors
///
/// When there is no pip and none can be made.
pub(crate) fn pip(tree: &Tree) -> Result<Command> {
    let python = find(tree)?;
    if succeeds(tree.program(python).args(["-m", "pip", "--version"])) {
        let mut pip = tree.program(python);
        pip.args(["-m", "pip"]);
        return Ok(pip);
    }
    for name in ["pip3", "pip"] {
        if succeeds(tree.program(name).arg("--version")) {
            return Ok(tree.program(name));
        }
    }
    // Python's own bundled copy of pip, in a throw-away environment beside the build.
    let folder = tree.path("target/pip-venv");
    let bundled = environment(tree, &folder).with_context(|| {
        format!("{python} has no pip, and none can be made; install it (Debian: apt install python3-pip)")
    })?;
    let mut pip = tree.program(bundled);
    pip.args(["-m", "pip"]);
    Ok(pip)
}

/// The Python of a virtual environment in `folder`, which is made if it is not there.
pub(crate) fn environment(tree: &Tree, folder: &Path) -> Result<PathBuf> {
    let inside = if cfg!(windows) { folder.join("Scripts/python.exe") } else { folder.join("bin/python") };
    if succeeds(tree.program(&inside).args(["-m", "pip", "--version"])) {
        return Ok(inside);
    }
    announce("make a Python environment");
    run(tree.program(find(tree)?).args(["-m", "venv", "--clear"]).arg(folder))
        .context("cannot make a Python environment (Debian: apt install python3-venv)")?;
    if !inside.is_file() {
        bail!("the new Python environment has no {}", inside.display());
    }
    Ok(inside)
}
