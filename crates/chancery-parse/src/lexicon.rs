//! The words a worker has met, so that norms, shapes and hashes are computed once a word.

use std::collections::HashMap;

use crate::lexeme::Lexeme;
use crate::ruler::WordClass;
use crate::tokenizer::NormId;

/// Words kept from one text to the next.
const KEPT: usize = 1 << 14;

/// A word met before.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) lexeme: Lexeme,
    /// What the attribute ruler knows of it.
    pub(crate) class: WordClass,
}

/// The words met, each with the norm that a tokenizer exception gave it, if any.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    /// By exception norm, then by word.
    ids: HashMap<Option<NormId>, HashMap<Box<str>, u32>>,
    words: Vec<Word>,
}

impl Lexicon {
    /// Forgets the words of earlier texts if they have become many. Ids are good until the next call.
    pub(crate) fn begin_text(&mut self) {
        if self.words.len() > KEPT {
            *self = Lexicon::default();
        }
    }

    /// The id of a word with the norm of an exception, if it has one; `make` is asked for a word not met before.
    pub(crate) fn id(&mut self, word: &str, norm: Option<NormId>, make: impl FnOnce() -> Word) -> u32 {
        let ids = self.ids.entry(norm).or_default();
        if let Some(&id) = ids.get(word) {
            return id;
        }
        let id = self.words.len() as u32;
        self.words.push(make());
        ids.insert(word.into(), id);
        id
    }

    pub(crate) fn get(&self, id: u32) -> &Word {
        &self.words[id as usize]
    }
}
