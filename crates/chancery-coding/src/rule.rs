//! A rule: its row in the TOML file, and what the matcher makes of it.
//!
//! Specificity decides between rules at one place. It is the sum of what a rule asks for beyond its lemma: a light
//! verb 8, a particle 6, each guard by words 4, each guard by kind (`<actor>`) 2, each refusal (`unless`) 1, and a
//! trigger by surface form 2. A rule that asks for more has seen more, so it wins; where two ask for as much,
//! `beats` says which, and if it does not, that is a tie (`Codebook::ties`). A refusal under `never` weighs nothing:
//! it shuts out another meaning of the words without changing which rule wins where that is not meant.

use std::collections::BTreeMap;
use std::sync::Arc;

use chancery_doc::{EventType, Quad, Sector, Stance};
use serde::Deserialize;

use crate::book::Shift;
use crate::path::{Move, Path};
use crate::words::{WordSet, WordSets};

/// A string, or a list of them: what reads best in the rule at hand.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Strings {
    One(String),
    Many(Vec<String>),
}

impl Default for Strings {
    fn default() -> Strings {
        Strings::Many(Vec::new())
    }
}

impl Strings {
    pub(crate) fn into_vec(self) -> Vec<String> {
        match self {
            Strings::One(s) => vec![s],
            Strings::Many(v) => v,
        }
    }
}

/// A `[[rule]]` as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleRow {
    pub(crate) id: String,
    #[serde(default)]
    pub(crate) verbs: Vec<String>,
    #[serde(default)]
    pub(crate) nouns: Vec<String>,
    #[serde(default)]
    pub(crate) adjectives: Vec<String>,
    #[serde(default)]
    pub(crate) forms: Vec<String>,
    #[serde(default)]
    pub(crate) light: Vec<String>,
    #[serde(default)]
    pub(crate) particle: Strings,
    #[serde(default)]
    pub(crate) actor: Strings,
    #[serde(default)]
    pub(crate) recipient: Strings,
    #[serde(default)]
    pub(crate) source: Strings,
    #[serde(default)]
    pub(crate) content: Strings,
    #[serde(default)]
    pub(crate) addressee: Strings,
    #[serde(default)]
    pub(crate) holder: Strings,
    #[serde(default)]
    pub(crate) topic: Strings,
    #[serde(default)]
    pub(crate) toward: Strings,
    pub(crate) stance: Option<String>,
    pub(crate) negated: Option<String>,
    #[serde(default, rename = "where")]
    pub(crate) where_: BTreeMap<String, Strings>,
    #[serde(default)]
    pub(crate) unless: BTreeMap<String, Strings>,
    #[serde(default)]
    pub(crate) never: BTreeMap<String, Strings>,
    #[serde(default)]
    pub(crate) requires: Strings,
    #[serde(default)]
    pub(crate) joint: bool,
    #[serde(default)]
    pub(crate) abroad: bool,
    #[serde(default)]
    pub(crate) exact: bool,
    #[serde(default)]
    pub(crate) beside: bool,
    #[serde(default)]
    pub(crate) mode: Strings,
    pub(crate) cameo: Option<String>,
    pub(crate) class: Option<String>,
    #[serde(default)]
    pub(crate) also: Vec<AlsoRow>,
    #[serde(default)]
    pub(crate) beats: Strings,
    pub(crate) reason: String,
    #[serde(default)]
    pub(crate) hits: Vec<String>,
    #[serde(default)]
    pub(crate) misses: Vec<String>,
}

/// A second event that one trigger tells of, as it is written: "sentenced to prison" convicts and jails.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlsoRow {
    #[serde(rename = "type")]
    pub(crate) event_type: String,
    pub(crate) mode: Option<String>,
    pub(crate) cameo: Option<String>,
}

/// What part of speech a trigger word must have.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Part {
    Verb,
    Noun,
    Adjective,
    /// Any: the word is looked for as it is written.
    Form,
}

/// A verb (and the preposition or particle after it) that lends its subject to a noun: "hold", "come under".
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Light {
    pub(crate) verb: Box<str>,
    pub(crate) word: Option<Box<str>>,
}

