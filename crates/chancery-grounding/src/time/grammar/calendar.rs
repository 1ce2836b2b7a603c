//! Stretches of the calendar by name: days, months, seasons, quarters, years, decades, and times of day.

use chancery_doc::Pos;

use super::{Grammar, Read};
use crate::time::lexicon::Sense;
use crate::time::meaning::{Clock, From, Meaning, OfDay, Part, Stretch, Unit, Which, Year};

fn named(stretch: Stretch, year: Year, which: Option<Which>) -> Meaning {
    Meaning::Calendar { year, stretch, which }
}

impl Grammar<'_, '_> {
    /// A weekday, a month with or without day and year, a season; with a part of the day after it if there is one.
    pub(super) fn calendar(&self, i: usize) -> Read<Meaning> {
        let (end, day) = self.day_or_longer(i)?;
        match self.part_after(end) {
            Some((after, part)) if is_day(&day) => {
                Some((after, Meaning::TimeOfDay { day: Some(Box::new(day)), of_day: OfDay::Part(part) }))
            }
            _ => Some((end, day)),
        }
    }

    /// As [`Grammar::calendar`], without a part of the day.
    pub(super) fn day_or_longer(&self, i: usize) -> Read<Meaning> {
        let readings = [self.weekday(i), self.month(i), self.day_before_month(i), self.season(i)];
        readings.into_iter().flatten().max_by_key(|(end, _)| *end)
    }

    fn weekday_word(&self, i: usize) -> Read<u8> {
        let word = self.words.items.get(i)?;
        let full = self.words.sense(i, |sense| match sense {
            Sense::Weekday(n) => Some((false, n)),
            Sense::WeekdayShort(n) => Some((true, n)),
            _ => None,
        });
        let (is_short, n) = full.filter(|_| word.is_capital() && !self.is_in_a_name(i))?;
        let dot = is_short && self.words.mark(i + 1, '.') && self.words.items[i + 1].glued;
        let end = if dot { i + 2 } else { i + 1 };
        // "Sun" and "Sat" are words of their own; a dot or a date after them tells.
        let dated = || self.month(if self.words.mark(end, ',') { end + 1 } else { end }).is_some();
        (!is_short || dot || dated()).then_some((end, n))
    }

    fn weekday(&self, i: usize) -> Read<Meaning> {
        let (end, weekday) = self.weekday_word(i)?;
        // "The Sunday Times" is a paper.
        if self.words.has(end, Sense::Masthead) && self.words.items[end].is_capital() {
            return None;
        }
        let after_comma = if self.words.mark(end, ',') { end + 1 } else { end };
        for date in [self.month(after_comma), self.day_before_month(after_comma)].into_iter().flatten() {
            if matches!(date.1, Meaning::Calendar { stretch: Stretch::Day(..), .. }) {
                return Some(date);
            }
        }
        // "Monday last week" and "last Monday" mean the same.
        let which = self.which_word(end).filter(|&(j, _)| self.words.has(j, Sense::Unit(Unit::Week)));
        if let Some((j, which)) = which {
            return Some((j + 1, named(Stretch::Weekday(weekday), Year::Unsaid, Some(which))));
        }
        Some((end, named(Stretch::Weekday(weekday), Year::Unsaid, None)))
    }

    /// The number of the month that a word names, where it is that and not a verb or a name.
    pub(super) fn month_word(&self, i: usize) -> Read<u8> {
        let word = self.words.items.get(i)?;
        let month = sense!(self.words, i, Month)?;
        let is_short = word.text.len() < 5 && !matches!(month, 5..=7) || word.text.len() < 4 && month != 5;
        let dot = is_short && self.words.mark(i + 1, '.') && self.words.items[i + 1].glued;
        let end = if dot { i + 2 } else { i + 1 };
        let numbered = self.words.digits(end).is_some_and(|(n, len)| len == 4 || (1..=31).contains(&n));
        let after_number = i > 0 && self.words.digits(i - 1).is_some_and(|(n, _)| (1..=31).contains(&n));
        if numbered || after_number {
            return word.is_capital().then_some((end, month));
        }
        let is_plain = word.is_capital() && (dot || !is_short) && !self.is_in_a_name(i);
        // "May" and "March" are verbs too, and begin sentences.
        let is_verb = matches!(month, 3 | 5) && matches!(self.words.pos(i), Pos::Verb | Pos::Aux);
        let is_march = month == 3 && self.words.items.get(end).is_some_and(|w| w.is("on") || w.is("for"));
        (is_plain && !is_verb && !is_march).then_some((end, month))
    }

