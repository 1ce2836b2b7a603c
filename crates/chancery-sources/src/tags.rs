//! The tags of a page, read without building its tree, and the page laid out so that its text comes out whole.
//!
//! Extractors take a line break of the source for one of the text, and put a space at every tag. In a browser a line
//! break inside a paragraph is a space and a tag inside a line is nothing, so pages are put that way first:
//! [`laid_out`]. How deeply a page nests is counted here too ([`depth`]), before anything walks its tree, and what its
//! head tells of it is taken out ([`metas`]).
//!
//! What a page says is not looked at here, and what is broken in it stays broken: any text gives some pieces.

use quick_xml::events::BytesStart;

/// Elements that end a line; any other one, known or not, stands in it.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Those that change the look of letters and may begin or end inside a word.
const LETTERS: &[&str] = &["b", "big", "em", "font", "i", "mark", "strong", "u", "wbr"];

/// Elements whose content is no markup.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "noembed", "noframes"];

/// Elements that may be left open without nesting.
const NO_NESTING: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "p", "li",
    "td", "th", "tr", "dd", "dt", "option", "html", "head", "body", "thead", "tbody", "tfoot", "colgroup",
];

/// Elements of drawings that are closed by a slash; outside of a drawing such a slash means nothing.
const DRAWN: &[&str] = &[
    "circle",
    "clippath",
    "defs",
    "ellipse",
    "g",
    "image",
    "line",
    "lineargradient",
    "mask",
    "path",
    "polygon",
    "polyline",
    "radialgradient",
    "rect",
    "stop",
    "svg",
    "symbol",
    "text",
    "tspan",
    "use",
];

/// Zero width, and forbids a break: it marks where a tag stood inside a word until the text is out.
const JOINER: char = '\u{2060}';

/// A part of a page; all of them together are the page.
enum Piece<'a> {
    Text(&'a str),
    Tag {
        source: &'a str,
        name: String,
        is_close: bool,
    },
    /// Comments, declarations, and what is inside scripts and the like.
    Other(&'a str),
}

struct Pieces<'a> {
    rest: &'a str,
    /// The raw element that was opened last.
    raw: Option<String>,
}

fn pieces(html: &str) -> Pieces<'_> {
    Pieces { rest: html, raw: None }
}

impl<'a> Pieces<'a> {
    fn take(&mut self, len: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(len);
        self.rest = rest;
        taken
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if self.rest.is_empty() {
            return None;
        }
        if let Some(raw) = self.raw.take() {
            let len = closing(self.rest, &raw);
            if len > 0 {
                return Some(Piece::Other(self.take(len)));
            }
        }
        let Some(after) = self.rest.strip_prefix('<') else {
            let len = self.rest.find('<').unwrap_or(self.rest.len());
            return Some(Piece::Text(self.take(len)));
        };
        if let Some(comment) = after.strip_prefix("!--") {
            let len = comment.find("-->").map_or(self.rest.len(), |at| at + "<!---->".len());
            return Some(Piece::Other(self.take(len)));
        }
        if after.starts_with(['!', '?']) {
            let len = self.rest.find('>').map_or(self.rest.len(), |at| at + 1);
            return Some(Piece::Other(self.take(len)));
        }
        let (is_close, named) = after.strip_prefix('/').map_or((false, after), |named| (true, named));
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            // "5 < 6": not a tag.
            let len = after.find('<').map_or(self.rest.len(), |at| at + 1);
            return Some(Piece::Text(self.take(len)));
        }
        let name: String = named.chars().take(16).take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        let source = self.take(tag_len(self.rest));
        if !is_close && RAW.contains(&name.as_str()) {
            self.raw = Some(name.clone());
        }
        Some(Piece::Tag { source, name, is_close })
    }
}

/// How long a tag is, its `>` included; one in quotes is part of a value.
fn tag_len(tag: &str) -> usize {
    let mut quote = None;
    let mut before = b' ';
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if byte == b'>' => return at + 1,
            None if matches!(byte, b'"' | b'\'') && before == b'=' => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    tag.len()
}

