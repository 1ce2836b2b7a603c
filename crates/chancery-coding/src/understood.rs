//! At whom an act is directed that always has an object, and who did one that only a state does, where no clause around it
//! names anybody.
//!
//! "Taiwan sent up jets as Chinese planes crossed the line", "the government will impose martial law as battles raged in
//! Baghdad": the one other state of the sentence is meant, or else the people of the place that it tells. It is the last
//! thing tried, and the least sure.

use chancery_doc::{
    Argument, Country, CountrySource, EntityKind, EventType, Form, Mention, Sector, SegmentKind, Span, Text, TokenId,
};
use std::collections::BTreeSet;

use crate::arguments::{mention_of, named};
use crate::bridging::summed_up;
use crate::complement::is_of_actors;
use crate::draft::{Draft, is_exact};
use crate::matcher::Matcher;
use crate::standing;

/// So many mentions of a sentence are looked at, and so many words above each: a bound for sentences that never end.
const MOST_TOLD: usize = 64;

/// So many bytes back a paragraph tells its story; where a text has no paragraphs, what stands further off is another's.
const STAGE: u32 = 600;

/// So many drafts before or behind one may be of a verb that is joined to its own.
const NEAR: usize = 8;

impl Matcher<'_, '_> {
    /// Gives drafts without a recipient the one other state of their sentence, or the place of their own state there.
    /// One that another of its sentence tells more fully is left to be merged with that, and an attack of which more is
    /// told to be merged with what is.
    pub(crate) fn understand_targets(&self, drafts: &mut [Draft<'_>]) {
        use EventType::{Accuse, Assault, Coerce, Concede, Mobilize, Reject, Sanction, Threaten};
        let parse = self.walker.grammar.parse;
        let kind = |d: &Draft<'_>| (parse.sentence_of(d.anchor.trigger), d.event_type);
        let full: BTreeSet<_> = drafts.iter().filter(|d| !d.recipients.is_empty()).map(kind).collect();
        let goes_on = full.iter().any(|(_, t)| *t == Assault);
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let open = draft.recipients.is_empty() && !draft.rule.recipient.is_empty() && !draft.joint;
            let Some(own) = draft.actors.first().and_then(|a| a.country).filter(|_| open && !draft.dropped) else {
                continue;
            };
            if full.contains(&kind(draft)) || draft.actors.iter().any(|a| a.country != Some(own)) {
                continue;
            }
            let found = match draft.event_type {
                Reject => self.only_other_state(draft, own).filter(|r| !self.turns_to(drafts, i, r)),
                // Two who make a truce yield to each other, and two who fight hurt each other.
                Assault | Concede if draft.actors.len() > 1 => None,
                Assault if self.fights_for_others(draft) => None,
                Accuse | Concede | Mobilize | Sanction => self.only_other_state(draft, own),
                Threaten => {
                    let scene =
                        || self.own_scene(draft, own).filter(|_| self.backer_of(draft.anchor.trigger).is_none());
                    self.only_other_state(draft, own).or_else(scene)
                }
                Assault => {
                    let scene = || self.own_scene(draft, own).filter(|_| !goes_on);
                    self.only_other_state(draft, own).or_else(scene)
                }
                Coerce => self.own_scene(draft, own),
                _ => None,
            };
            drafts[i].take_recipients(found.into_iter().collect());
        }
    }

