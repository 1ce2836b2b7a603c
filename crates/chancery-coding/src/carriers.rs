//! Outlets that bring somebody's words without being told to say anything themselves: "in a statement carried by the
//! agency", "Interfax quoted him as saying", "in an interview with the daily".

use chancery_doc::{EntityId, Statement, TokenId};

use crate::attribution::Outlets;
use crate::matcher::Matcher;

/// What an outlet brings: whose words, where they are told, and which outlet it is.
pub(crate) struct Carried {
    sentence: usize,
    /// The one whose words they are; all of the sentence where it is nobody.
    speaker: Option<EntityId>,
    pub(crate) outlet: EntityId,
}

impl Carried {
    /// Whether a statement whose cue stands in a sentence comes through the outlet.
    pub(crate) fn brings(&self, statement: &Statement, sentence: usize) -> bool {
        let whose = self.speaker.is_none_or(|s| statement.speaker == Some(s));
        self.sentence == sentence && whose && statement.speaker != Some(self.outlet)
    }
}

impl Matcher<'_, '_> {
    /// All that the outlets of a text are told to bring.
    pub(crate) fn carried(&self, outlets: &Outlets<'_>) -> Vec<Carried> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let entity = |t: TokenId| self.parties.direct(t).map(|m| m.entity);
        let outlet = |t: TokenId| entity(t).filter(|&e| outlets.is_outlet(e) || self.is_house(t));
        let mut found = Vec::new();
        for t in parse.ids() {
            let sentence = parse.sentence_of(t).index();
            match parse.lemma(t) {
                "quote" | "cite" => {
                    let by = grammar.children(t, &["agent"]).find_map(|a| outlet(grammar.child(a, &["pobj"])?));
                    let house = by.or_else(|| outlet(grammar.child(t, &["nsubj"])?));
                    let speaker = grammar.child(t, &["dobj", "nsubjpass"]).and_then(entity);
                    if let (Some(outlet), Some(_)) = (house, speaker) {
                        found.push(Carried { sentence, speaker, outlet });
                    }
                }
                "carry" | "publish" | "air" | "broadcast" | "release" | "obtain" | "see" | "post" | "run" | "print"
                | "distribute" | "issue" | "hear" | "circulate" | "leak" | "share" | "send" | "review" | "read"
                | "show"
                    if parse.tag(t) == "VBN" && is_message(parse.lemma(parse.head(t))) =>
                {
                    let by = grammar
                        .children(t, &["agent", "prep"])
                        .filter(|&p| matches!(parse.norm(p), "by" | "on" | "in" | "to" | "with"));
                    let house = by.filter_map(|p| grammar.child(p, &["pobj"])).find_map(outlet);
                    found.extend(house.map(|outlet| Carried { sentence, speaker: None, outlet }));
                }
                "interview" => {
                    let with = grammar.children(t, &["prep"]).filter(|&p| matches!(parse.norm(p), "with" | "to"));
                    let house = with.filter_map(|p| grammar.child(p, &["pobj"])).find_map(outlet);
                    found.extend(house.map(|outlet| Carried { sentence, speaker: None, outlet }));
                }
                // "In a broadcast on their Andalus radio", "an article in the daily".
                message if is_message(message) && parse.dep(t) == "pobj" => {
                    let on = grammar.children(t, &["prep"]).filter(|&p| matches!(parse.norm(p), "on" | "in"));
                    let house = on.filter_map(|p| grammar.child(p, &["pobj"])).find_map(outlet);
                    found.extend(house.map(|outlet| Carried { sentence, speaker: None, outlet }));
                }
                _ => {}
            }
        }
        found
    }

    /// Whether a word calls what it names a paper, a station or an agency; channels of a platform are none.
    fn is_house(&self, t: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let house = matches!(
            parse.lemma(t),
            "agency"
                | "newspaper"
                | "daily"
                | "weekly"
                | "magazine"
                | "radio"
                | "television"
                | "tv"
                | "broadcaster"
                | "station"
                | "channel"
                | "website"
                | "portal"
                | "tabloid"
                | "journal"
        );
        let platform = |c: &TokenId| {
            matches!(parse.norm(*c), "telegram" | "youtube" | "whatsapp" | "facebook" | "twitter" | "instagram" | "x")
        };
        let named = self.walker.grammar.children(t, &["compound", "nmod", "amod"]).next().is_some();
        let intelligence = |c: &TokenId| matches!(parse.norm(*c), "intelligence" | "spy" | "space" | "aid" | "atomic");
        let below = parse.children(t);
        house && named && !below.iter().any(platform) && !below.iter().any(intelligence)
    }
}

/// Whether a noun is what somebody's words come in.
fn is_message(lemma: &str) -> bool {
    matches!(
        lemma,
        "statement"
            | "commentary"
            | "message"
            | "letter"
            | "video"
            | "audio"
            | "recording"
            | "article"
            | "editorial"
            | "remark"
            | "communique"
            | "communiqué"
            | "speech"
            | "footage"
            | "interview"
            | "column"
            | "address"
            | "comment"
            | "document"
            | "memo"
            | "memorandum"
            | "note"
            | "cable"
            | "telegram"
            | "dispatch"
            | "email"
            | "e-mail"
            | "transcript"
            | "broadcast"
            | "post"
            | "draft"
            | "appeal"
            | "text"
            | "clip"
    )
}
