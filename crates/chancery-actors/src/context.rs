//! What the surroundings tell of a phrase that does not tell it itself: the country of an official nobody placed, and
//! whether two titles are one office.

use std::collections::HashMap;

use chancery_doc::{Country, Parse, Pos, Sector, SegmentKind, Text, TokenId};
use chancery_gazetteer::{Class, Gazetteer, What};

use crate::answers::{
    addressed, ambassador_of, answers, exiled, host, is_gone, of_shadow, of_such_a_state, of_the_department,
    own_government, own_office, reported_state, reports_own, speaks_in,
};
use crate::breakaway;
use crate::constitutions::may_have;
use crate::dyads::count_told;
use crate::earlier::{
    coalition, is_of_others, joined_office, joined_to, known_force, known_rebels, leader, named_body, of_breakaway,
    only_force, outside_asides, taken_up, undergone,
};
use crate::home::{home, home_of_story, own_story};
use crate::juntas::ruled;
use crate::loyal;
use crate::multinational::{international, of_administration, of_force_of_many, of_the_council};
use crate::opposed::{
    counterparts, has_victim, is_attacked, is_backer, is_seat_of_body, is_striker, opposed, seats_of_bodies, turns_to,
};
use crate::phrase::{Guess, Phrase, Unit};
use crate::quotes::Quotes;
use crate::rebels;
use crate::scenes::{capital_of, clause_places, is_gathering, is_placed_elsewhere, place_of, scenes};
use crate::spans::is_party_to;
use crate::stage::{
    acts_before_semicolon, at_home, is_seat, is_subject_of_root, of_bloc, of_secretariat, plotters, same_office_before,
    settle_sectors, stages, where_they_seize,
};
use crate::stories::stories;

