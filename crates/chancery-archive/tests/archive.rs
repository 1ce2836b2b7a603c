//! An archive as programs use it: stored, settled, asked.

mod common;

use std::collections::BTreeMap;

use chancery_archive::{
    Archive, Cell, Change, Counted, Error, Filter, Form, GDELT_COLUMNS, Kind, Measure, Origin, Outcome, Page, Period,
    Signed, Table,
};
use chancery_engine::doc::{Date, EventType};
use chancery_engine::wire::Ledger;
use common::{Article, NOW, ask, column, corpus, filled, is_on_server, killed, on, sql, url};
use serde_json::json;

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder")
}

/// Everything that readers see, but not what says when it was stored.
fn state(archive: &Archive) -> String {
    let mut all = String::new();
    for kind in [Kind::Events, Kind::Occurrences, Kind::Statements, Kind::Positions, Kind::Stories, Kind::Actors] {
        let table = ask(archive, kind, &Filter::default());
        all.push_str(&format!("{kind:?}\n"));
        for row in &table.rows {
            all.push_str(&row.iter().map(Cell::words).collect::<Vec<_>>().join("|"));
            all.push('\n');
        }
    }
    for row in sql(archive, "SELECT id, story, copies FROM v_articles ORDER BY id") {
        all.push_str(&row.join("|"));
        all.push('\n');
    }
    all
}

/// The articles of each story, by their own names.
fn stories(archive: &Archive) -> Vec<String> {
    let mut stories: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in sql(archive, "SELECT story, name FROM v_articles ORDER BY published, name") {
        stories.entry(row[0].clone()).or_default().push(row[1].clone());
    }
    let mut stories: Vec<String> = stories.into_values().map(|names| names.join(" ")).collect();
    stories.sort();
    stories
}

const STORIES: [&str; 4] = ["andes-7 lima-1 santiago-4", "baltic-9", "courier-8 sn-1 harbour-2 plateau-3", "plateau-9"];

#[test]
fn articles_on_one_matter_are_a_story_and_copies_are_known() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 100);
    assert_eq!(stories(&archive), STORIES);
    let copies = sql(
        &archive,
        "SELECT group_concat(name, ',') FROM (SELECT name, copies FROM v_articles ORDER BY name) q
        GROUP BY copies HAVING count(*) > 1",
    );
    assert_eq!(copies, [["courier-8,sn-1"]]);
}

#[test]
fn events_of_one_happening_are_an_occurrence_with_its_range_and_origins() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 100);
    let got = sql(
        &archive,
        "SELECT type, first, place, killed_low, killed_high, n_reports, n_origins, n_asserting, n_denying,
        first_report FROM v_occurrences ORDER BY first, type",
    );
    let want = [
        // Four reports of the raid; the wire, its reprint and the outlet that quotes it are one origin.
        ["ASSAULT", "2024-03-04", "Belehou", "17", "23", "4", "2", "3", "1", "2024-03-05"],
        ["CONSULT", "2024-03-04", "Lima", "", "", "3", "3", "0", "0", "2024-03-05"],
        ["ASSAULT", "2024-03-20", "Fada", "6", "6", "1", "1", "0", "0", "2024-03-21"],
    ];
    assert_eq!(got.iter().filter(|row| row[0] != "ACCUSE").collect::<Vec<_>>(), want.iter().collect::<Vec<_>>());
    let figures = sql(
        &archive,
        "SELECT f.publisher, f.text, f.according_to FROM v_figures f JOIN v_occurrences o
        ON o.id = f.occurrence WHERE o.place = 'Belehou' ORDER BY f.best DESC, f.publisher LIMIT 2",
    );
    assert_eq!(
        figures,
        [["Plateau Tribune", "23 people", "The army"], ["Daily Courier", "at least 17", "an official"]]
    );
    let accounts = sql(&archive, "SELECT speaker FROM v_accounts WHERE relation = 'contested_by'");
    assert_eq!(accounts, [["The mayor of Djibo"]]);
}

