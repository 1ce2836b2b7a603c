//! Whether an act is told as a fact: negated, planned, possible, conditional, past, or merely spoken of.
//!
//! The words that decide are data (`reality.toml`); the climb from the act to the words that govern it is grammar.
//! It climbs while the act is content of what stands above it ("plans | to meet", "threat | of an attack") and stops
//! at the first clause that stands on its own, or that tells what someone said: that is the speaker's assertion,
//! which statements record.

use chancery_doc::{Modality, Polarity, Pos, TokenId};
use serde::Deserialize;

use crate::error::{Error, Source};
use crate::grammar::Grammar;
use crate::unreal::{has_to, is_asked, is_headline_future, is_parted};
use crate::words::{WordSet, WordSets};

/// What a word does to the act it governs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Effect {
    Planned,
    Possible,
    /// Somebody could do it if they chose to: no act, not even a possible one.
    Able,
    Conditional,
    /// It ought to be done: no fact, and no plan of its doer.
    Demanded,
    Negated,
    /// The act is only spoken of (demanded, alleged, threatened): it is the content of another event.
    Spoken,
    /// The act is told as done (began to, managed to), and its governor is looked through.
    Actual,
    Historical,
}

/// Where the word stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Standing {
    /// An auxiliary of the act's verb.
    Auxiliary,
    /// The verb, noun or adjective that the act depends on.
    Governor,
    /// An adverb or determiner of the act.
    Adverb,
    /// An adjective of an act told by a noun.
    Adjective,
    /// A subordinator of the act's clause.
    Subordinator,
}

#[derive(Debug)]
struct Cue {
    standing: Standing,
    effect: Effect,
    words: WordSet,
}

/// The words that decide.
#[derive(Debug, Default)]
pub(crate) struct RealityCues {
    cues: Vec<Cue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    cue: Vec<toml::Spanned<CueRow>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CueRow {
    standing: String,
    effect: String,
    words: Vec<String>,
    #[allow(dead_code, reason = "required of every cue, for its readers")]
    reason: String,
}

impl RealityCues {
    pub(crate) fn read(source: &Source<'_>, sets: &WordSets) -> Result<RealityCues, Error> {
        let file: File = toml::from_str(source.text).map_err(|e| Error::toml(source, &e))?;
        let mut cues = Vec::new();
        for row in file.cue {
            let line = source.line_of(row.span().start);
            let row = row.into_inner();
            let fault = |message| Error::new("CB027", source.file, line, message);
            let standing = match row.standing.as_str() {
                "auxiliary" => Standing::Auxiliary,
                "governor" => Standing::Governor,
                "adverb" => Standing::Adverb,
                "adjective" => Standing::Adjective,
                "subordinator" => Standing::Subordinator,
                other => {
                    return Err(fault(format!(
                        "the standing \"{other}\" is unknown; use auxiliary, governor, adverb, adjective or subordinator"
                    )));
                }
            };
            let effect = match row.effect.as_str() {
                "planned" => Effect::Planned,
                "possible" => Effect::Possible,
                "able" => Effect::Able,
                "conditional" => Effect::Conditional,
                "demanded" => Effect::Demanded,
                "negated" => Effect::Negated,
                "spoken" => Effect::Spoken,
                "actual" => Effect::Actual,
                "historical" => Effect::Historical,
                other => {
                    return Err(fault(format!(
                        "the effect \"{other}\" is unknown; use planned, possible, able, conditional, demanded, negated, spoken, actual or historical"
                    )));
                }
            };
            let words = sets
                .expand(&row.words)
                .map_err(|set| fault(format!("the word set {set} does not exist; add it to a file in words/")))?;
            cues.push(Cue { standing, effect, words });
        }
        Ok(RealityCues { cues })
    }

    fn effect(&self, standing: Standing, word: &str) -> Option<Effect> {
        self.cues.iter().find(|c| c.standing == standing && c.words.contains(word)).map(|c| c.effect)
    }

