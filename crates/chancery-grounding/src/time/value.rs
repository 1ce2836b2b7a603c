//! Values as TimeML writes them, and the days they cover.
//!
//! [`interval`] reads a value back, so an expression's days can never disagree with its value.

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::feasts::shifted;
use super::meaning::{Amount, Clock, Stretch, Unit};

/// TimeML writes X for each figure that nothing tells.
const OPEN_YEAR: &str = "XXXX";
const OPEN_WEEK: &str = "XXXX-WXX";
pub(super) const OPEN_DAY: &str = "XXXX-XX-XX";

/// `2023-01-23`.
pub(super) fn day(date: Date) -> String {
    format!("{}-{:02}-{:02}", year(date.year().into()), date.month(), date.day())
}

/// `2023-W04`, the ISO week.
fn week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{}-W{:02}", year(week.year().into()), week.week())
}

/// `2023`; `BC0044` before Christ.
fn year(year: i32) -> String {
    if year < 0 { format!("BC{:04}", -year) } else { format!("{year:04}") }
}

/// A stretch of the calendar: `2023-01`, `2023-SU`, `2023-Q1`; without its year `XXXX-01`.
pub(super) fn stretch(year_: Option<i32>, stretch: Stretch) -> String {
    let year = year_.map_or_else(|| OPEN_YEAR.to_owned(), year);
    match stretch {
        Stretch::Month(month) => format!("{year}-{month:02}"),
        Stretch::Day(month, day) => format!("{year}-{month:02}-{day:02}"),
        Stretch::Season(season) => format!("{year}-{season}"),
        Stretch::Quarter(quarter) => format!("{year}-Q{quarter}"),
        Stretch::Half(half) => format!("{year}-H{half}"),
        Stretch::Whole | Stretch::End | Stretch::Weekday(_) | Stretch::Feast(_) => year,
    }
}

/// `2023-02-XX`: a day that the month does not have, or that is not told.
pub(super) fn unknown_day(year_: Option<i32>, month: u8) -> String {
    format!("{}-XX", stretch(year_, Stretch::Month(month)))
}

/// `XXXX-WXX-5`: a weekday of no week in particular.
pub(super) fn weekday(weekday: u8) -> String {
    format!("{OPEN_WEEK}-{weekday}")
}

/// A time of day within a day. What is no calendar day ("Fridays") takes no time of day in TimeML and is left open.
pub(super) fn within_day(day: String, time: &str) -> String {
    let is_day = day.len() == OPEN_DAY.len() && !day.contains('W');
    (if is_day { day } else { OPEN_DAY.to_owned() }) + time
}

/// The stretch of a unit's length that a date lies in, or that nothing dates.
pub(super) fn unit(date: Option<Date>, unit: Unit) -> String {
    let Some(date) = date else {
        let open = match unit {
            Unit::Week | Unit::Fortnight => OPEN_WEEK,
            Unit::Weekend => "XXXX-WXX-WE",
            Unit::Month => "XXXX-XX",
            Unit::Quarter => "XXXX-QX",
            Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => OPEN_YEAR,
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Day => OPEN_DAY,
        };
        return open.to_owned();
    };
    let year_ = i32::from(date.year());
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Night | Unit::Day => day(date),
        Unit::Weekend => format!("{}-WE", week(date)),
        Unit::Week | Unit::Fortnight => week(date),
        Unit::Month => format!("{}-{:02}", year(year_), date.month()),
        Unit::Quarter => quarter(year_, (i32::from(date.month()) - 1) / 3 + 1),
        Unit::Year => year(year_),
        Unit::Decade => format!("{:03}", year_.div_euclid(10)),
        Unit::Century | Unit::Millennium => format!("{:02}", year_.div_euclid(100)),
    }
}

/// `2023-Q1`.
pub(super) fn quarter(year_: i32, quarter: i32) -> String {
    format!("{}-Q{quarter}", year(year_))
}

