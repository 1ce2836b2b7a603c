//! Fitting the weights: logistic regression with a pull towards zero, by plain gradient descent.
//!
//! The data are some hundred rows, so the simplest method that always arrives at the same weights is the best one.

use super::{ConfidenceModel, Features, N_FEATURES, Question};

/// How strongly weights are pulled towards zero, in rows' worth of evidence.
const RIDGE: f64 = 2.0;
const N_STEPS: usize = 4_000;

/// A coded event of a sentence whose true coding is known.
#[derive(Clone, PartialEq, Debug)]
pub struct Sample {
    /// What the model sees of it.
    pub features: Features,
    /// Whether type, actors and recipients are right; `None` where the question does not arise (the type is wrong).
    pub right: [Option<bool>; 3],
    /// The sentence it is of: events of one sentence are never parted between fitting and checking.
    pub sentence: usize,
}

/// The weights under which the samples are likeliest, less the pull towards zero.
pub fn fit(samples: &[Sample]) -> ConfidenceModel {
    let mut model = ConfidenceModel::default();
    for question in Question::ALL {
        let rows: Vec<(&Features, f64)> = samples
            .iter()
            .filter_map(|s| Some((&s.features, f64::from(u8::from(s.right[question as usize]?)))))
            .collect();
        let weights = descend(&rows);
        for (slot, weight) in model.weights[question as usize].iter_mut().zip(weights) {
            // As it is written to the file, so that a model read back answers the same.
            *slot = ((weight * 1000.0).round() / 1000.0) as f32;
        }
    }
    model
}

fn descend(rows: &[(&Features, f64)]) -> [f64; N_FEATURES] {
    let mut weights = [0.0f64; N_FEATURES];
    if rows.is_empty() {
        return weights;
    }
    let n = rows.len() as f64;
    for step in 0..N_STEPS {
        let mut gradient = [0.0f64; N_FEATURES];
        for (features, right) in rows {
            let sum: f64 = weights.iter().zip(&features.0).map(|(w, x)| w * f64::from(*x)).sum();
            let error = 1.0 / (1.0 + (-sum).exp()) - right;
            for (g, x) in gradient.iter_mut().zip(&features.0) {
                *g += error * f64::from(*x);
            }
        }
        let rate = 1.0 / (1.0 + step as f64 / N_STEPS as f64);
        for (i, (weight, g)) in weights.iter_mut().zip(gradient).enumerate() {
            // The base rate is what the data say best, so it is not pulled.
            let pull = if i == 0 { 0.0 } else { RIDGE * *weight };
            *weight -= rate * (g + pull) / n;
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(feature: usize, value: f32, right: bool, sentence: usize) -> Sample {
        let mut row = [0.0; N_FEATURES];
        row[0] = 1.0;
        row[feature] = value;
        Sample { features: Features(row), right: [Some(right), None, None], sentence }
    }

    #[test]
    fn what_goes_with_being_right_raises_the_answer() {
        let samples: Vec<Sample> =
            (0..40).map(|i| sample(1, f32::from(i % 2 == 0), i % 2 == 0 || i % 5 == 0, i)).collect();
        let model = fit(&samples);
        let with = model.probability(Question::Type, &samples[0].features);
        let without = model.probability(Question::Type, &samples[1].features);
        assert!(with > 0.75 && without < 0.45, "{with} against {without}");
    }

    #[test]
    fn a_question_never_asked_stays_open() {
        let model = fit(&[sample(1, 1.0, true, 0)]);
        assert_eq!(model.probability(Question::Actors, &sample(1, 1.0, true, 0).features), 0.5);
    }
}
