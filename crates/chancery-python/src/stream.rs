//! Articles in, ledgers out, one after the other, in the order of the articles and with bounded memory.
//!
//! A stream reads ahead by a few articles for each thread and no further, so that a generator without end is as
//! welcome as a list. Python's iterator is asked on the thread that asks the stream; everything else runs without the
//! interpreter. An article that cannot be read is a failure in its place and harms no other.

use std::collections::VecDeque;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Mutex, TryLockError};
use std::time::Duration;

use arrow_array::{RecordBatch, RecordBatchReader};
use arrow_schema::{ArrowError, SchemaRef};
use chancery_engine::intake::CleanOptions;
use chancery_engine::wire::Ledger;
use chancery_sources::Articles;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::arrow::{self, Kind};
use crate::items::{Item, item};
use crate::pool::{Outcome, Pool};
use crate::{ReadError, chain};

/// How many articles are read ahead, for each thread.
const AHEAD: usize = 8;

/// How many failures are remembered; a stream without end may have any number.
const KEPT: usize = 1000;

/// How often a wait looks whether the user pressed Ctrl-C.
const BLINK: Duration = Duration::from_millis(100);

/// An article that could not be read: why, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(crate) message: String,
    pub(crate) source: String,
    pub(crate) line: Option<u64>,
}

impl Failure {
    /// With its place in front.
    pub(crate) fn sentence(&self) -> String {
        let place = self.line.map(|line| format!(":{line}")).unwrap_or_default();
        let start = format!("{}{place}: ", self.source);
        if self.message.starts_with(&start) { self.message.clone() } else { format!("{start}{}", self.message) }
    }
}

impl From<chancery_sources::Error> for Failure {
    fn from(error: chancery_sources::Error) -> Failure {
        Failure { message: chain(&error), source: error.name().to_owned(), line: error.line() }
    }
}

/// A ledger, or why there is none.
pub(crate) type Read = Result<Box<Ledger>, Failure>;

/// Has one article read.
pub(crate) fn submit(
    pool: &Pool,
    clean: &CleanOptions,
    found: Result<chancery_sources::Found, Failure>,
) -> Receiver<Outcome<Read>> {
    let clean = clean.clone();
    pool.submit(move |reader| {
        // Taking the article out of its page is work, and done here.
        let raw = found?.read()?;
        Ok(Box::new(reader.ledger(raw, &clean)))
    })
}

/// Waits for a result without holding the interpreter, but hears Ctrl-C.
pub(crate) fn wait<T: Send>(py: Python<'_>, pending: Receiver<Outcome<T>>) -> PyResult<Outcome<T>> {
    // A receiver is not shared between threads; for the wait it belongs to whoever waits.
    let pending = Mutex::new(pending);
    loop {
        let got = py.detach(|| match pending.lock() {
            Ok(pending) => pending.recv_timeout(BLINK),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        });
        match got {
            Ok(outcome) => return Ok(outcome),
            Err(RecvTimeoutError::Timeout) => py.check_signals()?,
            Err(RecvTimeoutError::Disconnected) => {
                return Ok(Err("the threads that read are gone (was the process forked?); read again".to_owned()));
            }
        }
    }
}

struct State {
    pool: Arc<Pool>,
    clean: CleanOptions,
    /// Where articles come from; none when all were taken.
    items: Option<Py<PyAny>>,
    n_items: u64,
    /// The file that is open.
    files: Option<Articles>,
    pending: VecDeque<Receiver<Outcome<Read>>>,
    /// What the user's iterator raised; told after all that came before it.
    raised: Option<PyErr>,
    n_read: u64,
    n_failed: u64,
    /// What the first failures say.
    failures: Vec<String>,
}

impl State {
    /// Takes articles until as many are on their way as may be.
    fn fill(&mut self, py: Python<'_>) {
        while self.pending.len() < AHEAD * self.pool.n_threads() {
            if let Some(files) = &mut self.files {
                let next = Mutex::new(files);
                match py.detach(|| next.lock().ok().and_then(|mut files| files.next())) {
                    Some(found) => {
                        self.pending.push_back(submit(&self.pool, &self.clean, found.map_err(Failure::from)))
                    }
                    None => self.files = None,
                }
                continue;
            }
            let Some(items) = &self.items else { return };
            let next = items.bind(py).call_method0("__next__");
            let object = match next {
                Ok(object) => object,
                Err(error) => {
                    if !error.is_instance_of::<pyo3::exceptions::PyStopIteration>(py) {
                        self.raised = Some(error);
                    }
                    self.items = None;
                    return;
                }
            };
            self.n_items += 1;
            match item(&object, Some(self.n_items)) {
                Ok(Item::Path(path)) => {
                    self.files = Some(chancery_sources::articles(&path, &chancery_sources::Options::default()));
                }
                Ok(Item::Article(raw)) => {
                    self.pending.push_back(submit(&self.pool, &self.clean, Ok(chancery_sources::Found::Article(raw))));
                }
                Err(failure) => self.pending.push_back(submit(&self.pool, &self.clean, Err(failure))),
            }
        }
    }