    /// How real the act at `t` is.
    pub(crate) fn of(&self, grammar: Grammar<'_>, t: TokenId) -> Reality {
        let mut reality = Reality::default();
        let parse = grammar.parse;
        if is_headline_future(grammar, t) {
            reality.raise(Modality::Planned);
            reality.shifted = true;
        }
        if is_asked(grammar, t) {
            reality.raise(Modality::Possible);
        }
        if grammar.is_scheduled(t) {
            reality.raise(Modality::Planned);
            reality.shifted = true;
        }
        if grammar.is_mooted(t) {
            reality.raise(Modality::Conditional);
            reality.supposed = true;
        }
        let mut at = t;
        // The verb whose negation denies no act, and what was known before it.
        let mut described = None;
        let mut below = t;
        for _ in 0..10 {
            self.around(grammar, at, below, &mut reality);
            below = at;
            if let Some((_, polarity)) = described.take_if(|(be, _)| *be == at) {
                reality.polarity = polarity;
            }
            let head = parse.head(at);
            if grammar.is_described(at) {
                described = Some((head, reality.polarity));
            }
            // "don't blame them", "more than they are ready to admit": nobody did.
            if grammar.is_forbidden(at) || grammar.is_compared(at) {
                reality.be_able();
                break;
            }
            // "Leaders denounce the test; others vow to act": what a semicolon parts stands on its own.
            if head == at || parse.dep(at) == "ccomp" && at < head && is_parted(grammar, at, head) {
                break;
            }
            if parse.dep(at) == "nsubj" && !grammar.is_verb(at) && grammar.is_held_possible(head) {
                reality.raise(Modality::Possible);
                break;
            }
            // "rather than deny it": it did not.
            if grammar.is_put_aside(at) {
                reality.polarity = flip(reality.polarity);
                break;
            }
            if grammar.is_supposed(at) {
                reality.raise(Modality::Conditional);
                reality.supposed = true;
                break;
            }
            // "will keep the money until Chad agrees to pay": what is waited for has not come.
            if self.is_awaited(grammar, at) {
                reality.raise(Modality::Conditional);
                reality.supposed = true;
                break;
            }
            if grammar.is_taken_for_granted(at) {
                reality.reported = true;
                break;
            }
            if grammar.is_adjoined(at) {
                self.shared_possibility(grammar, head, &mut reality);
            }
            // "no evidence that they attacked", "disarming them is crucial": nothing says that it was done.
            if grammar.is_unsupported(at) || grammar.is_weighed(at) {
                reality.be_able();
                break;
            }
            let climbs = match parse.dep(at) {
                "xcomp" | "pcomp" | "acl" | "prep" | "pobj" | "dobj" | "nsubjpass" | "attr" | "acomp" | "oprd"
                | "dative" => true,
                "nsubj" => !grammar.is_verb(at),
                "ccomp" => true,
                "conj" => true,
                // Purpose ("flew in to meet"), not circumstance ("while meeting").
                "advcl" => grammar.children(at, &["aux"]).any(|c| parse.norm(c) == "to"),
                "relcl" => grammar.is_asked_by_noun(at),
                _ => false,
            };
            if !climbs {
                break;
            }
            match parse.dep(at) {
                "conj" => {
                    // A joined act shares what governs the first, and its auxiliary where it has none of its own.
                    // The second "to" of "plans to bar them and to make them pay" is no auxiliary of its own.
                    let own = grammar
                        .children(at, &["aux", "auxpass", "nsubj", "nsubjpass"])
                        .any(|c| parse.dep(c) != "aux" || parse.norm(c) != "to");
                    if own && grammar.is_verb(at) {
                        break;
                    }
                    if grammar.is_verb(head) && grammar.is_verb(at) {
                        at = grammar.stands_beside(at);
                        let mut shared = Reality::default();
                        self.around(grammar, at, at, &mut shared);
                        reality.modality = reality.modality.max(shared.modality);
                        reality.shifted |= shared.shifted;
                        reality.reported |= shared.reported;
                        // "has not been charged or convicted", "neither met nor called": one denial of both.
                        let or = |c: TokenId| parse.dep(c) == "cc" && matches!(parse.norm(c), "or" | "nor");
                        let denied = grammar.children(head, &["neg"]).any(|n| n < head);
                        // "Neither arrested nor killed the rebels".
                        let neither = grammar.children(head, &["preconj", "cc"]).any(|n| parse.norm(n) == "neither");
                        if (denied || neither) && parse.children(head).iter().any(|&c| or(c)) {
                            reality.polarity = flip(reality.polarity);
                        }
                        // "after they dissolved the court and jailed its judges": a circumstance, as for the first.
                        let aims = || grammar.children(at, &["aux"]).any(|c| parse.norm(c) == "to");
                        if matches!(parse.dep(at), "advcl" | "relcl") && !aims() {
                            break;
                        }
                        // "Suspended Niger, closed the border and froze its funds": the one before is a joined one too.
                        if parse.dep(at) == "conj" {
                            continue;
                        }
                        if !self.climb(grammar, &mut at, &mut reality) {
                            break;
                        }
                        continue;
                    }
                    at = head;
                }
                "prep" => {
                    if grammar.is_nominal(head) && grammar.is_respite(head) {
                        reality.polarity = flip(reality.polarity);
                        reality.negated_by.get_or_insert(head);
                        break;
                    }
                    if grammar.leads_up_to(at) {
                        reality.raise(Modality::Planned);
                        reality.shifted = true;
                        break;
                    }
                    // "in case of an attack", "in the event of a war": it is only supposed.
                    if grammar.supposes(at) {
                        reality.raise(Modality::Conditional);
                        reality.supposed = true;
                        break;
                    }
                    if grammar.is_spoken_about(at) {
                        break;
                    }
                    if grammar.is_way_charged(at) {
                        reality.spoken_by.get_or_insert(head);
                        break;
                    }
                    // "by offering talks, he would win": what the act is done by is as real as the act.
                    if matches!(parse.norm(at), "by" | "in" | "without") && grammar.child(at, &["pcomp"]).is_some() {
                        self.shared_modal(grammar, at, head, &mut reality);
                        // "three ways to press them: by suing": as real as what it is a way of.
                        if matches!(parse.dep(head), "acl" | "xcomp") && has_to(grammar, head) {
                            at = head;
                            continue;
                        }
                        break;
                    }
                    // "instead of denying it": it did not.
                    if parse.norm(at) == "of"
                        && (parse.norm(head) == "instead"
                            || grammar.children(at, &["advmod"]).any(|c| parse.norm(c) == "instead"))
                    {
                        reality.polarity = flip(reality.polarity);
                        reality.negated_by.get_or_insert(head);
                        break;
                    }
                    // "with planes flying raids, a truce would be hard": what goes on beside is real all the same.
                    if parse.norm(at) == "with" && grammar.is_verb(t) && grammar.is_verb(head) && parse.tag(t) == "VBG"
                    {
                        break;
                    }
                    // "will sign a deal during his visit": what goes on at a time to come is still to come.
                    if (parse.norm(at) == "during" || grammar.is_on_visit(at)) && grammar.is_to_come(head) {
                        reality.raise(Modality::Planned);
                        reality.shifted = true;
                        break;
                    }
                    // "after the attack" says when, not what: it hangs on the clause but is no content of it.
                    if grammar.is_circumstance(at) {
                        break;
                    }
                    // "his resistance to arming the rebels".
                    if parse.norm(at) == "to" && grammar.is_unwillingness(head) {
                        reality.be_able();
                        break;
                    }
                    // "the ability to strike", "their chances of a deal", "a risk of war".
                    if matches!(parse.norm(at), "of" | "for") && grammar.is_nominal(head) {
                        match self.effect(Standing::Governor, parse.lemma(head)) {
                            Some(Effect::Able) => reality.be_able(),
                            Some(Effect::Possible) => reality.raise(Modality::Possible),
                            // "the threat of air strikes", "support for an attack", "calls for an inquiry".
                            Some(Effect::Spoken)
                                if grammar.is_foretelling(head)
                                    || parse.norm(at) == "for"
                                        && (grammar.is_argued_for(head, at) || grammar.is_asking(head)) =>
                            {
                                reality.spoken_by.get_or_insert(head);
                                break;
                            }
                            _ => {}
                        }
                    }
                    // "fears grow of a war": what is said of the fear.
                    if parse.norm(at) == "of"
                        && grammar.is_verb(head)
                        && let Some(fear) = grammar.child(head, &["nsubj"])
                        && grammar.child(head, &["dobj"]).is_none()
                        && matches!(
                            self.effect(Standing::Governor, parse.lemma(fear)),
                            Some(Effect::Possible | Effect::Able)
                        )
                    {
                        reality.raise(Modality::Possible);
                        break;
                    }
                    // "concerns about selling arms": what one worries or argues about need not be done.
                    if matches!(parse.norm(at), "about" | "over")
                        && grammar.child(at, &["pcomp"]).is_some()
                        && grammar.is_misgiving(head)
                    {
                        reality.be_able();
                        break;
                    }
                    // "an agreement on disarming the militias": it is only agreed on.
                    if parse.norm(at) == "on"
                        && grammar.child(at, &["pcomp"]).is_some()
                        && matches!(self.effect(Standing::Governor, parse.lemma(head)), Some(Effect::Spoken))
                    {
                        reality.spoken_by.get_or_insert(head);
                        break;
                    }
                    // "stopped short of blaming them": it did not.
                    if parse.norm(at) == "of"
                        && parse.norm(head) == "short"
                        && matches!(parse.lemma(parse.head(head)), "stop" | "fall" | "come")
                    {
                        reality.polarity = flip(reality.polarity);
                        reality.negated_by.get_or_insert(head);
                        break;
                    }
                    // "refrained from blaming them", "was kept from attacking": it did not.
                    if parse.norm(at) == "from"
                        && grammar.child(at, &["pcomp"]).is_some()
                        && (self.effect(Standing::Governor, parse.lemma(head)) == Some(Effect::Negated)
                            || grammar.holds_back(head))
                    {
                        reality.polarity = flip(reality.polarity);
                        reality.negated_by.get_or_insert(head);
                        break;
                    }
                    // "prepared for an offensive", "ready for talks": what one gets ready for is still to come.
                    if matches!(parse.norm(at), "for" | "to" | "on")
                        && matches!(self.effect(Standing::Governor, parse.lemma(head)), Some(Effect::Planned))
                    {
                        reality.raise(Modality::Planned);
                        reality.planned_by.get_or_insert(head);
                    }
                    at = head;
                }
                _ => {
                    if !self.climb(grammar, &mut at, &mut reality) {
                        break;
                    }
                }
            }
        }
        reality
    }

