//! From matches to statements: source, cue and content as spans of the text.
//!
//! Spans follow the conventions of attribution corpora: the cue takes its auxiliaries, negation, adverbs, particle
//! and linking preposition; the source is the whole noun phrase with the comma that closes an apposition; the content
//! has its quotation marks inside and a final full stop only if it is quoted; "that" opens the content.

use std::sync::Arc;

use chancery_doc::{EntityId, EntityKind, Evidence, Pos, QuotationForm, Span, Statement, Text, TokenId, Why};

use crate::events::evidence;
use crate::matcher::{Match, Matcher, Reading};
use crate::path::Move;
use crate::quotations::Quotations;
use crate::rule::{Class, Emits, Rule};
use crate::walk::Anchor;

impl Matcher<'_, '_> {
    /// The statements of a text; `within` and `via` are not yet set.
    pub(crate) fn statements(&self, text: &Text, quotations: &Quotations) -> Vec<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        for matched in self.matches(Reading::Statements) {
            let found =
                matched.in_order().find_map(|(rule, anchor)| self.statement(text, quotations, rule, anchor, &matched));
            if let Some(statement) = found {
                // Two cues over the same content and source are one attribution ("agreed, saying that"): both stay,
                // unless one cue lies in the other.
                let inside = statements.iter().any(|s| s.cue[0].overlaps(statement.cue[0]));
                if !inside {
                    statements.push(statement);
                }
            }
        }
        statements
    }

    fn statement(
        &self,
        text: &Text,
        quotations: &Quotations,
        rule: &Rule,
        anchor: Anchor,
        matched: &Match<'_>,
    ) -> Option<Statement> {
        let Emits::Statement { class } = &rule.emits else { return None };
        let parse = self.walker.grammar.parse;
        let str = text.as_str();
        let cue = self.cue(anchor, rule);
        let source_words = self.walker.first(&rule.actor, anchor);
        let source_word = source_words.first().copied().filter(|&t| !cue.overlaps(parse.span(t)));
        let surface = source_word.map(|t| self.surface(t, anchor));
        let mut source_spans = match surface {
            Some(t) => vec![self.source_span(t, cue, text)],
            None => Vec::new(),
        };
        if rule.requires.actor && source_spans.is_empty() {
            return None;
        }
        let addressee_word = self
            .walker
            .first(&rule.recipient, anchor)
            .into_iter()
            .find(|&t| source_word != Some(t) && surface != Some(t));
        let addressee_span = addressee_word.map(|t| self.phrase(t));

        // What may not be content: the cue, its source and its addressee.
        let sentence = parse.sentence_span(parse.sentence_of(anchor.trigger));
        let mut taken = vec![cue];
        taken.extend(source_spans.iter().copied());
        // Whoever is to act in a finite clause is addressed by it and stays in it: "demanded that Beijing withdraw".
        let inside = addressee_word
            .is_some_and(|t| parse.dep(t) == "nsubj" && self.walker.grammar.child(parse.head(t), &["mark"]).is_some());
        taken.extend(addressee_span.filter(|a| sentence.contains(*a) && !inside));
        let found = self.content(text, quotations, rule, anchor, &taken);
        let (mut content, addressee_word) = match (found, addressee_span) {
            (Some(content), _) => (content, addressee_word),
            // What looked like the addressee is all the content there is ("demanded a new trial").
            (None, Some(_)) => {
                taken.retain(|t| Some(*t) != addressee_span);
                (self.content(text, quotations, rule, anchor, &taken)?, None)
            }
            (None, None) => return None,
        };
        let last_end = content.last().map_or(cue.end(), |c| c.end()).max(cue.end());
        self.continue_quotation(text, quotations, &mut content, sentence, last_end);
        content.retain(|c| !c.is_empty());
        if content.is_empty() {
            return None;
        }
        source_spans.retain(|s| !s.is_empty());
        let form = form(&content, quotations);
        let speaker = source_word.and_then(|t| self.parties.of(t, false).into_iter().next()).map(|p| p.mention);
        let addressee =
            addressee_word.and_then(|t| self.parties.of(t, true).into_iter().next()).map(|p| p.mention.entity);
        let mut must_hold = cue;
        if let Some(first) = content.iter().find(|c| sentence.overlaps(**c)) {
            must_hold =
                must_hold.cover(Span::new(first.start().max(sentence.start()), first.end().min(sentence.end())));
        }
        let mut captures = vec![(Arc::from("cue"), cue)];
        captures.extend(source_spans.iter().map(|s| (Arc::from("source"), *s)));
        captures.extend(content.iter().map(|s| (Arc::from("content"), *s)));
        Some(Statement {
            on_behalf_of: surface.zip(speaker).and_then(|(t, m)| self.on_behalf_of(t, m.entity)),
            speaker: speaker.map(|m| m.entity),
            addressee: addressee.filter(|a| speaker.is_none_or(|s| s.entity != *a)),
            evidence: vec![Evidence {
                span: evidence(parse, text, anchor.trigger, must_hold.trimmed(str)),
                trigger: cue,
            }],
            cue: vec![cue],
            source: source_spans,
            content,
            form,
            within: None,
            via: Vec::new(),
            rule: Arc::clone(&rule.id),
            why: Why { captures, beaten: matched.beaten(rule) },
            confidence: if *class == Class::Speech { 0.85 } else { 0.7 },
        })
    }

    /// The word as it stands beside the cue: a relative pronoun rather than what it stands for.
    fn surface(&self, t: TokenId, anchor: Anchor) -> TokenId {
        let grammar = &self.walker.grammar;
        let own = anchor.verb.and_then(|v| grammar.child(v, &["nsubj", "nsubjpass"]));
        own.filter(|&s| grammar.antecedent(s) == t).unwrap_or(t)
    }

    fn cue(&self, anchor: Anchor, rule: &Rule) -> Span {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = anchor.governor();
        let mut first = verb.min(anchor.trigger);
        let mut last = verb.max(anchor.trigger);
        let belongs_left = |t: TokenId| {
            parse.head(t) == verb
                && (matches!(parse.dep(t), "aux" | "auxpass" | "neg")
                    || parse.dep(t) == "advmod" && parse.left_edge(t) == t && parse.pos(t) == Pos::Adv)
        };
        while first.index() > 0 && belongs_left(TokenId::new(first.index() - 1)) {
            first = TokenId::new(first.index() - 1);
        }
        // A cue does not start with an adverb that opens the sentence ("Meanwhile, he said").
        while first < verb && parse.dep(first) == "advmod" && parse.token(first).sent_start {
            first = TokenId::new(first.index() + 1);
        }
        let prep_content = rule.content.iter().any(|p| p.steps.first().is_some_and(|s| s.to == Move::Prep));
        while last.index() + 1 < parse.len() {
            let next = TokenId::new(last.index() + 1);
            let hangs = [verb, anchor.trigger].contains(&parse.head(next));
            let adverb = parse.dep(next) == "advmod"
                && parse.left_edge(next) == next
                && parse.right_edge(next) == next
                && parse.pos(next) == Pos::Adv;
            let linking = parse.dep(next) == "prep" && (prep_content && self.leads_to_content(rule, anchor, next));
            let manner = parse.dep(next) == "prep" && self.is_medium(next);
            let accord = parse.norm(next) == "to" && parse.norm(anchor.trigger) == "according";
            if manner && hangs {
                last = self.medium_end(next);
                break;
            }
            if hangs && (matches!(parse.dep(next), "prt" | "neg") || adverb || linking) || accord {
                last = next;
            } else {
                break;
            }
        }
        parse.span(first).cover(parse.span(last))
    }

    fn leads_to_content(&self, rule: &Rule, anchor: Anchor, prep: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let content = self.walker.first(&rule.content, anchor);
        content.iter().any(|&c| parse.head(c) == prep)
    }

    /// "in a statement", "during an interview": the manner of speaking, which belongs to the cue.
    fn is_medium(&self, prep: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        matches!(grammar.parse.norm(prep), "in" | "on" | "during" | "via" | "at")
            && self
                .book
                .sets
                .get("medium")
                .is_some_and(|set| grammar.child(prep, &["pobj"]).is_some_and(|o| self.walker.has_word(set, o)))
    }

    fn medium_end(&self, prep: TokenId) -> TokenId {
        self.walker.grammar.child(prep, &["pobj"]).unwrap_or(prep)
    }

    /// The noun phrase of a source, without what the cue or content takes of it.
    fn source_span(&self, t: TokenId, cue: Span, text: &Text) -> Span {
        let parse = self.walker.grammar.parse;
        let mut span = self.phrase(t);
        if span.overlaps(cue) {
            let own = parse.span(t);
            span = if own.start() < cue.start() {
                Span::new(span.start().min(own.start()), cue.start().max(own.end()))
            } else {
                Span::new(cue.end().min(own.start()), span.end().max(own.end()))
            };
        }
        let span = span.trimmed(text.as_str());
        // An apposition or relative clause is closed by a comma, which belongs to it.
        let closes = self.walker.grammar.child(t, &["appos", "relcl", "acl"]).is_some();
        let after = &text.as_str()[span.end() as usize..];
        let words = span.of(text.as_str());
        if closes && after.starts_with(',') && words.contains(',') {
            return Span::new(span.start(), span.end() + 1);
        }
        let trimmed = words.trim_end_matches([',', ';', ':', '-', ' ', '—', '–']);
        if closes { span } else { Span::new(span.start(), span.start() + trimmed.len() as u32) }
    }

    /// The words of a noun phrase: its subtree, for a pronoun or possessor only itself.
    fn phrase(&self, t: TokenId) -> Span {
        let parse = self.walker.grammar.parse;
        if matches!(parse.pos(t), Pos::Pron) {
            return parse.span(t);
        }
        parse.subtree_span(t)
    }

    fn content(
        &self,
        text: &Text,
        quotations: &Quotations,
        rule: &Rule,
        anchor: Anchor,
        taken: &[Span],
    ) -> Option<Vec<Span>> {
        let parse = self.walker.grammar.parse;
        let sentence = parse.sentence_span(parse.sentence_of(anchor.trigger));
        let cue = taken[0];
        for path in &rule.content {
            let first = path.steps.first().map(|s| s.to);
            let mut spans: Vec<Span> = Vec::new();
            if first == Some(Move::Quote) {
                spans.extend(
                    quotations
                        .over(sentence)
                        .filter(|q| !q.overlaps(cue) && (q.len() > 25 || beside(*q, taken, text.as_str()))),
                );
            } else {
                let words = self.walker.walk(path, anchor);
                if words.is_empty() {
                    continue;
                }
                let own = parse.subtree_span(anchor.governor());
                for &w in &words {
                    let whole = parse.subtree_span(w);
                    if first == Some(Move::Head) {
                        // A parenthetical: all of the clause around it is what was said.
                        spans.extend(without(whole, &[own.cover(cue)]));
                    } else {
                        spans.push(whole);
                    }
                }
                if matches!(first, Some(Move::Rest)) {
                    spans = spans.into_iter().reduce(Span::cover).into_iter().collect();
                }
                // A clause that is partly or wholly quoted takes its quotations whole, even over several sentences.
                let quoted: Vec<Span> = spans
                    .iter()
                    .flat_map(|s| quotations.over(*s).collect::<Vec<_>>())
                    .filter(|q| !q.overlaps(cue))
                    .collect();
                spans.extend(quoted);
                if spans.iter().all(|s| s.start() > cue.end()) {
                    spans = spans.into_iter().reduce(Span::cover).into_iter().collect();
                }
            }
            let mut pieces: Vec<Span> = join(spans).into_iter().flat_map(|s| without(s, taken)).collect();
            pieces = pieces.into_iter().map(|s| tidy(s, text.as_str(), quotations)).filter(|s| !s.is_empty()).collect();
            if !pieces.is_empty() {
                return Some(join(pieces));
            }
        }
        None
    }

    /// A quotation that goes on after the sentence of its cue belongs to the same attribution.
    fn continue_quotation(
        &self,
        text: &Text,
        quotations: &Quotations,
        content: &mut Vec<Span>,
        sentence: Span,
        end: u32,
    ) {
        let quoted = content.iter().any(|c| quotations.over(*c).any(|q| q.len() > 25));
        if !quoted {
            return;
        }
        let end = end.max(sentence.end());
        let Some(segment) = text.segment_at(sentence) else { return };
        if let Some(next) = quotations.right_after(end, text.as_str())
            && segment.span.contains(next)
            && next.len() > 15
            && closes_here(next, text.as_str(), segment.span)
        {
            content.push(next);
        }
    }

    /// For whom a spokesman speaks: the organisation or country that the description names.
    fn on_behalf_of(&self, source: TokenId, speaker: EntityId) -> Option<EntityId> {
        let parse = self.walker.grammar.parse;
        let spokes = self.book.sets.get("spokesman")?;
        let span = parse.left_edge(source)..=parse.right_edge(source);
        if !(span.start().index()..=span.end().index()).any(|i| self.walker.has_word(spokes, TokenId::new(i))) {
            return None;
        }
        let cast = self.parties.cast;
        cast.mentions()
            .iter()
            .filter(|m| span.contains(&m.head) && m.entity != speaker)
            .find(|m| !matches!(cast.entity(m.entity).kind, EntityKind::Person | EntityKind::Unnamed))
            .map(|m| m.entity)
    }
}

