//! Questions: events, occurrences, statements, positions, stories, actors and articles that pass a filter.

use crate::db::Statement;
use crate::db::Value;

use crate::error::Error;
use crate::filter::{Conditions, Filter, Reach, is_who};
use crate::store::Archive;
use crate::table::Type::{Int, Real, Text};
use crate::table::{Cell, Column, Sink, Type};

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Articles as they stand now.
    Articles,
    /// Events, as each article has them.
    Events,
    /// Happenings, over all articles.
    Occurrences,
    /// Who said what.
    Statements,
    /// What holders are on record for or against.
    Positions,
    /// Articles about one matter.
    Stories,
    /// Entities joined over articles.
    Actors,
}

/// A piece of a long answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// Where the piece before it ended: what [`Kind::places`] says of its last record, and that record's id.
    pub after: Option<(String, String)>,
    /// Whether the order is turned round.
    pub newest_first: bool,
    /// At most so many records.
    pub limit: usize,
}

impl Kind {
    /// Every kind, by the name that paths and files have for it.
    pub const NAMED: [(&'static str, Kind); 7] = [
        ("articles", Kind::Articles),
        ("events", Kind::Events),
        ("occurrences", Kind::Occurrences),
        ("statements", Kind::Statements),
        ("positions", Kind::Positions),
        ("stories", Kind::Stories),
        ("actors", Kind::Actors),
    ];

    /// The columns whose first that is known puts a record in its place; the id decides between equals.
    pub fn places(self) -> &'static [&'static str] {
        match self {
            Kind::Articles | Kind::Statements | Kind::Positions => &["published"],
            Kind::Events => &["first", "published"],
            Kind::Occurrences => &["first", "first_report"],
            Kind::Stories => &["first"],
            Kind::Actors => &["name"],
        }
    }

    /// The columns of its view, without the archive's own key.
    pub fn columns(self) -> &'static [(&'static str, Type)] {
        match self {
            Kind::Articles => ARTICLES,
            Kind::Events => EVENTS,
            Kind::Occurrences => OCCURRENCES,
            Kind::Statements => STATEMENTS,
            Kind::Positions => POSITIONS,
            Kind::Stories => STORIES,
            Kind::Actors => ACTORS,
        }
    }

    /// Its view.
    pub(crate) fn view(self) -> &'static str {
        match self {
            Kind::Articles => "v_articles",
            Kind::Events => "v_events",
            Kind::Occurrences => "v_occurrences",
            Kind::Statements => "v_statements",
            Kind::Positions => "v_positions",
            Kind::Stories => "v_stories",
            Kind::Actors => "v_actors",
        }
    }

    fn order(self) -> &'static str {
        match self {
            Kind::Articles | Kind::Statements | Kind::Positions => "x.published NULLS FIRST, x.id",
            Kind::Events => "coalesce(x.first, x.published) NULLS FIRST, x.id",
            Kind::Occurrences => "coalesce(x.first, x.first_report) NULLS FIRST, x.id",
            Kind::Stories => "x.first NULLS FIRST, x.id",
            Kind::Actors => "x.name, x.id",
        }
    }
}

const ARTICLES: &[(&str, Type)] = &[
    ("id", Text),
    ("name", Text),
    ("version", Int),
    ("published", Text),
    ("publisher", Text),
    ("url", Text),
    ("language", Text),
    ("headline", Text),
    ("story", Text),
    ("copies", Text),
    ("n_events", Int),
    ("n_statements", Int),
    ("length", Int),
    ("licence", Text),
    ("ingested", Text),
    ("text_sha256", Text),
    ("coder", Text),
    ("model", Text),
    ("codebook", Text),
];

