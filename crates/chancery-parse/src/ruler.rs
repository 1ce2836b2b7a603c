//! The attribute ruler: patterns over one or a few tokens that set part of speech, morphology, lemma, tag or relation.
//!
//! All patterns are matched before any is applied, and a later pattern overwrites an earlier one. Nearly all look at
//! one token's tag, relation and lower-case form, each by itself. So every condition on a token gets a bit, and a set
//! of bits is computed once per tag, per relation and per word ([`WordClass`], which the caller keeps with the word);
//! the conditions a token meets are then the intersection of three sets, a few machine words in all.
//!
//! Patterns are spaCy's token patterns as far as rulers use them: the attributes TAG, DEP, LOWER, ORTH (or TEXT) and
//! IS_SPACE, with a value, `IN`, `NOT_IN` or, for words, `REGEX`. Anything else, as operators that repeat a token,
//! is refused when the package is loaded.

use std::collections::{HashMap, HashSet};

use chancery_doc::{Label, Labels, Pos};

use crate::affix::Pattern as Regex;
use crate::annotation::Annotation;
use crate::error::Error;
use crate::msgpack::Value;
use crate::package::Package;

/// How many tokens and strings the patterns may name together; spaCy's have some hundreds. A label is 16 bits wide, and
/// every label is tried with every condition.
const MAX_STRINGS: usize = 8192;

/// The bits of conditions, 64 to an element.
type Bits = Box<[u64]>;

/// The conditions a word meets: an index into [`WordClasses`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub(crate) struct WordClass(u32);

/// The sets of conditions that words were found to meet; a few dozen, whatever is read. Each thread owns one, together
/// with the work space of [`Ruler::apply`].
#[derive(Debug, Default)]
pub(crate) struct WordClasses {
    bits: Vec<Bits>,
    by_bits: HashMap<Bits, WordClass>,
    met: Vec<u64>,
}

/// The rules of a package.
#[derive(Debug)]
pub(crate) struct Ruler {
    rules: Vec<Rule>,
    /// By number; the first ones are the targets of the rules, in the order of the rules.
    conditions: Vec<Condition>,
    by_tag: LabelBits,
    by_dep: LabelBits,
    by_word: WordBits,
}

/// A pattern, seen from the token it changes, and what it sets there.
#[derive(Debug)]
struct Rule {
    /// Conditions on other tokens, with how far they stand from the changed one.
    around: Vec<(isize, usize)>,
    changes: Changes,
}

#[derive(Clone, Debug, Default)]
struct Changes {
    tag: Option<Label>,
    pos: Option<Pos>,
    morph: Option<Label>,
    dep: Option<Label>,
    lemma: Option<Box<str>>,
}

/// What a token has to be.
#[derive(Debug, Default)]
struct Condition {
    tag: Vec<Test>,
    dep: Vec<Test>,
    lower: Vec<Test>,
    orth: Vec<Test>,
    is_space: Option<bool>,
}

#[derive(Debug)]
enum Test {
    In(Vec<Box<str>>),
    NotIn(Vec<Box<str>>),
    Regex(Box<Regex>),
}

impl Test {
    fn holds(&self, value: &str) -> bool {
        match self {
            Test::In(values) => values.iter().any(|v| **v == *value),
            Test::NotIn(values) => values.iter().all(|v| **v != *value),
            Test::Regex(regex) => regex.is_found(value),
        }
    }

    /// The strings it names.
    fn mentioned(&self) -> impl Iterator<Item = &str> {
        let values: &[Box<str>] = match self {
            Test::In(values) | Test::NotIn(values) => values,
            Test::Regex(_) => &[],
        };
        values.iter().map(|v| &**v)
    }

    /// Whether it holds of what it does not mention.
    fn holds_of_others(&self) -> bool {
        matches!(self, Test::NotIn(_))
    }