    /// "March", "early March", "March 3", "March 3, 2021", "March 2021", "March last year".
    fn month(&self, i: usize) -> Read<Meaning> {
        let start = self.modifier(i);
        let (end, month) = self.month_word(start)?;
        if let Some((after, day)) = self.day_number(end, true) {
            let (after, year) = self.year_after(after).unwrap_or((after, Year::Unsaid));
            return Some((after, named(Stretch::Day(month, day), year, None)));
        }
        let (end, year) = self.year_after(end).unwrap_or((end, Year::Unsaid));
        Some((end, named(Stretch::Month(month), year, None)))
    }

    /// "3 March", "the 3rd of March", "3rd of March 2021".
    fn day_before_month(&self, i: usize) -> Read<Meaning> {
        let start = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let (end, day) = self.day_number(start, false)?;
        let end = if self.words.is(end, "of") { end + 1 } else { end };
        if start > i && end == start + 1 {
            return None;
        }
        let (end, month) = self.month_word(end)?;
        let (end, year) = self.year_after(end).unwrap_or((end, Year::Unsaid));
        Some((end, named(Stretch::Day(month, day), year, None)))
    }

    /// A day of a month: "3", "3rd", and "third" where a month stands before or after it.
    fn day_number(&self, i: usize, after_month: bool) -> Read<u8> {
        self.words.next(i)?;
        let ordinal = sense!(self.words, i, Ordinal);
        if let Some(n) = ordinal.filter(|_| self.words.is(i + 1, "of")) {
            return Some((i + 1, n));
        }
        let (n, len) = self.words.digits(i)?;
        if len > 2 || !(1..=31).contains(&n) {
            return None;
        }
        let end =
            if self.words.has(i + 1, Sense::OrdinalSuffix) && self.words.items[i + 1].glued { i + 2 } else { i + 1 };
        // "March 3.5 percent", "in May 12 people died" and "March 10 a.m." count something else.
        let goes_on = self.words.items.get(end).is_some_and(|w| {
            w.glued && !w.text.starts_with(['.', ',', ';', ':', ')', '\'', '’', '-', '–', '"', '”', '?', '!', '/', '—'])
        });
        let is_decimal = (self.words.mark(end, '.') || self.words.mark(end, ','))
            && self.words.items.get(end + 1).is_some_and(|w| w.glued && self.words.digits(end + 1).is_some());
        let counts = after_month && end == i + 1 && self.counts_a_noun(i);
        let is_hour = after_month && self.meridiem(end).is_some();
        (!goes_on && !is_decimal && !counts && !is_hour).then_some((end, n as u8))
    }

    /// Whether a number tells how many of a plural noun there are.
    pub(super) fn counts_a_noun(&self, i: usize) -> bool {
        let parse = self.words.parse;
        let token = self.words.items[i].token;
        let head = parse.head(token);
        head > token
            && parse.dep(token) == "nummod"
            && parse.tag(head) == "NNS"
            && head.index() - token.index() <= 3
            && self.words.next(i + 1).is_some_and(|w| w.token <= head)
    }

    /// ", 2021", " 2021", " last year", " of that year", " of 2021".
    pub(super) fn year_after(&self, i: usize) -> Read<Year> {
        let start = if self.words.mark(i, ',') || self.words.is(i, "of") || self.words.is(i, "in") { i + 1 } else { i };
        self.words.next(start)?;
        if let Some((n, 4)) = self.words.digits(start)
            && (1000..=9999).contains(&n)
            && !self.counts_a_noun(start)
            && !self.words.is(i, "in")
        {
            return Some((start + 1, Year::Is(n as i32)));
        }
        if self.words.mark(i, ',') && self.is_no_year(start) {
            return Some((start + 1, Year::Impossible));
        }
        if start > i && !self.words.is(i, "of") {
            return None;
        }
        if self.words.has(start, Sense::Fiscal) {
            let (end, year) = self.year(start)?;
            return Some((end, Year::Is(year)));
        }
        let is_year = |j| self.words.has(j, Sense::Unit(Unit::Year));
        if let Some((j, which)) = self.which_word(start).filter(|&(j, _)| is_year(j)) {
            return Some((j + 1, Year::Which(which)));
        }
        let told = self.words.is(start, "that") || (self.words.is(start, "the") && self.words.is(i, "of"));
        let same = self.words.is(start, "the") && self.words.is(start + 1, "same");
        let noun = if same { start + 2 } else { start + 1 };
        ((told || same) && is_year(noun)).then_some((noun + 1, Year::Told))
    }

