//! The façade of Chancery: runs the stages on an article and writes its ledger.
//!
//! [`Engine`] is loaded once and shared by all threads; each thread reads articles through a [`Reader`] of its own,
//! which holds the parser's caches. [`for_each_ordered`] does that for a stream of articles and gives results in the
//! order of the input, whatever the number of threads. [`wire::ledger`] turns an [`Analysis`] into the JSON contract.
//!
//! Stages meet here and only here. The engine decides what runs, and refuses nothing but a text that is reliably in
//! another language than the model's. Of language it knows what the parser's own forms give away: a lemma that the
//! spelling contradicts, a joined verb whose head has another form.

mod agents;
mod analysis;
mod asides;
mod bare;
#[cfg(test)]
mod by_hand;
mod contacts;
mod copulas;
mod dated;
mod engine;
mod error;
mod halves;
mod headline;
mod hunted;
mod joined;
mod lemma;
mod openings;
mod ordered;
mod pairs;
mod pasts;
mod perfects;
mod places;
pub mod record;
mod reduced;
mod shifted;
mod signs;
pub mod timing;
mod titles;
pub mod wire;

pub use analysis::{Analysis, article_id};
pub use chancery_coding::{Codebook, Refusal, RuleEntry, Sentence, Tie, TypeEntry, confidence, weighing};
pub use chancery_doc as doc;
pub use chancery_gazetteer as gazetteer;
pub use chancery_intake as intake;
pub use engine::{Config, Engine, Reader};
pub use error::Error;
pub use ordered::{Outcome, for_each_ordered};