/// What a guard asks of the words at the end of its path.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// A lemma of the set.
    Words(WordSet),
    /// Someone of the cast.
    Actor,
    /// Someone of the cast that is not a mere place: a human being, a group, an organisation, a people.
    People,
    /// Someone whose first sector is this: `<REB>`, `<MIL>`.
    Sector(Sector),
    /// Someone with power of their own: a state, an international body, or whoever acts for a state, a party or an
    /// armed group; no citizen, firm or mere place.
    Power,
    /// A human being that is named or told as one: no group, body or state.
    Person,
    /// Two parties or more of different countries or names: "Sudan and Chad", "both ministers".
    Several,
    /// A town, region or country by its name, as what is taken or entered: no adjective, no people.
    Place,
    /// A common noun that names nobody: "disasters", where someone met would be no disaster.
    Thing,
    /// Any word at all.
    Anything,
}

/// A condition on the words around the trigger.
#[derive(Clone, Debug)]
pub(crate) struct Guard {
    /// The ways to the words; one that leads to wanted ones is enough.
    pub(crate) paths: Vec<Path>,
    pub(crate) wanted: Vec<Wanted>,
    /// `unless`: the condition must not hold.
    pub(crate) refuses: bool,
    /// How the codebook writes it, the first words of it.
    pub(crate) told: Box<str>,
}

/// Which parties must be found for the match to count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Requires {
    pub(crate) actor: bool,
    pub(crate) recipient: bool,
    /// At least one of the two.
    pub(crate) either: bool,
}

/// What a match becomes.
#[derive(Clone, Debug)]
pub(crate) enum Emits {
    Event {
        event_type: EventType,
        modes: Vec<Arc<str>>,
        cameo: Option<Arc<str>>,
        joint: bool,
        /// Whether a mere place of the actor's own country is nobody that could be a recipient.
        abroad: bool,
        /// Whether only its own paths lead to recipients: whom the rest of the clause names is someone else.
        exact: bool,
        /// Whether what its clause tells stays an event of its own: a victim's word that it was attacked.
        beside: bool,
        /// Further events of the same parties that the same words tell of.
        also: Vec<Shift>,
    },
    Statement {
        class: Class,
    },
    /// A position; `negated` is the stance of not doing it, where that is one.
    Position {
        stance: Stance,
        negated: Option<Stance>,
    },
}

/// Which of the three books a rule belongs to: rules of one never compete with those of another.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Reading {
    Events,
    Statements,
    Positions,
}

impl Emits {
    pub(crate) fn reading(&self) -> Reading {
        match self {
            Emits::Event { .. } => Reading::Events,
            Emits::Statement { .. } => Reading::Statements,
            Emits::Position { .. } => Reading::Positions,
        }
    }
}

/// The folder that a rule stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Shelf {
    /// `events/<type>/`
    Events(EventType),
    /// `speech/`
    Speech,
    /// `positions/`
    Positions,
}

/// What kind of attribution a cue makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Class {
    Speech,
    Belief,
    Intent,
    Support,
    Refusal,
    /// The content is said not to be so.
    Denial,
    Decree,
}

impl Class {
    pub(crate) const ALL: [(&'static str, Class); 7] = [
        ("speech", Class::Speech),
        ("belief", Class::Belief),
        ("intent", Class::Intent),
        ("support", Class::Support),
        ("refusal", Class::Refusal),
        ("denial", Class::Denial),
        ("decree", Class::Decree),
    ];
}

/// A rule, ready to match.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) id: Arc<str>,
    pub(crate) emits: Emits,
    pub(crate) triggers: Vec<(Part, Box<str>)>,
    pub(crate) light: Vec<Light>,
    pub(crate) particle: Vec<Box<str>>,
    /// Actor of an event, source of a statement, holder of a position.
    pub(crate) actor: Vec<Path>,
    /// Recipient, addressee, or at whom a position is directed.
    pub(crate) recipient: Vec<Path>,
    /// Content of a statement, topic of a position.
    pub(crate) content: Vec<Path>,
    pub(crate) guards: Vec<Guard>,
    pub(crate) requires: Requires,
    pub(crate) beats: Vec<Arc<str>>,
    pub(crate) specificity: u32,
    pub(crate) reason: Box<str>,
    pub(crate) file: Arc<str>,
    pub(crate) line: usize,
    /// Which book of a pile it stands in, the lowest being 0: between equally specific rules the upper one's wins.
    pub(crate) layer: u8,
}

