//! Words, their grammar and the parser's raw entity spans.
//!
//! A [`Parse`] owns arrays over tokens, as spaCy's `Doc` does, but never a copy of the text: a token has a [`Span`].
//! Lemmas and norms lie in one string buffer, labels (tags, relations, entity types) are small numbers into the
//! model's [`Labels`], so a parse costs a handful of allocations whatever its length.

use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use crate::{SentenceId, Span, TokenId};

/// Universal part of speech (Universal Dependencies v2; spaCy adds `SPACE`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
#[allow(missing_docs, reason = "the names are Universal Dependencies' own")]
pub enum Pos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
    Space,
    /// No part of speech was assigned.
    #[default]
    None,
}

const POS_NAMES: [(&str, Pos); 19] = [
    ("ADJ", Pos::Adj),
    ("ADP", Pos::Adp),
    ("ADV", Pos::Adv),
    ("AUX", Pos::Aux),
    ("CCONJ", Pos::Cconj),
    ("DET", Pos::Det),
    ("INTJ", Pos::Intj),
    ("NOUN", Pos::Noun),
    ("NUM", Pos::Num),
    ("PART", Pos::Part),
    ("PRON", Pos::Pron),
    ("PROPN", Pos::Propn),
    ("PUNCT", Pos::Punct),
    ("SCONJ", Pos::Sconj),
    ("SYM", Pos::Sym),
    ("VERB", Pos::Verb),
    ("X", Pos::X),
    ("SPACE", Pos::Space),
    ("", Pos::None),
];

impl Pos {
    /// The name as Universal Dependencies writes it; empty for [`Pos::None`].
    pub fn name(self) -> &'static str {
        POS_NAMES[self as usize].0
    }
}

impl FromStr for Pos {
    type Err = ();
    fn from_str(s: &str) -> Result<Pos, ()> {
        POS_NAMES.iter().find(|(name, _)| *name == s).map(|&(_, pos)| pos).ok_or(())
    }
}

impl fmt::Display for Pos {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A tag, relation, morphology or entity type: an index into [`Labels`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Label(u16);

/// The label strings of one model, shared by all its parses. The first is the empty string.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Labels {
    names: Vec<Box<str>>,
}

impl Default for Labels {
    fn default() -> Labels {
        Labels { names: vec!["".into()] }
    }
}

impl Labels {
    /// The label of no name.
    pub const EMPTY: Label = Label(0);

    /// The label of a name, added if it is new. Linear in the number of labels: for loading, not for parsing.
    ///
    /// # Panics
    /// If there are more than 65,535 labels.
    pub fn intern(&mut self, name: &str) -> Label {
        self.get(name).unwrap_or_else(|| {
            self.names.push(name.into());
            Label(u16::try_from(self.names.len() - 1).expect("a model has fewer than 65,536 labels"))
        })
    }

    /// The label of a name, if there is one. Linear: look labels up once, then compare them.
    pub fn get(&self, name: &str) -> Option<Label> {
        self.names.iter().position(|n| &**n == name).map(|i| Label(i as u16))
    }

    /// The name of a label.
    pub fn name(&self, label: Label) -> &str {
        &self.names[label.0 as usize]
    }
}

/// Where a token stands in a raw entity span.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Iob {
    /// First token of an entity.
    B,
    /// A later token of an entity.
    I,
    /// In none.
    O,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Stretch {
    start: u32,
    len: u32,
}

/// A word, number, punctuation mark or run of white space.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// Where it stands.
    pub span: Span,
    /// Fine-grained (Penn Treebank) tag.
    pub tag: Label,
    /// Universal part of speech.
    pub pos: Pos,
    /// Morphology, as `Feature=Value|Feature=Value`.
    pub morph: Label,
    /// Relation to the head (ClearNLP style, as spaCy's English models have it).
    pub dep: Label,
    /// The word it depends on; itself for a root.
    pub head: TokenId,
    /// Whether a sentence starts here.
    pub sent_start: bool,
    norm: Stretch,
    lemma: Stretch,
    left_edge: TokenId,
    right_edge: TokenId,
}

