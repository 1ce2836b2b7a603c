//! Lemmas by table or by rule.
//!
//! In the mode `rule` a word that is already a base form stays as it is; for others the suffix rules of its part of
//! speech propose forms, those in the index win, and listed exceptions go before them all. Which morphology makes a base
//! form is known for English only and lies in code, as it does in spaCy; other languages have no such shortcut there.
//! In the mode `lookup` a table has the answer.
//!
//! A lemma depends on word, part of speech and morphology alone; a [`LemmaCache`] keeps them, one for each thread.

use std::collections::HashMap;

use chancery_doc::{Label, Labels, Pos};

use crate::error::Error;
use crate::msgpack::Value;
use crate::package::Package;
use crate::pychar::is_alpha;
use crate::strings;

/// A full cache is emptied.
const MAX_CACHED: usize = 1 << 15;

/// The lemmatizer of a package.
#[derive(Debug)]
pub(crate) struct Lemmatizer {
    method: Method,
    /// Whether lemmas that rules have set are made anew.
    pub(crate) overwrite: bool,
}

#[derive(Debug)]
enum Method {
    Rules { tables: HashMap<Pos, Tables>, knows_base_forms: bool },
    Lookup(HashMap<u64, Box<str>>),
}

/// What is known of a part of speech.
#[derive(Debug, Default)]
struct Tables {
    /// Hashes of the forms that are known to be lemmas, sorted: a tenth of the memory and load time of the strings.
    index: Vec<u64>,
    exceptions: HashMap<Box<str>, Vec<Box<str>>>,
    /// Suffixes, and what takes their place.
    rules: Vec<(Box<str>, Box<str>)>,
}

impl Tables {
    fn is_lemma(&self, form: &str) -> bool {
        self.index.binary_search(&hash(form)).is_ok()
    }
}

fn hash(form: &str) -> u64 {
    strings::murmur64(form.as_bytes(), 1)
}

/// Lemmas found before. Each thread owns one.
#[derive(Debug, Default)]
pub(crate) struct LemmaCache {
    lemmas: HashMap<(u64, Pos, Label), Box<str>>,
}

const PARTS: [Pos; 18] = [
    Pos::Adj,
    Pos::Adp,
    Pos::Adv,
    Pos::Aux,
    Pos::Cconj,
    Pos::Det,
    Pos::Intj,
    Pos::Noun,
    Pos::Num,
    Pos::Part,
    Pos::Pron,
    Pos::Propn,
    Pos::Punct,
    Pos::Sconj,
    Pos::Sym,
    Pos::Verb,
    Pos::X,
    Pos::Space,
];

impl Lemmatizer {
    /// Reads the tables of the component of this name.
    pub(crate) fn load(package: &Package, component: &str) -> Result<Lemmatizer, Error> {
        let section = format!("components.{component}");
        let file = format!("{component}/lookups/lookups.bin");
        let bytes = package.read(&file)?;
        let mode = package.config.str(&section, "mode").unwrap_or("lookup");
        let method = Value::decode(&bytes)
            .and_then(|lookups| Lemmatizer::from_lookups(&lookups, mode, package.lang == "en"))
            .map_err(|e| package.error(&file, e))?;
        Ok(Lemmatizer { method, overwrite: package.config.bool(&section, "overwrite").unwrap_or(false) })
    }

