//! Whom people are of, by what stands around them: "Joan Mills of Boston", "soldiers from Chad", "the Norwegian U.N. envoy".

use chancery_doc::{Country, Parse, TokenId};
use chancery_gazetteer::{Class, What};

use crate::phrase::{Guess, Reader, Unit};

/// "The ambassador to Chad", "its envoy to the United Nations": whether a name is of where somebody is sent.
pub(crate) fn sent_to(parse: &Parse, name: usize) -> bool {
    let norm = |back: usize| name.checked_sub(back).map_or("", |t| parse.norm(TokenId::new(t)));
    let to = if norm(1) == "the" { 2 } else { 1 };
    norm(to) == "to" && matches!(norm(to + 1), "ambassador" | "envoy" | "representative" | "emissary" | "commissioner")
}

impl Reader<'_> {
    /// "The ambassador to Chad Amadou Keita": the post of whom is told right behind where he is sent.
    pub(crate) fn sent_as(&self, i: usize) -> Option<usize> {
        let p = &self.phrases[i];
        let person = matches!(p.unit, Unit::Unlisted(Guess::Person)) || p.listed;
        let place =
            p.name.start.checked_sub(1).and_then(|t| self.scan.name(t)).filter(|_| person && p.titles.is_empty())?;
        if !sent_to(self.parse, place.start) {
            return None;
        }
        let the = usize::from(self.parse.norm(TokenId::new(place.start - 1)) == "the");
        self.phrase_at(TokenId::new(place.start.checked_sub(2 + the)?))
    }

    /// "A commander of Hezbollah's rocket unit": the organisation before the genitive of what it has.
    pub(crate) fn owner_of(&self, owned: TokenId) -> Option<usize> {
        let j = self.parse.children_by(owned, "poss").find_map(|o| self.phrase_at(o))?;
        matches!(self.phrases[j].unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization)
            .then_some(j)
    }

    /// "Joan Mills of Boston", "Kurds in Syria", "the Albanians of southern Serbia": where they are from or live.
    pub(crate) fn by_home(&mut self, i: usize, root: usize) {
        let p = &self.phrases[i];
        let (person, people) = match p.unit {
            Unit::Unlisted(Guess::Person) => (true, false),
            Unit::Unlisted(Guess::People) => (false, true),
            Unit::Listed(e) => (false, matches!(self.gazetteer.entry(e).what, What::Demonym | What::Citizens)),
            _ => (false, false),
        };
        if root != p.head || !person && !people {
            return;
        }
        let listed = matches!(p.unit, Unit::Listed(_));
        let parse = self.parse;
        // "The bloc's envoy, Kaisa Lehtonen of Finland": who serves a body of states is of it.
        let over = parse.head(TokenId::new(root));
        let of_bloc = |t: TokenId| matches!(parse.norm(t), "bloc" | "alliance" | "union" | "commission" | "grouping");
        if parse.dep(TokenId::new(root)) == "appos" && parse.children_by(over, "poss").any(of_bloc) {
            return;
        }
        for prep in parse.children_by(TokenId::new(root), "prep") {
            let norm = parse.norm(prep);
            let fits = norm == "of"
                || !listed && norm == "from"
                || people && (!listed || p.ethnic) && matches!(norm, "in" | "from");
            let object = parse.children_by(prep, "pobj").next().and_then(|o| self.phrase_at(o)).filter(|&j| j != i);
            let Some(j) = object.filter(|_| fits) else { continue };
            let place = matches!(self.phrases[j].unit, Unit::Listed(e)
                if matches!(self.gazetteer.entry(e).what, What::Country | What::Capital | What::Place));
            if let Some(country) = self.phrases[j].country.filter(|_| place)
                && (listed || self.phrases[i].country.is_none())
            {
                self.phrases[i].country = Some(country);
                self.phrases[i].told = true;
                return;
            }
        }
    }

    /// "France has 1,500 soldiers in Chad": whom a state keeps somewhere is its own.
    pub(crate) fn kept_by(&self, root: usize) -> Option<Country> {
        let parse = self.parse;
        let id = TokenId::new(root);
        let verb = parse.head(id);
        let keeps = matches!(
            parse.lemma(verb),
            "have" | "keep" | "station" | "maintain" | "post" | "base" | "deploy" | "send" | "lose" | "withdraw"
        );
        let keeper = parse.children_by(verb, "nsubj").next().filter(|_| keeps && parse.dep(id) == "dobj")?;
        self.phrases[self.phrase_at(keeper)?].country
    }

    /// "The Norwegian U.N. envoy": who holds an office of a body of states acts for it, whatever his passport.
    pub(crate) fn serves_body(&mut self, i: usize) {
        let p = &self.phrases[i];
        let class = p.titles.last().map(|t| self.gazetteer.noun(t.noun).class);
        let holds_office = matches!(class, Some(Class::Office | Class::Part | Class::Spokes)) && !p.plural;
        let owner = (p.start..p.head).filter(|&t| self.dep(t) == "poss");
        let mut owner = owner.filter_map(|t| self.phrase_at(TokenId::new(t))).filter(|&j| j != i);
        let org = p.org.or_else(|| match self.phrases[owner.next()?].unit {
            Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization => Some(e),
            _ => None,
        });
        let body = org.and_then(|o| self.gazetteer.entry(o).country);
        let body = body.filter(|c| c.is_international() && !matches!(c.code(), "NGO" | "MNC"));
        if let Some(body) = body.filter(|_| holds_office) {
            let p = &mut self.phrases[i];
            (p.country, p.told) = (Some(body), true);
        }
    }

    /// "The fishermen, all Indians, were freed": of what nationality people are, said of all of them behind.
    pub(crate) fn by_all(&mut self, i: usize) {
        let p = &self.phrases[i];
        let [comma, all, whom] = [0, 1, 2].map(|n| p.end + n);
        let open = p.country.is_none() && p.plural && matches!(p.unit, Unit::Noun(_)) && whom < self.parse.len();
        let norm = |t: usize| self.parse.norm(TokenId::new(t));
        if !open || norm(comma) != "," || !matches!(norm(all), "all" | "both" | "most" | "mostly" | "mainly") {
            return;
        }
        let of_state = |e| matches!(self.gazetteer.entry(e).what, What::Demonym | What::Citizens);
        let named = self.scan.name(whom).filter(|n| of_state(n.entry));
        if let Some(country) = named.and_then(|n| self.gazetteer.entry(n.entry).country) {
            let p = &mut self.phrases[i];
            (p.country, p.told) = (Some(country), true);
        }
    }

    /// "Accused soldiers from Chad of killing", "gave two diplomats from Peru a week": where people are from, which parsers
    /// hang on the verb; but who is expelled or withdrawn from Chad need not be of it.
    pub(crate) fn by_origin(&mut self, i: usize) {
        let parse = self.parse;
        let p = &self.phrases[i];
        let head = TokenId::new(p.head);
        let from = TokenId::new((p.head + 1).min(parse.len() - 1));
        let verb = parse.head(head);
        let open = p.country.is_none() && p.name.is_empty() && matches!(p.unit, Unit::Noun(_));
        if !open || parse.norm(from) != "from" || parse.dep(from) != "prep" || parse.head(from) != verb {
            return;
        }
        let stays = matches!(
            parse.lemma(verb),
            "accuse"
                | "give"
                | "arrest"
                | "detain"
                | "kill"
                | "wound"
                | "injure"
                | "shoot"
                | "attack"
                | "meet"
                | "invite"
                | "host"
                | "urge"
                | "summon"
                | "jail"
                | "blame"
                | "train"
                | "abduct"
                | "kidnap"
                | "hold"
                | "question"
                | "charge"
                | "fight"
                | "order"
                | "tell"
                | "ask"
                | "sentence"
        );
        let land =
            parse.children_by(from, "pobj").find_map(|o| self.phrase_at(o)).filter(|&j| j != i && self.is_land(j));
        if let Some(country) = land.filter(|_| stays).and_then(|j| self.phrases[j].country) {
            let p = &mut self.phrases[i];
            (p.country, p.told) = (Some(country), true);
        }
    }
}
