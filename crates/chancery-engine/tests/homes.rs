//! Where those are at home whom an article tells of without a country: read off its places once these are known.

use chancery_engine::doc::{Cast, EntityId};
use chancery_engine::intake::{CleanOptions, InputFormat, Options, articles};
use chancery_engine::{Config, Engine};

mod support;

/// Whom a text tells of, by the last word of a name, and where they are at home; `-` for nowhere told.
const CASES: [(&str, &[(&str, &str)]); 7] = [
    (
        "Bus drivers in the Peruvian capital, Lima, stopped work on Monday. An offer of talks was turned down. \"We did not \
         bury our friends to drink coffee,\" said Rosa Quispe, who heads a drivers' union.",
        &[("Rosa Quispe", "PER")],
    ),
    (
        "Honduras freed four priests and flew them to Rome. A fifth cleric, Bishop Ramon Mejia, refused to leave.",
        &[("Ramon Mejia", "HND")],
    ),
    // Whoever is told beside the state that he speaks of is not of it.
    ("Peter Mumba, an economist, criticised Norway.", &[("Peter Mumba", "-")]),
    ("Teachers blocked the road to Kisumu over unpaid wages.", &[("Teachers", "KEN")]),
    // Bystanders are of the state that their paragraph and the text mostly speak of.
    (
        "Malian planes flew on Tuesday, and Mali was blamed. Niger sent bread. It was for the orphans, a nun said.",
        &[("orphans", "MLI")],
    ),
    // Not of whoever does something to them, nor of where those are who say it.
    ("Niger and Mali slept. Togo and Benin slept.\n\nChad bombed the orphans.", &[("orphans", "-")]),
    ("Niger slept. A group based in Britain said two orphans had been killed.", &[("two orphans", "NER")]),
];

#[test]
fn those_without_a_country_are_of_where_the_text_goes_on() {
    let config = Config { model: support::model(), places: Some(support::places()), ..Config::default() };
    let engine = Engine::load(&config).expect("the engine loads");
    for (text, wanted) in CASES {
        let bytes = Box::new(std::io::Cursor::new(text.as_bytes().to_vec()));
        let mut found = articles(bytes, "case.txt", Some(InputFormat::Text), &Options::default());
        let raw = found.next().expect("one article").expect("it is text");
        let analysis = engine.reader().read(raw, &CleanOptions::default());
        let cast: &Cast = &analysis.cast;
        for (name, country) in wanted {
            let ids = (0..cast.entities().len()).map(EntityId::new);
            let id = ids.into_iter().find(|&id| cast.entity(id).name == *name).expect(name);
            let home = cast.entity(id).country.or_else(|| analysis.reading.home_of(id));
            assert_eq!(home.map_or_else(|| "-".to_owned(), |c| c.to_string()), *country, "{name} in: {text}");
        }
    }
}
