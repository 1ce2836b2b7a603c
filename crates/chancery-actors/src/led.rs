//! Whom somebody leads or speaks for: of a union, a party or an armed group its leaders are what it is, though "leader",
//! "president" and "secretary" alone are words for those who govern a state, and "commander" for a soldier.
//!
//! What is deliberately absent: members and posts of which the lists tell no sector; these have that of their body anyhow.

use chancery_doc::{EntityKind, Sector, TokenId};
use chancery_gazetteer::{Class, What};

use crate::join::Joiner;
use crate::phrase::{Guess, Phrase, Reader, Title, Unit};

/// Posts that states, unions, clubs and armed groups have alike.
fn is_post_anywhere(form: &str) -> bool {
    matches!(
        form,
        "secretary"
            | "vice president"
            | "vice-president"
            | "military chief"
            | "military leader"
            | "military commander"
            | "political leader"
            | "chief of staff"
            | "chief negotiator"
            | "chief executive"
            | "press secretary"
            | "envoy"
            | "commandant"
            | "field commander"
            | "coordinator"
    ) || form.ends_with(" spokesman")
        || form.ends_with(" spokeswoman")
        || form.ends_with(" negotiator")
}

/// Whether these are sectors that a post has by itself, whatever body it is of.
pub(crate) fn is_default(sectors: &[Sector]) -> bool {
    sectors.iter().all(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Bus | Sector::Unk))
}

/// Whether a body of these sectors makes its leaders what it is: not where it governs, or serves a state.
fn makes_leaders(sectors: &[Sector]) -> bool {
    use Sector::{Agr, Bus, Crm, Edu, Jrn, Jud, Lab, Leg, Med, Opp, Prm, Pty, Reb, Rel, Soc, Uaf};
    matches!(
        sectors.first(),
        Some(Agr | Bus | Crm | Edu | Jrn | Jud | Lab | Leg | Med | Opp | Prm | Pty | Reb | Rel | Soc | Uaf)
    )
}

impl Reader<'_> {
    /// Whether the last title of a phrase is a post that says nothing of the body it is in.
    fn has_open_post(&self, i: usize) -> bool {
        let is_open = |t: &Title| {
            let noun = self.gazetteer.noun(t.noun);
            matches!(noun.class, Class::Part | Class::Spokes) || is_post_anywhere(&noun.form)
        };
        let p = &self.phrases[i];
        !p.plural && p.titles.last().is_some_and(is_open)
    }

    /// "Hezbollah's deputy leader", "the secretary of the nurses' union", "the president of Congress": of the sectors of
    /// whom they lead.
    pub(crate) fn by_led(&mut self, i: usize) {
        self.by_trade(i);
        let p = &self.phrases[i];
        let fits = matches!(p.unit, Unit::Noun(_) | Unit::Unlisted(Guess::Person)) && !p.lends;
        if !fits || !self.has_open_post(i) || !is_default(&p.sectors) {
            return;
        }
        let parse = self.parse;
        let roots: Vec<TokenId> =
            std::iter::once(p.head).chain(p.titles.iter().map(|t| self.top(t.start, t.end))).map(TokenId::new).collect();
        let of = roots
            .iter()
            .flat_map(|&r| parse.children_by(r, "prep"))
            .filter(|&c| matches!(parse.norm(c), "of" | "for"))
            .flat_map(|c| parse.children_by(c, "pobj"));
        let owners = roots.iter().flat_map(|&r| parse.children_by(r, "poss"));
        let whom = of.chain(owners).filter_map(|t| self.phrase_at(t)).find(|&j| j != i && self.is_led_body(j));
        let Some(j) = whom else { return };
        let (theirs, entry) = (self.phrases[j].sectors.clone(), self.phrases[j].unit);
        if !makes_leaders(&theirs) {
            return;
        }
        if let Unit::Listed(e) = entry {
            self.phrases[i].org.get_or_insert(e);
        }
        self.phrases[i].sectors = theirs;
    }

    fn is_led_body(&self, j: usize) -> bool {
        let q = &self.phrases[j];
        match q.unit {
            Unit::Listed(e) => self.gazetteer.entry(e).what == What::Organization,
            Unit::Unlisted(g) => g == Guess::Organization,
            Unit::Noun(n) => q.plural || matches!(self.gazetteer.noun(n).class, Class::Body | Class::People),
            Unit::Aged | Unit::Counted => false,
        }
    }

    /// "A fishermen's federation", "the teachers' association": of the trade of its members, and of labour.
    fn by_trade(&mut self, i: usize) {
        let p = &self.phrases[i];
        let form = match p.unit {
            Unit::Noun(n) => &*self.gazetteer.noun(n).form,
            _ => return,
        };
        if !matches!(form, "federation" | "association" | "union" | "confederation" | "guild" | "syndicate" | "league") {
            return;
        }
        let members = self.parse.children(TokenId::new(p.head)).iter().filter(|&&c| {
            matches!(self.parse.dep(c), "poss" | "compound" | "nmod") && c.index() < p.head
        });
        let trade = members.filter_map(|&c| self.scan.noun(c.index())).find_map(|n| {
            let first = *self.gazetteer.noun(n.noun).sectors.first()?;
            matches!(first, Sector::Agr | Sector::Lab | Sector::Edu | Sector::Med | Sector::Jrn).then_some(first)
        });
        if let Some(trade) = trade {
            let mut sectors = vec![Sector::Lab];
            sectors.extend((trade != Sector::Lab).then_some(trade));
            self.phrases[i].sectors = sectors;
        }
    }
}

impl Joiner<'_> {
    /// Whether somebody of a body or band, by "its" and "their", is of its sectors: its spokesmen and heads are, and its
    /// commanders and negotiators if it is no state's.
    pub(crate) fn serves_whole(&self, p: &Phrase, kind: EntityKind, theirs: &[Sector]) -> bool {
        if p.org.is_some() || theirs.is_empty() || !matches!(kind, EntityKind::Organization | EntityKind::Group) {
            return false;
        }
        let Some(noun) = p.titles.last().map(|t| self.gazetteer.noun(t.noun)) else { return false };
        matches!(noun.class, Class::Part | Class::Spokes)
            || !p.plural && is_post_anywhere(&noun.form) && is_default(&p.sectors) && makes_leaders(theirs)
    }

    /// Leaves to somebody of whom "their" says whose spokesman he is no sector that the post alone would have.
    pub(crate) fn leave_to_whole(&mut self, draft: usize, theirs: &[Sector]) {
        if makes_leaders(theirs) {
            let entity = &mut self.drafts[draft].entity;
            entity.sectors.retain(|s| theirs.contains(s) || !is_default(&[*s]));
            self.drafts[draft].led = true;
        }
    }
}