    /// "Summer", "the summer of 1999", "early last spring": only where the noun is a season.
    fn season(&self, i: usize) -> Read<Meaning> {
        let the = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let start = self.modifier(the);
        let season = sense!(self.words, start, Season)?;
        let end = start + 1;
        let year = self.year_after(end);
        let after_word = i > 0 && self.words.has(i - 1, Sense::Before);
        let introduced = start > i || after_word || year.is_some();
        let (is_two_faced, plain) = (matches!(season, "FA" | "SP"), self.is_noun(start));
        // "The fall of the city", "a fall in prices", "the spring of the clock".
        let governs = self.words.is(end, "of") || self.words.is(end, "in");
        if !plain || !introduced || (year.is_none() && is_two_faced && governs) {
            return None;
        }
        let (end, year) = year.unwrap_or((end, Year::Unsaid));
        Some((end, named(Stretch::Season(season), year, None)))
    }

    /// A year in figures: "1996", "mid-1996", "the year 2000", "fiscal 1990", "FY2011", "44 BC".
    pub(super) fn year(&self, i: usize) -> Read<i32> {
        let the = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let start = self.modifier(the);
        let fiscal = self.words.has(start, Sense::Fiscal) || self.words.is(start, "fy");
        let mut at = if fiscal { start + 1 } else { start };
        let by_noun = self.words.has(at, Sense::Unit(Unit::Year));
        if by_noun {
            at += 1;
        }
        if the > i && !fiscal && !by_noun && start == the {
            return None;
        }
        if by_noun
            && !fiscal
            && let Some((end, hundredths)) = self.number(at).filter(|_| self.words.digits(at).is_none())
        {
            let year = (hundredths / 100) as i32;
            return (1000..3000).contains(&year).then_some((end, year));
        }
        let (n, len) = self.words.digits(at)?;
        let end = at + 1;
        if self.words.is(end, "bc") || self.words.is(end, "bce") {
            return (n > 0 && n < 10_000).then_some((end + 1, -(n as i32)));
        }
        if self.words.is(at.wrapping_sub(1), "ad") && n > 0 && n < 2200 {
            return Some((end, n as i32));
        }
        let introduced = fiscal || by_noun;
        let plausible = len == 4 && (if introduced { 1000..=2999 } else { 1400..=2199 }).contains(&n);
        (plausible && (introduced || self.is_bare_year(at))).then_some((end, n as i32))
    }

    /// "The year 0", "the year 99999": a number called a year that is none.
    pub(super) fn impossible_year(&self, i: usize) -> Read<Meaning> {
        let the = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let introduced = self.words.has(the, Sense::Unit(Unit::Year)) && self.is_no_year(the + 1);
        introduced.then(|| (the + 2, named(Stretch::Whole, Year::Impossible, None)))
    }

    /// Whether digits stand where a year would and can be none: all noughts, or five and more that count nothing.
    fn is_no_year(&self, i: usize) -> bool {
        let goes_on = self.words.items.get(i + 1).is_some_and(|w| {
            w.glued && (w.text.starts_with(['%', ',']) && self.words.digits(i + 2).is_some() || w.text.starts_with('%'))
        });
        self.words.next(i).is_some()
            && self.words.digits(i).is_some_and(|(n, len)| n == 0 || len >= 5)
            && !goes_on
            && !self.counts_a_noun(i)
            && !self
                .words
                .items
                .get(i + 1)
                .is_some_and(|w| !w.parted && w.text.starts_with(char::is_alphabetic) && self.is_noun(i + 1))
    }

