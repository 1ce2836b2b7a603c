//! Answers as Parquet files, which pandas, polars, DuckDB, R and Spark read.
//!
//! Every column is optional: `UTF8`, `INT64` or `DOUBLE`. Rows are gathered into groups, so that memory stays flat
//! however long the answer is. A column of an SQL query gets the type of its first group; what does not fit it is
//! an error with the remedy.

use std::io::Write;
use std::sync::Arc;

use parquet::basic::{ConvertedType, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type as Node;

use crate::error::Error;
use crate::table::{Cell, Column, Sink, Type};

/// Rows in a group.
const GROUP: usize = 20_000;

/// Writes a Parquet file.
#[derive(Debug)]
pub struct Parquet<W: Write + Send> {
    out: Option<W>,
    writer: Option<SerializedFileWriter<W>>,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell>>,
}

fn wrong(cause: parquet::errors::ParquetError) -> Error {
    Error::because(format!("the Parquet file could not be written: {cause}"), cause)
}

impl<W: Write + Send> Parquet<W> {
    /// Writes to `out`.
    pub fn new(out: W) -> Parquet<W> {
        Parquet { out: Some(out), writer: None, columns: Vec::new(), rows: Vec::new() }
    }

    fn flush(&mut self) -> Result<(), Error> {
        for (i, column) in self.columns.iter_mut().enumerate() {
            let values = self.rows.iter().map(|row| &row[i]);
            column.kind.get_or_insert_with(|| {
                let is = |test: fn(&Cell) -> bool| values.clone().all(|cell| *cell == Cell::Null || test(cell));
                if is(|c| matches!(c, Cell::Int(_))) {
                    Type::Int
                } else if is(|c| matches!(c, Cell::Int(_) | Cell::Real(_))) {
                    Type::Real
                } else {
                    Type::Text
                }
            });
        }
        if let Some(out) = self.out.take() {
            let fields: Result<Vec<_>, _> = self.columns.iter().map(field).collect();
            let schema =
                Node::group_type_builder("chancery").with_fields(fields.map_err(wrong)?).build().map_err(wrong)?;
            let properties = WriterProperties::builder().set_created_by(created_by()).build();
            self.writer = Some(SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties)).map_err(wrong)?);
        }
        let Some(writer) = &mut self.writer else { return Ok(()) };
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = writer.next_row_group().map_err(wrong)?;
        let mut idx = 0;
        while let Some(mut column) = group.next_column().map_err(wrong)? {
            write_column(&mut column, &self.columns[idx], self.rows.iter().map(|row| &row[idx]))?;
            column.close().map_err(wrong)?;
            idx += 1;
        }
        group.close().map_err(wrong)?;
        self.rows.clear();
        Ok(())
    }
}

fn created_by() -> String {
    format!("chancery {}", env!("CARGO_PKG_VERSION"))
}

fn field(column: &Column) -> Result<Arc<Node>, parquet::errors::ParquetError> {
    let builder = match column.kind {
        Some(Type::Int) => Node::primitive_type_builder(&column.name, Physical::INT64),
        Some(Type::Real) => Node::primitive_type_builder(&column.name, Physical::DOUBLE),
        _ => Node::primitive_type_builder(&column.name, Physical::BYTE_ARRAY)
            .with_converted_type(ConvertedType::UTF8)
            .with_logical_type(Some(LogicalType::String)),
    };
    Ok(Arc::new(builder.with_repetition(Repetition::OPTIONAL).build()?))
}

fn write_column<'c>(
    writer: &mut SerializedColumnWriter<'_>,
    column: &Column,
    cells: impl Iterator<Item = &'c Cell> + Clone,
) -> Result<(), Error> {
    let levels: Vec<i16> = cells.clone().map(|cell| i16::from(*cell != Cell::Null)).collect();
    let present = cells.filter(|cell| **cell != Cell::Null);
    let misfit = |cell: &Cell| {
        let name = &column.name;
        Error::new(format!(
            "column \"{name}\" began with numbers and then has \"{}\"; write CAST({name} AS TEXT) in the query",
            cell.words()
        ))
    };
    match column.kind {
        Some(Type::Int) => {
            let values = present.map(|cell| match cell {
                Cell::Int(i) => Ok(*i),
                other => Err(misfit(other)),
            });
            let values = values.collect::<Result<Vec<_>, _>>()?;
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None).map_err(wrong)?;
        }
        Some(Type::Real) => {
            let values = present.map(|cell| match cell {
                Cell::Int(i) => Ok(*i as f64),
                Cell::Real(r) => Ok(*r),
                other => Err(misfit(other)),
            });
            let values = values.collect::<Result<Vec<_>, _>>()?;
            writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None).map_err(wrong)?;
        }
        _ => {
            let values: Vec<ByteArray> = present.map(|cell| ByteArray::from(cell.words().into_bytes())).collect();
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None).map_err(wrong)?;
        }
    }
    Ok(())
}

impl<W: Write + Send> Sink for Parquet<W> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.rows.push(cells.to_vec());
        if self.rows.len() >= GROUP { self.flush() } else { Ok(()) }
    }

    fn finish(&mut self) -> Result<(), Error> {
        self.flush()?;
        if let Some(writer) = self.writer.take() {
            let mut out = writer.into_inner().map_err(wrong)?;
            out.flush()?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::Field;

    use super::Parquet;
    use crate::table::{Cell, Column, Sink, Type};

    #[test]
    fn what_is_written_is_read_back() {
        let mut file = tempfile::tempfile().unwrap();
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        let mut sink = Parquet::new(&mut file);
        sink.begin(&[column("id", Some(Type::Text)), column("n", None), column("x", None)]).unwrap();
        for i in 0..45_000i64 {
            let n = if i % 3 == 0 { Cell::Null } else { Cell::Int(i) };
            sink.row(&[Cell::Text(format!("é{i}")), n, Cell::Real(i as f64 / 2.0)]).unwrap();
        }
        sink.finish().unwrap();
        drop(sink);
        let reader = SerializedFileReader::new(file).unwrap();
        assert_eq!(reader.metadata().file_metadata().num_rows(), 45_000);
        let row = reader.get_row_iter(None).unwrap().nth(44_999).unwrap().unwrap();
        let got: Vec<Field> = row.get_column_iter().map(|(_, field)| field.clone()).collect();
        assert_eq!(got, [Field::Str("é44999".to_owned()), Field::Long(44_999), Field::Double(22_499.5)]);
        let first = reader.get_row_iter(None).unwrap().next().unwrap().unwrap();
        assert_eq!(first.get_column_iter().nth(1).unwrap().1, &Field::Null);
    }

    #[test]
    fn a_column_that_changes_its_kind_is_told() {
        let mut sink = Parquet::new(std::io::sink());
        sink.begin(&[Column { name: "n".to_owned(), kind: Some(Type::Int) }]).unwrap();
        sink.row(&[Cell::Text("many".to_owned())]).unwrap();
        let message = sink.finish().unwrap_err().to_string();
        assert_eq!(
            message,
            "column \"n\" began with numbers and then has \"many\"; write CAST(n AS TEXT) in the query"
        );
    }
}
