//! What part of an article each line is, told from layout alone.
//!
//! The front of an article (all before its first paragraph) is where headline, standfirst, caption, byline and
//! dateline stand in any order; after it, a short line without a stop between paragraphs is a crosshead. Doubt is
//! resolved towards the paragraph: a heading read as a paragraph is parsed all the same, while a paragraph read as a
//! heading may lose its events.

mod cues;
mod layout;

use std::collections::BTreeSet;

use chancery_doc::{Segment, SegmentKind, Span};
use cues::ends_sentence;

use crate::dateline::{Place, dateline, is_line};

/// The most words and bytes of a headline.
const HEADLINE_WORDS: usize = 30;
const HEADLINE_BYTES: usize = 220;

/// Words from which a line that ends no sentence is rather a summary than a title.
const LONG_TITLE: usize = 20;

const CROSSHEAD_WORDS: usize = 14;

/// Cuts a text into its segments; a headline known beforehand ends at `headline_end`.
pub(crate) fn segments(text: &str, headline_end: Option<usize>) -> Vec<Segment> {
    let units: Vec<Unit<'_>> = layout::units(text).iter().map(|unit| Unit::new(text, unit.span)).collect();
    let mut kinds: Vec<SegmentKind> = units.iter().map(own_kind).collect();
    let known = headline_end.filter(|_| !units.is_empty()).map(|_| 0);
    if let Some(idx) = known {
        kinds[idx] = SegmentKind::Headline;
    }
    front(&units, &mut kinds, known);
    body(&units, &mut kinds);
    ends(&units, &mut kinds);
    let mut segments = Vec::with_capacity(units.len() + 1);
    let first_paragraph = kinds.iter().position(|kind| *kind == SegmentKind::Paragraph);
    let has_speakers =
        units.iter().filter(|u| dateline(u.text, Place::First).is_some_and(|end| u.text[..end].ends_with(':'))).count()
            > 1;
    for (idx, unit) in units.iter().enumerate() {
        let place = match first_paragraph {
            Some(first) if first < idx => Place::Later,
            _ if has_speakers => Place::Dialogue,
            _ => Place::First,
        };
        match (kinds[idx], dateline(unit.text, place)) {
            (SegmentKind::Paragraph, Some(len)) => {
                let start = unit.span.start();
                let end = start + len as u32;
                let rest = Span::new(end, unit.span.end()).trimmed(text);
                segments.push(Segment { kind: SegmentKind::Dateline, span: Span::new(start, end).trimmed(text) });
                if !rest.is_empty() {
                    segments.push(Segment { kind: SegmentKind::Paragraph, span: rest });
                }
            }
            (SegmentKind::Caption, _) if cues::closing_credit(unit.text).is_some() => {
                let cut = unit.span.start() + cues::closing_credit(unit.text).unwrap_or_default() as u32;
                let (picture, credit) = (Span::new(unit.span.start(), cut), Span::new(cut, unit.span.end()));
                segments.push(Segment { kind: SegmentKind::Caption, span: picture.trimmed(text) });
                segments.push(Segment { kind: SegmentKind::Other, span: credit.trimmed(text) });
            }
            (kind, _) => segments.push(Segment { kind, span: unit.span }),
        }
    }
    segments
}

/// A line or wrapped paragraph with what is often asked of it.
struct Unit<'a> {
    span: Span,
    text: &'a str,
    n_words: usize,
    ends_sentence: bool,
    has_dateline: bool,
}

