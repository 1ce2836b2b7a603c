//! Conditions that one party sets another: "will free the pilots once Chad has paid", "no talks before the army leaves".
//!
//! What somebody ties his own deed to he asks of whoever can do it. Told so are clauses under "once", "provided", "until",
//! "unless", "before" and their like, where the deed is still to come: a friendly one is offered for what the clause tells,
//! a refusal holds until it, and a hostile one comes about without it. "Will strike if attacked" asks for nothing, and
//! neither does "left once the rain had stopped".

use chancery_doc::{Argument, EventType, Modality, Polarity, Text, TokenId};

use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::matcher::Matcher;
use crate::{stances, standing};

/// How many words a clause of a condition hangs below the verb that it is for ("as soon as", "on condition that").
const LONGEST_OPENING: usize = 4;

/// A condition and what depends on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Proviso {
    /// The verb that says who sets it: "agreed" in "agreed to talk once".
    pub(crate) act: TokenId,
    /// What depends on it: "talk" in "agreed to talk once".
    pub(crate) deed: TokenId,
    /// The verb of what is asked.
    pub(crate) clause: TokenId,
    /// Whether what comes without it is harm.
    pub(crate) threatens: bool,
}

/// How a condition is put.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Opening {
    /// "Once", "provided that", "as soon as", "on condition that": what follows brings the deed about.
    For,
    /// "If", "should they": so does what follows, or its failing to come.
    If,
    /// "Unless": only what follows keeps the deed off.
    Unless,
    /// "Until", "till": the deed lasts so long.
    Until,
    /// "Before": a refusal lasts so long.
    Before,
}

