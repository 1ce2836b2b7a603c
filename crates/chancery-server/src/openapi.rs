//! The description of the API (OpenAPI 3.1), made from the same lists that check requests.

use serde_json::{Map, Value, json};

use chancery_archive::Kind;

use crate::desk::{BY, RECORD, TOP};
use crate::export::FORMAT;
use crate::params::{FILTERS, PAGING, SERIES};
use crate::reading::READING;
use crate::schemas::{self, named, parameter, records};

type Named<'l> = &'l [(&'static str, &'static str)];

const JSON: &str = "application/json";
const CSV: &str = "text/csv";

/// The document that `/openapi.json` serves, with a final line feed.
pub fn openapi() -> String {
    let mut paths = Map::new();
    lists(&mut paths);
    numbers(&mut paths);
    reading(&mut paths);
    correcting(&mut paths);
    for (path, what, media) in [
        ("/healthz", "Whether the process lives", "text/plain"),
        ("/readyz", "Whether the archive answers", "text/plain"),
        ("/metrics", "Counts for Prometheus", "text/plain"),
    ] {
        paths.insert(path.to_owned(), get(what, &[], &[], words(media)));
    }
    paths.insert("/openapi.json".to_owned(), get("This document", &[], &[], json(json!({"type": "object"}))));
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Chancery", "version": env!("CARGO_PKG_VERSION"),
            "description": "An archive of ledgers: who did or said what to whom, and according to whom."},
        "paths": paths,
        "security": [{}, {"token": []}, {"session": []}],
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {"type": "apiKey", "in": "cookie", "name": "chancery"},
            },
        },
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn lists(paths: &mut Map<String, Value>) {
    for (name, kind) in &Kind::NAMED {
        let list = json!({
            "type": "object", "required": ["records", "next"], "properties": {
                "records": {"type": "array", "items": named(&schemas::record_name(*kind))},
                "next": {"type": ["string", "null"], "description": "The cursor of the page after this one"},
            }
        });
        let mut media = with_csv(list);
        if crate::api::MAPPED.contains(name) {
            media.insert("application/geo+json".to_owned(), json!({"schema": named("FeatureCollection")}));
        }
        let what = format!("{name} that pass the filters, a page at a time");
        paths.insert(format!("/api/v1/{name}"), get(&what, &[], &[FILTERS, PAGING], media));
        let what = format!("One of the {name}, with what hangs on it");
        paths.insert(format!("/api/v1/{name}/{{id}}"), get(&what, &["id"], &[], json(named("Record"))));
        let what = format!("All {name} that pass the filters, as a file");
        let mut media = words(CSV);
        for more in ["application/x-ndjson", "application/vnd.apache.parquet"] {
            media.insert(more.to_owned(), json!({}));
        }
        paths.insert(format!("/api/v1/export/{name}"), get(&what, &[], &[FILTERS, FORMAT], media));
    }
}

fn numbers(paths: &mut Map<String, Value>) {
    let mut add = |path: &str, what: &str, ids: &[&str], parameters: &[Named<'_>], media: Map<String, Value>| {
        paths.insert(path.to_owned(), get(what, ids, parameters, media));
    };
    add("/api/v1/overview", "What the archive holds", &[], &[], json(named("Overview")));
    let series = with_csv(records(named("Period")));
    add("/api/v1/series", "Happenings counted over time", &[], &[FILTERS, SERIES], series);
    let quads = with_csv(records(named("Quads")));
    add("/api/v1/quads", "Happenings of each quad class over time", &[], &[FILTERS, BY], quads);
    let pairs = with_csv(records(named("PairOfSides")));
    add("/api/v1/pairs", "Who has most to do with whom", &[], &[FILTERS, TOP], pairs);
    let sides = json(named("Sides"));
    add("/api/v1/record", "Positions of each side, with shifts and discrepancies", &[], &[RECORD], sides);
    let of_article = json(named("ArticleLedger"));
    add("/api/v1/articles/{id}/ledger", "The ledger of an article, with permanent ids", &["id"], &[], of_article);
    let reports = json(named("StoryReports"));
    add("/api/v1/stories/{id}/reports", "Who reports what of a story", &["id"], &[], reports);
    add("/api/v1/network", "Who acts on whom", &[], &[FILTERS], words("application/graphml+xml"));
    let mut map = Map::new();
    map.insert("application/geo+json".to_owned(), json!({"schema": named("FeatureCollection")}));
    add("/api/v1/places", "Happenings on the map", &[], &[FILTERS], map);
    let what = "Articles as they come in: server-sent events";
    add("/api/v1/stream", what, &[], &[], words("text/event-stream"));
    add("/api/v1/codebook", "Types and rules of the codebook", &[], &[], json(named("Codebook")));
    let rule = json(named("RuleWithSentences"));
    add("/api/v1/codebook/rules/{id}", "One rule, with its sentences", &["id"], &[], rule);
}

