//! What an article's words say of the country it is at home in, apart from its toponyms.
//!
//! Local news names its streets and no state. But it has a sheriff or a borough council, counts in lakh or writes
//! "programme"; and the outlet or its address may be known. These are hints for choosing among namesakes, no more.

use std::collections::BTreeMap;

use chancery_doc::{Cast, Country, Form, Parse, Text};
use chancery_gazetteer::{EntryId, Gazetteer, What};

/// Words and the country whose life they belong to.
const WORDS: &[(&str, &str)] = &[
    ("sheriff", "USA"),
    ("congressman", "USA"),
    ("trooper", "USA"),
    ("sophomore", "USA"),
    ("democrat", "USA"),
    ("republican", "USA"),
    ("county", "USA"),
    ("downtown", "USA"),
    ("interstate", "USA"),
    ("alderman", "USA"),
    ("statewide", "USA"),
    ("bipartisan", "USA"),
    ("fbi", "USA"),
    ("ncaa", "USA"),
    ("nfl", "USA"),
    ("nba", "USA"),
    ("varsity", "USA"),
    ("congressional", "USA"),
    ("neighborhood", "USA"),
    ("program", "USA"),
    ("center", "USA"),
    ("color", "USA"),
    ("borough", "GBR"),
    ("councillor", "GBR"),
    ("constabulary", "GBR"),
    ("tory", "GBR"),
    ("nhs", "GBR"),
    ("mps", "GBR"),
    ("pensioner", "GBR"),
    ("pence", "GBR"),
    ("gardai", "IRL"),
    ("garda", "IRL"),
    ("taoiseach", "IRL"),
    ("dail", "IRL"),
    ("rcmp", "CAN"),
    ("loonie", "CAN"),
    ("mla", "CAN"),
    ("lakh", "IND"),
    ("crore", "IND"),
    ("rupee", "IND"),
    ("bjp", "IND"),
    ("rand", "ZAF"),
    ("anc", "ZAF"),
    ("naira", "NGA"),
    ("shilling", "KEN"),
    ("barangay", "PHL"),
    ("peso", "PHL"),
    ("shekel", "ISR"),
    ("ruble", "RUS"),
    ("hryvnia", "UKR"),
];

/// How much each country is at home in an article.
pub(super) type Home = BTreeMap<Country, f64>;

pub(super) fn home(text: &Text, parse: &Parse, cast: &Cast, outlets: &Gazetteer) -> Home {
    let mut home = Home::new();
    let mut add = |code: Country, weight: f64, most: f64| {
        let held = home.entry(code).or_default();
        *held = (*held + weight).min(held.max(most));
    };
    for id in parse.ids() {
        let lemma = parse.lemma(id);
        if let Some((_, code)) = WORDS.iter().find(|(word, _)| lemma.eq_ignore_ascii_case(word))
            && let Ok(code) = code.parse()
        {
            add(code, 0.5, 2.0);
        }
    }
    // Those who are spoken of by name belong somewhere too.
    for entity in cast.entities() {
        let named = entity.mentions.iter().any(|&m| cast.mention(m).form == Form::Name);
        if let (true, Some(code)) = (named, entity.country)
            && !Country::INTERNATIONAL.contains(&code.code())
        {
            add(code, 0.3, 2.0);
        }
    }
    let outlet = text.given.publisher.as_deref().and_then(|name| outlets.find(name).first().copied());
    let at_home = outlet.and_then(|id: EntryId| {
        let entry = outlets.entry(id);
        (entry.what == What::Organization).then_some(entry.country).flatten()
    });
    if let Some(code) = at_home.or_else(|| text.given.url.as_deref().and_then(of_address)) {
        add(code, 3.0, 5.0);
    }
    home
}

/// The country of an address, where its domain ends in one.
fn of_address(url: &str) -> Option<Country> {
    let host = url.split("://").nth(1).unwrap_or(url).split(['/', ':', '?']).next()?;
    let code = match host.rsplit('.').next()? {
        "uk" => "GBR",
        "ie" => "IRL",
        "ca" => "CAN",
        "au" => "AUS",
        "nz" => "NZL",
        "in" => "IND",
        "pk" => "PAK",
        "bd" => "BGD",
        "lk" => "LKA",
        "za" => "ZAF",
        "ng" => "NGA",
        "ke" => "KEN",
        "ug" => "UGA",
        "tz" => "TZA",
        "gh" => "GHA",
        "zw" => "ZWE",
        "ph" => "PHL",
        "sg" => "SGP",
        "my" => "MYS",
        "il" => "ISR",
        "jo" => "JOR",
        "eg" => "EGY",
        "ae" => "ARE",
        "sa" => "SAU",
        "tr" => "TUR",
        "ir" => "IRN",
        "ru" => "RUS",
        "ua" => "UKR",
        "de" => "DEU",
        "fr" => "FRA",
        "it" => "ITA",
        "es" => "ESP",
        "jp" => "JPN",
        "cn" => "CHN",
        "kr" => "KOR",
        "gov" | "mil" | "us" => "USA",
        _ => return None,
    };
    code.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::of_address;

    #[test]
    fn an_address_tells_its_country_by_its_end() {
        let code = |url| of_address(url).map(|c| c.to_string());
        assert_eq!(code("https://www.example.co.za/news/1").as_deref(), Some("ZAF"));
        assert_eq!(code("example.co.uk").as_deref(), Some("GBR"));
        assert_eq!(code("https://example.com/in/za"), None);
    }
}
