//! Text that knows which bytes of the raw input each of its characters came from.
//!
//! Every step from bytes to cleaned text (decoding, unescaping JSON, repairing) is a [`Rewriter`] over the text of
//! the step before: it keeps runs or replaces them, and the way back to the raw bytes is carried along. So no step
//! needs to know what the others did, and there is one place where offsets are counted.

use std::ops::Range;

use chancery_doc::{Piece, RawMap};

/// Decoded text with its way back to the bytes it was decoded from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Decoded {
    text: String,
    pieces: Vec<Piece>,
}

impl Decoded {
    /// A text that is its input byte for byte, which starts at byte `raw` of the input.
    pub(crate) fn verbatim(text: String, raw: u64) -> Decoded {
        let len = text.len() as u64;
        let pieces =
            if text.is_empty() { Vec::new() } else { vec![Piece { clean: 0, raw, raw_len: len, verbatim: true }] };
        Decoded { text, pieces }
    }

    /// A text that was taken out of something else (a page, a feed): its offsets are those of the text alone.
    pub fn extracted(text: String) -> Decoded {
        Decoded::verbatim(text, 0)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The way from every offset of the text back to the bytes of the input.
    pub fn raw_map(&self) -> RawMap {
        RawMap::new(self.pieces.clone(), self.text.len() as u32)
    }

    pub(crate) fn into_parts(self) -> (String, RawMap) {
        let len = self.text.len() as u32;
        (self.text, RawMap::new(self.pieces, len))
    }

    /// The runs of the text and where each came from.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Adds what was decoded from the bytes `raw`.
    pub(crate) fn push(&mut self, text: &str, raw: Range<u64>, verbatim: bool) {
        if text.is_empty() {
            return;
        }
        let piece = Piece { clean: self.text.len() as u32, raw: raw.start, raw_len: raw.end - raw.start, verbatim };
        self.text.push_str(text);
        match self.pieces.last_mut() {
            // Neighbouring verbatim runs are one run: most articles are a single piece.
            Some(last) if last.verbatim && verbatim && last.raw + last.raw_len == raw.start => {
                last.raw_len += piece.raw_len;
            }
            _ => self.pieces.push(piece),
        }
    }

    /// Puts `self` in front of `other`, with `between` (which stands for no raw byte) separating them.
    pub(crate) fn followed_by(mut self, between: &str, other: Decoded) -> Decoded {
        let end = self.pieces.last().map_or(0, |p| p.raw + p.raw_len);
        if !between.is_empty() {
            self.push(between, end..end, false);
        }
        let by = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces.into_iter().map(|p| Piece { clean: p.clean + by, ..p }));
        self
    }
}

/// Makes a new text from an older one by keeping and replacing runs of it, from front to back.
pub(crate) struct Rewriter<'a> {
    source: &'a Decoded,
    /// First piece of the source that may reach beyond what was consumed.
    piece_idx: usize,
    consumed: usize,
    out: Decoded,
    edits: Vec<Moved>,
}

/// A replaced run: where it stood in the older text, and where what replaced it stands in the newer.
#[derive(Clone, Debug)]
pub(crate) struct Moved {
    old: Range<usize>,
    new: Range<usize>,
}

