//! The archive as Python sees it: ledgers go in as JSON, answers come out as Arrow.

use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use chancery_archive::{Archive as Inner, Counted, Filter, Kind, Measure, Origin, Outcome, Period, Sink};
use chancery_engine::doc::{Date, EventType};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::table::{Columns, Table};
use crate::{ArchiveError, chain};

/// An open archive.
#[pyclass(frozen, module = "chancery._chancery")]
pub(crate) struct Archive {
    inner: Mutex<Inner>,
}

fn failed(error: &chancery_archive::Error) -> PyErr {
    ArchiveError::new_err(chain(error))
}

impl Archive {
    fn new(inner: Inner) -> Archive {
        Archive { inner: Mutex::new(inner) }
    }

    /// Only without the interpreter in hand, since another thread may be asking.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&Inner, &mut dyn Sink) -> Result<(), chancery_archive::Error> + Send,
    ) -> PyResult<Table> {
        py.detach(|| {
            let mut columns = Columns::new();
            question(&self.inner(), &mut columns).map_err(|e| failed(&e))?;
            Ok(columns.table())
        })
    }
}

#[pymethods]
impl Archive {
    /// Opens an archive; one that is only asked must be there.
    #[new]
    #[pyo3(signature = (url, *, write = false))]
    fn open(py: Python<'_>, url: &str, write: bool) -> PyResult<Archive> {
        let url = url.to_owned();
        py.detach(|| {
            let inner = if write { Inner::open(&url) } else { Inner::open_reader(&url) };
            inner.map(Archive::new).map_err(|e| failed(&e))
        })
    }

    /// The archive as it was on a day, or at a moment.
    fn as_of(&self, py: Python<'_>, moment: &str) -> PyResult<Archive> {
        py.detach(|| self.inner().as_of(moment).map(Archive::new).map_err(|e| failed(&e)))
    }

