//! The tables of `data/time/`, read once.
//!
//! They are compiled in and a test reads every line, so a broken table cannot reach a user. Lookup is by the lower
//! case of a word; what stands in no table cannot be part of a time expression, except as a number.

use std::collections::HashMap;
use std::sync::LazyLock;

use chancery_doc::{Pos, TimeKind};

use super::feasts::Feast;
use super::meaning::{Unit, Which};

/// One meaning of a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sense {
    Month(u8),
    Weekday(u8),
    WeekdayPlural(u8),
    WeekdayShort(u8),
    Unit(Unit),
    Units(Unit),
    /// "Period", "term".
    PeriodWord,
    Number(u32),
    Tens(u32),
    Scale(u32),
    Ordinal(u8),
    OrdinalSuffix,
    DecadeName(u8),
    Season(&'static str),
    Part(&'static str),
    Parts(&'static str),
    ClockName(u8),
    Zone {
        utc: bool,
    },
    Deictic(i32),
    Tonight,
    Which(Which),
    Told(Which),
    /// "Ago" counts from the moment of speaking, "earlier" from the time last spoken of.
    Back {
        told: bool,
    },
    Onward {
        told: bool,
    },
    Modifier,
    Compared,
    Approx,
    Vague,
    Couple,
    Each,
    Article,
    The,
    Per,
    Recurring(&'static str),
    Fiscal,
    Masthead,
    /// May stand before a time.
    Before,
}

/// A fixed expression.
#[derive(Debug)]
pub(super) struct Phrase {
    pub words: Vec<&'static str>,
    pub kind: TimeKind,
    pub value: &'static str,
    /// Part of speech its first word must have.
    pub pos: Option<Pos>,
}

/// All tables.
#[derive(Debug)]
pub(super) struct Lexicon {
    senses: HashMap<&'static str, Vec<Sense>>,
    phrases: Vec<Phrase>,
    feasts: Vec<Feast>,
    /// By first word: phrases (`true`) and feasts (`false`).
    fixed: HashMap<&'static str, Vec<(bool, usize)>>,
}

/// The tables as they are compiled in.
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::read(
        include_str!("../../../../data/time/words.csv"),
        include_str!("../../../../data/time/phrases.csv"),
        include_str!("../../../../data/time/feasts.csv"),
    )
    .expect("a test reads the built-in tables")
});

/// Longest word looked up; no table has a longer one.
const LONGEST: usize = 24;

impl Lexicon {
    /// The built-in tables.
    pub(super) fn get() -> &'static Lexicon {
        &LEXICON
    }

    fn read(words: &'static str, phrases: &'static str, feasts: &'static str) -> Result<Lexicon, String> {
        let mut senses: HashMap<&'static str, Vec<Sense>> = HashMap::new();
        for line in rows(words) {
            let (word, class, meaning) = three(line)?;
            let sense = sense(class, meaning).ok_or_else(|| format!("no class '{class}' with meaning '{meaning}'"))?;
            senses.entry(word).or_default().push(sense);
        }
        let mut table = Vec::new();
        let mut fixed: HashMap<&'static str, Vec<(bool, usize)>> = HashMap::new();
        for line in rows(phrases) {
            let mut fields = line.split(',');
            let (Some(phrase), Some(kind), Some(value)) = (fields.next(), fields.next(), fields.next()) else {
                return Err(format!("'{line}' has fewer than three fields"));
            };
            let kind = kind_of(kind).ok_or_else(|| format!("no type '{kind}'"))?;
            let pos = fields.next().filter(|pos| !pos.is_empty());
            let pos = pos.map(|pos| pos.parse().map_err(|()| format!("no part of speech '{pos}'"))).transpose()?;
            let words: Vec<&'static str> = phrase.split(' ').collect();
            fixed.entry(words[0]).or_default().push((true, table.len()));
            table.push(Phrase { words, kind, value, pos });
        }
        let mut feast_table = Vec::new();
        for line in rows(feasts) {
            let feast = line.split_once(',').and_then(|(name, rule)| Feast::read(name, rule));
            let feast = feast.ok_or_else(|| format!("'{line}' is no feast with a rule"))?;
            fixed.entry(feast.words[0]).or_default().push((false, feast_table.len()));
            feast_table.push(feast);
        }
        Ok(Lexicon { senses, phrases: table, feasts: feast_table, fixed })
    }

    /// What a word may mean.
    pub(super) fn senses(&self, word: &str) -> &[Sense] {
        in_lower_case(word, &self.senses)
    }

    /// The fixed expressions that begin with a word.
    pub(super) fn fixed(&self, word: &str) -> &[(bool, usize)] {
        in_lower_case(word, &self.fixed)
    }

    /// A fixed expression.
    pub(super) fn phrase(&self, index: usize) -> &Phrase {
        &self.phrases[index]
    }

    /// A feast.
    pub(super) fn feast(&self, index: usize) -> &Feast {
        &self.feasts[index]
    }
}

