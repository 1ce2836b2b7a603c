//! Lists as bytes, for the build script to write and the program to read.
//!
//! Both are of one build, so there is no version and no check of each number. Names lie as they are looked up; entries
//! and nouns are taken apart once, which is a thousandth of a second for the twelve thousand of ours.

use std::collections::HashMap;

use chancery_doc::{Country, Sector};

use super::names::Names;
use super::nouns::{Inflected, Nouns};
use super::{At, Certainty, Class, Entry, Gazetteer, Moment, Noun, Office, What};

const WHATS: [What; 8] = [
    What::Country,
    What::Demonym,
    What::Citizens,
    What::Capital,
    What::Seat,
    What::Place,
    What::Organization,
    What::Person,
];

const CLASSES: [Class; 9] = [
    Class::Office,
    Class::Person,
    Class::People,
    Class::Body,
    Class::Part,
    Class::Spokes,
    Class::Quantity,
    Class::Thing,
    Class::Document,
];

const CERTAINTIES: [Certainty; 2] = [Certainty::Certain, Certainty::Likely];

impl Gazetteer {
    /// The lists as bytes; the same lists give the same bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.list(&self.files, |out, file| out.text(file));
        out.list(&self.entries, Writer::entry);
        out.list(self.nouns.all(), Writer::noun);
        let mut forms: Vec<_> = self.nouns.forms.iter().collect();
        forms.sort_by_key(|f| f.0);
        out.list(&forms, |out, (first, inflected)| {
            out.text(first);
            out.list(inflected, Writer::inflected);
        });
        let mut countries: Vec<_> = self.countries.iter().collect();
        countries.sort();
        out.list(&countries, |out, (country, id)| {
            out.country(Some(**country));
            out.number(**id);
        });
        for part in self.names.parts() {
            out.bytes(part);
        }
        out.0
    }

    /// What [`encode`](Gazetteer::encode) wrote; none if it is something else.
    pub(crate) fn decode(bytes: &'static [u8]) -> Option<Gazetteer> {
        let mut from = Reader(bytes);
        let files = from.list(Reader::text)?;
        let entries = from.list(Reader::entry)?;
        let nouns = from.list(Reader::noun)?;
        let forms: HashMap<_, _> = from.list(|from| Some((from.text()?, from.list(Reader::inflected)?)))?;
        let countries = from.list(|from| Some((from.country()??, from.number()?)))?;
        let names = Names::compiled([from.bytes()?, from.bytes()?, from.bytes()?])?;
        Some(Gazetteer { files, entries, names, nouns: Nouns { nouns, forms }, countries })
    }
}

#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, number: u32) {
        self.0.extend(number.to_le_bytes());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u32);
        self.0.extend(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn list<T>(&mut self, all: &[T], each: impl Fn(&mut Writer, &T)) {
        self.number(all.len() as u32);
        for one in all {
            each(self, one);
        }
    }

    fn one_of<T: PartialEq>(&mut self, all: &[T], one: &T) {
        let at = all.iter().position(|x| x == one).expect("the table holds every value of its type");
        self.0.push(at as u8);
    }

    fn at(&mut self, at: At) {
        self.0.extend(at.file.to_le_bytes());
        self.number(at.line);
    }

    fn country(&mut self, country: Option<Country>) {
        self.0.extend(country.as_ref().map_or("---", Country::code).bytes());
    }

    fn sectors(&mut self, sectors: &[Sector]) {
        self.list(sectors, |out, sector| out.one_of(Sector::ALL, sector));
    }

    fn moment(&mut self, moment: Option<Moment>) {
        let [year, month, day] = moment.map_or([0; 3], |m| {
            [m.year as u32 + 1, m.month.unwrap_or_default() as u32, m.day.unwrap_or_default() as u32]
        });
        self.number(year << 16 | month << 8 | day);
    }

    fn office(&mut self, office: &Office) {
        self.text(&office.title);
        self.country(office.of);
        self.sectors(&office.sectors);
        self.moment(office.from);
        self.moment(office.to);
        self.one_of(&CERTAINTIES, &office.certainty);
        self.at(office.at);
    }

    fn entry(&mut self, entry: &Entry) {
        self.one_of(&WHATS, &entry.what);
        self.text(&entry.name);
        self.country(entry.country);
        self.sectors(&entry.sectors);
        self.list(&entry.offices, Writer::office);
        self.list(&entry.rivals, |out, &rival| out.number(rival));
        self.at(entry.at);
    }

    fn noun(&mut self, noun: &Noun) {
        self.text(&noun.form);
        self.sectors(&noun.sectors);
        self.one_of(&CLASSES, &noun.class);
        self.0.extend([u8::from(noun.abroad), u8::from(noun.local)]);
        self.country(noun.country);
        self.at(noun.at);
    }

    fn inflected(&mut self, form: &Inflected) {
        self.list(&form.rest, |out, word| out.text(word));
        self.number(form.noun);
        self.0.extend([u8::from(form.plural), form.layer]);
    }
}

