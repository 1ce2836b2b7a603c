//! Archives of earlier versions of the schema open in this one, and have all they had.
//!
//! `tests/archives/vN.db` was written by the program that had schema N; none is ever written again. Of schemas 4 and 6
//! no program was left: their archives are of the next one, without the one column that it added and with the views
//! of then.

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

/// What an archive of the articles of `crates/chancery/tests/archive/articles.jsonl` has, whatever computed it.
fn all_of(archive: &Archive) -> Vec<Vec<Vec<String>>> {
    [
        "SELECT name, story, copies FROM v_articles ORDER BY name",
        "SELECT id, first, last, n_reports, n_occurrences FROM v_stories ORDER BY id",
        "SELECT id, type, first, actors, recipients, place, killed_low, killed_high, n_reports, n_origins FROM v_occurrences ORDER BY id",
        "SELECT id, n_articles, n_events, n_statements FROM v_actors ORDER BY id",
        "SELECT role, day, count(*) FROM occurrence_roles GROUP BY role, day ORDER BY role, day",
        "SELECT role, way, e.day, e.id FROM event_roles r JOIN events e ON e.key = r.event AND e.day = r.day ORDER BY role, e.id",
        "SELECT day, quad, n, scale FROM occurrence_days ORDER BY day, quad",
        "SELECT id, type, corrected, killed_low, occurrence FROM v_events ORDER BY id",
        "SELECT id, rejected FROM events WHERE corrected = 1 ORDER BY id",
    ]
    .map(|query| sql(archive, query))
    .to_vec()
}

#[test]
fn versions_4_and_6_to_9_keep_all_they_had() {
    for (version, counts) in [
        (4, "14 58 6 42 55 20 41"),
        (6, "14 56 6 41 55 20 41"),
        (7, "14 56 6 41 55 20 41"),
        (8, "14 57 6 42 55 21 39"),
        (9, "14 60 6 43 55 21 39"),
    ] {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let path = copy(&dir, &format!("v{version}.db"));
        let told = Archive::open_reader(&path).expect_err("a reader does not migrate").to_string();
        assert!(told.contains(&format!("has schema {version}")), "{told}");
        let mut archive = Archive::open(&path).expect("it is brought to this schema");
        let count = "SELECT (SELECT count(*) FROM v_articles) || ' ' || (SELECT count(*) FROM v_events) || ' ' ||
            (SELECT count(*) FROM v_stories) || ' ' || (SELECT count(*) FROM v_occurrences) || ' ' ||
            (SELECT count(*) FROM v_statements) || ' ' || (SELECT count(*) FROM v_positions) || ' ' ||
            (SELECT count(*) FROM v_actors)";
        assert_eq!(sql(&archive, count), [[counts]], "of schema {version}");
        // What people said holds: one figure put right, one event rejected.
        let killed = sql(&archive, "SELECT killed_low FROM v_events WHERE id = 'ev_0akdkv5g8tx9'");
        assert_eq!(killed, [["18"]], "of schema {version}");
        let gone = archive.show("ev_z6gb0yphx7b8").expect_err("it was rejected").to_string();
        assert!(gone.contains("rejected by Ada Okoye"), "{gone}");
        // Whoever is asked for by country is between the same two as what the parties of each event say.
        let between = Filter { dyads: vec!["CHL,PER".parse().expect("a pair")], ..Filter::default() };
        let two = "SELECT count(DISTINCT g.event) FROM arguments g JOIN arguments h ON h.event = g.event
            JOIN events e ON e.key = g.event JOIN v_events v ON v.id = e.id
            WHERE g.country = 'CHL' AND h.country = 'PER' AND (h.side <> g.side OR NOT EXISTS (
                SELECT 1 FROM arguments z WHERE z.event = g.event AND z.side = 'recipient'))";
        assert_eq!(sql(&archive, two), [[ask(&archive, Kind::Events, &between).rows.len().to_string()]]);
        let before = all_of(&archive);
        archive.settle(NOW, |_| ()).expect("it settles");
        assert_eq!(all_of(&archive), before, "of schema {version}, and the same when all is computed again");
        assert_eq!(sql(&archive, "PRAGMA foreign_key_check"), Vec::<Vec<String>>::new());
        assert_eq!(sql(&archive, "PRAGMA integrity_check"), [["ok"]]);
        drop(archive);
        assert!(Archive::open_reader(&path).is_ok());
    }
}

#[test]
fn what_was_compared_another_way_is_compared_anew_in_pieces() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let path = copy(&dir, "v4.db");
    let mut archive = Archive::open(&path).expect("it is brought to this schema");
    let before = all_of(&archive);
    let mut left = Vec::new();
    archive.settle(NOW, |n| left.push(n)).expect("it settles");
    // Each of the 14 articles is made ready, linked, put in its story and its events into occurrences.
    assert_eq!((left.first(), left.last()), (Some(&55), Some(&0)), "{left:?}");
    assert!(left.is_sorted_by(|a, b| a >= b), "{left:?}");
    drop(archive);
    // A program that is killed between two pieces leaves articles that nothing is known of; the next one goes on.
    let db = rusqlite::Connection::open(&path).expect("it is a file");
    let some = "SELECT key FROM versions ORDER BY key LIMIT 5";
    db.execute_batch(&format!(
        "UPDATE versions SET settled = 0; DELETE FROM links; DELETE FROM near_bands WHERE version IN ({some});
         DELETE FROM traits WHERE version IN ({some}); INSERT OR IGNORE INTO about VALUES ('parted', '1')"
    ))
    .expect("it is written to");
    drop(db);
    let mut archive = Archive::open(&path).expect("it opens");
    left.clear();
    archive.settle(NOW, |n| left.push(n)).expect("it settles");
    assert_eq!((left.len(), left.last()), (5 + 3 * 14, Some(&0)), "only what was left is made ready");
    assert_eq!(all_of(&archive), before);
}
