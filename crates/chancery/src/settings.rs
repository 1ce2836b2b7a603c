//! What the arguments mean, once checked: dates read, folders found, the number of threads settled.

mod archive;
mod record;
#[cfg(feature = "serve")]
mod serve;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use chancery_archive::Filter;
use chancery_engine::confidence::Bar;
use chancery_engine::doc::Date;
use chancery_engine::intake::{CleanOptions, InputFormat};
use chancery_engine::record::Query;
use chancery_engine::{Config, Engine};

use crate::args;

pub(crate) use self::archive::*;
pub(crate) use self::record::*;
#[cfg(feature = "serve")]
pub(crate) use self::serve::*;

/// Which files are read, and how.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) format: Option<InputFormat>,
}

#[derive(Debug)]
pub(crate) struct Read {
    pub(crate) source: Source,
    pub(crate) clean: CleanOptions,
    pub(crate) format: args::LedgerFormat,
    pub(crate) config: Config,
    pub(crate) stats: bool,
    pub(crate) n_threads: usize,
}

#[derive(Debug)]
pub(crate) struct Parse {
    pub(crate) source: Source,
    pub(crate) format: args::ParseFormat,
    pub(crate) stats: bool,
    pub(crate) model: PathBuf,
    pub(crate) n_threads: usize,
}

#[derive(Debug)]
pub(crate) struct Explain {
    pub(crate) source: Source,
    pub(crate) id: Option<String>,
    pub(crate) clean: CleanOptions,
    pub(crate) config: Config,
}

#[derive(Debug)]
pub(crate) struct Calibrate {
    pub(crate) sentences: Vec<PathBuf>,
    pub(crate) judged: Vec<PathBuf>,
    /// The articles that were judged.
    pub(crate) articles: Source,
    pub(crate) write: Option<PathBuf>,
    /// How the articles are cleaned; sentences always are.
    pub(crate) clean: CleanOptions,
    pub(crate) config: Config,
}

/// What a command on a codebook works with.
#[derive(Debug)]
pub(crate) struct Book {
    pub(crate) codebook: Option<PathBuf>,
    /// The second codebook of a comparison.
    pub(crate) other: Option<PathBuf>,
    /// A word, rule or sentence that was asked for.
    pub(crate) wanted: Option<String>,
    pub(crate) source: Source,
    pub(crate) clean: CleanOptions,
    pub(crate) config: Config,
}

impl Book {
    /// For commands that need no language model.
    pub(crate) fn of_data(codebook: Option<PathBuf>, wanted: Option<String>) -> Book {
        Book {
            codebook,
            other: None,
            wanted,
            source: Source { paths: Vec::new(), format: None },
            clean: CleanOptions { repair: true, date: None },
            config: Config::default(),
        }
    }

    pub(crate) fn of_model(codebook: Option<PathBuf>, wanted: Option<String>, machine: args::Machine) -> Result<Book> {
        let config = Config { model: find_model(machine.model)?, ..Config::default() };
        Ok(Book { config, ..Book::of_data(codebook, wanted) })
    }

    pub(crate) fn of_two(typed: args::BookDiff) -> Result<Book> {
        let book = Book::of_model(Some(typed.old), None, typed.machine)?;
        let source = Source { paths: typed.articles, format: None };
        Ok(Book { other: Some(typed.new), source, ..book })
    }

    pub(crate) fn of_articles(typed: args::BookWeigh) -> Result<Book> {
        let book = Book::of_model(typed.book.codebook, None, typed.machine)?;
        let source = Source { paths: typed.articles, format: None };
        Ok(Book { source, clean: CleanOptions { repair: !typed.no_repair, date: None }, ..book })
    }
}

impl Calibrate {
    pub(crate) fn check(typed: args::Calibrate) -> Result<Calibrate> {
        Ok(Calibrate {
            clean: CleanOptions { repair: !typed.no_repair, date: None },
            config: Config { model: find_model(typed.machine.model)?, codebook: typed.codebook, ..Config::default() },
            sentences: typed.sentences,
            judged: typed.judged,
            articles: Source { paths: typed.articles, format: None },
            write: typed.write,
        })
    }
}

#[derive(Debug)]
pub(crate) struct Positions {
    pub(crate) of: PositionsOf,
    pub(crate) query: Query,
    pub(crate) format: args::RecordFormat,
}

/// Whose positions: those of articles to be read, or of an archive.
#[derive(Debug)]
pub(crate) enum PositionsOf {
    Articles(Box<Read>),
    Archive {
        url: String,
        codebook: Option<PathBuf>,
        filter: Box<Filter>,
        as_of: Option<String>,
    },
    /// One a row, as other records are listed.
    Rows(Box<Ask>),
}

