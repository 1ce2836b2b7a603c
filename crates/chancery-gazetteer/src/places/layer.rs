//! One list of places: the bytes of a file, read where they lie.
//!
//! Names are an automaton (`fst`) from folded name to a run of postings; a posting is a record's number, doubled, plus
//! one where the name is not its usual one. Numbers in the file are little-endian. A file is trusted no further than
//! its checks go: lengths add up, the automaton's checksum holds, every number points into its table. All is checked
//! once, at opening, and nothing is copied: several hundred thousand records that were taken apart would cost more
//! time, most of it for fresh memory, than all else that a start does.

use std::ops::Range;
use std::sync::Arc;

use chancery_doc::Country;

use super::Feature;
use super::map::Bytes;

/// Changes with the layout.
const MAGIC: &[u8; 8] = b"CHPLACE2";
const HEAD: usize = 24;
const RECORD: usize = 40;
const NONE: u32 = u32::MAX;

#[derive(Clone, Debug)]
pub(super) struct Record {
    pub(super) feature: Feature,
    pub(super) country: Option<Country>,
    pub(super) admin1: Option<u32>,
    pub(super) admin2: Option<u32>,
    pub(super) point: Option<(f64, f64)>,
    pub(super) population: u32,
    pub(super) geonames: Option<u32>,
    name: (u32, u32),
}

#[derive(Debug)]
pub(super) struct Layer {
    bytes: Arc<Bytes>,
    records: Range<usize>,
    postings: Range<usize>,
    strings: Range<usize>,
    pub(super) names: fst::Map<Part>,
    pub(super) is_listed: bool,
}

/// A stretch of a layer's bytes.
#[derive(Clone, Debug)]
pub(super) struct Part {
    bytes: Arc<Bytes>,
    range: Range<usize>,
}

impl AsRef<[u8]> for Part {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[self.range.clone()]
    }
}

/// A place to be put into a layer.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) feature: Feature,
    pub(super) country: Option<Country>,
    pub(super) admin1: Option<u32>,
    pub(super) admin2: Option<u32>,
    pub(super) point: Option<(f64, f64)>,
    pub(super) population: u32,
    pub(super) geonames: Option<u32>,
}

/// Collects places and their names.
#[derive(Debug, Default)]
pub(super) struct Builder {
    pub(super) drafts: Vec<Draft>,
    names: Vec<(String, u32)>,
}

impl Builder {
    pub(super) fn add(&mut self, draft: Draft) -> u32 {
        self.drafts.push(draft);
        self.drafts.len() as u32 - 1
    }

    /// Gives a place a name; `is_other` if it is not the usual one.
    pub(super) fn call(&mut self, index: u32, name: &str, is_other: bool) {
        let key = super::key(name);
        if !key.is_empty() {
            self.names.push((key, index << 1 | u32::from(is_other)));
        }
    }

    /// Whether some place has this name already.
    pub(super) fn knows(&self, name: &str) -> bool {
        let key = super::key(name);
        self.names.iter().any(|(known, _)| *known == key)
    }

    pub(super) fn finish(mut self, is_listed: bool) -> Result<Layer, String> {
        self.names.sort();
        // A usual name that is also among the others counts once, as usual.
        self.names.dedup_by(|b, a| a.0 == b.0 && a.1 >> 1 == b.1 >> 1);
        let mut postings = Vec::with_capacity(self.names.len());
        let mut map = fst::MapBuilder::memory();
        for run in self.names.chunk_by(|a, b| a.0 == b.0) {
            let value = (postings.len() as u64) << 16 | (run.len().min(0xffff) as u64);
            map.insert(&run[0].0, value).map_err(|e| e.to_string())?;
            postings.extend(run.iter().map(|(_, posting)| *posting));
        }
        let fst = map.into_inner().map_err(|e| e.to_string())?;
        let layer = Layer::decode(Bytes::Owned(encode(&self.drafts, &postings, &fst)))?;
        Ok(Layer { is_listed, ..layer })
    }
}

impl Layer {
    pub(super) fn n_records(&self) -> usize {
        self.records.len() / RECORD
    }

    pub(super) fn record(&self, index: usize) -> Record {
        let row = &self.bytes[self.records.clone()][index * RECORD..][..RECORD];
        record(row, self.n_records()).expect("all records were looked at when the layer was opened")
    }

