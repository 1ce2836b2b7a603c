//! Which records pass a filter, as a query for their keys: all of them, or a page in their order.
//!
//! There are two ways to a page. When some condition leaves few records, these are gathered by it and put in order;
//! else the records are walked in their order, by an index, until enough have passed. Both give the same.
//!
//! Not here: what a condition is in SQL (`filter`), and what is said of a record that passed (`query`).

use crate::db::Value;
use crate::error::Error;
use crate::filter::{Conditions, Filter, Reach, is_actor};
use crate::query::{Kind, Page, refuse};
use crate::roles::{OF_EVENTS, OF_OCCURRENCES, Role};
use crate::store::Archive;

/// Records that pass, as a query that is still open for an order and an end.
struct Selected {
    key: &'static str,
    from: String,
    which: Conditions,
    /// What puts a record in its place, and what decides between equals.
    day: &'static str,
    id: &'static str,
}

impl Selected {
    fn new(key: &'static str, from: impl Into<String>, day: &'static str, id: &'static str) -> Selected {
        Selected { key, from: from.into(), which: Conditions::default(), day, id }
    }

    /// All of them, in no order.
    fn all(self) -> (String, Vec<Value>) {
        (format!("SELECT {} FROM {} WHERE {}", self.key, self.from, self.which.joined()), self.which.params)
    }

    /// A page of them; beside the key it has `day` and `id` when `ranked`.
    fn page(mut self, page: &Page, ranked: bool) -> (String, Vec<Value>) {
        let (than, direction) = if page.newest_first { ("<", "DESC") } else { (">", "ASC") };
        let Selected { key, day, id, .. } = self;
        if let Some((at, last)) = &page.after {
            let place = [Value::Text(at.clone()), Value::Text(last.clone())];
            self.which.push(format!("({day}, {id}) {than} (?, ?)"), place);
        }
        let also = if ranked { format!(", {day} AS day, {id} AS id") } else { String::new() };
        let sql = format!(
            "SELECT {key} AS key{also} FROM {} WHERE {} ORDER BY {day} {direction}, {id} {direction} LIMIT ?",
            self.from,
            self.which.joined()
        );
        let mut params = self.which.params;
        params.push(most(page.limit));
        (sql, params)
    }
}

/// What is summed up: rows `o` with a `day` and a `quad`, each an occurrence or several.
pub(crate) struct Summed {
    pub(crate) from: &'static str,
    /// How many occurrences rows stand for, and the sum of their scales in thousandths.
    pub(crate) n: &'static str,
    pub(crate) scale: &'static str,
    pub(crate) which: String,
    pub(crate) params: Vec<Value>,
}

impl Summed {
    fn one_by_one(from: &'static str, which: Conditions) -> Summed {
        let (n, scale) = ("count(*)", "sum(round(o.scale * 1000))");
        Summed { from, n, scale, which: which.joined(), params: which.params }
    }
}

/// What began before a day and lasted into it, to be joined with what is asked for.
const LONG: &str = "(SELECT w.key FROM {table} w WHERE w.last > w.{first} AND w.last >= ? AND w.day || '' < ?) long
    CROSS JOIN ";

/// The column of the first day of what lasts.
fn first_of(table: &str) -> &'static str {
    if table == "stories" { "day" } else { "first" }
}

fn most(limit: usize) -> Value {
    Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX))
}

/// The keys of the events that pass, or what else is asked of them.
fn events(c: &Conditions, what: &str) -> String {
    format!(
        "SELECT {what} FROM events e JOIN versions v ON v.key = e.version AND v.current = 1
         WHERE e.rejected = 0 AND {}",
        c.joined()
    )
}

impl Archive {
    /// A query for the keys of the records that pass; of a page of them, when one is given.
    ///
    /// # Errors
    /// When a filter does not apply to that kind, or the archive fails.
    pub(crate) fn select(
        &self,
        kind: Kind,
        filter: &Filter,
        page: Option<&Page>,
    ) -> Result<(String, Vec<Value>), Error> {
        let Some(page) = page else { return Ok(self.gathered(kind, filter, Reach::Gather)?.all()) };
        let reach = match kind {
            Kind::Events | Kind::Occurrences => filter.reach(&self.db)?,
            Kind::Statements | Kind::Positions => filter.reach_of_speech(&self.db, kind)?,
            Kind::Articles | Kind::Stories => match filter.of_articles() {
                rest if rest == Filter::default() => Reach::Walk,
                // Few events on the days asked for are no reason to gather these: days are walked.
                rest => match rest.reach(&self.db)? {
                    Reach::Days => Reach::Walk,
                    other => other,
                },
            },
            Kind::Actors => Reach::Gather,
        };
        match reach {
            Reach::Walk => self.walked(kind, filter, page),
            Reach::Gather | Reach::Days => {
                let mut selected = self.gathered(kind, filter, reach)?;
                // They are few, and sorted sooner than a planner finds them on a way through all days.
                selected.day = match selected.day {
                    "e.day" => "e.day || ''",
                    "o.day" => "o.day || ''",
                    other => other,
                };
                Ok(selected.page(page, false))
            }
        }
    }

