//! Runs the examples of `tests/actors/*.md` through the whole chain, each as a test of its own.
//!
//! A case is a line `> text` (a blank `>` line parts its paragraphs) and below it what must hold, one thing a line:
//!
//! - `name | kind | country | sectors | roles`: an entity, where `-` is none and roles are parted by `;`.
//! - `= words; words; words`: an entity with exactly these mentions, in the order of the text. A mention is given by
//!   its words or its last ones: `Banda` is "President Grace Banda" too. Words that several mentions end with are
//!   told apart by their entity's other mentions, so a chain of one common word may name any of them.
//! - `! name`: no entity has that name.
//! - `+ name: low best high`: the size of a group, `-` for an open bound.
//! - `@ 2010-05-01`: what stands below holds when the article was published on that day.
//!
//! What a case does not name is not checked.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::{Cast, Date, Entity, EntityId, EntityKind, Text};
use chancery_engine::{Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

struct Case {
    line: usize,
    text: String,
    /// What must hold, of an article of a day or without one.
    wanted: Vec<(Option<Date>, String)>,
}

fn cases(table: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut goes_on = false;
    let mut day = None;
    for (i, line) in table.lines().enumerate() {
        if let Some(text) = line.strip_prefix('>') {
            match cases.last_mut().filter(|_| goes_on) {
                Some(case) => case.text = format!("{}\n{}", case.text, text.trim()),
                None => {
                    day = None;
                    cases.push(Case { line: i + 1, text: text.trim().to_owned(), wanted: Vec::new() });
                }
            }
            goes_on = true;
            continue;
        }
        goes_on = false;
        if let Some(words) = line.strip_prefix("@ ") {
            day = Some(words.trim().parse().unwrap_or_else(|e| panic!("line {}: {e}", i + 1)));
        }
        let tells = line.contains(" | ") || ["! ", "= ", "+ "].iter().any(|mark| line.starts_with(mark));
        if let (Some(case), true) = (cases.last_mut(), tells) {
            case.wanted.push((day, line.trim().to_owned()));
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

/// The words of each mention of an entity.
fn chain<'a>(cast: &Cast, text: &'a str, id: EntityId) -> Vec<&'a str> {
    cast.mentions_of(id).map(|m| m.span.of(text)).collect()
}

/// Whether a mention is given by these words: all of it, or its last ones.
fn ends_with(mention: &str, words: &str) -> bool {
    mention.strip_suffix(words).is_some_and(|before| before.is_empty() || before.ends_with([' ', '-', '(']))
}

fn holds(cast: &Cast, text: &str, wanted: &str) -> bool {
    let mut ids = (0..cast.entities().len()).map(EntityId::new);
    if let Some(name) = wanted.strip_prefix("! ") {
        return !cast.entities().iter().any(|e| e.name == name);
    }
    if let Some(words) = wanted.strip_prefix("= ") {
        let words: Vec<&str> = words.split(';').map(str::trim).collect();
        return ids.any(|id| {
            let chain = chain(cast, text, id);
            chain.len() == words.len() && chain.iter().zip(&words).all(|(m, w)| ends_with(m, w))
        });
    }
    if let Some((name, size)) = wanted.strip_prefix("+ ").and_then(|rest| rest.split_once(": ")) {
        let bound = |n: Option<u64>| n.map_or_else(|| "-".to_owned(), |n| n.to_string());
        return cast.entities().iter().any(|e| {
            let found = e.size.as_ref().map(|s| [s.low, s.best, s.high].map(bound).join(" "));
            e.name == name && found.as_deref() == Some(size)
        });
    }
    cast.entities().iter().any(|e| render(e) == wanted)
}

fn check(engine: &Engine, case: &Case) -> Result<(), Failed> {
    let mut days: Vec<Option<Date>> = case.wanted.iter().map(|w| w.0).collect();
    days.dedup();
    for day in days {
        let mut text = Text::paragraph(&case.text);
        text.given.published = day;
        let analysis = engine.reader().analyse("case".to_owned(), text, Vec::new());
        let (cast, text) = (&analysis.cast, analysis.text.as_str());
        let wanted = case.wanted.iter().filter(|w| w.0 == day).map(|w| w.1.as_str());
        let missing: Vec<&str> = wanted.filter(|w| !holds(cast, text, w)).collect();
        if missing.is_empty() {
            continue;
        }
        let got: Vec<String> = (0..cast.entities().len())
            .map(EntityId::new)
            .map(|id| {
                let size = cast.entity(id).size.as_ref().map_or_else(String::new, |s| format!("\n    + {s:?}"));
                format!("{}\n    = {}{size}", render(cast.entity(id)), chain(cast, text, id).join("; "))
            })
            .collect();
        let day = day.map_or(String::new(), |d| format!("\nof {d}"));
        return Err(
            format!("{}{day}\nwanted:\n  {}\ngot:\n  {}", case.text, missing.join("\n  "), got.join("\n  ")).into()
        );
    }
    Ok(())
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/actors");
    let engine =
        Arc::new(Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads"));
    let mut trials = Vec::new();
    for (name, table) in support::tables(&folder) {
        trials.extend(cases(&table).into_iter().map(|case| {
            let engine = Arc::clone(&engine);
            Trial::test(format!("actors/{name}.md:{}", case.line), move || check(&engine, &case))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
