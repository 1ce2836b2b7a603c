//! Articles out of whatever news comes in: pages, feeds, news XML, web archives, tables, folders, compressed files.
//!
//! [`articles`] opens a path and gives what is in it one after the other, in an order that depends on names and
//! content alone. What an input is, is known by its first bytes, never by its name. Text and JSONL are left to
//! `chancery-intake`; everything else is taken apart here until only text is left.
//!
//! Nothing that comes in is trusted. Memory is bounded by the largest article, links are not followed, no file is
//! written, and what expands out of proportion or nests too deeply is refused with a reason. A broken member costs
//! itself; what stands beside it still comes.
//!
//! What is deliberately absent: nothing is fetched, no script of a page is run, and what an article says is not
//! looked at. The main text of a page is found by `rs-trafilatura`; `docs/sources.md` tells what it was measured
//! against, and what is put right before and after it.
//!
//! Finding a page's text takes longer than unpacking it, so it is left to the caller's threads: [`Found::read`].

mod around;
mod bounded;
mod error;
mod feed;
mod folder;
mod frames;
mod markup;
mod news;
mod open;
mod page;
mod table;
mod tags;
mod warc;
mod zipped;

use std::path::Path;

use chancery_intake::{InputFormat, Raw};

pub use error::Error;
pub use page::Page;

/// How inputs are read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How text is read; its limit on an article's bytes holds for pages and members of archives too.
    pub intake: chancery_intake::Options,
    /// What the files hold, when their content would not tell; compressed files are still unpacked.
    pub format: Option<InputFormat>,
}

/// Something that holds one article.
#[derive(Debug)]
pub enum Found {
    /// An article.
    Article(Box<Raw>),
    /// A page whose text is still to be found.
    Page(Box<Page>),
}

impl Found {
    /// The article, after the work that it takes to get it.
    pub fn read(self) -> Result<Raw, Error> {
        match self {
            Found::Article(raw) => Ok(*raw),
            Found::Page(page) => page.read(),
        }
    }
}

/// Articles, or why one could not be had.
pub type Articles = Box<dyn Iterator<Item = Result<Found, Error>> + Send>;

/// What is in a file, a folder, or standard input (`-`), one after the other.
pub fn articles(path: &Path, options: &Options) -> Articles {
    Box::new(open::Guarded::new(path.display().to_string(), open::path(path, options)))
}
