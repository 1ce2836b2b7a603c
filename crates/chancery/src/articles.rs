//! The stream of articles that a command works on, from all its files.

use std::fs::File;
use std::io::{self, BufRead, BufReader};
use std::path::Path;

use chancery_engine::intake::{self, Raw};

use crate::settings::Source;

/// An article, or a sentence for the user that says which one could not be read and what to do.
pub(crate) type Item = Result<Raw, String>;

/// All articles of all files, in order; what cannot be read is told in its place.
pub(crate) fn all(source: &Source) -> impl Iterator<Item = Item> + Send + '_ {
    source.paths.iter().flat_map(|path| -> Box<dyn Iterator<Item = Item> + Send> {
        let (name, reader) = match open(path) {
            Ok(opened) => opened,
            Err(error) => return Box::new(std::iter::once(Err(error))),
        };
        let articles = intake::articles(reader, &name, source.format);
        Box::new(articles.map(|item| item.map_err(|error| error.to_string())))
    })
}

fn open(path: &Path) -> Result<(String, Box<dyn BufRead + Send>), String> {
    if path == Path::new("-") {
        return Ok(("standard input".to_owned(), Box::new(BufReader::new(io::stdin()))));
    }
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(format!("{name}: this is a folder; name the files in it"));
    }
    match File::open(path) {
        Ok(file) => Ok((name, Box::new(BufReader::with_capacity(1 << 16, file)))),
        Err(error) => Err(format!("{name}: {error}")),
    }
}
