//! Reading ledgers of other versions.
//!
//! Within `chancery/1` fields are added, so an older ledger lacks some that this program has. Which these are is read
//! off the ledger's own schema: a list that is missing is empty, a flag is not set, an object of such fields has none
//! of them. What cannot be left out (an id, a span) stays missing, and the ledger is refused with its name.

use std::sync::LazyLock;

use chancery_engine::wire::{self, Ledger};
use serde_json::{Value, json};

static SCHEMA: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(&wire::schema()).unwrap_or_else(|_| json!({"properties": {}})));

/// A ledger from a line of JSON; lists and options that are missing are empty.
///
/// # Errors
/// When it is not JSON, or lacks what no ledger can lack.
pub fn read_ledger(line: &str) -> Result<Ledger, serde_json::Error> {
    let mut value: Value = serde_json::from_str(line)?;
    fill(&mut value, &SCHEMA);
    serde_json::from_value(value)
}

/// The schema that a reference leads to, also through "this or null".
fn resolved(schema: &Value) -> &Value {
    let name = |schema: &'static Value, reference: &str| -> Option<&'static Value> {
        schema["$defs"].get(reference.strip_prefix("#/$defs/")?)
    };
    if let Some(found) = schema["$ref"].as_str().and_then(|reference| name(&SCHEMA, reference)) {
        return found;
    }
    let choices = schema["anyOf"].as_array().into_iter().flatten();
    let mut references = choices.filter_map(|choice| choice["$ref"].as_str());
    references.next().and_then(|reference| name(&SCHEMA, reference)).unwrap_or(schema)
}

fn fill(value: &mut Value, schema: &Value) {
    let schema = resolved(schema);
    match value {
        Value::Array(items) => {
            for item in items {
                fill(item, &schema["items"]);
            }
        }
        Value::Object(object) => {
            for (name, property) in schema["properties"].as_object().into_iter().flatten() {
                if !object.contains_key(name)
                    && let Some(nothing) = nothing(property)
                {
                    object.insert(name.clone(), nothing);
                }
                if let Some(inner) = object.get_mut(name) {
                    fill(inner, property);
                }
            }
        }
        _ => {}
    }
}

/// What stands for a field that is missing, if it may be.
fn nothing(property: &Value) -> Option<Value> {
    match property["type"].as_str() {
        Some("array") => return Some(json!([])),
        Some("boolean") => return Some(json!(false)),
        _ => {}
    }
    // An object that requires nothing may be empty. An option ("this or null") is left to itself.
    let target = property["$ref"].as_str().map(|_| resolved(property))?;
    let is_open = target["type"] == "object" && target["required"].as_array().is_none_or(Vec::is_empty);
    is_open.then(|| json!({}))
}

#[cfg(test)]
mod tests {
    use super::read_ledger;

    const ARTICLE: &str = r#""article": {"id": "a", "language": "en", "text": "Talks began."}"#;
    const BY: &str = r#""produced_by": {"version": "0", "model": "m", "codebook": "c"}"#;

    #[test]
    fn what_an_older_ledger_lacks_is_empty() {
        let entity = r#"{"id": "e1", "name": "Talks", "kind": "group", "roles": [{"title": "x", "source": "text"}]}"#;
        let line = format!(r#"{{"schema": "chancery/1", {ARTICLE}, "entities": [{entity}], {BY}, "later": 1}}"#);
        let ledger = read_ledger(&line).unwrap();
        assert_eq!((ledger.entities[0].sectors.len(), ledger.entities[0].mentions.len()), (0, 0));
        assert!(ledger.events.is_empty() && ledger.article.url.is_none() && !ledger.entities[0].roles[0].former);
    }

    #[test]
    fn what_no_ledger_can_lack_is_named() {
        let check = |line: &str, want: &str| {
            let message = read_ledger(line).unwrap_err().to_string();
            assert!(message.contains(want), "{message}");
        };
        check(&format!(r#"{{"schema": "chancery/1", {BY}}}"#), "article");
        check(&format!(r#"{{"schema": "chancery/1", {ARTICLE}, "events": [{{"id": "ev1"}}], {BY}}}"#), "type");
        check("[1", "EOF");
    }
}
