//! Codings compared: gold from corrections, the score of a coder against it, agreement of two coders.
//!
//! Every comparison is of values as corrections write them, brought to one form: parties by their codes, places by
//! their name, lists in order of the alphabet. What two codings call one event is what rests on the same trigger.

use std::collections::{BTreeMap, BTreeSet};

use chancery_engine::wire::{Event, Ledger, Pair, Toll};
use serde::{Deserialize, Serialize};

use crate::correct;
use crate::db::{OptionalExtension, params};
use crate::error::Error;
use crate::similar::features::fold;
use crate::store::Archive;

/// The fields of an event that coders are compared by.
pub const COMPARED: &[&str] = &[
    "type",
    "mode",
    "context",
    "actors",
    "recipients",
    "date",
    "place",
    "polarity",
    "modality",
    "historical",
    "killed",
    "injured",
    "arrested",
];

/// What people said of an event of the archive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Gold {
    /// The event's id.
    pub id: String,
    /// Its article's id.
    pub article: String,
    /// SHA-256 of the article's text, in which the offsets count.
    pub text_sha256: String,
    /// First code point of the trigger.
    pub start: u32,
    /// One past its last.
    pub end: u32,
    /// The trigger.
    pub trigger: String,
    /// The words that support the event.
    pub evidence: String,
    /// The type that its coder gave it.
    pub coded_type: String,
    /// Whether it is no event.
    pub rejected: bool,
    /// Whether all its fields are right; else only those that were corrected are known to be.
    pub confirmed: bool,
    /// What its fields should be.
    pub fields: BTreeMap<String, String>,
    /// Who said so.
    pub by: Vec<String>,
}

fn words(chars: &[char], start: u32, end: u32) -> String {
    chars.get(start as usize..(end as usize).min(chars.len())).map(|c| c.iter().collect()).unwrap_or_default()
}

/// Country and sectors of a party, as one code.
fn code(country: Option<&str>, sectors: &[String]) -> String {
    std::iter::once(country.unwrap_or("---")).chain(sectors.iter().map(String::as_str)).collect::<Vec<_>>().join(".")
}

fn listed(mut items: Vec<String>) -> String {
    items.sort();
    items.dedup();
    if items.is_empty() { "none".to_owned() } else { items.join(";") }
}

/// A value as a correction writes it, in the form in which values are compared.
fn comparable(field: &str, value: &str) -> String {
    match field {
        "actors" | "recipients" => match correct::party_codes(value) {
            Ok(codes) => listed(codes),
            Err(_) => value.to_owned(),
        },
        "mode" | "context" if value != "none" => listed(value.split(';').map(|v| v.trim().to_owned()).collect()),
        "place" => fold(value.split(',').next().unwrap_or_default()),
        _ => value.to_owned(),
    }
}

/// A field of an event of a ledger, in the form in which values are compared.
fn value(ledger: &Ledger, event: &Event, field: &str) -> String {
    let toll = |toll: &Option<Toll>| {
        let Some(t) = toll else { return "none".to_owned() };
        match (t.low.or(t.best).or(t.high), t.high.or(t.best).or(t.low)) {
            (Some(low), Some(high)) if low != high => format!("{low}..{high}"),
            (Some(n), _) | (None, Some(n)) => n.to_string(),
            (None, None) => "none".to_owned(),
        }
    };
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    match field {
        "type" => event.event_type.clone(),
        "mode" => listed(event.mode.clone()),
        "context" => listed(event.context.iter().map(|c| c.name.clone()).collect()),
        "actors" | "recipients" => {
            let side = if field == "actors" { &event.actors } else { &event.recipients };
            listed(side.iter().map(|a| code(a.country.as_deref(), &a.sectors)).collect())
        }
        "date" => match (&event.date.from, &event.date.to) {
            (Some(from), Some(to)) if from != to => format!("{from}..{to}"),
            (Some(day), _) | (None, Some(day)) => day.clone(),
            (None, None) => "none".to_owned(),
        },
        "place" => {
            let place = event.place.as_ref().and_then(|id| ledger.places.iter().find(|p| p.id == *id));
            place.map_or_else(|| "none".to_owned(), |p| fold(&p.name))
        }
        "polarity" => word(serde_json::to_value(event.polarity).unwrap_or_default()),
        "modality" => word(serde_json::to_value(event.modality).unwrap_or_default()),
        "historical" => event.historical.to_string(),
        "killed" => toll(&event.casualties.killed),
        "injured" => toll(&event.casualties.injured),
        _ => toll(&event.casualties.arrested),
    }
}

