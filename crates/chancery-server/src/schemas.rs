//! The forms of answers, for the description of the API: records have the columns of the archive's views, ledgers the
//! schema of the engine's wire.

use serde_json::{Map, Value, json};

use chancery_archive::{Kind, Type};
use chancery_engine::doc::EventType;

/// A reference to a schema of the document.
pub(crate) fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// A table as an answer.
pub(crate) fn records(item: Value) -> Value {
    json!({"type": "object", "required": ["records"], "properties": {"records": {"type": "array", "items": item}}})
}

/// What a record of a kind is called.
pub(crate) fn record_name(kind: Kind) -> String {
    match kind {
        Kind::Articles => "Article",
        Kind::Events => "Event",
        Kind::Occurrences => "Occurrence",
        Kind::Statements => "Statement",
        Kind::Positions => "Position",
        Kind::Stories => "Story",
        Kind::Actors => "Actor",
    }
    .to_owned()
        + "Record"
}

/// A parameter of a query string, by its name.
pub(crate) fn parameter(name: &str, what: &str) -> Value {
    let types = || EventType::ALL.iter().map(|t| t.code()).collect::<Vec<_>>().join("|");
    let schema = match name {
        "limit" => json!({"type": "integer", "minimum": 1, "maximum": 1000}),
        "min-sources" => json!({"type": "integer", "minimum": 0, "maximum": 4_294_967_295_u32}),
        "since" | "until" | "date" => json!({"type": "string", "format": "date"}),
        "order" => json!({"type": "string", "enum": ["oldest", "newest"]}),
        "by" => json!({"type": "string", "enum": ["day", "week", "month", "quarter", "year"]}),
        "of" => json!({"type": "string", "enum": ["occurrences", "events"]}),
        "measure" => json!({"type": "string", "enum": ["count", "scale"]}),
        "format" => json!({"type": "string", "enum": ["csv", "jsonl", "parquet"]}),
        "why" => json!({"type": "string", "enum": ["true", "false"]}),
        "type" => json!({"type": "string", "pattern": format!("^({0})(,({0}))*$", types())}),
        _ => json!({"type": "string", "minLength": 1}),
    };
    json!({"name": name, "in": "query", "description": what, "schema": schema})
}

/// An object whose properties are all there; more may come with later versions.
fn object(properties: Value) -> Value {
    let required: Vec<String> = properties.as_object().into_iter().flat_map(|o| o.keys().cloned()).collect();
    json!({"type": "object", "required": required, "properties": properties})
}

fn list(item: Value) -> Value {
    json!({"type": "array", "items": item})
}

