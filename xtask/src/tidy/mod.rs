//! `cargo xtask tidy`: what must hold of the tree and no compiler checks.
//!
//! Every violation is reported, with its file and line, before the command fails. A check looks only at files that
//! git tracks, so an experiment beside them is nobody's business; without git, at all that `.gitignore` leaves.

mod documents;
mod listing;
mod manifests;
mod sources;

use std::fmt;
use std::fs;

use anyhow::{Context, Result, bail};

use self::listing::Listing;
use crate::generate;
use crate::tree::Tree;

/// Something that does not hold.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Violation {
    path: String,
    /// Counted from 1; 0 for the file as a whole.
    line: usize,
    message: String,
}

impl Violation {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Violation {
        Violation { path: path.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.path, self.message),
            line => write!(f, "{}:{line}: {}", self.path, self.message),
        }
    }
}

/// Files without which the tree is not complete.
const REQUIRED: &[&str] = &[
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "NOTICE",
    "README.md",
];

pub(crate) fn run(tree: &Tree) -> Result<()> {
    let listing = Listing::of(tree)?;
    let mut violations = Vec::new();
    for &required in REQUIRED {
        if !listing.holds(required) {
            violations.push(Violation::new(required, 0, "is missing"));
        }
    }
    for path in listing.files() {
        // A file that git tracks and somebody is deleting is not there to be checked.
        let Ok(bytes) = fs::read(tree.path(path)) else { continue };
        sources::check_size(path, bytes.len(), &mut violations);
        let Ok(content) = str::from_utf8(&bytes) else { continue };
        sources::check(path, content, &mut violations);
        if path.ends_with(".md") {
            documents::check(path, content, &listing, &mut violations);
        }
        if manifests::is_ours(path) {
            manifests::check(path, content, &mut violations);
        }
    }
    generated(tree, &mut violations);

    violations.sort();
    for violation in &violations {
        eprintln!("{violation}");
    }
    match violations.len() {
        0 => Ok(()),
        1 => bail!("tidy found 1 violation"),
        n_violations => bail!("tidy found {n_violations} violations"),
    }
}

fn generated(tree: &Tree, violations: &mut Vec<Violation>) {
    for file in generate::FILES {
        let compared = file.fresh(tree).and_then(|fresh| {
            let committed = fs::read_to_string(tree.path(file.path)).context("cannot read it")?;
            Ok(fresh == committed)
        });
        match compared {
            Ok(true) => {}
            Ok(false) => violations.push(Violation::new(file.path, 0, "is stale; run 'cargo xtask gen'")),
            Err(error) => violations.push(Violation::new(file.path, 0, format!("cannot be compared: {error:#}"))),
        }
    }
}
