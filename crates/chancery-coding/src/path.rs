//! The language in which rules say where an argument stands.
//!
//! A path is steps parted by `>`, walked from the trigger: `prep:with > pobj` goes to the preposition *with* below
//! the trigger and on to its object. A step may name the words it accepts after a colon (`object:@restriction`,
//! `prep:on|against`). Besides the parser's relations there are roles that see through the grammar:
//!
//! - `subject`: who does it. Active subject, the *by*-phrase of a passive, the understood subject of infinitives,
//!   participles and joined verbs, the antecedent of *who*; of a noun, its possessor, *by*-phrase or nationality.
//! - `doer`: the subject of a verb in the active voice that has an object, as in "rebels killed ten in a raid" and not
//!   in "ten killed in a raid".
//! - `object`: what it is done to. Active object, passive subject, antecedent; of a noun, its *of*-phrase.
//! - `dative`: to whom something is given.
//! - `clause`: the clause or infinitive that is the content; `quote`: the quotation that is; `rest`: all objects and
//!   complements of the cue, and its subject where that is no source; `around`: the sentence around a cue that commas
//!   set off ("The bridge, he said, is safe"); `sides`: what a punctuation mark parts from its source ("Minister: Deal
//!   is dead").
//! - `act`: what is demanded, promised or refused: the clause, or where there is none the infinitive of purpose
//!   ("appealed to them to stop"), which parsers hang on the same verb.
//! - `itself`: the trigger with all that hangs on it, as the topic of a position.
//! - `anti`: the name behind "anti-" before the noun ("anti-Syrian protests").
//! - `bound`: of a word that opens a condition ("once", "unless"), the verb that says who sets it; `proviso`: the verb of
//!   what is asked. Both lead nowhere where the clause asks for nothing ([`crate::provisos`]).
//! - `sentence`: every word of the sentence, for guards.
//! - `article`: what the article is about, for guards by words: at least four of its words, and one in a hundred and
//!   fifty, are among those.
//!
//! A guard (`where`, `unless`) may name several paths, parted by ` or `: one that leads to a wanted word is enough
//! (`"subject or prep:by > pobj" = "@aircraft"`).
//!
//! Where a rule has a light verb and a noun ("hold talks"), `subject` and `dative` are the verb's, `object` and
//! possessors the noun's, and a preposition is looked for below the noun first, since parsers often disagree.

use std::fmt;

use crate::words::{WordSet, WordSets};

/// One move through the tree.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Move {
    Subject,
    /// The subject of an active verb with an object.
    Doer,
    Object,
    Dative,
    Clause,
    /// The clause, or the infinitive of purpose that stands for one.
    Act,
    Quote,
    /// All that completes a verb, from the first word after the cue.
    Rest,
    /// The sentence that a parenthetical cue stands in.
    Around,
    /// What a punctuation mark parts from its source.
    Sides,
    /// The trigger and what hangs on it, as a topic.
    Itself,
    Sentence,
    /// What the article is about.
    Article,
    /// To the word above.
    Head,
    /// Whom the noun is against by its own words.
    Anti,
    /// The verb that says who sets the condition that the trigger opens.
    Bound,
    /// The verb of the condition that the trigger opens.
    Proviso,
    /// A preposition below.
    Prep,
    /// A child by this relation of the parser.
    Relation(&'static str),
}

/// The parser's relations that a path may follow.
const RELATIONS: &[&str] = &[
    "acl",
    "acomp",
    "advcl",
    "advmod",
    "agent",
    "amod",
    "appos",
    "attr",
    "aux",
    "auxpass",
    "ccomp",
    "compound",
    "conj",
    "csubj",
    "dep",
    "det",
    "dobj",
    "mark",
    "neg",
    "nmod",
    "npadvmod",
    "nsubj",
    "nsubjpass",
    "nummod",
    "oprd",
    "parataxis",
    "pcomp",
    "pobj",
    "poss",
    "preconj",
    "prt",
    "punct",
    "relcl",
    "xcomp",
];

/// A move, and the words it may arrive at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Step {
    pub(crate) to: Move,
    pub(crate) words: Option<WordSet>,
}

