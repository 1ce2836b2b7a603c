//! From matches to events: parties, reality, what is content of what, and what is told twice.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_doc::{
    Argument, Casualties, Confidence, EntityKind, Event, EventType, Evidence, Modality, Polarity, Sector, SentenceId,
    Setting, Span, Statement, Text, TokenId, Why,
};

use crate::arguments::{Party, argument, mention_of};
use crate::attribution::Outlets;
use crate::book::Shift;
use crate::draft::Draft;
use crate::matcher::{Match, Matcher};
use crate::merge::{is_same, merge};
use crate::path::Path;
use crate::reality::Reality;
use crate::rule::{Emits, Guard, Reading, Rule};
use crate::stances::are_dense;
use crate::standing;
use crate::unreal::is_background;
use crate::walk::Anchor;

/// Evidence is at most this many characters, as the ledger promises.
const LONGEST_EVIDENCE: usize = 500;

impl Matcher<'_, '_> {
    /// The events of a text, without attribution, each with the token of its trigger.
    pub(crate) fn events(&self, text: &Text, told: Option<(&[Statement], &Outlets<'_>)>) -> Vec<(TokenId, Event)> {
        let mut drafts: Vec<Draft<'_>> =
            self.matches(Reading::Events).into_iter().filter_map(|m| self.first_draft(&m)).collect();
        self.add_agentless(text, &mut drafts);
        self.settle_contents(&mut drafts);
        self.settle_provisos(text, &mut drafts);
        self.lend_actors(&mut drafts);
        self.name_blamed(&mut drafts);
        self.told_by_victims(&mut drafts);
        self.take_up_participants(&mut drafts);
        self.settle_in_protest(&mut drafts);
        for draft in &mut drafts {
            self.ask_by_order(draft);
            self.threaten_under_condition(draft);
        }
        let dense = are_dense(text, &drafts);
        if dense {
            drafts.iter_mut().for_each(|d| self.trust(d));
        }
        self.keep(&mut drafts, Self::objection);
        for draft in drafts.iter_mut().filter(|d| !d.lenient && !dense) {
            draft.doubt = self.is_private(draft).then_some("it is among private people: see `private` of its type");
        }
        if let Some((statements, outlets)) = told {
            self.add_quoted_on(statements, &mut drafts);
            self.add_stances(text, statements, outlets, &mut drafts);
        }
        let year = text.given.published.map(|d| d.year());
        for draft in &mut drafts {
            draft.reality.historical |= is_background(self.walker.grammar, draft.anchor.governor(), year);
        }
        self.settle_parties(text, dense, &mut drafts);
        drafts.iter_mut().for_each(|d| self.shift(d));
        self.keep(&mut drafts, |d| {
            d.dropped.then_some("it is nobody's act yet: a wish, a possibility, another's plan")
        });
        for draft in drafts.iter_mut().filter(|d| d.doubt.is_none() && !d.lenient && !dense) {
            draft.doubt =
                self.is_obscure(draft).then_some("nothing shows that it is any politics: see `private` of its type");
        }
        self.vouch(text, &mut drafts);
        self.drop_beside(&mut drafts);
        self.name_custodians(&mut drafts);
        self.taken_in_elsewhere(&mut drafts);
        self.hunted_by_foe(&mut drafts);
        let mut events: Vec<(TokenId, SentenceId, Event)> = Vec::new();
        for draft in drafts {
            let trigger = draft.anchor.trigger;
            let sentence = self.walker.grammar.parse.sentence_of(trigger);
            let rule = draft.rule;
            let event = self.finish(text, draft);
            for mut event in self.with_also(rule, event) {
                let twin = events.iter_mut().rev().take_while(|(_, s, _)| *s == sentence).find_map(|(t, _, e)| {
                    let joined = self.are_joined(*t, trigger);
                    // "Expelled the envoy and suspended trade": two measures, though one state takes both.
                    let apart = joined && !event.modes.is_empty() && !e.modes.is_empty() && event.modes != e.modes;
                    let same = is_same(e, &event) && !apart
                        || joined && self.counts_on(e, &event)
                        || !joined && self.leave_the_scene(e, &mut event);
                    same.then_some(e)
                });
                match twin {
                    Some(earlier) => merge(earlier, event),
                    None => events.push((trigger, sentence, event)),
                }
            }
        }
        self.count_the_dead(text, &mut events);
        events.into_iter().map(|(t, _, e)| (t, e)).collect()
    }

    /// Gives the last attack of a sentence the dead that the next sentence tells by themselves.
    fn count_the_dead(&self, text: &Text, events: &mut [(TokenId, SentenceId, Event)]) {
        let parse = self.walker.grammar.parse;
        for i in 0..events.len() {
            let (trigger, sentence, event) = &events[i];
            let later = events[i + 1..].iter().any(|(_, s, _)| s == sentence);
            let hurts = event.event_type == EventType::Assault
                && event.modality == Modality::Actual
                && event.polarity == Polarity::Affirmed
                && event.casualties == Casualties::default();
            if !hurts || later {
                continue;
            }
            let Some((toll, died)) = self.dead_after(text, *trigger) else { continue };
            let there = parse.sentence_of(died);
            if events[i + 1..].iter().any(|(_, s, e)| *s == there && e.event_type == EventType::Assault) {
                continue;
            }
            let event = &mut events[i].2;
            event.casualties.killed = Some(toll);
            let word = parse.span(died);
            event.evidence.push(Evidence { span: evidence(parse, text, died, word), trigger: word });
        }
    }

    /// The draft of the best rule whose parties are there; of the best rule, if none has them: as content of another
    /// event it may still say who is meant.
    fn first_draft<'b>(&self, matched: &Match<'b>) -> Option<Draft<'b>> {
        let mut drafts = matched.in_order().filter_map(|(rule, anchor)| self.draft(rule, anchor, matched));
        let first = drafts.next()?;
        if !first.has_parties() {
            return drafts.find(Draft::has_parties).or(Some(first));
        }
        // "Flew to Moscow for talks": talks with nobody give way to the visit that it is all the same.
        let stands = |d: &Draft<'_>| !self.is_private(d) && !self.is_obscure(d);
        if stands(&first) {
            return Some(first);
        }
        drafts.find(|d| d.event_type == first.event_type && d.has_parties() && stands(d)).or(Some(first))
    }

    pub(crate) fn draft<'b>(&self, rule: &'b Rule, anchor: Anchor, matched: &Match<'b>) -> Option<Draft<'b>> {
        let Emits::Event { event_type, modes, cameo, joint, abroad, .. } = &rule.emits else { return None };
        let mut captures = Vec::new();
        // A centre that is agreed on in a town is not agreed on with the town; a curfew there is its people's.
        let has_scene = self.book.types.get(event_type).is_some_and(|t| t.scene);
        let is_own = |t: TokenId| Some(t) == anchor.verb || Some(t) == anchor.noun;
        let mut side = |paths: &[Path], name: &str, actors: Option<&[Party<'_>]>| {
            // The first path that leads to someone: a path that leads to a mere thing says nothing of who. Nobody is
            // both actor and recipient: the actor met again, as the understood subject of what is demanded, is no
            // recipient, and the next path is tried.
            let is_recipient = actors.is_some();
            let may_be_own =
                matches!(event_type, EventType::Assault | EventType::Coerce | EventType::Aid | EventType::Protest);
            let mut unplaced: Option<(Vec<TokenId>, Vec<Party<'_>>)> = None;
            for path in paths {
                // "Delivered arms by sea": only what is done to somebody is done by another.
                if !is_recipient && anchor.noun.is_none() && path.opens_with_by() && self.is_active(anchor) {
                    continue;
                }
                // "Asked lawmakers to punish Iran": who is asked is known, of whatever country.
                if unplaced.is_some() && *event_type == EventType::Request && path.enters_act() {
                    continue;
                }
                let mut parties: Vec<Party<'_>> = Vec::new();
                let mut words = self.walker.walk(path, anchor);
                let names = self.walker.names_beside_adjectives(path, anchor);
                let acts =
                    |t: TokenId| self.parties.is_nationality(t) || !is_recipient && self.parties.is_armed_group(t);
                words.extend(names.into_iter().filter(|&t| acts(t)));
                if !path.ends_against() {
                    words.retain(|&t| !self.walker.grammar.is_prefixed(t));
                }
                if is_recipient && *event_type == EventType::Assault {
                    words.retain(|&t| !self.is_scene_of_act(t));
                }
                if is_recipient && matches!(event_type, EventType::Request | EventType::Reject) {
                    words.retain(|&t| !self.parties.is_asked_for(t));
                }
                if is_recipient {
                    words.retain(|&t| !self.parties.is_occasion(t));
                    self.parties.narrow(&mut words, path.passes_object(), anchor.governor());
                } else {
                    self.leave_what_was_hit(&mut words, anchor.governor(), *event_type);
                    words.retain(|&t| anchor.noun.is_none() || !self.parties.only_tells(t, anchor.verb));
                }
                // "Was angered by the expulsion of its envoy": what is the actor's own, so far from the act, is no other party.
                let is_theirs = |t: TokenId| {
                    let Some(actors) = actors.filter(|_| !may_be_own) else { return false };
                    let grammar = &self.walker.grammar;
                    let owner = grammar.children(t, &["poss"]).find(|&p| grammar.parse.tag(p) == "PRP$");
                    let owners = owner.map(|o| self.parties.of(o, false)).unwrap_or_default();
                    owners.iter().any(|o| actors.iter().any(|a| a.mention.entity == o.mention.entity))
                };
                words.retain(|&t| path.steps.len() <= 2 || !is_theirs(t));
                // "Beijing, which sells arms to Chad, and Washington": the clause is about the first alone.
                let clause = anchor.governor();
                let told_of = |t: TokenId, p: &Party<'_>| {
                    let parse = self.walker.grammar.parse;
                    parse.dep(clause) != "relcl" || parse.head(clause) != t || p.mention.head < clause
                };
                for &t in &words {
                    let mutual = self.parties.grammar.done_to_each_other(t).is_some();
                    for party in self.parties.of(t, is_recipient).into_iter().filter(|p| told_of(t, p)) {
                        let parse = self.walker.grammar.parse;
                        let over = parse.head(parse.head(t));
                        // An embassy in a capital is with its state.
                        let is_posted =
                            || matches!(parse.lemma(over), "embassy" | "consulate" | "ambassador" | "envoy");
                        let is_inner = || self.parties.is_scene(t) && !is_own(over) && !is_posted();
                        let is_town = has_scene && is_inner() && self.parties.is_town(&party);
                        let is_near = self.parties.is_their_own(t, &party, actors, *event_type);
                        let is_itself =
                            !may_be_own && actors.is_some_and(|a| self.parties.is_itself(t, party.mention, a));
                        let is_owned = is_theirs(party.mention.head)
                            && !self.walker.grammar.joined(t).contains(&party.mention.head);
                        let is_freed =
                            *event_type == EventType::Protest && self.parties.is_to_be_freed(party.mention.head);
                        let is_inside = is_recipient && (is_town || is_near || is_freed);
                        if is_owned || is_itself || is_inside || self.parties.is_mere_place(&party) {
                            continue;
                        }
                        let acts = actors.is_some_and(|a| a.iter().any(|a| a.mention.entity == party.mention.entity));
                        if (!acts || mutual) && !parties.iter().any(|p| p.is_same(&party)) {
                            parties.push(party);
                        }
                    }
                }
                if parties.is_empty() {
                    continue;
                }
                // Between states, someone of no known country counts only where nobody better known is led to.
                if is_recipient && !may_be_own && parties.iter().all(|p| p.mention.country.is_none()) {
                    unplaced.get_or_insert((words, parties));
                    continue;
                }
                captures.extend(words.iter().map(|&t| (Arc::from(name), self.walker.grammar.parse.span(t))));
                return parties;
            }
            let Some((words, parties)) = unplaced else { return Vec::new() };
            captures.extend(words.iter().map(|&t| (Arc::from(name), self.walker.grammar.parse.span(t))));
            parties
        };
        let actors = side(&rule.actor, "actor", None);
        let recipients = side(&rule.recipient, "recipient", Some(&actors));
        if *abroad && standing::is_at_home(self.parties.cast, &actors, &recipients) {
            return None;
        }
        let grammar = &self.walker.grammar;
        let says = grammar.words.reports.contains(grammar.parse.lemma(anchor.trigger));
        if says && *event_type == EventType::Accuse && standing::only_report(self.parties.cast, &actors, &recipients) {
            return None;
        }
        let mut reality = self.book.reality.of(self.walker.grammar, anchor.governor());
        if let (Some(noun), Some(_)) = (anchor.noun, anchor.verb) {
            reality = self.book.reality.with_noun(self.walker.grammar, noun, reality);
        }
        if rule.is_proviso() {
            reality = Reality::default();
        }
        if rule.guards.iter().any(Guard::asks_for_negation) {
            reality.polarity = Polarity::Affirmed;
            reality.modality = Modality::Actual;
        }
        if rule.guards.iter().any(Guard::asks_for_possibility)
            && matches!(reality.modality, Modality::Possible | Modality::Conditional)
        {
            reality.modality = Modality::Actual;
        }
        Some(Draft {
            event_type: *event_type,
            modes: modes.clone(),
            cameo: cameo.clone(),
            joint: *joint,
            actors: actors.iter().map(argument).collect(),
            recipients: recipients.iter().map(argument).collect(),
            reality,
            actor_words: captures
                .iter()
                .filter(|(name, _)| &**name == "actor")
                .filter_map(|(_, span)| self.walker.grammar.parse.token_at(span.start()))
                .collect(),
            captures,
            rule,
            anchor,
            beaten: matched.beaten(rule),
            dropped: false,
            doubt: None,
            lenient: self.lenient.get(),
        })
    }

    /// "Two killed in a Chadian raid": what it happened in is an act, and nobody it was done to.
    fn is_scene_of_act(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        parse.dep(t) == "pobj"
            && parse.norm(parse.head(t)) == "in"
            && self.book.names_act(parse.lemma(t), EventType::Assault)
    }

    /// Whether a verb has a subject that does what it tells.
    fn is_active(&self, anchor: Anchor) -> bool {
        let grammar = &self.walker.grammar;
        anchor.verb.is_some_and(|v| grammar.child(v, &["nsubj"]).is_some() && !grammar.is_passive(v))
    }

    /// "Attacked the market and killed ten": two acts of one subject, each told by itself.
    pub(crate) fn are_joined(&self, a: TokenId, b: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        [(a, b), (b, a)].iter().any(|&(x, y)| parse.dep(x) == "conj" && parse.ancestors(x).take(3).any(|h| h == y))
    }

    /// "The army and the rebels clashed near Uvira", "failed to reach a deal in Brussels": where two deal with each other
    /// is no third.
    pub(crate) fn leave_scene_of_two_out(&self, draft: &mut Draft<'_>) {
        let is_scene = |r: &Argument| {
            let head = mention_of(self.parties.cast, r).map(|m| m.head);
            self.parties.cast.entity(r.entity).kind == EntityKind::Place
                && head.is_some_and(|h| self.parties.is_scene(h))
        };
        let fights = matches!(draft.event_type, EventType::Assault | EventType::Reject | EventType::Retreat);
        let deals = draft.joint || draft.event_type == EventType::Reject;
        if draft.actors.len() > 1 && fights && deals {
            draft.recipients.retain(|r| !is_scene(r));
        }
    }

    /// "Proposed a summit in Cartagena", "suspended negotiations in the port of Jeddah": where others talk is nobody to
    /// whom it is proposed. Who is visited is another matter.
    pub(crate) fn leave_table_out(&self, draft: &mut Draft<'_>) {
        let parse = self.walker.grammar.parse;
        let talks = |t: TokenId| self.book.sets.get("talk").is_some_and(|set| set.contains(parse.lemma(t)));
        let is_venue = |r: &Argument| {
            let Some(mut head) = mention_of(self.parties.cast, r).map(|m| m.head) else { return false };
            for _ in 0..3 {
                let prep = parse.head(head);
                match (parse.dep(head), parse.norm(prep)) {
                    ("pobj", "in" | "at") => return talks(parse.head(prep)),
                    ("pobj", "of") => head = parse.head(prep),
                    ("compound" | "appos", _) => head = prep,
                    _ => return false,
                }
            }
            false
        };
        let entity = |r: &Argument| self.parties.cast.entity(r.entity);
        if draft.event_type != EventType::Consult {
            draft.recipients.retain(|r| entity(r).kind != EntityKind::Place || entity(r).state || !is_venue(r));
        }
    }

    /// "Killed two civilians and wounded five": a bare number goes on counting whom the first verb tells.
    fn counts_on(&self, a: &Event, b: &Event) -> bool {
        let parse = self.walker.grammar.parse;
        let is_number = |r: &Argument| {
            let head = mention_of(self.parties.cast, r).map(|m| m.head);
            head.is_some_and(|h| {
                parse.tag(h) == "CD" || matches!(parse.norm(h), "others" | "more" | "dozens" | "scores")
            })
        };
        let by_same =
            a.actors.len() == b.actors.len() && a.actors.iter().all(|x| b.actors.iter().any(|y| x.entity == y.entity));
        let hurts = a.event_type == EventType::Assault && b.event_type == EventType::Assault;
        let counted = !a.recipients.is_empty() && !b.recipients.is_empty() && b.recipients.iter().all(is_number);
        hurts && by_same && counted && a.polarity == b.polarity && a.modality == b.modality
    }

    /// One attack told with its victims and with its place ("killed two when they shelled a town"): the victims are the
    /// recipients, and the place is only where it was. Whether the two are one.
    fn leave_the_scene(&self, a: &mut Event, b: &mut Event) -> bool {
        let is_place = |x: &Argument| self.parties.cast.entity(x.entity).kind == EntityKind::Place;
        let acts_in_both = a.actors.is_empty() && b.actors.is_empty()
            || a.actors.iter().any(|x| b.actors.iter().any(|y| x.entity == y.entity));
        if a.event_type != EventType::Assault
            || b.event_type != a.event_type
            || a.polarity != b.polarity
            || a.modality != b.modality
            || !acts_in_both
        {
            return false;
        }
        let at_a_place = |e: &Event| !e.recipients.is_empty() && e.recipients.iter().all(is_place);
        let (scene, victims) = match (at_a_place(a), at_a_place(b)) {
            (true, false) => (a, b),
            (false, true) => (b, a),
            _ => return false,
        };
        let state = |e: &Event| e.recipients.first().and_then(|r| r.country);
        if state(victims).is_some() && state(scene) != state(victims) {
            return false;
        }
        let home = state(scene);
        victims.recipients.iter_mut().filter(|v| v.country.is_none()).for_each(|v| v.country = home);
        scene.recipients.clone_from(&victims.recipients);
        true
    }

    /// People of whom nothing else is told are taken to be of the place where they were hit, or took to the streets.
    pub(crate) fn locate(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let words: Vec<TokenId> = draft.anchor.words().collect();
        let is_unplaced = |a: &Argument| standing::is_unplaced(cast, a);
        let scene = self.scene_of_crowd(draft);
        let side = match draft.event_type {
            EventType::Protest | EventType::Mobilize => Some(&mut draft.actors),
            EventType::Assault | EventType::Coerce => Some(&mut draft.recipients),
            _ => None,
        };
        if let Some(side) = side
            && side.iter().any(is_unplaced)
            && let Some(state) = self.parties.state_around(&words, draft.event_type == EventType::Protest).or(scene)
        {
            side.iter_mut().filter(|a| is_unplaced(a)).for_each(|a| a.take_country(state));
        }
        // "Prisoners fasted to press the Turkish authorities": who asks something of authorities is mostly at home.
        if draft.event_type == EventType::Protest
            && let [first, rest @ ..] = draft.recipients.as_slice()
            && let Some(state) = first.country.filter(|c| !c.is_international() && !first.sectors.is_empty())
            && rest.iter().all(|r| r.country == Some(state))
            && standing::governs(first)
        {
            draft.actors.iter_mut().filter(|a| is_unplaced(a)).for_each(|a| a.take_country(state));
        }
        self.at_home(draft, is_unplaced);
    }

    /// Whom a state arrests, bans, pardons or lets go is at home there, unless the words say otherwise: "Egypt jailed
    /// three journalists", not "three foreign journalists".
    fn at_home(&self, draft: &mut Draft<'_>, is_unplaced: impl Fn(&Argument) -> bool) {
        // Whom sanctions are imposed on, or who is sent home, is of another state.
        let abroad = draft.modes.iter().any(|m| matches!(&**m, "discontinue" | "expel"));
        if abroad || !self.book.types.get(&draft.event_type).is_some_and(|t| t.at_home) {
            return;
        }
        let parse = self.walker.grammar.parse;
        let [first, rest @ ..] = draft.actors.as_slice() else { return };
        let state = first.country.filter(|c| !c.is_international() && rest.iter().all(|a| a.country == Some(*c)));
        let governs = |a: &Argument| {
            a.sectors.is_empty()
                || a.sectors.iter().any(|s| {
                    matches!(s, Sector::Gov | Sector::Mil | Sector::Cop | Sector::Jud | Sector::Leg | Sector::Spy)
                })
        };
        let Some(state) = state.filter(|_| draft.actors.iter().all(governs)) else { return };
        let from_elsewhere = |a: &Argument| {
            self.parties.cast.entity(a.entity).abroad
                || a.sectors.iter().any(|s| matches!(s, Sector::Ref | Sector::Reb | Sector::Uaf | Sector::Mil))
                || parse
                    .ids()
                    .skip(parse.token_at(a.span.start()).map_or(usize::MAX, |t| t.index()))
                    .take_while(|&t| a.span.contains(parse.span(t)))
                    .any(|t| self.walker.grammar.is_of_elsewhere(t))
        };
        // "Police arrested members of the Islamic Tendency": a party or church that nobody places is at home as well.
        let coerced = draft.event_type == EventType::Coerce;
        let is_homeless = |a: &Argument| {
            let entity = self.parties.cast.entity(a.entity);
            // A bare name may be a foreigner's.
            let known = match entity.kind {
                EntityKind::Place => false,
                EntityKind::Person => !entity.roles.is_empty(),
                _ => true,
            };
            coerced && known && a.country.is_none() && entity.country.is_none()
        };
        for a in draft.recipients.iter_mut().filter(|a| (is_unplaced(a) || is_homeless(a)) && !from_elsewhere(a)) {
            a.take_country(state);
        }
    }

    /// An event, and what its rule says the same words tell besides; what is only planned tells nothing besides.
    fn with_also(&self, rule: &Rule, event: Event) -> Vec<Event> {
        let mut all = vec![event];
        let Emits::Event { event_type, also, .. } = &rule.emits else { return all };
        if all[0].event_type != *event_type {
            return all;
        }
        for Shift { event_type, cameo, mode } in also {
            let entry = self.book.types.get(event_type);
            let mut other = all[0].clone();
            other.event_type = *event_type;
            other.modes = mode.iter().cloned().collect();
            other.cameo = cameo.clone().or_else(|| entry.and_then(|t| t.cameo.clone()));
            other.goldstein = other.cameo.as_ref().and_then(|c| self.book.cameo.get(&**c)).and_then(|c| c.goldstein);
            let of_mode = mode.as_ref().and_then(|m| entry.and_then(|t| t.modes.get(&**m)).copied());
            other.scale = of_mode.unwrap_or(event_type.scale());
            all.push(other);
        }
        all
    }

    /// Keeps the drafts against which nothing stands.
    pub(crate) fn keep<'d>(&self, drafts: &mut Vec<Draft<'d>>, objection: impl Fn(&Draft<'d>) -> Option<&'static str>) {
        drafts.retain(|d| {
            let against = objection(d);
            if let Some(reason) = against {
                self.refuse(d.rule, d.anchor.trigger, || reason.to_owned());
            }
            against.is_none()
        });
    }

    /// What stands against a draft as its rule left it.
    fn objection(draft: &Draft<'_>) -> Option<&'static str> {
        if draft.dropped {
            return Some("it is the content of another event, or of what somebody says");
        }
        (!draft.has_parties()).then_some("the parties that it `requires` were not found")
    }

    /// Whether an act is among private people and firms, of types that their folder says need more.
    fn is_private(&self, draft: &Draft<'_>) -> bool {
        let test = self.book.types.get(&draft.event_type).and_then(|t| t.private.as_ref());
        test.is_some_and(|test| standing::is_private(self.parties.cast, test, &draft.actors, &draft.recipients))
    }

    /// Whether nothing shows that an act is any politics: too few take part, or the text tells the state of nobody.
    fn is_obscure(&self, draft: &Draft<'_>) -> bool {
        let Some(entry) = self.book.types.get(&draft.event_type) else { return false };
        let grammar = self.walker.grammar;
        let (cast, actors, recipients) = (self.parties.cast, &draft.actors, &draft.recipients);
        // "The truce that Finland brokered": a state that mediates does so between others, whoever they are.
        if draft.modes.iter().any(|m| &**m == "third-party") && actors.iter().any(standing::governs) {
            return false;
        }
        actors.is_empty() && grammar.is_description(draft.anchor.governor(), entry.only_told)
            || standing::is_routine(cast, draft.event_type, actors, recipients)
            || entry.private.as_ref().is_some_and(|test| standing::is_obscure(cast, test, actors, recipients))
    }

    /// Drops acts that are only the first step of another in the same sentence: troops sent to attack.
    fn drop_beside(&self, drafts: &mut Vec<Draft<'_>>) {
        let sentence = |d: &Draft<'_>| self.walker.grammar.parse.sentence_of(d.anchor.trigger);
        let mut of_sentence: BTreeMap<SentenceId, Vec<usize>> = BTreeMap::new();
        for (i, draft) in drafts.iter().enumerate() {
            of_sentence.entry(sentence(draft)).or_default().push(i);
        }
        for i in 0..drafts.len() {
            let Some(beside) = self.book.types.get(&drafts[i].event_type).map(|t| &t.beside) else { continue };
            if beside.is_empty() {
                continue;
            }
            let others = of_sentence.get(&sentence(&drafts[i])).into_iter().flatten().take(32);
            let is_step = others.filter(|&&j| j != i).any(|&j| {
                let same =
                    |a: &Argument, b: &Argument| a.entity == b.entity || a.country.is_some() && a.country == b.country;
                beside.contains(&drafts[j].event_type)
                    && drafts[j].reality.polarity == drafts[i].reality.polarity
                    // Getting ready for an attack is all that has happened when the attack is still to come.
                    && (drafts[j].reality.modality == Modality::Actual
                        || drafts[j].reality.modality == drafts[i].reality.modality)
                    && drafts[i].actors.iter().any(|a| drafts[j].actors.iter().any(|b| same(a, b)))
            });
            drafts[i].dropped = is_step;
        }
        drafts.retain(|d| !d.dropped);
    }

    fn is_future(&self, aux: TokenId) -> bool {
        matches!(self.walker.grammar.parse.norm(aux), "will" | "would" | "shall" | "'ll")
    }

    /// What is only planned, or announced not to be, may be another type of event by PLOVER's rules.
    pub(crate) fn shift(&self, draft: &mut Draft<'_>) {
        let Reality { modality, reported, unmet, supposed, .. } = draft.reality;
        if modality == Modality::Conditional && reported && !unmet && !supposed {
            // "said it would": reported speech moves "will" back, so this is a plan and no condition; "asked whether
            // they had attacked" is none.
            draft.reality.modality = Modality::Planned;
        }
        let Some(entry) = self.book.types.get(&draft.event_type) else { return };
        if entry.purpose_is_act && draft.reality.by_purpose && draft.reality.modality == Modality::Planned {
            draft.reality.modality = Modality::Actual;
        }
        // "Kenya said it would take in ten Somalis": what is only to come has been promised, threatened or refused.
        use EventType::{Agree, Concede, Reject, Threaten};
        if matches!(draft.event_type, Agree | Concede | Reject | Threaten)
            && draft.reality.modality == Modality::Planned
            && draft.rule.asks_for_future()
            && draft.anchor.words().any(|t| self.walker.grammar.children(t, &["aux"]).any(|a| self.is_future(a)))
        {
            draft.reality.modality = Modality::Actual;
        }
        // What ought to be, or would have been, has not happened, and nobody has promised it.
        if draft.reality.unmet && draft.reality.modality == Modality::Conditional {
            draft.dropped = true;
        }
        // What somebody is able or free to do is no act; and words, help and goodwill that may come, or that a condition
        // supposes, are nobody's yet. Of force it is news that it may come.
        let is_open = matches!(draft.reality.modality, Modality::Possible | Modality::Conditional);
        let is_supposed = draft.reality.supposed || draft.reality.modality == Modality::Possible && draft.reality.modal;
        if is_open && !draft.reality.ultimatum && (draft.reality.able || entry.only_told && is_supposed) {
            draft.dropped = true;
        }
        // "so that he would not be accused", "hopes that he will yield": neither is anybody's plan.
        if draft.reality.wished || is_open && draft.reality.polarity == Polarity::Negated {
            draft.dropped = true;
        }
        // Who never wanted to attack did nothing, and has refused nothing either.
        if draft.reality.modality == Modality::Planned
            && draft.reality.polarity == Polarity::Negated
            && entry.refused.is_none()
        {
            draft.dropped = true;
        }
        // Not to be expected or proposed is no refusal, nor is what nobody says to be planned.
        let grammar = &self.walker.grammar;
        let is_open = |t: TokenId| grammar.is_expected(t) || draft.actors.is_empty() && grammar.is_passive(t);
        if draft.reality.polarity == Polarity::Negated && draft.reality.planned_by.is_some_and(is_open) {
            draft.dropped = true;
        }
        // What a state forbids its own is no sanction.
        let at_home = |a: &Argument, b: &Argument| a.country.is_some() && a.country == b.country;
        if draft.event_type == EventType::Sanction
            && draft.cameo.as_deref() == Some("163")
            && draft.actors.iter().all(|a| a.country.is_some_and(|c| !c.is_international()) && standing::governs(a))
            && !draft.actors.is_empty()
            && !draft.recipients.is_empty()
            && draft.recipients.iter().all(|r| draft.actors.iter().any(|a| at_home(a, r)))
        {
            draft.event_type = EventType::Coerce;
            draft.cameo = Some(Arc::from("172"));
            draft.modes = vec![Arc::from("restrict")];
        }
        draft.dropped |= self.is_helped_with(draft);
        let helps = self.help_to_come(draft).cloned();
        let shift = match (draft.reality.modality, draft.reality.polarity) {
            _ if helps.is_some() => &helps,
            // "may impose tariffs unless", "would attack unless": for the case that someone does not yield.
            (Modality::Possible | Modality::Conditional, Polarity::Affirmed)
                if draft.reality.ultimatum && !draft.reality.unmet =>
            {
                if entry.ultimatum.is_some() {
                    &entry.ultimatum
                } else {
                    &entry.planned
                }
            }
            (Modality::Planned, Polarity::Affirmed) if draft.reality.ultimatum && entry.ultimatum.is_some() => {
                &entry.ultimatum
            }
            (Modality::Planned, Polarity::Affirmed) => &entry.planned,
            (Modality::Planned, Polarity::Negated) => &entry.refused,
            _ => &None,
        };
        let threatens = shift.as_ref().is_some_and(|s| s.event_type == EventType::Threaten);
        draft.dropped |= threatens && self.is_others_plan(draft);
        // "All that they did to support Chad", "sent police to fight gangs": the purpose of another act is no promise, nor
        // a threat.
        let spoken = |s: &Shift| matches!(s.event_type, EventType::Agree | EventType::Threaten);
        if draft.reality.by_purpose && shift.as_ref().is_some_and(spoken) {
            draft.dropped = true;
        }
        if let Some(Shift { event_type, cameo, mode }) = shift
            && (!draft.actors.is_empty() || draft.joint && !draft.recipients.is_empty())
        {
            draft.event_type = *event_type;
            draft.cameo.clone_from(cameo);
            draft.modes = mode.iter().cloned().collect();
            draft.reality.modality = Modality::Actual;
            draft.reality.polarity = Polarity::Affirmed;
        }
    }

    fn finish(&self, text: &Text, draft: Draft<'_>) -> Event {
        let parse = self.walker.grammar.parse;
        let Draft {
            rule,
            anchor,
            beaten,
            event_type,
            modes,
            mut cameo,
            joint,
            mut actors,
            mut recipients,
            reality,
            ..
        } = draft;
        let entry = self.book.types.get(&event_type);
        if cameo.is_none() {
            cameo = entry.and_then(|t| t.cameo.clone());
        }
        if joint && event_type.is_reciprocal() {
            for r in recipients.drain(..) {
                if !actors.iter().any(|a| a.entity == r.entity) {
                    actors.push(r);
                }
            }
        }
        // What befalls a town befalls those who live there; words go to whoever governs it.
        let place = |a: &&mut Argument| a.sectors == [Sector::Cvl] && self.parties.is_by_place(a);
        actors.iter_mut().filter(place).for_each(|a| a.sectors.clear());
        if !matches!(event_type, EventType::Assault | EventType::Coerce | EventType::Aid) {
            recipients.iter_mut().filter(place).for_each(|a| a.sectors.clear());
        }
        let Anchor { trigger, verb, noun } = anchor;
        // The verb of saying may stand sentences away from what is said ([`crate::quoted_on`]).
        let here = parse.sentence_of(trigger);
        let words = [Some(trigger), verb, noun].into_iter().flatten().filter(|&w| parse.sentence_of(w) == here);
        let trigger_span = words.map(|t| parse.span(t)).reduce(Span::cover).unwrap_or(parse.span(trigger));
        let scale =
            modes.first().and_then(|m| entry.and_then(|t| t.modes.get(&**m)).copied()).unwrap_or(event_type.scale());
        let goldstein = cameo.as_ref().and_then(|c| self.book.cameo.get(&**c)).and_then(|c| c.goldstein);
        let mut captures = vec![(Arc::from("trigger"), trigger_span)];
        captures.extend(draft.captures);
        Event {
            event_type,
            modes,
            goldstein,
            cameo,
            scale,
            // Read off the finished record, when all that is told of it is known.
            confidence: Confidence::default(),
            actors,
            recipients,
            evidence: vec![Evidence { span: evidence(parse, text, trigger, trigger_span), trigger: trigger_span }],
            contexts: Vec::new(),
            casualties: self.casualties(event_type, anchor),
            protesters: match event_type {
                EventType::Protest => draft.actor_words.iter().find_map(|&t| self.crowd(t)),
                _ => None,
            },
            amount: self.amount(event_type, anchor),
            polarity: reality.polarity,
            modality: reality.modality,
            historical: reality.historical,
            setting: Setting::default(),
            order: Vec::new(),
            attribution: Vec::new(),
            contested_by: Vec::new(),
            via: Vec::new(),
            rule: Arc::clone(&rule.id),
            why: Why { captures, beaten },
        }
    }
}