    fn next(&mut self, py: Python<'_>) -> PyResult<Option<Read>> {
        self.fill(py);
        let Some(pending) = self.pending.pop_front() else {
            return self.raised.take().map_or(Ok(None), Err);
        };
        let read = wait(py, pending)?.unwrap_or_else(|message| {
            Err(Failure { message, source: "item".to_owned(), line: Some(self.n_read + self.n_failed + 1) })
        });
        match &read {
            Ok(_) => self.n_read += 1,
            Err(failure) => {
                self.n_failed += 1;
                if self.failures.len() < KEPT {
                    self.failures.push(failure.sentence());
                }
            }
        }
        Ok(Some(read))
    }
}

/// Ledgers that are made while they are asked for.
#[pyclass(frozen, module = "chancery._chancery")]
pub(crate) struct Stream {
    state: Arc<Mutex<State>>,
}

impl Stream {
    /// The ledgers of what `items`, an iterator, gives.
    pub(crate) fn new(pool: Arc<Pool>, clean: CleanOptions, items: Py<PyAny>) -> Stream {
        let state = State {
            pool,
            clean,
            items: Some(items),
            n_items: 0,
            files: None,
            pending: VecDeque::new(),
            raised: None,
            n_read: 0,
            n_failed: 0,
            failures: Vec::new(),
        };
        Stream { state: Arc::new(Mutex::new(state)) }
    }
}

/// The state, unless another thread is using it: waiting for that one while holding the interpreter would never end.
fn locked<T>(state: &Mutex<State>, use_it: impl FnOnce(&mut State) -> PyResult<T>) -> PyResult<T> {
    match state.try_lock() {
        Ok(mut state) => use_it(&mut state),
        Err(TryLockError::Poisoned(state)) => use_it(&mut state.into_inner()),
        Err(TryLockError::WouldBlock) => Err(PyValueError::new_err("another thread is reading these ledgers just now")),
    }
}

#[pymethods]
impl Stream {
    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    /// The next ledger as JSON, or the failure in its place: (json, message, source, line).
    #[expect(clippy::type_complexity, reason = "a tuple is what Python unpacks")]
    fn __next__(
        &self,
        py: Python<'_>,
    ) -> PyResult<Option<(Option<String>, Option<String>, Option<String>, Option<u64>)>> {
        let read = locked(&self.state, |state| state.next(py))?;
        Ok(match read {
            None => None,
            Some(Ok(ledger)) => {
                let json =
                    py.detach(|| serde_json::to_string(&ledger).map_err(|e| ReadError::new_err(e.to_string())))?;
                Some((Some(json), None, None, None))
            }
            Some(Err(failure)) => Some((None, Some(failure.sentence()), Some(failure.source), failure.line)),
        })
    }

    /// The ledgers as Arrow: rows of a kind, in batches of the rows of at most so many articles.
    fn batches(&self, kind: &str, articles: usize) -> PyResult<Batches> {
        let kind: Kind = kind.parse().map_err(PyValueError::new_err)?;
        Ok(Batches { state: Arc::clone(&self.state), kind, articles: articles.max(1) })
    }

    /// How many articles were read, and how many could not be.
    #[getter]
    fn counts(&self) -> PyResult<(u64, u64)> {
        locked(&self.state, |state| Ok((state.n_read, state.n_failed)))
    }

    /// Why articles could not be read, of the first thousand that could not be.
    #[getter]
    fn failures(&self) -> PyResult<Vec<String>> {
        locked(&self.state, |state| Ok(state.failures.clone()))
    }
}

/// Ledgers as a stream of Arrow batches, which takes from the same articles as the stream it is of.
#[pyclass(frozen, module = "chancery._chancery")]
pub(crate) struct Batches {
    state: Arc<Mutex<State>>,
    kind: Kind,
    articles: usize,
}

#[pymethods]
impl Batches {
    /// The Arrow C stream.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // A consumer that asks for another schema casts by itself, as the interface provides.
        let _ = requested_schema;
        let schema = arrow::schema(self.kind).map_err(|e| PyValueError::new_err(e.to_string()))?;
        let reader = Reader { state: Arc::clone(&self.state), kind: self.kind, articles: self.articles, schema };
        arrow::capsule(py, Box::new(reader))
    }
}

struct Reader {
    state: Arc<Mutex<State>>,
    kind: Kind,
    articles: usize,
    schema: SchemaRef,
}

impl Reader {
    fn batch(&self) -> Result<Option<RecordBatch>, ArrowError> {
        // Whoever pulls may have let go of the interpreter, and the user's iterator needs it.
        let read = Python::attach(|py| {
            locked(&self.state, |state| {
                let mut read = Vec::new();
                while read.len() < self.articles {
                    match state.next(py)? {
                        Some(one) => read.push(one),
                        None => break,
                    }
                }
                Ok(read)
            })
            .map_err(|error: PyErr| ArrowError::ExternalError(Box::new(error)))
        })?;
        if read.is_empty() {
            return Ok(None);
        }
        Ok(Some(arrow::batch(self.kind, &self.schema, &read)?))
    }
}

impl Iterator for Reader {
    type Item = Result<RecordBatch, ArrowError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.batch().transpose()
    }
}

impl RecordBatchReader for Reader {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }
}
