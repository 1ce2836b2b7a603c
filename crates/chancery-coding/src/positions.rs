//! From matches to positions: whose stance it is, on what, toward whom, and by whose report.
//!
//! A position stands in a statement ("said it would suspend") or is a statement or an act itself ("rejected the
//! plan"). Its holder is the subject of the word that carries the stance, whatever the construction; "we" and passives
//! without an agent are the speaker's of the statement around them. A list of topics gives one position for each.
//! What is not a position: what a third party accuses or demands that someone do, what stands under "if", and what
//! has a thing for its subject.

use std::sync::Arc;

use chancery_doc::{
    Entity, EntityId, EntityKind, Evidence, Form, Mention, Polarity, Pos, Position, Reading as Found, Sector, Span,
    Stance, Statement, StatementId, Text, TokenId, Topic, Why,
};

use crate::attribution::{Outlets, innermost};
use crate::events::evidence;
use crate::matcher::{Match, Matcher};
use crate::path::Move;
use crate::rule::{Emits, Guard, Reading, Rule};
use crate::walk::Anchor;

/// Topics of one list, and holders of one stance.
pub(crate) const MOST_JOINED: usize = 12;

impl<'b> Matcher<'_, 'b> {
    /// The positions of a text whose statements and events are linked.
    pub(crate) fn positions(&self, text: &Text, found: &Found, outlets: &Outlets<'_>) -> Vec<Position> {
        let mut positions: Vec<Position> = self.stances(text, found, outlets).into_iter().map(|(_, _, p)| p).collect();
        positions.sort_by_key(|p| (p.evidence[0].span.start(), p.evidence[0].trigger.start()));
        positions
    }

    /// The same, each with the words and the rule that tell it.
    pub(crate) fn stances(
        &self,
        text: &Text,
        found: &Found,
        outlets: &Outlets<'_>,
    ) -> Vec<(Anchor, &'b Rule, Position)> {
        let parse = self.walker.grammar.parse;
        let places = self.stance_matches.get_or_init(|| self.matches(Reading::Positions));
        let spans: Vec<(Span, Option<usize>)> = places.iter().map(|m| (parse.span(m.anchor.trigger), None)).collect();
        let around = innermost(&found.statements, &spans);
        let mut by_cue: Vec<(Span, usize)> = found.statements.iter().enumerate().map(|(i, s)| (s.cue[0], i)).collect();
        by_cue.sort_by_key(|(cue, i)| (cue.start(), *i));
        let mut by_trigger: Vec<(Span, usize)> = found
            .events
            .iter()
            .enumerate()
            .flat_map(|(i, e)| e.evidence.iter().map(move |piece| (piece.trigger, i)))
            .collect();
        by_trigger.sort_by_key(|(trigger, i)| (trigger.start(), *i));
        let at = |list: &[(Span, usize)], span: Span| {
            // Cues and triggers are short, so whatever overlaps the word starts close before it.
            let end = list.partition_point(|(s, _)| s.start() < span.end());
            list[..end].iter().rev().take(6).find(|(s, _)| s.overlaps(span)).map(|&(_, i)| i)
        };
        let mut positions: Vec<(Anchor, &'b Rule, Position)> = Vec::new();
        for (matched, around) in places.iter().zip(around) {
            let trigger = parse.span(matched.anchor.trigger);
            let context =
                Context { text, found, own: at(&by_cue, trigger), around, event: at(&by_trigger, trigger), outlets };
            let made = matched
                .in_order()
                .map(|(rule, anchor)| (anchor, rule, self.position(&context, rule, anchor, matched)))
                .find(|(_, _, made)| !made.is_empty());
            let Some((anchor, rule, made)) = made else { continue };
            for position in made {
                let known = positions.iter().rev().take(24).any(|(_, _, p)| {
                    p.holder == position.holder
                        && p.stance == position.stance
                        && p.evidence[0].span == position.evidence[0].span
                        && (p.topic.key == position.topic.key || p.topic.span == position.topic.span)
                });
                if !known {
                    positions.push((anchor, rule, position));
                }
            }
        }
        positions
    }

    fn position(&self, context: &Context<'_>, rule: &Rule, anchor: Anchor, matched: &Match<'_>) -> Vec<Position> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let Emits::Position { stance, negated } = rule.emits else { return Vec::new() };
        let governor = anchor.governor();
        // "once order is restored", "when talks resume", "as soon as the truce is accepted": nobody has done it yet.
        let conditional = |t: TokenId| {
            let opens = grammar.children(t, &["mark", "advmod"]).filter(|&m| m < t);
            let soon = |m: TokenId| {
                parse.norm(m) == "as" && m.index() > 0 && parse.norm(TokenId::new(m.index() - 1)) == "soon"
            };
            let ahead = parse.dep(t) == "advcl" && !matches!(parse.tag(t), "VBD" | "VBN")
                || parse.tag(t) == "VBN" && self.is_present(t);
            opens.into_iter().any(|m| {
                matches!(parse.norm(m), "if" | "unless" | "whether" | "until")
                    || soon(m)
                    || ahead && matches!(parse.norm(m), "once" | "when" | "whenever" | "before")
            })
        };
        // "An Iran-backed militia": what the hyphen joins tells of the noun, and whose stance it is nobody says here.
        let trigger = anchor.trigger;
        let is_joined = trigger.index() > 0 && parse.norm(TokenId::new(trigger.index() - 1)) == "-";
        let describes = is_joined && parse.dep(trigger) == "amod" && !grammar.is_split_again(trigger);
        // "Should Greece extend its waters": a condition, and nothing that Greece should do.
        let subject = grammar.child(parse.head(trigger), &["nsubj", "nsubjpass"]);
        let is_supposed = parse.norm(trigger) == "should" && subject.is_some_and(|s| s > trigger);
        if describes || is_supposed || conditional(governor) || grammar.proviso_of_clause(governor).is_some() {
            return Vec::new();
        }
        let reality = self.book.reality.of(*grammar, governor);
        // Refused, offered, threatened or merely wished: the word above carries the stance, and this one is its topic.
        let above = [reality.spoken_by, reality.planned_by].into_iter().flatten();
        let unsettled = self.book.sets.get("unsettled");
        if above.into_iter().any(|t| unsettled.is_some_and(|set| self.walker.has_word(set, t))) {
            return Vec::new();
        }
        // "Sees no sense in it": a rule that asks for the negation says itself what is meant.
        let is_asked_for = rule.guards.iter().any(Guard::asks_for_negation);
        let stance = match reality.polarity {
            _ if is_asked_for => stance,
            Polarity::Affirmed => stance,
            Polarity::Negated => match negated {
                Some(negated) => negated,
                None => return Vec::new(),
            },
        };
        let holders = self.holders(context, rule, anchor);
        let foreign = |m: &EntityId| {
            reality.spoken_by.is_some_and(|s| {
                let speakers: Vec<EntityId> = grammar
                    .subject(s)
                    .into_iter()
                    .flat_map(|t| self.parties.of(t, false))
                    .map(|p| p.mention.entity)
                    .collect();
                // "Italy's promise was welcomed": who welcomes a promise grants that it was made.
                let granted = anchor.verb.is_none() && anchor.noun.is_some() && self.grants_its_object(s);
                !granted && !speakers.contains(m)
            })
        };
        let mut items = self.topics(rule, anchor);
        items.truncate(MOST_JOINED);
        let heads: Vec<TokenId> = items.iter().map(|i| i.0).collect();
        let mut made = Vec::new();
        for (holder, on_behalf_of) in holders.into_iter().filter(|(h, _)| !foreign(h)).take(MOST_JOINED) {
            for &(item, span) in &items {
                let span = self.topic_span(context.text, context.without_source(span, parse.span(item)));
                if span.is_empty() {
                    continue;
                }
                let own: Vec<EntityId> = [Some(holder), on_behalf_of].into_iter().flatten().collect();
                let key = self.book.topics.key(&self.parties, item, &heads, &own);
                let trigger = parse.span(anchor.trigger);
                let trigger = anchor.verb.map_or(trigger, |v| trigger.cover(parse.span(v)));
                // What is accepted may stand a sentence before.
                let here = parse.sentence_span(parse.sentence_of(anchor.trigger));
                let held = if here.overlaps(span) { trigger.cover(span) } else { trigger };
                let (statement, via) = context.by_whom(holder, |s| self.is_nameless_source(s, holder));
                made.push(Position {
                    holder,
                    on_behalf_of,
                    stance,
                    topic: Topic { span, key },
                    toward: self.toward(rule, anchor, item, span, &own),
                    hedge: self.hedge(anchor),
                    statement,
                    event: context.event.map(chancery_doc::EventId::new),
                    via,
                    evidence: vec![Evidence { span: evidence(parse, context.text, anchor.trigger, held), trigger }],
                    rule: Arc::clone(&rule.id),
                    why: Why {
                        captures: vec![(Arc::from("trigger"), trigger), (Arc::from("point"), span)],
                        beaten: matched.beaten(rule),
                    },
                });
            }
        }
        made
    }

    /// Whose stance it is, with whom they speak for.
    fn holders(&self, context: &Context<'_>, rule: &Rule, anchor: Anchor) -> Vec<(EntityId, Option<EntityId>)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let speaker = || context.speaker().into_iter().collect::<Vec<_>>();
        if rule.actor.is_empty() {
            return speaker();
        }
        let again = self.walker.grammar.is_split_again(anchor.trigger);
        if again && self.split_is_passive(anchor.trigger) {
            return speaker();
        }
        if let Some(voicer) = self.voicer(anchor) {
            let found = self.who(context, &voicer);
            if !found.is_empty() {
                return found;
            }
        }
        for path in &rule.actor {
            let found = self.who(context, &self.walker.walk(path, anchor));
            if !found.is_empty() {
                return found;
            }
        }
        if let Some(noun) = anchor.noun.filter(|_| anchor.verb.is_none()) {
            // "these demands" were somebody's before, and who announces an intention nobody is named for has it.
            let found = self.who(context, &self.told_before(noun));
            let head = parse.head(noun);
            let announced = found.is_empty() && parse.dep(noun) == "dobj" && grammar.is_verb(head);
            return if announced { self.who(context, &grammar.subject(head)) } else { found };
        }
        // "security ties had been suspended", he said: what the speaker says was done is the speaker's side's.
        let passive = anchor.noun.is_none() && anchor.verb.is_some_and(|v| grammar.is_passive(v));
        let agent = self.walker.first(&rule.actor, anchor);
        if passive && agent.is_empty() && rule.requires.actor { speaker() } else { Vec::new() }
    }

    /// "expressed their support": a pronoun before what one voices is whoever voices it, never somebody else.
    fn voicer(&self, anchor: Anchor) -> Option<Vec<TokenId>> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let noun = anchor.noun?;
        let verb = Some(parse.head(noun)).filter(|&v| parse.dep(noun) == "dobj" && grammar.is_verb(v))?;
        let whose = grammar.child(noun, &["poss"])?;
        let set = self.book.sets.get("voicing")?;
        let is_own = matches!(parse.norm(whose), "their" | "its" | "his" | "her") && self.walker.has_word(set, verb);
        let subjects = is_own.then(|| grammar.subject(verb))?;
        Some(subjects.into_iter().flat_map(|s| grammar.joined(s)).collect())
    }

    /// The holders that words name.
    fn who(&self, context: &Context<'_>, words: &[TokenId]) -> Vec<(EntityId, Option<EntityId>)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut found: Vec<(EntityId, Option<EntityId>)> = Vec::new();
        for &t in words {
            if matches!(parse.norm(t), "we" | "i" | "our" | "my" | "us") && context.around.is_some() {
                found.extend(context.speaker());
                continue;
            }
            let mut mentions: Vec<&Mention> = self.parties.of(t, false).into_iter().map(|p| p.mention).collect();
            if mentions.is_empty() || mentions.iter().all(|m| !self.can_hold(m)) {
                // "other states, such as Jordan and Egypt": who they are stands behind.
                let named = grammar
                    .children(t, &["prep"])
                    .filter(|&p| matches!(parse.norm(p), "as" | "including" | "like"))
                    .filter_map(|p| grammar.child(p, &["pobj"]));
                mentions = named.flat_map(|o| self.parties.of(o, false)).map(|p| p.mention).collect();
            }
            if mentions.is_empty() && matches!(parse.norm(t), "it" | "they") {
                // "It would close its embassy, Chad said": the pronoun stands before the name it is for.
                let ahead = context.speaker_behind(parse.span(t));
                let is_body =
                    |e: EntityId| !matches!(self.parties.cast.entity(e).kind, EntityKind::Person | EntityKind::Unnamed);
                if let Some(body) = ahead.and_then(|(s, behalf)| behalf.or(is_body(s).then_some(s))) {
                    found.push((body, None));
                    continue;
                }
            }
            if mentions.is_empty() && self.is_own_side(t) && context.around.is_some() {
                // "His country, he said, wanted no war": the side of whoever speaks.
                found.extend(context.speaker());
                continue;
            }
            if mentions.is_empty() && self.book.sets.get("medium").is_some_and(|set| self.walker.has_word(set, t)) {
                // "issued a statement condemning it": the paper speaks for whoever issued it.
                let behind = grammar.noun_subject(t, 0).into_iter().filter(|&s| s != t);
                mentions = behind.flat_map(|s| self.parties.of(s, false)).map(|p| p.mention).collect();
            }
            for mention in mentions.into_iter().filter(|m| self.can_hold(m)) {
                let on_behalf_of = self.on_behalf_of(t, mention.entity).or_else(|| context.spoken_for(mention.entity));
                if !found.iter().any(|(h, _)| *h == mention.entity) {
                    found.push((mention.entity, on_behalf_of));
                }
            }
        }
        found
    }

    /// Human beings and what acts for them; a place only if it is a state.
    fn can_hold(&self, mention: &Mention) -> bool {
        let Entity { kind, country, sectors, .. } = self.parties.cast.entity(mention.entity);
        *kind != EntityKind::Place
            || (country.is_some() || mention.country.is_some()) && sectors.is_empty()
            || !sectors.is_empty()
    }

    /// "these demands": whose they are was said where they came up, a sentence or two before.
    fn told_before(&self, noun: TokenId) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let points = grammar
            .child(noun, &["det"])
            .is_some_and(|d| matches!(parse.norm(d), "these" | "those" | "the" | "this" | "that" | "such"));
        let Some(set) = self.book.sets.get("demand_noun").filter(|set| points && self.walker.has_word(set, noun))
        else {
            return Vec::new();
        };
        let here = parse.sentence_of(noun).index();
        for sentence in (here.saturating_sub(2)..here).rev() {
            let range = parse.sentence(chancery_doc::SentenceId::new(sentence));
            for t in (range.start..range.end).rev().map(|i| TokenId::new(i as usize)) {
                if parse.pos(t) != Pos::Noun || !self.walker.has_word(set, t) {
                    continue;
                }
                // "a series of requirements": the quantity stands above.
                let mut at = t;
                while parse.dep(at) == "pobj" && parse.norm(parse.head(at)) == "of" {
                    at = parse.head(parse.head(at));
                }
                let whose = grammar.noun_subject(at, 0);
                if !whose.is_empty() {
                    return whose;
                }
            }
        }
        Vec::new()
    }

    /// The words of the topics, one for each of a list, with their own stretch of text.
    fn topics(&self, rule: &Rule, anchor: Anchor) -> Vec<(TokenId, Span)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        for path in &rule.content {
            let again = self.walker.grammar.is_split_again(anchor.trigger);
            let mut itself = path.steps.first().is_some_and(|s| s.to == Move::Itself);
            let mut heads: Vec<TokenId> = Vec::new();
            if itself && self.is_answer(anchor.trigger) {
                itself = false;
                heads.extend(self.answered(anchor.trigger));
            } else if itself && matches!(parse.norm(anchor.trigger), "provided" | "providing") {
                itself = false;
                heads.extend(self.provided_clause(anchor.trigger));
            } else if again {
                heads.extend(self.split_topic(anchor.trigger));
            } else {
                heads.extend(self.walker.walk(path, anchor));
            }
            if let (Some(verb), Some(&first), false) = (anchor.verb, heads.first(), itself)
                && self.is_deed(first)
            {
                heads.extend(self.strewn(verb, first));
            }
            if itself {
                heads.extend(heads.first().map(|&t| self.carried_on(t)).unwrap_or_default());
            } else {
                heads = self.listed(heads);
            }
            if let Some(verb) = anchor.verb.filter(|_| !itself && !heads.is_empty()) {
                // "pledged a loan to Nepal and an agreement": parsers join the second object to the verb.
                heads.extend(grammar.children(verb, &["conj"]).filter(|&c| c > verb && grammar.is_nominal(c)));
            }
            let answers = matches!(
                rule.emits,
                Emits::Position { stance: Stance::Deny | Stance::Reject | Stance::Oppose | Stance::Acknowledge, .. }
            );
            // "an idea that the ministry refused to back": the topic is the idea.
            for head in heads.iter_mut().filter(|_| !itself) {
                let object = if grammar.is_verb(*head) { grammar.child(*head, &["dobj"]) } else { Some(*head) };
                let stands_for = object.map(|o| (o, grammar.antecedent(o))).filter(|(o, a)| o != a);
                *head = stands_for.map_or(*head, |(_, a)| a);
                if answers && let Some(charge) = self.charged(anchor, *head) {
                    *head = charge;
                }
            }
            // "Denied it", "dismissed this": what was just told.
            let takes_up = |t: TokenId| match rule.emits {
                Emits::Position { stance: Stance::Deny | Stance::Reject, .. } => true,
                Emits::Position { stance: Stance::Oppose, .. } => matches!(parse.dep(t), "dobj" | "nsubjpass"),
                _ => false,
            };
            heads.retain(|&t| {
                let is_clause = parse.dep(t) != "advcl" || grammar.is_verb(t);
                itself
                    || takes_up(t) && matches!(parse.norm(t), "it" | "this" | "that" | "these" | "them")
                    || t != anchor.trigger
                        && is_clause
                        && Some(t) != anchor.verb
                        && !matches!(parse.tag(t), "PRP" | "DT" | "WP" | "WDT" | "EX")
            });
            heads.sort();
            heads.dedup();
            if heads.is_empty() {
                continue;
            }
            let starts: Vec<u32> = heads.iter().map(|&h| parse.subtree_span(h).start()).collect();
            return heads
                .iter()
                .enumerate()
                .map(|(i, &h)| {
                    let mut span = parse.subtree_span(h);
                    let own = path.steps.first().is_some_and(|s| s.to == Move::Head) && path.steps.len() == 1;
                    if own && grammar.is_verb(h) {
                        // "Greece will not sit down for talks": what it will not do.
                        let start = self.thing_before(h, anchor.trigger).unwrap_or(parse.span(h).start());
                        span = Span::new(start, self.clause_span(h, itself, span).end().max(start));
                    } else if itself || grammar.is_verb(h) {
                        span = self.clause_span(h, itself, span);
                    } else if let Some(aside) =
                        grammar.children(h, &["appos"]).find(|&a| a > h && grammar.child(a, &["relcl"]).is_some())
                    {
                        // "a joint fund, an idea that others refused": what is said of it is no part of it.
                        span = Span::new(span.start(), parse.subtree_span(aside).start());
                    }
                    // "a charge that the minister rejected": the clause of the stance is no part of its topic.
                    let up = || parse.ancestors(anchor.trigger).take(12);
                    let below = |a: &TokenId| *a != h && up().any(|o| o == h);
                    let outer = || {
                        let all = std::iter::once(anchor.trigger).chain(up().take_while(below));
                        all.filter(|&a| parse.dep(a) == "relcl").last()
                    };
                    let clause = up().find(|&a| parse.head(a) == h && parse.dep(a) == "relcl").or_else(outer);
                    let own = matches!(parse.dep(anchor.trigger), "relcl" | "acl");
                    let clause = clause.or((parse.head(anchor.trigger) == h && own).then_some(anchor.trigger));
                    if let Some(from) =
                        clause.map(|c| parse.subtree_span(c).start()).filter(|&s| s > parse.span(h).start())
                    {
                        span = Span::new(span.start(), from.min(span.end()));
                    }
                    if answers && !itself {
                        span = self.with_its_share(h, span);
                    }
                    span = self.without_aside(h, span);
                    // Of a list, each goes to where the next begins.
                    let next = starts[i + 1..].iter().copied().filter(|&s| s > parse.span(h).start()).min();
                    let end = next.map_or(span.end(), |n| n.min(span.end()));
                    (h, Span::new(span.start().min(end), end))
                })
                .collect();
        }
        self.joined_relative(rule, anchor).into_iter().collect()
    }

    /// "demands an end to the curfew, the release of prisoners and a review": parsers hang the second deed of a list on
    /// the verb, as if it had two objects.
    fn strewn(&self, verb: TokenId, first: TokenId) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let behind_comma = |c: TokenId| {
            let edge = parse.left_edge(c).index();
            edge > 0 && parse.norm(TokenId::new(edge - 1)) == ","
        };
        let loose = grammar.children(verb, &["dobj", "dep", "appos", "npadvmod"]);
        loose.filter(|&c| c > verb && c > first && self.is_deed(c) && behind_comma(c)).collect()
    }

    /// A word and those listed with it; behind "the need to stop …" stands the list that is meant.
    fn listed(&self, mut all: Vec<TokenId>) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut i = 0;
        while i < all.len() && all.len() < MOST_JOINED {
            let at = all[i];
            let is_clause = grammar.is_verb(at);
            all.extend(grammar.children(at, &["conj"]).filter(|&c| {
                if is_clause {
                    grammar.is_verb(c)
                        && grammar.stands_beside(c) == at
                        && !self.is_or_else(at, c)
                        && grammar.child(c, &["nsubj", "nsubjpass"]).is_none()
                } else {
                    grammar.is_nominal(c)
                }
            }));
            let through = if self.book.topics.is_dropped(parse.lemma(at)) {
                grammar
                    .child(at, &["acl", "xcomp"])
                    .or_else(|| grammar.child(at, &["prep"]).and_then(|p| grammar.child(p, &["pcomp"])))
            } else {
                is_clause.then_some(at)
            };
            if !is_clause && self.is_deed(at) {
                // "the lifting of sanctions, the release of prisoners and guarantees": parsers take the second deed for
                // an apposition of the first.
                let beside = grammar.children(at, &["appos"]).filter(|&c| self.is_deed(c) && !all.contains(&c));
                let beside: Vec<TokenId> = beside.filter(|&c| grammar.child(c, &["prep", "conj"]).is_some()).collect();
                all.extend(beside);
            }
            if !is_clause {
                // "incursions into cities, attacks and the lifting of bans": parsers hang the rest on the cities.
                let inner = grammar.children(at, &["prep"]).filter_map(|p| grammar.child(p, &["pobj"]));
                // "an apology for the war and compensation for the victims": where what is joined has the same
                // preposition again, it stands beside the first noun even if the noun between is a deed too.
                let repeats = |o: TokenId, c: TokenId| {
                    let over = parse.norm(parse.head(o));
                    grammar.children(c, &["prep"]).any(|p| parse.norm(p) == over)
                        && grammar.children(o, &["prep"]).all(|p| parse.norm(p) != over)
                };
                let inner: Vec<TokenId> = inner.collect();
                let rest = inner.into_iter().flat_map(|o| {
                    let is_deed = self.is_deed(o);
                    let beside = grammar.joined(o).into_iter().chain(grammar.children(o, &["appos"]));
                    beside.filter(move |&c| c != o && (!is_deed || repeats(o, c)))
                });
                let rest = rest.filter(|&c| self.is_deed(c));
                let rest: Vec<TokenId> = rest.filter(|c| !all.contains(c)).collect();
                all.extend(rest);
            }
            if let Some(object) = through.and_then(|v| grammar.child(v, &["dobj"])) {
                let joined = grammar.joined(object);
                if joined.len() > 1 && !is_clause {
                    all.extend(joined.into_iter().skip(1));
                }
            }
            i += 1;
        }
        all
    }

    /// "could be re-established": told by the word before the prefix.
    pub(crate) fn split_is_passive(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        t.index().checked_sub(3).is_some_and(|i| parse.lemma(TokenId::new(i)) == "be")
    }

    /// What is re-established: parsers lose their way in the parted word, so it is the nearest subject before the
    /// passive, and what follows the active.
    fn split_topic(&self, t: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let sentence = parse.sentence(parse.sentence_of(t));
        if self.split_is_passive(t) {
            let before = (sentence.start..t.index() as u32).rev().map(|i| TokenId::new(i as usize));
            return before.take(40).find(|&c| matches!(parse.dep(c), "nsubj" | "nsubjpass"));
        }
        let head = parse.head(t);
        let direct = grammar.child(t, &["dobj"]);
        direct.or_else(|| (head > t && grammar.is_nominal(head)).then_some(head))
    }

    /// Whether a noun tells of something done: such nouns are listed with each other, not with places and people.
    pub(crate) fn is_deed(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let lemma = parse.lemma(t);
        parse.pos(t) == Pos::Noun
            && (["ing", "tion", "sion", "ment"].iter().any(|end| lemma.len() > end.len() + 2 && lemma.ends_with(end))
                || self.book.sets.get("deed").is_some_and(|set| self.walker.has_word(set, t)))
    }

    /// A clause without its conjunction and "to"; the clause of the trigger itself from the trigger on.
    fn clause_span(&self, t: TokenId, itself: bool, span: Span) -> Span {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        // "An envoy would be sent": who or what it is done to belongs to it.
        let undergoes = grammar.child(t, &["nsubjpass"]).filter(|_| itself && grammar.is_passive(t));
        let mut start = if itself { parse.span(t).start() } else { span.start() };
        if let Some(subject) = undergoes {
            start = parse.subtree_span(subject).start();
        }
        let opens = |c: TokenId| {
            let first = parse.span(c).start() <= start
                || grammar.child(t, &["advmod"]).is_some_and(|w| w < c && parse.left_edge(t) == w);
            parse.dep(c) == "mark" || parse.dep(c) == "aux" && parse.norm(c) == "to" && first
        };
        if !itself && let Some(&last) = parse.children(t).iter().rfind(|&&c| c < t && opens(c)) {
            start = parse.span(last).end();
        }
        let behind = grammar
            .children(t, &["advcl", "conj", "parataxis", "cc", "punct"])
            .filter(|&c| c > t && parse.dep(c) != "punct")
            .map(|c| parse.subtree_span(c).start())
            .min();
        let end = behind.map_or(span.end(), |b| b.min(span.end())).max(parse.span(t).end());
        Span::new(start.min(end), end)
    }

    /// The words without marks and joining words at their ends.
    fn topic_span(&self, text: &Text, span: Span) -> Span {
        let str = text.as_str();
        let mut span = span.trimmed(str);
        // "Will pay for it," he wrote: what is quoted ends at its mark.
        let closing = [",\"", ",”"].iter().filter_map(|m| span.of(str).find(m)).min();
        // "Something to talk about", a hint at the rest": so does one whose first mark closes it.
        let first = span.of(str).find(['"', '”']).filter(|&at| {
            let (before, behind) = span.of(str).split_at(at);
            before.ends_with(char::is_alphanumeric) && behind.chars().nth(1) == Some(',')
        });
        if let Some(at) = closing.into_iter().chain(first).min().filter(|&at| at > 0) {
            span = Span::new(span.start(), span.start() + at as u32);
        }
        loop {
            let words = span.of(str);
            let kept = words
                .trim_end_matches(|c: char| {
                    c.is_whitespace() || matches!(c, ',' | ';' | ':' | '.' | '"' | '”' | '“' | '–' | '—' | '-')
                })
                .trim_end_matches(" and")
                .trim_end_matches(" or")
                .trim_end_matches(" but")
                .trim_end_matches(" \"provided");
            let start = kept.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '“' | '”' | '–' | '—')
            });
            let cut = Span::new(span.start() + (kept.len() - start.len()) as u32, span.start() + kept.len() as u32);
            if cut == span {
                break;
            }
            span = cut;
        }
        if span.of(str).chars().any(char::is_alphanumeric) { span } else { Span::new(span.start(), span.start()) }
    }

    /// At whom: by the rule's path, else the party in the topic that is not the holder.
    fn toward(&self, rule: &Rule, anchor: Anchor, item: TokenId, span: Span, own: &[EntityId]) -> Option<EntityId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let cast = self.parties.cast;
        // A state's own land and capital are nobody whom it turns to.
        let is_home = |m: &Mention| {
            let Entity { kind, country, .. } = cast.entity(m.entity);
            let is_own = |o: &EntityId| {
                let holder = cast.entity(*o);
                let governs = holder.kind == EntityKind::Place || holder.sectors.contains(&Sector::Gov);
                governs && holder.country == *country
            };
            *kind == EntityKind::Place && country.is_some() && own.iter().any(is_own)
        };
        let is_other = |m: &Mention| !own.contains(&m.entity) && self.can_hold(m);
        let by_rule = rule.recipient.iter().flat_map(|path| self.walker.walk(path, anchor));
        let by_rule = by_rule.flat_map(|t| self.parties.of(t, true));
        if let Some(party) = by_rule.map(|p| p.mention).find(|m| is_other(m)) {
            return Some(party.entity);
        }
        let threatens = matches!(rule.emits, Emits::Position { stance: Stance::Threaten, .. });
        if let Some(party) = threatens.then(|| self.unless_who(anchor, item)).flatten() {
            return Some(party).filter(|p| !own.contains(p));
        }
        let within = |t: TokenId| span.contains(parse.span(t));
        let first = parse.tokens().partition_point(|t| t.span.start() < span.start());
        let inside: Vec<TokenId> = (first..parse.len()).map(TokenId::new).take_while(|&t| within(t)).take(60).collect();
        let party = |t: TokenId| self.parties.direct(t).filter(|m| is_other(m) && !is_home(m)).map(|m| m.entity);
        // Whoever is to act ("that the ministry keep its word"), whoever it is with or for, and whose it is.
        let asks = matches!(rule.emits, Emits::Position { stance: Stance::Demand, .. });
        let subject = (asks && grammar.is_verb(item)).then(|| grammar.child(item, &["nsubj", "nsubjpass"])).flatten();
        let linked = |t: &TokenId| {
            let head = parse.head(*t);
            parse.dep(*t) == "dative"
                || parse.dep(*t) == "pobj"
                    && matches!(
                        parse.norm(head),
                        "with"
                            | "to"
                            | "toward"
                            | "towards"
                            | "against"
                            | "on"
                            | "from"
                            | "by"
                            | "for"
                            | "between"
                            | "into"
                    )
        };
        // "Will strike Iran"; to leave a town is turned to nobody.
        let done_to = |t: &TokenId| !asks && parse.dep(*t) == "dobj" && parse.head(*t) == item;
        let is_town = |m: &Mention| {
            let entity = cast.entity(m.entity);
            entity.kind == EntityKind::Place && !entity.state
        };
        let named = |t: TokenId| {
            let names = |m: &&Mention| m.form == Form::Name && is_other(m) && !is_home(m) && !is_town(m);
            self.parties.direct(t).filter(names).map(|m| m.entity)
        };
        subject
            .and_then(party)
            .or_else(|| inside.iter().copied().filter(linked).find_map(party))
            .or_else(|| inside.iter().copied().filter(done_to).find_map(named))
            .or_else(|| inside.iter().copied().filter(|&t| parse.dep(t) == "poss").find_map(party))
            .or_else(|| {
                // "Closed its embassy": what is one's own is nobody to turn to.
                let whose = |t: TokenId| grammar.child(t, &["poss"]).map(|w| parse.norm(w));
                let is_own = |t: TokenId| matches!(whose(t), Some("its" | "their" | "our"));
                let describes = |t: TokenId| matches!(parse.dep(t), "amod" | "compound" | "nmod");
                let names = |t: &TokenId| *t == item && !is_own(*t) || describes(*t);
                inside.iter().copied().filter(names).find_map(party)
            })
    }

    /// "is restored", "are lifted": a passive that has not happened when it stands after "once".
    fn is_present(&self, t: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        grammar.children(t, &["auxpass"]).any(|a| matches!(grammar.parse.norm(a), "is" | "are" | "'s" | "'re"))
    }
}

