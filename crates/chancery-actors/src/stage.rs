//! Where a paragraph goes on: "In Ecuador, the president sent soldiers … By Monday police had detained 41."
//!
//! A paragraph that opens with a place, or with the police, courts or workers of a state, stays there until somebody of
//! another state acts in it. What is deliberately absent: where the article as a whole is at home ([`crate::home`]).

use std::collections::{HashMap, HashSet};

use chancery_doc::{Country, Parse, Pos, Sector, SegmentKind, SentenceId, Span, Text, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::context::{away, is_state};
use crate::earlier::{near, one_state};
use crate::phrase::{Guess, Phrase, Unit};
use crate::posts::same_office;
use crate::scenes::is_gathering;

/// So many sentences back an official was named whom "the premier" takes up.
const NAMED_WITHIN: u32 = 2;

/// So many phrases back a body of states may have been told that "the bloc's ambassador" is of.
const BODY_WITHIN: usize = 60;

/// Towns in which bodies of many states sit: who is there need not be of the state around them.
const SEATS: [&str; 8] =
    ["addis ababa", "brussels", "geneva", "new york", "nicosia", "strasbourg", "the hague", "vienna"];

/// Whether a town, in small letters, is one in which bodies of many states sit.
pub(crate) fn is_seat(town: &str) -> bool {
    SEATS.contains(&town)
}

/// The state in which a sentence goes on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stage {
    pub(crate) country: Country,
    /// Another state has commented on what happened there since: officials may be of either.
    answered: bool,
}

impl Stage {
    /// Whether somebody may be meant to be there: all, or those who stay where they are, and whoever replies.
    pub(crate) fn holds(self, parse: &Parse, p: &Phrase) -> bool {
        let stays = matches!(
            p.sectors.first(),
            Some(Sector::Cop | Sector::Jud | Sector::Med | Sector::Cvl | Sector::Lab | Sector::Edu)
        );
        let verb = parse.head(TokenId::new(p.head));
        let replies = matches!(parse.lemma(verb), "answer" | "counter" | "reply" | "respond" | "retort" | "shrug");
        !self.answered || stays || replies
    }
}

/// Verbs by which a state comments on what has happened in another.
const COMMENTS: [&str; 24] = [
    "complain",
    "condemn",
    "criticise",
    "criticize",
    "denounce",
    "deplore",
    "deny",
    "express",
    "hail",
    "insist",
    "object",
    "praise",
    "protest",
    "react",
    "recall",
    "regret",
    "reject",
    "respond",
    "say",
    "summon",
    "urge",
    "voice",
    "warn",
    "welcome",
];

/// The state in which each sentence goes on, by what its paragraph told before it.
pub(crate) fn stages(gazetteer: &Gazetteer, text: &Text, parse: &Parse, phrases: &[Phrase]) -> HashMap<u32, Stage> {
    let mut stages = HashMap::new();
    let mut stage: Option<Stage> = None;
    let mut paragraph = None;
    // "In Haiti, … Kenyan police retook the station": a paragraph that opens with a place is left by states alone.
    let mut placed = false;
    // "In Peru, the cabinet …" behind a paragraph that tells nothing of Peru: a story of its own, which goes on in the next.
    let mut fresh = false;
    let (mut seen, mut told): (HashSet<Country>, HashSet<Country>) = Default::default();
    let mut from = 0;
    while from < phrases.len() {
        let id = parse.sentence_of(TokenId::new(phrases[from].head));
        let len = phrases[from..].partition_point(|p| parse.sentence_of(TokenId::new(p.head)) == id);
        let here = &phrases[from..from + len];
        let segment = text.segment_at(parse.sentence_span(id));
        let around = segment.filter(|s| s.kind == SegmentKind::Paragraph).map(|s| s.span);
        if around.is_none() || around != paragraph {
            let goes_on = fresh && follows(text, paragraph, around);
            stage = stage.filter(|_| goes_on);
            fresh &= goes_on;
            placed = false;
            (seen, told) = (std::mem::take(&mut told), HashSet::new());
        }
        paragraph = around;
        if let (Some(stage), Ok(sentence)) = (stage, u32::try_from(id.index())) {
            stages.insert(sentence, stage);
        }
        let opened = around.and_then(|_| opens_with_place(gazetteer, parse, here, id));
        placed |= opened.is_some();
        if let Some(country) = opened {
            let by_name = here.iter().any(|p| p.country == Some(country) && is_state(gazetteer, p));
            fresh = by_name && !seen.contains(&country);
        }
        told.extend(here.iter().filter_map(|p| p.country));
        let set = opened.or_else(|| around.and_then(|_| acts_at_home(parse, here).filter(|_| !placed)));
        stage = match (set, stage) {
            (Some(country), _) => Some(Stage { country, answered: false }),
            (None, Some(stage)) if !is_left(gazetteer, parse, here, stage.country) => Some(stage),
            (None, Some(stage)) if !stage.answered && comments(parse, here) => Some(Stage { answered: true, ..stage }),
            _ => None,
        };
        fresh &= stage.is_some();
        from += len;
    }
    stages
}

