//! Verdicts on what was coded in articles, as samples for the model of confidence.
//!
//! A table names what was coded when somebody judged it; the articles are coded anew. A verdict on the type is taken
//! where the same type still stands on the same word, one on a side where the very same parties do. What the coder no
//! longer codes teaches nothing, and neither does an article that is not there.

use std::collections::HashMap;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};
use chancery_engine::confidence::{Features, Report, Sample};
use chancery_engine::doc::Argument;
use chancery_engine::intake::Options;
use chancery_engine::wire::CodePoints;
use chancery_engine::{Analysis, Engine};
use serde::Deserialize;

use crate::articles;
use crate::settings::Calibrate;

/// A row of a table; its other columns are for people.
#[derive(Deserialize)]
struct Row {
    doc: String,
    start: u32,
    event: String,
    actors: String,
    recipients: String,
    type_ok: String,
    actors_ok: String,
    recipients_ok: String,
}

/// Verdicts by article, and in it by the trigger's start, in code points, and the type.
type Verdicts = HashMap<String, HashMap<(u32, String), Row>>;

/// All events of the articles on which there is a verdict. Articles are numbered from `first` on.
pub(super) fn samples(engine: &Engine, settings: &Calibrate, first: usize) -> Result<Vec<Sample>> {
    let mut verdicts = Verdicts::new();
    for path in &settings.judged {
        read(path, &mut verdicts)?;
    }
    let mut reader = engine.reader();
    let mut samples = Vec::new();
    for raw in articles::each(&settings.articles, &Options::default()) {
        let analysis = reader.read(raw.map_err(|trouble| anyhow!(trouble.message))?, &settings.clean);
        // A row counts once, however often its article comes.
        if let Some(of_article) = verdicts.remove(&analysis.id) {
            let index = first + samples.len();
            samples.extend(answered(engine, &analysis, &of_article, index));
        }
    }
    if samples.is_empty() && !settings.judged.is_empty() {
        bail!("no verdict is on an event that is coded in these articles; does the column doc hold their ids?");
    }
    Ok(samples)
}

fn read(path: &Path, verdicts: &mut Verdicts) -> Result<()> {
    let mut table = csv::Reader::from_path(path).with_context(|| format!("cannot read {}", path.display()))?;
    for row in table.deserialize() {
        let row: Row = row.with_context(|| format!("{} is no table of verdicts", path.display()))?;
        let event_type = row.event.split_whitespace().next().unwrap_or_default().to_owned();
        // Of several verdicts on an event the last table's holds.
        verdicts.entry(row.doc.clone()).or_default().insert((row.start, event_type), row);
    }
    Ok(())
}

fn answered(engine: &Engine, analysis: &Analysis, verdicts: &HashMap<(u32, String), Row>, index: usize) -> Vec<Sample> {
    let points = CodePoints::new(analysis.text.as_str());
    let report = Report::of(engine.codebook(), &analysis.text, &analysis.reading.events);
    let mut found = Vec::new();
    for event in &analysis.reading.events {
        let name = event.event_type.to_string();
        let at = |start: u32| verdicts.get(&(points.before(start), name.clone()));
        let Some(row) = event.evidence.iter().find_map(|e| at(e.trigger.start())) else { continue };
        let type_right = row.type_ok == "y";
        let side = |ours: &[Argument], judged: &str, verdict: &str| {
            (type_right && written(ours) == judged).then_some(verdict == "y")
        };
        found.push(Sample {
            features: Features::of(engine.codebook(), &analysis.parse, &analysis.cast, event, report),
            right: [
                Some(type_right),
                side(&event.actors, &row.actors, &row.actors_ok),
                side(&event.recipients, &row.recipients, &row.recipients_ok),
            ],
            sentence: index,
        });
    }
    found
}

/// Parties as a table writes them: country and sectors run together, `---` for no country, parted by spaces.
fn written(parties: &[Argument]) -> String {
    let code = |a: &Argument| {
        let country = a.country.map_or_else(|| "---".to_owned(), |c| c.to_string());
        a.sectors.iter().fold(country, |code, sector| code + &sector.to_string())
    };
    parties.iter().map(code).collect::<Vec<_>>().join(" ")
}
