//! The ledger as JSON: the contract with users, programs and benchmarks, version `chancery/1`.
//!
//! These types are apart from the nouns of `chancery-doc`, so that neither is bent by the other. Offsets are
//! **Unicode code points** into `article.text`, half-open. Fields are added, never renamed or removed, within a
//! version; [`schema`] gives the JSON Schema that `docs/ledger.schema.json` holds.

mod back;
mod build;
mod code_points;
mod parsed;

pub use back::text;
pub use build::ledger;
pub use code_points::CodePoints;
pub use parsed::{Parsed, ParsedToken, parsed};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The schema version of the ledgers this program writes.
pub const SCHEMA: &str = "chancery/1";

/// The JSON Schema of [`Ledger`], pretty-printed.
pub fn schema() -> String {
    let schema = schemars::schema_for!(Ledger);
    let mut json = serde_json::to_string_pretty(&schema).expect("a schema is plain JSON");
    json.push('\n');
    json
}

/// `[start, end]`: code points into `article.text`, half-open.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Pair(pub u32, pub u32);

/// One article's ledger.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Ledger {
    /// Always `chancery/1`.
    pub schema: String,
    /// The article.
    pub article: Article,
    /// Its parts, in order.
    pub segments: Vec<Segment>,
    /// Who takes part, in the order of first mention.
    pub entities: Vec<Entity>,
    /// What happened, in the order of first evidence.
    pub events: Vec<Event>,
    /// Who said so, in the order of first evidence.
    pub statements: Vec<Statement>,
    /// What holders are on record for or against.
    pub positions: Vec<Position>,
    /// Time expressions.
    pub times: Vec<Time>,
    /// Toponyms.
    pub places: Vec<Place>,
    /// What was odd about the article or its reading.
    pub notes: Vec<Note>,
    /// What made this ledger.
    pub produced_by: ProducedBy,
}

/// The article itself.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Article {
    /// Given by the user, else the file's name.
    pub id: String,
    /// Where it was published.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it: given by the carrier, else the names of its byline.
    #[serde(default)]
    pub authors: Vec<String>,
    /// Publication date, `YYYY-MM-DD`.
    pub published: Option<String>,
    /// ISO 639 code.
    pub language: String,
    /// Words of the headline.
    pub headline: Option<String>,
    /// The cleaned text that all offsets count in.
    pub text: String,
}

/// A part of the article.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Segment {
    /// What part it plays.
    pub kind: SegmentKind,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$item_doc:meta])* $item:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "lowercase")]
        #[allow(missing_docs, reason = "the words are their own names")]
        pub enum $name { $($(#[$item_doc])* $item),* }
    };
}

words! {
    /// What part a segment plays.
    SegmentKind { Headline, Standfirst, Caption, Crosshead, Paragraph, Byline, Dateline, Other }
}
words! {
    /// What kind of thing an entity is.
    EntityKind { Person, Organization, Place, Group, Unnamed }
}
words! {
    /// How a mention refers.
    Form { Name, Nominal, Pronoun }
}
words! {
    /// Where the knowledge of a role comes from: the article's own words, or our lists.
    RoleSource { Text, List }
}
words! {
    /// Where the knowledge of a party's country comes from: the words that name it, our lists, or what stands around
    /// it in the article.
    CountrySource { Text, List, Context }
}
words! {
    /// Whether the narrator says that it happened.
    Polarity { Affirmed, Negated }
}
words! {
    /// How real it is.
    Modality { Actual, Planned, Possible, Conditional }
}
words! {
    /// How the source's words are rendered.
    QuotationForm { Direct, Indirect, Mixed }
}
words! {
    /// How exact a date is.
    Precision { Day, Week, Month, Year, None }
}
words! {
    /// Where a date comes from.
    DateSource { Text, Dateline, Order, Publication, None }
}
words! {
    /// How an event stands to another in time.
    Relation { After, Before, During }
}
words! {
    /// Where an event's place comes from.
    PlaceSource { Clause, Nominal, Dateline, Paragraph, None }
}
words! {
    /// How far away in the text a context was found.
    Scope { Sentence, Paragraph, Article }
}
words! {
    /// What a holder's words do.
    Stance {
        Support, Oppose, Demand, Offer, Pledge, Intend, Threaten, Suspend, Resume, Reject, Accept, Deny, Acknowledge,
    }
}
words! {
    /// What a toponym is, grammatically.
    PlaceKind { Name, Adjective, Metonym }
}

/// One referent with all its mentions.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Entity {
    /// `e1`, `e2`, …
    pub id: String,
    /// The fullest name or description.
    pub name: String,
    /// What kind of thing.
    pub kind: EntityKind,
    /// ISO 3166 alpha-3, or a PLOVER code for international actors.
    pub country: Option<String>,
    /// PLOVER sector codes, primary first.
    pub sectors: Vec<String>,
    /// Offices.
    pub roles: Vec<Role>,
    /// How many, of a group that the text counts.
    #[serde(default)]
    pub size: Option<Size>,
    /// Wikidata item.
    pub wikidata: Option<String>,
    /// Where the text refers to it.
    pub mentions: Vec<Mention>,
}

