//! Ledgers and their records as Arrow.
//!
//! The types are read off the JSON Schema of what is written, so that they follow the ledger by themselves: an object
//! is a struct, an array a list, a whole number 64 bits (Spark knows no unsigned ones), an enumeration its word. Every
//! field may be null, because a row of an article that could not be read has nothing but its error.

use std::str::FromStr;
use std::sync::Arc;

use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, ListArray, RecordBatch, RecordBatchOptions, RecordBatchReader,
    StringArray, StructArray,
};
use arrow_buffer::{NullBuffer, OffsetBuffer};
use arrow_schema::{ArrowError, DataType, Field, Fields, Schema, SchemaRef};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use schemars::{JsonSchema, schema_for};
use serde::Serialize;
use serde_json::Value;

use crate::rows;
use crate::stream::Read;

/// What the rows of a table are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// An article each, with its whole ledger, or with the reason why there is none.
    Ledgers,
    Articles,
    Events,
    Statements,
    Positions,
    Entities,
    Places,
    Times,
}

impl Kind {
    const NAMED: [(&'static str, Kind); 8] = [
        ("ledgers", Kind::Ledgers),
        ("articles", Kind::Articles),
        ("events", Kind::Events),
        ("statements", Kind::Statements),
        ("positions", Kind::Positions),
        ("entities", Kind::Entities),
        ("places", Kind::Places),
        ("times", Kind::Times),
    ];
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(name: &str) -> Result<Kind, String> {
        let known = || Kind::NAMED.map(|(name, _)| name).join(", ");
        let found = Kind::NAMED.iter().find(|(known, _)| *known == name);
        found.map(|(_, kind)| *kind).ok_or_else(|| format!("no table is called \"{name}\"; there are {}", known()))
    }
}

/// The columns of a table.
pub(crate) fn schema(kind: Kind) -> Result<SchemaRef, ArrowError> {
    match kind {
        Kind::Ledgers => schema_of::<rows::LedgerRow<'_>>(),
        Kind::Articles => schema_of::<rows::ArticleRow<'_>>(),
        Kind::Events => schema_of::<rows::EventRow<'_>>(),
        Kind::Statements => schema_of::<rows::StatementRow<'_>>(),
        Kind::Positions => schema_of::<rows::PositionRow<'_>>(),
        Kind::Entities => schema_of::<rows::EntityRow<'_>>(),
        Kind::Places => schema_of::<rows::PlaceRow<'_>>(),
        Kind::Times => schema_of::<rows::TimeRow<'_>>(),
    }
}

/// The rows of some articles.
pub(crate) fn batch(kind: Kind, schema: &SchemaRef, read: &[Read]) -> Result<RecordBatch, ArrowError> {
    let ledgers = || read.iter().filter_map(|read| read.as_deref().ok());
    match kind {
        Kind::Ledgers => written(schema, &read.iter().map(rows::LedgerRow::of).collect::<Vec<_>>()),
        Kind::Articles => written(schema, &ledgers().map(rows::ArticleRow::of).collect::<Vec<_>>()),
        Kind::Events => written(schema, &ledgers().flat_map(rows::events).collect::<Vec<_>>()),
        Kind::Statements => written(schema, &ledgers().flat_map(rows::statements).collect::<Vec<_>>()),
        Kind::Positions => written(schema, &ledgers().flat_map(rows::positions).collect::<Vec<_>>()),
        Kind::Entities => written(schema, &ledgers().flat_map(rows::entities).collect::<Vec<_>>()),
        Kind::Places => written(schema, &ledgers().flat_map(rows::places).collect::<Vec<_>>()),
        Kind::Times => written(schema, &ledgers().flat_map(rows::times).collect::<Vec<_>>()),
    }
}

fn written<R: Serialize>(schema: &SchemaRef, rows: &[R]) -> Result<RecordBatch, ArrowError> {
    let rows = rows.iter().map(serde_json::to_value).collect::<Result<Vec<_>, _>>();
    let rows = rows.map_err(|e| ArrowError::ExternalError(Box::new(e)))?;
    let rows: Vec<Option<&Value>> = rows.iter().map(Some).collect();
    let columns = schema.fields().iter().map(|field| column(&members(&rows, field.name()), field.data_type()));
    let columns = columns.collect::<Result<Vec<_>, _>>()?;
    RecordBatch::try_new_with_options(
        Arc::clone(schema),
        columns,
        &RecordBatchOptions::new().with_row_count(Some(rows.len())),
    )
}

/// What objects have by a name; nothing where there is no object.
fn members<'v>(objects: &[Option<&'v Value>], name: &str) -> Vec<Option<&'v Value>> {
    objects.iter().map(|object| object.and_then(|object| object.get(name)).filter(|value| !value.is_null())).collect()
}

