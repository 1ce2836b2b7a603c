//! Stances that are acts: in a report of states, who rejects, demands, offers or threatens something does so by saying it,
//! whether or not a rule for events knows the words.
//!
//! Rules for positions know many ways of taking a stand that are no act in a sentence by itself ("the islands are not up for
//! negotiation"). Where a report tells many deeds of states, and a power takes such a stand where no event is told, the
//! stand is one more deed. What hangs on an event by grammar is part of that event: the aim of a protest, the condition of
//! a threat, the content of an agreement.

use std::collections::BTreeSet;
use std::sync::Arc;

use chancery_doc::{
    Argument, EntityId, EventType, Modality, Polarity, Position, Reading as Found, Stance, Statement, Text, TokenId,
};

use crate::arguments::{Party, argument};
use crate::attribution::Outlets;
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::rule::Rule;
use crate::standing;
use crate::walk::Anchor;

/// How many words up the tree an event is looked for that the stance is part of.
const HIGHEST: usize = 10;

/// Bytes of the longest text that is no article but a sentence or two, which nothing around them explains.
pub(crate) const BRIEF: usize = 800;

/// So many deeds between states make a report of them.
pub(crate) const DEEDS_BETWEEN_STATES: usize = 3;

/// So closely they are told in one: of 63 reports of ours at least 61 tell one in so many bytes, of 567 articles of general
/// news, campaigns for the most part, three in a hundred.
const BYTES_A_DEED: usize = 600;

/// The act that a stance is, with its mode and CAMEO code; stances that are reported more than taken are none.
fn act(stance: Stance) -> Option<(EventType, Option<&'static str>, &'static str)> {
    Some(match stance {
        Stance::Reject | Stance::Deny => (EventType::Reject, None, "120"),
        Stance::Oppose => (EventType::Accuse, Some("disapprove"), "111"),
        Stance::Demand => (EventType::Request, None, "100"),
        Stance::Accept | Stance::Offer | Stance::Intend => (EventType::Agree, None, "030"),
        Stance::Support => (EventType::Support, None, "050"),
        Stance::Threaten => (EventType::Threaten, None, "130"),
        _ => return None,
    })
}

/// Whether a report tells so many deeds between states, and one in so many bytes.
pub(crate) fn is_dense<'e>(
    text: &Text,
    sides: impl Iterator<Item = (&'e [Argument], &'e [Argument])>,
    deeds: usize,
    bytes_a_deed: usize,
) -> bool {
    let crosses = |(actors, recipients): &(&[Argument], &[Argument])| {
        let mut states = actors.iter().chain(*recipients).filter_map(|a| a.country);
        let first = states.next();
        states.any(|c| Some(c) != first)
    };
    let n = sides.filter(crosses).count();
    n >= deeds && n * bytes_a_deed >= text.as_str().len()
}

