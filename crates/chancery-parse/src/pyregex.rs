//! Python's regular expressions, as far as tokenizer rules use them: a parser and a backtracking matcher.
//!
//! Why not a crate: the patterns need look-around, which the linear-time engine lacks; general backtracking engines
//! spend most of their time on alternations of two hundred signs, which [`crate::affix`] can decide by one character
//! when it sees the syntax tree; and what a letter, digit or space is must be Python's. A match takes a budget of
//! steps and fails when it is spent, so no text and no package can make it run away; there is no recursion on the text.
//! Groups capture nothing, and what is not known (back references, word borders, flags) is refused by name.

use crate::pychar;

/// Bytes of a pattern; spaCy's longest has some 30,000.
const MAX_PATTERN: usize = 1 << 18;
/// Nesting of groups.
const MAX_DEPTH: u32 = 64;
/// Instructions of one compiled pattern.
const MAX_PROGRAM: usize = 1 << 16;

/// A set of characters.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct CharSet {
    ascii: u128,
    /// Above ASCII, as written.
    ranges: Vec<(u32, u32)>,
    kinds: Vec<(Kind, bool)>,
    negated: bool,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Digit,
    Word,
    Space,
    NotNewline,
}

impl Kind {
    fn contains(self, c: char) -> bool {
        match self {
            Kind::Digit => pychar::is_decimal(c),
            Kind::Word => c == '_' || pychar::is_alpha(c) || pychar::is_digit(c) || c.is_numeric(),
            Kind::Space => pychar::is_space(c),
            Kind::NotNewline => c != '\n',
        }
    }
}

impl CharSet {
    fn of_kind(kind: Kind, wanted: bool) -> CharSet {
        let mut set = CharSet { kinds: vec![(kind, wanted)], ..CharSet::default() };
        set.settle();
        set
    }

    fn add_range(&mut self, from: char, to: char) {
        for b in u32::from(from)..=u32::from(to).min(127) {
            self.ascii |= 1 << b;
        }
        if to > '\u{7f}' {
            self.ranges.push((u32::from(from).max(128), u32::from(to)));
        }
    }

    /// Sorts the ranges, and decides every ASCII character once and for all.
    fn settle(&mut self) {
        self.ranges.sort_unstable();
        self.ranges.dedup_by(|next, kept| {
            let joined = next.0 <= kept.1.saturating_add(1);
            if joined {
                kept.1 = kept.1.max(next.1);
            }
            joined
        });
        for b in 0..128u8 {
            if self.kinds.iter().any(|&(kind, wanted)| kind.contains(char::from(b)) == wanted) {
                self.ascii |= 1 << b;
            }
        }
        if self.negated {
            self.ascii = !self.ascii;
        }
    }

    pub(crate) fn contains(&self, c: char) -> bool {
        if c.is_ascii() {
            return self.ascii >> u32::from(c) & 1 == 1;
        }
        let code = u32::from(c);
        let after = self.ranges.partition_point(|&(start, _)| start <= code);
        let inside = after > 0 && code <= self.ranges[after - 1].1
            || self.kinds.iter().any(|&(kind, wanted)| kind.contains(c) == wanted);
        inside != self.negated
    }

    /// Widens the set by another; above ASCII it may become too wide, never too narrow.
    pub(crate) fn widen(&mut self, other: &CharSet) {
        self.ascii |= other.ascii;
        if self.negated || other.negated || !other.kinds.is_empty() {
            *self = CharSet { ascii: self.ascii, negated: true, ..CharSet::default() };
        } else {
            self.ranges.extend(&other.ranges);
            let ascii = self.ascii;
            self.settle();
            self.ascii = ascii;
        }
    }

    /// Whether it has any character above ASCII.
    pub(crate) fn is_wide(&self) -> bool {
        self.negated || !self.ranges.is_empty() || !self.kinds.is_empty()
    }

    /// The only character, if there is just one.
    fn single(&self) -> Option<char> {
        if self.negated || !self.kinds.is_empty() {
            return None;
        }
        match (self.ascii.count_ones(), &self.ranges[..]) {
            (1, []) => char::from_u32(self.ascii.trailing_zeros()),
            (0, &[(from, to)]) if from == to => char::from_u32(from),
            _ => None,
        }
    }
}

