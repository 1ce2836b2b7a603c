//! What a text tells of each state that may be on a side of an event: the rows that are weighed.

use std::collections::BTreeMap;

use chancery_doc::{
    Argument, Cast, Country, CountrySource, Event, Form, Mention, Modality, Parse, Polarity, Pos, SegmentKind, Span,
    TokenId,
};

use super::features::{Feature, Row};
use super::{Side, Slot};
use crate::arguments::mention_of;
use crate::homes::Scene;
use crate::stances::BRIEF;

/// At most so many states come into question for a side: those told nearest to it.
const MOST_STATES: usize = 12;

/// At most so many words that tell a state are looked at before a slot, and as many after it.
const REACH: usize = 150;

/// So many events before one, and as many after it, tell who deals with whom around it: more would make the time for a long
/// text grow with the square of its length.
pub(super) const EVENTS_AROUND: usize = 60;

/// States that news anywhere speaks of.
const GREAT_POWERS: [&str; 5] = ["CHN", "FRA", "GBR", "RUS", "USA"];

/// What a name of a state is in its clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Subject,
    Object,
    /// "In Chad", "near the Malian border".
    Scene,
    Owner,
    Else,
}

/// A word that tells a state.
#[derive(Clone, Copy, Debug)]
struct Telling {
    country: Country,
    head: TokenId,
    span: Span,
    sentence: usize,
    dated: bool,
    is_place: bool,
    by_name: bool,
    part: Part,
}

/// The states on the sides of an event.
struct Act {
    at: TokenId,
    sentence: usize,
    actors: Vec<Country>,
    recipients: Vec<Country>,
}

impl Act {
    fn holds(&self, country: Country) -> bool {
        self.actors.contains(&country) || self.recipients.contains(&country)
    }
}

/// All that an article tells of states.
pub(super) struct Ground<'a> {
    scene: &'a Scene<'a>,
    tellings: Vec<Telling>,
    counts: BTreeMap<Country, usize>,
    most: usize,
    /// How many sentences each state is told first in.
    opens: BTreeMap<Country, usize>,
    acts: Vec<Act>,
    dated: Option<Country>,
}

fn states(side: &[Argument]) -> Vec<Country> {
    side.iter().filter_map(|a| a.country).collect()
}

