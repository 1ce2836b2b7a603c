//! Named sets of words, which rules refer to as `@name`.
//!
//! A set is a table in any file of `words/`: `[weapon]`, with `words` (lemmas, lower case, or `@other` sets) and
//! `about`, a line for the reader. Sets keep rules short and let one edit reach every rule that means the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned;

use crate::error::{Error, Source};

/// A set of lemmas, sorted.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct WordSet(Arc<Words>);

#[derive(PartialEq, Eq, Debug, Default)]
struct Words {
    sorted: BTreeSet<Box<str>>,
    /// The shapes of its words: nearly every word that is asked for has another one, and is not looked up.
    shapes: Shapes,
}

/// A bit for each shape that some of a number of words have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Shapes([u64; SHAPES / 64]);

impl Default for Shapes {
    fn default() -> Shapes {
        Shapes([0; SHAPES / 64])
    }
}

impl Shapes {
    /// Adds the shape of a word.
    pub(crate) fn add(&mut self, word: &str) {
        let shape = shape(word);
        self.0[shape / 64] |= 1 << (shape % 64);
    }

    fn has(&self, word: &str) -> bool {
        let shape = shape(word);
        self.0[shape / 64] & (1 << (shape % 64)) != 0
    }
}

const SHAPES: usize = 1024;

/// A number for the length and four letters of a word.
fn shape(word: &str) -> usize {
    let bytes = word.as_bytes();
    let at = |i: usize| bytes.get(i).copied().map_or(0, usize::from);
    let last = bytes.last().copied().map_or(0, usize::from);
    (at(0) * 31 + at(1) * 7 + at(bytes.len() / 2) * 131 + last * 17 + bytes.len() * 67) % SHAPES
}

impl WordSet {
    /// The same as of the words themselves, and quicker.
    pub(crate) fn contains(&self, word: &str) -> bool {
        self.0.shapes.has(word) && self.0.sorted.contains(word)
    }

    /// Whether one of the words that the shapes are of may be in the set; `false` is certain.
    pub(crate) fn may_have(&self, shapes: &Shapes) -> bool {
        self.0.shapes.0.iter().zip(&shapes.0).any(|(a, b)| a & b != 0)
    }

    /// What tells the set from others, for answers that are kept: the same for all rules that name one `@set`.
    pub(crate) fn id(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }
}

impl std::ops::Deref for WordSet {
    type Target = BTreeSet<Box<str>>;

    fn deref(&self) -> &BTreeSet<Box<str>> {
        &self.0.sorted
    }
}

