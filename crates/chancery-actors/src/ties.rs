//! People who are told to be one of several: "Rosa Quispe, one of its members", "one of the 40, the welder Pedro Lopez",
//! "nine lawmakers, among them Rosa Diaz". They are of the state of those, and of their sort; and whom "one of them" is of.

use std::collections::HashMap;

use chancery_doc::{Country, CountrySource, EntityKind, Pos, TokenId};

use crate::join::{Joiner, Recent};
use crate::phrase::Phrase;

/// The entities that a word is the head of a mention of, and their countries.
type Told = HashMap<TokenId, Vec<(usize, Option<Country>)>>;

impl Joiner<'_> {
    /// Gives those of whom the text tells no state that of whom they are among.
    pub(crate) fn settle_ties(&mut self, phrases: &[Phrase]) {
        let mut told: Told = HashMap::new();
        for m in &self.mentions {
            told.entry(m.head).or_default().push((self.root(m.entity.index()), m.country));
        }
        for (i, p) in phrases.iter().enumerate().filter(|(_, p)| !p.name.is_empty()) {
            let Some(d) = self.of_phrase[i].map(|d| self.root(d)) else { continue };
            let entity = &self.drafts[d].entity;
            if entity.kind != EntityKind::Person || entity.country.is_some() {
                continue;
            }
            if let Some(country) = self.one_of_two(p, &told) {
                self.drafts[d].entity.country = Some(country);
                self.drafts[d].source = Some(CountrySource::Context);
                continue;
            }
            let group = self.told_among(p, &told).and_then(|t| told.get(&t)?.first()).map(|group| self.root(group.0));
            let Some(group) = group.filter(|&g| g != d) else { continue };
            let (country, sectors) = {
                let whole = &self.drafts[group].entity;
                (whole.country, whole.sectors.clone())
            };
            if country.is_none() {
                continue;
            }
            let draft = &mut self.drafts[d];
            draft.entity.country = country;
            draft.source = Some(CountrySource::Context);
            if draft.entity.sectors.is_empty() {
                draft.entity.sectors = sectors;
            }
        }
    }

    /// "Croatia and Serbia … their negotiators, Ivo Babic and Dragan Petrov": the first is of the first, the second of the
    /// second.
    fn one_of_two(&self, p: &Phrase, told: &Told) -> Option<Country> {
        let parse = self.parse;
        let head = TokenId::new(p.head);
        let second = parse.dep(head) == "conj";
        let first = if second { parse.head(head) } else { head };
        let both = Some(parse.head(first)).filter(|_| parse.dep(first) == "appos")?;
        let joined = parse.children_by(first, "conj").count();
        let mut of_both = told.get(&both)?.iter().filter_map(|m| m.1);
        let (a, b) = (of_both.next()?, of_both.next()?);
        (joined == 1 && a != b && of_both.next().is_none()).then_some(if second { b } else { a })
    }

    /// The word for those whom somebody is told to be one of.
    fn told_among(&self, p: &Phrase, told: &Told) -> Option<TokenId> {
        let parse = self.parse;
        let head = TokenId::new(p.head);
        let beside = parse.children_by(head, "appos").chain((parse.dep(head) == "appos").then(|| parse.head(head)));
        let mut one = beside.filter(|&t| matches!(parse.norm(t), "one" | "another" | "two" | "both"));
        let of = one.find_map(|t| parse.children_by(t, "prep").find(|&p| parse.norm(p) == "of"));
        if let Some(of) = of {
            return parse.children_by(of, "pobj").next();
        }
        // "Among them Rosa Diaz", "including the poet Rosa Diaz": parsers hang the name anywhere.
        let word = |back: usize| p.start.checked_sub(back).map(TokenId::new);
        let (last, before) = (word(1)?, word(2)?);
        if matches!(parse.norm(last), "them" | "whom") && parse.norm(before) == "among" {
            return Some(last);
        }
        let includes = parse.norm(last) == "including";
        let several = |t: &TokenId| parse.tag(*t) == "NNS" && told.contains_key(t);
        let here = parse.sentence(parse.sentence_of(head)).start as usize;
        (here..p.start.saturating_sub(1)).rev().map(TokenId::new).take(8).filter(|_| includes).find(several)
    }

    /// "One of them", "some of them": those told last who are several, rather than a body or whoever dealt with them.
    pub(crate) fn parted(&self, t: usize, sentence: u32) -> Option<usize> {
        let parse = self.parse;
        let id = TokenId::new(t);
        let of = parse.head(id);
        let part = parse.head(of);
        let is_part = parse.pos(part) == Pos::Num
            || matches!(parse.norm(part), "all" | "any" | "both" | "each" | "few" | "many" | "most" | "none")
            || matches!(parse.norm(part), "dozens" | "hundreds" | "other" | "others" | "scores" | "several" | "some");
        if parse.norm(id) != "them" || parse.norm(of) != "of" || parse.dep(of) != "prep" || !is_part {
            return None;
        }
        let several = |r: &&Recent| {
            let draft = &self.drafts[self.root(r.draft)];
            draft.plural && draft.entity.kind == EntityKind::Group && !draft.entity.state && sentence - r.sentence < 3
        };
        let near: Vec<&Recent> = self.recent.iter().rev().filter(several).collect();
        let last = near.first()?.sentence;
        let acts = |r: &&&Recent| parse.dep(TokenId::new(r.token)) == "nsubj";
        let mut there = near.iter().filter(|r| r.sentence == last);
        let found = there.clone().find(|r| !acts(r)).or_else(|| there.next())?;
        Some(self.root(found.draft))
    }
}
