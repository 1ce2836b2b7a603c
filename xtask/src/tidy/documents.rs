//! Paths that documents name must exist.
//!
//! A path is what stands in back-ticks, or as the target of a link, and looks like one: it has a slash or a known ending,
//! and nothing that makes it a pattern, a command or an address. Blocks of code are left out, since they show
//! commands and what users have; so is the change log, which may speak of what is gone.

use super::Violation;
use super::listing::Listing;

/// Endings by which a name without a slash is a file of ours.
const ENDINGS: &[&str] = &[".md", ".rs", ".toml", ".py", ".json", ".lock", ".csv", ".ts", ".svelte"];

pub(super) fn check(path: &str, content: &str, listing: &Listing, violations: &mut Vec<Violation>) {
    if path == "CHANGELOG.md" {
        return;
    }
    let mut in_block = false;
    for (idx, line) in content.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        for named in named_paths(line) {
            if !exists(named, path, listing) {
                violations.push(Violation::new(path, idx + 1, format!("'{named}' does not exist")));
            }
        }
    }
}

fn exists(named: &str, document: &str, listing: &Listing) -> bool {
    let named = named.trim_end_matches('/');
    let beside = match document.rsplit_once('/') {
        Some((folder, _)) => joined(folder, named),
        None => Some(named.to_owned()),
    };
    let is_here = |path: &str| listing.holds(path) || listing.ignores(path);
    is_here(named) || beside.is_some_and(|path| is_here(&path)) || (!named.contains('/') && listing.holds_name(named))
}

/// `relative` seen from `folder`, or nothing if that leaves the tree.
fn joined(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').collect();
    for part in relative.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The paths a line of Markdown names.
fn named_paths(line: &str) -> Vec<&str> {
    let quoted = line.split('`').skip(1).step_by(2);
    let linked = line.split("](").skip(1).filter_map(|after| after.split(')').next());
    let linked = linked.map(|target| target.split('#').next().unwrap_or_default());
    quoted
        .filter(|quoted| looks_like_path(quoted))
        .chain(linked.filter(|target| is_local_link(target)))
        .map(without_line)
        .collect()
}

/// Whether the target of a link is a path at all; unlike in back-ticks, nothing else than a path or an address stands there.
fn is_local_link(target: &str) -> bool {
    !target.is_empty() && !target.contains("://") && !target.starts_with("mailto:") && !target.starts_with("../shared")
}

fn looks_like_path(quoted: &str) -> bool {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | ':');
    // A folder named from outside the tree, a flag, an absolute path, or a word such as `and/or` is none of ours.
    if !quoted.chars().all(is_name) || quoted.contains("..") || quoted.contains("//") || quoted.contains("::") {
        return false;
    }
    if quoted.starts_with(['/', '-', '.']) && !quoted.starts_with("./") && !quoted.starts_with(".ci") {
        return false;
    }
    let bare = without_line(quoted);
    let (name, ends_known) = (bare.rsplit('/').next().unwrap_or(bare), ENDINGS.iter().any(|end| bare.ends_with(end)));
    if bare.contains('/') {
        // Of the rest, what ends in a slash is a folder, and what has a known beginning is ours.
        ends_known || bare.ends_with('/') || TOP.iter().any(|top| bare.starts_with(top))
    } else {
        ends_known && !name.starts_with('.') && name.split('.').next().is_some_and(|stem| !stem.is_empty())
    }
}

/// How paths in our folders begin.
const TOP: &[&str] =
    &[".ci/", "bench/", "crates/", "data/", "docs/", "examples/", "fuzz/", "python/", "web/", "xtask/"];

/// A path without the line number after it.
fn without_line(path: &str) -> &str {
    match path.rsplit_once(':') {
        Some((path, line)) if line.bytes().all(|byte| byte.is_ascii_digit()) => path,
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::super::Violation;
    use super::super::listing::Listing;
    use super::{check, named_paths};

    #[test]
    fn finds_paths_and_nothing_else() {
        let check = |line: &str, want: &[&str]| assert_eq!(named_paths(line), want, "{line}");
        check("The nouns are in `crates/chancery-doc`.", &["crates/chancery-doc"]);
        check("See `xtask/src/main.rs:12` and [why](docs/why.md#here).", &["xtask/src/main.rs", "docs/why.md"]);
        check("`Cargo.toml`, `data/codebook/`, `.ci/run`", &["Cargo.toml", "data/codebook/", ".ci/run"]);
        check("`cargo xtask test`, `--format`, `and/or`, `e.g.`, `chancery_doc::Span`, `.rs`", &[]);
        check("`data/codebook/events/<type>/*.toml` and `../shared/bench/parity` and `ARTICLE.txt`", &[]);
        check("[site](https://example.org/a.md) and [mail](mailto:a@example.org)", &[]);
    }

    #[test]
    fn names_what_is_gone_with_its_line() {
        let files = ["README.md", "docs/guide.md", "crates/a/src/lib.rs", "crates/a/Cargo.toml"];
        let listing = Listing::new(files.map(str::to_owned), "/models\n");
        let check = |document: &str, content: &str, want: &[&str]| {
            let mut violations = Vec::new();
            check(document, content, &listing, &mut violations);
            assert_eq!(violations.iter().map(Violation::to_string).collect::<Vec<_>>(), want);
        };
        check("README.md", "`crates/a/src/lib.rs`\n`crates/b/`\n", &["README.md:2: 'crates/b/' does not exist"]);
        check("README.md", "`models/thing/` and `lib.rs` and `crates/a` and `src/`", &[]);
        check(
            "docs/guide.md",
            "[up](../README.md) [beside](guide.md) [gone](../GONE.md)",
            &["docs/guide.md:1: '../GONE.md' does not exist"],
        );
        check("README.md", "```\n`crates/b/c.rs`\n```\n", &[]);
        check("CHANGELOG.md", "`crates/b/c.rs`", &[]);
    }
}
