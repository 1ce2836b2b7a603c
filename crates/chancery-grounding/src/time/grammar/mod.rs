//! Which words are a time expression, and what they mean.
//!
//! A production is a method that tries to read one construction from a word on and answers with the index after its
//! last word and the meaning. Productions call each other ("9 p.m." may be followed by any day), the longest reading
//! at a place wins, and of readings as long the one that is listed first. Everything that a production knows of words
//! comes from the tables; what it asks of the parse is only whether a word is a noun or a verb, and what it is to its head.
//!
//! Extents follow the TIMEX3 guidelines: determiners, "early" and "at least" belong to the expression, prepositions
//! do not. Ages ("a 45-year-old") are no time expressions.

/// What a word means in one sense: `sense!(words, i, Month)` is the month's number where the word names a month.
macro_rules! sense {
    ($words:expr, $i:expr, $sense:ident) => {
        $words.sense($i, |sense| match sense {
            Sense::$sense(meaning) => Some(meaning),
            _ => None,
        })
    };
}

mod calendar;
mod lengths;
mod relative;

use chancery_doc::{Pos, Span};

use super::lexicon::{Lexicon, Sense};
use super::meaning::{Amount, Meaning, Stretch, Unit, Which, Year};
use super::words::{Shape, Words};

/// A time expression that was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Found {
    pub span: Span,
    /// Index of its first word, and one past its last.
    pub words: (usize, usize),
    pub meaning: Meaning,
}

/// The index after the last word that was read, and what was read.
type Read<T> = Option<(usize, T)>;

/// Reads time expressions from the words of an article.
pub(super) struct Grammar<'g, 't> {
    words: &'g Words<'t>,
}

impl<'g, 't> Grammar<'g, 't> {
    pub(super) fn new(words: &'g Words<'t>) -> Self {
        Grammar { words }
    }

    /// All expressions, in text order, none overlapping another.
    pub(super) fn read(&self) -> Vec<Found> {
        let mut found = Vec::new();
        let mut i = 0;
        while i < self.words.items.len() {
            if !self.may_start(i) {
                i += 1;
                continue;
            }
            if let Some(end) = self.age(i) {
                i = end;
                continue;
            }
            match self.longest(i) {
                Some((end, meaning)) => {
                    found.push(Found { span: self.words.span(i, end), words: (i, end), meaning });
                    i = end;
                    while let Some((from, to, meaning)) = found.last().and_then(|f| self.coordinated(i, &f.meaning)) {
                        // "June 3 to 9, 2017" is one year's.
                        if let (Some(Meaning::Calendar { year: first, .. }), Meaning::Calendar { year, .. }) =
                            (found.last_mut().map(|f| &mut f.meaning), &meaning)
                            && *first == Year::Unsaid
                        {
                            *first = *year;
                        }
                        found.push(Found { span: self.words.span(from, to), words: (from, to), meaning });
                        i = to;
                    }
                }
                None => i += 1,
            }
        }
        found
    }

    /// Most words begin nothing; this decides it from one look at the word.
    fn may_start(&self, i: usize) -> bool {
        let word = &self.words.items[i];
        match word.shape {
            Shape::Letters => !word.senses.is_empty() || !Lexicon::get().fixed(word.text).is_empty() || self.opens(i),
            Shape::Digits(..) => !word.glued || !self.is_in_a_number(i),
            Shape::Mark(c) => matches!(c, '\'' | '\u{2018}' | '\u{2019}'),
        }
    }

    /// Words that are no time but may open an expression: "at least", "more than", "half", "Q".
    fn opens(&self, i: usize) -> bool {
        ["at", "more", "less", "up", "no", "over", "half", "q", "fy"].iter().any(|word| self.words.is(i, word))
    }

    /// Whether the digits at an index go on a number or a code ("1,640", "B52", "$60").
    fn is_in_a_number(&self, i: usize) -> bool {
        let Some(before) = i.checked_sub(1).and_then(|b| self.words.items.get(b)) else { return false };
        match before.shape {
            Shape::Mark('.' | ',' | '$' | '€' | '£' | '#' | '/' | '@' | '_') => true,
            Shape::Mark(_) => false,
            _ => true,
        }
    }

    fn longest(&self, i: usize) -> Read<Meaning> {
        let readings = [
            self.fixed(i),
            self.clock(i),
            self.calendar(i),
            self.numeric_date(i),
            self.year(i).map(|(end, year)| {
                (end, Meaning::Calendar { year: Year::Is(year), stretch: Stretch::Whole, which: None })
            }),
            self.impossible_year(i),
            self.decade(i),
            self.century(i),
            self.quarter(i),
            self.edge(i),
            self.compared(i),
            self.deictic(i),
            self.told(i),
            self.which(i),
            self.shift(i),
            self.recurring(i),
            self.length(i),
        ];
        let mut best: Read<Meaning> = None;
        for reading in readings.into_iter().flatten() {
            if reading.0 > i && best.as_ref().is_none_or(|(end, _)| reading.0 > *end) {
                best = Some(reading);
            }
        }
        best.filter(|(end, _)| (i + 1..*end).all(|k| self.words.next(k).is_some()))
    }

