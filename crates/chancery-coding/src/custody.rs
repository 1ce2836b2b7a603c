//! Who took somebody in or brought him to court, where the clause itself does not say: "Two men were arrested, police
//! said", "in a police raid ten were detained".
//!
//! Arrests are told in the passive far more often than not. Whoever else stands in the sentence and makes arrests for a
//! living made this one: as the subject of its own clause, as the source, or as the owner of the raid.

use std::iter;

use chancery_doc::{Argument, EntityKind, EventType, Mention, Modality, Polarity, Sector, SentenceId, TokenId};

use crate::arguments::named;
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;

/// Whose trade it is to arrest, to charge and to sentence.
pub(crate) const ARREST: &[Sector] = &[Sector::Cop];
pub(crate) const CHARGE: &[Sector] = &[Sector::Cop, Sector::Jud];
const SENTENCE: &[Sector] = &[Sector::Jud];

/// So many sentences back who was taken in may have been told.
const TOLD_WITHIN: usize = 4;

/// So many sentences on it may be told who lets him go.
const RELEASED_WITHIN: usize = 2;

/// So many drafts back it is looked for.
const NEAR: usize = 32;

impl Matcher<'_, '_> {
    /// Gives arrests, charges and sentences without an actor the one that their sentence names.
    pub(crate) fn name_custodians(&self, drafts: &mut [Draft<'_>]) {
        for draft in drafts.iter_mut().filter(|d| !d.dropped) {
            let Some(trade) = self.trade_of(draft) else { continue };
            // "Arrested in Turkey": the state in which it was done, until somebody of it is named.
            let by_place = |a: &Argument| self.parties.cast.entity(a.entity).kind == EntityKind::Place;
            if !draft.actors.iter().all(by_place) {
                continue;
            }
            let state = draft.actors.first().and_then(|a| a.country);
            let custodian = self.custodian(draft, trade);
            if let Some(custodian) = custodian.filter(|m| state.is_none_or(|s| m.country.is_none_or(|c| c == s))) {
                draft.take_actors(vec![named(custodian)]);
            }
        }
    }

    /// "Kenyan police arrested a cleric. He was deported on Tuesday": whoever took somebody in did what befell him since,
    /// where a passive does not say who.
    pub(crate) fn done_by_captors(&self, drafts: &mut [Draft<'_>]) {
        use EventType::{Accuse, Coerce, Retreat, Sanction};
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let (before, rest) = drafts.split_at_mut(i);
            let draft = &mut rest[0];
            let befalls = matches!(draft.event_type, Accuse | Coerce | Retreat | Sanction);
            if !befalls || !draft.actors.is_empty() || draft.recipients.is_empty() || !self.lacks_agent(draft) {
                continue;
            }
            let here = parse.sentence_of(draft.anchor.trigger).index();
            let takes = |d: &&Draft<'_>| {
                let holds = takes_in(d, draft.event_type == Retreat);
                let near = here.saturating_sub(parse.sentence_of(d.anchor.trigger).index()) <= TOLD_WITHIN;
                let done = d.reality.modality == Modality::Actual && d.reality.polarity == Polarity::Affirmed;
                let theirs = |r: &Argument| d.recipients.iter().any(|held| held.entity == r.entity);
                holds && near && done && !d.dropped && !d.actors.is_empty() && draft.recipients.iter().all(theirs)
            };
            let Some(captor) = before.iter().rev().take(NEAR).find(takes) else { continue };
            let mut found = captor.actors.clone();
            // Courts charge and sentence those whom the police take in.
            if matches!(draft.event_type, Accuse | Sanction) {
                found.iter_mut().filter(|a| a.sectors == [Sector::Cop]).for_each(|a| a.sectors.clear());
            }
            draft.take_actors(found);
        }
    }

