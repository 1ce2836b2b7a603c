//! Words to vectors in context: hash embedding, then window layers, each added to its input.
//!
//! Everything up to the first window layer depends on the word alone, and so do that layer's products of a word with
//! the matrix of its left, middle and right place: both are kept in a bounded cache of words. The later layers are
//! one matrix product each, over a block of the text at a time, so that memory does not grow with the text.
//!
//! Before its first and after its last word a text has as many zero rows as the layers can see. They go through the
//! layers like words do, so a block's neighbouring words and a text's padding are treated alike: a block computes
//! its surroundings anew, one row less on either side with each layer.

use std::collections::HashMap;
use std::ops::Range;

use crate::Error;
use crate::hash_embed::{HashEmbed, WordKey};
use crate::linear::{Matrix, Maxout, add, package_index};
use crate::weights::Tensor;

/// Words the cache holds before it starts afresh: about 4 kB each.
const CACHED_WORDS: usize = 8192;

/// Words encoded together.
pub(crate) const BLOCK: usize = 256;

/// A window layer after the first.
#[derive(Debug)]
struct WindowLayer {
    weights: Matrix,
    maxout: Maxout,
}

/// A window layer as the package has it.
pub(crate) struct WindowWeights<'a> {
    /// Outputs, pieces, inputs (the window's words from left to right).
    pub(crate) weights: &'a Tensor,
    pub(crate) maxout: Maxout,
}

/// The sizes of an encoder.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Shape {
    /// Length of a word's vector.
    pub(crate) width: usize,
    /// Words seen on either side by one layer.
    pub(crate) window: usize,
    /// Pieces of the maxout.
    pub(crate) pieces: usize,
}

/// The encoder of one component.
#[derive(Debug)]
pub(crate) struct Encoder {
    shape: Shape,
    embed: HashEmbed,
    /// The first layer's matrix, cut by place in the window: its products are kept by word.
    first: Matrix,
    first_maxout: Maxout,
    rest: Vec<WindowLayer>,
}

/// The cache and the work space of one thread.
#[derive(Debug, Default)]
pub(crate) struct EncoderScratch {
    slots: HashMap<WordKey, u32>,
    /// By slot: the embedded word, and its products in each place of the first window.
    vectors: Vec<f32>,
    products: Vec<f32>,
    /// Slots of the block's rows.
    row_slots: Vec<u32>,
    fresh: Vec<WordKey>,
    x: Vec<f32>,
    y: Vec<f32>,
    sums: Vec<f32>,
    row: Vec<f32>,
}

/// The slot of a row before or after the text.
const PADDING: u32 = u32::MAX;

impl Encoder {
    pub(crate) fn new(shape: Shape, embed: HashEmbed, layers: Vec<WindowWeights<'_>>) -> Result<Encoder, Error> {
        let Shape { width, window, pieces } = shape;
        let hidden = width * pieces;
        let places = 2 * window + 1;
        let mut layers = layers.into_iter();
        let Some(first) = layers.next() else {
            return Err(Error::unsupported("the encoder has depth 0; at least one window layer is needed"));
        };
        let weights = first.weights.with_shape(&[width, pieces, places * width])?;
        let first_matrix = Matrix::from_fn(width, places * hidden, |i, o| {
            let (place, o) = (o / hidden, o % hidden);
            weights[package_index(o, width, pieces) * places * width + place * width + i]
        });
        let rest = layers
            .map(|layer| {
                let weights = layer.weights.with_shape(&[width, pieces, places * width])?;
                let weights = Matrix::from_fn(places * width, hidden, |i, o| {
                    weights[package_index(o, width, pieces) * places * width + i]
                });
                Ok(WindowLayer { weights, maxout: layer.maxout })
            })
            .collect::<Result<_, Error>>()?;
        Ok(Encoder { shape, embed, first: first_matrix, first_maxout: first.maxout, rest })
    }

    pub(crate) fn width(&self) -> usize {
        self.shape.width
    }

    /// Words on either side that a word's vector depends on.
    fn reach(&self) -> usize {
        self.shape.window * (1 + self.rest.len())
    }

    /// The vectors of the words `block` of a text, one after the other.
    pub(crate) fn encode<'a>(
        &self,
        words: &[WordKey],
        block: Range<usize>,
        scratch: &'a mut EncoderScratch,
    ) -> &'a [f32] {
        let Shape { width, window, .. } = self.shape;
        let reach = self.reach();
        let n_rows = block.len() + 2 * reach;
        let hidden = self.first_maxout.n_in();
        let per_word = self.first.n_out();

        scratch.look_up(n_rows, |row| {
            let at = (block.start + row).checked_sub(reach)?;
            words.get(at).map(|&word| self.embed.relevant(word))
        });
        self.fill(scratch);

        let EncoderScratch { vectors, products, row_slots, x, y, sums, row: out, .. } = scratch;
        x.clear();
        x.resize(n_rows * width, 0.0);
        y.resize(y.len().max(n_rows * hidden), 0.0);
        out.resize(width, 0.0);
        for (row, &slot) in x.chunks_exact_mut(width).zip(&*row_slots) {
            if slot != PADDING {
                row.copy_from_slice(&vectors[slot as usize * width..][..width]);
            }
        }

        for (row, places) in row_slots.windows(2 * window + 1).enumerate() {
            sums.clear();
            sums.extend_from_slice(self.first_maxout.bias());
            for (place, &slot) in places.iter().enumerate() {
                if slot != PADDING {
                    add(sums, &products[slot as usize * per_word + place * hidden..][..hidden]);
                }
            }
            self.first_maxout.apply(sums, out);
            add(&mut x[(row + window) * width..][..width], out);
        }

        let mut done = window;
        for layer in &self.rest {
            let n = n_rows - 2 * (done + window);
            layer.weights.multiply(&x[done * width..], n, width, y);
            done += window;
            for (product, x) in y.chunks_exact_mut(hidden).zip(x[done * width..].chunks_exact_mut(width)).take(n) {
                layer.maxout.apply_biased(product, out);
                add(x, out);
            }
        }
        &x[reach * width..(reach + block.len()) * width]
    }

    /// Computes what the cache keeps of the words that are new in it.
    fn fill(&self, scratch: &mut EncoderScratch) {
        let EncoderScratch { slots, vectors, products, fresh, sums, .. } = scratch;
        if fresh.is_empty() {
            return;
        }
        let (width, per_word) = (self.shape.width, self.first.n_out());
        let first = slots.len() - fresh.len();
        vectors.resize(vectors.len().max(slots.len() * width), 0.0);
        products.resize(products.len().max(slots.len() * per_word), 0.0);
        let new = &mut vectors[first * width..];
        for (word, out) in fresh.iter().zip(new.chunks_exact_mut(width)) {
            self.embed.embed(word, sums, out);
        }
        self.first.multiply(new, fresh.len(), width, &mut products[first * per_word..]);
    }
}

impl EncoderScratch {
    /// Finds or makes the slots of a block's rows; words that had none are left in `fresh`, in the order of slots.
    fn look_up(&mut self, n_rows: usize, word: impl Fn(usize) -> Option<WordKey>) {
        if self.slots.len() + n_rows > CACHED_WORDS.max(n_rows) {
            self.slots.clear();
        }
        self.fresh.clear();
        self.row_slots.clear();
        for row in 0..n_rows {
            let slot = match word(row) {
                None => PADDING,
                Some(key) => {
                    let next = self.slots.len() as u32;
                    *self.slots.entry(key).or_insert_with(|| {
                        self.fresh.push(key);
                        next
                    })
                }
            };
            self.row_slots.push(slot);
        }
    }
}
