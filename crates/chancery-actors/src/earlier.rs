//! Whom a noun takes up that the text has told of before: "the rebels", "the army", "coalition forces", "the victims".

use chancery_doc::{Country, Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Class, Gazetteer, What};

use crate::breakaway::breaks_away;
use crate::context::{away, state_like};
use crate::modifiers::prefix;
use crate::phrase::{Phrase, Unit};

/// So many sentences back those were called so whom "the rebels" takes up.
const TAKEN_UP_WITHIN: u32 = 6;

/// How many phrases back, or from the start, a text may have told whose an army, a coalition or a region is: a long
/// report's, and a bound for endless ones.
const FARTHEST: usize = 500;

/// The state or body of states that all of them are of.
fn one_power(mut countries: impl Iterator<Item = Country>) -> Option<Country> {
    let country = countries.next()?;
    countries.all(|c| c == country).then_some(country)
}

/// The state that all of them are of.
pub(crate) fn one_state(countries: impl Iterator<Item = Country>) -> Option<Country> {
    one_power(countries).filter(|c| !c.is_international())
}

/// The phrases in the sentence of one and in so many before it, nearest first.
pub(crate) fn near<'p>(
    phrases: &'p [Phrase],
    i: usize,
    sentence_of: &'p [u32],
    within: u32,
) -> impl Iterator<Item = &'p Phrase> {
    let sentence = sentence_of[phrases[i].head];
    phrases[..i].iter().rev().take_while(move |q| sentence - sentence_of[q.head] <= within)
}

/// "Rebels from Chad freed two Libyans … The rebels said": a definite noun takes up those whom the text has just called
/// so, if these are of one country; whom else it has spoken of since does not matter.
pub(crate) fn taken_up(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    sentence_of: &[u32],
) -> Option<Country> {
    let p = &phrases[i];
    let Unit::Noun(noun) = p.unit else { return None };
    let is_office = gazetteer.noun(noun).class == Class::Office && !p.plural;
    // "Militants in the area": a place without a name is where they were told to be.
    let somewhere = |prep: TokenId| {
        let mut place = parse.children_by(prep, "pobj");
        parse.dep(prep) == "prep"
            && matches!(parse.norm(prep), "in" | "near" | "from")
            && place.next().is_some_and(|o| {
                let first = parse.left_edge(o).index();
                (first..=o.index()).all(|t| parse.pos(TokenId::new(t)) != Pos::Propn)
                    && matches!(
                        parse.lemma(o),
                        "area"
                            | "region"
                            | "district"
                            | "territory"
                            | "town"
                            | "city"
                            | "zone"
                            | "neighborhood"
                            | "neighbourhood"
                            | "vicinity"
                    )
            })
    };
    let alone = |t: TokenId| {
        parse
            .children(t)
            .iter()
            .all(|&c| matches!(parse.dep(c), "det" | "predet" | "punct" | "relcl" | "case") || somewhere(c))
    };
    // "Pirates freed a ship", after Somali pirates: armed bands are those told of, without an article too.
    let band = p.plural && matches!(p.sectors.first(), Some(Sector::Reb | Sector::Uaf | Sector::Crm));
    if is_office
        || !(p.definite || band)
        || p.indefinite
        || !p.name.is_empty()
        || p.lends
        || !alone(TokenId::new(p.head))
    {
        return None;
    }
    // "Kosovo's riot police … the police".
    let kind = |unit: Unit| match unit {
        Unit::Noun(n) => gazetteer.noun(n).form.rsplit(' ').next(),
        _ => None,
    };
    let same = |q: &&Phrase| q.plural == p.plural && !q.lends && kind(q.unit) == kind(p.unit);
    let mut before = near(phrases, i, sentence_of, TAKEN_UP_WITHIN).filter(same).filter_map(|q| q.country);
    let country = before.next()?;
    before.all(|c| c == country).then_some(country)
}

/// "The army", once the text has told of one army and no other: an army acts abroad, so that the places around it, and
/// whom it fights, say nothing of whose it is. "The opposition" likewise is the one already told of.
pub(crate) fn known_force(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    sentence: u32,
    last: Option<(u32, Country, usize)>,
) -> Option<Country> {
    let p = &phrases[i];
    let sector = *p.sectors.first().filter(|s| matches!(s, Sector::Mil | Sector::Opp))?;
    // Exiles are of the opposition somewhere else.
    let in_exile = |p: &Phrase| matches!(p.unit, Unit::Noun(n) if gazetteer.noun(n).form.contains("exile"));
    let is_force = |p: &Phrase| {
        matches!(p.unit, Unit::Noun(_))
            && !in_exile(p)
            && p.name.is_empty()
            && !p.abroad
            && !p.lends
            && p.sectors.first() == Some(&sector)
    };
    if !is_force(p) || !state_like(gazetteer, p) {
        return None;
    }
    let near = phrases[..i].iter().rev().take(FARTHEST);
    let country = one_state(near.filter(|q| is_force(q) && q.told && !away(parse, q)).filter_map(|q| q.country))?;
    // A state or an official who acts here has an army of his own.
    let acts = |q: &Phrase| {
        let head = TokenId::new(q.head);
        let state = matches!(q.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country) || q.metonym;
        let governs = matches!(q.sectors.first(), Some(Sector::Gov | Sector::Mil | Sector::Leg | Sector::Opp));
        let is_scene = parse.dep(head) == "pobj" && matches!(parse.norm(parse.head(head)), "in" | "near" | "at");
        (state || governs) && !is_scene
    };
    let other = last.is_some_and(|(s, c, j)| s == sentence && c != country && acts(&phrases[j]));
    (!other).then_some(country)
}

