//! What can be wrong with a codebook: always with its place, a stable code and the remedy.

use std::fmt;

/// A fault of the codebook. Coding itself cannot fail.
#[derive(Debug)]
pub struct Error(Box<Inner>);

#[derive(Debug)]
struct Inner {
    code: &'static str,
    file: String,
    line: Option<usize>,
    message: String,
    cause: Option<std::io::Error>,
}

impl Error {
    pub(crate) fn new(code: &'static str, file: &str, line: usize, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { code, file: file.to_owned(), line: Some(line), message: message.into(), cause: None }))
    }

    pub(crate) fn whole(code: &'static str, file: &str, message: impl Into<String>) -> Error {
        Error(Box::new(Inner { code, file: file.to_owned(), line: None, message: message.into(), cause: None }))
    }

    pub(crate) fn io(file: &str, cause: std::io::Error) -> Error {
        let message = "cannot be read; check that the folder is a codebook and readable".to_owned();
        Error(Box::new(Inner { code: "CB001", file: file.to_owned(), line: None, message, cause: Some(cause) }))
    }

    pub(crate) fn toml(source: &Source<'_>, cause: &toml::de::Error) -> Error {
        let line = cause.span().map_or(1, |s| source.line_of(s.start));
        let message = cause.message().trim_end_matches('.').replace('\n', "; ");
        Error::new("CB002", source.file, line, format!("{message}; see docs/codebook.md for the keys"))
    }

    /// The stable code, such as `CB004`.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// The file, relative to the codebook's folder.
    pub fn file(&self) -> &str {
        &self.0.file
    }

    /// The line in it, counted from 1.
    pub fn line(&self) -> Option<usize> {
        self.0.line
    }

    /// Whether reading failed, rather than what was read.
    pub fn is_io(&self) -> bool {
        self.0.cause.is_some()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { code, file, line, message, .. } = &*self.0;
        match line {
            Some(line) => write!(f, "{file}:{line}: {code}: {message}"),
            None => write!(f, "{file}: {code}: {message}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.cause.as_ref().map(|e| e as _)
    }
}

/// A codebook file while it is read, so that faults know their line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Source<'a> {
    pub(crate) file: &'a str,
    pub(crate) text: &'a str,
}

impl Source<'_> {
    /// The line of a byte, counted from 1.
    pub(crate) fn line_of(&self, byte: usize) -> usize {
        1 + self.text.as_bytes()[..byte.min(self.text.len())].iter().filter(|&&b| b == b'\n').count()
    }

    /// The line inside `range` on which `value` stands, else the range's first line. Lists and tables carry no
    /// spans of their own through serde, so the value is looked for in the text of its rule.
    pub(crate) fn line_with(&self, range: &std::ops::Range<usize>, value: &str) -> usize {
        self.line_in(range, self.line_of(range.start), value)
    }

    /// As [`Source::line_with`], of a range whose first line is known.
    pub(crate) fn line_in(&self, range: &std::ops::Range<usize>, first: usize, value: &str) -> usize {
        let text = self.text.get(range.clone()).unwrap_or("");
        let before = if value.is_empty() { None } else { text.find(value) }.map_or("", |at| &text[..at]);
        first + before.bytes().filter(|&b| b == b'\n').count()
    }
}
