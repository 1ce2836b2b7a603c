//! Where the text quotes: pairs of quotation marks, found segment by segment.
//!
//! A mark's direction is read from its form or, for straight marks, from what stands beside it. A quotation that is
//! still open at the end of a paragraph ends there; if the next paragraph opens one, that is how English sets
//! quotations over several paragraphs, and each paragraph is a quotation of its own. Single marks are not taken,
//! for they are mostly apostrophes; two single marks in a row are a double one.

use chancery_doc::{Note, Span, Text};

/// From this length on, in bytes, a quotation is something said rather than a word held at arm's length.
pub(crate) const SPEECH: u32 = 25;

/// All quotations of a text, in order, marks included.
#[derive(Debug, Default)]
pub(crate) struct Quotations {
    spans: Vec<Span>,
}

impl Quotations {
    pub(crate) fn find(text: &Text, notes: &mut Vec<Note>) -> Quotations {
        let mut spans = Vec::new();
        for segment in text.segments() {
            // A segment may hold several lines; each is a paragraph.
            let mut from = segment.span.start() as usize;
            for line in segment.span.of(text.as_str()).split_inclusive('\n') {
                let open = find_in(line, from, &mut spans);
                from += line.len();
                // A quotation over several paragraphs opens each and closes only the last.
                let goes_on = || text.as_str()[from..].trim_start().starts_with(['"', '“', '„', '«', '`', '\'']);
                if let Some(open) = open.filter(|_| !goes_on()) {
                    notes.push(Note::at(
                        "coding.open_quotation",
                        "a quotation is not closed; it is taken to end with its paragraph",
                        open,
                    ));
                }
            }
        }
        Quotations { spans }
    }

    /// Those that overlap a span.
    pub(crate) fn over(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let first = self.spans.partition_point(|q| q.end() <= span.start());
        self.spans[first..].iter().copied().take_while(move |q| q.start() < span.end())
    }

    /// All of them.
    pub(crate) fn all(&self) -> &[Span] {
        &self.spans
    }

    /// The first that starts at or after a place.
    pub(crate) fn next_from(&self, byte: u32) -> Option<Span> {
        self.spans.get(self.spans.partition_point(|q| q.start() < byte)).copied()
    }

    /// The one that ends at or right before a place, with nothing but white space between.
    pub(crate) fn right_before(&self, byte: u32, text: &str) -> Option<Span> {
        let n_before = self.spans.partition_point(|q| q.end() <= byte);
        let last = self.spans[..n_before].last()?;
        let between = &text[last.end() as usize..byte as usize];
        (between.trim().is_empty() && !between.contains('\n')).then_some(*last)
    }

    /// Whether a stretch ends with a quotation that its paragraph leaves open.
    pub(crate) fn is_open(&self, span: Span, text: &str) -> bool {
        let n_before = self.spans.partition_point(|q| q.end() <= span.end());
        let ends = self.spans[..n_before].last().is_some_and(|q| q.end() == span.end());
        ends && !span.of(text).ends_with(['"', '”', '»', '\''])
    }

    /// The one that starts at or right after a place, with nothing but white space between.
    pub(crate) fn right_after(&self, byte: u32, text: &str) -> Option<Span> {
        let next = self.spans.get(self.spans.partition_point(|q| q.start() < byte))?;
        text[byte as usize..next.start() as usize].trim().is_empty().then_some(*next)
    }
}

/// Adds the quotations of a line, and gives the one that it leaves open.
fn find_in(line: &str, from: usize, spans: &mut Vec<Span>) -> Option<Span> {
    let mut open: Option<usize> = None;
    let mut i = 0;
    while i < line.len() {
        let rest = &line[i..];
        let Some(c) = rest.chars().next() else { break };
        let len = if rest.starts_with("''") || rest.starts_with("``") { 2 } else { c.len_utf8() };
        let is_mark = len == 2 && c.is_ascii() || matches!(c, '"' | '“' | '”' | '„' | '«' | '»');
        if is_mark {
            let spaced_before = line[..i]
                .chars()
                .next_back()
                .is_none_or(|p| p.is_whitespace() || matches!(p, '(' | '[' | '—' | '–' | '-' | ':'));
            let opens = match c {
                '“' | '„' | '«' | '`' => true,
                '”' | '»' => false,
                _ => {
                    open.is_none() || spaced_before && line[i + len..].chars().next().is_some_and(char::is_alphanumeric)
                }
            };
            match (opens, open) {
                (true, None) => open = Some(i),
                (true, Some(_)) => open = Some(i),
                (false, Some(start)) => {
                    spans.push(Span::at(from + start..from + i + len));
                    open = None;
                }
                (false, None) => {}
            }
        }
        i += len;
    }
    if let Some(start) = open {
        let span = Span::at(from + start..from + line.trim_end().len());
        spans.push(span);
        return Some(span);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let doc = Text::paragraph(text);
        let found = Quotations::find(&doc, &mut Vec::new());
        assert_eq!(found.spans.iter().map(|s| s.of(text)).collect::<Vec<_>>(), want);
    }

    #[test]
    fn marks_of_every_form() {
        check("He said \"no\" and \"never again\".", &["\"no\"", "\"never again\""]);
        check("“Non,” she said, “jamais.”", &["“Non,”", "“jamais.”"]);
        check("''We leave,'' he said; it's over.", &["''We leave,''"]);
    }

    #[test]
    fn an_open_quotation_ends_with_its_paragraph() {
        check("“First part.\n“Second part.”", &["“First part.", "“Second part.”"]);
        check("A stray ” mark", &[]);
    }
}