#[test]
fn the_order_of_arrival_changes_nothing() {
    let dir = folder();
    let ledgers = corpus();
    let want = state(&filled(dir.path(), "one.db", &ledgers, 100));
    assert!(want.contains("occ_") && want.contains("sto_") && want.contains("act_"), "{want}");
    let mut orders = vec![ledgers.iter().rev().cloned().collect::<Vec<_>>()];
    for shift in [2, 5, 7] {
        let mut order = ledgers.clone();
        order.rotate_left(shift);
        order.swap(0, 3);
        orders.push(order);
    }
    for (i, order) in orders.iter().enumerate() {
        // One at a time, in threes, all at once.
        let archive = filled(dir.path(), &format!("{i}.db"), order, [1, 3, 100, 2][i]);
        assert_eq!(state(&archive), want, "order {i}");
    }
}

#[test]
fn a_form_that_is_filled_in_again_is_no_copy() {
    let dir = folder();
    let told = "The weather station of Oria told the press that the river had risen by four feet in the night, and that \
        the bridges to the old town would stay closed until the water had gone down again by two.";
    let on_day = |id: &str, day: &str| Article::new(id, &format!("Outlet {id}"), day, "River rises", told).ledger();
    let ledgers =
        [on_day("a", "2024-03-01"), on_day("b", "2024-03-31"), on_day("c", "2024-04-20"), on_day("d", "2025-03-01")];
    for step in [1, 100] {
        let archive = filled(dir.path(), &format!("{step}.db"), &ledgers, step);
        let copies =
            "SELECT a.name, b.name FROM links l JOIN versions v ON v.key = l.a JOIN articles a ON a.key = v.article
            JOIN versions w ON w.key = l.b JOIN articles b ON b.key = w.article WHERE l.kind = 'copy' ORDER BY 1, 2";
        assert_eq!(sql(&archive, copies), [["a", "b"], ["b", "c"]], "a month apart, and no more");
    }
}

/// Articles of a crowded month: what is told in them is so much alike that all would hang together, day after day.
fn crowd() -> Vec<Ledger> {
    const SYLLABLES: [&str; 12] = ["ba", "de", "fi", "go", "ku", "la", "me", "ni", "po", "ru", "sa", "ti"];
    let word = |n: usize| {
        let at = |step: usize| SYLLABLES[(n / step) % SYLLABLES.len()];
        format!("{}{}{}", at(1), at(12), at(144))
    };
    let mut all = Vec::new();
    for matter in 0..150 {
        for report in 0..3 {
            // Twenty words that all have, and twelve of the matter; never in one order, so that nothing is a reprint.
            let mut words: Vec<String> = (0..20).chain((0..12).map(|i| 200 + 10 * matter + i)).map(word).collect();
            words.rotate_left((7 * matter + 5 * report) % 31);
            if report == 1 {
                words.reverse();
            }
            let (before, after) = words.split_at(16);
            let whom = format!("Camp {}", word(1700 - matter).to_uppercase());
            let body = format!("{} gunmen attacked {whom}, {}.", before.join(" "), after.join(" "));
            let on_day = |more: usize| format!("2024-03-{:02}", 2 + matter / 6 + more);
            let id = format!("c{}", matter * 3 + report);
            let mut article = Article::new(&id, &format!("Outlet {report}"), &on_day(1 + report % 2), "News", &body);
            let gunmen = article.entity("gunmen", "group", None, &["UAF"]);
            let camp = article.entity(&whom, "organization", Some("MLI"), &["REF"]);
            article.event("ASSAULT", "attacked", &[&gunmen], &[&camp], on(&on_day(0)));
            all.push(article.ledger());
        }
    }
    all
}

