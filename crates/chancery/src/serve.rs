//! `chancery serve`: the archive over HTTP.

use std::io::Write;

use anyhow::Result;
use chancery_archive::Archive;
use chancery_engine::Engine;

use crate::settings::Serve;
use crate::{Verdict, complain};

pub(crate) fn run(settings: Serve) -> Result<Verdict> {
    // An archive that is not there at the start is a slip of the pen; one that goes away later is waited for.
    Archive::open_reader(&settings.archive)?;
    let engine = settings.config.as_ref().map(Engine::load).transpose()?;
    let Serve { archive, listen, token, .. } = settings;
    let server = chancery_server::Settings { archive, listen, token, engine };
    chancery_server::serve(server, |address| {
        // A program that started us waits for this line; that nobody reads it is no trouble.
        let _ = writeln!(anstream::stdout(), "http://{address}/api/v1/  (openapi.json describes it; Ctrl-C ends it)");
        let _ = anstream::stdout().flush();
    })?;
    complain("stopped");
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}
