//! Who speaks with somebody, where what he says there is told in the same clause.
//!
//! "Chad accused Niger of doing nothing to stop the raids, in a call with the Libyan premier": parsers hang the call on the
//! nearest verb, so that whoever did nothing seems to have called. A call, a meeting or talks in which an accusation is made
//! are those of whoever makes it.

use chancery_doc::TokenId;

use crate::grammar::{DEEPEST, Grammar};

impl Grammar<'_> {
    /// The verb of accusing, warning or asking in whose content the parser has put a noun of talks that tells where it was
    /// said.
    pub(crate) fn speaks_meanwhile(&self, talks: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let within = parse.head(talks);
        if !matches!(parse.norm(within), "in" | "during") || !self.tells_with_whom(talks) {
            return None;
        }
        let before = within.index().checked_sub(1).map(TokenId::new);
        let set_off = before.is_some_and(|b| matches!(parse.norm(b), "," | "\"" | "”" | "''"));
        // "In a call", not "in talks", are the words of one occasion.
        let one = self.children(talks, &["det"]).any(|d| matches!(parse.norm(d), "a" | "an" | "his" | "her"));
        let mut at = parse.head(within);
        for _ in 0..DEEPEST {
            let over = parse.head(at);
            let charge = parse.dep(at) == "pcomp" && matches!(parse.norm(over), "of" | "for");
            // "Accused the minister of lying in talks with the unions": that was said there.
            let said = self.words.reports.contains(parse.lemma(at)) || parse.lemma(at) == "lie";
            if charge && self.charges(parse.head(over)) {
                return Some(parse.head(over)).filter(|_| set_off || one || !said);
            }
            let below = matches!(parse.dep(at), "xcomp" | "ccomp" | "advcl" | "acl" | "relcl");
            if below && (set_off || one) && self.is_unfinished(at) && self.asks(over) {
                return Some(over);
            }
            let goes_on = self.is_unfinished(at) && (charge || below || matches!(parse.dep(at), "pcomp" | "conj"));
            let is_object = self.is_nominal(at) && matches!(parse.dep(at), "dobj" | "pobj");
            if !(goes_on || is_object) || over == at {
                return None;
            }
            at = if parse.dep(at) == "pcomp" { parse.head(over) } else { over };
        }
        None
    }

    fn tells_with_whom(&self, talks: TokenId) -> bool {
        self.children(talks, &["prep"]).any(|p| self.parse.norm(p) == "with")
    }

    fn charges(&self, v: TokenId) -> bool {
        matches!(
            self.parse.lemma(v),
            "accuse"
                | "blame"
                | "condemn"
                | "criticise"
                | "criticize"
                | "denounce"
                | "suspect"
                | "chide"
                | "rebuke"
                | "slam"
                | "praise"
                | "thank"
                | "fault"
                | "reproach"
                | "castigate"
                | "lambast"
                | "lambaste"
                | "blast"
        )
    }

    fn asks(&self, v: TokenId) -> bool {
        self.is_verb(v)
            && matches!(
                self.parse.lemma(v),
                "urge"
                    | "ask"
                    | "warn"
                    | "tell"
                    | "press"
                    | "call"
                    | "demand"
                    | "vow"
                    | "pledge"
                    | "promise"
                    | "threaten"
                    | "offer"
                    | "order"
                    | "beg"
                    | "implore"
            )
    }

    /// A clause without a tense of its own: a participle or an infinitive.
    fn is_unfinished(&self, v: TokenId) -> bool {
        let to = || self.children(v, &["aux"]).any(|a| self.parse.norm(a) == "to");
        self.parse.tag(v) == "VBG" || self.parse.tag(v) == "VB" && to()
    }
}
