//! Runs every `hits` and `misses` sentence of the codebook through the whole chain, each as a test of its own, and those
//! of the book in `examples/codebook-labour/`, which lies on ours.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::Text;
use chancery_engine::{Config, Engine, Tie};
use libtest_mimic::{Arguments, Trial};

mod support;

fn describe(tie: &Tie) -> String {
    let (file, line) = &tie.place;
    format!("{file}:{line}: {} and {} tie on \"{}\"; say with `beats` which wins", tie.first, tie.second, tie.trigger)
}

/// A test for each sentence of a book's own rules and contexts.
fn sentences(engine: &Arc<Engine>) -> Vec<Trial> {
    let book = engine.codebook();
    let of_rules = book.examples().filter(|e| !book.is_inherited(&e.rule)).map(|example| {
        let engine = Arc::clone(engine);
        let name = format!("{}:{} {}", example.file, example.line, example.rule);
        Trial::test(name, move || {
            let analysis = engine.reader().analyse("example".to_owned(), Text::paragraph(&example.text), Vec::new());
            let verdict = example.verdict(&analysis.reading, &analysis.cast);
            verdict.map_err(|complaint| format!("{complaint}\nin: {}", example.text).into())
        })
    });
    let of_contexts = book.context_examples().map(|example| {
        let engine = Arc::clone(engine);
        let name = format!("{}:{} {}", example.file, example.line, example.context);
        Trial::test(name, move || {
            let analysis = engine.reader().analyse("example".to_owned(), Text::paragraph(&example.text), Vec::new());
            let verdict = example.verdict(engine.codebook(), &analysis.parse, &analysis.reading);
            verdict.map_err(|complaint| format!("{complaint}\nin: {}", example.text).into())
        })
    });
    of_rules.chain(of_contexts).collect()
}

fn main() {
    let arguments = Arguments::from_args();
    let labour = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/codebook-labour");
    let mut trials = Vec::new();
    for codebook in [None, Some(labour)] {
        let config = Config { model: support::model(), codebook: codebook.clone(), ..Config::default() };
        let engine = Arc::new(Engine::load(&config).expect("the engine loads"));
        let whose = if codebook.is_some() { "the labour book: " } else { "" };
        trials.extend(sentences(&engine));
        trials.push(Trial::test(format!("{whose}no two rules tie"), move || {
            let ties: Vec<String> = engine.codebook().ties().iter().map(describe).collect();
            if ties.is_empty() { Ok(()) } else { Err(ties.join("\n").into()) }
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
