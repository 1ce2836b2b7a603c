//! Whose fire it was that a passive tells only the victims of, where a clause or noun beside it tells no event by itself.
//!
//! "Two were killed when a jet dropped a bomb too close to them", "two were hurt as tanks rolled into the town": whoever
//! does what kills. "Troops shelled the town. Ten were wounded in the attack": the attack told last.

use chancery_doc::{Argument, CountrySource, EventType, Modality, Polarity, TokenId};

use crate::arguments::argument;
use crate::draft::Draft;
use crate::lend::are_two_attacks;
use crate::matcher::Matcher;
use crate::standing;

/// So many sentences back the attack may be told that a noun takes up.
const TOLD_WITHIN: usize = 2;

impl Matcher<'_, '_> {
    /// The clauses of time behind a passive without an agent, or behind one joined to it.
    pub(crate) fn clauses_around(&self, draft: &Draft<'_>) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = draft.anchor.governor();
        if draft.event_type != EventType::Assault || !grammar.is_verb(verb) || !grammar.is_passive(verb) {
            return Vec::new();
        }
        let of_either = self.hurt_with(verb).into_iter().flat_map(|v| grammar.children(v, &["advcl"]));
        let opens = |m: TokenId| matches!(parse.norm(m), "when" | "as" | "after" | "while");
        of_either.filter(|&c| c > verb && parse.children(c).iter().any(|&m| m < c && opens(m))).collect()
    }

    /// "Killed when a jet dropped a bomb on them", "hurt as tanks entered the town": the forces that a clause of time says
    /// to fire or to move in, where they are not those who were hit.
    pub(crate) fn strikers_beside(&self, hurt: &Draft<'_>) -> Option<Vec<Argument>> {
        let grammar = &self.walker.grammar;
        let clauses = self.clauses_around(hurt);
        let strikes = |c: &TokenId| self.says("war_move", *c) && !grammar.is_passive(*c);
        let mut found = clauses.into_iter().filter(strikes).map(|c| {
            let subjects = grammar.subject(c).into_iter().flat_map(|t| self.parties.of(t, false));
            subjects.map(|p| argument(&p)).collect::<Vec<_>>()
        });
        found.find(|f| !f.is_empty() && f.iter().all(|a| standing::is_armed(a) && !is_of_victims(a, &hurt.recipients)))
    }

    /// "Ten were wounded in the attack", "two died in the air raids": who made the attack told last, where a noun with an
    /// article takes it up.
    pub(crate) fn strikers_before(&self, drafts: &[Draft<'_>], i: usize) -> Option<Vec<Argument>> {
        let grammar = &self.walker.grammar;
        let hurt = &drafts[i];
        let verb = hurt.anchor.governor();
        if !grammar.is_verb(verb) || !grammar.is_passive(verb) || hurt.reality.historical {
            return None;
        }
        let takes_up = |&n: &TokenId| {
            let known = grammar.is_definite(n) && self.says("strike_noun", n);
            known && grammar.children(n, &["amod", "poss", "prep", "acl", "relcl"]).next().is_none()
        };
        let noun = self.attacks_around(verb).into_iter().find(takes_up)?;
        let here = self.sentence_at(hurt);
        let attacks = |d: &&Draft<'_>| {
            let seizes = d.event_type == EventType::Coerce && d.modes.iter().any(|m| &**m == "seize");
            let moves = d.event_type == EventType::Mobilize;
            (d.event_type == EventType::Assault || seizes || moves)
                && (d.reality.modality, d.reality.polarity) == (Modality::Actual, Polarity::Affirmed)
                && !d.dropped
                && !d.actors.is_empty()
        };
        let before = drafts[..i].iter().rev().take_while(|d| here.saturating_sub(self.sentence_at(d)) <= TOLD_WITHIN);
        let before = before.filter(|d| d.anchor.governor() != verb && d.anchor.trigger != noun);
        // The last attack, and no one before it.
        let last = before.filter(|d| self.sentence_at(d) < here).find(attacks)?;
        let fits = !are_two_attacks(hurt, last)
            && last.actors.iter().all(|a| standing::is_armed(a) && !is_of_victims(a, &hurt.recipients));
        fits.then(|| last.actors.clone())
    }
}

/// Whether somebody is one of those who were hit, or of their side: soldiers of a state are not hit by its soldiers.
fn is_of_victims(a: &Argument, victims: &[Argument]) -> bool {
    let told = |x: &Argument| x.country_source != Some(CountrySource::Context);
    victims.iter().any(|v| {
        let side = a.country.is_some() && a.country == v.country && a.sectors.first() == v.sectors.first();
        a.entity == v.entity || side && told(a)
    })
}
