//! "A blast killed ten Kenyans. Rebels claimed responsibility for the attack": whom the claimed attack hit, and whose the
//! attack was.

use chancery_doc::{Argument, EventType, Modality, Polarity, TokenId};

use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many sentences back the claimed attack may be told.
const TOLD_WITHIN: usize = 3;

/// So many drafts back it is looked for.
const NEAR: usize = 24;

impl Matcher<'_, '_> {
    /// Gives claims of attacks the victims of the attack told last, and that attack its author.
    pub(crate) fn settle_claims(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let Some(claimed) = self.claimed_act(&drafts[i]) else { continue };
            let here = self.sentence_at(&drafts[i]);
            let (before, rest) = drafts.split_at_mut(i);
            let claim = &mut rest[0];
            let is_own = |d: &Draft<'_>| {
                let hurt = |r: &Argument| claim.actors.iter().any(|a| a.entity == r.entity);
                d.recipients.iter().any(hurt)
            };
            let suicide = |d: &Draft<'_>| d.modes.iter().any(|m| &**m == "suicide-attack");
            let is_it = |d: &Draft<'_>| {
                let done = (d.reality.modality, d.reality.polarity) == (Modality::Actual, Polarity::Affirmed);
                let near = here.saturating_sub(self.sentence_at(d)) <= TOLD_WITHIN;
                let hits = d.event_type == EventType::Assault && !d.dropped && !d.recipients.is_empty();
                let of_them =
                    |a: &Argument| claim.actors.iter().any(|b| a.entity == b.entity || a.country == b.country);
                let theirs = d.actors.iter().all(of_them);
                hits && done && near && theirs && !is_own(d)
            };
            let told: Vec<usize> = (0..before.len()).rev().take(NEAR).filter(|&k| is_it(&before[k])).collect();
            let same =
                |&&k: &&usize| parse.lemma(before[k].anchor.trigger) == parse.lemma(claimed) || suicide(&before[k]);
            let Some(&found) = told.iter().find(same).or_else(|| told.first()) else { continue };
            if before[found].actors.is_empty() {
                before[found].take_actors(claim.actors.clone());
            }
            let victims = before[found].recipients.clone();
            claim.take_recipients(victims);
        }
    }

    /// "Claimed responsibility for the attacks": the noun of the attack that a claim takes up, where it tells no victims.
    fn claimed_act(&self, draft: &Draft<'_>) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let noun = draft.anchor.noun.filter(|_| draft.event_type == EventType::Assault && !draft.dropped)?;
        let claims = matches!(grammar.parse.lemma(noun), "responsibility" | "credit");
        if !claims || !draft.recipients.is_empty() || draft.actors.is_empty() {
            return None;
        }
        let below = draft.anchor.words().flat_map(|t| grammar.children(t, &["prep"]));
        let leads = below.filter(|&p| grammar.parse.norm(p) == "for");
        let mut acts = leads.flat_map(|p| grammar.children(p, &["pobj"]));
        acts.find(|&act| grammar.is_definite(act) && self.says("strike_noun", act))
    }
}
