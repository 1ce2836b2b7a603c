//! Names that come after the office, be it a paragraph later: "…, the governor said. / Omar Hassan told reporters …".
//!
//! What is deliberately absent: guesses about names that bring a description of their own, or whom the lists know.

use chancery_doc::{EntityKind, TokenId};
use chancery_gazetteer::{Class, NounId, What, folded};

use crate::join::Joiner;
use crate::phrase::{Phrase, Unit};
use crate::posts::same_office;

impl Joiner<'_> {
    /// A description that stood before the name belongs to the person who turns up with its office and country.
    pub(crate) fn claim(&mut self, d: usize, p: &Phrase) -> usize {
        if p.titles.is_empty() || p.plural || !self.drafts[d].named || self.drafts[d].entity.kind != EntityKind::Person
        {
            return d;
        }
        let claimed = self
            .waiting
            .iter()
            .rev()
            .take(8)
            .copied()
            .find(|&w| self.root(w) == w && self.claims(p, w) && !self.faces(w, p.head));
        match claimed {
            Some(w) => self.merge(w, d),
            None => d,
        }
    }

    /// Whether a phrase's titles are those a waiting description was given.
    fn claims(&self, p: &Phrase, waiting: usize) -> bool {
        let w = &self.drafts[waiting];
        let country = p.country.is_none() || w.entity.country.is_none() || p.country == w.entity.country;
        country && p.titles.iter().any(|t| !t.former && w.nouns.iter().any(|&n| same_office(self.gazetteer, n, t.noun)))
    }

    /// "…, the governor said. / Omar Hassan told reporters that …": reports give an office in one paragraph and the bare
    /// name in the next, where whoever spoke goes on speaking, or whoever acted goes on acting.
    pub(crate) fn claim_silently(&mut self, d: usize, p: &Phrase, sentence: u32) -> usize {
        let draft = &self.drafts[d];
        let is_new = p.titles.is_empty()
            && p.name.len() > 1
            && !p.plural
            && draft.named
            && draft.entity.kind == EntityKind::Person
            && draft.entity.country.is_none()
            && draft.entity.sectors.is_empty()
            && self
                .mentions
                .iter()
                .filter(|m| m.entity.index() == d)
                .all(|m| self.above.iter().any(|s| s.contains(m.span)));
        let head = TokenId::new(p.head);
        let tells = |dep: &str| self.parse.children(head).iter().any(|&c| self.parse.dep(c) == dep);
        if !is_new || tells("appos") || tells("acl") || tells("prep") {
            return d;
        }
        let spoke = (!tells("relcl") && self.speaks(head)).then(|| self.office_that_spoke(sentence)).flatten();
        match spoke.or_else(|| self.office_that_acted(head, sentence)) {
            Some(w) => self.merge(w, d),
            None => d,
        }
    }

    /// Who spoke last, by an office whose holder no name has told yet.
    fn office_that_spoke(&self, sentence: u32) -> Option<usize> {
        let mut before = self.recent.iter().rev().filter(|r| r.subject && r.sentence < sentence);
        let spoke = before.find(|r| self.speaks(TokenId::new(r.token)))?;
        let office = Some(self.root(spoke.draft)).filter(|_| sentence - spoke.sentence <= 2)?;
        (self.waiting.contains(&office) && self.is_nameless_office(office)).then_some(office)
    }

    /// "Japan's foreign minister has pledged boats to Palau. / Haruka Sato, who flew in from Manila, told a banquet …":
    /// the subject of the sentence before, where that is an office whose holder no name has told yet.
    fn office_that_acted(&self, head: TokenId, sentence: u32) -> Option<usize> {
        if self.parse.dep(head) != "nsubj" || self.parse.dep(self.parse.head(head)) != "ROOT" {
            return None;
        }
        let leads = |token: usize| self.parse.dep(self.parse.head(TokenId::new(token))) == "ROOT";
        let mut before = self.recent.iter().filter(|r| r.sentence + 1 == sentence && r.subject && leads(r.token));
        let office = before.next().map(|r| self.root(r.draft))?;
        (self.drafts[office].entity.kind == EntityKind::Unnamed && self.is_nameless_office(office)).then_some(office)
    }

    fn is_nameless_office(&self, d: usize) -> bool {
        let waits = &self.drafts[d];
        let office = |&n: &NounId| matches!(self.gazetteer.noun(n).class, Class::Office | Class::Part | Class::Spokes);
        !waits.named && !waits.plural && waits.entity.country.is_some() && waits.nouns.iter().any(office)
    }

    /// Whether the bare name of a town is the family name of somebody the text has named, who acts here.
    pub(crate) fn is_known_person(&self, p: &Phrase) -> bool {
        let Unit::Listed(entry) = p.unit else { return false };
        let place = matches!(self.gazetteer.entry(entry).what, What::Place | What::Capital);
        let acts = matches!(self.parse.dep(TokenId::new(p.head)), "nsubj" | "nsubjpass" | "dobj" | "dative" | "poss");
        let bare = p.name.len() == 1 && p.titles.is_empty() && p.start == p.name.start && p.end == p.name.end;
        place && acts && bare && self.called(&folded(self.words(p.name.start, p.name.end)), p).is_some()
    }

    /// Whether a word is the subject of a verb of saying.
    pub(crate) fn speaks(&self, head: TokenId) -> bool {
        let verb = self.parse.head(head);
        self.parse.dep(head) == "nsubj"
            && matches!(
                self.parse.lemma(verb),
                "say"
                    | "tell"
                    | "add"
                    | "announce"
                    | "declare"
                    | "state"
                    | "warn"
                    | "insist"
                    | "note"
                    | "write"
                    | "confirm"
                    | "reply"
                    | "explain"
                    | "vow"
                    | "stress"
                    | "maintain"
                    | "complain"
                    | "claim"
            )
    }

    /// "The Minsk agreement", "the Oslo process": the noun that a town before it only names.
    pub(crate) fn names_accord(&self, town: usize) -> bool {
        let parse = self.parse;
        let head = TokenId::new(town);
        if !matches!(parse.dep(head), "compound" | "nmod" | "amod") {
            return false;
        }
        let noun = parse.head(head);
        let further = parse.dep(noun) == "compound";
        let named = |t: TokenId| {
            matches!(
                parse.lemma(t),
                "accord"
                    | "agreement"
                    | "process"
                    | "format"
                    | "treaty"
                    | "protocol"
                    | "convention"
                    | "declaration"
                    | "pact"
                    | "round"
                    | "framework"
                    | "formula"
                    | "group"
                    | "accords"
                    | "memorandum"
                    | "deal"
            )
        };
        named(noun) || further && named(parse.head(noun))
    }
}

/// Verbs of turning to somebody with words, which no plan and no bomb does.
pub(crate) fn addresses(lemma: &str) -> bool {
    matches!(
        lemma,
        "say"
            | "tell"
            | "add"
            | "urge"
            | "accuse"
            | "ask"
            | "call"
            | "demand"
            | "warn"
            | "condemn"
            | "deny"
            | "reject"
            | "vow"
            | "pledge"
            | "promise"
            | "threaten"
            | "announce"
            | "blame"
            | "criticize"
            | "criticise"
            | "praise"
            | "welcome"
            | "appeal"
            | "insist"
            | "express"
            | "deplore"
            | "denounce"
            | "request"
            | "offer"
            | "propose"
    )
}