impl FromIterator<Box<str>> for WordSet {
    fn from_iter<I: IntoIterator<Item = Box<str>>>(words: I) -> WordSet {
        let sorted: BTreeSet<Box<str>> = words.into_iter().collect();
        let mut shapes = Shapes::default();
        sorted.iter().for_each(|word| shapes.add(word));
        WordSet(Arc::new(Words { sorted, shapes }))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SetRow {
    #[allow(dead_code, reason = "required of every set, for its readers")]
    about: String,
    words: Vec<String>,
}

/// A set as it was read.
struct SetOf {
    words: Vec<String>,
    file: String,
    line: usize,
    /// The book of the pile that it stands in.
    layer: usize,
}

/// All sets, before references between them are followed.
#[derive(Default)]
pub(crate) struct SetRows {
    rows: BTreeMap<String, SetOf>,
}

impl SetRows {
    /// A set of an upper book replaces that of a lower one; where it names itself, it adds to it.
    pub(crate) fn read(&mut self, source: &Source<'_>, layer: usize) -> Result<(), Error> {
        let table: BTreeMap<Spanned<String>, SetRow> =
            toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        for (name, mut row) in table {
            let line = source.line_of(name.span().start);
            let name = name.into_inner();
            if let Some(SetOf { file, line: at, .. }) = self.rows.get(&name).filter(|set| set.layer == layer) {
                let message = format!("the word set @{name} is already in {file}:{at}; join the two or rename one");
                return Err(Error::new("CB003", source.file, line, message));
            }
            if let Some(word) = row.words.iter().find(|w| w.to_lowercase() != **w || w.trim().is_empty()) {
                let message =
                    format!("\"{word}\" in @{name} is not a lower-case lemma; write it as \"{}\"", word.to_lowercase());
                return Err(Error::new("CB004", source.file, line, message));
            }
            if let Some(lower) = self.rows.get(&name)
                && row.words.iter().any(|w| w.strip_prefix('@') == Some(&name))
            {
                row.words.retain(|w| w.strip_prefix('@') != Some(&name));
                row.words.extend(lower.words.iter().cloned());
            }
            self.rows.insert(name, SetOf { words: row.words, file: source.file.to_owned(), line, layer });
        }
        Ok(())
    }

    pub(crate) fn resolve(self) -> Result<WordSets, Error> {
        let mut sets = BTreeMap::new();
        for (name, SetOf { file, line, .. }) in &self.rows {
            let mut words: Vec<Box<str>> = Vec::new();
            let mut open = vec![name.as_str()];
            let mut seen = BTreeSet::from([name.as_str()]);
            while let Some(next) = open.pop() {
                for word in &self.rows[next].words {
                    let Some(other) = word.strip_prefix('@') else {
                        words.push(word.as_str().into());
                        continue;
                    };
                    if !self.rows.contains_key(other) {
                        let message = format!(
                            "the word set @{other}, named in @{next}, does not exist; add [{other}] to a file in words/"
                        );
                        return Err(Error::new("CB005", file, *line, message));
                    }
                    if seen.insert(other) {
                        open.push(other);
                    }
                }
            }
            sets.insert(name.clone(), words.into_iter().collect());
        }
        Ok(WordSets { sets })
    }
}

/// All word sets of a codebook.
#[derive(Default, Debug)]
pub(crate) struct WordSets {
    sets: BTreeMap<String, WordSet>,
}

impl WordSets {
    pub(crate) fn get(&self, name: &str) -> Option<&WordSet> {
        self.sets.get(name)
    }

    /// The `@sets` of a list and its lemmas, each as a set of its own; the fault is the name of a set that does not
    /// exist.
    pub(crate) fn each(&self, list: &[String]) -> Result<Vec<WordSet>, String> {
        let (named, own): (Vec<&String>, Vec<&String>) = list.iter().partition(|word| word.starts_with('@'));
        let named = named.into_iter().map(|set| self.get(&set[1..]).cloned().ok_or_else(|| set.clone()));
        let own = (!own.is_empty()).then(|| Ok(own.into_iter().map(|word| word.as_str().into()).collect()));
        named.chain(own).collect()
    }

    /// The words of a list that mixes lemmas and `@sets`; the fault is the name of a set that does not exist.
    pub(crate) fn expand(&self, list: &[String]) -> Result<WordSet, String> {
        if let [only] = list
            && let Some(name) = only.strip_prefix('@')
        {
            return self.get(name).cloned().ok_or_else(|| only.clone());
        }
        let mut words: Vec<Box<str>> = Vec::new();
        for word in list {
            match word.strip_prefix('@') {
                Some(name) => words.extend(self.get(name).ok_or_else(|| word.clone())?.iter().cloned()),
                None => words.push(word.as_str().into()),
            }
        }
        Ok(words.into_iter().collect())
    }
}

/// The sets that the grammar itself asks about, by the names they have in `words/`. A book without such a set has an
/// empty one: then the grammar makes no such distinction.
#[derive(Clone, Default, Debug)]
pub(crate) struct Vocabulary {
    /// Prepositions of circumstance.
    pub(crate) circumstance: WordSet,
    /// Prepositions that give the clause's subject the act after them.
    pub(crate) carrying_out: WordSet,
    pub(crate) attack: WordSet,
    /// Nouns for looking into something, before which a town is what it is about.
    pub(crate) inquiry: WordSet,
    pub(crate) done_to_people: WordSet,
    /// Words that say of people that they are not at home.
    pub(crate) elsewhere: WordSet,
    /// Acts one takes part in.
    pub(crate) shared_act: WordSet,
    /// Fights with somebody.
    pub(crate) shared_fight: WordSet,
    /// Verbs whose subject suffers what their object names.
    pub(crate) undergo: WordSet,
    /// Verbs whose object does what the infinitive tells.
    pub(crate) object_control: WordSet,
    /// Verbs whose object is where the act of their subject happens.
    pub(crate) befall: WordSet,
    /// Nouns of an act that rests.
    pub(crate) respite: WordSet,
    /// Verbs of speaking that take what they speak of for done.
    pub(crate) evaluating: WordSet,
    /// Words of offering and asking: what they govern does not change what they are.
    pub(crate) own_act: WordSet,
    /// What comes from whoever says or sends it.
    pub(crate) sent: WordSet,
    /// Verbs whose passive keeps an object.
    pub(crate) two_objects: WordSet,
    /// Words under whose negation the clause they govern stays a fact.
    pub(crate) factive: WordSet,
    /// Verbs of intent that taggers take for plural nouns.
    pub(crate) intending: WordSet,
    /// Verbs that have no passive.
    pub(crate) intransitive: WordSet,
    /// Words of giving and talking, whose other side may stand far behind them.
    pub(crate) transferring: WordSet,
    /// Nouns of force, before which a nationality says by whom.
    pub(crate) by_force: WordSet,
    /// What is signed and then does something.
    pub(crate) document: WordSet,
    /// What is sent and then says something.
    pub(crate) message: WordSet,
    /// Verbs of speaking that go on with what was said before.
    pub(crate) speaks_on: WordSet,
    /// Nouns of asking for an act.
    pub(crate) asking: WordSet,
    /// Verbs whose object comes about by what they tell.
    pub(crate) brings_about: WordSet,
    /// Nouns of what is only feared or asked.
    pub(crate) misgiving: WordSet,
    /// Verbs by which whoever tells an act is named.
    pub(crate) reports: WordSet,
    /// Verbs of what words are about.
    pub(crate) speaks_about: WordSet,
    /// Verbs of calamities that come over a place.
    pub(crate) strikes: WordSet,
    /// Verbs by which people leave where they are at home.
    pub(crate) leaves_home: WordSet,
    /// Words that count what stands behind their "of".
    pub(crate) count: WordSet,
    /// Nouns that no "who" can mean.
    pub(crate) no_being: WordSet,
    /// Nouns for what somebody does, says or means to do.
    pub(crate) owned_act: WordSet,
    /// Verbs whose object is the act of their subject.
    pub(crate) performs: WordSet,
    /// Nouns for what one state is to another.
    pub(crate) tie: WordSet,
    /// Verbs of deeds that harm whoever they are done to, as a condition threatens them.
    pub(crate) harms: WordSet,
    /// Nouns of what burdens another while it lasts.
    pub(crate) burden: WordSet,
}

impl Vocabulary {
    pub(crate) fn new(sets: &WordSets) -> Vocabulary {
        let set = |name: &str| sets.get(name).cloned().unwrap_or_default();
        Vocabulary {
            circumstance: set("circumstance"),
            carrying_out: set("carrying_out"),
            attack: set("strike_noun"),
            inquiry: set("inquiry_noun"),
            done_to_people: set("done_to_people"),
            elsewhere: set("elsewhere"),
            shared_act: set("shared_act"),
            shared_fight: set("shared_fight"),
            undergo: set("undergo"),
            object_control: set("object_control"),
            befall: set("befall"),
            respite: set("respite"),
            evaluating: set("evaluating"),
            own_act: set("own_act"),
            sent: set("sent"),
            two_objects: set("two_objects"),
            factive: set("factive"),
            intending: set("intending"),
            intransitive: set("intransitive"),
            transferring: set("transferring"),
            by_force: set("by_force"),
            document: set("document"),
            message: set("message"),
            speaks_on: set("speaks_on"),
            asking: set("asking"),
            brings_about: set("brings_about"),
            misgiving: set("misgiving"),
            reports: set("reports"),
            speaks_about: set("speaks_about"),
            strikes: set("calamity_verb"),
            leaves_home: set("leaves_home"),
            count: set("count"),
            no_being: set("no_being"),
            owned_act: set("owned_act"),
            performs: set("performs"),
            tie: set("tie"),
            harms: set("harms"),
            burden: set("burden"),
        }
    }
}
