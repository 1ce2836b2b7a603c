//! Whose act it was that is condemned, praised or refused, where only an earlier sentence says so.
//!
//! "North Korea tested a missile … The president condemned the test": the clause names nobody whom the condemnation is
//! for, but the test is known, and who is known to have made it is meant. What is taken up is a definite noun for what
//! somebody does or says; its owner is the one who stood before the same noun, or did it, not long before.

use chancery_doc::{EventType, Mention, TokenId};

use crate::arguments::{Parties, Party};
use crate::grammar::Grammar;
use crate::walk::Anchor;

/// How many words back an act may have been told: some eight sentences.
const FARTHEST: usize = 240;

/// Whether a recipient may be known from before by the act that is spoken of.
pub(crate) fn takes_up_acts(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Reject, Support};
    matches!(event_type, Accuse | Agree | Concede | Reject | Support)
}

/// The definite nouns for an act that a trigger is directed at: "condemned the test", "opposed to the plan".
fn acts_of(grammar: &Grammar<'_>, anchor: Anchor) -> Vec<TokenId> {
    let parse = grammar.parse;
    let starts = [anchor.noun, anchor.verb];
    let mut found: Vec<TokenId> = Vec::new();
    for start in starts.into_iter().flatten() {
        found.extend(grammar.children(start, &["dobj", "nsubjpass"]));
        let led = grammar
            .children(start, &["prep"])
            .filter(|&p| p > start && matches!(parse.norm(p), "of" | "to" | "against" | "at" | "over" | "for"));
        found.extend(led.filter_map(|p| grammar.child(p, &["pobj"])));
    }
    found.retain(|&t| !anchor.holds(t) && grammar.names_owned_act(t) && is_known(grammar, t));
    found
}

/// "the test", "that plan", "Friday's test": a noun whose act the reader knows by now.
fn is_known(grammar: &Grammar<'_>, noun: TokenId) -> bool {
    let parse = grammar.parse;
    let by_day = grammar.child(noun, &["poss"]).is_some_and(|p| matches!(parse.iob(p).1, "DATE" | "TIME"));
    by_day || grammar.is_definite(noun) && grammar.child(noun, &["poss", "relcl", "acl"]).is_none()
}

impl<'a> Parties<'a> {
    /// Those who did what a trigger is directed at, by what the text said before.
    pub(crate) fn known_to_have_done(&self, anchor: Anchor, is_actor: impl Fn(&Mention) -> bool) -> Vec<Party<'a>> {
        let parse = self.grammar.parse;
        let Some(act) = acts_of(&self.grammar, anchor).into_iter().next() else { return Vec::new() };
        let lemma = parse.lemma(act);
        let earliest = act.index().saturating_sub(FARTHEST);
        for i in (earliest..act.index()).rev() {
            let told = TokenId::new(i);
            if parse.lemma(told) != lemma || !self.grammar.is_nominal(told) {
                continue;
            }
            let owners = self.owners_of(told);
            if !owners.is_empty() {
                return owners.into_iter().filter(|p| !is_actor(p.mention)).collect();
            }
        }
        Vec::new()
    }

    /// Whose act a noun tells: "Chad's plan", "a plan by Chad", "the Chadian plan", "Chad announced a plan".
    fn owners_of(&self, act: TokenId) -> Vec<Party<'a>> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let placed = |t: TokenId| {
            let mut parties = self.of(grammar.antecedent(t), false);
            parties.retain(|p| p.mention.country.is_some());
            parties
        };
        let by = grammar.children(act, &["prep"]).filter(|&p| matches!(parse.norm(p), "by" | "from"));
        let agents = by.filter_map(|p| grammar.child(p, &["pobj"]));
        let owner = grammar.children(act, &["poss"]).chain(agents).map(placed).find(|found| !found.is_empty());
        if let Some(found) = owner {
            return found;
        }
        // "The Senate bill" is as often before the Senate as by it; "the Chadian plan" is Chad's.
        let is_state = |t: TokenId| self.direct(t).is_some_and(|m| self.is_state(m));
        let before = grammar.children(act, &["amod", "compound", "nmod"]).filter(|&c| c < act && is_state(c));
        if let Some(found) = before.map(placed).find(|found| !found.is_empty()) {
            return found;
        }
        let verb = parse.head(act);
        if parse.dep(act) == "dobj" && grammar.does_owned_act(verb) {
            return grammar.subject(verb).into_iter().flat_map(placed).collect();
        }
        Vec::new()
    }
}
