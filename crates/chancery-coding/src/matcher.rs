//! The one matcher: looks each word up in the index, tries the rules it triggers, and keeps the winner of each place.
//!
//! Cost depends on the rules whose trigger lemma stands in the text, not on how many rules there are.

use std::cell::{Cell, OnceCell, RefCell};
use std::cmp::Reverse;
use std::sync::Arc;

use chancery_doc::{EntityKind, EventType, Pos, Sector, TokenId};

use crate::arguments::Parties;
use crate::book::Codebook;
use crate::needs::{Met, Needs};
use crate::path::Path;
use crate::rule::{Guard, Light, Part, Reading, Rule, Wanted};
use crate::sights::Sights;
use crate::standing;
use crate::subject::SubjectMatter;
use crate::trails::Trails;
use crate::walk::{Anchor, Walker};
use crate::why::Refusal;

/// So many words from its trigger a word of the sentence may stand to speak against a rule.
const REFUSAL_REACH: usize = 16;

/// A rule that matched at a place, and those that lost to it.
pub(crate) struct Match<'b> {
    pub(crate) rule: &'b Rule,
    pub(crate) anchor: Anchor,
    /// The losers, most specific first: one of them stands in where the winner finds no parties or no content.
    pub(crate) others: Vec<(&'b Rule, Anchor)>,
}

impl<'b> Match<'b> {
    /// The rules to try, the winner first.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (&'b Rule, Anchor)> + '_ {
        std::iter::once((self.rule, self.anchor)).chain(self.others.iter().copied())
    }

    /// The ids of the rules other than `rule`.
    pub(crate) fn beaten(&self, rule: &Rule) -> Vec<Arc<str>> {
        self.in_order().filter(|(r, _)| r.id != rule.id).map(|(r, _)| Arc::clone(&r.id)).collect()
    }
}

/// Nouns that only count or measure the noun after their "of".
const MEASURES: &[&str] = &[
    "barrage", "barrel", "bout", "burst", "canister", "couple", "cylinder", "day", "decade", "drum", "hail", "hour",
    "kind", "last", "minute", "month", "number", "pair", "rest", "round", "salvo", "series", "set", "sort", "spate",
    "string", "ton", "tonne", "volley", "wave", "week", "year",
];

pub(crate) struct Matcher<'a, 'b> {
    pub(crate) book: &'b Codebook,
    pub(crate) walker: Walker<'a>,
    pub(crate) parties: Parties<'a>,
    pub(crate) subject: SubjectMatter<'a>,
    pub(crate) sights: Sights,
    pub(crate) trails: Trails,
    /// What the rules of each reading need, in the order of [`Reading`].
    pub(crate) needs: &'b [Needs; 3],
    /// Where refusals are written down, if anybody wants to know.
    pub(crate) refusals: Option<&'a RefCell<Vec<Refusal>>>,
    /// Whether passives that name nobody are matched as well ([`crate::agentless`]).
    pub(crate) lenient: Cell<bool>,
    /// Where rules for positions match, once somebody has asked: events ask before positions are made.
    pub(crate) stance_matches: OnceCell<Vec<Match<'b>>>,
}

