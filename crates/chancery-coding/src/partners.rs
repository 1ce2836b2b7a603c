//! With whom somebody deals where the sentence, or the one before, has just told it of other acts.
//!
//! "Talks between Pakistani and Bangladeshi officials broke down after Islamabad refused to apologise": to those it was
//! talking with. "He flew to Dhaka, where he is to ask for their handover": his hosts. "He telephoned the president, urging
//! restraint": on the one he spoke to. And who brings about a truce brings it about between those who fought.
//!
//! It is surer than whom a state has dealt with most in all of the text ([`crate::discourse`]), and comes before it.

use std::collections::BTreeSet;

use chancery_doc::{Argument, Country, CountrySource, EntityKind, EventType, Modality, Polarity, Sector};

use crate::arguments::mention_of;
use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many sentences back two who dealt with each other are still at it.
const STILL_AT_IT: usize = 2;

/// So many sentences back those fought whose truce is brokered.
const WAR_WITHIN: usize = 8;

/// So many drafts are looked through.
const NEAR: usize = 48;

impl Matcher<'_, '_> {
    /// Gives words that are meant for somebody, and name nobody, the one with whom the actor is told to deal right there.
    pub(crate) fn deal_with_partner(&self, drafts: &mut [Draft<'_>]) {
        use EventType::{Accuse, Agree, Reject, Request, Sanction, Threaten};
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            if draft.dropped || !draft.recipients.is_empty() {
                continue;
            }
            let mediates = draft.event_type == EventType::Consult && draft.modes.iter().any(|m| &**m == "third-party");
            let parse = self.walker.grammar.parse;
            let acts = parse.children(draft.anchor.governor()).iter().filter(|&&c| parse.dep(c) == "xcomp");
            let offers = draft.event_type == EventType::Agree && acts.copied().any(|act| parse.lemma(act) == "mediate");
            if mediates || offers {
                drafts[i].recipients = self.between_whom(drafts, i, offers);
                continue;
            }
            // What is only to be given is a promise.
            let promised = draft.event_type == EventType::Aid && draft.reality.modality == Modality::Planned;
            let turns_to =
                promised || matches!(draft.event_type, Accuse | Agree | Reject | Request | Sanction | Threaten);
            if !turns_to || draft.joint || draft.rule.recipient.is_empty() {
                continue;
            }
            let states: BTreeSet<Country> = draft.actors.iter().filter_map(|a| a.country).collect();
            let Some(own) = states.first().copied().filter(|c| states.len() == 1 && !c.is_international()) else {
                continue;
            };
            if self.is_addressed(draft) {
                continue;
            }
            let found = self.of_verb_above(drafts, i, own);
            let found = found.or_else(|| self.host_told_with(draft.anchor.governor(), own).map(|host| vec![host]));
            if let Some(found) = found.or_else(|| self.across_the_table(drafts, i, own)) {
                drafts[i].recipients = found;
            }
        }
    }

    /// "Offered credits to small farms": somebody is told to whom it goes, though nobody knows of what state.
    fn is_addressed(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = draft.anchor.governor();
        let to = grammar.children(verb, &["prep", "dative"]).filter(|&p| parse.norm(p) == "to");
        let mut named = to.filter_map(|p| grammar.child(p, &["pobj"]));
        let gives = matches!(draft.event_type, EventType::Agree | EventType::Aid);
        gives && grammar.is_verb(verb) && named.any(|o| parse.tag(o) == "NNS")
    }

    /// "Howard flew to Jakarta. The two leaders met in August": where only one of the two has a state, the other is of the
    /// one that it has had to do with.
    pub(crate) fn complete_two(&self, drafts: &mut [Draft<'_>]) {
        use EventType::{Agree, Concede, Consult, Cooperate, Support};
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let together = matches!(draft.event_type, Agree | Concede | Consult | Cooperate | Support);
            let [one] = draft.actors.as_slice() else { continue };
            if !together || draft.dropped || !draft.recipients.is_empty() || !self.is_two(one) {
                continue;
            }
            let Some(own) = one.country.filter(|c| !c.is_international()) else { continue };
            if let Some(other) = self.dealt_with(&drafts[..i], own) {
                drafts[i].actors.push(other);
            }
        }
    }

