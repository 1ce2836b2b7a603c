//! Lengths of time, and what recurs.

use super::{Grammar, Read};
use crate::time::lexicon::Sense;
use crate::time::meaning::{Amount, Meaning, Part, Stretch, Unit};
use crate::time::value;

impl Grammar<'_, '_> {
    /// "Two weeks", "a 16-hour flight", "nearly three years", "the first nine months", "for weeks", "day-long".
    pub(super) fn length(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        let of = |end, amount, unit| Some((end, Meaning::Length { amount, unit }));
        let approximate = self.approximation(i);
        let counted = self.amount(approximate);
        let Some((end, amount)) = counted else {
            return self.bare_length(i);
        };
        let is_article = words.has(approximate, Sense::Article) && end == approximate + 1;
        let end = if words.hyphen(end) { end + 1 } else { end };
        let is_more = ["more", "additional", "further", "straight", "consecutive", "full", "whole", "extra"];
        let end = if is_more.iter().any(|word| words.is(end, word)) { end + 1 } else { end };
        let Some((mut end, unit, _)) = self.unit(end) else {
            // "Two to six days": the first number shares the unit of the second.
            let joins = ["to", "or", "and"].iter().any(|word| words.is(end, word)) || words.hyphen(end - 1);
            let at = if words.hyphen(end - 1) { end } else { end + 1 };
            let (after, _) = self.number(at).filter(|_| joins && !is_article)?;
            let after = if words.hyphen(after) { after + 1 } else { after };
            let (_, unit, _) = self.unit(after)?;
            return (!matches!(unit, Unit::Quarter | Unit::Night))
                .then(|| of(end_of_number(words, end), amount, unit))?;
        };
        if is_article && matches!(unit, Unit::Second | Unit::Quarter | Unit::Night | Unit::Weekend) {
            return None;
        }
        // "Five quarter-finals", "a 20-second half", "a minute share".
        if unit == Unit::Quarter && words.hyphen(end) {
            return None;
        }
        if is_article && (!self.is_noun(end - 1) || words.parse.dep(words.items[end - 1].token) == "compound") {
            return None;
        }
        let mut amount = amount;
        if let (Some(after), Amount::Exact(n)) = (self.follows(end, &["and", "a", "half"]), amount) {
            (end, amount) = (after, Amount::Exact(n.saturating_add(50)));
        }
        if words.hyphen(end) && words.is(end + 1, "long") {
            end += 2;
        }
        of(end, amount, unit)
    }

    /// Units without a number: "for weeks", "in years", "the nine months", "a day-long meeting", "recent days".
    fn bare_length(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        let the = if words.has(i, Sense::The) { i + 1 } else { i };
        if the > i {
            let first =
                if words.is(the, "first") || words.is(the, "last") || words.is(the, "full") { the + 1 } else { the };
            let (end, amount) = self.number(first).map(|(end, n)| (end, Amount::Exact(n)))?;
            let (end, unit, plural) = self.unit(if words.hyphen(end) { end + 1 } else { end })?;
            return (plural && unit >= Unit::Day).then_some((end, Meaning::Length { amount, unit }));
        }
        let (end, unit, plural) = self.unit(i)?;
        if !plural {
            let long = words.hyphen(end) && words.is(end + 1, "long");
            return long.then_some((end + 2, Meaning::Length { amount: Amount::whole(1), unit }));
        }
        let governed = i > 0 && ["for", "in", "within", "over"].iter().any(|word| words.is(i - 1, word));
        (governed && unit >= Unit::Day && !words.is(end, "of") && unit != Unit::Quarter)
            .then_some((end, Meaning::Length { amount: Amount::Vague, unit }))
    }