#[test]
fn crowded_days_are_parted_alike_in_any_order() {
    let dir = folder();
    let ledgers = crowd();
    let want = filled(dir.path(), "one.db", &ledgers, 1000);
    let levels = sql(&want, "SELECT DISTINCT level FROM stories ORDER BY level");
    assert!(levels.iter().any(|level| level[0] != "200000"), "nothing was crowded: {levels:?}");
    let n_stories: usize = sql(&want, "SELECT count(*) FROM stories")[0][0].parse().unwrap();
    assert!((100..=200).contains(&n_stories), "{n_stories} of 150");
    let grouped = |archive: &Archive| {
        let stories = sql(archive, "SELECT name, story, copies FROM v_articles ORDER BY id");
        let occurrences = sql(archive, "SELECT id, n_reports, n_origins FROM v_occurrences ORDER BY id");
        (stories, sql(archive, "SELECT id, level FROM stories ORDER BY id"), occurrences)
    };
    let want = grouped(&want);
    let mut order = ledgers.clone();
    order.reverse();
    order.rotate_left(101);
    assert!(grouped(&filled(dir.path(), "two.db", &order, 90)) == want, "another order");

    // What changes and changes back is where it was, and so is all around it. (Its events are those of a new version.)
    let mut archive = filled(dir.path(), "three.db", &ledgers, 1000);
    let mut other = ledgers[200].clone();
    other.article.published = Some("2024-06-01".to_owned());
    other.article.text.push_str(" And more.");
    for (ledger, moved) in [(&other, true), (&ledgers[200], false)] {
        let stored = archive.store(ledger, &Origin::of_ledger(ledger), NOW).expect("it is stored");
        assert_eq!(stored.outcome, Outcome::Updated);
        archive.settle(NOW, |_| ()).expect("it settles");
        let now = grouped(&archive);
        assert_eq!(now.0 != want.0, moved);
        assert_eq!(now.1 != want.1, moved);
    }
    let counts = |rows: &[Vec<String>]| {
        let mut counts: Vec<Vec<String>> = rows.iter().map(|row| row[1..].to_vec()).collect();
        counts.sort();
        counts
    };
    assert_eq!(counts(&grouped(&archive).2), counts(&want.2));
}

#[test]
fn an_article_is_stored_once_and_keeps_its_versions() {
    let dir = folder();
    let mut archive = filled(dir.path(), "a.db", &corpus(), 100);
    let before = state(&archive);
    for ledger in corpus() {
        let stored = archive.store(&ledger, &Origin::of_ledger(&ledger), NOW).expect("it is stored");
        assert_eq!(stored.outcome, Outcome::Known);
    }
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!(state(&archive), before);

    // The same text by another coder replaces the coding, and ids stay.
    let mut recoded = corpus().remove(2);
    recoded.produced_by.codebook = "by hand 2".to_owned();
    recoded.events[0].scale = -8.0;
    let ids = sql(&archive, "SELECT id FROM v_events ORDER BY id");
    let stored = archive.store(&recoded, &Origin::of_ledger(&recoded), NOW).expect("it is stored");
    assert_eq!(stored.outcome, Outcome::Recoded);
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!(sql(&archive, "SELECT id FROM v_events ORDER BY id"), ids);
    assert_eq!(stories(&archive), STORIES);

    // Another text is a new version; the old one is kept and no longer counted.
    let mut updated = recoded.clone();
    updated.article.text.push_str("\n\nThe toll was corrected later.");
    let stored = archive.store(&updated, &Origin::of_ledger(&updated), NOW).expect("it is stored");
    assert_eq!(stored.outcome, Outcome::Updated);
    archive.settle(NOW, |_| ()).expect("it settles");
    let versions = sql(
        &archive,
        "SELECT v.version, v.current FROM versions v JOIN articles a ON a.key = v.article
        WHERE a.name = 'plateau-3' ORDER BY 1",
    );
    assert_eq!(versions, [["1", "0"], ["2", "1"]]);
    assert_eq!(stories(&archive), STORIES);
    let raid = sql(&archive, "SELECT n_reports, killed_high FROM v_occurrences WHERE place = 'Belehou'");
    assert_eq!(raid, [["4", "23"]]);
    if !is_on_server() {
        assert_eq!(sql(&archive, "PRAGMA foreign_key_check"), Vec::<Vec<String>>::new());
    }
}

