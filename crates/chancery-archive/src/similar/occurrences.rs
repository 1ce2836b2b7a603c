//! Events of several articles that are one happening.
//!
//! An occurrence merges what its reports say, and keeps apart who says it: figures become a range, places the most
//! exact one, days the interval that all dated reports allow. **Origins** count newsrooms that had it for
//! themselves: copies of a text, outlets that pass on one agency, and two reports of one outlet are one origin.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use crate::db::{Connection, OptionalExtension, Transaction, params};
use jiff::ToSpan;
use jiff::civil::Date;

use super::cluster;
use super::features::fold;
use super::happening::{Happening, Party, Spot};
use super::stories::{Group, LOOSE_OCCURRENCE, lead_on};
use crate::error::Error;
use crate::ids;
use crate::roles::{OF_OCCURRENCES, WAY, pairs_of};

/// What an article is known as when its origins are counted.
struct Report {
    article: String,
    published: Option<String>,
    /// Names that stand for where the article comes from: its copies, and its agency or else its publisher.
    copies: String,
    house: String,
    credit: Option<String>,
}

fn report(db: &Connection, version: i64) -> Result<Report, Error> {
    let report = db
        .prepare_cached(
            "SELECT a.id, v.published, m.copies, a.publisher, v.credit FROM versions v
             JOIN articles a ON a.key = v.article JOIN membership m ON m.version = v.key WHERE v.key = ?1",
        )?
        .query_row([version], |row| {
            let article: String = row.get(0)?;
            let publisher: Option<String> = row.get(3)?;
            Ok(Report {
                house: publisher.map_or_else(|| article.clone(), |p| fold(&p)),
                article,
                published: row.get(1)?,
                copies: row.get(2)?,
                credit: row.get(4)?,
            })
        })?;
    Ok(report)
}

/// The names an outlet goes by: its own, and the initials of a longer one ("Press Trust of Oria", "PTO").
fn names(outlet: &str) -> Vec<String> {
    let name = fold(outlet);
    let initials: String = name
        .split(' ')
        .filter(|w| !matches!(*w, "of" | "the" | "and" | "de"))
        .filter_map(|w| w.chars().next())
        .collect();
    if initials.chars().count() >= 3 { vec![name, initials] } else { vec![name] }
}

/// Where an event's report comes from: reports that share a name are one origin.
fn origin(db: &Connection, event: i64, report: &Report) -> Result<Vec<String>, Error> {
    let mut via = db.prepare_cached(
        "SELECT n.name FROM via w JOIN entities n ON n.key = w.entity WHERE w.kind = 'event' AND w.record = ?1 ORDER BY w.n",
    )?;
    let via = via.query_map([event], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    let mut found = vec![report.copies.clone()];
    match (via.last(), &report.credit) {
        // The last of the chain is the outlet that had it first.
        (Some(first_hand), _) => found.extend(names(first_hand)),
        (None, Some(credit)) => found.extend(names(credit)),
        (None, None) => found.extend(names(&report.house)),
    }
    Ok(found)
}

/// How many groups there are when all that share a name are one.
fn count_origins(reports: &[Vec<String>]) -> usize {
    let mut group: Vec<usize> = (0..reports.len()).collect();
    let mut holder: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, names) in reports.iter().enumerate() {
        for name in names {
            let other = *holder.entry(name).or_insert(i);
            let (from, to) = (group[i], group[other]);
            for g in &mut group {
                if *g == from {
                    *g = to;
                }
            }
        }
    }
    group.into_iter().collect::<BTreeSet<_>>().len()
}