    /// An age, which is passed over: "45-year-old", "52 years old", "aged 30".
    fn age(&self, i: usize) -> Option<usize> {
        let (j, _) = self.amount(i)?;
        let j = if self.words.hyphen(j) { j + 1 } else { j };
        let (j, ..) = self.unit(j)?;
        let j = if self.words.hyphen(j) { j + 1 } else { j };
        let is_age = ["old", "olds", "of"].iter().position(|word| self.words.is(j, word))?;
        (is_age < 2 || self.words.is(j + 1, "age")).then_some(j + 1)
    }

    /// Fixed phrases and feasts.
    fn fixed(&self, i: usize) -> Read<Meaning> {
        let lexicon = Lexicon::get();
        let mut best: Read<Meaning> = None;
        for &(is_phrase, index) in lexicon.fixed(self.words.items[i].text) {
            let pattern = if is_phrase { &lexicon.phrase(index).words } else { &lexicon.feast(index).words };
            let Some(end) = self.follows(i, pattern) else { continue };
            if best.as_ref().is_some_and(|(longest, _)| *longest >= end) {
                continue;
            }
            if is_phrase {
                let phrase = lexicon.phrase(index);
                let fits = phrase.pos.is_none_or(|pos| self.words.pos(i) == pos) && !self.is_conjunction(i, end);
                // "The past decade" is no bare past.
                if fits && self.unit(end).is_none() && self.amount(end).is_none_or(|(j, _)| self.unit(j).is_none()) {
                    best = Some((end, Meaning::Fixed { kind: phrase.kind, value: phrase.value }));
                }
            } else if self.words.items[i].is_capital() || self.words.has(i, Sense::The) {
                let (end, year) = self.year_after(end).unwrap_or((end, Year::Unsaid));
                best = Some((end, Meaning::Calendar { year, stretch: Stretch::Feast(index), which: None }));
            }
        }
        best
    }

    /// "As soon as", "now that", "soon after he left" join clauses and say no time.
    fn is_conjunction(&self, start: usize, end: usize) -> bool {
        let as_before = start > 0 && self.words.is(start - 1, "as") && self.words.is(end, "as");
        as_before || ["that", "after", "before"].iter().any(|word| end == start + 1 && self.words.is(end, word))
    }

    /// The index after words that follow each other from `i` on.
    fn follows(&self, i: usize, pattern: &[&str]) -> Option<usize> {
        for (k, want) in pattern.iter().enumerate() {
            let word = self.words.items.get(i + k)?;
            let is_apostrophe = *want == "'" && matches!(word.shape, Shape::Mark('\u{2019}' | '\''));
            let holds = match want.strip_prefix('\'').filter(|rest| !rest.is_empty()) {
                // "'s" is two words here; tables write it as one for the reader's sake.
                Some(_) => return self.follows_possessive(i, pattern, k),
                None => is_apostrophe || word.is(want),
            };
            if !holds {
                return None;
            }
        }
        Some(i + pattern.len())
    }

    fn follows_possessive(&self, i: usize, pattern: &[&str], k: usize) -> Option<usize> {
        let is_mark = matches!(self.words.items.get(i + k)?.shape, Shape::Mark('\u{2019}' | '\''));
        (is_mark && self.words.is(i + k + 1, "s")).then(|| self.follows(i + k + 2, &pattern[k + 1..]))?
    }

    /// Units in singular or plural.
    fn unit(&self, i: usize) -> Option<(usize, Unit, bool)> {
        self.words.next(i)?;
        self.words.sense(i, |sense| match sense {
            Sense::Unit(unit) => Some((i + 1, unit, false)),
            Sense::Units(unit) => Some((i + 1, unit, true)),
            _ => None,
        })
    }

    /// "Last", "this", "next"; also "this past", "this coming".
    fn which_word(&self, i: usize) -> Read<Which> {
        let ask = |i| sense!(self.words, i, Which);
        let which = ask(i)?;
        if which == Which::This
            && let Some(second) = ask(i + 1)
        {
            return Some((i + 2, second));
        }
        Some((i + 1, which))
    }

    /// "Early", "late", "mid-".
    fn modifier(&self, i: usize) -> usize {
        if !self.words.has(i, Sense::Modifier) {
            return i;
        }
        if self.words.hyphen(i + 1) { i + 2 } else { i + 1 }
    }

