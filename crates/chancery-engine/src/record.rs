//! The record of each side over many ledgers: its positions in time order, where they shift, where accounts differ.
//!
//! A **side** is who is held to a position: a government under its country, whoever speaks for it; a party, movement
//! or organisation under its own name, with its spokesmen; anyone else alone. Positions are compared where their
//! topics meet. A change of stance between reports of different dates is a **shift**; what one article, or reports of
//! one day, tell of a stance in other degrees, figures or directions is a **discrepancy**: paragraph order is not
//! time. What this is not: it judges nobody and does not say which account is right.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::Codebook;
use crate::wire::{Entity, EntityKind, Ledger, Pair, Position, Stance};

/// Which positions are asked for; a field left out asks for all.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// A country code, one with a sector (`SDN.PRM`, `.REB`), or part of a holder's name.
    pub holder: Option<String>,
    /// Words of a topic.
    pub topic: Option<String>,
}

/// The positions of one side, in time order.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Side {
    /// What it goes by.
    pub name: String,
    /// Its country or international code.
    pub country: Option<String>,
    /// Its positions: dated ones by date, the rest behind them.
    pub positions: Vec<Entry>,
    /// Changes of stance between dated reports.
    pub shifts: Vec<Shift>,
    /// Different accounts of one stance.
    pub discrepancies: Vec<Discrepancy>,
}

/// A position with what a reader needs to judge it.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Entry {
    /// Id of the article.
    pub article: String,
    /// Id of the position in the article's ledger.
    pub id: String,
    /// Publication date of the article.
    pub date: Option<String>,
    /// Who holds it, by name.
    pub holder: String,
    /// For whom the holder speaks, by name.
    pub on_behalf_of: Option<String>,
    /// What the words do.
    pub stance: Stance,
    /// What it is about.
    pub topic: String,
    /// The topic's key.
    pub key: String,
    /// At whom it is directed, by name.
    pub toward: Option<String>,
    /// Words of degree.
    pub hedge: Option<String>,
    /// The words that carry stance and topic.
    pub words: String,
    /// Who says so, where it is not the newsroom.
    pub according_to: Option<String>,
    /// Outlets it comes through, by name; then the article's publisher.
    pub via: Vec<String>,
}

/// A change of stance.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Shift {
    /// The topic's key.
    pub topic: String,
    /// The stance before.
    pub from: Entry,
    /// The stance after.
    pub to: Entry,
}

/// How accounts of one stance differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Difference {
    /// For and against.
    Stance,
    /// In words of degree.
    Degree,
    /// In numbers.
    Figures,
}

/// Accounts of one stance that do not agree.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Discrepancy {
    /// The topic's key.
    pub topic: String,
    /// In what they differ.
    pub differ_in: Vec<Difference>,
    /// Each account once.
    pub versions: Vec<Entry>,
}

/// Whether a stance is for its topic (1), against it (-1), or neither by itself (0).
pub fn leaning(stance: Stance) -> i8 {
    match stance {
        Stance::Support
        | Stance::Offer
        | Stance::Pledge
        | Stance::Intend
        | Stance::Threaten
        | Stance::Resume
        | Stance::Accept
        | Stance::Acknowledge => 1,
        Stance::Oppose | Stance::Suspend | Stance::Reject | Stance::Deny => -1,
        Stance::Demand => 0,
    }
}

