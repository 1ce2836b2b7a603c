//! Pronouns: which refer to actors, to what kind of actor, and to whom.
//!
//! Gender, number and kind must agree, the subject of a verb is not its object, and what stands nearer goes first.
//! Inside quotation marks "I" and "we" are the speaker's, and "he" is anybody but the speaker; who speaks is often told
//! only after the words, so these wait until the whole text is joined.
//!
//! What is deliberately absent: pronouns for what is no actor. Where a thing is the nearest subject, "it" is taken for
//! that thing and gets no mention.

use std::collections::{HashMap, VecDeque};

use chancery_doc::{EntityKind, Form, Pos, Sector, TokenId};

use crate::join::{Draft, Joiner, Recent};
use crate::later::addresses;
use crate::minds::is_body;
use crate::phrase::Phrase;
use crate::quotes::Quotes;

/// How many sentences a pronoun may look back over.
pub(crate) const PRONOUN_REACH: u32 = 3;
/// How many recent mentions a pronoun in a quotation may look back over.
const QUOTED_LOOK_BACK: usize = 24;
/// How many words back a thing may stand that a pronoun is for.
const THING_REACH: usize = 60;

/// What a pronoun can refer to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) enum Wants {
    /// A man.
    He,
    /// A woman.
    She,
    /// A thing, state or organisation.
    It,
    /// Several.
    They,
    /// Whatever the relative clause hangs on.
    Relative,
    /// Whoever speaks.
    Speaker,
}

/// What a pronoun, by its norm and tag, refers to; `None` for those that refer to nobody of the cast.
pub(crate) fn wants(norm: &str, tag: &str) -> Option<Wants> {
    Some(match norm {
        "he" | "him" | "his" | "himself" => Wants::He,
        "she" | "her" | "hers" | "herself" => Wants::She,
        "it" | "its" | "itself" => Wants::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Wants::They,
        "who" | "whom" | "whose" | "which" => Wants::Relative,
        "that" if tag == "WDT" => Wants::Relative,
        "i" | "me" | "my" | "mine" | "myself" | "we" | "us" | "our" | "ours" | "ourselves"
            if matches!(tag, "PRP" | "PRP$") =>
        {
            Wants::Speaker
        }
        _ => return None,
    })
}

/// A pronoun that waits until the text is joined.
pub(crate) struct Waiting {
    token: usize,
    kind: Wants,
    sentence: u32,
    /// The quotation it stands in.
    quote: Option<usize>,
    /// The phrase it points forward to ("In his speech, Banda …").
    ahead: Option<usize>,
    recent: VecDeque<Recent>,
}

