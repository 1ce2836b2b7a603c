//! Which pronouns refer to actors, and to what kind of actor.

/// What a pronoun can refer to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Wants {
    /// A man.
    He,
    /// A woman.
    She,
    /// A thing, state or organisation.
    It,
    /// Several.
    They,
    /// Whatever the relative clause hangs on.
    Relative,
}

/// What a pronoun, by its norm and tag, refers to; `None` for those that refer to no third party.
pub(crate) fn wants(norm: &str, tag: &str) -> Option<Wants> {
    Some(match norm {
        "he" | "him" | "his" | "himself" => Wants::He,
        "she" | "her" | "hers" | "herself" => Wants::She,
        "it" | "its" | "itself" => Wants::It,
        "they" | "them" | "their" | "theirs" | "themselves" => Wants::They,
        "who" | "whom" | "whose" | "which" => Wants::Relative,
        "that" if tag == "WDT" => Wants::Relative,
        _ => return None,
    })
}
