//! What a verb tells of its subject's office: "Okello resigned as premier", "Silva serves as ambassador to Chad".
//!
//! What is deliberately absent: offices that somebody is only to get ("was nominated as"), and whom "as" compares.

use chancery_doc::{Sector, TokenId};
use chancery_gazetteer::Class;

use crate::phrase::{Guess, Reader, Unit};

impl Reader<'_> {
    /// A name without office or country has those of the office that its verb says it holds or leaves.
    pub(crate) fn by_post(&mut self, i: usize) {
        let p = &self.phrases[i];
        let bare = matches!(p.unit, Unit::Unlisted(_)) && p.titles.is_empty() && p.sectors.is_empty();
        let head = TokenId::new(p.head);
        if !bare || !matches!(self.parse.dep(head), "nsubj" | "nsubjpass") {
            return;
        }
        let verb = self.parse.head(head);
        let holds = matches!(
            self.parse.lemma(verb),
            "resign" | "quit" | "retire" | "step" | "stand" | "serve" | "swear" | "inaugurate" | "reelect" | "depose"
        );
        let posts = self.parse.children_by(verb, "prep").filter(|&c| holds && self.parse.norm(c) == "as");
        let office = posts.flat_map(|c| self.parse.children_by(c, "pobj")).find_map(|o| self.phrase_at(o)).filter(
            |&j| matches!(self.phrases[j].unit, Unit::Noun(n) if self.gazetteer.noun(n).class == Class::Office),
        );
        if let Some(j) = office.filter(|&j| j != i && self.phrases[j].name.is_empty()) {
            let (country, told, sectors) =
                (self.phrases[j].country, self.phrases[j].told, self.phrases[j].sectors.clone());
            let p = &mut self.phrases[i];
            p.unit = Unit::Unlisted(Guess::Person);
            p.sectors = sectors;
            if p.country.is_none() {
                (p.country, p.told) = (country, told);
            }
        }
    }

    /// "Four soldiers and two of their Nigerien counterparts", "the president and his Honduran colleague": of the sectors
    /// of those whose counterparts they are.
    pub(crate) fn by_counterpart(&mut self, i: usize) {
        let called = |j: usize| match self.phrases[j].unit {
            Unit::Noun(n) => &*self.gazetteer.noun(n).form,
            _ => "",
        };
        let foreign = called(i) == "colleague" && self.phrases[i].told;
        if !foreign && called(i) != "counterpart" {
            return;
        }
        let from = self.parse.sentence(self.parse.sentence_of(TokenId::new(self.phrases[i].head))).start;
        let before = self.phrases[..i].iter().rev().take_while(|p| p.head >= from as usize);
        let own = before.filter(|p| !p.lends).find(|p| !p.sectors.is_empty()).map(|p| p.sectors.clone());
        let serves = |s: &Sector| matches!(s, Sector::Mil | Sector::Cop | Sector::Spy | Sector::Jud | Sector::Leg);
        if let Some(sectors) = own.filter(|s| foreign || s.first().is_some_and(serves)) {
            self.phrases[i].sectors = sectors;
        }
    }
}
