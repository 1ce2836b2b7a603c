//! What was typed of the commands that keep an archive's record straight, once checked.

use anyhow::{Context, Result};
use chancery_archive::{Change, Signed};

use crate::args;

/// A correction, or with none the question what can be corrected.
#[derive(Debug)]
pub(crate) struct Correct {
    pub(crate) archive: String,
    pub(crate) id: String,
    pub(crate) changes: Option<(Vec<Change>, Signed)>,
}

impl Correct {
    pub(crate) fn check(typed: args::Correct) -> Result<Correct> {
        let mut changes: Vec<Change> = typed.changes.iter().map(|words| words.parse()).collect::<Result<_, _>>()?;
        for (is_asked, change) in
            [(typed.reject, Change::Reject), (typed.confirm, Change::Confirm), (typed.undo, Change::Undo)]
        {
            if is_asked {
                changes.push(change);
            }
        }
        let changes = if changes.is_empty() {
            None
        } else {
            let author = typed.by.context("say who corrects with --by NAME, or in CHANCERY_BY")?;
            let why = typed.why.context("say why with --why WORDS; without it nobody can weigh it later")?;
            Some((changes, Signed { author, at: chancery_archive::now(), why }))
        };
        Ok(Correct { archive: typed.archive.archive, id: typed.id, changes })
    }
}
