//! The values that a correction may give, as people write them.
//!
//! One way of writing serves the command line, the web page and the files of gold: what [`super::Field`] shows is
//! what `field=value` takes.

use chancery_engine::doc::{Date, EventType};
use jiff::Unit;

use crate::error::Error;

/// Country and sectors of a party: `PSE.GOV`, `---.UAF`, `USA.GOV.MIL`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Code {
    pub(super) country: Option<String>,
    pub(super) sectors: Vec<String>,
}

/// A party as it is written: a code, a name, or `Name (CODE)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Party {
    pub(super) name: Option<String>,
    pub(super) code: Option<Code>,
}

fn code(typed: &str) -> Option<Code> {
    let mut parts = typed.split('.');
    let is_code = |s: &str| s.len() == 3 && s.bytes().all(|b| b.is_ascii_uppercase());
    let country = match parts.next()? {
        "---" | "" => None,
        country if is_code(country) => Some(country.to_owned()),
        _ => return None,
    };
    let sectors: Vec<String> = parts.map(str::to_owned).collect();
    let says_something = country.is_some() || !sectors.is_empty() || typed == "---";
    (says_something && sectors.iter().all(|s| is_code(s))).then_some(Code { country, sectors })
}

/// Parties, parted by semicolons; `none` for nobody.
pub(super) fn parties(typed: &str) -> Result<Vec<Party>, Error> {
    let mut all = Vec::new();
    for item in items(typed) {
        let party = match item.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
            Some((name, inner)) if code(inner.trim()).is_some() && !name.trim().is_empty() => {
                Party { name: Some(name.trim().to_owned()), code: code(inner.trim()) }
            }
            _ => match code(item) {
                Some(code) => Party { name: None, code: Some(code) },
                None => Party { name: Some(item.to_owned()), code: None },
            },
        };
        all.push(party);
    }
    Ok(all)
}

/// A party as [`parties`] reads it.
pub(super) fn write_party(name: &str, country: Option<&str>, sectors: &str) -> String {
    let mut code = country.unwrap_or("---").to_owned();
    for sector in items(sectors) {
        code.push('.');
        code.push_str(sector);
    }
    format!("{} ({code})", name.replace(';', ","))
}

/// The items of a list that semicolons part.
pub(super) fn items(typed: &str) -> Vec<&str> {
    if typed == "none" {
        return Vec::new();
    }
    typed.split(';').map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// One of the words that a field knows.
pub(super) fn word<'w>(field: &str, typed: &str, known: &[&'w str]) -> Result<&'w str, Error> {
    let found = known.iter().find(|word| word.eq_ignore_ascii_case(typed.trim()));
    found.copied().ok_or_else(|| Error::new(format!("{field} \"{typed}\" is not one of {}", known.join(", "))))
}

pub(super) fn event_type(typed: &str) -> Result<EventType, Error> {
    let known: Vec<&str> = EventType::ALL.iter().map(|t| t.code()).collect();
    let code = word("type", typed, &known)?;
    code.parse().map_err(|_| Error::new(format!("type \"{typed}\" is not one of {}", known.join(", "))))
}

/// A day, or two with `..` between them; `none` for no date.
pub(super) fn days(typed: &str) -> Result<Option<(Date, Date)>, Error> {
    if typed == "none" {
        return Ok(None);
    }
    let wrong = || Error::new(format!("date \"{typed}\" is none; write 2024-03-04, 2024-03-04..2024-03-06 or none"));
    let day = |words: &str| words.trim().parse::<Date>().map_err(|_| wrong());
    let (first, last) = match typed.split_once("..") {
        Some((first, last)) => (day(first)?, day(last)?),
        None => (day(typed)?, day(typed)?),
    };
    if last < first {
        return Err(Error::new(format!("date \"{typed}\" ends before it begins")));
    }
    Ok(Some((first, last)))
}

/// How exact an interval is, in the ledger's words.
pub(super) fn precision(first: Date, last: Date) -> &'static str {
    match last.since((Unit::Day, first)).map_or(i32::MAX, |span| span.get_days()) {
        0 => "day",
        1..=7 => "week",
        8..=31 => "month",
        _ => "year",
    }
}