/// `P2W`, `PT16H`, `PXY`.
pub(super) fn length(amount: Amount, unit: Unit) -> String {
    let (time, letter, times) = match unit {
        Unit::Second => ("T", "S", 1),
        Unit::Minute => ("T", "M", 1),
        Unit::Hour => ("T", "H", 1),
        Unit::Night => ("T", "NI", 1),
        Unit::Day => ("", "D", 1),
        Unit::Weekend => ("", "WE", 1),
        Unit::Week => ("", "W", 1),
        Unit::Fortnight => ("", "W", 2),
        Unit::Month => ("", "M", 1),
        Unit::Quarter => ("", "Q", 1),
        Unit::Year => ("", "Y", 1),
        Unit::Decade => ("", "DE", 1),
        Unit::Century => ("", "CE", 1),
        Unit::Millennium => ("", "Y", 1000),
    };
    match amount {
        Amount::Vague => format!("P{time}X{letter}"),
        Amount::Exact(hundredths) => {
            let hundredths = u64::from(hundredths) * times;
            let (whole, rest) = (hundredths / 100, hundredths % 100);
            // The standard's way: half an hour is thirty minutes.
            if unit == Unit::Hour && whole == 0 && rest > 0 {
                return format!("PT{}M", rest * 60 / 100);
            }
            let fraction =
                if rest == 0 { String::new() } else { format!(".{rest:02}").trim_end_matches('0').to_owned() };
            format!("P{time}{whole}{fraction}{letter}")
        }
    }
}

/// `T14:30`, `T09`.
pub(super) fn clock(clock: Clock) -> String {
    let minute = clock.minute.unwrap_or(0);
    let zone = if clock.utc { "Z" } else { "" };
    format!("T{:02}:{minute:02}{zone}", clock.hour)
}

/// The first and last day that a value covers; `None` for what is no stretch of the calendar.
pub(super) fn interval(value: &str) -> Option<(Date, Date)> {
    let value = value.split_once('T').map_or(value, |(date, _)| date);
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit()).then(|| s.parse::<i16>().ok()).flatten();
    let until = |end: Date| end.yesterday().ok();
    let months = |year: i16, first: i8, count: i32| {
        let from = Date::new(year, first, 1).ok()?;
        let after = first as i32 - 1 + count;
        let to = Date::new(year.checked_add((after / 12) as i16)?, (after % 12 + 1) as i8, 1).ok()?;
        Some((from, until(to)?))
    };
    let mut parts = value.split('-');
    let head = parts.next()?;
    let (Some(number), len) = (digits(head), head.len()) else { return None };
    if len < 4 {
        // A century or a decade by its leading digits.
        let years: i16 = match len {
            2 => 100,
            3 => 10,
            _ => return None,
        };
        let first = number.checked_mul(years)?;
        return Some((Date::new(first, 1, 1).ok()?, Date::new(first.checked_add(years - 1)?, 12, 31).ok()?));
    }
    let Some(second) = parts.next() else { return months(number, 1, 12) };
    let third = parts.next();
    if let Some(n) = second.strip_prefix('W').and_then(digits) {
        let monday = ISOWeekDate::new(number, n as i8, Weekday::Monday).ok()?.date();
        let (from, to) = if third == Some("WE") { (5, 6) } else { (0, 6) };
        return Some((shifted(monday, from)?, shifted(monday, to)?));
    }
    if let Some(n) = second.strip_prefix('Q').and_then(digits) {
        return months(number, (1 + 3 * (n - 1)) as i8, 3);
    }
    if let Some(n) = second.strip_prefix('H').and_then(digits) {
        return months(number, (1 + 6 * (n - 1)) as i8, 6);
    }
    match second {
        "SP" => return months(number, 3, 3),
        "SU" => return months(number, 6, 3),
        "FA" => return months(number, 9, 3),
        "WI" => return months(number, 12, 3),
        _ => {}
    }
    let month = digits(second)? as i8;
    match third {
        None => months(number, month, 1),
        Some(third) => {
            let date = Date::new(number, month, digits(third)? as i8).ok()?;
            Some((date, date))
        }
    }
}

