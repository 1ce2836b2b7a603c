//! Where nobody takes up arms against the state.

use chancery_doc::Country;

/// States that the UCDP/PRIO dataset of armed conflicts (Gleditsch et al. 2002, and its later versions) counts no
/// internal conflict of after 1990, but for attacks by groups from abroad. Their troops fight rebels of other states.
const WITHOUT: [&str; 46] = [
    "AND", "ARE", "AUS", "AUT", "BEL", "BGR", "BHR", "BLR", "BRN", "CAN", "CHE", "CHL", "CRI", "CZE", "DEU", "DNK",
    "EST", "FIN", "FRA", "HKG", "HUN", "IRL", "ISL", "ITA", "JPN", "KOR", "KWT", "LIE", "LTU", "LUX", "LVA", "MCO",
    "MLT", "MNG", "NLD", "NOR", "NZL", "POL", "PRT", "QAT", "SGP", "SVK", "SWE", "TWN", "URY", "USA",
];

/// Whether "rebels" are of this state only where the text says so.
pub(crate) fn has_none(country: Country) -> bool {
    WITHOUT.binary_search(&country.code()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::WITHOUT;

    #[test]
    fn states_stand_in_order() {
        assert!(WITHOUT.is_sorted());
    }
}
