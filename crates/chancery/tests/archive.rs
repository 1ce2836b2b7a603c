//! The archive as a user runs it: articles in, stories and happenings out, whatever kills the program.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

const ARTICLES: &str = "crates/chancery/tests/archive/articles.jsonl";

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn chancery(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(args).current_dir(project()).stdin(Stdio::null());
    command
}

fn run(args: &[&str]) -> Output {
    chancery(args).output().expect("the program starts")
}

fn words(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// The lines of a successful answer as CSV, without the header.
#[track_caller]
fn rows(args: &[&str]) -> Vec<String> {
    let output = run(args);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    words(&output.stdout).lines().skip(1).map(str::to_owned).collect()
}

/// Whether an archive answers as one that took in the same ledgers without being killed.
#[track_caller]
fn is_as_if_never_killed(dir: &tempfile::TempDir, db: &str, file: &str) {
    let whole = path(dir, "whole.db");
    assert_eq!(run(&["ingest", "--archive", &whole, "--ledgers", file]).status.code(), Some(0));
    for kind in ["events", "occurrences", "stories"] {
        let want = rows(&[kind, "--archive", &whole]);
        assert!(!want.is_empty(), "{kind}");
        assert_eq!(rows(&[kind, "--archive", db]), want, "{kind}");
    }
}

fn sql(archive: &str, query: &str) -> Vec<String> {
    rows(&["sql", "--archive", archive, query])
}

fn path(dir: &tempfile::TempDir, name: &str) -> String {
    dir.path().join(name).to_str().expect("UTF-8").to_owned()
}

/// Ledgers of which each has two events, without a model.
fn ledgers(dir: &tempfile::TempDir, n: usize) -> String {
    let mut lines = String::new();
    for i in 0..n {
        let text = format!("Envoys of Oria and Velia met in town {i}. They signed treaty {i} and left.");
        let event = |id: &str, kind: &str, start: usize| {
            json!({"id": id, "type": kind, "cameo": "040", "goldstein": 1.0, "quad": 1, "scale": 2.5,
                "actors": [{"entity": "e1", "country": "FRA", "sectors": ["GOV"], "start": 0, "end": 6}],
                "evidence": [{"start": start, "end": start + 6, "trigger": [start, start + 3]}],
                "polarity": "affirmed", "modality": "actual", "historical": false, "time": null,
                "date": {"from": null, "to": null, "precision": "none", "source": "none"}, "place": null,
                "place_source": "none", "amount": null, "rule": "by.hand",
                "confidence": {"type": 1.0, "actors": 1.0, "recipients": 1.0}})
        };
        let ledger = json!({"schema": "chancery/1",
            "article": {"id": format!("a{i}"), "url": null, "publisher": "Herald", "published": format!("20{:02}-01-05", i % 90),
                "language": "en", "headline": null, "text": text},
            "entities": [{"id": "e1", "name": "Envoys", "kind": "group", "country": "FRA", "roles": [], "wikidata": null}],
            "events": [event("ev1", "CONSULT", 0), event("ev2", "AGREE", 20)],
            "produced_by": {"version": "0", "model": "none", "codebook": "none"}});
        lines.push_str(&format!("{ledger}\n"));
    }
    let file = path(dir, "ledgers.jsonl");
    std::fs::write(&file, lines).expect("the temporary folder is writable");
    file
}

#[test]
fn articles_are_read_into_stories_and_counted_once() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let db = path(&dir, "news.db");
    let output = run(&["ingest", "--archive", &db, ARTICLES]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    assert_eq!(words(&output.stderr), "chancery: articles: 14 stored\n");
    let stories =
        "SELECT group_concat(name, ' ') FROM (SELECT name, story FROM v_articles ORDER BY name) GROUP BY story";
    let mut got = sql(&db, stories);
    got.sort();
    let want = [
        "andes-7 lima-1 santiago-4",
        "baltic-6 oslo-3",
        "baltic-9",
        "courier-88 harbour-12 plateau-3 sn-1",
        "maghreb-1 sfax-2 tunis-5",
        "plateau-9",
    ];
    assert_eq!(got, want);
    assert_eq!(sql(&db, "SELECT count(DISTINCT copies) FROM v_articles"), ["13"], "one reprint");

    // Again: nothing is read twice, and in another order everything is the same.
    let again = run(&["ingest", "--archive", &db, ARTICLES]);
    assert_eq!(words(&again.stderr), "chancery: articles: 14 already there\n");
    assert_eq!(again.status.code(), Some(0));
    let lines = std::fs::read_to_string(project().join(ARTICLES)).expect("the articles");
    let reversed: Vec<&str> = lines.lines().rev().collect();
    let file = path(&dir, "reversed.jsonl");
    std::fs::write(&file, reversed.join("\n")).expect("the temporary folder is writable");
    let other = path(&dir, "other.db");
    assert_eq!(run(&["ingest", "--archive", &other, &file]).status.code(), Some(0));
    for kind in ["stories", "occurrences", "actors", "events", "statements"] {
        assert_eq!(rows(&[kind, "--archive", &db]), rows(&[kind, "--archive", &other]), "{kind}");
    }

    // The happenings of the raid: a record leads to its evidence.
    let raid = rows(&["occurrences", "--archive", &db, "--type", "assault", "--text", "Belehou", "--format", "csv"]);
    assert!(!raid.is_empty());
    let id = raid[0].split(',').next().expect("an id").to_owned();
    let shown = run(&["show", "--archive", &db, &id, "--format", "json"]);
    let shown: Value = serde_json::from_slice(&shown.stdout).expect("JSON");
    assert_eq!((shown["kind"].as_str(), shown["type"].as_str()), (Some("occurrence"), Some("ASSAULT")));
    assert!(!shown["reports"].as_array().expect("reports").is_empty());
}

#[test]
fn bad_articles_are_set_aside_and_told() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let db = path(&dir, "news.db");
    let good = ledgers(&dir, 2);
    let mut lines = std::fs::read_to_string(&good).expect("ledgers");
    lines.insert_str(0, "{\"schema\": \n");
    std::fs::write(&good, &lines).expect("the temporary folder is writable");
    let output = run(&["ingest", "--archive", &db, "--ledgers", &good, "no-such-file.jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    let messages = words(&output.stderr);
    assert!(messages.ends_with("chancery: articles: 2 stored, 2 set aside as bad\n"), "{messages}");
    let rejected =
        sql(&db, "SELECT line, substr(reason, instr(reason, 'not a ledger'), 12) FROM rejected ORDER BY line DESC");
    assert_eq!(rejected[0], "1,not a ledger");
    assert_eq!(rejected.len(), 2);
    // Mended, it is no longer among the bad.
    std::fs::write(&good, lines.replacen("{\"schema\": ", "", 1)).expect("the temporary folder is writable");
    let output = run(&["ingest", "--archive", &db, "--ledgers", &good]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));

    let missing = run(&["events", "--archive", &path(&dir, "none.db")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(words(&missing.stderr).contains("there is no archive"), "{}", words(&missing.stderr));
    let wrong = run(&["events", "--archive", &db, "--type", "MEET"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(words(&wrong.stderr).contains("ASSAULT"), "{}", words(&wrong.stderr));
    assert_eq!(run(&["events", "--archive", &db, "--type", "ASSAULT"]).status.code(), Some(1), "nothing found");
}

#[test]
fn killed_at_any_moment_nothing_reported_is_lost_and_it_goes_on() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (db, file) = (path(&dir, "killed.db"), ledgers(&dir, 400));
    let mut reported = BTreeSet::new();
    let mut seed = 0x2545_f491_u64;
    let mut n_killed = 0;
    for _ in 0..12 {
        let mut child = chancery(&["ingest", "--archive", &db, "--ledgers", "--report", &file])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(10 + (seed >> 33) % 140));
        // On Unix this is SIGKILL.
        child.kill().expect("it can be killed");
        let out = BufReader::new(child.stdout.take().expect("its output"));
        // The last line may be cut in the middle; an id is reported when its line is whole.
        for line in out.lines().map_while(Result::ok).filter(|line| line.split('\t').count() == 3) {
            reported.insert(line.split('\t').next().expect("an id").to_owned());
        }
        n_killed += usize::from(!child.wait().expect("it ends").success());
        if !Path::new(&db).exists() || reported.is_empty() {
            continue;
        }
        let output = run(&["sql", "--archive", &db, "SELECT id, n_events FROM v_articles"]);
        let stored: BTreeSet<String> = words(&output.stdout).lines().skip(1).map(str::to_owned).collect();
        for id in &reported {
            assert!(stored.contains(&format!("{id},2")), "{id} was reported and is not there whole");
        }
        assert_eq!(stored.iter().filter(|row| !row.ends_with(",2")).count(), 0, "an article is there in part");
    }
    assert!(n_killed > 0, "no run was killed in time");
    let output = run(&["ingest", "--archive", &db, "--ledgers", &file]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    assert_eq!(sql(&db, "PRAGMA integrity_check"), ["ok"]);
    is_as_if_never_killed(&dir, &db, &file);
}

#[test]
fn killed_while_it_settles_it_goes_on_and_all_is_as_if_it_had_not_been() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (db, file) = (path(&dir, "killed.db"), ledgers(&dir, 400));
    // All are told to be stored before any is compared: there it is killed for the first time.
    let mut child = chancery(&["ingest", "--archive", &db, "--ledgers", "--report", &file])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let out = BufReader::new(child.stdout.take().expect("its output"));
    assert_eq!(out.lines().take(400).map_while(Result::ok).count(), 400);
    let count =
        "SELECT count(*) FILTER (WHERE settled = 0) || ' ' || count(*) FILTER (WHERE settled = 2) FROM versions";
    let kill = |child: &mut std::process::Child| {
        child.kill().expect("it can be killed");
        child.wait().expect("it ends");
        assert_eq!(sql(&db, "PRAGMA integrity_check"), ["ok"]);
        let counts = sql(&db, count).remove(0);
        let (new, done) = counts.split_once(' ').expect("two numbers");
        (new.parse::<usize>().expect("a number"), done.parse::<usize>().expect("a number"))
    };
    let mut states = BTreeSet::from([kill(&mut child)]);
    // Later and later, until it is through: so it is killed while it links, while it groups and while it joins.
    for n in 0..60_u64 {
        let mut child = chancery(&["ingest", "--archive", &db, "--ledgers", &file])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(20 + 17 * n % 400));
        states.insert(kill(&mut child));
        if states.contains(&(0, 400)) {
            break;
        }
    }
    assert!(
        states.iter().any(|(new, done)| *new > 0 || *done < 400),
        "it was through before it was killed: {states:?}"
    );
    assert!(states.len() > 2, "it was never killed in the middle: {states:?}");
    assert_eq!(run(&["ingest", "--archive", &db, "--ledgers", &file]).status.code(), Some(0));
    is_as_if_never_killed(&dir, &db, &file);
    let left = "SELECT (SELECT count(*) FROM versions WHERE settled < 2), (SELECT count(*) FROM loose)";
    assert_eq!(sql(&db, left), ["0,0"]);
}

/// A copy of an archive of articles that were read, which no model is needed to ask.
fn read_before(dir: &tempfile::TempDir) -> String {
    let from = project().join("crates/chancery-archive/tests/archives/v7.db");
    let to = path(dir, "read.db");
    std::fs::copy(from, &to).expect("the temporary folder is writable");
    // It is of an older schema, and brought to this one by whoever writes to it.
    let nothing = path(dir, "nothing.jsonl");
    std::fs::write(&nothing, "").expect("the temporary folder is writable");
    assert_eq!(
        run(&["ingest", "--archive", &to, "--ledgers", &nothing]).status.code(),
        Some(1),
        "there was nothing to read"
    );
    to
}

#[test]
fn positions_are_listed_by_the_filters_of_other_records() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let db = read_before(&dir);
    let all = rows(&["positions", "--archive", &db, "--format", "csv"]);
    let count = sql(&db, "SELECT count(*) FROM v_positions");
    assert_eq!(count, [all.len().to_string()]);
    let of = |filters: &[&str]| rows(&[&["positions", "--archive", &db, "--format", "csv"][..], filters].concat());
    let whose = sql(
        &db,
        "SELECT country, count(*) FROM v_positions WHERE country <> '' GROUP BY country ORDER BY 2 DESC LIMIT 1",
    );
    let (country, n) = whose[0].split_once(',').expect("two columns");
    assert_eq!(of(&["--actor", country]).len().to_string(), n);
    assert_eq!(of(&["--actor", country, "--limit", "1"]).len(), 1);
    // The page says the same of fewer.
    let page = |filters: &[&str]| {
        let output = run(&[&["positions", "--archive", &db][..], filters].concat());
        (output.status.code(), words(&output.stdout).matches(" po_").count())
    };
    assert_eq!(page(&[]).1, all.len());
    assert_eq!(page(&["--actor", country]).1.to_string(), n);
    assert_eq!(page(&["--since", "2030-01-01"]).0, Some(1));
    let told = |args: &[&str]| words(&run(args).stderr).to_owned();
    assert!(told(&["positions", "a.txt", "--actor", "PER"]).contains("--archive"));
    assert!(told(&["positions", "--archive", &db, "--format", "csv", "--holder", "PER"]).contains("--actor"));
    assert!(told(&["positions", "--archive", &db, "--type", "AID", "--format", "csv"]).contains("--type"));
}

#[test]
fn trouble_is_told_once() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let newer = read_before(&dir);
    let db = rusqlite::Connection::open(&newer).expect("it is a file");
    db.pragma_update(None, "user_version", 99).expect("it is written to");
    drop(db);
    let nothing = path(&dir, "nothing.jsonl");
    for command in [&["events", "--archive", &newer][..], &["ingest", "--archive", &newer, "--ledgers", &nothing]] {
        let output = run(command);
        assert_eq!(output.status.code(), Some(2));
        let told = words(&output.stderr);
        assert_eq!(told.matches("use a newer chancery").count(), 1, "{told}");
    }
}

