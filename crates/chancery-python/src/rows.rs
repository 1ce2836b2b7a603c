//! The rows of tables: a ledger whole, or its records one by one, flat, as a data frame likes them.
//!
//! The flat ones have the columns of the archive's views of the same name, as far as one article knows them, and join
//! lists by `;` as these do, so that what was written for one works with the other.

use chancery_engine::wire::{
    Argument, Article, DateSource, Entity, EntityKind, Event, Ledger, Modality, Note, Pair, Place, PlaceKind,
    PlaceSource, Polarity, Position, Precision, ProducedBy, QuotationForm, Segment, Stance, Statement, Time,
};
use schemars::JsonSchema;
use serde::Serialize;

use crate::stream::Read;

/// A whole ledger, or why there is none.
#[derive(Serialize, JsonSchema)]
pub(crate) struct LedgerRow<'l> {
    id: Option<&'l str>,
    error: Option<String>,
    schema: Option<&'l str>,
    article: Option<&'l Article>,
    segments: Option<&'l [Segment]>,
    entities: Option<&'l [Entity]>,
    events: Option<&'l [Event]>,
    statements: Option<&'l [Statement]>,
    positions: Option<&'l [Position]>,
    times: Option<&'l [Time]>,
    places: Option<&'l [Place]>,
    notes: Option<&'l [Note]>,
    produced_by: Option<&'l ProducedBy>,
}

impl<'l> LedgerRow<'l> {
    pub(crate) fn of(read: &'l Read) -> LedgerRow<'l> {
        let ledger = read.as_deref().ok();
        LedgerRow {
            id: ledger.map(|l| l.article.id.as_str()),
            error: read.as_ref().err().map(crate::stream::Failure::sentence),
            schema: ledger.map(|l| l.schema.as_str()),
            article: ledger.map(|l| &l.article),
            segments: ledger.map(|l| &*l.segments),
            entities: ledger.map(|l| &*l.entities),
            events: ledger.map(|l| &*l.events),
            statements: ledger.map(|l| &*l.statements),
            positions: ledger.map(|l| &*l.positions),
            times: ledger.map(|l| &*l.times),
            places: ledger.map(|l| &*l.places),
            notes: ledger.map(|l| &*l.notes),
            produced_by: ledger.map(|l| &l.produced_by),
        }
    }
}

/// What stands at code points of the text.
struct Quotes<'l> {
    ledger: &'l Ledger,
    /// The byte at which each code point begins, and the end.
    bytes: Vec<usize>,
}

impl<'l> Quotes<'l> {
    fn new(ledger: &'l Ledger) -> Quotes<'l> {
        let text = &ledger.article.text;
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Quotes { ledger, bytes }
    }

    fn quote(&self, start: u32, end: u32) -> Option<&'l str> {
        let (start, end) = (self.bytes.get(start as usize)?, self.bytes.get(end as usize)?);
        self.ledger.article.text.get(*start..*end)
    }

    fn joined(&self, pairs: &[Pair]) -> Option<String> {
        let quotes: Vec<&str> = pairs.iter().filter_map(|pair| self.quote(pair.0, pair.1)).collect();
        (!quotes.is_empty()).then(|| quotes.join(" … "))
    }

    fn entity(&self, id: &str) -> Option<&'l Entity> {
        self.ledger.entities.iter().find(|entity| entity.id == id)
    }

    fn name(&self, id: Option<&str>) -> Option<&'l str> {
        Some(self.entity(id?)?.name.as_str())
    }

    fn names<'i>(&self, ids: impl IntoIterator<Item = &'i str>) -> Option<String> {
        let mut names: Vec<&str> = Vec::new();
        for name in ids.into_iter().filter_map(|id| self.name(Some(id))) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        joined(names)
    }

    /// Who said the statements with these ids.
    fn speakers(&self, ids: &[String]) -> Option<String> {
        let statements = ids.iter().filter_map(|id| self.ledger.statements.iter().find(|s| s.id == *id));
        self.names(statements.filter_map(|s| s.speaker.as_deref()))
    }
}

fn joined<'i>(words: impl IntoIterator<Item = &'i str>) -> Option<String> {
    let words: Vec<&str> = words.into_iter().collect();
    (!words.is_empty()).then(|| words.join(";"))
}

fn strings(words: &[String]) -> Option<String> {
    joined(words.iter().map(String::as_str))
}

