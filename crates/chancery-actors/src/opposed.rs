//! Who stands on another side than a phrase that tells no country, so that it is not of that one's country.

use std::collections::BTreeSet;

use chancery_doc::{Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::phrase::{Phrase, Unit};

/// Whether a phrase stands behind "against" or the like, as whoever it is that officials without a country face.
pub(crate) fn opposed(parse: &Parse, p: &Phrase) -> bool {
    let head = TokenId::new(p.head);
    parse.dep(head) == "pobj" && matches!(parse.norm(parse.head(head)), "against" | "versus" | "toward" | "towards")
}

/// Whether a phrase is whom or what a state attacks that its sentence tells. Phrases stand in the order of their heads.
pub(crate) fn is_attacked(parse: &Parse, phrases: &[Phrase], i: usize) -> bool {
    let mut at = TokenId::new(phrases[i].head);
    for _ in 0..3 {
        if !matches!(parse.dep(at), "amod" | "compound" | "nmod" | "poss" | "conj") {
            break;
        }
        at = parse.head(at);
    }
    let over = parse.head(at);
    let verb = match parse.dep(at) {
        "dobj" => over,
        "pobj" if matches!(parse.norm(over), "on" | "against" | "at" | "in" | "across") => {
            match parse.ancestors(over).take(5).find(|&a| parse.pos(a) == Pos::Verb) {
                Some(verb) => verb,
                None => return false,
            }
        }
        _ => return false,
    };
    let attacks = |t: TokenId| {
        matches!(
            parse.lemma(t),
            "attack"
                | "strike"
                | "airstrike"
                | "raid"
                | "bomb"
                | "bombard"
                | "shell"
                | "pound"
                | "blast"
                | "hit"
                | "target"
                | "invade"
                | "offensive"
                | "assault"
                | "bombardment"
                | "shelling"
                | "rocket"
                | "missile"
                | "incursion"
        )
    };
    let by_noun = || parse.ancestors(at).take(4).take_while(|&a| a != verb).any(attacks);
    let Some(subject) = parse.children_by(verb, "nsubj").next().filter(|_| attacks(verb) || by_noun()) else {
        return false;
    };
    let (from, to) = (parse.left_edge(subject).index(), parse.right_edge(subject).index());
    let country = phrases[i].country;
    let from = phrases.partition_point(|p| p.head < from);
    phrases[from..].iter().take_while(|p| p.head <= to).any(|p| p.told && p.country.is_some() && p.country != country)
}

/// Whether two phrases are the two sides of a meeting: "Australia's prime minister met President Ruiz", "France
/// welcomed President Ruiz". Phrases stand in the order of their heads.
pub(crate) fn counterparts(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize, j: usize) -> bool {
    // "The envoy met the provincial governor and local officials": who is local is of where they meet.
    let official = |p: &Phrase| !p.titles.is_empty() && (!p.plural || p.local) && !p.lends;
    let state = |p: &Phrase| matches!(p.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country) || p.metonym;
    let a = &phrases[i];
    if !official(a) || a.name.is_empty() && !a.local {
        return false;
    }
    // What lends its country to a side is part of that side.
    let side = |p: &Phrase| {
        let mut t = TokenId::new(p.head);
        for _ in 0..4 {
            match parse.dep(t) {
                "poss" | "compound" | "amod" | "nmod" | "appos" => t = parse.head(t),
                _ => break,
            }
        }
        t
    };
    let (x, y) = (side(a), side(&phrases[j]));
    let other = phrases.binary_search_by_key(&y.index(), |p| p.head).map(|k| &phrases[k]);
    if x == y || !other.is_ok_and(|p| official(p) || state(p)) {
        return false;
    }
    let verb_of = |t: TokenId| if parse.dep(t) == "pobj" { parse.head(parse.head(t)) } else { parse.head(t) };
    let (v, w) = (verb_of(x), verb_of(y));
    let is_subject = |t: TokenId| matches!(parse.dep(t), "nsubj" | "nsubjpass");
    // "Is expected to meet the governor": the subject is that of the verb above.
    let clause = |v: TokenId| if parse.dep(v) == "xcomp" { parse.head(v) } else { v };
    let meeting = if v == clause(w) { w } else { v };
    let meets = matches!(
        parse.lemma(meeting),
        "meet"
            | "visit"
            | "host"
            | "welcome"
            | "greet"
            | "receive"
            | "give"
            | "phone"
            | "call"
            | "telephone"
            | "talk"
            | "speak"
            | "confer"
            | "hold"
            | "congratulate"
            | "thank"
            | "invite"
            | "consult"
            | "negotiate"
            | "embrace"
            | "assure"
    );
    clause(v) == clause(w) && meets && is_subject(x) != is_subject(y)
}

/// "The minister called on China to stop": who turns to a state by its name is of another, and so is whom a state punishes.
pub(crate) fn turns_to(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize, j: usize) -> bool {
    let state = |p: &Phrase| {
        (matches!(p.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country) || p.metonym) && !p.lends
    };
    let target_of = |t: TokenId| {
        let over = parse.head(t);
        match parse.dep(t) {
            "dobj" | "dative" => Some(over),
            "pobj" if matches!(parse.norm(over), "on" | "upon" | "to" | "against" | "at") => Some(parse.head(over)),
            _ => None,
        }
    };
    let subject_of = |verb: TokenId| {
        let mut at = verb;
        while parse.children_by(at, "nsubj").next().is_none() && parse.dep(at) == "conj" && parse.head(at) < at {
            at = parse.head(at);
        }
        parse.children_by(at, "nsubj").next()
    };
    // "The minister flew to Jakarta", "arrived in Chad for talks": nobody travels so to where he is at home.
    let travels = |verb: TokenId| matches!(parse.lemma(verb), "fly" | "travel" | "arrive" | "visit" | "jet");
    let going = |t: TokenId| {
        let over = parse.head(t);
        let to = parse.dep(t) == "pobj" && matches!(parse.norm(over), "to" | "in");
        let verb = if to { parse.head(over) } else { over };
        (to || parse.dep(t) == "dobj").then_some(verb).filter(|&v| travels(v))
    };
    let is_seat = matches!(phrases[j].unit, Unit::Listed(e)
        if matches!(gazetteer.entry(e).what, What::Country | What::Capital))
        && !phrases[j].lends;
    if is_seat
        && going(TokenId::new(phrases[j].head)).is_some_and(|v| subject_of(v) == Some(TokenId::new(phrases[i].head)))
    {
        return true;
    }
    let (a, b) = (TokenId::new(phrases[i].head), TokenId::new(phrases[j].head));
    let turns = |verb: TokenId| {
        matches!(
            parse.lemma(verb),
            "urge"
                | "call"
                | "appeal"
                | "press"
                | "warn"
                | "accuse"
                | "blame"
                | "criticise"
                | "criticize"
                | "condemn"
                | "denounce"
                | "thank"
                | "praise"
                | "summon"
                | "threaten"
                | "ask"
                | "tell"
                | "rebuke"
                | "pressure"
                | "beg"
        )
    };
    if state(&phrases[j]) && target_of(b).is_some_and(|v| turns(v) && subject_of(v) == Some(a)) {
        return true;
    }
    let punishes = |t: TokenId| {
        let noun = matches!(parse.lemma(t), "sanction" | "embargo" | "restriction" | "ban");
        if noun && parse.dep(t) == "dobj" { Some(parse.head(t)) } else { (parse.lemma(t) == "sanction").then_some(t) }
    };
    state(&phrases[j]) && target_of(a).and_then(punishes).is_some_and(|v| subject_of(v) == Some(b))
}

/// "Rebels backed by Rwandan troops", "militants trained in Pakistan": whoever helps rebels is told in a clause about
/// them, and is of another country than they are.
pub(crate) fn is_backer(parse: &Parse, rebels: &Phrase, other: &Phrase) -> bool {
    let head = TokenId::new(rebels.head);
    let mut clauses = parse.children(head).iter().filter(|&&c| matches!(parse.dep(c), "acl" | "relcl"));
    clauses.any(|&c| {
        let helps = matches!(
            parse.lemma(c),
            "back"
                | "support"
                | "arm"
                | "train"
                | "fund"
                | "finance"
                | "sponsor"
                | "supply"
                | "equip"
                | "assist"
                | "aid"
                | "help"
        );
        helps && (parse.left_edge(c).index()..=parse.right_edge(c).index()).contains(&other.head)
    })
}

/// "Two soldiers were killed when Ethiopian tanks shelled the town": soldiers are not of the state that hits them.
pub(crate) fn is_striker(parse: &Parse, victims: &Phrase, other: &Phrase) -> bool {
    let head = TokenId::new(victims.head);
    let verb = parse.head(head);
    let are_hit = parse.dep(head) == "nsubjpass"
        && matches!(parse.lemma(verb), "kill" | "wound" | "injure" | "hurt" | "hit" | "ambush" | "capture" | "shoot");
    let is_force = other.lends || other.sectors.first() == Some(&Sector::Mil);
    let mut means =
        parse.children(verb).iter().filter(|&&c| c > verb && matches!(parse.dep(c), "advcl" | "agent" | "prep"));
    are_hit
        && is_force
        && means.any(|&c| (parse.left_edge(c).index()..=parse.right_edge(c).index()).contains(&other.head))
}

/// "Extremists who killed dozens of Israelis": whoever kills or seizes the people of a state need not be of it.
pub(crate) fn has_victim(parse: &Parse, armed: &Phrase, other: &Phrase) -> bool {
    let head = TokenId::new(armed.head);
    let does = |verb: TokenId| {
        matches!(
            parse.lemma(verb),
            "kill"
                | "wound"
                | "shoot"
                | "murder"
                | "ambush"
                | "abduct"
                | "kidnap"
                | "snatch"
                | "seize"
                | "capture"
                | "behead"
        )
    };
    let own = (parse.dep(head) == "nsubj").then(|| parse.head(head));
    let told =
        parse.children_by(head, "relcl").filter(|&r| parse.children_by(r, "nsubj").any(|s| parse.norm(s) == "who"));
    own.into_iter().chain(told).filter(|&v| does(v)).any(|verb| {
        let mut objects =
            parse.children(verb).iter().filter(|&&c| c > verb && matches!(parse.dep(c), "dobj" | "npadvmod"));
        objects.any(|&o| (parse.left_edge(o).index()..=parse.right_edge(o).index()).contains(&other.head))
    })
}

/// The verbs of which an international body is the subject.
pub(crate) fn seats_of_bodies(parse: &Parse, phrases: &[Phrase]) -> BTreeSet<TokenId> {
    let body = |p: &&Phrase| {
        p.country.is_some_and(|c| c.is_international()) && parse.dep(TokenId::new(p.head)) == "nsubj" && !p.lends
    };
    phrases.iter().filter(body).map(|p| parse.head(TokenId::new(p.head))).collect()
}

/// "In Washington, the Monetary Fund said": where a body of many states sits is no state that the text speaks of.
pub(crate) fn is_seat_of_body(gazetteer: &Gazetteer, parse: &Parse, verbs: &BTreeSet<TokenId>, p: &Phrase) -> bool {
    let head = TokenId::new(p.head);
    let inside = parse.dep(head) == "pobj" && matches!(parse.norm(parse.head(head)), "in" | "at");
    let capital = matches!(p.unit, Unit::Listed(e)
        if matches!(gazetteer.entry(e).what, What::Capital | What::Place));
    let says =
        |v: TokenId| matches!(parse.lemma(v), "say" | "tell" | "announce" | "warn" | "add" | "declare" | "state");
    inside && capital && verbs.contains(&parse.head(parse.head(head))) && says(parse.head(parse.head(head)))
}