/// A number of people: `17`, `17..23`, `none`.
pub(super) fn toll(field: &str, typed: &str) -> Result<Option<(i64, i64)>, Error> {
    if typed == "none" {
        return Ok(None);
    }
    let number = |words: &str| words.trim().parse::<u32>().map(i64::from);
    let read = match typed.split_once("..") {
        Some((low, high)) => number(low).and_then(|low| Ok((low, number(high)?))),
        None => number(typed).map(|n| (n, n)),
    };
    match read {
        Ok((low, high)) if low <= high => Ok(Some((low, high))),
        _ => Err(Error::new(format!("{field} \"{typed}\" is no number of people; write 17, 17..23 or none"))),
    }
}

/// A place by its name, or with country and coordinates.
#[derive(Clone, PartialEq, Debug)]
pub(super) enum Place {
    Nowhere,
    Named(String),
    Given { name: String, country: Option<String>, at: Option<(f64, f64)> },
}

pub(super) fn place(typed: &str) -> Result<Place, Error> {
    let typed = typed.trim();
    if typed == "none" {
        return Ok(Place::Nowhere);
    }
    let wrong = || Error::new(format!("place \"{typed}\" is none; write Djibo, \"Djibo,BFA,14.10,-1.63\" or none"));
    let parts: Vec<&str> = typed.split(',').map(str::trim).collect();
    let country = |c: &str| code(c).and_then(|code| code.country).ok_or_else(wrong);
    match parts[..] {
        [""] => Err(wrong()),
        [name] => Ok(Place::Named(name.to_owned())),
        [name, c] => Ok(Place::Given { name: name.to_owned(), country: Some(country(c)?), at: None }),
        [name, c, lat, lon] => {
            let (lat, lon): (f64, f64) = (lat.parse().map_err(|_| wrong())?, lon.parse().map_err(|_| wrong())?);
            if !(lat.abs() <= 90.0 && lon.abs() <= 180.0) {
                return Err(wrong());
            }
            Ok(Place::Given { name: name.to_owned(), country: Some(country(c)?), at: Some((lat, lon)) })
        }
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Party, Place, days, parties, place, precision, toll, write_party};

    #[test]
    fn parties_are_codes_names_or_both() {
        let read = |typed: &str| {
            let one = |p: Party| {
                let code = p.code.map(|c| format!("{:?}{:?}", c.country, c.sectors));
                format!("{:?} {code:?}", p.name)
            };
            parties(typed).unwrap().into_iter().map(one).collect::<Vec<_>>()
        };
        assert_eq!(read("PSE.GOV"), [r#"None Some("Some(\"PSE\")[\"GOV\"]")"#]);
        assert_eq!(read("gunmen (---.UAF); ISR").len(), 2);
        assert_eq!(read("gunmen (---.UAF)"), [r#"Some("gunmen") Some("None[\"UAF\"]")"#]);
        assert_eq!(read("Sea Guard (North)"), [r#"Some("Sea Guard (North)") None"#]);
        assert!(read("none").is_empty());
        // What is written is read again.
        for (name, country, sectors) in
            [("gunmen", None, "UAF"), ("Eli Cohen", Some("ISR"), "GOV;MIL"), ("they", None, "")]
        {
            let [Party { name: got, code }] = &parties(&write_party(name, country, sectors)).unwrap()[..] else {
                panic!("one party")
            };
            let code = code.as_ref().expect("a code");
            assert_eq!(
                (got.as_deref(), code.country.as_deref(), code.sectors.join(";")),
                (Some(name), country, sectors.to_owned())
            );
        }
    }

    #[test]
    fn days_tolls_and_places_say_what_is_wrong() {
        let (first, last) = days("2024-03-04..2024-03-06").unwrap().unwrap();
        assert_eq!((precision(first, first), precision(first, last)), ("day", "week"));
        assert_eq!(days("none").unwrap(), None);
        assert_eq!(toll("killed", "17..23").unwrap(), Some((17, 23)));
        assert_eq!(place("Djibo").unwrap(), Place::Named("Djibo".to_owned()));
        for wrong in ["soon", "2024-03-06..2024-03-04", "2024-02-30"] {
            assert!(days(wrong).unwrap_err().to_string().contains(wrong), "{wrong}");
        }
        for wrong in ["many", "-1", "9..3"] {
            assert!(toll("killed", wrong).unwrap_err().to_string().contains("killed"), "{wrong}");
        }
        for wrong in ["", "Djibo,Burkina,1,2", "Djibo,BFA,99,2", "Djibo,BFA,1"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
