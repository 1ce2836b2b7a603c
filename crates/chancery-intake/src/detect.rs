//! What an input is, known by its content and never by its name.

/// How articles stand in an input.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InputFormat {
    /// The whole input is one article.
    Text,
    /// Each line is a JSON object that holds one article.
    Jsonl,
}

/// The format of an input that begins with `head`: [`InputFormat::Jsonl`] if its first line that is not blank is a
/// JSON object, else [`InputFormat::Text`].
///
/// A line that merely begins as an object (cut off, or longer than `head`) counts as one: no article begins with a
/// brace and a quoted key, and a broken line should be reported as broken rather than read as prose.
pub fn detect(head: &[u8]) -> InputFormat {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let Some(inside) = head.strip_prefix(b"{") else { return InputFormat::Text };
    match inside.trim_ascii_start() {
        [] | [b'}' | b'"', ..] => InputFormat::Jsonl,
        _ => InputFormat::Text,
    }
}

/// What an input is if it is not text, and what to do with it.
pub(crate) struct NotText {
    pub(crate) what: &'static str,
    pub(crate) remedy: &'static str,
}

const UNPACK: &str = "unpack it first";
const CONVERT: &str = "convert it to text first";
const NO_ARTICLE: &str = "give text files or JSONL instead";

/// First bytes of formats that people hand over by mistake.
const SIGNATURES: &[(&[u8], &str, &str)] = &[
    (b"%PDF-", "a PDF", CONVERT),
    (b"\x89PNG\r\n", "a PNG picture", NO_ARTICLE),
    (b"\xff\xd8\xff", "a JPEG picture", NO_ARTICLE),
    (b"GIF87a", "a GIF picture", NO_ARTICLE),
    (b"GIF89a", "a GIF picture", NO_ARTICLE),
    (b"PK\x03\x04", "a zip archive (or a Word or EPUB file)", "unpack it, or convert it to text, first"),
    (b"\x1f\x8b", "gzip data", UNPACK),
    (b"BZh", "bzip2 data", UNPACK),
    (b"\xfd7zXZ\0", "xz data", UNPACK),
    (b"\x28\xb5\x2f\xfd", "zstd data", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Word or Excel file", CONVERT),
    (b"{\\rtf", "an RTF document", CONVERT),
    (b"SQLite format 3\0", "an SQLite database", NO_ARTICLE),
    (b"PAR1", "a Parquet file", NO_ARTICLE),
    (b"ARROW1\0\0", "an Arrow file", NO_ARTICLE),
    (b"\x7fELF", "a program", NO_ARTICLE),
    (b"RIFF", "a RIFF file (sound or picture)", NO_ARTICLE),
    (b"WARC/", "a WARC archive", "extract its pages as text first"),
];

/// Mark-up that would be read as prose; compared without regard to case.
const MARKUP: &[(&[u8], &str)] = &[
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<?xml", "an XML document"),
    (b"<rss", "an RSS feed"),
    (b"<feed", "an Atom feed"),
];

/// Whether an input that begins with `head` is something else than text.
pub(crate) fn not_text(head: &[u8]) -> Option<NotText> {
    for &(signature, what, remedy) in SIGNATURES {
        if head.starts_with(signature) {
            // Three letters are a thin proof: prose may begin with them, compressed data goes on as it may.
            let prose = signature.is_ascii() && !signature.contains(&0) && head.iter().take(64).all(is_plain);
            if prose && !matches!(signature, b"%PDF-" | b"{\\rtf" | b"WARC/" | b"GIF87a" | b"GIF89a") {
                continue;
            }
            return Some(NotText { what, remedy });
        }
    }
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    for &(tag, what) in MARKUP {
        if start.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag)) {
            return Some(NotText { what, remedy: "extract its text first" });
        }
    }
    // A byte-order mark says that the zero bytes are halves of letters.
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return None;
    }
    let head = &head[..head.len().min(64 * 1024)];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let half = head.len() / 2;
        // Latin text in UTF-16 has a zero in nearly every other byte, all on one side.
        if head.len() >= 4 && even.max(odd) * 2 > half && even.min(odd) * 10 <= half {
            return Some(NotText {
                what: "UTF-16 without a byte-order mark",
                remedy: "convert it to UTF-8 first (iconv -f utf-16le -t utf-8)",
            });
        }
        // A stray zero byte in a long text is a scar to be cleaned; many mean binary data.
        if (even + odd) * 200 > head.len() {
            return Some(NotText { what: "binary data", remedy: NO_ARTICLE });
        }
    }
    let controls = head.iter().filter(|b| **b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0b | 0x0c | 0x1b));
    if head.len() >= 16 && controls.count() * 20 > head.len() {
        return Some(NotText { what: "binary data", remedy: NO_ARTICLE });
    }
    None
}

fn is_plain(byte: &u8) -> bool {
    matches!(byte, b'\t' | b'\n' | b'\r' | 0x20..=0x7e)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jsonl_is_known_by_its_first_object() {
        let jsonl: &[&[u8]] = &[
            b"{\"text\": \"a\"}",
            b"\xef\xbb\xbf\n\n  {\"text\": \"a\"}\n",
            b"{\"text\": \"cut off",
            b"{}",
            b"{ \"id\": 1, \"text\"",
        ];
        for head in jsonl {
            assert_eq!(detect(head), InputFormat::Jsonl, "{}", String::from_utf8_lossy(head));
        }
        let text: &[&[u8]] = &[b"", b"The {\"text\": 1}", b"{sic} he said", b"[{\"text\": \"a\"}]", b"{\\rtf1 a}"];
        for head in text {
            assert_eq!(detect(head), InputFormat::Text, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn other_things_than_text_are_named() {
        let utf16: Vec<u8> = "Talks began on Monday.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"%PDF-1.7\n%\xe2\xe3", Some("a PDF")),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("a PNG picture")),
            (b"PK\x03\x04\x14\0", Some("a zip archive (or a Word or EPUB file)")),
            (b"\x1f\x8b\x08\0\0\0", Some("gzip data")),
            (&utf16, Some("UTF-16 without a byte-order mark")),
            (b"\0\x01\x02\0\0\x05\x06\x07\0\0\0\x01\x02\x03\x04\x05", Some("binary data")),
            (b" <!DOCTYPE HTML><html>", Some("an HTML page")),
            (b"BZh is the signature of bzip2, the ministry said.", None),
            (b"RIFFRAFF, the minister called them.", None),
            (b"Talks began on Monday.", None),
            ("Переговоры".as_bytes(), None),
            (b"", None),
        ];
        for (head, want) in cases {
            assert_eq!(not_text(head).map(|n| n.what), *want, "{}", String::from_utf8_lossy(head));
        }
    }
}
