//! Everybody whom a pronoun takes up, where one noun stood for the people of several states.
//!
//! "Ministers of Chad, Niger and Togo met in Lagos. They agreed …": the cast knows them by the first state. What the noun
//! told, the pronoun tells again.

use chancery_doc::{EntityKind, Form, Mention, TokenId};

use crate::arguments::{Parties, Party};

/// So many sentences back the people of several states are in mind.
const IN_MIND: usize = 3;

impl<'a> Parties<'a> {
    /// The states that the noun shared to which a pronoun goes back: all but the one that its own mention tells.
    pub(crate) fn shared_by_noun(&self, pronoun: &'a Mention) -> Vec<Party<'a>> {
        let parse = self.grammar.parse;
        let entity = self.cast.entity(pronoun.entity);
        if pronoun.form != Form::Pronoun || entity.kind == EntityKind::Person {
            return Vec::new();
        }
        let here = parse.sentence_of(pronoun.head).index();
        let before = |m: &&Mention| {
            m.head < pronoun.head
                && m.form != Form::Pronoun
                && here.saturating_sub(parse.sentence_of(m.head).index()) <= IN_MIND
        };
        let noun = self.cast.mentions_of(pronoun.entity).filter(before).last();
        noun.map(|m| self.people_of_several(m.head)).unwrap_or_default()
    }

    fn people_of_several(&self, noun: TokenId) -> Vec<Party<'a>> {
        let named: Vec<Party<'a>> =
            self.cast.mentions_headed_by(noun).map(|mention| Party { mention, role: None }).collect();
        self.shared_by_head(noun, &named)
    }
}
