//! What all answers are made with: media types, tables as CSV and JSON, bodies within bounds, and questions to the
//! archive on threads that may wait, for a bounded time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Query, Request};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use chancery_archive::{Archive, Cell, Csv, Error, Interrupt, Sink, Table};
use serde_json::{Map, Value};
use tokio::sync::{Semaphore, SemaphorePermit, oneshot};

use crate::Shared;
use crate::kept::{Answer, of_state};
use crate::params::Pairs;
use crate::problem::Problem;

/// A body must be there after so long.
const BODY_TIME: Duration = Duration::from_secs(20);
/// Whoever waits longer than this for a turn is told to come back.
const PATIENCE: Duration = Duration::from_secs(10);
/// A question may take so long.
pub(crate) const ANSWER_TIME: Duration = Duration::from_secs(20);

pub(crate) type Asked = Result<Query<Pairs>, axum::extract::rejection::QueryRejection>;

pub(crate) fn pairs(asked: Asked) -> Result<Pairs, Problem> {
    asked.map(|Query(pairs)| pairs).map_err(|error| Problem::asked(format!("the query string cannot be read: {error}")))
}

pub(crate) fn answer(media: &'static str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, media)], body.into()).into_response()
}

pub(crate) fn in_json(value: &Value) -> Response {
    answer(JSON, value.to_string())
}

/// A turn, when it comes soon enough.
pub(crate) async fn turn<'s>(places: &'s Semaphore, what: &'static str) -> Result<SemaphorePermit<'s>, Problem> {
    let busy = || Problem::new(StatusCode::SERVICE_UNAVAILABLE, what);
    tokio::time::timeout(PATIENCE, places.acquire()).await.map_err(|_| busy())?.map_err(|_| busy())
}

/// Runs a question on a thread that may wait, when its turn comes. One that takes too long is ended.
pub(crate) async fn ask<T: Send + 'static>(
    shared: &Arc<Shared>,
    question: impl FnOnce(&Archive) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let _turn = turn(&shared.questions, "too many questions at once; ask again in a moment").await?;
    let (tell, mut told) = oneshot::channel::<Interrupt>();
    let ending = Arc::new(Mutex::new(Ending::default()));
    let (of_work, keeper) = (Arc::clone(&ending), Arc::clone(shared));
    let run = move || {
        let (reader, interrupt) = keeper.readers.take(ANSWER_TIME).map_err(|error| Problem::away(&error))?;
        // Nobody waits for it when the client has gone.
        let _ = tell.send(interrupt);
        let found = question(&reader.archive);
        let mut ending = of_work.lock().unwrap_or_else(PoisonError::into_inner);
        ending.is_over = true;
        // What interrupted this question could reach the next one; and what failed may fail again.
        if found.is_ok() && !ending.was_interrupted {
            keeper.readers.give_back(reader);
        }
        found
    };
    let mut work = tokio::task::spawn_blocking(run);
    if let Ok(done) = tokio::time::timeout(ANSWER_TIME, &mut work).await {
        return done.unwrap_or_else(|_| Err(broken()));
    }
    let interrupt = told.try_recv().ok().map(Arc::new);
    // Between two statements there is nothing to end, so it is told until it has heard.
    loop {
        if let Some(interrupt) = interrupt.clone() {
            let ending = Arc::clone(&ending);
            let stop = move || {
                let mut ending = ending.lock().unwrap_or_else(PoisonError::into_inner);
                if !ending.is_over {
                    ending.was_interrupted = true;
                    interrupt.stop();
                }
            };
            // To tell a server takes a connection, for which a thread must be able to wait.
            let _ = tokio::task::spawn_blocking(stop).await;
        }
        if tokio::time::timeout(Duration::from_millis(100), &mut work).await.is_ok() {
            break;
        }
    }
    Err(Problem::slow())
}

/// How far a question and its interruption are; whoever holds it knows that the other is not at it.
#[derive(Default)]
struct Ending {
    is_over: bool,
    was_interrupted: bool,
}

