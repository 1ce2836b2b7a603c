//! Web archives, as Common Crawl News publishes them: one record for each page.
//!
//! Records of requests and metadata, failed answers, and what is neither a page nor text are passed over without a
//! word, since every web archive is full of them. A broken record is told, and the next one is looked for.

use std::io::{BufRead, Read};

use chancery_intake::{decode, parse_date};

use crate::bounded::{Bounded, Counted, read_all, read_line};
use crate::open::Context;
use crate::{Error, Found, Page, page};

/// No header line of an honest record is longer.
const LONGEST_LINE: u64 = 64 * 1024;

/// Header lines of a record; more are a fault.
const MOST_LINES: usize = 1000;

pub(crate) struct Records {
    reader: Box<dyn BufRead + Send>,
    context: Context,
    /// Records begun so far.
    number: u64,
    ended: bool,
}

impl Records {
    pub(crate) fn new(reader: Box<dyn BufRead + Send>, context: Context) -> Records {
        Records { reader, context, number: 0, ended: false }
    }

    fn fail(&self, message: impl std::fmt::Display) -> Error {
        Error::new(&self.context.name, Some(self.number), message)
    }

    /// The next record's article; `Ok(None)` if it has none.
    fn record(&mut self) -> Result<Option<Found>, Error> {
        let mut n_skipped = 0usize;
        loop {
            match read_line(&mut self.reader, LONGEST_LINE) {
                Err(cause) => return Err(self.end(format_args!("cannot be read: {cause}"))),
                Ok(line) if line.is_empty() => {
                    self.ended = true;
                    return if n_skipped > 0 { Err(self.fail("ends with bytes that are no record")) } else { Ok(None) };
                }
                Ok(line) if line.starts_with(b"WARC/") => break,
                Ok(line) => n_skipped += line.trim_ascii().len(),
            }
        }
        self.number += 1;
        let headers = self.headers()?;
        self.body(headers)
    }

    fn headers(&mut self) -> Result<Headers, Error> {
        let mut headers = Headers::default();
        for _ in 0..MOST_LINES {
            let line = match read_line(&mut self.reader, LONGEST_LINE) {
                Ok(line) => line,
                Err(cause) => return Err(self.end(format_args!("cannot be read: {cause}"))),
            };
            if line.is_empty() {
                return Err(self.end("is cut off in the head of a record"));
            }
            if line.trim_ascii().is_empty() {
                return Ok(headers);
            }
            headers.add(&line);
        }
        Err(self.fail("the head of the record has no end"))
    }

    fn body(&mut self, headers: Headers) -> Result<Option<Found>, Error> {
        let Some(length) = headers.get("content-length").and_then(|text| text.parse::<u64>().ok()) else {
            return Err(self.fail("the record has no Content-Length; it was passed over"));
        };
        let kind = headers.get("warc-type").unwrap_or_default();
        if !matches!(kind, "response" | "resource" | "conversion") {
            self.skip(length)?;
            return Ok(None);
        }
        let limit = self.context.limit();
        if length > limit {
            self.skip(length)?;
            return Err(self.fail(format_args!("the record is over the limit of {limit} bytes; it was passed over")));
        }
        let mut block = Vec::new();
        if let Err(cause) = self.reader.by_ref().take(length).read_to_end(&mut block) {
            return Err(self.end(format_args!("cannot be read: {cause}")));
        }
        if (block.len() as u64) < length {
            return Err(self.end("is cut off in the middle of a record"));
        }
        let url = headers.get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let id = headers.get("warc-record-id").map(|id| id.trim_matches(['<', '>']).to_owned());
        let (media, charset, bytes) = if kind == "response" {
            match answer(block, limit) {
                Ok(Some(answer)) => answer,
                Ok(None) => return Ok(None),
                Err(message) => return Err(self.fail(message)),
            }
        } else {
            let (media, charset) = media_type(headers.get("content-type").unwrap_or_default());
            (media, charset, block)
        };
        let name = self.context.name.clone();
        let line = Some(self.number);
        match media.as_str() {
            "text/html" | "application/xhtml+xml" => {
                Ok(Some(Found::Page(Box::new(Page { name, line, bytes, id, url, charset }))))
            }
            "text/plain" => {
                let mut notes = Vec::new();
                let text = decode(bytes, &mut notes).as_str().to_owned();
                if text.trim().is_empty() {
                    return Ok(None);
                }
                let published = headers.get("last-modified").and_then(parse_date);
                let given = chancery_doc::Given { id, url, published, ..chancery_doc::Given::default() };
                Ok(Some(Found::Article(Box::new(page::raw(name, line, text, None, given, notes)))))
            }
            _ => Ok(None),
        }
    }