    /// Whether four digits that nothing introduces are a year and not a count, a price or a code.
    fn is_bare_year(&self, i: usize) -> bool {
        let words = &self.words;
        let before = i.checked_sub(1);
        let joined = words.items[i].glued
            && before.is_some_and(|b| {
                !words.hyphen(b)
                    && !words.mark(b, '(')
                    && !words.mark(b, '\'')
                    && !words.mark(b, '’')
                    && !words.mark(b, '"')
                    && !words.mark(b, '“')
                    && !words.mark(b, '—')
                    && !words.mark(b, '/')
                    && !words.mark(b, '[')
            });
        let after = words.items.get(i + 1).filter(|w| w.glued);
        let goes_on = after.is_some_and(|w| {
            let digits_follow = words.items.get(i + 2).is_some_and(|x| x.glued) && words.digits(i + 2).is_some();
            w.text.starts_with(['%', '°', '$', '€', '£'])
                || w.text.starts_with(char::is_alphabetic)
                || (w.text.starts_with(['.', ',', ':']) && digits_follow)
        });
        if joined
            || goes_on
            || before
                .is_some_and(|b| words.mark(b, '$') || words.mark(b, '€') || words.mark(b, '£') || words.mark(b, '#'))
        {
            return false;
        }
        // "1,998 shells" has a comma, "2000 people" has not: a count has its noun in the plural and no determiner.
        if self.counts_a_noun(i) {
            let parse = words.parse;
            let head = parse.head(words.items[i].token);
            return parse
                .children(head)
                .iter()
                .any(|&c| c < words.items[i].token && matches!(parse.pos(c), Pos::Det) || parse.dep(c) == "poss");
        }
        let counted = [
            "people",
            "percent",
            "points",
            "miles",
            "meters",
            "metres",
            "km",
            "kilometers",
            "kilometres",
            "troops",
            "feet",
            "tons",
            "tonnes",
            "dollars",
            "euros",
            "million",
            "billion",
            "hours",
            "gmt",
            "hrs",
            "acres",
            "pounds",
        ];
        let is_counted = words.next(i + 1).is_some_and(|w| counted.iter().any(|c| w.is(c)));
        let is_approximate = before.is_some_and(|b| {
            ["than", "least", "approximately", "nearly", "almost", "some"].iter().any(|w| words.is(b, w))
        });
        !is_counted && !is_approximate
    }

