//! What counts from another time: "yesterday", "last week", "the following day", "two weeks ago".

use super::{Grammar, Read};
use crate::time::lexicon::Sense;
use crate::time::meaning::{Amount, From, Meaning, OfDay, Stretch, Unit, Which, Year};

impl Grammar<'_, '_> {
    /// "Today", "tonight", "yesterday morning", "the day before yesterday", "this morning", "last night".
    pub(super) fn deictic(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        if words.has(i, Sense::Tonight) {
            return Some((i + 1, within(Meaning::Deictic { days: 0 }, "NI")));
        }
        let simple = |i| sense!(words, i, Deictic);
        if words.has(i, Sense::The) && words.has(i + 1, Sense::Unit(Unit::Day)) {
            let step = if words.is(i + 2, "before") {
                -1
            } else if words.is(i + 2, "after") {
                1
            } else {
                return None;
            };
            let days = simple(i + 3)?;
            return Some((i + 4, Meaning::Deictic { days: days + step }));
        }
        let start = self.compared_word(i);
        if let Some(days) = simple(start) {
            // "Today's" youth is still today; "USA Today" is a paper.
            if start > 0 && words.items[start].is_capital() && !words.items[start].parted && self.is_in_a_title(start) {
                return None;
            }
            let day = Meaning::Deictic { days };
            return match self.part_after(start + 1) {
                Some((end, part)) => Some((end, within(day, part))),
                None => Some((start + 1, day)),
            };
        }
        let (at, which) = self.which_word(start)?;
        let (end, part) = self.part_after(self.modifier(at))?;
        let day = match which {
            Which::This => Meaning::Deictic { days: 0 },
            Which::Last => Meaning::Deictic { days: -1 },
            Which::Next => return None,
        };
        Some((end, within(day, part)))
    }

    /// Whether the parser takes the word for part of the name of an organization or a work.
    fn is_in_a_title(&self, i: usize) -> bool {
        let token = self.words.items[i].token.index() as u32;
        let parse = self.words.parse;
        let after = parse.raw_entities().partition_point(|e| e.tokens.end <= token);
        parse
            .raw_entities()
            .get(after)
            .is_some_and(|e| e.tokens.start <= token && ["ORG", "WORK_OF_ART"].contains(&parse.labels().name(e.label)))
    }

    /// The index after "early", "late", "earlier" or "later" before a relative time.
    fn compared_word(&self, i: usize) -> usize {
        if self.words.has(i, Sense::Compared) { i + 1 } else { self.modifier(i) }
    }

    /// "The following day", "the same week", "that year", "the previous night", "later that day".
    pub(super) fn told(&self, i: usize) -> Read<Meaning> {
        let start = self.compared_word(i);
        let the = if self.words.has(start, Sense::The) { start + 1 } else { start };
        let which = sense!(self.words, the, Told)?;
        let is_that = self.words.is(the, "that");
        // "That" stands alone, the others want the article; "next day" may do without.
        if is_that == (the > start) && !self.words.is(the, "next") {
            return None;
        }
        if let Some((end, part)) = self.part_after(the + 1) {
            return Some((end, within(Meaning::Whole { which, unit: Unit::Day, from: From::Told }, part)));
        }
        if let Some((end, weekday)) = self.bare_weekday(the + 1) {
            let day = Stretch::Weekday(weekday);
            return (which == Which::Next)
                .then_some((end, Meaning::Calendar { year: Year::Told, stretch: day, which: Some(which) }));
        }
        let (end, unit, plural) = self.unit(the + 1)?;
        let is_next_day = self.words.is(the, "next") && unit == Unit::Day;
        if plural || unit < Unit::Night || (self.words.is(the, "next") && !is_next_day) {
            return None;
        }
        if is_that && self.words.pos(the) == chancery_doc::Pos::Sconj {
            return None;
        }
        let unit = if unit == Unit::Night { Unit::Day } else { unit };
        Some((end, Meaning::Whole { which, unit, from: From::Told }))
    }

    fn bare_weekday(&self, i: usize) -> Read<u8> {
        self.words.next(i)?;
        let weekday = sense!(self.words, i, Weekday)?;
        Some((i + 1, weekday))
    }

