//! An event on the way from a match to the ledger.

use std::sync::Arc;

use chancery_doc::{Argument, EventType, Span, TokenId};

use crate::reality::Reality;
use crate::rule::{Emits, Rule};
use crate::walk::Anchor;

/// An event on the way.
#[derive(Clone)]
pub(crate) struct Draft<'b> {
    pub(crate) rule: &'b Rule,
    pub(crate) anchor: Anchor,
    pub(crate) beaten: Vec<Arc<str>>,
    pub(crate) event_type: EventType,
    pub(crate) modes: Vec<Arc<str>>,
    pub(crate) cameo: Option<Arc<str>>,
    pub(crate) joint: bool,
    pub(crate) actors: Vec<Argument>,
    pub(crate) recipients: Vec<Argument>,
    pub(crate) reality: Reality,
    /// The words that the actor's path led to.
    pub(crate) actor_words: Vec<TokenId>,
    pub(crate) captures: Vec<(Arc<str>, Span)>,
    pub(crate) dropped: bool,
    /// What makes it doubtful that it is any politics.
    pub(crate) doubt: Option<&'static str>,
    /// Taken in a report of states though its rule asks for parties that are not there: a passive that names nobody
    /// ([`crate::agentless`]), a deed of a power without an addressee ([`crate::stances`]).
    pub(crate) lenient: bool,
}

impl Draft<'_> {
    /// As [`Rule::is_proviso`].
    pub(crate) fn is_proviso(&self) -> bool {
        self.rule.is_proviso()
    }

    /// Makes others the actors, and notes by what words.
    pub(crate) fn take_actors(&mut self, found: Vec<Argument>) {
        self.captures.extend(found.iter().map(|a| (Arc::from("actor"), a.span)));
        self.actors = found;
    }

    /// Makes others the recipients, and notes by what words.
    pub(crate) fn take_recipients(&mut self, found: Vec<Argument>) {
        self.captures.extend(found.iter().map(|a| (Arc::from("recipient"), a.span)));
        self.recipients = found;
    }

    /// How many states are among the actors.
    fn states(&self) -> usize {
        let mut states: Vec<_> = self.actors.iter().filter_map(|a| a.country).collect();
        states.sort();
        states.dedup();
        states.len()
    }

    /// Who takes part, on either side.
    pub(crate) fn parties(&self) -> Vec<Argument> {
        self.actors.iter().chain(&self.recipients).cloned().collect()
    }

    /// Whether the parties that its rule requires are there.
    pub(crate) fn has_parties(&self) -> bool {
        if self.lenient {
            return true;
        }
        let requires = self.rule.requires;
        let (actor, recipient) = (!self.actors.is_empty(), !self.recipients.is_empty());
        // "Their talks", "the two leaders' meeting": both sides may stand before the noun.
        let recipient = recipient || self.joint && !requires.actor && self.states() > 1;
        (!requires.actor || actor) && (!requires.recipient || recipient) && (!requires.either || actor || recipient)
    }
}

/// Whether only the rule's own paths lead to recipients.
pub(crate) fn is_exact(rule: &Rule) -> bool {
    matches!(rule.emits, Emits::Event { exact: true, .. })
}
