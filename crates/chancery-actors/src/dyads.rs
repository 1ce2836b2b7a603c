//! The two states that a report is about: those it tells most, and before them two that are known to be set against each
//! other.

use chancery_doc::{Country, TokenId};

use crate::join::Joiner;
use crate::neighbours::are_neighbours;

/// Among so many states that a report tells most, the two that are rivals are its subject.
const FIRST: usize = 4;

/// So often a report tells each of the two states that it is about.
const OFTEN: u32 = 4;

/// A side of what the report is about is told at least every so many times that the state told most is.
const LEAST: u32 = 4;

/// States that have long been set against each other, and those with a claim on the other's land: the enduring rivalries
/// of Thompson and Dreyer's handbook (2011) that outlived 1990, with the disputes that have come up since.
const RIVALS: &[(&str, &str)] = &[
    ("AFG", "PAK"),
    ("ARM", "AZE"),
    ("ARM", "TUR"),
    ("BDI", "RWA"),
    ("BHR", "IRN"),
    ("BLZ", "GTM"),
    ("BOL", "CHL"),
    ("CHL", "PER"),
    ("CHN", "IND"),
    ("CHN", "JPN"),
    ("CHN", "PHL"),
    ("CHN", "TWN"),
    ("CHN", "VNM"),
    ("CMR", "NGA"),
    ("COD", "RWA"),
    ("COD", "UGA"),
    ("COL", "ECU"),
    ("COL", "NIC"),
    ("COL", "VEN"),
    ("CUB", "USA"),
    ("CYP", "TUR"),
    ("DJI", "ERI"),
    ("DOM", "HTI"),
    ("DZA", "MAR"),
    ("ECU", "PER"),
    ("EGY", "ETH"),
    ("ERI", "ETH"),
    ("ERI", "SDN"),
    ("ERI", "YEM"),
    ("ESH", "MAR"),
    ("ETH", "SOM"),
    ("GAB", "GNQ"),
    ("GBR", "ARG"),
    ("GEO", "RUS"),
    ("GRC", "MKD"),
    ("GRC", "TUR"),
    ("GUY", "VEN"),
    ("HRV", "SRB"),
    ("IND", "PAK"),
    ("IRN", "IRQ"),
    ("IRN", "ISR"),
    ("IRN", "SAU"),
    ("IRN", "USA"),
    ("IRQ", "KWT"),
    ("ISR", "LBN"),
    ("ISR", "PSE"),
    ("ISR", "SYR"),
    ("JPN", "KOR"),
    ("KEN", "SOM"),
    ("KGZ", "TJK"),
    ("KHM", "THA"),
    ("KHM", "VNM"),
    ("KOR", "PRK"),
    ("LBN", "SYR"),
    ("MDA", "RUS"),
    ("PRK", "USA"),
    ("QAT", "SAU"),
    ("RUS", "UKR"),
    ("RUS", "USA"),
    ("RWA", "UGA"),
    ("SAU", "YEM"),
    ("SDN", "SSD"),
    ("SDN", "TCD"),
    ("SRB", "KOS"),
    ("SYR", "TUR"),
    ("UZB", "TJK"),
    ("VEN", "USA"),
];

/// Counts that an article tells a country once more.
pub(crate) fn count_told(tally: &mut Vec<(Country, u32)>, country: Country) {
    add_told(tally, (country, 1));
}

/// Counts that an article tells a country so many times more.
pub(crate) fn add_told(tally: &mut Vec<(Country, u32)>, (country, times): (Country, u32)) {
    match tally.iter_mut().find(|x| x.0 == country) {
        Some(x) => x.1 += times,
        None => tally.push((country, times)),
    }
}

/// Whether two states are known to be set against each other.
pub(crate) fn are_rivals(a: Country, b: Country) -> bool {
    let (a, b) = (a.code(), b.code());
    RIVALS.iter().any(|&(x, y)| x == a && y == b || x == b && y == a)
}

/// Nouns for who is of another state than the one whose he is: "its neighbour", "his counterpart", "its ally".
pub(crate) fn is_of_another(noun: &str) -> bool {
    matches!(
        noun,
        "counterpart"
            | "opposite number"
            | "neighbor"
            | "neighbour"
            | "rival"
            | "foe"
            | "enemy"
            | "adversary"
            | "ally"
            | "partner"
    )
}

