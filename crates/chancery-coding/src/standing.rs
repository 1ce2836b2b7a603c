//! Who counts as a party to politics: a state, an international body, and whoever acts for a state, a party or an armed
//! group, against citizens, firms, and people of whom nothing is told.
//!
//! The ontology is about political actors, and general news is full of words that mean politics among nations and
//! something else next door: the neighbours agree, the coach threatens, a firm offers. Which acts need a party of
//! standing is for the folder of each type (`[private]`) and for guards (`<power>`); this module only tells who has it.

use std::collections::BTreeSet;

use chancery_doc::{Argument, Cast, Country, CountrySource, EntityId, EntityKind, Event, EventType, Mention, Sector};

use crate::arguments::Party;
use crate::book::Private;

/// Sectors of those who act for a state, or who fight or stand for one.
pub(crate) const POWERS: &[Sector] = &[
    Sector::Gov,
    Sector::Mil,
    Sector::Cop,
    Sector::Jud,
    Sector::Leg,
    Sector::Spy,
    Sector::Reb,
    Sector::Uaf,
    Sector::Pty,
    Sector::Opp,
    Sector::Prm,
    Sector::Pre,
];

/// Sectors of a state's government and forces.
pub(crate) const SERVICES: &[Sector] = &[Sector::Gov, Sector::Mil, Sector::Cop, Sector::Spy];

/// Whether someone has power of their own.
pub(crate) fn has_power(cast: &Cast, mention: &Mention) -> bool {
    let Mention { entity, country, sectors, .. } = mention;
    is_power_of(cast, *entity, *country, sectors)
}

/// Whether a party of an event is a state or those who act for one.
pub(crate) fn governs(argument: &Argument) -> bool {
    argument.sectors.first().is_none_or(|s| SERVICES.contains(s))
}

/// Whether a party is of a state's government or forces.
pub(crate) fn serves(argument: &Argument) -> bool {
    argument.sectors.first().is_some_and(|s| SERVICES.contains(s))
}

/// Whether a party is of a state's forces.
pub(crate) fn in_uniform(argument: &Argument) -> bool {
    matches!(argument.sectors.first(), Some(Sector::Mil | Sector::Cop))
}

/// Whether a party is a state or its forces.
pub(crate) fn is_force(argument: &Argument) -> bool {
    argument.sectors.is_empty() || in_uniform(argument)
}

/// Whether a party is a state or bears arms.
pub(crate) fn is_armed(argument: &Argument) -> bool {
    governs(argument) || matches!(argument.sectors.first(), Some(Sector::Prm | Sector::Reb | Sector::Uaf))
}

/// Whether nothing tells the country of a party without a name.
pub(crate) fn is_unplaced(cast: &Cast, argument: &Argument) -> bool {
    argument.country.is_none() && cast.is_nameless(argument.entity) && cast.entity(argument.entity).country.is_none()
}

/// [`has_power`] for a party of an event.
pub(crate) fn is_power(cast: &Cast, argument: &Argument) -> bool {
    is_power_of(cast, argument.entity, argument.country, &argument.sectors)
}

fn is_power_of(cast: &Cast, entity: EntityId, country: Option<Country>, sectors: &[Sector]) -> bool {
    let entity = cast.entity(entity);
    let sectors = if sectors.is_empty() { &entity.sectors[..] } else { sectors };
    if country.or(entity.country).is_some_and(|c| c.is_international()) || sectors.iter().any(|s| POWERS.contains(s)) {
        return true;
    }
    // A state by its name or its people's; of a person or a firm a country alone says nothing.
    sectors.is_empty() && country.is_some() && matches!(entity.kind, EntityKind::Place | EntityKind::Group)
}

/// "Uganda armed the rebels, a senior officer said": whether those who say something are of no told country, or of the one
/// that they speak of, and take no side, so that they accuse nobody.
pub(crate) fn only_report(cast: &Cast, actors: &[Party<'_>], recipients: &[Party<'_>]) -> bool {
    let is_source = |a: &Party<'_>| {
        let Mention { entity, country, sectors, .. } = a.mention;
        let of_them = || recipients.iter().any(|r| r.mention.country == *country);
        let guessed = a.mention.country_source == Some(CountrySource::Context);
        let official = matches!(sectors.first(), None | Some(Sector::Gov | Sector::Mil | Sector::Cop | Sector::Cvl));
        official && cast.is_nameless(*entity) && (country.is_none() || guessed && of_them())
    };
    !actors.is_empty() && actors.iter().all(is_source)
}

