//! From what an expression means to its value: the pass that knows the publication date and the story's own time.
//!
//! Expressions are taken in text order, since "the following day" counts from the time last spoken of. Where the words
//! leave open which Monday or which March is meant, the tense of the governing verb decides. Without any date to count
//! from, what the words leave open stays open in the value: it is never guessed.

use chancery_doc::{Counted, Date, Note, Parse, Relation, Span, Time, TimeKind};
use jiff::Span as Stride;
use jiff::civil::Weekday;

use super::feasts::shifted;
use super::grammar::Found;
use super::lexicon::Lexicon;
use super::meaning::{Amount, From, Meaning, OfDay, Stretch, Unit, Which, Year};
use super::tense::{Tense, tense};
use super::value;
use super::words::Words;

/// How far behind an expression, in bytes, a quarter it is compared with may have been named.
const NEAR: u32 = 400;

/// A month and day told in the past but more than this many days before publication is likelier still to come.
const FAR_DAYS: i32 = 275;

/// Computes values; remembers what was last spoken of.
pub(super) struct Resolver<'a> {
    parse: &'a Parse,
    /// The publication date.
    speech: Option<Date>,
    /// First day of the calendar stretch last spoken of.
    told: Option<Date>,
    /// The day last spoken of.
    told_day: Option<Date>,
    /// The quarter last named outright, and where.
    quarter: Option<(i32, i32, u32)>,
    /// The first expression that had no date to count from.
    unanchored: Option<Span>,
    notes: &'a mut Vec<Note>,
}

/// A value on its way: what it denotes, as TimeML writes it.
struct Value {
    kind: TimeKind,
    text: String,
    /// Where the value alone does not tell the days.
    days: Option<(Date, Date)>,
}

impl Value {
    fn new(kind: TimeKind, text: String) -> Value {
        Value { kind, text, days: None }
    }

    fn date(text: String) -> Value {
        Value::new(TimeKind::Date, text)
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn new(parse: &'a Parse, speech: Option<Date>, notes: &'a mut Vec<Note>) -> Resolver<'a> {
        Resolver { parse, speech, told: None, told_day: None, quarter: None, unanchored: None, notes }
    }

    /// The values of all expressions, which come in text order.
    pub(super) fn resolve(mut self, words: &Words<'_>, found: &[Found]) -> Vec<Time> {
        let times = found.iter().map(|f| self.expression(words, f)).collect();
        if let Some(span) = self.unanchored {
            let message = "the article has no publication date, so the values of times that count from it are left open; \
                           give the date with --date or in the article's data";
            self.notes.push(Note::at("grounding.unanchored_time", message, span));
        }
        times
    }

    fn expression(&mut self, words: &Words<'_>, found: &Found) -> Time {
        let first = words.items[found.words.0].token;
        let tense = tense(self.parse, first);
        let value = self.value(&found.meaning, tense, found.span);
        let days = value.days.or_else(|| value::interval(&value.text));
        if matches!(value.kind, TimeKind::Date | TimeKind::Time)
            && let Some((from, to)) = days
        {
            self.told = Some(from);
            if from == to {
                self.told_day = Some(from);
            }
        }
        Time {
            span: found.span,
            kind: value.kind,
            value: value.text.into(),
            from: days.map(|d| d.0),
            to: days.map(|d| d.1),
            counted: counted(&found.meaning),
        }
    }

    fn value(&mut self, meaning: &Meaning, tense: Tense, span: Span) -> Value {
        match *meaning {
            Meaning::Fixed { kind, value } => Value::new(kind, value.to_owned()),
            Meaning::Calendar { year, stretch, which } => self.calendar(year, stretch, which, tense, span),
            Meaning::Decade { tens, century_said } => self.decade(tens, century_said),
            Meaning::Century { ordinal, before_christ } => {
                let text = format!("{:02}", ordinal - 1);
                Value::date(if before_christ { format!("BC{text}") } else { text })
            }
            Meaning::Whole { which, unit, from } => self.whole(which, unit, from, tense, span),
            Meaning::Shift { unit, back, from, .. } if self.goes_on_from_nowhere(from, unit, !back, tense) => {
                Value::date(if unit == Unit::Day { value::unit(None, unit) } else { "FUTURE_REF".to_owned() })
            }
            Meaning::Shift { amount, unit, back, from } => self.shift(amount, unit, back, from, span),
            Meaning::Deictic { days } => {
                Value::date(value::unit(self.speech(span).and_then(|d| shifted(d, days)), Unit::Day))
            }
            Meaning::Compared { unit, years_back } => self.compared(unit, years_back, span),
            Meaning::Length { amount, unit } => Value::new(TimeKind::Duration, value::length(amount, unit)),
            Meaning::Recurring { ref value } => Value::new(TimeKind::Set, value.clone()),
            Meaning::TimeOfDay { ref day, of_day } => {
                let day = match day {
                    Some(day) => self.value(day, tense, span),
                    None => Value::date(value::unit(self.told_day.or_else(|| self.speech(span)), Unit::Day)),
                };
                let time = match of_day {
                    OfDay::Part(part) => format!("T{part}"),
                    OfDay::Clock(clock) => value::clock(clock),
                };
                Value { days: day.days, ..Value::new(TimeKind::Time, value::within_day(day.text, &time)) }
            }
        }
    }

