//! "The army said four rebels had been killed": a force that reports what befell its foes in the passive reports its own
//! deed.
//!
//! What is deliberately absent: losses of its own side and of civilians, which a force reports as done by others or by
//! nobody.

use chancery_doc::{Argument, CountrySource, EventType, Modality, Polarity, Sector, TokenId};

use crate::arguments::{Party, argument};
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;

/// So many clauses up the verb of saying may stand.
const SAID_WITHIN: usize = 4;

impl Matcher<'_, '_> {
    /// Gives attacks that nobody is told to have done, on the foes of the force or ministry that reports them, to whoever
    /// reports them.
    pub(crate) fn report_own_deeds(&self, drafts: &mut [Draft<'_>]) {
        for draft in drafts.iter_mut() {
            let done = (draft.reality.modality, draft.reality.polarity) == (Modality::Actual, Polarity::Affirmed);
            let open =
                draft.event_type == EventType::Assault && draft.actors.is_empty() && !draft.recipients.is_empty();
            if !open || !done || draft.dropped || !self.lacks_agent(draft) {
                continue;
            }
            let by: Vec<Argument> = self.reporting_force(draft.anchor.governor());
            let [force] = by.as_slice() else { continue };
            let state = force.country;
            let is_foe = |r: &Argument| match r.sectors.first() {
                Some(Sector::Reb | Sector::Uaf) => true,
                Some(Sector::Mil | Sector::Prm) => r.country.is_some() && r.country != state,
                _ => false,
            };
            if state.is_some_and(|c| !c.is_international()) && draft.recipients.iter().all(is_foe) {
                draft.take_actors(by);
            }
        }
    }

    /// The army, police or ministry that says what a verb tells: "the ministry said that …", "…, the army said". A source
    /// that nobody placed may speak for either side.
    fn reporting_force(&self, verb: TokenId) -> Vec<Argument> {
        let mut force = self.reporters(verb);
        force.retain(|p| {
            p.mention.country_source != Some(CountrySource::Context)
                && p.mention.sectors.first().is_some_and(|s| standing::SERVICES.contains(s))
        });
        force.iter().map(argument).collect()
    }

    /// Those who say what a verb tells.
    pub(crate) fn reporters(&self, verb: TokenId) -> Vec<Party<'_>> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut at = verb;
        for _ in 0..SAID_WITHIN {
            let over = parse.head(at);
            if parse.dep(at) == "ccomp" && grammar.words.reports.contains(parse.lemma(over)) {
                return grammar.subject(over).into_iter().flat_map(|t| self.parties.of(t, false)).collect();
            }
            if !matches!(parse.dep(at), "conj" | "ccomp") || over == at {
                break;
            }
            at = over;
        }
        Vec::new()
    }
}
