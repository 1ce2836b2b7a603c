//! The place of a clause in its sentence, where another word of it is made its verb.

use chancery_doc::{MovedArc, Parse, TokenId};

/// The relations that a clause may stand in.
const RELATIONS: [&str; 8] = ["ROOT", "acl", "advcl", "ccomp", "conj", "parataxis", "pcomp", "relcl"];

/// Puts `verb` where `old` stood: under the same word by the same relation. Of relations that no clause has there is none.
pub(crate) fn in_place_of(parse: &Parse, old: TokenId, verb: TokenId) -> MovedArc<'static> {
    let over = if parse.is_root(old) { verb } else { parse.head(old) };
    let relation = if parse.is_root(old) { "ROOT" } else { parse.dep(old) };
    (verb, over, RELATIONS.into_iter().find(|&r| r == relation))
}
