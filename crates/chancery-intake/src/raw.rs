//! Articles as they come out of an input, before any cleaning.

use std::io::{self, BufRead, Cursor, Read};

use chancery_doc::{Given, Note};

use crate::detect::{InputFormat, NotText, detect, not_text};
use crate::error::{Error, Kind};
use crate::map::Decoded;
use crate::{decode, jsonl};

/// One article as it was found: decoded, otherwise untouched.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The input it is from, as given to [`articles`].
    pub name: String,
    /// Its line in a JSONL input, counted from 1.
    pub line: Option<u64>,
    /// The article's text; offsets of its map are bytes of the whole input, for JSONL too.
    pub text: Decoded,
    /// A headline that came apart from the text, mapped the same way.
    pub headline: Option<Decoded>,
    /// What the carrier said of it.
    pub given: Given,
    /// What was odd so far.
    pub notes: Vec<Note>,
}

/// How to read an input.
#[derive(Clone, Debug)]
pub struct Options {
    /// Articles with more bytes than this are refused, so that memory stays bounded.
    pub max_article_bytes: u64,
    /// Whether a text of white space only is an article: a parser has something to say of it, a coder has not.
    pub allow_blank: bool,
}

/// Offsets into the cleaned text are 32 bits, and decoding can treble a text.
const HIGHEST_LIMIT: u64 = 1 << 30;

impl Default for Options {
    fn default() -> Options {
        Options { max_article_bytes: 256 << 20, allow_blank: false }
    }
}

/// The articles of an input, one after the other; memory is bounded by the largest one.
///
/// `name` is what errors call the input. Without a `format` it is known by content ([`detect`]). Each bad article
/// is one error, and those after it still come; an I/O error ends the input.
///
/// ```
/// use chancery_intake::{Options, articles};
/// let lines = b"{\"text\": \"Talks began.\"}\n{\"text\": 3}\n{\"text\": \"Talks ended.\"}\n";
/// let found: Vec<_> = articles(Box::new(&lines[..]), "in.jsonl", None, &Options::default()).collect();
/// assert_eq!(found[0].as_ref().unwrap().text.as_str(), "Talks began.");
/// assert_eq!(
///     found[1].as_ref().unwrap_err().to_string(),
///     "in.jsonl:2: `text` is a number; give the article as a string"
/// );
/// assert_eq!(found[2].as_ref().unwrap().line, Some(3));
/// ```
pub fn articles(
    reader: Box<dyn BufRead + Send>,
    name: &str,
    format: Option<InputFormat>,
    options: &Options,
) -> impl Iterator<Item = Result<Raw, Error>> + Send + use<> {
    let limit = options.max_article_bytes.min(HIGHEST_LIMIT);
    Articles { name: name.to_owned(), limit, allow_blank: options.allow_blank, state: State::Start { reader, format } }
}

type Reader = Box<dyn BufRead + Send>;

/// Bytes looked at before the format is settled.
const HEAD: u64 = 64 * 1024;

struct Articles {
    name: String,
    limit: u64,
    allow_blank: bool,
    state: State,
}

enum State {
    Start { reader: Reader, format: Option<InputFormat> },
    Lines(Lines),
    Done,
}

struct Lines {
    reader: Reader,
    /// Lines read so far, and the byte after the last one.
    line: u64,
    offset: u64,
    n_articles: u64,
    buffer: Vec<u8>,
}

impl Iterator for Articles {
    type Item = Result<Raw, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match std::mem::replace(&mut self.state, State::Done) {
                State::Start { reader, format } => match self.start(reader, format) {
                    Ok(Start::Article(raw)) => return Some(Ok(*raw)),
                    Ok(Start::Lines(lines)) => self.state = State::Lines(lines),
                    Err(error) => return Some(Err(error)),
                },
                State::Lines(mut lines) => {
                    let item = self.next_line(&mut lines);
                    // A first object that goes on in the next line would make each line an error of its own.
                    let is_fatal = |error: &Error| error.is_io() || (error.is_spread() && lines.n_articles == 1);
                    let ended = item.as_ref().is_none_or(|item| item.as_ref().is_err_and(is_fatal));
                    if !ended {
                        self.state = State::Lines(lines);
                    }
                    return item;
                }
                State::Done => return None,
            }
        }
    }
}

enum Start {
    Article(Box<Raw>),
    Lines(Lines),
}

impl Articles {
    fn fail(&self, line: Option<u64>, kind: Kind) -> Error {
        Error::new(&self.name, line, kind)
    }

