//! The codebook of Chancery and its matcher: what is coded is data, how it is found is grammar.
//!
//! A [`Codebook`] is read from a folder of TOML files that a political scientist can read, change and test; a
//! [`Coder`] finds its rules in dependency parses and gives a [`Reading`]: events, statements and positions, each with the rule
//! that made it, the words that triggered it and the words it took its parties from.
//!
//! One matcher, indexed by trigger lemma, serves events, statements and positions. Rules say *what* (trigger, guards, which
//! argument is who); the generic grammar says *where* that argument stands in passives, infinitives, relative clauses
//! and event nouns, and whether the act is told as a fact. What this crate is not: it knows no actor, place or date,
//! and no sentence of any benchmark.

mod accords;
mod against;
mod agentless;
mod anaphora;
mod answered;
mod answerers;
mod arguments;
mod asked;
mod attribution;
mod beside;
mod book;
mod bridging;
mod called_off;
mod carried;
mod carriers;
mod catalog;
mod claimed;
mod complement;
mod compound_acts;
mod conditions;
pub mod confidence;
mod content;
mod contexts;
mod custodians;
mod custody;
mod denials;
mod describe;
mod discourse;
mod draft;
mod embedding;
mod error;
mod events;
mod example;
mod facing;
mod foes;
mod gapped;
mod grammar;
mod happenings;
mod headings;
mod hedges;
mod helpful;
mod holders;
mod homes;
mod in_protest;
mod joined;
mod layers;
mod lend;
mod lost;
mod manual;
mod marks;
mod matcher;
mod meanwhile;
mod merge;
mod misread;
mod needs;
mod order;
mod own_deeds;
mod partners;
mod path;
mod positions;
mod provisos;
mod quantities;
mod quotations;
mod quoted_on;
mod reality;
mod recalled;
mod regretted;
mod residents;
mod resumed;
mod rule;
mod setting;
mod shelves;
mod sided;
mod sights;
mod stances;
mod standing;
mod statements;
mod steps;
mod strikers;
mod subject;
mod suspects;
#[cfg(test)]
mod tests;
mod tolls;
mod topics;
mod trails;
mod unaimed;
mod understood;
mod unreal;
mod walk;
pub mod weighing;
mod why;
mod words;
mod yielded;

use std::cell::{Cell, OnceCell, RefCell};

use chancery_doc::{
    Cast, Country, EntityId, Event, EventType, Note, Parse, Place, Reading, SegmentKind, Statement, Text, Time, TokenId,
};

pub use book::{Codebook, Tie};
pub use catalog::{RuleEntry, Sentence, TypeEntry};
pub use contexts::ContextExample;
pub use describe::Description;
pub use error::Error;
pub use example::{Example, Expect, Role};
pub use why::Refusal;

use crate::arguments::Parties;
use crate::attribution::Outlets;
use crate::confidence::{Features, Report};
use crate::content::Page;
use crate::grammar::Grammar;
use crate::matcher::Matcher;
use crate::needs::Needs;
use crate::quotations::Quotations;
use crate::sights::Sights;
use crate::subject::SubjectMatter;
use crate::trails::Trails;
use crate::walk::Walker;
use crate::weighing::Question;

/// What the stages before have found in an article.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs, reason = "the types say what they are")]
pub struct Layers<'a> {
    pub text: &'a Text,
    pub parse: &'a Parse,
    pub cast: &'a Cast,
    pub times: &'a [Time],
    pub places: &'a [Place],
}

/// A part of the coding of an article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Quotations and who says what.
    Statements,
    /// Events, their time and place, who asserts them, their contexts.
    Events,
    /// Positions.
    Positions,
}

/// Codes articles by a codebook.
#[derive(Debug)]
pub struct Coder {
    book: Codebook,
    needs: [Needs; 3],
    /// How many paths of guards are written differently.
    paths: usize,
}

impl Coder {
    /// A coder for a codebook.
    pub fn new(mut book: Codebook) -> Coder {
        let needs = Needs::of_each(&book.rules);
        let paths = trails::number(&mut book.rules);
        Coder { book, needs, paths }
    }

