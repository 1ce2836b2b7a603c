//! The cleaned, segmented text of one article, with its way back to the raw input.

use crate::{Date, Span};

/// What the article's carrier said of it (a JSONL line's fields, a command-line flag), before any reading.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Given {
    /// The user's or carrier's id of the article.
    pub id: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it, in the order given; empty where the carrier does not say.
    pub authors: Vec<String>,
    /// The headline, where it comes apart from the text.
    pub headline: Option<String>,
    /// The publication date.
    pub published: Option<Date>,
    /// ISO 639-1 code of the language, as declared.
    pub language: Option<String>,
}

/// What part a segment plays in the article.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum SegmentKind {
    /// The title.
    Headline,
    /// The summary that stands before or after the headline.
    Standfirst,
    /// A picture's text, with its credit.
    Caption,
    /// A heading inside the body.
    Crosshead,
    /// Body text.
    Paragraph,
    /// Who wrote it.
    Byline,
    /// Place, date and agency before the first sentence ("NAIROBI, March 3 (Agency) -").
    Dateline,
    /// Anything else, such as "Read more" links.
    Other,
}

impl SegmentKind {
    /// Whether it stands above what it sums up: a headline, a standfirst or a crosshead.
    pub fn is_heading(self) -> bool {
        matches!(self, SegmentKind::Headline | SegmentKind::Standfirst | SegmentKind::Crosshead)
    }
}

/// A stretch of the text that is parsed by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Segment {
    /// What it is.
    pub kind: SegmentKind,
    /// Where it stands; without white space at either end.
    pub span: Span,
}

/// The language an article is in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Language {
    /// ISO 639-1 code where there is one, else ISO 639-3.
    pub code: String,
    /// Whether the finding is certain enough to refuse a text for it.
    pub reliable: bool,
}

/// A run of the cleaned text and where it came from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece {
    /// First byte in the cleaned text.
    pub clean: u32,
    /// First byte in the raw input.
    pub raw: u64,
    /// Bytes in the raw input that the whole run stands for.
    pub raw_len: u64,
    /// Whether the run is copied byte for byte, so that offsets inside it map one to one.
    pub verbatim: bool,
}

/// The way from every offset of the cleaned text back to the raw input.
///
/// Invariant: pieces are sorted by `clean`, the first starts at 0 (unless there are none, for an empty text).
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RawMap {
    pieces: Vec<Piece>,
    clean_len: u32,
}

impl RawMap {
    /// A map from its pieces in order; `clean_len` is the length of the cleaned text in bytes.
    ///
    /// # Panics
    /// If the pieces are not sorted by their place in the cleaned text.
    pub fn new(pieces: Vec<Piece>, clean_len: u32) -> RawMap {
        assert!(pieces.is_sorted_by_key(|p| p.clean), "pieces stand in the order of the cleaned text");
        RawMap { pieces, clean_len }
    }

    /// The map of a text that is its raw input, byte for byte.
    pub fn identity(len: u32) -> RawMap {
        RawMap::new(vec![Piece { clean: 0, raw: 0, raw_len: len.into(), verbatim: true }], len)
    }

    /// The bytes of the raw input that a stretch of the cleaned text stands for.
    /// A repaired run (an entity, mojibake) is taken whole.
    pub fn raw(&self, span: Span) -> std::ops::Range<u64> {
        let start = self.edge(span.start(), false);
        let end = if span.is_empty() { start } else { self.edge(span.end(), true) };
        start..end.max(start)
    }

    fn edge(&self, clean: u32, is_end: bool) -> u64 {
        // An end belongs to the piece of the byte before it.
        let probe = if is_end { clean.saturating_sub(1) } else { clean };
        let after = self.pieces.partition_point(|p| p.clean <= probe);
        let Some(piece) = after.checked_sub(1).and_then(|i| self.pieces.get(i)) else { return 0 };
        if piece.verbatim {
            piece.raw + u64::from(clean - piece.clean).min(piece.raw_len)
        } else if is_end || clean >= self.clean_len {
            piece.raw + piece.raw_len
        } else {
            piece.raw
        }
    }
}

/// One article, cleaned and cut into segments.
///
/// Invariants: segments are sorted, do not overlap, and what lies between them is white space; every span of a
/// later layer points into [`Text::as_str`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// What the carrier said of the article.
    pub given: Given,
    /// The language it was found to be in.
    pub language: Language,
    text: String,
    segments: Vec<Segment>,
    raw_map: RawMap,
}

impl Text {
    /// A text from its parts.
    ///
    /// # Panics
    /// If segments overlap, are out of order or reach beyond the text.
    pub fn new(text: String, segments: Vec<Segment>, raw_map: RawMap, given: Given, language: Language) -> Text {
        assert!(
            segments.windows(2).all(|w| w[0].span.end() <= w[1].span.start())
                && segments.last().is_none_or(|s| s.span.end() as usize <= text.len()),
            "segments stand in order inside the text"
        );
        Text { given, language, text, segments, raw_map }
    }

    /// A text of one English paragraph, for tests and for sentences typed by hand; what stands before an em dash with
    /// blanks around it, in capitals, is its dateline.
    pub fn paragraph(text: &str) -> Text {
        let line = text.find(" — ").filter(|&at| text[..at].chars().take(4).all(|c| c.is_uppercase() || c == ' '));
        let start = line.map_or(0, |at| at + " — ".len());
        let mut segments = Vec::new();
        for (kind, range) in [(SegmentKind::Dateline, 0..start), (SegmentKind::Paragraph, start..text.len())] {
            let span = Span::at(range).trimmed(text);
            if !span.is_empty() {
                segments.push(Segment { kind, span });
            }
        }
        let language = Language { code: "en".to_owned(), reliable: false };
        Text::new(text.to_owned(), segments, RawMap::identity(text.len() as u32), Given::default(), language)
    }

    /// The cleaned text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Its parts, in order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The way back to the raw input.
    pub fn raw_map(&self) -> &RawMap {
        &self.raw_map
    }

    /// The segment that a place in the text belongs to; `None` in the white space between two.
    pub fn segment_at(&self, span: Span) -> Option<&Segment> {
        let after = self.segments.partition_point(|s| s.span.start() <= span.start());
        self.segments.get(after.checked_sub(1)?).filter(|s| span.start() < s.span.end())
    }

    /// The first segment of a kind.
    pub fn first(&self, kind: SegmentKind) -> Option<&Segment> {
        self.segments.iter().find(|s| s.kind == kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repaired_runs_map_back_whole() {
        // raw "a &amp; b", cleaned "a & b"
        let piece = |clean, raw, raw_len, verbatim| Piece { clean, raw, raw_len, verbatim };
        let map = RawMap::new(vec![piece(0, 0, 2, true), piece(2, 2, 5, false), piece(3, 7, 2, true)], 5);
        assert_eq!(map.raw(Span::new(2, 3)), 2..7);
        assert_eq!(map.raw(Span::new(0, 5)), 0..9);
        assert_eq!(map.raw(Span::new(4, 5)), 8..9);
        assert_eq!(map.raw(Span::new(0, 2)), 0..2);
        assert_eq!(RawMap::identity(4).raw(Span::new(1, 4)), 1..4);
    }

    #[test]
    fn a_place_between_segments_is_in_none() {
        let text = Text::paragraph("  Talks began. ");
        assert_eq!(text.segments()[0].span.of(text.as_str()), "Talks began.");
        assert!(text.segment_at(Span::new(0, 1)).is_none());
        assert!(text.segment_at(Span::new(3, 4)).is_some());
        assert!(text.segment_at(Span::new(14, 15)).is_none());
    }
}
