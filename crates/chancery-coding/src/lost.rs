//! Subjects that parsers lose: taken for a second object, for part of a date, for half a word, or left behind by a
//! clause in between.
//!
//! Each is found by what stands right before the verb. What is not looked at is what the verb means.

use chancery_doc::{Pos, TokenId};

use crate::grammar::{DEEPEST, Grammar};

impl Grammar<'_> {
    /// "Offered a seat at the talks, Kenya declined": whether a past form is the first word of its sentence, and somebody
    /// else acts in the main clause behind it, so that it befalls whoever acts there.
    pub(crate) fn opens_without_subject(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let main = parse.head(v);
        parse.sentence(parse.sentence_of(v)).start as usize == v.index()
            && parse.dep(v) == "advcl"
            && matches!(parse.tag(v), "VBD" | "VBN")
            && main > v
            && self.child(v, &["nsubj", "aux", "mark"]).is_none()
            && self.child(main, &["nsubj"]).is_some_and(|s| s > v)
    }

    /// "It was Russia that shelled the town": whom a cleft puts first.
    pub(crate) fn cleft(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if !matches!(parse.norm(t), "that" | "who" | "which") || parse.dep(t) != "nsubj" {
            return None;
        }
        let clause = parse.head(t);
        let is = parse.head(clause);
        let is_cleft = parse.dep(clause) == "ccomp"
            && parse.lemma(is) == "be"
            && self.child(is, &["nsubj"]).is_some_and(|s| parse.norm(s) == "it");
        self.child(is, &["attr"]).filter(|&focus| is_cleft && focus < t)
    }

    /// "A day after recalling its envoy, Chad said": the verb of the clause, where a date stands between.
    pub(crate) fn over_date(&self, governor: TokenId) -> TokenId {
        let parse = self.parse;
        let between = matches!(parse.dep(governor), "npadvmod" | "advmod") && !self.is_verb(governor);
        Some(parse.head(governor)).filter(|&h| between && self.is_verb(h)).unwrap_or(governor)
    }

    /// "Two were killed and three wounded in an attack": the number behind "and" is of those who were, though taggers have
    /// a past tense.
    pub(crate) fn is_gapped_toll(&self, v: TokenId) -> bool {
        let parse = self.parse;
        parse.dep(v) == "conj"
            && matches!(parse.tag(v), "VBD" | "VBN")
            && self.is_one_of(v, &self.words.done_to_people)
            && self.child(v, &["dobj", "aux", "auxpass"]).is_none()
            && self.child(v, &["nsubj"]).is_some_and(|s| parse.tag(s) == "CD" && s.index() + 1 == v.index())
    }

    /// "Was summoned and told to leave", "was called in and handed a note": who is told or given something, joined to a
    /// passive and without anybody who is told or given it, for which taggers have a past tense.
    pub(crate) fn is_told_in_turn(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let joined = parse.dep(v) == "conj"
            && matches!(parse.tag(v), "VBD" | "VBN")
            && self.child(v, &["nsubj", "nsubjpass", "aux", "auxpass", "dative"]).is_none();
        let object = self.child(v, &["dobj"]);
        joined
            && match parse.lemma(v) {
                "tell" | "order" | "urge" | "instruct" | "forbid" | "advise" => object.is_none(),
                "hand" | "give" => object.is_some(),
                _ => false,
            }
    }
    /// "He met the envoy and the two agreed": parsers take the subject of the second clause for a second object of the
    /// first. Right before a joined verb stands the joining word or, where one of these does, its subject.
    pub(crate) fn stolen_subject(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let over = parse.head(v);
        // "As the union weighs a mission and Chad denies it": with two clauses before, they hang the third on either.
        let bare = || self.child(v, &["nsubj", "nsubjpass", "mark", "aux"]).is_none();
        let joined = parse.dep(v) == "conj" || parse.dep(v) == "advcl" && bare();
        if !joined || !matches!(parse.tag(v), "VBD" | "VBZ" | "VBP") || over >= v {
            return None;
        }
        if let Some(parted) = self.parted_subject(v) {
            return Some(parted);
        }
        let own = |i: &usize| parse.head(TokenId::new(*i)) == v && parse.pos(TokenId::new(*i)) != Pos::Cconj;
        let before = (over.index() + 1..v.index()).rev().find(|i| !own(i)).map(TokenId::new)?;
        let mut at = before;
        for _ in 0..DEEPEST {
            if parse.dep(at) == "conj" && self.is_nominal(at) {
                let first = parse.head(at);
                let is_object = matches!(parse.dep(first), "dobj" | "pobj" | "dative");
                return (is_object && first > over && first < at && parse.right_edge(at) == before).then_some(at);
            }
            if parse.head(at) <= over || parse.is_root(at) {
                return None;
            }
            at = parse.head(at);
        }
        None
    }

    /// "Kenya's vice-president, Ann Wekesa, said": parsers that cut a word at its hyphen may find two subjects; the
    /// second is the whole word's head.
    pub(crate) fn unhyphenated(&self, first: TokenId, v: TokenId) -> TokenId {
        let next = first.index() + 1;
        let cut = next < self.parse.len() && self.parse.norm(TokenId::new(next)) == "-";
        let second = self.children(v, &["nsubj", "nsubjpass"]).find(|s| s.index() == next + 1);
        second.filter(|_| cut).unwrap_or(first)
    }

    /// "Former colonial power France suspended": parsers make two subjects of what a name is called and the name.
    pub(crate) fn doubled_subject(&self, first: TokenId, v: TokenId) -> TokenId {
        let parse = self.parse;
        let next = TokenId::new((first.index() + 1).min(parse.len() - 1));
        let doubled = parse.pos(first) == Pos::Noun && parse.pos(next) == Pos::Propn;
        if doubled && parse.head(next) == v && parse.dep(next) == "nsubj" { next } else { first }
    }

    /// "Rebels holding five captives freed one": parsers take the participle for the subject, and who does it for its own.
    pub(crate) fn of_participle(&self, s: TokenId) -> Option<TokenId> {
        if self.parse.tag(s) != "VBG" {
            return None;
        }
        self.children(s, &["nsubj"]).find(|n| n < &s && self.is_nominal(*n))
    }

    /// The subject of a verb in the clause that parsers give it for one: of a participle, or a name that is a clause
    /// ("Save the Children condemned the raid"), since none with a bare infinitive is a subject.
    pub(crate) fn of_clause(&self, s: TokenId) -> Option<TokenId> {
        let is_bare = || self.parse.tag(s) == "VB" && self.child(s, &["aux", "mark"]).is_none();
        let is_name = || is_bare() && self.child(s, &["dobj"]).is_some();
        self.of_participle(s).or_else(|| is_name().then_some(s))
    }

    /// "In pursuit of gunmen who opened fire": parsers hang the clause on a noun that no "who" can mean. Whom it means.
    pub(crate) fn meant_by_who(&self, noun: TokenId, clause: TokenId) -> TokenId {
        if !self.words.no_being.contains(self.parse.lemma(noun)) {
            return noun;
        }
        let whose = self.children(noun, &["prep"]).filter(|&p| matches!(self.parse.norm(p), "of" | "for" | "against"));
        let mut beings = whose.flat_map(|p| self.children(p, &["pobj"])).filter(|&b| b < clause);
        beings.next().unwrap_or(noun)
    }

    /// "Blamed Chad for the raids", "were punished for the raids": whoever is blamed for an act did it.
    pub(crate) fn blamed_for(&self, prep: TokenId, verb: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let blames = self.is_evaluating(verb)
            || matches!(
                parse.lemma(verb),
                "blame" | "fault" | "censure" | "rebuke" | "chide" | "punish" | "castigate" | "berate" | "upbraid"
            );
        let whom = self.children(verb, &["dobj", "nsubjpass"]).next().filter(|_| parse.norm(prep) == "for" && blames);
        whom.map(|t| self.antecedent(t))
    }

    /// Whether an adjective says of an act that it is that of many, whoever they are.
    pub(crate) fn is_of_all(&self, adjective: TokenId) -> bool {
        matches!(
            self.parse.lemma(adjective),
            "international" | "worldwide" | "global" | "universal" | "widespread" | "foreign" | "domestic" | "public"
        )
    }

    /// "Were rounded up and held by troops": the "by" of a passive that another is joined to goes for both.
    pub(crate) fn shared_by(&self, v: TokenId) -> Vec<TokenId> {
        let parse = self.parse;
        if !self.is_passive(v) {
            return Vec::new();
        }
        let joined =
            self.children(v, &["conj"]).filter(|&c| parse.tag(c) == "VBN" && self.child(c, &["dobj"]).is_none());
        let own = |c: TokenId| self.child(c, &["nsubj", "nsubjpass"]).is_none();
        let by = joined.filter(|&c| own(c)).flat_map(|c| self.children(c, &["agent"]));
        by.collect()
    }

    /// "Bombings at embassies in Chad and Niger, which killed ten": parsers hang the clause on the place, which kills nobody.
    /// What does.
    pub(crate) fn deadly_act(&self, noun: TokenId, clause: TokenId) -> TokenId {
        let parse = self.parse;
        let is_place = matches!(parse.iob(noun).1, "GPE" | "LOC" | "FAC");
        if !is_place || !matches!(parse.lemma(clause), "kill" | "injure" | "wound" | "claim" | "leave" | "maim") {
            return noun;
        }
        let acts = |n: TokenId| self.is_nominal(n) && self.words.attack.contains(parse.lemma(n));
        let mut above = parse.ancestors(noun).take(8).take_while(|&a| !self.is_verb(a));
        above.find(|&a| acts(a)).unwrap_or(noun)
    }

    /// "Signed a bill tightening the embargo", "issued an order banning rallies": what a document does is done by whoever
    /// makes it so. The verb that says who.
    pub(crate) fn signed_by(&self, document: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let is_document = self.words.document.contains(parse.lemma(document));
        // "Sent a letter condemning the raid", "said in a statement vowing revenge".
        let is_message = self.words.message.contains(parse.lemma(document));
        let over = parse.head(document);
        let verb = if parse.norm(over) == "in" { parse.head(over) } else { over };
        let makes = matches!(
            parse.lemma(verb),
            "sign" | "issue" | "pass" | "adopt" | "approve" | "enact" | "publish" | "promulgate" | "decree"
        );
        let tells =
            matches!(parse.lemma(verb), "release" | "send" | "write" | "make" | "read" | "circulate" | "distribute")
                || verb != over && matches!(parse.lemma(verb), "say" | "announce" | "warn");
        let stands = parse.dep(document) == "dobj" || verb != over && parse.dep(document) == "pobj";
        (stands && (is_document && makes && verb == over || is_message && (makes || tells))).then_some(verb)
    }

    /// "Killed in Israeli tank shelling": parsers take the noun after its weapon for a participle of the clause. Whose
    /// weapon it is.
    pub(crate) fn wielder(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if parse.tag(v) != "VBG" || parse.dep(v) != "advcl" {
            return None;
        }
        let before = v.index().checked_sub(1).map(TokenId::new)?;
        let governs = matches!(parse.norm(parse.head(before)), "in" | "by" | "during" | "from" | "after" | "under");
        let own = self.children(before, &["amod", "compound", "nmod", "poss"]).next().is_some();
        (parse.dep(before) == "pobj" && governs && own && parse.tag(before) == "NN").then_some(before)
    }

    /// "Switzerland froze the accounts", "Swedish nurses, under pressure, handed over medicine": parsers take a name
    /// before its verb, or a nation's people who open the sentence, for an adverb of measure.
    pub(crate) fn adverbial_subject(&self, v: TokenId) -> Option<TokenId> {
        let named = |t: TokenId| matches!(self.parse.iob(t).1, "GPE" | "ORG" | "PERSON" | "NORP");
        if self.parse.is_root(v) && matches!(self.parse.tag(v), "VBD" | "VBN") {
            let opens = |c: &TokenId| *c < v && self.parse.token(self.parse.left_edge(*c)).sent_start;
            let people = |c: &TokenId| named(*c) || self.children(*c, &["amod", "poss", "compound"]).any(named);
            if let Some(c) = self.children(v, &["npadvmod"]).filter(opens).find(people) {
                return Some(c);
            }
        }
        if !matches!(self.parse.tag(v), "VBD" | "VBZ") {
            return None;
        }
        // "Nauru agreed": to parsers rare names are no names at all.
        let measures = |c: TokenId| self.parse.dep(c) == "npadvmod" && named(c) || self.parse.dep(c) == "advmod";
        let before = self.children(v, &["npadvmod", "advmod"]);
        let before = before.filter(|&c| c < v && self.parse.pos(c) == Pos::Propn && measures(c));
        before.last().filter(|&c| self.parse.right_edge(c).index() + 1 == v.index())
    }

    /// "On Sunday Caracas recalled its envoy": parsers take the day and the name behind it for one.
    pub(crate) fn dated_subject(&self, v: TokenId) -> Option<TokenId> {
        if !matches!(self.parse.tag(v), "VBD" | "VBZ" | "VBP" | "VBN") || !self.is_verb(v) {
            return None;
        }
        if let Some(name) = self.subject_behind_day(v) {
            return Some(name);
        }
        let before = self.children(v, &["prep"]).filter(|p| p < &v && self.parse.norm(*p) == "on");
        let name = before.filter_map(|p| self.child(p, &["pobj"])).last()?;
        let day = self.children(name, &["compound", "nmod", "npadvmod"]).any(|d| self.parse.is_weekday(d));
        let beside = self.parse.right_edge(name).index() + 1 == v.index()
            || self.children(v, &["aux"]).any(|a| self.parse.right_edge(name).index() + 1 == a.index());
        (day && beside && self.parse.pos(name) == Pos::Propn && !self.parse.is_weekday(name)).then_some(name)
    }

    /// "which had itself cut ties": no subject of its own.
    pub(crate) fn is_reflexive(&self, t: TokenId) -> bool {
        matches!(self.parse.norm(t), "itself" | "himself" | "herself" | "themselves")
    }

    /// "In Accra, the party's leader, Ann Addo, who lost the vote, said": a verb without a subject, and before its comma
    /// a description that the parser hangs on what stands before; "Addo, who at first denied it, conceded that": a verb
    /// that the parser draws into the relative clause.
    pub(crate) fn parenthesised_subject(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let comma = v.index().checked_sub(1).map(TokenId::new)?;
        if !matches!(parse.tag(v), "VBD" | "VBZ" | "VBN") || parse.norm(comma) != "," || comma.index() == 0 {
            return None;
        }
        if !self.is_verb(v) || self.children(v, &["aux", "auxpass", "mark", "cc"]).any(|c| c < v) {
            return None;
        }
        let last = TokenId::new(comma.index() - 1);
        if parse.is_root(v) {
            let mut found = None;
            let mut at = last;
            for _ in 0..12 {
                let ends = parse.right_edge(at) == last || parse.right_edge(at) == comma;
                if ends
                    && self.is_nominal(at)
                    && matches!(parse.dep(at), "appos" | "dobj" | "conj" | "npadvmod" | "dep")
                {
                    found = Some(at);
                }
                if parse.is_root(at) || parse.head(at) == v || parse.dep(at) == "acl" {
                    break;
                }
                at = parse.head(at);
            }
            return found.filter(|&f| parse.tag(v) != "VBN" && !self.is_date(f));
        }
        if !matches!(parse.dep(v), "advcl" | "conj" | "ccomp" | "dep")
            || self.child(v, &["ccomp", "dobj", "xcomp"]).is_none()
        {
            return None;
        }
        let clause = parse.ancestors(v).take(3).find(|&a| parse.dep(a) == "relcl" && a < v)?;
        let antecedent = parse.head(clause);
        (parse.is_root(antecedent) && antecedent < clause && self.is_nominal(antecedent)).then_some(antecedent)
    }

    /// "A bomb exploded outside a hotel that officials use, killing four": a result that a comma sets off is that of the
    /// main clause, though parsers hang it on the relative clause before.
    pub(crate) fn main_clause(&self, result: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let comma = result.index().checked_sub(1).map(TokenId::new).filter(|&c| parse.norm(c) == ",")?;
        let mut at = parse.head(result);
        let mut left = false;
        for _ in 0..DEEPEST {
            match parse.dep(at) {
                "relcl" => left = true,
                "ccomp" if self.child(at, &["nsubj"]).is_some_and(|s| parse.norm(s) == "what") => left = true,
                // "Ordered the envoy to leave, accusing Niger": who gives the order accuses.
                "xcomp" | "ccomp" if self.is_made_to(at) && self.judges(result) => left = true,
                "advcl" | "ccomp" | "ROOT" | "conj" if left && self.is_verb(at) => break,
                _ if parse.is_root(at) => break,
                _ => {}
            }
            at = parse.head(at);
        }
        (left && self.is_verb(at) && at < comma && at != parse.head(result)).then_some(at)
    }

    /// Whether an infinitive tells what the object of the verb above is to do.
    fn is_made_to(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(v);
        parse.tag(v) == "VB"
            && self.children(v, &["aux"]).any(|a| parse.norm(a) == "to")
            && self.is_one_of(over, &self.words.object_control)
            && self.children(over, &["dobj"]).any(|o| o < v)
    }

    /// Whether a verb says or judges something.
    fn judges(&self, v: TokenId) -> bool {
        let said = [&self.words.speaks_on, &self.words.reports, &self.words.evaluating];
        said.into_iter().any(|words| words.contains(self.parse.lemma(v)))
    }

    /// "Paris lifted the freeze and is to send parts it had kept since the coup, a source told reporters": who stands
    /// between a comma and a joined verb is its subject, whatever the parser hangs it on.
    pub(crate) fn parted_subject(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let over = parse.head(v);
        let before = v.index().checked_sub(1).map(TokenId::new)?;
        if !matches!(parse.pos(before), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Adj) {
            return None;
        }
        let mut at = before;
        for _ in 0..DEEPEST {
            let left = parse.left_edge(at);
            if self.is_nominal(at)
                && matches!(parse.dep(at), "appos" | "conj" | "npadvmod" | "dep")
                && parse.right_edge(at) == before
                && left.index() > over.index() + 1
                && parse.norm(TokenId::new(left.index() - 1)) == ","
            {
                return Some(at);
            }
            if parse.head(at) <= over || parse.is_root(at) {
                return None;
            }
            at = parse.head(at);
        }
        None
    }

    /// Whether a word joined to an object is in truth the subject of the clause behind it.
    pub(crate) fn opens_next_clause(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let next = (parse.right_edge(t).index() + 1..parse.len())
            .map(TokenId::new)
            .find(|&n| !matches!(parse.pos(n), Pos::Adv | Pos::Aux));
        next.is_some_and(|v| parse.dep(v) == "conj" && self.stolen_subject(v) == Some(t))
    }

    /// "called on Governor Ann Moyo (R) to resign": before a bracket parsers take the object of a preposition for a
    /// second subject.
    pub(crate) fn lost_object(&self, preposition: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let verb = parse.head(preposition);
        if parse.pos(preposition) != Pos::Adp || !self.is_verb(verb) || preposition < verb {
            return None;
        }
        let opens = |s: TokenId| parse.left_edge(s).index() == preposition.index() + 1;
        self.children(verb, &["nsubj"]).find(|&s| s > preposition && self.is_nominal(s) && opens(s))
    }
}
