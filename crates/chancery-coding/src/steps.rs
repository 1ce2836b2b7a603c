//! Who takes part in the events of a text, beyond what their own rules lead to: one step after another, each a matter of its
//! own module.
//!
//! The order counts. What the clause itself can tell comes first, then what the acts told before lend, then what only the
//! whole report tells; a later step fills what an earlier one left open.

use chancery_doc::Text;

use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::{stances, standing};

impl Matcher<'_, '_> {
    /// Completes, mends and empties the sides of all drafts; `dense` says that the text is a report of states.
    pub(crate) fn settle_parties(&self, text: &Text, dense: bool, drafts: &mut [Draft<'_>]) {
        for draft in drafts.iter_mut() {
            self.leave_own_country_out(draft);
            self.find_asked(draft);
            self.name_answerer(draft);
            self.leave_helpers_out(draft);
            self.complete(draft);
            self.leave_own_places_out(draft);
            self.leave_agreed_venue_out(draft);
            self.find_other_state(draft);
            self.name_host(draft);
            self.find_helped(draft);
            self.add_other_side(draft);
            self.name_arm(draft);
            self.name_holder(draft);
            self.locate(draft);
            standing::unguess(self.parties.cast, draft.event_type, &mut draft.actors, &draft.recipients);
            standing::unguess_victims(&draft.actors, &mut draft.recipients);
            standing::leave_own_side_out(self.parties.cast, draft.event_type, &draft.actors, &mut draft.recipients);
            self.find_target(draft);
            self.shut_out(draft);
            self.leave_joined_out(draft);
            self.shell_the_place(draft);
            self.leave_unaimed_out(draft);
            self.leave_scene_of_two_out(draft);
            self.leave_table_out(draft);
            self.place_at_scene(draft);
        }
        self.held_by_releasers(drafts);
        self.done_by_captors(drafts);
        self.ask_captors(drafts);
        self.judge_dealers(drafts);
        self.answer_acts(drafts);
        self.carry_on(drafts);
        self.give_and_take(drafts);
        self.answer_call(drafts);
        self.name_accused(drafts);
        self.deal_with_partner(drafts);
        self.complete_two(drafts);
        self.thrown_by_crowd(drafts);
        self.gas_the_crowd(drafts);
        self.strike_on(drafts);
        self.place_gunmen(drafts);
        self.settle_claims(drafts);
        self.own_up(drafts);
        self.report_own_deeds(drafts);
        self.fought_captors(drafts);
        self.take_sides(drafts);
        self.hit_the_enemy(drafts);
        if dense || text.as_str().len() <= stances::BRIEF {
            self.by_history(drafts);
        }
        if dense || self.tells_of_power(text, drafts) {
            self.face_at_home(drafts);
        }
        for draft in drafts.iter_mut() {
            self.on_own_people(draft);
            self.own_of_speaker(draft);
        }
        self.ask_the_other_side(drafts);
        self.understand_targets(drafts);
        self.turn_to_stage(text, drafts);
        self.ask_attackers(drafts);
        self.understand_actors(text, dense, drafts);
    }
}