/// How many a group is. A bound that the words leave open is null.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Size {
    /// No fewer.
    pub low: Option<u64>,
    /// The number given.
    pub best: Option<u64>,
    /// No more.
    pub high: Option<u64>,
    /// The words.
    pub text: String,
}

/// An office or function.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    /// The title.
    pub title: String,
    /// Country or international code.
    pub of: Option<String>,
    /// Whether it is past.
    pub former: bool,
    /// Where it is known from.
    pub source: RoleSource,
}

/// A stretch of text that refers to an entity.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Mention {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// How it refers.
    pub form: Form,
}

/// A PLOVER event.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// `ev1`, `ev2`, …
    pub id: String,
    /// One of PLOVER's 16 types.
    #[serde(rename = "type")]
    pub event_type: String,
    /// Modes, most specific first.
    pub mode: Vec<String>,
    /// PLOVER contexts.
    pub context: Vec<Context>,
    /// CAMEO code.
    pub cameo: Option<String>,
    /// CAMEO's Goldstein value, −10 to +10.
    pub goldstein: Option<f32>,
    /// Quad class, 1 to 4.
    pub quad: u8,
    /// PLOVER scale, −10 to +10.
    pub scale: f32,
    /// Who did it.
    pub actors: Vec<Argument>,
    /// To whom.
    pub recipients: Vec<Argument>,
    /// The words that support it.
    pub evidence: Vec<Evidence>,
    /// The narrator's polarity.
    pub polarity: Polarity,
    /// How real it is.
    pub modality: Modality,
    /// Whether it is told as background from the past.
    pub historical: bool,
    /// Id of the time expression that dates it.
    pub time: Option<String>,
    /// The calendar interval, inclusive.
    pub date: EventDate,
    /// How it stands to other events in time, as the words tell it.
    #[serde(default)]
    pub order: Vec<Sequence>,
    /// Id of the place.
    pub place: Option<String>,
    /// Where the place comes from.
    pub place_source: PlaceSource,
    /// People killed, injured, arrested.
    pub casualties: Casualties,
    /// How many people took part in a protest.
    #[serde(default)]
    pub protesters: Option<Toll>,
    /// Money.
    pub amount: Option<Amount>,
    /// Ids of the statements that assert it; none means the newsroom's own voice, not that it is verified.
    pub attribution: Vec<String>,
    /// Ids of the statements that deny it.
    pub contested_by: Vec<String>,
    /// Ids of outlets through which the article has it.
    pub via: Vec<String>,
    /// Id of the codebook rule.
    pub rule: String,
    /// How sure the coder is of its coding.
    pub confidence: Confidence,
}

/// That an event came after, before or during another.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Sequence {
    /// After, before or during the other.
    pub relation: Relation,
    /// Id of the other event.
    pub event: String,
    /// How many days lie between, where the words count them.
    pub days: Option<u16>,
    /// First code point of the words that tell it.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A PLOVER context and where it was found.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Context {
    /// PLOVER's name of the context.
    pub name: String,
    /// How far from the event.
    pub scope: Scope,
}

/// One party to an event.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Argument {
    /// Entity id.
    pub entity: String,
    /// The country that holds here.
    pub country: Option<String>,
    /// Where that country is known from; null where there is none.
    #[serde(default)]
    pub country_source: Option<CountrySource>,
    /// The sectors that hold here.
    pub sectors: Vec<String>,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
}

/// A clause or sentence, and the words in it that matched.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The trigger.
    pub trigger: Pair,
}

/// When an event happened.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct EventDate {
    /// First day, `YYYY-MM-DD`.
    pub from: Option<String>,
    /// Last day.
    pub to: Option<String>,
    /// How exact.
    pub precision: Precision,
    /// Where from.
    pub source: DateSource,
}