/// Divides a piece, whose happenings are `all`, into occurrences, and writes them.
pub(crate) fn group(tx: &Transaction<'_>, level: u32, mut all: Vec<&Happening>, now: &str) -> Result<(), Error> {
    let mut reports = BTreeMap::new();
    for h in &all {
        if let Entry::Vacant(unread) = reports.entry(h.version) {
            unread.insert(report(tx, h.version)?);
        }
    }
    let rank = |h: &&Happening| {
        let report = &reports[&h.version];
        (report.published.is_none(), report.published.clone(), report.article.clone(), h.id.clone())
    };
    all.sort_by_key(rank);
    let at: BTreeMap<i64, usize> = all.iter().enumerate().map(|(i, h)| (h.key, i)).collect();
    let mut links = tx.prepare_cached("SELECT b, weight FROM links WHERE kind = 'same' AND a = ?1")?;
    let mut edges = Vec::new();
    for (i, h) in all.iter().enumerate() {
        let mut rows = links.query([h.key])?;
        while let Some(row) = rows.next()? {
            if let Some(&j) = at.get(&row.get::<_, i64>(0)?) {
                edges.push((i.min(j), i.max(j), row.get::<_, u32>(1)?));
            }
        }
    }
    edges.sort_unstable();
    // Two events of one body are two, or the coder would have merged them; those of a headline are free to join one.
    let bodies = at.len();
    let apart: Vec<usize> =
        all.iter().enumerate().map(|(i, h)| if h.is_summary { i } else { bodies + h.version as usize }).collect();
    let label = cluster::average(all.len(), &edges, level, Some(&apart));

    let mut groups: BTreeMap<usize, Vec<&Happening>> = BTreeMap::new();
    for (i, h) in all.iter().enumerate() {
        groups.entry(label[i]).or_default().push(*h);
    }
    let id_of = |i: usize| ids::permanent("occ", &[&all[label[i]].id]);
    let live: BTreeSet<String> = (0..all.len()).map(id_of).collect();
    let mut gone: BTreeMap<String, String> = BTreeMap::new();
    let mut before =
        tx.prepare_cached("SELECT o.id FROM events e JOIN occurrences o ON o.key = e.occurrence WHERE e.key = ?1")?;
    for (i, h) in all.iter().enumerate() {
        let old: Option<String> = before.query_row([h.key], |row| row.get(0)).optional()?;
        if let Some(old) = old.filter(|old| !live.contains(old)) {
            gone.entry(old).or_insert_with(|| id_of(i));
        }
    }
    for (first, events) in &groups {
        write(tx, &id_of(*first), level, events, &reports)?;
    }
    for id in live {
        tx.prepare_cached("DELETE FROM redirects WHERE id = ?1")?.execute([id])?;
    }
    lead_on(tx, &Group::OCCURRENCES, gone, now)
}

/// Takes events of a version that are no happenings any more (denied by a correction) out of their occurrences.
pub(crate) fn leave(tx: &Transaction<'_>, version: i64, happenings: &[Happening]) -> Result<(), Error> {
    let mut inside = tx.prepare_cached("SELECT key FROM events WHERE version = ?1 AND occurrence IS NOT NULL")?;
    let inside = inside.query_map([version], |row| row.get(0))?.collect::<Result<Vec<i64>, Error>>()?;
    for key in inside.into_iter().filter(|key| happenings.iter().all(|h| h.key != *key)) {
        tx.prepare_cached(LOOSE_OCCURRENCE)?.execute([key])?;
        tx.prepare_cached("UPDATE events SET occurrence = NULL WHERE key = ?1")?.execute([key])?;
    }
    Ok(())
}

/// Writes the roles that countries have in an occurrence, by which series are summed up: as schema 6 made them for what
/// was there.
static ROLES: LazyLock<[String; 3]> = LazyLock::new(|| {
    let insert = "INSERT INTO occurrence_roles (role, day, occurrence, way, quad, scale, type, country)";
    [
        "DELETE FROM occurrence_roles WHERE occurrence = ?1".to_owned(),
        format!(
            "{insert}
             SELECT DISTINCT CASE g.side WHEN 'actor' THEN g.country || '>' ELSE '>' || g.country END,
                 o.day, o.key, 0, o.quad, o.scale, o.type, o.country
             FROM occurrence_arguments g JOIN occurrences o ON o.key = g.occurrence
             WHERE o.key = ?1 AND g.country IS NOT NULL"
        ),
        format!(
            "{insert}
             SELECT p.role, o.day, o.key, {WAY}, o.quad, o.scale, o.type, o.country
             FROM ({}) p JOIN occurrences o ON o.key = p.record
             GROUP BY p.role, o.day, o.key, o.quad, o.scale, o.type, o.country",
            pairs_of(&OF_OCCURRENCES, "g.occurrence = ?1")
        ),
    ]
});

