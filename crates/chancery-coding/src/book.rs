//! The codebook: reads its folder, checks it, and indexes the rules by trigger lemma.
//!
//! Files are found by walking the folders, so a rule exists by being written down once:
//!
//! - `events/<type>/type.toml` and beside it the rules of that type, one file per family of patterns;
//! - `speech/*.toml`, the cues of attribution; `positions/*.toml`, the words of a stance;
//! - `topics.toml`, which words of a topic mean the same, and which say nothing of it;
//! - `words/*.toml`, word sets; `reality.toml`, what makes an act planned, possible, denied or merely spoken of;
//! - `cameo.toml`, CAMEO codes with their Goldstein values; `confidence.toml`, the fitted model of confidence;
//!   `contexts.toml`, PLOVER's contexts; `sizes.toml`, the words that count people and money;
//! - `codebook.toml`, the manifest of a book that extends another ([`crate::layers`]).

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chancery_doc::{EventType, Sector};
use serde::Deserialize;
use toml::Spanned;

use crate::confidence::ConfidenceModel;
use crate::contexts::{ContextBook, ContextExample};
use crate::error::{Error, Source};
use crate::example::{Example, Expect};
use crate::layers::{self, Files, Layer, MANIFEST};
use crate::quantities::SizeWords;
use crate::reality::RealityCues;
use crate::rule::{Class, Emits, Guard, Part, Rule, Shelf, Strings, build_guards};
use crate::shelves::{self, Job};
use crate::topics::Topics;
use crate::weighing::Weights;
use crate::words::{SetRows, Vocabulary, WordSets};

/// The file of the fitted model of confidence.
const CONFIDENCE: &str = "confidence.toml";

/// The file of the fitted weights of states.
const WEIGHTS: &str = "weighing.toml";

/// The files that stand at the top of a book.
const WHOLE_FILES: [&str; 8] =
    ["cameo.toml", "reality.toml", "topics.toml", "contexts.toml", "sizes.toml", CONFIDENCE, WEIGHTS, MANIFEST];

/// What is coded, as data: event types, rules, cues of attribution, word sets.
#[derive(Debug)]
pub struct Codebook {
    pub(crate) rules: Vec<Rule>,
    pub(crate) types: BTreeMap<EventType, TypeEntry>,
    pub(crate) cameo: BTreeMap<Box<str>, CameoEntry>,
    pub(crate) reality: RealityCues,
    pub(crate) sets: WordSets,
    /// How sure the coder is; of a book that brings no fitted model, by the one that is built in.
    pub(crate) confidence: ConfidenceModel,
    /// What the second look at the sides of events goes by.
    pub(crate) weights: Weights,
    /// What each rule asks for beyond its lemma, by the rule's id.
    specificity: BTreeMap<Arc<str>, u32>,
    /// The sets that the grammar asks about.
    pub(crate) vocabulary: Vocabulary,
    pub(crate) topics: Topics,
    /// The words that count people and money.
    pub(crate) sizes: SizeWords,
    pub(crate) contexts: ContextBook,
    index: HashMap<Box<str>, Vec<(Part, u32)>>,
    /// The ids of the rules whose statements deny what they speak of.
    pub(crate) denials: BTreeSet<Arc<str>>,
    /// The ids of the rules for the condition that one party sets another.
    pub(crate) provisos: BTreeSet<Arc<str>>,
    /// Rules whose cue is a punctuation mark.
    pub(crate) marks: BTreeSet<Arc<str>>,
    pub(crate) examples: Vec<Example>,
    pub(crate) version: String,
    /// The layer of the book itself; the rules of the books that it extends are in lower ones.
    top: u8,
}

