//! News agencies' XML: NewsML-G2 and NITF, alone or one inside the other.
//!
//! One pass over the elements, by their local names: an item is what stands in `newsItem`, or the whole of a document
//! whose root is `nitf`. Entities that a document defines for itself are left out, so none can blow up.

use chancery_doc::{Given, Note};
use chancery_intake::{authors, decode, parse_date};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::markup::{decode_entities, paragraphs, plain};
use crate::{Error, Found, page};

/// No document of an agency nests as deeply.
const DEEPEST: usize = 200;

/// What was gathered of one item.
#[derive(Default)]
struct Item {
    id: Option<String>,
    headline: String,
    provider: Option<String>,
    date: Option<String>,
    language: Option<String>,
    byline: String,
    dateline: String,
    paragraphs: Vec<String>,
    /// Text without paragraphs.
    loose: String,
}

pub(crate) fn articles(name: &str, bytes: Vec<u8>) -> Vec<Result<Found, Error>> {
    let mut notes = Vec::new();
    let xml = decode(bytes, &mut notes).as_str().to_owned();
    let mut walk =
        Walk { name, notes, found: Vec::new(), open: Vec::new(), item: Item::default(), text: String::new() };
    let mut reader = Reader::from_str(&xml);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                walk.start(&start);
                if walk.open.len() > DEEPEST {
                    let message = format!("nests elements more than {DEEPEST} deep and was refused");
                    walk.found.push(Err(Error::new(name, None, message)));
                    break;
                }
            }
            Ok(Event::Empty(start)) => {
                walk.start(&start);
                walk.end();
            }
            Ok(Event::End(_)) => walk.end(),
            Ok(Event::Text(text)) => walk.text.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => walk.text.push_str(&text.into_inner()),
            Ok(Event::GeneralRef(entity)) => match entity.resolve_char_ref() {
                Ok(Some(char)) => walk.text.push(char),
                _ => {
                    let written = format!("&{};", entity.into_inner());
                    let decoded = decode_entities(&written);
                    if decoded != written {
                        walk.text.push_str(&decoded);
                    }
                }
            },
            Ok(Event::Eof) => {
                if !walk.open.is_empty() {
                    walk.found.push(Err(Error::new(name, None, "the document is cut off")));
                }
                break;
            }
            Ok(_) => {}
            Err(cause) => {
                let message = format!("is not well-formed XML: {cause} (byte {})", reader.error_position());
                walk.found.push(Err(Error::new(name, None, message)));
                break;
            }
        }
    }
    if walk.found.is_empty() {
        walk.found.push(Err(Error::empty(name, None, "the document has no news item with text")));
    }
    walk.found
}

struct Walk<'a> {
    name: &'a str,
    notes: Vec<Note>,
    found: Vec<Result<Found, Error>>,
    /// The elements that are open, by local name.
    open: Vec<String>,
    item: Item,
    /// Text since the last element of interest began or ended.
    text: String,
}

impl Walk<'_> {
    fn is_in(&self, element: &str) -> bool {
        self.open.iter().any(|name| name == element)
    }

    fn is_content(&self) -> bool {
        ["body.content", "inlineXML", "block"].iter().any(|element| self.is_in(element))
    }

    fn start(&mut self, start: &BytesStart<'_>) {
        let local = start.local_name();
        let name: String = local.as_ref().to_owned();
        let attribute = |wanted: &str| {
            start.attributes().flatten().find_map(|attribute| {
                let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok()?;
                (attribute.key.local_name().as_ref() == wanted && !value.is_empty()).then(|| value.into_owned())
            })
        };
        match name.as_str() {
            "newsItem" => {
                self.item = Item { id: attribute("guid"), language: attribute("lang"), ..Item::default() };
            }
            "nitf" if !self.is_in("newsItem") => self.item = Item::default(),
            "date.issue" | "story.date" => self.item.date = self.item.date.take().or_else(|| attribute("norm")),
            "doc-id" => self.item.id = self.item.id.take().or_else(|| attribute("id-string")),
            "doc.copyright" => self.item.provider = self.item.provider.take().or_else(|| attribute("holder")),
            "provider" | "infoSource" => {
                self.item.provider = self.item.provider.take().or_else(|| attribute("literal"));
            }
            _ => {}
        }
        if matches!(
            name.as_str(),
            "p" | "headline"
                | "hl1"
                | "title"
                | "byline"
                | "dateline"
                | "contentCreated"
                | "versionCreated"
                | "name"
                | "inlineData"
                | "br"
                | "creditline"
        ) {
            if name == "p" && self.is_content() {
                self.item.loose.push_str(&self.text);
            }
            if name == "br" {
                self.text.push(' ');
            } else {
                self.text.clear();
            }
        }
        self.open.push(name);
    }

    fn end(&mut self) {
        let Some(name) = self.open.pop() else { return };
        let words = || self.text.split_whitespace().collect::<Vec<_>>().join(" ");
        match name.as_str() {
            "p" if self.is_content() => {
                let words = words();
                if !words.is_empty() {
                    self.item.paragraphs.push(words);
                }
                self.text.clear();
            }
            "headline" | "hl1" if self.item.headline.is_empty() => self.item.headline = words(),
            "title" if self.is_in("head") && self.item.headline.is_empty() => self.item.headline = words(),
            "byline" => self.item.byline = words(),
            "dateline" => self.item.dateline = words(),
            "versionCreated" if self.item.date.is_none() => self.item.date = Some(words()),
            // When the text was made is closer to its "today" than when this version was.
            "contentCreated" => self.item.date = Some(words()),
            "name" if self.is_in("provider") && self.item.provider.is_none() => self.item.provider = Some(words()),
            "inlineData" => self.item.loose.push_str(&plain(&self.text)),
            "newsItem" => self.finish(),
            "nitf" if !self.is_in("newsItem") => self.finish(),
            _ => return,
        }
        self.text.clear();
    }

    fn finish(&mut self) {
        let item = std::mem::take(&mut self.item);
        let number = Some(self.found.len() as u64 + 1);
        let mut text = item.paragraphs.join("\n\n");
        if text.is_empty() {
            text = paragraphs(&item.loose);
        }
        if text.is_empty() {
            // Pictures and graphics are news items too.
            self.found.push(Err(Error::empty(self.name, number, "the news item has no text")));
            return;
        }
        if !item.dateline.is_empty() && !text.starts_with(&item.dateline) {
            text = format!("{} - {text}", item.dateline.trim_end_matches(['-', '\u{2013}', '\u{2014}', ' ']));
        }
        let notes = self.notes.clone();
        let headline = Some(item.headline).filter(|headline| !headline.is_empty());
        let given = Given {
            id: item.id,
            url: None,
            publisher: item.provider.filter(|name| !name.is_empty()),
            authors: authors(&item.byline),
            headline: headline.clone(),
            published: item.date.and_then(|date| parse_date(&date)),
            language: item.language.map(|l| l.chars().take_while(char::is_ascii_alphabetic).collect()),
        };
        let raw = page::raw(self.name.to_owned(), number, text, headline, given, notes);
        self.found.push(Ok(Found::Article(Box::new(raw))));
    }
}