fn write(
    tx: &Transaction<'_>,
    id: &str,
    level: u32,
    events: &[&Happening],
    reports: &BTreeMap<i64, Report>,
) -> Result<(), Error> {
    let mut origins = Vec::new();
    for event in events {
        origins.push(origin(tx, event.key, &reports[&event.version])?);
    }
    let n_reports = events.iter().map(|e| e.version).collect::<BTreeSet<_>>().len();
    let first_report = events.iter().filter_map(|e| reports[&e.version].published.as_deref()).min();
    let days = interval(events);
    let spot = best_spot(events);
    let modes = by_count(events.iter().flat_map(|e| e.modes.iter().cloned()));
    let scale = by_count(events.iter().map(|e| format!("{}", e.scale))).first().and_then(|s| s.parse::<f64>().ok());
    let lead = events[0];
    let key: i64 = tx
        .prepare_cached(
            "INSERT INTO occurrences (id, type, modes, scale, quad, first, last, dated, place_name, country, admin1, lat,
                 lon, n_reports, n_origins, first_report, asserted, contested, day, level)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, 0, 0,
                 coalesce(?6, ?16, ''), ?17)
             ON CONFLICT (id) DO UPDATE SET type = excluded.type, modes = excluded.modes, scale = excluded.scale,
                 quad = excluded.quad, first = excluded.first, last = excluded.last, dated = excluded.dated,
                 place_name = excluded.place_name, country = excluded.country, admin1 = excluded.admin1,
                 lat = excluded.lat, lon = excluded.lon, n_reports = excluded.n_reports,
                 n_origins = excluded.n_origins, first_report = excluded.first_report, day = excluded.day,
                 level = excluded.level
             RETURNING key",
        )?
        .query_row(
            params![
                id,
                lead.event_type,
                modes.join(";"),
                scale.unwrap_or(lead.scale),
                lead.quad,
                days.map(|d| iso(d.0)),
                days.map(|d| iso(d.1)),
                if days.is_some() { "text" } else { "none" },
                spot.map(|s| s.name.as_str()),
                spot.and_then(|s| s.country.as_deref()),
                spot.and_then(|s| s.admin1.as_deref()),
                spot.and_then(|s| s.at).map(|at| at.0),
                spot.and_then(|s| s.at).map(|at| at.1),
                n_reports as i64,
                count_origins(&origins) as i64,
                first_report,
                level
            ],
            |row| row.get(0),
        )?;
    for event in events {
        tx.prepare_cached(LOOSE_OCCURRENCE)?.execute([event.key])?;
        tx.prepare_cached("UPDATE events SET occurrence = ?2 WHERE key = ?1 AND occurrence IS DISTINCT FROM ?2")?
            .execute([event.key, key])?;
    }
    tx.prepare_cached(
        "UPDATE occurrences SET
             asserted = (SELECT count(*) FROM event_statements x JOIN events e ON e.key = x.event
                 WHERE e.occurrence = ?1 AND x.relation = 'attribution'),
             contested = (SELECT count(*) FROM event_statements x JOIN events e ON e.key = x.event
                 WHERE e.occurrence = ?1 AND x.relation = 'contested_by')
         WHERE key = ?1",
    )?
    .execute([key])?;
    for table in ["occurrence_arguments", "occurrence_casualties"] {
        tx.prepare_cached(&format!("DELETE FROM {table} WHERE occurrence = ?1"))?.execute([key])?;
    }
    let mut insert = tx.prepare_cached(
        "INSERT INTO occurrence_arguments (occurrence, side, n, name, country, sectors, n_reports)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let actors = parties(events.iter().map(|e| (e.version, &e.actors[..])));
    let recipients = parties(events.iter().map(|e| (e.version, &e.recipients[..])));
    for (side, parties) in [("actor", actors), ("recipient", recipients)] {
        for (n, (party, n_reports)) in parties.iter().enumerate() {
            let sectors = party.sectors.join(";");
            insert.execute(params![key, side, n as i64, party.name, party.country, sectors, *n_reports as i64])?;
        }
    }
    for sql in ROLES.iter() {
        tx.prepare_cached(sql)?.execute([key])?;
    }
    let mut insert =
        tx.prepare_cached("INSERT INTO occurrence_casualties (occurrence, kind, low, high) VALUES (?1, ?2, ?3, ?4)")?;
    for kind in ["arrested", "injured", "killed"] {
        let figures = events.iter().flat_map(|e| &e.figures).filter(|f| f.kind == kind);
        let (mut low, mut high): (Option<i64>, Option<i64>) = (None, None);
        for figure in figures {
            let lows = figure.low.or(figure.best).or(figure.high);
            let highs = [figure.low, figure.best, figure.high].into_iter().flatten().max();
            low = [low, lows].into_iter().flatten().min();
            high = high.max(highs);
        }
        if low.is_some() || high.is_some() {
            insert.execute(params![key, kind, low, high])?;
        }
    }
    Ok(())
}