    fn from_lookups(lookups: &Value<'_>, mode: &str, knows_base_forms: bool) -> Result<Method, String> {
        let strings = |value: &Value<'_>| -> Option<Vec<Box<str>>> {
            value.as_array()?.iter().map(|v| v.as_str().map(Box::from)).collect()
        };
        let malformed = |table: &str| format!("has a malformed table {table}");
        if mode == "lookup" {
            let table = lookups.get("lemma_lookup").ok_or("has no table lemma_lookup")?;
            let lemmas = table.as_map().and_then(|pairs| {
                let lemma = |v: &Value<'_>| v.as_str().or_else(|| v.as_array()?.first()?.as_str()).map(Box::from);
                pairs.iter().map(|(k, v)| Some((k.as_u64()?, lemma(v)?))).collect()
            });
            return lemmas.map(Method::Lookup).ok_or_else(|| malformed("lemma_lookup"));
        }
        if mode != "rule" {
            return Err(format!("belongs to a lemmatizer of mode {mode}; only rule and lookup are known"));
        }
        let mut tables: HashMap<Pos, Tables> = HashMap::new();
        if lookups.get("lemma_rules").is_none() {
            return Err("has no table lemma_rules".into());
        }
        for pos in PARTS {
            let key = strings::key(&pos.name().to_ascii_lowercase());
            let of_pos = |table: &str| -> Result<Option<&Value<'_>>, String> {
                let Some(table_of) = lookups.get(table) else { return Ok(None) };
                let pairs = table_of.as_map().ok_or_else(|| malformed(table))?;
                Ok(pairs.iter().find(|(k, _)| k.as_u64() == Some(key)).map(|(_, v)| v))
            };
            let mut own = Tables::default();
            if let Some(index) = of_pos("lemma_index")? {
                let forms = index.as_array().ok_or_else(|| malformed("lemma_index"))?;
                let hashes = forms.iter().map(|form| form.as_str().map(hash)).collect::<Option<_>>();
                own.index = hashes.ok_or_else(|| malformed("lemma_index"))?;
                own.index.sort_unstable();
            }
            if let Some(exceptions) = of_pos("lemma_exc")? {
                own.exceptions = exceptions
                    .as_map()
                    .and_then(|pairs| pairs.iter().map(|(k, v)| Some((k.as_str()?.into(), strings(v)?))).collect())
                    .ok_or_else(|| malformed("lemma_exc"))?;
            }
            if let Some(rules) = of_pos("lemma_rules")? {
                let rule = |v: &Value<'_>| <[Box<str>; 2]>::try_from(strings(v)?).ok().map(|[old, new]| (old, new));
                own.rules = rules
                    .as_array()
                    .and_then(|rules| rules.iter().map(rule).collect())
                    .ok_or_else(|| malformed("lemma_rules"))?;
            }
            if !(own.index.is_empty() && own.exceptions.is_empty() && own.rules.is_empty()) {
                tables.insert(pos, own);
            }
        }
        Ok(Method::Rules { tables, knows_base_forms })
    }

    /// Whether a form in lower case is a lemma of any part of speech, or one that exceptions or rules lead to a lemma.
    pub(crate) fn knows(&self, form: &str) -> bool {
        let Method::Rules { tables, .. } = &self.method else { return false };
        tables.values().any(|t| {
            t.is_lemma(form)
                || t.exceptions.contains_key(form)
                || t.rules
                    .iter()
                    .any(|(old, new)| form.strip_suffix(&**old).is_some_and(|stem| t.is_lemma(&format!("{stem}{new}"))))
        })
    }

    /// The lemma of a word, whose key is `orth`.
    pub(crate) fn lemma<'c>(
        &self,
        (word, orth): (&str, u64),
        pos: Pos,
        (morph, labels): (Label, &Labels),
        cache: &'c mut LemmaCache,
    ) -> &'c str {
        if cache.lemmas.len() >= MAX_CACHED {
            cache.lemmas.clear();
        }
        cache
            .lemmas
            .entry((orth, pos, morph))
            .or_insert_with(|| self.compute(word, orth, pos, labels.name(morph)).into())
    }

    fn compute(&self, word: &str, orth: u64, pos: Pos, morph: &str) -> String {
        let (tables, knows_base_forms) = match &self.method {
            Method::Lookup(lemmas) => return lemmas.get(&orth).map_or(word, |lemma| lemma).to_owned(),
            Method::Rules { tables, knows_base_forms } => (tables, *knows_base_forms),
        };
        let lower = word.to_lowercase();
        if matches!(pos, Pos::None | Pos::Space) || knows_base_forms && is_base_form(pos, morph) {
            return lower;
        }
        let Some(tables) = tables.get(&pos) else {
            return if pos == Pos::Propn { word.to_owned() } else { lower };
        };
        // Known forms stand before those that are no words at all ("u.s."); unknown words are the last resort.
        let (mut forms, mut unknown): (Vec<String>, Option<String>) = (Vec::new(), None);
        for (old, new) in &tables.rules {
            let Some(stem) = lower.strip_suffix(&**old) else { continue };
            let form = format!("{stem}{new}");
            if form.is_empty() {
                continue;
            }
            if tables.is_lemma(&form) {
                forms.insert(0, form);
            } else if !form.chars().all(is_alpha) {
                forms.push(form);
            } else if unknown.is_none() {
                unknown = Some(form);
            }
        }
        // Of several exceptions the last goes first, unless the rules found it too.
        let exceptions = tables.exceptions.get(&*lower).map_or(&[][..], Vec::as_slice);
        let exception = exceptions.iter().rev().find(|e| !forms.iter().any(|form| **form == ***e));
        match exception {
            Some(exception) => exception.as_ref().to_owned(),
            None => forms.into_iter().next().or(unknown).unwrap_or_else(|| word.to_owned()),
        }
    }
}

