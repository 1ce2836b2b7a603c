//! Who is who: two measures of our own, since no benchmark scores actors alone.
//!
//! On the event sentences: how many of the gold actors and recipients have their country, and their country with their
//! first sector, among the sentence's entities, whether or not an event was coded, by the events scorer's own reading
//! of what matches. On long articles: what share of the
//! persons, organisations and nationalities that the parser names lies in a mention of an entity with a country. The
//! names that get none are written to `bench/out/actors.missing.tsv`, commonest first, for the lists to learn from.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Bench, Metric};

/// The parser's entity types that name actors, as the metric and the list call them.
const KINDS: [(&str, &str); 3] = [("PERSON", "persons"), ("ORG", "organizations"), ("NORP", "nationalities")];

/// Article collections that coverage is measured on.
const COLLECTIONS: [(&str, &str); 2] =
    [("attribution_train", "attribution/train.jsonl"), ("place", "place/place_dev.jsonl")];

/// PLOVER's codes for actors that belong to no one state; without a sector in the gold they take any.
const INTERNATIONAL: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

const MISSING: &str = "actors.missing.tsv";

impl Bench<'_> {
    pub(super) fn actors(&self) -> Result<Vec<Metric>> {
        let sentences = self.data.join("events/dev.jsonl");
        let gold: Vec<Value> = lines(&sentences)?.collect::<Result<_>>()?;
        let ledgers: Vec<Value> = lines(&self.read("actors_events", &[], &sentences)?)?.collect::<Result<_>>()?;
        let agreement = Agreement::of(&gold, &by_id(&ledgers));

        let mut coverage = Coverage::default();
        for (name, file) in COLLECTIONS {
            let input = self.data.join(file);
            let parses = self.out.join(format!("actors_{name}.parses.jsonl"));
            self.chancery("parse", &[], &input, &parses)?;
            let ledgers = lines(&self.read(&format!("actors_{name}"), &["--no-repair"], &input)?)?;
            let ledgers: Vec<Value> = ledgers.collect::<Result<_>>()?;
            let ledgers = by_id(&ledgers);
            for parse in lines(&parses)? {
                let parse = parse?;
                if let Some(ledger) = parse["id"].as_str().and_then(|id| ledgers.get(id)) {
                    coverage.add(&parse, ledger);
                }
            }
        }
        let missing = self.out.join(MISSING);
        fs::write(&missing, coverage.missing()).with_context(|| format!("cannot write {}", missing.display()))?;

        let mut metrics = vec![
            Metric::new("actors_country", share(agreement.country, agreement.total), 3),
            Metric::new("actors_country_sector", share(agreement.sector, agreement.total), 3),
        ];
        for (entity_type, name) in KINDS {
            let (with, all) = coverage.counts.get(entity_type).copied().unwrap_or_default();
            metrics.push(Metric::new(format!("actors_{name}_with_country"), share(with, all), 3));
        }
        Ok(metrics)
    }
}

/// How many gold parties of event sentences are among the entities.
#[derive(Default, PartialEq, Debug)]
struct Agreement {
    total: usize,
    country: usize,
    sector: usize,
}

impl Agreement {
    fn of(gold: &[Value], ledgers: &BTreeMap<&str, &Value>) -> Agreement {
        let mut agreement = Agreement::default();
        for sentence in gold {
            let ledger = sentence["id"].as_str().and_then(|id| ledgers.get(id));
            let entities: BTreeSet<(&str, &str)> = ledger
                .into_iter()
                .flat_map(|ledger| items(&ledger["entities"]))
                .map(|entity| (word(&entity["country"]), word(&entity["sectors"][0])))
                .collect();
            let parties = items(&sentence["source"]).chain(items(&sentence["target"]));
            for party in parties.filter(|party| party["country"].is_string()).map(Party::of) {
                agreement.total += 1;
                agreement.country += usize::from(entities.iter().any(|e| party.countries.contains(e.0)));
                agreement.sector += usize::from(entities.iter().any(|&(country, sector)| party.is(country, sector)));
            }
        }
        agreement
    }
}

/// A gold party, as `score_events.py` compares it.
struct Party<'g> {
    countries: BTreeSet<&'g str>,
    sectors: BTreeSet<&'g str>,
    any_sector: bool,
}

impl Party<'_> {
    fn of(gold: &Value) -> Party<'_> {
        let any = |field: &str| items(&gold[field]).map(word).collect::<BTreeSet<&str>>();
        let (countries, mut sectors) = (any("country_any"), any("sector_any"));
        // The scorer takes a state's three letters of a longer code, such as that of an ethnic group within it.
        let mut countries: BTreeSet<&str> = countries.into_iter().map(state).collect();
        countries.insert(state(word(&gold["country"])));
        sectors.insert(word(&gold["sector"]));
        let bare = sectors.contains("");
        if bare {
            // A country without a sector is as good as its government.
            sectors.insert("GOV");
        }
        let any_sector = ["*", "***"].iter().any(|any| sectors.contains(any))
            || bare && INTERNATIONAL.iter().any(|code| countries.contains(code));
        Party { countries, sectors, any_sector }
    }

    fn is(&self, country: &str, sector: &str) -> bool {
        self.countries.contains(country) && (self.any_sector || self.sectors.contains(sector))
    }
}

