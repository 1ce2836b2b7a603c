//! Dictionary forms that spaCy's lemmatizer gets wrong and the spelling tells.
//!
//! To it "hoped" is of "hop", "staged" of "stag", "fined" of "fin": of two verbs that are in its list it takes the
//! shorter. English doubles the last consonant of a short verb before an ending ("hopped"), so a single one is of the
//! verb with an e. What `chancery parse` prints stays as spaCy has it.

use chancery_doc::{Parse, TokenId};

/// Mends the verbs of a parse.
pub(crate) fn mend(parse: &mut Parse) {
    let mut mended = String::new();
    for i in 0..parse.len() {
        let t = TokenId::new(i);
        if !parse.tag(t).starts_with("VB") || !lost_its_e(parse.lemma(t), parse.norm(t)) {
            continue;
        }
        mended.clear();
        mended.push_str(parse.lemma(t));
        mended.push('e');
        parse.set_lemma(t, &mended);
    }
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
    use super::lost_its_e;

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
}
