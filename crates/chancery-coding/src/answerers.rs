//! Of whom something is asked, or to whom it is offered, where the sentence tells who answered.
//!
//! "Chad rejected Niger's demand to cut its ties with Libya", "Peru accepted an offer by Chile to send nurses to Puno": the
//! noun of what is asked or offered names, below it, those whom the act itself concerns. Whom it was put to is whoever
//! turned it down or took it, which is the clause that it is the object of.

use chancery_doc::{EventType, TokenId};

use crate::arguments::{Party, argument};
use crate::complement::is_of_actors;
use crate::draft::Draft;
use crate::matcher::Matcher;
use crate::standing;

impl Matcher<'_, '_> {
    /// Gives what is asked or offered whoever is told to answer it, unless its own words tell to whom it goes.
    pub(crate) fn name_answerer(&self, draft: &mut Draft<'_>) {
        let put = matches!(draft.event_type, EventType::Request | EventType::Agree);
        let Some(noun) = draft.anchor.noun.filter(|_| put && !draft.joint && !draft.actors.is_empty()) else { return };
        if draft.anchor.verb.is_some() || self.has_addressee(noun) {
            return;
        }
        let Some(answers) = self.answered_by(noun) else { return };
        let parties = self.walker.grammar.subject(answers).into_iter().flat_map(|s| self.parties.of(s, false));
        let answers = |p: &Party<'_>| p.mention.country.is_some() || standing::has_power(self.parties.cast, p.mention);
        let found: Vec<Party<'_>> = parties.filter(|p| answers(p) && !is_of_actors(&draft.actors, p.mention)).collect();
        let own = draft.actors.first().and_then(|a| a.country);
        // "The president rejected the opposition's demand": two of one state differ in what they are.
        let other = |p: &Party<'_>| p.mention.country != own || !p.mention.sectors.is_empty();
        if !found.is_empty() && found.iter().all(other) {
            draft.take_recipients(found.iter().map(argument).collect());
        }
    }

    /// The verb of answering that what is asked or offered is the object of: "turned down the offer", "agreed to the request",
    /// "the demand was refused by".
    fn answered_by(&self, noun: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let over = parse.head(noun);
        match parse.dep(noun) {
            "dobj" | "nsubjpass" => Some(over).filter(|&v| self.says("answers_request", v)),
            "pobj" if matches!(parse.norm(over), "to" | "with" | "on" | "aside") => {
                Some(parse.head(over)).filter(|&v| self.says("answers_to_request", v))
            }
            _ => None,
        }
    }

    /// "Its call on the rebels", "a demand to the bank", "its offer of arms to Mali": whether the noun itself says to whom.
    fn has_addressee(&self, noun: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let leads = |&p: &TokenId| matches!(grammar.parse.norm(p), "to" | "on" | "upon");
        let below = grammar.children(noun, &["prep"]).filter(leads);
        below.filter_map(|p| grammar.child(p, &["pobj"])).any(|o| !self.parties.of(o, true).is_empty())
    }
}
