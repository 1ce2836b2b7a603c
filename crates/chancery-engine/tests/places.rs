//! Runs the examples of `tests/places.md` through the whole chain, each as a test of its own: every toponym of the text
//! must be there with the place it means, and no other.

use std::path::Path;
use std::sync::Arc;

use chancery_engine::doc::{Place, PlaceKind, Text};
use chancery_engine::{Config, Engine};
use libtest_mimic::{Arguments, Failed, Trial};

mod support;

use support::Case;

/// Coordinates are shown in whole degrees: the file may move a point, no test should.
fn render(place: &Place, text: &str) -> String {
    let kind = match place.kind {
        PlaceKind::Name => "name",
        PlaceKind::Adjective => "adjective",
        PlaceKind::Metonym => "metonym",
    };
    let country = place.country.map_or_else(|| "-".to_owned(), |c| c.to_string());
    let point = place.point.map_or_else(|| "-".to_owned(), |(lat, lon)| format!("{lat:.0} {lon:.0}"));
    let precision = place.precision.map_or_else(|| "-".to_owned(), |p| p.to_string());
    let admin1 = place.admin1.as_deref().unwrap_or("-");
    format!("{} | {kind} | {country} | {admin1} | {precision} | {point}", place.span.of(text))
}

fn check(engine: &Engine, case: &Case) -> Result<(), Failed> {
    let analysis = engine.reader().analyse("case".to_owned(), Text::paragraph(&case.text), Vec::new());
    let got: Vec<String> = analysis.places.iter().map(|p| render(p, &case.text)).collect();
    case.compare(&got)
}

fn main() {
    let arguments = Arguments::from_args();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/places.md");
    let table = std::fs::read_to_string(&file).expect("tests/places.md stands beside this file");
    let places = Some(support::places());
    let config = Config { model: support::model(), places, ..Config::default() };
    let engine = Arc::new(Engine::load(&config).expect("the engine loads"));
    let mut trials: Vec<Trial> = Case::all_of(&table)
        .into_iter()
        .map(|case| {
            let engine = Arc::clone(&engine);
            Trial::test(format!("places.md:{}", case.line), move || check(&engine, &case))
        })
        .collect();
    trials.push(Trial::test("without_the_file_capitals_are_known_and_a_note_says_so", without_the_file));
    libtest_mimic::run(&arguments, trials).exit();
}

fn without_the_file() -> Result<(), Failed> {
    let engine = Engine::load(&Config { model: support::model(), ..Config::default() }).expect("the engine loads");
    let text = "The minister of Mali met the envoy in Nairobi on Tuesday.";
    let analysis = engine.reader().analyse("case".to_owned(), Text::paragraph(text), Vec::new());
    let got: Vec<String> = analysis.places.iter().map(|p| render(p, text)).collect();
    assert_eq!(got, ["Mali | name | MLI | - | 1 | 18 -2", "Nairobi | name | KEN | - | 4 | -1 37"]);
    assert!(analysis.notes.iter().any(|n| n.code.0 == "places.file"), "{:?}", analysis.notes);
    Ok(())
}