#[test]
fn entities_are_joined_over_articles() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 2);
    let actors =
        ask(&archive, Kind::Actors, &Filter { actors: vec!["Ouedraogo".parse().unwrap()], ..Filter::default() });
    assert_eq!(column(&actors, "name"), ["Salif Ouedraogo"]);
    assert_eq!(column(&actors, "n_articles"), ["4"]);
    let id = column(&actors, "id").remove(0);
    let record = archive.show(&id).expect("an actor");
    assert_eq!((record.kind, record.id.as_str()), ("actor", id.as_str()));
}

#[test]
fn an_id_that_was_merged_leads_on() {
    let dir = folder();
    let ledgers = corpus();
    // The later report comes first, so its occurrence, story and actor get names that the earlier one takes over.
    let mut archive = filled(dir.path(), "a.db", &ledgers[2..3], 1);
    let old =
        sql(&archive, "SELECT o.id, e.story FROM v_occurrences o JOIN v_events e ON e.occurrence = o.id").remove(0);
    for ledger in &ledgers[..2] {
        archive.store(ledger, &Origin::of_ledger(ledger), NOW).expect("it is stored");
    }
    archive.settle(NOW, |_| ()).expect("it settles");
    for id in &old {
        let record = archive.show(id).expect("it leads on");
        assert_ne!(&record.id, id);
        let n = record.fields.iter().find(|(name, _)| name == "n_reports").map(|(_, cell)| cell.words());
        assert_eq!(n.as_deref(), Some("3"), "{id}");
    }
    assert!(archive.show("occ_000000000000").unwrap_err().to_string().contains("no occurrence"));
    assert!(archive.show("nonsense").unwrap_err().to_string().contains("not an id"));
}