/// The record of every side that the query asks for, by country and name.
pub fn record(ledgers: &[Ledger], book: &Codebook, query: &Query) -> Vec<Side> {
    let topic = query.topic.as_deref().map(|words| (words.to_lowercase(), book.topic_words(words)));
    let mut sides: BTreeMap<SideKey, Vec<Entry>> = BTreeMap::new();
    let mut names: BTreeMap<SideKey, BTreeMap<String, usize>> = BTreeMap::new();
    for ledger in ledgers {
        let cast = People::of(ledger);
        for position in &ledger.positions {
            let asked = topic.as_ref().is_none_or(|(words, keys)| {
                let known = parts(&position.topic.key);
                keys.iter().all(|k| known.0.contains(k.as_str()) || known.1.contains(k.as_str()))
                    || position.topic.text.to_lowercase().contains(words.as_str())
            });
            let Some((key, name)) = cast.side(position).filter(|_| asked) else { continue };
            if !query.holder.as_deref().is_none_or(|wanted| cast.is_held_by(position, wanted)) {
                continue;
            }
            *names.entry(key.clone()).or_default().entry(name).or_default() += 1;
            sides.entry(key).or_default().push(cast.entry(position));
        }
    }
    sides
        .into_iter()
        .map(|(key, mut positions)| {
            positions.sort_by(|a, b| (a.date.is_none(), &a.date).cmp(&(b.date.is_none(), &b.date)));
            // The name used most, a person's government last; of equals the first in the alphabet.
            let name = names.get(&key).and_then(|n| {
                n.iter().max_by_key(|(name, n)| (!name.ends_with(" government"), **n, std::cmp::Reverse(*name)))
            });
            let (shifts, discrepancies) = compare(&positions);
            Side {
                name: name.map_or_else(|| key.name.clone(), |(name, _)| name.clone()),
                country: key.country,
                positions,
                shifts,
                discrepancies,
            }
        })
        .collect()
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct SideKey {
    country: Option<String>,
    name: String,
}

/// Whether an entity is of a country and sector, such as `SDN.PRM`; without a country, of that sector anywhere.
fn is_of_code(entity: &Entity, code: &str) -> bool {
    let Some((country, sector)) = code.split_once('.') else { return false };
    let is_there = country.is_empty() || entity.country.as_deref().unwrap_or("---") == country;
    // A state stands for its government.
    let governs = sector == "GOV" && entity.kind == EntityKind::Place && entity.sectors.is_empty();
    is_there && (governs || entity.sectors.iter().any(|of| of == sector))
}

/// The entities of one ledger, by id.
struct People<'l> {
    ledger: &'l Ledger,
    by_id: BTreeMap<&'l str, &'l Entity>,
    chars: Vec<char>,
}

