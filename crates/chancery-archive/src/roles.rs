//! What countries are in a record: who acts, who is acted on, both together, and where it was.
//!
//! Tables keep these roles of events and occurrences, in the order of the days, so that records are walked by the one
//! that is asked for. Two parties of a sector or a name are found by what each of them has a part in.
//!
//! Not here: conditions on one party (`filter`), and the order of records (`select`).

use crate::db::{Connection, Value};
use crate::error::Error;
use crate::filter::{Conditions, Dyad, Filter, Reach, Who, is_code, is_who};

/// What one or two countries are in a record, as the tables of roles have it.
#[derive(Clone)]
pub(crate) struct Role {
    /// `NGA>` acts, `>NGA` is acted on, `@NGA` is where it was, `KEN,NGA` are both, in the order of the alphabet.
    role: String,
    /// Which of two acts on the other, where that is asked for: the first in the role (1) or the second (2).
    way: Option<i64>,
}

impl Role {
    /// Of the country of who acts, if one is asked for.
    pub(crate) fn acting(who: &Who) -> Option<Role> {
        Some(Role { role: format!("{}>", country_of(who)?), way: None })
    }

    /// Of the country of who is acted on, if one is asked for.
    pub(crate) fn acted_on(who: &Who) -> Option<Role> {
        Some(Role { role: format!(">{}", country_of(who)?), way: None })
    }

    /// Of the country of the place; only events have this one.
    fn place(country: &str) -> Role {
        Role { role: format!("@{country}"), way: None }
    }

    /// By which role the events that pass a filter are walked, and what is left to ask of these.
    pub(crate) fn of_events(filter: &Filter) -> Option<(Role, Filter)> {
        if let Some(found) = Role::of_parties(filter) {
            return Some(found);
        }
        let [country] = &filter.countries[..] else { return None };
        Some((Role::place(country), Filter { countries: Vec::new(), ..filter.clone() }))
    }

    /// The same of occurrences, which have their country themselves.
    pub(crate) fn of_parties(filter: &Filter) -> Option<(Role, Filter)> {
        let mut rest = filter.clone();
        if let [dyad] = &filter.dyads[..]
            && let Some(role) = Role::of(dyad)
        {
            rest.dyads.clear();
            return Some((role, rest));
        }
        // The role says all of a country, and not the sector.
        let is_said = |who: &Who| plain(who).is_some();
        if let [who] = &filter.actors[..]
            && let Some(role) = Role::acting(who)
        {
            rest.actors.retain(|who| !is_said(who));
            return Some((role, rest));
        }
        if let [who] = &filter.recipients[..]
            && let Some(role) = Role::acted_on(who)
        {
            rest.recipients.retain(|who| !is_said(who));
            return Some((role, rest));
        }
        None
    }

    /// Of two countries with whatever sectors.
    pub(crate) fn of(dyad: &Dyad) -> Option<Role> {
        let (first, second) = (plain(&dyad.first)?, plain(&dyad.second)?);
        let way = (dyad.directed && first != second).then_some(if first < second { 1 } else { 2 });
        let (first, second) = if first < second { (first, second) } else { (second, first) };
        Some(Role { role: format!("{first},{second}"), way })
    }

    /// That a row of roles is this one.
    pub(crate) fn is(self, alias: &str) -> Conditions {
        let mut c = Conditions::default();
        c.push(format!("{alias}.role = ?"), [Value::Text(self.role)]);
        if let Some(way) = self.way {
            // What has no direction, as a talk, goes either way.
            c.push(format!("{alias}.way IN (?, 3)"), [Value::Integer(way)]);
        }
        c
    }
}

/// The country of who is asked for by one, with or without a sector.
fn country_of(who: &Who) -> Option<&str> {
    match who {
        Who::Code { country, .. } => country.as_deref(),
        Who::Id(_) | Who::Name(_) => None,
    }
}

/// The country of who is asked for by a country alone.
pub(crate) fn plain(who: &Who) -> Option<&str> {
    match who {
        Who::Code { country: Some(country), sector: None } => Some(country),
        _ => None,
    }
}

/// A query for the pairs of countries that take part in records, as `record`, `role` and `way`; `which` says which
/// records, of their parties `g`. A pair may come more than once, since a side may have several of one country.
pub(crate) fn pairs_of(parties: &Parties, which: &str) -> String {
    let Parties { table, key, .. } = parties;
    format!(
        "SELECT g.{key} AS record,
             CASE WHEN g.country < h.country THEN g.country || ',' || h.country ELSE h.country || ',' || g.country END AS role,
             CASE WHEN h.side = 'actor' OR g.country = h.country THEN 3 WHEN g.country < h.country THEN 1 ELSE 2 END AS way
         FROM {table} g JOIN {table} h ON h.{key} = g.{key}
         WHERE {which} AND g.side = 'actor' AND g.country IS NOT NULL AND h.country IS NOT NULL
             AND (h.side = 'recipient' OR NOT EXISTS (
                 SELECT 1 FROM {table} z WHERE z.{key} = g.{key} AND z.side = 'recipient'))"
    )
}

