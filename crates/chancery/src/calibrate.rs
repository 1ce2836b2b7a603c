//! `chancery codebook calibrate`: fits the model of confidence on sentences that were coded by hand.
//!
//! The file is meant to be written by people: a sentence on a line of its own, and below it, indented, one line for
//! each event it tells, `TYPE mode | actors | recipients`, parties as `KEN.GOV` and parted by commas; a lone `-` where
//! there is none. A line that begins with `#` is a comment.
//!
//! Besides, verdicts on what was coded in whole articles can be fitted on ([`judged`]): sentences that are written for
//! the purpose tell an event more often than the same words do elsewhere.

mod judged;

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result, bail};
use chancery_engine::confidence::{self, Features, Reliability, Report, Sample};
use chancery_engine::doc::{Argument, Event, EventType, Modality, Polarity};
use chancery_engine::intake::{self, CleanOptions, InputFormat};
use chancery_engine::{Analysis, Engine};

use crate::Verdict;
use crate::settings::Calibrate;

/// A sentence with every event that it tells.
struct Coded {
    text: String,
    events: Vec<CodedEvent>,
}

struct CodedEvent {
    event_type: EventType,
    actors: Vec<Party>,
    recipients: Vec<Party>,
}

/// A party as it was written: a country or a sector or both.
struct Party {
    country: Option<String>,
    sector: Option<String>,
}

