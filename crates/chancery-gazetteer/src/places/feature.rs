//! Kinds of places: GeoNames' feature codes, and how exactly a place of the kind tells where something was.

/// What kind of place.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
#[repr(u8)]
#[allow(missing_docs, reason = "the words are their own names")]
pub enum Feature {
    Country,
    Admin1,
    Admin2,
    Town,
    Capital,
    Continent,
    Region,
    Territory,
    Nation,
    FormerState,
    Sea,
    Strait,
    Canal,
    River,
    Lake,
    Island,
    Mountains,
    Mountain,
    Desert,
    Valley,
    Quarter,
    Spot,
    Base,
    Camp,
    Crossing,
    Airport,
    /// No place but those who belong to one: "Syrian", "Africans".
    People,
}

/// Feature, its word in `regions.csv`, GeoNames' code, PLOVER's resolution: 1 a state or more, 2 a first administrative
/// unit, 3 a second one, 4 a town, 5 a spot.
const TABLE: [(Feature, &str, &str, u8); 27] = [
    (Feature::Country, "country", "PCLI", 1),
    (Feature::Admin1, "admin1", "ADM1", 2),
    (Feature::Admin2, "admin2", "ADM2", 3),
    (Feature::Town, "town", "PPL", 4),
    (Feature::Capital, "capital", "PPLC", 4),
    (Feature::Continent, "continent", "CONT", 1),
    (Feature::Region, "region", "RGN", 1),
    (Feature::Territory, "territory", "PCLD", 1),
    (Feature::Nation, "nation", "ADM1", 1),
    (Feature::FormerState, "former state", "PCLH", 1),
    (Feature::Sea, "sea", "SEA", 1),
    (Feature::Strait, "strait", "STRT", 3),
    (Feature::Canal, "canal", "CNL", 3),
    (Feature::River, "river", "STM", 1),
    (Feature::Lake, "lake", "LK", 2),
    (Feature::Island, "island", "ISL", 2),
    (Feature::Mountains, "mountains", "MTS", 1),
    (Feature::Mountain, "mountain", "MT", 3),
    (Feature::Desert, "desert", "DSRT", 1),
    (Feature::Valley, "valley", "VAL", 3),
    (Feature::Quarter, "town quarter", "PPLX", 4),
    (Feature::Spot, "spot", "LCTY", 5),
    (Feature::Base, "base", "INSM", 5),
    (Feature::Camp, "camp", "CMPRF", 5),
    (Feature::Crossing, "crossing", "PSTB", 5),
    (Feature::Airport, "airport", "AIRP", 5),
    (Feature::People, "people", "PCLI", 1),
];

impl Feature {
    /// GeoNames' feature code.
    pub fn code(self) -> &'static str {
        TABLE[self as usize].2
    }

    /// PLOVER's resolution, 1 to 5.
    pub fn precision(self) -> u8 {
        TABLE[self as usize].3
    }

    pub(super) fn from_word(word: &str) -> Option<Feature> {
        TABLE.iter().find(|row| row.1 == word).map(|row| row.0)
    }

    pub(super) fn from_number(number: u8) -> Option<Feature> {
        TABLE.get(usize::from(number)).map(|row| row.0)
    }

    /// Whether people live there as in a town.
    pub fn is_town(self) -> bool {
        matches!(self, Feature::Town | Feature::Capital | Feature::Quarter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_numbers() {
        for (number, row) in TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, number);
            assert_eq!(Feature::from_number(number as u8), Some(row.0));
            assert_eq!(Feature::from_word(row.1), Some(row.0));
        }
    }
}
