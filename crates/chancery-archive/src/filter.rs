//! What a question asks for, checked and turned into conditions.
//!
//! Values of one filter are alternatives, different filters must all hold. Everything that a user typed reaches the
//! database as a parameter; the text of a query is put together from constants only.

use std::str::FromStr;

use crate::db::{Connection, Value};
use chancery_engine::doc::{Date, EventType};

use crate::error::Error;
use crate::query::Kind;
use crate::roles::{OF_EVENTS, OF_OCCURRENCES, Role, are_few_pairs, plain};
use crate::similar::features::fold;

/// Who: a code such as `PSE`, `PSE.GOV` or `.REB`, an actor's id, or a name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Who {
    /// Country and sector, either of which may be open.
    Code {
        /// ISO 3166 alpha-3 or an international code.
        country: Option<String>,
        /// PLOVER sector.
        sector: Option<String>,
    },
    /// A permanent id (`act_…`).
    Id(String),
    /// A name, in any spelling of case and accents.
    Name(String),
}

impl FromStr for Who {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Who, Error> {
        let typed = typed.trim();
        let is_code = |s: &str| s.len() == 3 && s.bytes().all(|b| b.is_ascii_uppercase());
        let code = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty());
        if typed.is_empty() {
            return Err(Error::new("an actor is empty; write a code such as PSE.GOV, or a name"));
        }
        if typed.starts_with("act_") {
            return Ok(Who::Id(typed.to_owned()));
        }
        let (country, sector) = typed.split_once('.').unwrap_or((typed, ""));
        let fits = |s: &str| s.is_empty() || is_code(s);
        if fits(country) && fits(sector) {
            return Ok(Who::Code { country: code(country), sector: code(sector) });
        }
        Ok(Who::Name(fold(typed)))
    }
}

/// Two parties: `ISR,PSE` in either direction, `ISR>PSE` in one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dyad {
    /// The first, who acts when the direction counts.
    pub first: Who,
    /// The second.
    pub second: Who,
    /// Whether the direction counts.
    pub directed: bool,
    /// As it was typed.
    pub label: String,
}

impl FromStr for Dyad {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Dyad, Error> {
        let directed = typed.contains('>');
        let parts: Vec<&str> = typed.split(if directed { '>' } else { ',' }).collect();
        let [first, second] = parts[..] else {
            return Err(Error::new(format!("\"{typed}\" is not a pair; write ISR,PSE, or ISR>PSE for one direction")));
        };
        Ok(Dyad { first: first.parse()?, second: second.parse()?, directed, label: typed.to_owned() })
    }
}

/// Within so many kilometres of a place that the archive knows, or of a point.
#[derive(Clone, PartialEq, Debug)]
pub enum Near {
    /// Of the place that articles call so.
    Name(String, f64),
    /// Of a latitude and longitude.
    Point(f64, f64, f64),
}

impl FromStr for Near {
    type Err = Error;

    fn from_str(typed: &str) -> Result<Near, Error> {
        let wrong = || {
            Error::new(format!(
                "\"{typed}\" is not a place with a distance; write \"Jenin,50km\" or \"32.46,35.30,50km\""
            ))
        };
        let parts: Vec<&str> = typed.split(',').map(str::trim).collect();
        let (distance, place) = parts.split_last().ok_or_else(wrong)?;
        let km: f64 = distance.strip_suffix("km").unwrap_or(distance).trim().parse().map_err(|_| wrong())?;
        if !km.is_finite() || km < 0.0 {
            return Err(wrong());
        }
        match place {
            [] => Err(wrong()),
            [lat, lon] if lat.parse::<f64>().is_ok() && lon.parse::<f64>().is_ok() => {
                let (lat, lon): (f64, f64) = (lat.parse().map_err(|_| wrong())?, lon.parse().map_err(|_| wrong())?);
                if lat.abs() > 90.0 || lon.abs() > 180.0 {
                    return Err(wrong());
                }
                Ok(Near::Point(lat, lon, km))
            }
            name => Ok(Near::Name(name.join(", "), km)),
        }
    }
}