/// A fault in a row: code, message, and the value by which to find the line.
pub(crate) type Fault = (&'static str, String, String);

/// What the folder gives to its rules.
pub(crate) struct Place<'a> {
    pub(crate) file: &'a Arc<str>,
    pub(crate) line: usize,
    pub(crate) sets: &'a WordSets,
    pub(crate) shelf: Shelf,
    /// Guards that all rules of the type share.
    pub(crate) type_guards: &'a [Guard],
    pub(crate) layer: u8,
}

impl Rule {
    /// Whether it is for the condition that one party sets another, which is told with what depends on it, and does not
    /// count where the deeds of a report are counted.
    pub(crate) fn is_proviso(&self) -> bool {
        self.actor.iter().any(Path::opens_with_bound)
    }

    /// Whether it asks for "will" or "would" by its trigger: what it finds is told for the future, and told now.
    pub(crate) fn asks_for_future(&self) -> bool {
        let future = |set: &WordSet| set.contains("will") || set.contains("would");
        let wants = |g: &Guard| g.wanted.iter().any(|w| matches!(w, Wanted::Words(set) if future(set)));
        let asks = |g: &Guard, p: &Path| match p.steps.as_slice() {
            [step] => step.to == Move::Relation("aux") && step.words.as_ref().map_or_else(|| wants(g), future),
            _ => false,
        };
        self.guards.iter().any(|g| !g.refuses && g.paths.iter().any(|p| asks(g, p)))
    }

    /// Which goes first of rules for events of different types that ask for as much, 0 before 1: deeds before words, conflict
    /// before cooperation, and in each of these the graver (the later in the manual's order). Where nothing in a sentence
    /// tells the two readings apart, what was done is told, and what was said of it is its content.
    pub(crate) fn precedence(&self) -> usize {
        let Emits::Event { event_type, .. } = self.emits else { return 0 };
        let quad = match event_type.quad() {
            Quad::MaterialConflict => 0,
            Quad::MaterialCooperation => 1,
            Quad::VerbalConflict => 2,
            Quad::VerbalCooperation => 3,
        };
        let later = EventType::ALL.iter().rev().position(|t| *t == event_type).unwrap_or(0);
        quad * EventType::ALL.len() + later
    }

    /// Whether its cue is a punctuation mark, which parts content and source.
    pub(crate) fn is_by_mark(&self) -> bool {
        self.content.iter().any(|path| path.steps.first().is_some_and(|s| s.to == Move::Sides))
    }

