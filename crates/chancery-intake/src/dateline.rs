//! Datelines: the place, date and agency that stand before the first words of a report.
//!
//! "NAIROBI, Kenya (AP) _", "GAZA CITY, March 3 (Agency) -", "LONDON —", "Paris (AFP) –", "ISLAMABAD: ". A place in
//! capitals needs only a dash after it; one in small letters needs an agency, a date or its state as well ("Mae Sot,
//! Thailand -"), since "Abbas - who …" begins with a name and a dash too.

use crate::date::month_number;

/// Datelines are short; the dash must come within this many bytes.
const LONGEST: usize = 120;

/// Words in capitals before a colon that announce something else than a place.
const LABELS: &[&str] = &[
    "UPDATE",
    "UPDATED",
    "BREAKING",
    "WATCH",
    "LIVE",
    "EXCLUSIVE",
    "ANALYSIS",
    "OPINION",
    "VIDEO",
    "CORRECTION",
    "NOTE",
    "KEY",
    "FACTBOX",
    "EXPLAINER",
    "READ",
    "MORE",
    "RELATED",
    "URGENT",
    "PHOTOS",
    "PICTURES",
    "EDITORIAL",
    "COMMENT",
    "INTERVIEW",
    "REPORT",
    "SUMMARY",
    "BACKGROUND",
    "TIMELINE",
    "QUOTE",
    "MODERATOR",
    "QUESTION",
    "ANSWER",
    "HOST",
    "REPORTER",
    "ALSO",
    "NEWS",
    "ALERT",
    "WARNING",
    "FILE",
    "PHOTO",
    "TRANSCRIPT",
    "STORY",
    "TOP",
    "WORLD",
];

/// Words in capitals that no place's name has: a heading's.
const VERBS: &[&str] = &[
    "IS", "ARE", "WAS", "WERE", "HAS", "HAVE", "HAD", "IN", "ON", "AT", "TO", "FOR", "FROM", "WITH", "BY", "HIM",
    "HIS", "HER", "IT", "ITS", "THIS", "THAT", "WHO", "WHAT", "WHY", "HOW", "WHEN", "WHERE", "NOT", "NO", "WILL",
    "CAN", "BYLINE", "DATELINE", "HEADLINE", "PHOTO", "I", "A", "AN", "MY", "YOUR", "OUR", "WE", "YOU", "THEY",
];

/// Where the paragraph stands whose dateline is looked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Place {
    /// First of the report: a name in capitals is enough, and a colon may take the dash's place, as in Asian papers.
    First,
    /// First of a transcript, where a name in capitals and a colon are a speaker.
    Dialogue,
    /// Further down, where capitals and a dash are some heading, unless an agency, a date or a region is given.
    Later,
    /// Perhaps a headline: as first of the report, but no town in small letters is taken for a dateline.
    Perhaps,
}