    fn parse(value: &Value<'_>) -> Result<Vec<Test>, String> {
        let strings = |value: &Value<'_>| -> Option<Vec<Box<str>>> {
            value.as_array()?.iter().map(|v| v.as_str().map(Box::from)).collect()
        };
        if let Some(value) = value.as_str() {
            return Ok(vec![Test::In(vec![value.into()])]);
        }
        let tests = value.as_map().ok_or("a value is neither a string nor a set of tests")?;
        let mut parsed = Vec::new();
        for (operator, value) in tests {
            parsed.push(match (operator.as_str(), value) {
                (Some("IN"), value) => Test::In(strings(value).ok_or("IN has no list of strings")?),
                (Some("NOT_IN"), value) => Test::NotIn(strings(value).ok_or("NOT_IN has no list of strings")?),
                (Some("REGEX"), Value::Str(regex)) => Test::Regex(Box::new(Regex::parse(regex)?)),
                (operator, _) => {
                    return Err(format!("the test {} is not supported", operator.unwrap_or("without a name")));
                }
            });
        }
        Ok(parsed)
    }
}

impl Condition {
    fn parse(token: &Value<'_>) -> Result<Condition, String> {
        let mut condition = Condition::default();
        for (attribute, value) in token.as_map().ok_or("a token is not a map")? {
            let name = attribute.as_str().unwrap_or("without a name").to_ascii_uppercase();
            match &*name {
                "TAG" => condition.tag.extend(Test::parse(value)?),
                "DEP" => condition.dep.extend(Test::parse(value)?),
                "LOWER" => condition.lower.extend(Test::parse(value)?),
                "ORTH" | "TEXT" => condition.orth.extend(Test::parse(value)?),
                "IS_SPACE" => condition.is_space = Some(value.as_bool().ok_or("IS_SPACE is neither true nor false")?),
                _ => return Err(format!("the attribute {name} is not supported")),
            }
        }
        let labels = condition.tag.iter().chain(&condition.dep);
        if labels.into_iter().any(|test| matches!(test, Test::Regex(_))) {
            return Err("REGEX is not supported for tags and relations".into());
        }
        Ok(condition)
    }
}

impl Changes {
    fn parse(attributes: &Value<'_>, labels: &mut Labels) -> Result<Changes, String> {
        let mut changes = Changes::default();
        for (attribute, value) in attributes.as_map().ok_or("attrs is not a map")? {
            let name = attribute.as_str().unwrap_or("without a name").to_ascii_uppercase();
            let value = value.as_str().ok_or_else(|| format!("the new {name} is not a string"))?;
            match &*name {
                "TAG" => changes.tag = Some(labels.intern(value)),
                "DEP" => changes.dep = Some(labels.intern(value)),
                // An underscore is how Universal Dependencies writes that there is none.
                "MORPH" => changes.morph = Some(labels.intern(if value == "_" { "" } else { value })),
                "LEMMA" => changes.lemma = Some(value.into()),
                "POS" => {
                    changes.pos = Some(value.parse().map_err(|()| format!("{value} is not a part of speech"))?);
                }
                _ => return Err(format!("setting {name} is not supported")),
            }
        }
        Ok(changes)
    }
}

/// The conditions that each label meets.
#[derive(Debug)]
struct LabelBits {
    named: Vec<(Label, Bits)>,
    /// What a label meets that no condition names.
    other: Bits,
}

impl LabelBits {
    fn new(conditions: &[Condition], labels: &mut Labels, tests: fn(&Condition) -> &[Test]) -> LabelBits {
        let names = conditions.iter().flat_map(tests).flat_map(Test::mentioned).chain([""]);
        let bits = |name: &str| set_bits(conditions, |c| tests(c).iter().all(|test| test.holds(name)));
        let mut named: Vec<(Label, Bits)> = names.map(|name| (labels.intern(name), bits(name))).collect();
        named.sort_unstable_by_key(|&(label, _)| label);
        named.dedup_by_key(|&mut (label, _)| label);
        let other = set_bits(conditions, |c| tests(c).iter().all(Test::holds_of_others));
        LabelBits { named, other }
    }

