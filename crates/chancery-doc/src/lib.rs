//! The nouns of Chancery, which every stage speaks: [`Text`], [`Parse`], [`Cast`], [`Time`], [`Place`],
//! [`Event`], [`Statement`], [`Position`].
//!
//! A stage is a function from earlier layers to a new one, and a layer is never edited after it was made.
//! All layers point into one cleaned text by [`Span`], which counts **bytes of UTF-8 as `u32`**; code points
//! exist only in the wire ledger that `chancery-engine` writes.
//!
//! What is deliberately absent: input and output, serialisation, a clock, and any knowledge of how a layer is
//! computed. So that a stage's tests need no model, [`Parse::by_hand`] builds a parse from words and relations.

mod cast;
mod event;
mod ids;
mod note;
mod parse;
mod place;
mod plover;
mod position;
mod size;
mod span;
mod statement;
mod text;
mod time;

pub use cast::{Cast, CountrySource, Entity, EntityKind, Form, Mention, Role, RoleSource, Size};
pub use event::{
    Argument, Confidence, Context, DateSource, Event, EventDate, Evidence, Modality, PlaceSource, Polarity, Precision,
    Reading, Scope, Sequence, Setting, Why,
};
pub use ids::{EntityId, EventId, MentionId, PlaceId, SentenceId, StatementId, TimeId, TokenId};
pub use note::{Note, NoteCode};
pub use parse::{HandToken, Iob, Label, Labels, MovedArc, Parse, ParseBuilder, Pos, RawEntity, Token, TokenDraft};
pub use place::{Place, PlaceKind};
pub use plover::{Country, EventType, Quad, Sector, UnknownCode};
pub use position::{Position, Stance, Topic};
pub use size::{Amount, Casualties, Toll};
pub use span::Span;
pub use statement::{QuotationForm, Statement};
pub use text::{Given, Language, Piece, RawMap, Segment, SegmentKind, Text};
pub use time::{Counted, Relation, Time, TimeKind};

/// A calendar date, as used for publication dates; re-exported so that stages agree on one type.
pub use jiff::civil::Date;
