//! The affix patterns of a tokenizer: what comes off a chunk's front and back, and where it is cut inside.
//!
//! Each is one alternation of up to two hundred branches, nearly all of a single sign. A [`Pattern`] takes it apart: by
//! the character at hand it knows which branches can begin there, and by the last character whether any can end
//! there, so that for most words no branch is tried. Branches are then tried in their order, as Python does.
//!
//! Searching for a suffix looks only at places from which a branch can reach the end: as many characters back as the
//! longest branch has, and for a branch without a limit (`\.\.+$`) as far as its characters go. Peeling a chunk is
//! thereby linear in its length, for a search either looks at a bounded window or finds the run it went through.

use crate::pyregex::{CharSet, Node, Program};

/// Steps a branch may take at one place, apart from those a long text adds.
const BUDGET: usize = 4_000;
/// Steps added for each byte of text.
const BUDGET_PER_BYTE: usize = 16;
/// How far back, in bytes, a suffix without a limit is followed.
const LONGEST_SUFFIX: usize = 1 << 16;

/// A pattern as a list of branches.
#[derive(Debug)]
pub(crate) struct Pattern {
    branches: Vec<Branch>,
    /// Branches that can begin with each ASCII character.
    by_ascii: Vec<Box<[u16]>>,
    /// Branches that can begin with a character above ASCII, or are empty.
    by_wide: Box<[u16]>,
    /// Characters a match ends with; `None` if a match can be empty.
    last: Option<CharSet>,
    /// All branches are tied to the start of the text.
    anchored_start: bool,
    /// All branches are tied to the end of the text.
    anchored_end: bool,
    /// The most characters of the branches that have a limit.
    width: usize,
    /// What the branches without a limit are made of.
    unlimited: Option<CharSet>,
    required: Vec<char>,
}

#[derive(Debug)]
struct Branch {
    program: Program,
    /// What it can begin with; `None` if it can be empty.
    first: Option<CharSet>,
}

impl Pattern {
    pub(crate) fn parse(pattern: &str) -> Result<Pattern, String> {
        let node = Node::parse(pattern)?;
        let required = node.required();
        let nodes = match node {
            Node::Either(nodes) => nodes,
            node => vec![node],
        };
        let mut branches = Vec::with_capacity(nodes.len());
        let (mut width, mut unlimited) = (0, None);
        let mut last = Some(CharSet::default());
        for node in &nodes {
            let mut first = CharSet::default();
            let empty = node.edge(false, &mut first);
            if let Some(set) = &mut last
                && node.edge(true, set)
            {
                last = None;
            }
            match node.width() {
                (_, Some(most)) => width = width.max(most as usize),
                (_, None) => node.alphabet(unlimited.get_or_insert_default()),
            }
            branches.push(Branch { program: Program::compile(node)?, first: (!empty).then_some(first) });
        }
        if branches.len() > usize::from(u16::MAX) {
            return Err("has more branches than the tokenizer can number".into());
        }
        let beginning = |wanted: &dyn Fn(&CharSet) -> bool| -> Box<[u16]> {
            let fits = |b: &Branch| b.first.as_ref().is_none_or(wanted);
            (0u16..).zip(&branches).filter(|(_, b)| fits(b)).map(|(i, _)| i).collect()
        };
        let by_ascii = (0..128u8).map(|b| beginning(&|set| set.contains(char::from(b)))).collect();
        let by_wide = beginning(&CharSet::is_wide);
        let anchored = |node: &Node, at: fn(&[Node]) -> Option<&Node>, anchor: &Node| match node {
            Node::Sequence(nodes) => at(nodes) == Some(anchor),
            node => node == anchor,
        };
        Ok(Pattern {
            anchored_start: nodes.iter().all(|n| anchored(n, <[Node]>::first, &Node::Start)),
            anchored_end: nodes.iter().all(|n| anchored(n, <[Node]>::last, &Node::End)),
            branches,
            by_ascii,
            by_wide,
            last,
            width,
            unlimited,
            required,
        })
    }

    /// Where a match that starts at this byte ends.
    fn match_at(&self, text: &str, at: usize) -> Option<usize> {
        let next = text[at..].chars().next();
        let candidates: &[u16] = match next {
            Some(c) if c.is_ascii() => &self.by_ascii[c as usize],
            _ => &self.by_wide,
        };
        candidates.iter().find_map(|&i| {
            let branch = &self.branches[usize::from(i)];
            // The list for characters above ASCII is coarse.
            if let Some(first) = &branch.first
                && !next.is_some_and(|c| first.contains(c))
            {
                return None;
            }
            let mut budget = BUDGET + BUDGET_PER_BYTE * (text.len() - at);
            branch.program.match_at(text, at, &mut budget)
        })
    }

