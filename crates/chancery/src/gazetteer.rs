//! `chancery gazetteer`: who the lists say somebody is, and what is wrong with a list.

use std::io::Write;

use anyhow::{Context, Result};
use chancery_engine::doc::{Date, Sector};
use chancery_engine::gazetteer::{Entry, EntryId, Gazetteer, Lists, Moment, Office};

use crate::{Verdict, args, complain};

/// How many names are proposed for one that is not listed.
const PROPOSED: usize = 12;

pub(crate) fn run(command: args::Gazetteer) -> Result<Verdict> {
    match command {
        args::Gazetteer::Find(typed) => find(&typed),
        args::Gazetteer::Check(typed) => check(&typed),
    }
}

const FOUND: Verdict = Verdict { n_read: 1, n_failed: 0, n_empty: 0 };
const NOTHING: Verdict = Verdict { n_read: 0, n_failed: 1, n_empty: 1 };
const TROUBLE: Verdict = Verdict { n_read: 0, n_failed: 1, n_empty: 0 };

fn find(typed: &args::Find) -> Result<Verdict> {
    let words = typed.date.as_deref();
    let day: Option<Date> = words
        .map(|w| w.parse().with_context(|| format!("--date \"{w}\" is not a date; write it as 2023-02-01")))
        .transpose()?;
    let lists = match &typed.lists.gazetteer {
        Some(dir) if typed.lists.gazetteer_only => Lists::Only(dir),
        Some(dir) => Lists::Both(dir),
        None => Lists::Ours,
    };
    let gazetteer = Gazetteer::load(lists).context("cannot load the actor lists")?;
    let mut out = anstream::stdout();
    let found = gazetteer.find(&typed.name);
    for (i, &id) in found.iter().enumerate() {
        let gap = if i > 0 { "\n" } else { "" };
        write!(out, "{gap}{}", describe(&gazetteer, id, day))?;
    }
    let noun = gazetteer.find_noun(&typed.name);
    if let Some(noun) = noun.map(|id| gazetteer.noun(id)) {
        let gap = if found.is_empty() { "" } else { "\n" };
        let place = format!("{}:{}", gazetteer.file(noun.at), noun.at.line);
        let class = format!("{:?}", noun.class).to_lowercase();
        let sectors = codes(&noun.sectors);
        writeln!(out, "{gap}{} (noun, {class})\n  sectors     {sectors}\n  listed      {place}", noun.form)?;
    }
    if !found.is_empty() || noun.is_some() {
        return Ok(FOUND);
    }
    complain(&format!("nobody is listed as \"{}\"", typed.name));
    let mut shown: Vec<EntryId> = Vec::new();
    for (_, id) in gazetteer.names_like(&typed.name) {
        if shown.len() < PROPOSED && !shown.contains(&id) {
            shown.push(id);
            complain(&format!("  perhaps {}", gazetteer.entry(id).name));
        }
    }
    Ok(NOTHING)
}

/// What is known of an entry, a line each, and why.
fn describe(gazetteer: &Gazetteer, id: EntryId, day: Option<Date>) -> String {
    let Entry { what, name, country, sectors, offices, at, .. } = gazetteer.entry(id);
    let mut lines = vec![format!("{name} ({what})")];
    let mut line = |label: &str, value: String| lines.push(format!("  {label:<11} {value}"));
    let state = country.map(|c| match gazetteer.country_name(c) {
        Some(name) => format!("{c} ({name})"),
        None => c.to_string(),
    });
    line("country", state.unwrap_or_else(|| "none".to_owned()));
    line("sectors", codes(sectors));
    let mut names = Vec::new();
    let mut shared = Vec::new();
    for (listed, is_shared) in gazetteer.names_of(id) {
        if is_shared { shared.push(listed) } else { names.push(listed) }
    }
    line("names", names.join("; "));
    if !shared.is_empty() {
        line("shared", format!("{} (others bear it too, the context decides)", shared.join("; ")));
    }
    line("listed", format!("{}:{}", gazetteer.file(*at), at.line));
    for office in offices {
        let place = format!("{}:{}", gazetteer.file(office.at), office.at.line);
        line("office", format!("{} ({}, {place})", term(office), office.certainty));
    }
    if !offices.is_empty() {
        let standing = gazetteer.entry(id).standing(day);
        let when = day.map_or("no date".to_owned(), |d| d.to_string());
        let former = if standing.former { "former " } else { "" };
        let office = standing.office.map(|o| format!("{former}{}", o.title)).filter(|o| !o.is_empty());
        let office = office.unwrap_or_else(|| "no office known".to_owned());
        line("so", format!("{when}: {}, {office}", codes(standing.sectors)));
    }
    lines.join("\n") + "\n"
}

fn codes(sectors: &[Sector]) -> String {
    if sectors.is_empty() {
        return "none".to_owned();
    }
    sectors.iter().map(|s| s.code()).collect::<Vec<_>>().join(" ")
}

/// "GOV Chancellor (DEU), 2005-11 to 2021-12".
fn term(office: &Office) -> String {
    let open = |m: Option<Moment>, otherwise: &str| m.map_or(otherwise.to_owned(), |m| m.to_string());
    let of = office.of.map_or(String::new(), |c| format!(" ({c})"));
    let title = if office.title.is_empty() { "coded" } else { &office.title };
    format!("{title}{of}, {}, {} to {}", codes(&office.sectors), open(office.from, "?"), open(office.to, "now"))
}

fn check(typed: &args::CheckLists) -> Result<Verdict> {
    let lists = match &typed.dir {
        Some(dir) if typed.only => Lists::Only(dir),
        Some(dir) => Lists::Both(dir),
        None => Lists::Ours,
    };
    let found = Gazetteer::check(lists);
    let mut out = anstream::stdout();
    for fault in &found {
        writeln!(out, "{fault}")?;
    }
    if found.iter().any(|f| f.code() == "GZ001") {
        complain("not everything could be read");
        return Ok(TROUBLE);
    }
    if found.is_empty() {
        let gazetteer = Gazetteer::load(lists).context("cannot load the actor lists")?;
        let (n_entries, n_nouns) = gazetteer.counts();
        let size = gazetteer.index_size();
        writeln!(out, "{n_entries} entries and {n_nouns} nouns, nothing wrong; the index of names takes {size} bytes")?;
        return Ok(FOUND);
    }
    complain(&format!("{} faults", found.len()));
    Ok(NOTHING)
}