/// Where a raw element ends.
fn closing(text: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = text[from..].find("</") {
        let at = from + at;
        let named = text.as_bytes().get(at + 2..at + 2 + name.len());
        if named.is_some_and(|named| named.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        from = at + 2;
    }
    text.len()
}

/// What the page's `meta` tags name, in small letters, and the value of each.
pub(crate) fn metas(html: &str) -> impl Iterator<Item = (String, String)> {
    pieces(html).filter_map(|piece| match piece {
        Piece::Tag { source, name, is_close: false } if name == "meta" => {
            let inner = source.trim_start_matches('<').trim_end_matches(['/', '>']);
            let (mut named, mut value) = (None, None);
            for attribute in BytesStart::from_content(inner, name.len()).html_attributes().with_checks(false).flatten()
            {
                let text = attribute.value;
                match attribute.key.as_ref().to_ascii_lowercase().as_str() {
                    "name" | "property" | "itemprop" => named = Some(text.to_ascii_lowercase()),
                    "content" => value = Some(html_escape::decode_html_entities(&text).into_owned()),
                    _ => {}
                }
            }
            named.zip(value)
        }
        _ => None,
    })
}

/// How deeply elements nest at most.
pub(crate) fn depth(html: &str) -> usize {
    let (mut depth, mut deepest) = (0usize, 0usize);
    let mut in_drawing = false;
    for piece in pieces(html) {
        let Piece::Tag { source, name, is_close } = piece else { continue };
        let is_drawn = DRAWN.contains(&name.as_str());
        in_drawing = is_drawn && (in_drawing || name == "svg");
        if NO_NESTING.contains(&name.as_str()) || (in_drawing && source.ends_with("/>")) {
            continue;
        }
        if is_close {
            depth = depth.saturating_sub(1);
        } else {
            depth += 1;
            deepest = deepest.max(depth);
        }
    }
    deepest
}

/// The page with line breaks only where a browser breaks lines, and words that a tag runs through held together.
pub(crate) fn laid_out(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    // What stood last, tags in a line aside: the character, and whether it is a word of one letter.
    let mut last = Last::Break;
    let mut tags_between: Vec<String> = Vec::new();
    let mut kept = 0usize;
    for piece in pieces(html) {
        match piece {
            Piece::Other(source) => out.push_str(source),
            Piece::Tag { source, name, is_close } => {
                if name == "pre" {
                    kept = if is_close { kept.saturating_sub(1) } else { kept + 1 };
                }
                if !BLOCKS.contains(&name.as_str()) {
                    tags_between.push(name);
                    out.push_str(source);
                    continue;
                }
                if !is_close && name != "br" && last != Last::Break {
                    out.push('\n');
                }
                out.push_str(source);
                // Extractors drop some of these, and would run the lines together.
                if name == "br" {
                    out.push('\n');
                }
                last = if is_close && last != Last::Break { Last::Closed } else { Last::Break };
                tags_between.clear();
            }
            Piece::Text(text) if kept > 0 => {
                out.push_str(text);
                last = Last::Break;
            }
            Piece::Text(text) => {
                last = push_text(&mut out, text, last, &tags_between);
                tags_between.clear();
            }
        }
    }
    out
}

/// What stands before a text.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// The beginning of a line.
    Break,
    /// A block that ended, after which no line has begun.
    Closed,
    Space,
    Letter(char),
    /// A text of one capital, as ornate first letters are.
    Capital,
}

fn push_text(out: &mut String, text: &str, last: Last, tags: &[String]) -> Last {
    let Some(first) = text.chars().next() else { return last };
    let words = text.split_ascii_whitespace();
    let mut is_first = true;
    for word in words {
        let is_apart = !is_first || first.is_ascii_whitespace();
        match last {
            _ if !is_first => out.push(' '),
            Last::Closed => out.push('\n'),
            Last::Break | Last::Space => {}
            _ if is_apart => out.push(' '),
            _ if is_joined(last, first, tags) => out.push(JOINER),
            _ => {}
        }
        out.push_str(word);
        is_first = false;
    }
    if is_first {
        // White space alone.
        return match last {
            Last::Break | Last::Closed => last,
            _ => {
                out.push(' ');
                Last::Space
            }
        };
    }
    if text.ends_with(|c: char| c.is_ascii_whitespace()) {
        out.push(' ');
        return Last::Space;
    }
    let mut chars = text.trim_ascii_start().chars();
    match (chars.next(), chars.next()) {
        (Some(only), None) if only.is_uppercase() && matches!(last, Last::Break | Last::Closed) => Last::Capital,
        _ => text.chars().last().map_or(last, Last::Letter),
    }
}

