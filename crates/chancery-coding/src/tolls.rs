//! The sizes of an event: whom it killed, injured or put under arrest, how many took to the streets, what it cost.
//!
//! A number belongs to an event if the word that counts it (killed, wounded, arrests, dead) is the trigger or stands
//! one or two steps from it: joined ("killed and wounded"), a result ("killing ten"), a relative clause ("an attack
//! that killed ten"), or the verb the act is the subject or circumstance of ("ten died in the attack"). A number in
//! what someone demands or alleges belongs to no event of the speaker's. What no word counts stays empty.

use chancery_doc::{Amount, Casualties, EntityKind, EventType, Pos, Span, Text, TokenId, Toll};

use crate::grammar::Grammar;
use crate::matcher::Matcher;
use crate::quantities::CountRow;
use crate::walk::Anchor;

/// How many words before a noun may count it, and how far from a trigger a sum may stand.
const NEAR: usize = 24;

impl Matcher<'_, '_> {
    /// What an act did to people.
    pub(crate) fn casualties(&self, event_type: EventType, anchor: Anchor) -> Casualties {
        if !matches!(event_type, EventType::Assault | EventType::Coerce | EventType::Protest) {
            return Casualties::default();
        }
        let words = &self.book.sizes;
        let around = self.around_act(anchor);
        let count = |row: &CountRow| around.iter().find_map(|&t| self.counted(row, t));
        let killed = count(&words.killed).or_else(|| around.iter().find_map(|&t| self.lost_by(t)));
        Casualties { killed, injured: count(&words.injured), arrested: count(&words.arrested) }
    }

