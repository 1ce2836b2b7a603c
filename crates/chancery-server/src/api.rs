//! The answers of the API about records: lists, single ones, series, the map and the network.

use std::sync::Arc;

use axum::extract::{Path, Request};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use bytes::Bytes;
use chancery_archive::{Archive, Cell, Form, Table};
use serde_json::{Value, json};

use crate::answer::{
    Asked, CSV, GEOJSON, JSON, answer, ask, ask_kept, csv_of, failed, in_json, objects, pairs, tabular, wanted,
};
use crate::kept::Answer;
use crate::params::{self, FILTERS, PAGING, Pairs, SERIES};
use crate::problem::Problem;
use crate::{Shared, State};

/// The lists whose records have coordinates.
pub(crate) const MAPPED: &[&str] = &["events", "occurrences"];

/// `GET /api/v1/{kind}`.
pub(crate) async fn list(
    shared: State,
    Path(name): Path<String>,
    headers: HeaderMap,
    asked: Asked,
) -> Result<Response, Problem> {
    let kind = params::kind(&name)?;
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS, PAGING])?;
    let is_mapped = MAPPED.contains(&name.as_str());
    let media = wanted(&headers, if is_mapped { &[JSON, CSV, GEOJSON] } else { &[JSON, CSV] })?;
    let (filter, page) = (params::filter(&pairs)?, params::page(&pairs)?);
    let find = move |archive: &Archive| {
        let limit = page.limit;
        // One more than asked for tells whether anything follows.
        let page = chancery_archive::Page { limit: limit + 1, ..page };
        let mut table = Table::default();
        archive.page(kind, &filter, &page, &mut table).map_err(|error| failed(&error))?;
        let has_more = table.rows.len() > limit;
        table.rows.truncate(limit);
        let next = table.rows.last().filter(|_| has_more).map(|row| {
            let cell =
                |name: &str| table.columns.iter().zip(row).find(|(c, _)| c.name == name).map(|(_, cell)| cell.words());
            let at = kind.places().iter().filter_map(|name| cell(name)).find(|words| !words.is_empty());
            format!("{} {}", at.unwrap_or_default(), cell("id").unwrap_or_default())
        });
        let body: Bytes = match media {
            JSON => json!({ "records": objects(&table), "next": next }).to_string().into(),
            GEOJSON => features(&table).to_string().into(),
            _ => csv_of(&table).map_err(|error| failed(&error))?.into(),
        };
        Ok(Answer { media, body, next: next.filter(|_| media != JSON) })
    };
    ask_kept(&shared, &name, &pairs, media, find).await
}

/// `GET /api/v1/{kind}/{id}`.
pub(crate) async fn show(
    shared: State,
    Path((name, id)): Path<(String, String)>,
    asked: Asked,
) -> Result<Response, Problem> {
    params::kind(&name)?;
    params::only(&pairs(asked)?, &[])?;
    let record = ask(&shared, move |archive| {
        archive.show(&id).map_err(|error| Problem::unanswered(&error, StatusCode::NOT_FOUND))
    });
    let record = record.await?;
    let mut object = record.json();
    object["id"] = record.id.into();
    Ok(in_json(&object))
}

/// `GET /api/v1/series`.
pub(crate) async fn series(shared: State, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS, SERIES])?;
    let media = wanted(&headers, &[JSON, CSV])?;
    let (filter, (period, counted, measure)) = (params::filter(&pairs)?, params::series(&pairs)?);
    let find = move |archive: &Archive| {
        let mut table = Table::default();
        archive.series(&filter, period, counted, measure, &mut table).map_err(|error| failed(&error))?;
        tabular(&table, media)
    };
    ask_kept(&shared, "series", &pairs, media, find).await
}

/// Records of a page as GeoJSON, in the form of the archive's export; those without coordinates have no place on it.
fn features(table: &Table) -> Value {
    let feature = |row: &Vec<Cell>| {
        let cell = |name: &str| table.columns.iter().zip(row).find(|(c, _)| c.name == name).map(|(_, cell)| cell);
        let (Some(Cell::Real(lat)), Some(Cell::Real(lon))) = (cell("lat"), cell("lon")) else { return None };
        let others = table.columns.iter().zip(row).filter(|(c, _)| !matches!(c.name.as_str(), "id" | "lat" | "lon"));
        let properties: serde_json::Map<_, _> = others.map(|(c, cell)| (c.name.clone(), cell.json())).collect();
        Some(json!({
            "type": "Feature", "id": cell("id").map(Cell::json), "properties": properties,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
        }))
    };
    json!({"type": "FeatureCollection", "features": table.rows.iter().filter_map(feature).collect::<Vec<_>>()})
}

/// An export that is short enough to be one answer.
async fn exported(
    shared: &Arc<Shared>,
    name: &str,
    pairs: &Pairs,
    form: Form,
    media: &'static str,
) -> Result<Response, Problem> {
    let filter = params::filter(pairs)?;
    let find = move |archive: &Archive| {
        let mut out = Vec::new();
        archive.export(form, &filter, false, &mut out).map_err(|error| failed(&error))?;
        Ok(Answer { media, body: out.into(), next: None })
    };
    ask_kept(shared, name, pairs, media, find).await
}

/// `GET /api/v1/places`: happenings on the map.
pub(crate) async fn places(shared: State, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS])?;
    wanted(&headers, &[GEOJSON, JSON])?;
    exported(&shared, "places", &pairs, Form::Geojson, GEOJSON).await
}

/// `GET /api/v1/network`: who acts on whom, as GraphML.
pub(crate) async fn network(shared: State, asked: Asked) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS])?;
    exported(&shared, "network", &pairs, Form::Graphml, "application/graphml+xml").await
}

/// `GET /healthz`: the process lives.
pub(crate) async fn healthy() -> Response {
    answer("text/plain", "ok\n")
}

/// `GET /readyz`: the archive answers.
pub(crate) async fn ready(shared: State) -> Result<Response, Problem> {
    ask(&shared, |_| Ok(())).await?;
    Ok(answer("text/plain", "ready\n"))
}

/// `GET /metrics`.
pub(crate) async fn metrics(shared: State) -> Response {
    answer("text/plain; version=0.0.4", shared.metrics.text())
}

/// `GET /openapi.json`.
pub(crate) async fn description() -> Response {
    answer(JSON, crate::openapi())
}

/// The right place, asked in a wrong way.
pub(crate) async fn not_that_way(request: Request) -> Problem {
    let detail = format!("{} is not answered here; /openapi.json says what is", request.method());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}
