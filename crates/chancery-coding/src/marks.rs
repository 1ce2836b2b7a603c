//! Attribution by a punctuation mark: the only cue of many headlines, and of a colon before a quotation.
//!
//! Four forms are known. "Minister: Grain deal is dead" and "Grain deal is dead – minister" take one side of the mark
//! for the source when that side is a mention and nothing else, and the line is no ordinary sentence, or the other side
//! is a quotation. "The governor was brief: "…"" takes the subject of the clause before a colon for the source of the
//! quotation behind it. In a transcript, a name in capitals and a colon open each turn. A mark says little by itself, so a statement that a word makes goes before one that a mark
//! makes.

use chancery_doc::{EntityKind, Mention, SegmentKind, Span, Text, TokenId};

use crate::content::Page;
use crate::matcher::Matcher;
use crate::quotations::SPEECH;

/// Shorter than this, in words, the other side of a mark is a label rather than something said.
const LEAST_WORDS: usize = 3;

/// The longest source that is looked for beside a mark, in words.
const LONGEST_SOURCE: usize = 8;

/// The longest name that opens a turn in a transcript, in words.
const LONGEST_TURN: usize = 4;

/// How many lines away another turn of a transcript is looked for.
const NEAR_LINES: usize = 4;

/// What a mark parts.
pub(crate) struct Parted {
    pub(crate) source: TokenId,
    pub(crate) source_span: Span,
    pub(crate) content: Span,
}

impl Matcher<'_, '_> {
    /// The source and the content that a mark parts.
    pub(crate) fn parted(&self, page: &Page<'_>, mark: TokenId) -> Option<Parted> {
        let parse = self.walker.grammar.parse;
        let text = page.text.as_str();
        let at = parse.span(mark);
        let is_colon = at.of(text) == ":";
        let segment = page.text.segment_at(at)?;
        let line = line_around(segment.span, at, text);
        let before = Span::new(line.start(), at.start()).trimmed(text);
        let after = Span::new(at.end(), line.end()).trimmed(text);
        let is_headline = segment.kind == SegmentKind::Headline
            || !line.trimmed(text).of(text).ends_with(['.', '!', '?', '"', '”', ':', ';', ',']);
        let quoted = |side: Span| {
            let mut over = page.quotations.over(side);
            over.next().is_some_and(|q| q.start() <= side.start() && q.end() >= side.end())
        };
        let said = |side: Span| {
            n_words(side, text) >= LEAST_WORDS && (quoted(side) || is_headline && self.has_finite_verb(side))
        };
        if is_colon && n_words(after, text) > 0 && is_turn(before.of(text)) && turns_near(page.text, line) {
            let source_span = before
                .of(text)
                .find(char::is_alphabetic)
                .map_or(before, |n| Span::new(before.start() + n as u32, before.end()));
            let source = self.tokens_in(source_span).last()?;
            return Some(Parted { source, source_span, content: after });
        }
        if is_colon
            && said(after)
            && let Some((source, mention)) = self.alone(before, text)
        {
            return Some(Parted { source, source_span: mention.span, content: after });
        }
        if is_headline
            && said(before)
            && let Some((source, mention)) = self.alone(after, text)
        {
            return Some(Parted { source, source_span: mention.span, content: before });
        }
        let quote = page.quotations.right_after(at.end(), text).filter(|q| is_colon && q.len() > SPEECH)?;
        let (source, source_span) = self.subject_before(mark, page.text)?;
        Some(Parted { source, source_span, content: quote })
    }

    /// The mention that a stretch consists of, if it is of someone who can speak.
    fn alone(&self, stretch: Span, text: &str) -> Option<(TokenId, &Mention)> {
        if stretch.is_empty() || n_words(stretch, text) > LONGEST_SOURCE {
            return None;
        }
        let cast = self.parties.cast;
        self.tokens_in(stretch)
            .filter_map(|t| Some((t, self.parties.direct(t)?)))
            .filter(|(_, m)| m.span.contains(stretch))
            .find(|(_, m)| cast.entity(m.entity).kind != EntityKind::Place || !m.sectors.is_empty())
    }

    /// The subject of the last clause before a colon.
    fn subject_before(&self, mark: TokenId, text: &Text) -> Option<(TokenId, Span)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let sentence = parse.sentence_of(mark);
        let verbs = parse.sentence_tokens(sentence).filter(|&t| t < mark && grammar.is_verb(t));
        let subject = verbs.filter_map(|v| grammar.child(v, &["nsubj"])).rfind(|&s| s < mark)?;
        let speaks = self.parties.direct(subject)?;
        let is_place = self.parties.cast.entity(speaks.entity).kind == EntityKind::Place;
        let span = Span::new(
            parse.subtree_span(subject).start(),
            parse.subtree_span(subject).end().min(parse.span(mark).start()),
        );
        (!is_place).then(|| (subject, span.trimmed(text.as_str())))
    }

    fn has_finite_verb(&self, side: Span) -> bool {
        let parse = self.walker.grammar.parse;
        self.tokens_in(side).any(|t| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD"))
    }

    fn tokens_in(&self, span: Span) -> impl Iterator<Item = TokenId> {
        let parse = self.walker.grammar.parse;
        let first = parse.tokens().partition_point(|t| t.span.start() < span.start());
        (first..parse.len()).map(TokenId::new).take_while(move |&t| parse.span(t).end() <= span.end())
    }
}

/// Whether a stretch is what opens a turn in a transcript: a name in capitals.
fn is_turn(opening: &str) -> bool {
    let name = opening.trim_start_matches(['"', '“', '\'', ' ']);
    name.chars().filter(|c| c.is_alphabetic()).count() > 1
        && !name.chars().any(|c| c.is_lowercase() || c.is_ascii_digit())
        && name.split_whitespace().count() <= LONGEST_TURN
}

/// Whether another speaker has a turn close by: a single name in capitals before a colon is a label or a dateline.
fn turns_near(text: &Text, line: Span) -> bool {
    let text = text.as_str();
    let own = text[line.start() as usize..].split(':').next().unwrap_or_default().trim();
    let turn = |l: &str| l.split_once(':').is_some_and(|(name, _)| name.trim() != own && is_turn(name));
    let lines = |l: &&str| !l.trim().is_empty();
    text[..line.start() as usize].lines().rev().filter(lines).take(NEAR_LINES).any(turn)
        || text[line.end() as usize..].lines().filter(lines).take(NEAR_LINES).any(turn)
}

fn n_words(span: Span, text: &str) -> usize {
    span.of(text).split_whitespace().count()
}

/// The line that a mark stands in.
fn line_around(segment: Span, mark: Span, text: &str) -> Span {
    let before = &text[segment.start() as usize..mark.start() as usize];
    let after = &text[mark.end() as usize..segment.end() as usize];
    let start = before.rfind('\n').map_or(segment.start(), |n| segment.start() + n as u32 + 1);
    let end = after.find('\n').map_or(segment.end(), |n| mark.end() + n as u32);
    Span::new(start, end)
}