    pub(crate) fn build(row: &mut RuleRow, place: &Place<'_>) -> Result<Rule, Fault> {
        let sets = place.sets;
        let id = row.id.clone();
        let well_formed = id.split('.').count() >= 2
            && id
                .split('.')
                .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
        if !well_formed {
            return Err((
                "CB010",
                format!("the rule id \"{id}\" is not of the form family.pattern in lower case with underscores"),
                id,
            ));
        }
        if row.reason.trim().is_empty() {
            return Err(("CB011", format!("rule {id} has no reason; say in a sentence why it is so"), id));
        }
        let mut triggers = Vec::new();
        for (part, list) in [
            (Part::Verb, &row.verbs),
            (Part::Noun, &row.nouns),
            (Part::Adjective, &row.adjectives),
            (Part::Form, &row.forms),
        ] {
            for word in sets.expand(list).map_err(|set| no_set(&set, &id))?.iter() {
                triggers.push((part, word.clone()));
            }
        }
        if triggers.is_empty() {
            return Err(("CB012", format!("rule {id} has no trigger; give it verbs, nouns, adjectives or forms"), id));
        }
        let light: Vec<String> = std::mem::take(&mut row.light);
        let light: Vec<Light> = sets
            .expand(&light)
            .map_err(|set| no_set(&set, &id))?
            .iter()
            .map(|s| match s.split_once(' ') {
                Some((verb, word)) => Light { verb: verb.into(), word: Some(word.into()) },
                None => Light { verb: s.clone(), word: None },
            })
            .collect();
        if !light.is_empty() && row.nouns.is_empty() && row.adjectives.is_empty() {
            return Err(("CB013", format!("rule {id} has light verbs but no nouns; name the nouns they go with"), id));
        }
        let particle: Vec<Box<str>> =
            std::mem::take(&mut row.particle).into_vec().into_iter().map(String::into_boxed_str).collect();

        let paths = |strings: &mut Strings| -> Result<Vec<Path>, Fault> {
            std::mem::take(strings)
                .into_vec()
                .iter()
                .map(|p| Path::parse(p, sets).map_err(|message| ("CB014", format!("rule {id}: {message}"), p.clone())))
                .collect()
        };
        let (emits, actor, recipient, content);
        let is_position = place.shelf == Shelf::Positions;
        let of_position = [&row.holder, &row.topic, &row.toward].iter().any(|s| !is_empty(s))
            || row.stance.is_some()
            || row.negated.is_some();
        if of_position && !is_position {
            let message = format!(
                "rule {id} has stance, negated, holder, topic or toward, which only rules in positions/ have; move it there"
            );
            return Err(("CB028", message, id));
        }
        match place.shelf {
            Shelf::Positions => {
                let foreign = [&row.actor, &row.recipient, &row.source, &row.content, &row.addressee, &row.mode];
                if foreign.iter().any(|s| !is_empty(s))
                    || row.class.is_some()
                    || row.cameo.is_some()
                    || row.joint
                    || row.abroad
                    || row.exact
                    || row.beside
                {
                    let message = format!(
                        "rule {id} is in positions/ but has a field of events or speech; use stance, negated, holder, topic and toward"
                    );
                    return Err(("CB028", message, id));
                }
                let known = |word: &str| {
                    Stance::from_word(word).ok_or_else(|| {
                        let names = Stance::ALL.map(Stance::word).join(", ");
                        ("CB029", format!("rule {id} has the stance \"{word}\"; use one of {names}"), word.to_owned())
                    })
                };
                let stance = known(&row.stance.take().unwrap_or_default())?;
                let negated = row.negated.take().map(|w| known(&w)).transpose()?;
                emits = Emits::Position { stance, negated };
                actor = paths(&mut row.holder)?;
                recipient = paths(&mut row.toward)?;
                content = paths(&mut row.topic)?;
                if content.is_empty() {
                    let message = format!("rule {id} has no topic; give the path to what the position is about");
                    return Err(("CB018", message, id));
                }
            }
            Shelf::Events(event_type) => {
                if row.class.is_some() || !is_empty(&row.source) || !is_empty(&row.content) || !is_empty(&row.addressee)
                {
                    let message = format!(
                        "rule {id} is in events/ but has class, source, content or addressee; move it to speech/ or use actor and recipient"
                    );
                    return Err(("CB015", message, id));
                }
                let mut also = Vec::new();
                for row in std::mem::take(&mut row.also) {
                    let Ok(event_type) = row.event_type.parse::<EventType>() else {
                        let message =
                            format!("rule {id} also emits \"{}\"; use one of the 16 PLOVER types", row.event_type);
                        return Err(("CB031", message, row.event_type));
                    };
                    also.push(Shift { event_type, cameo: row.cameo.map(Arc::from), mode: row.mode.map(Arc::from) });
                }
                emits = Emits::Event {
                    also,
                    event_type,
                    modes: std::mem::take(&mut row.mode).into_vec().into_iter().map(Arc::from).collect(),
                    cameo: row.cameo.take().map(Arc::from),
                    joint: row.joint,
                    abroad: row.abroad,
                    exact: row.exact,
                    beside: row.beside,
                };
                actor = paths(&mut row.actor)?;
                recipient = paths(&mut row.recipient)?;
                content = Vec::new();
            }
            Shelf::Speech => {
                if !is_empty(&row.actor)
                    || !is_empty(&row.recipient)
                    || !is_empty(&row.mode)
                    || row.cameo.is_some()
                    || row.joint
                    || row.abroad
                    || row.exact
                    || row.beside
                    || !row.also.is_empty()
                {
                    let message = format!(
                        "rule {id} is in speech/ but has actor, recipient, mode, cameo, joint, abroad, exact or beside; use source, content and addressee"
                    );
                    return Err(("CB016", message, id));
                }
                let class = row.class.take().unwrap_or_default();
                let Some(&(_, class)) = Class::ALL.iter().find(|(name, _)| *name == class) else {
                    let names = Class::ALL.map(|(name, _)| name).join(", ");
                    return Err(("CB017", format!("rule {id} has the class \"{class}\"; use one of {names}"), id));
                };
                emits = Emits::Statement { class };
                actor = paths(&mut row.source)?;
                recipient = paths(&mut row.addressee)?;
                content = paths(&mut row.content)?;
                if content.is_empty() {
                    return Err((
                        "CB018",
                        format!("rule {id} has no content; give the path to what is attributed"),
                        id,
                    ));
                }
            }
        }

        let mut guards = place.type_guards.to_vec();
        guards.extend(build_guards(std::mem::take(&mut row.never), true, sets, &id)?);
        let n_weightless = guards.len();
        guards.extend(build_guards(std::mem::take(&mut row.where_), false, sets, &id)?);
        guards.extend(build_guards(std::mem::take(&mut row.unless), true, sets, &id)?);
        let mut requires = Requires::default();
        let wanted = std::mem::take(&mut row.requires).into_vec();
        if wanted.is_empty() {
            requires.either = matches!(place.shelf, Shelf::Events(_));
        }
        for word in wanted {
            match word.as_str() {
                "actor" | "source" | "holder" => requires.actor = true,
                "recipient" | "addressee" | "toward" => requires.recipient = true,
                "either" => requires.either = true,
                "nobody" => {}
                _ => {
                    return Err((
                        "CB019",
                        format!(
                            "rule {id} requires \"{word}\"; use actor, recipient, source, addressee, holder, toward, either or nobody"
                        ),
                        word,
                    ));
                }
            }
        }
        let by_form = if row.forms.is_empty() { 0 } else { 2 };
        let own = &guards[n_weightless..];
        let specificity = by_form
            + if light.is_empty() { 0 } else { 8 }
            + if particle.is_empty() { 0 } else { 6 }
            + own.iter().map(Guard::weight).sum::<u32>();
        // All must hold, so the cheapest to ask is asked first.
        guards.sort_by_key(Guard::cost);
        Ok(Rule {
            id: Arc::from(row.id.as_str()),
            emits,
            triggers,
            light,
            particle,
            actor,
            recipient,
            content,
            guards,
            requires,
            beats: std::mem::take(&mut row.beats).into_vec().into_iter().map(Arc::from).collect(),
            specificity,
            reason: std::mem::take(&mut row.reason).trim().into(),
            file: Arc::clone(place.file),
            line: place.line,
            layer: place.layer,
        })
    }
}