#[test]
fn filters_find_what_they_say() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 100);
    let check = |kind: Kind, filter: Filter, want: usize| {
        assert_eq!(ask(&archive, kind, &filter).rows.len(), want, "{kind:?} {filter:?}");
    };
    let none = Filter::default;
    check(Kind::Events, Filter { actors: vec!["PER.GOV".parse().unwrap()], ..none() }, 3);
    check(Kind::Events, Filter { actors: vec!["PER.MIL".parse().unwrap()], ..none() }, 0);
    check(Kind::Events, Filter { recipients: vec!["BFA".parse().unwrap()], ..none() }, 5);
    check(
        Kind::Events,
        Filter { actors: vec![".UAF".parse().unwrap()], recipients: vec![".MIL".parse().unwrap()], ..none() },
        1,
    );
    check(Kind::Events, Filter { dyads: vec!["CHL,PER".parse().unwrap()], ..none() }, 3);
    check(Kind::Events, Filter { dyads: vec!["BFA>PER".parse().unwrap()], ..none() }, 0);
    check(Kind::Events, Filter { types: vec!["CONSULT".parse().unwrap(), "ACCUSE".parse().unwrap()], ..none() }, 4);
    check(Kind::Events, Filter { contexts: vec!["terrorism".to_owned()], ..none() }, 2);
    check(Kind::Events, Filter { countries: vec!["BFA".to_owned()], ..none() }, 5);
    check(Kind::Events, Filter { since: "2024-03-20".parse().ok(), ..none() }, 1);
    check(Kind::Events, Filter { until: "2024-03-04".parse().ok(), ..none() }, 7);
    check(Kind::Events, Filter { near: Some("Djibo,20km".parse().unwrap()), ..none() }, 4);
    check(Kind::Events, Filter { near: Some("12,0,100km".parse().unwrap()), ..none() }, 1);
    check(Kind::Events, Filter { via: vec!["sahel newswire".to_owned()], ..none() }, 1);
    check(Kind::Events, Filter { min_sources: Some(3), ..none() }, 3);
    check(Kind::Events, Filter { text: Some("\"joint patrols\" OR grain".to_owned()), ..none() }, 3);
    check(Kind::Events, Filter { limit: Some(2), ..none() }, 2);
    check(Kind::Occurrences, Filter { min_sources: Some(2), ..none() }, 2);
    check(Kind::Occurrences, Filter { dyads: vec!["PER,CHL".parse().unwrap()], ..none() }, 1);
    check(Kind::Statements, Filter { actors: vec!["BFA.GOV".parse().unwrap()], ..none() }, 3);
    check(
        Kind::Statements,
        Filter { actors: vec!["the army".parse().unwrap()], since: "2024-03-06".parse().ok(), ..none() },
        1,
    );
    check(Kind::Positions, Filter { actors: vec!["Iriarte".parse().unwrap()], ..none() }, 0);
    check(Kind::Positions, Filter { actors: vec!["Tomas Iriarte".parse().unwrap()], ..none() }, 3);
    check(Kind::Stories, Filter { types: vec!["ASSAULT".parse().unwrap()], ..none() }, 2);
    check(Kind::Stories, Filter { text: Some("wheat".to_owned()), ..none() }, 1);
    check(Kind::Articles, none(), 9);
    check(Kind::Actors, Filter { types: vec!["CONSULT".parse().unwrap()], ..none() }, 2);

    let mut table = Table::default();
    let refused = archive.query(Kind::Statements, &Filter { min_sources: Some(2), ..none() }, &mut table);
    assert!(refused.unwrap_err().to_string().contains("--min-sources says nothing about statements"));
    let near = Filter { near: Some("Atlantis,5km".parse().unwrap()), ..none() };
    assert!(archive.query(Kind::Events, &near, &mut table).unwrap_err().to_string().contains("Atlantis"));
}

#[test]
fn no_filter_can_be_used_to_write_sql() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 100);
    let before = state(&archive);
    for evil in
        ["'; DROP TABLE events; --", "\" OR 1=1 --", "x') OR ('1'='1", "%", "PSE'.GOV", "\u{0}", "*", "NEAR(", "a\"b"]
    {
        let who: Vec<_> = evil.parse().into_iter().collect();
        let filters = [
            Filter { actors: who.clone(), ..Filter::default() },
            Filter { recipients: who, ..Filter::default() },
            Filter { dyads: format!("{evil},KEN").parse().into_iter().collect(), ..Filter::default() },
            Filter { dyads: format!("KEN>{evil}").parse().into_iter().collect(), ..Filter::default() },
            Filter { contexts: vec![evil.to_owned()], ..Filter::default() },
            Filter { countries: vec![evil.to_owned()], ..Filter::default() },
            Filter { via: vec![evil.to_owned()], ..Filter::default() },
            Filter {
                near: format!("{evil},5km").parse().ok(),
                countries: vec!["none".to_owned()],
                ..Filter::default()
            },
            Filter { text: Some(evil.to_owned()), countries: vec!["none".to_owned()], ..Filter::default() },
        ];
        // Nothing is called so; an error that says so is as good as an empty answer.
        let check = |asked: Result<(), Error>, table: &Table, what: &str| match asked {
            Ok(()) => assert!(table.rows.is_empty(), "{what}"),
            Err(error) => assert!(!error.to_string().contains("could not answer"), "{what}: {error}"),
        };
        for filter in filters.iter().filter(|f| **f != Filter::default()) {
            for (name, kind) in Kind::NAMED {
                let what = format!("{name} {filter:?}");
                let mut table = Table::default();
                check(archive.query(kind, filter, &mut table), &table, &what);
                let after = Some((evil.to_owned(), evil.to_owned()));
                let page = Page { after, newest_first: true, limit: 5 };
                let mut table = Table::default();
                check(archive.page(kind, filter, &page, &mut table), &table, &what);
            }
            let mut table = Table::default();
            let asked = archive.series(filter, Period::Month, Counted::Occurrences, Measure::Count, &mut table);
            check(asked, &table, &format!("series {filter:?}"));
        }
        assert!(evil.parse::<EventType>().is_err() && evil.parse::<Date>().is_err());
        assert!(
            archive.show(evil).is_err() && archive.ledger(evil).is_err() && archive.cite(evil, false).is_err(),
            "{evil}"
        );
    }
    assert_eq!(state(&archive), before);
}

