//! String keys as spaCy's `StringStore` makes them: the numbers the embedding tables and lookup tables are keyed by.
//!
//! A string's key is its MurmurHash64A with seed 1, except that some four hundred names (attributes, parts of speech,
//! relations) have small fixed numbers. Texts do contain those: "punct", "nn" and the shape "X" are among them.
//! There is no store here: what a key stands for is never asked.

/// The key of a string.
pub(crate) fn key(string: &str) -> u64 {
    symbol(string).unwrap_or_else(|| murmur64(string.as_bytes(), 1))
}

/// The number of a reserved name.
fn symbol(string: &str) -> Option<u64> {
    if string.len() > LONGEST_SYMBOL {
        return None;
    }
    if string.is_empty() {
        return Some(0);
    }
    if let Ok(i) = SYMBOLS.binary_search_by_key(&string, |&(name, _)| name) {
        return Some(u64::from(SYMBOLS[i].1));
    }
    // Two numbered series: FLAG19 is 19, and DEPRECATED001 follows EOL and SPACE.
    let series = |prefix: &str, digits: usize| {
        let number = string.strip_prefix(prefix)?;
        (number.len() == digits && number.bytes().all(|b| b.is_ascii_digit())).then(|| number.parse::<u64>().ok())?
    };
    series("FLAG", 2)
        .filter(|n| (19..=63).contains(n))
        .or_else(|| series("DEPRECATED", 3).filter(|n| (1..=276).contains(n)).map(|n| n + 103))
}

/// Austin Appleby's MurmurHash64A.
pub(crate) fn murmur64(bytes: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    let mut hash = seed ^ (bytes.len() as u64).wrapping_mul(M);
    let (words, tail) = bytes.as_chunks::<8>();
    for &word in words {
        let mut k = u64::from_le_bytes(word).wrapping_mul(M);
        k ^= k >> 47;
        hash = (hash ^ k.wrapping_mul(M)).wrapping_mul(M);
    }
    if !tail.is_empty() {
        hash ^= tail.iter().rev().fold(0, |k, &b| k << 8 | u64::from(b));
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 47;
    hash = hash.wrapping_mul(M);
    hash ^ hash >> 47
}

const LONGEST_SYMBOL: usize = 17;

/// spaCy's reserved names, sorted, without the two numbered series.
#[rustfmt::skip]
static SYMBOLS: [(&str, u16); 135] = [
    ("ADJ", 84), ("ADP", 85), ("ADV", 86), ("AUX", 87), ("CARDINAL", 397), ("CCONJ", 89), ("CLUSTER", 72),
    ("CONJ", 88), ("DATE", 391), ("DEP", 76), ("DET", 90), ("ENT_ID", 454), ("ENT_IOB", 77), ("ENT_KB_ID", 452),
    ("ENT_TYPE", 78), ("EOL", 102), ("EVENT", 387), ("FACILITY", 382), ("GPE", 384), ("HEAD", 79), ("ID", 64),
    ("IDX", 455), ("INTJ", 91), ("IS_ALPHA", 1), ("IS_ASCII", 2), ("IS_BRACKET", 14), ("IS_CURRENCY", 18),
    ("IS_DIGIT", 3), ("IS_LEFT_PUNCT", 16), ("IS_LOWER", 4), ("IS_OOV_DEPRECATED", 13), ("IS_PUNCT", 5),
    ("IS_QUOTE", 15), ("IS_RIGHT_PUNCT", 17), ("IS_SPACE", 6), ("IS_STOP", 12), ("IS_TITLE", 7), ("IS_UPPER", 8),
    ("LANG", 83), ("LANGUAGE", 389), ("LAW", 390), ("LEMMA", 73), ("LENGTH", 71), ("LIKE_EMAIL", 11),
    ("LIKE_NUM", 10), ("LIKE_URL", 9), ("LOC", 385), ("LOWER", 66), ("MONEY", 394), ("MORPH", 453), ("NORM", 67),
    ("NORP", 381), ("NOUN", 92), ("NUM", 93), ("ORDINAL", 396), ("ORG", 383), ("ORTH", 65), ("PART", 94),
    ("PERCENT", 393), ("PERSON", 380), ("POS", 74), ("PREFIX", 69), ("PROB", 82), ("PRODUCT", 386), ("PRON", 95),
    ("PROPN", 96), ("PUNCT", 97), ("QUANTITY", 395), ("SCONJ", 98), ("SENT_START", 80), ("SHAPE", 68), ("SPACE", 103),
    ("SPACY", 81), ("SUFFIX", 70), ("SYM", 99), ("TAG", 75), ("TIME", 392), ("VERB", 100), ("WORK_OF_ART", 388),
    ("X", 101), ("_", 456), ("acl", 451), ("acomp", 398), ("advcl", 399), ("advmod", 400), ("agent", 401),
    ("amod", 402), ("appos", 403), ("attr", 404), ("aux", 405), ("auxpass", 406), ("cc", 407), ("ccomp", 408),
    ("complm", 409), ("conj", 410), ("cop", 411), ("csubj", 412), ("csubjpass", 413), ("dep", 414), ("det", 415),
    ("dobj", 416), ("expl", 417), ("hmod", 418), ("hyph", 419), ("infmod", 420), ("intj", 421), ("iobj", 422),
    ("mark", 423), ("meta", 424), ("neg", 425), ("nmod", 426), ("nn", 427), ("npadvmod", 428), ("nsubj", 429),
    ("nsubjpass", 430), ("num", 431), ("number", 432), ("obj", 434), ("obl", 435), ("oprd", 433), ("parataxis", 436),
    ("partmod", 437), ("pcomp", 438), ("pobj", 439), ("poss", 440), ("possessive", 441), ("preconj", 442),
    ("prep", 443), ("prt", 444), ("punct", 445), ("quantmod", 446), ("rcmod", 448), ("relcl", 447), ("root", 449),
    ("xcomp", 450),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(string: &str, want: u64) {
        assert_eq!(key(string), want, "{string}");
    }

    #[test]
    fn words_are_hashed() {
        check("a", 0xa52be5b3f6674b2a);
        check("war", 0x119ca62841242b9b);
        check("minister", 0x4e90a77eed2d1408);
        check("Ramallah", 0xa6b3732398befc62);
        check("ceasefire talks", 0x8641b5e88bb71a48);
        check("Über", 0xa5902583a9d6c761);
    }

    #[test]
    fn reserved_names_have_small_numbers() {
        check("", 0);
        check("X", 101);
        check("root", 449);
        check("punct", 445);
        check("IS_OOV_DEPRECATED", 13);
        check("FLAG19", 19);
        check("DEPRECATED276", 379);
    }

    #[test]
    fn the_table_can_be_searched() {
        assert!(SYMBOLS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(SYMBOLS.iter().map(|(name, _)| name.len()).max(), Some(LONGEST_SYMBOL));
    }
}
