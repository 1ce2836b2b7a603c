//! Runs the examples of `tests/settings.md` through the whole chain, each as a test of its own: when and where each
//! event was, how that is known, and how the events stand to each other.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::{Date, DateSource, Event, PlaceSource, Precision, Relation};
use chancery_engine::intake::{CleanOptions, InputFormat, Options, articles};
use chancery_engine::{Analysis, Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

struct Case {
    line: usize,
    published: Option<Date>,
    text: String,
    wanted: Vec<String>,
}

/// Several lines that begin with `> ` are paragraphs of one article; the first begins with its date.
fn cases(table: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut goes_on = false;
    for (i, line) in table.lines().enumerate() {
        if let Some(rest) = line.strip_prefix("> ") {
            match cases.last_mut().filter(|_| goes_on) {
                Some(case) => {
                    case.text.push_str("\n\n");
                    case.text.push_str(rest);
                }
                None => {
                    let (date, text) = rest.split_once(' ').expect("a date before the text");
                    let published = (date != "-").then(|| date.parse().expect("an ISO date"));
                    cases.push(Case { line: i + 1, published, text: text.to_owned(), wanted: Vec::new() });
                }
            }
            goes_on = true;
        } else {
            goes_on = false;
            if let (Some(case), true) = (cases.last_mut(), line.contains(" | ")) {
                case.wanted.push(line.to_owned());
            }
        }
    }
    cases
}

fn trigger<'t>(event: &Event, text: &'t str) -> &'t str {
    event.evidence[0].trigger.of(text)
}

fn render(event: &Event, analysis: &Analysis) -> String {
    let text = analysis.text.as_str();
    let day = |date: Option<Date>| date.map_or_else(|| "…".to_owned(), |d| d.to_string());
    let date = event.setting.date;
    let when = match date.precision {
        Precision::Day => "day",
        Precision::Week => "week",
        Precision::Month => "month",
        Precision::Year => "year",
        Precision::None => "none",
    };
    let source = match date.source {
        DateSource::Text => "text",
        DateSource::Dateline => "dateline",
        DateSource::Order => "order",
        DateSource::Publication => "publication",
        DateSource::None => "none",
    };
    let days = match (date.from, date.to) {
        (None, None) => "-".to_owned(),
        (from, to) if from == to => day(from),
        (from, to) => format!("{} {}", day(from), day(to)),
    };
    let place = event.setting.place.map_or_else(
        || "-".to_owned(),
        |p| {
            let place = &analysis.places[p.index()];
            let resolution = place.precision.map_or_else(|| "-".to_owned(), |p| p.to_string());
            format!("{} {} {resolution}", place.name, place.feature.unwrap_or("-"))
        },
    );
    let from = match event.setting.place_source {
        PlaceSource::Clause => "clause",
        PlaceSource::Nominal => "nominal",
        PlaceSource::Dateline => "dateline",
        PlaceSource::Paragraph => "paragraph",
        PlaceSource::None => "none",
    };
    let order: Vec<String> = event
        .order
        .iter()
        .map(|link| {
            let relation = match link.relation {
                Relation::After => "after",
                Relation::Before => "before",
                Relation::During => "during",
            };
            let other = trigger(&analysis.reading.events[link.event.index()], text);
            let days = link.days.map_or_else(String::new, |n| format!(" by {n}"));
            format!(" | {relation} {other}{days}: {}", link.words.of(text))
        })
        .collect();
    format!("{} | {days} {when} {source} | {place} {from}{}", trigger(event, text), order.concat())
}

fn read(engine: &Engine, published: Option<Date>, text: &str) -> Analysis {
    let bytes = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let mut found = articles(bytes, "case.txt", Some(InputFormat::Text), &Options::default());
    let raw = found.next().expect("one article").expect("it is text");
    engine.reader().read(raw, &CleanOptions { date: published, ..CleanOptions::default() })
}

fn check(engine: &Engine, case: &Case) -> Result<(), Failed> {
    let analysis = read(engine, case.published, &case.text);
    let got: Vec<String> = analysis.reading.events.iter().map(|e| render(e, &analysis)).collect();
    if got == case.wanted {
        return Ok(());
    }
    Err(format!("{}\nwanted:\n{}\ngot:\n{}", case.text, case.wanted.join("\n"), got.join("\n")).into())
}

fn main() {
    let arguments = Arguments::from_args();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/settings.md");
    let table = std::fs::read_to_string(&file).expect("tests/settings.md stands beside this file");
    let today = Some("2019-03-14".parse().expect("an ISO date"));
    let config = Config { model: support::model(), places: Some(support::places()), today, ..Config::default() };
    let engine = Arc::new(Engine::load(&config).expect("the engine loads"));
    let mut trials: Vec<Trial> = cases(&table)
        .into_iter()
        .map(|case| {
            let engine = Arc::clone(&engine);
            Trial::test(format!("settings.md:{}", case.line), move || check(&engine, &case))
        })
        .collect();
    trials.push(Trial::test("a_publication_date_in_the_future_is_noted", move || future(&engine)));
    libtest_mimic::run(&arguments, trials).exit();
}

fn future(engine: &Engine) -> Result<(), Failed> {
    let noted = |published: &str| {
        let analysis =
            read(engine, Some(published.parse().expect("an ISO date")), "Mali recalled its envoy on Monday.");
        analysis.notes.iter().any(|n| n.code.0 == "engine.future_date")
    };
    assert!(noted("2031-01-01"));
    assert!(!noted("2019-03-15"), "it is tomorrow already in the east");
    assert!(!noted("2019-03-13"));
    Ok(())
}
