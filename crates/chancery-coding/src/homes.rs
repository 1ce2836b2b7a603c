//! Where parties are at home of whom their own words tell no country, or the wrong one.
//!
//! News is told once where it is at home: the dateline says Montevideo, the streets and towns are Uruguay's, and from
//! then on police are police. Once the places of an article are resolved together, they and all other words that tell
//! a country are counted, and where a good part of them tell one, and as many no other, the article is at home there.
//! A party without country then takes, in this order, that of the place in its own phrase ("Salto police"), that of the
//! place its clause gives the event, and that of the home of the article. The last is for those who are local by nature
//! (police, courts, councils, residents, suspects) and never for those who are away by trade or by name (diplomats,
//! tourists, foreign troops, armies, refugees, firms), nor where the sentence, or the paragraph around a sentence that
//! tells none, is about another country.
//!
//! The lists of actors also know one Paris and one Athens. A party that is named after a town, or that got its country
//! from words around it, is moved home if the town lies there, or if no word of the article means the other country.
//! Bare names of places stay what they are, and so do firms and bodies of which nothing else is told: those take
//! names from anywhere.
//!
//! All of it is about the parties of events: the cast keeps what its own words tell.

use std::collections::{BTreeMap, BTreeSet};

use chancery_doc::{
    Argument, Cast, Country, CountrySource, Entity, EntityId, EntityKind, Event, EventType, Form, Mention, Parse,
    Place, PlaceKind, PlaceSource, Sector, SegmentKind, SentenceId, Span, TokenId,
};

use crate::Layers;
use crate::arguments::mention_of;
use crate::book::Codebook;
use crate::grammar::Grammar;
use crate::standing;
use crate::weighing::{self, Question};

/// How many words more a dateline counts for.
const DATELINE: usize = 2;

/// The least share of the words that tell a country which tells the home of an article, and which makes it clear: the
/// sides of 432 reports read by hand are right most often with these, and from a third upwards hardly less.
const PERCENT_HOME: usize = 40;
const PERCENT_CLEAR: usize = 45;

/// And the least share where the report is filed from there and opens with it.
const PERCENT_LED: usize = 20;

