//! Whose act it was that is condemned, praised or refused, where only an earlier sentence says so.
//!
//! "North Korea tested a missile … The president condemned the test": the clause names nobody whom the condemnation is
//! for, but the test is known, and who is known to have made it is meant. What is taken up is a definite noun for what
//! somebody does or says; its owner is the one who stood before the same noun, or did it, not long before.

use chancery_doc::{Argument, EntityKind, EventType, Mention, Modality, Polarity, Quad, Sector, TokenId};

use crate::arguments::{Parties, Party, argument, named};
use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::matcher::Matcher;
use crate::rule::Emits;
use crate::standing;
use crate::walk::Anchor;

/// How many words back an act may have been told: some eight sentences.
const FARTHEST: usize = 240;

/// So many sentences back what was said or done is still what "the charge" or "the attack" takes up.
const LAST_WORD: usize = 3;

/// So many drafts back a deed is looked for to which somebody reacts.
const NEAR: usize = 32;

/// So many sentences back who is accused, or asked, still answers.
const ANSWERED_WITHIN: usize = 4;

/// Whether a recipient may be known from before by the act that is spoken of.
pub(crate) fn takes_up_acts(event_type: EventType) -> bool {
    use EventType::{Accuse, Agree, Concede, Reject, Support};
    matches!(event_type, Accuse | Agree | Concede | Reject | Support)
}

/// Whether an event is a deed that others may call a step or a decision, and no mere word.
fn is_deed(event_type: EventType) -> bool {
    use EventType::{Accuse, Consult, Request, Support};
    !matches!(event_type, Accuse | Consult | Request | Support)
}

/// The definite nouns for an act that a trigger is directed at: "condemned the test", "opposed to the plan".
fn acts_of(grammar: &Grammar<'_>, anchor: Anchor) -> Vec<TokenId> {
    let mut found = objects_of(grammar, anchor);
    found.retain(|&t| grammar.names_owned_act(t));
    found
}

/// The definite nouns that a trigger is directed at.
pub(crate) fn objects_of(grammar: &Grammar<'_>, anchor: Anchor) -> Vec<TokenId> {
    let parse = grammar.parse;
    let mut found: Vec<TokenId> = Vec::new();
    for start in anchor.words() {
        found.extend(grammar.children(start, &["dobj", "nsubjpass"]));
        // "called the step illegal", "said the move was rash".
        let said = grammar.children(start, &["ccomp"]).filter(|&c| c > start);
        found.extend(said.filter_map(|c| grammar.child(c, &["nsubj", "nsubjpass"])));
        let led = grammar
            .children(start, &["prep"])
            .filter(|&p| p > start && matches!(parse.norm(p), "of" | "to" | "against" | "at" | "over" | "for"));
        found.extend(led.filter_map(|p| grammar.child(p, &["pobj"])));
    }
    found.retain(|&t| !anchor.holds(t) && (is_known(grammar, t) || grammar.taken_up(t).is_some()));
    let summed_up = anchor.words().filter_map(|t| summed_up(grammar, t));
    found.into_iter().map(|t| grammar.taken_up(t).unwrap_or(t)).chain(summed_up).collect()
}

/// "Peru blamed Chile for it, a charge Santiago denied": the noun beside a clause that takes up what the clause told.
pub(crate) fn summed_up(grammar: &Grammar<'_>, verb: TokenId) -> Option<TokenId> {
    let parse = grammar.parse;
    let noun = parse.head(verb);
    // "An idea which Lima refused to back".
    let last = grammar.child(verb, &["xcomp"]).filter(|&x| x > verb).unwrap_or(verb);
    let lacks_object = grammar.child(last, &["dobj", "ccomp", "xcomp"]).is_none_or(|o| o < last);
    let beside = parse.dep(verb) == "relcl" && matches!(parse.dep(noun), "appos" | "npadvmod") && lacks_object;
    (beside && grammar.child(verb, &["nsubj"]).is_some_and(|s| s > noun)).then_some(noun)
}

