//! Whom an act concerns where no path of its rule led to anyone: the nearest party in what completes the trigger.
//!
//! "Chad suspended the delivery of grain to Togo" names Togo four steps below the verb, and no rule should have to
//! spell the way. The search goes from the trigger through objects, prepositions and content clauses, cheapest first,
//! and takes the first party that is not an actor. It stays inside the clause: what hangs on a circumstance of time or
//! cause is not looked at, a condition and a place only when nothing else is there. It is no substitute for a path:
//! parties found so are less sure.

use chancery_doc::{Argument, Country, CountrySource, EntityKind, EventType, Mention, Sector, TokenId};
use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::arguments::{Parties, Party, argument};
use crate::bridging::takes_up_acts;
use crate::draft::{Draft, is_exact};
use crate::matcher::Matcher;
use crate::walk::Anchor;

/// How many words are looked at: a bound for sentences that never end.
const MOST_WORDS: usize = 48;

/// Beyond this the party has too little to do with the act.
const FARTHEST: u32 = 30;

/// Whoever a possessive pronoun before a noun stands for.
pub(crate) fn owner_of<'a>(parties: &Parties<'a>, t: TokenId) -> Option<&'a Mention> {
    let grammar = &parties.grammar;
    let owner = grammar.children(t, &["poss"]).find(|&p| grammar.parse.tag(p) == "PRP$")?;
    parties.direct(owner)
}

/// Whether a mention is one of the actors, or a force of theirs of which nothing else is told: "called up reservists".
pub(crate) fn is_of_actors(actors: &[Argument], m: &Mention) -> bool {
    let force = m.country_source == Some(CountrySource::Context)
        && matches!(m.sectors.first(), Some(Sector::Mil | Sector::Cop | Sector::Prm));
    actors.iter().any(|a| {
        let own_force = force && a.country.is_some() && a.country == m.country;
        a.entity == m.entity || a.span.overlaps(m.span) || own_force
    })
}

/// The state that the actors act for or live in; rebels and armed bands have no army of theirs in it.
pub(crate) fn own_state(actors: &[Argument]) -> Option<Country> {
    let fights = |a: &Argument| a.sectors.iter().any(|s| matches!(s, Sector::Reb | Sector::Uaf | Sector::Opp));
    actors.first().filter(|a| !fights(a)).and_then(|a| a.country)
}

impl<'a> Parties<'a> {
    /// "The union may halt the talks, a minister said": who tells of an act is not whom it concerns.
    fn is_speaker(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        parse.dep(t) == "nsubj" && matches!(parse.lemma(parse.head(t)), "say" | "tell" | "report" | "add" | "announce")
    }

    /// The parties nearest to a trigger in its complement that are not among the actors; `own` is the actors' country,
    /// of which nobody without an office is looked for so far from the trigger.
    pub(crate) fn in_complement(
        &self,
        anchor: Anchor,
        own: Option<Country>,
        is_actor: impl Fn(&Mention) -> bool,
    ) -> Vec<Party<'a>> {
        let parse = self.grammar.parse;
        let mut open: BinaryHeap<Reverse<(u32, TokenId)>> = BinaryHeap::new();
        let starts: Vec<TokenId> = anchor.words().collect();
        for &start in &starts {
            self.open_below(start, 0, &mut open);
        }
        // "reiterated its demand that", "continued their strike to": what the verb over an event noun governs.
        if anchor.verb.is_none()
            && let Some(verb) = anchor.noun.filter(|&n| parse.dep(n) == "dobj").map(|n| parse.head(n))
        {
            self.open_below(verb, 4, &mut open);
        }
        let mut n_seen = 0;
        // Someone of no known country counts only where nobody better known is near.
        let mut unplaced: Option<(u32, Vec<Party<'a>>)> = None;
        while let Some(Reverse((cost, t))) = open.pop() {
            n_seen += 1;
            if n_seen > MOST_WORDS || cost > FARTHEST || unplaced.as_ref().is_some_and(|(at, _)| cost > at + 8) {
                break;
            }
            if starts.contains(&t) || self.is_speaker(t) {
                continue;
            }
            if self.grammar.is_nominal(t) {
                let mut parties = self.of(self.grammar.antecedent(t), true);
                let by_pronoun = matches!(parse.tag(t), "PRP" | "PRP$" | "WDT" | "WP");
                // "rejected the charge that its troops had crossed": what is the actor's own is no other party.
                if owner_of(self, t).is_some_and(&is_actor) {
                    parties.clear();
                }
                // A bridge or a pronoun for something else is no party.
                parties.retain(|p| {
                    let is_place = self.cast.entity(p.mention.entity).kind == EntityKind::Place;
                    // "agreed in Paris", "tension in Kashmir": a town or region is only where it is.
                    let is_scene = is_place && !p.mention.sectors.is_empty() && self.is_scene(t);
                    // "Retreated from four villages": what nothing but the actor tells the country of is no other party.
                    let is_guess = p.mention.country_source == Some(CountrySource::Context);
                    let is_own = own.is_some()
                        && p.mention.country == own
                        && (is_guess && is_place || self.is_without_office(p.mention));
                    !is_actor(p.mention)
                        && !is_scene
                        && !is_own
                        && (p.mention.country.is_some() || !by_pronoun && !is_place)
                });
                if !parties.is_empty() {
                    if parties.iter().any(|p| p.mention.country.is_some()) {
                        return parties;
                    }
                    unplaced.get_or_insert((cost, parties));
                }
            }
            self.open_below(t, cost, &mut open);
        }
        unplaced.map(|(_, parties)| parties).unwrap_or_default()
    }

