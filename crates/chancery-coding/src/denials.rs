//! Who contests what: a denial is held against what the same party is elsewhere said to have done.
//!
//! "The army denied that it shelled the village" contests every event of that kind with that party which others tell;
//! "denied the charge" contests what the party was last said to have done, or was accused of. What this module does
//! not do: a denial makes nothing untrue; polarity stays the narrator's.

use std::collections::{BTreeMap, BTreeSet};

use chancery_doc::{Argument, Country, EntityId, Event, EventType, Pos, Sector, Statement, StatementId, TokenId};

use crate::content::Page;
use crate::matcher::Matcher;
use crate::rule::Emits;

/// Adds to each event the denials that contest it.
pub(crate) fn contest(page: &Page<'_>, events: &mut [Event], statements: &[Statement], matcher: &Matcher<'_, '_>) {
    let book = matcher.book;
    let denials: Vec<usize> =
        statements.iter().enumerate().filter(|(_, s)| book.denials.contains(&s.rule)).map(|(i, _)| i).collect();
    if denials.is_empty() {
        return;
    }
    let mut by_deed: BTreeMap<(EventType, EntityId), Vec<usize>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        for actor in &event.actors {
            by_deed.entry((event.event_type, actor.entity)).or_default().push(i);
        }
    }
    // "the army" and "soldiers" are one side, though not one entity.
    let mut by_side: BTreeMap<(EventType, Country, Sector), Vec<usize>> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        for actor in &event.actors {
            if let (Some(country), Some(&sector)) = (actor.country, actor.sectors.first()) {
                by_side.entry((event.event_type, country, sector)).or_default().push(i);
            }
        }
    }
    let text = page.text.as_str();
    let charge = book.sets.get("charge");
    for i in denials {
        let statement = &statements[i];
        let id = StatementId::new(i);
        let parties: Vec<EntityId> = [statement.speaker, statement.on_behalf_of].into_iter().flatten().collect();
        let words: Vec<String> = statement
            .content
            .iter()
            .flat_map(|c| c.of(text).split(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty())
            .take(5)
            .map(str::to_lowercase)
            .collect();
        let is_general = words.len() <= 4 && words.iter().any(|w| charge.is_some_and(|set| set.contains(w.as_str())));
        if is_general {
            contest_last(events, statement, id, &parties);
        } else {
            let denied = Denied::in_content(matcher, statement);
            let actors: BTreeSet<EntityId> = parties.iter().copied().chain(denied.entities.iter().copied()).collect();
            let deeds = denied.types.iter().flat_map(|t| actors.iter().map(|a| (*t, *a)));
            let mut told: BTreeSet<usize> =
                deeds.filter_map(|deed| by_deed.get(&deed)).flatten().copied().take(MOST).collect();
            for side in parties.iter().map(|p| matcher.parties.cast.entity(*p)) {
                if let (Some(country), Some(&sector)) = (side.country, side.sectors.first()) {
                    let sides = denied.types.iter().filter_map(|t| by_side.get(&(*t, country, sector)));
                    told.extend(sides.flatten().copied().take(MOST));
                }
            }
            for e in told {
                let event = &mut events[e];
                let befalls = |a: &Argument| denied.entities.contains(&a.entity) && !parties.contains(&a.entity);
                let names_another = denied.entities.iter().any(|d| !parties.contains(d));
                let same = event.recipients.is_empty() || !names_another || event.recipients.iter().any(befalls);
                let own_words = statement.content.iter().any(|c| c.contains(event.evidence[0].trigger));
                let is_denial = event.evidence[0].trigger.overlaps(statement.cue[0]);
                if same && !own_words && !is_denial && !event.contested_by.contains(&id) {
                    event.contested_by.push(id);
                }
            }
        }
    }
}

/// How many events one denial contests at the most.
const MOST: usize = 64;

/// What a party denies in general words is what it was last said to have done, or was accused of.
fn contest_last(events: &mut [Event], statement: &Statement, id: StatementId, parties: &[EntityId]) {
    let is_theirs = |a: &Argument| parties.contains(&a.entity);
    let is_party = |e: &Event| {
        e.actors.iter().any(is_theirs) || e.event_type == EventType::Accuse && e.recipients.iter().any(is_theirs)
    };
    // A denial answers what stands close before it, so a few events suffice.
    let before = events.partition_point(|e| e.evidence[0].span.start() <= statement.cue[0].start());
    let last = events[..before].iter().rposition(|e| {
        e.evidence[0].trigger.end() <= statement.cue[0].start() && is_party(e) && !e.attribution.contains(&id)
    });
    if let Some(e) = last.filter(|&e| !events[e].contested_by.contains(&id)) {
        events[e].contested_by.push(id);
    }
}

/// The deeds and parties that a denial's content names.
struct Denied {
    types: BTreeSet<EventType>,
    entities: BTreeSet<EntityId>,
}

impl Denied {
    fn in_content(matcher: &Matcher<'_, '_>, statement: &Statement) -> Denied {
        let parse = matcher.walker.grammar.parse;
        let mut denied = Denied { types: BTreeSet::new(), entities: BTreeSet::new() };
        for &content in &statement.content {
            let first = parse.tokens().partition_point(|t| t.span.start() < content.start());
            let inside = |t: &TokenId| content.contains(parse.span(*t));
            for t in (first..parse.len()).map(TokenId::new).take_while(inside).take(80) {
                if let Some(mention) = matcher.parties.direct(t) {
                    denied.entities.insert(mention.entity);
                }
                if matches!(parse.pos(t), Pos::Verb | Pos::Noun) {
                    let rules = matcher.book.triggered_by(parse.lemma(t)).iter();
                    denied.types.extend(rules.filter_map(|(_, i)| match matcher.book.rules[*i as usize].emits {
                        Emits::Event { event_type, .. } => Some(event_type),
                        _ => None,
                    }));
                }
            }
        }
        denied
    }
}