    fn of(&self, label: Label) -> &[u64] {
        match self.named.binary_search_by_key(&label, |&(label, _)| label) {
            Ok(i) => &self.named[i].1,
            Err(_) => &self.other,
        }
    }
}

/// The conditions that words meet.
#[derive(Debug)]
struct WordBits {
    /// The strings that conditions name, as they are or in lower case.
    mentioned: HashSet<Box<str>>,
    /// What words meet that no condition names, for other words and for white space.
    other: [Bits; 2],
}

impl WordBits {
    fn new(conditions: &[Condition]) -> WordBits {
        let tests = |c: &Condition| -> bool { c.lower.iter().chain(&c.orth).all(Test::holds_of_others) };
        let mentioned = conditions.iter().flat_map(|c| c.lower.iter().chain(&c.orth)).flat_map(Test::mentioned);
        WordBits {
            mentioned: mentioned.map(Box::from).collect(),
            other: [false, true]
                .map(|space| set_bits(conditions, |c| c.is_space.is_none_or(|s| s == space) && tests(c))),
        }
    }
}

fn set_bits(conditions: &[Condition], holds: impl Fn(&Condition) -> bool) -> Bits {
    conditions
        .chunks(64)
        .map(|chunk| (0..).zip(chunk).fold(0, |bits, (i, c)| bits | u64::from(holds(c)) << i))
        .collect()
}

impl Ruler {
    /// Reads the patterns of the component of this name.
    pub(crate) fn load(package: &Package, component: &str, labels: &mut Labels) -> Result<Ruler, Error> {
        let file = format!("{component}/patterns");
        let bytes = package.read(&file)?;
        Value::decode(&bytes)
            .and_then(|patterns| Ruler::from_patterns(&patterns, labels))
            .map_err(|e| package.error(&file, e))
    }

    fn from_patterns(patterns: &Value<'_>, labels: &mut Labels) -> Result<Ruler, String> {
        let (mut rules, mut targets, mut others) = (Vec::new(), Vec::new(), Vec::new());
        let entries = patterns.as_array().ok_or("the patterns are not a list")?;
        if entries.len() > MAX_STRINGS {
            return Err(format!("there are more than {MAX_STRINGS} patterns"));
        }
        for (number, entry) in entries.iter().enumerate() {
            let blame = |e: String| format!("in pattern {number}, {e}");
            let changes = entry.get("attrs").ok_or_else(|| blame("attrs is missing".into()))?;
            let changes = Changes::parse(changes, labels).map_err(blame)?;
            let index = entry.get("index").map_or(Some(0), Value::as_i64);
            let alternatives = entry.get("patterns").and_then(Value::as_array);
            for alternative in alternatives.ok_or_else(|| blame("patterns is no list".into()))? {
                let tokens = alternative.as_array().ok_or_else(|| blame("a pattern is no list".into()))?;
                let target = index
                    .and_then(|i| if i < 0 { i.checked_add(tokens.len() as i64) } else { Some(i) })
                    .and_then(|i| usize::try_from(i).ok())
                    .filter(|&i| i < tokens.len())
                    .ok_or_else(|| blame("index is outside the pattern".into()))?;
                let mut around = Vec::new();
                for (i, token) in tokens.iter().enumerate() {
                    let condition = Condition::parse(token).map_err(blame)?;
                    if i == target {
                        targets.push(condition);
                    } else {
                        around.push((i as isize - target as isize, others.len()));
                        others.push(condition);
                    }
                }
                rules.push(Rule { around, changes: changes.clone() });
            }
        }
        // Conditions on other tokens are numbered after those on the changed ones.
        for (_, condition) in rules.iter_mut().flat_map(|rule: &mut Rule| &mut rule.around) {
            *condition += targets.len();
        }
        let mut conditions = targets;
        conditions.append(&mut others);
        let strings = |c: &Condition| -> usize {
            [&c.tag, &c.dep, &c.lower, &c.orth].into_iter().flatten().map(|test| test.mentioned().count()).sum()
        };
        if conditions.len() + conditions.iter().map(strings).sum::<usize>() > MAX_STRINGS {
            return Err(format!("the patterns name more than {MAX_STRINGS} tokens and strings"));
        }
        let by_tag = LabelBits::new(&conditions, labels, |c| &c.tag);
        let by_dep = LabelBits::new(&conditions, labels, |c| &c.dep);
        let by_word = WordBits::new(&conditions);
        Ok(Ruler { rules, conditions, by_tag, by_dep, by_word })
    }