/// Whether the quotation is followed by nothing that attributes it elsewhere: a comma before a new cue does.
fn closes_here(quote: Span, text: &str, segment: Span) -> bool {
    let inside = quote.of(text).trim_end_matches(['"', '”', '\'', '»']);
    let after = text[quote.end() as usize..segment.end() as usize].trim_start();
    !inside.ends_with(',') || after.is_empty()
}

/// Whether a quotation touches the cue or its source, or is set off by a comma or colon.
fn beside(quote: Span, taken: &[Span], text: &str) -> bool {
    taken.iter().any(|t| {
        let between = if t.end() <= quote.start() {
            &text[t.end() as usize..quote.start() as usize]
        } else if quote.end() <= t.start() {
            &text[quote.end() as usize..t.start() as usize]
        } else {
            return false;
        };
        between.trim_matches([' ', ',', ':', '-', '—', '–']).is_empty()
    })
}

/// A span without the parts that others take.
fn without(span: Span, taken: &[Span]) -> Vec<Span> {
    let mut pieces = vec![span];
    for t in taken {
        pieces = pieces
            .into_iter()
            .flat_map(|p| {
                if !p.overlaps(*t) {
                    return vec![p];
                }
                let mut rest = Vec::new();
                if p.start() < t.start() {
                    rest.push(Span::new(p.start(), t.start()));
                }
                if t.end() < p.end() {
                    rest.push(Span::new(t.end(), p.end()));
                }
                rest
            })
            .collect();
    }
    pieces
}