/// Fills in and corrects the countries of the parties of events, whose places are known.
/// Gives where everybody else is at home of whom the cast knows no country. `asked` takes what was weighed ([`weighing`]).
pub(crate) fn settle(
    layers: &Layers<'_>,
    grammar: Grammar<'_>,
    book: &Codebook,
    events: &mut [(TokenId, Event)],
    asked: Option<&mut Vec<Question>>,
) -> Vec<(EntityId, Country)> {
    let told = told(layers, grammar);
    let home = Home::of(layers, &told);
    let countries = told.iter().map(|(_, country, _)| *country).collect();
    let told = told.into_iter().map(|(span, country, _)| (span, country)).collect();
    let scene = Scene { layers, grammar, told, countries, home };
    for (trigger, event) in &mut *events {
        let place = match event.setting.place_source {
            PlaceSource::Clause | PlaceSource::Nominal => event.setting.place.map(|p| &layers.places[p.index()]),
            _ => None,
        };
        // "Thousands have fled to Ghana": where they go is not where they are from.
        let flees = matches!(grammar.parse.lemma(*trigger), "flee" | "escape" | "pour" | "stream");
        let clause = place.and_then(|p| p.country).filter(|_| !flees);
        defy_own_state(event, place);
        // Whatever the recogniser makes of a name, who is arrested and convicted is somebody.
        let is_of_people = event.modes.iter().any(|m| matches!(&**m, "arrest" | "convict"));
        // Whom a state's forces hit is not of that state because the sentence tells no other.
        let mut struck_by: Vec<Country> = Vec::new();
        let hurt: Vec<Country> = event.recipients.iter().filter_map(|r| r.country).collect();
        for argument in &mut event.actors {
            scene.correct(argument);
            scene.relocate(argument, *trigger);
            // "Rebels freed an Italian priest on Mindanao": they are of the island, not of Italy.
            // "Border guards shot dead a Syrian in Turkey": and so are soldiers and officials.
            use Sector::{Cop, Crm, Gov, Mil, Prm, Reb, Uaf};
            let is_nameless = layers.cast.is_nameless(argument.entity);
            let is_local = argument
                .sectors
                .iter()
                .any(|s| matches!(s, Reb | Uaf | Crm | Prm) || is_nameless && matches!(s, Mil | Gov | Cop));
            if is_local
                && argument.country_source == Some(CountrySource::Context)
                && argument.country.is_some_and(|c| hurt.contains(&c))
                && let Some(country) = clause.filter(|c| !c.is_international())
            {
                argument.take_country(country);
            }
            if argument.country.is_none()
                && let Some(country) = scene.country(argument, *trigger, clause, is_of_people, &[])
            {
                argument.take_country(country);
            }
            let is_force = argument.sectors.first().is_none_or(|s| *s == Sector::Mil);
            struck_by.extend(argument.country.filter(|_| is_force && event.event_type == EventType::Assault));
        }
        // "Rebels accused the Sudanese government": rebels of no told country are at home in that of whom they defy.
        if let [first, rest @ ..] = event.recipients.as_slice()
            && matches!(first.sectors.first(), Some(Sector::Gov | Sector::Leg | Sector::Cop))
            && rest.iter().all(|r| r.country == first.country)
        {
            let defied = first.country.filter(|c| !c.is_international());
            let rebels = event.actors.iter_mut().filter(|a| {
                a.country.is_none()
                    && matches!(a.sectors.first(), Some(Sector::Reb | Sector::Opp | Sector::Uaf | Sector::Pty))
            });
            rebels.for_each(|a| defied.into_iter().for_each(|c| a.take_country(c)));
        }
        for argument in &mut event.recipients {
            scene.correct(argument);
            scene.relocate(argument, *trigger);
            if argument.country.is_none()
                && let Some(country) = scene.country(argument, *trigger, clause, is_of_people, &struck_by)
            {
                argument.take_country(country);
            }
        }
        if book.types.get(&event.event_type).is_some_and(|t| t.alone_at_home) {
            scene.alone(event, *trigger);
        }
        scene.strangers(event, *trigger);
        scene.officials(event, *trigger);
    }
    weighing::settle(&scene, &book.weights, events, asked);
    share(events);
    for (_, event) in &mut *events {
        opposes(event);
    }
    let homes = scene.residents(events);
    for argument in events.iter_mut().flat_map(|(_, e)| e.actors.iter_mut().chain(&mut e.recipients)) {
        if argument.country.is_none()
            && let Ok(i) = homes.binary_search_by_key(&argument.entity, |h| h.0)
        {
            argument.take_country(homes[i].1);
        }
    }
    homes
}

/// "The Philippine government and communist rebels signed a truce in Oslo": rebels who deal with a state somewhere else are
/// those of that state.
fn defy_own_state(event: &mut Event, place: Option<&Place>) {
    let Some(venue) = place.and_then(|p| p.country) else { return };
    use EventType::{Agree, Concede, Consult, Cooperate, Support};
    if !matches!(event.event_type, Agree | Concede | Consult | Cooperate | Support) {
        return;
    }
    let sides = || event.actors.iter().chain(&event.recipients);
    let mut states = sides().filter(|a| standing::governs(a)).filter_map(|a| a.country);
    let Some(state) = states.next().filter(|c| !c.is_international() && *c != venue) else { return };
    if states.any(|c| c != state) {
        return;
    }
    // "Rebels in Oslo" are only there; "rebels in Congo" are of Congo.
    let in_town = place.is_some_and(|p| p.precision.is_some_and(|r| r > 1));
    let is_rebel = |a: &&mut Argument| {
        let unplaced = a.country.is_none() || in_town && a.country == Some(venue);
        unplaced && matches!(a.sectors.first(), Some(Sector::Reb | Sector::Opp | Sector::Uaf))
    };
    event.actors.iter_mut().chain(&mut event.recipients).filter(is_rebel).for_each(|a| a.take_country(state));
}

