//! Who may depend on whom.
//!
//! The first two invariants of the architecture, read off the manifests: stages meet in the engine and nowhere else, and
//! nothing below the engine knows the wire ledger, HTTP, Python, a database or a clock. Dependencies of tests and
//! build scripts count too, since a stage that is tested through another stage cannot be changed alone.

use toml::Value;

use super::Violation;

/// A crate of ours and those of ours that it may use.
struct Crate {
    name: &'static str,
    may_use: &'static [&'static str],
    /// Whether it lies below the engine.
    below: bool,
}

const fn stage(name: &'static str, may_use: &'static [&'static str]) -> Crate {
    Crate { name, may_use, below: true }
}

const fn above(name: &'static str, may_use: &'static [&'static str]) -> Crate {
    Crate { name, may_use, below: false }
}

const STAGES: &[&str] = &[
    "chancery-doc",
    "chancery-intake",
    "chancery-parse",
    "chancery-gazetteer",
    "chancery-actors",
    "chancery-grounding",
    "chancery-coding",
];

/// The table of ARCHITECTURE.md. A new crate gets its line here first.
const CRATES: &[Crate] = &[
    stage("chancery-doc", &[]),
    stage("chancery-intake", &["chancery-doc"]),
    stage("chancery-parse", &["chancery-doc"]),
    stage("chancery-gazetteer", &["chancery-doc"]),
    stage("chancery-actors", &["chancery-doc", "chancery-gazetteer"]),
    stage("chancery-grounding", &["chancery-doc", "chancery-gazetteer"]),
    stage("chancery-coding", &["chancery-doc"]),
    above("chancery-engine", STAGES),
    above("chancery-archive", &["chancery-doc", "chancery-engine"]),
    above("chancery-sources", &["chancery-doc", "chancery-intake"]),
    above("chancery-server", &["chancery-engine", "chancery-archive", "chancery-sources"]),
    above("chancery", &["chancery-engine", "chancery-archive", "chancery-server", "chancery-sources"]),
    above("chancery-python", &["chancery-engine", "chancery-archive", "chancery-sources"]),
    above("xtask", &[]),
];

/// What nothing below the engine may use, and what each would let in.
const BANNED_BELOW: &[(&str, &[&str])] = &[
    ("the wire ledger", &["schemars"]),
    ("HTTP", &["axum", "hyper", "reqwest", "tokio", "tower", "tower-http", "ureq"]),
    ("Python", &["numpy", "pyo3"]),
    ("a database", &["arrow", "duckdb", "parquet", "postgres", "redb", "rusqlite", "sled", "sqlx", "tokio-postgres"]),
    ("a clock", &["chrono", "time"]),
];

/// Only these read JSON below the engine: it is their raw material. Nouns derive no serialization anywhere.
const MAY_READ_JSON: &[&str] = &["chancery-gazetteer", "chancery-intake", "chancery-parse"];

/// What the root manifest holds for every crate.
const SHARED: &[&str] = &["version", "edition", "rust-version", "license", "publish"];

/// Whether a path is the manifest of a workspace member.
pub(super) fn is_ours(path: &str) -> bool {
    path == "xtask/Cargo.toml" || (path.starts_with("crates/") && path.ends_with("/Cargo.toml"))
}

pub(super) fn check(path: &str, content: &str, violations: &mut Vec<Violation>) {
    let mut flag = |what: &str, message: String| violations.push(Violation::new(path, line_of(content, what), message));
    let manifest = match content.parse::<toml::Table>() {
        Ok(manifest) => Value::Table(manifest),
        Err(error) => return flag("", format!("is not TOML: {}", error.message())),
    };
    let package = manifest.get("package");
    let name = package.and_then(|package| package.get("name")).and_then(Value::as_str).unwrap_or_default();
    let folder = path.rsplit('/').nth(1).unwrap_or_default();
    if name != folder {
        flag("name", format!("the crate '{name}' is not called like its folder '{folder}'"));
    }
    for &field in SHARED {
        if !package.and_then(|package| package.get(field)).is_some_and(is_shared) {
            flag(field, format!("'{field}' does not come from the root manifest; write '{field}.workspace = true'"));
        }
    }
    if package.and_then(|package| package.get("description")).and_then(Value::as_str).is_none_or(str::is_empty) {
        flag("description", "has no description".to_owned());
    }
    if !manifest.get("lints").is_some_and(is_shared) {
        flag("[lints]", "does not take the lints of the root manifest; write '[lints] workspace = true'".to_owned());
    }

    let Some(ours) = CRATES.iter().find(|candidate| candidate.name == name) else {
        return flag("name", format!("'{name}' has no line in the table of crates in {}", file!()));
    };
    for (dependency, from_root) in dependencies(&manifest) {
        if !from_root {
            flag(&dependency, format!("'{dependency}' has a version of its own; put it in the root manifest"));
        }
        if CRATES.iter().any(|candidate| candidate.name == dependency) && !ours.may_use.contains(&dependency.as_str()) {
            flag(&dependency, format!("'{name}' may not use '{dependency}' (invariant 1: {})", allowed(ours)));
        }
        if !ours.below {
            continue;
        }
        if let Some((what, _)) = BANNED_BELOW.iter().find(|(_, crates)| crates.contains(&dependency.as_str())) {
            flag(&dependency, format!("'{dependency}' brings {what} below the engine (invariant 2)"));
        }
        if dependency == "serde_json" && !MAY_READ_JSON.contains(&name) {
            flag(&dependency, format!("'{name}' reads or writes JSON below the engine (invariant 2)"));
        }
        if name == "chancery-doc" && dependency.starts_with("serde") {
            flag(&dependency, "the nouns do not know serialization; the engine's wire module does".to_owned());
        }
    }
}

fn allowed(ours: &Crate) -> String {
    match ours.may_use {
        [] => "it uses none of our crates".to_owned(),
        may_use => format!("it may use {}", may_use.join(", ")),
    }
}

fn is_shared(value: &Value) -> bool {
    value.get("workspace").and_then(Value::as_bool) == Some(true)
}

/// Every dependency under every condition, and whether its version stands in the root manifest.
fn dependencies(manifest: &Value) -> Vec<(String, bool)> {
    const TABLES: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];
    let conditional = manifest.get("target").and_then(Value::as_table).into_iter().flat_map(|table| table.values());
    let mut found = Vec::new();
    for scope in std::iter::once(manifest).chain(conditional) {
        for table in TABLES.iter().filter_map(|table| scope.get(table)).filter_map(Value::as_table) {
            for (name, value) in table {
                found.push((name.clone(), is_shared(value)));
            }
        }
    }
    found
}

/// The first line that starts with `what`, or 0.
fn line_of(content: &str, what: &str) -> usize {
    if what.is_empty() {
        return 0;
    }
    content.lines().position(|line| line.trim_start().starts_with(what)).map_or(0, |idx| idx + 1)
}

#[cfg(test)]
mod tests {
    use super::{Violation, check};

    /// What is said of a well-formed manifest with these dependency lines.
    #[track_caller]
    fn check_dependencies(name: &str, lines: &str, want: &[&str]) {
        let manifest = format!(
            "[package]\nname = \"{name}\"\ndescription = \"A crate\"\nversion.workspace = true\n\
             edition.workspace = true\nrust-version.workspace = true\nlicense.workspace = true\n\
             publish.workspace = true\n\n[lints]\nworkspace = true\n\n{lines}\n"
        );
        let mut violations = Vec::new();
        check(&format!("crates/{name}/Cargo.toml"), &manifest, &mut violations);
        assert_eq!(violations.iter().map(Violation::to_string).collect::<Vec<_>>(), want);
    }

    #[test]
    fn what_the_table_allows_passes() {
        check_dependencies(
            "chancery-parse",
            "[dependencies]\nchancery-doc.workspace = true\nserde_json.workspace = true",
            &[],
        );
        check_dependencies("chancery-actors", "[dependencies]\nchancery-gazetteer = { workspace = true }", &[]);
        check_dependencies(
            "chancery-engine",
            "[dependencies]\nschemars.workspace = true\nchancery-coding.workspace = true",
            &[],
        );
    }

    #[test]
    fn stages_do_not_know_each_other() {
        check_dependencies(
            "chancery-coding",
            "[dependencies]\nchancery-doc.workspace = true\nchancery-parse.workspace = true",
            &[
                "crates/chancery-coding/Cargo.toml:15: 'chancery-coding' may not use 'chancery-parse' (invariant 1: it may use chancery-doc)",
            ],
        );
        check_dependencies(
            "chancery-intake",
            "[target.'cfg(unix)'.dev-dependencies]\nchancery-engine.workspace = true",
            &[
                "crates/chancery-intake/Cargo.toml:14: 'chancery-intake' may not use 'chancery-engine' (invariant 1: it may use chancery-doc)",
            ],
        );
    }

    #[test]
    fn nothing_below_the_engine_knows_the_outside() {
        check_dependencies(
            "chancery-actors",
            "[dependencies]\nrusqlite.workspace = true\nserde_json.workspace = true",
            &[
                "crates/chancery-actors/Cargo.toml:14: 'rusqlite' brings a database below the engine (invariant 2)",
                "crates/chancery-actors/Cargo.toml:15: 'chancery-actors' reads or writes JSON below the engine (invariant 2)",
            ],
        );
    }

    #[test]
    fn versions_and_lints_stand_in_the_root_manifest() {
        check_dependencies(
            "chancery-doc",
            "[dependencies]\njiff = \"1\"",
            &["crates/chancery-doc/Cargo.toml:14: 'jiff' has a version of its own; put it in the root manifest"],
        );
        let mut violations = Vec::new();
        check("crates/chancery-doc/Cargo.toml", "[package]\nname = \"chancery-doc\"\n", &mut violations);
        let messages: Vec<String> = violations.iter().map(Violation::to_string).collect();
        assert_eq!(messages.len(), 7, "five shared fields, the description and the lints: {messages:?}");
    }

    #[test]
    fn an_unknown_crate_asks_for_its_line() {
        check_dependencies(
            "chancery-new",
            "",
            &[
                "crates/chancery-new/Cargo.toml:2: 'chancery-new' has no line in the table of crates in xtask/src/tidy/manifests.rs",
            ],
        );
    }
}
