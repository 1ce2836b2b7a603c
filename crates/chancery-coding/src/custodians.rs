//! Who took somebody in, charged or sentenced him, where another sentence tells the same again with its agent.
//!
//! "A smuggler was arrested in Mombasa. Wildlife police caught him at the port": headlines and first sentences tell of the
//! arrested, and the police come later. And of a fight in which one side wants to take somebody in, it is the police or the
//! soldiers who want to.

use chancery_doc::{Argument, EntityKind, EventType, Modality, Polarity, Sector, TokenId};

use crate::arguments::{argument, mention_of};
use crate::custody::{ARREST, CHARGE};
use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many sentences around an arrest another of somebody called by the same noun is the same.
const SAME_WITHIN: usize = 3;

/// So many drafts around one are looked at.
const NEAR: usize = 32;

impl Matcher<'_, '_> {
    /// Gives arrests, charges and sentences without an actor that of another telling of the same.
    pub(crate) fn taken_in_elsewhere(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let by_place = |a: &Argument| self.parties.cast.entity(a.entity).kind == EntityKind::Place;
            if draft.dropped || draft.recipients.is_empty() || !draft.actors.iter().all(by_place) {
                continue;
            }
            let done = draft.reality.modality == Modality::Actual;
            let Some(trade) = self.trade_of(draft).filter(|_| done) else { continue };
            let lemma = |d: &Draft<'_>| self.walker.grammar.parse.lemma(d.anchor.governor());
            let state = draft.actors.first().and_then(|a| a.country);
            let from = i.saturating_sub(NEAR);
            let around =
                || drafts.iter().enumerate().skip(from).take(2 * NEAR).filter(|(j, _)| *j != i).map(|(_, d)| d);
            let theirs = |d: &&Draft<'_>| {
                // Who speaks ill of somebody has not charged him, and a jury that convicts does not sentence.
                let in_law = match trade {
                    CHARGE => d.event_type != EventType::Accuse || self.says("charges", d.anchor.governor()),
                    ARREST => true,
                    _ => lemma(d) == lemma(draft),
                };
                does_it(d, trade)
                    && in_law
                    && d.actors.iter().all(|a| state.is_none_or(|s| a.country.is_none_or(|c| c == s)))
                    && !d.actors.iter().any(|a| draft.recipients.iter().any(|r| r.entity == a.entity))
            };
            let same = around().filter(theirs).find(|d| self.befell_the_same(draft, d));
            // "What crimes defendants are accused of": of no one case.
            let of_case = trade == CHARGE && lemma(draft) != "accuse";
            let charged = || of_case.then(|| self.only_prosecutor(around())).flatten();
            if let Some(found) = same.map(|d| d.actors.clone()).or_else(charged) {
                drafts[i].take_actors(found);
            }
        }
    }

    /// Whether two tell what befell the same people: by one entity, or close together by one noun.
    fn befell_the_same(&self, a: &Draft<'_>, b: &Draft<'_>) -> bool {
        let parse = self.walker.grammar.parse;
        let place = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        let close = place(a).abs_diff(place(b)) <= SAME_WITHIN && a.event_type == b.event_type;
        let head = |r: &Argument| mention_of(self.parties.cast, r).map(|m| m.head);
        // "Three men were arrested", "arrested four other men": not the same ones.
        let one = |r: &Argument| head(r).filter(|&h| matches!(parse.tag(h), "NN") && !self.says("victim", h));
        a.recipients.iter().any(|r| {
            let noun = one(r).map(|h| parse.lemma(h));
            b.recipients
                .iter()
                .any(|q| r.entity == q.entity || close && noun.is_some() && one(q).map(|h| parse.lemma(h)) == noun)
        })
    }

    /// The one court or prosecutor's office that a text tells to bring charges.
    fn only_prosecutor<'d, 'b: 'd>(&self, mut around: impl Iterator<Item = &'d Draft<'b>>) -> Option<Vec<Argument>> {
        let charges = |d: &&Draft<'_>| {
            let by_court = !d.actors.is_empty() && d.actors.iter().all(|a| a.sectors.first() == Some(&Sector::Jud));
            d.event_type == EventType::Accuse && by_court && !d.dropped && self.says("charges", d.anchor.governor())
        };
        let first = around.find(charges)?;
        let entity = first.actors[0].entity;
        let alone = around.filter(charges).all(|d| d.actors.iter().all(|a| a.entity == entity));
        (alone && first.actors.len() == 1).then(|| first.actors.clone())
    }

    /// "Militants fought security forces, trying to arrest their leader": those who want to arrest are the forces.
    pub(crate) fn hunted_by_foe(&self, drafts: &mut [Draft<'_>]) {
        let outlaw = |a: &Argument| matches!(a.sectors.first(), Some(Sector::Reb | Sector::Uaf | Sector::Crm));
        for draft in drafts.iter_mut().filter(|d| !d.dropped) {
            let arrests = draft.event_type == EventType::Coerce && draft.modes.iter().any(|m| &**m == "arrest");
            if !arrests || draft.actors.is_empty() || !draft.actors.iter().all(outlaw) {
                continue;
            }
            let found = self.fought_above(draft.anchor.governor());
            if !found.is_empty() {
                draft.take_actors(found);
            }
        }
    }

    /// The police or soldiers whom the clause above a verb without a subject tells its subject to fight.
    fn fought_above(&self, verb: TokenId) -> Vec<Argument> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut at = verb;
        while matches!(parse.dep(at), "xcomp" | "advcl" | "conj") && grammar.child(at, &["nsubj"]).is_none() {
            at = parse.head(at);
            if !matches!(parse.lemma(at), "fight" | "battle" | "clash" | "exchange" | "wage" | "engage") {
                continue;
            }
            let below = grammar.children(at, &["dobj"]).chain([at]).flat_map(|t| grammar.children(t, &["prep"]));
            let with = below.filter(|&p| matches!(parse.norm(p), "with" | "against"));
            let foes = with.flat_map(|p| grammar.children(p, &["pobj"])).chain(grammar.children(at, &["dobj"]));
            let foes = foes.flat_map(|t| self.parties.of(t, false));
            let in_force = foes.filter(|p| matches!(p.mention.sectors.first(), Some(Sector::Cop | Sector::Mil)));
            return in_force.map(|p| argument(&p)).collect();
        }
        Vec::new()
    }
}

/// Whether a draft tells that somebody whose trade it is arrested, questioned, charged or sentenced people.
fn does_it(draft: &Draft<'_>, trade: &[Sector]) -> bool {
    let is = |mode: &str| draft.modes.iter().any(|m| &**m == mode);
    let done = (draft.reality.modality, draft.reality.polarity) == (Modality::Actual, Polarity::Affirmed);
    let arrests = draft.event_type == EventType::Coerce && is("arrest");
    let fits = if trade == ARREST {
        arrests
    } else if trade == CHARGE {
        arrests || draft.event_type == EventType::Accuse
    } else {
        draft.event_type == EventType::Sanction && is("convict")
    };
    let of_trade = |a: &Argument| match a.sectors.first() {
        Some(Sector::Gov | Sector::Mil | Sector::Spy) => trade == ARREST,
        Some(s) => trade.contains(s),
        None => false,
    };
    fits && done && !draft.dropped && !draft.actors.is_empty() && draft.actors.iter().all(of_trade)
}
