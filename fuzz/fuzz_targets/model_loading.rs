//! A broken or hostile package is an error, never a panic or an endless loop; if it loads all the same, it parses.
//!
//! The input picks one file of a real package and what happens to it: replaced by the rest of the input, cut off, or
//! overwritten somewhere in the middle. All other files stay as they are, so that loading comes as far as this one.

#![no_main]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use chancery_parse::Parser;
use libfuzzer_sys::fuzz_target;
use tempfile::TempDir;

struct Package {
    copy: TempDir,
    /// Paths in the package and what they hold when whole.
    files: Vec<(PathBuf, Vec<u8>)>,
}

static PACKAGE: LazyLock<Package> = LazyLock::new(|| {
    let model = chancery_fuzz::model();
    let copy = TempDir::new().expect("there is room for a copy of the model");
    let mut paths = Vec::new();
    walk(&model, &mut paths);
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let bytes = fs::read(&path).expect("the model can be read");
        let relative = path.strip_prefix(&model).expect("it was found there").to_path_buf();
        let target = copy.path().join(&relative);
        fs::create_dir_all(target.parent().expect("it is in the copy")).expect("the copy can be made");
        fs::write(target, &bytes).expect("the copy can be written");
        files.push((relative, bytes));
    }
    Package { copy, files }
});

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the model can be read") {
        let path = entry.expect("the model can be read").path();
        if path.is_dir() { walk(&path, paths) } else { paths.push(path) }
    }
}

fuzz_target!(|input: (u8, u8, u32, &[u8])| {
    let (which, how, at, bytes) = input;
    let Package { copy, files } = &*PACKAGE;
    let (path, whole) = &files[usize::from(which) % files.len()];
    let at = at as usize % (whole.len() + 1);
    let broken = match how % 3 {
        0 => bytes.to_vec(),
        1 => whole[..at].to_vec(),
        _ => {
            let mut broken = whole.clone();
            let end = (at + bytes.len()).min(broken.len());
            broken[at..end].copy_from_slice(&bytes[..end - at]);
            broken
        }
    };
    fs::write(copy.path().join(path), broken).expect("the copy can be written");
    if let Ok(parser) = Parser::load(copy.path()) {
        let text = "Arland's president didn't meet the U.S. envoy (https://example.org) on 3 May, she said.";
        let _ = parser.worker().parse(text);
    }
    fs::write(copy.path().join(path), whole).expect("the copy can be mended");
});