    /// One step up; false where the climb ends.
    fn climb(&self, grammar: Grammar<'_>, at: &mut TokenId, reality: &mut Reality) -> bool {
        let parse = grammar.parse;
        let head = parse.head(*at);
        if head == *at {
            return false;
        }
        let dep = parse.dep(*at);
        if grammar.parse.pos(head) == Pos::Adp {
            *at = head;
            return true;
        }
        if dep == "ccomp" && *at < head && grammar.stands_apart(*at, head) {
            return false;
        }
        let lemma = parse.lemma(head);
        // "The visit seeks to mend ties", "the talks failed", "a march blocked traffic": what an act is to bring about
        // or does to others has no say in it.
        if dep == "nsubj"
            && grammar.is_verb(head)
            && (lemma == "fail" || has_complement(grammar, head) || grammar.child(head, &["dobj"]).is_some())
            && matches!(
                self.effect(Standing::Governor, lemma),
                Some(Effect::Planned | Effect::Possible | Effect::Negated | Effect::Able)
            )
        {
            return false;
        }
        // "It is time for them to go": whoever has to has not gone.
        if grammar.is_asked_by_noun(*at) && self.effect(Standing::Governor, lemma).is_none() {
            reality.raise(Modality::Conditional);
            reality.unmet = true;
            return false;
        }
        // "too ill to stand trial", "not done enough to stop them": nobody does.
        if has_to(grammar, *at) && (grammar.is_too_much(head) || grammar.is_too_little(head)) {
            reality.be_able();
            return false;
        }
        // "The men who helped plan the bombings": an attack that is known has been carried out.
        if dep == "dobj" && matches!(lemma, "plan" | "plot") && grammar.is_definite(*at) && grammar.is_over(head) {
            return false;
        }
        match self.effect(Standing::Governor, lemma) {
            // "set off fighting": what a particle makes of the verb.
            Some(Effect::Planned) if lemma == "set" && grammar.child(head, &["prt"]).is_some() => return false,
            // "a suspect arrested", "a claim rejected by the palace": what is done to it is no content of it.
            Some(_) if dep == "acl" && parse.tag(*at) == "VBN" && !grammar.is_verb(head) => return false,
            // "stopped to chant": they did.
            Some(Effect::Negated) if matches!(lemma, "stop" | "pause" | "halt") && has_to(grammar, *at) => {}
            // "I don't mind meeting him", "would not mind talks": one is willing to.
            _ if lemma == "mind" && grammar.is_verb(head) && parse.tag(*at) == "VBG" => {
                if grammar.is_said_of_nobody(head) {
                    reality.raise(Modality::Planned);
                    reality.planned_by.get_or_insert(head);
                    reality.shifted = true;
                } else {
                    reality.be_able();
                }
                return false;
            }
            // "has yet to visit": it has not.
            _ if lemma == "have"
                && dep == "xcomp"
                && grammar.children(head, &["advmod"]).any(|c| parse.norm(c) == "yet") =>
            {
                reality.polarity = flip(reality.polarity);
                reality.negated_by.get_or_insert(head);
            }
            // "had to withdraw" did; "has to withdraw" and "would have to sign" ought to.
            _ if lemma == "have"
                && dep == "xcomp"
                && has_to(grammar, *at)
                && grammar.child(head, &["dobj"]).is_none() =>
            {
                let is_past =
                    parse.tag(head) == "VBD" || grammar.children(head, &["aux"]).any(|a| parse.norm(a) == "had");
                // "may have to leave if": so is "may leave if".
                if !is_past {
                    reality.raise(Modality::Conditional);
                    reality.unmet = grammar.condition_on(*at).is_none();
                }
            }
            // "is said to have attacked", "seems to be urging", "claims to have struck": told as a fact, by whomever.
            Some(Effect::Planned) | None if dep == "xcomp" && has_to(grammar, *at) && grammar.tells_a_fact(*at) => {
                reality.reported = true;
                return false;
            }
            // "is going to urge": the future.
            Some(Effect::Actual)
                if lemma == "go"
                    && dep == "xcomp"
                    && parse.tag(head) == "VBG"
                    && grammar.child(head, &["aux"]).is_some() =>
            {
                reality.raise(Modality::Planned);
                reality.shifted = true;
            }
            // "it is wrong to jail them", "it would be a mistake to leave": what is judged need not be done.
            Some(Effect::Actual)
                if lemma == "be" && dep == "xcomp" && has_to(grammar, *at) && grammar.is_judged(head) =>
            {
                reality.be_able();
            }
            // "is to visit": an arrangement.
            Some(Effect::Actual) if lemma == "be" && dep == "xcomp" && has_to(grammar, *at) => {
                reality.raise(Modality::Planned);
                reality.shifted = true;
            }
            Some(Effect::Actual) => {}
            Some(Effect::Spoken) => {
                reality.spoken_by.get_or_insert(head);
                return false;
            }
            Some(Effect::Negated) => {
                // A cancelled visit is no visit; "refused to let them in" likewise. Whose refusal it is, is the
                // business of the governor's own rule.
                reality.polarity = flip(reality.polarity);
                reality.negated_by.get_or_insert(head);
            }
            Some(Effect::Planned) => {
                reality.raise(Modality::Planned);
                reality.planned_by.get_or_insert(head);
                // "hopes that the king will pardon him": not the king's plan.
                reality.wished |= dep == "ccomp" && matches!(lemma, "hope" | "wish");
            }
            Some(Effect::Possible) => {
                reality.raise(Modality::Possible);
                reality.wished |= dep == "ccomp" && matches!(lemma, "hope" | "wish");
            }
            Some(Effect::Able) => reality.be_able(),
            Some(Effect::Conditional) => reality.raise(Modality::Conditional),
            Some(Effect::Demanded) => {
                reality.raise(Modality::Conditional);
                reality.unmet = true;
            }
            Some(Effect::Historical) => reality.historical = true,
            None => {
                // Any other governor ends the climb, unless the act is an infinitive or gerund of it.
                let purpose = dep == "advcl" || (dep == "xcomp" || dep == "acl") && has_to(grammar, *at);
                // "Telephoned him to express his sympathy": he did.
                let on_the_phone = matches!(lemma, "telephone" | "phone" | "call" | "ring" | "write" | "cable")
                    && matches!(
                        parse.lemma(*at),
                        "express"
                            | "convey"
                            | "voice"
                            | "offer"
                            | "extend"
                            | "thank"
                            | "congratulate"
                            | "protest"
                            | "complain"
                    );
                if purpose && !on_the_phone {
                    // "will go before the court to accuse him": the purpose of what is still to come is no act yet.
                    let is_open = |a: TokenId| self.effect(Standing::Auxiliary, parse.norm(a)).is_some();
                    let to_come = grammar.children(head, &["aux"]).any(is_open);
                    reality.by_purpose |= reality.modality == Modality::Actual && !to_come;
                    reality.raise(Modality::Planned);
                }
                // "that could include imposing sanctions", "the move might spark attacks".
                if matches!(dep, "xcomp" | "dobj") && grammar.is_verb(head) {
                    self.shared_possibility(grammar, head, reality);
                }
                if grammar.is_part_of_plan(*at) {
                    reality.raise(Modality::Planned);
                }
                if dep == "ccomp" {
                    reality.reported = true;
                }
                // "might step up its raids", "could trigger a war": what may be brought about is no more than possible.
                if matches!(dep, "dobj" | "nsubjpass") && grammar.brings_about(head) {
                    self.shared_possibility(grammar, head, reality);
                }
                // "does not appear ready" is not ready; "did not say that they attacked" leaves it open.
                if grammar.is_said_of_nobody(head) && !grammar.is_factive(head) {
                    match dep {
                        "acomp" | "oprd" | "attr" => reality.polarity = flip(reality.polarity),
                        "ccomp" | "xcomp" => reality.raise(Modality::Possible),
                        _ => {}
                    }
                }
                return false;
            }
        }
        *at = head;
        true
    }

