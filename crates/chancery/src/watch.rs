//! `chancery watch`: what arrives in a folder goes into an archive.
//!
//! The folder is looked at every few seconds, which works on every file system, network shares too. A file is read
//! once it has stopped growing; one that changes later is read again, and the archive knows what it has.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};

use anyhow::{Context, Result};
use chancery_archive::Archive;
use chancery_engine::Engine;

use crate::settings::{Source, Watch};
use crate::{Verdict, complain, ingest, stop};

/// How long we sleep before we look whether the user wants to stop.
const NAP: Duration = Duration::from_millis(100);

/// A file's length and time of change: a file with the same is taken for the same.
type Stamp = (u64, Option<SystemTime>);

pub(crate) fn run(settings: &Watch) -> Result<Verdict> {
    let mut archive = Archive::open(&settings.ingest.archive)?;
    let engine = Engine::load(&settings.ingest.config)?;
    stop::listen();
    complain(&format!("watching {}; Ctrl-C stops", settings.folder.display()));
    let mut verdict = Verdict::default();
    let (mut seen, mut done) = (BTreeMap::new(), BTreeMap::new());
    loop {
        let now = stamps(&settings.folder)?;
        let is_ready = |path: &PathBuf, stamp: &Stamp| seen.get(path) == Some(stamp) && done.get(path) != Some(stamp);
        let ready: Vec<PathBuf> =
            now.iter().filter(|(path, stamp)| is_ready(path, stamp)).map(|(path, _)| path.clone()).collect();
        if !ready.is_empty() {
            let source = Source { paths: ready.clone(), format: settings.ingest.source.format };
            let round = ingest::round(&mut archive, Some(&engine), &settings.ingest, &source)?;
            verdict.n_read += round.n_read;
            verdict.n_failed += round.n_failed;
            verdict.n_empty += round.n_empty;
            done.extend(ready.into_iter().filter_map(|path| now.get(&path).map(|stamp| (path.clone(), *stamp))));
        }
        let is_quiet = settings.until_quiet && now.iter().all(|(path, stamp)| done.get(path) == Some(stamp));
        seen = now;
        let until = Instant::now() + settings.every;
        while Instant::now() < until && !stop::is_asked() && !is_quiet {
            sleep(NAP);
        }
        if stop::is_asked() || is_quiet {
            return Ok(verdict);
        }
    }
}

/// The files of a folder at whatever depth; links and hidden files are none.
fn stamps(folder: &Path) -> Result<BTreeMap<PathBuf, Stamp>> {
    let mut found = BTreeMap::new();
    let mut left = vec![folder.to_owned()];
    while let Some(dir) = left.pop() {
        let entries = match fs::read_dir(&dir) {
            Ok(entries) => entries,
            Err(cause) if dir == folder => return Err(cause).context(format!("{} cannot be listed", dir.display())),
            // A folder may go while we look.
            Err(_) => continue,
        };
        for entry in entries.flatten() {
            let Ok(meta) = fs::symlink_metadata(entry.path()) else { continue };
            if entry.file_name().as_encoded_bytes().starts_with(b".") {
                continue;
            }
            if meta.is_dir() {
                left.push(entry.path());
            } else if meta.is_file() {
                found.insert(entry.path(), (meta.len(), meta.modified().ok()));
            }
        }
    }
    Ok(found)
}
