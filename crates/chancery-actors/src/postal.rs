//! Datelines that tell their state by an abbreviation: "TRENTON, N.J. (AP) -", "MADISON, Wis. --", "HALIFAX, N.S. -".

use chancery_doc::Country;

/// The states of America as its newspapers abbreviate them.
const AMERICAN: [&str; 44] = [
    "Ala.", "Ariz.", "Ark.", "Calif.", "Cal.", "Colo.", "Conn.", "Del.", "D.C.", "Fla.", "Ga.", "Ill.", "Ind.", "Kan.",
    "Ky.", "La.", "Md.", "Mass.", "Mich.", "Minn.", "Miss.", "Mo.", "Mont.", "Neb.", "Nev.", "N.H.", "N.J.", "N.M.",
    "N.Y.", "N.C.", "N.D.", "Okla.", "Ore.", "Pa.", "R.I.", "S.C.", "S.D.", "Tenn.", "Vt.", "Va.", "Wash.", "W.Va.",
    "Wis.", "Wyo.",
];

/// The provinces of Canada.
const CANADIAN: [&str; 9] = ["Alta.", "B.C.", "Man.", "N.B.", "N.S.", "Nfld.", "Ont.", "Que.", "Sask."];

/// The country of a dateline's abbreviation.
pub(crate) fn of_line(line: &str) -> Option<Country> {
    let behind = line.split_once(',')?.1.trim_start();
    let code = behind.split([' ', ',', '(']).next()?;
    if AMERICAN.contains(&code) {
        "USA".parse().ok()
    } else if CANADIAN.contains(&code) {
        "CAN".parse().ok()
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::of_line;

    #[test]
    fn abbreviations_of_datelines() {
        for (line, code) in [
            ("TRENTON, N.J. (AP) -", Some("USA")),
            ("MADISON, Wis. --", Some("USA")),
            ("HALIFAX, N.S. -", Some("CAN")),
            ("LAGOS, Nigeria (AP) -", None),
            ("LAGOS -", None),
        ] {
            assert_eq!(of_line(line).map(|c| c.code().to_owned()), code.map(str::to_owned), "{line}");
        }
    }
}