pub(crate) fn run(settings: &Calibrate) -> Result<Verdict> {
    let engine = Engine::load(&settings.config)?;
    let mut coded = Vec::new();
    for path in &settings.sentences {
        let content = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let here = read(&content, path)?;
        if here.is_empty() {
            bail!("{} holds no sentence; write one on a line of its own", path.display());
        }
        coded.extend(here);
    }
    let mut reader = engine.reader();
    let mut samples = Vec::new();
    let (mut n_gold, mut n_found) = (0, 0);
    for (index, sentence) in coded.iter().enumerate() {
        let bytes = std::io::Cursor::new(sentence.text.clone().into_bytes());
        let options = intake::Options::default();
        let articles = intake::articles(Box::new(bytes), "a coded sentence", Some(InputFormat::Text), &options);
        let raw = articles.into_iter().next().context("a coded sentence is empty")??;
        let analysis = reader.read(raw, &CleanOptions { repair: true, date: None });
        n_gold += sentence.events.len();
        let judged = judge(&engine, &analysis, sentence, index);
        n_found += judged.iter().filter(|s| s.right[0] == Some(true)).count();
        samples.extend(judged);
    }

    let mut out = anstream::stdout();
    writeln!(
        out,
        "{} sentences, {n_gold} events told, {} coded, {n_found} of them of the right type",
        coded.len(),
        samples.len()
    )?;
    samples.extend(judged::samples(&engine, settings, coded.len())?);
    let of_sentences = |s: &Sample| s.sentence < coded.len();
    report(&mut out, &confidence::cross_validate(&samples, of_sentences))?;
    let n_judged = samples.iter().filter(|s| !of_sentences(s)).count();
    if n_judged > 0 {
        writeln!(out, "\n{n_judged} events of articles that were judged")?;
        report(&mut out, &confidence::cross_validate(&samples, |s| !of_sentences(s)))?;
    }
    if let Some(path) = &settings.write {
        let mut file = format!(
            "# How sure the coder is: weights of a logistic model, made by `chancery codebook calibrate`; do not edit.\n# Fitted on {} coded events of {} sentences and {n_judged} judged in articles.\n",
            samples.len() - n_judged,
            coded.len()
        );
        file.push_str(&confidence::fit(&samples).to_toml());
        std::fs::write(path, file).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(Verdict { n_read: coded.len(), ..Verdict::default() })
}

fn report(out: &mut impl Write, answers: &[Reliability]) -> Result<()> {
    for answer in answers {
        writeln!(
            out,
            "\n{}: {} judged, {:.2} right; Brier {:.3} (always saying the share: {:.3}); calibration error {:.3}",
            answer.question.name(),
            answer.n,
            answer.base,
            answer.brier,
            answer.base * (1.0 - answer.base),
            answer.calibration_error
        )?;
        writeln!(out, "  predicted      n  mean  right")?;
        for bin in &answer.bins {
            writeln!(out, "  from {:.1}    {:4}  {:.2}   {:.2}", bin.from, bin.n, bin.predicted, bin.right)?;
        }
    }
    Ok(())
}

/// The coded events of a sentence as samples. Each event told answers for one event coded, the likest first.
fn judge(engine: &Engine, analysis: &Analysis, sentence: &Coded, index: usize) -> Vec<Sample> {
    let told = |e: &&Event| {
        e.polarity == Polarity::Affirmed && !matches!(e.modality, Modality::Possible | Modality::Conditional)
    };
    let events: Vec<&Event> = analysis.reading.events.iter().filter(told).collect();
    let mut pairs: Vec<(usize, usize, usize)> = Vec::new();
    for (s, event) in events.iter().enumerate() {
        for (g, gold) in sentence.events.iter().enumerate().filter(|(_, g)| g.event_type == event.event_type) {
            let [actors, recipients] = sides(event, gold);
            pairs.push((usize::from(actors) + usize::from(recipients), s, g));
        }
    }
    pairs.sort_by_key(|&(likeness, s, g)| (std::cmp::Reverse(likeness), s, g));
    let mut answer: Vec<Option<usize>> = vec![None; events.len()];
    for (_, s, g) in pairs {
        if answer[s].is_none() && !answer.contains(&Some(g)) {
            answer[s] = Some(g);
        }
    }
    let report = Report::of(engine.codebook(), &analysis.text, &analysis.reading.events);
    events
        .iter()
        .zip(answer)
        .map(|(event, answer)| {
            let sides = answer.map(|g| sides(event, &sentence.events[g]));
            Sample {
                features: Features::of(engine.codebook(), &analysis.parse, &analysis.cast, event, report),
                right: [Some(answer.is_some()), sides.map(|s| s[0]), sides.map(|s| s[1])],
                sentence: index,
            }
        })
        .collect()
}

/// Whether actors and recipients are those of the coding. Where both meet or agree, the sides may stand either way.
fn sides(event: &Event, gold: &CodedEvent) -> [bool; 2] {
    let straight = [same(&event.actors, &gold.actors), same(&event.recipients, &gold.recipients)];
    if !event.event_type.is_reciprocal() || straight == [true; 2] {
        return straight;
    }
    let ours: Vec<Argument> = event.actors.iter().chain(&event.recipients).cloned().collect();
    let all = |party: &Party| ours.iter().any(|a| party.is(a));
    let everybody = gold.actors.iter().chain(&gold.recipients).all(all)
        && ours.iter().all(|a| gold.actors.iter().chain(&gold.recipients).any(|p| p.is(a)));
    if everybody { [true; 2] } else { straight }
}

fn same(ours: &[Argument], gold: &[Party]) -> bool {
    if gold.is_empty() {
        return ours.iter().all(|a| a.country.is_none());
    }
    !ours.is_empty()
        && gold.iter().all(|p| ours.iter().any(|a| p.is(a)))
        && ours.iter().all(|a| gold.iter().any(|p| p.is(a)))
}

impl Party {
    /// Whether it is this argument: the country, and the sector where one was written.
    fn is(&self, argument: &Argument) -> bool {
        let country = argument.country.map(|c| c.to_string());
        self.country.as_ref().is_none_or(|c| Some(c) == country.as_ref())
            && self.sector.as_ref().is_none_or(|s| argument.sectors.first().is_some_and(|a| a.to_string() == *s))
    }
}

fn read(content: &str, path: &Path) -> Result<Vec<Coded>> {
    let mut coded: Vec<Coded> = Vec::new();
    for (number, line) in content.lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        if !line.starts_with(char::is_whitespace) {
            coded.push(Coded { text: line.trim().to_owned(), events: Vec::new() });
            continue;
        }
        let place = || format!("{}:{}", path.display(), number + 1);
        let Some(sentence) = coded.last_mut() else {
            bail!("{}: an event without a sentence above it; indent events only", place());
        };
        if line.trim() == "-" {
            continue;
        }
        sentence.events.push(read_event(line.trim()).with_context(place)?);
    }
    Ok(coded)
}

fn read_event(line: &str) -> Result<CodedEvent> {
    let fields: Vec<&str> = line.split('|').map(str::trim).collect();
    let [what, actors, recipients] = fields[..] else {
        bail!("\"{line}\" is not of the form TYPE mode | actors | recipients");
    };
    let name = what.split_whitespace().next().unwrap_or_default();
    let event_type = name.parse::<EventType>().map_err(|e| anyhow::anyhow!("{e}; use one of PLOVER's 16"))?;
    let parties = |field: &str| -> Vec<Party> {
        field.split(',').map(str::trim).filter(|p| !p.is_empty() && *p != "-").map(party).collect()
    };
    Ok(CodedEvent { event_type, actors: parties(actors), recipients: parties(recipients) })
}

/// `KEN.GOV`, `KEN`, or a sector alone, such as `REB`, where the country is not told.
fn party(written: &str) -> Party {
    let is_sector = |s: &str| s.parse::<chancery_engine::doc::Sector>().is_ok();
    match written.split_once('.') {
        Some((country, sector)) => Party { country: Some(country.to_owned()), sector: Some(sector.to_owned()) },
        None if is_sector(written) => Party { country: None, sector: Some(written.to_owned()) },
        None => Party { country: Some(written.to_owned()), sector: None },
    }
}
