//! What `chancery serve` works with.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chancery_engine::Config;
use chancery_server::Password;

use super::config;
use crate::args;

/// The archive over HTTP.
#[derive(Debug)]
pub(crate) struct Serve {
    pub(crate) archive: String,
    pub(crate) listen: SocketAddr,
    pub(crate) token: Option<String>,
    pub(crate) passwords: Vec<Password>,
    pub(crate) read_only: bool,
    /// What the reader of articles is made of, when articles are read.
    pub(crate) config: Option<Config>,
}

impl Serve {
    pub(crate) fn check(typed: args::Serve) -> Result<Serve> {
        if typed.token.as_deref().is_some_and(|token| token.len() < 12) {
            bail!("a token of fewer than 12 characters can be guessed; give a longer one");
        }
        let passwords = typed.passwords.as_deref().map(passwords).transpose()?.unwrap_or_default();
        let config = if typed.no_reading { None } else { Some(config(typed.machine.model, typed.books)?) };
        let (archive, read_only) = (typed.archive.archive, typed.read_only);
        Ok(Serve { archive, listen: typed.listen, token: typed.token, passwords, read_only, config })
    }
}

/// The people of a password file; empty lines and those that begin with `#` say nothing.
fn passwords(file: &Path) -> Result<Vec<Password>> {
    let shown = file.display();
    let text = std::fs::read_to_string(file).with_context(|| format!("{shown}: the password file cannot be read"))?;
    let mut people = Vec::new();
    for (n, line) in (1..).zip(text.lines()) {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        people.push(Password::parse(line).map_err(|wrong| anyhow::anyhow!("{shown}:{n}: {wrong}"))?);
    }
    if people.is_empty() {
        bail!("{shown}: nobody is in it; `chancery password NAME` makes a line");
    }
    Ok(people)
}
