//! An archive on a PostgreSQL server: the same answers as a file, and what a server can do that a file cannot.
//!
//! `cargo xtask test --full` starts a server, and runs these tests and those of `archive.rs` on it.

mod common;

use std::time::Duration;

use chancery_archive::{Archive, Cell, Filter, Kind, Origin, Outcome, Table};
use common::{NOW, ask, corpus, filled, server_url, sql};

const KINDS: [Kind; 7] =
    [Kind::Articles, Kind::Events, Kind::Occurrences, Kind::Statements, Kind::Positions, Kind::Stories, Kind::Actors];

fn rows(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| row.iter().map(Cell::words).collect::<Vec<_>>().join("|")).collect()
}

/// An archive on the server, with the corpus in it, and its URL.
fn on_server(dir: &tempfile::TempDir, name: &str) -> (Archive, String) {
    let url = server_url(dir.path().join(name).to_str().expect("UTF-8"));
    let mut archive = Archive::open(&url).expect("a new archive");
    for ledger in corpus() {
        archive.store(&ledger, &Origin::of_ledger(&ledger), NOW).expect("it is stored");
    }
    archive.settle(NOW, |_| ()).expect("it settles");
    (archive, url)
}

fn client(url: &str) -> postgres::Client {
    postgres::Client::connect(url, postgres::NoTls).expect("the server")
}

fn told<T>(result: Result<T, chancery_archive::Error>) -> String {
    match result {
        Ok(_) => panic!("it should fail"),
        Err(cause) => cause.to_string(),
    }
}

#[test]
fn a_server_answers_as_a_file_does() {
    let dir = tempfile::tempdir().expect("a folder");
    let (server, _) = on_server(&dir, "a");
    let file_path = dir.path().join("file.db");
    let mut file = Archive::open(file_path.to_str().expect("UTF-8")).expect("a new archive");
    for ledger in corpus() {
        file.store(&ledger, &Origin::of_ledger(&ledger), NOW).expect("it is stored");
    }
    file.settle(NOW, |_| ()).expect("it settles");
    let filters = [
        Filter::default(),
        Filter { text: Some("village OR \"foreign ministers\"".to_owned()), ..Filter::default() },
        Filter { text: Some("gun* NOT Lima".to_owned()), ..Filter::default() },
        Filter { limit: Some(2), ..Filter::default() },
        Filter { actors: vec!["BFA".parse().expect("a code")], ..Filter::default() },
    ];
    for kind in KINDS {
        for filter in &filters {
            assert_eq!(rows(&ask(&server, kind, filter)), rows(&ask(&file, kind, filter)), "{kind:?} {filter:?}");
        }
    }
    let near = Filter { near: Some("Belehou,50km".parse().expect("a place")), ..Filter::default() };
    let found = rows(&ask(&server, Kind::Events, &near));
    assert!(!found.is_empty());
    assert_eq!(found, rows(&ask(&file, Kind::Events, &near)));
}

#[test]
fn what_is_no_archive_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let url = |name: &str| server_url(dir.path().join(name).to_str().expect("UTF-8"));
    assert!(told(Archive::open_reader(&url("none"))).contains("there is no archive in this database"));
    let other = url("other");
    client(&other).batch_execute("CREATE TABLE mine (x integer)").expect("a table");
    assert!(told(Archive::open(&other)).contains("tables of another program (\"mine\")"));
    let newer = url("newer");
    drop(Archive::open(&newer).expect("a new archive"));
    client(&newer).batch_execute("UPDATE about SET value = '99' WHERE name = 'schema'").expect("it is set");
    for opened in [Archive::open(&newer), Archive::open_reader(&newer)] {
        assert!(told(opened).contains("use a newer chancery"));
    }
    // Opened twice, it is made once.
    let again = url("again");
    drop(Archive::open(&again).expect("a new archive"));
    drop(Archive::open(&again).expect("the same archive"));
}

#[test]
fn a_second_writer_waits_and_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let (mut archive, url) = on_server(&dir, "a");
    let mut other = client(&url);
    let mut writing = other.transaction().expect("a transaction");
    writing
        .execute("SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))", &[&0x4348_414e_i32])
        .expect("the lock");
    let impatient = Archive::open(&format!("{url}%20-clock_timeout%3D200"));
    assert!(told(impatient).contains("another program is writing"));
    writing.rollback().expect("it ends");
    let mut ledger = corpus().remove(0);
    ledger.article.text.push_str("\n\nLater.");
    let stored = archive.store(&ledger, &Origin::of_ledger(&ledger), NOW).expect("it is stored");
    assert_eq!(stored.outcome, Outcome::Updated);
}

