//! Forms of "be" that the parser takes for the verb of a clause whose verb is a participle.
//!
//! "Chad is mediating between them": of a rare verb parsers make what Chad is. "Among those killed were two envoys", "also
//! killed were two envoys": whom it befell stands behind, and to parsers it is what the others are. In both the participle
//! is the verb, and the form of "be" its auxiliary.

use chancery_doc::{MovedArc, Parse, TokenId};

use crate::places::in_place_of;

/// Makes participles the verbs of their clauses.
pub(crate) fn mend(parse: Parse) -> Parse {
    let mut moved: Vec<MovedArc<'static>> = Vec::new();
    for be in parse.ids().filter(|&t| parse.lemma(t) == "be") {
        if let Some(verb) = progressive(&parse, be) {
            take_over(&parse, be, verb, "aux", &mut moved);
        } else if let Some((verb, whom)) = named_among(&parse, be) {
            take_over(&parse, be, verb, "auxpass", &mut moved);
            moved.push((whom, verb, Some("nsubjpass")));
        } else if let Some(whom) = named_behind(&parse, be) {
            moved.push((whom, parse.head(be), Some("nsubjpass")));
        }
    }
    parse.with_arcs(&moved)
}

/// Puts a verb in the place of its auxiliary.
fn take_over(parse: &Parse, be: TokenId, verb: TokenId, helps: &'static str, moved: &mut Vec<MovedArc<'static>>) {
    moved.push(in_place_of(parse, be, verb));
    moved.push((be, verb, Some(helps)));
    moved.extend(parse.children(be).iter().filter(|&&c| c != verb).map(|&c| (c, verb, None)));
}

/// "Is mediating between": a bare participle right behind the form of "be".
fn progressive(parse: &Parse, be: TokenId) -> Option<TokenId> {
    let verb = parse.children_by(be, "attr").next().filter(|&v| v > be && parse.tag(v) == "VBG")?;
    let between = (be.index() + 1..verb.index()).map(TokenId::new);
    let is_near = between.clone().count() <= 2 && between.into_iter().all(|t| parse.tag(t).starts_with("RB"));
    let is_noun = parse.children(verb).iter().any(|&c| matches!(parse.dep(c), "det" | "amod" | "compound" | "poss"));
    let has_subject = parse.children_by(be, "nsubj").next().is_some_and(|s| s < be);
    (is_near && !is_noun && has_subject).then_some(verb)
}

/// "Among those killed were two envoys": the participle, and whom it befell.
fn named_among(parse: &Parse, be: TokenId) -> Option<(TokenId, TokenId)> {
    let whom = behind(parse, be)?;
    let among = parse.children(be).iter().copied().find(|&p| p < be && parse.norm(p) == "among")?;
    let those = parse.children_by(among, "pobj").next()?;
    let verb = parse.children_by(those, "acl").next().filter(|&v| parse.tag(v) == "VBN")?;
    (parse.is_root(be) && parse.norm(those) == "those").then_some((verb, whom))
}

/// "Also killed were two envoys": whom it befell, hung on the participle or on its auxiliary.
fn named_behind(parse: &Parse, be: TokenId) -> Option<TokenId> {
    let verb = parse.head(be);
    let fits = parse.dep(be) == "auxpass" && verb < be && parse.tag(verb) == "VBN";
    let has_own = parse.children(verb).iter().any(|&c| matches!(parse.dep(c), "nsubj" | "nsubjpass"));
    let mut after = [be, verb].into_iter().flat_map(|t| parse.children_by(t, "attr"));
    after.find(|&w| fits && !has_own && w > be)
}

/// What stands behind a form of "be" that has no subject before it.
fn behind(parse: &Parse, be: TokenId) -> Option<TokenId> {
    let of = |dep| parse.children_by(be, dep).next();
    let subject = of("nsubj").or_else(|| of("attr"))?;
    (subject > be && of("nsubj").is_none_or(|s| s > be)).then_some(subject)
}

#[cfg(test)]
mod tests {
    use super::mend;
    use crate::by_hand::ByHand;

    fn lemmas(words: &str) -> String {
        words.replace("is/", "be/").replace("were/", "be/")
    }

    #[test]
    fn a_rare_verb_is_the_verb() {
        let words = lemmas("Chad/NNP/nsubj/1 is/VBZ/ROOT/1 mediating/VBG/attr/1 between/IN/prep/2 them/PRP/pobj/3");
        let mended = ByHand::mended(&words, mend);
        assert_eq!(mended.arc("mediating"), "ROOT of mediating");
        assert_eq!(mended.arc("Chad"), "nsubj of mediating");
        let words = lemmas("The/DT/det/1 aim/NN/nsubj/2 is/VBZ/ROOT/2 the/DT/det/4 meeting/VBG/attr/2");
        assert_eq!(ByHand::mended(&words, mend).arc("meeting"), "attr of be");
    }

    #[test]
    fn whom_it_befell_stands_behind() {
        // The clause behind brings the relations that the parser knows.
        let words = lemmas(
            "Among/IN/prep/3 those/DT/pobj/0 killed/VBN/acl/1 were/VBD/ROOT/3 envoys/NNS/attr/3 \
             nobody/NN/nsubjpass/7 was/VBD/auxpass/7 freed/VBN/conj/3",
        );
        let mended = ByHand::mended(&words, mend);
        assert_eq!(mended.arc("envoys"), "nsubjpass of killed");
        assert_eq!(mended.arc("Among"), "prep of killed");
        let words = lemmas(
            "Also/RB/advmod/1 killed/VBN/ROOT/1 were/VBD/auxpass/1 envoys/NNS/attr/1 \
             nobody/NN/nsubjpass/6 was/VBD/auxpass/6 freed/VBN/conj/1",
        );
        assert_eq!(ByHand::mended(&words, mend).arc("envoys"), "nsubjpass of killed");
    }
}
