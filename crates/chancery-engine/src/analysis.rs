//! All layers of one article.

use chancery_doc::{Cast, Note, Parse, Reading, Text};

/// Everything the stages found in one article. Each layer points into `text`.
#[derive(Clone, PartialEq, Debug)]
pub struct Analysis {
    /// The carrier's id of the article, else the file's name, with the line for a line of JSONL.
    pub id: String,
    /// The cleaned text.
    pub text: Text,
    /// Its grammar; empty when the text was refused for its language.
    pub parse: Parse,
    /// Who takes part.
    pub cast: Cast,
    /// Events and statements.
    pub reading: Reading,
    /// What was odd, in the order of the stages.
    pub notes: Vec<Note>,
}
