//! The one unit of offsets inside Chancery.

use std::ops::Range;

/// A half-open stretch `start..end` of the cleaned text, in bytes of UTF-8.
///
/// Invariant: `start <= end`, and both lie on character boundaries of the text they point into (whoever makes a
/// span from a text keeps the second half). Not for raw input, whose offsets are `u64`, nor for the wire, which
/// counts code points.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// A span from its two ends, in bytes.
    ///
    /// # Panics
    /// If `start > end`.
    #[track_caller]
    pub fn new(start: u32, end: u32) -> Span {
        assert!(start <= end, "a span cannot end ({end}) before it starts ({start})");
        Span { start, end }
    }

    /// A span from `usize` offsets, as string methods give them.
    ///
    /// # Panics
    /// If `start > end`, or an end does not fit in 32 bits (intake refuses articles that long).
    #[track_caller]
    pub fn at(range: Range<usize>) -> Span {
        let end = u32::try_from(range.end).expect("intake refuses texts over 4 GiB");
        Span::new(range.start as u32, end)
    }

    /// First byte.
    pub fn start(self) -> u32 {
        self.start
    }

    /// One past the last byte.
    pub fn end(self) -> u32 {
        self.end
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The same as a range for slicing a `str`.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The words it covers.
    ///
    /// # Panics
    /// If the span does not belong to `text`.
    pub fn of(self, text: &str) -> &str {
        &text[self.range()]
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The same stretch, `by` bytes further on.
    pub fn shifted(self, by: u32) -> Span {
        Span { start: self.start + by, end: self.end + by }
    }

    /// Without white space at either end.
    pub fn trimmed(self, text: &str) -> Span {
        let words = self.of(text);
        let start = self.start as usize + (words.len() - words.trim_start().len());
        let words = words.trim();
        Span::at(start..start + words.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trimming_keeps_the_place() {
        let text = "  à la carte \n";
        let span = Span::at(0..text.len()).trimmed(text);
        assert_eq!(span.of(text), "à la carte");
        assert_eq!(span.start(), 2);
        assert!(Span::at(1..1).trimmed(text).is_empty());
    }

    #[test]
    fn neighbours_do_not_overlap() {
        assert!(!Span::new(0, 3).overlaps(Span::new(3, 5)));
        assert!(Span::new(0, 4).overlaps(Span::new(3, 5)));
        assert_eq!(Span::new(0, 2).cover(Span::new(5, 6)), Span::new(0, 6));
    }
}
