//! What the dependency parser and the entity recogniser share: scores of moves from the words a state looks at.
//!
//! A state looks at a few words, each in a role (next word, top of the stack …). The first layer's product of a word in
//! each role does not depend on the state, so it is computed once a word, a block of words at a time; a state adds up
//! one row per role. Only the blocks that were looked at last are kept, since a state rarely looks far back: another
//! block is computed anew (with the same result), so memory stays small however long the text is.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Error;
use crate::linear::{Matrix, add, best_pieces, by_piece, package_index};
use crate::msgpack::Value;
use crate::weights::Network;

/// Words whose products are computed together.
const BLOCK: usize = 64;
/// Blocks whose products are kept: as many as a state looks at, so that no state makes two blocks oust each other.
const KEPT_BLOCKS: usize = 8;
/// No block, or nowhere.
const NONE: u32 = u32::MAX;
/// Scores computed together, in registers.
const LANES: usize = 16;

/// The weights of a transition model.
#[derive(Debug)]
pub(crate) struct StateModel {
    /// A word's vector made smaller.
    reduce: Matrix,
    reduce_bias: Vec<f32>,
    /// The first layer: for every role, the pieces of the hidden layer.
    roles: Matrix,
    /// The rows of a role that no word fills.
    absent: Vec<f32>,
    bias: Vec<f32>,
    hidden: usize,
    pieces: usize,
    /// The scoring layer by blocks of moves: for every hidden number, the weights of the block's moves. Empty if the
    /// hidden layer is the scores.
    upper: Vec<[f32; LANES]>,
    upper_bias: Vec<[f32; LANES]>,
}

/// The largest number of hidden units or pieces that is taken for a size rather than for damage.
const MAX_HIDDEN: usize = 4096;

impl StateModel {
    /// The transition model of a component whose words have vectors of `width`, with roles and moves as its state
    /// machine has them.
    pub(crate) fn new(network: &Network, width: usize, n_roles: usize, n_moves: usize) -> Result<StateModel, Error> {
        let root = network.root();
        let lower = network.referred(root, "lower")?;
        let weights = lower.param("W")?;
        let &[f, hidden, pieces, inner] = weights.shape() else {
            return Err(Error::broken("the state layer's weights do not have four dimensions"));
        };
        if f != n_roles {
            return Err(Error::unsupported(format!(
                "the transition model looks at {f} words; the state machine here shows it {n_roles}"
            )));
        }
        if [hidden, pieces, inner].iter().any(|&n| n == 0 || n > MAX_HIDDEN) {
            return Err(Error::broken("a size of the state layer is 0 or beyond reason"));
        }
        let weights = weights.with_shape(&[n_roles, hidden, pieces, inner])?;
        let per_role = hidden * pieces;
        let roles = Matrix::from_fn(inner, n_roles * per_role, |i, o| {
            let (role, o) = (o / per_role, o % per_role);
            weights[(role * per_role + package_index(o, hidden, pieces)) * inner + i]
        });
        let absent = lower.param("pad")?.with_shape(&[1, n_roles, hidden, pieces])?;
        let absent = absent.chunks_exact(per_role).flat_map(|role| by_piece(role, pieces)).collect();
        let bias = by_piece(lower.param("b")?.with_shape(&[hidden, pieces])?, pieces);

        let (mut upper, mut upper_bias) = (Vec::new(), Vec::new());
        if root.flag("has_upper") == Some(false) {
            if hidden != n_moves {
                return Err(Error::broken(format!("the model scores {hidden} moves, the move list has {n_moves}")));
            }
        } else {
            let layer = network.referred(root, "upper")?;
            let weights = layer.param("W")?.with_shape(&[n_moves, hidden])?;
            let bias = layer.param("b")?.with_shape(&[n_moves])?;
            for first in (0..n_moves).step_by(LANES) {
                let at = |get: &dyn Fn(usize) -> f32| {
                    std::array::from_fn(|lane| if first + lane < n_moves { get(first + lane) } else { 0.0 })
                };
                upper_bias.push(at(&|m| bias[m]));
                upper.extend((0..hidden).map(|h| at(&|m| weights[m * hidden + h])));
            }
        }

        // The layer between the encoder and the state layer is the one linear layer that is not the scoring layer.
        let reduce = network
            .named("linear")
            .find(|node| network.referred(root, "upper").map_or(true, |upper| !std::ptr::eq(*node, upper)))
            .ok_or_else(|| Error::broken("the transition model has no linear layer after its encoder"))?;
        Ok(StateModel {
            reduce: Matrix::transposed(reduce.param("W")?, width, inner)?,
            reduce_bias: reduce.param("b")?.with_shape(&[inner])?.to_vec(),
            roles,
            absent,
            bias,
            hidden,
            pieces,
            upper,
            upper_bias,
        })
    }

