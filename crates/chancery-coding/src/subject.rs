//! What an article is about, as far as its words tell: sport, a campaign, an accident.
//!
//! A sentence of a match report need not say "match": "they attacked from the start and never gave up". So a guard may
//! ask of the article what it would ask of the sentence, with more evidence: some words of the set, and enough of them
//! for the article's length. What this module does not do: it knows no subjects; which words tell of one, and which
//! rules care, is the codebook's.

use std::cell::RefCell;
use std::collections::HashMap;

use chancery_doc::{Parse, Pos};

use crate::words::WordSet;

/// Fewer words of a set than this are chance.
const LEAST: usize = 4;

/// One word in so many must be of the set.
const ONE_IN: usize = 150;

/// How often each word stands in an article.
pub(crate) struct SubjectMatter<'a> {
    counts: HashMap<&'a str, usize>,
    len: usize,
    /// What was asked already, by the set: every match of every rule of a type asks the same again.
    known: RefCell<HashMap<usize, bool>>,
}

impl<'a> SubjectMatter<'a> {
    pub(crate) fn of(parse: &'a Parse) -> SubjectMatter<'a> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut len = 0;
        for t in parse.ids().filter(|&t| !matches!(parse.pos(t), Pos::Punct | Pos::Space)) {
            len += 1;
            // Names are written with capitals, and sets are not.
            let word = if parse.pos(t) == Pos::Propn { parse.norm(t) } else { parse.lemma(t) };
            *counts.entry(word).or_default() += 1;
        }
        SubjectMatter { counts, len, known: RefCell::default() }
    }

    /// Whether enough of the words are of the set.
    pub(crate) fn is_about(&self, words: &WordSet) -> bool {
        if let Some(&known) = self.known.borrow().get(&words.id()) {
            return known;
        }
        let n: usize = words.iter().filter_map(|w| self.counts.get(&**w)).sum();
        let is_about = n >= LEAST && n * ONE_IN >= self.len;
        self.known.borrow_mut().insert(words.id(), is_about);
        is_about
    }
}