struct Reader(&'static [u8]);

impl Reader {
    fn take(&mut self, n: usize) -> Option<&'static [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1).map(|b| b[0])
    }

    fn flag(&mut self) -> Option<bool> {
        self.byte().map(|b| b != 0)
    }

    fn number(&mut self) -> Option<u32> {
        self.take(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    fn bytes(&mut self) -> Option<&'static [u8]> {
        let n = self.number()?;
        self.take(n as usize)
    }

    fn text(&mut self) -> Option<Box<str>> {
        std::str::from_utf8(self.bytes()?).ok().map(Into::into)
    }

    fn list<T, L: FromIterator<T>>(&mut self, each: impl Fn(&mut Reader) -> Option<T>) -> Option<L> {
        let n = self.number()?;
        (0..n).map(|_| each(self)).collect()
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        all.get(usize::from(self.byte()?)).copied()
    }

    fn at(&mut self) -> Option<At> {
        let file = self.take(2)?;
        Some(At { file: u16::from_le_bytes([file[0], file[1]]), line: self.number()? })
    }

    fn country(&mut self) -> Option<Option<Country>> {
        match self.take(3)? {
            b"---" => Some(None),
            code => std::str::from_utf8(code).ok()?.parse().ok().map(Some),
        }
    }

    fn sectors<L: FromIterator<Sector>>(&mut self) -> Option<L> {
        self.list(|from| from.one_of(Sector::ALL))
    }

    fn moment(&mut self) -> Option<Option<Moment>> {
        let number = self.number()?;
        let part = |n: u32| Some(n as u8 as i8).filter(|&n| n != 0);
        let moment = || Moment { year: (number >> 16) as i16 - 1, month: part(number >> 8), day: part(number) };
        Some((number != 0).then(moment))
    }

    fn office(&mut self) -> Option<Office> {
        Some(Office {
            title: self.text()?,
            of: self.country()?,
            sectors: self.sectors()?,
            from: self.moment()?,
            to: self.moment()?,
            certainty: self.one_of(&CERTAINTIES)?,
            at: self.at()?,
        })
    }

    fn entry(&mut self) -> Option<Entry> {
        Some(Entry {
            what: self.one_of(&WHATS)?,
            name: self.text()?,
            country: self.country()?,
            sectors: self.sectors()?,
            offices: self.list(Reader::office)?,
            rivals: self.list(Reader::number)?,
            at: self.at()?,
        })
    }

    fn noun(&mut self) -> Option<Noun> {
        Some(Noun {
            form: self.text()?,
            sectors: self.sectors()?,
            class: self.one_of(&CLASSES)?,
            abroad: self.flag()?,
            local: self.flag()?,
            country: self.country()?,
            at: self.at()?,
        })
    }

    fn inflected(&mut self) -> Option<Inflected> {
        Some(Inflected {
            rest: self.list(Reader::text)?,
            noun: self.number()?,
            plural: self.flag()?,
            layer: self.byte()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::Lists;
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let lists = Gazetteer::read(Lists::Ours).expect("the lists are well formed");
        let bytes = lists.encode();
        let read = Gazetteer::decode(bytes.clone().leak()).expect("it was just written");
        assert_eq!(read.encode(), bytes);
        assert_eq!(read.entries, lists.entries);
        assert_eq!(read.nouns.all(), lists.nouns.all());
        assert!(read.names.all().eq(lists.names.all()));
        assert_eq!(read.find("Botswana"), lists.find("Botswana"));
    }

    #[test]
    fn what_is_cut_short_is_none() {
        let bytes = Gazetteer::read(Lists::Ours).expect("the lists are well formed").encode();
        for n in [0, 1, 3, 100, bytes.len() / 2, bytes.len() - 1] {
            assert!(Gazetteer::decode(bytes[..n].to_vec().leak()).is_none(), "cut at {n}");
        }
    }
}
