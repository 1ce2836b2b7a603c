//! Newspapers, stations and agencies that no list has, by how such are named ("the Sheger Tribune", "Radio Lumière",
//! "Agence des Lacs") or by what stands beside a name ("the news site Batken Today", "Imedi, a private channel").
//!
//! Towns and trades inside such a name are words of it: "the Tripoli Herald" is no Tripoli, the "Daily Courier" carries no
//! parcels. A listed name that goes on is not the listed one: "La Prensa del Valle" is not "La Prensa".
//!
//! What is deliberately absent: names that only a list can know for an outlet's ("Focus", "The Nation").

use chancery_doc::{Parse, Pos, Sector, SegmentKind, Text, TokenId};
use chancery_gazetteer::{Class, Entry, Gazetteer, What};

use crate::led::makes_leaders;
use crate::phrase::{Guess, Phrase, Reader, Unit};
use crate::scan::{Name, Scan};

/// What the names of outlets end in, and hardly any others.
const ENDS: [&str; 20] = [
    "Chronicle",
    "Courier",
    "Dispatch",
    "FM",
    "Gazeta",
    "Gazette",
    "Herald",
    "Inquirer",
    "Ledger",
    "Newspaper",
    "News",
    "Presse",
    "Radio",
    "TV",
    "Telegraph",
    "Television",
    "Televizija",
    "Tribune",
    "Zeitung",
    "Televisión",
];

/// What they end in as well as much else: it counts where the name is told, quoted or cited.
const MAY_END: [&str; 25] = [
    "Argus",
    "Bulletin",
    "Daily",
    "Echo",
    "Examiner",
    "Express",
    "Globe",
    "Guardian",
    "Independent",
    "Journal",
    "Mail",
    "Mercury",
    "Mirror",
    "Monitor",
    "Nation",
    "Observer",
    "Online",
    "Post",
    "Press",
    "Sentinel",
    "Standard",
    "Star",
    "Sun",
    "Times",
    "Today",
];

/// What they begin with.
const BEGINS: [&str; 14] = [
    "Agence", "Agencia", "Agência", "Agenzia", "Canal", "Daily", "Diario", "Diário", "Jornal", "Kanal", "Radio",
    "Rádio", "TV", "Télé",
];

/// The longest name of one, in words.
const LONGEST: usize = 7;

/// Where the text names outlets that no list has, over tokens `start..end`.
pub(crate) fn mastheads(gazetteer: &Gazetteer, text: &Text, parse: &Parse, scan: &Scan) -> Vec<(usize, usize)> {
    let word = |t: usize| parse.span(TokenId::new(t)).of(text.as_str());
    let capital = |t: usize| {
        t < parse.len() && parse.pos(TokenId::new(t)) == Pos::Propn && word(t).starts_with(char::is_uppercase)
    };
    let starts = |t: usize| parse.token(TokenId::new(t)).sent_start;
    let listed = |t: usize| scan.name(t).copied().filter(|n| is_listed_outlet(gazetteer.entry(n.entry)));
    let mut found = Vec::new();
    let mut t = 0;
    while t < parse.len() {
        let outlet = listed(t);
        if !capital(t) && outlet.is_none() {
            t += 1;
            continue;
        }
        // A listed name is one word here; "La Prensa" goes on in "del Valle" only.
        let begins = BEGINS.contains(&word(t)) && outlet.is_none();
        let mut end = outlet.map_or(t + 1, |n| n.end.max(t + 1));
        let first = end;
        while end < parse.len() && end - t < LONGEST && !starts(end) {
            let links = || matches!(word(end), "de" | "del" | "des" | "du" | "da" | "do" | "della" | "di");
            if outlet.is_none() && capital(end) && listed(end).is_none() {
                end += 1;
            } else if (begins || outlet.is_some() || end > first) && end + 1 < parse.len() && links() {
                let article = usize::from(matches!(word(end + 1), "la" | "las" | "los" | "les"));
                if !capital(end + 1 + article) || starts(end + 1) {
                    break;
                }
                end += 2 + article;
            } else {
                break;
            }
        }
        let is_outlet = match outlet {
            Some(_) => end > first,
            None if end > t + 1 => {
                let last = word(end - 1);
                let cited = || (t..end).any(|k| is_source(parse, TokenId::new(k)));
                begins && (word(t) != "Daily" && word(t) != "Canal" || ENDS.contains(&last) || cited())
                    || ENDS.contains(&last)
                    || MAY_END.contains(&last) && cited()
            }
            None => false,
        };
        // "The Gulf Ledger" is one word of its sentence; "Minister Ana Radio" is none.
        let tied = || {
            let outside = (t..end).filter(|&k| {
                let head = parse.head(TokenId::new(k)).index();
                !(t..end).contains(&head) || head == k
            });
            outside.count() == 1
        };
        let person = (t..end).any(|k| scan.name(k).is_some_and(|n| gazetteer.entry(n.entry).what == What::Person));
        if is_outlet && !person && (begins || outlet.is_some() || tied()) {
            found.push((t, end));
        }
        t = end.max(first);
    }
    found
}

