//! The answers of the API.

use std::io::Cursor;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Path, Query, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chancery_archive::{Archive, Csv, Error, Form, Sink, Table};
use chancery_engine::intake::{self, CleanOptions, InputFormat, Options};
use serde_json::{Map, Value, json};

use crate::params::{self, FILTERS, PAGING, Pairs, SERIES};
use crate::problem::Problem;
use crate::{Shared, State};

/// A body may have so many bytes.
const MOST_BYTES: usize = 4 << 20;
/// A body must be there after so long.
const BODY_TIME: Duration = Duration::from_secs(20);
/// Whoever waits longer than this for a turn is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);

type Asked = Result<Query<Pairs>, axum::extract::rejection::QueryRejection>;

fn pairs(asked: Asked) -> Result<Pairs, Problem> {
    asked.map(|Query(pairs)| pairs).map_err(|error| Problem::asked(format!("the query string cannot be read: {error}")))
}

fn answer(media: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, media)], body.into()).into_response()
}

fn in_json(value: &Value) -> Response {
    answer("application/json", value.to_string())
}

/// Runs a question on a thread that may wait, when its turn comes.
async fn ask<T: Send + 'static>(
    shared: &Arc<Shared>,
    question: impl FnOnce(&Archive) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let busy = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many questions at once; ask again in a moment");
    let turn = tokio::time::timeout(PATIENCE, shared.questions.acquire()).await.map_err(|_| busy())?;
    let _turn = turn.map_err(|_| busy())?;
    let url = shared.archive.clone();
    let run = move || question(&Archive::open_reader(&url).map_err(|error| Problem::away(&error))?);
    tokio::task::spawn_blocking(run).await.unwrap_or_else(|_| Err(broken()))
}

fn broken() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the program broke on this request; please report it")
}

/// Which of the media types a client takes, in our order.
fn wanted(headers: &HeaderMap, offered: &[&'static str]) -> Result<&'static str, Problem> {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("*/*");
    for range in accept.split(',') {
        let range = range.split(';').next().unwrap_or_default().trim();
        let fits = |media: &&&str| match range.strip_suffix("/*") {
            Some("*") => true,
            Some(family) => media.split('/').next() == Some(family),
            None => **media == range,
        };
        if let Some(media) = offered.iter().find(fits) {
            return Ok(*media);
        }
    }
    let detail = format!("\"{accept}\" is not given here; there are {}", offered.join(", "));
    Err(Problem::new(StatusCode::NOT_ACCEPTABLE, detail))
}

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
const GEOJSON: &str = "application/geo+json";

fn csv_of(table: &Table) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    let mut csv = Csv::new(&mut out);
    csv.begin(&table.columns)?;
    for row in &table.rows {
        csv.row(row)?;
    }
    csv.finish()?;
    Ok(out)
}

fn objects(table: &Table) -> Vec<Value> {
    let object = |row: &Vec<chancery_archive::Cell>| {
        Value::Object(
            table.columns.iter().zip(row).map(|(c, cell)| (c.name.clone(), cell.json())).collect::<Map<_, _>>(),
        )
    };
    table.rows.iter().map(object).collect()
}

fn failed(error: &Error) -> Problem {
    Problem::unanswered(error, StatusCode::BAD_REQUEST)
}

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
    let is_mapped = name == "occurrences";
    let media = wanted(&headers, if is_mapped { &[JSON, CSV, GEOJSON] } else { &[JSON, CSV] })?;
    let (mut filter, page) = (params::filter(&pairs)?, params::page(&pairs)?);
    if media == GEOJSON {
        filter.limit = Some(page.limit);
        return map(&shared, filter).await;
    }
    let limit = page.limit;
    let table = ask(&shared, move |archive| {
        let mut table = Table::default();
        // One more than asked for tells whether anything follows.
        let page = chancery_archive::Page { limit: page.limit + 1, ..page };
        archive.page(kind, &filter, &page, &mut table).map_err(|error| failed(&error))?;
        Ok(table)
    });
    let mut table = table.await?;
    let has_more = table.rows.len() > limit;
    table.rows.truncate(limit);
    let next = table.rows.last().filter(|_| has_more).map(|row| {
        let cell =
            |name: &str| table.columns.iter().zip(row).find(|(c, _)| c.name == name).map(|(_, cell)| cell.words());
        let at = kind.places().iter().filter_map(|name| cell(name)).find(|words| !words.is_empty());
        format!("{} {}", at.unwrap_or_default(), cell("id").unwrap_or_default())
    });
    if media == CSV {
        let mut response = answer(CSV, csv_of(&table).map_err(|error| failed(&error))?);
        // A name may hold what no header does; it is still in the JSON answer.
        if let Some(cursor) = next.and_then(|next| HeaderValue::from_bytes(next.as_bytes()).ok()) {
            response.headers_mut().insert("x-next-cursor", cursor);
        }
        return Ok(response);
    }
    Ok(in_json(&json!({ "records": objects(&table), "next": next })))
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
    let table = ask(&shared, move |archive| {
        let mut table = Table::default();
        archive.series(&filter, period, counted, measure, &mut table).map_err(|error| failed(&error))?;
        Ok(table)
    });
    let table = table.await?;
    if media == CSV {
        return Ok(answer(CSV, csv_of(&table).map_err(|error| failed(&error))?));
    }
    Ok(in_json(&json!({ "records": objects(&table) })))
}