    /// The publication date; that there is none is remembered.
    fn speech(&mut self, span: Span) -> Option<Date> {
        if self.speech.is_none() {
            self.unanchored.get_or_insert(span);
        }
        self.speech
    }

    /// Whether an expression goes on from a day of the story that no word has given: "the following day" after what
    /// happened nobody says when.
    fn goes_on_from_nowhere(&self, from: From, unit: Unit, ahead: bool, tense: Tense) -> bool {
        from == From::Told && unit <= Unit::Day && ahead && self.told_day.is_none() && tense != Tense::Future
    }

    fn anchor(&mut self, from: From, unit: Unit, span: Span) -> Option<Date> {
        let told = if unit <= Unit::Day { self.told_day } else { self.told };
        match from {
            From::Told if told.is_some() => told,
            _ => self.speech(span),
        }
    }

    fn calendar(&mut self, year: Year, stretch: Stretch, which: Option<Which>, tense: Tense, span: Span) -> Value {
        let said = match year {
            Year::Is(year) => Some(year),
            Year::Which(which) => self.speech(span).map(|d| i32::from(d.year()) + which.step()),
            Year::Told if which.is_none() => self.told.or(self.speech).map(|d| d.year().into()),
            Year::Told | Year::Unsaid | Year::Impossible => None,
        };
        if year == Year::Impossible {
            let message = "the year is none of the calendar's, so it is left open";
            self.notes.push(Note::at("grounding.impossible_date", message, span));
            return Value::date(value::stretch(None, stretch));
        }
        if let Stretch::Weekday(weekday) = stretch {
            return self.weekday(weekday, year, which, tense, span);
        }
        let year = match said {
            Some(year) => Some(year),
            None => self.speech(span).map(|anchor| nearest_year(anchor, stretch, which, tense)),
        };
        let plain = Value::date(value::stretch(year, stretch));
        let Some(year) = year else {
            // A leap year knows every day that any year does.
            if let Stretch::Day(month, day) = stretch
                && days_of(2000, stretch).is_none()
            {
                let message = format!("there is no day {day} in month {month}, so the day is left open");
                self.notes.push(Note::at("grounding.impossible_date", message, span));
                return Value::date(value::unknown_day(None, month));
            }
            return plain;
        };
        match stretch {
            Stretch::Quarter(quarter) => {
                self.quarter = Some((year, quarter.into(), span.end()));
                plain
            }
            Stretch::Day(month, day) if days_of(year, stretch).is_none() => {
                let message = format!("there is no day {day} in month {month} of {year}, so the day is left open");
                self.notes.push(Note::at("grounding.impossible_date", message, span));
                Value::date(value::unknown_day(Some(year), month))
            }
            Stretch::Feast(_) => match days_of(year, stretch) {
                Some((from, to)) => Value { days: Some((from, to)), ..Value::date(value::day(from)) },
                None => plain,
            },
            _ => plain,
        }
    }

    /// A bare weekday is the publication day if it may be, else the nearest on the side that the tense tells.
    fn weekday(&mut self, weekday: u8, year: Year, which: Option<Which>, tense: Tense, span: Span) -> Value {
        let anchor = if year == Year::Told { self.told_day.or(self.speech) } else { self.speech(span) };
        let Some(anchor) = anchor else { return Value::date(value::weekday(weekday)) };
        let today = i32::from(anchor.weekday().to_monday_one_offset());
        let ahead = (i32::from(weekday) - today).rem_euclid(7);
        let days = match which {
            Some(Which::Last) if ahead == 0 => -7,
            Some(Which::Last) => ahead - 7,
            Some(Which::Next) if ahead == 0 => 7,
            Some(Which::Next) => ahead,
            Some(Which::This) => i32::from(weekday) - today,
            None if ahead == 0 => 0,
            None if tense == Tense::Future => ahead,
            None => ahead - 7,
        };
        Value::date(shifted(anchor, days).map_or_else(|| value::weekday(weekday), value::day))
    }