/// Named actors of articles, with and without a country.
#[derive(Default)]
struct Coverage {
    /// By the parser's type: with a country, and all.
    counts: BTreeMap<&'static str, (usize, usize)>,
    /// How often a name got no country.
    missing: BTreeMap<(&'static str, String), usize>,
}

impl Coverage {
    fn add(&mut self, parse: &Value, ledger: &Value) {
        let text: Vec<char> = word(&parse["text"]).chars().collect();
        let mut mentions: Vec<(u64, u64)> = items(&ledger["entities"])
            .filter(|entity| entity["country"].is_string())
            .flat_map(|entity| items(&entity["mentions"]))
            .filter_map(|mention| Some((mention["start"].as_u64()?, mention["end"].as_u64()?)))
            .collect();
        mentions.sort_unstable();
        for (entity_type, start, end) in named(parse) {
            let Some((kind, _)) = KINDS.into_iter().find(|(kind, _)| *kind == entity_type) else { continue };
            // No mention is as long as this, so a search need not go further back.
            let from = mentions.partition_point(|&(at, _)| at + 400 < start);
            let covered = mentions[from..].iter().take_while(|m| m.0 < end).any(|m| m.1 > start);
            let count = self.counts.entry(kind).or_default();
            count.1 += 1;
            if covered {
                count.0 += 1;
            } else if let Some(name) = text.get(start as usize..end as usize) {
                let name: String = name.iter().map(|&c| if c.is_whitespace() { ' ' } else { c }).collect();
                *self.missing.entry((kind, name)).or_default() += 1;
            }
        }
    }

    /// A line for each name without a country, the commonest first.
    fn missing(&self) -> String {
        let mut rows: Vec<_> = self.missing.iter().collect();
        rows.sort_by_key(|&(name, &count)| (Reverse(count), name));
        let mut table = String::from("count\tkind\tname\n");
        for ((kind, name), count) in rows {
            // Writing into a String cannot fail.
            let _ = writeln!(table, "{count}\t{kind}\t{name}");
        }
        table
    }
}

/// The parser's entities: type, first code point, one past the last.
fn named(parse: &Value) -> Vec<(&str, u64, u64)> {
    let mut found: Vec<(&str, u64, u64)> = Vec::new();
    for token in items(&parse["tokens"]) {
        let (Some(start), Some(end)) = (token["start"].as_u64(), token["end"].as_u64()) else { continue };
        match (word(&token["ent_iob"]), found.last_mut()) {
            ("B", _) => found.push((word(&token["ent_type"]), start, end)),
            ("I", Some(entity)) => entity.2 = end,
            _ => {}
        }
    }
    found
}

/// The objects of a JSONL file, one at a time: the parses of a collection are too large to hold.
fn lines(path: &Path) -> Result<impl Iterator<Item = Result<Value>> + use<>> {
    let file = File::open(path).with_context(|| format!("cannot read {}", path.display()))?;
    let shown = path.display().to_string();
    Ok(BufReader::new(file).lines().map(move |line| {
        let line = line.with_context(|| format!("cannot read {shown}"))?;
        serde_json::from_str(&line).with_context(|| format!("{shown} is not JSONL"))
    }))
}

fn by_id(ledgers: &[Value]) -> BTreeMap<&str, &Value> {
    ledgers.iter().filter_map(|ledger| Some((ledger["article"]["id"].as_str()?, ledger))).collect()
}

fn items(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// The string, or nothing: a missing sector and an empty one are the same.
fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// The three letters that name the state in an actor code.
fn state(code: &str) -> &str {
    code.get(..3).unwrap_or(code)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Agreement, Coverage, by_id};

    #[test]
    fn parties_match_as_the_events_scorer_matches_them() {
        let gold = [
            json!({"id": "s", "source": [{"country": "KENkik", "sector": "LEG"}, {"country": "KEN"}, {"country": "IGO"}],
            "target": [{"country": "UGA"}, {"country": "TZA", "country_any": ["KEN"], "sector": "GOV"}, {"country": null}]}),
        ];
        let ledgers = [json!({"article": {"id": "s"}, "entities": [
            {"country": "KEN", "sectors": ["GOV"]}, {"country": "IGO", "sectors": ["MIL"]}]})];
        let want = Agreement { total: 5, country: 4, sector: 3 };
        assert_eq!(Agreement::of(&gold, &by_id(&ledgers)), want, "Uganda is missing, Kenya's legislature is too");
    }

    #[test]
    fn a_name_counts_as_covered_when_a_mention_with_a_country_touches_it() {
        let token = |start: usize, end: usize, iob: &str, kind: &str| json!({"start": start, "end": end, "ent_iob": iob, "ent_type": kind});
        let parse = json!({"text": "Ada Obi met Kim Roe", "tokens": [token(0, 3, "B", "PERSON"), token(4, 7, "I", "PERSON"),
            token(8, 11, "O", ""), token(12, 15, "B", "PERSON"), token(16, 19, "I", "PERSON")]});
        let ledger = json!({"entities": [{"country": "NGA", "mentions": [{"start": 4, "end": 7}]},
            {"country": null, "mentions": [{"start": 12, "end": 19}]}]});
        let mut coverage = Coverage::default();
        coverage.add(&parse, &ledger);
        assert_eq!(coverage.counts["PERSON"], (1, 2));
        assert_eq!(coverage.missing(), "count\tkind\tname\n1\tPERSON\tKim Roe\n");
    }
}
