//! The dependency parser: arc-eager transitions, chosen greedily, with sentence breaks as a move of their own.
//!
//! A word is *shifted* onto the stack, *reduced* off it, or joined to the word at the top by a *left* or *right* arc;
//! *break* says that a sentence starts at the second word of the buffer. A word that is reduced without having found a
//! head goes back to the buffer ("unshifted") and may not be shifted again, unless an arc was made from it meanwhile.
//! So every step removes a word, marks one or breaks between two, and the machine stops after a number of steps
//! proportional to the text.
//!
//! Arcs that cross others were made not to cross in training, with the label `relation||relation of the true head`;
//! [`ArcEager::parse`] moves them back below that head. Sentence starts follow from the tree.

use std::collections::BTreeMap;
use std::ops::Range;

use chancery_doc::{Label, Labels};

use crate::Error;
use crate::transition::{Move, StateModel, Words};
use crate::weights::Network;

const SHIFT: u8 = 0;
const REDUCE: u8 = 1;
const LEFT: u8 = 2;
const RIGHT: u8 = 3;
const BREAK: u8 = 4;

/// The words a state looks at.
const ROLES: usize = 8;
/// Between the two halves of the label of an arc that was moved.
const LIFTED: &str = "||";
/// The relation of a word that is part of a longer one, in packages whose parser also joins tokens.
const SUBTOKEN: &str = "subtok";
/// No word.
const NONE: u32 = u32::MAX;

/// A dependency parser.
#[derive(Debug)]
pub(crate) struct ArcEager {
    model: StateModel,
    moves: Vec<LabelledMove>,
    /// Moves of the same action that follow each other.
    runs: Vec<(u8, Range<usize>)>,
    root: Label,
}

#[derive(Debug)]
struct LabelledMove {
    action: u8,
    label: Label,
    /// The relation proper, and the relation of the head it belongs to, if the arc was moved.
    lifted: Option<(Label, Label)>,
}

/// The tree over a text's words.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// By word; a root is its own head.
    pub(crate) heads: Vec<u32>,
    pub(crate) deps: Vec<Label>,
    pub(crate) sentence_starts: Vec<bool>,
}

/// The work space of one thread.
#[derive(Debug, Default)]
pub(crate) struct ArcEagerScratch {
    state: State,
    left_edges: Vec<u32>,
    right_edges: Vec<u32>,
    first_child: Vec<u32>,
    children: Vec<u32>,
}

impl ArcEager {
    pub(crate) fn new(network: &Network, width: usize, moves: &[Move], labels: &mut Labels) -> Result<ArcEager, Error> {
        let model = StateModel::new(network, width, ROLES, moves.len())?;
        if let Some(odd) = moves.iter().find(|m| m.action > BREAK) {
            return Err(Error::unsupported(format!(
                "the parser has a move of kind {}; kinds 0 to 4 are known",
                odd.action
            )));
        }
        if moves.iter().any(|m| m.label == SUBTOKEN) {
            return Err(Error::unsupported("the parser joins tokens (`learn_tokens`), which is not known here"));
        }
        let mut runs: Vec<(u8, Range<usize>)> = Vec::new();
        for (at, m) in moves.iter().enumerate() {
            match runs.last_mut() {
                Some((action, run)) if *action == m.action => run.end = at + 1,
                _ => runs.push((m.action, at..at + 1)),
            }
        }
        let moves = moves
            .iter()
            .map(|m| LabelledMove {
                action: m.action,
                label: labels.intern(&m.label),
                lifted: m.label.split_once(LIFTED).map(|(dep, head)| (labels.intern(dep), labels.intern(head))),
            })
            .collect();
        Ok(ArcEager { model, moves, runs, root: labels.intern("ROOT") })
    }

    /// Adds words, whose vectors stand one after the other, to the text.
    pub(crate) fn add_words(&self, vectors: &[f32], words: &mut Words) {
        self.model.add_words(vectors, words);
    }

