//! HTML entities that were left in plain text.
//!
//! Each is decoded once: `&amp;lt;` stands for the four characters `&lt;`, and since cleaning a cleaned text must
//! change nothing, it is left as it is.

use std::ops::Range;

/// The entity at `at` (an ampersand) and the characters it stands for.
pub(super) fn at(text: &str, at: usize) -> Option<(Range<usize>, String)> {
    let (len, with) = entity(&text[at..])?;
    let rest = &text[at + len..];
    if with == "&" && (rest.starts_with('#') || rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        let again = rest.bytes().take(LONGEST).position(|b| b == b';');
        if again.is_some_and(|end| entity(&format!("&{}", &rest[..=end])).is_some()) {
            return None;
        }
    }
    Some((at..at + len, with))
}

/// Bytes of the longest name worth looking for, with its semicolon.
const LONGEST: usize = 32;

fn entity(text: &str) -> Option<(usize, String)> {
    let end = text.bytes().take(LONGEST).position(|b| b == b';')?;
    let name = text.get(1..end)?;
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let digits = hex.unwrap_or(number);
        if digits.is_empty() || digits.len() > 7 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let code = u32::from_str_radix(digits, if hex.is_some() { 16 } else { 10 }).ok()?;
        let char = char::from_u32(code)?;
        // Codes 128 to 159 mean Windows-1252, as browsers read them; the repair of controls sees to that.
        let is_text = !char.is_control() || matches!(char, '\n' | '\t' | '\r' | '\u{80}'..='\u{9f}');
        return if is_text { Some((end + 1, char.to_string())) } else { None };
    }
    if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let whole = &text[..=end];
    let decoded = html_escape::decode_html_entities(whole);
    if decoded == whole { None } else { Some((end + 1, decoded.into_owned())) }
}
