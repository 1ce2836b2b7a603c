//! Where the tests find the language model.

use std::path::{Path, PathBuf};

/// `CHANCERY_MODEL`, else the package under `models/` of the project.
///
/// # Panics
/// When there is none.
pub(crate) fn model() -> PathBuf {
    if let Some(dir) = std::env::var_os("CHANCERY_MODEL") {
        return dir.into();
    }
    let models = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
    let packages = std::fs::read_dir(&models).into_iter().flatten().filter_map(|e| Some(e.ok()?.path()));
    let mut packages: Vec<PathBuf> = packages.filter(|p| p.is_dir()).collect();
    packages.sort();
    packages.into_iter().next().expect("no language model; run `cargo xtask model`")
}

/// `CHANCERY_PLACES`, else the file beside the models of the project.
///
/// # Panics
/// When there is none.
#[allow(dead_code, reason = "not every test asks for places")]
pub(crate) fn places() -> PathBuf {
    if let Some(file) = std::env::var_os("CHANCERY_PLACES") {
        return file.into();
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models/geonames.places");
    assert!(file.is_file(), "no file of places; run `cargo xtask places`");
    file
}
