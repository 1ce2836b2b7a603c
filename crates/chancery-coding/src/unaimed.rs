//! Whom a threat, a build-up or a regret is not meant for, though it stands in the same sentence.
//!
//! "Jets were sent as the minister discussed the dispute with the one ally who backs his threat, President Sato": not
//! against the ally. "Patrols the strait alongside two Greek ships": with Greece. "Regretted the deaths of two girls in an
//! attempt on a rebel commander": of the girls.

use chancery_doc::{Argument, EventType, Mention, Sector, TokenId};

use crate::arguments::{argument, mention_of};
use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many words above a word are looked at.
const STEPS: usize = 12;

impl Matcher<'_, '_> {
    /// Takes out recipients at whom an act is not aimed, and makes those who do it together with the actors actors too.
    pub(crate) fn leave_unaimed_out(&self, draft: &mut Draft<'_>) {
        let head = |r: &Argument| mention_of(self.parties.cast, r).map(|m| m.head);
        let (anchor, event_type) = (draft.anchor.trigger, draft.event_type);
        draft.recipients.retain(|r| !head(r).is_some_and(|h| self.is_unaimed(event_type, anchor, h)));
        if event_type == EventType::Accuse {
            draft.recipients.retain(|r| !head(r).is_some_and(|h| self.is_wronged(h, draft.anchor.governor())));
        }
        self.join_companions(draft);
    }

    /// "Deplored these senseless acts against the Danish embassy": whom the acts hit that somebody condemns is not accused.
    fn is_wronged(&self, head: TokenId, verb: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let leads = parse.head(head);
        let mut act = parse.head(leads);
        if !matches!(parse.norm(leads), "against" | "on" | "at") || parse.dep(head) != "pobj" {
            return false;
        }
        // "Acts of violence against traders".
        if parse.dep(act) == "pobj" && parse.norm(parse.head(act)) == "of" {
            act = parse.head(parse.head(act));
        }
        let deed = matches!(parse.lemma(act), "act" | "deed" | "crime" | "outrage" | "atrocity" | "violence");
        deed && parse.dep(act) == "dobj" && parse.head(act) == verb
    }

    /// Whether somebody is an ally who backs what is done, or whom others speak with meanwhile.
    pub(crate) fn is_unaimed(&self, event_type: EventType, trigger: TokenId, head: TokenId) -> bool {
        use EventType::{Assault, Concede, Mobilize, Threaten};
        let parse = self.walker.grammar.parse;
        let armed = |m: &Mention| matches!(m.sectors.first(), Some(Sector::Reb | Sector::Uaf | Sector::Crm));
        if event_type == Concede {
            return self.regrets(trigger)
                && self.parties.direct(head).is_some_and(armed)
                && self.is_meant_by_attack(head);
        }
        if !matches!(event_type, Assault | Mobilize | Threaten) {
            return false;
        }
        // Whose name stands at the end is called the ally, wherever the parser hangs it.
        let is_he = |ally: TokenId| {
            let below = head == ally || parse.ancestors(head).take(STEPS).any(|a| a == ally);
            let called = matches!(parse.dep(head), "appos" | "npadvmod") && parse.tag(head) == "NNP" && head > trigger;
            below || called && parse.sentence_of(head) == parse.sentence_of(ally)
        };
        if self.backer_of(trigger).is_some_and(is_he) {
            return true;
        }
        let mut at = head;
        for over in parse.ancestors(head).take(STEPS) {
            let with = parse.dep(at) == "pobj" && parse.norm(over) == "with";
            let talk = parse.head(over);
            if with && self.is_aside(talk, trigger) && is_talk(parse.lemma(talk)) {
                return true;
            }
            at = over;
        }
        false
    }

    /// Whether words are of regret, and not of a truce: "expressed sorrow".
    pub(crate) fn regrets(&self, trigger: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let feels = |t: TokenId| {
            let word = grammar.parse.lemma(t);
            matches!(
                word,
                "regret" | "apologise" | "apologize" | "apology" | "sorrow" | "remorse" | "sorry" | "condolence"
            )
        };
        feels(trigger) || grammar.children(trigger, &["dobj", "acomp", "attr"]).any(feels)
    }

    /// "The one ally who has backed his threat": who backs the act that a word tells, where that is a friend.
    pub(crate) fn backer_of(&self, trigger: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut above = std::iter::once(trigger).chain(parse.ancestors(trigger).take(STEPS));
        let clause = above.find(|&a| parse.dep(a) == "relcl")?;
        let backs = matches!(
            parse.lemma(clause),
            "back" | "support" | "endorse" | "share" | "join" | "applaud" | "second" | "approve" | "echo"
        );
        let friend = matches!(parse.lemma(parse.head(clause)), "ally" | "partner" | "friend" | "supporter" | "backer");
        (backs && friend && clause != trigger).then(|| parse.head(clause))
    }

    /// Whether a verb stands in a clause of what goes on while something else is done.
    fn is_aside(&self, verb: TokenId, trigger: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        parse.dep(verb) == "advcl" && parse.ancestors(trigger).chain([trigger]).any(|a| a == parse.head(verb))
    }

    /// Whether somebody is whom an attack was meant to hit: "an attempt on a rebel commander".
    fn is_meant_by_attack(&self, head: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let mut at = head;
        while parse.dep(at) == "compound" || parse.dep(at) == "conj" {
            let over = parse.head(at);
            if over == at {
                return false;
            }
            at = over;
        }
        let leads = parse.head(at);
        let act = parse.head(leads);
        let hits = parse.dep(at) == "pobj" && matches!(parse.norm(leads), "on" | "against" | "at" | "for");
        let meant = |n: TokenId| self.says("strike_noun", n) || matches!(parse.lemma(n), "attempt" | "hunt" | "plot");
        // "A failed attempt to kill a commander".
        let tried =
            parse.dep(at) == "dobj" && matches!(parse.lemma(leads), "kill" | "capture" | "assassinate" | "target");
        hits && meant(act) || tried
    }

    /// "Patrols the strait alongside two Greek ships": forces that move together.
    fn join_companions(&self, draft: &mut Draft<'_>) {
        if draft.event_type != EventType::Mobilize || draft.actors.is_empty() {
            return;
        }
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let below = |t: TokenId| grammar.children(t, &["prep", "dobj"]);
        let words = draft.anchor.words().flat_map(|t| std::iter::once(t).chain(grammar.children(t, &["dobj"])));
        let beside = words.flat_map(below).filter(|&p| matches!(parse.norm(p), "alongside" | "beside"));
        let beside: Vec<TokenId> = beside.flat_map(|p| grammar.children(p, &["pobj"])).collect();
        let found = beside.into_iter().flat_map(|t| self.parties.of(t, false));
        let found: Vec<Argument> = found.filter(|p| p.mention.country.is_some()).map(|p| argument(&p)).collect();
        for companion in found {
            draft.recipients.retain(|r| r.entity != companion.entity);
            if draft.actors.iter().all(|a| a.entity != companion.entity) {
                draft.actors.push(companion);
            }
        }
    }
}

/// Verbs of talk with somebody.
fn is_talk(verb: &str) -> bool {
    matches!(verb, "discuss" | "talk" | "speak" | "confer" | "consult" | "meet" | "debate" | "review")
}