/// An entity as the parser's own recogniser saw it; mentions proper belong to [`Cast`](crate::Cast).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RawEntity {
    /// First token and one past the last.
    pub tokens: Range<u32>,
    /// Entity type (OntoNotes: `PERSON`, `GPE`, `NORP`, …).
    pub label: Label,
}

/// What a parser knows of a token before [`ParseBuilder::finish`].
#[derive(Clone, Debug)]
pub struct TokenDraft<'a> {
    /// Where it stands in the text.
    pub span: Span,
    /// Normal form.
    pub norm: &'a str,
    /// Dictionary form.
    pub lemma: &'a str,
    /// Fine-grained tag.
    pub tag: Label,
    /// Universal part of speech.
    pub pos: Pos,
    /// Morphology.
    pub morph: Label,
    /// Relation to the head.
    pub dep: Label,
    /// Index of the head token in the builder (absolute); its own index for a root.
    pub head: u32,
    /// Whether a sentence starts here.
    pub sent_start: bool,
}

/// Collects tokens and entities, then derives sentences, children and edges.
#[derive(Debug)]
pub struct ParseBuilder {
    labels: Arc<Labels>,
    tokens: Vec<Token>,
    strings: String,
    entities: Vec<RawEntity>,
}

impl ParseBuilder {
    /// An empty builder over a model's labels.
    pub fn new(labels: Arc<Labels>) -> ParseBuilder {
        ParseBuilder { labels, tokens: Vec::new(), strings: String::new(), entities: Vec::new() }
    }

    /// How many tokens it holds: the index the next one gets.
    pub fn len(&self) -> u32 {
        self.tokens.len() as u32
    }

    /// Whether it holds no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Makes room for `n` more tokens.
    pub fn reserve(&mut self, n: usize) {
        self.tokens.reserve(n);
        self.strings.reserve(n * 8);
    }

    /// Adds a token. Its head may be one that is still to come.
    pub fn push(&mut self, draft: TokenDraft<'_>) {
        let norm = self.store(draft.norm);
        let lemma = if draft.lemma == draft.norm { norm } else { self.store(draft.lemma) };
        let me = TokenId::new(self.tokens.len());
        self.tokens.push(Token {
            span: draft.span,
            tag: draft.tag,
            pos: draft.pos,
            morph: draft.morph,
            dep: draft.dep,
            head: TokenId::new(draft.head as usize),
            sent_start: draft.sent_start,
            norm,
            lemma,
            left_edge: me,
            right_edge: me,
        });
    }

    /// Adds a raw entity over tokens already pushed; entities come in order and do not overlap.
    pub fn push_entity(&mut self, tokens: Range<u32>, label: Label) {
        self.entities.push(RawEntity { tokens, label });
    }

    fn store(&mut self, s: &str) -> Stretch {
        let start = self.strings.len() as u32;
        self.strings.push_str(s);
        Stretch { start, len: s.len() as u32 }
    }