    /// Adds words, whose vectors stand one after the other, to what states can look at.
    pub(crate) fn add_words(&self, vectors: &[f32], words: &mut Words) {
        let (n_in, n_out) = (self.reduce.n_in(), self.reduce.n_out());
        let n = vectors.len() / n_in;
        let start = words.inputs.len();
        words.inputs.resize(start + n * n_out, 0.0);
        let inputs = &mut words.inputs[start..];
        self.reduce.multiply(vectors, n, n_in, inputs);
        for input in inputs.chunks_exact_mut(n_out) {
            add(input, &self.reduce_bias);
        }
    }

    /// The best of the candidate moves, which are in order, for a state that looks at these words; the first of
    /// equals. `None` if there is no candidate.
    pub(crate) fn best(&self, roles: &[Option<u32>], candidates: &[Range<usize>], words: &mut Words) -> Option<usize> {
        let first = candidates.iter().find(|c| !c.is_empty())?.start;
        if candidates.iter().map(Range::len).sum::<usize>() == 1 {
            return Some(first);
        }
        self.look(roles, words);
        let mut best = (first, f32::NEG_INFINITY);
        let mut scored = usize::MAX;
        let mut scores = [0.0; LANES];
        for at in candidates.iter().cloned().flatten() {
            if at / LANES != scored {
                scored = at / LANES;
                scores = self.score(scored, &words.hidden);
            }
            if scores[at % LANES] > best.1 {
                best = (at, scores[at % LANES]);
            }
        }
        Some(best.0)
    }

    /// Computes the hidden layer of a state that looks at these words.
    fn look(&self, roles: &[Option<u32>], words: &mut Words) {
        let per_role = self.hidden * self.pieces;
        let mut sums = std::mem::take(&mut words.sums);
        sums.clear();
        sums.resize(per_role, 0.0);
        for (role, word) in roles.iter().enumerate() {
            let at = role * per_role..(role + 1) * per_role;
            let row = match *word {
                None => &self.absent[at],
                Some(word) => &words.row(self, word)[at],
            };
            add(&mut sums, row);
        }
        add(&mut sums, &self.bias);
        words.hidden.resize(self.hidden, 0.0);
        best_pieces(&sums, &mut words.hidden);
        words.sums = sums;
    }

    /// The scores of a block of moves.
    fn score(&self, block: usize, hidden: &[f32]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        if self.upper.is_empty() {
            for (sum, &h) in sums.iter_mut().zip(&hidden[block * LANES..]) {
                *sum = h;
            }
            return sums;
        }
        for (&h, weights) in hidden.iter().zip(&self.upper[block * self.hidden..]) {
            for (sum, w) in sums.iter_mut().zip(weights) {
                *sum += h * w;
            }
        }
        for (sum, bias) in sums.iter_mut().zip(&self.upper_bias[block]) {
            *sum += bias;
        }
        sums
    }
}

/// The words of one text as a transition model sees them, and the work space of its states.
#[derive(Debug, Default)]
pub(crate) struct Words {
    /// Every word's reduced vector.
    inputs: Vec<f32>,
    /// Where a block is kept.
    places: Vec<u32>,
    kept: [Kept; KEPT_BLOCKS],
    /// Counts looks.
    clock: u64,
    sums: Vec<f32>,
    hidden: Vec<f32>,
}

/// The products of a block of words.
#[derive(Debug)]
struct Kept {
    products: Vec<f32>,
    block: u32,
    used: u64,
}

impl Default for Kept {
    fn default() -> Kept {
        Kept { products: Vec::new(), block: NONE, used: 0 }
    }
}

impl Words {
    /// Forgets the text, keeps the room.
    pub(crate) fn clear(&mut self) {
        self.inputs.clear();
        self.places.clear();
        for kept in &mut self.kept {
            kept.block = NONE;
        }
    }