/// What a table has for a word in any case, without making a string of it.
fn in_lower_case<'l, T>(word: &str, table: &'l HashMap<&'static str, Vec<T>>) -> &'l [T] {
    let mut lower = [0u8; LONGEST];
    let Some(lower) = lower.get_mut(..word.len()) else { return &[] };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    std::str::from_utf8(lower).ok().and_then(|word| table.get(word)).map_or(&[], Vec::as_slice)
}

fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn three(line: &'static str) -> Result<(&'static str, &'static str, &'static str), String> {
    let mut fields = line.split(',');
    match (fields.next(), fields.next(), fields.next()) {
        (Some(a), Some(b), Some(c)) if a.len() <= LONGEST => Ok((a, b, c)),
        _ => Err(format!("'{line}' is not word, class and meaning")),
    }
}

fn kind_of(name: &str) -> Option<TimeKind> {
    Some(match name {
        "DATE" => TimeKind::Date,
        "TIME" => TimeKind::Time,
        "DURATION" => TimeKind::Duration,
        "SET" => TimeKind::Set,
        _ => return None,
    })
}

fn sense(class: &str, meaning: &'static str) -> Option<Sense> {
    let small = || meaning.parse::<u8>().ok();
    let number = || meaning.parse::<u32>().ok();
    Some(match class {
        "month" => Sense::Month(small()?),
        "weekday" => Sense::Weekday(small()?),
        "weekday-plural" => Sense::WeekdayPlural(small()?),
        "weekday-short" => Sense::WeekdayShort(small()?),
        "unit" => Sense::Unit(unit(meaning)?),
        "units" => Sense::Units(unit(meaning)?),
        "period-word" => Sense::PeriodWord,
        "number" => Sense::Number(number()?),
        "tens" => Sense::Tens(number()?),
        "scale" => Sense::Scale(number()?),
        "ordinal" => Sense::Ordinal(small()?),
        "ordinal-suffix" => Sense::OrdinalSuffix,
        "decade-name" => Sense::DecadeName(small()?),
        "season" => Sense::Season(meaning),
        "part" => Sense::Part(meaning),
        "parts" => Sense::Parts(meaning),
        "clock-name" => Sense::ClockName(meaning.split(':').next()?.parse().ok()?),
        "zone" => Sense::Zone { utc: matches!(meaning, "gmt" | "utc") },
        "deictic" => Sense::Deictic(meaning.parse().ok()?),
        "deictic-night" => Sense::Tonight,
        "which" => Sense::Which(which(meaning)?),
        "told" => Sense::Told(which(meaning)?),
        "back" => Sense::Back { told: meaning == "told" },
        "onward" => Sense::Onward { told: meaning == "told" },
        "modifier" => Sense::Modifier,
        "compared" => Sense::Compared,
        "approx" => Sense::Approx,
        "vague" => Sense::Vague,
        "couple" => Sense::Couple,
        "each" => Sense::Each,
        "article" => Sense::Article,
        "the" => Sense::The,
        "per" => Sense::Per,
        "recurring" => Sense::Recurring(meaning),
        "fiscal" => Sense::Fiscal,
        "masthead" => Sense::Masthead,
        "in" => Sense::Before,
        _ => return None,
    })
}

fn which(word: &str) -> Option<Which> {
    Some(match word {
        "last" | "past" => Which::Last,
        "this" => Which::This,
        "next" => Which::Next,
        _ => return None,
    })
}

fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "second" => Unit::Second,
        "minute" => Unit::Minute,
        "hour" => Unit::Hour,
        "night" => Unit::Night,
        "day" => Unit::Day,
        "weekend" => Unit::Weekend,
        "week" => Unit::Week,
        "fortnight" => Unit::Fortnight,
        "month" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" => Unit::Year,
        "decade" => Unit::Decade,
        "century" => Unit::Century,
        "millennium" => Unit::Millennium,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        let lexicon = Lexicon::get();
        assert!(lexicon.senses("MAY").contains(&Sense::Month(5)));
        assert!(lexicon.senses("may").contains(&Sense::Month(5)));
        assert!(lexicon.senses("Mayor").is_empty());
        assert!(lexicon.senses("été").is_empty());
        assert!(lexicon.senses(&"x".repeat(400)).is_empty());
    }

    #[test]
    fn a_broken_table_is_told_apart() {
        assert!(Lexicon::read("monday,weekday,1", "", "").is_ok());
        assert!(Lexicon::read("monday,weekend day,1", "", "").is_err());
        assert!(Lexicon::read("", "now,WHEN,PRESENT_REF", "").is_err());
        assert!(Lexicon::read("", "", "easter,easter").is_err());
    }
}
