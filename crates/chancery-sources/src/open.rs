//! What an input is, and who reads it.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use chancery_intake::InputFormat;

use crate::bounded::{Bounded, Counted, read_all};
use crate::folder::Folder;
use crate::frames::Frames;
use crate::zipped::Zipped;
use crate::{Articles, Error, Found, Options, Page, feed, news, table, warc};

/// How deeply archives may stand in archives.
const DEEPEST: usize = 4;

/// Bytes looked at to know what an input is.
const HEAD: u64 = 4096;

/// Where we are: the input's name, and how many archives were opened on the way.
#[derive(Clone)]
pub(crate) struct Context {
    pub(crate) name: String,
    pub(crate) options: Options,
    depth: usize,
}

impl Context {
    pub(crate) fn limit(&self) -> u64 {
        self.options.intake.max_article_bytes
    }

    pub(crate) fn inside(&self, name: String) -> Context {
        Context { name, options: self.options.clone(), depth: self.depth + 1 }
    }

    /// One error and nothing else.
    pub(crate) fn fail(&self, line: Option<u64>, message: impl std::fmt::Display) -> Articles {
        Box::new(std::iter::once(Err(Error::new(&self.name, line, message))))
    }

    fn io(&self, cause: &io::Error) -> Articles {
        self.fail(None, format_args!("cannot be read: {cause}"))
    }
}

pub(crate) fn path(path: &Path, options: &Options) -> Articles {
    if path == Path::new("-") {
        let context = Context { name: "standard input".to_owned(), options: options.clone(), depth: 0 };
        return reader(Box::new(BufReader::new(io::stdin())), context);
    }
    if path.is_dir() { Box::new(Folder::new(path, options)) } else { file(path, options) }
}

pub(crate) fn file(path: &Path, options: &Options) -> Articles {
    let context = Context { name: path.display().to_string(), options: options.clone(), depth: 0 };
    let opened = File::open(path).and_then(|file| {
        let size = file.metadata()?.len();
        let mut head = Vec::new();
        (&file).take(4).read_to_end(&mut head)?;
        Ok((File::open(path)?, size, head))
    });
    match opened {
        // These are read from their end, and so from the file itself.
        Ok((file, size, head)) if is_zip(&head) => Zipped::open(BufReader::new(file), size, context),
        Ok((file, _, head)) if head == b"PAR1" => table::articles(file, context),
        Ok((file, size, _)) if size == 0 || file.metadata().is_ok_and(|meta| meta.is_file()) => {
            reader(Box::new(BufReader::with_capacity(1 << 16, file)), context)
        }
        // The head of a pipe is gone once it was read.
        Ok((file, _, head)) => reader(Box::new(BufReader::new(Cursor::new(head).chain(file))), context),
        Err(cause) => context.fail(None, cause),
    }
}

/// What stands in a stream of bytes.
pub(crate) fn reader(mut reader: Box<dyn BufRead + Send>, context: Context) -> Articles {
    if context.depth > DEEPEST {
        return context
            .fail(None, format_args!("archives stand in each other more than {DEEPEST} deep; unpack them first"));
    }
    let mut head = Vec::new();
    if let Err(cause) = reader.by_ref().take(HEAD).read_to_end(&mut head) {
        if head.is_empty() {
            return context.io(&cause);
        }
        // A short input that is cut off: what came before is read, and then the fault is met.
        reader = Box::new(BufReader::new(Broken(Some(cause))));
    }
    let kind = kind(&head, context.options.format);
    let mut reader: Box<dyn BufRead + Send> = Box::new(Cursor::new(head).chain(reader));
    match kind {
        Kind::Gzip => {
            let (counted, n_in) = Counted::new(reader);
            let unpacked = flate2::read::MultiGzDecoder::new(counted);
            let inside = context.inside(context.name.clone());
            self::reader(Box::new(BufReader::with_capacity(1 << 16, Bounded::new(unpacked, n_in))), inside)
        }
        Kind::Zstd => {
            let (counted, n_in) = Counted::new(reader);
            let unpacked = Frames::new(counted);
            let inside = context.inside(context.name.clone());
            self::reader(Box::new(BufReader::with_capacity(1 << 16, Bounded::new(unpacked, n_in))), inside)
        }
        Kind::Warc => Box::new(warc::Records::new(reader, context)),
        Kind::Plain => {
            let Options { intake, format } = context.options;
            let articles = chancery_intake::articles(reader, &context.name, format, &intake);
            Box::new(articles.map(|item| item.map(|raw| Found::Article(Box::new(raw))).map_err(Error::from)))
        }
        Kind::Zip | Kind::Parquet | Kind::Html | Kind::Feed | Kind::News => {
            let limit = context.limit();
            match read_all(&mut reader, limit) {
                Ok(Some(bytes)) => whole(kind, bytes, context),
                Ok(None) => context.fail(None, format_args!("is over the limit of {limit} bytes; split it")),
                Err(cause) => context.io(&cause),
            }
        }
        Kind::Xml => context.fail(None, "this is XML, but no feed, NewsML-G2 or NITF; extract its text first"),
    }
}