impl<'a> Unit<'a> {
    fn new(whole: &'a str, span: Span) -> Unit<'a> {
        let text = span.of(whole);
        Unit {
            span,
            text,
            n_words: text.split_whitespace().count(),
            ends_sentence: ends_sentence(text),
            // A colon alone may be part of a title: "VOTE IS ON: Who Will Count".
            has_dateline: dateline(text, Place::Perhaps).is_some_and(|end| !text[..end].ends_with(':')),
        }
    }

    /// Whether it is running text without a doubt.
    fn is_prose(&self) -> bool {
        (self.ends_sentence && self.n_words >= 8)
            || self.n_words > HEADLINE_WORDS
            || self.text.len() > HEADLINE_BYTES
            || (self.has_dateline && self.n_words >= 8)
    }

    /// Whether it ends in a full stop, be it inside quotation marks.
    fn has_stop(&self) -> bool {
        self.ends_sentence
            && !self.text.trim_end_matches(|c: char| !c.is_alphanumeric() && !".?!…".contains(c)).ends_with(['?', '!'])
    }

    /// Whether it could be a title by its looks.
    fn is_title_like(&self) -> bool {
        self.n_words >= 2
            && self.n_words <= HEADLINE_WORDS
            && self.text.len() <= HEADLINE_BYTES
            && !self.has_dateline
            && !self.text.ends_with([':', ','])
            && !self.text.starts_with(['•', '*', '-', '–', '—'])
            && !holds_full_sentence(self.text)
            && !self.text.starts_with(char::is_lowercase)
    }
}

/// Whether a sentence ends inside the line and another begins.
fn holds_full_sentence(text: &str) -> bool {
    text.match_indices(". ").any(|(at, _)| {
        let word = text[..at].rsplit(' ').next().unwrap_or_default();
        let next = text[at + 2..].trim_start_matches(['"', '“', '‘', '\'']);
        // "U.S. to", "Sen. Graham", "St. Petersburg": abbreviations are short or hold a stop.
        let is_short = word.chars().count() <= 4 && word.starts_with(char::is_uppercase);
        !is_short && !word.contains('.') && next.starts_with(char::is_uppercase)
    })
}

/// What a line is by its own looks; paragraph where they do not tell.
fn own_kind(unit: &Unit<'_>) -> SegmentKind {
    if is_line(unit.text) {
        SegmentKind::Dateline
    } else if cues::is_byline(unit.text) {
        SegmentKind::Byline
    } else if cues::is_furniture(unit.text) {
        SegmentKind::Other
    } else if cues::is_caption(unit.text) {
        SegmentKind::Caption
    } else {
        SegmentKind::Paragraph
    }
}

/// Headline and standfirst.
fn front(units: &[Unit<'_>], kinds: &mut [SegmentKind], known: Option<usize>) {
    let plain: Vec<usize> = (0..units.len()).filter(|idx| kinds[*idx] == SegmentKind::Paragraph).collect();
    let is_body_from = |from: usize| {
        plain.iter().filter(|idx| **idx >= from).any(|idx| units[*idx].is_prose() || units[*idx].has_dateline)
    };
    let headline = known.or_else(|| find_headline(units, &plain, &is_body_from));
    let Some(headline) = headline else { return };
    kinds[headline] = SegmentKind::Headline;
    for idx in plain.iter().copied().filter(|idx| *idx < headline) {
        // A word or two above the headline name the page's section.
        let is_section = units[idx].n_words <= 3 && !units[idx].ends_sentence;
        kinds[idx] = if is_section { SegmentKind::Other } else { SegmentKind::Standfirst };
    }
    // After the headline a summary is known by ending no sentence, or by what comes between it and the report.
    let mut after = plain.iter().copied().filter(|idx| *idx > headline);
    let Some(next) = after.next() else { return };
    let unit = &units[next];
    if unit.has_dateline || unit.n_words > 70 || !is_body_from(next + 1) {
        return;
    }
    let is_open =
        !unit.ends_sentence && !unit.text.ends_with([':', ',', ';']) && unit.n_words >= 4 && next == headline + 1;
    let is_parted = kinds.get(next + 1).is_some_and(|kind| matches!(kind, SegmentKind::Byline | SegmentKind::Other))
        || units.get(next + 1).is_some_and(|u| u.has_dateline && kinds[next + 1] == SegmentKind::Paragraph);
    let has_standfirst = kinds[..headline].contains(&SegmentKind::Standfirst);
    if (is_open && !has_standfirst && !is_list_line(units, next)) || (is_parted && next == headline + 1) {
        kinds[next] = SegmentKind::Standfirst;
    }
}

/// Whether the line after is as short: then both are a list, not a summary.
fn is_list_line(units: &[Unit<'_>], idx: usize) -> bool {
    let short = |u: &Unit<'_>| u.n_words <= 8 && !u.ends_sentence && !u.has_dateline;
    short(&units[idx]) && units.get(idx + 1).is_some_and(|next| short(next) && own_kind(next) == SegmentKind::Paragraph)
}

fn find_headline(units: &[Unit<'_>], plain: &[usize], is_body_from: &impl Fn(usize) -> bool) -> Option<usize> {
    let first = *plain.first()?;
    // A title stands at the top: beyond a few captions and bylines it is none.
    if first > 4 {
        return None;
    }
    let second = plain.get(1).copied();
    let third = plain.get(2).copied();
    let is_open_title = |idx: usize| {
        let unit = &units[idx];
        unit.is_title_like() && !unit.has_stop() && is_body_from(idx + 1)
    };
    let unit = &units[first];
    if unit.has_dateline {
        return None;
    }
    if let Some(second) = second
        && is_open_title(second)
        && units[second].n_words >= 4
        && second == first + 1
    {
        // A section's name, or a summary, may stand above the title.
        let is_section = unit.n_words <= 3 && !unit.ends_sentence;
        let other = &units[second];
        let is_summary = other.n_words <= LONG_TITLE
            && unit.n_words > other.n_words
            && unit.n_words <= 60
            && (unit.n_words > LONG_TITLE || (unit.has_stop() && !is_headlinese(unit.text)))
            // With prose before and after, a short line is a crosshead: the summary is the only one of its kind.
            && third.is_some_and(|third| units[third].is_prose());
        let is_crosshead = unit.ends_sentence && unit.n_words > 45;
        if (is_section || is_summary) && !is_crosshead {
            return Some(second);
        }
    }
    if is_open_title(first) {
        // A question may open a report; a title is much shorter than what follows it.
        let is_short = !unit.ends_sentence
            || is_title_case(unit.text)
            || second.is_some_and(|next| units[next].n_words >= unit.n_words * 3 / 2);
        return (is_short && !is_list_line(units, first)).then_some(first);
    }
    // Some houses close their titles with a stop. Then more must speak for a title than its place.
    let next = second.filter(|_| unit.is_title_like() && unit.has_stop() && is_body_from(first + 1))?;
    let n_shared = shared_words(unit.text, units[next].text);
    let is_shorter = units[next].n_words >= 15 && units[next].n_words > unit.n_words;
    // The shorter a line, the less it is a report's first paragraph; what stands apart from it tells as well.
    let is_terse = is_headlinese(unit.text)
        && ((unit.n_words <= 8 && is_shorter && n_shared >= 1)
            || (unit.n_words <= 18 && units[next].n_words > unit.n_words && n_shared >= 3)
            || (unit.n_words <= 18 && next > first + 1));
    let is_title = units[next].has_dateline || is_title_case(unit.text) || is_terse;
    is_title.then_some(first)
}

/// Whether nearly all words of some length begin with a capital.
fn is_title_case(text: &str) -> bool {
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|w| w.chars().count() > 3 && w.starts_with(char::is_alphabetic))
        .collect();
    let n_small = words.iter().filter(|w| w.starts_with(char::is_lowercase)).count();
    words.len() >= 3 && n_small * 6 <= words.len()
}

/// Whether the small words that sentences need are missing.
fn is_headlinese(text: &str) -> bool {
    const NEEDED: [&str; 14] =
        ["the", "a", "an", "said", "was", "were", "had", "has", "have", "been", "that", "his", "their", "which"];
    let words = || text.split_whitespace().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    words().count() >= 3 && !words().any(|word| NEEDED.contains(&word.as_str()))
}

/// How many words of some length two lines share, by their first letters.
fn shared_words(one: &str, other: &str) -> usize {
    let stems = |text: &str| -> BTreeSet<String> {
        let head = &text[..text.floor_char_boundary(400)];
        head.split(|c: char| !c.is_alphanumeric())
            .filter(|w| w.chars().count() >= 4)
            .map(|w| w.chars().take(5).flat_map(char::to_lowercase).collect())
            .collect()
    };
    stems(one).intersection(&stems(other)).count()
}

/// Crossheads: short lines without a stop between paragraphs.
fn body(units: &[Unit<'_>], kinds: &mut [SegmentKind]) {
    let Some(start) = (0..units.len()).find(|idx| kinds[*idx] == SegmentKind::Paragraph && units[*idx].is_prose())
    else {
        return;
    };
    for idx in start + 1..units.len().saturating_sub(1) {
        if kinds[idx] != SegmentKind::Paragraph {
            continue;
        }
        let (before, after) = (&units[idx - 1], &units[idx + 1]);
        let is_between = before.n_words >= 6
            && !before.text.ends_with(':')
            && (after.is_prose() || kinds[idx + 1] == SegmentKind::Caption)
            && after.n_words > units[idx].n_words;
        if is_between && is_crosshead(&units[idx]) {
            kinds[idx] = SegmentKind::Crosshead;
        }
    }
}

fn is_crosshead(unit: &Unit<'_>) -> bool {
    // "- A way out -", "**A way out**": the marks that set a heading off are none of its words.
    let bare = unit.text.trim_matches(['*', '=', '_', ' ', '-', '–', '—', '#']);
    if bare.len() < unit.text.len() && unit.text.ends_with(['*', '=', '_', '-', '–', '—', '#']) {
        let opens = unit.text.starts_with(['*', '=', '_', '-', '–', '—', '#']);
        return opens
            && unit.n_words <= CROSSHEAD_WORDS
            && bare.starts_with(char::is_uppercase)
            && !ends_sentence(bare);
    }
    if unit.n_words > CROSSHEAD_WORDS || unit.text.len() > 110 || unit.has_dateline {
        return false;
    }
    if !unit.text.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || matches!(c, '"' | '“' | '‘' | '\'')) {
        return false;
    }
    let n_letters = unit.text.chars().filter(|c| c.is_alphabetic()).count();
    let is_capitals = n_letters >= 8 && !unit.text.chars().any(char::is_lowercase);
    let begins_quote = unit.text.starts_with(['"', '“']);
    if is_capitals {
        return true;
    }
    // "What happens next?" is a heading, a quoted question is speech; a colon or comma leads on to what follows.
    let is_question =
        unit.text.ends_with('?') && unit.n_words >= 2 && unit.n_words <= 10 && !unit.text.starts_with("Q");
    (is_question && !begins_quote) || (!unit.ends_sentence && !unit.text.ends_with([':', ',', ';', '-', '—', '–']))
}

/// A name alone in a line, right under the headline's block or at the very end, is the author's.
fn ends(units: &[Unit<'_>], kinds: &mut [SegmentKind]) {
    let has_body = (0..units.len()).any(|idx| kinds[idx] == SegmentKind::Paragraph && units[idx].is_prose());
    if !has_body {
        return;
    }
    let is_name = |idx: usize| units[idx].n_words <= 4 && !units[idx].ends_sentence && cues::is_person(units[idx].text);
    if let Some(last) = (0..units.len()).rev().find(|idx| kinds[*idx] != SegmentKind::Other)
        && last > 0
        && kinds[last] == SegmentKind::Paragraph
        && is_name(last)
    {
        kinds[last] = SegmentKind::Byline;
    }
    let headline = kinds.iter().position(|kind| *kind == SegmentKind::Headline);
    for idx in headline.map_or(0..0, |at| at + 1..(at + 4).min(units.len())) {
        match kinds[idx] {
            SegmentKind::Paragraph | SegmentKind::Standfirst if is_name(idx) => kinds[idx] = SegmentKind::Byline,
            SegmentKind::Paragraph => break,
            _ => {}
        }
    }
}
