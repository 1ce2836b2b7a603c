//! Recipients that a clause takes from the one before it.
//!
//! A joined verb shares more than its subject: "Chad accused Sudan of the raid and threatened to retaliate" threatens
//! Sudan. And who fires back fires at those who fired first. Both are read off drafts whose own clause, searched to its
//! end, named nobody.

use chancery_doc::{Argument, EventType, Polarity, TokenId};

use crate::arguments::{Party, argument};
use crate::complement::{is_of_actors, own_state};
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::walk::Anchor;

impl Matcher<'_, '_> {
    /// Gives drafts without recipients those of the clause before.
    pub(crate) fn carry_on(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            if draft.dropped || !draft.recipients.is_empty() || draft.actors.is_empty() || draft.joint {
                continue;
            }
            let found = self.of_joined_verb(drafts, i).or_else(|| self.of_first_shot(drafts, i)).unwrap_or_default();
            drafts[i].recipients = found;
        }
    }

    /// "Accused Sudan of the raid and threatened revenge": whom the first of two joined words to somebody was for.
    fn of_joined_verb(&self, drafts: &[Draft<'_>], i: usize) -> Option<Vec<Argument>> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let draft = &drafts[i];
        let directed = |t: EventType| {
            use EventType::*;
            matches!(t, Accuse | Threaten | Reject | Request | Sanction)
        };
        let verb = draft.anchor.governor();
        if !directed(draft.event_type)
            || !grammar.is_verb(verb)
            || parse.dep(verb) != "conj"
            || grammar.child(verb, &["nsubj", "nsubjpass"]).is_some()
        {
            return None;
        }
        let first = parse.head(verb);
        let Some(before) = drafts.iter().find(|d| d.anchor.governor() == first && directed(d.event_type) && !d.dropped)
        else {
            return self.of_other_verb(draft, first);
        };
        let same = before.actors.iter().any(|a| draft.actors.iter().any(|b| a.entity == b.entity));
        let is_actor = |r: &Argument| draft.actors.iter().any(|a| a.entity == r.entity);
        let told = before.recipients.iter().filter(|r| !is_actor(r)).cloned().collect::<Vec<_>>();
        (same && !told.is_empty() && before.reality.polarity == Polarity::Affirmed).then_some(told)
    }

    /// "Voted to review ties with Chad and to impose an embargo": whom a joined verb that is no event by itself concerns.
    fn of_other_verb(&self, draft: &Draft<'_>, first: TokenId) -> Option<Vec<Argument>> {
        let grammar = &self.walker.grammar;
        let is_near = grammar.is_verb(first) && matches!(draft.event_type, EventType::Sanction | EventType::Threaten);
        if !is_near || grammar.subject(first) != grammar.subject(draft.anchor.governor()) {
            return None;
        }
        let anchor = Anchor { trigger: first, verb: Some(first), noun: None };
        let own = own_state(&draft.actors);
        let found = self.parties.in_complement(anchor, own, |m| is_of_actors(&draft.actors, m));
        // "Hezbollah mourned its commander and vowed revenge": on nobody of its own.
        let of_own_side = |p: &&Party<'_>| {
            let same = |a: &Argument| a.country == p.mention.country && a.sectors.first() == p.mention.sectors.first();
            draft.actors.iter().any(same)
        };
        let foreign = found.iter().filter(|p| p.mention.country.is_some() && p.mention.country != own);
        let foreign: Vec<Argument> = foreign.filter(|p| !of_own_side(p)).map(argument).collect();
        (!foreign.is_empty()).then_some(foreign)
    }

    /// "Lifted the ban, paving the way for talks with the rebels", "Sato, in town for meetings with Chad": the side of a
    /// meeting that stands above it, where its own words name only who it is with.
    pub(crate) fn add_other_side(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let n_parties = draft.actors.len() + draft.recipients.len();
        let Some(noun) = draft.anchor.noun.filter(|_| draft.joint && draft.anchor.verb.is_none() && n_parties == 1)
        else {
            return;
        };
        if !grammar.children(noun, &["prep"]).any(|p| parse.norm(p) == "with") {
            return;
        }
        let known: Vec<_> = draft.actors.iter().chain(&draft.recipients).map(|a| a.entity).collect();
        let mut at = noun;
        for _ in 0..8 {
            if parse.is_root(at) {
                return;
            }
            at = parse.head(at);
            let is_verb = grammar.is_verb(at);
            let is_when = matches!(
                parse.norm(at),
                "following"
                    | "after"
                    | "since"
                    | "during"
                    | "amid"
                    | "despite"
                    | "before"
                    | "because"
                    | "over"
                    | "about"
            );
            if is_when || is_verb && grammar.is_evaluating(at) {
                return;
            }
            let above = if is_verb { grammar.subject(at) } else { vec![at] };
            let found: Vec<Argument> = above
                .into_iter()
                .filter(|&t| self.parties.direct(t).is_some())
                .flat_map(|t| self.parties.of(t, false))
                .filter(|p| p.mention.country.is_some() && !known.contains(&p.mention.entity))
                .map(|p| argument(&p))
                .collect();
            if !found.is_empty() {
                draft.actors.extend(found);
                return;
            }
            if is_verb && grammar.child(at, &["nsubj", "nsubjpass"]).is_some() {
                return;
            }
        }
    }

    /// "Gunmen fired on the patrol, and the soldiers fired back": at the gunmen.
    fn of_first_shot(&self, drafts: &[Draft<'_>], i: usize) -> Option<Vec<Argument>> {
        let parse = self.walker.grammar.parse;
        let draft = &drafts[i];
        let verb = draft.anchor.governor();
        if draft.event_type != EventType::Assault || !self.answers(verb) {
            return None;
        }
        let here = parse.sentence_of(draft.anchor.trigger).index();
        let first = drafts[..i].iter().rev().find(|d| {
            d.event_type == EventType::Assault
                && !d.dropped
                && !d.actors.is_empty()
                && here.saturating_sub(parse.sentence_of(d.anchor.trigger).index()) <= 1
        })?;
        let theirs = |a: &&Argument| draft.actors.iter().all(|b| a.entity != b.entity);
        let found: Vec<Argument> = first.actors.iter().filter(theirs).cloned().collect();
        (!found.is_empty()).then_some(found)
    }

    /// Whether a verb tells an answer: "returned fire", "hit back".
    fn answers(&self, verb: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        matches!(parse.lemma(verb), "return" | "retaliate" | "respond" | "reply")
            || grammar.children(verb, &["prt", "advmod"]).any(|p| parse.norm(p) == "back")
    }
}
