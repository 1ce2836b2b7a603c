//! The statistical half of a pipeline: tags, tree and entities from the words' keys.
//!
//! The text passes through each encoder block by block, and every block's vectors are used up at once: the tagger
//! tags, the parser and the recogniser keep a few numbers a word. Then the parser runs over the whole text, and the
//! recogniser after it, since entities respect the parser's sentences.

use std::ops::Range;

use chancery_doc::Label;

use crate::arc_eager::{ArcEager, ArcEagerScratch, Tree};
use crate::hash_embed::WordKey;
use crate::ner::EntityRecognizer;
use crate::tagger::Tagger;
use crate::tok2vec::{BLOCK, Encoder, EncoderScratch};
use crate::transition::Words;

/// A component with the encoder that is its own; without one it reads the shared vectors.
#[derive(Debug)]
pub(crate) struct WithEncoder<T> {
    pub(crate) encoder: Option<Encoder>,
    pub(crate) component: T,
}

/// The trained components of a pipeline. Any may be missing.
#[derive(Debug, Default)]
pub(crate) struct Models {
    pub(crate) shared: Option<Encoder>,
    pub(crate) tagger: Option<Tagger>,
    pub(crate) parser: Option<WithEncoder<ArcEager>>,
    pub(crate) ner: Option<WithEncoder<EntityRecognizer>>,
}

/// What the models say of a text.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    /// By word; empty without a tagger.
    pub(crate) tags: Vec<Label>,
    /// Empty without a parser.
    pub(crate) tree: Tree,
    pub(crate) entities: Vec<(Range<u32>, Label)>,
}

/// The caches and the work space of one thread.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    shared: EncoderScratch,
    parser: EncoderScratch,
    ner: EncoderScratch,
    parser_words: Words,
    ner_words: Words,
    arc_eager: ArcEagerScratch,
    scores: Vec<f32>,
}

impl Models {
    /// Reads a text of these words.
    pub(crate) fn read(&self, words: &[WordKey], scratch: &mut Scratch, findings: &mut Findings) {
        let n = words.len();
        let is_space = |word: usize| words[word].is_space;
        findings.tags.clear();
        scratch.parser_words.clear();
        scratch.ner_words.clear();

        if let Some(encoder) = &self.shared {
            for block in blocks(n) {
                let vectors = encoder.encode(words, block, &mut scratch.shared);
                if let Some(tagger) = &self.tagger {
                    tagger.tag(vectors, &mut scratch.scores, &mut findings.tags);
                }
                if let Some(WithEncoder { encoder: None, component }) = &self.parser {
                    component.add_words(vectors, &mut scratch.parser_words);
                }
                if let Some(WithEncoder { encoder: None, component }) = &self.ner {
                    component.add_words(vectors, &mut scratch.ner_words);
                }
            }
        }
        if let Some(WithEncoder { encoder, component }) = &self.parser {
            if let Some(encoder) = encoder {
                for block in blocks(n) {
                    component.add_words(encoder.encode(words, block, &mut scratch.parser), &mut scratch.parser_words);
                }
            }
            component.parse(n, is_space, &mut scratch.parser_words, &mut scratch.arc_eager, &mut findings.tree);
        } else {
            findings.tree = Tree::default();
        }
        findings.entities.clear();
        if let Some(WithEncoder { encoder, component }) = &self.ner {
            if let Some(encoder) = encoder {
                for block in blocks(n) {
                    component.add_words(encoder.encode(words, block, &mut scratch.ner), &mut scratch.ner_words);
                }
            }
            let starts = &findings.tree.sentence_starts;
            component.recognize(n, is_space, starts, &mut scratch.ner_words, &mut findings.entities);
        }
    }
}

/// The stretches a text of `n` words is encoded in.
fn blocks(n: usize) -> impl Iterator<Item = Range<usize>> {
    (0..n).step_by(BLOCK).map(move |start| start..(start + BLOCK).min(n))
}