/// "the test", "that plan", "Friday's test": a noun whose act the reader knows by now.
fn is_known(grammar: &Grammar<'_>, noun: TokenId) -> bool {
    let parse = grammar.parse;
    let by_day = grammar.child(noun, &["poss"]).is_some_and(|p| matches!(parse.iob(p).1, "DATE" | "TIME"));
    by_day || grammar.is_definite(noun) && grammar.child(noun, &["poss", "relcl", "acl"]).is_none()
}

/// Whether somebody is of those who complain of their own government's people: a party, a union, those who live there.
fn complains(mention: &Mention) -> bool {
    use Sector::{Agr, Cvl, Edu, Lab, Opp, Pty, Rel, Soc};
    matches!(mention.sectors.first(), Some(Agr | Cvl | Edu | Lab | Opp | Pty | Rel | Soc))
}

/// What an event without a recipient answers.
enum Answer {
    /// An accusation, by denying it.
    Accusation,
    /// An attack, by striking back.
    Attack,
    /// An act that one of these definite nouns takes up.
    Act(Vec<TokenId>),
    /// Whatever was last asked, offered or threatened: "gave way", "said no", "ruled that out".
    Asked,
}

impl Matcher<'_, '_> {
    /// "Iraq accused Turkey of shelling it … Ankara rejected the charge": whoever answers an act that an event just
    /// before tells answers those who did it.
    pub(crate) fn answer_acts(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        let sentences: Vec<usize> = drafts.iter().map(|d| parse.sentence_of(d.anchor.trigger).index()).collect();
        for i in 0..drafts.len() {
            let Some(answer) = self.answer_of(&drafts[i]) else { continue };
            let answered = |told: &&Draft<'_>| self.is_answered(&answer, &drafts[i], told);
            // "The strike" is what was struck, before it is what somebody threatened.
            let is_done = |told: &&Draft<'_>| matches!(told.event_type.quad(), Quad::MaterialConflict);
            let is_near = |&j: &usize| sentences[i].saturating_sub(sentences[j]) <= ANSWERED_WITHIN;
            let before = || (0..i).rev().filter(is_near).map(|j| &drafts[j]);
            let found = match before().filter(is_done).find(answered).or_else(|| before().find(answered)) {
                Some(told) => told.actors.clone(),
                None if self.denies_what_is_said(&answer) => self.told_by(&drafts[i]),
                None if self.reacts(&drafts[i], &answer) => match self.last_deed(drafts, i) {
                    Some(told) => told.actors.clone(),
                    None => continue,
                },
                None => continue,
            };
            drafts[i].take_recipients(found);
        }
        for i in 0..drafts.len() {
            if let Some(from) = self.withdrawn_from(drafts, i) {
                drafts[i].recipients = vec![from];
            }
        }
    }

    /// "Japan voiced concern", "criticised the ruling", "welcomed the step": the clause names nothing that is not taken up from before.
    fn reacts(&self, draft: &Draft<'_>, answer: &Answer) -> bool {
        let is_act = |&n: &TokenId| self.says("any_act", n) || self.says("decreed", n);
        match answer {
            Answer::Act(_) if draft.modes.iter().any(|m| &**m == "investigate") => false,
            Answer::Act(nouns) if draft.event_type == EventType::Support => {
                nouns.iter().any(|&n| self.says("any_act", n))
            }
            Answer::Act(nouns) if draft.event_type == EventType::Accuse => match nouns.as_slice() {
                [] => self.says_no_more(draft.anchor),
                nouns => nouns.iter().any(is_act),
            },
            _ => false,
        }
    }

