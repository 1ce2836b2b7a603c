//! What can go wrong while a package is loaded.
//!
//! Parsing itself cannot fail, so there is no other kind of error in this crate.

use std::fmt;
use std::path::{Path, PathBuf};

/// Why a package could not be loaded.
///
/// Opaque on purpose: the questions below stay, the kinds behind them may grow.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    kind: Kind,
    /// The file of the package that the trouble is in; empty until someone who knows it has said so.
    path: PathBuf,
}

#[derive(Debug)]
enum Kind {
    Io(std::io::Error),
    Broken(String),
    Unsupported(String),
}

impl Error {
    /// A file that is not what it should be.
    pub(crate) fn new(path: impl Into<PathBuf>, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind: Kind::Broken(message.into()), path: path.into() }))
    }

    /// A file that could not be read.
    pub(crate) fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Error {
        Error(Box::new(Inner { kind: Kind::Io(source), path: path.into() }))
    }

    /// Data that is not what the format says it should be; [`Error::in_file`] adds where.
    pub(crate) fn broken(what: impl Into<String>) -> Error {
        Error::new("", what)
    }

    /// Sound data that asks for something this runtime does not have; the message names it.
    pub(crate) fn unsupported(what: impl Into<String>) -> Error {
        Error(Box::new(Inner { kind: Kind::Unsupported(what.into()), path: PathBuf::new() }))
    }

    /// The same error, said of a file; an error that already names one keeps it.
    pub(crate) fn in_file(mut self, path: impl Into<PathBuf>) -> Error {
        if self.0.path.as_os_str().is_empty() {
            self.0.path = path.into();
        }
        self
    }

    /// The file or folder the trouble is in.
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// Whether a file could not be read, or is not there.
    pub fn is_io(&self) -> bool {
        matches!(self.0.kind, Kind::Io(_))
    }

    /// Whether the package is damaged: not the shape, size or encoding it claims to be.
    pub fn is_broken(&self) -> bool {
        matches!(self.0.kind, Kind::Broken(_))
    }

    /// Whether the package asks for a component, architecture or language that this runtime does not know.
    pub fn is_unsupported(&self) -> bool {
        matches!(self.0.kind, Kind::Unsupported(_))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { kind, path } = &*self.0;
        if !path.as_os_str().is_empty() {
            write!(f, "{}: ", path.display())?;
        }
        match kind {
            Kind::Io(_) => f.write_str("cannot be read; `cargo xtask model` gets the model afresh"),
            Kind::Broken(what) | Kind::Unsupported(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.0.kind {
            Kind::Io(e) => Some(e),
            _ => None,
        }
    }
}
