//! What words a sentence must have for a rule to hold there at all.
//!
//! A common verb triggers hundreds of rules, each of which then walks its paths to find that no harbour, no treaty and no
//! convict is there. Most rules name words without which they cannot hold: those that a guard wants, those on the way to
//! it, their light verbs. Which of these sets of words a sentence meets is found once, by looking up each of its words;
//! what a rule needs beyond is asked of the few that are left. The answer is never "no" where the guards would say yes.

use std::collections::BTreeMap;

use chancery_doc::SentenceId;

use crate::path::Path;
use crate::rule::{Guard, Part, Reading, Rule, Wanted};
use crate::walk::Walker;
use crate::words::WordSet;

/// The sets of words that the rules of one reading need one of.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// The hash of a word and the number of a set that has it, sorted. Two words of one hash only make a rule be asked.
    sets: Vec<(u64, u32)>,
    /// The numbers of the sets of each rule, by its place in the book; none of rules for another reading.
    rules: Vec<Vec<u32>>,
    len: usize,
}

impl Needs {
    /// Of the rules of each reading, in the order of [`Reading`].
    pub(crate) fn of_each(rules: &[Rule]) -> [Needs; 3] {
        [Reading::Events, Reading::Statements, Reading::Positions].map(|reading| Needs::of(rules, reading))
    }

    fn of(rules: &[Rule], reading: Reading) -> Needs {
        let mut known: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
        let mut needs = Needs::default();
        for rule in rules {
            let mut own = Vec::new();
            if rule.emits.reading() != reading {
                needs.rules.push(own);
                continue;
            }
            for any in rule.guards.iter().filter(|g| !g.refuses).flat_map(needed) {
                let next = u32::try_from(known.len()).expect("fewer sets than a u32 counts");
                let number = *known.entry(any.iter().map(|set| set.id()).collect()).or_insert(next);
                if number == next {
                    let words = any.iter().flat_map(|set| set.iter());
                    needs.sets.extend(words.map(|word| (hash(word), number)));
                }
                own.push(number);
            }
            if !rule.light.is_empty() && !rule.triggers.iter().any(|(part, _)| *part == Part::Verb) {
                let number = u32::try_from(known.len()).expect("fewer sets than a u32 counts");
                // No set of words has this key.
                known.insert(vec![0, number as usize], number);
                needs.sets.extend(rule.light.iter().map(|light| (hash(&light.verb), number)));
                own.push(number);
            }
            needs.rules.push(own);
        }
        needs.len = known.len();
        needs.sets.sort_unstable();
        needs.sets.dedup();
        needs
    }

    fn having(&self, word: &str) -> impl Iterator<Item = u32> + '_ {
        let hash = hash(word);
        let first = self.sets.partition_point(|&(h, _)| h < hash);
        self.sets[first..].iter().take_while(move |&&(h, _)| h == hash).map(|&(_, set)| set)
    }
}

/// For each set that a guard needs a word of, what it may be: one of several.
fn needed(guard: &Guard) -> Vec<Vec<&WordSet>> {
    let mut all = Vec::new();
    let words = |wanted: &'_ Wanted| matches!(wanted, Wanted::Words(_));
    if guard.wanted.iter().all(words) && !guard.paths.iter().any(Path::is_article) {
        all.push(
            guard.wanted.iter().filter_map(|w| if let Wanted::Words(set) = w { Some(set) } else { None }).collect(),
        );
    }
    let on_the_way = guard.paths.iter().map(|path| path.steps.iter().find_map(|step| step.words.as_ref()));
    all.extend(on_the_way.collect::<Option<Vec<&WordSet>>>());
    all.retain(|any| !any.is_empty());
    all
}

/// Which of the sets the sentence that is read has a word of.
pub(crate) struct Met<'n> {
    needs: &'n Needs,
    sentence: Option<SentenceId>,
    bits: Vec<u64>,
}

impl<'n> Met<'n> {
    pub(crate) fn new(needs: &'n Needs) -> Met<'n> {
        Met { needs, sentence: None, bits: Vec::new() }
    }

    /// Goes on to a sentence.
    pub(crate) fn enter(&mut self, walker: &Walker<'_>, sentence: SentenceId) {
        if self.sentence == Some(sentence) {
            return;
        }
        self.sentence = Some(sentence);
        self.bits.clear();
        self.bits.resize(self.needs.len.div_ceil(64), 0);
        for t in walker.grammar.parse.sentence_tokens(sentence) {
            walker.any_word_of(t, |word| {
                self.needs.having(word).for_each(|set| self.bits[set as usize / 64] |= 1 << (set % 64));
                false
            });
        }
    }

    /// Whether a rule may hold in the sentence, by its place in the book.
    pub(crate) fn allows(&self, rule: u32) -> bool {
        let met = |set: &u32| self.bits[*set as usize / 64] & (1 << (set % 64)) != 0;
        self.needs.rules[rule as usize].iter().all(met)
    }
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    word.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01b3))
}
