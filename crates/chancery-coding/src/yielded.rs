//! Who gives way to whom at home, where the sentence or the one before tells the other side.
//!
//! "Miners ended a strike after the government promised back pay": each gives the other something. "The premier refused to
//! withdraw the bill", after unions walked out over it: he refuses it to them.

use chancery_doc::{Argument, EventType, Modality, Sector, TokenId};

use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing::{self, SERVICES};

/// So many sentences back those press who are refused.
const PRESSED_WITHIN: usize = 2;

/// So many drafts around are looked through.
const NEAR: usize = 16;

impl Matcher<'_, '_> {
    /// Gives concessions for each other, and refusals to give way, the other side where none is told.
    pub(crate) fn give_and_take(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            if let Some(j) = self.granted_for(drafts, i) {
                let (grants, yields) = (drafts[j].actors.clone(), drafts[i].actors.clone());
                drafts[i].take_recipients(grants);
                if drafts[j].recipients.is_empty() {
                    drafts[j].take_recipients(yields);
                }
            }
            let mut found = self.pressed_by(drafts, i);
            if found.is_empty() {
                found = self.accused_with(drafts, i);
            }
            if !found.is_empty() {
                drafts[i].take_recipients(found);
            }
        }
    }

    /// "Miners blocked a road. The government scrapped the tax": who presses at home and who is pressed face each other, where
    /// nothing nearer tells whom an act is for.
    pub(crate) fn face_at_home(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            use EventType::{Accuse, Concede, Protest, Reject, Request, Threaten};
            let draft = &drafts[i];
            if !is_open(draft) {
                continue;
            }
            let found = if draft.actors.iter().all(rules) && matches!(draft.event_type, Concede | Reject) {
                self.last_pressing(drafts, i)
            } else if draft.actors.iter().all(is_ruled)
                && matches!(draft.event_type, Accuse | Concede | Protest | Reject | Request | Threaten)
            {
                self.nearest_ruling(drafts, i)
            } else {
                Vec::new()
            };
            if !found.is_empty() {
                drafts[i].take_recipients(found);
            }
        }
    }

    /// Those at home who were told last to press whoever rules.
    fn last_pressing(&self, drafts: &[Draft<'_>], i: usize) -> Vec<Argument> {
        use EventType::{Accuse, Protest, Request, Threaten};
        let draft = &drafts[i];
        let here = self.sentence_at(draft);
        let near = |d: &&Draft<'_>| here.saturating_sub(self.sentence_at(d)) <= PRESSED_WITHIN;
        let presses = |d: &&Draft<'_>| {
            let hard = matches!(d.event_type, Accuse | Protest | Request | Threaten) && !d.dropped;
            hard && !d.actors.is_empty() && d.actors.iter().all(|a| is_other_at_home(draft, a) && is_ruled(a))
        };
        let pressing = drafts[..i].iter().rev().take(NEAR).take_while(near).find(presses);
        pressing.map(|d| d.actors.clone()).unwrap_or_default()
    }

    /// Whoever governs at home and is told nearest to an act, before it or right after; else the parliament.
    fn nearest_ruling(&self, drafts: &[Draft<'_>], i: usize) -> Vec<Argument> {
        let draft = &drafts[i];
        let here = self.sentence_at(draft);
        let of = |sector: Sector| {
            let ruling = |d: &Draft<'_>| {
                let near = self.sentence_at(d).abs_diff(here) <= PRESSED_WITHIN && !d.dropped;
                let is_it = |a: &Argument| a.sectors.first() == Some(&sector) && is_other_at_home(draft, a);
                d.parties().into_iter().find(|a| near && is_it(a))
            };
            let before = drafts[..i].iter().rev().take(NEAR).find_map(ruling);
            before.or_else(|| drafts[i + 1..].iter().take(NEAR).find_map(ruling))
        };
        of(Sector::Gov).or_else(|| of(Sector::Leg)).into_iter().collect()
    }

    /// "Suspended a strike after the government promised": the promise for which somebody gives up what he did against it.
    fn granted_for(&self, drafts: &[Draft<'_>], i: usize) -> Option<usize> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let draft = &drafts[i];
        if draft.event_type != EventType::Concede || !is_open(draft) {
            return None;
        }
        let verb = draft.anchor.governor();
        let marks = |c: &TokenId| {
            grammar.children(*c, &["mark", "advmod"]).any(|m| matches!(parse.norm(m), "after" | "when" | "once" | "as"))
        };
        let clauses: Vec<TokenId> = grammar.children(verb, &["advcl"]).filter(marks).collect();
        let from = i.saturating_sub(NEAR);
        drafts.iter().enumerate().skip(from).take(2 * NEAR).find_map(|(j, d)| {
            let gives = matches!(d.event_type, EventType::Agree | EventType::Concede | EventType::Retreat);
            let there = j != i && clauses.contains(&d.anchor.governor()) && !d.dropped && !d.actors.is_empty();
            (gives && there && d.actors.iter().all(|a| is_other_at_home(draft, a))).then_some(j)
        })
    }

    /// "Criticised the government, and its deputies walked out": those whom a joined clause of the protesters' own side
    /// turns on.
    fn accused_with(&self, drafts: &[Draft<'_>], i: usize) -> Vec<Argument> {
        let draft = &drafts[i];
        if draft.event_type != EventType::Protest || draft.reality.modality != Modality::Actual || !is_open(draft) {
            return Vec::new();
        }
        let home = draft.actors.first().and_then(|a| a.country);
        let of_home = |a: &Argument| a.country.is_some() && a.country == home;
        let turns_on = |d: &&Draft<'_>| {
            use EventType::{Accuse, Request, Threaten};
            let hard = matches!(d.event_type, Accuse | Request | Threaten) && !d.dropped;
            let by_own_side = !d.actors.is_empty() && d.actors.iter().all(|a| of_home(a) && !standing::governs(a));
            let on_rulers = !d.recipients.is_empty() && d.recipients.iter().all(|r| of_home(r) && standing::governs(r));
            hard && by_own_side && on_rulers && self.are_joined(d.anchor.governor(), draft.anchor.governor())
        };
        let from = i.saturating_sub(NEAR);
        let found = drafts.iter().skip(from).take(2 * NEAR).find(turns_on);
        found.map(|d| d.recipients.clone()).unwrap_or_default()
    }

    /// "Refused to resign": those at home who were just told to press him.
    fn pressed_by(&self, drafts: &[Draft<'_>], i: usize) -> Vec<Argument> {
        let grammar = &self.walker.grammar;
        let draft = &drafts[i];
        let holds_out = |v: TokenId| {
            let refuses = matches!(grammar.parse.lemma(v), "refuse" | "decline");
            refuses && grammar.children(v, &["xcomp"]).any(|x| self.says("gives_way", x))
        };
        let governs = draft.actors.iter().all(standing::governs);
        if draft.event_type != EventType::Reject || !is_open(draft) || !governs || !holds_out(draft.anchor.governor()) {
            return Vec::new();
        }
        self.last_pressing(drafts, i)
    }
}

/// Whether a draft has a side that does it, and none to which it is done.
fn is_open(draft: &Draft<'_>) -> bool {
    draft.recipients.is_empty()
        && !draft.rule.recipient.is_empty()
        && !draft.actors.is_empty()
        && !draft.joint
        && !draft.dropped
}

/// Whether somebody is of the state of those who act, and none of them.
fn is_other_at_home(draft: &Draft<'_>, other: &Argument) -> bool {
    let own = |a: &Argument| a.entity != other.entity && a.country.is_some() && a.country == other.country;
    draft.actors.iter().all(own)
}

/// Whether somebody is of a government or parliament.
fn rules(argument: &Argument) -> bool {
    matches!(argument.sectors.first(), Some(Sector::Gov | Sector::Leg))
}

/// Whether somebody of a told standing is none of those who rule, judge and guard.
fn is_ruled(argument: &Argument) -> bool {
    let office =
        |s: &Sector| matches!(s, Sector::Gov | Sector::Leg | Sector::Jud | Sector::Eli) || SERVICES.contains(s);
    !argument.sectors.is_empty() && !argument.sectors.iter().any(office)
}
