//! How many a group is that a phrase is about.

use chancery_doc::{EntityKind, TokenId};

use crate::join::Joiner;
use crate::phrase::{Phrase, Unit};
use crate::size;

impl Joiner<'_> {
    /// How many a group is, where the phrase says so.
    pub(crate) fn count(&mut self, d: usize, p: &Phrase) {
        let draft = &self.drafts[d];
        if draft.entity.size.is_some()
            || draft.named
            || matches!(draft.entity.kind, EntityKind::Person | EntityKind::Place)
        {
            return;
        }
        let force = self.text_has_strength(p);
        if (p.plural || force) && p.unit != Unit::Aged {
            self.drafts[d].entity.size = size::read(self.parse, self.text, p.start, p.head + usize::from(p.plural));
        }
    }

    /// "A 5,000-strong force", "a seven-member delegation".
    fn text_has_strength(&self, p: &Phrase) -> bool {
        (p.start..p.head).any(|t| matches!(self.parse.norm(TokenId::new(t)), "strong" | "member" | "man" | "person"))
    }
}