/// The syntax tree of a pattern.
#[derive(Clone, PartialEq, Debug)]
pub(crate) enum Node {
    Set(CharSet),
    Sequence(Vec<Node>),
    Either(Vec<Node>),
    Repeat { node: Box<Node>, min: u32, max: Option<u32>, greedy: bool },
    Look { node: Box<Node>, behind: bool, wanted: bool },
    Start,
    End,
}

impl Node {
    /// Parses a pattern; the error says what is wrong with it.
    pub(crate) fn parse(pattern: &str) -> Result<Node, String> {
        if pattern.len() > MAX_PATTERN {
            return Err("is too large".into());
        }
        let pattern = pattern.strip_prefix("(?u)").unwrap_or(pattern);
        let mut parser = Parser { rest: pattern.chars() };
        let node = parser.either(0)?;
        match parser.rest.next() {
            None => Ok(node),
            Some(c) => Err(format!("has an unmatched {c}")),
        }
    }

    /// Characters every match contains.
    pub(crate) fn required(&self) -> Vec<char> {
        match self {
            Node::Set(set) => set.single().into_iter().collect(),
            Node::Sequence(nodes) => nodes.iter().flat_map(Node::required).collect(),
            Node::Either(nodes) => {
                let mut all = nodes.iter().map(Node::required);
                let first = all.next().unwrap_or_default();
                all.fold(first, |kept, other| kept.into_iter().filter(|c| other.contains(c)).collect())
            }
            Node::Repeat { node, min, .. } if *min > 0 => node.required(),
            Node::Repeat { .. } | Node::Look { .. } | Node::Start | Node::End => Vec::new(),
        }
    }

    /// How many characters a match has at the least and at the most.
    pub(crate) fn width(&self) -> (u32, Option<u32>) {
        match self {
            Node::Set(_) => (1, Some(1)),
            Node::Sequence(nodes) => nodes.iter().map(Node::width).fold((0, Some(0)), |(a, b), (min, max)| {
                (a.saturating_add(min), b.zip(max).and_then(|(b, max)| b.checked_add(max)))
            }),
            Node::Either(nodes) => nodes
                .iter()
                .map(Node::width)
                .reduce(|(a, b), (min, max)| (a.min(min), b.zip(max).map(|(b, max)| b.max(max))))
                .unwrap_or((0, Some(0))),
            Node::Repeat { node, min, max, .. } => {
                let (least, most) = node.width();
                (least.saturating_mul(*min), most.zip(*max).and_then(|(most, max)| most.checked_mul(max)))
            }
            Node::Look { .. } | Node::Start | Node::End => (0, Some(0)),
        }
    }

    /// Adds to a set all characters a match can begin with (or end with, looking from the end); returns whether a
    /// match can be empty.
    pub(crate) fn edge(&self, from_end: bool, set: &mut CharSet) -> bool {
        match self {
            Node::Set(own) => {
                set.widen(own);
                false
            }
            Node::Sequence(nodes) => {
                let mut edge = |node: &Node| node.edge(from_end, set);
                if from_end { nodes.iter().rev().all(&mut edge) } else { nodes.iter().all(&mut edge) }
            }
            Node::Either(nodes) => nodes.iter().filter(|node| node.edge(from_end, set)).count() > 0,
            Node::Repeat { node, min, .. } => node.edge(from_end, set) || *min == 0,
            Node::Look { .. } | Node::Start | Node::End => true,
        }
    }

    /// Adds to a set all characters a match can consist of.
    pub(crate) fn alphabet(&self, set: &mut CharSet) {
        match self {
            Node::Set(own) => set.widen(own),
            Node::Sequence(nodes) | Node::Either(nodes) => nodes.iter().for_each(|node| node.alphabet(set)),
            Node::Repeat { node, .. } => node.alphabet(set),
            Node::Look { .. } | Node::Start | Node::End => {}
        }
    }
}

