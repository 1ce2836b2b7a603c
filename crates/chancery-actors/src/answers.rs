//! Offices whose state the words around tell in ways of their own: whoever answers where his capital was asked, "the
//! island's president", deputies of the Secretary of State.

use chancery_doc::{Country, Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Gazetteer, What};

use crate::phrase::{Phrase, Unit};

/// States on islands, kingdoms, emirates and sultanates, as news calls them.
const ISLANDS: [&str; 24] = [
    "BHR", "BRB", "COM", "CPV", "CUB", "CYP", "DMA", "FJI", "GRD", "IRL", "ISL", "JAM", "LKA", "MDG", "MDV", "MLT",
    "MUS", "NRU", "PRI", "SGP", "STP", "SYC", "TLS", "TWN",
];
const KINGDOMS: [&str; 19] = [
    "BEL", "BHR", "BTN", "DNK", "ESP", "ESW", "GBR", "JOR", "KHM", "LSO", "MAR", "MYS", "NLD", "NOR", "NPL", "SAU",
    "SWE", "THA", "TON",
];
const EMIRATES: [&str; 3] = ["ARE", "KWT", "QAT"];
const SULTANATES: [&str; 2] = ["BRN", "OMN"];

/// So many phrases back a state may have been told that "the island" stands for.
const WITHIN: usize = 120;

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
    let such: &[&str] = match parse.norm(owner) {
        "island" => &ISLANDS,
        "kingdom" => &KINGDOMS,
        "emirate" => &EMIRATES,
        "sultanate" => &SULTANATES,
        _ => return None,
    };
    let told = |q: &&Phrase| q.told || q.lends || matches!(q.unit, Unit::Listed(_));
    let around = phrases[..i].iter().rev().take(WITHIN).chain(phrases[i + 1..].iter().take(WITHIN / 4));
    around.filter(told).filter_map(|q| q.country).find(|c| such.contains(&c.code()))
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
    let head = TokenId::new(phrases[i].head);
    let verb = parse.head(head);
    if parse.dep(head) != "nsubj" {
        return None;
    }
    let act = parse.children_by(verb, "ccomp").find(|c| c.index() < head.index())?;
    let subject = parse.children_by(act, "nsubj").next()?;
    let j = phrases.binary_search_by_key(&subject.index(), |p| p.head).ok()?;
    phrases[j].country.filter(|c| !c.is_international())
}