    /// The products of a word in all roles.
    fn row(&mut self, model: &StateModel, word: u32) -> &[f32] {
        let n_out = model.roles.n_out();
        let (block, within) = (word as usize / BLOCK, word as usize % BLOCK);
        let place = match self.places.get(block) {
            Some(&place) if place != NONE => place as usize,
            _ => self.compute(model, block),
        };
        self.clock += 1;
        let kept = &mut self.kept[place];
        kept.used = self.clock;
        &kept.products[within * n_out..(within + 1) * n_out]
    }

    /// Computes the products of a block in the place of the one that was not looked at for the longest time.
    #[cold]
    fn compute(&mut self, model: &StateModel, block: usize) -> usize {
        let (n_in, n_out) = (model.roles.n_in(), model.roles.n_out());
        let place = (0..KEPT_BLOCKS).min_by_key(|&place| self.kept[place].used).unwrap_or(0);
        let kept = &mut self.kept[place];
        if kept.block != NONE {
            self.places[kept.block as usize] = NONE;
        }
        let inputs = &self.inputs[block * BLOCK * n_in..];
        let n = (inputs.len() / n_in).min(BLOCK);
        kept.products.resize(kept.products.len().max(n * n_out), 0.0);
        model.roles.multiply(inputs, n, n_in, &mut kept.products);
        kept.block = block as u32;
        self.places.resize(self.places.len().max(block + 1), NONE);
        self.places[block] = place as u32;
        place
    }
}

/// One move of a state machine: the kind of move and what it labels.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Move {
    pub(crate) action: u8,
    pub(crate) label: String,
}

/// More moves than any published model has; the labels of all components together must stay below 65,536.
const MAX_MOVES: usize = 4096;

/// The moves of a component in the order of its scores: by action, then by falling frequency, ties in falling
/// alphabetical order. A label that was added after training has a negative frequency, and its moves come last.
/// Moves that are not `kept` take no score.
pub(crate) fn moves(file: &[u8], kept: impl Fn(&Move) -> bool) -> Result<Vec<Move>, Error> {
    let broken = || Error::broken("is no list of moves");
    let outer = Value::decode(file).map_err(Error::broken)?;
    let text = outer.get("moves").and_then(Value::as_str).ok_or_else(broken)?;
    let json: serde_json::Value = serde_json::from_str(text).map_err(|_| broken())?;
    let mut actions = Vec::new();
    for (action, labels) in json.as_object().ok_or_else(broken)? {
        let action: u8 = action.parse().map_err(|_| broken())?;
        let mut sorted = Vec::new();
        for (label, frequency) in labels.as_object().ok_or_else(broken)? {
            sorted.push((frequency.as_i64().ok_or_else(broken)?, label.clone()));
        }
        sorted.sort_by(|a, b| b.cmp(a));
        actions.push((action, sorted));
    }
    actions.sort_by_key(|&(action, _)| action);

    let mut moves = Vec::new();
    let mut late = Vec::new();
    let mut actions_of = BTreeMap::<String, Vec<u8>>::new();
    for (action, labels) in actions {
        for (frequency, label) in labels {
            if frequency < 0 {
                actions_of.entry(label.clone()).or_default().push(action);
                late.push((frequency, label));
            } else {
                moves.push(Move { action, label });
            }
        }
    }
    late.sort_by(|a, b| b.cmp(a));
    for (_, label) in late {
        for action in actions_of.remove(&label).unwrap_or_default() {
            moves.push(Move { action, label: label.clone() });
        }
    }
    moves.retain(kept);
    if moves.is_empty() || moves.len() > MAX_MOVES {
        return Err(Error::broken(format!("lists {} moves; between 1 and {MAX_MOVES} are possible", moves.len())));
    }
    Ok(moves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_stand_in_the_order_of_their_scores() {
        let json = r#"{"0":{"":9},"1":{"b":2,"a":2,"c":3,"late":-1},"2":{"late":-2,"x":1},"3":{"no":1}}"#;
        let mut file = vec![0x81, 0xa5];
        file.extend(b"moves\xd9");
        file.push(json.len() as u8);
        file.extend(json.bytes());
        let moves = moves(&file, |m| m.action < 3).expect("well-formed");
        let moves: Vec<String> = moves.iter().map(|m| format!("{}-{}", m.action, m.label)).collect();
        assert_eq!(moves.join(" "), "0- 1-c 1-b 1-a 2-x 1-late 2-late");
    }
}
