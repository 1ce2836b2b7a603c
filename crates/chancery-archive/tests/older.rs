//! Archives of earlier versions of the schema open in this one, and have all they had.
//!
//! `tests/archives/vN.db` was written by the program that had schema N; none is ever written again.

mod common;

use chancery_archive::{Archive, Filter, Kind, Page, Table};

use crate::common::{NOW, ask, column, sql};

/// A copy of an archive of the tree, since opening one for writing changes it.
fn copy(dir: &tempfile::TempDir, name: &str) -> String {
    let from = format!("{}/tests/archives/{name}", env!("CARGO_MANIFEST_DIR"));
    let to = dir.path().join(name);
    std::fs::copy(from, &to).expect("the temporary folder is writable");
    to.to_str().expect("UTF-8").to_owned()
}

#[test]
fn version_1_keeps_all_it_had() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = copy(&dir, "v1.db");
    let message = Archive::open_reader(&path).expect_err("a reader does not migrate").to_string();
    assert!(message.contains("has schema 1") && message.contains("chancery ingest"), "{message}");

    let mut archive = Archive::open(&path).expect("it is brought to this schema");
    let counts = sql(
        &archive,
        "SELECT (SELECT count(*) FROM v_articles), (SELECT count(*) FROM events), (SELECT count(*) FROM v_stories)",
    );
    assert_eq!(counts, [["4", "19", "1"]]);
    // One event was rejected by a correction of that time, which holds.
    let rejected = sql(&archive, "SELECT id, rejected FROM events WHERE corrected = 1");
    assert_eq!(rejected, [["ev_0akdkv5g8tx9", "1"]]);
    assert_eq!(ask(&archive, Kind::Events, &Filter::default()).rows.len(), 18);
    let message = archive.show("ev_0akdkv5g8tx9").unwrap_err().to_string();
    assert!(message.contains("rejected by Ada Okoye"), "{message}");

    // Ids and groups are those of then, also when all is computed again.
    let state = |archive: &Archive| {
        (
            sql(archive, "SELECT name, story, copies FROM v_articles ORDER BY name"),
            column(&ask(archive, Kind::Events, &Filter::default()), "id"),
        )
    };
    let before = state(&archive);
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!(state(&archive), before);
    assert_eq!(sql(&archive, "PRAGMA foreign_key_check"), Vec::<Vec<String>>::new());
    assert_eq!(sql(&archive, "PRAGMA integrity_check"), [["ok"]]);
    drop(archive);
    assert!(Archive::open_reader(&path).is_ok());
}

#[test]
fn version_2_keeps_all_it_had() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = copy(&dir, "v2.db");
    assert!(Archive::open_reader(&path).expect_err("a reader does not migrate").to_string().contains("has schema 2"));
    let archive = Archive::open(&path).expect("it is brought to this schema");
    let counts = "SELECT (SELECT count(*) FROM v_articles), (SELECT count(*) FROM events), (SELECT count(*) FROM v_stories), (SELECT count(*) FROM v_occurrences)";
    assert_eq!(sql(&archive, counts), [["4", "19", "1", "10"]]);
    // The day that puts an event in its place is the corrected one, and what is asked by day finds it there.
    let corrected = "ev_0kbyb644wjfx";
    assert_eq!(sql(&archive, &format!("SELECT first, day FROM events WHERE id = '{corrected}'")), [["2024-03-02"; 2]]);
    let day = Some("2024-03-02".parse().expect("a day"));
    let found = ask(&archive, Kind::Events, &Filter { since: day, until: day, limit: Some(5), ..Filter::default() });
    assert_eq!(column(&found, "id"), [corrected]);
    assert_eq!(sql(&archive, "PRAGMA integrity_check"), [["ok"]]);
}

#[test]
fn version_3_keeps_all_it_had() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = copy(&dir, "v3.db");
    assert!(Archive::open_reader(&path).expect_err("a reader does not migrate").to_string().contains("has schema 3"));
    let archive = Archive::open(&path).expect("it is brought to this schema");
    let counts = "SELECT (SELECT count(*) FROM v_articles), (SELECT count(*) FROM v_events), (SELECT count(*) FROM v_stories), (SELECT count(*) FROM v_occurrences), (SELECT count(*) FROM v_statements), (SELECT count(*) FROM v_positions)";
    assert_eq!(sql(&archive, counts), [["4", "19", "1", "9", "19", "2"]]);
    // Statements and stories have the day that puts them in order, and actors the names they go by.
    assert_eq!(sql(&archive, "SELECT DISTINCT day FROM statements ORDER BY day"), [["2024-03-05"], ["2024-03-06"]]);
    assert_eq!(sql(&archive, "SELECT day FROM stories"), [["2024-03-05"]]);
    let page = Page { after: None, newest_first: true, limit: 3 };
    let mut newest = Table::default();
    archive.page(Kind::Statements, &Filter::default(), &page, &mut newest).expect("a page");
    assert_eq!(column(&newest, "id"), ["st_wbpskp8ch1a9", "st_pxazbp7y54y5", "st_hyke0c69mdtz"]);
    let who = |words: &str| Filter { actors: vec![words.parse().expect("a name")], ..Filter::default() };
    for words in ["Salif Ouedraogo", "ouédraogo", "Oued Sal"] {
        assert_eq!(column(&ask(&archive, Kind::Actors, &who(words)), "name"), ["Salif Ouedraogo"], "{words}");
    }
    assert!(ask(&archive, Kind::Actors, &who("draogo")).rows.is_empty(), "a word is known by its beginning");
    assert_eq!(sql(&archive, "PRAGMA foreign_key_check"), Vec::<Vec<String>>::new());
    assert_eq!(sql(&archive, "PRAGMA integrity_check"), [["ok"]]);
}

#[test]
fn version_5_keeps_all_it_had() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = copy(&dir, "v5.db");
    assert!(Archive::open_reader(&path).expect_err("a reader does not migrate").to_string().contains("has schema 5"));
    let mut archive = Archive::open(&path).expect("it is brought to this schema");
    // Counts of actors, last days of stories and roles of countries are there before anything is settled again.
    let busiest = "SELECT id, n_articles, n_events, n_statements FROM v_actors ORDER BY n_events DESC, id LIMIT 2";
    let counts = [["act_d55mtdbazjd9", "4", "4", "6"], ["act_5355mgm066a2", "3", "2", "0"]];
    let roles = "SELECT role, count(*) FROM occurrence_roles GROUP BY role ORDER BY role";
    let state = |archive: &Archive| {
        let stories = sql(archive, "SELECT id, day, last FROM stories ORDER BY id");
        let occurrences = sql(archive, "SELECT id, n_reports, n_origins FROM v_occurrences ORDER BY id");
        (stories, occurrences, sql(archive, roles), sql(archive, busiest))
    };
    let before = state(&archive);
    assert_eq!(before.0[0][1..], ["2024-03-05", "2024-03-06"]);
    assert!(before.2.contains(&vec!["BFA>".to_owned(), "5".to_owned()]), "{:?}", before.2);
    assert!(before.2.contains(&vec![">BFA".to_owned(), "3".to_owned()]), "{:?}", before.2);
    assert_eq!(before.3, counts);
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!(state(&archive), before, "and the same when all is computed again");
    assert_eq!(sql(&archive, "PRAGMA foreign_key_check"), Vec::<Vec<String>>::new());
    assert_eq!(sql(&archive, "PRAGMA integrity_check"), [["ok"]]);
}
