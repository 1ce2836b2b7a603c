//! Listed names and nouns for actors, wherever they stand.
//!
//! What is deliberately absent: grammar. A token is covered by at most one name and at most one noun; where a name
//! and a noun overlap, the longer stays ("Security Council" the body, not "council").

use chancery_doc::{Iob, Parse, Pos, Text, TokenId};
use chancery_gazetteer::{Class, EntryId, Gazetteer, NounId, What};

/// A listed name in the text, over tokens `start..end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Name {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) entry: EntryId,
}

/// A noun for actors in the text, over tokens `start..end`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct NounUse {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) noun: NounId,
    pub(crate) plural: bool,
}

/// What covers each token.
#[derive(Debug, Default)]
pub(crate) struct Scan {
    names: Vec<Name>,
    nouns: Vec<NounUse>,
    name_of: Vec<u32>,
    noun_of: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Scan {
    /// The listed name over a token.
    pub(crate) fn name(&self, token: usize) -> Option<&Name> {
        self.names.get(*self.name_of.get(token)? as usize)
    }

    /// The noun for actors over a token.
    pub(crate) fn noun(&self, token: usize) -> Option<&NounUse> {
        self.nouns.get(*self.noun_of.get(token)? as usize)
    }
}

/// Looks every token up.
pub(crate) fn scan(gazetteer: &Gazetteer, text: &Text, parse: &Parse) -> Scan {
    let n = parse.len();
    let mut scan = Scan { name_of: vec![NONE; n], noun_of: vec![NONE; n], ..Scan::default() };
    let mut buffer = String::with_capacity(256);
    let mut i = 0;
    while i < n {
        match gazetteer.name_at(parse, text.as_str(), i, &mut buffer) {
            Some((entry, end)) if !part_of_other_name(gazetteer, text, parse, i, end, entry) => {
                scan.name_of[i..end].fill(scan.names.len() as u32);
                scan.names.push(Name { start: i, end, entry });
                i = end;
            }
            _ => i += 1,
        }
    }
    let mut i = 0;
    while i < n {
        match gazetteer.noun_at(parse, i) {
            // "third party" is no party.
            Some((noun, _, end)) if gazetteer.noun(noun).class == Class::Thing => i = end,
            Some((noun, plural, end)) if is_nominal(parse, i, end) => {
                let overlapped = (i..end).filter_map(|t| scan.name(t)).map(|m| m.end - m.start).max().unwrap_or(0);
                if overlapped < end - i {
                    for t in i..end {
                        if let Some(m) = scan.name(t).copied() {
                            scan.name_of[m.start..m.end].fill(NONE);
                        }
                    }
                    scan.noun_of[i..end].fill(scan.nouns.len() as u32);
                    scan.nouns.push(NounUse { start: i, end, noun, plural });
                }
                i = end;
            }
            _ => i += 1,
        }
    }
    scan
}

/// A noun is not the verb it is spelled like ("forces a vote").
fn is_nominal(parse: &Parse, start: usize, end: usize) -> bool {
    end > start + 1
        || matches!(parse.pos(TokenId::new(start)), Pos::Noun | Pos::Propn)
        || (parse.pos(TokenId::new(start)) == Pos::Adj && parse.dep(TokenId::new(start)) != "acomp")
}

/// Whether a listed name is only a part of a longer unlisted one: "Jordan" in "Michael Jordan", "Male" the adjective.
fn part_of_other_name(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    start: usize,
    end: usize,
    entry: EntryId,
) -> bool {
    let e = gazetteer.entry(entry);
    let first = TokenId::new(start);
    let word = parse.span(first).of(text.as_str());
    if end == start + 1 && parse.token(first).sent_start && parse.pos(first) != Pos::Propn && e.what != What::Demonym {
        // At the start of a sentence any word has a capital.
        return !matches!(parse.pos(first), Pos::Noun | Pos::Adj) || e.what == What::Person || word.len() < 5;
    }
    let next = TokenId::new((start + 1).min(parse.len() - 1));
    let opens_person = end == start + 1
        && matches!(e.what, What::Country | What::Capital | What::Place)
        && parse.iob(first) == (Iob::B, "PERSON")
        && parse.iob(next) == (Iob::I, "PERSON")
        && parse.head(first) == next
        && parse.pos(next) == Pos::Propn
        && gazetteer.noun_at(parse, start + 1).is_none();
    if opens_person {
        // "Sofia Marin", "Chelsea Jordan": a given name that is also a place.
        return true;
    }
    if end > start + 1
        || !matches!(e.what, What::Country | What::Capital | What::Place | What::Person | What::Demonym)
        || start == 0
    {
        return false;
    }
    // The last word of a person's name, whose first words are no title.
    let before = TokenId::new(start - 1);
    parse.iob(first) == (Iob::I, "PERSON")
        && parse.pos(before) == Pos::Propn
        && parse.head(before) == first
        && gazetteer.noun_at(parse, start - 1).is_none()
        && e.what != What::Person
}
