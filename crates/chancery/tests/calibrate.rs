//! `chancery codebook calibrate`: sentences and verdicts in, weights and a table of how far they hold out.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

const SENTENCES: &str = "Kenya and Tanzania held talks in Arusha on Monday.\n    CONSULT | KEN, TZA | -\n\
                         The bakery reopened on Monday.\n    -\n";
const ARTICLE: &str =
    r#"{"id": "a1", "text": "“Très bien.” Kenyan police arrested nine Ugandan fishermen on Tuesday."}"#;
const HEADER: &str = "doc,start,event,actors,recipients,type_ok,actors_ok,recipients_ok,reason\n";

fn calibrate(dir: &Path, table: &str, more: &[&str]) -> Output {
    let file = |name: &str, content: &str| -> PathBuf {
        let path = dir.join(name);
        std::fs::write(&path, content).expect("the temporary folder is writable");
        path
    };
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(["codebook", "calibrate"]).arg(file("sentences.txt", SENTENCES));
    command.arg("--judged").arg(file("verdicts.csv", table)).args(more);
    command.arg("--articles").arg(file("articles.jsonl", ARTICLE));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).stdin(Stdio::null());
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("output is UTF-8")
}

#[test]
fn verdicts_on_articles_are_fitted_on_beside_sentences() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    // The arrest stands where the verdict says, in code points; the second row is of what is not coded.
    let table = format!("{HEADER}a1,27,COERCE arrest,KENCOP,UGA,y,y,n,\na1,3,ASSAULT,,,n,n,n,\nother,1,AID,,,y,y,y,\n");
    let weights = dir.path().join("confidence.toml");
    let output = calibrate(dir.path(), &table, &["--write", weights.to_str().expect("a UTF-8 path")]);
    let page = text(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(page.contains("\n1 events of articles that were judged\n"), "{page}");
    assert!(page.contains("type: 1 judged, 1.00 right") && page.contains("actors: 1 judged, 1.00 right"), "{page}");
    let written = std::fs::read_to_string(weights).expect("the weights were written");
    assert!(written.contains("and 1 judged in articles."), "{written}");
}

#[test]
fn a_table_that_meets_no_event_and_one_of_other_columns_are_told() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let stranger = calibrate(dir.path(), &format!("{HEADER}elsewhere,27,COERCE,,,y,y,y,\n"), &[]);
    assert_eq!(stranger.status.code(), Some(2));
    assert!(text(&stranger.stderr).contains("does the column doc hold their ids"), "{}", text(&stranger.stderr));
    let misfit = calibrate(dir.path(), "document,verdict\na1,y\n", &[]);
    assert_eq!(misfit.status.code(), Some(2));
    assert!(text(&misfit.stderr).contains("verdicts.csv is no table of verdicts"), "{}", text(&misfit.stderr));
}
