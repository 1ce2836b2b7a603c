//! Common nouns for actors and how English inflects them.

use std::collections::HashMap;

use chancery_doc::{Parse, Sector, TokenId};

use super::{At, Class, Noun, NounId};

/// An inflected noun without its first word.
#[derive(Debug)]
pub(super) struct Inflected {
    pub(super) rest: Vec<Box<str>>,
    pub(super) noun: NounId,
    pub(super) plural: bool,
    pub(super) layer: u8,
}

/// The nouns, found by their inflected forms.
#[derive(Debug, Default)]
pub(crate) struct Nouns {
    pub(super) nouns: Vec<Noun>,
    /// Inflected nouns by their first word, longest first.
    pub(super) forms: HashMap<Box<str>, Vec<Inflected>>,
}

impl Nouns {
    pub(crate) fn get(&self, id: NounId) -> &Noun {
        &self.nouns[id as usize]
    }

    pub(crate) fn all(&self) -> &[Noun] {
        &self.nouns
    }

    /// Adds a noun, with a plural that does not follow the rule if there is one; gives the noun that has the form already.
    pub(crate) fn add(&mut self, noun: Noun, irregular: Option<&str>, layer: u8) -> Option<NounId> {
        let id = self.nouns.len() as NounId;
        let words = noun_words(&noun.form);
        if words.is_empty() {
            return None;
        }
        self.nouns.push(noun);
        // "secretary of state" is inflected at "secretary", "riot police" at its end.
        let inflected = words.iter().position(|w| w == "of" || w == "for" || w == "in").unwrap_or(words.len());
        let at = inflected.saturating_sub(1);
        let mut several = words.clone();
        several[at] = plural(&words[at]);
        if let Some(irregular) = irregular {
            several = noun_words(irregular);
        }
        if several != words && !several.is_empty() {
            self.add_form(&several, id, true, layer);
        }
        let is_plural = words[at].ends_with('s') && !words[at].ends_with("ss") || PLURALS.contains(&words[at].as_str());
        if words.iter().any(|w| is_parted(w)) {
            self.add_form(&parted(&words), id, false, layer);
        }
        self.add_form(&words, id, is_plural, layer)
    }

    fn add_form(&mut self, words: &[String], id: NounId, plural: bool, layer: u8) -> Option<NounId> {
        let rest: Vec<Box<str>> = words[1..].iter().map(|w| w.as_str().into()).collect();
        let list = self.forms.entry(words[0].as_str().into()).or_default();
        let new = Inflected { rest, noun: id, plural, layer };
        match list.iter_mut().find(|f| f.rest == new.rest) {
            None => list.push(new),
            // A user's noun goes before ours.
            Some(known) if known.layer < layer => *known = new,
            Some(known) => return Some(known.noun),
        }
        None
    }

    pub(crate) fn sort(&mut self) {
        // Every list is put in order by itself, so the order of visiting does not show.
        #[allow(clippy::iter_over_hash_type, reason = "each value is sorted on its own")]
        for list in self.forms.values_mut() {
            list.sort_by(|a, b| b.rest.len().cmp(&a.rest.len()).then_with(|| a.rest.cmp(&b.rest)));
        }
    }

    /// The noun with exactly these words, in the singular or plural.
    pub(crate) fn find(&self, words: &str) -> Option<NounId> {
        let words = noun_words(&words.to_lowercase());
        let list = self.forms.get(words.first()?.as_str())?;
        list.iter().find(|f| f.rest.iter().map(|w| &**w).eq(words[1..].iter().map(String::as_str))).map(|f| f.noun)
    }

    /// What the longest known end of a noun says of its behaviour ("human rights body": a body).
    pub(crate) fn class_by_end(&self, form: &str) -> Option<Class> {
        let mut end = form;
        loop {
            if let Some(id) = self.find(end) {
                return Some(self.get(id).class);
            }
            end = end.split_once(' ')?.1;
        }
    }

