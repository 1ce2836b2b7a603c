//! Noun phrases that name or describe an actor, read by their grammar.
//!
//! A phrase knows only what stands inside it and what its relations to other phrases lend it: a possessor, an
//! "of"-phrase, an apposition, its fellows in a list. Who is meant is for [`crate::join`].

use chancery_doc::{Country, CountrySource, Date, Iob, Parse, Pos, Sector, Text, TokenId};
use chancery_gazetteer::{Class, EntryId, Gazetteer, NounId, What};

use crate::counted::Told;
use crate::earlier::is_led;
use crate::modifiers::{is_exchanged, is_honorific, prefix};
use crate::scan::{Name, Scan};
use crate::size;
use crate::spans::sectors_of_noun;

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
    /// People known by their number only ("arrested four").
    Counted,
}

/// What an unlisted name seems to be, by the recogniser and by the words around it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Guess {
    Person,
    Organization,
    Place,
    /// An ethnic or religious group: "Kurds", "Christians".
    People,
    /// Nothing but a capital tells; it counts only if the text has named somebody so.
    Unknown,
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
    /// Whether only its surroundings told its country.
    pub(crate) inherited: bool,
    pub(crate) sectors: Vec<Sector>,
    /// The sectors are only what the lists know of a person; what the text tells goes before them.
    pub(crate) listed: bool,
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
    /// From elsewhere than the place or the country spoken of: "diplomats", "foreign troops".
    pub(crate) abroad: bool,
    /// Said to be international: "international inspectors".
    pub(crate) of_many: bool,
    /// Bound to a town or province: "the governor", "local authorities".
    pub(crate) local: bool,
    /// The side a word before the head puts it on: "opposition senator", "ruling party".
    pub(crate) side: Option<Sector>,
    /// An ethnic group, named for a country that is not its own ("ethnic Albanians").
    pub(crate) ethnic: bool,
    /// The possessive pronoun before it ("its envoy").
    pub(crate) owner: Option<usize>,
    /// Its sectors are those of the band or body it leads.
    pub(crate) led: bool,
    /// Those told before whom a number stands for.
    pub(crate) of_told: Option<Told>,
}

impl Phrase {
    /// Where its country is known from.
    pub(crate) fn source(&self, gazetteer: &Gazetteer) -> Option<CountrySource> {
        self.country.map(|_| match self.unit {
            _ if self.inherited => CountrySource::Context,
            _ if self.told => CountrySource::Text,
            Unit::Listed(e) if !matches!(gazetteer.entry(e).what, What::Person | What::Organization) => {
                CountrySource::Text
            }
            _ => CountrySource::List,
        })
    }
}

/// Relations by which a word modifies the noun to its right.
fn is_premodifier(parse: &Parse, t: usize) -> bool {
    let id = TokenId::new(t);
    // "On Monday barred parties": a past tense behind a day is none, whatever the parser makes of it.
    let tells = parse.tag(id) == "VBD" && t > 0 && parse.is_weekday(TokenId::new(t - 1));
    parse.head(id).index() > t
        && !tells
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
    let mut reader = Reader {
        gazetteer,
        text: text.as_str(),
        published: text.given.published,
        parse,
        scan,
        by_token: vec![None; parse.len()],
        phrases: Vec::new(),
    };
    let mut t = 0;
    while t < parse.len() {
        if reader.by_token[t].is_none() {
            reader.read(t);
        }
        t += 1;
    }
    reader.leave_documents_to_authors();
    reader.phrases.sort_by_key(|p| p.head);
    reader.index();
    reader.by_dateline(text);
    reader.relate();
    reader.phrases
}

/// Reads phrases; [`crate::relate`] holds the half that relates them.
pub(crate) struct Reader<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) text: &'a str,
    /// When the article was published, for offices of that day.
    pub(crate) published: Option<Date>,
    pub(crate) parse: &'a Parse,
    pub(crate) scan: &'a Scan,
    /// The phrase a token heads or, inside its name, belongs to.
    pub(crate) by_token: Vec<Option<u32>>,
    pub(crate) phrases: Vec<Phrase>,
}

