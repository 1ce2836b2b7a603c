//! The text as the grammar reads it: words, numbers and marks, finer than tokens.
//!
//! "10-year", "mid-1996", "1990s" and "9pm" are one token or three, as the tokenizer likes; here every run of
//! letters, run of digits and single mark is a word by itself that knows its token. So the grammar has one way to
//! read a hyphen, and an expression may end inside a token.

use chancery_doc::{Parse, Pos, Span, Text, TokenId};

use super::lexicon::{Lexicon, Sense};

/// What a word is made of.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Shape {
    Letters,
    /// A number below a billion and how many digits it has.
    Digits(u32, u8),
    Mark(char),
}

/// A run of letters, a run of digits or a mark.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'t> {
    pub span: Span,
    pub text: &'t str,
    pub shape: Shape,
    pub senses: &'static [Sense],
    pub token: TokenId,
    /// Whether nothing stands between it and the word before.
    pub glued: bool,
    /// Whether a blank line or another segment parts it from the word before.
    pub parted: bool,
}

impl Word<'_> {
    /// Whether it begins with a capital.
    pub(super) fn is_capital(&self) -> bool {
        self.text.starts_with(char::is_uppercase)
    }

    /// Whether it is this word, in any case.
    pub(super) fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }
}

/// The words of an article.
pub(super) struct Words<'t> {
    pub items: Vec<Word<'t>>,
    pub parse: &'t Parse,
}

impl<'t> Words<'t> {
    /// Cuts a text.
    pub(super) fn new(text: &'t Text, parse: &'t Parse) -> Words<'t> {
        let lexicon = Lexicon::get();
        let source = text.as_str();
        let mut items: Vec<Word<'t>> = Vec::with_capacity(parse.len() + parse.len() / 4);
        let mut segments = text.segments().iter().peekable();
        for id in parse.ids() {
            if parse.pos(id) == Pos::Space {
                continue;
            }
            let token = parse.span(id);
            let mut rest = token;
            while !rest.is_empty() {
                let (shape, len) = first(rest.of(source));
                let span = Span::new(rest.start(), rest.start() + len as u32);
                rest = Span::new(span.end(), rest.end());
                if matches!(shape, Shape::Mark(c) if c.is_whitespace()) {
                    continue;
                }
                let before = items.last().map_or(0, |w| w.span.end());
                let mut parted = items.is_empty() || source[before as usize..span.start() as usize].contains("\n\n");
                while segments.next_if(|s| s.span.end() <= span.start()).is_some() {
                    parted = true;
                }
                let word = span.of(source);
                let senses = if shape == Shape::Letters { lexicon.senses(word) } else { &[] };
                let glued = !items.is_empty() && before == span.start();
                items.push(Word { span, text: word, shape, senses, token: id, glued, parted });
            }
        }
        Words { items, parse }
    }

    /// The word at an index, unless something parts it from the one before.
    pub(super) fn next(&self, i: usize) -> Option<&Word<'t>> {
        self.items.get(i).filter(|w| !w.parted)
    }

    /// Part of speech of the token that a word belongs to.
    pub(super) fn pos(&self, i: usize) -> Pos {
        self.items.get(i).map_or(Pos::None, |w| self.parse.pos(w.token))
    }

    /// Penn tag of the token that a word belongs to.
    pub(super) fn tag(&self, i: usize) -> &str {
        self.items.get(i).map_or("", |w| self.parse.tag(w.token))
    }

    /// What the word at an index means, by a question to its senses.
    pub(super) fn sense<T>(&self, i: usize, ask: impl Fn(Sense) -> Option<T>) -> Option<T> {
        self.items.get(i)?.senses.iter().find_map(|&sense| ask(sense))
    }

    /// Whether the word at an index has a sense.
    pub(super) fn has(&self, i: usize, sense: Sense) -> bool {
        self.items.get(i).is_some_and(|w| w.senses.contains(&sense))
    }

    /// Whether the word at an index is this one.
    pub(super) fn is(&self, i: usize, word: &str) -> bool {
        self.items.get(i).is_some_and(|w| w.is(word))
    }

    /// Whether the word at an index is this mark.
    pub(super) fn mark(&self, i: usize, mark: char) -> bool {
        self.items.get(i).is_some_and(|w| w.shape == Shape::Mark(mark))
    }

    /// Whether the word at an index is a hyphen or dash without space before it.
    pub(super) fn hyphen(&self, i: usize) -> bool {
        self.items.get(i).is_some_and(|w| w.glued && matches!(w.shape, Shape::Mark('-' | '\u{2010}'..='\u{2013}')))
    }

    /// The number at an index, with how many digits it has.
    pub(super) fn digits(&self, i: usize) -> Option<(u32, u8)> {
        match self.items.get(i)?.shape {
            Shape::Digits(n, len) => Some((n, len)),
            _ => None,
        }
    }

    /// From the first word to the one before `end`.
    pub(super) fn span(&self, start: usize, end: usize) -> Span {
        self.items[start].span.cover(self.items[end - 1].span)
    }
}

/// The first word of a string that is not empty, and its length in bytes.
fn first(text: &str) -> (Shape, usize) {
    let Some(c) = text.chars().next() else { return (Shape::Mark(' '), 0) };
    let run = |test: fn(char) -> bool| text.find(|c| !test(c)).unwrap_or(text.len());
    if c.is_ascii_digit() {
        let len = run(|c| c.is_ascii_digit());
        let value = text[..len].parse::<u32>().ok().filter(|&n| n < 1_000_000_000);
        return match value {
            Some(n) if len < 10 => (Shape::Digits(n, len as u8), len),
            _ => (Shape::Mark('#'), len),
        };
    }
    if c.is_alphabetic() {
        return (Shape::Letters, run(char::is_alphabetic));
    }
    (Shape::Mark(c), c.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_rejoin_to_the_text() {
        for text in ["mid-1996", "9pm", "1990s’", "7½", "", "99999999999999999999", "de\u{301}but 3–5"] {
            let mut rest = text;
            let mut joined = String::new();
            while !rest.is_empty() {
                let (_, len) = first(rest);
                assert!(len > 0);
                joined.push_str(&rest[..len]);
                rest = &rest[len..];
            }
            assert_eq!(joined, text);
        }
    }
}