    /// A page, by walking records in their order until enough have passed.
    fn walked(&self, kind: Kind, filter: &Filter, page: &Page) -> Result<(String, Vec<Value>), Error> {
        match kind {
            Kind::Statements | Kind::Positions => return Ok(self.spoken(kind, filter, Reach::Walk)?.page(page, false)),
            Kind::Articles => return Ok(self.published(filter, Reach::Walk)?.page(page, false)),
            _ => {}
        }
        // What lasted into the time asked for began before it, and is found by its end.
        let (table, alias) = match kind {
            Kind::Occurrences => ("occurrences", "o"),
            Kind::Stories => ("stories", "s"),
            _ => ("events", "e"),
        };
        // Those of a country or two are walked by the roles that these have, in the same order.
        let of_role = match kind {
            Kind::Events => Role::of_events(filter).map(|found| (found, OF_EVENTS)),
            Kind::Occurrences => Role::of_parties(filter).map(|found| (found, OF_OCCURRENCES)),
            _ => None,
        };
        let (day, key) = match &of_role {
            Some((_, parties)) => ("p.day".to_owned(), parties.key()),
            None => (format!("{alias}.day"), format!("{alias}.key")),
        };
        let mut parts = Vec::new();
        match filter.since {
            None => parts.push(("", "TRUE".to_owned())),
            Some(since) => {
                parts.push(("", format!("{day} >= ?")));
                match self.lasted(table, &since.to_string())? {
                    Some(keys) if keys.is_empty() => {}
                    Some(keys) => {
                        let keys: Vec<String> = keys.iter().map(i64::to_string).collect();
                        parts.push(("", format!("{key} IN ({})", keys.join(", "))));
                    }
                    None => parts.push((LONG, format!("{key} = long.key"))),
                }
            }
        }
        let rest = of_role.as_ref().map_or(filter, |((_, rest), _)| rest);
        let rest = Filter { since: None, ..rest.clone() };
        let (mut sql, mut params) = (Vec::new(), Vec::new());
        for (from, which) in &parts {
            let from = from.replace("{table}", table).replace("{first}", first_of(table));
            let mut selected = match kind {
                Kind::Occurrences => self.happened(&rest, Reach::Walk)?,
                // Of its articles, one that is told of since that day must pass.
                Kind::Stories => self.told(filter, Reach::Walk)?,
                _ => {
                    let mut of_events = Selected::new("e.key", "events e CROSS JOIN versions v", "e.day", "e.id");
                    of_events.which.push("v.key = e.version AND v.current = 1 AND e.rejected = 0", []);
                    of_events.which.append(rest.of_events(&self.db, Reach::Walk)?);
                    of_events
                }
            };
            if let Some(((role, _), parties)) = &of_role {
                let (roles, is) = parties.in_order(role.clone());
                selected.from = format!("{roles}{}", selected.from);
                selected.which.append(is);
                selected.day = "p.day";
                // The place of a record is over two tables; the days alone are in an index.
                let until = filter.until.map(|day| day.to_string()).map(|until| ("<=", until));
                let after = page.after.clone().map(|(day, _)| (if page.newest_first { "<=" } else { ">=" }, day));
                for (than, day) in until.into_iter().chain(after) {
                    selected.which.push(format!("p.day {than} ?"), [Value::Text(day)]);
                }
            }
            let since = Value::Text(filter.since.map(|day| day.to_string()).unwrap_or_default());
            selected.from = format!("{from}{}", selected.from);
            // Values of what stands after FROM come before those of the conditions.
            let mut values = vec![since; from.matches('?').count() + which.matches('?').count()];
            values.append(&mut selected.which.params);
            selected.which.sql.insert(0, which.clone());
            selected.which.params = values;
            let (one, of_one) = selected.page(page, true);
            sql.push(format!("SELECT key, day, id FROM ({one}) q"));
            params.extend(of_one);
        }
        let direction = if page.newest_first { "DESC" } else { "ASC" };
        params.push(most(page.limit));
        let all = sql.join(" UNION ALL ");
        Ok((format!("SELECT key FROM ({all}) p ORDER BY day {direction}, id {direction} LIMIT ?"), params))
    }