/// The way of a pair over all its parties, of rows `p` of [`pairs_of`] that are grouped.
pub(crate) const WAY: &str = "CASE WHEN min(p.way) < max(p.way) THEN 3 ELSE max(p.way) END";

/// Writes the roles that countries have in an event or in all events of a version; `which` says in which events, of
/// their parties or places `g`, with ?1. What was written of them before must be gone.
///
/// # Errors
/// When the archive fails.
pub(crate) fn write_roles(db: &Connection, which: &str, key: i64) -> Result<(), Error> {
    let sql = format!(
        "INSERT INTO event_roles (role, day, event, way)
         SELECT p.role, e.day, e.key, {WAY} FROM ({}) p JOIN events e ON e.key = p.record
         GROUP BY p.role, e.day, e.key",
        pairs_of(&OF_EVENTS, which)
    );
    db.prepare_cached(&sql)?.execute([key])?;
    let sql = format!(
        "INSERT INTO event_roles (role, day, event, way)
         SELECT CASE g.side WHEN 'actor' THEN g.country || '>' ELSE '>' || g.country END, e.day, e.key, 0
         FROM arguments g JOIN events e ON e.key = g.event WHERE {which} AND g.country IS NOT NULL
         UNION SELECT '@' || l.country, g.day, g.event, 0
         FROM (SELECT key AS event, day, place FROM events) g JOIN places l ON l.key = g.place
         WHERE {which} AND l.country IS NOT NULL"
    );
    db.prepare_cached(&sql)?.execute([key])?;
    Ok(())
}

/// A table of parties, and whose they are.
pub(crate) struct Parties {
    /// The record in the query around.
    record: &'static str,
    table: &'static str,
    /// The column that names the record, here and among the roles of countries.
    key: &'static str,
    roles: &'static str,
}

pub(crate) const OF_EVENTS: Parties = Parties { record: "e", table: "arguments", key: "event", roles: "event_roles" };
pub(crate) const OF_OCCURRENCES: Parties =
    Parties { record: "o", table: "occurrence_arguments", key: "occurrence", roles: "occurrence_roles" };

impl Parties {
    /// Rows of who is asked for on one side, as what stands after FROM.
    fn rows(&self, alias: &str, side: &str, who: &Who) -> (String, Vec<Value>) {
        let entity = format!("{alias}_entity");
        let (is, params) = is_who(who, &entity, alias);
        let join = match who {
            // Codes stand with the party, so the entity need not be looked up.
            Who::Code { .. } => String::new(),
            Who::Id(_) | Who::Name(_) => format!(" JOIN entities {entity} ON {entity}.key = {alias}.entity"),
        };
        (format!("{} {alias}{join} WHERE {alias}.side = '{side}' AND {is}", self.table), params)
    }

    /// In which ways two parties may be the two sides of a record: each as side and party, and the other's.
    fn ways(dyad: &Dyad) -> Vec<(&'static str, &Who, &'static str, &Who)> {
        let mut ways = vec![("actor", &dyad.first, "recipient", &dyad.second)];
        if !dyad.directed {
            ways.push(("actor", &dyad.second, "recipient", &dyad.first));
        }
        ways.push(("actor", &dyad.first, "actor", &dyad.second));
        ways
    }

    /// Who acts on whom; parties of a reciprocal event are all actors, and both may be named in either order.
    pub(crate) fn pair(&self, db: &Connection, dyad: &Dyad, reach: Reach) -> (String, Vec<Value>) {
        match Role::of(dyad) {
            Some(role) => self.between(role, reach),
            None if reach != Reach::Walk && db.is_server() && is_code(&dyad.first) && is_code(&dyad.second) => {
                self.intersected(dyad)
            }
            None => self.one_by_one(dyad, reach),
        }
    }

    /// The roles `p`, before the records, for a way through the records of two countries in their order.
    pub(crate) fn in_order(&self, role: Role) -> (String, Conditions) {
        let mut c = Conditions::default();
        c.push(format!("{}.key = p.{}", self.record, self.key), []);
        c.append(role.is("p"));
        (format!("{} p CROSS JOIN ", self.roles), c)
    }

    /// The column of the roles `p` that names the record.
    pub(crate) fn key(&self) -> String {
        format!("p.{}", self.key)
    }

    /// That the record is between two countries.
    fn between(&self, role: Role, reach: Reach) -> (String, Vec<Value>) {
        let Parties { record, key, roles, .. } = self;
        let Conditions { sql, params } = role.is("p");
        let is = sql.join(" AND ");
        let sql = match reach {
            Reach::Walk => format!(
                "(SELECT 1 FROM {roles} p WHERE {is} AND p.day = {record}.day AND p.{key} = {record}.key LIMIT 1) IS NOT NULL"
            ),
            Reach::Gather | Reach::Days => format!("{record}.key IN (SELECT p.{key} FROM {roles} p WHERE {is})"),
        };
        (sql, params)
    }

