//! Which states soldiers rule, and when: "the junta", "the army-led government" are of one of these.

use chancery_doc::{Country, Date, Parse, Sector, TokenId};
use chancery_gazetteer::Gazetteer;

use crate::phrase::{Phrase, Unit};

/// A state, and the months (year × 100 + month) from which and to which soldiers ruled it.
type Rule = (&'static str, i32, i32);

/// Still so.
const OPEN: i32 = 9_999_12;

/// Rule by those who took it in a coup, after 1970: the successful coups of Powell and Thyne ("Global instances of coups",
/// Journal of Peace Research 48, 2011, and its later versions), each until an elected or a handed-over government.
const RULES: &[Rule] = &[
    ("ARG", 1976_03, 1983_12),
    ("BDI", 1987_09, 1993_07),
    ("BFA", 1980_11, 1991_12),
    ("BFA", 2022_01, OPEN),
    ("BGD", 1982_03, 1986_10),
    ("BOL", 1971_08, 1982_10),
    ("BRA", 1970_01, 1985_03),
    ("CAF", 1981_09, 1986_11),
    ("CAF", 2003_03, 2005_06),
    ("CHL", 1973_09, 1990_03),
    ("CIV", 1999_12, 2000_10),
    ("ECU", 1972_02, 1979_08),
    ("EGY", 2011_02, 2012_06),
    ("EGY", 2013_07, 2014_06),
    ("ETH", 1974_09, 1987_09),
    ("FJI", 1987_05, 1987_12),
    ("FJI", 2006_12, 2014_09),
    ("GAB", 2023_08, 2025_05),
    ("GHA", 1972_01, 1979_09),
    ("GHA", 1981_12, 1993_01),
    ("GIN", 1984_04, 1993_12),
    ("GIN", 2008_12, 2010_12),
    ("GIN", 2021_09, OPEN),
    ("GMB", 1994_07, 1996_09),
    ("GNB", 2003_09, 2003_10),
    ("GNB", 2012_04, 2014_06),
    ("GNB", 2025_11, OPEN),
    ("GRC", 1970_01, 1974_07),
    ("GTM", 1982_03, 1986_01),
    ("HND", 1972_12, 1982_01),
    ("HTI", 1986_02, 1991_02),
    ("HTI", 1991_09, 1994_10),
    ("IDN", 1970_01, 1998_05),
    ("LBR", 1980_04, 1986_01),
    ("LSO", 1986_01, 1993_04),
    ("MDG", 2025_10, OPEN),
    ("MLI", 1970_01, 1992_06),
    ("MLI", 2012_03, 2012_04),
    ("MLI", 2020_08, OPEN),
    ("MMR", 1970_01, 2011_03),
    ("MMR", 2021_02, OPEN),
    ("MRT", 1978_07, 1992_04),
    ("MRT", 2005_08, 2007_04),
    ("MRT", 2008_08, 2009_08),
    ("NER", 1974_04, 1989_12),
    ("NER", 1996_01, 1996_07),
    ("NER", 1999_04, 1999_12),
    ("NER", 2010_02, 2011_04),
    ("NER", 2023_07, OPEN),
    ("NGA", 1970_01, 1979_10),
    ("NGA", 1983_12, 1999_05),
    ("PAK", 1977_07, 1988_08),
    ("PAK", 1999_10, 2008_08),
    ("PAN", 1970_01, 1989_12),
    ("PER", 1970_01, 1980_07),
    ("PRT", 1974_04, 1976_07),
    ("SDN", 1985_04, 1986_05),
    ("SDN", 1989_06, 1993_10),
    ("SDN", 2019_04, OPEN),
    ("SLE", 1992_04, 1996_03),
    ("SLE", 1997_05, 1998_02),
    ("SLV", 1979_10, 1982_05),
    ("STP", 2003_07, 2003_07),
    ("SUR", 1980_02, 1988_01),
    ("TCD", 2021_04, 2024_05),
    ("THA", 1991_02, 1992_06),
    ("THA", 2006_09, 2008_01),
    ("THA", 2014_05, 2019_07),
    ("TUR", 1980_09, 1983_11),
    ("UGA", 1971_01, 1979_04),
    ("UGA", 1985_07, 1986_01),
    ("URY", 1973_06, 1985_03),
    ("ZWE", 2017_11, 2017_11),
];

/// So many phrases behind it a junta's own relative clause may tell who it overthrew.
const OWN_WORDS: usize = 6;

/// Whether soldiers rule a state on a day.
fn is_ruled(country: Country, day: Date) -> bool {
    let month = i32::from(day.year()) * 100 + i32::from(day.month());
    RULES.iter().any(|&(code, from, to)| code == country.code() && (from..=to).contains(&month))
}

/// "The junta's spokesman", "the army-led government", "the generals did not respond": of the state nearest before, else
/// after, that soldiers rule on the day of the article.
pub(crate) fn ruled(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    published: Option<Date>,
) -> Option<Country> {
    let day = published?;
    let p = &phrases[i];
    let Unit::Noun(noun) = p.unit else { return None };
    if !p.name.is_empty() || p.lends || p.indefinite {
        return None;
    }
    let by_soldiers = || {
        let mut words = (p.start..=p.head).map(|t| parse.norm(TokenId::new(t)));
        p.sectors.first() == Some(&Sector::Gov) && words.any(|w| matches!(w, "army" | "military" | "ruling"))
    };
    let is_junta = match &*gazetteer.noun(noun).form {
        "junta" | "military junta" | "military government" | "military council" => true,
        // Generals who rule are many, and "the" ones.
        "general" => p.definite && p.plural,
        "government" | "authorities" | "authority" | "ruler" => by_soldiers(),
        _ => false,
    };
    if !is_junta {
        return None;
    }
    // "The junta that toppled Benin's president": of a coup that is news.
    let head = TokenId::new(p.head);
    let of_it = |q: &Phrase| q.country.is_some() && parse.ancestors(TokenId::new(q.head)).any(|a| a == head);
    if phrases[i + 1..].iter().take(OWN_WORDS).any(of_it) {
        return None;
    }
    let told = |q: &&Phrase| q.country.is_some_and(|c| is_ruled(c, day));
    let (before, after) = phrases.split_at(i);
    before.iter().rev().chain(after).find(told).and_then(|q| q.country)
}

#[cfg(test)]
mod tests {
    use chancery_doc::{Country, Date};

    use super::{RULES, is_ruled};

    #[test]
    fn rules_stand_in_order_and_end_after_they_begin() {
        assert!(RULES.is_sorted());
        assert!(RULES.iter().all(|&(code, from, to)| from <= to && code.parse::<Country>().is_ok()));
    }

    #[test]
    fn soldiers_rule_by_the_day() {
        let myanmar = "MMR".parse().unwrap();
        assert!(is_ruled(myanmar, Date::constant(2005, 6, 1)));
        assert!(!is_ruled(myanmar, Date::constant(2017, 6, 1)));
        assert!(is_ruled(myanmar, Date::constant(2024, 11, 20)));
    }
}