    /// "Last week", "early next year", "this summer", "last May", "the past two years", "the weekend".
    pub(super) fn which(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        let compared = self.compared_word(i);
        let the = if words.has(compared, Sense::The) { compared + 1 } else { compared };
        if the > compared && words.has(the, Sense::Unit(Unit::Weekend)) {
            return Some((the + 1, Meaning::Whole { which: Which::Last, unit: Unit::Weekend, from: From::Speech }));
        }
        let (at, which) = self.which_word(the)?;
        let year = |end| self.year_after(end).unwrap_or((end, Year::Unsaid));
        if let Some((end, amount)) = self.plural_amount(at) {
            let (end, unit, _) = self.unit(end)?;
            return (which != Which::This).then_some((end, Meaning::Length { amount, unit }));
        }
        if let Some((end, unit, plural)) = self.unit(at) {
            if plural {
                let length = Meaning::Length { amount: Amount::Vague, unit };
                return (which != Which::This).then_some((end, length));
            }
            // "The past year" is the twelve months to now, "the last week" the seven days.
            if the > compared
                && which == Which::Last
                && unit > Unit::Day
                && unit != Unit::Quarter
                && unit != Unit::Weekend
            {
                return Some((end, Meaning::Length { amount: Amount::whole(1), unit }));
            }
            let is_last_night = which == Which::Last && unit == Unit::Night;
            if is_last_night {
                return Some((end, within(Meaning::Deictic { days: -1 }, "NI")));
            }
            return (unit > Unit::Day).then_some((end, Meaning::Whole { which, unit, from: From::Speech }));
        }
        let named = |end, year, stretch| {
            let day = Meaning::Calendar { year, stretch, which: Some(which) };
            match self.part_after(end) {
                Some((end, part)) if super::calendar::is_day(&day) => (end, within(day, part)),
                _ => (end, day),
            }
        };
        if let Some((end, weekday)) = self.bare_weekday(at) {
            return Some(named(end, Year::Unsaid, Stretch::Weekday(weekday)));
        }
        if let Some((_, Meaning::Calendar { year: Year::Unsaid, stretch, .. })) = self.day_or_longer(at)
            && let Some((end, _)) = self.day_or_longer(at)
        {
            return Some(named(end, Year::Unsaid, stretch));
        }
        let season = sense!(words, at, Season);
        if let Some(season) = season {
            let (end, year) = year(at + 1);
            return Some(named(end, year, Stretch::Season(season)));
        }
        let (end, feast) = self.fixed(at)?;
        match feast {
            Meaning::Calendar { stretch: stretch @ Stretch::Feast(_), .. } => Some(named(end, Year::Unsaid, stretch)),
            _ => None,
        }
    }

    /// "Two", "few", "several", "couple of": an amount that "last" may have before units.
    fn plural_amount(&self, i: usize) -> Read<Amount> {
        self.words.next(i)?;
        if self.words.has(i, Sense::Article) || self.words.is(i, "recent") || self.words.is(i, "half") {
            return None;
        }
        let (end, amount) = self.amount(self.approximation(i))?;
        self.unit(end)?;
        Some((end, amount))
    }

