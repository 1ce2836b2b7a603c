//! What a query string asks for: the filters of the command line, and the place in a long answer.

use axum::http::StatusCode;
use chancery_archive::{Counted, Filter, Kind, Measure, Page, Period};
use chancery_engine::doc::{Date, EventType};

use crate::problem::Problem;

/// The filters, with what each means; also what the description of the API lists.
pub(crate) const FILTERS: &[(&str, &str)] = &[
    ("actor", "Who acts, speaks or holds: a code (PSE, PSE.GOV, .REB), a name, or an id (act_…)"),
    ("recipient", "To whom"),
    ("dyad", "Between whom: ISR,PSE in either direction, ISR>PSE in one"),
    ("type", "PLOVER event types, joined by commas"),
    ("context", "PLOVER contexts, joined by commas"),
    ("country", "Countries of the place, or of the speaker: ISO 3166 alpha-3, joined by commas"),
    ("since", "First day, as 2023-02-01"),
    ("until", "Last day"),
    ("near", "Within a distance of a place that articles name, or of a latitude and longitude: Jenin,50km"),
    ("via", "Outlets that passed it on"),
    ("min-sources", "At least so many origins"),
    ("text", "Words of the article; \"a phrase\", word*, AND, OR and NOT are understood"),
];

/// Where in a long answer.
pub(crate) const PAGING: &[(&str, &str)] = &[
    ("limit", "At most so many records, from 1 to 1000; 100 unless told"),
    ("order", "oldest first, or newest"),
    ("cursor", "The `next` of the answer before"),
];

/// How a series is counted.
pub(crate) const SERIES: &[(&str, &str)] = &[
    ("by", "Length of a period: day, week, month, quarter or year"),
    ("of", "What is counted: occurrences or events"),
    ("measure", "What the value is: count, or scale"),
];

const MOST: usize = 1000;
const USUAL: usize = 100;

/// The pairs of a query string.
pub(crate) type Pairs = Vec<(String, String)>;

/// Names that mean nothing here are refused: an answer that ignored one would be wrong.
pub(crate) fn only(pairs: &Pairs, known: &[&[(&str, &str)]]) -> Result<(), Problem> {
    let names = || known.iter().flat_map(|list| list.iter()).map(|(name, _)| *name);
    match pairs.iter().find(|(name, _)| names().all(|n| n != name)) {
        None => Ok(()),
        Some((name, _)) if names().next().is_none() => {
            Err(Problem::asked(format!("\"{name}\": there are no parameters here")))
        }
        Some((name, _)) => Err(Problem::asked(format!(
            "\"{name}\" is not a parameter here; there are {}",
            names().collect::<Vec<_>>().join(", ")
        ))),
    }
}

/// The value of a parameter that is given at most once.
pub(crate) fn one<'p>(pairs: &'p Pairs, wanted: &str) -> Result<Option<&'p str>, Problem> {
    let mut values = pairs.iter().filter(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let first = values.next();
    match values.next() {
        Some(_) => Err(Problem::asked(format!("\"{wanted}\" is given twice; give it once"))),
        None => Ok(first),
    }
}

/// The filter that a query string describes.
pub(crate) fn filter(pairs: &Pairs) -> Result<Filter, Problem> {
    let all = |wanted: &str| {
        pairs.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value.clone()).collect::<Vec<_>>()
    };
    let split = |wanted: &str| all(wanted).iter().flat_map(|v| v.split(',')).map(str::to_owned).collect::<Vec<_>>();
    fn parsed<T: std::str::FromStr<Err = chancery_archive::Error>>(typed: &[String]) -> Result<Vec<T>, Problem> {
        typed.iter().map(|words| words.parse().map_err(|e: T::Err| Problem::asked(e.to_string()))).collect()
    }
    let event_type = |words: &String| -> Result<EventType, Problem> {
        words.to_uppercase().parse().map_err(|_| {
            let known = EventType::ALL.iter().map(|t| t.code()).collect::<Vec<_>>().join(", ");
            Problem::asked(format!("\"{words}\" is not a type; there are {known}"))
        })
    };
    Ok(Filter {
        actors: parsed(&all("actor"))?,
        recipients: parsed(&all("recipient"))?,
        dyads: parsed(&all("dyad"))?,
        types: split("type").iter().map(event_type).collect::<Result<_, _>>()?,
        contexts: split("context"),
        countries: split("country"),
        since: day(pairs, "since")?,
        until: day(pairs, "until")?,
        near: one(pairs, "near")?
            .map(str::parse)
            .transpose()
            .map_err(|e: chancery_archive::Error| Problem::asked(e.to_string()))?,
        via: all("via"),
        min_sources: number(pairs, "min-sources")?,
        text: one(pairs, "text")?.map(str::to_owned),
        limit: None,
    })
}

