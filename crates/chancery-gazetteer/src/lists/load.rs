//! Reads lists into entries, nouns and claims to names. Each kind of list is known by its columns.
//!
//! Reading goes on after a fault, so that all are told at once.

use std::collections::HashMap;

use chancery_doc::{Country, Sector};
use csv::StringRecord;

use super::fold::{fold_into, folded};
use super::index::{Claims, Findings};
use super::nouns::Nouns;
use super::source::Source;
use super::{At, Certainty, Class, Entry, EntryId, Error, Gazetteer, Moment, Noun, Office, What, petrarch};

/// The columns that a list may have, and what its rows then are.
const KINDS: [(&str, Kind); 7] = [
    ("code,name,aliases,adjectives,people,capitals,seats", Kind::Countries),
    ("place,aliases,country,sectors", Kind::Names(What::Place)),
    ("organization,aliases,country,sectors", Kind::Names(What::Organization)),
    ("person,aliases,country,sectors", Kind::Names(What::Person)),
    ("person,aliases,country,title,sectors,from,to,certainty", Kind::Offices),
    ("organization,country,sectors,from,to,certainty", Kind::Terms),
    ("noun,sectors,class", Kind::Nouns),
];

#[derive(Clone, Copy, Debug)]
enum Kind {
    Countries,
    Names(What),
    Offices,
    Terms,
    Nouns,
}

/// A gazetteer while it is read.
#[derive(Debug, Default)]
pub(crate) struct Builder {
    pub(crate) files: Vec<Box<str>>,
    entries: Vec<Entry>,
    claims: Claims,
    pub(crate) nouns: Nouns,
    countries: HashMap<Country, EntryId>,
    /// Persons by name, so that their offices meet.
    people: HashMap<String, Vec<EntryId>>,
    offices: Vec<(EntryId, Office)>,
    /// What keeps the lists from loading.
    pub(crate) faults: Vec<Error>,
    /// Nouns listed twice: the second one and the first.
    doubles: Vec<(At, Box<str>, At)>,
    layer: u8,
    /// Room for a folded name.
    buffer: String,
}

/// A row of a list and where it stands.
struct Row<'a> {
    file: &'a str,
    at: At,
    fields: &'a StringRecord,
}

impl Row<'_> {
    fn fault(&self, code: &'static str, message: impl Into<Box<str>>) -> Error {
        Error::new(code, self.file, self.at.line, message)
    }

    fn list(&self, i: usize) -> impl Iterator<Item = &str> {
        self.fields[i].split(';').map(str::trim).filter(|s| !s.is_empty())
    }

    /// The first and last day of a term, in two fields.
    fn term(&self, i: usize) -> Result<(Option<Moment>, Option<Moment>), Error> {
        let (from, to) = (self.moment(i)?, self.moment(i + 1)?);
        if let (Some(from), Some(to)) = (from, to)
            && to.last() < from.first()
        {
            return Err(self.fault("GZ008", format!("the term ends ({to}) before it begins ({from})")));
        }
        Ok((from, to))
    }

    fn certainty(&self, i: usize) -> Result<Certainty, Error> {
        match &self.fields[i] {
            "certain" => Ok(Certainty::Certain),
            "likely" => Ok(Certainty::Likely),
            other => Err(self.fault("GZ009", format!("\"{other}\" must be certain or likely"))),
        }
    }

    fn country(&self, i: usize) -> Result<Option<Country>, Error> {
        let code = &self.fields[i];
        if code.is_empty() {
            return Ok(None);
        }
        let parsed = code.parse().map(Some);
        parsed.map_err(|e| self.fault("GZ004", format!("{e}; use an ISO 3166 alpha-3 or PLOVER code")))
    }

    fn sectors(&self, i: usize) -> Result<Box<[Sector]>, Error> {
        let parse = |s: &str| {
            s.parse().map_err(|e| self.fault("GZ005", format!("{e}; use codes such as GOV, parted by blanks")))
        };
        self.fields[i].split_whitespace().map(parse).collect()
    }

    fn moment(&self, i: usize) -> Result<Option<Moment>, Error> {
        let text = &self.fields[i];
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|message: String| self.fault("GZ008", message))
    }

    fn name(&self, i: usize) -> Result<&str, Error> {
        let name = &self.fields[i];
        if !name.contains(char::is_alphanumeric) {
            return Err(self.fault("GZ010", "the name is missing"));
        }
        Ok(name)
    }
}