    fn decade(&self, tens: i32, century_said: bool) -> Value {
        let text = if century_said || tens > 99 {
            format!("{tens:03}")
        } else {
            // The latest decade of that name that had begun; of the twentieth century where no date tells.
            let year = self.speech.map_or(1999, |d| i32::from(d.year()));
            let begun = [200 + tens, 190 + tens].into_iter().find(|decade| decade * 10 <= year);
            format!("{:03}", begun.unwrap_or(190 + tens))
        };
        Value::date(text)
    }

    fn whole(&mut self, which: Which, unit: Unit, from: From, tense: Tense, span: Span) -> Value {
        if self.goes_on_from_nowhere(from, unit, which == Which::Next, tense) {
            return Value::date(value::unit(None, unit));
        }
        let Some(anchor) = self.anchor(from, unit, span) else {
            return Value::date(value::unit(None, unit));
        };
        let mut step = which.step();
        if unit == Unit::Weekend && from == From::Speech {
            let is_sunday = anchor.weekday() == Weekday::Sunday;
            // On Sunday, or of what is to come, "the weekend" is the one that ends this week.
            if which == Which::Last && (is_sunday || tense == Tense::Future) {
                step = 0;
            }
        }
        Value::date(value::unit(moved(anchor, unit, step), unit))
    }

    fn shift(&mut self, amount: Amount, unit: Unit, back: bool, from: From, span: Span) -> Value {
        let vague = if back { "PAST_REF" } else { "FUTURE_REF" };
        let Amount::Exact(hundredths) = amount else { return Value::date(vague.to_owned()) };
        if unit < Unit::Night {
            return Value::date(vague.to_owned());
        }
        let sign = if back { -1 } else { 1 };
        let whole = i32::try_from(hundredths / 100).unwrap_or(i32::MAX);
        // "A year earlier" beside a quarter is that quarter a year before.
        if unit == Unit::Year
            && hundredths == 100
            && let Some((year, quarter, _)) = self.quarter.filter(|q| span.start().saturating_sub(q.2) < NEAR)
        {
            return Value::date(value::quarter(year + sign, quarter));
        }
        let Some(anchor) = self.anchor(from, unit, span) else {
            return Value::date(vague.to_owned());
        };
        let (unit, count) = match (unit, hundredths % 100) {
            (Unit::Year, rest) if rest > 0 => {
                (Unit::Month, i32::try_from(hundredths.saturating_mul(12) / 100).unwrap_or(i32::MAX))
            }
            (Unit::Fortnight, _) => (Unit::Week, whole.saturating_mul(2)),
            (Unit::Weekend, _) => (Unit::Week, whole),
            (Unit::Night, _) => (Unit::Day, whole),
            (unit, _) => (unit, whole),
        };
        let date = count.checked_mul(sign).and_then(|count| moved(anchor, unit, count));
        Value::date(date.map_or_else(|| vague.to_owned(), |date| value::unit(Some(date), unit)))
    }

    fn compared(&mut self, unit: Unit, years_back: i32, span: Span) -> Value {
        if unit != Unit::Quarter {
            let year = self.speech(span).map(|d| i32::from(d.year()) - years_back);
            return Value::date(value::stretch(year, Stretch::Whole));
        }
        let named = self.quarter.map(|(year, quarter, _)| (year, quarter));
        // Firms report on the quarter that has ended.
        let ended = |d: Date| {
            let quarter = (i32::from(d.month()) - 1) / 3;
            if quarter == 0 { (i32::from(d.year()) - 1, 4) } else { (d.year().into(), quarter) }
        };
        match named.or_else(|| self.speech(span).map(ended)) {
            Some((year, quarter)) => Value::date(value::quarter(year - years_back, quarter)),
            None => Value::date(value::unit(None, Unit::Quarter)),
        }
    }
}

