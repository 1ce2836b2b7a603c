//! What can be wrong with a list: always with its place, a stable code and the remedy.

use std::fmt;

/// A fault of a list. Looking names up cannot fail.
///
/// | code | what is wrong |
/// |---|---|
/// | GZ001 | a file or folder cannot be read |
/// | GZ002 | the columns are those of no kind of list |
/// | GZ003 | a row has too few or too many fields, or broken quotes |
/// | GZ004 | a country code |
/// | GZ005 | a sector code |
/// | GZ006 | the class of a noun |
/// | GZ007 | a pair of one and several citizens |
/// | GZ008 | a date, or a term that ends before it begins |
/// | GZ009 | a certainty |
/// | GZ010 | a name is missing, or a term is of an organisation that no list before it has |
/// | GZ011 | a line of a PETRARCH dictionary |
/// | GZ012 | a kind of place, or coordinates out of range |
/// | GZ013 | the file of places, or what it is compiled from |
/// | GZ101 | two entries claim one name, and neither says that it shares it |
/// | GZ102 | all names of an entry are claimed by others |
/// | GZ103 | a noun is listed twice |
/// | GZ104 | two persons hold one office of one country at one time |
///
/// Those below GZ100 keep the lists from loading; the others are what `chancery gazetteer check` finds in lists that load.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Error {
    file: Box<str>,
    line: u32,
    code: &'static str,
    message: Box<str>,
}

impl Error {
    pub(crate) fn new(code: &'static str, file: &str, line: u32, message: impl Into<Box<str>>) -> Error {
        Error { file: file.into(), line, code, message: message.into() }
    }

    /// A fault of a whole file.
    pub(crate) fn whole(code: &'static str, file: &str, message: impl Into<Box<str>>) -> Error {
        Error::new(code, file, 0, message)
    }

    /// The stable code, such as `GZ004`.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The file, relative to the folder of the lists.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line in it, counted from 1; none for a fault of the whole file.
    pub fn line(&self) -> Option<u32> {
        (self.line > 0).then_some(self.line)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Error { file, line, code, message } = self;
        match line {
            0 => write!(f, "{file}: {code}: {message}"),
            line => write!(f, "{file}:{line}: {code}: {message}"),
        }
    }
}

impl std::error::Error for Error {}