#[test]
fn a_lost_connection_leaves_nothing_half_written() {
    let dir = tempfile::tempdir().expect("a folder");
    let (archive, url) = on_server(&dir, "a");
    drop(archive);
    let name = "chancery_loses_this";
    let mut archive = Archive::open(&format!("{url}&application_name={name}")).expect("it opens");
    let count = "SELECT count(*) FROM versions UNION ALL SELECT count(*) FROM events";
    let before = sql(&archive, count);
    let ended = client(&url)
        .execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1", &[&name])
        .expect("it ends the connection");
    assert_eq!(ended, 1);
    let mut ledger = corpus().remove(0);
    ledger.article.text.push_str("\n\nLater.");
    let message = told(archive.store(&ledger, &Origin::of_ledger(&ledger), NOW));
    assert!(message.contains("connection to the server was lost"), "{message}");
    drop(archive);
    let mut archive = Archive::open(&url).expect("it opens again");
    assert_eq!(sql(&archive, count), before);
    let stored = archive.store(&ledger, &Origin::of_ledger(&ledger), NOW).expect("it is stored");
    assert_eq!(stored.outcome, Outcome::Updated);
}

#[test]
fn a_connection_lost_while_it_settles_leaves_pieces_that_are_whole() {
    let dir = tempfile::tempdir().expect("a folder");
    let (archive, url) = on_server(&dir, "a");
    let groups = "SELECT a.name, s.id, m.copies FROM membership m JOIN versions v ON v.key = m.version
        JOIN articles a ON a.key = v.article JOIN stories s ON s.key = m.story ORDER BY a.name";
    let happened = "SELECT id, n_reports, n_origins FROM v_occurrences ORDER BY id";
    let whole = (sql(&archive, groups), sql(&archive, happened));
    drop(archive);
    client(&url)
        .batch_execute("UPDATE versions SET settled = 0; DELETE FROM links; INSERT INTO about VALUES ('parted', '1') ON CONFLICT DO NOTHING")
        .expect("it is written to");
    let name = "chancery_loses_this_too";
    // In the middle of each of the first transactions: what it wrote until then is gone, what was committed stays.
    for n in [1, 3, 5, 8] {
        let mut archive = Archive::open(&format!("{url}&application_name={name}")).expect("it opens");
        let mut steps = 0;
        let settled = archive.settle(NOW, |_| {
            steps += 1;
            if steps == n {
                let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
                client(&url).execute(end, &[&name]).expect("it ends the connection");
            }
        });
        let message = told(settled);
        assert!(message.contains("connection to the server was lost"), "{message}");
    }
    let mut archive = Archive::open(&url).expect("it opens again");
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!((sql(&archive, groups), sql(&archive, happened)), whole);
}

#[test]
fn an_answer_that_takes_too_long_ends() {
    let dir = tempfile::tempdir().expect("a folder");
    let (_, url) = on_server(&dir, "a");
    let archive = Archive::open_reader(&url).expect("it opens");
    let endless = "SELECT count(*) FROM generate_series(1, 1000000000) a, generate_series(1, 1000) b";
    let ask = || archive.sql(endless, &mut chancery_archive::Table::default()).expect_err("it takes for ever");
    // By itself,
    let began = std::time::Instant::now();
    let interrupt = archive.answer_within(Duration::from_millis(300)).expect("it is set");
    let error = ask();
    assert!(error.is_slow() && error.to_string().contains("took too long"), "{error}");
    assert!(began.elapsed() < Duration::from_secs(60));
    // or by whoever waits for it.
    archive.answer_within(Duration::from_secs(600)).expect("it is set");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                std::thread::sleep(Duration::from_millis(50));
                interrupt.stop();
            }
        });
        assert!(ask().is_slow());
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    // The server may hear of the last stop only when the next question has begun.
    let goes_on = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(20));
        archive.sql("SELECT 1", &mut chancery_archive::Table::default()).is_ok()
    });
    assert!(goes_on, "the connection goes on");
}

#[test]
fn long_answers_come_in_pages_and_questions_may_nest() {
    let dir = tempfile::tempdir().expect("a folder");
    let (_, url) = on_server(&dir, "a");
    let archive = Archive::open_reader(&url).expect("it opens");
    let many = sql(&archive, "SELECT n, 1.5 * n FROM generate_series(1, 5001) n ORDER BY n");
    assert_eq!((many.len(), many[5000].clone()), (5001, vec!["5001".to_owned(), "7501.5".to_owned()]));
    let mut graph = Vec::new();
    archive.export(chancery_archive::Form::Graphml, &Filter::default(), false, &mut graph).expect("it is written");
    assert!(String::from_utf8_lossy(&graph).contains("<edge "));
    // The same through a file's own helper, so that both have it.
    assert!(!rows(&ask(&filled(dir.path(), "b.db", &corpus(), 3), Kind::Events, &Filter::default())).is_empty());
}