/// What to look for. An empty filter lets all pass.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Filter {
    /// Who acts, speaks or holds.
    pub actors: Vec<Who>,
    /// To whom.
    pub recipients: Vec<Who>,
    /// Between whom.
    pub dyads: Vec<Dyad>,
    /// PLOVER types.
    pub types: Vec<EventType>,
    /// PLOVER contexts.
    pub contexts: Vec<String>,
    /// Country of the place.
    pub countries: Vec<String>,
    /// First day.
    pub since: Option<Date>,
    /// Last day.
    pub until: Option<Date>,
    /// Near where.
    pub near: Option<Near>,
    /// Outlets that passed it on.
    pub via: Vec<String>,
    /// At least so many origins.
    pub min_sources: Option<u32>,
    /// Words of the article.
    pub text: Option<String>,
    /// At most so many records.
    pub limit: Option<usize>,
}

/// Conditions that must all hold, with their parameters in order.
#[derive(Debug, Default)]
pub(crate) struct Conditions {
    pub(crate) sql: Vec<String>,
    pub(crate) params: Vec<Value>,
}

impl Conditions {
    pub(crate) fn push(&mut self, sql: impl Into<String>, params: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.params.extend(params);
    }

    /// Adds all of `others`.
    pub(crate) fn append(&mut self, others: Conditions) {
        self.sql.extend(others.sql);
        self.params.extend(others.params);
    }

    /// All of them as one condition.
    pub(crate) fn joined(&self) -> String {
        if self.sql.is_empty() { "TRUE".to_owned() } else { self.sql.join(" AND ") }
    }

    /// Adds that one of several must hold.
    pub(crate) fn any<T>(&mut self, values: &[T], mut each: impl FnMut(&T) -> (String, Vec<Value>)) {
        let (sql, params): (Vec<String>, Vec<Vec<Value>>) = values.iter().map(&mut each).unzip();
        if !sql.is_empty() {
            self.push(format!("({})", sql.join(" OR ")), params.into_iter().flatten());
        }
    }
}

fn text(value: impl Into<String>) -> Value {
    Value::Text(value.into())
}

/// Words as the full-text index reads them: quoted, so that none is an operator unless it is written as one.
pub(crate) fn match_words(typed: &str) -> Result<String, Error> {
    let mut out: Vec<String> = Vec::new();
    for (i, part) in typed.split('"').enumerate() {
        if i % 2 == 1 {
            out.push(format!("\"{part}\""));
            continue;
        }
        for word in part.split_whitespace() {
            let bare = word.trim_end_matches('*');
            match word {
                "AND" | "OR" | "NOT" => out.push(word.to_owned()),
                _ if !bare.contains(char::is_alphanumeric) => {}
                _ => out.push(format!("\"{bare}\"{}", if word.ends_with('*') { "*" } else { "" })),
            }
        }
    }
    let is_operator = |w: Option<&String>| w.is_none_or(|w| matches!(w.as_str(), "AND" | "OR" | "NOT"));
    if is_operator(out.first())
        || is_operator(out.last())
        || out.windows(2).any(|w| w.iter().all(|w| is_operator(Some(w))))
    {
        return Err(Error::new(format!(
            "--text \"{typed}\" has nothing to look for; write words, or a \"phrase in quotes\""
        )));
    }
    Ok(out.join(" "))
}

/// That an entity, whose columns the aliases name, is who is asked for.
pub(crate) fn is_who(who: &Who, entity: &str, codes: &str) -> (String, Vec<Value>) {
    match who {
        Who::Code { country, sector } => {
            let mut c = Conditions::default();
            if let Some(country) = country {
                c.push(format!("{codes}.country = ?"), [text(country)]);
            }
            if let Some(sector) = sector {
                c.push(format!("instr(';' || {codes}.sectors || ';', ?) > 0"), [text(format!(";{sector};"))]);
            }
            (format!("({})", c.joined()), c.params)
        }
        Who::Id(id) => (
            format!(
                "{entity}.actor IN (SELECT key FROM actors WHERE id = ? OR id = (SELECT target FROM redirects WHERE id = ?))"
            ),
            vec![text(id), text(id)],
        ),
        Who::Name(name) => (
            // Two lists, since a server finds either by an index and what is in one or the other by none.
            format!(
                "{entity}.key IN (SELECT x.key FROM entities x WHERE x.folded = ? UNION SELECT y.key FROM entities y
                     WHERE y.actor IN (SELECT w.actor FROM actor_names w WHERE w.folded = ' ' || ?))"
            ),
            vec![text(name), text(name)],
        ),
    }
}

