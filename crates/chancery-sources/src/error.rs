//! Why something could not be read.

use std::fmt;

/// An input, or a part of one, that could not be read: which, why, and what to do.
#[derive(Debug)]
pub struct Error {
    name: String,
    line: Option<u64>,
    message: String,
    is_empty: bool,
}

impl Error {
    pub(crate) fn new(name: &str, line: Option<u64>, message: impl fmt::Display) -> Error {
        Error { name: name.to_owned(), line, message: message.to_string(), is_empty: false }
    }

    pub(crate) fn empty(name: &str, line: Option<u64>, message: &str) -> Error {
        Error { is_empty: true, ..Error::new(name, line, message) }
    }

    /// The input; a member of an archive stands after `!`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The line, record, row or item of the input, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// Whether there was just no text.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }
}

impl From<chancery_intake::Error> for Error {
    fn from(error: chancery_intake::Error) -> Error {
        let (name, line) = (error.name().to_owned(), error.line());
        let whole = error.to_string();
        let place = line.map(|line| format!(":{line}")).unwrap_or_default();
        let message = whole.strip_prefix(&format!("{name}{place}: ")).unwrap_or(&whole).to_owned();
        Error { is_empty: error.is_empty(), name, line, message }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.name, self.message),
            None => write!(f, "{}: {}", self.name, self.message),
        }
    }
}

impl std::error::Error for Error {}
