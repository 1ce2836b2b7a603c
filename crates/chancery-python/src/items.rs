//! What Python gives as an article: a string, a mapping with the fields of a line of JSONL, or a path.
//!
//! A string is always a text, never the name of a file: texts come from anywhere, and none may make the program open
//! what it names.

use std::path::PathBuf;

use chancery_engine::doc::{Given, Note};
use chancery_engine::intake::{Decoded, Raw, parse_date};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyMapping, PyString};

use crate::stream::Failure;

/// What an iterable is called in messages and ids.
const NAME: &str = "item";

/// Something to read.
pub(crate) enum Item {
    /// One article.
    Article(Box<Raw>),
    /// A file or folder of them.
    Path(PathBuf),
}

/// The `number`th item of an iterable, or an article by itself.
pub(crate) fn item(object: &Bound<'_, PyAny>, number: Option<u64>) -> Result<Item, Failure> {
    let fail = |message: String| Failure { message, source: NAME.to_owned(), line: number };
    if let Ok(text) = object.cast::<PyString>() {
        let text = string(text);
        if text.trim().is_empty() {
            return Err(fail("the text is empty".to_owned()));
        }
        if looks_like_path(&text) {
            return Err(fail(format!(
                "\"{text}\" looks like a file's name, and a string is read as an article; pass pathlib.Path(\"{text}\")"
            )));
        }
        return Ok(Item::Article(Box::new(article(number, text, Given::default(), Vec::new()))));
    }
    if object.cast::<PyBytes>().is_ok() {
        return Err(fail("bytes are no text; decode them first".to_owned()));
    }
    if let Ok(mapping) = object.cast::<PyMapping>() {
        return fields(mapping, number).map(|raw| Item::Article(Box::new(raw))).map_err(fail);
    }
    if object.hasattr("__fspath__").unwrap_or(false) {
        return object.extract::<PathBuf>().map(Item::Path).map_err(|e| fail(e.to_string()));
    }
    let kind = object.get_type().name().map_or_else(|_| "unknown".to_owned(), |name| name.to_string());
    Err(fail(format!("this is of type {kind}; give a string, a mapping with `text`, or a pathlib.Path")))
}

fn article(number: Option<u64>, text: String, given: Given, notes: Vec<Note>) -> Raw {
    let headline = given.headline.clone().map(Decoded::extracted);
    Raw { name: NAME.to_owned(), line: number, text: Decoded::extracted(text), headline, given, notes }
}

/// A Python string may hold halves of surrogate pairs, which no text does.
fn string(text: &Bound<'_, PyString>) -> String {
    text.to_string_lossy().into_owned()
}

fn looks_like_path(text: &str) -> bool {
    let text = text.trim();
    let is_one_word = !text.contains(char::is_whitespace) && text.len() < 4096;
    let has_ending = text.rsplit_once('.').is_some_and(|(_, end)| {
        (1..=8).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    });
    is_one_word && (text.contains(['/', '\\']) || has_ending)
}

/// An article with what its carrier said of it; the message says what is wrong with it.
fn fields(mapping: &Bound<'_, PyMapping>, number: Option<u64>) -> Result<Raw, String> {
    let get = |name: &str| mapping.get_item(name).ok().filter(|value| !is_missing(value));
    let text = get("text").ok_or("`text` is missing or null; give the article as a string field `text`")?;
    let text = text.cast::<PyString>().map_err(|_| {
        let kind = text.get_type().name().map_or_else(|_| "unknown".to_owned(), |name| name.to_string());
        format!("`text` is of type {kind}; give the article as a string")
    })?;
    let text = string(text);
    if text.trim().is_empty() {
        return Err("`text` is empty".to_owned());
    }
    let scalar = |name: &str| {
        let value = get(name)?;
        let words = value.str().ok().map(|words| string(&words))?;
        (!words.trim().is_empty()).then_some(words)
    };
    let mut notes = Vec::new();
    let mut published = None;
    for name in ["date", "published", "dct"] {
        let Some(words) = scalar(name) else { continue };
        // A datetime prints as a date, a space and a time.
        published = parse_date(&words).or_else(|| parse_date(words.split(' ').next()?));
        if published.is_some() {
            break;
        }
        let shown: String = words.chars().take(40).collect();
        let message = format!("`{name}` is \"{shown}\", which is no date; write it as 2023-02-01");
        notes.push(Note::new("intake.bad-date", message));
    }
    let headline = scalar("title").or_else(|| scalar("headline")).map(|words| words.trim().to_owned());
    let given = Given {
        id: scalar("id"),
        url: scalar("url"),
        publisher: scalar("publisher"),
        authors: ["authors", "author", "byline"]
            .iter()
            .find_map(|name| scalar(name))
            .map_or_else(Vec::new, |names| chancery_engine::intake::authors(&names)),
        headline,
        published,
        language: scalar("language"),
    };
    Ok(article(number, text, given, notes))
}

/// None, or what data frames have for it: a number that is none, or a missing date, neither of which equals itself.
fn is_missing(value: &Bound<'_, PyAny>) -> bool {
    if value.is_none() {
        return true;
    }
    if value.cast::<PyString>().is_ok() {
        return false;
    }
    value.cast::<PyFloat>().is_ok_and(|number| number.extract::<f64>().is_ok_and(f64::is_nan))
        || value.get_type().name().is_ok_and(|name| name == "NaTType" || name == "NAType")
}
