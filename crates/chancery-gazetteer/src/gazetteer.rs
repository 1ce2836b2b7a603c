//! The lists of names and nouns, loaded and indexed for lookup in running text.
//!
//! The lists are data a reader can check: CSV files under `data/gazetteer/`, whose README describes them. They are
//! compiled in.
//! What is deliberately absent: any decision about a text. Whether "Georgia" or "Moscow" stands for a government
//! is for the grammar around it.

use std::collections::HashMap;

use chancery_doc::{Country, Parse, Sector, TokenId};

use crate::Error;
use crate::fold::{fold_into, folded};

/// What a listed name is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// A state by one of its names.
    Country,
    /// Adjective of nationality, which also serves as noun for one citizen.
    Demonym,
    /// Noun for several citizens.
    Citizens,
    /// A city that stands for the government where it acts.
    Capital,
    /// A house that stands for the government.
    Seat,
    /// Any other city or region.
    Place,
    /// An organisation, armed group, party, outlet.
    Organization,
    /// A public person.
    Person,
}

/// One listed thing, whatever it is called.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What kind of thing it is.
    pub what: What,
    /// The usual name, as the list gives it.
    pub name: Box<str>,
    /// The state or international code it belongs to.
    pub country: Option<Country>,
    /// PLOVER sectors, primary first.
    pub sectors: Vec<Sector>,
}

/// Position of an [`Entry`].
pub type EntryId = u32;

/// How a common noun for an actor behaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Class {
    /// A rank or post.
    Office,
    /// One human being.
    Person,
    /// A force or crowd.
    People,
    /// An institution.
    Body,
    /// Belongs to the organisation named with it, whose sectors it takes.
    Part,
    /// Speaks for the organisation named with it.
    Spokes,
    /// Counts those named after it ("thousands of students").
    Quantity,
    /// No actor, though it holds a word for one ("third party").
    Thing,
}

/// A common noun for an actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Noun {
    /// Dictionary form.
    pub form: Box<str>,
    /// PLOVER sectors, primary first; none where the context decides.
    pub sectors: Vec<Sector>,
    /// How it behaves.
    pub class: Class,
    /// At work away from home as a rule ("diplomat", "observer", "peacekeeper"), so that neither the place nor the
    /// country spoken of tells where such a one is from.
    pub abroad: bool,
}

/// Position of a [`Noun`].
pub type NounId = u32;

/// An inflected noun without its first word: the words after it, the noun, whether plural.
type Inflected = (Vec<Box<str>>, NounId, bool);

/// All lists.
#[derive(Debug, Default)]
pub struct Gazetteer {
    entries: Vec<Entry>,
    /// Names by their first folded word, longest first.
    names: HashMap<Box<str>, Vec<(Box<str>, EntryId)>>,
    nouns: Vec<Noun>,
    /// Inflected nouns by their first word, longest first.
    forms: HashMap<Box<str>, Vec<Inflected>>,
    countries: HashMap<Country, EntryId>,
}

const FILES: [(&str, &str); 10] = [
    ("countries.csv", include_str!("../../../data/gazetteer/countries.csv")),
    ("places.csv", include_str!("../../../data/gazetteer/places.csv")),
    ("international.csv", include_str!("../../../data/gazetteer/international.csv")),
    ("armed-groups.csv", include_str!("../../../data/gazetteer/armed-groups.csv")),
    ("parties.csv", include_str!("../../../data/gazetteer/parties.csv")),
    ("agencies.csv", include_str!("../../../data/gazetteer/agencies.csv")),
    ("outlets.csv", include_str!("../../../data/gazetteer/outlets.csv")),
    ("companies.csv", include_str!("../../../data/gazetteer/companies.csv")),
    ("people.csv", include_str!("../../../data/gazetteer/people.csv")),
    ("agents.csv", include_str!("../../../data/gazetteer/agents.csv")),
];