/// Countries for phrases that tell none.
///
/// Who lives or works somewhere (a crowd, victims, the police) is of the place of the clause. Officials, forces and
/// institutions are of where the article is written from if their sentence tells that country before them, else of the
/// country last told before them in their sentence, else (where they open the sentence) of where the article is written
/// from, else of the one that opened the sentence
/// before (who opens a sentence acts in it, and goes on acting), else of the first told after them, else of the country
/// the article has told most so far; but two heads of state who meet are not of one country. Those from elsewhere by
/// trade or by adjective ("diplomats", "foreign troops") are of none of these.
pub(crate) fn inherit_countries(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    phrases: &mut [Phrase],
    sentence_of: &[u32],
    quotes: &Quotes,
) {
    let places = clause_places(gazetteer, parse, phrases);
    let seats = &seats_of_bodies(parse, phrases);
    let filed = home(gazetteer, text, parse, phrases);
    let home = filed.or_else(|| home_of_story(phrases));
    let stories = stories(gazetteer, text, parse, phrases, sentence_of, home);
    let scenes = scenes(gazetteer, parse, phrases, sentence_of);
    let stages = stages(gazetteer, text, parse, phrases);
    let mut first_in: HashMap<u32, (Country, usize)> = HashMap::new();
    let mut all_in: HashMap<u32, Vec<(Country, usize)>> = HashMap::new();
    let mut by_last: HashMap<String, Country> = HashMap::new();
    // "MAE SOT, Thailand - Myanmar's army": where a report is filed is no word of its first sentence.
    let lines: Vec<_> = text.segments().iter().filter(|s| s.kind == SegmentKind::Dateline).map(|s| s.span).collect();
    let dateline = |p: &Phrase| lines.iter().any(|l| l.contains(parse.span(TokenId::new(p.head))));
    // Firms and outlets are spoken of everywhere, and lend nobody their country.
    let firm = |p: &Phrase| {
        matches!(p.unit, Unit::Listed(_)) && !p.told && matches!(p.sectors.first(), Some(Sector::Bus | Sector::Jrn))
    };
    let tells = |p: &Phrase| {
        (p.told || matches!(p.unit, Unit::Listed(_)))
            && !firm(p)
            && !is_seat_of_body(gazetteer, parse, seats, p)
            && !is_outlet(gazetteer, p)
            && !is_only_based(parse, p)
            && !is_of_others(parse, p)
    };
    for (i, p) in phrases.iter().enumerate().filter(|(_, p)| tells(p) && !dateline(p)) {
        if let Some(c) = p.country.filter(|c| !c.is_international() && !away(parse, p)) {
            let first = first_in.entry(sentence_of[p.head]).or_insert((c, i));
            // "After a U.S. battery was deployed, Beijing halted tours": who acts goes before what stands first.
            if !is_subject_of_root(parse, &phrases[first.1])
                && (p.metonym || is_state(gazetteer, p))
                && is_subject_of_root(parse, p)
            {
                *first = (c, i);
            }
            all_in.entry(sentence_of[p.head]).or_default().push((c, i));
        }
    }
    let mut last: Option<(u32, Country, usize)> = None;
    let mut tally: Vec<(Country, u32)> = Vec::new();
    for i in 0..phrases.len() {
        if let Some(told) = phrases[i].of_told {
            phrases[i].sectors = phrases[told.phrase].sectors.clone();
            phrases[i].country = phrases[told.phrase].country;
            phrases[i].inherited = phrases[i].country.is_some();
            continue;
        }
        if let Some(whom) = loyal::serves_whom(gazetteer, parse, phrases, i).map(|j| &phrases[j]) {
            let (side, country) = (loyal::side(whom), whom.country);
            let p = &mut phrases[i];
            p.told |= p.country.is_none() && country.is_some();
            p.country = p.country.or(country);
            p.sectors = side.map_or(std::mem::take(&mut p.sectors), |side| vec![side]);
        }
        if of_force_of_many(gazetteer, phrases, i) {
            (phrases[i].abroad, phrases[i].of_many) = (true, true);
        }
        let p = &phrases[i];
        let sentence = sentence_of[p.head];
        if p.country.is_none() {
            let served = serves(gazetteer, text, parse, phrases, i, &by_last);
            let served = served.or_else(|| speaks_for(gazetteer, parse, phrases, i));
            let served = served.or_else(|| own_office(parse, phrases, i));
            let served = served.or_else(|| own_government(gazetteer, parse, phrases, i));
            if served.is_some() {
                phrases[i].country = served;
                phrases[i].told = true;
            }
        }
        let p = &phrases[i];
        if p.country.is_none() {
            let most = tally.iter().max_by_key(|x| x.1).map(|x| x.0);
            let (filed, home, most) = match stories.get(&sentence) {
                Some(story) => (None, story.home, Some(story.most)),
                None => (filed, home, most),
            };
            let apart = of_breakaway(parse, phrases, i);
            let published = text.given.published;
            let shared = there(gazetteer, parse, phrases, i)
                .or_else(|| of_such_a_state(parse, phrases, i))
                .or_else(|| of_the_department(gazetteer, parse, phrases, i))
                .or_else(|| answers(gazetteer, parse, phrases, i))
                .or_else(|| of_shadow(parse, phrases, i))
                .or_else(|| host(gazetteer, parse, phrases, i))
                .or_else(|| exiled(parse, phrases, i, sentence_of))
                .or_else(|| taken_up(gazetteer, parse, phrases, i, sentence_of))
                .or_else(|| only_force(gazetteer, parse, phrases, i))
                .or_else(|| named_body(gazetteer, parse, phrases, i))
                .or_else(|| of_the_council(gazetteer, phrases, i))
                .or_else(|| leader(gazetteer, parse, phrases, i))
                .or_else(|| joined_office(parse, phrases, i))
                .or_else(|| joined_to(parse, phrases, i))
                .or_else(|| apposed(gazetteer, parse, phrases, i))
                .or_else(|| housed(gazetteer, parse, phrases, i))
                .or_else(|| shared_origin(gazetteer, parse, phrases, i))
                .or_else(|| shared_adjective(parse, phrases, i))
                .or_else(|| sender(gazetteer, phrases, i))
                .or(apart)
                .or_else(|| coalition(gazetteer, parse, phrases, i))
                .or_else(|| undergone(gazetteer, parse, phrases, i, sentence_of))
                .or_else(|| of_bloc(parse, phrases, i))
                .or_else(|| of_secretariat(gazetteer, phrases, i))
                .or_else(|| same_office_before(gazetteer, parse, phrases, i, sentence_of))
                .or_else(|| acts_before_semicolon(gazetteer, parse, phrases, i))
                .or_else(|| ruled(gazetteer, parse, phrases, i, published))
                .or_else(|| plotters(gazetteer, parse, phrases, i, home))
                .or_else(|| where_they_seize(parse, phrases, i));
            let shared = shared.or_else(|| known_force(gazetteer, parse, phrases, i, sentence, last));
            let shared = shared.or_else(|| known_rebels(gazetteer, parse, phrases, i));
            let silent = |c: &Country| all_in.get(&sentence).is_none_or(|t| t.iter().all(|x| x.0 == *c || x.1 > i));
            let stage = || {
                stages
                    .get(&sentence)
                    .filter(|stage| stage.holds(parse, p))
                    .map(|stage| stage.country)
                    .filter(silent)
                    .or_else(|| at_home(parse, phrases, i).map(|c| filed.unwrap_or(c)))
            };
            let official = || {
                if let Some(country) = stage() {
                    return Some(country);
                }
                let homes = (filed, home);
                official_country(
                    gazetteer, text, parse, phrases, i, sentence, last, &first_in, &all_in, homes, most, quotes,
                )
            };
            let found = if shared.is_some() {
                shared
            } else if is_gone(parse, p) {
                home.filter(|h| all_in.get(&sentence).is_none_or(|t| t.iter().all(|x| x.0 != *h)))
            } else if is_state_medium(gazetteer, parse, p) {
                reports_own(parse, phrases, i).or_else(official)
            } else if lives_there(gazetteer, p) {
                let armed = matches!(p.sectors.first(), Some(Sector::Uaf)) && p.plural;
                let bare_crowd = !state_like(gazetteer, p) && !armed;
                let here = place_of(parse, p.head, &places).or_else(|| capital_of(parse, p.head, home.or(most)));
                // "In Goma, hundreds marched. Police dispersed them.": the scene stays where it was.
                let scene = || {
                    let before = scenes.get(&sentence.checked_sub(1)?)?;
                    let alone = !all_in.contains_key(&sentence) && (!bare_crowd || p.local);
                    let segment = |t: usize| text.segment_at(parse.span(TokenId::new(t))).map(|s| s.span);
                    (alone && segment(before.1) == segment(p.head)).then_some(before.0)
                };
                let here = here.or_else(scene).or_else(stage);
                let around = || sentence_country(all_in.get(&sentence), most);
                match (here, p.ethnic, bare_crowd) {
                    (Some(c), ..) => Some(c),
                    (None, true, _) => around(),
                    (None, false, true) => own_story(parse, p, home, sentence, &all_in),
                    // "Clan fighters in the Gedo region": of a place that only a map knows.
                    (None, false, false) if is_placed_elsewhere(parse, phrases, i) => None,
                    (None, false, false) => official(),
                }
            } else if state_like(gazetteer, p)
                || matches!(p.unit, Unit::Noun(n) if is_party_to(parse, &gazetteer.noun(n).form, p.head))
            {
                official()
            } else if matches!(p.unit, Unit::Unlisted(Guess::Organization)) {
                own_story(parse, p, home, sentence, &all_in)
            } else {
                None
            };
            let before = sentence.checked_sub(1).and_then(|s| first_in.get(&s));
            let found = found.or_else(|| ambassador_of(gazetteer, parse, phrases, i, before));
            // "The rights group Zye Louvri": what has a name of its own has its own home too.
            let named = phrases[i].same_as.is_some() || phrases[i..].iter().take(4).any(|q| q.same_as == Some(i));
            let of_many = || international(gazetteer, &phrases[i]).filter(|_| !named);
            phrases[i].country = found.or_else(of_many);
            phrases[i].inherited = phrases[i].country.is_some();
            // "A coalition official", of whoever leads the coalition's armies.
            if phrases[i].country.is_some()
                && phrases[i].sectors == [Sector::Pty]
                && coalition(gazetteer, parse, phrases, i) == phrases[i].country
            {
                phrases[i].sectors = vec![Sector::Mil];
            }
            if apart.is_some() && found == apart && !phrases[i].sectors.contains(&Sector::Pre) {
                phrases[i].sectors.push(Sector::Pre);
            }
        }
        let country = phrases[i].country.filter(|_| !is_outlet(gazetteer, &phrases[i]));
        if let Some((c, name)) = country.zip(last_name(text, parse, &phrases[i])) {
            by_last.entry(name).or_insert(c);
        }
        if let Some(c) = country.filter(|c| !c.is_international()) {
            let p = &phrases[i];
            // What somebody speaks of inside quotation marks does not tell where the speaker is from.
            if firm(p) || is_only_based(parse, p) || is_of_others(parse, p) || p.of_told.is_some() {
                continue;
            }
            let seat = is_seat_of_body(gazetteer, parse, seats, p);
            if !seat && !away(parse, p) && !opposed(parse, p) && quotes.around(p.head).is_none() && !dateline(p) {
                last = Some((sentence, c, i));
            }
            count_told(&mut tally, c);
        }
    }
    breakaway::mark(parse, phrases, text.given.published);
    settle_sectors(gazetteer, parse, phrases);
}

