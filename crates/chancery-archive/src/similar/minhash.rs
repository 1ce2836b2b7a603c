//! Near-duplicate texts by MinHash.
//!
//! A text is the set of its runs of five words. Two texts that share many runs agree in many of their smallest
//! hashes, so texts that agree in a band of two become candidates, which [`overlap`] then measures in earnest. A
//! reprint is often cut short; what counts is therefore the share of the shorter text that stands in the longer one.

use chancery_engine::gazetteer::folded;

/// Words in a run.
const RUN: usize = 5;
/// Bands, of two hashes each: texts that share a third of their runs agree in one with 97 in a hundred.
const BANDS: usize = 32;
/// A text of fewer runs is too short to be called a copy of anything.
const SHORTEST: usize = 12;

fn mix(mut x: u64) -> u64 {
    // The finalizer of SplitMix64 (Steele, Lea, Flood 2014).
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn hash_word(word: &str) -> u64 {
    // FNV-1a: the same on every machine and in every version.
    mix(word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
}

/// The hashed runs of a text, each once, in order.
pub(crate) fn runs(text: &str) -> Vec<u64> {
    let text = folded(text).to_lowercase();
    let words: Vec<u64> = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(hash_word).collect();
    let mut runs: Vec<u64> =
        words.windows(RUN).map(|run| run.iter().fold(0, |h: u64, w| mix(h.rotate_left(7) ^ w))).collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The bands of a set of runs; none when it is too small.
pub(crate) fn bands(runs: &[u64]) -> Vec<i64> {
    if runs.len() < SHORTEST {
        return Vec::new();
    }
    let smallest = |seed: u64| runs.iter().map(|r| mix(r ^ mix(seed + 1))).min().unwrap_or_default();
    (0..BANDS as u64)
        .map(|band| mix(smallest(2 * band).rotate_left(17) ^ smallest(2 * band + 1) ^ band) as i64)
        .collect()
}

/// How much of the shorter text stands in the longer one, in millionths.
pub(crate) fn overlap(a: &[u64], b: &[u64]) -> u32 {
    let shorter = a.len().min(b.len());
    if shorter < SHORTEST {
        return 0;
    }
    let (mut i, mut j, mut shared) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        shared += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    (shared * 1_000_000 / shorter) as u32
}

#[cfg(test)]
mod tests {
    use super::{bands, overlap, runs};

    const WIRE: &str = "The harbour of Lusandra was closed on Tuesday after dock workers walked out over unpaid wages, \
        the port authority said. Some four hundred containers were left on the quays, and two ships turned back to sea. \
        The union's secretary told reporters that nobody would load a single crate before the money had arrived.";

    #[test]
    fn a_reprint_is_found_and_a_retelling_is_not() {
        let reprint = format!("{WIRE} The strike is the third this year, and the city has asked the army for lorries.");
        let retelling = "Dockers in Lusandra stopped work on Tuesday because they had not been paid. According to the \
            port authority four hundred containers were waiting on the quays, while two ships had left again without \
            having been unloaded. Work would begin again once wages had come, a spokesman for the union explained.";
        let (wire, reprint, retelling) = (runs(WIRE), runs(&reprint), runs(retelling));
        assert_eq!(overlap(&wire, &reprint), 1_000_000);
        assert!(overlap(&wire, &retelling) < 100_000);
        let (a, b, c) = (bands(&wire), bands(&reprint), bands(&retelling));
        assert!(a.iter().any(|band| b.contains(band)));
        assert!(!a.iter().any(|band| c.contains(band)));
    }

    #[test]
    fn accents_and_punctuation_do_not_matter_and_short_texts_are_nothing() {
        assert_eq!(runs("Le président a dit: oui, peut-être."), runs("le president a dit oui peut etre"));
        assert!(bands(&runs("Talks began. Talks ended.")).is_empty());
    }
}
