//! The entity recogniser: every word begins, continues, ends or is an entity, or is outside of any.
//!
//! An entity never crosses the start of a sentence, does not begin on white space, and ends with the type it began
//! with. What is given beforehand (by an entity ruler, say) is not known here: no such component is.

use std::ops::Range;

use chancery_doc::{Label, Labels};

use crate::Error;
use crate::transition::{Move, StateModel, Words};
use crate::weights::Network;

const MISSING: u8 = 0;
const BEGIN: u8 = 1;
const IN: u8 = 2;
const LAST: u8 = 3;
const UNIT: u8 = 4;
const OUT: u8 = 5;

/// The words a state looks at: the next one, the first of the open entity, and the latest of it.
const ROLES: usize = 3;

/// An entity recogniser.
#[derive(Debug)]
pub(crate) struct EntityRecognizer {
    model: StateModel,
    moves: Vec<(u8, Label)>,
    /// Moves of the same action that follow each other.
    runs: Vec<(u8, Range<usize>)>,
}

impl EntityRecognizer {
    /// Whether a move of the package's list takes a score.
    pub(crate) fn scores(m: &Move) -> bool {
        m.action != MISSING && (m.action != OUT || m.label.is_empty())
    }

    pub(crate) fn new(
        network: &Network,
        width: usize,
        moves: &[Move],
        labels: &mut Labels,
    ) -> Result<EntityRecognizer, Error> {
        let model = StateModel::new(network, width, ROLES, moves.len())?;
        if let Some(odd) = moves.iter().find(|m| m.action > OUT) {
            return Err(Error::unsupported(format!(
                "the recogniser has a move of kind {}; kinds 0 to 5 are known",
                odd.action
            )));
        }
        let mut runs: Vec<(u8, Range<usize>)> = Vec::new();
        for (at, m) in moves.iter().enumerate() {
            // A move without type only ever repeats what was given beforehand.
            if m.action != OUT && m.label.is_empty() {
                continue;
            }
            match runs.last_mut() {
                Some((action, run)) if *action == m.action && run.end == at => run.end = at + 1,
                _ => runs.push((m.action, at..at + 1)),
            }
        }
        let moves = moves.iter().map(|m| (m.action, labels.intern(&m.label))).collect();
        Ok(EntityRecognizer { model, moves, runs })
    }

    /// Adds words, whose vectors stand one after the other, to the text.
    pub(crate) fn add_words(&self, vectors: &[f32], words: &mut Words) {
        self.model.add_words(vectors, words);
    }

    /// Finds the entities of the text that `words` holds, in order. Without a parser there are no `sentence_starts`.
    pub(crate) fn recognize(
        &self,
        n: usize,
        is_space: impl Fn(usize) -> bool,
        sentence_starts: &[bool],
        words: &mut Words,
        entities: &mut Vec<(Range<u32>, Label)>,
    ) {
        entities.clear();
        let mut open: Option<(u32, Label)> = None;
        let mut candidates = Vec::new();
        for word in 0..n {
            let next_is_inside = word + 1 < n && sentence_starts.get(word + 1) != Some(&true);
            candidates.clear();
            match open {
                None => {
                    let may_start = !is_space(word);
                    candidates.extend(self.runs.iter().filter_map(|(action, run)| {
                        let valid = match *action {
                            BEGIN => may_start && next_is_inside,
                            UNIT => may_start,
                            OUT => true,
                            _ => false,
                        };
                        valid.then(|| run.clone())
                    }));
                }
                Some((_, label)) => {
                    for (action, run) in &self.runs {
                        if *action == LAST || (*action == IN && next_is_inside) {
                            candidates.extend(run.clone().filter(|&at| self.moves[at].1 == label).map(|at| at..at + 1));
                        }
                    }
                }
            }
            let here = word as u32;
            let first = open.map(|(first, _)| first);
            let roles = [Some(here), first, first.map(|_| here - 1)];
            // A package that lacks the move a state needs finds no more entities.
            let Some(best) = self.model.best(&roles, &candidates, words) else { return };
            let (action, label) = self.moves[best];
            match (action, open) {
                (BEGIN, _) => open = Some((here, label)),
                (UNIT, _) => entities.push((here..here + 1, label)),
                (LAST, Some((first, label))) => {
                    entities.push((first..here + 1, label));
                    open = None;
                }
                _ => {}
            }
        }
    }
}
