//! What an article is compared by: names, places, the shape of its events, the words of its opening.

use std::collections::BTreeMap;

use crate::db::{Transaction, params};
use chancery_engine::gazetteer::folded;
use chancery_engine::wire::{DateSource, Entity, EntityKind, Form, Ledger, SegmentKind};

use super::minhash;
use crate::error::Error;
use crate::ids;

/// One spelling for the ways a name is written, without case.
pub(crate) fn fold(name: &str) -> String {
    let folded = folded(name).to_lowercase();
    folded.strip_prefix("the ").unwrap_or(&folded).to_owned()
}

fn is_named(entity: &Entity) -> bool {
    entity.mentions.iter().any(|m| m.form == Form::Name)
}

/// Entities of different articles can be one only within a block: persons of one family name, others of one name.
pub(crate) fn block(entity: &Entity) -> Option<String> {
    if !is_named(entity) {
        return None;
    }
    let name = fold(&entity.name);
    match entity.kind {
        EntityKind::Person => name.rsplit(' ').next().filter(|last| !last.is_empty()).map(|last| format!("p|{last}")),
        EntityKind::Place => Some(format!("l|{name}")),
        EntityKind::Organization | EntityKind::Group => Some(format!("o|{name}")),
        EntityKind::Unnamed => None,
    }
}

/// The agency that a dateline or byline names in brackets or after a slash: "GENEVA (Agency) —", "By A. Writer/Agency".
pub(crate) fn credit(ledger: &Ledger) -> Option<String> {
    let chars: Vec<char> = ledger.article.text.chars().collect();
    ledger.segments.iter().filter(|s| matches!(s.kind, SegmentKind::Dateline | SegmentKind::Byline)).find_map(|s| {
        let text: String = chars.get(s.start as usize..(s.end as usize).min(chars.len()))?.iter().collect();
        let bracketed = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inner, _)| inner);
        let slashed = || text.rsplit_once('/').map(|(_, rest)| rest).filter(|_| s.kind == SegmentKind::Byline);
        let name = fold(bracketed.or_else(slashed)?.trim_matches(|c: char| !c.is_alphanumeric()));
        // A date or a place in brackets is no agency.
        (!name.is_empty() && !name.contains(|c: char| c.is_ascii_digit())).then_some(name)
    })
}

/// Which way of comparing the stored features are of; another one has them made anew.
pub(crate) const SCHEME: &str = "4";

/// Features that weigh as much as this are names, of which two articles on one matter share at least one.
pub(crate) const SPECIFIC: i64 = 15;

/// The weight of the days on which things happened, and of nothing else.
pub(crate) const DAY: i64 = 13;

/// How much a feature that two articles share says about their being on one matter, in tenths.
mod weight {
    pub(super) const NAME: i64 = 20;
    pub(super) const ORGANIZATION: i64 = super::SPECIFIC;
    pub(super) const PLACE: i64 = super::SPECIFIC;
    pub(super) const GROUP: i64 = 12;
    pub(super) const COUNTRY: i64 = 10;
    pub(super) const PARTY: i64 = 12;
    pub(super) const DAY: i64 = super::DAY;
    pub(super) const HEADLINE: i64 = 12;
    pub(super) const OPENING: i64 = 8;
}

/// How many characters after the headline are the opening: what happened stands there, background comes later.
const OPENING: usize = 700;

/// The weighted features of an article, by a number that stands for each.
fn of(ledger: &Ledger) -> BTreeMap<i64, i64> {
    let mut all = BTreeMap::new();
    let mut add = |kind: &str, what: &str, weight: i64| {
        let feature = all.entry(ids::number(&[kind, what]) as i64).or_insert(0i64);
        *feature = (*feature).max(weight);
    };
    let publisher = ledger.article.publisher.as_deref().map(fold);
    let signs = |entity: &Entity| {
        let is_in = |start: u32| {
            let wire = |kind| matches!(kind, SegmentKind::Dateline | SegmentKind::Byline);
            ledger.segments.iter().any(|s| wire(s.kind) && s.start <= start && start < s.end)
        };
        (entity.mentions.iter().any(|m| is_in(m.start)), entity.mentions.iter().all(|m| is_in(m.start)))
    };
    for entity in &ledger.entities {
        let name = fold(&entity.name);
        let (is_signed, is_only_signed) = signs(entity);
        // Who reports, and from where, says nothing about the matter.
        if publisher.as_ref() == Some(&name) || (is_signed && entity.kind != EntityKind::Place) {
            continue;
        }
        if let Some(country) = entity.country.as_ref().filter(|_| !is_only_signed) {
            add("country", country, weight::COUNTRY);
        }
        if !is_named(entity) {
            continue;
        }
        match entity.kind {
            // A name that no list knows is taken for a person here and for a place there; its last word stays.
            EntityKind::Person => add("name", name.rsplit(' ').next().unwrap_or(&name), weight::NAME),
            EntityKind::Place | EntityKind::Organization if entity.country.is_none() => {
                add("name", name.rsplit(' ').next().unwrap_or(&name), weight::NAME);
            }
            EntityKind::Organization => add("name", &name, weight::ORGANIZATION),
            EntityKind::Group => add("name", &name, weight::GROUP),
            // A place that stands for its country says no more than the country.
            EntityKind::Place | EntityKind::Unnamed => {}
        }
    }
    for place in &ledger.places {
        if place.precision.is_some_and(|p| p >= 2) {
            add("place", &fold(&place.name), weight::PLACE);
        }
    }
    for event in &ledger.events {
        for (side, parties) in [("actor", &event.actors), ("recipient", &event.recipients)] {
            for party in parties {
                let code = party.country.as_deref().or(party.sectors.first().map(String::as_str)).unwrap_or_default();
                add(side, &format!("{} {code}", event.event_type), weight::PARTY);
            }
        }
        let date = &event.date;
        if let (Some(from), Some(to)) = (&date.from, &date.to)
            && from == to
            && !event.historical
            && date.source != DateSource::Publication
        {
            add("day", from, weight::DAY);
        }
    }
    let chars: Vec<char> = ledger.article.text.chars().collect();
    let words = |start: u32, end: u32| -> String {
        chars.get(start as usize..(end as usize).min(chars.len())).map(|c| c.iter().collect()).unwrap_or_default()
    };
    let mut left = OPENING;
    for segment in &ledger.segments {
        let is_headline = segment.kind == SegmentKind::Headline;
        if !is_headline && !matches!(segment.kind, SegmentKind::Standfirst | SegmentKind::Paragraph) {
            continue;
        }
        let length = if is_headline { segment.end.saturating_sub(segment.start) as usize } else { left };
        let text = words(segment.start, segment.end.min(segment.start + length as u32));
        let weight = if is_headline { weight::HEADLINE } else { weight::OPENING };
        for stem in stems(&text) {
            add("word", &stem, weight);
        }
        if !is_headline {
            left = left.saturating_sub((segment.end - segment.start) as usize);
        }
    }
    all
}

