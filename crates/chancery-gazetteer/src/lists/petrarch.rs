//! Dictionaries of PETRARCH and its kin (TABARI, ICEWS, Phoenix): actors with codes that may hold between dates only,
//! and agents, which are common nouns with a sector.
//!
//! Their codes are CAMEO's: a country, then groups of three letters for sectors; what PLOVER has no word for (ethnic
//! groups, religions, branches of service) is left out. Capitals tell nothing there, so such a name matches any
//! spelling that begins with one.
//! What is deliberately absent: verbs, discards and issues. Coding has its own codebook.

use std::collections::BTreeMap;

use chancery_doc::{Country, Date, Sector};

use super::load::Builder;
use super::{At, Certainty, Class, Error, Moment, Noun, Office, What};

/// An actor while its lines are read.
#[derive(Default)]
struct Actor {
    line: u32,
    names: Vec<String>,
    codes: Vec<Code>,
    /// It has a code, if only one that says "nobody".
    coded: bool,
}

/// `[AFGGOV 011222-140929]`.
struct Code {
    country: Option<Country>,
    sectors: Box<[Sector]>,
    dated: Option<(Option<Moment>, Option<Moment>)>,
}

/// Reads one dictionary; actors and agents may stand in one file.
pub(crate) fn read(builder: &mut Builder, file: &str, number: u16, text: &str) {
    let mut actor = Actor::default();
    let mut macros: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut in_comment = false;
    for (i, line) in text.lines().enumerate() {
        let at = At { file: number, line: i as u32 + 1 };
        let line = without_comments(line, &mut in_comment);
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let outcome = if line.starts_with('!') && line.contains('=') {
            add_macro(line, &mut macros)
        } else if let Some(synonym) = line.strip_prefix('+') {
            continue_actor(&mut actor, synonym)
        } else if line.starts_with('[') {
            continue_actor(&mut actor, line)
        } else {
            flush(builder, file, number, std::mem::take(&mut actor));
            if line.contains('~') {
                add_agent(builder, at, line, &macros)
            } else {
                actor.line = at.line;
                continue_actor(&mut actor, line)
            }
        };
        if let Err(message) = outcome {
            builder.faults.push(Error::new("GZ011", file, at.line, message));
        }
    }
    flush(builder, file, number, actor);
}

/// A line up to its comment; comments over several lines are XML's.
fn without_comments(line: &str, in_comment: &mut bool) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    loop {
        if *in_comment {
            let Some(end) = rest.find("-->") else { return out };
            *in_comment = false;
            rest = &rest[end + 3..];
        }
        let Some(start) = rest.find("<!") else { break };
        out.push_str(&rest[..start]);
        *in_comment = true;
        rest = &rest[start..];
    }
    out.push_str(rest);
    // A comment's mark inside brackets is a code ("[###]").
    let mut depth = 0i32;
    let cut = out.char_indices().find(|&(_, c)| {
        depth += i32::from(c == '[') - i32::from(c == ']');
        depth <= 0 && matches!(c, ';' | '#')
    });
    if let Some((at, _)) = cut {
        out.truncate(at);
    }
    out
}

/// `!PERSON! = MAN, MEN, WOMAN`.
fn add_macro(line: &str, macros: &mut BTreeMap<String, Vec<String>>) -> Result<(), String> {
    let (name, words) = line.split_once('=').unwrap_or((line, ""));
    let words: Vec<String> = words.split(',').map(|w| plain(w).to_lowercase()).filter(|w| !w.is_empty()).collect();
    if words.is_empty() {
        return Err(format!("\"{line}\" stands for no words; write !NAME! = WORD, WORD"));
    }
    macros.insert(name.trim().to_lowercase(), words);
    Ok(())
}

