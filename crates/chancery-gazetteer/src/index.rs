//! All names, as one sorted list over one text, so that the longest name at a word is found by narrowing a range of it
//! word by word, whatever the number of names.
//!
//! A finite-state transducer (`fst`) would be smaller, but half of the time of loading went into building it, and lists
//! that users change are loaded far more often than they are compiled.
//!
//! Keys are folded and in small letters; below each stand the spellings with their capitals, since "US" is not "us".
//! Who claims a spelling is settled when the index is built, and never by order: a user's list goes before ours; among
//! the claims of one list an entry that claims the name for itself is its reading unless the context speaks for one of
//! those that say they share it; several that claim it for themselves leave it open, and so does a single one that
//! only shares it, with the language.

use std::cmp::Reverse;
use std::ops::Range;

use crate::{Entry, EntryId, Error};

/// A row's claim to a name.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Claim {
    /// The first letters of the key, which settle most comparisons.
    prefix: u64,
    start: u32,
    end: u32,
    pub(crate) entry: EntryId,
    layer: u8,
    /// The row says that others bear the name too.
    shared: bool,
    /// Capitals do not matter (the dictionaries of PETRARCH have nothing else), but one must begin the name.
    any_case: bool,
}

/// Claims while lists are read.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    all: Vec<Claim>,
    /// Folded names, one after the other, and the same in small letters.
    keys: String,
    small: String,
}

/// A spelling and what it is read as.
#[derive(Debug)]
struct Spelling {
    start: u32,
    end: u32,
    any_case: bool,
    reading: EntryId,
}

/// The names and what they are read as.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// In the order of their keys.
    groups: Vec<Group>,
    spellings: Vec<Spelling>,
    /// Folded names, one after the other, and the same in small letters.
    keys: String,
    small: String,
}

/// All spellings that are one key in small letters.
#[derive(Debug)]
struct Group {
    start: u32,
    end: u32,
    first: u32,
    last: u32,
}

impl Claims {
    /// Adds a claim to a name that is folded already.
    pub(crate) fn add(&mut self, key: &str, entry: EntryId, layer: u8, shared: bool, any_case: bool) {
        let start = self.keys.len() as u32;
        self.keys.push_str(key);
        self.small.extend(key.chars().map(|c| c.to_ascii_lowercase()));
        let mut prefix = [0u8; 8];
        for (to, &from) in prefix.iter_mut().zip(&self.small.as_bytes()[start as usize..]) {
            *to = from;
        }
        let end = self.keys.len() as u32;
        self.all.push(Claim { prefix: u64::from_be_bytes(prefix), start, end, entry, layer, shared, any_case });
    }

    fn key(&self, c: &Claim) -> &str {
        &self.keys[c.start as usize..c.end as usize]
    }

    fn small(&self, c: &Claim) -> &str {
        &self.small[c.start as usize..c.end as usize]
    }

    /// Settles who is meant by each name. Entries that share a name get one more entry, for the name.
    pub(crate) fn build(mut self, entries: &mut Vec<Entry>, mut tell: Option<&mut Findings<'_>>) -> Index {
        let mut all = std::mem::take(&mut self.all);
        all.sort_unstable_by(|a, b| {
            a.prefix
                .cmp(&b.prefix)
                .then_with(|| self.small(a).cmp(self.small(b)))
                .then_with(|| self.key(a).cmp(self.key(b)))
                .then_with(|| (a.any_case, Reverse(a.layer), a.entry).cmp(&(b.any_case, Reverse(b.layer), b.entry)))
        });
        let (mut groups, mut spellings) = (Vec::with_capacity(all.len()), Vec::with_capacity(all.len()));
        for group in all.chunk_by(|a, b| a.prefix == b.prefix && self.small(a) == self.small(b)) {
            let first = spellings.len() as u32;
            for same in group.chunk_by(|a, b| self.key(a) == self.key(b) && a.any_case == b.any_case) {
                let first = same[0];
                // What a user's list claims for itself goes before what ours say; what it shares stands beside them.
                let floor = same.iter().filter(|c| !c.shared).map(|c| c.layer).max().unwrap_or(0);
                let top = same.partition_point(|c| c.layer >= floor);
                let reading = settle(&same[..top], self.key(&first), entries, tell.as_deref_mut());
                spellings.push(Spelling { start: first.start, end: first.end, any_case: first.any_case, reading });
            }
            let Claim { start, end, .. } = group[0];
            groups.push(Group { start, end, first, last: spellings.len() as u32 });
        }
        Index { groups, spellings, keys: self.keys, small: self.small }
    }
}

/// Where faults that do not keep the lists from loading are told.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    pub(crate) files: &'a [Box<str>],
    pub(crate) found: Vec<Error>,
}

impl Findings<'_> {
    pub(crate) fn place(&self, entry: &Entry) -> String {
        format!("{} ({}:{})", entry.name, self.files[entry.at.file as usize], entry.at.line)
    }

    pub(crate) fn add(&mut self, code: &'static str, at: crate::At, message: String) {
        self.found.push(Error::new(code, &self.files[at.file as usize], at.line, message));
    }
}

