//! One article from one line of JSON.
//!
//! `serde_json` finds the fields and checks the syntax; the strings that become text are unescaped here, because
//! the way back from each character to its bytes (`\u00e9` is six of them) must be kept.

use chancery_doc::{Given, Note};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::byline::authors;
use crate::date::parse_date;
use crate::decode;
use crate::error::{Error, Kind};
use crate::map::{Decoded, Rewriter};
use crate::raw::Raw;

/// The fields that are read; all others are ignored. Values stay unread, so that a field of an unexpected type is a
/// note rather than a lost article.
#[derive(Deserialize)]
struct Fields<'a> {
    #[serde(borrow)]
    text: Option<&'a RawValue>,
    id: Option<&'a RawValue>,
    url: Option<&'a RawValue>,
    publisher: Option<&'a RawValue>,
    authors: Option<&'a RawValue>,
    author: Option<&'a RawValue>,
    byline: Option<&'a RawValue>,
    title: Option<&'a RawValue>,
    headline: Option<&'a RawValue>,
    date: Option<&'a RawValue>,
    published: Option<&'a RawValue>,
    dct: Option<&'a RawValue>,
    language: Option<&'a RawValue>,
}

/// Reads a line that starts at byte `offset` of the input.
pub(crate) fn article(bytes: &[u8], name: &str, line: u64, offset: u64, allow_blank: bool) -> Result<Raw, Error> {
    let fail = |kind| Error::new(name, Some(line), kind);
    let mut notes = Vec::new();
    let decoded = decode::utf8(bytes, offset, &mut notes);
    let json = decoded.as_str();
    if !json.trim_start().starts_with('{') {
        let detail = "the line begins otherwise than with a brace".to_owned();
        return Err(fail(Kind::Json { detail, remedy: CORRECT, is_spread: false }));
    }
    let fields: Fields<'_> = serde_json::from_str(json).map_err(|cause| fail(syntax(json, &cause)))?;

    let text = match fields.text.map(|value| (value, unescaped(&decoded, value, &mut notes))) {
        Some((_, Some(text))) => text,
        Some((value, None)) => {
            let detail = format!("`text` is {}; give the article as a string", kind_of(value));
            return Err(fail(Kind::Field { detail }));
        }
        None => {
            let detail = "`text` is missing or null; give the article as a string field `text`".to_owned();
            return Err(fail(Kind::Field { detail }));
        }
    };
    if text.as_str().trim().is_empty() && !allow_blank {
        return Err(fail(Kind::Empty));
    }

    let mut scalar = |value: Option<&RawValue>, field: &str| {
        let value = value.filter(|v| v.get() != "null")?;
        let found = match value.get().as_bytes().first() {
            Some(b'"') => serde_json::from_str::<String>(value.get()).ok(),
            Some(b'-' | b'0'..=b'9') => Some(value.get().to_owned()),
            _ => None,
        };
        if found.is_none() {
            let message = format!("`{field}` is {} and was ignored; give a string", kind_of(value));
            notes.push(Note::new("intake.bad-field", message));
        }
        found.filter(|f| !f.trim().is_empty())
    };
    let id = scalar(fields.id, "id");
    let url = scalar(fields.url, "url");
    let publisher = scalar(fields.publisher, "publisher");
    let language = scalar(fields.language, "language");
    let listed = fields.authors.and_then(|value| serde_json::from_str::<Vec<String>>(value.get()).ok());
    let authors = listed.map_or_else(
        || {
            let named = [("authors", fields.authors), ("author", fields.author), ("byline", fields.byline)];
            named.into_iter().find_map(|(field, value)| scalar(value, field)).map_or_else(Vec::new, |a| authors(&a))
        },
        |list| list.iter().flat_map(|a| authors(a)).collect(),
    );
    let dates = [("date", fields.date), ("published", fields.published), ("dct", fields.dct)];
    let dates = dates.map(|(field, value)| (field, scalar(value, field)));
    let mut published = None;
    for (field, value) in dates {
        let Some(value) = value else { continue };
        published = parse_date(&value);
        if published.is_some() {
            break;
        }
        let shown: String = value.chars().take(40).collect();
        let message = format!("`{field}` is \"{shown}\", which is no date; write it as 2023-02-01");
        notes.push(Note::new("intake.bad-date", message));
    }

    let present = |value: Option<&'_ RawValue>| value.is_some_and(|v| v.get() != "null" && v.get() != "\"\"");
    let title = if present(fields.title) { fields.title } else { fields.headline };
    let headline = title.and_then(|value| unescaped(&decoded, value, &mut notes));
    let headline = headline.filter(|title| !title.as_str().trim().is_empty());
    let given = Given {
        id,
        url,
        publisher,
        authors,
        headline: headline.as_ref().map(|title| title.as_str().trim().to_owned()),
        published,
        language,
    };
    Ok(Raw { name: name.to_owned(), line: Some(line), text, headline, given, notes })
}

