//! Parses written out by hand, for the tests of what is mended in them.

use chancery_doc::{HandToken, Parse, TokenId};

/// The words of "word/TAG/dep/head", where the lemma is the word, as `mend` leaves them.
pub(crate) struct ByHand<'w> {
    words: Vec<&'w str>,
    parse: Parse,
}

impl<'w> ByHand<'w> {
    /// The words as they are written out.
    pub(crate) fn parse(words: &str) -> Parse {
        let rows: Vec<Vec<&str>> = words.split(' ').map(|w| w.split('/').collect()).collect();
        let words: Vec<&str> = rows.iter().map(|w| w[0]).collect();
        let hand: Vec<HandToken<'_>> = rows
            .iter()
            .map(|w| HandToken {
                word: w[0],
                lemma: w[0],
                pos: if w[1].starts_with("VB") { "VERB" } else { "NOUN" },
                tag: w[1],
                dep: w[2],
                head: w[3].parse().expect("the index of a word"),
            })
            .collect();
        Parse::by_hand(&words.join(" "), &hand)
    }

    pub(crate) fn mended(words: &'w str, mend: fn(Parse) -> Parse) -> ByHand<'w> {
        let parse = mend(ByHand::parse(words));
        ByHand { words: words.split(' ').filter_map(|w| w.split('/').next()).collect(), parse }
    }

    fn at(&self, word: &str) -> TokenId {
        TokenId::new(self.words.iter().position(|w| *w == word).expect("one of the words"))
    }

    /// The word above a word.
    pub(crate) fn above(&self, word: &str) -> &'w str {
        self.words[self.parse.head(self.at(word)).index()]
    }

    /// A word's relation, and the word above it.
    pub(crate) fn arc(&self, word: &str) -> String {
        format!("{} of {}", self.parse.dep(self.at(word)), self.above(word))
    }
}