/// What a type's folder says of the type.
#[derive(Debug, Default)]
pub(crate) struct TypeEntry {
    pub(crate) definition: String,
    pub(crate) borders: Vec<String>,
    /// The CAMEO code of a rule that names none.
    pub(crate) cameo: Option<Arc<str>>,
    /// Whether an act inside its content is no event of its own.
    pub(crate) embeds: bool,
    pub(crate) modes: BTreeMap<Box<str>, f32>,
    /// What the act is when it is only planned or promised.
    pub(crate) planned: Option<Shift>,
    /// What it is when it is announced that it will not be.
    pub(crate) refused: Option<Shift>,
    /// What it is when it is announced for the case that someone does not yield ("unless").
    pub(crate) ultimatum: Option<Shift>,
    /// Types beside whose events, by the same actor in the same sentence, it is no event of its own.
    pub(crate) beside: Vec<EventType>,
    /// Whether what another act is done for is done by it: who walks out to protest protests.
    pub(crate) purpose_is_act: bool,
    /// Whether it is no event where it only may come or a condition supposes it: words and goodwill are told or are not.
    pub(crate) only_told: bool,
    /// Those it is done to are at home in the state that does it, unless the words say otherwise.
    pub(crate) at_home: bool,
    /// So are they where the sentence tells no other country, whoever does it but an army.
    pub(crate) alone_at_home: bool,
    /// Whoever does it is a civilian: a nameless group that elsewhere bears arms counts as such.
    pub(crate) civil: bool,
    /// A town in which it is done, or in which what it speaks of is, is no recipient.
    pub(crate) scene: bool,
    /// Verbs of speaking that do not take the act away from who does it: what is warned of is itself the threat.
    pub(crate) told_by: Vec<Box<str>>,
    /// Among whom it is no event.
    pub(crate) private: Option<Private>,
}

/// Parties among whom an act is private.
#[derive(Debug)]
pub(crate) struct Private {
    pub(crate) sectors: Vec<Sector>,
    /// Whether both sides must be there and be private; else one alone is enough.
    pub(crate) both: bool,
    /// Whether it is private only where an actor is named: who is charged or freed without one is so by a state.
    pub(crate) named: bool,
    /// Whether it is private too where the text tells the state of nobody who takes part.
    pub(crate) stateless: bool,
    /// Whether an office or a group is enough in place of a state.
    pub(crate) standing: bool,
    /// How many must take part.
    pub(crate) parties: usize,
}

/// Another type that an act is coded as.
#[derive(Clone, Debug)]
pub(crate) struct Shift {
    pub(crate) event_type: EventType,
    pub(crate) cameo: Option<Arc<str>>,
    pub(crate) mode: Option<Arc<str>>,
}