/// Whether a paragraph stands right behind another, with no heading between.
fn follows(text: &Text, before: Option<Span>, paragraph: Option<Span>) -> bool {
    let (Some(before), Some(paragraph)) = (before, paragraph) else { return false };
    let behind = text.segments().partition_point(|s| s.span.start() <= before.start());
    text.segments().get(behind).is_some_and(|s| s.span == paragraph)
}

pub(crate) fn is_subject_of_root(parse: &Parse, p: &Phrase) -> bool {
    let head = TokenId::new(p.head);
    matches!(parse.dep(head), "nsubj" | "nsubjpass") && parse.is_root(parse.head(head))
}

/// "In Ecuador, …", "Meanwhile in Lima, …": the state of the place before the subject of a sentence.
pub(crate) fn opens_with_place(
    gazetteer: &Gazetteer,
    parse: &Parse,
    here: &[Phrase],
    id: SentenceId,
) -> Option<Country> {
    let first = parse.sentence(id).start as usize;
    let (j, p) = here.iter().enumerate().find(|(_, p)| {
        matches!(p.unit, Unit::Listed(e) if matches!(gazetteer.entry(e).what, What::Country | What::Capital | What::Place))
    })?;
    let head = TokenId::new(p.head);
    let prep = parse.head(head);
    let opens = (first..prep.index())
        .map(TokenId::new)
        .all(|t| matches!(parse.pos(t), Pos::Adv | Pos::Cconj | Pos::Punct | Pos::Space) && parse.norm(t) != "not");
    let inside = parse.dep(head) == "pobj" && matches!(parse.norm(prep), "in" | "across");
    if !opens || !inside || p.lends || p.metonym || away(parse, p) || SEATS.contains(&parse.norm(head)) {
        return None;
    }
    let country = p.country.filter(|c| !c.is_international())?;
    // Where others come to talk is the home of those only whom the sentence tells to be of it.
    let verb = parse.ancestors(prep).find(|&t| parse.pos(t) == Pos::Verb);
    let gathers = |t: TokenId| is_gathering(parse, t) || matches!(parse.lemma(t), "day" | "round");
    let talks = verb.is_some_and(|v| {
        let meets = matches!(parse.lemma(v), "meet" | "gather" | "talk" | "negotiate");
        meets || parse.children(v).iter().any(|&c| parse.dep(c).starts_with("nsubj") && gathers(c))
    });
    let told_again = || here[j + 1..].iter().any(|q| q.country == Some(country));
    (!talks || told_again()).then_some(country)
}