#[test]
fn answers_come_in_the_form_that_is_asked_for() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (db, file) = (path(&dir, "news.db"), ledgers(&dir, 3));
    assert_eq!(run(&["ingest", "--archive", &db, "--ledgers", &file]).status.code(), Some(0));
    let jsonl = run(&["events", "--archive", &db, "--format", "jsonl", "--type", "AGREE", "--limit", "1"]);
    let event: Value = serde_json::from_slice(&jsonl.stdout).expect("JSON");
    assert_eq!((event["type"].as_str(), event["evidence"].as_str()), (Some("AGREE"), Some("elia m")));
    let table = run(&["events", "--archive", &db, "--format", "table"]);
    assert!(words(&table.stdout).contains("FRA.GOV"));
    let parquet = path(&dir, "events.parquet");
    let output = run(&["events", "--archive", &db, "--format", "parquet", "--output", &parquet]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    let bytes = std::fs::read(&parquet).expect("a file");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    let series = rows(&["series", "--archive", &db, "--by", "year", "--of", "events"]);
    assert_eq!(series, ["2000,2000-01-01,all,2,2,1", "2001,2001-01-01,all,2,2,1", "2002,2002-01-01,all,2,2,1"]);
    let free = run(&["export", "--archive", &db, "--form", "csv", "--text-free"]);
    assert!(!words(&free.stdout).contains("elia m"), "{}", words(&free.stdout));
}