fn is_empty(strings: &Strings) -> bool {
    matches!(strings, Strings::Many(v) if v.is_empty())
}

fn no_set(set: &str, rule: &str) -> Fault {
    (
        "CB005",
        format!("rule {rule} names the word set {set}, which does not exist; add it to a file in words/"),
        set.to_owned(),
    )
}

/// `where object = "<people>"`, as the codebook has it, with no more words than a line holds.
fn told(path: &str, wanted: &[String], refuses: bool) -> Box<str> {
    const LISTED: usize = 4;
    let more = if wanted.len() > LISTED { ", …" } else { "" };
    let listed = wanted[..wanted.len().min(LISTED)].join(", ");
    format!("{} {path} = {listed}{more}", if refuses { "unless" } else { "where" }).into()
}

/// Reads a `where` or `unless` table.
pub(crate) fn build_guards(
    table: BTreeMap<String, Strings>,
    refuses: bool,
    sets: &WordSets,
    owner: &str,
) -> Result<Vec<Guard>, Fault> {
    let mut guards = Vec::new();
    for (path, list) in table {
        let wanted_by = list.into_vec();
        let parsed: Result<Vec<Path>, Fault> = path
            .split(" or ")
            .map(|p| {
                Path::parse(p, sets).map_err(|message| ("CB014", format!("rule {owner}: {message}"), path.clone()))
            })
            .collect();
        let paths = parsed?;
        let told = told(&path, &wanted_by, refuses);
        let (kinds, words): (Vec<String>, Vec<String>) = wanted_by.into_iter().partition(|w| w.starts_with('<'));
        let mut wanted = Vec::new();
        for kind in kinds {
            wanted.push(match kind.as_str() {
                "<actor>" => Wanted::Actor,
                "<people>" => Wanted::People,
                "<several>" => Wanted::Several,
                "<power>" => Wanted::Power,
                "<person>" => Wanted::Person,
                "<place>" => Wanted::Place,
                "<thing>" => Wanted::Thing,
                "<anything>" => Wanted::Anything,
                other => match other.trim_matches(['<', '>']).parse::<Sector>() {
                    Ok(sector) => Wanted::Sector(sector),
                    Err(_) => {
                        return Err((
                            "CB020",
                            format!(
                                "rule {owner}: \"{kind}\" is no kind; use <actor>, <people>, <person>, <power>, <several>, <place>, <thing>, <anything>, a sector such as <REB>, or words"
                            ),
                            kind,
                        ));
                    }
                },
            });
        }
        if paths.iter().all(Path::is_any_word) {
            // What is looked for in the whole sentence is looked for once for all rules that name the set.
            wanted.extend(sets.each(&words).map_err(|set| no_set(&set, owner))?.into_iter().map(Wanted::Words));
        } else if !words.is_empty() {
            wanted.push(Wanted::Words(sets.expand(&words).map_err(|set| no_set(&set, owner))?));
        }
        guards.push(Guard { paths, wanted, refuses, told });
    }
    Ok(guards)
}

