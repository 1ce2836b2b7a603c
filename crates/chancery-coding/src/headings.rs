//! What a headline, standfirst or crosshead says again of an act of the body, in words that are no event by themselves.
//!
//! "Envoy summoned over map", "Talks called off", "Ecuador acts after tanker seizure": headings leave out who did it, and often
//! a rule then has nobody to code. Where such a clause has the verb or noun of an act that the body tells, or another that
//! the same rule knows, and a party of it or a noun of its sentence, it is one more place where that act is told. A state in
//! the clause that has no part in the act speaks against it, and so does a "not" or a "to" that the body does not have.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chancery_doc::{
    Argument, Cast, CountrySource, Event, EventType, Evidence, Mention, Modality, Parse, Polarity, Pos, Quad, Segment,
    SegmentKind, Text, TokenId,
};

use crate::book::Codebook;
use crate::events::evidence;
use crate::grammar::Grammar;
use crate::rule::{Emits, Part};

/// So many words of an act's sentence are looked at.
const LONGEST: usize = 80;

/// What headings are looked up in.
pub(crate) struct Headings<'a> {
    pub(crate) text: &'a Text,
    pub(crate) grammar: Grammar<'a>,
    pub(crate) cast: &'a Cast,
    pub(crate) book: &'a Codebook,
}

impl Headings<'_> {
    /// Adds to the events of the body the clauses of headings that tell them again.
    pub(crate) fn add_to(&self, events: &mut [Event]) {
        let parse = self.grammar.parse;
        let headings: Vec<&Segment> = self.text.segments().iter().filter(|s| s.kind.is_heading()).collect();
        if headings.is_empty() {
            return;
        }
        let acts = Acts::of(parse, self.text, events);
        let triggers = events.iter().flat_map(|e| &e.evidence).map(|e| e.trigger);
        let told: HashSet<TokenId> = triggers.flat_map(|trigger| parse.tokens_in(trigger)).collect();
        for clause in headings.into_iter().flat_map(|heading| self.clauses(heading)) {
            if clause.iter().any(|t| told.contains(t)) {
                continue;
            }
            let found = clause.iter().find_map(|&word| Some((word, self.told_again(word, &clause, events, &acts)?)));
            if let Some((word, i)) = found {
                let trigger = parse.span(word);
                let piece = Evidence { span: evidence(parse, self.text, word, trigger), trigger };
                events[i].evidence.push(piece);
                events[i].evidence.sort_by_key(|e| (e.span.start(), e.trigger.start()));
            }
        }
    }

    /// The words of a heading, clause by clause: what a semicolon, a colon, a dash or "as" parts.
    fn clauses(&self, heading: &Segment) -> Vec<Vec<TokenId>> {
        let parse = self.grammar.parse;
        let words: Vec<TokenId> = parse.tokens_in(heading.span).collect();
        let parts = |t: &TokenId| {
            matches!(
                parse.norm(*t),
                ";" | ":" | "-" | "–" | "—" | "." | "as" | "while" | "after" | "amid" | "following" | "despite"
            )
        };
        words.split(parts).map(<[TokenId]>::to_vec).filter(|c| c.len() > 1).collect()
    }

    /// The act of the body that a word of a clause tells again.
    fn told_again(&self, word: TokenId, clause: &[TokenId], events: &[Event], acts: &Acts) -> Option<usize> {
        let parse = self.grammar.parse;
        let is_head = !matches!(parse.dep(word), "compound" | "nmod" | "amod") || parse.tag(word).starts_with("VB");
        if !matches!(parse.pos(word), Pos::Verb | Pos::Noun) || !is_head {
            return None;
        }
        let known = self.known_by(word);
        acts.like(parse.lemma(word), &known)
            .into_iter()
            .find(|&i| acts.triggers[i].is_some_and(|trigger| self.tells(word, clause, &known, &events[i], trigger)))
    }

    fn tells(&self, word: TokenId, clause: &[TokenId], known: &Known<'_>, event: &Event, trigger: TokenId) -> bool {
        let parse = self.grammar.parse;
        let same_word = parse.lemma(word) == parse.lemma(trigger) && !is_light(parse.lemma(word));
        let by_rule = same_word || known.rules.contains(&&*event.rule);
        // What is said can be said in many ways, and about many things at once.
        let speaks = matches!(event.event_type.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        let is_done = !speaks || event.event_type == EventType::Reject;
        let by_type = || {
            let is_known = known.kinds.contains(&(event.event_type, event.modes.as_slice()));
            is_done && is_known && self.shares_noun(word, clause, trigger)
        };
        if !by_rule && !by_type() || !self.is_as_real(word, event) {
            return false;
        }
        let parties = || event.actors.iter().chain(&event.recipients);
        let mentions = || clause.iter().flat_map(|&t| self.cast.mentions_headed_by(t));
        let takes_part = |m: &Mention| {
            parties().any(|p: &Argument| p.entity == m.entity || m.country.is_some() && p.country == m.country)
        };
        // Another state's deed.
        let placed = |m: &Mention| m.country.is_some() && m.country_source != Some(CountrySource::Context);
        if mentions().any(|m| placed(m) && !takes_part(m)) {
            return false;
        }
        let has_party = mentions().any(|m| m.country.is_some() && takes_part(m));
        let shares = self.shares_noun(word, clause, trigger);
        let named =
            |side: &[Argument]| mentions().any(|m| m.country.is_some() && side.iter().any(|p| p.country == m.country));
        // "Iraq summons Turkish envoy": both sides and the word are enough.
        let both = || same_word && named(&event.actors) && named(&event.recipients);
        if is_done { has_party || shares } else { has_party && shares || both() }
    }

    /// The rules that a word triggers, with its particle, and the kinds of acts that others of its rules tell.
    fn known_by(&self, word: TokenId) -> Known<'_> {
        let parse = self.grammar.parse;
        let lemma = parse.lemma(word);
        let is_verb = self.grammar.is_verb(word);
        let mut known = Known::default();
        for &(part, index) in self.book.triggered_by(lemma) {
            let rule = &self.book.rules[index as usize];
            let Emits::Event { event_type, modes, .. } = &rule.emits else { continue };
            let fits = if is_verb { matches!(part, Part::Verb | Part::Form) } else { part == Part::Noun };
            let has = |p: &str| parse.children(word).iter().any(|&c| parse.norm(c) == p);
            // "Called off": with its particle a light verb says enough.
            let says = if rule.particle.is_empty() { !is_light(lemma) } else { rule.particle.iter().any(|p| has(p)) };
            if !fits || !says {
                continue;
            }
            known.rules.push(&rule.id);
            if !modes.is_empty() && rule.light.is_empty() {
                known.kinds.push((*event_type, modes));
            }
        }
        known
    }

    /// Whether a heading tells an act for as real as the body does.
    fn is_as_real(&self, word: TokenId, event: &Event) -> bool {
        let parse = self.grammar.parse;
        let verb = if self.grammar.is_verb(word) { word } else { parse.head(word) };
        let denied = [word, verb].into_iter().any(|t| {
            self.grammar.child(t, &["neg"]).is_some()
                || self
                    .grammar
                    .children(t, &["det", "nsubj"])
                    .any(|d| matches!(parse.norm(d), "no" | "none" | "nobody"))
        });
        let open = |t: TokenId| {
            self.grammar.children(t, &["aux"]).any(|a| {
                matches!(parse.norm(a), "to" | "will" | "may" | "could" | "might" | "would" | "can" | "should" | "must")
            })
        };
        // "No talks before pullout", "not without an apology".
        let awaited = matches!(
            parse.norm(parse.head(word)),
            "before" | "until" | "till" | "unless" | "if" | "without" | "pending" | "for" | "against" | "no"
        );
        let to_come = open(verb) || parse.dep(verb) == "xcomp" || awaited;
        let speaks = matches!(
            event.event_type,
            EventType::Agree | EventType::Concede | EventType::Threaten | EventType::Reject | EventType::Request
        );
        (denied == (event.polarity == Polarity::Negated) || event.event_type == EventType::Reject)
            && (speaks || to_come == (event.modality != Modality::Actual))
            && !event.historical
    }

    /// Whether a clause and the sentence of an act have another common noun in common.
    fn shares_noun(&self, word: TokenId, clause: &[TokenId], trigger: TokenId) -> bool {
        let parse = self.grammar.parse;
        let is_noun = |t: TokenId| parse.pos(t) == Pos::Noun && t != word && t != trigger;
        let theirs = || parse.sentence_tokens(parse.sentence_of(trigger)).take(LONGEST).filter(|&t| is_noun(t));
        clause.iter().any(|&t| is_noun(t) && theirs().any(|o| parse.lemma(o) == parse.lemma(t)))
    }
}

