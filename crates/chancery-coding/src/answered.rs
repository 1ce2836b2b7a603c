//! What a position is on where its own words do not tell all of it, and where its topic ends.
//!
//! "Laos proposed a second round. Cho accepted at once": what he accepted was told before. "Would send a boat and open the
//! port": one auxiliary carries both. And "a truce, which the rebels broke": what is told of a topic is no part of it.

use chancery_doc::{EntityId, EntityKind, Pos, SentenceId, Span, Stance, TokenId};

use crate::matcher::Matcher;
use crate::rule::{Emits, Rule};
use crate::walk::Anchor;

/// How many sentences back an offer may stand.
const FURTHEST: usize = 2;

/// Verbs that one auxiliary carries.
const MOST_CARRIED: usize = 6;

impl Matcher<'_, '_> {
    /// Whether a word answers what somebody asked or offered, and says nothing of it: "has accepted", "so far refused".
    pub(crate) fn is_answer(&self, t: TokenId) -> bool {
        self.book.sets.get("answering").is_some_and(|set| self.walker.has_word(set, t))
    }

    /// The offer or demand told last before an answer, in its sentence or the two before.
    pub(crate) fn answered(&self, t: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let (things, acts) = (self.book.sets.get("offered")?, self.book.sets.get("offering")?);
        let here = parse.sentence_of(t).index();
        let from = parse.sentence(SentenceId::new(here.saturating_sub(FURTHEST))).start as usize;
        (from..t.index()).rev().map(TokenId::new).find_map(|w| {
            let is_thing = matches!(parse.pos(w), Pos::Noun | Pos::Propn) && self.walker.has_word(things, w);
            if is_thing && parse.dep(w) != "compound" {
                return Some(w);
            }
            if !grammar.is_verb(w) || !self.walker.has_word(acts, w) {
                return None;
            }
            let behind = |c: &TokenId| *c > w && *c < t;
            let clause = grammar.children(w, &["xcomp", "ccomp", "advcl"]).find(behind);
            // "Invited both to a summit", "asked Chad for help".
            let asked = || {
                let leads = |p: &TokenId| matches!(parse.norm(*p), "to" | "for" | "on");
                let preps = grammar.children(w, &["prep", "dative"]).filter(behind).filter(leads);
                let objects: Vec<TokenId> = preps.filter_map(|p| grammar.child(p, &["pobj"])).collect();
                let thing = |o: &TokenId| self.parties.direct(*o).is_none() && parse.iob(*o).1 != "DATE";
                let direct = grammar.children(w, &["dobj"]).filter(behind);
                objects.into_iter().chain(direct).find(thing)
            };
            clause.or_else(asked)
        })
    }