impl Positions {
    pub(crate) fn check(typed: args::Positions) -> Result<Positions> {
        let query = Query { holder: typed.holder, topic: typed.topic };
        let filter = archive::filter(&typed.filters)?;
        let rows = match typed.format {
            args::RecordFormat::Page | args::RecordFormat::Json => None,
            args::RecordFormat::Table => Some(args::TableFormat::Table),
            args::RecordFormat::Csv => Some(args::TableFormat::Csv),
            args::RecordFormat::Jsonl => Some(args::TableFormat::Jsonl),
            args::RecordFormat::Parquet => Some(args::TableFormat::Parquet),
        };
        let of = match (typed.archive, rows) {
            (Some(_), Some(_)) if query.holder.is_some() || query.topic.is_some() => {
                bail!("--holder and --topic are for a page; of rows, --actor and --text choose")
            }
            (Some(url), Some(format)) => {
                PositionsOf::Rows(Box::new(Ask::of_positions(url, filter, format, typed.output, typed.moment.as_of)))
            }
            (Some(_), None) if typed.output.is_some() => {
                bail!("--output takes rows; give --format table, csv, jsonl or parquet with it")
            }
            // What was read needs no model; the codebook says which topics meet.
            (Some(url), None) => PositionsOf::Archive {
                url,
                codebook: typed.books.codebook,
                filter: Box::new(filter),
                as_of: typed.moment.as_of,
            },
            (None, _) if rows.is_some() || filter != Filter::default() || typed.moment.as_of.is_some() => {
                bail!("filters, days and rows are of an archive; name it with --archive, or give --holder and --topic")
            }
            (None, _) => PositionsOf::Articles(Box::new(Read {
                clean: clean_options(&typed.cleaning)?,
                config: config(typed.machine.model, typed.books)?,
                source: Source { paths: typed.paths, format: typed.input.map(input_format) },
                format: args::LedgerFormat::Jsonl,
                stats: false,
                n_threads: n_threads(typed.machine.threads)?,
            })),
        };
        Ok(Positions { of, query, format: typed.format })
    }
}

impl Read {
    pub(crate) fn check(typed: args::Read) -> Result<Read> {
        Ok(Read {
            clean: clean_options(&typed.cleaning)?,
            config: config(typed.machine.model, typed.books)?,
            source: Source { paths: typed.input.paths, format: typed.input.input.map(input_format) },
            format: typed.format,
            stats: typed.stats,
            n_threads: n_threads(typed.machine.threads)?,
        })
    }
}

impl Parse {
    pub(crate) fn check(typed: args::Parse) -> Result<Parse> {
        Ok(Parse {
            model: find_model(typed.machine.model)?,
            source: Source { paths: typed.input.paths, format: typed.input.input.map(input_format) },
            format: typed.format,
            stats: typed.stats,
            n_threads: n_threads(typed.machine.threads)?,
        })
    }
}

impl Explain {
    pub(crate) fn check(typed: args::Explain) -> Result<Explain> {
        Ok(Explain {
            clean: clean_options(&typed.cleaning)?,
            config: config(typed.machine.model, typed.books)?,
            source: Source { paths: vec![typed.article], format: typed.input.map(input_format) },
            id: typed.id,
        })
    }
}

/// The engine of a command, which lives as long as the process: to free its many small pieces one by one at the end takes
/// a sixth of a short run.
pub(crate) fn engine(config: &Config) -> Result<&'static Engine> {
    Ok(Box::leak(Box::new(Engine::load(config)?)))
}

fn config(model: Option<PathBuf>, books: args::Books) -> Result<Config> {
    let args::Books { codebook, lists, places, own_places, min_confidence } = books;
    if let Some(p) = min_confidence.filter(|p| !(0.0..=1.0).contains(p)) {
        bail!("--min-confidence {p} is no probability; give a number from 0 to 1");
    }
    Ok(Config {
        model: find_model(model)?,
        codebook,
        gazetteer: lists.gazetteer,
        gazetteer_only: lists.gazetteer_only,
        places: places.or_else(find_places),
        own_places,
        today: chancery_archive::now().get(..10).and_then(|day| day.parse().ok()),
        min_confidence: min_confidence.map_or(Bar::USUAL, Bar::at),
    })
}

fn input_format(typed: args::InputFormat) -> InputFormat {
    match typed {
        args::InputFormat::Text => InputFormat::Text,
        args::InputFormat::Jsonl => InputFormat::Jsonl,
    }
}

fn clean_options(typed: &args::Cleaning) -> Result<CleanOptions> {
    let date: Option<Date> = match &typed.date {
        None => None,
        Some(words) => {
            let date: Date =
                words.parse().with_context(|| format!("--date \"{words}\" is not a date; write it as 2023-02-01"))?;
            if date.year() < 1000 {
                bail!("--date \"{words}\" lies before all newspapers; give a year from 1000 to 9999");
            }
            Some(date)
        }
    };
    Ok(CleanOptions { repair: !typed.no_repair, date })
}

fn n_threads(typed: Option<usize>) -> Result<usize> {
    match typed {
        Some(0) => bail!("--threads 0 would read nothing; name at least one"),
        Some(n) => Ok(n),
        None => Ok(std::thread::available_parallelism().map_or(1, usize::from)),
    }
}

/// The folder given, else the first `en_core_web_*` package in a `models` folder here, above here, or above the program.
fn find_model(typed: Option<PathBuf>) -> Result<PathBuf> {
    if let Some(dir) = typed {
        return Ok(dir);
    }
    in_models(package_in).context(
        "no language model was found; run `cargo xtask model`, or name the folder of a spaCy package with --model",
    )
}

/// The first place file in a `models` folder, looked for where models are.
fn find_places() -> Option<PathBuf> {
    in_models(|models| Some(models.join("geonames.places")).filter(|file| file.is_file()))
}

/// What is first found in a `models` folder here, above here, or above the program.
fn in_models(look: impl Fn(&Path) -> Option<PathBuf>) -> Option<PathBuf> {
    let here = std::env::current_dir().ok();
    let program = std::env::current_exe().ok();
    let starts = [here.as_deref(), program.as_deref()];
    starts.into_iter().flatten().flat_map(Path::ancestors).find_map(|dir| look(&dir.join("models")))
}

fn package_in(models: &Path) -> Option<PathBuf> {
    let mut packages: Vec<PathBuf> = std::fs::read_dir(models)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| {
            path.is_dir() && path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("en_core_web_"))
        })
        .collect();
    packages.sort();
    packages.into_iter().next()
}
