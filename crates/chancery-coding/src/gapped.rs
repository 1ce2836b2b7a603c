//! One word for two happenings: "met in Oslo with the premier and in Bergen with the mayor", "arrested five people in
//! Lagos and three in Abuja", "rallied in Lima on Monday and in Cusco on Tuesday".
//!
//! The second half leaves the verb out and says the rest in the same order, so what is looked for is that order: a
//! place and whom it was with, a thing and its place, or a place and its time, on both sides of an "and". Trees are of
//! little use here, since parsers hang the second half wherever they find a head. Where both halves are there, the
//! event becomes two, each with what its own half says; what stands before the halves, as the subject does, belongs to
//! both.

use std::ops::Range;

use chancery_doc::{
    Argument, Casualties, EntityKind, Event, EventType, PlaceId, PlaceKind, PlaceSource, Pos, Span, TimeId, TokenId,
};

use crate::Layers;
use crate::arguments::{Party, argument};
use crate::matcher::Matcher;
use crate::setting::{KINDS_OF_PLACE, date_of};

/// What one half says.
struct Half {
    span: Span,
    place: PlaceId,
    time: Option<TimeId>,
}

/// Whether they act, and who they are.
type Partners = (bool, Vec<Argument>);

/// Words that open a clause of their own, which no half reaches into.
const OPENERS: [&str; 14] =
    ["but", "who", "which", "that", "where", "when", "while", "as", "after", "before", "to", "because", "if", "since"];

impl Matcher<'_, '_> {
    /// Parts the events that are two; `events` come with the tokens of their triggers and with their settings.
    pub(crate) fn part_gapped(&self, article: &Layers<'_>, events: &mut Vec<(TokenId, Event)>) {
        let (mut at, mut from) = (0, None);
        while at < events.len() {
            if let Some(second) = self.second_addressee(events[at].0, &events[at].1) {
                let trigger = events[at].0;
                events.insert(at + 1, (trigger, second));
                at += 2;
                from = None;
                continue;
            }
            let parted = self.second_half(article, &mut events[at].1, from);
            from = parted.as_ref().map(|p| p.1);
            if let Some((second, _)) = parted {
                let trigger = events[at].0;
                events.insert(at + 1, (trigger, second));
            }
            // The new one is looked at next: there may be a third half.
            at += 1;
        }
    }