/// "The delegate of Podemos accused the government": a party that stands against its own state's rulers is of the
/// opposition there.
fn opposes(event: &mut Event) {
    use EventType::{Accuse, Protest, Reject, Request, Threaten};
    if !matches!(event.event_type, Accuse | Protest | Reject | Request | Threaten) {
        return;
    }
    let rulers: Vec<Country> =
        event.recipients.iter().filter(|r| r.sectors.first() == Some(&Sector::Gov)).filter_map(|r| r.country).collect();
    let parties = event.actors.iter_mut().filter(|a| {
        a.sectors.first() == Some(&Sector::Pty)
            && !a.sectors.contains(&Sector::Gov)
            && !a.sectors.contains(&Sector::Opp)
            && a.country.is_some_and(|c| rulers.contains(&c))
    });
    parties.for_each(|a| a.sectors.push(Sector::Opp));
}

/// Whoever got a country in one event has it in all, if no other event gave another.
fn share(events: &mut [(TokenId, Event)]) {
    let mut found: BTreeMap<EntityId, Option<Country>> = BTreeMap::new();
    let sides = |e: &Event| e.actors.iter().chain(&e.recipients).filter_map(|a| Some((a.entity, a.country?))).collect();
    for (entity, country) in events.iter().flat_map(|(_, e)| -> Vec<(EntityId, Country)> { sides(e) }) {
        found.entry(entity).and_modify(|known| *known = known.filter(|k| *k == country)).or_insert(Some(country));
    }
    for argument in events.iter_mut().flat_map(|(_, e)| e.actors.iter_mut().chain(&mut e.recipients)) {
        if let (None, Some(&Some(country))) = (argument.country, found.get(&argument.entity)) {
            argument.take_country(country);
        }
    }
}

/// Words that tell a country, in the order of the text, and whose country it is where they are no name of a place.
fn told(layers: &Layers<'_>, grammar: Grammar<'_>) -> Vec<(Span, Country, Option<EntityId>)> {
    let &Layers { parse, cast, places, .. } = layers;
    let own = |p: &&Place| !is_in_a_name(cast, p);
    let mut told: Vec<_> = places.iter().filter(own).filter_map(|p| Some((p.span, p.country?, None))).collect();
    // A phrase that holds a name of a place tells what the place does.
    let inside = |m: &Mention| {
        let phrase = parse.subtree_span(m.head).cover(m.span);
        let from = places.partition_point(|p| p.span.end() <= phrase.start());
        let near = places[from..].iter().take_while(move |p| p.span.start() < phrase.end());
        near.filter(move |p| !is_in_a_name(cast, p))
    };
    let holds = |m: &Mention| inside(m).next().is_some();
    // Firms and outlets are spoken of everywhere.
    let is_firm = |m: &Mention| {
        m.country_source == Some(CountrySource::List) && matches!(m.sectors.first(), Some(Sector::Bus | Sector::Jrn))
    };
    // "Pro-Taliban fighters" are not told to be of where the Taliban are.
    let takes_side = |m: &Mention| matches!(grammar.prefix_of(m.head), Some("pro" | "anti"));
    let speaks = |m: &&Mention| {
        m.form != Form::Pronoun
            && !takes_side(m)
            && m.country_source.is_some_and(|s| s != CountrySource::Context)
            && !is_firm(m)
    };
    // Whose phrase names only places of other countries has the country of a namesake, wherever else it is named.
    let is_misplaced = |m: &&Mention| holds(m) && inside(m).all(|p| p.country.is_some_and(|c| Some(c) != m.country));
    let misplaced: BTreeSet<EntityId> =
        cast.mentions().iter().filter(speaks).filter(is_misplaced).map(|m| m.entity).collect();
    let tells = |m: &&Mention| !holds(m) && !misplaced.contains(&m.entity);
    for m in cast.mentions().iter().filter(speaks).filter(tells) {
        if let Some(country) = m.country.filter(|c| !c.is_international()) {
            told.push((m.span, country, Some(m.entity)));
        }
    }
    told.sort_by_key(|(span, country, _)| (span.start(), span.end(), *country));
    told
}

/// The country that an article is at home in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Home {
    pub(crate) country: Country,
    /// So many of its words tell no other country that whoever is known by name only is at home there too.
    pub(crate) clear: bool,
}

