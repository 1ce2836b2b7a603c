//! Runs one way of finding a page's article over many pages, for `bench/extraction.py`.
//!
//! `chancery-extraction READER` takes lines of JSON from standard input (`path`, and `url` or null) and answers each with
//! a line: what was found, or why nothing was, and the milliseconds that it took. `chancery` is our own page reader as
//! users get it; the others are crates as their documentation shows them, `rs-trafilatura` as our reader calls it.
//! Where a crate gives HTML, that is handed on, so that all texts are taken out of it in the same way.

use std::io::{self, BufRead, Write};
use std::panic;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail};
use serde_json::{Value, json};
use url::Url;

/// What was found in a page.
#[derive(Default)]
struct Article {
    text: Option<String>,
    html: Option<String>,
    title: Option<String>,
    date: Option<String>,
    authors: Option<String>,
}

type Reader = fn(&[u8], &Url) -> Result<Article>;

const READERS: &[(&str, Reader)] = &[
    ("chancery", chancery),
    ("rs-trafilatura", rs_trafilatura),
    ("rs-trafilatura+article", rs_trafilatura_article),
    ("rs-trafilatura+precision", rs_trafilatura_precision),
    ("trafilatura", trafilatura_alone),
    ("trafilatura+fallback", trafilatura_fallback),
    ("dom_smoothie", dom_smoothie),
    ("legible", legible),
    ("libreadability", libreadability),
    ("llm_readability", llm_readability),
    ("readability", readability),
    ("readability-rust", readability_rust),
    ("readabilityrs", readabilityrs),
    ("readable-readability", readable_readability),
];

/// Pages are read this often; the fastest counts.
const RUNS: usize = 3;

/// Trees are walked with one call a level, by some.
const STACK: usize = 256 << 20;

fn main() -> Result<()> {
    let name = std::env::args().nth(1).unwrap_or_default();
    if name == "--list" {
        READERS.iter().for_each(|(name, _)| println!("{name}"));
        return Ok(());
    }
    let Some((_, reader)) = READERS.iter().find(|(known, _)| *known == name) else {
        bail!("no reader is called '{name}'; --list names them");
    };
    // What a crate says when it fails goes into the answer.
    panic::set_hook(Box::new(|_| {}));
    let work = std::thread::Builder::new().stack_size(STACK).spawn(move || answer_all(*reader))?;
    work.join().map_err(|_| anyhow!("the reader's thread ended early"))?
}

fn answer_all(reader: Reader) -> Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let asked: Value = serde_json::from_str(&line?)?;
        let path = asked["path"].as_str().context("a line names no path")?;
        let url = Url::parse(asked["url"].as_str().unwrap_or("https://example.org/page.html"))?;
        let page = std::fs::read(path).with_context(|| format!("cannot read {path}"))?;
        writeln!(out, "{}", answer(reader, &page, &url))?;
    }
    Ok(())
}

fn answer(reader: Reader, page: &[u8], url: &Url) -> Value {
    let mut fastest = Duration::MAX;
    let mut found = Err(anyhow!("not run"));
    for _ in 0..RUNS {
        let start = Instant::now();
        found = panic::catch_unwind(|| reader(page, url)).unwrap_or_else(|_| Err(anyhow!("the crate panicked")));
        fastest = fastest.min(start.elapsed());
    }
    let ms = fastest.as_secs_f64() * 1000.0;
    match found {
        Ok(Article { text, html, title, date, authors }) => {
            json!({"text": text, "html": html, "title": title, "date": date, "authors": authors, "ms": ms})
        }
        Err(cause) => json!({"error": format!("{cause:#}"), "ms": ms}),
    }
}

fn utf8(page: &[u8]) -> String {
    String::from_utf8_lossy(page).into_owned()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.trim().is_empty())
}

fn chancery(page: &[u8], _: &Url) -> Result<Article> {
    let raw = chancery_sources::Page::new("page", page.to_vec()).read()?;
    Ok(Article {
        text: Some(raw.text.as_str().to_owned()),
        title: raw.given.headline,
        date: raw.given.published.map(|date| date.to_string()),
        authors: filled(raw.given.authors.join(", ")),
        html: None,
    })
}

