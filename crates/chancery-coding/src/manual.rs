//! The codebook for readers: `chancery codebook manual`, written from the rules themselves so that it cannot lag behind.
//!
//! It lists the types with their borders and modes, each rule with what it fires on, its reason and its first
//! sentence, and the contexts. It is no reference of the keys, which `docs/codebook.md` is, and leaves out guards:
//! who wants those reads the rule at the place that is named.

use std::fmt::Write as _;

use chancery_doc::EventType;

use crate::Codebook;
use crate::example::{Example, Expect};
use crate::rule::{Emits, Part, Rule};

/// So many triggers of a rule are named; the rule has them all.
const SHOWN: usize = 8;

impl Codebook {
    /// The manual, as Markdown.
    pub fn manual(&self) -> String {
        let mut out = String::from(
            "# The rules of the codebook\n\nWritten by `chancery codebook manual` from the rules; do not edit.\n",
        );
        for &event_type in EventType::ALL {
            let Some(entry) = self.types.get(&event_type) else { continue };
            let _ = write!(out, "\n## {event_type}\n\n{}\n", entry.definition);
            for border in &entry.borders {
                let _ = writeln!(out, "- {border}");
            }
            if !entry.modes.is_empty() {
                let modes: Vec<String> = entry.modes.iter().map(|(m, scale)| format!("{m} ({scale})")).collect();
                let _ = write!(out, "\nModes with their scale: {}.\n", modes.join(", "));
            }
            let of_type = |r: &&Rule| matches!(r.emits, Emits::Event { event_type: t, .. } if t == event_type);
            self.table(&mut out, self.rules.iter().filter(of_type));
        }
        out.push_str("\n## Cues of attribution\n");
        self.table(&mut out, self.rules.iter().filter(|r| matches!(r.emits, Emits::Statement { .. })));
        out.push_str("\n## Words of a stance\n");
        self.table(&mut out, self.rules.iter().filter(|r| matches!(r.emits, Emits::Position { .. })));
        out.push_str("\n## Contexts\n\n| context | example |\n|---|---|\n");
        for example in self.context_examples().filter(|e| e.has) {
            let _ = writeln!(out, "| {} | {} |", example.context, cell(&example.text));
        }
        out
    }

    fn table<'b>(&self, out: &mut String, rules: impl Iterator<Item = &'b Rule>) {
        out.push_str("\n| rule | fires on | codes | why | example |\n|---|---|---|---|---|\n");
        for rule in rules {
            let codes = match &rule.emits {
                Emits::Event { modes, cameo, .. } => {
                    modes.iter().map(|m| &**m).chain(cameo.as_deref()).collect::<Vec<_>>().join(" ")
                }
                Emits::Statement { class } => format!("{class:?}").to_lowercase(),
                Emits::Position { stance, .. } => stance.word().to_owned(),
            };
            let is_hit = |e: &&Example| e.rule == rule.id && matches!(e.expect, Expect::Hit { .. });
            let example = self.examples.iter().find(is_hit).map(|e| e.text.as_str()).unwrap_or_default();
            let (id, why) = (&rule.id, cell(&rule.reason));
            let _ = writeln!(out, "| `{id}` | {} | {codes} | {why} | {} |", cell(&triggers(rule)), cell(example));
        }
    }
}

/// The words that a rule fires on, with what must go with them.
fn triggers(rule: &Rule) -> String {
    let mut shown = Vec::new();
    for (part, name) in
        [(Part::Verb, "verbs"), (Part::Noun, "nouns"), (Part::Adjective, "adjectives"), (Part::Form, "forms")]
    {
        let words: Vec<&str> = rule.triggers.iter().filter(|(p, _)| *p == part).map(|(_, w)| &**w).collect();
        if words.is_empty() {
            continue;
        }
        let more = if words.len() > SHOWN { format!(" and {} more", words.len() - SHOWN) } else { String::new() };
        shown.push(format!("{name} {}{more}", words[..words.len().min(SHOWN)].join(", ")));
    }
    if let Some(light) = rule.light.first() {
        let word = light.word.as_deref().map(|w| format!(" {w}")).unwrap_or_default();
        shown.push(format!("with \"{}{word}\" or the like", light.verb));
    }
    if !rule.particle.is_empty() {
        shown.push(format!("with {}", rule.particle.join(" or ")));
    }
    shown.join("; ")
}

/// Text that stands in one cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").split_whitespace().collect::<Vec<_>>().join(" ")
}