impl<'a> Reader<'a> {
    pub(crate) fn word(&self, t: usize) -> &'a str {
        self.parse.span(TokenId::new(t)).of(self.text)
    }

    pub(crate) fn pos(&self, t: usize) -> Pos {
        self.parse.pos(TokenId::new(t))
    }

    pub(crate) fn dep(&self, t: usize) -> &str {
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
    pub(crate) fn top(&self, start: usize, end: usize) -> usize {
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
        if self.push_masthead(t) || self.push_named_body(t) || self.push_body_of_people(t) {
            return;
        }
        let owned = parse.head(TokenId::new(t)).index();
        if self.dep(t) == "poss" && self.body_of_people(owned) == Some(t) {
            return;
        }
        let listed = self.scan.name(t).copied();
        let noun = self.scan.noun(t).copied().filter(|_| !self.is_surname(t));
        // A name or noun of several words is read once, at the word that ties it to the sentence.
        if let Some(name) = listed.filter(|n| self.top(n.start, n.end) != t) {
            let _ = name;
            return;
        }
        if noun.is_some_and(|n| self.top(n.start, n.end) != t) {
            return;
        }
        let modifier = modifies(parse, t);
        if let Some(name) = listed.filter(|n| !self.is_namesake(t, n)) {
            let what = self.gazetteer.entry(name.entry).what;
            if modifier
                && !self.is_half(t)
                && matches!(
                    what,
                    What::Demonym | What::Country | What::Citizens | What::Capital | What::Place | What::Seat
                )
            {
                self.lend(name.start, name.end, t, name.entry);
                return;
            }
            // "Clinton Foundation" is no mention of the man, "the Clinton campaign" is.
            let head = parse.head(TokenId::new(t)).index();
            if modifier
                && what == What::Person
                && !self.parts_names(t + 1)
                && self.dep(t) == "compound"
                && (self.scan.noun(head).is_none() || self.is_paper(head))
                && self.pos(head) == Pos::Propn
            {
                return;
            }
            self.push_listed(name.start, name.end, t, name.entry);
            return;
        }
        if let Some((start, end)) = self.hyphened(t)
            && listed.is_none()
            && noun.is_none()
        {
            // Of a name that the parser takes apart, the part that it ties to the sentence last is the head.
            if self.top(start, end) == t && !modifier {
                self.push_unlisted(t, end);
            }
            return;
        }
        if modifier || self.ends_a_name(t) {
            return;
        }
        let noun = noun.map(|n| (n.start, n.end, n.noun, n.plural)).or_else(|| self.warplane(t));
        if let Some((start, end, noun, plural)) = noun {
            self.push_noun(start, end, t, noun, plural);
        } else if self.pos(t) == Pos::Propn && !self.is_common(t)
            || self.pos(t) == Pos::Noun
                && self.word(t).starts_with(char::is_uppercase)
                && size::value(parse, self.text, t).is_none()
                && parse.dep(TokenId::new(t)) != "compound"
        {
            self.push_unlisted(t, t + 1);
        } else if parse.norm(TokenId::new(t)) == "old"
            && t >= 4
            && self.word(t - 1) == "-"
            && self.word(t - 2).starts_with("year")
        {
            let start = parse.left_edge(TokenId::new(t)).index();
            let i = self.push(start, t + 1, t, Unit::Aged, t..t);
            self.phrases[i].sectors = vec![Sector::Cvl];
        } else {
            self.read_counted(t);
        }
    }

    /// "In July the bloc signed": a common noun that the tagger takes for a name, since it stands among names.
    pub(crate) fn is_common(&self, t: usize) -> bool {
        let id = TokenId::new(t);
        let is_bare =
            self.dep(t) != "compound" && !self.parse.children(id).iter().any(|&c| self.parse.dep(c) == "compound");
        is_bare && self.parse.iob(id).1.is_empty() && self.word(t).chars().all(char::is_lowercase)
    }

    /// "The Network for the Defense of Human Rights": the later nouns of one body's name are no bodies.
    fn ends_a_name(&self, t: usize) -> bool {
        let parse = self.parse;
        let within =
            |t: TokenId| parse.iob(t) == (Iob::I, "ORG") || parse.iob(t).1 == "ORG" && parse.iob(t).0 == Iob::B;
        let mut at = TokenId::new(t);
        for _ in 0..3 {
            let prep = parse.head(at);
            let over = parse.head(prep);
            let linked = parse.iob(at) == (Iob::I, "ORG")
                && parse.dep(at) == "pobj"
                && parse.iob(prep) == (Iob::I, "ORG")
                && over < prep
                && parse.pos(over) == Pos::Propn
                && (over.index()..at.index()).map(TokenId::new).all(within);
            if !linked {
                return false;
            }
            if parse.norm(prep) != "of" {
                return true;
            }
            at = over;
        }
        false
    }

    /// The left end of the noun phrase of `head`: its article, adjectives and nouns, but not what is coordinated before.
    pub(crate) fn left(&self, head: usize, from: usize) -> usize {
        // No noun phrase has a longer run-up than this; the bound keeps degenerate trees from costing more than their length.
        const LONGEST: usize = 24;
        let edge = self.parse.left_edge(TokenId::new(head)).index();
        let mut start = edge.max(from.saturating_sub(LONGEST)).min(from);
        // "At least 40 students".
        if start > 0
            && self.parse.norm(TokenId::new(start)) == "least"
            && self.parse.norm(TokenId::new(start - 1)) == "at"
        {
            return start - 1;
        }
        while start < from
            && (self.pos(start) == Pos::Punct
                // "At least 17 Chadians".
                || !matches!(self.parse.norm(TokenId::new(start + 1)), "least" | "most")
                    && matches!(self.pos(start), Pos::Cconj | Pos::Adp | Pos::Sconj | Pos::Space)
                || matches!(
                    self.parse.norm(TokenId::new(start)),
                    "both" | "either" | "only" | "even" | "including" | "such"
                )
                // "Freed on Sunday ten workers": the day is no part of whom they freed.
                || self.parse.is_weekday(TokenId::new(start)))
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
        if self.parts_names(t) {
            return false;
        }
        let span = self.parse.span(TokenId::new(t));
        let before = self.text.as_bytes().get((span.start() as usize).wrapping_sub(1));
        matches!(self.word(t), "," | "'" | "’")
            || (self.word(t) == "-" && before.is_some_and(|b| !b.is_ascii_whitespace()))
    }

    pub(crate) fn push(
        &mut self,
        start: usize,
        end: usize,
        head: usize,
        unit: Unit,
        name: std::ops::Range<usize>,
    ) -> usize {
        let phrase = Phrase {
            start,
            end,
            head,
            unit,
            name,
            titles: Vec::new(),
            country: None,
            told: false,
            inherited: false,
            sectors: Vec::new(),
            listed: false,
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
            abroad: false,
            of_many: false,
            local: false,
            side: None,
            ethnic: false,
            owner: None,
            led: false,
            of_told: None,
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
        // Of "anti-Syrian protests" Syria is told, though nobody who protests is of it.
        let against = prefix(self.parse, start) == Some("anti");
        // "Ethnic Albanian guerrillas in Macedonia" are of no country that their people have.
        let ethnic = start > 0 && self.parse.norm(TokenId::new(start - 1)) == "ethnic";
        if !against && (ethnic || self.takes_sides(start, end)) {
            return;
        }
        let i = self.push(start, end, head, Unit::Listed(entry), start..end);
        self.phrases[i].country = self.gazetteer.entry(entry).country;
        self.phrases[i].told = true;
        self.phrases[i].lends = true;
    }

    /// "Brussels imposed tariffs": the Union that sits there, unless the text speaks of Belgium besides.
    fn union_in(&self, start: usize, end: usize, head: usize, entry: EntryId) -> Option<EntryId> {
        let capital = self.gazetteer.entry(entry);
        if capital.what != What::Capital || end != start + 1 || self.word(start) != "Brussels" || !self.acts(head) {
            return None;
        }
        let of_belgium = |id: EntryId| id != entry && self.gazetteer.entry(id).country == capital.country;
        let in_play = self.scan.entries().any(of_belgium);
        self.gazetteer.find("European Union").first().copied().filter(|_| !in_play)
    }

    /// "Attorney General Tarek William Saab" is no car maker.
    fn is_namesake(&self, t: usize, name: &Name) -> bool {
        let first = self.chain_start(name.start, t);
        let title = first.checked_sub(1).and_then(|before| self.scan.noun(before));
        self.gazetteer.entry(name.entry).what == What::Organization
            && first < name.start
            && title.is_some_and(|n| {
                matches!(self.gazetteer.noun(n.noun).class, Class::Office | Class::Spokes | Class::Person)
            })
    }

    fn push_listed(&mut self, start: usize, end: usize, head: usize, entry: EntryId) {
        if self.push_national_society(start, end, head, entry) {
            return;
        }
        let union = self.union_in(start, end, head, entry);
        let entry = union.unwrap_or(entry);
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
        let standing = e.standing(self.published);
        p.country = standing.country;
        p.sectors = standing.sectors.to_vec();
        p.listed = e.what == What::Person;
        p.plural = e.what == What::Citizens;
        self.inner(i);
        self.veto(i, e.what);
        if union.is_some() {
            self.phrases[i].sectors = vec![Sector::Gov];
        }
        if matches!(e.what, What::Capital | What::Seat) {
            let metonym = e.what == What::Seat || self.acts(head);
            let p = &mut self.phrases[i];
            p.metonym = metonym;
            // What befalls a city befalls those who live there.
            p.sectors = vec![if metonym { Sector::Gov } else { Sector::Cvl }];
        }
        if e.what == What::Place && self.phrases[i].sectors.is_empty() {
            self.phrases[i].sectors = vec![Sector::Cvl];
        }
        if matches!(e.what, What::Demonym | What::Citizens) {
            let listed =
                self.dep(head) == "conj" || self.parse.children_by(TokenId::new(head), "conj").next().is_some();
            let tribe = head > 0
                && matches!(self.word(head), "Indian" | "Indians")
                && self.dep(head - 1) == "compound"
                && self.pos(head - 1) == Pos::Propn
                && self.scan.name(head - 1).is_none();
            let p = &mut self.phrases[i];
            p.plural |= self.parse.tag(TokenId::new(head)) == "NNPS"
                || (!p.indefinite && e.what == What::Demonym && p.definite);
            // "Bosnian Serbs", "ethnic Albanians", "Maya Indians": what stands before says where they live.
            p.ethnic |= tribe;
            if p.ethnic {
                p.country = None;
                p.told = false;
            }
            // "the Kenyans" may stand for Kenya; "seven Kenyans", "Kenyans", "young Kenyans", "the Kenyans of Kisumu" are
            // people.
            let mut preps = self.parse.children_by(TokenId::new(head), "prep");
            let from = preps.any(|c| matches!(self.parse.norm(c), "of" | "in" | "from"));
            let bare = p.definite && p.end - p.start == 2 && !from;
            p.modified |= p.name.start - p.start > usize::from(p.definite);
            if p.modified || !p.plural || !(bare || listed) {
                p.sectors = vec![Sector::Cvl];
            }
        }
    }

    /// "The state news agency ANP" is not the party of these initials: what the text calls it decides.
    fn veto(&mut self, i: usize, what: What) {
        let p = &self.phrases[i];
        let short = p.name.len() == 1 && self.word(p.name.start).len() <= 6;
        let acronym = short && self.word(p.name.start).chars().filter(|c| c.is_uppercase()).count() >= 2;
        if what != What::Organization || !acronym {
            return;
        }
        let Some(title) = p.titles.iter().find(|t| t.end == p.name.start) else { return };
        let noun = self.gazetteer.noun(title.noun);
        let differs = !noun.sectors.is_empty() && !p.sectors.iter().any(|s| noun.sectors.contains(s));
        if noun.class == Class::Body && differs && !p.sectors.is_empty() {
            let sectors = noun.sectors.clone();
            let told = p.told;
            let p = &mut self.phrases[i];
            p.unit = Unit::Unlisted(Guess::Organization);
            p.sectors = sectors;
            p.listed = false;
            if !told {
                p.country = None;
            }
        }
    }

    /// Whether a capital acts here, so that it stands for its government: no preposition of place governs it.
    fn acts(&self, t: usize) -> bool {
        let id = TokenId::new(t);
        let first = if self.dep(t) == "conj" { self.parse.head(id) } else { id };
        match self.parse.dep(first) {
            "pobj" => {
                let prep = self.parse.head(first);
                match self.parse.norm(prep) {
                    "with" | "by" | "against" | "on" | "between" | "for" => true,
                    "from" | "to" => is_exchanged(self.parse.lemma(self.parse.head(prep))),
                    // "Its embassy in Kyiv" is with the government there.
                    "in" | "at" => matches!(
                        self.parse.lemma(self.parse.head(prep)),
                        "embassy" | "consulate" | "ambassador" | "envoy" | "chargé" | "charge"
                    ),
                    _ => false,
                }
            }
            "nsubj" | "nsubjpass" | "dobj" | "dative" | "poss" | "agent" => true,
            _ => false,
        }
    }

    pub(crate) fn is_name_word(&self, t: usize) -> bool {
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
            // "Mamadou-Saliou Bah": what a hyphen ties to a name is one, whatever its tag.
            let glued =
                t > 1 && self.word(t - 1) == "-" && self.glued(t - 1) && self.word(t).starts_with(char::is_uppercase);
            if !(self.is_name_word(t) || glued)
                || self.parts_names(t)
                || self.scan.noun(t).is_some()
                || is_honorific(self.word(t))
                || self.parse.is_weekday(TokenId::new(t))
            {
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
                .any(|a| a.index() == head || (start..=from).contains(&a.index()))
                || self.hyphened(t).is_some_and(|h| h == self.hyphened(from).unwrap_or_default());
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
            && !self.parse.is_weekday(TokenId::new(t))
            && (self.parse.head(TokenId::new(t)).index() == head || self.parse.head(TokenId::new(head)).index() == t)
            && matches!(self.dep(t), "flat" | "compound" | "appos" | "nmod")
    }

    fn push_unlisted(&mut self, t: usize, end: usize) {
        if !self.word(t).starts_with(char::is_alphabetic) || self.ends_water(t) {
            return;
        }
        let start = self.name_from(t, self.chain_start(t, t));
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
            "NORP" if self.parse.tag(TokenId::new(t)) == "NNPS" => Guess::People,
            "ORG" | "NORP" => Guess::Organization,
            "GPE" | "LOC" | "FAC" => Guess::Place,
            "" if start == t => Guess::Unknown,
            _ if start < t && self.names_a_person(t) => Guess::Person,
            _ => return,
        };
        // One lower-case or all-caps word that the recogniser alone calls a person is as often an acronym.
        let i = self.push(left, end, t, Unit::Unlisted(guess), start..end);
        if guess == Guess::People {
            self.phrases[i].plural = true;
            self.phrases[i].sectors = vec![Sector::Cvl];
        }
        self.inner(i);
    }

    /// "Its leader, Twan Mrat Naing": what stands in apposition to an office names a person, whatever it looks like.
    fn names_a_person(&self, t: usize) -> bool {
        let office = self.scan.noun(self.parse.head(TokenId::new(t)).index());
        let class = office.map(|n| self.gazetteer.noun(n.noun).class);
        self.dep(t) == "appos" && matches!(class, Some(Class::Office | Class::Part | Class::Spokes | Class::Person))
    }

    /// Whether a word is the subject of a verb with a clause ("the poll found that"), or what an account is according to.
    fn says(&self, t: usize) -> bool {
        let head = self.parse.head(TokenId::new(t));
        match self.dep(t) {
            "nsubj" => self.parse.children_by(head, "ccomp").next().is_some(),
            "pobj" => {
                let above = self.parse.head(head);
                self.parse.norm(head) == "to" && self.parse.norm(above) == "according"
            }
            _ => false,
        }
    }

    /// "A report by the auditors": where somebody stands in the phrase of a document, the document is theirs.
    fn leave_documents_to_authors(&mut self) {
        let mut heads: Vec<usize> = self.phrases.iter().map(|p| p.head).collect();
        heads.sort_unstable();
        let (parse, gazetteer) = (self.parse, self.gazetteer);
        self.phrases.retain(|p| {
            let is_document = matches!(p.unit, Unit::Noun(n) if gazetteer.noun(n).class == Class::Document);
            let head = TokenId::new(p.head);
            let edges = (parse.left_edge(head).index(), parse.right_edge(head).index());
            let inside = heads.partition_point(|&h| h <= edges.1) - heads.partition_point(|&h| h < edges.0);
            !is_document || inside == 1
        });
    }

    fn push_noun(&mut self, start: usize, end: usize, t: usize, noun: NounId, plural: bool) {
        let n = self.gazetteer.noun(noun);
        if n.class == Class::Document && !self.says(t) {
            return;
        }
        // "spokesman Ayan Warsame" where the parser takes the name for an apposition of the title.
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
        // "Jaime Soto, leader of the miners' union": beside a name a post needs no article.
        let beside = matches!(self.parse.dep(TokenId::new(t)), "appos" | "attr")
            && self
                .parse
                .children_by(TokenId::new(t), "prep")
                .any(|p| matches!(self.parse.norm(p), "of" | "for" | "at"));
        let bare =
            left == first && start + 1 == end && !plural && name.is_empty() && !(beside && n.class == Class::Part);
        let abstract_use = bare
            && matches!(n.class, Class::Body | Class::People | Class::Part)
            && self.pos(t) == Pos::Noun
            && !matches!(n.sectors.first(), Some(Sector::Leg | Sector::Cop));
        // "Voiced its opposition to the plan": what somebody feels, and nobody.
        let attitude = &*n.form == "opposition"
            && self.parse.children_by(TokenId::new(t), "prep").any(|p| self.parse.norm(p) == "to");
        let counts_nobody = n.class == Class::Quantity
            && n.sectors.is_empty()
            && !self.parse.children_by(TokenId::new(t), "prep").any(|p| self.parse.norm(p) == "of");
        let nobody = attitude || counts_nobody || self.names_nobody(n, t, start);
        if abstract_use || nobody || &*n.form == "jet" && !self.strikes(t) {
            return;
        }
        let unit = if !name.is_empty() && !body_name { Unit::Unlisted(Guess::Person) } else { Unit::Noun(noun) };
        let i = self.push(left, end, t, unit, name);
        let p = &mut self.phrases[i];
        p.plural = plural || n.class == Class::People;
        self.inner(i);
        let n = self.gazetteer.noun(noun);
        let p = &mut self.phrases[i];
        p.titles.retain(|x| x.end <= start);
        let title_end = if p.name.is_empty() || body_name { end } else { p.name.start };
        self.push_title(i, noun, start, title_end);
        let p = &mut self.phrases[i];
        p.abroad |= n.abroad;
        p.local |= n.local;
        p.country = p.country.or(n.country);
        p.sectors = sectors_of_noun(self.parse, n, p);
        // "The U.S.-led coalition": of armies, not of parties, which are not where they are at home.
        if is_led(self.parse, p) {
            p.abroad = true;
            if &*n.form == "coalition" {
                p.sectors = vec![Sector::Mil];
            }
        }
    }
}
