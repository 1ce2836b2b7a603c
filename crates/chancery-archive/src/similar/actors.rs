//! Entities of different articles that are one actor.
//!
//! Persons are one when the words of the shorter name stand in the longer one and no two countries are given: "Eli
//! Cohen" and "Cohen". A bare family name that fits two persons fits neither. Others are one when name and country
//! are the same.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{OptionalExtension, Transaction, params};

use super::stories::{Group, lead_on};
use crate::error::Error;
use crate::ids;

/// How many names one transaction joins, so that it stays short.
const AT_ONCE: i64 = 200;

/// What the entities of a name have in common.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Profile {
    folded: String,
    country: Option<String>,
    kind: String,
}

/// Joins the entities of names that have a new one; gives how many names there were.
pub(crate) fn join(tx: &Transaction<'_>, now: &str) -> Result<usize, Error> {
    let mut blocks = tx.prepare_cached(
        "SELECT DISTINCT n.block FROM entities n JOIN versions v ON v.key = n.version AND v.current = 1
         WHERE n.block IS NOT NULL AND n.actor IS NULL ORDER BY n.block LIMIT ?1",
    )?;
    let blocks = blocks.query_map([AT_ONCE], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
    for block in &blocks {
        join_block(tx, block, now)?;
    }
    Ok(blocks.len())
}

fn join_block(tx: &Transaction<'_>, block: &str, now: &str) -> Result<(), Error> {
    let mut select = tx.prepare_cached(
        "SELECT n.folded, n.country, n.kind, count(*) FROM entities n JOIN versions v ON v.key = n.version
         WHERE n.block = ?1 AND v.current = 1 GROUP BY n.folded, n.country, n.kind",
    )?;
    let mut counts: BTreeMap<Profile, i64> = BTreeMap::new();
    let mut rows = select.query([block])?;
    while let Some(row) = rows.next()? {
        let profile = Profile { folded: row.get(0)?, country: row.get(1)?, kind: row.get(2)? };
        counts.insert(profile, row.get(3)?);
    }
    let is_person = block.starts_with("p|");
    let mut gone: BTreeMap<String, String> = BTreeMap::new();
    for group in groups(counts.keys(), is_person) {
        // The fullest name stands for the actor.
        let Some(lead) = group.first() else { continue };
        let country = group.iter().find_map(|p| p.country.clone());
        let id = ids::permanent("act", &[block, &lead.folded, country.as_deref().unwrap_or_default()]);
        let (name, sectors) = face(tx, block, &group)?;
        let key: i64 = tx
            .prepare_cached(
                "INSERT INTO actors (id, name, kind, country, sectors) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (id) DO UPDATE SET name = excluded.name, country = excluded.country,
                     sectors = excluded.sectors RETURNING key",
            )?
            .query_row(params![id, name, lead.kind, country, sectors], |row| row.get(0))?;
        for profile in &group {
            let old: Option<String> = tx
                .prepare_cached(
                    "SELECT t.id FROM entities n JOIN actors t ON t.key = n.actor
                     WHERE n.block = ?1 AND n.folded = ?2 AND n.country IS NOT DISTINCT FROM ?3 AND n.kind = ?4 LIMIT 1",
                )?
                .query_row(params![block, profile.folded, profile.country, profile.kind], |row| row.get(0))
                .optional()?;
            if let Some(old) = old.filter(|old| *old != id) {
                gone.insert(old, id.clone());
            }
            tx.prepare_cached(
                "UPDATE entities SET actor = ?5 WHERE block = ?1 AND folded = ?2 AND country IS NOT DISTINCT FROM ?3 AND kind = ?4
                     AND actor IS DISTINCT FROM ?5",
            )?
            .execute(params![block, profile.folded, profile.country, profile.kind, key])?;
        }
        tx.prepare_cached("INSERT INTO loose (kind, key) VALUES ('actor', ?1) ON CONFLICT DO NOTHING")?
            .execute([key])?;
        tx.prepare_cached("DELETE FROM redirects WHERE id = ?1")?.execute([&id])?;
        tx.prepare_cached("DELETE FROM actor_names WHERE actor = ?1")?.execute([key])?;
        let mut insert =
            tx.prepare_cached("INSERT INTO actor_names (actor, folded) VALUES (?1, ' ' || ?2) ON CONFLICT DO NOTHING")?;
        for profile in &group {
            insert.execute(params![key, profile.folded])?;
        }
    }
    lead_on(tx, &Group::ACTORS, gone, now)
}

/// The name as most articles write it, and the sectors most of them give.
fn face(tx: &Transaction<'_>, block: &str, group: &[&Profile]) -> Result<(String, String), Error> {
    let mut names = tx.prepare_cached(
        "SELECT name FROM entities WHERE block = ?1 AND folded = ?2 GROUP BY name ORDER BY count(*) DESC, name LIMIT 1",
    )?;
    let name = names.query_row(params![block, group[0].folded], |row| row.get(0))?;
    let mut sectors = tx.prepare_cached(
        "SELECT sectors, count(*) FROM entities
         WHERE block = ?1 AND folded = ?2 AND country IS NOT DISTINCT FROM ?3 AND sectors <> '' GROUP BY sectors",
    )?;
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for profile in group {
        let mut rows = sectors.query(params![block, profile.folded, profile.country])?;
        while let Some(row) = rows.next()? {
            *counts.entry(row.get(0)?).or_default() += row.get::<_, i64>(1)?;
        }
    }
    let best = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    Ok((name, best.map(|(sectors, _)| sectors).unwrap_or_default()))
}

/// Divides the profiles of a block into actors; in each, the fullest name comes first.
fn groups<'p>(profiles: impl Iterator<Item = &'p Profile>, is_person: bool) -> Vec<Vec<&'p Profile>> {
    let mut profiles: Vec<&Profile> = profiles.collect();
    let words = |p: &Profile| p.folded.split(' ').map(str::to_owned).collect::<BTreeSet<_>>();
    profiles.sort_by_key(|p| (std::cmp::Reverse(words(p).len()), p.country.is_none(), *p));
    let mut groups: Vec<Vec<&Profile>> = Vec::new();
    for profile in profiles {
        let fits = |group: &&mut Vec<&Profile>| {
            let lead = group[0];
            let country = group.iter().find_map(|p| p.country.as_ref());
            let countries_agree = profile.country.is_none() || country.is_none() || profile.country.as_ref() == country;
            let names_agree =
                if is_person { words(profile).is_subset(&words(lead)) } else { profile.folded == lead.folded };
            countries_agree && names_agree
        };
        let mut fitting: Vec<&mut Vec<&Profile>> = groups.iter_mut().filter(fits).collect();
        match fitting.as_mut_slice() {
            [one] => one.push(profile),
            _ => groups.push(vec![profile]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{Profile, groups};

    fn check(profiles: &[(&str, Option<&str>)], want: &[&[&str]]) {
        let profiles: Vec<Profile> = profiles
            .iter()
            .map(|(name, country)| Profile {
                folded: (*name).to_owned(),
                country: country.map(str::to_owned),
                kind: "person".to_owned(),
            })
            .collect();
        let got: Vec<Vec<&str>> =
            groups(profiles.iter(), true).iter().map(|g| g.iter().map(|p| p.folded.as_str()).collect()).collect();
        assert_eq!(got, want);
    }

    #[test]
    fn family_names_join_the_one_person_they_fit() {
        check(&[("okoye", Some("NGA")), ("ada okoye", Some("NGA"))], &[&["ada okoye", "okoye"]]);
        check(&[("okoye", None), ("ada okoye", Some("NGA"))], &[&["ada okoye", "okoye"]]);
        check(
            &[("okoye", None), ("ada okoye", None), ("ben okoye", None)],
            &[&["ada okoye"], &["ben okoye"], &["okoye"]],
        );
        check(&[("okoye", Some("GHA")), ("ada okoye", Some("NGA"))], &[&["ada okoye"], &["okoye"]]);
    }
}