/// "Nicaraguan police seized a general", "bus drivers in Lima walked out": those who act where they live.
fn acts_at_home(parse: &Parse, here: &[Phrase]) -> Option<Country> {
    let p = here.iter().find(|p| is_subject_of_root(parse, p))?;
    let is_nameless = matches!(p.unit, Unit::Noun(_)) && p.name.is_empty() && !p.abroad && !p.lends;
    let sector = p.sectors.first().filter(|_| is_nameless)?;
    let own = matches!(sector, Sector::Cop | Sector::Jud | Sector::Lab | Sector::Opp | Sector::Edu | Sector::Agr);
    if own && p.told {
        return p.country.filter(|c| !c.is_international());
    }
    if !own && *sector != Sector::Cvl {
        return None;
    }
    let head = TokenId::new(p.head);
    let inside = parse.children_by(head, "prep").filter(|&c| matches!(parse.norm(c), "in" | "across"));
    let places = inside.flat_map(|c| parse.children_by(c, "pobj")).filter(|&o| o.index() > p.head);
    places.into_iter().find_map(|o| {
        let edge = parse.left_edge(o).index();
        let within = here.iter().filter(|q| (edge..=o.index()).contains(&q.head));
        within.filter_map(|q| q.country).find(|c| !c.is_international())
    })
}

/// Whether all that is done in a sentence is to comment: "Sweden condemned the arrests".
fn comments(parse: &Parse, here: &[Phrase]) -> bool {
    let mut acting = here.iter().filter(|p| is_subject_of_root(parse, p));
    acting.all(|p| COMMENTS.contains(&parse.lemma(parse.head(TokenId::new(p.head)))))
}

/// Whether somebody of another state acts in a sentence.
fn is_left(gazetteer: &Gazetteer, parse: &Parse, here: &[Phrase], stage: Country) -> bool {
    here.iter().any(|p| {
        let state = matches!(p.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country) || p.metonym;
        let force = matches!(p.unit, Unit::Noun(_)) && matches!(p.sectors.first(), Some(Sector::Cop | Sector::Mil));
        let acts = state || p.told && !force || matches!(p.unit, Unit::Listed(_));
        acts && p.country.is_some_and(|c| c != stage && !c.is_international()) && is_subject_of_root(parse, p)
    })
}

/// "President Aliyev had invited Prime Minister Pashinyan. The premier declined": the one who was named with the same
/// office in the sentences right before.
pub(crate) fn same_office_before(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    sentence_of: &[u32],
) -> Option<Country> {
    let p = &phrases[i];
    let [title] = p.titles.as_slice() else { return None };
    let bare = p.definite && !p.plural && p.name.is_empty() && !p.lends && !p.local && p.owner.is_none();
    if !bare || title.former || p.end - p.start > 3 || p.sectors.first() != Some(&Sector::Gov) {
        return None;
    }
    let holds = |q: &&Phrase| {
        let same = |t: &crate::phrase::Title| !t.former && same_office(gazetteer, t.noun, title.noun);
        !q.name.is_empty() && !q.plural && q.told && q.titles.iter().any(same) && !away(parse, q)
    };
    one_state(near(phrases, i, sentence_of, NAMED_WITHIN).filter(holds).filter_map(|q| q.country))
}

/// "Costa Rica recalled its ambassador; Foreign Minister Arnoldo Mora called it an outrage": whoever opens a clause
/// behind a semicolon by office and name is of the state that acts before it.
pub(crate) fn acts_before_semicolon(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
) -> Option<Country> {
    let p = &phrases[i];
    let behind = p.start.checked_sub(1).is_some_and(|t| parse.norm(TokenId::new(t)) == ";");
    if !behind || p.titles.is_empty() || p.plural || p.abroad || p.sectors.first() != Some(&Sector::Gov) {
        return None;
    }
    let here = parse.sentence_of(TokenId::new(p.head));
    let before = phrases[..i].iter().rev().take_while(|q| parse.sentence_of(TokenId::new(q.head)) == here);
    let acts = |q: &Phrase| {
        let head = TokenId::new(q.head);
        let state = matches!(q.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country) || q.metonym;
        let inside = parse.ancestors(head).take(4).any(|t| parse.dep(t) == "relcl");
        state && parse.dep(head) == "nsubj" && !inside
    };
    before.filter(|q| acts(q)).last().and_then(|q| q.country).filter(|c| !c.is_international())
}