impl<'a, 'b> Matcher<'a, 'b> {
    /// All matches, in the order of their triggers.
    pub(crate) fn matches(&self, reading: Reading) -> Vec<Match<'b>> {
        let parse = self.walker.grammar.parse;
        let mut found = Vec::new();
        let mut lower = String::new();
        let mut met = Met::new(&self.needs[reading as usize]);
        for t in parse.ids() {
            // Only statements have rules for marks, and few articles have many of those.
            let is_mark = reading == Reading::Statements && matches!(parse.norm(t), ":" | "-" | "―");
            if matches!(parse.pos(t), Pos::Punct | Pos::Space | Pos::Det | Pos::Num) && !is_mark {
                continue;
            }
            lower.clear();
            lower.extend(parse.lemma(t).chars().flat_map(char::to_lowercase));
            if self.walker.grammar.is_split_again(t) {
                let norm = format!("re-{}", parse.norm(t));
                lower.insert_str(0, "re-");
                self.part_from_ending(&mut lower, &norm);
            } else {
                self.part_from_ending(&mut lower, parse.norm(t));
            }
            let mut here: Vec<(&'b Rule, Anchor)> = Vec::new();
            met.enter(&self.walker, parse.sentence_of(t));
            self.try_rules(&lower, t, false, (reading, &met), &mut here);
            if parse.norm(t) != lower {
                self.try_rules(parse.norm(t), t, true, (reading, &met), &mut here);
            }
            // "sit-in", "cease-fire", "test-fired": the tokenizer parts them, and rules name them whole.
            if let Some(first) = self.hyphenated_before(t) {
                let last = if parse.pos(t) == Pos::Adp { parse.norm(t) } else { lower.as_str() };
                let whole = format!("{}-{last}", parse.norm(first));
                self.try_rules(&whole, t, false, (reading, &met), &mut here);
            }
            if let Some(winner) = win(here) {
                found.push(winner);
            }
        }
        settle_light_verbs(found)
    }

    /// The first part of a word with a hyphen whose last part is `t`, where the tokenizer parted it.
    fn hyphenated_before(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.walker.grammar.parse;
        let first = t.index().checked_sub(2)?;
        let (first, hyphen) = (TokenId::new(first), TokenId::new(first + 1));
        let touch = |a: TokenId, b: TokenId| parse.span(a).end() == parse.span(b).start();
        (parse.norm(hyphen) == "-" && touch(first, hyphen) && touch(hyphen, t)).then_some(first)
    }

    /// What is no verb to the tagger keeps its ending ("petitioned" as a name): where a rule waits for the verb, that is
    /// meant.
    fn part_from_ending(&self, lemma: &mut String, norm: &str) {
        if lemma == norm && norm.len() > 5 && !self.book.knows(norm) {
            let is_verb = |w: &str| self.book.triggered_by(w).iter().any(|(part, _)| *part == Part::Verb);
            let stems = [norm.strip_suffix("ed"), norm.strip_suffix('d')];
            if let Some(stem) = stems.into_iter().flatten().find(|s| is_verb(s)) {
                *lemma = stem.to_owned();
            }
        }
    }

