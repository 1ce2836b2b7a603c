//! An event as it is compared with others, and how alike two are.

use std::collections::BTreeSet;

use crate::db::{Connection, params};
use jiff::civil::Date;

use super::features::fold;
use crate::error::Error;
use crate::geo::km;

/// Days since 1970 of an ISO date.
pub(crate) fn day(iso: &str) -> Option<i64> {
    let date: Date = iso.parse().ok()?;
    let epoch = Date::constant(1970, 1, 1);
    date.since((jiff::Unit::Day, epoch)).ok().map(|span| i64::from(span.get_days()))
}

/// One party to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Party {
    pub(crate) name: String,
    pub(crate) country: Option<String>,
    pub(crate) sectors: Vec<String>,
    pub(crate) is_person: bool,
    pub(crate) is_named: bool,
    /// What tells a named party from others: a person's family name, else the name; without case and accents.
    pub(crate) key: String,
}

/// Where it was.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Spot {
    pub(crate) name: String,
    /// The name without case and accents.
    pub(crate) folded: String,
    pub(crate) country: Option<String>,
    pub(crate) admin1: Option<String>,
    pub(crate) at: Option<(f64, f64)>,
    /// PLOVER's resolution, 1 (country) to 5 (exact).
    pub(crate) precision: Option<i64>,
}

/// A number of people that one report gives.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Figure {
    pub(crate) kind: String,
    pub(crate) low: Option<i64>,
    pub(crate) best: Option<i64>,
    pub(crate) high: Option<i64>,
}

/// An event that its report says happened.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Happening {
    pub(crate) key: i64,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) event_type: String,
    pub(crate) modes: Vec<String>,
    pub(crate) scale: f64,
    pub(crate) quad: i64,
    /// The days its words give, when they give any.
    pub(crate) days: Option<(i64, i64)>,
    pub(crate) published: Option<i64>,
    pub(crate) historical: bool,
    /// Whether its first words are in the headline or the standfirst, which tell again what the body tells.
    pub(crate) is_summary: bool,
    pub(crate) spot: Option<Spot>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) actors: Vec<Party>,
    pub(crate) recipients: Vec<Party>,
}

impl Happening {
    fn everyone(&self) -> Vec<&Party> {
        self.actors.iter().chain(&self.recipients).collect()
    }
}

/// Events of these types are the same whoever is named first.
const RECIPROCAL: &[&str] = &["AGREE", "CONSULT", "COOPERATE"];

