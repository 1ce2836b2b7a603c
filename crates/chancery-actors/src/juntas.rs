//! Which states soldiers rule, and when: "the junta", "the army-led government" are of one of these.

use chancery_doc::{Country, Date, Parse, Sector, TokenId};
use chancery_gazetteer::Gazetteer;

use crate::phrase::{Phrase, Unit};

/// A state, and the months from which and to which soldiers ruled it.
type Rule = (&'static str, &'static str, &'static str);

/// Still so.
const OPEN: &str = "9999-12";

/// Rule by those who took it in a coup, after 1970: the successful coups of Powell and Thyne ("Global instances of coups",
/// Journal of Peace Research 48, 2011, and its later versions), each until an elected or a handed-over government.
const RULES: &[Rule] = &[
    ("ARG", "1976-03", "1983-12"),
    ("BDI", "1987-09", "1993-07"),
    ("BFA", "1980-11", "1991-12"),
    ("BFA", "2022-01", OPEN),
    ("BGD", "1982-03", "1986-10"),
    ("BOL", "1971-08", "1982-10"),
    ("BRA", "1970-01", "1985-03"),
    ("CAF", "1981-09", "1986-11"),
    ("CAF", "2003-03", "2005-06"),
    ("CHL", "1973-09", "1990-03"),
    ("CIV", "1999-12", "2000-10"),
    ("ECU", "1972-02", "1979-08"),
    ("EGY", "2011-02", "2012-06"),
    ("EGY", "2013-07", "2014-06"),
    ("ETH", "1974-09", "1987-09"),
    ("FJI", "1987-05", "1987-12"),
    ("FJI", "2006-12", "2014-09"),
    ("GAB", "2023-08", "2025-05"),
    ("GHA", "1972-01", "1979-09"),
    ("GHA", "1981-12", "1993-01"),
    ("GIN", "1984-04", "1993-12"),
    ("GIN", "2008-12", "2010-12"),
    ("GIN", "2021-09", OPEN),
    ("GMB", "1994-07", "1996-09"),
    ("GNB", "2003-09", "2003-10"),
    ("GNB", "2012-04", "2014-06"),
    ("GNB", "2025-11", OPEN),
    ("GRC", "1970-01", "1974-07"),
    ("GTM", "1982-03", "1986-01"),
    ("HND", "1972-12", "1982-01"),
    ("HTI", "1986-02", "1991-02"),
    ("HTI", "1991-09", "1994-10"),
    ("IDN", "1970-01", "1998-05"),
    ("LBR", "1980-04", "1986-01"),
    ("LSO", "1986-01", "1993-04"),
    ("MDG", "2025-10", OPEN),
    ("MLI", "1970-01", "1992-06"),
    ("MLI", "2012-03", "2012-04"),
    ("MLI", "2020-08", OPEN),
    ("MMR", "1970-01", "2011-03"),
    ("MMR", "2021-02", OPEN),
    ("MRT", "1978-07", "1992-04"),
    ("MRT", "2005-08", "2007-04"),
    ("MRT", "2008-08", "2009-08"),
    ("NER", "1974-04", "1989-12"),
    ("NER", "1996-01", "1996-07"),
    ("NER", "1999-04", "1999-12"),
    ("NER", "2010-02", "2011-04"),
    ("NER", "2023-07", OPEN),
    ("NGA", "1970-01", "1979-10"),
    ("NGA", "1983-12", "1999-05"),
    ("PAK", "1977-07", "1988-08"),
    ("PAK", "1999-10", "2008-08"),
    ("PAN", "1970-01", "1989-12"),
    ("PER", "1970-01", "1980-07"),
    ("PRT", "1974-04", "1976-07"),
    ("SDN", "1985-04", "1986-05"),
    ("SDN", "1989-06", "1993-10"),
    ("SDN", "2019-04", OPEN),
    ("SLE", "1992-04", "1996-03"),
    ("SLE", "1997-05", "1998-02"),
    ("SLV", "1979-10", "1982-05"),
    ("STP", "2003-07", "2003-07"),
    ("SUR", "1980-02", "1988-01"),
    ("TCD", "2021-04", "2024-05"),
    ("THA", "1991-02", "1992-06"),
    ("THA", "2006-09", "2008-01"),
    ("THA", "2014-05", "2019-07"),
    ("TUR", "1980-09", "1983-11"),
    ("UGA", "1971-01", "1979-04"),
    ("UGA", "1985-07", "1986-01"),
    ("URY", "1973-06", "1985-03"),
    ("ZWE", "2017-11", "2017-11"),
];

/// So many phrases behind it a junta's own relative clause may tell who it overthrew.
const OWN_WORDS: usize = 6;

/// Whether soldiers rule a state on a day.
fn is_ruled(country: Country, day: Date) -> bool {
    let month = format!("{:04}-{:02}", day.year(), day.month());
    RULES.iter().any(|&(code, from, to)| code == country.code() && (from..=to).contains(&&*month))
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
    let head = TokenId::new(p.head);
    // "A junta spokesman", "junta jets".
    let of_junta = parse.children_by(head, "compound").any(|c| parse.lemma(c) == "junta");
    if !p.name.is_empty() || p.lends || p.indefinite && !of_junta {
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
        "government" | "authorities" | "authority" | "ruler" => of_junta || by_soldiers(),
        _ => of_junta,
    };
    if !is_junta {
        return None;
    }
    // "The junta that toppled Benin's president": of a coup that is news.
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
