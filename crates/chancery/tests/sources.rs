//! Sources, watching and the manual, as a user meets them.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn run(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(args).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).stdin(Stdio::null());
    command.output().expect("the program starts")
}

fn stdout(output: &Output) -> &str {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    std::str::from_utf8(&output.stdout).expect("UTF-8")
}

const PAGE: &str = "<!DOCTYPE html><html><head><title>Treaty signed</title></head><body><nav><a href='/'>Home</a></nav>\
    <article><h1>Treaty signed</h1><p>The French president met the Chadian foreign minister in Paris on Monday.</p>\
    <p>They signed a treaty on trade and fishing after two days of talks in the capital, the ministry said.</p>\
    <p>The treaty will be put to both parliaments in the autumn, according to a spokesman of the president.</p>\
    </article><footer>All rights reserved</footer></body></html>";

#[test]
fn a_folder_gives_the_same_bytes_on_any_number_of_threads() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(dir.path().join("1.html"), PAGE).expect("it can be written");
    for n in 2..9 {
        let text =
            format!("Officials of country {n} met in Geneva on Tuesday. The minister of Chad condemned the attack.");
        std::fs::write(dir.path().join(format!("{n}.txt")), text).expect("it can be written");
    }
    let folder = dir.path().to_str().expect("UTF-8");
    let one = run(&["read", folder, "--format", "jsonl", "--jobs", "1"]);
    let four = run(&["read", folder, "--format", "jsonl", "--jobs", "4"]);
    assert_eq!(stdout(&one).lines().count(), 8);
    assert!(stdout(&one).lines().next().is_some_and(|line| line.contains("Treaty signed")));
    assert_eq!(one.stdout, four.stdout);
}

#[test]
fn what_arrives_in_a_folder_is_stored_once() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let incoming = dir.path().join("incoming");
    std::fs::create_dir(&incoming).expect("it can be made");
    std::fs::write(incoming.join("a.html"), PAGE).expect("it can be written");
    std::fs::write(incoming.join("b.txt"), "The minister of Chad condemned the attack on Tuesday.").expect("written");
    let (folder, archive) = (incoming.to_str().expect("UTF-8"), dir.path().join("news.db"));
    let archive = archive.to_str().expect("UTF-8");
    let watch = || run(&["watch", folder, "--archive", archive, "--until-quiet", "--every", "0.1", "--report"]);
    assert_eq!(stdout(&watch()).lines().count(), 2);
    assert_eq!(stdout(&watch()).lines().count(), 0, "it is there already");
}

#[test]
fn shells_and_man_know_every_command() {
    let script = run(&["completions", "bash"]);
    assert!(stdout(&script).contains("watch") && stdout(&script).contains("--jobs"));
    let dir = tempfile::tempdir().expect("a temporary folder");
    stdout(&run(&["man", dir.path().to_str().expect("UTF-8")]));
    let page = std::fs::read_to_string(dir.path().join("chancery-watch.1")).expect("a page for each command");
    assert!(page.contains("until\\-quiet"), "{page}");
}