/// Towns that reports are filed from, under datelines in small letters ("Nairobi —", "New Delhi:"): capitals and seats.
const BUREAUS: &[&str] = &[
    "Abidjan",
    "Abu Dhabi",
    "Abuja",
    "Accra",
    "Addis Ababa",
    "Aden",
    "Algiers",
    "Almaty",
    "Amman",
    "Amsterdam",
    "Ankara",
    "Antananarivo",
    "Ashgabat",
    "Asmara",
    "Astana",
    "Asuncion",
    "Athens",
    "Baghdad",
    "Baku",
    "Bamako",
    "Bangkok",
    "Bangui",
    "Banjul",
    "Beijing",
    "Beirut",
    "Belgrade",
    "Berlin",
    "Bishkek",
    "Bissau",
    "Bogota",
    "Brasilia",
    "Bratislava",
    "Brazzaville",
    "Brussels",
    "Bucharest",
    "Budapest",
    "Buenos Aires",
    "Bujumbura",
    "Cairo",
    "Canberra",
    "Caracas",
    "Chisinau",
    "Colombo",
    "Conakry",
    "Copenhagen",
    "Dakar",
    "Damascus",
    "Dar es Salaam",
    "Dhaka",
    "Dili",
    "Djibouti",
    "Doha",
    "Dubai",
    "Dublin",
    "Dushanbe",
    "Freetown",
    "Gaborone",
    "Gaza",
    "Geneva",
    "Georgetown",
    "Goma",
    "Guatemala City",
    "Hanoi",
    "Harare",
    "Havana",
    "Helsinki",
    "Hong Kong",
    "Islamabad",
    "Istanbul",
    "Jakarta",
    "Jeddah",
    "Jerusalem",
    "Juba",
    "Kabul",
    "Kampala",
    "Karachi",
    "Kathmandu",
    "Khartoum",
    "Kigali",
    "Kingston",
    "Kinshasa",
    "Kuala Lumpur",
    "Kuwait City",
    "Kyiv",
    "La Paz",
    "Lagos",
    "Libreville",
    "Lilongwe",
    "Lima",
    "Lisbon",
    "Ljubljana",
    "Lome",
    "London",
    "Luanda",
    "Lusaka",
    "Madrid",
    "Malabo",
    "Managua",
    "Manama",
    "Manila",
    "Maputo",
    "Maseru",
    "Mbabane",
    "Mexico City",
    "Minsk",
    "Mogadishu",
    "Monrovia",
    "Montevideo",
    "Moscow",
    "Mumbai",
    "Muscat",
    "N'Djamena",
    "Nairobi",
    "New Delhi",
    "New York",
    "Niamey",
    "Nicosia",
    "Nouakchott",
    "Oslo",
    "Ottawa",
    "Ouagadougou",
    "Panama City",
    "Paris",
    "Peshawar",
    "Phnom Penh",
    "Podgorica",
    "Port Moresby",
    "Port-au-Prince",
    "Prague",
    "Pretoria",
    "Pristina",
    "Pyongyang",
    "Quito",
    "Rabat",
    "Ramallah",
    "Riga",
    "Riyadh",
    "Rome",
    "San Jose",
    "San Salvador",
    "Sanaa",
    "Santiago",
    "Santo Domingo",
    "Sarajevo",
    "Seoul",
    "Singapore",
    "Skopje",
    "Sofia",
    "Stockholm",
    "Suva",
    "Sydney",
    "Taipei",
    "Tallinn",
    "Tashkent",
    "Tbilisi",
    "Tegucigalpa",
    "Tehran",
    "Tel Aviv",
    "The Hague",
    "Tirana",
    "Tokyo",
    "Tripoli",
    "Tunis",
    "Ulaanbaatar",
    "Vienna",
    "Vientiane",
    "Vilnius",
    "Warsaw",
    "Washington",
    "Wellington",
    "Windhoek",
    "Yangon",
    "Yaounde",
    "Yerevan",
    "Zagreb",
];

/// The length of the dateline at the start of `text`, with its dash; `None` if there is none.
pub(crate) fn dateline(text: &str, place: Place) -> Option<usize> {
    if let Some(end) = slashed(text) {
        return Some(end);
    }
    let may_colon = matches!(place, Place::First | Place::Perhaps);
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let (start, end) = dashes(head, may_colon).find(|(start, end)| {
        let is_colon = head[*start..*end] == *":";
        let before = head[..*start].trim_end();
        let is_bureau = place == Place::First && BUREAUS.binary_search(&before).is_ok();
        let is_filed = matches!(place, Place::First | Place::Later) && !is_colon && is_town_and_state(before);
        (is_bureau || is_filed || is_place_and_source(before, is_colon))
            && (place != Place::Later || head[..*start].contains(['(', ',']))
    })?;
    let rest = text[end..].trim_start();
    // What follows is the report's first sentence, or nothing when the dateline has a line of its own.
    let begins = rest.chars().find(|c| !matches!(c, '"' | '“' | '‘' | '\'' | '`' | '(' | '[' | '«' | '$' | '€' | '£'));
    let is_sentence = begins.is_none_or(|c| c.is_uppercase() || c.is_numeric() || !c.is_alphabetic());
    let has_small = rest.is_empty() || rest.chars().any(char::is_lowercase);
    let is_colon = text[start..end] == *":";
    (is_sentence && has_small && !(is_colon && rest.is_empty())).then_some(end)
}

/// "YEREVAN, March 31. /ARKA/. Ministers met.": the agency between slashes ends it.
fn slashed(text: &str) -> Option<usize> {
    let head = &text[..text.floor_char_boundary(LONGEST)];
    let (before, rest) = head.split_once(". /")?;
    let (agency, _) = rest.split_once("/. ")?;
    let is_place = is_place_and_source(before, false);
    (is_place && is_agency(agency)).then_some(before.len() + agency.len() + ". //. ".len() - 1)
}

/// Whether a line of its own is a dateline: "Cairo (Nile Dispatch)", "TBILISI | 12 December".
pub(crate) fn is_line(text: &str) -> bool {
    let barred = text.split_once(" | ").is_some_and(|(place, date)| is_name(place) && is_date(date.trim()));
    let sourced = text.ends_with(')') && text.len() <= 60 && text.contains(" (") && is_place_and_source(text, false);
    barred || sourced
}

