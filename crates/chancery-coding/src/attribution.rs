//! Links what was found: statements inside statements, outlets through which they come, events to who asserts them.

use chancery_doc::{Cast, EntityId, Event, Reading, Sector, Span, Statement, StatementId, TokenId};

/// Puts a reading together. Ids of statements are their positions in the order of first evidence.
pub(crate) fn link(cast: &Cast, events: Vec<(TokenId, Event)>, mut statements: Vec<Statement>) -> Reading {
    statements.sort_by_key(|s| (s.evidence[0].span.start(), s.cue[0].start()));
    let outer: Vec<Option<usize>> =
        (0..statements.len()).map(|i| innermost(&statements, statements[i].cue[0], Some(i))).collect();
    let is_outlet = |id: EntityId| cast.entity(id).sectors.contains(&Sector::Jrn);
    // A statement comes to us through the outlets that report it, and through the one it was made to.
    let via: Vec<Vec<EntityId>> = (0..statements.len())
        .map(|i| {
            let mut via = Vec::new();
            let mut at = outer[i];
            let mut steps = 0;
            while let Some(o) = at.filter(|_| steps < statements.len()) {
                if let Some(speaker) = statements[o].speaker.filter(|&s| is_outlet(s))
                    && !via.contains(&speaker)
                {
                    via.push(speaker);
                }
                at = outer[o];
                steps += 1;
            }
            if let Some(told) = statements[i].addressee.filter(|&a| is_outlet(a))
                && !via.contains(&told)
            {
                via.push(told);
            }
            via.retain(|v| statements[i].speaker != Some(*v));
            via
        })
        .collect();
    for (i, (statement, via)) in statements.iter_mut().zip(via).enumerate() {
        statement.within = outer[i].map(StatementId::new);
        statement.via = via;
    }
    let mut events: Vec<Event> = events
        .into_iter()
        .map(|(_, mut event)| {
            if let Some(s) = innermost(&statements, event.evidence[0].trigger, None) {
                event.attribution = vec![StatementId::new(s)];
                event.via.clone_from(&statements[s].via);
                if let Some(speaker) = statements[s].speaker.filter(|&s| is_outlet(s))
                    && !event.via.contains(&speaker)
                {
                    event.via.push(speaker);
                }
            }
            event
        })
        .collect();
    events.sort_by_key(|e| (e.evidence[0].span.start(), e.evidence[0].trigger.start()));
    Reading { events, statements }
}

/// The statement with the shortest content around a place; of equal ones the later, which stands deeper.
fn innermost(statements: &[Statement], at: Span, except: Option<usize>) -> Option<usize> {
    let length = |s: &Statement| s.content.iter().map(|c| c.len()).sum::<u32>();
    let mine = except.map(|i| length(&statements[i]));
    statements
        .iter()
        .enumerate()
        .filter(|(i, s)| Some(*i) != except && s.content.iter().any(|c| c.contains(at)))
        // Two statements in each other's content would be a circle: only the longer holds the shorter.
        .filter(|(i, s)| mine.is_none_or(|m| length(s) > m || length(s) == m && Some(*i) < except))
        .min_by_key(|(i, s)| (length(s), std::cmp::Reverse(*i)))
        .map(|(i, _)| i)
}