    /// Derives sentences, children and subtree edges.
    ///
    /// # Panics
    /// If a head is out of range, or an entity reaches beyond the tokens.
    pub fn finish(self) -> Parse {
        let ParseBuilder { labels, mut tokens, strings, entities } = self;
        let n = tokens.len();
        assert!(tokens.iter().all(|t| t.head.index() < n), "every head is a token");
        assert!(entities.iter().all(|e| e.tokens.start < e.tokens.end && e.tokens.end as usize <= n));

        let mut sentences: Vec<Range<u32>> = Vec::new();
        for (i, token) in tokens.iter_mut().enumerate() {
            if token.sent_start || i == 0 {
                token.sent_start = true;
                sentences.push(i as u32..i as u32);
            }
            if let Some(last) = sentences.last_mut() {
                last.end = i as u32 + 1;
            }
        }

        // Children of all tokens in one array, in the order of the text.
        let mut first_child = vec![0u32; n + 1];
        for (i, t) in tokens.iter().enumerate() {
            if t.head.index() != i {
                first_child[t.head.index() + 1] += 1;
            }
        }
        for i in 0..n {
            first_child[i + 1] += first_child[i];
        }
        let mut next = first_child.clone();
        let mut children = vec![TokenId::new(0); first_child[n] as usize];
        for (i, t) in tokens.iter().enumerate() {
            if t.head.index() != i {
                let slot = &mut next[t.head.index()];
                children[*slot as usize] = TokenId::new(i);
                *slot += 1;
            }
        }

        // Edges, children before parents; a token in a cycle (no parser makes one) keeps itself as edge.
        let mut order: Vec<u32> = (0..n as u32).filter(|&i| tokens[i as usize].head.index() == i as usize).collect();
        let mut done = 0;
        while done < order.len() {
            let i = order[done] as usize;
            done += 1;
            for c in &children[first_child[i] as usize..first_child[i + 1] as usize] {
                order.push(c.index() as u32);
            }
        }
        for &i in order.iter().rev() {
            let i = i as usize;
            let (left, right) = (tokens[i].left_edge, tokens[i].right_edge);
            let head = tokens[i].head.index();
            if head != i {
                tokens[head].left_edge = tokens[head].left_edge.min(left);
                tokens[head].right_edge = tokens[head].right_edge.max(right);
            }
        }
        let mut iob = vec![(Iob::O, Labels::EMPTY); n];
        for e in &entities {
            for t in e.tokens.clone() {
                iob[t as usize] = (if t == e.tokens.start { Iob::B } else { Iob::I }, e.label);
            }
        }
        Parse { labels, tokens, strings, entities, iob, sentences, first_child, children }
    }
}

/// A word of a parse, the head that it is to hang on, and its relation to it if that changes too.
pub type MovedArc<'a> = (TokenId, TokenId, Option<&'a str>);

/// The grammatical reading of a text.
///
/// Invariants: tokens are in text order and do not overlap; heads form trees; every sentence is a run of tokens.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Parse {
    labels: Arc<Labels>,
    tokens: Vec<Token>,
    strings: String,
    entities: Vec<RawEntity>,
    iob: Vec<(Iob, Label)>,
    sentences: Vec<Range<u32>>,
    first_child: Vec<u32>,
    children: Vec<TokenId>,
}

/// One word of a parse made by hand: the head is the index of another word (or its own, for the root).
#[derive(Clone, Copy, Debug)]
pub struct HandToken<'a> {
    /// The word as it stands in the text.
    pub word: &'a str,
    /// Dictionary form.
    pub lemma: &'a str,
    /// Universal part of speech, such as `VERB`.
    pub pos: &'a str,
    /// Fine-grained tag, such as `VBD`.
    pub tag: &'a str,
    /// Relation to the head, such as `nsubj`.
    pub dep: &'a str,
    /// Index of the head among the words.
    pub head: usize,
}

impl Parse {
    /// A parse from words, heads and relations, so that rule tests need no model. The words are looked for in
    /// `text` one after the other; a root starts a sentence at its left edge.
    ///
    /// # Panics
    /// If a word does not stand in the text after the one before, or a part of speech is unknown.
    pub fn by_hand(text: &str, words: &[HandToken<'_>]) -> Parse {
        let mut labels = Labels::default();
        for w in words {
            labels.intern(w.tag);
            labels.intern(w.dep);
        }
        let labels = Arc::new(labels);
        let build = |starts: &[bool]| {
            let mut builder = ParseBuilder::new(Arc::clone(&labels));
            let mut from = 0;
            for (i, w) in words.iter().enumerate() {
                let start = from + text[from..].find(w.word).expect("the words stand in the text in order");
                from = start + w.word.len();
                builder.push(TokenDraft {
                    span: Span::at(start..from),
                    norm: &w.word.to_lowercase(),
                    lemma: w.lemma,
                    tag: labels.get(w.tag).expect("interned above"),
                    pos: w.pos.parse().expect("a universal part of speech"),
                    morph: Labels::EMPTY,
                    dep: labels.get(w.dep).expect("interned above"),
                    head: w.head as u32,
                    sent_start: starts[i],
                });
            }
            builder.finish()
        };
        let first = build(&vec![false; words.len()]);
        let mut starts = vec![false; words.len()];
        for (i, w) in words.iter().enumerate() {
            if w.head == i {
                starts[first.left_edge(TokenId::new(i)).index()] = true;
            }
        }
        build(&starts)
    }

    /// All tokens, in order.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The ids of all tokens, in order.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = TokenId> + ExactSizeIterator + use<> {
        (0..self.tokens.len()).map(TokenId::new)
    }

