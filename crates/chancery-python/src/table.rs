//! An answer of the archive as Arrow, held in columns from the first row on.

use std::sync::Arc;

use arrow_array::builder::{ArrayBuilder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::types::{Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchIterator};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use chancery_archive::{Cell, Column, Error, Sink, Type};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use serde_json::Value;

use crate::arrow;

/// Rows in a batch.
const BATCH: usize = 16_384;

/// A table, which may be taken as Arrow any number of times.
#[pyclass(frozen, module = "chancery._chancery")]
pub(crate) struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

#[pymethods]
impl Table {
    /// The Arrow C stream; the columns are shared, not copied.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches: Vec<Result<RecordBatch, ArrowError>> = self.batches.iter().cloned().map(Ok).collect();
        arrow::capsule(py, Box::new(RecordBatchIterator::new(batches, Arc::clone(&self.schema))))
    }

    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// The names of the columns.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    /// One JSON object a row.
    fn json_lines(&self, py: Python<'_>) -> String {
        py.detach(|| {
            let mut lines = String::new();
            for batch in &self.batches {
                for row in 0..batch.num_rows() {
                    let columns = self.schema.fields().iter().zip(batch.columns());
                    let object: serde_json::Map<String, Value> =
                        columns.map(|(field, column)| (field.name().clone(), value(column, row))).collect();
                    lines.push_str(&Value::Object(object).to_string());
                    lines.push('\n');
                }
            }
            lines
        })
    }
}

fn value(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    if let Some(text) = column.as_string_opt::<i32>() {
        text.value(row).into()
    } else if let Some(int) = column.as_primitive_opt::<Int64Type>() {
        int.value(row).into()
    } else {
        column.as_primitive_opt::<Float64Type>().map_or(Value::Null, |real| real.value(row).into())
    }
}

/// Takes the rows of an answer.
pub(crate) struct Columns {
    columns: Vec<Column>,
    builders: Vec<Builder>,
    batches: Vec<RecordBatch>,
    schema: Option<SchemaRef>,
    /// The rows of the first batch, when the types are still to be seen.
    first: Vec<Vec<Cell>>,
}

enum Builder {
    Text(StringBuilder),
    Int(Int64Builder),
    Real(Float64Builder),
}

impl Builder {
    fn of(kind: Type) -> Builder {
        match kind {
            Type::Text => Builder::Text(StringBuilder::new()),
            Type::Int => Builder::Int(Int64Builder::new()),
            Type::Real => Builder::Real(Float64Builder::new()),
        }
    }

    fn data_type(&self) -> DataType {
        match self {
            Builder::Text(_) => DataType::Utf8,
            Builder::Int(_) => DataType::Int64,
            Builder::Real(_) => DataType::Float64,
        }
    }

    fn len(&self) -> usize {
        match self {
            Builder::Text(text) => text.len(),
            Builder::Int(int) => int.len(),
            Builder::Real(real) => real.len(),
        }
    }

    /// Whether the cell fits.
    fn push(&mut self, cell: &Cell) -> bool {
        match (self, cell) {
            (Builder::Text(text), Cell::Null) => text.append_null(),
            (Builder::Text(text), Cell::Text(words)) => text.append_value(words),
            (Builder::Text(text), other) => text.append_value(other.words()),
            (Builder::Int(int), Cell::Null) => int.append_null(),
            (Builder::Int(int), Cell::Int(value)) => int.append_value(*value),
            (Builder::Real(real), Cell::Null) => real.append_null(),
            (Builder::Real(real), Cell::Int(value)) => real.append_value(*value as f64),
            (Builder::Real(real), Cell::Real(value)) => real.append_value(arrow::shortest(*value)),
            _ => return false,
        }
        true
    }

    fn finish(&mut self) -> ArrayRef {
        match self {
            Builder::Text(text) => Arc::new(text.finish()),
            Builder::Int(int) => Arc::new(int.finish()),
            Builder::Real(real) => Arc::new(real.finish()),
        }
    }
}

impl Columns {
    pub(crate) fn new() -> Columns {
        Columns { columns: Vec::new(), builders: Vec::new(), batches: Vec::new(), schema: None, first: Vec::new() }
    }

    pub(crate) fn table(self) -> Table {
        let schema = self.schema.unwrap_or_else(|| Arc::new(Schema::empty()));
        Table { schema, batches: self.batches }
    }

    /// Settles the types, those that are not told by what the first rows hold.
    fn settle(&mut self) -> Result<(), Error> {
        for (i, column) in self.columns.iter().enumerate() {
            let is = |test: fn(&Cell) -> bool| self.first.iter().all(|row| row[i] == Cell::Null || test(&row[i]));
            let is_known = self.first.iter().any(|row| row[i] != Cell::Null);
            let seen = if is_known && is(|c| matches!(c, Cell::Int(_))) {
                Type::Int
            } else if is_known && is(|c| matches!(c, Cell::Int(_) | Cell::Real(_))) {
                Type::Real
            } else {
                Type::Text
            };
            self.builders.push(Builder::of(column.kind.unwrap_or(seen)));
        }
        let fields = self.columns.iter().zip(&self.builders);
        let fields: Vec<Field> = fields.map(|(column, b)| Field::new(&column.name, b.data_type(), true)).collect();
        self.schema = Some(Arc::new(Schema::new(fields)));
        for row in std::mem::take(&mut self.first) {
            self.push(&row)?;
        }
        Ok(())
    }

    fn push(&mut self, row: &[Cell]) -> Result<(), Error> {
        for ((builder, cell), column) in self.builders.iter_mut().zip(row).zip(&self.columns) {
            if !builder.push(cell) {
                let (name, words) = (&column.name, cell.words());
                return Err(Error::new(format!(
                    "column \"{name}\" began with numbers and then has \"{words}\"; write CAST({name} AS TEXT) in the query"
                )));
            }
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), Error> {
        let Some(schema) = &self.schema else { return Ok(()) };
        let arrays: Vec<ArrayRef> = self.builders.iter_mut().map(Builder::finish).collect();
        let batch = RecordBatch::try_new(Arc::clone(schema), arrays);
        self.batches.push(batch.map_err(|e| Error::new(e.to_string()))?);
        Ok(())
    }
}

impl Sink for Columns {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        if self.schema.is_none() {
            self.first.push(cells.to_vec());
            return if self.first.len() == BATCH { self.settle() } else { Ok(()) };
        }
        self.push(cells)?;
        if self.builders.first().is_some_and(|builder| builder.len() >= BATCH) { self.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), Error> {
        if self.schema.is_none() {
            self.settle()?;
        }
        if self.builders.first().is_some_and(|builder| builder.len() > 0) { self.flush() } else { Ok(()) }
    }
}