impl Joiner<'_> {
    /// Gives a pronoun to its entity, now or when the text is joined.
    pub(crate) fn pronoun(
        &mut self,
        t: usize,
        kind: Wants,
        sentence: u32,
        by_head: &[Option<u32>],
        phrases: &[Phrase],
        quotes: &Quotes,
    ) {
        let quote = quotes.around(t);
        match kind {
            Wants::Relative => {
                if let Some(d) = self.antecedent(t, by_head) {
                    self.refer(d, t, kind, sentence);
                }
                return;
            }
            Wants::Speaker if quote.is_none() => return,
            _ => {}
        }
        let ahead = if quote.is_none() { self.ahead(t, kind, sentence, by_head, phrases) } else { None };
        if quote.is_some() || ahead.is_some() {
            let from = self.recent.len().saturating_sub(QUOTED_LOOK_BACK);
            let recent = self.recent.range(from..).copied().collect();
            self.pronouns.push(Waiting { token: t, kind, sentence, quote, ahead, recent });
            return;
        }
        if self.stands_for_a_thing(t, kind, by_head) {
            return;
        }
        if kind == Wants::They
            && let Some(several) = self.coordinated_subject(t, sentence).or_else(|| self.two_before(t, sentence))
        {
            for d in several {
                self.refer(d, t, kind, sentence);
            }
            return;
        }
        let found = self.parted(t, sentence).or_else(|| self.after_quote(t, kind, sentence, quotes));
        if let Some(d) = found.or_else(|| self.referent(t, kind, sentence, &self.recent, None)) {
            self.refer(d, t, kind, sentence);
        }
    }

    /// `"Moyo is a liar," he said.`: whom a quotation speaks of does not speak it, and who does was told before it.
    fn after_quote(&self, t: usize, kind: Wants, sentence: u32, quotes: &Quotes) -> Option<usize> {
        let (start, end) = quotes.just_before(t)?;
        if !matches!(kind, Wants::He | Wants::She | Wants::They) || !self.speaks(TokenId::new(t)) {
            return None;
        }
        let opened = (start + 1..=t).filter(|&x| self.parse.token(TokenId::new(x)).sent_start).count() as u32;
        let outside = |r: &&Recent| r.token < start || r.token >= end;
        let recent = self.recent.iter().filter(outside).copied().collect();
        self.referent(t, kind, sentence.saturating_sub(opened), &recent, None)
    }

    /// Gives the pronouns that waited to their entities.
    pub(crate) fn finish_pronouns(&mut self, quotes: &Quotes, by_head: &[Option<u32>]) {
        let mut of_token: HashMap<usize, usize> = HashMap::new();
        for m in &self.mentions {
            of_token.entry(m.head.index()).or_insert(m.entity.index());
        }
        // Inside one quotation a pronoun goes on meaning whom it meant.
        let mut meant: Option<(usize, Wants, usize)> = None;
        for w in std::mem::take(&mut self.pronouns) {
            let speaker =
                w.quote.and_then(|q| quotes.speaker_of(q)).and_then(|s| of_token.get(&s)).map(|&d| self.root(d));
            let found = match (w.kind, w.quote) {
                (Wants::Speaker, _) => speaker,
                (kind, Some(q)) => match meant.filter(|m| m.0 == q && m.1 == kind) {
                    Some(m) => Some(m.2),
                    None if self.stands_for_a_thing(w.token, kind, by_head) => None,
                    None => self.referent(w.token, kind, w.sentence, &w.recent, speaker),
                },
                (kind, None) => w
                    .ahead
                    .and_then(|i| self.of_phrase[i])
                    .map(|d| self.root(d))
                    .filter(|&d| agrees(&self.drafts[d], kind))
                    .or_else(|| self.referent(w.token, kind, w.sentence, &w.recent, None)),
            };
            let Some(d) = found else { continue };
            if let (Some(q), false) = (w.quote, w.kind == Wants::Speaker) {
                meant = Some((q, w.kind, d));
            }
            of_token.entry(w.token).or_insert(d);
            self.refer(d, w.token, w.kind, w.sentence);
        }
    }

    /// Adds the mention of a pronoun.
    fn refer(&mut self, d: usize, t: usize, kind: Wants, sentence: u32) {
        if matches!(kind, Wants::He | Wants::She) {
            self.drafts[d].gender.get_or_insert(kind);
        }
        let (country, sectors) = (self.drafts[d].entity.country, self.drafts[d].entity.sectors.clone());
        let span = self.parse.span(TokenId::new(t));
        self.mention(d, span, t, t + 1, t, Form::Pronoun, country, sectors, sentence);
    }

    /// What a relative clause hangs on.
    fn antecedent(&self, t: usize, by_head: &[Option<u32>]) -> Option<usize> {
        let id = TokenId::new(t);
        let noun = match self.parse.ancestors(id).take(5).find(|&a| self.parse.dep(a) == "relcl") {
            Some(clause) => self.parse.head(clause),
            // "Their union, whose president, Kofi Mensah, said": where the parser joins the clause to another.
            None if self.parse.norm(id) == "whose" => {
                let comma = TokenId::new(t.checked_sub(1)?);
                TokenId::new(t.checked_sub(2).filter(|_| self.parse.norm(comma) == ",")?)
            }
            None => return None,
        };
        let i = by_head[noun.index()]? as usize;
        // "An attempt to oust Moyo, which he blamed on rivals": no person is a "which".
        let thing = self.parse.norm(TokenId::new(t)) == "which";
        self.of_phrase[i].map(|d| self.root(d)).filter(|&d| !thing || self.drafts[d].entity.kind != EntityKind::Person)
    }

    /// "Kenya warned the group that it would be hit": what is told of it is told to it.
    pub(crate) fn warned(&self, pronoun: TokenId, kind: Wants, recent: &VecDeque<Recent>) -> Option<usize> {
        let parse = self.parse;
        if !matches!(kind, Wants::It | Wants::They) || !matches!(parse.dep(pronoun), "nsubj" | "nsubjpass") {
            return None;
        }
        let verb = parse.head(pronoun);
        let over = parse.head(verb);
        let warns = parse.dep(verb) == "ccomp" && matches!(parse.lemma(over), "warn" | "caution" | "remind");
        let object = parse.children(over).iter().find(|&&c| warns && matches!(parse.dep(c), "dobj" | "dative"))?;
        let r = recent.iter().rev().find(|r| r.token == object.index())?;
        Some(self.root(r.draft)).filter(|&d| agrees(&self.drafts[d], kind) || self.drafts[d].plural)
    }

    /// The subject that a pronoun before it points to ("In her speech, Banda …"), where nobody fits in the sentence
    /// so far.
    fn ahead(
        &self,
        t: usize,
        kind: Wants,
        sentence: u32,
        by_head: &[Option<u32>],
        phrases: &[Phrase],
    ) -> Option<usize> {
        if !matches!(kind, Wants::He | Wants::She | Wants::It | Wants::They) {
            return None;
        }
        let parse = self.parse;
        let mut top = TokenId::new(t);
        let mut root = None;
        for a in parse.ancestors(TokenId::new(t)).take(12) {
            if parse.head(a) == a {
                root = Some(a);
                break;
            }
            top = a;
        }
        let root = root?;
        let fronted = top.index() < root.index() && matches!(parse.dep(top), "prep" | "advcl");
        let subject = fronted.then(|| parse.children_by(root, "nsubj").next())??;
        if subject.index() < t {
            return None;
        }
        let here = |r: &&Recent| r.sentence == sentence && agrees(&self.drafts[self.root(r.draft)], kind);
        if self.recent.iter().rev().take(8).any(|r| here(&r)) {
            return None;
        }
        // "As the ministry hinted at his plans, Governor …": whoever acted just before goes on being spoken of.
        let acted =
            |r: &&Recent| r.subject && r.sentence + 1 == sentence && agrees(&self.drafts[self.root(r.draft)], kind);
        if parse.dep(top) == "advcl" && self.recent.iter().rev().take(16).any(|r| acted(&r)) {
            return None;
        }
        let i = by_head[subject.index()]? as usize;
        (!phrases[i].lends).then_some(i)
    }

    /// Whether a pronoun has no actor to refer to: "it rained", "it is clear that", and whatever thing is the nearest
    /// subject of its number.
    fn stands_for_a_thing(&self, t: usize, kind: Wants, by_head: &[Option<u32>]) -> bool {
        let parse = self.parse;
        if !matches!(kind, Wants::It | Wants::They) {
            return false;
        }
        let id = TokenId::new(t);
        let verb = parse.head(id);
        if kind == Wants::It && parse.dep(id) == "nsubj" {
            let weather = matches!(parse.lemma(verb), "rain" | "snow" | "happen" | "seem" | "appear" | "matter");
            let says_of_a_clause = matches!(parse.lemma(verb), "be" | "become" | "remain" | "make" | "take")
                && parse.children(verb).iter().any(|&c| {
                    matches!(parse.dep(c), "ccomp" | "xcomp" | "csubj" | "advcl") && c.index() > verb.index()
                })
                && parse.children(verb).iter().any(|&c| matches!(parse.dep(c), "acomp" | "attr" | "dobj" | "oprd"));
            if weather || says_of_a_clause && !self.is_willing(verb) || parse.dep(id) == "expl" {
                return true;
            }
        }
        if parse.dep(id) == "expl" {
            return true;
        }
        // What is imposed, lifted or signed is no actor.
        let undone = matches!(
            parse.lemma(verb),
            "impose"
                | "reimpose"
                | "lift"
                | "ease"
                | "scrap"
                | "sign"
                | "ratify"
                | "repeal"
                | "annul"
                | "implement"
                | "enact"
        );
        if undone && matches!(parse.dep(id), "dobj" | "nsubjpass") {
            return true;
        }
        let possessive = parse.dep(id) == "poss";
        if kind == Wants::It && !possessive {
            // States and organisations act; what is, means or helps is a thing or a whole clause, and so is what
            // somebody thinks about.
            let subject = matches!(parse.dep(id), "nsubj" | "nsubjpass");
            if self.is_dealt_with(id) {
                return false;
            }
            if !subject || !acts(parse.lemma(verb)) && !self.is_willing(verb) && !self.said_of_itself(verb, by_head) {
                return true;
            }
        }
        let is_actor = |s: usize| {
            by_head[s].is_some_and(|i| self.of_phrase[i as usize].is_some())
                || self.recent.iter().rev().take(16).any(|r| r.token == s)
        };
        if let Some(s) = self.matrix_subject(id)
            && !is_actor(s.index())
            && !matches!(parse.tag(s), "PRP" | "EX")
        {
            // "Half of those asked said they would not": the asked are no actors.
            return wants(parse.norm(s), parse.tag(s)).is_none();
        }
        let mut sentences = 0;
        for s in (t.saturating_sub(THING_REACH)..t).rev() {
            let id = TokenId::new(s);
            let before = parse.sentence_of(id) != parse.sentence_of(TokenId::new(t));
            let told = kind == Wants::It && before && addresses(parse.lemma(verb)) && self.is_in_report(id);
            if matches!(parse.dep(id), "nsubj" | "nsubjpass")
                && matches!(parse.pos(id), Pos::Noun | Pos::Propn)
                && !told
            {
                let plural = matches!(parse.tag(id), "NNS" | "NNPS");
                if plural == (kind == Wants::They) {
                    return !is_actor(s) && parse.pos(id) == Pos::Noun;
                }
            }
            sentences += u32::from(parse.token(id).sent_start);
            if sentences == 2 {
                break;
            }
        }
        false
    }

    /// "Broke off links with it", "accused it of", "sold it wheat": whom states deal with so is a state or a body.
    pub(crate) fn is_dealt_with(&self, it: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(it);
        match parse.dep(it) {
            "dobj" if parse.children_by(over, "prep").any(|c| parse.norm(c) == "under") => true,
            "dobj" => matches!(
                parse.lemma(over),
                "accuse"
                    | "warn"
                    | "urge"
                    | "ask"
                    | "tell"
                    | "invade"
                    | "arm"
                    | "condemn"
                    | "recognise"
                    | "recognize"
                    | "blame"
                    | "criticise"
                    | "criticize"
                    | "sue"
                    | "supply"
                    | "finance"
                    | "punish"
                    | "ban"
                    | "outlaw"
                    | "proscribe"
                    | "blacklist"
                    | "sanction"
                    | "disband"
                    | "fine"
                    | "expel"
                    | "isolate"
                    | "defeat"
            ),
            "dative" => true,
            "pobj" => {
                let governor = parse.head(over);
                let deals = |t: TokenId| {
                    matches!(
                        parse.lemma(t),
                        "relation"
                            | "relations"
                            | "tie"
                            | "ties"
                            | "link"
                            | "links"
                            | "trade"
                            | "talk"
                            | "talks"
                            | "war"
                            | "sanction"
                            | "sanctions"
                            | "embargo"
                            | "aid"
                            | "assistance"
                            | "treaty"
                            | "border"
                            | "cooperation"
                            | "contact"
                            | "contacts"
                            | "training"
                            | "demand"
                            | "meet"
                            | "negotiate"
                            | "trust"
                    )
                };
                let toward = matches!(parse.norm(over), "with" | "to" | "against" | "from" | "on");
                let subject = || parse.children_by(governor, "nsubj").next().is_some();
                // "Broke off all links with it": parsers hang the preposition on either.
                let dealing = deals(governor)
                    || parse.children_by(governor, "dobj").any(|o| deals(o) || parse.children_by(o, "conj").any(deals));
                toward && dealing || parse.norm(over) == "against" && parse.pos(governor) == Pos::Verb && subject()
            }
            _ => false,
        }
    }

    /// "The ministry said the plan was good. It urged …": what a report is about does not go on to urge anybody.
    fn is_in_report(&self, subject: TokenId) -> bool {
        self.told_by(subject).is_some_and(|s| self.speaks(s))
    }

    /// The subject of the verb whose content the clause of a subject is.
    pub(crate) fn told_by(&self, subject: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        parse.children_by(self.says_the_clause(parse.head(subject))?, "nsubj").next()
    }

    /// The verb whose content a clause is: "said that it would", "gave notice that it would".
    pub(crate) fn says_the_clause(&self, verb: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let over = parse.head(verb);
        let that = || parse.children_by(verb, "mark").any(|m| parse.norm(m) == "that");
        match parse.dep(verb) {
            "ccomp" => Some(over),
            "acl" if parse.dep(over) == "dobj" && that() => Some(parse.head(over)),
            _ => None,
        }
    }

    /// Whether a word is a subject, by itself or as what the subject counts: "three of the envoys were seized".
    pub(crate) fn is_subject(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let subject = |t: TokenId| matches!(parse.dep(t), "nsubj" | "nsubjpass");
        let of = parse.head(t);
        let count = parse.head(of);
        subject(t) || parse.dep(t) == "pobj" && parse.norm(of) == "of" && parse.pos(count) == Pos::Num && subject(count)
    }

    /// The subject of "said" for the "they" of "said they would".
    fn matrix_subject(&self, pronoun: TokenId) -> Option<TokenId> {
        matches!(self.parse.dep(pronoun), "nsubj" | "nsubjpass").then(|| self.told_by(pronoun)).flatten()
    }

    /// "Israel said it would …", "the cabinet fell after it lost a vote": the clause hangs on what an actor did.
    fn said_of_itself(&self, verb: TokenId, by_head: &[Option<u32>]) -> bool {
        let parse = self.parse;
        let matrix = match parse.dep(verb) {
            "advcl" => Some(parse.head(verb)),
            _ => self.says_the_clause(verb),
        };
        let subject = matrix.and_then(|m| parse.children_by(m, "nsubj").next());
        subject.is_some_and(|s| by_head[s.index()].is_some()) && parse.lemma(verb) != "be"
    }

    /// Whether a word is the subject of a relative clause.
    fn is_in_relative_clause(&self, subject: usize) -> bool {
        self.parse.dep(self.parse.head(TokenId::new(subject))) == "relcl"
    }

    /// The most recent fitting entity, subjects first.
    pub(crate) fn referent(
        &self,
        t: usize,
        kind: Wants,
        sentence: u32,
        recent: &VecDeque<Recent>,
        not: Option<usize>,
    ) -> Option<usize> {
        let parse = self.parse;
        let id = TokenId::new(t);
        let (mut verb, possessive) = (parse.head(id), parse.dep(id) == "poss");
        // "Broke off links with it": nobody who is the subject.
        let apart = kind == Wants::It || kind == Wants::They && parse.norm(parse.head(id)) == "of";
        if apart && parse.dep(id) == "pobj" {
            verb = parse.ancestors(id).take(6).find(|&a| parse.pos(a) == Pos::Verb).unwrap_or(verb);
        }
        let reflexive = parse.norm(id).ends_with("self") || parse.norm(id).ends_with("selves");
        if reflexive {
            // "Banda defended himself": the subject of its own clause.
            let clause = parse.ancestors(id).take(6).find(|&a| parse.children_by(a, "nsubj").next().is_some())?;
            let subject = parse.children_by(clause, "nsubj").next()?;
            let r = recent.iter().rev().find(|r| r.token == subject.index())?;
            return Some(self.root(r.draft)).filter(|&d| agrees(&self.drafts[d], kind));
        }
        // "Clarke praised her": the subject of a verb is not its object, whatever else the subject was called before.
        let verb_over = self.seen_by(id).unwrap_or(verb);
        let rival = recent
            .iter()
            .rev()
            .take_while(|r| r.sentence == sentence)
            .find(|r| !possessive && r.token != t && parse.head(TokenId::new(r.token)) == verb_over)
            .map(|r| self.root(r.draft));
        let sharer = self.shared_subject(id, recent).or_else(|| self.host_of(id, recent));
        if let Some(bound) = self.bound(id, kind, sentence, recent) {
            return Some(bound);
        }
        // "He accused Moyo": whom a name after the verb calls is not its subject.
        let acts = parse.dep(id) == "nsubj" && parse.pos(verb) == Pos::Verb;
        let objects =
            parse.children(verb).iter().copied().filter(|&o| acts && matches!(parse.dep(o), "dobj" | "dative"));
        let after = objects.filter(|&o| o > verb && parse.pos(o) == Pos::Propn);
        let named_after: Vec<&str> = after.map(|o| self.words(o.index(), o.index() + 1)).collect();
        let is_named = |d: usize| {
            let own = |last: &&str| self.drafts[d].entity.name.split(' ').any(|w| w == *last);
            let called = || {
                self.mentions.iter().any(|m| {
                    self.root(m.entity.index()) == d
                        && named_after.contains(&self.words(m.head.index(), m.head.index() + 1))
                })
            };
            !named_after.is_empty() && (named_after.iter().any(own) || called())
        };
        // "Blamed Moyo, whom he said had lied": he is not Moyo.
        let told_of = parse.ancestors(id).take(3).find(|&a| parse.dep(a) == "relcl").filter(|_| self.speaks(id));
        let told_of = told_of.map(|clause| parse.head(clause).index());
        let place = self.name_after(id);
        // "Its foreign minister": of a state, never of the United Nations.
        let of_state = possessive && matches!(parse.norm(verb), "minister" | "ministry" | "army" | "parliament");
        let may_have = |d: usize| !of_state || self.drafts[d].entity.country.is_none_or(|c| !c.is_international());
        let fits = |r: &Recent| {
            let d = self.root(r.draft);
            r.token != t
                && Some(r.token) != told_of
                && may_have(d)
                && !(self.drafts[d].entity.state && place == Some(&*self.drafts[d].entity.name))
                && !is_named(d)
                && Some(d) != rival
                && Some(d) != sharer
                && !self.is_partner_of(r.token, id)
                && Some(d) != not
                && agrees(&self.drafts[d], kind)
                && (possessive || parse.head(TokenId::new(r.token)) != verb)
        };
        let known = |r: &Recent| {
            let draft = &self.drafts[self.root(r.draft)];
            match kind {
                Wants::He | Wants::She => draft.gender == Some(kind),
                // A body may be "they"; several people are first.
                Wants::They => draft.plural,
                _ => true,
            }
        };
        let pick = |subject: bool, sure: bool, distance: u32| {
            let found = |aside: bool| {
                recent
                    .iter()
                    .rev()
                    .take_while(|r| sentence.saturating_sub(r.sentence) < PRONOUN_REACH)
                    .find(|r| {
                        sentence.saturating_sub(r.sentence) == distance
                            && (!subject || r.subject)
                            && (!sure || known(r))
                            && (aside || !self.is_in_relative_clause(r.token))
                            && fits(r)
                    })
                    .map(|r| self.root(r.draft))
            };
            // "The bloc, which Niger left in May, offered to mediate. Its president …": an aside is not what it is about.
            let main = if subject && distance > 0 { found(false) } else { None };
            main.or_else(|| found(true))
        };
        (0..PRONOUN_REACH).find_map(|distance| {
            // Who acts in a sentence goes on being spoken of; only in its own sentence a known gender counts for more.
            let sure = pick(true, true, distance);
            let anybody = distance == 0 || kind == Wants::They;
            let sure = sure.or_else(|| if anybody { pick(false, true, distance) } else { None });
            sure.or_else(|| pick(true, false, distance))
                .or_else(|| pick(false, true, distance))
                .or_else(|| pick(false, false, distance))
        })
    }
}

