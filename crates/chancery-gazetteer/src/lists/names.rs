//! All names as one automaton (`fst`), so that the longest name at a word is found by walking on, letter by letter,
//! whatever the number of names.
//!
//! The automaton maps a key (folded, small letters) to a run of spellings; a spelling is twelve bytes: where its text
//! starts, its length and whether capitals matter, and what it is read as. Of our own lists these bytes are part of the
//! program, which the system maps into memory, and they are looked up where they lie; only what a user's lists add is
//! built at the start.

use std::borrow::Cow;

use fst::raw::{Fst, Node, Output};

use super::EntryId;

const SPELLING: usize = 12;

/// A spelling and what it is read as.
#[derive(Clone, Copy, Debug)]
struct Spelling {
    start: u32,
    length: u32,
    /// Capitals do not matter (the dictionaries of PETRARCH have nothing else), but one must begin the name.
    any_case: bool,
    reading: EntryId,
}

/// A key of the index: a run of spellings.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Key(u64);

type Bytes = Cow<'static, [u8]>;

/// The names and what they are read as.
#[derive(Debug)]
pub(crate) struct Names {
    keys: fst::Map<Bytes>,
    spellings: Bytes,
    text: Bytes,
}

impl Default for Names {
    fn default() -> Names {
        NamesBuilder::default().finish()
    }
}

/// Writes names down, key by key in the order of their bytes, each with its spellings.
#[derive(Debug, Default)]
pub(crate) struct NamesBuilder {
    keys: Vec<(String, u64)>,
    spellings: Vec<u8>,
    text: String,
}

impl NamesBuilder {
    pub(crate) fn key(&mut self, small: &str) {
        self.keys.push((small.to_owned(), (self.spellings.len() / SPELLING) as u64));
    }

    pub(crate) fn spelling(&mut self, name: &str, any_case: bool, reading: EntryId) {
        for number in [self.text.len() as u32, (name.len() as u32) << 1 | u32::from(any_case), reading] {
            self.spellings.extend(number.to_le_bytes());
        }
        self.text.push_str(name);
    }

    pub(crate) fn finish(self) -> Names {
        let end = (self.spellings.len() / SPELLING) as u64;
        let ends = self.keys.iter().skip(1).map(|k| k.1).chain([end]);
        let runs = self.keys.iter().zip(ends).map(|((key, first), last)| (key, first << 16 | (last - first)));
        let keys = fst::Map::from_iter(runs).expect("keys are handed in in order");
        let keys = keys.map_data(Cow::Owned).expect("an automaton that was just built");
        Names { keys, spellings: self.spellings.into(), text: self.text.into_bytes().into() }
    }
}

impl Names {
    /// What [`parts`](Names::parts) gave, read where it lies.
    pub(crate) fn compiled([keys, spellings, text]: [&'static [u8]; 3]) -> Option<Names> {
        let keys = fst::Map::new(Cow::Borrowed(keys)).ok()?;
        std::str::from_utf8(text).ok()?;
        Some(Names { keys, spellings: spellings.into(), text: text.into() })
    }

    /// The automaton, the spellings and their text.
    pub(crate) fn parts(&self) -> [&[u8]; 3] {
        [self.keys.as_fst().as_bytes(), &self.spellings, &self.text]
    }

    /// The start of a walk over a name's letters.
    pub(crate) fn cursor(&self) -> Cursor<'_, Bytes> {
        Cursor::new(&self.keys)
    }

    fn spelling(&self, at: usize) -> Spelling {
        let row = &self.spellings[at * SPELLING..][..SPELLING];
        let number = |i: usize| u32::from_le_bytes([row[i], row[i + 1], row[i + 2], row[i + 3]]);
        Spelling { start: number(0), length: number(4) >> 1, any_case: number(4) & 1 == 1, reading: number(8) }
    }

    fn spellings(&self, key: Key) -> impl Iterator<Item = Spelling> + '_ {
        let first = (key.0 >> 16) as usize;
        (first..first + (key.0 & 0xffff) as usize).map(|at| self.spelling(at))
    }

    fn text(&self, s: Spelling) -> &str {
        let text = &self.text[s.start as usize..(s.start + s.length) as usize];
        std::str::from_utf8(text).expect("all names were looked at when the lists were opened")
    }

    /// What a folded name is read as, given its key in small letters.
    pub(crate) fn reading(&self, key: Key, name: &str) -> Option<EntryId> {
        let first = name.split(' ').next().unwrap_or_default();
        // "GAZPROM" in a headline is Gazprom, but "WHO" is not who.
        let shouted = || {
            first.len() >= 4
                && first.bytes().all(|b| b.is_ascii_uppercase())
                && !name.bytes().any(|b| b.is_ascii_lowercase())
        };
        let exact = self.spellings(key).find(|&s| self.text(s) == name);
        let found = exact.or_else(|| {
            let any = |s: &Spelling| s.any_case && name.starts_with(|c: char| c.is_uppercase());
            self.spellings(key).find(any).or_else(|| self.spellings(key).next().filter(|_| shouted()))
        });
        found.map(|s| s.reading)
    }

    /// What all spellings of a folded name in small letters are read as.
    pub(crate) fn readings(&self, small: &str) -> Vec<EntryId> {
        let key = self.keys.get(small).map(Key);
        let mut found: Vec<EntryId> = key.into_iter().flat_map(|k| self.spellings(k)).map(|s| s.reading).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Every spelling with what it is read as, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, EntryId)> {
        let spellings = (0..self.spellings.len() / SPELLING).map(|at| self.spelling(at));
        spellings.map(|s| (self.text(s), s.reading))
    }

    /// How many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        self.parts().iter().map(|p| p.len()).sum()
    }
}

/// A place in an automaton of names.
pub(crate) struct Cursor<'g, D> {
    fst: &'g Fst<D>,
    node: Node<'g>,
    output: Output,
}

impl<'g, D: AsRef<[u8]>> Cursor<'g, D> {
    /// Before the first letter.
    pub(crate) fn new(names: &'g fst::Map<D>) -> Cursor<'g, D> {
        let fst = names.as_fst();
        Cursor { fst, node: fst.root(), output: Output::zero() }
    }

    /// Goes on by some letters; false where no name goes on like this.
    pub(crate) fn eat(&mut self, bytes: impl IntoIterator<Item = u8>) -> bool {
        for byte in bytes {
            let Some(i) = self.node.find_input(byte) else { return false };
            let transition = self.node.transition(i);
            self.output = self.output.cat(transition.out);
            self.node = self.fst.node(transition.addr);
        }
        true
    }

    /// What stands under the name that ends here, if one does.
    pub(crate) fn number(&self) -> Option<u64> {
        self.node.is_final().then(|| self.output.cat(self.node.final_output()).value())
    }
}

impl Cursor<'_, Bytes> {
    /// The key that ends here.
    pub(crate) fn value(&self) -> Option<Key> {
        self.number().map(Key)
    }
}
