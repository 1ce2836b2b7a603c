//! Whom the grammar of its clause binds a pronoun to, or keeps it from, whoever was spoken of last.

use std::collections::VecDeque;

use chancery_doc::{Country, Pos, TokenId};

use crate::dyads::is_of_another;
use crate::join::{Joiner, Recent};
use crate::phrase::Phrase;
use crate::pronoun::{Wants, agrees};

/// What befalls those who are or were in another's hands.
const BEFALLS: [&str; 23] = [
    "abduct",
    "accuse",
    "acquit",
    "arrest",
    "beat",
    "charge",
    "convict",
    "deport",
    "detain",
    "evacuate",
    "execute",
    "extradite",
    "free",
    "hold",
    "indict",
    "interrogate",
    "jail",
    "kidnap",
    "release",
    "rescue",
    "sentence",
    "suspect",
    "torture",
];

/// What those do who get into the hands of the police, and what they do there.
const CROWDS: [&str; 13] = [
    "burn",
    "chant",
    "demonstrate",
    "hurl",
    "loot",
    "march",
    "pelt",
    "plead",
    "protest",
    "rally",
    "riot",
    "throw",
    "torch",
];

/// What puts people into another's hands, or takes them from there.
const HOLDS: [&str; 22] = [
    "abduct", "arrest", "beat", "capture", "charge", "convict", "detain", "disperse", "fire", "free", "hold",
    "imprison", "jail", "kidnap", "kill", "release", "rescue", "seize", "sentence", "shoot", "take", "wound",
];

/// So many sentences back whoever spoke may go on speaking as "he said".
const SPOKE_WITHIN: u32 = 3;

