//! "In protest of", "in protest at", "in protest against": what is done in protest is done against whoever is named there.
//!
//! "Refugees are on a hunger strike in protest of Chad's refusal to hear them": with "protest" by itself, "of" leads to
//! those who protest; in this phrase it leads to those against whom they do, and who does is told by the clause.

use chancery_doc::{EventType, TokenId};

use crate::arguments::argument;
use crate::draft::Draft;
use crate::matcher::Matcher;

impl Matcher<'_, '_> {
    /// Puts the sides of what is done "in protest" right, and leaves the noun to another act of protest that it is told of.
    pub(crate) fn settle_in_protest(&self, drafts: &mut [Draft<'_>]) {
        let grammar = &self.walker.grammar;
        for i in 0..drafts.len() {
            let noun = drafts[i].anchor.trigger;
            if drafts[i].event_type != EventType::Protest || drafts[i].dropped || !self.is_in_protest(noun) {
                continue;
            }
            let over = grammar.parse.head(grammar.parse.head(noun));
            let clause = if grammar.is_verb(over) { over } else { grammar.parse.head(over) };
            let aims = grammar.children(noun, &["prep"]).filter(|&p| is_at(grammar.parse.norm(p)));
            let aims: Vec<TokenId> = aims.filter_map(|p| grammar.child(p, &["pobj"])).collect();
            let tells = |d: &Draft<'_>| {
                d.event_type == EventType::Protest && !d.dropped && d.anchor.words().any(|w| w == over || w == clause)
            };
            let twin = (0..drafts.len()).find(|&j| j != i && tells(&drafts[j]));
            if let Some(j) = twin.filter(|&j| !drafts[j].actors.is_empty()) {
                let found = aims.iter().map(|&a| self.authors_told(a, &drafts[j])).find(|found| !found.is_empty());
                if let Some(found) = found.filter(|_| drafts[j].recipients.is_empty()) {
                    drafts[j].take_recipients(found);
                }
                drafts[i].dropped = true;
                continue;
            }
            let subject = grammar.subject(if grammar.is_verb(clause) { clause } else { over });
            let by: Vec<_> = subject.into_iter().flat_map(|s| self.parties.of(s, false)).collect();
            if by.is_empty() {
                continue;
            }
            drafts[i].take_actors(by.iter().map(argument).collect());
            drafts[i].recipients.clear();
            let found = aims.iter().map(|&a| self.authors_told(a, &drafts[i])).find(|found| !found.is_empty());
            drafts[i].take_recipients(found.unwrap_or_default());
        }
    }

    /// Whether a noun is that of "in protest", which opens a phrase that says against whom.
    fn is_in_protest(&self, noun: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let bare = grammar.child(noun, &["det", "poss", "nummod"]).is_none();
        parse.norm(noun) == "protest"
            && parse.dep(noun) == "pobj"
            && parse.norm(parse.head(noun)) == "in"
            && bare
            && grammar.children(noun, &["prep"]).any(|p| is_at(parse.norm(p)))
    }
}

/// Words by which "in protest" goes on to what is protested against.
fn is_at(word: &str) -> bool {
    matches!(word, "of" | "at" | "against" | "over" | "about")
}
