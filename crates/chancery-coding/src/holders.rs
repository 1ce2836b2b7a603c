//! Whose the planes are that attack, and whose a base, a position or a convoy is that is attacked: "rebel positions in Syria", "an army base in Mali".
//!
//! What is hit is told as a thing, and a thing is no party; the place it is in is, which is not whom the attack is on. The
//! word before the thing says who holds it: an armed group by its name, or rebels, soldiers or police of the place.

use chancery_doc::{Argument, EntityKind, EventType, Sector};

use crate::arguments::named;
use crate::draft::Draft;
use crate::matcher::Matcher;

impl Matcher<'_, '_> {
    /// "Pakistani jets struck": what a state's aircraft do its armed forces do.
    pub(crate) fn name_arm(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let flies =
            draft.event_type == EventType::Assault && draft.actor_words.iter().any(|&t| self.says("aircraft", t));
        let is_state = |a: &&mut Argument| a.sectors.is_empty() && cast.entity(a.entity).kind == EntityKind::Place;
        draft.actors.iter_mut().filter(|a| flies && is_state(a)).for_each(|a| a.sectors = vec![Sector::Mil]);
    }

    /// Gives an attack on what somebody holds its holder for a recipient, instead of the place alone.
    pub(crate) fn name_holder(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let [place] = draft.recipients.as_slice() else { return };
        let is_place = cast.entity(place.entity).kind == EntityKind::Place;
        if draft.event_type != EventType::Assault
            || !is_place
            || place.sectors.first().is_some_and(|s| *s != Sector::Cvl)
        {
            return;
        }
        let grammar = &self.walker.grammar;
        let objects = self.walker.objects(draft.anchor, |p| matches!(p, "on" | "at" | "against" | "into"));
        let held = objects.into_iter().filter(|&o| self.says("held_in_war", o));
        for word in held.flat_map(|o| grammar.children(o, &["compound", "amod", "nmod", "poss"])) {
            if self.parties.is_armed_group(word) {
                let Some(mention) = self.parties.direct(word) else { continue };
                draft.take_recipients(vec![named(mention)]);
                return;
            }
            if let Some(sector) = sector_of(grammar.parse.norm(word)) {
                draft.recipients[0].sectors = vec![sector];
                return;
            }
        }
    }
}

/// Who is meant by a word before what is held.
fn sector_of(word: &str) -> Option<Sector> {
    match word {
        "army" | "military" | "navy" | "naval" | "airforce" | "marine" => Some(Sector::Mil),
        "police" | "gendarmerie" => Some(Sector::Cop),
        "rebel" | "insurgent" | "militant" | "guerrilla" | "separatist" | "jihadist" | "militia" | "islamist" => {
            Some(Sector::Reb)
        }
        _ => None,
    }
}