    /// The model's labels.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// A token.
    pub fn token(&self, id: TokenId) -> &Token {
        &self.tokens[id.index()]
    }

    /// Where a token stands.
    pub fn span(&self, id: TokenId) -> Span {
        self.token(id).span
    }

    /// Dictionary form.
    pub fn lemma(&self, id: TokenId) -> &str {
        self.string(self.token(id).lemma)
    }

    /// Gives a token another dictionary form.
    pub fn set_lemma(&mut self, id: TokenId, lemma: &str) {
        let start = self.strings.len() as u32;
        self.strings.push_str(lemma);
        self.tokens[id.index()].lemma = Stretch { start, len: lemma.len() as u32 };
    }

    /// Gives a token another normal form, that of the word that it is where it was read as another.
    pub fn set_norm(&mut self, id: TokenId, norm: &str) {
        let start = self.strings.len() as u32;
        self.strings.push_str(norm);
        self.tokens[id.index()].norm = Stretch { start, len: norm.len() as u32 };
    }

    /// The same words with other arcs for some of them. A relation that the model does not know is left as it was.
    ///
    /// # Panics
    /// If a word or a head is none of this parse.
    pub fn with_arcs(self, moved: &[MovedArc<'_>]) -> Parse {
        if moved.is_empty() {
            return self;
        }
        let Parse { labels, mut tokens, strings, entities, .. } = self;
        for &(word, head, dep) in moved {
            let token = &mut tokens[word.index()];
            token.head = head;
            token.dep = dep.and_then(|d| labels.get(d)).unwrap_or(token.dep);
        }
        for (i, token) in tokens.iter_mut().enumerate() {
            (token.left_edge, token.right_edge) = (TokenId::new(i), TokenId::new(i));
        }
        ParseBuilder { labels, tokens, strings, entities }.finish()
    }

    /// Normal form: lower case, contractions written out.
    pub fn norm(&self, id: TokenId) -> &str {
        self.string(self.token(id).norm)
    }

    fn string(&self, s: Stretch) -> &str {
        &self.strings[s.start as usize..(s.start + s.len) as usize]
    }

    /// Universal part of speech.
    pub fn pos(&self, id: TokenId) -> Pos {
        self.token(id).pos
    }

    /// Fine-grained tag.
    pub fn tag(&self, id: TokenId) -> &str {
        self.labels.name(self.token(id).tag)
    }

    /// Morphology as `Feature=Value|Feature=Value`.
    pub fn morph(&self, id: TokenId) -> &str {
        self.labels.name(self.token(id).morph)
    }

    /// Relation to the head.
    pub fn dep(&self, id: TokenId) -> &str {
        self.labels.name(self.token(id).dep)
    }

    /// The word it depends on; itself for a root.
    pub fn head(&self, id: TokenId) -> TokenId {
        self.token(id).head
    }

    /// Whether it is a root.
    pub fn is_root(&self, id: TokenId) -> bool {
        self.head(id) == id
    }

    /// Its heads, nearest first, without itself.
    pub fn ancestors(&self, id: TokenId) -> impl Iterator<Item = TokenId> + '_ {
        // No longer than the text, so that even a cycle ends.
        std::iter::successors(Some(id), |&t| Some(self.head(t)).filter(|&h| h != t)).skip(1).take(self.len())
    }

    /// The words that depend on it, in text order.
    pub fn children(&self, id: TokenId) -> &[TokenId] {
        &self.children[self.first_child[id.index()] as usize..self.first_child[id.index() + 1] as usize]
    }

    /// The words that depend on it by a relation, in text order.
    pub fn children_by<'a>(&'a self, id: TokenId, dep: &'a str) -> impl Iterator<Item = TokenId> + 'a {
        self.children(id).iter().copied().filter(move |&c| self.dep(c) == dep)
    }

    /// First word of its subtree.
    pub fn left_edge(&self, id: TokenId) -> TokenId {
        self.token(id).left_edge
    }

