//! Ranks that several services share, told apart by the company they keep in the article.
//!
//! "Officers" are soldiers in a report of an army and police in one of a city; a "deputy" sits in parliament unless a
//! sheriff is about; a "chief executive" runs a firm, and in Hong Kong the government. The lists can give such a word
//! one sector only, so that the article decides after all its phrases are read.
//!
//! What is deliberately absent: words that tell their service themselves ("army officer", "police officer").

use chancery_doc::{Parse, Sector, TokenId};
use chancery_gazetteer::Gazetteer;

use crate::phrase::{Phrase, Unit};

/// Gives shared ranks the sector that the article speaks of.
pub(crate) fn settle(gazetteer: &Gazetteer, parse: &Parse, phrases: &mut [Phrase]) {
    let form = |p: &Phrase| match (p.titles.last(), p.unit) {
        (Some(title), _) => Some(&*gazetteer.noun(title.noun).form),
        (None, Unit::Noun(noun)) => Some(&*gazetteer.noun(noun).form),
        _ => None,
    };
    let shared = |p: &Phrase| matches!(form(p), Some("officer" | "sniper" | "deputy" | "sailor"));
    let count = |sector: Sector| {
        phrases.iter().filter(|p| !p.lends && !shared(p) && p.sectors.first() == Some(&sector)).count()
    };
    let said = |words: &[&str]| (0..parse.len()).filter(|&t| words.contains(&parse.norm(TokenId::new(t)))).count();
    let police = count(Sector::Cop) + said(&["police", "sheriff", "patrol", "detective", "detectives"]);
    let soldiers = count(Sector::Mil) + said(&["army", "military", "troops", "soldiers", "navy", "marines"]);
    let traders =
        said(&["tanker", "freighter", "trawler", "merchant", "cargo", "crew", "shipowner", "hijacked", "bulker"]);
    let navy = said(&["navy", "naval", "warship", "warships", "frigate", "destroyer", "submarine", "fleet"]);
    let has_sheriff = said(&["sheriff"]) > 0;
    let settled: Vec<(usize, Sector)> = phrases
        .iter()
        .enumerate()
        .filter_map(|(i, p)| {
            let sector = match (form(p)?, p.sectors.as_slice()) {
                ("officer", [Sector::Mil]) if police > soldiers => Sector::Cop,
                // Those of merchant ships serve no state.
                ("sailor", [Sector::Mil]) if traders > navy => Sector::Cvl,
                ("sniper", [Sector::Mil]) if soldiers == 0 => Sector::Uaf,
                ("deputy", [Sector::Leg]) if has_sheriff => Sector::Cop,
                ("chief executive", [Sector::Bus]) if p.country.is_some_and(|c| c.code() == "HKG") => Sector::Gov,
                _ => return None,
            };
            Some((i, sector))
        })
        .collect();
    for (i, sector) in settled {
        phrases[i].sectors = vec![sector];
    }
}
