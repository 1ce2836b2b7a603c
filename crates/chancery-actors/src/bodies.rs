//! Organisations by their kind: "the ministry", "the commission", "the group", "the bloc".
//!
//! A bare noun for a body is the recent organisation that has it in its name, else the nearest that is of such a kind.
//!
//! What is deliberately absent: bodies that a phrase describes more closely ("the new commission"); these are entities of
//! their own.

use chancery_doc::{Country, EntityKind, Sector, TokenId};
use chancery_gazetteer::{NounId, folded};

use crate::join::Joiner;
use crate::neighbours::are_known;
use crate::phrase::Phrase;

/// How many sentences back a body may stand that "the group" refers to.
const BODY_REACH: u32 = 4;

impl Joiner<'_> {
    /// The organisation that "the ministry", "the party" stands for.
    pub(crate) fn body_spoken_of(&self, p: &Phrase, noun: NounId) -> Option<usize> {
        // "The" and the noun, nothing else: what stands between them says which one is meant.
        if !p.definite || p.told || p.modified || p.owner.is_some() || p.titles.len() > 1 || p.end - p.start > 3 {
            return None;
        }
        let form = &*self.gazetteer.noun(noun).form;
        let bare =
            self.parse.norm(TokenId::new(p.start)) == "the" && self.words(p.start + 1, p.end).to_lowercase() == form;
        if bare { self.body_called(form, Some(noun), p.head) } else { None }
    }

    /// "Mirziyoyev invited his counterpart": of the other of the two states that the report speaks most of.
    pub(crate) fn counterpart_of(&self, p: &Phrase, called: &str) -> Option<Phrase> {
        let owner = TokenId::new(p.owner.filter(|_| !p.told && p.country.is_none())?);
        let mention = self.mentions.iter().rev().take(8).find(|m| m.head == owner)?;
        let own = self.drafts[self.root(mention.entity.index())].entity.country?;
        let other = if let Some(host) = self.destination(p, own) {
            host
        } else if matches!(called, "ally" | "partner") {
            self.friend(own)?
        } else if matches!(called, "neighbour" | "neighbor") && are_known(own) {
            self.neighbour(own)?
        } else {
            self.opposite(own).or_else(|| self.only_other(own))?
        };
        Some(Phrase { country: Some(other), told: true, ..p.clone() })
    }

    /// "Haiti accused its neighbour": of whatever state that is, it is not of Haiti.
    pub(crate) fn unlike_owner(&self, p: &Phrase) -> Option<Phrase> {
        let owner = TokenId::new(p.owner?);
        let mention = self.mentions.iter().rev().take(8).find(|m| m.head == owner);
        let own = mention.and_then(|m| self.drafts[self.root(m.entity.index())].entity.country);
        let bare = Phrase { country: None, told: false, inherited: false, ..p.clone() };
        (own.is_some() && p.country == own).then_some(bare)
    }

    /// "She would fly to Bucharest to sign it with her counterpart": of the state to whose capital she goes.
    fn destination(&self, p: &Phrase, own: Country) -> Option<Country> {
        let parse = self.parse;
        let verbs = parse.ancestors(TokenId::new(p.head)).take(8).filter(|&v| {
            matches!(parse.lemma(v), "travel" | "fly" | "go" | "visit" | "head" | "arrive" | "return" | "journey")
        });
        let places = verbs.flat_map(|v| parse.children(v)).flat_map(|&c| match parse.dep(c) {
            "dobj" => vec![c],
            "prep" if matches!(parse.norm(c), "to" | "in" | "for") => parse.children_by(c, "pobj").collect(),
            _ => Vec::new(),
        });
        places.into_iter().find_map(|t| {
            let mention = self.mentions.iter().rev().take(12).find(|m| m.head == t)?;
            let entity = &self.drafts[self.root(mention.entity.index())].entity;
            entity.country.filter(|c| entity.kind == EntityKind::Place && *c != own && !c.is_international())
        })
    }

    /// Who a phrase belongs to: a pronoun, or "the group" and the like in the genitive, which says no more than one. The
    /// latter lends its sectors to whatever office its people hold.
    pub(crate) fn owner_of(&self, p: &Phrase) -> Option<(TokenId, bool)> {
        if p.told {
            return None;
        }
        if let Some(owner) = p.owner {
            return Some((TokenId::new(owner), false));
        }
        let of_group = |&t: &TokenId| {
            matches!(
                self.parse.norm(t),
                "group" | "movement" | "faction" | "militia" | "front" | "rebels" | "militants" | "insurgents"
            )
        };
        let head = TokenId::new(p.head);
        let roots = std::iter::once(head).chain(p.titles.iter().map(|t| TokenId::new(t.end - 1)));
        let owner = roots.flat_map(|r| self.parse.children_by(r, "poss")).find(of_group)?;
        let mention = self.mentions.iter().rev().take(8).find(|m| m.head == owner)?;
        let whole = &self.drafts[self.root(mention.entity.index())].entity;
        let armed =
            matches!(whole.sectors.first(), Some(Sector::Reb | Sector::Pty | Sector::Opp | Sector::Soc | Sector::Crm));
        armed.then_some((owner, true))
    }

    /// Who says what the clause of a subject tells.
    fn reporter_on(&self, subject: usize) -> Option<usize> {
        let speaker = self.told_by(TokenId::new(subject))?;
        let found = self.recent.iter().rev().take(12).find(|r| r.token == speaker.index())?;
        Some(self.root(found.draft))
    }

    /// The recent organisation with a noun in its name ("the commission"), or one that the noun fits ("the group").
    pub(crate) fn body_called(&self, form: &str, noun: Option<NounId>, at: usize) -> Option<usize> {
        let from = self.recent.back()?.sentence;
        let organisations = || {
            let near = self.recent.iter().rev().take_while(|r| from - r.sentence < BODY_REACH);
            near.map(|r| self.root(r.draft)).filter(|&d| {
                let draft = &self.drafts[d];
                draft.entity.kind == EntityKind::Organization && !draft.plural
            })
        };
        let called_so = |d: &usize| {
            let draft = &self.drafts[*d];
            noun.is_some_and(|n| draft.nouns.contains(&n))
                || folded(&draft.entity.name).to_lowercase().split(' ').any(|w| w == form)
        };
        let fits = |d: &usize| {
            let draft = &self.drafts[*d];
            draft.named && fits_body(form, draft.entity.country, &draft.entity.sectors)
        };
        // "The council said the group had fled": who speaks of "the group" is not the group.
        let speaker = self.reporter_on(at);
        let found = organisations().find(called_so).or_else(|| self.force_of_states(form));
        found.or_else(|| organisations().filter(|&d| Some(d) != speaker).find(fits))
    }

    /// "U.N. peacekeepers … the mission": the troops of many states, where no others were told since.
    fn force_of_states(&self, form: &str) -> Option<usize> {
        if !matches!(form, "mission" | "force") {
            return None;
        }
        let from = self.recent.back()?.sentence;
        let near = self.recent.iter().rev().take_while(|r| from - r.sentence < BODY_REACH);
        let armed = |d: &usize| {
            let sectors = &self.drafts[*d].entity.sectors;
            matches!(sectors.first(), Some(Sector::Mil | Sector::Cop | Sector::Reb))
        };
        let last = near.map(|r| self.root(r.draft)).find(armed)?;
        self.drafts[last].entity.country.is_some_and(|c| c.is_international()).then_some(last)
    }

    /// "The fund's managing director", "the court's prosecutor": whoever belongs to the body of many states that is meant.
    pub(crate) fn of_body_of_states(&self, p: &Phrase) -> Option<Phrase> {
        if p.told || p.owner.is_some() {
            return None;
        }
        let parse = self.parse;
        let head = TokenId::new(p.head);
        let roots = std::iter::once(head).chain(p.titles.iter().map(|t| TokenId::new(t.end - 1)));
        let bare = |t: &TokenId| {
            let is_the = |&c: &TokenId| parse.dep(c) == "det" && parse.norm(c) == "the";
            let plain = parse.children(*t).iter().all(|c| is_the(c) || matches!(parse.dep(*c), "case" | "punct"));
            plain && parse.children(*t).iter().any(is_the)
        };
        let owner = roots.flat_map(|r| parse.children_by(r, "poss")).find(bare)?;
        let body = self.body_called(parse.norm(owner), None, p.head)?;
        let country = self.drafts[body].entity.country.filter(|c| c.is_international())?;
        Some(Phrase { country: Some(country), told: true, ..p.clone() })
    }
}

