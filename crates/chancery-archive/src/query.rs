//! Questions: events, occurrences, statements, positions, stories, actors and articles that pass a filter.

use crate::db::Statement;
use crate::db::Value;

use crate::error::Error;
use crate::filter::Filter;
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
        let selected = match filter.limit {
            None => self.select(kind, filter, None)?,
            Some(limit) => {
                let page = Page { after: None, newest_first: false, limit };
                return self.page(kind, &Filter { limit: None, ..filter.clone() }, &page, sink);
            }
        };
        let (keys, params) = selected;
        self.rows(kind, &keys, &params, false, sink)
    }

    /// Gives `sink` one page of the records of a kind that pass the filter: those after a place in their order.
    ///
    /// # Errors
    /// When a filter does not apply to that kind, or the archive or the sink fails.
    pub fn page(&self, kind: Kind, filter: &Filter, page: &Page, sink: &mut dyn Sink) -> Result<(), Error> {
        /// So many keys are written into the query, which spares a planner to guess how many there will be.
        const WRITTEN: usize = 2000;
        let (mut keys, mut params) = self.select(kind, filter, Some(page))?;
        if page.limit <= WRITTEN {
            let mut found = self.db.prepare(&keys)?;
            let found = found.query_map(&params[..], |row| row.get::<_, i64>(0))?.collect::<Result<Vec<_>, _>>()?;
            if found.is_empty() {
                sink.begin(&columns_of(kind))?;
                return sink.finish();
            }
            keys = found.iter().map(i64::to_string).collect::<Vec<_>>().join(", ");
            params.clear();
        }
        self.rows(kind, &keys, &params, page.newest_first, sink)
    }

    /// What the view of a kind says of the records with these keys, in their order.
    fn rows(
        &self,
        kind: Kind,
        keys: &str,
        params: &[Value],
        newest_first: bool,
        sink: &mut dyn Sink,
    ) -> Result<(), Error> {
        let columns = kind.columns();
        let names: Vec<String> = columns.iter().map(|(name, _)| format!("x.{name}")).collect();
        let places = kind.places().iter().map(|name| format!("x.{name}, ")).collect::<String>();
        let direction = if newest_first { "DESC" } else { "ASC" };
        let sql = format!(
            "SELECT {} FROM {} x WHERE x.key IN ({keys}) ORDER BY coalesce({places}'') {direction}, x.id {direction}",
            names.join(", "),
            kind.view()
        );
        let mut statement = self.db.prepare(&sql)?;
        let done = run(&mut statement, params, columns_of(kind), sink);
        // The next page has other keys.
        statement.discard();
        done
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

fn columns_of(kind: Kind) -> Vec<Column> {
    kind.columns().iter().map(|(name, kind)| Column { name: (*name).to_owned(), kind: Some(*kind) }).collect()
}

/// Filters that say nothing about a kind are refused, since an answer that ignored one would be wrong.
pub(crate) fn refuse(kind: Kind, filter: &Filter, names: &[&str]) -> Result<(), Error> {
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