const EVENTS: &[(&str, Type)] = &[
    ("id", Text),
    ("article", Text),
    ("publisher", Text),
    ("published", Text),
    ("type", Text),
    ("modes", Text),
    ("contexts", Text),
    ("cameo", Text),
    ("quad", Int),
    ("scale", Real),
    ("goldstein", Real),
    ("actors", Text),
    ("actor_names", Text),
    ("recipients", Text),
    ("recipient_names", Text),
    ("first", Text),
    ("last", Text),
    ("date_precision", Text),
    ("date_source", Text),
    ("place", Text),
    ("country", Text),
    ("admin1", Text),
    ("lat", Real),
    ("lon", Real),
    ("geonames", Int),
    ("place_source", Text),
    ("killed_low", Int),
    ("killed_best", Int),
    ("killed_high", Int),
    ("injured_low", Int),
    ("injured_best", Int),
    ("injured_high", Int),
    ("arrested_low", Int),
    ("arrested_best", Int),
    ("arrested_high", Int),
    ("amount", Real),
    ("currency", Text),
    ("polarity", Text),
    ("modality", Text),
    ("historical", Int),
    ("asserted_by", Text),
    ("contested_by", Text),
    ("via", Text),
    ("occurrence", Text),
    ("story", Text),
    ("rule", Text),
    ("conf_type", Real),
    ("conf_actors", Real),
    ("conf_recipients", Real),
    ("corrected", Int),
    ("evidence", Text),
];

const OCCURRENCES: &[(&str, Type)] = &[
    ("id", Text),
    ("type", Text),
    ("modes", Text),
    ("quad", Int),
    ("scale", Real),
    ("actors", Text),
    ("actor_names", Text),
    ("recipients", Text),
    ("recipient_names", Text),
    ("first", Text),
    ("last", Text),
    ("dated", Text),
    ("place", Text),
    ("country", Text),
    ("admin1", Text),
    ("lat", Real),
    ("lon", Real),
    ("killed_low", Int),
    ("killed_high", Int),
    ("injured_low", Int),
    ("injured_high", Int),
    ("arrested_low", Int),
    ("arrested_high", Int),
    ("n_reports", Int),
    ("n_origins", Int),
    ("first_report", Text),
    ("n_asserting", Int),
    ("n_denying", Int),
];

const STATEMENTS: &[(&str, Type)] = &[
    ("id", Text),
    ("article", Text),
    ("publisher", Text),
    ("published", Text),
    ("speaker", Text),
    ("country", Text),
    ("sectors", Text),
    ("on_behalf_of", Text),
    ("addressee", Text),
    ("form", Text),
    ("content", Text),
    ("cue", Text),
    ("via", Text),
    ("within", Text),
    ("rule", Text),
    ("confidence", Real),
];

const POSITIONS: &[(&str, Type)] = &[
    ("id", Text),
    ("article", Text),
    ("publisher", Text),
    ("published", Text),
    ("holder", Text),
    ("country", Text),
    ("sectors", Text),
    ("on_behalf_of", Text),
    ("stance", Text),
    ("topic", Text),
    ("topic_key", Text),
    ("toward", Text),
    ("hedge", Text),
    ("statement", Text),
    ("event", Text),
    ("via", Text),
    ("evidence", Text),
];

const STORIES: &[(&str, Type)] = &[
    ("id", Text),
    ("title", Text),
    ("first", Text),
    ("last", Text),
    ("n_reports", Int),
    ("n_texts", Int),
    ("n_publishers", Int),
    ("n_events", Int),
    ("n_occurrences", Int),
];

const ACTORS: &[(&str, Type)] = &[
    ("id", Text),
    ("name", Text),
    ("kind", Text),
    ("country", Text),
    ("sectors", Text),
    ("n_articles", Int),
    ("n_events", Int),
    ("n_statements", Int),
];

