//! Who is of which side in a fight of two peoples, where a text names arms, gunmen and victims by themselves.
//!
//! "Ethiopian soldiers chased Somali gunmen. Helicopters opened fire, killing Yusuf Ali": whoever guesses a country from
//! what stands around takes arms for those of the town they shell, and the dead for the countrymen of the army that killed
//! them. Where the text tells whose forces attack whose people, arms without an owner are of the first, gunmen and victims
//! of nobody else's of the second.

use chancery_doc::{Argument, Country, CountrySource, EntityKind, EventType, Sector, TokenId};

use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;

/// So many sentences back the fight may have been told, and so many on.
const BEFORE: usize = 12;
const AFTER: usize = 3;

/// The two sides of an attack that tells both: whose forces it is of, and whose people it hits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Front {
    sentence: usize,
    own: Country,
    foe: Country,
}

impl Matcher<'_, '_> {
    /// Gives arms, gunmen and victims whose country was only guessed that of their side.
    pub(crate) fn take_sides(&self, drafts: &mut [Draft<'_>]) {
        let fronts: Vec<Front> = drafts.iter().filter_map(|d| self.front(d)).collect();
        for i in 0..drafts.len() {
            let hostile = matches!(drafts[i].event_type, EventType::Assault | EventType::Coerce | EventType::Mobilize);
            if !hostile || drafts[i].dropped {
                continue;
            }
            self.harbour(drafts, i);
            let Some(front) = near(&fronts, self.sentence_at(&drafts[i])) else { continue };
            self.arm_side(&mut drafts[i], front);
            self.turn_from_own_post(drafts, i, front);
            let allied = self.fights_beside(drafts, i, front);
            let draft = &mut drafts[i];
            if self.are_gunmen_at(draft, front) {
                draft.actors.iter_mut().for_each(|a| a.take_country(front.foe));
            }
            let forces = |a: &Argument| a.country == Some(front.own) && (standing::is_force(a) || standing::serves(a));
            let by_forces = !draft.actors.is_empty() && draft.actors.iter().all(forces);
            for victim in draft.recipients.iter_mut().filter(|r| is_guess(r)) {
                if by_forces && self.may_be_foe(victim, front) {
                    victim.take_country(front.foe);
                } else if allied && victim.country.is_none_or(|c| c == front.foe) && standing::in_uniform(victim) {
                    victim.take_country(front.own);
                }
            }
        }
    }

    /// The sides of an attack of a state's forces on another people, or of gunmen of another people on a state's, where
    /// words say of both whose they are.
    fn front(&self, draft: &Draft<'_>) -> Option<Front> {
        let fights = matches!(draft.event_type, EventType::Assault | EventType::Mobilize) && !draft.dropped;
        let (a, b) = (state(&draft.actors)?, state(&draft.recipients)?);
        // Of those who bear arms one side may be told by the other: "helicopters fought the Somali gunmen".
        let in_arms = |side: &[Argument]| side.iter().all(|a| a.sectors.first().is_some_and(bears_arms));
        let (told_a, told_b) = (told_state(&draft.actors).is_some(), told_state(&draft.recipients).is_some());
        let told = told_a && (told_b || in_arms(&draft.recipients)) || told_b && in_arms(&draft.actors);
        if !fights || !told || a == b {
            return None;
        }
        let sentence = self.sentence_at(draft);
        let armed = |a: &Argument| matches!(a.sectors.first(), Some(Sector::Reb | Sector::Uaf));
        // "The Palestinians": a people by its name has no army of its own here.
        let state = |a: &Argument| standing::is_force(a) && (!a.sectors.is_empty() || self.is_state(a));
        if draft.actors.iter().all(state) {
            return Some(Front { sentence, own: a, foe: b });
        }
        let on_forces = draft.recipients.iter().all(standing::is_force);
        (draft.actors.iter().all(armed) && on_forces).then_some(Front { sentence, own: b, foe: a })
    }

    /// Whether somebody is a state, and not its people: "Ethiopia", not "the Ethiopians".
    fn is_state(&self, a: &Argument) -> bool {
        let parse = self.walker.grammar.parse;
        let last = parse.token_at(a.span.end().saturating_sub(1));
        let several = last.is_some_and(|t| matches!(parse.tag(t), "NNS" | "NNPS") && parse.iob(t).1 == "NORP");
        self.parties.cast.entity(a.entity).kind == EntityKind::Place && !several
    }

    /// "Helicopters fired on the village": arms without an owner are of the side that has forces there.
    fn arm_side(&self, draft: &mut Draft<'_>, front: Front) {
        let on_own = draft.recipients.iter().any(|r| r.country == Some(front.own) && !is_guess(r));
        let open = |a: &Argument| {
            let guessed = a.country.is_none() || is_guess(a) && a.country == Some(front.foe);
            guessed && self.is_arms(a)
        };
        if !on_own && !draft.actors.is_empty() && draft.actors.iter().all(open) {
            draft.actors.iter_mut().for_each(|a| a.take_country(front.own));
        }
    }

    /// Whether somebody is told by arms that only armies have, and by nothing else.
    fn is_arms(&self, a: &Argument) -> bool {
        let cast = self.parties.cast;
        let parse = self.walker.grammar.parse;
        let lists = ["aircraft", "heavy_arms"].map(|set| self.book.sets.get(set));
        // At the head of a sentence taggers make a name of them: "Gunships".
        let is_one = |word: &str| lists.iter().flatten().any(|set| set.contains(word));
        let arms = |t: TokenId| {
            let norm = parse.norm(t);
            is_one(parse.lemma(t)) || is_one(norm.strip_suffix('s').unwrap_or(norm))
        };
        let in_force = a.sectors.first().is_none_or(|s| *s == Sector::Mil);
        in_force && cast.is_nameless(a.entity) && cast.mentions_of(a.entity).any(|m| arms(m.head))
    }

    /// Gunmen of whom only the state that they attack told a country.
    fn are_gunmen_at(&self, draft: &Draft<'_>, front: Front) -> bool {
        let bare = |a: &Argument| {
            let armed = matches!(a.sectors.first(), Some(Sector::Uaf | Sector::Reb));
            armed && a.country == Some(front.own) && is_guess(a) && self.parties.cast.is_nameless(a.entity)
        };
        let on_foe = draft.recipients.iter().any(|r| r.country == Some(front.foe));
        let attacks = draft.event_type == EventType::Assault && !draft.actors.is_empty();
        attacks && !on_foe && draft.actors.iter().all(bare)
    }

    /// Whether a victim of the one side's forces may be of the other people: nobody who serves the first, and nobody of
    /// whom the text knows more.
    fn may_be_foe(&self, victim: &Argument, front: Front) -> bool {
        let entity = self.parties.cast.entity(victim.entity);
        let plain = matches!(victim.sectors.first(), None | Some(Sector::Cvl | Sector::Uaf | Sector::Reb));
        let anybody = match entity.kind {
            // "Yusuf Ali, a man they seek".
            EntityKind::Person => entity.roles.iter().all(|r| r.of.is_none()),
            EntityKind::Group | EntityKind::Unnamed => true,
            EntityKind::Organization | EntityKind::Place => false,
        };
        plain && anybody && victim.country.is_none_or(|c| c == front.own)
    }

    /// "Helicopters fought the gunmen, holed up there after attacking an Indian post": forces do not attack their own, and
    /// those whom they fight in the same sentence do.
    fn turn_from_own_post(&self, drafts: &mut [Draft<'_>], i: usize, front: Front) {
        let draft = &drafts[i];
        let own = |a: &Argument| a.country == Some(front.own) && standing::in_uniform(a);
        let on_own = |r: &Argument| own(r) && !is_guess(r);
        let odd = draft.event_type == EventType::Assault
            && !draft.recipients.is_empty()
            && !draft.actors.is_empty()
            && draft.actors.iter().all(|a| own(a) && is_guess(a))
            && draft.recipients.iter().all(on_own);
        if !odd {
            return;
        }
        let gunmen =
            |r: &Argument| r.country == Some(front.foe) && matches!(r.sectors.first(), Some(Sector::Uaf | Sector::Reb));
        let beside = self.of_sentence(drafts, i).filter(|d| !d.dropped);
        let found: Vec<Argument> =
            beside.flat_map(|d| d.recipients.iter()).filter(|r| gunmen(r)).take(1).cloned().collect();
        if !found.is_empty() {
            drafts[i].take_actors(found);
        }
    }

    /// "Threw grenades at soldiers and border police, hurting one policeman": whether the same sentence tells that the same
    /// people attack the other side.
    fn fights_beside(&self, drafts: &[Draft<'_>], i: usize, front: Front) -> bool {
        let draft = &drafts[i];
        let theirs = |d: &Draft<'_>| told_state(&d.actors) == Some(front.foe) && !d.actors.iter().any(standing::serves);
        let beside = |d: &Draft<'_>| {
            d.event_type == EventType::Assault
                && !d.dropped
                && theirs(d)
                && d.recipients.iter().any(|r| r.country == Some(front.own))
        };
        theirs(draft) && self.of_sentence(drafts, i).any(|d| !std::ptr::eq(d, draft) && beside(d))
    }

    /// "Chad does not foil attacks on Sudan and arrest militants": whom a state is to arrest lives there, not in the state
    /// that its sentence tells to be attacked.
    fn harbour(&self, drafts: &mut [Draft<'_>], i: usize) {
        let draft = &drafts[i];
        let arrests = draft.event_type == EventType::Coerce && draft.modes.iter().any(|m| &**m == "arrest");
        let Some(own) = told_state(&draft.actors).filter(|_| arrests) else { return };
        let bare = |r: &Argument| {
            let armed = matches!(r.sectors.first(), Some(Sector::Uaf | Sector::Reb));
            armed && is_guess(r) && r.country != Some(own) && self.parties.cast.is_nameless(r.entity)
        };
        let Some(guess) = draft.recipients.iter().find(|r| bare(r)).and_then(|r| r.country) else { return };
        let is_hit = |d: &Draft<'_>| {
            let hurts = matches!(d.event_type, EventType::Assault | EventType::Threaten) && !d.dropped;
            let by_others = d.actors.iter().all(|a| a.country != Some(guess));
            hurts && by_others && d.recipients.iter().any(|r| r.country == Some(guess))
        };
        if self.of_sentence(drafts, i).any(is_hit) {
            drafts[i].recipients.iter_mut().filter(|r| bare(r)).for_each(|r| r.take_country(own));
        }
    }

    /// The drafts of the sentence of one, which stand in the order of their words.
    fn of_sentence<'d, 'b>(&self, drafts: &'d [Draft<'b>], i: usize) -> impl Iterator<Item = &'d Draft<'b>> {
        let here = |d: &&Draft<'_>| self.sentence_at(d) == self.sentence_at(&drafts[i]);
        let before = drafts[..i].iter().rev().take_while(here).count();
        let after = drafts[i..].iter().take_while(here).count();
        drafts[i - before..i + after].iter()
    }
}

/// The fight that is told nearest to a sentence, where all that are told around it have the same sides.
fn near(fronts: &[Front], here: usize) -> Option<Front> {
    let around = || fronts.iter().filter(|f| f.sentence + BEFORE >= here && f.sentence <= here + AFTER);
    let nearest = *around().min_by_key(|f| f.sentence.abs_diff(here))?;
    around().all(|f| (f.own, f.foe) == (nearest.own, nearest.foe)).then_some(nearest)
}

/// Whether what stands around somebody is all that tells his country, if anything does.
fn is_guess(a: &Argument) -> bool {
    a.country.is_none() || a.country_source == Some(CountrySource::Context)
}

/// Whether those of a sector fight.
fn bears_arms(sector: &Sector) -> bool {
    matches!(sector, Sector::Mil | Sector::Reb | Sector::Uaf)
}

/// The one state of all on a side.
fn state(side: &[Argument]) -> Option<Country> {
    let first = side.first()?.country.filter(|c| !c.is_international())?;
    side.iter().all(|a| a.country == Some(first)).then_some(first)
}

/// The one state of all on a side, where words say of at least one that he is of it.
fn told_state(side: &[Argument]) -> Option<Country> {
    state(side).filter(|_| side.iter().any(|a| !is_guess(a)))
}
