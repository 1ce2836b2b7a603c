//! How sure the coder is of its own coding: a small logistic model, fitted on sentences that were coded by hand.
//!
//! Three questions are asked of every event: is its type right, are its actors, are its recipients. Each answer is a
//! weighted sum of [`Features`] that anybody can read off the record, turned into a probability. The weights stand in
//! `confidence.toml` of the codebook and are made by [`fit`] (`chancery codebook calibrate`), never by hand.
//! A linear model was chosen over a richer one because a few hundred sentences support no more, and because its
//! weights can be argued about. It says nothing of whether the report is true.

mod fit;
mod measure;

use std::collections::BTreeMap;

use chancery_doc::{
    Argument, Cast, Confidence, CountrySource, EntityKind, Event, EventType, Form, Modality, Parse, Polarity, Pos,
    Text, TokenId,
};

use crate::book::Codebook;
use crate::error::{Error, Source};
use crate::{stances, standing};

pub use fit::{Sample, fit};
pub use measure::{Bin, Reliability, cross_validate};

/// What the model looks at, beside the event's type. The order is that of a [`Features`] row.
const NAMES: [&str; 35] = [
    "bias",
    "trigger.noun",
    "trigger.adjective",
    "trigger.several_words",
    "trigger.past",
    "rule.specificity",
    "rule.beat_others",
    "clause.subordinate",
    "clause.joined",
    "clause.modal",
    "sentence.long",
    "report.of_states",
    "report.other",
    "told.not_actual",
    "told.negated",
    "told.historical",
    "told.by_someone",
    "evidence.several",
    "parties.power",
    "parties.power_on_both_sides",
    "actor.none",
    "actor.several",
    "actor.pronoun",
    "actor.nominal",
    "actor.without_country",
    "actor.guessed",
    "actor.place",
    "actor.far",
    "recipient.none",
    "recipient.several",
    "recipient.nominal",
    "recipient.without_country",
    "recipient.guessed",
    "recipient.place",
    "recipient.far",
];

/// So many words before a trigger a modal or "if" is looked for.
const MODAL_REACH: usize = 8;

/// A sentence or two tell fewer events than this; what tells as many is a short report.
const EVENTS_OF_REPORT: usize = 3;

/// How sure of its type an event must be to be coded, 0 to 1.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Bar {
    /// In reports of deeds between states, and in short ones of several events.
    of_states: f32,
    /// In a sentence or two.
    brief: f32,
    /// In any other article.
    other: f32,
}

impl Bar {
    /// What the command line takes where nothing else is asked for. In campaigns, crime and local news the same words are
    /// more often of something else, so that more is asked there: of 166 judged events of such articles 129 at 0.75 or more
    /// were right in 0.91, the rest in 0.57 (`bench/judged`, table s). Reports of states, and
    /// short ones of several events, tell hardly anything else: of 21 events between 0.3 and 0.5 in 234 items written by others 15 are in their readings.
    pub const USUAL: Bar = Bar { of_states: 0.3, brief: 0.5, other: 0.75 };

    /// The same bar for all texts.
    pub fn at(least: f32) -> Bar {
        Bar { of_states: least, brief: least, other: least }
    }

    /// The bar for a kind of text that tells so many events.
    pub fn of(self, report: Report, n_events: usize) -> f32 {
        match report {
            Report::Brief if n_events < EVENTS_OF_REPORT => self.brief,
            Report::Brief | Report::OfStates => self.of_states,
            Report::Other => self.other,
        }
    }
}

const N_FEATURES: usize = NAMES.len() + EventType::ALL.len();

/// The name of a feature, as it stands in `confidence.toml`.
fn name(index: usize) -> String {
    match NAMES.get(index) {
        Some(name) => (*name).to_owned(),
        None => format!("type.{}", EventType::ALL[index - NAMES.len()]),
    }
}

/// One of the three things the coder can be wrong about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Question {
    /// Is there such an event at all?
    Type,
    /// Given that, are its actors right?
    Actors,
    /// Given that, are its recipients right?
    Recipients,
}

impl Question {
    /// All three, in the order in which answers stand.
    pub const ALL: [Question; 3] = [Question::Type, Question::Actors, Question::Recipients];

    /// The name in `confidence.toml` and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Question::Type => "type",
            Question::Actors => "actors",
            Question::Recipients => "recipients",
        }
    }
}