/// Whether a phrase is the name of a state.
pub(crate) fn is_state(gazetteer: &Gazetteer, p: &Phrase) -> bool {
    matches!(p.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country)
}

/// "Two bankers living in Panama … the authorities there": of the place last told.
fn there(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let head = TokenId::new(phrases[i].head);
    let there = |t: TokenId| t > head && parse.norm(t) == "there";
    let from = parse.children_by(head, "prep").filter(|&p| parse.norm(p) == "from");
    if !parse.children_by(head, "advmod").any(there) && !from.flat_map(|p| parse.children(p)).any(|&c| there(c)) {
        return None;
    }
    let is_place = |p: &&Phrase| {
        let listed = matches!(p.unit, Unit::Listed(e)
            if matches!(gazetteer.entry(e).what, What::Country | What::Capital | What::Place));
        listed && parse.dep(TokenId::new(p.head)) == "pobj"
    };
    phrases[..i].iter().rev().find(is_place).and_then(|p| p.country)
}

/// "The separatist group ETA attacked a bank in France": a noun is of the country of the listed name it stands beside,
/// wherever the two act.
fn apposed(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let head = TokenId::new(phrases[i].head);
    if !matches!(phrases[i].unit, Unit::Noun(_)) {
        return None;
    }
    let after = parse.children_by(head, "appos").next();
    let beside = after.or_else(|| (parse.dep(head) == "appos").then(|| parse.head(head)))?;
    let j = phrases.binary_search_by_key(&beside.index(), |p| p.head).ok()?;
    let Unit::Listed(e) = phrases[j].unit else { return None };
    let acts = matches!(gazetteer.entry(e).what, What::Organization | What::Person);
    phrases[j].country.filter(|_| acts && !is_outlet(gazetteer, &phrases[j]))
}

