//! Noun phrases that name or describe an actor, read by their grammar.
//!
//! A phrase knows only what stands inside it and what its relations to other phrases lend it: a possessor, an
//! "of"-phrase, an apposition, its fellows in a list. Who is meant is for [`crate::join`].

use chancery_doc::{Country, Iob, Parse, Pos, Sector, Text, TokenId};

use crate::gazetteer::{Class, EntryId, Gazetteer, NounId, What};
use crate::scan::Scan;

/// How the head of a phrase names its actor.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Unit {
    /// A name on the lists.
    Listed(EntryId),
    /// A name the lists do not know.
    Unlisted(Guess),
    /// A noun for actors, one or several of them.
    Noun(NounId),
    /// Somebody known by age only ("a 13-year-old").
    Aged,
}

/// What an unlisted name seems to be, by the recogniser and by the words around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Guess {
    Person,
    Organization,
    Place,
}

/// A title or description inside a phrase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Title {
    pub(crate) noun: NounId,
    /// Tokens from its first to one past its last, without country.
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) former: bool,
}

/// A phrase.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Phrase {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) head: usize,
    pub(crate) unit: Unit,
    /// Tokens of the name proper, empty where there is none.
    pub(crate) name: std::ops::Range<usize>,
    pub(crate) titles: Vec<Title>,
    pub(crate) country: Option<Country>,
    /// Whether the phrase itself tells its country, rather than the lists or its surroundings.
    pub(crate) told: bool,
    pub(crate) sectors: Vec<Sector>,
    /// The organisation named inside the phrase ("Hamas spokesman").
    pub(crate) org: Option<EntryId>,
    /// Where that organisation stands, if right before the title.
    pub(crate) org_at: Option<usize>,
    pub(crate) plural: bool,
    pub(crate) definite: bool,
    pub(crate) indefinite: bool,
    /// Modified beyond article and country ("seven Israelis", "innocent Palestinians").
    pub(crate) modified: bool,
    /// Stands for a government, by a capital or a house.
    pub(crate) metonym: bool,
    /// Only lends its country to the phrase around it: no mention of its own.
    pub(crate) lends: bool,
    /// Phrase (by index) that is the same actor: apposition.
    pub(crate) same_as: Option<usize>,
    /// Adjectives of further countries coordinated with the first ("Hungarian and Romanian officials").
    pub(crate) others: Vec<(usize, Country)>,
}

/// Relations by which a word modifies the noun to its right.
fn is_premodifier(parse: &Parse, t: usize) -> bool {
    let id = TokenId::new(t);
    parse.head(id).index() > t
        && matches!(
            parse.dep(id),
            "compound" | "amod" | "nmod" | "nummod" | "quantmod" | "det" | "advmod" | "predet" | "npadvmod"
        )
}

/// Whether a word, or a word it is coordinated with, modifies a noun to its right.
fn modifies(parse: &Parse, t: usize) -> bool {
    if is_premodifier(parse, t) {
        return true;
    }
    let id = TokenId::new(t);
    let head = parse.head(id);
    parse.dep(id) == "conj" && head.index() < t && is_premodifier(parse, head.index()) && parse.head(head).index() > t
}

/// All phrases, in the order of their heads.
pub(crate) fn phrases(gazetteer: &Gazetteer, text: &Text, parse: &Parse, scan: &Scan) -> Vec<Phrase> {
    let mut reader =
        Reader { gazetteer, text: text.as_str(), parse, scan, by_token: vec![None; parse.len()], phrases: Vec::new() };
    let mut t = 0;
    while t < parse.len() {
        if reader.by_token[t].is_none() {
            reader.read(t);
        }
        t += 1;
    }
    reader.phrases.sort_by_key(|p| p.head);
    reader.index();
    reader.relate();
    reader.phrases
}

struct Reader<'a> {
    gazetteer: &'a Gazetteer,
    text: &'a str,
    parse: &'a Parse,
    scan: &'a Scan,
    /// The phrase a token heads or, inside its name, belongs to.
    by_token: Vec<Option<u32>>,
    phrases: Vec<Phrase>,
}