fn iso(day: i64) -> String {
    Date::constant(1970, 1, 1).checked_add(day.days()).map_or_else(|_| String::new(), |date| date.to_string())
}

/// The days that all dated reports allow; where they exclude each other, all that any of them gives.
fn interval(events: &[&Happening]) -> Option<(i64, i64)> {
    let days: Vec<(i64, i64)> = events.iter().filter_map(|e| e.days).collect();
    let latest_first = days.iter().map(|d| d.0).max()?;
    let earliest_last = days.iter().map(|d| d.1).min()?;
    if latest_first <= earliest_last {
        return Some((latest_first, earliest_last));
    }
    Some((days.iter().map(|d| d.0).min()?, days.iter().map(|d| d.1).max()?))
}

/// The most exact place, and of these the one most reports give.
fn best_spot<'h>(events: &[&'h Happening]) -> Option<&'h Spot> {
    let spots: Vec<&Spot> = events.iter().filter_map(|e| e.spot.as_ref()).collect();
    let count = |s: &Spot| spots.iter().filter(|other| other.name == s.name).count();
    spots.iter().copied().max_by(|a, b| {
        let rank = |s: &Spot| (s.precision.unwrap_or(0), s.at.is_some(), count(s));
        rank(a).cmp(&rank(b)).then_with(|| b.name.cmp(&a.name))
    })
}

/// Different values, the most frequent first, then in order.
fn by_count(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for value in values {
        *counts.entry(value).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all.into_iter().map(|(value, _)| value).collect()
}

/// The different parties over all reports with the number of reports that name them, the most named first.
///
/// "The gunmen" of one report and "Boko Haram" of another are one party when country and sector agree; so a party
/// without a name is listed only where no named one fits.
fn parties<'h>(sides: impl Iterator<Item = (i64, &'h [Party])>) -> Vec<(Party, usize)> {
    /// A party, and the articles that name it.
    type Named = (Party, BTreeSet<i64>);
    let mut named: BTreeMap<(String, Option<String>), Named> = BTreeMap::new();
    let mut unnamed: BTreeMap<(Option<String>, Option<String>), Named> = BTreeMap::new();
    for (version, side) in sides {
        for party in side {
            let (known, versions) = if party.is_named {
                named
                    .entry((party.key.clone(), party.country.clone()))
                    .or_insert_with(|| (party.clone(), BTreeSet::new()))
            } else {
                let kind = (party.country.clone(), party.sectors.first().cloned());
                unnamed.entry(kind).or_insert_with(|| (party.clone(), BTreeSet::new()))
            };
            versions.insert(version);
            // The fullest name, and of two as full the first in the alphabet.
            let fuller = |a: &str, b: &str| (b.len(), a) < (a.len(), b);
            if fuller(&party.name, &known.name) {
                known.name.clone_from(&party.name);
            }
            if known.sectors.len() < party.sectors.len() {
                known.sectors.clone_from(&party.sectors);
            }
        }
    }
    for ((country, sector), (party, versions)) in unnamed {
        let fits = named.values_mut().find(|(known, _)| {
            let same_country = country.is_none() || known.country == country;
            same_country && sector.as_ref().is_none_or(|s| known.sectors.is_empty() || known.sectors.contains(s))
        });
        match fits {
            Some((_, known)) => known.extend(versions),
            None => {
                named.insert((format!("~{}", party.name), country), (party, versions));
            }
        }
    }
    let mut all: Vec<(Party, usize)> = named.into_values().map(|(party, versions)| (party, versions.len())).collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.name.cmp(&b.0.name)));
    all
}

#[cfg(test)]
mod tests {
    use super::{count_origins, names};

    #[test]
    fn origins_collapse_along_shared_names() {
        let report = |names: &[&str]| names.iter().map(|n| (*n).to_owned()).collect::<Vec<_>>();
        let wire = report(&["c1", "oria press"]);
        assert_eq!(count_origins(&[wire.clone(), report(&["c1", "daily"]), report(&["c2", "oria press"])]), 1);
        assert_eq!(count_origins(&[wire, report(&["c3", "courier"]), report(&["c4", "herald"])]), 3);
        assert_eq!(count_origins(&[]), 0);
    }

    #[test]
    fn an_agency_goes_by_its_initials() {
        assert_eq!(names("Press Trust of Oria"), ["press trust of oria", "pto"]);
        assert_eq!(names("PTO"), ["pto"]);
    }
}
