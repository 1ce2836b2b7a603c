//! From an article as it was found to a clean, segmented text.
//!
//! Repairs undo what transport did to a text (encodings, HTML, icon fonts, typesetting) and nothing else: no word is
//! corrected, no space collapsed. They run in rounds until nothing is left to repair, since one scar can hide
//! another ("&Atilde;&copy;" is "Ã©" is "é"), so cleaning a cleaned text changes nothing. Every repair is noted.

mod entities;
mod mojibake;
mod repairs;
mod tally;

use chancery_doc::{Date, Note, Text};

use crate::date::written_out;
use crate::map::Decoded;
use crate::raw::Raw;
use crate::{language, segment};

/// How to clean an article.
#[derive(Clone, Debug)]
pub struct CleanOptions {
    /// Whether to repair; without it the text stays as it was found and no headline is put in front of it, so that
    /// offsets are those of the input's text.
    pub repair: bool,
    /// The publication date to assume where the article's carrier gives none.
    pub date: Option<Date>,
}

impl Default for CleanOptions {
    fn default() -> CleanOptions {
        CleanOptions { repair: true, date: None }
    }
}

/// Cleans and segments an article. Never fails: what was odd is added to `notes`, with its place in the cleaned text.
///
/// ```
/// use chancery_intake::{CleanOptions, Options, articles, clean};
/// let input = "Talks began in S\u{e3}o Tom\u{e9}, Jos茅 Ramos said &amp; left.";
/// let raw = articles(Box::new(input.as_bytes()), "a.txt", None, &Options::default()).next().unwrap().unwrap();
/// let mut notes = Vec::new();
/// let text = clean(raw, &CleanOptions::default(), &mut notes);
/// assert_eq!(text.as_str(), "Talks began in São Tomé, José Ramos said & left.");
/// let codes: Vec<_> = notes.iter().map(|n| n.code.0).collect();
/// assert_eq!(codes, ["intake.mojibake", "intake.entity", "intake.no-date"]);
/// ```
pub fn clean(raw: Raw, options: &CleanOptions, notes: &mut Vec<Note>) -> Text {
    let Raw { text, headline, mut given, notes: found, .. } = raw;
    notes.extend(found);
    let mut headline_end = None;
    let text = if options.repair {
        let headline = headline.map(|title| {
            // The headline's own repairs are noted once, where it stands in front of the text.
            let title = one_line(repairs::repaired(title).0);
            given.headline = Some(title.as_str().to_owned());
            title
        });
        let joined = match headline {
            Some(title) if !title.as_str().is_empty() && !begins_with(text.as_str(), title.as_str()) => {
                title.followed_by("\n\n", text)
            }
            _ => text,
        };
        let (text, repaired) = repairs::repaired(joined);
        repaired.note(text.as_str(), notes);
        text
    } else {
        text
    };
    if let Some(title) = &given.headline {
        headline_end = begins_with(text.as_str(), title).then(|| first_line_end(text.as_str()));
    }
    let (text, raw_map) = text.into_parts();
    let segments = segment::segments(&text, headline_end);
    given.published = given.published.or(options.date).or_else(|| {
        let dateline = segments.iter().find(|s| s.kind == chancery_doc::SegmentKind::Dateline)?;
        written_out(dateline.span.of(&text))
    });
    if given.published.is_none() {
        let message = "no publication date is known, so relative dates stay unresolved; give --date";
        notes.push(Note::new("intake.no-date", message));
    }
    let language = language::language(&text, given.language.as_deref());
    Text::new(text, segments, raw_map, given, language)
}

/// Whether the first line that is not blank is this headline, give or take a final stop.
fn begins_with(text: &str, headline: &str) -> bool {
    let plain = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.join(" ").trim_end_matches('.').to_owned()
    };
    let first = text.trim_start().lines().next().unwrap_or_default();
    first.len() <= headline.len() * 2 + 16 && plain(first) == plain(headline)
}

fn first_line_end(text: &str) -> usize {
    let start = text.len() - text.trim_start().len();
    start + text[start..].find('\n').unwrap_or(text.len() - start)
}

/// A headline without line breaks in it or white space around it.
fn one_line(title: Decoded) -> Decoded {
    let text = title.as_str();
    let start = text.len() - text.trim_start().len();
    let end = text.trim_end().len().max(start);
    let mut rewriter = crate::map::Rewriter::new(&title);
    rewriter.skip_to(start);
    for (at, break_) in text[start..end].match_indices(['\n', '\r']) {
        rewriter.replace(start + at..start + at + break_.len(), " ");
    }
    rewriter.keep_to(end);
    rewriter.cut()
}