impl<'a> Ground<'a> {
    pub(super) fn new(scene: &'a Scene<'a>, events: &[(TokenId, Event)]) -> Ground<'a> {
        let layers = scene.layers;
        let parse = layers.parse;
        let tellings: Vec<Telling> = scene
            .told
            .iter()
            .filter(|(_, c)| !c.is_international())
            .filter_map(|&(span, country)| {
                let place =
                    layers.places.binary_search_by_key(&(span.start(), span.end()), |p| (p.span.start(), p.span.end()));
                let mention = with_span(layers.cast, span);
                let head = mention.map(|m| m.head).or_else(|| parse.token_at(span.end().saturating_sub(1)))?;
                let segment = layers.text.segment_at(span);
                Some(Telling {
                    country,
                    head,
                    span,
                    sentence: parse.sentence_of(head).index(),
                    dated: segment.is_some_and(|s| s.kind == SegmentKind::Dateline),
                    is_place: place.is_ok(),
                    by_name: mention.is_some_and(|m| m.form == Form::Name && layers.cast.entity(m.entity).state),
                    part: part(parse, head),
                })
            })
            .collect();
        let mut counts: BTreeMap<Country, usize> = BTreeMap::new();
        let mut opens: BTreeMap<Country, usize> = BTreeMap::new();
        let mut last = None;
        for t in &tellings {
            *counts.entry(t.country).or_default() += 1;
            if last != Some(t.sentence) && !t.dated {
                *opens.entry(t.country).or_default() += 1;
                last = Some(t.sentence);
            }
        }
        let acts = events.iter().map(|(at, e)| Act {
            at: *at,
            sentence: parse.sentence_of(*at).index(),
            actors: states(&e.actors),
            recipients: states(&e.recipients),
        });
        Ground {
            most: counts.values().copied().max().unwrap_or(0),
            dated: tellings.iter().rev().find(|t| t.dated).map(|t| t.country),
            acts: acts.collect(),
            scene,
            tellings,
            counts,
            opens,
        }
    }

    /// The states that come into question for a slot, the nearest first, each with what speaks for it.
    pub(super) fn states(&self, events: &[(TokenId, Event)], slot: Slot) -> Vec<(Country, Row)> {
        let (trigger, event) = &events[slot.event];
        let parse = self.scene.layers.parse;
        let argument = slot.argument(events);
        let mention = argument.and_then(|a| mention_of(self.scene.layers.cast, a));
        let anchor = mention.map_or(*trigger, |m| m.head);
        let sentence = parse.sentence_of(anchor).index();
        let own = argument.map(|a| a.span);
        let cut = self.tellings.partition_point(|t| t.head < anchor);
        let (before, after) = (&self.tellings[cut.saturating_sub(REACH)..cut], &self.tellings[cut..]);
        let others = |t: &&Telling| own.is_none_or(|o| !o.contains(t.span));
        let before: Vec<&Telling> = before.iter().filter(others).collect();
        let after: Vec<&Telling> = after.iter().take(REACH).filter(others).collect();
        let mut countries: Vec<Country> = argument.and_then(|a| a.country).into_iter().collect();
        let here = after.iter().take_while(|t| t.sentence == sentence);
        for t in here.chain(before.iter().rev()).chain(&after) {
            if !countries.contains(&t.country) && countries.len() < MOST_STATES {
                countries.push(t.country);
            }
        }
        let near = Near { slot, event, trigger: *trigger, argument, mention, anchor, sentence, before, after };
        let shared = self.slot_row(&near);
        countries.into_iter().map(|c| (c, self.row(&near, shared.clone(), c))).collect()
    }

    /// What holds of a slot whatever the state.
    fn slot_row(&self, near: &Near<'_>) -> Row {
        use Feature as F;
        let layers = self.scene.layers;
        let (parse, grammar) = (layers.parse, self.scene.grammar);
        let &Near { slot, event, trigger, argument, mention, anchor, sentence, .. } = near;
        let mut row = Row::new();
        let (own_side, other_side) = (slot.side.of(event), slot.side.other(event));
        row.set_type(event.event_type);
        row.say(F::Recipient, slot.side == Side::Recipients);
        row.say(F::Several, own_side.len() > 1);
        if let (Some(argument), Some(mention)) = (argument, mention) {
            let entity = layers.cast.entity(argument.entity);
            if let Some(sector) = argument.sectors.first() {
                row.set_own_sector(*sector);
            }
            let first = parse.norm(TokenId::new(mention.tokens.start as usize));
            row.say(F::Definite, first == "the");
            row.say(F::Abroad, entity.abroad);
            row.say(F::Owned, parse.children(mention.head).iter().any(|&c| parse.tag(c) == "PRP$"));
            row.say(F::Numbered, parse.children(mention.head).iter().any(|&c| parse.dep(c) == "nummod"));
            row.say(F::Plural, matches!(parse.tag(mention.head), "NNS" | "NNPS"));
            row.say(F::Pronoun, mention.form == Form::Pronoun);
            row.say(F::Named, mention.form == Form::Name);
            row.set(F::Mentions, entity.mentions.len().min(6) as f32);
            let opens = parse.sentence(parse.sentence_of(anchor)).start;
            row.say(F::Opening, mention.tokens.start <= opens + 1);
            row.say(F::Earlier, layers.cast.mentions_of(argument.entity).next().is_some_and(|m| m.head < mention.head));
            row.set(F::SlotDistance, trigger.index().abs_diff(anchor.index()).min(40) as f32);
        }
        row.say(F::OtherNone, other_side.is_empty());
        if let Some(other) = other_side.first() {
            if let Some(sector) = other.sectors.first() {
                row.set_other_sector(*sector);
            }
            row.say(F::OtherGuessed, other.country_source == Some(CountrySource::Context));
            row.say(F::OtherInternational, other.country.is_some_and(|c| c.is_international()));
        }
        row.set(F::Sentence, sentence.min(15) as f32);
        row.say(F::Lead, sentence == 0);
        row.set(F::Sentences, parse.n_sentences().min(40) as f32);
        row.set(F::States, self.counts.len().min(12) as f32);
        let here = near.before.iter().chain(&near.after).filter(|t| t.sentence == sentence);
        let mut told: Vec<Country> = here.map(|t| t.country).collect();
        told.sort_unstable();
        told.dedup();
        row.set(F::StatesHere, told.len() as f32);
        let mut so_far: Vec<Country> =
            near.before.iter().filter(|t| t.sentence == sentence).map(|t| t.country).collect();
        so_far.sort_unstable();
        so_far.dedup();
        row.set(F::StatesBefore, so_far.len() as f32);
        row.set(F::Events, self.acts.len().min(40) as f32);
        let length = layers.text.as_str().len();
        row.set(F::Length, (length / 100).min(60) as f32);
        row.say(F::Brief, length <= BRIEF);
        row.say(F::Noun, matches!(parse.pos(trigger), Pos::Noun | Pos::Propn));
        row.say(F::Passive, grammar.is_passive(trigger));
        let below = |deps: &'static [&'static str]| grammar.child(trigger, deps).is_some();
        row.say(F::Object, below(&["dobj"]));
        row.say(F::Clause, below(&["ccomp", "xcomp"]));
        row.say(F::Subject, below(&["nsubj", "nsubjpass"]));
        let leads = |word: &str| {
            let object = grammar.child(trigger, &["dobj"]);
            let over = std::iter::once(trigger).chain(object);
            over.flat_map(|t| parse.children(t)).any(|&c| parse.dep(c) == "prep" && parse.norm(c) == word)
        };
        row.say(F::To, leads("to"));
        row.say(F::Against, leads("against"));
        row.say(F::With, leads("with"));
        row.say(F::For, leads("for"));
        row.say(F::Planned, event.modality != Modality::Actual);
        row.say(F::Negated, event.polarity == Polarity::Negated);
        row.say(F::Past, event.historical);
        row
    }

    /// What speaks for one state.
    fn row(&self, near: &Near<'_>, mut row: Row, country: Country) -> Row {
        use Feature as F;
        let parse = self.scene.layers.parse;
        let &Near { slot, event, trigger, argument, anchor, sentence, ref before, ref after, .. } = near;
        row.say(F::Coded, argument.is_some_and(|a| a.country == Some(country)));
        row.say(F::Dated, self.dated == Some(country));
        row.say(F::Home, self.scene.home.is_some_and(|h| h.country == country));
        row.say(F::HomeClear, self.scene.home.is_some_and(|h| h.country == country && h.clear));
        let count = self.counts.get(&country).copied().unwrap_or(0);
        row.set(F::Share, count as f32 / self.tellings.len().max(1) as f32);
        row.set(F::Count, count.min(8) as f32);
        row.say(F::Top, count == self.most);
        row.say(F::First, self.tellings.iter().find(|t| !t.dated).is_some_and(|t| t.country == country));
        row.set(F::Opens, self.opens.get(&country).copied().unwrap_or(0).min(8) as f32);
        let is = |t: &&&Telling| t.country == country;
        row.set(F::Before, before.iter().filter(is).count().min(8) as f32);
        row.say(F::Last, before.last().is_some_and(|t| t.country == country));
        let last = before.iter().rev().find(is);
        row.set(F::Distance, last.map_or(300.0, |t| (anchor.index() - t.head.index()).min(250) as f32));
        row.set(F::SentencesBack, last.map_or(15.0, |t| sentence.saturating_sub(t.sentence).min(12) as f32));
        if let Some(t) = last {
            row.say(F::LastPlace, t.is_place);
            row.say(F::LastName, t.by_name);
            row.say(F::LastSubject, t.part == Part::Subject);
            row.say(F::LastObject, t.part == Part::Object);
            row.say(F::LastScene, t.part == Part::Scene);
            row.say(F::LastOwner, t.part == Part::Owner);
        }
        let earlier: Vec<&&Telling> = before.iter().filter(|t| t.sentence == sentence && !t.dated).collect();
        let later: Vec<&&Telling> = after.iter().take_while(|t| t.sentence == sentence).collect();
        let here: Vec<&&Telling> = earlier.iter().chain(&later).copied().filter(|t| t.country == country).collect();
        row.say(F::HereBefore, earlier.iter().any(|t| t.country == country));
        row.say(F::HereAfter, later.iter().any(|t| t.country == country));
        row.say(F::HereAlone, !here.is_empty() && earlier.iter().chain(&later).all(|t| t.country == country));
        row.say(F::HereOnlyBefore, !earlier.is_empty() && earlier.iter().all(|t| t.country == country));
        row.say(F::HereFirst, earlier.iter().chain(&later).next().is_some_and(|t| t.country == country));
        row.say(F::HereSubject, here.iter().any(|t| t.part == Part::Subject));
        row.say(F::HereObject, here.iter().any(|t| t.part == Part::Object));
        row.say(F::HereScene, here.iter().any(|t| t.part == Part::Scene));
        row.say(F::HereOwner, here.iter().any(|t| t.part == Part::Owner));
        row.say(F::HereName, here.iter().any(|t| t.by_name));
        let nearest = here.iter().map(|t| anchor.index().abs_diff(t.head.index())).min();
        row.set(F::HereNear, nearest.map_or(90.0, |n| n.min(60) as f32));
        row.say(F::HereUnder, here.iter().any(|t| parse.ancestors(t.head).take(8).any(|a| a == trigger)));
        let previous = before.iter().filter(|t| t.sentence + 1 == sentence && !t.dated);
        row.say(F::Previous, previous.clone().any(|t| t.country == country));
        row.say(F::PreviousFirst, previous.clone().next().is_some_and(|t| t.country == country));
        row.say(F::PreviousLast, previous.clone().next_back().is_some_and(|t| t.country == country));
        row.say(F::PreviousSubject, previous.clone().any(|t| t.country == country && t.part == Part::Subject));
        row.say(F::PreviousScene, previous.clone().any(|t| t.country == country && t.part == Part::Scene));
        self.of_events(near, &mut row, country);
        let others = slot.side.other(event);
        row.say(F::Other, others.iter().any(|o| o.country == Some(country)));
        let told = |o: &Argument| o.country_source.is_some_and(|s| s != CountrySource::Context);
        row.say(F::OtherTold, others.iter().any(|o| o.country == Some(country) && told(o)));
        row.say(F::OtherElse, others.iter().any(|o| o.country.is_some_and(|c| c != country)));
        row.say(F::Power, GREAT_POWERS.contains(&country.code()));
        let place = event.setting.place.map(|p| &self.scene.layers.places[p.index()]);
        row.say(F::Place, place.is_some_and(|p| p.country == Some(country)));
        row
    }

    /// What the other events of the article tell of a state.
    fn of_events(&self, near: &Near<'_>, row: &mut Row, country: Country) {
        use Feature as F;
        let mine = states(near.slot.side.other(near.event));
        let (mut acts, mut suffers, mut faces, mut elsewhere) = ([0_usize; 3], [0_usize; 3], 0_usize, 0_usize);
        let mut last: Option<&Act> = None;
        let here = near.slot.event;
        let around = here.saturating_sub(EVENTS_AROUND)..self.acts.len().min(here + EVENTS_AROUND);
        for act in around.filter(|i| *i != here).map(|i| &self.acts[i]) {
            let at = if act.sentence == near.sentence { 2 } else { usize::from(act.at > near.trigger) };
            acts[at] += usize::from(act.actors.contains(&country));
            suffers[at] += usize::from(act.recipients.contains(&country));
            let facing =
                |one: &[Country], two: &[Country]| one.contains(&country) && two.iter().any(|c| mine.contains(c));
            faces += usize::from(
                !mine.contains(&country)
                    && (facing(&act.actors, &act.recipients) || facing(&act.recipients, &act.actors)),
            );
            elsewhere += usize::from(act.holds(country));
            if act.at < near.trigger && last.is_none_or(|l| l.at <= act.at) {
                last = Some(act);
            }
        }
        let few = |n: usize| n.min(5) as f32;
        row.set(F::ActsBefore, few(acts[0]));
        row.set(F::SuffersBefore, few(suffers[0]));
        row.set(F::ActsAfter, few(acts[1]));
        row.set(F::SuffersAfter, few(suffers[1]));
        row.set(F::ActsHere, few(acts[2]));
        row.set(F::SuffersHere, few(suffers[2]));
        row.set(F::Faces, few(faces));
        row.set(F::CodedElsewhere, few(elsewhere));
        row.say(F::LastActs, last.is_some_and(|l| l.actors.contains(&country)));
        row.say(F::LastSuffers, last.is_some_and(|l| l.recipients.contains(&country)));
        row.say(F::LastTold, last.is_some_and(|l| l.holds(country)));
    }
}