    /// Parses the text that `words` holds; `is_space` says which of its words are white space.
    pub(crate) fn parse(
        &self,
        n: usize,
        is_space: impl Fn(usize) -> bool,
        words: &mut Words,
        scratch: &mut ArcEagerScratch,
        tree: &mut Tree,
    ) {
        let ArcEagerScratch { state, .. } = scratch;
        state.begin(n);
        let mut candidates = Vec::with_capacity(self.runs.len());
        while !state.is_final() {
            let valid = state.valid();
            candidates.clear();
            candidates.extend(self.runs.iter().filter(|(a, _)| valid[usize::from(*a)]).map(|(_, run)| run.clone()));
            // A package without the move that a state needs leaves the rest of the text without arcs.
            let Some(best) = self.model.best(&state.roles(), &candidates, words) else { break };
            state.apply(best as u16, self.moves[best].action);
        }

        tree.heads.clear();
        tree.deps.clear();
        for (word, (&head, &arc)) in state.heads.iter().zip(&state.arcs).enumerate() {
            let is_root = head == NONE;
            tree.heads.push(if is_root { word as u32 } else { head });
            tree.deps.push(if is_root { self.root } else { self.moves[usize::from(arc)].label });
        }
        self.lower(&is_space, scratch, tree);
        set_edges(&tree.heads, &mut scratch.left_edges, &mut scratch.right_edges);
        tree.sentence_starts.clear();
        tree.sentence_starts.resize(n, false);
        for (word, &head) in tree.heads.iter().enumerate() {
            if head as usize == word {
                tree.sentence_starts[scratch.left_edges[word] as usize] = true;
            }
        }
    }

    /// Moves arcs whose label says so to their true heads: the first word with that relation below the present head,
    /// level by level, from left to right.
    fn lower(&self, is_space: &impl Fn(usize) -> bool, scratch: &mut ArcEagerScratch, tree: &mut Tree) {
        let ArcEagerScratch { state, left_edges, right_edges, first_child, children } = scratch;
        let lifted = |word: usize, heads: &[u32]| {
            let lifted = self.moves[usize::from(state.arcs[word])].lifted;
            lifted.filter(|_| heads[word] as usize != word)
        };
        if !(0..tree.heads.len()).any(|word| lifted(word, &tree.heads).is_some()) {
            return;
        }
        set_edges(&tree.heads, left_edges, right_edges);
        set_children(&tree.heads, first_child, children);
        // Words that were given a new head, by that head: they count below it where its span had room for them.
        let mut moved = BTreeMap::<u32, Vec<u32>>::new();
        let (mut level, mut next_level, mut below) = (Vec::new(), Vec::new(), Vec::new());
        for word in 0..tree.heads.len() {
            let Some((dep, head_dep)) = lifted(word, &tree.heads) else { continue };
            tree.deps[word] = dep;
            level.clear();
            level.push(tree.heads[word]);
            'search: while !level.is_empty() {
                next_level.clear();
                for &parent in &level {
                    let p = parent as usize;
                    below.clear();
                    let own = &children[first_child[p] as usize..first_child[p + 1] as usize];
                    below.extend(own.iter().copied().filter(|&c| tree.heads[c as usize] == parent));
                    if let Some(new) = moved.get(&parent) {
                        below.extend(new.iter().copied().filter(|c| (left_edges[p]..=right_edges[p]).contains(c)));
                        below.sort_unstable();
                    }
                    for &child in &below {
                        if is_space(child as usize) || child as usize == word {
                            continue;
                        }
                        if tree.deps[child as usize] == head_dep {
                            tree.heads[word] = child;
                            moved.entry(child).or_default().push(word as u32);
                            break 'search;
                        }
                        next_level.push(child);
                    }
                }
                std::mem::swap(&mut level, &mut next_level);
            }
        }
    }
}

/// The children of every word, in the order of the text.
fn set_children(heads: &[u32], first_child: &mut Vec<u32>, children: &mut Vec<u32>) {
    let n = heads.len();
    first_child.clear();
    first_child.resize(n + 2, 0);
    let arcs = || heads.iter().enumerate().filter(|&(word, &head)| head as usize != word);
    for (_, &head) in arcs() {
        first_child[head as usize + 2] += 1;
    }
    for i in 2..n + 2 {
        first_child[i] += first_child[i - 1];
    }
    children.clear();
    children.resize(first_child[n + 1] as usize, 0);
    for (word, &head) in arcs() {
        let slot = &mut first_child[head as usize + 1];
        children[*slot as usize] = word as u32;
        *slot += 1;
    }
}

/// How often edges are passed on before a tangled tree is left as it is.
const EDGE_PASSES: usize = 12;

