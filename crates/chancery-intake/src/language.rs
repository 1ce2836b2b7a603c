//! Which language an article is in.
//!
//! The finding is only called reliable when a text may be refused for it: a short text, or one full of foreign
//! names, is given the benefit of the doubt.

use chancery_doc::Language;
use whatlang::{Lang, Script};

/// Letters below which no text in Latin script is refused, and the same for texts in another script.
const ENOUGH_LATIN: usize = 100;
const ENOUGH_OTHER: usize = 24;

/// Detection looks at this much of a text; more makes it no surer.
const SAMPLE: usize = 16 * 1024;

/// The language of a text, as declared or else as detected.
pub(crate) fn language(text: &str, declared: Option<&str>) -> Language {
    if let Some(code) = declared.and_then(declared_code) {
        return Language { code, reliable: true };
    }
    let sample = &text[..text.floor_char_boundary(SAMPLE)];
    let Some(info) = whatlang::detect(sample) else {
        // Figures and punctuation only.
        return Language { code: "und".to_owned(), reliable: false };
    };
    let code = code_of(info.lang());
    let n_letters = sample.chars().filter(|c| c.is_alphabetic()).count();
    let reliable = if info.script() == Script::Latin {
        n_letters >= ENOUGH_LATIN && info.is_reliable() && (info.lang() == Lang::Eng || !reads_english(sample))
    } else {
        let n_latin = sample.chars().filter(|c| c.is_alphabetic() && *c <= '\u{24f}').count();
        n_letters >= ENOUGH_OTHER && n_latin * 5 < n_letters
    };
    Language { code, reliable }
}

/// Whether every eighth word is one that only English is full of: names from all over the world mislead a
/// detector that counts letters, and this does not mind them.
fn reads_english(sample: &str) -> bool {
    const COMMON: [&str; 24] = [
        "the", "of", "and", "to", "that", "for", "with", "said", "has", "have", "had", "his", "their", "which", "by",
        "from", "were", "are", "this", "been", "would", "after", "who", "between",
    ];
    let mut n_words = 0usize;
    let mut n_common = 0usize;
    for word in sample.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()) {
        n_words += 1;
        n_common += usize::from(COMMON.iter().any(|common| word.eq_ignore_ascii_case(common)));
    }
    n_common * 8 >= n_words
}

/// A declared language as an ISO 639 code: "en-US", "eng" and "English" are "en".
fn declared_code(declared: &str) -> Option<String> {
    let declared = declared.trim().to_lowercase();
    let primary = declared.split(['-', '_']).next().unwrap_or_default();
    let by_name = || Lang::all().iter().find(|lang| lang.eng_name().to_lowercase() == primary);
    match primary.len() {
        2 if primary.bytes().all(|b| b.is_ascii_lowercase()) => Some(primary.to_owned()),
        3 if primary.bytes().all(|b| b.is_ascii_lowercase()) && primary != "und" => {
            Some(Lang::from_code(primary).map_or_else(|| primary.to_owned(), code_of))
        }
        _ => by_name().copied().map(code_of),
    }
}

/// ISO 639-1 where there is one, else ISO 639-3.
fn code_of(lang: Lang) -> String {
    let long = lang.code();
    let short = SHORT.iter().find(|(code, _)| *code == long).map(|(_, short)| *short);
    short.unwrap_or(long).to_owned()
}

const SHORT: &[(&str, &str)] = &[
    ("afr", "af"),
    ("aka", "ak"),
    ("amh", "am"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "nb"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, declared: Option<&str>, want: &str, reliable: bool) {
        let found = language(text, declared);
        assert_eq!((found.code.as_str(), found.reliable), (want, reliable), "{text}");
    }

    #[test]
    fn what_is_declared_holds() {
        for declared in ["en", "EN-us", "eng", "English", " en_GB "] {
            check("Hola", Some(declared), "en", true);
        }
        check("Hola", Some("de"), "de", true);
        check("12 34", Some("?"), "und", false);
    }

    #[test]
    fn only_long_texts_are_judged() {
        check(
            "Der Außenminister reiste am Montag nach Kairo und sprach dort mit dem Präsidenten über die Lage in \
               Gaza, wie sein Sprecher nach den Gesprächen mitteilte.",
            None,
            "de",
            true,
        );
        check("Le président est arrivé.", None, "fr", false);
        check("Министр иностранных дел прибыл в Каир.", None, "ru", true);
        check(
            "The minister met Nguyen Van Thieu, Ndayishimiye Evariste, Tshisekedi Tshilombo, Ramaphosa Cyril and \
               Mnangagwa Emmerson of the southern states for talks with the union, they said.",
            None,
            "en",
            true,
        );
    }

    #[test]
    fn every_detected_language_has_its_code() {
        for lang in Lang::all() {
            assert!(SHORT.iter().any(|(long, _)| *long == lang.code()), "{lang}");
        }
    }
}