#[test]
fn corrections_are_signed_and_win() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (db, file) = (path(&dir, "news.db"), ledgers(&dir, 2));
    assert_eq!(run(&["ingest", "--archive", &db, "--ledgers", &file]).status.code(), Some(0));
    let id = sql(&db, "SELECT id FROM v_events WHERE type = 'CONSULT' ORDER BY id").remove(0);
    let shown = run(&["correct", "--archive", &db, &id]);
    assert!(words(&shown.stdout).contains("Envoys (FRA.GOV)"), "{}", words(&shown.stdout));
    let unsigned = run(&["correct", "--archive", &db, &id, "type=AGREE"]);
    assert_eq!(unsigned.status.code(), Some(2));
    assert!(words(&unsigned.stderr).contains("--by"), "{}", words(&unsigned.stderr));
    let signed = ["--by", "Ada Okoye", "--why", "They signed."];
    let corrected = run(&[&["correct", "--archive", &db, &id, "type=AGREE", "date=2001-01-04"], &signed[..]].concat());
    assert_eq!(corrected.status.code(), Some(0), "{}", words(&corrected.stderr));
    let found = rows(&["events", "--archive", &db, "--type", "AGREE", "--until", "2001-01-04"]);
    assert!(found.iter().any(|row| row.starts_with(&id)), "{found:?}");
    let wrong = run(&[&["correct", "--archive", &db, &id, "type=MEET"], &signed[..]].concat());
    assert_eq!(wrong.status.code(), Some(2));
    let rejected = run(&[&["correct", "--archive", &db, &id, "--reject"], &signed[..]].concat());
    assert_eq!(rejected.status.code(), Some(0), "{}", words(&rejected.stderr));
    assert_eq!(sql(&db, "SELECT count(*) FROM v_events"), ["3"]);
    let shown = run(&["show", "--archive", &db, &id]);
    assert!(words(&shown.stderr).contains("rejected by Ada Okoye"), "{}", words(&shown.stderr));
}