/// That an actor `t` is who is asked for: of a name, each word must begin a word of one name that it goes by.
pub(crate) fn is_actor(who: &Who) -> (String, Vec<Value>) {
    match who {
        Who::Code { .. } => is_who(who, "t", "t"),
        Who::Id(id) => {
            ("(t.id = ? OR t.id = (SELECT target FROM redirects WHERE id = ?))".to_owned(), vec![text(id), text(id)])
        }
        Who::Name(name) => {
            let words: Vec<Value> = name.split_whitespace().map(|word| text(format!(" {word}"))).collect();
            let each = vec!["instr(w.folded, ?) > 0"; words.len().max(1)].join(" AND ");
            let words = if words.is_empty() { vec![text(" ")] } else { words };
            (format!("t.key IN (SELECT w.actor FROM actor_names w WHERE {each})"), words)
        }
    }
}

/// How the records that pass are found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reach {
    /// All that pass are gathered by what they have: good when that is little.
    Gather,
    /// The same, by the days asked for, which are what leaves few.
    Days,
    /// All records are walked in their order until enough have passed: good when many would.
    Walk,
}

impl Reach {
    /// That the column `own` of `e` is in `from`, whose rows alias its side as `theirs`.
    fn is_in(self, own: &str, theirs: &str, from: &str, which: &str) -> String {
        match self {
            Reach::Gather | Reach::Days => format!("{own} IN (SELECT {theirs} FROM {from} WHERE {which})"),
            // A value, since a server would rather gather all that EXISTS may find than look for one.
            Reach::Walk => format!("(SELECT 1 FROM {from} WHERE {theirs} = {own} AND {which} LIMIT 1) IS NOT NULL"),
        }
    }
}

/// The rows of parties that are asked for.
fn parties(who: &Who) -> &'static str {
    match who {
        // Codes stand with the argument, so the entity need not be looked up.
        Who::Code { .. } => "arguments g",
        Who::Id(_) | Who::Name(_) => "arguments g JOIN entities n ON n.key = g.entity",
    }
}

fn argument(side: &str, who: &Who, reach: Reach) -> (String, Vec<Value>) {
    let (is, params) = is_who(who, "n", "g");
    (reach.is_in("e.key", "g.event", parties(who), &format!("g.side = '{side}' AND {is}")), params)
}

/// Whether a party is asked for by its code, which occurrences have too.
pub(crate) fn is_code(who: &Who) -> bool {
    matches!(who, Who::Code { .. })
}

/// The same as [`argument`], of an occurrence `o`.
fn party(side: &str, who: &Who, reach: Reach) -> (String, Vec<Value>) {
    let (is, params) = is_who(who, "g", "g");
    (reach.is_in("o.key", "g.occurrence", "occurrence_arguments g", &format!("g.side = '{side}' AND {is}")), params)
}

/// More records than this are walked, not gathered.
const MANY: i64 = 4000;

impl Filter {
    /// What is asked of the words of an article and of the events in it, and not of its day.
    pub(crate) fn of_articles(&self) -> Filter {
        Filter { since: None, until: None, limit: None, ..self.clone() }
    }

    /// Conditions on an occurrence's role `o`, when one country or pair is asked for and nothing else but days, types
    /// and the country it was in; days are not among them.
    pub(crate) fn of_role(&self) -> Option<Conditions> {
        let role = match (&self.actors[..], &self.recipients[..], &self.dyads[..]) {
            ([who], [], []) if plain(who).is_some() => Role::acting(who)?,
            ([], [who], []) if plain(who).is_some() => Role::acted_on(who)?,
            ([], [], [dyad]) => Role::of(dyad)?,
            _ => return None,
        };
        let all_else = Filter {
            actors: Vec::new(),
            recipients: Vec::new(),
            dyads: Vec::new(),
            types: Vec::new(),
            countries: Vec::new(),
            ..self.of_articles()
        };
        if all_else != Filter::default() {
            return None;
        }
        let mut c = role.is("o");
        c.any(&self.types, |t| ("o.type = ?".to_owned(), vec![text(t.code())]));
        c.any(&self.countries, |country| ("o.country = ?".to_owned(), vec![text(country)]));
        Some(c)
    }

