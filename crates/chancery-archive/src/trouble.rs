//! What a disk, a reader or another writer does to an archive: a clear error, and nothing half-written.

use chancery_engine::wire::Ledger;
use serde_json::json;

use crate::store::{Archive, Origin};
use crate::tolerant::read_ledger;

const NOW: &str = "2024-03-10T12:00:00Z";

fn ledger(id: &str, text: &str) -> Ledger {
    let ledger = json!({"schema": "chancery/1", "article": {"id": id, "language": "en", "text": text},
        "produced_by": {"version": "0", "model": "m", "codebook": "c"}});
    read_ledger(&ledger.to_string()).expect("a ledger")
}

fn store(archive: &mut Archive, id: &str, text: &str) -> Result<(), String> {
    let ledger = ledger(id, text);
    archive.store(&ledger, &Origin::of_ledger(&ledger), NOW).map(|_| ()).map_err(|e| e.to_string())
}

fn names(archive: &Archive) -> Vec<String> {
    let mut select = archive.db.prepare("SELECT name FROM v_articles ORDER BY name").expect("a query");
    select.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("names")
}

#[test]
fn a_full_disk_leaves_all_that_was_stored() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.db");
    let mut archive = Archive::open(path.to_str().expect("UTF-8")).expect("an archive");
    store(&mut archive, "first", "Talks began in Oria.").expect("there is room");
    let pages: i64 = archive.db.query_row("PRAGMA page_count", [], |row| row.get(0)).expect("a number");
    archive.db.execute_batch(&format!("PRAGMA max_page_count = {}", pages + 4)).expect("a limit");
    let long: String = (0..20_000).map(|n| format!("Talks number {n} began. ")).collect();
    let message = store(&mut archive, "second", &long).expect_err("there is no room");
    assert!(message.contains("the disk is full"), "{message}");
    assert_eq!(names(&archive), ["first"]);
    // Nothing of it stayed, so what is short still fits; and with room all goes on.
    store(&mut archive, "third", "Talks ended.").expect("it is short");
    archive.db.execute_batch("PRAGMA max_page_count = 1000000").expect("room");
    store(&mut archive, "second", &long).expect("there is room again");
    archive.settle(NOW, |_| ()).expect("it settles");
    assert_eq!(names(&archive), ["first", "second", "third"]);
    let check: String = archive.db.query_row("PRAGMA integrity_check", [], |row| row.get(0)).expect("a word");
    assert_eq!(check, "ok");
}

#[test]
fn a_second_writer_waits_and_is_told() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.db");
    let path = path.to_str().expect("UTF-8");
    let mut one = Archive::open(path).expect("an archive");
    let mut other = Archive::open(path).expect("the same");
    other.db.execute_batch("PRAGMA busy_timeout = 50").expect("less patience");
    let tx = one.db.begin().expect("it writes");
    let message = store(&mut other, "a", "Talks began.").expect_err("the first is writing");
    assert!(message.contains("another program is writing"), "{message}");
    drop(tx);
    store(&mut other, "a", "Talks began.").expect("nobody writes now");
    store(&mut one, "b", "Talks ended.").expect("nor here");
    assert_eq!(names(&one), ["a", "b"]);
}

#[test]
fn who_may_only_read_cannot_write() {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join("a.db");
    let path = path.to_str().expect("UTF-8");
    let mut writer = Archive::open(path).expect("an archive");
    store(&mut writer, "a", "Talks began.").expect("it is stored");
    let mut reader = Archive::open_reader(path).expect("the same");
    let message = store(&mut reader, "b", "Talks ended.").expect_err("it only reads");
    assert!(message.contains("cannot be written to"), "{message}");
    assert_eq!(names(&reader), ["a"]);
}