    /// "Two weeks ago", "a year earlier", "three days later", "a year ago", "10 days from now", "the day before".
    pub(super) fn shift(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        if words.has(i, Sense::The) && words.has(i + 1, Sense::Unit(Unit::Day)) {
            let back = words.is(i + 2, "before") || words.is(i + 2, "earlier");
            // "The day before the vote" hangs on the vote; only with nothing after it does it hang on the story.
            let ends = words.next(i + 3).is_none_or(|w| !w.text.starts_with(char::is_alphanumeric));
            let shift = Meaning::Shift { amount: Amount::whole(1), unit: Unit::Day, back, from: From::Told };
            return ((back || words.is(i + 2, "after")) && ends).then_some((i + 3, shift));
        }
        let start = self.approximation(i);
        let (end, amount, unit) = match self.amount(start) {
            Some((end, amount)) => {
                let end = if words.hyphen(end) { end + 1 } else { end };
                let (end, unit, _) = self.unit(end)?;
                (end, amount, unit)
            }
            None => {
                let (end, unit, plural) = self.unit(start)?;
                // "Years ago" is long ago; "year-earlier" is one year.
                let year_earlier = words.hyphen(end) && unit == Unit::Year;
                if !(plural || year_earlier) {
                    return None;
                }
                (end, if plural { Amount::Vague } else { Amount::whole(1) }, unit)
            }
        };
        let (end, amount) = match self.follows(end, &["and", "a", "half"]) {
            Some(end) => (
                end,
                match amount {
                    Amount::Exact(n) => Amount::Exact(n.saturating_add(50)),
                    Amount::Vague => amount,
                },
            ),
            None => (end, amount),
        };
        let end = if words.hyphen(end) { end + 1 } else { end };
        words.next(end)?;
        let direction = words.sense(end, |sense| match sense {
            Sense::Back { told } => Some((true, told)),
            Sense::Onward { told } => Some((false, told)),
            _ => None,
        });
        let (end, back, told) = match direction {
            Some((back, told)) => (end + 1, back, told),
            None if words.is(end, "from") && (words.is(end + 1, "now") || words.is(end + 1, "today")) => {
                (end + 2, false, false)
            }
            None => return None,
        };
        // "Years earlier than planned" compares.
        if words.is(end, "than") {
            return None;
        }
        let from = if told { From::Told } else { From::Speech };
        Some((end, Meaning::Shift { amount, unit, back, from }))
    }

    /// "The latest quarter", "the year-earlier period", "the year-ago quarter", "the quarter ended".
    pub(super) fn compared(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        let the = if words.has(i, Sense::The) { i + 1 } else { i };
        let end_of_period = |at: usize| {
            if words.has(at, Sense::PeriodWord) || words.has(at, Sense::Unit(Unit::Quarter)) {
                Some((at + 1, Unit::Quarter))
            } else {
                words.has(at, Sense::Unit(Unit::Year)).then_some((at + 1, Unit::Year))
            }
        };
        let is_latest = ["latest", "most"].iter().any(|word| words.is(the, word));
        if is_latest && the > i {
            let at = if words.is(the, "most") && words.is(the + 1, "recent") { the + 2 } else { the + 1 };
            let (end, unit) = end_of_period(at)?;
            return Some((end, Meaning::Compared { unit, years_back: 0 }));
        }
        if words.has(the, Sense::Unit(Unit::Year)) {
            let hyphen = if words.hyphen(the + 1) { the + 2 } else { the + 1 };
            let back = words.is(hyphen, "ago") || words.is(hyphen, "earlier");
            if back {
                let (end, unit) = end_of_period(hyphen + 1).unwrap_or((hyphen + 1, Unit::Quarter));
                return (end > hyphen + 1).then_some((end, Meaning::Compared { unit, years_back: 1 }));
            }
        }
        let is_same = words.is(the, "same") || words.is(the, "comparable");
        if is_same
            && the > i
            && (words.has(the + 1, Sense::PeriodWord) || words.has(the + 1, Sense::Unit(Unit::Quarter)))
        {
            let (end, years_back) = match self.year_after(the + 2) {
                Some((end, Year::Which(Which::Last))) => (end, 1),
                _ if words.is(the, "comparable") => (the + 2, 1),
                _ => return None,
            };
            return Some((end, Meaning::Compared { unit: Unit::Quarter, years_back }));
        }
        // "The quarter" with nothing before it is the one reported on; "the year" only when it ends.
        if the == i {
            return None;
        }
        let (end, unit) = end_of_period(the).filter(|_| !words.has(the, Sense::PeriodWord))?;
        let closes = ["ended", "ending", "just"].iter().any(|word| words.is(end, word));
        (closes || (unit == Unit::Quarter && !words.is(end, "of")))
            .then_some((end, Meaning::Compared { unit, years_back: 0 }))
    }
}

fn within(day: Meaning, part: &'static str) -> Meaning {
    Meaning::TimeOfDay { day: Some(Box::new(day)), of_day: OfDay::Part(part) }
}
