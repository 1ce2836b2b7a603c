//! A spaCy pipeline package on disk: a folder with `config.cfg`, `meta.json` and one folder or file per component.
//!
//! It is read as published, also when it lies a level or two down, as in an unpacked wheel. Files are handed out by
//! their path inside the package, so nothing else here knows about the file system, and every error names the file.
//! `config.cfg` is INI whose values are JSON and may refer to each other (`${section:key}`); references are followed
//! when a value is asked for, since a published config also holds some that only training could resolve.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use crate::error::Error;

/// No file of a package may be larger: the largest of spaCy's own, word vectors, have some 600 MB.
const MAX_FILE: u64 = 1 << 30;
/// How far below the given folder the package may lie.
const MAX_DEPTH: u32 = 3;
/// How many references a config value may go through.
const MAX_REFERENCES: u32 = 16;

/// An opened package.
#[derive(Debug)]
pub(crate) struct Package {
    dir: PathBuf,
    pub(crate) config: Config,
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) lang: String,
}

impl Package {
    /// Opens the package in this folder, or the only one below it.
    pub(crate) fn open(folder: &Path) -> Result<Package, Error> {
        let mut found = Vec::new();
        find(folder, MAX_DEPTH, &mut found).map_err(|e| Error::io(folder, e))?;
        let dir = match found.len() {
            1 => found.remove(0),
            0 => return Err(Error::new(folder, "holds no pipeline package; a package has a file config.cfg")),
            n => return Err(Error::new(folder, format!("holds {n} pipeline packages; name the folder of one"))),
        };
        let mut package = Package {
            dir,
            config: Config::default(),
            name: String::new(),
            version: String::new(),
            lang: String::new(),
        };
        package.config =
            Config::parse(&package.read_text("config.cfg")?).map_err(|e| package.error("config.cfg", e))?;
        let meta: Json = package.read_json("meta.json")?;
        let text = |key: &str| meta.get(key).and_then(Json::as_str).unwrap_or_default().to_owned();
        (package.name, package.version, package.lang) = (text("name"), text("version"), text("lang"));
        Ok(package)
    }

    /// The bytes of a file, by its path inside the package.
    pub(crate) fn read(&self, file: &str) -> Result<Vec<u8>, Error> {
        let path = self.dir.join(file);
        let open = File::open(&path).map_err(|e| Error::io(&path, e))?;
        let mut bytes = Vec::new();
        // Not the size the file system claims: a device or pipe claims none.
        open.take(MAX_FILE + 1).read_to_end(&mut bytes).map_err(|e| Error::io(&path, e))?;
        if bytes.len() as u64 > MAX_FILE {
            return Err(Error::new(path, format!("is larger than {} MB; no file of a package is", MAX_FILE >> 20)));
        }
        Ok(bytes)
    }

    pub(crate) fn read_text(&self, file: &str) -> Result<String, Error> {
        String::from_utf8(self.read(file)?).map_err(|_| self.error(file, "is not UTF-8"))
    }

    pub(crate) fn read_json(&self, file: &str) -> Result<Json, Error> {
        serde_json::from_slice(&self.read(file)?).map_err(|e| self.error(file, format!("is not JSON: {e}")))
    }

    /// Whether the package has such a file.
    pub(crate) fn has(&self, file: &str) -> bool {
        self.dir.join(file).is_file()
    }

    /// Where a file of the package lies.
    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.dir.join(file)
    }

    /// An error that blames a file of the package.
    pub(crate) fn error(&self, file: &str, message: impl Into<String>) -> Error {
        Error::new(self.dir.join(file), message)
    }
}

/// Collects the folders that hold a `config.cfg`, without looking below one that does.
fn find(folder: &Path, depth: u32, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if folder.join("config.cfg").is_file() {
        found.push(folder.to_owned());
        return Ok(());
    }
    if depth == 0 {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            find(&entry.path(), depth - 1, found)?;
        }
    }
    Ok(())
}

/// The sections and values of a `config.cfg`.
#[derive(Clone, PartialEq, Debug, Default)]
pub(crate) struct Config {
    sections: BTreeMap<String, BTreeMap<String, Entry>>,
}

#[derive(Clone, PartialEq, Debug)]
enum Entry {
    Json(Json),
    Reference { section: String, key: String },
}

