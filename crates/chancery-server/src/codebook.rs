//! The codebook over HTTP: its types and rules, and what it makes of a sentence, with the rules that nearly did.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::extract::{Path, Request};
use axum::http::StatusCode;
use axum::response::Response;
use chancery_engine::doc::Text;
use chancery_engine::wire::{self, CodePoints};
use chancery_engine::{Codebook, RuleEntry};
use serde_json::{Value, json};

use crate::answer::{Asked, body, broken, in_json, media_of, pairs, turn};
use crate::params;
use crate::problem::Problem;
use crate::reading::{can_read, why};
use crate::{Shared, State};

/// A sentence may have so many bytes.
const MOST_BYTES: usize = 4000;

fn book(shared: &Shared) -> Result<&Codebook, Problem> {
    shared.book().ok_or_else(broken)
}

fn entry(rule: &RuleEntry<'_>) -> Value {
    let triggers = rule.triggers.iter().map(|(part, word)| json!({"part": part, "word": word}));
    json!({
        "id": rule.id, "gives": rule.gives, "class": rule.class, "modes": rule.modes, "cameo": rule.cameo,
        "triggers": triggers.collect::<Vec<_>>(), "file": rule.file, "line": rule.line, "reason": rule.reason,
        "beats": rule.beats, "specificity": rule.specificity,
    })
}

/// `GET /api/v1/codebook`: types with their definitions, and all rules.
pub(crate) async fn list(shared: State, asked: Asked) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    let book = book(&shared)?;
    let types = book
        .types()
        .into_iter()
        .map(|t| json!({"type": t.event_type.to_string(), "definition": t.definition, "borders": t.borders}));
    Ok(in_json(&json!({
        "version": book.version(),
        "types": types.collect::<Vec<_>>(),
        "rules": book.rules().map(|rule| entry(&rule)).collect::<Vec<_>>(),
    })))
}

/// `GET /api/v1/codebook/rules/{id}`: a rule with its sentences.
pub(crate) async fn show(shared: State, Path(id): Path<String>, asked: Asked) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    let book = book(&shared)?;
    let rule = book.rules().find(|rule| rule.id == id).ok_or_else(|| {
        Problem::new(StatusCode::NOT_FOUND, format!("the codebook has no rule \"{id}\"; /api/v1/codebook lists them"))
    })?;
    let mut object = entry(&rule);
    let sentences = book.sentences(&id).into_iter();
    object["sentences"] =
        sentences.map(|s| json!({"text": s.text, "is_hit": s.is_hit, "winner": s.winner})).collect::<Vec<_>>().into();
    Ok(in_json(&object))
}

/// `POST /api/v1/codebook/try`: what the book makes of a sentence.
pub(crate) async fn try_sentence(shared: State, asked: Asked, request: Request) -> Result<Response, Problem> {
    params::only(&pairs(asked)?, &[])?;
    if media_of(&request, "text/plain") != "text/plain" {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "send the sentence as text/plain"));
    }
    let body = body(request, MOST_BYTES, "send one sentence; whole articles go to /api/v1/read").await?;
    can_read(&shared)?;
    let sentence = String::from_utf8(body.to_vec())
        .map_err(|_| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "the sentence is not UTF-8"))?;
    let sentence = sentence.split_whitespace().collect::<Vec<_>>().join(" ");
    if sentence.is_empty() {
        return Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "there is no sentence in the body"));
    }
    let _turn = turn(&shared.readings, "too much is being read; try it again in a moment").await?;
    let for_reading = Arc::clone(&shared);
    let work = tokio::task::spawn_blocking(move || tried(&for_reading, &sentence));
    Ok(in_json(&work.await.unwrap_or_else(|_| Err(broken()))?))
}

fn tried(shared: &Shared, sentence: &str) -> Result<Value, Problem> {
    let engine = can_read(shared)?;
    let analysis = engine.reader().analyse("sentence".to_owned(), Text::paragraph(sentence), Vec::new());
    let reading = &analysis.reading;
    let winners = reading.events.iter().map(|e| &e.rule).chain(reading.statements.iter().map(|s| &s.rule));
    let fired: BTreeSet<&str> = winners.chain(reading.positions.iter().map(|p| &p.rule)).map(|id| &**id).collect();
    let whys = reading.events.iter().map(|e| &e.why).chain(reading.statements.iter().map(|s| &s.why));
    let whys = whys.chain(reading.positions.iter().map(|p| &p.why));
    let beaten: BTreeSet<&str> = whys.flat_map(|why| why.beaten.iter().map(|id| &**id)).collect();
    let points = CodePoints::new(analysis.text.as_str());
    // Rules that wait for a word of the sentence, whose further demands it does not meet.
    let mut nearly: BTreeMap<(u32, u32), Vec<Value>> = BTreeMap::new();
    for (span, rule) in engine.codebook().called_up(&analysis.parse) {
        if fired.contains(rule) {
            continue;
        }
        let wire::Pair(start, end) = points.pair(span);
        let reason = engine.codebook().describe(rule).map(|d| d.reason);
        let entry = json!({"id": rule, "reason": reason, "matched": beaten.contains(rule)});
        nearly.entry((start, end)).or_default().push(entry);
    }
    let nearly = nearly.into_iter().map(|((start, end), rules)| json!({"start": start, "end": end, "rules": rules}));
    let nearly: Vec<Value> = nearly.collect();
    let ledger = serde_json::to_value(wire::ledger(engine, &analysis)).map_err(|_| broken())?;
    Ok(json!({"ledger": ledger, "why": why(&analysis), "nearly": nearly}))
}