/// Numbers of people an event befell.
#[derive(Clone, PartialEq, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Casualties {
    /// Killed.
    pub killed: Option<Toll>,
    /// Injured.
    pub injured: Option<Toll>,
    /// Arrested.
    pub arrested: Option<Toll>,
}

/// A number of people, with the words.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Toll {
    /// Lowest reading.
    pub low: Option<u32>,
    /// Best reading.
    pub best: Option<u32>,
    /// Highest reading.
    pub high: Option<u32>,
    /// The words.
    pub text: String,
    /// Of whom.
    pub of: Option<String>,
}

/// A sum of money.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Amount {
    /// In units of the currency.
    pub value: f64,
    /// ISO 4217 code.
    pub currency: Option<String>,
}

/// How sure the coder is of its own coding, each from 0 to 1; not of the world.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Confidence {
    /// Of the type.
    #[serde(rename = "type")]
    pub event_type: f32,
    /// Of the actors.
    pub actors: f32,
    /// Of the recipients.
    pub recipients: f32,
}

/// An attribution.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Statement {
    /// `st1`, `st2`, …
    pub id: String,
    /// Entity id of the speaker.
    pub speaker: Option<String>,
    /// Entity id of whom the speaker speaks for.
    pub on_behalf_of: Option<String>,
    /// Entity id of whom it was said to.
    pub addressee: Option<String>,
    /// The words that attribute.
    pub cue: Vec<Pair>,
    /// The words that name the source.
    pub source: Vec<Pair>,
    /// What is attributed.
    pub content: Vec<Pair>,
    /// Quoted or not.
    pub form: QuotationForm,
    /// Id of the statement in whose content this one lies.
    pub within: Option<String>,
    /// Entity ids of outlets.
    pub via: Vec<String>,
    /// The words that support it.
    pub evidence: Vec<Evidence>,
    /// Id of the codebook rule.
    pub rule: String,
    /// How sure the coder is, 0 to 1.
    pub confidence: f32,
}

/// What a holder is on record for or against.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Position {
    /// `p1`, `p2`, …
    pub id: String,
    /// Entity id of the holder.
    pub holder: String,
    /// Entity id of whom the holder speaks for.
    pub on_behalf_of: Option<String>,
    /// What the words do.
    pub stance: Stance,
    /// What it is about.
    pub topic: Topic,
    /// Entity id of whom it is directed at.
    pub toward: Option<String>,
    /// Words of degree.
    pub hedge: Option<String>,
    /// Statement id.
    pub statement: Option<String>,
    /// Event id.
    pub event: Option<String>,
    /// Entity ids of the outlets and nameless sources it came through.
    pub via: Vec<String>,
    /// The words that support it.
    pub evidence: Vec<Evidence>,
    /// Id of the codebook rule.
    pub rule: String,
}

/// What a position is about.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Topic {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
    /// Normalised, so that wordings of one topic meet.
    pub key: String,
}

/// A TIMEX3 time expression.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Time {
    /// `t1`, `t2`, …
    pub id: String,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    pub time_type: String,
    /// TimeML value.
    pub value: String,
    /// First day covered.
    pub from: Option<String>,
    /// Last day covered.
    pub to: Option<String>,
}

/// A toponym, resolved to GeoNames where possible.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// `l1`, `l2`, …
    pub id: String,
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words.
    pub text: String,
    /// What it is, grammatically.
    pub kind: PlaceKind,
    /// The gazetteer's name.
    pub name: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// First administrative level.
    pub admin1: Option<String>,
    /// Second administrative level.
    pub admin2: Option<String>,
    /// GeoNames feature code.
    pub feature: Option<String>,
    /// PLOVER's resolution, 1 to 5.
    pub precision: Option<u8>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// GeoNames id.
    pub geonames: Option<u32>,
}

/// Something the reader of a ledger should know.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Note {
    /// Stable code.
    pub code: String,
    /// A sentence.
    pub message: String,
    /// First code point, when it concerns a place in the text.
    pub start: Option<u32>,
    /// One past the last.
    pub end: Option<u32>,
}

/// What made a ledger: with the same three and the same input, the same bytes come out.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize, JsonSchema)]
pub struct ProducedBy {
    /// Version of Chancery.
    pub version: String,
    /// Name and version of the language model.
    pub model: String,
    /// Version of the codebook: its name and a hash of its files.
    pub codebook: String,
}