fn rs_trafilatura_with(page: &[u8], url: &Url, change: fn(&mut rs_trafilatura::Options)) -> Result<Article> {
    let mut options = rs_trafilatura::Options { url: Some(url.to_string()), ..rs_trafilatura::Options::default() };
    change(&mut options);
    let found = rs_trafilatura::extract_with_options(&utf8(page), &options)?;
    Ok(Article {
        text: Some(found.content_text),
        title: found.metadata.title,
        date: found.metadata.date.map(|date| date.to_rfc3339()),
        authors: found.metadata.author,
        html: None,
    })
}

fn rs_trafilatura(page: &[u8], url: &Url) -> Result<Article> {
    rs_trafilatura_with(page, url, |_| {})
}

fn rs_trafilatura_precision(page: &[u8], url: &Url) -> Result<Article> {
    rs_trafilatura_with(page, url, |options| options.favor_precision = true)
}

fn rs_trafilatura_article(page: &[u8], url: &Url) -> Result<Article> {
    rs_trafilatura_with(page, url, |options| options.page_type = Some(rs_trafilatura::page_type::PageType::Article))
}

fn trafilatura_with(page: &[u8], url: &Url, fallback: bool) -> Result<Article> {
    let options = trafilatura::Options::default().with_url(url.clone()).with_fallback(fallback);
    let found = trafilatura::extract(&utf8(page), &options)?;
    Ok(Article {
        text: Some(found.content_text),
        title: filled(found.metadata.title),
        date: found.metadata.date.map(|date| date.to_string()),
        authors: filled(found.metadata.author),
        html: None,
    })
}

fn trafilatura_alone(page: &[u8], url: &Url) -> Result<Article> {
    trafilatura_with(page, url, false)
}

fn trafilatura_fallback(page: &[u8], url: &Url) -> Result<Article> {
    trafilatura_with(page, url, true)
}

fn dom_smoothie(page: &[u8], url: &Url) -> Result<Article> {
    let found = dom_smoothie::Readability::new(utf8(page), Some(url.as_str()), None)?.parse()?;
    Ok(Article {
        html: Some(found.content.to_string()),
        title: filled(found.title),
        date: found.published_time,
        authors: found.byline,
        text: None,
    })
}

fn legible(page: &[u8], url: &Url) -> Result<Article> {
    let found = legible::parse(&utf8(page), Some(url.as_str()), None)?;
    Ok(Article {
        html: Some(found.content),
        title: filled(found.title),
        date: found.published_time,
        authors: found.byline,
        text: None,
    })
}

fn libreadability(page: &[u8], url: &Url) -> Result<Article> {
    let found = libreadability::extract(&utf8(page), Some(url.as_str()))?;
    Ok(Article {
        html: Some(found.content),
        title: filled(found.title),
        date: filled(found.published_time),
        authors: filled(found.byline),
        text: None,
    })
}

fn llm_readability(mut page: &[u8], url: &Url) -> Result<Article> {
    let found = llm_readability::extractor::extract(&mut page, url).map_err(|cause| anyhow!("{cause:?}"))?;
    Ok(Article { html: Some(found.content), ..Article::default() })
}

fn readability(mut page: &[u8], url: &Url) -> Result<Article> {
    let found = readability::extractor::extract(&mut page, url).map_err(|cause| anyhow!("{cause:?}"))?;
    Ok(Article { html: Some(found.content), title: filled(found.title), ..Article::default() })
}

fn readability_rust(page: &[u8], url: &Url) -> Result<Article> {
    let found = readability_rust::Readability::new_with_base_uri(&utf8(page), url.as_str(), None)
        .map_err(|cause| anyhow!("{cause:?}"))?
        .parse()
        .context("no article was found")?;
    Ok(Article {
        html: found.content,
        title: found.title,
        date: found.published_time,
        authors: found.byline,
        text: None,
    })
}

fn readabilityrs(page: &[u8], url: &Url) -> Result<Article> {
    let found = readabilityrs::Readability::new(&utf8(page), Some(url.as_str()), None)?;
    let found = found.parse().context("no article was found")?;
    Ok(Article {
        html: found.content,
        title: found.title,
        date: found.published_time,
        authors: found.byline,
        text: None,
    })
}

fn readable_readability(page: &[u8], url: &Url) -> Result<Article> {
    let (found, meta) = readable_readability::Readability::new().base_url(url.clone()).parse(&utf8(page));
    Ok(Article {
        html: Some(found.to_string()),
        title: meta.article_title.or(meta.page_title),
        authors: meta.byline,
        ..Article::default()
    })
}
