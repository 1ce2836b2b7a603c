//! Who takes part, where only the sentences before tell: "the talks", "his visit", "he was released".
//!
//! A reader knows by now who is at the table and whose story this is. Nothing here looks at what comes later.

use std::collections::BTreeSet;

use chancery_doc::{
    Argument, Country, CountrySource, EntityKind, EventType, Mention, Modality, Polarity, Sector, Text, TokenId,
};

use crate::arguments::{mention_of, named};
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;

/// So many sentences back those who talk, and the place where they are, are still in mind.
const IN_MIND: usize = 3;

/// So many sentences back a state may have dealt with the one that its words are meant for.
const SPOKEN_OF: usize = 12;

/// So many acts of states an article tells at least, and so many for each that nobody is told to have done to anybody, for
/// these to be politics too.
const DEEDS_OF_STATES: usize = 5;

/// So many acts back it is remembered with whom a state has dealt, which is all of any article but a chronicle.
const REMEMBERED: usize = 200;

impl Matcher<'_, '_> {
    /// "Syria and Israel agreed to negotiate … The talks broke down": gives talks without participants those of the last
    /// meeting or deal, a visit without a host the state where the visitor was last told to be, a truce those who last
    /// fought, a curfew the place last told. Of talks that name both sides it leaves out where they are held.
    pub(crate) fn take_up_participants(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            self.leave_venue_out(&mut drafts[i]);
            let draft = &drafts[i];
            let is_mode = |modes: &[&str]| draft.modes.iter().any(|m| modes.contains(&&**m));
            let is_open = !draft.dropped && draft.actors.is_empty() && draft.recipients.is_empty();
            if is_open
                && is_mode(&["ceasefire"])
                && let Some(sides) = self.last_fighters(drafts, i)
            {
                drafts[i].actors = sides;
                continue;
            }
            if is_open && is_mode(&["curfew", "martial-law"]) {
                drafts[i].recipients = self.last_place(&drafts[i]).into_iter().collect();
                continue;
            }
            if draft.dropped || draft.has_parties() || draft.event_type != EventType::Consult {
                continue;
            }
            if draft.joint {
                if let Some(sides) = self.at_the_table(drafts, i) {
                    let (first, others) = sides.split_at(1);
                    (drafts[i].actors, drafts[i].recipients) = (first.to_vec(), others.to_vec());
                }
            } else if !draft.actors.is_empty() && draft.recipients.is_empty() {
                drafts[i].recipients = self.host_of(draft).into_iter().collect();
            }
        }
    }

    /// "The Geneva talks between Syria and the opposition": where two others meet is no third.
    fn leave_venue_out(&self, draft: &mut Draft<'_>) {
        let (grammar, cast) = (&self.walker.grammar, self.parties.cast);
        let Some(noun) = draft.anchor.noun.filter(|_| draft.joint && draft.event_type == EventType::Consult) else {
            return;
        };
        let is_venue = |a: &Argument| {
            let entity = cast.entity(a.entity);
            let names_it = || {
                let near = &cast.mentions()[cast.mentions().partition_point(|m| m.span.start() < a.span.start())..];
                let head = near.iter().take(8).find(|m| m.span == a.span).map(|m| m.head);
                head.is_some_and(|h| {
                    grammar.parse.head(h) == noun && matches!(grammar.parse.dep(h), "compound" | "nmod")
                })
            };
            entity.kind == EntityKind::Place && !entity.state && names_it()
        };
        let others = draft.actors.iter().chain(&draft.recipients).filter(|a| !is_venue(a)).count();
        if others > 1 {
            draft.actors.retain(|a| !is_venue(a));
        }
    }

    /// "Police fanned out across the capital": a place of the actors' own state is only where they show themselves, or
    /// where somebody else was to come.
    pub(crate) fn leave_own_places_out(&self, draft: &mut Draft<'_>) {
        if !matches!(draft.event_type, EventType::Mobilize | EventType::Protest | EventType::Reject) {
            return;
        }
        let cast = self.parties.cast;
        let own: BTreeSet<Country> = draft.actors.iter().filter_map(|a| a.country).collect();
        let is_own_place = |a: &Argument| {
            cast.entity(a.entity).kind == EntityKind::Place && a.country.is_some_and(|c| own.contains(&c))
        };
        // "A visit to Baghdad by Turkey's minister was cancelled by the Iraqis": a place that is refused alone may be meant.
        if draft.event_type != EventType::Reject || !draft.recipients.iter().all(is_own_place) {
            draft.recipients.retain(|a| !is_own_place(a));
        }
    }

    /// "Agreed to resume their talks in Geneva": where two sides agree to meet is no third.
    pub(crate) fn leave_agreed_venue_out(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let sides: BTreeSet<Country> = draft.actors.iter().filter_map(|a| a.country).collect();
        if draft.event_type != EventType::Agree || draft.actors.len() < 2 {
            return;
        }
        let is_venue = |a: &Argument| {
            let entity = cast.entity(a.entity);
            entity.kind == EntityKind::Place && !entity.state && a.country.is_none_or(|c| !sides.contains(&c))
        };
        // "Will meet in London for talks on Mali": neither where nor about whom.
        let parse = self.walker.grammar.parse;
        let meets = matches!(parse.lemma(draft.anchor.governor()), "meet" | "gather" | "convene" | "assemble");
        let led = |a: &Argument| {
            let head = mention_of(cast, a).map(|m| m.head).filter(|&h| parse.dep(h) == "pobj");
            head.is_some_and(|h| matches!(parse.norm(parse.head(h)), "in" | "at" | "on" | "about" | "over"))
        };
        // "Signed a deal on a road to the Peruvian border": neither whose border it is.
        let of_border = |a: &Argument| {
            let head = mention_of(cast, a).map(|m| m.head).filter(|&h| matches!(parse.dep(h), "amod" | "compound"));
            head.is_some_and(|h| matches!(parse.lemma(parse.head(h)), "border" | "frontier"))
                && a.country.is_none_or(|c| !sides.contains(&c))
        };
        draft.recipients.retain(|a| !(is_venue(a) || of_border(a) || meets && led(a)));
    }

    /// "The army and the rebels fought … A truce took hold": those who were last told to fight each other.
    fn last_fighters(&self, drafts: &[Draft<'_>], i: usize) -> Option<Vec<Argument>> {
        let parse = self.walker.grammar.parse;
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        let near = drafts[..i].iter().rev().take_while(|d| sentence(&drafts[i]) - sentence(d) <= IN_MIND);
        let fights = near.filter(|d| d.event_type == EventType::Assault && !d.dropped);
        fights.map(|d| d.parties()).find(|all| all.len() > 1)
    }

    /// Those who were last told to talk, or to agree, with each other, if a noun takes them up.
    fn at_the_table(&self, drafts: &[Draft<'_>], i: usize) -> Option<Vec<Argument>> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let noun = drafts[i].anchor.noun?;
        let bare = grammar.child(noun, &["det", "poss", "nummod"]).is_none()
            && matches!(parse.norm(noun), "talks" | "negotiations" | "discussions" | "consultations");
        if !bare && !grammar.is_definite(noun) {
            return None;
        }
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        let states = |all: &[Argument]| all.iter().filter_map(|a| a.country).collect::<BTreeSet<Country>>();
        let known = states(&drafts[i].parties());
        // What one sentence tells of the same people it tells once.
        let before = drafts[..i].iter().rev().skip_while(|d| sentence(d) == sentence(&drafts[i]));
        let told = before.take_while(|d| sentence(&drafts[i]) - sentence(d) <= IN_MIND);
        let mut told = told.filter(|d| {
            let deals = matches!(d.event_type, EventType::Consult | EventType::Agree | EventType::Cooperate)
                || d.modes.iter().any(|m| &**m == "meet");
            deals && !d.dropped && d.has_parties() && d.reality.polarity == Polarity::Affirmed
        });
        let sides = told.find_map(|d| {
            let all = d.parties();
            let of_them = states(&all);
            (of_them.len() > 1 && known.is_subset(&of_them)).then_some(all)
        })?;
        Some(sides)
    }

    /// "Pledged that his country would pay": a government's own country is nobody whom it promises or threatens anything.
    pub(crate) fn leave_own_country_out(&self, draft: &mut Draft<'_>) {
        use EventType::{Agree, Reject, Sanction, Threaten};
        let parse = self.walker.grammar.parse;
        let [actor] = draft.actors.as_slice() else { return };
        if !matches!(draft.event_type, Agree | Reject | Sanction | Threaten) || !standing::governs(actor) {
            return;
        }
        let own = actor.country;
        draft.recipients.retain(|r| {
            let opens = parse.token_at(r.span.start()).map(|t| parse.norm(t));
            let owned = matches!(opens, Some("his" | "her" | "its" | "their" | "our"));
            !(owned && own.is_some() && r.country == own && standing::governs(r))
        });
    }

    /// "Soldiers fired on a crowd in Togo. Germany cut off aid to the government": a state has no dealings with its own
    /// government, so whose it is was told before; and a guest meets the ministers of his hosts.
    pub(crate) fn find_other_state(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let is_guess = |a: &Argument| {
            a.country_source == Some(CountrySource::Context)
                && cast.is_nameless(a.entity)
                && matches!(a.sectors.first(), Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Leg))
        };
        let is_host = |a: &Argument| {
            let local =
                matches!(a.sectors.first(), Some(Sector::Opp | Sector::Pty | Sector::Rel | Sector::Edu | Sector::Lab));
            is_guess(a) || a.country_source == Some(CountrySource::Context) && cast.is_nameless(a.entity) && local
        };
        if draft.event_type == EventType::Consult && draft.joint {
            let host = self.host_of(draft).filter(|_| draft.actors.len() == 1 && draft.recipients.len() == 1);
            let own = draft.actors.first().and_then(|a| a.country);
            if let (Some(country), [other]) = (host.and_then(|h| h.country), draft.recipients.as_mut_slice())
                && is_host(other)
                && other.country == own
            {
                other.take_country(country);
            }
            return;
        }
        // A state does not deal with itself; nor does who speaks for one that the text has not told before, or leads it.
        let is_state = |a: &Argument| cast.entity(a.entity).kind == EntityKind::Place && a.sectors.is_empty();
        if let [_, _, ..] = draft.actors.as_slice()
            && draft.actors.iter().all(is_state)
        {
            self.name_other_government(draft, is_guess);
            return;
        }
        let [actor] = draft.actors.as_slice() else { return };
        // "The foreign ministry handed the ambassador a note": his of the state that the text has told besides.
        let is_envoy = |a: &Argument| {
            a.country.is_none()
                && cast.is_nameless(a.entity)
                && cast
                    .entity(a.entity)
                    .roles
                    .iter()
                    .any(|r| matches!(&*r.title, "ambassador" | "envoy" | "charge d'affaires"))
        };
        if draft.recipients.iter().any(is_envoy)
            && let Some(own) = actor.country.filter(|_| standing::governs(actor))
            && let Some(other) = self.last_other_state(draft, own)
        {
            draft.recipients.iter_mut().filter(|r| is_envoy(r)).for_each(|r| r.take_country(other));
        }
        let Some(own) = actor.country.filter(|c| !c.is_international() && standing::governs(actor)) else { return };
        let is_known = !is_state(actor) && self.is_told_before(draft, own);
        if is_known && !self.leads_a_state(actor) {
            return;
        }
        let gives = standing::is_dealing(draft.event_type) || draft.event_type == EventType::Aid;
        if draft.recipients.is_empty() && gives && self.names_a_state(draft) {
            let other = self.acting_state(draft, own).or_else(|| self.last_other_place(draft, own));
            draft.recipients = other.into_iter().collect();
        }
        // A president may give his own army orders.
        self.name_other_government(draft, |a| is_guess(a) && (!is_known || a.sectors.first() == Some(&Sector::Gov)));
    }

    /// "France has soldiers in Chad. The government told them to leave", "Peru accused Chile. The minister said Chile must
    /// yield": a government that deals with the forces of a state abroad, or with the state, is that of the other state
    /// told last.
    pub(crate) fn name_host(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let [actor] = draft.actors.as_slice() else { return };
        let is_guess = actor.country_source == Some(CountrySource::Context)
            && matches!(actor.sectors.first(), Some(Sector::Gov | Sector::Mil | Sector::Leg));
        let Some(own) = actor.country.filter(|_| is_guess && standing::is_dealing(draft.event_type)) else { return };
        let is_state = |r: &Argument| {
            cast.entity(r.entity).kind == EntityKind::Place && matches!(r.sectors.first(), None | Some(Sector::Gov))
        };
        let sent = |r: &Argument| {
            r.country == Some(own)
                && r.country_source != Some(CountrySource::Context)
                && (is_state(r) || matches!(r.sectors.first(), Some(Sector::Mil | Sector::Cop | Sector::Spy)))
        };
        if draft.recipients.is_empty() || !draft.recipients.iter().all(sent) {
            return;
        }
        if let Some(host) = self.last_other_state(draft, own) {
            draft.actors[0].take_country(host);
        }
    }

    /// "Rebels of Nigeria attacked a post in Chad. They killed 20 soldiers", "protests broke out in Ecuador. Colombia voiced
    /// concern. Police fired tear gas": whom an act hits of whom nothing is told, and the police, are of where it goes on.
    pub(crate) fn place_at_scene(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        let is_guess = |a: &Argument| a.country_source == Some(CountrySource::Context) && cast.is_nameless(a.entity);
        let uses_force = matches!(draft.event_type, EventType::Assault | EventType::Coerce);
        let [actor] = draft.actors.as_slice() else { return };
        let Some(own) = actor.country.filter(|_| uses_force && !draft.recipients.is_empty()) else { return };
        let is_bare =
            |r: &Argument| is_guess(r) && r.country == Some(own) || r.country.is_none() && cast.is_nameless(r.entity);
        if !draft.recipients.iter().all(is_bare) {
            return;
        }
        // Where its own sentence says where, that is known already.
        let parse = self.walker.grammar.parse;
        let here = parse.sentence_span(parse.sentence_of(draft.anchor.trigger));
        let in_sentence = |m: &&Mention| m.span.start() >= here.start();
        let is_place = |m: &Mention| m.country.is_some() && cast.entity(m.entity).kind == EntityKind::Place;
        if self.mentions_before(here.end()).iter().rev().take_while(in_sentence).any(is_place) {
            return;
        }
        let Some(scene) = self.last_place(draft).and_then(|p| p.country).filter(|c| *c != own) else { return };
        draft.recipients.iter_mut().for_each(|r| r.take_country(scene));
        if is_guess(actor) && actor.sectors.first() == Some(&Sector::Cop) {
            draft.actors[0].take_country(scene);
        }
    }

    /// A government that seems to be the actors' own is that of the other state told last.
    fn name_other_government(&self, draft: &mut Draft<'_>, is_guess: impl Fn(&Argument) -> bool) {
        let states: Vec<Country> = draft.actors.iter().filter_map(|a| a.country).collect();
        let is_own = |r: &Argument| is_guess(r) && r.country.is_some_and(|c| states.contains(&c));
        if !draft.recipients.iter().any(is_own) {
            return;
        }
        let Some(other) = self.last_state_besides(draft, &states) else { return };
        draft.recipients.iter_mut().filter(|r| is_own(r)).for_each(|r| r.take_country(other));
    }

    /// "The president", "the Chinese foreign minister": who stands for a state abroad, and gives his own government orders
    /// rather than advice.
    fn leads_a_state(&self, actor: &Argument) -> bool {
        let roles = &self.parties.cast.entity(actor.entity).roles;
        roles.iter().any(|r| {
            let title = r.title.to_lowercase();
            !r.former
                && matches!(
                    &*title,
                    "president"
                        | "prime minister"
                        | "premier"
                        | "chancellor"
                        | "foreign minister"
                        | "foreign secretary"
                        | "secretary of state"
                        | "king"
                        | "emir"
                )
        })
    }

    /// "Soldiers were sent into the streets of Santiago … Crowds set fire to a shop": those of the place last told.
    pub(crate) fn scene_of_crowd(&self, draft: &Draft<'_>) -> Option<Country> {
        (draft.event_type == EventType::Protest).then(|| self.last_place(draft)).flatten().and_then(|a| a.country)
    }

    /// "Gangs fought in Lagos … A curfew was imposed": the place that the text has last told something to be in.
    fn last_place(&self, draft: &Draft<'_>) -> Option<Argument> {
        let (parse, cast) = (self.walker.grammar.parse, self.parties.cast);
        let mut places = self.in_mind(draft).filter(|m| {
            let located =
                parse.dep(m.head) == "pobj" && matches!(parse.norm(parse.head(m.head)), "in" | "of" | "at" | "near");
            // "The aviation office of Germany" is no place where anything goes on.
            let inside = draft.actors.iter().any(|a| a.span.start() <= m.span.start() && m.span.end() <= a.span.end());
            cast.entity(m.entity).kind == EntityKind::Place
                && m.country.is_some_and(|c| !c.is_international())
                && located
                && !inside
        });
        places.next().map(named)
    }

    /// The mentions that begin before an offset of the text, in bytes.
    pub(crate) fn mentions_before(&self, start: u32) -> &[Mention] {
        let mentions = self.parties.cast.mentions();
        &mentions[..mentions.partition_point(|m| m.span.start() < start)]
    }

    /// The mentions before an event that are still in mind, nearest first.
    fn in_mind(&self, draft: &Draft<'_>) -> impl Iterator<Item = &Mention> {
        let parse = self.walker.grammar.parse;
        let trigger = draft.anchor.trigger;
        let here = parse.sentence_of(trigger).index();
        let before = self.mentions_before(parse.span(trigger).start()).iter().rev();
        before.take_while(move |m| here - parse.sentence_of(m.head).index() < IN_MIND)
    }

    /// Whether a sentence before that of an event tells a country.
    fn is_told_before(&self, draft: &Draft<'_>, country: Country) -> bool {
        let parse = self.walker.grammar.parse;
        let start = parse.sentence_span(parse.sentence_of(draft.anchor.trigger)).start();
        self.mentions_before(start).iter().any(|m| m.country == Some(country))
    }

    /// "Recognised the new state", "broke with the country": what an event is directed at is a state, by a common noun.
    fn names_a_state(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        self.walker.objects(draft.anchor, |_| true).into_iter().any(|o| {
            grammar.is_definite(o)
                && matches!(
                    grammar.parse.lemma(o),
                    "state"
                        | "country"
                        | "nation"
                        | "republic"
                        | "regime"
                        | "government"
                        | "kingdom"
                        | "neighbour"
                        | "neighbor"
                        | "archipelago"
                        | "emirate"
                )
        })
    }

    /// "Vanuatu refused to sign, a day after China promised the island nation money": the other state that acts in the
    /// sentence, or in the one before.
    fn acting_state(&self, draft: &Draft<'_>, own: Country) -> Option<Argument> {
        let (parse, cast) = (self.walker.grammar.parse, self.parties.cast);
        let here = parse.sentence_of(draft.anchor.trigger).index();
        let start = parse.span(draft.anchor.trigger).start();
        let acts = |m: &&Mention| {
            let state = cast.entity(m.entity).kind == EntityKind::Place && cast.entity(m.entity).state;
            let root = parse.dep(m.head) == "nsubj" && parse.is_root(parse.head(m.head));
            state && root && m.country.is_some_and(|c| c != own && !c.is_international())
        };
        let near = |m: &&Mention| here - parse.sentence_of(m.head).index() <= 1;
        self.mentions_before(start).iter().rev().take_while(near).find(acts).map(named)
    }

    /// The mention that tells the state, other than one, last before an event.
    pub(crate) fn last_other_place(&self, draft: &Draft<'_>, own: Country) -> Option<Argument> {
        let other = self.last_other_state(draft, own)?;
        let start = self.walker.grammar.parse.span(draft.anchor.trigger).start();
        let mention = self.mentions_before(start).iter().rev().find(|m| m.country == Some(other))?;
        Some(named(mention))
    }

    /// The state, other than one, that the text has told last before an event.
    fn last_other_state(&self, draft: &Draft<'_>, own: Country) -> Option<Country> {
        self.last_state_besides(draft, &[own])
    }

    /// The state, other than some, that the text has told last before an event.
    fn last_state_besides(&self, draft: &Draft<'_>, own: &[Country]) -> Option<Country> {
        // Where an agency is at home says nothing of what it reports.
        let tells =
            |m: &&Mention| m.country_source != Some(CountrySource::Context) && m.sectors.first() != Some(&Sector::Jrn);
        let told = self.in_mind(draft).filter(tells);
        told.filter_map(|m| m.country).find(|c| !own.contains(c) && !c.is_international())
    }

    /// The state where the text has last told its people to be, other than a visitor's own.
    pub(crate) fn host_of(&self, visit: &Draft<'_>) -> Option<Argument> {
        let (parse, cast) = (self.walker.grammar.parse, self.parties.cast);
        let own = visit.actors.first()?.country?;
        let is_there = |head: TokenId| {
            let over = parse.head(head);
            let visited = parse.dep(head) == "dobj" && matches!(parse.lemma(over), "visit" | "tour" | "reach");
            visited || parse.dep(head) == "pobj" && matches!(parse.norm(over), "in" | "at" | "near" | "to")
        };
        let mut places =
            self.in_mind(visit).filter(|m| cast.entity(m.entity).kind == EntityKind::Place && is_there(m.head));
        let mention = places.find(|m| m.country.is_some_and(|c| c != own && !c.is_international()))?;
        Some(named(mention))
    }

    /// "Algiers severed relations": with the state that it has had to do with in the text before, if it has dealt with no
    /// other more than half as often. Only a report of states tells so little, or a sentence or two: of twenty recipients
    /// that this gave to other news, judges found one right.
    pub(crate) fn by_history(&self, drafts: &mut [Draft<'_>]) {
        use EventType::{Accuse, Agree, Reject, Request, Sanction, Threaten};
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let (before, rest) = drafts.split_at_mut(i);
            let draft = &mut rest[0];
            let turns_to = matches!(
                draft.event_type,
                Accuse | Agree | EventType::Mobilize | EventType::Support | Reject | Request | Sanction | Threaten
            );
            if !turns_to || !draft.recipients.is_empty() || draft.joint || draft.rule.recipient.is_empty() {
                continue;
            }
            if matches!(draft.event_type, Accuse | EventType::Support) && self.is_about_policy(draft) {
                continue;
            }
            let Some(own) = draft.actors.first().and_then(|a| a.country).filter(|c| !c.is_international()) else {
                continue;
            };
            // "Parliament refused to consider the bills", "the court dropped the case": of their own state.
            let at_home = |a: &Argument| matches!(a.sectors.first(), Some(Sector::Leg | Sector::Jud));
            if draft.actors.iter().all(|a| a.country == Some(own) && !at_home(a)) {
                let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
                let here = sentence(draft);
                let near = before.iter().rev().take_while(|d| here - sentence(d) <= IN_MIND).count();
                let near = &before[before.len() - near..];
                let menaced = || menace(before, own).filter(|_| draft.event_type == EventType::Mobilize);
                // Nobody answers the shopkeepers of another state.
                let speaks = |a: &Argument| {
                    use Sector::{Gov, Jud, Leg, Mil, Opp, Pre, Prm, Pty, Reb, Spy};
                    matches!(a.sectors.first(), None | Some(Gov | Jud | Leg | Mil | Opp | Pre | Prm | Pty | Reb | Spy))
                };
                let far = before.iter().rev().take_while(|d| here - sentence(d) <= SPOKEN_OF).count();
                let far = &before[before.len() - far..];
                let found = counterpart(near, own).filter(speaks).or_else(|| counterpart(far, own)).or_else(menaced);
                draft.recipients.extend(found);
            }
        }
    }

    /// With whom the text has told a state to have dealt.
    pub(crate) fn dealt_with(&self, before: &[Draft<'_>], own: Country) -> Option<Argument> {
        counterpart(before, own)
    }

    /// "Opposed free trade", "backs an overhaul of the law": what somebody is for or against is nobody's act, and nobody
    /// is turned to.
    fn is_about_policy(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let starts = draft.anchor.words();
        let mut objects = starts.flat_map(|t| grammar.children(t, &["dobj"])).filter(|&o| !draft.anchor.holds(o));
        objects.any(|o| grammar.is_nominal(o) && !grammar.is_definite(o) && grammar.child(o, &["poss"]).is_none())
    }

    /// "An earthquake hit El Salvador. Honduras flew blankets to the survivors": those who are helped, and of whom no
    /// country is told, are of the other state told last, if they are not told to be of a place.
    pub(crate) fn find_helped(&self, draft: &mut Draft<'_>) {
        let cast = self.parties.cast;
        if matches!(draft.event_type, EventType::Aid | EventType::Agree) {
            for a in draft.recipients.iter_mut().filter(|a| standing::is_unplaced(cast, a)) {
                if let Some(state) = mention_of(cast, a).and_then(|m| self.parties.home_below(m.head)) {
                    a.take_country(state);
                }
            }
        }
        let [actor] = draft.actors.as_slice() else { return };
        let gives = draft.event_type == EventType::Aid;
        let Some(own) = actor.country.filter(|c| gives && !c.is_international()) else { return };
        if draft.recipients.is_empty() || !draft.recipients.iter().all(|r| standing::is_unplaced(cast, r)) {
            return;
        }
        if let Some(other) = self.last_other_state(draft, own) {
            draft.recipients.iter_mut().for_each(|r| r.take_country(other));
        }
    }

    /// "Rioters burned shops in Honiara. The government imposed a curfew": how a government coerces its own people,
    /// without naming anybody, is done where the text has last told something to be.
    pub(crate) fn on_own_people(&self, draft: &mut Draft<'_>) {
        let [actor] = draft.actors.as_slice() else { return };
        let open = draft.recipients.is_empty() && !draft.rule.recipient.is_empty() && !draft.joint;
        if !open || draft.event_type != EventType::Coerce || !standing::governs(actor) {
            return;
        }
        let own = actor.country;
        let found = self.last_place(draft).filter(|p| own.is_some() && p.country == own);
        draft.recipients = found.or_else(|| self.only_place(draft, own?)).into_iter().collect();
    }

    /// "In India's Assam state … The government imposed a curfew": the last place of a state, where no place of another is
    /// in mind.
    fn only_place(&self, draft: &Draft<'_>, own: Country) -> Option<Argument> {
        let cast = self.parties.cast;
        let inside = |m: &&Mention| draft.actors.iter().any(|a| a.entity == m.entity || a.span.overlaps(m.span));
        let is_place = |m: &&Mention| cast.entity(m.entity).kind == EntityKind::Place && m.country.is_some();
        let places = || self.in_mind(draft).filter(is_place);
        let at_home = places().all(|m| m.country == Some(own));
        places().find(|m| at_home && !inside(m)).map(named)
    }

    /// Drops acts of which nothing shows that they are any politics, unless the article tells elsewhere that a state or an
    /// armed group has dealt with the one to whom they are done, or who answers: "Iran arrested the editor … He was
    /// beaten". What police and courts do to people makes nobody a party to politics, but nothing is doubted in a short
    /// report that tells of little else than of those in power: "the party quit the chamber; its leader met the premier".
    pub(crate) fn vouch(&self, text: &Text, drafts: &mut Vec<Draft<'_>>) {
        use EventType::{Accuse, Assault, Coerce, Reject, Retreat, Sanction};
        let cast = self.parties.cast;
        let is_person = |a: &&Argument| cast.entity(a.entity).kind != EntityKind::Place;
        let is_state = |a: &Argument| {
            let everyday = matches!(a.sectors.first(), Some(Sector::Cop | Sector::Jud | Sector::Leg | Sector::Pty));
            a.country.is_some() && !everyday && standing::is_power(cast, a)
        };
        let of_state = |d: &Draft<'_>| matches!(d.event_type, Accuse | Assault | Coerce | Reject | Retreat | Sanction);
        let mut known = BTreeSet::new();
        for draft in
            drafts.iter().filter(|d| d.doubt.is_none() && d.reality.modality == Modality::Actual && of_state(d))
        {
            for (side, other) in [(&draft.actors, &draft.recipients), (&draft.recipients, &draft.actors)] {
                if other.iter().any(is_state) {
                    known.extend(side.iter().filter(is_person).map(|a| a.entity));
                }
            }
        }
        let told_elsewhere = |d: &Draft<'_>| of_state(d) && d.parties().iter().any(|a| known.contains(&a.entity));
        // Among the deeds of states, an arrest or a death without a word of whose is one of theirs.
        let powers = |d: &&Draft<'_>| d.doubt.is_none() && d.parties().iter().any(is_state);
        let told = drafts.iter().filter(powers).count();
        let doubted = drafts.iter().filter(|d| d.doubt.is_some()).count();
        let is_of_states = told >= DEEDS_OF_STATES && told >= DEEDS_OF_STATES * doubted;
        let political = self.tells_of_power(text, drafts);
        self.keep(drafts, |d| d.doubt.filter(|_| !(political || told_elsewhere(d) || is_of_states && of_state(d))));
    }
}

/// Whoever of another state was last told to use or threaten force: what moves of arms answer.
fn menace(told: &[Draft<'_>], own: Country) -> Option<Argument> {
    use EventType::{Assault, Mobilize, Threaten};
    let near = told[told.len().saturating_sub(REMEMBERED)..].iter().rev();
    let mut menaces = near.filter(|d| !d.dropped && matches!(d.event_type, Assault | Mobilize | Threaten));
    menaces
        .find_map(|d| d.actors.iter().find(|a| a.country.is_some_and(|c| c != own && !c.is_international())).cloned())
}

/// The other side of most of what has been told of a state, unless another has more than half as large a part in it.
fn counterpart(told: &[Draft<'_>], own: Country) -> Option<Argument> {
    let mut dealt: Vec<(Country, usize, &Argument)> = Vec::new();
    for draft in told[told.len().saturating_sub(REMEMBERED)..].iter().filter(|d| !d.dropped) {
        let has_own = |side: &[Argument]| side.iter().any(|a| a.country == Some(own));
        let other = match (has_own(&draft.actors), has_own(&draft.recipients)) {
            (true, _) => &draft.recipients,
            (_, true) => &draft.actors,
            _ => continue,
        };
        for argument in other {
            let Some(country) = argument.country.filter(|c| *c != own && !c.is_international()) else { continue };
            match dealt.iter_mut().find(|(c, ..)| *c == country) {
                Some(entry) => (entry.1, entry.2) = (entry.1 + 1, argument),
                None => dealt.push((country, 1, argument)),
            }
        }
    }
    dealt.sort_by_key(|&(_, often, _)| std::cmp::Reverse(often));
    match dealt.as_slice() {
        [first] => Some(first.2.clone()),
        [first, second, ..] if first.1 >= 2 * second.1 => Some(first.2.clone()),
        _ => None,
    }
}