/// How an expression counts from the time last spoken of.
fn counted(meaning: &Meaning) -> Option<Counted> {
    let of = |step: i32| match step {
        0 => Relation::During,
        1.. => Relation::After,
        _ => Relation::Before,
    };
    match meaning {
        Meaning::Whole { which, unit, from: From::Told } => {
            let days = (*unit == Unit::Day).then(|| u16::from(*which != Which::This));
            Some(Counted { relation: of(which.step()), days })
        }
        Meaning::Shift { amount, unit, back, from: From::Told } => {
            let per = match unit {
                Unit::Night | Unit::Day => Some(1),
                Unit::Week => Some(7),
                Unit::Fortnight => Some(14),
                _ => None,
            };
            let days = match *amount {
                Amount::Exact(hundredths) if hundredths % 100 == 0 => {
                    per.and_then(|per| u16::try_from(hundredths / 100).ok()?.checked_mul(per))
                }
                _ => None,
            };
            Some(Counted { relation: of(if *back { -1 } else { 1 }), days })
        }
        Meaning::Calendar { stretch: Stretch::Weekday(_), year: Year::Told, which: Some(which) } => {
            Some(Counted { relation: of(which.step()), days: None })
        }
        Meaning::TimeOfDay { day: Some(day), .. } => counted(day),
        _ => None,
    }
}

/// First and last day of a named stretch in a year.
fn days_of(year: i32, stretch: Stretch) -> Option<(Date, Date)> {
    if let Stretch::Feast(index) = stretch {
        return Lexicon::get().feast(index).days(i16::try_from(year).ok()?);
    }
    value::interval(&value::stretch(Some(year), stretch))
}

/// In which year a stretch lies whose year the words leave open.
fn nearest_year(anchor: Date, stretch: Stretch, which: Option<Which>, tense: Tense) -> i32 {
    let this = i32::from(anchor.year());
    if matches!(stretch, Stretch::Whole | Stretch::End) {
        return this + which.map_or(0, Which::step);
    }
    let candidates = || (this - 1..=this + 1).filter_map(|year| Some((year, days_of(year, stretch)?)));
    let distance = |(from, to): (Date, Date)| {
        let days = |a: Date, b: Date| (a - b).get_days().abs();
        if from <= anchor && anchor <= to { 0 } else { days(from, anchor).min(days(to, anchor)) }
    };
    let closest = || candidates().min_by_key(|&(_, days)| distance(days)).map(|(year, _)| year);
    let before = |strictly: bool| candidates().rfind(|(_, d)| if strictly { d.1 < anchor } else { d.0 <= anchor });
    let after = |strictly: bool| candidates().find(|(_, d)| if strictly { d.0 > anchor } else { d.1 >= anchor });
    let is_day = matches!(stretch, Stretch::Day(..) | Stretch::Feast(_));
    let is_term = matches!(stretch, Stretch::Quarter(_) | Stretch::Half(_));
    let chosen = match which {
        Some(Which::Last) => before(true),
        Some(Which::This) => return this,
        Some(Which::Next) => after(true),
        None => match tense {
            // "Will report on the third quarter" is said when that has just ended.
            Tense::Future if is_term && before(false).is_some_and(|(_, d)| distance(d) < 92) => before(false),
            Tense::Future => after(false),
            Tense::Past => before(false),
            _ if is_term => before(false),
            _ => return closest().unwrap_or(this),
        },
    };
    match chosen {
        Some((_, days)) if which.is_none() && is_day && distance(days) > FAR_DAYS => closest().unwrap_or(this),
        Some((year, _)) => year,
        None => closest().unwrap_or(this),
    }
}

/// The date so many units on; the day of the month gives way where the month is shorter.
fn moved(date: Date, unit: Unit, count: i32) -> Option<Date> {
    let count = i64::from(count);
    let stride = match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Stride::new(),
        Unit::Night | Unit::Day => Stride::new().try_days(count).ok()?,
        Unit::Weekend | Unit::Week => Stride::new().try_weeks(count).ok()?,
        Unit::Fortnight => Stride::new().try_weeks(count.checked_mul(2)?).ok()?,
        Unit::Month => Stride::new().try_months(count).ok()?,
        Unit::Quarter => Stride::new().try_months(count.checked_mul(3)?).ok()?,
        Unit::Year => Stride::new().try_years(count).ok()?,
        Unit::Decade => Stride::new().try_years(count.checked_mul(10)?).ok()?,
        Unit::Century => Stride::new().try_years(count.checked_mul(100)?).ok()?,
        Unit::Millennium => Stride::new().try_years(count.checked_mul(1000)?).ok()?,
    };
    date.checked_add(stride).ok()
}
