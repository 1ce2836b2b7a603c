//! Parquet files with a column of texts: each row is an article, with the fields that a line of JSONL may have.

use chancery_doc::{Given, Note};
use chancery_intake::{authors, parse_date};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use parquet::schema::types::Type;

use crate::open::Context;
use crate::{Articles, Error, Found, page};

/// The columns that are read, and what they are.
const COLUMNS: &[&str] = &[
    "text",
    "id",
    "url",
    "publisher",
    "author",
    "authors",
    "byline",
    "title",
    "headline",
    "date",
    "published",
    "dct",
    "language",
];

pub(crate) fn articles<R: ChunkReader + 'static>(file: R, context: Context) -> Articles {
    let reader = match SerializedFileReader::new(file) {
        Ok(reader) => reader,
        Err(cause) => {
            return context
                .fail(None, format_args!("not a Parquet file that can be read: {cause}; check that it is whole"));
        }
    };
    let schema = reader.metadata().file_metadata().schema();
    let fields: Vec<_> = schema.get_fields().iter().filter(|f| COLUMNS.contains(&f.name())).cloned().collect();
    if !fields.iter().any(|field| field.name() == "text") {
        let there: Vec<&str> = schema.get_fields().iter().map(|field| field.name()).take(20).collect();
        return context.fail(
            None,
            format_args!("has no column `text`, only {}; rename the one that holds the articles", there.join(", ")),
        );
    }
    let projection = match Type::group_type_builder(schema.name()).with_fields(fields).build() {
        Ok(projection) => projection,
        Err(cause) => return context.fail(None, cause),
    };
    let rows = match RowIter::from_file_into(Box::new(reader)).project(Some(projection)) {
        Ok(rows) => rows,
        Err(cause) => return context.fail(None, cause),
    };
    let name = context.name.clone();
    let limit = context.limit();
    let mut broken = false;
    let rows = rows.take_while(move |row| !std::mem::replace(&mut broken, row.is_err()));
    Box::new((1u64..).zip(rows).map(move |(number, row)| match row {
        Ok(row) => article(&name, number, &row, limit),
        Err(cause) => Err(Error::new(&name, Some(number), format_args!("the rest cannot be read: {cause}"))),
    }))
}

fn article(name: &str, number: u64, row: &Row, limit: u64) -> Result<Found, Error> {
    let fail = |message: String| Error::new(name, Some(number), message);
    let mut given = Given::default();
    let mut notes = Vec::new();
    let (mut text, mut title, mut headline) = (None, None, None);
    for (column, field) in row.get_column_iter() {
        if matches!(field, Field::Null) {
            continue;
        }
        if column == "text" && !matches!(field, Field::Str(_) | Field::Bytes(_)) {
            return Err(fail("`text` is no string; give the article as one".to_owned()));
        }
        let value = match field {
            Field::Str(words) => words.clone(),
            Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
                Ok(words) => words.to_owned(),
                Err(_) => String::from_utf8_lossy(bytes.data()).into_owned(),
            },
            other => other.to_string(),
        };
        if value.trim().is_empty() {
            continue;
        }
        match column.as_str() {
            "text" => text = Some(value),
            "id" => given.id = Some(value),
            "url" => given.url = Some(value),
            "publisher" => given.publisher = Some(value),
            "author" | "authors" | "byline" => given.authors = authors(&value),
            "title" => title = Some(value),
            "headline" => headline = Some(value),
            "language" => given.language = Some(value),
            _ => match parse_date(&value) {
                Some(date) => given.published = given.published.or(Some(date)),
                None => {
                    let shown: String = value.chars().take(40).collect();
                    let message = format!("`{column}` is \"{shown}\", which is no date; write it as 2023-02-01");
                    notes.push(Note::new("intake.bad-date", message));
                }
            },
        }
    }
    let Some(text) = text else {
        return Err(Error::empty(name, Some(number), "the row has no text"));
    };
    if text.len() as u64 > limit {
        return Err(fail(format!("the article is over the limit of {limit} bytes; split it, or raise the limit")));
    }
    let headline = title.or(headline).map(|t| t.trim().to_owned());
    given.headline.clone_from(&headline);
    let raw = page::raw(name.to_owned(), Some(number), text, headline, given, notes);
    Ok(Found::Article(Box::new(raw)))
}
