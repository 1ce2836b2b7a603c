//! `chancery serve`: the archive over HTTP.

use std::io::{BufRead, IsTerminal, Write};

use anyhow::{Context, Result, bail};
use chancery_archive::Archive;
use chancery_engine::Engine;

use crate::args;
use crate::settings::Serve;
use crate::{Verdict, complain};

pub(crate) fn run(settings: Serve) -> Result<Verdict> {
    // An archive that is not there at the start is a slip of the pen; one that goes away later is waited for.
    Archive::open_reader(&settings.archive)?;
    let engine = settings.config.as_ref().map(Engine::load).transpose()?;
    let Serve { archive, listen, token, passwords, read_only, .. } = settings;
    let server = chancery_server::Settings { archive, listen, token, passwords, read_only, engine };
    chancery_server::serve(server, |address| {
        // A program that started us waits for this line; that nobody reads it is no trouble.
        let _ = writeln!(
            anstream::stdout(),
            "http://{address}/  (pages; the API is under /api/v1/, described by /openapi.json; Ctrl-C ends it)"
        );
        let _ = anstream::stdout().flush();
    })?;
    complain("stopped");
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}

/// The password: typed twice on a terminal, which shows nothing of it, else the first line of the input.
fn typed_or_piped() -> Result<String> {
    if std::io::stdin().is_terminal() {
        let password = rpassword::prompt_password("password (not shown): ").context("the terminal")?;
        if rpassword::prompt_password("the same again: ").context("the terminal")? != password {
            bail!("the two differ; nothing was made");
        }
        return Ok(password);
    }
    let mut password = String::new();
    std::io::stdin().lock().read_line(&mut password)?;
    Ok(password)
}

/// A line for the password file, of the first line of the input.
pub(crate) fn password(typed: &args::Password) -> Result<Verdict> {
    if typed.name.trim().is_empty() || typed.name.contains([':', '\n', '\r']) {
        bail!("\"{}\" cannot be a name; it is one or more characters other than a colon", typed.name);
    }
    let password = typed_or_piped()?;
    let password = password.trim_end_matches(['\n', '\r']);
    if password.chars().count() < 10 {
        bail!("a password of fewer than 10 characters can be guessed; take a longer one");
    }
    writeln!(anstream::stdout(), "{}:{}", typed.name.trim(), chancery_server::hash_password(password)?)?;
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}
