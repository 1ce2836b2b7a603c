//! Connections to the archive that wait for the next question.
//!
//! To open an archive costs more than most questions: a file's schema is read and its pages are fetched again, a server
//! starts a process. So a connection that has answered is kept for the next question, as long as the archive is the
//! same file and the connection is young: its age bounds how long the program goes on with an archive that another
//! program has brought to a schema of which it knows nothing.
//!
//! Not here: how many questions run at once, and what ends one that takes too long (`answer`).

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use chancery_archive::{Archive, Error, Interrupt};

/// A connection is used for so long at most.
const OLDEST: Duration = Duration::from_secs(60);

/// What tells a file from another one that was put in its place.
type File = Option<(u64, u64)>;

/// An open archive.
#[derive(Debug)]
pub(crate) struct Reader {
    pub(crate) archive: Archive,
    opened: Instant,
    file: File,
}

/// Those that wait.
#[derive(Debug)]
pub(crate) struct Readers {
    url: String,
    waiting: Mutex<Vec<Reader>>,
}

impl Readers {
    pub(crate) fn new(url: String) -> Readers {
        Readers { url, waiting: Mutex::default() }
    }

    /// One to ask, whose answers end after `limit`, and what ends them sooner.
    pub(crate) fn take(&self, limit: Duration) -> Result<(Reader, Interrupt), Error> {
        let file = file(&self.url);
        loop {
            let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let Some(reader) = waiting else { break };
            if reader.file != file || reader.opened.elapsed() > OLDEST {
                continue;
            }
            // A server may have ended the connection meanwhile.
            if let Ok(interrupt) = reader.archive.answer_within(limit) {
                return Ok((reader, interrupt));
            }
        }
        let reader = Reader { archive: Archive::open_reader(&self.url)?, opened: Instant::now(), file };
        let interrupt = reader.archive.answer_within(limit)?;
        Ok((reader, interrupt))
    }

    /// Keeps one that has answered and that nobody will interrupt any more.
    pub(crate) fn give_back(&self, reader: Reader) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
    }
}

/// Which file an address names; nothing for a server.
#[cfg(unix)]
fn file(url: &str) -> File {
    use std::os::unix::fs::MetadataExt;

    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// Here no two files can be told apart, so that none may be taken for another: each moment has its own.
#[cfg(not(unix))]
fn file(url: &str) -> File {
    use std::sync::atomic::{AtomicU64, Ordering};

    static MOMENT: AtomicU64 = AtomicU64::new(0);
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    std::fs::metadata(path).ok().map(|_| (0, MOMENT.fetch_add(1, Ordering::Relaxed)))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chancery_archive::Archive;

    use super::Readers;

    const LIMIT: Duration = Duration::from_secs(5);

    #[test]
    fn a_reader_is_used_again_unless_another_archive_is_in_its_place() {
        let dir = tempfile::tempdir().unwrap();
        let (path, other) = (dir.path().join("a.db"), dir.path().join("b.db"));
        let readers = Readers::new(path.to_str().unwrap().to_owned());
        assert!(readers.take(LIMIT).is_err(), "there is none");
        drop(Archive::open(path.to_str().unwrap()).unwrap());
        drop(Archive::open(other.to_str().unwrap()).unwrap());
        let (first, _) = readers.take(LIMIT).unwrap();
        let (opened, file) = (first.opened, first.file);
        readers.give_back(first);
        let (again, _) = readers.take(LIMIT).unwrap();
        assert_eq!(again.opened, opened);
        readers.give_back(again);
        std::fs::rename(&other, &path).unwrap();
        let (another, _) = readers.take(LIMIT).unwrap();
        assert_ne!(another.file, file);
        assert!(readers.waiting.lock().unwrap().is_empty(), "the old one is let go");
    }

    #[test]
    fn an_old_one_is_let_go() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.db");
        drop(Archive::open(path.to_str().unwrap()).unwrap());
        let readers = Readers::new(path.to_str().unwrap().to_owned());
        let (mut reader, _) = readers.take(LIMIT).unwrap();
        let Some(long_ago) = reader.opened.checked_sub(super::OLDEST * 2) else { return };
        reader.opened = long_ago;
        readers.give_back(reader);
        assert_ne!(readers.take(LIMIT).unwrap().0.opened, long_ago);
    }
}