    fn start(&self, mut reader: Reader, format: Option<InputFormat>) -> Result<Start, Error> {
        let io = |cause: io::Error| self.fail(None, Kind::Io(cause));
        let mut head = Vec::new();
        reader.by_ref().take(HEAD).read_to_end(&mut head).map_err(io)?;
        if let Some(NotText { what, remedy }) = not_text(&head) {
            return Err(self.fail(None, Kind::NotText { what, remedy }));
        }
        if head.trim_ascii().is_empty() && (head.len() as u64) < HEAD && !self.allow_blank {
            return Err(self.fail(None, Kind::Empty));
        }
        if format != Some(InputFormat::Text) && is_json_list(&head) {
            let detail = "the input is a JSON list".to_owned();
            let remedy = "write one object on each line (jq -c '.[]' FILE)";
            return Err(self.fail(None, Kind::Json { detail, remedy, is_spread: true }));
        }
        let mut bytes = head;
        match format.unwrap_or_else(|| detect(&bytes)) {
            InputFormat::Jsonl => {
                let reader = Box::new(Cursor::new(bytes).chain(reader));
                Ok(Start::Lines(Lines { reader, line: 0, offset: 0, n_articles: 0, buffer: Vec::new() }))
            }
            InputFormat::Text => {
                let room = (self.limit + 1).saturating_sub(bytes.len() as u64);
                reader.take(room).read_to_end(&mut bytes).map_err(io)?;
                if bytes.len() as u64 > self.limit {
                    return Err(self.fail(None, Kind::TooLarge { limit: self.limit }));
                }
                let mut notes = Vec::new();
                let text = decode::decode(bytes, &mut notes);
                if text.as_str().trim().is_empty() && !self.allow_blank {
                    return Err(self.fail(None, Kind::Empty));
                }
                let name = self.name.clone();
                let raw = Raw { name, line: None, text, headline: None, given: Given::default(), notes };
                Ok(Start::Article(Box::new(raw)))
            }
        }
    }

    fn next_line(&self, lines: &mut Lines) -> Option<Result<Raw, Error>> {
        loop {
            lines.buffer.clear();
            let offset = lines.offset;
            let read = lines.reader.by_ref().take(self.limit + 1).read_until(b'\n', &mut lines.buffer);
            lines.line += 1;
            let line = lines.line;
            match read {
                Ok(0) if lines.n_articles == 0 => {
                    lines.n_articles = 1;
                    return Some(Err(self.fail(None, Kind::Empty)));
                }
                Ok(0) => return None,
                Ok(n_read) => lines.offset += n_read as u64,
                Err(cause) => return Some(Err(self.fail(Some(line), Kind::Io(cause)))),
            }
            let mut bytes = &lines.buffer[..];
            if bytes.len() as u64 > self.limit && !bytes.ends_with(b"\n") {
                lines.n_articles += 1;
                // The rest of the line is passed over without being held.
                return Some(match skip_line(&mut lines.reader) {
                    Ok(n_skipped) => {
                        lines.offset += n_skipped;
                        Err(self.fail(Some(line), Kind::TooLarge { limit: self.limit }))
                    }
                    Err(cause) => Err(self.fail(Some(line), Kind::Io(cause))),
                });
            }
            let mut start = offset;
            if let (0, Some(rest)) = (offset, bytes.strip_prefix(b"\xef\xbb\xbf")) {
                (bytes, start) = (rest, 3);
            }
            bytes = bytes.trim_ascii_end();
            if bytes.is_empty() {
                continue;
            }
            lines.n_articles += 1;
            let article = jsonl::article(bytes, &self.name, line, start, self.allow_blank);
            if lines.buffer.capacity() > 1 << 20 {
                // One long line should not keep its memory for the rest of the file.
                lines.buffer = Vec::new();
            }
            return Some(article);
        }
    }
}

fn skip_line(reader: &mut Reader) -> io::Result<u64> {
    let mut n_skipped = 0u64;
    loop {
        let (n_used, is_end) = {
            let bytes = match reader.fill_buf() {
                Ok(bytes) => bytes,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return Err(cause),
            };
            match bytes.iter().position(|b| *b == b'\n') {
                Some(idx) => (idx + 1, true),
                None => (bytes.len(), bytes.is_empty()),
            }
        };
        reader.consume(n_used);
        n_skipped += n_used as u64;
        if is_end {
            return Ok(n_skipped);
        }
    }
}

/// Whether the input is one JSON list of objects rather than one object a line.
fn is_json_list(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    head.strip_prefix(b"[").is_some_and(|rest| detect(rest) == InputFormat::Jsonl && !rest.trim_ascii().is_empty())
}
