//! People of whom the text tells only how many there were: "police arrested four", "seven others were wounded".
//!
//! Where it has told of them before, they are of the same state and sort: all of them where it says so ("the 47", "all
//! three", "the pair"), else some ("Seven have been freed", "those released").

use chancery_doc::{Pos, Sector, TokenId};
use chancery_gazetteer::{Class, What};

use crate::phrase::{Guess, Reader, Unit};
use crate::size;

/// Verbs for what is done to people alone: whom they number, where no noun follows, are people.
pub(crate) const DONE_TO_PEOPLE: &[&str] = &[
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

/// How many sentences back those may stand of whom a bare number is a part ("Seven were freed").
const PART_REACH: usize = 2;
/// How many sentences back those may stand whom a number with an article means again ("the 47").
const WHOLE_REACH: usize = 12;

/// What people are called for what befell them, with an article and without a noun ("the dead").
const BEFALLEN: &[&str] = &[
    "abducted",
    "accused",
    "arrested",
    "captured",
    "condemned",
    "convicted",
    "dead",
    "deported",
    "detained",
    "disappeared",
    "displaced",
    "evicted",
    "exiled",
    "expelled",
    "fallen",
    "imprisoned",
    "injured",
    "jailed",
    "kidnapped",
    "killed",
    "missing",
    "slain",
    "wounded",
];

/// Those whom a number or the like stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    /// The phrase that told of them, by its index.
    pub(crate) phrase: usize,
    /// Whether all of them are meant, and not some.
    pub(crate) all: bool,
}