/// JSON values, which the schema has described, as an array; what does not fit is null.
fn column(values: &[Option<&Value>], kind: &DataType) -> Result<ArrayRef, ArrowError> {
    Ok(match kind {
        DataType::Boolean => Arc::new(values.iter().map(|v| v.and_then(Value::as_bool)).collect::<BooleanArray>()),
        DataType::Int64 => Arc::new(values.iter().map(|v| v.and_then(Value::as_i64)).collect::<Int64Array>()),
        DataType::Float64 => {
            Arc::new(values.iter().map(|v| v.and_then(Value::as_f64).map(shortest)).collect::<Float64Array>())
        }
        DataType::Struct(fields) if fields.is_empty() => {
            return Err(ArrowError::SchemaError("an object without fields is no column".to_owned()));
        }
        DataType::Struct(fields) => {
            let columns = fields.iter().map(|field| column(&members(values, field.name()), field.data_type()));
            let columns = columns.collect::<Result<Vec<_>, _>>()?;
            Arc::new(StructArray::try_new(fields.clone(), columns, Some(present(values)))?)
        }
        DataType::List(item) => {
            let lists: Vec<&[Value]> =
                values.iter().map(|v| v.and_then(Value::as_array).map_or(&[][..], Vec::as_slice)).collect();
            let items: Vec<Option<&Value>> = lists.iter().flat_map(|list| list.iter().map(Some)).collect();
            let offsets = OffsetBuffer::from_lengths(lists.iter().map(|list| list.len()));
            Arc::new(ListArray::try_new(
                Arc::clone(item),
                offsets,
                column(&items, item.data_type())?,
                Some(present(values)),
            )?)
        }
        _ => Arc::new(values.iter().map(|v| v.and_then(Value::as_str)).collect::<StringArray>()),
    })
}

fn present(values: &[Option<&Value>]) -> NullBuffer {
    values.iter().map(Option::is_some).collect::<Vec<bool>>().into()
}

/// Scores are 32-bit floats; on the way to 64 they get digits that nobody gave them, which are taken off again.
pub(crate) fn shortest(value: f64) -> f64 {
    let narrow = value as f32;
    if f64::from(narrow) == value { narrow.to_string().parse().unwrap_or(value) } else { value }
}

/// A stream as the capsule that `__arrow_c_stream__` gives.
pub(crate) fn capsule<'py>(
    py: Python<'py>,
    reader: Box<dyn RecordBatchReader + Send>,
) -> PyResult<Bound<'py, PyCapsule>> {
    PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(reader), c"arrow_array_stream")
}

fn schema_of<T: JsonSchema>() -> Result<SchemaRef, ArrowError> {
    let schema = schema_for!(T).to_value();
    Ok(Arc::new(Schema::new(fields(&schema, &schema)?)))
}

fn fields(object: &Value, whole: &Value) -> Result<Fields, ArrowError> {
    let properties = object["properties"].as_object().into_iter().flatten();
    let fields = properties.map(|(name, schema)| Ok(Field::new(name, data_type(schema, whole)?, true)));
    Ok(fields.collect::<Result<Vec<_>, ArrowError>>()?.into())
}

/// The type of what a schema describes; `whole` holds what it refers to.
fn data_type(schema: &Value, whole: &Value) -> Result<DataType, ArrowError> {
    if let Some(name) = schema["$ref"].as_str().and_then(|reference| reference.strip_prefix("#/$defs/")) {
        return data_type(&whole["$defs"][name], whole);
    }
    let is_null = |schema: &&Value| schema["type"] == "null";
    if let Some(choice) = schema["anyOf"].as_array().and_then(|choices| choices.iter().find(|c| !is_null(c))) {
        return data_type(choice, whole);
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|kind| *kind != "null"),
        kind => Some(kind),
    };
    Ok(match kind.and_then(Value::as_str) {
        Some("string") => DataType::Utf8,
        Some("boolean") => DataType::Boolean,
        Some("integer") => DataType::Int64,
        Some("number") => DataType::Float64,
        Some("object") => DataType::Struct(fields(schema, whole)?),
        Some("array") => {
            // A pair has its types as a prefix, all of them the same.
            let items = schema.get("items").or_else(|| schema["prefixItems"].get(0)).unwrap_or(&Value::Null);
            DataType::List(Arc::new(Field::new("element", data_type(items, whole)?, true)))
        }
        // Enumerations whose words have descriptions of their own.
        None if schema["oneOf"].is_array() || schema["enum"].is_array() => DataType::Utf8,
        _ => return Err(ArrowError::SchemaError(format!("no Arrow type for {schema}"))),
    })
}
