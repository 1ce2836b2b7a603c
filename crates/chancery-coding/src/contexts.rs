//! PLOVER's contexts: what an event is about, beside who did what to whom.
//!
//! The words are data (`contexts.toml`), indexed by their first word, so that the cost follows the text and not the
//! list. A context holds in the sentence of an event where one of its words stands there, or where the event's type,
//! mode or a party's sector says it; in its paragraph where a word stands in another sentence of it; in the article
//! where headline or standfirst have it, or three sentences anywhere. Each is given once, with the nearest scope. What
//! this is not: a topic model; a word that means something else here is taken at its word.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use chancery_doc::{Context, Event, EventType, Parse, Reading, Scope, Sector, SegmentKind, SentenceId, Text, TokenId};
use serde::Deserialize;

use crate::book::Codebook;
use crate::error::{Error, Source};

/// In so many sentences a context is the article's.
const PREVAILS: usize = 3;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    context: Vec<toml::Spanned<ContextRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ContextRow {
    name: String,
    #[serde(default)]
    lemmas: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    types: Vec<String>,
    #[serde(default)]
    modes: Vec<String>,
    #[serde(default)]
    sectors: Vec<String>,
    reason: String,
    hits: Vec<String>,
    misses: Vec<String>,
}

/// A sentence that must have a context, or must not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ContextExample {
    /// The context.
    pub context: Arc<str>,
    /// The sentence.
    pub text: String,
    /// Whether it must have the context.
    pub has: bool,
    /// The file it stands in.
    pub file: Arc<str>,
    /// The line of the context's table in it.
    pub line: usize,
}

impl ContextExample {
    /// Whether a reading of [`ContextExample::text`] is what the codebook says it must be: the words' own contexts
    /// count, and those that type, mode and parties of what happens there bring.
    ///
    /// # Errors
    /// With a sentence that says what is wrong.
    pub fn verdict(&self, book: &Codebook, parse: &Parse, reading: &Reading) -> Result<(), String> {
        let mut found = book.contexts.of_words(parse);
        found.extend(reading.events.iter().flat_map(|e| &e.contexts).map(|c| Arc::clone(&c.name)));
        if found.contains(&self.context) == self.has {
            return Ok(());
        }
        let has = if self.has { "lacks" } else { "has" };
        Err(format!("it {has} the context {}; its contexts: {}", self.context, found.join(", ")))
    }
}

/// The words after the first of a phrase, and the context it has.
type Wording = (Vec<Box<str>>, usize);

/// The contexts of a codebook.
#[derive(Debug, Default)]
pub(crate) struct ContextBook {
    names: Vec<Arc<str>>,
    /// By first word: the words after it, and the context.
    index: HashMap<Box<str>, Vec<Wording>>,
    types: Vec<(EventType, usize)>,
    modes: Vec<(Box<str>, usize)>,
    sectors: Vec<(Sector, usize)>,
    pub(crate) examples: Vec<ContextExample>,
}