impl<'a> Reader<'a> {
    fn word(&self, t: usize) -> &'a str {
        self.parse.span(TokenId::new(t)).of(self.text)
    }

    fn pos(&self, t: usize) -> Pos {
        self.parse.pos(TokenId::new(t))
    }

    fn dep(&self, t: usize) -> &str {
        self.parse.dep(TokenId::new(t))
    }

    fn index(&mut self) {
        self.by_token.fill(None);
        for (i, p) in self.phrases.iter().enumerate() {
            for t in p.name.clone() {
                self.by_token[t] = Some(i as u32);
            }
            self.by_token[p.head] = Some(i as u32);
        }
    }

    /// The word of `start..end` whose head lies outside.
    fn top(&self, start: usize, end: usize) -> usize {
        (start..end)
            .rev()
            .find(|&t| {
                let head = self.parse.head(TokenId::new(t)).index();
                (head < start || head >= end || head == t) && self.pos(t) != Pos::Punct
            })
            .unwrap_or(end - 1)
    }

    /// Reads the phrase that token `t` heads, if it heads one.
    fn read(&mut self, t: usize) {
        let parse = self.parse;
        let listed = self.scan.name(t).copied();
        let noun = self.scan.noun(t).copied();
        // A name or noun of several words is read once, at the word that ties it to the sentence.
        if let Some(name) = listed.filter(|n| self.top(n.start, n.end) != t) {
            let _ = name;
            return;
        }
        if noun.is_some_and(|n| self.top(n.start, n.end) != t) {
            return;
        }
        let modifier = modifies(parse, t);
        if let Some(name) = listed {
            let what = self.gazetteer.entry(name.entry).what;
            if modifier
                && matches!(
                    what,
                    What::Demonym | What::Country | What::Citizens | What::Capital | What::Place | What::Seat
                )
            {
                self.lend(name.start, name.end, t, name.entry);
                return;
            }
            if modifier
                && what == What::Person
                && self.dep(t) == "compound"
                && self.scan.noun(parse.head(TokenId::new(t)).index()).is_none()
            {
                return;
            }
            self.push_listed(name.start, name.end, t, name.entry);
            return;
        }
        if modifier {
            return;
        }
        if let Some(n) = noun {
            self.push_noun(n.start, n.end, t, n.noun, n.plural);
        } else if self.pos(t) == Pos::Propn {
            self.push_unlisted(t);
        } else if parse.norm(TokenId::new(t)) == "old"
            && t >= 4
            && self.word(t - 1) == "-"
            && self.word(t - 2).starts_with("year")
        {
            let start = parse.left_edge(TokenId::new(t)).index();
            self.push(start, t + 1, t, Unit::Aged, t..t);
        }
    }

    /// The left end of the noun phrase of `head`: its article, adjectives and nouns, but not what is coordinated before.
    fn left(&self, head: usize, from: usize) -> usize {
        // No noun phrase has a longer run-up than this; the bound keeps degenerate trees from costing more than their length.
        const LONGEST: usize = 24;
        let edge = self.parse.left_edge(TokenId::new(head)).index();
        let mut start = edge.max(from.saturating_sub(LONGEST)).min(from);
        while start < from
            && (self.pos(start) == Pos::Punct
                || matches!(self.pos(start), Pos::Cconj | Pos::Adp | Pos::Sconj | Pos::Space)
                || matches!(
                    self.parse.norm(TokenId::new(start)),
                    "both" | "either" | "only" | "even" | "including" | "such"
                ))
        {
            start += 1;
        }
        // A clause before the noun ("..., said") is not its modifier.
        if let Some(cut) =
            (start..from).rev().find(|&i| matches!(self.pos(i), Pos::Verb | Pos::Aux) && !is_premodifier(self.parse, i))
        {
            start = cut + 1;
        }
        // Nor is what stands before a dash, a bracket or the like; a comma between adjectives is.
        if let Some(cut) = (start..from).rev().find(|&i| self.pos(i) == Pos::Punct && !self.joins(i)) {
            start = cut + 1;
        }
        // "the Secretary of State's trip": the article is the title's, though the parser hangs it on the trip.
        if start > 0
            && !self.parse.token(TokenId::new(start)).sent_start
            && matches!(self.word(start - 1), "the" | "The")
        {
            start -= 1;
        }
        start
    }

    /// A comma, or a hyphen inside a word.
    fn joins(&self, t: usize) -> bool {
        let span = self.parse.span(TokenId::new(t));
        let before = self.text.as_bytes().get((span.start() as usize).wrapping_sub(1));
        matches!(self.word(t), "," | "'" | "’")
            || (self.word(t) == "-" && before.is_some_and(|b| !b.is_ascii_whitespace()))
    }

    fn push(&mut self, start: usize, end: usize, head: usize, unit: Unit, name: std::ops::Range<usize>) -> usize {
        let phrase = Phrase {
            start,
            end,
            head,
            unit,
            name,
            titles: Vec::new(),
            country: None,
            told: false,
            sectors: Vec::new(),
            org: None,
            org_at: None,
            plural: false,
            definite: false,
            indefinite: false,
            modified: false,
            metonym: false,
            lends: false,
            same_as: None,
            others: Vec::new(),
        };
        let i = self.phrases.len();
        self.by_token[head] = Some(i as u32);
        for t in phrase.name.clone() {
            self.by_token[t] = Some(i as u32);
        }
        self.phrases.push(phrase);
        i
    }

    fn lend(&mut self, start: usize, end: usize, head: usize, entry: EntryId) {
        let i = self.push(start, end, head, Unit::Listed(entry), start..end);
        self.phrases[i].country = self.gazetteer.entry(entry).country;
        self.phrases[i].told = true;
        self.phrases[i].lends = true;
    }

    fn push_listed(&mut self, start: usize, end: usize, head: usize, entry: EntryId) {
        let e = self.gazetteer.entry(entry);
        let (mut name_start, mut name_end) = (start, end);
        if e.what == What::Person || (e.what == What::Organization && self.pos(head) == Pos::Propn) {
            name_start = self.chain_start(start, head);
            if e.what == What::Person {
                while name_end < self.parse.len() && self.continues_name(name_end, head) {
                    name_end += 1;
                }
            }
        }
        // "Hamas" before a longer chain is a modifier; the chain is read at its own head.
        let left = self.left(head, name_start);
        let i = self.push(left, name_end, head, Unit::Listed(entry), name_start..name_end);
        let p = &mut self.phrases[i];
        p.country = e.country;
        p.sectors.clone_from(&e.sectors);
        p.plural = e.what == What::Citizens;
        self.inner(i);
        if matches!(e.what, What::Capital | What::Seat) {
            let metonym = e.what == What::Seat || self.acts(head);
            let p = &mut self.phrases[i];
            p.metonym = metonym;
            p.sectors = if metonym { vec![Sector::Gov] } else { Vec::new() };
        }
        if matches!(e.what, What::Demonym | What::Citizens) {
            let listed =
                self.dep(head) == "conj" || self.parse.children_by(TokenId::new(head), "conj").next().is_some();
            let p = &mut self.phrases[i];
            p.plural |= self.parse.tag(TokenId::new(head)) == "NNPS"
                || (!p.indefinite && e.what == What::Demonym && p.definite);
            // "the Kenyans" may stand for Kenya; "seven Kenyans", "Kenyans", "young Kenyans" are people.
            let bare = p.definite && p.end - p.start == 2;
            p.modified |= p.name.start - p.start > usize::from(p.definite);
            if p.modified || !p.plural || !(bare || listed) {
                p.sectors = vec![Sector::Cvl];
            }
        }
    }

    /// Whether a capital acts here, so that it stands for its government: no preposition of place governs it.
    fn acts(&self, t: usize) -> bool {
        let id = TokenId::new(t);
        let first = if self.dep(t) == "conj" { self.parse.head(id) } else { id };
        match self.parse.dep(first) {
            "pobj" => {
                matches!(self.parse.norm(self.parse.head(first)), "with" | "by" | "against" | "on" | "between" | "for")
            }
            "nsubj" | "nsubjpass" | "dobj" | "dative" | "poss" | "agent" => true,
            _ => false,
        }
    }

    fn is_name_word(&self, t: usize) -> bool {
        let word = self.word(t);
        (self.pos(t) == Pos::Propn && word.starts_with(char::is_alphanumeric))
            || word == "-"
            || matches!(word, "al" | "el" | "bin" | "ibn" | "bint" | "de" | "da" | "dos" | "del" | "van" | "von" | "der" | "di" | "le" | "la" | "ben" | "abu" | "ul" | "ur" | "bar" | "of" if t > 0 && word != "of")
    }

    /// The first token of the chain of name words that ends with `from`.
    fn chain_start(&self, from: usize, head: usize) -> usize {
        let mut start = from;
        while start > 0 && !self.parse.token(TokenId::new(start)).sent_start {
            let t = start - 1;
            if !self.is_name_word(t) || self.scan.noun(t).is_some() {
                break;
            }
            if self.scan.name(t).is_some_and(|n| !matches!(self.gazetteer.entry(n.entry).what, What::Person)) {
                break;
            }
            // The chain hangs together in the tree, within three steps.
            let tied = self
                .parse
                .ancestors(TokenId::new(t))
                .take(3)
                .any(|a| a.index() == head || (start..=from).contains(&a.index()));
            if !tied {
                break;
            }
            start = t;
        }
        while start < from
            && (self.word(start) == "-"
                || self.pos(start) != Pos::Propn
                    && !self.word(start).starts_with(char::is_uppercase)
                    && self.word(start) != "al")
        {
            start += 1;
        }
        start
    }

    fn continues_name(&self, t: usize, head: usize) -> bool {
        !self.parse.token(TokenId::new(t)).sent_start
            && self.pos(t) == Pos::Propn
            && self.scan.noun(t).is_none()
            && self.scan.name(t).is_none()
            && (self.parse.head(TokenId::new(t)).index() == head || self.parse.head(TokenId::new(head)).index() == t)
            && matches!(self.dep(t), "flat" | "compound" | "appos" | "nmod")
    }

    fn push_unlisted(&mut self, t: usize) {
        if !self.word(t).starts_with(char::is_alphabetic) {
            return;
        }
        let start = self.chain_start(t, t);
        let left = self.left(t, start);
        let label = (start..=t)
            .rev()
            .find_map(|i| Some(self.parse.iob(TokenId::new(i))).filter(|l| l.0 != Iob::O))
            .map_or("", |l| l.1);
        let titled = start > left
            && self
                .scan
                .noun(start - 1)
                .is_some_and(|n| !matches!(self.gazetteer.noun(n.noun).class, Class::Body | Class::People));
        let guess = match label {
            _ if titled => Guess::Person,
            "PERSON" => Guess::Person,
            "ORG" | "NORP" => Guess::Organization,
            "GPE" | "LOC" | "FAC" => Guess::Place,
            _ => return,
        };
        // One lower-case or all-caps word that the recogniser alone calls a person is as often an acronym.
        let i = self.push(left, t + 1, t, Unit::Unlisted(guess), start..t + 1);
        self.inner(i);
    }

    fn push_noun(&mut self, start: usize, end: usize, t: usize, noun: NounId, plural: bool) {
        let n = self.gazetteer.noun(noun);
        // "spokesman Hazem Qassem" where the parser takes the name for an apposition of the title.
        let mut name = t..t;
        let mut end = end;
        if matches!(n.class, Class::Office | Class::Person | Class::Part | Class::Spokes) && !plural {
            let mut e = end;
            while e < self.parse.len()
                && self.pos(e) == Pos::Propn
                && !self.parse.token(TokenId::new(e)).sent_start
                && self.scan.noun(e).is_none()
                && self.scan.name(e).is_none_or(|m| self.gazetteer.entry(m.entry).what == What::Person)
                && self.parse.ancestors(TokenId::new(e)).take(3).any(|a| a.index() == t)
            {
                e += 1;
            }
            if e > end {
                name = end..e;
                end = e;
            }
        }
        let body_name = n.class == Class::Body || n.class == Class::People;
        let mut first = start;
        if body_name && self.pos(t) == Pos::Propn {
            first = self.chain_start(start, t);
            name = first..end;
        }
        let left = self.left(t, first);
        let bare = left == first && start + 1 == end && !plural && name.is_empty();
        let abstract_use = bare
            && matches!(n.class, Class::Body | Class::People | Class::Part)
            && self.pos(t) == Pos::Noun
            && !matches!(n.sectors.first(), Some(Sector::Leg | Sector::Cop));
        if abstract_use {
            return;
        }
        let unit = if !name.is_empty() && !body_name { Unit::Unlisted(Guess::Person) } else { Unit::Noun(noun) };
        let i = self.push(left, end, t, unit, name);
        let p = &mut self.phrases[i];
        p.plural = plural || n.class == Class::People;
        self.inner(i);
        let former = self.is_former(self.phrases[i].start, start);
        let n = self.gazetteer.noun(noun);
        let p = &mut self.phrases[i];
        p.titles.retain(|x| x.end <= start);
        p.titles.push(Title {
            noun,
            start,
            end: if p.name.is_empty() || body_name { end } else { p.name.start },
            former,
        });
        if p.sectors.is_empty() || !matches!(n.class, Class::Part | Class::Spokes) {
            p.sectors.clone_from(&n.sectors);
        }
    }

    fn is_former(&self, from: usize, to: usize) -> bool {
        (from..to).any(|t| {
            matches!(
                self.parse.norm(TokenId::new(t)),
                "former"
                    | "ex"
                    | "ousted"
                    | "deposed"
                    | "late"
                    | "one-time"
                    | "onetime"
                    | "erstwhile"
                    | "exiled"
                    | "toppled"
                    | "jailed"
                    | "retired"
            )
        })
    }

    /// What stands inside the phrase before its head: country, organisation, titles, articles.
    fn inner(&mut self, i: usize) {
        let (start, stop, head) = {
            let p = &self.phrases[i];
            let stop = if !p.name.is_empty() && p.name.start <= p.head {
                p.name.start
            } else {
                self.scan.noun(p.head).map_or(p.head, |n| n.start)
            };
            (p.start, stop.max(p.start), p.head)
        };
        let mut countries: Vec<(usize, Country)> = Vec::new();
        let mut t = start;
        while t < stop {
            let norm = self.parse.norm(TokenId::new(t));
            match norm {
                "the" | "this" | "these" | "those" | "that" | "its" | "their" | "his" | "her" | "our" => {
                    self.phrases[i].definite = true
                }
                "a" | "an" | "some" | "several" | "two" | "many" | "another" | "three" | "one" | "dozens" => {
                    self.phrases[i].indefinite = true
                }
                _ => {}
            }
            if let Some(name) = self.scan.name(t).copied() {
                let e = self.gazetteer.entry(name.entry);
                let possessive = self.dep(self.top(name.start, name.end)) == "poss"
                    || self.word(name.end.min(self.parse.len() - 1)) == "'s";
                match e.what {
                    What::Organization if !possessive => {
                        self.phrases[i].org = Some(name.entry);
                        self.phrases[i].org_at = Some(name.start);
                    }
                    What::Person | What::Seat if !possessive => {}
                    _ if possessive => {}
                    _ => countries.extend(e.country.map(|c| (t, c))),
                }
                self.phrases[i].definite |= possessive;
                t = name.end;
                continue;
            }
            if let Some(n) = self.scan.noun(t).copied().filter(|n| n.end <= stop) {
                let possessive = self.dep(self.top(n.start, n.end)) == "poss";
                if !possessive && n.start >= start {
                    let former = self.is_former(start, n.start);
                    self.phrases[i].titles.push(Title { noun: n.noun, start: n.start, end: n.end, former });
                }
                t = n.end;
                continue;
            }
            if matches!(self.pos(t), Pos::Adj | Pos::Num) && !matches!(norm, "senior" | "top" | "new" | "own") {
                self.phrases[i].modified = true;
            }
            if self.dep(t) == "poss" {
                self.phrases[i].definite = true;
            }
            t += 1;
        }
        let _ = head;
        let modified = self
            .parse
            .children(TokenId::new(head))
            .iter()
            .any(|c| c.index() > head && matches!(self.parse.dep(*c), "relcl" | "acl"));
        let p = &mut self.phrases[i];
        p.modified |= modified;
        if let Some((_, c)) = countries.pop() {
            // A listed organisation keeps its own country: "the Islamic State in Iraq", "Israeli Hamas expert" do not move it.
            p.country = Some(c);
            p.told = true;
            p.others = countries.into_iter().filter(|&(_, o)| o != c).collect();
        }
        if let Some(org) = p.org {
            let e = self.gazetteer.entry(org);
            if p.country.is_none() {
                p.country = e.country;
                p.told = true;
            }
        }
        // The title nearest the name says most; its sectors hold unless the name brings its own.
        if p.sectors.is_empty()
            && let Some(title) = p.titles.last()
        {
            p.sectors.clone_from(&self.gazetteer.noun(title.noun).sectors);
        }
    }

    /// Lets phrases lend each other what they do not say themselves.
    fn relate(&mut self) {
        // What is lent comes from the right ("the head of the army of Chad") and then from the left ("Chad's army's head").
        for i in (0..self.phrases.len()).rev().filter(|&i| !self.phrases[i].lends).collect::<Vec<_>>() {
            self.by_preposition(i);
        }
        for i in 0..self.phrases.len() {
            if self.phrases[i].lends {
                continue;
            }
            self.by_possessor(i);
            self.by_preposition(i);
            self.by_apposition(i);
            self.by_shared_name(i);
            self.organisation_sectors(i);
        }
        // Appositions and lists lend in both directions, so they wait until all phrases have spoken.
        for i in 0..self.phrases.len() {
            if let Some(j) = self.phrases[i].same_as {
                self.share(i, j);
            }
            self.by_list(i);
        }
    }

    fn phrase_at(&self, t: TokenId) -> Option<usize> {
        self.by_token[t.index()].map(|i| i as usize)
    }

    fn takes_country(&self, i: usize) -> bool {
        let p = &self.phrases[i];
        match p.unit {
            Unit::Noun(_) | Unit::Unlisted(Guess::Person | Guess::Organization) => p.country.is_none(),
            Unit::Listed(e) => {
                p.country.is_none() && matches!(self.gazetteer.entry(e).what, What::Organization | What::Person)
            }
            _ => false,
        }
    }

    /// "Lebanon's new President", "Netanyahu's government".
    fn by_possessor(&mut self, i: usize) {
        if !self.takes_country(i) {
            return;
        }
        let (start, head) = (self.phrases[i].start, self.phrases[i].head);
        let owner = (start..head)
            .filter(|&t| self.dep(t) == "poss")
            .find_map(|t| self.phrase_at(TokenId::new(t)))
            .filter(|&j| j != i);
        let Some(owner) = owner else { return };
        if let (Unit::Listed(e), Unit::Unlisted(Guess::Person)) = (self.phrases[owner].unit, self.phrases[i].unit)
            && self.gazetteer.entry(e).what == What::Organization
            && self.phrases[i].sectors.is_empty()
        {
            // "The Nation's Grace Otieno" works for it.
            self.phrases[i].sectors.clone_from(&self.gazetteer.entry(e).sectors);
        }
        if let Some(c) = self.phrases[owner].country {
            self.phrases[i].country = Some(c);
            self.phrases[i].told = true;
        }
    }

    /// "the President of Chad", "rebels in Darfur", "the head of the Arab League".
    fn by_preposition(&mut self, i: usize) {
        let parse = self.parse;
        let mut roots = vec![self.phrases[i].head];
        roots.extend(self.phrases[i].titles.iter().map(|t| self.top(t.start, t.end)));
        for root in roots {
            let Some(noun) = self.scan.noun(root).copied() else { continue };
            for &prep in parse.children(TokenId::new(root)) {
                let of = matches!(parse.norm(prep), "of" | "for" | "from");
                let place =
                    matches!(parse.norm(prep), "in" | "at" | "throughout" | "across" | "near" | "inside" | "around");
                if parse.dep(prep) != "prep" || !(of || place) || prep.index() < noun.end.saturating_sub(1) {
                    continue;
                }
                let Some(object) = parse.children_by(prep, "pobj").next() else { continue };
                let Some(j) = self.phrase_at(object).filter(|&j| j != i) else { continue };
                let Phrase { unit, country, end, .. } = self.phrases[j].clone();
                if let (Unit::Listed(e), true) = (unit, of)
                    && self.gazetteer.entry(e).what == What::Organization
                {
                    self.phrases[i].org.get_or_insert(e);
                }
                if of && self.counts(i) {
                    let sectors = self.phrases[j].sectors.clone();
                    let p = &mut self.phrases[i];
                    p.same_as = Some(j);
                    p.modified = true;
                    if !sectors.is_empty() {
                        p.sectors = sectors;
                    }
                }
                if country.is_some() && self.takes_country(i) && (of || matches!(unit, Unit::Listed(_))) {
                    self.phrases[i].country = country;
                    self.phrases[i].told = true;
                }
                // The description goes on to the end of its "of"-phrase.
                if of
                    && parse.norm(prep) == "of"
                    && root == self.phrases[i].head
                    && self.phrases[i].end <= prep.index()
                    && end - self.phrases[i].start < 16
                {
                    self.phrases[i].end = end;
                }
            }
        }
    }

    /// Whether a phrase only counts those named after it ("thousands of students").
    fn counts(&self, i: usize) -> bool {
        matches!(self.phrases[i].unit, Unit::Noun(n) if self.gazetteer.noun(n).class == Class::Quantity)
    }

    /// "opposition leader and former Prime Minister Yair Lapid": two titles, one name.
    fn by_shared_name(&mut self, i: usize) {
        let p = &self.phrases[i];
        let singular_title =
            matches!(p.unit, Unit::Noun(_)) && p.name.is_empty() && !p.plural && !p.definite && !p.indefinite;
        if !singular_title || self.parse.lemma(TokenId::new(p.end.min(self.parse.len() - 1))) != "and" {
            return;
        }
        let j =
            (i + 1..self.phrases.len()).take(6).find(|&j| self.phrases[j].start == p.end + 1 && !self.phrases[j].lends);
        if let Some(j) = j.filter(|&j| {
            !self.phrases[j].name.is_empty() && !self.phrases[j].titles.is_empty() && !self.phrases[j].plural
        }) {
            self.phrases[i].same_as = Some(j);
        }
    }

    /// "Mahmoud Abbas, the Palestinian leader"; "the Egyptian President, Abdel Fattah Al-Sisi".
    fn by_apposition(&mut self, i: usize) {
        let head = TokenId::new(self.phrases[i].head);
        let mut other = None;
        if self.parse.dep(head) == "appos" {
            other = self.phrase_at(self.parse.head(head));
        }
        if self.parse.dep(head) == "attr" {
            let verb = self.parse.head(head);
            let negated = self.parse.children_by(verb, "neg").next().is_some();
            if self.parse.lemma(verb) == "be" && !negated {
                other = self.parse.children_by(verb, "nsubj").next().and_then(|s| self.phrase_at(s));
            }
        }
        let Some(j) = other.filter(|&j| j != i) else { return };
        if self.compatible(i, j) {
            self.phrases[i].same_as = Some(j);
        }
    }

    /// Whether an apposition may be one actor told twice: a description and a name, or a name and its acronym.
    fn compatible(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.phrases[i], &self.phrases[j]);
        if a.lends || b.lends || a.plural != b.plural {
            return false;
        }
        let person = |p: &Phrase| match p.unit {
            Unit::Noun(n) => Some(!matches!(self.gazetteer.noun(n).class, Class::Body | Class::People)),
            Unit::Unlisted(g) => Some(g == Guess::Person),
            Unit::Listed(e) => match self.gazetteer.entry(e).what {
                What::Person => Some(true),
                What::Organization => Some(false),
                _ => None,
            },
            Unit::Aged => Some(true),
        };
        let describes = |p: &Phrase| matches!(p.unit, Unit::Noun(_) | Unit::Aged) && p.name.is_empty();
        let disagree = a.told && b.told && a.country.is_some() && b.country.is_some() && a.country != b.country;
        let parenthesis =
            b.end < a.start && self.word(a.start - 1) == "(" || a.end < b.start && self.word(b.start - 1) == "(";
        !disagree
            && ((describes(a) != describes(b) && person(a).is_some() && person(a) == person(b))
                || (parenthesis && !describes(a) && !describes(b) && person(a) != Some(true)))
    }

    /// "Hamas official" is of Hamas's sectors; a spokesman has those of his organisation, else government.
    fn organisation_sectors(&mut self, i: usize) {
        let p = &self.phrases[i];
        let class = p.titles.last().map(|t| self.gazetteer.noun(t.noun).class);
        let Some(class) = class else { return };
        let listed_org = matches!(p.unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization);
        if listed_org {
            return;
        }
        let borrows = matches!(class, Class::Part | Class::Spokes);
        if let Some(org) = p.org {
            let e = self.gazetteer.entry(org);
            if (borrows || p.sectors.is_empty()) && !e.sectors.is_empty() {
                let mut sectors = e.sectors.clone();
                if sectors.first() != Some(&Sector::Reb) && sectors.first() != Some(&Sector::Spy) {
                    sectors.extend(p.sectors.iter().filter(|s| !e.sectors.contains(s)));
                }
                self.phrases[i].sectors = sectors;
            }
        } else if borrows && p.titles.len() > 1 {
            // "army spokesman", "police chief": the noun before says whose.
            let before = &self.gazetteer.noun(p.titles[p.titles.len() - 2].noun).sectors;
            if !before.is_empty() && matches!(p.unit, Unit::Noun(_) | Unit::Unlisted(_)) {
                self.phrases[i].sectors = before.clone();
            }
        }
        if class == Class::Spokes && self.phrases[i].sectors.is_empty() {
            let head = TokenId::new(self.phrases[i].head);
            let whose = self
                .parse
                .children_by(head, "prep")
                .flat_map(|p| self.parse.children_by(p, "pobj"))
                .find_map(|o| self.phrase_at(o));
            let lent = whose.map(|j| self.phrases[j].sectors.clone()).filter(|s| !s.is_empty());
            self.phrases[i].sectors = lent.unwrap_or_else(|| vec![Sector::Gov]);
        }
        let former = self.phrases[i].titles.iter().all(|t| t.former) && !self.phrases[i].titles.is_empty();
        let p = &mut self.phrases[i];
        if former && matches!(p.sectors.first(), Some(Sector::Gov | Sector::Leg | Sector::Jud | Sector::Mil)) {
            p.sectors = vec![Sector::Eli];
        }
    }

    /// Country, sectors and titles pass between the two sides of an apposition.
    fn share(&mut self, i: usize, j: usize) {
        let (a, b) = (self.phrases[i].clone(), self.phrases[j].clone());
        for (from, to) in [(&a, j), (&b, i)] {
            let p = &mut self.phrases[to];
            if from.country.is_some() && (p.country.is_none() || (from.told && !p.told)) {
                p.country = from.country;
                p.told |= from.told;
            }
            if p.sectors.is_empty() || (!from.titles.is_empty() && p.titles.is_empty() && !from.sectors.is_empty()) {
                p.sectors.clone_from(&from.sectors);
            }
            if p.org.is_none() {
                p.org = from.org;
            }
        }
    }

    /// "Israeli Foreign Minister Eli Cohen, Defence Minister Yoav Gallant": officials in a list share a country.
    fn by_list(&mut self, i: usize) {
        let official = |p: &Phrase| !p.titles.is_empty() && !p.plural;
        if !self.takes_country(i) || !official(&self.phrases[i]) {
            return;
        }
        let mut t = TokenId::new(self.phrases[i].head);
        for _ in 0..6 {
            if !matches!(self.parse.dep(t), "conj" | "appos") {
                break;
            }
            t = self.parse.head(t);
            if let Some(j) = self.phrase_at(t)
                && official(&self.phrases[j])
                && self.phrases[j].country.is_some()
            {
                self.phrases[i].country = self.phrases[j].country;
                return;
            }
        }
        // Or what follows it in the list.
        let head = TokenId::new(self.phrases[i].head);
        let next = self.parse.children_by(head, "conj").find_map(|c| self.phrase_at(c));
        if let Some(j) = next.filter(|&j| official(&self.phrases[j])) {
            self.phrases[i].country = self.phrases[j].country;
        }
    }
}