struct Parser<'a> {
    rest: std::str::Chars<'a>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.clone().next()
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest.as_str().starts_with(text);
        if found {
            self.rest.nth(text.chars().count() - 1);
        }
        found
    }

    fn either(&mut self, depth: u32) -> Result<Node, String> {
        if depth > MAX_DEPTH {
            return Err(format!("nests groups more than {MAX_DEPTH} deep"));
        }
        let mut branches = vec![self.sequence(depth)?];
        while self.eat("|") {
            branches.push(self.sequence(depth)?);
        }
        Ok(if branches.len() == 1 { branches.remove(0) } else { Node::Either(branches) })
    }

    fn sequence(&mut self, depth: u32) -> Result<Node, String> {
        let mut nodes = Vec::new();
        while let Some(c) = self.peek().filter(|&c| c != '|' && c != ')') {
            let node = self.atom(c, depth)?;
            nodes.push(self.quantified(node)?);
        }
        Ok(if nodes.len() == 1 { nodes.remove(0) } else { Node::Sequence(nodes) })
    }

    fn atom(&mut self, c: char, depth: u32) -> Result<Node, String> {
        if c == '(' {
            return self.group(depth);
        }
        self.rest.next();
        Ok(match c {
            '^' => Node::Start,
            '$' => Node::End,
            '.' => Node::Set(CharSet::of_kind(Kind::NotNewline, true)),
            '[' => Node::Set(self.class()?),
            '*' | '+' | '?' => return Err(format!("has nothing before its {c}")),
            '\\' => match self.escape()? {
                Escape::Char(c) => Node::Set(one(c)),
                Escape::Kind(kind, wanted) => Node::Set(CharSet::of_kind(kind, wanted)),
                Escape::Anchor(node) => node,
            },
            c => Node::Set(one(c)),
        })
    }

    fn group(&mut self, depth: u32) -> Result<Node, String> {
        let look = |behind, wanted| Some((behind, wanted));
        let kind = if self.eat("(?:") {
            None
        } else if self.eat("(?=") {
            look(false, true)
        } else if self.eat("(?!") {
            look(false, false)
        } else if self.eat("(?<=") {
            look(true, true)
        } else if self.eat("(?<!") {
            look(true, false)
        } else if self.rest.as_str().starts_with("(?") {
            let start: String = self.rest.as_str().chars().take(4).collect();
            return Err(format!("has a group {start}, which is not supported"));
        } else {
            self.rest.next();
            None
        };
        let node = self.either(depth + 1)?;
        if !self.eat(")") {
            return Err("has a group that is not closed".into());
        }
        let Some((behind, wanted)) = kind else { return Ok(node) };
        let (least, most) = node.width();
        if behind && Some(least) != most {
            return Err("looks behind at something that has no fixed width".into());
        }
        Ok(Node::Look { node: Box::new(node), behind, wanted })
    }

    fn quantified(&mut self, node: Node) -> Result<Node, String> {
        let (mut node, mut quantified) = (node, false);
        loop {
            let (min, max) = if self.eat("*") {
                (0, None)
            } else if self.eat("+") {
                (1, None)
            } else if self.eat("?") {
                (0, Some(1))
            } else if let Some((min, max)) = self.counts() {
                (min, max)
            } else {
                return Ok(node);
            };
            if self.eat("+") {
                return Err("has a possessive quantifier, which is not supported".into());
            }
            if std::mem::replace(&mut quantified, true) {
                return Err("has a quantifier after a quantifier".into());
            }
            let greedy = !self.eat("?");
            node = Node::Repeat { node: Box::new(node), min, max, greedy };
        }
    }

    /// `{2}`, `{2,}` or `{2,5}`; other braces are ordinary signs.
    fn counts(&mut self) -> Option<(u32, Option<u32>)> {
        let inner = self.rest.as_str().strip_prefix('{')?;
        let inner = &inner[..inner.find('}')?];
        let counts = match inner.split_once(',') {
            None => inner.parse().ok().map(|n| (n, Some(n))),
            Some((min, "")) => min.parse().ok().map(|min| (min, None)),
            Some(("", max)) => max.parse().ok().map(|max| (0, Some(max))),
            Some((min, max)) => min.parse().ok().zip(max.parse().ok().map(Some)),
        };
        if counts.is_some() {
            self.rest.nth(inner.chars().count() + 1);
        }
        counts
    }

    fn class(&mut self) -> Result<CharSet, String> {
        let mut set = CharSet { negated: self.eat("^"), ..CharSet::default() };
        let mut first = true;
        loop {
            let item = match self.rest.next() {
                None => return Err("has a class that is not closed".into()),
                Some(']') if !first => break,
                Some('\\') => self.escape()?,
                Some(c) => Escape::Char(c),
            };
            first = false;
            let from = match item {
                Escape::Char(c) => c,
                Escape::Kind(kind, wanted) => {
                    set.kinds.push((kind, wanted));
                    continue;
                }
                Escape::Anchor(_) => return Err("has an anchor in a class".into()),
            };
            let mut ahead = self.rest.clone();
            if ahead.next() == Some('-') && ahead.next().is_some_and(|c| c != ']') {
                self.rest.next();
                let to = match self.rest.next() {
                    Some('\\') => self.escape()?,
                    Some(c) => Escape::Char(c),
                    None => return Err("has a class that is not closed".into()),
                };
                match to {
                    Escape::Char(to) if from <= to => set.add_range(from, to),
                    _ => return Err(format!("has a class with a bad range from {from}")),
                }
            } else {
                set.add_range(from, from);
            }
        }
        set.settle();
        Ok(set)
    }

    fn escape(&mut self) -> Result<Escape, String> {
        let Some(c) = self.rest.next() else { return Err("ends in a backslash".into()) };
        let digits = match c {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        if digits > 0 {
            let hex: String = self.rest.by_ref().take(digits).collect();
            let code = u32::from_str_radix(&hex, 16).ok().filter(|_| hex.len() == digits);
            // A class that ends in the surrogates would stop before them: no text holds one.
            let code = code.map(|code| if (0xd800..0xe000).contains(&code) { 0xd7ff } else { code });
            return match code.and_then(char::from_u32) {
                Some(c) => Ok(Escape::Char(c)),
                None => Err(format!("has an escape \\{c}{hex} that names no character")),
            };
        }
        Ok(match c {
            'd' => Escape::Kind(Kind::Digit, true),
            'D' => Escape::Kind(Kind::Digit, false),
            'w' => Escape::Kind(Kind::Word, true),
            'W' => Escape::Kind(Kind::Word, false),
            's' => Escape::Kind(Kind::Space, true),
            'S' => Escape::Kind(Kind::Space, false),
            'A' => Escape::Anchor(Node::Start),
            'Z' => Escape::Anchor(Node::End),
            'n' => Escape::Char('\n'),
            'r' => Escape::Char('\r'),
            't' => Escape::Char('\t'),
            'f' => Escape::Char('\u{c}'),
            'v' => Escape::Char('\u{b}'),
            c if c.is_ascii_alphanumeric() => return Err(format!("has an escape \\{c}, which is not supported")),
            c => Escape::Char(c),
        })
    }
}

