//! What was typed of the commands that work with an archive.

use std::path::PathBuf;

use clap::{Args as ClapArgs, ValueEnum};

use super::{Books, Cleaning, Input, InputFormat, Machine};

/// Where the archive is.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct ArchiveUrl {
    /// The archive: a file, or postgres://USER@HOST/DATABASE
    #[arg(long, value_name = "URL", env = "CHANCERY_ARCHIVE")]
    pub(crate) archive: String,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery ingest --archive news.db articles/*.txt
  chancery ingest --archive news.db feed.jsonl
  chancery read feed.jsonl --format jsonl | chancery ingest --archive news.db --ledgers -

Exit codes: 0 all is in the archive, 1 there was nothing to read, 2 some articles were bad (see `chancery sql`, table rejected).")]
pub(crate) struct Ingest {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    #[command(flatten)]
    pub(crate) input: Input,
    /// The files hold ledgers that `chancery read --format jsonl` wrote
    #[arg(long, conflicts_with_all = ["input", "date", "no_repair", "codebook"])]
    pub(crate) ledgers: bool,
    /// Print the id of each article once it is safely stored
    #[arg(long)]
    pub(crate) report: bool,
    #[command(flatten)]
    pub(crate) cleaning: Cleaning,
    #[command(flatten)]
    pub(crate) books: Books,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery watch incoming --archive news.db
  chancery watch incoming --archive news.db --until-quiet

A file is read once it has stopped growing. Ctrl-C stops; everything that was read is kept.")]
pub(crate) struct Watch {
    /// The folder where articles arrive
    #[arg(value_name = "FOLDER")]
    pub(crate) folder: PathBuf,
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// What the files hold, when their content would not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
    /// Seconds between two looks at the folder
    #[arg(long, value_name = "SECONDS", default_value_t = 2.0)]
    pub(crate) every: f64,
    /// Stop when everything in the folder is in the archive
    #[arg(long)]
    pub(crate) until_quiet: bool,
    /// Print the id of each article once it is safely stored
    #[arg(long)]
    pub(crate) report: bool,
    #[command(flatten)]
    pub(crate) cleaning: Cleaning,
    #[command(flatten)]
    pub(crate) books: Books,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum TableFormat {
    /// For people
    Table,
    /// Comma-separated values with a header
    Csv,
    /// One object a line
    Jsonl,
    /// An Apache Parquet file
    Parquet,
}

/// How an answer is written.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Answer {
    /// How the answer is written [default: table on a terminal, else csv]
    #[arg(long, value_name = "FORMAT")]
    pub(crate) format: Option<TableFormat>,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) moment: Moment,
}

/// When the archive is asked.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Moment {
    /// Answer as the archive would have on that day (of UTC, to its end): it is computed again, which takes a while
    #[arg(long, value_name = "DATE")]
    pub(crate) as_of: Option<String>,
}

/// Which records are wanted. Values of one option are alternatives; different options must all hold.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Filters {
    /// Who acts, speaks or holds: a code (PSE, PSE.GOV, .REB), a name, or an id (act_…)
    #[arg(long, value_name = "WHO")]
    pub(crate) actor: Vec<String>,
    /// To whom
    #[arg(long, value_name = "WHO")]
    pub(crate) recipient: Vec<String>,
    /// Between whom: ISR,PSE in either direction, ISR>PSE in one
    #[arg(long, value_name = "A,B")]
    pub(crate) dyad: Vec<String>,
    /// PLOVER event types
    #[arg(long = "type", value_name = "TYPE", value_delimiter = ',')]
    pub(crate) types: Vec<String>,
    /// PLOVER contexts
    #[arg(long, value_name = "CONTEXT", value_delimiter = ',')]
    pub(crate) context: Vec<String>,
    /// Countries of the place, or of the speaker: ISO 3166 alpha-3
    #[arg(long, value_name = "CODE", value_delimiter = ',')]
    pub(crate) country: Vec<String>,
    /// First day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) since: Option<String>,
    /// Last day
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) until: Option<String>,
    /// Within a distance of a place that articles name, or of a latitude and longitude
    #[arg(long, value_name = "PLACE,KM")]
    pub(crate) near: Option<String>,
    /// Outlets that passed it on
    #[arg(long, value_name = "OUTLET")]
    pub(crate) via: Vec<String>,
    /// At least so many origins: copies, and outlets that quote one agency, count once
    #[arg(long, value_name = "N")]
    pub(crate) min_sources: Option<u32>,
    /// Words of the article; "a phrase", word*, AND, OR and NOT are understood
    #[arg(long, value_name = "WORDS")]
    pub(crate) text: Option<String>,
    /// At most so many
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<usize>,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery events --archive news.db --actor ISR --type ASSAULT --since 2023-01-01
  chancery occurrences --archive news.db --near \"Jenin,50km\" --min-sources 2
  chancery statements --archive news.db --actor PSE.GOV --text ceasefire --format jsonl
  chancery events --archive news.db --format parquet --output events.parquet")]
pub(crate) struct Ask {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum By {
    /// Days
    Day,
    /// Weeks from Monday (ISO 8601)
    Week,
    /// Months
    Month,
    /// Quarters
    Quarter,
    /// Years
    Year,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SeriesMeasure {
    /// How many
    Count,
    /// Mean PLOVER scale, -10 conflict to +10 cooperation
    Scale,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum SeriesOf {
    /// Happenings, each once
    Occurrences,
    /// Events, once for each article that has them
    Events,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery series --archive news.db --dyad ISR,PSE --by month --measure count
  chancery series --archive news.db --dyad 'ISR>PSE' --dyad 'PSE>ISR' --by week --measure scale --since 2023-01-01
  chancery series --archive news.db --zero-fill --among ISR,PSE,LBN --by month --since 2023-01-01 --until 2023-12-31")]
pub(crate) struct Series {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// Length of a period
    #[arg(long, value_name = "PERIOD", default_value = "month")]
    pub(crate) by: By,
    /// What the value of a period is
    #[arg(long, value_name = "MEASURE", default_value = "count")]
    pub(crate) measure: SeriesMeasure,
    /// What is counted
    #[arg(long, value_name = "UNIT", default_value = "occurrences")]
    pub(crate) of: SeriesOf,
    /// A row for every ordered pair of countries and every period, with zero where nothing happened
    #[arg(long, conflicts_with = "dyad")]
    pub(crate) zero_fill: bool,
    /// The countries whose pairs are filled [default: the pairs that have anything]
    #[arg(long, value_name = "CODE", value_delimiter = ',', requires = "zero_fill")]
    pub(crate) among: Vec<String>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
The views are described in docs/archive.md; `SELECT name FROM sqlite_schema` lists them.

Example:
  chancery sql --archive news.db \"SELECT type, count(*) AS n FROM v_events GROUP BY type ORDER BY n DESC\"")]
pub(crate) struct Sql {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// One statement that reads
    #[arg(value_name = "QUERY")]
    pub(crate) query: String,
    #[command(flatten)]
    pub(crate) answer: Answer,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ShowFormat {
    /// For people
    Page,
    /// One object
    Json,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "Example:\n  chancery show --archive news.db occ_0123456789ab")]
pub(crate) struct Show {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// A permanent id: art_…, ev_…, st_…, po_…, occ_…, sto_…, act_…
    #[arg(value_name = "ID")]
    pub(crate) id: String,
    /// How the record is written
    #[arg(long, value_name = "FORMAT", default_value = "page")]
    pub(crate) format: ShowFormat,
    #[command(flatten)]
    pub(crate) moment: Moment,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ExportForm {
    /// Events as one flat table
    Csv,
    /// The same as an Apache Parquet file
    Parquet,
    /// PLOVER events, one JSON object a line
    Plover,
    /// Rows of GDELT's 2.0 event table
    Gdelt,
    /// Rows of the same table for what was only said: CAMEO's 01 and 02
    GdeltStatements,
    /// The network of actors
    Graphml,
    /// Happenings on the map
    Geojson,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery export --archive news.db --form geojson --since 2023-01-01 --output map.geojson
  chancery export --archive news.db --form csv --text-free --output events.csv")]
pub(crate) struct Export {
    #[command(flatten)]
    pub(crate) archive: ArchiveUrl,
    /// What to write
    #[arg(long, value_name = "FORM")]
    pub(crate) form: ExportForm,
    /// Leave out every quotation: codes, offsets and hashes stay
    #[arg(long)]
    pub(crate) text_free: bool,
    #[command(flatten)]
    pub(crate) filters: Filters,
    /// Write to a file instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) moment: Moment,
}
