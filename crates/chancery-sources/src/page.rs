//! The article of an HTML page: its text without menus and advertisements, its headline, date and publisher.

use chancery_doc::{Date, Given, Note};
use chancery_intake::{Decoded, Raw, authors, decode, parse_date};

use crate::{Error, around, tags};

/// No page that people read nests as deeply; some trees are walked with one call a level.
const DEEPEST: usize = 400;

/// An HTML page as it was found.
#[derive(Debug)]
pub struct Page {
    pub(crate) name: String,
    pub(crate) line: Option<u64>,
    pub(crate) bytes: Vec<u8>,
    pub(crate) id: Option<String>,
    pub(crate) url: Option<String>,
    /// The encoding that the carrier named.
    pub(crate) charset: Option<String>,
}

impl Page {
    /// A page by itself; what it is called goes into notes and messages.
    pub fn new(name: impl Into<String>, bytes: Vec<u8>) -> Page {
        Page { name: name.into(), line: None, bytes, id: None, url: None, charset: None }
    }

    /// Finds the article.
    ///
    /// # Errors
    /// When there is none in it, or it nests too deeply.
    pub fn read(self) -> Result<Raw, Error> {
        let Page { name, line, bytes, id, url, charset } = self;
        let mut notes = Vec::new();
        let html = match charset.as_deref().or_else(|| declared(&bytes)) {
            Some(label) if std::str::from_utf8(&bytes).is_err() => {
                decode_as(&bytes, label).unwrap_or_else(|| decode(bytes, &mut notes).as_str().to_owned())
            }
            _ => decode(bytes, &mut notes).as_str().to_owned(),
        };
        if tags::depth(&html) > DEEPEST {
            let message = format!("the page nests elements more than {DEEPEST} deep and was refused");
            return Err(Error::new(&name, line, message));
        }
        let options = rs_trafilatura::Options { url: url.clone(), ..rs_trafilatura::Options::default() };
        let found = rs_trafilatura::extract_with_options(&tags::laid_out(&html), &options)
            .map_err(|cause| Error::new(&name, line, format_args!("no article was found in the page: {cause}")))?;
        let text = around::without(&tags::joined(&found.content_text)).join("\n\n");
        if text.is_empty() {
            return Err(Error::empty(&name, line, "no article was found in the page"));
        }
        let meta = found.metadata;
        let headline = meta.title.map(|t| one_line(&t)).filter(|t| !t.is_empty());
        // The headline often opens the text as well.
        let text = match &headline {
            Some(headline) => text.strip_prefix(headline.as_str()).map_or(text.as_str(), str::trim_start).to_owned(),
            None => text,
        };
        let given = Given {
            id,
            url: url.or(meta.url).filter(|u| !u.is_empty()),
            publisher: meta.sitename.or(meta.hostname).filter(|s| !s.trim().is_empty()),
            authors: meta.author.map_or_else(Vec::new, |a| authors(&one_line(&a))),
            headline: headline.clone(),
            published: published(&html).or_else(|| meta.date.and_then(|date| parse_date(&date.to_rfc3339()))),
            language: meta.language.map(|l| l.chars().take_while(|c| c.is_ascii_alphabetic()).collect()),
        };
        Ok(raw(name, line, text, headline, given, notes))
    }
}

/// An article whose text was taken out of something: the way back leads into the text as it was taken out.
pub(crate) fn raw(
    name: String,
    line: Option<u64>,
    text: String,
    headline: Option<String>,
    given: Given,
    notes: Vec<Note>,
) -> Raw {
    let headline = headline.map(Decoded::extracted);
    Raw { name, line, text: Decoded::extracted(text), headline, given, notes }
}

/// The day of publication that the page's head tells; a day that stands elsewhere may be that of the last change.
fn published(html: &str) -> Option<Date> {
    const NAMES: [&str; 7] = [
        "article:published_time",
        "datepublished",
        "og:published_time",
        "parsely-pub-date",
        "dc.date.issued",
        "dcterms.issued",
        "sailthru.date",
    ];
    tags::metas(html).filter(|(name, _)| NAMES.contains(&name.as_str())).find_map(|(_, value)| parse_date(&value))
}

fn one_line(text: &str) -> String {
    tags::joined(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The encoding that a page says it has, in its first bytes.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(2048)];
    let at = head.windows(8).position(|w| w.eq_ignore_ascii_case(b"charset="))? + 8;
    let rest = head[at..].trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let len = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')).count();
    std::str::from_utf8(&rest[..len]).ok().filter(|label| !label.is_empty())
}

fn decode_as(bytes: &[u8], label: &str) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes())?;
    Some(encoding.decode(bytes).0.into_owned())
}

#[cfg(test)]
mod tests {
    use super::published;

    #[test]
    fn the_day_of_publication_is_not_that_of_the_last_change() {
        let check = |head: &str, want: Option<&str>| {
            let found = published(&format!("<html><head>{head}</head><body><p>1 &lt; 2</p></body></html>"));
            assert_eq!(found.map(|day| day.to_string()).as_deref(), want, "{head}");
        };
        let changed = r#"<meta property="article:modified_time" content="2025-04-02T08:00:00Z">"#;
        check(changed, None);
        check(
            &format!(r#"{changed}<META content='2025-03-30 23:10:00' PROPERTY=article:published_time />"#),
            Some("2025-03-30"),
        );
        check(r#"<script>"<meta name='datePublished' content='2001-01-01'>"</script>"#, None);
        check(
            r#"<meta itemprop="datePublished" content="soon"><meta name="sailthru.date" content="2025-03-31">"#,
            Some("2025-03-31"),
        );
        check(r#"<meta name="datePublished"#, None);
    }
}
