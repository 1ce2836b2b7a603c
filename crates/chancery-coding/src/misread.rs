//! Verbs that taggers and parsers of news take for something else: the plural noun of a headline, a name, a
//! participle that hangs on its subject or its object.
//!
//! Each is known by what else is missing: a sentence without a verb, a participle with an object of its own. What is
//! not looked at is what the verb means.

use chancery_doc::{Iob, Pos, TokenId};

use crate::grammar::Grammar;

impl Grammar<'_> {
    /// "Morocco petitioned Spain": an unknown past tense that the tagger takes for a name, between subject and object.
    pub(crate) fn is_verb_with_name_tag(&self, t: TokenId) -> bool {
        let parse = self.parse;
        parse.pos(t) == Pos::Propn
            && parse.is_root(t)
            && parse.norm(t).ends_with("ed")
            && self.child(t, &["nsubj"]).is_some_and(|s| s < t)
    }

    /// "A claim Baku dismisses", "whom the leader accuses of bias": a present tense that the tagger takes for a plural, where
    /// only a verb can stand.
    pub(crate) fn is_relative_verb(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let named = |c: TokenId| matches!(parse.iob(c).1, "GPE" | "ORG" | "PERSON" | "NORP");
        parse.dep(t) == "relcl"
            && parse.tag(t) == "NNS"
            && (self.child(t, &["nsubj"]).is_some_and(|s| s < t)
                || self.children(t, &["compound", "nmod"]).any(|c| c < t && named(c)))
    }

    /// Who acts by a verb that the parser takes for something else.
    pub(crate) fn misread_subject(&self, v: TokenId) -> Option<TokenId> {
        self.misread_past(v)
            .map(|x| x.0)
            .or_else(|| self.named_doer(v))
            .or_else(|| self.wielder(v))
            .or_else(|| self.behind_aside(v))
            .or_else(|| self.behind_its_words(v))
    }

    /// "Lawyers in Tunis boycotted court hearings": a past tense that the parser hangs on its object like an
    /// adjective, so that the sentence has no verb left. The subject and the object, where it is one.
    pub(crate) fn misread_past(&self, v: TokenId) -> Option<(TokenId, TokenId)> {
        if let Some(sides) = self.active_participle(v) {
            return Some(sides);
        }
        if self.parse.dep(v) == "amod"
            && self.parse.head(v) > v
            && let Some(subject) = self.behind_aside(v)
        {
            return Some((subject, self.parse.head(v)));
        }
        let hung = self.inside_object(v).or_else(|| self.called_upon(v)).or_else(|| self.behind_place(v));
        if let Some(sides) = hung.or_else(|| self.split_again(v)) {
            return Some(sides);
        }
        let parse = self.parse;
        if !matches!(parse.tag(v), "VBN" | "VBD") || parse.dep(v) != "amod" || parse.children(v).iter().any(|&c| c < v)
        {
            return None;
        }
        let object = parse.head(v);
        let before = v.index().checked_sub(1).map(TokenId::new)?;
        if object < v || parse.left_edge(object) < v && self.child(object, &["nsubj"]).is_none() {
            return None;
        }
        let above = parse.head(object);
        if before != above && !matches!(parse.pos(before), Pos::Noun | Pos::Propn) {
            return None;
        }
        let subject = self.child(object, &["nsubj"]).filter(|&s| s < v).or_else(|| {
            let joined = matches!(parse.dep(object), "appos" | "dep" | "npadvmod");
            // "ECOWAS imposed sanctions": an acronym that the tagger takes for a verb gets the object of the real one.
            let acronym = above == before
                && parse.dep(object) == "dobj"
                && (parse.pos(above) == Pos::Propn || parse.tag(above) == "VBG" && !parse.norm(above).ends_with("ing"));
            let named = joined && self.is_nominal(above) || acronym;
            // "Jets on Thursday bombed camps": the object as a second one of the day's preposition.
            let dated = || {
                let day = self.children(above, &["pobj"]).next().filter(|&d| d < v)?;
                let root = parse.head(above);
                let is_day = parse.dep(object) == "pobj" && matches!(parse.iob(day).1, "DATE" | "TIME");
                (is_day && parse.is_root(root) && self.is_nominal(root) && root < v).then_some(root)
            };
            (named && parse.is_root(above) && above < v).then_some(above).or_else(dated)
        })?;
        (!self.has_finite_verb(v)).then_some((subject, object))
    }

    /// "Niger, whose army is small, trained Chad's soldiers", "Nepal, under pressure from its rebels, signed on": behind an
    /// aside parsers take the verb of the sentence for a participle of what stands beside it. The subject, where the
    /// sentence has a noun for its root and no other verb.
    pub(crate) fn behind_aside(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let hung = match parse.dep(v) {
            "amod" => self.is_nominal(parse.head(v)),
            "acl" => parse.head(v) < v,
            _ => false,
        };
        let has_own = || self.child(v, &["auxpass", "agent", "aux", "nsubj", "mark"]).is_some();
        if !hung || !matches!(parse.tag(v), "VBN" | "VBD") || has_own() {
            return None;
        }
        // The aside's second comma, or the end of a time ("late on Sunday"), right before the verb and what belongs to it.
        let ends = |t: usize| {
            t.checked_sub(1)
                .map(TokenId::new)
                .filter(|&b| parse.norm(b) == "," || matches!(parse.iob(b).1, "DATE" | "TIME"))
        };
        // "Monitors inspected on Monday Iranian plants": a verb that has its object behind the day is none either.
        let end = match ends(v.index()).or_else(|| ends(parse.left_edge(v).index())) {
            Some(end) => end,
            None => self.object_behind_day(v).map(|_| TokenId::new(v.index() - 1))?,
        };
        let words = || parse.sentence_tokens(parse.sentence_of(v));
        let root = words().find(|&t| parse.is_root(t)).filter(|&r| r <= end && self.is_nominal(r))?;
        let opened = parse.norm(end) != "," || words().any(|t| t > root && t < end && parse.norm(t) == ",");
        // Headlines, which leave the auxiliary of a passive out, have no full stop.
        let closed = words().last().is_some_and(|t| matches!(parse.norm(t), "." | "\"" | "”"));
        (opened && closed && !self.has_finite_verb(v)).then_some(root)
    }

    /// "Any repetition would meet a response, warned Rzayev of the ministry": behind what is said, parsers take who says
    /// it for whom it is said to.
    fn behind_its_words(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let told = self.child(v, &["ccomp"]).filter(|&c| c < v && parse.tag(v) == "VBD")?;
        let comma =
            parse.norm(TokenId::new(v.index() - 1)) == "," && self.child(told, &["nsubj", "nsubjpass"]).is_some();
        let object = self.child(v, &["dobj"]).filter(|&o| parse.left_edge(o).index() == v.index() + 1)?;
        let bare = self.child(v, &["nsubj", "nsubjpass", "aux", "auxpass"]).is_none();
        (comma && bare && self.is_nominal(object)).then_some(object)
    }

    /// "Kept its crossings shut and refused": the way things are kept is no verb for others to be joined to.
    pub(crate) fn keeps_so(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let so = Some(parse.head(v)).filter(|&s| matches!(parse.dep(s), "ccomp" | "xcomp") && parse.tag(v) == "VBD")?;
        let keeps = parse.head(so);
        let bare = self.child(so, &["nsubj", "aux", "dobj"]).is_none();
        (bare && matches!(parse.lemma(keeps), "keep" | "leave" | "hold")).then_some(keeps)
    }

    /// Whether the sentence of a word has another finite verb that stands in no clause below.
    fn has_finite_verb(&self, v: TokenId) -> bool {
        let parse = self.parse;
        // "cited remarks that he had made": what is finite in a clause below is not the sentence's verb.
        let below = |t: TokenId| {
            let verb = if matches!(parse.dep(t), "aux" | "auxpass") { parse.head(t) } else { t };
            std::iter::once(verb)
                .chain(parse.ancestors(verb).take(8))
                .any(|a| matches!(parse.dep(a), "relcl" | "acl" | "advcl" | "ccomp" | "pcomp"))
        };
        parse
            .sentence_tokens(parse.sentence_of(v))
            .any(|t| t != v && matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD") && !below(t))
    }

    /// "Bank accused of hiding losses": a headline leaves out the auxiliary of the passive, and parsers make its subject
    /// that of an active verb. The subject, where a participle without auxiliary and object goes on with a preposition.
    pub(crate) fn headline_passive(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let next = (v.index() + 1 < parse.len()).then(|| TokenId::new(v.index() + 1))?;
        // Of verbs that go without an object too ("protested over pay"), the tag says nothing.
        let takes_objects = matches!(
            parse.lemma(v),
            "accuse"
                | "charge"
                | "arrest"
                | "jail"
                | "kill"
                | "wound"
                | "injure"
                | "sentence"
                | "convict"
                | "indict"
                | "detain"
                | "expel"
                | "sue"
                | "fine"
                | "blame"
                | "suspect"
                | "acquit"
                | "deport"
                | "abduct"
                | "kidnap"
                | "sack"
        );
        // "The name of a Dane kidnapped a week ago": parsers take the participle for the verb of a clause.
        let is_reduced = parse.dep(v) == "ccomp"
            && parse.tag(v) == "VBN"
            && self.words.done_to_people.contains(parse.lemma(v))
            && self.child(v, &["aux", "auxpass", "dobj", "ccomp", "xcomp", "prt", "mark"]).is_none();
        if is_reduced {
            return self.child(v, &["nsubj"]).filter(|&s| s < v && self.is_nominal(s));
        }
        let is_bare = takes_objects
            && parse.tag(v) == "VBN"
            && parse.is_root(v)
            && self.child(v, &["aux", "auxpass", "dobj", "ccomp", "xcomp", "prt"]).is_none()
            && parse.dep(next) == "prep"
            && parse.head(next) == v
            && matches!(parse.norm(next), "of" | "in" | "with" | "over" | "by" | "for");
        if !is_bare { None } else { self.child(v, &["nsubj"]).filter(|&s| s < v && self.is_nominal(s)) }
    }

    /// Whether a word is the last part of one like "re-established", which the tokenizer parts in three.
    pub(crate) fn is_split_again(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let Some(first) = t.index().checked_sub(2) else { return false };
        let (prefix, hyphen) = (TokenId::new(first), TokenId::new(first + 1));
        parse.norm(hyphen) == "-"
            && parse.norm(prefix) == "re"
            && parse.span(prefix).end() == parse.span(hyphen).start()
            && parse.span(hyphen).end() == parse.span(t).start()
    }

    /// "Peru and Chile re-established ties": the parser makes verbs of the prefix and the hyphen, and an adjective of the
    /// verb. The subject of the prefix, and the noun that the verb hangs on.
    pub(crate) fn split_again(&self, v: TokenId) -> Option<(TokenId, TokenId)> {
        let parse = self.parse;
        if !self.is_split_again(v) || parse.dep(v) != "amod" || !parse.norm(v).ends_with("ed") {
            return None;
        }
        let prefix = TokenId::new(v.index() - 2);
        let object = parse.head(v);
        let subject = self.child(prefix, &["nsubj"]).filter(|&s| s < prefix)?;
        (object > v && self.is_nominal(object)).then_some((subject, object))
    }

    /// "Malta's junta expels UN envoy": the verb of a headline that the parser takes for a part of its object's name,
    /// though it has a subject before it.
    fn inside_object(&self, v: TokenId) -> Option<(TokenId, TokenId)> {
        let parse = self.parse;
        let object = parse.head(v);
        // "Oman loosened rules on visas": a past tense taken for an adjective all the same has its subject.
        // "The army, under pressure, seized power": so has a verb behind an aside.
        let behind_comma = || v.index() > 0 && parse.norm(TokenId::new(v.index() - 1)) == ",";
        let has_subject = || {
            self.child(v, &["nsubj"]).is_some()
                || behind_comma() && self.child(object, &["nsubj"]).is_some_and(|s| s < v)
        };
        let is_finite = matches!(parse.tag(v), "VBZ" | "VBP" | "VBD")
            || parse.tag(v) == "VBN" && parse.dep(v) == "amod" && has_subject();
        if !is_finite
            || !matches!(parse.dep(v), "compound" | "nmod" | "amod")
            || object < v
            || !parse.is_root(object)
            || !self.is_nominal(object)
        {
            return None;
        }
        let subject = self.child(v, &["nsubj"]).or_else(|| self.child(object, &["nsubj"])).filter(|&s| s < v);
        // "The army swore loyalty": a past tense is no adjective, and the noun right before it is its subject.
        let before = || self.noun_right_before(v, object).filter(|_| parse.tag(v) == "VBD");
        // "Vanuatu shelves security pact": nor is a present tense that has a word of its own before it.
        let inside =
            || self.children(v, &["amod", "compound", "nmod"]).next().filter(|&c| c < v && parse.tag(v) == "VBZ");
        let before = || before().or_else(inside);
        subject.or_else(before).map(|s| (s, object))
    }

    /// "Lawmakers in Peru boycotted parliament": the parser hangs the verb and the name before it on the object, and that
    /// on the subject's preposition, so that the sentence has no verb.
    fn behind_place(&self, v: TokenId) -> Option<(TokenId, TokenId)> {
        let parse = self.parse;
        let object = parse.head(v);
        let prep = parse.head(object);
        let subject = parse.head(prep);
        let is_so = matches!(parse.tag(v), "VBN" | "VBD")
            && parse.dep(v) == "amod"
            && object > v
            && parse.dep(object) == "pobj"
            && parse.dep(prep) == "prep"
            && prep < v
            && parse.is_root(subject)
            && subject < prep
            && self.is_nominal(subject)
            && self.noun_right_before(v, object).is_some_and(|named| parse.pos(named) == Pos::Propn);
        let mut words = parse.sentence_tokens(parse.sentence_of(v));
        let mut has_verb = || words.any(|t| t != v && matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD"));
        (is_so && !has_verb()).then_some((subject, object))
    }

    /// The noun right before a verb and what belongs to it ("test-fired") that hangs on the verb's object.
    fn noun_right_before(&self, v: TokenId, object: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let before = parse.left_edge(v).index().checked_sub(1).map(TokenId::new)?;
        let hangs = parse.head(before) == object && matches!(parse.dep(before), "compound" | "nmod" | "npadvmod");
        (hangs && self.is_nominal(before)).then_some(before)
    }

    /// "Men on horses killed ten farmers, the mayor told reporters": a participle that has an object of its own is a
    /// past tense, and whoever the noun phrase before it is headed by did it. Verbs that take two objects are left out
    /// ("the men given shelter").
    fn active_participle(&self, v: TokenId) -> Option<(TokenId, TokenId)> {
        let parse = self.parse;
        // "Evidence that Chad had shipped shells" has a subject and an auxiliary of its own.
        let is_clause = self.child(v, &["auxpass", "agent", "aux", "nsubj", "mark"]).is_some();
        if parse.tag(v) != "VBN" || parse.dep(v) != "acl" || is_clause {
            return None;
        }
        let object = self.child(v, &["dobj"]).filter(|&o| o > v && self.is_nominal(o) && !self.is_date(o))?;
        if self.words.two_objects.contains(parse.lemma(v)) {
            return None;
        }
        let mut subject = parse.head(v);
        for _ in 0..4 {
            let prep = parse.head(subject);
            let over = parse.head(prep);
            let inside = parse.dep(subject) == "pobj" && parse.dep(prep) == "prep" && self.is_nominal(over);
            if !inside || parse.norm(prep) == "of" {
                break;
            }
            subject = over;
        }
        (subject < v && self.is_nominal(subject)).then_some((subject, object))
    }

    /// "Moyo, who leads the party, called on Banda to resign": behind a relative clause parsers take the verb for a
    /// participle; but nobody is called on somebody.
    fn called_upon(&self, v: TokenId) -> Option<(TokenId, TokenId)> {
        let parse = self.parse;
        let subject = self.behind_aside(v).unwrap_or(parse.head(v));
        let hung = matches!(parse.tag(v), "VBN" | "VBD")
            && parse.dep(v) == "acl"
            && matches!(parse.lemma(v), "call" | "appeal" | "prevail")
            && subject < v
            && self.is_nominal(subject)
            && self.child(v, &["auxpass", "agent"]).is_none();
        if !hung {
            return None;
        }
        let on =
            self.children(v, &["prep"]).find(|&p| p > v && matches!(parse.norm(p), "on" | "upon" | "for" | "to"))?;
        let object = self.child(on, &["pobj"])?;
        (parse.norm(on) == "for" || self.child(v, &["xcomp", "advcl"]).is_some()).then_some((subject, object))
    }

    /// "An envoy of the pope shuttled between the two", "Fighting flared on Sunday": verbs that nothing can be done by
    /// are no passive participles, though the parser hangs them on their subject like one.
    pub(crate) fn is_misread_intransitive(&self, v: TokenId) -> bool {
        let parse = self.parse;
        matches!(parse.tag(v), "VBN" | "VBD")
            && matches!(parse.dep(v), "acl" | "amod")
            && parse.head(v) < v
            && self.child(v, &["auxpass", "agent"]).is_none()
            && (self.words.intransitive.contains(parse.lemma(v))
                || self.heads_somewhere(v)
                || self.behind_aside(v).is_some())
    }

    /// "A column of tanks headed towards the town": where they go, not who leads them.
    fn heads_somewhere(&self, v: TokenId) -> bool {
        self.parse.lemma(v) == "head"
            && self
                .children(v, &["prep"])
                .any(|p| matches!(self.parse.norm(p), "to" | "toward" | "towards" | "for" | "into"))
    }

    /// "Urged Chad to free an ailing dissident", "to open talks": an infinitive that taggers take for an adjective, and its
    /// "to" for a preposition.
    pub(crate) fn act_taken_for_adjective(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let object = self.child(t, &["dobj"]).filter(|_| self.words.object_control.contains(parse.lemma(t)))?;
        let to = self.children(t, &["prep"]).find(|&p| p > object && parse.norm(p) == "to")?;
        let act = (to.index() + 1 < parse.len()).then(|| TokenId::new(to.index() + 1))?;
        let is_verb = matches!(parse.norm(act), "free" | "open" | "clear" | "secure" | "empty" | "lower" | "welcome");
        (is_verb && parse.dep(act) == "amod").then_some(act)
    }

    /// "Handed a man wanted for fraud over to Chad", "talks on fishing with Oman": the preposition of a word of giving or
    /// talking that parsers hang on what stands between.
    pub(crate) fn far_prepositions(&self, t: TokenId) -> Vec<TokenId> {
        let parse = self.parse;
        if !self.words.transferring.contains(parse.lemma(t)) {
            return Vec::new();
        }
        let is_verb = self.is_verb(t);
        let first = if is_verb { self.child(t, &["dobj", "nsubjpass"]).unwrap_or(t) } else { t };
        let carries = |p: TokenId| parse.norm(p) == "with" || is_verb && parse.norm(p) == "to";
        let hands_over = matches!(parse.lemma(t), "hand" | "turn" | "extradite" | "surrender" | "deliver");
        parse
            .sentence_tokens(parse.sentence_of(t))
            .filter(|&p| p > t && p > first && matches!(parse.dep(p), "prep" | "dative") && carries(p))
            .filter(|&p| {
                let above = parse.head(p);
                above != t
                    && parse.ancestors(p).take(6).any(|a| a == t)
                    // What lies in a clause of its own is that clause's.
                    && parse.ancestors(p).take_while(|&a| a != t).all(|a| {
                        // "Handed a man accused of hijacking a jet over to Chad": a person is given over, a jet is not.
                        let of_person = parse.dep(a) == "pcomp" && hands_over;
                        // "Talks on fishing with Oman": the gerund of a topic.
                        let of_topic = parse.dep(a) == "pcomp"
                            && !is_verb
                            && matches!(parse.norm(parse.head(a)), "on" | "about" | "over" | "for");
                        let joined = parse.dep(a) == "conj" && !self.is_verb(a);
                        let inside = matches!(parse.dep(a), "ccomp" | "advcl" | "conj" | "xcomp" | "pcomp" | "parataxis");
                        (!inside || of_person || of_topic || joined) && !self.words.transferring.contains(parse.lemma(a))
                    })
            })
            .take(1)
            .collect()
    }

    /// "Lavrov said Serbs were fighting and warned of a war": a verb of speaking in the simple past goes on with "said",
    /// not with the clause told, where that is in another tense.
    pub(crate) fn speaks_on(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let told = parse.head(v);
        let over = parse.head(told);
        let speaks = self.words.speaks_on.contains(parse.lemma(v));
        // "said that Moyo was a liar and accused him": what somebody is, is joined to nothing they say.
        let is_state = || parse.lemma(told) == "be" && self.child(told, &["acomp", "attr"]).is_some();
        // "Said Chad stood \"at the edge\" and urged Sudan": the words quoted end before it.
        let is_quoted =
            || self.children(told, &["punct"]).any(|p| p < v && p > told && matches!(parse.tag(p), "''" | "\""));
        let parted = matches!(parse.tag(v), "VBD" | "VBN")
            && self.child(v, &["aux", "auxpass"]).is_none()
            && parse.dep(v) == "conj"
            && parse.dep(told) == "ccomp"
            && (is_state()
                || is_quoted()
                || parse.tag(told) != "VBD" && self.children(told, &["aux", "auxpass"]).next().is_some())
            && self.child(v, &["nsubj", "nsubjpass"]).is_none();
        let said = matches!(
            parse.lemma(over),
            "say"
                | "tell"
                | "state"
                | "announce"
                | "claim"
                | "write"
                | "add"
                | "declare"
                | "tweet"
                | "confirm"
                | "acknowledge"
                | "admit"
                | "insist"
                | "argue"
                | "maintain"
                | "explain"
                | "reply"
                | "concede"
                | "stress"
                | "note"
                | "deny"
                | "warn"
                | "complain"
                | "allege"
                | "reiterate"
                | "promise"
                | "vow"
                | "suggest"
        );
        (speaks && parted && said && matches!(parse.tag(over), "VBD" | "VBZ")).then_some(over)
    }

    /// "Iraq said Kuwait was stealing its oil, state radio reported": who reports it is no part of what was said, though
    /// parsers take both for the content of the first verb.
    pub(crate) fn is_told_after(&self, clause: TokenId, over: TokenId) -> bool {
        let parse = self.parse;
        if parse.dep(clause) != "ccomp" || !self.words.reports.contains(parse.lemma(clause)) {
            return false;
        }
        let first = parse.left_edge(clause);
        let before = first.index().checked_sub(1).map(TokenId::new);
        let parted = parse.norm(first) == "," || before.is_some_and(|b| parse.norm(b) == ",");
        parted
            && self.child(clause, &["nsubj"]).is_some()
            && self.child(clause, &["mark"]).is_none()
            && self.children(over, &["ccomp"]).any(|c| c > over && c < clause)
    }

    /// "Laos was wary: its ministry urged both to wait", "Laos closes border; Thailand offers talks": a clause before a
    /// colon or semicolon is no content of the one behind it, though parsers make it one.
    pub(crate) fn stands_apart(&self, clause: TokenId, verb: TokenId) -> bool {
        let mut between = (clause.index() + 1..verb.index()).map(TokenId::new);
        self.is_spliced(clause, verb)
            || between.any(|p| {
                matches!(self.parse.norm(p), ":" | ";")
                    && self.parse.ancestors(p).take(2).any(|a| a == verb || a == clause)
            })
    }

    /// "Laos expels envoys, Hanoi vows to respond": a clause before a comma is no content of one behind it that has a
    /// content of its own.
    fn is_spliced(&self, clause: TokenId, verb: TokenId) -> bool {
        let parse = self.parse;
        let subject = self.child(verb, &["nsubj"]).filter(|&s| clause < s && s < verb);
        let Some(first) = subject.map(|s| parse.left_edge(s)) else { return false };
        let comma = first.index().checked_sub(1).is_some_and(|c| parse.norm(TokenId::new(c)) == ",");
        let to = |c: TokenId| parse.dep(c) == "xcomp" && self.children(c, &["aux"]).any(|a| parse.norm(a) == "to");
        let own = parse.children(verb).iter().any(|&c| c > verb && (to(c) || parse.dep(c) == "ccomp"));
        comma && own && parse.is_root(verb) && self.child(clause, &["nsubj", "nsubjpass"]).is_some()
    }

    /// "The agency quoted him as saying", "he was quoted as saying": who is quoted says it, and not the agency.
    pub(crate) fn quoted_as(&self, quotes: TokenId, preposition: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if parse.norm(preposition) != "as" || !matches!(parse.lemma(quotes), "quote" | "cite") {
            return None;
        }
        self.child(quotes, &["dobj", "nsubjpass"]).filter(|&o| o < preposition)
    }

    /// The verb by which an outlet quotes what another verb says: "quoted" of "quoted him as saying".
    pub(crate) fn quoting(&self, says: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let preposition = parse.head(says);
        let quotes = parse.head(preposition);
        (parse.dep(says) == "pcomp" && self.quoted_as(quotes, preposition).is_some()).then_some(quotes)
    }

    /// "Phoned both generals, the agency reported, and invited them": what stands behind the words of who reports it goes on
    /// with what was told before them.
    pub(crate) fn reported_before(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let reports = parse.head(v);
        let is_report = matches!(parse.lemma(reports), "report" | "say" | "quote" | "write" | "add" | "announce");
        let told = self.children(reports, &["ccomp"]).find(|&c| c < reports)?;
        let speaker = self.child(reports, &["nsubj"]).is_some_and(|s| s > told && s < v);
        let finite = matches!(parse.tag(v), "VBD" | "VBZ" | "VBP") && self.child(v, &["nsubj"]).is_none();
        (is_report && speaker && finite && reports < v).then_some(told)
    }

    /// "Vowed revenge for drills by Chad": what follows an act right away with "by" is who did it, though parsers hang it on
    /// the verb far above, which is no passive.
    pub(crate) fn stray_by(&self, noun: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let next = TokenId::new(noun.index() + 1);
        if next.index() >= parse.len() || parse.norm(next) != "by" || self.is_verb(noun) {
            return None;
        }
        let over = parse.head(next);
        let is_active =
            self.is_verb(over) && !self.is_passive(over) && parse.ancestors(noun).take(6).any(|a| a == over);
        is_active.then_some(next)
    }

    /// "Laos hosts Thai premier", "Venezuela sides with Cuba": taggers take the verb of a headline for a plural noun.
    /// It is the root of a sentence that has no other verb, with a name before it and a complement after it.
    pub(crate) fn is_headline_verb(&self, t: TokenId) -> bool {
        let parse = self.parse;
        // "Qatar severs ties with Chad, agency says": what is told before who tells it.
        let told = || parse.dep(t) == "ccomp" && t < parse.head(t) && parse.is_root(parse.head(t));
        // "Kenya police arrest two men": to the parser it is the verb, if not to the tagger.
        if parse.pos(t) == Pos::Noun
            && parse.is_root(t)
            && self.child(t, &["nsubj"]).is_some_and(|s| s < t)
            && self.child(t, &["dobj"]).is_some_and(|o| o > t)
            && self.child(t, &["cop", "det", "poss"]).is_none()
        {
            return true;
        }
        if parse.pos(t) != Pos::Noun || parse.tag(t) != "NNS" || !(parse.is_root(t) || told()) {
            return false;
        }
        if self.opens_clause(t) {
            return true;
        }
        let named = |c: TokenId| matches!(parse.iob(c).1, "GPE" | "ORG" | "PERSON" | "NORP");
        let complement = |c: TokenId| match parse.dep(c) {
            "appos" | "dobj" | "dep" | "npadvmod" | "attr" | "conj" => self.is_nominal(c) && !self.is_date(c),
            "prep" => matches!(parse.norm(c), "with" | "behind" | "against" | "on" | "for" | "to"),
            _ => false,
        };
        self.children(t, &["compound", "nmod", "amod"]).any(|c| c < t && named(c))
            && self.child(t, &["det", "poss", "nummod"]).is_none()
            && parse.children(t).iter().any(|&c| {
                // "Qatar severs diplomatic ties": a noun that has an object is none.
                let is_next =
                    c.index() == t.index() + 1 || parse.dep(c) == "dobj" && parse.left_edge(c).index() == t.index() + 1;
                is_next && complement(c) || c > t && parse.dep(c) == "appos" && self.is_nominal(c)
            })
            && !parse
                .sentence_tokens(parse.sentence_of(t))
                .any(|v| v != parse.head(t) && matches!(parse.tag(v), "VBD" | "VBZ" | "VBP" | "MD"))
    }

    /// "The campaign plans to hire more staff", "The mayor charges that": a plural noun that is the root, with a noun
    /// before it and right behind it the clause that it would take as a verb.
    pub(crate) fn opens_clause(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let subject = self.children(t, &["compound", "nmod"]).last();
        if subject.is_none_or(|s| s.index() + 1 != t.index() || !self.is_nominal(s))
            || self.child(t, &["det", "poss", "nummod"]).is_some()
        {
            return false;
        }
        self.children(t, &["acl", "ccomp", "relcl", "xcomp"]).any(|c| {
            let opening = parse.left_edge(c);
            opening.index() == t.index() + 1
                && match parse.norm(opening) {
                    "that" => parse.dep(opening) == "mark",
                    "to" => self.is_one_of(t, &self.words.intending) && self.child(c, &["auxpass"]).is_none(),
                    _ => false,
                }
        })
    }

    /// "Asked Chad to put pressure on Niger to stop its raids and to lift the siege": an infinitive that the parser joins
    /// to the finite verb over the infinitives before it. The last of these that stands below that verb.
    pub(crate) fn joined_infinitive(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let is_infinitive =
            |t: TokenId| parse.tag(t) == "VB" && self.children(t, &["aux"]).any(|a| parse.norm(a) == "to");
        let over = parse.head(v);
        if parse.dep(v) != "conj"
            || !matches!(parse.tag(over), "VBD" | "VBZ" | "VBP" | "VBN" | "VBG")
            || !is_infinitive(v)
            || self.child(v, &["nsubj", "nsubjpass"]).is_some()
        {
            return None;
        }
        self.children(over, &["xcomp", "ccomp", "advcl"]).filter(|&c| c > over && c < v && is_infinitive(c)).last()
    }

    /// "Accused Chad of fanning the war by killing rebels": what the deed that somebody is accused of was done by.
    pub(crate) fn is_way_charged(&self, by: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(by);
        parse.norm(by) == "by"
            && matches!(parse.lemma(over), "accuse" | "suspect" | "convict" | "acquit")
            && self.children(over, &["prep"]).any(|p| p < by && parse.norm(p) == "of")
    }

    /// "Detained a rebel found near the border": a noun with a participle behind it that the parser takes for a clause,
    /// after a verb that takes none. The noun.
    pub(crate) fn clause_for_object(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        if let Some(object) = self.object_for_speaker(v).or_else(|| self.object_behind_day(v)) {
            return Some(object);
        }
        if !self.words.done_to_people.contains(parse.lemma(v)) {
            return None;
        }
        let clause = self.children(v, &["ccomp"]).find(|&c| c > v && parse.tag(c) == "VBD")?;
        let noun = self.child(clause, &["nsubj"])?;
        let is_next = parse.left_edge(noun).index() == v.index() + 1 && self.is_nominal(noun);
        (is_next && self.child(clause, &["aux", "mark", "dobj"]).is_none()).then_some(noun)
    }

    /// "Freed on Sunday ten Chinese workers": parsers make one name of the day and the object behind it.
    pub(crate) fn object_behind_day(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let on = self.on_right_behind(v)?;
        if !matches!(parse.tag(v), "VBD" | "VBN" | "VBZ") || self.child(v, &["dobj", "nsubjpass", "auxpass"]).is_some()
        {
            return None;
        }
        let day = TokenId::new(on.index() + 1);
        if day.index() >= parse.len() || !self.parse.is_weekday(day) {
            return None;
        }
        // As the noun that the day belongs to, as a second one beside it, as its apposition, as an adverb of the verb.
        let below =
            self.children(on, &["pobj"]).chain(self.children(day, &["appos"])).chain(self.children(v, &["npadvmod"]));
        let mut behind = below.filter(|&o| o > day && self.is_nominal(o) && !self.is_date(o));
        behind.find(|&o| parse.left_edge(o).index() <= day.index() + 1)
    }

    /// The "on" of a verb that stands right behind it, or a word further. Asked of every verb, so it looks at words first.
    fn on_right_behind(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let is_on = |i: usize| i < parse.len() && parse.norm(TokenId::new(i)) == "on";
        let on = (v.index() + 1..=v.index() + 2).find(|&i| is_on(i)).map(TokenId::new)?;
        (parse.head(on) == v).then_some(on)
    }

    /// Whether what stands behind "on" is a weekday and a noun of its own.
    fn opens_with_day(&self, noun: TokenId, on: TokenId) -> bool {
        let day = TokenId::new(on.index() + 1);
        noun > day && self.parse.left_edge(noun) == day && self.parse.is_weekday(day)
    }

    /// "Said on Monday Kuwait was stealing its oil": the clause that parsers hang on the day's preposition.
    pub(crate) fn clause_behind_day(&self, v: TokenId) -> Option<TokenId> {
        let on = self.on_right_behind(v)?;
        let clause = self.child(on, &["pcomp"])?;
        let subject = self.child(clause, &["nsubj", "nsubjpass"])?;
        self.opens_with_day(subject, on).then_some(clause)
    }

    /// "Said on Monday Azerbaijan had shelled two villages": the subject of the clause, as a name of which the day is a part.
    pub(crate) fn subject_behind_day(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let over = parse.head(v);
        if parse.dep(v) != "ccomp" || over > v {
            return None;
        }
        let on = self.children(over, &["prep"]).find(|&p| p > over && p < v && parse.norm(p) == "on")?;
        let name = self.child(on, &["pobj"]).filter(|&n| n < v && self.opens_with_day(n, on))?;
        let next = name.index() + 1;
        (next == parse.left_edge(v).index() || next == v.index()).then_some(name)
    }

    /// "Rebels captured Kismayo, an officer said": parsers take the object for who says it, and who does for its apposition.
    fn object_for_speaker(&self, v: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let next = (v.index() + 1 < parse.len()).then(|| TokenId::new(v.index() + 1))?;
        if !matches!(parse.dep(next), "nsubj" | "det" | "amod" | "compound" | "nmod" | "poss" | "nummod") {
            return None;
        }
        let over = parse.head(v);
        let below = self.children(v, &["ccomp"]).find(|&c| c > v);
        let says = below.or((parse.dep(v) == "ccomp" && over > v).then_some(over))?;
        if !self.words.reports.contains(parse.lemma(says)) {
            return None;
        }
        let noun = self.child(says, &["nsubj"]).filter(|&n| n > v && parse.left_edge(n).index() == v.index() + 1)?;
        let speaker = self.child(noun, &["appos"]).filter(|&a| a > noun && a < says)?;
        let parted = self.children(noun, &["punct"]).any(|p| p > noun && p < speaker && parse.norm(p) == ",");
        (parted && self.is_nominal(noun) && self.child(v, &["dobj"]).is_none()).then_some(noun)
    }

    /// "Barack Obama met": a given name at the start that the tagger takes for a preposition, where the verb has no subject.
    pub(crate) fn name_for_preposition(&self, v: TokenId) -> Option<TokenId> {
        self.children(v, &["prep"]).find(|&p| p < v && self.rest_of_name(p).is_some())
    }

    /// The rest of a name whose first word the tagger takes for a preposition.
    pub(crate) fn rest_of_name(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let is_given = parse.tag(t) == "IN" && parse.iob(t) == (Iob::B, "PERSON");
        self.child(t, &["pobj"]).filter(|&rest| is_given && parse.iob(rest) == (Iob::I, "PERSON"))
    }

    /// Whether a name is only the second part of a compound like "anti-Castro", which names no party of its own.
    pub(crate) fn is_prefixed(&self, t: TokenId) -> bool {
        self.prefix_of(t).is_some_and(|prefix| matches!(prefix, "anti" | "pro" | "non"))
    }

    /// What stands before a hyphen before a word.
    pub(crate) fn prefix_of(&self, t: TokenId) -> Option<&str> {
        let prefix = t.index().checked_sub(2).map(TokenId::new)?;
        (self.parse.norm(TokenId::new(t.index() - 1)) == "-").then(|| self.parse.norm(prefix))
    }

    /// The verb of which "each other" or "one another" is the object: what each does is done to the others.
    pub(crate) fn done_to_each_other(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let norm = |i: Option<usize>| i.filter(|&i| i < parse.len()).map_or("", |i| parse.norm(TokenId::new(i)));
        let each = parse.norm(t) == "other" && norm(t.index().checked_sub(1)) == "each";
        let one = parse.norm(t) == "one" && norm(Some(t.index() + 1)) == "another";
        let verb = parse.head(t);
        ((each || one) && parse.dep(t) == "dobj" && self.is_verb(verb)).then_some(verb)
    }

    /// Whether the recogniser takes both words and all between them for parts of one name.
    pub(crate) fn is_one_name(&self, a: TokenId, b: TokenId) -> bool {
        let (first, last) = (a.min(b).index(), a.max(b).index());
        last - first < 12 && (first + 1..=last).all(|t| self.parse.iob(TokenId::new(t)).0 == Iob::I)
    }
}
