//! From bytes to code points: done once, at the edge.

use chancery_doc::Span;

use super::Pair;

/// Bytes between two marks.
const STRIDE: usize = 128;

/// Counts the code points before a byte of one text, in constant time.
#[derive(Clone, Debug)]
pub struct CodePoints<'t> {
    text: &'t str,
    /// Code points before each `STRIDE`-th byte; none for an ASCII text, where both counts agree.
    marks: Option<Vec<u32>>,
}

impl<'t> CodePoints<'t> {
    /// Prepares a text, in one pass.
    pub fn new(text: &'t str) -> CodePoints<'t> {
        let count = |chunk: &[u8]| chunk.iter().filter(|&&b| !is_continuation(b)).count() as u32;
        let marks = (!text.is_ascii()).then(|| {
            let mut total = 0;
            let mut marks = vec![0];
            for chunk in text.as_bytes().chunks(STRIDE) {
                total += count(chunk);
                marks.push(total);
            }
            marks
        });
        CodePoints { text, marks }
    }

    /// How many code points stand before a byte.
    pub fn before(&self, byte: u32) -> u32 {
        let Some(marks) = &self.marks else { return byte };
        let mark = byte as usize / STRIDE;
        let rest = &self.text.as_bytes()[mark * STRIDE..byte as usize];
        marks[mark] + rest.iter().filter(|&&b| !is_continuation(b)).count() as u32
    }

    /// A span in code points.
    pub fn pair(&self, span: Span) -> Pair {
        Pair(self.before(span.start()), self.before(span.end()))
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0b1100_0000 == 0b1000_0000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_boundary_counts_as_char_indices_does() {
        let text = "José 🕊 said: “Genève”. ".repeat(40);
        for text in [text.as_str(), "plain", ""] {
            let points = CodePoints::new(text);
            for (n, (byte, _)) in text.char_indices().enumerate() {
                assert_eq!(points.before(byte as u32), n as u32);
            }
            assert_eq!(points.before(text.len() as u32), text.chars().count() as u32);
        }
    }
}
