//! Who claims which name, and who is meant by it: what rows say, settled and handed to [`Names`].
//!
//! Keys are folded and in small letters; below each stand the spellings with their capitals, since "US" is not "us".
//! Who claims a spelling is settled when the index is built, and never by order: a user's list goes before ours; among
//! the claims of one list an entry that claims the name for itself is its reading unless the context speaks for one of
//! those that say they share it; several that claim it for themselves leave it open, and so does a single one that
//! only shares it, with the language.

use std::cmp::Reverse;

use super::names::{Names, NamesBuilder};
use super::{Entry, EntryId, Error};

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
    pub(crate) fn build(mut self, entries: &mut Vec<Entry>, mut tell: Option<&mut Findings<'_>>) -> Names {
        let mut all = std::mem::take(&mut self.all);
        all.sort_unstable_by(|a, b| {
            a.prefix
                .cmp(&b.prefix)
                .then_with(|| self.small(a).cmp(self.small(b)))
                .then_with(|| self.key(a).cmp(self.key(b)))
                .then_with(|| (a.any_case, Reverse(a.layer), a.entry).cmp(&(b.any_case, Reverse(b.layer), b.entry)))
        });
        let mut names = NamesBuilder::default();
        for group in all.chunk_by(|a, b| a.prefix == b.prefix && self.small(a) == self.small(b)) {
            names.key(self.small(&group[0]));
            for same in group.chunk_by(|a, b| self.key(a) == self.key(b) && a.any_case == b.any_case) {
                let first = same[0];
                // What a user's list claims for itself goes before what ours say; what it shares stands beside them.
                let floor = same.iter().filter(|c| !c.shared).map(|c| c.layer).max().unwrap_or(0);
                let top = same.partition_point(|c| c.layer >= floor);
                let reading = settle(&same[..top], self.key(&first), entries, tell.as_deref_mut());
                names.spelling(self.key(&first), first.any_case, reading);
            }
        }
        names.finish()
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

    pub(crate) fn add(&mut self, code: &'static str, at: super::At, message: String) {
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