    /// Whether a clause tells until when something is to last that is itself still to come, or wanted.
    fn is_awaited(&self, grammar: Grammar<'_>, at: TokenId) -> bool {
        let parse = grammar.parse;
        let is_open = |v: TokenId| {
            parse.tag(v) == "VB"
                || grammar.children(v, &["aux"]).any(|a| self.effect(Standing::Auxiliary, parse.norm(a)).is_some())
        };
        grammar.lasts_until(at).is_some_and(|over| {
            is_open(over) || parse.dep(over) == "xcomp" && parse.tag(over) == "VBG" && is_open(parse.head(over))
        })
    }

    /// What is done by or in doing something shares the modal of what is done.
    fn shared_modal(&self, grammar: Grammar<'_>, preposition: TokenId, head: TokenId, reality: &mut Reality) {
        let parse = grammar.parse;
        if parse.norm(preposition) == "without" {
            reality.polarity = flip(reality.polarity);
            reality.negated_by.get_or_insert(preposition);
        }
        for aux in grammar.children(head, &["aux"]) {
            match self.effect(Standing::Auxiliary, parse.norm(aux)) {
                Some(Effect::Planned) => reality.raise(Modality::Planned),
                Some(Effect::Possible | Effect::Able) => reality.raise(Modality::Possible),
                Some(Effect::Conditional | Effect::Demanded) => {
                    reality.raise(Modality::Conditional);
                    reality.unmet = true;
                }
                _ => {}
            }
        }
    }

