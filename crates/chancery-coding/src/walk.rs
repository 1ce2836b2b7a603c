//! Walks a rule's paths from the place where its trigger stands.

use chancery_doc::{Parse, Pos, TokenId};

use crate::grammar::Grammar;
use crate::path::{Move, Path, Step};
use crate::words::WordSet;

/// Where a rule matched: its trigger word, and the verb and noun that paths start from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Anchor {
    pub(crate) trigger: TokenId,
    /// The trigger itself, or the light verb that governs it.
    pub(crate) verb: Option<TokenId>,
    /// The trigger, where it is a noun or an adjective.
    pub(crate) noun: Option<TokenId>,
}

impl Anchor {
    /// Whether a word is the trigger or its light verb.
    pub(crate) fn holds(&self, t: TokenId) -> bool {
        self.trigger == t || self.verb == Some(t)
    }

    /// The noun and the verb that tell the event, whichever there are.
    pub(crate) fn words(self) -> impl Iterator<Item = TokenId> {
        [self.noun, self.verb].into_iter().flatten()
    }

    /// The word on whose grammar tense, negation and embedding are read.
    pub(crate) fn governor(&self) -> TokenId {
        self.verb.unwrap_or(self.trigger)
    }
}

/// Walks paths over one parse.
#[derive(Clone, Copy)]
pub(crate) struct Walker<'a> {
    pub(crate) grammar: Grammar<'a>,
}

