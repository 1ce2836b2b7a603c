//! Who is sent or serves for many states: peacekeepers, multinational forces, charities.

use chancery_doc::{Country, Parse, Sector, TokenId};
use chancery_gazetteer::{Class, Gazetteer};

use crate::phrase::{Phrase, Unit};

/// "The multinational force": of no one state by its noun.
fn is_multinational(form: &str) -> bool {
    form.starts_with("multinational ") || form.starts_with("international ")
}

/// "The force", where the force told last is one of many states.
pub(crate) fn of_force_of_many(gazetteer: &Gazetteer, phrases: &[Phrase], i: usize) -> bool {
    let form = |p: &Phrase| match p.unit {
        Unit::Noun(n) => &*gazetteer.noun(n).form,
        _ => "",
    };
    let p = &phrases[i];
    let bare = p.definite && p.name.is_empty() && p.owner.is_none() && p.country.is_none() && p.end - p.start == 2;
    let last = |f: &str| f.rsplit(' ').next() == Some("force");
    if !bare || form(p) != "force" {
        return false;
    }
    let before = phrases[..i].iter().rev().take(60).find(|q| !q.lends && last(form(q)));
    before.is_some_and(|q| q.of_many || is_multinational(form(q)) && !q.told)
}

/// "Administration officials", in a report that tells of America: its own, whoever else the sentence tells of.
pub(crate) fn of_administration(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let norm = |t: usize| parse.norm(TokenId::new(t));
    let serves = (p.start..p.head).any(|t| norm(t) == "administration")
        && matches!(norm(p.head), "official" | "officials" | "aide" | "aides" | "source" | "sources");
    let usa = "USA".parse().ok();
    let told = || phrases.iter().take(500).any(|q| q.country == usa && (q.told || matches!(q.unit, Unit::Listed(_))));
    usa.filter(|_| serves && p.start == p.head - 1 && told())
}

/// "The council", where the United Nations alone were told and no other council.
pub(crate) fn of_the_council(gazetteer: &Gazetteer, phrases: &[Phrase], i: usize) -> Option<Country> {
    let council = |q: &Phrase| matches!(q.unit, Unit::Noun(n) if gazetteer.noun(n).form.ends_with("council"));
    let p = &phrases[i];
    if !council(p) || !p.definite || p.end - p.start > 2 || !p.name.is_empty() {
        return None;
    }
    let mut near = phrases[..i].iter().rev().take(25);
    let other = near.clone().any(|q| council(q) && q.country.is_none_or(|c| c.code() != "UNO"));
    near.find_map(|q| q.country.filter(|c| c.code() == "UNO")).filter(|_| !other)
}

/// Charities and rights groups of no country that the text names work in many; peacekeepers are sent by many.
pub(crate) fn international(gazetteer: &Gazetteer, p: &Phrase) -> Option<Country> {
    let Unit::Noun(n) = p.unit else { return None };
    let noun = gazetteer.noun(n);
    // "International inspectors": sent by a body of states, whichever it is.
    let is_sent = (p.of_many || is_multinational(&noun.form))
        && matches!(p.sectors.first(), Some(Sector::Cop | Sector::Mil | Sector::Gov | Sector::Jud));
    if (noun.form.starts_with("peacekeep") || is_sent) && p.name.is_empty() && !p.lends {
        return "IGO".parse().ok();
    }
    let of_many = noun.class == Class::Body
        && noun.abroad
        && p.name.is_empty()
        && !p.lends
        && matches!(p.sectors.first(), Some(Sector::Soc | Sector::Med));
    if of_many { "NGO".parse().ok() } else { None }
}
