//! The program as a user runs it: files in, ledgers and exit codes out.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

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

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).expect("output is UTF-8")
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).expect("messages are UTF-8")
}

fn ledgers(output: &Output) -> Vec<Value> {
    assert_eq!(output.status.code(), Some(0), "{}", stderr(output));
    stdout(output).lines().map(|line| serde_json::from_str(line).expect("each line is a ledger")).collect()
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> String {
    let path = dir.join(name);
    std::fs::write(&path, bytes).expect("the temporary folder is writable");
    path.to_str().expect("a UTF-8 path").to_owned()
}

/// The words that `[start, end]`, in code points, cover.
fn words(ledger: &Value, start: &Value, end: &Value) -> String {
    let text = ledger["article"]["text"].as_str().expect("a ledger has its text");
    let at = |v: &Value| v.as_u64().expect("an offset") as usize;
    text.chars().skip(at(start)).take(at(end) - at(start)).collect()
}

#[test]
fn an_example_gives_events_statements_and_a_cast_tied_to_words() {
    let output = run(&["read", "examples/visayan-strait.txt", "--date", "2024-05-07", "--format", "jsonl"]);
    let ledger = &ledgers(&output)[0];
    assert_eq!(ledger["schema"], "chancery/1");
    assert_eq!(ledger["article"]["published"], "2024-05-07");
    let kinds: Vec<&str> = ledger["segments"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds[..2], ["headline", "caption"]);
    assert!(kinds.contains(&"crosshead"));

    let ilagan = ledger["entities"].as_array().unwrap().iter().find(|e| e["name"] == "Ramon Ilagan").unwrap();
    assert_eq!((ilagan["country"].as_str(), ilagan["sectors"][0].as_str()), (Some("PHL"), Some("GOV")));

    for kind in ["events", "statements"] {
        for record in ledger[kind].as_array().unwrap() {
            for evidence in record["evidence"].as_array().unwrap() {
                let quoted = words(ledger, &evidence["start"], &evidence["end"]);
                assert!(!quoted.is_empty() && quoted.chars().count() <= 500, "{quoted}");
                let trigger = words(ledger, &evidence["trigger"][0], &evidence["trigger"][1]);
                assert!(quoted.contains(&trigger), "{trigger} in {quoted}");
            }
        }
    }
    let said = ledger["statements"].as_array().unwrap().iter().find(|s| s["speaker"] == ilagan["id"]).unwrap();
    let content = words(ledger, &said["content"][0][0], &said["content"][0][1]);
    assert!(content.contains("rice and medicine") || content.contains("withdraw"), "{content}");
}

#[test]
fn threads_change_nothing() {
    let examples = ["examples/andean-mine.txt", "examples/lake-chad.txt", "examples/two-accounts.txt"];
    let read = |n: &str| {
        let mut args = vec!["read", "--format", "jsonl", "--threads", n];
        args.extend(examples.iter().chain(&examples).chain(&examples));
        run(&args).stdout
    };
    let one = read("1");
    assert_eq!(one.iter().filter(|&&b| b == b'\n').count(), 9);
    assert!(one == read("2") && one == read("7"));
}

#[test]
fn bad_files_are_named_and_cost_no_other_article() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let good = "{\"id\": 7, \"text\": \"The French president met the Chadian foreign minister in Paris on Monday.\"}\n";
    let jsonl =
        write(dir.path(), "mixed.jsonl", format!("{good}{{\"text\": \n{good}{{\"title\": \"no text\"}}\n").as_bytes());
    let empty = write(dir.path(), "empty.txt", b"");
    let png = write(dir.path(), "picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01");
    let folder = dir.path().to_str().expect("a UTF-8 path").to_owned();
    let output = run(&["read", &jsonl, &empty, &png, &folder, "no-such-file.txt", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(stdout(&output).lines().count(), 4, "both good articles are read, and once more from the folder");
    let messages = stderr(&output);
    for name in ["mixed.jsonl:2", "mixed.jsonl:4", "empty.txt", "picture.png", "no-such-file.txt"] {
        assert!(messages.contains(name), "{name} is missing in:\n{messages}");
    }
    assert!(!messages.contains("panicked"), "{messages}");
}

#[test]
fn exit_codes_tell_nothing_found_from_trouble() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let blank = write(dir.path(), "blank.jsonl", b"\n\n");
    assert_eq!(run(&["read", "--input", "jsonl", &blank]).status.code(), Some(1));
    let no_events = write(dir.path(), "calm.txt", b"The weather in the valley was mild and the river was low.");
    assert_eq!(run(&["read", &no_events]).status.code(), Some(0));
    let output = run(&["read", &no_events, "--date", "yesterday"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("write it as 2023-02-01"), "{}", stderr(&output));
    let output = run(&["read", &no_events, "--model", dir.path().to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("cannot load the language model"), "{}", stderr(&output));
}

#[test]
fn a_closed_pipe_is_success() {
    let mut child = chancery(&["read", "examples/lake-chad.txt", "--format", "jsonl"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!((output.status.code(), stderr(&output)), (Some(0), ""));
}

#[test]
fn standard_input_and_json_arrays_work() {
    let mut child = chancery(&["read", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    child.stdin.take().unwrap().write_all(b"Kenya accused Somalia of ignoring the ruling, a spokesman said.").unwrap();
    let output = child.wait_with_output().expect("the program ends");
    let array: Value = serde_json::from_slice(&output.stdout).expect("one JSON array");
    assert_eq!(array[0]["events"][0]["type"], "ACCUSE");
    assert_eq!(array.as_array().map(Vec::len), Some(1));
}

#[test]
fn another_language_is_noted_and_not_coded() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let french = "Le ministre des Affaires étrangères a rencontré son homologue tchadien lundi à Paris. Les deux hommes \
                  ont signé un accord sur la coopération militaire et ont condamné les attaques contre les civils.";
    let path = write(dir.path(), "article.txt", french.as_bytes());
    let ledger = &ledgers(&run(&["read", &path, "--format", "jsonl"]))[0];
    assert_eq!(ledger["article"]["language"], "fr");
    assert!(ledger["events"].as_array().unwrap().is_empty());
    assert!(ledger["notes"].as_array().unwrap().iter().any(|n| n["code"] == "engine.language"));
}

#[test]
fn explain_names_rule_words_and_arguments() {
    let output = run(&["explain", "examples/two-accounts.txt"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("by rule accuse.") && shown.contains("events/accuse/"), "{shown}");
    assert!(shown.contains("  A actor"), "{shown}");
    let output = run(&["explain", "examples/two-accounts.txt", "ev999"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("no event, statement or position \"ev999\""), "{}", stderr(&output));
}

#[test]
fn a_tried_sentence_says_why_rules_coded_nothing() {
    let tried = ["codebook", "try", "The club deported nobody.", "--why", "coerce.deport"];
    let output = run(&tried);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let refused: Vec<&str> = stdout(&output).lines().filter(|l| l.contains(": not ")).collect();
    assert!(refused.iter().any(|l| l.starts_with("deported: not coerce.deport: ")), "{}", stdout(&output));
    assert!(refused.iter().all(|l| l.contains(": not coerce.deport")), "{}", stdout(&output));

    let without = run(&tried[..3]);
    assert!(!stdout(&without).contains(": not "), "{}", stdout(&without));
}

#[test]
fn a_page_shows_each_part_without_colour_when_nobody_watches() {
    let shown = run(&["read", "examples/lake-chad.txt"]);
    let page = stdout(&shown);
    for part in ["Chad and Niger agree to patrol", "EVENTS", "STATEMENTS", "CAST", "2024-03-03"] {
        assert!(page.contains(part), "{part} is missing in:\n{page}");
    }
    assert!(!page.contains('\u{1b}'));
    assert!(stdout(&run(&["read", "examples/lake-chad.txt", "--color", "always"])).contains('\u{1b}'));
}

#[test]
fn parse_writes_tokens_of_the_whole_text() {
    let output = run(&["parse", "examples/andean-mine.txt"]);
    let parsed = &ledgers(&output)[0];
    let tokens = parsed["tokens"].as_array().unwrap();
    assert_eq!(tokens[0]["lemma"], "bolivian");
    assert!(tokens.len() > 300);
    let text: Vec<char> = parsed["text"].as_str().unwrap().chars().collect();
    for token in tokens {
        assert!(token["end"].as_u64().unwrap() as usize <= text.len());
    }
}

#[test]
fn every_command_shows_an_example() {
    for command in ["read", "parse", "explain", "gazetteer find", "gazetteer check", "schema"] {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.push("--help");
        let output = run(&words);
        assert!(stdout(&output).contains("Example"), "{command}");
    }
}

/// The README's blocks that begin with a command: each command, and what it says that the command prints.
fn sessions(readme: &str) -> Vec<(String, String)> {
    let blocks = readme.split("```").skip(1).step_by(2).filter_map(|block| block.strip_prefix("\n$ "));
    let commands = blocks.flat_map(|block| block.split("\n$ "));
    commands.filter_map(|c| c.split_once('\n').map(|(command, shown)| (command.to_owned(), shown.to_owned()))).collect()
}

/// Whether a page is what is shown of it; a line of `...` stands for lines left out.
fn shows(page: &str, shown: &str) -> bool {
    let mut rest: Vec<&str> = page.trim_end().lines().collect();
    let mut skips = false;
    for part in shown.trim_end().lines().collect::<Vec<_>>().split(|line| line.trim() == "...") {
        let at = rest.windows(part.len().max(1)).position(|lines| part.is_empty() || lines == part);
        let Some(at) = at.filter(|&at| skips || at == 0) else { return false };
        rest.drain(..at + part.len());
        skips = true;
    }
    rest.is_empty() || shown.trim_end().ends_with("...")
}

#[test]
fn the_readme_shows_what_the_program_prints() {
    let readme = std::fs::read_to_string(project().join("README.md")).expect("the project has a README");
    let dir = tempfile::tempdir().expect("a temporary folder");
    let mut ran = 0;
    for (command, shown) in sessions(&readme) {
        let args: Vec<&str> = command.split(' ').collect();
        match args.as_slice() {
            ["cat", name] => drop(write(dir.path(), name, shown.as_bytes())),
            ["chancery", args @ ..] => {
                let is_own = args.iter().any(|a| dir.path().join(a).is_file());
                let folder = if is_own { dir.path().to_owned() } else { project() };
                let output = chancery(args).current_dir(folder).output().expect("the program starts");
                let page = stdout(&output);
                assert!(shows(page, &shown), "$ {command}\n{page}{}", stderr(&output));
                ran += 1;
            }
            _ => panic!("the README runs something else: {command}"),
        }
    }
    assert_eq!(ran, 3);
}

#[test]
fn what_is_shown_of_a_page_may_leave_lines_out_but_not_change_them() {
    assert!(shows("a\nb\nc\n", "a\n...\nc\n") && shows("a\nb\nc\n", "...\nb\n...\n") && shows("a\n", "a\n"));
    assert!(!shows("a\nb\nc\n", "a\nc\n") && !shows("a\nb\nc\n", "b\n...\n") && !shows("a\nb\n", "a\n"));
}