    /// "2021-03-05", "3/5/2021", "05.03.2021".
    pub(super) fn numeric_date(&self, i: usize) -> Read<Meaning> {
        let (first, first_len) = self.words.digits(i)?;
        let mark =
            ['-', '/', '.'].into_iter().find(|&mark| self.words.mark(i + 1, mark) && self.words.mark(i + 3, mark))?;
        let (second, _) = self.words.digits(i + 2)?;
        let (third, third_len) = self.words.digits(i + 4)?;
        if !(i + 1..=i + 4).all(|k| self.words.items[k].glued)
            || self.words.items.get(i + 5).is_some_and(|w| w.glued && self.words.mark(i + 5, mark))
        {
            return None;
        }
        let (year, month, day) = match (first_len, third_len) {
            (4, 1 | 2) => (first, second, third),
            // American order, unless it cannot be.
            (1 | 2, 4) if mark != '.' && first <= 12 => (third, first, second),
            (1 | 2, 4) => (third, second, first),
            (1 | 2, 2) if mark == '/' && first <= 12 => {
                (if third < 50 { 2000 + third } else { 1900 + third }, first, second)
            }
            _ => return None,
        };
        let stretch = Stretch::Day(u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        if year == 0 && (1..=12).contains(&month) && (1..=31).contains(&day) {
            return Some((i + 5, named(stretch, Year::Impossible, None)));
        }
        ((1..=12).contains(&month) && (1..=31).contains(&day) && (1000..=9999).contains(&year))
            .then(|| (i + 5, named(stretch, Year::Is(year as i32), None)))
    }

    /// "The 1990s", "the late 1970s", "the '80s", "the nineties".
    pub(super) fn decade(&self, i: usize) -> Read<Meaning> {
        let the = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let start = self.modifier(the);
        let apostrophe = self.words.mark(start, '\'') || self.words.mark(start, '’') || self.words.mark(start, '‘');
        let at = if apostrophe { start + 1 } else { start };
        if let Some((n, len)) = self.words.digits(at) {
            let after = if self.words.mark(at + 1, '\'') || self.words.mark(at + 1, '’') { at + 2 } else { at + 1 };
            let plural = self.words.is(after, "s") && self.words.items[after].glued;
            let plausible =
                n % 10 == 0 && ((len == 4 && (1000..2200).contains(&n)) || (len == 2 && (apostrophe || the > i)));
            return (plural && plausible)
                .then(|| (after + 1, Meaning::Decade { tens: (n / 10) as i32, century_said: len == 4 }));
        }
        let name = sense!(self.words, start, DecadeName)?;
        // "In his sixties" is an age.
        (the > i).then_some((start + 1, Meaning::Decade { tens: name.into(), century_said: false }))
    }

    /// "The 19th century", "the early twentieth century", "the first century BC".
    pub(super) fn century(&self, i: usize) -> Read<Meaning> {
        let the = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let start = self.modifier(the);
        let (end, ordinal) = self.ordinal(start)?;
        let end = if self.words.hyphen(end) { end + 1 } else { end };
        if !self.words.has(end, Sense::Unit(Unit::Century)) {
            return None;
        }
        let before_christ = self.words.is(end + 1, "bc") || self.words.is(end + 1, "bce");
        let end = if before_christ { end + 2 } else { end + 1 };
        Some((end, Meaning::Century { ordinal: ordinal.into(), before_christ }))
    }

    fn ordinal(&self, i: usize) -> Read<u8> {
        if let Some((n, len)) = self.words.digits(i) {
            let is_ordinal =
                len <= 2 && n > 0 && self.words.has(i + 1, Sense::OrdinalSuffix) && self.words.items[i + 1].glued;
            return is_ordinal.then_some((i + 2, n as u8));
        }
        let one = |i| sense!(self.words, i, Ordinal);
        let tens = self.words.sense(i, |sense| match sense {
            Sense::Tens(n) => Some(n as u8),
            _ => None,
        });
        if let (Some(tens), true) = (tens, self.words.hyphen(i + 1)) {
            return Some((i + 3, tens + one(i + 2).filter(|&n| n < 10)?));
        }
        Some((i + 1, one(i)?))
    }

    /// "The third quarter", "third-quarter", "the fiscal second quarter of 1990", "Q3 2010", "the first half of 2001".
    pub(super) fn quarter(&self, i: usize) -> Read<Meaning> {
        if self.words.is(i, "q") {
            let (n, _) = self.words.digits(i + 1).filter(|_| self.words.items[i + 1].glued)?;
            let (end, year) = self.year_after(i + 2).unwrap_or((i + 2, Year::Unsaid));
            return (1..=4).contains(&n).then_some((end, named(Stretch::Quarter(n as u8), year, None)));
        }
        let mut at = if self.words.has(i, Sense::The) { i + 1 } else { i };
        let mut which = None;
        if let Some((j, w)) = self.which_word(at).filter(|&(j, _)| self.ordinal(j).is_some()) {
            (at, which) = (j, Some(w));
        }
        if self.words.has(at, Sense::Fiscal) {
            at += 1;
        }
        let (end, ordinal) = self.ordinal(at)?;
        let end = if self.words.hyphen(end) { end + 1 } else { end };
        let end = if self.words.has(end, Sense::Fiscal) { end + 1 } else { end };
        if self.words.has(end, Sense::Unit(Unit::Quarter)) && (1..=4).contains(&ordinal) {
            let (end, year) = self.year_after(end + 1).unwrap_or((end + 1, Year::Unsaid));
            return Some((end, named(Stretch::Quarter(ordinal), year, which)));
        }
        // A half without its year is one of a match.
        if self.words.is(end, "half") && (1..=2).contains(&ordinal) {
            let (end, year) = self.year_after(end + 1)?;
            return Some((end, named(Stretch::Half(ordinal), year, None)));
        }
        None
    }

    /// "Year-end", "the end of November", "the start of next year", "the beginning of the month".
    pub(super) fn edge(&self, i: usize) -> Read<Meaning> {
        if self.words.has(i, Sense::Unit(Unit::Year)) {
            let noun = if self.words.hyphen(i + 1) { i + 2 } else { i + 1 };
            let end = noun + 1;
            return self.words.is(noun, "end").then_some((end, named(Stretch::End, Year::Unsaid, None)));
        }
        let noun = if self.words.has(i, Sense::The) { i + 1 } else { return None };
        let is_edge = ["end", "beginning", "start", "middle"].iter().any(|word| self.words.is(noun, word));
        if !is_edge || !self.words.is(noun + 1, "of") {
            return None;
        }
        let at = noun + 2;
        let whole = |(end, year)| (end, named(Stretch::Whole, Year::Is(year), None));
        if let Some(found) = self
            .day_or_longer(at)
            .or_else(|| self.which(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.year(at).map(whole))
        {
            let is_length = matches!(found.1, Meaning::Length { .. });
            return (!is_length).then_some(found);
        }
        let (end, unit, plural) = self.unit(at + 1).filter(|_| self.words.has(at, Sense::The))?;
        let is_long =
            matches!(unit, Unit::Week | Unit::Month | Unit::Quarter | Unit::Year | Unit::Decade | Unit::Century);
        (is_long && !plural).then_some((end, Meaning::Whole { which: Which::This, unit, from: From::Speech }))
    }

    /// "Morning", "night" straight after a day.
    pub(super) fn part_after(&self, i: usize) -> Read<Part> {
        self.words.next(i)?;
        let part = sense!(self.words, i, Part)?;
        Some((i + 1, part))
    }

    /// "A.m.", "p.m.", "am", "PM", with the hours to add at noon.
    fn meridiem(&self, i: usize) -> Read<bool> {
        self.words.next(i)?;
        for (letter, afternoon) in [("a", false), ("p", true)] {
            if self.words.is(i, if afternoon { "pm" } else { "am" }) {
                return Some((i + 1, afternoon));
            }
            let dotted = self.words.is(i, letter) && self.words.mark(i + 1, '.') && self.words.is(i + 2, "m");
            if dotted && (i + 1..=i + 2).all(|k| self.words.items[k].glued) {
                let dot = self.words.mark(i + 3, '.') && self.words.items[i + 3].glued;
                return Some((if dot { i + 4 } else { i + 3 }, afternoon));
            }
        }
        None
    }

    /// "10 p.m.", "9:30 a.m. EST Tuesday", "14:00 GMT", "1400 GMT", "noon on Friday", "three o'clock".
    pub(super) fn clock(&self, i: usize) -> Read<Meaning> {
        let (end, mut clock) = self.clock_figures(i).or_else(|| self.clock_name(i))?;
        let mut end = end;
        let zone = |i| {
            self.words.sense(i, |sense| match sense {
                Sense::Zone { utc } => Some(utc),
                _ => None,
            })
        };
        // "EST" is a zone, "eat" a verb.
        if let Some(utc) =
            self.words.next(end).filter(|w| w.text.chars().all(char::is_uppercase)).and_then(|_| zone(end))
        {
            (end, clock.utc) = (end + 1, utc);
        } else if self.words.is(end, "local") && self.words.is(end + 1, "time") {
            end += 2;
        }
        let bracket = self.words.mark(end, ',') || self.words.is(end, "on");
        let (after, day) = match self.day_after_clock(if bracket { end + 1 } else { end }) {
            Some((after, day)) => (after, Some(Box::new(day))),
            None => (end, None),
        };
        Some((after, Meaning::TimeOfDay { day, of_day: OfDay::Clock(clock) }))
    }

    fn day_after_clock(&self, i: usize) -> Read<Meaning> {
        self.words.next(i)?;
        let days = [self.day_or_longer(i), self.deictic(i), self.which(i), self.shift(i), self.numeric_date(i)];
        days.into_iter().flatten().find(|(_, day)| is_day(day))
    }

    fn clock_figures(&self, i: usize) -> Read<Clock> {
        let words = &self.words;
        let spelled = || self.number_word(i).filter(|&(end, n)| n <= 12 && words.is(end, "o"));
        let (mut end, hour, len) = match words.digits(i) {
            Some((n, len)) => (i + 1, n, len),
            None => spelled().map(|(end, n)| (end, n, 2))?,
        };
        let is_zone = |i: usize| {
            words.items.get(i).is_some_and(|w| {
                w.text.chars().all(char::is_uppercase) && w.senses.iter().any(|s| matches!(s, Sense::Zone { .. }))
            })
        };
        // Military time: "1430 GMT".
        if len == 4 && is_zone(end) && hour < 2400 && hour % 100 < 60 {
            return Some((end, Clock { hour: (hour / 100) as u8, minute: Some((hour % 100) as u8), utc: false }));
        }
        let mut minute = None;
        if len <= 2
            && (words.mark(end, ':') || words.mark(end, '.'))
            && let Some((m, 2)) = words.digits(end + 1)
            && (end..=end + 1).all(|k| words.items[k].glued)
            && m < 60
        {
            let is_colon = words.mark(end, ':');
            let ruled = self.meridiem(end + 2).is_some() || is_zone(end + 2) || words.is(end + 2, "local");
            let follows_preposition = is_colon && i > 0 && words.has(i - 1, Sense::Before);
            if !(ruled || follows_preposition) {
                return None;
            }
            (minute, end) = (Some(m as u8), end + 2);
        }
        if let Some((after, afternoon)) = self.meridiem(end).filter(|_| (1..=12).contains(&hour)) {
            let hour = hour as u8 % 12 + if afternoon { 12 } else { 0 };
            return Some((after, Clock { hour, minute, utc: false }));
        }
        let o_clock =
            words.is(end, "o") && (words.mark(end + 1, '\'') || words.mark(end + 1, '’')) && words.is(end + 2, "clock");
        if o_clock && hour <= 24 && minute.is_none() {
            return Some((end + 3, Clock { hour: hour as u8, minute, utc: false }));
        }
        (hour < 24 && minute.is_some()).then_some((end, Clock { hour: hour as u8, minute, utc: false }))
    }

    fn clock_name(&self, i: usize) -> Read<Clock> {
        let hour = sense!(self.words, i, ClockName)?;
        // "A midnight raid" is a time as well, "Midnight Express" is not.
        let is_name = i > 0 && self.words.items[i].is_capital() && !self.words.items[i].parted && self.is_in_a_name(i);
        (!is_name).then_some((i + 1, Clock { hour, minute: Some(0), utc: false }))
    }

    /// What a conjunction or a dash adds to the expression before: "April 24 and 25", "1914-18".
    pub(super) fn coordinated(&self, i: usize, before: &Meaning) -> Option<(usize, usize, Meaning)> {
        self.words.next(i)?;
        let Meaning::Calendar { year, stretch, which: None } = *before else { return None };
        let joins = ["and", "to", "or", "through", "until"].iter().any(|word| self.words.is(i, word));
        let hyphen = self.words.hyphen(i) || self.words.mark(i, '–');
        if !(joins || hyphen) {
            return None;
        }
        let at = i + 1;
        let (n, len) = self.words.digits(at)?;
        match (stretch, year) {
            (Stretch::Day(month, day), _) if len <= 2 && n <= 31 && n > u32::from(day) => {
                let (end, next) = self.day_number(at, true)?;
                let counted = self
                    .words
                    .next(end)
                    .is_some_and(|w| self.month_word(end).is_some() || w.is("percent") || w.is("other"));
                let (end, year) = self.year_after(end).unwrap_or((end, year));
                (!counted && !self.is_noun(end) || hyphen).then_some((
                    at,
                    end,
                    named(Stretch::Day(month, next), year, None),
                ))
            }
            (Stretch::Whole, Year::Is(first)) if hyphen && len == 2 && i32::try_from(n).ok()? > first % 100 => {
                Some((at, at + 1, named(Stretch::Whole, Year::Is(first / 100 * 100 + n as i32), None)))
            }
            _ => None,
        }
    }
}

/// Whether a meaning is a day, which may have a time of day.
pub(super) fn is_day(meaning: &Meaning) -> bool {
    match meaning {
        Meaning::Calendar { stretch, .. } => {
            matches!(stretch, Stretch::Day(..) | Stretch::Weekday(_) | Stretch::Feast(_))
        }
        Meaning::Deictic { .. } => true,
        Meaning::Shift { unit, .. } | Meaning::Whole { unit, .. } => *unit == Unit::Day,
        _ => false,
    }
}