    fn try_rules(
        &self,
        word: &str,
        t: TokenId,
        only_forms: bool,
        (reading, met): (Reading, &Met<'_>),
        here: &mut Vec<(&'b Rule, Anchor)>,
    ) {
        let parse = self.walker.grammar.parse;
        for &(part, index) in self.book.triggered_by(word) {
            let rule = &self.book.rules[index as usize];
            // Who asks why a rule did not match is told the guard that failed.
            if rule.emits.reading() != reading || self.refusals.is_none() && !met.allows(index) {
                continue;
            }
            let fits = match part {
                Part::Form => parse.norm(t) == word,
                _ if only_forms => false,
                Part::Verb => {
                    (self.walker.grammar.is_verb(t) || is_participle(parse.tag(t), parse.pos(t))) && !self.is_epithet(t)
                }
                Part::Noun => {
                    // "A coup d'etat" is foreign to taggers.
                    let is_odd = word.contains('-') || parse.pos(t) == Pos::X;
                    (matches!(parse.pos(t), Pos::Noun | Pos::Propn) || is_odd && self.is_nominal_here(t))
                        && !matches!(parse.dep(t), "compound" | "nmod")
                        && !is_part_of_name(self, t)
                }
                Part::Adjective => matches!(parse.pos(t), Pos::Adj | Pos::Adv) || parse.dep(t) == "acomp",
            };
            if !fits {
                continue;
            }
            let Some(anchor) = self.anchor(rule, part, t) else {
                self.refuse(rule, t, || "its light verb or particle is not there".to_owned());
                continue;
            };
            if let Some(guard) = met.asked(rule, index).find(|guard| !self.guard_holds(guard, anchor)) {
                self.refuse(rule, t, || guard.told.to_string());
                continue;
            }
            if !here.iter().any(|(r, _)| std::ptr::eq(*r, rule)) {
                here.push((rule, anchor));
            }
        }
    }

    /// "a convicted murderer", "an accused banker", "displaced miners": a participle that only tells what sort of people
    /// is meant.
    fn is_epithet(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let noun = parse.head(t);
        let is_some = || match self.walker.grammar.child(noun, &["det", "poss", "nummod"]) {
            Some(d) => matches!(parse.norm(d), "a" | "an"),
            None => parse.tag(noun) == "NNS",
        };
        parse.dep(t) == "amod"
            && parse.tag(t) == "VBN"
            && parse.children(t).is_empty()
            && is_some()
            && self.walker.grammar.misread_past(t).is_none()
    }

    /// Whether a word stands where nouns do, whatever its tag ("a pull-out", "the sit-in").
    fn is_nominal_here(&self, t: TokenId) -> bool {
        matches!(self.walker.grammar.parse.dep(t), "dobj" | "pobj" | "nsubj" | "nsubjpass" | "attr" | "ROOT" | "conj")
    }

    fn anchor(&self, rule: &Rule, part: Part, t: TokenId) -> Option<Anchor> {
        let parse = self.walker.grammar.parse;
        if !rule.particle.is_empty() {
            let has = |c: TokenId| rule.particle.iter().any(|p| **p == *parse.norm(c));
            let found = parse.children(t).iter().any(|&c| matches!(parse.dep(c), "prt" | "prep" | "advmod") && has(c));
            if !found {
                return None;
            }
        }
        match part {
            Part::Verb => (rule.light.is_empty() || rule.nouns_alone()).then_some(Anchor {
                trigger: t,
                verb: Some(t),
                noun: None,
            }),
            Part::Noun | Part::Adjective => {
                if rule.light.is_empty() {
                    let verb =
                        (part == Part::Adjective).then(|| parse.head(t)).filter(|&h| h != t && parse.dep(t) == "acomp");
                    return Some(Anchor { trigger: t, verb, noun: Some(t) });
                }
                let verb = rule.light.iter().find_map(|light| self.light_verb(light, t))?;
                Some(Anchor { trigger: t, verb: Some(verb), noun: Some(t) })
            }
            Part::Form => {
                let is_verb = self.walker.grammar.is_verb(t);
                Some(Anchor { trigger: t, verb: is_verb.then_some(t), noun: (!is_verb).then_some(t) })
            }
        }
    }

    /// The light verb over a noun, whatever the voice: "held talks", "talks were held", "talks held in", "came under
    /// attack", "the sanctions that they imposed".
    fn light_verb(&self, light: &Light, noun: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut noun = noun;
        while parse.dep(noun) == "conj" && grammar.is_nominal(parse.head(noun)) && parse.head(noun) != noun {
            noun = parse.head(noun);
        }
        let head = parse.head(noun);
        let is = |v: TokenId| grammar.is_verb(v) && parse.lemma(v) == &*light.verb;
        let with_particle = |v: TokenId| {
            light.word.as_ref().is_none_or(|w| {
                parse
                    .children(v)
                    .iter()
                    .any(|&c| matches!(parse.dep(c), "prt" | "advmod" | "prep") && parse.norm(c) == &**w)
            })
        };
        match parse.dep(noun) {
            "dobj" | "nsubjpass" | "attr" | "oprd" | "acomp" if is(head) && with_particle(head) => return Some(head),
            // "made clear that": parsers take the adjective for a small clause.
            "ccomp" if parse.pos(noun) == Pos::Adj && is(head) && with_particle(head) => return Some(head),
            // "declared a truce lasting ten days": parsers make a clause of the noun and its participle.
            "nsubj" if matches!(parse.dep(head), "ccomp" | "advcl") && is(parse.head(head)) => {
                let over = parse.head(head);
                if with_particle(over) && grammar.object(over).contains(&noun) {
                    return Some(over);
                }
            }
            // "fighting broke out", "the offensive continues".
            // "protests swept the capital", "clashes rock the region": what befalls a place takes an object.
            "nsubj" if is(head) && grammar.befalls(head) && light.word.is_none() => return Some(head),
            "nsubj" if is(head) && grammar.child(head, &["dobj"]).is_none() => {
                // "on" and "in" lead to nouns as well ("go on trial"), so only what is nothing but a particle counts.
                let particle = || grammar.child(head, &["prt"]).map(|c| parse.norm(c));
                let bare = light.word.as_deref().filter(|w| matches!(*w, "out" | "up" | "off" | "down"));
                if light.word.is_none() || bare.is_some() && bare == particle() {
                    return Some(head);
                }
            }
            // "three days of talks", "a wave of strikes": the measure stands where its noun would.
            "pobj" if parse.norm(head) == "of" && MEASURES.contains(&parse.lemma(parse.head(head))) => {
                return self.light_verb(light, parse.head(head));
            }
            "pobj" => {
                let verb = parse.head(head);
                // "Granted on Monday political asylum".
                if is(verb) && with_particle(verb) && grammar.object_behind_day(verb) == Some(noun) {
                    return Some(verb);
                }
                if light.word.as_deref() == Some(parse.norm(head)) {
                    if is(verb) {
                        return Some(verb);
                    }
                    // "put the widow of a monk under arrest": the phrase may hang on what the verb is done to.
                    let above = parse.ancestors(verb).take(3).find(|&a| parse.dep(a) != "prep" && grammar.is_verb(a));
                    if let Some(above) = above.filter(|&a| a < verb && grammar.is_nominal(verb) && is(a)) {
                        return Some(above);
                    }
                }
            }
            _ => {}
        }
        grammar
            .children(noun, &["acl", "relcl"])
            .find(|&v| is(v) && with_particle(v) && (grammar.is_passive(v) || grammar.child(v, &["nsubj"]).is_some()))
    }

    /// "The bombing of a clinic that killed a guard": leaves out the clinic, of which the clause only seems to be said.
    pub(crate) fn leave_what_was_hit(&self, words: &mut Vec<TokenId>, governor: TokenId, event_type: EventType) {
        let is_act = |n: TokenId| self.book.names_act(self.walker.grammar.parse.lemma(n), event_type);
        words.retain(|&t| !self.parties.act_upon(t, governor).is_some_and(is_act));
    }

    pub(crate) fn guard_holds(&self, guard: &Guard, anchor: Anchor) -> bool {
        let meets = |path: &Path, t: TokenId| {
            guard.wanted.iter().any(|wanted| match wanted {
                Wanted::Words(words) => {
                    // "hundreds of villages", "most of its sanctions": what is counted is meant.
                    let named = |t| self.walker.has_word(words, t);
                    named(t)
                        || self.walker.grammar.counted(t).is_some_and(named)
                        // "sent snowploughs and oil": one of several is enough to take it so, but not to refuse it.
                        || !guard.refuses && self.walker.grammar.joined(t).into_iter().skip(1).any(named)
                }
                // "rain in Chad" is no doer, "a village in Chad" may be what it is done to.
                Wanted::Actor => !self.parties.of(t, !path.leads_to_subject()).is_empty(),
                Wanted::People => self.parties.is_people(t),
                Wanted::Several => self.parties.of(t, !path.leads_to_subject()).len() > 1,
                Wanted::Power => {
                    let joined = self.walker.grammar.joined(t);
                    let mut mentions = joined.into_iter().filter_map(|t| self.parties.direct(t));
                    mentions.any(|m| standing::has_power(self.parties.cast, m))
                }
                Wanted::Person => self
                    .parties
                    .direct(t)
                    .is_some_and(|m| self.parties.cast.entity(m.entity).kind == EntityKind::Person),
                // A lender of states is no firm, whatever its trade.
                Wanted::Sector(sector) => self.parties.of(t, true).iter().any(|p| {
                    let of_states = p.mention.country.is_some_and(|c| c.is_international() && c.code() != "MNC");
                    p.mention.sectors.first() == Some(sector) && !(*sector == Sector::Bus && of_states)
                }),
                Wanted::Place => self.parties.is_place(t),
                Wanted::Thing => self.parties.is_thing(t),
                // "Seized a tanker on Monday": a day is no reason against a rule that excludes "seized on the remark".
                Wanted::Anything => !(guard.refuses && self.walker.grammar.opens_a_date(t)),
            })
        };
        let is_about =
            || guard.wanted.iter().any(|wanted| matches!(wanted, Wanted::Words(words) if self.subject.is_about(words)));
        let met = guard.paths.iter().any(|path| {
            // What is told far off in a long sentence is no reason against an act.
            let is_far = |t: TokenId| t.index().abs_diff(anchor.trigger.index()) > REFUSAL_REACH;
            let counts = |t: TokenId| !(guard.refuses && path.is_sentence() && is_far(t));
            if path.is_any_word() {
                return guard.wanted.iter().any(|wanted| match wanted {
                    Wanted::Words(words) => self.sights.any(&self.walker, words, anchor.trigger, counts),
                    _ => self.trails.walk(&self.walker, path, anchor).iter().any(|&t| counts(t) && meets(path, t)),
                });
            }
            path.is_article() && is_about()
                || self.trails.walk(&self.walker, path, anchor).iter().any(|&t| counts(t) && meets(path, t))
        });
        met != guard.refuses || self.lenient.get() && self.asks_for_agent(guard, anchor)
    }
}

impl Rule {
    /// A rule may have verbs of its own beside nouns that need a light verb.
    fn nouns_alone(&self) -> bool {
        self.triggers.iter().any(|(part, _)| *part == Part::Verb)
    }
}

/// A participle that the tagger took for an adjective or a noun still acts as a verb if it has its tag.
fn is_participle(tag: &str, pos: Pos) -> bool {
    matches!(tag, "VBG" | "VBN" | "VBD" | "VBZ" | "VBP" | "VB") && pos != Pos::Propn
}

/// Whether a noun is inside the name of someone ("the Meeting of Experts", "Attack Brigade"): names are no events.
fn is_part_of_name(matcher: &Matcher<'_, '_>, t: TokenId) -> bool {
    let grammar = &matcher.walker.grammar;
    let parse = grammar.parse;
    parse.pos(t) == Pos::Propn && matches!(parse.iob(t).1, "ORG" | "PERSON" | "GPE" | "FAC" | "NORP" | "PRODUCT")
}

/// A light verb may trigger a rule of its own ("give", beside "give asylum"): then the two compete for the place, and
/// the less specific is dropped.
fn settle_light_verbs(mut found: Vec<Match<'_>>) -> Vec<Match<'_>> {
    let mut dropped = vec![false; found.len()];
    for light in 0..found.len() {
        let anchor = found[light].anchor;
        let Some(verb) = anchor.verb.filter(|&v| v != anchor.trigger && !found[light].rule.light.is_empty()) else {
            continue;
        };
        // Matches stand in the order of their triggers.
        let Ok(plain) = found.binary_search_by_key(&verb, |m| m.anchor.trigger) else { continue };
        let (winner, loser) = if found[light].rule.specificity >= found[plain].rule.specificity {
            (light, plain)
        } else {
            (plain, light)
        };
        let other = (found[loser].rule, found[loser].anchor);
        found[winner].others.push(other);
        dropped[loser] = true;
    }
    let mut dropped = dropped.into_iter();
    found.retain(|_| !dropped.next().unwrap_or(false));
    found
}

/// The most specific; among equals one that `beats` the other, else that of the type which goes first
/// ([`Rule::precedence`]), else the one that stands first in the book.
pub(crate) fn win<'b>(mut here: Vec<(&'b Rule, Anchor)>) -> Option<Match<'b>> {
    here.sort_by_key(|(rule, _)| (Reverse((rule.specificity, rule.layer)), rule.precedence()));
    let mut best = 0;
    for i in 1..here.len() {
        if here[i].0.beats.contains(&here[best].0.id) {
            best = i;
        }
    }
    if here.is_empty() {
        return None;
    }
    let (rule, anchor) = here.remove(best);
    Some(Match { rule, anchor, others: here })
}
