//! Runs the short articles of `tests/positions.md` through the whole chain, each as a test of its own: every position
//! of the text must be there, in its order, and no other.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::wire::{self, Ledger};
use chancery_engine::{Config, Engine, doc::Text};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

use support::Case;

/// Holder, stance with its words of degree, topic; then, where they are known, `for`, `toward` and `via`.
fn render(ledger: &Ledger) -> Vec<String> {
    let name = |id: &str| ledger.entities.iter().find(|e| e.id == id).map_or("?", |e| e.name.as_str());
    let one = |p: &wire::Position| {
        let stance = format!("{:?}", p.stance).to_lowercase();
        let hedge = p.hedge.as_ref().map(|h| format!(" ({h})")).unwrap_or_default();
        let mut line = format!("{} | {stance}{hedge} | {}", name(&p.holder), p.topic.text);
        for (word, id) in [("for", &p.on_behalf_of), ("toward", &p.toward)] {
            if let Some(id) = id {
                line.push_str(&format!(" | {word} {}", name(id)));
            }
        }
        for id in &p.via {
            line.push_str(&format!(" | via {}", name(id)));
        }
        line
    };
    ledger.positions.iter().map(one).collect()
}

fn check(engine: &Engine, case: &Case) -> Result<(), Failed> {
    let analysis = engine.reader().analyse("case".to_owned(), Text::paragraph(&case.text), Vec::new());
    case.compare(&render(&wire::ledger(engine, &analysis)))
}

fn main() {
    let arguments = Arguments::from_args();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/positions.md");
    let table = std::fs::read_to_string(&file).expect("tests/positions.md stands beside this file");
    let engine =
        Arc::new(Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads"));
    let trials = Case::all_of(&table).into_iter().map(|case| {
        let engine = Arc::clone(&engine);
        Trial::test(format!("positions.md:{}", case.line), move || check(&engine, &case))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
