//! The members of a ZIP archive, in its order.
//!
//! Nothing is ever written to disk, so a path that climbs out of its folder could do no harm; it is refused all the
//! same, since an archive that has one was made to do harm.

use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;

use crate::bounded::{self, read_all};
use crate::open::{self, Context};
use crate::{Articles, Error, Found};

pub(crate) struct Zipped<R> {
    archive: ZipArchive<R>,
    context: Context,
    size: u64,
    n_out: u64,
    next: usize,
    current: Option<Articles>,
}

impl<R: Read + Seek + Send + 'static> Zipped<R> {
    pub(crate) fn open(reader: R, size: u64, context: Context) -> Articles {
        match ZipArchive::new(reader) {
            Ok(archive) => Box::new(Zipped { archive, context, size, n_out: 0, next: 0, current: None }),
            Err(cause) => {
                let message = format!("not a ZIP archive that can be read: {cause}; check that the file is whole");
                context.fail(None, message)
            }
        }
    }

    /// The next member, unpacked.
    fn member(&mut self) -> Result<Option<Articles>, Error> {
        let idx = self.next;
        self.next += 1;
        let outer = self.context.name.clone();
        let mut file = match self.archive.by_index(idx) {
            Ok(file) => file,
            Err(cause) => {
                let message = format!("member {} cannot be read: {cause}", idx + 1);
                return Err(Error::new(&outer, None, message));
            }
        };
        if file.is_dir() {
            return Ok(None);
        }
        let inner = match file.name() {
            Ok(inner) => inner.into_owned(),
            Err(_) => String::from_utf8_lossy(file.name_raw()).into_owned(),
        };
        let name = format!("{outer}!{}", inner.escape_debug());
        let fail = |message: String| Error::new(&name, None, message);
        if file.is_symlink() {
            return Err(fail("is a link and was passed over".to_owned()));
        }
        if file.enclosed_name().is_none() {
            return Err(fail("has a path that leads out of the archive and was refused".to_owned()));
        }
        let is_hidden = |part: &str| part.starts_with('.') || part == "__MACOSX";
        if inner.split('/').any(is_hidden) {
            return Ok(None);
        }
        let limit = self.context.limit();
        let bytes = read_all(&mut file, limit)
            .map_err(|cause| fail(format!("cannot be unpacked: {cause}")))?
            .ok_or_else(|| fail(format!("unpacks to more than the limit of {limit} bytes")))?;
        self.n_out += bytes.len() as u64;
        if bounded::is_bomb(self.size, self.n_out) {
            self.next = usize::MAX;
            return Err(Error::new(&outer, None, bounded::bomb()));
        }
        let context = self.context.inside(name);
        Ok(Some(open::reader(Box::new(Cursor::new(bytes)), context)))
    }
}

impl<R: Read + Seek + Send + 'static> Iterator for Zipped<R> {
    type Item = Result<Found, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(current) = &mut self.current {
                match current.next() {
                    Some(item) => return Some(item),
                    None => self.current = None,
                }
            }
            if self.next >= self.archive.len() {
                return None;
            }
            match self.member() {
                Ok(member) => self.current = member,
                Err(error) => return Some(Err(error)),
            }
        }
    }
}