/// The happenings of a version of an article: what is affirmed and actual, in the order of their ids.
pub(crate) fn of_version(db: &Connection, version: i64) -> Result<Vec<Happening>, Error> {
    let mut events = db.prepare_cached(
        r#"SELECT e.key, e.id, e.type, e.modes, e.scale, e.quad, e.first, e.last, e.date_source, v.published,
             e.historical, l.name, l.country, l.admin1, l.lat, l.lon, l.precision,
             EXISTS (SELECT 1 FROM spans p JOIN segments s ON s.version = e.version AND s.kind IN ('headline', 'standfirst')
                 AND p."start" >= s."start" AND p."end" <= s."end"
                 WHERE p.kind = 'event' AND p.record = e.key AND p.role = 'evidence' AND p.n = 0)
         FROM events e JOIN versions v ON v.key = e.version LEFT JOIN places l ON l.key = e.place
         WHERE e.version = ?1 AND e.polarity = 'affirmed' AND e.modality = 'actual' AND e.rejected = 0
         ORDER BY e.id"#,
    )?;
    let rows = events.query_map([version], |row| {
        let text = |i: usize| row.get::<_, Option<String>>(i);
        let from_publication = row.get::<_, String>(8)? == "publication";
        let days = match (text(6)?.as_deref().and_then(day), text(7)?.as_deref().and_then(day)) {
            _ if from_publication => None,
            (Some(first), Some(last)) => Some((first, last.max(first))),
            (Some(one), None) | (None, Some(one)) => Some((one, one)),
            (None, None) => None,
        };
        let at = row.get::<_, Option<f64>>(14)?.zip(row.get::<_, Option<f64>>(15)?);
        let spot = match text(11)? {
            Some(name) => Some(Spot {
                folded: fold(&name),
                name,
                country: text(12)?,
                admin1: text(13)?,
                at,
                precision: row.get(16)?,
            }),
            None => None,
        };
        Ok(Happening {
            key: row.get(0)?,
            id: row.get(1)?,
            version,
            event_type: row.get(2)?,
            modes: list(&row.get::<_, String>(3)?),
            scale: row.get(4)?,
            quad: row.get(5)?,
            days,
            published: text(9)?.as_deref().and_then(day),
            historical: row.get(10)?,
            is_summary: row.get(17)?,
            spot,
            figures: Vec::new(),
            actors: Vec::new(),
            recipients: Vec::new(),
        })
    })?;
    let mut happenings = rows.collect::<Result<Vec<_>, _>>()?;
    let mut parties = db.prepare_cached(
        "SELECT n.name, g.country, g.sectors, n.kind, n.block IS NOT NULL, g.side
         FROM arguments g JOIN entities n ON n.key = g.entity WHERE g.event = ?1 ORDER BY g.side, g.n",
    )?;
    let mut figures =
        db.prepare_cached("SELECT kind, low, best, high FROM casualties WHERE event = ?1 ORDER BY kind")?;
    for happening in &mut happenings {
        let mut rows = parties.query(params![happening.key])?;
        while let Some(row) = rows.next()? {
            let name: String = row.get(0)?;
            let (is_person, is_named) = (row.get::<_, String>(3)? == "person", row.get(4)?);
            let party = Party {
                key: key(&name, is_person && is_named),
                name,
                country: row.get(1)?,
                sectors: list(&row.get::<_, String>(2)?),
                is_person,
                is_named,
            };
            match row.get::<_, String>(5)?.as_str() {
                "actor" => happening.actors.push(party),
                _ => happening.recipients.push(party),
            }
        }
        let rows = figures.query_map(params![happening.key], |row| {
            Ok(Figure { kind: row.get(0)?, low: row.get(1)?, best: row.get(2)?, high: row.get(3)? })
        })?;
        happening.figures = rows.collect::<Result<Vec<_>, _>>()?;
    }
    Ok(happenings)
}

