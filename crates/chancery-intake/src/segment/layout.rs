//! Lines to units: which line breaks part paragraphs, and which a typist's margin put there.

use chancery_doc::Span;

/// A stretch that is a paragraph by layout.
#[derive(Clone, Copy, Debug)]
pub(super) struct Unit {
    pub(super) span: Span,
}

#[derive(Clone, Copy)]
struct Line {
    span: Span,
    /// Whether another line follows at once, without a blank one between.
    goes_on: bool,
    is_indented: bool,
}

/// Widths of margins that texts are wrapped at.
const NARROWEST: usize = 45;
const WIDEST: usize = 110;

/// The units of a text: one for each line, except where a hard-wrapped text has several lines a paragraph.
pub(super) fn units(text: &str) -> Vec<Unit> {
    let lines = lines(text);
    let Some(width) = margin(text, &lines) else {
        return lines.iter().map(|line| Unit { span: line.span }).collect();
    };
    let mut units: Vec<Unit> = Vec::new();
    let mut joins = false;
    for (idx, line) in lines.iter().enumerate() {
        match units.last_mut() {
            Some(unit) if joins => unit.span = unit.span.cover(line.span),
            _ => units.push(Unit { span: line.span }),
        }
        joins = match lines.get(idx + 1) {
            Some(next) => line.goes_on && is_full(text, line, next, width) && !next.is_indented && !is_item(text, next),
            None => false,
        };
    }
    units
}

fn lines(text: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut follows = false;
    for line in text.split_inclusive('\n') {
        let whole = Span::at(start..start + line.len());
        let span = whole.trimmed(text);
        start += line.len();
        if span.is_empty() {
            follows = false;
            continue;
        }
        if follows && let Some(last) = lines.last_mut() {
            last.goes_on = true;
        }
        follows = true;
        lines.push(Line { span, goes_on: false, is_indented: span.start() - whole.start() >= 2 });
    }
    lines
}

/// The margin at which a text is wrapped; `None` if each line is a paragraph of its own.
///
/// Wrapping shows in three things together: lines that go on are about equally long, the next line's first word
/// would not have fitted, and they mostly break off in mid-sentence.
fn margin(text: &str, lines: &[Line]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| pair[0].goes_on);
    let n_pairs = pairs().count();
    if n_pairs < 2 {
        return None;
    }
    let mut widths: Vec<usize> = pairs().map(|pair| length(text, &pair[0])).collect();
    widths.sort_unstable();
    // A single long line, such as a link, is no margin.
    let width = widths[(widths.len() - 1) * 95 / 100];
    if !(NARROWEST..=WIDEST).contains(&width) {
        return None;
    }
    let n_full = pairs().filter(|pair| is_full(text, &pair[0], &pair[1], width)).count();
    let n_open = pairs().filter(|pair| !super::cues::ends_sentence(pair[0].span.of(text))).count();
    (n_full * 4 >= n_pairs * 3 && n_open * 2 >= n_pairs).then_some(width)
}

fn length(text: &str, line: &Line) -> usize {
    line.span.of(text).chars().count()
}

/// Whether the next line's first word would have gone over the margin.
fn is_full(text: &str, line: &Line, next: &Line, width: usize) -> bool {
    let word = next.span.of(text).split_whitespace().next().unwrap_or_default();
    // Typists are not exact: a word that would just have fitted may have been taken over.
    length(text, line) + 1 + word.chars().count() + 2 > width
}

/// Whether a line is an item of a list.
fn is_item(text: &str, line: &Line) -> bool {
    let words = line.span.of(text);
    words.starts_with(['•', '*', '·', '▪']) || words.starts_with("- ")
}