    /// "Fatally stabbed a guard", "lost two fighters in clashes", "claimed to have killed seven": the dead of words that count
    /// nobody by themselves.
    fn lost_by(&self, t: TokenId) -> Option<Toll> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let fatally =
            |v: TokenId| grammar.children(v, &["advmod"]).any(|a| matches!(parse.norm(a), "fatally" | "mortally"));
        let whom = match parse.lemma(t) {
            "lose" => grammar.child(t, &["dobj"]).into_iter().collect(),
            "claim" | "admit" | "confess" => {
                let killed = grammar.child(t, &["xcomp"])?;
                return self.counted(&self.book.sizes.killed, killed);
            }
            // "Shot dead two workers": parsers make one noun of it.
            "shoot" => {
                let dead = |o: &TokenId| grammar.children(*o, &["amod"]).any(|a| parse.norm(a) == "dead");
                grammar.child(t, &["dobj"]).filter(dead).into_iter().collect()
            }
            _ if grammar.is_verb(t) && fatally(t) => grammar.object(t),
            _ => return None,
        };
        whom.into_iter().find_map(|w| self.crowd(w))
    }

    /// How many a word speaks of, with those joined to it.
    pub(crate) fn crowd(&self, t: TokenId) -> Option<Toll> {
        let parts: Vec<Option<Toll>> = self.walker.grammar.joined(t).into_iter().map(|t| self.people(t)).collect();
        let mut known = parts.iter().flatten();
        let mut sum = *known.next()?;
        for part in known {
            let add = |a: Option<u32>, b: Option<u32>| Some(a?.saturating_add(b?));
            sum.low = add(sum.low, part.low);
            sum.best = add(sum.best, part.best);
            sum.high = add(sum.high, part.high);
            sum.text = sum.text.cover(part.text);
            sum.of = sum.of.zip(part.of).map(|(a, b)| a.cover(b));
        }
        if parts.iter().any(Option::is_none) {
            sum.high = None;
        }
        Some(sum)
    }

    /// "Rebels ambushed a convoy. At least ten people died, an official said.": the dead of the sentence after, in the
    /// same paragraph, where it tells no other act and no other place.
    pub(crate) fn dead_after(&self, text: &Text, trigger: TokenId) -> Option<(Toll, TokenId)> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let next = parse.sentence(parse.sentence_of(trigger)).end as usize;
        let first = (next < parse.len()).then(|| TokenId::new(next))?;
        let (here, there) = (text.segment_at(parse.span(trigger))?, text.segment_at(parse.span(first))?);
        if here.span != there.span {
            return None;
        }
        let sentence = parse.sentence(parse.sentence_of(first));
        let mut words = (sentence.start as usize..sentence.end as usize).map(TokenId::new);
        let died = words.find(|&t| parse.lemma(t) == "die" && grammar.is_verb(t))?;
        let dead = grammar.child(died, &["nsubj"])?;
        let elsewhere = grammar.children(died, &["prep", "advcl", "neg", "aux"]).any(|c| match parse.dep(c) {
            "prep" => matches!(parse.norm(c), "in" | "at" | "near" | "of" | "from" | "on"),
            "aux" => parse.tag(c) == "MD",
            _ => true,
        });
        if elsewhere {
            return None;
        }
        self.crowd(dead).filter(|toll| toll.low.is_some_and(|n| n > 0)).map(|toll| (toll, died))
    }

    /// The sum of money in the trigger's own clause.
    pub(crate) fn amount(&self, event_type: EventType, anchor: Anchor) -> Option<Amount> {
        if matches!(
            event_type,
            EventType::Assault | EventType::Protest | EventType::Consult | EventType::Mobilize | EventType::Coerce
        ) {
            return None;
        }
        let parse = self.walker.grammar.parse;
        let clause = anchor.governor();
        let sentence = parse.sentence(parse.sentence_of(clause));
        let start = (sentence.start as usize).max(clause.index().saturating_sub(NEAR));
        let within = start..(sentence.end as usize).min(clause.index() + 2 * NEAR);
        within.clone().filter(|&i| self.is_in_clause(TokenId::new(i), clause)).find_map(|i| {
            let after_digit = i > start && parse.pos(TokenId::new(i - 1)) == Pos::Num;
            if after_digit { None } else { self.book.sizes.money(parse, i, &within) }
        })
    }

    /// Whether a word stands below another without a clause of its own between them.
    fn is_in_clause(&self, t: TokenId, clause: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let mut at = t;
        for _ in 0..10 {
            if at == clause {
                return true;
            }
            if matches!(parse.dep(at), "relcl" | "advcl" | "parataxis" | "ccomp") {
                return false;
            }
            at = parse.head(at);
        }
        false
    }

    /// The words near enough to an act to count whom it befell.
    fn around_act(&self, anchor: Anchor) -> Vec<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut found: Vec<TokenId> = vec![anchor.trigger];
        found.extend(anchor.verb.filter(|&v| v != anchor.trigger));
        let head = parse.head(anchor.trigger);
        match parse.dep(anchor.trigger) {
            "nsubj" if grammar.is_verb(head) => found.push(head),
            "pobj" => {
                let verb = parse.head(head);
                if grammar.is_verb(verb) && matches!(parse.norm(head), "in" | "by" | "during" | "from" | "when") {
                    found.push(verb);
                }
            }
            // "was shot when police opened fire", "ten were killed and others beaten".
            "conj" if grammar.is_verb(head) => found.push(head),
            _ => {}
        }
        let mut i = 0;
        let first = found.len();
        while i < found.len() && found.len() < NEAR {
            let below = ["conj", "advcl", "acl", "relcl", "dobj", "oprd", "acomp", "ccomp", "xcomp"];
            let leaves = parse.lemma(found[i]) == "leave";
            let steps = if i < first || leaves { &below[..] } else { &below[..1] };
            let near = parse.children(found[i]).iter().copied().filter(|&c| steps.contains(&parse.dep(c)));
            // A content clause counts only where it is a small one: "left ten dead".
            let near: Vec<TokenId> = near
                .filter(|&c| !matches!(parse.dep(c), "ccomp" | "xcomp") || parse.pos(c) == Pos::Adj || leaves)
                .filter(|c| !found.contains(c))
                .collect();
            found.extend(near);
            i += 1;
        }
        found
    }

    /// How many a counting word counts.
    fn counted(&self, row: &CountRow, t: TokenId) -> Option<Toll> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let is = |list: &[String]| list.iter().any(|w| w == parse.lemma(t) || w == parse.norm(t));
        let whom: Vec<TokenId> = if grammar.is_verb(t) && is(&row.verbs) {
            if is_one_of_several(grammar, t) {
                return None;
            }
            // "Leaving eleven people hurt".
            let left = parse.dep(t) == "ccomp" && parse.lemma(parse.head(t)) == "leave";
            if left { grammar.subject(t) } else { grammar.object(t) }
        } else if grammar.is_verb(t) && is(&row.undergone) {
            grammar.subject(t)
        } else if parse.pos(t) == Pos::Noun && is(&row.nouns) {
            if grammar.child(t, &["nummod"]).is_some() {
                // "ten deaths": the number is the noun's own.
                return self.people(t).map(|own| Toll { of: None, ..own });
            }
            grammar.object(t)
        } else if is(&row.adjectives) {
            let head = parse.head(t);
            let own = grammar.child(t, &["nsubj", "nummod"]);
            let subject = || grammar.child(head, &["nsubj", "nsubjpass"]);
            let beside = grammar.child(head, &["dobj"]).filter(|&o| o < t).or_else(subject);
            own.or_else(|| beside.filter(|_| matches!(parse.dep(t), "acomp" | "oprd" | "xcomp" | "ccomp")))
                .into_iter()
                .collect()
        } else {
            return None;
        };
        whom.into_iter().find_map(|w| self.crowd(w))
    }

    /// How many a word speaks of by itself: "at least 17 civilians", "dozens of soldiers", "a policeman".
    pub(crate) fn people(&self, t: TokenId) -> Option<Toll> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let start = parse.left_edge(t).index().max(t.index().saturating_sub(NEAR));
        // "tens of thousands of": the number goes on after its head.
        let is_number = self.book.sizes.is_number(parse.norm(t));
        let of = grammar
            .children(t, &["prep"])
            .find(|&p| parse.norm(p) == "of")
            .filter(|_| is_number || parse.lemma(t) == "number")
            .and_then(|p| grammar.child(p, &["pobj"]));
        let end = of.map_or(t.index(), |o| o.index()) + 1;
        let end = end.min(t.index() + NEAR);
        if let Some(mut toll) = self.book.sizes.people(parse, start..end) {
            let noun = of.unwrap_or(t);
            toll.of = self.kind_of_people(noun, toll.text);
            return Some(toll);
        }
        // "a policeman": one, if it is a human being.
        let mention = self.parties.direct(t)?;
        let is_one = matches!(self.parties.cast.entity(mention.entity).kind, EntityKind::Person | EntityKind::Unnamed)
            && matches!(parse.tag(t), "NN" | "NNP");
        let named = grammar.child(t, &["det"]).is_none_or(|d| matches!(parse.norm(d), "a" | "an" | "the" | "one"));
        (is_one && named).then(|| Toll {
            low: Some(1),
            best: Some(1),
            high: Some(1),
            text: mention.span,
            of: self.kind_of_people(t, mention.span).filter(|_| parse.tag(t) == "NN"),
        })
    }

    /// The words that say of whom a number is: the noun with what stands before it, after the number.
    fn kind_of_people(&self, noun: TokenId, number: Span) -> Option<Span> {
        let parse = self.walker.grammar.parse;
        let own = parse.span(noun);
        if !matches!(parse.pos(noun), Pos::Noun | Pos::Propn | Pos::Adj) || number.contains(own) && number == own {
            return None;
        }
        let before = (parse.left_edge(noun).index().max(noun.index().saturating_sub(6))..noun.index())
            .map(TokenId::new)
            .find(|&t| {
                let span = parse.span(t);
                span.start() >= number.end() && !matches!(parse.pos(t), Pos::Det | Pos::Num | Pos::Adp | Pos::Punct)
            });
        Some(before.map_or(own, |b| parse.span(b).cover(own)))
    }
}

/// "killed or wounded fifty": how many of each is not told.
fn is_one_of_several(grammar: &Grammar<'_>, t: TokenId) -> bool {
    let parse = grammar.parse;
    let or_below = |v: TokenId| grammar.children(v, &["cc"]).any(|c| parse.norm(c) == "or");
    or_below(t) && grammar.child(t, &["conj"]).is_some()
        || parse.dep(t) == "conj" && or_below(parse.head(t)) && grammar.is_verb(parse.head(t))
}
