//! Where a clause places what it tells, by its own words: "in Goma", "on a road east of Sanaa".
//!
//! What is deliberately absent: where that is (grounding) and of which country anybody is; both ask here.

use std::collections::HashMap;

use chancery_doc::{Country, Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::earlier::holder;
use crate::phrase::{Phrase, Unit};

/// How many words a place may hang below the verb whose place it is.
pub(crate) const PLACE_DEPTH: usize = 6;

/// The country that a verb's clause places it in, by verb.
pub(crate) fn clause_places(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
) -> HashMap<usize, (Country, usize)> {
    let mut places = HashMap::new();
    for p in phrases.iter().filter(|p| !p.lends && (!p.metonym || is_with_mission(parse, p))) {
        let Unit::Listed(e) = p.unit else { continue };
        let place = matches!(gazetteer.entry(e).what, What::Country | What::Capital | What::Place);
        let head = holder(parse, TokenId::new(p.head));
        let prep = parse.head(head);
        // "On a road east of Sanaa".
        let bearing = parse.norm(prep) == "of"
            && matches!(
                parse.norm(parse.head(prep)),
                "east"
                    | "west"
                    | "north"
                    | "south"
                    | "outside"
                    | "miles"
                    | "km"
                    | "kilometres"
                    | "kilometers"
                    | "southeast"
                    | "southwest"
                    | "northeast"
                    | "northwest"
            );
        let located = parse.dep(head) == "pobj"
            && (bearing
                || matches!(
                    parse.norm(prep),
                    "in" | "at" | "near" | "outside" | "inside" | "across" | "throughout" | "around" | "off"
                ));
        // "Drove him into exile in Russia": where those who fled are is not where it was done.
        let abroad = matches!(parse.lemma(parse.head(prep)), "exile" | "asylum" | "refuge");
        let scene = place && located && !abroad && !is_gathering(parse, parse.head(prep));
        let Some(country) = p.country.filter(|_| scene) else {
            continue;
        };
        let verb = parse.ancestors(prep).take(PLACE_DEPTH).find(|&a| parse.pos(a) == Pos::Verb);
        if let Some(verb) = verb {
            places.entry(verb.index()).or_insert((country, p.head));
        }
    }
    places
}

/// "Talks in Cairo", "an interview in Paris": a place where people come from elsewhere to speak is nobody's home.
pub(crate) fn is_gathering(parse: &Parse, noun: TokenId) -> bool {
    matches!(
        parse.lemma(noun),
        "conference"
            | "summit"
            | "meeting"
            | "talk"
            | "talks"
            | "negotiation"
            | "forum"
            | "interview"
            | "speech"
            | "session"
            | "seminar"
            | "congress"
            | "visit"
    )
}

/// The country and the word that tells it, of the first "in Goma" of each sentence.
pub(crate) fn scenes(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    sentence_of: &[u32],
) -> HashMap<u32, (Country, usize)> {
    let mut scenes = HashMap::new();
    for p in phrases.iter().filter(|p| !p.lends && !p.metonym) {
        let Unit::Listed(e) = p.unit else { continue };
        let head = TokenId::new(p.head);
        let located = parse.dep(head) == "pobj" && parse.norm(parse.head(head)) == "in";
        let place = matches!(gazetteer.entry(e).what, What::Country | What::Capital | What::Place);
        if let Some(country) = p.country.filter(|_| place && located) {
            scenes.entry(sentence_of[p.head]).or_insert((country, p.head));
        }
    }
    scenes
}

/// The country of the clause a word stands in, or of the clause around or right below it.
pub(crate) fn place_of(parse: &Parse, head: usize, places: &HashMap<usize, (Country, usize)>) -> Option<Country> {
    if places.is_empty() {
        return None;
    }
    let verb = parse.ancestors(TokenId::new(head)).take(PLACE_DEPTH).find(|&a| parse.pos(a) == Pos::Verb)?;
    // "Gangs burn a station; troops on the streets of Quito": what a semicolon parts is told of another place.
    let at = |verb: TokenId| {
        let &(country, place) = places.get(&verb.index())?;
        let mut between = (head.min(place)..head.max(place)).map(TokenId::new);
        between.all(|t| parse.norm(t) != ";").then_some(country)
    };
    if let Some(c) = at(verb) {
        return Some(c);
    }
    // "A court charged two, while police in Spain arrested four": what another does elsewhere is set beside it.
    let elsewhere = |c: TokenId| {
        let beside = parse.children_by(c, "mark").any(|m| matches!(parse.norm(m), "while" | "whereas"));
        (beside || parse.dep(c) == "conj") && parse.children(c).iter().any(|&s| parse.dep(s).starts_with("nsubj"))
    };
    let below = parse.children(verb).iter().filter(|&&c| matches!(parse.dep(c), "advcl" | "xcomp" | "conj"));
    let below = below.filter(|&&c| !elsewhere(c));
    if let Some(c) = below.filter_map(|&c| at(c)).next() {
        return Some(c);
    }
    let above = matches!(parse.dep(verb), "advcl" | "xcomp" | "conj" | "acl" | "relcl").then(|| {
        let up = parse.head(verb);
        if parse.pos(up) == Pos::Verb {
            Some(up)
        } else {
            parse.ancestors(up).take(3).find(|&a| parse.pos(a) == Pos::Verb)
        }
    })??;
    at(above)
}

/// "The Danish embassy in Khartoum": whatever it stands for, the town is where the embassy is.
fn is_with_mission(parse: &Parse, p: &Phrase) -> bool {
    let prep = parse.head(TokenId::new(p.head));
    parse.norm(prep) == "in" && matches!(parse.lemma(parse.head(prep)), "embassy" | "consulate")
}

/// "In the capital": of the country that the article is about.
pub(crate) fn capital_of(parse: &Parse, head: usize, focus: Option<Country>) -> Option<Country> {
    let verb = parse.ancestors(TokenId::new(head)).take(PLACE_DEPTH).find(|&a| parse.pos(a) == Pos::Verb)?;
    let mut objects = parse
        .children_by(verb, "prep")
        .filter(|&prep| matches!(parse.norm(prep), "in" | "near" | "outside" | "across"))
        .flat_map(|prep| parse.children_by(prep, "pobj"));
    focus.filter(|_| {
        objects.any(|o| {
            parse.norm(o) == "capital" && parse.children(o).iter().all(|&c| matches!(parse.dep(c), "det" | "punct"))
        })
    })
}

/// Whether a phrase has a place of its own of which the lists know no country.
pub(crate) fn is_placed_elsewhere(parse: &Parse, phrases: &[Phrase], i: usize) -> bool {
    let p = &phrases[i];
    let armed = matches!(p.sectors.first(), Some(Sector::Uaf | Sector::Crm)) && p.plural;
    let inside = parse.children_by(TokenId::new(p.head), "prep").filter(|&c| matches!(parse.norm(c), "in" | "near"));
    let mut places = inside.flat_map(|c| parse.children_by(c, "pobj"));
    armed
        && places.any(|o| {
            let named = (parse.left_edge(o).index()..=o.index()).any(|t| parse.pos(TokenId::new(t)) == Pos::Propn);
            named && phrases.binary_search_by_key(&o.index(), |q| q.head).is_err()
        })
}
