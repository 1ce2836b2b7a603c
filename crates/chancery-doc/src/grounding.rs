//! When and where: time expressions with their TimeML values, toponyms with their coordinates.

use crate::{Country, Date, PlaceId, Span, TimeId};

/// What a time expression denotes: the four types of TIMEX3.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum TimeKind {
    /// A day, week, month, year or longer calendar unit.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A time that recurs.
    Set,
}

/// A time expression.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Time {
    /// The words.
    pub span: Span,
    /// What they denote.
    pub kind: TimeKind,
    /// The value as TimeML writes it: `2023-01-23`, `2023-W04`, `P2W`, `PAST_REF`.
    pub value: Box<str>,
    /// First day covered; `None` when the value fixes no stretch of the calendar.
    pub from: Option<Date>,
    /// Last day covered.
    pub to: Option<Date>,
    /// Whether the value was counted from the publication date or the dateline, not read off the words.
    pub anchored: bool,
}

/// All time expressions of an article, in text order, none overlapping another.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Times {
    items: Vec<Time>,
}

impl Times {
    /// Puts them in text order.
    pub fn new(mut items: Vec<Time>) -> Times {
        items.sort_by_key(|time| (time.span.start(), time.span.end()));
        Times { items }
    }

    /// All of them.
    pub fn all(&self) -> &[Time] {
        &self.items
    }

    /// One of them.
    pub fn get(&self, id: TimeId) -> &Time {
        &self.items[id.index()]
    }

    /// Those that lie wholly within `span`, in text order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = (TimeId, &Time)> {
        let first = self.items.partition_point(|time| time.span.start() < span.start());
        let inside = self.items[first..].iter().enumerate().take_while(move |(_, time)| time.span.start() < span.end());
        inside
            .filter(move |(_, time)| time.span.end() <= span.end())
            .map(move |(i, time)| (TimeId::new(first + i), time))
    }
}

/// What a toponym is, grammatically.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum PlaceKind {
    /// A place's name, meant as the place.
    Name,
    /// An adjective or demonym ("Kenyan").
    Adjective,
    /// A place's name that stands for its government, its people or a team.
    Metonym,
}

/// A point on the globe, in degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Point {
    /// Degrees north, −90 to 90.
    pub lat: f64,
    /// Degrees east, −180 to 180.
    pub lon: f64,
}

/// What a toponym was resolved to.
#[derive(Clone, PartialEq, Debug)]
pub struct Site {
    /// The gazetteer's name.
    pub name: Box<str>,
    /// The state.
    pub country: Option<Country>,
    /// Name of the first administrative level.
    pub admin1: Option<Box<str>>,
    /// Name of the second administrative level.
    pub admin2: Option<Box<str>>,
    /// GeoNames feature code, such as `PPLA`.
    pub feature: Option<Box<str>>,
    /// PLOVER's geographic resolution: 1 country or larger, 2 first administrative level, 3 second, 4 populated
    /// place, 5 a spot within one.
    pub resolution: u8,
    /// Its point; a country's or province's is its centre and never passes for a spot.
    pub point: Option<Point>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// A toponym.
#[derive(Clone, PartialEq, Debug)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// What they are, grammatically.
    pub kind: PlaceKind,
    /// What they were resolved to; `None` when no gazetteer knows them.
    pub site: Option<Site>,
}

/// All toponyms of an article, in text order, none overlapping another.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Places {
    items: Vec<Place>,
}

impl Places {
    /// Puts them in text order.
    pub fn new(mut items: Vec<Place>) -> Places {
        items.sort_by_key(|place| (place.span.start(), place.span.end()));
        Places { items }
    }

    /// All of them.
    pub fn all(&self) -> &[Place] {
        &self.items
    }

    /// One of them.
    pub fn get(&self, id: PlaceId) -> &Place {
        &self.items[id.index()]
    }

    /// Those that lie wholly within `span`, in text order.
    pub fn within(&self, span: Span) -> impl Iterator<Item = (PlaceId, &Place)> {
        let first = self.items.partition_point(|place| place.span.start() < span.start());
        let inside =
            self.items[first..].iter().enumerate().take_while(move |(_, place)| place.span.start() < span.end());
        inside
            .filter(move |(_, place)| place.span.end() <= span.end())
            .map(move |(i, place)| (PlaceId::new(first + i), place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_within_keeps_its_id() {
        let place = |start, end| Place { span: Span::new(start, end), kind: PlaceKind::Name, site: None };
        let places = Places::new(vec![place(20, 25), place(0, 5), place(10, 15)]);
        let inside: Vec<usize> = places.within(Span::new(8, 22)).map(|(id, _)| id.index()).collect();
        assert_eq!(inside, [1], "20..25 reaches beyond");
        assert_eq!(places.get(PlaceId::new(2)).span.start(), 20, "in text order");
    }
}