    pub(crate) fn at(&self, parse: &Parse, at: usize) -> Option<(NounId, bool, usize)> {
        let candidates = self.forms.get(parse.norm(TokenId::new(at)))?;
        'next: for form in candidates {
            let mut i = at + 1;
            for word in &form.rest {
                if i < parse.len() && i > at && parse.norm(TokenId::new(i)) == "-" {
                    i += 1;
                }
                if i >= parse.len() || parse.norm(TokenId::new(i)) != &**word {
                    continue 'next;
                }
                i += 1;
            }
            return Some((form.noun, form.plural, i));
        }
        None
    }
}

impl Noun {
    pub(crate) fn new(form: &str, sectors: Vec<Sector>, class: Class, at: At) -> Noun {
        Noun { form: form.into(), sectors, class, abroad: false, local: false, country: None, at }
    }
}

/// Plural nouns that do not end in -s.
const PLURALS: [&str; 10] =
    ["police", "people", "personnel", "men", "women", "children", "clergy", "mujahideen", "media", "crew"];

/// Whether the tokenizer takes the stop off a word that is cut short: "Lt." is two tokens for it, "Gen." is one.
fn is_parted(word: &str) -> bool {
    word.len() > 1
        && word.ends_with('.')
        && !matches!(word, "adm." | "dr." | "gen." | "gov." | "rep." | "rev." | "sen.")
}

/// "maj. gen." as "maj", ".", "gen.".
fn parted(words: &[String]) -> Vec<String> {
    let mut out = Vec::new();
    for word in words {
        match word.strip_suffix('.').filter(|_| is_parted(word)) {
            Some(stem) => out.extend([stem.to_owned(), ".".to_owned()]),
            None => out.push(word.clone()),
        }
    }
    out
}

/// The words of a noun as the tokenizer parts them.
fn noun_words(noun: &str) -> Vec<String> {
    let mut out = Vec::new();
    // "F-16": the tokenizer leaves a hyphen before a number alone.
    let parts = |word: &'_ str| !word.split('-').skip(1).any(|part| part.starts_with(|c: char| c.is_ascii_digit()));
    let words = noun.split(' ').flat_map(|w| if parts(w) { w.split('-').collect() } else { vec![w] });
    for word in words {
        match word.find('\'') {
            // The tokenizer parts a possessive from its noun, but leaves "d'affaires" and "shi'ite" whole.
            Some(i) if word.ends_with("'s") || word.ends_with('\'') => {
                out.push(word[..i].to_owned());
                out.push(word[i..].to_owned());
            }
            _ => out.push(word.to_owned()),
        }
    }
    out.retain(|w| !w.is_empty());
    out
}

/// The plural of a noun; a noun that stands in the plural stays.
fn plural(word: &str) -> String {
    let ends = |e: &str| word.ends_with(e);
    if PLURALS.contains(&word) || (ends("s") && !ends("ss")) {
        word.to_owned()
    } else if let Some(stem) = word.strip_suffix("man").filter(|s| !s.is_empty() && *s != "hu" && *s != "ger") {
        format!("{stem}men")
    } else if word == "man" {
        "men".to_owned()
    } else if word == "woman" || ends("woman") {
        format!("{}women", &word[..word.len() - 5])
    } else if word == "child" || ends("child") {
        format!("{word}ren")
    } else if word == "person" {
        "persons".to_owned()
    } else if word == "wife" {
        "wives".to_owned()
    } else if word == "thief" {
        "thieves".to_owned()
    } else if let Some(stem) = word.strip_suffix('y').filter(|s| !s.ends_with(['a', 'e', 'o', 'u'])) {
        format!("{stem}ies")
    } else if ends("ss") || ends("ch") || ends("sh") || ends("x") {
        format!("{word}es")
    } else {
        format!("{word}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plurals_are_english() {
        for (one, several) in [
            ("gunman", "gunmen"),
            ("policewoman", "policewomen"),
            ("party", "parties"),
            ("attorney", "attorneys"),
            ("premier", "premiers"),
            ("police", "police"),
            ("troops", "troops"),
            ("actress", "actresses"),
            ("child", "children"),
        ] {
            assert_eq!(plural(one), several);
        }
    }
}
