//! Copies of a text, and articles about one matter.

use std::collections::{BTreeMap, BTreeSet};

use crate::db::{Connection, OptionalExtension, Transaction, params};

use super::cluster;
use crate::error::Error;
use crate::ids;

/// How alike the articles of two groups must be on average to be one story, in millionths.
pub(crate) const MEAN: u32 = 200_000;

/// All versions that are linked to `start`, through any number of links; its key among them.
pub(crate) fn component(db: &Connection, start: i64) -> Result<Vec<i64>, Error> {
    let mut near = db.prepare_cached(
        "SELECT b FROM links WHERE kind IN ('copy', 'story') AND a = ?1
         UNION SELECT a FROM links WHERE kind IN ('copy', 'story') AND b = ?1",
    )?;
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(version) = open.pop() {
        for other in near.query_map([version], |row| row.get::<_, i64>(0))? {
            let other = other?;
            if found.insert(other) {
                open.push(other);
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// An article of a component.
struct Member {
    key: i64,
    /// Sorts by date, then id: the first of a group gives it its name, whatever was read first.
    rank: (bool, String, String),
    title: String,
}

fn members(db: &Connection, component: &[i64]) -> Result<Vec<Member>, Error> {
    let mut select = db.prepare_cached(
        "SELECT v.published, a.id, coalesce(v.headline, a.name) FROM versions v JOIN articles a ON a.key = v.article
         WHERE v.key = ?1",
    )?;
    let mut members = Vec::with_capacity(component.len());
    for &key in component {
        let member = select.query_row([key], |row| {
            let published: Option<String> = row.get(0)?;
            let rank = (published.is_none(), published.unwrap_or_default(), row.get(1)?);
            Ok(Member { key, rank, title: row.get(2)? })
        })?;
        members.push(member);
    }
    members.sort_by(|a, b| a.rank.cmp(&b.rank));
    Ok(members)
}

/// Divides a component into stories and copies, and writes who belongs where.
pub(crate) fn group(tx: &Transaction<'_>, component: &[i64], now: &str) -> Result<(), Error> {
    let members = members(tx, component)?;
    let at: BTreeMap<i64, usize> = members.iter().enumerate().map(|(i, m)| (m.key, i)).collect();
    let mut edges: BTreeMap<(usize, usize), u32> = BTreeMap::new();
    let mut copy: Vec<usize> = (0..members.len()).collect();
    let mut links =
        tx.prepare_cached("SELECT kind, b, weight FROM links WHERE kind IN ('copy', 'story') AND a = ?1")?;
    for member in &members {
        let mut rows = links.query([member.key])?;
        while let Some(row) = rows.next()? {
            let Some(&other) = at.get(&row.get::<_, i64>(1)?) else { continue };
            let this = at[&member.key];
            let mut weight: u32 = row.get(2)?;
            if row.get::<_, String>(0)? == "copy" {
                // A copy tells the same story, whatever was cut from it.
                weight = 1_000_000;
                let (low, high) =
                    (root(&copy, this).min(root(&copy, other)), root(&copy, this).max(root(&copy, other)));
                copy[high] = low;
            }
            let edge = edges.entry((this.min(other), this.max(other))).or_default();
            *edge = (*edge).max(weight);
        }
    }
    let edges: Vec<(usize, usize, u32)> = edges.into_iter().map(|((a, b), weight)| (a, b, weight)).collect();
    let label = cluster::average(members.len(), &edges, MEAN, None);

    let mut before =
        tx.prepare_cached("SELECT s.id FROM membership m JOIN stories s ON s.key = m.story WHERE m.version = ?1")?;
    let mut upsert = tx.prepare_cached(
        "INSERT INTO stories (id, title, day) VALUES (?1, ?2, ?3)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, day = excluded.day RETURNING key",
    )?;
    let mut place = tx.prepare_cached(
        "INSERT INTO membership (version, story, copies) VALUES (?1, ?2, ?3)
         ON CONFLICT (version) DO UPDATE SET story = excluded.story, copies = excluded.copies",
    )?;
    let id_of = |i: usize| ids::permanent("sto", &[&members[label[i]].rank.2]);
    let live: BTreeSet<String> = (0..members.len()).map(id_of).collect();
    let mut gone: BTreeMap<String, String> = BTreeMap::new();
    for (i, member) in members.iter().enumerate() {
        let old: Option<String> = before.query_row([member.key], |row| row.get(0)).optional()?;
        if let Some(old) = old.filter(|old| !live.contains(old)) {
            // Members come in the order of rank, so the first is what the old story was named after.
            gone.entry(old).or_insert_with(|| id_of(i));
        }
        tx.prepare_cached(LOOSE_STORIES)?.execute([member.key])?;
        let first = &members[label[i]];
        let story: i64 = upsert.query_row(params![id_of(i), first.title, first.rank.1], |row| row.get(0))?;
        let copies = ids::permanent("cpy", &[&members[root(&copy, i)].rank.2]);
        place.execute(params![member.key, story, copies])?;
    }
    for (old, new) in gone {
        redirect(tx, &old, Some(&new), now, "merged with another story")?;
        tx.execute("DELETE FROM stories WHERE id = ?1", [old])?;
    }
    for id in live {
        tx.prepare_cached("DELETE FROM redirects WHERE id = ?1")?.execute([id])?;
    }
    Ok(())
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}

/// Leaves word of where an id leads now.
pub(crate) fn redirect(tx: &Connection, id: &str, target: Option<&str>, now: &str, why: &str) -> Result<(), Error> {
    tx.prepare_cached(
        "INSERT INTO redirects (id, target, at, why) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (id) DO UPDATE SET target = excluded.target, at = excluded.at, why = excluded.why",
    )?
    .execute(params![id, target, now, why])?;
    Ok(())
}

/// Notes the groups that a version is in, before it leaves them: with nothing left in them, they go.
pub(crate) const LOOSE_STORIES: &str = "INSERT INTO loose (kind, key)
    SELECT DISTINCT 'story', story FROM membership WHERE version = ?1 ON CONFLICT DO NOTHING";
/// The same for the occurrences of its events.
pub(crate) const LOOSE_OCCURRENCES: &str = "INSERT INTO loose (kind, key)
    SELECT DISTINCT 'occurrence', occurrence FROM events WHERE version = ?1 AND occurrence IS NOT NULL
    ON CONFLICT DO NOTHING";
/// The same for the actors that its entities are.
pub(crate) const LOOSE_ACTORS: &str = "INSERT INTO loose (kind, key)
    SELECT DISTINCT 'actor', actor FROM entities WHERE version = ?1 AND actor IS NOT NULL ON CONFLICT DO NOTHING";

/// Takes out groups that nothing is in any more.
pub(crate) fn sweep(db: &Connection) -> Result<(), Error> {
    db.execute_batch(
        "DELETE FROM stories WHERE key IN (SELECT key FROM loose WHERE kind = 'story')
             AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.story = stories.key);
         DELETE FROM occurrences WHERE key IN (SELECT key FROM loose WHERE kind = 'occurrence')
             AND NOT EXISTS (SELECT 1 FROM events e WHERE e.occurrence = occurrences.key);
         DELETE FROM actors WHERE key IN (SELECT key FROM loose WHERE kind = 'actor')
             AND NOT EXISTS (SELECT 1 FROM entities n WHERE n.actor = actors.key);
         DELETE FROM loose;",
    )?;
    Ok(())
}
