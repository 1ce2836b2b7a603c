//! Attacks that the text comes back to by a noun alone: "in protest over Tuesday's raid", "blamed rebels for the ambush".
//!
//! Such a noun tells no second attack, and nothing of its own; but it is one more place where the report speaks of the
//! attack, and whoever checks the record wants to see it. A day before the noun must be the day of the attack, a name
//! before it its place; "the attack" is the one told last.

use chancery_doc::{Event, EventType, Evidence, Iob, Modality, Place, Polarity, Pos, Text, Time, TokenId};

use crate::book::Codebook;
use crate::events::evidence;
use crate::grammar::Grammar;

/// So many sentences back an attack was told that "the attack" takes up.
const LAST_TOLD: usize = 3;

/// So often an attack is come back to at most.
const MOST: usize = 8;

/// What the nouns are looked up in.
pub(crate) struct Recalled<'a> {
    pub(crate) text: &'a Text,
    pub(crate) grammar: Grammar<'a>,
    pub(crate) times: &'a [Time],
    pub(crate) places: &'a [Place],
    pub(crate) book: &'a Codebook,
}

impl Recalled<'_> {
    /// Adds to each attack the nouns that take it up.
    pub(crate) fn add_to(&self, events: &mut [Event]) {
        if !events.iter().any(is_attack) {
            return;
        }
        let parse = self.grammar.parse;
        for noun in parse.ids().filter(|&t| self.names_attack(t)) {
            let word = parse.span(noun);
            if events.iter().any(|e| e.evidence.iter().any(|x| x.trigger.overlaps(word))) {
                continue;
            }
            let Some(i) = self.taken_up(noun, events).filter(|&i| events[i].evidence.len() < MOST) else { continue };
            events[i].evidence.push(Evidence { span: evidence(parse, self.text, noun, word), trigger: word });
            events[i].evidence.sort_by_key(|e| e.trigger.start());
        }
    }

    /// Whether a word is a noun for an attack that stands by itself.
    fn names_attack(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        parse.pos(t) == Pos::Noun
            && parse.iob(t).0 == Iob::O
            && !matches!(parse.dep(t), "compound" | "nmod" | "amod")
            && parse.tag(t) == "NN"
            && self.book.sets.get("attack_told").is_some_and(|s| s.contains(parse.lemma(t)))
    }

    /// The attack that a noun takes up, where its words say which.
    fn taken_up(&self, noun: TokenId, events: &[Event]) -> Option<usize> {
        let parse = self.grammar.parse;
        let attacks = || (0..events.len()).filter(|&i| is_attack(&events[i]));
        let before = self.grammar.children(noun, &["poss", "compound", "nmod"]).filter(|&c| c < noun);
        let (mut day, mut name) = (None, None);
        for c in before {
            match parse.iob(c).1 {
                "DATE" | "TIME" => day = Some(self.day_of(c)?),
                "GPE" | "LOC" | "FAC" => name = Some(c),
                _ if parse.dep(c) == "poss" => return None,
                _ => {}
            }
        }
        let by_day = |i: &usize| day.is_none_or(|d| events[*i].setting.date.from == Some(d));
        let by_name = |i: &usize| name.is_none_or(|n| self.is_at(&events[*i], parse.norm(n)));
        if day.is_some() || name.is_some() {
            let mut fits = attacks().filter(|i| by_day(i) && by_name(i));
            // Of several attacks of one day none is meant for sure.
            return fits.next().filter(|_| fits.next().is_none());
        }
        if !self.grammar.is_definite(noun) || self.says_which(noun) {
            return None;
        }
        let here = parse.sentence_of(noun).index();
        let told =
            |e: &Event| e.evidence.iter().filter_map(|x| parse.token_at(x.trigger.start())).filter(|&t| t < noun).max();
        let near = attacks().filter_map(|i| Some((told(&events[i])?, i)));
        let near = near.filter(|(t, _)| here.saturating_sub(parse.sentence_of(*t).index()) <= LAST_TOLD);
        near.max().map(|(_, i)| i)
    }

    /// Whether a noun is told apart from others by words behind it: "the attack on a bus in May".
    fn says_which(&self, noun: TokenId) -> bool {
        let parse = self.grammar.parse;
        parse.children(noun).iter().any(|&c| c > noun && matches!(parse.dep(c), "prep" | "acl" | "relcl" | "appos"))
    }

    /// The day that a word is part of the telling of.
    fn day_of(&self, t: TokenId) -> Option<chancery_doc::Date> {
        let word = self.grammar.parse.span(t);
        let time = self.times.iter().find(|time| time.span.contains(word))?;
        time.from.filter(|from| time.to == Some(*from))
    }

    /// Whether an attack was at a place of a name.
    fn is_at(&self, event: &Event, name: &str) -> bool {
        let place = event.setting.place.map(|p| &self.places[p.index()]);
        place.is_some_and(|p| p.name.to_lowercase() == name || p.span.of(self.text.as_str()).to_lowercase() == name)
    }
}

fn is_attack(event: &Event) -> bool {
    event.event_type == EventType::Assault
        && event.modality == Modality::Actual
        && event.polarity == Polarity::Affirmed
        && !event.historical
}
