//! Readers that notice bombs: data that unpacks to far more than any text does.
//!
//! Text shrinks to a third or a tenth, repeated boilerplate to a fiftieth. What expands a hundred times, and is
//! more than a few megabytes, was made to fill a disk. Streams have no limit beyond that: a month of news is large.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many times its own size a file may unpack to.
const MOST: u64 = 100;

/// Below this many bytes nobody is harmed.
const HARMLESS: u64 = 16 << 20;

/// Whether `n_out` bytes out of `n_in` are a bomb.
pub(crate) fn is_bomb(n_in: u64, n_out: u64) -> bool {
    n_out > HARMLESS && n_out / MOST > n_in
}

/// What is said of one.
pub(crate) fn bomb() -> String {
    format!("it unpacks to more than {MOST} times its size and was given up (a decompression bomb?)")
}

/// Counts what is taken from a reader.
pub(crate) struct Counted<R> {
    reader: R,
    n_read: Arc<AtomicU64>,
}

impl<R: Read> Counted<R> {
    pub(crate) fn new(reader: R) -> (Counted<R>, Arc<AtomicU64>) {
        let n_read = Arc::new(AtomicU64::new(0));
        (Counted { reader, n_read: Arc::clone(&n_read) }, n_read)
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.n_read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Unpacked data, held against what it was unpacked from.
pub(crate) struct Bounded<R> {
    reader: R,
    n_in: Arc<AtomicU64>,
    n_out: u64,
}

impl<R: Read> Bounded<R> {
    pub(crate) fn new(reader: R, n_in: Arc<AtomicU64>) -> Bounded<R> {
        Bounded { reader, n_in, n_out: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.n_out += n as u64;
        if is_bomb(self.n_in.load(Ordering::Relaxed), self.n_out) {
            return Err(io::Error::other(bomb()));
        }
        Ok(n)
    }
}

/// All bytes of a reader, or `None` if they are more than `limit`.
pub(crate) fn read_all(reader: &mut dyn Read, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

/// A line with its end, or an error if it is longer than `limit`.
pub(crate) fn read_line(reader: &mut dyn BufRead, limit: u64) -> io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.take(limit).read_until(b'\n', &mut line)?;
    Ok(line)
}