impl Grammar<'_> {
    /// The condition that a word opens.
    pub(crate) fn proviso_at(&self, t: TokenId) -> Option<Proviso> {
        let parse = self.parse;
        let (opening, clause) = self.opened_by(t)?;
        let deed = self.dependent_on(clause)?;
        let act = self.governing(deed);
        let denied = self.is_denied(act) || self.is_denied(deed);
        let hostile = self.is_hostile(deed) || self.is_hostile(act);
        let is_told = act != deed
            || matches!(parse.norm(t), "provided" | "providing" | "condition" | "understanding" | "proviso");
        let is_open = self.is_open(deed, clause, denied || hostile) || is_told && self.is_willing(act);
        let not_done = self.is_not_done(clause);
        let demands = match opening {
            Opening::For => !denied && !hostile && self.is_yet_to_come(t, deed, clause) && self.is_step(t, clause),
            Opening::If => not_done || !(denied || hostile),
            Opening::Unless => !not_done,
            Opening::Until => !not_done && (denied || hostile || self.holds_back_something(deed)),
            Opening::Before => !not_done && denied,
        };
        let clause = self.asked_in(clause);
        (is_open && demands && !self.is_weighed_up(act, denied) && self.is_set_to_another(act, clause))
            .then_some(Proviso { act, deed, clause, threatens: !denied && (hostile || opening == Opening::Unless) })
    }

    /// The condition whose clause a verb is, or shares with another.
    pub(crate) fn proviso_of_clause(&self, verb: TokenId) -> Option<Proviso> {
        let parse = self.parse;
        let mut at = verb;
        for _ in 0..4 {
            let openers = self.children(at, &["mark", "advmod", "aux"]);
            let over = Some(parse.head(at)).filter(|_| matches!(parse.dep(at), "ccomp" | "acl"));
            let above = Some(parse.head(parse.head(at))).filter(|_| parse.dep(at) == "xcomp");
            let found = openers.chain(over).chain(above).find_map(|o| self.proviso_at(o)).filter(|p| p.clause == at);
            if found.is_some() {
                return found;
            }
            if !matches!(parse.dep(at), "conj" | "xcomp") {
                return None;
            }
            at = parse.head(at);
        }
        None
    }

    /// The condition on which a deed depends.
    pub(crate) fn proviso_on(&self, deed: TokenId) -> Option<Proviso> {
        let parse = self.parse;
        let sentence = parse.sentence_tokens(parse.sentence_of(deed));
        let opens = |t: &TokenId| {
            matches!(
                parse.norm(*t),
                "once" | "when" | "after" | "as" | "provided" | "providing" | "condition" | "if" | "should"
            )
        };
        sentence.into_iter().filter(opens).filter_map(|t| self.proviso_at(t)).find(|p| p.deed == deed || p.act == deed)
    }

    /// "Would back the bid in exchange for a pledge".
    fn is_bargained(&self, deed: TokenId) -> bool {
        let parse = self.parse;
        let bargain = |o: TokenId| {
            matches!(parse.norm(o), "exchange" | "return")
                && self.children(o, &["prep"]).any(|p| parse.norm(p) == "for")
        };
        self.children(deed, &["prep"])
            .filter(|&p| parse.norm(p) == "in")
            .filter_map(|p| self.child(p, &["pobj"]))
            .any(bargain)
    }

    /// The clause that a word opens as a condition.
    fn opened_by(&self, t: TokenId) -> Option<(Opening, TokenId)> {
        let parse = self.parse;
        let head = parse.head(t);
        let before = |n: usize| t.index().checked_sub(n).map(|i| parse.norm(TokenId::new(i)));
        let opens = matches!(parse.dep(t), "mark" | "advmod") && t < head && self.is_verb(head);
        let opening = match parse.norm(t) {
            "if" if matches!(before(1), Some("even" | "as" | "what")) => return None,
            "if" if matches!(before(1), Some("except" | "save")) => Opening::Unless,
            "if" => Opening::If,
            "unless" => Opening::Unless,
            "until" | "till" => Opening::Until,
            "before" => Opening::Before,
            "once" | "when" | "after" => Opening::For,
            "as" if matches!(before(1), Some("soon" | "long")) => Opening::For,
            "provided" | "providing" | "condition" | "understanding" | "proviso" => {
                let has_subject = |c: &TokenId| *c > t && self.child(*c, &["nsubj", "nsubjpass"]).is_some();
                let next = TokenId::new((t.index() + 1).min(parse.len() - 1));
                let that = Some(parse.head(next)).filter(|_| parse.norm(next) == "that" && parse.dep(next) == "mark");
                let below =
                    self.children(t, &["ccomp", "acl"]).chain(that).filter(has_subject).find(|&c| self.is_verb(c));
                let clause = below.or_else(|| Some(head).filter(|_| opens))?;
                let is_clause =
                    parse.norm(t).starts_with("provid") || parse.norm(head) == "on" || parse.norm(head) == "with";
                return is_clause.then_some((Opening::For, clause));
            }
            "should" if parse.dep(t) == "aux" => {
                let subject = self.child(head, &["nsubj", "nsubjpass"])?;
                let inverted = t < subject && subject < head && matches!(parse.dep(head), "advcl" | "ccomp" | "conj");
                return inverted.then_some((Opening::If, head));
            }
            _ => return None,
        };
        (opens && matches!(parse.dep(head), "advcl" | "ccomp" | "relcl" | "pcomp")).then_some((opening, head))
    }

    /// The verb whose deed a clause is a condition of.
    fn dependent_on(&self, clause: TokenId) -> Option<TokenId> {
        let parse = self.parse;
        let mut at = parse.head(clause);
        for _ in 0..LONGEST_OPENING {
            if self.is_verb(at) && !matches!(parse.norm(at), "provided" | "providing") || parse.lemma(at) == "be" {
                break;
            }
            let over = parse.head(at);
            if over == at {
                return None;
            }
            at = over;
        }
        // "Peru has accepted, an envoy added, on condition": who says so stands aside.
        if parse.dep(at) == "parataxis" {
            at = parse.head(at);
        }
        // "Peru said it would sign once", where parsers hang the clause on the saying.
        let told = || self.children(at, &["ccomp"]).find(|&c| self.child(c, &["aux"]).is_some());
        if self.words.reports.contains(parse.lemma(at)) && self.child(at, &["aux"]).is_none() {
            at = told()?;
        }
        // "Will hunt them wherever they hide unless": what is only a circumstance of the deed.
        let over = parse.head(at);
        let is_inner = matches!(parse.dep(at), "advcl" | "relcl") && self.child(at, &["aux"]).is_none();
        if is_inner && over < at && self.child(over, &["aux"]).is_some() && self.is_verb(over) {
            at = over;
        }
        // "Threatened to strike, should they": what is threatened.
        if let Some(deed) =
            self.child(at, &["xcomp"]).filter(|&d| self.is_willing(at) && self.is_verb(d) && d != clause)
        {
            at = deed;
        }
        // "Was ready to talk if": what one is ready for.
        let ready = self.children(at, &["acomp"]).find(|&a| self.is_willing(a));
        if let Some(deed) = ready.and_then(|a| self.child(a, &["xcomp"])).filter(|&d| d != clause) {
            at = deed;
        }
        let is_own = at != clause && (self.is_verb(at) || parse.lemma(at) == "be");
        is_own.then_some(at)
    }

    /// The verb or adjective's verb that an infinitive hangs on: "agreed to talk", "was ready to talk".
    fn governing(&self, deed: TokenId) -> TokenId {
        let parse = self.parse;
        let mut at = deed;
        for _ in 0..3 {
            let over = parse.head(at);
            if !matches!(parse.dep(at), "xcomp" | "acomp")
                || over == at
                || self.words.reports.contains(parse.lemma(over))
            {
                break;
            }
            at = over;
        }
        at
    }

    /// Whether a deed is still to come: "will", "would"; what only can be is a threat or a refusal, and no offer.
    fn is_open(&self, deed: TokenId, clause: TokenId, stern: bool) -> bool {
        let parse = self.parse;
        let modal = |a: TokenId| match parse.norm(a) {
            "will" | "'ll" | "wo" | "would" | "'d" | "shall" => true,
            "can" | "ca" | "could" | "may" | "might" => stern,
            _ => false,
        };
        let mut at = deed;
        for _ in 0..3 {
            if self.children(at, &["aux"]).any(|a| a != clause && modal(a)) {
                // "Would have signed" did not, and nobody waits for it.
                return !self.children(at, &["aux"]).any(|a| matches!(parse.norm(a), "have" | "'ve"));
            }
            if !matches!(parse.dep(at), "xcomp" | "acomp") {
                break;
            }
            at = parse.head(at);
        }
        false
    }

    /// "It would be a disaster if", "she would have to resign if": what is judged or has to be is no offer and no threat.
    fn is_weighed_up(&self, act: TokenId, denied: bool) -> bool {
        let parse = self.parse;
        let judged = || !denied && self.children(act, &["attr", "acomp"]).any(|c| !self.is_willing(c));
        let obliged =
            || self.children(act, &["xcomp"]).any(|x| self.children(x, &["aux"]).any(|a| parse.norm(a) == "to"));
        match parse.lemma(act) {
            "be" => judged(),
            "have" => obliged(),
            _ => false,
        }
    }

    /// "Once the airport is reopened", "once the road is cleared": a work that gets done, and no step of another party.
    fn comes_about(&self, clause: TokenId) -> bool {
        let parse = self.parse;
        let burden = |s: TokenId| self.words.burden.contains(parse.lemma(s));
        matches!(
            parse.lemma(clause),
            "reopen"
                | "open"
                | "restore"
                | "remove"
                | "clear"
                | "repair"
                | "rebuild"
                | "finish"
                | "complete"
                | "build"
                | "close"
                | "evacuate"
                | "destroy"
                | "establish"
                | "create"
                | "form"
                | "elect"
                | "appoint"
        ) && self.child(clause, &["agent"]).is_none()
            && !self.children(clause, &["nsubjpass"]).any(burden)
    }

    /// Whether what is waited for is a step that somebody takes, and no mere time: "once they free him", and not "when he
    /// comes home".
    fn is_step(&self, opener: TokenId, clause: TokenId) -> bool {
        let parse = self.parse;
        let is_time = matches!(parse.norm(opener), "when" | "after" | "once" | "as");
        let steps = || {
            matches!(
                parse.lemma(clause),
                "withdraw"
                    | "disarm"
                    | "comply"
                    | "surrender"
                    | "apologise"
                    | "apologize"
                    | "pull"
                    | "step"
                    | "sign"
                    | "pay"
                    | "ratify"
                    | "agree"
                    | "yield"
                    | "cooperate"
                    | "stop"
                    | "cease"
                    | "retreat"
                    | "leave"
                    | "relent"
            )
        };
        !is_time
            || self.is_passive(clause) && !self.comes_about(clause)
            || self.child(clause, &["dobj", "ccomp", "xcomp"]).is_some()
            || steps()
    }

    /// Whether a verb says that somebody is willing to do something, or is not: "agreed to", "is ready to", "refused to".
    fn is_willing(&self, act: TokenId) -> bool {
        let parse = self.parse;
        let ready = |a: TokenId| {
            matches!(
                parse.lemma(a),
                "ready" | "willing" | "prepared" | "prepare" | "open" | "set" | "happy" | "unwilling"
            )
        };
        ready(act)
            || self.children(act, &["acomp"]).any(ready)
            || matches!(
                parse.lemma(act),
                "agree"
                    | "accept"
                    | "offer"
                    | "promise"
                    | "pledge"
                    | "vow"
                    | "swear"
                    | "undertake"
                    | "consent"
                    | "propose"
                    | "volunteer"
                    | "threaten"
                    | "refuse"
                    | "decline"
                    | "intend"
                    | "plan"
                    | "want"
                    | "commit"
            )
    }

    /// Whether a verb is denied, or denies what hangs on it: "will not", "refused to", "there will be no talks".
    fn is_denied(&self, act: TokenId) -> bool {
        let parse = self.parse;
        let no = |t: TokenId| {
            matches!(parse.norm(t), "nothing" | "nobody" | "none")
                || self.children(t, &["det"]).any(|d| matches!(parse.norm(d), "no" | "neither"))
        };
        self.children(act, &["neg"]).next().is_some()
            || self.children(act, &["advmod"]).any(|a| parse.norm(a) == "never")
            || matches!(parse.lemma(act), "refuse" | "decline" | "reject" | "unwilling" | "rule")
            || self
                .children(act, &["nsubj", "nsubjpass", "attr", "dobj", "prep"])
                .any(|c| no(c) || parse.dep(c) == "prep" && self.child(c, &["pobj"]).is_some_and(no))
    }

    /// Whether a deed does harm: "cut off", "strike", "threatened to", and not "stop the raids".
    fn is_hostile(&self, act: TokenId) -> bool {
        self.words.harms.contains(self.parse.lemma(act)) && !self.is_relief(act)
    }

    /// "Suspend its raids", "stop shelling", "withdraw its troops": the end of what burdens another.
    fn is_relief(&self, act: TokenId) -> bool {
        let parse = self.parse;
        let ends = matches!(
            parse.lemma(act),
            "stop"
                | "halt"
                | "suspend"
                | "end"
                | "cancel"
                | "scrap"
                | "withdraw"
                | "pull"
                | "abandon"
                | "recall"
                | "freeze"
                | "cut"
        );
        ends && (self.children(act, &["dobj", "nsubjpass"]).any(|o| self.burdens(o))
            || self.children(act, &["xcomp"]).any(|x| parse.tag(x) == "VBG"))
    }

    /// Whether a deed that lasts until something keeps another from what it wants: "would stay away until".
    fn holds_back_something(&self, deed: TokenId) -> bool {
        matches!(
            self.parse.lemma(deed),
            "keep"
                | "remain"
                | "stay"
                | "continue"
                | "hold"
                | "maintain"
                | "last"
                | "go"
                | "persist"
                | "wait"
                | "insist"
        )
    }

    /// "If the army does not leave", "should it refuse to leave", "if the shelling goes on".
    fn is_not_done(&self, clause: TokenId) -> bool {
        self.is_denied(clause) || self.is_defied(clause)
    }

    /// The verb of what is asked: "leave" in "if it refuses to leave".
    fn asked_in(&self, clause: TokenId) -> TokenId {
        let fails = matches!(self.parse.lemma(clause), "fail" | "refuse" | "decline" | "neglect" | "agree");
        self.child(clause, &["xcomp"]).filter(|_| fails).unwrap_or(clause)
    }

    /// Whether what a clause tells had not been done when the deed was told: "once they free him", "would, once they had
    /// freed him", and not "will go after they freed him".
    fn is_yet_to_come(&self, opener: TokenId, deed: TokenId, clause: TokenId) -> bool {
        let parse = self.parse;
        let was = |v: TokenId| parse.tag(v) == "VBD";
        let past = was(clause) || self.children(clause, &["aux", "auxpass"]).any(was);
        let would = |a: TokenId| matches!(parse.norm(a), "would" | "'d" | "could" | "might");
        let told_back = self.children(deed, &["aux"]).any(would) || parse.tag(self.governing(deed)) == "VBD";
        let only = opener.index().checked_sub(1).is_some_and(|i| parse.norm(TokenId::new(i)) == "only");
        let is_time = matches!(parse.norm(opener), "after" | "when") && !only;
        let perfect = self.children(clause, &["aux"]).any(|a| parse.lemma(a) == "have");
        !past || told_back && (!is_time || perfect || parse.norm(opener) == "when")
    }

    /// "Unless the raids stop": somebody has to stop them.
    fn stops(&self, clause: TokenId) -> bool {
        let parse = self.parse;
        matches!(parse.lemma(clause), "stop" | "end" | "cease" | "continue" | "persist" | "go")
            && self.children(clause, &["nsubj"]).any(|s| self.burdens(s))
    }

    /// Whether a noun is of what burdens another while it lasts.
    fn burdens(&self, noun: TokenId) -> bool {
        let lemma = self.parse.lemma(noun);
        self.words.burden.contains(lemma) || self.words.attack.contains(lemma)
    }

    /// Whether the one who acts in a condition is told, and is not the one who sets it.
    fn is_set_to_another(&self, act: TokenId, clause: TokenId) -> bool {
        let parse = self.parse;
        let subjects = self.subject(clause);
        let own = |t: &TokenId| matches!(parse.norm(*t), "i" | "we" | "he" | "she" | "there" | "this" | "that");
        let themselves = self.subject(act);
        let told = self.child(clause, &["nsubj", "nsubjpass"]).is_some() || !subjects.is_empty();
        told && !subjects.iter().any(|s| own(s) || themselves.contains(s))
    }
}

