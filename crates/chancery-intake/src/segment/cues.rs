//! The set phrases by which a line shows what it is: credits, bylines, and the furniture of web pages.

/// Agencies and picture houses as they stand in credits.
const HOUSES: &[&str] = &[
    "REUTERS",
    "Reuters",
    "AFP",
    "AP",
    "EPA",
    "EPA-EFE",
    "EFE",
    "UPI",
    "Getty Images",
    "Getty",
    "Anadolu",
    "TASS",
    "Xinhua",
    "Bloomberg",
    "AAP",
    "ANI",
    "DPA",
    "dpa",
    "ANSA",
    "Sputnik",
    "Shutterstock",
    "iStock",
    "Alamy",
    "WAFA",
    "Flash90",
    "NurPhoto",
    "Magnum",
    "Corbis",
    "PA Images",
    "PA Wire",
    "Zuma Press",
    "SIPA",
    "Sipa",
    "RIA Novosti",
    "Yonhap",
    "Kyodo",
    "PTI",
    "Anadolu Agency",
    "Pool",
    "Handout",
    "AFP-JIJI",
    "Al Jazeera",
    "Associated Press",
];

/// Words that open a credit or a picture's text.
const PICTURE_OPENERS: &[&str] = &[
    "photo:",
    "photo by",
    "photo credit:",
    "photo credit",
    "photos:",
    "photos by",
    "photograph:",
    "photograph by",
    "photographs by",
    "picture:",
    "picture by",
    "pictures:",
    "image:",
    "image credit:",
    "image source:",
    "image by",
    "image caption",
    "file photo",
    "file image",
    "file -",
    "file –",
    "file —",
    "caption:",
    "credit:",
    "ap photo",
    "video:",
    "(photo",
    "[photo",
    "(ap photo",
    "(file photo",
    "[file photo",
    "illustration:",
    "illustration by",
    "photo courtesy",
    "image courtesy",
    "media caption",
    "graphic:",
];

/// Words that stand at the end of a picture's text, in front of a name.
const PICTURE_ENDERS: &[&str] = &[
    "photo:",
    "photo by",
    "photo credit:",
    "photograph:",
    "photograph by",
    "photographs by",
    "picture:",
    "picture by",
    "image:",
    "image credit:",
    "credit:",
    "ap photo",
    "photos by",
    "foto:",
    "courtesy of",
    "photo courtesy",
];

/// Whether a line is a picture's text with its credit, or the credit alone.
pub(super) fn is_caption(text: &str) -> bool {
    if text.len() > 700 {
        return false;
    }
    let lower = text.to_lowercase();
    if PICTURE_OPENERS.iter().any(|opener| lower.starts_with(opener)) {
        return true;
    }
    if begins_with_credit(text) || begins_with_photo_credit(text) {
        return true;
    }
    // The credit at the end: what follows the last full stop, bar or bracket.
    let tail_start = text.floor_char_boundary(text.len().saturating_sub(90));
    let tail = &text[tail_start..];
    if let Some(open) = tail.rfind(['(', '[']) {
        let inside = &tail[open + 1..];
        let close = inside.find([')', ']']);
        let is_last = close.is_none_or(|at| inside[at + 1..].trim_matches([' ', '.', '"', '”']).is_empty());
        let inside = &inside[..close.unwrap_or(inside.len())];
        if is_last && is_credit(inside) {
            return true;
        }
    }
    let last = tail.rsplit(['.', '|', '·', '\n']).map(str::trim).find(|part| !part.is_empty()).unwrap_or_default();
    let last_words = last.split_whitespace().count();
    if tail.contains(['.', '|']) && last_words <= 8 && last.len() < text.len() && is_credit(last) {
        return true;
    }
    let lower_tail = tail.to_lowercase();
    let is_ender = |ender: &&&str| {
        lower_tail.rfind(**ender).is_some_and(|at| {
            let after = lower_tail[at + ender.len()..].trim();
            let begins_word = lower_tail[..at].ends_with([' ', '.', '(', '[', '|', '/', ',']);
            begins_word
                && after.split_whitespace().count() <= 6
                && !after.trim_end_matches(['.', ')', ']']).contains('.')
        })
    };
    if PICTURE_ENDERS.iter().find(|ender| is_ender(ender)).is_some() {
        return true;
    }
    // "© 2018 Agency" at the end of a picture's text; alone it is the page's foot.
    let copyright = text.rfind('©').filter(|at| *at > 12 && text.len() - at < 60);
    copyright.is_some_and(|_| !lower.contains("rights reserved") && !lower.contains("copyright"))
}

