//! Dictionary forms that spaCy's lemmatizer gets wrong and the spelling tells.
//!
//! To it "hoped" is of "hop", "staged" of "stag", "fined" of "fin": of two verbs that are in its list it takes the
//! shorter. English doubles the last consonant of a short verb before an ending ("hopped"), so a single one is of the
//! verb with an e. To a verb that is not in its list it gives an e that no spelling would ("readmitte", "delinke",
//! "resupplie").
//! And pasts that change the stem it leaves as they are where the verb is rare ("retook", "foresaw").
//! Amounts have the word for money that no letter of theirs tells ("€60m").
//! What `chancery parse` prints stays as spaCy has it.

use chancery_doc::{Parse, TokenId};

/// Pasts of verbs that change their stem and that spaCy's tables lack, with the verbs, by spelling.
const CHANGED: [(&str, &str); 50] = [
    ("arisen", "arise"),
    ("bent", "bend"),
    ("clung", "cling"),
    ("foregone", "forego"),
    ("foresaw", "foresee"),
    ("foretold", "foretell"),
    ("forewent", "forego"),
    ("forgave", "forgive"),
    ("forsook", "forsake"),
    ("forswore", "forswear"),
    ("forwent", "forgo"),
    ("lain", "lie"),
    ("leapt", "leap"),
    ("misspent", "misspend"),
    ("misspoke", "misspeak"),
    ("mistook", "mistake"),
    ("outfought", "outfight"),
    ("overbore", "overbear"),
    ("overflew", "overfly"),
    ("overheard", "overhear"),
    ("overrode", "override"),
    ("overspent", "overspend"),
    ("partook", "partake"),
    ("rebuilt", "rebuild"),
    ("redrew", "redraw"),
    ("regrew", "regrow"),
    ("rehung", "rehang"),
    ("relit", "relight"),
    ("remade", "remake"),
    ("resold", "resell"),
    ("retold", "retell"),
    ("retook", "retake"),
    ("rewon", "rewin"),
    ("rewound", "rewind"),
    ("rewrote", "rewrite"),
    ("rung", "ring"),
    ("shod", "shoe"),
    ("slunk", "slink"),
    ("stank", "stink"),
    ("stricken", "strike"),
    ("striven", "strive"),
    ("strove", "strive"),
    ("stunk", "stink"),
    ("sunk", "sink"),
    ("trod", "tread"),
    ("underlay", "underlie"),
    ("unwound", "unwind"),
    ("uphove", "upheave"),
    ("withdrawn", "withdraw"),
    ("wove", "weave"),
];

/// What a number behind the sign of a currency stands for ("€60m"), by the word that lists of money have.
const AMOUNT: &str = "dollar";

/// "€60m", "$500": whether a word is the number of an amount that no other word tells.
fn is_amount(parse: &Parse, t: TokenId) -> bool {
    let beside = |i: usize| (i < parse.len()).then(|| TokenId::new(i));
    let sign = t.index().checked_sub(1).and_then(beside).is_some_and(|s| parse.tag(s) == "$");
    let told = beside(t.index() + 1).is_some_and(|n| parse.tag(n) == "CD");
    parse.tag(t) == "CD" && sign && !told && parse.norm(t).starts_with(|c: char| c.is_ascii_digit())
}

/// "€60m", "$3bn": the word that the letters behind such a number stand for.
fn unit_of_amount(parse: &Parse, t: TokenId) -> Option<&'static str> {
    let number = t.index().checked_sub(1).map(TokenId::new).filter(|&n| is_amount(parse, n))?;
    let joined = parse.span(number).end() == parse.span(t).start();
    let unit = match parse.norm(t) {
        "m" | "mn" | "m." => "million",
        "bn" | "b" | "bn." => "billion",
        "tn" => "trillion",
        _ => return None,
    };
    joined.then_some(unit)
}

/// "A coup d'état": to parsers the second word is the noun.
fn is_coup(parse: &Parse, t: TokenId) -> bool {
    let before = || t.index().checked_sub(1).map(|i| parse.norm(TokenId::new(i)));
    matches!(parse.norm(t), "d'etat" | "d'état" | "d’etat" | "d’état") && matches!(before(), Some("coup" | "coups"))
}

/// Mends the verbs, the amounts and the coups of a parse.
pub(crate) fn mend(parse: &mut Parse) {
    let mut mended = String::new();
    for i in 0..parse.len() {
        let t = TokenId::new(i);
        if is_amount(parse, t) {
            parse.set_lemma(t, AMOUNT);
            continue;
        }
        if let Some(unit) = unit_of_amount(parse, t) {
            parse.set_lemma(t, unit);
            continue;
        }
        if is_coup(parse, t) {
            parse.set_lemma(t, "coup");
            continue;
        }
        if !parse.tag(t).starts_with("VB") {
            continue;
        }
        let (lemma, norm) = (parse.lemma(t), parse.norm(t));
        mended.clear();
        if lost_its_e(lemma, norm) {
            mended.push_str(lemma);
            mended.push('e');
        } else if let Some(stem) = stem_of_gained_e(lemma, norm) {
            mended.push_str(stem);
        } else if let Some(stem) = stem_before_y(lemma, norm) {
            mended.push_str(stem);
            mended.push('y');
        } else if let Some(verb) = verb_of_past(lemma, norm) {
            mended.push_str(verb);
        } else {
            continue;
        }
        parse.set_lemma(t, &mended);
    }
}