    /// What another was last told to have done to somebody, in the sentence or two before.
    fn last_deed<'d, 'b>(&self, drafts: &'d [Draft<'b>], i: usize) -> Option<&'d Draft<'b>> {
        let parse = self.walker.grammar.parse;
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        let own = drafts[i].actors.first().and_then(|a| a.country)?;
        let is_deed = |d: &&Draft<'_>| {
            let done = d.reality.modality == Modality::Actual && d.reality.polarity == Polarity::Affirmed;
            let by_another =
                d.actors.iter().any(|a| a.country.is_some()) && d.actors.iter().all(|a| a.country != Some(own));
            let gap = sentence(&drafts[i]).saturating_sub(sentence(d));
            let kind = match drafts[i].event_type {
                // What is praised may be any deed.
                EventType::Support => is_deed(d.event_type) && gap > 0,
                _ => matches!(d.event_type.quad(), Quad::MaterialConflict),
            };
            kind && done && by_another && matches!(gap, 0..=2)
        };
        drafts[..i].iter().rev().take(NEAR).find(is_deed)
    }

    /// "Peru has 500 soldiers in Haiti … Peru will withdraw its troops": who pulls out nobody knows from where, does so
    /// from where the text has last told that his troops are.
    fn withdrawn_from(&self, drafts: &[Draft<'_>], i: usize) -> Option<Argument> {
        let draft = &drafts[i];
        // What is only planned is CONCEDE; the rule says what is planned.
        let leaves = matches!(&draft.rule.emits, Emits::Event { event_type: EventType::Retreat, modes, .. }
            if modes.iter().any(|m| &**m == "withdraw"));
        if !leaves || !draft.recipients.is_empty() {
            return None;
        }
        let [actor] = draft.actors.as_slice() else { return None };
        let own = actor.country.filter(|c| !c.is_international())?;
        let (grammar, cast) = (&self.walker.grammar, self.parties.cast);
        let parse = grammar.parse;
        let at = draft.anchor.governor();
        let start = parse.span(at).start();
        let near = self
            .mentions_before(start)
            .iter()
            .rev()
            .take_while(|m| at.index().saturating_sub(m.head.index()) < FARTHEST);
        let troops = near.filter(|m| m.country == Some(own) && m.sectors.first() == Some(&Sector::Mil));
        // Where they are, serve, are killed and come home from.
        let around = troops.flat_map(|m| {
            let acts = matches!(parse.dep(m.head), "dobj" | "nsubj" | "nsubjpass").then(|| parse.head(m.head));
            let clauses = grammar.children(m.head, &["relcl", "acl"]);
            std::iter::once(m.head).chain(acts).chain(clauses)
        });
        let led = around.flat_map(|t| std::iter::once(t).chain(grammar.children(t, &["advmod"])));
        let led = led.flat_map(|t| grammar.children(t, &["prep"]));
        let mut abroad = led
            .filter(|&p| matches!(parse.norm(p), "in" | "from" | "to" | "into" | "inside" | "across"))
            .filter_map(|p| self.parties.direct(grammar.child(p, &["pobj"])?))
            .filter(|m| cast.entity(m.entity).kind == EntityKind::Place)
            .filter(|m| m.country.is_some_and(|c| c != own && !c.is_international()));
        let found = abroad.next().map(named);
        found.or_else(|| self.host_of(draft))
    }

    /// "Denied it", "dismissed the claim".
    fn denies_what_is_said(&self, answer: &Answer) -> bool {
        let parse = self.walker.grammar.parse;
        let is_charge = |&t: &TokenId| self.book.sets.get("charge").is_some_and(|s| s.contains(parse.lemma(t)));
        match answer {
            Answer::Accusation => true,
            Answer::Act(nouns) => nouns.iter().any(is_charge),
            Answer::Attack | Answer::Asked => false,
        }
    }

    /// "Separatists said Georgian troops had fired. Georgia denied the claim": who said of the denying side what it
    /// denies, where that is no accusation by itself.
    fn told_by(&self, denial: &Draft<'_>) -> Vec<Argument> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let at = denial.anchor.governor();
        let here = parse.sentence_of(at).index();
        let sums_up = summed_up(grammar, at).is_some();
        let first = here.saturating_sub(2);
        let states: Vec<_> = denial.actors.iter().filter_map(|a| a.country).collect();
        let mentions = self.parties.cast.mentions();
        let is_of_them = |clause: TokenId| {
            let span = parse.subtree_span(clause);
            let inside = &mentions[mentions.partition_point(|m| m.span.start() < span.start())..];
            let mut inside = inside.iter().take_while(|m| m.span.start() < span.end());
            inside.any(|m| m.country.is_some_and(|c| states.contains(&c)))
        };
        let verbs = (0..at.index()).rev().map(TokenId::new).take(FARTHEST);
        let mut said_of_others = Vec::new();
        for says in verbs.take_while(|&t| parse.sentence_of(t).index() >= first) {
            if !matches!(parse.lemma(says), "say" | "claim" | "allege" | "charge" | "report" | "assert" | "maintain") {
                continue;
            }
            // Who is told to deny by another's words denies something else.
            let reports_it = !sums_up && parse.ancestors(at).any(|t| t == says);
            let Some(speaker) = grammar.child(says, &["nsubj"]).filter(|_| !reports_it) else { continue };
            let speakers = self.parties.of(grammar.antecedent(speaker), false);
            let on_officials = grammar.children(says, &["ccomp"]).any(|c| self.is_about_officials(c));
            let others = speakers.iter().filter(|p| {
                let own = denial.actors.iter().any(|a| a.entity == p.mention.entity);
                let apart = p.mention.sectors.first() == Some(&Sector::Reb)
                    || on_officials && denial.actors.iter().all(standing::serves) && complains(p.mention);
                !own && p.mention.country.is_some_and(|c| apart || !states.contains(&c))
            });
            let others: Vec<Argument> = others.map(argument).collect();
            let near = parse.sentence_of(says).index() + 1 >= here;
            if near && grammar.children(says, &["ccomp"]).any(is_of_them) {
                return others;
            }
            // What is said of places that the gazetteer lacks may still be what is denied.
            if said_of_others.is_empty() && parse.sentence_of(says).index() < here {
                said_of_others = others;
            }
        }
        said_of_others
    }

    /// "Officers had beaten two men": whether a clause tells what a government's people did.
    fn is_about_officials(&self, clause: TokenId) -> bool {
        let subject = self.walker.grammar.subject(clause);
        subject.into_iter().flat_map(|s| self.parties.of(s, false)).any(|p| standing::serves(&argument(&p)))
    }

    fn answer_of(&self, draft: &Draft<'_>) -> Option<Answer> {
        if !draft.recipients.is_empty() || draft.actors.is_empty() || draft.joint {
            return None;
        }
        let parse = self.walker.grammar.parse;
        let says = |set: &str, t: TokenId| self.book.sets.get(set).is_some_and(|s| s.contains(parse.lemma(t)));
        let trigger = draft.anchor.trigger;
        let mut around = std::iter::once(trigger).chain(parse.ancestors(trigger).take(2));
        match draft.event_type {
            EventType::Assault if around.any(|t| says("strikes_back", t)) => Some(Answer::Attack),
            // "Nonsense, the ministry replied".
            EventType::Reject
                if self
                    .walker
                    .grammar
                    .children(trigger, &["npadvmod", "ccomp", "dep", "nsubj"])
                    .any(|c| says("denial_label", c)) =>
            {
                Some(Answer::Accusation)
            }
            EventType::Reject if draft.anchor.verb.is_some_and(|v| says("denies", v)) => Some(Answer::Accusation),
            EventType::Reject if self.pleads(draft) => Some(Answer::Accusation),
            other if takes_up_acts(other) && (!draft.rule.recipient.is_empty() || self.takes_this_up(draft)) => {
                let nouns = objects_of(&self.walker.grammar, draft.anchor);
                let yields = matches!(other, EventType::Reject | EventType::Concede);
                if yields && nouns.is_empty() && self.says_no_more(draft.anchor) {
                    return Some(Answer::Asked);
                }
                Some(Answer::Act(nouns))
            }
            _ => None,
        }
    }

    /// "Pleaded not guilty".
    fn pleads(&self, draft: &Draft<'_>) -> bool {
        draft.event_type == EventType::Reject && self.walker.grammar.parse.lemma(draft.anchor.governor()) == "plead"
    }

    /// "Dismissed this as gossip": whether all that is refused is what was told before.
    fn takes_this_up(&self, draft: &Draft<'_>) -> bool {
        let objects = self.walker.grammar.children(draft.anchor.governor(), &["dobj"]);
        draft.event_type == EventType::Reject
            && objects
                .into_iter()
                .any(|o| matches!(self.walker.grammar.parse.norm(o), "this" | "that" | "it" | "these"))
    }

    /// "Gave way", "ruled that out": the clause names nothing that is granted or refused.
    fn says_no_more(&self, anchor: Anchor) -> bool {
        let grammar = &self.walker.grammar;
        let is_named = |t: TokenId| {
            !anchor.holds(t)
                && grammar.is_nominal(t)
                && !matches!(grammar.parse.norm(t), "that" | "this" | "it" | "so" | "them" | "these" | "those")
        };
        let starts = anchor.words();
        let mut below = starts.flat_map(|t| grammar.children(t, &["dobj", "xcomp", "ccomp", "prep", "nsubjpass"]));
        below.all(|c| {
            let date = |p: TokenId| {
                grammar.child(p, &["pobj"]).is_none_or(|o| matches!(grammar.parse.iob(o).1, "DATE" | "TIME"))
            };
            match grammar.parse.dep(c) {
                // "Dismissed this as gossip".
                "prep" => {
                    matches!(grammar.parse.norm(c), "on" | "in" | "at" | "after" | "by" | "before" | "as") || date(c)
                }
                "xcomp" | "ccomp" => false,
                _ => !is_named(c),
            }
        })
    }

    /// Whether a draft may answer what another, before it, tells as done.
    fn is_answered(&self, answer: &Answer, draft: &Draft<'_>, told: &Draft<'_>) -> bool {
        let parse = self.walker.grammar.parse;
        let sentence = |d: &Draft<'_>| parse.sentence_of(d.anchor.trigger).index();
        // A president is no other than his state, but he is than its rebels.
        let own = |a: &Argument| {
            draft.actors.iter().any(|b| {
                let of_one = a.sectors.is_empty() || b.sectors.is_empty() || a.sectors.first() == b.sectors.first();
                a.entity == b.entity || a.country.is_some() && a.country == b.country && of_one
            })
        };
        let far = if told.recipients.iter().any(own) { ANSWERED_WITHIN } else { LAST_WORD };
        let is_near = sentence(draft).saturating_sub(sentence(told)) <= far;
        let of_another = told.actors.iter().any(|a| a.country.is_some()) && !told.actors.iter().any(own);
        let is_done = told.reality.modality == Modality::Actual && told.reality.polarity == Polarity::Affirmed;
        let befell_it = told.recipients.iter().any(own);
        // Who is turned to accepts or refuses; others too may praise or condemn.
        let may_judge = matches!(draft.event_type, EventType::Accuse | EventType::Support);
        let fits = match answer {
            // "Had pleaded not guilty": before those who try him.
            Answer::Accusation if self.pleads(draft) => {
                matches!(told.event_type, EventType::Accuse | EventType::Sanction) && befell_it
            }
            Answer::Accusation => told.event_type == EventType::Accuse && befell_it,
            Answer::Attack => told.event_type == EventType::Assault && befell_it,
            Answer::Asked => {
                // "Dismissed this as gossip": what he was accused of.
                let of_accused = told.event_type == EventType::Accuse && befell_it && self.takes_this_up(draft);
                let asks = of_accused
                    || matches!(
                        told.event_type,
                        EventType::Request | EventType::Agree | EventType::Threaten | EventType::Protest
                    );
                asks && (told.recipients.is_empty() || befell_it)
            }
            Answer::Act(nouns) => {
                // "The step", "the decision": whatever was done just before.
                let any_act = |n: TokenId| {
                    may_judge
                        && is_deed(told.event_type)
                        && sentence(draft) - sentence(told) == 1
                        && self.book.sets.get("any_act").is_some_and(|s| s.contains(parse.lemma(n)))
                };
                (may_judge || told.recipients.is_empty() || befell_it)
                    && nouns.iter().any(|&n| self.book.names_act(parse.lemma(n), told.event_type) || any_act(n))
            }
        };
        is_near && of_another && is_done && fits
    }
}

