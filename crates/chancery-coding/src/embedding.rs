//! What is content of what: "condemned the raid" is the condemnation, and the raid says only whom it is for.

use chancery_doc::{Argument, EventType, Modality, Polarity, Span, TokenId};

use crate::draft::{Draft, is_exact};
use crate::matcher::Matcher;
use crate::rule::Emits;
use crate::standing;

impl Matcher<'_, '_> {
    /// Drops what is only the content of another event, and lets the outer one take the parties it lacks.
    pub(crate) fn settle_contents(&self, drafts: &mut [Draft<'_>]) {
        for inner in 0..drafts.len() {
            if drafts[inner].is_proviso() {
                continue;
            }
            let Some(outer) = self.outer_of(drafts, inner) else {
                // "Stopped the shelling" is the yielding alone; the shelling that is no more is no event beside it.
                let undone = drafts[inner].reality.negated_by.filter(|_| {
                    matches!(drafts[inner].event_type, EventType::Assault | EventType::Protest | EventType::Mobilize)
                });
                let by_act = undone.is_some_and(|v| {
                    drafts
                        .iter()
                        .enumerate()
                        .any(|(i, d)| i != inner && !d.dropped && d.anchor.holds(v) && d.has_parties())
                });
                drafts[inner].dropped |= by_act;
                let Draft { reality, event_type, .. } = &drafts[inner];
                let act = drafts[inner].anchor.governor();
                drafts[inner].dropped |= reality.spoken_by.is_some_and(|speaks| {
                    let verb = self.walker.grammar.parse.lemma(speaks);
                    let is_told = || drafts.iter().any(|d| !d.dropped && d.anchor.holds(speaks));
                    let done = self.walker.grammar.takes_for_done(speaks, act)
                        || self.book.types.get(event_type).is_some_and(|t| t.told_by.iter().any(|v| **v == *verb))
                        || self.asserts(speaks, act) && !is_told();
                    !done
                });
                continue;
            };
            // "willing to withdraw" is a planned retreat, so the act says more than the willingness; "willing to help"
            // is the same type by either, and the word that says so keeps it.
            let outer_type = drafts[outer].event_type;
            let keeps = [drafts[outer].anchor.trigger, drafts[outer].anchor.governor()]
                .into_iter()
                .any(|t| self.walker.grammar.keeps_its_type(t));
            let shifts = !keeps
                && drafts[inner].reality.planned_by.is_some_and(|p| drafts[outer].anchor.holds(p))
                && self
                    .book
                    .types
                    .get(&drafts[inner].event_type)
                    .is_some_and(|t| t.planned.as_ref().is_some_and(|planned| planned.event_type != outer_type));
            // Who wants another to attack asks for it; who wants to attack threatens, and so does a state whose army is
            // to. A party or a union is none of its government.
            let by_another = !drafts[outer].actors.is_empty()
                && !drafts[inner].actors.iter().any(|a| {
                    drafts[outer].actors.iter().any(|b| {
                        let of_state = a.country.is_some() && a.country == b.country && standing::governs(b);
                        a.entity == b.entity || a.span.overlaps(b.span) || of_state
                    })
                });
            if shifts
                && !by_another
                && !drafts[inner].actors.is_empty()
                && drafts[inner].reality.polarity == Polarity::Affirmed
            {
                drafts[outer].dropped = true;
                continue;
            }
            drafts[inner].dropped = !self.is_known_to_have_been(&drafts[inner], &drafts[outer]);
            if drafts[outer].recipients.is_empty() {
                let known: Vec<Span> = drafts[outer].actors.iter().map(|a| a.span).collect();
                let foreign = |side: &[Argument]| -> Vec<Argument> {
                    side.iter().filter(|a| !known.contains(&a.span)).cloned().collect()
                };
                let mut taken = foreign(&drafts[inner].actors);
                let own_act = drafts[inner].actors.iter().any(|a| known.contains(&a.span));
                // Who is condemned for a raid is who did it, never who suffered it.
                let suffered = drafts[outer].event_type == EventType::Accuse
                    && matches!(drafts[inner].event_type, EventType::Assault | EventType::Coerce | EventType::Sanction);
                if !is_exact(drafts[outer].rule) && !suffered && (taken.is_empty() || own_act) {
                    taken = foreign(&drafts[inner].recipients);
                }
                let known_entities: Vec<_> = drafts[outer].actors.iter().map(|a| a.entity).collect();
                taken.retain(|a| !known_entities.contains(&a.entity));
                drafts[outer].recipients = taken;
            }
        }
    }

    /// "Claimed that the army had arrested ten", "insists it struck a convoy": a deed told as done by whoever insists on it,
    /// where "insists that they leave" asks for one. What is told as an accusation is that.
    fn asserts(&self, speaks: TokenId, act: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let told = parse.dep(act) == "ccomp" && parse.head(act) == speaks && grammar.is_verb(speaks);
        let has_been = || {
            parse.tag(act) == "VBD"
                || grammar
                    .children(act, &["aux", "auxpass"])
                    .any(|a| matches!(parse.norm(a), "had" | "has" | "was" | "were"))
                    && grammar.children(act, &["aux"]).all(|a| parse.tag(a) != "MD")
        };
        told && matches!(parse.lemma(speaks), "claim" | "insist" | "allege" | "suggest")
            && has_been()
            && grammar.child(act, &["nsubj", "nsubjpass"]).is_some()
    }

    /// The event whose content this one is, nearest first.
    fn outer_of(&self, drafts: &[Draft<'_>], inner: usize) -> Option<usize> {
        let grammar = &self.walker.grammar;
        let anchor = drafts[inner].anchor;
        let mut at = anchor.governor();
        for _ in 0..12 {
            let joined = grammar.parse.dep(at) == "conj";
            at = grammar.container(at)?;
            if joined && !anchor.holds(at) {
                // What is joined to an event stands beside it, but may still be content of one further up.
                if drafts.iter().any(|d| d.anchor.holds(at)) && !grammar.is_nominal(at) {
                    continue;
                }
            }
            let outer = drafts.iter().enumerate().find(|(i, d)| {
                *i != inner
                    && d.anchor.holds(at)
                    && !joined
                    && !matches!(d.rule.emits, Emits::Event { beside: true, .. })
                    && self.book.types.get(&d.event_type).is_some_and(|t| t.embeds)
            });
            if let Some((i, _)) = outer {
                return Some(i);
            }
        }
        None
    }

    /// "Condemned Monday's attack on a mosque": of what somebody welcomes or condemns by a noun that says which one, the
    /// reader learns that it has been.
    fn is_known_to_have_been(&self, act: &Draft<'_>, judged: &Draft<'_>) -> bool {
        use EventType::{
            Accuse, Assault, Coerce, Cooperate, Mobilize, Protest, Reject, Retreat, Sanction, Support, Threaten,
        };
        let grammar = &self.walker.grammar;
        let Some(noun) = act.anchor.noun.filter(|_| act.anchor.verb.is_none()) else { return false };
        let is_deed = matches!(act.event_type, Assault | Coerce | Cooperate | Mobilize | Protest | Retreat | Sanction);
        // "Threatened to keep up their embargo", "refused to join the sanctions".
        let in_force = matches!(act.event_type, Coerce | Sanction) && matches!(judged.event_type, Reject | Threaten);
        // Whoever is said to have done it, others may say that nobody has.
        let is_alleged = judged.modes.iter().any(|m| &**m == "allege");
        let is_judged = matches!(judged.event_type, Accuse | Support) && !is_alleged || in_force;
        // "Rejected a demand by Chad that it withdraw", "dismissed its offer": it has been asked, and offered.
        let is_asked = matches!(act.event_type, EventType::Request | Threaten | EventType::Agree)
            && judged.event_type == Reject
            && !act.actors.is_empty()
            && act.actors.iter().all(|a| judged.actors.iter().all(|b| a.entity != b.entity));
        if is_asked && act.reality.polarity == Polarity::Affirmed {
            return true;
        }
        // "The raid was condemned by France": who condemned it did not do it, and the raid is one that has been told.
        let by_judge = act.actors.iter().any(|a| judged.actors.iter().any(|b| a.span == b.span));
        is_deed
            && is_judged
            && !by_judge
            && act.reality.polarity == Polarity::Affirmed
            && act.reality.modality == Modality::Actual
            && !act.recipients.is_empty()
            && (grammar.is_dated(noun) || grammar.is_definite(noun))
    }
}