/// Country and first sector of each party, such as `PSE.GOV`; `---` stands for no country.
fn codes(arguments: &[Argument]) -> Option<String> {
    let code = |argument: &Argument| {
        let country = argument.country.as_deref().unwrap_or("---");
        argument.sectors.first().map_or_else(|| country.to_owned(), |sector| format!("{country}.{sector}"))
    };
    let codes: Vec<String> = arguments.iter().map(code).collect();
    strings(&codes)
}

fn ids(arguments: &[Argument]) -> impl Iterator<Item = &str> {
    arguments.iter().map(|argument| argument.entity.as_str())
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct ArticleRow<'l> {
    id: &'l str,
    published: Option<&'l str>,
    publisher: Option<&'l str>,
    url: Option<&'l str>,
    language: &'l str,
    headline: Option<&'l str>,
    n_events: usize,
    n_statements: usize,
    n_positions: usize,
    /// In code points.
    length: usize,
    coder: &'l str,
    model: &'l str,
    codebook: &'l str,
    notes: Option<String>,
}

impl<'l> ArticleRow<'l> {
    pub(crate) fn of(ledger: &'l Ledger) -> ArticleRow<'l> {
        let article = &ledger.article;
        ArticleRow {
            id: &article.id,
            published: article.published.as_deref(),
            publisher: article.publisher.as_deref(),
            url: article.url.as_deref(),
            language: &article.language,
            headline: article.headline.as_deref(),
            n_events: ledger.events.len(),
            n_statements: ledger.statements.len(),
            n_positions: ledger.positions.len(),
            length: article.text.chars().count(),
            coder: &ledger.produced_by.version,
            model: &ledger.produced_by.model,
            codebook: &ledger.produced_by.codebook,
            notes: joined(ledger.notes.iter().map(|note| note.code.as_str())),
        }
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct EventRow<'l> {
    article: &'l str,
    id: &'l str,
    publisher: Option<&'l str>,
    published: Option<&'l str>,
    r#type: &'l str,
    modes: Option<String>,
    contexts: Option<String>,
    cameo: Option<&'l str>,
    quad: u8,
    scale: f32,
    goldstein: Option<f32>,
    actors: Option<String>,
    actor_names: Option<String>,
    recipients: Option<String>,
    recipient_names: Option<String>,
    first: Option<&'l str>,
    last: Option<&'l str>,
    date_precision: Precision,
    date_source: DateSource,
    place: Option<&'l str>,
    country: Option<&'l str>,
    admin1: Option<&'l str>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonames: Option<u32>,
    place_source: PlaceSource,
    killed_low: Option<u32>,
    killed_best: Option<u32>,
    killed_high: Option<u32>,
    injured_low: Option<u32>,
    injured_best: Option<u32>,
    injured_high: Option<u32>,
    arrested_low: Option<u32>,
    arrested_best: Option<u32>,
    arrested_high: Option<u32>,
    amount: Option<f64>,
    currency: Option<&'l str>,
    polarity: Polarity,
    modality: Modality,
    historical: bool,
    asserted_by: Option<String>,
    contested_by: Option<String>,
    via: Option<String>,
    rule: &'l str,
    conf_type: f32,
    conf_actors: f32,
    conf_recipients: f32,
    evidence: Option<&'l str>,
}

pub(crate) fn events(ledger: &Ledger) -> Vec<EventRow<'_>> {
    let quotes = Quotes::new(ledger);
    let row = |event| event_row(ledger, &quotes, event);
    ledger.events.iter().map(row).collect()
}

fn event_row<'l>(ledger: &'l Ledger, quotes: &Quotes<'l>, event: &'l Event) -> EventRow<'l> {
    let place = event.place.as_deref().and_then(|id| ledger.places.iter().find(|place| place.id == id));
    let (killed, injured, arrested) =
        (event.casualties.killed.as_ref(), event.casualties.injured.as_ref(), event.casualties.arrested.as_ref());
    EventRow {
        article: &ledger.article.id,
        id: &event.id,
        publisher: ledger.article.publisher.as_deref(),
        published: ledger.article.published.as_deref(),
        r#type: &event.event_type,
        modes: strings(&event.mode),
        contexts: joined(event.context.iter().map(|context| context.name.as_str())),
        cameo: event.cameo.as_deref(),
        quad: event.quad,
        scale: event.scale,
        goldstein: event.goldstein,
        actors: codes(&event.actors),
        actor_names: joined(ids(&event.actors).filter_map(|id| quotes.name(Some(id)))),
        recipients: codes(&event.recipients),
        recipient_names: joined(ids(&event.recipients).filter_map(|id| quotes.name(Some(id)))),
        first: event.date.from.as_deref(),
        last: event.date.to.as_deref(),
        date_precision: event.date.precision,
        date_source: event.date.source,
        place: place.map(|place| place.name.as_str()),
        country: place.and_then(|place| place.country.as_deref()),
        admin1: place.and_then(|place| place.admin1.as_deref()),
        lat: place.and_then(|place| place.lat),
        lon: place.and_then(|place| place.lon),
        geonames: place.and_then(|place| place.geonames),
        place_source: event.place_source,
        killed_low: killed.and_then(|toll| toll.low),
        killed_best: killed.and_then(|toll| toll.best),
        killed_high: killed.and_then(|toll| toll.high),
        injured_low: injured.and_then(|toll| toll.low),
        injured_best: injured.and_then(|toll| toll.best),
        injured_high: injured.and_then(|toll| toll.high),
        arrested_low: arrested.and_then(|toll| toll.low),
        arrested_best: arrested.and_then(|toll| toll.best),
        arrested_high: arrested.and_then(|toll| toll.high),
        amount: event.amount.as_ref().map(|amount| amount.value),
        currency: event.amount.as_ref().and_then(|amount| amount.currency.as_deref()),
        polarity: event.polarity,
        modality: event.modality,
        historical: event.historical,
        asserted_by: quotes.speakers(&event.attribution),
        contested_by: quotes.speakers(&event.contested_by),
        via: quotes.names(event.via.iter().map(String::as_str)),
        rule: &event.rule,
        conf_type: event.confidence.event_type,
        conf_actors: event.confidence.actors,
        conf_recipients: event.confidence.recipients,
        evidence: event.evidence.first().and_then(|evidence| quotes.quote(evidence.start, evidence.end)),
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct StatementRow<'l> {
    article: &'l str,
    id: &'l str,
    publisher: Option<&'l str>,
    published: Option<&'l str>,
    speaker: Option<&'l str>,
    country: Option<&'l str>,
    sectors: Option<String>,
    on_behalf_of: Option<&'l str>,
    addressee: Option<&'l str>,
    form: QuotationForm,
    content: Option<String>,
    cue: Option<String>,
    via: Option<String>,
    within: Option<&'l str>,
    rule: &'l str,
    confidence: f32,
}

