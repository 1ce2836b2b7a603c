//! Signs that the parser has not learned, given to it as others that say the same.
//!
//! Its corpus is older than a network called X and knows no bullets: "wrote on X. The ministry …" reads to it as an
//! initial before a name, so that two sentences are one, and "• Army shells town" opens with a participle. Of the ranks
//! that are cut short it knows few: "shot Sgt. Ib Dahl in Oslo" ends for it with the rank, so that the sergeant's name opens
//! a sentence of its own and does what was done to him. Only what the parser sees is another: the text and its places stay.

use std::collections::BTreeMap;

use chancery_doc::{Parse, TokenId};
use chancery_parse::Worker;

/// Signs that open the lines of a list, but for those that the parser has learned.
const BULLETS: [char; 6] = ['•', '▪', '‣', '◦', '■', '►'];

/// Ranks that are cut short before a name, in the order of the alphabet, of which the parser takes the stop for the end of
/// a sentence.
const RANKS: [&str; 19] = [
    "Brig", "Capt", "Cmdr", "Comdr", "Const", "Cpl", "Cpt", "Det", "Insp", "Lieut", "Lt", "Maj", "Pfc", "Pte", "Pvt",
    "Sgt", "Spc", "Supt", "Tpr",
];

/// "Would-be" has two verbs for it, so that a would-be mediator is somebody who would be one; it knows this compound.
const WOULD_BE: [(&str, &str); 2] = [("would", "well"), ("be", "known")];

/// The rank that it has learned.
const KNOWN_RANK: &str = "Col";

/// The words of a line that are to be read as others, by their number.
pub(crate) fn others(worker: &mut Worker<'_>, line: &str) -> BTreeMap<usize, String> {
    let mut others = BTreeMap::new();
    let on_x = line.contains(" X. ") || line.contains(" X.\" ") || line.contains(" X.” ");
    let has_rank =
        RANKS.iter().any(|rank| line.match_indices(rank).any(|(at, _)| line[at + rank.len()..].starts_with(". ")));
    let would_be = line.contains("ould-be ");
    if !on_x && !has_rank && !would_be && !line.starts_with(BULLETS) {
        return others;
    }
    let parse = worker.parse_as(line, &others);
    for t in parse.ids() {
        let word = |t: TokenId| parse.span(t).of(line);
        let at = t.index();
        if at == 0 && word(t).starts_with(BULLETS) {
            others.insert(at, "*".to_owned());
        }
        let is_network = word(t) == "X." && at > 0 && parse.norm(TokenId::new(at - 1)) == "on";
        let ends = at + 1 < parse.len() && word(TokenId::new(at + 1)).starts_with(|c: char| !c.is_lowercase());
        if is_network && ends {
            others.insert(at, ".".to_owned());
        }
        if is_rank(&parse, line, t) {
            others.insert(at, KNOWN_RANK.to_owned());
        }
        if is_would_be(&parse, t) {
            WOULD_BE.iter().zip([at, at + 2]).for_each(|((_, read), i)| drop(others.insert(i, (*read).to_owned())));
        }
    }
    others
}

/// Gives the words that were read as others their own forms back.
pub(crate) fn restore(parse: &mut Parse, text: &str) {
    let word = |t: TokenId| parse.span(t).of(text);
    let is_rank = |t: TokenId| parse.norm(t) == KNOWN_RANK.to_lowercase() && RANKS.binary_search(&word(t)).is_ok();
    let half =
        |t: TokenId| WOULD_BE.iter().any(|(own, read)| parse.norm(t) == *read && word(t).eq_ignore_ascii_case(own));
    let read: Vec<(TokenId, &str)> = parse.ids().filter(|&t| is_rank(t) || half(t)).map(|t| (t, word(t))).collect();
    for (t, word) in read {
        parse.set_norm(t, &word.to_lowercase());
        parse.set_lemma(t, word);
    }
}

/// Whether a word opens "would-be", written as one word.
fn is_would_be(parse: &Parse, t: TokenId) -> bool {
    let after = |n: usize| Some(t.index() + n).filter(|&i| i < parse.len()).map(TokenId::new);
    let joined = after(1).is_some_and(|h| parse.norm(h) == "-" && parse.span(h).start() == parse.span(t).end());
    parse.norm(t) == "would" && joined && after(2).is_some_and(|b| parse.norm(b) == "be")
}

/// Whether a word is a rank that is cut short, with its stop, and a name comes next.
fn is_rank(parse: &Parse, line: &str, t: TokenId) -> bool {
    let span = |i: usize| Some(i).filter(|&i| i < parse.len()).map(|i| parse.span(TokenId::new(i)));
    let word = |i: usize| span(i).map_or("", |s| s.of(line));
    let at = t.index();
    RANKS.binary_search(&word(at)).is_ok()
        && word(at + 1) == "."
        && word(at + 2).starts_with(char::is_uppercase)
        && span(at + 1).is_some_and(|stop| stop.start() == parse.span(t).end())
}