/// Words of four letters and more that are not in every report, cut to six letters, so that "struck" and "strike"
/// stay apart but "soldier" and "soldiers" meet.
fn stems(text: &str) -> Vec<String> {
    const EVERYWHERE: &[&str] = &[
        "about", "accord", "added", "after", "again", "agains", "almost", "along", "alread", "also", "althou", "among",
        "announ", "anothe", "around", "away", "back", "becaus", "been", "before", "behind", "betwee", "both", "came",
        "come", "could", "days", "does", "during", "each", "earlie", "eight", "even", "ever", "every", "first", "five",
        "four", "friday", "from", "govern", "have", "having", "here", "hours", "into", "july", "june", "just", "last",
        "later", "least", "less", "like", "likely", "long", "made", "make", "many", "minist", "monday", "months",
        "more", "most", "much", "must", "nation", "near", "next", "nine", "none", "office", "offici", "once", "only",
        "other", "others", "over", "part", "people", "presid", "previo", "report", "said", "same", "saturd", "says",
        "second", "seven", "severa", "should", "since", "some", "speaki", "spokes", "statem", "still", "such",
        "sunday", "than", "that", "their", "them", "then", "there", "these", "they", "third", "this", "those",
        "though", "thousa", "three", "thursd", "time", "today", "told", "took", "toward", "tuesda", "under", "until",
        "upon", "very", "want", "wednes", "week", "weeks", "well", "went", "were", "what", "when", "where", "which",
        "while", "whom", "whose", "will", "with", "within", "withou", "would", "year", "years", "yester", "your",
    ];
    let text = fold(text);
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| w.chars().count() >= 4);
    words
        .map(|w| w.chars().take(6).collect::<String>())
        .filter(|w| EVERYWHERE.binary_search(&w.as_str()).is_err())
        .collect()
}

/// Bytes of a feature and its weight, as they are stored.
const STORED: usize = 9;

/// What a stored value says: features, in the order of their numbers, with their weights.
pub(crate) fn stored(weights: &[u8]) -> impl Iterator<Item = (i64, i64)> + '_ {
    weights.chunks_exact(STORED).map(|pair| {
        let mut number = [0; STORED - 1];
        number.copy_from_slice(&pair[..STORED - 1]);
        (i64::from_le_bytes(number), i64::from(pair[STORED - 1]))
    })
}

/// Writes what an article is compared by.
pub(crate) fn store(tx: &Transaction<'_>, version: i64, ledger: &Ledger) -> Result<(), Error> {
    let day = ledger.article.published.as_deref().and_then(super::happening::day).unwrap_or(0);
    let mut band =
        tx.prepare_cached("INSERT INTO near_bands (band, day, version) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
    for b in minhash::bands(&minhash::runs(&ledger.article.text)) {
        band.execute(params![b, day, version])?;
    }
    let mut weights = Vec::new();
    for (number, weight) in of(ledger) {
        weights.extend_from_slice(&number.to_le_bytes());
        weights.push(u8::try_from(weight).unwrap_or(u8::MAX));
    }
    tx.prepare_cached("INSERT INTO traits (version, day, weights) VALUES (?1, ?2, ?3)")?
        .execute(params![version, day, weights])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::stems;

    #[test]
    fn stems_of_what_a_report_is_about() {
        let got = stems("Soldiers were wounded, the minister said on Thursday; a soldier's family");
        assert_eq!(got, ["soldie", "wounde", "soldie", "family"]);
    }
}
