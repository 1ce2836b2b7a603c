//! The description of the API (OpenAPI 3.1), made from the same lists that check requests.

use serde_json::{Map, Value, json};

use chancery_archive::Kind;

use crate::params::{FILTERS, PAGING, SERIES};

/// The document that `/openapi.json` serves, with a final line feed.
pub fn openapi() -> String {
    let mut paths = Map::new();
    for (name, _) in &Kind::NAMED {
        let mut media = vec!["application/json", "text/csv"];
        if *name == "occurrences" {
            media.push("application/geo+json");
        }
        paths.insert(
            format!("/api/v1/{name}"),
            get(&format!("{name} that pass the filters, a page at a time"), &[FILTERS, PAGING], &media),
        );
        let mut one = get(&format!("One of the {name}, with what hangs on it"), &[], &["application/json"]);
        one["get"]["parameters"] =
            json!([{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]);
        paths.insert(format!("/api/v1/{name}/{{id}}"), one);
    }
    paths.insert(
        "/api/v1/series".to_owned(),
        get("Happenings counted over time", &[FILTERS, SERIES], &["application/json", "text/csv"]),
    );
    paths.insert("/api/v1/network".to_owned(), get("Who acts on whom", &[FILTERS], &["application/graphml+xml"]));
    paths.insert("/api/v1/places".to_owned(), get("Happenings on the map", &[FILTERS], &["application/geo+json"]));
    paths.insert(
        "/api/v1/read".to_owned(),
        json!({"post": {
            "summary": "Articles in, ledgers out; nothing is kept",
            "parameters": [{"name": "date", "in": "query", "description": "Day of publication where the article tells none",
                "schema": {"type": "string", "format": "date"}}],
            "requestBody": {"required": true, "content": {
                "text/plain": {"schema": {"type": "string"}},
                "application/x-ndjson": {"schema": {"type": "string"}},
            }},
            "responses": responses(&["application/json"]),
        }}),
    );
    for (path, what, media) in [
        ("/healthz", "Whether the process lives", "text/plain"),
        ("/readyz", "Whether the archive answers", "text/plain"),
        ("/metrics", "Counts for Prometheus", "text/plain"),
        ("/openapi.json", "This document", "application/json"),
    ] {
        paths.insert(path.to_owned(), get(what, &[], &[media]));
    }
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "Chancery", "version": env!("CARGO_PKG_VERSION"),
            "description": "An archive of ledgers: who did or said what to whom, and according to whom."},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

fn get(summary: &str, parameters: &[&[(&str, &str)]], media: &[&str]) -> Value {
    let parameters: Vec<Value> = parameters
        .iter()
        .flat_map(|list| list.iter())
        .map(|(name, what)| json!({"name": name, "in": "query", "description": what, "schema": {"type": "string"}}))
        .collect();
    json!({"get": {"summary": summary, "parameters": parameters, "responses": responses(media)}})
}

fn responses(media: &[&str]) -> Value {
    let content: Map<String, Value> = media.iter().map(|media| ((*media).to_owned(), json!({}))).collect();
    json!({
        "200": {"description": "The answer", "content": content},
        "default": {"description": "What went wrong, and what to do", "content": {"application/problem+json": {}}},
    })
}