/// The answer to a question that many may ask, kept as long as the archive stays as it is.
///
/// `name` and `pairs` are the question, as it was typed.
pub(crate) async fn ask_kept(
    shared: &Arc<Shared>,
    name: &str,
    pairs: &Pairs,
    media: &'static str,
    find: impl FnOnce(&Archive) -> Result<Answer, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let question = Value::from(vec![Value::from(name), Value::from(media), serde_json::json!(pairs)]).to_string();
    let place = shared.kept.place(&question);
    let held = place.read().await.clone();
    let kept = match held {
        None => None,
        held @ Some(_) => {
            let state = ask(shared, |archive| archive.state().map_err(|error| Problem::away(&error))).await?;
            of_state(&held, state.as_deref())
        }
    };
    let Answer { media, body, next } = match kept {
        Some(answer) => answer,
        None => {
            // Whoever asks the same now waits here, without a turn, and finds the answer.
            let wait = tokio::time::timeout(ANSWER_TIME, place.write_owned());
            let mut place = wait.await.map_err(|_| Problem::slow())?;
            let keeper = Arc::clone(shared);
            ask(shared, move |archive| {
                let state = archive.state().map_err(|error| Problem::away(&error))?;
                if let Some(answer) = of_state(&place, state.as_deref()) {
                    return Ok(answer);
                }
                let answer = find(archive)?;
                keeper.kept.keep(&question, &mut place, state, &answer);
                Ok(answer)
            })
            .await?
        }
    };
    let mut response = answer(media, body);
    // A name may hold what no header does; it is still in the JSON answer.
    if let Some(cursor) = next.and_then(|next| HeaderValue::from_bytes(next.as_bytes()).ok()) {
        response.headers_mut().insert("x-next-cursor", cursor);
    }
    Ok(response)
}

pub(crate) fn broken() -> Problem {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "the program broke on this request; please report it")
}

/// Which of the media types a client takes, in our order.
pub(crate) fn wanted(headers: &HeaderMap, offered: &[&'static str]) -> Result<&'static str, Problem> {
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

pub(crate) const JSON: &str = "application/json";
pub(crate) const CSV: &str = "text/csv";
pub(crate) const GEOJSON: &str = "application/geo+json";

pub(crate) fn csv_of(table: &Table) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    let mut csv = Csv::new(&mut out);
    csv.begin(&table.columns)?;
    for row in &table.rows {
        csv.row(row)?;
    }
    csv.finish()?;
    Ok(out)
}

pub(crate) fn objects(table: &Table) -> Vec<Value> {
    let object = |row: &Vec<Cell>| {
        Value::Object(
            table.columns.iter().zip(row).map(|(c, cell)| (c.name.clone(), cell.json())).collect::<Map<_, _>>(),
        )
    };
    table.rows.iter().map(object).collect()
}

/// A table as the client wants it.
pub(crate) fn tabular(table: &Table, media: &'static str) -> Result<Answer, Problem> {
    let body = match media {
        CSV => csv_of(table).map_err(|error| failed(&error))?.into(),
        _ => serde_json::json!({ "records": objects(table) }).to_string().into(),
    };
    Ok(Answer { media, body, next: None })
}

pub(crate) fn failed(error: &Error) -> Problem {
    Problem::unanswered(error, StatusCode::BAD_REQUEST)
}

/// The media type of a body, without its parameters.
pub(crate) fn media_of(request: &Request, otherwise: &'static str) -> String {
    let media = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or(otherwise);
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// The body, when it is not too large and comes in time.
pub(crate) async fn body(request: Request, most: usize, remedy: &str) -> Result<Bytes, Problem> {
    let too_large =
        || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("at most {most} bytes are read at once; {remedy}"));
    let length =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if length.is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let slow = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "the body took too long to come");
    let body = tokio::time::timeout(BODY_TIME, to_bytes(request.into_body(), most)).await.map_err(slow)?;
    body.map_err(|_| too_large())
}

/// The body as JSON.
pub(crate) async fn json_body(request: Request, most: usize) -> Result<Value, Problem> {
    if media_of(&request, JSON) != JSON {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send application/json"));
    }
    let bytes = body(request, most, "say it in fewer words").await?;
    serde_json::from_slice(&bytes).map_err(|error| Problem::asked(format!("the body is no JSON: {error}")))
}

/// A field of a JSON body that is words; nothing when it is not there.
pub(crate) fn words<'v>(body: &'v Value, name: &str) -> Result<Option<&'v str>, Problem> {
    match body.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => Ok(Some(words)),
        Some(other) => Err(Problem::asked(format!("\"{name}\" is {other} and should be words"))),
    }
}