/// "The bloc's ambassador", "a Commission official": of the body of states that the text has told last.
pub(crate) fn of_bloc(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    let mut roots = std::iter::once(head).chain(p.titles.iter().map(|t| TokenId::new(t.end - 1)));
    let owned = roots.any(|r| {
        parse.children(r).iter().any(|&c| match parse.dep(c) {
            "poss" => matches!(parse.norm(c), "bloc" | "alliance" | "grouping"),
            "compound" | "nmod" => match parse.norm(c) {
                "commission" => parse.pos(c) == Pos::Propn,
                norm => matches!(norm, "bloc" | "alliance"),
            },
            _ => false,
        })
    });
    if !owned {
        return None;
    }
    body_before(phrases, i, |q| q.told || matches!(q.unit, Unit::Listed(_)))
}

/// The body of states told last before a phrase, by the phrases that fit.
fn body_before(phrases: &[Phrase], i: usize, fits: impl Fn(&Phrase) -> bool) -> Option<Country> {
    let before = phrases[..i].iter().rev().take(BODY_WITHIN).filter(|q| fits(q));
    before.filter_map(|q| q.country).find(|c| c.is_international())
}

/// "An appeal by the secretary-general": of the body of states told last, where there is one; parties have such too.
pub(crate) fn of_secretariat(gazetteer: &Gazetteer, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let form = match p.titles.last() {
        Some(title) => &gazetteer.noun(title.noun).form,
        None => match p.unit {
            Unit::Noun(n) => &gazetteer.noun(n).form,
            _ => return None,
        },
    };
    if !matches!(&**form, "secretary general" | "deputy secretary general" | "under-secretary-general") || !p.definite {
        return None;
    }
    // "The party's secretary general" is that party's.
    let of_party =
        |q: &Phrase| matches!(q.sectors.first(), Some(Sector::Pty | Sector::Opp | Sector::Lab | Sector::Soc));
    if p.sectors.first().is_some_and(|s| *s != Sector::Gov)
        || phrases[..i].iter().rev().take(4).any(|q| q.end <= p.head && q.start >= p.start && of_party(q))
    {
        return None;
    }
    body_before(phrases, i, |q| matches!(q.unit, Unit::Listed(_)) && q.sectors.first() != Some(&Sector::Pty))
}

/// "At home, police detained 14 supporters": of the state of whoever the sentence before is about.
pub(crate) fn at_home(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let id = parse.sentence_of(TokenId::new(phrases[i].head));
    let first = parse.sentence(id).start as usize;
    let norm = |t: usize| if t < parse.len() { parse.norm(TokenId::new(t)) } else { "" };
    if norm(first) != "at" || norm(first + 1) != "home" {
        return None;
    }
    let mut before = phrases[..i].iter().rev().skip_while(|q| parse.sentence_of(TokenId::new(q.head)) == id).take(20);
    before.find(|q| is_subject_of_root(parse, q)).and_then(|q| q.country).filter(|c| !c.is_international())
}

/// "The putschists", "the coup plotters": of the state whose coup the report is about; "the men who overthrew President
/// Kpodar", of his.
pub(crate) fn plotters(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    home: Option<Country>,
) -> Option<Country> {
    let p = &phrases[i];
    let Unit::Noun(n) = p.unit else { return None };
    let form = &*gazetteer.noun(n).form;
    if !p.definite || !p.name.is_empty() {
        return None;
    }
    let seized = |v: &TokenId| matches!(parse.lemma(*v), "overthrow" | "topple" | "oust" | "depose" | "unseat");
    let clauses = parse.children_by(TokenId::new(p.head), "relcl").filter(seized);
    let victims = clauses.flat_map(|v| parse.children_by(v, "dobj"));
    let victims = victims.filter_map(|o| phrases.binary_search_by_key(&o.index(), |q| q.head).ok());
    if let Some(j) = victims.into_iter().next() {
        return phrases[j].country.or(home).filter(|c| !c.is_international());
    }
    // Or of the one state whose soldiers rule by the text.
    let rules = |q: &&Phrase| {
        let junta = |f: &str| matches!(f, "junta" | "military junta" | "military council" | "military government");
        matches!(q.unit, Unit::Noun(n) if junta(&gazetteer.noun(n).form)) && q.told
    };
    let ruled = || one_state(phrases[..i].iter().rev().take(4 * BODY_WITHIN).filter(rules).filter_map(|q| q.country));
    home.or_else(ruled).filter(|_| form.starts_with("coup ") || form.starts_with("putschist"))
}

