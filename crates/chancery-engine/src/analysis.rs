//! All layers of one article.

use chancery_doc::{Cast, Note, Parse, Place, Reading, Text, Time};
use chancery_intake::Raw;

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
    /// Its time expressions, in text order, none overlapping another.
    pub times: Vec<Time>,
    /// Its toponyms, in text order, none overlapping another.
    pub places: Vec<Place>,
    /// Events and statements.
    pub reading: Reading,
    /// What was odd, in the order of the stages.
    pub notes: Vec<Note>,
}

/// What an article is called: the carrier's id, else the file's name without its folders, with the line for a line of
/// JSONL. Folders are left out so that the same file gives the same ledger from wherever it is read.
pub fn article_id(raw: &Raw) -> String {
    if let Some(id) = &raw.given.id {
        return id.clone();
    }
    let name = raw.name.rsplit(['/', '\\']).next().unwrap_or(&raw.name);
    match raw.line {
        Some(line) => format!("{name}:{line}"),
        None => name.to_owned(),
    }
}
