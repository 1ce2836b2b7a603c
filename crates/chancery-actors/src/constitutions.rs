//! Which offices a state does not have: America has no ministers, a monarchy no president, and whoever rules as president
//! alone no prime minister. "The agriculture minister" in a report that tells America only is of some other state.

use chancery_doc::Country;

/// States whose president has no prime minister beside him.
const NO_PREMIER: [&str; 30] = [
    "USA", "MEX", "GTM", "HND", "SLV", "NIC", "CRI", "PAN", "COL", "VEN", "ECU", "BOL", "PRY", "URY", "ARG", "CHL",
    "BRA", "DOM", "PHL", "IDN", "NGA", "GHA", "LBR", "SLE", "MWI", "ZMB", "BWA", "TKM", "MDV", "SYC",
];

/// Monarchies, and states whose head is a governor-general.
const NO_PRESIDENT: [&str; 35] = [
    "GBR", "AUS", "CAN", "NZL", "JPN", "SWE", "NOR", "DNK", "NLD", "BEL", "LUX", "MCO", "LIE", "SAU", "JOR", "MAR",
    "KWT", "BHR", "OMN", "QAT", "BRN", "MYS", "BTN", "TON", "SWZ", "LSO", "PNG", "SLB", "JAM", "BHS", "BLZ", "GRD",
    "ATG", "LCA", "VAT",
];

/// Whether a state may have an office of this name.
pub(crate) fn may_have(country: Country, office: &str) -> bool {
    let code = country.code();
    let is = |word: &str| office == word || office.strip_suffix(word).is_some_and(|rest| rest.ends_with(' '));
    if is("prime minister") {
        return !NO_PREMIER.contains(&code);
    }
    if is("minister") || is("ministry") {
        return code != "USA";
    }
    office != "president" || !NO_PRESIDENT.contains(&code)
}

#[cfg(test)]
mod tests {
    use super::may_have;

    #[test]
    fn offices_that_states_lack() {
        for (code, office, has) in [
            ("USA", "agriculture minister", false),
            ("USA", "foreign ministry", false),
            ("USA", "president", true),
            ("BRA", "prime minister", false),
            ("BRA", "defence minister", true),
            ("NOR", "president", false),
            ("NOR", "vice president", true),
            ("FRA", "prime minister", true),
        ] {
            assert_eq!(may_have(code.parse().unwrap(), office), has, "{code} {office}");
        }
    }
}