    /// Last word of its subtree.
    pub fn right_edge(&self, id: TokenId) -> TokenId {
        self.token(id).right_edge
    }

    /// The words between the edges of its subtree.
    pub fn subtree_span(&self, id: TokenId) -> Span {
        self.span(self.left_edge(id)).cover(self.span(self.right_edge(id)))
    }

    /// How many sentences there are.
    pub fn n_sentences(&self) -> usize {
        self.sentences.len()
    }

    /// The tokens of a sentence.
    pub fn sentence(&self, id: SentenceId) -> Range<u32> {
        self.sentences[id.index()].clone()
    }

    /// The ids of a sentence's tokens.
    pub fn sentence_tokens(&self, id: SentenceId) -> impl DoubleEndedIterator<Item = TokenId> + use<> {
        let r = self.sentence(id);
        (r.start as usize..r.end as usize).map(TokenId::new)
    }

    /// The sentence a token is in.
    pub fn sentence_of(&self, id: TokenId) -> SentenceId {
        SentenceId::new(self.sentences.partition_point(|s| s.start <= id.index() as u32) - 1)
    }

    /// Where a sentence stands.
    pub fn sentence_span(&self, id: SentenceId) -> Span {
        let r = self.sentence(id);
        self.tokens[r.start as usize].span.cover(self.tokens[r.end as usize - 1].span)
    }

    /// The recogniser's entities, in order.
    pub fn raw_entities(&self) -> &[RawEntity] {
        &self.entities
    }

    /// Whether the token begins or continues a raw entity, and of which type (empty for none).
    pub fn iob(&self, id: TokenId) -> (Iob, &str) {
        let (iob, label) = self.iob[id.index()];
        (iob, self.labels.name(label))
    }

    /// Whether a token names a day of the week.
    pub fn is_weekday(&self, id: TokenId) -> bool {
        matches!(self.norm(id), "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday")
    }

    /// The tokens that a stretch of the text has a part of.
    pub fn tokens_in(&self, span: Span) -> impl Iterator<Item = TokenId> + '_ {
        let first = self.tokens.partition_point(|t| t.span.end() <= span.start());
        (first..self.len()).map(TokenId::new).take_while(move |&t| self.span(t).start() < span.end())
    }

    /// The token that covers a byte of the text, or the first after it.
    pub fn token_at(&self, byte: u32) -> Option<TokenId> {
        let i = self.tokens.partition_point(|t| t.span.end() <= byte);
        (i < self.tokens.len()).then(|| TokenId::new(i))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word<'a>(word: &'a str, pos: &'a str, dep: &'a str, head: usize) -> HandToken<'a> {
        HandToken { word, lemma: word, pos, tag: "", dep, head }
    }

    #[test]
    fn edges_children_and_sentences_follow_from_heads() {
        let text = "The envoy left. Talks failed.";
        let parse = Parse::by_hand(
            text,
            &[
                word("The", "DET", "det", 1),
                word("envoy", "NOUN", "nsubj", 2),
                word("left", "VERB", "ROOT", 2),
                word(".", "PUNCT", "punct", 2),
                word("Talks", "NOUN", "nsubj", 5),
                word("failed", "VERB", "ROOT", 5),
                word(".", "PUNCT", "punct", 5),
            ],
        );
        let left = TokenId::new(2);
        assert_eq!(parse.subtree_span(left).of(text), "The envoy left.");
        assert_eq!(parse.children(left).len(), 2);
        assert_eq!(parse.n_sentences(), 2);
        assert_eq!(parse.sentence_span(SentenceId::new(1)).of(text), "Talks failed.");
        assert_eq!(parse.sentence_of(TokenId::new(4)), SentenceId::new(1));
        assert_eq!(parse.ancestors(TokenId::new(0)).map(TokenId::index).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(parse.token_at(3).map(|t| parse.span(t).of(text)), Some("envoy"));
    }

    #[test]
    fn an_empty_text_has_an_empty_parse() {
        let parse = ParseBuilder::new(Arc::default()).finish();
        assert!(parse.is_empty());
        assert_eq!(parse.n_sentences(), 0);
        assert_eq!(parse.token_at(0), None);
    }
}
