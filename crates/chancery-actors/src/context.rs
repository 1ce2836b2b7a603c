//! What the surroundings tell of a phrase that does not tell it itself: the country of an official nobody placed, and
//! whether two titles are one office.

use std::collections::HashMap;

use chancery_doc::{Country, Sector};
use chancery_gazetteer::{Class, Gazetteer, NounId};

use crate::phrase::{Guess, Phrase, Unit};

/// Officials, forces and institutions that say no country are those of the country last told before them in their
/// sentence, else of the one that opened the sentence before (who opens a sentence acts in it, and goes on acting),
/// else of the first told after them, else of the country the article has told most so far. Those from elsewhere by
/// trade or by adjective ("diplomats", "foreign troops") are of none of these.
pub(crate) fn inherit_countries(gazetteer: &Gazetteer, phrases: &mut [Phrase], sentence_of: &[u32]) {
    let state_like = |p: &Phrase| {
        let of_state = matches!(
            p.sectors.first(),
            Some(
                Sector::Gov
                    | Sector::Mil
                    | Sector::Cop
                    | Sector::Jud
                    | Sector::Leg
                    | Sector::Spy
                    | Sector::Opp
                    | Sector::Eli
                    | Sector::Reb
            )
        );
        let fits = match p.unit {
            Unit::Noun(n) => gazetteer.noun(n).class != Class::Person || p.definite || p.plural,
            Unit::Unlisted(Guess::Person) => !p.titles.is_empty(),
            _ => false,
        };
        of_state && fits && !p.lends && !p.abroad
    };
    let mut first_in: HashMap<u32, Country> = HashMap::new();
    for p in phrases.iter().filter(|p| p.told || matches!(p.unit, Unit::Listed(_))) {
        if let Some(c) = p.country.filter(|c| !c.is_international()) {
            first_in.entry(sentence_of[p.head]).or_insert(c);
        }
    }
    let mut last: Option<(u32, Country)> = None;
    let mut tally: Vec<(Country, u32)> = Vec::new();
    for p in phrases.iter_mut() {
        let sentence = sentence_of[p.head];
        if p.country.is_none() && state_like(p) {
            let most = tally.iter().max_by_key(|x| x.1).map(|x| x.0);
            let here = last.filter(|l| l.0 == sentence).map(|l| l.1);
            let before = sentence.checked_sub(1).and_then(|s| first_in.get(&s).copied());
            p.country = here.or(before).or_else(|| first_in.get(&sentence).copied()).or(most);
        }
        if let Some(c) = p.country.filter(|c| !c.is_international()) {
            last = Some((sentence, c));
            match tally.iter_mut().find(|x| x.0 == c) {
                Some(x) => x.1 += 1,
                None => tally.push((c, 1)),
            }
        }
    }
}

/// Whether two titles may be one office: "premier" and "prime minister", "foreign minister" and "minister".
pub(crate) fn same_office(gazetteer: &Gazetteer, a: NounId, b: NounId) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (&*gazetteer.noun(a).form, &*gazetteer.noun(b).form);
    let diplomat = |s: &str| {
        matches!(
            s,
            "foreign minister"
                | "foreign secretary"
                | "secretary of state"
                | "chief diplomat"
                | "top diplomat"
                | "secretary"
        )
    };
    let ruler = |s: &str| {
        matches!(
            s,
            "president"
                | "leader"
                | "head of state"
                | "prime minister"
                | "premier"
                | "chancellor"
                | "king"
                | "emir"
                | "supreme leader"
                | "dictator"
                | "strongman"
                | "ruler"
                | "monarch"
        )
    };
    let short = |x: &str, y: &str| {
        x.ends_with(y)
            && x.as_bytes()[x.len() - y.len() - 1] == b' '
            && matches!(y, "minister" | "secretary" | "spokesman" | "leader" | "chief" | "governor" | "commander")
    };
    (diplomat(a) && diplomat(b))
        || (ruler(a) && b == "leader")
        || (ruler(b) && a == "leader")
        || (a.len() > b.len() && short(a, b))
        || (b.len() > a.len() && short(b, a))
        || (matches!(a, "prime minister" | "premier") && matches!(b, "prime minister" | "premier"))
        || (matches!(a, "chief" | "head" | "director" | "boss") && matches!(b, "chief" | "head" | "director" | "boss"))
}
