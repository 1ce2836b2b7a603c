//! How many a group is: "two diplomats", "at least 40 students", "dozens of miners", "a 5,000-strong force".
//!
//! The words before the head of a phrase are read as one number with its bounds. What the words leave open stays
//! open: "dozens" are no fewer than 24 and nobody knows how many more.
//!
//! What is deliberately absent: ages, years, ordinals and shares of a whole, which count nobody.

use chancery_doc::{Parse, Pos, Size, TokenId};

/// How a number is meant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Bound {
    Exact,
    AtLeast,
    AtMost,
    About,
}

/// A number in words: what it adds up to, one past its last token, and whether it is a vague plural ("hundreds").
struct Number {
    value: u64,
    end: usize,
    vague: bool,
}

/// The size that the words of `start..head` give, and "five" in "a group of five teachers" (`head` is what is counted).
pub(crate) fn read(parse: &Parse, text: &str, start: usize, head: usize) -> Option<Size> {
    let word = |t: usize| parse.norm(TokenId::new(t));
    let mut t = start;
    while t < head {
        let Some(first) = number(parse, text, t, head) else {
            t += 1;
            continue;
        };
        let next = if first.end < parse.len() { word(first.end) } else { "" };
        let after = if first.end + 1 < parse.len() { word(first.end + 1) } else { "" };
        // "14-year-old", "third-party", "2020 protesters", "24-hour".
        let strength = next == "-" && matches!(after, "member" | "strong" | "man" | "person" | "woman");
        let digits = parse.span(TokenId::new(t)).of(text);
        let year = digits.len() == 4 && (1900..2100).contains(&first.value) && !digits.contains(',');
        if next == "-" && !strength || matches!(next, "%" | "percent" | "per" | "year" | "years" | "-year") || year {
            t = first.end + 1;
            continue;
        }
        let (from, bound) = bound(parse, t);
        let mut size = match (first.vague, bound) {
            (true, _) => Size { low: Some(first.value), best: None, high: None, text: String::new() },
            (false, Bound::Exact) => exactly(first.value),
            (false, Bound::AtLeast) => Size { high: None, ..exactly(first.value) },
            (false, Bound::AtMost) => Size { low: None, ..exactly(first.value) },
            (false, Bound::About) => Size { low: None, high: None, ..exactly(first.value) },
        };
        let mut end = first.end;
        // "between ten and twenty", "10 to 20", "two or three".
        if matches!(next, "to" | "and" | "or" | "-" | "–")
            && let Some(second) = number(parse, text, first.end + 1, head)
            && second.value > first.value
            && !first.vague
            && (next != "and" || from < t && word(from) == "between")
        {
            size = Size { low: Some(first.value), best: None, high: Some(second.value), text: String::new() };
            end = second.end;
        }
        let span = parse.span(TokenId::new(from)).cover(parse.span(TokenId::new(end - 1)));
        size.text = span.of(text).to_owned();
        return Some(size);
    }
    None
}

/// The number that a word begins; none where nobody knows it ("dozens").
pub(crate) fn value(parse: &Parse, text: &str, at: usize) -> Option<u64> {
    number(parse, text, at, parse.len()).filter(|n| !n.vague).map(|n| n.value)
}

/// How many there are at least of whom the words of `start..head` count; none where they count nobody.
pub(crate) fn least(parse: &Parse, text: &str, start: usize, head: usize) -> Option<u64> {
    read(parse, text, start, head).and_then(|size| size.low.or(size.high))
}

fn exactly(n: u64) -> Size {
    Size { low: Some(n), best: Some(n), high: Some(n), text: String::new() }
}

/// The words before a number that bound it: where they start, and how.
fn bound(parse: &Parse, number: usize) -> (usize, Bound) {
    let sentence_start = |t: usize| parse.token(TokenId::new(t)).sent_start;
    let word = |back: usize| {
        let t = number.checked_sub(back)?;
        let crosses = (t + 1..=number).any(sentence_start);
        (!crosses).then(|| parse.norm(TokenId::new(t)))
    };
    let (one, two, three) = (word(1).unwrap_or(""), word(2).unwrap_or(""), word(3).unwrap_or(""));
    match (three, two, one) {
        (_, "at", "least") | (_, "more", "than") | (_, "upwards", "of") => (number - 2, Bound::AtLeast),
        ("no", "fewer" | "less", "than") | ("not", "less", "than") => (number - 3, Bound::AtLeast),
        (_, "at", "most") | (_, "up", "to") | (_, "fewer" | "less", "than") => (number - 2, Bound::AtMost),
        ("as", "many", "as") => (number - 3, Bound::AtMost),
        (_, _, "over" | "above") => (number - 1, Bound::AtLeast),
        (_, _, "nearly" | "almost" | "under") => (number - 1, Bound::AtMost),
        (_, _, "about" | "around" | "some" | "roughly" | "approximately" | "estimated" | "circa") => {
            (number - 1, Bound::About)
        }
        (_, _, "between") => (number - 1, Bound::Exact),
        _ => (number, Bound::Exact),
    }
}

