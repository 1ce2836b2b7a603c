//! Who did it, where another act beside it tells: "The attack killed ten", "two were killed when rebels set off a mine".
//!
//! An event that names no actor of its own borrows that of the act that it stands for or happened in. It borrows none
//! of an act with other victims: who shelled a town after its rebels killed soldiers is not the rebels.

use chancery_doc::{Argument, CountrySource, EntityKind, EventType, Modality, Polarity, TokenId};

use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many drafts before or behind an act may blame somebody for it.
const AROUND: usize = 8;

impl Matcher<'_, '_> {
    /// "The attack killed ten": where an event noun stands as the actor, its own actors did it; where it has none
    /// here, those of the last act of that type, if that was told just before.
    pub(crate) fn lend_actors(&self, drafts: &mut [Draft<'_>]) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        for i in 0..drafts.len() {
            if !drafts[i].actors.is_empty() || drafts[i].dropped {
                continue;
            }
            let event_type = drafts[i].event_type;
            let around = self.act_around(drafts, i);
            let lender = around.or_else(|| self.act_beside(drafts, i)).or_else(|| {
                let paths = drafts[i].rule.actor.iter();
                paths.flat_map(|path| self.walker.walk(path, drafts[i].anchor)).find_map(|act| {
                    let by = |d: &Draft<'_>| d.event_type == event_type && !d.actors.is_empty();
                    if let Some(own) = drafts.iter().position(|d| d.anchor.trigger == act && by(d)) {
                        return Some(own);
                    }
                    if !grammar.is_definite(act) || !self.book.names_act(parse.lemma(act), event_type) {
                        return None;
                    }
                    // "The attack" takes up whatever attack was told last, "the bus ambush" none but an ambush.
                    let is_particular = grammar.child(act, &["compound", "nummod"]).is_some();
                    let here = parse.sentence_of(act).index();
                    drafts[..i]
                        .iter()
                        .rposition(|d| {
                            let taken_up = !is_particular || parse.lemma(d.anchor.trigger) == parse.lemma(act);
                            by(d) && !d.dropped && d.reality.modality == Modality::Actual && taken_up
                        })
                        .filter(|&j| here.saturating_sub(parse.sentence_of(drafts[j].anchor.trigger).index()) <= 3)
                })
            });
            if let Some(lender) = lender.filter(|&l| l != i) {
                let known: Vec<_> = drafts[i].recipients.iter().map(|r| r.entity).collect();
                drafts[i].actors =
                    drafts[lender].actors.iter().filter(|a| !known.contains(&a.entity)).cloned().collect();
            }
            let done = drafts[i].reality.polarity == Polarity::Affirmed && !drafts[i].recipients.is_empty();
            if drafts[i].actors.is_empty() && event_type == EventType::Assault && done {
                let found = self.strikers_beside(&drafts[i]).or_else(|| self.strikers_before(drafts, i));
                drafts[i].take_actors(found.unwrap_or_default());
            }
        }
    }

