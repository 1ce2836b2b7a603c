//! Articles in, ledgers out; and why each record is what it is.

use std::io::Cursor;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use chancery_engine::doc::{Date, Why};
use chancery_engine::intake::{self, CleanOptions, InputFormat, Options, Raw};
use chancery_engine::wire::{self, CodePoints};
use chancery_engine::{Analysis, Engine};
use chancery_sources::Page;
use serde_json::{Map, Value, json};

use crate::answer::{Asked, body, broken, in_json, media_of, pairs, turn};
use crate::params;
use crate::problem::Problem;
use crate::{Shared, State};

/// A body may have so many bytes.
const MOST_BYTES: usize = 4 << 20;

/// What may be asked of a reading.
pub(crate) const READING: &[(&str, &str)] = &[
    ("date", "Day of publication where the article tells none, as 2023-02-01"),
    ("why", "With true: for each record, the words its rule took and the rules that it won against"),
];

/// What a body holds.
enum Form {
    Articles(InputFormat),
    /// A page of the web, whose article is still to be found.
    Page,
}

/// `POST /api/v1/read`: articles in, ledgers out.
pub(crate) async fn read(shared: State, asked: Asked, request: Request) -> Result<Response, Problem> {
    let pairs = pairs(asked)?;
    params::only(&pairs, &[READING])?;
    let date = params::day(&pairs, "date")?;
    let is_why = params::flag(&pairs, "why")?;
    let format = match media_of(&request, "text/plain").as_str() {
        "text/plain" => Form::Articles(InputFormat::Text),
        "application/json" | "application/jsonl" | "application/x-ndjson" => Form::Articles(InputFormat::Jsonl),
        "text/html" | "application/xhtml+xml" => Form::Page,
        other => {
            let detail = format!(
                "\"{other}\" is not read here; send text/plain, text/html, or application/x-ndjson with an article a line"
            );
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail));
        }
    };
    let body = body(request, MOST_BYTES, "send articles one by one, or use `chancery ingest`").await?;
    can_read(&shared)?;
    let _turn = turn(&shared.readings, "too many articles are being read; send it again in a moment").await?;
    let for_reading = Arc::clone(&shared);
    let work = tokio::task::spawn_blocking(move || ledgers(&for_reading, body.to_vec(), format, date, is_why));
    Ok(in_json(&work.await.unwrap_or_else(|_| Err(broken()))?))
}

/// Refuses when there is nothing to read with.
pub(crate) fn can_read(shared: &Shared) -> Result<&Engine, Problem> {
    shared.engine.as_ref().ok_or_else(|| {
        let detail = "this server was started without a language model and reads nothing";
        Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    })
}

fn ledgers(shared: &Shared, body: Vec<u8>, form: Form, date: Option<Date>, is_why: bool) -> Result<Value, Problem> {
    let engine = can_read(shared)?;
    let mut reader = engine.reader();
    let clean = CleanOptions { repair: true, date };
    let (mut ledgers, mut whys) = (Vec::new(), Vec::new());
    let no_article = |error: &dyn std::fmt::Display| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.to_string());
    let raws: Vec<Raw> = match form {
        Form::Page => vec![Page::new("page", body).read().map_err(|error| no_article(&error))?],
        Form::Articles(format) => {
            let all = intake::articles(Box::new(Cursor::new(body)), "body", Some(format), &Options::default());
            all.collect::<Result<_, _>>().map_err(|error| no_article(&error))?
        }
    };
    for raw in raws {
        let analysis = reader.read(raw, &clean);
        ledgers.push(serde_json::to_value(wire::ledger(engine, &analysis)).map_err(|_| broken())?);
        if is_why {
            whys.push(why(&analysis));
        }
    }
    let mut answer = json!({ "ledgers": ledgers });
    if is_why {
        answer["why"] = whys.into();
    }
    Ok(answer)
}

/// For each record of an article, by its id in the ledger: the words its rule took, and the rules that lost to it.
pub(crate) fn why(analysis: &Analysis) -> Value {
    let points = CodePoints::new(analysis.text.as_str());
    let one = |why: &Why| {
        let capture = |(name, span): &(Arc<str>, chancery_engine::doc::Span)| {
            let wire::Pair(start, end) = points.pair(*span);
            json!({"name": **name, "start": start, "end": end})
        };
        json!({
            "captures": why.captures.iter().map(capture).collect::<Vec<_>>(),
            "beaten": why.beaten.iter().map(|id| &**id).collect::<Vec<_>>(),
        })
    };
    let reading = &analysis.reading;
    let events = reading.events.iter().enumerate().map(|(i, e)| (format!("ev{}", i + 1), one(&e.why)));
    let statements = reading.statements.iter().enumerate().map(|(i, s)| (format!("st{}", i + 1), one(&s.why)));
    let positions = reading.positions.iter().enumerate().map(|(i, p)| (format!("p{}", i + 1), one(&p.why)));
    Value::Object(events.chain(statements).chain(positions).collect::<Map<_, _>>())
}
