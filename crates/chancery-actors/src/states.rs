//! Words for a state that was told before: "the country", "the landlocked kingdom", "the communist island", "his country".
//!
//! Some words fit any state, some only those of a kind; a kingdom is none of the republics that were told since.

use chancery_doc::{Country, EntityKind, Form, Pos, Sector, TokenId};

use crate::join::{Draft, Joiner};
use crate::pairs::{REACH, is_state};
use crate::phrase::Phrase;

/// States that are an island, or hold most of one, or are many.
const ISLANDS: [&str; 39] = [
    "ATG", "BHR", "BHS", "BRB", "COM", "CPV", "CUB", "CYP", "DMA", "FJI", "FSM", "GRD", "HTI", "IDN", "IRL", "ISL",
    "JAM", "KIR", "KNA", "LCA", "LKA", "MDG", "MDV", "MHL", "MLT", "MUS", "NRU", "PHL", "PLW", "PRI", "SGP", "SLB",
    "STP", "SYC", "TLS", "TTO", "TUV", "TWN", "WSM",
];

/// States under a king or queen, now or within a lifetime.
const KINGDOMS: [&str; 20] = [
    "BEL", "BHR", "BTN", "DNK", "ESP", "GBR", "IRN", "JOR", "KHM", "LBY", "LSO", "MAR", "NLD", "NOR", "NPL", "SAU",
    "SWE", "SWZ", "THA", "TON",
];

/// The states that a word may call, in lists; no list where it may be any; `None` for a word that calls no state.
pub(crate) fn called(norm: &str) -> Option<&'static [&'static [&'static str]]> {
    Some(match norm {
        "country" | "nation" | "republic" | "state" => &[],
        "island" | "islands" | "archipelago" => &[&ISLANDS, &["VUT", "JPN", "TON"]],
        "kingdom" => &[&KINGDOMS],
        "monarchy" => &[&KINGDOMS, &["OMN", "BRN", "KWT", "QAT", "MCO", "LUX", "JPN"]],
        "emirate" | "sheikhdom" => &[&["KWT", "QAT", "ARE", "BHR"]],
        "sultanate" => &[&["OMN", "BRN"]],
        "principality" => &[&["LIE", "MCO", "AND"]],
        "duchy" => &[&["LUX"]],
        "enclave" => &[&["LSO", "SMR", "VAT"]],
        _ => return None,
    })
}

/// What is said of a state by its size, its wealth or where it lies: "the state" alone is an institution, and "the
/// northern state" a part of a federation.
fn is_of_states(norm: &str) -> bool {
    matches!(
        norm,
        "little"
            | "tiny"
            | "small"
            | "poor"
            | "impoverished"
            | "landlocked"
            | "island"
            | "oil"
            | "rich"
            | "gulf"
            | "baltic"
            | "balkan"
            | "african"
            | "caribbean"
            | "pacific"
            | "himalayan"
            | "andean"
            | "arab"
            | "asian"
            | "european"
            | "american"
            | "communist"
            | "pariah"
            | "stalinist"
            | "soviet"
            | "breakaway"
            | "unrecognised"
            | "unrecognized"
    )
}

