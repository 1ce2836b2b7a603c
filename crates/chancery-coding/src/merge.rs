//! Two records of one happening made one.

use chancery_doc::{Argument, Casualties, Event, Toll};

/// Whether two records tell of one happening: same type and reality, and parties that do not contradict.
pub(crate) fn is_same(a: &Event, b: &Event) -> bool {
    let agrees = |x: &[Argument], y: &[Argument]| {
        x.is_empty() || y.is_empty() || x.iter().any(|p| y.iter().any(|q| p.entity == q.entity))
    };
    let pool = |e: &Event| -> Vec<Argument> { e.actors.iter().chain(&e.recipients).cloned().collect() };
    let parties = if a.event_type.is_reciprocal() {
        let (x, y) = (pool(a), pool(b));
        x.iter().all(|p| y.iter().any(|q| p.entity == q.entity))
            || y.iter().all(|p| x.iter().any(|q| p.entity == q.entity))
    } else {
        agrees(&a.actors, &b.actors)
            && agrees(&a.recipients, &b.recipients)
            && (a.actors.iter().any(|p| b.actors.iter().any(|q| p.entity == q.entity))
                || a.recipients.iter().any(|p| b.recipients.iter().any(|q| p.entity == q.entity)))
    };
    a.event_type == b.event_type && a.polarity == b.polarity && a.modality == b.modality && parties
}

/// The number that says more.
fn narrower(a: Option<Toll>, b: Option<Toll>) -> Option<Toll> {
    let width = |t: &Toll| t.high.map_or(u32::MAX, |h| h.saturating_sub(t.low.unwrap_or(0)));
    match (a, b) {
        (Some(a), Some(b)) => Some(if width(&b) < width(&a) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The richer record keeps its rule; parties and evidence are joined.
pub(crate) fn merge(into: &mut Event, other: Event) {
    let weight = |e: &Event| (e.actors.len().min(1) + e.recipients.len().min(1), e.modes.len());
    let (mut keep, lose) = if weight(&other) > weight(into) { (other, into.clone()) } else { (into.clone(), other) };
    let reciprocal = keep.event_type.is_reciprocal();
    for a in lose.actors {
        if !keep.actors.iter().chain(&keep.recipients).any(|k| k.entity == a.entity)
            && (keep.actors.is_empty() || reciprocal)
        {
            keep.actors.push(a);
        }
    }
    if keep.recipients.is_empty() && !reciprocal {
        keep.recipients =
            lose.recipients.into_iter().filter(|r| !keep.actors.iter().any(|a| a.entity == r.entity)).collect();
    }
    for mode in lose.modes {
        if !keep.modes.contains(&mode) {
            keep.modes.push(mode);
        }
    }
    for piece in lose.evidence {
        if !keep.evidence.iter().any(|e| e.span == piece.span) {
            keep.evidence.push(piece);
        }
    }
    keep.casualties = Casualties {
        killed: narrower(keep.casualties.killed, lose.casualties.killed),
        injured: narrower(keep.casualties.injured, lose.casualties.injured),
        arrested: narrower(keep.casualties.arrested, lose.casualties.arrested),
    };
    // A day is worth more than "in recent days".
    let vague = keep.setting.date.from.is_none() && lose.setting.date.from.is_some();
    if keep.setting.time.is_none() || vague {
        (keep.setting.time, keep.setting.date) = (lose.setting.time, lose.setting.date);
    }
    if lose.setting.place_source < keep.setting.place_source {
        (keep.setting.place, keep.setting.place_source) = (lose.setting.place, lose.setting.place_source);
    }
    keep.protesters = narrower(keep.protesters, lose.protesters);
    keep.amount = keep.amount.or(lose.amount);
    for statement in lose.attribution {
        if !keep.attribution.contains(&statement) {
            keep.attribution.push(statement);
        }
    }
    for statement in lose.contested_by {
        if !keep.contested_by.contains(&statement) {
            keep.contested_by.push(statement);
        }
    }
    for outlet in lose.via {
        if !keep.via.contains(&outlet) {
            keep.via.push(outlet);
        }
    }
    keep.evidence.sort_by_key(|e| (e.span.start(), e.trigger.start()));
    *into = keep;
}
