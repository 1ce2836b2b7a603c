//! "Norway and Chile signed a pact … Unions denounced the pact": who praises or condemns a deal that was told before turns to
//! those who made it, and not to whoever stands nearest.
//!
//! Of those who belong to one of the sides, the critics mean their own side. What is deliberately absent: votes on a deal,
//! which are against nobody, and deals whose words say themselves whose they are.

use chancery_doc::{Argument, Country, EventType, Modality, Polarity, TokenId};
use std::collections::BTreeSet;

use crate::bridging::objects_of;
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;
use crate::walk::Anchor;

/// So many sentences back a deal is still "the deal".
const WITHIN: usize = 4;

/// So many drafts back it is looked for.
const NEAR: usize = 32;

impl Matcher<'_, '_> {
    /// Gives praise and criticism of a deal those who made it.
    pub(crate) fn judge_dealers(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            if !self.judges_deal(&drafts[i]) {
                continue;
            }
            let found = self.last_deal(drafts, i).map(|d| meant(&drafts[i], d.parties())).unwrap_or_default();
            if !found.is_empty() {
                drafts[i].take_recipients(found);
            }
        }
    }

    /// "Denounced the accord": words for or against a deal that the reader knows, and nobody named.
    fn judges_deal(&self, draft: &Draft<'_>) -> bool {
        use EventType::{Accuse, Reject, Support};
        let grammar = &self.walker.grammar;
        let open = draft.recipients.is_empty() && !draft.rule.recipient.is_empty() && !draft.joint && !draft.dropped;
        let judges = matches!(draft.event_type, Accuse | Reject | Support) && !draft.actors.is_empty();
        let votes = draft.anchor.words().any(|t| grammar.parse.lemma(t) == "vote");
        let known = objects_of(grammar, draft.anchor).into_iter().chain(self.deal_with_aside(draft.anchor));
        open && judges && !votes && known.into_iter().any(|n| self.says("accord", n))
    }

    /// "Criticised the deal, which they said left out the islands": what is told of it behind a comma makes it no other.
    fn deal_with_aside(&self, anchor: Anchor) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let parted = |n: TokenId| {
            let comma = parse.norm(TokenId::new((n.index() + 1).min(parse.len() - 1))) == ",";
            comma && grammar.is_definite(n) && grammar.child(n, &["poss"]).is_none()
        };
        self.walker.objects(anchor, |p| matches!(p, "to" | "of" | "against")).into_iter().find(|&n| parted(n))
    }

    /// The last deal of two that is told before a draft.
    fn last_deal<'d, 'b>(&self, drafts: &'d [Draft<'b>], i: usize) -> Option<&'d Draft<'b>> {
        let here = self.sentence_at(&drafts[i]);
        let near =
            drafts[..i].iter().rev().take(NEAR).take_while(|d| here.saturating_sub(self.sentence_at(d)) <= WITHIN);
        let made = |d: &&Draft<'_>| {
            let done = d.reality.modality == Modality::Actual && d.reality.polarity == Polarity::Affirmed;
            let between = sides(&d.parties()).len() > 1;
            done && !d.dropped && between && self.makes_deal(d)
        };
        near.filter(|d| d.modes.iter().all(|m| &**m != "third-party")).find(made)
    }

    /// "Signed a pact", "agreed to share the water", "swapped prisoners".
    fn makes_deal(&self, draft: &Draft<'_>) -> bool {
        use EventType::{Agree, Concede, Cooperate, Retreat, Support};
        let grammar = &self.walker.grammar;
        let of_kind = matches!(draft.event_type, Agree | Concede | Cooperate | Retreat | Support);
        let words = || draft.anchor.words().flat_map(|t| std::iter::once(t).chain(grammar.children(t, &["dobj"])));
        let agrees = |t: TokenId| matches!(grammar.parse.lemma(t), "agree" | "sign" | "initial" | "ink" | "exchange");
        of_kind && words().any(|t| agrees(t) || self.says("accord", t))
    }
}

/// The states of those who are of one.
fn sides(parties: &[Argument]) -> BTreeSet<Country> {
    parties.iter().filter_map(|a| a.country).collect()
}

/// Whom words about a deal are for: all sides but the speaker's own, or the own side of its critics at home.
fn meant(draft: &Draft<'_>, mut parties: Vec<Argument>) -> Vec<Argument> {
    parties.retain(|p| p.country.is_some() && draft.actors.iter().all(|a| a.entity != p.entity));
    let of_own = |p: &Argument| draft.actors.iter().any(|a| a.country == p.country);
    if !parties.iter().any(of_own) {
        return parties;
    }
    let official = draft.actors.iter().all(standing::governs);
    let at_home = draft.event_type != EventType::Support && !official;
    if at_home || official {
        parties.retain(|p| of_own(p) == at_home);
    }
    parties
}
