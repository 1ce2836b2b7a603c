//! What the pages ask beside lists and single records: the overview, quad classes over time, pairs, the record of sides
//! with its shifts, an article's ledger, and who reports what of a story.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chancery_archive::{Archive, Table};
use chancery_engine::record::{Entry, Query, Side};
use serde_json::{Map, Value, json};

use crate::State;
use crate::answer::{
    Asked, CSV, JSON, ask, ask_kept, broken, failed, in_json, objects, pairs as asked_for, tabular, wanted,
};
use crate::kept::Answer;
use crate::params::{self, FILTERS};
use crate::problem::Problem;

/// How long a period is.
pub(crate) const BY: &[(&str, &str)] = &[("by", "Length of a period: day, week, month, quarter or year")];
/// How many pairs.
pub(crate) const TOP: &[(&str, &str)] = &[("limit", "At most so many, from 1 to 1000; 100 unless told")];
/// Whose record.
pub(crate) const RECORD: &[(&str, &str)] = &[
    ("actor", "Whose articles are looked at: a code, a name, or an id (act_…)"),
    ("holder", "Whose record is given: a country's code, one with a sector (SDN.PRM), or part of a name"),
    ("topic", "Words of a topic"),
    ("since", "First day of publication, as 2023-02-01"),
    ("until", "Last day of publication"),
    ("text", "Words of the article"),
    ("limit", "At most so many articles, newest first, from 1 to 1000; 100 unless told"),
];

/// `GET /api/v1/overview`: what the archive holds.
pub(crate) async fn overview(shared: State, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked_for(asked)?;
    params::only(&pairs, &[])?;
    let find = |archive: &Archive| {
        let overview = archive.overview().map_err(|error| failed(&error))?;
        let body = json!({
            "n_articles": overview.n_articles, "n_occurrences": overview.n_occurrences,
            "first": overview.first, "last": overview.last,
        });
        Ok(Answer { media: JSON, body: body.to_string().into(), next: None })
    };
    ask_kept(&shared, "overview", &pairs, JSON, find).await
}

/// `GET /api/v1/quads`: happenings of each quad class over time.
pub(crate) async fn quads(shared: State, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked_for(asked)?;
    params::only(&pairs, &[FILTERS, BY])?;
    let media = wanted(&headers, &[JSON, CSV])?;
    let (filter, period) = (params::filter(&pairs)?, params::period(&pairs)?);
    let find = move |archive: &Archive| {
        let mut table = Table::default();
        archive.quads(&filter, period, &mut table).map_err(|error| failed(&error))?;
        tabular(&table, media)
    };
    ask_kept(&shared, "quads", &pairs, media, find).await
}

/// `GET /api/v1/pairs`: who has most to do with whom.
pub(crate) async fn pairs(shared: State, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked_for(asked)?;
    params::only(&pairs, &[FILTERS, TOP])?;
    let media = wanted(&headers, &[JSON, CSV])?;
    let (filter, limit) = (params::filter(&pairs)?, params::limit(&pairs)?);
    let find = move |archive: &Archive| {
        let mut table = Table::default();
        archive.pairs(&filter, limit, &mut table).map_err(|error| failed(&error))?;
        tabular(&table, media)
    };
    ask_kept(&shared, "pairs", &pairs, media, find).await
}

fn lost(error: &chancery_archive::Error) -> Problem {
    Problem::unanswered(error, StatusCode::NOT_FOUND)
}

/// `GET /api/v1/articles/{id}/ledger`: the whole ledger, and the permanent ids of what is in it.
pub(crate) async fn ledger(shared: State, Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    params::only(&asked_for(asked)?, &[])?;
    let answer = ask(&shared, move |archive| {
        // An id that led elsewhere is followed.
        let record = archive.show(&id).map_err(|error| lost(&error))?;
        if record.kind != "article" {
            return Err(Problem::new(
                StatusCode::NOT_FOUND,
                format!("{id} is no article; ids of articles begin with art_"),
            ));
        }
        let ledger = archive.ledger(&record.id).map_err(|error| lost(&error))?;
        let ids = archive.record_ids(&record.id).map_err(|error| lost(&error))?;
        let mut about = record.json();
        about["id"] = record.id.into();
        let ledger = serde_json::to_value(ledger).map_err(|_| broken())?;
        Ok(json!({"about": about, "ledger": ledger, "ids": ids}))
    });
    Ok(in_json(&answer.await?))
}

/// `GET /api/v1/stories/{id}/reports`: articles, happenings, and who reports which how.
pub(crate) async fn story(shared: State, Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    params::only(&asked_for(asked)?, &[])?;
    let answer = ask(&shared, move |archive| {
        let record = archive.show(&id).map_err(|error| lost(&error))?;
        let tables = archive.story_reports(&record.id).map_err(|error| lost(&error))?;
        let mut object: Map<String, Value> =
            tables.iter().map(|(name, table)| ((*name).to_owned(), objects(table).into())).collect();
        object.insert("id".to_owned(), record.id.clone().into());
        for (name, cell) in &record.fields {
            object.insert(name.clone(), cell.json());
        }
        Ok(Value::Object(object))
    });
    Ok(in_json(&answer.await?))
}

/// `GET /api/v1/record`: what each side is on record for and against, with shifts and discrepancies.
pub(crate) async fn record(shared: State, asked: Asked) -> Result<Response, Problem> {
    let pairs = asked_for(asked)?;
    params::only(&pairs, &[RECORD])?;
    let limit = params::limit(&pairs)?;
    let query = Query {
        holder: params::one(&pairs, "holder")?.map(str::to_owned),
        topic: params::one(&pairs, "topic")?.map(str::to_owned),
    };
    let filter = params::filter(&pairs)?;
    let for_book = Arc::clone(&shared);
    let answer = ask(&shared, move |archive| {
        let Some(book) = for_book.book() else { return Err(broken()) };
        let articles = archive.articles_with_positions(&filter, limit).map_err(|error| failed(&error))?;
        let (mut ledgers, mut ids) = (Vec::new(), BTreeMap::new());
        for article in &articles {
            let mut ledger = archive.ledger(article).map_err(|error| lost(&error))?;
            // Outside, articles and positions go by their permanent ids.
            ledger.article.id.clone_from(article);
            ids.insert(article.clone(), archive.record_ids(article).map_err(|error| lost(&error))?);
            ledgers.push(ledger);
        }
        let mut sides = chancery_engine::record::record(&ledgers, book, &query);
        for side in &mut sides {
            rename(side, &ids);
        }
        let sides = serde_json::to_value(sides).map_err(|_| broken())?;
        Ok(json!({"sides": sides, "n_articles": articles.len(), "is_cut": articles.len() == limit}))
    });
    Ok(in_json(&answer.await?))
}

/// Gives the positions of a side the ids that the archive has for them.
fn rename(side: &mut Side, ids: &BTreeMap<String, BTreeMap<String, String>>) {
    let rename = |entry: &mut Entry| {
        if let Some(id) = ids.get(&entry.article).and_then(|ids| ids.get(&entry.id)) {
            entry.id.clone_from(id);
        }
    };
    side.positions.iter_mut().for_each(rename);
    side.shifts.iter_mut().flat_map(|shift| [&mut shift.from, &mut shift.to]).for_each(rename);
    side.discrepancies.iter_mut().flat_map(|d| d.versions.iter_mut()).for_each(rename);
}