/// "REUTERS/JANE DOE - The minister …", "AP Photo/Jane Doe".
fn begins_with_credit(text: &str) -> bool {
    HOUSES.iter().any(|house| {
        let Some(rest) = text.strip_prefix(house) else { return false };
        let name = rest.strip_prefix('/').or_else(|| rest.strip_prefix(" Photo/")).or_else(|| rest.strip_prefix(" / "));
        name.is_some_and(|name| {
            let name = name.trim_start();
            // "Reuters/Ipsos poll" opens a sentence: a credit's name is set off or ends the line.
            let is_set_off = [" - ", " – ", " — ", " | ", ": "]
                .iter()
                .any(|dash| name.find(dash).is_some_and(|at| name[..at].split_whitespace().count() <= 5));
            name.starts_with(char::is_uppercase) && (is_set_off || name.split_whitespace().count() <= 5)
        })
    })
}

/// "COAST GUARD PHOTO/JANE DOE - The crew …": whoever lent the picture, said to be one.
fn begins_with_photo_credit(text: &str) -> bool {
    let Some((lender, rest)) = text.split_once('/') else { return false };
    let last = lender.split_whitespace().next_back().unwrap_or_default();
    let is_lender = lender.split_whitespace().count() <= 5
        && lender.starts_with(char::is_uppercase)
        && matches!(
            last.to_lowercase().as_str(),
            "photo" | "photos" | "handout" | "pool" | "picture" | "pictures" | "images" | "press" | "agency"
        );
    let name =
        [" - ", " – ", " — ", ": ", " | "].iter().find_map(|dash| rest.split_once(dash)).map_or(rest, |(n, _)| n);
    is_lender && name.starts_with(char::is_uppercase) && name.split_whitespace().count() <= 5
}

/// Whether a few words are a credit: "Jane Doe/Reuters", "AP Photo/Jane Doe", "via Getty Images", "Photo: Jane".
fn is_credit(text: &str) -> bool {
    let text = text.trim();
    let lower = text.to_lowercase();
    if text.split_whitespace().count() > 10 {
        return false;
    }
    if PICTURE_ENDERS.iter().any(|ender| lower.starts_with(ender)) || lower == "file photo" || lower == "file" {
        return true;
    }
    let is_house = |part: &str| HOUSES.contains(&part.trim());
    let mut parts = text.split(['/', ',']);
    let has_slash = text.contains('/');
    let is_via = lower.starts_with("via ") || lower.contains(" via ");
    let names_house =
        parts.any(|part| is_house(part) || is_house(part.trim().trim_start_matches("via ").trim_end_matches(" Photo")));
    (has_slash && names_house && text.starts_with(char::is_uppercase))
        || (is_via && HOUSES.iter().any(|house| text.ends_with(house)))
        || text.ends_with("Getty Images")
}

/// Who may stand before a colon and a name.
const ROLES: &[&str] = &[
    "coordinator",
    "editor",
    "editors",
    "reporter",
    "reporters",
    "correspondent",
    "correspondents",
    "author",
    "authors",
    "writer",
    "writers",
    "journalist",
    "journalists",
    "translation",
    "translator",
    "text",
    "words",
    "story",
    "bureau",
    "columnist",
    "contributor",
    "contributors",
    "reporting",
    "editing",
    "writing",
    "by",
    "byline",
    "desk",
    "analyst",
];

/// Phrases that open a note on who wrote a report.
const BYLINE_OPENERS: &[&str] = &[
    "reporting by ",
    "additional reporting by ",
    "writing by ",
    "written by ",
    "editing by ",
    "edited by ",
    "compiled by ",
    "translated by ",
    "with reporting by ",
    "report by ",
    "reported by ",
    "story by ",
    "words by ",
    "text by ",
    "contributing: ",
    "with contributions from ",
    "with input from ",
    "research by ",
    "interview by ",
];