impl Config {
    /// Parses the text of a config; the error says which line is wrong.
    pub(crate) fn parse(text: &str) -> Result<Config, String> {
        let mut config = Config::default();
        let mut section: Option<String> = None;
        for (number, line) in text.lines().enumerate() {
            let (number, line) = (number + 1, line.trim());
            if line.is_empty() || line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
                config.sections.entry(name.to_owned()).or_default();
                section = Some(name.to_owned());
                continue;
            }
            let (Some(section), Some((key, value))) = (&section, line.split_once('=')) else {
                return Err(format!("line {number} is neither a [section] nor a key = value below one: {line}"));
            };
            let entry = Entry::parse(value.trim())
                .ok_or_else(|| format!("the value on line {number} is neither JSON nor ${{section:key}}: {line}"))?;
            config.sections.entry(section.clone()).or_default().insert(key.trim().to_owned(), entry);
        }
        Ok(config)
    }

    /// A value, references followed; `None` if it or what it refers to is missing.
    pub(crate) fn get(&self, section: &str, key: &str) -> Option<&Json> {
        let (mut section, mut key) = (section, key);
        for _ in 0..MAX_REFERENCES {
            match self.sections.get(section)?.get(key)? {
                Entry::Json(json) => return Some(json),
                Entry::Reference { section: s, key: k } => (section, key) = (s, k),
            }
        }
        None
    }

    pub(crate) fn str(&self, section: &str, key: &str) -> Option<&str> {
        self.get(section, key)?.as_str()
    }

    pub(crate) fn usize(&self, section: &str, key: &str) -> Option<usize> {
        self.get(section, key)?.as_u64().and_then(|n| usize::try_from(n).ok())
    }

    pub(crate) fn bool(&self, section: &str, key: &str) -> Option<bool> {
        self.get(section, key)?.as_bool()
    }

    /// A list of strings.
    pub(crate) fn strings(&self, section: &str, key: &str) -> Option<Vec<&str>> {
        self.get(section, key)?.as_array()?.iter().map(Json::as_str).collect()
    }

    /// A list of whole numbers.
    pub(crate) fn usizes(&self, section: &str, key: &str) -> Option<Vec<usize>> {
        let list = self.get(section, key)?.as_array()?;
        list.iter().map(|n| n.as_u64().and_then(|n| usize::try_from(n).ok())).collect()
    }
}

impl Entry {
    fn parse(value: &str) -> Option<Entry> {
        if let Some(path) = value.strip_prefix("${").and_then(|v| v.strip_suffix('}')) {
            // Either `section.sub:key` or, in spaCy 3's own files, `section.sub.key`.
            let (section, key) = path.rsplit_once(':').or_else(|| path.rsplit_once('.'))?;
            return Some(Entry::Reference { section: section.to_owned(), key: key.to_owned() });
        }
        serde_json::from_str(value).ok().map(Entry::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn config_values_are_json_and_may_refer() {
        let config = Config::parse(concat!(
            "[a]\n\n[a.b]\n@kind = \"x.v1\"\nwidth = 96\nlist = [\"N\",\"P\"]\n# remark\n",
            "[c]\nwide = ${a.b:width}\nwider = ${c.wide}\nloop = ${c.loop}\nlost = ${no.such}\nurl = \"a=b\"\n",
        ))
        .expect("well-formed");
        assert_eq!(config.str("a.b", "@kind"), Some("x.v1"));
        assert_eq!(config.strings("a.b", "list"), Some(vec!["N", "P"]));
        assert_eq!(config.usize("c", "wider"), Some(96));
        assert_eq!(config.str("c", "url"), Some("a=b"));
        assert_eq!(config.get("c", "loop"), None);
        assert_eq!(config.get("c", "lost"), None);
    }

    #[test]
    fn a_bad_line_is_named() {
        let error = |text| Config::parse(text).expect_err("malformed");
        assert_eq!(error("x = 1"), "line 1 is neither a [section] nor a key = value below one: x = 1");
        assert_eq!(error("[a]\nx = y"), "the value on line 2 is neither JSON nor ${section:key}: x = y");
    }

    #[test]
    fn a_package_is_found_below_the_folder_and_must_be_single() {
        let root = tempfile::tempdir().expect("a temporary folder");
        let make = |name: &str| {
            let dir = root.path().join(name);
            fs::create_dir_all(&dir).expect("made");
            fs::write(dir.join("config.cfg"), "[nlp]\nlang = \"en\"\n").expect("written");
            fs::write(dir.join("meta.json"), r#"{"lang":"en","name":"tiny","version":"1.0"}"#).expect("written");
        };
        let none = Package::open(root.path()).expect_err("nothing there yet");
        assert!(none.to_string().ends_with("holds no pipeline package; a package has a file config.cfg"));
        make("tiny/tiny-1.0");
        let package = Package::open(root.path()).expect("one package");
        assert_eq!((&*package.name, &*package.version, &*package.lang), ("tiny", "1.0", "en"));
        let missing = package.read("parser/moves").expect_err("no such file");
        assert!(missing.is_io() && missing.path().ends_with("tiny/tiny-1.0/parser/moves"));
        make("tiny/tiny-2.0");
        let two = Package::open(root.path()).expect_err("two packages");
        assert!(two.to_string().ends_with("holds 2 pipeline packages; name the folder of one"));
    }
}