impl<'l> People<'l> {
    fn of(ledger: &'l Ledger) -> People<'l> {
        People {
            ledger,
            by_id: ledger.entities.iter().map(|e| (e.id.as_str(), e)).collect(),
            chars: ledger.article.text.chars().collect(),
        }
    }

    fn name(&self, id: &str) -> Option<String> {
        self.by_id.get(id).map(|e| e.name.clone())
    }

    /// The side that a position is held against, and what it is called here.
    fn side(&self, position: &Position) -> Option<(SideKey, String)> {
        let holder = *self.by_id.get(position.holder.as_str())?;
        let entity = position.on_behalf_of.as_deref().and_then(|id| self.by_id.get(id).copied()).unwrap_or(holder);
        let governs = match entity.kind {
            EntityKind::Place => entity.sectors.is_empty() || entity.sectors[0] == "GOV",
            EntityKind::Organization => entity.sectors.first().is_some_and(|s| s == "GOV"),
            EntityKind::Person => {
                entity.sectors.first().is_some_and(|s| s == "GOV") && !entity.roles.iter().all(|r| r.former)
            }
            EntityKind::Group | EntityKind::Unnamed => false,
        };
        let country = entity.country.clone();
        if governs && country.is_some() {
            let called = if entity.kind == EntityKind::Person {
                format!("{} government", country.as_deref().unwrap_or_default())
            } else {
                entity.name.clone()
            };
            return Some((SideKey { country, name: String::from("GOV") }, called));
        }
        Some((SideKey { country, name: entity.name.to_lowercase() }, entity.name.clone()))
    }

    fn is_held_by(&self, position: &Position, wanted: &str) -> bool {
        let held = [Some(position.holder.as_str()), position.on_behalf_of.as_deref()];
        held.into_iter().flatten().filter_map(|id| self.by_id.get(id)).any(|e| {
            e.country.as_deref() == Some(wanted)
                || is_of_code(e, wanted)
                || e.name.to_lowercase().contains(&wanted.to_lowercase())
        })
    }

    fn entry(&self, position: &Position) -> Entry {
        let statement = position.statement.as_deref().and_then(|id| self.ledger.statements.iter().find(|s| s.id == id));
        let according_to = statement.and_then(|s| s.speaker.as_deref()).and_then(|id| self.name(id));
        let mut via: Vec<String> = position.via.iter().filter_map(|id| self.name(id)).collect();
        via.extend(self.ledger.article.publisher.clone());
        Entry {
            article: self.ledger.article.id.clone(),
            id: position.id.clone(),
            date: self.ledger.article.published.clone(),
            holder: self.name(&position.holder).unwrap_or_default(),
            on_behalf_of: position.on_behalf_of.as_deref().and_then(|id| self.name(id)),
            stance: position.stance,
            topic: one_line(&position.topic.text),
            key: position.topic.key.clone(),
            toward: position.toward.as_deref().and_then(|id| self.name(id)),
            hedge: position.hedge.clone(),
            words: self.words(position),
            according_to,
            via,
        }
    }

    /// From the first to the last of trigger and topic, with the word of degree before them.
    fn words(&self, position: &Position) -> String {
        let Some(evidence) = position.evidence.first() else { return position.topic.text.clone() };
        let Pair(from, to) = evidence.trigger;
        let (mut start, end) = (from.min(position.topic.start), to.max(position.topic.end));
        // The words of degree and the auxiliaries stand before the trigger: back to the word that opens them.
        if let Some(first) = position.hedge.as_deref().and_then(|h| h.split_whitespace().next()) {
            let before: String = self.slice(evidence.start, from);
            if let Some(at) = before.to_lowercase().rfind(first) {
                start = start.min(evidence.start + before[..at].chars().count() as u32);
            }
        }
        let words = self.slice(start, end);
        // A quotation that was cut before its closing mark gets it back.
        let open = words.chars().filter(|&c| is_mark(c)).count() % 2 == 1;
        let closes = open && self.chars.get(end as usize).copied().is_some_and(is_mark);
        one_line(&if closes { self.slice(start, end + 1) } else { words })
    }

    fn slice(&self, start: u32, end: u32) -> String {
        self.chars.get(start as usize..end as usize).unwrap_or_default().iter().collect()
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '”')
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A key's words and its names.
fn parts(key: &str) -> (BTreeSet<&str>, BTreeSet<&str>) {
    let (names, words): (Vec<&str>, Vec<&str>) =
        key.split(' ').filter(|w| !w.is_empty()).partition(|w| w.starts_with('+'));
    (words.into_iter().collect(), names.into_iter().map(|n| n.trim_start_matches('+')).collect())
}

/// Whether two keys are of one topic: the same words, or nearly so, and no names that differ.
pub fn meets(a: &str, b: &str) -> bool {
    let ((words_a, names_a), (words_b, names_b)) = (parts(a), parts(b));
    let names_agree = names_a.is_subset(&names_b) || names_b.is_subset(&names_a);
    if words_a.is_empty() || words_b.is_empty() {
        return words_a == words_b && names_a == names_b;
    }
    let shared = words_a.intersection(&words_b).count();
    let all = words_a.union(&words_b).count();
    let is_part = words_a.is_subset(&words_b) || words_b.is_subset(&words_a);
    names_agree && (words_a == words_b || shared >= 2 && (is_part || shared * 5 >= all * 3))
}

/// Shifts and discrepancies among the positions of one side, which are in time order.
fn compare(positions: &[Entry]) -> (Vec<Shift>, Vec<Discrepancy>) {
    let mut topics: Vec<Vec<usize>> = Vec::new();
    for (i, entry) in positions.iter().enumerate() {
        match topics.iter_mut().find(|t| meets(&positions[t[0]].key, &entry.key)) {
            Some(topic) => topic.push(i),
            None => topics.push(vec![i]),
        }
    }
    let (mut shifts, mut discrepancies) = (Vec::new(), Vec::new());
    for topic in topics.into_iter().filter(|t| t.len() > 1) {
        let mut last: Option<&Entry> = None;
        for entry in topic.iter().map(|&i| &positions[i]).filter(|e| e.date.is_some()) {
            if leaning(entry.stance) == 0 || is_faint(entry) {
                continue;
            }
            if let Some(before) = last
                && leaning(before.stance) != leaning(entry.stance)
                && before.date < entry.date
            {
                shifts.push(Shift { topic: entry.key.clone(), from: before.clone(), to: entry.clone() });
            }
            last = Some(entry);
        }
        let mut together: BTreeMap<(Option<&str>, &str), Vec<&Entry>> = BTreeMap::new();
        for entry in topic.iter().map(|&i| &positions[i]) {
            // Without a date, only what stands in one article is of one time.
            let place = (entry.date.as_deref(), if entry.date.is_some() { "" } else { entry.article.as_str() });
            together.entry(place).or_default().push(entry);
        }
        discrepancies.extend(together.into_values().filter_map(|told| discrepancy(&told)));
    }
    (shifts, discrepancies)
}

/// What may or could be is no stance that one has turned to.
fn is_faint(entry: &Entry) -> bool {
    let words = entry.hedge.as_deref().unwrap_or_default();
    words.split(' ').any(|w| matches!(w, "could" | "may" | "might" | "can"))
}

fn discrepancy(told: &[&Entry]) -> Option<Discrepancy> {
    let mut differ_in = BTreeSet::new();
    let mut versions: Vec<&Entry> = Vec::new();
    for &entry in told {
        for other in &versions {
            let sides = (leaning(entry.stance), leaning(other.stance));
            if sides.0 * sides.1 == -1 {
                differ_in.insert(Difference::Stance);
            }
            if entry.hedge != other.hedge && sides.0 == sides.1 {
                differ_in.insert(Difference::Degree);
            }
            let (a, b) = (figures(&entry.topic), figures(&other.topic));
            if entry.stance == other.stance && !a.is_empty() && !b.is_empty() && a != b {
                differ_in.insert(Difference::Figures);
            }
        }
        let known = versions.iter().any(|v| {
            v.stance == entry.stance && v.hedge == entry.hedge && v.words.to_lowercase() == entry.words.to_lowercase()
        });
        if !known {
            versions.push(entry);
        }
    }
    (versions.len() > 1 && !differ_in.is_empty()).then(|| Discrepancy {
        topic: versions[0].key.clone(),
        differ_in: differ_in.into_iter().collect(),
        versions: versions.into_iter().cloned().collect(),
    })
}

/// The numbers in a topic, as they are written.
fn figures(words: &str) -> Vec<String> {
    words
        .split(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',')))
        .map(|n| n.trim_matches(['.', ',']).replace(',', ""))
        .filter(|n| !n.is_empty())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(date: &str, stance: Stance, hedge: Option<&str>, key: &str, topic: &str) -> Entry {
        Entry {
            article: format!("report of {date}"),
            id: "p1".to_owned(),
            date: Some(date.to_owned()),
            holder: "Chad".to_owned(),
            on_behalf_of: None,
            stance,
            topic: topic.to_owned(),
            key: key.to_owned(),
            toward: None,
            hedge: hedge.map(str::to_owned),
            words: format!("{stance:?} {topic}"),
            according_to: None,
            via: Vec::new(),
        }
    }

