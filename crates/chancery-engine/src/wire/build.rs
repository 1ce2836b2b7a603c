//! From the layers of an analysis to the wire ledger.

use chancery_doc::{self as doc, EntityId, SegmentKind as DocSegment, Span, StatementId};

use super::*;
use crate::{Analysis, Engine};

/// The ledger of an analysed article.
pub fn ledger(engine: &Engine, analysis: &Analysis) -> Ledger {
    let edge = Edge { points: CodePoints::new(analysis.text.as_str()) };
    let Analysis { id, text, cast, times, places, reading, notes, .. } = analysis;
    let given = &text.given;
    let headline = text.first(DocSegment::Headline).map(|s| s.span.of(text.as_str()).to_owned());
    Ledger {
        schema: SCHEMA.to_owned(),
        article: Article {
            id: id.clone(),
            url: given.url.clone(),
            publisher: given.publisher.clone(),
            authors: authors_of(text),
            published: given.published.map(|d| d.to_string()),
            language: text.language.code.clone(),
            headline: headline.or_else(|| given.headline.clone()),
            text: text.as_str().to_owned(),
        },
        segments: text.segments().iter().map(|s| edge.segment(s)).collect(),
        entities: (0..cast.entities().len()).map(|i| edge.entity(cast, reading, EntityId::new(i))).collect(),
        events: reading.events.iter().enumerate().map(|(i, e)| edge.event(i, e, text)).collect(),
        statements: reading.statements.iter().enumerate().map(|(i, s)| edge.statement(i, s)).collect(),
        positions: reading.positions.iter().enumerate().map(|(i, p)| edge.position(i, p, text)).collect(),
        times: times.iter().enumerate().map(|(i, t)| edge.time(i, t, text)).collect(),
        places: places.iter().enumerate().map(|(i, p)| edge.place(i, p, text)).collect(),
        notes: notes.iter().map(|n| edge.note(n)).collect(),
        produced_by: ProducedBy {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            model: engine.parser().name().to_owned(),
            codebook: engine.codebook().version().to_owned(),
        },
    }
}

fn entity_id(id: EntityId) -> String {
    format!("e{}", id.index() + 1)
}

fn statement_id(id: StatementId) -> String {
    format!("st{}", id.index() + 1)
}

fn event_date(date: &doc::EventDate) -> EventDate {
    EventDate {
        from: date.from.map(|d| d.to_string()),
        to: date.to.map(|d| d.to_string()),
        precision: match date.precision {
            doc::Precision::Day => Precision::Day,
            doc::Precision::Week => Precision::Week,
            doc::Precision::Month => Precision::Month,
            doc::Precision::Year => Precision::Year,
            doc::Precision::None => Precision::None,
        },
        source: match date.source {
            doc::DateSource::Text => DateSource::Text,
            doc::DateSource::Dateline => DateSource::Dateline,
            doc::DateSource::Order => DateSource::Order,
            doc::DateSource::Publication => DateSource::Publication,
            doc::DateSource::None => DateSource::None,
        },
    }
}

fn codes<T: ToString>(items: &[T]) -> Vec<String> {
    items.iter().map(T::to_string).collect()
}

/// Knows the text's code points; makes every wire item that holds an offset.
struct Edge<'t> {
    points: CodePoints<'t>,
}

