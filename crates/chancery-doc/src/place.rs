//! Where: toponyms, resolved to places of the world.

use crate::{Country, Span};

/// What a toponym is, grammatically.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum PlaceKind {
    /// A name that stands for the place.
    Name,
    /// An adjective or noun of belonging ("Syrian", "Texans").
    Adjective,
    /// A name that stands for those who govern there.
    Metonym,
}

/// A toponym.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// What they are, grammatically.
    pub kind: PlaceKind,
    /// The usual name of the place meant; the words themselves where it is not known.
    pub name: Box<str>,
    /// The state it lies in; of a state, itself.
    pub country: Option<Country>,
    /// First administrative unit.
    pub admin1: Option<Box<str>>,
    /// Second administrative unit.
    pub admin2: Option<Box<str>>,
    /// GeoNames' feature code.
    pub feature: Option<&'static str>,
    /// PLOVER's resolution: 1 a state or more, 2 and 3 administrative units, 4 a town, 5 a spot.
    pub precision: Option<u8>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// GeoNames' number.
    pub geonames: Option<u32>,
}