    /// "The two leaders", "both sides", of whom no words of their own tell a state.
    fn is_two(&self, a: &Argument) -> bool {
        let parse = self.walker.grammar.parse;
        let Some(head) = mention_of(self.parties.cast, a).map(|m| m.head) else { return false };
        let of_states = matches!(
            parse.lemma(head),
            "leader"
                | "side"
                | "country"
                | "nation"
                | "government"
                | "state"
                | "neighbour"
                | "neighbor"
                | "president"
                | "premier"
                | "minister"
                | "delegation"
                | "negotiator"
        );
        let counted = self.walker.grammar.children(head, &["nummod", "det", "predet"]);
        of_states
            && a.country_source == Some(CountrySource::Context)
            && counted.into_iter().any(|c| matches!(parse.norm(c), "two" | "both"))
    }

    /// "Some 300 marched on his office. Stones were thrown at officers": by those who were told to march, where a passive
    /// tells nobody.
    pub(crate) fn thrown_by_crowd(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let hits_police = draft.recipients.iter().all(|r| r.sectors.first() == Some(&Sector::Cop));
            let open = draft.event_type == EventType::Assault && draft.actors.is_empty() && !draft.dropped;
            if !open || !hits_police || draft.recipients.is_empty() {
                continue;
            }
            let here = self.sentence_at(draft);
            let near = drafts[i.saturating_sub(NEAR)..i]
                .iter()
                .rev()
                .take_while(|d| here - self.sentence_at(d) <= STILL_AT_IT);
            let crowd = near
                .filter(|d| d.event_type == EventType::Protest && !d.dropped)
                .find(|d| d.actors.iter().any(|a| a.country.is_some() && a.country == draft.recipients[0].country));
            let found = crowd.map(|d| d.actors.clone()).unwrap_or_default();
            drafts[i].take_actors(found);
        }
    }

    /// "Hundreds marched through the square. Police fired tear gas": at those who were told to march.
    pub(crate) fn gas_the_crowd(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let by_police = draft.modes.iter().any(|m| &**m == "crowd-control")
                && draft.recipients.iter().all(|r| matches!(r.sectors.first(), None | Some(Sector::Gov)))
                && !draft.dropped
                && draft
                    .actors
                    .iter()
                    .any(|a| matches!(a.sectors.first(), Some(Sector::Cop | Sector::Mil | Sector::Gov)));
            let Some(state) = draft.actors.first().and_then(|a| a.country).filter(|_| by_police) else { continue };
            let of_state = |d: &&Draft<'_>| d.actors.iter().any(|a| a.country.is_none_or(|c| c == state));
            let crowd = self
                .told_around(drafts, i, STILL_AT_IT)
                .filter(|d| d.event_type == EventType::Protest && !d.dropped)
                .find(of_state)
                .map(|d| d.actors.clone());
            let Some(mut found) = crowd else { continue };
            found.iter_mut().filter(|a| a.country.is_none()).for_each(|a| a.take_country(state));
            drafts[i].take_recipients(found);
        }
    }

    pub(crate) fn sentence_at(&self, draft: &Draft<'_>) -> usize {
        self.walker.grammar.parse.sentence_of(draft.anchor.trigger).index()
    }

    /// What so many sentences tell up to one, nearest first, and then what its own goes on to tell.
    fn told_around<'d, 'b>(
        &self,
        drafts: &'d [Draft<'b>],
        i: usize,
        within: usize,
    ) -> impl Iterator<Item = &'d Draft<'b>> {
        let here = self.sentence_at(&drafts[i]);
        let behind = drafts[i + 1..].iter().take(NEAR).take_while(move |d| self.sentence_at(d) == here);
        let before = drafts[i.saturating_sub(NEAR)..i].iter().rev();
        before.take_while(move |d| here - self.sentence_at(d) <= within).chain(behind)
    }

    /// "Telephoned the president, urging restraint", "met them to demand an answer": those whom the verb above is for.
    fn of_verb_above(&self, drafts: &[Draft<'_>], i: usize, own: Country) -> Option<Vec<Argument>> {
        let parse = self.walker.grammar.parse;
        let verb = drafts[i].anchor.governor();
        if !matches!(parse.dep(verb), "advcl" | "xcomp") || !matches!(parse.tag(verb), "VBG" | "VB") {
            return None;
        }
        let above = parse.head(verb);
        let told = drafts.iter().find(|d| d.anchor.governor() == above && !d.dropped)?;
        let speaks = matches!(told.event_type, EventType::Consult);
        let others = told.parties().into_iter().filter(|a| a.country.is_some_and(|c| c != own));
        let others: Vec<Argument> = others.collect();
        (speaks && !others.is_empty() && told.parties().iter().any(|a| a.country == Some(own))).then_some(others)
    }

    /// Those with whom the actor's state was told to talk, or to have agreed, in the same sentence or right before.
    fn across_the_table(&self, drafts: &[Draft<'_>], i: usize, own: Country) -> Option<Vec<Argument>> {
        let mut deals = self.told_around(drafts, i, STILL_AT_IT).filter(|d| {
            use EventType::{Agree, Consult, Cooperate};
            let deals = matches!(d.event_type, Consult | Agree | Cooperate);
            let is_mediated = d.modes.iter().any(|m| &**m == "third-party");
            deals && !d.dropped && !is_mediated && d.reality.polarity == Polarity::Affirmed
        });
        deals.find_map(|d| {
            let parties = d.parties();
            // Rebels are not at the table of their government's talks.
            let rebels = |a: &Argument| matches!(a.sectors.first(), Some(Sector::Reb | Sector::Uaf | Sector::Prm));
            let of_rebels = drafts[i].actors.iter().any(rebels);
            let has_own = parties.iter().any(|a| a.country == Some(own) && rebels(a) == of_rebels);
            let others: Vec<Argument> =
                parties.into_iter().filter(|a| a.country.is_some_and(|c| c != own && !c.is_international())).collect();
            let states: BTreeSet<Country> = others.iter().filter_map(|a| a.country).collect();
            (has_own && states.len() == 1).then_some(others)
        })
    }

    /// "Since Qatar brokered a truce", "Poland has offered to mediate": between the two who were last told to fight or to deal with each other, and who are
    /// none of the mediators.
    fn between_whom(&self, drafts: &[Draft<'_>], i: usize, in_a_quarrel: bool) -> Vec<Argument> {
        let draft = &drafts[i];
        let mediates = |a: &Argument| draft.actors.iter().any(|b| a.entity == b.entity || a.country == b.country);
        // Those who suffer a war are at no table.
        let is_side = |a: &Argument| {
            use Sector::{Gov, Leg, Mil, Opp, Pre, Prm, Pty, Reb, Spy, Uaf};
            self.parties.cast.entity(a.entity).kind == EntityKind::Place
                || matches!(a.sectors.first(), None | Some(Gov | Leg | Mil | Opp | Pre | Prm | Pty | Reb | Spy | Uaf))
        };
        let both = |d: &Draft<'_>| {
            let sides = d.parties().into_iter().filter(|a| a.country.is_some() && !mediates(a) && is_side(a));
            let others: Vec<Argument> = sides.collect();
            let first = others.first()?;
            let is_other = |a: &Argument| a.country != first.country || a.sectors.first() != first.sectors.first();
            let second = others.iter().find(|a| is_other(a))?;
            Some(vec![first.clone(), second.clone()])
        };
        let here = self.told_around(drafts, i, 0).chain(self.told_around(drafts, i, WAR_WITHIN));
        let mut told = here.filter(|d| {
            use EventType::{Accuse, Agree, Assault, Coerce, Consult, Reject, Sanction, Threaten};
            let quarrels = in_a_quarrel && matches!(d.event_type, Accuse | Coerce | Reject | Sanction | Threaten);
            (quarrels || matches!(d.event_type, Assault | Consult | Agree)) && !d.dropped
        });
        told.find_map(both).unwrap_or_default()
    }
}