    /// Conditions on an event `e` and its version `v`.
    pub(crate) fn of_events(&self, db: &Connection, reach: Reach) -> Result<Conditions, Error> {
        let mut c = Conditions::default();
        let is_type = match reach {
            Reach::Gather => "e.type = ?",
            // An index on the type would lose the order, or the days.
            Reach::Walk | Reach::Days => "e.type || '' = ?",
        };
        c.any(&self.types, |t| (is_type.to_owned(), vec![text(t.code())]));
        c.any(&self.actors, |who| argument("actor", who, reach));
        c.any(&self.recipients, |who| argument("recipient", who, reach));
        c.any(&self.dyads, |dyad| OF_EVENTS.pair(db, dyad, reach));
        c.any(&self.contexts, |name| {
            (reach.is_in("e.key", "x.event", "event_contexts x", "x.name = ?"), vec![text(name)])
        });
        c.any(&self.countries, |country| {
            (reach.is_in("e.place", "l.key", "places l", "l.country = ?"), vec![text(country)])
        });
        self.days(&mut c, "events", "e", reach);
        if let Some(near) = &self.near {
            let (lat, lon, km) = point(db, near)?;
            let dlat = km / 111.0 + 0.01;
            c.push(
                reach.is_in("e.place", "l.key", "places l", "l.lat BETWEEN ? AND ? AND km(l.lat, l.lon, ?, ?) <= ?"),
                [lat - dlat, lat + dlat, lat, lon, km].map(Value::Real),
            );
        }
        self.via(&mut c, "event", "e");
        if let Some(n) = self.min_sources {
            c.push(
                reach.is_in("e.occurrence", "o.key", "occurrences o", "o.n_origins >= ?"),
                [Value::Integer(n.into())],
            );
        }
        self.words_on_the_way(db, &mut c, reach)?;
        Ok(c)
    }

    /// Conditions on an occurrence `o`, and what is left to ask of the events that report it. Days are not among them.
    pub(crate) fn of_occurrences(&self, db: &Connection, reach: Reach) -> (Conditions, Filter) {
        let mut c = Conditions::default();
        let mut rest = Filter { since: None, until: None, limit: None, ..self.clone() };
        if self.actors.iter().all(is_code) {
            c.any(&std::mem::take(&mut rest.actors), |who| party("actor", who, reach));
        }
        if self.recipients.iter().all(is_code) {
            c.any(&std::mem::take(&mut rest.recipients), |who| party("recipient", who, reach));
        }
        if self.dyads.iter().all(|dyad| is_code(&dyad.first) && is_code(&dyad.second)) {
            c.any(&std::mem::take(&mut rest.dyads), |dyad| OF_OCCURRENCES.pair(db, dyad, reach));
        }
        let (types, countries) = (std::mem::take(&mut rest.types), std::mem::take(&mut rest.countries));
        // On the way through the days, an index on something else would lose their order; those on one country or one
        // type have it, and leave the fewest to be looked at.
        let is_free = |is_way: bool| if reach == Reach::Gather || is_way { "" } else { " || ''" };
        let of_type = is_free(reach == Reach::Walk && types.len() == 1 && countries.len() != 1);
        let of_country = is_free(reach == Reach::Walk && countries.len() == 1);
        c.any(&types, |t| (format!("o.type{of_type} = ?"), vec![text(t.code())]));
        c.any(&countries, |country| (format!("o.country{of_country} = ?"), vec![text(country)]));
        if let Some(n) = rest.min_sources.take() {
            let free = if reach == Reach::Gather { "" } else { " + 0" };
            c.push(format!("o.n_origins{free} >= ?"), [Value::Integer(n.into())]);
        }
        (c, rest)
    }