impl Home {
    /// Names of places count as often as they stand there, everybody else once.
    fn of(layers: &Layers<'_>, told: &[(Span, Country, Option<EntityId>)]) -> Option<Home> {
        let mut count: BTreeMap<Country, usize> = BTreeMap::new();
        let mut known: BTreeSet<(EntityId, Country)> = BTreeSet::new();
        let mut sentences: BTreeSet<(Country, SentenceId)> = BTreeSet::new();
        for (span, country, whose) in told {
            if let Some(t) = layers.parse.token_at(span.start()) {
                sentences.insert((*country, layers.parse.sentence_of(t)));
            }
            if whose.is_none_or(|id| known.insert((id, *country))) {
                *count.entry(*country).or_default() += 1;
            }
        }
        let line = layers.text.segments().iter().find(|s| s.kind == SegmentKind::Dateline).map(|s| s.span);
        let dated = line.and_then(|line| told.iter().find(|(span, ..)| line.contains(*span))).map(|x| x.1);
        if let Some(country) = dated {
            *count.entry(country).or_default() += DATELINE;
        }
        let total: usize = count.values().sum();
        // "PORT MORESBY - Papua New Guinea suspended talks": a report that opens with the state it is filed from is at
        // home there, however often it speaks of the other side.
        let opens = line.and_then(|line| told.iter().find(|(span, ..)| span.start() >= line.end())).map(|x| x.1);
        if let Some(country) = dated.filter(|_| dated == opens) {
            let n = count[&country];
            if PERCENT_LED * total <= 100 * n {
                return Some(Home { country, clear: PERCENT_CLEAR * total <= 100 * n });
            }
        }
        let (&country, &n) = count.iter().max_by_key(|(_, n)| **n)?;
        if count.iter().any(|(c, m)| *c != country && *m == n) {
            return None;
        }
        // One sentence is no article: what it does not tell of its parties may be meant so.
        if dated != Some(country) && sentences.iter().filter(|(c, _)| *c == country).count() < 2 {
            return None;
        }
        let clear = n > 1 && PERCENT_CLEAR * total <= 100 * n;
        (clear || n > 2 && PERCENT_HOME * total <= 100 * n).then_some(Home { country, clear })
    }
}

/// How far a party is taken to be where the report is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Nature {
    /// It is of the place it acts in: police, courts, residents.
    Local,
    /// It mostly is: people known by name only, gunmen, the faithful.
    Likely,
    /// Where it is has to be told: rebels, terrorists.
    Placed,
    /// It may be from anywhere.
    Rootless,
}

pub(crate) struct Scene<'a> {
    pub(crate) layers: &'a Layers<'a>,
    pub(crate) grammar: Grammar<'a>,
    /// In the order of the text.
    pub(crate) told: Vec<(Span, Country)>,
    /// All that are told.
    countries: BTreeSet<Country>,
    pub(crate) home: Option<Home>,
}