    /// "Criticised Russia for the invasion of Georgia": who is blamed or punished for an act did it.
    pub(crate) fn name_blamed(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let acts = matches!(drafts[i].event_type, EventType::Assault | EventType::Coerce | EventType::Mobilize);
            let Some(noun) = drafts[i].anchor.noun.filter(|_| acts && drafts[i].actors.is_empty()) else { continue };
            let leads = parse.head(noun);
            let verb = parse.head(leads);
            if parse.dep(noun) != "pobj" || !matches!(parse.norm(leads), "for" | "over" | "of") {
                continue;
            }
            let over = [verb, parse.head(verb)];
            let from = i.saturating_sub(AROUND);
            let blames = |d: &&Draft<'_>| {
                let blame = matches!(d.event_type, EventType::Accuse | EventType::Sanction);
                blame && !d.dropped && d.anchor.verb.is_some_and(|v| over.contains(&v)) && !d.recipients.is_empty()
            };
            let Some(blamed) = drafts[from..].iter().take(2 * AROUND).find(blames) else { continue };
            let hurt = |a: &Argument| drafts[i].recipients.iter().any(|r| r.entity == a.entity);
            let found: Vec<Argument> = blamed.recipients.iter().filter(|a| !hurt(a)).cloned().collect();
            drafts[i].actors = found;
        }
    }

    /// "Two were killed and seven wounded in a raid by rebels": a passive without an agent, and the attack that it or
    /// the one joined to it says that it happened in.
    fn act_around(&self, drafts: &[Draft<'_>], hurt: usize) -> Option<usize> {
        let grammar = &self.walker.grammar;
        let draft = &drafts[hurt];
        let verb = draft.anchor.governor();
        if draft.event_type != EventType::Assault || !grammar.is_verb(verb) || !grammar.is_passive(verb) {
            return None;
        }
        let attacks = self.attacks_around(verb);
        attacks.into_iter().find_map(|attack| act_where(drafts, draft, |d| d.anchor.trigger == attack))
    }

    /// "Ten were killed in an ambush near the border": what is told by its victims is no second attack beside it, if it
    /// says no more than where.
    pub(crate) fn told_by_victims(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let verb = drafts[i].anchor.governor();
            let hurts = !drafts[i].dropped
                && drafts[i].event_type == EventType::Assault
                && !drafts[i].recipients.is_empty()
                && self.walker.grammar.is_verb(verb);
            if !hurts {
                continue;
            }
            let attacks = self.attacks_around(verb);
            for j in 0..drafts.len() {
                if j == i || drafts[j].dropped || !attacks.contains(&drafts[j].anchor.trigger) {
                    continue;
                }
                let (hurt, raid) = (&drafts[i], &drafts[j]);
                let is_known = raid.actors.iter().all(|a| hurt.actors.iter().any(|b| a.entity == b.entity));
                let is_place = |e| self.parties.cast.entity(e).kind == EntityKind::Place;
                let is_one = raid.event_type == hurt.event_type
                    && raid.reality.polarity == hurt.reality.polarity
                    && raid.reality.modality == hurt.reality.modality
                    && is_known
                    && raid.recipients.iter().all(|r| is_place(r.entity));
                if is_one {
                    let (modes, cameo) = (raid.modes.clone(), raid.cameo.clone());
                    if drafts[i].modes.is_empty() && !modes.is_empty() {
                        drafts[i].modes = modes;
                        drafts[i].cameo = cameo;
                    }
                    drafts[j].dropped = true;
                }
            }
        }
    }

    /// "Syria is committed to an end to the American occupation": an act of one who is not the one that plans.
    pub(crate) fn is_others_plan(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let Some(plan) = draft.reality.planned_by.filter(|_| grammar.is_nominal(draft.anchor.trigger)) else {
            return false;
        };
        let planners = grammar.subject(plan).into_iter().flat_map(|t| self.parties.of(t, false));
        let states: Vec<_> = planners.filter_map(|p| p.mention.country).collect();
        let theirs = draft.actors.iter().any(|a| a.country.is_none_or(|c| states.contains(&c)));
        !states.is_empty() && !draft.actors.is_empty() && !theirs
    }

    /// The nouns of what a verb, or one joined to it, says that it happened in.
    pub(crate) fn attacks_around(&self, verb: TokenId) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        self.hurt_with(verb)
            .into_iter()
            // "Killed a commander in a raid": parsers hang the raid on either.
            .flat_map(|v| std::iter::once(v).chain(grammar.children(v, &["dobj"])))
            .flat_map(|t| grammar.children(t, &["prep"]))
            .filter(|&p| p > verb && matches!(grammar.parse.norm(p), "in" | "during"))
            .filter_map(|p| grammar.child(p, &["pobj"]))
            .collect()
    }

    /// "Two were killed and seven wounded when": parsers hang what follows on either.
    pub(crate) fn hurt_with(&self, verb: TokenId) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let is_hurt = |v: TokenId| {
            let wounds = matches!(grammar.parse.lemma(v), "wound" | "injure" | "hurt" | "kill");
            let counted = (grammar.parse.tag(v) == "VBN" || grammar.parse.tag(v) == "VBD" && wounds)
                && grammar.child(v, &["nsubj"]).is_some()
                && grammar.child(v, &["dobj", "aux"]).is_none();
            grammar.is_passive(v) || counted
        };
        let too = grammar.children(verb, &["conj"]).filter(|&v| is_hurt(v));
        std::iter::once(verb).chain(too).collect()
    }

    /// "Two soldiers were killed when rebels set off a mine": a passive without an agent, and the clause of time below
    /// it that tells an act of that type.
    fn act_beside(&self, drafts: &[Draft<'_>], hurt: usize) -> Option<usize> {
        let draft = &drafts[hurt];
        let clauses = self.clauses_around(draft);
        clauses.into_iter().find_map(|c| act_where(drafts, draft, |d| d.anchor.governor() == c))
    }
}

/// The act that took place, by somebody, of the type of an event that lacks its actor, where `is_there` says.
fn act_where(drafts: &[Draft<'_>], lacking: &Draft<'_>, is_there: impl Fn(&Draft<'_>) -> bool) -> Option<usize> {
    drafts.iter().position(|d| {
        is_there(d)
            && d.event_type == lacking.event_type
            && !d.actors.is_empty()
            && d.reality.polarity == Polarity::Affirmed
            && d.reality.modality == Modality::Actual
            && !are_two_attacks(lacking, d)
    })
}

/// Whether two attacks have victims of different states, so that the one answers the other.
pub(crate) fn are_two_attacks(a: &Draft<'_>, b: &Draft<'_>) -> bool {
    // Victims by their name alone are taken for countrymen of whoever stands beside them.
    let told = |r: &&Argument| r.country_source != Some(CountrySource::Context);
    let states = |d: &Draft<'_>| d.recipients.iter().filter(told).filter_map(|r| r.country).collect::<Vec<_>>();
    let (of_a, of_b) = (states(a), states(b));
    !of_a.is_empty() && !of_b.is_empty() && !of_a.iter().any(|c| of_b.contains(c))
}