    /// The keys of what began before a day and lasted into it, unless these are many.
    fn lasted(&self, table: &str, since: &str) -> Result<Option<Vec<i64>>, Error> {
        const FEW: usize = 1000;
        // No index on the day alone is to be used for these, of which there are few.
        let sql = format!(
            "SELECT w.key FROM {table} w WHERE w.last > w.{} AND w.last >= ?1 AND w.day || '' < ?1 LIMIT {}",
            first_of(table),
            FEW + 1
        );
        let mut select = self.db.prepare(&sql)?;
        let keys = select.query_map([since], |row| row.get(0))?.collect::<Result<Vec<i64>, _>>()?;
        Ok(Some(keys).filter(|keys| keys.len() <= FEW))
    }

    /// Occurrences: what they have of their own is asked of them, everything else of the events that report them.
    fn happened(&self, filter: &Filter, reach: Reach) -> Result<Selected, Error> {
        let mut selected = Selected::new("o.key", "occurrences o", "o.day", "o.id");
        let (own, rest) = filter.of_occurrences(&self.db, reach);
        selected.which.append(own);
        if rest != Filter::default() {
            let c = rest.of_events(&self.db, if reach == Reach::Walk { Reach::Walk } else { Reach::Gather })?;
            let sql = match reach {
                Reach::Walk => format!(
                    "(SELECT 1 FROM events e CROSS JOIN versions v
                      WHERE v.key = e.version AND v.current = 1 AND e.rejected = 0 AND e.occurrence = o.key AND {} LIMIT 1)
                     IS NOT NULL",
                    c.joined()
                ),
                Reach::Gather | Reach::Days => format!("o.key IN ({})", events(&c, "e.occurrence")),
            };
            selected.which.push(sql, c.params);
        }
        filter.days(&mut selected.which, "occurrences", "o", reach);
        Ok(selected)
    }

    /// The occurrences `o` that pass the filter and began on one of its days, for sums over all of them.
    pub(crate) fn happened_in(&self, filter: &Filter) -> Result<Summed, Error> {
        /// So many are asked one by one sooner than all that pass are gathered.
        const ONE_BY_ONE: i64 = 120_000;
        let mut c = Conditions::default();
        for (day, than) in [(filter.since, ">="), (filter.until, "<=")] {
            if let Some(day) = day {
                c.push(format!("o.day {than} ?"), [Value::Text(day.to_string())]);
            }
        }
        if let Some(of_role) = filter.of_role() {
            c.append(of_role);
            return Ok(Summed::one_by_one("occurrence_roles o", c));
        }
        let rest = Filter { since: None, until: None, limit: None, ..filter.clone() };
        if rest == Filter::default() {
            let (n, scale) = ("sum(o.n)", "sum(o.scale)");
            return Ok(Summed { from: "occurrence_days o", n, scale, which: c.joined(), params: c.params });
        }
        let mut reach = Reach::Gather;
        // Types and countries have indexes in which all stands that is summed up.
        let is_indexed = Filter { types: Vec::new(), countries: Vec::new(), ..rest.clone() } == Filter::default();
        if !c.sql.is_empty() && !is_indexed {
            let sql = format!("SELECT count(*) FROM (SELECT 1 FROM occurrences o WHERE {} LIMIT ?) q", c.joined());
            let mut params = c.params.clone();
            params.push(Value::Integer(ONE_BY_ONE));
            if self.db.query_row(&sql, &params[..], |row| row.get::<_, i64>(0))? < ONE_BY_ONE {
                reach = Reach::Walk;
            }
        }
        c.append(self.happened(&rest, reach)?.which);
        Ok(Summed::one_by_one("occurrences o", c))
    }

    /// Statements or positions.
    fn spoken(&self, kind: Kind, filter: &Filter, reach: Reach) -> Result<Selected, Error> {
        refuse(kind, filter, &["dyad", "type", "context", "near", "min-sources"])?;
        let (table, single, whose, to) = match kind {
            Kind::Statements => ("statements", "statement", "speaker", "addressee"),
            _ => ("positions", "position", "holder", "toward"),
        };
        let join = if reach == Reach::Walk { "CROSS JOIN" } else { "," };
        let mut selected = Selected::new("e.key", format!("{table} e {join} versions v"), "e.day", "e.id");
        selected.which.push("v.key = e.version AND v.current = 1 AND e.rejected = 0", []);
        selected.which.append(filter.of_speech(&self.db, single, whose, to, reach)?);
        Ok(selected)
    }

    /// Conditions on an article's newest version `v`: what it has of its own, and everything else of the events in it.
    fn of_articles(&self, filter: &Filter, reach: Reach) -> Result<Conditions, Error> {
        let mut c = Conditions::default();
        if let Some(day) = filter.since {
            c.push("coalesce(v.published, '') >= ?", [Value::Text(day.to_string())]);
        }
        if let Some(day) = filter.until {
            // An empty day is that of an article without one.
            let (first, last) = (Value::Text("0".to_owned()), Value::Text(day.to_string()));
            c.push("coalesce(v.published, '') BETWEEN ? AND ?", [first, last]);
        }
        let rest = Filter { text: None, ..filter.of_articles() };
        if rest != Filter::default() {
            let inner = rest.of_events(&self.db, reach)?;
            // That the version is the newest is asked of it outside.
            let sql = match reach {
                Reach::Walk => format!(
                    "(SELECT 1 FROM events e WHERE e.version = v.key AND e.rejected = 0 AND {} LIMIT 1) IS NOT NULL",
                    inner.joined()
                ),
                Reach::Gather | Reach::Days => {
                    format!("v.key IN (SELECT e.version FROM events e WHERE e.rejected = 0 AND {})", inner.joined())
                }
            };
            c.push(sql, inner.params);
        }
        filter.words_on_the_way(&self.db, &mut c, reach)?;
        Ok(c)
    }

    /// Articles.
    fn published(&self, filter: &Filter, reach: Reach) -> Result<Selected, Error> {
        let join = if reach == Reach::Walk { "CROSS JOIN articles a" } else { "JOIN articles a ON a.key = v.article" };
        let mut selected = Selected::new("v.key", format!("versions v {join}"), "coalesce(v.published, '')", "a.id");
        selected
            .which
            .push(if reach == Reach::Walk { "a.key = v.article AND v.current = 1" } else { "v.current = 1" }, []);
        selected.which.append(self.of_articles(filter, reach)?);
        Ok(selected)
    }

    /// Stories: one of their articles must pass.
    fn told(&self, filter: &Filter, reach: Reach) -> Result<Selected, Error> {
        let mut selected = Selected::new("s.key", "stories s", "s.day", "s.id");
        let c = self.of_articles(filter, reach)?;
        if c.sql.is_empty() {
            return Ok(selected);
        }
        let sql = match reach {
            Reach::Walk => {
                if let Some(day) = filter.until {
                    selected.which.push("s.day <= ?", [Value::Text(day.to_string())]);
                }
                format!(
                    "(SELECT 1 FROM membership m CROSS JOIN versions v
                      WHERE m.story = s.key AND v.key = m.version AND v.current = 1 AND {} LIMIT 1) IS NOT NULL",
                    c.joined()
                )
            }
            Reach::Gather | Reach::Days => format!(
                "s.key IN (SELECT m.story FROM membership m
                     JOIN versions v ON v.key = m.version AND v.current = 1 WHERE {})",
                c.joined()
            ),
        };
        selected.which.push(sql, c.params);
        Ok(selected)
    }

    /// What passes, by gathering it.
    fn gathered(&self, kind: Kind, filter: &Filter, reach: Reach) -> Result<Selected, Error> {
        Ok(match kind {
            Kind::Events => {
                let from = "events e JOIN versions v ON v.key = e.version AND v.current = 1";
                let mut selected = Selected::new("e.key", from, "e.day", "e.id");
                selected.which.push("e.rejected = 0", []);
                selected.which.append(filter.of_events(&self.db, reach)?);
                selected
            }
            Kind::Occurrences => self.happened(filter, reach)?,
            Kind::Statements | Kind::Positions => self.spoken(kind, filter, reach)?,
            Kind::Articles => self.published(filter, Reach::Gather)?,
            Kind::Stories => self.told(filter, Reach::Gather)?,
            Kind::Actors => {
                refuse(kind, filter, &["recipient", "near", "via", "min-sources"])?;
                let mut selected = Selected::new("t.key", "actors t", "t.name", "t.id");
                let c = &mut selected.which;
                c.any(&filter.actors, is_actor);
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
                selected
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::db::{Connection, Value};
    use crate::filter::Reach;
    use crate::roles::OF_EVENTS;
    use crate::{Archive, Filter, Kind, Origin, Page, read_ledger};

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
                        "context": (if k % 4 == 0 { json!([{"name": "military", "scope": "sentence"}]) } else { json!([]) }), "cameo": "040", "goldstein": 1.0, "quad": 1, "scale": 2.5,
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
            Filter { actors: vec!["KEN.GOV".parse().unwrap()], text: Some("somebody".to_owned()), ..all.clone() },
            Filter { recipients: vec![".GOV".parse().unwrap()], contexts: vec!["military".to_owned()], ..all.clone() },
            Filter { countries: vec!["PER".to_owned()], contexts: vec!["military".to_owned()], ..all.clone() },
            Filter { actors: vec!["NGA.GOV".parse().unwrap(), "Party 2".parse().unwrap()], ..all.clone() },
            Filter { dyads: vec!["NGA,KEN".parse().unwrap()], ..all.clone() },
            Filter { dyads: vec!["PER>CHL".parse().unwrap()], types: vec!["AID".parse().unwrap()], ..all.clone() },
            Filter { since: day("2024-04-10"), ..all.clone() },
            Filter { since: day("2024-03-01"), until: day("2024-04-15"), ..all.clone() },
            Filter { countries: vec!["IRQ".to_owned()], recipients: vec!["KEN".parse().unwrap()], ..all.clone() },
            Filter { near: Some("-10,-70,500km".parse().unwrap()), ..all.clone() },
            Filter { text: Some("somebody".to_owned()), ..all.clone() },
            Filter { until: day("2024-02-20"), types: vec!["AID".parse().unwrap()], ..all.clone() },
        ];
        let mut pages = Vec::new();
        for limit in [1, 7, 1000] {
            for newest_first in [false, true] {
                pages.push(Page { after: None, newest_first, limit });
                let after = Some(("2024-04-12".to_owned(), "ev_5".to_owned()));
                pages.push(Page { after, newest_first, limit });
            }
        }
        for filter in filters {
            for kind in [Kind::Events, Kind::Occurrences] {
                for page in &pages {
                    let gathered = archive.gathered(kind, &filter, Reach::Gather).unwrap().page(page, false);
                    let gathered = keys(&archive.db, gathered);
                    assert!(page.after.is_some() || !gathered.is_empty(), "{kind:?} {filter:?}");
                    let others = [
                        archive.walked(kind, &filter, page).unwrap(),
                        archive.gathered(kind, &filter, Reach::Days).unwrap().page(page, false),
                    ];
                    for other in others {
                        assert_eq!(keys(&archive.db, other), gathered, "{kind:?} {filter:?} {page:?}");
                    }
                }
            }
            for kind in [Kind::Articles, Kind::Stories] {
                for page in &pages {
                    let gathered = archive.gathered(kind, &filter, Reach::Gather).unwrap().page(page, false);
                    let gathered = keys(&archive.db, gathered);
                    assert!(page.after.is_some() || !gathered.is_empty(), "{kind:?} {filter:?}");
                    let walked = archive.walked(kind, &filter, page).unwrap();
                    assert_eq!(keys(&archive.db, walked), gathered, "{kind:?} {filter:?} {page:?}");
                }
            }
        }
    }

    #[test]
    fn what_is_summed_by_days_is_what_there_is() {
        let archive = archive();
        let rows = |sql: &str| -> Vec<(String, i64, i64, i64)> {
            let mut statement = archive.db.prepare(sql).unwrap();
            let row = |row: &crate::db::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
            statement.query_map([], row).unwrap().collect::<Result<_, _>>().unwrap()
        };
        let kept = || rows("SELECT day, quad, n, scale FROM occurrence_days ORDER BY day, quad");
        let counted = || {
            rows(
                "SELECT day, quad, count(*), CAST(sum(round(scale * 1000)) AS INTEGER) FROM occurrences
                  GROUP BY day, quad ORDER BY day, quad",
            )
        };
        let first = kept();
        assert!(first.len() > 20, "{first:?}");
        assert_eq!(first, counted());
        // Whatever happens to occurrences, it holds.
        let day = archive.db.query_row("SELECT max(day) FROM occurrences", [], |row| row.get::<_, String>(0)).unwrap();
        for change in [
            "UPDATE occurrences SET scale = -7.3, quad = 4 WHERE key % 3 = 0",
            "UPDATE occurrences SET day = '2030-01-01' WHERE key % 5 = 0",
            "DELETE FROM occurrences WHERE key % 4 = 0",
        ] {
            assert!(archive.db.execute(change, []).unwrap() > 0);
            assert_eq!(kept(), counted(), "{change}");
        }
        assert!(archive.db.execute("DELETE FROM occurrences WHERE day >= ?1", [&day]).unwrap() > 0);
        assert_eq!(kept(), counted());
        let summed = archive.happened_in(&Filter::default()).unwrap();
        assert_eq!((summed.from, summed.n), ("occurrence_days o", "sum(o.n)"));
    }

    #[test]
    fn what_is_summed_by_role_is_what_passes() {
        let archive = archive();
        let day = |day: &str| Some(day.parse().unwrap());
        let all = Filter::default();
        let pair = |pair: &str| Filter { dyads: vec![pair.parse().unwrap()], ..all.clone() };
        let mut filters = vec![
            Filter { actors: vec!["NGA".parse().unwrap()], ..all.clone() },
            Filter { recipients: vec!["KEN".parse().unwrap()], since: day("2024-02-01"), ..all.clone() },
            Filter { types: vec!["AID".parse().unwrap()], until: day("2024-04-15"), ..pair("PER,CHL") },
            Filter { countries: vec!["IRQ".to_owned()], ..pair("KEN,NGA") },
        ];
        let countries = ["NGA", "KEN", "IRQ", "PER", "CHL"];
        for (one, two) in countries.iter().flat_map(|one| countries.iter().map(move |two| (one, two))) {
            filters.push(pair(&format!("{one},{two}")));
            filters.push(pair(&format!("{one}>{two}")));
        }
        // What events have as roles is what their parties say.
        for country in countries {
            let kept = |role: String| {
                keys(
                    &archive.db,
                    ("SELECT event FROM event_roles WHERE role = ? ORDER BY 1".to_owned(), vec![Value::Text(role)]),
                )
            };
            for (role, from) in [
                (format!("{country}>"), "arguments g WHERE g.side = 'actor' AND g.country = ?"),
                (format!(">{country}"), "arguments g WHERE g.side = 'recipient' AND g.country = ?"),
                (
                    format!("@{country}"),
                    "(SELECT e.key AS event, l.country FROM events e JOIN places l ON l.key = e.place) g WHERE g.country = ?",
                ),
            ] {
                let sql = format!("SELECT DISTINCT g.event FROM {from} ORDER BY 1");
                let said = keys(&archive.db, (sql, vec![Value::Text(country.to_owned())]));
                assert!(!said.is_empty() && kept(role.clone()) == said, "{role}");
            }
        }
        let mut n = 0;
        for dyad in filters.iter().flat_map(|filter| &filter.dyads) {
            let of_events = |(which, params): (String, Vec<Value>)| {
                keys(&archive.db, (format!("SELECT e.key FROM events e WHERE {which} ORDER BY 1"), params))
            };
            let by_role = of_events(OF_EVENTS.pair(&archive.db, dyad, Reach::Gather));
            assert_eq!(of_events(OF_EVENTS.one_by_one(dyad, Reach::Gather)), by_role, "{dyad:?}");
            assert_eq!(of_events(OF_EVENTS.pair(&archive.db, dyad, Reach::Walk)), by_role, "{dyad:?}");
            n += by_role.len();
        }
        assert!(n > 20, "{n}");
        n = 0;
        for filter in filters {
            let summed = archive.happened_in(&filter).unwrap();
            assert_eq!(summed.from, "occurrence_roles o", "{filter:?}");
            let sql = format!("SELECT o.occurrence FROM {} WHERE {} ORDER BY 1", summed.from, summed.which);
            let by_role = keys(&archive.db, (sql, summed.params));
            // What lasts into a time is asked for by its days, what is summed up by the first of them.
            let rest = Filter { since: None, until: None, ..filter.clone() };
            let mut selected = archive.happened(&rest, Reach::Gather).unwrap();
            let first = filter.since.map_or_else(|| "0".to_owned(), |day| day.to_string());
            let last = filter.until.map_or_else(|| "9".to_owned(), |day| day.to_string());
            selected.which.push("o.day BETWEEN ? AND ?", [first, last].map(Value::Text));
            let (sql, params) = selected.all();
            assert_eq!(keys(&archive.db, (format!("{sql} ORDER BY 1"), params)), by_role, "{filter:?}");
            n += by_role.len();
        }
        assert!(n > 20, "{n}");
    }
}