/// "Slovak actors and students": a bare plural joined to another shares the adjective before it, unless the two may
/// stand against each other, as soldiers and rebels do.
fn shared_adjective(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    let is_bare = parse.children(head).iter().all(|&c| c > head || matches!(parse.dep(c), "compound"));
    if parse.dep(head) != "conj" || !p.plural || p.abroad || !is_bare || !matches!(p.unit, Unit::Noun(_)) {
        return None;
    }
    let first = parse.head(head);
    let j = phrases.binary_search_by_key(&first.index(), |p| p.head).ok()?;
    let q = &phrases[j];
    let forces = |p: &Phrase| {
        matches!(
            p.sectors.first(),
            Some(Sector::Mil | Sector::Cop | Sector::Reb | Sector::Gov | Sector::Spy | Sector::Uaf | Sector::Prm)
        )
    };
    let adjective = parse.children(first).iter().any(|&c| parse.dep(c) == "amod" && parse.pos(c) == Pos::Adj);
    q.country
        .filter(|c| adjective && q.told && q.plural && !q.lends && !forces(p) && !forces(q) && !c.is_international())
}

/// Peacekeepers are of the organisation that the text has spoken of, and of no state.
fn sender(gazetteer: &Gazetteer, phrases: &[Phrase], i: usize) -> Option<Country> {
    let Unit::Noun(n) = phrases[i].unit else { return None };
    if !matches!(&*gazetteer.noun(n).form, f if f.contains("peacekeeper") || f.starts_with("blue helmet")) {
        return None;
    }
    phrases[..i].iter().rev().find_map(|p| p.country.filter(|c| c.is_international() && (p.told || p.listed)))
}

/// "Filipino negotiators and communist rebels met in The Hague": two sides that meet share the nationality before the
/// first, since where they meet is nobody's home.
fn shared_origin(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    if parse.dep(head) != "conj" || !state_like(gazetteer, p) {
        return None;
    }
    let first = parse.head(head);
    let meets = matches!(
        parse.lemma(parse.head(first)),
        "meet" | "hold" | "open" | "resume" | "begin" | "start" | "sign" | "negotiate" | "talk" | "agree" | "reach"
    );
    if !meets || parse.dep(first) != "nsubj" {
        return None;
    }
    let j = phrases.binary_search_by_key(&first.index(), |p| p.head).ok()?;
    let q = &phrases[j];
    q.country.filter(|c| q.told && q.name.is_empty() && !c.is_international() && matches!(q.unit, Unit::Noun(_)))
}

/// A newspaper, agency or broadcaster by name: it reports from anywhere, and where it is at home says nothing of the
/// government and the courts in what it reports.
fn is_outlet(gazetteer: &Gazetteer, p: &Phrase) -> bool {
    matches!(p.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Organization)
        && p.sectors.first() == Some(&Sector::Jrn)
}

/// "An AFP correspondent", "a UK-based group": where an outlet or a group has its seat says nothing of the rebels and
/// officials it tells of.
fn is_only_based(parse: &Parse, p: &Phrase) -> bool {
    let reporter = p.org.is_some() && p.sectors.first() == Some(&Sector::Jrn);
    // "UK", "-", "based": the name itself, or the noun behind it.
    let is_based = |t: usize| t < parse.len() && parse.norm(TokenId::new(t)) == "based";
    reporter || is_based(p.head + 2) && parse.norm(TokenId::new(p.head + 1)) == "-" || (p.start..p.head).any(is_based)
}