/// A CAMEO code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CameoEntry {
    #[allow(dead_code, reason = "shown by the codebook manual")]
    name: String,
    pub(crate) goldstein: Option<f32>,
    #[serde(rename = "type")]
    event_type: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypeRow {
    #[serde(rename = "type")]
    event_type: Spanned<String>,
    #[serde(default)]
    definition: String,
    #[serde(default)]
    borders: Vec<String>,
    cameo: Option<Spanned<String>>,
    embeds: Option<bool>,
    #[serde(default)]
    modes: BTreeMap<String, f32>,
    planned: Option<Spanned<ShiftRow>>,
    refused: Option<Spanned<ShiftRow>>,
    ultimatum: Option<Spanned<ShiftRow>>,
    #[serde(default)]
    beside: Vec<Spanned<String>>,
    purpose_is_act: Option<bool>,
    only_told: Option<bool>,
    at_home: Option<bool>,
    alone_at_home: Option<bool>,
    civil: Option<bool>,
    scene: Option<bool>,
    #[serde(default)]
    told_by: Vec<String>,
    private: Option<Spanned<PrivateRow>>,
    #[serde(default)]
    unless: BTreeMap<String, Strings>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PrivateRow {
    sectors: Vec<String>,
    #[serde(default)]
    both: bool,
    #[serde(default)]
    named: bool,
    #[serde(default)]
    stateless: bool,
    #[serde(default)]
    standing: bool,
    #[serde(default)]
    parties: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ShiftRow {
    #[serde(rename = "type")]
    event_type: String,
    cameo: Option<String>,
    mode: Option<String>,
}

/// Two rules that may match at one place with nothing to tell which wins.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tie {
    /// The rule that stands first.
    pub first: Arc<str>,
    /// The other.
    pub second: Arc<str>,
    /// A trigger that both have.
    pub trigger: Box<str>,
    /// Where the second stands: file and line.
    pub place: (Arc<str>, usize),
}

impl Codebook {
    /// The codebook that is built in.
    ///
    /// # Errors
    /// If it has a fault; a test keeps it from having one.
    pub fn embedded() -> Result<Codebook, Error> {
        Codebook::of_pile(&layers::pile(layers::embedded()?, None)?)
    }

    /// The codebook in a folder.
    ///
    /// # Errors
    /// If a file cannot be read, or the codebook has a fault: the error names file, line, code and remedy.
    pub fn load(dir: &std::path::Path) -> Result<Codebook, Error> {
        Codebook::of_pile(&layers::pile(layers::of_folder(dir)?, Some(dir))?)
    }

    /// The codebook in files given as path and text.
    ///
    /// # Errors
    /// As [`Codebook::load`].
    pub fn from_files(files: &Files) -> Result<Codebook, Error> {
        Codebook::of_pile(&layers::pile(files.clone(), None)?)
    }

    /// The codebook of a pile of books, the lowest first.
    fn of_pile(pile: &[Layer]) -> Result<Codebook, Error> {
        let shown: Vec<BTreeMap<&str, String>> =
            pile.iter().map(|l| l.files.keys().map(|f| (f.as_str(), l.shown(f))).collect()).collect();
        let source = |at: usize, file: &str| -> Option<Source<'_>> {
            Some(Source { file: shown[at].get(file)?, text: pile[at].files.get(file)? })
        };
        // Of files that are taken whole the uppermost counts.
        let whole = |file: &str| (0..pile.len()).rev().find_map(|at| source(at, file));
        let each = |file: &str| -> Vec<Source<'_>> { (0..pile.len()).filter_map(|at| source(at, file)).collect() };
        let mut set_rows = SetRows::default();
        for (at, layer) in pile.iter().enumerate() {
            for file in layer.files.keys().filter(|file| file.starts_with("words/")) {
                set_rows.read(&source(at, file).expect("the file is in the layer"), at)?;
            }
        }
        let sets = set_rows.resolve()?;
        let mut book = Codebook {
            rules: Vec::new(),
            types: BTreeMap::new(),
            cameo: BTreeMap::new(),
            reality: RealityCues::default(),
            vocabulary: Vocabulary::new(&sets),
            sizes: SizeWords::default(),
            contexts: ContextBook::read(&each("contexts.toml"))?,
            sets,
            confidence: ConfidenceModel::default(),
            weights: Weights::default(),
            specificity: BTreeMap::new(),
            topics: Topics::default(),
            index: HashMap::new(),
            denials: BTreeSet::new(),
            provisos: BTreeSet::new(),
            marks: BTreeSet::new(),
            examples: Vec::new(),
            version: layers::version(pile),
            top: u8::try_from(pile.len() - 1).unwrap_or(u8::MAX),
        };
        for source in each("cameo.toml") {
            let rows: BTreeMap<Box<str>, CameoEntry> =
                toml::from_str(source.text).map_err(|e| Error::toml(&source, &e))?;
            for (code, entry) in &rows {
                if entry.event_type.as_ref().is_some_and(|t| t.parse::<EventType>().is_err()) {
                    let line = source.line_with(&(0..source.text.len()), code);
                    let message =
                        format!("CAMEO {code} has a type that is none of PLOVER's 16; correct it or leave it out");
                    return Err(Error::new("CB006", source.file, line, message));
                }
            }
            book.cameo.extend(rows);
        }
        if let Some(source) = whole("reality.toml") {
            book.reality = RealityCues::read(&source, &book.sets)?;
        }
        let built_in = |file| layers::embedded_file(file).map(|text| Source { file, text });
        if let Some(source) = whole(CONFIDENCE).or_else(|| built_in(CONFIDENCE)) {
            book.confidence = ConfidenceModel::read(&source)?;
        }
        if let Some(source) = whole(WEIGHTS).or_else(|| built_in(WEIGHTS)) {
            book.weights = Weights::read(&source)?;
        }
        if let Some(source) = whole("topics.toml") {
            book.topics = Topics::read(&source, &book.sets)?;
        }
        if let Some(source) = whole("sizes.toml") {
            book.sizes = SizeWords::read(&source)?;
        }
        let mut guards_of: BTreeMap<String, (EventType, Vec<Guard>)> = BTreeMap::new();
        for (at, layer) in pile.iter().enumerate() {
            let is_type = |file: &&String| file.starts_with("events/") && file.ends_with("/type.toml");
            let mut seen = BTreeSet::new();
            for file in layer.files.keys().filter(is_type) {
                let source = source(at, file).expect("the file is in the layer");
                let (event_type, guards) = book.read_type(&source)?;
                if !seen.insert(event_type) {
                    let message = format!("{event_type} is defined in two folders; keep one");
                    return Err(Error::new("CB003", source.file, 1, message));
                }
                let folder = file.trim_end_matches("type.toml").to_owned();
                guards_of.entry(folder).or_insert((event_type, Vec::new())).1.extend(guards);
            }
        }
        let mut jobs: Vec<Job<'_>> = Vec::new();
        for (at, layer) in pile.iter().enumerate() {
            for file in layer.files.keys() {
                let source = source(at, file).expect("the file is in the layer");
                let layer = u8::try_from(at).unwrap_or(u8::MAX);
                if let Some((shelf, guards)) = shelf_of(file, &source, &guards_of)? {
                    jobs.push(Job { source, shelf, guards, layer });
                }
            }
        }
        let mut read = shelves::read(&book, &jobs).into_iter().zip(&jobs).peekable();
        // The layer of each rule id that was read.
        let mut known = HashMap::new();
        for (at, layer) in pile.iter().enumerate() {
            book.do_without(layer, at)?;
            while let Some((rows, job)) = read.next_if(|(_, job)| usize::from(job.layer) == at) {
                book.admit(&mut known, rows?, job)?;
            }
        }
        book.check_references()?;
        for (i, rule) in book.rules.iter().enumerate() {
            book.specificity.insert(Arc::clone(&rule.id), rule.specificity);
            for (part, word) in &rule.triggers {
                book.index.entry(word.clone()).or_default().push((*part, i as u32));
            }
            if rule.is_proviso() {
                book.provisos.insert(Arc::clone(&rule.id));
            }
            if matches!(rule.emits, Emits::Statement { class: Class::Denial }) {
                book.denials.insert(Arc::clone(&rule.id));
            }
            if rule.is_by_mark() {
                book.marks.insert(Arc::clone(&rule.id));
            }
        }
        Ok(book)
    }

    fn read_type(&mut self, source: &Source<'_>) -> Result<(EventType, Vec<Guard>), Error> {
        let row: TypeRow = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let at = |range: std::ops::Range<usize>| source.line_of(range.start);
        let parse_type = |name: &str, line| {
            name.parse::<EventType>()
                .map_err(|e| Error::new("CB006", source.file, line, format!("{e}; use one of PLOVER's 16")))
        };
        let event_type = parse_type(row.event_type.get_ref(), at(row.event_type.span()))?;
        let lower = self.types.remove(&event_type);
        if lower.is_none() && (row.definition.trim().is_empty() || row.borders.is_empty()) {
            let message = format!("{event_type} lacks its definition or borders; write what it is and what it is not");
            return Err(Error::new("CB009", source.file, 1, message));
        }
        let cameo = row.cameo.map(|c| self.known_cameo(c.get_ref(), source, at(c.span()))).transpose()?;
        let shift = |row: Option<Spanned<ShiftRow>>| -> Result<Option<Shift>, Error> {
            let Some(row) = row else { return Ok(None) };
            let line = at(row.span());
            let row = row.into_inner();
            let cameo = row.cameo.map(|c| self.known_cameo(&c, source, line)).transpose()?;
            Ok(Some(Shift { event_type: parse_type(&row.event_type, line)?, cameo, mode: row.mode.map(Arc::from) }))
        };
        let guards =
            build_guards(row.unless, true, &self.sets, event_type.code()).map_err(|(code, message, value)| {
                Error::new(code, source.file, source.line_with(&(0..source.text.len()), &value), message)
            })?;
        let private = |row: Spanned<PrivateRow>| -> Result<Private, Error> {
            let line = at(row.span());
            let row = row.into_inner();
            let sector = |word: String| {
                word.parse::<Sector>().map_err(|_| {
                    let message = format!("\"{word}\" in private is no sector; use PLOVER codes such as CVL or BUS");
                    Error::new("CB032", source.file, line, message)
                })
            };
            let sectors = row.sectors.into_iter().map(sector).collect::<Result<_, _>>()?;
            let PrivateRow { both, named, stateless, standing, parties, .. } = row;
            Ok(Private { sectors, both, named, stateless, standing, parties })
        };
        let private = row.private.map(private).transpose()?;
        let beside: Vec<EventType> =
            row.beside.into_iter().map(|t| parse_type(t.get_ref(), at(t.span()))).collect::<Result<_, _>>()?;
        // What an extending book does not say of a type holds as the book below has it.
        let mut entry = lower.unwrap_or_default();
        if !row.definition.trim().is_empty() {
            entry.definition = row.definition;
        }
        if !row.borders.is_empty() {
            entry.borders = row.borders;
        }
        entry.private = private.or(entry.private);
        entry.purpose_is_act = row.purpose_is_act.unwrap_or(entry.purpose_is_act);
        entry.only_told = row.only_told.unwrap_or(entry.only_told);
        entry.at_home = row.at_home.unwrap_or(entry.at_home);
        entry.civil = row.civil.unwrap_or(entry.civil);
        entry.alone_at_home = row.alone_at_home.unwrap_or(entry.alone_at_home);
        entry.scene = row.scene.unwrap_or(entry.scene);
        entry.told_by.extend(row.told_by.into_iter().map(String::into_boxed_str));
        entry.cameo = cameo.or(entry.cameo);
        entry.embeds = row.embeds.unwrap_or(entry.embeds);
        entry.modes.extend(row.modes.into_iter().map(|(k, v)| (k.into_boxed_str(), v)));
        entry.planned = shift(row.planned)?.or(entry.planned);
        entry.refused = shift(row.refused)?.or(entry.refused);
        entry.ultimatum = shift(row.ultimatum)?.or(entry.ultimatum);
        if !beside.is_empty() {
            entry.beside = beside;
        }
        self.types.insert(event_type, entry);
        Ok((event_type, guards))
    }

    /// A CAMEO code that the book has.
    pub(crate) fn known_cameo(&self, code: &str, source: &Source<'_>, line: usize) -> Result<Arc<str>, Error> {
        if !self.cameo.contains_key(code) {
            let message = format!("CAMEO code \"{code}\" is not in cameo.toml; correct it or add it there");
            return Err(Error::new("CB021", source.file, line, message));
        }
        Ok(Arc::from(code))
    }

    /// Takes up the rules of a file, each in the place of that of a lower book with its id.
    fn admit(
        &mut self,
        known: &mut HashMap<Arc<str>, u8>,
        rows: Vec<(Rule, Vec<Example>)>,
        job: &Job<'_>,
    ) -> Result<(), Error> {
        for (rule, examples) in rows {
            let lower = known.insert(Arc::clone(&rule.id), job.layer);
            if lower == Some(job.layer)
                && let Some(twin) = self.rules.iter().find(|r| r.id == rule.id)
            {
                let message = format!("the rule id {} is already in {}:{}; rename one", rule.id, twin.file, twin.line);
                return Err(Error::new("CB003", job.source.file, rule.line, message));
            }
            // A rule of the book below with this id is replaced, and its sentences with it.
            if lower.is_some() {
                self.rules.retain(|r| r.id != rule.id);
                self.examples.retain(|e| e.rule != rule.id);
            }
            self.examples.extend(examples);
            self.rules.push(rule);
        }
        Ok(())
    }

    /// Takes away the rules that a book names in `without`. What the books below say of them goes with them.
    fn do_without(&mut self, layer: &Layer, at: usize) -> Result<(), Error> {
        let mut gone: BTreeSet<Arc<str>> = BTreeSet::new();
        for (entry, line) in &layer.without {
            let n_before = gone.len();
            gone.extend(self.rules.iter().filter(|r| layers::means(entry, &r.id)).map(|r| Arc::clone(&r.id)));
            if gone.len() == n_before {
                let message = format!(
                    "`without` names {entry}, but no book below has such a rule left; correct the id (or family.*), or drop it"
                );
                return Err(Error::new("CB033", &layer.shown(MANIFEST), *line, message));
            }
        }
        if gone.is_empty() {
            return Ok(());
        }
        debug_assert!(at > 0, "only a book that extends another does without rules");
        self.rules.retain(|r| !gone.contains(&r.id));
        self.examples.retain(|e| !gone.contains(&e.rule));
        for rule in &mut self.rules {
            rule.beats.retain(|b| !gone.contains(b));
        }
        for example in &mut self.examples {
            if let Expect::Miss { winner } = &mut example.expect
                && winner.as_ref().is_some_and(|w| gone.contains(w))
            {
                *winner = None;
            }
        }
        Ok(())
    }

    /// Whether a rule comes from a book that this one extends.
    pub fn is_inherited(&self, rule: &str) -> bool {
        self.rules.iter().any(|r| &*r.id == rule && r.layer < self.top)
    }

    /// `beats` and the winners of misses must name rules that exist, and `beats` must not run in a circle.
    fn check_references(&self) -> Result<(), Error> {
        let by_id: HashMap<&str, &Rule> = self.rules.iter().map(|r| (&*r.id, r)).collect();
        for rule in &self.rules {
            if let Some(loser) = rule.beats.iter().find(|b| !by_id.contains_key(&***b)) {
                let message = format!("rule {} beats {loser}, which does not exist; correct the id", rule.id);
                return Err(Error::new("CB025", &rule.file, rule.line, message));
            }
        }
        // Each rule is gone through once: one that is met again while what it beats is still open closes a circle.
        let mut done: HashSet<&str> = HashSet::new();
        for rule in &self.rules {
            let mut open: Vec<(&Rule, usize)> = vec![(rule, 0)];
            while let Some((at, next)) = open.last_mut() {
                let at = *at;
                let Some(beaten) = at.beats.get(*next) else {
                    done.insert(&at.id);
                    open.pop();
                    continue;
                };
                *next += 1;
                if let Some((circle, _)) = open.iter().find(|(r, _)| r.id == *beaten) {
                    let message = format!("rule {} beats itself through beats; break the circle", circle.id);
                    return Err(Error::new("CB026", &circle.file, circle.line, message));
                }
                if !done.contains(&**beaten) {
                    open.push((by_id[&**beaten], 0));
                }
            }
        }
        for example in &self.examples {
            if let Expect::Miss { winner: Some(winner) } = &example.expect
                && !by_id.contains_key(&**winner)
            {
                let message = format!(
                    "a miss of {} names the winner {winner}, which does not exist; correct the id",
                    example.rule
                );
                return Err(Error::new("CB025", &example.file, example.line, message));
            }
        }
        Ok(())
    }

    /// Whether any rule waits for this word.
    pub(crate) fn knows(&self, word: &str) -> bool {
        !self.triggered_by(word).is_empty()
    }

    /// The sentences of all rules, in the order of the files.
    pub fn examples(&self) -> impl Iterator<Item = Example> + '_ {
        self.examples.iter().cloned()
    }

    /// The sentences of all contexts.
    pub fn context_examples(&self) -> impl Iterator<Item = ContextExample> + '_ {
        self.contexts.examples.iter().cloned()
    }

    /// The ids of all rules, in the order of the files.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        self.rules.iter().map(|r| &*r.id)
    }

    /// Pairs of rules that share a trigger and are equally specific, where no guard keeps them apart and neither
    /// `beats` the other. Rules of events, statements and positions never compete with each other.
    pub fn ties(&self) -> Vec<Tie> {
        let mut by_trigger: BTreeMap<(Part, &str), Vec<&Rule>> = BTreeMap::new();
        for rule in &self.rules {
            for (part, word) in &rule.triggers {
                by_trigger.entry((*part, word)).or_default().push(rule);
            }
        }
        let mut ties: Vec<Tie> = Vec::new();
        for ((_, word), rules) in by_trigger {
            for (i, a) in rules.iter().enumerate() {
                for b in &rules[i + 1..] {
                    let known = ties.iter().any(|t| t.first == a.id && t.second == b.id);
                    if !known && a.may_tie(b) {
                        let place = (Arc::clone(&b.file), b.line);
                        ties.push(Tie {
                            first: Arc::clone(&a.id),
                            second: Arc::clone(&b.id),
                            trigger: word.into(),
                            place,
                        });
                    }
                }
            }
        }
        ties
    }

    /// Whether a noun names acts of a type.
    pub(crate) fn names_act(&self, noun: &str, event_type: EventType) -> bool {
        self.triggered_by(noun).iter().any(|&(part, rule)| {
            part == Part::Noun
                && matches!(self.rules[rule as usize].emits, Emits::Event { event_type: t, .. } if t == event_type)
        })
    }

    /// The words of a topic as keys have them, for searching: "security coordination" is `security` and `cooperation`.
    pub fn topic_words(&self, words: &str) -> BTreeSet<String> {
        self.topics.plain_words(words)
    }

    /// What a rule asks for beyond its lemma; 0 for a rule that is not in the book.
    pub(crate) fn specificity(&self, rule: &str) -> u32 {
        self.specificity.get(rule).copied().unwrap_or_default()
    }

    /// Every trigger with its part of speech and its rule, in the order of the words.
    pub fn triggers(&self) -> Vec<(&str, &'static str, &str)> {
        let name = |part: Part| match part {
            Part::Verb => "verb",
            Part::Noun => "noun",
            Part::Adjective => "adjective",
            Part::Form => "form",
        };
        let mut all = Vec::new();
        for rule in &self.rules {
            all.extend(rule.triggers.iter().map(|(part, word)| (&**word, name(*part), &*rule.id)));
        }
        all.sort_unstable();
        all
    }

    /// Rules that can never win, with the reason: what they ask for contradicts itself, or a rule that `beats` them
    /// asks for nothing that they do not ask for.
    pub fn unreachable(&self) -> Vec<(&str, String)> {
        let mut found = Vec::new();
        for rule in &self.rules {
            let contradiction =
                rule.guards.iter().any(|a| !a.refuses && rule.guards.iter().any(|b| b.refuses && a.excludes(b)));
            if contradiction {
                found.push((&*rule.id, "its `where` and `unless` exclude each other; drop one".to_owned()));
                continue;
            }
            let winner = self.rules.iter().find(|other| {
                other.beats.contains(&rule.id)
                    && other.guards.is_empty()
                    && other.light.is_empty()
                    && other.particle.is_empty()
                    && other.specificity >= rule.specificity
                    && rule.triggers.iter().all(|t| other.triggers.contains(t))
            });
            if let Some(winner) = winner {
                found.push((&*rule.id, format!("{} beats it wherever it matches; drop one of them", winner.id)));
            }
        }
        found
    }

    /// The rules that a lemma triggers.
    pub(crate) fn triggered_by(&self, lemma: &str) -> &[(Part, u32)] {
        self.index.get(lemma).map_or(&[], Vec::as_slice)
    }
}

