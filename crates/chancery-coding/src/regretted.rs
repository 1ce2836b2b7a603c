//! "Kenya expressed regret and promised an inquiry into how two girls were killed": whoever regrets a deed and looks into
//! it has done it, and regrets it towards those whom it hit.

use chancery_doc::{Argument, EventType, Sector, TokenId};

use crate::draft::Draft;
use crate::matcher::Matcher;

/// So many drafts on the deed may be told.
const NEAR: usize = 6;

impl Matcher<'_, '_> {
    /// Gives deeds without an actor that somebody regrets, and says that he will look into, that one.
    pub(crate) fn own_up(&self, drafts: &mut [Draft<'_>]) {
        let parse = self.walker.grammar.parse;
        for i in 0..drafts.len() {
            let regret = &drafts[i];
            let is_state =
                |a: &Argument| matches!(a.sectors.first(), None | Some(Sector::Gov | Sector::Mil | Sector::Cop));
            let owns_up = regret.event_type == EventType::Concede
                && !regret.dropped
                && !regret.actors.is_empty()
                && regret.actors.iter().all(is_state)
                && self.regrets(regret.anchor.trigger)
                && self.looks_into(regret.anchor.governor());
            if !owns_up {
                continue;
            }
            let sentence = self.sentence_at(regret);
            let (verb, actors) = (regret.anchor.governor(), regret.actors.clone());
            let own = |r: &Argument| actors.iter().any(|a| a.country.is_some() && a.country == r.country);
            let mut victims: Vec<Argument> = Vec::new();
            for deed in drafts.iter_mut().skip(i + 1).take(NEAR) {
                let told = deed.event_type == EventType::Assault && deed.actors.is_empty() && !deed.dropped;
                let below = parse.ancestors(deed.anchor.trigger).any(|a| a == verb);
                if !told || !below || self.sentence_at(deed) != sentence || deed.recipients.iter().any(own) {
                    continue;
                }
                let civil = deed.recipients.iter().filter(|r| matches!(r.sectors.first(), None | Some(Sector::Cvl)));
                victims.extend(
                    civil.filter(|r| victims.iter().all(|v| v.entity != r.entity)).cloned().collect::<Vec<_>>(),
                );
                deed.take_actors(actors.clone());
            }
            if drafts[i].recipients.is_empty() && !victims.is_empty() {
                drafts[i].take_recipients(victims);
            }
        }
    }

    /// "And promised an investigation", "and ordered a probe".
    fn looks_into(&self, verb: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let looks = |v: TokenId| {
            let says =
                matches!(parse.lemma(v), "promise" | "order" | "announce" | "launch" | "open" | "pledge" | "begin");
            let into =
                |o: TokenId| matches!(parse.lemma(o), "investigation" | "inquiry" | "enquiry" | "probe" | "review");
            says && grammar.children(v, &["dobj"]).any(into)
        };
        grammar.children(verb, &["conj"]).any(looks)
    }
}