/// A row of a list and where it stands, for error messages.
struct Row<'a> {
    file: &'static str,
    line: usize,
    fields: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn error(&self, message: String) -> Error {
        Error::new(format!("{}:{}: {message}", self.file, self.line))
    }

    fn list(&self, i: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        self.fields[i].split(';').map(str::trim).filter(|s| !s.is_empty())
    }

    fn country(&self, i: usize) -> Result<Option<Country>, Error> {
        let code = self.fields[i];
        if code.is_empty() {
            return Ok(None);
        }
        code.parse().map(Some).map_err(|e| self.error(format!("{e}; use an ISO 3166 alpha-3 or PLOVER code")))
    }

    fn sectors(&self, i: usize) -> Result<Vec<Sector>, Error> {
        self.fields[i]
            .split_whitespace()
            .map(|s| s.parse().map_err(|e| self.error(format!("{e}; use codes such as GOV, parted by blanks"))))
            .collect()
    }
}

fn rows<'a>(file: &'static str, text: &'a str, columns: &str) -> Result<Vec<Row<'a>>, Error> {
    let mut out = Vec::new();
    let mut header = false;
    let n = columns.split(',').count();
    for (i, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let row = Row { file, line: i + 1, fields: line.split(',').map(str::trim).collect() };
        if !header {
            if line != columns {
                return Err(row.error(format!("the columns are \"{line}\"; they must be \"{columns}\"")));
            }
            header = true;
        } else if row.fields.len() != n {
            return Err(row.error(format!("{} fields in \"{line}\"; there must be {n}", row.fields.len())));
        } else {
            out.push(row);
        }
    }
    Ok(out)
}

impl Gazetteer {
    /// The lists that Chancery brings.
    ///
    /// # Errors
    /// If a list is broken.
    pub fn embedded() -> Result<Gazetteer, Error> {
        let mut g = Gazetteer::default();
        for (file, text) in FILES {
            match file {
                "countries.csv" => g.add_countries(file, text)?,
                "agents.csv" => g.add_nouns(file, text)?,
                "places.csv" => g.add_names(file, text, What::Place)?,
                "people.csv" => g.add_names(file, text, What::Person)?,
                _ => g.add_names(file, text, What::Organization)?,
            }
        }
        g.sort();
        Ok(g)
    }

    fn sort(&mut self) {
        let longest_first = |a: &str, b: &str| b.len().cmp(&a.len()).then_with(|| a.cmp(b));
        // Every list is put in order by itself, so the order of visiting does not show.
        #[allow(clippy::iter_over_hash_type, reason = "each value is sorted on its own")]
        for list in self.names.values_mut() {
            list.sort_by(|a, b| longest_first(&a.0, &b.0));
        }
        #[allow(clippy::iter_over_hash_type, reason = "each value is sorted on its own")]
        for list in self.forms.values_mut() {
            list.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        }
    }

    fn add_entry(&mut self, entry: Entry) -> EntryId {
        self.entries.push(entry);
        self.entries.len() as EntryId - 1
    }

    /// Claims a name. The first to claim one keeps it: lists are read from the general to the particular.
    fn add_name(&mut self, name: &str, id: EntryId) -> bool {
        let key = folded(name);
        let first: Box<str> = key.split(' ').next().unwrap_or_default().to_lowercase().into();
        let list = self.names.entry(first).or_default();
        if list.iter().any(|(k, _)| **k == *key) {
            return false;
        }
        list.push((key.into(), id));
        true
    }