/// "The rebels", where all armed groups that the text has told of so far are of one state: where they are spoken of, and
/// who has spoken since, does not matter.
pub(crate) fn known_rebels(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    // "The paramilitaries" are those told of, as "the rebels" are.
    let p = &phrases[i];
    let side = *p.sectors.first().filter(|s| matches!(s, Sector::Reb | Sector::Prm))?;
    let rebels = |p: &Phrase| p.sectors.first() == Some(&side) && !p.lends && !p.abroad;
    if !matches!(p.unit, Unit::Noun(_))
        || !rebels(p)
        || !p.name.is_empty()
        || side == Sector::Reb && !state_like(gazetteer, p)
    {
        return None;
    }
    let near = phrases[..i].iter().rev().take(FARTHEST);
    // "Pro-Taliban fighters" need not be of where the Taliban are.
    let beside = |q: &Phrase| parse.head(TokenId::new(q.head)).index() == p.head;
    let known = |q: &&Phrase| rebels(q) && !beside(q) && (q.told || matches!(q.unit, Unit::Listed(_)));
    // "The Houthis seized a tanker … The rebels": where the text tells of others too, those told last.
    let last = || {
        let bare = p.definite && p.owner.is_none() && p.end - p.start == 2;
        phrases[..i].iter().rev().take(12).filter(|_| bare).find(|q| known(q)).and_then(|q| q.country)
    };
    one_state(near.filter(known).filter_map(|q| q.country)).or_else(|| last().filter(|c| !c.is_international()))
}

/// "General Win Naing, who led the military's delegation": whoever leads somebody is of the state of those led.
pub(crate) fn leader(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    if p.plural || p.name.is_empty() && p.titles.is_empty() {
        return None;
    }
    let leads = |&v: &TokenId| {
        let is_clause = matches!(parse.dep(v), "relcl" | "acl") && parse.tag(v) != "VBN";
        is_clause && v > head && matches!(parse.lemma(v), "lead" | "head" | "command")
    };
    let verb = parse.children(head).iter().copied().find(leads)?;
    let led = parse.children_by(verb, "dobj").next()?;
    let own = parse.children(led).iter().copied().filter(|&c| matches!(parse.dep(c), "poss" | "compound" | "amod"));
    std::iter::once(led).chain(own).find_map(|t| {
        let j = phrases.binary_search_by_key(&t.index(), |q| q.head).ok()?;
        let known = phrases[j].country.or_else(|| only_force(gazetteer, parse, phrases, j));
        known.or_else(|| known_rebels(gazetteer, parse, phrases, j)).filter(|c| !c.is_international())
    })
}

/// "Its ministry summoned the Lithuanian envoy, and the customs service barred trucks": who goes on acting in a joined
/// clause is of the state whose office acts in the one before.
pub(crate) fn joined_office(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    let governs = |p: &Phrase| matches!(p.sectors.first(), Some(Sector::Gov | Sector::Cop | Sector::Jud | Sector::Leg));
    let clause = parse.head(head);
    if !p.definite || !p.name.is_empty() || p.abroad || !governs(p) || parse.dep(head) != "nsubj" {
        return None;
    }
    let first = parse.head(clause);
    if parse.dep(clause) != "conj" || first >= clause {
        return None;
    }
    let acting = parse.children_by(first, "nsubj").next()?;
    let q = &phrases[phrases.binary_search_by_key(&acting.index(), |q| q.head).ok()?];
    q.country.filter(|c| governs(q) && !c.is_international())
}

/// "The Ugandan government and the opposition": of the state that the office before the "and" is told to be of.
pub(crate) fn joined_to(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    if !p.definite || !p.name.is_empty() || parse.dep(head) != "conj" {
        return None;
    }
    let first = parse.head(head);
    let q = &phrases[phrases.binary_search_by_key(&first.index(), |q| q.head).ok()?];
    let governs = matches!(q.unit, Unit::Noun(_)) && q.sectors.first() == Some(&Sector::Gov);
    q.country.filter(|c| governs && q.told && !c.is_international())
}

