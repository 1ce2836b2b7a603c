//! Who is asked to stop attacks whose victims are told: those who make them, and never their victims.
//!
//! "Called for an end to anti-Chadian attacks", "said the attacks must stop and the culprits would be punished": by people
//! of his own, or of those whom the text tells to attack.

use chancery_doc::{Argument, Country, EventType, Sector, TokenId};

use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many drafts around a call those are looked for who attack.
const NEAR: usize = 48;

/// So many words below a verb are looked through.
const MOST: usize = 48;

impl Matcher<'_, '_> {
    /// Takes the victims of the attacks that somebody wants to end from whom he asks, and puts those who attack in.
    pub(crate) fn ask_attackers(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            let asks = draft.event_type == EventType::Request && draft.modes.iter().any(|m| &**m == "yield");
            if !asks || draft.dropped || draft.recipients.is_empty() {
                continue;
            }
            let Some(victims) = self.victims_of_called_off(draft) else { continue };
            if !draft.recipients.iter().all(|r| r.country == Some(victims)) {
                continue;
            }
            let fights = |a: &Argument| {
                let armed = matches!(a.sectors.first(), Some(Sector::Reb | Sector::Uaf));
                armed && a.country.is_some_and(|c| c != victims)
            };
            let attacks = |d: &&Draft<'_>| {
                let hits = d.recipients.iter().any(|r| r.country == Some(victims));
                d.event_type == EventType::Assault && !d.dropped && hits && d.actors.iter().all(fights)
            };
            let from = i.saturating_sub(NEAR);
            let around = drafts.iter().skip(from).take(2 * NEAR);
            let found = around.filter(attacks).find(|d| !d.actors.is_empty()).map(|d| d.actors.clone());
            drafts[i].take_recipients(found.unwrap_or_default());
        }
    }

    /// The people that the attacks hit whose end is called for: "anti-Chadian attacks"; or, where the speaker means to
    /// punish those who attack, whoever else he is taken to ask.
    fn victims_of_called_off(&self, draft: &Draft<'_>) -> Option<Country> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = draft.anchor.governor();
        let (from, to) = (parse.left_edge(verb).index(), parse.right_edge(verb).index());
        let words = || (from..=to).map(TokenId::new).skip_while(|&t| t < verb).take(MOST);
        let attack = words().find(|&t| grammar.is_nominal(t) && self.says("strike_noun", t))?;
        let of_whom =
            grammar.children(attack, &["amod", "nmod", "compound"]).filter(|&t| grammar.prefix_of(t) == Some("anti"));
        let hit = of_whom.filter_map(|t| self.country_of_adjective(t)).next();
        if hit.is_some() {
            return hit;
        }
        // "Culprits would be punished": a state punishes its own.
        let owned =
            grammar.children(attack, &["poss", "amod", "compound"]).any(|t| self.country_of_adjective(t).is_some());
        let punished = |t: TokenId| {
            let culprit = |s: TokenId| matches!(parse.lemma(s), "culprit" | "perpetrator" | "offender" | "attacker");
            matches!(parse.lemma(t), "punish" | "prosecute" | "jail" | "arrest" | "pursue")
                && grammar.children(t, &["nsubjpass", "dobj"]).any(culprit)
        };
        let own = draft.actors.first().and_then(|a| a.country);
        let asked = draft.recipients.first().and_then(|r| r.country);
        let own_people = !owned && words().any(punished);
        asked.filter(|_| own_people && asked != own)
    }

    /// The country of a nationality: of the word itself, or of another place where it is told.
    fn country_of_adjective(&self, t: TokenId) -> Option<Country> {
        let parse = self.walker.grammar.parse;
        let direct = self.parties.direct(t).and_then(|m| m.country);
        direct.or_else(|| {
            let same = |h: TokenId| parse.norm(h) == parse.norm(t);
            self.parties.cast.mentions().iter().find(|m| same(m.head)).and_then(|m| m.country)
        })
    }
}