    fn add_countries(&mut self, file: &'static str, text: &str) -> Result<(), Error> {
        for row in rows(file, text, "code,name,aliases,adjectives,people,capitals,seats")? {
            let country = row.country(0)?;
            let Some(code) = country else { return Err(row.error("a country needs a code".to_owned())) };
            let entry = |what, name: &str, sectors| Entry { what, name: name.into(), country, sectors };
            let name = row.fields[1];
            let state = self.add_entry(entry(What::Country, name, Vec::new()));
            self.countries.insert(code, state);
            self.add_name(name, state);
            for alias in row.list(2) {
                self.add_name(alias, state);
            }
            let demonym = self.add_entry(entry(What::Demonym, name, Vec::new()));
            let citizens = self.add_entry(entry(What::Citizens, name, Vec::new()));
            for adjective in row.list(3) {
                self.add_name(adjective, demonym);
                if !["ese", "ish", "ch", "ss", "US", "S."].iter().any(|e| adjective.ends_with(e)) {
                    self.add_name(&format!("{adjective}s"), citizens);
                }
            }
            for pair in row.list(4) {
                let Some((one, several)) = pair.split_once('/') else {
                    return Err(row.error(format!("\"{pair}\" must be one and several, as in Dane/Danes")));
                };
                self.add_name(one, demonym);
                self.add_name(several, citizens);
            }
            for city in row.list(5) {
                let id = self.add_entry(entry(What::Capital, city, Vec::new()));
                self.add_name(city, id);
            }
            for seat in row.list(6) {
                let id = self.add_entry(entry(What::Seat, seat, vec![Sector::Gov]));
                self.add_name(seat, id);
            }
        }
        Ok(())
    }

    fn add_names(&mut self, file: &'static str, text: &str, what: What) -> Result<(), Error> {
        for row in rows(file, text, "name,aliases,country,sectors")? {
            let (country, sectors) = (row.country(2)?, row.sectors(3)?);
            let id = self.add_entry(Entry { what, name: row.fields[0].into(), country, sectors });
            self.add_name(row.fields[0], id);
            for alias in row.list(1) {
                self.add_name(alias, id);
            }
        }
        Ok(())
    }

    fn add_nouns(&mut self, file: &'static str, text: &str) -> Result<(), Error> {
        for row in rows(file, text, "noun,sectors,class")? {
            let (class, abroad) = match row.fields[2].strip_suffix(" abroad") {
                Some(class) => (class, true),
                None => (row.fields[2], false),
            };
            let class = match class {
                "office" => Class::Office,
                "person" => Class::Person,
                "people" => Class::People,
                "body" => Class::Body,
                "part" => Class::Part,
                "spokes" => Class::Spokes,
                "quantity" => Class::Quantity,
                "thing" => Class::Thing,
                other => return Err(row.error(format!("\"{other}\" is no class; see the head of the file"))),
            };
            let id = self.nouns.len() as NounId;
            self.nouns.push(Noun { form: row.fields[0].into(), sectors: row.sectors(1)?, class, abroad });
            let words = noun_words(row.fields[0]);
            // "secretary of state" is inflected at "secretary", "riot police" at its end.
            let at = words.iter().position(|w| w == "of" || w == "for" || w == "in").unwrap_or(words.len()) - 1;
            let mut several = words.clone();
            several[at] = plural(&words[at]);
            if several != words {
                self.add_form(&several, id, true);
            }
            let is_plural =
                words[at].ends_with('s') && !words[at].ends_with("ss") || PLURALS.contains(&words[at].as_str());
            self.add_form(&words, id, is_plural);
        }
        Ok(())
    }

    fn add_form(&mut self, words: &[String], id: NounId, plural: bool) {
        let rest: Vec<Box<str>> = words[1..].iter().map(|w| w.as_str().into()).collect();
        let list = self.forms.entry(words[0].as_str().into()).or_default();
        if !list.iter().any(|(r, ..)| *r == rest) {
            list.push((rest, id, plural));
        }
    }

    /// A listed thing.
    pub fn entry(&self, id: EntryId) -> &Entry {
        &self.entries[id as usize]
    }

    /// A noun for actors.
    pub fn noun(&self, id: NounId) -> &Noun {
        &self.nouns[id as usize]
    }

    /// The usual name of a state.
    pub fn country_name(&self, code: Country) -> Option<&str> {
        self.countries.get(&code).map(|&id| &*self.entry(id).name)
    }

