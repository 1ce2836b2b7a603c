//! Acts told in a passive that names nobody: "two radio stations were closed", "the offer was turned down".
//!
//! In a sentence by itself such an act may be anybody's, and rules ask who did it. In a report that tells many deeds of
//! states it is one more of them, and who did it is for the reader to know: it is coded without an actor.

use chancery_doc::{Argument, EntityKind, EventType, Modality, Polarity, SegmentKind, Text, TokenId};

use crate::draft::Draft;
use crate::matcher::{Match, Matcher};
use crate::rule::{Emits, Guard, Reading, Wanted};
use crate::standing;
use crate::walk::Anchor;

/// So many deeds of states a report tells at least, for what it tells of nobody to be politics too.
const DEEDS_OF_STATES: usize = 5;

/// And of those in power at home, and the most bytes that a report of them has for each: 150 short reports of ours by
/// others tell one in 100 or fewer, articles of campaigns and local news seldom one in 300.
const DEEDS_OF_POWER: usize = 3;
const BYTES_A_DEED_OF_POWER: usize = 300;

/// So many sentences around a protest another word for one is the same.
const TOLD_NEAR: usize = 2;

impl<'b> Matcher<'_, 'b> {
    /// Adds what passives without an agent tell, to the drafts of a report of politics.
    pub(crate) fn add_agentless(&self, text: &Text, drafts: &mut Vec<Draft<'b>>) {
        if !self.tells_of_power(text, drafts) && !self.tells_of_states(drafts) {
            return;
        }
        self.lenient.set(true);
        let mut found = self.matches(Reading::Events);
        let parse = self.walker.grammar.parse;
        let sentence = |t: TokenId| parse.sentence_of(t).index();
        let protests = |m: &Match<'_>| matches!(m.rule.emits, Emits::Event { event_type: EventType::Protest, .. });
        let is_told_near = |m: &Match<'_>| {
            let near = |d: &&Draft<'_>| sentence(d.anchor.trigger).abs_diff(sentence(m.anchor.trigger)) <= TOLD_NEAR;
            drafts.iter().filter(near).any(|d| d.event_type == EventType::Protest)
        };
        found.retain(|m| {
            let is_new = drafts.iter().all(|d| d.anchor.governor() != m.anchor.governor() || !d.has_parties());
            is_new
                && (self.names_nobody(m.anchor)
                    || self.is_held(m.anchor)
                    || protests(m) && self.is_told_of(m.anchor) && !is_told_near(m))
        });
        let in_body = |a: Anchor| {
            text.segment_at(parse.span(a.trigger))
                .is_none_or(|s| matches!(s.kind, SegmentKind::Paragraph | SegmentKind::Standfirst))
        };
        let told = found.iter().filter(|m| in_body(m.anchor)).filter_map(|m| {
            let mut all = m.in_order().filter_map(|(rule, anchor)| self.draft(rule, anchor, m));
            all.find(|d| d.actors.is_empty() && d.has_parties() && is_public(d, parse.lemma(d.anchor.governor())))
        });
        let told: Vec<Draft<'b>> = told.collect();
        self.lenient.set(false);
        drafts.retain(|d| d.has_parties() || told.iter().all(|t| t.anchor.governor() != d.anchor.governor()));
        drafts.extend(told);
        drafts.sort_by_key(|d| d.anchor.trigger);
    }

    /// Whether a report tells of enough that states or armed groups did or said.
    pub(crate) fn tells_of_states(&self, drafts: &[Draft<'_>]) -> bool {
        let cast = self.parties.cast;
        let is_power = |d: &&Draft<'_>| {
            let everyday = matches!(d.event_type, EventType::Assault | EventType::Coerce | EventType::Accuse);
            let power = |a: &Argument| a.country.is_some() && standing::is_power(cast, a);
            let state = |a: &Argument| cast.entity(a.entity).kind == EntityKind::Place && a.country.is_some();
            d.has_parties()
                && if everyday {
                    d.parties().iter().any(state) || d.actors.iter().any(power)
                } else {
                    d.parties().iter().any(power)
                }
        };
        let deeds = || drafts.iter().filter(|d| !d.is_proviso()).filter(is_power);
        let mut states: Vec<_> = deeds().flat_map(|d| d.parties()).filter_map(|a| a.country).collect();
        states.sort_unstable();
        states.dedup();
        deeds().count() >= DEEDS_OF_STATES && states.iter().filter(|c| !c.is_international()).count() > 1
    }

    /// Whether a report tells of little else than of states, parties and armed groups, be it at home: of so many of their
    /// deeds, and of one in so many bytes.
    pub(crate) fn tells_of_power(&self, text: &Text, drafts: &[Draft<'_>]) -> bool {
        let power = |a: &Argument| a.country.is_some() && standing::is_power(self.parties.cast, a);
        let told =
            |d: &&Draft<'_>| d.has_parties() && d.doubt.is_none() && !d.is_proviso() && d.parties().iter().any(power);
        let deeds = drafts.iter().filter(told).count();
        deeds >= DEEDS_OF_POWER && deeds * BYTES_A_DEED_OF_POWER >= text.as_str().len()
    }

    /// Whether a verb stands in a full passive without an agent: "was freed", "had been rounded up".
    fn names_nobody(&self, anchor: Anchor) -> bool {
        let grammar = &self.walker.grammar;
        let Some(verb) = anchor.verb.filter(|&v| anchor.trigger == v) else { return false };
        let mut first = verb;
        while grammar.parse.dep(first) == "conj" && grammar.child(first, &["auxpass", "nsubjpass"]).is_none() {
            let over = grammar.parse.head(first);
            if over >= first {
                break;
            }
            first = over;
        }
        let by = |v: TokenId| {
            grammar.child(v, &["agent"]).is_some()
                || grammar.children(v, &["prep"]).any(|p| grammar.parse.norm(p) == "by")
        };
        let is_past = |b: TokenId| matches!(grammar.parse.norm(b), "was" | "were" | "been");
        grammar.is_passive(verb) && grammar.children(first, &["auxpass"]).any(is_past) && !by(verb) && !by(first)
    }

    /// "Two brewers, held since May, were let out", "a nurse in custody was charged": a participle or noun of custody that
    /// hangs on whoever is held, and does not say by whom.
    fn is_held(&self, anchor: Anchor) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        if let Some(verb) = anchor.verb {
            let by = grammar.child(verb, &["agent"]).is_some()
                || grammar.children(verb, &["prep"]).any(|p| parse.norm(p) == "by");
            return holds(parse.lemma(verb)) && parse.dep(verb) == "acl" && grammar.is_passive(verb) && !by;
        }
        let Some(noun) = anchor.noun.filter(|&n| parse.dep(n) == "pobj") else { return false };
        let leads = parse.head(noun);
        let custody = matches!(parse.lemma(noun), "detention" | "custody" | "bar" | "bars");
        custody && matches!(parse.norm(leads), "in" | "behind") && !holds(parse.lemma(parse.head(leads)))
    }

    /// "After mass protests", "a rally ended in clashes": a noun for an act that is told to have been.
    fn is_told_of(&self, anchor: Anchor) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let Some(noun) = anchor.noun.filter(|_| anchor.verb.is_none()) else { return false };
        let over = parse.head(noun);
        let modal = |v: TokenId| {
            let open =
                |a: TokenId| matches!(parse.norm(a), "will" | "would" | "could" | "may" | "might" | "should" | "can");
            grammar.children(v, &["aux", "neg"]).any(|a| open(a) || parse.dep(a) == "neg")
        };
        match parse.dep(noun) {
            "pobj" => {
                matches!(parse.norm(over), "after" | "during" | "amid" | "following" | "despite" | "since" | "at")
            }
            "nsubj" | "nsubjpass" => {
                grammar.is_verb(over) && matches!(parse.tag(over), "VBD" | "VBZ" | "VBN" | "VBP") && !modal(over)
            }
            _ => false,
        }
    }

    /// Whether a guard only asks for a party to do the act, of which a passive tells nothing.
    pub(crate) fn asks_for_agent(&self, guard: &Guard, anchor: Anchor) -> bool {
        let is_party = |w: &Wanted| {
            matches!(w, Wanted::Actor | Wanted::People | Wanted::Power | Wanted::Person | Wanted::Sector(_))
        };
        !guard.refuses
            && guard.wanted.iter().any(is_party)
            && guard.paths.iter().any(|p| p.leads_to_subject())
            && guard.paths.iter().all(|p| self.trails.walk(&self.walker, p, anchor).is_empty())
    }
}