    /// "Promised American jobs", "spoke of rebuilding our army": a state's own name or forces, not those who hold an
    /// office, stand for a party or only live there.
    fn is_without_office(&self, mention: &Mention) -> bool {
        let entity = self.cast.entity(mention.entity);
        let sectors = if mention.sectors.is_empty() { &entity.sectors } else { &mention.sectors };
        let is_force = sectors.first() == Some(&Sector::Mil);
        is_force && entity.kind != EntityKind::Person
            || matches!(entity.kind, EntityKind::Place | EntityKind::Group | EntityKind::Unnamed) && sectors.is_empty()
    }

    /// Whether a word stands where scenes do: "in Paris", "at the border".
    pub(crate) fn is_scene(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        parse.dep(t) == "pobj"
            && matches!(
                parse.norm(parse.head(t)),
                "in" | "at" | "near" | "into" | "inside" | "across" | "throughout" | "around" | "outside" | "through"
            )
    }

    /// "Questioned what kind of leader arms rebels": a clause about a kind of people names nobody whom it is said to.
    fn asks_of_what_kind(&self, clause: TokenId) -> bool {
        let grammar = &self.grammar;
        let kind = |s: TokenId| {
            matches!(grammar.parse.lemma(s), "kind" | "sort" | "type" | "manner")
                && grammar.children(s, &["det"]).any(|d| matches!(grammar.parse.norm(d), "what" | "which"))
        };
        grammar.children(clause, &["nsubj", "nsubjpass"]).any(kind)
    }

    fn open_below(&self, t: TokenId, cost: u32, open: &mut BinaryHeap<Reverse<(u32, TokenId)>>) {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let is_time = |c: TokenId| matches!(parse.iob(c).1, "DATE" | "TIME" | "PERCENT");
        for &c in parse.children(t) {
            if self.asks_of_what_kind(c) {
                continue;
            }
            let price = match parse.dep(c) {
                "dobj" | "dative" | "attr" | "oprd" | "pobj" | "nsubjpass" | "agent" => 1,
                "poss" | "compound" | "amod" | "nmod" => 2,
                "xcomp" | "pcomp" | "acomp" | "prt" => 2,
                // "A camp 40 kilometres inside Chad".
                "npadvmod" if !is_time(c) && grammar.children(c, &["prep"]).next().is_some() => 4,
                // What another does in a clause of its own is another's affair, and so is what else the actor does.
                "conj" if grammar.is_verb(c) && grammar.is_verb(t) => {
                    continue;
                }
                "ccomp" | "acl" | "conj" => 3,
                "nsubj" if parse.dep(t) == "ccomp" || parse.dep(t) == "pcomp" => 1,
                // "Mocked the fact that Lima was late": what the noun's clause tells of somebody.
                "nsubj" if parse.dep(t) == "acl" && grammar.children(t, &["mark"]).any(|m| parse.norm(m) == "that") => {
                    1
                }
                // "In a White House statement, Silva condemned it": what opens the clause is only its frame.
                "prep" if c < t && grammar.is_verb(t) => continue,
                "prep" => match parse.norm(c) {
                    "to" | "against" | "of" | "with" | "toward" | "towards" | "from" | "on" | "for" | "over"
                    | "between" | "by" => 2,
                    "in" | "at" | "near" | "into" | "inside" | "across" | "throughout" => 12,
                    "according" | "including" => continue,
                    _ if grammar.is_circumstance(c) => continue,
                    _ => 4,
                },
                // What it is done for, and under what condition it would be.
                "advcl" if grammar.children(c, &["aux"]).any(|a| parse.norm(a) == "to") => 6,
                "advcl" if grammar.children(c, &["mark"]).any(|m| matches!(parse.norm(m), "if" | "unless")) => 14,
                "nsubj" if parse.dep(t) == "advcl" => 1,
                _ => continue,
            };
            if !is_time(c) {
                open.push(Reverse((cost + price, c)));
            }
        }
    }
}

