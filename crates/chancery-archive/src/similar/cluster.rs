//! Grouping by average linkage over a sparse graph.
//!
//! The two groups that are most alike on average are joined, again and again, until no two are alike enough. A pair
//! without an edge counts as zero, so one chance likeness cannot chain two matters together. Weights are integers
//! and ties go to the smaller numbers, so the result depends on the graph alone.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap};

/// How alike two groups are on average: `sum` over `pairs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Mean {
    sum: u64,
    pairs: u64,
}

impl Ord for Mean {
    fn cmp(&self, other: &Mean) -> Ordering {
        let left = u128::from(self.sum) * u128::from(other.pairs);
        left.cmp(&(u128::from(other.sum) * u128::from(self.pairs)))
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Mean) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Groups `n` nodes; gives for each the smallest node of its group.
///
/// `edges` are pairs with a weight; groups that average `threshold` or more are joined, unless both hold a node with
/// the same number in `apart`.
pub(crate) fn average(n: usize, edges: &[(usize, usize, u32)], threshold: u32, apart: Option<&[usize]>) -> Vec<usize> {
    let mut group: Vec<Option<Vec<usize>>> = (0..n).map(|i| Some(vec![i])).collect();
    let mut links: Vec<BTreeMap<usize, u64>> = vec![BTreeMap::new(); n];
    let mut best = BinaryHeap::new();
    for &(a, b, weight) in edges {
        if a != b {
            links[a].insert(b, u64::from(weight));
            links[b].insert(a, u64::from(weight));
        }
    }
    for (a, near) in links.iter().enumerate() {
        for (&b, &sum) in near.range(a + 1..) {
            best.push((Mean { sum, pairs: 1 }, Reverse((a, b))));
        }
    }
    while let Some((mean, Reverse((a, b)))) = best.pop() {
        if mean < (Mean { sum: u64::from(threshold), pairs: 1 }) {
            break;
        }
        let (Some(in_a), Some(in_b)) = (&group[a], &group[b]) else { continue };
        let now = Mean { sum: links[a].get(&b).copied().unwrap_or(0), pairs: (in_a.len() * in_b.len()) as u64 };
        // What was pushed before one of the two grew is out of date; what holds now was pushed then.
        if now.sum != mean.sum || now.pairs != mean.pairs {
            continue;
        }
        if let Some(apart) = apart
            && in_a.iter().any(|&x| in_b.iter().any(|&y| apart[x] == apart[y]))
        {
            continue;
        }
        let joined = group[b].take().unwrap_or_default();
        let size = group[a].as_mut().map_or(0, |members| {
            members.extend(joined);
            members.len() as u64
        });
        for (c, sum) in std::mem::take(&mut links[b]) {
            links[c].remove(&b);
            if c != a {
                *links[a].entry(c).or_default() += sum;
                *links[c].entry(a).or_default() += sum;
            }
        }
        links[a].remove(&b);
        for (&c, &sum) in &links[a] {
            let pairs = size * group[c].as_ref().map_or(0, |members| members.len() as u64);
            best.push((Mean { sum, pairs }, Reverse((a.min(c), a.max(c)))));
        }
    }
    let mut label: Vec<usize> = (0..n).collect();
    for members in group.into_iter().flatten() {
        let smallest = members.iter().copied().min().unwrap_or_default();
        for member in members {
            label[member] = smallest;
        }
    }
    label
}

#[cfg(test)]
mod tests {
    use super::average;

    #[test]
    fn a_chance_likeness_does_not_chain() {
        // Two triangles of 0.8, and one edge of 0.5 between them.
        let w = 800_000;
        let edges = [(0, 1, w), (1, 2, w), (0, 2, w), (3, 4, w), (4, 5, w), (3, 5, w), (2, 3, 500_000)];
        assert_eq!(average(6, &edges, 300_000, None), [0, 0, 0, 3, 3, 3]);
        let reversed: Vec<_> = edges.iter().rev().map(|&(a, b, w)| (b, a, w)).collect();
        assert_eq!(average(6, &reversed, 300_000, None), [0, 0, 0, 3, 3, 3]);
    }

    #[test]
    fn what_must_stay_apart_does() {
        let edges = [(0, 1, 900_000), (1, 2, 800_000)];
        assert_eq!(average(3, &edges, 300_000, None), [0, 0, 0]);
        assert_eq!(average(3, &edges, 300_000, Some(&[7, 8, 7])), [0, 0, 2]);
        assert_eq!(average(0, &[], 1, None), [0usize; 0]);
    }
}
