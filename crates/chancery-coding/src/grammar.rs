//! Who does it and to whom, whatever the construction: voice, control, raising, relative clauses, participles.
//!
//! Everything here is about English grammar and nothing about any rule: rules ask for `subject` and `object`, and
//! these functions see through passives, infinitives ("agreed to meet"), joined verbs ("flew in and met"),
//! relative clauses, reduced relatives ("sanctions imposed by"), participles ("after meeting the president") and
//! event nouns ("his meeting with", "the killing of ten by soldiers").

use chancery_doc::{Parse, Pos, TokenId};

use crate::words::{Vocabulary, WordSet};

/// How far control is followed. Sentences nest a few deep; the bound keeps odd trees harmless.
pub(crate) const DEEPEST: u8 = 8;

/// A parse, and questions about its grammar.
#[derive(Clone, Copy)]
pub(crate) struct Grammar<'a> {
    pub(crate) parse: &'a Parse,
    pub(crate) words: &'a Vocabulary,
}

impl<'a> Grammar<'a> {
    pub(crate) fn new(parse: &'a Parse, words: &'a Vocabulary) -> Grammar<'a> {
        Grammar { parse, words }
    }

    /// Whether a preposition tells when, where or why, so that what follows it is no content of the clause.
    pub(crate) fn is_circumstance(&self, preposition: TokenId) -> bool {
        self.words.circumstance.contains(self.parse.norm(preposition)) || self.is_on_visit(preposition)
    }

    /// Whether "of" opens what is only supposed: "in case of an attack", "in the event of a war".
    pub(crate) fn supposes(&self, of: TokenId) -> bool {
        let parse = self.parse;
        let noun = parse.head(of);
        let has_the = self.child(noun, &["det"]).is_some();
        parse.norm(of) == "of"
            && parse.norm(parse.head(noun)) == "in"
            && match parse.norm(noun) {
                "case" => !has_the,
                "event" => has_the,
                _ => false,
            }
    }

    /// Whether another act was done in its place: "rather than deny it".
    pub(crate) fn is_put_aside(&self, v: TokenId) -> bool {
        let than = self.children(v, &["mark", "prep"]).find(|&m| self.parse.norm(m) == "than");
        than.is_some_and(|m| m.index().checked_sub(1).is_some_and(|i| self.parse.norm(TokenId::new(i)) == "rather"))
    }

    /// Whether an act is the content of a noun that there is none of: "no evidence that they attacked".
    pub(crate) fn is_unsupported(&self, v: TokenId) -> bool {
        let noun = self.parse.head(v);
        matches!(self.parse.dep(v), "acl" | "relcl" | "ccomp")
            && self.children(v, &["mark"]).any(|m| self.parse.norm(m) == "that")
            && self.is_nominal(noun)
            && self.children(noun, &["det"]).any(|d| self.parse.norm(d) == "no")
    }

    /// Whether "longer" is that of "no longer" or "not any longer".
    pub(crate) fn is_no_longer(&self, longer: TokenId) -> bool {
        self.children(longer, &["neg", "det", "advmod"]).any(|c| self.parse.norm(c) == "no")
            || longer.index().checked_sub(1).is_some_and(|i| self.parse.norm(TokenId::new(i)) == "no")
    }

    /// Whether a verb tells what befalls a place or its people ("protests swept the capital").
    pub(crate) fn befalls(&self, v: TokenId) -> bool {
        self.is_one_of(v, &self.words.befall)
    }

    /// Whether a noun tells that an act rests ("a pause in the shelling").
    pub(crate) fn is_respite(&self, t: TokenId) -> bool {
        self.is_one_of(t, &self.words.respite)
    }

    /// Whether a verb of speaking takes what it speaks of for done ("the raid was condemned").
    pub(crate) fn is_evaluating(&self, t: TokenId) -> bool {
        self.is_one_of(t, &self.words.evaluating)
    }

    /// The same of an act that it governs: "discussed the raid" was made, "discussed opening the border" not yet.
    pub(crate) fn takes_for_done(&self, speaks: TokenId, act: TokenId) -> bool {
        let is_talk = matches!(self.parse.lemma(speaks), "discuss" | "debate" | "justify");
        self.is_evaluating(speaks) && !(is_talk && self.is_verb(act))
    }

    /// Whether a noun names what somebody does or says, so that it has an owner ("the test").
    pub(crate) fn names_owned_act(&self, t: TokenId) -> bool {
        self.parse.pos(t) == Pos::Noun && self.is_one_of(t, &self.words.owned_act)
    }

    /// Whether the object of a verb is its subject's own act ("conducted a test").
    pub(crate) fn does_owned_act(&self, t: TokenId) -> bool {
        self.is_one_of(t, &self.words.performs)
    }

    /// Whether a word offers or asks for an act, so that it says more than the act it governs.
    pub(crate) fn keeps_its_type(&self, t: TokenId) -> bool {
        self.is_one_of(t, &self.words.own_act)
    }

    pub(crate) fn is_one_of(&self, t: TokenId, words: &WordSet) -> bool {
        words.contains(self.parse.lemma(t)) || words.contains(self.parse.norm(t))
    }

    pub(crate) fn child(&self, t: TokenId, deps: &[&str]) -> Option<TokenId> {
        self.parse.children(t).iter().copied().find(|&c| deps.contains(&self.parse.dep(c)))
    }

    pub(crate) fn children(
        &self,
        t: TokenId,
        deps: &'static [&'static str],
    ) -> impl Iterator<Item = TokenId> + use<'a> {
        let parse = self.parse;
        parse.children(t).iter().copied().filter(move |&c| deps.contains(&parse.dep(c)))
    }

    pub(crate) fn is_verb(&self, t: TokenId) -> bool {
        matches!(self.parse.pos(t), Pos::Verb | Pos::Aux)
            || self.is_headline_verb(t)
            || self.is_verb_with_name_tag(t)
            || self.is_relative_verb(t)
            || self.split_again(t).is_some()
    }

    pub(crate) fn is_date(&self, t: TokenId) -> bool {
        matches!(self.parse.iob(t).1, "DATE" | "TIME" | "PERCENT" | "MONEY" | "CARDINAL")
    }

    /// Whether a preposition only leads to a date: "on Monday", "in May".
    pub(crate) fn opens_a_date(&self, t: TokenId) -> bool {
        self.parse.dep(t) == "prep"
            && self.child(t, &["pobj"]).is_some_and(|o| matches!(self.parse.iob(o).1, "DATE" | "TIME"))
    }

    pub(crate) fn is_nominal(&self, t: TokenId) -> bool {
        matches!(self.parse.pos(t), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }

    /// Whether a verb form stands in the passive, by itself or through the verb it is joined to.
    pub(crate) fn is_passive(&self, v: TokenId) -> bool {
        self.passive(v, 0)
    }

    fn passive(&self, v: TokenId, depth: u8) -> bool {
        if self.child(v, &["nsubjpass", "auxpass", "csubjpass"]).is_some() || self.opens_without_subject(v) {
            return true;
        }
        if self.is_told_in_turn(v) || self.is_gapped_toll(v) {
            return depth < DEEPEST && self.passive(self.parse.head(v), depth + 1);
        }
        // "rebels hacked villagers to death": a past tense with its object, hung on its subject.
        let is_past_clause = self.parse.tag(v) == "VBD" && self.child(v, &["dobj"]).is_some();
        if is_past_clause || self.misread_past(v).is_some() {
            return false;
        }
        if self.parse.tag(v) != "VBN" && !(self.parse.tag(v) == "VBD" && self.parse.dep(v) == "acl") {
            return false;
        }
        if self.is_misread_intransitive(v) {
            return false;
        }
        if self.child(v, &["nsubj", "aux"]).is_some() {
            return self.headline_passive(v).is_some();
        }
        match self.parse.dep(v) {
            "acl" | "amod" => true,
            "advcl" | "ccomp" | "ROOT" | "relcl" => self.child(v, &["dobj"]).is_none(),
            "conj" => depth < DEEPEST && self.passive(self.parse.head(v), depth + 1),
            _ => false,
        }
    }

    /// Whether a word says of people that they are not at home ("foreign reporters").
    pub(crate) fn is_of_elsewhere(&self, t: TokenId) -> bool {
        self.words.elsewhere.contains(self.parse.norm(t))
    }

    /// Whether what a word governs is a fact even where the word is negated ("did not know that").
    pub(crate) fn is_factive(&self, t: TokenId) -> bool {
        self.is_one_of(t, &self.words.factive)
    }

    /// Whether a verb or adjective says that something is to be expected or is proposed, by whomever.
    pub(crate) fn is_expected(&self, t: TokenId) -> bool {
        matches!(
            self.parse.lemma(t),
            "expect"
                | "hope"
                | "consider"
                | "propose"
                | "schedule"
                | "set"
                | "due"
                | "approve"
                | "prepare"
                | "authorize"
        )
    }

    /// The word that a relative pronoun stands for; any other word stands for itself.
    pub(crate) fn antecedent(&self, t: TokenId) -> TokenId {
        if let Some(focus) = self.cleft(t) {
            return focus;
        }
        // "A plan that Russia opposes": taggers take some of these for "that" of a clause.
        let relative = self.parse.norm(t) == "that" && matches!(self.parse.dep(t), "dobj" | "nsubj");
        if (relative || matches!(self.parse.tag(t), "WDT" | "WP" | "WP$"))
            && let Some(clause) = self.parse.ancestors(t).take(6).find(|&a| self.parse.dep(a) == "relcl")
        {
            let noun = self.parse.head(clause);
            return if self.parse.tag(t) == "WP" {
                self.meant_by_who(noun, clause)
            } else {
                self.deadly_act(noun, clause)
            };
        }
        t
    }

    /// The grammatical subject: the word before the verb, whatever the voice.
    fn surface_subject(&self, v: TokenId) -> Option<TokenId> {
        let own = self.children(v, &["nsubj", "nsubjpass"]).find(|&s| !self.is_reflexive(s));
        let own = own.map(|s| self.doubled_subject(s, v));
        let own = own.map(|s| self.unhyphenated(s, v)).map(|s| self.of_participle(s).unwrap_or(s));
        let lost = || {
            let clause = self.children(v, &["csubj"]).find_map(|s| self.of_clause(s));
            let found = clause.or_else(|| self.stolen_subject(v)).or_else(|| self.dated_subject(v));
            let found = found.or_else(|| self.parenthesised_subject(v)).or_else(|| self.adverbial_subject(v));
            found.or_else(|| self.name_for_preposition(v))
        };
        own.or_else(lost).or_else(|| {
            // "Turkey shells Kurdish positions": in headlines parsers hang the subject on its verb like a noun.
            let before = || self.children(v, &["compound", "nmod", "amod"]).filter(|&c| c < v);
            let named = |&c: &TokenId| matches!(self.parse.iob(c).1, "GPE" | "ORG" | "PERSON" | "NORP");
            if self.parse.tag(v) == "NNS" && self.parse.is_root(v) && self.opens_clause(v) {
                return before().last();
            }
            ((self.parse.is_root(v) && self.is_verb(v)) || self.is_headline_verb(v) || self.is_relative_verb(v))
                .then(|| before().filter(named).last())
                .flatten()
        })
    }

    /// The subject that an unfinished clause below `v` shares: its own or the one it shares itself.
    fn shared_subject(&self, v: TokenId, depth: u8) -> Vec<TokenId> {
        if let Some(s) = self.surface_subject(v) {
            return vec![self.antecedent(s)];
        }
        if !self.is_verb(v) {
            return self.noun_subject(v, depth);
        }
        if self.is_passive(v) && self.parse.dep(v) == "acl" {
            return vec![self.parse.head(v)];
        }
        self.inherited(v, depth)
    }

    /// Who does what the word tells.
    pub(crate) fn subject(&self, t: TokenId) -> Vec<TokenId> {
        if self.is_verb(t) { self.verb_subject(t) } else { self.noun_subject(t, 0) }
    }

    fn verb_subject(&self, v: TokenId) -> Vec<TokenId> {
        if self.is_passive(v) {
            return self.passive_agent(v);
        }
        if let Some(subject) = self.misread_subject(v) {
            return vec![subject];
        }
        match self.surface_subject(v) {
            Some(s) if self.parse.dep(s) != "nsubjpass" => vec![self.antecedent(s)],
            _ => self.inherited(v, 0),
        }
    }

    /// The by-phrase of a passive, or of the one it is joined to: "arrested and beaten by police".
    fn passive_agent(&self, v: TokenId) -> Vec<TokenId> {
        let own = self.by_phrase(v);
        if !own.is_empty() {
            return own;
        }
        let joined = self
            .children(v, &["conj"])
            .filter(|&c| self.is_verb(c) && self.surface_subject(c).is_none() && self.parse.tag(c) == "VBN");
        if let Some(by) = joined.map(|c| self.by_phrase(c)).find(|by| !by.is_empty()) {
            return by;
        }
        let head = self.parse.head(v);
        if self.parse.dep(v) == "conj" && self.surface_subject(v).is_none() && self.is_passive(head) {
            return self.by_phrase(head);
        }
        Vec::new()
    }

    fn by_phrase(&self, t: TokenId) -> Vec<TokenId> {
        for prep in self.children(t, &["agent", "prep"]) {
            if self.parse.norm(prep) == "by"
                && let Some(pobj) = self.child(prep, &["pobj"])
                && (!matches!(self.parse.iob(pobj).1, "DATE" | "TIME" | "PERCENT" | "MONEY" | "CARDINAL")
                    || !self.of_phrase(pobj).is_empty())
            {
                return vec![self.antecedent(pobj)];
            }
        }
        Vec::new()
    }

    /// The verb that a joined verb stands beside: "urged all to wait and voiced hope", where parsers join the past
    /// tense to the infinitive that happens to stand before it.
    pub(crate) fn stands_beside(&self, v: TokenId) -> TokenId {
        let parse = self.parse;
        let nearest = parse.head(v);
        let over = self.speaks_on(v).or_else(|| self.joined_infinitive(v)).or_else(|| self.keeps_so(v));
        if let Some(over) = over.or_else(|| self.joined_participle(v)) {
            return over;
        }
        // "Wants him to go and is demanding a vote": the auxiliary is as finite as a past tense.
        let finite = |t: TokenId| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP");
        if !matches!(parse.tag(v), "VBD" | "VBZ") && !self.children(v, &["aux", "auxpass"]).any(finite) {
            return nearest;
        }
        let unfinished = |t: TokenId| {
            parse.tag(t) == "VB"
                && self.children(t, &["aux"]).any(|a| parse.norm(a) == "to" || parse.tag(a) == "MD")
                && !parse.is_root(t)
        };
        let present = |t: TokenId| matches!(parse.tag(t), "VBZ" | "VBP");
        let is_present = present(v) || self.children(v, &["aux", "auxpass"]).any(present);
        let mut at = nearest;
        for _ in 0..DEEPEST {
            // "Told reporters the network may be small, but has carried out attacks": the present goes on with what is told.
            let goes_on = is_present && parse.tag(parse.head(at)) == "VBD" && self.child(at, &["nsubj"]).is_some();
            if !unfinished(at) || goes_on {
                break;
            }
            at = parse.head(at);
            // "Want Moyo, who lost, to step down": the infinitive hangs on whom they want to do it.
            if self.is_nominal(at) && parse.dep(at) == "dobj" {
                at = parse.head(at);
            }
        }
        if matches!(parse.tag(at), "VBD" | "VBZ" | "VBP" | "VBN") { at } else { nearest }
    }

    /// The subject of a verb that has none of its own.
    fn inherited(&self, v: TokenId, depth: u8) -> Vec<TokenId> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let head = self.parse.head(v);
        match self.parse.dep(v) {
            "conj" if self.is_verb(head) => {
                if let Some(suspect) = self.confesses_in_relative(v) {
                    return vec![suspect];
                }
                let head = self.reported_before(v).unwrap_or_else(|| self.stands_beside(v));
                if self.is_passive(head) && self.is_passive(v) {
                    self.by_phrase(head)
                } else {
                    self.shared_subject(head, depth + 1)
                }
            }
            "xcomp" | "ccomp" => {
                // "demanded Togo make a promise": a clause that is no infinitive has the object for its subject.
                let bare = || {
                    self.parse.dep(v) == "ccomp"
                        && matches!(self.parse.tag(v), "VB" | "VBP" | "VBZ" | "VBD")
                        && self.child(v, &["aux", "mark"]).is_none()
                };
                if let Some(object) = self.child(head, &["dobj", "dative"]).filter(|&o| o < v && self.is_nominal(o))
                    && self.is_verb(head)
                    && (self.is_one_of(head, &self.words.object_control) || bare())
                {
                    return vec![self.antecedent(object)];
                }
                self.shared_subject(head, depth + 1)
            }
            // "Became the first country to recognise it": whoever became so recognised it.
            "relcl" | "acl"
                if self.children(v, &["aux"]).any(|a| self.parse.norm(a) == "to")
                    && self.parse.dep(head) == "attr"
                    && matches!(self.parse.lemma(self.parse.head(head)), "be" | "become") =>
            {
                self.shared_subject(self.parse.head(head), depth + 1)
            }
            "advcl" if self.parse.tag(v) == "VBG" && self.main_clause(v).is_some() => {
                self.main_clause(v).map(|main| self.subject(main)).unwrap_or_default()
            }
            // "was attacked by soldiers, killing ten": a result is the doing of whoever did the act.
            "advcl" if self.parse.tag(v) == "VBG" && head < v && self.is_verb(head) && self.is_passive(head) => {
                let agent = self.passive_agent(head);
                // "A carrier was destroyed, wounding three": what is hit does not do the harm.
                let is_harm = |v: TokenId| self.is_one_of(v, &self.words.done_to_people);
                let is_hit = is_harm(v) && is_harm(head);
                if agent.is_empty() && !is_hit { self.shared_subject(head, depth + 1) } else { agent }
            }
            // "accused the guards of ramming a boat, injuring three": a result is of what they are accused of.
            "advcl" if self.parse.tag(v) == "VBG" && head < v && self.is_verb(head) => {
                let charged = self
                    .children(head, &["prep"])
                    .any(|p| self.parse.norm(p) == "of" && p < v && self.child(p, &["pcomp"]).is_some());
                match self.child(head, &["dobj"]).filter(|&o| charged && o < v) {
                    Some(object) => vec![self.antecedent(object)],
                    None => self.shared_subject(head, depth + 1),
                }
            }
            "advcl" | "dep" | "parataxis" => self.shared_subject(head, depth + 1),
            "acl" if self.parse.tag(v) == "VBG" && self.signed_by(head).is_some() => {
                self.signed_by(head).map(|verb| self.subject(verb)).unwrap_or_default()
            }
            "pcomp" => {
                // "after meeting him, she left": the clause that the preposition hangs on; "accused him of": him.
                let governor = self.over_date(self.parse.head(head));
                if let Some(quoted) = self.quoted_as(governor, head) {
                    return vec![self.antecedent(quoted)];
                }
                if let Some(object) = self.child(governor, &["dobj"])
                    && self.is_verb(governor)
                    && (matches!(self.parse.norm(head), "of" | "from" | "for" | "into") || self.is_way_charged(head))
                    && object < head
                {
                    return vec![self.antecedent(object)];
                }
                // "ten were killed in shelling": the tagger takes many an event noun for a gerund.
                if self.is_passive(governor) && self.words.carrying_out.contains(self.parse.norm(head)) {
                    return self.passive_agent(governor);
                }
                self.shared_subject(governor, depth + 1)
            }
            "acl" => {
                if matches!(self.parse.tag(v), "VBG" | "VBD") {
                    return vec![head];
                }
                // "its decision to leave", "they reached a deal to meet".
                self.noun_subject(head, depth + 1)
            }
            // "Passed a bill to tighten sanctions": to parsers the infinitive may be a relative clause.
            "relcl" if self.children(v, &["aux"]).any(|a| self.parse.norm(a) == "to") => {
                self.noun_subject(head, depth + 1)
            }
            "relcl" => match self.child(v, &["dobj"]) {
                // Parsers lose the subject of a relative clause now and then: the antecedent does it.
                Some(_) => vec![head],
                None => Vec::new(),
            },
            "pobj" => self.shared_subject(self.parse.head(head), depth + 1),
            _ => Vec::new(),
        }
    }

    /// Who does what a noun tells: possessor, by-phrase, nationality or group before it, else the subject of the
    /// verb it is the object of.
    pub(crate) fn noun_subject(&self, n: TokenId, depth: u8) -> Vec<TokenId> {
        if depth > DEEPEST {
            return Vec::new();
        }
        // "Tuesday's meeting" is nobody's.
        if let Some(p) = self.child(n, &["poss"]).filter(|&p| !self.is_date(p)) {
            return vec![self.antecedent(p)];
        }
        let by = self.by_phrase(n);
        if !by.is_empty() {
            return by;
        }
        // "the killing of ten civilians by soldiers": parsers hang the by-phrase on the civilians now and then.
        if let Some(by) = self.of_phrase(n).into_iter().map(|o| self.by_phrase(o)).find(|by| !by.is_empty()) {
            return by;
        }
        if self.is_one_of(n, &self.words.sent) {
            let next = self.parse.right_edge(n).index() + 1;
            let displaced = self.children(self.parse.head(n), &["prep"]).filter(|p| p.index() == next);
            let from = self.children(n, &["prep"]).chain(displaced).filter(|&p| self.parse.norm(p) == "from");
            let sender =
                from.filter_map(|p| self.child(p, &["pobj"])).find(|&o| self.is_nominal(o) && !self.is_date(o));
            if let Some(sender) = sender {
                return vec![self.antecedent(sender)];
            }
        }
        let before = self.named_before(n);
        if !before.is_empty() {
            let n_sides = if self.is_one_of(n, &self.words.shared_act) { before.len() } else { 1 };
            return before.into_iter().take(n_sides).collect();
        }
        let head = self.parse.head(n);
        match self.parse.dep(n) {
            "dobj" | "xcomp" | "attr" | "oprd" | "acomp" if self.is_verb(head) && head != n => {
                if self.parse.dep(n) == "dobj" && self.is_one_of(head, &self.words.undergo) {
                    return Vec::new();
                }
                let own = self.surface_subject(head);
                if self.is_passive(head) && self.parse.dep(n) != "acomp" {
                    return self.passive_agent(head);
                }
                own.map_or_else(|| self.inherited(head, depth + 1), |s| vec![self.antecedent(s)])
            }
            "nsubjpass" => self.passive_agent(head),
            // "Launched a series of strikes": whose the series is did them.
            "pobj" if self.parse.norm(head) == "of" && self.counted(self.parse.head(head)) == Some(n) => {
                self.noun_subject(self.parse.head(head), depth + 1)
            }
            "pobj" => {
                let mut governor = self.parse.head(head);
                // "returned after three days of talks": the time spent stands where the act would.
                let is_time =
                    matches!(self.parse.lemma(governor), "day" | "hour" | "week" | "month" | "round" | "series");
                if is_time && self.parse.norm(head) == "of" && self.parse.dep(governor) == "pobj" {
                    governor = self.parse.head(self.parse.head(governor));
                }
                governor = self.speaks_meanwhile(n).unwrap_or(governor);
                if !self.is_verb(governor) || governor == head {
                    return Vec::new();
                }
                // "spoke about the visit of the Dutch envoy": who speaks of it need not take part.
                let is_topic = matches!(self.parse.norm(head), "about" | "over" | "regarding" | "concerning");
                if self.is_one_of(n, &self.words.shared_act) && !is_topic {
                    return self.shared_subject(governor, depth + 1);
                }
                // "took the town after fighting with rebels".
                let with = || self.children(n, &["prep"]).any(|p| matches!(self.parse.norm(p), "with" | "against"));
                if self.is_one_of(n, &self.words.shared_fight)
                    && matches!(self.parse.norm(head), "after" | "following" | "in" | "during" | "amid")
                    && with()
                    && !self.is_evaluating(governor)
                    && self.child(governor, &["ccomp"]).is_none()
                {
                    return self.shared_subject(governor, depth + 1);
                }
                if let Some(blamed) = self.blamed_for(head, governor) {
                    return vec![blamed];
                }
                // "killed ten in a raid" tells whose raid it was; "arrested ten after a raid" does not, and neither
                // does "died in a raid".
                if !self.words.carrying_out.contains(self.parse.norm(head))
                    || self.is_one_of(governor, &self.words.undergo)
                {
                    return Vec::new();
                }
                if self.is_passive(governor) {
                    return self.passive_agent(governor);
                }
                self.shared_subject(governor, depth + 1)
            }
            // "A Turkish response and international condemnation": the second is of others.
            "conj" if self.children(n, &["amod"]).any(|a| self.is_of_all(a)) => Vec::new(),
            "conj" => self.noun_subject(head, depth + 1),
            _ => Vec::new(),
        }
    }

    /// The names and nationalities before a noun, in text order: "the Israeli raid", "Russia-Ukraine talks".
    fn named_before(&self, n: TokenId) -> Vec<TokenId> {
        let mut found = Vec::new();
        let mut open: Vec<TokenId> = self.children(n, &["amod", "compound", "nmod"]).filter(|&c| c < n).collect();
        while let Some(t) = open.pop() {
            if matches!(self.parse.iob(t).1, "NORP" | "GPE" | "ORG" | "PERSON") && !self.is_prefixed(t) {
                found.push(t);
            }
            if found.len() + open.len() < 8 {
                let below = self.children(t, &["compound", "amod", "nmod", "conj", "npadvmod"]);
                open.extend(below.filter(|&c| c < n && !self.is_one_name(c, t)));
            }
        }
        found.sort();
        found
    }

    /// What it is done to.
    pub(crate) fn object(&self, t: TokenId) -> Vec<TokenId> {
        if !self.is_verb(t) {
            return self.of_phrase(t);
        }
        if self.is_passive(t) {
            if let Some(s) = self.child(t, &["nsubjpass"]).or_else(|| self.headline_passive(t)) {
                return vec![self.antecedent(s)];
            }
            return match self.parse.dep(t) {
                "acl" | "amod" | "relcl" => vec![self.parse.head(t)],
                // "fled and were arrested": the passive's own auxiliary after an active verb takes its subject.
                "conj" if self.is_verb(self.parse.head(t)) => {
                    let first = self.parse.head(t);
                    match self.child(t, &["auxpass"]).is_some() && !self.is_passive(first) {
                        true => self.subject(first),
                        false => self.object(first),
                    }
                }
                _ => self.inherited(t, 0),
            };
        }
        if let Some(o) = self.child(t, &["dobj"]) {
            // "suspended 30 million dollars in aid": the aid.
            if matches!(self.parse.lemma(o), "million" | "billion" | "dollar" | "euro")
                && let Some(prep) = self.children(o, &["prep"]).find(|&p| matches!(self.parse.norm(p), "in" | "of"))
                && let Some(kind) = self.child(prep, &["pobj"]).filter(|&k| self.is_nominal(k) && !self.is_date(k))
            {
                return vec![kind, o];
            }
            return vec![self.antecedent(o)];
        }
        if let Some((_, object)) = self.misread_past(t) {
            return vec![object];
        }
        // "sealed off the camp": an object that the parser hangs on the particle.
        if let Some(object) = self
            .children(t, &["prt"])
            .filter(|&p| {
                p > t && matches!(self.parse.norm(p), "off" | "out" | "down" | "up" | "back" | "over" | "away")
            })
            .find_map(|p| self.child(p, &["pobj"]))
        {
            return vec![self.antecedent(object)];
        }
        // "US charges Venezuelan general": an object that the parser takes for a clause without a verb; "beat a student
        // unconscious", "called the raid illegal": the one of whom the adjective is said.
        if let Some(clause) = self.child(t, &["ccomp"]).filter(|&c| c > t && !self.is_verb(c)) {
            if self.is_nominal(clause) && self.child(clause, &["nsubj", "mark"]).is_none() {
                return vec![clause];
            }
            if self.parse.pos(clause) == Pos::Adj
                && let Some(s) = self.child(clause, &["nsubj"]).filter(|&s| s > t)
                && self.child(clause, &["mark"]).is_none()
            {
                return vec![self.antecedent(s)];
            }
        }
        // "detained people laying flowers": an object with a participle, which parsers take for a clause of its own.
        if let Some(s) = self
            .children(t, &["advcl", "ccomp"])
            .filter(|&c| {
                matches!(self.parse.tag(c), "VBG" | "VBN") && self.child(c, &["mark", "aux", "auxpass"]).is_none()
            })
            .find_map(|c| self.child(c, &["nsubj"]))
            .filter(|&s| self.parse.left_edge(s).index() == t.index() + 1)
        {
            return vec![self.antecedent(s)];
        }
        if let Some(s) = self.clause_for_object(t) {
            return vec![self.antecedent(s)];
        }
        if self.is_headline_verb(t)
            && let Some(o) =
                self.children(t, &["appos", "dep", "npadvmod", "attr"]).find(|&c| c > t && self.is_nominal(c))
        {
            return vec![o];
        }
        // "killed and wounded ten": the object stands with the last of the joined verbs.
        if let Some(object) = self
            .children(t, &["conj"])
            .filter(|&c| self.is_verb(c))
            .find_map(|c| self.surface_subject(c).is_none().then(|| self.child(c, &["dobj"])).flatten())
            && self.child(t, &["prep", "prt", "xcomp", "ccomp"]).is_none()
        {
            return vec![self.antecedent(object)];
        }
        // "the men whom police arrested": the antecedent, where the clause has its own subject.
        if self.parse.dep(t) == "relcl"
            && self.child(t, &["nsubj"]).is_some_and(|s| !matches!(self.parse.tag(s), "WDT" | "WP"))
        {
            return vec![self.parse.head(t)];
        }
        Vec::new()
    }

    /// What a word of quantity counts: villages in "hundreds of villages", sanctions in "most of its sanctions".
    pub(crate) fn counted(&self, n: TokenId) -> Option<TokenId> {
        let is_count = self.parse.pos(n) == Pos::Num || self.words.count.contains(self.parse.lemma(n));
        is_count.then(|| self.of_phrase(n).first().copied()).flatten()
    }

    fn of_phrase(&self, n: TokenId) -> Vec<TokenId> {
        self.children(n, &["prep"])
            .filter(|&p| self.parse.norm(p) == "of")
            .filter_map(|p| self.child(p, &["pobj"]))
            .map(|o| self.antecedent(o))
            .collect()
    }

    /// To whom something is given.
    pub(crate) fn dative(&self, v: TokenId) -> Vec<TokenId> {
        for c in self.children(v, &["dative"]) {
            if self.parse.pos(c) == Pos::Adp {
                if let Some(pobj) = self.child(c, &["pobj"]) {
                    return vec![self.antecedent(pobj)];
                }
            } else {
                return vec![self.antecedent(c)];
            }
        }
        // "Haiti was given aid": a passive that kept its object.
        if self.is_passive(v)
            && self.child(v, &["dobj", "oprd"]).is_some()
            && let Some(s) = self.child(v, &["nsubjpass"])
        {
            return vec![self.antecedent(s)];
        }
        Vec::new()
    }

    /// The prepositions below a word: its own, those joined to them ("in X and in Y"), and those that hang on
    /// another preposition or on a place named by one ("met in Cairo with him").
    pub(crate) fn prepositions(&self, t: TokenId) -> Vec<TokenId> {
        let mut found: Vec<TokenId> = Vec::new();
        let mut next: Vec<TokenId> = self.children(t, &["prep", "dative", "agent"]).collect();
        let mut rounds = 0;
        while !next.is_empty() && rounds < 3 {
            rounds += 1;
            let mut below = Vec::new();
            for &p in &next {
                // "according to" tells whose word it is, and nothing of the act.
                if self.parse.norm(p) == "according" {
                    continue;
                }
                if self.parse.pos(p) == Pos::Adp || self.parse.dep(p) == "prep" {
                    found.push(p);
                    below.extend(self.children(p, &["prep", "conj"]).filter(|&c| self.parse.pos(c) == Pos::Adp));
                    if self.is_verb(t)
                        && let Some(pobj) = self.child(p, &["pobj"])
                        && matches!(self.parse.iob(pobj).1, "GPE" | "DATE" | "TIME" | "LOC" | "FAC")
                    {
                        below.extend(self.children(pobj, &["prep"]).filter(|&c| self.parse.norm(c) != "of"));
                    }
                }
            }
            next = below;
        }
        // "pulled back from the border", "hit out at the ministry": the preposition hangs on the adverb.
        for adverb in self.children(t, &["advmod", "prt"]) {
            if matches!(
                self.parse.norm(adverb),
                "back"
                    | "away"
                    | "out"
                    | "off"
                    | "up"
                    | "down"
                    | "forward"
                    | "together"
                    | "face"
                    | "home"
                    | "in"
                    | "over"
            ) {
                found.extend(self.children(adverb, &["prep"]));
            }
        }
        if self.is_verb(t)
            && let Some(time) = self.child(t, &["npadvmod"])
        {
            found.extend(self.children(time, &["prep"]).filter(|&c| self.parse.norm(c) != "of"));
        }
        found
    }

    /// Where else a preposition of `t` may hang, since parsers choose between a verb and its object by chance: from an
    /// object, its verb's; from a verb, its object's (but "of" is always the noun's own).
    pub(crate) fn displaced_prepositions(&self, t: TokenId) -> Vec<TokenId> {
        let head = self.parse.head(t);
        if self.is_verb(t) {
            let objects = self.children(t, &["dobj", "nsubjpass"]);
            return objects.flat_map(|o| self.prepositions(o)).filter(|&p| self.parse.norm(p) != "of").collect();
        }
        if matches!(self.parse.dep(t), "dobj" | "nsubjpass") && self.is_verb(head) {
            // "killed outside of Basra": the "of" of a word of place is none of who was killed.
            let place =
                |t: TokenId| matches!(self.parse.norm(t), "outside" | "inside" | "north" | "south" | "west" | "east");
            let is_own = |p: TokenId| self.parse.norm(p) != "of" || !place(self.parse.head(p));
            let open = self.prepositions(head).into_iter().filter(|&p| p > t && self.parse.dep(p) != "agent");
            return open.filter(|&p| is_own(p)).collect();
        }
        self.stray_by(t).into_iter().collect()
    }

    /// The word whose content this one is part of: one step up through objects, complements and the prepositions that
    /// carry them; `None` from a clause that stands on its own, and from circumstances of time and place.
    pub(crate) fn container(&self, t: TokenId) -> Option<TokenId> {
        let head = self.parse.head(t);
        let inside = match self.parse.dep(t) {
            "ccomp" if t < head && self.stands_apart(t, head) => false,
            "xcomp" | "ccomp" | "pcomp" | "pobj" | "dobj" | "acl" | "attr" | "acomp" | "oprd" | "dative" | "conj"
            | "nsubjpass" | "compound" | "poss" => true,
            "nsubj" => self.parse.dep(head) == "ccomp",
            // "hinted at cutting trade": at with a verb is content, at with a noun a place.
            "prep" => !self.is_circumstance(t) || self.parse.norm(t) == "at" && self.child(t, &["pcomp"]).is_some(),
            // "ruled out recognising it": the content of a phrasal verb, which parsers take for circumstance.
            "advcl" if self.parse.tag(t) == "VBG" && head < t && t.index() - head.index() <= 2 => {
                self.child(head, &["dobj"]).is_none() && self.child(t, &["mark"]).is_none()
            }
            // Parsers hang an infinitive of purpose on the object now and then, as if it were a relative clause.
            "advcl" | "relcl" if self.children(t, &["aux"]).any(|c| self.parse.norm(c) == "to") => true,
            // "threatened to act unless they leave": the condition is part of the threat.
            "advcl" => self.children(t, &["mark"]).any(|m| matches!(self.parse.norm(m), "unless" | "if")),
            _ => false,
        };
        (inside && head != t).then(|| self.joined_infinitive(t).or_else(|| self.keeps_so(t)).unwrap_or(head))
    }
}
