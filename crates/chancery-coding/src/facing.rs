//! Who is hit, shut out or helped, where the text would otherwise have a state do it to itself.
//!
//! "The army captured four enemy soldiers", "shot down two drones": the enemy's. "Closed the crossing": to the state on the
//! other side. "Offered to send doctors": who is sent is nobody to whom it is offered.

use chancery_doc::{Argument, Country, CountrySource, EntityKind, EventType, Modality, TokenId};

use crate::arguments::{Parties, argument, mention_of};
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::setting::KINDS_OF_PLACE;
use crate::standing;

/// So many drafts back the enemy may be told.
const NEAR: usize = 24;

/// So many sentences back somebody asks for the help that is given.
const ASKED_WITHIN: usize = 2;

impl Matcher<'_, '_> {
    /// "Shot down 30 drones", "captured six enemy soldiers": those of the state that attacks, and not the own ones.
    pub(crate) fn hit_the_enemy(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let Some(own) = self.fights_its_own(&drafts[i]) else { continue };
            let foe = attacker_of(&drafts[..i], own);
            let foe = foe.or_else(|| self.dealt_with(&drafts[..i], own).and_then(|a| a.country));
            if let Some(foe) = foe {
                drafts[i].recipients.iter_mut().for_each(|r| r.take_country(foe));
            }
        }
    }

    /// The state whose forces would by the text hit aircraft of their own, or enemies of their own.
    fn fights_its_own(&self, draft: &Draft<'_>) -> Option<Country> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let own = draft.actors.first().and_then(|a| a.country).filter(|c| !c.is_international())?;
        let force = |a: &Argument| a.country == Some(own) && standing::governs(a);
        let hostile = matches!(draft.event_type, EventType::Assault | EventType::Coerce) && !draft.dropped;
        if !hostile || draft.recipients.is_empty() || !draft.actors.iter().all(force) {
            return None;
        }
        let downs = matches!(parse.lemma(draft.anchor.governor()), "shoot" | "down" | "intercept");
        let enemy = |r: &Argument| {
            let Some(head) = mention_of(self.parties.cast, r).map(|m| m.head) else { return false };
            let foe_word = |t: TokenId| matches!(parse.norm(t), "enemy" | "hostile" | "opposing" | "invading");
            let told = grammar.children(head, &["amod", "compound", "nmod"]).any(foe_word);
            let flies = ["aircraft", "drone_word"].iter().any(|set| self.says(set, head))
                || matches!(parse.lemma(head), "missile" | "rocket");
            let guessed = r.country.is_none() || r.country_source == Some(CountrySource::Context);
            (told || downs && flies && guessed) && self.parties.cast.is_nameless(r.entity)
        };
        let of_own = |r: &Argument| r.country.is_none_or(|c| c == own);
        draft.recipients.iter().all(|r| of_own(r) && enemy(r)).then_some(own)
    }

    /// "Sent a frigate to join a Danish patrol": forces are not moved against those whom they join.
    pub(crate) fn leave_joined_out(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        if draft.event_type != EventType::Mobilize {
            return;
        }
        let joins = |v: TokenId| {
            matches!(parse.lemma(v), "join" | "reinforce" | "relieve")
                && grammar.children(v, &["aux"]).any(|a| parse.norm(a) == "to")
        };
        draft.recipients.retain(|r| {
            let head = mention_of(self.parties.cast, r).map(|m| m.head);
            !head.is_some_and(|h| parse.ancestors(h).take(5).any(joins))
        });
    }

    /// "Closed the crossing": to the state on the other side, which the sentence or the text before tells.
    pub(crate) fn shut_out(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let Some(own) = draft.actors.first().and_then(|a| a.country).filter(|c| !c.is_international()) else { return };
        let shuts = draft.event_type == EventType::Coerce
            && matches!(parse.lemma(draft.anchor.governor()), "close" | "shut" | "seal")
            && draft.actors.iter().all(|a| a.country == Some(own) && standing::governs(a));
        if !shuts {
            return;
        }
        let is_border = |t: TokenId| {
            let by_border = |c: TokenId| matches!(parse.lemma(c), "border" | "frontier" | "customs");
            let post = matches!(parse.lemma(t), "post" | "gate" | "point" | "checkpoint")
                && grammar.children(t, &["compound", "amod", "nmod"]).any(by_border);
            // Parsers make a verb of a crossing.
            post || matches!(parse.lemma(t), "border" | "frontier") || matches!(parse.norm(t), "crossing" | "crossings")
        };
        let verb = draft.anchor.governor();
        let closed = self.walker.objects(draft.anchor, |_| false).into_iter();
        let relative = (parse.dep(verb) == "relcl").then(|| parse.head(verb));
        let own_place = |r: &Argument| {
            let place = self.parties.cast.entity(r.entity).kind == EntityKind::Place;
            place && r.country.is_none_or(|c| c == own)
        };
        if closed.chain(relative).any(is_border) && draft.recipients.iter().all(own_place) {
            let found = self.only_other_state(draft, own).or_else(|| self.last_other_place(draft, own));
            draft.take_recipients(found.into_iter().collect());
        }
    }

    /// "Troops had shelled the settlements for a week": whose they are was told before, and they are not the attackers' own.
    pub(crate) fn shell_the_place(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let open = draft.recipients.is_empty() && !draft.rule.recipient.is_empty() && !draft.dropped && !draft.joint;
        let Some(own) = draft.actors.first().and_then(|a| a.country).filter(|c| !c.is_international()) else { return };
        let force = |a: &Argument| a.country == Some(own) && standing::is_force(a);
        if draft.event_type != EventType::Assault || !open || !draft.actors.iter().all(force) {
            return;
        }
        let objects = self.walker.objects(draft.anchor, |p| p == "at" || p == "on").into_iter();
        let is_place = |o: TokenId| KINDS_OF_PLACE.contains(&grammar.parse.lemma(o)) && grammar.is_definite(o);
        if objects.into_iter().any(is_place) {
            draft.take_recipients(self.last_other_place(draft, own).into_iter().collect());
        }
    }

    /// "Offered to send experts to help the flooded towns": who is sent is not helped.
    pub(crate) fn leave_helpers_out(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut sends = None;
        if !matches!(draft.event_type, EventType::Agree | EventType::Aid) {
            return;
        }
        draft.recipients.retain(|r| {
            let Some(head) = mention_of(self.parties.cast, r).map(|m| m.head) else { return true };
            let guessed = r.country.is_none() || r.country_source == Some(CountrySource::Context);
            let bare = guessed && self.parties.cast.is_nameless(r.entity);
            // "A team of experts".
            let of = parse.dep(head) == "pobj" && parse.norm(parse.head(head)) == "of";
            let group = if of { parse.head(parse.head(head)) } else { head };
            let verb = parse.head(group);
            let sent = parse.dep(group) == "dobj"
                && matches!(parse.lemma(verb), "send" | "dispatch" | "deploy" | "fly" | "lend" | "second");
            let is_helper = bare && sent && self.says("helper", head);
            sends = sends.or(is_helper.then_some(verb));
            !is_helper
        });
        let Some(sends) = sends.filter(|_| draft.recipients.is_empty()) else { return };
        let helps = |v: &TokenId| matches!(parse.lemma(*v), "help" | "assist" | "aid" | "support" | "train" | "treat");
        let below = std::iter::once(sends).chain(grammar.children(sends, &["dobj"]));
        let purpose = below.flat_map(|t| grammar.children(t, &["advcl", "acl", "relcl"])).filter(helps);
        let helped = purpose.flat_map(|v| grammar.children(v, &["dobj"])).flat_map(|o| self.parties.of(o, true));
        let found: Vec<Argument> = helped.filter(|p| p.mention.country.is_some()).map(|p| argument(&p)).collect();
        if !found.is_empty() {
            draft.take_recipients(found);
        }
    }

    /// "Malta asked its allies for help. France sent pumps": help without a receiver is for whoever has just asked for it.
    pub(crate) fn answer_call(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let open = draft.recipients.is_empty() && !draft.rule.recipient.is_empty() && !draft.dropped;
            let gives = draft.event_type == EventType::Aid && draft.reality.modality == Modality::Actual;
            let Some(own) = draft.actors.first().and_then(|a| a.country).filter(|_| open && gives) else { continue };
            let here = self.sentence_at(draft);
            let near = |d: &&Draft<'_>| here.saturating_sub(self.sentence_at(d)) <= ASKED_WITHIN;
            let asks = |d: &&Draft<'_>| {
                let assist = d.event_type == EventType::Request && d.modes.iter().any(|m| &**m == "assist");
                let other = d.actors.iter().all(|a| a.country.is_some_and(|c| c != own));
                // Whoever asks another by name asks nobody else.
                let anybody = d.recipients.iter().all(|r| r.country.is_none() || r.country == Some(own));
                assist && other && anybody && !d.actors.is_empty() && !d.dropped
            };
            let found = drafts[..i].iter().rev().take(NEAR).take_while(near).find(asks).map(|d| d.actors.clone());
            if let Some(found) = found {
                drafts[i].take_recipients(found);
            }
        }
    }
}

