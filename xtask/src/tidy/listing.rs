//! The files of the tree.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::tree::Tree;

/// Paths from the root, with `/` between their parts.
pub(super) struct Listing {
    files: BTreeSet<String>,
    /// Folders that hold a file, without the closing slash.
    folders: BTreeSet<String>,
    /// Paths from the root that `.gitignore` names: they come and go, and nothing can be said of them.
    ignored: Vec<String>,
}

impl Listing {
    pub(super) fn of(tree: &Tree) -> Result<Listing> {
        let ignore = fs::read_to_string(tree.path(".gitignore")).unwrap_or_default();
        let tracked = tree.program("git").args(["ls-files", "-z"]).output();
        let files: Vec<String> = match tracked {
            Ok(output) if output.status.success() => String::from_utf8_lossy(&output.stdout)
                .split('\0')
                .filter(|path| !path.is_empty())
                .map(str::to_owned)
                .collect(),
            // A downloaded archive, or a machine without git.
            _ => {
                let mut found = Vec::new();
                walk(tree.root(), "", &ignored_paths(&ignore), &mut found)?;
                found
            }
        };
        Ok(Listing::new(files, &ignore))
    }

    pub(super) fn new(files: impl IntoIterator<Item = String>, ignore: &str) -> Listing {
        let files: BTreeSet<String> = files.into_iter().collect();
        let mut folders = BTreeSet::new();
        for path in &files {
            let mut path = path.as_str();
            while let Some((folder, _)) = path.rsplit_once('/') {
                folders.insert(folder.to_owned());
                path = folder;
            }
        }
        Listing { files, folders, ignored: ignored_paths(ignore) }
    }

    pub(super) fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(String::as_str)
    }

    /// Whether a path from the root is a file or a folder here.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.files.contains(path) || self.folders.contains(path)
    }

    /// Whether some file or folder has this name, wherever it is.
    pub(super) fn holds_name(&self, name: &str) -> bool {
        self.files.iter().chain(&self.folders).any(|path| path.rsplit('/').next() == Some(name))
    }

    pub(super) fn ignores(&self, path: &str) -> bool {
        self.ignored.iter().any(|ignored| {
            path.strip_prefix(ignored.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }
}

/// The lines of `.gitignore` that start at the root.
fn ignored_paths(ignore: &str) -> Vec<String> {
    ignore
        .lines()
        .filter_map(|line| line.trim().strip_prefix('/'))
        .map(|path| path.trim_end_matches('/').to_owned())
        .collect()
}

fn walk(folder: &Path, prefix: &str, ignored: &[String], found: &mut Vec<String>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if name == ".git" || name == "__pycache__" || ignored.contains(&path) {
            continue;
        }
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{path}/"), ignored, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}