pub(crate) fn statements(ledger: &Ledger) -> Vec<StatementRow<'_>> {
    let quotes = Quotes::new(ledger);
    let row = |statement| statement_row(ledger, &quotes, statement);
    ledger.statements.iter().map(row).collect()
}

fn statement_row<'l>(ledger: &'l Ledger, quotes: &Quotes<'l>, statement: &'l Statement) -> StatementRow<'l> {
    let speaker = statement.speaker.as_deref().and_then(|id| quotes.entity(id));
    StatementRow {
        article: &ledger.article.id,
        id: &statement.id,
        publisher: ledger.article.publisher.as_deref(),
        published: ledger.article.published.as_deref(),
        speaker: speaker.map(|entity| entity.name.as_str()),
        country: speaker.and_then(|entity| entity.country.as_deref()),
        sectors: speaker.and_then(|entity| strings(&entity.sectors)),
        on_behalf_of: quotes.name(statement.on_behalf_of.as_deref()),
        addressee: quotes.name(statement.addressee.as_deref()),
        form: statement.form,
        content: quotes.joined(&statement.content),
        cue: quotes.joined(&statement.cue),
        via: quotes.names(statement.via.iter().map(String::as_str)),
        within: statement.within.as_deref(),
        rule: &statement.rule,
        confidence: statement.confidence,
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct PositionRow<'l> {
    article: &'l str,
    id: &'l str,
    publisher: Option<&'l str>,
    published: Option<&'l str>,
    holder: Option<&'l str>,
    country: Option<&'l str>,
    sectors: Option<String>,
    on_behalf_of: Option<&'l str>,
    stance: Stance,
    topic: &'l str,
    topic_key: &'l str,
    toward: Option<&'l str>,
    hedge: Option<&'l str>,
    statement: Option<&'l str>,
    event: Option<&'l str>,
    via: Option<String>,
    evidence: Option<&'l str>,
}

