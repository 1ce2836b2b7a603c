//! Why the archive could not do what was asked.

use std::fmt;

/// Trouble with an archive: what, and what to do about it.
#[derive(Debug)]
pub struct Error {
    message: String,
    /// Whether all that is wrong is that an answer has no row.
    is_no_rows: bool,
    /// Whether the answer was ended because it took too long.
    is_slow: bool,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Error {
    /// Something that is wrong with what was asked, in words that carry the remedy.
    pub fn new(message: impl Into<String>) -> Error {
        Error { message: message.into(), is_no_rows: false, is_slow: false, cause: None }
    }

    pub(crate) fn because(message: impl Into<String>, cause: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error { message: message.into(), is_no_rows: false, is_slow: false, cause: Some(Box::new(cause)) }
    }

    pub(crate) fn no_rows() -> Error {
        let message = "the archive has no such record".to_owned();
        Error { message, is_no_rows: true, is_slow: false, cause: None }
    }

    /// An answer that was ended because it took too long.
    pub(crate) fn slow(cause: impl std::error::Error + Send + Sync + 'static) -> Error {
        Error { is_slow: true, ..Error::because("the answer took too long; ask for less at once", cause) }
    }

    /// Whether the answer was ended because it took too long.
    pub fn is_slow(&self) -> bool {
        self.is_slow
    }

    /// Whether the archive itself failed, not what was asked of it.
    pub fn is_of_archive(&self) -> bool {
        self.cause.is_some()
    }

    pub(crate) fn is_no_rows(&self) -> bool {
        self.is_no_rows
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause.as_deref().map(|cause| cause as _)
    }
}

impl From<rusqlite::Error> for Error {
    fn from(cause: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode::*;
        let message = match cause.sqlite_error_code() {
            Some(DiskFull) => "the disk is full; nothing of the last article was written, make room and run it again",
            Some(ReadOnly) => "the archive cannot be written to; see who owns the file and its folder",
            Some(DatabaseBusy | DatabaseLocked) => "another program is writing to the archive; run it again afterwards",
            Some(NotADatabase) => "this is not an archive",
            Some(DatabaseCorrupt) => "the archive is damaged; take a copy that is not",
            Some(CannotOpen) => "the archive cannot be opened; does its folder exist, and may you read it?",
            Some(AuthorizationForStatementDenied) => "this is not allowed here; questions only read",
            Some(OperationInterrupted) => return Error::slow(cause),
            _ => "the archive could not answer",
        };
        Error::because(message, cause)
    }
}

impl From<std::io::Error> for Error {
    fn from(cause: std::io::Error) -> Error {
        Error::because("the output could not be written", cause)
    }
}
