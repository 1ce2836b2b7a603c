//! Corrections over HTTP: what can be corrected of a record, and what a person says of it. The archive decides what
//! fits and keeps who said it and why.

use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_archive::{Archive, Change, Signed};
use serde_json::{Value, json};

use crate::State;
use crate::answer::{Asked, ask, broken, failed, in_json, json_body, pairs, turn, words};
use crate::params;
use crate::problem::Problem;
use crate::sessions::Client;

/// A correction may have so many bytes.
const MOST_BYTES: usize = 64 << 10;

/// `GET /api/v1/corrections/{id}`: the fields of a record, as a correction writes them.
pub(crate) async fn show(shared: State, Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    Ok(in_json(&ask(&shared, move |archive| fields(archive, &id)).await?))
}

fn fields(archive: &Archive, id: &str) -> Result<Value, Problem> {
    let record = archive.correctable(id).map_err(|error| Problem::unanswered(&error, StatusCode::NOT_FOUND))?;
    let field = |field: &chancery_archive::Field| json!({"name": field.name, "value": field.value, "coded": field.coded, "choices": field.choices});
    Ok(json!({
        "id": record.id, "kind": record.kind, "is_rejected": record.is_rejected, "is_corrected": record.is_corrected,
        "fields": record.fields.iter().map(field).collect::<Vec<_>>(),
    }))
}

/// `POST /api/v1/corrections/{id}`: `{"set": {"type": "PROTEST"}}` or `{"verdict": "reject"}`, with `by` and `why`.
pub(crate) async fn correct(
    shared: State,
    Extension(client): Extension<Client>,
    Path(id): Path<String>,
    asked: Asked,
    request: Request,
) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    let body = json_body(request, MOST_BYTES).await?;
    let changes = changes(&body)?;
    // Who signed in with a name corrects under that name.
    let by = client.name().or(words(&body, "by")?).unwrap_or_default().to_owned();
    let signed =
        Signed { author: by, at: chancery_archive::now(), why: words(&body, "why")?.unwrap_or_default().to_owned() };
    let _turn = turn(&shared.corrections, "another correction is being kept; send it again in a moment").await?;
    let for_writing = Arc::clone(&shared);
    let work = tokio::task::spawn_blocking(move || {
        let mut archive = Archive::open(&for_writing.archive).map_err(|error| Problem::away(&error))?;
        // Whether there is such a record at all is another answer than that it cannot be so.
        archive.correctable(&id).map_err(|error| Problem::unanswered(&error, StatusCode::NOT_FOUND))?;
        let id = archive.correct(&id, &changes, &signed).map_err(|error| failed(&error))?;
        fields(&archive, &id)
    });
    Ok(in_json(&work.await.unwrap_or_else(|_| Err(broken()))?))
}

fn changes(body: &Value) -> Result<Vec<Change>, Problem> {
    let known = ["set", "verdict", "by", "why"];
    let object = body.as_object().ok_or_else(|| Problem::asked("send an object with set or verdict, by and why"))?;
    if let Some(name) = object.keys().find(|name| !known.contains(&name.as_str())) {
        return Err(Problem::asked(format!("\"{name}\" means nothing here; there are {}", known.join(", "))));
    }
    let mut changes = Vec::new();
    match object.get("set") {
        None | Some(Value::Null) => {}
        Some(Value::Object(fields)) => {
            for field in fields.keys() {
                let value = words(&body["set"], field)?.unwrap_or("none");
                changes.push(format!("{field}={value}").parse::<Change>().map_err(|error| failed(&error))?);
            }
        }
        Some(_) => return Err(Problem::asked("\"set\" is an object of fields with their values")),
    }
    match words(body, "verdict")? {
        None => {}
        Some("reject") => changes.push(Change::Reject),
        Some("confirm") => changes.push(Change::Confirm),
        Some("undo") => changes.push(Change::Undo),
        Some(other) => {
            return Err(Problem::asked(format!("\"{other}\" is no verdict; there are confirm, reject and undo")));
        }
    }
    Ok(changes)
}