/// "Rebels seize Congolese lake port as Angola clings to its plan": who takes up arms without a word of where does so in
/// the state that the town is of.
pub(crate) fn where_they_seize(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    let armed = matches!(p.sectors.first(), Some(Sector::Reb | Sector::Uaf)) && p.name.is_empty() && p.plural;
    let verb = parse.head(head);
    let seizes = matches!(parse.lemma(verb), "seize" | "capture" | "overrun" | "take" | "storm" | "retake" | "raid");
    if !armed || !seizes || parse.dep(head) != "nsubj" {
        return None;
    }
    let object = parse.children_by(verb, "dobj").next()?;
    let settled = matches!(
        parse.lemma(object),
        "town" | "city" | "village" | "port" | "base" | "province" | "capital" | "district" | "airport" | "area"
    );
    let from = phrases.partition_point(|q| q.head < parse.left_edge(object).index());
    let inside = phrases[from..].iter().take_while(|q| q.head <= object.index());
    one_state(inside.filter_map(|q| q.country)).filter(|_| settled)
}

/// Whom "officers" and a party without a sector are, by what the text told before: police where it spoke of police last,
/// the opposition where its leader does.
pub(crate) fn settle_sectors(gazetteer: &Gazetteer, parse: &Parse, phrases: &mut [Phrase]) {
    for i in 0..phrases.len() {
        let p = &phrases[i];
        let form = match p.unit {
            Unit::Noun(n) => &*gazetteer.noun(n).form,
            Unit::Unlisted(Guess::Organization | Guess::Unknown) if p.sectors.is_empty() && !p.name.is_empty() => {
                if let Some(sectors) = of_its_leader(parse, phrases, i) {
                    phrases[i].sectors = sectors;
                }
                continue;
            }
            _ => continue,
        };
        if form != "officer" || !p.name.is_empty() || p.sectors.first() != Some(&Sector::Mil) {
            continue;
        }
        let force = |q: &&Phrase| {
            matches!(q.unit, Unit::Noun(_)) && matches!(q.sectors.first(), Some(Sector::Mil | Sector::Cop))
        };
        let last = phrases[..i].iter().rev().take(BODY_WITHIN).find(force);
        if last.is_some_and(|q| q.sectors.first() == Some(&Sector::Cop)) {
            phrases[i].sectors = vec![Sector::Cop];
        }
    }
}

/// "Nabirye's Alliance for Renewal", "the Democratic Union, Adjovi's party": what somebody who has been told to be of the
/// opposition leads.
fn of_its_leader(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Vec<Sector>> {
    let head = TokenId::new(phrases[i].head);
    let beside = parse.children_by(head, "appos").filter(|&a| parse.lemma(a) == "party");
    let owner = std::iter::once(head).chain(beside).flat_map(|t| parse.children_by(t, "poss")).next()?;
    // "Nabirye's Alliance for Renewal": what stands before "for" is no whole name, but a word for such.
    let whole = phrases[i].name.len() > 1
        || matches!(
            parse.norm(head),
            "alliance" | "party" | "movement" | "front" | "union" | "congress" | "coalition" | "forum" | "platform"
        );
    if !whole {
        return None;
    }
    let name = parse.norm(owner);
    let opposes = |q: &&Phrase| {
        q.sectors.first() == Some(&Sector::Opp) && q.name.clone().any(|t| parse.norm(TokenId::new(t)) == name)
    };
    phrases[..i].iter().rev().take(4 * BODY_WITHIN).find(opposes).map(|_| vec![Sector::Opp, Sector::Pty])
}