enum Escape {
    Char(char),
    Kind(Kind, bool),
    Anchor(Node),
}

fn one(c: char) -> CharSet {
    let mut set = CharSet::default();
    set.add_range(c, c);
    set
}

#[derive(Clone, PartialEq, Debug)]
enum Step {
    One(char),
    Set(CharSet),
    /// As many as there are, then fewer.
    Run {
        set: CharSet,
        min: u32,
        max: u32,
    },
    Split {
        first: usize,
        then: usize,
    },
    Jump(usize),
    Look {
        program: Program,
        behind: Option<u32>,
        wanted: bool,
    },
    Start,
    End,
}

/// A compiled pattern, matched at one place.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Program {
    steps: Vec<Step>,
}

enum Untried {
    Branch {
        pc: usize,
        at: usize,
    },
    /// A run that may give back characters down to `least`.
    Run {
        pc: usize,
        least: usize,
        at: usize,
    },
}

impl Program {
    pub(crate) fn compile(node: &Node) -> Result<Program, String> {
        let mut program = Program { steps: Vec::new() };
        program.add(node)?;
        Ok(program)
    }

    fn add(&mut self, node: &Node) -> Result<(), String> {
        if self.steps.len() > MAX_PROGRAM {
            return Err("is too large".into());
        }
        match node {
            Node::Set(set) => self.steps.push(match set.single() {
                Some(c) => Step::One(c),
                None => Step::Set(set.clone()),
            }),
            Node::Sequence(nodes) => {
                for node in nodes {
                    self.add(node)?;
                }
            }
            Node::Either(nodes) => {
                let mut jumps = Vec::new();
                for (i, node) in nodes.iter().enumerate() {
                    if i + 1 == nodes.len() {
                        self.add(node)?;
                        break;
                    }
                    let split = self.split()?;
                    self.add(node)?;
                    jumps.push(self.steps.len());
                    self.steps.push(Step::Jump(0));
                    self.land(split, true);
                }
                let end = self.steps.len();
                for jump in jumps {
                    self.steps[jump] = Step::Jump(end);
                }
            }
            Node::Repeat { node, min, max, greedy: true } if matches!(**node, Node::Set(_)) => {
                if let Node::Set(set) = &**node {
                    self.steps.push(Step::Run { set: set.clone(), min: *min, max: max.unwrap_or(u32::MAX) });
                }
            }
            // What takes no character need not be repeated, however often it is asked for.
            Node::Repeat { node, min, .. } if node.width().1 == Some(0) => {
                if *min > 0 {
                    self.add(node)?;
                }
            }
            Node::Repeat { node, min, max, greedy } => {
                for _ in 0..*min {
                    self.add(node)?;
                }
                match max {
                    Some(max) => {
                        let mut splits = Vec::new();
                        for _ in *min..*max {
                            splits.push(self.split()?);
                            self.add(node)?;
                        }
                        for split in splits {
                            self.land(split, *greedy);
                        }
                    }
                    None => {
                        let split = self.split()?;
                        self.add(node)?;
                        self.steps.push(Step::Jump(split));
                        self.land(split, *greedy);
                    }
                }
            }
            Node::Look { node, behind, wanted } => {
                let behind = behind.then(|| node.width().0);
                self.steps.push(Step::Look { program: Program::compile(node)?, behind, wanted: *wanted });
            }
            Node::Start => self.steps.push(Step::Start),
            Node::End => self.steps.push(Step::End),
        }
        Ok(())
    }