/// "U.S.-led forces", "the Saudi-led coalition": whoever leads them has others with him, and whom they fight is not of
/// the leader's country.
pub(crate) fn is_led(parse: &Parse, p: &Phrase) -> bool {
    let norm = |t: usize| if t < parse.len() { parse.norm(TokenId::new(t)) } else { "" };
    (p.start..=p.head).any(|t| norm(t).ends_with("-led") || norm(t + 1) == "-" && norm(t + 2) == "led")
}

/// "Coalition forces", after "U.S.-led troops": the coalition that the text has told is of whoever leads it.
pub(crate) fn coalition(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let Unit::Noun(noun) = p.unit else { return None };
    let military = p.sectors.first() == Some(&Sector::Mil);
    // "The coalition" alone may be of parties.
    let bare = &*gazetteer.noun(noun).form == "coalition";
    let serves = bare_office(gazetteer, p);
    let allied = (military || serves) && (p.start..=p.head).any(|t| parse.norm(TokenId::new(t)) == "coalition");
    if !(allied || bare) || !p.name.is_empty() {
        return None;
    }
    let near = phrases[..i].iter().rev().take(FARTHEST);
    let told = near.filter(|q| is_led(parse, q)).find_map(|q| q.country);
    if told.is_some() || !allied {
        return told;
    }
    // Where the text does not say who leads it, the war does: Afghanistan from 2001 and Iraq from 2003, Yemen from 2015.
    let speaks_of = |codes: &[&str]| {
        let state =
            |q: &Phrase| matches!(q.unit, Unit::Listed(_)) && q.country.is_some_and(|c| codes.contains(&c.code()));
        phrases.iter().take(FARTHEST).any(state)
    };
    match (speaks_of(&["AFG", "IRQ"]), speaks_of(&["YEM"])) {
        (true, false) => "USA".parse().ok(),
        (false, true) => "SAU".parse().ok(),
        _ => None,
    }
}

/// "Five Turks were killed … One of the victims": who is called after what was done to them is of the country of those
/// to whom the text has last told it done.
pub(crate) fn undergone(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    sentence_of: &[u32],
) -> Option<Country> {
    let p = &phrases[i];
    let Unit::Noun(noun) = p.unit else { return None };
    if !p.definite || !p.name.is_empty() {
        return None;
    }
    let done: &[&str] = match &*gazetteer.noun(noun).form {
        "victim" => &["kill", "murder", "shoot", "massacre", "slay", "wound", "injure", "attack"],
        "hostage" | "captive" => &["kidnap", "abduct", "seize", "capture", "hold", "take"],
        "detainee" => &["detain", "arrest", "hold", "round", "seize", "jail"],
        _ => return None,
    };
    let undergoes = |q: &&Phrase| {
        let head = TokenId::new(q.head);
        let verb = parse.head(head);
        let passive = parse.dep(head) == "nsubjpass";
        let object = parse.dep(head) == "dobj" && parse.pos(verb) == Pos::Verb;
        (passive || object) && done.contains(&parse.lemma(verb))
    };
    near(phrases, i, sentence_of, TAKEN_UP_WITHIN).filter(undergoes).find_map(|q| q.country)
}

/// Whether a name stands for others than those whose name it is, who lend it no country: "U.S.-led forces", "pro-Taliban
/// fighters".
pub(crate) fn is_of_others(parse: &Parse, p: &Phrase) -> bool {
    matches!(prefix(parse, p.start), Some("pro" | "anti")) || is_led(parse, p)
}

/// "A coalition official", whom the lists take for one of parties.
fn bare_office(gazetteer: &Gazetteer, p: &Phrase) -> bool {
    let class = p.titles.last().map(|t| gazetteer.noun(t.noun).class);
    p.sectors.first() == Some(&Sector::Pty) && matches!(class, Some(Class::Part | Class::Spokes)) && p.titles.len() > 1
}

/// Whether a word stands in a relative clause that another, behind it, does not stand in.
fn is_aside(parse: &Parse, word: usize, other: usize) -> bool {
    let around: Vec<TokenId> = parse.ancestors(TokenId::new(other)).take(16).collect();
    let clauses = std::iter::once(TokenId::new(word)).chain(parse.ancestors(TokenId::new(word)).take(16));
    clauses.filter(|&c| parse.dep(c) == "relcl").any(|c| !around.contains(&c))
}