/// Verbs of custody.
fn holds(verb: &str) -> bool {
    matches!(verb, "hold" | "keep" | "lock" | "shut" | "confine" | "jail" | "imprison" | "detain" | "intern" | "arrest")
}

/// Whether an act is of those that a passive may tell without an agent. Help, visits and words are told of somebody; a
/// verb that may mean anything means what its party says; and what was not done, or may be, is no deed.
fn is_public(draft: &Draft<'_>, verb: &str) -> bool {
    use EventType::{Assault, Coerce, Concede, Protest, Reject, Retreat};
    let done = draft.reality.polarity == Polarity::Affirmed && draft.reality.modality == Modality::Actual;
    let arrests = draft.event_type == Coerce && draft.modes.iter().any(|m| &**m == "arrest") && holds(verb);
    let plain = arrests
        || !matches!(
            verb,
            "take"
                | "put"
                | "bring"
                | "build"
                | "drive"
                | "push"
                | "pull"
                | "keep"
                | "give"
                | "make"
                | "leave"
                | "carry"
                | "get"
                | "ask"
                | "move"
                | "tolerate"
                | "allow"
                | "permit"
                | "accept"
                | "dismiss"
                | "fine"
                | "see"
        );
    let told = match draft.event_type {
        Assault | Coerce | Concede | Reject | Retreat => true,
        Protest => draft.anchor.verb.is_none(),
        _ => false,
    };
    done && plain && told
}
