//! The linear algebra of the models: products of many rows with one matrix, and the layer that follows them.
//!
//! Products go through `ndarray` to `matrixmultiply`, which chooses its SIMD kernel at run time. Its kernels sum every
//! element of a product in the order of the inner dimension, whatever the number of rows, so a word's vector does not
//! depend on the block it was computed in; a test here holds it to that. `gemm` was measured beside it and was no
//! faster for these shapes.

use ndarray::linalg::general_mat_mul;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, ShapeBuilder};

use crate::Error;
use crate::weights::Tensor;

/// A matrix that rows are multiplied with.
#[derive(Debug)]
pub(crate) struct Matrix {
    /// Inputs by outputs.
    weights: Array2<f32>,
}

impl Matrix {
    /// A matrix of a function from input and output to weight.
    pub(crate) fn from_fn(n_in: usize, n_out: usize, weight: impl Fn(usize, usize) -> f32) -> Matrix {
        Matrix { weights: Array2::from_shape_fn((n_in, n_out), |(i, o)| weight(i, o)) }
    }

    /// A matrix stored as outputs by inputs.
    pub(crate) fn transposed(tensor: &Tensor, n_in: usize, n_out: usize) -> Result<Matrix, Error> {
        let weights = tensor.with_shape(&[n_out, n_in])?;
        Ok(Matrix::from_fn(n_in, n_out, |i, o| weights[o * n_in + i]))
    }

    pub(crate) fn n_in(&self) -> usize {
        self.weights.nrows()
    }

    pub(crate) fn n_out(&self) -> usize {
        self.weights.ncols()
    }

    /// Multiplies `n` rows with the matrix. Row `i` starts at `i * stride` of `rows`, so rows may overlap: a window
    /// over a sequence needs no copy.
    pub(crate) fn multiply(&self, rows: &[f32], n: usize, stride: usize, out: &mut [f32]) {
        if n == 0 {
            return;
        }
        let rows = ArrayView2::from_shape((n, self.n_in()).strides((stride, 1)), rows)
            .expect("the caller passes as many numbers as the rows need");
        let mut out = ArrayViewMut2::from_shape((n, self.n_out()), &mut out[..n * self.n_out()])
            .expect("a slice of that length has that shape");
        general_mat_mul(1.0, &rows, &self.weights, 0.0, &mut out);
    }
}

/// Layer normalisation: each row to mean 0 and variance 1, then scaled and shifted.
#[derive(Debug)]
pub(crate) struct LayerNorm {
    scale: Vec<f32>,
    shift: Vec<f32>,
}

/// Added to the variance, so that a constant row is not divided by zero.
const VARIANCE_FLOOR: f32 = 1e-8;

impl LayerNorm {
    pub(crate) fn new(scale: &Tensor, shift: &Tensor, width: usize) -> Result<LayerNorm, Error> {
        Ok(LayerNorm { scale: scale.with_shape(&[width])?.to_vec(), shift: shift.with_shape(&[width])?.to_vec() })
    }

    fn apply(&self, row: &mut [f32]) {
        let n = row.len() as f32;
        let mean = sum(row, |x| x) / n;
        let variance = sum(row, |x| (x - mean) * (x - mean)) / n + VARIANCE_FLOOR;
        let factor = 1.0 / variance.sqrt();
        for ((x, scale), shift) in row.iter_mut().zip(&self.scale).zip(&self.shift) {
            *x = (*x - mean) * factor * scale + shift;
        }
    }
}

/// The sum of a function of the numbers, in eight running sums, which compilers turn into vector code.
fn sum(numbers: &[f32], f: impl Fn(f32) -> f32) -> f32 {
    let mut sums = [0.0f32; 8];
    let mut chunks = numbers.chunks_exact(8);
    for chunk in &mut chunks {
        for (sum, &x) in sums.iter_mut().zip(chunk) {
            *sum += f(x);
        }
    }
    for (sum, &x) in sums.iter_mut().zip(chunks.remainder()) {
        *sum += f(x);
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (c + g)) + ((b + f) + (d + h))
}

