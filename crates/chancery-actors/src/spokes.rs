//! Who speaks for an organisation that stands right before the post and that no list knows: "Ryanco spokeswoman Ann Lee".
//!
//! The text has told elsewhere what such an organisation is, if anywhere; where it has not, the speaker is of no known
//! state and no sector, rather than of the government of the state spoken of.

use chancery_doc::{EntityKind, Pos, TokenId};
use chancery_gazetteer::{Class, folded};

use crate::join::Joiner;
use crate::led::is_default;
use crate::phrase::{Phrase, Unit};

impl Joiner<'_> {
    /// The phrase with what is known of the organisation that stands before its post.
    pub(crate) fn of_named_body(&self, p: &Phrase) -> Option<Phrase> {
        let [title] = p.titles.as_slice() else { return None };
        let class = self.gazetteer.noun(title.noun).class;
        let names_body = matches!(p.unit, Unit::Noun(_) | Unit::Unlisted(_)) && p.org.is_none() && p.owner.is_none();
        if !names_body || !matches!(class, Class::Part | Class::Spokes) {
            return None;
        }
        let (words, is_other) = self.name_before(p.start, title.start)?;
        if self.gazetteer.find_noun(words).is_some() || !self.gazetteer.find(words).is_empty() {
            return None;
        }
        let mut owned = p.clone();
        let Some(body) = self.called_by_name(&folded(words)) else {
            // Of officials and members of what is unknown the post says enough.
            let guessed = class == Class::Spokes && is_default(&p.sectors) && !p.told && !is_other;
            owned.country = None;
            owned.abroad = true;
            owned.sectors.clear();
            return guessed.then_some(owned);
        };
        let body = &self.drafts[body].entity;
        if !matches!(body.kind, EntityKind::Organization | EntityKind::Group) {
            return None;
        }
        (owned.country, owned.told) = (body.country, body.country.is_some());
        owned.abroad |= body.country.is_none();
        if is_default(&p.sectors) {
            owned.sectors.clone_from(&body.sectors);
            owned.led = true;
        }
        Some(owned)
    }

    /// The name that a phrase has between its start and its post, and whether the recogniser takes it for a person's or a
    /// place's.
    fn name_before(&self, start: usize, post: usize) -> Option<(&str, bool)> {
        let is_name = |t: usize| {
            let id = TokenId::new(t);
            let word = self.words(t, t + 1);
            self.parse.pos(id) == Pos::Propn && word.starts_with(char::is_uppercase) || word == "-"
        };
        let first = (start..post).rev().take_while(|&t| is_name(t)).last()?;
        let is_other =
            (first..post).any(|t| matches!(self.parse.iob(TokenId::new(t)).1, "PERSON" | "GPE" | "NORP" | "LOC"));
        let words = self.words(first, post).trim();
        words.starts_with(char::is_uppercase).then_some((words, is_other))
    }
}