/// Sorted, and those that overlap joined.
fn join(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| (s.start(), s.end()));
    let mut joined: Vec<Span> = Vec::new();
    for s in spans {
        match joined.last_mut() {
            Some(last) if last.end() >= s.start() => *last = last.cover(s),
            _ => joined.push(s),
        }
    }
    joined
}

/// Cuts the punctuation that belongs to the sentence and not to the content.
fn tidy(span: Span, text: &str, quotations: &Quotations) -> Span {
    let span = span.trimmed(text);
    let words = span.of(text);
    let start = words.trim_start_matches([',', ';', ':', ' ', '.', '—', '–', '-', ')']);
    let mut cut = Span::new(span.end() - start.len() as u32, span.end());
    // A mark left over from the cue's own sentence: a closing quotation mark opens nothing.
    if cut.of(text).starts_with('”') {
        cut = Span::new(cut.start() + '”'.len_utf8() as u32, cut.end()).trimmed(text);
    }
    let quoted_end = quotations.over(cut).any(|q| q.end() == cut.end());
    if !quoted_end {
        let kept = cut.of(text).trim_end_matches([',', ';', ':', ' ', '.', '—', '–', '-', '(']);
        cut = Span::new(cut.start(), cut.start() + kept.len() as u32);
    }
    if cut.of(text).chars().any(char::is_alphanumeric) { cut } else { Span::new(cut.start(), cut.start()) }
}

fn form(content: &[Span], quotations: &Quotations) -> QuotationForm {
    let quoted = |c: &Span| quotations.over(*c).any(|q| q.contains(*c));
    if content.iter().all(quoted) {
        QuotationForm::Direct
    } else if content.iter().any(|c| quotations.over(*c).next().is_some()) {
        QuotationForm::Mixed
    } else {
        QuotationForm::Indirect
    }
}