    pub(super) fn records(&self) -> impl Iterator<Item = Record> + '_ {
        (0..self.n_records()).map(|index| self.record(index))
    }

    pub(super) fn name(&self, record: &Record) -> &str {
        let name = &self.bytes[self.strings.clone()][record.name.0 as usize..record.name.1 as usize];
        std::str::from_utf8(name).expect("all names were looked at when the layer was opened")
    }

    pub(super) fn postings(&self, value: u64) -> impl Iterator<Item = u32> + '_ {
        let all = &self.bytes[self.postings.clone()];
        let start = (value >> 16) as usize * 4;
        numbers(all.get(start..start + (value & 0xffff) as usize * 4).unwrap_or_default())
    }

    /// The bytes of its file.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn decode(bytes: Bytes) -> Result<Layer, String> {
        let bytes = Arc::new(bytes);
        let head = bytes.get(..HEAD).filter(|h| h.starts_with(MAGIC)).ok_or("is no place file of this version")?;
        let mut lengths = numbers(&head[8..]).map(|n| n as usize);
        let mut next = || lengths.next().unwrap_or_default();
        let (n_records, n_postings, n_strings, n_fst) = (next(), next(), next(), next());
        let mut at = HEAD;
        let mut take = |length: Option<usize>| {
            let range = at..at.checked_add(length?)?;
            bytes.get(range.clone())?;
            at = range.end;
            Some(range)
        };
        let parts = (|| {
            let records = take(n_records.checked_mul(RECORD))?;
            let postings = take(n_postings.checked_mul(4))?;
            let strings = take(Some(n_strings))?;
            let fst = take(Some(n_fst))?;
            Some((records, postings, strings, fst))
        })();
        let (records, postings, strings, fst) = parts.ok_or("is cut short")?;
        let all_names = std::str::from_utf8(&bytes[strings.clone()]).map_err(|_| "holds names that are not UTF-8")?;
        if numbers(&bytes[postings.clone()]).any(|posting| posting as usize >> 1 >= n_records) {
            return Err("names a place that it does not hold".to_owned());
        }
        let mut rows = bytes[records.clone()].chunks_exact(RECORD).map(|row| record(row, n_records));
        let makes_sense =
            |r: Option<Record>| r.is_some_and(|r| all_names.get(r.name.0 as usize..r.name.1 as usize).is_some());
        if !rows.all(makes_sense) {
            return Err("holds a place that makes no sense".to_owned());
        }
        let names = fst::Map::new(Part { bytes: Arc::clone(&bytes), range: fst })
            .map_err(|e| format!("holds a broken index: {e}"))?;
        names.as_fst().verify().map_err(|e| format!("holds a broken index: {e}"))?;
        Ok(Layer { bytes: Arc::clone(&bytes), records, postings, strings, names, is_listed: false })
    }
}

fn encode(drafts: &[Draft], postings: &[u32], fst: &[u8]) -> Vec<u8> {
    let mut strings = String::new();
    let mut rows = Vec::with_capacity(drafts.len() * RECORD);
    for draft in drafts {
        let code = draft.country.map_or([0; 3], |c| c.to_string().as_bytes().try_into().unwrap_or([0; 3]));
        let (lat, lon) = draft.point.map_or((i32::MAX, 0), |(lat, lon)| (fixed(lat), fixed(lon)));
        let start = strings.len() as u32;
        strings.push_str(&draft.name);
        rows.extend([draft.feature as u8]);
        rows.extend(code);
        for number in [
            draft.admin1.unwrap_or(NONE),
            draft.admin2.unwrap_or(NONE),
            lat as u32,
            lon as u32,
            draft.population,
            draft.geonames.unwrap_or(NONE),
            start,
            strings.len() as u32,
            0,
        ] {
            rows.extend(number.to_le_bytes());
        }
    }
    let mut out = MAGIC.to_vec();
    for length in [drafts.len(), postings.len(), strings.len(), fst.len()] {
        out.extend((length as u32).to_le_bytes());
    }
    out.extend(rows);
    for posting in postings {
        out.extend(posting.to_le_bytes());
    }
    out.extend(strings.as_bytes());
    out.extend(fst);
    out
}

fn record(row: &[u8], n_records: usize) -> Option<Record> {
    let feature = Feature::from_number(row[0])?;
    let country = match &row[1..4] {
        [0, 0, 0] => None,
        code => Some(std::str::from_utf8(code).ok()?.parse().ok()?),
    };
    let mut fields = [0u32; 9];
    for (field, number) in fields.iter_mut().zip(numbers(&row[4..])) {
        *field = number;
    }
    let [admin1, admin2, lat, lon, population, geonames, start, end, _] = fields;
    let admin = |n: u32| match n {
        NONE => Some(None),
        n => ((n as usize) < n_records).then_some(Some(n)),
    };
    let point = (lat as i32 != i32::MAX).then_some((f64::from(lat as i32) / 1e5, f64::from(lon as i32) / 1e5));
    Some(Record {
        feature,
        country,
        admin1: admin(admin1)?,
        admin2: admin(admin2)?,
        point,
        population,
        geonames: (geonames != NONE).then_some(geonames),
        name: (start, end),
    })
}

fn fixed(degrees: f64) -> i32 {
    (degrees * 1e5).round() as i32
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    bytes.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer() -> Layer {
        let mut builder = Builder::default();
        let draft = |name: &str, admin1| Draft {
            name: name.to_owned(),
            feature: Feature::Town,
            country: "KEN".parse().ok(),
            admin1,
            admin2: None,
            point: Some((-1.28333, 36.81667)),
            population: 7,
            geonames: Some(184_745),
        };
        let county = builder.add(draft("Nairobi County", None));
        let town = builder.add(draft("Nairobi", Some(county)));
        builder.call(county, "Nairobi", true);
        builder.call(town, "Nairobi", false);
        builder.call(town, "Nairobi", true);
        builder.finish(false).expect("names sort")
    }

    #[test]
    fn what_is_written_is_read() {
        let read = Layer::decode(Bytes::Owned(layer().bytes().to_vec())).expect("a whole file");
        let value = read.names.get("nairobi").expect("a name");
        assert_eq!(
            read.postings(value).collect::<Vec<_>>(),
            [1, 2],
            "the county by another name, the town by its own, once"
        );
        let town = read.record(1);
        assert_eq!((read.name(&town), town.admin1, town.geonames), ("Nairobi", Some(0), Some(184_745)));
        assert_eq!(town.point, Some((-1.28333, 36.81667)));
    }

    #[test]
    fn a_broken_file_is_refused_and_never_panics() {
        let whole = layer().bytes().to_vec();
        for cut in 0..whole.len() {
            assert!(Layer::decode(Bytes::Owned(whole[..cut].to_vec())).is_err(), "cut at {cut}");
        }
        for at in 0..whole.len() {
            let mut spoilt = whole.clone();
            spoilt[at] ^= 0xff;
            // Some bytes are free to change, such as a population; no change may do more than be refused.
            let _ = Layer::decode(Bytes::Owned(spoilt));
        }
    }
}
