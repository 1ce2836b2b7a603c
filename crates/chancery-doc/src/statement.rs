//! Who said so: attributions of content to a source.

use std::sync::Arc;

use crate::event::{Evidence, Why};
use crate::{EntityId, Span, StatementId};

/// How the words of a source are rendered.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum QuotationForm {
    /// In quotation marks.
    Direct,
    /// In the writer's words.
    Indirect,
    /// Both.
    Mixed,
}

/// An attribution: a source, by a cue, is made answerable for a content (terms of PolNeAR).
#[derive(Clone, PartialEq, Debug)]
pub struct Statement {
    /// Who said, thinks, wants or decreed it; `None` when the text names nobody.
    pub speaker: Option<EntityId>,
    /// For whom the speaker speaks.
    pub on_behalf_of: Option<EntityId>,
    /// To whom it was said.
    pub addressee: Option<EntityId>,
    /// The words that attribute.
    pub cue: Vec<Span>,
    /// The words that name the source; empty when there are none.
    pub source: Vec<Span>,
    /// What is attributed, possibly in several pieces.
    pub content: Vec<Span>,
    /// Quoted or not.
    pub form: QuotationForm,
    /// The statement in whose content this one lies.
    pub within: Option<StatementId>,
    /// Outlets through which this article has it.
    pub via: Vec<EntityId>,
    /// The words, in text order; never empty.
    pub evidence: Vec<Evidence>,
    /// The id of the rule that made it.
    pub rule: Arc<str>,
    /// How the rule matched.
    pub why: Why,
    /// How sure the coder is, 0 to 1.
    pub confidence: f32,
}