/// Whether an entity is of the gender, number and kind that a pronoun wants.
pub(crate) fn agrees(draft: &Draft, kind: Wants) -> bool {
    match kind {
        Wants::He | Wants::She => {
            !draft.plural
                && matches!(draft.entity.kind, EntityKind::Person | EntityKind::Unnamed)
                && draft.gender.is_none_or(|g| g == kind)
        }
        Wants::It => {
            // "The army recaptured the town. It has accused …": many people, one body.
            let collective = || {
                let last = draft.entity.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
                is_body(&last)
            };
            !draft.plural && matches!(draft.entity.kind, EntityKind::Organization | EntityKind::Place)
                || draft.entity.kind == EntityKind::Group && collective()
        }
        Wants::They => {
            // A ministry is "it"; those who make up a team, a party or a militia are also "they".
            // Nor is a town "they", whoever lives there.
            let is_place = || {
                let last = draft.entity.name.rsplit(' ').next().unwrap_or_default();
                matches!(last, "town" | "city" | "village" | "capital" | "suburb" | "port")
            };
            draft.plural && !is_place()
                || draft.entity.kind == EntityKind::Organization && !draft.entity.sectors.contains(&Sector::Gov)
        }
        Wants::Relative | Wants::Speaker => false,
    }
}

/// Whether a verb tells of somebody who decides, speaks or uses force, as things do not.
pub(crate) fn acts(lemma: &str) -> bool {
    const ACTS: [&str; 157] = [
        "abduct",
        "accept",
        "accuse",
        "adopt",
        "agree",
        "aim",
        "announce",
        "apologise",
        "apologize",
        "appeal",
        "appoint",
        "approve",
        "argue",
        "arrest",
        "ask",
        "attack",
        "attempt",
        "back",
        "ban",
        "blame",
        "block",
        "bomb",
        "boycott",
        "brand",
        "buy",
        "call",
        "cancel",
        "capture",
        "cease",
        "claim",
        "close",
        "condemn",
        "confirm",
        "consider",
        "cooperate",
        "criticise",
        "criticize",
        "decide",
        "declare",
        "decline",
        "defend",
        "deliver",
        "demand",
        "denounce",
        "deny",
        "deplore",
        "deploy",
        "deport",
        "describe",
        "detain",
        "dismiss",
        "dispatch",
        "donate",
        "elect",
        "endorse",
        "evict",
        "execute",
        "expect",
        "expel",
        "express",
        "fear",
        "fight",
        "file",
        "fire",
        "free",
        "freeze",
        "fund",
        "grant",
        "hire",
        "hope",
        "host",
        "impose",
        "insist",
        "intend",
        "intercept",
        "invade",
        "invite",
        "issue",
        "jail",
        "join",
        "kidnap",
        "kill",
        "launch",
        "lift",
        "maintain",
        "mobilise",
        "mobilize",
        "negotiate",
        "object",
        "offer",
        "open",
        "oppose",
        "order",
        "organise",
        "organize",
        "pardon",
        "plan",
        "pledge",
        "postpone",
        "praise",
        "prepare",
        "promise",
        "propose",
        "protest",
        "publish",
        "raid",
        "ratify",
        "react",
        "rebuff",
        "recall",
        "recognise",
        "recognize",
        "refuse",
        "reiterate",
        "reject",
        "release",
        "renew",
        "renounce",
        "reply",
        "report",
        "request",
        "rescue",
        "respond",
        "resume",
        "retaliate",
        "retract",
        "sanction",
        "say",
        "seek",
        "seize",
        "sell",
        "send",
        "sever",
        "shell",
        "ship",
        "sign",
        "station",
        "stop",
        "stress",
        "strike",
        "summon",
        "support",
        "suspend",
        "tell",
        "threaten",
        "train",
        "try",
        "urge",
        "veto",
        "violate",
        "vote",
        "vow",
        "want",
        "warn",
        "welcome",
        "withdraw",
        "withhold",
    ];
    ACTS.binary_search(&lemma).is_ok()
}
