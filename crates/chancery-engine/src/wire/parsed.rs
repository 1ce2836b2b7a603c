//! A parse as JSON, in the shape that `chancery parse` writes: one object a text, tokens as spaCy names them.

use chancery_doc::{Iob, Parse};
use serde::Serialize;

use super::{CodePoints, Pair};

/// One parsed text.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Parsed<'t> {
    /// The article's id.
    pub id: &'t str,
    /// The text that offsets count in.
    pub text: &'t str,
    /// Its tokens.
    pub tokens: Vec<ParsedToken<'t>>,
}

/// One token; field names and values are spaCy's.
#[derive(Clone, PartialEq, Debug, Serialize)]
#[allow(missing_docs, reason = "the fields are those of spaCy's tokens")]
pub struct ParsedToken<'t> {
    pub start: u32,
    pub end: u32,
    pub norm: &'t str,
    pub tag: &'t str,
    pub pos: &'t str,
    pub morph: &'t str,
    pub lemma: &'t str,
    pub head: usize,
    pub dep: &'t str,
    pub ent_iob: &'static str,
    pub ent_type: &'t str,
    pub sent_start: bool,
}

/// The wire form of a parse.
pub fn parsed<'t>(id: &'t str, text: &'t str, parse: &'t Parse) -> Parsed<'t> {
    let points = CodePoints::new(text);
    let tokens = parse.ids().map(|t| {
        let token = parse.token(t);
        let Pair(start, end) = points.pair(token.span);
        let (iob, ent_type) = parse.iob(t);
        ParsedToken {
            start,
            end,
            norm: parse.norm(t),
            tag: parse.tag(t),
            pos: token.pos.name(),
            morph: parse.morph(t),
            lemma: parse.lemma(t),
            head: token.head.index(),
            dep: parse.dep(t),
            ent_iob: match iob {
                Iob::B => "B",
                Iob::I => "I",
                Iob::O => "O",
            },
            ent_type,
            sent_start: token.sent_start,
        }
    });
    Parsed { id, text, tokens: tokens.collect() }
}