    /// How the events that pass are best found when only the first of them are wanted.
    ///
    /// When any condition leaves few, these are gathered; how many it leaves is counted no further than needed.
    pub(crate) fn reach(&self, db: &Connection) -> Result<Reach, Error> {
        if let [dyad] = &self.dyads[..]
            && Role::of(dyad).is_none()
            && are_few_pairs(db, dyad)?
        {
            return Ok(Reach::Gather);
        }
        let mut each: Vec<(String, Vec<Value>)> = Vec::new();
        let parties_of = |who: &Who| {
            let (is, params) = is_who(who, "n", "g");
            (format!("{} WHERE {is}", parties(who)), params)
        };
        // A list of values is many as soon as one of them is.
        each.extend(self.actors.iter().filter(|_| self.actors.len() == 1).map(parties_of));
        each.extend(self.recipients.iter().filter(|_| self.recipients.len() == 1).map(parties_of));
        if let [country] = &self.countries[..] {
            let from = "places l JOIN events e ON e.place = l.key WHERE l.country = ?";
            each.push((from.to_owned(), vec![text(country)]));
        }
        if let [name] = &self.contexts[..] {
            each.push(("event_contexts x WHERE x.name = ?".to_owned(), vec![text(name)]));
        }
        if let [of_type] = &self.types[..] {
            each.push(("events e WHERE e.type = ?".to_owned(), vec![text(of_type.code())]));
        }
        if let Some(near) = &self.near {
            let (lat, lon, km) = point(db, near)?;
            let dlat = km / 111.0 + 0.01;
            let dlon = dlat / (lat.abs() + dlat).min(85.0).to_radians().cos();
            // What is in the box around the circle tells how much is in it, and takes no sines.
            let from =
                "places l JOIN events e ON e.place = l.key WHERE l.lat BETWEEN ? AND ? AND l.lon BETWEEN ? AND ?";
            each.push((from.to_owned(), [lat - dlat, lat + dlat, lon - dlon, lon + dlon].map(Value::Real).to_vec()));
        }
        if let [outlet] = &self.via[..] {
            let from = "via w JOIN entities n ON n.key = w.entity WHERE w.kind = 'event' AND n.folded = ?";
            each.push((from.to_owned(), vec![text(fold(outlet))]));
        }
        if let Some(n) = self.min_sources {
            let from = "occurrences o WHERE o.n_origins >= ?";
            each.push((from.to_owned(), vec![Value::Integer(n.into())]));
        }
        self.reach_among(db, each, "events")
    }

    /// The same for statements or positions.
    pub(crate) fn reach_of_speech(&self, db: &Connection, kind: Kind) -> Result<Reach, Error> {
        let (table, single, columns) = match kind {
            Kind::Positions => ("positions", "position", ["holder", "toward"]),
            _ => ("statements", "statement", ["speaker", "addressee"]),
        };
        let mut each: Vec<(String, Vec<Value>)> = Vec::new();
        for (all, column) in [(&self.actors, columns[0]), (&self.recipients, columns[1])] {
            // Codes are many, and have no index of their own.
            if let [who @ (Who::Id(_) | Who::Name(_))] = &all[..] {
                let (is, params) = is_who(who, "n", "n");
                each.push((format!("entities n JOIN {table} e ON e.{column} = n.key WHERE {is}"), params));
            }
        }
        if let [outlet] = &self.via[..] {
            let from = format!("via w JOIN entities n ON n.key = w.entity WHERE w.kind = '{single}' AND n.folded = ?");
            each.push((from, vec![text(fold(outlet))]));
        }
        self.reach_among(db, each, table)
    }

