//! Soldiers and police that are to be sent to help: "will send Haiti 300 officers", "will station a battalion in Latvia to
//! help defend it". Told as planned, a deployment is a threat; what is promised to another for its own good is help.

use chancery_doc::{Argument, Country, EntityId, EventType, Modality, Polarity, TokenId};

use crate::book::Shift;
use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::matcher::Matcher;

impl Grammar<'_> {
    /// What an act is to bring about: "to help", "so as to guard", "for training".
    fn purposes(&self, act: TokenId) -> Vec<TokenId> {
        let parse = self.parse;
        let mut over = vec![act];
        over.extend(self.children(act, &["dobj", "nsubjpass", "dative"]));
        let led = |t: TokenId| {
            let preps = self.children(t, &["prep"]).filter(|&p| matches!(parse.norm(p), "to" | "for" | "in" | "into"));
            preps.flat_map(|p| self.children(p, &["pobj", "pcomp"])).collect::<Vec<_>>()
        };
        let places: Vec<TokenId> = over.iter().flat_map(|&t| led(t)).collect();
        over.extend(&places);
        let with_to = |v: &TokenId| self.children(*v, &["aux"]).any(|a| parse.norm(a) == "to");
        let clauses = over.iter().flat_map(|&t| self.children(t, &["advcl", "xcomp", "acl", "relcl", "ccomp"]));
        let mut found: Vec<TokenId> = clauses.filter(|v| *v > act).filter(with_to).collect();
        found.extend(places.into_iter().filter(|&p| parse.tag(p) == "VBG"));
        found
    }
}

impl Matcher<'_, '_> {
    /// What a planned deployment is instead of a threat, where it is meant to help whoever it goes to.
    pub(crate) fn help_to_come(&self, draft: &Draft<'_>) -> Option<&Shift> {
        let planned = (draft.reality.modality, draft.reality.polarity) == (Modality::Planned, Polarity::Affirmed);
        let deployed = draft.event_type == EventType::Mobilize && planned && !draft.reality.ultimatum;
        let state = draft.actors.first().and_then(|a| a.country);
        let is_other = |r: &Argument| r.country.is_some() && r.country != state;
        if !deployed || state.is_none() || !draft.recipients.iter().any(is_other) {
            return None;
        }
        let helps = self.is_given(draft) || self.is_for_their_good(draft);
        self.book.types.get(&EventType::Aid).and_then(|t| t.planned.as_ref()).filter(|_| helps)
    }

    /// "Will send Haiti 300 officers": the one they go to stands as the one to whom they are given.
    fn is_given(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let act = draft.anchor.governor();
        let given = grammar.children(act, &["dative"]).filter(|&d| grammar.child(d, &["pobj"]).is_none());
        // "Will send Gambia troops": the parser takes the name for a part of the noun.
        let joined = grammar.children(act, &["dobj"]).flat_map(|o| grammar.children(o, &["compound", "nmod"]));
        let joined = joined.filter(|&c| self.parties.is_place(c));
        let mut others = given.chain(joined).flat_map(|d| self.parties.of(d, true));
        others.any(|p| self.goes_to(draft, p.mention.entity, p.mention.country))
    }

    /// Whether somebody is among those whom an act is done to, or of their state.
    fn goes_to(&self, draft: &Draft<'_>, entity: EntityId, country: Option<Country>) -> bool {
        draft.recipients.iter().any(|r| r.entity == entity || r.country.is_some() && r.country == country)
    }

    /// "To help Togo rebuild", "to defend it": what they are sent for is done for the one they go to.
    fn is_for_their_good(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let theirs = |t: TokenId| {
            // Of themselves they would say "itself".
            if matches!(parse.norm(t), "it" | "them" | "him" | "her") {
                return true;
            }
            let whose = grammar.child(t, &["poss"]).into_iter().chain([t]);
            let mut found = whose.flat_map(|t| self.parties.of(grammar.antecedent(t), true));
            found.any(|p| self.goes_to(draft, p.mention.entity, p.mention.country))
        };
        grammar.purposes(draft.anchor.governor()).into_iter().any(|v| match parse.lemma(v) {
            "help" | "assist" | "train" | "rebuild" | "rescue" | "treat" | "evacuate" | "mentor" | "advise" => true,
            "defend" | "protect" | "shield" | "guard" | "secure" | "safeguard" | "support" | "bolster"
            | "reinforce" | "reassure" | "back" | "strengthen" => grammar.children(v, &["dobj"]).any(theirs),
            // "To keep the peace", "to watch over the truce".
            "keep" | "monitor" | "observe" | "oversee" | "supervise" | "enforce" | "uphold" => {
                let calm =
                    |o: TokenId| matches!(parse.lemma(o), "peace" | "order" | "calm" | "truce" | "ceasefire" | "vote");
                grammar.children(v, &["dobj"]).any(calm)
            }
            // "To fight the rebels alongside its army".
            "fight" | "battle" | "serve" | "patrol" => grammar
                .children(v, &["prep"])
                .any(|p| matches!(parse.norm(p), "alongside" | "beside") && grammar.children(p, &["pobj"]).any(theirs)),
            _ => false,
        })
    }

    /// "To help fight the rebels": what is helped with is no threat beside the help.
    pub(crate) fn is_helped_with(&self, draft: &Draft<'_>) -> bool {
        let parse = self.walker.grammar.parse;
        let act = draft.anchor.governor();
        let over = parse.head(act);
        let helps = matches!(parse.lemma(over), "help" | "assist") && matches!(parse.dep(act), "xcomp" | "ccomp");
        helps && draft.reality.modality == Modality::Planned && draft.event_type == EventType::Assault
    }
}