/// Whether no space belongs between two texts that only tags part. Words that only tags part are apart on many pages,
/// where the look sees to it.
fn is_joined(last: Last, first: char, tags: &[String]) -> bool {
    if tags.is_empty() {
        return false;
    }
    let is_about_letters = tags.iter().all(|tag| LETTERS.contains(&tag.as_str()));
    match last {
        Last::Break | Last::Closed | Last::Space => false,
        Last::Capital => first.is_lowercase(),
        Last::Letter(before) => !(before.is_alphanumeric() && first.is_alphanumeric()) || is_about_letters,
    }
}

/// The text of a page that was laid out, without the marks of that.
pub(crate) fn joined(text: &str) -> String {
    let spaced = format!(" {JOINER}");
    text.replace(&spaced, "").replace(JOINER, "")
}

#[cfg(test)]
mod tests {
    use super::{depth, joined, laid_out};

    #[test]
    fn lines_break_where_a_browser_breaks_them() {
        let check = |html: &str, want: &str| assert_eq!(joined(&laid_out(html)), want, "{html}");
        check("<p>Talks\n   began on\r\n\tMonday.</p>", "<p>Talks began on Monday.</p>");
        check(
            "<p>He\n<b>left</b>\nearly.</p>\n\n<p>So did she.</p>",
            "<p>He <b>left</b> early.</p>\n<p>So did she.</p>",
        );
        check("<div><p>One.</p>Two.</div>", "<div><p>One.</p>\nTwo.</div>");
        check("<td>One</td><td>Two</td>", "<td>One</td>\n<td>Two</td>");
        check("One<br>Two", "One<br>\nTwo");
        check("One<blockquote>Two</blockquote>", "One\n<blockquote>Two</blockquote>");
        check("<pre>a\n  b</pre>", "<pre>a\n  b</pre>");
        check("<script>\nif (a<b)\n x\n</script>", "<script>\nif (a<b)\n x\n</script>");
        check("a < b\nand <!-- c\nd --> e", "a < b and <!-- c\nd -->e");
        check("<a title=\"x > y\nz\">t</a> cut <a href=", "<a title=\"x > y\nz\">t</a> cut <a href=");
    }

    #[test]
    fn words_that_a_tag_runs_through_stay_whole() {
        // An extractor puts a space at every tag.
        let spaced =
            |html: &str| joined(&laid_out(html).replace("</a>", " ").replace("</b>", " ").replace("</i>", " "));
        assert_eq!(spaced("<a>Oduya</a>’s aides"), "<a>Oduya’s aides");
        assert_eq!(spaced("(<a>more</a>)"), "(<a>more)");
        assert_eq!(spaced("<b>un</b>likely"), "<b>unlikely");
        assert_eq!(spaced("<a>Home</a><a>World</a>"), "<a>Home <a>World ");
        assert_eq!(spaced("<p><a>T</a>alks began"), "<p><a>Talks began");
    }

    #[test]
    fn only_elements_nest() {
        assert_eq!(depth("<div><p>a<p>b<div>c</div></div>"), 2);
        assert_eq!(depth(&"<div>".repeat(1000)), 1000);
        assert_eq!(depth(&format!("<script>{}</script>", "for(i=0;i<n;i++){a=\"<div>\"}".repeat(1000))), 1);
        assert_eq!(depth(&format!("<svg>{}</svg>", "<circle r=\"1\"/>".repeat(1000))), 1);
        assert_eq!(depth(&"<circle/>".repeat(1000)), 1000, "a slash closes nothing outside of a drawing");
        assert_eq!(depth(&format!("<svg><p>{}", "<path/>".repeat(1000))), 1001, "a paragraph ends a drawing");
        assert_eq!(depth(&"1 <2 ".repeat(1000)), 0);
    }
}