impl Joiner<'_> {
    /// The two states that the article is about so far, but for some: rivals among those it has told most, else the two
    /// that it has told most.
    pub(crate) fn dyad(&self, but: &[Country]) -> Option<(Country, Country)> {
        let told = self.most_told(but);
        self.rivals_told(but).or(match told.as_slice() {
            [a, b, ..] if b.1 > 1 => Some((a.0, b.0)),
            _ => None,
        })
    }

    /// The other of the two that the article is about, else the state set against it that was told last.
    pub(crate) fn opposite(&self, own: Country) -> Option<Country> {
        let of_two = self.dyad(&[]).and_then(|(a, b)| if a == own { Some(b) } else { (b == own).then_some(a) });
        of_two.or_else(|| {
            let states = self.recent.iter().rev().filter_map(|r| self.drafts[self.root(r.draft)].entity.country);
            states.into_iter().find(|&c| are_rivals(c, own))
        })
    }

    /// The only state beside one's own that the article has told so far: "Honduras sent doctors to its neighbour".
    pub(crate) fn only_other(&self, own: Country) -> Option<Country> {
        match self.most_told(&[own]).as_slice() {
            [other] if !other.0.is_international() => Some(other.0),
            _ => None,
        }
    }

    /// The state told last that is not set against one: "reaffirmed its commitment to defending its ally".
    pub(crate) fn friend(&self, own: Country) -> Option<Country> {
        let states = self.recent.iter().rev().map(|r| &self.drafts[self.root(r.draft)].entity);
        states.filter_map(|e| e.country).find(|&c| c != own && !c.is_international() && !are_rivals(c, own))
    }

    /// The other of the two that the article is about, else the state told last, of those at one's border.
    pub(crate) fn neighbour(&self, own: Country) -> Option<Country> {
        let states = self.recent.iter().rev().filter_map(|r| self.drafts[self.root(r.draft)].entity.country);
        self.opposite(own).into_iter().chain(states).find(|&c| c != own && are_neighbours(own, c))
    }

    /// The rivals among the states that the article has told most, each more than once, but for some.
    pub(crate) fn rivals_told(&self, but: &[Country]) -> Option<(Country, Country)> {
        let told = self.most_told(but);
        let most = told.first()?.1;
        let first = &told[..told.len().min(FIRST)];
        let pairs = (1..first.len()).flat_map(|j| (0..j).map(move |i| (i, j)));
        let rivals = pairs
            .map(|(i, j)| (first[i], first[j]))
            .filter(|(a, b)| b.1 > 1 && LEAST * b.1 >= most && are_rivals(a.0, b.0));
        let most = rivals.reduce(|x, y| if y.0.1 + y.1.1 > x.0.1 + x.1.1 { y } else { x })?;
        Some((most.0.0, most.1.0))
    }

    /// The two states that the article is about, where it tells each time and again and no other half as often.
    pub(crate) fn foremost_two(&self, but: &[Country]) -> Option<(Country, Country)> {
        let told = self.most_told(but);
        let [a, b, rest @ ..] = told.as_slice() else { return None };
        let alone = rest.first().is_none_or(|c| 2 * c.1 <= b.1);
        (b.1 >= OFTEN && alone).then_some((a.0, b.0))
    }

    /// States with how often the article has told them so far, most first, but for some.
    fn most_told(&self, but: &[Country]) -> Vec<(Country, u32)> {
        let mut told: Vec<(Country, u32)> =
            self.tally.iter().filter(|x| !x.0.is_international() && !but.contains(&x.0)).copied().collect();
        // A stable sort keeps the order of first telling among equals.
        told.sort_by_key(|x| std::cmp::Reverse(x.1));
        told
    }

    /// Whom a verb's clause says acts, also where the verb shares its subject with one before it, or tells of "who".
    pub(crate) fn acting_on(&self, verb: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let mut at = verb;
        for _ in 0..4 {
            let subject = parse.children_by(at, "nsubj").next();
            match subject.map(|s| parse.norm(s)) {
                Some("who" | "which" | "that") => return Some(parse.head(at)).filter(|&noun| noun < at),
                Some(_) => return subject,
                None if parse.dep(at) == "conj" => at = parse.head(at),
                None => return None,
            }
        }
        None
    }

    /// The country of whoever a word stands for, by what is told of him so far.
    pub(crate) fn country_at(&self, token: TokenId) -> Option<Country> {
        let mention = self.mentions.iter().rev().take(24).find(|m| m.head == token)?;
        mention.country.or(self.drafts[self.root(mention.entity.index())].entity.country)
    }
}
