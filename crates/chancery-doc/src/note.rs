//! What was odd about an article: analysis never fails, it notes.

use crate::Span;

/// A stable, documented code that users can search for, such as `intake.mojibake`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NoteCode(pub &'static str);

/// Something the reader of a ledger should know about how the article was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What kind of thing.
    pub code: NoteCode,
    /// A sentence for the user: lower case, no final dot, names the value.
    pub message: String,
    /// Where in the cleaned text; `None` when it concerns the whole article.
    pub span: Option<Span>,
}

impl Note {
    /// A note about the whole article.
    pub fn new(code: &'static str, message: impl Into<String>) -> Note {
        Note { code: NoteCode(code), message: message.into(), span: None }
    }

    /// A note about a stretch of the cleaned text.
    pub fn at(code: &'static str, message: impl Into<String>, span: Span) -> Note {
        Note { span: Some(span), ..Note::new(code, message) }
    }
}