/// The event of a ledger that rests on the words from `start` to `end`: of that type if there is one.
fn at<'l>(ledger: &'l Ledger, start: u32, end: u32, event_type: &str) -> Option<&'l Event> {
    let overlaps = |e: &Event| e.evidence.iter().any(|v| v.trigger.0 < end && start < v.trigger.1);
    let mut found = ledger.events.iter().filter(|e| overlaps(e));
    let first = found.next()?;
    if first.event_type == event_type {
        return Some(first);
    }
    found.find(|e| e.event_type == event_type).or(Some(first))
}

impl Archive {
    /// What people said of events, for scoring a coder and for handing on.
    ///
    /// # Errors
    /// When the archive fails.
    pub fn gold(&self) -> Result<Vec<Gold>, Error> {
        let mut select = self.db.prepare_cached(
            r#"SELECT e.id, a.id, v.text_sha256, p.trigger_start, p.trigger_end, p."start", p."end", v.text
               FROM events e JOIN versions v ON v.key = e.version AND v.current = 1 JOIN articles a ON a.key = v.article
               JOIN spans p ON p.kind = 'event' AND p.record = e.key AND p.role = 'evidence' AND p.n = 0
               WHERE e.corrected = 1 ORDER BY a.id, e.id"#,
        )?;
        let mut rows = select.query([])?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            let id: String = row.get(0)?;
            let text: String = row.get(7)?;
            let chars: Vec<char> = text.chars().collect();
            let (start, end): (Option<u32>, Option<u32>) = (row.get(3)?, row.get(4)?);
            let (first, last): (u32, u32) = (row.get(5)?, row.get(6)?);
            let (start, end) = (start.unwrap_or(first), end.unwrap_or(last));
            let held = correct::in_force(&self.db, &id)?;
            let record = self.correctable(&id)?;
            let confirmed = held.contains_key(correct::CONFIRMED);
            let is_known = |name: &str| confirmed || held.contains_key(name);
            let fields = record.fields.iter().filter(|f| COMPARED.contains(&f.name) && is_known(f.name));
            all.push(Gold {
                article: row.get(1)?,
                text_sha256: row.get(2)?,
                start,
                end,
                trigger: words(&chars, start, end),
                evidence: words(&chars, first, last),
                coded_type: record
                    .fields
                    .iter()
                    .find(|f| f.name == "type")
                    .map(|f| f.coded.clone())
                    .unwrap_or_default(),
                rejected: record.is_rejected,
                confirmed,
                fields: fields.clone().map(|f| (f.name.to_owned(), f.value.clone())).collect(),
                by: self.authors(&id)?,
                id,
            });
        }
        Ok(all)
    }

    fn authors(&self, id: &str) -> Result<Vec<String>, Error> {
        let mut select =
            self.db.prepare_cached("SELECT DISTINCT author FROM corrections WHERE target = ?1 ORDER BY author")?;
        select.query_map([id], |row| row.get(0))?.collect()
    }

    /// The events that two people have both judged, with what each said of a field.
    ///
    /// # Errors
    /// When the archive fails.
    pub fn judged_by(&self, one: &str, other: &str) -> Result<Agreement, Error> {
        let mut select = self.db.prepare_cached(
            "SELECT DISTINCT c.target FROM corrections c JOIN corrections d ON d.target = c.target
             WHERE c.author = ?1 AND d.author = ?2 ORDER BY c.target",
        )?;
        let ids = select.query_map([one, other], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let mut agreement = Agreement::default();
        for id in ids {
            let Some(place) = correct::find(&self.db, &id)? else { continue };
            let coded: BTreeMap<&str, String> = correct::coded_fields(&self.db, &id, place)?.into_iter().collect();
            let (a, b) = (self.said_by(&id, one)?, self.said_by(&id, other)?);
            let verdict = |said: &BTreeMap<String, String>| {
                if said.get(correct::REJECTED).is_some_and(|v| v == "true") { "no event" } else { "an event" }
                    .to_owned()
            };
            agreement.add(&id, "an event or not", verdict(&a), verdict(&b));
            if verdict(&a) == "no event" || verdict(&b) == "no event" {
                continue;
            }
            for (field, was) in &coded {
                // Who changed other fields or confirmed let this one stand.
                let of = |said: &BTreeMap<String, String>| comparable(field, said.get(*field).unwrap_or(was));
                if a.contains_key(*field)
                    || b.contains_key(*field)
                    || a.contains_key(correct::CONFIRMED) && b.contains_key(correct::CONFIRMED)
                {
                    agreement.add(&id, field, of(&a), of(&b));
                }
            }
        }
        Ok(agreement)
    }

    fn said_by(&self, id: &str, author: &str) -> Result<BTreeMap<String, String>, Error> {
        let mut select = self
            .db
            .prepare_cached("SELECT field, value FROM corrections WHERE target = ?1 AND author = ?2 ORDER BY key")?;
        let mut rows = select.query(params![id, author])?;
        let mut said = BTreeMap::new();
        while let Some(row) = rows.next()? {
            match row.get::<_, Option<String>>(1)? {
                Some(value) => drop(said.insert(row.get(0)?, value)),
                None => said.clear(),
            }
        }
        Ok(said)
    }

    /// The article that a permanent id names, when its text is still the one that `sha256` is of.
    ///
    /// # Errors
    /// When the archive fails.
    pub fn has_text(&self, article: &str, sha256: &str) -> Result<bool, Error> {
        let found: Option<i64> = self
            .db
            .query_row(
                "SELECT 1 FROM versions v JOIN articles a ON a.key = v.article
                 WHERE a.id = ?1 AND v.current = 1 AND v.text_sha256 = ?2",
                [article, sha256],
                |row| row.get(0),
            )
            .optional()?;
        Ok(found.is_some())
    }
}

