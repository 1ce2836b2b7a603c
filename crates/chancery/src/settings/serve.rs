//! What `chancery serve` works with.

use std::net::SocketAddr;

use anyhow::{Result, bail};
use chancery_engine::Config;

use super::config;
use crate::args;

/// The archive over HTTP.
#[derive(Debug)]
pub(crate) struct Serve {
    pub(crate) archive: String,
    pub(crate) listen: SocketAddr,
    pub(crate) token: Option<String>,
    /// What the reader of articles is made of, when articles are read.
    pub(crate) config: Option<Config>,
}

impl Serve {
    pub(crate) fn check(typed: args::Serve) -> Result<Serve> {
        if typed.token.as_deref().is_some_and(|token| token.len() < 12) {
            bail!("a token of fewer than 12 characters can be guessed; give a longer one");
        }
        let config = if typed.no_reading { None } else { Some(config(typed.machine.model, typed.books)?) };
        Ok(Serve { archive: typed.archive.archive, listen: typed.listen, token: typed.token, config })
    }
}
