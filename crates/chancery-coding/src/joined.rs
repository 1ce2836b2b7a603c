//! Words that are joined: by "and" and "or", by commas of a list.
//!
//! Rules name one word and mean all that stand beside it. What is joined is a matter of the tree and of what parsers
//! make of lists; who the joined words are is not asked here.

use chancery_doc::{Pos, TokenId};

use crate::grammar::Grammar;

impl Grammar<'_> {
    /// A word and those joined to it by "and", "or" or commas.
    pub(crate) fn joined(&self, t: TokenId) -> Vec<TokenId> {
        let mut all = vec![t];
        all.extend(self.second_subject(t));
        all.extend(self.second_object(t));
        let mut i = 0;
        while i < all.len() && all.len() < 64 {
            let word = all[i];
            let rest = self.rest_of_name(word).into_iter().flat_map(|r| self.children(r, &["conj"]));
            all.extend(rest.filter(|&c| self.is_nominal(c)));
            all.extend(
                self.children(word, &["conj"])
                    .filter(|&c| self.is_nominal(c) && !self.opens_next_clause(c) && !self.is_left_out(c))
                    .filter(|&c| !self.parted_by_semicolon(word, c)),
            );
            // "the US, Russia, and Peru": parsers take the second name of a list for an apposition to the first.
            let is_state = |t: TokenId| self.parse.iob(t).1 == "GPE";
            let owns = |c: TokenId| self.child(c, &["case"]).is_some();
            let listed = |&c: &TokenId| is_state(c) && is_state(word) && !owns(c) && self.child(c, &["conj"]).is_some();
            all.extend(self.children(word, &["appos"]).filter(listed));
            all.extend(self.children(word, &["appos"]).filter(|&c| self.is_listed_with_age(word, c)));
            all.extend(self.accompanied_by(word));
            i += 1;
        }
        all
    }

    /// "Chad expels envoy; Mali and Niger trade blame": a lone semicolon parts what parsers join, where it lists nothing.
    fn parted_by_semicolon(&self, first: TokenId, second: TokenId) -> bool {
        let parse = self.parse;
        let is_one = |t: &TokenId| parse.norm(*t) == ";";
        let mut all = parse.sentence_tokens(parse.sentence_of(first)).filter(is_one);
        let lone = all.next().filter(|_| all.next().is_none());
        lone.is_some_and(|s| first < s && s < second)
    }

    /// "Iran, but not Iraq, condemned it": named to be left out.
    fn is_left_out(&self, t: TokenId) -> bool {
        let first = self.parse.left_edge(t).index();
        let said = |i: usize| self.parse.norm(TokenId::new(i));
        first >= 2 && said(first - 1) == "not" && matches!(said(first - 2), "but" | "and")
            || first < t.index() && said(first) == "not"
    }

    /// "France, together with Germany, condemned it", "Chad along with its allies": who does it with the subject.
    fn accompanied_by(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if !matches!(parse.dep(t), "nsubj" | "nsubjpass") {
            return None;
        }
        // "Chad joined Niger in condemning it": both did, if it has happened.
        let verb = parse.head(t);
        let doing = |p: TokenId| parse.norm(p) == "in" && self.child(p, &["pcomp"]).is_some();
        if parse.lemma(verb) == "join" && parse.tag(verb) != "VB" && self.children(verb, &["prep"]).any(doing) {
            return self.child(verb, &["dobj"]).filter(|&o| self.is_nominal(o));
        }
        let company = |&p: &TokenId| match parse.norm(p) {
            "along" | "together" => true,
            "with" => self.children(p, &["advmod", "prep"]).any(|a| matches!(parse.norm(a), "along" | "together")),
            _ => false,
        };
        let behind = self.children(t, &["prep"]).filter(|&p| p > t).find(company);
        // "Along with Chad, Niger signed a pact", "alongside Peru, Chile condemned it".
        let ahead = || {
            let mut leads = self.children(parse.head(t), &["prep"]).filter(|&p| p < t);
            leads.find(|p| company(p) || parse.norm(*p) == "alongside")
        };
        let prep = behind.or_else(ahead)?;
        let with = self.child(prep, &["prep"]).filter(|&w| parse.norm(w) == "with").unwrap_or(prep);
        self.child(with, &["pobj"]).filter(|&o| self.is_nominal(o))
    }

    /// "Envoy Ann Porter and Minister He Min met": between two long names parsers hang both on the verb, with the "and" on
    /// the first.
    fn second_subject(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if parse.dep(t) != "nsubj" || self.child(t, &["conj"]).is_some() {
            return None;
        }
        let and = self.child(t, &["cc"]).filter(|&c| c > t && parse.norm(c) == "and")?;
        let mut rest = self.children(parse.head(t), &["nsubj"]);
        rest.find(|&s| s > and && parse.left_edge(s).index() == and.index() + 1 && self.is_nominal(s))
    }

    /// "Accused Chad of murder and Niger of complicity", "painted Serbs as victims and Croats as too proud": the second of
    /// two objects of which one verb says something each, which parsers join to what is said of the first.
    fn second_object(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let verb = parse.head(t);
        if !matches!(parse.dep(t), "dobj" | "nsubjpass") || !self.is_verb(verb) {
            return None;
        }
        let says = |p: &TokenId| *p > t && matches!(parse.norm(*p), "of" | "as" | "for");
        let first = self.children(verb, &["prep"]).chain(self.children(t, &["prep"])).find(says)?;
        // What is said of the first may be a thing, or an act.
        let mut said = self.child(first, &["pobj", "pcomp"])?;
        for _ in 0..3 {
            let joined = self.children(said, &["conj"]).find(|&c| c > said);
            let own = |c: TokenId| self.children(c, &["prep"]).any(|p| p > c && parse.norm(p) == parse.norm(first));
            // "And Croats as too proud": to parsers the second "as" may hang on the verb.
            let stray =
                |c: TokenId| self.children(verb, &["prep"]).any(|p| p > c && parse.norm(p) == parse.norm(first));
            match joined {
                Some(c) if self.is_nominal(c) && (own(c) || stray(c)) => return Some(c),
                Some(c) => said = c,
                None => said = self.child(said, &["dobj", "pobj"])?,
            }
        }
        None
    }

    /// "Ann Porter, 23, Carla Reed, 20, and Jo Dole, 24, were charged": of a list of people with their ages parsers make
    /// one person and an apposition.
    fn is_listed_with_age(&self, first: TokenId, second: TokenId) -> bool {
        let parse = self.parse;
        let is_person = |t: TokenId| parse.pos(t) == Pos::Propn && parse.iob(t).1 == "PERSON";
        let age = |t: TokenId| {
            let number = t.index() + 2;
            number < parse.len()
                && parse.norm(TokenId::new(t.index() + 1)) == ","
                && matches!(parse.norm(TokenId::new(number)).parse::<u8>(), Ok(1..=120))
        };
        first < second && is_person(first) && is_person(second) && age(first) && age(second)
    }

    /// "Urging them to wait and offering help": the participle goes on with the first, though parsers join it to the
    /// infinitive.
    pub(crate) fn joined_participle(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if parse.dep(v) != "conj" || parse.tag(v) != "VBG" || self.child(v, &["aux", "nsubj"]).is_some() {
            return None;
        }
        let first = parse.head(v);
        let over = parse.head(first);
        let to = self.children(first, &["aux"]).any(|a| parse.norm(a) == "to");
        (parse.tag(first) == "VB" && to && parse.tag(over) == "VBG").then_some(over)
    }
}