/// Whether an act is an interview, or the work of one state's own police and soldiers.
pub(crate) fn is_routine(cast: &Cast, event_type: EventType, actors: &[Argument], recipients: &[Argument]) -> bool {
    is_interview(cast, event_type, actors, recipients) || is_of_one_house(cast, event_type, actors, recipients)
}

/// Whether a meeting is an interview: all but one who take part are of the press.
fn is_interview(cast: &Cast, event_type: EventType, actors: &[Argument], recipients: &[Argument]) -> bool {
    let is_press = |a: &&Argument| {
        let sectors = if a.sectors.is_empty() { &cast.entity(a.entity).sectors } else { &a.sectors };
        sectors.first() == Some(&Sector::Jrn)
    };
    let all = || actors.iter().chain(recipients);
    let press = all().filter(is_press).count();
    event_type == EventType::Consult && press > 0 && all().count() <= press + 1
}

/// Whether help passes between the police, soldiers and offices of one state: that is their work, and no aid.
fn is_of_one_house(cast: &Cast, event_type: EventType, actors: &[Argument], recipients: &[Argument]) -> bool {
    let home = actors.first().and_then(|a| a.country);
    let serves = |a: &Argument| {
        let sectors = if a.sectors.is_empty() { &cast.entity(a.entity).sectors } else { &a.sectors };
        a.country == home && matches!(sectors.first(), Some(Sector::Cop | Sector::Mil | Sector::Jud | Sector::Spy))
    };
    event_type == EventType::Aid
        && home.is_some_and(|c| !c.is_international())
        && !recipients.is_empty()
        && actors.iter().chain(recipients).all(serves)
}

/// Whether an act is among private people and firms: the neighbours who agree, the company that sues another.
pub(crate) fn is_private(cast: &Cast, test: &Private, actors: &[Argument], recipients: &[Argument]) -> bool {
    if test.named && actors.is_empty() || test.both && (actors.is_empty() || recipients.is_empty()) {
        return false;
    }
    let one_sided = recipients.is_empty();
    let private = |a: &Argument| {
        let entity = cast.entity(a.entity);
        let sectors = if a.sectors.is_empty() { &entity.sectors } else { &a.sectors };
        if !sectors.iter().all(|s| test.sectors.contains(s)) {
            return false;
        }
        let Some(country) = a.country else { return true };
        if country.is_international() && country.code() != "MNC" {
            return false;
        }
        // A firm of many states is one all the same; a lender of states is none.
        if test.both || country.code() == "MNC" {
            return one_sided && !sectors.is_empty() && sectors.iter().all(|s| *s == Sector::Bus);
        }
        match entity.kind {
            // A citizen by name stands for nobody; a people does, and so does a body of which nothing else is told.
            EntityKind::Person => true,
            EntityKind::Place | EntityKind::Organization => !sectors.is_empty(),
            EntityKind::Group | EntityKind::Unnamed => !sectors.is_empty() && sectors.iter().all(|s| *s == Sector::Bus),
        }
    };
    let mut sides = actors.iter().chain(recipients);
    if !sides.clone().all(private) {
        return false;
    }
    // What passes between people of two countries may matter to both.
    let country = sides.clone().find_map(|a| a.country);
    sides.all(|a| a.country.is_none() || a.country == country)
}

/// Whether nothing shows that an act is any politics: fewer take part than its type asks for, or the text tells the
/// state of nobody who does (and, where standing counts, of no office and no group either).
pub(crate) fn is_obscure(cast: &Cast, test: &Private, actors: &[Argument], recipients: &[Argument]) -> bool {
    let mut all = actors.iter().chain(recipients);
    // Several may be told by one noun: leaders who meet, a council of states that sits.
    let is_group = |a: &Argument| {
        let entity = cast.entity(a.entity);
        entity.kind == EntityKind::Group
            || entity.kind == EntityKind::Organization && a.country.is_some_and(|c| c.is_international())
    };
    if all.clone().map(|a| 1 + usize::from(is_group(a))).sum::<usize>() < test.parties {
        return true;
    }
    let is_placed = |a: &Argument| a.country.or(cast.entity(a.entity).country).is_some();
    let stands = |a: &Argument| is_group(a) || a.sectors.iter().any(|s| POWERS.contains(s));
    test.stateless && !all.any(|a| is_placed(a) || test.standing && stands(a))
}