    /// "Called on Chad to free the men and on Niger to let them pass": what is asked of the second, as an event of its own.
    fn second_addressee(&self, trigger: TokenId, event: &Event) -> Option<Event> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let first =
            grammar.children(trigger, &["prep", "prt"]).find(|&p| matches!(parse.norm(p), "on" | "upon" | "to"))?;
        let asks = event.event_type == EventType::Request && event.recipients.len() == 1;
        let end = parse.sentence(parse.sentence_of(trigger)).end as usize;
        let again = (first.index() + 2..end).filter(|_| asks).map(TokenId::new).find(|&p| {
            parse.norm(p) == parse.norm(first)
                && parse.norm(TokenId::new(p.index() - 1)) == "and"
                && grammar.child(p, &["pobj"]).is_some_and(|o| {
                    // Parsers hang "to let them pass" on the verb or on whom it is asked of.
                    let mut next = [parse.right_edge(o), o].into_iter().map(|t| TokenId::new(t.index() + 1));
                    next.any(|t| t.index() < end && parse.norm(t) == "to")
                })
        })?;
        let known: Vec<_> = event.actors.iter().chain(&event.recipients).map(|a| a.entity).collect();
        let asked = self.parties.of(grammar.child(again, &["pobj"])?, true);
        let recipients: Vec<Argument> = asked.iter().map(argument).filter(|a| !known.contains(&a.entity)).collect();
        let mut second = event.clone();
        second.evidence[0].trigger = parse.span(again);
        second.recipients = recipients;
        (!second.recipients.is_empty()).then_some(second)
    }

    /// Takes from an event what its second half says, and gives that as an event of its own, with the token that the
    /// half begins at. `from` is where to begin to look, if not behind the trigger.
    fn second_half(&self, article: &Layers<'_>, event: &mut Event, from: Option<usize>) -> Option<(Event, usize)> {
        let parse = self.walker.grammar.parse;
        let trigger = event.evidence.first()?.trigger;
        let start = parse.token_at(trigger.end().saturating_sub(1))?;
        let sentence = parse.sentence(parse.sentence_of(start));
        let from = from.unwrap_or(start.index() + 1);
        let range = from..sentence.end as usize;
        let ends = |i: usize| {
            let t = TokenId::new(i);
            matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD")
                || OPENERS.contains(&parse.norm(t))
                || matches!(parse.norm(t), ";" | ":" | "\"" | "”" | "“")
        };
        let end = range.clone().find(|&i| ends(i)).unwrap_or(range.end);
        let joint = (range.start..end).find_map(|i| {
            let is_and = parse.norm(TokenId::new(i)) == "and";
            let halves = || self.halves(article, event, range.start..i, i + 1..end);
            is_and.then(halves).flatten().map(|h| (i, h))
        });
        let (and, (first, second, partners)) = joint?;
        let mut other = event.clone();
        for (side, of_other) in [(&mut event.actors, &mut other.actors), (&mut event.recipients, &mut other.recipients)]
        {
            let shared = side.clone();
            side.retain(|a| !second.span.contains(a.span));
            of_other.retain(|a| !first.span.contains(a.span));
            // The nameless ("three in Abuja") are such as those of the first half.
            let nameless = |a: &Argument| self.parties.cast.entity(a.entity).kind == EntityKind::Place;
            if of_other.iter().all(nameless) {
                of_other.clone_from(&shared);
                of_other.retain(|a| !nameless(a));
            }
        }
        if let Some((act, partners)) = partners {
            if act { &mut other.actors } else { &mut other.recipients }.extend(partners);
        }
        self.settle_half(article, event, &first);
        self.settle_half(article, &mut other, &second);
        let theirs = self.people_of(TokenId::new(and + 1));
        let Casualties { killed, injured, arrested } = &mut other.casualties;
        for toll in [killed, injured, arrested] {
            if toll.is_some_and(|t| !second.span.contains(t.text)) {
                *toll = theirs;
            }
        }
        Some((other, and + 1))
    }

    fn settle_half(&self, article: &Layers<'_>, event: &mut Event, half: &Half) {
        event.setting.place = Some(half.place);
        event.setting.place_source = match event.setting.place_source {
            PlaceSource::Nominal => PlaceSource::Nominal,
            _ => PlaceSource::Clause,
        };
        if let Some(time) = half.time {
            event.setting.time = Some(time);
            event.setting.date = date_of(&article.times[time.index()]);
        }
    }

    /// How many are meant by the phrase that begins here.
    fn people_of(&self, first: TokenId) -> Option<chancery_doc::Toll> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let head = std::iter::successors(Some(first), |&t| {
            let head = parse.head(t);
            (head > t && matches!(parse.dep(t), "nummod" | "amod" | "det" | "quantmod" | "advmod")).then_some(head)
        });
        self.people(head.last().unwrap_or(first))
    }

    /// The two halves on the sides of an "and", if they say the same kinds of things in the same order; and whom the
    /// second names that the rule left out.
    fn halves(
        &self,
        article: &Layers<'_>,
        event: &Event,
        left: Range<usize>,
        right: Range<usize>,
    ) -> Option<(Half, Half, Option<Partners>)> {
        let parse = self.walker.grammar.parse;
        let (a, b) = (self.half(article, left.clone())?, self.half(article, right.clone())?);
        let places = (&article.places[a.place.index()], &article.places[b.place.index()]);
        if places.0.name == places.1.name {
            return None;
        }
        let partners = self.left_out(event, &a, right.clone());
        let parties = |half: &Half| {
            let all = event.actors.iter().chain(&event.recipients);
            let people = |x: &&Argument| self.parties.cast.entity(x.entity).kind != EntityKind::Place;
            all.filter(|x| half.span.contains(x.span)).filter(people).count()
        };
        if is_where(parse.norm(TokenId::new(right.start))) {
            // "in X with A and in Y with B", "in X on Monday and in Y on Tuesday".
            let with_others = parties(&a) > 0 && (parties(&b) > 0 || partners.is_some());
            let at_other_times = a.time.is_some() && b.time.is_some() && parties(&a) == 0 && parties(&b) == 0;
            return (with_others || at_other_times).then_some((a, b, partners));
        }
        // "five people in X and three in Y", "a base in X and a convoy in Y": two objects.
        let objects: Vec<TokenId> = left
            .map(TokenId::new)
            .filter(|&t| matches!(parse.dep(t), "dobj") && parse.head(t) < t && parse.span(t).end() <= b.span.start())
            .collect();
        let [place, other_place] = [&a, &b].map(|half| article.places[half.place.index()].span);
        // Parsers join the second object to the first, or to its place, which is no thing to be joined to.
        let second = right.map(TokenId::new).find(|&t| {
            let head = parse.head(t);
            parse.dep(t) == "conj" && (objects.contains(&head) || place.contains(parse.span(head)))
        })?;
        let counted = |t: TokenId| matches!(parse.pos(t), Pos::Num | Pos::Noun);
        let before = |t: TokenId, place: Span| parse.span(t).end() <= place.start();
        let has_object = objects.iter().any(|&o| counted(o) && before(o, place));
        let is_place = KINDS_OF_PLACE.contains(&parse.lemma(second));
        (has_object && counted(second) && !is_place && before(second, other_place)).then_some((a, b, partners))
    }

    /// Whom the second half names in the words the first names its party in ("with A … with B"), where the rule did not
    /// get as far.
    fn left_out(&self, event: &Event, first: &Half, right: Range<usize>) -> Option<Partners> {
        let parse = self.walker.grammar.parse;
        let acts = [(true, &event.actors), (false, &event.recipients)];
        let known = |p: &Party<'_>| acts.iter().any(|(_, side)| side.iter().any(|a| a.entity == p.mention.entity));
        acts.iter().find_map(|&(act, side)| {
            let party = side.iter().find(|a| first.span.contains(a.span))?;
            let head = self.parties.cast.mentions_of(party.entity).find(|m| m.span == party.span)?.head;
            let preposition = Some(parse.head(head)).filter(|&p| parse.pos(p) == Pos::Adp)?;
            let same = |t: &TokenId| parse.norm(*t) == parse.norm(preposition);
            let partner = self.walker.grammar.child(right.clone().map(TokenId::new).find(same)?, &["pobj"])?;
            let found = self.parties.of(partner, !act);
            let found: Vec<Argument> = found.iter().filter(|p| !known(p)).map(argument).collect();
            (!found.is_empty()).then_some((act, found))
        })
    }

    /// The one place that a stretch of words says something was at, and the one time.
    fn half(&self, article: &Layers<'_>, range: Range<usize>) -> Option<Half> {
        let parse = self.walker.grammar.parse;
        if range.is_empty() {
            return None;
        }
        let span = parse.span(TokenId::new(range.start)).cover(parse.span(TokenId::new(range.end - 1)));
        // Places and times stand in the order of the text.
        let first = article.places.partition_point(|p| p.span.start() < span.start());
        let last = first + article.places[first..].partition_point(|p| p.span.start() < span.end());
        let mut found = (first..last).filter(|&i| {
            let place = &article.places[i];
            let before = parse.token_at(place.span.start()).and_then(|t| t.index().checked_sub(1));
            let after_where = before.is_some_and(|b| range.contains(&b) && is_where(parse.norm(TokenId::new(b))));
            place.kind == PlaceKind::Name && span.contains(place.span) && after_where
        });
        let place = found.next()?;
        if found.next().is_some() {
            return None;
        }
        let first = article.times.partition_point(|t| t.span.start() < span.start());
        let mut times = (first..article.times.len()).take_while(|&i| article.times[i].span.start() < span.end());
        let time = times.find(|&i| span.contains(article.times[i].span)).map(TimeId::new);
        Some(Half { span, place: PlaceId::new(place), time })
    }
}

fn is_where(preposition: &str) -> bool {
    matches!(preposition, "in" | "at" | "near" | "outside")
}
