//! What somebody is on record for or against.

use std::fmt;
use std::sync::Arc;

use crate::event::{Evidence, Why};
use crate::{EntityId, EventId, Span, StatementId};

/// What a holder's words do to their topic.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Stance {
    /// For it.
    Support,
    /// Against it.
    Oppose,
    /// Wants another to do it.
    Demand,
    /// Holds it out to another.
    Offer,
    /// Promises it.
    Pledge,
    /// Means to do it.
    Intend,
    /// Will do it to another's harm, or unless another yields.
    Threaten,
    /// Has stopped it or will.
    Suspend,
    /// Takes it up again.
    Resume,
    /// Will not have it.
    Reject,
    /// Consents to it.
    Accept,
    /// Says that it is not so.
    Deny,
    /// Grants that it is so.
    Acknowledge,
}

impl Stance {
    /// All stances, in the order of the ledger's schema.
    pub const ALL: [Stance; 13] = [
        Stance::Support,
        Stance::Oppose,
        Stance::Demand,
        Stance::Offer,
        Stance::Pledge,
        Stance::Intend,
        Stance::Threaten,
        Stance::Suspend,
        Stance::Resume,
        Stance::Reject,
        Stance::Accept,
        Stance::Deny,
        Stance::Acknowledge,
    ];

    /// The word for it in the ledger and in the codebook.
    pub fn word(self) -> &'static str {
        match self {
            Stance::Support => "support",
            Stance::Oppose => "oppose",
            Stance::Demand => "demand",
            Stance::Offer => "offer",
            Stance::Pledge => "pledge",
            Stance::Intend => "intend",
            Stance::Threaten => "threaten",
            Stance::Suspend => "suspend",
            Stance::Resume => "resume",
            Stance::Reject => "reject",
            Stance::Accept => "accept",
            Stance::Deny => "deny",
            Stance::Acknowledge => "acknowledge",
        }
    }

    /// The stance of a word, if it is one.
    pub fn from_word(word: &str) -> Option<Stance> {
        Stance::ALL.into_iter().find(|s| s.word() == word)
    }
}

impl fmt::Display for Stance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// What a position is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Topic {
    /// The noun phrase or clause that carries it.
    pub span: Span,
    /// Its words without what changes from wording to wording: sorted lemmas, synonyms as one word, then after a `+`
    /// each name that it concerns.
    pub key: String,
}

/// A stance of a holder on a topic, as one place in the text has it.
#[derive(Clone, PartialEq, Debug)]
pub struct Position {
    /// Whose it is.
    pub holder: EntityId,
    /// For whom the holder speaks.
    pub on_behalf_of: Option<EntityId>,
    /// What the words do.
    pub stance: Stance,
    /// What it is about.
    pub topic: Topic,
    /// At whom it is directed.
    pub toward: Option<EntityId>,
    /// The words of degree ("partially", "could be").
    pub hedge: Option<String>,
    /// The statement that makes or reports it.
    pub statement: Option<StatementId>,
    /// The event that it is, where it was coded as one.
    pub event: Option<EventId>,
    /// Outlets and nameless sources through which this article has it.
    pub via: Vec<EntityId>,
    /// The words; never empty.
    pub evidence: Vec<Evidence>,
    /// The id of the rule that made it.
    pub rule: Arc<str>,
    /// How the rule matched.
    pub why: Why,
}