/// "Malawi's president, whose aid Britain had cut, gave in to the opposition": what a relative clause tells last gives
/// way to what the sentence told before it, if it told any country.
pub(crate) fn outside_asides(
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    last: (Country, usize),
    told: &[(Country, usize)],
) -> (Country, usize) {
    let aside = |j: usize| is_aside(parse, phrases[j].head, phrases[i].head);
    if !aside(last.1) {
        return last;
    }
    let plain = told.iter().rev().find(|x| x.1 < i && !aside(x.1) && !away(parse, &phrases[x.1]));
    plain.copied().unwrap_or(last)
}

/// "In India's Bihar state", "off Nigeria's Bonny Island": the noun that a country before it has, where that is a place
/// and not what a state owns or says ("at Kenya's request").
pub(crate) fn holder(parse: &Parse, country: TokenId) -> TokenId {
    let noun = parse.head(country);
    let place = parse.pos(noun) == Pos::Propn
        || matches!(
            parse.lemma(noun),
            "state"
                | "province"
                | "region"
                | "district"
                | "county"
                | "department"
                | "town"
                | "city"
                | "village"
                | "capital"
                | "island"
                | "coast"
                | "border"
                | "north"
                | "south"
                | "east"
                | "west"
                | "interior"
                | "port"
        );
    if parse.dep(country) == "poss" && place { noun } else { country }
}

/// "The leader of the breakaway region": of the entity without full recognition that the text has told last.
pub(crate) fn of_breakaway(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let head = TokenId::new(phrases[i].head);
    let breaks = |t: TokenId| breaks_away(parse.norm(t)) || parse.norm(t) == "rebel";
    let land = |t: TokenId| {
        let called =
            matches!(parse.lemma(t), "region" | "territory" | "republic" | "enclave" | "statelet" | "province");
        called && parse.children(t).iter().any(|&c| c < t && breaks(c))
    };
    let of = parse.children_by(head, "prep").filter(|&p| matches!(parse.norm(p), "of" | "in"));
    let whose = of.flat_map(|p| parse.children_by(p, "pobj")).chain(parse.children_by(head, "poss"));
    if !whose.into_iter().any(land) {
        return None;
    }
    let mut before = phrases[..i].iter().rev().take(FARTHEST);
    before.find(|p| p.sectors.contains(&Sector::Pre)).and_then(|p| p.country)
}

/// "Talks between Myanmar's military government and rebels … the army": the forces of the one state whose soldiers, or
/// whose rule by soldiers, the text has told by its name so far. Unlike [`known_force`], whoever else acts in the
/// sentence says nothing against it.
pub(crate) fn only_force(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let called = |p: &Phrase| match p.unit {
        Unit::Noun(n) => &*gazetteer.noun(n).form,
        _ => "",
    };
    let forces = |form: &str| {
        matches!(
            form,
            "military"
                | "army"
                | "general"
                | "junta"
                | "armed forces"
                | "military government"
                | "military council"
                | "military junta"
        )
    };
    let p = &phrases[i];
    if !forces(called(p)) || !p.definite || !p.name.is_empty() || p.lends || !is_bare(parse, p, called(p)) {
        return None;
    }
    let by_soldiers = |q: &Phrase| {
        let words = || (q.start..q.head).map(|t| parse.norm(TokenId::new(t)));
        forces(called(q)) || q.sectors.first() == Some(&Sector::Gov) && words().any(|w| w == "military")
    };
    let before = phrases[..i].iter().rev().take(FARTHEST);
    one_state(before.filter(|q| q.told && !q.lends && by_soldiers(q)).filter_map(|q| q.country))
}

/// "The National Council of Redress seized power … the council": a bare noun for a body takes up the one body of that
/// kind whose name the text has told, however far back and whoever has acted since.
pub(crate) fn named_body(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let Unit::Noun(noun) = p.unit else { return None };
    // "The Council", with a capital, has the noun itself for a name.
    let unnamed = p.name.is_empty() || p.name.len() == 1 && p.name.start == p.head;
    if gazetteer.noun(noun).class != Class::Body || !p.definite || !unnamed || p.lends {
        return None;
    }
    let kind = &*gazetteer.noun(noun).form;
    if !is_bare(parse, p, kind) {
        return None;
    }
    let called_so = |q: &&Phrase| {
        q.name.len() > 1 && q.name.clone().any(|t| parse.norm(TokenId::new(t)).eq_ignore_ascii_case(kind))
    };
    let before = phrases[..i].iter().rev().take(FARTHEST);
    // "The Security Council … the Council": a body of states too.
    one_power(before.filter(called_so).filter_map(|q| q.country))
}

/// Whether a phrase is its noun with an article and nothing else: "the military council".
fn is_bare(parse: &Parse, p: &Phrase, form: &str) -> bool {
    let first = (p.head + 1).saturating_sub(form.split(' ').count());
    let children = parse.children(TokenId::new(p.head));
    children
        .iter()
        .all(|&c| c.index() >= first && c.index() < p.head || matches!(parse.dep(c), "det" | "punct" | "case"))
}