fn reading(paths: &mut Map<String, Value>) {
    let text = json!({"schema": {"type": "string"}});
    paths.insert(
        "/api/v1/read".to_owned(),
        json!({"post": {
            "summary": "Articles in, ledgers out; nothing is kept",
            "parameters": parameters(&[], &[READING]),
            "requestBody": {"required": true, "content": {
                "text/plain": text, "text/html": text, "application/x-ndjson": text,
            }},
            "responses": responses(json(named("Read"))),
        }}),
    );
    paths.insert(
        "/api/v1/codebook/try".to_owned(),
        json!({"post": {
            "summary": "What the codebook makes of a sentence, and which rules nearly matched",
            "requestBody": {"required": true, "content": {"text/plain": text}},
            "responses": responses(json(named("Tried"))),
        }}),
    );
}

fn correcting(paths: &mut Map<String, Value>) {
    let mut fields = get("What can be corrected of a record", &["id"], &[], json(named("Correctable")));
    fields["post"] = json!({
        "summary": "Corrects, confirms or rejects a record",
        "description": "From a browser it carries the header X-Chancery-Word, which /api/v1/session tells.",
        "parameters": parameters(&["id"], &[]),
        "requestBody": {"required": true, "content": {JSON: {"schema": named("Correction")}}},
        "responses": responses(json(named("Correctable"))),
    });
    paths.insert("/api/v1/corrections/{id}".to_owned(), fields);
    let mut session = get("Who the client is, and what this server does", &[], &[], json(named("Session")));
    session["post"] = json!({
        "summary": "Signs in: a name and password, or the token as the password alone",
        "requestBody": {"required": true, "content": {JSON: {"schema": {
            "type": "object", "required": ["password"],
            "properties": {"name": {"type": ["string", "null"]}, "password": {"type": "string"}},
        }}}},
        "responses": responses(json(json!({"type": "object"}))),
    });
    session["delete"] = json!({"summary": "Signs out", "responses": responses(json(json!({"type": "object"})))});
    paths.insert("/api/v1/session".to_owned(), session);
}

fn json(schema: Value) -> Map<String, Value> {
    Map::from_iter([(JSON.to_owned(), json!({ "schema": schema }))])
}

fn words(media: &str) -> Map<String, Value> {
    Map::from_iter([(media.to_owned(), json!({"schema": {"type": "string"}}))])
}

fn with_csv(schema: Value) -> Map<String, Value> {
    let mut media = json(schema);
    media.extend(words(CSV));
    media
}

fn parameters(ids: &[&str], lists: &[Named<'_>]) -> Value {
    let in_path = ids
        .iter()
        .map(|id| json!({"name": id, "in": "path", "required": true, "schema": {"type": "string", "minLength": 1}}));
    let asked = lists.iter().flat_map(|list| list.iter()).map(|(name, what)| parameter(name, what));
    in_path.chain(asked).collect()
}

fn get(summary: &str, ids: &[&str], lists: &[Named<'_>], media: Map<String, Value>) -> Value {
    json!({"get": {"summary": summary, "parameters": parameters(ids, lists), "responses": responses(media)}})
}

fn responses(content: Map<String, Value>) -> Value {
    json!({
        "200": {"description": "The answer", "content": content},
        "default": {"description": "What went wrong, and what to do",
            "content": {"application/problem+json": {"schema": named("Problem")}}},
    })
}
