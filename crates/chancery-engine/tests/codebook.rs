//! Runs every `hits` and `misses` sentence of the codebook through the whole chain, each as a test of its own.

use std::sync::Arc;

use chancery_engine::doc::Text;
use chancery_engine::{Config, Engine, Tie};
use libtest_mimic::{Arguments, Trial};

mod support;

fn describe(tie: &Tie) -> String {
    let (file, line) = &tie.place;
    format!("{file}:{line}: {} and {} tie on \"{}\"; say with `beats` which wins", tie.first, tie.second, tie.trigger)
}

fn main() {
    let arguments = Arguments::from_args();
    let engine =
        Arc::new(Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads"));
    let examples: Vec<_> = engine.codebook().examples().collect();
    let mut trials: Vec<Trial> = examples
        .into_iter()
        .map(|example| {
            let engine = Arc::clone(&engine);
            let name = format!("{}:{} {}", example.file, example.line, example.rule);
            Trial::test(name, move || {
                let analysis =
                    engine.reader().analyse("example".to_owned(), Text::paragraph(&example.text), Vec::new());
                let verdict = example.verdict(&analysis.reading, &analysis.cast);
                verdict.map_err(|complaint| format!("{complaint}\nin: {}", example.text).into())
            })
        })
        .collect();
    trials.extend(engine.codebook().context_examples().map(|example| {
        let engine = Arc::clone(&engine);
        let name = format!("contexts.toml:{} {}", example.line, example.context);
        Trial::test(name, move || {
            let analysis = engine.reader().analyse("example".to_owned(), Text::paragraph(&example.text), Vec::new());
            // The words' contexts, and those that type, mode and parties of what happens there bring.
            let mut found = engine.codebook().contexts_of(&analysis.parse);
            found.extend(analysis.reading.events.iter().flat_map(|e| &e.contexts).map(|c| Arc::clone(&c.name)));
            if found.contains(&example.context) == example.has {
                return Ok(());
            }
            Err(format!("has {}: {}\nin: {}", if example.has { "not" } else { "it" }, found.join(", "), example.text)
                .into())
        })
    }));
    let book = Arc::clone(&engine);
    trials.push(Trial::test("no two rules tie", move || {
        let ties: Vec<String> = book.codebook().ties().iter().map(describe).collect();
        if ties.is_empty() { Ok(()) } else { Err(ties.join("\n").into()) }
    }));
    libtest_mimic::run(&arguments, trials).exit();
}
