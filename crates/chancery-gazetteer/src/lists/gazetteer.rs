//! The lists of names and nouns, loaded and indexed for lookup in running text.
//!
//! The lists are data a reader can check: the files under `data/gazetteer/`, whose README describes them, compiled in,
//! and a user's own.
//! What is deliberately absent: any decision about a text. Whether "Georgia" or "Moscow" stands for a government, and
//! who of several that share a name is meant, is for the words around it.

use std::collections::HashMap;
use std::path::Path;

use chancery_doc::{Country, Parse, TokenId};

use super::fold::{fold_into, folded};
use super::load::Builder;
use super::names::Names;
use super::nouns::Nouns;
use super::{At, Entry, EntryId, Error, Noun, NounId, source};

/// All lists.
#[derive(Debug, Default)]
pub struct Gazetteer {
    pub(crate) files: Vec<Box<str>>,
    pub(crate) entries: Vec<Entry>,
    pub(crate) names: Names,
    pub(crate) nouns: Nouns,
    pub(crate) countries: HashMap<Country, EntryId>,
}

/// Whose lists are used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lists<'p> {
    /// Those that Chancery brings.
    Ours,
    /// Those and a folder's, whose claims to a name go before ours.
    Both(&'p Path),
    /// A folder's alone.
    Only(&'p Path),
}

fn read(lists: Lists<'_>) -> Builder {
    let mut builder = Builder::default();
    if let Lists::Ours | Lists::Both(_) = lists {
        builder.read(source::embedded());
    }
    if let Lists::Both(dir) | Lists::Only(dir) = lists {
        let sources = source::of_folder(dir, 1, &mut builder.faults);
        builder.read(sources);
    }
    builder
}

impl Gazetteer {
    /// Reads lists as they are written.
    ///
    /// # Errors
    /// The first fault, if a list is broken; [`Gazetteer::check`] tells all.
    pub(crate) fn read(lists: Lists<'_>) -> Result<Gazetteer, Error> {
        let mut builder = read(lists);
        match builder.faults.first() {
            Some(_) => Err(builder.faults.swap_remove(0)),
            None => Ok(builder.finish(false).0),
        }
    }

    /// Everything that is wrong: what keeps the lists from loading, or, where nothing does, what makes them unclear.
    pub fn check(lists: Lists<'_>) -> Vec<Error> {
        let mut builder = read(lists);
        if builder.faults.is_empty() {
            return builder.finish(true).1;
        }
        builder.faults.sort();
        builder.faults
    }

    /// A listed thing.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id as usize]
    }

    /// A noun for actors.
    pub fn noun(&self, id: NounId) -> &Noun {
        self.nouns.get(id)
    }

    /// The file of a row, relative to the folder of its lists.
    pub fn file(&self, at: At) -> &str {
        &self.files[at.file as usize]
    }

    /// How many things and nouns are listed.
    pub fn counts(&self) -> (usize, usize) {
        let rivalries = self.entries.iter().filter(|e| !e.rivals.is_empty()).count();
        (self.entries.len() - rivalries, self.nouns.all().len())
    }

    /// How many bytes the index of names takes.
    pub fn index_size(&self) -> usize {
        self.names.size()
    }

    /// The usual name of a state.
    pub fn country_name(&self, code: Country) -> Option<&str> {
        self.countries.get(&code).map(|&id| &*self.entry(id).name)
    }

    /// The longest listed name that starts with this token: the entry and one past its last token.
    /// An entry with [`rivals`](Entry::rivals) stands for whoever the context chooses.
    pub fn name_at(&self, parse: &Parse, text: &str, at: usize, buffer: &mut String) -> Option<(EntryId, usize)> {
        const LONGEST: usize = 12;
        let mut from = parse.span(TokenId::new(at)).start() as usize;
        let first = parse.span(TokenId::new(at)).of(text);
        if !first.starts_with(char::is_alphanumeric) {
            return None;
        }
        // A word that the tokenizer keeps whole, for it splits at hyphens between letters alone: "U.S.-led".
        if let Some(leader) = first.strip_suffix("-led").filter(|l| l.ends_with('.')) {
            let entry = self.find(leader).first().copied()?;
            return Some((entry, at + 1));
        }
        buffer.clear();
        let (mut cursor, mut eaten) = (self.names.cursor(), 0);
        let mut best = None;
        for n in 0..LONGEST.min(parse.len() - at) {
            let token = parse.token(TokenId::new(at + n));
            if n > 0 && token.sent_start {
                break;
            }
            fold_into(&text[from..token.span.end() as usize], buffer);
            from = token.span.end() as usize;
            if buffer.len() == eaten {
                // A full stop or an apostrophe, which names do not have.
                continue;
            }
            if !cursor.eat(buffer.as_bytes()[eaten..].iter().map(u8::to_ascii_lowercase)) {
                break;
            }
            eaten = buffer.len();
            if let Some(key) = cursor.value()
                && let Some(entry) = self.names.reading(key, buffer)
            {
                best = Some((entry, at + n + 1));
            }
        }
        best
    }

    /// The longest noun for an actor that starts with this token: the noun, whether plural, one past its last token.
    pub fn noun_at(&self, parse: &Parse, at: usize) -> Option<(NounId, bool, usize)> {
        self.nouns.at(parse, at)
    }

    /// Every entry that has exactly this name, whatever its capitals.
    pub fn find(&self, name: &str) -> Vec<EntryId> {
        let mut found = Vec::new();
        for id in self.names.readings(&folded(name).to_ascii_lowercase()) {
            match &*self.entry(id).rivals {
                [] => found.push(id),
                rivals => found.extend(rivals),
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The noun for actors with exactly these words, in the singular or plural.
    pub fn find_noun(&self, words: &str) -> Option<NounId> {
        self.nouns.find(words)
    }

    /// Every name of an entry as it is compared, in alphabetical order, and whether others claim it too.
    pub fn names_of(&self, id: EntryId) -> Vec<(&str, bool)> {
        let has = |reading: EntryId| reading == id || self.entry(reading).rivals.contains(&id);
        let names = self.names.all().filter(|&(_, reading)| has(reading));
        names.map(|(name, reading)| (name, reading != id)).collect()
    }

    /// Names that hold all words of this one, for somebody who does not remember the rest.
    pub fn names_like(&self, name: &str) -> Vec<(&str, EntryId)> {
        let wanted = folded(name).to_lowercase();
        let like = |listed: &str| {
            let listed = listed.to_lowercase();
            wanted.split(' ').all(|w| listed.split(' ').any(|l| l == w))
        };
        if wanted.is_empty() {
            return Vec::new();
        }
        self.names.all().filter(|(listed, _)| like(listed)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::What;
    use super::*;

    #[test]
    fn every_row_of_every_list_loads_and_nothing_is_wrong_with_it() {
        let wrong = Gazetteer::check(Lists::Ours);
        let wrong: Vec<String> = wrong.iter().map(ToString::to_string).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        let g = Gazetteer::embedded().expect("the lists are well formed");
        assert!(g.countries.len() > 195, "{} countries", g.countries.len());
        for (id, entry) in g.entries.iter().enumerate().filter(|(_, e)| e.rivals.is_empty()) {
            if !matches!(entry.what, What::Demonym | What::Citizens | What::Capital | What::Seat) {
                assert!(g.find(&entry.name).contains(&(id as EntryId)), "{} is not found by its name", entry.name);
            }
        }
    }

    #[test]
    fn every_country_that_a_row_names_is_listed() {
        let g = Gazetteer::embedded().expect("the lists are well formed");
        for entry in &g.entries {
            if let Some(c) = entry.country.filter(|c| !c.is_international()) {
                assert!(g.countries.contains_key(&c), "{}:{}: {c}", g.file(entry.at), entry.at.line);
            }
        }
    }
}