impl Scene<'_> {
    /// The country of a party that tells none.
    fn country(
        &self,
        argument: &Argument,
        trigger: TokenId,
        clause: Option<Country>,
        is_of_people: bool,
        struck_by: &[Country],
    ) -> Option<Country> {
        let &Layers { parse, cast, .. } = self.layers;
        let mention = mention_of(cast, argument)?;
        let entity = cast.entity(argument.entity);
        let somebody = entity.kind == EntityKind::Organization && is_of_people && argument.sectors.is_empty();
        let nature = if somebody { Nature::Likely } else { self.nature(entity, mention, &argument.sectors) };
        if nature == Nature::Rootless {
            return None;
        }
        let own = self.places_of(mention).find_map(|p| p.country);
        let home = self.home.map(|h| h.country);
        // Who is known by name is not of every town that something befalls him in, and parties and rebels act abroad.
        let moves = entity.kind == EntityKind::Person
            || somebody
            || argument
                .sectors
                .iter()
                .any(|s| matches!(s, Sector::Pty | Sector::Gov | Sector::Soc | Sector::Reb | Sector::Uaf));
        let here = clause.filter(|c| !moves || Some(*c) == home);
        // A bare name may be anybody's; who is described as what one is at home is at home.
        let described = entity.kind != EntityKind::Person || !entity.roles.is_empty();
        let at_home = |h: &Home| nature != Nature::Placed && (h.clear || nature == Nature::Local || described);
        let around = || {
            let lives = matches!(argument.sectors.first(), Some(Sector::Cvl | Sector::Cop | Sector::Prm));
            let local = lives && entity.kind != EntityKind::Person && nature != Nature::Placed;
            let only = if local { self.only_around(trigger) } else { None };
            only.filter(|c| !struck_by.contains(c) || self.is_struck(trigger, *c))
        };
        own.or(here).or_else(around).or_else(|| {
            let Home { country, clear } = self.home.filter(at_home)?;
            let first = cast.mentions_of(argument.entity).next().map_or(trigger, |m| m.head);
            let fits = |t: TokenId| self.is_about(parse, t, country, clear);
            (fits(trigger) && fits(first)).then_some(country)
        })
    }

    /// "Security forces fired at teachers who had blocked the road to Sulaymaniyah": whoever has a country from words of other
    /// sentences only, and lives where he acts, gives it up for that of the towns in this one, if it tells no other.
    fn relocate(&self, argument: &mut Argument, trigger: TokenId) {
        use Sector::{Agr, Cop, Cvl, Edu, Lab, Med, Rel};
        let local = matches!(argument.sectors.first(), Some(Agr | Cop | Cvl | Edu | Lab | Med | Rel));
        if !local || argument.country_source != Some(CountrySource::Context) {
            return;
        }
        let &Layers { parse, cast, .. } = self.layers;
        if !cast.is_nameless(argument.entity) {
            return;
        }
        let sentence = parse.sentence_span(parse.sentence_of(trigger));
        let mut towns = self.towns(sentence);
        let Some(here) = towns.next().filter(|c| towns.all(|t| t == *c)) else { return };
        // Nouméa is in New Caledonia by the map and in France by the lists.
        let named = |m: &Mention| {
            m.country == argument.country && m.country_source.is_some_and(|s| s != CountrySource::Context)
        };
        let from = cast.mentions().partition_point(|m| m.span.start() < sentence.start());
        let mut inside = cast.mentions()[from..].iter().take_while(|m| m.span.start() < sentence.end());
        if self.told_in(sentence).all(|c| c == here) && !inside.any(named) {
            argument.take_country(here);
        }
    }

    /// Police that club demonstrators, rebels who abduct villagers and a ministry that threatens strikers have people of
    /// their own country before them, where the sentence tells no other. Armies are left out: they fight abroad.
    fn alone(&self, event: &mut Event, trigger: TokenId) {
        let &Layers { cast, .. } = self.layers;
        let [first, rest @ ..] = event.actors.as_slice() else { return };
        let at_home = |a: &Argument| !a.sectors.is_empty() && a.sectors.first() != Some(&Sector::Mil);
        let Some(state) = first.country.filter(|c| !c.is_international() && rest.iter().all(|a| a.country == Some(*c)))
        else {
            return;
        };
        let elsewhere = self.told_in(self.content(trigger)).any(|c| c != state);
        if elsewhere || !event.actors.iter().all(at_home) {
            return;
        }
        for argument in event.recipients.iter_mut().filter(|a| a.country.is_none()) {
            let entity = cast.entity(argument.entity);
            // Rebels whom police kill are of the state too; who has a name may be a foreigner.
            let local = matches!(entity.kind, EntityKind::Group | EntityKind::Unnamed)
                && entity.country.is_none()
                && mention_of(cast, argument).is_some_and(|m| {
                    let nature = self.nature(entity, m, &argument.sectors);
                    matches!(nature, Nature::Local | Nature::Likely | Nature::Placed)
                });
            if local {
                argument.take_country(state);
            }
        }
    }

    /// "Unidentified men stabbed a Honduran prosecutor": who attacks somebody and is nobody known is of the one state that
    /// the sentence tells.
    fn strangers(&self, event: &mut Event, trigger: TokenId) {
        let [first, rest @ ..] = event.recipients.as_slice() else { return };
        let of_state = |c: &Country| !c.is_international() && rest.iter().all(|r| r.country == Some(*c));
        let Some(state) = first.country.filter(of_state).filter(|_| event.event_type == EventType::Assault) else {
            return;
        };
        if self.told_in(self.content(trigger)).any(|c| c != state) {
            return;
        }
        let cast = self.layers.cast;
        let unknown = |a: &Argument| a.country.is_none() && cast.is_nameless(a.entity);
        for argument in event.actors.iter_mut().filter(|a| unknown(a)) {
            let entity = cast.entity(argument.entity);
            let nature = mention_of(cast, argument).map(|m| self.nature(entity, m, &argument.sectors));
            if entity.country.is_none() && nature.is_some_and(|n| n != Nature::Rootless) {
                argument.take_country(state);
            }
        }
    }

    /// "Jakarta is unhappy with the report, and an aide asked Canberra to act": who speaks for a state, without a name, and
    /// turns to another is of the one state that the sentence tells besides.
    fn officials(&self, event: &mut Event, trigger: TokenId) {
        if !standing::is_dealing(event.event_type) {
            return;
        }
        let theirs: Vec<Country> = event.recipients.iter().filter_map(|r| r.country).collect();
        let parse = self.layers.parse;
        let sentence = parse.sentence_span(parse.sentence_of(trigger));
        let mut others = self.told_in(sentence).filter(|c| !theirs.contains(c));
        let Some(state) = others.next().filter(|c| !theirs.is_empty() && others.all(|o| o == *c)) else { return };
        let cast = self.layers.cast;
        for argument in event.actors.iter_mut().filter(|a| a.country.is_none() && cast.is_nameless(a.entity)) {
            let serves = matches!(argument.sectors.first(), Some(Sector::Gov | Sector::Mil | Sector::Leg));
            if serves && cast.entity(argument.entity).country.is_none() {
                argument.take_country(state);
            }
        }
    }

    /// "Diplomats in Geneva said police fired on students": the clause of what is said, where a word stands in one; where
    /// those are who say it tells nothing of it. Else its sentence.
    pub(crate) fn content(&self, t: TokenId) -> Span {
        let parse = self.layers.parse;
        let says = |v: TokenId| self.grammar.words.reports.contains(parse.lemma(v));
        let told = std::iter::once(t).chain(parse.ancestors(t).take(12));
        let clause = told.into_iter().find(|&a| parse.dep(a) == "ccomp" && says(parse.head(a)));
        clause.map_or_else(|| parse.sentence_span(parse.sentence_of(t)), |c| parse.subtree_span(c))
    }

    /// The countries that a stretch tells, in its order.
    pub(crate) fn told_in(&self, stretch: Span) -> impl Iterator<Item = Country> + '_ {
        let from = self.told.partition_point(|(s, _)| s.start() < stretch.start());
        self.told[from..].iter().take_while(move |(s, _)| s.start() < stretch.end()).map(|x| x.1)
    }

    /// The one country told around a word, in its sentence, else in its paragraph, where something is said to be in it.
    fn only_around(&self, t: TokenId) -> Option<Country> {
        let parse = self.layers.parse;
        let only = |span: Span| {
            let mut here = self.told_in(span);
            let first = here.next();
            (first, here.all(|c| Some(c) == first) && self.is_scene(span))
        };
        match only(self.content(t)) {
            (Some(country), true) => Some(country),
            (Some(_), false) => None,
            (None, _) => {
                let at = parse.span(t);
                let around = self.layers.text.segments().iter().find(|s| s.span.contains(at))?;
                let (country, alone) = only(around.span);
                country.filter(|_| alone)
            }
        }
    }

    /// "Air force planes bombed a market in the town of Yei": whether a sentence tells a town or region of a state, not
    /// only whose forces strike.
    fn is_struck(&self, trigger: TokenId, state: Country) -> bool {
        let parse = self.layers.parse;
        let mut scenes = self.scenes(parse.sentence_span(parse.sentence_of(trigger)));
        scenes.any(|p| p.precision.is_some_and(|r| r > 1) && p.country == Some(state))
    }

    /// Whether a stretch says of something that it is in a place.
    pub(crate) fn is_scene(&self, span: Span) -> bool {
        self.scenes(span).next().is_some()
    }

    /// The places that a stretch says something to be in: "in Goma", "near Kibumba".
    pub(crate) fn scenes(&self, span: Span) -> impl Iterator<Item = &Place> {
        let &Layers { parse, places, .. } = self.layers;
        let from = places.partition_point(|p| p.span.start() < span.start());
        places[from..].iter().take_while(move |p| p.span.start() < span.end()).filter(move |p| {
            let last = parse.token_at(p.span.end() - 1);
            p.kind == PlaceKind::Name
                && last.is_some_and(|t| {
                    parse.dep(t) == "pobj"
                        && matches!(parse.norm(parse.head(t)), "in" | "near" | "at" | "outside" | "around" | "across")
                })
        })
    }

    /// Whether the sentence of a word tells no country but one; where it tells none, nor does the paragraph. Where the
    /// article speaks much of others, that one must be told there.
    pub(crate) fn is_about(&self, parse: &Parse, t: TokenId, country: Country, clear: bool) -> bool {
        let about = |span: Span| {
            let (mut one, mut other) = (false, false);
            for c in self.told_in(span) {
                one |= c == country;
                other |= c != country;
            }
            (one, other)
        };
        let sentence = about(parse.sentence_span(parse.sentence_of(t)));
        match sentence {
            (_, true) => false,
            (true, false) => true,
            (false, false) => {
                let at = parse.span(t);
                let around = self.layers.text.segments().iter().find(|s| s.span.contains(at));
                match around.map_or((false, false), |s| about(s.span)) {
                    (true, other) => clear || !other,
                    (false, other) => clear && !other,
                }
            }
        }
    }

    /// Names of places in the phrase of a mention: before its head, or where it is, is from or is of.
    pub(crate) fn places_of(&self, mention: &Mention) -> impl Iterator<Item = &Place> {
        let &Layers { parse, places, .. } = self.layers;
        let phrase = parse.subtree_span(mention.head).cover(mention.span);
        let from = places.partition_point(|p| p.span.end() <= phrase.start());
        let near = places[from..].iter().take_while(move |p| p.span.start() < phrase.end());
        near.filter(move |p| {
            p.kind == PlaceKind::Name
                && !is_in_a_name(self.layers.cast, p)
                && p.span != mention.span
                && (mention.span.contains(p.span) || self.belongs(p.span, mention.head))
        })
    }

    /// Whether a name stands in the phrase of a noun and says where it is at home.
    fn belongs(&self, name: Span, head: TokenId) -> bool {
        let parse = self.layers.parse;
        let Some(mut t) = parse.token_at(name.start()) else { return false };
        for _ in 0..6 {
            if t == head {
                return true;
            }
            let up = parse.head(t);
            let leads = match parse.dep(t) {
                "compound" | "nmod" | "amod" | "poss" | "punct" => true,
                "pobj" => matches!(parse.norm(up), "of" | "from" | "in" | "near" | "outside"),
                "prep" => self.grammar.is_nominal(up),
                _ => false,
            };
            if !leads {
                return false;
            }
            t = up;
        }
        false
    }

    /// "Other Arab nations", "foreign troops": whether its words tell only where somebody is not at home.
    pub(crate) fn is_of_elsewhere(&self, mention: &Mention) -> bool {
        (mention.tokens.start..mention.tokens.end).any(|t| self.grammar.is_of_elsewhere(TokenId::new(t as usize)))
    }

    pub(crate) fn nature(&self, entity: &Entity, mention: &Mention, sectors: &[Sector]) -> Nature {
        let parse = self.layers.parse;
        let sectors = if sectors.is_empty() { &entity.sectors } else { sectors };
        let away = entity.abroad || self.is_of_elsewhere(mention);
        if away || entity.kind == EntityKind::Place || mention.form == Form::Pronoun && is_of_no_one(parse, mention) {
            return Nature::Rootless;
        }
        let named = matches!(entity.kind, EntityKind::Person | EntityKind::Organization) && mention.form == Form::Name;
        let Some(first) = sectors.first() else {
            return if entity.kind == EntityKind::Organization { Nature::Rootless } else { Nature::Likely };
        };
        match (first, entity.kind) {
            (Sector::Mil | Sector::Ref | Sector::Unk, _) => Nature::Rootless,
            (Sector::Reb, _) => Nature::Placed,
            (_, EntityKind::Person) => Nature::Likely,
            (Sector::Cop | Sector::Jud | Sector::Leg | Sector::Edu | Sector::Med, _) => Nature::Local,
            (_, EntityKind::Organization) if named => Nature::Rootless,
            (Sector::Cvl, _) => Nature::Local,
            // "Muslims", "Christians": of all the world, where a capital makes a name of it.
            (Sector::Rel, _) if parse.tag(mention.head).starts_with("NNP") => Nature::Rootless,
            (Sector::Gov | Sector::Lab | Sector::Agr | Sector::Crm | Sector::Opp | Sector::Pty, _) => Nature::Local,
            _ => Nature::Likely,
        }
    }

    /// Moves a party home whose country is that of a namesake.
    fn correct(&self, argument: &mut Argument) {
        let Some(home) = self.home else { return };
        let &Layers { cast, .. } = self.layers;
        let Some(country) = argument.country.filter(|c| *c != home.country && !c.is_international()) else { return };
        let Some(mention) = mention_of(cast, argument) else { return };
        let entity = cast.entity(argument.entity);
        let takes_any_name = match entity.kind {
            EntityKind::Place => true,
            EntityKind::Organization => argument.sectors.is_empty(),
            _ => false,
        };
        let is_told = || self.countries.contains(&country);
        let named_after = || {
            let mentions = cast.mentions_of(argument.entity).chain([mention]);
            let own: Vec<Country> = mentions.flat_map(|m| self.places_of(m)).filter_map(|p| p.country).collect();
            // "The Dutch consulate in Gdansk" is no Polish one.
            let phrase = self.layers.parse.subtree_span(mention.head).cover(mention.span);
            let from = self.told.partition_point(|(s, _)| s.start() < phrase.start());
            let mut inside = self.told[from..].iter().take_while(|(s, _)| s.start() < phrase.end());
            let says_so = inside.any(|(s, c)| *c == country && phrase.contains(*s) && *s != mention.span);
            own.contains(&home.country) && !own.contains(&country) && !says_so && !entity.abroad
        };
        let from_nowhere = || argument.country_source == Some(CountrySource::Context) && !is_told();
        // "Athens" itself, where the article's lies elsewhere and no word means the other's country.
        let moved = || {
            let is_here = |p: &&Place| p.span == mention.span && p.kind != PlaceKind::Adjective;
            let from = self.layers.places.partition_point(|p| p.span.start() < mention.span.start());
            let mut here = self.layers.places[from..].iter().take_while(|p| p.span.start() == mention.span.start());
            entity.kind == EntityKind::Place
                && here.find(is_here).is_some_and(|p| p.country == Some(home.country))
                && !is_told()
        };
        if !takes_any_name && named_after() || from_nowhere() || moved() {
            argument.take_country(home.country);
        }
    }
}

/// Whether a name of a place is only a word of the name of an organisation of which the lists know that it is elsewhere:
/// "the Northern Alliance" is in no Alliance, "Malaysia Airlines" is of Malaysia.
fn is_in_a_name(cast: &Cast, place: &Place) -> bool {
    let name = place.span;
    let is_listed = |m: &Mention| {
        m.country_source == Some(CountrySource::List)
            && m.form == Form::Name
            && cast.entity(m.entity).kind == EntityKind::Organization
            && m.country != place.country
    };
    let mentions = cast.mentions();
    let before = mentions.partition_point(|m| m.span.start() <= name.start());
    mentions[..before].iter().rev().take(8).any(|m| m.span.contains(name) && m.span != name && is_listed(m))
}

/// "It", "one", "this": whatever is meant, nobody who lives anywhere.
fn is_of_no_one(parse: &Parse, mention: &Mention) -> bool {
    matches!(parse.norm(mention.head), "it" | "its" | "one" | "this" | "that" | "we" | "us" | "our" | "you" | "your")
}