impl Rule {
    fn may_tie(&self, other: &Rule) -> bool {
        let same_kind = self.emits.reading() == other.emits.reading();
        let settled = self.beats.contains(&other.id) || other.beats.contains(&self.id);
        let light_apart =
            !self.light.is_empty() && !other.light.is_empty() && self.light.iter().all(|l| !other.light.contains(l));
        let particle_apart = !self.particle.is_empty()
            && !other.particle.is_empty()
            && self.particle.iter().all(|p| !other.particle.contains(p));
        let guards_apart = self.guards.iter().any(|a| other.guards.iter().any(|b| a.excludes(b)));
        same_kind
            && !settled
            && self.layer == other.layer
            && self.specificity == other.specificity
            && self.precedence() == other.precedence()
            && !light_apart
            && !particle_apart
            && !guards_apart
    }
}

/// The shelf that a file of rules stands on, and the guards that all of its rules share; none for files of other things.
fn shelf_of<'g>(
    file: &str,
    source: &Source<'_>,
    guards_of: &'g BTreeMap<String, (EventType, Vec<Guard>)>,
) -> Result<Option<(Shelf, &'g [Guard])>, Error> {
    if file.starts_with("speech/") {
        return Ok(Some((Shelf::Speech, &[])));
    }
    if file.starts_with("positions/") {
        return Ok(Some((Shelf::Positions, &[])));
    }
    if file.starts_with("events/") && !file.ends_with("/type.toml") {
        let folder = file.rsplit_once('/').map_or("", |(f, _)| f);
        let Some((event_type, guards)) = guards_of.get(&format!("{folder}/")) else {
            let message = format!("{folder} has no type.toml; add one that defines the event type");
            return Err(Error::whole("CB007", source.file, message));
        };
        return Ok(Some((Shelf::Events(*event_type), guards)));
    }
    let placed = file.starts_with("words/") || file.starts_with("events/") || WHOLE_FILES.contains(&file);
    if !placed {
        let message = format!(
            "this file is in no place the codebook knows; use events/<type>/, speech/, positions/, words/ or {}",
            WHOLE_FILES.join(", ")
        );
        return Err(Error::whole("CB008", source.file, message));
    }
    Ok(None)
}
