//! What was repaired, kept short enough to be read.

use std::ops::Range;

use chancery_doc::{Note, Span};

use crate::map::{Moved, moved};

/// A family of repairs, with one note code each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Kind {
    Mojibake,
    Entity,
    Icon,
    Quotes,
    Space,
    Invisible,
    Control,
    LineEnd,
}

impl Kind {
    const ALL: [Kind; 8] = [
        Kind::Mojibake,
        Kind::Entity,
        Kind::Icon,
        Kind::Quotes,
        Kind::Space,
        Kind::Invisible,
        Kind::Control,
        Kind::LineEnd,
    ];

    fn code(self) -> &'static str {
        match self {
            Kind::Mojibake => "intake.mojibake",
            Kind::Entity => "intake.entity",
            Kind::Icon => "intake.icon",
            Kind::Quotes => "intake.quotes",
            Kind::Space => "intake.space",
            Kind::Invisible => "intake.invisible",
            Kind::Control => "intake.control",
            Kind::LineEnd => "intake.line-end",
        }
    }

    /// How many of the kind are told one by one: those that change what a reader sees.
    fn is_told_singly(self) -> bool {
        matches!(self, Kind::Mojibake | Kind::Entity | Kind::Icon)
    }

    /// What happened to `n` of them.
    fn summary(self, n: usize) -> String {
        let (one, many, done) = match self {
            Kind::Mojibake => ("wrongly decoded run", "wrongly decoded runs", "repaired"),
            Kind::Entity => ("HTML entity", "HTML entities", "decoded"),
            Kind::Icon => ("icon name", "icon names", "removed"),
            Kind::Quotes => ("typewriter quotation mark", "typewriter quotation marks", "replaced by \""),
            Kind::Space => ("unusual space", "unusual spaces", "replaced by a plain one"),
            Kind::Invisible => ("invisible character", "invisible characters", "removed"),
            Kind::Control => ("control character", "control characters", "removed"),
            Kind::LineEnd => ("line end", "line ends", "made a plain line feed"),
        };
        format!("{n} {} {done}", if n == 1 { one } else { many })
    }
}

/// Repairs of a kind that are kept one by one; more become a single note.
const MOST_TOLD: usize = 8;

#[derive(Clone, Default, Debug)]
struct Found {
    n: usize,
    first: Vec<Place>,
}

#[derive(Clone, Debug)]
struct Place {
    range: Range<usize>,
    message: String,
}

/// All repairs of one article, by kind.
#[derive(Clone, Default, Debug)]
pub(super) struct Tally {
    kinds: [Found; Kind::ALL.len()],
}

impl Tally {
    /// Counts one repair; `message` is only asked for while it may be told.
    pub(super) fn add(&mut self, kind: Kind, range: Range<usize>, message: impl FnOnce() -> String) {
        let found = &mut self.kinds[kind as usize];
        found.n += 1;
        let room = if kind.is_told_singly() { MOST_TOLD } else { 1 };
        if found.first.len() < room {
            found.first.push(Place { range, message: message() });
        }
    }

    /// Follows the text through a round of edits.
    pub(super) fn moved(&mut self, edits: &[Moved]) {
        for place in self.kinds.iter_mut().flat_map(|found| &mut found.first) {
            place.range = moved(edits, place.range.clone());
        }
    }

    /// Writes the notes about `text`, the outcome.
    pub(super) fn note(&self, text: &str, notes: &mut Vec<Note>) {
        for kind in Kind::ALL {
            let found = &self.kinds[kind as usize];
            let span = |place: &Place| {
                let end = place.range.end.min(text.len());
                Span::at(place.range.start.min(end)..end)
            };
            let Some(first) = found.first.first() else { continue };
            if kind.is_told_singly() && found.n <= MOST_TOLD {
                notes.extend(found.first.iter().map(|p| Note::at(kind.code(), p.message.clone(), span(p))));
            } else if kind.is_told_singly() {
                let message = format!("{}; the first: {}", kind.summary(found.n), first.message);
                notes.push(Note::at(kind.code(), message, span(first)));
            } else {
                notes.push(Note::at(kind.code(), kind.summary(found.n), span(first)));
            }
        }
    }
}