impl Edge<'_> {
    fn pairs(&self, spans: &[Span]) -> Vec<Pair> {
        spans.iter().map(|&s| self.points.pair(s)).collect()
    }

    fn segment(&self, segment: &doc::Segment) -> Segment {
        let Pair(start, end) = self.points.pair(segment.span);
        let kind = match segment.kind {
            DocSegment::Headline => SegmentKind::Headline,
            DocSegment::Standfirst => SegmentKind::Standfirst,
            DocSegment::Caption => SegmentKind::Caption,
            DocSegment::Crosshead => SegmentKind::Crosshead,
            DocSegment::Paragraph => SegmentKind::Paragraph,
            DocSegment::Byline => SegmentKind::Byline,
            DocSegment::Dateline => SegmentKind::Dateline,
            DocSegment::Other => SegmentKind::Other,
        };
        Segment { kind, start, end }
    }

    fn entity(&self, cast: &doc::Cast, reading: &doc::Reading, id: EntityId) -> Entity {
        let entity = cast.entity(id);
        let role = |r: &doc::Role| Role {
            title: r.title.clone(),
            of: r.of.map(|c| c.to_string()),
            former: r.former,
            source: match r.source {
                doc::RoleSource::Text => RoleSource::Text,
                doc::RoleSource::List => RoleSource::List,
            },
        };
        let mention = |m: &doc::Mention| {
            let Pair(start, end) = self.points.pair(m.span);
            let form = match m.form {
                doc::Form::Name => Form::Name,
                doc::Form::Nominal => Form::Nominal,
                doc::Form::Pronoun => Form::Pronoun,
            };
            Mention { start, end, form }
        };
        Entity {
            id: entity_id(id),
            name: entity.name.clone(),
            kind: match entity.kind {
                doc::EntityKind::Person => EntityKind::Person,
                doc::EntityKind::Organization => EntityKind::Organization,
                doc::EntityKind::Place => EntityKind::Place,
                doc::EntityKind::Group => EntityKind::Group,
                doc::EntityKind::Unnamed => EntityKind::Unnamed,
            },
            country: entity.country.or_else(|| reading.home_of(id)).map(|c| c.to_string()),
            sectors: codes(&entity.sectors),
            roles: entity.roles.iter().map(role).collect(),
            size: entity.size.as_ref().map(|s| Size { low: s.low, best: s.best, high: s.high, text: s.text.clone() }),
            wikidata: None,
            mentions: cast.mentions_of(id).map(mention).collect(),
        }
    }

    fn event(&self, index: usize, event: &doc::Event, text: &doc::Text) -> Event {
        Event {
            id: format!("ev{}", index + 1),
            event_type: event.event_type.to_string(),
            mode: codes(&event.modes),
            context: event
                .contexts
                .iter()
                .map(|c| Context {
                    name: c.name.to_string(),
                    scope: match c.scope {
                        doc::Scope::Sentence => Scope::Sentence,
                        doc::Scope::Paragraph => Scope::Paragraph,
                        doc::Scope::Article => Scope::Article,
                    },
                })
                .collect(),
            cameo: event.cameo.as_deref().map(str::to_owned),
            goldstein: event.goldstein,
            quad: event.event_type.quad().number(),
            scale: event.scale,
            actors: event.actors.iter().map(|a| self.argument(a)).collect(),
            recipients: event.recipients.iter().map(|a| self.argument(a)).collect(),
            evidence: event.evidence.iter().map(|e| self.evidence(e)).collect(),
            polarity: match event.polarity {
                doc::Polarity::Affirmed => Polarity::Affirmed,
                doc::Polarity::Negated => Polarity::Negated,
            },
            modality: match event.modality {
                doc::Modality::Actual => Modality::Actual,
                doc::Modality::Planned => Modality::Planned,
                doc::Modality::Possible => Modality::Possible,
                doc::Modality::Conditional => Modality::Conditional,
            },
            historical: event.historical,
            time: event.setting.time.map(|t| format!("t{}", t.index() + 1)),
            date: event_date(&event.setting.date),
            order: event.order.iter().map(|s| self.sequence(s)).collect(),
            place: event.setting.place.map(|p| format!("l{}", p.index() + 1)),
            place_source: match event.setting.place_source {
                doc::PlaceSource::Clause => PlaceSource::Clause,
                doc::PlaceSource::Nominal => PlaceSource::Nominal,
                doc::PlaceSource::Dateline => PlaceSource::Dateline,
                doc::PlaceSource::Paragraph => PlaceSource::Paragraph,
                doc::PlaceSource::None => PlaceSource::None,
            },
            casualties: Casualties {
                killed: event.casualties.killed.map(|t| self.toll(t, text)),
                injured: event.casualties.injured.map(|t| self.toll(t, text)),
                arrested: event.casualties.arrested.map(|t| self.toll(t, text)),
            },
            protesters: event.protesters.map(|t| self.toll(t, text)),
            amount: event.amount.as_ref().map(|a| Amount { value: a.value, currency: a.currency.clone() }),
            attribution: event.attribution.iter().copied().map(statement_id).collect(),
            contested_by: event.contested_by.iter().copied().map(statement_id).collect(),
            via: event.via.iter().copied().map(entity_id).collect(),
            rule: event.rule.to_string(),
            confidence: Confidence {
                event_type: event.confidence.event_type,
                actors: event.confidence.actors,
                recipients: event.confidence.recipients,
            },
        }
    }

    fn toll(&self, toll: doc::Toll, text: &doc::Text) -> Toll {
        Toll {
            low: toll.low,
            best: toll.best,
            high: toll.high,
            text: toll.text.of(text.as_str()).to_owned(),
            of: toll.of.map(|s| s.of(text.as_str()).to_owned()),
        }
    }

    fn argument(&self, argument: &doc::Argument) -> Argument {
        let Pair(start, end) = self.points.pair(argument.span);
        Argument {
            entity: entity_id(argument.entity),
            country: argument.country.map(|c| c.to_string()),
            country_source: argument.country.and(argument.country_source).map(|s| match s {
                doc::CountrySource::Text => CountrySource::Text,
                doc::CountrySource::List => CountrySource::List,
                doc::CountrySource::Context => CountrySource::Context,
            }),
            sectors: codes(&argument.sectors),
            start,
            end,
        }
    }

    fn evidence(&self, evidence: &doc::Evidence) -> Evidence {
        let Pair(start, end) = self.points.pair(evidence.span);
        Evidence { start, end, trigger: self.points.pair(evidence.trigger) }
    }

    fn statement(&self, index: usize, statement: &doc::Statement) -> Statement {
        Statement {
            id: statement_id(StatementId::new(index)),
            speaker: statement.speaker.map(entity_id),
            on_behalf_of: statement.on_behalf_of.map(entity_id),
            addressee: statement.addressee.map(entity_id),
            cue: self.pairs(&statement.cue),
            source: self.pairs(&statement.source),
            content: self.pairs(&statement.content),
            form: match statement.form {
                doc::QuotationForm::Direct => QuotationForm::Direct,
                doc::QuotationForm::Indirect => QuotationForm::Indirect,
                doc::QuotationForm::Mixed => QuotationForm::Mixed,
            },
            within: statement.within.map(statement_id),
            via: statement.via.iter().copied().map(entity_id).collect(),
            evidence: statement.evidence.iter().map(|e| self.evidence(e)).collect(),
            rule: statement.rule.to_string(),
            confidence: statement.confidence,
        }
    }

    fn position(&self, index: usize, position: &doc::Position, text: &doc::Text) -> Position {
        let Pair(start, end) = self.points.pair(position.topic.span);
        Position {
            id: format!("p{}", index + 1),
            holder: entity_id(position.holder),
            on_behalf_of: position.on_behalf_of.map(entity_id),
            stance: match position.stance {
                doc::Stance::Support => Stance::Support,
                doc::Stance::Oppose => Stance::Oppose,
                doc::Stance::Demand => Stance::Demand,
                doc::Stance::Offer => Stance::Offer,
                doc::Stance::Pledge => Stance::Pledge,
                doc::Stance::Intend => Stance::Intend,
                doc::Stance::Threaten => Stance::Threaten,
                doc::Stance::Suspend => Stance::Suspend,
                doc::Stance::Resume => Stance::Resume,
                doc::Stance::Reject => Stance::Reject,
                doc::Stance::Accept => Stance::Accept,
                doc::Stance::Deny => Stance::Deny,
                doc::Stance::Acknowledge => Stance::Acknowledge,
            },
            topic: Topic {
                start,
                end,
                text: position.topic.span.of(text.as_str()).to_owned(),
                key: position.topic.key.clone(),
            },
            toward: position.toward.map(entity_id),
            hedge: position.hedge.clone(),
            statement: position.statement.map(statement_id),
            event: position.event.map(|e| format!("ev{}", e.index() + 1)),
            via: position.via.iter().copied().map(entity_id).collect(),
            evidence: position.evidence.iter().map(|e| self.evidence(e)).collect(),
            rule: position.rule.to_string(),
        }
    }

    fn sequence(&self, sequence: &doc::Sequence) -> Sequence {
        let Pair(start, end) = self.points.pair(sequence.words);
        Sequence {
            relation: match sequence.relation {
                doc::Relation::After => Relation::After,
                doc::Relation::Before => Relation::Before,
                doc::Relation::During => Relation::During,
            },
            event: format!("ev{}", sequence.event.index() + 1),
            days: sequence.days,
            start,
            end,
        }
    }

    fn time(&self, index: usize, time: &doc::Time, text: &doc::Text) -> Time {
        let Pair(start, end) = self.points.pair(time.span);
        let time_type = match time.kind {
            doc::TimeKind::Date => "DATE",
            doc::TimeKind::Time => "TIME",
            doc::TimeKind::Duration => "DURATION",
            doc::TimeKind::Set => "SET",
        };
        Time {
            id: format!("t{}", index + 1),
            start,
            end,
            text: time.span.of(text.as_str()).to_owned(),
            time_type: time_type.to_owned(),
            value: time.value.to_string(),
            from: time.from.map(|d| d.to_string()),
            to: time.to.map(|d| d.to_string()),
        }
    }

    fn place(&self, index: usize, place: &doc::Place, text: &doc::Text) -> Place {
        let Pair(start, end) = self.points.pair(place.span);
        // As exact as GeoNames gives them: about a metre.
        let degrees = |of: fn(&(f64, f64)) -> f64| place.point.as_ref().map(|p| (of(p) * 1e5).round() / 1e5);
        Place {
            id: format!("l{}", index + 1),
            start,
            end,
            text: place.span.of(text.as_str()).to_owned(),
            kind: match place.kind {
                doc::PlaceKind::Name => PlaceKind::Name,
                doc::PlaceKind::Adjective => PlaceKind::Adjective,
                doc::PlaceKind::Metonym => PlaceKind::Metonym,
            },
            name: place.name.to_string(),
            country: place.country.map(|c| c.to_string()),
            admin1: place.admin1.as_deref().map(str::to_owned),
            admin2: place.admin2.as_deref().map(str::to_owned),
            feature: place.feature.map(str::to_owned),
            precision: place.precision,
            lat: degrees(|p| p.0),
            lon: degrees(|p| p.1),
            geonames: place.geonames,
        }
    }

    fn note(&self, note: &doc::Note) -> Note {
        let place = note.span.map(|s| self.points.pair(s));
        Note {
            code: note.code.0.to_owned(),
            message: note.message.clone(),
            start: place.map(|p| p.0),
            end: place.map(|p| p.1),
        }
    }
}

/// Whom the carrier names, else whom the byline does.
fn authors_of(text: &chancery_doc::Text) -> Vec<String> {
    if !text.given.authors.is_empty() {
        return text.given.authors.clone();
    }
    let byline = text.first(DocSegment::Byline).map(|s| s.span.of(text.as_str()));
    byline.map_or_else(Vec::new, chancery_intake::authors)
}
