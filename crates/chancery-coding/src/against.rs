//! Whom a protest is against, where the rule's own paths lead to nobody, or only to the town where it is.
//!
//! "Marched through Cluj to show their anger at a government order", "are on a hunger strike, demanding that the
//! leadership step down": what a crowd is angry at, or asks for, stands somewhere below the protest, and whoever did
//! that, owns it or is asked for it is meant.

use chancery_doc::{Argument, EntityKind, EventType, Mention, TokenId};

use crate::arguments::{Party, argument, mention_of, named};
use crate::complement::is_of_actors;
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;

/// So many clauses below the protest its aim may be told.
const CLAUSES: u8 = 3;

/// So many steps below the noun of what a crowd is against its author may be told.
const STEPS: u8 = 4;

impl Matcher<'_, '_> {
    /// Gives a protest without a target whom its own words are against.
    pub(crate) fn find_target(&self, draft: &mut Draft<'_>) {
        if draft.event_type != EventType::Protest || !draft.recipients.is_empty() || draft.rule.recipient.is_empty() {
            return;
        }
        let grammar = &self.walker.grammar;
        let mut aims = Vec::new();
        // "A strike against the sale brought the port to a standstill".
        let strike = draft.anchor.verb.into_iter().flat_map(|v| grammar.children(v, &["nsubj"]));
        let strike = strike.filter(|&s| self.says("cause_of_protest", s));
        for start in draft.anchor.words().chain(strike) {
            self.aims_below(start, CLAUSES, &mut aims);
        }
        // "Farmers who want the president to go blocked a road".
        for head in draft.actors.iter().filter_map(|a| mention_of(self.parties.cast, a)).map(|m| m.head) {
            let from = grammar.children(head, &["prep"]).filter_map(|p| grammar.child(p, &["pobj"]));
            for clause in std::iter::once(head).chain(from).flat_map(|n| grammar.children(n, &["relcl", "acl"])) {
                self.aims_of_clause(clause, &mut aims);
            }
        }
        let told = aims.iter().map(|&aim| self.authors_of(aim, draft, STEPS)).find(|found| !found.is_empty());
        let mut found = match told {
            Some(found) => found,
            None if aims.iter().any(|&aim| self.is_public(aim)) => self.own_state(draft).into_iter().collect(),
            None => return,
        };
        // Whom a crowd asks for something is mostly at home.
        if let Some(home) = draft.actors.first().and_then(|a| a.country) {
            found.iter_mut().filter(|a| a.country.is_none()).for_each(|a| a.take_country(home));
        }
        draft.take_recipients(found);
    }

    pub(crate) fn says(&self, set: &str, t: TokenId) -> bool {
        self.book.sets.get(set).is_some_and(|s| s.contains(self.walker.grammar.parse.lemma(t)))
    }

    /// What those who protest are against, or ask for, nearest first.
    fn aims_below(&self, start: TokenId, depth: u8, aims: &mut Vec<TokenId>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        for &c in parse.children(start) {
            match parse.dep(c) {
                "prep" => {
                    let Some(object) = grammar.child(c, &["pobj"]) else { continue };
                    // "Show their anger at the order": parsers hang "at" on either.
                    let angry = std::iter::once(start)
                        .chain(grammar.children(start, &["dobj"]))
                        .any(|n| self.says("cause_of_protest", n));
                    match parse.norm(c) {
                        "against" => aims.push(object),
                        "at" | "over" | "with" | "about" if angry => aims.push(object),
                        // "In protest at the raid", "in their campaign against the premier".
                        "in" | "as" | "for" | "of" if self.says("cause_of_protest", object) => {
                            self.aims_below(object, depth, aims);
                        }
                        _ => {}
                    }
                }
                "advcl" | "xcomp" | "acl" | "relcl" | "conj" if depth > 0 && c > start => {
                    self.aims_of_clause(c, aims);
                    self.aims_below(c, depth - 1, aims);
                }
                "dobj" if depth > 0 => self.aims_below(c, depth - 1, aims),
                _ => {}
            }
        }
    }