#[test]
fn questions_in_sql_only_read() {
    let dir = folder();
    let mut filled = filled(dir.path(), "a.db", &corpus(), 100);
    let looked_at = sql(&filled, "SELECT min(id) FROM v_events").concat().concat();
    let signed = Signed { author: "Ada Okoye".to_owned(), at: NOW.to_owned(), why: "by the text".to_owned() };
    filled.correct(&looked_at, &[Change::Confirm], &signed).expect("it can be confirmed");
    drop(filled);
    let archive = Archive::open_reader(&url(dir.path(), "a.db")).expect("it opens");
    let before = state(&archive);
    let other = dir.path().join("other.db");
    for evil in [
        "DELETE FROM events".to_owned(),
        "SELECT 1; DELETE FROM events".to_owned(),
        "UPDATE versions SET text = ''".to_owned(),
        "CREATE TABLE t (x)".to_owned(),
        "PRAGMA journal_mode = delete".to_owned(),
        format!("ATTACH '{}' AS other", other.display()),
        format!("VACUUM INTO '{}'", other.display()),
        "nonsense".to_owned(),
    ] {
        let refused = archive.sql(&evil, &mut Table::default());
        assert!(refused.is_err(), "{evil}");
    }
    assert!(!other.exists());
    assert_eq!(state(&archive), before);
    assert_eq!(sql(&archive, "SELECT km(0, 0, 0, 1) > 111 AND km(0, 0, 0, 1) < 112"), [["1"]]);
    // Every documented view answers.
    for view in include_str!("../src/schema/views.sql").split("CREATE VIEW ").skip(1) {
        let name = view.split_whitespace().next().expect("a name");
        assert!(!sql(&archive, &format!("SELECT * FROM {name}")).is_empty(), "{name}");
    }
}