/// The first and last word below every word, itself included, as far as a few passes over the text find them: crossing
/// arcs take more than one, and they end when no arc leaves its sentence.
fn set_edges(heads: &[u32], left: &mut Vec<u32>, right: &mut Vec<u32>) {
    left.clear();
    left.extend(0..heads.len() as u32);
    right.clear();
    right.extend(0..heads.len() as u32);
    for _ in 0..EDGE_PASSES {
        let mut pass_on = |word: usize| {
            let head = heads[word] as usize;
            left[head] = left[head].min(left[word]);
            right[head] = right[head].max(right[word]);
        };
        (0..heads.len()).for_each(&mut pass_on);
        (0..heads.len()).rev().for_each(&mut pass_on);
        if arcs_stay_in_sentences(heads, left) {
            return;
        }
    }
}

fn arcs_stay_in_sentences(heads: &[u32], left: &[u32]) -> bool {
    let n = heads.len();
    let mut starts = vec![false; n];
    for (word, &head) in heads.iter().enumerate() {
        if head as usize == word {
            starts[left[word] as usize] = true;
        }
    }
    let mut start = 0;
    for word in 0..n {
        if (word > 0 && starts[word]) || word + 1 == n {
            // The head may be the word that ends the stretch: at a text's end that is still the same sentence.
            if heads[start..word].iter().any(|&head| (head as usize) < start || head as usize > word) {
                return false;
            }
            start = word;
        }
    }
    true
}

/// Where the machine is in a text.
#[derive(Debug, Default)]
struct State {
    stack: Vec<u32>,
    /// Words that went back to the buffer, the next one last.
    returned: Vec<u32>,
    /// The first word that was never on the stack.
    next: u32,
    n: u32,
    heads: Vec<u32>,
    /// The move that made the arc to a word's head.
    arcs: Vec<u16>,
    /// The latest child on either side, and by child the one before it.
    left_child: Vec<u32>,
    right_child: Vec<u32>,
    earlier_child: Vec<u32>,
    barred: Vec<bool>,
    starts: Vec<bool>,
}

impl State {
    fn begin(&mut self, n: usize) {
        self.stack.clear();
        self.returned.clear();
        self.next = 0;
        self.n = n as u32;
        for words in [&mut self.heads, &mut self.left_child, &mut self.right_child, &mut self.earlier_child] {
            words.clear();
            words.resize(n, NONE);
        }
        self.arcs.clear();
        self.arcs.resize(n, 0);
        for flags in [&mut self.barred, &mut self.starts] {
            flags.clear();
            flags.resize(n, false);
        }
        if let Some(first) = self.starts.first_mut() {
            *first = true;
        }
    }

    fn buffer_len(&self) -> usize {
        (self.n - self.next) as usize + self.returned.len()
    }

    fn is_final(&self) -> bool {
        self.stack.is_empty() && self.buffer_len() == 0
    }

    fn buffer(&self, i: usize) -> Option<u32> {
        match self.returned.len().checked_sub(i + 1) {
            Some(at) => Some(self.returned[at]),
            None => {
                let word = self.next as usize + i - self.returned.len();
                (word < self.n as usize).then_some(word as u32)
            }
        }
    }

    fn stack(&self, i: usize) -> Option<u32> {
        self.stack.len().checked_sub(i + 1).map(|at| self.stack[at])
    }

    fn roles(&self) -> [Option<u32>; ROLES] {
        let child = |of: Option<u32>, side: &[u32]| of.map(|w| side[w as usize]).filter(|&c| c != NONE);
        let (b0, s0) = (self.buffer(0), self.stack(0));
        [
            b0,
            self.buffer(1),
            s0,
            self.stack(1),
            self.stack(2),
            child(b0, &self.left_child),
            child(s0, &self.left_child),
            child(s0, &self.right_child),
        ]
    }

    /// Which actions are possible.
    fn valid(&self) -> [bool; 5] {
        let (depth, left) = (self.stack.len(), self.buffer_len());
        let b0_starts = self.buffer(0).is_some_and(|b0| self.starts[b0 as usize]);
        let b0_barred = self.buffer(0).is_some_and(|b0| self.barred[b0 as usize]);
        let arc = depth > 0 && left > 0 && !b0_starts;
        let mut valid = [false; 5];
        valid[usize::from(SHIFT)] = depth == 0 || (left >= 2 && !b0_starts && !b0_barred);
        valid[usize::from(REDUCE)] = depth > 0;
        valid[usize::from(LEFT)] = arc;
        valid[usize::from(RIGHT)] = arc;
        valid[usize::from(BREAK)] = match (self.buffer(0), self.buffer(1)) {
            (Some(b0), Some(b1)) => b1 == b0 + 1 && !self.starts[b1 as usize],
            _ => false,
        };
        valid
    }

