//! Pasts of verbs, and which words may be verbs: what a headline spells like a noun and the codebook knows for an act.
//!
//! "Chad torches granary": to the parser the act is a plural. The headline is read again with a past in its place, which no
//! noun has ("Chad torched granary"), and the parser decides ([`crate::headline`]). The pasts are made by the rules of
//! spelling, from a list of those that change their stem or double their last consonant.

use std::collections::HashSet;

use chancery_coding::Codebook;

/// The verbs that a codebook has rules for.
#[derive(Debug)]
pub(crate) struct Verbs(HashSet<String>);

impl Verbs {
    pub(crate) fn of(book: &Codebook) -> Verbs {
        let verbs = book.triggers().into_iter().filter(|(_, part, _)| *part == "verb");
        Verbs(verbs.map(|(word, ..)| word.to_owned()).filter(|w| w.bytes().all(|b| b.is_ascii_lowercase())).collect())
    }

    /// Whether there is a rule for a verb.
    pub(crate) fn has(&self, base: &str) -> bool {
        self.0.contains(base) && NOUNS.binary_search(&base).is_err()
    }
}

/// Verbs whose third person is in headlines nearly always the plural of a noun.
const NOUNS: &[&str] = &[
    "affair", "arm", "border", "camp", "clash", "crowd", "cut", "effort", "figure", "force", "ground", "head",
    "interest", "issue", "leader", "line", "look", "market", "matter", "minister", "number", "official", "people",
    "place", "point", "price", "relation", "right", "sale", "service", "share", "side", "source", "state", "station",
    "talk", "tie", "time", "troop", "value", "view", "voice", "work",
];

/// Pasts that change the stem, or leave it as it is, by verb.
const CHANGED: &[(&str, &str)] = &[
    ("beat", "beat"),
    ("begin", "began"),
    ("bid", "bid"),
    ("bind", "bound"),
    ("break", "broke"),
    ("bring", "brought"),
    ("build", "built"),
    ("burst", "burst"),
    ("buy", "bought"),
    ("cast", "cast"),
    ("catch", "caught"),
    ("choose", "chose"),
    ("come", "came"),
    ("cut", "cut"),
    ("deal", "dealt"),
    ("dig", "dug"),
    ("draw", "drew"),
    ("drive", "drove"),
    ("fall", "fell"),
    ("feed", "fed"),
    ("fight", "fought"),
    ("find", "found"),
    ("flee", "fled"),
    ("fling", "flung"),
    ("fly", "flew"),
    ("forbid", "forbade"),
    ("forgive", "forgave"),
    ("freeze", "froze"),
    ("get", "got"),
    ("give", "gave"),
    ("go", "went"),
    ("hang", "hanged"),
    ("hear", "heard"),
    ("hide", "hid"),
    ("hit", "hit"),
    ("hold", "held"),
    ("hurt", "hurt"),
    ("keep", "kept"),
    ("lay", "laid"),
    ("lead", "led"),
    ("leave", "left"),
    ("lend", "lent"),
    ("let", "let"),
    ("lose", "lost"),
    ("make", "made"),
    ("meet", "met"),
    ("overrun", "overran"),
    ("overthrow", "overthrew"),
    ("pay", "paid"),
    ("put", "put"),
    ("quit", "quit"),
    ("repay", "repaid"),
    ("retake", "retook"),
    ("ride", "rode"),
    ("rise", "rose"),
    ("run", "ran"),
    ("say", "said"),
    ("see", "saw"),
    ("seek", "sought"),
    ("sell", "sold"),
    ("send", "sent"),
    ("set", "set"),
    ("shed", "shed"),
    ("shoot", "shot"),
    ("shut", "shut"),
    ("slay", "slew"),
    ("speak", "spoke"),
    ("spend", "spent"),
    ("split", "split"),
    ("spread", "spread"),
    ("stand", "stood"),
    ("steal", "stole"),
    ("strike", "struck"),
    ("swear", "swore"),
    ("sweep", "swept"),
    ("take", "took"),
    ("teach", "taught"),
    ("tear", "tore"),
    ("tell", "told"),
    ("throw", "threw"),
    ("undertake", "undertook"),
    ("uphold", "upheld"),
    ("win", "won"),
    ("withdraw", "withdrew"),
    ("withhold", "withheld"),
    ("write", "wrote"),
];

/// Verbs of more than one syllable whose last consonant is doubled: mostly those whose last syllable is stressed.
const DOUBLED: &[&str] = &[
    "abet", "abhor", "acquit", "admit", "annul", "cancel", "commit", "compel", "confer", "control", "defer", "deter",
    "expel", "impel", "incur", "kidnap", "omit", "outfit", "patrol", "permit", "propel", "rebel", "rebut", "recur",
    "refer", "regret", "repel", "submit", "transfer", "transmit", "unravel",
];

/// The verbs of which a third person may be: "denies" is of "deny", "clashes" of "clash".
pub(crate) fn bases_of(third: &str) -> Vec<String> {
    let Some(stem) = third.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with('s')) else {
        return Vec::new();
    };
    let mut found = vec![stem.to_owned()];
    if let Some(y) = stem.strip_suffix("ie") {
        found.push(format!("{y}y"));
    }
    let hisses = |base: &&str| ["s", "sh", "ch", "x", "z", "o"].iter().any(|end| base.ends_with(end));
    found.extend(stem.strip_suffix('e').filter(hisses).map(str::to_owned));
    found
}

/// The past tense of a verb.
pub(crate) fn past_of(base: &str) -> String {
    if let Ok(i) = CHANGED.binary_search_by_key(&base, |(verb, _)| verb) {
        return CHANGED[i].1.to_owned();
    }
    let is_vowel = |b: u8| b"aeiou".contains(&b);
    match base.as_bytes() {
        [.., b'e'] => format!("{base}d"),
        [stem @ .., b'y'] if stem.last().is_some_and(|&b| !is_vowel(b)) => {
            format!("{}ied", base.strip_suffix('y').unwrap_or(base))
        }
        [before @ .., vowel, last] if is_vowel(*vowel) && !is_vowel(*last) && !b"wxy".contains(last) => {
            let short = !before.is_empty() && !before.iter().any(|&b| is_vowel(b));
            let doubled = if short || DOUBLED.contains(&base) { &base[base.len() - 1..] } else { "" };
            format!("{base}{doubled}ed")
        }
        _ => format!("{base}ed"),
    }
}

#[cfg(test)]
mod tests {
    use super::{CHANGED, NOUNS, bases_of, past_of};

    #[test]
    fn pasts_are_spelled_as_english_spells_them() {
        let pasts = [
            ("bar", "barred"),
            ("deny", "denied"),
            ("deploy", "deployed"),
            ("expel", "expelled"),
            ("kidnap", "kidnapped"),
            ("rally", "rallied"),
            ("slap", "slapped"),
            ("target", "targeted"),
            ("seize", "seized"),
            ("torch", "torched"),
            ("tow", "towed"),
            ("visit", "visited"),
            ("withhold", "withheld"),
            ("raid", "raided"),
        ];
        for (base, past) in pasts {
            assert_eq!(past_of(base), past);
        }
        assert!(CHANGED.is_sorted() && NOUNS.is_sorted());
    }

    #[test]
    fn a_third_person_is_of_its_verb() {
        for (third, base) in [("denies", "deny"), ("torches", "torch"), ("seizes", "seize"), ("bars", "bar")] {
            assert!(bases_of(third).contains(&base.to_owned()), "{third}");
        }
        assert!(bases_of("pass").is_empty());
    }
}
