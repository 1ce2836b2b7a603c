//! Hash embedding of a word's features, with the layer that mixes them already applied to the tables.
//!
//! A feature's key picks four rows of its table, whose sum is its vector; the vectors of all features, one after the
//! other, go through one matrix. Since that matrix is linear, row times matrix is a constant of the model: it is
//! computed once at load, and a word costs four additions a feature instead of a product. A key may be any number,
//! so an unknown word is no special case.

use crate::Error;
use crate::linear::{Matrix, Maxout, add, package_index};
use crate::weights::Tensor;

/// What the embedding sees of a word.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct WordKey {
    /// Hash of the normal form.
    pub(crate) norm: u64,
    /// Hash of the first characters.
    pub(crate) prefix: u64,
    /// Hash of the last characters.
    pub(crate) suffix: u64,
    /// Hash of the shape.
    pub(crate) shape: u64,
    /// Whether a space follows.
    pub(crate) spacy: bool,
    /// Whether it is white space.
    pub(crate) is_space: bool,
}

/// A feature of a word that a table is indexed by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Feature {
    Norm,
    Prefix,
    Suffix,
    Shape,
    Spacy,
    IsSpace,
}

impl Feature {
    /// The feature of a name in the package's configuration.
    pub(crate) fn named(name: &str) -> Result<Feature, Error> {
        Ok(match name {
            "NORM" => Feature::Norm,
            "PREFIX" => Feature::Prefix,
            "SUFFIX" => Feature::Suffix,
            "SHAPE" => Feature::Shape,
            "SPACY" => Feature::Spacy,
            "IS_SPACE" => Feature::IsSpace,
            other => {
                return Err(Error::unsupported(format!(
                    "the model embeds the word feature `{other}`, which is not known; \
                     NORM, PREFIX, SUFFIX, SHAPE, SPACY and IS_SPACE are"
                )));
            }
        })
    }

    fn of(self, word: &WordKey) -> u64 {
        match self {
            Feature::Norm => word.norm,
            Feature::Prefix => word.prefix,
            Feature::Suffix => word.suffix,
            Feature::Shape => word.shape,
            Feature::Spacy => word.spacy.into(),
            Feature::IsSpace => word.is_space.into(),
        }
    }
}

/// One feature's table.
#[derive(Debug)]
struct Table {
    feature: Feature,
    seed: u32,
    n_rows: u64,
    /// Embedding rows times this feature's slice of the mixing matrix.
    mixed: Vec<f32>,
}

/// A feature's part of the model as the package has it.
pub(crate) struct TableWeights<'a> {
    pub(crate) feature: Feature,
    pub(crate) seed: u32,
    pub(crate) rows: &'a Tensor,
}

/// All features' tables and the mixing layer.
#[derive(Debug)]
pub(crate) struct HashEmbed {
    tables: Vec<Table>,
    mix: Maxout,
}

impl HashEmbed {
    /// `weights` is the mixing matrix as the package stores it: outputs, pieces, inputs.
    pub(crate) fn new(
        tables: &[TableWeights<'_>],
        weights: &Tensor,
        mix: Maxout,
        width: usize,
        pieces: usize,
    ) -> Result<HashEmbed, Error> {
        let n_in = width * tables.len();
        let weights = weights.with_shape(&[width, pieces, n_in])?;
        let tables = tables
            .iter()
            .enumerate()
            .map(|(nth, table)| {
                let n_rows = table.rows.shape().first().copied().unwrap_or(0);
                if n_rows == 0 {
                    return Err(Error::broken("a hash embedding has no rows"));
                }
                let rows = table.rows.with_shape(&[n_rows, width])?;
                let slice = Matrix::from_fn(width, width * pieces, |i, o| {
                    weights[package_index(o, width, pieces) * n_in + nth * width + i]
                });
                let mut mixed = vec![0.0; n_rows * width * pieces];
                slice.multiply(rows, n_rows, width, &mut mixed);
                Ok(Table { feature: table.feature, seed: table.seed, n_rows: n_rows as u64, mixed })
            })
            .collect::<Result<_, Error>>()?;
        Ok(HashEmbed { tables, mix })
    }

    /// The word with what this embedding does not look at left out, so that equal keys mean equal vectors and
    /// unequal ones are rare.
    pub(crate) fn relevant(&self, word: WordKey) -> WordKey {
        let sees = |feature| self.tables.iter().any(|t| t.feature == feature);
        WordKey { spacy: word.spacy && sees(Feature::Spacy), is_space: word.is_space && sees(Feature::IsSpace), ..word }
    }

    /// Writes the word's vector; `sums` is room for the pieces.
    pub(crate) fn embed(&self, word: &WordKey, sums: &mut Vec<f32>, out: &mut [f32]) {
        sums.clear();
        sums.extend_from_slice(self.mix.bias());
        let n = sums.len();
        for table in &self.tables {
            for hash in murmur3_x64_128(table.feature.of(word), table.seed) {
                let row = (u64::from(hash) % table.n_rows) as usize;
                add(sums, &table.mixed[row * n..(row + 1) * n]);
            }
        }
        self.mix.apply(sums, out);
    }
}

/// MurmurHash3 (128 bits, for 64-bit machines) of the eight bytes of a key, as four numbers.
fn murmur3_x64_128(key: u64, seed: u32) -> [u32; 4] {
    let k1 = key.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut h1 = (u64::from(seed) ^ k1) ^ 8;
    let mut h2 = u64::from(seed) ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = scramble(h1);
    h2 = scramble(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

fn scramble(mut h: u64) -> u64 {
    h ^= h >> 33;
    h = h.wrapping_mul(0xff51_afd7_ed55_8ccd);
    h ^= h >> 33;
    h = h.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    h ^ (h >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_empty_key_under_its_own_length_as_seed_hashes_to_nothing() {
        assert_eq!(murmur3_x64_128(0, 8), [0; 4]);
        assert_ne!(murmur3_x64_128(0, 9), [0; 4]);
    }
}