    /// "Iran freed two hikers, imprisoned since May", "urged Minsk to release the drivers jailed over it": who lets somebody
    /// go, charges or sentences him, or is asked to free him, has held him, where nobody else is told to.
    pub(crate) fn held_by_releasers(&self, drafts: &mut [Draft<'_>]) {
        use EventType::{Accuse, Coerce, Request, Retreat, Sanction};
        let parse = self.walker.grammar.parse;
        let of_states = self.tells_of_states(drafts);
        let place = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let mode = |mode: &str| draft.modes.iter().any(|m| &**m == mode);
            let captured = draft.event_type == EventType::Assault && mode("abduct") && self.lacks_agent(draft);
            let arrests = draft.event_type == Coerce && mode("arrest") || captured;
            if !arrests || draft.dropped || !draft.actors.is_empty() || draft.recipients.is_empty() {
                continue;
            }
            let here = place(draft);
            let theirs = |other: &Argument| draft.recipients.iter().any(|held| held.entity == other.entity);
            let holder = |d: &Draft<'_>| -> Option<(Vec<Argument>, bool)> {
                let near = place(d).checked_sub(here).is_some_and(|gap| gap <= RELEASED_WITHIN);
                if d.dropped || !near {
                    return None;
                }
                match d.event_type {
                    Request if place(d) == here && self.is_about_release(d) => {
                        let states = || d.recipients.iter().filter(|r| standing::governs(r) || self.is_of_state(r));
                        Some((states().cloned().collect(), true))
                    }
                    Retreat | Accuse | Sanction if d.recipients.iter().any(theirs) => {
                        let lets_go = d.event_type != Retreat || d.modes.iter().any(|m| &**m == "release");
                        let judged = d.event_type != Accuse || self.trade_of(d).is_some() || d.reality.historical;
                        let in_law =
                            |a: &&Argument| !matches!(a.sectors.first(), Some(Sector::Reb | Sector::Uaf | Sector::Crm));
                        // "Should release all those imprisoned": who says so has politics in mind.
                        let open = d.reality.modality != Modality::Actual;
                        (lets_go && judged).then(|| (d.actors.iter().filter(in_law).cloned().collect(), open))
                    }
                    _ => None,
                }
            };
            let found = drafts
                .iter()
                .skip(i.saturating_sub(NEAR))
                .take(2 * NEAR)
                .find_map(|d| holder(d).filter(|(found, _)| found.len() == 1 && !found.iter().any(theirs)));
            // Of thieves and drunks it is no politics who held them.
            let matters = |by: &Argument| {
                of_states
                    || draft
                        .recipients
                        .iter()
                        .any(|r| is_political(r) || r.country.is_some() && r.country != by.country)
            };
            match found {
                Some((found, asked)) if asked || found.iter().all(matters) => drafts[i].take_actors(found),
                Some(_) if parse.dep(draft.anchor.governor()) == "acl" && !captured => drafts[i].dropped = true,
                _ => {}
            }
        }
    }

    fn is_of_state(&self, a: &Argument) -> bool {
        self.parties.cast.entity(a.entity).kind == EntityKind::Place && a.country.is_some()
    }

    /// "Iran seized a tanker. Britain demanded its release": whoever took in those whose release is asked for is asked.
    pub(crate) fn ask_captors(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let (before, rest) = drafts.split_at_mut(i);
            let draft = &mut rest[0];
            let Some(own) = draft.actors.first().and_then(|a| a.country) else { continue };
            let asks = draft.event_type == EventType::Request && !draft.rule.recipient.is_empty();
            if !asks || draft.dropped || !self.is_about_release(draft) {
                continue;
            }
            let here = parse.sentence_of(draft.anchor.trigger).index();
            let takes = |d: &&Draft<'_>| {
                let holds = takes_in(d, true);
                // "The party called for their release": of its own state's police.
                let at_home = draft.recipients.is_empty()
                    && d.actors.iter().all(|a| a.country == Some(own) && standing::serves(a))
                    && draft.actors.iter().all(|a| !a.sectors.is_empty() && !standing::in_uniform(a));
                let abroad = at_home || d.actors.iter().any(|a| a.country.is_some_and(|c| c != own));
                let near = here.saturating_sub(parse.sentence_of(d.anchor.trigger).index()) <= TOLD_WITHIN;
                // Of those whom a state holds at home, others may be told by another word.
                let at_home = |r: &Argument| r.country.is_some() && d.actors.iter().any(|a| a.country == r.country);
                let theirs = |r: &Argument| {
                    at_home(r) && !standing::governs(r) || d.recipients.iter().any(|h| h.entity == r.entity)
                };
                holds && abroad && near && !d.dropped && draft.recipients.iter().all(theirs)
            };
            if let Some(captor) = before.iter().rev().take(NEAR).find(takes) {
                let found = captor.actors.clone();
                draft.take_recipients(found);
            }
        }
    }

    /// "Demanded its release", "called for him to be freed".
    fn is_about_release(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let mut asked = self.walker.objects(draft.anchor, |p| matches!(p, "for" | "of"));
        let verb = draft.anchor.governor();
        asked.extend(grammar.children(verb, &["xcomp", "ccomp", "advcl"]));
        // "That they be let go", "that the vessel be handed back", "that the men be sent home".
        let lets_go = |t: TokenId| {
            let back = grammar
                .children(t, &["advmod", "prt", "ccomp", "xcomp"])
                .any(|c| matches!(grammar.parse.norm(c), "back" | "home" | "over" | "go"));
            match grammar.parse.lemma(t) {
                "release" | "free" | "return" | "freedom" | "liberation" | "repatriate" | "handover" => true,
                "hand" | "give" | "send" | "let" | "bring" => back,
                "go" => grammar.children(t, &["aux"]).any(|c| grammar.parse.lemma(c) == "let"),
                _ => false,
            }
        };
        asked.into_iter().any(lets_go)
    }

    /// Whether a passive does not say who did what it tells.
    pub(crate) fn lacks_agent(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let verb = draft.anchor.governor();
        grammar.is_verb(verb) && grammar.is_passive(verb) && grammar.child(verb, &["agent"]).is_none()
    }

    /// Who does what a passive without an agent tells, where it is an act of the police or the courts.
    pub(crate) fn trade_of(&self, draft: &Draft<'_>) -> Option<&'static [Sector]> {
        if !self.lacks_agent(draft) {
            return None;
        }
        let lemma = self.walker.grammar.parse.lemma(draft.anchor.governor());
        let does = |name: &str| self.book.sets.get(name).is_some_and(|s| s.contains(lemma));
        match draft.event_type {
            EventType::Coerce if does("takes_in") => Some(ARREST),
            EventType::Accuse if does("charges") => Some(CHARGE),
            EventType::Sanction | EventType::Coerce if does("sentences") => Some(SENTENCE),
            _ => None,
        }
    }

    fn custodian(&self, draft: &Draft<'_>, trade: &[Sector]) -> Option<&Mention> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let trigger = draft.anchor.trigger;
        let befell = |m: &Mention| draft.recipients.iter().any(|r| r.entity == m.entity);
        let acts = |t: TokenId| match parse.dep(t) {
            "nsubj" => true,
            "pobj" if parse.dep(parse.head(t)) == "agent" => true,
            "pobj" => parse.norm(parse.head(parse.head(t))) == "according",
            "compound" | "amod" | "nmod" | "poss" => {
                matches!(
                    parse.lemma(parse.head(t)),
                    "raid" | "operation" | "sweep" | "swoop" | "investigation" | "probe"
                )
            }
            _ => false,
        };
        // "A policeman was hurt": one of them is not the force.
        let is_force = |m: &Mention| {
            let kind = self.parties.cast.entity(m.entity).kind;
            kind == EntityKind::Organization
                || matches!(parse.tag(m.head), "NNS" | "NNPS")
                || parse.lemma(m.head) == "police"
                || trade == CHARGE && parse.tag(m.head) == "NN"
        };
        let theirs = |t: TokenId| {
            let m = self.parties.direct(t).filter(|_| acts(t))?;
            let trained = m.sectors.first().is_some_and(|s| trade.contains(s));
            (trained && is_force(m) && !befell(m)).then_some(m)
        };
        let here = parse.sentence_of(trigger);
        let before =
            (1..=2).filter_map(|n| here.index().checked_sub(n)).map(SentenceId::new).filter(|_| trade == ARREST);
        // "Police raided a house. Three men were arrested": in that order.
        iter::once(here).chain(before).flat_map(|s| parse.sentence_tokens(s)).find_map(theirs)
    }
}

/// Whether somebody is of a trade for which states jail people.
fn is_political(a: &Argument) -> bool {
    use Sector::{Eli, Gov, Jrn, Leg, Mil, Opp, Pty, Reb, Rel, Soc};
    a.sectors.iter().any(|s| matches!(s, Eli | Gov | Jrn | Leg | Mil | Opp | Pty | Reb | Rel | Soc))
}

/// Whether an act puts somebody into another's hands: custody, a sentence, or an abduction where that counts.
fn takes_in(draft: &Draft<'_>, by_force: bool) -> bool {
    let is = |mode: &str| draft.modes.iter().any(|m| &**m == mode);
    match draft.event_type {
        EventType::Coerce => true,
        EventType::Sanction => is("convict"),
        EventType::Assault => by_force && is("abduct"),
        _ => false,
    }
}