/// A country that is named for what it has in another: "a French flag", "the Iranian embassy", "the consulate of Peru".
/// Police and officials around it are not its own.
pub(crate) fn away(parse: &Parse, p: &Phrase) -> bool {
    let head = TokenId::new(p.head);
    // "A second round was planned in Singapore": where others meet is nobody's.
    if parse.dep(head) == "pobj" && parse.norm(parse.head(head)) == "in" {
        let over = parse.head(parse.head(head));
        let meets = |t: TokenId| is_gathering(parse, t) || parse.lemma(t) == "round";
        let held = matches!(parse.lemma(over), "hold" | "plan" | "schedule" | "begin" | "open" | "resume" | "convene")
            && parse.children(over).iter().any(|&c| parse.dep(c).starts_with("nsubj") && meets(c));
        if held || meets(over) && parse.lemma(over) == "round" {
            return true;
        }
    }
    // "Dissidents living in London": where exiles are is nobody's state here.
    let lives = parse.head(parse.head(head));
    if parse.dep(head) == "pobj"
        && matches!(parse.norm(parse.head(head)), "in" | "from")
        && matches!(parse.lemma(lives), "live" | "exile" | "reside" | "base" | "settle" | "exiled" | "exiles")
        && parse.dep(lives) != "ROOT"
    {
        return true;
    }
    if matches!(parse.lemma(head), "embassy" | "consulate") || is_traveller(parse.lemma(head)) {
        return true;
    }
    // "Shipped by way of Portugal", "bound for Spain", "as far as the Chilean border": where others pass or go to.
    let prep = parse.head(head);
    let passes = match parse.norm(prep) {
        "via" => true,
        "of" => parse.norm(parse.head(prep)) == "way" && parse.dep(parse.head(prep)) == "pobj",
        "for" => matches!(parse.lemma(parse.head(prep)), "bind" | "bound" | "destine" | "destined" | "head"),
        _ => false,
    };
    if parse.dep(head) == "pobj" && passes {
        return true;
    }
    let edge = matches!(parse.lemma(prep), "border" | "frontier" | "boundary");
    // "Near the Malian border": a state on this side of it is told elsewhere.
    if matches!(parse.dep(head), "amod" | "compound") && edge {
        return true;
    }
    // "The road to Georgia", "a former envoy to Beijing": where a way leads, or somebody once served, is not where he is.
    if parse.dep(head) == "pobj" && matches!(parse.norm(parse.head(head)), "to" | "into") && leads_away(parse, lives) {
        return true;
    }
    // "In Brussels Anneke Dierckx, a spokeswoman, …": where the parser makes the seat of many states a word of her name.
    if p.lends && parse.dep(head) == "compound" && parse.tag(parse.head(head)) == "NNP" && is_seat(parse.norm(head)) {
        return true;
    }
    // "Two of its crossings with Serbia": what lies beyond a border is not here.
    if parse.dep(head) == "pobj"
        && parse.norm(parse.head(head)) == "with"
        && matches!(parse.lemma(lives), "border" | "frontier" | "crossing" | "boundary")
    {
        return true;
    }
    let owner = match parse.dep(head) {
        "pobj" if parse.norm(parse.head(head)) == "of" => parse.head(parse.head(head)),
        "amod" | "compound" | "nmod" | "poss" => parse.head(head),
        _ => return false,
    };
    matches!(parse.lemma(owner), "flag" | "embassy" | "consulate" | "national" | "visa" | "passport" | "expatriate")
        || is_traveller(parse.lemma(owner))
}

/// Who is abroad by what he is called: "two Danish tourists" tell nothing of where they are.
fn is_traveller(noun: &str) -> bool {
    matches!(
        noun,
        "tourist"
            | "visitor"
            | "backpacker"
            | "hiker"
            | "climber"
            | "mountaineer"
            | "holidaymaker"
            | "vacationer"
            | "traveller"
            | "traveler"
    )
}

/// Whether what leads "to" a place is a way there, a flight from elsewhere, or somebody who once served there.
fn leads_away(parse: &Parse, word: TokenId) -> bool {
    let once = || parse.children(word).iter().any(|&c| matches!(parse.norm(c), "former" | "ex" | "onetime"));
    // "On the road to Leposavic": there.
    let beside =
        || parse.dep(word) == "pobj" && matches!(parse.norm(parse.head(word)), "on" | "along" | "near" | "off");
    match parse.lemma(word) {
        "road" | "highway" | "route" | "motorway" => !beside(),
        "flight" | "train" | "railway" | "pipeline" | "flee" | "escape" | "visit" | "trip" | "tour" => true,
        "envoy" | "ambassador" | "emissary" | "consul" => once(),
        _ => false,
    }
}

/// The family name that a phrase for a person ends in, without "Jr." and the like; small letters.
fn last_name(text: &Text, parse: &Parse, p: &Phrase) -> Option<String> {
    let person = !p.name.is_empty()
        && !p.plural
        && (matches!(p.unit, Unit::Unlisted(Guess::Person | Guess::Unknown | Guess::Place))
            || !p.titles.is_empty()
            || p.listed);
    let words = p.name.clone().rev().map(|t| parse.span(TokenId::new(t)).of(text.as_str()));
    let mut words = words.filter(|w| !matches!(*w, "Jr" | "Jr." | "Sr" | "Sr." | "II" | "III" | "IV"));
    words.next().filter(|_| person).map(str::to_lowercase)
}

/// The country of whom somebody serves: "an adviser to Mr Mensah", "Okello's spokesman", once the text has said of
/// which country that one is.
fn serves(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    by_last: &HashMap<String, Country>,
) -> Option<Country> {
    let p = &phrases[i];
    if p.titles.is_empty() && !matches!(p.unit, Unit::Noun(_)) || p.abroad {
        return None;
    }
    let head = TokenId::new(p.head);
    // "Hundreds of Okello supporters": the number is the head, whom it counts tells whose they are.
    let counted = matches!(p.unit, Unit::Noun(n) if gazetteer.noun(n).class == Class::Quantity)
        .then(|| parse.children_by(head, "prep").find(|&c| parse.norm(c) == "of"))
        .flatten()
        .and_then(|of| parse.children_by(of, "pobj").next());
    let heads = [Some(head), counted].into_iter().flatten();
    let whom = heads.flat_map(|h| parse.children(h)).flat_map(|&c| match parse.dep(c) {
        "poss" => vec![c],
        // "The Okello government".
        "compound" | "nmod" if matches!(p.unit, Unit::Noun(_)) => vec![c],
        "prep" if matches!(parse.norm(c), "of" | "to" | "for") => parse.children_by(c, "pobj").collect(),
        // "Mediators working for Chad's junta".
        "acl" if matches!(parse.lemma(c), "work" | "serve" | "act" | "spy" | "fight") => {
            let whom = parse.children_by(c, "prep").filter(|&p| parse.norm(p) == "for");
            whom.flat_map(|p| parse.children_by(p, "pobj")).collect()
        }
        _ => Vec::new(),
    });
    whom.filter_map(|t| phrases.binary_search_by_key(&t.index(), |p| p.head).ok()).filter(|&j| j != i).find_map(|j| {
        let q = &phrases[j];
        let known = q.country.filter(|_| (q.listed || q.told && !q.titles.is_empty()) && !q.name.is_empty());
        by_last.get(&last_name(text, parse, q)?).copied().or(known)
    })
}