impl Reader<'_> {
    /// Reads a number, a quantifier or a participle that stands for people.
    pub(crate) fn read_counted(&mut self, t: usize) {
        let id = TokenId::new(t);
        let certain = self.counts_people(t) || self.is_befallen(id);
        let told = self.told_before(id, certain);
        if !certain && told.is_none() {
            return;
        }
        let start = self.left(t, t);
        let i = self.push(start, t + 1, t, Unit::Counted, t..t);
        self.phrases[i].plural = self.parse.norm(id) != "one";
        self.phrases[i].sectors = self.others_of(t).unwrap_or_else(|| vec![Sector::Cvl]);
        self.phrases[i].of_told = told;
    }

    /// "Those released", "the wounded": people by what befell them.
    fn is_befallen(&self, id: TokenId) -> bool {
        let parse = self.parse;
        let mut below = parse.children(id).iter();
        if parse.norm(id) == "those" {
            return below.any(|&c| {
                c > id
                    && parse.dep(c) == "acl"
                    && parse.tag(c) == "VBN"
                    && (DONE_TO_PEOPLE.contains(&parse.lemma(c)) || BEFALLEN.contains(&parse.norm(c)))
            });
        }
        BEFALLEN.contains(&parse.norm(id))
            && matches!(parse.dep(id), "nsubj" | "nsubjpass" | "dobj" | "pobj" | "conj" | "attr")
            && below.any(|&c| parse.dep(c) == "det" && parse.norm(c) == "the")
            && !below.any(|&c| c > id && matches!(parse.dep(c), "dobj" | "prep" | "agent"))
    }

    /// Those of whom a number tells again, where it is certain that it counts people or where it stands as they would.
    fn told_before(&self, id: TokenId, certain: bool) -> Option<Told> {
        let parse = self.parse;
        let norm = parse.norm(id);
        let number = size::value(parse, self.text, id.index());
        let is_number = number.is_some() && matches!(parse.iob(id).1, "" | "CARDINAL");
        let is_part = matches!(norm, "most" | "some" | "several" | "many" | "few" | "others");
        let is_group = matches!(norm, "pair" | "duo" | "trio" | "quartet");
        // "Brought the two together": whoever was set side by side ([`crate::pairs`]).
        if norm == "two" && !certain && self.parse.children(id).iter().any(|&c| parse.norm(c) == "the") {
            return None;
        }
        if !(certain || is_number || is_group || is_part && self.undergoes(id))
            || !matches!(parse.dep(id), "nsubj" | "nsubjpass" | "dobj" | "pobj" | "dative")
            || parse.dep(id) == "pobj" && !matches!(parse.norm(parse.head(id)), "by" | "to" | "of" | "with" | "against")
        {
            return None;
        }
        let says = |words: &[&str]| parse.children(id).iter().any(|&c| c < id && words.contains(&parse.norm(c)));
        let whole = (is_number || is_group) && says(&["the", "all", "these", "those"]);
        // "Seven of them", "seven per cent", "five more", "at least six": told by what stands beside it.
        let next = id.index() + 1;
        let measured = next < parse.len()
            && matches!(parse.norm(TokenId::new(next)), "%" | "percent" | "per" | "-" | "o'clock" | "am" | "pm");
        let parted = parse.children(id).iter().any(|&c| c > id && parse.dep(c) == "prep" && parse.norm(c) == "of");
        if measured || parted {
            return None;
        }
        let reach = if whole { WHOLE_REACH } else { PART_REACH };
        let mut sentences = usize::from(parse.token(id).sent_start);
        for s in (0..id.index()).rev().map(TokenId::new) {
            if sentences > reach {
                break;
            }
            let q = self.by_token[s.index()].map(|j| j as usize).filter(|&j| self.phrases[j].head == s.index());
            match q {
                Some(j) if self.are_several(j) => {
                    let counted = size::least(parse, self.text, self.phrases[j].start, s.index());
                    let same = counted.is_some() && counted == number;
                    let within = counted.zip(number).is_some_and(|(all, some)| some < all);
                    let befell = sentences > 0 && self.undergoes(s);
                    if whole && same || whole && number.is_none() && counted.is_some() {
                        return Some(Told { phrase: j, all: true });
                    }
                    if !whole && sentences > 0 && (within || befell && (!is_number || counted.is_none())) {
                        return Some(Told { phrase: j, all: norm == "those" || says(&["the"]) });
                    }
                }
                // "Seized 40 lorries. Most were empty": things are counted as well.
                None if !whole
                    && parse.tag(s) == "NNS"
                    && matches!(parse.dep(s), "dobj" | "nsubjpass" | "nsubj" | "attr")
                    && parse.children_by(s, "nummod").next().is_some() =>
                {
                    return None;
                }
                _ => {}
            }
            sentences += usize::from(parse.token(s).sent_start);
        }
        None
    }

    /// Whether a phrase tells of several people, each on his own.
    fn are_several(&self, j: usize) -> bool {
        let p = &self.phrases[j];
        let people = match p.unit {
            Unit::Noun(n) => !matches!(self.gazetteer.noun(n).class, Class::Body),
            Unit::Listed(e) => matches!(self.gazetteer.entry(e).what, What::Citizens | What::Demonym),
            Unit::Unlisted(guess) => guess == Guess::People,
            Unit::Counted => p.of_told.is_none(),
            Unit::Aged => false,
        };
        people && p.plural && !p.lends
    }

    /// Whether something is done to whom a word names that is done to people alone.
    fn undergoes(&self, t: TokenId) -> bool {
        let parse = self.parse;
        let over = parse.head(t);
        match parse.dep(t) {
            "dobj" | "nsubjpass" => DONE_TO_PEOPLE.contains(&parse.lemma(over)),
            // "The arrest of nine fishermen".
            "pobj" if parse.norm(over) == "of" => matches!(
                parse.lemma(parse.head(over)),
                "abduction"
                    | "arrest"
                    | "capture"
                    | "deportation"
                    | "detention"
                    | "execution"
                    | "expulsion"
                    | "group"
                    | "jailing"
                    | "killing"
                    | "kidnapping"
                    | "release"
            ),
            _ => false,
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
        // "Eleven were detained": to taggers some are nouns.
        let is_number = |t: TokenId| {
            let counts = parse.pos(t) == Pos::Num
                || parse.pos(t) == Pos::Noun && size::value(parse, self.text, t.index()).is_some();
            counts && matches!(parse.iob(t).1, "" | "CARDINAL")
        };
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

/// Whether a word before "others" tells how many they are.
fn counts(norm: &str, is_number: bool) -> bool {
    is_number || matches!(norm, "several" | "many" | "dozens" | "hundreds" | "scores" | "few" | "some")
}
