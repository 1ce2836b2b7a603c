//! What was typed of the commands that work with an archive, once checked.

use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use chancery_archive::{Counted, Filter, Kind, Measure, Period};
use chancery_engine::Config;
use chancery_engine::doc::{Date, EventType};
use chancery_engine::intake::CleanOptions;

use super::{Source, clean_options, config, input_format, n_threads};
use crate::args;

/// Articles on their way into an archive.
#[derive(Debug)]
pub(crate) struct Ingest {
    pub(crate) archive: String,
    pub(crate) source: Source,
    /// Whether the files hold ledgers, not articles.
    pub(crate) ledgers: bool,
    pub(crate) report: bool,
    pub(crate) clean: CleanOptions,
    pub(crate) config: Config,
    pub(crate) n_threads: usize,
}

/// A folder whose articles go into an archive as they arrive.
#[derive(Debug)]
pub(crate) struct Watch {
    pub(crate) folder: PathBuf,
    pub(crate) every: Duration,
    pub(crate) until_quiet: bool,
    pub(crate) ingest: Ingest,
}

impl Watch {
    pub(crate) fn check(typed: args::Watch) -> Result<Watch> {
        if !typed.folder.is_dir() {
            bail!("{} is no folder; name the one where articles arrive", typed.folder.display());
        }
        if !(0.05..=86400.0).contains(&typed.every) {
            bail!("--every {} is no number of seconds from 0.05 to 86400", typed.every);
        }
        Ok(Watch {
            every: Duration::from_secs_f64(typed.every),
            until_quiet: typed.until_quiet,
            ingest: Ingest {
                archive: typed.archive.archive,
                clean: clean_options(&typed.cleaning)?,
                config: config(typed.machine.model, typed.books)?,
                source: Source { paths: Vec::new(), format: typed.input.map(input_format) },
                ledgers: false,
                report: typed.report,
                n_threads: n_threads(typed.machine.threads)?,
            },
            folder: typed.folder,
        })
    }
}

/// A question to an archive.
#[derive(Debug)]
pub(crate) struct Ask {
    pub(crate) archive: String,
    pub(crate) asked: Asked,
    pub(crate) format: Option<args::TableFormat>,
    pub(crate) output: Option<PathBuf>,
    /// The moment that is asked about, when it is not now.
    pub(crate) as_of: Option<String>,
}

#[derive(Debug)]
pub(crate) enum Asked {
    Kind(Kind, Filter),
    Series { filter: Filter, period: Period, counted: Counted, measure: Measure, pairs: Option<Vec<String>> },
    Sql(String),
    Changes { since: String },
}

#[derive(Debug)]
pub(crate) struct Export {
    pub(crate) archive: String,
    pub(crate) form: args::ExportForm,
    pub(crate) text_free: bool,
    pub(crate) filter: Filter,
    pub(crate) output: Option<PathBuf>,
    pub(crate) as_of: Option<String>,
}

#[derive(Debug)]
pub(crate) struct Show {
    pub(crate) archive: String,
    pub(crate) id: String,
    pub(crate) json: bool,
    pub(crate) as_of: Option<String>,
}

impl Ingest {
    pub(crate) fn check(typed: args::Ingest) -> Result<Ingest> {
        // Ledgers need no model; one that is missing is no trouble then.
        let config = if typed.ledgers { Config::default() } else { config(typed.machine.model, typed.books)? };
        Ok(Ingest {
            archive: typed.archive.archive,
            clean: clean_options(&typed.cleaning)?,
            config,
            source: Source { paths: typed.input.paths, format: typed.input.input.map(input_format) },
            ledgers: typed.ledgers,
            report: typed.report,
            n_threads: n_threads(typed.machine.threads)?,
        })
    }
}

impl Ask {
    pub(crate) fn check(kind: Kind, typed: args::Ask) -> Result<Ask> {
        let asked = Asked::Kind(kind, filter(&typed.filters)?);
        Ok(Ask::new(typed.archive, asked, typed.answer))
    }