/// "A spokesman for Iran's atomic organisation", "the head of a Kenyan electricity board": of the state whose body that
/// is, though the body is none that the lists know.
fn speaks_for(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let has_office = p
        .titles
        .last()
        .is_some_and(|t| matches!(gazetteer.noun(t.noun).class, Class::Office | Class::Part | Class::Spokes));
    if !has_office || p.lends || p.plural {
        return None;
    }
    // Of a name in front the office stands beside it.
    let head = TokenId::new(p.head);
    let beside = parse.children_by(head, "appos").filter(|_| !p.name.is_empty());
    let offices = beside.chain(p.name.is_empty().then_some(head));
    let body =
        offices.flat_map(|o| parse.children_by(o, "prep")).filter(|&c| matches!(parse.norm(c), "of" | "for" | "at"));
    let listed = |t: &TokenId| {
        phrases.binary_search_by_key(&t.index(), |q| q.head).is_ok_and(|j| matches!(phrases[j].unit, Unit::Listed(_)))
    };
    let mut bodies = body.flat_map(|prep| parse.children_by(prep, "pobj")).filter(|t| !listed(t));
    bodies.find_map(|body| lent_to(parse, phrases, body))
}

/// The state whose name or adjective stands right before a noun.
fn lent_to(parse: &Parse, phrases: &[Phrase], noun: TokenId) -> Option<Country> {
    let from = phrases.partition_point(|q| q.head < parse.left_edge(noun).index());
    let within = phrases[from..].iter().take_while(|q| q.head < noun.index());
    let owner = |q: &Phrase| (q.told || matches!(q.unit, Unit::Listed(_))) && parse.dep(TokenId::new(q.head)) == "poss";
    let owns = |q: &Phrase| q.lends || owner(q);
    let mut lending = within.filter(|q| owns(q) && parse.head(TokenId::new(q.head)) == noun);
    lending.find_map(|q| q.country.filter(|c| !c.is_international()))
}

/// "State television", "the semi-official news agency": of a state, as its offices are.
fn is_state_medium(gazetteer: &Gazetteer, parse: &Parse, p: &Phrase) -> bool {
    let Unit::Noun(n) = p.unit else { return false };
    let says_so =
        |t: usize| matches!(parse.norm(TokenId::new(t)), "state" | "official" | "government" | "public" | "national");
    p.sectors.first() == Some(&Sector::Jrn)
        && !p.lends
        && gazetteer.noun(n).class == Class::Body
        && (p.start..=p.head).any(says_so)
}

/// An official, a force or an institution, which is of some state.
pub(crate) fn state_like(gazetteer: &Gazetteer, p: &Phrase) -> bool {
    let of_state = matches!(
        p.sectors.first(),
        Some(
            Sector::Gov
                | Sector::Mil
                | Sector::Cop
                | Sector::Jud
                | Sector::Leg
                | Sector::Spy
                | Sector::Opp
                | Sector::Eli
                | Sector::Reb
        )
    );
    let fits = match p.unit {
        // "A government negotiator" is of a government that is told, "a senior official" may be of any.
        Unit::Noun(n) => {
            let noun = gazetteer.noun(n);
            let of_power =
                ["army ", "government ", "military ", "police ", "state "].iter().any(|w| noun.form.starts_with(w));
            noun.class != Class::Person || p.definite || p.plural || of_power
        }
        Unit::Unlisted(Guess::Person) => !p.titles.is_empty(),
        // "The opposition party PAIGC".
        Unit::Unlisted(Guess::Organization | Guess::Unknown) => {
            !p.titles.is_empty() && p.sectors.first() == Some(&Sector::Opp)
        }
        _ => false,
    };
    of_state && fits && !p.lends && !p.abroad
}

