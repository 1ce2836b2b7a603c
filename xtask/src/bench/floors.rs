//! `bench/floors.toml`: what may not be lost again.
//!
//! A floor is the least a number may be, a ceiling the most. Both are kept by hand: a change that improves a score
//! raises its floor in the same commit. A name that no benchmark produces is a mistake and breaks the gate, since a
//! floor that is never looked at guards nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::{Metric, Part};

/// The numbers of the file.
pub(super) struct Floors {
    floor: BTreeMap<String, f64>,
    ceiling: BTreeMap<String, f64>,
}

impl Floors {
    pub(super) fn read(path: &Path) -> Result<Floors> {
        let content = fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        Floors::parse(&content).with_context(|| format!("cannot use {}", path.display()))
    }

    pub(super) fn parse(content: &str) -> Result<Floors> {
        let mut floors = Floors { floor: BTreeMap::new(), ceiling: BTreeMap::new() };
        for (table, numbers) in content.parse::<toml::Table>()? {
            let into = match table.as_str() {
                "floor" => &mut floors.floor,
                "ceiling" => &mut floors.ceiling,
                unknown => bail!("'{unknown}' is neither [floor] nor [ceiling]"),
            };
            let numbers = numbers.as_table().with_context(|| format!("'{table}' is not a table"))?;
            for (name, number) in numbers {
                let number = number.as_float().or_else(|| number.as_integer().map(|number| number as f64));
                into.insert(name.clone(), number.with_context(|| format!("'{name}' is not a number"))?);
            }
        }
        for name in floors.floor.keys().chain(floors.ceiling.keys()) {
            if part_of(name).is_none() {
                bail!("'{name}' does not start with the name of a benchmark");
            }
        }
        Ok(floors)
    }

    /// The bound of a metric as the table shows it, and whether the metric is within.
    pub(super) fn bound(&self, metric: &Metric) -> Option<(String, bool)> {
        let decimals = metric.decimals;
        if let Some(&floor) = self.floor.get(&metric.name) {
            // What is printed is what counts: a rounding error beyond the printed digits is no loss.
            return Some((format!("≥ {floor:.decimals$}"), metric.value + half_digit(decimals) >= floor));
        }
        let &ceiling = self.ceiling.get(&metric.name)?;
        Some((format!("≤ {ceiling:.decimals$}"), metric.value - half_digit(decimals) <= ceiling))
    }

    /// Every bound of the measured parts that does not hold, as sentences.
    pub(super) fn check(&self, metrics: &[Metric], parts: &[Part]) -> Vec<String> {
        let mut breaches = Vec::new();
        for metric in metrics {
            if let Some((bound, false)) = self.bound(metric) {
                let decimals = metric.decimals;
                breaches.push(format!("{} is {:.decimals$}, and should be {bound}", metric.name, metric.value));
            }
        }
        for name in self.floor.keys().chain(self.ceiling.keys()) {
            let asked = part_of(name).is_some_and(|part| parts.contains(&part));
            if asked && metrics.iter().all(|metric| metric.name != *name) {
                breaches.push(format!("{name} has a bound and was not measured"));
            }
        }
        breaches
    }
}

fn half_digit(decimals: usize) -> f64 {
    0.5 * 10_f64.powi(-(decimals as i32))
}

fn part_of(name: &str) -> Option<Part> {
    let (part, _) = name.split_once('_')?;
    Part::ALL.into_iter().find(|candidate| candidate.name() == part)
}

#[cfg(test)]
mod tests {
    use super::{Floors, Metric, Part};

    const BOOK: &str = "[floor]\nevents_dev_a = 0.70\nparity_dev = 1\n[ceiling]\nspeed_load_ms = 300\n";

    /// What the gate says of these numbers when all parts were asked for.
    fn check(values: &[(&str, f64)], want: &[&str]) {
        let floors = Floors::parse(BOOK).expect("the book of this test is right");
        let metrics: Vec<Metric> = values.iter().map(|&(name, value)| Metric::new(name, value, 2)).collect();
        assert_eq!(floors.check(&metrics, &Part::ALL), want);
    }

    #[test]
    fn numbers_within_their_bounds_pass() {
        check(&[("events_dev_a", 0.70), ("parity_dev", 1.0), ("speed_load_ms", 300.0), ("events_dev_b", 0.0)], &[]);
        check(&[("events_dev_a", 0.95), ("parity_dev", 1.0), ("speed_load_ms", 20.0)], &[]);
    }

    #[test]
    fn numbers_beyond_their_bounds_are_named() {
        check(
            &[("events_dev_a", 0.69), ("parity_dev", 1.0), ("speed_load_ms", 301.0)],
            &["events_dev_a is 0.69, and should be ≥ 0.70", "speed_load_ms is 301.00, and should be ≤ 300.00"],
        );
    }

    #[test]
    fn a_bound_that_was_not_measured_is_a_breach_only_if_its_part_was_asked_for() {
        check(&[("events_dev_a", 0.70), ("parity_dev", 1.0)], &["speed_load_ms has a bound and was not measured"]);
        let floors = Floors::parse(BOOK).expect("the book of this test is right");
        assert_eq!(floors.check(&[Metric::new("events_dev_a", 0.8, 2)], &[Part::Events]), [""; 0]);
    }

    #[test]
    fn mistakes_in_the_file_are_refused() {
        for (content, reason) in [
            ("[floors]\nevents_dev_a = 1\n", "neither [floor] nor [ceiling]"),
            ("[floor]\nevent_dev_a = 1\n", "does not start with the name of a benchmark"),
            ("[floor]\nevents_dev_a = \"high\"\n", "is not a number"),
        ] {
            let error = Floors::parse(content).err().expect("the content is wrong");
            assert!(error.to_string().contains(reason), "{error}");
        }
    }

    #[test]
    fn our_own_file_is_right() {
        Floors::parse(include_str!("../../../bench/floors.toml")).expect("bench/floors.toml can be used");
    }
}
