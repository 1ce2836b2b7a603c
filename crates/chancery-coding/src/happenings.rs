//! One happening, one event: what headline, standfirst, caption and body tell of the same act becomes one record.
//!
//! Two records are of one happening if type, polarity and modality agree, no number, mode or day speaks against it,
//! and the parties are the same, and if their own words do not put
//! them in two places. How much sameness is asked depends on how likely a second telling is: a headline or a
//! caption nearly always tells what the body tells again, so there a party's country is enough; in the body the
//! parties must be the very same entities, a meeting must not have a party that the other lacks on both sides, and
//! acts of speech are kept apart, since people say more than one thing. All evidence is kept in order, and of every
//! value the more specific one.

use std::collections::BTreeSet;

use chancery_doc::{
    Argument, Cast, CountrySource, DateSource, EntityKind, Event, EventType, Evidence, Place, PlaceSource, Pos, Quad,
    SegmentKind, Text, Time, TokenId, Toll,
};

use crate::book::Codebook;
use crate::grammar::Grammar;
use crate::headings::Headings;
use crate::merge::merge;
use crate::recalled::Recalled;
use crate::standing;

/// A record is compared with so many at the start of the article, where headlines stand, and so many just before it.
const COMPARED: usize = 64;

/// So many tellings a record takes; whoever tells it more often tells it again. This keeps the work on an article that
/// repeats one sentence in proportion to its length.
const MOST_TELLINGS: usize = 256;

/// Degrees within which two named spots may be one place told twice: a quarter of a town, the village beside a camp.
const NEAR: f64 = 0.1;

/// So many sentences back an attack was told that "the attack" takes up.
const LAST_TOLD: usize = 3;

/// Merges what is told twice.
pub(crate) fn unite(
    text: &Text,
    grammar: Grammar<'_>,
    cast: &Cast,
    places: &[Place],
    times: &[Time],
    book: &Codebook,
    events: Vec<Event>,
) -> Vec<Event> {
    let teller = Teller { text, grammar, cast, places, book };
    let may_take_more = |e: &Event| e.evidence.len() < MOST_TELLINGS;
    let mut united: Vec<Event> = Vec::new();
    for event in events {
        let taken_up = teller.taken_up(&united, &event).filter(|(i, _)| may_take_more(&united[*i]));
        if let Some((i, claims)) = taken_up {
            // Whoever owns to an attack made it, where the text knew nobody by name.
            if claims && teller.nobody_known(&united[i].actors) {
                united[i].actors.clone_from(&event.actors);
            }
            merge(&mut united[i], event);
            continue;
        }
        let near = (united.len().saturating_sub(COMPARED).max(COMPARED)..united.len()).rev();
        let lead = (0..united.len().min(COMPARED)).rev();
        let twin = near.chain(lead).find(|&i| may_take_more(&united[i]) && teller.is_one_happening(&united[i], &event));
        match twin {
            Some(i) => {
                teller.correct(&mut united[i], &event);
                merge(&mut united[i], event);
            }
            None => united.push(event),
        }
    }
    Recalled { text, grammar, times, places, book }.add_to(&mut united);
    Headings { text, grammar, cast, book }.add_to(&mut united);
    united.sort_by_key(|e| (e.evidence[0].span.start(), e.evidence[0].trigger.start()));
    united
}

struct Teller<'a> {
    text: &'a Text,
    grammar: Grammar<'a>,
    cast: &'a Cast,
    places: &'a [Place],
    book: &'a Codebook,
}