    /// The longest listed name that starts with this token: the entry and one past its last token.
    pub fn name_at(&self, parse: &Parse, text: &str, at: usize, buffer: &mut String) -> Option<(EntryId, usize)> {
        const LONGEST: usize = 12;
        let word = parse.span(TokenId::new(at)).of(text);
        if !word.starts_with(char::is_alphanumeric) {
            return None;
        }
        buffer.clear();
        fold_into(word, buffer);
        let caps = buffer.len() >= 4 && buffer.bytes().all(|b| b.is_ascii_uppercase());
        let first_end = buffer.find(' ').unwrap_or(buffer.len());
        buffer.truncate(first_end);
        buffer.make_ascii_lowercase();
        let candidates = self.names.get(buffer.as_str())?;
        buffer.clear();
        let mut ends = [0usize; LONGEST];
        let mut n = 0;
        let mut from = parse.span(TokenId::new(at)).start() as usize;
        while n < LONGEST && at + n < parse.len() {
            let token = parse.token(TokenId::new(at + n));
            if n > 0 && token.sent_start {
                break;
            }
            fold_into(&text[from..token.span.end() as usize], buffer);
            from = token.span.end() as usize;
            ends[n] = buffer.len();
            n += 1;
        }
        let ends = &ends[..n];
        candidates.iter().find_map(|(key, id)| {
            let head = buffer.get(..key.len())?;
            let same = head == &**key
                || (caps && head.eq_ignore_ascii_case(key) && !head.bytes().any(|b| b.is_ascii_lowercase()));
            let end = ends.iter().position(|&e| e == key.len())?;
            same.then_some((*id, at + end + 1))
        })
    }

    /// The longest noun for an actor that starts with this token: the noun, whether plural, one past its last token.
    pub fn noun_at(&self, parse: &Parse, at: usize) -> Option<(NounId, bool, usize)> {
        let candidates = self.forms.get(parse.norm(TokenId::new(at)))?;
        'next: for (rest, id, plural) in candidates {
            let mut i = at + 1;
            for word in rest {
                if i < parse.len() && i > at && parse.norm(TokenId::new(i)) == "-" {
                    i += 1;
                }
                if i >= parse.len() || parse.norm(TokenId::new(i)) != &**word {
                    continue 'next;
                }
                i += 1;
            }
            return Some((*id, *plural, i));
        }
        None
    }
}

/// Plural nouns that do not end in -s.
const PLURALS: [&str; 10] =
    ["police", "people", "personnel", "men", "women", "children", "clergy", "mujahideen", "media", "crew"];

/// The words of a noun as the tokenizer parts them.
fn noun_words(noun: &str) -> Vec<String> {
    let mut out = Vec::new();
    for word in noun.split([' ', '-']) {
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

    #[test]
    fn every_row_of_every_list_loads_and_claims_a_name() {
        let g = Gazetteer::embedded().expect("the lists are well formed");
        assert!(g.countries.len() > 195, "{} countries", g.countries.len());
        let mut claimed = vec![false; g.entries.len()];
        #[allow(clippy::iter_over_hash_type, reason = "order does not matter to a tally")]
        for list in g.names.values() {
            for (_, id) in list {
                claimed[*id as usize] = true;
            }
        }
        let idle: Vec<&Entry> = g
            .entries
            .iter()
            .zip(&claimed)
            .filter(|(e, claimed)| !**claimed && !matches!(e.what, What::Demonym | What::Citizens))
            .map(|(e, _)| e)
            .collect();
        assert!(idle.is_empty(), "every name of these is claimed by an earlier entry: {idle:?}");
    }

    #[test]
    fn a_broken_row_names_its_place_and_the_remedy() {
        let check = |file, text: &str, expected: &str| {
            let mut g = Gazetteer::default();
            let result = if file == "agents.csv" {
                g.add_nouns(file, text)
            } else {
                g.add_names(file, text, What::Organization)
            };
            assert_eq!(result.unwrap_err().to_string(), expected);
        };
        check(
            "parties.csv",
            "name,aliases,country,sectors\nFatah,,Pse,PTY",
            "parties.csv:2: \"Pse\" is not a PLOVER country code; use an ISO 3166 alpha-3 or PLOVER code",
        );
        check(
            "agents.csv",
            "# note\nnoun,sectors,class\nbaker,BUS,trade",
            "agents.csv:3: \"trade\" is no class; see the head of the file",
        );
        check(
            "parties.csv",
            "name,aliases,country,sectors\nFatah",
            "parties.csv:2: 1 fields in \"Fatah\"; there must be 4",
        );
    }
}
