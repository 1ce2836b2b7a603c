//! The stream of articles that a command works on, from all its files.

use chancery_engine::intake::{Options, Raw};
use chancery_sources::Found;

use crate::settings::Source;
use crate::stop;

/// Why an article could not be read.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// A sentence for the user that names the file and says what to do.
    pub(crate) message: String,
    /// Whether there was just nothing in it.
    pub(crate) is_empty: bool,
    /// The file it is from, when that is known.
    pub(crate) source: Option<String>,
    /// Its line, record, row or item there.
    pub(crate) line: Option<u64>,
}

impl Trouble {
    /// Trouble with a file, or with a line of it.
    pub(crate) fn at(source: &str, line: Option<u64>, what: &str) -> Trouble {
        let place = line.map(|line| format!(":{line}")).unwrap_or_default();
        let message = format!("{source}{place}: {what}");
        Trouble { message, is_empty: false, source: Some(source.to_owned()), line }
    }
}

impl From<String> for Trouble {
    fn from(message: String) -> Trouble {
        Trouble { message, is_empty: false, source: None, line: None }
    }
}

/// Something that holds an article, or why it could not be read.
pub(crate) type Item = Result<Found, Trouble>;

/// All articles of all files, in order; what cannot be read is told in its place.
///
/// When the user stops the program nothing more is taken, so that what was begun is finished and kept.
pub(crate) fn all<'s>(source: &'s Source, options: &Options) -> impl Iterator<Item = Item> + Send + use<'s> {
    let options = chancery_sources::Options { intake: options.clone(), format: source.format };
    let found = source.paths.iter().flat_map(move |path| chancery_sources::articles(path, &options));
    found.map(|item| item.map_err(Trouble::from)).take_while(|_| !stop::is_asked())
}

/// All articles, taken out of their pages here and now: for commands that work on one at a time.
pub(crate) fn each<'s>(source: &'s Source, options: &Options) -> impl Iterator<Item = Result<Raw, Trouble>> + use<'s> {
    all(source, options).map(read)
}

/// The article of an item: work that belongs on the thread that reads it.
pub(crate) fn read(item: Item) -> Result<Raw, Trouble> {
    Ok(item?.read()?)
}

impl From<chancery_sources::Error> for Trouble {
    fn from(error: chancery_sources::Error) -> Trouble {
        Trouble {
            message: error.to_string(),
            is_empty: error.is_empty(),
            source: Some(error.name().to_owned()),
            line: error.line(),
        }
    }
}
