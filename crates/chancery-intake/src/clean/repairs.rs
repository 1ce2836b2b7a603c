//! The rounds of repair: one pass over the text finds all edits, each a run and what takes its place.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

use super::tally::{Kind, Tally};
use super::{entities, mojibake};
use crate::map::{Decoded, Rewriter};

/// Scars nest three deep at most in real texts (an entity of mojibake of mojibake); the bound keeps hostile ones
/// from taking more than time in proportion to their length.
const MOST_ROUNDS: usize = 12;

/// The text without its scars, and what they were.
pub(super) fn repaired(mut text: Decoded) -> (Decoded, Tally) {
    let mut tally = Tally::default();
    for _ in 0..MOST_ROUNDS {
        let edits = find(text.as_str());
        if edits.is_empty() {
            break;
        }
        let mut rewriter = Rewriter::new(&text);
        for edit in &edits {
            rewriter.replace(edit.range.clone(), &edit.with);
        }
        let (newer, moves) = rewriter.finish();
        tally.moved(&moves);
        let mut shift = 0isize;
        for edit in &edits {
            let start = edit.range.start.saturating_add_signed(shift);
            let range = start..start + edit.with.len();
            tally.add(edit.kind, range, || edit.message(text.as_str()));
            shift += edit.with.len() as isize - edit.range.len() as isize;
        }
        text = newer;
    }
    (text, tally)
}

struct Edit {
    range: Range<usize>,
    with: Cow<'static, str>,
    kind: Kind,
    /// For mojibake, the encoding it had been read as.
    read_as: &'static str,
}

impl Edit {
    fn message(&self, text: &str) -> String {
        let old = &text[self.range.clone()];
        match self.kind {
            Kind::Mojibake => {
                // With the letters around it a name can be recognised.
                let is_end = |c: char| !c.is_alphanumeric();
                let before: String = text[..self.range.start].chars().rev().take(24).collect();
                let before: String = before.split(is_end).next().unwrap_or_default().chars().rev().collect();
                let after: String = text[self.range.end..].chars().take(24).collect();
                let after = after.split(is_end).next().unwrap_or_default();
                let why = if self.read_as == "Latin-1" { "Windows-1252" } else { "UTF-8" };
                format!(
                    "“{before}{old}{after}” is {why} read as {}; read as “{before}{}{after}”",
                    self.read_as, self.with
                )
            }
            Kind::Entity => format!("\"{old}\" is an HTML entity; read as “{}”", self.with),
            _ => format!("\"{}\" is the name of an icon; removed", old.trim()),
        }
    }
}

/// The bytes at which something may have to be done; all others are passed over.
const WATCHED: [bool; 256] = {
    let mut watched = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        let char = byte as u8;
        watched[byte] =
            char >= 0x80 || (char < 0x20 && char != b'\n') || matches!(char, b'&' | b'`' | b'\'' | 0x7f | b'A');
        byte += 1;
    }
    watched
};

/// All edits of one round, in order and apart from each other.
fn find(text: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut line_start = 0;
    while line_start <= text.len() {
        let line_end = text[line_start..].find('\n').map_or(text.len(), |len| line_start + len);
        find_in_line(text, line_start..line_end, &mut edits);
        line_start = line_end + 1;
    }
    edits
}

fn find_in_line(text: &str, line: Range<usize>, edits: &mut Vec<Edit>) {
    let mut edit = |range: Range<usize>, with: Cow<'static, str>, kind| {
        edits.push(Edit { range, with, kind, read_as: "" });
    };
    let mut at = line.start;
    if let Some(icon) = icon_at_start(&text[line.clone()]) {
        at += icon.end;
        edit(line.start + icon.start..at, "".into(), Kind::Icon);
    }
    let mut end = line.end;
    let last_icon = icon_at_end(&text[at..end]);
    if let Some(icon) = &last_icon {
        end = at + icon.start;
    }
    while at < end {
        let byte = text.as_bytes()[at];
        if !WATCHED[byte as usize] {
            at += 1;
            continue;
        }
        if byte == b'A' && !mojibake::is_decomposed(text, at) {
            at += 1;
            continue;
        }
        let char_len = text[at..].chars().next().map_or(1, char::len_utf8);
        let found = match byte {
            b'&' => entities::at(text, at).map(|(range, with)| (range, Cow::Owned(with), Kind::Entity)),
            b'`' | b'\'' => typewriter_quote(text, at).map(|range| (range, "\"".into(), Kind::Quotes)),
            _ => match mojibake::at(text, at) {
                Some(repair) if byte >= 0x80 || byte == b'A' => {
                    edits.push(Edit {
                        range: repair.range.clone(),
                        with: repair.with.into(),
                        kind: Kind::Mojibake,
                        read_as: repair.read_as,
                    });
                    at = repair.range.end;
                    continue;
                }
                _ => odd_character(text, at).map(|(len, with, kind)| (at..at + len, with.into(), kind)),
            },
        };
        match found {
            Some((range, with, kind)) => {
                at = range.end;
                edits.push(Edit { range, with, kind, read_as: "" });
            }
            None => at += char_len,
        }
    }
    if let Some(icon) = last_icon.filter(|_| at <= end) {
        let range = end..end + icon.len();
        edits.push(Edit { range, with: "".into(), kind: Kind::Icon, read_as: "" });
    }
}