/// Whether a word for a body may stand for an organisation of these sectors.
fn fits_body(form: &str, country: Option<Country>, sectors: &[Sector]) -> bool {
    let any = |of: &[Sector]| sectors.iter().any(|s| of.contains(s));
    match form {
        "organization" | "organisation" => true,
        "group" => any(&[Sector::Reb, Sector::Soc, Sector::Pty, Sector::Opp, Sector::Crm, Sector::Lab, Sector::Rel]),
        "movement" | "faction" | "front" => any(&[Sector::Reb, Sector::Pty, Sector::Opp, Sector::Soc]),
        "militia" | "insurgency" | "cartel" | "gang" => any(&[Sector::Reb, Sector::Prm, Sector::Crm]),
        "party" => any(&[Sector::Pty]),
        "lender" | "fund" | "creditor" => any(&[Sector::Bus]) && country.is_some_and(|c| c.is_international()),
        "court" | "tribunal" => any(&[Sector::Jud]) && country.is_some_and(|c| c.is_international()),
        "company" | "firm" | "carmaker" | "airline" | "bank" | "corporation" => any(&[Sector::Bus]),
        "bloc" | "alliance" | "union" | "body" | "grouping" | "league" | "community" => {
            country.is_some_and(|c| c.is_international()) || any(&[Sector::Lab])
        }
        "newspaper" | "paper" | "daily" | "broadcaster" | "network" | "channel" | "news agency" => any(&[Sector::Jrn]),
        "agency" | "watchdog" => !any(&[Sector::Reb, Sector::Pty, Sector::Bus]),
        "charity" => any(&[Sector::Soc, Sector::Med]),
        "university" | "school" => any(&[Sector::Edu]),
        _ => false,
    }
}
