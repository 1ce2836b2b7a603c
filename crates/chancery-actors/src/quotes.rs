//! Who speaks inside quotation marks, so that "I" and "we" there are the speaker's and "he" is not.
//!
//! A quotation's speaker is the subject of the verb of saying that stands right after it, else of the one that leads
//! up to it; a quotation without either goes on with the speaker of the one right before it.
//!
//! What is deliberately absent: statements. Who said what is for the codebook; here only pronouns need to know.

use chancery_doc::{Parse, Pos, Text, TokenId};

/// A quotation too short to be something said is a word held at arm's length.
const SHORTEST: usize = 4;
/// How far from a quotation, in tokens, its verb of saying may stand.
const REACH: usize = 14;

/// The quotations of a text.
#[derive(Debug, Default)]
pub(crate) struct Quotes {
    /// First token inside and one past the last, in order.
    spans: Vec<(usize, usize)>,
    /// The word for whoever speaks in each.
    speakers: Vec<Option<usize>>,
}

impl Quotes {
    pub(crate) fn find(text: &Text, parse: &Parse) -> Quotes {
        let spans = spans(text, parse);
        let mut quotes = Quotes { speakers: Vec::with_capacity(spans.len()), spans };
        for i in 0..quotes.spans.len() {
            let speaker = quotes.speaker(text, parse, i);
            quotes.speakers.push(speaker);
        }
        quotes
    }

    /// The quotation a token stands in.
    pub(crate) fn around(&self, t: usize) -> Option<usize> {
        let i = self.spans.partition_point(|s| s.1 <= t);
        self.spans.get(i).filter(|s| s.0 <= t).map(|_| i)
    }

    /// The quotation that has closed right before a token: what stands between is marks only.
    pub(crate) fn just_before(&self, t: usize) -> Option<(usize, usize)> {
        let i = self.spans.partition_point(|s| s.1 <= t).checked_sub(1)?;
        let span = self.spans[i];
        (t - span.1 <= 2).then_some(span)
    }

    /// The word for whoever speaks in a quotation.
    pub(crate) fn speaker_of(&self, quote: usize) -> Option<usize> {
        self.speakers[quote]
    }

    fn speaker(&self, text: &Text, parse: &Parse, i: usize) -> Option<usize> {
        let (start, end) = self.spans[i];
        let breaks = |t: usize| {
            parse.pos(TokenId::new(t)) == Pos::Space && parse.span(TokenId::new(t)).of(text.as_str()).contains('\n')
        };
        let next_start = self.spans.get(i + 1).map_or(parse.len(), |s| s.0);
        let stop = (end + REACH).min(next_start).min(parse.len());
        let segment = |t: usize| text.segment_at(parse.span(TokenId::new(t))).map(|s| s.span);
        let here = segment(start);
        let mut after = None;
        for t in end..stop {
            if breaks(t) || segment(t) != here {
                break;
            }
            // A new sentence after the closing one tells of something else, unless it is a mere "he said".
            if t > end + 1 && parse.token(TokenId::new(t)).sent_start {
                break;
            }
            after = source(parse, t);
            if after.is_some() {
                break;
            }
        }
        if after.is_some() {
            return after;
        }
        let before_end = if i == 0 { 0 } else { self.spans[i - 1].1 };
        let from = start.saturating_sub(REACH).max(before_end);
        for t in (from..start).rev() {
            if breaks(t) || segment(t) != here {
                break;
            }
            if let Some(subject) = source(parse, t) {
                return Some(subject);
            }
        }
        // Nothing but marks and breaks since the last quotation.
        let goes_on = i > 0
            && (before_end..start).all(|t| matches!(parse.pos(TokenId::new(t)), Pos::Punct | Pos::Space))
            && start - before_end <= 6;
        if goes_on { self.speakers[i - 1] } else { None }
    }
}

/// Whose words a token introduces: the subject of a verb of saying, the object of "according to".
fn source(parse: &Parse, t: usize) -> Option<usize> {
    let id = TokenId::new(t);
    if parse.norm(id) == "according" {
        let to = parse.children_by(id, "prep").next()?;
        return parse.children_by(to, "pobj").next().map(TokenId::index);
    }
    if parse.pos(id) != Pos::Verb || !says(parse.lemma(id)) {
        return None;
    }
    parse.children_by(id, "nsubj").next().map(TokenId::index)
}

fn says(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "ask"
            | "reply"
            | "declare"
            | "announce"
            | "warn"
            | "insist"
            | "write"
            | "note"
            | "explain"
            | "stress"
            | "argue"
            | "claim"
            | "state"
            | "tweet"
            | "post"
            | "continue"
            | "comment"
            | "conclude"
            | "remark"
            | "shout"
            | "urge"
            | "recall"
            | "respond"
            | "acknowledge"
            | "admit"
            | "complain"
            | "reiterate"
            | "emphasize"
            | "emphasise"
            | "promise"
            | "vow"
            | "pledge"
            | "believe"
            | "think"
    )
}

/// The quotations between marks; one that is left open ends with its paragraph.
fn spans(text: &Text, parse: &Parse) -> Vec<(usize, usize)> {
    let text = text.as_str();
    let mut spans = Vec::new();
    let mut open: Option<usize> = None;
    let mut push = |start: usize, end: usize| {
        if end >= start + SHORTEST {
            spans.push((start, end));
        }
    };
    for t in 0..parse.len() {
        let id = TokenId::new(t);
        let word = parse.span(id).of(text);
        if parse.pos(id) == Pos::Space && word.contains('\n') {
            if let Some(start) = open.take() {
                push(start, t);
            }
            continue;
        }
        let (opens, closes) = match word {
            "“" | "„" | "«" | "``" => (true, false),
            "”" | "»" => (false, true),
            "\"" | "''" => (open.is_none(), open.is_some()),
            _ => continue,
        };
        if opens {
            open = Some(t + 1);
        } else if closes && let Some(start) = open.take() {
            push(start, t);
        }
    }
    if let Some(start) = open {
        push(start, parse.len());
    }
    spans
}
