//! Names that stand behind what they are called: behind a plural that holds for each of them, and behind a post whose
//! office or body stands between; and the acronym behind a name.
//!
//! What is deliberately absent: names that bring a title of their own, which says more.

use chancery_doc::TokenId;
use chancery_gazetteer::{Class, What};

use crate::phrase::{Guess, Phrase, Reader, Unit};

/// How many names a list may hold.
const LONGEST_LIST: usize = 12;

impl Reader<'_> {
    /// "Two Egyptian diplomats, Ali Hassan and Omar Said", "ministers John Otieno and Peter Mwangi": each is what the
    /// plural calls them. Of which state, a name may tell itself ("Ali Hassan of Sudan and Ann Porter of Britain").
    pub(crate) fn by_group(&mut self, i: usize) {
        let p = &self.phrases[i];
        let bare = !p.plural && !p.name.is_empty() && p.titles.is_empty();
        let is_person = p.unit == Unit::Unlisted(Guess::Person);
        if !bare || !matches!(p.unit, Unit::Unlisted(_)) || p.country.is_some() && !is_person {
            return;
        }
        let mut first = TokenId::new(p.head);
        for _ in 0..LONGEST_LIST {
            if self.parse.dep(first) != "conj" {
                break;
            }
            first = self.parse.head(first);
        }
        let called = |p: &Phrase| match p.unit {
            Unit::Noun(n) => !matches!(self.gazetteer.noun(n).class, Class::Body | Class::Thing | Class::Document),
            _ => false,
        };
        let before = (self.parse.dep(first) == "appos").then(|| self.phrase_at(self.parse.head(first))).flatten();
        let group = before.filter(|&j| {
            let q = &self.phrases[j];
            q.plural && q.name.is_empty() && q.end <= self.phrases[i].start && called(q)
        });
        // "After the ministers of the two neighbours, Ann Lee and John Otieno, met": where the parser makes them the subject.
        let parted = || {
            let start = self.phrases[self.phrase_at(first)?].start;
            let norm = |t: usize| if t < self.parse.len() { self.parse.norm(TokenId::new(t)) } else { "" };
            let last = self.parse.right_edge(first).index();
            let closed = norm(last + 1) == "," || norm(last) == ",";
            let joined = self.parse.children_by(first, "conj").next().is_some();
            let opens = start > 2 && norm(start - 1) == "," && matches!(self.parse.dep(first), "nsubj" | "nsubjpass");
            (opens && closed && joined).then_some(())?;
            let mut at = TokenId::new(start - 2);
            for _ in 0..4 {
                let fits = |q: &Phrase| q.plural && q.name.is_empty() && called(q) && !q.sectors.is_empty();
                if let Some(j) = self.phrase_at(at).filter(|&j| fits(&self.phrases[j])) {
                    return Some(j);
                }
                if !matches!(self.parse.dep(at), "pobj" | "prep") {
                    return None;
                }
                at = self.parse.head(at);
            }
            None
        };
        let group = group.or_else(parted);
        // The plural title is a part of the first name's phrase.
        let titled = || {
            let j = self.phrase_at(first).filter(|&j| j != i)?;
            let title = self.phrases[j].titles.last()?;
            self.parse.tag(TokenId::new(title.end - 1)).ends_with('S').then_some(j)
        };
        let Some(j) = group.or_else(titled) else { return };
        let q = self.phrases[j].clone();
        let p = &mut self.phrases[i];
        if p.country.is_none() {
            p.country = q.country;
            p.told = q.told && q.country.is_some();
        }
        if p.sectors.is_empty() {
            p.sectors.clone_from(&q.sectors);
        }
        p.org = p.org.or(q.org);
        p.unit = Unit::Unlisted(Guess::Person);
    }

    /// The word that a phrase is an apposition to, by the parser or by the commas around a name that it makes a day of.
    pub(crate) fn stands_behind(&self, i: usize) -> Option<TokenId> {
        let p = &self.phrases[i];
        let head = TokenId::new(p.head);
        match self.parse.dep(head) {
            "appos" => Some(self.parse.head(head)),
            "npadvmod" | "dep" if p.start > 1 && p.name.len() > 1 && p.unit == Unit::Unlisted(Guess::Person) => {
                let comma = |t: usize| t >= self.parse.len() || matches!(self.parse.norm(TokenId::new(t)), "," | ".");
                let before = self.phrases[..i].iter().rev().take(4).find(|q| q.end + 1 == p.start && !q.lends);
                before.filter(|_| comma(p.start - 1) && comma(p.end)).map(|q| TokenId::new(q.head))
            }
            _ => None,
        }
    }

    /// "The secretary of Iran's security council, Ali Rezaei, …": a name between commas is whoever holds the post right before
    /// it, wherever the parser hangs it.
    pub(crate) fn post_before_comma(&self, i: usize) -> Option<usize> {
        let p = &self.phrases[i];
        let norm = |t: usize| if t < self.parse.len() { self.parse.norm(TokenId::new(t)) } else { "" };
        let named = p.unit == Unit::Unlisted(Guess::Person) && p.name.len() > 1 && p.titles.is_empty() && !p.plural;
        let parted = named && p.start == p.name.start && p.start > 2 && norm(p.start - 1) == ",";
        let closed = matches!(norm(p.end), "," | "." | "\"" | "”");
        let dep = self.parse.dep(TokenId::new(p.head));
        let lists = dep == "conj" && matches!(norm(p.end + 1), "and" | "or");
        if !parted || !closed || lists || !matches!(dep, "appos" | "conj" | "npadvmod" | "dep") {
            return None;
        }
        let last = TokenId::new(p.start - 2);
        let id = self.parse.sentence_of(last);
        let inside = |t: &TokenId| {
            matches!(self.parse.dep(*t), "pobj" | "prep" | "compound" | "poss" | "nmod" | "amod" | "case")
        };
        let mut at = last;
        // "A spokesman for the president, Ann Lee": the outer one is hers.
        let mut post = None;
        for _ in 0..6 {
            post = self.phrase_at(at).filter(|&j| self.is_post(j)).or(post);
            if !inside(&at) || self.parse.sentence_of(at) != id {
                break;
            }
            at = self.parse.head(at);
        }
        post
    }

    /// Whether a phrase is an office or part without a name, for one person.
    fn is_post(&self, j: usize) -> bool {
        let q = &self.phrases[j];
        let holds = matches!(q.unit, Unit::Noun(n)
            if matches!(self.gazetteer.noun(n).class, Class::Office | Class::Part | Class::Spokes));
        holds && q.name.is_empty() && !q.plural && !q.lends
    }

    /// "The director of Iraq's Trade Ministry, Ali Salman": parsers hang the name on the ministry, which it cannot be.
    pub(crate) fn post_of(&self, body: TokenId, name: usize) -> Option<usize> {
        let prep = self.parse.head(body);
        let led = self.parse.dep(body) == "pobj" && matches!(self.parse.norm(prep), "of" | "for" | "at" | "in" | "to");
        let post = led.then(|| self.phrase_at(self.parse.head(prep))).flatten()?;
        let p = &self.phrases[post];
        let holds =
            |n| matches!(self.gazetteer.noun(n).class, Class::Office | Class::Part | Class::Person | Class::Spokes);
        let fits = matches!(p.unit, Unit::Noun(n) if holds(n)) && p.name.is_empty() && !p.plural;
        (fits && p.start < self.phrases[name].start).then_some(post)
    }

    /// "The Union of River Pilots (URP)": a name and its acronym, wherever the parser hangs the brackets.
    pub(crate) fn by_acronym(&mut self) {
        for i in 1..self.phrases.len() {
            let p = &self.phrases[i];
            let bracketed = p.start >= 2
                && p.end < self.parse.len()
                && p.end == p.start + 1
                && self.word(p.start - 1) == "("
                && self.word(p.end) == ")";
            let acronym = self.word(p.start);
            let capitals = acronym.len() >= 2 && acronym.len() <= 8 && acronym.bytes().all(|b| b.is_ascii_uppercase());
            if !bracketed || !capitals || p.lends {
                continue;
            }
            let end = p.start - 1;
            // The nearest first: a body before it, with all the words between, may begin with these letters too.
            let long = (i.saturating_sub(6)..i).rev().find(|&j| {
                let q = &self.phrases[j];
                let body = match q.unit {
                    Unit::Noun(n) => matches!(self.gazetteer.noun(n).class, Class::Body | Class::People),
                    Unit::Unlisted(g) => g == Guess::Organization,
                    Unit::Listed(e) => self.gazetteer.entry(e).what == What::Organization,
                    Unit::Aged | Unit::Counted => false,
                };
                body && !q.lends && q.end <= end && self.stands_for(q.start, end, acronym)
            });
            if let Some(j) = long {
                self.phrases[i].same_as = Some(j);
            }
        }
    }

    /// Whether an acronym is made of the first letters of some words, small words aside.
    fn stands_for(&self, start: usize, end: usize, acronym: &str) -> bool {
        if end - start > 14 {
            return false;
        }
        let initials: Vec<u8> = (start..end)
            .flat_map(|t| self.word(t).split(['-', '/']))
            .filter_map(|w| w.bytes().next().filter(u8::is_ascii_uppercase))
            .collect();
        let mut letters = initials.iter();
        let all = acronym.bytes().all(|b| letters.any(|&l| l == b));
        all && initials.len() <= acronym.len() + 2
    }
}