/// Whether a line says who wrote the report.
pub(super) fn is_byline(text: &str) -> bool {
    let text = text.trim_matches(['(', ')', '[', ']', '—', '–', '-', '_', '*', ' ', '\u{a0}']);
    let n_words = text.split_whitespace().count();
    if !(2..=45).contains(&n_words) {
        return false;
    }
    let lower = text.to_lowercase();
    if let Some(opener) = BYLINE_OPENERS.iter().find(|opener| lower.starts_with(**opener)) {
        return text[opener.len().min(text.len())..].trim_start().starts_with(char::is_uppercase);
    }
    let contributed = lower.contains(" contributed to this report")
        || lower.contains(" contributed to this story")
        || lower.contains(" contributed reporting")
        || lower.contains(" contributed to the report");
    if contributed {
        return true;
    }
    if let Some(name) =
        text.strip_prefix("By ").or_else(|| text.strip_prefix("BY ")).or_else(|| text.strip_prefix("by "))
    {
        return n_words <= 16 && !ends_sentence(text) && is_by_name(name);
    }
    if let Some((role, name)) = text.split_once(':') {
        let roles = role.split_whitespace().count() <= 4
            && role.split_whitespace().any(|w| ROLES.contains(&w.to_lowercase().as_str()));
        return roles && is_person(name.split([',', ';', '/']).next().unwrap_or_default().trim());
    }
    // "Jane Doe, Diplomatic Correspondent"
    if let Some((name, role)) = text.split_once([',', '|']) {
        let role = role.trim();
        let is_role = role.split_whitespace().count() <= 5
            && role.split_whitespace().any(|w| ROLES.contains(&w.to_lowercase().trim_end_matches(',')));
        return is_person(name.trim()) && is_role;
    }
    // "Jane Doe in Nairobi and John Roe in Cairo"
    if let Some((name, place)) = text.split_once(" in ") {
        return n_words <= 14 && is_person(name) && !ends_sentence(text) && is_cased(place);
    }
    false
}

/// Whether the words after "By" name people or an agency, and not a time ("By Monday night").
fn is_by_name(name: &str) -> bool {
    let first = name.split([',', '|', '/', '(']).next().unwrap_or_default().trim();
    let first = first.split_once(" in ").filter(|(_, place)| is_cased(place)).map_or(first, |(people, _)| people);
    let people: Vec<&str> = first.split(" and ").collect();
    let is_staff = |text: &str| {
        let lower = text.to_lowercase();
        [
            "staff",
            "agency",
            "agencies",
            "news",
            "press",
            "desk",
            "correspondent",
            "reporter",
            "editor",
            "writer",
            "reuters",
            "afp",
        ]
        .iter()
        .any(|word| lower.split_whitespace().any(|w| w == *word))
    };
    people.iter().all(|person| is_person(person) || is_staff(person))
        || (first.split_whitespace().count() == 1 && HOUSES.contains(&first))
}

/// Two to five words that look like a person's name.
pub(super) fn is_person(text: &str) -> bool {
    const PARTICLES: &[&str] = &[
        "de", "la", "del", "van", "von", "der", "den", "bin", "bint", "al", "el", "da", "dos", "di", "abu", "ibn", "y",
        "ter",
    ];
    const NO_NAMES: &[&str] = &[
        "the",
        "a",
        "an",
        "this",
        "that",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "morning",
        "night",
        "january",
        "february",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "read",
        "more",
        "news",
        "world",
        "what",
        "why",
        "how",
        "related",
        "share",
        "no",
        "not",
        "new",
    ];
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &&str| {
        let is_cased = word.trim_start_matches(['\'', '’', '‘']).starts_with(char::is_uppercase);
        let letters = word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‘'));
        let is_initial = word.chars().count() == 2 && word.ends_with('.');
        letters
            && (is_cased || PARTICLES.contains(word))
            && (!word.ends_with('.') || is_initial || matches!(*word, "Jr." | "Dr."))
    };
    let is_stranger = |word: &&str| NO_NAMES.contains(&word.to_lowercase().as_str());
    (2..=5).contains(&words.len()) && words.iter().all(is_name) && !words.iter().any(is_stranger)
}

fn is_cased(text: &str) -> bool {
    text.split_whitespace()
        .all(|w| w.starts_with(char::is_uppercase) || matches!(w, "and" | "in" | "the" | "of" | "de"))
}