/// How often a coder is right where people have said what is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// By what was asked (`found`, `left out`, a field): right, asked.
    pub counts: BTreeMap<String, (usize, usize)>,
    /// What was wrong: event, field, what it should be, what it is.
    pub misses: Vec<[String; 4]>,
}

impl Score {
    fn ask(&mut self, id: &str, what: &str, want: String, got: String) {
        let count = self.counts.entry(what.to_owned()).or_default();
        count.1 += 1;
        if want == got {
            count.0 += 1;
        } else {
            self.misses.push([id.to_owned(), what.to_owned(), want, got]);
        }
    }

    /// Scores a coding of an article against what people said of its events.
    pub fn add(&mut self, gold: &Gold, ledger: &Ledger) {
        let event = at(ledger, gold.start, gold.end, &gold.coded_type);
        if gold.rejected {
            let coded = event.filter(|e| e.event_type == gold.coded_type);
            let got = coded.map_or_else(|| "none".to_owned(), |e| e.event_type.clone());
            self.ask(&gold.id, "left out", "none".to_owned(), got);
            return;
        }
        let wanted = gold.fields.get("type").unwrap_or(&gold.coded_type);
        let event = at(ledger, gold.start, gold.end, wanted);
        let found = if event.is_some() { "an event" } else { "none" };
        self.ask(&gold.id, "found", "an event".to_owned(), found.to_owned());
        let Some(event) = event else { return };
        for (field, want) in &gold.fields {
            self.ask(&gold.id, field, comparable(field, want), value(ledger, event, field));
        }
    }
}

