//! What an article's words say of the country it is at home in, apart from its toponyms.
//!
//! Local news names its streets and no state. But it has a sheriff or a borough council, counts in lakh, gives a number
//! to call; and the outlet or its address may be known. The words stand in `data/places/home.csv`. These are hints for choosing among namesakes, no more.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use chancery_doc::{Cast, Country, Form, Parse, Text};
use chancery_gazetteer::{EntryId, Gazetteer, What};

/// How much each country is at home in an article.
pub(super) type Home = BTreeMap<Country, f64>;

pub(super) fn home(text: &Text, parse: &Parse, cast: &Cast, outlets: &Gazetteer) -> Home {
    let mut home = Home::new();
    let mut add = |code: Country, weight: f64, most: f64| {
        let held = home.entry(code).or_default();
        *held = (*held + weight).min(held.max(most));
    };
    for id in parse.ids() {
        if let Some(&code) = TABLE.words.get(&*parse.lemma(id).to_lowercase()) {
            add(code, 0.5, 2.0);
        }
    }
    // "Call 675-5454": the numbering plan of North America, nearly all of it one country.
    if let (true, Ok(code)) = (has_telephone(text.as_str()), "USA".parse()) {
        add(code, 1.5, 2.0);
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
    TABLE.domains.get(host.rsplit('.').next()?).copied()
}

/// Whether a number is written as telephone numbers are in North America: three figures, a hyphen, four figures.
fn has_telephone(text: &str) -> bool {
    text.split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ',' | ';')).any(|word| {
        let word = word.trim_end_matches(['.', '?', '!', '"', '”']);
        let mut parts = word.rsplit('-');
        let figures = |part: Option<&str>, len: usize| {
            part.is_some_and(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit()))
        };
        // Neither an area nor an exchange begins with 0 or 1.
        let code = |part: Option<&str>| figures(part, 3) && part.is_some_and(|p| !p.starts_with(['0', '1']));
        figures(parts.next(), 4) && code(parts.next()) && parts.next().is_none_or(|p| code(Some(p)))
    })
}

/// The table of `data/places/home.csv`.
#[derive(Default)]
struct Table {
    words: BTreeMap<&'static str, Country>,
    domains: BTreeMap<&'static str, Country>,
}

impl Table {
    fn read(csv: &'static str) -> Result<Table, String> {
        let mut table = Table::default();
        let rows = csv.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for line in rows.skip(1) {
            let mut fields = line.split(',');
            let (Some(kind), Some(form), Some(code)) = (fields.next(), fields.next(), fields.next()) else {
                return Err(format!("'{line}' is not kind, form and country"));
            };
            let country = code.parse().map_err(|e| format!("'{line}': {e}"))?;
            let known = match kind {
                "word" => table.words.insert(form, country),
                "domain" => table.domains.insert(form, country),
                _ => return Err(format!("'{kind}' is neither a word nor a domain")),
            };
            if known.is_some() {
                return Err(format!("'{form}' stands twice"));
            }
        }
        Ok(table)
    }
}

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    Table::read(include_str!("../../../../data/places/home.csv")).expect("a test reads the built-in table")
});

#[cfg(test)]
mod tests {
    use super::{TABLE, Table, has_telephone, of_address};

    #[test]
    fn the_table_is_well_formed() {
        assert!(TABLE.words.len() > 60 && TABLE.domains.len() > 60);
        assert!(Table::read("kind,form,country\nword,lakh,IND\nword,lakh,IND").is_err());
        assert!(Table::read("kind,form,country\nweather,rain,GBR").is_err());
        assert!(Table::read("kind,form,country\nword,lakh,India").is_err());
    }

    #[test]
    fn telephone_numbers_of_north_america() {
        assert!(has_telephone("Call (318) 619-3946 or come."));
        assert!(has_telephone("Call 903-675-5454."));
        assert!(!has_telephone("The vote was 112-1003, in 2010-2011."));
        assert!(!has_telephone("Ring 020 7946 0000."));
    }

    #[test]
    fn an_address_tells_its_country_by_its_end() {
        let code = |url| of_address(url).map(|c| c.to_string());
        assert_eq!(code("https://www.example.co.za/news/1").as_deref(), Some("ZAF"));
        assert_eq!(code("example.co.uk").as_deref(), Some("GBR"));
        assert_eq!(code("https://example.com/in/za"), None);
    }
}
