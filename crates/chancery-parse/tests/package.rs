//! Damaged and foreign packages are errors that name what is wrong.

#![allow(clippy::unwrap_used, reason = "the functions that alter copies are only called by tests")]

mod model;

use std::fs;
use std::path::Path;

use chancery_parse::{Error, Parser};

/// Loads a copy of the model in which one file was altered.
fn load_altered(file: &str, alter: impl FnOnce(&mut Vec<u8>)) -> Result<Parser, Error> {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&model::package_folder(), copy.path());
    let path = copy.path().join(file);
    let mut bytes = fs::read(&path).unwrap();
    alter(&mut bytes);
    fs::write(&path, bytes).unwrap();
    Parser::load(copy.path())
}

fn copy_folder(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir(&to).unwrap();
            copy_folder(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

/// Replaces text in a config.
fn replaced(from: &str, to: &str) -> impl FnOnce(&mut Vec<u8>) {
    move |bytes| {
        let text = String::from_utf8(std::mem::take(bytes)).unwrap();
        assert!(text.contains(from), "the config has {from}");
        *bytes = text.replace(from, to).into_bytes();
    }
}

#[track_caller]
fn check_unsupported(from: &str, to: &str, names: &str) {
    let error = load_altered("config.cfg", replaced(from, to)).unwrap_err();
    assert!(error.is_unsupported(), "{error}");
    assert!(error.path().ends_with("config.cfg"), "{error}");
    assert!(error.to_string().contains(names), "{error}");
}

#[test]
fn what_is_not_known_is_named() {
    check_unsupported("spacy.MaxoutWindowEncoder.v2", "spacy.MishWindowEncoder.v2", "`spacy.MishWindowEncoder.v2`");
    check_unsupported("spacy.Tagger.v2", "my.Tagger.v1", "`my.Tagger.v1`");
    check_unsupported("factory = \"attribute_ruler\"", "factory = \"morphologizer\"", "`morphologizer`");
    check_unsupported("lang = \"en\"", "lang = \"de\"", "`de`");
    check_unsupported("disabled = [\"senter\"]", "disabled = []", "`senter`");
    check_unsupported("\"NORM\",\"PREFIX\"", "\"LOWER\",\"PREFIX\"", "`LOWER`");
    check_unsupported("extra_state_tokens = false", "extra_state_tokens = true", "`extra_state_tokens`");
    check_unsupported("include_static_vectors = false", "include_static_vectors = true", "static vectors");
}

#[test]
fn sizes_that_do_not_fit_the_weights_are_refused() {
    for (from, to) in [
        ("depth = 4", "depth = 3"),
        ("window_size = 1", "window_size = 2"),
        ("maxout_pieces = 3", "maxout_pieces = 2"),
        ("[5000,1000,2500,2500,50,50]", "[5000,1000,2500,2500,50,51]"),
        ("[components.tok2vec.model.encode]\n", "[components.tok2vec.model.encode]\nignored = 1\nwidth = 64\n[x]\n"),
        ("width = 96\n", "width = 0\n"),
    ] {
        let error = load_altered("config.cfg", replaced(from, to)).unwrap_err();
        assert!(error.is_broken(), "{from} to {to}: {error}");
    }
}

#[test]
fn truncated_files_are_errors() {
    for file in ["tok2vec/model", "ner/model", "parser/moves", "tagger/cfg", "tokenizer", "config.cfg"] {
        for parts in [0, 1, 2, 3] {
            let loaded = load_altered(file, |bytes| bytes.truncate(bytes.len() * parts / 4));
            let error = loaded.expect_err(file);
            assert!(error.is_broken(), "{error}");
        }
    }
}

#[test]
fn a_missing_file_is_named() {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&model::package_folder(), copy.path());
    fs::remove_file(copy.path().join("parser/model")).unwrap();
    let error = Parser::load(copy.path()).unwrap_err();
    assert!(error.is_io() && error.path().ends_with("parser/model"), "{error}");
}

#[test]
fn a_move_list_shorter_than_the_scores_is_refused() {
    let error = load_altered("parser/moves", |bytes| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let at = text.find(r#""oprd":31"#).unwrap();
        bytes[at + 8..at + 10].copy_from_slice(b"-9");
        bytes[at + 1..at + 5].copy_from_slice(b"dobj");
    })
    .unwrap_err();
    assert!(error.is_broken(), "{error}");
}
