//! Which parts of a person's name stand for the whole: the family name, wherever a language puts it.
//!
//! English news calls people by the last word of their name. Chinese, Korean, Vietnamese and Hungarian names have the
//! family name first, and Koreans and Vietnamese put theirs before two given names; Spanish and Portuguese names end
//! with the mother's family name, and people go by the father's before it; in Ethiopia, Thailand and elsewhere people
//! go by their given name. So a single word may be any part of a fuller name, if the text has one person with it.

use chancery_doc::Country;

use crate::join::Joiner;
use crate::modifiers::is_honorific;
use crate::phrase::{Guess, Phrase, Unit};

/// Words that join the parts of a name, or stand before one and may be left out ("al-Sisi", "Sisi").
const PARTICLES: [&str; 20] = [
    "al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul", "bin", "ibn", "bint", "de", "da", "dos", "del", "di",
    "van", "von",
];

/// States where the family name stands first.
const FAMILY_FIRST: [&str; 10] = ["CHN", "TWN", "HKG", "PRK", "KOR", "VNM", "JPN", "HUN", "SGP", "KHM"];

/// States where people go by the name given to them, which stands first.
const GIVEN_FIRST: [&str; 6] = ["ETH", "ERI", "THA", "MMR", "ISL", "LKA"];

/// Countries where two family names are borne, and the first of them is used.
const TWO_FAMILIES: [&str; 21] = [
    "ESP", "MEX", "GTM", "HND", "SLV", "NIC", "CRI", "PAN", "CUB", "DOM", "COL", "VEN", "ECU", "PER", "BOL", "CHL",
    "PRY", "ARG", "URY", "GNQ", "PHL",
];

/// The words of a folded name that tell people apart.
fn telling(name: &str) -> impl Iterator<Item = &str> {
    name.split(' ').filter(|w| !PARTICLES.contains(&w.to_ascii_lowercase().as_str()))
}

/// The word that a person is called by, as most are: the last.
pub(crate) fn last(name: &str) -> &str {
    telling(name).last().or_else(|| name.rsplit(' ').next()).unwrap_or_default()
}

/// Whether one name is part of the other ("Abbas", "Mahmoud Abbas"; not "Ali Abbas", "Mahmoud Abbas").
pub(crate) fn agree(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    let has = |w: &str| telling(long).any(|l| l == w || (w.len() == 1 && l.starts_with(w)));
    telling(short).next().is_some() && telling(short).all(has)
}

impl Joiner<'_> {
    /// Remembers the parts of a person's name that stand before its last.
    pub(crate) fn remember_parts(&mut self, key: &str, draft: usize) {
        let words: Vec<&str> = telling(key).collect();
        for word in words.iter().rev().skip(1).filter(|w| w.len() > 1) {
            let of_two = self.by_part.get(*word).is_some_and(|d| d.is_none_or(|d| self.root(d) != self.root(draft)));
            self.by_part.insert((*word).to_owned(), (!of_two).then_some(draft));
        }
    }

    /// The person who is called by a name of one word.
    pub(crate) fn called(&self, key: &str, p: &Phrase) -> Option<usize> {
        if telling(key).count() != 1 {
            // "Didier Fils-Aimé" and "Fils-Aimé": one name in two words.
            let joined = self.words(p.name.start, p.name.end.max(p.name.start + 1)).contains('-');
            let known = self.by_last.get(last(key)).filter(|_| joined).map(|&d| self.root(d));
            return known.filter(|&d| agree(&chancery_gazetteer::folded(&self.drafts[d].entity.name), key));
        }
        self.by_last.get(last(key)).map(|&d| self.root(d)).or_else(|| self.by_part(key, p))
    }

    /// The person whose name has a single word as a part that people go by.
    fn by_part(&self, key: &str, p: &Phrase) -> Option<usize> {
        let d = self.root((*self.by_part.get(last(key))?)?);
        let draft = &self.drafts[d];
        let full = chancery_gazetteer::folded(&draft.entity.name);
        let words: Vec<&str> = telling(&full).collect();
        let at = words.iter().position(|w| *w == last(key))?;
        let is_of = |countries: &[&str]| draft.entity.country.is_some_and(|c: Country| countries.contains(&c.code()));
        // "Mr Kasit", "Daw Suu": nobody but a person is called so.
        let before = p.name.start.checked_sub(1).map(|t| self.words(t, t + 1));
        let addressed = before.is_some_and(|b| is_honorific(b) || matches!(b, "Daw" | "U" | "Sheikh"));
        let is_person = addressed || matches!(p.unit, Unit::Unlisted(Guess::Person) | Unit::Listed(_));
        let goes_by = at == 0 && (is_person || is_of(&FAMILY_FIRST) || is_of(&GIVEN_FIRST))
            || at + 2 == words.len() && at > 0 && (is_person || is_of(&TWO_FAMILIES));
        goes_by.then_some(d)
    }
}

/// A description without its article.
pub(crate) fn strip_article(words: &str) -> &str {
    ["the ", "The ", "a ", "A ", "an ", "An "].iter().find_map(|a| words.strip_prefix(a)).unwrap_or(words)
}

/// "Zagros" of "Zagros Airlines": what a firm or body goes by that is called after its kind of business.
pub(crate) fn before_kind(name: &str) -> Option<&str> {
    const KINDS: [&str; 34] = [
        "Air",
        "Airlines",
        "Airways",
        "Aviation",
        "Bank",
        "Broadcasting",
        "Capital",
        "Chemicals",
        "Company",
        "Corp",
        "Corporation",
        "Electric",
        "Energy",
        "Enterprises",
        "Foods",
        "Gas",
        "Group",
        "Holding",
        "Holdings",
        "Inc",
        "Industries",
        "International",
        "Limited",
        "Ltd",
        "Media",
        "Mining",
        "Motors",
        "Oil",
        "Petroleum",
        "Shipping",
        "Steel",
        "Technologies",
        "Telecom",
        "Telekom",
    ];
    let own = name.rsplit(['\'', '\u{2019}']).next()?;
    let own = if own.len() < name.len() { own.trim_start_matches(['s', ' ']) } else { own };
    let (rest, kind) = own.trim_end_matches('.').rsplit_once(' ')?;
    (KINDS.contains(&kind) && rest.len() > 2 && rest.starts_with(char::is_uppercase)).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_do_not_part_a_name() {
        assert!(agree("Abdel Fattah al Burhan", "Al Burhan"));
        assert!(agree("Burhan", "Abdel Fattah al Burhan"));
        assert!(!agree("Ali Abbas", "Mahmoud Abbas"));
        assert!(!agree("al", "Abdel Fattah al Burhan"));
        assert_eq!(last("Bashar al Assad"), "Assad");
    }

    #[test]
    fn a_firm_goes_by_what_stands_before_its_business() {
        assert_eq!(before_kind("Zagros Airlines"), Some("Zagros"));
        assert_eq!(before_kind("Iran's Zagros Airlines"), Some("Zagros"));
        assert_eq!(before_kind("Safari Energy Ltd."), Some("Safari Energy"));
        assert_eq!(before_kind("Airlines"), None);
        assert_eq!(before_kind("Kenya Red Cross"), None);
    }
}