impl Archive {
    /// Gives `sink` every record of a kind that passes the filter, in the order of time.
    ///
    /// # Errors
    /// When a filter does not apply to that kind, or the archive or the sink fails.
    pub fn query(&self, kind: Kind, filter: &Filter, sink: &mut dyn Sink) -> Result<(), Error> {
        let (keys, params) = self.keys_of(kind, filter)?;
        let columns = kind.columns();
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("x.{name}")).collect();
        let sql = format!(
            "SELECT {} FROM {} x WHERE x.key IN ({keys}) ORDER BY {}",
            names.join(", "),
            kind.view(),
            kind.order()
        );
        let columns: Vec<Column> =
            columns.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: Some(*kind) }).collect();
        run(&mut self.db.prepare(&sql)?, &params, columns, sink)
    }

    /// Gives `sink` one page of the records of a kind that pass the filter: those after a place in their order.
    ///
    /// # Errors
    /// When a filter does not apply to that kind, or the archive or the sink fails.
    pub fn page(&self, kind: Kind, filter: &Filter, page: &Page, sink: &mut dyn Sink) -> Result<(), Error> {
        let (keys, mut params) = self.keys_of(kind, &Filter { limit: None, ..filter.clone() })?;
        // The keys are cut before the view works out what stands in its columns, which is what costs.
        let (table, day) = match kind {
            Kind::Articles => ("versions b JOIN articles a ON a.key = b.article", "b.published"),
            Kind::Events => ("events b", "b.day"),
            Kind::Occurrences => ("occurrences b", "b.day"),
            Kind::Statements => ("statements b JOIN versions v ON v.key = b.version", "v.published"),
            Kind::Positions => ("positions b JOIN versions v ON v.key = b.version", "v.published"),
            Kind::Stories => (
                "stories b",
                "(SELECT min(v.published) FROM membership m JOIN versions v ON v.key = m.version WHERE m.story = b.key)",
            ),
            Kind::Actors => ("actors b", "b.name"),
        };
        let id = if kind == Kind::Articles { "a.id" } else { "b.id" };
        let (than, direction) = if page.newest_first { ("<", "DESC") } else { (">", "ASC") };
        let mut sql = format!("SELECT b.key FROM {table} WHERE b.key IN ({keys})");
        if let Some((at, last)) = &page.after {
            sql.push_str(&format!(" AND (coalesce({day}, ''), {id}) {than} (?, ?)"));
            params.extend([Value::Text(at.clone()), Value::Text(last.clone())]);
        }
        sql.push_str(&format!(" ORDER BY coalesce({day}, '') {direction}, {id} {direction} LIMIT ?"));
        params.push(Value::Integer(i64::try_from(page.limit).unwrap_or(i64::MAX)));
        let columns = kind.columns();
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("x.{name}")).collect();
        let order = kind.places().iter().map(|name| format!("x.{name}, ")).collect::<String>();
        let sql = format!(
            "SELECT {} FROM {} x WHERE x.key IN ({sql}) ORDER BY coalesce({order}'') {direction}, x.id {direction}",
            names.join(", "),
            kind.view()
        );
        let columns: Vec<Column> =
            columns.iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: Some(*kind) }).collect();
        run(&mut self.db.prepare(&sql)?, &params, columns, sink)
    }

    /// A query that walks events or occurrences in their order until the first of those that pass are found.
    fn walk(&self, kind: Kind, filter: &Filter, limit: usize) -> Result<(String, Vec<Value>), Error> {
        let limit = Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX));
        if kind == Kind::Occurrences {
            let c = filter.of_events(&self.db, Reach::Walk)?;
            let sql = format!(
                "SELECT o.key FROM occurrences o WHERE EXISTS (
                     SELECT 1 FROM events e CROSS JOIN versions v
                     WHERE v.key = e.version AND v.current = 1 AND e.rejected = 0 AND e.occurrence = o.key AND {})
                 ORDER BY o.day, o.id LIMIT ?",
                c.joined()
            );
            let mut params = c.params;
            params.push(limit);
            return Ok((sql, params));
        }
        // What lasted into the time asked for began before it, and is found by its end.
        let parts: &[(&str, &str)] = match filter.since {
            None => &[("events e", "TRUE")],
            Some(_) => &[
                ("events e", "e.day >= ?"),
                (
                    "(SELECT w.key FROM events w WHERE w.last > w.first AND w.last >= ?) long CROSS JOIN events e",
                    "e.key = long.key AND e.day < ?",
                ),
            ],
        };
        let rest = Filter { since: None, ..filter.clone() };
        let (mut sql, mut params) = (Vec::new(), Vec::new());
        for (from, which) in parts {
            let c = rest.of_events(&self.db, Reach::Walk)?;
            for _ in 0..from.matches('?').count() + which.matches('?').count() {
                params.push(Value::Text(filter.since.map(|day| day.to_string()).unwrap_or_default()));
            }
            params.extend(c.params.iter().cloned());
            params.push(limit.clone());
            sql.push(format!(
                "SELECT key, day, id FROM (SELECT e.key, e.day, e.id FROM {from} CROSS JOIN versions v
                     WHERE {which} AND v.key = e.version AND v.current = 1 AND e.rejected = 0 AND {}
                     ORDER BY e.day, e.id LIMIT ?) q",
                c.joined()
            ));
        }
        params.push(limit);
        let sql = format!("SELECT key FROM ({}) p ORDER BY day, id LIMIT ?", sql.join(" UNION ALL "));
        Ok((sql, params))
    }

    /// A query for the keys of the records that pass.
    pub(crate) fn keys_of(&self, kind: Kind, filter: &Filter) -> Result<(String, Vec<Value>), Error> {
        if let Some(limit) = filter.limit
            && matches!(kind, Kind::Events | Kind::Occurrences)
            && filter.reach(&self.db)? == Reach::Walk
        {
            return self.walk(kind, filter, limit);
        }
        self.gather(kind, filter)
    }

    /// The same, by gathering all that pass.
    fn gather(&self, kind: Kind, filter: &Filter) -> Result<(String, Vec<Value>), Error> {
        let events = |c: &Conditions, what: &str| {
            format!(
                "SELECT {what} FROM events e JOIN versions v ON v.key = e.version AND v.current = 1
                 WHERE e.rejected = 0 AND {}",
                c.joined()
            )
        };
        // The order that a limit cuts in is that of the answer.
        let (sql, mut params, order) = match kind {
            Kind::Events => {
                let c = filter.of_events(&self.db, Reach::Gather)?;
                (events(&c, "e.key"), c.params, "e.day, e.id")
            }
            Kind::Occurrences => {
                let c = filter.of_events(&self.db, Reach::Gather)?;
                let sql = format!("SELECT o.key FROM occurrences o WHERE o.key IN ({})", events(&c, "e.occurrence"));
                (sql, c.params, "o.day, o.id")
            }
            Kind::Statements | Kind::Positions => {
                refuse(kind, filter, &["dyad", "type", "context", "near", "min-sources"])?;
                let (table, single, whose, to) = match kind {
                    Kind::Statements => ("statements", "statement", "speaker", "addressee"),
                    _ => ("positions", "position", "holder", "toward"),
                };
                let c = filter.of_speech(&self.db, single, whose, to)?;
                let sql = format!(
                    "SELECT e.key FROM {table} e JOIN versions v ON v.key = e.version AND v.current = 1
                 WHERE e.rejected = 0 AND {}",
                    c.joined()
                );
                (sql, c.params, "v.published NULLS FIRST, e.id")
            }
            Kind::Stories | Kind::Articles => {
                let mut c = Conditions::default();
                filter.words(&self.db, &mut c)?;
                if let Some(day) = filter.since {
                    c.push("v.published >= ?", [Value::Text(day.to_string())]);
                }
                if let Some(day) = filter.until {
                    c.push("v.published <= ?", [Value::Text(day.to_string())]);
                }
                // Everything else is asked of the events in them.
                let rest = Filter { text: None, since: None, until: None, limit: None, ..filter.clone() };
                if rest != Filter::default() {
                    let inner = rest.of_events(&self.db, Reach::Gather)?;
                    c.push(format!("v.key IN ({})", events(&inner, "e.version")), inner.params);
                }
                let where_ = c.joined();
                match kind {
                    Kind::Articles => (
                        format!("SELECT v.key FROM versions v WHERE v.current = 1 AND {where_}"),
                        c.params,
                        "v.published NULLS FIRST, v.key",
                    ),
                    _ => {
                        let sql = format!(
                            "SELECT s.key FROM stories s WHERE s.key IN (SELECT m.story FROM membership m
                                 JOIN versions v ON v.key = m.version AND v.current = 1 WHERE {where_})"
                        );
                        (sql, c.params, "s.id")
                    }
                }
            }
            Kind::Actors => {
                refuse(kind, filter, &["recipient", "near", "via", "min-sources"])?;
                let mut c = Conditions::default();
                c.any(&filter.actors, |who| {
                    let (is, params) = is_who(who, "n", "n");
                    (format!("t.key IN (SELECT n.actor FROM entities n WHERE {is})"), params)
                });
                c.any(&filter.countries, |country| ("t.country = ?".to_owned(), vec![Value::Text(country.clone())]));
                let rest = Filter { actors: Vec::new(), countries: Vec::new(), limit: None, ..filter.clone() };
                if rest != Filter::default() {
                    let inner = rest.of_events(&self.db, Reach::Gather)?;
                    let keys = events(&inner, "e.key");
                    c.push(
                        format!(
                            "t.key IN (SELECT n.actor FROM arguments g JOIN entities n ON n.key = g.entity WHERE g.event IN ({keys}))"
                        ),
                        inner.params,
                    );
                }
                (format!("SELECT t.key FROM actors t WHERE {}", c.joined()), c.params, "t.name, t.id")
            }
        };
        let Some(limit) = filter.limit else { return Ok((sql, params)) };
        params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        Ok((format!("{sql} ORDER BY {order} LIMIT ?"), params))
    }

    /// Answers a question in SQL, which can only read.
    ///
    /// # Errors
    /// When it is not one statement that reads, or it fails.
    pub fn sql(&self, sql: &str, sink: &mut dyn Sink) -> Result<(), Error> {
        let mut statement = self.db.prepare_question(sql)?;
        let columns = statement.column_names().into_iter().map(|name| Column { name, kind: None }).collect();
        run(&mut statement, &[], columns, sink)
    }

    /// How many articles were set aside, and why: source, line, reason, time.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn rejected(&self, sink: &mut dyn Sink) -> Result<(), Error> {
        self.sql("SELECT source, line, reason, at FROM rejected ORDER BY source, line", sink)
    }
}