/// The verb whose form `norm` is, where `lemma` is it with an e that its spelling cannot have: after two of one
/// consonant, of which the ending made the second, or after letters that no e follows.
fn stem_of_gained_e<'a>(lemma: &'a str, norm: &str) -> Option<&'a str> {
    let stem = lemma.strip_suffix('e').filter(|stem| stem.len() > 3 && stem.is_ascii())?;
    if !matches!(norm.strip_prefix(stem), Some("ed" | "ing")) {
        return None;
    }
    let [.., third, before, last] = stem.as_bytes() else { return None };
    if before == last && b"bdgmnprt".contains(last) {
        return Some(&stem[..stem.len() - 1]);
    }
    let never = match last {
        b'k' => b"cnlr".contains(before),
        b'd' => b"nr".contains(before),
        // "Paste", "taste" and "waste" have one.
        b't' => b"cfhlnpr".contains(before) || *before == b's' && *third != b'a',
        b'h' => *before == b's' || *before == b'c' && b"nrt".contains(third),
        b'm' | b'p' => *before == b'l',
        b'n' => *before == b'w',
        // "Adhere" and "revere" have one.
        b'r' => *before == b'e' && *third == b't',
        _ => false,
    };
    // "Cooped", "looted"; "choose" has one.
    let is_double_o = *third == b'o' && *before == b'o' && b"dfkmnpt".contains(last);
    (never || is_double_o).then_some(stem)
}

/// What stands before the y of the verb whose past `norm` is, where `lemma` is the past without its d ("resupplie").
fn stem_before_y<'a>(lemma: &'a str, norm: &str) -> Option<&'a str> {
    let stem = lemma.strip_suffix("ie").filter(|stem| stem.len() > 3)?;
    let is_past = norm.strip_suffix('d') == Some(lemma);
    (is_past && !matches!(lemma, "underlie" | "overlie")).then_some(stem)
}

/// The verb whose past `norm` is, where `lemma` is the past again; not of what is a verb of its own as well.
fn verb_of_past(lemma: &str, norm: &str) -> Option<&'static str> {
    let known = || CHANGED.binary_search_by_key(&norm, |(past, _)| past).ok();
    if lemma == norm { known().map(|i| CHANGED[i].1) } else { None }
}

/// Whether `norm` is a form of the verb that `lemma` with an e at its end would be.
fn lost_its_e(lemma: &str, norm: &str) -> bool {
    let ending = norm.strip_prefix(lemma);
    if !ending.is_some_and(|ending| matches!(ending, "ed" | "es" | "ing")) {
        return false;
    }
    // One vowel and one consonant after it; s, x and z take "es", and w, x and y are never doubled.
    let mut back = lemma.bytes().rev();
    let is_vowel = |b: u8| b"aeiouy".contains(&b);
    let last = back.next().is_some_and(|b| b.is_ascii_lowercase() && !is_vowel(b) && !b"swxz".contains(&b));
    last && back.next().is_some_and(is_vowel) && !back.any(is_vowel)
}

#[cfg(test)]
mod tests {
    use super::{CHANGED, lost_its_e, stem_before_y, stem_of_gained_e, verb_of_past};

    #[test]
    fn a_single_consonant_before_an_ending_is_of_a_verb_with_an_e() {
        for (lemma, form) in
            [("hop", "hopes"), ("stag", "staging"), ("fin", "fined"), ("scar", "scared"), ("rid", "riding")]
        {
            assert!(lost_its_e(lemma, form), "{form}");
        }
        for (lemma, form) in [
            ("hop", "hopped"),
            ("hop", "hops"),
            ("visit", "visited"),
            ("pass", "passes"),
            ("gas", "gases"),
            ("need", "needed"),
            ("row", "rowed"),
            ("fix", "fixes"),
            ("march", "marched"),
            ("go", "goes"),
            ("hope", "hoped"),
        ] {
            assert!(!lost_its_e(lemma, form), "{form}");
        }
    }

    #[test]
    fn a_past_that_changes_its_stem_is_of_its_verb() {
        assert!(CHANGED.is_sorted());
        assert_eq!(verb_of_past("retook", "retook"), Some("retake"));
        assert_eq!(verb_of_past("take", "took"), None);
        assert_eq!(verb_of_past("put", "put"), None);
    }

    #[test]
    fn no_verb_ends_in_an_e_after_two_of_a_consonant() {
        for (lemma, norm, verb) in [
            ("readmitte", "readmitted", Some("readmit")),
            ("airdroppe", "airdropping", Some("airdrop")),
            ("delinke", "delinked", Some("delink")),
            ("rearreste", "rearrested", Some("rearrest")),
            ("waterboarde", "waterboarding", Some("waterboard")),
            ("relaunche", "relaunched", Some("relaunch")),
            ("reentere", "reentered", Some("reenter")),
            ("coope", "cooped", Some("coop")),
            ("waste", "wasted", None),
            ("interfere", "interfered", None),
            ("choose", "choosing", None),
            ("ache", "aching", None),
            ("impose", "imposed", None),
            ("finesse", "finessed", None),
            ("readmit", "readmits", None),
        ] {
            assert_eq!(stem_of_gained_e(lemma, norm), verb, "{norm}");
        }
    }

    #[test]
    fn a_past_in_ied_is_of_a_verb_in_y() {
        assert_eq!(stem_before_y("resupplie", "resupplied"), Some("resuppl"));
        assert_eq!(stem_before_y("underlie", "underlied"), None);
        assert_eq!(stem_before_y("tie", "tied"), None);
    }
}
