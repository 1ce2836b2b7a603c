//! `chancery parse`: the grammar of whole texts, as spaCy would read them.

use std::io::{self, BufWriter, Write};
use std::time::Instant;

use anyhow::Result;
use chancery_engine::intake::{self, CleanOptions, Options};
use chancery_engine::{Engine, article_id, for_each_ordered, wire};
use serde_json::json;

use crate::args::ParseFormat;
use crate::articles::Trouble;
use crate::settings::Parse;
use crate::stats::Clock;
use crate::{Verdict, articles};

pub(crate) fn run(settings: &Parse) -> Result<Verdict> {
    let loading = Instant::now();
    let parser = Engine::load_parser(&settings.model)?;
    let clock = Clock::start(loading.elapsed());
    let mut words = 0;
    let mut out = BufWriter::new(io::stdout());
    let mut verdict = Verdict::default();
    let mut trouble = Ok(());
    // The whole text, byte for byte: the parser is compared with spaCy's own reading of it.
    let options = Options { allow_blank: true, ..Options::default() };
    let verbatim = CleanOptions { repair: false, date: None };
    for_each_ordered(
        articles::all(&settings.source, &options),
        settings.n_threads,
        || parser.worker(),
        |worker, item| {
            let raw = articles::read(item)?;
            let id = article_id(&raw);
            let text = intake::clean(raw, &verbatim, &mut Vec::new());
            let parse = worker.parse(text.as_str());
            let line = match settings.format {
                ParseFormat::None => String::new(),
                ParseFormat::Jsonl => {
                    let parsed = wire::parsed(&id, text.as_str(), &parse);
                    serde_json::to_string(&parsed).expect("a parse is plain JSON") + "\n"
                }
            };
            Ok::<(usize, String), Trouble>((parse.len(), line))
        },
        |outcome| {
            let outcome = outcome
                .unwrap_or_else(|panic| Err(format!("a text broke the program ({panic}); please report it").into()));
            match outcome {
                Ok((n_words, line)) => {
                    verdict.n_read += 1;
                    words += n_words;
                    trouble = out.write_all(line.as_bytes());
                }
                Err(error) => verdict.fail(&error),
            }
            trouble.is_ok()
        },
    );
    trouble?;
    out.flush()?;
    if settings.stats {
        // Tokens, as spaCy counts words, so that the figures compare.
        clock.report(json!({ "words": words }))?;
    }
    Ok(verdict)
}
