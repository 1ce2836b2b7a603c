//! From bytes of unknown encoding to text.
//!
//! UTF-8 is tried first, since what is valid UTF-8 is hardly ever anything else; a byte-order mark decides at once;
//! for the rest `chardetng` guesses, as browsers do. The mark itself is no part of the text.

use chancery_doc::Note;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::map::Decoded;

/// Decodes a whole file; what had to be guessed or was lost is noted.
pub fn decode(bytes: Vec<u8>, notes: &mut Vec<Note>) -> Decoded {
    if let Some((encoding, mark_len)) = Encoding::for_bom(&bytes) {
        return if encoding == UTF_8 {
            utf8(&bytes[mark_len..], mark_len as u64, notes)
        } else {
            notes.push(Note::new("intake.encoding", format!("read as {}", encoding.name())));
            legacy(&bytes, mark_len, encoding, notes)
        };
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded::verbatim(text, 0),
        Err(invalid) => invalid.into_bytes(),
    };
    if is_damaged_utf8(&bytes) {
        return utf8(&bytes, 0, notes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    notes.push(Note::new("intake.encoding", format!("not UTF-8; read as {}", encoding.name())));
    legacy(&bytes, 0, encoding, notes)
}

/// Decodes what must be UTF-8; `raw` is the place of the first byte in the input.
pub(crate) fn utf8(bytes: &[u8], raw: u64, notes: &mut Vec<Note>) -> Decoded {
    let mut decoded = Decoded::default();
    let mut at = raw;
    let mut n_lost = 0usize;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        let valid_end = at + valid.len() as u64;
        decoded.push(valid, at..valid_end, true);
        at = valid_end + chunk.invalid().len() as u64;
        if !chunk.invalid().is_empty() {
            n_lost += 1;
            decoded.push("\u{fffd}", valid_end..at, false);
        }
    }
    note_lost(n_lost, "UTF-8", notes);
    decoded
}

/// A file of UTF-8 with a few broken bytes (cut off, or pasted together) is still UTF-8: no legacy encoding has
/// that many sequences that happen to be valid.
fn is_damaged_utf8(bytes: &[u8]) -> bool {
    let (mut n_valid, mut n_broken) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        n_valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_valid > 0 && n_broken * 4 <= n_valid
}

/// Decodes byte by byte, so that each character's own bytes are known; ASCII runs are taken whole.
fn legacy(bytes: &[u8], start: usize, encoding: &'static Encoding, notes: &mut Vec<Note>) -> Decoded {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut decoded = Decoded::default();
    // The longest output for one byte is a replacement character and what was pending.
    let mut buffer = [0u8; 64];
    let mut pending = start;
    let mut at = start;
    let mut n_lost = 0usize;
    while at < bytes.len() {
        if pending == at && encoding.is_ascii_compatible() {
            let run = bytes[at..].iter().take_while(|b| b.is_ascii()).count();
            if let Some(text) = bytes.get(at..at + run).and_then(|run| std::str::from_utf8(run).ok()) {
                decoded.push(text, at as u64..(at + run) as u64, true);
            }
            at += run;
            pending = at;
            if at == bytes.len() {
                break;
            }
        }
        let is_last = at + 1 == bytes.len();
        let (_, _, n_written, had_errors) = decoder.decode_to_utf8(&bytes[at..=at], &mut buffer, is_last);
        at += 1;
        n_lost += usize::from(had_errors);
        if n_written > 0 {
            if let Ok(text) = std::str::from_utf8(&buffer[..n_written]) {
                decoded.push(text, pending as u64..at as u64, false);
            }
            pending = at;
        }
    }
    note_lost(n_lost, encoding.name(), notes);
    decoded
}

fn note_lost(n_lost: usize, encoding: &str, notes: &mut Vec<Note>) {
    if n_lost > 0 {
        let places = if n_lost == 1 { "1 place is".to_owned() } else { format!("{n_lost} places are") };
        notes.push(Note::new("intake.undecodable", format!("{places} not valid {encoding}; U+FFFD stands there")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_doc::Span;

    fn check(bytes: &[u8], want: &str, want_notes: &[&str]) -> Decoded {
        let mut notes = Vec::new();
        let decoded = decode(bytes.to_vec(), &mut notes);
        assert_eq!(decoded.as_str(), want);
        let codes: Vec<&str> = notes.iter().map(|n| n.code.0).collect();
        assert_eq!(codes, want_notes);
        decoded
    }

    #[test]
    fn utf8_is_the_rule() {
        check("Émile said so.".as_bytes(), "Émile said so.", &[]);
        check(b"\xef\xbb\xbfTalks", "Talks", &[]);
        let cut = check(
            "Émile Zola à Orléans, café, naïveté\u{2014}".as_bytes().split_last().unwrap().1,
            "Émile Zola à Orléans, café, naïveté\u{fffd}",
            &["intake.undecodable"],
        );
        let len = cut.as_str().len() as u32;
        assert_eq!(cut.raw_map().raw(Span::new(len - 3, len)), 41..43);
    }

    #[test]
    fn other_encodings_are_found_and_mapped() {
        let bytes = b"President Jos\xe9 Mar\xeda said on Monday that the peace talks in Bogot\xe1 had begun again.";
        let text = "President José María said on Monday that the peace talks in Bogotá had begun again.";
        let decoded = check(bytes, text, &["intake.encoding"]);
        let place = text.find("María").unwrap() as u32;
        let map = decoded.raw_map();
        assert_eq!(map.raw(Span::new(place, place + 6)), 15..20);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("Köln".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        let decoded = check(&utf16, "Köln", &["intake.encoding"]);
        assert_eq!(decoded.raw_map().raw(Span::new(1, 3)), 4..6);
    }
}
