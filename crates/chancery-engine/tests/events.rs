//! Runs the examples of `tests/events/*.md` through the whole chain, each as a test of its own: the borders between the
//! types, sizes, merging, the scopes of contexts, and what of ordinary news is an event.
//!
//! A case is the lines `> text`, each a paragraph of the article (`> H: …` its headline, `> S: …` its standfirst, `> C: …`
//! a caption, `> D: …` a dateline), and below them a line `= TYPE mode | detail | …` for each event that must be there, in order, and no
//! other; `= -` stands for none. A type without a mode may have any. Details are:
//!
//! - `pieces N`: so many pieces of evidence.
//! - `killed|injured|arrested|protesters LOW BEST HIGH`, `-` for an open bound; after it `words W` and `of W` are the
//!   words of that number and of whom it is.
//! - `amount VALUE CURRENCY`.
//! - `modality possible|planned|conditional`, `negated`.
//! - `context NAME sentence|paragraph|article`; `lacks NAME`: no scope of it.
//! - `actors CODES`, `recipients CODES`: country and first sector of each, `-` for no side, `---` for no country, a `*`
//!   after a country that only the context tells.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::{Argument, CountrySource, Event, Modality, Polarity, Scope, Toll};
use chancery_engine::{Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

use support::Article;

fn toll(toll: Toll) -> String {
    [toll.low, toll.best, toll.high].map(|n| n.map_or_else(|| "-".to_owned(), |n| n.to_string())).join(" ")
}

/// Who is on a side.
fn side(arguments: &[Argument]) -> String {
    let code = |a: &Argument| {
        let country = a.country.map_or("---".to_owned(), |c| c.to_string());
        let sector = a.sectors.first().map(|s| s.code()).unwrap_or_default();
        let mark = if a.country_source == Some(CountrySource::Context) { "*" } else { "" };
        format!("{country}{mark}{sector}")
    };
    match arguments {
        [] => "-".to_owned(),
        some => some.iter().map(code).collect::<Vec<_>>().join(" "),
    }
}

/// Everything of an event that a case may ask for.
fn details(event: &Event, text: &str) -> Vec<String> {
    let mut all = vec![format!("pieces {}", event.evidence.len())];
    if event.modality != Modality::Actual {
        all.push(format!("modality {:?}", event.modality).to_lowercase());
    }
    if event.polarity == Polarity::Negated {
        all.push("negated".to_owned());
    }
    let counts = [
        ("killed", event.casualties.killed),
        ("injured", event.casualties.injured),
        ("arrested", event.casualties.arrested),
        ("protesters", event.protesters),
    ];
    for (name, count) in counts {
        let Some(count) = count else { continue };
        all.push(format!("{name} {}", toll(count)));
        all.push(format!("words {}", count.text.of(text)));
        all.extend(count.of.map(|of| format!("of {}", of.of(text))));
    }
    if let Some(amount) = &event.amount {
        all.push(format!("amount {} {}", amount.value, amount.currency.as_deref().unwrap_or("-")));
    }
    all.push(format!("actors {}", side(&event.actors)));
    all.push(format!("recipients {}", side(&event.recipients)));
    for context in &event.contexts {
        let scope = match context.scope {
            Scope::Sentence => "sentence",
            Scope::Paragraph => "paragraph",
            Scope::Article => "article",
        };
        all.push(format!("context {} {scope}", context.name));
    }
    all
}

fn is_wanted(event: &Event, text: &str, wanted: &str) -> bool {
    let mut asked = wanted.split('|').map(str::trim);
    let (kind, modes) = asked.next().unwrap_or_default().split_once(' ').unwrap_or((wanted, ""));
    let kind = kind.split('|').next().unwrap_or_default().trim();
    let told = event.modes.iter().map(|m| &**m).collect::<Vec<_>>().join(" ");
    let all = details(event, text);
    event.event_type.code() == kind
        && (modes.is_empty() || modes == told)
        && asked.all(|detail| match detail.strip_prefix("lacks ") {
            Some(name) => event.contexts.iter().all(|c| &*c.name != name),
            None => all.iter().any(|d| d == detail),
        })
}

fn check(engine: &Engine, case: &Article) -> Result<(), Failed> {
    let analysis = engine.reader().analyse("case".to_owned(), case.text(), Vec::new());
    let (events, text) = (&analysis.reading.events, analysis.text.as_str());
    let wanted: Vec<&str> = case.wanted.iter().map(String::as_str).filter(|w| *w != "-").collect();
    if events.len() == wanted.len() && events.iter().zip(&wanted).all(|(e, w)| is_wanted(e, text, w)) {
        return Ok(());
    }
    let show = |e: &Event| {
        let modes: String = e.modes.iter().map(|m| format!(" {m}")).collect();
        format!("{}{modes} ({}) | {}", e.event_type, e.rule, details(e, text).join(" | "))
    };
    let got: Vec<String> = events.iter().map(show).collect();
    Err(format!("{text}\nwanted:\n  {}\ngot:\n  {}", wanted.join("\n  "), got.join("\n  ")).into())
}

fn main() {
    let arguments = Arguments::from_args();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/events");
    let engine =
        Arc::new(Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads"));
    let mut trials = Vec::new();
    for (name, table) in support::tables(&folder) {
        trials.extend(Article::all_of(&table).into_iter().map(|case| {
            let engine = Arc::clone(&engine);
            Trial::test(format!("events/{name}.md:{}", case.line), move || check(&engine, &case))
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}
