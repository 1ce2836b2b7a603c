//! Words for sides by what they are to each other: "soldiers of both sides", "the former foes", "the hosts".

use chancery_doc::TokenId;

use crate::join::Joiner;

/// So many mentions back the place of a visit or of talks may stand that "the hosts" are of.
const VENUE_WITHIN: usize = 24;

impl Joiner<'_> {
    /// "The foreign ministers of both countries", "troops from the two sides", "both sides' negotiators".
    pub(crate) fn is_of_two(&self, t: usize) -> bool {
        let parse = self.parse;
        let head = TokenId::new(t);
        let of = parse.children_by(head, "prep").filter(|&p| matches!(parse.norm(p), "of" | "from"));
        let of = of.filter_map(|p| parse.children_by(p, "pobj").next());
        of.chain(parse.children_by(head, "poss")).any(|o| {
            matches!(
                parse.norm(o),
                "countries" | "nations" | "states" | "neighbours" | "neighbors" | "sides" | "governments"
            ) && self.is_dual(o.index())
        })
    }

    /// "The former foes", "the feuding neighbours": two without a number.
    pub(crate) fn are_foes(&self, t: usize) -> bool {
        let parse = self.parse;
        let head = TokenId::new(t);
        let before = |words: &[&str]| parse.children(head).iter().any(|&c| c < head && words.contains(&parse.norm(c)));
        matches!(
            parse.norm(head),
            "adversaries"
                | "allies"
                | "antagonists"
                | "belligerents"
                | "enemies"
                | "foes"
                | "neighbours"
                | "neighbors"
                | "rivals"
        ) && before(&["the", "these", "those"])
            && before(&[
                "arch",
                "bitter",
                "feuding",
                "former",
                "longtime",
                "nuclear",
                "old",
                "quarrelling",
                "regional",
                "sworn",
                "warring",
            ])
    }

    /// "Flew to Muscat, where the hosts …": the state in which the visit or the talks told last take place.
    pub(crate) fn hosts(&mut self, t: usize, sentence: u32) {
        let parse = self.parse;
        let visited = |token: usize| {
            let head = TokenId::new(token);
            parse.dep(head) == "dobj" && matches!(parse.lemma(parse.head(head)), "visit" | "tour" | "reach")
        };
        let near = self.recent.iter().rev().take(VENUE_WITHIN).filter(|r| sentence.saturating_sub(r.sentence) < 3);
        let place = near.filter(|r| self.is_venue(r.token) || visited(r.token)).find_map(|r| {
            let entity = &self.drafts[self.root(r.draft)].entity;
            entity.country.filter(|c| !c.is_international())
        });
        if let Some(country) = place {
            let state = self.country(country);
            self.nominal(state, self.opening(t), t, sentence);
        }
    }
}
