//! `chancery gazetteer`, and lists of one's own for `chancery read`.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    command.args(args).current_dir(project).stdin(Stdio::null()).output().expect("the program starts")
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("output is UTF-8")
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).expect("the temporary folder is writable");
    }
    dir
}

#[test]
fn find_tells_what_is_known_where_it_stands_and_what_holds_on_a_day() {
    let output = run(&["gazetteer", "find", "merkel", "--date", "2003-05-01"]);
    let page = stdout(&output);
    assert_eq!(output.status.code(), Some(0));
    for expected in [
        "Angela Merkel (person)\n  country     DEU (Germany)\n",
        "  names       Angela Merkel; Merkel\n",
        "  listed      people.csv:",
        "Chancellor (DEU), GOV, 2005-11-22 to 2021-12-08 (certain, offices.csv:",
        "  so          2003-05-01: OPP PTY, opposition leader\n",
    ] {
        assert!(page.contains(expected), "{expected}\nis not in\n{page}");
    }
    let noun = run(&["gazetteer", "find", "gunmen"]);
    assert!(stdout(&noun).starts_with("gunman (noun, person)\n  sectors     UAF\n"), "{}", stdout(&noun));
}

#[test]
fn find_tells_nobody_from_trouble() {
    let nobody = run(&["gazetteer", "find", "Angela Nobody-Known"]);
    assert_eq!((nobody.status.code(), stdout(&nobody)), (Some(1), ""));
    let date = run(&["gazetteer", "find", "Merkel", "--date", "soon"]);
    assert_eq!(date.status.code(), Some(2));
    let lists = run(&["gazetteer", "find", "Merkel", "--gazetteer", "no/such/folder"]);
    assert_eq!(lists.status.code(), Some(2));
}

#[test]
fn check_reports_every_fault_with_file_line_and_code() {
    let ours = run(&["gazetteer", "check"]);
    assert_eq!(ours.status.code(), Some(0), "{}", stdout(&ours));
    let dir = folder(&[(
        "bodies.csv",
        "organization,aliases,country,sectors\nSalt Board,SB,NOR,GOV\nSoil Board,SB,SWE,GOV\n",
    )]);
    let path = dir.path().to_str().expect("a UTF-8 path");
    let unclear = run(&["gazetteer", "check", path]);
    assert_eq!(unclear.status.code(), Some(1));
    assert!(stdout(&unclear).starts_with("bodies.csv:2: GZ101: \"SB\" is also claimed by Soil Board (bodies.csv:3)"));
    assert_eq!(run(&["gazetteer", "check", "no/such/folder"]).status.code(), Some(2));
}

#[test]
fn lists_of_ones_own_go_before_ours_and_a_broken_one_stops_the_reading() {
    let dir =
        folder(&[("groups.csv", "organization,aliases,country,sectors\nQuellen Front,,NOR,REB\nMossad,,SWE,BUS\n")]);
    let path = dir.path().to_str().expect("a UTF-8 path");
    let articles = folder(&[("article.txt", "The Quellen Front attacked a convoy of the Mossad near Oslo.")]);
    let article = articles.path().join("article.txt");
    let article = article.to_str().expect("a UTF-8 path");
    let country = |args: &[&str], name: &str| {
        let output = run(&[&["read", article, "--format", "jsonl"], args].concat());
        let ledger: Value = serde_json::from_str(stdout(&output)).expect("one ledger");
        let entities = ledger["entities"].as_array().expect("a list").clone();
        let entity = entities.iter().find(|e| e["name"] == name).unwrap_or_else(|| panic!("{name} in {entities:?}"));
        entity["country"].as_str().unwrap_or("-").to_owned()
    };
    assert_eq!(country(&[], "Mossad"), "ISR");
    assert_eq!(country(&["--gazetteer", path], "Mossad"), "SWE");
    assert_eq!(country(&["--gazetteer", path], "Quellen Front"), "NOR");
    assert_eq!(country(&["--gazetteer", path], "Oslo"), "NOR");
    let broken = folder(&[("groups.csv", "organization,aliases,country,sectors\nQuellen Front,,Norway,REB\n")]);
    let output = run(&["read", article, "--gazetteer", broken.path().to_str().expect("a UTF-8 path")]);
    assert_eq!(output.status.code(), Some(2));
    let message = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(message.contains("groups.csv:2: GZ004: \"Norway\" is not a PLOVER country code"), "{message}");
}