    fn skip(&mut self, length: u64) -> Result<(), Error> {
        match std::io::copy(&mut self.reader.by_ref().take(length), &mut std::io::sink()) {
            Ok(n) if n == length => Ok(()),
            Ok(_) => Err(self.end("is cut off in the middle of a record")),
            Err(cause) => Err(self.end(format_args!("cannot be read: {cause}"))),
        }
    }

    fn end(&mut self, message: impl std::fmt::Display) -> Error {
        self.ended = true;
        self.fail(message)
    }
}

impl Iterator for Records {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.record() {
                Ok(None) => {}
                Ok(Some(found)) => return Some(Ok(found)),
                Err(error) => return Some(Err(error)),
            }
        }
        None
    }
}

#[derive(Default)]
struct Headers(Vec<(String, String)>);

impl Headers {
    fn add(&mut self, line: &[u8]) {
        let line = String::from_utf8_lossy(line);
        if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// "text/html; charset=utf-8" as its two parts.
fn media_type(value: &str) -> (String, Option<String>) {
    let (media, rest) = value.split_once(';').unwrap_or((value, ""));
    let charset = rest.split(';').find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
    });
    (media.trim().to_ascii_lowercase(), charset)
}

type Answer = (String, Option<String>, Vec<u8>);

/// The body of an HTTP answer, unless it is no success.
fn answer(block: Vec<u8>, limit: u64) -> Result<Option<Answer>, String> {
    let mut rest = &block[..];
    let status = read_line(&mut rest, LONGEST_LINE).map_err(|cause| cause.to_string())?;
    let status = String::from_utf8_lossy(&status);
    if !status.starts_with("HTTP/") {
        return Err("the record is no HTTP answer; it was passed over".to_owned());
    }
    if status.split_whitespace().nth(1) != Some("200") {
        return Ok(None);
    }
    let mut headers = Headers::default();
    loop {
        let line = read_line(&mut rest, LONGEST_LINE).map_err(|cause| cause.to_string())?;
        if line.trim_ascii().is_empty() {
            break;
        }
        headers.add(&line);
    }
    let (media, charset) = media_type(headers.get("content-type").unwrap_or_default());
    let chunked = headers.get("transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"));
    let body = if chunked { dechunked(rest).unwrap_or_else(|| rest.to_vec()) } else { rest.to_vec() };
    // Crawlers often keep the header of a compression that they undid.
    let is_gzip = body.starts_with(b"\x1f\x8b");
    let body = if is_gzip {
        let (counted, n_in) = Counted::new(&body[..]);
        let mut unpacked = Bounded::new(flate2::read::MultiGzDecoder::new(counted), n_in);
        read_all(&mut unpacked, limit)
            .map_err(|cause| format!("the page cannot be unpacked: {cause}"))?
            .ok_or_else(|| format!("the page unpacks to more than the limit of {limit} bytes"))?
    } else {
        body
    };
    Ok(Some((media, charset, body)))
}

/// A body that came in pieces; `None` if it did not after all.
fn dechunked(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let line = read_line(&mut rest, 1024).ok()?;
        let size = std::str::from_utf8(line.trim_ascii()).ok()?.split(';').next()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..size)?);
        rest = rest.get(size..)?;
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
    }
}
