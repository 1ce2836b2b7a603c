//! Runs the examples of `actors.md` through the whole chain, each as a test of its own.
//!
//! A case is a line `> text` and below it one line for each entity that must be there:
//! `name | kind | country | sectors | roles`, where `-` is none and roles are parted by `;`. Entities that a case
//! does not name are not checked, unless a line says `! name`: then no entity may have that name.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::{Entity, EntityKind, Text};
use chancery_engine::{Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

struct Case {
    line: usize,
    text: String,
    wanted: Vec<String>,
}

fn cases(table: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for (i, line) in table.lines().enumerate() {
        if let Some(text) = line.strip_prefix("> ") {
            cases.push(Case { line: i + 1, text: text.to_owned(), wanted: Vec::new() });
        } else if let (Some(case), true) = (cases.last_mut(), line.contains(" | ") || line.starts_with("! ")) {
            case.wanted.push(line.trim().to_owned());
        }
    }
    cases
}

fn render(entity: &Entity) -> String {
    let kind = match entity.kind {
        EntityKind::Person => "person",
        EntityKind::Organization => "organization",
        EntityKind::Place => "place",
        EntityKind::Group => "group",
        EntityKind::Unnamed => "unnamed",
    };
    let or_none = |words: String| if words.is_empty() { "-".to_owned() } else { words };
    let sectors: Vec<String> = entity.sectors.iter().map(ToString::to_string).collect();
    let roles: Vec<String> =
        entity.roles.iter().map(|r| format!("{}{}", if r.former { "former " } else { "" }, r.title)).collect();
    format!(
        "{} | {kind} | {} | {} | {}",
        entity.name,
        entity.country.map_or_else(|| "-".to_owned(), |c| c.to_string()),
        or_none(sectors.join(" ")),
        or_none(roles.join("; "))
    )
}

fn check(engine: &Engine, case: &Case) -> Result<(), Failed> {
    let analysis = engine.reader().analyse("case".to_owned(), Text::paragraph(&case.text), Vec::new());
    let got: Vec<String> = analysis.cast.entities().iter().map(render).collect();
    let mut missing = Vec::new();
    for wanted in &case.wanted {
        let holds = match wanted.strip_prefix("! ") {
            Some(name) => !analysis.cast.entities().iter().any(|e| e.name == name),
            None => got.contains(wanted),
        };
        if !holds {
            missing.push(wanted.as_str());
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("{}\nwanted:\n  {}\ngot:\n  {}", case.text, missing.join("\n  "), got.join("\n  ")).into())
}

fn main() {
    let arguments = Arguments::from_args();
    let table = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/actors.md"));
    let table = table.expect("tests/actors.md stands beside this file");
    let engine = Arc::new(Engine::load(&Config { model: support::model(), codebook: None }).expect("the engine loads"));
    let trials = cases(&table).into_iter().map(|case| {
        let engine = Arc::clone(&engine);
        Trial::test(format!("actors.md:{}", case.line), move || check(&engine, &case))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
