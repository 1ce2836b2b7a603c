//! "A drone hit a market in Kharkiv. Five people were hurt.": of whom nothing tells where they live.
//!
//! Crowds, victims and witnesses of whom neither their own words nor their sentence tell a country are of the only state
//! that their paragraph has told before them, or of the one that both it and the text so far mostly speak of. Of 29 who got
//! a country so in 152 articles read completely, and whom the readings know, it was the right one of 24
//! (`bench/reports`, `bench/bulletins`).
//!
//! `residents` of `chancery-coding` asks the same of the paragraph again once places are known and events coded, and more
//! strictly; that is one step too many, and the two should become one there.

use std::collections::HashMap;

use chancery_doc::{Country, CountrySource, EntityKind, Pos, Sector, Segment, SegmentKind, TokenId};
use chancery_gazetteer::What;

use crate::context::{away, lives_there};
use crate::join::Joiner;
use crate::opposed::opposed;
use crate::phrase::{Phrase, Unit};

/// So many of a hundred words for states in a paragraph must be for one.
const MOST_OF_PARAGRAPH: usize = 60;

/// And so many in the text so far.
const MUCH_OF_TEXT: usize = 40;

/// So many words up the verb may stand whose subject does something to somebody.
const SPAN_OF_ACT: usize = 6;

/// So many words for states of a paragraph are looked at, the last ones: a bound for paragraphs that never end.
const MOST_TOLD: usize = 64;

impl Joiner<'_> {
    /// Gives people without a country the one that their surroundings speak of.
    pub(crate) fn settle_bystanders(&mut self, phrases: &[Phrase], segments: &[Segment]) {
        let segment = |p: &Phrase| {
            let at = self.parse.span(TokenId::new(p.head)).start();
            segments.get(segments.partition_point(|s| s.span.end() <= at)).filter(|s| s.span.start() <= at)
        };
        let mut told: Vec<(&Phrase, Option<&Segment>, Country)> = Vec::new();
        let mut so_far: HashMap<Country, usize> = HashMap::new();
        let mut found = Vec::new();
        for (i, p) in phrases.iter().enumerate() {
            let here = segment(p);
            let line = here.is_some_and(|s| matches!(s.kind, SegmentKind::Dateline | SegmentKind::Byline));
            if let Some(c) = p.country.filter(|c| !c.is_international() && !line && self.tells_state(p)) {
                told.push((p, here, c));
                *so_far.entry(c).or_default() += 1;
            }
            let Some(d) = self.of_phrase[i].map(|d| self.root(d)).filter(|&d| self.is_bystander(d, p)) else {
                continue;
            };
            // "Japan will give rice to families": who does something to people is not who they are.
            let same = told.iter().rev().take_while(|(_, s, _)| s.map(|s| s.span) == here.map(|s| s.span));
            let around: Vec<Country> =
                same.take(MOST_TOLD).filter(|(one, ..)| !self.acts_on(one, p)).map(|x| x.2).collect();
            let share = |n: usize, of: usize| 100 * n / of.max(1);
            found.extend(around.iter().find_map(|&c| {
                let here = share(around.iter().filter(|x| **x == c).count(), around.len());
                let in_text = share(so_far[&c], told.len());
                (here == 100 || here >= MOST_OF_PARAGRAPH && in_text >= MUCH_OF_TEXT).then_some((d, c))
            }));
        }
        // Where one state alone is told, nobody needs it, and a namesake of a town may be all that tells it.
        if so_far.len() < 2 {
            return;
        }
        for (d, country) in found {
            let draft = &mut self.drafts[d];
            if draft.entity.country.is_none() {
                draft.entity.country = Some(country);
                draft.source = Some(CountrySource::Context);
            }
        }
    }

    /// Whether a phrase tells people who live wherever they are, of whom nothing tells where that is. Outlaws may be of
    /// anywhere. Outlaws may be of
    /// anywhere.
    fn is_bystander(&self, d: usize, p: &Phrase) -> bool {
        let draft = &self.drafts[d];
        let nowhere = draft.entity.country.is_none() && draft.entity.kind != EntityKind::Place && !draft.named;
        let outlaw = matches!(p.sectors.first(), Some(Sector::Crm | Sector::Uaf | Sector::Reb));
        let lives = matches!(p.unit, Unit::Noun(_)) && lives_there(self.gazetteer, p);
        nowhere && lives && !outlaw && !self.is_of_elsewhere(p)
    }

    /// Whether a phrase tells a state: its name, its towns, its people and officials, but not firms and outlets, which are
    /// spoken of everywhere, and not whom somebody is against.
    fn tells_state(&self, p: &Phrase) -> bool {
        let listed = match p.unit {
            Unit::Listed(e) => {
                let what = self.gazetteer.entry(e).what;
                let state = matches!(what, What::Country | What::Capital | What::Place);
                state || !matches!(p.sectors.first(), Some(Sector::Bus | Sector::Jrn))
            }
            _ => false,
        };
        let word = |back: usize| p.start.checked_sub(back).map_or("", |t| self.parse.norm(TokenId::new(t)));
        let against = word(1).starts_with("anti") || word(1) == "-" && word(2) == "anti";
        (p.told || listed) && !against && !away(self.parse, p) && !opposed(self.parse, p)
    }

    /// Whether one is the subject of a verb, and another stands below it and is no subject itself, but for one of whom
    /// something is wanted or had.
    fn acts_on(&self, one: &Phrase, other: &Phrase) -> bool {
        let parse = self.parse;
        let mut at = TokenId::new(one.head);
        while matches!(parse.dep(at), "compound" | "amod" | "nmod" | "poss") {
            at = parse.head(at);
        }
        let undergoes = TokenId::new(other.head);
        let verb = parse.head(undergoes);
        // "Wants the banker extradited".
        let wanted = || {
            let over = parse.lemma(parse.head(verb));
            parse.dep(verb).ends_with("comp")
                && matches!(over, "want" | "need" | "have" | "get" | "see" | "let" | "make")
        };
        parse.dep(at) == "nsubj"
            && (!parse.dep(undergoes).starts_with("nsubj") || wanted())
            && parse.ancestors(undergoes).take(SPAN_OF_ACT).any(|t| t == parse.head(at))
    }

    /// "Foreign investors", "Nusra fighters": those who are from anywhere, and those whom a name of their own places.
    fn is_of_elsewhere(&self, p: &Phrase) -> bool {
        (p.start..p.end).map(TokenId::new).any(|t| {
            self.parse.pos(t) == Pos::Propn
                || matches!(self.parse.norm(t), "foreign" | "international" | "overseas" | "visiting" | "western")
        })
    }
}
