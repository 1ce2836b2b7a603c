//! `chancery codebook weigh`: what the second look at the sides of events sees, a line each, for whoever fits its weights.

use std::collections::BTreeMap;
use std::io::Write as _;

use anyhow::Result;
use chancery_engine::Config;
use chancery_engine::doc::Span;
use chancery_engine::intake::Options;
use chancery_engine::weighing::{self, Kind, Side};
use chancery_engine::wire::CodePoints;
use serde::Serialize;

use crate::settings::{self, Book};
use crate::{Verdict, articles};

/// A party whose country the words leave open, or an empty side.
#[derive(Serialize)]
struct Weighed<'a> {
    doc: &'a str,
    /// First and one past the last code point of the words that tell the event.
    trigger: [u32; 2],
    #[serde(rename = "type")]
    event_type: &'static str,
    side: &'static str,
    argument: Option<[u32; 2]>,
    coded: Option<String>,
    kind: &'static str,
    states: BTreeMap<String, Vec<f32>>,
}

pub(crate) fn run(settings: &Book) -> Result<Verdict> {
    let engine = settings::engine(&Config { codebook: settings.codebook.clone(), ..settings.config.clone() })?;
    let mut reader = engine.reader();
    let mut out = anstream::stdout();
    let mut verdict = Verdict::default();
    writeln!(out, "{}", serde_json::json!({ "features": weighing::names() }))?;
    for item in articles::each(&settings.source, &Options::default()) {
        let Some(raw) = verdict.take(item) else { continue };
        let analysis = reader.read(raw, &settings.clean);
        writeln!(out, "{}", serde_json::json!({ "doc": analysis.id, "text": analysis.text.as_str() }))?;
        let points = CodePoints::new(analysis.text.as_str());
        let span = |s: Span| [points.before(s.start()), points.before(s.end())];
        for question in engine.questions(&analysis) {
            let line = Weighed {
                doc: &analysis.id,
                trigger: span(question.trigger),
                event_type: question.event_type.code(),
                side: match question.side {
                    Side::Actors => "actors",
                    Side::Recipients => "recipients",
                },
                argument: question.argument.map(span),
                coded: question.coded.map(|c| c.to_string()),
                kind: match question.kind {
                    Kind::Home => "home",
                    Kind::Unplaced => "unplaced",
                    Kind::Empty => "empty",
                },
                states: question.states.into_iter().map(|(c, row)| (c.to_string(), row)).collect(),
            };
            writeln!(out, "{}", serde_json::to_string(&line)?)?;
        }
    }
    Ok(verdict)
}
