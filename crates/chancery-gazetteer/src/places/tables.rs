//! The place tables of `data/places/`, compiled in, and lists of the user's own.

use std::collections::BTreeMap;

use chancery_doc::Country;
use csv::StringRecord;

use super::Feature;
use super::layer::{Builder, Draft, Layer, Record};
use crate::Error;

const COUNTRIES: &str = include_str!("../../../../data/gazetteer/countries.csv");
const POINTS: &str = include_str!("../../../../data/places/points.csv");
const REGIONS: &str = include_str!("../../../../data/places/regions.csv");
const ABBREVIATIONS: &str = include_str!("../../../../data/places/abbreviations.csv");
const POINT_COLUMNS: &str = "code,lat,lon,capital,capital_lat,capital_lon";
const REGION_COLUMNS: &str = "name,aliases,kind,countries,lat,lon";

/// A row of a table and where it stands.
struct Row {
    file: String,
    line: u32,
    fields: StringRecord,
}

impl Row {
    fn error(&self, message: impl Into<Box<str>>) -> Error {
        Error::new("GZ012", &self.file, self.line, message)
    }

    /// The values of a field, without the mark of a name that others bear too.
    fn list(&self, i: usize) -> impl Iterator<Item = &str> {
        self.fields[i].split(';').map(|s| s.trim().trim_start_matches('~')).filter(|s| !s.is_empty())
    }

    fn country(&self, i: usize) -> Result<Option<Country>, Error> {
        match &self.fields[i] {
            "" => Ok(None),
            code => code.parse().map(Some).map_err(|e| self.error(format!("{e}; use an ISO 3166 alpha-3 code"))),
        }
    }
}

fn rows(file: &str, text: &str, columns: &str) -> Result<Vec<Row>, Error> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let lines: Vec<&str> = text.lines().collect();
    let mut out = Vec::new();
    let mut header = false;
    for fields in reader.records() {
        let fields = fields.map_err(|e| {
            let line = e.position().map_or(0, |p| p.line() as u32);
            Error::new("GZ003", file, line, format!("is no CSV here ({e})"))
        })?;
        // The reader's place is where it began to look, before comments and empty lines.
        let before = fields.position().map_or(1, |p| p.line() as usize);
        let skipped = lines.iter().skip(before - 1).take_while(|l| l.is_empty() || l.starts_with('#')).count();
        let line = (before + skipped) as u32;
        let row = Row { file: file.to_owned(), line, fields };
        if !header {
            let found = row.fields.iter().collect::<Vec<_>>().join(",");
            if found != columns {
                return Err(row.error(format!("the columns are \"{found}\"; they must be \"{columns}\"")));
            }
            header = true;
        } else if row.fields.len() != columns.split(',').count() {
            let (count, n) = (row.fields.len(), columns.split(',').count());
            return Err(row.error(format!("{count} fields; there must be {n}, and a comma in one needs quotes")));
        } else {
            out.push(row);
        }
    }
    Ok(out)
}

/// A short form of an administrative unit's name.
#[derive(Clone, Debug)]
pub(super) struct Abbreviation {
    pub(super) form: Box<str>,
    pub(super) key: Box<str>,
    pub(super) country: Country,
    pub(super) only_after_town: bool,
}

/// The short forms.
pub(super) fn abbreviations() -> Result<Vec<Abbreviation>, Error> {
    let mut all = Vec::new();
    for row in rows("abbreviations.csv", ABBREVIATIONS, "country,unit,forms")? {
        let Some(country) = row.country(0)? else { return Err(row.error("a unit needs its country".to_owned())) };
        let key: Box<str> = super::key(&row.fields[1]).into();
        all.extend(row.list(2).map(|form| Abbreviation {
            form: form.into(),
            key: key.clone(),
            country,
            only_after_town: !form.contains('.'),
        }));
    }
    Ok(all)
}

/// Where the capitals are.
pub(super) fn capitals() -> Result<BTreeMap<Country, (f64, f64)>, Error> {
    let mut all = BTreeMap::new();
    for row in rows("points.csv", POINTS, POINT_COLUMNS)? {
        if let Some(country) = row.country(0)? {
            all.insert(country, point(&row, 4)?);
        }
    }
    Ok(all)
}

