//! Threats told as what would be done under a condition: "it would close the border unless Chad gave way".
//!
//! What a party says that it will, would or may do to another, if the other does or does not do something, is a threat
//! where the act is hostile, and where help or presence would end because somebody does not yield. Whoever says so
//! makes the threat, also where a passive leaves out who would act; and the condition tells whom it is made to.

use chancery_doc::{EventType, Modality, Polarity, TokenId};

use crate::arguments::argument;
use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::matcher::Matcher;
use crate::standing;

impl Grammar<'_> {
    /// The clause of a condition on which an act depends: "if", "unless", "should they", in the act's clause or the one
    /// over it ("is ready to strike if").
    pub(crate) fn condition_on(&self, act: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let mut at = act;
        for _ in 0..4 {
            if let Some(found) = self.children(at, &["advcl"]).find(|&c| self.is_condition(c)) {
                return Some(found);
            }
            let head = parse.head(at);
            if head == at || !matches!(parse.dep(at), "xcomp" | "ccomp" | "acomp" | "auxpass" | "conj") {
                return None;
            }
            at = head;
        }
        None
    }

    fn is_condition(&self, clause: TokenId) -> bool {
        let parse = self.parse;
        let opens = |c: TokenId| matches!(parse.norm(c), "if" | "unless");
        // "should Chad refuse": the auxiliary before its subject.
        let subject = self.child(clause, &["nsubj", "nsubjpass"]);
        let inverted = |c: TokenId| {
            c < clause
                && parse.norm(c) == "should"
                && subject.is_some_and(|s| c < s)
                && opens_its_clause(self, clause, c)
        };
        self.children(clause, &["mark", "advmod"]).any(opens) || self.children(clause, &["aux"]).any(inverted)
    }

    /// "Would send troops if Haiti asked for them": what another wants done is no threat to it.
    fn is_asked_along(&self, clause: TokenId) -> bool {
        let wants =
            matches!(self.parse.lemma(clause), "ask" | "request" | "invite" | "want" | "wish" | "agree" | "consent");
        wants
            && self.child(clause, &["neg"]).is_none()
            && !self.children(clause, &["mark"]).any(|m| self.parse.norm(m) == "unless")
    }

    /// Who says what an act is told as: "its envoy" in "it would withdraw, its envoy said".
    fn speaker_of(&self, act: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let mut at = act;
        for head in parse.ancestors(act).take(4) {
            let says = matches!(parse.lemma(head), "say" | "warn" | "tell" | "announce" | "declare" | "add" | "signal");
            if parse.dep(at) == "ccomp" && says {
                return self.child(head, &["nsubj"]);
            }
            at = head;
        }
        None
    }

    /// Whether a condition is that somebody does not yield: "unless", "if it did not", "if they keep shelling".
    fn is_defiance(&self, clause: TokenId) -> bool {
        self.children(clause, &["mark"]).any(|m| self.parse.norm(m) == "unless") || self.is_defied(clause)
    }

    /// Whether a clause tells that somebody does not yield: "it did not leave", "they keep shelling".
    pub(crate) fn is_defied(&self, clause: TokenId) -> bool {
        let parse = self.parse;
        let negated = |t: TokenId| {
            self.child(t, &["neg"]).is_some()
                || self.child(t, &["nsubj", "nsubjpass", "dobj"]).is_some_and(|s| {
                    let quantity = self.child(s, &["det", "cc", "preconj"]);
                    matches!(parse.norm(s), "nobody" | "none" | "nothing" | "neither" | "no-one")
                        || quantity.is_some_and(|d| matches!(parse.norm(d), "no" | "neither"))
                })
        };
        let defies = matches!(
            parse.lemma(clause),
            "fail"
                | "refuse"
                | "continue"
                | "persist"
                | "keep"
                | "ignore"
                | "reject"
                | "break"
                | "violate"
                | "flout"
                | "defy"
                | "decline"
                | "neglect"
                | "delay"
                | "renege"
                | "block"
        );
        negated(clause) || defies
    }
}

/// Whether an auxiliary opens its clause.
fn opens_its_clause(grammar: &Grammar<'_>, clause: TokenId, auxiliary: TokenId) -> bool {
    grammar.parse.children(clause).iter().all(|&c| c >= auxiliary || grammar.parse.dep(c) == "punct")
}

impl Matcher<'_, '_> {
    /// Makes threats of hostile acts that depend on what another does, and of help and presence that would end because
    /// somebody does not yield.
    pub(crate) fn threaten_under_condition(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let act = draft.anchor.governor();
        let to_come = matches!(draft.reality.modality, Modality::Planned | Modality::Possible | Modality::Conditional);
        let Some(entry) = self.book.types.get(&draft.event_type) else { return };
        let threatens = entry.planned.as_ref().is_some_and(|s| s.event_type == EventType::Threaten);
        let is_open = to_come && draft.reality.polarity == Polarity::Affirmed && !draft.reality.supposed;
        if !is_open || !threatens && entry.ultimatum.is_none() {
            return;
        }
        let Some(condition) =
            grammar.condition_on(act).filter(|&c| !grammar.is_asked_along(c) && (threatens || grammar.is_defiance(c)))
        else {
            return;
        };
        draft.reality.ultimatum = true;
        if draft.actors.is_empty() {
            let speakers = grammar.speaker_of(act).map(|t| self.parties.of(grammar.antecedent(t), false));
            let powers = speakers
                .into_iter()
                .flatten()
                .filter(|p| p.mention.country.is_some() && standing::has_power(self.parties.cast, p.mention));
            draft.take_actors(powers.map(|p| argument(&p)).collect());
        }
        if draft.recipients.is_empty() && !draft.joint {
            let subjects = grammar.subject(condition).into_iter().flat_map(|t| self.parties.of(t, true));
            let is_own = |e| draft.actors.iter().any(|a| a.entity == e);
            let own = draft.actors.first().and_then(|a| a.country);
            let others = subjects.filter(|p| {
                !is_own(p.mention.entity)
                    && p.mention.country.is_some()
                    && (p.mention.country != own || !p.mention.sectors.is_empty())
            });
            let found = others.map(|p| argument(&p)).collect();
            draft.take_recipients(found);
        }
    }
}
