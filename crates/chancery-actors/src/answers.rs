//! Offices whose state the words around tell in ways of their own: whoever answers where his capital was asked, "the
//! island's president", deputies of the Secretary of State, hosts, exiles, and whoever is addressed or reports.

use chancery_doc::{Country, Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Class, Gazetteer, What};

use crate::earlier::near;
use crate::phrase::{Phrase, Unit};
use crate::states::called;

/// So many phrases back a state may have been told that "the island" stands for.
const WITHIN: usize = 120;

/// Whether the words of a phrase tell its country, of it or for another.
fn is_told(q: &&Phrase) -> bool {
    q.told || q.lends || matches!(q.unit, Unit::Listed(_))
}

/// "Portugal recalled its envoy, the minister said": who did what somebody, behind it, reports.
fn reported_actor<'p>(parse: &Parse, phrases: &'p [Phrase], i: usize) -> Option<&'p Phrase> {
    let head = TokenId::new(phrases[i].head);
    let act = parse.children_by(parse.head(head), "ccomp").find(|&c| parse.dep(head) == "nsubj" && c < head)?;
    let subject = parse.children_by(act, "nsubj").next()?;
    Some(&phrases[phrases.binary_search_by_key(&subject.index(), |p| p.head).ok()?])
}

/// Who does what a verb tells, also where the verb shares its subject with one before it.
fn subject_of<'p>(parse: &Parse, phrases: &'p [Phrase], mut verb: TokenId) -> Option<&'p Phrase> {
    while parse.dep(verb) == "conj" && parse.children_by(verb, "nsubj").next().is_none() && parse.head(verb) < verb {
        verb = parse.head(verb);
    }
    let subject = parse.children_by(verb, "nsubj").next()?;
    Some(&phrases[phrases.binary_search_by_key(&subject.index(), |p| p.head).ok()?])
}

/// "Sanders begged Prague for help. Foreign Minister Jan Novotny refused": whoever opens a sentence by office and name,
/// right after his state was asked or accused, answers for it.
pub(crate) fn answers(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    let id = parse.sentence_of(head);
    let first = parse.sentence(id).start as usize;
    let opens = p.start <= first + 1 && parse.dep(head).starts_with("nsubj") && !p.name.is_empty() && !p.plural;
    if !opens || p.titles.is_empty() || p.abroad || p.sectors.first() != Some(&Sector::Gov) {
        return None;
    }
    let before = phrases[..i].iter().rev();
    let last = before.clone().map(|q| parse.sentence_of(TokenId::new(q.head))).find(|s| *s != id)?;
    if last.index() + 1 != id.index() {
        return None;
    }
    let is_asked = |q: &&Phrase| {
        let head = TokenId::new(q.head);
        let verb = parse.head(head);
        let state =
            matches!(q.unit, Unit::Listed(e) if matches!(gazetteer.entry(e).what, What::Country | What::Capital));
        state
            && parse.dep(head) == "dobj"
            && parse.pos(verb) == Pos::Verb
            && matches!(
                parse.lemma(verb),
                "ask" | "beg" | "urge" | "implore" | "press" | "accuse" | "warn" | "blame" | "plead" | "beseech"
            )
    };
    let asked = before.filter(|q| parse.sentence_of(TokenId::new(q.head)) == last).find(is_asked)?;
    asked.country.filter(|c| !c.is_international())
}

/// "The island's president", "the kingdom's foreign minister": of the state of that kind that the text told last.
pub(crate) fn of_such_a_state(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let roots = std::iter::once(p.head).chain(p.titles.iter().map(|t| t.end - 1)).map(TokenId::new);
    let owner = roots.flat_map(|r| parse.children_by(r, "poss")).find(|&o| {
        let bare = parse.children(o).iter().all(|&c| matches!(parse.dep(c), "det" | "case"));
        bare && parse.children_by(o, "det").any(|d| parse.norm(d) == "the")
    })?;
    let kinds = called(parse.norm(owner)).filter(|k| !k.is_empty())?;
    let around = phrases[..i].iter().rev().take(WITHIN).chain(phrases[i + 1..].iter().take(WITHIN / 4));
    around.filter(is_told).filter_map(|q| q.country).find(|c| kinds.iter().any(|codes| codes.contains(&c.code())))
}

/// "Deputy Secretary of State Ann Lee": of the United States, where the words tell no other state and no field of work
/// ("secretary of state for health").
pub(crate) fn of_the_department(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let title = p.titles.last().filter(|t| !t.former && !p.name.is_empty())?;
    let form = &*gazetteer.noun(title.noun).form;
    let field = parse.children_by(TokenId::new(title.end - 1), "prep").any(|c| parse.norm(c) == "for");
    (form.ends_with("secretary of state") && !field).then(|| "USA".parse().ok()).flatten()
}

/// "Iran's ministry summoned an envoy, the semi-official news agency reported": a state's medium reports the deeds of its
/// own offices, mostly.
pub(crate) fn reports_own(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    reported_actor(parse, phrases, i)?.country.filter(|c| !c.is_international())
}

