//! What words a sentence must have for a rule to hold there at all.
//!
//! A common verb triggers hundreds of rules, each of which then walks its paths to find that no harbour, no treaty and no
//! convict is there. Most rules name words without which they cannot hold: those that a guard wants, those on the way to
//! it, their light verbs. Which of these sets of words a sentence meets is found once, by looking up each of its words;
//! what a rule needs beyond is asked of the few that are left. The answer is never "no" where the guards would say yes.
//! Nor is a guard asked that speaks against a rule by words that the sentence does not have.

use std::collections::{BTreeMap, HashMap};

use chancery_doc::SentenceId;

use crate::path::Path;
use crate::rule::{Guard, Part, Reading, Rule, Wanted};
use crate::walk::Walker;
use crate::words::WordSet;

/// The sets of words that the rules of one reading need one of.
#[derive(Debug, Default)]
pub(crate) struct Needs {
    /// The numbers of the sets that have a word.
    sets: HashMap<Box<str>, Vec<u32>>,
    /// Of each rule, by its place in the book; nothing of rules for another reading.
    rules: Vec<Needed>,
    /// The numbers of the sets, by the ids of those that each is made of.
    numbers: BTreeMap<Vec<usize>, u32>,
}

/// The numbers of the sets that a rule needs, and for each of its guards of one that it needs to speak against the rule.
#[derive(Debug, Default)]
struct Needed {
    rule: Vec<u32>,
    guards: Vec<Option<u32>>,
}

impl Needs {
    /// Of the rules of each reading, in the order of [`Reading`].
    pub(crate) fn of_each(rules: &[Rule]) -> [Needs; 3] {
        [Reading::Events, Reading::Statements, Reading::Positions].map(|reading| Needs::of(rules, reading))
    }

    fn of(rules: &[Rule], reading: Reading) -> Needs {
        let mut needs = Needs::default();
        for rule in rules {
            let mut own = Needed::default();
            if rule.emits.reading() == reading {
                for guard in &rule.guards {
                    let sets = needed(guard).into_iter();
                    let mut numbers = sets.map(|any| {
                        let key = any.iter().map(|set| set.id()).collect();
                        needs.number(key, || any.iter().flat_map(|set| set.iter()).map(|word| &**word))
                    });
                    if guard.refuses {
                        own.guards.push(numbers.next());
                    } else {
                        own.rule.extend(numbers);
                        own.guards.push(None);
                    }
                }
                if !rule.light.is_empty() && !rule.triggers.iter().any(|(part, _)| *part == Part::Verb) {
                    // No set of words has this key.
                    let key = vec![0, needs.numbers.len()];
                    own.rule.push(needs.number(key, || rule.light.iter().map(|light| &*light.verb)));
                }
            }
            needs.rules.push(own);
        }
        needs
    }

    /// The number of a set, which is given to it and its words at first sight.
    fn number<'w, W: Iterator<Item = &'w str>>(&mut self, key: Vec<usize>, words: impl FnOnce() -> W) -> u32 {
        let next = u32::try_from(self.numbers.len()).expect("fewer sets than a u32 counts");
        let number = *self.numbers.entry(key).or_insert(next);
        if number == next {
            words().for_each(|word| self.sets.entry(word.into()).or_default().push(number));
        }
        number
    }

    fn having(&self, word: &str) -> impl Iterator<Item = u32> + '_ {
        self.sets.get(word).into_iter().flatten().copied()
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
        self.bits.resize(self.needs.numbers.len().div_ceil(64), 0);
        for t in walker.grammar.parse.sentence_tokens(sentence) {
            walker.any_word_of(t, |word| {
                self.needs.having(word).for_each(|set| self.bits[set as usize / 64] |= 1 << (set % 64));
                false
            });
        }
    }

    /// Whether a rule may hold in the sentence, by its place in the book.
    pub(crate) fn allows(&self, rule: u32) -> bool {
        self.needs.rules[rule as usize].rule.iter().all(|&set| self.has(set))
    }

    /// The guards of a rule that may speak against it in the sentence, and those that must speak for it.
    pub(crate) fn asked<'r>(&self, rule: &'r Rule, index: u32) -> impl Iterator<Item = &'r Guard> {
        let needed = &self.needs.rules[index as usize].guards;
        rule.guards.iter().zip(needed).filter(|(_, set)| set.is_none_or(|set| self.has(set))).map(|(guard, _)| guard)
    }

    fn has(&self, set: u32) -> bool {
        self.bits[set as usize / 64] & (1 << (set % 64)) != 0
    }
}