impl Teller<'_> {
    fn is_one_happening(&self, a: &Event, b: &Event) -> bool {
        if a.event_type != b.event_type
            || a.polarity != b.polarity
            || a.modality != b.modality
            || a.historical != b.historical
            || !tolls_agree(a, b)
            || !a.modes.is_empty() && !b.modes.is_empty() && !a.modes.iter().any(|m| b.modes.contains(m))
        {
            return false;
        }
        let summary = self.is_summary(a) || self.is_summary(b);
        if !self.days_agree(a, b) || self.places_agree(a, b) == Sameness::Other {
            return false;
        }
        if a.event_type.is_reciprocal() {
            let (x, y) = (parties(a), parties(b));
            let (few, many) = if x.len() <= y.len() { (x, y) } else { (y, x) };
            let n_same = few.iter().filter(|p| many.iter().any(|q| self.is_same_party(p, q, summary))).count();
            // A meeting with one more guest is the same meeting, one with other guests is another.
            let talks = a.event_type == EventType::Consult;
            let enough = if summary && talks { 1 } else { 2 };
            let states = |of: &[Argument]| of.iter().filter_map(|p| p.country).collect::<BTreeSet<_>>();
            if !summary && states(&few) != states(&many) {
                return false;
            }
            return n_same == few.len() && n_same >= enough && (summary || talks);
        }
        let same_actors = self.sides_agree(&a.actors, &b.actors, summary);
        let same_recipients = self.sides_agree(&a.recipients, &b.recipients, summary);
        let lemma = |e: &Event| self.first_trigger(e).map(|t| self.grammar.parse.lemma(t).to_lowercase());
        let is_speech = matches!(a.event_type.quad(), Quad::VerbalCooperation | Quad::VerbalConflict);
        if summary && is_speech {
            // One says more than one thing, so that the word or both sides must be the same.
            let one_word = lemma(a) == lemma(b);
            let by_nobody = (a.actors.is_empty() || b.actors.is_empty()) && one_word;
            if by_nobody && self.fills_in(a, b) {
                return true;
            }
            return (same_actors == Sameness::Same || by_nobody && same_recipients == Sameness::Same)
                && same_recipients != Sameness::Other
                && (same_recipients == Sameness::Same || one_word);
        }
        if summary && self.fills_in(a, b) {
            return true;
        }
        if summary {
            // "Two armies exchange fire" is not told again by what one of them did.
            let states = |of: &[Argument]| of.iter().filter_map(|p| p.country).collect::<BTreeSet<_>>();
            let (x, y) = (states(&a.actors), states(&b.actors));
            if x.len().max(y.len()) > 1 && x.len().min(y.len()) == 1 {
                return false;
            }
            let known = |s: Sameness| s != Sameness::Other;
            let met = |s: Sameness| s == Sameness::Same;
            return known(same_actors) && known(same_recipients) && (met(same_actors) || met(same_recipients));
        }
        // "The raid in Jenin", of which nothing else is said, is the raid there that was told before.
        let bare = b.actors.is_empty() || b.recipients.is_empty();
        if !is_speech && bare && self.refers_back(b) && self.places_agree(a, b) == Sameness::Same {
            return same_actors != Sameness::Other && same_recipients != Sameness::Other;
        }
        if b.recipients.is_empty() && lemma(a) == lemma(b) && self.takes_up_object(a, b) {
            let speaks_for_a_power = |p: &Argument| p.sectors.iter().any(|s| standing::POWERS.contains(s));
            let by_country = b.actors.iter().all(speaks_for_a_power);
            return self.sides_agree(&a.actors, &b.actors, by_country) == Sameness::Same;
        }
        if self.tells_crowd_on(a, b) {
            return true;
        }
        if self.tells_victims_on(a, b) {
            return same_actors != Sameness::Other;
        }
        !is_speech
            && same_actors == Sameness::Same
            && same_recipients == Sameness::Same
            && (lemma(a) == lemma(b) || self.refers_back(b))
    }

    /// "Hundreds protested in Tunis. The protesters demanded a vote": what those demand who were just told to protest.
    fn tells_crowd_on(&self, a: &Event, b: &Event) -> bool {
        let parse = self.grammar.parse;
        let (Some(first), Some(next)) = (self.first_trigger(a), self.first_trigger(b)) else { return false };
        let gap = parse.sentence_of(next).index().checked_sub(parse.sentence_of(first).index());
        let crowd = |t: TokenId| {
            matches!(parse.lemma(t), "protester" | "demonstrator" | "crowd" | "marcher" | "striker" | "protestor")
                && self.grammar.is_definite(t)
        };
        let theirs = b.actors.iter().all(|p| a.actors.iter().any(|q| p.country == q.country));
        a.event_type == EventType::Protest
            && matches!(gap, Some(1..=3))
            && theirs
            && self.grammar.subject(next).into_iter().any(crowd)
    }

    /// "Two soldiers were shot. They were hit from a passing car": how those fared who were just told to be hurt.
    fn tells_victims_on(&self, a: &Event, b: &Event) -> bool {
        let parse = self.grammar.parse;
        let (Some(first), Some(next)) = (self.first_trigger(a), self.first_trigger(b)) else { return false };
        let gap = parse.sentence_of(next).index().checked_sub(parse.sentence_of(first).index());
        let is_place = |p: &Argument| self.cast.entity(p.entity).kind == EntityKind::Place;
        let same = |p: &Argument| !is_place(p) && b.recipients.iter().any(|q| p.entity == q.entity);
        a.event_type == EventType::Assault
            && matches!(gap, Some(1 | 2))
            && a.recipients.len() == b.recipients.len()
            && !a.recipients.is_empty()
            && a.recipients.iter().all(same)
            && (a.actors.is_empty() || b.actors.is_empty())
    }

    /// The attack that an event takes up by a noun: "a raid that killed ten", "The attack killed ten", "claimed
    /// responsibility for the attack"; and whether it is a claim.
    fn taken_up(&self, told: &[Event], event: &Event) -> Option<(usize, bool)> {
        let parse = self.grammar.parse;
        if event.event_type != EventType::Assault {
            return None;
        }
        let trigger = self.first_trigger(event)?;
        if let Some(i) = self.outcome_of(told, trigger).filter(|&i| self.may_be_told_again(&told[i], event, false)) {
            return Some((i, false));
        }
        let claimed = self.claimed(trigger);
        let claims = claimed.is_some();
        let claimed = claimed.unwrap_or_default();
        let bare = claims && claimed.is_empty();
        let act = if claims { claimed } else { self.hurt_in(trigger) }.into_iter().find(|&t| {
            let lemma = parse.lemma(t);
            parse.pos(t) == Pos::Noun && (lemma == "incident" || self.book.names_act(lemma, event.event_type))
        });
        let recent = || {
            let near = (told.len().saturating_sub(COMPARED)..told.len()).rev();
            near.filter(|&i| told[i].event_type == event.event_type)
        };
        let fits = |i: &usize| self.may_be_told_again(&told[*i], event, claims);
        let here = parse.sentence_of(trigger).index();
        let is_near = |i: usize| {
            let told = self.first_trigger(&told[i]).map(|t| parse.sentence_of(t).index());
            told.is_some_and(|there| here.saturating_sub(there) <= LAST_TOLD)
        };
        if bare {
            return recent().next().filter(|&i| is_near(i) && fits(&i)).map(|i| (i, true));
        }
        let Some(act) = act else {
            return recent()
                .next()
                .filter(|&i| self.goes_on_to_victims(&told[i], event) && fits(&i))
                .map(|i| (i, false));
        };
        // "Claimed responsibility for a bombing which killed nine".
        let owned_to = |i: usize| {
            let trigger = self.first_trigger(&told[i]);
            trigger.and_then(|t| self.claimed(t)).is_some_and(|owned| owned.contains(&act))
        };
        let itself = |i: &usize| told[*i].evidence.iter().any(|e| e.trigger.overlaps(parse.span(act))) || owned_to(*i);
        if let Some(i) = recent().find(|i| itself(i) && fits(i)) {
            return Some((i, claims));
        }
        if !self.grammar.is_definite(act) {
            return None;
        }
        // "The attack" takes up whatever attack was told last, "the bus ambush" none but an ambush.
        let is_particular = self.grammar.child(act, &["compound", "nummod"]).is_some();
        let last = recent().find(|&i| {
            let Some(t) = self.first_trigger(&told[i]) else { return false };
            is_near(i) && (!is_particular || parse.lemma(t) == parse.lemma(act))
        })?;
        fits(&last).then_some((last, claims))
    }

    /// The attack whose toll a participle tells: "shelled the town, killing ten and wounding twelve".
    fn outcome_of(&self, told: &[Event], trigger: TokenId) -> Option<usize> {
        let parse = self.grammar.parse;
        let first = Some(parse.head(trigger)).filter(|_| parse.dep(trigger) == "conj").unwrap_or(trigger);
        let is_toll = matches!(parse.lemma(trigger), "kill" | "wound" | "injure");
        let has_own = self.grammar.child(first, &["nsubj", "nsubjpass"]).is_some();
        if !is_toll || has_own || parse.tag(first) != "VBG" || parse.dep(first) != "advcl" {
            return None;
        }
        let attack = parse.span(parse.head(first));
        (told.len().saturating_sub(COMPARED)..told.len()).rev().find(|&i| {
            told[i].event_type == EventType::Assault && told[i].evidence.iter().any(|x| x.trigger.overlaps(attack))
        })
    }

    /// Whether nothing in an attack contradicts its being told again, or owned to, by a later record.
    fn may_be_told_again(&self, a: &Event, again: &Event, claims: bool) -> bool {
        // Of which state victims are may only be guessed from what stands around them.
        let is_told = |r: &&Argument| r.country_source != Some(CountrySource::Context);
        let states = |side: &[Argument]| side.iter().filter(is_told).filter_map(|r| r.country).collect::<BTreeSet<_>>();
        let (x, y) = (states(&a.recipients), states(&again.recipients));
        let one_side = x.is_empty() || y.is_empty() || x.intersection(&y).next().is_some();
        let hands = || self.sides_agree(&a.actors, &again.actors, claims);
        let one_hand = || match claims {
            true => self.nobody_known(&a.actors) || hands() == Sameness::Same,
            false => hands() != Sameness::Other,
        };
        a.polarity == again.polarity
            && a.modality == again.modality
            && one_side
            && one_hand()
            && tolls_agree(a, again)
            && self.days_agree(a, again)
            && self.places_agree(a, again) != Sameness::Other
    }

    /// "Two soldiers were killed. Ten were wounded.": what one of the next sentences tells by its victims alone.
    fn goes_on_to_victims(&self, a: &Event, event: &Event) -> bool {
        let parse = self.grammar.parse;
        let sentence = |t: TokenId| parse.sentence_of(t).index();
        let Some(trigger) = self.first_trigger(event) else { return false };
        let last = a.evidence.iter().filter_map(|e| parse.token_at(e.trigger.start())).max();
        let next = last.is_some_and(|t| (1..=2).contains(&sentence(trigger).saturating_sub(sentence(t))));
        let (x, y) = (&a.casualties, &event.casualties);
        let counted_twice = x.killed.is_some() && y.killed.is_some() || x.injured.is_some() && y.injured.is_some();
        next && !counted_twice && self.is_of_victims_alone(event, trigger) && self.same_paragraph(a, event)
    }

    /// The word that first tells of an event.
    fn first_trigger(&self, event: &Event) -> Option<TokenId> {
        self.grammar.parse.token_at(event.evidence[0].trigger.start())
    }

    /// The words that may name the attack in which a verb tells of victims: "the raid killed ten", "ten were killed in
    /// the raid".
    fn hurt_in(&self, verb: TokenId) -> Vec<TokenId> {
        let grammar = &self.grammar;
        let mut words = grammar.subject(verb);
        let preps = grammar.children(verb, &["prep", "agent"]);
        let leads = |p: &TokenId| matches!(grammar.parse.norm(*p), "in" | "by" | "during");
        words.extend(preps.filter(leads).filter_map(|p| grammar.child(p, &["pobj"])));
        words
    }

    /// "Ten others were wounded.": a passive that says neither by whom nor where nor when, of people without a name.
    fn is_of_victims_alone(&self, event: &Event, verb: TokenId) -> bool {
        let grammar = &self.grammar;
        let besides = grammar.children(verb, &["prep", "agent", "advcl", "npadvmod", "neg"]).next().is_some();
        event.actors.is_empty()
            && !event.recipients.is_empty()
            && grammar.is_verb(verb)
            && grammar.parse.is_root(verb)
            && grammar.is_passive(verb)
            && !besides
            && self.nobody_known(&event.recipients)
    }

    /// Whether two records are told in one segment.
    fn same_paragraph(&self, a: &Event, b: &Event) -> bool {
        let segment = |e: &Event| self.text.segment_at(e.evidence[0].trigger).map(|s| s.span);
        segment(a) == segment(b)
    }

    /// What is owned to: "claimed responsibility for the attack", "said it was behind the attack", "carried out the attack";
    /// nothing, where somebody "claimed responsibility" and it is understood for what.
    fn claimed(&self, verb: TokenId) -> Option<Vec<TokenId>> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let led = |verb: TokenId, of: TokenId, by: &'static str| {
            // Parsers hang it on the noun or on the verb.
            let preps = [of, verb].into_iter().flat_map(|o| grammar.children(o, &["prep"]));
            preps.filter(move |&p| parse.norm(p) == by).filter_map(|p| grammar.child(p, &["pobj"])).collect()
        };
        let owned = grammar.children(verb, &["dobj", "nsubjpass"]).find(|&o| parse.lemma(o) == "responsibility");
        if let Some(owned) = owned {
            return Some(led(verb, owned, "for"));
        }
        // "Said it was behind the attack", "said they had carried out the attack".
        let clause = grammar.child(verb, &["ccomp"]).unwrap_or(verb);
        let act: Vec<TokenId> = match parse.lemma(clause) {
            "be" => led(clause, clause, "behind"),
            "carry" | "claim" | "stage" | "mount" | "launch" => {
                grammar.children(clause, &["dobj", "nsubjpass"]).collect()
            }
            _ => return None,
        };
        act.iter().any(|&t| self.book.names_act(parse.lemma(t), EventType::Assault)).then_some(act)
    }

    /// Whether nobody is told by name or by what group he is of: "gunmen", "a bomber".
    fn nobody_known(&self, side: &[Argument]) -> bool {
        side.iter().all(|a| matches!(self.cast.entity(a.entity).kind, EntityKind::Group | EntityKind::Unnamed))
    }

    /// "Lifted a ban on the rebels … We lift the ban": the same done to the same thing, which is known by then.
    fn takes_up_object(&self, a: &Event, b: &Event) -> bool {
        let parse = self.grammar.parse;
        let object = |e: &Event| self.grammar.child(self.first_trigger(e)?, &["dobj", "nsubjpass"]);
        let (Some(first), Some(again)) = (object(a), object(b)) else { return false };
        parse.lemma(first) == parse.lemma(again) && self.grammar.is_definite(again)
    }

    /// Whether it is told in a headline, standfirst or caption.
    fn is_summary(&self, event: &Event) -> bool {
        event.evidence.iter().any(|piece| {
            self.text.segment_at(piece.trigger).is_some_and(|s| {
                matches!(s.kind, SegmentKind::Headline | SegmentKind::Standfirst | SegmentKind::Caption)
            })
        })
    }

    /// Whether the act is told by a definite noun: "the raid", "that meeting".
    fn refers_back(&self, event: &Event) -> bool {
        let parse = self.grammar.parse;
        self.first_trigger(event).is_some_and(|t| {
            self.grammar
                .child(t, &["det", "poss"])
                .is_some_and(|d| !matches!(parse.norm(d), "a" | "an" | "another" | "no" | "some" | "any"))
        })
    }

    fn sides_agree(&self, a: &[Argument], b: &[Argument], summary: bool) -> Sameness {
        if a.is_empty() || b.is_empty() {
            return Sameness::Unknown;
        }
        if a.iter().any(|p| b.iter().any(|q| self.is_same_party(p, q, summary))) {
            return Sameness::Same;
        }
        // "Army shells port town … fired mortars at Mocimboa": a place whose state nobody tells may be any.
        let open = |p: &Argument| p.country.is_none() && self.cast.entity(p.entity).kind == EntityKind::Place;
        let is_open = summary && (a.iter().all(open) || b.iter().all(open));
        if is_open { Sameness::Unknown } else { Sameness::Other }
    }

    /// "Three nurses freed … let go three nurses of a French charity": whether the body says of which state they are of whom
    /// a heading only says what they are, while all else that is told of the two is the same.
    fn fills_in(&self, heading: &Event, body: &Event) -> bool {
        if !heading.evidence.iter().all(|piece| self.stands_above(piece)) || self.is_summary(body) {
            return false;
        }
        let nameless = |p: &Argument| self.cast.is_nameless(p.entity);
        let (h, b) = (&heading.casualties, &body.casualties);
        let one_toll = h.killed.is_some() && h.killed == b.killed || h.injured.is_some() && h.injured == b.injured;
        let actors = self.sides_agree(&heading.actors, &body.actors, true);
        let by_them = heading.event_type != EventType::Assault || actors == Sameness::Same;
        let one_mode = !heading.modes.is_empty() && heading.modes == body.modes && by_them;
        let (first, next) = (self.first_trigger(heading), self.first_trigger(body));
        let one_word = first.zip(next).is_some_and(|(x, y)| self.grammar.parse.lemma(x) == self.grammar.parse.lemma(y));
        let trade = |p: &Argument, q: &Argument| !p.sectors.is_empty() && p.sectors.first() == q.sectors.first();
        let open = |side: &[Argument], told: &[Argument]| {
            // Of which state they are may only stand around them.
            let unplaced =
                |p: &Argument| p.country.is_none() || one_toll && p.country_source == Some(CountrySource::Context);
            let of_them = |p: &Argument| nameless(p) && unplaced(p) && told.iter().any(|q| trade(p, q));
            !side.is_empty() && side.iter().all(of_them)
        };
        (one_toll || one_mode || one_word) && actors != Sameness::Other && open(&heading.recipients, &body.recipients)
    }

    /// Whether a piece of evidence stands in a headline, standfirst or crosshead.
    fn stands_above(&self, piece: &Evidence) -> bool {
        self.text.segment_at(piece.trigger).is_some_and(|s| s.kind.is_heading())
    }

    /// Gives those of whom a heading only says what they are the names that the body tells them by.
    fn correct(&self, heading: &mut Event, body: &Event) {
        if self.fills_in(heading, body) {
            heading.recipients.clone_from(&body.recipients);
        }
    }

    fn is_same_party(&self, a: &Argument, b: &Argument, by_country: bool) -> bool {
        if a.entity == b.entity {
            return true;
        }
        // "Israeli forces" of the headline are "the army" of the body; two persons by name are never one.
        let is_person = |x: &Argument| self.cast.entity(x.entity).kind == EntityKind::Person;
        let sectors_agree =
            a.sectors.is_empty() || b.sectors.is_empty() || a.sectors.iter().any(|s| b.sectors.contains(s));
        let one_state = || a.country.is_some() && a.country == b.country && sectors_agree;
        by_country && !(is_person(a) && is_person(b)) && one_state()
    }

    /// Whether the days that stand beside the two do not contradict.
    fn days_agree(&self, a: &Event, b: &Event) -> bool {
        let (m, n) = (&a.setting.date, &b.setting.date);
        let told = m.source == DateSource::Text && n.source == DateSource::Text;
        if told
            && let (Some(m_from), Some(m_to), Some(n_from), Some(n_to)) = (m.from, m.to, n.from, n.to)
            && (m_to < n_from || n_to < m_from)
        {
            return false;
        }
        let (x, y) = (self.days(a), self.days(b));
        x.is_empty() || y.is_empty() || x.intersection(&y).next().is_some()
    }

    /// Whether the two were at one place, as far as their own words tell: a town and the town's quarter are one place, two
    /// towns are two, and a town is in its region and country.
    fn places_agree(&self, a: &Event, b: &Event) -> Sameness {
        let own = |e: &Event| {
            let told = matches!(e.setting.place_source, PlaceSource::Clause | PlaceSource::Nominal);
            e.setting.place.filter(|_| told).map(|p| &self.places[p.index()])
        };
        let (Some(a), Some(b)) = (own(a), own(b)) else { return Sameness::Unknown };
        if a.name == b.name && a.country == b.country {
            return Sameness::Same;
        }
        if a.country.is_some() && b.country.is_some() && a.country != b.country {
            return Sameness::Other;
        }
        let (wide, narrow) = if a.precision <= b.precision { (a, b) } else { (b, a) };
        match (wide.precision, narrow.precision) {
            (Some(4..), Some(4..)) => {
                let inside = a.name.contains(&*b.name) || b.name.contains(&*a.name);
                let near = a.point.zip(b.point).is_some_and(|(a, b)| (a.0 - b.0).abs() + (a.1 - b.1).abs() < NEAR);
                if inside || near { Sameness::Unknown } else { Sameness::Other }
            }
            (Some(2 | 3), Some(2..)) if wide.feature.is_some_and(|f| f.starts_with("ADM")) => {
                match (&wide.admin1, &narrow.admin1) {
                    (Some(x), Some(y)) if x != y => Sameness::Other,
                    _ => Sameness::Unknown,
                }
            }
            _ => Sameness::Unknown,
        }
    }

    /// The words for days beside the triggers: "Monday", "last week".
    fn days(&self, event: &Event) -> BTreeSet<String> {
        let parse = self.grammar.parse;
        let mut found = BTreeSet::new();
        let mut note = |t: TokenId| {
            if matches!(parse.iob(t).1, "DATE" | "TIME") {
                found.insert(parse.norm(t).to_owned());
            }
        };
        for t in event.evidence.iter().filter_map(|e| parse.token_at(e.trigger.start())) {
            self.grammar.children(t, &["npadvmod", "nmod", "compound", "poss"]).for_each(&mut note);
            for p in self.grammar.prepositions(t) {
                self.grammar.children(p, &["pobj"]).for_each(&mut note);
            }
        }
        found
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sameness {
    Same,
    Unknown,
    Other,
}

fn parties(event: &Event) -> Vec<Argument> {
    event.actors.iter().chain(&event.recipients).cloned().collect()
}

/// Whether no number of the two contradicts: twelve dead and fifteen dead are two tellings at best of two states of
/// knowledge, and at worst two happenings, so they stay apart.
fn tolls_agree(a: &Event, b: &Event) -> bool {
    let agree = |x: Option<Toll>, y: Option<Toll>| match (x, y) {
        (Some(x), Some(y)) => {
            let low = |t: Toll| t.low.unwrap_or(0);
            let high = |t: Toll| t.high.unwrap_or(u32::MAX);
            low(x) <= high(y) && low(y) <= high(x)
        }
        _ => true,
    };
    agree(a.casualties.killed, b.casualties.killed)
        && agree(a.casualties.injured, b.casualties.injured)
        && agree(a.casualties.arrested, b.casualties.arrested)
}