    /// Whether the parser takes the word for part of a person's name ("April Jones", "August Wilson").
    fn is_in_a_name(&self, i: usize) -> bool {
        let token = self.words.items[i].token.index() as u32;
        let parse = self.words.parse;
        let after = parse.raw_entities().partition_point(|e| e.tokens.end <= token);
        parse.raw_entities().get(after).is_some_and(|e| {
            let label = parse.labels().name(e.label);
            e.tokens.start <= token && (label == "PERSON" || (label == "WORK_OF_ART" && e.tokens.len() > 1))
        })
    }

    /// Words that say how exact a number is: "about", "at least", "no more than".
    fn approximation(&self, i: usize) -> usize {
        const PHRASES: &[&[&str]] = &[
            &["no", "more", "than"],
            &["no", "less", "than"],
            &["more", "than"],
            &["less", "than"],
            &["at", "least"],
            &["at", "most"],
            &["up", "to"],
        ];
        if let Some(end) = PHRASES.iter().find_map(|phrase| self.follows(i, phrase)) {
            return end;
        }
        if self.words.has(i, Sense::Approx) { i + 1 } else { i }
    }

    /// A number in figures or words, or "a", "several", "a few", "a couple of", "half a".
    fn amount(&self, i: usize) -> Read<Amount> {
        if let Some((end, hundredths)) = self.number(i) {
            return Some((end, Amount::Exact(hundredths)));
        }
        if self.words.has(i, Sense::Vague) {
            return Some((i + 1, Amount::Vague));
        }
        if self.words.is(i, "half") && self.words.has(i + 1, Sense::Article) {
            return Some((i + 2, Amount::Exact(50)));
        }
        let after_article = if self.words.has(i, Sense::Article) { i + 1 } else { i };
        if self.words.has(after_article, Sense::Couple) {
            let end = after_article + 1;
            return Some((if self.words.is(end, "of") { end + 1 } else { end }, Amount::whole(2)));
        }
        if !self.words.has(i, Sense::Article) {
            return None;
        }
        let next = i + 1;
        if let Some((end, hundredths)) =
            self.number(next).filter(|_| !self.words.items[next].shape.eq(&Shape::Mark('-')))
        {
            // "A four-day visit": the article is the visit's, but "a dozen years" and "a hundred days" own theirs.
            let owns = self.words.is(next, "dozen") || sense!(self.words, next, Scale).is_some();
            return owns.then_some((end, Amount::Exact(hundredths)));
        }
        if self.words.has(next, Sense::Vague) && !self.words.is(next, "recent") {
            return Some((next + 1, Amount::Vague));
        }
        Some((next, Amount::whole(1)))
    }

    /// A number, in hundredths.
    fn number(&self, i: usize) -> Read<u32> {
        let (mut end, whole) = if let Some((n, _)) = self.words.digits(i) {
            let (mut end, mut n) = (i + 1, n);
            while self.words.mark(end, ',')
                && let Some((group, 3)) = self.words.digits(end + 1)
                && self.words.items[end + 1].glued
            {
                (end, n) = (end + 2, n.checked_mul(1000)?.checked_add(group)?);
            }
            if self.words.mark(end, '.')
                && let Some((tenths, 1)) = self.words.digits(end + 1)
                && self.words.items[end + 1].glued
            {
                return Some((end + 2, n.checked_mul(100)?.checked_add(tenths * 10)?));
            }
            (end, n)
        } else {
            self.number_word(i)?
        };
        let mut hundredths = whole.checked_mul(100)?;
        if self.words.is(end, "and") && self.words.is(end + 1, "a") && self.words.is(end + 2, "half") {
            (end, hundredths) = (end + 3, hundredths.checked_add(50)?);
        }
        Some((end, hundredths))
    }

    /// "Twenty-five", "two hundred", "a dozen" without its article.
    fn number_word(&self, i: usize) -> Read<u32> {
        let ones = |i| sense!(self.words, i, Number);
        let tens = sense!(self.words, i, Tens);
        let (mut end, mut n) = match (ones(i), tens) {
            (Some(n), _) => (i + 1, n),
            (None, Some(tens)) => {
                let next = if self.words.hyphen(i + 1) { i + 2 } else { i + 1 };
                match ones(next).filter(|&n| n < 10) {
                    Some(n) => (next + 1, tens + n),
                    None => (i + 1, tens),
                }
            }
            (None, None) => (i + 1, sense!(self.words, i, Scale)?),
        };
        while let Some(factor) = sense!(self.words, end, Scale) {
            (end, n) = (end + 1, n.checked_mul(factor)?);
        }
        Some((end, n))
    }

    /// Whether the word is a noun to the parser.
    fn is_noun(&self, i: usize) -> bool {
        matches!(self.words.pos(i), Pos::Noun | Pos::Propn)
    }
}
