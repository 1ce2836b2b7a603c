//! RSS and Atom: each item that has text is an article.

use chancery_doc::Given;
use chancery_intake::{authors, parse_date};

use crate::markup::{decode_entities, plain};
use crate::{Articles, Error, Found, page};

pub(crate) fn articles(name: &str, bytes: &[u8]) -> Articles {
    let feed = match feed_rs::parser::parse(bytes) {
        Ok(feed) => feed,
        Err(cause) => {
            let message = format!("not a feed that can be read: {cause}; check that the file is whole");
            return Box::new(std::iter::once(Err(Error::new(name, None, message))));
        }
    };
    let publisher = feed.title.map(|title| plain(&title.content)).filter(|title| !title.is_empty());
    let language = feed.language.map(|l| l.chars().take_while(char::is_ascii_alphabetic).collect::<String>());
    let name = name.to_owned();
    Box::new((1u64..).zip(feed.entries).map(move |(number, entry)| {
        let headline = entry.title.map(|title| decode_entities(&plain(&title.content))).filter(|t| !t.is_empty());
        let body = entry.content.and_then(|content| content.body).map(|body| plain(&body)).filter(|t| !t.is_empty());
        let text = body.or_else(|| entry.summary.map(|summary| plain(&summary.content))).unwrap_or_default();
        if text.is_empty() {
            return Err(Error::empty(&name, Some(number), "the item of the feed has no text"));
        }
        let authors = entry.authors.iter().filter_map(|a| a.name.as_deref()).flat_map(authors).collect();
        let date = entry.published.or(entry.updated).and_then(|date| parse_date(&date.to_rfc3339()));
        let given = Given {
            id: Some(entry.id).filter(|id| !id.is_empty()),
            url: entry.links.into_iter().map(|link| link.href).find(|href| !href.is_empty()),
            publisher: publisher.clone(),
            authors,
            headline: headline.clone(),
            published: date,
            language: language.clone(),
        };
        Ok(Found::Article(Box::new(page::raw(name.clone(), Some(number), text, headline, given, Vec::new()))))
    }))
}
