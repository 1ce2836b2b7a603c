//! How far a stance goes: "temporarily", "largely", "could be".

use chancery_doc::TokenId;

use crate::matcher::Matcher;
use crate::positions::MOST_JOINED;
use crate::walk::Anchor;

impl Matcher<'_, '_> {
    /// Words of degree beside the word that carries the stance, in their order.
    pub(crate) fn hedge(&self, anchor: Anchor) -> Option<String> {
        let parse = self.walker.grammar.parse;
        let set = self.book.sets.get("hedge")?;
        let mut words: Vec<TokenId> = Vec::new();
        let grammar = &self.walker.grammar;
        let mut bearers: Vec<TokenId> = [Some(anchor.trigger), anchor.verb].into_iter().flatten().collect();
        // "could be suspended or lifted": joined verbs share the auxiliary that stands before the first.
        let mut at = anchor.governor();
        while parse.dep(at) == "conj"
            && grammar.is_verb(at)
            && grammar.child(at, &["aux", "nsubj", "nsubjpass"]).is_none()
            && bearers.len() < MOST_JOINED
        {
            at = parse.head(at);
            bearers.push(at);
        }
        let own = anchor.governor();
        for &t in &bearers {
            let shared = t != anchor.trigger && t != own;
            for &c in parse.children(t).iter().filter(|&&c| !shared || parse.dep(c) == "aux") {
                let counts = matches!(parse.dep(c), "aux" | "advmod" | "amod" | "neg" | "npadvmod");
                if counts && set.contains(parse.norm(c)) && !words.contains(&c) {
                    words.push(c);
                    // "could be re-established": the passive belongs to the degree.
                    let next = TokenId::new(c.index() + 1);
                    if parse.dep(c) == "aux" && c.index() + 1 < parse.len() && parse.dep(next) == "auxpass" {
                        words.push(next);
                    }
                }
            }
        }
        if self.walker.grammar.is_split_again(anchor.trigger) && self.split_is_passive(anchor.trigger) {
            let be = TokenId::new(anchor.trigger.index() - 3);
            let modal = parse.children(be).iter().copied().filter(|&c| set.contains(parse.norm(c)));
            words.extend(modal.flat_map(|m| [m, be]));
        }
        words.sort();
        words.dedup();
        let words: Vec<&str> = words.into_iter().map(|t| parse.norm(t)).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }
}