#[test]
fn an_archive_is_coded_again_in_place_and_scored() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (db, file) = (path(&dir, "news.db"), ledgers(&dir, 2));
    assert_eq!(run(&["ingest", "--archive", &db, "--ledgers", &file]).status.code(), Some(0));
    let unjudged = run(&["eval", "--archive", &db]);
    assert!(words(&unjudged.stderr).contains("nobody has corrected"), "{}", words(&unjudged.stderr));
    let id = sql(&db, "SELECT id FROM v_events WHERE type = 'CONSULT' ORDER BY id").remove(0);
    let signed = ["--by", "Ada Okoye", "--why", "They met."];
    let right = run(&[&["correct", "--archive", &db, &id, "--confirm"], &signed[..]].concat());
    assert_eq!(right.status.code(), Some(0), "{}", words(&right.stderr));
    let scored = run(&["eval", "--archive", &db, "--misses"]);
    assert_eq!(scored.status.code(), Some(0), "{}", words(&scored.stderr));
    assert!(words(&scored.stdout).contains("found"), "{}", words(&scored.stdout));

    let before = sql(&db, "SELECT codebook FROM v_articles");
    assert_eq!(before, ["none", "none"]);
    let output = run(&["recode", "--archive", &db]);
    assert_eq!(output.status.code(), Some(0), "{}", words(&output.stderr));
    assert!(words(&output.stderr).contains("2 coded anew"), "{}", words(&output.stderr));
    assert!(sql(&db, "SELECT codebook FROM v_articles").iter().all(|codebook| codebook != "none"));
    // What a person confirmed is there under its id, or where that leads.
    assert_eq!(run(&["show", "--archive", &db, &id]).status.code(), Some(0));
    let again = run(&["recode", "--archive", &db]);
    assert!(words(&again.stderr).contains("0 coded anew, 2 were of this coder"), "{}", words(&again.stderr));
    let changes = rows(&["changes", "--archive", &db, "--since", "2020-01-01"]);
    assert!(changes.iter().any(|row| row.contains("coded anew")), "{changes:?}");
    let early = run(&["events", "--archive", &db, "--as-of", "2001-01-01"]);
    assert_eq!(early.status.code(), Some(1), "nothing was there: {}", words(&early.stderr));
}

