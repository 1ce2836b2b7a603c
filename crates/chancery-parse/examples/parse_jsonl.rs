//! Writes parses in the shape that the parity benchmark compares: reads JSONL with `id` and `text` from the files
//! named after the model's folder, or from standard input, and writes a line for each text.
//!
//! `cargo run --release -p chancery-parse --example parse_jsonl MODEL [FILE…]`

use std::error::Error;
use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::Path;

use chancery_doc::{Iob, Parse};
use chancery_parse::Parser;
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args_os().skip(1);
    let model = args.next().ok_or("usage: parse_jsonl MODEL [FILE…]")?;
    let parser = Parser::load(Path::new(&model))?;
    let mut worker = parser.worker();
    let mut inputs: Vec<Box<dyn Read>> = Vec::new();
    for file in args {
        inputs.push(Box::new(File::open(file)?));
    }
    if inputs.is_empty() {
        inputs.push(Box::new(io::stdin()));
    }
    let mut out = BufWriter::new(io::stdout());
    for input in inputs {
        for line in BufReader::new(input).lines() {
            let article: Value = serde_json::from_str(&line?)?;
            let text = article["text"].as_str().ok_or("a line has no text")?;
            let parse = worker.parse(text);
            serde_json::to_writer(&mut out, &json!({ "id": article["id"], "tokens": tokens(text, &parse) }))?;
            out.write_all(b"\n")?;
        }
    }
    Ok(out.flush()?)
}

/// The tokens with offsets in code points.
fn tokens(text: &str, parse: &Parse) -> Vec<Value> {
    let (mut bytes, mut points) = (0, 0);
    let mut point = |byte: u32| {
        points += text[bytes..byte as usize].chars().count();
        bytes = byte as usize;
        points
    };
    parse
        .ids()
        .map(|id| {
            let token = parse.token(id);
            let (iob, entity) = parse.iob(id);
            let iob = match iob {
                Iob::B => "B",
                Iob::I => "I",
                Iob::O => "O",
            };
            json!({
                "start": point(token.span.start()), "end": point(token.span.end()),
                "norm": parse.norm(id), "tag": parse.tag(id), "pos": token.pos.name(), "morph": parse.morph(id),
                "lemma": parse.lemma(id), "head": token.head.index(), "dep": parse.dep(id),
                "ent_iob": iob, "ent_type": entity, "sent_start": token.sent_start,
            })
        })
        .collect()
}