    /// The conditions a word meets. Worth keeping with the word: the tests are strings.
    pub(crate) fn word_class(&self, word: &str, is_space: bool, classes: &mut WordClasses) -> WordClass {
        let lower = word.to_lowercase();
        let mentioned = |s: &str| self.by_word.mentioned.contains(s);
        let regexes = self.conditions.iter().flat_map(|c| {
            let of =
                |tests: &'_ [Test], value: &str| tests.iter().any(|t| matches!(t, Test::Regex(r) if r.is_found(value)));
            [of(&c.lower, &lower), of(&c.orth, word)]
        });
        // Most words are named by no condition.
        let bits = if mentioned(word) || mentioned(&lower) || regexes.into_iter().any(|found| found) {
            set_bits(&self.conditions, |c| {
                c.is_space.is_none_or(|wanted| wanted == is_space)
                    && c.lower.iter().all(|test| test.holds(&lower))
                    && c.orth.iter().all(|test| test.holds(word))
            })
        } else {
            self.by_word.other[usize::from(is_space)].clone()
        };
        if let Some(&class) = classes.by_bits.get(&bits) {
            return class;
        }
        let class = WordClass(classes.bits.len() as u32);
        classes.bits.push(bits.clone());
        classes.by_bits.insert(bits, class);
        class
    }

    /// Rewrites the annotations of one text, whose word classes come from `classes`.
    pub(crate) fn apply<'m>(&'m self, tokens: &mut [Annotation<'m>], classes: &mut WordClasses) {
        let width = self.conditions.len().div_ceil(64);
        if width == 0 {
            return;
        }
        let WordClasses { bits, met, .. } = classes;
        met.clear();
        for token in &*tokens {
            let word = &bits[token.word.0 as usize];
            let of = self.by_tag.of(token.tag).iter().zip(self.by_dep.of(token.dep)).zip(word);
            met.extend(of.map(|((tag, dep), word)| tag & dep & word));
        }
        let meets = |token: usize, condition: usize| met[token * width + condition / 64] >> (condition % 64) & 1 == 1;
        let n = tokens.len();
        for (i, token) in tokens.iter_mut().enumerate() {
            for (block, &bits) in met[i * width..(i + 1) * width].iter().enumerate() {
                let mut left = bits;
                while left != 0 {
                    let number = block * 64 + left.trailing_zeros() as usize;
                    left &= left - 1;
                    let Some(rule) = self.rules.get(number) else { break };
                    let holds = |&(offset, condition): &(isize, usize)| {
                        i.checked_add_signed(offset).is_some_and(|at| at < n && meets(at, condition))
                    };
                    if rule.around.iter().all(holds) {
                        rule.changes.write(token);
                    }
                }
            }
        }
    }
}

impl Changes {
    fn write<'m>(&'m self, token: &mut Annotation<'m>) {
        token.tag = self.tag.unwrap_or(token.tag);
        token.pos = self.pos.unwrap_or(token.pos);
        token.morph = self.morph.unwrap_or(token.morph);
        token.dep = self.dep.unwrap_or(token.dep);
        token.lemma = self.lemma.as_deref().or(token.lemma);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map<'a>(pairs: Vec<(&'a str, Value<'a>)>) -> Value<'a> {
        Value::Map(pairs.into_iter().map(|(k, v)| (Value::Str(k), v)).collect())
    }