/// Whether what may yet become events makes a report in which whatever a state wants or will not have is news.
pub(crate) fn are_dense(text: &Text, drafts: &[Draft<'_>]) -> bool {
    let counts = |d: &&Draft<'_>| d.has_parties() && !d.is_proviso();
    let sides = drafts.iter().filter(counts).map(|d| (&*d.actors, &*d.recipients));
    is_dense(text, sides, DEEDS_BETWEEN_STATES, BYTES_A_DEED)
}

impl<'b> Matcher<'_, 'b> {
    /// Takes for a deed, in such a report, what elsewhere would need more to be one: what a power does to nobody who is
    /// named, and force or help that another event only speaks of as done ("refused to free three men captured in May"). What
    /// somebody is accused of stays the accusation.
    pub(crate) fn trust(&self, draft: &mut Draft<'_>) {
        use EventType::{Aid, Assault, Coerce, Mobilize, Protest, Retreat, Sanction};
        let is_deed = matches!(draft.event_type, Aid | Assault | Coerce | Mobilize | Protest | Retreat | Sanction);
        let parse = self.walker.grammar.parse;
        let is_done = (draft.reality.polarity, draft.reality.modality) == (Polarity::Affirmed, Modality::Actual)
            && matches!(parse.tag(draft.anchor.governor()), "VBD" | "VBN")
            && parse.dep(draft.anchor.governor()) != "ccomp";
        if is_deed && is_done && draft.has_parties() {
            draft.dropped = false;
        }
        let is_power = |a: &Argument| a.country.is_some() && standing::is_power(self.parties.cast, a);
        if !draft.has_parties() && draft.actors.iter().any(is_power) {
            draft.lenient = true;
        }
    }

    /// Adds the acts that stances are to the drafts of a report of states.
    pub(crate) fn add_stances(
        &self,
        text: &Text,
        statements: &[Statement],
        outlets: &Outlets<'_>,
        drafts: &mut Vec<Draft<'b>>,
    ) {
        // Asked again: what was objected to in between made no report of states.
        if !are_dense(text, drafts) {
            return;
        }
        let found = Found { statements: statements.to_vec(), ..Found::default() };
        let words = |a: Anchor| [a.trigger, a.governor()].into_iter().chain(a.verb);
        let stays = |d: &&Draft<'_>| !self.falls_away(d);
        let mut told: BTreeSet<TokenId> = drafts.iter().filter(stays).flat_map(|d| words(d.anchor)).collect();
        for (anchor, rule, position) in self.stances(text, &found, outlets) {
            let Some(kind) = act(position.stance) else { continue };
            if self.is_part_of_event(anchor, position.stance, &told) {
                continue;
            }
            if let Some(draft) = self.stance_draft(anchor, rule, &position, kind) {
                told.extend(words(anchor));
                drafts.push(draft);
            }
        }
        drafts.sort_by_key(|d| d.anchor.trigger);
    }

    /// Whether a draft will turn out to be nobody's act: what may be, what somebody wishes.
    fn falls_away(&self, draft: &Draft<'_>) -> bool {
        let mut shifted = draft.clone();
        self.shift(&mut shifted);
        shifted.dropped
    }

    fn stance_draft(
        &self,
        anchor: Anchor,
        rule: &'b Rule,
        position: &Position,
        (event_type, mode, cameo): (EventType, Option<&'static str>, &'static str),
    ) -> Option<Draft<'b>> {
        let holder = self.party(position.holder, anchor.trigger)?;
        if holder.country.is_none() || !standing::is_power(self.parties.cast, &holder) {
            return None;
        }
        let holders = self.with_joined_holders(anchor, holder);
        let toward = position.toward.and_then(|t| self.party(t, anchor.trigger));
        let is_topic = |a: &Argument| holders.len() > 1 && self.is_topic_of(anchor, a);
        let recipients = toward.into_iter().filter(|a| !is_topic(a)).collect();
        let mut reality = self.book.reality.of(self.walker.grammar, anchor.governor());
        (reality.polarity, reality.modality) = (Polarity::Affirmed, Modality::Actual);
        Some(Draft {
            rule,
            anchor,
            beaten: position.why.beaten.clone(),
            event_type,
            modes: mode.into_iter().map(Arc::from).collect(),
            cameo: Some(Arc::from(cameo)),
            joint: false,
            captures: holders.iter().map(|h| (Arc::from("actor"), h.span)).collect(),
            actor_words: holders.iter().filter_map(|h| self.walker.grammar.parse.token_at(h.span.start())).collect(),
            actors: holders,
            recipients,
            reality,
            dropped: false,
            doubt: None,
            lenient: false,
        })
    }

    /// "The minister said that Chad and Niger would stand together", "he and the emir will act": whoever takes the same stand
    /// as the holder, or his state, in one subject.
    fn with_joined_holders(&self, anchor: Anchor, holder: Argument) -> Vec<Argument> {
        let subjects = self.walker.grammar.subject(anchor.governor());
        let all: Vec<Argument> =
            subjects.into_iter().flat_map(|s| self.parties.of(s, false)).map(|p| argument(&p)).collect();
        let is_holder = |a: &Argument| a.entity == holder.entity || a.country == holder.country;
        let others = all.iter().filter(|a| !is_holder(a) && standing::is_power(self.parties.cast, a)).cloned();
        let others: Vec<Argument> = others.filter(|_| all.iter().any(is_holder)).collect();
        std::iter::once(holder).chain(others).collect()
    }

    /// "They will stand together on Togo": what two agree about is neither's partner; nor is one of them.
    fn is_topic_of(&self, anchor: Anchor, party: &Argument) -> bool {
        let grammar = &self.walker.grammar;
        let about = |&p: &TokenId| matches!(grammar.parse.norm(p), "on" | "over" | "about");
        let topics = grammar.prepositions(anchor.governor()).into_iter().filter(about);
        let subjects = grammar.subject(anchor.governor());
        let mut either = topics.filter_map(|p| grammar.child(p, &["pobj"])).chain(subjects);
        either.any(|o| self.parties.of(o, true).iter().any(|p| p.mention.entity == party.entity))
    }

    /// An entity as the party of an event, by the mention nearest before a word, else after it.
    fn party(&self, entity: EntityId, at: TokenId) -> Option<Argument> {
        let cast = self.parties.cast;
        let mentions = &cast.entity(entity).mentions;
        // They stand in the order of the text.
        let before = mentions.partition_point(|&m| cast.mention(m).head <= at);
        let nearest = mentions.get(before.saturating_sub(1))?;
        Some(argument(&Party { mention: cast.mention(*nearest), role: None }))
    }

    /// Whether an event is told by the same words, by one that they hang on, or by one that hangs on them as their content;
    /// `told` are the words that tell events.
    fn is_part_of_event(&self, anchor: Anchor, stance: Stance, told: &BTreeSet<TokenId>) -> bool {
        let parse = self.walker.grammar.parse;
        let tells = |t: TokenId| told.contains(&t);
        let mut at = anchor.governor();
        if tells(at) || tells(anchor.trigger) {
            return true;
        }
        // "Will hold no talks while troops remain": what a conjunction opens is told beside it.
        let is_clause = |c: TokenId| self.walker.grammar.child(c, &["mark"]).is_some();
        let content = parse.children(at).iter().copied().filter(|&c| match parse.dep(c) {
            "xcomp" | "ccomp" | "dobj" | "acomp" | "attr" | "prep" | "agent" => true,
            "advcl" => !is_clause(c),
            _ => false,
        });
        if content.into_iter().any(|c| tells(c) || parse.children(c).iter().any(|&g| g > c && tells(g))) {
            return true;
        }
        for _ in 0..HIGHEST {
            let over = parse.head(at);
            if over == at {
                return false;
            }
            // "Condemned the raid, saying that it would take no more orders", "a port it would never give up": another act.
            let said = parse.dep(at) == "ccomp" && self.walker.grammar.words.reports.contains(parse.lemma(over));
            // but "a port that it wants" only says which.
            if !tells(over) && said || parse.dep(at) == "relcl" && stance != Stance::Intend {
                return false;
            }
            // What is joined to an event is another.
            if parse.dep(at) != "conj" && tells(over) {
                return true;
            }
            at = over;
        }
        false
    }
}