/// Whether an entry of the lists is a newspaper, a broadcaster or an agency.
pub(crate) fn is_listed_outlet(entry: &Entry) -> bool {
    entry.what == What::Organization && entry.sectors.first() == Some(&Sector::Jrn)
}

/// "The Australian government", "the Observer mission": whether a newspaper's name, from its article on, is only the
/// adjective of the noun behind it.
pub(crate) fn only_describes(parse: &Parse, start: usize, end: usize) -> bool {
    let last = TokenId::new(end - 1);
    let noun = parse.head(last);
    let of_press = matches!(
        parse.lemma(noun),
        "newspaper"
            | "daily"
            | "weekly"
            | "paper"
            | "magazine"
            | "tabloid"
            | "broadsheet"
            | "journalist"
            | "reporter"
            | "correspondent"
            | "columnist"
            | "editor"
            | "writer"
            | "photographer"
            | "website"
            | "report"
            | "article"
            | "editorial"
            | "column"
            | "interview"
            | "poll"
            | "story"
            | "group"
    );
    end - start == 2
        && parse.norm(TokenId::new(start)) == "the"
        && noun.index() >= end
        && matches!(parse.dep(last), "amod" | "compound" | "nmod")
        && !of_press
}

/// Whether a word is whom somebody tells something, or who reports, quotes or is cited.
fn is_source(parse: &Parse, t: TokenId) -> bool {
    let over = parse.head(t);
    match parse.dep(t) {
        "nsubj" => matches!(
            parse.lemma(over),
            "report" | "quote" | "cite" | "write" | "publish" | "say" | "reveal" | "broadcast" | "print" | "carry"
        ),
        "dobj" | "dative" => matches!(parse.lemma(over), "tell" | "quote" | "cite"),
        "pobj" => {
            let above = parse.head(over);
            match parse.norm(over) {
                "by" => matches!(
                    parse.lemma(above),
                    "quote"
                        | "cite"
                        | "carry"
                        | "publish"
                        | "report"
                        | "interview"
                        | "see"
                        | "obtain"
                        | "air"
                        | "broadcast"
                ),
                "to" => {
                    parse.norm(above) == "according"
                        || matches!(parse.lemma(above), "tell" | "speak" | "interview" | "statement" | "comment")
                }
                "with" => parse.lemma(above) == "interview",
                "in" => matches!(parse.lemma(above), "write" | "publish" | "article" | "interview" | "report"),
                _ => false,
            }
        }
        _ => false,
    }
}