/// Whether an English word of this morphology is not inflected.
fn is_base_form(pos: Pos, morph: &str) -> bool {
    let feature = |name: &str| morph.split('|').find_map(|f| f.strip_prefix(name)?.strip_prefix('='));
    let verb_form = feature("VerbForm");
    match pos {
        Pos::Noun if feature("Number") == Some("Sing") => true,
        Pos::Verb if verb_form == Some("Fin") && feature("Tense") == Some("Pres") && feature("Number").is_none() => {
            true
        }
        _ => matches!(verb_form, Some("Inf" | "None")) || feature("Degree") == Some("Pos"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tables() -> Value<'static> {
        let list = |items: &[&'static str]| Value::Array(items.iter().map(|&s| Value::Str(s)).collect());
        let by_pos = |pos: &str, value| Value::Map(vec![(Value::Big(strings::key(pos)), value)]);
        let rules = [["s", ""], ["ies", "y"], ["es", "e"], ["ing", "e"], ["ing", ""]];
        let exceptions =
            Value::Map(vec![(Value::Str("went"), list(&["go"])), (Value::Str("lies"), list(&["lie", "lay"]))]);
        Value::Map(vec![
            (Value::Str("lemma_rules"), by_pos("verb", Value::Array(rules.iter().map(|r| list(r)).collect()))),
            (Value::Str("lemma_exc"), by_pos("verb", exceptions)),
            (Value::Str("lemma_index"), by_pos("verb", list(&["accuse", "deny", "threaten"]))),
        ])
    }

    #[track_caller]
    fn check(word: &str, pos: Pos, morph: &str, want: &str) {
        // Small numbers are read back as signed ones.
        let method = Lemmatizer::from_lookups(&tables(), "rule", true).expect("well-formed tables");
        let lemmatizer = Lemmatizer { method, overwrite: false };
        let mut labels = Labels::default();
        let (morph, mut cache) = (labels.intern(morph), LemmaCache::default());
        for _ in 0..2 {
            assert_eq!(lemmatizer.lemma((word, strings::key(word)), pos, (morph, &labels), &mut cache), want);
        }
    }

    #[test]
    fn rules_propose_and_the_index_decides() {
        check("Accusing", Pos::Verb, "VerbForm=Part", "accuse");
        check("threatening", Pos::Verb, "VerbForm=Part", "threaten");
        check("denies", Pos::Verb, "Number=Sing|Tense=Pres|VerbForm=Fin", "deny");
        check("tweets", Pos::Verb, "Number=Sing|Tense=Pres|VerbForm=Fin", "tweet");
        check("Blorb", Pos::Verb, "Tense=Past", "Blorb");
    }

    #[test]
    fn exceptions_go_first() {
        check("went", Pos::Verb, "Tense=Past|VerbForm=Fin", "go");
        check("lies", Pos::Verb, "Number=Sing|Tense=Pres|VerbForm=Fin", "lay");
    }

    #[test]
    fn base_forms_and_names_stay() {
        check("Went", Pos::Verb, "VerbForm=Inf", "went");
        check("Denies", Pos::Propn, "Number=Plur", "Denies");
        check("Denies", Pos::X, "", "denies");
        check("\n", Pos::Space, "", "\n");
    }

    #[test]
    fn a_lookup_table_is_used_as_it_is() {
        let table = Value::Map(vec![(Value::Big(strings::key("envoys")), Value::Str("envoy"))]);
        let lookups = Value::Map(vec![(Value::Str("lemma_lookup"), table)]);
        let lemmatizer = Lemmatizer {
            method: Lemmatizer::from_lookups(&lookups, "lookup", false).expect("a table"),
            overwrite: false,
        };
        let lemma = |word: &str| lemmatizer.compute(word, strings::key(word), Pos::Noun, "");
        assert_eq!((lemma("envoys"), lemma("Envoys")), ("envoy".to_owned(), "Envoys".to_owned()));
        let unknown = Lemmatizer::from_lookups(&lookups, "edit_tree", false).expect_err("an unknown mode");
        assert_eq!(unknown, "belongs to a lemmatizer of mode edit_tree; only rule and lookup are known");
    }
}
