//! What a topic is called, whatever words it is told in: keys that meet where wordings differ.
//!
//! A key is made of the content words of a noun phrase or clause as sorted lemmas, where words that mean the same
//! (`topics.toml`) are one, and the names it concerns stand apart after a `+`: "security coordination with Israel" and
//! "the security partnership" are `cooperation security +isr` and `cooperation security`. Articles, numbers, and words
//! that say nothing of a topic ("need", "step") are left out, and so are clauses that only describe. What a key is not:
//! it does not understand; two wordings that share no word and no class do not meet.

use std::collections::{BTreeMap, BTreeSet};

use chancery_doc::{EntityId, EntityKind, Form, Pos, Sector, TokenId};
use serde::Deserialize;

use crate::arguments::Parties;
use crate::error::{Error, Source};
use crate::words::{WordSet, WordSets};

/// How many words of a topic are looked at: enough for any noun phrase, and a bound for odd ones.
const MOST_WORDS: usize = 40;

/// The words of `topics.toml`.
#[derive(Debug, Default)]
pub(crate) struct Topics {
    class_of: BTreeMap<Box<str>, Box<str>>,
    dropped: WordSet,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    drop: Vec<String>,
    #[serde(default)]
    class: Vec<toml::Spanned<ClassRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClassRow {
    key: String,
    words: Vec<String>,
}

impl Topics {
    pub(crate) fn read(source: &Source<'_>, sets: &WordSets) -> Result<Topics, Error> {
        let file: File = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let no_set = |set: String, line| {
            let message = format!("the word set {set} does not exist; add it to a file in words/");
            Error::new("CB005", source.file, line, message)
        };
        let dropped = sets.expand(&file.drop).map_err(|set| no_set(set, 1))?;
        let mut class_of: BTreeMap<Box<str>, Box<str>> = BTreeMap::new();
        for row in file.class {
            let line = source.line_of(row.span().start);
            let ClassRow { key, words } = row.into_inner();
            for word in sets.expand(&words).map_err(|set| no_set(set, line))?.iter() {
                if let Some(other) = class_of.insert(word.clone(), key.as_str().into()) {
                    let message = format!("\"{word}\" is in the classes {other} and {key}; a word has one, drop it");
                    return Err(Error::new("CB030", source.file, line, message));
                }
            }
        }
        Ok(Topics { class_of, dropped })
    }

    /// Whether a word says nothing of what a topic is about.
    pub(crate) fn is_dropped(&self, lemma: &str) -> bool {
        self.dropped.contains(lemma)
    }

    /// The words of a search, without a parse: plurals lose their ending where the singular is known.
    pub(crate) fn plain_words(&self, words: &str) -> BTreeSet<String> {
        let words = words.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty());
        words
            .map(str::to_lowercase)
            .filter(|w| {
                !self.is_dropped(w) && !matches!(w.as_str(), "the" | "a" | "an" | "of" | "with" | "to" | "in" | "on")
            })
            .map(|w| {
                let class = |w: &str| self.class_of.get(w).map(|c| c.to_string());
                class(&w).or_else(|| class(w.strip_suffix('s')?)).unwrap_or(w)
            })
            .collect()
    }

    /// The key of the topic at a word. `own` are the holder and whom it speaks for, who are no part of their topic.
    pub(crate) fn key(&self, parties: &Parties<'_>, root: TokenId, others: &[TokenId], own: &[EntityId]) -> String {
        let parse = parties.grammar.parse;
        let (mut core, mut names) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![root];
        let mut n_seen = 0;
        while let Some(t) = open.pop() {
            n_seen += 1;
            if n_seen > MOST_WORDS {
                break;
            }
            let named = parties.direct(t).filter(|m| m.form == Form::Name);
            match named {
                Some(mention) if t != root || parse.pos(t) == Pos::Propn => {
                    if !own.contains(&mention.entity) {
                        names.insert(self.name_of(parties, mention.entity, t));
                    }
                }
                _ => self.add_word(parties, t, &mut core),
            }
            let inside = |c: TokenId| named.is_some_and(|m| m.span.contains(parse.span(c)));
            open.extend(parse.children(t).iter().copied().filter(|&c| {
                let descends = match parse.dep(c) {
                    "compound" | "amod" | "nmod" | "poss" | "prep" | "pobj" | "pcomp" | "dobj" | "xcomp" | "attr"
                    | "acomp" | "nsubj" | "nsubjpass" | "agent" | "dative" | "ccomp" => true,
                    "acl" => parties.grammar.is_verb(c),
                    _ => false,
                };
                descends && !inside(c) && !others.contains(&c)
            }));
        }
        if core.is_empty() && names.is_empty() {
            core.insert(parse.lemma(root).to_lowercase());
        }
        let mut words: Vec<String> = core.into_iter().collect();
        words.extend(names.into_iter().map(|n| format!("+{n}")));
        words.join(" ")
    }

    fn add_word(&self, parties: &Parties<'_>, t: TokenId, core: &mut BTreeSet<String>) {
        let parse = parties.grammar.parse;
        if !matches!(parse.pos(t), Pos::Noun | Pos::Propn | Pos::Verb | Pos::Adj) {
            return;
        }
        let lemma = parse.lemma(t).to_lowercase();
        let is_word = lemma.chars().any(char::is_alphabetic);
        if is_word && !self.is_dropped(&lemma) && !self.is_dropped(parse.norm(t)) {
            let class = self.class_of.get(lemma.as_str()).or_else(|| self.class_of.get(parse.norm(t)));
            core.insert(class.map_or(lemma, |c| c.to_string()));
        }
    }

    /// A government goes by its country, so that "Israel" and "the Israeli government" are one; others by their name.
    fn name_of(&self, parties: &Parties<'_>, id: EntityId, t: TokenId) -> String {
        let entity = parties.cast.entity(id);
        let governs = entity.sectors.first() == Some(&Sector::Gov) && entity.kind != EntityKind::Person;
        // A sea or a mountain lies in a country and is not it.
        let is_region = matches!(parties.grammar.parse.iob(t).1, "LOC" | "FAC");
        match entity.country {
            Some(country) if entity.kind == EntityKind::Place && !is_region || governs => country.code().to_lowercase(),
            _ => entity.name.to_lowercase().replace(' ', "_"),
        }
    }
}
