//! The Python package as a user gets it: `pip install .` into an environment of its own, then its tests.
//!
//! The wheel is built in the development profile, which the tests of the workspace have built most of. Spark needs
//! Java; a machine without it tests everything else.

use std::path::Path;

use anyhow::{Context, Result};

use crate::tree::{Tree, announce, run, succeeds};
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
