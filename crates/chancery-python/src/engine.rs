//! The engine as Python sees it: loaded once, used from any thread.

use std::path::PathBuf;
use std::sync::Arc;

use chancery_engine::Config;
use chancery_engine::confidence::Bar;
use chancery_engine::doc::Date;
use chancery_engine::intake::CleanOptions;
use chancery_sources::Found;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::items::{Item, item};
use crate::pool::Pool;
use crate::stream::{Stream, submit, wait};
use crate::{LoadError, ReadError, chain, parsed};

/// A loaded model, codebook and lists, and the threads that read with them.
#[pyclass(frozen, module = "chancery._chancery")]
pub(crate) struct Engine {
    pool: Arc<Pool>,
}

fn day(name: &str, words: Option<&str>) -> PyResult<Option<Date>> {
    let Some(words) = words else { return Ok(None) };
    let wrong = || PyValueError::new_err(format!("{name} \"{words}\" is not a date; write it as 2023-02-01"));
    words.parse().map(Some).map_err(|_| wrong())
}

fn clean_options(date: Option<&str>, repair: bool) -> PyResult<CleanOptions> {
    Ok(CleanOptions { repair, date: day("date", date)? })
}

#[pymethods]
impl Engine {
    #[new]
    #[pyo3(signature = (
        model, *, codebook = None, gazetteer = None, gazetteer_only = false, places = None, own_places = Vec::new(),
        min_confidence = None, today = None, threads = None
    ))]
    #[expect(clippy::too_many_arguments, reason = "they are Python's keyword arguments")]
    fn new(
        py: Python<'_>,
        model: PathBuf,
        codebook: Option<PathBuf>,
        gazetteer: Option<PathBuf>,
        gazetteer_only: bool,
        places: Option<PathBuf>,
        own_places: Vec<PathBuf>,
        min_confidence: Option<f32>,
        today: Option<&str>,
        threads: Option<usize>,
    ) -> PyResult<Engine> {
        if let Some(p) = min_confidence.filter(|p| !(0.0..=1.0).contains(p)) {
            let message = format!("min_confidence {p} is no probability; give a number from 0 to 1");
            return Err(PyValueError::new_err(message));
        }
        if threads == Some(0) {
            return Err(PyValueError::new_err("threads=0 would read nothing; give at least one"));
        }
        let today = match today {
            Some(_) => day("today", today)?,
            None => chancery_archive::now().get(..10).and_then(|day| day.parse().ok()),
        };
        let min_confidence = min_confidence.map_or(Bar::USUAL, Bar::at);
        let config = Config { model, codebook, gazetteer, gazetteer_only, places, own_places, today, min_confidence };
        let n_threads = threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from));
        py.detach(|| {
            let engine = chancery_engine::Engine::load(&config).map_err(|e| LoadError::new_err(chain(&e)))?;
            Ok(Engine { pool: Arc::new(Pool::new(engine, n_threads)) })
        })
    }

    /// Reads one article, and gives its ledger as JSON.
    #[pyo3(signature = (article, *, date = None, repair = true))]
    fn read_one(
        &self,
        py: Python<'_>,
        article: &Bound<'_, PyAny>,
        date: Option<&str>,
        repair: bool,
    ) -> PyResult<String> {
        let clean = clean_options(date, repair)?;
        let found = match item(article, None) {
            Ok(Item::Article(raw)) => Ok(Found::Article(raw)),
            Ok(Item::Path(_)) => {
                return Err(PyValueError::new_err("a path may hold many articles; read them as a stream"));
            }
            Err(failure) => Err(failure),
        };
        let read = wait(py, submit(&self.pool, &clean, found))?.map_err(ReadError::new_err)?;
        let ledger = read.map_err(|failure| ReadError::new_err(failure.message))?;
        py.detach(|| serde_json::to_string(&ledger).map_err(|e| ReadError::new_err(e.to_string())))
    }

    /// Reads what an iterator gives, while it is asked for.
    #[pyo3(signature = (items, *, date = None, repair = true))]
    fn stream(&self, items: Py<PyAny>, date: Option<&str>, repair: bool) -> PyResult<Stream> {
        Ok(Stream::new(Arc::clone(&self.pool), clean_options(date, repair)?, items))
    }

    /// Parses a text as spaCy would: a dict of lists of strings, and of bytes that hold 32-bit numbers.
    fn parse<'py>(&self, py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyDict>> {
        let text = text.to_owned();
        let pending = self.pool.submit(move |reader| {
            let parse = reader.parse(&text);
            (text, parse)
        });
        let (text, parse) = wait(py, pending)?.map_err(ReadError::new_err)?;
        parsed::dict(py, &text, &parse)
    }

    /// How many threads read.
    #[getter]
    fn threads(&self) -> usize {
        self.pool.n_threads()
    }

    /// The name and version of the language model.
    #[getter]
    fn model(&self) -> String {
        self.pool.engine().parser().name().to_owned()
    }

    /// The name and hash of the codebook.
    #[getter]
    fn codebook(&self) -> String {
        self.pool.engine().codebook().version().to_owned()
    }
}