/// The fault that ended an input, in the place where it was met.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

fn whole(kind: Kind, bytes: Vec<u8>, context: Context) -> Articles {
    match kind {
        Kind::Zip => {
            let size = bytes.len() as u64;
            Zipped::open(Cursor::new(bytes), size, context)
        }
        Kind::Parquet => table::articles(bytes::Bytes::from(bytes), context),
        Kind::Feed => feed::articles(&context.name, &bytes),
        Kind::News => Box::new(news::articles(&context.name, bytes).into_iter()),
        _ => {
            let page = Page { name: context.name, line: None, bytes, id: None, url: None, charset: None };
            Box::new(std::iter::once(Ok(Found::Page(Box::new(page)))))
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Gzip,
    Zstd,
    Zip,
    Parquet,
    Warc,
    Html,
    Feed,
    News,
    Xml,
    Plain,
}

fn is_zip(head: &[u8]) -> bool {
    head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
}

fn kind(head: &[u8], format: Option<InputFormat>) -> Kind {
    match head {
        [0x1f, 0x8b, ..] => return Kind::Gzip,
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return Kind::Zstd,
        _ if is_zip(head) => return Kind::Zip,
        [b'P', b'A', b'R', b'1', next, ..] if !next.is_ascii_alphanumeric() && *next != b' ' => return Kind::Parquet,
        _ if head.starts_with(b"WARC/") => return Kind::Warc,
        _ => {}
    }
    if format.is_some() {
        return Kind::Plain;
    }
    match root(head).as_deref() {
        Some("html" | "!doctype html" | "head" | "body") => Kind::Html,
        Some("rss" | "feed" | "RDF") => Kind::Feed,
        Some("newsMessage" | "newsItem" | "nitf" | "NewsML" | "newsML") => Kind::News,
        _ if head.trim_ascii_start().starts_with(b"<?xml") => Kind::Xml,
        _ => Kind::Plain,
    }
}

/// The name of the first element, if the input begins as mark-up.
fn root(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head);
    let mut rest = head.trim_start_matches('\u{feff}').trim_start();
    loop {
        if let Some(inside) = rest.strip_prefix("<!--") {
            rest = inside.split_once("-->")?.1.trim_start();
        } else if rest.starts_with("<?") {
            rest = rest.split_once("?>")?.1.trim_start();
        } else if rest.get(..9).is_some_and(|start| start.eq_ignore_ascii_case("<!doctype")) {
            if rest[9..].trim_start().get(..4).is_some_and(|name| name.eq_ignore_ascii_case("html")) {
                return Some("!doctype html".to_owned());
            }
            // What a document type says of entities is never followed.
            let end = rest.find('>')?;
            let end = if rest[..end].contains('[') { rest.find("]>")? + 1 } else { end };
            rest = rest[end + 1..].trim_start();
        } else {
            break;
        }
    }
    let name: String = rest.strip_prefix('<')?.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == ':').collect();
    let local = name.rsplit(':').next().unwrap_or_default().to_owned();
    let lower = local.to_ascii_lowercase();
    Some(if matches!(lower.as_str(), "html" | "head" | "body") { lower } else { local })
}

/// Articles whose reader may break: a hostile file must cost itself only.
pub(crate) struct Guarded {
    name: String,
    articles: Option<Articles>,
}

impl Guarded {
    pub(crate) fn new(name: String, articles: Articles) -> Guarded {
        Guarded { name, articles: Some(articles) }
    }
}

impl Iterator for Guarded {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let articles = self.articles.as_mut()?;
        match catch_unwind(AssertUnwindSafe(|| articles.next())) {
            Ok(Some(item)) => Some(item),
            Ok(None) => {
                self.articles = None;
                None
            }
            Err(_) => {
                self.articles = None;
                Some(Err(Error::new(&self.name, None, "broke the program that unpacks it; please report it")))
            }
        }
    }
}