impl Matcher<'_, '_> {
    /// Whether a condition is for whoever sets it, or for another office of the same state, to meet.
    fn asks_nobody_else(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let Some(proviso) = grammar.proviso_at(draft.anchor.trigger) else { return false };
        if draft.recipients.is_empty() {
            return !grammar.is_passive(proviso.clause) && !grammar.stops(proviso.clause);
        }
        let of_house = |a: &Argument, b: &Argument| {
            a.country.is_some() && a.country == b.country && standing::governs(a) && standing::governs(b)
        };
        draft.recipients.iter().all(|r| draft.actors.iter().any(|a| of_house(a, r)))
    }

    /// Drops what a condition only asks for, and takes a friendly deed that depends on one for planned: "would sign once
    /// Chad had left" offers to sign, and Chad has not left.
    pub(crate) fn settle_provisos(&self, text: &Text, drafts: &mut [Draft<'_>]) {
        use EventType::{Agree, Aid, Concede, Consult, Cooperate, Retreat, Support};
        let grammar = &self.walker.grammar;
        // In a sentence by itself a threat is told with its condition; in a report of states the demand is one more deed.
        let is_report = text.as_str().len() > stances::BRIEF && self.tells_of_states(drafts);
        for draft in drafts.iter_mut() {
            if draft.is_proviso() {
                let threatens = grammar.proviso_at(draft.anchor.trigger).is_some_and(|p| p.threatens);
                draft.dropped |= self.asks_nobody_else(draft) || threatens && !is_report;
                continue;
            }
            let verb = draft.anchor.governor();
            if grammar.proviso_of_clause(verb).is_some() {
                draft.dropped = true;
                continue;
            }
            if !matches!(draft.event_type, Agree | Aid | Concede | Consult | Cooperate | Retreat | Support) {
                continue;
            }
            let reality = &mut draft.reality;
            let is_open = reality.modality == Modality::Conditional && reality.polarity == Polarity::Affirmed;
            let is_offered = || grammar.proviso_on(verb).is_some() || grammar.is_bargained(verb);
            if is_open && !reality.unmet && !reality.supposed && is_offered() {
                reality.modality = Modality::Planned;
            }
        }
    }

    /// "Will not lift its veto on Serbia's entry until the prisoners are freed": where a condition names nobody who could
    /// meet it, it is for the one to whom the deed is done.
    pub(crate) fn ask_the_other_side(&self, drafts: &mut [Draft<'_>]) {
        let grammar = &self.walker.grammar;
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            if !draft.is_proviso() || !draft.recipients.is_empty() {
                continue;
            }
            let Some(proviso) = grammar.proviso_at(draft.anchor.trigger) else { continue };
            let is_deed = |d: &&Draft<'_>| {
                !d.is_proviso()
                    && (d.anchor.holds(proviso.deed)
                        || d.anchor.holds(proviso.act)
                        || d.anchor.noun == Some(proviso.deed))
            };
            let own = draft.actors.first().and_then(|a| a.country);
            let is_other = |r: &&Argument| r.country.is_some() && r.country != own;
            let mut found =
                drafts.iter().filter(is_deed).map(|d| d.recipients.iter().filter(is_other).cloned().collect());
            if let Some(found) = found.find(|f: &Vec<Argument>| !f.is_empty()) {
                drafts[i].take_recipients(found);
            }
        }
    }
}