    /// What is done in doing something that is only possible is no more than that.
    fn shared_possibility(&self, grammar: Grammar<'_>, head: TokenId, reality: &mut Reality) {
        let is_open = |a: TokenId| {
            matches!(self.effect(Standing::Auxiliary, grammar.parse.norm(a)), Some(Effect::Possible | Effect::Able))
        };
        if grammar.children(head, &["aux"]).any(is_open) {
            reality.raise(Modality::Possible);
            reality.modal = true;
        }
    }

    /// What stands around one word of the climb: auxiliaries, negation, adverbs, adjectives, subordinators. The word `below`,
    /// from which the climb came, has been looked at: "no meeting is planned" is one denial.
    fn around(&self, grammar: Grammar<'_>, at: TokenId, below: TokenId, reality: &mut Reality) {
        let parse = grammar.parse;
        let auxiliaries = || grammar.children(at, &["aux"]).map(|c| parse.norm(c));
        // "would have attacked": it did not.
        if auxiliaries().any(|a| matches!(a, "would" | "'d")) && auxiliaries().any(|a| matches!(a, "have" | "'ve")) {
            reality.unmet = true;
        }
        for &c in parse.children(at) {
            let norm = parse.norm(c);
            reality.reported |= parse.dep(c) == "aux" && norm == "would" && grammar.is_told_aside(at);
            if parse.dep(c) == "advcl" && grammar.children(c, &["mark"]).any(|m| parse.norm(m) == "unless") {
                reality.ultimatum = true;
            }
            let effect = match parse.dep(c) {
                "aux" => {
                    let passed = self
                        .effect(Standing::Auxiliary, norm)
                        .or_else(|| self.effect(Standing::Auxiliary, parse.lemma(c)));
                    if passed.is_none() && matches!(norm, "had") {
                        reality.perfect_past = true;
                    }
                    passed
                }
                // "whether or not they attacked", "not only attacked": nothing is denied.
                "neg" if grammar.is_alternative(c) => None,
                "neg" => Some(Effect::Negated),
                // "Nor would his country join the sanctions".
                "cc" if norm == "nor" && grammar.opens_inverted(c, at) => Some(Effect::Negated),
                // "no longer supports": it does not.
                "advmod" if norm == "longer" && grammar.is_no_longer(c) => Some(Effect::Negated),
                "advmod" | "det" | "npadvmod" | "preconj" => self.effect(Standing::Adverb, norm),
                "amod" => {
                    self.effect(Standing::Adjective, parse.lemma(c)).or_else(|| self.effect(Standing::Adjective, norm))
                }
                "mark" => self.effect(Standing::Subordinator, norm),
                // "not one of his rivals criticised him".
                "nsubj" | "nsubjpass"
                    if (norm == "one" || grammar.children(c, &["amod"]).any(|a| parse.norm(a) == "single"))
                        && grammar.children(c, &["neg", "preconj", "advmod"]).any(|n| parse.norm(n) == "not") =>
                {
                    Some(Effect::Negated)
                }
                "nsubj" | "nsubjpass" | "dobj" if grammar.is_verb(at) && c != below => {
                    // "no one was killed", "neither side agreed".
                    grammar
                        .child(c, &["det"])
                        .map(|d| parse.norm(d))
                        .or(Some(norm))
                        .filter(|w| matches!(*w, "no" | "neither" | "nobody" | "none"))
                        .filter(|_| below == at || c < below || !grammar.is_some_of_which(c))
                        // "Nobody should doubt that they will": they will.
                        .filter(|_| below == at || !matches!(parse.lemma(at), "doubt" | "question"))
                        .map(|_| Effect::Negated)
                }
                _ => None,
            };
            match effect {
                Some(Effect::Negated) => reality.polarity = flip(reality.polarity),
                Some(Effect::Planned) => {
                    reality.raise(Modality::Planned);
                    reality.shifted = true;
                }
                Some(Effect::Possible) => {
                    reality.raise(Modality::Possible);
                    reality.modal |= parse.dep(c) == "aux";
                }
                Some(Effect::Able) => reality.be_able(),
                Some(Effect::Conditional) => {
                    reality.raise(Modality::Conditional);
                    reality.supposed |= parse.dep(c) == "mark";
                }
                Some(Effect::Demanded) => {
                    reality.raise(Modality::Conditional);
                    reality.unmet = true;
                }
                Some(Effect::Historical) => reality.historical = true,
                Some(Effect::Spoken | Effect::Actual) | None => {}
            }
        }
        // "in the 1990s", "in 1975" beside a past perfect: background.
        if reality.perfect_past
            && grammar.prepositions(at).iter().any(|&p| {
                grammar.child(p, &["pobj"]).is_some_and(|o| {
                    let year = parse.norm(o).trim_end_matches('s');
                    year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit())
                })
            })
        {
            reality.historical = true;
        }
    }
}

