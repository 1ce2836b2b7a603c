//! Which words of a sentence are of a set, kept while the matcher is in that sentence.
//!
//! Hundreds of guards ask the same of the same sentence: whether it speaks of sport, of a crime, of the stock exchange.
//! Each set is looked for once a sentence, and a set of which no word has the shape of one of the sentence's not at all.

use std::cell::RefCell;
use std::collections::HashMap;

use chancery_doc::{SentenceId, TokenId};

use crate::walk::Walker;
use crate::words::{Shapes, WordSet};

#[derive(Default)]
pub(crate) struct Sights {
    here: RefCell<Option<Sentence>>,
}

/// What is known of the sentence that was asked about last.
struct Sentence {
    index: SentenceId,
    /// The shapes of all that [`Walker::has_word`] would look up of it.
    shapes: Shapes,
    /// The words found, by the id of the set.
    found: HashMap<usize, Vec<TokenId>>,
}

impl Sights {
    /// Whether a word of a set for which `counts` holds stands in the sentence of `at`, itself or behind a word that
    /// counts it ("hundreds of villages").
    pub(crate) fn any(
        &self,
        walker: &Walker<'_>,
        words: &WordSet,
        at: TokenId,
        counts: impl Fn(TokenId) -> bool,
    ) -> bool {
        let parse = walker.grammar.parse;
        let index = parse.sentence_of(at);
        let mut here = self.here.borrow_mut();
        let sentence = match &mut *here {
            Some(sentence) if sentence.index == index => sentence,
            other => other.insert(Sentence::new(walker, index)),
        };
        if !words.may_have(&sentence.shapes) {
            return false;
        }
        let named = |t: TokenId| walker.has_word(words, t);
        let is = |t: &TokenId| named(*t) || walker.grammar.counted(*t).is_some_and(named);
        let find = || parse.sentence_tokens(index).filter(is).collect();
        sentence.found.entry(words.id()).or_insert_with(find).iter().any(|&t| counts(t))
    }
}

impl Sentence {
    fn new(walker: &Walker<'_>, index: SentenceId) -> Sentence {
        let parse = walker.grammar.parse;
        let mut shapes = Shapes::default();
        for t in parse.sentence_tokens(index) {
            walker.any_word_of(t, |word| {
                shapes.add(word);
                false
            });
        }
        Sentence { index, shapes, found: HashMap::new() }
    }
}
