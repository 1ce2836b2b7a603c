//! Copies of a text, and articles about one matter.

use std::collections::BTreeMap;

use crate::db::{Connection, OptionalExtension, Transaction, params};

use super::cluster;
use super::pieces::Piece;
use crate::error::Error;
use crate::ids;

/// An article of a piece.
struct Member {
    key: i64,
    /// Sorts by date, then id: the first of a group gives it its name, whatever was read first.
    rank: (bool, String, String),
    title: String,
}

fn members(db: &Connection, piece: &Piece) -> Result<Vec<Member>, Error> {
    let mut select = db.prepare_cached(
        "SELECT v.published, a.id, coalesce(v.headline, a.name) FROM versions v JOIN articles a ON a.key = v.article
         WHERE v.key = ?1",
    )?;
    let mut members = Vec::with_capacity(piece.records.len());
    for &key in &piece.records {
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

/// Divides a piece into stories and copies, and writes who belongs where; gives the articles that are copies of others
/// than before.
pub(crate) fn group(tx: &Transaction<'_>, piece: &Piece, now: &str) -> Result<Vec<i64>, Error> {
    let members = members(tx, piece)?;
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
    let label = cluster::average(members.len(), &edges, piece.level, None);

    let mut before = tx.prepare_cached(
        "SELECT s.id, m.copies FROM membership m JOIN stories s ON s.key = m.story WHERE m.version = ?1",
    )?;
    let mut upsert = tx.prepare_cached(
        "INSERT INTO stories (id, title, day, last, level) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, day = excluded.day, last = excluded.last,
             level = excluded.level
         RETURNING key",
    )?;
    let mut place = tx.prepare_cached(
        "INSERT INTO membership (version, story, copies) VALUES (?1, ?2, ?3)
         ON CONFLICT (version) DO UPDATE SET story = excluded.story, copies = excluded.copies",
    )?;
    let mut live: BTreeMap<usize, (String, i64)> = BTreeMap::new();
    let mut gone: BTreeMap<String, String> = BTreeMap::new();
    let mut otherwise = Vec::new();
    for (i, member) in members.iter().enumerate() {
        let (id, story) = match live.get(&label[i]) {
            Some(known) => known.clone(),
            None => {
                let first = &members[label[i]];
                let id = ids::permanent("sto", &[&first.rank.2]);
                let last = members.iter().zip(&label).filter(|(_, of)| **of == label[i]).map(|(m, _)| &m.rank.1).max();
                let story =
                    upsert.query_row(params![id, first.title, first.rank.1, last, piece.level], |row| row.get(0))?;
                live.insert(label[i], (id.clone(), story));
                (id, story)
            }
        };
        let copies = ids::permanent("cpy", &[&members[root(&copy, i)].rank.2]);
        let old: Option<(String, String)> =
            before.query_row([member.key], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        if old.as_ref().is_some_and(|(was, of)| *was == id && *of == copies) {
            continue;
        }
        tx.prepare_cached(LOOSE_STORIES)?.execute([member.key])?;
        place.execute(params![member.key, story, copies])?;
        if let Some((was, of)) = old {
            if of != copies {
                otherwise.push(member.key);
            }
            if was != id {
                // Members come in the order of rank, so the first is what the old story was named after.
                gone.entry(was).or_insert(id);
            }
        }
    }
    for (id, _) in live.values() {
        tx.prepare_cached("DELETE FROM redirects WHERE id = ?1")?.execute([id])?;
    }
    lead_on(tx, &Group::STORIES, gone, now)?;
    Ok(otherwise)
}

fn root(parent: &[usize], mut i: usize) -> usize {
    while parent[i] != i {
        i = parent[i];
    }
    i
}

/// A table of groups, by what is asked before one of them goes.
pub(crate) struct Group {
    table: &'static str,
    /// Whether a record is left in the group of an id.
    left: &'static str,
    why: &'static str,
}

impl Group {
    pub(crate) const STORIES: Group = Group {
        table: "stories",
        left: "SELECT 1 FROM membership m JOIN stories s ON s.key = m.story WHERE s.id = ?1 LIMIT 1",
        why: "merged with another story",
    };
    pub(crate) const OCCURRENCES: Group = Group {
        table: "occurrences",
        left: "SELECT 1 FROM events e JOIN occurrences o ON o.key = e.occurrence WHERE o.id = ?1 LIMIT 1",
        why: "merged with another occurrence",
    };
    pub(crate) const ACTORS: Group = Group {
        table: "actors",
        left: "SELECT 1 FROM entities n JOIN actors t ON t.key = n.actor WHERE t.id = ?1 LIMIT 1",
        why: "joined with another actor",
    };
}

/// Takes out groups whose records went to others, and leads their ids on to these; what has records elsewhere stays.
pub(crate) fn lead_on(tx: &Connection, group: &Group, gone: BTreeMap<String, String>, now: &str) -> Result<(), Error> {
    let mut left = tx.prepare_cached(group.left)?;
    let mut delete = tx.prepare_cached(&format!("DELETE FROM {} WHERE id = ?1", group.table))?;
    for (old, new) in gone {
        if !left.exists([&old])? {
            redirect(tx, &old, Some(&new), now, group.why)?;
            delete.execute([old])?;
        }
    }
    Ok(())
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
/// The same for the occurrence of one event.
pub(crate) const LOOSE_OCCURRENCE: &str = "INSERT INTO loose (kind, key)
    SELECT 'occurrence', occurrence FROM events WHERE key = ?1 AND occurrence IS NOT NULL ON CONFLICT DO NOTHING";
/// The same for the actors that its entities are, whose counts change with it.
pub(crate) const LOOSE_ACTORS: &str = "INSERT INTO loose (kind, key)
    SELECT DISTINCT 'actor', actor FROM entities WHERE version = ?1 AND actor IS NOT NULL ON CONFLICT DO NOTHING";

/// Takes out groups that nothing is in any more, and counts again what is said of the others.
pub(crate) fn sweep(db: &Connection) -> Result<(), Error> {
    db.execute_batch(
        "DELETE FROM stories WHERE key IN (SELECT key FROM loose WHERE kind = 'story')
             AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.story = stories.key);
         DELETE FROM occurrences WHERE key IN (SELECT key FROM loose WHERE kind = 'occurrence')
             AND NOT EXISTS (SELECT 1 FROM events e WHERE e.occurrence = occurrences.key);
         DELETE FROM actors WHERE key IN (SELECT key FROM loose WHERE kind = 'actor')
             AND NOT EXISTS (SELECT 1 FROM entities n WHERE n.actor = actors.key);
         UPDATE actors SET
             n_articles = (SELECT count(DISTINCT n.version) FROM entities n WHERE n.actor = actors.key),
             n_events = (SELECT count(DISTINCT g.event) FROM entities n JOIN arguments g ON g.entity = n.key
                 WHERE n.actor = actors.key AND g.event NOT IN (SELECT e.key FROM events e WHERE e.rejected = 1)),
             n_statements = (SELECT count(*) FROM entities n JOIN statements s ON s.speaker = n.key
                 WHERE n.actor = actors.key AND s.key NOT IN (SELECT r.key FROM statements r WHERE r.rejected = 1))
             WHERE key IN (SELECT key FROM loose WHERE kind = 'actor');
         DELETE FROM loose;",
    )?;
    Ok(())
}