/// What stands around a stance.
struct Context<'a> {
    text: &'a Text,
    found: &'a Found,
    /// The statement whose cue the stance is.
    own: Option<usize>,
    /// The inmost statement in whose content it stands.
    around: Option<usize>,
    event: Option<usize>,
    outlets: &'a Outlets<'a>,
}

impl Context<'_> {
    fn statement(&self, i: usize) -> &Statement {
        &self.found.statements[i]
    }

    /// Who speaks around the stance, and for whom; an outlet's report is not its own stance.
    fn speaker(&self) -> Option<(EntityId, Option<EntityId>)> {
        let mut at = self.around;
        for _ in 0..self.found.statements.len() {
            let statement = self.statement(at?);
            match statement.speaker {
                Some(s) if !self.outlets.is_outlet(s) => return Some((s, statement.on_behalf_of)),
                _ => at = statement.within.map(StatementId::index),
            }
        }
        None
    }

    /// Who speaks around a word and stands behind it, and for whom.
    fn speaker_behind(&self, word: Span) -> Option<(EntityId, Option<EntityId>)> {
        let statement = self.around.map(|i| self.statement(i))?;
        let opens = statement.content.first().is_some_and(|c| c.start() + 1 >= word.start());
        let behind = opens && statement.source.first().is_some_and(|s| s.start() > word.end());
        let speaker = statement.speaker.filter(|s| behind && !self.outlets.is_outlet(*s))?;
        Some((speaker, statement.on_behalf_of))
    }

    /// "Promised it patrol boats, his spokesman said": who says so at the end is no part of what is promised.
    fn without_source(&self, topic: Span, item: Span) -> Span {
        let str = self.text.as_str();
        let around = std::iter::successors(self.around, |&i| self.statement(i).within.map(StatementId::index));
        let told = around.take(self.found.statements.len()).map(|i| self.statement(i));
        let told = told.map(|s| s.source.iter().fold(s.cue[0], |all, source| all.cover(*source)));
        let ends = told.filter(|t| t.start() >= item.end() && t.start() < topic.end() && t.end() >= topic.end());
        let parted = ends.filter(|t| str[..t.start() as usize].trim_end().ends_with(','));
        let cut = parted.map(|t| t.start()).min();
        cut.map_or(topic, |end| Span::new(topic.start().min(end), end))
    }

    fn spoken_for(&self, holder: EntityId) -> Option<EntityId> {
        let own = self.own.into_iter().chain(self.around).map(|i| self.statement(i));
        own.filter(|s| s.speaker == Some(holder)).find_map(|s| s.on_behalf_of)
    }

    /// The statement that makes or reports it, and the outlets and nameless sources it comes through.
    fn by_whom(&self, holder: EntityId, nameless: impl Fn(EntityId) -> bool) -> (Option<StatementId>, Vec<EntityId>) {
        let own = self.own.filter(|&i| self.statement(i).speaker.is_none_or(|s| s == holder));
        let Some(first) = own.or(self.around) else { return (None, Vec::new()) };
        let mut via = self.statement(first).via.clone();
        let over = |i: usize| self.statement(i).within.map(StatementId::index);
        let outer = own.and_then(|i| over(i).or(self.around.filter(|&a| a != i)));
        let upwards =
            std::iter::successors(Some(first), |&i| if i == first && own.is_some() { outer } else { over(i) });
        for i in upwards.take(self.found.statements.len()) {
            let statement = self.statement(i);
            let outlet = self.outlets.meant_by(statement);
            let source = statement.speaker.filter(|&s| statement.on_behalf_of.is_none() && nameless(s));
            let told = statement.via.iter().copied();
            for found in told.chain(outlet).chain(source) {
                if found != holder && !via.contains(&found) {
                    via.push(found);
                }
            }
        }
        via.retain(|v| *v != holder);
        (Some(StatementId::new(first)), via)
    }
}
