//! A runtime for spaCy pipeline packages: text in, [`Parse`](chancery_doc::Parse) out.
#![allow(dead_code, reason = "the pipeline that uses the parts is still to come")]

mod arc_eager;
mod architecture;
mod error;
mod hash_embed;
mod linear;
mod msgpack;
mod ner;
mod neural;
mod package;
mod tagger;
mod tok2vec;
mod transition;
mod weights;

pub use error::Error;
