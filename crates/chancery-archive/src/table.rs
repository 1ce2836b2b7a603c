//! Answers as tables: rows that go one by one to whoever writes them.

use std::io::Write;

use crate::db::ValueRef;

use crate::error::Error;

/// A value of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// Nothing is known.
    Null,
    /// A whole number.
    Int(i64),
    /// A number.
    Real(f64),
    /// Words, a date, or a list joined by `;`.
    Text(String),
}

impl Cell {
    pub(crate) fn of(value: ValueRef<'_>) -> Cell {
        match value {
            ValueRef::Null => Cell::Null,
            ValueRef::Integer(i) => Cell::Int(i),
            ValueRef::Real(r) => Cell::Real(r),
            ValueRef::Text(bytes) => Cell::Text(String::from_utf8_lossy(bytes).into_owned()),
            ValueRef::Blob(bytes) => Cell::Text(bytes.iter().map(|b| format!("{b:02x}")).collect()),
        }
    }

    /// As people read it; nothing is empty.
    pub fn words(&self) -> String {
        match self {
            Cell::Null => String::new(),
            Cell::Int(i) => i.to_string(),
            Cell::Real(r) => shortest(*r),
            Cell::Text(text) => text.clone(),
        }
    }

    /// As JSON.
    pub fn json(&self) -> serde_json::Value {
        match self {
            Cell::Null => serde_json::Value::Null,
            Cell::Int(i) => (*i).into(),
            Cell::Real(r) => serde_json::Number::from_f64(round(*r)).map_or(serde_json::Value::Null, Into::into),
            Cell::Text(text) => text.as_str().into(),
        }
    }
}

/// Scores were 32-bit floats on the way; the digits that this added are taken off again.
fn round(value: f64) -> f64 {
    if value.abs() < 1e9 { (value * 1e6).round() / 1e6 } else { value }
}

fn shortest(value: f64) -> String {
    format!("{}", round(value))
}

/// What the values of a column are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// Words, dates, lists.
    Text,
    /// Whole numbers.
    Int,
    /// Numbers.
    Real,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its name, as in the views.
    pub name: String,
    /// What its values are, when that is known beforehand.
    pub kind: Option<Type>,
}

/// Takes an answer, row by row.
pub trait Sink {
    /// Called once, before any row.
    ///
    /// # Errors
    /// When it cannot be written.
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error>;

    /// Called for each row.
    ///
    /// # Errors
    /// When it cannot be written.
    fn row(&mut self, cells: &[Cell]) -> Result<(), Error>;

    /// Called once, after all rows.
    ///
    /// # Errors
    /// When it cannot be written.
    fn finish(&mut self) -> Result<(), Error>;
}

impl<S: Sink + ?Sized> Sink for Box<S> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        (**self).begin(columns)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        (**self).row(cells)
    }

    fn finish(&mut self) -> Result<(), Error> {
        (**self).finish()
    }
}

/// Counts rows on their way.
#[derive(Debug)]
pub struct Counting<S> {
    /// Where they go.
    pub inner: S,
    /// How many there were.
    pub n: usize,
}

impl<S: Sink> Sink for Counting<S> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.inner.begin(columns)
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.n += 1;
        self.inner.row(cells)
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.inner.finish()
    }
}

/// Comma-separated values with a header (RFC 4180, lines ended by a line feed).
#[derive(Debug)]
pub struct Csv<W> {
    out: W,
    separator: char,
}

impl<W: Write> Csv<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Csv<W> {
        Csv { out, separator: ',' }
    }

    fn line<'c>(&mut self, fields: impl Iterator<Item = std::borrow::Cow<'c, str>>) -> Result<(), Error> {
        let mut line = String::new();
        for (i, field) in fields.enumerate() {
            if i > 0 {
                line.push(self.separator);
            }
            if field.contains([self.separator, '"', '\n', '\r']) {
                line.push('"');
                line.push_str(&field.replace('"', "\"\""));
                line.push('"');
            } else {
                line.push_str(&field);
            }
        }
        line.push('\n');
        Ok(self.out.write_all(line.as_bytes())?)
    }
}

impl<W: Write> Sink for Csv<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.line(columns.iter().map(|c| c.name.as_str().into()))
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.line(cells.iter().map(|c| c.words().into()))
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// One JSON object a line.
#[derive(Debug)]
pub struct Jsonl<W> {
    out: W,
    names: Vec<String>,
}

impl<W: Write> Jsonl<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Jsonl<W> {
        Jsonl { out, names: Vec::new() }
    }
}

impl<W: Write> Sink for Jsonl<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.names = columns.iter().map(|c| c.name.clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let mut line = String::from("{");
        for (i, (name, cell)) in self.names.iter().zip(cells).enumerate() {
            let comma = if i > 0 { "," } else { "" };
            line.push_str(&format!("{comma}{}:{}", serde_json::Value::from(name.as_str()), cell.json()));
        }
        line.push_str("}\n");
        Ok(self.out.write_all(line.as_bytes())?)
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(self.out.flush()?)
    }
}

/// Keeps an answer in memory, for short ones.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Table {
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Sink for Table {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.rows.push(cells.to_vec());
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Cell, Column, Csv, Jsonl, Sink};

    fn fill(sink: &mut dyn Sink) {
        let column = |name: &str| Column { name: name.to_owned(), kind: None };
        sink.begin(&[column("a"), column("b, c")]).unwrap();
        sink.row(&[Cell::Text("say \"no\"\nagain".to_owned()), Cell::Null]).unwrap();
        sink.row(&[Cell::Real(f64::from(0.1f32)), Cell::Int(-2)]).unwrap();
        sink.finish().unwrap();
    }

    #[test]
    fn csv_quotes_what_it_must() {
        let mut out = Vec::new();
        fill(&mut Csv::new(&mut out));
        assert_eq!(String::from_utf8(out).unwrap(), "a,\"b, c\"\n\"say \"\"no\"\"\nagain\",\n0.1,-2\n");
    }

    #[test]
    fn jsonl_keeps_what_is_nothing() {
        let mut out = Vec::new();
        fill(&mut Jsonl::new(&mut out));
        let want = "{\"a\":\"say \\\"no\\\"\\nagain\",\"b, c\":null}\n{\"a\":0.1,\"b, c\":-2}\n";
        assert_eq!(String::from_utf8(out).unwrap(), want);
    }
}