#[test]
fn series_have_zeros_and_say_what_was_read() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 100);
    let series = |dyads: &[&str], period, counted, measure| {
        let filter = Filter {
            dyads: dyads.iter().map(|d| d.parse().unwrap()).collect(),
            until: "2024-03-24".parse().ok(),
            ..Filter::default()
        };
        let mut table = Table::default();
        archive.series(&filter, period, counted, measure, &mut table).expect("a series");
        table.rows.iter().map(|row| row.iter().map(Cell::words).collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    assert_eq!(
        series(&["PER,CHL"], Period::Week, Counted::Occurrences, Measure::Count),
        ["2024-W10 2024-03-04 PER,CHL 1 1 8", "2024-W11 2024-03-11 PER,CHL 0 0 0", "2024-W12 2024-03-18 PER,CHL 0 0 1",]
    );
    assert_eq!(
        series(&["PER,CHL"], Period::Month, Counted::Events, Measure::Scale),
        ["2024-03 2024-03-01 PER,CHL 3 2.5 9"]
    );
    assert_eq!(series(&[], Period::Year, Counted::Occurrences, Measure::Count).len(), 1);
    let dyads = sql(
        &archive,
        "SELECT source, target, sum(weight) FROM v_dyads WHERE type = 'CONSULT' GROUP BY 1, 2 ORDER BY 1",
    );
    assert_eq!(dyads, [["CHL", "PER", "1.5"], ["PER", "CHL", "1.5"]]);
}

#[test]
fn pairs_are_filled_with_zeros() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 3);
    let pairs = |filter: &Filter, among: &[&str], unit, measure| {
        let among: Vec<String> = among.iter().map(|c| (*c).to_owned()).collect();
        let mut table = Table::default();
        archive.pair_series(filter, &among, Period::Month, unit, measure, &mut table)?;
        let row = |row: &Vec<Cell>| row.iter().map(Cell::words).collect::<Vec<_>>().join(" ");
        Ok::<_, chancery_archive::Error>(table.rows.iter().map(row).collect::<Vec<_>>())
    };
    // The talks of Peru and Chile, told by three outlets, are one happening in each direction.
    let got = pairs(&Filter::default(), &[], Counted::Occurrences, Measure::Count).expect("an answer");
    assert!(got.contains(&"2024-03 2024-03-01 CHL PER 1 1 9".to_owned()), "{got:?}");
    assert!(got.contains(&"2024-03 2024-03-01 PER CHL 1 1 9".to_owned()), "{got:?}");
    let got = pairs(&Filter::default(), &[], Counted::Events, Measure::Count).expect("an answer");
    assert!(got.contains(&"2024-03 2024-03-01 PER CHL 3 3 9".to_owned()), "{got:?}");
    let quarter = Filter {
        since: Some("2024-02-10".parse().expect("a day")),
        until: Some("2024-04-02".parse().expect("a day")),
        ..Filter::default()
    };
    let got = pairs(&quarter, &["PER", "CHL", "LTU"], Counted::Occurrences, Measure::Scale).expect("an answer");
    assert_eq!(got.len(), 6 * 3);
    assert!(got.contains(&"2024-02 2024-02-01 LTU PER 0  0".to_owned()), "{got:?}");
    assert!(got.contains(&"2024-03 2024-03-01 PER CHL 1 2.5 9".to_owned()), "{got:?}");
    assert!(pairs(&quarter, &["PER"], Counted::Occurrences, Measure::Count).is_err());
}

#[test]
fn tolls_that_differ_are_told_with_who_gives_them() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 3);
    let tolls = archive.tolls().expect("an answer");
    let [toll] = &tolls[..] else { panic!("{tolls:?}") };
    assert_eq!((toll.kind.as_str(), toll.first.as_deref()), ("killed", Some("2024-03-04")));
    let given: Vec<(&str, Option<i64>)> =
        toll.figures.iter().map(|g| (g.publisher.as_deref().unwrap_or_default(), g.best)).collect();
    assert!(
        given.contains(&("Sahel Newswire", Some(17))) && given.contains(&("Plateau Tribune", Some(23))),
        "{given:?}"
    );
    let army = toll.figures.iter().find(|g| g.best == Some(23)).and_then(|g| g.according_to.as_deref());
    assert_eq!(army, Some("The army"));
}