async fn exported(shared: &Arc<Shared>, form: Form, filter: chancery_archive::Filter) -> Result<Vec<u8>, Problem> {
    let export = move |archive: &Archive| {
        let mut out = Vec::new();
        archive.export(form, &filter, false, &mut out).map_err(|error| failed(&error))?;
        Ok(out)
    };
    ask(shared, export).await
}

async fn map(shared: &Arc<Shared>, filter: chancery_archive::Filter) -> Result<Response, Problem> {
    Ok(answer(GEOJSON, exported(shared, Form::Geojson, filter).await?))
}

/// `GET /api/v1/places`: happenings on the map.
pub(crate) async fn places(shared: State, headers: HeaderMap, asked: Asked) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS])?;
    wanted(&headers, &[GEOJSON, JSON])?;
    map(&shared, params::filter(&pairs)?).await
}

/// `GET /api/v1/network`: who acts on whom, as GraphML.
pub(crate) async fn network(shared: State, asked: Asked) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[FILTERS])?;
    Ok(answer("application/graphml+xml", exported(&shared, Form::Graphml, params::filter(&pairs)?).await?))
}

/// `POST /api/v1/read`: articles in, ledgers out.
pub(crate) async fn read(shared: State, asked: Asked, request: Request) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[&[("date", "")]])?;
    let date = params::day(&pairs, "date")?;
    let media =
        request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("text/plain");
    let format = match media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/plain" => InputFormat::Text,
        "application/json" | "application/jsonl" | "application/x-ndjson" => InputFormat::Jsonl,
        other => {
            let detail = format!(
                "\"{other}\" is not read here; send text/plain, or application/x-ndjson with an article a line"
            );
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    let too_large = || {
        Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("at most {MOST_BYTES} bytes are read at once; send articles one by one, or use `chancery ingest`"),
        )
    };
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > MOST_BYTES) {
        return Err(too_large());
    }
    let slow = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "the body took too long to come");
    let body = tokio::time::timeout(BODY_TIME, to_bytes(request.into_body(), MOST_BYTES)).await.map_err(slow)?;
    let body = body.map_err(|_| too_large())?;
    if shared.engine.is_none() {
        return Err(Problem::new(
            StatusCode::SERVICE_UNAVAILABLE,
            "this server was started without a language model and reads nothing",
        ));
    }
    let busy =
        || Problem::new(StatusCode::SERVICE_UNAVAILABLE, "too many articles are being read; send it again in a moment");
    let turn = tokio::time::timeout(PATIENCE, shared.readings.acquire()).await.map_err(|_| busy())?;
    let _turn = turn.map_err(|_| busy())?;
    let for_reading = Arc::clone(&shared);
    let work = tokio::task::spawn_blocking(move || ledgers(&for_reading, body.to_vec(), format, date));
    let ledgers = work.await.unwrap_or_else(|_| Err(broken()))?;
    Ok(in_json(&json!({ "ledgers": ledgers })))
}

fn ledgers(
    shared: &Shared,
    body: Vec<u8>,
    format: InputFormat,
    date: Option<chancery_engine::doc::Date>,
) -> Result<Vec<Value>, Problem> {
    let Some(engine) = &shared.engine else { return Ok(Vec::new()) };
    let mut reader = engine.reader();
    let clean = CleanOptions { repair: true, date };
    let articles = intake::articles(Box::new(Cursor::new(body)), "body", Some(format), &Options::default());
    articles
        .map(|raw| {
            let raw = raw.map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()))?;
            serde_json::to_value(reader.ledger(raw, &clean)).map_err(|_| broken())
        })
        .collect()
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

/// Everything else.
pub(crate) async fn nowhere(request: Request) -> Problem {
    let path = request.uri().path().to_owned();
    Problem::new(StatusCode::NOT_FOUND, format!("there is nothing at {path}; /openapi.json says what there is"))
}

/// The right place, asked in a wrong way.
pub(crate) async fn not_that_way(request: Request) -> Problem {
    let detail = format!("{} is not answered here; /openapi.json says what is", request.method());
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, detail)
}