impl Guard {
    /// Whether it asks for a negation of the trigger: a rule that does so says itself what the negated act is.
    pub(crate) fn asks_for_negation(&self) -> bool {
        let asks_no = || {
            self.wanted.iter().any(|w| matches!(w, Wanted::Words(words) if words.contains("no")))
                && self.paths.iter().all(|p| p.steps.last().is_some_and(|s| s.to == Move::Relation("det")))
        };
        let asks_not = || self.paths.iter().all(|p| p.steps.first().is_some_and(|s| s.to == Move::Relation("neg")));
        // "could no longer trust", "none of them would be freed".
        let asks_none = || {
            self.wanted
                .iter()
                .any(|w| matches!(w, Wanted::Words(words) if words.contains("none") || words.contains("longer")))
        };
        !self.refuses && (asks_not() || asks_no() || asks_none())
    }

    /// Whether it asks for an auxiliary of possibility: such a rule says itself what the mere possibility is, as where
    /// somebody who may cut the gas off threatens to.
    pub(crate) fn asks_for_possibility(&self) -> bool {
        let asks_may = || {
            // "would" alone: "would like them to".
            let is_open = |w: &WordSet| w.contains("might") || w.contains("would") && !w.contains("will");
            self.wanted.iter().any(|w| matches!(w, Wanted::Words(words) if is_open(words)))
                && self.paths.iter().all(|p| p.steps.last().is_some_and(|s| s.to == Move::Relation("aux")))
        };
        !self.refuses && asks_may()
    }

    /// How much work it is to ask, roughly: a word that hangs on the trigger, an argument, who somebody is, the sentence.
    fn cost(&self) -> u32 {
        let of_path = |path: &Path| match path.steps.first().map(|s| s.to) {
            Some(Move::Relation(_) | Move::Itself | Move::Head | Move::Prep) if path.steps.len() == 1 => 0,
            Some(Move::Relation(_) | Move::Itself | Move::Head | Move::Prep | Move::Object) => 1,
            Some(Move::Sentence | Move::Article) => 6,
            _ => 2,
        };
        let of_wanted = |wanted: &Wanted| match wanted {
            Wanted::Words(_) | Wanted::Anything => 0,
            _ => 3,
        };
        let far = self.paths.iter().map(of_path).max().unwrap_or(0);
        far + self.wanted.iter().map(of_wanted).max().unwrap_or(0)
    }

    fn weight(&self) -> u32 {
        // What the article is about shuts meanings out, and says nothing of which rule has seen more.
        if self.refuses && self.paths.iter().all(Path::is_article) {
            return 0;
        }
        match (self.refuses, self.wanted.iter().any(|w| matches!(w, Wanted::Words(_)))) {
            (true, _) => 1,
            (false, true) => 4,
            (false, false) => 2,
        }
    }

    /// Whether no match can satisfy both guards: the same place is asked for different words.
    pub(crate) fn excludes(&self, other: &Guard) -> bool {
        let [path] = self.paths.as_slice() else { return false };
        if self.paths != other.paths
            || path.steps.first().is_some_and(|s| matches!(s.to, Move::Sentence | Move::Article))
        {
            return false;
        }
        let words = |guard: &Guard| match guard.wanted.as_slice() {
            [Wanted::Words(set)] => Some(set.clone()),
            _ => None,
        };
        let (Some(mine), Some(theirs)) = (words(self), words(other)) else { return false };
        match (self.refuses, other.refuses) {
            (false, false) => mine.is_disjoint(&theirs),
            (false, true) => mine.is_subset(&theirs),
            (true, false) => theirs.is_subset(&mine),
            (true, true) => false,
        }
    }
}