#[test]
fn exports_have_the_shape_their_tools_ask_for() {
    let dir = folder();
    let archive = filled(dir.path(), "a.db", &corpus(), 100);
    let export = |form| {
        let mut out = Vec::new();
        let exported = archive.export(form, &Filter::default(), true, &mut out).expect("an export");
        (exported, String::from_utf8(out).expect("UTF-8"))
    };
    let (exported, plover) = export(Form::Plover);
    assert_eq!((exported.written, plover.lines().count()), (9, 9));
    for line in plover.lines() {
        let event: serde_json::Value = serde_json::from_str(line).expect("JSON");
        assert!(event["quote"].is_null(), "text-free");
        assert!(!event["actor"].as_array().unwrap().is_empty() && event["evidence"][0][1].is_i64());
    }
    let (exported, gdelt) = export(Form::Gdelt);
    assert_eq!(exported.written, gdelt.lines().count());
    assert!(gdelt.lines().all(|line| line.split('\t').count() == GDELT_COLUMNS));
    let raid: Vec<&str> = gdelt.lines().find(|l| l.contains("Belehou")).unwrap().split('\t').collect();
    assert_eq!((raid[1], raid[26], raid[29], raid[53]), ("20240304", "190", "4", "BFA"));
    let (exported, spoken) = export(Form::GdeltStatements);
    let spoken: Vec<Vec<&str>> = spoken.lines().map(|l| l.split('\t').collect()).collect();
    assert_eq!(exported.written, spoken.len());
    assert!(exported.written > 0 && spoken.iter().all(|row| row.len() == GDELT_COLUMNS), "{spoken:?}");
    assert!(spoken.iter().all(|row| ["01", "02"].contains(&row[28]) && row[27].starts_with(row[28])), "{spoken:?}");
    let (exported, map) = export(Form::Geojson);
    let map: serde_json::Value = serde_json::from_str(&map).expect("JSON");
    assert_eq!((exported.written, exported.left_out), (3, 1));
    assert_eq!(map["features"][0]["geometry"]["coordinates"].as_array().map(Vec::len), Some(2));
    let (_, graph) = export(Form::Graphml);
    assert_eq!(graph.matches("<node ").count(), graph.matches("</node>").count());
    assert!(graph.contains("Tomás Iriarte") && graph.contains("<edge "), "{graph}");
}

#[test]
fn what_is_no_archive_is_told() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(path("text.db"), "this is a text, and a rather long one at that".repeat(40)).unwrap();
    assert!(Archive::open(&path("text.db")).unwrap_err().to_string().contains("not an archive"));
    assert!(Archive::open_reader(&path("none.db")).unwrap_err().to_string().contains("there is no archive"));
    assert!(Archive::open(&path("no/folder.db")).unwrap_err().to_string().contains("cannot be opened"));
    let nobody = Archive::open("postgres://ann:secret@127.0.0.1:1/news").unwrap_err().to_string();
    assert!(nobody.contains("cannot be reached") && !nobody.contains("secret"), "{nobody}");
    let other = rusqlite::Connection::open(path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE mine (x);").unwrap();
    assert!(Archive::open(&path("other.db")).unwrap_err().to_string().contains("another program"));
    drop(Archive::open(&path("newer.db")).unwrap());
    let newer = rusqlite::Connection::open(path("newer.db")).unwrap();
    newer.execute_batch("PRAGMA user_version = 99;").unwrap();
    for opened in [Archive::open(&path("newer.db")), Archive::open_reader(&path("newer.db"))] {
        assert!(opened.unwrap_err().to_string().contains("use a newer chancery"));
    }
}

#[test]
fn a_ledger_with_gaps_is_kept_for_what_it_has() {
    let dir = folder();
    let mut a = Article::new("x", "Y", "2024-01-02", "Talks", "Talks were held in Oria by envoys.");
    let envoys = a.entity("envoys", "group", None, &["GOV"]);
    a.event(
        "CONSULT",
        "Talks were held",
        &[&envoys],
        &[],
        json!({"date": on("2024-01-01"), "attribution": ["st9"],
        "place": "l7", "via": ["e99"], "casualties": killed(1, "one")}),
    );
    let mut ledger = a.ledger();
    ledger.events[0].recipients.push(chancery_engine::wire::Argument {
        entity: "e42".to_owned(),
        country: None,
        country_source: None,
        sectors: Vec::new(),
        start: 0,
        end: 1,
    });
    let archive = filled(dir.path(), "a.db", &[ledger], 1);
    assert_eq!(
        sql(&archive, "SELECT actors, recipients, place, via, evidence FROM v_events"),
        [["---.GOV", "", "", "", "Talks were held"]]
    );
    assert_eq!(sql(&archive, "SELECT n_origins, killed_low FROM v_occurrences"), [["1", "1"]]);
}
