//! Toponyms: recognition, and resolution to the gazetteer.

use chancery_doc::{Cast, Note, Parse, Places, Text};

/// The toponyms of an article.
pub fn places(_text: &Text, _parse: &Parse, _cast: &Cast, _notes: &mut Vec<Note>) -> Places {
    Places::default()
}
