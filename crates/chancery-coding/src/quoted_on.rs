//! What a quotation says in its further sentences: "…, the minister said. Togo must withdraw. This is a stab in the back."
//!
//! A rule for what somebody says is tried on the clause under the verb of saying. A quotation goes on for sentences that
//! have no such verb, and whose speaker the statement knows. Where nothing else is told in such a sentence, the rules of the
//! verb that gave the quotation its speaker are tried on it, as if it stood under that verb.
//!
//! What is deliberately absent: quotations whose speaker is told by something else than a verb.

use std::collections::BTreeSet;

use chancery_doc::{SentenceId, Statement, TokenId};

use crate::draft::Draft;
use crate::matcher::{Match, Matcher, win};
use crate::needs::Met;
use crate::path::Move;
use crate::rule::{Emits, Part, Reading, Rule};
use crate::walk::Anchor;

/// So many further sentences of a quotation are read.
const FURTHER: usize = 12;

impl<'b> Matcher<'_, 'b> {
    /// Adds the drafts of what quotations say in the sentences after that of their verb of saying.
    pub(crate) fn add_quoted_on(&self, statements: &[Statement], drafts: &mut Vec<Draft<'b>>) {
        let parse = self.walker.grammar.parse;
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger);
        let mut told: BTreeSet<SentenceId> = drafts.iter().map(sentence).collect();
        let mut met = Met::new(&self.needs[Reading::Events as usize]);
        for statement in statements {
            let Some(cue) = self.verb_of_saying(statement) else { continue };
            for (here, root) in self.further_sentences(statement, cue) {
                if !told.insert(here) {
                    continue;
                }
                met.enter(&self.walker, here);
                let Some(matched) = self.said_of(cue, root, &met) else { continue };
                let draft = matched.in_order().filter_map(|(rule, anchor)| self.draft(rule, anchor, &matched));
                drafts.extend(draft.filter(|d| d.has_parties()).take(1));
            }
        }
        drafts.sort_by_key(|d| d.anchor.trigger);
    }

    /// The verb that says who speaks.
    fn verb_of_saying(&self, statement: &Statement) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        statement.speaker?;
        let [cue] = statement.cue.as_slice() else { return None };
        let verb = grammar.parse.token_at(cue.start())?;
        let says = grammar.words.reports.contains(grammar.parse.lemma(verb));
        (grammar.is_verb(verb) && says && !grammar.subject(verb).is_empty()).then_some(verb)
    }

    /// The whole sentences of what is said, but that of the verb, each with the verb of its main clause.
    fn further_sentences(&self, statement: &Statement, cue: TokenId) -> Vec<(SentenceId, TokenId)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut found = Vec::new();
        for content in &statement.content {
            let Some(first) = parse.token_at(content.start()) else { continue };
            let told = (first.index()..parse.len()).map(TokenId::new);
            let told = told.take_while(|&t| parse.span(t).start() < content.end());
            let mut sentences: Vec<SentenceId> = told.map(|t| parse.sentence_of(t)).collect();
            sentences.dedup();
            for s in sentences.into_iter().take(FURTHER) {
                let span = parse.sentence_span(s);
                // The marks around it are no part of what is said.
                let within = span.start() + 2 >= content.start() && span.end() <= content.end() + 2;
                let root = parse.sentence_tokens(s).find(|&t| parse.is_root(t));
                let tells = |&r: &TokenId| s != parse.sentence_of(cue) && grammar.is_verb(r) && !self.is_of_nobody(r);
                if let Some(root) = root.filter(|r| within && tells(r)) {
                    found.push((s, root));
                }
            }
        }
        found
    }

    /// "You have got to try", "someone must pay": what is said of anybody is said of nobody.
    fn is_of_nobody(&self, clause: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let anybody = |&s: &TokenId| {
            matches!(
                grammar.parse.norm(s),
                "you" | "one" | "someone" | "somebody" | "anyone" | "anybody" | "everyone" | "everybody" | "nobody"
            )
        };
        grammar.subject(clause).iter().any(anybody)
    }

    /// The rule for what is said that fits a clause as if it stood under a verb of saying.
    fn said_of(&self, cue: TokenId, clause: TokenId, met: &Met<'_>) -> Option<Match<'b>> {
        let anchor = Anchor { trigger: clause, verb: Some(cue), noun: None };
        let mut here: Vec<(&'b Rule, Anchor)> = Vec::new();
        for &(part, index) in self.book.triggered_by(self.walker.grammar.parse.lemma(cue)) {
            let rule = &self.book.rules[index as usize];
            let is_event = matches!(rule.emits, Emits::Event { .. });
            if part != Part::Verb || !is_event || !rule.light.is_empty() || !rule.particle.is_empty() {
                continue;
            }
            if reads_clause(rule) && met.allows(index) && met.asked(rule, index).all(|g| self.guard_holds(g, anchor)) {
                here.push((rule, anchor));
            }
        }
        win(here)
    }
}

/// Whether a rule looks at the clause under its verb, and asks something of it.
fn reads_clause(rule: &Rule) -> bool {
    let starts = |guard: &crate::rule::Guard| {
        guard.paths.iter().all(|p| p.steps.first().is_some_and(|step| step.to == Move::Clause))
    };
    rule.guards.iter().any(|guard| !guard.refuses && starts(guard))
}