/// What kind of text an event is told in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Report {
    /// A report of deeds between states, where words are less often of sport, business or private life.
    OfStates,
    /// Any other article.
    Other,
    /// A sentence or two, which nothing around them explains.
    Brief,
}

impl Report {
    /// In a report of states a deed between two of them is told in so many bytes at most: three in four of the bulletins
    /// and agency reports of war and diplomacy that we have do, and one in ten of local news and campaigns.
    const BYTES_A_DEED: usize = 900;

    /// What kind of text it is that tells these events, and no others.
    pub fn of(book: &Codebook, text: &Text, events: &[Event]) -> Report {
        // The condition of a deed is told with it, and makes no report of many deeds.
        let told = events.iter().filter(|e| !book.provisos.contains(&e.rule));
        let sides = told.map(|e| (&*e.actors, &*e.recipients));
        // A sentence that tells of two states is still but a sentence.
        let deeds = if text.as_str().len() > stances::BRIEF { 1 } else { stances::DEEDS_BETWEEN_STATES };
        match text.as_str().len() {
            _ if stances::is_dense(text, sides, deeds, Report::BYTES_A_DEED) => Report::OfStates,
            len if len > stances::BRIEF => Report::Other,
            _ => Report::Brief,
        }
    }
}

/// What the model sees of an event: one number a feature, most of them 0 or 1.
#[derive(Clone, PartialEq, Debug)]
pub struct Features([f32; N_FEATURES]);

impl Features {
    /// Reads the features off a finished event of an article.
    pub fn of(book: &Codebook, parse: &Parse, cast: &Cast, event: &Event, report: Report) -> Features {
        let mut row = [0.0; N_FEATURES];
        let mut set = |feature: &str, value: f32| {
            let index = NAMES.iter().position(|n| *n == feature).expect("features are named by NAMES");
            row[index] = value;
        };
        let is = |condition: bool| f32::from(u8::from(condition));
        set("bias", 1.0);
        let trigger_span = event.evidence.first().map(|e| e.trigger);
        let trigger = trigger_span.and_then(|s| parse.token_at(s.start()));
        if let (Some(trigger), Some(span)) = (trigger, trigger_span) {
            set("trigger.noun", is(matches!(parse.pos(trigger), Pos::Noun | Pos::Propn)));
            set("trigger.adjective", is(matches!(parse.pos(trigger), Pos::Adj | Pos::Adv)));
            set("trigger.several_words", is(parse.span(trigger).end() < span.end()));
            // What is told in a past form has mostly happened; what a modal or "if" stands before, often has not.
            set("trigger.past", is(matches!(parse.tag(trigger), "VBD" | "VBN")));
            let dep = parse.dep(trigger);
            set("clause.subordinate", is(matches!(dep, "acl" | "relcl" | "advcl" | "pcomp" | "ccomp" | "xcomp")));
            set("clause.joined", is(dep == "conj"));
            let sentence = parse.sentence(parse.sentence_of(trigger));
            set("sentence.long", is(sentence.len() > 35));
            let first = (sentence.start as usize).max(trigger.index().saturating_sub(MODAL_REACH));
            let mut near = (first..trigger.index()).map(TokenId::new);
            let opens = |t: TokenId| parse.tag(t) == "MD" || matches!(parse.norm(t), "if" | "whether");
            set("clause.modal", is(near.any(opens)));
        }
        set("report.of_states", is(report == Report::OfStates));
        set("report.other", is(report == Report::Other));
        set("rule.specificity", book.specificity(&event.rule).min(20) as f32 / 10.0);
        set("rule.beat_others", is(!event.why.beaten.is_empty()));
        set("told.not_actual", is(event.modality != Modality::Actual));
        set("told.negated", is(event.polarity == Polarity::Negated));
        set("told.historical", is(event.historical));
        set("told.by_someone", is(!event.attribution.is_empty()));
        set("evidence.several", is(event.evidence.len() > 1));

        let powers = |side: &[Argument]| side.iter().any(|a| standing::is_power(cast, a));
        let (acts, suffers) = (powers(&event.actors), powers(&event.recipients));
        set("parties.power", is(acts || suffers));
        set("parties.power_on_both_sides", is(acts && (suffers || event.actors.len() > 1)));

        let far = |argument: &Argument| {
            let (Some(trigger), Some(at)) = (trigger, parse.token_at(argument.span.start())) else { return false };
            trigger.index().abs_diff(at.index()) > 12
        };
        let form =
            |argument: &Argument| cast.mentions_of(argument.entity).find(|m| m.span == argument.span).map(|m| m.form);
        let is_place = |argument: &Argument| cast.entity(argument.entity).kind == EntityKind::Place;
        let guessed = |argument: &Argument| argument.country_source == Some(CountrySource::Context);
        let (actors, recipients) = (&event.actors, &event.recipients);
        set("actor.none", is(actors.is_empty()));
        set("actor.several", is(actors.len() > 1));
        if let Some(actor) = actors.first() {
            set("actor.pronoun", is(form(actor) == Some(Form::Pronoun)));
            set("actor.nominal", is(form(actor) == Some(Form::Nominal)));
            set("actor.without_country", is(actor.country.is_none()));
            set("actor.guessed", is(guessed(actor)));
            set("actor.place", is(is_place(actor)));
            set("actor.far", is(far(actor)));
        }
        set("recipient.none", is(recipients.is_empty()));
        set("recipient.several", is(recipients.len() > 1));
        if let Some(recipient) = recipients.first() {
            set("recipient.nominal", is(form(recipient) != Some(Form::Name)));
            set("recipient.without_country", is(recipient.country.is_none()));
            set("recipient.guessed", is(guessed(recipient)));
            set("recipient.place", is(is_place(recipient)));
            set("recipient.far", is(far(recipient)));
        }
        if let Some(i) = EventType::ALL.iter().position(|t| *t == event.event_type) {
            row[NAMES.len() + i] = 1.0;
        }
        Features(row)
    }
}

