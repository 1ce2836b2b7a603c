//! Permanent ids.
//!
//! An id is a hash of what a record is, never a counter, so that the same articles give the same ids in any archive
//! and in any order. Twelve letters of Crockford's base 32 are 60 bits: among a hundred million records of one kind
//! two share an id with a chance below one in two hundred.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

/// Digits and letters without I, L, O, U, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `prefix` and twelve letters that stand for `parts`.
pub(crate) fn permanent(prefix: &str, parts: &[&str]) -> String {
    let mut bits = number(parts);
    let mut id = String::with_capacity(prefix.len() + 13);
    id.push_str(prefix);
    id.push('_');
    for _ in 0..12 {
        id.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    id
}

/// A number that stands for `parts`, told apart from any other division of the same words.
pub(crate) fn number(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    digest.iter().take(8).fold(0, |bits, byte| bits << 8 | u64::from(*byte))
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Passes bytes on, and knows at the end how many they were and what they hash to.
pub(crate) struct Hashing<W> {
    out: W,
    n: u64,
    hash: Sha256,
}

impl<W: Write> Hashing<W> {
    pub(crate) fn new(out: W) -> Hashing<W> {
        Hashing { out, n: 0, hash: Sha256::new() }
    }

    /// The number of bytes and their SHA-256 in hexadecimal.
    pub(crate) fn finish(mut self) -> io::Result<(u64, String)> {
        self.out.flush()?;
        Ok((self.n, hexadecimal(&self.hash.finalize())))
    }
}

impl<W: Write> Write for Hashing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.out.write(bytes)?;
        self.n += n as u64;
        self.hash.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::{Hashing, permanent, sha256};

    #[test]
    fn ids_are_what_they_stand_for() {
        let id = permanent("ev", &["a", "bc"]);
        assert_eq!(id, permanent("ev", &["a", "bc"]));
        assert_ne!(id, permanent("ev", &["ab", "c"]), "the division counts");
        assert_eq!(id.len(), "ev_".len() + 12);
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        let mut passed = Vec::new();
        let mut hashing = Hashing::new(&mut passed);
        hashing.write_all(b"in ").unwrap();
        hashing.write_all(b"pieces").unwrap();
        assert_eq!(hashing.finish().unwrap(), (9, sha256(b"in pieces")));
        assert_eq!(passed, b"in pieces");
    }
}