pub(crate) fn positions(ledger: &Ledger) -> Vec<PositionRow<'_>> {
    let quotes = Quotes::new(ledger);
    let row = |position| position_row(ledger, &quotes, position);
    ledger.positions.iter().map(row).collect()
}

fn position_row<'l>(ledger: &'l Ledger, quotes: &Quotes<'l>, position: &'l Position) -> PositionRow<'l> {
    let holder = quotes.entity(&position.holder);
    PositionRow {
        article: &ledger.article.id,
        id: &position.id,
        publisher: ledger.article.publisher.as_deref(),
        published: ledger.article.published.as_deref(),
        holder: holder.map(|entity| entity.name.as_str()),
        country: holder.and_then(|entity| entity.country.as_deref()),
        sectors: holder.and_then(|entity| strings(&entity.sectors)),
        on_behalf_of: quotes.name(position.on_behalf_of.as_deref()),
        stance: position.stance,
        topic: &position.topic.text,
        topic_key: &position.topic.key,
        toward: quotes.name(position.toward.as_deref()),
        hedge: position.hedge.as_deref(),
        statement: position.statement.as_deref(),
        event: position.event.as_deref(),
        via: quotes.names(position.via.iter().map(String::as_str)),
        evidence: position.evidence.first().and_then(|evidence| quotes.quote(evidence.start, evidence.end)),
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct EntityRow<'l> {
    article: &'l str,
    id: &'l str,
    name: &'l str,
    kind: EntityKind,
    country: Option<&'l str>,
    sectors: Option<String>,
    roles: Option<String>,
    size: Option<u64>,
    wikidata: Option<&'l str>,
    n_mentions: usize,
}

pub(crate) fn entities(ledger: &Ledger) -> Vec<EntityRow<'_>> {
    ledger.entities.iter().map(|entity| entity_row(&ledger.article.id, entity)).collect()
}

fn entity_row<'l>(article: &'l str, entity: &'l Entity) -> EntityRow<'l> {
    EntityRow {
        article,
        id: &entity.id,
        name: &entity.name,
        kind: entity.kind,
        country: entity.country.as_deref(),
        sectors: strings(&entity.sectors),
        roles: joined(entity.roles.iter().map(|role| role.title.as_str())),
        size: entity.size.as_ref().and_then(|size| size.best.or(size.low)),
        wikidata: entity.wikidata.as_deref(),
        n_mentions: entity.mentions.len(),
    }
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct PlaceRow<'l> {
    article: &'l str,
    id: &'l str,
    text: &'l str,
    kind: PlaceKind,
    name: &'l str,
    country: Option<&'l str>,
    admin1: Option<&'l str>,
    admin2: Option<&'l str>,
    feature: Option<&'l str>,
    precision: Option<u8>,
    lat: Option<f64>,
    lon: Option<f64>,
    geonames: Option<u32>,
    start: u32,
    end: u32,
}

pub(crate) fn places(ledger: &Ledger) -> Vec<PlaceRow<'_>> {
    let article = &ledger.article.id;
    let rows = ledger.places.iter().map(|place| PlaceRow {
        article,
        id: &place.id,
        text: &place.text,
        kind: place.kind,
        name: &place.name,
        country: place.country.as_deref(),
        admin1: place.admin1.as_deref(),
        admin2: place.admin2.as_deref(),
        feature: place.feature.as_deref(),
        precision: place.precision,
        lat: place.lat,
        lon: place.lon,
        geonames: place.geonames,
        start: place.start,
        end: place.end,
    });
    rows.collect()
}

#[derive(Serialize, JsonSchema)]
pub(crate) struct TimeRow<'l> {
    article: &'l str,
    id: &'l str,
    text: &'l str,
    r#type: &'l str,
    value: &'l str,
    first: Option<&'l str>,
    last: Option<&'l str>,
    start: u32,
    end: u32,
}

pub(crate) fn times(ledger: &Ledger) -> Vec<TimeRow<'_>> {
    let article = &ledger.article.id;
    let rows = ledger.times.iter().map(|time| TimeRow {
        article,
        id: &time.id,
        text: &time.text,
        r#type: &time.time_type,
        value: &time.value,
        first: time.from.as_deref(),
        last: time.to.as_deref(),
        start: time.start,
        end: time.end,
    });
    rows.collect()
}
