//! What a verb tells of its subject's office ("Okello resigned as premier", "Silva serves as ambassador to Chad"), and who
//! holds the office that a description names.
//!
//! What is deliberately absent: offices that somebody is only to get ("was nominated as"), and whom "as" compares.

use chancery_doc::{EntityKind, Sector, TokenId};
use chancery_gazetteer::{Class, Gazetteer, NounId};

use crate::join::Joiner;
use crate::phrase::{Guess, Phrase, Reader, Unit};

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
        let owned = || {
            let head = TokenId::new(self.phrases[i].head);
            self.parse.children(head).iter().any(|&c| self.parse.tag(c) == "PRP$")
        };
        // "Peers" alone sit in a house of lords.
        let like_them = match called(i) {
            "colleague" | "opposite number" => true,
            "peer" => owned(),
            _ => false,
        };
        let foreign = like_them && self.phrases[i].told;
        if !foreign && called(i) != "counterpart" {
            return;
        }
        let here = self.parse.sentence_of(TokenId::new(self.phrases[i].head));
        let here_from = self.parse.sentence(here).start as usize;
        let mut from = here_from;
        // "His Rwandan colleague denied it": of whoever spoke in the sentence before.
        if foreign && self.phrases[i].start <= from + 1 && from > 0 {
            from = self.parse.sentence(self.parse.sentence_of(TokenId::new(from - 1))).start as usize;
        }
        let before = self.phrases[..i].iter().rev().take_while(|p| p.head >= from);
        let speaks = |p: &&Phrase| p.head >= here_from || self.parse.dep(TokenId::new(p.head)) == "nsubj";
        // "Officers flew in to free her Norwegian colleague": one person's colleague is not what several others are.
        let alike = |p: &&Phrase| !foreign || p.plural == self.phrases[i].plural;
        let own = before.filter(|p| !p.lends).filter(speaks).filter(alike).find(|p| !p.sectors.is_empty());
        let own = own.map(|p| p.sectors.clone());
        let serves = |s: &Sector| matches!(s, Sector::Mil | Sector::Cop | Sector::Spy | Sector::Jud | Sector::Leg);
        if let Some(sectors) = own.filter(|s| foreign || s.first().is_some_and(serves)) {
            self.phrases[i].sectors = sectors;
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
            && matches!(
                y,
                "minister"
                    | "secretary"
                    | "spokesman"
                    | "leader"
                    | "chief"
                    | "governor"
                    | "commander"
                    | "envoy"
                    | "representative"
                    | "negotiator"
                    | "prosecutor"
            )
    };
    (diplomat(a) && diplomat(b))
        || (ruler(a) && b == "leader")
        || (ruler(b) && a == "leader")
        || (a.len() > b.len() && short(a, b))
        || (b.len() > a.len() && short(b, a))
        || (matches!(a, "prime minister" | "premier") && matches!(b, "prime minister" | "premier"))
        || (matches!(a, "chief" | "head" | "director" | "boss") && matches!(b, "chief" | "head" | "director" | "boss"))
}

impl Joiner<'_> {
    /// The recent person who holds the office a definite description names.
    pub(crate) fn holder(&self, p: &Phrase, noun: NounId) -> Option<usize> {
        let mut weak = None;
        for r in self.recent.iter().rev() {
            let d = self.root(r.draft);
            let draft = &self.drafts[d];
            if draft.plural || !matches!(draft.entity.kind, EntityKind::Person | EntityKind::Unnamed) {
                continue;
            }
            if self.faces(d, p.head) {
                continue;
            }
            // "The party said its leader was in jail": not the leader of the state.
            if p.led && !draft.entity.sectors.iter().any(|s| p.sectors.contains(s)) {
                continue;
            }
            if p.country.is_some() && draft.entity.country.is_some() && p.country != draft.entity.country {
                // A country only guessed does not part a description from its holder.
                if p.told || weak.is_some() || !draft.nouns.contains(&noun) {
                    continue;
                }
                weak = Some(d);
                continue;
            }
            if draft.nouns.iter().any(|&n| same_office(self.gazetteer, n, noun)) {
                return Some(d);
            }
        }
        weak.or_else(|| self.once_holder(p))
    }

    /// "Machado … The former deputy called it a lie": whoever was named last and holds no office now.
    fn once_holder(&self, p: &Phrase) -> Option<usize> {
        let bare = p.definite && p.name.is_empty() && !p.told && p.owner.is_none() && p.end - p.start <= 4;
        if !bare || p.titles.is_empty() || !p.titles.iter().all(|t| t.former) {
            return None;
        }
        let from = self.recent.back()?.sentence;
        let near = self.recent.iter().rev().take_while(|r| from - r.sentence < 2).map(|r| self.root(r.draft));
        let mut named = near.filter(|&d| {
            let draft = &self.drafts[d];
            draft.named && !draft.plural && draft.entity.kind == EntityKind::Person
        });
        let last = named.next()?;
        let in_office = matches!(
            self.drafts[last].entity.sectors.first(),
            Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Jud | Sector::Cop | Sector::Jrn)
        );
        (!in_office).then_some(last)
    }
}
