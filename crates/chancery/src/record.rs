//! The record that can be cited: `chancery changes`, `snapshot`, `cite`, `verify`, and `agree` of two coders.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use chancery_archive::{Agreement, Archive, Citation, Found, read_ledger, verify};
use chancery_engine::intake::{self, CleanOptions, Options};
use chancery_engine::wire::Ledger;

use crate::args::{Agree, Cite, Verify};
use crate::settings::Snapshot;
use crate::{Verdict, articles, complain};

const DONE: Verdict = Verdict { n_read: 1, n_failed: 0, n_empty: 0 };

pub(crate) fn snapshot(settings: &Snapshot) -> Result<Verdict> {
    let mut archive = Archive::open(&settings.archive)?;
    let made = archive.snapshot(
        &settings.dir,
        &settings.title,
        &settings.creators,
        settings.text_free,
        &chancery_archive::now(),
    )?;
    let mut out = anstream::stdout();
    for (name, rows) in &made.files {
        writeln!(out, "{name:<18} {rows:>9}")?;
    }
    writeln!(out, "sha256:{}", made.hash)?;
    Ok(DONE)
}

pub(crate) fn cite(typed: &Cite) -> Result<Verdict> {
    let citation = Archive::open_reader(&typed.archive.archive)?.cite(&typed.id, typed.text_free)?;
    let mut out = anstream::stdout();
    if typed.json {
        writeln!(out, "{}", serde_json::to_string_pretty(&citation)?)?;
    } else {
        writeln!(out, "{}", citation.footnote())?;
    }
    Ok(DONE)
}

fn input(path: &Path) -> Result<Box<dyn BufRead + Send>> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    Ok(Box::new(BufReader::new(File::open(path).with_context(|| format!("{} cannot be read", path.display()))?)))
}

pub(crate) fn check(typed: &Verify) -> Result<Verdict> {
    let mut json = String::new();
    input(&typed.citation)?.read_to_string(&mut json)?;
    let citation: Citation = serde_json::from_str(&json)
        .with_context(|| format!("{}: not what `chancery cite --json` prints", typed.citation.display()))?;
    let name = typed.article.display().to_string();
    let mut out = anstream::stdout();
    let mut best = None;
    for raw in intake::articles(input(&typed.article)?, &name, None, &Options::default()) {
        let text = intake::clean(
            raw.map_err(|e| articles::Trouble::from(e.to_string()).message).map_err(anyhow::Error::msg)?,
            &CleanOptions::default(),
            &mut Vec::new(),
        );
        let rank = |found: &Found| match found {
            Found::SameText => 0,
            Found::SamePlace => 1,
            Found::Elsewhere(_) => 2,
            Found::Nowhere => 3,
        };
        let found = verify(&citation, text.as_str());
        if best.as_ref().is_none_or(|known| rank(&found) < rank(known)) {
            best = Some(found);
        }
    }
    let (start, end) = (citation.start, citation.end);
    let words = match best {
        None => bail!("{name}: there is no article in it"),
        Some(Found::SameText) => format!("the same text; the quotation is at {start}–{end}"),
        Some(Found::SamePlace) => format!("the text differs elsewhere; the quotation is at {start}–{end}"),
        Some(Found::Elsewhere(at)) => format!("the text differs; the quotation is at {at}–{}", at + end - start),
        Some(Found::Nowhere) => {
            writeln!(out, "{}: the quotation is not in {name}", citation.id)?;
            return Ok(Verdict::default());
        }
    };
    writeln!(out, "{}: {words}", citation.id)?;
    Ok(DONE)
}

/// The ledgers of a coder: of an archive, or of a file that `chancery read --format jsonl` wrote.
fn ledgers(source: &str) -> Result<Vec<Ledger>> {
    let is_file = Path::new(source).extension().is_some_and(|e| e == "jsonl" || e == "json") || source == "-";
    if !is_file {
        let archive = Archive::open_reader(source)?;
        return archive.article_ids()?.iter().map(|id| Ok(archive.ledger(id)?)).collect();
    }
    let mut all = Vec::new();
    for (n, line) in (1..).zip(input(Path::new(source))?.lines()) {
        let line = line?;
        if !line.trim().is_empty() {
            all.push(read_ledger(&line).with_context(|| format!("{source}:{n}: not a ledger"))?);
        }
    }
    Ok(all)
}

pub(crate) fn agree(typed: &Agree) -> Result<Verdict> {
    let (one, other) = (&typed.one, &typed.other);
    let agreement = match &typed.archive {
        Some(url) => Archive::open_reader(url)?.judged_by(one, other)?,
        None => {
            let (mine, theirs) = (ledgers(one)?, ledgers(other)?);
            let mut agreement = Agreement::default();
            let mut n_alone = 0;
            for ledger in &mine {
                match theirs.iter().find(|l| l.article.id == ledger.article.id && l.article.text == ledger.article.text)
                {
                    Some(twin) => agreement.compare(ledger, twin),
                    None => n_alone += 1,
                }
            }
            if n_alone > 0 {
                complain(&format!(
                    "{n_alone} articles of {one} are not in {other} with the same text and were left out"
                ));
            }
            agreement
        }
    };
    let mut out = anstream::stdout();
    if agreement.pairs.is_empty() {
        complain("there is no record that both have judged");
        return Ok(Verdict::default());
    }
    writeln!(out, "{:<16} {:>6} {:>8} {:>7}", "field", "n", "percent", "alpha")?;
    for (field, n, same, alpha) in agreement.table() {
        let alpha = alpha.map_or_else(|| "–".to_owned(), |alpha| format!("{alpha:.3}"));
        writeln!(out, "{field:<16} {n:>6} {:>8.1} {alpha:>7}", same * 100.0)?;
    }
    if typed.list {
        writeln!(out)?;
        for [id, field, a, b] in &agreement.differing {
            writeln!(out, "{id}  {field}: {a} | {b}")?;
        }
    }
    Ok(Verdict { n_read: agreement.pairs.len(), ..Verdict::default() })
}
