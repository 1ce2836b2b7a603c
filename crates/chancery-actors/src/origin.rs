//! Where people are from, by what stands behind them: "Joan Mills of Boston", "soldiers from Chad".

use chancery_doc::TokenId;
use chancery_gazetteer::What;

use crate::phrase::{Guess, Reader, Unit};

impl Reader<'_> {
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