/// Whether a verb governs an act of its own: "seeks to mend", "risks losing".
fn has_complement(grammar: Grammar<'_>, v: TokenId) -> bool {
    grammar.child(v, &["xcomp", "ccomp"]).is_some()
}

fn flip(polarity: Polarity) -> Polarity {
    match polarity {
        Polarity::Affirmed => Polarity::Negated,
        Polarity::Negated => Polarity::Affirmed,
    }
}

/// What was found on the climb.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reality {
    pub(crate) polarity: Polarity,
    pub(crate) modality: Modality,
    pub(crate) historical: bool,
    /// The verb or noun that only speaks of the act.
    pub(crate) spoken_by: Option<TokenId>,
    /// The verb or noun that plans it ("promised to", "plans for").
    pub(crate) planned_by: Option<TokenId>,
    /// The verb that undoes it ("cancelled", "failed to").
    pub(crate) negated_by: Option<TokenId>,
    /// Told in a clause that depends on another verb.
    pub(crate) reported: bool,
    /// Future by auxiliary.
    pub(crate) shifted: bool,
    /// Conditional and no plan: what ought to be, or would have been.
    pub(crate) unmet: bool,
    /// Announced for the case that someone does not yield.
    pub(crate) ultimatum: bool,
    /// Planned only in that another act was done for it ("walked out to protest").
    pub(crate) by_purpose: bool,
    /// Only what somebody is able, free or fit to do.
    pub(crate) able: bool,
    /// Somebody else hopes for it.
    pub(crate) wished: bool,
    /// Possible by an auxiliary ("may meet").
    pub(crate) modal: bool,
    /// Only what a condition supposes.
    pub(crate) supposed: bool,
    perfect_past: bool,
}

impl Reality {
    fn raise(&mut self, modality: Modality) {
        self.modality = self.modality.max(modality);
    }

    /// Somebody can do it, which says nothing of whether they do.
    fn be_able(&mut self) {
        self.raise(Modality::Possible);
        self.able = true;
    }
}

impl RealityCues {
    /// Adds what stands around the noun of a light verb ("held no talks", "paid a planned visit").
    pub(crate) fn with_noun(&self, grammar: Grammar<'_>, noun: TokenId, mut reality: Reality) -> Reality {
        let mut own = Reality::default();
        self.around(grammar, noun, noun, &mut own);
        // The verb has seen the determiner of its object already, so only adjectives count here.
        reality.modality = reality.modality.max(own.modality);
        reality.historical |= own.historical;
        reality
    }
}