#[test]
fn a_record_is_cited_checked_and_frozen() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let (db, file) = (path(&dir, "news.db"), ledgers(&dir, 2));
    assert_eq!(run(&["ingest", "--archive", &db, "--ledgers", &file]).status.code(), Some(0));
    let frozen = path(&dir, "v1");
    let made = run(&["snapshot", "--archive", &db, &frozen, "--title", "Talks", "--author", "Okoye, Ada"]);
    assert_eq!(made.status.code(), Some(0), "{}", words(&made.stderr));
    let hash = words(&made.stdout).lines().last().expect("a hash").to_owned();
    assert!(hash.starts_with("sha256:") && Path::new(&frozen).join("CITATION.cff").exists());
    let id =
        sql(&db, "SELECT e.id FROM v_events e JOIN v_articles a ON a.id = e.article WHERE a.name = 'a1'").remove(0);
    let note = run(&["cite", "--archive", &db, &id]);
    assert!(words(&note.stdout).contains(&hash), "{}", words(&note.stdout));
    let citation = path(&dir, "citation.json");
    std::fs::write(&citation, run(&["cite", "--archive", &db, &id, "--json"]).stdout).expect("it can be written");
    let copy = path(&dir, "copy.txt");
    for (text, code, told) in [
        ("Envoys of Oria and Velia met in town 1. They signed treaty 1 and left.", 0, "the same text"),
        ("Envoys of Oria and Velia met in town 1. They signed treaty 1 and left.\n\nMore.", 0, "differs elsewhere"),
        ("Nobody met.", 1, "is not in"),
    ] {
        std::fs::write(&copy, text).expect("it can be written");
        let checked = run(&["verify", &citation, &copy]);
        assert_eq!(checked.status.code(), Some(code), "{text}: {}", words(&checked.stderr));
        assert!(words(&checked.stdout).contains(told), "{text}: {}", words(&checked.stdout));
    }
    let agreed = run(&["agree", &file, &file]);
    assert_eq!(agreed.status.code(), Some(0), "{}", words(&agreed.stderr));
    assert!(words(&agreed.stdout).contains("100.0"), "{}", words(&agreed.stdout));
}
