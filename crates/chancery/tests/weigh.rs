//! `chancery codebook weigh`: articles in, the questions of the second look out, a line each.

use std::path::Path;
use std::process::{Command, Output, Stdio};

const ARTICLE: &str = r#"{"id": "w1", "text": "“Très bien.” Kenya expelled two Ugandan officials on Monday, the foreign ministry in Nairobi said. Kampala protested. Police surrounded the consulate in Kisumu. Growers blocked a road and were driven away with tear gas. A bishop asked both governments to be patient, and a court in Mombasa let four fishermen go. Uganda then recalled its envoy."}"#;

fn weigh(articles: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_chancery"));
    command.args(["codebook", "weigh"]).arg(articles);
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).stdin(Stdio::null());
    command.output().expect("the program starts")
}

#[test]
fn questions_stand_below_the_text_that_they_are_of() {
    let dir = tempfile::tempdir().expect("a temporary folder");
    let file = dir.path().join("articles.jsonl");
    std::fs::write(&file, ARTICLE).expect("the temporary folder is writable");
    let output = weigh(&file);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let lines: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("output is UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is an object"))
        .collect();
    let [names, article, questions @ ..] = &lines[..] else { panic!("{lines:?}") };
    let n = names["features"].as_array().expect("a list of names").len();
    let text: Vec<char> = article["text"].as_str().expect("the text").chars().collect();
    assert!(!questions.is_empty());
    for question in questions {
        assert_eq!(question["doc"], article["doc"]);
        for (country, row) in question["states"].as_object().expect("states by country") {
            assert_eq!((country.len(), row.as_array().map(Vec::len)), (3, Some(n)), "{question}");
        }
    }
    // Spans count code points: the words that are pointed at are those of a party without a told country.
    let words = |question: &serde_json::Value| {
        let at = |i: usize| question["argument"][i].as_u64().expect("an offset") as usize;
        text[at(0)..at(1)].iter().collect::<String>()
    };
    let parties: Vec<String> = questions.iter().filter(|q| q["argument"].is_array()).map(words).collect();
    assert!(parties.iter().any(|p| p == "Growers"), "{parties:?}");
    assert!(parties.iter().all(|p| !p.contains("Ugandan")), "{parties:?}");
}

#[test]
fn a_file_that_is_not_there_is_told() {
    let output = weigh(Path::new("no-such-articles.jsonl"));
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-articles.jsonl"));
}