/// A name as people write it: blanks for underscores, without the marks that forbid stemming.
fn plain(name: &str) -> String {
    let name = name.trim().trim_end_matches(['_', '=']).replace('_', " ");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The parts of a line in brackets, and what stands before them.
fn brackets(line: &str) -> Result<(&str, Vec<&str>), String> {
    let (name, mut rest) = line.split_at(line.find('[').unwrap_or(line.len()));
    let mut parts = Vec::new();
    while let Some(open) = rest.find('[') {
        let Some(close) = rest[open..].find(']') else {
            return Err(format!("\"{line}\" has a bracket that is not closed"));
        };
        parts.push(rest[open + 1..open + close].trim());
        rest = &rest[open + close + 1..];
    }
    Ok((name, parts))
}

fn continue_actor(actor: &mut Actor, line: &str) -> Result<(), String> {
    let (name, codes) = brackets(line)?;
    let name = plain(name);
    if !name.is_empty() {
        actor.names.push(name);
    }
    actor.coded |= !codes.is_empty();
    for code in codes {
        actor.codes.extend(read_code(code)?);
    }
    Ok(())
}

/// A code with its dates; `None` for those that say "nobody" (`---`, `###`).
fn read_code(text: &str) -> Result<Option<Code>, String> {
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>')).unwrap_or(text.len());
    let (letters, dates) = text.split_at(end);
    let letters = letters.split('/').next().unwrap_or_default();
    if !letters.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return Ok(None);
    }
    let letters = letters.to_ascii_uppercase();
    let dates: String = dates.split_whitespace().collect();
    let day =
        |text: &str| read_date(text).ok_or_else(|| format!("\"{text}\" is no date; write it as 20140929 or 140929"));
    let dated = match (dates.strip_prefix('<'), dates.strip_prefix('>'), dates.split_once('-')) {
        _ if dates.is_empty() => None,
        (Some(before), ..) => Some((None, Some(day(before)?))),
        (_, Some(after), _) => Some((Some(day(after)?), None)),
        (_, _, Some((from, to))) => Some((Some(day(from)?), Some(day(to)?))),
        _ => return Err(format!("\"{text}\" has dates that are not <DATE, >DATE or DATE-DATE")),
    };
    let (country, sectors) = read_letters(&letters);
    Ok(Some(Code { country, sectors: sectors.into(), dated }))
}

/// `YYYYMMDD` or `YYMMDD`, where years to 30 are of this century.
fn read_date(text: &str) -> Option<Moment> {
    if !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
    let (year, rest) = match text.len() {
        8 => (number(0..4)?, 4),
        6 => (number(0..2).map(|y| if y > 30 { 1900 + y } else { 2000 + y })?, 2),
        _ => return None,
    };
    let (month, day) = (number(rest..rest + 2)? as i8, number(rest + 2..rest + 4)? as i8);
    Date::new(year, month, day).ok().map(Moment::day)
}

/// Codes that CAMEO has in place of a country and that name none.
const NO_COUNTRY: [&str; 12] = ["CHR", "MOS", "MUS", "JEW", "HIN", "BUD", "SIK", "BAH", "DRZ", "HCH", "UIS", "ZZZ"];

/// Country and sectors of a CAMEO code.
fn read_letters(code: &str) -> (Option<Country>, Vec<Sector>) {
    let groups: Vec<&str> = (0..code.len() / 3).filter_map(|i| code.get(3 * i..3 * i + 3)).collect();
    let mut sectors = Vec::new();
    let mut country: Option<Country> = None;
    for (i, group) in groups.iter().enumerate() {
        if let Some(sector) = sector(group) {
            if !sectors.contains(&sector) {
                sectors.push(sector);
            }
        } else if i == 0 && !NO_COUNTRY.contains(group) {
            country = modern(group).parse().ok();
        } else if matches!(*group, "UNO" | "EUR" | "EEC") && country.is_some_and(|c| c.is_international()) {
            country = if *group == "UNO" { "UNO" } else { "EUR" }.parse().ok();
        }
    }
    (country, sectors)
}

/// Country codes that older dictionaries have and ISO 3166 has not, or no more.
fn modern(code: &str) -> &str {
    match code {
        "PAL" => "PSE",
        "ROM" => "ROU",
        "ZAR" => "COD",
        "TMP" => "TLS",
        "KSV" | "UNK" => "KOS",
        "BUR" => "MMR",
        "GMY" | "GME" | "GMW" => "DEU",
        "EEC" => "EUR",
        "NGM" => "NGO",
        other => other,
    }
}

/// PLOVER's sector for a group of CAMEO's; CAMEO's MED is the media.
fn sector(group: &str) -> Option<Sector> {
    Some(match group {
        "MED" => Sector::Jrn,
        "HLH" => Sector::Med,
        "INS" | "SEP" => Sector::Reb,
        "UNK" => return None,
        "HRI" | "DEV" | "ENV" => Sector::Soc,
        "ACT" => Sector::Cvl,
        known => known.parse().ok()?,
    })
}

