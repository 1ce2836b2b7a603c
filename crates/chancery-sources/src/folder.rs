//! The files of a folder, at whatever depth, in the order of their names.
//!
//! Links are passed over with a word: one may lead out of the folder, or back into it for ever. Hidden files are
//! not what anybody means by the articles of a folder.

use std::fs;
use std::path::{Path, PathBuf};

use crate::{Articles, Error, Found, Options, open};

pub(crate) struct Folder {
    /// What is still to be opened, last first.
    left: Vec<PathBuf>,
    current: Option<Articles>,
    options: Options,
}

impl Folder {
    pub(crate) fn new(path: &Path, options: &Options) -> Folder {
        Folder { left: vec![path.to_owned()], current: None, options: options.clone() }
    }

    fn enter(&mut self, dir: &Path) -> Result<(), Error> {
        let fail = |cause| Error::new(&dir.display().to_string(), None, format_args!("cannot be listed: {cause}"));
        let mut inside: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(dir).map_err(fail)? {
            let entry = entry.map_err(fail)?;
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                inside.push(entry.path());
            }
        }
        inside.sort();
        self.left.extend(inside.into_iter().rev());
        Ok(())
    }
}

impl Iterator for Folder {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(current) = &mut self.current {
                match current.next() {
                    Some(item) => return Some(item),
                    None => self.current = None,
                }
            }
            let path = self.left.pop()?;
            let name = path.display().to_string();
            match fs::symlink_metadata(&path) {
                Err(cause) => return Some(Err(Error::new(&name, None, format_args!("cannot be read: {cause}")))),
                Ok(meta) if meta.is_dir() => {
                    if let Err(error) = self.enter(&path) {
                        return Some(Err(error));
                    }
                }
                Ok(meta) if meta.is_file() => self.current = Some(open::file(&path, &self.options)),
                Ok(meta) if meta.is_symlink() => {
                    return Some(Err(Error::new(&name, None, "is a link and was passed over; name what it leads to")));
                }
                Ok(_) => return Some(Err(Error::new(&name, None, "is no ordinary file and was passed over"))),
            }
        }
    }
}