/// A slot and what stands around it.
struct Near<'e> {
    slot: Slot,
    event: &'e Event,
    trigger: TokenId,
    argument: Option<&'e Argument>,
    mention: Option<&'e Mention>,
    anchor: TokenId,
    sentence: usize,
    /// Words before it that tell a state, in the order of the text, but for those of the party itself.
    before: Vec<&'e Telling>,
    after: Vec<&'e Telling>,
}

/// The mention that covers just this stretch.
fn with_span(cast: &Cast, span: Span) -> Option<&Mention> {
    let from = cast.mentions().partition_point(|m| m.span.start() < span.start());
    cast.mentions()[from..].iter().take_while(|m| m.span.start() == span.start()).find(|m| m.span == span)
}

/// What the noun is in its clause that a name stands for or before.
fn part(parse: &Parse, head: TokenId) -> Part {
    let mut t = head;
    for _ in 0..4 {
        match parse.dep(t) {
            "poss" => return Part::Owner,
            "amod" | "compound" | "nmod" | "conj" | "appos" => t = parse.head(t),
            _ => break,
        }
    }
    match parse.dep(t) {
        "nsubj" | "nsubjpass" => Part::Subject,
        "dobj" | "dative" => Part::Object,
        "pobj"
            if matches!(
                parse.norm(parse.head(t)),
                "in" | "near" | "at" | "across" | "outside" | "around" | "inside"
            ) =>
        {
            Part::Scene
        }
        "pobj" if parse.norm(parse.head(t)) == "by" => Part::Subject,
        _ => Part::Else,
    }
}
