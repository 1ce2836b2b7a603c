//! The days of holidays and observances, computed.
//!
//! Western Easter by the anonymous Gregorian algorithm, Eastern Easter by Meeus's Julian one, and Muslim feasts in the
//! tabular Islamic calendar (the civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26 and 29 of thirty). A
//! month that is declared by sighting the moon may begin a day before or after its tabular one, which is as exact as
//! news of a year not yet come can be. Three formulas do not warrant a calendar library.

use jiff::civil::{Date, Weekday};
use jiff::{Span as Stretch, ToSpan};

/// How the days of a feast are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Rule {
    /// Month and day, first and last.
    Fixed([i8; 2], [i8; 2]),
    /// Days from Western Easter.
    Easter(i32, i32),
    /// Days from Eastern Easter.
    Orthodox(i32),
    /// The n-th weekday of a month; from its end if negative.
    Nth(i8, Weekday, i8),
    /// The first such weekday from a day of a month on.
    From(i8, Weekday, i8),
    /// Month and day of the Islamic calendar, first and last.
    Islamic([i32; 2], [i32; 2]),
}

/// A holiday or observance.
#[derive(Debug)]
pub(super) struct Feast {
    /// Its name, word by word.
    pub words: Vec<&'static str>,
    rule: Rule,
}

impl Feast {
    /// A line of the table.
    pub(super) fn read(name: &'static str, rule: &str) -> Option<Feast> {
        Some(Feast { words: name.split(' ').collect(), rule: Rule::read(rule)? })
    }

    /// Its first and last day in a year; `None` when it has none in it, or the year is no calendar's.
    pub(super) fn days(&self, year: i16) -> Option<(Date, Date)> {
        let day = |month, day| Date::new(year, month, day).ok();
        let both = |date: Option<Date>| date.map(|date| (date, date));
        match self.rule {
            Rule::Fixed(first, last) => Some((day(first[0], first[1])?, day(last[0], last[1])?)),
            Rule::Easter(first, last) => {
                let easter = easter(year)?;
                Some((shifted(easter, first)?, shifted(easter, last)?))
            }
            Rule::Orthodox(days) => both(shifted(orthodox(year)?, days)),
            Rule::Nth(n, weekday, month) => both(day(month, 1)?.nth_weekday_of_month(n, weekday).ok()),
            Rule::From(first, weekday, month) => {
                let start = day(month, first)?.yesterday().ok()?;
                both(start.nth_weekday(1, weekday).ok())
            }
            Rule::Islamic(first, last) => {
                // A Gregorian year meets two Islamic ones, seldom three.
                let about = (i32::from(year) - 622) * 33 / 32;
                (about - 1..=about + 2).find_map(|islamic| {
                    let from = from_islamic(islamic, first[0], first[1])?;
                    (from.year() == year).then(|| from_islamic(islamic, last[0], last[1]).map(|to| (from, to)))?
                })
            }
        }
    }
}

impl Rule {
    fn read(rule: &str) -> Option<Rule> {
        let (first, last) = rule.split_once('/').unwrap_or((rule, rule));
        if let Some(days) = first.strip_prefix("easter") {
            return Some(Rule::Easter(days.parse().ok()?, last.strip_prefix("easter")?.parse().ok()?));
        }
        if let Some(days) = rule.strip_prefix("orthodox") {
            return Some(Rule::Orthodox(days.parse().ok()?));
        }
        if let Some(first) = first.strip_prefix("islamic ") {
            return Some(Rule::Islamic(pair(first)?, pair(last.strip_prefix("islamic ").unwrap_or(last))?));
        }
        let words: Vec<&str> = rule.split(' ').collect();
        if let [n, weekday, month] = words[..] {
            let weekday = match weekday {
                "mon" => Weekday::Monday,
                "tue" => Weekday::Tuesday,
                "wed" => Weekday::Wednesday,
                "thu" => Weekday::Thursday,
                "fri" => Weekday::Friday,
                "sat" => Weekday::Saturday,
                "sun" => Weekday::Sunday,
                _ => return None,
            };
            let month = month.parse().ok()?;
            return Some(match n.strip_suffix('+') {
                Some(first) => Rule::From(first.parse().ok()?, weekday, month),
                None => Rule::Nth(n.parse().ok()?, weekday, month),
            });
        }
        Some(Rule::Fixed(pair(first)?, pair(last)?))
    }
}

fn pair<T: std::str::FromStr>(written: &str) -> Option<[T; 2]> {
    let (month, day) = written.split_once('-')?;
    Some([month.parse().ok()?, day.parse().ok()?])
}

/// A date so many days on; `None` beyond the calendar.
pub(super) fn shifted(date: Date, days: i32) -> Option<Date> {
    let span = Stretch::new().try_days(days).ok()?;
    date.checked_add(span).ok()
}

fn easter(year: i16) -> Option<Date> {
    let y = i32::from(year);
    if y < 1 {
        return None;
    }
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()
}

fn orthodox(year: i16) -> Option<Date> {
    let y = i32::from(year);
    if y < 1 {
        return None;
    }
    let d = (19 * (y % 19) + 15) % 30;
    let e = (2 * (y % 4) + 4 * (y % 7) - d + 34) % 7;
    let n = d + e + 114;
    // By the Julian calendar, which by now lags by so many days.
    let lag = y / 100 - y / 400 - 2;
    shifted(Date::new(year, (n / 31) as i8, (n % 31 + 1) as i8).ok()?, lag)
}

/// A day of the tabular Islamic calendar.
fn from_islamic(year: i32, month: i32, day: i32) -> Option<Date> {
    if year < 1 {
        return None;
    }
    // 1 Muharram of the year 1 is 19 July 622 of the proleptic Gregorian calendar.
    let days = (year - 1) * 354 + (11 * year + 3) / 30 + 29 * (month - 1) + month / 2 + day - 1;
    Date::new(622, 7, 19).ok()?.checked_add(days.days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(rule: &str, year: i16, want: &str) {
        let days = Feast::read("feast", rule).expect("a rule").days(year);
        let got = days.map(|(from, to)| if from == to { from.to_string() } else { format!("{from}/{to}") });
        assert_eq!(got.as_deref().unwrap_or("-"), want);
    }

    #[test]
    fn movable_feasts() {
        check("easter+0", 2024, "2024-03-31");
        check("easter-2", 2011, "2011-04-22");
        check("easter-46/easter-1", 2023, "2023-02-22/2023-04-08");
        check("orthodox+0", 2023, "2023-04-16");
        check("orthodox+0", 2024, "2024-05-05");
        check("4 thu 11", 2021, "2021-11-25");
        check("-1 mon 5", 2022, "2022-05-30");
        check("2+ tue 11", 2016, "2016-11-08");
        check("2+ tue 11", 2010, "2010-11-02");
        check("easter+0", 0, "-");
    }

    #[test]
    fn the_tabular_islamic_calendar_comes_within_a_day() {
        let check = |rule: &str, year: i16, seen: &str| {
            let (from, _) = Feast::read("feast", rule).expect("a rule").days(year).expect("a day");
            let seen: Date = seen.parse().expect("a date");
            assert!((from - seen).get_days().abs() <= 1, "{rule} of {year}: {from}, the moon was seen {seen}");
        };
        check("islamic 9-1/9-30", 2023, "2023-03-23");
        check("islamic 10-1", 2022, "2022-05-02");
        check("islamic 12-10", 2023, "2023-06-28");
        check("islamic 1-10", 2024, "2024-07-16");
    }
}
