//! Whether the probabilities hold: what was predicted against what turned out right, on sentences not fitted on.

use super::{Question, Sample, fit};

/// How many parts the sentences are cut into; each is judged by a model fitted on the others.
const N_FOLDS: usize = 5;

/// Events whose predicted probability lies within a tenth or so of each other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Bin {
    /// The lowest probability that counts here.
    pub from: f32,
    /// How many events it holds.
    pub n: usize,
    /// The mean of what was predicted.
    pub predicted: f32,
    /// The share that was right.
    pub right: f32,
}

/// The answers to one question, checked.
#[derive(Clone, PartialEq, Debug)]
pub struct Reliability {
    /// Which question.
    pub question: Question,
    /// How many events were judged.
    pub n: usize,
    /// The share that was right.
    pub base: f32,
    /// The mean squared error of the prediction (Brier score); `base * (1 - base)` is that of always saying the base.
    pub brier: f32,
    /// The mean gap between prediction and truth over the bins, weighted by their size.
    pub calibration_error: f32,
    /// The reliability table, empty bins left out.
    pub bins: Vec<Bin>,
}

/// Judges the samples that are asked about, each by a model that has not seen its sentence but all others.
pub fn cross_validate(samples: &[Sample], about: impl Fn(&Sample) -> bool) -> Vec<Reliability> {
    let mut answers: [Vec<(f32, bool)>; 3] = Default::default();
    for fold in 0..N_FOLDS {
        let (held, rest): (Vec<&Sample>, Vec<&Sample>) = samples.iter().partition(|s| s.sentence % N_FOLDS == fold);
        let model = fit(&rest.into_iter().cloned().collect::<Vec<_>>());
        for sample in held.into_iter().filter(|s| about(s)) {
            for question in Question::ALL {
                if let Some(right) = sample.right[question as usize] {
                    answers[question as usize].push((model.probability(question, &sample.features), right));
                }
            }
        }
    }
    Question::ALL.into_iter().zip(answers).map(|(question, answers)| reliability(question, &answers)).collect()
}

fn reliability(question: Question, answers: &[(f32, bool)]) -> Reliability {
    const EDGES: [f32; 6] = [0.0, 0.5, 0.6, 0.7, 0.8, 0.9];
    let n = answers.len();
    let share =
        |part: &[(f32, bool)]| part.iter().filter(|(_, right)| *right).count() as f32 / part.len().max(1) as f32;
    let mut bins = Vec::new();
    for (i, from) in EDGES.into_iter().enumerate() {
        let to = EDGES.get(i + 1).copied().unwrap_or(f32::INFINITY);
        let part: Vec<(f32, bool)> = answers.iter().copied().filter(|(p, _)| *p >= from && *p < to).collect();
        if !part.is_empty() {
            let predicted = part.iter().map(|(p, _)| p).sum::<f32>() / part.len() as f32;
            bins.push(Bin { from, n: part.len(), predicted, right: share(&part) });
        }
    }
    let total = n.max(1) as f32;
    Reliability {
        question,
        n,
        base: share(answers),
        brier: answers.iter().map(|(p, right)| (p - f32::from(u8::from(*right))).powi(2)).sum::<f32>() / total,
        calibration_error: bins.iter().map(|b| b.n as f32 * (b.predicted - b.right).abs()).sum::<f32>() / total,
        bins,
    }
}