impl<'a> Walker<'a> {
    /// What an event is done to or directed at: the objects of its words, and those of their prepositions that lead there.
    pub(crate) fn objects(&self, anchor: Anchor, leads: impl Fn(&str) -> bool) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let mut found = Vec::new();
        for t in anchor.words() {
            found.extend(grammar.children(t, &["dobj", "nsubjpass"]));
            let led = grammar.prepositions(t).into_iter().filter(|&p| leads(grammar.parse.norm(p)));
            found.extend(led.filter_map(|p| grammar.child(p, &["pobj"])));
        }
        found
    }

    fn parse(&self) -> &'a Parse {
        self.grammar.parse
    }

    /// The words at the end of the first path that leads anywhere.
    pub(crate) fn first(&self, paths: &[Path], anchor: Anchor) -> Vec<TokenId> {
        paths.iter().map(|p| self.walk(p, anchor)).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The words at the end of a path.
    pub(crate) fn walk(&self, path: &Path, anchor: Anchor) -> Vec<TokenId> {
        let Some((first, rest)) = path.steps.split_first() else { return Vec::new() };
        let mut at = self.start(first, anchor);
        for step in rest {
            at = at.into_iter().flat_map(|t| self.step(step, t)).collect();
        }
        at.dedup();
        at
    }

    /// The names before the nouns whose adjectives a path asks for: to the parser "Ugandan" is at times a name.
    pub(crate) fn names_beside_adjectives(&self, path: &Path, anchor: Anchor) -> Vec<TokenId> {
        let nouns = match path.steps.split_last() {
            Some((last, _)) if last.to != Move::Relation("amod") || last.words.is_some() => return Vec::new(),
            Some((_, [first, rest @ ..])) => rest
                .iter()
                .fold(self.start(first, anchor), |at, step| at.into_iter().flat_map(|t| self.step(step, t)).collect()),
            _ => anchor.noun.or(anchor.verb).into_iter().collect(),
        };
        let names = |n: TokenId| self.grammar.children(n, &["compound", "nmod"]).filter(move |&c| c < n);
        nouns.into_iter().flat_map(names).collect()
    }

    /// The first step, which knows whether it belongs to the verb or to the noun.
    fn start(&self, step: &Step, anchor: Anchor) -> Vec<TokenId> {
        let (verb, noun) = (anchor.verb, anchor.noun);
        // What a quotation says sentences after its verb of saying stands under that verb ([`crate::quoted_on`]).
        let is_apart = |v: TokenId| self.grammar.parse.sentence_of(v) != self.grammar.parse.sentence_of(anchor.trigger);
        if step.to == Move::Clause && verb.is_some_and(is_apart) {
            return vec![anchor.trigger];
        }
        let from: [Option<TokenId>; 2] = match step.to {
            // "They weaken a rule imposed last year": who weakens it did not impose it.
            Move::Subject if self.is_done_before(anchor) => [verb, None],
            Move::Subject
            | Move::Doer
            | Move::Dative
            | Move::Clause
            | Move::Act
            | Move::Quote
            | Move::Rest
            | Move::Around => [verb, noun],
            Move::Object | Move::Prep => [noun, verb],
            Move::Sentence | Move::Article | Move::Head | Move::Itself | Move::Sides | Move::Bound | Move::Proviso => {
                [Some(anchor.trigger), None]
            }
            Move::Anti => [noun, verb],
            Move::Relation("poss" | "amod" | "compound" | "nmod" | "acl" | "relcl" | "appos" | "det" | "nummod") => {
                [noun, verb]
            }
            Move::Relation(_) => [verb, noun],
        };
        for start in from.into_iter().flatten() {
            let found: Vec<TokenId> = self
                .step(step, start)
                .into_iter()
                .filter(|&t| t != anchor.trigger || matches!(step.to, Move::Sentence | Move::Itself))
                .collect();
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// Whether a light verb is a passive participle on its noun, and no word before the noun says whose act it is.
    fn is_done_before(&self, anchor: Anchor) -> bool {
        let (Some(verb), Some(noun)) = (anchor.verb, anchor.noun) else { return false };
        let parse = self.parse();
        matches!(parse.dep(verb), "acl" | "relcl")
            && parse.head(verb) == noun
            && self.grammar.is_passive(verb)
            && self.grammar.child(noun, &["poss", "compound", "amod", "nmod", "prep"]).is_none()
    }

    fn step(&self, step: &Step, t: TokenId) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let parse = self.parse();
        let mut found = match step.to {
            Move::Subject => grammar.subject(t),
            Move::Doer if grammar.child(t, &["dobj"]).is_some() && !grammar.is_passive(t) => grammar.subject(t),
            Move::Doer => Vec::new(),
            Move::Object => grammar.object(t),
            Move::Dative => grammar.dative(t),
            Move::Clause => {
                // "made clear that", "gave word that": to parsers the clause may be an adverb of the small clause.
                let that = |c: TokenId| grammar.child(c, &["mark"]).is_some_and(|m| parse.norm(m) == "that");
                let own: Vec<TokenId> = grammar
                    .children(t, &["ccomp", "xcomp", "acl", "advcl"])
                    .filter(|&c| grammar.is_verb(c) && (parse.dep(c) != "advcl" || c > t && that(c)))
                    .filter(|&c| c > t || !grammar.stands_apart(c, t))
                    .filter(|&c| !grammar.is_told_after(c, t) && !grammar.is_inverted(c))
                    .collect();
                if own.is_empty()
                    && let Some(clause) = grammar.clause_behind_day(t)
                {
                    vec![clause]
                } else if own.is_empty() && grammar.is_verb(t) && grammar.child(t, &["dobj"]).is_none() {
                    // "insisted in an interview that he was right": the clause that parsers hang on the occasion.
                    let occasions = grammar
                        .children(t, &["prep"])
                        .filter(|&p| p > t && matches!(parse.norm(p), "in" | "at" | "during" | "after"))
                        .filter_map(|p| grammar.child(p, &["pobj"]));
                    occasions.flat_map(|o| grammar.children(o, &["acl"])).filter(|&c| that(c)).collect()
                } else {
                    own
                }
            }
            Move::Act => {
                let clauses: Vec<TokenId> =
                    grammar.children(t, &["ccomp", "xcomp", "acl"]).filter(|&c| c > t && grammar.is_verb(c)).collect();
                if clauses.is_empty()
                    && let Some(act) = grammar.act_taken_for_adjective(t)
                {
                    vec![act]
                } else if clauses.is_empty() {
                    let purpose = |c: &TokenId| grammar.children(*c, &["aux"]).any(|a| parse.norm(a) == "to");
                    grammar.children(t, &["advcl"]).filter(|c| *c > t && grammar.is_verb(*c)).filter(purpose).collect()
                } else {
                    clauses
                }
            }
            // Quotations are no words of the tree; statements find them for themselves.
            Move::Quote | Move::Around | Move::Sides | Move::Article => Vec::new(),
            Move::Itself => vec![t],
            Move::Rest => grammar
                .children(t, &["dobj", "xcomp", "ccomp", "prep", "dative", "oprd", "acomp", "attr", "acl"])
                .filter(|&c| c > t)
                .collect(),
            Move::Sentence => parse.sentence_tokens(parse.sentence_of(t)).collect(),
            Move::Head => {
                if parse.is_root(t) {
                    Vec::new()
                } else {
                    vec![parse.head(t)]
                }
            }
            Move::Anti => {
                let before = grammar.children(t, &["amod", "compound", "nmod", "npadvmod"]).filter(|&c| c < t);
                before.filter(|&c| grammar.prefix_of(c) == Some("anti")).collect()
            }
            Move::Bound => grammar.proviso_at(t).into_iter().map(|p| p.act).collect(),
            Move::Proviso => grammar.proviso_at(t).into_iter().map(|p| p.clause).collect(),
            Move::Prep => grammar.prepositions(t),
            Move::Relation("pobj") => {
                let own: Vec<TokenId> = grammar.children(t, &["pobj"]).map(|c| grammar.antecedent(c)).collect();
                if own.is_empty() { grammar.lost_object(t).into_iter().collect() } else { own }
            }
            Move::Relation("neg") => {
                let nor =
                    grammar.children(t, &["cc"]).filter(|&c| parse.norm(c) == "nor" && grammar.opens_inverted(c, t));
                parse.children_by(t, "neg").chain(nor).collect()
            }
            Move::Relation(relation) => parse.children_by(t, relation).collect(),
        };
        if let Some(words) = &step.words {
            found.retain(|&t| self.has_word(words, t));
            if found.is_empty() && step.to == Move::Prep {
                found = grammar.displaced_prepositions(t);
                found.retain(|&t| self.has_word(words, t));
                if found.is_empty() {
                    found = grammar.far_prepositions(t);
                    found.extend(grammar.shared_by(t));
                    found.retain(|&t| self.has_word(words, t));
                }
            }
            // Whose word it is has no say in the act, but a rule may ask for it.
            if step.to == Move::Prep && words.contains("according") {
                found.extend(grammar.children(t, &["prep"]).filter(|&p| parse.norm(p) == "according"));
            }
        }
        found
    }

    /// Whether a word's lemma or form is in a set.
    pub(crate) fn has_word(&self, words: &WordSet, t: TokenId) -> bool {
        self.any_word_of(t, |word| words.contains(word))
    }

    /// Whether something holds for one of the words by which a rule may mean a word of the text: its lemma, its form, a
    /// name in small letters, the title before a name, the thing that a pronoun takes up.
    pub(crate) fn any_word_of(&self, t: TokenId, mut holds: impl FnMut(&str) -> bool) -> bool {
        let parse = self.parse();
        let lemma = parse.lemma(t);
        holds(lemma)
            || holds(parse.norm(t))
            || (parse.pos(t) == Pos::Propn && holds(lemma.to_lowercase().as_str()))
            || self.title_of(t).is_some_and(|title| holds(parse.lemma(title).to_lowercase().as_str()))
            || self.grammar.taken_up(t).is_some_and(|thing| holds(parse.lemma(thing)) || holds(parse.norm(thing)))
    }

    /// The word before the name of a person that says what he is: "Dutch Ambassador Kees Mulder".
    fn title_of(&self, name: TokenId) -> Option<TokenId> {
        let parse = self.parse();
        let of_name = |t: &TokenId| parse.iob(*t).1 == "PERSON";
        if parse.pos(name) != Pos::Propn || !of_name(&name) {
            return None;
        }
        let before = (parse.left_edge(name).index()..name.index()).rev().map(TokenId::new).find(|t| !of_name(t))?;
        matches!(parse.pos(before), Pos::Noun | Pos::Propn).then_some(before)
    }
}
