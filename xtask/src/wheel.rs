//! The Python package as a user gets it: `pip install .` into an environment of its own, then its tests.
//!
//! The wheel is built in the development profile, which the tests of the workspace have built most of. Spark needs
//! Java; a machine without it tests everything else. `cargo xtask wheel` asks whether a second wheel, for which every
//! crate of ours is compiled once more, is the same to the byte with `SOURCE_DATE_EPOCH` set; that builds in two
//! different folders are is not claimed, since Rust's hashes of names hold the path of the workspace.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::tree::{Tree, announce, output, run, succeeds};
use crate::{model, places, python};

/// What the tests need besides the package.
const REQUIREMENTS: &str = "xtask/wheel.txt";

/// The file of tests that need Java.
const SPARK: &str = "python/tests/test_spark.py";

pub(crate) fn test(tree: &Tree, model: &Path, places: &Path) -> Result<()> {
    announce("the Python package");
    let folder = tree.path("target/wheel");
    let inside = python::environment(tree, &folder)?;
    let pip = || {
        let mut pip = tree.program(&inside);
        pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
        pip
    };
    run(pip().args(["--requirement", REQUIREMENTS])).context("cannot install what the Python tests need")?;
    run(pip().arg(".").env("MATURIN_PEP517_ARGS", "--profile dev")).context("cannot build the wheel")?;

    run(tree.program(&inside).args(["-m", "mypy", "--strict", "--ignore-missing-imports", "--package", "chancery"]))?;
    let mut tests = tree.program(&inside);
    tests.args(["-m", "pytest", "--quiet", "-p", "no:cacheprovider"]);
    if !succeeds(tree.program("java").arg("-version")) {
        announce("Spark: skipped, since there is no Java (Debian: apt install openjdk-17-jre-headless)");
        tests.args(["--ignore", SPARK]);
    }
    // The model that the wheel depends on, not the one that a developer happens to have.
    run(tests.env_remove(model::VARIABLE).env(places::VARIABLE, places))?;
    // A model that the user names goes before it.
    let named = "import chancery, os; assert str(chancery.find_model()) == os.environ['CHANCERY_MODEL']; \
                 assert chancery.read('The army of Mali attacked rebels on Monday.').events";
    run(tree.program(&inside).args(["-c", named]).env(model::VARIABLE, model))
}

/// Builds the wheel twice, with nothing of ours kept between, and compares the two files.
///
/// # Errors
///
/// When a build fails, or when the wheels differ; the error names the first member that does.
pub(crate) fn reproducible(tree: &Tree) -> Result<()> {
    announce("the wheel, built twice");
    let inside = python::environment(tree, &tree.path("target/wheel"))?;
    // The list of what is inside has a time and a number of its own, which are those of the sources where this is set.
    let committed = output(tree.program("git").args(["log", "-1", "--format=%ct"]))?;
    let build = |name: &str| -> Result<PathBuf> {
        let folder = tree.path("target").join(name);
        if folder.is_dir() {
            fs::remove_dir_all(&folder).with_context(|| format!("cannot remove {}", folder.display()))?;
        }
        let mut pip = tree.program(&inside);
        pip.args(["-m", "pip", "wheel", "--quiet", "--disable-pip-version-check", "--no-deps", "--wheel-dir"]);
        // What is compiled piecemeal depends on what was compiled before.
        run(pip
            .arg(&folder)
            .arg(".")
            .env("MATURIN_PEP517_ARGS", "--profile dev")
            .env("CARGO_INCREMENTAL", "0")
            .env("SOURCE_DATE_EPOCH", committed.trim()))
        .context("cannot build the wheel")?;
        let mut wheels = fs::read_dir(&folder).context("the wheel was not built")?;
        Ok(wheels.next().context("the wheel was not built")??.path())
    };
    let first = build("wheel-first")?;
    let ours = tree.path("crates");
    for entry in fs::read_dir(&ours).context("cannot read crates/")? {
        let name = entry?.file_name();
        run(tree.cargo().args(["clean", "--quiet", "--package"]).arg(&name))?;
    }
    let second = build("wheel-second")?;
    if fs::read(&first)? != fs::read(&second)? {
        let differing = output(tree.program(&inside).args(["-c", DIFFERING]).arg(&first).arg(&second))?;
        bail!("two builds of the wheel differ: {}", differing.trim());
    }
    println!("the same to the byte: {}", first.file_name().unwrap_or_default().to_string_lossy());
    Ok(())
}

/// Names the members in which two wheels differ.
const DIFFERING: &str = "\
import sys, zipfile
a, b = (zipfile.ZipFile(name) for name in sys.argv[1:3])
names = sorted({*a.namelist(), *b.namelist()})
read = lambda wheel, name: wheel.read(name) if name in wheel.namelist() else None
print(', '.join(name for name in names if read(a, name) != read(b, name)) or 'only in how they are packed')
";
