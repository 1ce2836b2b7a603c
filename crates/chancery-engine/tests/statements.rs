//! Runs the short articles of `tests/statements.md` through the whole chain, each as a test of its own: every statement
//! of the text must be there, in its order, and no other.
//!
//! A case is the lines `> text`, each a paragraph of the article (`> H: …` its headline), and below them a line
//! `= SPEAKER | cue | content` for each statement, its pieces parted by ` … `. Behind these stand, where they are known,
//! `for` whom the speaker speaks, `to` whom it is said, `via` which outlets it comes, `in stN` the statement it lies in.
//! A line `= note CODE | words` is a note of the coder.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::wire::{self, Ledger};
use chancery_engine::{Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

use support::Article;

fn render(ledger: &Ledger) -> Vec<String> {
    let chars: Vec<char> = ledger.article.text.chars().collect();
    let words = |spans: &[wire::Pair]| {
        let piece = |p: &wire::Pair| chars[p.0 as usize..p.1 as usize].iter().collect::<String>();
        spans.iter().map(piece).collect::<Vec<_>>().join(" … ")
    };
    let name = |id: &str| ledger.entities.iter().find(|e| e.id == id).map_or("?", |e| e.name.as_str());
    let one = |s: &wire::Statement| {
        let speaker = s.speaker.as_deref().map_or("-", name);
        let mut line = format!("{speaker} | {} | {}", words(&s.cue), words(&s.content));
        for (word, id) in [("for", &s.on_behalf_of), ("to", &s.addressee)] {
            if let Some(id) = id {
                line.push_str(&format!(" | {word} {}", name(id)));
            }
        }
        for id in &s.via {
            line.push_str(&format!(" | via {}", name(id)));
        }
        if let Some(outer) = &s.within {
            line.push_str(&format!(" | in {outer}"));
        }
        line
    };
    let coder = ledger.notes.iter().filter(|n| n.code.starts_with("coding."));
    let note = |n: &wire::Note| {
        let at = n.start.zip(n.end).map(|(from, to)| words(&[wire::Pair(from, to)])).unwrap_or_default();
        format!("note {} | {at}", n.code)
    };
    ledger.statements.iter().map(one).chain(coder.map(note)).collect()
}

fn check(engine: &Engine, case: &Article) -> Result<(), Failed> {
    let analysis = engine.reader().analyse("case".to_owned(), case.text(), Vec::new());
    let got = render(&wire::ledger(engine, &analysis));
    if got == case.wanted {
        return Ok(());
    }
    let show = |lines: &[String]| lines.iter().map(|l| format!("\n= {l}")).collect::<String>();
    Err(format!("wanted:{}\ngot:{}", show(&case.wanted), show(&got)).into())
}

fn main() {
    let arguments = Arguments::from_args();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/statements.md");
    let table = std::fs::read_to_string(&file).expect("tests/statements.md stands beside this file");
    let engine =
        Arc::new(Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads"));
    let trials = Article::all_of(&table).into_iter().map(|case| {
        let engine = Arc::clone(&engine);
        Trial::test(format!("statements.md:{}", case.line), move || check(&engine, &case))
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