    /// How far the records of a table reach that one of the conditions, the words or the days leave.
    fn reach_among(&self, db: &Connection, mut each: Vec<(String, Vec<Value>)>, table: &str) -> Result<Reach, Error> {
        if let Some(words) = &self.text {
            let (sql, params) = db.has_words(&match_words(words)?);
            each.push((format!("versions v WHERE {sql}"), params));
        }
        for (from, params) in each {
            if is_few(db, &from, params)? {
                return Ok(Reach::Gather);
            }
        }
        // Those of two countries are walked by these, in the order of their days.
        let is_pair = matches!(&self.dyads[..], [dyad] if Role::of(dyad).is_some());
        if let (Some(since), Some(until), false) = (self.since, self.until, is_pair) {
            let days = vec![text(since.to_string()), text(until.to_string())];
            if is_few(db, &format!("{table} e WHERE e.day >= ? AND e.day <= ?"), days)? {
                return Ok(Reach::Days);
            }
        }
        Ok(Reach::Walk)
    }

    /// Adds that a record, whose table `alias` names, has to do with the days asked for.
    pub(crate) fn days(&self, c: &mut Conditions, table: &str, alias: &str, reach: Reach) {
        let (since, until) = (self.since.map(|day| day.to_string()), self.until.map(|day| day.to_string()));
        match (since, until) {
            (Some(since), Some(until)) if reach == Reach::Days => c.push(
                // What lasted into the days asked for began before them, and is found by its end.
                format!(
                    "{alias}.key IN (SELECT w.key FROM {table} w WHERE w.day >= ? AND w.day <= ?
                         UNION ALL SELECT w.key FROM {table} w WHERE w.last > w.first AND w.last >= ? AND w.day < ?)"
                ),
                [text(since.clone()), text(until), text(since.clone()), text(since)],
            ),
            (since, until) => {
                if let Some(day) = since {
                    c.push(format!("coalesce({alias}.last, {alias}.day) >= ?"), [text(day)]);
                }
                if let Some(day) = until {
                    c.push(format!("{alias}.day <> '' AND {alias}.day <= ?"), [text(day)]);
                }
            }
        }
    }

    /// Conditions on a statement or position `e`, its version `v`, and who it is of and to (keys of entities).
    pub(crate) fn of_speech(
        &self,
        db: &Connection,
        kind: &str,
        whose: &str,
        to: &str,
        reach: Reach,
    ) -> Result<Conditions, Error> {
        let mut c = Conditions::default();
        let entity = |column: &str, who: &Who| {
            let (is, params) = is_who(who, "n", "n");
            let sql = match reach {
                // Asked as a value, since a server would rather read all entities of a country than look up one.
                Reach::Walk => format!("(SELECT {is} FROM entities n WHERE n.key = e.{column})"),
                Reach::Gather | Reach::Days => format!("e.{column} IN (SELECT n.key FROM entities n WHERE {is})"),
            };
            (sql, params)
        };
        let whose = |who: &Who| {
            let ((own, a), (behalf, b)) = (entity(whose, who), entity("on_behalf_of", who));
            let sql = match reach {
                Reach::Gather => format!(
                    "e.key IN (SELECT e.key FROM {kind}s e WHERE {own} UNION ALL SELECT e.key FROM {kind}s e WHERE {behalf})"
                ),
                Reach::Walk | Reach::Days => format!("({own} OR {behalf})"),
            };
            (sql, a.into_iter().chain(b).collect())
        };
        c.any(&self.actors, whose);
        c.any(&self.recipients, |who| entity(to, who));
        c.any(&self.countries, |country| whose(&Who::Code { country: Some(country.clone()), sector: None }));
        if let Some(day) = self.since {
            c.push("e.day >= ?", [text(day.to_string())]);
        }
        if let Some(day) = self.until {
            c.push("e.day <> '' AND e.day <= ?", [text(day.to_string())]);
        }
        self.via(&mut c, kind, "e");
        self.words_on_the_way(db, &mut c, reach)?;
        Ok(c)
    }

    fn via(&self, c: &mut Conditions, kind: &str, alias: &str) {
        c.any(&self.via, |name| {
            let sql = format!(
                "{alias}.key IN (SELECT w.record FROM via w JOIN entities n ON n.key = w.entity
                     WHERE w.kind = '{kind}' AND n.folded = ?)"
            );
            (sql, vec![text(fold(name))])
        });
    }

    /// The condition on words of the version `v`, for records that may be walked.
    pub(crate) fn words_on_the_way(&self, db: &Connection, c: &mut Conditions, reach: Reach) -> Result<(), Error> {
        match (reach, &self.text) {
            (Reach::Walk, Some(words)) => {
                let (sql, params) = db.has_these_words(&match_words(words)?);
                c.push(sql, params);
                Ok(())
            }
            _ => self.words(db, c),
        }
    }

    /// The condition on words of the version `v`.
    pub(crate) fn words(&self, db: &Connection, c: &mut Conditions) -> Result<(), Error> {
        if let Some(words) = &self.text {
            let (sql, params) = db.has_words(&match_words(words)?);
            c.push(sql, params);
        }
        Ok(())
    }
}

