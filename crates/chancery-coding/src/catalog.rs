//! The codebook as a list that a program can show: every rule with what it fires on, what it gives, why, and its own
//! sentences; and which rules the words of a text call up, whether or not they match in the end.
//!
//! What it is not: a reference of the keys ([`crate::Codebook::manual`] is for readers), and no second loader.

use chancery_doc::{EventType, Parse, Span};

use crate::Codebook;
use crate::example::Expect;
use crate::rule::{Emits, Part};

/// A rule for people to browse.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RuleEntry<'b> {
    /// Its stable id.
    pub id: &'b str,
    /// What it gives: `event`, `statement` or `position`.
    pub gives: &'static str,
    /// Event type, class of the cue, or stance.
    pub class: String,
    /// PLOVER modes, for events.
    pub modes: Vec<&'b str>,
    /// CAMEO code, for events.
    pub cameo: Option<&'b str>,
    /// The words it fires on, each with its part of speech.
    pub triggers: Vec<(&'static str, &'b str)>,
    /// Where it stands.
    pub file: &'b str,
    /// The line its table starts on.
    pub line: usize,
    /// Why it is so.
    pub reason: &'b str,
    /// Rules that it wins against.
    pub beats: Vec<&'b str>,
    /// What it asks for beyond its word: between two that match, the higher one wins.
    pub specificity: u32,
}

/// A sentence of a rule: whether the rule must fire, and which one wins where it must not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sentence {
    /// The sentence, without markup.
    pub text: String,
    /// Whether the rule fires.
    pub is_hit: bool,
    /// The rule that fires in its place, if one is named.
    pub winner: Option<String>,
}

/// A type of event, as the book defines it.
#[derive(Clone, PartialEq, Debug)]
pub struct TypeEntry<'b> {
    /// Its code.
    pub event_type: EventType,
    /// What it is.
    pub definition: &'b str,
    /// Where it ends and others begin.
    pub borders: Vec<&'b str>,
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Verb => "verb",
        Part::Noun => "noun",
        Part::Adjective => "adjective",
        Part::Form => "form",
    }
}

impl Codebook {
    /// All rules, in the order of the files.
    pub fn rules(&self) -> impl Iterator<Item = RuleEntry<'_>> {
        self.rules.iter().map(|rule| {
            let (gives, class, modes, cameo) = match &rule.emits {
                Emits::Event { event_type, modes, cameo, .. } => {
                    ("event", event_type.to_string(), modes.iter().map(|m| &**m).collect(), cameo.as_deref())
                }
                Emits::Statement { class } => ("statement", format!("{class:?}").to_lowercase(), Vec::new(), None),
                Emits::Position { stance, .. } => ("position", stance.word().to_owned(), Vec::new(), None),
            };
            RuleEntry {
                id: &rule.id,
                gives,
                class,
                modes,
                cameo,
                triggers: rule.triggers.iter().map(|(p, word)| (part(*p), &**word)).collect(),
                file: &rule.file,
                line: rule.line,
                reason: &rule.reason,
                beats: rule.beats.iter().map(|id| &**id).collect(),
                specificity: rule.specificity,
            }
        })
    }

    /// The sentences of one rule, hits first as they stand.
    pub fn sentences(&self, rule: &str) -> Vec<Sentence> {
        let of_rule = self.examples.iter().filter(|example| &*example.rule == rule);
        let sentence = |text: &str, expect: &Expect| match expect {
            Expect::Hit { .. } => Sentence { text: text.to_owned(), is_hit: true, winner: None },
            Expect::Miss { winner } => {
                Sentence { text: text.to_owned(), is_hit: false, winner: winner.as_deref().map(str::to_owned) }
            }
        };
        of_rule.map(|example| sentence(&example.text, &example.expect)).collect()
    }

    /// The types of events with their definitions, in PLOVER's order.
    pub fn types(&self) -> Vec<TypeEntry<'_>> {
        let entry = |event_type: &EventType| {
            let entry = self.types.get(event_type)?;
            let borders = entry.borders.iter().map(|border| &**border).collect();
            Some(TypeEntry { event_type: *event_type, definition: &entry.definition, borders })
        };
        EventType::ALL.iter().filter_map(entry).collect()
    }

    /// The rules that the words of a text call up, word by word: those that match are among them, and those that do not.
    pub fn called_up(&self, parse: &Parse) -> Vec<(Span, &str)> {
        let mut all = Vec::new();
        for token in parse.ids() {
            let lemma = parse.lemma(token).to_lowercase();
            let norm = parse.norm(token);
            let by_form: &[(Part, u32)] = if norm == lemma { &[] } else { self.triggered_by(norm) };
            for (_, rule) in self.triggered_by(&lemma).iter().chain(by_form) {
                let entry = (parse.span(token), &*self.rules[*rule as usize].id);
                if !all.contains(&entry) {
                    all.push(entry);
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use crate::Codebook;

    #[test]
    fn every_rule_is_listed_with_reason_words_and_sentences() {
        let book = Codebook::embedded().expect("our own book");
        let rules: Vec<_> = book.rules().collect();
        assert_eq!(rules.len(), book.rule_ids().count());
        for rule in &rules {
            assert!(!rule.reason.is_empty() && !rule.triggers.is_empty(), "{}", rule.id);
            assert!(book.sentences(rule.id).iter().any(|sentence| sentence.is_hit), "{}", rule.id);
        }
        assert_eq!(book.types().len(), 16);
    }
}