/// The entry that a name is read as: its only claimant, or a new entry that leaves the choice to the context.
fn settle(claims: &[Claim], key: &str, entries: &mut Vec<Entry>, tell: Option<&mut Findings<'_>>) -> EntryId {
    // Nearly every name is one row's alone.
    if let [Claim { entry, shared: false, .. }] = *claims {
        return entry;
    }
    let mut claims = claims.to_vec();
    // A row may fold two of its spellings into one; then the plain claim holds.
    claims.sort_by_key(|c| (c.entry, c.shared));
    claims.dedup_by_key(|c| c.entry);
    let own: Vec<EntryId> = claims.iter().filter(|c| !c.shared).map(|c| c.entry).collect();
    if let Some(tell) = tell {
        let entry = |id: EntryId| &entries[id as usize];
        if own.len() > 1 {
            let others: Vec<String> = own[1..].iter().map(|&id| tell.place(entry(id))).collect();
            let message = format!(
                "\"{key}\" is also claimed by {}, so it is read as neither without context; write ~{key} in the rows \
                 that share it",
                others.join(" and ")
            );
            tell.add("GZ101", entry(own[0]).at, message);
        }
    }
    if let [Claim { entry, shared: false, .. }] = claims[..] {
        return entry;
    }
    let all = |f: &dyn Fn(&Entry, &Entry) -> bool| {
        claims.windows(2).all(|w| f(&entries[w[0].entry as usize], &entries[w[1].entry as usize]))
    };
    let reading = match own[..] {
        [one] => entries[one as usize].clone(),
        _ => {
            let first = claims.iter().map(|c| &entries[c.entry as usize]).min_by_key(|e| e.what);
            let first = first.expect("a name has a claimant");
            Entry {
                name: if all(&|a, b| a.name == b.name) { first.name.clone() } else { key.into() },
                country: first.country.filter(|_| claims.len() > 1 && all(&|a, b| a.country == b.country)),
                sectors: if all(&|a, b| a.sectors == b.sectors) { first.sectors.clone() } else { Box::default() },
                offices: Box::default(),
                ..first.clone()
            }
        }
    };
    let rivals = claims.iter().map(|c| c.entry).collect();
    entries.push(Entry { rivals, ..reading });
    entries.len() as EntryId - 1
}

impl Index {
    fn spellings(&self, group: usize) -> &[Spelling] {
        let Group { first, last, .. } = self.groups[group];
        &self.spellings[first as usize..last as usize]
    }

    fn small(&self, group: &Group) -> &str {
        &self.small[group.start as usize..group.end as usize]
    }

    /// The keys, by their numbers.
    pub(crate) fn keys(&self) -> Range<usize> {
        0..self.groups.len()
    }

    /// Those of some neighbouring keys that begin with these small letters, and whether the first of them is no longer.
    pub(crate) fn narrow(&self, keys: Range<usize>, beginning: &str) -> (Range<usize>, bool) {
        let among = &self.groups[keys.clone()];
        let first = among.partition_point(|g| self.small(g) < beginning);
        let count = among[first..].partition_point(|g| self.small(g).starts_with(beginning));
        let start = keys.start + first;
        (start..start + count, count > 0 && self.small(&among[first]).len() == beginning.len())
    }

    fn key(&self, s: &Spelling) -> &str {
        &self.keys[s.start as usize..s.end as usize]
    }

    /// What a folded name is read as, given the number of its key in small letters.
    pub(crate) fn reading(&self, group: usize, name: &str) -> Option<EntryId> {
        let spellings = self.spellings(group);
        let first = name.split(' ').next().unwrap_or_default();
        // "GAZPROM" in a headline is Gazprom, but "WHO" is not who.
        let shouted = || {
            first.len() >= 4
                && first.bytes().all(|b| b.is_ascii_uppercase())
                && !name.bytes().any(|b| b.is_ascii_lowercase())
        };
        let exact = spellings.iter().find(|s| self.key(s) == name);
        let found = exact.or_else(|| {
            let any = |s: &&Spelling| s.any_case && name.starts_with(|c: char| c.is_uppercase());
            spellings.iter().find(any).or_else(|| spellings.first().filter(|_| shouted()))
        });
        found.map(|s| s.reading)
    }

    /// What all spellings of a folded name in small letters are read as.
    pub(crate) fn readings(&self, small: &str) -> Vec<EntryId> {
        let (keys, exact) = self.narrow(self.keys(), small);
        let group = keys.take(usize::from(exact));
        let mut found: Vec<EntryId> = group.flat_map(|g| self.spellings(g)).map(|s| s.reading).collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// Every spelling with what it is read as, in order.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&str, EntryId)> {
        self.spellings.iter().map(|s| (self.key(s), s.reading))
    }

    /// How many bytes it takes.
    pub(crate) fn size(&self) -> usize {
        self.keys.len()
            + self.small.len()
            + self.groups.len() * size_of::<Group>()
            + self.spellings.len() * size_of::<Spelling>()
    }
}
