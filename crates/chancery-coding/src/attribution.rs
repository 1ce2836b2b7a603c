//! Links what was found: statements inside statements, outlets through which they come, events to who asserts or
//! denies them, and quotations that stand alone to whoever was speaking.

use chancery_doc::{
    Argument, Cast, EntityId, Event, EventType, Reading, Sector, Span, Statement, StatementId, TokenId,
};

use crate::book::Codebook;
use crate::content::{Page, form};
use crate::quotations::SPEECH;

/// Puts a reading together. Ids of statements are their positions in the order of first evidence.
pub(crate) fn link(
    page: &Page<'_>,
    cast: &Cast,
    events: Vec<(TokenId, Event)>,
    mut statements: Vec<Statement>,
    book: &Codebook,
) -> Reading {
    statements.sort_by_key(|s| (s.evidence[0].span.start(), s.cue[0].start()));
    adopt(page, &mut statements);
    let outer: Vec<Option<usize>> =
        (0..statements.len()).map(|i| innermost(&statements, statements[i].cue[0], Some(i))).collect();
    let is_outlet = |id: EntityId| cast.entity(id).sectors.contains(&Sector::Jrn);
    // A statement comes to us through the outlets that report it, and through the one it was made to.
    let via: Vec<Vec<EntityId>> = (0..statements.len())
        .map(|i| {
            let mut via = Vec::new();
            for o in std::iter::successors(outer[i], |&o| outer[o]).take(statements.len()) {
                if let Some(speaker) = statements[o].speaker.filter(|&s| is_outlet(s))
                    && !via.contains(&speaker)
                {
                    via.push(speaker);
                }
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
    let is_denial = |s: usize| book.denials.contains(&statements[s].rule);
    let mut events: Vec<Event> = events
        .into_iter()
        .map(|(_, mut event)| {
            let told = innermost(&statements, event.evidence[0].trigger, None);
            // From the inmost outwards; statements whose contents hold each other's cues would go round for ever.
            let mut chain = std::iter::successors(told, |&s| outer[s]).take(statements.len()).peekable();
            // Who denies it contests it; it is asserted, if at all, by whoever reports the denial.
            while let Some(s) = chain.next_if(|&s| is_denial(s)) {
                event.contested_by.push(StatementId::new(s));
            }
            if let Some(s) = chain.next() {
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
    contest(page, &mut events, &statements, book);
    Reading { events, statements }
}

/// A paragraph that is one quotation and names nobody goes on with the words of whoever spoke last. Statements inside
/// a quotation that nobody is found for are dropped: whose words they would be is not known.
fn adopt(page: &Page<'_>, statements: &mut Vec<Statement>) {
    let text = page.text.as_str();
    let mut claimed: Vec<(Span, Span)> =
        statements.iter().flat_map(|s| s.content.iter().map(|&c| (c, s.cue[0]))).collect();
    claimed.sort_by_key(|(c, _)| c.start());
    let mut by_cue: Vec<usize> = (0..statements.len()).collect();
    by_cue.sort_by_key(|&i| statements[i].cue[0].start());
    let mut last: Option<(usize, u32)> = None;
    let mut next_cue = 0;
    let mut orphans = Vec::new();
    for &quote in page.quotations.all() {
        while next_cue < by_cue.len() && statements[by_cue[next_cue]].cue[0].end() <= quote.start() {
            let i = by_cue[next_cue];
            let quoted = page.quotations.over(statements[i].cue[0]).any(|q| q.len() > SPEECH);
            if !quoted && statements[i].speaker.is_some() {
                last = Some((i, line_end(text, statements[i].cue[0].end())));
            }
            next_cue += 1;
        }
        let is_claimed = {
            // Contents may nest, so the one before may not be the longest; a look at a few suffices.
            // What is said inside the quotation does not say whose the quotation is.
            let after = claimed.partition_point(|(c, _)| c.start() < quote.end());
            claimed[..after].iter().rev().take(24).any(|(c, cue)| c.overlaps(quote) && !quote.contains(*cue))
        };
        if is_claimed || quote.len() <= SPEECH {
            continue;
        }
        let starts_line = text[..quote.start() as usize].trim_end_matches([' ', '\t']).ends_with('\n');
        let ends_line = text[quote.end() as usize..line_end(text, quote.end()) as usize].trim().is_empty();
        let follows = |end: u32| end <= quote.start() && text[end as usize..quote.start() as usize].trim().is_empty();
        match last.filter(|&(_, end)| starts_line && ends_line && follows(end)) {
            Some((i, _)) => {
                let statement = &mut statements[i];
                statement.content.push(quote);
                statement.form = form(&statement.content, page.quotations);
                last = Some((i, quote.end()));
            }
            None => orphans.push(quote),
        }
    }
    statements.retain(|s| {
        let at = orphans.partition_point(|q| q.end() <= s.cue[0].start());
        !orphans.get(at).is_some_and(|q| q.contains(s.cue[0]) && !s.source.iter().any(|c| !q.contains(*c)))
    });
}

fn line_end(text: &str, from: u32) -> u32 {
    text[from as usize..].find('\n').map_or(text.len(), |n| from as usize + n) as u32
}

/// What a party denies in general words ("denied the charge", "denied any involvement") is what it was last said to
/// have done; what it denies in words of its own is contested wherever it is told.
fn contest(page: &Page<'_>, events: &mut [Event], statements: &[Statement], book: &Codebook) {
    let charge = book.sets.get("charge");
    let text = page.text.as_str();
    let told_apart: Vec<(usize, usize)> =
        events.iter().enumerate().flat_map(|(i, e)| e.contested_by.iter().map(move |s| (i, s.index()))).collect();
    for (inner, s) in told_apart {
        for other in 0..events.len() {
            let (a, b) = (&events[inner], &events[other]);
            let same_side = |x: &[Argument], y: &[Argument]| {
                x.is_empty() || y.is_empty() || x.iter().any(|p| y.iter().any(|q| p.entity == q.entity))
            };
            let shared = a.actors.iter().any(|p| b.actors.iter().any(|q| p.entity == q.entity));
            let same = other != inner
                && a.event_type == b.event_type
                && shared
                && same_side(&a.recipients, &b.recipients)
                && !b.attribution.contains(&StatementId::new(s));
            if same && !b.contested_by.contains(&StatementId::new(s)) {
                events[other].contested_by.push(StatementId::new(s));
            }
        }
    }
    for (i, statement) in statements.iter().enumerate().filter(|(_, s)| book.denials.contains(&s.rule)) {
        let words: Vec<String> = statement
            .content
            .iter()
            .flat_map(|c| c.of(text).split(|c: char| !c.is_alphanumeric()))
            .filter(|w| !w.is_empty())
            .map(str::to_lowercase)
            .collect();
        if words.len() > 4 || !words.iter().any(|w| charge.is_some_and(|set| set.contains(w.as_str()))) {
            continue;
        }
        let is_theirs = |a: &Argument| [statement.speaker, statement.on_behalf_of].contains(&Some(a.entity));
        let is_party = |e: &Event| {
            e.actors.iter().any(is_theirs) || e.event_type == EventType::Accuse && e.recipients.iter().any(is_theirs)
        };
        let before = events.iter().rposition(|e| {
            e.evidence[0].trigger.end() <= statement.cue[0].start()
                && is_party(e)
                && !e.attribution.contains(&StatementId::new(i))
        });
        if let Some(e) = before.filter(|&e| !events[e].contested_by.contains(&StatementId::new(i))) {
            events[e].contested_by.push(StatementId::new(i));
        }
    }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use chancery_doc::{Evidence, QuotationForm, Text, Why};

    use super::*;
    use crate::quotations::Quotations;

    fn statement(text: &str, cue: &str, content: &str) -> Statement {
        let span = |words: &str| {
            let start = text.find(words).unwrap();
            Span::at(start..start + words.len())
        };
        Statement {
            speaker: Some(EntityId::new(0)),
            on_behalf_of: None,
            addressee: None,
            cue: vec![span(cue)],
            source: Vec::new(),
            content: vec![span(content)],
            form: QuotationForm::Indirect,
            within: None,
            via: Vec::new(),
            evidence: vec![Evidence { span: span(cue), trigger: span(cue) }],
            rule: Arc::from("say.say"),
            why: Why::default(),
            confidence: 0.85,
        }
    }

    #[track_caller]
    fn check(text: &str, cue: &str, content: &str, want: &[&str]) {
        let doc = Text::paragraph(text);
        let quotations = Quotations::find(&doc, &mut Vec::new());
        let mut statements = vec![statement(text, cue, content)];
        adopt(&Page { text: &doc, quotations: &quotations }, &mut statements);
        let found = statements.iter().flat_map(|s| &s.content).map(|c| c.of(text));
        assert_eq!(found.collect::<Vec<_>>(), want);
    }

    #[test]
    fn a_paragraph_of_quotation_alone_goes_on_with_the_last_speaker() {
        check(
            "The pilot said the strip was flooded.\n\"We had to turn back before the coast came in sight.\"\nRain fell.",
            "said",
            "the strip was flooded",
            &["the strip was flooded", "\"We had to turn back before the coast came in sight.\""],
        );
    }

    #[test]
    fn what_is_said_inside_a_quotation_of_nobody_is_dropped() {
        check(
            "Rain fell.\n\"You know the strip is flooded and they told us to go.\" Nobody flew.",
            "know",
            "the strip is flooded",
            &[],
        );
    }
}