impl Builder {
    pub(crate) fn read(&mut self, mut sources: Vec<Source>) {
        // Whose office it is must be known first.
        sources.sort_by_key(|s| holds_offices(&s.text));
        for source in sources {
            let file = self.files.len() as u16;
            self.files.push(source.name.as_str().into());
            self.layer = source.layer;
            if source.name.ends_with(".txt") {
                petrarch::read(self, &source.name, file, &source.text);
            } else {
                self.read_csv(&source.name, file, source.text.trim_start_matches('\u{feff}'));
            }
        }
    }

    fn read_csv(&mut self, name: &str, file: u16, text: &str) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .comment(Some(b'#'))
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let mut kind = None;
        let mut fields = StringRecord::new();
        loop {
            match reader.read_record(&mut fields) {
                Ok(true) => {}
                Ok(false) => break,
                Err(e) => {
                    let line = e.position().map_or(0, |p| p.line() as u32);
                    self.faults.push(Error::new("GZ003", name, line, format!("is no CSV here ({e})")));
                    break;
                }
            }
            let line = fields.position().map_or(0, |p| p.line() as u32);
            let row = Row { file: name, at: At { file, line }, fields: &fields };
            let Some((columns, kind)) = kind else {
                let columns = row.fields.iter().collect::<Vec<_>>().join(",");
                match KINDS.iter().find(|k| k.0 == columns) {
                    Some(known) => kind = Some(*known),
                    None => {
                        let all: Vec<&str> = KINDS.iter().map(|k| k.0).collect();
                        let message =
                            format!("the columns are \"{columns}\"; they must be one of: {}", all.join(" | "));
                        self.faults.push(row.fault("GZ002", message));
                        return;
                    }
                }
                continue;
            };
            let n = columns.split(',').count();
            let read = if row.fields.len() == n {
                self.row(kind, &row)
            } else {
                let count = row.fields.len();
                Err(row.fault("GZ003", format!("{count} fields; there must be {n}, and a comma in one needs quotes")))
            };
            self.faults.extend(read.err());
        }
    }

    fn row(&mut self, kind: Kind, row: &Row<'_>) -> Result<(), Error> {
        match kind {
            Kind::Countries => self.add_country(row),
            Kind::Names(what) => self.add_name(row, what),
            Kind::Offices => self.add_office(row),
            Kind::Terms => self.add_term(row),
            Kind::Nouns => self.add_noun(row),
        }
    }

    pub(crate) fn entry(
        &mut self,
        what: What,
        name: &str,
        country: Option<Country>,
        sectors: Box<[Sector]>,
        at: At,
    ) -> EntryId {
        let (offices, rivals) = (Box::default(), Box::default());
        self.entries.push(Entry { what, name: name.into(), country, sectors, offices, rivals, at });
        self.entries.len() as EntryId - 1
    }

    /// Claims a name as a row gives it; after a ~ it is one that others bear too.
    fn claim(&mut self, name: &str, id: EntryId) {
        let (name, shared) = match name.strip_prefix('~') {
            Some(name) => (name, true),
            None => (name, false),
        };
        self.buffer.clear();
        fold_into(name, &mut self.buffer);
        self.claims.add(self.buffer.trim_end(), id, self.layer, shared, false);
    }

    /// Claims a name whose capitals are not known.
    pub(crate) fn claim_any_case(&mut self, name: &str, id: EntryId) {
        self.claims.add(&folded(name), id, self.layer, false, true);
    }

    pub(crate) fn office(&mut self, id: EntryId, office: Office) {
        self.offices.push((id, office));
    }

    fn add_country(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let country = row.country(0)?;
        let Some(code) = country else { return Err(row.fault("GZ004", "a country needs a code")) };
        let name = row.name(1)?;
        let mut pairs = Vec::new();
        for pair in row.list(4) {
            let split = pair.split_once('/');
            let wrong = || row.fault("GZ007", format!("\"{pair}\" must be one and several, as in Dane/Danes"));
            pairs.push(split.ok_or_else(wrong)?);
        }
        let state = self.entry(What::Country, name, country, Box::default(), row.at);
        self.countries.insert(code, state);
        self.claim(name, state);
        for alias in row.list(2) {
            self.claim(alias, state);
        }
        let demonym = self.entry(What::Demonym, name, country, Box::default(), row.at);
        let citizens = self.entry(What::Citizens, name, country, Box::default(), row.at);
        // "New Zealand" is its own adjective, and "Laos" is not the plural of "Lao".
        let own: Vec<String> = std::iter::once(name).chain(row.list(2)).map(folded).collect();
        let claim_unless_own = |this: &mut Builder, name: &str, id: EntryId| {
            if !own.contains(&folded(name)) {
                this.claim(name, id);
            }
        };
        for adjective in row.list(3) {
            claim_unless_own(self, adjective, demonym);
            if !["ese", "ish", "ch", "ss", "US", "S."].iter().any(|e| adjective.ends_with(e)) {
                claim_unless_own(self, &format!("{}s", adjective), citizens);
            }
        }
        for (one, several) in pairs {
            self.claim(one, demonym);
            self.claim(several, citizens);
        }
        for city in row.list(5) {
            let id = self.entry(What::Capital, city.trim_start_matches('~'), country, Box::default(), row.at);
            self.claim(city, id);
        }
        for seat in row.list(6) {
            let name = seat.trim_start_matches('~');
            let id = self.entry(What::Seat, name, country, Box::new([Sector::Gov]), row.at);
            self.claim(seat, id);
        }
        Ok(())
    }

    fn add_name(&mut self, row: &Row<'_>, what: What) -> Result<(), Error> {
        let (written, country, sectors) = (row.name(0)?, row.country(2)?, row.sectors(3)?);
        let name = written.trim_start_matches('~');
        let id = if what == What::Person {
            let id = self.person(name, country, false, row.at);
            self.entries[id as usize].sectors = sectors;
            self.entries[id as usize].at = row.at;
            id
        } else {
            self.entry(what, name, country, sectors, row.at)
        };
        self.claim(written, id);
        for alias in row.list(1) {
            self.claim(alias, id);
        }
        Ok(())
    }

    /// The person of a name and country. The office of somebody known by no second person's name may be of another
    /// country, as those of international organisations are; two rows of one list are two persons if their countries
    /// are two.
    fn person(&mut self, name: &str, country: Option<Country>, is_office: bool, at: At) -> EntryId {
        let known = self.people.entry(folded(name)).or_default();
        let same = known.iter().copied().find(|&id| self.entries[id as usize].country == country);
        let only = if let [one] = known[..] { Some(one).filter(|_| is_office) } else { None };
        if let Some(id) = same.or(only) {
            return id;
        }
        let id = self.entry(What::Person, name, country, Box::default(), at);
        self.people.entry(folded(name)).or_default().push(id);
        id
    }

    fn add_office(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let (written, country, sectors) = (row.name(0)?, row.country(2)?, row.sectors(4)?);
        let (from, to) = row.term(5)?;
        let title = &row.fields[3];
        if title.is_empty() {
            return Err(row.fault("GZ010", "the title of the office is missing"));
        }
        let certainty = row.certainty(7)?;
        let name = written.trim_start_matches('~');
        let id = self.person(name, country, true, row.at);
        self.claim(written, id);
        for alias in row.list(1) {
            self.claim(alias, id);
        }
        self.office(id, Office { title: title.into(), of: country, sectors, from, to, certainty, at: row.at });
        Ok(())
    }

    /// What an organisation that a list has was from one day to another: rebels who came to power, or became a party.
    fn add_term(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let (name, country, sectors) = (row.name(0)?, row.country(1)?, row.sectors(2)?);
        let (from, to) = row.term(3)?;
        let certainty = row.certainty(5)?;
        let is_it = |e: &Entry| e.what == What::Organization && *e.name == *name && e.country == country;
        let Some(id) = self.entries.iter().rposition(is_it) else {
            let message = format!("no list before this one has an organisation of this country called \"{name}\"");
            return Err(row.fault("GZ010", message));
        };
        let office = Office { title: "".into(), of: country, sectors, from, to, certainty, at: row.at };
        self.office(id as EntryId, office);
        Ok(())
    }

    fn add_noun(&mut self, row: &Row<'_>) -> Result<(), Error> {
        let form = row.name(0)?;
        let (class, at_work) = row.fields[2].split_once(' ').unwrap_or((&row.fields[2], ""));
        let class: Class = class.parse().map_err(|message: String| row.fault("GZ006", message))?;
        let mut noun = Noun::new(form, row.sectors(1)?.into_vec(), class, row.at);
        match at_work {
            "" => {}
            "abroad" => noun.abroad = true,
            "local" => noun.local = true,
            other => {
                noun.country = other.strip_prefix("of ").and_then(|code| code.parse().ok());
                if noun.country.is_none() {
                    let message = format!(
                        "\"{other}\" after a class; write \"abroad\", \"local\", \"of\" and a country's code, or nothing"
                    );
                    return Err(row.fault("GZ006", message));
                }
            }
        }
        self.add_parsed_noun(noun, None);
        Ok(())
    }

    pub(crate) fn add_parsed_noun(&mut self, noun: Noun, plural: Option<&str>) {
        let (at, form) = (noun.at, noun.form.clone());
        // A dictionary's macro may list the plural beside the singular.
        let double = self.nouns.add(noun, plural, self.layer).filter(|&double| self.nouns.get(double).at != at);
        if let Some(double) = double {
            self.doubles.push((at, form, self.nouns.get(double).at));
        }
    }

    /// The lists, and with `check` what is wrong with them though they load.
    pub(crate) fn finish(mut self, check: bool) -> (Gazetteer, Vec<Error>) {
        // Offices stand in the order of their rows, by person.
        self.offices.sort_by_key(|(id, _)| *id);
        for held in self.offices.chunk_by(|a, b| a.0 == b.0) {
            let entry = &mut self.entries[held[0].0 as usize];
            entry.offices = held.iter().map(|(_, office)| office.clone()).collect();
            if entry.country.is_some_and(|c| c.is_international()) {
                // Whoever led an organisation is also of the state he or she held an office of.
                let state = held.iter().filter_map(|(_, office)| office.of).find(|c| !c.is_international());
                entry.country = state.or(entry.country);
            }
        }
        let mut findings = Findings { files: &self.files, found: Vec::new() };
        let n = self.entries.len();
        let names = self.claims.build(&mut self.entries, check.then_some(&mut findings));
        self.nouns.sort();
        if check {
            let mut named = vec![false; self.entries.len()];
            for (_, id) in names.all() {
                named[id as usize] = true;
                for &rival in &self.entries[id as usize].rivals {
                    named[rival as usize] = true;
                }
            }
            for (entry, _) in self.entries[..n].iter().zip(&named).filter(|(_, named)| !**named) {
                // Many a state has no noun of its own for its citizens.
                if !matches!(entry.what, What::Demonym | What::Citizens) {
                    findings.add(
                        "GZ102",
                        entry.at,
                        format!("no name of {} is its own; others claim them all", entry.name),
                    );
                }
            }
            for (at, form, other) in &self.doubles {
                let place = format!("{}:{}", self.files[other.file as usize], other.line);
                findings.add("GZ103", *at, format!("\"{form}\" is a form of a noun listed already ({place})"));
            }
            overlapping_terms(&self.entries[..n], &mut findings);
        }
        let mut found = findings.found;
        found.sort();
        let Builder { files, entries, nouns, countries, .. } = self;
        (Gazetteer { files, entries, names, nouns, countries }, found)
    }
}

