//! What happened: events, and the reading of an article that holds them.

use std::sync::Arc;

use crate::{
    Amount, Casualties, Country, CountrySource, Date, EntityId, EventId, EventType, PlaceId, Position, Relation,
    Sector, Span, Statement, StatementId, TimeId, Toll,
};

/// The words that support a record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// The clause or sentence, at most 500 characters.
    pub span: Span,
    /// The words in it that made the rule match.
    pub trigger: Span,
}

/// One party to an event, as the words at that place show it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Argument {
    /// Who.
    pub entity: EntityId,
    /// The words that name the party here.
    pub span: Span,
    /// The country that holds here.
    pub country: Option<Country>,
    /// Where that country is known from.
    pub country_source: Option<CountrySource>,
    /// The sectors that hold here, primary first.
    pub sectors: Vec<Sector>,
}

impl Argument {
    /// Gives it a country that what stands around it tells.
    pub fn take_country(&mut self, country: Country) {
        self.country = Some(country);
        self.country_source = Some(CountrySource::Context);
    }
}

/// Whether the narrator says that it happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum Polarity {
    /// It did.
    #[default]
    Affirmed,
    /// It did not.
    Negated,
}

/// How real it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum Modality {
    /// Told as a fact.
    #[default]
    Actual,
    /// Announced or intended.
    Planned,
    /// May be so.
    Possible,
    /// Depends on something.
    Conditional,
}

/// How sure the coder is of its own coding (not of the world), each from 0 to 1; all 0 before anybody assessed it.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Confidence {
    /// Of the type.
    pub event_type: f32,
    /// Of the actors.
    pub actors: f32,
    /// Of the recipients.
    pub recipients: f32,
}

/// Why a record was made: what `chancery explain` shows.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Why {
    /// Each capture of the rule: what the rule calls it, and the words it took.
    pub captures: Vec<(Arc<str>, Span)>,
    /// Rules that matched at the same place and lost, most specific first.
    pub beaten: Vec<Arc<str>>,
}

/// How exact a date is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum Precision {
    /// One day.
    Day,
    /// Up to a week.
    Week,
    /// Up to a month.
    Month,
    /// Longer.
    Year,
    /// Not dated.
    #[default]
    None,
}

/// Where an event's date comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum DateSource {
    /// A time expression of its own clause or noun.
    Text,
    /// The dateline's date.
    Dateline,
    /// The order in which the text tells events.
    Order,
    /// The day of publication, for want of anything else.
    Publication,
    /// Not dated.
    #[default]
    None,
}

/// The days an event falls in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct EventDate {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
    /// How exact.
    pub precision: Precision,
    /// Where it comes from.
    pub source: DateSource,
}

/// Where an event's place comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub enum PlaceSource {
    /// Its own clause.
    Clause,
    /// The noun phrase that names it.
    Nominal,
    /// The dateline.
    Dateline,
    /// The paragraph around it.
    Paragraph,
    /// No place.
    #[default]
    None,
}

/// When and where an event was. What the text does not tell is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Setting {
    /// The time expression that dates it.
    pub time: Option<TimeId>,
    /// The days.
    pub date: EventDate,
    /// The toponym.
    pub place: Option<PlaceId>,
    /// Where the place comes from.
    pub place_source: PlaceSource,
}

/// How an event stands to another of its article in time, as the words tell it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sequence {
    /// After, before or during the other.
    pub relation: Relation,
    /// The other event.
    pub event: EventId,
    /// The words that tell it: "following", "two days after", "subsequently".
    pub words: Span,
    /// How many days lie between, where the words count them.
    pub days: Option<u16>,
}

/// How far from an event a context was found.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Scope {
    /// In the event's own sentence, or by its type, mode or parties.
    Sentence,
    /// In another sentence of its paragraph.
    Paragraph,
    /// In the headline or standfirst, or all over the article.
    Article,
}

/// A PLOVER context: what an event is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Context {
    /// PLOVER's name of it (`human_rights`).
    pub name: Arc<str>,
    /// How far away.
    pub scope: Scope,
}

/// A PLOVER event.
#[derive(Clone, PartialEq, Debug)]
pub struct Event {
    /// What kind of thing happened.
    pub event_type: EventType,
    /// The mode, most specific first (PLOVER's words: `visit`, `explosives`).
    pub modes: Vec<Arc<str>>,
    /// The matching CAMEO code, such as `042`.
    pub cameo: Option<Arc<str>>,
    /// CAMEO's Goldstein value, −10 to +10, where the code has one.
    pub goldstein: Option<f32>,
    /// PLOVER scale of type and mode, −10 to +10.
    pub scale: f32,
    /// Who did it.
    pub actors: Vec<Argument>,
    /// To whom it was done.
    pub recipients: Vec<Argument>,
    /// The words, in text order; never empty.
    pub evidence: Vec<Evidence>,
    /// What it is about, nearest first.
    pub contexts: Vec<Context>,
    /// People killed, injured and arrested.
    pub casualties: Casualties,
    /// How many people took to the streets.
    pub protesters: Option<Toll>,
    /// Money given, asked or withheld.
    pub amount: Option<Amount>,
    /// Whether the narrator says it happened.
    pub polarity: Polarity,
    /// How real it is.
    pub modality: Modality,
    /// Whether it is told as background from the past.
    pub historical: bool,
    /// When and where.
    pub setting: Setting,
    /// How it stands to other events in time, in the order of the words that tell it.
    pub order: Vec<Sequence>,
    /// The statements that assert it; empty when it stands in the newsroom's voice.
    pub attribution: Vec<StatementId>,
    /// The statements that deny it.
    pub contested_by: Vec<StatementId>,
    /// Outlets through which this article has it.
    pub via: Vec<EntityId>,
    /// The id of the rule that made it.
    pub rule: Arc<str>,
    /// How the rule matched.
    pub why: Why,
    /// How sure the coder is.
    pub confidence: Confidence,
}

/// What coding found in an article.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Reading {
    /// Events, in the order of first evidence.
    pub events: Vec<Event>,
    /// Statements, in the order of first evidence.
    pub statements: Vec<Statement>,
    /// Positions, in the order of first evidence.
    pub positions: Vec<Position>,
    /// Where those are at home of whom their own words tell no country, by entity.
    pub homes: Vec<(EntityId, Country)>,
}

impl Reading {
    /// Where an entity is at home of whom its own words tell no country, as far as the article shows it.
    pub fn home_of(&self, entity: EntityId) -> Option<Country> {
        self.homes.binary_search_by_key(&entity, |h| h.0).ok().map(|i| self.homes[i].1)
    }

    /// The same reading with only those events whose type is at least this sure (0 to 1): fewer of them, and more
    /// of them right. Positions keep their words where the event beside them goes.
    #[must_use]
    pub fn at_least(mut self, min_confidence: f32) -> Reading {
        let stays: Vec<bool> = self.events.iter().map(|e| e.confidence.event_type >= min_confidence).collect();
        let mut new_id = Vec::with_capacity(stays.len());
        let mut n_kept = 0;
        for &keep in &stays {
            new_id.push(keep.then(|| EventId::new(n_kept)));
            n_kept += usize::from(keep);
        }
        for event in &mut self.events {
            event.order =
                event.order.iter().filter_map(|s| Some(Sequence { event: new_id[s.event.index()]?, ..*s })).collect();
        }
        let mut each = stays.iter();
        self.events.retain(|_| each.next().copied().unwrap_or(true));
        for position in &mut self.positions {
            position.event = position.event.and_then(|id| new_id[id.index()]);
        }
        self
    }
}
