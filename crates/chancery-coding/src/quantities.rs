//! Numbers in words: "at least 17", "dozens", "between 5 and 10", "€50 million".
//!
//! The words are data (`sizes.toml`); how they combine is grammar: a hedge stands before its number, a multiplier
//! after it, a range is two numbers with a word between them. Nothing here knows what is counted.

use std::collections::BTreeMap;
use std::ops::Range;

use chancery_doc::{Amount, Parse, Span, TokenId, Toll};
use serde::Deserialize;

use crate::error::{Error, Source};

/// The words of `sizes.toml`.
#[derive(Debug, Default)]
pub(crate) struct SizeWords {
    numbers: BTreeMap<String, u64>,
    multipliers: BTreeMap<String, u64>,
    vague: BTreeMap<String, [u64; 3]>,
    /// Longest first, so that "no more than" is not read as "more than".
    hedges: Vec<(Vec<String>, Hedge)>,
    pub(crate) killed: CountRow,
    pub(crate) injured: CountRow,
    pub(crate) arrested: CountRow,
    signs: BTreeMap<String, String>,
    units: BTreeMap<String, String>,
    national: BTreeMap<String, String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hedge {
    AtLeast,
    MoreThan,
    About,
    Nearly,
    AtMost,
    FewerThan,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    numbers: Values<u64>,
    multipliers: Values<u64>,
    vague: Values<[u64; 3]>,
    hedges: HedgeRow,
    killed: CountRow,
    injured: CountRow,
    arrested: CountRow,
    currencies: CurrencyRow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Values<T> {
    #[allow(dead_code, reason = "required of every list, for its readers")]
    about: String,
    values: BTreeMap<String, T>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HedgeRow {
    at_least: Vec<String>,
    more_than: Vec<String>,
    about: Vec<String>,
    nearly: Vec<String>,
    at_most: Vec<String>,
    fewer_than: Vec<String>,
}

/// Which words count people that an act befell.
#[derive(Deserialize, Debug, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountRow {
    /// Verbs that count their object.
    pub(crate) verbs: Vec<String>,
    /// Verbs that count their subject.
    pub(crate) undergone: Vec<String>,
    /// Nouns that count what they are of.
    pub(crate) nouns: Vec<String>,
    /// Adjectives that count what they are said of.
    pub(crate) adjectives: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CurrencyRow {
    signs: BTreeMap<String, String>,
    words: BTreeMap<String, String>,
    national: BTreeMap<String, String>,
}

/// A number with its interval and the tokens it is written in.
#[derive(Clone, Debug)]
struct Quantity {
    low: Option<f64>,
    best: f64,
    high: Option<f64>,
    tokens: Range<usize>,
}

impl SizeWords {
    pub(crate) fn read(source: &Source<'_>) -> Result<SizeWords, Error> {
        let file: File = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let HedgeRow { at_least, more_than, about, nearly, at_most, fewer_than } = file.hedges;
        let lists = [
            (at_least, Hedge::AtLeast),
            (more_than, Hedge::MoreThan),
            (about, Hedge::About),
            (nearly, Hedge::Nearly),
            (at_most, Hedge::AtMost),
            (fewer_than, Hedge::FewerThan),
        ];
        let mut hedges: Vec<(Vec<String>, Hedge)> = Vec::new();
        for (list, hedge) in lists {
            hedges.extend(list.iter().map(|words| (words.split(' ').map(str::to_owned).collect(), hedge)));
        }
        hedges.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        Ok(SizeWords {
            numbers: file.numbers.values,
            multipliers: file.multipliers.values,
            vague: file.vague.values,
            hedges,
            killed: file.killed,
            injured: file.injured,
            arrested: file.arrested,
            signs: file.currencies.signs,
            units: file.currencies.words,
            national: file.currencies.national,
        })
    }

    /// Whether a word is (part of) a number.
    pub(crate) fn is_number(&self, word: &str) -> bool {
        word.starts_with(|c: char| c.is_ascii_digit())
            || self.numbers.contains_key(word)
            || self.vague.contains_key(word)
            || self.multipliers.contains_key(word)
            || word.strip_suffix('s').is_some_and(|w| self.multipliers.contains_key(w))
    }

    /// The first number of people among these tokens.
    pub(crate) fn people(&self, parse: &Parse, tokens: Range<usize>) -> Option<Toll> {
        let quantity = (tokens.clone()).find_map(|i| self.quantity(parse, i, &tokens))?;
        let whole = |n: f64| (0.0..=f64::from(u32::MAX)).contains(&n).then(|| n.round() as u32);
        Some(Toll {
            low: quantity.low.and_then(whole),
            best: whole(quantity.best),
            high: quantity.high.and_then(whole),
            text: span_of(parse, &quantity.tokens),
            of: None,
        })
    }

    /// The first sum of money that begins at a token.
    pub(crate) fn money(&self, parse: &Parse, at: usize, within: &Range<usize>) -> Option<Amount> {
        let norm = |i: usize| within.contains(&i).then(|| parse.norm(TokenId::new(i)));
        if let Some(currency) = self.signs.get(norm(at)?) {
            let number = self.number(parse, at + 1, within)?;
            let tokens = at..number.tokens.end;
            return Some(Amount {
                value: number.best,
                currency: Some(currency.clone()),
                text: span_of(parse, &tokens),
            });
        }
        let number = self.number(parse, at, within)?;
        // "50 million euros", "2 million in Canadian dollars" is not read: the word stands right after.
        for unit in (number.tokens.end..number.tokens.end + 3).take_while(|u| within.contains(u)) {
            let word = parse.lemma(TokenId::new(unit)).to_lowercase();
            let before = norm(unit.wrapping_sub(1)).unwrap_or_default();
            let national = self.national.get(&format!("{before} {word}"));
            if let Some(currency) = national.or_else(|| self.units.get(&word)) {
                let tokens = at..unit + 1;
                return Some(Amount {
                    value: number.best,
                    currency: Some(currency.clone()),
                    text: span_of(parse, &tokens),
                });
            }
        }
        None
    }

    /// The number that begins at a token, with what hedges it, or the range it opens.
    fn quantity(&self, parse: &Parse, at: usize, within: &Range<usize>) -> Option<Quantity> {
        let label = parse.iob(TokenId::new(at)).1;
        if matches!(label, "DATE" | "TIME" | "ORDINAL" | "PERCENT" | "MONEY") {
            return None;
        }
        let mut number = self.number(parse, at, within)?;
        let norm = |i: usize| within.contains(&i).then(|| parse.norm(TokenId::new(i)));
        let end = number.tokens.end;
        // "a 13-year-old" counts nobody.
        if norm(end) == Some("-") && norm(end + 1).is_some_and(|w| w.chars().all(char::is_alphabetic)) {
            return None;
        }
        if matches!(norm(end), Some("year" | "years" | "percent" | "%" | "kilometers" | "miles" | "km")) {
            return None;
        }
        let is_between = at > within.start && norm(at - 1) == Some("between");
        let joins = matches!(norm(end), Some("to" | "-" | "–" | "or")) || is_between && norm(end) == Some("and");
        if joins && let Some(upper) = self.number(parse, end + 1, within).filter(|u| u.best > number.best) {
            let tokens = if is_between { at - 1 } else { at }..upper.tokens.end;
            let best = ((number.best + upper.best) / 2.0).floor();
            return Some(Quantity { low: Some(number.best), best, high: Some(upper.best), tokens });
        }
        // "more than a hundred", "at least a dozen": the article belongs to the number, and the hedge stands before it.
        let counts_once = norm(at).is_some_and(|w| self.multipliers.contains_key(w));
        if counts_once && at > within.start && matches!(norm(at - 1), Some("a" | "an")) {
            number.tokens.start -= 1;
        }
        if let Some((n_words, hedge)) = self.hedge_before(parse, number.tokens.start, within) {
            number.tokens.start -= n_words;
            let n = number.best;
            (number.low, number.best, number.high) = match hedge {
                Hedge::AtLeast => (number.low, n, None),
                // Who writes "more than 300" has rounded; "more than two" are three.
                Hedge::MoreThan if n >= 10.0 => (Some(n), n, None),
                Hedge::MoreThan => (Some(n + 1.0), n + 1.0, None),
                Hedge::About => (Some((n * 0.9).floor()), n, Some((n * 1.1).ceil())),
                Hedge::Nearly => (Some((n * 0.9).floor()), n, Some(n)),
                Hedge::AtMost => (None, n, Some(n)),
                Hedge::FewerThan => (None, n - 1.0, Some(n - 1.0)),
            };
        }
        Some(number)
    }

    fn hedge_before(&self, parse: &Parse, at: usize, within: &Range<usize>) -> Option<(usize, Hedge)> {
        self.hedges.iter().find_map(|(words, hedge)| {
            let start = at.checked_sub(words.len()).filter(|&s| s >= within.start)?;
            let same = words.iter().zip(start..).all(|(w, i)| parse.norm(TokenId::new(i)) == w);
            same.then_some((words.len(), *hedge))
        })
    }

    /// A bare number: digits or words with their multipliers, or a vague word.
    fn number(&self, parse: &Parse, at: usize, within: &Range<usize>) -> Option<Quantity> {
        let norm = |i: usize| within.contains(&i).then(|| parse.norm(TokenId::new(i)));
        let first = norm(at)?;
        // "no fewer than nine": the "no" counts nothing by itself.
        if first == "no" && matches!(norm(at + 1), Some("fewer" | "less" | "more")) {
            return None;
        }
        if let Some(&[low, best, high]) = self.vague.get(first) {
            // "tens of thousands": the one times the other.
            let times = (norm(at + 1) == Some("of"))
                .then(|| norm(at + 2)?.strip_suffix('s').and_then(|w| self.multipliers.get(w)))
                .flatten()
                .copied();
            let (factor, end) = times.map_or((1, at + 1), |t| (t, at + 3));
            let scaled = |n: u64| (n * factor) as f64;
            let tokens = at..end;
            return Some(Quantity { low: Some(scaled(low)), best: scaled(best), high: Some(scaled(high)), tokens });
        }
        let (mut total, mut current): (f64, Option<f64>) = (0.0, None);
        let mut i = at;
        while i < at + 8 {
            let Some(word) = norm(i) else { break };
            if let Some((n, factor)) = self.digits(word) {
                if current.is_some() {
                    break;
                }
                match factor {
                    Some(factor) => total += n * factor as f64,
                    None => current = Some(n),
                }
            } else if let Some(&n) = self.numbers.get(word) {
                current = Some(current.unwrap_or_default() + n as f64);
            } else if let Some(&factor) = self.multipliers.get(word).filter(|_| word.len() > 2 || i > at) {
                if factor < 1000 {
                    current = Some(current.unwrap_or(1.0) * factor as f64);
                } else if let Some(counted) = current.take() {
                    total += counted * factor as f64;
                } else {
                    total = total.max(1.0) * factor as f64;
                }
            } else if !(i > at
                && matches!(word, "-" | "and")
                && norm(i + 1).is_some_and(|w| self.numbers.contains_key(w)))
                || word == "and" && total == 0.0 && current.is_none_or(|c| c < 100.0)
            {
                break;
            }
            i += 1;
        }
        let value = total + current.unwrap_or_default();
        (i > at && (value > 0.0 || first == "0" || first == "zero")).then_some(Quantity {
            low: Some(value),
            best: value,
            high: Some(value),
            tokens: at..i,
        })
    }

    /// "1,200", "1.2", "1.2bn", "50m": the number and the factor written with it.
    fn digits(&self, word: &str) -> Option<(f64, Option<u64>)> {
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        let end = word.find(|c: char| !c.is_ascii_digit() && c != ',' && c != '.').unwrap_or(word.len());
        let factor = match &word[end..] {
            "" => None,
            suffix => Some(*self.multipliers.get(suffix)?),
        };
        let number: f64 = word[..end].replace(',', "").parse().ok()?;
        Some((number, factor))
    }
}

fn span_of(parse: &Parse, tokens: &Range<usize>) -> Span {
    parse.span(TokenId::new(tokens.start)).cover(parse.span(TokenId::new(tokens.end - 1)))
}