    /// What a clause by which a crowd turns on somebody is about: "demanding that the premier resign".
    fn aims_of_clause(&self, clause: TokenId, aims: &mut Vec<TokenId>) {
        let grammar = &self.walker.grammar;
        if !self.says("turns_against", clause) {
            return;
        }
        aims.extend(grammar.children(clause, &["dobj"]).filter(|&o| !self.says("cause_of_protest", o)));
        let clauses = grammar.children(clause, &["ccomp", "xcomp"]);
        aims.extend(clauses.filter_map(|v| grammar.child(v, &["nsubj", "nsubjpass"])));
        let led = grammar
            .children(clause, &["prep"])
            .filter(|&p| matches!(grammar.parse.norm(p), "on" | "at" | "with" | "by"));
        aims.extend(led.filter_map(|p| grammar.child(p, &["pobj"])));
    }

    /// Whoever what a protest is against names, or is by.
    pub(crate) fn authors_told(&self, aim: TokenId, draft: &Draft<'_>) -> Vec<Argument> {
        self.authors_of(aim, draft, STEPS)
    }

    /// Whoever a noun of what is protested against names, or whose act it tells.
    fn authors_of(&self, aim: TokenId, draft: &Draft<'_>, steps: u8) -> Vec<Argument> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let named: Vec<Party<'_>> =
            self.parties.of(aim, true).into_iter().filter(|p| self.is_target(p, draft)).collect();
        if !named.is_empty() || steps == 0 {
            return named.iter().map(argument).collect();
        }
        let before = grammar.children(aim, &["poss", "compound", "amod", "nmod"]).filter(|&c| c < aim);
        let by = grammar
            .children(aim, &["prep", "agent"])
            .filter(|&p| matches!(parse.norm(p), "by" | "of" | "from" | "on"))
            .filter_map(|p| grammar.child(p, &["pobj"]));
        let told = grammar.children(aim, &["relcl", "acl"]).flat_map(|v| {
            let agent = grammar.children(v, &["agent"]).filter_map(|p| grammar.child(p, &["pobj"]));
            grammar.children(v, &["nsubj"]).chain(agent).collect::<Vec<_>>()
        });
        let mut next = before.chain(by).chain(told);
        next.find_map(|t| Some(self.authors_of(t, draft, steps - 1)).filter(|found| !found.is_empty()))
            .unwrap_or_default()
    }

    /// "A new labour law", "government plans": what only those who govern make.
    fn is_public(&self, aim: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let governs =
            |c: TokenId| matches!(grammar.parse.norm(c), "government" | "state" | "official" | "presidential");
        self.says("public_act", aim) || grammar.children(aim, &["compound", "amod", "nmod"]).any(governs)
    }

    /// The state of those who protest, where the text names it.
    fn own_state(&self, draft: &Draft<'_>) -> Option<Argument> {
        let (parse, cast) = (self.walker.grammar.parse, self.parties.cast);
        let own = draft.actors.first().and_then(|a| a.country).filter(|c| !c.is_international())?;
        let names_it = |m: &&Mention| {
            let entity = cast.entity(m.entity);
            entity.kind == EntityKind::Place && entity.state && m.country == Some(own)
        };
        let sentence = parse.sentence_span(parse.sentence_of(draft.anchor.trigger));
        let mention = self.mentions_before(sentence.end()).iter().rev().find(names_it)?;
        Some(named(mention))
    }

    /// A state, or whoever acts for one or for others; not the crowd itself, and no town of its own state.
    fn is_target(&self, party: &Party<'_>, draft: &Draft<'_>) -> bool {
        let (cast, country) = (self.parties.cast, party.mention.country);
        if country.is_none() && !standing::has_power(cast, party.mention) {
            return false;
        }
        let place = cast.entity(party.mention.entity).kind == EntityKind::Place;
        let at_home = draft.actors.iter().any(|a| a.country == country);
        if self.parties.is_to_be_freed(party.mention.head) {
            return false;
        }
        !(is_of_actors(&draft.actors, party.mention) || place && at_home)
    }
}
