//! The stream of articles that a command works on, from all its files.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use chancery_engine::intake::{self, Options, Raw};

use crate::settings::Source;

/// Why an article could not be read.
#[derive(Debug)]
pub(crate) struct Trouble {
    /// A sentence for the user that names the file and says what to do.
    pub(crate) message: String,
    /// Whether there was just nothing in it.
    pub(crate) is_empty: bool,
    /// The file it is from, when that is known.
    pub(crate) source: Option<String>,
    /// Its line in a JSONL file.
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

/// An article, or why it could not be read.
pub(crate) type Item = Result<Raw, Trouble>;

/// All articles of all files, in order; what cannot be read is told in its place.
pub(crate) fn all<'s>(source: &'s Source, options: &'s Options) -> impl Iterator<Item = Item> + Send + use<'s> {
    source.paths.iter().flat_map(|path| -> Box<dyn Iterator<Item = Item> + Send> {
        let (name, reader) = match open(path) {
            Ok(opened) => opened,
            Err(error) => {
                let name = path.display().to_string();
                return Box::new(std::iter::once(Err(Trouble::at(&name, None, &error))));
            }
        };
        let articles = intake::articles(reader, &name, source.format, options);
        Box::new(articles.map(|item| {
            item.map_err(|error| Trouble {
                message: error.to_string(),
                is_empty: error.is_empty(),
                source: Some(error.name().to_owned()),
                line: error.line(),
            })
        }))
    })
}

fn open(path: &Path) -> Result<(String, Box<dyn BufRead + Send>), String> {
    if path == Path::new("-") {
        return Ok(("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))));
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return Err("this is a folder; name the files in it".to_owned());
    }
    match File::open(path) {
        Ok(file) => Ok((name, Box::new(BufReader::with_capacity(1 << 16, file)))),
        Err(error) => Err(error.to_string()),
    }
}