/// All of them, by name.
pub(crate) fn all() -> Map<String, Value> {
    let mut all = Map::new();
    for (_, kind) in &Kind::NAMED {
        let column = |(name, of): &(&str, Type)| {
            let of = match of {
                Type::Text => "string",
                Type::Int => "integer",
                Type::Real => "number",
            };
            ((*name).to_owned(), json!({"type": [of, "null"]}))
        };
        let properties: Map<String, Value> = kind.columns().iter().map(column).collect();
        all.insert(record_name(*kind), object(properties.into()));
    }
    ledger(&mut all);
    let (text, whole, number, flag) =
        (json!({"type": "string"}), json!({"type": "integer"}), json!({"type": "number"}), json!({"type": "boolean"}));
    let (maybe, anything) = (json!({"type": ["string", "null"]}), json!({"type": "object"}));
    let mut add = |name: &str, schema: Value| all.insert(name.to_owned(), schema);
    add("Record", object(json!({"id": text, "kind": text})));
    add("Problem", object(json!({"type": text, "title": text, "status": whole, "detail": text})));
    let overview = json!({"n_articles": whole, "n_occurrences": whole, "first": maybe, "last": maybe});
    add("Overview", object(overview));
    let value = json!({"type": ["number", "null"]});
    let period = json!({"period": text, "start": text, "dyad": text, "n": whole, "value": value, "n_articles": whole});
    add("Period", object(period));
    let quads = json!({"period": text, "start": text, "verbal_cooperation": whole, "material_cooperation": whole,
        "verbal_conflict": whole, "material_conflict": whole, "n_articles": whole});
    add("Quads", object(quads));
    let pair = json!({"first": text, "second": text, "n": whole, "n_first_to_second": whole,
        "n_second_to_first": whole, "n_cooperation": whole, "n_conflict": whole, "scale": number});
    add("PairOfSides", object(pair));
    let entry = json!({"article": text, "id": text, "date": maybe, "holder": text, "on_behalf_of": maybe,
        "stance": text, "topic": text, "key": text, "toward": maybe, "hedge": maybe, "words": text,
        "according_to": maybe, "via": list(text.clone())});
    add("Entry", object(entry));
    let shift = object(json!({"topic": text, "from": named("Entry"), "to": named("Entry")}));
    let discrepancy = object(json!({"topic": text, "differ_in": list(text.clone()), "versions": list(named("Entry"))}));
    let side = object(json!({"name": text, "country": maybe, "positions": list(named("Entry")),
        "shifts": list(shift), "discrepancies": list(discrepancy)}));
    add("Sides", object(json!({"sides": list(side), "n_articles": whole, "is_cut": flag})));
    let ids = json!({"type": "object", "additionalProperties": {"type": "string"}});
    add("ArticleLedger", object(json!({"about": named("Record"), "ledger": named("Ledger"), "ids": ids})));
    let tables = json!({"id": text, "title": text, "articles": list(anything.clone()),
        "occurrences": list(anything.clone()), "reports": list(anything.clone())});
    add("StoryReports", object(tables));
    let feature = object(json!({"type": {"const": "Feature"}, "properties": anything, "geometry": anything}));
    add("FeatureCollection", object(json!({"type": {"const": "FeatureCollection"}, "features": list(feature)})));
    let trigger = object(json!({"part": text, "word": text}));
    let rule = json!({"id": text, "gives": {"type": "string", "enum": ["event", "statement", "position"]},
        "class": text, "modes": list(text.clone()), "cameo": maybe, "triggers": list(trigger), "file": text,
        "line": whole, "reason": text, "beats": list(text.clone()), "specificity": whole});
    add("Rule", object(rule));
    let sentence = object(json!({"text": text, "is_hit": flag, "winner": maybe}));
    let sentences = object(json!({ "sentences": list(sentence) }));
    add("RuleWithSentences", json!({"allOf": [named("Rule"), sentences]}));
    let event_type = object(json!({"type": text, "definition": text, "borders": list(text.clone())}));
    add("Codebook", object(json!({"version": text, "types": list(event_type), "rules": list(named("Rule"))})));
    let capture = object(json!({"name": text, "start": whole, "end": whole}));
    let why = object(json!({"captures": list(capture), "beaten": list(text.clone())}));
    let why = json!({"type": "object", "additionalProperties": why});
    add("Why", why);
    let read = json!({"type": "object", "required": ["ledgers"],
        "properties": {"ledgers": list(named("Ledger")), "why": list(named("Why"))}});
    add("Read", read);
    let near = object(json!({"id": text, "reason": maybe, "matched": flag}));
    let near = object(json!({"start": whole, "end": whole, "rules": list(near)}));
    add("Tried", object(json!({"ledger": named("Ledger"), "why": named("Why"), "nearly": list(near)})));
    let field = object(json!({"name": text, "value": text, "coded": text, "choices": list(text.clone())}));
    let correctable = json!({"id": text, "kind": text, "is_rejected": flag, "is_corrected": flag,
        "fields": list(field)});
    add("Correctable", object(correctable));
    let correction = json!({"type": "object", "additionalProperties": false, "required": ["why"], "properties": {
        "set": {"type": "object", "additionalProperties": {"type": "string"}},
        "verdict": {"type": "string", "enum": ["confirm", "reject", "undo"]},
        "by": {"type": "string"}, "why": {"type": "string"}}});
    add("Correction", correction);
    let session = json!({"is_open": flag, "is_signed_in": flag, "has_names": flag, "name": maybe, "word": maybe,
        "is_read_only": flag, "reads": flag, "version": text});
    add("Session", object(session));
    all
}

/// The schema of the ledger, its parts beside the others.
fn ledger(all: &mut Map<String, Value>) {
    let moved = chancery_engine::wire::schema().replace("#/$defs/", "#/components/schemas/");
    let Ok(Value::Object(mut schema)) = serde_json::from_str::<Value>(&moved) else { return };
    if let Some(Value::Object(parts)) = schema.remove("$defs") {
        all.extend(parts);
    }
    schema.remove("$schema");
    schema.remove("$id");
    all.insert("Ledger".to_owned(), schema.into());
}