impl<'a> Parties<'a> {
    /// Those who did what a trigger is directed at, by what the text said before.
    pub(crate) fn known_to_have_done(&self, anchor: Anchor, is_actor: impl Fn(&Mention) -> bool) -> Vec<Party<'a>> {
        let parse = self.grammar.parse;
        let here = self.told_with(anchor);
        if here.iter().any(|p| !is_actor(p.mention)) {
            return here.into_iter().filter(|p| !is_actor(p.mention)).collect();
        }
        let Some(act) = acts_of(&self.grammar, anchor).into_iter().next() else { return Vec::new() };
        let owners = if act < anchor.governor() { self.owners_of(act) } else { Vec::new() };
        if !owners.is_empty() {
            return owners.into_iter().filter(|p| !is_actor(p.mention)).collect();
        }
        let lemma = parse.lemma(act);
        let earliest = act.index().saturating_sub(FARTHEST);
        for i in (earliest..act.index()).rev() {
            let told = TokenId::new(i);
            if parse.lemma(told) != lemma || !self.grammar.is_nominal(told) {
                continue;
            }
            let owners = self.owners_of(told);
            if !owners.is_empty() {
                return owners.into_iter().filter(|p| !is_actor(p.mention)).collect();
            }
        }
        Vec::new()
    }

    /// "Brushed aside the aid that Chad had offered": whose act it is, where a clause behind the noun says so.
    fn told_with(&self, anchor: Anchor) -> Vec<Party<'a>> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let objects = anchor.words().flat_map(|t| grammar.children(t, &["dobj", "nsubjpass"]));
        // "Aspects of the strategy that Chad unveiled".
        let parts = |o: TokenId| {
            let of = grammar.children(o, &["prep"]).filter(|&p| parse.norm(p) == "of");
            of.filter_map(|p| grammar.child(p, &["pobj"])).filter(|&o| grammar.names_owned_act(o))
        };
        let nouns = objects.flat_map(|o| std::iter::once(o).chain(parts(o)));
        let offers = |v: TokenId| {
            grammar.does_owned_act(v) || matches!(parse.lemma(v), "offer" | "draft" | "table" | "float" | "suggest")
        };
        // Whoever shows, backs or takes a policy that somebody condemns owns it.
        let clauses = nouns.flat_map(|o| {
            let own = grammar.names_owned_act(o);
            grammar.children(o, &["relcl", "acl"]).filter(move |&v| own || offers(v))
        });
        let owners = clauses.flat_map(|v| grammar.subject(v));
        owners.flat_map(|t| self.of(grammar.antecedent(t), false)).filter(|p| p.mention.country.is_some()).collect()
    }

    /// Whose act a noun tells: "Chad's plan", "a plan by Chad", "the Chadian plan", "Chad announced a plan".
    fn owners_of(&self, act: TokenId) -> Vec<Party<'a>> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let placed = |t: TokenId| {
            let mut parties = self.of(grammar.antecedent(t), false);
            parties.retain(|p| p.mention.country.is_some());
            parties
        };
        let by = grammar.children(act, &["prep"]).filter(|&p| matches!(parse.norm(p), "by" | "from"));
        let agents = by.filter_map(|p| grammar.child(p, &["pobj"]));
        let owner = grammar.children(act, &["poss"]).chain(agents).map(placed).find(|found| !found.is_empty());
        if let Some(found) = owner {
            return found;
        }
        // "The Senate bill" is as often before the Senate as by it; "the Chadian plan" is Chad's.
        let is_state = |t: TokenId| self.direct(t).is_some_and(|m| self.is_state(m));
        let before = grammar.children(act, &["amod", "compound", "nmod"]).filter(|&c| c < act && is_state(c));
        if let Some(found) = before.map(placed).find(|found| !found.is_empty()) {
            return found;
        }
        let verb = parse.head(act);
        if parse.dep(act) == "dobj" && grammar.does_owned_act(verb) {
            return grammar.subject(verb).into_iter().flat_map(placed).collect();
        }
        Vec::new()
    }
}