/// Lists an actor whose lines are all read.
fn flush(builder: &mut Builder, file: &str, number: u16, actor: Actor) {
    let Some(name) = actor.names.first() else { return };
    let at = At { file: number, line: actor.line };
    if !actor.coded {
        let message = format!("\"{name}\" has no code; write [CODE] behind it or below it");
        builder.faults.push(Error::new("GZ011", file, actor.line, message));
    }
    // An actor coded as nobody is none.
    let Some(best) = actor.codes.iter().find(|c| c.dated.is_none()).or(actor.codes.first()) else { return };
    let is_person = actor.codes.iter().any(|c| c.dated.is_some());
    let what = match (is_person, &*best.sectors, best.country) {
        (true, ..) => What::Person,
        (false, [], Some(c)) if !c.is_international() => What::Country,
        _ => What::Organization,
    };
    let default = if best.dated.is_none() { best.sectors.clone() } else { Box::default() };
    let id = builder.entry(what, &titled(name), best.country, default, at);
    for name in &actor.names {
        builder.claim_any_case(name, id);
    }
    for code in &actor.codes {
        if let Some((from, to)) = code.dated {
            let sectors = code.sectors.clone();
            let office =
                Office { title: "".into(), of: code.country, sectors, from, to, certainty: Certainty::Likely, at };
            builder.office(id, office);
        }
    }
}

/// "HAMID KARZAI" as a name is written.
fn titled(name: &str) -> String {
    let word = |w: &str| match w.char_indices().nth(1) {
        Some((i, _)) if w.len() > 3 || !w.contains('.') => format!("{}{}", &w[..i], w[i..].to_lowercase()),
        _ => w.to_owned(),
    };
    name.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// `POLICE_OFFICER {POLICE_OFFICERS} [~COP]`.
fn add_agent(builder: &mut Builder, at: At, line: &str, macros: &BTreeMap<String, Vec<String>>) -> Result<(), String> {
    let (name, codes) = brackets(line)?;
    let (name, irregular) = match name.split_once('{') {
        Some((name, plural)) => (name, Some(plain(plural.split('}').next().unwrap_or_default()).to_lowercase())),
        None => (name, None),
    };
    let name = plain(name).to_lowercase();
    let Some(code) = codes.iter().find(|c| c.contains('~')) else {
        return Err(format!("\"{line}\" has no code with a ~"));
    };
    let letters: String = code.chars().filter(char::is_ascii_alphabetic).collect();
    let (country, mut sectors) = read_letters(&letters.to_ascii_uppercase());
    if sectors.is_empty() && country.is_some_and(|c| c.code() == "NGO") {
        sectors.push(Sector::Soc);
    }
    let forms = match macros.iter().find(|(mark, _)| name.contains(mark.as_str())) {
        Some((mark, words)) => words.iter().map(|w| name.replace(mark.as_str(), w)).collect(),
        None => vec![name],
    };
    for form in forms.iter().filter(|f| !f.is_empty()) {
        let none_plural = irregular.as_deref() == Some("");
        let class = builder.nouns.class_by_end(form);
        let class = class.unwrap_or(if none_plural { Class::People } else { Class::Person });
        let plural = match irregular.as_deref() {
            Some("") => Some(form.as_str()),
            given => given,
        };
        builder.add_parsed_noun(Noun::new(form, sectors.clone(), class, at), plural);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_countries_and_sectors() {
        let check = |code: &str, expected: &str| {
            let (country, sectors) = read_letters(code);
            let sectors: Vec<&str> = sectors.iter().map(|s| s.code()).collect();
            let country = country.map_or("-".to_owned(), |c| c.to_string());
            assert_eq!(format!("{country} {}", sectors.join(" ")).trim(), expected, "{code}");
        };
        check("AFGGOV", "AFG GOV");
        check("PALINSHMS", "PSE REB");
        check("IGOUNO", "UNO");
        check("IGOEUREEC", "EUR");
        check("NGOHRI", "NGO SOC");
        check("GOVMED", "- GOV JRN");
        check("MOSREB", "- REB");
        check("KENMED", "KEN JRN");
    }

    #[test]
    fn comments_end_lines_but_not_codes() {
        let mut open = false;
        assert_eq!(without_comments("KENYA [KEN] ; east", &mut open), "KENYA [KEN] ");
        assert_eq!(without_comments("ENT [### <890101] # none", &mut open), "ENT [### <890101] ");
        assert_eq!(without_comments("A <!-- b", &mut open), "A ");
        assert!(open);
        assert_eq!(without_comments("c --> D", &mut open), " D");
        assert!(!open);
    }
}