    /// Keeps a ledger, given as JSON; whether it is `new`, `updated`, `known` or `recoded`.
    fn add(&self, py: Python<'_>, ledger: &str) -> PyResult<&'static str> {
        py.detach(|| {
            let ledger = chancery_archive::read_ledger(ledger)
                .map_err(|e| ArchiveError::new_err(format!("this is no ledger: {e}")))?;
            let stored = self.inner().store(&ledger, &Origin::of_ledger(&ledger), &chancery_archive::now());
            Ok(match stored.map_err(|e| failed(&e))?.outcome {
                Outcome::New => "new",
                Outcome::Updated => "updated",
                Outcome::Known => "known",
                Outcome::Recoded => "recoded",
            })
        })
    }

    /// Puts new articles into stories, their events into occurrences, their entities into actors.
    fn settle(&self, py: Python<'_>) -> PyResult<usize> {
        py.detach(|| {
            let settled = self.inner().settle(&chancery_archive::now(), |_| {});
            settled.map(|settled| settled.articles).map_err(|e| failed(&e))
        })
    }

    /// The records of a kind that pass the filters.
    #[pyo3(signature = (kind, **filters))]
    fn query(&self, py: Python<'_>, kind: &str, filters: Option<&Bound<'_, PyDict>>) -> PyResult<Table> {
        let known = || Kind::NAMED.map(|(name, _)| name).join(", ");
        let found = Kind::NAMED.iter().find(|(name, _)| *name == kind);
        let (_, kind) = found
            .ok_or_else(|| PyValueError::new_err(format!("no records are called \"{kind}\"; there are {}", known())))?;
        let filter = filter(filters)?;
        self.ask(py, |archive, sink| archive.query(*kind, &filter, sink))
    }

    /// How often, or how hostile, in each period.
    #[pyo3(signature = (by = "month", *, of = "occurrences", measure = "count", **filters))]
    fn series(
        &self,
        py: Python<'_>,
        by: &str,
        of: &str,
        measure: &str,
        filters: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Table> {
        let period = one_of(
            "by",
            by,
            &[
                ("day", Period::Day),
                ("week", Period::Week),
                ("month", Period::Month),
                ("quarter", Period::Quarter),
                ("year", Period::Year),
            ],
        )?;
        let unit = one_of("of", of, &[("occurrences", Counted::Occurrences), ("events", Counted::Events)])?;
        let measure = one_of("measure", measure, &[("count", Measure::Count), ("scale", Measure::Scale)])?;
        let filter = filter(filters)?;
        self.ask(py, |archive, sink| archive.series(&filter, period, unit, measure, sink))
    }

    /// The answer to a question in SQL, which can only read.
    fn sql(&self, py: Python<'_>, query: &str) -> PyResult<Table> {
        self.ask(py, |archive, sink| archive.sql(query, sink))
    }

    /// What changed since a day or moment.
    fn changes(&self, py: Python<'_>, since: &str) -> PyResult<Table> {
        self.ask(py, |archive, sink| archive.changes(since, sink))
    }

    /// One record with the words that support it, as JSON.
    fn show(&self, py: Python<'_>, id: &str) -> PyResult<String> {
        py.detach(|| self.inner().show(id).map(|record| record.json().to_string()).map_err(|e| failed(&e)))
    }

    /// The ledger of an article, as JSON.
    fn ledger(&self, py: Python<'_>, article: &str) -> PyResult<String> {
        py.detach(|| {
            let ledger = self.inner().ledger(article).map_err(|e| failed(&e))?;
            serde_json::to_string(&ledger).map_err(|e| ArchiveError::new_err(e.to_string()))
        })
    }
}

fn one_of<T: Copy>(name: &str, typed: &str, known: &[(&str, T)]) -> PyResult<T> {
    let found = known.iter().find(|(word, _)| *word == typed).map(|(_, value)| *value);
    found.ok_or_else(|| {
        let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
        PyValueError::new_err(format!("{name}=\"{typed}\" is not known; there are {}", words.join(", ")))
    })
}

/// The filters by their names, which are those of the command line. One value or several may be given.
fn filter(given: Option<&Bound<'_, PyDict>>) -> PyResult<Filter> {
    let mut filter = Filter::default();
    for (name, value) in given.into_iter().flatten() {
        let name: String = name.extract()?;
        if value.is_none() {
            continue;
        }
        match name.as_str() {
            "actor" => filter.actors = all(&value)?,
            "recipient" => filter.recipients = all(&value)?,
            "dyad" => filter.dyads = all(&value)?,
            "type" => filter.types = words(&value)?.iter().map(|word| event_type(word)).collect::<PyResult<_>>()?,
            "context" => filter.contexts = words(&value)?,
            "country" => filter.countries = words(&value)?,
            "since" => filter.since = Some(day(&name, &value)?),
            "until" => filter.until = Some(day(&name, &value)?),
            "near" => filter.near = Some(parsed(&value.str()?.to_string_lossy())?),
            "via" => filter.via = words(&value)?,
            "min_sources" => filter.min_sources = Some(value.extract()?),
            "text" => filter.text = Some(value.extract()?),
            "limit" => filter.limit = Some(value.extract()?),
            _ => {
                return Err(PyTypeError::new_err(format!(
                    "no filter is called \"{name}\"; there are actor, recipient, dyad, type, context, country, since, \
                     until, near, via, min_sources, text and limit"
                )));
            }
        }
    }
    Ok(filter)
}

fn words(value: &Bound<'_, PyAny>) -> PyResult<Vec<String>> {
    if value.cast::<PyString>().is_ok() { Ok(vec![value.extract()?]) } else { value.extract() }
}

fn parsed<T: FromStr<Err = chancery_archive::Error>>(word: &str) -> PyResult<T> {
    word.parse().map_err(|e: chancery_archive::Error| PyValueError::new_err(chain(&e)))
}

fn all<T: FromStr<Err = chancery_archive::Error>>(value: &Bound<'_, PyAny>) -> PyResult<Vec<T>> {
    words(value)?.iter().map(|word| parsed(word)).collect()
}

fn event_type(word: &str) -> PyResult<EventType> {
    let known = || EventType::ALL.iter().map(|t| t.code()).collect::<Vec<_>>().join(", ");
    word.to_uppercase().parse().map_err(|_| PyValueError::new_err(format!("type knows {}, not \"{word}\"", known())))
}

/// A string, or anything that prints as a day: a `datetime.date` does.
fn day(name: &str, value: &Bound<'_, PyAny>) -> PyResult<Date> {
    let words = value.str()?.to_string_lossy().into_owned();
    let day = words.split([' ', 'T']).next().unwrap_or_default();
    day.parse().map_err(|_| PyValueError::new_err(format!("{name} \"{words}\" is not a date; write it as 2023-02-01")))
}