impl Matcher<'_, '_> {
    /// "Restored ties with Chad … severed them", "imposed sanctions on Chad … lifted them": whom the thing concerns that a
    /// pronoun takes up.
    fn complete_by_thing(&self, draft: &mut Draft<'_>) -> bool {
        use EventType::{Coerce, Concede, Cooperate, Sanction};
        if !matches!(draft.event_type, Coerce | Concede | Cooperate | Sanction) {
            return false;
        }
        let grammar = &self.walker.grammar;
        let objects = self.walker.objects(draft.anchor, |_| false);
        let things = objects.into_iter().filter_map(|o| grammar.taken_up(o));
        let leads = |&p: &TokenId| matches!(grammar.parse.norm(p), "with" | "on" | "to" | "against");
        let led = things.flat_map(|n| grammar.children(n, &["prep"])).filter(leads);
        let parties = led.filter_map(|p| grammar.child(p, &["pobj"])).flat_map(|o| self.parties.of(o, true));
        let others = parties.filter(|p| p.mention.country.is_some() && !is_of_actors(&draft.actors, p.mention));
        let found: Vec<Argument> = others.map(|p| argument(&p)).collect();
        let is_known = !found.is_empty();
        draft.take_recipients(found);
        is_known
    }

    /// Looks for a recipient in the complement where the rule's own paths led to none.
    pub(crate) fn complete(&self, draft: &mut Draft<'_>) {
        if !draft.recipients.is_empty() || draft.rule.recipient.is_empty() || draft.joint {
            return;
        }
        if self.complete_by_thing(draft) {
            return;
        }
        let actors = &draft.actors;
        let is_actor = |m: &Mention| is_of_actors(actors, m);
        let mut found = match is_exact(draft.rule) {
            true => Vec::new(),
            false => self.parties.in_complement(draft.anchor, own_state(actors), is_actor),
        };
        if matches!(draft.event_type, EventType::Request | EventType::Reject) {
            let parties = &self.parties;
            let may_be_asked = |h| !(parties.is_asked_for(h) || parties.is_own_release(h) || parties.is_helped_with(h));
            found.retain(|p| may_be_asked(p.mention.head));
        }
        // What is called up or drawn up is nobody whom it is done to.
        if draft.event_type == EventType::Mobilize {
            let parse = self.walker.grammar.parse;
            let is_moved = |h: TokenId| parse.dep(h) == "dobj" && parse.head(h) == draft.anchor.governor();
            found.retain(|p| !is_moved(p.mention.head));
        }
        // "Closed the highway to the Chilean border": a protest is not against whom a road leads to.
        if draft.event_type == EventType::Protest {
            let parse = self.walker.grammar.parse;
            let border = |h: TokenId| matches!(parse.lemma(parse.head(h)), "border" | "frontier");
            found.retain(|p| !border(p.mention.head) && !self.parties.is_to_be_freed(p.mention.head));
        }
        if found.is_empty() && takes_up_acts(draft.event_type) {
            let own = own_state(actors);
            let is_own = |m: &Mention| is_actor(m) || own.is_some() && m.country == own && m.sectors.is_empty();
            found = self.parties.known_to_have_done(draft.anchor, is_own);
        }
        draft.take_recipients(found.iter().map(argument).collect());
    }
}