/// "The United States urged the council to agree": whom a foreign state addresses without a country is of the country
/// that the report is about, if the sentence tells no third one.
pub(crate) fn addressed(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    told: &[(Country, usize)],
    about: Option<Country>,
) -> Option<Country> {
    let about = about?;
    if !phrases[i].name.is_empty() {
        return None;
    }
    let mut at = TokenId::new(phrases[i].head);
    while parse.dep(at) == "conj" && parse.head(at) < at {
        at = parse.head(at);
    }
    let verb = match parse.dep(at) {
        "dobj" | "dative" | "nsubj" => parse.head(at),
        "pobj" if matches!(parse.norm(parse.head(at)), "on" | "upon" | "to") => parse.head(parse.head(at)),
        _ => return None,
    };
    // "urged the council to": parsers make the council the subject of what it is urged to do.
    let verb = if parse.dep(at) == "nsubj" { parse.head(verb) } else { verb };
    let addresses = matches!(
        parse.lemma(verb),
        "urge"
            | "call"
            | "ask"
            | "press"
            | "warn"
            | "tell"
            | "appeal"
            | "advise"
            | "pressure"
            | "push"
            | "criticise"
            | "criticize"
            | "condemn"
            | "accuse"
            | "congratulate"
            | "sanction"
    );
    let subject = parse.children_by(verb, "nsubj").next().filter(|s| addresses && s.index() < phrases[i].head)?;
    let j = phrases.binary_search_by_key(&subject.index(), |p| p.head).ok()?;
    let state = matches!(phrases[j].unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country);
    let acting = phrases[j].country.filter(|c| (state || phrases[j].metonym) && *c != about)?;
    told.iter().all(|x| x.0 == acting || x.0 == about).then_some(about)
}

/// "Lee, who leads the Korean opposition, criticised the president": the president, where the text has told that the state
/// of the one who speaks of him has one.
pub(crate) fn own_office(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let office = p.titles.last()?.noun;
    let head = TokenId::new(p.head);
    if !p.definite || p.plural || !p.name.is_empty() || parse.dep(head) != "dobj" {
        return None;
    }
    let speaker = subject_of(parse, phrases, parse.head(head))?;
    let serves = matches!(speaker.sectors.first(), Some(Sector::Gov | Sector::Mil) | None);
    let own = speaker.country.filter(|c| !serves && !c.is_international())?;
    let told = phrases[..i].iter().any(|q| q.country == Some(own) && q.titles.iter().any(|t| t.noun == office));
    told.then_some(own)
}

/// "Portugal recalled its envoy from Bissau, the foreign minister said": who speaks for what the sentence first told of
/// an act is of the state that acted.
pub(crate) fn reported_state(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let head = TokenId::new(phrases[i].head);
    let verb = parse.head(head);
    let speaks = parse.dep(head) == "nsubj"
        && matches!(
            parse.lemma(verb),
            "say" | "announce" | "confirm" | "declare" | "state" | "add" | "report" | "warn" | "insist"
        );
    if !speaks {
        return None;
    }
    let p = reported_actor(parse, phrases, i)?;
    let state = matches!(p.unit, Unit::Listed(_)) && !p.plural && p.name.end - p.name.start < 4;
    p.country.filter(|c| state && !c.is_international() && p.sectors.first() != Some(&Sector::Jrn))
}

/// "Minister Ana Silva said in Lisbon", "was ratified by parliament in Dili": whoever speaks for a state that nobody
/// tells does so in its capital, and there its parliament and courts sit.
pub(crate) fn speaks_in(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let sits = p.name.is_empty()
        && !p.plural
        && matches!(p.sectors.first(), Some(Sector::Leg | Sector::Jud))
        && matches!(p.unit, Unit::Noun(n) if gazetteer.noun(n).class == Class::Body);
    if p.abroad || !sits && (p.name.is_empty() || p.titles.is_empty()) {
        return None;
    }
    let head = TokenId::new(p.head);
    let over = parse.head(head);
    let verb = if parse.dep(over) == "agent" { parse.head(over) } else { over };
    let speaks = sits && parse.pos(verb) == Pos::Verb
        || parse.dep(head) == "nsubj"
            && matches!(parse.lemma(verb), "say" | "tell" | "announce" | "declare" | "add" | "warn" | "state");
    let from = std::iter::once(head).chain(speaks.then_some(verb));
    let inside = from.flat_map(|t| parse.children_by(t, "prep")).filter(|&c| parse.norm(c) == "in");
    inside.flat_map(|prep| parse.children_by(prep, "pobj")).find_map(|o| {
        let q = &phrases[phrases.binary_search_by_key(&o.index(), |q| q.head).ok()?];
        let capital = matches!(q.unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Capital);
        q.country.filter(|_| capital)
    })
}

