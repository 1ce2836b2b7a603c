//! Who rules lands that are states for few: by PLOVER of the state that they formally belong to, with the sector PRE
//! besides their own.

use chancery_doc::{Country, Date, Parse, Sector, TokenId};

use crate::phrase::Phrase;

/// Names of such lands, of their people and of the seats of their rulers, in small letters, with the state they formally
/// belong to and the last day that they stood.
const LANDS: [(&str, &str, Option<Date>); 20] = [
    ("abkhaz", "GEO", None),
    ("abkhazia", "GEO", None),
    ("abkhazian", "GEO", None),
    ("artsakh", "AZE", Some(Date::constant(2023, 12, 31))),
    ("hargeisa", "SOM", None),
    ("karabakh", "AZE", Some(Date::constant(2023, 12, 31))),
    ("nagorno-karabakh", "AZE", Some(Date::constant(2023, 12, 31))),
    ("northern cyprus", "CYP", None),
    ("somaliland", "SOM", None),
    ("somalilander", "SOM", None),
    ("south ossetia", "GEO", None),
    ("south ossetian", "GEO", None),
    ("stepanakert", "AZE", Some(Date::constant(2023, 12, 31))),
    ("sukhumi", "GEO", None),
    ("tiraspol", "MDA", None),
    ("trans-dniester", "MDA", None),
    ("transnistria", "MDA", None),
    ("transnistrian", "MDA", None),
    ("tskhinvali", "GEO", None),
    ("turkish cypriot", "CYP", None),
];

/// So many phrases back such a land may have been told that "the de facto authorities" are of.
const TOLD_WITHIN: usize = 30;

/// Marks who rules, fights and judges for such lands.
pub(crate) fn mark(parse: &Parse, phrases: &mut [Phrase], published: Option<Date>) {
    let lands: Vec<Option<Country>> = phrases.iter().map(|p| land(parse, p, published)).collect();
    if lands.iter().all(Option::is_none) {
        return;
    }
    let is_of = |i: usize| {
        let p = &phrases[i];
        let Some(country) = p.country else { return false };
        if lands[i] == Some(country) {
            return p.metonym;
        }
        let serves = matches!(
            p.sectors.first(),
            Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Jud | Sector::Leg | Sector::Spy | Sector::Prm)
        );
        let own = |j: usize| lands[j] == Some(country) && j != i;
        let inside = |j: usize| own(j) && belongs(parse, p, &phrases[j]);
        let near = i.saturating_sub(2)..phrases.len().min(i + 3);
        let de_facto = || calls_itself(parse, p) && (i.saturating_sub(TOLD_WITHIN)..i).any(own);
        serves && (near.into_iter().any(inside) || de_facto())
    };
    let found: Vec<usize> = (0..phrases.len()).filter(|&i| is_of(i)).collect();
    for i in found {
        let beside = phrases[i].same_as;
        for k in std::iter::once(i).chain(beside) {
            if !phrases[k].sectors.contains(&Sector::Pre) && phrases[k].country == phrases[i].country {
                phrases[k].sectors.push(Sector::Pre);
            }
        }
    }
}

/// The state that a phrase's own name belongs to formally, where it is the name of such a land.
fn land(parse: &Parse, p: &Phrase, published: Option<Date>) -> Option<Country> {
    let words: Vec<&str> = p.name.clone().map(|t| parse.norm(TokenId::new(t))).collect();
    let name = words.join(" ").replace(" - ", "-");
    let i = LANDS.binary_search_by_key(&&*name, |l| l.0).ok()?;
    let (_, code, until) = LANDS[i];
    let stands = until.zip(published).is_none_or(|(until, day)| day <= until);
    code.parse().ok().filter(|_| stands)
}

/// "Somaliland's leader", "the authorities in Abkhazia", "the president of Transnistria".
fn belongs(parse: &Parse, p: &Phrase, land: &Phrase) -> bool {
    let (head, name) = (TokenId::new(p.head), TokenId::new(land.head));
    let words = std::iter::once(head).chain(p.titles.iter().map(|t| TokenId::new(t.end - 1)));
    let mut words = words.collect::<Vec<_>>().into_iter();
    let over = parse.head(name);
    let rules = parse.dep(name) == "pobj" && matches!(parse.norm(over), "of" | "in");
    let lent = matches!(parse.dep(name), "poss" | "compound" | "amod" | "nmod");
    words.any(|w| w != name && (lent && over == w || rules && parse.head(over) == w))
}

/// "The de facto authorities", "the self-proclaimed president", "the separatist leader".
fn calls_itself(parse: &Parse, p: &Phrase) -> bool {
    let mut words = (p.start..p.head).map(|t| parse.norm(TokenId::new(t)));
    words.any(|w| breaks_away(w) || matches!(w, "facto" | "proclaimed" | "styled"))
}

/// Whether a word says of a land or its rulers that they have left a state and few recognise it.
pub(crate) fn breaks_away(word: &str) -> bool {
    matches!(word, "breakaway" | "separatist" | "secessionist" | "unrecognised" | "unrecognized")
}

#[cfg(test)]
mod tests {
    use chancery_doc::Country;

    use super::LANDS;

    #[test]
    fn lands_stand_in_order_of_states() {
        assert!(LANDS.is_sorted_by_key(|l| l.0));
        assert!(LANDS.iter().all(|l| l.1.parse::<Country>().is_ok()));
    }
}