/// Whether the recipients are mere places and bodies of the actors' own country: who goes there visits nobody.
pub(crate) fn is_at_home(cast: &Cast, actors: &[Party<'_>], recipients: &[Party<'_>]) -> bool {
    let at_home = |p: &Party<'_>| {
        matches!(cast.entity(p.mention.entity).kind, EntityKind::Place | EntityKind::Organization)
            && p.mention.country.is_none_or(|c| actors.iter().any(|a| a.mention.country == Some(c)))
    };
    !recipients.is_empty() && recipients.iter().all(at_home)
}

/// Whether states deal with each other by such an act, in words or on paper.
pub(crate) fn is_dealing(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Consult, Cooperate, Reject, Request, Sanction, Support, Threaten};
    matches!(event_type, Accuse | Agree | Consult | Cooperate | Reject | Request | Sanction | Support | Threaten)
}

/// Takes back a country that was only guessed: "the government thanked China" is not China's, where the act is between
/// two states and the other is the state itself.
pub(crate) fn unguess(cast: &Cast, event_type: EventType, actors: &mut [Argument], recipients: &[Argument]) {
    let between_states = is_dealing(event_type) || event_type == EventType::Aid;
    let is_state = |r: &Argument| cast.entity(r.entity).kind == EntityKind::Place && r.sectors.is_empty();
    for actor in actors.iter_mut().filter(|_| between_states) {
        let is_guess = actor.country_source == Some(CountrySource::Context)
            && matches!(actor.sectors.first(), Some(Sector::Gov | Sector::Leg))
            && matches!(
                cast.entity(actor.entity).kind,
                EntityKind::Group | EntityKind::Unnamed | EntityKind::Organization
            );
        if is_guess && recipients.iter().any(|r| is_state(r) && r.country == actor.country) {
            actor.country = None;
            actor.country_source = None;
        }
    }
}

/// "Two states exchanged fire, killing two soldiers": of which of them the victims are is not told.
pub(crate) fn unguess_victims(actors: &[Argument], recipients: &mut [Argument]) {
    let states: BTreeSet<_> = actors.iter().filter_map(|a| a.country).collect();
    if states.len() < 2 {
        return;
    }
    for victim in recipients.iter_mut().filter(|r| r.country_source == Some(CountrySource::Context)) {
        if victim.country.is_some_and(|c| states.contains(&c)) {
            victim.country = None;
            victim.country_source = None;
        }
    }
}

/// "India cancelled a meeting of the ministers of India and Pakistan": of two whom a noun joins, the actor's own side is
/// no other party of a dealing.
pub(crate) fn leave_own_side_out(
    cast: &Cast,
    event_type: EventType,
    actors: &[Argument],
    recipients: &mut Vec<Argument>,
) {
    let [first, rest @ ..] = actors else { return };
    let Some(own) = first.country.filter(|c| !c.is_international() && rest.iter().all(|a| a.country == Some(*c)))
    else {
        return;
    };
    let is_own = |r: &Argument| r.country == Some(own) && governs(r) && governs(first);
    let is_foreign = |r: &Argument| r.country.is_some_and(|c| c != own);
    if is_dealing(event_type) && recipients.iter().any(is_own) && recipients.iter().any(is_foreign) {
        recipients.retain(|r| !is_own(r));
    }
    // "The president promised that Pakistan would strike back": a state is not what its own government threatens.
    let is_self = |r: &Argument| r.country == Some(own) && cast.entity(r.entity).state && governs(first);
    if event_type == EventType::Threaten {
        recipients.retain(|r| !is_self(r));
    }
}

/// Makes civilians of nameless groups that elsewhere bear arms: fundamentalists who march or fast are none of the armed.
pub(crate) fn make_civil(cast: &Cast, event: &mut Event) {
    for actor in &mut event.actors {
        let nameless = matches!(cast.entity(actor.entity).kind, EntityKind::Group | EntityKind::Unnamed);
        if nameless && matches!(actor.sectors.first(), Some(Sector::Reb | Sector::Uaf)) {
            actor.sectors = vec![Sector::Cvl];
        }
    }
}
