//! The second look at the sides of events: what it asks, what it may change, and that a book can go without it.

use std::path::Path;

use chancery_engine::doc::{Argument, Country, CountrySource, Event, EventType};
use chancery_engine::intake::{CleanOptions, InputFormat, Options, articles};
use chancery_engine::weighing::{self, Kind, Side};
use chancery_engine::{Analysis, Config, Engine};

mod support;

/// Six short reports in which much is left to the surroundings.
const REPORTS: [&str; 6] = [
    "QUITO, April 3 - Ecuador expelled two Peruvian officials on Monday. Lima protested. The foreign minister demanded an \
     apology and police surrounded the consulate in Cuenca. Growers blocked a road and were driven away with tear gas. A bishop \
     asked both governments to be patient, and a court in the port of Guayaquil let four fishermen go.",
    "Zambia and Malawi agreed to reopen a bridge that Lusaka had shut in March after three customs men were abducted. A \
     union of lorry drivers praised the step. The minister said soldiers would leave within a week. Two men held for the \
     abduction were charged in Chipata, and their lawyer said they had been beaten at the barracks.",
    "Georgian prosecutors charged a deputy with spying for Russia. His party denied it. Moscow said that it had recalled \
     its envoy and would stop buying wine. Students marched to the ministry and threw eggs. Nine were detained. The \
     president called off a visit to Sochi, and a court refused to let the deputy go on bail.",
    "Rebels in eastern Congo freed forty miners on Sunday after the Red Cross had asked for it. The army shelled their \
     camp all the same. Kigali condemned the attack and refused to close the border. Two nurses were killed, and the \
     hospital was looted. The governor promised an inquiry, and villagers asked the peacekeepers for tents.",
    "VALLETTA, May 9 - Maltese coastguards fired in the air on Tuesday to stop a Libyan trawler. Fishermen were detained for \
     a day. Tripoli summoned the ambassador. The mission of the European Union offered to mediate. The opposition in \
     Valletta accused the minister of weakness, and anglers blocked the harbour with their boats.",
    "Nepal's parliament rejected a treaty with India. Traders went on strike. Delhi halted deliveries of fuel, the ministry \
     said, and warned of more. Villagers at the crossing were turned back. The prime minister telephoned the king of \
     Bhutan for help, and students burned a flag before the embassy and were clubbed by officers.",
];

fn engine(codebook: Option<&Path>) -> Engine {
    let places = Some(support::places());
    let config =
        Config { model: support::model(), places, codebook: codebook.map(Path::to_owned), ..Config::default() };
    Engine::load(&config).expect("the engine loads")
}

fn read(engine: &Engine, text: &str) -> Analysis {
    let bytes = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
    let mut found = articles(bytes, "report.txt", Some(InputFormat::Text), &Options::default());
    let raw = found.next().expect("one article").expect("it is text");
    engine.reader().read(raw, &CleanOptions { repair: true, date: None })
}

/// A book like ours whose weights weigh nothing.
fn without_weights() -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let scale = |kind: &str| format!("[{kind}]\nlimit = 0.0\ntrees = ''\n");
    let weights: String = ["home", "unplaced", "empty"].map(scale).concat();
    std::fs::write(dir.path().join("weighing.toml"), weights).expect("a writable folder");
    let manifest = "about = \"Ours, with no second look.\"\nextends = \"chancery\"\n";
    std::fs::write(dir.path().join("codebook.toml"), manifest).expect("a writable folder");
    dir
}

fn country(code: &str) -> Country {
    code.parse().expect("a country's code")
}

#[test]
fn open_sides_are_asked_about_and_told_parties_are_not() {
    let engine = engine(None);
    let analysis = read(&engine, REPORTS[0]);
    let questions = engine.questions(&analysis);
    let text = analysis.text.as_str();
    let words = |q: &weighing::Question| q.argument.map_or("", |a| a.of(text));
    // The expelled are told to be Peru's, and Ecuador is a name.
    assert!(questions.iter().all(|q| !words(q).contains("Peruvian") && words(q) != "Ecuador"), "{questions:#?}");
    let growers = questions.iter().find(|q| words(q) == "Growers" && q.side == Side::Actors);
    let growers = growers.expect("where the growers are at home is asked");
    assert!(matches!(growers.kind, Kind::Home | Kind::Unplaced));
    let states: Vec<Country> = growers.states.iter().map(|s| s.0).collect();
    assert!(states.contains(&country("ECU")) && states.contains(&country("PER")), "{states:?}");
    assert!(growers.states.iter().all(|s| s.1.len() == weighing::names().len()));
    // The row of what is coded says so, and no other does.
    let coded = weighing::names().iter().position(|n| n == "coded").expect("it is a name");
    assert!(growers.states.iter().all(|(c, row)| (row[coded] == 1.0) == (Some(*c) == growers.coded)));
    let all: Vec<_> = REPORTS.iter().flat_map(|r| engine.questions(&read(&engine, r))).collect();
    let empty: Vec<_> = all.iter().filter(|q| q.kind == Kind::Empty).collect();
    assert!(!empty.is_empty(), "each side of each event is told");
    assert!(empty.iter().all(|q| q.argument.is_none() && q.coded.is_none() && !q.event_type.is_reciprocal()));
}

#[test]
fn what_the_words_tell_of_a_party_stays() {
    let dir = without_weights();
    let (with, without) = (engine(None), engine(Some(dir.path())));
    let told = |events: &[Event]| -> Vec<(EventType, Argument)> {
        let all =
            events.iter().flat_map(|e| e.actors.iter().chain(&e.recipients).map(move |a| (e.event_type, a.clone())));
        all.filter(|(_, a)| a.country_source.is_some_and(|s| s != CountrySource::Context)).collect()
    };
    let mut n_changed = 0;
    for report in REPORTS {
        let (ours, plain) = (read(&with, report).reading.events, read(&without, report).reading.events);
        let kept = told(&ours);
        for argument in told(&plain) {
            assert!(kept.contains(&argument), "{argument:?} is gone\nin: {report}");
        }
        n_changed += usize::from(ours != plain);
    }
    assert!(n_changed > 0, "the weights change nothing at all in {} reports", REPORTS.len());
}

#[test]
fn the_same_text_is_weighed_alike() {
    let engine = engine(None);
    for report in REPORTS {
        let (once, again) = (read(&engine, report), read(&engine, report));
        assert_eq!(once.reading.events, again.reading.events);
        assert_eq!(engine.questions(&once), engine.questions(&again));
    }
}