/// Openings of lines that belong to the page and not to the report.
const FURNITURE: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "read the rest",
    "read it all",
    "read the full",
    "read next",
    "see also",
    "related:",
    "related stories",
    "related articles",
    "more on this",
    "more from ",
    "more:",
    "watch:",
    "listen:",
    "advertisement",
    "sponsored",
    "sign up",
    "subscribe",
    "click here",
    "follow us",
    "share this",
    "share on",
    "copyright ",
    "(copyright",
    "© ",
    "(c) ",
    "all rights reserved",
    "this story has been updated",
    "this article was originally",
    "this article was first",
    "originally published",
    "for more information, visit",
    "download our app",
    "download the app",
    "join our",
    "our standards:",
    "last updated",
    "last modified",
    "published:",
    "published on",
    "updated:",
    "posted:",
    "posted on",
    "story continues below",
    "continue reading",
    "tags:",
    "topics:",
    "keywords:",
    "source:",
    "print this",
    "comments (",
    "leave a comment",
    "recommended:",
    "editor's note",
    "editor’s note",
    "most read",
    "trending:",
    "skip to ",
];

/// Headings that databases of articles put between the parts they keep.
const LABELS: &[&str] =
    &["ABSTRACT", "FULL TEXT", "BODY", "BYLINE", "DATELINE", "HIGHLIGHT", "LENGTH", "SECTION", "HEADLINE", "GRAPHIC"];

/// Whether a line is a link, a date stamp, a copyright line or the like.
pub(super) fn is_furniture(text: &str) -> bool {
    if !text.chars().any(char::is_alphanumeric) {
        return true;
    }
    if text.len() > 300 {
        return false;
    }
    let label = text.trim_end_matches([':', '.']);
    if LABELS.contains(&label) {
        return true;
    }
    let lower = text.to_lowercase();
    let lower = lower.trim_start_matches(['(', '[', '*', '>', '»', '•', '-', ' ']);
    let n_words = text.split_whitespace().count();
    let is_link =
        n_words == 1 && (lower.starts_with("http://") || lower.starts_with("https://") || lower.starts_with("www."));
    let is_follow = lower.starts_with("follow ")
        && (lower.contains(" on twitter")
            || lower.contains(" on x")
            || lower.contains('@')
            || lower.contains(" on facebook"));
    let is_short = n_words <= 25;
    let is_follow = is_follow || lower.starts_with("follow our ");
    let is_disclaimer = lower.contains("views expressed") || lower.contains("opinions expressed");
    is_link
        || is_follow
        || is_disclaimer
        || is_initials(text)
        || lower.contains("all rights reserved")
        || (is_short && FURNITURE.iter().any(|f| lower.starts_with(f)))
}

/// Where the credit begins that closes a picture's text, if there is text enough before it.
pub(super) fn closing_credit(text: &str) -> Option<usize> {
    let tail_start = text.floor_char_boundary(text.len().saturating_sub(90));
    let tail = &text[tail_start..];
    let bracket = tail.rfind(['(', '[']).filter(|at| {
        let inside = &tail[at + 1..];
        let close = inside.find([')', ']']);
        let is_last = close.is_none_or(|at| inside[at + 1..].trim_matches([' ', '.', '"', '”']).is_empty());
        is_last && is_credit(&inside[..close.unwrap_or(inside.len())])
    });
    let lower = tail.to_ascii_lowercase();
    let ender = PICTURE_ENDERS.iter().filter_map(|ender| lower.rfind(ender)).filter(|at| {
        let before = tail[..*at].trim_end();
        before.ends_with(['.', '|', '/', '"', '”', '!', '?', ']', ')'])
    });
    let stop = tail.rfind(['.', '|', '·']).map(|at| at + tail[at..].chars().next().map_or(1, char::len_utf8));
    let last = stop.filter(|at| {
        let last = tail[*at..].trim();
        !last.is_empty() && last.split_whitespace().count() <= 8 && is_credit(last)
    });
    let at = tail_start + bracket.into_iter().chain(ender.min()).chain(last).min()?;
    (text[..at].split_whitespace().count() >= 4).then_some(at)
}

/// The initials of those who wrote and edited a report, which agencies put below it: "str-mo/kjm/ach".
fn is_initials(text: &str) -> bool {
    text.len() <= 40
        && text.contains('/')
        && !text.contains("//")
        && text
            .split(['/', '-'])
            .all(|part| (1..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Whether a line ends as sentences do.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ', '*']);
    bare.ends_with(['.', '!', '?', '…', '。']) && !bare.is_empty()
}