impl Parties<'_> {
    /// "Asked for help in tracing the thieves": whom the help concerns is not asked for it.
    pub(crate) fn is_helped_with(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        let led_by_help = |v: TokenId| {
            let leads = parse.head(v);
            let help = matches!(parse.lemma(parse.head(leads)), "help" | "assistance" | "aid" | "support" | "ask");
            parse.dep(v) == "pcomp" && matches!(parse.norm(leads), "in" | "with") && help
        };
        parse.ancestors(t).take(4).any(led_by_help)
    }

    /// "Asked for their release": by a pronoun, those who are to be freed.
    pub(crate) fn is_own_release(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        let freed = parse.head(t);
        parse.dep(t) == "poss"
            && parse.tag(t) == "PRP$"
            && matches!(parse.lemma(freed), "release" | "freedom" | "liberation" | "return" | "repatriation")
            && !self.grammar.children(freed, &["prep"]).any(|p| parse.norm(p) == "of")
    }
}

/// The state that was last told to attack or menace another, or nobody that is told.
fn attacker_of(told: &[Draft<'_>], own: Country) -> Option<Country> {
    use EventType::{Assault, Coerce, Mobilize, Threaten};
    told.iter().rev().take(NEAR).find_map(|d| {
        let hits = matches!(d.event_type, Assault | Coerce | Mobilize | Threaten) && !d.dropped;
        let on_own = d.recipients.iter().all(|r| r.country.is_none_or(|c| c == own));
        let by = d.actors.first().and_then(|a| a.country).filter(|c| *c != own && !c.is_international());
        by.filter(|_| hits && on_own)
    })
}