impl ContextBook {
    /// Reads the contexts of a pile of books, the lowest first: one that is told again above is as it is there.
    pub(crate) fn read(sources: &[Source<'_>]) -> Result<ContextBook, Error> {
        let mut rows: Vec<(ContextRow, &Source<'_>, usize)> = Vec::new();
        for source in sources {
            let file: File = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
            for row in file.context {
                let line = source.line_of(row.span().start);
                let row = row.into_inner();
                match rows.iter().position(|(r, ..)| r.name == row.name) {
                    Some(twin) if rows[twin].1.file == source.file => {
                        let message = format!("the context {} is told twice; keep one", row.name);
                        return Err(Error::new("CB035", source.file, line, message));
                    }
                    Some(lower) => rows[lower] = (row, source, line),
                    None => rows.push((row, source, line)),
                }
            }
        }
        let mut book = ContextBook::default();
        for (row, source, line) in rows {
            let fault = |message: String| Error::new("CB035", source.file, line, message);
            let at = book.names.len();
            let name: Arc<str> = Arc::from(row.name.as_str());
            if row.reason.trim().is_empty() || row.hits.is_empty() || row.misses.is_empty() {
                return Err(fault(format!("the context {name} lacks a reason, hits or misses; add what is missing")));
            }
            for words in row.lemmas.iter().chain(&row.phrases) {
                let mut words = words.split_whitespace().map(Box::<str>::from);
                let Some(first) = words.next() else {
                    return Err(fault(format!("the context {name} has an empty word; take it out")));
                };
                book.index.entry(first).or_default().push((words.collect(), at));
            }
            for code in &row.types {
                let event_type =
                    code.parse().map_err(|e| fault(format!("{e} in the context {name}; use one of PLOVER's 16")))?;
                book.types.push((event_type, at));
            }
            for code in &row.sectors {
                let sector =
                    code.parse().map_err(|e| fault(format!("{e} in the context {name}; use a PLOVER sector")))?;
                book.sectors.push((sector, at));
            }
            book.modes.extend(row.modes.iter().map(|m| (m.as_str().into(), at)));
            for (texts, has) in [(row.hits, true), (row.misses, false)] {
                let file: Arc<str> = Arc::from(source.file);
                let example =
                    |text| ContextExample { context: Arc::clone(&name), text, has, file: Arc::clone(&file), line };
                book.examples.extend(texts.into_iter().map(example));
            }
            book.names.push(name);
        }
        Ok(book)
    }

    /// The contexts that each sentence's own words have.
    fn of_sentences(&self, parse: &Parse) -> Vec<BTreeSet<usize>> {
        let mut found = vec![BTreeSet::new(); parse.n_sentences()];
        let is = |t: usize, word: &str| {
            t < parse.len() && {
                let t = TokenId::new(t);
                parse.norm(t) == word || parse.lemma(t).eq_ignore_ascii_case(word)
            }
        };
        let mut lower = String::new();
        for t in parse.ids() {
            lower.clear();
            lower.extend(parse.lemma(t).chars().flat_map(char::to_lowercase));
            let norm = parse.norm(t);
            let by_norm = if norm == lower { None } else { self.index.get(norm) };
            for (rest, context) in self.index.get(lower.as_str()).into_iter().chain(by_norm).flatten() {
                if rest.iter().enumerate().all(|(i, word)| is(t.index() + 1 + i, word)) {
                    found[parse.sentence_of(t).index()].insert(*context);
                }
            }
        }
        found
    }

    /// Gives every event its contexts.
    pub(crate) fn annotate(&self, text: &Text, parse: &Parse, events: &mut [Event]) {
        if self.names.is_empty() || events.is_empty() {
            return;
        }
        let sentences = self.of_sentences(parse);
        let segment_of = |s: usize| {
            let span = parse.sentence_span(SentenceId::new(s));
            let after = text.segments().partition_point(|segment| segment.span.start() <= span.start());
            after.saturating_sub(1)
        };
        let mut paragraphs = vec![BTreeSet::new(); text.segments().len().max(1)];
        let mut counts = vec![0_usize; self.names.len()];
        for (s, contexts) in sentences.iter().enumerate() {
            let segment = segment_of(s);
            let kind = text.segments().get(segment).map(|s| s.kind);
            let leads = matches!(kind, Some(SegmentKind::Headline | SegmentKind::Standfirst));
            for &context in contexts {
                counts[context] += if leads { PREVAILS } else { 1 };
            }
            if let Some(paragraph) = paragraphs.get_mut(segment) {
                paragraph.extend(contexts);
            }
        }
        for event in events {
            let mut near: BTreeSet<usize> = BTreeSet::new();
            let mut around: BTreeSet<usize> = BTreeSet::new();
            for piece in &event.evidence {
                let Some(t) = parse.token_at(piece.trigger.start()) else { continue };
                let sentence = parse.sentence_of(t).index();
                near.extend(&sentences[sentence]);
                around.extend(paragraphs.get(segment_of(sentence)).into_iter().flatten());
            }
            near.extend(self.types.iter().filter(|(t, _)| *t == event.event_type).map(|(_, c)| *c));
            near.extend(self.modes.iter().filter(|(m, _)| event.modes.iter().any(|e| **e == **m)).map(|(_, c)| *c));
            let parties = event.actors.iter().chain(&event.recipients);
            let sectors: BTreeSet<Sector> = parties.flat_map(|a| a.sectors.iter().copied()).collect();
            near.extend(self.sectors.iter().filter(|(s, _)| sectors.contains(s)).map(|(_, c)| *c));
            let prevailing = (0..counts.len()).filter(|&c| counts[c] >= PREVAILS);
            let mut contexts: Vec<Context> = Vec::new();
            let scopes = near
                .iter()
                .map(|&c| (c, Scope::Sentence))
                .chain(around.iter().map(|&c| (c, Scope::Paragraph)))
                .chain(prevailing.map(|c| (c, Scope::Article)));
            for (context, scope) in scopes {
                let name = &self.names[context];
                if !contexts.iter().any(|c| c.name == *name) {
                    contexts.push(Context { name: Arc::clone(name), scope });
                }
            }
            event.contexts = contexts;
        }
    }

    /// The contexts that the words of a text have, anywhere in it.
    pub(crate) fn of_words(&self, parse: &Parse) -> Vec<Arc<str>> {
        let all: BTreeSet<usize> = self.of_sentences(parse).into_iter().flatten().collect();
        all.into_iter().map(|c| Arc::clone(&self.names[c])).collect()
    }
}