    fn split(&mut self) -> Result<usize, String> {
        if self.steps.len() > MAX_PROGRAM {
            return Err("is too large".into());
        }
        self.steps.push(Step::Split { first: self.steps.len() + 1, then: 0 });
        Ok(self.steps.len() - 1)
    }

    /// Gives a split its other way: to what is compiled next.
    fn land(&mut self, split: usize, greedy: bool) {
        let (inside, after) = (split + 1, self.steps.len());
        self.steps[split] = match greedy {
            true => Step::Split { first: inside, then: after },
            false => Step::Split { first: after, then: inside },
        };
    }

    /// Where a match that starts at this byte ends. `None` as well if the budget of steps is spent.
    pub(crate) fn match_at(&self, text: &str, start: usize, budget: &mut usize) -> Option<usize> {
        let mut untried: Vec<Untried> = Vec::new();
        let (mut pc, mut at) = (0, start);
        loop {
            *budget = budget.checked_sub(1)?;
            let Some(step) = self.steps.get(pc) else { return Some(at) };
            let next = text[at..].chars().next();
            let advanced = match step {
                Step::One(c) => next.filter(|n| n == c).map(|c| at + c.len_utf8()),
                Step::Set(set) => next.filter(|&n| set.contains(n)).map(|c| at + c.len_utf8()),
                Step::Run { set, min, max } => {
                    let (mut count, mut end, mut least) = (0, at, at);
                    for c in text[at..].chars().take(*max as usize) {
                        if !set.contains(c) {
                            break;
                        }
                        count += 1;
                        end += c.len_utf8();
                        if count == *min {
                            least = end;
                        }
                    }
                    *budget = budget.checked_sub(count as usize / 8)?;
                    if count > *min {
                        untried.push(Untried::Run { pc: pc + 1, least, at: end });
                    }
                    (count >= *min).then_some(end)
                }
                Step::Split { first, then } => {
                    untried.push(Untried::Branch { pc: *then, at });
                    pc = *first;
                    continue;
                }
                Step::Jump(to) => {
                    pc = *to;
                    continue;
                }
                Step::Look { program, behind, wanted } => {
                    let from = match behind {
                        None => Some(at),
                        Some(0) => Some(at),
                        Some(width) => text[..at].char_indices().rev().nth(*width as usize - 1).map(|(i, _)| i),
                    };
                    let found = from.and_then(|from| program.match_at(text, from, budget)).is_some();
                    (found == *wanted).then_some(at)
                }
                Step::Start => (at == 0).then_some(at),
                Step::End => (at == text.len()).then_some(at),
            };
            match advanced {
                Some(end) => (pc, at) = (pc + 1, end),
                None => loop {
                    match untried.pop()? {
                        Untried::Branch { pc: branch, at: place } => (pc, at) = (branch, place),
                        Untried::Run { pc: after, least, at: end } => {
                            // Runs that can give back nothing more are dropped.
                            let Some(c) = text[least..end].chars().next_back() else { continue };
                            let end = end - c.len_utf8();
                            if end > least {
                                untried.push(Untried::Run { pc: after, least, at: end });
                            }
                            (pc, at) = (after, end);
                        }
                    }
                    break;
                },
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, want: Option<&str>) {
        let node = Node::parse(pattern).expect("a supported pattern");
        let program = Program::compile(&node).expect("a small pattern");
        assert_eq!(program.match_at(text, 0, &mut 10_000).map(|end| &text[..end]), want, "{pattern} on {text}");
    }

    #[test]
    fn matches_as_python_does() {
        check("a|ab", "ab", Some("a"));
        check("(?:a|ab)c", "abc", Some("abc"));
        check(r"\d{1,3}(?=\.)", "12.", Some("12"));
        check(r"\d{1,3}(?=\.)", "1234.", None);
        check(r"a+?b*", "aab", Some("a"));
        check(r"(?:ab){2,3}", "abababab", Some("ababab"));
        check(r"(?:x(?<=x)(?<!y)y)+", "xyxy", Some("xyxy"));
        check(r"[^\s\-\]a]+", "b/c-", Some("b/c"));
        check(r"[]x]+", "x]y", Some("x]"));
        check(r"\u0416[\U0001F600-\U0001F64F]", "Ж😀", Some("Ж😀"));
        check(r"a{2", "a{2", Some("a{2"));
        check(r"\S+\w$", "été²", Some("été²"));
        check(r"\d+", "٣²", Some("٣"));
    }

    #[test]
    fn a_budget_ends_what_would_run_away() {
        let program = Node::parse("(?:a*a*)*b").and_then(|node| Program::compile(&node)).expect("supported");
        assert_eq!(program.match_at(&"a".repeat(1000), 0, &mut 100_000), None);
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (pattern, want) in [
            (r"(a)\1", r"has an escape \1, which is not supported"),
            (r"\bx", r"has an escape \b, which is not supported"),
            ("(?i)x", "has a group (?i), which is not supported"),
            ("(?<=a+)x", "looks behind at something that has no fixed width"),
            ("a)", "has an unmatched )"),
            ("(a", "has a group that is not closed"),
            ("[a", "has a class that is not closed"),
            ("*", "has nothing before its *"),
            ("a{2}*", "has a quantifier after a quantifier"),
            (r"\uD8", r"has an escape \uD8 that names no character"),
        ] {
            assert_eq!(Node::parse(pattern), Err(want.to_owned()));
        }
        check("(?:){4000000000}a", "a", Some("a"));
        let huge = Node::parse("(?:(?:(?:ab){99}){99}){99}").expect("well-formed");
        assert_eq!(Program::compile(&huge), Err("is too large".to_owned()));
    }
}
