//! People of whom the text tells only how many there were: "police arrested four", "seven others were wounded".

use chancery_doc::{Country, Parse, Pos, Sector, TokenId};

use crate::phrase::{Phrase, Reader, Unit};

/// Verbs for what is done to people alone: whom they number, where no noun follows, are people.
const DONE_TO_PEOPLE: &[&str] = &[
    "abduct",
    "acquit",
    "arrest",
    "behead",
    "capture",
    "charge",
    "convict",
    "deport",
    "detain",
    "evacuate",
    "execute",
    "expel",
    "free",
    "hang",
    "hospitalise",
    "hospitalize",
    "hurt",
    "injure",
    "jail",
    "kidnap",
    "kill",
    "massacre",
    "pardon",
    "release",
    "repatriate",
    "rescue",
    "sentence",
    "shoot",
    "wound",
];

impl Reader<'_> {
    /// Reads a number, or "others" with one, that stands for people.
    pub(crate) fn read_counted(&mut self, t: usize) {
        if self.counts_people(t) {
            let start = self.left(t, t);
            let i = self.push(start, t + 1, t, Unit::Counted, t..t);
            self.phrases[i].plural = self.parse.norm(TokenId::new(t)) != "one";
            self.phrases[i].sectors = self.others_of(t).unwrap_or_else(|| vec![Sector::Cvl]);
        }
    }

    /// "Killed one insurgent and captured six others": others of the sort that the verb before tells.
    fn others_of(&self, t: usize) -> Option<Vec<Sector>> {
        let parse = self.parse;
        let verb = parse.head(TokenId::new(t));
        let before = parse.head(verb);
        if parse.norm(TokenId::new(t)) != "others" || !matches!(parse.dep(verb), "conj" | "advcl") || before > verb {
            return None;
        }
        let told = parse.children(before).iter().find(|&&c| matches!(parse.dep(c), "dobj" | "nsubjpass"))?;
        Some(self.phrases[self.by_token[told.index()]? as usize].sectors.clone()).filter(|s| !s.is_empty())
    }

    fn counts_people(&self, t: usize) -> bool {
        let parse = self.parse;
        let id = TokenId::new(t);
        let is_number = |t: TokenId| parse.pos(t) == Pos::Num && matches!(parse.iob(t).1, "" | "CARDINAL");
        let is_others = parse.norm(id) == "others"
            && parse.children(id).iter().any(|&c| c < id && counts(parse.norm(c), is_number(c)));
        // "Pardoned the pair": as many as were told before.
        let is_group = matches!(parse.norm(id), "pair" | "duo" | "trio")
            && parse.children_by(id, "det").any(|d| parse.norm(d) == "the");
        if !(is_number(id) || is_others || is_group) {
            return false;
        }
        // "Killed four of the dogs", "shot 20 percent": what is numbered is told after it.
        let named = parse.children(id).iter().any(|&c| c > id && parse.dep(c) == "prep" && parse.norm(c) == "of")
            || t + 1 < parse.len() && matches!(parse.norm(TokenId::new(t + 1)), "%" | "percent" | "per" | "-");
        let mut at = id;
        while parse.dep(at) == "conj" && parse.head(at) < at {
            at = parse.head(at);
            // "Killed one insurgent and captured six others" joins verbs; "wounded two soldiers and four others" joins whom.
            if parse.pos(at) == Pos::Verb {
                return false;
            }
        }
        let verb = parse.head(at);
        let undergoes = match parse.dep(at) {
            "dobj" | "nsubjpass" => true,
            // "Two shot dead": headlines leave the auxiliary out.
            "nsubj" => parse.tag(verb) == "VBN" && parse.children_by(verb, "aux").next().is_none(),
            _ => false,
        };
        undergoes && !named && DONE_TO_PEOPLE.contains(&parse.lemma(verb))
    }
}

/// "Seven French aid workers were seized … paratroopers rescued the seven": those of the same number told before.
pub(crate) fn numbered_before(parse: &Parse, phrases: &[Phrase], i: usize) -> Option<Country> {
    let head = TokenId::new(phrases[i].head);
    let is_definite = || parse.children_by(head, "det").any(|d| parse.norm(d) == "the");
    if !matches!(phrases[i].unit, Unit::Counted) || !is_definite() {
        return None;
    }
    let number = match parse.norm(head) {
        "pair" | "duo" => "two",
        "trio" => "three",
        word => word,
    };
    let is_of_number =
        |p: &&Phrase| p.plural && parse.children_by(TokenId::new(p.head), "nummod").any(|n| parse.norm(n) == number);
    phrases[..i].iter().rev().find(is_of_number).and_then(|p| p.country)
}

/// Whether a word before "others" tells how many they are.
fn counts(norm: &str, is_number: bool) -> bool {
    is_number || matches!(norm, "several" | "many" | "dozens" | "hundreds" | "scores" | "few" | "some")
}
