//! What a model sees of a word: its normal form, first and last characters, shape.
//!
//! All of it depends on the word alone (and, for the norm, on the tokenizer exception it came from), so it is computed
//! purely here and whoever parses caches it. The definitions are spaCy's, down to Python's notion of letter and digit.

use std::collections::HashMap;

use crate::error::Error;
use crate::msgpack::Value;
use crate::package::Package;
use crate::pychar::{is_alpha, is_digit, is_space};
use crate::strings;

/// A word at least this long has the shape `LONG`.
const LONG: usize = 100;
/// How often a character is repeated in a shape.
const LONGEST_RUN: u32 = 4;

/// The lexical attributes of a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Lexeme {
    /// Key of the word itself.
    pub(crate) orth: u64,
    /// Normal form: spelling variants and contractions levelled, else lower case.
    pub(crate) norm: Box<str>,
    pub(crate) norm_hash: u64,
    /// Of the first character.
    pub(crate) prefix_hash: u64,
    /// Of the last three characters.
    pub(crate) suffix_hash: u64,
    /// Of the shape, such as `Xxxxx` or `dd.d`.
    pub(crate) shape_hash: u64,
    /// Whether it is white space throughout.
    pub(crate) is_space: bool,
}

/// Makes lexemes by the tables of a package.
#[derive(Debug, Default)]
pub(crate) struct LexemeMaker {
    norms: HashMap<u64, Box<str>>,
}

impl LexemeMaker {
    /// Reads the package's table of norms; a package without one levels only punctuation and currencies.
    pub(crate) fn load(package: &Package) -> Result<LexemeMaker, Error> {
        const FILE: &str = "vocab/lookups.bin";
        if !package.has(FILE) {
            return Ok(LexemeMaker::default());
        }
        let bytes = package.read(FILE)?;
        // A vocabulary without tables leaves the file empty.
        if bytes.is_empty() {
            return Ok(LexemeMaker::default());
        }
        let lookups = Value::decode(&bytes).map_err(|e| package.error(FILE, e))?;
        let Some(table) = lookups.get("lexeme_norm") else { return Ok(LexemeMaker::default()) };
        let norms = table
            .as_map()
            .and_then(|pairs| pairs.iter().map(|(k, v)| Some((k.as_u64()?, v.as_str()?.into()))).collect())
            .ok_or_else(|| package.error(FILE, "has a table lexeme_norm that does not map keys to strings"))?;
        Ok(LexemeMaker { norms })
    }

    /// The attributes of a word. A tokenizer exception may give it a norm of its own.
    pub(crate) fn make(&self, word: &str, norm_exception: Option<&str>) -> Lexeme {
        let orth = strings::key(word);
        let norm: Box<str> = match norm_exception {
            Some(norm) => norm.into(),
            None => match self.norms.get(&orth) {
                Some(norm) => norm.clone(),
                None => base_norm(word).map_or_else(|| word.to_lowercase(), str::to_owned).into(),
            },
        };
        let first = word.chars().next().map_or(0, char::len_utf8);
        let last = word.char_indices().rev().take(3).last().map_or(0, |(i, _)| i);
        Lexeme {
            orth,
            norm_hash: strings::key(&norm),
            norm,
            prefix_hash: strings::key(&word[..first]),
            suffix_hash: strings::key(&word[last..]),
            shape_hash: strings::key(&shape(word)),
            is_space: !word.is_empty() && word.chars().all(is_space),
        }
    }
}

/// Letters become `x` or `X`, digits `d`; no character stands more than four times in a row.
fn shape(word: &str) -> String {
    if word.chars().nth(LONG - 1).is_some() {
        return "LONG".to_owned();
    }
    let mut shape = String::with_capacity(word.len());
    let (mut last, mut run) = (None, 0);
    for c in word.chars() {
        let kind = match c {
            _ if is_alpha(c) => {
                if c.is_uppercase() {
                    'X'
                } else {
                    'x'
                }
            }
            _ if is_digit(c) => 'd',
            _ => c,
        };
        run = if last == Some(kind) { run + 1 } else { 1 };
        last = Some(kind);
        if run <= LONGEST_RUN {
            shape.push(kind);
        }
    }
    shape
}

/// The norms spaCy gives in every language.
fn base_norm(word: &str) -> Option<&'static str> {
    BASE_NORMS.binary_search_by_key(&word, |&(from, _)| from).ok().map(|i| BASE_NORMS[i].1)
}

/// Sorted: variants of quotation marks, stops and dashes, and currencies, which all become `$`.
#[rustfmt::skip]
static BASE_NORMS: [(&str, &str); 45] = [
    ("''", "\""), ("'S", "'s"), ("'s", "'s"), ("--", "-"), ("---", "-"), ("A$", "$"), ("C$", "$"), ("E£", "$"),
    ("Mex$", "$"), ("US$", "$"), ("`", "'"), ("``", "\""), ("£", "$"), ("¥", "$"), ("«", "\""), ("´", "'"),
    ("´´", "\""), ("»", "\""), ("।", "."), ("৳", "$"), ("฿", "$"), ("–", "-"), ("—", "-"), ("——", "-"),
    ("‘", "'"), ("‘‘", "\""), ("’", "'"), ("’S", "'s"), ("’s", "'s"), ("’’", "\""), ("“", "\""), ("”", "\""),
    ("„", "\""), ("…", "..."), ("₣", "$"), ("₩", "$"), ("€", "$"), ("₹", "$"), ("₺", "$"), ("。", "."),
    ("！", "!"), ("，", ","), ("：", ":"), ("；", ";"), ("？", "?"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, shape: &str, norm: &str, prefix: &str, suffix: &str) {
        let lexeme = LexemeMaker::default().make(word, None);
        assert_eq!(super::shape(word), shape);
        assert_eq!(&*lexeme.norm, norm);
        let keys = (lexeme.norm_hash, lexeme.prefix_hash, lexeme.suffix_hash, lexeme.shape_hash);
        assert_eq!(
            keys,
            (strings::key(norm), strings::key(prefix), strings::key(suffix), strings::key(shape)),
            "{word}"
        );
    }

    #[test]
    fn words_have_shapes_and_edges() {
        check("Minister", "Xxxxx", "minister", "M", "ter");
        check("I", "X", "i", "I", "I");
        check("1,250.75", "d,ddd.dd", "1,250.75", "1", ".75");
        check("Übergänge", "Xxxxx", "übergänge", "Ü", "nge");
        check("東京", "xx", "東京", "東", "東京");
        check("F-16s", "X-ddx", "f-16s", "F", "16s");
        check("......", "....", "......", ".", "...");
        check("x²", "xd", "x²", "x", "x²");
        check(&"a".repeat(100), "LONG", &"a".repeat(100), "a", "aaa");
    }

    #[test]
    fn variants_of_signs_share_a_norm() {
        check("“", "“", "\"", "“", "“");
        check("—", "—", "-", "—", "—");
        check("€", "€", "$", "€", "€");
        assert!(BASE_NORMS.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn white_space_is_pythons() {
        let is_space = |word| LexemeMaker::default().make(word, None).is_space;
        assert!(is_space("\n\n") && is_space("\u{1c}") && is_space("\u{a0}"));
        assert!(!is_space("\u{200b}") && !is_space(" a"));
    }

    #[test]
    fn an_exception_has_its_own_norm() {
        assert_eq!(&*LexemeMaker::default().make("n't", Some("not")).norm, "not");
    }
}