impl<'a> Rewriter<'a> {
    pub(crate) fn new(source: &'a Decoded) -> Rewriter<'a> {
        let out = Decoded { text: String::with_capacity(source.text.len()), pieces: Vec::new() };
        Rewriter { source, piece_idx: 0, consumed: 0, out, edits: Vec::new() }
    }

    /// Leaves out everything up to `offset` of the source without replacement.
    pub(crate) fn skip_to(&mut self, offset: usize) {
        self.consumed = self.consumed.max(offset);
    }

    /// Copies the source up to `offset`.
    pub(crate) fn keep_to(&mut self, offset: usize) {
        let (from, to) = (self.consumed, offset);
        if to <= from {
            return;
        }
        let source = self.source;
        self.advance(from);
        let mut idx = self.piece_idx;
        let mut start = from;
        while start < to {
            let piece = source.pieces[idx];
            let piece_end = source.pieces.get(idx + 1).map_or(source.text.len(), |next| next.clean as usize);
            let end = piece_end.min(to);
            let raw = if piece.verbatim {
                let raw = piece.raw + (start - piece.clean as usize) as u64;
                raw..raw + (end - start) as u64
            } else {
                piece.raw..piece.raw + piece.raw_len
            };
            self.out.push(&source.text[start..end], raw, piece.verbatim);
            start = end;
            idx += 1;
        }
        self.consumed = to;
    }

    /// Copies the source up to `range`, then puts `with` in place of `range`.
    pub(crate) fn replace(&mut self, range: Range<usize>, with: &str) {
        self.keep_to(range.start);
        self.advance(range.start);
        let new_start = self.out.text.len();
        if !with.is_empty() {
            let raw = self.raw(range.clone());
            self.out.push(with, raw, false);
        }
        self.consumed = range.end;
        self.edits.push(Moved { old: range, new: new_start..self.out.text.len() });
    }

    /// Copies the rest of the source and gives the new text and what moved.
    pub(crate) fn finish(mut self) -> (Decoded, Vec<Moved>) {
        self.keep_to(self.source.text.len());
        (self.out, self.edits)
    }

    /// Gives the new text without the rest of the source.
    pub(crate) fn cut(self) -> Decoded {
        self.out
    }

    fn advance(&mut self, offset: usize) {
        let pieces = &self.source.pieces;
        while pieces.get(self.piece_idx + 1).is_some_and(|next| next.clean as usize <= offset) {
            self.piece_idx += 1;
        }
    }

    /// The raw bytes that a run of the source, at or after the current piece, stands for.
    fn raw(&self, range: Range<usize>) -> Range<u64> {
        let mut covered: Option<Range<u64>> = None;
        for piece in &self.source.pieces[self.piece_idx.min(self.source.pieces.len())..] {
            let clean = piece.clean as usize;
            if clean >= range.end {
                break;
            }
            let raw = if piece.verbatim {
                let piece_end = clean + piece.raw_len as usize;
                let (start, end) = (range.start.max(clean), range.end.min(piece_end));
                piece.raw + (start - clean) as u64..piece.raw + (end.max(start) - clean) as u64
            } else {
                piece.raw..piece.raw + piece.raw_len
            };
            covered = Some(match covered {
                Some(seen) => seen.start.min(raw.start)..seen.end.max(raw.end),
                None => raw,
            });
        }
        covered.unwrap_or(0..0)
    }
}

/// Where a range of the older text stands in the newer one; a range that begins or ends inside a replaced run
/// takes the whole of it.
pub(crate) fn moved(edits: &[Moved], range: Range<usize>) -> Range<usize> {
    let place = |offset: usize, is_end: bool| {
        let after = edits.partition_point(|e| e.old.start <= offset);
        match after.checked_sub(1).map(|idx| &edits[idx]) {
            None => offset,
            Some(edit) if offset < edit.old.end => {
                if is_end && offset > edit.old.start {
                    edit.new.end
                } else {
                    edit.new.start
                }
            }
            Some(edit) => offset - edit.old.end + edit.new.end,
        }
    };
    let start = place(range.start, false);
    start..place(range.end, true).max(start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chancery_doc::Span;

    #[test]
    fn a_rewritten_rewrite_still_leads_to_the_first_bytes() {
        let raw = Decoded::verbatim("one <two> three <four>".to_owned(), 100);
        let mut first = Rewriter::new(&raw);
        first.replace(4..9, "2");
        first.replace(16..22, "4");
        let (first, edits) = first.finish();
        assert_eq!(first.as_str(), "one 2 three 4");
        assert_eq!(moved(&edits, 10..15), 6..11);
        assert_eq!(moved(&edits, 5..9), 4..5);

        let mut second = Rewriter::new(&first);
        second.replace(3..5, "!");
        let (second, _) = second.finish();
        assert_eq!(second.as_str(), "one! three 4");
        let map = second.raw_map();
        assert_eq!(map.raw(Span::new(3, 4)), 103..109, "space and the replaced run");
        assert_eq!(map.raw(Span::new(5, 10)), 110..115, "verbatim again");
        assert_eq!(map.raw(Span::new(11, 12)), 116..122);
    }

    #[test]
    fn joined_texts_keep_their_own_places() {
        let title = Decoded::verbatim("Title".to_owned(), 50);
        let body = Decoded::verbatim("Body".to_owned(), 10);
        let both = title.followed_by("\n\n", body);
        assert_eq!(both.as_str(), "Title\n\nBody");
        assert_eq!(both.raw_map().raw(Span::new(0, 5)), 50..55);
        assert_eq!(both.raw_map().raw(Span::new(7, 11)), 10..14);
    }
}