/// The number that starts at a token.
fn number(parse: &Parse, text: &str, at: usize, limit: usize) -> Option<Number> {
    if at >= limit.max(at + 1).min(parse.len()) {
        return None;
    }
    let word = |t: usize| parse.norm(TokenId::new(t));
    if let Some(value) = several(word(at)) {
        // "tens of thousands", "hundreds of thousands".
        if at + 2 < parse.len() && word(at + 1) == "of" {
            let scale = match word(at + 2) {
                "thousands" => 1_000,
                "millions" => 1_000_000,
                _ => 0,
            };
            if scale > 0 {
                let lead = if word(at) == "tens" { 20 } else { value };
                return Some(Number { value: lead * scale, end: at + 3, vague: true });
            }
        }
        return Some(Number { value, end: at + 1, vague: true });
    }
    let mut end = at;
    let (mut total, mut part) = (0u64, 0f64);
    while end < parse.len() && end < at + 8 {
        let w = word(end);
        if let Some(n) = digits(parse.span(TokenId::new(end)).of(text)).or_else(|| units(w).map(|n| n as f64)) {
            // "two" after "forty" adds to it; two numbers side by side are not one.
            if part != 0.0 && !(part >= 20.0 && n < 10.0 || part >= 100.0 && n < 100.0) {
                break;
            }
            part += n;
        } else if let Some(scale) = scales(w) {
            if part == 0.0 && end > at {
                break;
            }
            let lead = if part == 0.0 { 1.0 } else { part };
            if scale >= 1_000 {
                total += (lead * scale as f64).round() as u64;
                part = 0.0;
            } else {
                part = lead * scale as f64;
            }
        } else if end > at && (w == "-" && (20.0..100.0).contains(&part) || w == "and" && part >= 100.0) {
            let continues = end + 1 < parse.len() && units(word(end + 1)).is_some_and(|n| n < 100);
            if !continues {
                break;
            }
        } else {
            break;
        }
        end += 1;
    }
    if end == at {
        return None;
    }
    // "One" is a pronoun as often as a number, and never says how many a group is.
    let value = total + part.round() as u64;
    (value > 0 && !(value == 1 && parse.pos(TokenId::new(at)) != Pos::Num)).then_some(Number {
        value,
        end,
        vague: false,
    })
}

fn digits(word: &str) -> Option<f64> {
    if !word.starts_with(|c: char| c.is_ascii_digit()) || word.len() > 15 {
        return None;
    }
    word.replace(',', "").parse().ok()
}

fn units(word: &str) -> Option<u64> {
    const WORDS: [&str; 20] = [
        "zero",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
    ];
    const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
    let unit = WORDS.iter().position(|&w| w == word).map(|n| n as u64);
    unit.or_else(|| TENS.iter().position(|&w| w == word).map(|n| 20 + 10 * n as u64))
}

fn scales(word: &str) -> Option<u64> {
    Some(match word {
        "dozen" => 12,
        "hundred" => 100,
        "thousand" => 1_000,
        "million" => 1_000_000,
        "billion" => 1_000_000_000,
        "couple" | "pair" => 2,
        "trio" => 3,
        "quartet" => 4,
        _ => return None,
    })
}

/// The least that a vague plural can mean.
fn several(word: &str) -> Option<u64> {
    Some(match word {
        "several" => 3,
        "tens" => 20,
        "dozens" => 24,
        "scores" => 40,
        "hundreds" => 200,
        "thousands" => 2_000,
        "millions" => 2_000_000,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use chancery_doc::{HandToken, Parse, Size};

    use super::read;

    #[track_caller]
    fn check(text: &str, want: Option<Size>) {
        let words: Vec<&str> = text.split(' ').collect();
        let last = words.len() - 1;
        let hand: Vec<HandToken<'_>> = words
            .iter()
            .map(|&word| {
                let num =
                    word.starts_with(|c: char| c.is_ascii_digit()) || super::units(&word.to_lowercase()).is_some();
                HandToken { word, lemma: word, pos: if num { "NUM" } else { "NOUN" }, tag: "X", dep: "dep", head: last }
            })
            .collect();
        let parse = Parse::by_hand(text, &hand);
        let got = read(&parse, text, 0, last);
        assert_eq!(got, want, "{text}");
    }

    #[test]
    fn numbers_and_their_bounds() {
        let all = |n: u64| (Some(n), Some(n), Some(n));
        let some = |(low, best, high), text: &str| Some(Size { low, best, high, text: text.to_owned() });
        check("Two diplomats", some(all(2), "Two"));
        check("the 2,000 Libyans", some(all(2000), "2,000"));
        check("At least 40 students", some((Some(40), Some(40), None), "At least 40"));
        check("up to 300 fighters", some((None, Some(300), Some(300)), "up to 300"));
        check("some 1.5 million refugees", some((None, Some(1_500_000), None), "some 1.5 million"));
        check("no fewer than three monks", some((Some(3), Some(3), None), "no fewer than three"));
        check("between ten and twenty nuns", some((Some(10), None, Some(20)), "between ten and twenty"));
        check("two or three men", some((Some(2), None, Some(3)), "two or three"));
        check("dozens of miners", some((Some(24), None, None), "dozens"));
        check("tens of thousands of farmers", some((Some(20_000), None, None), "tens of thousands"));
        check("two dozen clerks", some(all(24), "two dozen"));
        check("three hundred and twelve voters", some(all(312), "three hundred and twelve"));
        check("forty - two voters", some(all(42), "forty - two"));
        check("a 500 - strong force", some(all(500), "500"));
    }

    #[test]
    fn what_counts_nobody() {
        check("a 14 - year - old girl", None);
        check("the 2019 protesters", None);
        check("the young protesters", None);
        check("40 percent of voters", None);
    }
}
