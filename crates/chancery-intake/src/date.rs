//! Calendar dates as carriers and datelines write them.
//!
//! Not for time expressions in running text, which are the grounding stage's: here a string is a date or it is not.

use chancery_doc::Date;

/// Two-digit years from here on belong to the twentieth century.
const PIVOT: i16 = 69;

/// The date that a field or flag gives: an ISO date or datetime, `YYYYMMDD` (with a time after it or not),
/// `YYMMDD` (`69`–`99` are 19xx), or written out ("1 February 2023", "Wed, 01 Feb 2023 10:00:00 GMT").
///
/// The day is taken as written; a time zone does not shift it.
///
/// ```
/// use chancery_intake::parse_date;
/// assert_eq!(parse_date("19980807").unwrap().to_string(), "1998-08-07");
/// assert_eq!(parse_date("980807"), parse_date("1998-08-07T23:30:00-05:00"));
/// assert_eq!(parse_date("2023-02-30"), None);
/// ```
pub fn parse_date(text: &str) -> Option<Date> {
    let text = text.trim();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits == text.len() {
        return from_digits(text);
    }
    let rest = &text[digits..];
    match (digits, rest.as_bytes().first()?) {
        (4, b'-' | b'/' | b'.') => {
            let separator = char::from(rest.as_bytes()[0]);
            let (month, after) = rest[1..].split_once(separator)?;
            let day_len = after.bytes().take_while(u8::is_ascii_digit).count();
            let time = &after[day_len..];
            if !(time.is_empty() || time.starts_with(['T', 't', ' '])) || !(1..=2).contains(&day_len) {
                return None;
            }
            civil(text[..4].parse().ok()?, month.parse().ok()?, after[..day_len].parse().ok()?)
        }
        (8, b'T' | b't' | b' ') => from_digits(&text[..8]),
        _ => written_out(text),
    }
}

fn from_digits(digits: &str) -> Option<Date> {
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<i16>().ok();
    match digits.len() {
        8 | 12 | 14 => civil(number(0..4)?, number(4..6)?, number(6..8)?),
        6 => {
            let year = number(0..2)?;
            let century = if year >= PIVOT { 1900 } else { 2000 };
            civil(century + year, number(2..4)?, number(4..6)?)
        }
        _ => None,
    }
}

/// A date with its month in letters, in either order, year included.
pub(crate) fn written_out(text: &str) -> Option<Date> {
    let mut month = None;
    let mut numbers: Vec<&str> = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        if let (None, Some(found)) = (month, month_number(word)) {
            month = Some(found);
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && numbers.len() < 2 {
            let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix));
            numbers.push(ordinal.unwrap_or(word));
        }
    }
    let [first, second] = numbers[..] else { return None };
    let (day, year) = if first.len() == 4 { (second, first) } else { (first, second) };
    if year.len() != 4 || day.len() > 2 {
        return None;
    }
    civil(year.parse().ok()?, month?, day.parse().ok()?)
}

/// The number of a month by its English name or abbreviation.
pub(crate) fn month_number(word: &str) -> Option<i16> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    if word.len() < 3 {
        return None;
    }
    let is_month = |name: &str| *name == word || name[..3] == word || (name.starts_with("sept") && word == "sept");
    MONTHS.iter().position(|name| is_month(name)).map(|idx| idx as i16 + 1)
}

fn civil(year: i16, month: i16, day: i16) -> Option<Date> {
    if !(1000..=9999).contains(&year) {
        return None;
    }
    Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_as_carriers_write_them() {
        let cases = [
            ("2023-02-01", "2023-02-01"),
            (" 2023-02-01T10:11:12Z", "2023-02-01"),
            ("2023-02-01 10:11", "2023-02-01"),
            ("2023/2/1", "2023-02-01"),
            ("20230201", "2023-02-01"),
            ("20230201T101112Z", "2023-02-01"),
            ("20230201101112", "2023-02-01"),
            ("690101", "1969-01-01"),
            ("680101", "2068-01-01"),
            ("991231", "1999-12-31"),
            ("Wed, 01 Feb 2023 10:11:12 GMT", "2023-02-01"),
            ("February 1st, 2023", "2023-02-01"),
            ("1 Sept. 2023", "2023-09-01"),
            ("2023-02-30", ""),
            ("2023-02", ""),
            ("2023", ""),
            ("20231301", ""),
            ("1675209600", ""),
            ("yesterday", ""),
            ("March 3", ""),
            ("", ""),
            ("２０２３-02-01", ""),
        ];
        for (text, want) in cases {
            assert_eq!(parse_date(text).map(|d| d.to_string()).unwrap_or_default(), want, "{text}");
        }
    }
}