/// Whether a phrase is of those who are where they live: a crowd, victims, the police; not officials, who travel.
pub(crate) fn lives_there(gazetteer: &Gazetteer, p: &Phrase) -> bool {
    if p.lends || p.abroad {
        return false;
    }
    let local = p.local
        || match p.sectors.first() {
            Some(
                Sector::Cvl
                | Sector::Edu
                | Sector::Lab
                | Sector::Agr
                | Sector::Rel
                | Sector::Med
                | Sector::Crm
                | Sector::Cop
                | Sector::Reb
                | Sector::Opp
                | Sector::Uaf
                | Sector::Jrn
                | Sector::Bus,
            ) => true,
            Some(_) => false,
            None => p.ethnic,
        };
    local
        && match p.unit {
            Unit::Noun(n) => !matches!(gazetteer.noun(n).class, Class::Thing | Class::Spokes),
            Unit::Unlisted(Guess::People) | Unit::Aged | Unit::Counted => true,
            Unit::Listed(_) => p.ethnic,
            // "Licadho, a local rights group".
            Unit::Unlisted(Guess::Organization | Guess::Unknown) => p.local,
            Unit::Unlisted(_) => false,
        }
}

/// The country that a sentence tells, else the article, for an ethnic group that lives in some other than its name says.
fn sentence_country(told: Option<&Vec<(Country, usize)>>, most: Option<Country>) -> Option<Country> {
    told.and_then(|told| told.first()).map(|x| x.0).or(most)
}

/// The country of an official, a force or an institution that tells none, from what stands around it.
#[allow(clippy::too_many_arguments, reason = "what a reader has in mind at this point of the text")]
fn official_country(
    gazetteer: &Gazetteer,
    text: &Text,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    sentence: u32,
    last: Option<(u32, Country, usize)>,
    first_in: &HashMap<u32, (Country, usize)>,
    all_in: &HashMap<u32, Vec<(Country, usize)>>,
    (filed, home): (Option<Country>, Option<Country>),
    most: Option<Country>,
    quotes: &Quotes,
) -> Option<Country> {
    let quoted = |j: usize| quotes.around(phrases[j].head).is_some();
    let barred = |j: usize| counterparts(gazetteer, parse, phrases, i, j) || turns_to(gazetteer, parse, phrases, i, j);
    // "Israeli jets struck Gaza City while helicopters hit a camp": the helicopters are not of where the jets struck.
    let is_force = phrases[i].sectors.first() == Some(&Sector::Mil);
    let here = last.filter(|l| l.0 == sentence && !(is_force && is_attacked(parse, phrases, l.2)));
    let told = all_in.get(&sentence).map(Vec::as_slice).unwrap_or_default();
    let here = here.map(|l| outside_asides(parse, phrases, i, (l.1, l.2), told).0);
    // Whoever is set against him here is of another country, and so is all that is his; and whoever arms rebels, who
    // need not be told apart from their own state otherwise.
    let arms =
        |j: usize| phrases[i].sectors.first() == Some(&Sector::Reb) && is_backer(parse, &phrases[i], &phrases[j]);
    let strikes =
        |j: usize| phrases[i].sectors.first() == Some(&Sector::Mil) && is_striker(parse, &phrases[i], &phrases[j]);
    let rebels = matches!(phrases[i].sectors.first(), Some(Sector::Reb | Sector::Uaf));
    let hits = |j: usize| rebels && has_victim(parse, &phrases[i], &phrases[j]);
    let foreign = |x: &&(Country, usize)| barred(x.1) || arms(x.1) || strikes(x.1) || hits(x.1);
    let foreign: Vec<Country> = told.iter().filter(foreign).map(|x| x.0).collect();
    let barred_rebel = |c: Country| rebels && rebels::has_none(c);
    let office = match (phrases[i].titles.last(), phrases[i].unit) {
        (Some(title), _) => &*gazetteer.noun(title.noun).form,
        (None, Unit::Noun(n)) => &*gazetteer.noun(n).form,
        _ => "",
    };
    let open = |c: &Country| !foreign.contains(c) && !barred_rebel(*c) && may_have(*c, office);
    if let Some(country) = addressed(gazetteer, parse, phrases, i, told, home.or(most)).filter(open) {
        return Some(country);
    }
    // Where a report is written from, its own officials need no country.
    let at_home = filed.filter(|h| here.is_some() && told.iter().any(|x| x.0 == *h && x.1 < i)).filter(open);
    // A report's own army and ministry go by no name, and what it says of them opens a sentence.
    let rules = !phrases[i].titles.is_empty() && phrases[i].sectors.first() == Some(&Sector::Gov);
    let opens = (phrases[i].name.is_empty() || rules || phrases[i].sectors.first() == Some(&Sector::Opp))
        && matches!(parse.dep(TokenId::new(phrases[i].head)), "nsubj" | "nsubjpass")
        && told.iter().all(|x| x.1 > i);
    let before = sentence.checked_sub(1).and_then(|s| first_in.get(&s)).copied();
    // "Unions in Lagos struck. The government freed 14 men": the scene that the two sentences before open with.
    let scene_before = before.filter(|x| opens_sentence(parse, &phrases[x.1]) && Some(x.0) != home).and_then(|x| {
        let earlier = sentence.checked_sub(2).and_then(|s| first_in.get(&s))?;
        let alone = |s: u32| all_in.get(&s).is_some_and(|t| t.iter().all(|y| y.0 == x.0));
        (earlier.0 == x.0 && alone(sentence - 1) && alone(sentence - 2)).then_some(x.0)
    });
    // "Honduras threatened to close the base. Foreign Minister Ruiz …": of the state that acts in the sentence before.
    let own_scene = before.filter(|x| {
        let q = &phrases[x.1];
        let segment = |t: usize| text.segment_at(parse.span(TokenId::new(t))).map(|s| s.span);
        rules
            && opens
            && (q.metonym || is_state(gazetteer, q))
            && is_subject_of_root(parse, q)
            && segment(q.head) == segment(phrases[i].head)
    });
    reported_state(parse, phrases, i)
        .or_else(|| of_administration(parse, phrases, i))
        .or_else(|| speaks_in(gazetteer, parse, phrases, i))
        .filter(open)
        .or(at_home)
        .or(here.filter(open))
        .or_else(|| scene_before.filter(open))
        .or_else(|| own_scene.map(|x| x.0).filter(open))
        .or(home.filter(|_| opens).filter(open))
        .or_else(|| acted_before(parse, phrases, i).filter(|_| opens).filter(open))
        .or_else(|| {
            // "JNIM claimed responsibility. The army …": of the state of the rebels it fights only where nothing else tells.
            let fights = |x: &(Country, usize)| is_force && phrases[x.1].sectors.first() == Some(&Sector::Reb);
            let goes_on = |x: &(Country, usize)| {
                opens_sentence(parse, &phrases[x.1]) && !is_crowd(parse, phrases, x.1) && !fights(x)
            };
            before.filter(goes_on).map(|x| x.0).filter(open)
        })
        .or(home.filter(open))
        .or_else(|| {
            told.iter()
                .filter(|x| !opposed(parse, &phrases[x.1]) && !away(parse, &phrases[x.1]))
                .filter(|x| quoted(i) || !quoted(x.1))
                .map(|x| x.0)
                .find(open)
        })
        .or(most.filter(open))
        .or(before.map(|x| x.0).filter(open))
        .or_else(|| told.iter().find(|x| hits(x.1)).map(|x| x.0).filter(|c| !barred_rebel(*c)))
}

