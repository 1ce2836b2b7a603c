//! Where the world is: towns, administrative units, states, seas and spots by name.
//!
//! Three layers answer together. The first is compiled in: states, their capitals and the regions of `data/places/`.
//! The second is the file that [`compile`] makes of the GeoNames packages, several hundred thousand names in
//! some 26 MB, mapped into memory. The third are lists of the user's own. Without the file, capitals keep their points, and little else has one.
//! What is deliberately absent: which of the many places called Alexandria a text means.

mod compile;
mod feature;
mod layer;
mod map;
mod tables;

use std::path::{Path, PathBuf};

use chancery_doc::{Country, Parse, TokenId};

use crate::Error;
use crate::lists::{Cursor, fold_into};

pub use compile::{Sources, compile};
pub use feature::Feature;
use layer::Layer;

/// A place in one of the layers.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct SpotId {
    layer: u8,
    index: u32,
}

/// What is known of a place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spot<'g> {
    /// The usual name.
    pub name: &'g str,
    /// What kind of place it is.
    pub feature: Feature,
    /// The state it lies in; of a state, itself.
    pub country: Option<Country>,
    /// First administrative unit.
    pub admin1: Option<SpotId>,
    /// Second administrative unit.
    pub admin2: Option<SpotId>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// Inhabitants; 0 where unknown.
    pub population: u32,
    /// GeoNames' number.
    pub geonames: Option<u32>,
    /// Whether it stands in our own table or the user's, rather than in the file.
    pub listed: bool,
}

/// Places that one stretch of text may name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Namesakes {
    /// One past the last token of the name.
    pub end: usize,
    /// Each place so called, and whether this is only another of its names.
    pub spots: Vec<(SpotId, bool)>,
}

/// All layers.
#[derive(Debug)]
pub struct Places {
    layers: Vec<Layer>,
    abbreviations: Vec<tables::Abbreviation>,
    has_file: bool,
}

/// Names are at most this many tokens.
const LONGEST: usize = 9;

impl Places {
    /// The built-in tables, the compiled file if there is one, and the user's own lists.
    ///
    /// # Errors
    /// If a list or the file is broken; the message names file and line.
    pub fn open(file: Option<&Path>, own: &[PathBuf]) -> Result<Places, Error> {
        let compiled = match file {
            Some(path) => {
                let bytes = map::Bytes::open(path)
                    .map_err(|e| fault(path, format!("cannot be read ({e}); make it with `cargo xtask places`")))?;
                Some(
                    Layer::decode(bytes)
                        .map_err(|what| fault(path, format!("{what}; make it again with `cargo xtask places`")))?,
                )
            }
            None => None,
        };
        let mut layers = vec![tables::embedded(compiled.as_ref())?];
        layers.extend(compiled);
        for path in own {
            let text = std::fs::read_to_string(path).map_err(|e| fault(path, format!("cannot be read ({e})")))?;
            layers.push(tables::own(&path.display().to_string(), &text)?);
        }
        Ok(Places { layers, abbreviations: tables::abbreviations()?, has_file: file.is_some() })
    }

    /// Whether the compiled file is there.
    pub fn has_file(&self) -> bool {
        self.has_file
    }

    /// What is known of a place.
    pub fn spot(&self, id: SpotId) -> Spot<'_> {
        let layer = &self.layers[usize::from(id.layer)];
        let record = layer.record(id.index as usize);
        let admin = |index: Option<u32>| index.map(|index| SpotId { layer: id.layer, index });
        Spot {
            name: layer.name(&record),
            feature: record.feature,
            country: record.country,
            admin1: admin(record.admin1),
            admin2: admin(record.admin2),
            point: record.point,
            population: record.population,
            geonames: record.geonames,
            listed: layer.is_listed,
        }
    }

    /// The places of exactly this name, as folded and lower-cased by [`key`].
    pub fn named(&self, key: &str) -> Vec<(SpotId, bool)> {
        let mut found = Vec::new();
        for (number, layer) in self.layers.iter().enumerate() {
            if let Some(value) = layer.names.get(key) {
                push(&mut found, number, layer, value);
            }
        }
        found
    }

    /// The administrative unit that a short form such as "Va." or "TX" stands for, and whether the form is one that
    /// counts only after a town and a comma.
    pub fn abbreviated(&self, form: &str) -> Option<(SpotId, bool)> {
        let short = self.abbreviations.iter().find(|a| *a.form == *form)?;
        let units = self.named(&short.key);
        let unit = units.into_iter().find(|&(id, _)| {
            let spot = self.spot(id);
            spot.feature == Feature::Admin1 && spot.country == Some(short.country)
        })?;
        Some((unit.0, short.only_after_town))
    }

    /// Every name that starts with this token, shortest first.
    pub fn starting_at(&self, parse: &Parse, text: &str, at: usize, key: &mut String, found: &mut Vec<Namesakes>) {
        found.clear();
        key.clear();
        let mut cursors: Vec<Option<Cursor<'_, layer::Part>>> =
            self.layers.iter().map(|l| Some(Cursor::new(&l.names))).collect();
        let mut from = parse.span(TokenId::new(at)).start() as usize;
        let mut eaten = 0;
        for i in at..(at + LONGEST).min(parse.len()) {
            let token = parse.token(TokenId::new(i));
            if i > at && token.sent_start {
                break;
            }
            let piece = &text[from..token.span.end() as usize];
            if piece.contains('\n') {
                break;
            }
            lower_into(piece, key);
            from = token.span.end() as usize;
            let upto = key.trim_end().len();
            let mut spots = Vec::new();
            for (number, slot) in cursors.iter_mut().enumerate() {
                let Some(cursor) = slot else { continue };
                if !cursor.eat(key.as_bytes()[eaten..upto].iter().copied()) {
                    *slot = None;
                } else if let Some(value) = cursor.number() {
                    push(&mut spots, number, &self.layers[number], value);
                }
            }
            // A mark that folds to nothing, such as an apostrophe, ends no name.
            let grew = upto > eaten;
            eaten = upto;
            if grew && !spots.is_empty() && !piece.ends_with('-') {
                found.push(Namesakes { end: i + 1, spots });
            }
            if cursors.iter().all(Option::is_none) {
                break;
            }
        }
    }
}

/// Trouble with a whole file.
fn fault(path: &Path, message: String) -> Error {
    Error::whole("GZ013", &path.display().to_string(), message)
}

fn push(found: &mut Vec<(SpotId, bool)>, number: usize, layer: &Layer, value: u64) {
    for posting in layer.postings(value) {
        found.push((SpotId { layer: number as u8, index: posting >> 1 }, posting & 1 == 1));
    }
}

/// A name as the index holds it: folded, in small letters.
pub fn key(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    lower_into(name, &mut out);
    out.truncate(out.trim_end().len());
    out
}

fn lower_into(text: &str, out: &mut String) {
    let from = out.len();
    fold_into(text, out);
    if out[from..].is_ascii() {
        out[from..].make_ascii_lowercase();
    } else {
        let lower = out[from..].to_lowercase();
        out.truncate(from);
        out.push_str(&lower);
    }
}