/// Whether so few rows pass that they are soon gathered; they are counted no further than needed.
fn is_few(db: &Connection, from: &str, mut params: Vec<Value>) -> Result<bool, Error> {
    params.push(Value::Integer(MANY));
    let sql = format!("SELECT count(*) FROM (SELECT 1 FROM {from} LIMIT ?) q");
    Ok(db.query_row(&sql, &params[..], |row| row.get::<_, i64>(0))? < MANY)
}

fn point(db: &Connection, near: &Near) -> Result<(f64, f64, f64), Error> {
    match near {
        Near::Point(lat, lon, km) => Ok((*lat, *lon, *km)),
        Near::Name(name, km) => {
            let mut select = db.prepare(
                // Of a place that is named again and again, the first thousands say where it is.
                "SELECT lat, lon FROM (SELECT lat, lon FROM places WHERE name = ?1 COLLATE NOCASE AND lat IS NOT NULL
                     ORDER BY key LIMIT 2000) q GROUP BY lat, lon ORDER BY count(*) DESC, lat, lon LIMIT 1",
            )?;
            let mut rows = select.query([name])?;
            match rows.next()? {
                Some(row) => Ok((row.get(0)?, row.get(1)?, *km)),
                None => Err(Error::new(format!(
                    "no article names a place \"{name}\" whose coordinates are known; give them: --near \"32.46,35.30,50km\""
                ))),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Dyad, Near, Who, match_words};

    #[test]
    fn who_is_a_code_an_id_or_a_name() {
        let code = |country: &str, sector: &str| {
            let some = |s: &str| Some(s.to_owned()).filter(|s| !s.is_empty());
            Who::Code { country: some(country), sector: some(sector) }
        };
        let check = |typed: &str, want: Who| assert_eq!(typed.parse::<Who>().unwrap(), want, "{typed}");
        check("PSE.GOV", code("PSE", "GOV"));
        check("PSE", code("PSE", ""));
        check(".REB", code("", "REB"));
        check("Boko Haram", Who::Name("boko haram".to_owned()));
        check("U.N.", Who::Name("un".to_owned()));
        check("act_0123456789ab", Who::Id("act_0123456789ab".to_owned()));
        assert!("".parse::<Who>().is_err());
        assert!("ISR>PSE".parse::<Dyad>().unwrap().directed);
        assert!("ISR".parse::<Dyad>().is_err());
    }

    #[test]
    fn near_is_a_name_or_a_point() {
        assert_eq!("Jenin,50km".parse::<Near>().unwrap(), Near::Name("Jenin".to_owned(), 50.0));
        assert_eq!("32.46, 35.3, 50 km".parse::<Near>().unwrap(), Near::Point(32.46, 35.3, 50.0));
        for wrong in ["Jenin", "Jenin,far", "50km", "99,200,5km", "Jenin,-3km"] {
            assert!(wrong.parse::<Near>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn words_are_quoted_and_operators_kept() {
        let check = |typed: &str, want: &str| assert_eq!(match_words(typed).unwrap(), want);
        check("U.S. cease-fire", "\"U.S.\" \"cease-fire\"");
        check("\"rubber bullets\" OR tear*", "\"rubber bullets\" OR \"tear\"*");
        check("x') DROP", "\"x')\" \"DROP\"");
        for wrong in ["", "AND", "a OR", "NOT b", "--"] {
            assert!(match_words(wrong).is_err(), "{wrong}");
        }
    }
}
