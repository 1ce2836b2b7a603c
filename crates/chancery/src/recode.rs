//! `chancery recode` and `chancery eval --archive`: the articles of an archive, read again.

use std::io::Write;

use anyhow::{Result, bail};
use chancery_archive::{Archive, Gold, Outcome, Score, Table};
use chancery_engine::wire::{self, Ledger};
use chancery_engine::{Engine, Reader};

use crate::ask::render;
use crate::settings::{self, Eval, Recode};
use crate::{Verdict, complain, page};

/// Reads the text of a ledger again. What intake noted of the article still holds.
fn again(engine: &Engine, reader: &mut Reader<'_>, old: &Ledger) -> Ledger {
    let analysis = reader.analyse(old.article.id.clone(), wire::text(old), Vec::new());
    let mut new = wire::ledger(engine, &analysis);
    let intake = old.notes.iter().filter(|note| note.code.starts_with("intake."));
    new.notes.splice(0..0, intake.cloned());
    new
}

pub(crate) fn recode(settings: &Recode) -> Result<Verdict> {
    let mut archive = Archive::open(&settings.archive)?;
    let engine = settings::engine(&settings.config)?;
    let mut reader = engine.reader();
    let since = chancery_archive::now();
    let mut verdict = Verdict::default();
    let mut n_recoded = 0;
    for id in archive.article_ids()? {
        let old = archive.ledger(&id)?;
        let by = &old.produced_by;
        let is_new = by.version == env!("CARGO_PKG_VERSION")
            && by.model == engine.parser().name()
            && by.codebook == engine.codebook().version();
        verdict.n_read += 1;
        if is_new {
            continue;
        }
        let new = again(engine, &mut reader, &old);
        let stored = archive.recode(&id, &new, &chancery_archive::now())?;
        n_recoded += usize::from(stored.outcome == Outcome::Recoded);
    }
    crate::ingest::settle(&mut archive)?;
    let mut changed = Table::default();
    archive.changes(&since, &mut changed)?;
    // That each article was coded anew is in the summary.
    changed.rows.retain(|row| row[2].words() != "coded anew");
    let mut out = anstream::stdout();
    if !changed.rows.is_empty() {
        write!(out, "{}", render(&changed, page::width()))?;
    }
    complain(&format!(
        "articles: {n_recoded} coded anew, {} were of this coder; records: {} changes, listed by `chancery changes --since {since}`",
        verdict.n_read - n_recoded,
        changed.rows.len()
    ));
    Ok(verdict)
}

pub(crate) fn eval(settings: &Eval) -> Result<Verdict> {
    let archive = Archive::open_reader(&settings.archive)?;
    let gold = archive.gold()?;
    if gold.is_empty() {
        bail!("nobody has corrected or confirmed an event of this archive; `chancery correct` does");
    }
    let engine = settings::engine(&settings.config)?;
    let mut reader = engine.reader();
    let mut score = Score::default();
    let mut rest: &[Gold] = &gold;
    while let Some(first) = rest.first() {
        let n = rest.iter().take_while(|g| g.article == first.article).count();
        let new = again(engine, &mut reader, &archive.ledger(&first.article)?);
        for one in &rest[..n] {
            score.add(one, &new);
        }
        rest = &rest[n..];
    }
    let mut out = anstream::stdout();
    for (what, (right, asked)) in &score.counts {
        writeln!(out, "{what:<12} {right:>5} of {asked:<5} {:.3}", *right as f64 / (*asked).max(1) as f64)?;
    }
    if settings.misses {
        for [id, what, want, got] in &score.misses {
            writeln!(out, "{id}  {what}: {got}, should be {want}")?;
        }
    }
    Ok(Verdict { n_read: gold.len(), ..Verdict::default() })
}
