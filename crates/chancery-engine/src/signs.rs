//! Signs that the parser has not learned, given to it as others that say the same.
//!
//! Its corpus is older than a network called X and knows no bullets: "wrote on X. The ministry …" reads to it as an
//! initial before a name, so that two sentences are one, and "• Army shells town" opens with a participle. Only what the
//! parser sees is another: the text and its places stay.

use std::collections::BTreeMap;

use chancery_doc::TokenId;
use chancery_parse::Worker;

/// Signs that open the lines of a list, but for those that the parser has learned.
const BULLETS: [char; 6] = ['•', '▪', '‣', '◦', '■', '►'];

/// The words of a line that are to be read as others, by their number.
pub(crate) fn others(worker: &mut Worker<'_>, line: &str) -> BTreeMap<usize, String> {
    let mut others = BTreeMap::new();
    let on_x = line.contains(" X. ") || line.contains(" X.\" ") || line.contains(" X.” ");
    if !on_x && !line.starts_with(BULLETS) {
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
    }
    others
}
