//! The place file as memory: mapped, so that a start reads only the pages it asks for and processes share them.
//!
//! This is the one module of the workspace with `unsafe` in it, because a map of a file is only as constant as the
//! file: a program that wrote into it, or cut it short, would change bytes that are borrowed here. The place file is
//! safe from our side: `chancery places` and `cargo xtask places` write a new one beside it and rename it, which leaves
//! what is mapped as it was. Nothing is transmuted: all readers take the bytes apart with checks ([`super::layer`]), so
//! even a file that somebody overwrote in place gives wrong names or a panic, not memory of something else. Where a
//! file can't be mapped (some network and archive file systems), it is read whole.

use std::fs::File;
use std::io::Read;
use std::ops::Deref;
use std::path::Path;

/// The bytes of a list of places.
#[derive(Debug)]
pub(super) enum Bytes {
    /// Made in memory or read whole.
    Owned(Vec<u8>),
    /// Where the file lies.
    Mapped(memmap2::Mmap),
}

impl Bytes {
    /// Maps a file, or reads it where that is impossible.
    ///
    /// # Errors
    /// If it can neither be mapped nor read.
    pub(super) fn open(path: &Path) -> std::io::Result<Bytes> {
        let mut file = File::open(path)?;
        if let Some(map) = map(&file) {
            return Ok(Bytes::Mapped(map));
        }
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        Ok(Bytes::Owned(bytes))
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Bytes::Owned(bytes) => bytes,
            Bytes::Mapped(map) => map,
        }
    }
}

#[allow(unsafe_code)]
fn map(file: &File) -> Option<memmap2::Mmap> {
    // SAFETY: the map is read only and private to this module's type; the file is replaced by renaming, never written
    // in place, by every writer of ours. The module's text tells what happens where another program does that.
    unsafe { memmap2::Mmap::map(file) }.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapped_file_is_the_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("places");
        let bytes: Vec<u8> = (0..=255u8).cycle().take(100_000).collect();
        std::fs::write(&path, &bytes).expect("written");
        let mapped = Bytes::open(&path).expect("opened");
        assert!(matches!(mapped, Bytes::Mapped(_)));
        assert_eq!(*mapped, *bytes);
    }

    #[test]
    fn what_is_mapped_outlives_a_new_file_of_its_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("places");
        std::fs::write(&path, b"old").expect("written");
        let mapped = Bytes::open(&path).expect("opened");
        let fresh = folder.path().join("fresh");
        std::fs::write(&fresh, b"quite new").expect("written");
        std::fs::rename(&fresh, &path).expect("renamed");
        assert_eq!(*mapped, *b"old");
        assert_eq!(*Bytes::open(&path).expect("opened"), *b"quite new");
    }

    #[test]
    fn an_empty_file_and_a_missing_one_are_no_panic() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("places");
        assert!(Bytes::open(&path).is_err());
        std::fs::write(&path, b"").expect("written");
        assert_eq!(*Bytes::open(&path).expect("opened"), *b"");
    }
}