/// States, regions, and capitals where no file knows them better.
pub(super) fn embedded(file: Option<&Layer>) -> Result<Layer, Error> {
    let mut builder = Builder::default();
    regions("regions.csv", REGIONS, &mut builder)?;
    let mut aliases = Vec::new();
    // The file has its states in front.
    let is_state = |r: &Record| r.feature == Feature::Country;
    let states: Vec<Record> = file.map_or_else(Vec::new, |f| f.records().take_while(is_state).collect());
    let mut points = rows("points.csv", POINTS, POINT_COLUMNS)?;
    points.sort_by(|a, b| a.fields[0].cmp(&b.fields[0]));
    for row in rows("countries.csv", COUNTRIES, "code,name,aliases,adjectives,people,capitals,seats")? {
        let country = row.country(0)?;
        let at = points.binary_search_by(|p| p.fields[0].cmp(&row.fields[0])).ok();
        let at = at.map(|i| &points[i]).ok_or_else(|| row.error("has no row in points.csv".to_owned()))?;
        let known = states.iter().find(|r| r.country == country);
        let draft = |name: &str, feature, point, geonames, population| Draft {
            name: name.to_owned(),
            feature,
            country,
            admin1: None,
            admin2: None,
            point: Some(point),
            population,
            geonames,
        };
        let (geonames, population) = known.map_or((None, 0), |r| (r.geonames, r.population));
        let state = builder.add(draft(&row.fields[1], Feature::Country, point(at, 1)?, geonames, population));
        builder.call(state, &row.fields[1], false);
        // What regions.csv holds is no alias of a state here, though its people are the state's.
        for alias in row.list(2).filter(|alias| !builder.knows(alias)) {
            aliases.push((state, alias.to_owned()));
        }
        let people = builder.add(draft(&row.fields[1], Feature::People, point(at, 1)?, geonames, 0));
        for adjective in row.list(3) {
            builder.call(people, adjective, false);
            builder.call(people, &format!("{adjective}s"), false);
        }
        for pair in row.list(4) {
            pair.split('/').for_each(|word| builder.call(people, word, false));
        }
        if file.is_none() {
            let capital = builder.add(draft(&at.fields[3], Feature::Capital, point(at, 4)?, None, 0));
            builder.call(capital, &at.fields[3], false);
        }
    }
    for (state, alias) in aliases {
        builder.call(state, &alias, true);
    }
    builder.finish(true).map_err(|e| Error::whole("GZ013", "places", e))
}

/// A list of the user's own, in the columns of `regions.csv`.
pub(super) fn own(file: &str, text: &str) -> Result<Layer, Error> {
    let mut builder = Builder::default();
    regions(file, text, &mut builder)?;
    builder.finish(true).map_err(|e| Error::whole("GZ013", "places", e))
}

fn regions(file: &str, text: &str, builder: &mut Builder) -> Result<(), Error> {
    for row in rows(file, text, REGION_COLUMNS)? {
        let word = &row.fields[2];
        let feature = Feature::from_word(word).ok_or_else(|| {
            row.error(format!("\"{word}\" is no kind of place; see the table in data/places/README.md"))
        })?;
        let mut countries = Vec::new();
        for code in row.fields[3].split_whitespace() {
            countries.push(code.parse().map_err(|e| row.error(format!("{e}; use ISO 3166 alpha-3 codes")))?);
        }
        let place = builder.add(Draft {
            name: row.fields[0].to_owned(),
            feature,
            country: if countries.len() == 1 { Some(countries[0]) } else { None },
            admin1: None,
            admin2: None,
            point: Some(point(&row, 4)?),
            population: 0,
            geonames: None,
        });
        builder.call(place, &row.fields[0], false);
        // What is kept of a row of people is where their land is; they are called by their adjectives.
        for alias in row.list(1) {
            builder.call(place, alias, feature != Feature::People);
        }
    }
    Ok(())
}

/// Latitude and longitude of a row.
fn point(row: &Row, first: usize) -> Result<(f64, f64), Error> {
    let degrees = |i: usize, limit: f64, what: &str| {
        let words = &row.fields[i];
        let number = words.parse::<f64>().ok().filter(|d| d.abs() <= limit);
        number
            .ok_or_else(|| row.error(format!("\"{words}\" is no {what}; it must be a number from -{limit} to {limit}")))
    };
    Ok((degrees(first, 90.0, "latitude")?, degrees(first + 1, 180.0, "longitude")?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_out_of_range_are_refused_with_file_and_line() {
        let check = |row: &str, expected: &str| {
            let error = own("mine.csv", &format!("{REGION_COLUMNS}\n# mine\n{row}\n")).unwrap_err();
            assert_eq!(error.to_string(), expected);
        };
        check(
            "Camp Nine,,camp,KEN,91,35",
            "mine.csv:3: GZ012: \"91\" is no latitude; it must be a number from -90 to 90",
        );
        check(
            "Camp Nine,,camp,KEN,1,-180.5",
            "mine.csv:3: GZ012: \"-180.5\" is no longitude; it must be a number from -180 to 180",
        );
        check(
            "Camp Nine,,camp,KEN,NaN,0",
            "mine.csv:3: GZ012: \"NaN\" is no latitude; it must be a number from -90 to 90",
        );
        check(
            "Camp Nine,,moon,KEN,1,1",
            "mine.csv:3: GZ012: \"moon\" is no kind of place; see the table in data/places/README.md",
        );
    }

    #[test]
    fn every_state_has_a_point_and_a_capital() {
        let layer = embedded(None).expect("the tables are well formed");
        let count = |feature| layer.records().filter(|r| r.feature == feature).count();
        assert_eq!(count(Feature::Country), count(Feature::Capital));
        assert!(count(Feature::Country) > 195);
        assert!(abbreviations().expect("well formed").len() > 100);
    }
}
