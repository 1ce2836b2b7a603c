//! Who does it and to whom, whatever the construction: voice, control, raising, relative clauses, participles.
//!
//! Everything here is about English grammar and nothing about any rule: rules ask for `subject` and `object`, and
//! these functions see through passives, infinitives ("agreed to meet"), joined verbs ("flew in and met"),
//! relative clauses, reduced relatives ("sanctions imposed by"), participles ("after meeting the president") and
//! event nouns ("his meeting with", "the killing of ten by soldiers").

use chancery_doc::{Iob, Parse, Pos, TokenId};

use crate::words::{Vocabulary, WordSet};

/// How far control is followed. Sentences nest a few deep; the bound keeps odd trees harmless.
const DEEPEST: u8 = 8;

/// A parse, and questions about its grammar.
#[derive(Clone, Copy)]
pub(crate) struct Grammar<'a> {
    pub(crate) parse: &'a Parse,
    words: &'a Vocabulary,
}

impl<'a> Grammar<'a> {
    pub(crate) fn new(parse: &'a Parse, words: &'a Vocabulary) -> Grammar<'a> {
        Grammar { parse, words }
    }

    /// Whether a preposition tells when, where or why, so that what follows it is no content of the clause.
    pub(crate) fn is_circumstance(&self, preposition: TokenId) -> bool {
        self.words.circumstance.contains(self.parse.norm(preposition))
    }

    fn is_one_of(&self, t: TokenId, words: &WordSet) -> bool {
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
    }

    pub(crate) fn is_nominal(&self, t: TokenId) -> bool {
        matches!(self.parse.pos(t), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }

    /// Whether a verb form stands in the passive, by itself or through the verb it is joined to.
    pub(crate) fn is_passive(&self, v: TokenId) -> bool {
        self.passive(v, 0)
    }

    fn passive(&self, v: TokenId, depth: u8) -> bool {
        if self.child(v, &["nsubjpass", "auxpass", "csubjpass"]).is_some() {
            return true;
        }
        if self.parse.tag(v) != "VBN" && !(self.parse.tag(v) == "VBD" && self.parse.dep(v) == "acl") {
            return false;
        }
        if self.child(v, &["nsubj", "aux"]).is_some() {
            return false;
        }
        match self.parse.dep(v) {
            "acl" | "amod" => true,
            "advcl" | "ccomp" | "ROOT" | "relcl" => self.child(v, &["dobj"]).is_none(),
            "conj" => depth < DEEPEST && self.passive(self.parse.head(v), depth + 1),
            _ => false,
        }
    }

    /// The word that a relative pronoun stands for; any other word stands for itself.
    pub(crate) fn antecedent(&self, t: TokenId) -> TokenId {
        if matches!(self.parse.tag(t), "WDT" | "WP" | "WP$")
            && let Some(clause) = self.parse.ancestors(t).take(6).find(|&a| self.parse.dep(a) == "relcl")
        {
            return self.parse.head(clause);
        }
        t
    }

    /// The grammatical subject: the word before the verb, whatever the voice.
    fn surface_subject(&self, v: TokenId) -> Option<TokenId> {
        self.child(v, &["nsubj", "nsubjpass"])
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
        match self.surface_subject(v) {
            Some(s) if self.parse.dep(s) == "nsubj" => vec![self.antecedent(s)],
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
                && !matches!(self.parse.iob(pobj).1, "DATE" | "TIME" | "PERCENT" | "MONEY" | "CARDINAL")
            {
                return vec![self.antecedent(pobj)];
            }
        }
        Vec::new()
    }

    /// The subject of a verb that has none of its own.
    fn inherited(&self, v: TokenId, depth: u8) -> Vec<TokenId> {
        if depth > DEEPEST {
            return Vec::new();
        }
        let head = self.parse.head(v);
        match self.parse.dep(v) {
            "conj" if self.is_verb(head) => {
                if self.is_passive(head) && self.is_passive(v) {
                    self.by_phrase(head)
                } else {
                    self.shared_subject(head, depth + 1)
                }
            }
            "xcomp" | "ccomp" => {
                if let Some(object) = self.child(head, &["dobj", "dative"]).filter(|&o| o < v && self.is_nominal(o))
                    && self.is_verb(head)
                    && self.is_one_of(head, &self.words.object_control)
                {
                    return vec![self.antecedent(object)];
                }
                self.shared_subject(head, depth + 1)
            }
            // "was attacked by soldiers, killing ten": a result is the doing of whoever did the act.
            "advcl" if self.parse.tag(v) == "VBG" && head < v && self.is_verb(head) && self.is_passive(head) => {
                let agent = self.passive_agent(head);
                if agent.is_empty() { self.shared_subject(head, depth + 1) } else { agent }
            }
            "advcl" | "dep" | "parataxis" => self.shared_subject(head, depth + 1),
            "pcomp" => {
                // "after meeting him, she left": the clause that the preposition hangs on; "accused him of": him.
                let governor = self.parse.head(head);
                if let Some(object) = self.child(governor, &["dobj"])
                    && self.is_verb(governor)
                    && matches!(self.parse.norm(head), "of" | "from" | "for" | "into")
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
                if self.parse.tag(v) == "VBG" {
                    return vec![head];
                }
                // "its decision to leave", "they reached a deal to meet".
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
        if let Some(p) = self.child(n, &["poss"]) {
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
            "pobj" => {
                let governor = self.parse.head(head);
                if !self.is_verb(governor) || governor == head {
                    return Vec::new();
                }
                if self.is_one_of(n, &self.words.shared_act) {
                    return self.shared_subject(governor, depth + 1);
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
            "conj" => self.noun_subject(head, depth + 1),
            _ => Vec::new(),
        }
    }

    /// The names and nationalities before a noun, in text order: "the Israeli raid", "Russia-Ukraine talks".
    fn named_before(&self, n: TokenId) -> Vec<TokenId> {
        let mut found = Vec::new();
        let mut open: Vec<TokenId> = self.children(n, &["amod", "compound", "nmod"]).filter(|&c| c < n).collect();
        while let Some(t) = open.pop() {
            if matches!(self.parse.iob(t).1, "NORP" | "GPE" | "ORG" | "PERSON") {
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

    /// Whether the recogniser takes both words and all between them for parts of one name.
    fn is_one_name(&self, a: TokenId, b: TokenId) -> bool {
        let (first, last) = (a.min(b).index(), a.max(b).index());
        last - first < 12 && (first + 1..=last).all(|t| self.parse.iob(TokenId::new(t)).0 == Iob::I)
    }

    /// What it is done to.
    pub(crate) fn object(&self, t: TokenId) -> Vec<TokenId> {
        if !self.is_verb(t) {
            return self.of_phrase(t);
        }
        if self.is_passive(t) {
            if let Some(s) = self.child(t, &["nsubjpass"]) {
                return vec![self.antecedent(s)];
            }
            return match self.parse.dep(t) {
                "acl" | "amod" | "relcl" => vec![self.parse.head(t)],
                "conj" if self.is_verb(self.parse.head(t)) => self.object(self.parse.head(t)),
                _ => self.inherited(t, 0),
            };
        }
        if let Some(o) = self.child(t, &["dobj"]) {
            return vec![self.antecedent(o)];
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
            return self.prepositions(head).into_iter().filter(|&p| p > t && self.parse.dep(p) != "agent").collect();
        }
        Vec::new()
    }

    /// A word and those joined to it by "and", "or" or commas.
    pub(crate) fn joined(&self, t: TokenId) -> Vec<TokenId> {
        let mut all = vec![t];
        let mut i = 0;
        while i < all.len() && all.len() < 64 {
            all.extend(self.children(all[i], &["conj"]).filter(|&c| self.is_nominal(c)));
            i += 1;
        }
        all
    }

    /// The word whose content this one is part of: one step up through objects, complements and the prepositions that
    /// carry them; `None` from a clause that stands on its own, and from circumstances of time and place.
    pub(crate) fn container(&self, t: TokenId) -> Option<TokenId> {
        let head = self.parse.head(t);
        let inside = match self.parse.dep(t) {
            "xcomp" | "ccomp" | "pcomp" | "pobj" | "dobj" | "acl" | "attr" | "acomp" | "oprd" | "dative" | "conj"
            | "nsubjpass" | "compound" | "poss" => true,
            "nsubj" => self.parse.dep(head) == "ccomp",
            "prep" => !self.is_circumstance(t),
            // Parsers hang an infinitive of purpose on the object now and then, as if it were a relative clause.
            "advcl" | "relcl" => self.children(t, &["aux"]).any(|c| self.parse.norm(c) == "to"),
            _ => false,
        };
        (inside && head != t).then_some(head)
    }
}
