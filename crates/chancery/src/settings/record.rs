//! What was typed of the commands that keep an archive's record straight, once checked.

use std::path::PathBuf;

use anyhow::{Context, Result};
use chancery_archive::{Change, Creator, Signed};
use chancery_engine::Config;

use super::config;
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

/// An archive to be coded again.
#[derive(Debug)]
pub(crate) struct Recode {
    pub(crate) archive: String,
    pub(crate) config: Config,
}

impl Recode {
    pub(crate) fn check(typed: args::Recode) -> Result<Recode> {
        Ok(Recode { archive: typed.archive.archive, config: config(typed.machine.model, typed.books)? })
    }
}

/// A codebook to be scored against people's judgements.
#[derive(Debug)]
pub(crate) struct Eval {
    pub(crate) archive: String,
    pub(crate) misses: bool,
    pub(crate) config: Config,
}

impl Eval {
    pub(crate) fn check(typed: args::Eval) -> Result<Eval> {
        let config = config(typed.machine.model, typed.books)?;
        Ok(Eval { archive: typed.archive.archive, misses: typed.misses, config })
    }
}

/// A data version to be made.
#[derive(Debug)]
pub(crate) struct Snapshot {
    pub(crate) archive: String,
    pub(crate) dir: PathBuf,
    pub(crate) title: String,
    pub(crate) creators: Vec<Creator>,
    pub(crate) text_free: bool,
}

impl Snapshot {
    pub(crate) fn check(typed: args::Snapshot) -> Snapshot {
        let creator = |name: &String| match name.split_once(',') {
            Some((family, given)) => Creator { name: family.trim().to_owned(), given: Some(given.trim().to_owned()) },
            None => Creator { name: name.trim().to_owned(), given: None },
        };
        Snapshot {
            archive: typed.archive.archive,
            dir: typed.dir,
            title: typed.title,
            creators: typed.author.iter().map(creator).collect(),
            text_free: typed.text_free,
        }
    }
}
