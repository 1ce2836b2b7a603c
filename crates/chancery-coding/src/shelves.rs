//! Reads files of rules, several at once: they are most of a codebook, and each can be read by itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use serde::Deserialize;
use toml::Spanned;

use crate::book::Codebook;
use crate::error::{Error, Source};
use crate::example::Example;
use crate::rule::{Emits, Guard, Place, Rule, RuleRow, Shelf};

/// More threads than this gain nothing: the largest file alone takes a tenth of the time.
const MOST_THREADS: usize = 8;

/// A file of rules to be read.
pub(crate) struct Job<'a> {
    pub(crate) source: Source<'a>,
    pub(crate) shelf: Shelf,
    /// Guards that all rules of the type share.
    pub(crate) guards: &'a [Guard],
    /// Which book of a pile it is of.
    pub(crate) layer: u8,
}

/// The rules of a file, each with its sentences.
type Rows = Result<Vec<(Rule, Vec<Example>)>, Error>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RuleFile {
    #[serde(default)]
    rule: Vec<Spanned<RuleRow>>,
}

/// The rules of all files, in the order of the jobs, whatever the number of threads; types, CAMEO codes and word sets of
/// the book are known.
pub(crate) fn read(book: &Codebook, jobs: &[Job<'_>]) -> Vec<Rows> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let at = next.fetch_add(1, Ordering::Relaxed)
            && let Some(job) = jobs.get(at)
        {
            done.push((at, job.read(book)));
        }
        done
    };
    let n_threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS).min(jobs.len().max(1));
    let mut done: Vec<(usize, Rows)> = thread::scope(|scope| {
        let others: Vec<_> = (1..n_threads).map(|_| scope.spawn(work)).collect();
        let own = work();
        let joined = others.into_iter().flat_map(|t| t.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        own.into_iter().chain(joined).collect()
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, rows)| rows).collect()
}

impl Job<'_> {
    fn read(&self, book: &Codebook) -> Rows {
        let Job { source, shelf, guards, layer } = self;
        let rows: RuleFile = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let file: Arc<str> = Arc::from(source.file);
        let mut read = Vec::with_capacity(rows.rule.len());
        let (mut line, mut counted) = (1, 0);
        for spanned in rows.rule {
            let range = spanned.span();
            // The span of a table in an array ends with its header; the rule goes on to the next header.
            let end =
                source.text[range.start + 1..].find("[[rule]]").map_or(source.text.len(), |n| range.start + 1 + n);
            let range = range.start..end;
            line += source.text[counted..range.start].bytes().filter(|&b| b == b'\n').count();
            counted = range.start;
            let line_with = |value: &str| source.line_in(&range, line, value);
            let mut row = spanned.into_inner();
            let place =
                Place { file: &file, line, sets: &book.sets, shelf: *shelf, type_guards: guards, layer: *layer };
            let rule = Rule::build(&mut row, &place)
                .map_err(|(code, message, value)| Error::new(code, source.file, line_with(&value), message))?;
            check_codes(book, &rule, source, line_with)?;
            let mut examples = Vec::with_capacity(row.hits.len() + row.misses.len());
            for hit in &row.hits {
                let line = line_with(hit);
                let example =
                    Example::hit(&rule.id, hit, &file, line).map_err(|m| Error::new("CB023", source.file, line, m))?;
                examples.push(example);
            }
            for miss in &row.misses {
                examples.push(Example::miss(&rule.id, miss, &file, line_with(miss)));
            }
            if row.hits.is_empty() || row.misses.is_empty() {
                let message = format!("rule {} has no hits or no misses; add a sentence of each", rule.id);
                return Err(Error::new("CB024", source.file, rule.line, message));
            }
            read.push((rule, examples));
        }
        Ok(read)
    }
}

/// The CAMEO codes of a rule must be known, and its modes those of its type.
fn check_codes(
    book: &Codebook,
    rule: &Rule,
    source: &Source<'_>,
    line_with: impl Fn(&str) -> usize,
) -> Result<(), Error> {
    let Emits::Event { event_type, modes, cameo, also, .. } = &rule.emits else { return Ok(()) };
    for other in also {
        if let Some(cameo) = &other.cameo {
            book.known_cameo(cameo, source, line_with(cameo))?;
        }
        let known = book.types.get(&other.event_type).map(|t| &t.modes);
        if let (Some(known), Some(mode)) = (known, &other.mode)
            && !known.contains_key(&**mode)
        {
            let message =
                format!("rule {} also has the mode \"{mode}\", which {} does not have", rule.id, other.event_type);
            return Err(Error::new("CB022", source.file, line_with(mode), message));
        }
    }
    if let Some(cameo) = cameo {
        book.known_cameo(cameo, source, line_with(cameo))?;
    }
    let known = book.types.get(event_type).map(|t| &t.modes);
    if let Some(mode) = modes.iter().find(|m| known.is_none_or(|k| !k.contains_key(&***m))) {
        let message =
            format!("rule {} has the mode \"{mode}\", which {event_type} does not have; see its type.toml", rule.id);
        return Err(Error::new("CB022", source.file, line_with(mode), message));
    }
    Ok(())
}