    fn push(&mut self) {
        let word = self.returned.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        });
        self.stack.push(word);
    }

    /// Does a valid move.
    fn apply(&mut self, at: u16, action: u8) {
        match (action, self.stack(0), self.buffer(0)) {
            (SHIFT, ..) => self.push(),
            (REDUCE, Some(s0), _) => {
                self.stack.pop();
                if self.heads[s0 as usize] == NONE && !self.stack.is_empty() {
                    self.barred[s0 as usize] = true;
                    self.returned.push(s0);
                }
            }
            (LEFT, Some(s0), Some(b0)) => {
                self.add_arc(b0, s0, at);
                self.barred[b0 as usize] = false;
                self.stack.pop();
            }
            (RIGHT, Some(s0), Some(b0)) => {
                self.add_arc(s0, b0, at);
                self.push();
            }
            (BREAK, ..) => {
                if let Some(b1) = self.buffer(1) {
                    self.starts[b1 as usize] = true;
                }
            }
            _ => debug_assert!(false, "only valid moves are done"),
        }
    }

    fn add_arc(&mut self, head: u32, child: u32, arc: u16) {
        let c = child as usize;
        let earlier = self.heads[c];
        if earlier != NONE {
            // A word with a head on the stack is that head's latest child: nothing is attached below a covered word.
            let latest = if earlier > child { &mut self.left_child } else { &mut self.right_child };
            if latest[earlier as usize] == child {
                latest[earlier as usize] = self.earlier_child[c];
            }
        }
        let latest = if head > child { &mut self.left_child } else { &mut self.right_child };
        self.earlier_child[c] = std::mem::replace(&mut latest[head as usize], child);
        self.heads[c] = head;
        self.arcs[c] = arc;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(actions: &[u8], n: usize, heads: &[Option<u32>]) {
        let mut state = State::default();
        state.begin(n);
        for &action in actions {
            assert!(state.valid()[usize::from(action)], "action {action} is possible");
            state.apply(0, action);
        }
        assert!(state.is_final());
        let got: Vec<Option<u32>> = state.heads.iter().map(|&h| (h != NONE).then_some(h)).collect();
        assert_eq!(got, heads);
    }

    #[test]
    fn arcs_both_ways() {
        // "Envoys met ministers": 0 <- 1 -> 2
        check(&[SHIFT, LEFT, SHIFT, RIGHT, REDUCE, REDUCE], 3, &[Some(1), None, Some(1)]);
    }

    #[test]
    fn a_word_without_head_returns_to_the_buffer() {
        // 1 is shifted over 0, found to have no head, returned, and then attached to 0 after all.
        check(&[SHIFT, SHIFT, REDUCE, RIGHT, RIGHT, REDUCE, REDUCE, REDUCE], 3, &[None, Some(0), Some(1)]);
    }

    #[test]
    fn a_returned_word_may_not_be_shifted_again_until_it_has_a_child() {
        let mut state = State::default();
        state.begin(4);
        for action in [SHIFT, SHIFT, SHIFT, REDUCE] {
            state.apply(0, action);
        }
        assert!(!state.valid()[usize::from(SHIFT)]);
        state.apply(0, LEFT);
        assert!(state.valid()[usize::from(SHIFT)]);
    }

    #[test]
    fn no_arc_crosses_a_break() {
        let mut state = State::default();
        state.begin(3);
        state.apply(0, SHIFT);
        state.apply(0, BREAK);
        state.apply(0, RIGHT);
        assert_eq!(state.valid(), [false, true, false, false, false]);
    }

    #[test]
    fn edges_of_crossing_arcs_are_found() {
        let (mut left, mut right) = (Vec::new(), Vec::new());
        // 0 -> 3, 3 -> 1 and 1 -> 2; 4 its own sentence.
        set_edges(&[0, 3, 1, 0, 4], &mut left, &mut right);
        assert_eq!(left, [0, 1, 2, 1, 4]);
        assert_eq!(right, [3, 2, 2, 3, 4]);
    }
}
