//! A runtime for spaCy pipeline packages: text in, [`Parse`](chancery_doc::Parse) out.
//!
//! [`Parser::load`] reads a package as published, such as `en_core_web_sm`; its [workers](Parser::worker) parse.
//! The readings are spaCy's own, token by token; the speed comes from computing once what a model computes again and
//! again: the embedding of a word, its part in the first window layer, a word's part in the score of a move.
//!
//! What is deliberately absent: training, components given by Python code, word vectors, transformers. A package that
//! needs them is refused when it is loaded, by name, because a model run in another way gives nonsense, not an error.

mod affix;
mod annotation;
mod arc_eager;
mod architecture;
mod error;
mod hash_embed;
mod lemmatizer;
mod lexeme;
mod lexicon;
mod linear;
mod msgpack;
mod ner;
mod neural;
mod package;
mod parser;
mod pipeline;
mod pychar;
mod pyregex;
mod ruler;
mod strings;
mod tagger;
mod tok2vec;
mod tokenizer;
mod transition;
mod weights;

pub use error::Error;
pub use parser::{Parser, Worker};
