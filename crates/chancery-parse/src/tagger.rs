//! The tagger: one linear layer over the shared vectors; the best label wins, the first of equals.

use chancery_doc::Label;

use crate::Error;
use crate::linear::{Matrix, add};
use crate::tok2vec::BLOCK;
use crate::weights::{Network, Tensor};

/// The fine-grained part-of-speech tagger.
#[derive(Debug)]
pub(crate) struct Tagger {
    weights: Matrix,
    bias: Vec<f32>,
    tags: Vec<Label>,
}

impl Tagger {
    /// `tags` are the labels in the package's order.
    pub(crate) fn new(network: &Network, width: usize, tags: Vec<Label>) -> Result<Tagger, Error> {
        network.expect_only(&["softmax"])?;
        if tags.is_empty() {
            return Err(Error::broken("the tagger has no labels"));
        }
        let layer = network.only("softmax")?;
        let bias: &Tensor = layer.param("b")?;
        Ok(Tagger {
            weights: Matrix::transposed(layer.param("W")?, width, tags.len())?,
            bias: bias.with_shape(&[tags.len()])?.to_vec(),
            tags,
        })
    }

    /// Adds the tags of words to `out`; `vectors` are theirs, one after the other.
    pub(crate) fn tag(&self, vectors: &[f32], scores: &mut Vec<f32>, out: &mut Vec<Label>) {
        let (n_in, n_out) = (self.weights.n_in(), self.weights.n_out());
        for vectors in vectors.chunks(BLOCK * n_in) {
            let n = vectors.len() / n_in;
            scores.resize(scores.len().max(n * n_out), 0.0);
            self.weights.multiply(vectors, n, n_in, scores);
            for scores in scores.chunks_exact_mut(n_out).take(n) {
                add(scores, &self.bias);
                let mut best = 0;
                for (tag, score) in scores.iter().enumerate() {
                    if *score > scores[best] {
                        best = tag;
                    }
                }
                out.push(self.tags[best]);
            }
        }
    }
}