pub(crate) fn list(joined: &str) -> Vec<String> {
    joined.split(';').filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn key(name: &str, is_named_person: bool) -> String {
    let name = fold(name);
    match name.rsplit(' ').next() {
        Some(last) if is_named_person => last.to_owned(),
        _ => name,
    }
}

impl Party {
    /// How likely two are the same party, from 0 to 1.
    fn likeness(&self, other: &Party) -> f64 {
        let names_agree = self.is_named && other.is_named && self.key == other.key;
        match (&self.country, &other.country) {
            (Some(a), Some(b)) if a != b => 0.0,
            _ if names_agree => 1.0,
            (Some(_), Some(_)) => match (self.sectors.first(), other.sectors.first()) {
                // Two officials of one country by name are two people, though both speak for it.
                _ if self.is_person && other.is_person && self.is_named && other.is_named => 0.55,
                (Some(a), Some(b)) if self.sectors.contains(b) || other.sectors.contains(a) => 0.9,
                (Some(_), Some(_)) => 0.4,
                _ => 0.75,
            },
            _ if self.is_named && other.is_named => 0.2,
            _ => match (self.sectors.first(), other.sectors.first()) {
                (Some(a), Some(b)) if self.sectors.contains(b) || other.sectors.contains(a) => 0.7,
                (Some(_), Some(_)) => 0.25,
                _ => 0.45,
            },
        }
    }
}

/// The best match of anyone on one side with anyone on the other; a side that a report leaves out says little.
fn sides(a: &[&Party], b: &[&Party]) -> f64 {
    match (a.is_empty(), b.is_empty()) {
        (true, true) => 0.6,
        (true, false) | (false, true) => 0.5,
        (false, false) => {
            let best = |x: &Party, others: &[&Party]| others.iter().map(|y| x.likeness(y)).fold(0.0, f64::max);
            let (fewer, more) = if a.len() <= b.len() { (a, b) } else { (b, a) };
            fewer.iter().map(|x| best(x, more)).sum::<f64>() / fewer.len() as f64
        }
    }
}

fn parties(a: &Happening, b: &Happening) -> f64 {
    if RECIPROCAL.contains(&a.event_type.as_str()) {
        return sides(&a.everyone(), &b.everyone());
    }
    let sides = |a: &[Party], b: &[Party]| sides(&a.iter().collect::<Vec<_>>(), &b.iter().collect::<Vec<_>>());
    let (actors, recipients) = (sides(&a.actors, &b.actors), sides(&a.recipients, &b.recipients));
    // Who did it and to whom must both fit: one that does not is not made good by the other.
    if actors < 0.2 || recipients < 0.2 { 0.0 } else { (actors + recipients) / 2.0 }
}

/// How far apart in days two may be reported that have no dates of their own.
const NEWS: i64 = 3;

fn time(a: &Happening, b: &Happening) -> f64 {
    let overlaps = |x: (i64, i64), y: (i64, i64), slack: i64| x.0 <= y.1 + slack && y.0 <= x.1 + slack;
    let narrow = |x: (i64, i64)| x.1 - x.0 <= 7;
    match (a.days, b.days) {
        (Some(x), Some(y)) if overlaps(x, y, 0) => {
            if narrow(x) && narrow(y) {
                1.0
            } else {
                0.7
            }
        }
        // Newsrooms in other time zones call the same night another day.
        (Some(x), Some(y)) if overlaps(x, y, 1) && narrow(x) && narrow(y) => 0.6,
        (Some(_), Some(_)) => 0.0,
        (Some(x), None) => b.published.map_or(0.4, |day| if overlaps(x, (day - NEWS, day), 0) { 0.75 } else { 0.0 }),
        (None, Some(y)) => a.published.map_or(0.4, |day| if overlaps(y, (day - NEWS, day), 0) { 0.75 } else { 0.0 }),
        (None, None) => match (a.published, b.published) {
            (Some(x), Some(y)) => match (x - y).abs() {
                0 | 1 => 0.75,
                2..=NEWS => 0.5,
                _ => 0.0,
            },
            _ => 0.4,
        },
    }
}

fn place(a: &Happening, b: &Happening) -> f64 {
    let (Some(x), Some(y)) = (&a.spot, &b.spot) else { return 0.6 };
    if x.folded == y.folded && x.country == y.country {
        return 1.0;
    }
    if x.country.is_some() && y.country.is_some() && x.country != y.country {
        return 0.0;
    }
    let is_coarse = |s: &Spot| s.precision.is_some_and(|p| p <= 3) || s.at.is_none();
    if is_coarse(x) || is_coarse(y) {
        let differ = x.admin1.is_some() && y.admin1.is_some() && x.admin1 != y.admin1;
        return if differ { 0.3 } else { 0.7 };
    }
    match x.at.zip(y.at).map(|(p, q)| km(p, q)) {
        Some(distance) if distance <= 25.0 => 0.9,
        Some(distance) if distance <= 75.0 => 0.5,
        Some(_) => 0.0,
        None => 0.6,
    }
}

/// Counts differ and grow; only figures of another order speak of another happening.
fn figures(a: &Happening, b: &Happening) -> f64 {
    let mut scores = Vec::new();
    for x in &a.figures {
        for y in b.figures.iter().filter(|y| y.kind == x.kind) {
            let value = |f: &Figure| f.best.or(f.low).or(f.high);
            if let (Some(m), Some(n)) = (value(x), value(y)) {
                let (low, high) = (m.min(n), m.max(n));
                scores.push(if high - low <= 3 || high <= 2 * low { 1.0 } else { 0.3 });
            }
        }
    }
    if scores.is_empty() { 0.6 } else { scores.iter().sum::<f64>() / scores.len() as f64 }
}

/// How likely two events of different articles are one happening, in millionths; 0 when something speaks against it.
pub(crate) fn likeness(a: &Happening, b: &Happening) -> u32 {
    if a.event_type != b.event_type || a.historical != b.historical {
        return 0;
    }
    let (who, when, where_, how_many) = (parties(a, b), time(a, b), place(a, b), figures(a, b));
    if who < 0.35 || when == 0.0 || where_ == 0.0 {
        return 0;
    }
    let modes = |h: &Happening| h.modes.iter().cloned().collect::<BTreeSet<_>>();
    let (x, y) = (modes(a), modes(b));
    let manner = if !x.is_empty() && !y.is_empty() && x.is_disjoint(&y) { 0.75 } else { 1.0 };
    let score = (0.5 * who + 0.2 * when + 0.18 * where_ + 0.12 * how_many) * manner;
    (score * 1e6).round() as u32
}