/// The sentence, or where it is too long the clause of the trigger, or what stands around the trigger.
pub(crate) fn evidence(parse: &chancery_doc::Parse, text: &Text, trigger: TokenId, must_hold: Span) -> Span {
    let fits = |span: Span| span.of(text.as_str()).chars().count() <= LONGEST_EVIDENCE;
    let sentence = parse.sentence_span(parse.sentence_of(trigger)).trimmed(text.as_str());
    if fits(sentence) && sentence.contains(must_hold) {
        return sentence;
    }
    let clause = parse.subtree_span(trigger).cover(must_hold);
    if fits(clause) {
        return clause;
    }
    // Grow from the trigger word by word, so that the ends stay on words.
    let mut span = if fits(must_hold) { must_hold } else { parse.span(trigger) };
    let range = parse.sentence(parse.sentence_of(trigger));
    let (mut left, mut right) = (trigger.index(), trigger.index());
    loop {
        let mut grown = span;
        if left > range.start as usize {
            left -= 1;
            grown = grown.cover(parse.span(TokenId::new(left)));
        }
        if right + 1 < range.end as usize {
            right += 1;
            grown = grown.cover(parse.span(TokenId::new(right)));
        }
        if grown == span && left == range.start as usize && right + 1 >= range.end as usize || !fits(grown) {
            return span;
        }
        span = grown;
    }
}
