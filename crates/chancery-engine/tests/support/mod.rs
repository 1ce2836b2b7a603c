//! What the tests of the whole chain share: where the language model is, and how their tables are read and compared.

use std::path::{Path, PathBuf};

use chancery_engine::doc::{RawMap, Segment, SegmentKind, Span, Text};

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

/// The Markdown tables of a folder, each by its name, in order.
///
/// # Panics
/// When the folder cannot be read.
#[allow(dead_code, reason = "not every test has a folder of tables")]
pub(crate) fn tables(folder: &Path) -> Vec<(String, String)> {
    let entries = std::fs::read_dir(folder).expect("the folder of tables stands beside the test");
    let mut files: Vec<PathBuf> = entries.map(|e| e.expect("the folder can be read").path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "md"));
    files.sort();
    let read = |file: PathBuf| {
        let table = std::fs::read_to_string(&file).expect("a table is text");
        (file.file_stem().unwrap_or_default().to_string_lossy().into_owned(), table)
    };
    files.into_iter().map(read).collect()
}

/// A text and the lines that must come of it.
#[allow(dead_code, reason = "not every test is a table of texts and lines")]
pub(crate) struct Case {
    pub(crate) line: usize,
    pub(crate) text: String,
    pub(crate) wanted: Vec<String>,
}

#[allow(dead_code, reason = "not every test is a table of texts and lines")]
impl Case {
    /// The cases of a table: `> text`, and below it lines with ` | ` in them.
    pub(crate) fn all_of(table: &str) -> Vec<Case> {
        let mut cases: Vec<Case> = Vec::new();
        for (i, line) in table.lines().enumerate() {
            if let Some(text) = line.strip_prefix("> ") {
                cases.push(Case { line: i + 1, text: text.to_owned(), wanted: Vec::new() });
            } else if let (Some(case), true) = (cases.last_mut(), line.contains(" | ")) {
                case.wanted.push(line.to_owned());
            }
        }
        cases
    }

    /// Whether exactly the wanted lines came, in their order.
    pub(crate) fn compare(&self, got: &[String]) -> Result<(), libtest_mimic::Failed> {
        if got == self.wanted {
            return Ok(());
        }
        let (wanted, got) = (self.wanted.join("\n  "), got.join("\n  "));
        Err(format!("{}\nwanted:\n  {wanted}\ngot:\n  {got}", self.text).into())
    }
}

/// An article of several paragraphs, and the lines `= …` that must come of it.
#[allow(dead_code, reason = "not every test has articles")]
pub(crate) struct Article {
    pub(crate) line: usize,
    paragraphs: Vec<(SegmentKind, String)>,
    pub(crate) wanted: Vec<String>,
}

#[allow(dead_code, reason = "not every test has articles")]
impl Article {
    /// The cases of a table: lines `> text`, each a paragraph (`> H: …` the headline, `> S: …` the standfirst, `> C: …`
    /// a caption, `> D: …` a dateline), and below them lines `= …`.
    pub(crate) fn all_of(table: &str) -> Vec<Article> {
        let mut cases: Vec<Article> = Vec::new();
        let mut goes_on = false;
        for (i, line) in table.lines().enumerate() {
            if let Some(rest) = line.strip_prefix("> ") {
                if !goes_on {
                    cases.push(Article { line: i + 1, paragraphs: Vec::new(), wanted: Vec::new() });
                }
                let marks = [
                    ("H: ", SegmentKind::Headline),
                    ("S: ", SegmentKind::Standfirst),
                    ("C: ", SegmentKind::Caption),
                    ("D: ", SegmentKind::Dateline),
                    ("", SegmentKind::Paragraph),
                ];
                let (kind, text) = marks
                    .into_iter()
                    .find_map(|(mark, kind)| Some((kind, rest.strip_prefix(mark)?)))
                    .expect("a paragraph needs no mark");
                cases.last_mut().expect("a case was begun").paragraphs.push((kind, text.to_owned()));
            } else if let (Some(case), Some(wanted)) = (cases.last_mut(), line.strip_prefix("= ")) {
                case.wanted.push(wanted.to_owned());
            }
            goes_on = line.starts_with("> ");
        }
        cases
    }

    /// The article with its segments as they are marked.
    pub(crate) fn text(&self) -> Text {
        let mut text = String::new();
        let mut segments = Vec::new();
        for (kind, words) in &self.paragraphs {
            if !text.is_empty() {
                text.push_str("\n\n");
            }
            let start = text.len() as u32;
            text.push_str(words);
            segments.push(Segment { kind: *kind, span: Span::new(start, text.len() as u32) });
        }
        let plain = Text::paragraph(&text);
        let len = text.len() as u32;
        Text::new(text, segments, RawMap::identity(len), plain.given, plain.language)
    }
}