/// Where dashes stand that could end a dateline.
fn dashes(head: &str, may_colon: bool) -> impl Iterator<Item = (usize, usize)> {
    let mut previous_end = 0;
    head.char_indices().filter_map(move |(at, char)| {
        if at < previous_end {
            return None;
        }
        let rest = &head[at..];
        let len = rest.len() - rest.trim_start_matches(char).len();
        let (before, after) = (&head[..at], &head[at + len..]);
        let is_free =
            before.ends_with([' ', ')', '\u{a0}']) && (after.is_empty() || after.starts_with(char::is_whitespace));
        let is_end = match char {
            '_' | '\u{fffd}' => len == char.len_utf8() && is_free,
            '-' => len <= 3 && is_free,
            '–' | '—' | '―' => {
                before.ends_with([' ', ')', '\u{a0}'])
                    || len == char.len_utf8() && !after.starts_with(char::is_lowercase)
            }
            ':' => may_colon && len == 1 && after.starts_with(' '),
            _ => false,
        };
        if is_end {
            previous_end = at + len;
        }
        is_end.then_some((at, at + len))
    })
}

/// Whether `text` is what may stand before the dash.
fn is_place_and_source(text: &str, is_colon: bool) -> bool {
    let (place, agency) = match text.strip_suffix(')').and_then(|text| text.rsplit_once('(')) {
        Some((place, agency)) => (place.trim_end(), Some(agency)),
        None => (text, None),
    };
    if agency.is_some_and(|agency| !is_agency(agency)) || place.contains(['(', ')', '"', '“', ';', '?', '!']) {
        return false;
    }
    let mut parts = place.split(',').map(str::trim).filter(|part| !part.is_empty());
    let Some(first) = parts.next() else {
        // "(CNN) —" is a dateline without a place, "3 March 2023 -" one without an agency.
        return agency.is_some() && !is_colon;
    };
    if is_colon && (LABELS.iter().any(|label| first.split(' ').any(|w| w == *label)) || first.len() < 4) {
        return false;
    }
    let mut has_date = is_date(first);
    let mut is_city = !has_date && is_name(first);
    if !is_city && !has_date {
        // "GAZA CITY March 3": the date follows without a comma.
        let words: Vec<&str> = first.split_whitespace().collect();
        let split = (1..words.len()).find(|idx| is_date(&words[*idx..].join(" ")));
        let Some(split) = split.filter(|split| is_name(&words[..*split].join(" "))) else { return false };
        has_date = words.len() > split;
        is_city = true;
    }
    for part in parts {
        if is_date(part) {
            has_date = true;
        } else if !is_name(part) {
            return false;
        }
    }
    let city = first.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    let letters = || city.chars().filter(|c| c.is_alphabetic());
    let is_capitals = is_city
        && letters().count() >= 3
        && !city.split(' ').next().unwrap_or_default().chars().any(char::is_lowercase);
    if is_colon {
        is_capitals && !first.chars().any(char::is_lowercase)
    } else {
        is_capitals || has_date || agency.is_some()
    }
}

/// "Mae Sot, Thailand": two names, and nothing else before the dash.
fn is_town_and_state(text: &str) -> bool {
    let Some((town, state)) = text.split_once(", ") else { return false };
    let spelled = |part: &str| is_name(part) && !is_date(part) && part.chars().any(char::is_lowercase);
    text.len() <= 50 && spelled(town) && spelled(state)
}

/// A place's name: up to five words, of which all but small connecting ones begin with a capital.
fn is_name(part: &str) -> bool {
    let words: Vec<&str> = part.split([' ', '/', '\u{a0}']).filter(|w| !w.is_empty()).collect();
    let is_word = |word: &&str| {
        let is_small =
            matches!(*word, "of" | "the" | "and" | "al" | "el" | "de" | "la" | "del" | "du" | "es" | "da" | "do");
        let is_cased = word.trim_start_matches(['\'', '‘', '’']).starts_with(char::is_uppercase);
        (is_small || is_cased) && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’' | '‘'))
    };
    // A sentence ends inside "WASHINGTON. The": no name has a stop after a long word.
    let has_stop = words.iter().any(|w| w.len() > 6 && w.ends_with('.'));
    (1..=5).contains(&words.len())
        && words.iter().all(is_word)
        && !words.iter().any(|w| VERBS.contains(w))
        && !has_stop
        && words[0].starts_with(|c: char| !c.is_lowercase())
}