/// What a word of a heading may tell by its rules.
#[derive(Default)]
struct Known<'b> {
    rules: Vec<&'b str>,
    /// Types with modes.
    kinds: Vec<(EventType, &'b [Arc<str>])>,
}

/// The acts that the body tells, by what they may be known again by.
struct Acts {
    /// The word that tells each first in the body, if one does.
    triggers: Vec<Option<TokenId>>,
    by_word: HashMap<String, Vec<usize>>,
    by_rule: HashMap<Arc<str>, Vec<usize>>,
    by_type: HashMap<EventType, Vec<usize>>,
}

impl Acts {
    fn of(parse: &Parse, text: &Text, events: &[Event]) -> Acts {
        let in_body = |t: &TokenId| text.segment_at(parse.span(*t)).is_some_and(|s| s.kind == SegmentKind::Paragraph);
        let first = |e: &Event| e.evidence.iter().filter_map(|e| parse.token_at(e.trigger.start())).find(in_body);
        let triggers: Vec<Option<TokenId>> = events.iter().map(first).collect();
        let mut acts = Acts { triggers, by_word: HashMap::new(), by_rule: HashMap::new(), by_type: HashMap::new() };
        for (i, event) in events.iter().enumerate() {
            let Some(trigger) = acts.triggers[i] else { continue };
            acts.by_word.entry(parse.lemma(trigger).to_owned()).or_default().push(i);
            acts.by_rule.entry(Arc::clone(&event.rule)).or_default().push(i);
            acts.by_type.entry(event.event_type).or_default().push(i);
        }
        acts
    }

    /// Those that a word may tell, in their order.
    fn like(&self, lemma: &str, known: &Known<'_>) -> BTreeSet<usize> {
        let by_word = self.by_word.get(lemma).into_iter();
        let by_rule = known.rules.iter().filter_map(|rule| self.by_rule.get(*rule));
        let by_type = known.kinds.iter().filter_map(|(event_type, _)| self.by_type.get(event_type));
        by_word.chain(by_rule).chain(by_type).flatten().copied().collect()
    }
}

/// Verbs that say too little of an act to be known again by.
fn is_light(lemma: &str) -> bool {
    matches!(
        lemma,
        "be" | "have"
            | "do"
            | "make"
            | "take"
            | "get"
            | "give"
            | "go"
            | "come"
            | "hold"
            | "put"
            | "set"
            | "say"
            | "tell"
            | "keep"
            | "call"
            | "bring"
            | "start"
            | "begin"
            | "end"
            | "leave"
            | "continue"
            | "speak"
            | "face"
            | "launch"
            | "renew"
            | "want"
            | "ask"
            | "see"
    )
}