impl Joiner<'_> {
    /// Whom its clause binds a pronoun to, if it binds it to anybody.
    pub(crate) fn bound(&self, id: TokenId, kind: Wants, sentence: u32, recent: &VecDeque<Recent>) -> Option<usize> {
        self.owns_speaker(id, kind, recent)
            .or_else(|| self.speaks_after_quote(id, kind, sentence, recent))
            .or_else(|| self.warned(id, kind, recent))
            .or_else(|| self.speakers_side(id, kind, recent))
            .or_else(|| self.tells_it(id, kind, sentence, recent))
            .or_else(|| self.goes_on_speaking(id, kind, sentence, recent))
            .or_else(|| self.confesses(id, kind, sentence, recent))
            .or_else(|| self.across_a_clause(id, kind, recent))
            .or_else(|| self.beside(id, kind, recent))
            .or_else(|| self.judged_for(id, recent))
            .or_else(|| self.wronged(id, kind, recent))
            .or_else(|| self.befallen(id, kind, recent))
    }

    /// "Chad expelled two envoys. "Mali must apologise," its minister said": whose the speaker is was told before the
    /// quotation, and not in it.
    fn speaks_after_quote(
        &self,
        pronoun: TokenId,
        kind: Wants,
        sentence: u32,
        recent: &VecDeque<Recent>,
    ) -> Option<usize> {
        let parse = self.parse;
        let owned = parse.head(pronoun);
        let speaks = parse.dep(pronoun) == "poss" && matches!(kind, Wants::It | Wants::They) && self.speaks(owned);
        let before = || parse.sentence_tokens(parse.sentence_of(pronoun)).take_while(|&t| t < pronoun);
        let is_mark = |t: &TokenId| matches!(parse.norm(*t), "\"" | "''" | "``" | "”" | "“");
        let close = before().filter(is_mark).last()?;
        let open = before().find(is_mark).filter(|&o| speaks && o < close)?;
        let found = recent.iter().rev().find(|r| r.sentence < sentence && r.subject && r.token < open.index())?;
        Some(self.root(found.draft)).filter(|&d| agrees(&self.drafts[d], kind))
    }

    /// "The navy had apologised, its spokesman said", "the Front, its commander told reporters, had left": whoever acts in
    /// what the speaker tells.
    fn owns_speaker(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let owned = parse.head(pronoun);
        let verb = parse.head(owned);
        if parse.dep(pronoun) != "poss" || !matches!(kind, Wants::It | Wants::They) || !self.speaks(owned) {
            return None;
        }
        let aside = (parse.dep(verb) == "parataxis").then(|| parse.head(verb));
        let clauses = parse.children_by(verb, "ccomp").chain(aside).chain([verb]);
        // "Mali must apologise," its minister said: of a quotation alone nobody is sure.
        let is_mark = |t: &TokenId| matches!(parse.norm(*t), "\"" | "''" | "``" | "”" | "“");
        let marks =
            |s: TokenId| parse.sentence_tokens(parse.sentence_of(s)).take_while(|&t| t < s).filter(is_mark).count();
        let mut subjects =
            clauses.flat_map(|c| parse.children_by(c, "nsubj")).filter(|&s| s < pronoun && marks(s) % 2 == 0);
        let subject = subjects.next()?;
        let found = recent.iter().rev().find(|r| r.token == subject.index())?;
        Some(self.root(found.draft)).filter(|&d| agrees(&self.drafts[d], kind))
    }

    /// "The suspect, he said, was well", "the premier will stay away, she confirmed": who tells of somebody is none of those
    /// he tells of, but whoever spoke last.
    fn tells_it(&self, pronoun: TokenId, kind: Wants, sentence: u32, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let verb = parse.head(pronoun);
        if !matches!(kind, Wants::He | Wants::She | Wants::It) || !self.speaks(pronoun) {
            return None;
        }
        let content = parse.children_by(verb, "ccomp").any(|c| c < pronoun);
        let aside = parse.dep(verb) == "parataxis";
        // "A ship which, it says, has left": of whoever acts in the sentence around.
        if !aside && !content || aside && parse.dep(parse.head(verb)) == "relcl" {
            return None;
        }
        let fits = |r: &&Recent| agrees(&self.drafts[self.root(r.draft)], kind);
        let speaks = |r: &&Recent| self.is_source(TokenId::new(r.token));
        let acts = |r: &&Recent| r.subject && parse.is_root(parse.head(TokenId::new(r.token)));
        let at = |distance: u32| recent.iter().rev().filter(move |r| r.sentence + distance == sentence);
        // "Its spokesman said …; it was Algeria, he added": whoever spoke in the same sentence, before all others.
        let found = at(0).filter(fits).find(speaks).or_else(|| {
            let near = |d| at(d).filter(fits).find(speaks).or_else(|| at(d).filter(fits).find(acts));
            (1..=SPOKE_WITHIN).find_map(near)
        })?;
        Some(self.root(found.draft))
    }

    /// Whether a word is who says something, is quoted, or is whom an account is according to.
    fn is_source(&self, head: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(head);
        let quoted = parse.dep(head) == "dobj" && matches!(parse.lemma(over), "quote" | "cite");
        let according = parse.dep(head) == "pobj" && parse.norm(parse.head(over)) == "according";
        // "Colonel Issa Diarra, said": parsers hang a name behind commas elsewhere.
        let next = |t: usize| (t + 1 < parse.len()).then(|| TokenId::new(t + 1));
        let comma = next(head.index()).filter(|&t| parse.norm(t) == ",");
        let said = comma.and_then(|t| next(t.index())).filter(|&t| parse.tag(t) == "VBD");
        let says = said.is_some_and(|t| matches!(parse.lemma(t), "say" | "tell" | "add" | "warn" | "announce"));
        self.speaks(head) || quoted || according || says
    }

    /// "The minister said the envoy had called. She told reporters …": the subject of a verb of saying is whoever the
    /// sentence before quotes, not whom it quotes about.
    fn goes_on_speaking(
        &self,
        pronoun: TokenId,
        kind: Wants,
        sentence: u32,
        recent: &VecDeque<Recent>,
    ) -> Option<usize> {
        let parse = self.parse;
        if !matches!(kind, Wants::He | Wants::She | Wants::It) || !self.speaks(pronoun) {
            return None;
        }
        let verb = parse.head(pronoun);
        let parted = parse
            .sentence_tokens(parse.sentence_of(pronoun))
            .take_while(|&t| t < pronoun)
            .any(|t| parse.norm(t) == ";");
        if !parse.is_root(verb) || parse.children_by(verb, "mark").next().is_some() || parted {
            return None;
        }
        let before = recent.iter().rev().find(|r| {
            let head = TokenId::new(r.token);
            let acts = r.subject && parse.is_root(parse.head(head)) && parse.pos(parse.head(head)) == Pos::Verb;
            r.sentence + 1 == sentence && acts && (kind != Wants::It || self.speaks(head))
        });
        // "According to the ministry, two posts were hit. It said": the ministry.
        let source = recent.iter().rev().take_while(|r| r.sentence + 1 >= sentence).find(|r| {
            let head = TokenId::new(r.token);
            r.sentence + 1 == sentence && self.is_source(head) && !self.speaks(head)
        });
        let source = source.filter(|r| agrees(&self.drafts[self.root(r.draft)], kind));
        let before = source.or(before)?;
        let d = self.root(before.draft);
        let sure = kind == Wants::It || self.drafts[d].gender.is_none_or(|g| g == kind);
        (sure && agrees(&self.drafts[d], kind)).then_some(d)
    }

    /// "Banda, angry that Moyo had lied, sent his troops": whose the object is, is the subject's of its own clause, though
    /// somebody else acts in a clause between them.
    fn across_a_clause(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let owned = parse.head(pronoun);
        // "Ordered his troops to leave": the parser makes them the subject of what they are to do.
        let verb = match (parse.dep(pronoun), parse.dep(owned)) {
            ("poss", "dobj") => parse.head(owned),
            ("poss", "nsubj") if parse.dep(parse.head(owned)) == "ccomp" => parse.head(parse.head(owned)),
            _ => return None,
        };
        let subject = parse.children_by(verb, "nsubj").next().filter(|&s| s < verb && verb < pronoun)?;
        let acts_between =
            |r: &Recent| r.subject && r.token > subject.index() && parse.head(TokenId::new(r.token)) != verb;
        let mut before = recent.iter().rev().skip_while(|r| r.token >= verb.index());
        before.find(|r| r.token <= subject.index() || acts_between(r)).filter(|r| r.token > subject.index())?;
        let found = recent.iter().rev().find(|r| r.token == subject.index())?;
        Some(self.root(found.draft)).filter(|&d| agrees(&self.drafts[d], kind))
    }

    /// "In talks with the envoy he demanded": nobody meets or calls himself.
    pub(crate) fn is_partner_of(&self, token: usize, pronoun: TokenId) -> bool {
        let parse = self.parse;
        if parse.dep(pronoun) != "nsubj" {
            return false;
        }
        let mut t = TokenId::new(token);
        for _ in 0..3 {
            if parse.dep(t) == "pobj" && parse.norm(parse.head(t)) == "with" {
                let talk = parse.head(parse.head(t));
                return matches!(
                    parse.lemma(talk),
                    "talk"
                        | "talks"
                        | "meeting"
                        | "call"
                        | "conversation"
                        | "phone"
                        | "discussion"
                        | "meet"
                        | "speak"
                        | "session"
                ) && parse.ancestors(talk).take(3).any(|a| a == parse.head(pronoun));
            }
            if !matches!(parse.dep(t), "appos" | "compound" | "conj") {
                return false;
            }
            t = parse.head(t);
        }
        false
    }

    /// "Its leader met Prime Minister Phiri", "held talks with the president": who does something to somebody, or with him,
    /// is somebody else.
    pub(crate) fn faces(&self, d: usize, head: usize) -> bool {
        let parse = self.parse;
        let mut t = TokenId::new(head);
        if parse.dep(t) == "pobj" {
            t = parse.head(t);
            if !matches!(parse.norm(t), "with" | "by" | "to" | "against") {
                return false;
            }
            t = parse.head(t);
        }
        let verb = if parse.dep(t) == "dobj" { parse.head(t) } else { t };
        let faced = verb.index() != head && parse.pos(verb) == Pos::Verb;
        let does = |r: &Recent| {
            let doer = TokenId::new(r.token);
            parse.dep(doer) == "nsubj" && parse.head(doer) == verb
        };
        faced && self.recent.iter().any(|r| self.root(r.draft) == d && does(r))
    }

    /// "Rewards Russia for its attacks": what somebody is praised or punished for is his own.
    fn judged_for(&self, pronoun: TokenId, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let owned = parse.head(pronoun);
        let prep = parse.head(owned);
        let judged = parse.dep(pronoun) == "poss"
            && parse.dep(owned) == "pobj"
            && matches!(parse.norm(prep), "for" | "over")
            && matches!(
                parse.lemma(parse.head(prep)),
                "reward"
                    | "punish"
                    | "blame"
                    | "thank"
                    | "condemn"
                    | "criticize"
                    | "criticise"
                    | "praise"
                    | "sanction"
                    | "chide"
                    | "rebuke"
                    | "commend"
                    | "fault"
                    | "censure"
                    | "denounce"
                    | "mock"
                    | "attack"
                    | "chastise"
                    | "castigate"
                    | "slam"
                    | "prosecute"
                    | "sue"
                    | "fine"
                    | "jail"
                    | "applaud"
            );
        let whom = ["dobj", "nsubjpass"].into_iter().find_map(|dep| parse.children_by(parse.head(prep), dep).next());
        let whom = whom.filter(|&o| judged && o < pronoun)?;
        recent.iter().rev().find(|r| r.token == whom.index()).map(|r| self.root(r.draft))
    }

    /// "Chad said a Sudanese jet had bombed its camp", "accused Sudan of bombing its camp": what is hit or violated is not
    /// of who hits it, but of who tells it.
    fn wronged(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        if parse.dep(pronoun) != "poss" {
            return None;
        }
        let verb = parse.ancestors(pronoun).take(6).find(|&a| parse.pos(a) == Pos::Verb)?;
        let wrongs = matches!(
            parse.lemma(verb),
            "attack"
                | "bomb"
                | "shell"
                | "strafe"
                | "strike"
                | "hit"
                | "fire"
                | "drop"
                | "launch"
                | "raid"
                | "invade"
                | "violate"
                | "breach"
                | "enter"
                | "cross"
                | "kill"
                | "seize"
                | "occupy"
                | "threaten"
                | "harass"
                | "intercept"
                | "target"
                | "shoot"
                | "burn"
                | "ram"
                | "detain"
                | "arrest"
                | "expel"
                | "kidnap"
                | "abduct"
                | "jail"
        );
        // "The agency left after the rebels had detained three of its staff": whoever answers it suffered it.
        let answers = |doer: TokenId| {
            let by_time = parse
                .children_by(verb, "mark")
                .any(|m| matches!(parse.norm(m), "after" | "when" | "because" | "as" | "since"));
            let over = parse.head(verb);
            let fits = parse.dep(verb) == "advcl" && by_time && over < verb;
            parse.children_by(over, "nsubj").next().filter(|&s| fits && s < doer)
        };
        let teller = match parse.children_by(verb, "nsubj").next() {
            Some(doer) => self.told_by(doer).or_else(|| answers(doer)),
            None if parse.dep(verb) == "pcomp" => {
                let over = parse.head(parse.head(verb));
                let accuses = parse.lemma(over) == "accuse" && parse.norm(parse.head(verb)) == "of";
                accuses.then(|| parse.children_by(over, "nsubj").next()).flatten()
            }
            None => None,
        };
        let teller = teller.filter(|_| wrongs)?;
        let found = recent.iter().rev().find(|r| r.token == teller.index()).map(|r| self.root(r.draft))?;
        agrees(&self.drafts[found], kind).then_some(found)
    }

    /// "A mob took two policemen hostage. They were released", "Soldiers freed ten girls. They had been abducted", "Police
    /// fired at students. They had set a car on fire": who is freed, charged, abducted or sent away, who pleads or riots, is
    /// who was held, freed or fired at, not whoever did it.
    fn befallen(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let verb = parse.head(pronoun);
        let lemma = parse.lemma(verb);
        let meant = match parse.dep(pronoun) {
            "nsubjpass" | "dobj" => BEFALLS.binary_search(&lemma).is_ok(),
            "nsubj" => CROWDS.binary_search(&lemma).is_ok(),
            _ => false,
        };
        let is_held = |r: &&Recent| {
            let t = TokenId::new(r.token);
            let over = parse.head(t);
            let fired_at = parse.dep(t) == "pobj" && matches!(parse.norm(over), "at" | "on");
            let act = if fired_at { parse.head(over) } else { over };
            let suffers = fired_at || matches!(parse.dep(t), "nsubjpass" | "dobj");
            suffers && HOLDS.binary_search(&parse.lemma(act)).is_ok() && agrees(&self.drafts[self.root(r.draft)], kind)
        };
        let near = recent.iter().rev().take(12);
        near.filter(|r| meant && r.token < verb.index()).find(is_held).map(|r| self.root(r.draft))
    }

    /// "Islamabad expelled High Commissioner Ajay Rao": an envoy of whom no state is told is of the one that the article
    /// sets against the one that sends him out.
    pub(crate) fn sent_by(&self, p: &Phrase) -> Option<Country> {
        let parse = self.parse;
        let called = p.titles.last().map(|t| &*self.gazetteer.noun(t.noun).form)?;
        let is_envoy = called.ends_with("high commissioner") || matches!(called, "ambassador" | "consul" | "envoy");
        let head = TokenId::new(p.head);
        let verb = parse.head(head);
        let is_sent = matches!(parse.lemma(verb), "expel" | "summon" | "oust") && parse.dep(head) == "dobj";
        if p.country.is_some() || p.told || !is_envoy || !is_sent {
            return None;
        }
        let mut at = verb;
        while parse.children_by(at, "nsubj").next().is_none()
            && matches!(parse.dep(at), "conj" | "pcomp" | "xcomp" | "prep" | "advcl")
        {
            at = parse.head(at);
        }
        self.opposite(self.country_at(self.acting_on(at)?)?)
    }

    /// "Chad broke with Niger and expelled its ambassador": whoever sends envoys out sends those of another.
    pub(crate) fn host_of(&self, pronoun: TokenId, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        if parse.dep(pronoun) != "poss" {
            return None;
        }
        let owned = parse.head(pronoun);
        let envoy = matches!(
            parse.lemma(owned),
            "ambassador" | "diplomat" | "envoy" | "consul" | "attache" | "attaché" | "embassy" | "staff" | "mission"
        );
        // "Expelled three of its diplomats".
        let counted = (parse.dep(owned) == "pobj" && parse.norm(parse.head(owned)) == "of").then(|| parse.head(owned));
        let verb = parse.head(counted.map_or(owned, |of| parse.head(of)));
        let sends = match parse.lemma(verb) {
            "expel" | "summon" | "declare" | "oust" => true,
            "give" => parse.children(verb).iter().any(|&c| matches!(parse.lemma(c), "hour" | "day" | "week")),
            "order" | "ask" | "tell" => {
                parse.children(verb).iter().any(|&c| matches!(parse.lemma(c), "leave" | "depart" | "go" | "out"))
            }
            _ => false,
        };
        if !envoy || !sends {
            return None;
        }
        let mut at = verb;
        for _ in 0..4 {
            if let Some(subject) = parse.children_by(at, "nsubj").next() {
                let found = recent.iter().rev().find(|r| r.token == subject.index());
                return found.map(|r| self.root(r.draft));
            }
            if parse.dep(at) != "conj" {
                return None;
            }
            at = parse.head(at);
        }
        None
    }

    /// "Police held the herders, accusing them of theft": the subject that a participle or a joined verb shares is not
    /// its object either.
    pub(crate) fn shared_subject(&self, pronoun: TokenId, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let mut verb = parse.head(pronoun);
        if parse.dep(pronoun) == "pobj" {
            verb = parse.head(verb);
        }
        // "Lodged a protest with Peru, accusing its navy of ramming a boat".
        let accused = parse.dep(pronoun) == "poss"
            && parse.dep(verb) == "dobj"
            && !is_of_another(parse.lemma(verb))
            && matches!(
                parse.lemma(parse.head(verb)),
                "accuse" | "blame" | "condemn" | "denounce" | "fault" | "rebuke"
            );
        if accused {
            verb = parse.head(verb);
        } else if !matches!(parse.dep(pronoun), "dobj" | "dative" | "pobj") || parse.pos(verb) != Pos::Verb {
            return None;
        }
        for _ in 0..4 {
            if let Some(subject) = parse.children(verb).iter().find(|&&c| matches!(parse.dep(c), "nsubj" | "nsubjpass"))
            {
                let found = recent.iter().rev().find(|r| r.token == subject.index());
                return found.map(|r| self.root(r.draft));
            }
            let shares = match parse.dep(verb) {
                "advcl" => matches!(parse.tag(verb), "VBG" | "VBN"),
                "conj" => true,
                _ => false,
            };
            if !shares {
                return None;
            }
            verb = parse.head(verb);
        }
        None
    }

    /// "Praised the general and his officers": of two joined, the second is the first's.
    fn beside(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        let owned = parse.head(pronoun);
        if parse.dep(pronoun) != "poss" || parse.dep(owned) != "conj" {
            return None;
        }
        let first = parse.head(owned);
        let between = parse.left_edge(owned).index();
        if first > owned || between != pronoun.index() {
            return None;
        }
        let found = recent.iter().rev().take(16).find(|r| r.token == first.index())?;
        Some(self.root(found.draft)).filter(|&d| agrees(&self.drafts[d], kind))
    }

    /// "Its forces from Lebanon": the state whose name follows, which is not the owner's.
    pub(crate) fn name_after(&self, pronoun: TokenId) -> Option<&str> {
        let parse = self.parse;
        let owned = parse.head(pronoun);
        if parse.dep(pronoun) != "poss" {
            return None;
        }
        let preps = parse.children_by(owned, "prep").filter(|&p| {
            p > owned && matches!(parse.norm(p), "from" | "in" | "to" | "against" | "on" | "with" | "into" | "at")
        });
        let place = preps.flat_map(|p| parse.children_by(p, "pobj")).find(|&o| parse.pos(o) == Pos::Propn)?;
        let first = parse.children_by(place, "compound").next().map_or(place, |c| c.min(place));
        Some(self.words(first.index(), place.index() + 1))
    }
}
