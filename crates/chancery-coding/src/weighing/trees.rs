//! Boosted regression trees: a sum of small decision trees over named numbers, as fitted elsewhere and read from text.
//!
//! One tree a line, in prefix form: a leaf is its value, a fork `(feature <= threshold below above)`. Everything is read
//! with nothing but a split at blanks and brackets, so that a file of weights can be looked at and compared.

/// A sum of trees.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Trees {
    nodes: Vec<Node>,
    roots: Vec<u32>,
}

/// The deepest tree that is read: more would be no small model.
const DEEPEST: usize = 12;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Node {
    Leaf(f32),
    Fork { feature: u32, threshold: f32, below: u32, above: u32 },
}

impl Trees {
    /// Reads trees, one a line; `index` tells which number a feature's name means.
    ///
    /// # Errors
    /// The number of the line (from 0) and what is wrong with it.
    pub(crate) fn read(text: &str, index: impl Fn(&str) -> Option<usize>) -> Result<Trees, (usize, String)> {
        let mut trees = Trees::default();
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
            let spaced = line.replace('(', " ( ").replace(')', " ) ");
            let mut words = spaced.split_whitespace();
            let root = trees.node(&mut words, &index, 0).map_err(|fault| (n, fault))?;
            if let Some(more) = words.next() {
                return Err((n, format!("\"{more}\" stands behind the end of the tree")));
            }
            trees.roots.push(root);
        }
        Ok(trees)
    }

    fn node<'t>(
        &mut self,
        words: &mut impl Iterator<Item = &'t str>,
        index: &impl Fn(&str) -> Option<usize>,
        depth: usize,
    ) -> Result<u32, String> {
        let mut next = || words.next().ok_or_else(|| "the tree ends too early".to_owned());
        let number = |word: &str| {
            let value = word.parse::<f32>().ok().filter(|v| v.is_finite());
            value.ok_or_else(|| format!("\"{word}\" is no number"))
        };
        if depth > DEEPEST {
            return Err(format!("the tree is deeper than {DEEPEST} forks"));
        }
        let node = match next()? {
            "(" => {
                let name = next()?;
                let feature = index(name).ok_or_else(|| format!("no feature is called \"{name}\""))?;
                let sign = next()?;
                if sign != "<=" {
                    return Err(format!("\"{sign}\" stands where \"<=\" is asked"));
                }
                let threshold = number(next()?)?;
                let below = self.node(words, index, depth + 1)?;
                let above = self.node(words, index, depth + 1)?;
                match words.next() {
                    Some(")") => Node::Fork { feature: feature as u32, threshold, below, above },
                    _ => return Err("a bracket is not closed".to_owned()),
                }
            }
            word => Node::Leaf(number(word)?),
        };
        self.nodes.push(node);
        Ok(self.nodes.len() as u32 - 1)
    }

    /// Whether there is nothing to ask.
    pub(crate) fn is_empty(&self) -> bool {
        self.roots.is_empty()
    }

    /// The sum over all trees for a row of features: a logit where they were fitted as one.
    pub(crate) fn sum(&self, row: &[f32]) -> f32 {
        self.roots
            .iter()
            .map(|&root| {
                let mut at = root;
                loop {
                    match self.nodes[at as usize] {
                        Node::Leaf(value) => break value,
                        Node::Fork { feature, threshold, below, above } => {
                            at = if row[feature as usize] <= threshold { below } else { above };
                        }
                    }
                }
            })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(name: &str) -> Option<usize> {
        ["near", "far"].iter().position(|n| *n == name)
    }

    #[test]
    fn trees_add_up() {
        let trees = Trees::read("-0.5\n(near <= 0.5 -1 (far <= 2 0.25 3))\n", index).expect("two trees");
        assert_eq!(trees.sum(&[0.0, 9.0]), -1.5);
        assert_eq!(trees.sum(&[1.0, 2.0]), -0.25);
        assert_eq!(trees.sum(&[1.0, 2.5]), 2.5);
    }

    #[test]
    fn faults_tell_the_line() {
        for (text, fault) in [
            ("0\n(near <= 0.5 1", "ends too early"),
            ("0\n(nigh <= 0.5 1 2)", "no feature is called \"nigh\""),
            ("0\n(near < 0.5 1 2)", "\"<\" stands"),
            ("0\n(near <= 0.5 1 2) 3", "behind the end"),
            ("0\n(near <= 0.5 1 inf)", "is no number"),
            ("0\n(near <= 0.5 1 2 3)", "not closed"),
        ] {
            let (line, message) = Trees::read(text, index).expect_err(text);
            assert_eq!(line, 1, "{text}");
            assert!(message.contains(fault), "{message}");
        }
        let deep = "(near <= 0.5 0 ".repeat(60) + "0" + &")".repeat(60);
        assert!(Trees::read(&deep, index).expect_err("too deep").1.contains("deeper"));
    }
}
