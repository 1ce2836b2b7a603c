//! The text of a fragment of HTML, as feeds and news XML carry it.
//!
//! Not for whole pages, where most of the text is not the article's: those go through [`crate::Page`].

/// Elements that end a paragraph.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "br",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "tr",
    "table",
    "blockquote",
    "section",
    "article",
    "hr",
    "figcaption",
    "figure",
    "pre",
];

/// Elements whose content is no text.
const SILENT: &[&str] = &["script", "style", "noscript", "template"];

/// The text of a fragment: a blank line between paragraphs, white space as one space, entities as characters.
pub(crate) fn plain(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        let name = tag_name(rest);
        if name.is_empty() && !rest.starts_with("</") && !rest.starts_with("<!") {
            // "5 < 6": not a tag.
            out.push('<');
            rest = &rest[1..];
            continue;
        }
        let Some(end) = rest.find('>') else {
            rest = "";
            break;
        };
        let is_open = !rest.starts_with("</");
        rest = &rest[end + 1..];
        if BLOCKS.contains(&name.as_str()) {
            out.push_str("\n\n");
        }
        if is_open && SILENT.contains(&name.as_str()) {
            let close = format!("</{name}");
            let lower = rest.to_ascii_lowercase();
            rest = lower.find(&close).map_or("", |at| &rest[at..]);
        }
    }
    out.push_str(rest);
    paragraphs(&decode_entities(&out))
}

fn tag_name(tag: &str) -> String {
    let tag = tag.trim_start_matches(['<', '/']);
    let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
    name.to_ascii_lowercase()
}

/// Entities as the characters that they stand for.
pub(crate) fn decode_entities(text: &str) -> String {
    html_escape::decode_html_entities(text).into_owned()
}

/// Runs of white space as one space, paragraphs a blank line apart.
pub(crate) fn paragraphs(text: &str) -> String {
    let words = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = text.split("\n\n").map(words).filter(|part| !part.is_empty()).collect();
    parts.join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn fragments_become_paragraphs() {
        let cases = [
            (
                "<p>Talks <b>began</b>\n on Monday.</p><p>They &amp; others left.</p>",
                "Talks began on Monday.\n\nThey & others left.",
            ),
            ("5 < 6 and <script>if (a<b) {}</script>done", "5 < 6 and done"),
            ("<!-- hidden --><br/>A<br>B", "A\n\nB"),
            ("cut <a href=", "cut"),
            ("", ""),
        ];
        for (html, want) in cases {
            assert_eq!(plain(html), want, "{html}");
        }
    }
}
