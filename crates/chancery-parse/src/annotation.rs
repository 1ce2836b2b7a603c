//! What the components after the parser write on a token.
//!
//! The pipeline makes one [`Annotation`] per token of a text from what the models say; the attribute ruler rewrites
//! them, and the lemmatizer supplies the lemmas that are still missing.

use chancery_doc::{Label, Labels, Pos};

use crate::ruler::WordClass;

/// The attributes of a token that rules read and write; `'m` is the loaded model, which owns the lemmas of rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Annotation<'m> {
    /// What the ruler knows of the word.
    pub(crate) word: WordClass,
    pub(crate) tag: Label,
    pub(crate) pos: Pos,
    pub(crate) morph: Label,
    pub(crate) dep: Label,
    /// Set only by a rule.
    pub(crate) lemma: Option<&'m str>,
}

impl Annotation<'_> {
    /// A token of a tag and relation, as the models leave it.
    pub(crate) fn new(word: WordClass, tag: Label, dep: Label) -> Self {
        Annotation { word, tag, pos: Pos::None, morph: Labels::EMPTY, dep, lemma: None }
    }
}