/// The weights of the three questions.
#[derive(Clone, PartialEq, Debug)]
pub struct ConfidenceModel {
    weights: [[f32; N_FEATURES]; 3],
}

impl Default for ConfidenceModel {
    /// Knows nothing: every answer is one half.
    fn default() -> ConfidenceModel {
        ConfidenceModel { weights: [[0.0; N_FEATURES]; 3] }
    }
}

impl ConfidenceModel {
    /// Reads `confidence.toml`.
    ///
    /// # Errors
    /// CB040 for a question or feature that the model does not have.
    pub(crate) fn read(source: &Source<'_>) -> Result<ConfidenceModel, Error> {
        let rows: BTreeMap<String, BTreeMap<String, f32>> =
            toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let mut model = ConfidenceModel::default();
        for (question, weights) in rows {
            let fault = |what: &str| {
                let line = source.line_with(&(0..source.text.len()), what);
                let message = format!(
                    "the model of confidence knows no \"{what}\"; make the file anew with `chancery codebook calibrate`"
                );
                Error::new("CB040", source.file, line, message)
            };
            let Some(q) = Question::ALL.iter().position(|q| q.name() == question) else {
                return Err(fault(&question));
            };
            for (feature, weight) in weights {
                let Some(index) = (0..N_FEATURES).find(|&i| name(i) == feature) else { return Err(fault(&feature)) };
                model.weights[q][index] = weight;
            }
        }
        Ok(model)
    }

    /// The file that [`ConfidenceModel::read`] reads; weights of zero are left out.
    pub fn to_toml(&self) -> String {
        let mut out = String::new();
        for (question, weights) in Question::ALL.iter().zip(&self.weights) {
            out.push_str(&format!("\n[{}]\n", question.name()));
            for (index, weight) in weights.iter().enumerate().filter(|(_, w)| **w != 0.0) {
                out.push_str(&format!("\"{}\" = {weight:.3}\n", name(index)));
            }
        }
        out
    }

    /// The probability that an answer is right.
    pub fn probability(&self, question: Question, features: &Features) -> f32 {
        let weights = &self.weights[question as usize];
        let sum: f32 = weights.iter().zip(&features.0).map(|(w, x)| w * x).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    /// All three answers, to two digits: more would claim more than some hundred sentences can tell.
    pub fn assess(&self, features: &Features) -> Confidence {
        let of = |question| (self.probability(question, features) * 100.0).round() / 100.0;
        Confidence {
            event_type: of(Question::Type),
            actors: of(Question::Actors),
            recipients: of(Question::Recipients),
        }
    }
}
