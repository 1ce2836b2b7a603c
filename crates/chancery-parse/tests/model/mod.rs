//! Where the tests find the model.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use chancery_parse::Parser;

/// The folder that holds the model: `CHANCERY_MODEL`, or `models` at the workspace root.
fn models() -> PathBuf {
    std::env::var_os("CHANCERY_MODEL")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"), PathBuf::from)
}

/// The package's own folder, with its `config.cfg`.
#[allow(dead_code, reason = "each test binary uses what it needs")]
pub(crate) fn package_folder() -> PathBuf {
    let mut folders = vec![models()];
    while let Some(folder) = folders.pop() {
        if folder.join("config.cfg").is_file() {
            return folder;
        }
        let below = std::fs::read_dir(&folder).into_iter().flatten().flatten();
        folders.extend(below.map(|entry| entry.path()).filter(|path| path.is_dir()));
    }
    panic!("no model is there; run cargo xtask model");
}

/// The model, loaded once.
#[allow(dead_code, reason = "each test binary uses what it needs")]
pub(crate) fn parser() -> &'static Parser {
    static PARSER: OnceLock<Parser> = OnceLock::new();
    PARSER.get_or_init(|| Parser::load(&models()).expect("the model loads; if it is not there, run cargo xtask model"))
}
