//! "Forces loyal to the rebel leader", "gunmen allied with the party": of the state and the side of whoever they serve.

use chancery_doc::{Parse, Sector, TokenId};
use chancery_gazetteer::Gazetteer;

use crate::phrase::{Phrase, Unit};

/// The phrase of whom others are told to be loyal to.
pub(crate) fn serves_whom(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<usize> {
    let p = &phrases[i];
    let armed = matches!(p.sectors.first(), Some(Sector::Mil | Sector::Uaf | Sector::Prm | Sector::Reb));
    if let Some(j) = men_of(gazetteer, parse, phrases, i) {
        return Some(j);
    }
    if !armed || !p.plural || p.lends || !matches!(p.unit, Unit::Noun(_)) {
        return None;
    }
    let loyal = |t: TokenId| matches!(parse.lemma(t), "loyal" | "ally" | "allied" | "faithful" | "aligned" | "align");
    let mut words = parse.children(TokenId::new(p.head)).iter().copied().filter(|&c| c.index() > p.head && loyal(c));
    let to = words.find_map(|w| parse.children_by(w, "prep").find(|&p| matches!(parse.norm(p), "to" | "with")))?;
    let whom = parse.children_by(to, "pobj").next()?;
    phrases.binary_search_by_key(&whom.index(), |q| q.head).ok()
}

/// "The rebel leader's men", "the warlord's followers", "Kony loyalists": armed as whom they follow.
fn men_of(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<usize> {
    let p = &phrases[i];
    let Unit::Noun(n) = p.unit else { return None };
    let follow =
        matches!(&*gazetteer.noun(n).form, "man" | "follower" | "loyalist" | "henchman" | "lieutenant" | "bodyguard");
    if !follow || !p.plural || p.lends || !p.name.is_empty() {
        return None;
    }
    let head = TokenId::new(p.head);
    let whose = parse.children(head).iter().flat_map(|&c| match parse.dep(c) {
        "poss" | "compound" | "nmod" => vec![c],
        "prep" if parse.norm(c) == "of" => parse.children_by(c, "pobj").collect(),
        _ => Vec::new(),
    });
    let mut whose = whose.filter_map(|t| phrases.binary_search_by_key(&t.index(), |q| q.head).ok());
    whose.find(|&j| {
        let q = &phrases[j];
        j != i && !q.plural && !q.lends && matches!(q.sectors.first(), Some(Sector::Reb | Sector::Prm | Sector::Uaf))
    })
}

/// The sector of those who serve somebody: rebels serve rebels, and soldiers whoever governs.
pub(crate) fn side(served: &Phrase) -> Option<Sector> {
    match served.sectors.first()? {
        Sector::Reb | Sector::Opp | Sector::Pty => Some(Sector::Reb),
        Sector::Prm => Some(Sector::Prm),
        Sector::Uaf => Some(Sector::Uaf),
        _ => None,
    }
}
