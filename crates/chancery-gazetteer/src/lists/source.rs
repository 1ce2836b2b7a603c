//! Where lists come from: our own, compiled in, and the folders of users. Both are found by walking the folder.

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use include_dir::{Dir, include_dir};

use super::Error;

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../data/gazetteer");

/// One file of a gazetteer.
#[derive(Debug)]
pub(crate) struct Source {
    /// Path inside its folder.
    pub(crate) name: String,
    pub(crate) text: Cow<'static, str>,
    /// 0 for our lists, 1 for the user's, whose claims to a name go before ours.
    pub(crate) layer: u8,
}

fn is_list(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "csv" || e == "txt")
}

/// The lists that Chancery brings.
pub(crate) fn embedded() -> Vec<Source> {
    let mut out = Vec::new();
    let mut open = vec![&EMBEDDED];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files().filter(|f| is_list(f.path())) {
            let name = file.path().to_string_lossy().into_owned();
            out.extend(file.contents_utf8().map(|text| Source { name, text: text.into(), layer: 0 }));
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}

/// The lists of a folder.
pub(crate) fn of_folder(dir: &Path, layer: u8, faults: &mut Vec<Error>) -> Vec<Source> {
    let mut out = Vec::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        let shown = folder.display().to_string();
        let listing = match fs::read_dir(&folder) {
            Ok(listing) => listing,
            Err(e) => {
                let message = format!("cannot be read ({e}); name a folder of lists");
                faults.push(Error::whole("GZ001", &shown, message));
                continue;
            }
        };
        for entry in listing {
            let path = match entry {
                Ok(entry) => entry.path(),
                Err(e) => {
                    faults.push(Error::whole("GZ001", &shown, format!("cannot be read ({e})")));
                    continue;
                }
            };
            if path.is_dir() {
                open.push(path);
            } else if is_list(&path) {
                let name = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                match fs::read(&path).map(String::from_utf8) {
                    Ok(Ok(text)) => out.push(Source { name, text: text.into(), layer }),
                    Ok(Err(e)) => {
                        let sound = &e.as_bytes()[..e.utf8_error().valid_up_to()];
                        let line = 1 + sound.iter().filter(|&&b| b == b'\n').count() as u32;
                        faults.push(Error::new("GZ001", &name, line, "is not UTF-8 here; save the file as UTF-8"));
                    }
                    Err(e) => faults.push(Error::whole("GZ001", &name, format!("cannot be read ({e})"))),
                }
            }
        }
    }
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}