/// "Nine Indian crew members": an adjective of people who act for no state.
fn is_crowd(parse: &Parse, phrases: &[Phrase], j: usize) -> bool {
    let whose = parse.head(TokenId::new(phrases[j].head));
    let k = phrases.binary_search_by_key(&whose.index(), |p| p.head);
    let of_people = |p: &Phrase| {
        matches!(p.sectors.first(), Some(Sector::Cvl | Sector::Lab | Sector::Edu | Sector::Med | Sector::Agr))
    };
    of_people(&phrases[j]) || phrases[j].lends && k.is_ok_and(|k| of_people(&phrases[k]))
}

/// Whether a phrase stands before the main verb of its sentence, as who acts in it does; "it beheaded two Vietnamese" tells of
/// Vietnam, and of nobody in it who would go on acting.
fn opens_sentence(parse: &Parse, p: &Phrase) -> bool {
    let head = TokenId::new(p.head);
    let root = parse.ancestors(head).last().unwrap_or(head);
    head <= root || matches!(parse.pos(root), Pos::Noun | Pos::Propn)
}

/// "The minister turned down Moscow's plea. The opposition …": of the office or body that acted in the sentence before,
/// though that sentence names another state only.
fn acted_before(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let here = parse.sentence_of(TokenId::new(phrases[i].head));
    let before = |p: &&Phrase| parse.sentence_of(TokenId::new(p.head)).index() + 1 == here.index();
    let acts = |p: &&Phrase| {
        let head = TokenId::new(p.head);
        parse.dep(head) == "nsubj" && parse.is_root(parse.head(head)) && p.inherited
    };
    phrases[..i]
        .iter()
        .rev()
        .skip_while(|p| parse.sentence_of(TokenId::new(p.head)) == here)
        .take_while(before)
        .find(acts)?
        .country
}

/// "Workers at a South African mine", "residents of a Kenyan village": who lives or works somewhere, where a noun that
/// is no party has the country as its adjective.
fn housed(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    if !matches!(p.unit, Unit::Noun(_)) || !p.name.is_empty() || !lives_there(gazetteer, p) {
        return None;
    }
    let head = TokenId::new(p.head);
    let inside =
        parse.children_by(head, "prep").filter(|&c| matches!(parse.norm(c), "at" | "in" | "of" | "from" | "near"));
    inside.flat_map(|prep| parse.children_by(prep, "pobj")).find_map(|house| {
        // "Employees of Air Koryo, the North's airline": where the apposition tells whose it is.
        let told = parse.children_by(house, "appos").find_map(|a| {
            let q = &phrases[phrases.binary_search_by_key(&a.index(), |q| q.head).ok()?];
            q.country.filter(|c| q.told && !c.is_international())
        });
        if told.is_some() {
            return told;
        }
        lent_to(parse, phrases, house)
    })
}