/// Whether a value is one that TimeML allows.
#[cfg(test)]
pub(super) fn is_well_formed(value: &str) -> bool {
    let all = |s: &str, test: fn(u8) -> bool| !s.is_empty() && s.bytes().all(test);
    let figure = |s: &str, len: usize| s.len() == len && all(s, |b| b.is_ascii_digit() || b == b'X');
    if matches!(value, "PAST_REF" | "PRESENT_REF" | "FUTURE_REF") {
        return true;
    }
    if let Some(length) = value.strip_prefix('P') {
        let (time, length) = length.strip_prefix('T').map_or((false, length), |rest| (true, rest));
        let unit = length.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == 'X');
        let number = &length[..length.len() - unit.len()];
        let units: &[&str] = if time { &["S", "M", "H", "NI"] } else { &["D", "W", "WE", "M", "Q", "Y", "DE", "CE"] };
        return units.contains(&unit) && (number == "X" || number.parse::<f64>().is_ok());
    }
    let (date, time) = value.split_once('T').map_or((value, None), |(date, time)| (date, Some(time)));
    let time_holds = time.is_none_or(|time| {
        let time = time.strip_suffix('Z').unwrap_or(time);
        let clock = time.split_once(':').map_or(figure(time, 2), |(h, m)| figure(h, 2) && figure(m, 2));
        ["MO", "MI", "AF", "EV", "NI", "DT"].contains(&time) || clock
    });
    let parts: Vec<&str> = date.strip_prefix("BC").unwrap_or(date).split('-').collect();
    let (year, rest) = (parts[0], &parts[1..]);
    let date_holds = match *rest {
        [] => (2..=4).any(|len| figure(year, len)),
        [second] => {
            figure(year, 4)
                && (figure(second, 2)
                    || ["SP", "SU", "FA", "WI"].contains(&second)
                    || second.strip_prefix('W').is_some_and(|n| figure(n, 2))
                    || second.strip_prefix(['Q', 'H']).is_some_and(|n| figure(n, 1)))
        }
        [second, third] => {
            figure(year, 4)
                && match second.strip_prefix('W') {
                    Some(n) => figure(n, 2) && (third == "WE" || figure(third, 1)),
                    None => figure(second, 2) && figure(third, 2),
                }
        }
        _ => false,
    };
    date_holds && time_holds && (time.is_none() || rest.len() == 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_covers_its_days() {
        let check = |value: &str, want: &str| {
            assert!(is_well_formed(value), "{value}");
            let got = interval(value).map_or("-".to_owned(), |(from, to)| format!("{from} {to}"));
            assert_eq!(got, want, "{value}");
        };
        check("2023-01-23", "2023-01-23 2023-01-23");
        check("2023-01-23TMO", "2023-01-23 2023-01-23");
        check("2023-01-23T14:30", "2023-01-23 2023-01-23");
        check("2024-02", "2024-02-01 2024-02-29");
        check("2023-W04", "2023-01-23 2023-01-29");
        check("2023-W04-WE", "2023-01-28 2023-01-29");
        check("2020-W53", "2020-12-28 2021-01-03");
        check("2023-Q4", "2023-10-01 2023-12-31");
        check("2023-H2", "2023-07-01 2023-12-31");
        check("2023-WI", "2023-12-01 2024-02-29");
        check("199", "1990-01-01 1999-12-31");
        check("18", "1800-01-01 1899-12-31");
        check("9999", "-");
        check("XXXX-01-03", "-");
        check("XXXX-WXX-5", "-");
        check("2023-WXX", "-");
        check("P2W", "-");
        check("PT16H", "-");
        check("PAST_REF", "-");
    }

    #[test]
    fn odd_values_cover_nothing() {
        for value in ["", "-", "2023-", "2023-W99", "2023-Q9", "2023-13", "2023-02-30", "é", "2023-1-", "W", "T", "P"]
        {
            assert_eq!(interval(value), None, "{value}");
        }
    }

    #[test]
    fn lengths() {
        assert_eq!(length(Amount::whole(2), Unit::Fortnight), "P4W");
        assert_eq!(length(Amount::Exact(250), Unit::Year), "P2.5Y");
        assert_eq!(length(Amount::Exact(50), Unit::Hour), "PT30M");
        assert_eq!(length(Amount::Vague, Unit::Week), "PXW");
    }
}
