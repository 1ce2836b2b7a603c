//! Letters that were decoded with the wrong encoding, put right again.
//!
//! UTF-8 that was read as Windows-1252 or Latin-1 ("JosÃ©", "â€™"), or as GBK ("Jos茅"), is recognised because
//! writing it back in that encoding gives valid UTF-8, which text that was never broken hardly ever does. *Hardly*
//! is not enough where the pair is also natural ("café »"), so the outcome must be a character that belongs in a
//! text in Latin letters, or a run of several must agree. Bytes lost for good are not guessed at, with two exceptions
//! that English leaves no doubt about.

use std::ops::Range;

use encoding_rs::GBK;

/// A stretch to replace, found at the place that was asked for.
pub(super) struct Repair {
    pub(super) range: Range<usize>,
    pub(super) with: String,
    /// The encoding it had been read as.
    pub(super) read_as: &'static str,
}

/// The repair that begins at `at`, which is a character that is not ASCII.
pub(super) fn at(text: &str, at: usize) -> Option<Repair> {
    windows(text, at).or_else(|| lost_byte(text, at)).or_else(|| gbk(text, at)).or_else(|| control(text, at))
}

/// Whether an `A` at `at`, with a combining accent, may begin mojibake (a text normalised after it was broken).
pub(super) fn is_decomposed(text: &str, at: usize) -> bool {
    text[at + 1..].starts_with(['\u{302}', '\u{303}'])
}

/// The byte of Windows-1252 at the start of `text` and the UTF-8 bytes it takes there. C1 controls stand for
/// themselves: Latin-1 has them, and sloppy decoders fill the holes of Windows-1252 with them.
fn unit(text: &str) -> Option<(u8, usize)> {
    let mut chars = text.chars();
    let char = chars.next()?;
    if char == 'A' {
        let byte = match chars.next()? {
            '\u{302}' => 0xc2,
            '\u{303}' => 0xc3,
            _ => return None,
        };
        return Some((byte, 3));
    }
    let byte = match char {
        '\u{80}'..='\u{ff}' => char as u8,
        _ => {
            let code = C1.iter().position(|c| *c == char && char != '\0')?;
            0x80 + code as u8
        }
    };
    Some((byte, char.len_utf8()))
}

/// Windows-1252 from 0x80 to 0x9f; `\0` where it has no character.
const C1: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘', '’', '“', '”', '•',
    '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// One UTF-8 sequence spelt in Windows-1252 characters.
fn sequence(text: &str, at: usize) -> Option<(char, usize)> {
    let (lead, lead_len) = unit(&text[at..])?;
    let len = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut end = at + lead_len;
    for byte in &mut bytes[1..len] {
        let (next, next_len) = unit(&text[end..])?;
        if !(0x80..0xc0).contains(&next) {
            return None;
        }
        *byte = next;
        end += next_len;
    }
    let decoded = std::str::from_utf8(&bytes[..len]).ok()?;
    Some((decoded.chars().next()?, end))
}

