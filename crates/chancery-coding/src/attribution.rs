//! Links what was found: statements inside statements, outlets through which they come, events to who asserts or
//! denies them, and quotations that stand alone to whoever was speaking.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use chancery_doc::{
    Cast, EntityId, EntityKind, Event, Form, Note, Reading, Sector, SegmentKind, Span, Statement, StatementId, TokenId,
};

use crate::content::{Page, form};
use crate::denials;
use crate::matcher::Matcher;
use crate::quotations::SPEECH;

/// How deep statements are followed outwards: people nest a few, and hostile input any number.
const DEEPEST: usize = 16;

/// Puts a reading together, without positions. Ids of statements are their places in the order of first evidence.
pub(crate) fn link(
    page: &Page<'_>,
    outlets: &Outlets<'_>,
    events: Vec<(TokenId, Event)>,
    mut statements: Vec<Statement>,
    matcher: &Matcher<'_, '_>,
    notes: &mut Vec<Note>,
) -> Reading {
    let book = matcher.book;
    statements.sort_by_key(|s| (s.evidence[0].span.start(), s.cue[0].start()));
    let parse = matcher.walker.grammar.parse;
    let sentence_end = |cue: Span| {
        let at = parse.tokens().partition_point(|t| t.span.end() <= cue.start()).min(parse.len().saturating_sub(1));
        parse.sentence_span(parse.sentence_of(TokenId::new(at))).end()
    };
    adopt(page, &mut statements, &sentence_end, notes);
    let cues: Vec<(Span, Option<usize>)> = statements.iter().enumerate().map(|(i, s)| (s.cue[0], Some(i))).collect();
    let mut outer = innermost(&statements, &cues);
    quoted_by_outlets(&statements, outlets, &mut outer);
    // A statement comes to us through the outlets that report it, and through the one it was made to.
    let carried = matcher.carried(outlets);
    let sentence_at = |cue: Span| parse.token_at(cue.start()).map(|t| parse.sentence_of(t).index());
    let via: Vec<Vec<EntityId>> = (0..statements.len())
        .map(|i| {
            let mut via = Vec::new();
            for o in std::iter::successors(outer[i], |&o| outer[o]).take(DEEPEST) {
                if let Some(outlet) = outlets.meant_by(&statements[o])
                    && !via.contains(&outlet)
                {
                    via.push(outlet);
                }
            }
            let here = sentence_at(statements[i].cue[0]);
            for c in carried.iter().filter(|c| here.is_some_and(|s| c.brings(&statements[i], s))) {
                if !via.contains(&c.outlet) {
                    via.push(c.outlet);
                }
            }
            if let Some(told) = statements[i].addressee.filter(|&a| outlets.is_house(a))
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
    let triggers: Vec<(Span, Option<usize>)> = events.iter().map(|(_, e)| (e.evidence[0].trigger, None)).collect();
    let told = innermost(&statements, &triggers);
    let mut events: Vec<Event> = events
        .into_iter()
        .zip(told)
        .map(|((_, mut event), told)| {
            // From the inmost outwards; statements whose contents hold each other's cues would go round for ever.
            let mut chain = std::iter::successors(told, |&s| outer[s]).take(DEEPEST).peekable();
            // Who denies it contests it; it is asserted, if at all, by whoever reports the denial.
            while let Some(s) = chain.next_if(|&s| is_denial(s)) {
                event.contested_by.push(StatementId::new(s));
            }
            if let Some(s) = chain.next() {
                event.attribution = vec![StatementId::new(s)];
                event.via.clone_from(&statements[s].via);
                if let Some(outlet) = outlets.meant_by(&statements[s])
                    && !event.via.contains(&outlet)
                {
                    event.via.push(outlet);
                }
            }
            // "Serbia rejected the plan in a note seen by Radio Danas": the act is itself what is said.
            let trigger = event.evidence[0].trigger;
            let said = statements
                .iter()
                .find(|s| s.cue[0].contains(trigger) && event.actors.iter().any(|a| s.speaker == Some(a.entity)));
            for outlet in said.map(|s| &s.via[..]).unwrap_or_default() {
                if !event.via.contains(outlet) {
                    event.via.push(*outlet);
                }
            }
            event
        })
        .collect();
    events.sort_by_key(|e| (e.evidence[0].span.start(), e.evidence[0].trigger.start()));
    denials::contest(page, &mut events, &statements, matcher);
    Reading { events, statements, ..Reading::default() }
}

/// "The road is cut, the agency reported, quoting a miner": the miner's statement has the very content of the agency's,
/// and lies within it, though his cue does not.
fn quoted_by_outlets(statements: &[Statement], outlets: &Outlets<'_>, outer: &mut [Option<usize>]) {
    let mut reports: BTreeMap<(u32, u32), usize> = BTreeMap::new();
    let whole = |s: &Statement| Some((s.content.first()?.start(), s.content.last()?.end()));
    for (i, statement) in statements.iter().enumerate() {
        let Some(key) = whole(statement) else { continue };
        match reports.get(&key) {
            Some(&report) if outer[i].is_none() && statement.speaker != statements[report].speaker => {
                outer[i] = Some(report);
            }
            None if statement.speaker.is_some_and(|s| outlets.is_outlet(s)) => {
                reports.insert(key, i);
            }
            _ => {}
        }
    }
}

/// The outlets of an article, and which one "the Arab media" or "the newspaper" is: the one named just before.
pub(crate) struct Outlets<'a> {
    cast: &'a Cast,
    /// Where an outlet is named.
    named: Vec<(Span, EntityId)>,
    has_name: Vec<bool>,
}

impl<'a> Outlets<'a> {
    pub(crate) fn of(cast: &'a Cast) -> Outlets<'a> {
        let is_outlet = |id: EntityId| cast.entity(id).sectors.contains(&Sector::Jrn);
        let is_house = |id: EntityId| cast.entity(id).kind == EntityKind::Organization;
        let mut has_name = vec![false; cast.entities().len()];
        let mut named = Vec::new();
        for mention in cast.mentions().iter().filter(|m| m.form == Form::Name && is_outlet(m.entity)) {
            has_name[mention.entity.index()] = true;
            if is_house(mention.entity) {
                named.push((mention.span, mention.entity));
            }
        }
        Outlets { cast, named, has_name }
    }

    pub(crate) fn is_outlet(&self, id: EntityId) -> bool {
        self.cast.entity(id).sectors.contains(&Sector::Jrn)
    }

    /// Whether it is an outlet by name or a body, and not just "reporters".
    fn is_house(&self, id: EntityId) -> bool {
        self.is_outlet(id) && (self.has_name[id.index()] || self.cast.entity(id).kind == EntityKind::Organization)
    }

    /// The outlet whose report a statement is.
    pub(crate) fn meant_by(&self, statement: &Statement) -> Option<EntityId> {
        let speaker = statement.speaker.filter(|&s| self.is_outlet(s))?;
        if self.has_name[speaker.index()] {
            return Some(speaker);
        }
        let at = statement.source.first().map_or(statement.cue[0].start(), |s| s.start());
        let before = self.named.partition_point(|(span, _)| span.end() <= at);
        Some(self.named[..before].last().map_or(speaker, |&(_, outlet)| outlet))
    }
}

/// A paragraph that is one quotation and names nobody goes on with the words of whoever spoke last, and so does a
/// quotation of whole sentences right behind the sentence in which somebody speaks. Statements inside a quotation that
/// nobody is found for are dropped: whose words they would be is not known.
fn adopt(page: &Page<'_>, statements: &mut Vec<Statement>, sentence_end: &dyn Fn(Span) -> u32, notes: &mut Vec<Note>) {
    let text = page.text.as_str();
    let mut claimed: Vec<(Span, Span)> =
        statements.iter().flat_map(|s| s.content.iter().map(|&c| (c, s.cue[0]))).collect();
    claimed.sort_by_key(|(c, _)| c.start());
    let mut by_cue: Vec<usize> = (0..statements.len()).collect();
    by_cue.sort_by_key(|&i| statements[i].cue[0].start());
    // Who spoke last, where the sentence ends, and where the line does.
    let mut last: Option<(usize, u32, u32)> = None;
    let mut next_cue = 0;
    let mut orphans = Vec::new();
    for &quote in page.quotations.all() {
        while next_cue < by_cue.len() && statements[by_cue[next_cue]].cue[0].end() <= quote.start() {
            let i = by_cue[next_cue];
            let quoted = page.quotations.over(statements[i].cue[0]).any(|q| q.len() > SPEECH);
            if !quoted && statements[i].speaker.is_some() {
                let cue = statements[i].cue[0];
                last = Some((i, sentence_end(cue), line_end(text, cue.end())));
            }
            next_cue += 1;
        }
        let is_claimed = {
            // Contents may nest, so the one before may not be the longest; a look at a few suffices.
            // What is said inside the quotation does not say whose the quotation is.
            let after = claimed.partition_point(|(c, _)| c.start() < quote.end());
            claimed[..after].iter().rev().take(24).any(|(c, cue)| c.overlaps(quote) && !quote.contains(*cue))
        };
        // A crosshead quotes what stands below it.
        let heads = page.text.segment_at(quote).is_some_and(|s| s.kind == SegmentKind::Crosshead);
        if is_claimed || quote.len() <= SPEECH || heads {
            continue;
        }
        let starts_line = text[..quote.start() as usize].trim_end_matches([' ', '\t']).ends_with('\n');
        let ends_line = text[quote.end() as usize..line_end(text, quote.end()) as usize].trim().is_empty();
        let follows = |end: u32| end <= quote.start() && text[end as usize..quote.start() as usize].trim().is_empty();
        let is_whole = quote.of(text).trim_end_matches(['"', '”', '»', '\'']).ends_with(['.', '!', '?']);
        let goes_on = |&(_, sentence, line): &(usize, u32, u32)| {
            starts_line && ends_line && follows(line) || !starts_line && is_whole && follows(sentence)
        };
        match last.filter(goes_on) {
            Some((i, ..)) => {
                let statement = &mut statements[i];
                statement.content.push(quote);
                statement.form = form(&statement.content, page.quotations);
                last = Some((i, quote.end(), line_end(text, quote.end())));
            }
            None => {
                notes.push(Note::at("coding.unattributed_quotation", "nobody is named whose words these are", quote));
                orphans.push(quote);
            }
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

/// A piece of content while the sweep is inside it: length of the whole content, its statement, where it starts.
type OpenPiece = (u32, Reverse<usize>, u32);

/// For each place the statement with the shortest content around it; of equal ones the later, which stands deeper.
/// A place may be that of a statement itself: then only a longer content holds it, for two statements in each other's
/// content would be a circle. One sweep over the text answers all.
pub(crate) fn innermost(statements: &[Statement], places: &[(Span, Option<usize>)]) -> Vec<Option<usize>> {
    let length: Vec<u32> = statements.iter().map(|s| s.content.iter().map(|c| c.len()).sum()).collect();
    let mut pieces: Vec<(Span, usize)> =
        statements.iter().enumerate().flat_map(|(i, s)| s.content.iter().map(move |&c| (c, i))).collect();
    pieces.sort_by_key(|(c, i)| (c.start(), *i));
    let mut order: Vec<usize> = (0..places.len()).collect();
    order.sort_by_key(|&p| places[p].0.start());
    let mut found = vec![None; places.len()];
    // Open pieces by length of their statement, the later statement first.
    let mut open: BTreeMap<OpenPiece, u32> = BTreeMap::new();
    let mut ends: BinaryHeap<Reverse<(u32, OpenPiece)>> = BinaryHeap::new();
    let mut next = 0;
    for p in order {
        let (at, own) = places[p];
        while next < pieces.len() && pieces[next].0.start() <= at.start() {
            let (piece, i) = pieces[next];
            let key = (length[i], Reverse(i), piece.start());
            open.insert(key, piece.end());
            ends.push(Reverse((piece.end(), key)));
            next += 1;
        }
        while let Some(Reverse((end, key))) = ends.peek().copied()
            && end < at.end().min(at.start() + 1)
        {
            open.remove(&key);
            ends.pop();
        }
        // What holds a statement is longer, or as long and earlier in the text: its key is the greater one.
        let from = own.map_or((0, Reverse(usize::MAX), 0), |i| (length[i], Reverse(i), u32::MAX));
        found[p] = open
            .range(from..)
            .find(|&(&(_, Reverse(i), _), &end)| end >= at.end() && Some(i) != own)
            .map(|(&(_, Reverse(i), _), _)| i);
    }
    found
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
        let end = |cue: Span| text[cue.end() as usize..].find(". ").map_or(cue.end(), |n| cue.end() + n as u32 + 1);
        adopt(&Page { text: &doc, quotations: &quotations }, &mut statements, &end, &mut Vec::new());
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
    fn a_quotation_of_whole_sentences_goes_on_where_somebody_spoke() {
        let said =
            "The pilot said the strip was flooded. \"We had to turn back before the coast came in sight.\" Rain fell.";
        let quote = "\"We had to turn back before the coast came in sight.\"";
        check(said, "said", "the strip was flooded", &["the strip was flooded", quote]);
        let apart =
            "The pilot said the strip was flooded. Rain fell. \"We had to turn back before the coast came in sight.\"";
        check(apart, "said", "the strip was flooded", &["the strip was flooded"]);
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