/// How far two coders agree.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Agreement {
    /// By field: what each said of every record that both judged.
    pub pairs: BTreeMap<String, Vec<(String, String)>>,
    /// What to adjudicate: record, field, what one says, what the other says.
    pub differing: Vec<[String; 4]>,
}

impl Agreement {
    fn add(&mut self, id: &str, field: &str, one: String, other: String) {
        if one != other {
            self.differing.push([id.to_owned(), field.to_owned(), one.clone(), other.clone()]);
        }
        self.pairs.entry(field.to_owned()).or_default().push((one, other));
    }

    /// Compares two codings of one article, whose texts must be the same.
    ///
    /// An event that only one has differs in being there; fields are compared of those that both have.
    pub fn compare(&mut self, one: &Ledger, other: &Ledger) {
        let mut taken: BTreeSet<&str> = BTreeSet::new();
        let name = |e: &Event| {
            let Pair(start, end) = e.evidence.first().map_or(Pair(0, 0), |v| v.trigger);
            format!("{} {start}-{end}", one.article.id)
        };
        for event in &one.events {
            let Pair(start, end) = event.evidence.first().map_or(Pair(0, 0), |v| v.trigger);
            let twin = at(other, start, end, &event.event_type).filter(|twin| !taken.contains(twin.id.as_str()));
            let Some(twin) = twin else {
                self.add(&name(event), "type", event.event_type.clone(), "none".to_owned());
                continue;
            };
            taken.insert(&twin.id);
            for field in COMPARED {
                self.add(&name(event), field, value(one, event, field), value(other, twin, field));
            }
        }
        for event in other.events.iter().filter(|e| !taken.contains(e.id.as_str())) {
            self.add(&name(event), "type", "none".to_owned(), event.event_type.clone());
        }
    }

    /// For each field: how many records, the share on which both say the same, and Krippendorff's alpha.
    pub fn table(&self) -> Vec<(String, usize, f64, Option<f64>)> {
        self.pairs
            .iter()
            .map(|(field, pairs)| {
                let same = pairs.iter().filter(|(a, b)| a == b).count();
                (field.clone(), pairs.len(), same as f64 / pairs.len().max(1) as f64, alpha(pairs))
            })
            .collect()
    }
}

/// Krippendorff's alpha for nominal data, two coders, nothing missing: 1 is perfect, 0 what chance would give.
///
/// It is not defined when all values are the same, since then chance agrees too.
pub fn alpha(pairs: &[(String, String)]) -> Option<f64> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for value in pairs.iter().flat_map(|(a, b)| [a, b]) {
        *counts.entry(value).or_default() += 1.0;
    }
    let n = 2.0 * pairs.len() as f64;
    let observed = pairs.iter().filter(|(a, b)| a != b).count() as f64 * 2.0 / n;
    let expected = 1.0 - counts.values().map(|c| c * (c - 1.0)).sum::<f64>() / (n * (n - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::{alpha, comparable};

    fn pairs(one: &str, other: &str) -> Vec<(String, String)> {
        one.split(' ').zip(other.split(' ')).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
    }

    #[test]
    fn alpha_is_that_of_the_published_examples() {
        // K. Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), examples A and B.
        let check = |one: &str, other: &str, want: f64| {
            let got = alpha(&pairs(one, other)).expect("it is defined");
            assert!((got - want).abs() < 5e-4, "{got}");
        };
        check("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0", 0.095);
        check("a a b b d c c c e d d a", "b a b b b c c c e d d d", 0.692);
        check("x y x", "x y x", 1.0);
        assert_eq!(alpha(&pairs("x x", "x x")), None);
        assert_eq!(alpha(&[]), None);
    }

    #[test]
    fn parties_are_compared_by_code_and_places_by_name() {
        assert_eq!(comparable("actors", "gunmen (---.UAF); army (BFA.MIL)"), "---.UAF;BFA.MIL");
        assert_eq!(comparable("place", "Djibo,BFA,14.1,-1.6"), "djibo");
        assert_eq!(comparable("context", "terrorism; crime"), "crime;terrorism");
        assert_eq!(comparable("killed", "17"), "17");
    }
}
