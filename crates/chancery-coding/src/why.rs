//! Why rules whose words stand in a text coded nothing there: what whoever writes a codebook asks most.

use std::cell::RefCell;
use std::sync::Arc;

use chancery_doc::{Span, TokenId};

use crate::matcher::Matcher;
use crate::rule::Rule;
use crate::{Coder, Layers};

/// A rule that a word called for and that coded nothing there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refusal {
    /// The rule's id.
    pub rule: Arc<str>,
    /// The word that called for it.
    pub word: Span,
    /// What stood against it: the condition that did not hold, as the codebook writes it, or the stage that dropped it.
    pub reason: String,
}

impl Matcher<'_, '_> {
    /// Writes down, where anybody wants to know, what stood against a rule.
    pub(crate) fn refuse(&self, rule: &Rule, trigger: TokenId, reason: impl FnOnce() -> String) {
        let Some(refusals) = self.refusals else { return };
        let word = self.walker.grammar.parse.span(trigger);
        refusals.borrow_mut().push(Refusal { rule: Arc::clone(&rule.id), word, reason: reason() });
    }
}

impl Coder {
    /// Of the rules for events that the words of an article call for, those that coded nothing, in the order of the
    /// words, with what stood against each. Rules that lost their place to another are told with that event instead.
    pub fn refusals(&self, article: &Layers<'_>) -> Vec<Refusal> {
        let refusals = RefCell::new(Vec::new());
        self.matcher(article, Some(&refusals)).events(article.text, None);
        let mut refusals = refusals.into_inner();
        refusals.sort_by(|a, b| (a.word.start(), &a.rule).cmp(&(b.word.start(), &b.rule)));
        refusals.dedup();
        refusals
    }
}