/// A way from the trigger to an argument.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Path {
    pub(crate) steps: Vec<Step>,
    source: Box<str>,
    /// The same for all paths of a book that are written alike ([`crate::trails::number`]).
    pub(crate) number: u32,
}

impl Path {
    /// What was written in the book.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Whether it begins at "by".
    pub(crate) fn opens_with_by(&self) -> bool {
        self.source.starts_with("prep:by >")
    }

    /// Whether it leads to who sets a condition.
    pub(crate) fn opens_with_bound(&self) -> bool {
        self.steps.first().is_some_and(|s| s.to == Move::Bound)
    }

    /// Whether it asks what the article is about.
    pub(crate) fn is_article(&self) -> bool {
        self.steps.first().is_some_and(|s| s.to == Move::Article)
    }

    /// Whether it asks what words the sentence has.
    pub(crate) fn is_sentence(&self) -> bool {
        self.steps.first().is_some_and(|s| s.to == Move::Sentence)
    }

    /// Whether it leads to every word of the sentence.
    pub(crate) fn is_any_word(&self) -> bool {
        matches!(self.steps.as_slice(), [Step { to: Move::Sentence, words: None }])
    }

    /// Whether it leads into what somebody is asked or said to do ("act > object").
    pub(crate) fn enters_act(&self) -> bool {
        self.steps.first().is_some_and(|step| step.to == Move::Act)
    }

    /// Whether it leads to whom a noun is against by its own words.
    pub(crate) fn ends_against(&self) -> bool {
        self.steps.last().is_some_and(|step| step.to == Move::Anti)
    }

    /// Whether it goes on from the object to what the object is of.
    pub(crate) fn passes_object(&self) -> bool {
        matches!(self.steps.as_slice(), [object, prep, pobj]
            if object.to == Move::Object && prep.to == Move::Prep && pobj.to == Move::Relation("pobj"))
    }

    /// Reads a path; the fault is a message that names the value and the remedy.
    pub(crate) fn parse(source: &str, sets: &WordSets) -> Result<Path, String> {
        let mut steps = Vec::new();
        for part in source.split('>') {
            let (name, words) = match part.trim().split_once(':') {
                Some((name, words)) => (name.trim(), Some(words)),
                None => (part.trim(), None),
            };
            let to = match name {
                "subject" => Move::Subject,
                "doer" => Move::Doer,
                "object" => Move::Object,
                "dative" => Move::Dative,
                "clause" => Move::Clause,
                "act" => Move::Act,
                "quote" => Move::Quote,
                "rest" => Move::Rest,
                "around" => Move::Around,
                "sides" => Move::Sides,
                "itself" => Move::Itself,
                "sentence" => Move::Sentence,
                "article" => Move::Article,
                "head" => Move::Head,
                "anti" => Move::Anti,
                "bound" => Move::Bound,
                "proviso" => Move::Proviso,
                "prep" => Move::Prep,
                _ => match RELATIONS.iter().find(|r| **r == name) {
                    Some(relation) => Move::Relation(relation),
                    None => {
                        return Err(format!(
                            "\"{name}\" in the path \"{source}\" is no relation; use subject, doer, object, dative, clause, \
                             act, quote, rest, around, sides, itself, sentence, head, anti, bound, proviso, prep or one of {}",
                            RELATIONS.join(", ")
                        ));
                    }
                },
            };
            let words = match words {
                None => None,
                Some(list) => {
                    let list: Vec<String> = list.split('|').map(|w| w.trim().to_owned()).collect();
                    let set = sets.expand(&list).map_err(|name| {
                        format!(
                            "the word set {name} in the path \"{source}\" does not exist; add it to a file in words/"
                        )
                    })?;
                    Some(set)
                }
            };
            steps.push(Step { to, words });
        }
        Ok(Path { steps, source: source.into(), number: 0 })
    }
}

impl Path {
    /// Whether what it ends at is a subject.
    pub(crate) fn leads_to_subject(&self) -> bool {
        self.steps
            .last()
            .is_some_and(|s| matches!(s.to, Move::Subject | Move::Doer | Move::Relation("nsubj" | "nsubjpass")))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.source)
    }
}