impl Joiner<'_> {
    /// "The West African nation", where the words before it make a phrase of it.
    pub(crate) fn state_phrase(&mut self, p: &Phrase, sentence: u32) -> Option<usize> {
        if let Some(d) = self.namesakes(p.head, sentence) {
            return Some(d);
        }
        let calls = || called(self.parse.norm(TokenId::new(p.head))).is_some() && self.calls_state(p.head);
        if p.plural || p.told && p.country.is_some() || !p.name.is_empty() || !calls() {
            return None;
        }
        let d = self.state_called(p.head, sentence, None)?;
        self.nominal(d, p.start, p.head, sentence);
        Some(d)
    }

    /// Adds the mention of a word for a state that is no phrase of its own.
    pub(crate) fn state_word(&mut self, t: usize, sentence: u32) {
        let own = matches!(self.parse.norm(TokenId::new(t)), "country" | "nation" | "homeland" | "kingdom");
        if let Some((owner, country, governs)) = own.then(|| self.own_country(t)).flatten() {
            let d = self.country(country);
            // A minister's "my country" is the state that acts.
            let sectors = if governs { vec![Sector::Gov] } else { Vec::new() };
            let span = self.span(owner, t + 1);
            self.mention(d, span, owner, t + 1, t, Form::Nominal, Some(country), sectors, sentence);
            return;
        }
        let id = TokenId::new(t);
        if called(self.parse.norm(id)).is_none() || !self.calls_state(t) {
            return;
        }
        // "Beijing granted the country a loan": it is none of those that deal with it.
        let dealing = Some(id).filter(|&t| self.is_dealt_with(t)).and_then(|t| {
            let verb = self.parse.ancestors(t).take(4).find(|&a| self.parse.pos(a) == Pos::Verb)?;
            self.acting_on(verb).and_then(|s| self.country_at(s))
        });
        if let Some(d) = self.state_called(t, sentence, dealing) {
            self.nominal(d, self.opening(t), t, sentence);
        }
    }

    /// The state told before that a noun calls by what it is, but for one.
    fn state_called(&mut self, t: usize, sentence: u32, but: Option<Country>) -> Option<usize> {
        let norm = self.parse.norm(TokenId::new(t));
        // "The island nation" is none on land.
        let island = || self.parse.children(TokenId::new(t)).iter().any(|&c| self.parse.norm(c) == "island");
        let kinds = called(norm).map(|k| if k.is_empty() && island() { called("island").unwrap_or(k) } else { k })?;
        if kinds.is_empty() {
            let described = || self.parse.children(TokenId::new(t)).iter().any(|&c| is_of_states(self.parse.norm(c)));
            if norm == "state" && !described() {
                return None;
            }
            let beside = self.state_beside(t).map(|c| self.country(c));
            return beside.or_else(|| self.state_spoken_of(sentence, but)).or_else(|| self.state_of_actor(sentence));
        }
        let is = |c: &Country| kinds.iter().any(|codes| codes.contains(&c.code())) && Some(*c) != but;
        let near = self.recent.iter().rev().take_while(|r| sentence - r.sentence < REACH);
        let near = near.filter_map(|r| self.drafts[self.root(r.draft)].entity.country).find(is);
        let told = || self.tally.iter().filter(|x| is(&x.0)).max_by_key(|x| x.1).map(|x| x.0);
        let country = near.or_else(told)?;
        Some(self.country(country))
    }

    /// "The Eritrean military and the country's ruling party": of whose the noun is that it is joined to.
    fn state_beside(&self, t: usize) -> Option<Country> {
        let parse = self.parse;
        let owned = Some(TokenId::new(t)).filter(|&t| parse.dep(t) == "poss").map(|t| parse.head(t))?;
        let first = parse.head(owned);
        let told = self.mentions.iter().rev().take(8).find(|m| parse.dep(owned) == "conj" && m.head == first)?;
        told.country.filter(|c| !c.is_international())
    }

    /// "His country", "their country": the state of whoever the pronoun stands for.
    fn own_country(&self, t: usize) -> Option<(usize, Country, bool)> {
        let owner = self.parse.children_by(TokenId::new(t), "poss").next()?;
        let mention = self.mentions.iter().rev().take(12).find(|m| m.head == owner)?;
        let draft = &self.drafts[self.root(mention.entity.index())];
        let person = matches!(draft.entity.kind, EntityKind::Person | EntityKind::Unnamed | EntityKind::Group);
        let country = draft.entity.country.filter(|c| person && !c.is_international())?;
        Some((owner.index(), country, draft.entity.sectors.contains(&Sector::Gov)))
    }

    /// "The country", "the West African nation", "the landlocked kingdom": the state just spoken of, called by what it is
    /// and where it lies, but by no other state and not set off from it.
    pub(crate) fn calls_state(&self, t: usize) -> bool {
        let parse = self.parse;
        let mut definite = false;
        for &c in parse.children(TokenId::new(t)) {
            let fits = match parse.dep(c) {
                "det" => {
                    definite |= matches!(parse.norm(c), "the" | "this");
                    true
                }
                "punct" | "case" => true,
                // Parsers hang what follows the object of a verb on the object.
                "prep" => c.index() > t && parse.norm(c) != "of",
                "amod" | "compound" | "advmod" | "npadvmod" | "nmod" => c.index() < t && !self.sets_off(c),
                _ => false,
            };
            if !fits {
                return false;
            }
        }
        definite
    }

    /// Whether an adjective says that another state is meant, or names one.
    fn sets_off(&self, t: TokenId) -> bool {
        let of_state = self.mentions.iter().rev().take(4).any(|m| m.head == t && m.country.is_some());
        // "The 55-member body" is no member's.
        let counts = self.parse.children_by(t, "nummod").next().is_some();
        of_state
            || !counts
                && matches!(
                    self.parse.norm(t),
                    "other"
                        | "neighboring"
                        | "neighbouring"
                        | "host"
                        | "same"
                        | "third"
                        | "foreign"
                        | "whole"
                        | "entire"
                        | "only"
                        | "first"
                        | "second"
                        | "last"
                        | "latest"
                        | "new"
                        | "home"
                        | "native"
                        | "donor"
                        | "member"
                        | "nearby"
                        | "adjacent"
                        | "next"
                        | "rival"
                        | "arch"
                        | "former"
                        | "target"
                        | "receiving"
                )
    }

    /// The state last spoken of, but for one; or that of whoever acts here, if the report speaks most of it and the last one is only
    /// where something happened in a sentence before.
    fn state_spoken_of(&self, sentence: u32, but: Option<Country>) -> Option<usize> {
        let mut near = self.recent.iter().rev().take_while(|r| sentence - r.sentence < REACH);
        let other = |d: &Draft| is_state(d) && (but.is_none() || d.entity.country != but);
        let last = near.find(|r| other(&self.drafts[self.root(r.draft)]))?;
        let last_state = self.root(last.draft);
        let here = self.recent.iter().rev().take_while(|r| r.sentence == sentence).filter(|r| r.subject);
        let acting = here.filter_map(|r| self.drafts[self.root(r.draft)].entity.country).last();
        let most = self.tally.iter().max_by_key(|x| x.1).map(|x| x.0);
        let topic = most.filter(|&c| acting == Some(c) && last.sentence < sentence && self.is_venue(last.token));
        Some(topic.and_then(|c| self.by_country.get(&c)).map_or(last_state, |&d| self.root(d)))
    }

    /// The state of whoever acts in the sentence or the one before ("The general said the country was …").
    fn state_of_actor(&mut self, sentence: u32) -> Option<usize> {
        let near = self.recent.iter().rev().take_while(|r| sentence - r.sentence < 2).filter(|r| r.subject);
        let country =
            near.filter_map(|r| self.drafts[self.root(r.draft)].entity.country).find(|c| !c.is_international());
        country.map(|c| self.country(c))
    }
}