/// Whether a list is one of offices, by its columns.
fn holds_offices(text: &str) -> bool {
    let first = text.trim_start_matches('\u{feff}').lines().find(|l| !l.is_empty() && !l.starts_with('#'));
    first.is_some_and(|columns| columns.starts_with("person,aliases,country,title"))
}

/// Two heads of one government at one time: one of the terms is wrong.
fn overlapping_terms(entries: &[Entry], findings: &mut Findings<'_>) {
    const SINGLE: [&str; 8] =
        ["President", "Prime Minister", "Chancellor", "King", "Queen", "Secretary-General", "Foreign Minister", "Emir"];
    let mut terms: Vec<(&str, Country, &Office, &Entry)> = Vec::new();
    for entry in entries {
        for office in
            entry.offices.iter().filter(|o| SINGLE.contains(&&*o.title) && o.sectors.first() == Some(&Sector::Gov))
        {
            terms.extend(office.of.map(|of| (&*office.title, of, office, entry)));
        }
    }
    terms.sort_by_key(|t| (t.0, t.1, t.2.from.map(Moment::first), t.2.at));
    for pair in terms.windows(2) {
        let [(title, of, first, earlier), (next_title, next_of, second, later)] = pair else { continue };
        let together = (title, of) == (next_title, next_of)
            && earlier.name != later.name
            && second.from.is_some_and(|from| first.to.is_none_or(|to| from.last() < to.first()));
        if together {
            let message = format!("{} is {title} ({of}) while {} still is", later.name, findings.place(earlier));
            findings.add("GZ104", second.at, message);
        }
    }
}