/// A day.
pub(crate) fn day(pairs: &Pairs, name: &str) -> Result<Option<Date>, Problem> {
    let wrong = |words: &str| Problem::asked(format!("{name} \"{words}\" is not a date; write it as 2023-02-01"));
    one(pairs, name)?.map(|words| words.parse().map_err(|_| wrong(words))).transpose()
}

fn number<T: std::str::FromStr>(pairs: &Pairs, name: &str) -> Result<Option<T>, Problem> {
    let wrong =
        |words: &str| Problem::asked(format!("{name} \"{words}\" is not a whole number that can be meant here"));
    one(pairs, name)?.map(|words| words.parse().map_err(|_| wrong(words))).transpose()
}

/// Which of the words given a parameter is; the first is meant when it is not given.
pub(crate) fn choice<T: Copy>(pairs: &Pairs, name: &str, words: &[(&str, T)]) -> Result<T, Problem> {
    let Some(given) = one(pairs, name)? else { return Ok(words[0].1) };
    words.iter().find(|(word, _)| *word == given).map(|(_, value)| *value).ok_or_else(|| {
        let known = words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        Problem::asked(format!("{name} \"{given}\" is not known; there are {known}"))
    })
}

/// How many records are asked for.
pub(crate) fn limit(pairs: &Pairs) -> Result<usize, Problem> {
    let limit = number(pairs, "limit")?.unwrap_or(USUAL);
    if limit == 0 || limit > MOST {
        return Err(Problem::asked(format!(
            "limit {limit} is out of bounds; ask for 1 to {MOST} and go on with the cursor"
        )));
    }
    Ok(limit)
}

/// A parameter that is true or false; false unless told.
pub(crate) fn flag(pairs: &Pairs, name: &str) -> Result<bool, Problem> {
    choice(pairs, name, &[("false", false), ("true", true)])
}

/// The place in a long answer. A cursor is what says where a record stands, a space that no id has, and its id.
pub(crate) fn page(pairs: &Pairs) -> Result<Page, Problem> {
    let limit = limit(pairs)?;
    let newest_first = choice(pairs, "order", &[("oldest", false), ("newest", true)])?;
    let after = match one(pairs, "cursor")? {
        None => None,
        Some(cursor) => {
            let wrong =
                || Problem::asked(format!("\"{cursor}\" is not a cursor; take the `next` of an answer as it is"));
            let (at, id) = cursor.rsplit_once(' ').filter(|(_, id)| id.contains('_')).ok_or_else(wrong)?;
            Some((at.to_owned(), id.to_owned()))
        }
    };
    Ok(Page { after, newest_first, limit })
}

/// How long a period is.
pub(crate) fn period(pairs: &Pairs) -> Result<Period, Problem> {
    choice(
        pairs,
        "by",
        &[
            ("month", Period::Month),
            ("day", Period::Day),
            ("week", Period::Week),
            ("quarter", Period::Quarter),
            ("year", Period::Year),
        ],
    )
}

/// How a series is counted.
pub(crate) fn series(pairs: &Pairs) -> Result<(Period, Counted, Measure), Problem> {
    let period = period(pairs)?;
    let counted = choice(pairs, "of", &[("occurrences", Counted::Occurrences), ("events", Counted::Events)])?;
    let measure = choice(pairs, "measure", &[("count", Measure::Count), ("scale", Measure::Scale)])?;
    Ok((period, counted, measure))
}

/// The kind that a path names.
pub(crate) fn kind(name: &str) -> Result<Kind, Problem> {
    Kind::NAMED.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind).ok_or_else(|| {
        let known = Kind::NAMED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        Problem::new(
            StatusCode::NOT_FOUND,
            format!("there is no /api/v1/{name}; there are {known}, series, network, places and read"),
        )
    })
}