/// "The United States backed the president. Ambassador Ann Lee met her": an ambassador who opens a sentence by name is
/// of the state that acted in the one before, whichever state is host.
pub(crate) fn ambassador_of(
    gazetteer: &Gazetteer,
    parse: &Parse,
    phrases: &[Phrase],
    i: usize,
    before: Option<&(Country, usize)>,
) -> Option<Country> {
    let p = &phrases[i];
    let titled = p.titles.iter().any(|t| &*gazetteer.noun(t.noun).form == "ambassador");
    let opens = parse.dep(TokenId::new(p.head)) == "nsubj" && !p.name.is_empty() && p.start < 1 + p.name.start;
    let &(country, j) = before?;
    let acted = parse.dep(TokenId::new(phrases[j].head)) == "nsubj"
        && matches!(phrases[j].unit, Unit::Listed(e) if gazetteer.entry(e).what == What::Country)
        || phrases[j].metonym;
    (titled && opens && acted).then_some(country)
}

/// "Canberra's opposition is unhappy. The shadow foreign minister, Grant Dawe, …": of the opposition told last.
pub(crate) fn of_shadow(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    (p.start..p.head).find(|&t| parse.norm(TokenId::new(t)) == "shadow")?;
    let opposes = |q: &&Phrase| q.sectors.first() == Some(&Sector::Opp) && q.country.is_some();
    phrases[..i].iter().rev().take(WITHIN / 4).find(opposes)?.country
}

/// "The talks ended in Doha, said the host, Prime Minister Al-Thani": whoever is called the host is of where they were.
pub(crate) fn host(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let norm = |t: usize| parse.norm(TokenId::new(t));
    let called = p.start > 2 && norm(p.start - 1) == "," && norm(p.start - 2) == "host" && norm(p.start - 3) == "the";
    if !called || p.titles.is_empty() {
        return None;
    }
    let place = |q: &&Phrase| {
        let head = TokenId::new(q.head);
        let listed = matches!(q.unit, Unit::Listed(e)
            if matches!(gazetteer.entry(e).what, What::Capital | What::Place | What::Country));
        listed && parse.dep(head) == "pobj" && matches!(parse.norm(parse.head(head)), "in" | "at")
    };
    phrases[..i].iter().rev().take(WITHIN / 4).find(place)?.country
}

/// The phrases in the sentence of one.
fn around<'p>(phrases: &'p [Phrase], i: usize, sentence_of: &'p [u32]) -> impl Iterator<Item = &'p Phrase> {
    let sentence = sentence_of[phrases[i].head];
    let here = move |q: &&Phrase| sentence_of[q.head] == sentence;
    phrases[..i].iter().rev().take_while(here).chain(phrases[i..].iter().take_while(here))
}

/// Whether somebody is called exiled.
pub(crate) fn is_gone(parse: &Parse, p: &Phrase) -> bool {
    !p.lends && (p.start..p.head).any(|t| matches!(parse.norm(TokenId::new(t)), "exiled" | "fugitive"))
}

/// "The exiled opposition leader, who met the minister in Warsaw": not of where exiles are received, but of the other state
/// that was told last.
pub(crate) fn exiled(parse: &Parse, phrases: &[Phrase], i: usize, sentence_of: &[u32]) -> Option<Country> {
    let p = &phrases[i];
    if !is_gone(parse, p) {
        return None;
    }
    let sentence = sentence_of[p.head];
    let state = |q: &Phrase| q.country.filter(|c| !c.is_international());
    let here: Vec<Country> = around(phrases, i, sentence_of).filter(is_told).filter_map(state).collect();
    let before = near(phrases, i, sentence_of, 2).skip_while(|q| sentence_of[q.head] == sentence);
    before.filter(is_told).filter_map(state).find(|c| !here.contains(c)).filter(|_| !here.is_empty())
}

/// "Petrou, of the Greek opposition, charged the government with secrecy": whom the opposition, a union or a crowd turns
/// against as "the government" is its own.
pub(crate) fn own_government(gazetteer: &Gazetteer, parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let p = &phrases[i];
    let head = TokenId::new(p.head);
    let governs =
        matches!(p.unit, Unit::Noun(n) if matches!(&*gazetteer.noun(n).form, "government" | "cabinet" | "authority"));
    let bare = p.definite && p.name.is_empty() && p.owner.is_none() && p.end - p.start == 2;
    if !governs || !bare || parse.dep(head) != "dobj" {
        return None;
    }
    let verb = parse.head(head);
    let accuses = matches!(
        parse.lemma(verb),
        "accuse"
            | "charge"
            | "blame"
            | "criticise"
            | "criticize"
            | "condemn"
            | "denounce"
            | "lambast"
            | "fault"
            | "attack"
    );
    if !accuses {
        return None;
    }
    let q = subject_of(parse, phrases, verb)?;
    use Sector::{Agr, Edu, Eli, Lab, Leg, Med, Opp, Pty, Rel};
    let at_home = matches!(q.sectors.first(), Some(Agr | Edu | Eli | Lab | Leg | Med | Opp | Pty | Rel));
    q.country.filter(|c| at_home && !c.is_international())
}