    pub(crate) fn check_series(typed: args::Series) -> Result<Ask> {
        let asked = Asked::Series {
            filter: filter(&typed.filters)?,
            period: match typed.by {
                args::By::Day => Period::Day,
                args::By::Week => Period::Week,
                args::By::Month => Period::Month,
                args::By::Quarter => Period::Quarter,
                args::By::Year => Period::Year,
            },
            counted: match typed.of {
                args::SeriesOf::Occurrences => Counted::Occurrences,
                args::SeriesOf::Events => Counted::Events,
            },
            measure: match typed.measure {
                args::SeriesMeasure::Count => Measure::Count,
                args::SeriesMeasure::Scale => Measure::Scale,
            },
            pairs: typed.zero_fill.then_some(typed.among),
        };
        Ok(Ask::new(typed.archive, asked, typed.answer))
    }

    pub(crate) fn check_sql(typed: args::Sql) -> Ask {
        Ask::new(typed.archive, Asked::Sql(typed.query), typed.answer)
    }

    pub(crate) fn check_changes(typed: args::Changes) -> Ask {
        Ask::new(typed.archive, Asked::Changes { since: typed.since }, typed.answer)
    }

    /// Positions as rows.
    pub(super) fn of_positions(
        archive: String,
        filter: Filter,
        format: args::TableFormat,
        output: Option<PathBuf>,
        as_of: Option<String>,
    ) -> Ask {
        Ask { archive, asked: Asked::Kind(Kind::Positions, filter), format: Some(format), output, as_of }
    }

    fn new(url: args::ArchiveUrl, asked: Asked, answer: args::Answer) -> Ask {
        Ask { archive: url.archive, asked, format: answer.format, output: answer.output, as_of: answer.moment.as_of }
    }
}

impl Export {
    pub(crate) fn check(typed: args::Export) -> Result<Export> {
        Ok(Export {
            archive: typed.archive.archive,
            form: typed.form,
            text_free: typed.text_free,
            filter: filter(&typed.filters)?,
            output: typed.output,
            as_of: typed.moment.as_of,
        })
    }
}

impl Show {
    pub(crate) fn check(typed: args::Show) -> Show {
        Show {
            archive: typed.archive.archive,
            id: typed.id,
            json: typed.format == args::ShowFormat::Json,
            as_of: typed.moment.as_of,
        }
    }
}

pub(super) fn filter(typed: &args::Filters) -> Result<Filter> {
    fn all<T: std::str::FromStr<Err = chancery_archive::Error>>(typed: &[String]) -> Result<Vec<T>> {
        typed.iter().map(|words| Ok(words.parse()?)).collect()
    }
    let day = |name: &str, typed: &Option<String>| -> Result<Option<Date>> {
        let Some(words) = typed else { return Ok(None) };
        let day = words.parse().with_context(|| format!("{name} \"{words}\" is not a date; write it as 2023-02-01"))?;
        Ok(Some(day))
    };
    let event_type = |words: &String| -> Result<EventType> {
        let known = || EventType::ALL.iter().map(|t| t.code()).collect::<Vec<_>>().join(", ");
        words.to_uppercase().parse().with_context(|| format!("--type knows {}", known()))
    };
    Ok(Filter {
        actors: all(&typed.actor)?,
        recipients: all(&typed.recipient)?,
        dyads: all(&typed.dyad)?,
        types: typed.types.iter().map(event_type).collect::<Result<_>>()?,
        contexts: typed.context.clone(),
        countries: typed.country.clone(),
        since: day("--since", &typed.since)?,
        until: day("--until", &typed.until)?,
        near: typed.near.as_deref().map(str::parse).transpose()?,
        via: typed.via.clone(),
        min_sources: typed.min_sources,
        text: typed.text.clone(),
        limit: typed.limit,
    })
}