    /// "Every day", "each Thursday", "daily", "Mondays", "Monday nights", "a week" as a rate.
    pub(super) fn recurring(&self, i: usize) -> Read<Meaning> {
        let words = &self.words;
        let set = |end, value| Some((end, Meaning::Recurring { value }));
        let weekly = |end: usize, weekday: u8| {
            let part = words.sense(end, |sense| match sense {
                Sense::Parts(part) | Sense::Part(part) => Some(part),
                _ => None,
            });
            match part.filter(|_| words.next(end).is_some()) {
                Some(part) => set(end + 1, format!("{}T{part}", value::weekday(weekday))),
                None => set(end, value::weekday(weekday)),
            }
        };
        if let Some(value) = sense!(words, i, Recurring) {
            // "The daily Granma" is a paper.
            let is_paper = self.is_noun(i)
                || words.items[i].is_capital()
                    && !words.items[i].parted
                    && i > 0
                    && self.is_noun(i + 1)
                    && words.items.get(i + 1).is_some_and(|w| w.is_capital());
            return if is_paper { None } else { set(i + 1, value.to_owned()) };
        }
        let weekdays = words.sense(i, |sense| match sense {
            Sense::WeekdayPlural(n) => Some((i + 1, n)),
            Sense::Weekday(n) if words.sense(i + 1, |s| matches!(s, Sense::Parts(_)).then_some(())).is_some() => {
                Some((i + 1, n))
            }
            _ => None,
        });
        if let Some((end, n)) = weekdays {
            return weekly(end, n);
        }
        if words.has(i, Sense::Each) {
            let at = if words.is(i + 1, "other") || words.is(i + 1, "single") { i + 2 } else { i + 1 };
            let factor = if words.is(i + 1, "other") { 2 } else { 1 };
            if let Some((end, unit, plural)) = self.unit(at) {
                let unit = if unit == Unit::Night { return set(end, daily("NI")) } else { unit };
                return if plural { None } else { set(end, value::length(Amount::whole(factor), unit)) };
            }
            let named = words.sense(at, |sense| match sense {
                Sense::Weekday(n) => Some(Ok(n)),
                Sense::Month(n) => Some(Err(value::stretch(None, Stretch::Month(n)))),
                Sense::Part(part) => Some(Err(daily(part))),
                Sense::Season(season) => Some(Err(value::stretch(None, Stretch::Season(season)))),
                _ => None,
            });
            match named {
                Some(Ok(weekday)) => return weekly(at + 1, weekday),
                Some(Err(value)) => return set(at + 1, value),
                None => {}
            }
            let (end, amount) = self.number(at).map(|(end, n)| (end, Amount::Exact(n)))?;
            let (end, unit, _) = self.unit(end)?;
            return set(end, value::length(amount, unit));
        }
        // A rate: "24 hours a day", "twice a week", "per year".
        let per = words.has(i, Sense::Per);
        let before = i.checked_sub(1)?;
        if !(per || words.has(i, Sense::Article)) {
            return None;
        }
        let (end, unit, plural) = self.unit(i + 1)?;
        if plural
            || unit < Unit::Day
            || words.items[i].parted
            || words.sense(end, |s| matches!(s, Sense::Back { .. } | Sense::Onward { .. }).then_some(())).is_some()
        {
            return None;
        }
        let rated = ["NNS", "CD", "$"].contains(&words.tag(before))
            || ["once", "twice", "thrice", "times", "percent", "million", "billion"]
                .iter()
                .any(|word| words.is(before, word))
            || words.mark(before, '%');
        let adverbial = words.parse.dep(words.items[i + 1].token) == "npadvmod";
        (per || (rated && adverbial)).then(|| set(end, value::length(Amount::whole(1), unit)))?
    }
}

/// Steps back over the hyphen that a compound number ends with ("two- to six-day").
fn end_of_number(words: &super::Words<'_>, end: usize) -> usize {
    if words.hyphen(end - 1) { end - 1 } else { end }
}

/// A part of every day.
fn daily(part: Part) -> String {
    format!("{}T{part}", value::OPEN_DAY)
}