const CORRECT: &str = "correct the line, or pass --input text if the file is plain text";

fn syntax(json: &str, cause: &serde_json::Error) -> Kind {
    let detail = cause.to_string();
    // The position is column only: the line number is the file's.
    let detail = detail.split(" at line ").next().unwrap_or_default().to_owned();
    let detail = format!("{detail} at column {}", cause.column());
    let is_spread = cause.is_eof() && json.trim_end().ends_with(['{', '[', ',']);
    let remedy = if is_spread {
        "the object goes on in the next line; write each on one line (jq -c . FILE)"
    } else if cause.is_eof() {
        "the line is cut off; write it anew or remove it"
    } else {
        CORRECT
    };
    Kind::Json { detail, remedy, is_spread }
}

fn kind_of(value: &RawValue) -> &'static str {
    match value.get().as_bytes().first() {
        Some(b'n') => "null",
        Some(b't' | b'f') => "true or false",
        Some(b'[') => "a list",
        Some(b'{') => "an object",
        Some(b'"') => "a string",
        _ => "a number",
    }
}

/// The text of a JSON string inside `line`, with its way back; `None` if the value is no string.
fn unescaped(line: &Decoded, value: &RawValue, notes: &mut Vec<Note>) -> Option<Decoded> {
    let json = value.get();
    if !json.starts_with('"') || json.len() < 2 {
        return None;
    }
    // The value is borrowed from the line, so its address tells its place.
    let start = json.as_ptr() as usize - line.as_str().as_ptr() as usize;
    let end = start + json.len() - 1;
    let source = line.as_str();
    let mut rewriter = Rewriter::new(line);
    rewriter.skip_to(start + 1);
    let mut at = start + 1;
    let mut n_lone = 0usize;
    while let Some(found) = source[at..end].find('\\') {
        at += found;
        let escape = escape(&source[at..end]);
        let mut utf8 = [0; 4];
        n_lone += usize::from(escape.is_lone);
        rewriter.replace(at..at + escape.len, escape.char.encode_utf8(&mut utf8));
        at += escape.len;
    }
    rewriter.keep_to(end);
    if n_lone > 0 {
        let message = format!("{n_lone} halves of surrogate pairs stand alone; U+FFFD stands there");
        notes.push(Note::new("intake.undecodable", message));
    }
    Some(rewriter.cut())
}

struct Escape {
    char: char,
    /// Bytes of JSON.
    len: usize,
    /// Whether it is half of a surrogate pair whose other half is missing.
    is_lone: bool,
}

/// The escape at the start of `json`, whose syntax was checked before.
fn escape(json: &str) -> Escape {
    let simple = |char| Escape { char, len: 2, is_lone: false };
    match json.as_bytes().get(1) {
        Some(b'n') => simple('\n'),
        Some(b't') => simple('\t'),
        Some(b'r') => simple('\r'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'u') => {
            let unit = |at: usize| u16::from_str_radix(json.get(at..at + 4)?, 16).ok();
            let first = unit(2);
            let second = if json.get(6..8) == Some("\\u") { unit(8) } else { None };
            let units = [first.unwrap_or(0xfffd), second.unwrap_or(0)];
            match char::decode_utf16(units).next() {
                Some(Ok(char)) => Escape { char, len: if char > '\u{ffff}' { 12 } else { 6 }, is_lone: false },
                _ => Escape { char: '\u{fffd}', len: 6, is_lone: true },
            }
        }
        Some(&byte) if byte.is_ascii() => simple(char::from(byte)),
        _ => Escape { char: '\\', len: 1, is_lone: false },
    }
}