    fn entry<'a>(tokens: Vec<Value<'a>>, index: i64, attrs: Vec<(&'a str, &'a str)>) -> Value<'a> {
        let attrs = map(attrs.into_iter().map(|(k, v)| (k, Value::Str(v))).collect());
        let patterns = Value::Array(vec![Value::Array(tokens)]);
        map(vec![("patterns", patterns), ("attrs", attrs), ("index", Value::Int(index))])
    }

    fn load(entries: Vec<Value<'_>>, labels: &mut Labels) -> Result<Ruler, String> {
        Ruler::from_patterns(&Value::Array(entries), labels)
    }

    /// Tokens as `word/TAG/dep`; the result as `POS/morph/lemma`.
    #[track_caller]
    fn check(entries: Vec<Value<'_>>, text: &str, want: &str) {
        let mut labels = Labels::default();
        let ruler = load(entries, &mut labels).expect("supported patterns");
        let mut classes = WordClasses::default();
        let mut tokens: Vec<Annotation<'_>> = Vec::new();
        for token in text.split(' ') {
            let [word, tag, dep] = token.split('/').collect::<Vec<_>>()[..] else { panic!("word/TAG/dep") };
            let word = ruler.word_class(word, false, &mut classes);
            tokens.push(Annotation::new(word, labels.intern(tag), labels.intern(dep)));
        }
        ruler.apply(&mut tokens, &mut classes);
        let shown = |t: &Annotation<'_>| format!("{}/{}/{}", t.pos, labels.name(t.morph), t.lemma.unwrap_or("?"));
        assert_eq!(tokens.iter().map(shown).collect::<Vec<_>>().join(" "), want);
    }

    #[test]
    fn later_rules_overwrite_earlier_ones() {
        let tag = map(vec![("TAG", Value::Str("MD"))]);
        let word = map(vec![("TAG", Value::Str("MD")), ("LOWER", Value::Str("wo"))]);
        let rules = vec![
            entry(vec![tag], 0, vec![("POS", "AUX"), ("MORPH", "VerbType=Mod")]),
            entry(vec![word], 0, vec![("LEMMA", "will"), ("MORPH", "_")]),
        ];
        check(rules, "Wo/MD/aux may/MD/aux go/VB/ROOT", "AUX//will AUX/VerbType=Mod/? //?");
    }

    #[test]
    fn a_rule_sees_its_neighbours_as_they_were() {
        let either = |values: Vec<&'static str>| Value::Array(values.into_iter().map(Value::Str).collect());
        let expletive = map(vec![("DEP", Value::Str("expl"))]);
        let be = map(vec![("LOWER", map(vec![("IN", either(vec!["is", "are"]))]))]);
        let late = map(vec![("LOWER", map(vec![("REGEX", Value::Str("^y'?$"))]))]);
        let untagged = map(vec![("TAG", map(vec![("NOT_IN", either(vec!["EX", ""]))]))]);
        let rules = vec![
            entry(vec![expletive.clone()], 0, vec![("DEP", "gone")]),
            entry(vec![expletive, be], -1, vec![("POS", "VERB")]),
            entry(vec![late], 0, vec![("LEMMA", "you")]),
            entry(vec![untagged], 0, vec![("MORPH", "Tagged=Yes")]),
        ];
        check(rules, "there/EX/expl Are/VBP/ROOT y'//nsubj is/X/aux", "//? VERB/Tagged=Yes/? //you /Tagged=Yes/?");
    }

    #[test]
    fn what_is_not_known_is_refused() {
        let refused = |entry| load(vec![entry], &mut Labels::default()).expect_err("not supported");
        let operator = map(vec![("TAG", Value::Str("NN")), ("OP", Value::Str("+"))]);
        assert_eq!(refused(entry(vec![operator], 0, vec![])), "in pattern 0, the attribute OP is not supported");
        let any = || map(vec![]);
        assert_eq!(refused(entry(vec![any()], 1, vec![])), "in pattern 0, index is outside the pattern");
        let bad = entry(vec![any()], 0, vec![("POS", "WORD")]);
        assert_eq!(refused(bad), "in pattern 0, WORD is not a part of speech");
    }
}
