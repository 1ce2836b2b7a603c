//! Runs the examples of `tests/times.md` through the whole chain, each as a test of its own: every time expression of
//! the text must be there, and no other; and every note on them.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::{Text, Time, TimeKind};
use chancery_engine::{Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

use support::Case;

fn render(time: &Time, text: &str) -> String {
    let kind = match time.kind {
        TimeKind::Date => "DATE",
        TimeKind::Time => "TIME",
        TimeKind::Duration => "DURATION",
        TimeKind::Set => "SET",
    };
    let days = match (time.from, time.to) {
        (Some(from), Some(to)) if from == to => from.to_string(),
        (Some(from), Some(to)) => format!("{from} {to}"),
        _ => "-".to_owned(),
    };
    format!("{} | {kind} | {} | {days}", time.span.of(text), time.value)
}

/// The text of a case begins with the day of publication, or `-`.
fn check(engine: &Engine, case: &Case) -> Result<(), Failed> {
    let (date, words) = case.text.split_once(' ').expect("a date before the text");
    let mut text = Text::paragraph(words);
    text.given.published = (date != "-").then(|| date.parse().expect("an ISO date"));
    let analysis = engine.reader().analyse("case".to_owned(), text, Vec::new());
    let mut got: Vec<String> = analysis.times.iter().map(|t| render(t, words)).collect();
    let notes = analysis.notes.iter().filter(|n| n.code.0.starts_with("grounding."));
    got.extend(notes.map(|n| format!("note | {} | {}", n.code.0, n.span.map_or("-", |s| s.of(words)))));
    case.compare(&got)
}

fn main() {
    let arguments = Arguments::from_args();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/times.md");
    let table = std::fs::read_to_string(&file).expect("tests/times.md stands beside this file");
    let engine =
        Arc::new(Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads"));
    let trials = Case::all_of(&table).into_iter().map(|case| {
        let engine = Arc::clone(&engine);
        Trial::test(format!("times.md:{}", case.line), move || check(&engine, &case))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
