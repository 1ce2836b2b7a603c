//! "A Danish man has been fighting with the Taliban": on their side, so that whoever took him in is whom he fought.

use chancery_doc::{EventType, Sector, TokenId};

use crate::draft::{Draft, is_exact};
use crate::matcher::Matcher;

/// So many sentences on it may be told who took him in.
const TOLD_WITHIN: usize = 2;

impl Matcher<'_, '_> {
    /// Whether somebody is told to fight "with" those whose side he is on.
    pub(crate) fn fights_for_others(&self, draft: &Draft<'_>) -> bool {
        let grammar = &self.walker.grammar;
        let verb = draft.anchor.governor();
        let fights = matches!(grammar.parse.lemma(verb), "fight" | "serve") && grammar.child(verb, &["dobj"]).is_none();
        let with = |t: TokenId| matches!(grammar.parse.norm(t), "with" | "alongside" | "for");
        let beside =
            grammar.children(verb, &["prep"]).filter(|&p| with(p)).flat_map(|p| grammar.children(p, &["pobj"]));
        let private = draft.actors.iter().all(|a| matches!(a.sectors.first(), None | Some(Sector::Cvl)));
        let mut others = beside.flat_map(|t| self.parties.of(t, false));
        let rebels = others.any(|p| p.mention.sectors.first() == Some(&Sector::Reb));
        draft.event_type == EventType::Assault && is_exact(draft.rule) && fights && private && rebels
    }

    /// Gives whoever fights on others' side the armed men who took him in as those he fought.
    pub(crate) fn fought_captors(&self, drafts: &mut [Draft<'_>]) {
        for i in 0..drafts.len() {
            let draft = &drafts[i];
            if !self.fights_for_others(draft) || draft.dropped || !draft.recipients.is_empty() {
                continue;
            }
            let here = self.sentence_at(draft);
            let him = |d: &Draft<'_>| d.recipients.iter().any(|r| draft.actors.iter().any(|a| a.entity == r.entity));
            let captors = drafts[i..].iter().take_while(|d| self.sentence_at(d) <= here + TOLD_WITHIN).find(|d| {
                let takes = d.event_type == EventType::Coerce && d.modes.iter().any(|m| &**m == "arrest");
                let in_arms = |s: Option<&Sector>| matches!(s, Some(Sector::Mil | Sector::Reb | Sector::Uaf));
                takes && him(d) && !d.actors.is_empty() && d.actors.iter().all(|a| in_arms(a.sectors.first()))
            });
            if let Some(found) = captors.map(|d| d.actors.clone()) {
                drafts[i].take_recipients(found);
            }
        }
    }
}
