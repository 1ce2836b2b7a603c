//! Agents that the parser hangs on the noun before them.
//!
//! "Civilians were herded into camps by the army": parsers take the army for what made the camps. A passive without an
//! agent gets the one that stands behind its last noun, unless that noun is an act and may have an agent of its own
//! ("killed in an attack by rebels"), or the "by" tells when or by how much.

use chancery_doc::{Parse, TokenId};

/// Nouns that may have an agent; besides them, those that are made of a verb by an ending.
const ACTS: &[&str] = &[
    "abuse",
    "ambush",
    "appeal",
    "approval",
    "article",
    "assault",
    "attack",
    "battle",
    "bid",
    "bill",
    "blast",
    "blow",
    "book",
    "call",
    "campaign",
    "charge",
    "claim",
    "clash",
    "control",
    "coup",
    "crackdown",
    "crash",
    "crossfire",
    "deal",
    "death",
    "decree",
    "defeat",
    "demand",
    "denial",
    "drive",
    "effort",
    "feud",
    "fight",
    "film",
    "fire",
    "gunfight",
    "law",
    "letter",
    "loss",
    "march",
    "move",
    "murder",
    "offer",
    "order",
    "parade",
    "plan",
    "proposal",
    "protest",
    "purchase",
    "push",
    "raid",
    "rally",
    "rape",
    "refusal",
    "report",
    "request",
    "return",
    "riot",
    "rule",
    "sale",
    "search",
    "shoot-out",
    "shootout",
    "show",
    "siege",
    "speech",
    "strike",
    "study",
    "support",
    "takeover",
    "talk",
    "test",
    "threat",
    "torture",
    "use",
    "victory",
    "vigil",
    "visit",
    "vote",
    "war",
    "win",
    "withdrawal",
    "work",
];

/// Endings of nouns for acts.
const ENDINGS: &[&str] = &["tion", "sion", "ment", "ance", "ence", "ing", "ure"];

/// Participles that say before a bare plural what those do: "by advancing troops".
const DOING: &[&str] = &[
    "advancing",
    "attacking",
    "besieging",
    "fleeing",
    "governing",
    "invading",
    "marauding",
    "marching",
    "occupying",
    "opposing",
    "protesting",
    "pursuing",
    "rampaging",
    "retreating",
    "returning",
    "rioting",
    "ruling",
    "striking",
    "surrounding",
    "withdrawing",
];

/// Hangs agents on the passives that lack one.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<_> =
        parse.ids().filter_map(|by| passive_above(&parse, by).map(|verb| (by, verb, Some("agent")))).collect();
    for (doing, noun) in parse.ids().filter_map(|t| Some((t, doers(&parse, t)?))) {
        let by = parse.head(doing);
        let dep = if parse.tag(parse.head(by)) == "VBN" { "agent" } else { "prep" };
        moved.extend([(noun, by, Some("pobj")), (doing, noun, Some("amod")), (by, parse.head(by), Some(dep))]);
        let behind = parse.children(doing).iter().filter(|&&c| c > noun);
        moved.extend(behind.map(|&c| (c, parse.head(by), None)));
    }
    parse.with_arcs(&moved)
}

/// "Shot by pursuing troops": the plural that the parser takes for whom somebody pursues.
fn doers(parse: &Parse, doing: TokenId) -> Option<TokenId> {
    let fits = parse.dep(doing) == "pcomp"
        && parse.tag(doing) == "VBG"
        && parse.norm(parse.head(doing)) == "by"
        && DOING.contains(&parse.norm(doing));
    let noun = parse.children_by(doing, "dobj").next().filter(|&n| fits && parse.tag(n) == "NNS")?;
    let bare = parse.left_edge(noun).index() == doing.index() + 1
        && parse.children(noun).iter().all(|&c| c > noun || matches!(parse.dep(c), "compound" | "amod"));
    bare.then_some(noun)
}

/// The passive that a "by" below its last noun belongs to.
fn passive_above(parse: &Parse, by: TokenId) -> Option<TokenId> {
    let noun = parse.head(by);
    let is_noun = |t: TokenId| parse.tag(t).starts_with("NN");
    let behind = parse.norm(by) == "by" && parse.dep(by) == "prep" && by.index() == noun.index() + 1;
    if !behind || !is_noun(noun) || parse.dep(noun) != "pobj" {
        return None;
    }
    let into = parse.head(noun);
    let verb = parse.head(into);
    let has = |dep: &str| parse.children_by(verb, dep).next().is_some();
    let is_passive = parse.tag(verb) == "VBN" && has("auxpass") && !has("agent") && !has("dobj");
    let lemma = parse.lemma(noun);
    let is_act = ACTS.contains(&lemma) || ENDINGS.iter().any(|e| lemma.ends_with(e));
    let is_party =
        |t: TokenId| is_noun(t) && !matches!(parse.iob(t).1, "DATE" | "TIME" | "PERCENT" | "MONEY" | "QUANTITY");
    let whom = parse.children_by(by, "pobj").next().is_some_and(is_party);
    (parse.dep(into) == "prep" && is_passive && !is_act && whom).then_some(verb)
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    /// The word that "by" hangs on, in "They were … into … by …".
    fn above(noun: &str, who: &str, tag: &str) -> String {
        let words = format!(
            "They/PRP/nsubjpass/2 were/VBD/auxpass/2 herded/VBN/ROOT/2 into/IN/prep/2 {noun}/NN/pobj/3 by/IN/prep/4 \
             {who}/{tag}/pobj/5"
        );
        ByHand::mended(&words, mend).above("by").to_owned()
    }

    #[test]
    fn a_passive_gets_the_agent_behind_its_last_noun() {
        assert_eq!(above("camp", "soldiers", "NNS"), "herded");
    }

    #[test]
    fn an_act_keeps_its_own_agent() {
        assert_eq!(above("raid", "soldiers", "NNS"), "raid");
        assert_eq!(above("detention", "soldiers", "NNS"), "detention");
    }

    #[test]
    fn who_does_something_is_no_object() {
        let words = "He/PRP/nsubjpass/2 was/VBD/auxpass/2 shot/VBN/ROOT/2 by/IN/prep/2 pursuing/VBG/pcomp/3 \
                     troops/NNS/dobj/4";
        assert_eq!(ByHand::mended(words, mend).above("troops"), "by");
    }

    #[test]
    fn what_is_no_party_moves_nothing() {
        assert_eq!(above("camp", "walking", "VBG"), "camp");
    }
}