    /// "Would extend its mission and give ten million": the verbs that go on under the auxiliary of the first.
    pub(crate) fn carried_on(&self, t: TokenId) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let carried = grammar.child(t, &["aux"]).is_some() && parse.tag(t) == "VB";
        let own = ["nsubj", "nsubjpass", "expl", "aux", "auxpass"];
        let mut all = vec![t];
        let mut i = 0;
        while carried && i < all.len() && all.len() < MOST_CARRIED {
            let beside = grammar.children(all[i], &["conj"]);
            all.extend(beside.filter(|&c| parse.tag(c) == "VB" && grammar.child(c, &own).is_none()));
            i += 1;
        }
        all.split_off(1)
    }

    /// "Guarantees against the group, which the junta refused", "a release, a step that Chad welcomed": what is told of a
    /// topic behind a comma is no part of it.
    pub(crate) fn without_aside(&self, t: TokenId, span: Span) -> Span {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let inside = |c: TokenId| c > t && span.contains(parse.span(c));
        let last = parse.tokens().partition_point(|w| w.span.end() <= span.end());
        let cut = (t.index() + 1..last).map(TokenId::new).find(|&c| {
            if self.is_proviso(c) {
                return inside(c);
            }
            if parse.norm(c) != "," || !inside(c) || c.index() + 1 >= last {
                return false;
            }
            let next = TokenId::new(c.index() + 1);
            let told = match parse.norm(next) {
                "which" | "who" | "whom" | "whose" | "where" => {
                    parse.ancestors(next).take(6).find(|&a| parse.dep(a) == "relcl")
                }
                "a" | "an" => Some(parse.head(next))
                    .filter(|&n| parse.dep(n) == "appos" && grammar.child(n, &["relcl"]).is_some()),
                _ => None,
            };
            told.is_some_and(|r| r > c && parse.right_edge(r).index() + 2 >= last)
        });
        match cut {
            Some(comma) => Span::new(span.start(), parse.span(comma).start()),
            None => span,
        }
    }

    /// "Threatened to shell the town unless the army left": who is to yield.
    pub(crate) fn unless_who(&self, anchor: Anchor, item: TokenId) -> Option<EntityId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let marks = |c: &TokenId| {
            let mark = grammar.child(*c, &["mark"]).map(|m| parse.norm(m));
            matches!(mark, Some("unless" | "until" | "till" | "if"))
        };
        let clauses = [item, anchor.governor()].into_iter().flat_map(|v| grammar.children(v, &["advcl"])).filter(marks);
        let yields = clauses.filter_map(|c| grammar.child(c, &["nsubj"]));
        yields.flat_map(|s| self.parties.of(s, false)).map(|p| p.mention.entity).next()
    }

    /// "Free them or face sanctions": what follows if one does not is no second thing that is asked.
    pub(crate) fn is_or_else(&self, first: TokenId, second: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let or = grammar.children(first, &["cc"]).any(|c| c < second && parse.norm(c) == "or");
        or && matches!(parse.lemma(second), "face" | "risk" | "lose" | "suffer" | "forfeit" | "pay" | "die")
    }

    /// "Unless the raids stop": a thing that is to stop or to be lifted belongs to what is asked; who is to act does not.
    pub(crate) fn thing_before(&self, verb: TokenId, trigger: TokenId) -> Option<u32> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let opens = matches!(parse.norm(trigger), "unless" | "until" | "till" | "once" | "when" | "after");
        let subject = grammar.child(verb, &["nsubj", "nsubjpass"]).filter(|&s| opens && s > trigger && s < verb)?;
        let is_thing = grammar.is_nominal(subject) && self.parties.of(subject, false).is_empty();
        is_thing.then(|| parse.subtree_span(subject).start())
    }

    /// "Will come, provided that the raids stop": the clause behind the word, which parsers hang anywhere.
    pub(crate) fn provided_clause(&self, t: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        if !self.is_proviso(t) {
            return None;
        }
        let range = parse.sentence(parse.sentence_of(t));
        let behind = (t.index() + 1..range.end as usize).take(24).map(TokenId::new);
        behind.into_iter().find(|&v| {
            let opens = parse.left_edge(v).index() <= t.index() + 2;
            grammar.is_verb(v) && opens && grammar.child(v, &["nsubj", "nsubjpass", "expl"]).is_some_and(|s| s > t)
        })
    }

    /// Whether "provided" opens a condition: before "that", or behind a comma or a quotation mark.
    pub(crate) fn is_proviso(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let norm = |i: usize| (i < parse.len()).then(|| parse.norm(TokenId::new(i)));
        let parted = t.index() > 0 && matches!(norm(t.index() - 1), Some("," | "\"" | "“"));
        matches!(parse.norm(t), "provided" | "providing") && (parted || norm(t.index() + 1) == Some("that"))
    }

    /// "…, a diplomat said": a nameless source that tells of another's position, and speaks for nobody.
    pub(crate) fn is_nameless_source(&self, source: EntityId, holder: EntityId) -> bool {
        let entity = self.parties.cast.entity(source);
        let last = entity.name.rsplit(' ').next().unwrap_or_default().to_lowercase();
        let is_source = self.book.sets.get("nameless_source").is_some_and(|set| set.contains(last.as_str()));
        source != holder && entity.kind == EntityKind::Unnamed && is_source
    }

    /// "Denied any part in the raid": what parsers hang on the verb belongs to the part.
    pub(crate) fn with_its_share(&self, t: TokenId, span: Span) -> Span {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let shares = self.book.sets.get("share").is_some_and(|set| self.walker.has_word(set, t));
        let next = TokenId::new((parse.right_edge(t).index() + 1).min(parse.len() - 1));
        let leads = matches!(parse.norm(next), "in" | "with" | "of" | "to" | "for" | "behind" | "between");
        let hangs = shares && leads && parse.dep(next) == "prep" && parse.head(next) == parse.head(t);
        if hangs && grammar.child(next, &["pobj", "pcomp"]).is_some() {
            return span.cover(parse.subtree_span(next));
        }
        span
    }

    /// Whether a verb takes for granted what its object tells: "welcomed Italy's promise", "ignored the threat".
    pub(crate) fn grants_its_object(&self, verb: TokenId) -> bool {
        self.book.sets.get("granting").is_some_and(|set| self.walker.has_word(set, verb))
    }

    /// "Accuse him of treason, which he denies", "said that tanks were moving to the border, which the army called a
    /// tale": what is denied behind a comma is the charge, and not its last noun.
    pub(crate) fn charged(&self, anchor: Anchor, noun: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let (told, charging) = (self.book.sets.get("told_noun")?, self.book.sets.get("charging")?);
        let clause = std::iter::once(anchor.governor())
            .chain(parse.ancestors(anchor.trigger).take(6))
            .find(|&a| parse.dep(a) == "relcl" && parse.head(a) == noun)?;
        let first = parse.left_edge(clause);
        let parted = first.index() > 0 && parse.norm(TokenId::new(first.index() - 1)) == ",";
        if !parted || parse.norm(first) != "which" || self.walker.has_word(told, noun) {
            return None;
        }
        // "An appeal for access to the prisoners, which was refused": the appeal, and no prisoners.
        let offered = self.book.sets.get("offered")?;
        let over = |n: &TokenId| {
            let prep = parse.head(*n);
            let noun = parse.head(prep);
            let climbs = parse.dep(*n) == "pobj" && parse.dep(prep) == "prep" && grammar.is_nominal(noun);
            climbs.then_some(noun)
        };
        let above = std::iter::successors(over(&noun), over).take(3);
        let asked = |n: &TokenId| [told, offered].iter().any(|set| self.walker.has_word(set, *n));
        if let Some(asked) = above.clone().filter(asked).last() {
            return Some(asked);
        }
        let deed = above.filter(|&n| self.is_deed(n)).last();
        let charge = parse
            .ancestors(noun)
            .take(8)
            .find(|&v| grammar.is_verb(v) && self.walker.has_word(charging, v) && parse.right_edge(v) >= clause);
        let Some(charge) = charge else { return deed };
        let of = || {
            // Parsers hang "of" on the verb or on whoever is charged.
            let accused = |h: TokenId| h == charge || parse.head(h) == charge;
            let of = parse.ancestors(noun).take(8).find(|&p| parse.norm(p) == "of" && accused(parse.head(p)))?;
            grammar.child(of, &["pcomp", "pobj"])
        };
        grammar.child(charge, &["ccomp"]).filter(|&c| c > charge && c < first).or_else(of)
    }

    /// "A charge that Chad rejects and that Niger dismissed again": the second clause is of the same noun.
    pub(crate) fn joined_relative(&self, rule: &Rule, anchor: Anchor) -> Option<(TokenId, Span)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let answers = matches!(rule.emits, Emits::Position { stance: Stance::Deny | Stance::Reject, .. });
        let verb = anchor.governor();
        // "Was accepted by Chad but turned down by Niger": joined participles have one subject.
        let shared = || grammar.child(parse.head(verb), &["nsubjpass"]).filter(|s| *s < verb);
        if parse.dep(verb) == "conj"
            && parse.tag(verb) == "VBN"
            && grammar.child(verb, &["nsubj", "nsubjpass"]).is_none()
            && let Some(subject) = shared().filter(|_| grammar.child(verb, &["agent"]).is_some())
        {
            return Some((subject, parse.subtree_span(subject)));
        }
        if !answers || parse.dep(verb) != "conj" || grammar.child(verb, &["dobj", "ccomp", "xcomp"]).is_some() {
            return None;
        }
        let told = self.book.sets.get("told_noun")?;
        let first = parse.ancestors(verb).take(4).find(|&a| parse.dep(a) == "relcl")?;
        let noun = Some(parse.head(first)).filter(|&n| self.walker.has_word(told, n))?;
        let start = parse.subtree_span(noun).start();
        Some((noun, Span::new(start, parse.subtree_span(first).start().max(start))))
    }
}
