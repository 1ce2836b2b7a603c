//! From a ledger back to the cleaned text it was read from, so that the text can be read again.

use chancery_doc::{Given, Language, RawMap, Segment as DocSegment, SegmentKind as DocKind, Span, Text};

use super::{Ledger, SegmentKind};

/// The text of a ledger with its segments, as intake gave it.
///
/// The way back to the raw input is lost: a ledger does not have it. Segments that do not fit the text are left out.
pub fn text(ledger: &Ledger) -> Text {
    let article = &ledger.article;
    // The byte at which each code point begins, and the end.
    let mut bytes: Vec<usize> = article.text.char_indices().map(|(byte, _)| byte).collect();
    bytes.push(article.text.len());
    let mut segments: Vec<DocSegment> = Vec::new();
    for s in &ledger.segments {
        let place = bytes.get(s.start as usize).zip(bytes.get(s.end as usize));
        let Some((&start, &end)) = place.filter(|(start, end)| start <= end) else { continue };
        if segments.last().is_some_and(|last| last.span.end() as usize > start) {
            continue;
        }
        segments.push(DocSegment { kind: kind(s.kind), span: Span::at(start..end) });
    }
    let given = Given {
        id: Some(article.id.clone()),
        url: article.url.clone(),
        publisher: article.publisher.clone(),
        authors: article.authors.clone(),
        headline: article.headline.clone(),
        published: article.published.as_deref().and_then(|day| day.parse().ok()),
        language: Some(article.language.clone()),
    };
    // It was refused for its language before, or it was not.
    let reliable = ledger.notes.iter().any(|note| note.code == "engine.language");
    let language = Language { code: article.language.clone(), reliable };
    let length = u32::try_from(article.text.len()).unwrap_or(u32::MAX);
    Text::new(article.text.clone(), segments, RawMap::identity(length), given, language)
}

fn kind(kind: SegmentKind) -> DocKind {
    match kind {
        SegmentKind::Headline => DocKind::Headline,
        SegmentKind::Standfirst => DocKind::Standfirst,
        SegmentKind::Caption => DocKind::Caption,
        SegmentKind::Crosshead => DocKind::Crosshead,
        SegmentKind::Paragraph => DocKind::Paragraph,
        SegmentKind::Byline => DocKind::Byline,
        SegmentKind::Dateline => DocKind::Dateline,
        SegmentKind::Other => DocKind::Other,
    }
}