    /// "France, which has soldiers there, condemned the coup": words and measures from outside are for the state whose story
    /// the paragraph tells.
    pub(crate) fn turn_to_stage(&self, text: &Text, drafts: &mut [Draft<'_>]) {
        use EventType::{Accuse, Agree, Aid, Reject, Request, Sanction, Support, Threaten};
        let parse = self.walker.grammar.parse;
        if !self.tells_of_states(drafts) {
            return;
        }
        for draft in drafts.iter_mut().filter(|d| d.recipients.is_empty() && !d.dropped && !d.joint) {
            let outward =
                matches!(draft.event_type, Accuse | Agree | Aid | Reject | Request | Sanction | Support | Threaten);
            let own: BTreeSet<Country> = draft.actors.iter().filter_map(|a| a.country).collect();
            let at_home = |a: &Argument| matches!(a.sectors.first(), Some(Sector::Cop | Sector::Jud | Sector::Cvl));
            if !outward || own.len() != 1 || draft.rule.recipient.is_empty() || draft.actors.iter().any(at_home) {
                continue;
            }
            let at = parse.span(draft.anchor.trigger);
            // What is said of words just told is said to whoever spoke them.
            if draft.anchor.words().any(|t| summed_up(&self.walker.grammar, t).is_some()) {
                continue;
            }
            let Some(segment) = text.segment_at(at).filter(|s| s.kind == SegmentKind::Paragraph) else { continue };
            if let Some(found) = self.staged_state(segment.span, at.start(), &own) {
                draft.take_recipients(vec![found]);
            }
        }
    }

    /// The state that a paragraph has told at least twice before a place, and twice as often as any other besides
    /// some.
    fn staged_state(&self, paragraph: Span, before: u32, besides: &BTreeSet<Country>) -> Option<Argument> {
        let mentions = self.parties.cast.mentions();
        let start = paragraph.start().max(before.saturating_sub(STAGE));
        let from = mentions.partition_point(|m| m.span.start() < start);
        let told = mentions[from..].iter().take_while(|m| m.span.start() < before).take(MOST_TOLD);
        let told = told.filter(|m| m.country_source != Some(CountrySource::Context));
        let is_state = |m: &Mention| self.parties.cast.entity(m.entity).kind == EntityKind::Place;
        let mut often: Vec<(Country, usize, &Mention)> = Vec::new();
        for mention in told.filter(|m| m.sectors.first() != Some(&Sector::Jrn)) {
            let Some(country) = mention.country.filter(|c| !c.is_international() && !besides.contains(c)) else {
                continue;
            };
            match often.iter_mut().find(|(c, ..)| *c == country) {
                Some(entry) => {
                    entry.1 += 1;
                    entry.2 = if is_state(entry.2) { entry.2 } else { mention };
                }
                None => often.push((country, 1, mention)),
            }
        }
        often.sort_by_key(|&(_, n, _)| std::cmp::Reverse(n));
        match often.as_slice() {
            [first, rest @ ..] if first.1 >= 2 && rest.first().is_none_or(|r| first.1 >= 2 * r.1) => {
                Some(named(first.2))
            }
            _ => None,
        }
    }

    /// "Lodged a complaint with the United Nations about a ship off Ceuta": the body before which a state complains is not whom
    /// it accuses, where its sentence tells one other state, or the text who has dealt with it.
    pub(crate) fn name_accused(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let is_body = |r: &Argument| {
                let court = r.sectors.first() == Some(&Sector::Jud);
                r.country.is_some_and(|c| c.is_international()) || court && r.country.is_none()
            };
            let before_body = draft.event_type == EventType::Accuse
                && !draft.dropped
                && !draft.recipients.is_empty()
                && draft.recipients.iter().all(is_body)
                && draft.anchor.words().any(|t| self.says("lodged", t));
            let Some(own) =
                draft.actors.first().and_then(|a| a.country).filter(|c| before_body && !c.is_international())
            else {
                continue;
            };
            let found = self.only_other_state(draft, own).or_else(|| self.dealt_with(&drafts[..i], own));
            if let Some(found) = found {
                drafts[i].recipients = vec![found];
            }
        }
    }