    /// Whether the text begins with a match: Python's `match`.
    pub(crate) fn matches_start(&self, text: &str) -> bool {
        self.required.iter().all(|&c| text.contains(c)) && self.match_at(text, 0).is_some()
    }

    /// Whether the text has a match anywhere.
    pub(crate) fn is_found(&self, text: &str) -> bool {
        self.required.iter().all(|&c| text.contains(c)) && self.search(text, 0).is_some()
    }

    /// The first match at or after a byte: Python's `search`.
    fn search(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        if self.anchored_start {
            return if from == 0 { self.match_at(text, 0).map(|end| (0, end)) } else { None };
        }
        let places = text[from..].char_indices().map(|(i, _)| from + i).chain([text.len()]);
        places.into_iter().find_map(|at| self.match_at(text, at).map(|end| (at, end)))
    }

    /// How many bytes the first match has; 0 if there is none.
    pub(crate) fn prefix_len(&self, text: &str) -> usize {
        self.search(text, 0).map_or(0, |(start, end)| end - start)
    }

    /// How many bytes the first match has, for a pattern whose matches mostly end the text; 0 if there is none.
    pub(crate) fn suffix_len(&self, text: &str) -> usize {
        if !self.anchored_end || self.anchored_start {
            return self.prefix_len(text);
        }
        let Some(last) = text.chars().next_back() else { return 0 };
        if self.last.as_ref().is_some_and(|set| !set.contains(last)) {
            return 0;
        }
        let mut from = match self.width.checked_sub(1) {
            Some(n) => text.char_indices().rev().nth(n).map_or(0, |(i, _)| i),
            None => text.len(),
        };
        if let Some(alphabet) = &self.unlimited {
            let run = text
                .char_indices()
                .rev()
                .take_while(|&(i, c)| alphabet.contains(c) && text.len() - i <= LONGEST_SUFFIX);
            from = from.min(run.last().map_or(text.len(), |(i, _)| i));
        }
        self.search(text, from).map_or(0, |(start, end)| end - start)
    }

    /// Calls with each match, in order and without overlap: Python's `finditer`.
    pub(crate) fn for_each_match(&self, text: &str, mut found: impl FnMut(usize, usize)) {
        let mut from = 0;
        while let Some((start, end)) = self.search(text, from) {
            found(start, end);
            from = match text[end..].chars().next() {
                _ if start < end => end,
                Some(c) => end + c.len_utf8(),
                None => break,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pattern(pattern: &str) -> Pattern {
        Pattern::parse(pattern).expect("a supported pattern")
    }

    #[test]
    fn prefixes_are_tried_in_order() {
        let prefixes = pattern(r"^\$|^US\$|^\.\.+|^\+(?![0-9])|^[\u2190-\u21FF]");
        let len = |text| prefixes.prefix_len(text);
        assert_eq!(
            [len("$5"), len("US$5"), len("USA"), len("...x"), len("+1"), len("+a"), len("→x"), len("—")],
            [1, 3, 0, 3, 0, 1, 3, 0]
        );
    }

    #[test]
    fn the_leftmost_suffix_is_found() {
        let suffixes = pattern(r"\.\.+$|'s$|s$|(?<=[0-9])(?:km|m)$|(?<=[a-z])\.$");
        let len = |text| suffixes.suffix_len(text);
        assert_eq!([len("Anna's"), len("its"), len("5km"), len("5xm"), len("end."), len("U.")], [2, 1, 2, 0, 1, 0]);
        assert_eq!(len(&format!("well{}", ".".repeat(5000))), 5000);
    }

    #[test]
    fn infixes_do_not_overlap() {
        let infixes = pattern(r"\.\.+|(?<=[a-z])-(?=[a-z])|x*");
        let mut found = Vec::new();
        infixes.for_each_match("a-b...-xx", |start, end| found.push((start, end)));
        assert_eq!(found, [(0, 0), (1, 2), (2, 2), (3, 6), (6, 6), (7, 9), (9, 9)]);
    }

    #[test]
    fn a_run_of_signs_takes_linear_time() {
        let suffixes = pattern(r"\.\.+$|,$");
        let text = ",".repeat(1 << 20);
        let mut rest = &text[..];
        while suffixes.suffix_len(rest) > 0 {
            rest = &rest[..rest.len() - 1];
        }
        assert!(rest.is_empty());
    }
}
