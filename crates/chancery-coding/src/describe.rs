//! What a codebook can tell of itself: its version, and where a rule stands and why.

use std::collections::BTreeMap;

use chancery_doc::Parse;

use crate::Codebook;

/// A rule for people: where it stands, and the reason it gives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Description<'b> {
    /// The file, relative to the codebook's folder.
    pub file: &'b str,
    /// The line its table starts on.
    pub line: usize,
    /// Why the rule is so.
    pub reason: &'b str,
}

impl Codebook {
    /// A hash of all files: two codebooks of one version code alike.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// How many rules the words of a text have the matcher look at: what matching costs. It depends on the words, not on
    /// how many rules there are.
    pub fn rules_tried(&self, parse: &Parse) -> usize {
        let at = |t| {
            let lemma = parse.lemma(t).to_lowercase();
            let by_form = if parse.norm(t) == lemma { 0 } else { self.triggered_by(parse.norm(t)).len() };
            self.triggered_by(&lemma).len() + by_form
        };
        parse.ids().map(at).sum()
    }

    /// Where a rule stands, and why it is so.
    pub fn describe(&self, rule: &str) -> Option<Description<'_>> {
        let rule = self.rules.iter().find(|r| &*r.id == rule)?;
        Some(Description { file: &rule.file, line: rule.line, reason: &rule.reason })
    }
}

/// FNV-1a (64 bit) over names and texts in order: stable over machines and releases, which the standard library's
/// hashers are not. It tells codebooks apart; it is no protection against forgery.
pub(crate) fn version_of(files: &BTreeMap<String, String>) -> String {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    let parts = files.iter().flat_map(|(name, text)| [name.as_bytes(), b"\0", text.as_bytes(), b"\0"]);
    for byte in parts.flatten() {
        hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    format!("{hash:016x}")
}