    #[test]
    fn a_code_with_a_sector_is_of_its_holders() {
        let entity = |kind: &str, country: Option<&str>, sectors: &[&str]| -> Entity {
            let words = serde_json::json!({"id": "e1", "name": "N", "kind": kind, "country": country, "sectors": sectors,
                "roles": [], "wikidata": null, "mentions": []});
            serde_json::from_value(words).expect("an entity")
        };
        let militia = entity("organization", Some("SDN"), &["PRM"]);
        for (code, is_held) in [
            ("SDN.PRM", true),
            (".PRM", true),
            ("SDN.MIL", false),
            ("TCD.PRM", false),
            ("SDN", false),
            ("---.PRM", false),
        ] {
            assert_eq!(is_of_code(&militia, code), is_held, "{code}");
        }
        assert!(is_of_code(&entity("place", Some("TCD"), &[]), "TCD.GOV"));
        assert!(is_of_code(&entity("group", None, &["REB"]), "---.REB"));
    }

    #[test]
    fn topics_meet_where_words_agree_and_names_do_not_differ() {
        assert!(meets("cooperation security +isr", "cooperation security"));
        assert!(!meets("cooperation security +isr", "cooperation security +jor"));
        assert!(!meets("cooperation", "cooperation security"));
        assert!(!meets("+isr", "+jor"));
    }

    #[test]
    fn a_change_between_dates_is_a_shift_and_within_a_day_a_discrepancy() {
        let early = entry("2024-03-01", Stance::Suspend, None, "patrol river", "the river patrols");
        let late = entry("2024-04-01", Stance::Resume, None, "patrol river", "the patrols on the river");
        let (shifts, discrepancies) = compare(&[early.clone(), late.clone()]);
        assert_eq!((shifts.len(), discrepancies.len()), (1, 0));
        assert_eq!((&shifts[0].from, &shifts[0].to), (&early, &late));

        let degree = entry("2024-03-01", Stance::Suspend, Some("partially"), "patrol river", "river patrols");
        let (shifts, discrepancies) = compare(&[early, degree]);
        assert_eq!(shifts, []);
        assert_eq!(discrepancies[0].differ_in, [Difference::Degree]);
        assert_eq!(discrepancies[0].versions.len(), 2);
    }

    #[test]
    fn figures_that_differ_are_told_and_what_could_be_is_no_shift() {
        let fifty = entry("2024-03-01", Stance::Pledge, None, "dollar million", "$50 million");
        let forty = entry("2024-03-01", Stance::Pledge, None, "dollar million", "$40 million");
        assert_eq!(compare(&[fifty, forty]).1[0].differ_in, [Difference::Figures]);
        let stopped = entry("2024-03-01", Stance::Suspend, None, "patrol", "patrols");
        let might = entry("2024-04-01", Stance::Resume, Some("might"), "patrol", "patrols");
        assert_eq!(compare(&[stopped, might]).0, []);
    }
}
