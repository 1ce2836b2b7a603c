//! Clauses that tell of acts which nobody did, though no word negates them: what is compared with, what is supposed,
//! what one is told not to do; and questions that take what they ask about for granted.
//!
//! Like all grammar here it knows no event type; [`crate::reality`] says what follows.

use chancery_doc::{Pos, TokenId};

use crate::grammar::Grammar;

impl Grammar<'_> {
    /// Whether a word is negated, or said of nobody ("no one believes that").
    pub(crate) fn is_said_of_nobody(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let is_nobody = |s: TokenId| {
            matches!(parse.norm(s), "nobody" | "none" | "no-one")
                || self.children(s, &["det"]).any(|d| matches!(parse.norm(d), "no" | "neither" | "few"))
        };
        self.child(t, &["neg"]).is_some() || self.child(t, &["nsubj"]).is_some_and(is_nobody)
    }

    /// Whether a "not" denies nothing: "whether or not", "not only arrested but beat them", "jailed them, not because".
    pub(crate) fn is_alternative(&self, not: TokenId) -> bool {
        let parse = self.parse;
        let before = |n: usize| not.index().checked_sub(n).map(|i| parse.norm(TokenId::new(i)));
        let next = TokenId::new((not.index() + 1).min(parse.len() - 1));
        // "Is not investigated only by the British": to parsers the word may be the preposition's.
        let denied = parse.head(not);
        let mut narrowed = std::iter::once(denied).chain(self.children(denied, &["agent", "prep"]));
        let is_widened = narrowed
            .any(|n| self.children(n, &["advmod"]).any(|a| a > not && matches!(parse.norm(a), "only" | "just")));
        is_widened
            || before(1) == Some("or") && before(2) == Some("whether")
            || matches!(parse.norm(next), "only" | "just" | "merely" | "simply" | "solely" | "because")
    }

    /// "Pledged a loan, none of which was paid": a clause about what went before, on which parsers hang the pledge.
    pub(crate) fn is_some_of_which(&self, t: TokenId) -> bool {
        let objects = self.children(t, &["prep"]).filter_map(|p| self.child(p, &["pobj"]));
        objects.into_iter().any(|o| matches!(self.parse.norm(o), "which" | "whom"))
    }

    /// What a clause says how long it lasts: "until they withdraw", "unless he resigns", behind its verb.
    pub(crate) fn lasts_until(&self, at: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let over = parse.head(at);
        let mut marks = self.children(at, &["mark", "advmod"]);
        let waits = marks.any(|m| matches!(parse.norm(m), "until" | "till" | "unless" | "once"));
        (parse.dep(at) == "advcl" && at > over && waits).then_some(over)
    }

    /// Whether an infinitive tells what is done or was done: "to have attacked", "to be urging".
    pub(crate) fn tells_a_fact(&self, t: TokenId) -> bool {
        let parse = self.parse;
        self.children(t, &["aux"]).any(|a| {
            parse.lemma(a) == "have" && matches!(parse.tag(t), "VBN" | "VBD")
                || parse.lemma(a) == "be" && parse.tag(t) == "VBG"
        })
    }

    /// Whether a "be" says of an act how right, easy or wise it is: "it is unlawful to", "it would be a mistake to".
    pub(crate) fn is_judged(&self, be: TokenId) -> bool {
        let is_it = self.child(be, &["nsubj"]).is_some_and(|s| self.parse.norm(s) == "it");
        is_it && self.child(be, &["acomp", "attr"]).is_some()
    }

    /// "The bloc, she announced, would send aid": who tells of an act stands aside from it, in the middle or behind.
    pub(crate) fn is_told_aside(&self, v: TokenId) -> bool {
        self.children(v, &["parataxis"])
            .any(|c| self.words.reports.contains(self.parse.lemma(c)) && self.child(c, &["nsubj"]).is_some())
    }

    /// "Held back from", "backed away from", "shied away from": whoever does so does not do it.
    pub(crate) fn holds_back(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let away = |t: TokenId| matches!(parse.norm(t), "back" | "away" | "off" | "clear");
        let verb = if away(t) && !self.is_verb(t) { parse.head(t) } else { t };
        matches!(parse.lemma(verb), "hold" | "back" | "shy" | "step" | "pull" | "shrink" | "stay" | "steer")
            && self.children(verb, &["advmod", "prt"]).any(away)
    }

    /// Whether a verb says of its subject that it is likely, possible or sure to come: "war seemed inevitable".
    pub(crate) fn is_held_possible(&self, v: TokenId) -> bool {
        matches!(self.parse.lemma(v), "be" | "seem" | "look" | "appear" | "become" | "remain")
            && self.children(v, &["acomp", "oprd", "attr"]).any(|a| {
                matches!(
                    self.parse.lemma(a),
                    "inevitable"
                        | "likely"
                        | "unlikely"
                        | "possible"
                        | "impossible"
                        | "imminent"
                        | "probable"
                        | "improbable"
                        | "conceivable"
                        | "unthinkable"
                        | "unavoidable"
                        | "avoidable"
                )
            })
    }

    /// "Worse than most governments are ready to admit": a measure, not an act.
    pub(crate) fn is_compared(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let opens = self.children(v, &["mark", "prep", "dobj"]).any(|m| m < v && parse.norm(m) == "than");
        opens || parse.dep(v) == "pcomp" && parse.norm(parse.head(v)) == "than"
    }

    /// "Time for them to go", "the need for both to agree", "until Friday to leave": a noun with what it asks for.
    pub(crate) fn is_asked_by_noun(&self, v: TokenId) -> bool {
        let parse = self.parse;
        // "France has until the end of the month to leave".
        let has_until = || {
            parse
                .ancestors(v)
                .take_while(|&a| matches!(parse.pos(a), Pos::Noun | Pos::Propn | Pos::Adp))
                .any(|a| matches!(parse.norm(a), "until" | "till"))
        };
        matches!(parse.dep(v), "relcl" | "acl")
            && parse.pos(parse.head(v)) == Pos::Noun
            && has_to(*self, v)
            && (self.children(v, &["mark"]).any(|m| parse.norm(m) == "for") || has_until())
    }

    /// "Don't blame the teachers": who is told not to has not done it.
    pub(crate) fn is_forbidden(&self, v: TokenId) -> bool {
        let parse = self.parse;
        parse.tag(v) == "VB"
            && matches!(parse.dep(v), "ROOT" | "ccomp" | "conj")
            && self.child(v, &["neg"]).is_some()
            && self.children(v, &["aux"]).any(|a| parse.lemma(a) == "do")
            && self.child(v, &["nsubj", "nsubjpass", "expl"]).is_none()
    }

    /// Whether a clause only supposes what it tells.
    pub(crate) fn is_supposed(&self, v: TokenId) -> bool {
        self.is_supposition(v) || self.is_of_the_supposed(v) || self.is_in_the_event(v) || self.is_inverted(v)
    }

    /// "Were Chad to attack", "had Sudan refused": the auxiliary before its subject says "if".
    pub(crate) fn is_inverted(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let own = self.child(v, &["aux"]).filter(|&a| matches!(parse.norm(a), "should" | "had"));
        let over = Some(parse.head(v)).filter(|&o| parse.norm(o) == "were" && parse.dep(v) != "conj");
        let opener = own.or(over.filter(|_| self.children(v, &["aux"]).any(|a| parse.norm(a) == "to")));
        let Some(opener) = opener else { return false };
        let subject = [v, opener].into_iter().find_map(|o| self.child(o, &["nsubj", "nsubjpass"]));
        let before = opener.index().checked_sub(1).map(|i| parse.norm(TokenId::new(i)));
        let opens = parse.token(opener).sent_start || before.is_some_and(|b| matches!(b, "," | "that" | "and" | "but"));
        let asks = parse.sentence_tokens(parse.sentence_of(v)).last().is_some_and(|t| parse.norm(t) == "?");
        subject.is_some_and(|s| opener < s && s < v) && opens && !asks
    }

    /// Whether a word opens a clause whose auxiliary stands before its subject ("nor would they join").
    pub(crate) fn opens_inverted(&self, word: TokenId, v: TokenId) -> bool {
        let aux = self.children(v, &["aux"]).find(|&a| a > word);
        let subject = self.child(v, &["nsubj", "nsubjpass"]);
        word < v && aux.zip(subject).is_some_and(|(a, s)| a < s && s < v)
    }

    /// "Say Togo demanded proof", "suppose that they attack".
    fn is_supposition(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(v);
        parse.dep(v) == "ccomp"
            && over < v
            && parse.is_root(over)
            && parse.tag(over) == "VB"
            && matches!(parse.lemma(over), "say" | "suppose" | "imagine" | "assume")
            && self.child(over, &["nsubj", "aux", "neg"]).is_none()
    }

    /// "Say Chad demanded that": parsers take the opening word for an auxiliary.
    pub(crate) fn is_mooted(&self, v: TokenId) -> bool {
        let parse = self.parse;
        self.children(v, &["aux"]).any(|a| a < v && parse.norm(a) == "say" && parse.token(a).sent_start)
    }

    /// "In the event she was hurt", "in case they attack": what is supposed, hung on the noun.
    fn is_in_the_event(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let noun = parse.head(v);
        // "In case Chad attacks": to parsers "in" opens the clause.
        let opens =
            |m: TokenId| parse.norm(m) == "in" && self.child(m, &["pobj"]).is_some_and(|c| parse.norm(c) == "case");
        if parse.dep(v) == "advcl" && self.children(v, &["mark"]).any(opens) {
            return true;
        }
        matches!(parse.dep(v), "acl" | "relcl" | "ccomp")
            && matches!(parse.lemma(noun), "event" | "case" | "eventuality")
            && parse.dep(noun) == "pobj"
            && parse.norm(parse.head(noun)) == "in"
    }

    /// "If there were a party that murdered people": what is said of somebody who is only supposed.
    fn is_of_the_supposed(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let noun = parse.head(v);
        let is_any = self.children(noun, &["det"]).any(|d| matches!(parse.norm(d), "a" | "an" | "any"));
        parse.dep(v) == "relcl"
            && is_any
            && parse
                .ancestors(noun)
                .take(4)
                .take_while(|&a| parse.dep(a) != "relcl")
                .any(|a| self.children(a, &["mark"]).any(|m| matches!(parse.norm(m), "if" | "unless")))
    }

    /// "Wounded villagers", "officers accused of taking part": who a participle describes is told apart by it, and what
    /// was done or said to them is no news; behind its noun only words are.
    pub(crate) fn is_description(&self, v: TokenId, is_told: bool) -> bool {
        let parse = self.parse;
        let hung = match parse.dep(v) {
            "amod" => v < parse.head(v) && self.misread_past(v).is_none(),
            "acl" => is_told && !parse.is_root(parse.head(v)),
            _ => false,
        };
        hung && parse.tag(v) == "VBN" && self.child(v, &["agent"]).is_none()
    }

    /// "Did not say why they refused", "asked when they struck": whatever happens to the asking, the act is a fact.
    pub(crate) fn is_taken_for_granted(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let first = parse.left_edge(v);
        matches!(parse.dep(v), "ccomp" | "pcomp")
            && first < v
            && matches!(parse.tag(first), "WRB" | "WP" | "WP$")
            && !self.children(v, &["aux"]).any(|a| parse.norm(a) == "to")
    }

    /// "Might go to court, pressing for a ban": a participle without a subject or a conjunction of its own, after what
    /// is done in doing it.
    pub(crate) fn is_adjoined(&self, v: TokenId) -> bool {
        let parse = self.parse;
        parse.dep(v) == "advcl"
            && parse.tag(v) == "VBG"
            && parse.head(v) < v
            && self.child(v, &["aux", "mark", "nsubj", "advmod"]).is_none()
    }

    /// "A plan that includes seizing their money", "the bill would involve closing schools".
    pub(crate) fn is_part_of_plan(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(v);
        matches!(parse.dep(v), "xcomp" | "pcomp" | "ccomp" | "dobj")
            && matches!(parse.lemma(over), "include" | "involve" | "entail" | "envisage" | "contain" | "mean")
            && self.subject(over).into_iter().any(|s| {
                matches!(
                    parse.lemma(self.antecedent(s)),
                    "plan" | "proposal" | "bill" | "legislation" | "agenda" | "scheme" | "platform" | "option" | "idea"
                )
            })
    }

    /// A noun that says that somebody does not want to: "reluctance to", "opposition to".
    pub(crate) fn is_unwillingness(&self, noun: TokenId) -> bool {
        matches!(
            self.parse.lemma(noun),
            "resistance" | "reluctance" | "opposition" | "objection" | "aversion" | "alternative" | "hostility"
        )
    }

    /// A noun that speaks of an act that nobody says was done: "the threat of air strikes", "warnings of a coup".
    pub(crate) fn is_foretelling(&self, noun: TokenId) -> bool {
        matches!(self.parse.lemma(noun), "threat" | "warning" | "allegation" | "accusation" | "claim")
    }

    /// Whether a preposition leads to an act that a noun only argues for: "support for an attack", "the case for war".
    /// A definite one has taken place: "its support for the raid".
    pub(crate) fn is_argued_for(&self, noun: TokenId, preposition: TokenId) -> bool {
        let parse = self.parse;
        let argues = matches!(
            parse.lemma(noun),
            "support" | "backing" | "call" | "demand" | "appeal" | "request" | "opposition" | "endorsement"
        );
        let Some(act) = self.child(preposition, &["pobj"]).filter(|_| argues) else { return false };
        !self.is_definite(act) && self.child(act, &["poss"]).is_none()
    }

    /// Whether a noun has an article or pronoun of what is known by now: "the test", "those talks".
    pub(crate) fn is_definite(&self, noun: TokenId) -> bool {
        let known = |d: TokenId| matches!(self.parse.norm(d), "the" | "this" | "that" | "these" | "those");
        self.children(noun, &["det"]).any(known)
    }

    /// "Monday's attack", "the recent detention", "the bombing on 7 July": an act that the noun's own words put in time.
    pub(crate) fn is_dated(&self, noun: TokenId) -> bool {
        let parse = self.parse;
        let is_date = |t: TokenId| matches!(parse.iob(t).1, "DATE" | "TIME");
        parse.children(noun).iter().any(|&c| match parse.dep(c) {
            "poss" | "compound" | "nmod" | "nummod" | "npadvmod" => is_date(c),
            "amod" => is_date(c) || matches!(parse.norm(c), "recent" | "latest"),
            "prep" => c > noun && self.opens_a_date(c),
            _ => false,
        })
    }

    /// "On a visit to Hanoi, the president praised": where one is, not what is spoken of.
    pub(crate) fn is_on_visit(&self, preposition: TokenId) -> bool {
        let journey = |n: TokenId| matches!(self.parse.lemma(n), "visit" | "trip" | "tour" | "stopover" | "mission");
        self.parse.norm(preposition) == "on"
            && self.is_verb(self.parse.head(preposition))
            && self.child(preposition, &["pobj"]).is_some_and(|n| journey(n) && self.child(n, &["poss"]).is_none())
    }

    /// "Will meet", "is to meet".
    pub(crate) fn is_to_come(&self, verb: TokenId) -> bool {
        let parse = self.parse;
        self.is_verb(verb) && self.children(verb, &["aux"]).any(|a| matches!(parse.norm(a), "will" | "shall" | "'ll"))
            || has_to(*self, verb) && parse.dep(verb) == "xcomp" && parse.lemma(parse.head(verb)) == "be"
    }

    /// Whether a verb tells what is over by its own form or that of "helped" before it.
    pub(crate) fn is_over(&self, verb: TokenId) -> bool {
        let parse = self.parse;
        let head = parse.head(verb);
        let tells = if matches!(parse.lemma(head), "help") && matches!(parse.dep(verb), "xcomp" | "ccomp") {
            head
        } else {
            verb
        };
        matches!(parse.tag(tells), "VBD" | "VBN")
    }

    /// "Ahead of talks", "on the eve of the summit", "paved the way for talks", "a venue for the meeting": a preposition
    /// that leads to what is still to come.
    pub(crate) fn leads_up_to(&self, preposition: TokenId) -> bool {
        let parse = self.parse;
        let noun = parse.head(preposition);
        match parse.norm(preposition) {
            "of" => parse.norm(noun) == "ahead" || parse.norm(noun) == "eve",
            "for" => match parse.lemma(noun) {
                "groundwork" | "preparation" | "venue" | "date" | "timetable" | "agenda" => self.is_nominal(noun),
                "way" | "path" | "stage" | "ground" => {
                    matches!(parse.lemma(parse.head(noun)), "pave" | "clear" | "open" | "smooth" | "set" | "prepare")
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// "Talks with the rebels scheduled for May": the participle behind a noun, wherever the parser hangs it.
    pub(crate) fn is_scheduled(&self, noun: TokenId) -> bool {
        let parse = self.parse;
        let sides = self.children(noun, &["prep"]).filter(|&p| matches!(parse.norm(p), "with" | "between" | "in"));
        let nouns = std::iter::once(noun).chain(sides.filter_map(|p| self.child(p, &["pobj"])));
        self.is_nominal(noun)
            && nouns.flat_map(|n| self.children(n, &["acl"])).any(|v| {
                matches!(parse.lemma(v), "schedule" | "slate" | "plan")
                    && parse.tag(v) == "VBN"
                    && self.child(v, &["nsubj", "nsubjpass", "aux", "auxpass"]).is_none()
            })
    }

    /// "The war is not over", "the raid was not justified": an event of which something is said by "be". That it is not
    /// so does not undo it.
    pub(crate) fn is_described(&self, noun: TokenId) -> bool {
        let parse = self.parse;
        let be = parse.head(noun);
        parse.dep(noun) == "nsubj"
            && !self.is_verb(noun)
            && parse.lemma(be) == "be"
            && self.children(be, &["acomp", "attr", "advmod"]).any(|c| {
                c > be && (parse.dep(c) != "advmod" || matches!(parse.norm(c), "over" | "finished" | "done" | "near"))
            })
    }

    /// "Too ill to stand trial": more than would let one do it.
    pub(crate) fn is_too_much(&self, over: TokenId) -> bool {
        let too = |t: TokenId| self.children(t, &["advmod"]).any(|a| self.parse.norm(a) == "too");
        too(over) || self.children(over, &["acomp"]).any(too)
    }

    /// "Disarming them is crucial", "releasing the photos would inflame opinion": an act that is weighed is not done.
    pub(crate) fn is_weighed(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let head = parse.head(v);
        let modal = || self.children(head, &["aux"]).any(|a| parse.tag(a) == "MD");
        let judged = || parse.lemma(head) == "be" && self.child(head, &["acomp"]).is_some();
        parse.tag(v) == "VBG" && parse.dep(v) == "csubj" && (modal() || judged())
    }

    /// "Have not done enough to stop them": less than would do it.
    pub(crate) fn is_too_little(&self, under: TokenId) -> bool {
        let enough = |t: TokenId| self.parse.norm(t) == "enough";
        let denied = |v: TokenId| self.child(v, &["neg"]).is_some();
        enough(under) && denied(self.parse.head(under))
            || denied(under) && self.children(under, &["dobj", "advmod"]).any(enough)
    }

    /// A noun that asks for what follows its "for": "calls for an inquiry".
    pub(crate) fn is_asking(&self, noun: TokenId) -> bool {
        self.is_nominal(noun) && self.words.asking.contains(self.parse.lemma(noun))
    }

    /// A verb whose object comes about, or grows, by what it tells: "trigger a war", "step up the raids".
    pub(crate) fn brings_about(&self, v: TokenId) -> bool {
        self.words.brings_about.contains(self.parse.lemma(v))
    }

    /// A noun of worry or argument: "concerns about selling arms".
    pub(crate) fn is_misgiving(&self, noun: TokenId) -> bool {
        self.is_nominal(noun) && self.words.misgiving.contains(self.parse.lemma(noun))
    }

    /// "Will focus on the abduction of children", "to speak about the raid": what words are to be about is as it is,
    /// whenever they are said.
    pub(crate) fn is_spoken_about(&self, preposition: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(preposition);
        let topic = matches!(parse.norm(preposition), "on" | "about" | "over" | "upon" | "into" | "around" | "with");
        topic
            && self.is_verb(over)
            && self.words.speaks_about.contains(parse.lemma(over))
            && self.child(preposition, &["pobj"]).is_some_and(|o| self.is_definite(o))
    }
}

/// Whether a semicolon stands between two words.
pub(crate) fn is_parted(grammar: Grammar<'_>, first: TokenId, second: TokenId) -> bool {
    (first.index()..second.index()).any(|i| grammar.parse.norm(TokenId::new(i)) == ";")
}

/// Whether the act is what a question asks: "Did Chad refuse?". Questions of who, why or when take it for granted, and
/// so do relative clauses and circumstances.
pub(crate) fn is_asked(grammar: Grammar<'_>, t: TokenId) -> bool {
    let parse = grammar.parse;
    let sentence = parse.sentence(parse.sentence_of(t));
    let words = sentence.start as usize..sentence.end as usize;
    let ends = words.clone().rev().take(3).map(TokenId::new).any(|t| parse.norm(t) == "?");
    let mut first = words.map(TokenId::new).filter(|&t| !matches!(parse.pos(t), Pos::Punct | Pos::Space)).take(4);
    if !ends || first.any(|t| matches!(parse.tag(t), "WP" | "WRB" | "WP$" | "WDT")) {
        return false;
    }
    let mut at = t;
    for _ in 0..12 {
        let head = parse.head(at);
        if head == at {
            return true;
        }
        if matches!(parse.dep(at), "relcl" | "acl" | "advcl" | "parataxis" | "amod" | "pcomp") {
            return false;
        }
        at = head;
    }
    false
}

/// Whether a headline tells the future by an infinitive: "Chad to host summit", "President Deby to visit Togo". The
/// parser makes the verb the root, or hangs it on the name.
pub(crate) fn is_headline_future(grammar: Grammar<'_>, t: TokenId) -> bool {
    let parse = grammar.parse;
    if !grammar.is_verb(t) || !has_to(grammar, t) {
        return false;
    }
    let head = parse.head(t);
    match parse.dep(t) {
        "ROOT" => grammar.child(t, &["nsubj"]).is_some(),
        "relcl" | "acl" => {
            parse.is_root(head)
                && head < t
                && matches!(parse.iob(head).1, "PERSON" | "GPE" | "ORG" | "NORP")
                && grammar.child(t, &["nsubj", "nsubjpass"]).is_none()
        }
        _ => false,
    }
}

/// Whether a verb is an infinitive with "to".
pub(crate) fn has_to(grammar: Grammar<'_>, t: TokenId) -> bool {
    grammar.children(t, &["aux"]).any(|c| grammar.parse.norm(c) == "to")
}

/// Whether what stands beside an act puts it into a past that is only background: a year well before the article's,
/// "ten years ago", "decades earlier".
pub(crate) fn is_background(grammar: Grammar<'_>, t: TokenId, published_year: Option<i16>) -> bool {
    let parse = grammar.parse;
    let is_old_year = |t: TokenId| {
        let year = parse.norm(t).trim_end_matches('s');
        year.len() == 4
            && year.parse::<i16>().is_ok_and(|year| year > 1000 && published_year.is_some_and(|now| year <= now - 2))
    };
    let in_year = grammar
        .prepositions(t)
        .into_iter()
        .filter(|&p| matches!(parse.norm(p), "in" | "during" | "of" | "on"))
        .filter_map(|p| grammar.child(p, &["pobj"]))
        .any(|o| is_old_year(o) || grammar.children(o, &["nummod"]).any(is_old_year));
    let in_old_times = grammar
        .prepositions(t)
        .into_iter()
        .filter(|&p| matches!(parse.norm(p), "in" | "during" | "after" | "before" | "under" | "since" | "throughout"))
        .filter_map(|p| grammar.child(p, &["pobj"]))
        .any(|o| is_old_period(grammar, o));
    let long_ago = grammar.children(t, &["advmod"]).any(|ago| {
        matches!(parse.norm(ago), "ago" | "earlier" | "before")
            && grammar.children(ago, &["npadvmod"]).any(|n| {
                matches!(parse.norm(n), "years" | "decades" | "centuries" | "generations" | "decade" | "century")
            })
    });
    in_year || in_old_times || long_ago
}

/// "World War II", "the 18th century", "medieval times", "colonial rule": a time that no news tells of as its own.
fn is_old_period(grammar: Grammar<'_>, noun: TokenId) -> bool {
    let parse = grammar.parse;
    let before = || grammar.children(noun, &["amod", "compound", "nmod", "poss"]).map(|c| parse.norm(c));
    let words = || before().chain(std::iter::once(parse.norm(noun)));
    match parse.lemma(noun).to_lowercase().as_str() {
        "century" => before().any(|w| w.ends_with("th") || w == "last"),
        "time" | "times" | "day" | "days" | "era" | "age" | "ages" | "rule" | "period" => before().any(|w| {
            matches!(
                w,
                "ancient"
                    | "apartheid"
                    | "biblical"
                    | "byzantine"
                    | "colonial"
                    | "feudal"
                    | "medieval"
                    | "middle"
                    | "mughal"
                    | "nazi"
                    | "ottoman"
                    | "roman"
                    | "soviet"
                    | "stalinist"
                    | "tsarist"
                    | "tudor"
                    | "victorian"
            )
        }),
        "apartheid" | "antiquity" | "renaissance" => true,
        _ => {
            words().any(|w| w == "war")
                && words()
                    .any(|w| matches!(w, "world" | "vietnam" | "cold" | "korean" | "crimean" | "boer" | "napoleonic"))
        }
    }
}
