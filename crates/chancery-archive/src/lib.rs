//! The archive: what was read is kept, found again, and counted as happenings instead of reports.
//!
//! [`Archive::store`] takes a ledger apart into tables, one transaction an article. [`Archive::settle`] finds what
//! belongs together: copies of a text, articles about one matter (stories), events that are one happening
//! (occurrences), entities that are one actor.
//!
//! An archive is one SQLite file. Programs read it through the views of `src/schema/views.sql`, which
//! `docs/archive.md` describes. The archive knows ledgers, not how they are made: it reads no article.

mod cite;
mod coded;
mod correct;
mod db;
mod desk;
mod error;
mod export;
mod filter;
mod gdelt;
mod geo;
mod history;
mod ids;
mod ledger;
#[cfg(feature = "parquet")]
mod parquet_file;
mod past;
mod query;
mod roles;
mod select;
mod series;
mod show;
mod similar;
mod snapshot;
mod store;
mod succession;
mod table;
mod tolerant;
mod tolls;
#[cfg(test)]
mod trouble;

pub use cite::{Citation, Found, verify};
pub use coded::{Agreement, COMPARED, Gold, Score, alpha};
pub use correct::{Change, Correctable, Field, Signed};
pub use desk::{Came, Interrupt, Overview};
pub use error::Error;
pub use export::{Exported, Form, QUOTING, TextFree};
pub use filter::{Dyad, Filter, Near, Who};
pub use gdelt::GDELT_COLUMNS;
#[cfg(feature = "parquet")]
pub use parquet_file::Parquet;
pub use query::{Kind, Page};
pub use series::{Counted, Measure, Period};
pub use show::Record;
pub use similar::Settled;
pub use snapshot::{Creator, Snapshot};
pub use store::{Archive, Origin, Outcome, Stored, identity, input_hash};
pub use table::{Cell, Column, Counting, Csv, Jsonl, Sink, Table, Type};
pub use tolerant::read_ledger;
pub use tolls::{Given, Toll};

/// The time of ingest as archives write it: UTC, ISO 8601, to the second.
pub fn now() -> String {
    jiff::Timestamp::now().round(jiff::Unit::Second).map_or_else(|_| String::new(), |now| now.to_string())
}