fn windows(text: &str, at: usize) -> Option<Repair> {
    let (first, first_end) = sequence(text, at)?;
    let repair = |with: String, end| Some(Repair { range: at..end, with, read_as: "Windows-1252" });
    // The whole run of sequences: other scripts come as words, not as single letters.
    let mut run = String::from(first);
    let mut end = first_end;
    while run.len() < 64 {
        let Some((char, next)) = sequence(text, end) else { break };
        run.push(char);
        end = next;
    }
    let n_latin = run.chars().take_while(|c| is_expected(*c)).count();
    if n_latin == 0 {
        let is_word = run.chars().count() >= 3 && run.chars().all(|c| c.is_alphabetic() && !is_cjk(c));
        return if is_word { repair(run, end) } else { None };
    }
    let is_alone = n_latin == 1;
    let latin: String = run.chars().take(n_latin).collect();
    let mut end = at;
    for _ in 0..n_latin {
        end = sequence(text, end)?.1;
    }
    if is_alone && first.len_utf8() == 2 && first.is_alphabetic() {
        // "„Ä“" and "CAFÉ»" are natural; a quote or dash as second half needs letters around it.
        let second = text[..first_end].chars().next_back()?;
        let is_natural = matches!(second, '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '«' | '»' | '•' | '\u{a0}');
        let before = text[..at].chars().next_back();
        let after = text[first_end..].chars().next();
        let amid_letters = after.is_some_and(char::is_alphabetic) || before.is_some_and(char::is_lowercase);
        if is_natural && !amid_letters {
            return None;
        }
    }
    repair(latin, end)
}

/// Characters that a text in Latin letters has beyond ASCII.
fn is_expected(char: char) -> bool {
    matches!(char,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{203a}' | '\u{2002}'..='\u{200f}' | '\u{20a0}'..='\u{20bf}' | '\u{2100}'..='\u{214f}'
        | '\u{2190}'..='\u{22ff}' | '\u{25a0}'..='\u{26ff}' | '\u{feff}' | '\u{fb00}'..='\u{fb06}'
        | '\u{1f300}'..='\u{1faff}' | '\u{80}'..='\u{9f}')
}

fn is_cjk(char: char) -> bool {
    matches!(char, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

/// Mojibake that lost a byte, where English leaves one reading: "â€" without its third character is a closing
/// quotation mark (0x9d is the one byte of the family that Windows-1252 lacks), and "didnâ t" is "didn’t".
fn lost_byte(text: &str, at: usize) -> Option<Repair> {
    let rest = text[at..].strip_prefix('â')?;
    let repair =
        |len: usize, with: &str| Some(Repair { range: at..at + len, with: with.to_owned(), read_as: "Windows-1252" });
    if let Some(rest) = rest.strip_prefix('€').or_else(|| rest.strip_prefix('\u{80}')) {
        let len = text.len() - at - rest.len();
        return match rest.chars().next() {
            Some('\u{fffd}') => repair(len + '\u{fffd}'.len_utf8(), "”"),
            None | Some('\u{9d}') => repair(len + rest.chars().next().map_or(0, char::len_utf8), "”"),
            Some(next) if next.is_whitespace() || next.is_ascii_punctuation() => repair(len, "”"),
            _ => None,
        };
    }
    let ending = rest.strip_prefix(' ').unwrap_or(rest);
    let is_gap = ending.len() < rest.len();
    let word = ending.split(|c: char| !c.is_alphabetic()).next()?;
    let is_contraction = matches!(word, "s" | "t" | "re" | "ve" | "ll" | "d" | "m")
        && text[..at].ends_with(|c: char| c.is_ascii_lowercase())
        && (word != "t" || text[..at].ends_with('n'));
    if is_gap && is_contraction { repair('â'.len_utf8() + 1, "’") } else { None }
}

/// UTF-8 read as GBK: two bytes of it became one Chinese character, and a sequence of three took the next letter in.
fn gbk(text: &str, at: usize) -> Option<Repair> {
    let mut end = at;
    for char in text[at..].chars().take(24) {
        if !is_cjk(char) && !matches!(char, '\u{e000}'..='\u{f8ff}' | '\u{400}'..='\u{45f}' | '\u{370}'..='\u{3ff}') {
            break;
        }
        end += char.len_utf8();
    }
    if end == at {
        return None;
    }
    let (bytes, _, had_errors) = GBK.encode(&text[at..end]);
    if had_errors || bytes.len() != text[at..end].chars().count() * 2 {
        return None;
    }
    let with = std::str::from_utf8(&bytes).ok()?;
    let is_plausible = |c: char| c.is_ascii_alphabetic() || is_accented(c) || is_mark(c);
    if !with.chars().all(is_plausible) || with.is_ascii() {
        return None;
    }
    let before = text[..at].chars().next_back();
    let after = text[end..].chars().next();
    // "茅台" is a firm: only letters that grow out of a Latin word, or marks that belong to one, are broken.
    let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic() || is_accented(c));
    let sure = if with.chars().any(is_accented) {
        is_latin(before) || is_latin(after)
    } else {
        let touches = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || c.is_ascii() || is_accented(c));
        touches(before) && touches(after) && (is_latin(before) || is_latin(after) || with.len() > 3)
    };
    if sure { Some(Repair { range: at..end, with: with.to_owned(), read_as: "GBK" }) } else { None }
}

fn is_accented(char: char) -> bool {
    matches!(char, '\u{c0}'..='\u{24f}') && char.is_alphabetic()
}

fn is_mark(char: char) -> bool {
    matches!(char, '\u{2010}'..='\u{2026}' | '€' | '£' | '°' | '\u{a0}')
}

/// A C1 control is a character of Windows-1252 read as Latin-1; nothing else puts them into prose.
fn control(text: &str, at: usize) -> Option<Repair> {
    let char = text[at..].chars().next()?;
    let code = (char as u32).checked_sub(0x80).filter(|c| *c < 32)?;
    let with = C1[code as usize];
    // U+0085 alone at the end of a line is the line end of mainframes, which the spaces take care of.
    if with == '\0' || (char == '\u{85}' && text[at + 2..].starts_with(['\n', '\r'])) {
        return None;
    }
    Some(Repair { range: at..at + char.len_utf8(), with: with.to_string(), read_as: "Latin-1" })
}