    /// Asks for the second party where the first one has a part.
    pub(crate) fn one_by_one(&self, dyad: &Dyad, reach: Reach) -> (String, Vec<Value>) {
        let Parties { record: around, table, key, .. } = self;
        let mut sql = Vec::new();
        let mut params = Vec::new();
        for (side, who, other_side, other) in Parties::ways(dyad) {
            let (one, of_one) = self.rows("g", side, who);
            let (two, of_two) = self.rows("h", other_side, other);
            // Of those of the first, which are few or at hand, the second is asked one by one.
            let record = if reach == Reach::Walk { format!("{around}.key") } else { format!("g.{key}") };
            let mut also = format!(" AND (SELECT 1 FROM {two} AND h.{key} = {record} LIMIT 1) IS NOT NULL");
            if side == other_side {
                also.push_str(&format!(
                    " AND NOT EXISTS (SELECT 1 FROM {table} z WHERE z.{key} = {record} AND z.side = 'recipient')"
                ));
            }
            sql.push(match reach {
                Reach::Walk => format!("((SELECT 1 FROM {one} AND g.{key} = {record} LIMIT 1) IS NOT NULL{also})"),
                Reach::Gather | Reach::Days => format!("SELECT g.{key} FROM {one}{also}"),
            });
            params.extend(of_one.into_iter().chain(of_two));
        }
        match reach {
            Reach::Walk => (format!("({})", sql.join(" OR ")), params),
            Reach::Gather | Reach::Days => (format!("{around}.key IN ({})", sql.join(" UNION ALL ")), params),
        }
    }

    /// The same as [`Parties::one_by_one`] gathers, by two lists of either way that are laid over each other.
    fn intersected(&self, dyad: &Dyad) -> (String, Vec<Value>) {
        let Parties { record, table, key, .. } = self;
        let mut sql = Vec::new();
        let mut params = Vec::new();
        for (side, who, other_side, other) in Parties::ways(dyad) {
            let (one, of_one) = self.rows("g", side, who);
            let (two, of_two) = self.rows("h", other_side, other);
            let mut both = format!("SELECT g.{key} FROM {one} INTERSECT SELECT h.{key} FROM {two}");
            if side == other_side {
                both = format!(
                    "SELECT b.{key} FROM ({both}) b WHERE NOT EXISTS (
                         SELECT 1 FROM {table} z WHERE z.{key} = b.{key} AND z.side = 'recipient')"
                );
            }
            sql.push(format!("SELECT b.{key} FROM ({both}) b"));
            params.extend(of_one.into_iter().chain(of_two));
        }
        (format!("{record}.key IN ({})", sql.join(" UNION ALL ")), params)
    }
}

/// Whether two parties have so little to do with each other that it is soon gathered, and long to be found on the way.
pub(crate) fn are_few_pairs(db: &Connection, dyad: &Dyad) -> Result<bool, Error> {
    /// So many pairs are soon found on the way; a server, which is slow at looking up one by one, must have more.
    const MANY: i64 = 500;
    const MANY_ON_A_SERVER: i64 = 800;
    /// Of what the first party does on a server, so much tells how much of it is to the second.
    const SAMPLE: i64 = 4000;
    /// What it does is counted no further.
    const COUNTED: i64 = 60_000;
    let (one, of_one) = OF_EVENTS.rows("g", "actor", &dyad.first);
    let (two, of_two) = OF_EVENTS.rows("h", "recipient", &dyad.second);
    let number = |sql: &str, params: Vec<Value>| db.query_row(sql, &params[..], |row| row.get::<_, i64>(0));
    if !db.is_server() {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {one} AND EXISTS (SELECT 1 FROM {two} AND h.event = g.event) LIMIT ?) q"
        );
        let params = of_one.into_iter().chain(of_two).chain([Value::Integer(MANY)]).collect();
        return Ok(number(&sql, params)? < MANY);
    }
    let limit = |n: i64| of_one.iter().cloned().chain([Value::Integer(n)]);
    let all = number(&format!("SELECT count(*) FROM (SELECT 1 FROM {one} LIMIT ?) q"), limit(COUNTED).collect())?;
    let sql = format!(
        "SELECT count(*) FROM (SELECT g.event FROM {one} LIMIT ?) g
         WHERE (SELECT 1 FROM {two} AND h.event = g.event LIMIT 1) IS NOT NULL"
    );
    let pairs = number(&sql, limit(SAMPLE).chain(of_two).collect())?;
    Ok(pairs * all / all.clamp(1, SAMPLE) < MANY_ON_A_SERVER)
}