/// Filters that say nothing about a kind are refused, since an answer that ignored one would be wrong.
fn refuse(kind: Kind, filter: &Filter, names: &[&str]) -> Result<(), Error> {
    let is_set = |name: &str| match name {
        "recipient" => !filter.recipients.is_empty(),
        "dyad" => !filter.dyads.is_empty(),
        "type" => !filter.types.is_empty(),
        "context" => !filter.contexts.is_empty(),
        "near" => filter.near.is_some(),
        "via" => !filter.via.is_empty(),
        "min-sources" => filter.min_sources.is_some(),
        _ => false,
    };
    match names.iter().find(|name| is_set(name)) {
        Some(name) => {
            let what = kind.view().trim_start_matches("v_");
            Err(Error::new(format!("--{name} says nothing about {what}; ask for events or occurrences with it")))
        }
        None => Ok(()),
    }
}

pub(crate) fn run(
    statement: &mut Statement<'_>,
    params: &[Value],
    columns: Vec<Column>,
    sink: &mut dyn Sink,
) -> Result<(), Error> {
    sink.begin(&columns)?;
    let mut rows = statement.query(params)?;
    let mut cells = Vec::with_capacity(columns.len());
    while let Some(row) = rows.next()? {
        cells.clear();
        for i in 0..columns.len() {
            cells.push(Cell::of(row.get_ref(i)?));
        }
        sink.row(&cells)?;
    }
    sink.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Kind;
    use crate::db::{Connection, Value};
    use crate::{Archive, Filter, Origin, read_ledger};

    /// Forty articles with three events each; every fifth event lasts for two months.
    fn archive() -> Archive {
        let dir = tempfile::tempdir().unwrap();
        let mut archive = Archive::open(dir.path().join("a.db").to_str().unwrap()).unwrap();
        let countries = ["NGA", "KEN", "PER", "CHL", "IRQ"];
        for n in 0..40_usize {
            let text = "Somebody met somebody else. ".repeat(3);
            let party = |i: usize| {
                json!({"entity": format!("e{}", i % 5 + 1), "country": (countries[i % 5]),
                    "sectors": [(if i.is_multiple_of(2) { "GOV" } else { "MIL" })], "start": 0, "end": 8})
            };
            let events: Vec<_> = (0..3)
                .map(|i| {
                    let (day, k) = (format!("2024-{:02}-{:02}", 1 + n % 6, 1 + (7 * n + i) % 27), 3 * n + i);
                    let to = if k % 5 == 0 { format!("2024-{:02}-20", 3 + n % 6) } else { day.clone() };
                    let (start, end) = (28 * i, 28 * i + 26);
                    json!({"id": format!("ev{i}"), "type": (["CONSULT", "ASSAULT", "AID"][k % 3]), "mode": [],
                        "context": [], "cameo": "040", "goldstein": 1.0, "quad": 1, "scale": 2.5,
                        "actors": [party(k)], "recipients": [party(k + 1 + n % 3)],
                        "evidence": [{"start": start, "end": end, "trigger": [start, end]}],
                        "polarity": "affirmed", "modality": "actual", "historical": false, "time": null,
                        "date": {"from": day, "to": to, "precision": "day", "source": "text"}, "place": "l1",
                        "place_source": "clause", "amount": null, "attribution": [], "contested_by": [], "via": [],
                        "rule": "made", "confidence": {"type": 0.9, "actors": 0.9, "recipients": 0.9}})
                })
                .collect();
            let entities: Vec<_> = (0..5)
                .map(|i| {
                    json!({"id": format!("e{}", i + 1), "name": format!("Party {i}"), "kind": "group",
                        "country": (countries[i]), "sectors": [], "roles": [], "wikidata": null,
                        "mentions": [{"start": 0, "end": 8, "form": "name"}]})
                })
                .collect();
            let ledger = json!({"schema": "chancery/1",
                "article": {"id": format!("a{n}"), "url": null, "publisher": format!("Paper {}", n % 4),
                    "published": format!("2024-{:02}-28", 1 + n % 6), "language": "en", "headline": null, "text": text},
                "segments": [{"kind": "paragraph", "start": 0, "end": text.len()}],
                "entities": entities, "events": events, "statements": [], "positions": [], "times": [],
                "places": [{"id": "l1", "start": 0, "end": 8, "text": "Puno", "kind": "name", "name": "Puno",
                    "country": (countries[n % 5]), "admin1": null, "admin2": null, "feature": "PPL", "precision": 5,
                    "lat": -15.8 + n as f64, "lon": -70.0, "geonames": 1}],
                "notes": [], "produced_by": {"version": "0", "model": "made", "codebook": "made"}});
            let ledger = read_ledger(&ledger.to_string()).unwrap();
            archive.store(&ledger, &Origin::of_ledger(&ledger), "2024-12-01T00:00:00Z").unwrap();
        }
        archive.settle("2024-12-01T00:00:00Z", |_| ()).unwrap();
        archive
    }

    fn keys(db: &Connection, (sql, params): (String, Vec<Value>)) -> Vec<i64> {
        let mut statement = db.prepare(&sql).unwrap();
        statement.query_map(&params[..], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn what_is_walked_is_what_is_gathered() {
        let archive = archive();
        let day = |day: &str| Some(day.parse().unwrap());
        let all = Filter::default();
        let filters = [
            all.clone(),
            Filter { actors: vec!["NGA".parse().unwrap()], ..all.clone() },
            Filter { actors: vec!["NGA.GOV".parse().unwrap(), "Party 2".parse().unwrap()], ..all.clone() },
            Filter { dyads: vec!["NGA,KEN".parse().unwrap()], ..all.clone() },
            Filter { dyads: vec!["PER>CHL".parse().unwrap()], types: vec!["AID".parse().unwrap()], ..all.clone() },
            Filter { since: day("2024-04-10"), ..all.clone() },
            Filter { since: day("2024-03-01"), until: day("2024-04-15"), ..all.clone() },
            Filter { countries: vec!["IRQ".to_owned()], recipients: vec!["KEN".parse().unwrap()], ..all.clone() },
            Filter { near: Some("-10,-70,500km".parse().unwrap()), ..all.clone() },
            Filter { text: Some("somebody".to_owned()), ..all.clone() },
        ];
        for filter in filters {
            for kind in [Kind::Events, Kind::Occurrences] {
                for limit in [1, 7, 1000] {
                    let filter = Filter { limit: Some(limit), ..filter.clone() };
                    let gathered = keys(&archive.db, archive.gather(kind, &filter).unwrap());
                    assert!(!gathered.is_empty(), "{kind:?} {filter:?}");
                    assert_eq!(
                        keys(&archive.db, archive.walk(kind, &filter, limit).unwrap()),
                        gathered,
                        "{kind:?} {filter:?}"
                    );
                }
            }
        }
    }
}