/// "March 3", "3 March 2023", "Feb. 10", "2023", "Tuesday".
fn is_date(part: &str) -> bool {
    let words: Vec<&str> = part.split([' ', '/']).filter(|w| !w.is_empty()).collect();
    let is_number = |word: &str| {
        let digits = word.trim_end_matches(|c: char| c.is_ascii_lowercase() || c == '.');
        !digits.is_empty() && digits.len() <= 4 && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let is_month = |word: &str| word.starts_with(char::is_uppercase) && month_number(word).is_some();
    let is_day = |word: &str| {
        matches!(
            word.trim_end_matches('.'),
            "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday"
        )
    };
    (1..=4).contains(&words.len())
        && words.iter().all(|w| is_number(w) || is_month(w) || is_day(w))
        && words.iter().any(|w| is_month(w) || is_day(w) || (is_number(w) && w.len() == 4))
}

/// An agency's or paper's name between brackets.
fn is_agency(text: &str) -> bool {
    let words: Vec<&str> = text.split([' ', '/']).filter(|w| !w.is_empty()).collect();
    let is_word = |word: &&str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            || matches!(*word, "of" | "the" | "and" | "&")
    };
    (1..=6).contains(&words.len())
        && words.iter().all(is_word)
        && words[0].chars().next().is_some_and(char::is_alphabetic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_of_many_houses() {
        let cases = [
            ("NAIROBI, Kenya (AP) _ Bombs exploded.", "NAIROBI, Kenya (AP) _"),
            ("NAIROBI, Kenya (AP) _", "NAIROBI, Kenya (AP) _"),
            ("GAZA CITY, March 3 (Agency) - A raid began.", "GAZA CITY, March 3 (Agency) -"),
            ("LONDON — “No deal,” she said.", "LONDON —"),
            ("LONDON—Ministers met.", "LONDON—"),
            ("LIMA, May 7 (Xinhua) -- The alliance met.", "LIMA, May 7 (Xinhua) --"),
            ("HARTFORD, Conn., June 4 (UPI) — Police removed her.", "HARTFORD, Conn., June 4 (UPI) —"),
            ("TULSA, Okla. (KTUL) -- A court met.", "TULSA, Okla. (KTUL) --"),
            ("Paris (AFP) – France said so.", "Paris (AFP) –"),
            ("Ramallah, February 1, 2023 (WAFA) - The president met.", "Ramallah, February 1, 2023 (WAFA) -"),
            ("SAN SALVADOR, El Salvador (AP) _ The storm was big.", "SAN SALVADOR, El Salvador (AP) _"),
            ("SANAA/ADEN, Jan 5 (Reuters) - Fighters left.", "SANAA/ADEN, Jan 5 (Reuters) -"),
            ("ISLAMABAD: The cabinet met.", "ISLAMABAD:"),
            ("NEW DELHI: India said so.", "NEW DELHI:"),
            ("(CNN) — It rained.", "(CNN) —"),
            ("TUNIS (AP) \u{fffd} A commander said so.", "TUNIS (AP) \u{fffd}"),
            ("N'DJAMENA, Chad — Rebels left.", "N'DJAMENA, Chad —"),
            ("MEYER: I said so.", "MEYER:"),
            ("UPDATE: The talks ended.", ""),
            ("VOTE IS ON: Judges looked away.", ""),
            ("Abbas - who came late - left.", ""),
            ("The US-led force left Iraq - at last.", ""),
            ("Blinken met Abbas in Ramallah (West Bank) — the first visit.", ""),
            ("Mae Sot, Thailand - Rebels met envoys.", "Mae Sot, Thailand -"),
            ("Abbas, Fatah - who knows - left.", ""),
            ("TRUMP WINS - WHAT NOW", ""),
            ("US - led forces left.", ""),
            ("The deal, he said - Was dead.", ""),
            ("YEREVAN, March 31. /ARKA/. Ministers met.", "YEREVAN, March 31. /ARKA/."),
            ("", ""),
        ];
        assert!(is_line("Cairo (Nile Dispatch)") && is_line("TBILISI | 12 December"));
        assert!(!is_line("Ministers met in Cairo (again)") && !is_line("NEWS | ASIA"));
        for (text, want) in cases {
            assert_eq!(dateline(text, Place::First).map_or("", |end| &text[..end]), want, "{text}");
        }
        assert!(BUREAUS.is_sorted(), "looked up by halving");
        assert_eq!(dateline("Muscat: The envoy left.", Place::First), Some("Muscat:".len()));
        assert_eq!(dateline("Nairobi — The envoy left.", Place::First), Some("Nairobi —".len()));
        assert_eq!(dateline("Zelensky: The envoy left.", Place::First), None, "who speaks is no town");
        assert_eq!(dateline("Muscat: The envoy left.", Place::Perhaps), None, "a headline may open so");
        assert_eq!(dateline("MEYER: I said so.", Place::Dialogue), None, "speakers are told apart by their place");
        assert_eq!(dateline("LEGAL CLAIMS — The court met.", Place::Later), None, "headings inside a report");
        assert_eq!(dateline("CAIRO (AP) — The court met.", Place::Later), Some("CAIRO (AP) —".len()));
    }
}