impl Reader<'_> {
    /// Reads the outlet that a word is of, if it is of one without a list.
    pub(crate) fn push_masthead(&mut self, t: usize) -> bool {
        let Some((start, end)) = self.scan.masthead(t) else { return false };
        if self.top(start, end) != t {
            return true;
        }
        let left = self.left(t, start);
        let i = self.push(left, end, t, Unit::Unlisted(Guess::Organization), start..end);
        self.inner(i);
        // "The Tripoli Herald" is of where Tripoli is.
        let town = (start..end).find_map(|k| {
            let [only] = *self.gazetteer.find(self.word(k)) else { return None };
            let e = self.gazetteer.entry(only);
            let lends = !matches!(e.what, What::Person | What::Seat | What::Citizens);
            e.country.filter(|c| lends && e.rivals.is_empty() && !c.is_international())
        });
        let p = &mut self.phrases[i];
        p.country = p.country.or(town);
        p.sectors = vec![Sector::Jrn];
        true
    }

    /// "Imedi, a private channel", "the news site Focus", "the rights group Zye Louvri": a name is the body that the noun
    /// beside it calls it.
    pub(crate) fn by_medium(&mut self, i: usize) {
        let p = &self.phrases[i];
        let bare = matches!(p.unit, Unit::Unlisted(_)) && !p.plural && !p.name.is_empty() && p.sectors.is_empty();
        let parse = self.parse;
        let head = TokenId::new(p.head);
        // "The state agency AVN reported": agencies that report are no offices.
        let reports = |t: TokenId| {
            parse.dep(t) == "nsubj"
                && matches!(parse.lemma(parse.head(t)), "report" | "quote" | "cite" | "carry" | "publish" | "broadcast")
        };
        if let Unit::Noun(n) = p.unit
            && &*self.gazetteer.noun(n).form == "agency"
            && p.sectors == [Sector::Gov]
            && p.titles.len() < 2
            && reports(head)
        {
            self.phrases[i].sectors = vec![Sector::Jrn];
            return;
        }
        if !bare {
            return;
        }
        let kind = |j: usize| {
            let q = &self.phrases[j];
            let class = match q.unit {
                Unit::Noun(n) => Some(self.gazetteer.noun(n).class),
                _ => None,
            };
            // "A farmers' union", "the militia": people, but one body.
            let one = parse.tag(TokenId::new(q.head)) == "NN" && parse.norm(TokenId::new(q.head)) != "opposition";
            let body = class == Some(Class::Body) && !q.plural || class == Some(Class::People) && one;
            let named = body && q.name.is_empty() && !q.lends;
            named.then(|| q.sectors.clone()).filter(|s| makes_leaders(s) && !matches!(s[0], Sector::Leg | Sector::Jud))
        };
        let from = self.parse.sentence(parse.sentence_of(head)).start as usize;
        let before = (0..i).rev().take(3).take_while(|&j| self.phrases[j].head >= from);
        // "The news site Minsk Hoy": a town between the two is a word of the name.
        let town = |t: usize| {
            let lends = |n: &Name| matches!(self.gazetteer.entry(n.entry).what, What::Capital | What::Place);
            self.scan.name(t).is_some_and(lends)
        };
        let runs_on = (p.start..p.name.start).all(town);
        let behind = before.filter(|&j| self.phrases[j].end == p.start && runs_on).find_map(|j| Some((j, kind(j)?)));
        let over = (parse.dep(head) == "appos").then(|| parse.head(head));
        let beside = over.into_iter().chain(parse.children_by(head, "appos")).filter_map(|t| self.phrase_at(t));
        let found = beside.filter(|&j| j != i).find_map(|j| Some((j, kind(j)?))).or(behind);
        if let Some((j, sectors)) = found {
            let p = &mut self.phrases[i];
            p.unit = Unit::Unlisted(Guess::Organization);
            p.sectors = sectors;
            if runs_on {
                p.name.start = p.start;
            }
            if p.same_as.is_none() && self.phrases[j].same_as.is_none() {
                self.phrases[i].same_as = Some(j);
            }
        }
    }

    /// "BAGHDAD (Meridian) -": the agency that a report is of, by its dateline, wherever else it is named.
    pub(crate) fn by_dateline(&mut self, text: &Text) {
        let lines: Vec<_> =
            text.segments().iter().filter(|s| s.kind == SegmentKind::Dateline).map(|s| s.span).collect();
        let bracketed = |p: &Phrase| {
            p.name.start > 0
                && p.name.end < self.parse.len()
                && self.word(p.name.start - 1) == "("
                && self.word(p.name.end) == ")"
                && lines.iter().all(|l| l.start() != self.parse.span(TokenId::new(p.name.start - 1)).start())
                && lines.iter().any(|l| l.contains(self.parse.span(TokenId::new(p.head))))
        };
        let unlisted = |p: &&Phrase| matches!(p.unit, Unit::Unlisted(_)) && !p.name.is_empty() && p.titles.is_empty();
        let agency = self.phrases.iter().filter(unlisted).find(|p| bracketed(p)).map(|p| p.name.clone());
        let Some(agency) = agency else { return };
        let words = |r: std::ops::Range<usize>| -> Vec<&str> { r.map(|t| self.word(t)).collect() };
        let called = words(agency);
        let same: Vec<usize> = (0..self.phrases.len())
            .filter(|&i| unlisted(&&self.phrases[i]) && words(self.phrases[i].name.clone()) == called)
            .collect();
        for i in same {
            self.phrases[i].unit = Unit::Unlisted(Guess::Organization);
            self.phrases[i].sectors = vec![Sector::Jrn];
        }
    }
}
