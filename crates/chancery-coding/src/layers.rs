//! A book that extends another: its manifest, and what lies on what.
//!
//! A folder with a `codebook.toml` that says `extends` is not a book by itself: it lies on another one, the built-in
//! `"chancery"` or a folder beside it, which may lie on a third. The upper book adds rules, replaces those whose ids it
//! uses again, takes away those that `without` names, and adds to types, word sets, CAMEO codes and contexts. Layers
//! are kept apart until they are read, so that a fault names the book it is in, and a rule knows whose it is: between
//! equally specific rules the upper book's wins. A folder without `extends` replaces our book altogether.

use std::collections::BTreeMap;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use toml::Spanned;

use crate::describe::version_of;
use crate::error::{Error, Source};

/// The name of the manifest.
pub(crate) const MANIFEST: &str = "codebook.toml";

/// What `extends` calls the book that is built in.
const BUILT_IN: &str = "chancery";

static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/../../data/codebook");

/// Files of a book, path to text.
pub(crate) type Files = BTreeMap<String, String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestRow {
    #[allow(dead_code, reason = "required of every manifest, for its readers")]
    about: String,
    extends: Option<Spanned<String>>,
    #[serde(default)]
    without: Vec<Spanned<String>>,
}

/// One book of a pile.
pub(crate) struct Layer {
    pub(crate) files: Files,
    /// What stands before the names of its files where people see them; nothing for the book that was asked for.
    prefix: String,
    /// The rules of the books below that it does without, and the lines that say so.
    pub(crate) without: Vec<(String, usize)>,
}

impl Layer {
    /// A file's name for people.
    pub(crate) fn shown(&self, file: &str) -> String {
        format!("{}{file}", self.prefix)
    }
}

/// The files that are built in.
pub(crate) fn embedded() -> Result<Files, Error> {
    let mut files = Files::new();
    let mut open = vec![&EMBEDDED];
    while let Some(dir) = open.pop() {
        open.extend(dir.dirs());
        for file in dir.files() {
            let name = file.path().to_string_lossy().replace('\\', "/");
            if name.ends_with(".toml") {
                let text = file.contents_utf8().ok_or_else(|| not_utf8(&name))?;
                files.insert(name, text.to_owned());
            }
        }
    }
    Ok(files)
}

/// A file that is built in.
pub(crate) fn embedded_file(name: &str) -> Option<&'static str> {
    EMBEDDED.get_file(name).and_then(|f| f.contents_utf8())
}

/// The TOML files of a folder.
pub(crate) fn of_folder(dir: &Path) -> Result<Files, Error> {
    let mut files = Files::new();
    let mut open = vec![dir.to_owned()];
    while let Some(folder) = open.pop() {
        let shown = folder.display().to_string();
        for entry in std::fs::read_dir(&folder).map_err(|e| Error::io(&shown, e))? {
            let path = entry.map_err(|e| Error::io(&shown, e))?.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                let name = path.strip_prefix(dir).unwrap_or(&path).to_string_lossy().replace('\\', "/");
                let bytes = std::fs::read(&path).map_err(|e| Error::io(&name, e))?;
                let text = String::from_utf8(bytes).map_err(|_| not_utf8(&name))?;
                files.insert(name, text);
            }
        }
    }
    Ok(files)
}

/// The pile that a book's manifest asks for, the lowest first. Without a folder only the built-in book can be below.
pub(crate) fn pile(files: Files, folder: Option<&Path>) -> Result<Vec<Layer>, Error> {
    let mut pile: Vec<Layer> = Vec::new();
    let mut next = Some((files, folder.map(Path::to_owned), String::new()));
    let mut seen = Vec::new();
    while let Some((files, folder, prefix)) = next.take() {
        seen.extend(folder.as_ref().and_then(|f| f.canonicalize().ok()));
        let shown = format!("{prefix}{MANIFEST}");
        let mut layer = Layer { files, prefix, without: Vec::new() };
        if let Some(text) = layer.files.remove(MANIFEST) {
            let source = Source { file: &shown, text: &text };
            let row: ManifestRow = toml::from_str(&text).map_err(|e| Error::toml(&source, &e))?;
            let line = |range: std::ops::Range<usize>| source.line_of(range.start);
            layer.without = row.without.into_iter().map(|w| (w.get_ref().clone(), line(w.span()))).collect();
            if let Some(extends) = row.extends {
                let at = line(extends.span());
                next = Some(below(&extends.into_inner(), folder.as_deref(), &seen, &source, at)?);
            }
            if next.is_none()
                && let Some((rule, at)) = layer.without.first()
            {
                let message = format!(
                    "`without` names {rule}, but this book extends none; add `extends = \"{BUILT_IN}\"` or drop `without`"
                );
                return Err(Error::new("CB033", &shown, *at, message));
            }
            layer.files.insert(MANIFEST.to_owned(), text);
        }
        pile.push(layer);
    }
    pile.reverse();
    Ok(pile)
}

/// The book that a manifest extends: its files, its folder, and what stands before the names of its files.
fn below(
    name: &str,
    folder: Option<&Path>,
    seen: &[std::path::PathBuf],
    source: &Source<'_>,
    line: usize,
) -> Result<(Files, Option<std::path::PathBuf>, String), Error> {
    let fault = |message: String| Error::new("CB034", source.file, line, message);
    if name == BUILT_IN {
        return Ok((embedded()?, None, format!("{BUILT_IN}:")));
    }
    let Some(base) = folder.map(|f| f.join(name)).filter(|f| f.is_dir()) else {
        return Err(fault(format!(
            "`extends` names \"{name}\", which is no folder; use \"{BUILT_IN}\" for the built-in book, or a path from this folder"
        )));
    };
    if base.canonicalize().is_ok_and(|f| seen.contains(&f)) {
        return Err(fault(format!(
            "`extends` leads back to \"{name}\"; a book cannot lie on itself, so break the circle"
        )));
    }
    Ok((of_folder(&base)?, Some(base), format!("{name}:")))
}

/// The version of a pile: of a single book that of its files.
pub(crate) fn version(pile: &[Layer]) -> String {
    if let [only] = pile {
        return version_of(&only.files);
    }
    let all = pile
        .iter()
        .enumerate()
        .flat_map(|(i, layer)| layer.files.iter().map(move |(name, text)| (format!("{i}/{name}"), text.clone())));
    version_of(&all.collect())
}

/// Whether an entry of `without` means a rule: its id, or `family.*`.
pub(crate) fn means(entry: &str, id: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(family) => family.ends_with('.') && id.starts_with(family),
        None => entry == id,
    }
}

fn not_utf8(file: &str) -> Error {
    Error::whole("CB001", file, "the file is not UTF-8; save it as UTF-8")
}