    /// "A Chadian journalist has been held since May", "rallies were held in Karachi": who coerces people at home, or moves
    /// arms there, and is not told, is their state, where the sentence names it; who protests is of where it is. Of
    /// headlines the body says more.
    pub(crate) fn understand_actors(&self, text: &Text, dense: bool, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let (before, rest) = drafts.split_at_mut(i);
            let draft = &mut rest[0];
            if !draft.actors.is_empty() || draft.dropped || draft.joint {
                continue;
            }
            let at = parse.span(draft.anchor.trigger);
            let in_body = text.segment_at(at).is_none_or(|s| s.kind == SegmentKind::Paragraph);
            let found = match draft.event_type {
                // "The former minister was sentenced", "the priests were let go": by their state.
                EventType::Sanction | EventType::Retreat if dense && in_body && is_of_prison(draft) => {
                    self.state_of_recipients(draft, dense)
                }
                EventType::Accuse | EventType::Sanction if in_body => self.host_of_envoy(draft, before),
                EventType::Coerce | EventType::Mobilize if in_body && !is_coup(draft) => {
                    self.state_of_recipients(draft, dense)
                }
                // "Dockers were met with truncheons": by the police of their state.
                EventType::Assault if in_body && draft.modes.iter().any(|m| &**m == "crowd-control") => {
                    self.state_of_recipients(draft, dense)
                }
                EventType::Protest if in_body => self.scene_of(draft),
                _ => None,
            };
            draft.take_actors(found.into_iter().collect());
        }
    }

    /// "In Oslo, where the Russian ambassador was summoned", "two Peruvian diplomats were expelled": who calls an envoy in or
    /// sends one home, where nobody is told, is the state of the place, or the one other of the sentence, or whom the
    /// envoy's state has had to do with.
    fn host_of_envoy(&self, draft: &Draft<'_>, before: &[Draft<'_>]) -> Option<Argument> {
        let grammar = &self.walker.grammar;
        let envoy = |r: &Argument| {
            let head = mention_of(self.parties.cast, r).map(|m| m.head);
            head.is_some_and(|h| {
                matches!(
                    grammar.parse.lemma(h),
                    "ambassador" | "envoy" | "diplomat" | "attache" | "attaché" | "affaires"
                )
            })
        };
        let [one] = draft.recipients.as_slice() else { return None };
        let own = one.country.filter(|c| envoy(one) && !c.is_international())?;
        let from = |v: TokenId| grammar.children(v, &["prep"]).any(|p| grammar.parse.norm(p) == "from");
        let verb = draft.anchor.verb.filter(|&v| grammar.is_passive(v) && !from(v))?;
        let found = self.host_told_with(verb, own);
        found.or_else(|| self.only_other_state(draft, own)).or_else(|| self.dealt_with(before, own))
    }

    /// "In Oslo, where he was summoned": the state of the place that a clause is about, other than one.
    pub(crate) fn host_told_with(&self, verb: TokenId, own: Country) -> Option<Argument> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let clause = std::iter::once(verb).chain(parse.ancestors(verb).take(3)).find(|&t| parse.dep(t) == "relcl")?;
        let is_there = grammar.children(clause, &["advmod"]).any(|c| parse.norm(c) == "where");
        let place = self.parties.direct(parse.head(clause)).filter(|_| is_there)?;
        let is_place = self.parties.cast.entity(place.entity).kind == EntityKind::Place;
        let foreign = place.country.is_some_and(|c| c != own && !c.is_international());
        (is_place && foreign).then(|| named(place))
    }

    /// The state that all recipients are of, where the sentence names it; where it tells another, the one that they are
    /// said to be in: "the jailing of a Polish journalist in Belarus".
    fn state_of_recipients(&self, draft: &Draft<'_>, dense: bool) -> Option<Argument> {
        let parse = self.walker.grammar.parse;
        let [first, rest @ ..] = draft.recipients.as_slice() else { return None };
        let at_home = |c: &Country| !c.is_international() && rest.iter().all(|r| r.country == Some(*c));
        let state = first.country.filter(at_home)?;
        let at = draft.anchor.trigger.index();
        let entity = |m: &Mention| self.parties.cast.entity(m.entity);
        let is_place = |m: &&Mention| entity(m).kind == EntityKind::Place && entity(m).state;
        let abroad = |m: &Mention| m.country.is_some_and(|c| c != state && !c.is_international());
        let found = if self.told_in_sentence(draft).any(abroad) {
            let suffers = |t: TokenId| draft.recipients.iter().any(|r| r.span.contains(parse.span(t)));
            let holds_them = |m: &&Mention| {
                let leads = parse.head(m.head);
                let over = parse.head(leads);
                let there = parse.norm(leads) == "in" && (draft.anchor.holds(over) || suffers(over));
                there && m.country.is_some() && entity(m).kind == EntityKind::Place
            };
            self.told_in_sentence(draft).find(holds_them)
        } else {
            let named = self.told_in_sentence(draft).filter(is_place).filter(|m| m.country == Some(state));
            named.min_by_key(|m| m.head.index().abs_diff(at)).or_else(|| {
                // "A Chadian nurse in custody was charged", in a report that tells what states do.
                let arrests = (draft.lenient || dense) && is_of_prison(draft);
                let of_state = |m: &&Mention| is_place(m) && m.country == Some(state) && m.form == Form::Name;
                let all = self.parties.cast.mentions().iter().filter(of_state).filter(|_| arrests);
                all.min_by_key(|m| m.head.index().abs_diff(at))
            })
        };
        found.map(named)
    }

    /// "Kenya said Uganda had arrested four of its citizens": what somebody says another did to his own.
    pub(crate) fn own_of_speaker(&self, draft: &mut Draft<'_>) {
        use EventType::{Assault, Coerce, Retreat, Sanction};
        let parse = self.walker.grammar.parse;
        if !matches!(draft.event_type, Assault | Coerce | Retreat | Sanction) {
            return;
        }
        let Some(own) = draft.actors.first().and_then(|a| a.country) else { return };
        let speakers = self.reporters(draft.anchor.governor());
        let mut states = speakers.iter().filter_map(|p| p.mention.country).filter(|c| !c.is_international());
        let Some(theirs) = states.next().filter(|c| *c != own) else { return };
        let is_owned = |r: &Argument| {
            let first = parse.token_at(r.span.start()).map_or(usize::MAX, |t| t.index());
            let words = (first..parse.len()).map(TokenId::new).take(8);
            let mut inside = words.take_while(|&t| {
                parse.span(t).start() < r.span.end() || matches!(parse.norm(t), "of" | "its" | "their")
            });
            inside.any(|t| matches!(parse.norm(t), "its" | "their") && parse.tag(t) == "PRP$")
        };
        draft
            .recipients
            .iter_mut()
            .filter(|r| r.country == Some(own) && is_owned(r))
            .for_each(|r| r.take_country(theirs));
    }

    /// The place that the words of an event say it to be in.
    fn scene_of(&self, draft: &Draft<'_>) -> Option<Argument> {
        let parse = self.walker.grammar.parse;
        let is_scene = |m: &&Mention| {
            let leads = parse.head(m.head);
            let in_it = matches!(parse.norm(leads), "in" | "across" | "throughout" | "around" | "at" | "outside");
            let place = self.parties.cast.entity(m.entity).kind == EntityKind::Place && m.country.is_some();
            place && in_it && parse.dep(m.head) == "pobj" && draft.anchor.holds(parse.head(leads))
        };
        let mention = self.told_in_sentence(draft).find(is_scene)?;
        Some(named(mention))
    }

    /// "Denied the raid and blamed rebels from Chad": whom a joined verb turns to is not who is refused.
    fn turns_to(&self, drafts: &[Draft<'_>], i: usize, other: &Argument) -> bool {
        let verb = drafts[i].anchor.governor();
        let of_joined = |d: &&Draft<'_>| self.are_joined(d.anchor.governor(), verb);
        let mut around = drafts[i.saturating_sub(NEAR)..].iter().take(2 * NEAR).filter(of_joined);
        around.any(|d| d.recipients.iter().any(|r| r.country == other.country))
    }

    /// Who and what the sentence of a draft tells besides its actors and who tells it.
    fn told_in_sentence(&self, draft: &Draft<'_>) -> impl Iterator<Item = &Mention> {
        let parse = self.walker.grammar.parse;
        let sentence = parse.sentence_span(parse.sentence_of(draft.anchor.trigger));
        let mentions = self.parties.cast.mentions();
        let from = mentions.partition_point(|m| m.span.start() < sentence.start());
        mentions[from..]
            .iter()
            .take_while(move |m| m.span.start() < sentence.end())
            .take(MOST_TOLD)
            .filter(move |m| {
                m.country_source != Some(CountrySource::Context) && m.sectors.first() != Some(&Sector::Jrn)
            })
            .filter(move |m| !is_of_actors(&draft.actors, m) && !self.is_apart(m.head, draft))
            .filter(move |m| !self.is_unaimed(draft.event_type, draft.anchor.trigger, m.head))
            .filter(move |m| !is_exact(draft.rule) || !self.is_suffered_by(m.head))
    }

    /// Whoever is nearest of the one state that a sentence tells besides the actors' own.
    pub(crate) fn only_other_state(&self, draft: &Draft<'_>, own: Country) -> Option<Argument> {
        let at = draft.anchor.trigger.index();
        let in_force = matches!(draft.event_type, EventType::Assault | EventType::Mobilize);
        let others = || {
            let told = self.told_in_sentence(draft).filter(|m| in_force || !self.is_venue(m, draft));
            told.filter(|m| m.country.is_some_and(|c| c != own && !c.is_international()))
        };
        let first = others().next()?.country;
        if others().any(|m| m.country != first) {
            return None;
        }
        let mention = others().min_by_key(|m| m.head.index().abs_diff(at))?;
        Some(named(mention))
    }

    /// "Criticised the deportation of ten Nigerians": whose suffering is told did not do it.
    fn is_suffered_by(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let before_noun = matches!(parse.dep(t), "amod" | "compound" | "nmod");
        let noun = if before_noun { parse.head(t) } else { t };
        parse.dep(noun) == "pobj" && matches!(parse.norm(parse.head(noun)), "of" | "on" | "against" | "at")
    }

    /// "Said in Oslo", "signed in Oslo": where words are spoken and put on paper is nobody they are meant for.
    fn is_venue(&self, m: &Mention, draft: &Draft<'_>) -> bool {
        let parse = self.walker.grammar.parse;
        let leads = parse.head(m.head);
        parse.dep(m.head) == "pobj"
            && matches!(parse.norm(leads), "in" | "at" | "near" | "outside")
            && draft.anchor.holds(parse.head(leads))
            && self.parties.cast.entity(m.entity).kind == EntityKind::Place
    }

    /// The nearest place of the actors' own state.
    fn own_scene(&self, draft: &Draft<'_>, own: Country) -> Option<Argument> {
        let cast = self.parties.cast;
        let at = draft.anchor.trigger.index();
        let is_scene = |m: &&Mention| m.country == Some(own) && cast.entity(m.entity).kind == EntityKind::Place;
        let mention = self.told_in_sentence(draft).filter(is_scene).min_by_key(|m| m.head.index().abs_diff(at))?;
        Some(named(mention))
    }

    /// Whether a word only tells who the actor is, or belongs to who says what the sentence tells, or to where it is said.
    fn is_apart(&self, t: TokenId, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let trigger = draft.anchor.trigger;
        let heads = || draft.actors.iter().filter_map(|a| mention_of(self.parties.cast, a)).map(|m| m.head);
        std::iter::once(t).chain(parse.ancestors(t).take(MOST_TOLD)).any(|at| {
            let head = parse.head(at);
            let says = head != at && grammar.words.reports.contains(parse.lemma(head)) && head != trigger;
            let tells_actor = heads().any(|h| h == at) && !parse.ancestors(trigger).take(MOST_TOLD).any(|a| a == at);
            says && !matches!(parse.dep(at), "ccomp" | "dobj") || parse.norm(at) == "according" || tells_actor
        })
    }
}

/// "The president was overthrown in a coup in Togo": who rules is put out by anybody but the state.
fn is_coup(draft: &Draft<'_>) -> bool {
    draft.cameo.as_deref() == Some("170") && draft.recipients.iter().any(standing::governs)
}

/// Whether an act is an arrest, a sentence or a release, which only a state is expected to do.
fn is_of_prison(draft: &Draft<'_>) -> bool {
    draft.modes.iter().any(|m| matches!(&**m, "arrest" | "convict" | "release"))
}
