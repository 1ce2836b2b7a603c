//! `chancery correct`: what people say against the coding.

use std::io::Write;

use anyhow::Result;
use chancery_archive::{Archive, Cell, Column, Correctable, Table};

use crate::ask::render;
use crate::settings::Correct;
use crate::{Verdict, page};

pub(crate) fn run(settings: &Correct) -> Result<Verdict> {
    let record = match &settings.changes {
        None => Archive::open_reader(&settings.archive)?.correctable(&settings.id)?,
        Some((changes, signed)) => {
            let mut archive = Archive::open(&settings.archive)?;
            let id = archive.correct(&settings.id, changes, signed)?;
            archive.correctable(&id)?
        }
    };
    let mut out = anstream::stdout();
    let state = match (record.is_rejected, record.is_corrected) {
        (true, _) => ", rejected",
        (false, true) => ", looked at by a person",
        (false, false) => "",
    };
    writeln!(out, "{} {}{state}", record.kind, record.id)?;
    write!(out, "{}", render(&table(&record), page::width()))?;
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}

/// Each field as a correction would write it, with what the coder had where that is another value.
fn table(record: &Correctable) -> Table {
    let column = |name: &str| Column { name: name.to_owned(), kind: None };
    let rows = record.fields.iter().map(|field| {
        let coder = if field.coded == field.value { Cell::Null } else { Cell::Text(field.coded.clone()) };
        vec![Cell::Text(field.name.to_owned()), Cell::Text(field.value.clone()), coder]
    });
    Table { columns: vec![column("field"), column("value"), column("the coder had")], rows: rows.collect() }
}
