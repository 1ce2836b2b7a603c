//! Why an article could not be read.

use std::{fmt, io};

/// An article that could not be read: which one, why, and what to do about it.
///
/// One bad article is one error; those after it still come.
#[derive(Debug)]
pub struct Error {
    name: String,
    line: Option<u64>,
    kind: Kind,
}

#[derive(Debug)]
pub(crate) enum Kind {
    Io(io::Error),
    TooLarge {
        limit: u64,
    },
    NotText {
        what: &'static str,
        remedy: &'static str,
    },
    Empty,
    /// `is_spread` when the object seems to go on in the next line, as in a JSON file laid out for people.
    Json {
        detail: String,
        remedy: &'static str,
        is_spread: bool,
    },
    Field {
        detail: String,
    },
}

impl Error {
    pub(crate) fn new(name: &str, line: Option<u64>, kind: Kind) -> Error {
        Error { name: name.to_owned(), line, kind }
    }

    /// The input's name, as given to [`crate::articles`].
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The line of the JSONL file, counted from 1.
    pub fn line(&self) -> Option<u64> {
        self.line
    }

    /// Whether reading itself failed, after which nothing more can come from that input.
    pub fn is_io(&self) -> bool {
        matches!(self.kind, Kind::Io(_))
    }

    /// Whether there was nothing to read: no bytes, or white space only.
    pub fn is_empty(&self) -> bool {
        matches!(self.kind, Kind::Empty)
    }

    pub(crate) fn is_spread(&self) -> bool {
        matches!(self.kind, Kind::Json { is_spread: true, .. })
    }

    /// Whether the article is over the size limit.
    pub fn is_too_large(&self) -> bool {
        matches!(self.kind, Kind::TooLarge { .. })
    }

    /// Whether the input is something else than text: a picture, an archive, a PDF.
    pub fn is_not_text(&self) -> bool {
        matches!(self.kind, Kind::NotText { .. })
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: ", self.name)?,
            None => write!(f, "{}: ", self.name)?,
        }
        match &self.kind {
            Kind::Io(cause) => write!(f, "cannot be read: {cause}"),
            Kind::TooLarge { limit } => {
                write!(f, "the article is over the limit of {limit} bytes; split it, or raise the limit")
            }
            Kind::NotText { what, remedy } => write!(f, "this is {what}; {remedy}"),
            Kind::Empty => write!(f, "there is no text in it; give a file or a line that holds an article"),
            Kind::Json { detail, remedy, .. } => write!(f, "not a JSON object: {detail}; {remedy}"),
            Kind::Field { detail } => write!(f, "{detail}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            Kind::Io(cause) => Some(cause),
            _ => None,
        }
    }
}