    /// The codebook it codes by.
    pub fn codebook(&self) -> &Codebook {
        &self.book
    }

    fn matcher<'a>(&'a self, article: &Layers<'a>, refusals: Option<&'a RefCell<Vec<Refusal>>>) -> Matcher<'a, 'a> {
        let grammar = Grammar::new(article.parse, &self.book.vocabulary);
        Matcher {
            book: &self.book,
            walker: Walker { grammar },
            parties: Parties { grammar, cast: article.cast },
            subject: SubjectMatter::of(article.parse),
            sights: Sights::default(),
            trails: Trails::new(self.paths),
            needs: &self.needs,
            refusals,
            lenient: Cell::new(false),
            stance_matches: OnceCell::new(),
        }
    }

    /// What an article tells: events, statements and positions, in the order of first evidence. `done` hears when a
    /// part of the work is done, for whoever measures.
    pub fn code(&self, article: &Layers<'_>, notes: &mut Vec<Note>, done: &mut dyn FnMut(Part)) -> Reading {
        let &Layers { text, parse, cast, times, places } = article;
        let matcher = self.matcher(article, None);
        let grammar = matcher.walker.grammar;
        let quotations = Quotations::find(text, notes);
        let page = Page { text, quotations: &quotations };
        let statements = matcher.statements(&page);
        done(Part::Statements);
        let outlets = Outlets::of(cast);
        let Drafted { mut events, homes } = drafted(&matcher, article, &statements, &outlets, None);
        let civil = |t: EventType| self.book.types.get(&t).is_some_and(|t| t.civil);
        events.iter_mut().filter(|(_, e)| civil(e.event_type)).for_each(|(_, e)| standing::make_civil(cast, e));
        let mut reading = attribution::link(&page, &outlets, events, statements, &matcher, notes);
        reading.homes = homes;
        reading.events = happenings::unite(text, grammar, cast, places, times, &self.book, reading.events);
        strikers::find_strikers(grammar, &mut reading.events);
        strikers::name_shooters(grammar, cast, &mut reading.events);
        order::arrange(grammar, text, times, places, &mut reading.events);
        self.book.contexts.annotate(text, parse, &mut reading.events);
        let report = Report::of(&self.book, text, &reading.events);
        for event in &mut reading.events {
            event.confidence = self.book.confidence.assess(&Features::of(&self.book, parse, cast, event, report));
        }
        done(Part::Events);
        reading.positions = matcher.positions(text, &reading, &outlets);
        done(Part::Positions);
        reading
    }

    /// What the second look at the sides of an article's events asks, and what it sees ([`weighing`]).
    pub fn questions(&self, article: &Layers<'_>) -> Vec<Question> {
        let matcher = self.matcher(article, None);
        let quotations = Quotations::find(article.text, &mut Vec::new());
        let statements = matcher.statements(&Page { text: article.text, quotations: &quotations });
        let mut questions = Vec::new();
        drafted(&matcher, article, &statements, &Outlets::of(article.cast), Some(&mut questions));
        questions
    }
}

/// The events of an article before mentions of one happening unite.
struct Drafted {
    /// Each with the word that tells it, with time, place and parties.
    events: Vec<(TokenId, Event)>,
    /// Where everybody else is at home.
    homes: Vec<(EntityId, Country)>,
}

fn drafted(
    matcher: &Matcher<'_, '_>,
    article: &Layers<'_>,
    statements: &[Statement],
    outlets: &Outlets<'_>,
    asked: Option<&mut Vec<Question>>,
) -> Drafted {
    let &Layers { text, parse, times, places, .. } = article;
    let grammar = matcher.walker.grammar;
    let mut events = matcher.events(text, Some((statements, outlets)));
    // Links to other reports and the page's own words tell nothing of this one.
    events.retain(|(trigger, _)| text.segment_at(parse.span(*trigger)).is_none_or(|s| s.kind != SegmentKind::Other));
    setting::settle(grammar, text, times, places, &mut events);
    matcher.part_gapped(article, &mut events);
    let homes = homes::settle(article, grammar, matcher.book, &mut events, asked);
    Drafted { events, homes }
}