/// Two backticks or two apostrophes, as typewriters and news wires set quotation marks.
///
/// They become the plain `"`: it is what the parser's training text has most, and it claims nothing about opening
/// or closing, which wires get wrong (`''no,'' he said`).
fn typewriter_quote(text: &str, at: usize) -> Option<Range<usize>> {
    let mark = text.as_bytes()[at];
    let run = text.as_bytes()[at..].iter().take_while(|b| **b == mark).count();
    if run != 2 || text[..at].ends_with(char::from(mark)) {
        return None;
    }
    let (before, after) = (text[..at].chars().next_back(), text[at + 2..].chars().next());
    let is_blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
    if mark == b'\'' {
        // Feet and inches, degrees and seconds: 5'10''.
        let digits = text[..at].bytes().rev().take_while(u8::is_ascii_digit).count();
        let is_measure = digits > 0 && text[..at - digits].ends_with(['\'', '’', '′']);
        if is_measure || (is_blank(before) && is_blank(after)) {
            return None;
        }
    }
    Some(at..at + 2)
}

/// Spaces, line ends and characters without a face: how many bytes, what replaces them, and what they are.
fn odd_character(text: &str, at: usize) -> Option<(usize, &'static str, Kind)> {
    let rest = &text[at..];
    let char = rest.chars().next()?;
    let len = char.len_utf8();
    match char {
        '\r' => Some(if rest[1..].starts_with('\n') { (2, "\n", Kind::LineEnd) } else { (1, "\n", Kind::LineEnd) }),
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some((len, "\n", Kind::LineEnd)),
        '\t' => Some((len, " ", Kind::Space)),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some((len, " ", Kind::Space))
        }
        '\u{ad}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{180e}' => Some((len, "", Kind::Invisible)),
        '\u{200c}' | '\u{200d}' => {
            // Joiners belong to Persian, Indic scripts and emoji; beside a Latin letter or a space they are litter.
            let needs = |c: Option<char>| c.is_some_and(|c| !c.is_whitespace() && c > '\u{24f}');
            let is_needed = needs(text[..at].chars().next_back()) && needs(rest[len..].chars().next());
            if is_needed { None } else { Some((len, "", Kind::Invisible)) }
        }
        '\0'..='\u{1f}' | '\u{7f}' => Some((len, "", Kind::Control)),
        _ => None,
    }
}

/// Names of icon-font ligatures that pages leave in their text, only such as are no words of English.
static ICONS: LazyLock<Vec<&str>> = LazyLock::new(|| include_str!("icons.txt").lines().collect());

fn is_icon(name: &str) -> bool {
    name.contains('_') && ICONS.binary_search(&name).is_ok()
}

fn is_icon_byte(byte: u8) -> bool {
    matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_')
}

/// An icon's name at the start of a line, with the space after it.
fn icon_at_start(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start_matches([' ', '\t']).len();
    let len = line[start..].bytes().take_while(|b| is_icon_byte(*b)).count();
    if !is_icon(&line[start..start + len]) {
        return None;
    }
    let after = &line[start + len..];
    // "photo_camera.jpg" is a file, not an icon; "photo_cameraREUTERS" is one that lost its space.
    if !after.is_empty() && !after.starts_with(|c: char| c.is_whitespace() || c.is_uppercase()) {
        return None;
    }
    let gap = after.len() - after.trim_start_matches([' ', '\t', '\u{a0}']).len();
    Some(start..start + len + gap)
}

/// An icon's name at the end of a line, with the space before it.
fn icon_at_end(line: &str) -> Option<Range<usize>> {
    let trimmed = line.trim_end_matches([' ', '\t', '\r']);
    let len = trimmed.bytes().rev().take_while(|b| is_icon_byte(*b)).count();
    let start = trimmed.len() - len;
    let before = trimmed[..start].trim_end_matches([' ', '\t']);
    let is_set_off = before.len() < start && !before.is_empty();
    if is_icon(&trimmed[start..]) && is_set_off { Some(before.len()..trimmed.len()) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_icons_is_sorted_and_holds_no_english_word() {
        assert!(ICONS.is_sorted());
        for name in ICONS.iter() {
            assert!(name.contains('_') && name.bytes().all(is_icon_byte), "{name}");
        }
    }
}
