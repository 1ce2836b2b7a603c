//! Where the paths of guards lead from the trigger that is read, kept while the matcher is at it.
//!
//! A common verb triggers hundreds of rules, whose guards mostly ask the same: who its subject is, what its object, what
//! stands behind its "to". Each such path is walked once from a trigger.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use chancery_doc::TokenId;

use crate::path::Path;
use crate::rule::Rule;
use crate::walk::{Anchor, Walker};

/// Gives the paths of all guards their numbers, and returns how many there are.
pub(crate) fn number(rules: &mut [Rule]) -> usize {
    let mut known: HashMap<String, u32> = HashMap::new();
    for path in rules.iter_mut().flat_map(|rule| &mut rule.guards).flat_map(|guard| &mut guard.paths) {
        let next = u32::try_from(known.len()).expect("fewer paths than a u32 counts");
        path.number = *known.entry(path.source().to_owned()).or_insert(next);
    }
    known.len()
}

/// Where a path was walked from last, and the words at its end.
type Trail = (Anchor, Rc<[TokenId]>);

/// The trails of paths, by their numbers.
pub(crate) struct Trails(RefCell<Vec<Option<Trail>>>);

impl Trails {
    pub(crate) fn new(paths: usize) -> Trails {
        Trails(RefCell::new(vec![None; paths]))
    }

    /// As [`Walker::walk`], for a path of a guard.
    pub(crate) fn walk(&self, walker: &Walker<'_>, path: &Path, anchor: Anchor) -> Rc<[TokenId]> {
        let mut trails = self.0.borrow_mut();
        match &mut trails[path.number as usize] {
            Some((from, found)) if *from == anchor => Rc::clone(found),
            trail => Rc::clone(&trail.insert((anchor, walker.walk(path, anchor).into())).1),
        }
    }
}
