//! Files that a program writes and a person commits: what each holds, and whether it is fresh.
//!
//! The list is the only place that knows them; `gen` writes every entry and `tidy` compares every entry.

mod python;

use std::fs;

use anyhow::{Context, Result};

use crate::tree::{Tree, announce, output};

/// A generated file: its path from the root, the arguments of `chancery` that print it, and what is made of that.
pub(crate) struct Generated {
    pub(crate) path: &'static str,
    args: &'static [&'static str],
    make: fn(&str) -> Result<String>,
}

/// Printed as it should stand.
fn as_is(printed: &str) -> Result<String> {
    Ok(printed.to_owned())
}

/// All of them.
pub(crate) const FILES: &[Generated] = &[
    Generated { path: "docs/ledger.schema.json", args: &["schema"], make: as_is },
    Generated { path: "docs/openapi.json", args: &["api"], make: as_is },
    Generated { path: "python/chancery/ledger.py", args: &["schema"], make: python::module },
];

impl Generated {
    /// What the file should hold.
    pub(crate) fn fresh(&self, tree: &Tree) -> Result<String> {
        // The development profile, because that is what the tests build anyway.
        let mut cargo = tree.cargo();
        cargo.args(["run", "--quiet", "--locked", "--package", "chancery", "--"]).args(self.args);
        let printed = output(&mut cargo).with_context(|| format!("cannot generate {}", self.path))?;
        (self.make)(&printed).with_context(|| format!("cannot generate {}", self.path))
    }
}

pub(crate) fn run(tree: &Tree) -> Result<()> {
    for file in FILES {
        announce(&format!("write {}", file.path));
        let content = file.fresh(tree)?;
        let path = tree.path(file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        fs::write(&path, content).with_context(|| format!("cannot write {}", file.path))?;
    }
    Ok(())
}
