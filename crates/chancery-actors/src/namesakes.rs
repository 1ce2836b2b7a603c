//! Listed names that the words around them make something else: waters ("the Indian Ocean"), counties ("Dane County"),
//! and adjectives that are also an outlet's name ("the East African states").

use chancery_doc::{Iob, Parse, Sector, Text, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::scan::{Name, Scan};

/// What stands behind the adjective of an outlet's name where the outlet is meant.
const OF_OUTLETS: [&str; 20] = [
    "article",
    "broadcaster",
    "columnist",
    "correspondent",
    "daily",
    "editor",
    "editorial",
    "interview",
    "journalist",
    "magazine",
    "newspaper",
    "online",
    "paper",
    "photographer",
    "poll",
    "report",
    "reporter",
    "story",
    "website",
    "weekly",
];

impl Scan {
    /// Leaves out the names that only look like those of states, towns and outlets.
    pub(crate) fn leave_lookalikes_out(&mut self, gazetteer: &Gazetteer, text: &Text, parse: &Parse) {
        self.replace(|n| {
            if is_surname(gazetteer, text, parse, n) || is_labour(text, parse, n) {
                return Some(None);
            }
            let land = is_land(gazetteer, n);
            if land && is_of_water(text, parse, n) || is_county(gazetteer, text, parse, n) {
                return Some(None);
            }
            adjective_of_outlet(gazetteer, text, parse, n)
        });
    }
}

/// "Zaman, who commands them", after "Haji Mohammad Zaman": somebody's last name, and no newspaper.
fn is_surname(gazetteer: &Gazetteer, text: &Text, parse: &Parse, n: &Name) -> bool {
    let word = |t: usize| parse.span(TokenId::new(t)).of(text.as_str());
    let entry = gazetteer.entry(n.entry);
    let firm = matches!(entry.sectors.first(), Some(Sector::Jrn | Sector::Bus));
    let alone = n.end == n.start + 1 && entry.what == What::Organization && firm;
    // An acronym is nobody's.
    if !alone || word(n.start).chars().filter(|c| c.is_uppercase()).count() > 1 {
        return false;
    }
    let ends_name = |t: usize| {
        parse.iob(TokenId::new(t)) == (Iob::I, "PERSON")
            && word(t) == word(n.start)
            && (t + 1 == parse.len() || parse.iob(TokenId::new(t + 1)) != (Iob::I, "PERSON"))
    };
    // "Noticias Caracol" is a person to recognisers too: only a post before the name tells.
    let has_post = |t: usize| {
        let first = (0..t).rev().find(|&k| parse.iob(TokenId::new(k)).0 != Iob::I).unwrap_or(0);
        first > 0 && (first - 1..=first).any(|k| gazetteer.noun_at(parse, k).is_some())
    };
    // A bound for endless texts.
    (n.start.saturating_sub(3000)..=n.start).any(|t| ends_name(t) && has_post(t))
}

/// "Labor unions", "Labor Secretary Ann Lee": no party of that name.
fn is_labour(text: &Text, parse: &Parse, n: &Name) -> bool {
    let id = TokenId::new(n.start);
    let owner = parse.head(id);
    let after = parse.span(TokenId::new((n.end).min(parse.len() - 1))).of(text.as_str());
    let party = matches!(
        parse.lemma(owner),
        "government" | "leader" | "senator" | "mp" | "spokesman" | "spokeswoman" | "frontbencher" | "backbencher"
    );
    n.end == n.start + 1
        && parse.span(id).of(text.as_str()) == "Labor"
        && (matches!(parse.dep(id), "compound" | "amod" | "nmod") && !party && owner.index() >= n.end
            || matches!(after, "Day" | "Department" | "Secretary" | "Ministry" | "Minister" | "Relations")
            || n.start > 0 && matches!(parse.norm(TokenId::new(n.start - 1)), "of" | "organized" | "organised" | "and"))
}

fn is_land(gazetteer: &Gazetteer, n: &Name) -> bool {
    matches!(
        gazetteer.entry(n.entry).what,
        What::Country | What::Demonym | What::Citizens | What::Capital | What::Place
    )
}

fn norm(parse: &Parse, t: usize) -> &str {
    if t < parse.len() { parse.norm(TokenId::new(t)) } else { "" }
}

fn is_capital(text: &Text, parse: &Parse, t: usize) -> bool {
    t < parse.len() && parse.span(TokenId::new(t)).of(text.as_str()).starts_with(char::is_uppercase)
}

/// "The South China Sea", "the Gulf of Oman", "the Taiwan Strait": a water that a state has given its name.
fn is_of_water(text: &Text, parse: &Parse, n: &Name) -> bool {
    let behind = match norm(parse, n.end) {
        "ocean" | "sea" | "gulf" => true,
        "strait" | "straits" => is_capital(text, parse, n.end),
        // "Israeli Channel 12" is a broadcaster.
        "channel" => matches!(norm(parse, n.start), "mozambique" | "english"),
        _ => false,
    };
    let of = n.start >= 2 && norm(parse, n.start - 1) == "of";
    let before = of
        && matches!(norm(parse, n.start - 2), "sea" | "gulf" | "bay" | "strait" | "straits" | "bight")
        && is_capital(text, parse, n.start - 2);
    behind || before
}

/// "Dane County", "Essex County": counties of America are named for other states and their towns.
fn is_county(gazetteer: &Gazetteer, text: &Text, parse: &Parse, n: &Name) -> bool {
    let entry = gazetteer.entry(n.entry);
    let foreign = match entry.what {
        What::Country | What::Demonym => true,
        What::Place => entry.country.is_some_and(|c| c.code() == "GBR"),
        _ => false,
    };
    // "Essex County Cricket Club" is at home.
    let body = entry.what == What::Place && is_capital(text, parse, n.end + 1);
    foreign && !body && norm(parse, n.end) == "county" && is_capital(text, parse, n.end)
}

/// "The Australian authorities", "the East African states": an adjective of a noun behind it, and no newspaper. Gives the
/// name of the state that the adjective is of, if it is of one.
fn adjective_of_outlet(gazetteer: &Gazetteer, text: &Text, parse: &Parse, n: &Name) -> Option<Option<Name>> {
    let entry = gazetteer.entry(n.entry);
    let is_outlet = entry.what == What::Organization && entry.sectors.first() == Some(&Sector::Jrn);
    let last = TokenId::new(n.end - 1);
    let owner = parse.head(last);
    let modifies = matches!(parse.dep(last), "amod" | "compound" | "nmod") && owner.index() >= n.end;
    if !is_outlet || !modifies || OF_OUTLETS.contains(&parse.lemma(owner).to_lowercase().as_str()) {
        return None;
    }
    let word = parse.span(last).of(text.as_str());
    let demonym = gazetteer.find(word).iter().copied().find(|&e| gazetteer.entry(e).what == What::Demonym);
    let regional =
        matches!(word, "African" | "Asian" | "European" | "Arab" | "American" | "Balkan" | "Baltic" | "Nordic");
    if demonym.is_none() && !regional {
        return None;
    }
    let whole = parse.span(TokenId::new(n.start)).cover(parse.span(last)).of(text.as_str());
    // "The East African": of no one state.
    let alone = n.end - n.start == 1 || n.end - n.start == 2 && whole.starts_with("The ");
    Some(demonym.filter(|_| alone).map(|entry| Name { start: n.end - 1, end: n.end, entry }))
}
