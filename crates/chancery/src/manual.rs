//! `chancery completions` and `chancery man`: what shells and `man` know of the program, from the arguments themselves.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Verdict;
use crate::args::Args;

const DONE: Verdict = Verdict { n_read: 1, n_failed: 0, n_empty: 0 };

pub(crate) fn completions(shell: Shell) -> Result<Verdict> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "chancery", &mut script);
    anstream::stdout().write_all(&script)?;
    Ok(DONE)
}

pub(crate) fn pages(dir: &Path) -> Result<Verdict> {
    let written = std::fs::create_dir_all(dir).and_then(|()| clap_mangen::generate_to(Args::command(), dir));
    written.with_context(|| format!("{} cannot be written to", dir.display()))?;
    Ok(DONE)
}
