//! What can be wrong with a list.

use std::fmt;

/// A list could not be read: names file, line, value and remedy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Error(Box<str>);

impl Error {
    pub(crate) fn new(message: String) -> Error {
        Error(message.into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}