/// What follows a product in the encoder: bias, the best of several pieces, layer normalisation.
///
/// Products are kept piece by piece (all outputs of the first, then of the second …), not interleaved as the package
/// stores them, so that the maximum runs over whole rows.
#[derive(Debug)]
pub(crate) struct Maxout {
    bias: Vec<f32>,
    norm: LayerNorm,
    width: usize,
    pieces: usize,
}

impl Maxout {
    pub(crate) fn new(bias: &Tensor, norm: LayerNorm, width: usize, pieces: usize) -> Result<Maxout, Error> {
        Ok(Maxout { bias: by_piece(bias.with_shape(&[width, pieces])?, pieces), norm, width, pieces })
    }

    /// Length of the rows it takes.
    pub(crate) fn n_in(&self) -> usize {
        self.width * self.pieces
    }

    /// Starts a sum of products.
    pub(crate) fn bias(&self) -> &[f32] {
        &self.bias
    }

    /// `out` becomes the normalised best pieces of `sums`, which already hold the bias.
    pub(crate) fn apply(&self, sums: &[f32], out: &mut [f32]) {
        let out = &mut out[..self.width];
        best_pieces(sums, out);
        self.norm.apply(out);
    }

    /// The same for a product without its bias.
    pub(crate) fn apply_biased(&self, product: &mut [f32], out: &mut [f32]) {
        add(product, &self.bias);
        self.apply(product, out);
    }
}

/// Elementwise maximum over the pieces, which stand one after the other, each as long as `out`.
pub(crate) fn best_pieces(pieces: &[f32], out: &mut [f32]) {
    let (first, rest) = pieces.split_at(out.len());
    out.copy_from_slice(first);
    for piece in rest.chunks_exact(out.len()) {
        for (best, &x) in out.iter_mut().zip(piece) {
            *best = if x > *best { x } else { *best };
        }
    }
}

/// Adds `other` to `sums`.
pub(crate) fn add(sums: &mut [f32], other: &[f32]) {
    for (sum, &x) in sums.iter_mut().zip(other) {
        *sum += x;
    }
}

/// Index in the package's order (pieces innermost) of output `at` of ours (pieces outermost).
pub(crate) fn package_index(at: usize, width: usize, pieces: usize) -> usize {
    (at % width) * pieces + at / width
}

/// A row whose pieces are interleaved, piece by piece.
pub(crate) fn by_piece(interleaved: &[f32], pieces: usize) -> Vec<f32> {
    let width = interleaved.len() / pieces;
    (0..interleaved.len()).map(|at| interleaved[package_index(at, width, pieces)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(n: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        (0..n)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 8) as f32 / (1 << 24) as f32 - 0.5
            })
            .collect()
    }

    #[test]
    fn a_rows_product_does_not_depend_on_its_neighbours() {
        for (n_in, n_out, stride) in [(288, 288, 96), (96, 864, 96), (96, 50, 96), (64, 1024, 64), (17, 5, 17)] {
            let weights = noise(n_in * n_out, 7);
            let matrix = Matrix::from_fn(n_in, n_out, |i, o| weights[i * n_out + o]);
            let rows = noise(n_in + stride * 299, 11);
            let mut all = vec![0.0; 300 * n_out];
            matrix.multiply(&rows, 300, stride, &mut all);
            for (first, n) in [(0, 1), (5, 2), (17, 7), (31, 8), (40, 9), (64, 61), (100, 150), (299, 1)] {
                let mut some = vec![0.0; n * n_out];
                matrix.multiply(&rows[first * stride..], n, stride, &mut some);
                assert!(
                    some.iter().zip(&all[first * n_out..]).all(|(a, b)| a.to_bits() == b.to_bits()),
                    "{n} rows from {first} of {n_in}x{n_out}"
                );
            }
        }
    }

    #[test]
    fn pieces_stand_one_after_the_other() {
        assert_eq!(by_piece(&[1.0, 10.0, 2.0, 20.0, 3.0, 30.0], 2), [1.0, 2.0, 3.0, 10.0, 20.0, 30.0]);
        let mut out = [0.0; 3];
        best_pieces(&[1.0, 20.0, 3.0, 10.0, 2.0, 30.0], &mut out);
        assert_eq!(out, [10.0, 20.0, 30.0]);
    }
}
