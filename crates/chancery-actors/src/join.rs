//! Gives every phrase and pronoun to an entity, in the order of the text.
//!
//! Names meet by list entry, by full name, by last name and by acronym, through hash tables; descriptions and pronouns
//! look back over a bounded number of recent mentions, so a text of any length takes time proportional to it.
//! An article that describes before it names ("The PNA president …", then "Mahmoud Abbas") is mended by joining the
//! described entity to the named one when the name turns up with the same office.

use std::collections::{HashMap, VecDeque};

use chancery_doc::{
    Cast, Country, CountrySource, Date, Entity, EntityId, EntityKind, Form, Mention, Parse, Role, RoleSource, Sector,
    SegmentKind, Span, Text, TokenId,
};
use chancery_gazetteer::{Class, EntryId, Gazetteer, NounId, What, folded};

use crate::bulletins::{self, inherit_by_story};
use crate::company;
use crate::dyads::{count_told, is_of_another};
use crate::gender;
use crate::led::is_default;
use crate::names;
use crate::phrase::{Guess, Phrase, Unit};
use crate::pronoun::{Waiting, Wants, wants};
use crate::quotes::Quotes;

/// How many recent mentions a description or pronoun may look back over.
const LOOK_BACK: usize = 60;

/// An entity being put together.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) entity: Entity,
    /// Offices and descriptions it has been called by.
    pub(crate) nouns: Vec<NounId>,
    pub(crate) plural: bool,
    pub(crate) gender: Option<Wants>,
    /// Known by name, not only by description.
    pub(crate) named: bool,
    /// Its country was told, not guessed.
    told: bool,
    /// Where its country is known from.
    pub(crate) source: Option<CountrySource>,
    /// Its sectors are what the lists know of it.
    listed: bool,
    /// The office the lists know of, in case the text tells none.
    office: Option<Role>,
    /// Its sectors are those of a band or union that it leads or speaks for.
    pub(crate) led: bool,
}

/// A recent mention that later words may refer back to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Recent {
    pub(crate) draft: usize,
    pub(crate) sentence: u32,
    pub(crate) token: usize,
    pub(crate) subject: bool,
}

pub(crate) struct Joiner<'a> {
    pub(crate) gazetteer: &'a Gazetteer,
    pub(crate) text: &'a str,
    published: Option<Date>,
    pub(crate) parse: &'a Parse,
    pub(crate) drafts: Vec<Draft>,
    /// Where a draft went that was joined to another.
    moved: Vec<usize>,
    pub(crate) mentions: Vec<Mention>,
    by_entry: HashMap<EntryId, usize>,
    pub(crate) by_country: HashMap<Country, usize>,
    by_name: HashMap<String, usize>,
    pub(crate) by_last: HashMap<String, usize>,
    /// Persons by the other words of their names; none where two share one.
    pub(crate) by_part: HashMap<String, Option<usize>>,
    /// Bodies and forces by country and description.
    by_description: HashMap<(Option<Country>, String), usize>,
    /// Descriptions of single persons that no name has claimed yet.
    pub(crate) waiting: Vec<usize>,
    pub(crate) recent: VecDeque<Recent>,
    pub(crate) of_phrase: Vec<Option<usize>>,
    /// Pronouns that wait until the text is joined.
    pub(crate) pronouns: Vec<Waiting>,
    /// How often each country was told, in order of first telling.
    pub(crate) tally: Vec<(Country, u32)>,
    /// Credits, bylines and links: nobody in them is spoken of in the lines after.
    aside: Vec<Span>,
    /// Headlines, standfirsts and captions, which name people whom the text introduces afterwards.
    pub(crate) above: Vec<Span>,
}

/// Joins phrases and pronouns into a cast.
pub(crate) fn join(gazetteer: &Gazetteer, text: &Text, parse: &Parse, mut phrases: Vec<Phrase>) -> Cast {
    let mut sentence_of = Vec::with_capacity(parse.len());
    let mut sentence = 0u32;
    for (t, token) in parse.tokens().iter().enumerate() {
        sentence += u32::from(token.sent_start && t > 0);
        sentence_of.push(sentence);
    }
    let quotes = Quotes::find(text, parse);
    let borders = bulletins::borders(gazetteer, text, parse);
    inherit_by_story(gazetteer, text, parse, &mut phrases, &sentence_of, &quotes, &borders);
    company::settle(gazetteer, parse, &mut phrases);
    let spans = |kinds: &[SegmentKind]| -> Vec<Span> {
        text.segments().iter().filter(|s| kinds.contains(&s.kind)).map(|s| s.span).collect()
    };
    let mut joiner = Joiner {
        gazetteer,
        text: text.as_str(),
        published: text.given.published,
        parse,
        drafts: Vec::new(),
        moved: Vec::new(),
        mentions: Vec::new(),
        by_entry: HashMap::new(),
        by_country: HashMap::new(),
        by_name: HashMap::new(),
        by_last: HashMap::new(),
        by_part: HashMap::new(),
        by_description: HashMap::new(),
        waiting: Vec::new(),
        recent: VecDeque::new(),
        of_phrase: vec![None; phrases.len()],
        pronouns: Vec::new(),
        tally: Vec::new(),
        aside: spans(&[SegmentKind::Other, SegmentKind::Byline]),
        above: spans(&[SegmentKind::Headline, SegmentKind::Standfirst, SegmentKind::Caption]),
    };
    let mut by_head: Vec<Option<u32>> = vec![None; parse.len()];
    for (i, p) in phrases.iter().enumerate() {
        by_head[p.head] = Some(i as u32);
    }
    for t in 0..parse.len() {
        if borders.binary_search(&t).is_ok() {
            joiner.recent.clear();
            joiner.waiting.clear();
        }
        if let Some(i) = by_head[t] {
            joiner.phrase(&phrases, i as usize, sentence_of[t]);
        } else if let Some(kind) = wants(parse.norm(TokenId::new(t)), parse.tag(TokenId::new(t))) {
            joiner.pronoun(t, kind, sentence_of[t], &by_head, &phrases, &quotes);
        } else {
            joiner.dual_word(t, sentence_of[t]);
        }
    }
    joiner.finish_pronouns(&quotes, &by_head);
    joiner.settle_ties(&phrases);
    joiner.settle_strangers_of(&borders);
    joiner.finish()
}

impl<'a> Joiner<'a> {
    pub(crate) fn words(&self, start: usize, end: usize) -> &'a str {
        self.span(start, end).of(self.text)
    }

    pub(crate) fn span(&self, start: usize, end: usize) -> Span {
        self.parse.span(TokenId::new(start)).cover(self.parse.span(TokenId::new(end - 1)))
    }

    pub(crate) fn root(&self, mut i: usize) -> usize {
        while self.moved[i] != i {
            i = self.moved[i];
        }
        i
    }

    fn draft(&mut self, name: &str, kind: EntityKind, country: Option<Country>, plural: bool, named: bool) -> usize {
        let entity = Entity {
            name: name.to_owned(),
            kind,
            country,
            sectors: Vec::new(),
            abroad: false,
            state: false,
            roles: Vec::new(),
            size: None,
            mentions: Vec::new(),
        };
        self.drafts.push(Draft {
            entity,
            nouns: Vec::new(),
            plural,
            gender: None,
            named,
            told: false,
            source: None,
            listed: false,
            office: None,
            led: false,
        });
        self.moved.push(self.drafts.len() - 1);
        self.drafts.len() - 1
    }

    fn phrase(&mut self, phrases: &[Phrase], i: usize, sentence: u32) {
        let p = &phrases[i];
        if p.lends {
            self.adjective(phrases, i, sentence);
            return;
        }
        let known;
        let p = if p.unit == Unit::Unlisted(Guess::Unknown) {
            // "Vuki" after "Tomasi Vuki", whatever the recogniser made of it.
            let key = folded(self.words(p.name.start, p.name.end));
            if self.called(&key, p).is_some() {
                known = Phrase { unit: Unit::Unlisted(Guess::Person), ..p.clone() };
            } else if self.by_name.contains_key(&key) || p.same_as.is_some() {
                known = Phrase { unit: Unit::Unlisted(Guess::Organization), ..p.clone() };
            } else {
                return;
            }
            &known
        } else if self.is_known_person(p) {
            // "Holguin" is she who was told of before, and no town in Cuba.
            let sectors = Vec::new();
            known = Phrase {
                unit: Unit::Unlisted(Guess::Person),
                country: None,
                told: false,
                metonym: false,
                sectors,
                ..p.clone()
            };
            &known
        } else {
            p
        };
        let owned = self.of_named_body(p).or_else(|| self.owned(p));
        let p = owned.as_ref().unwrap_or(p);
        if let Some(first) = self.dual_phrase(p, sentence).or_else(|| self.state_phrase(p, sentence)) {
            self.of_phrase[i] = Some(first);
            return;
        }
        // Two sides of an apposition: the later one to come up joins the earlier.
        let partner = p.same_as.or_else(|| {
            phrases
                .iter()
                .skip(i.saturating_sub(4))
                .take(9)
                .position(|q| q.same_as == Some(i))
                .map(|k| k + i.saturating_sub(4))
        });
        let before = partner.and_then(|j| self.of_phrase[j]).map(|d| self.root(d));
        // "his head", "the rest": a part of nothing named.
        let adrift = matches!(p.unit, Unit::Noun(n) if self.gazetteer.noun(n).class == Class::Part && self.gazetteer.noun(n).sectors.is_empty());
        if adrift && p.sectors.is_empty() && p.country.is_none() && p.org.is_none() && p.same_as.is_none() {
            return;
        }
        let before = before.or_else(|| {
            let told = p.of_told.filter(|told| told.all)?;
            Some(self.root(self.of_phrase[told.phrase]?))
        });
        let describes = p.name.is_empty() && matches!(p.unit, Unit::Noun(_) | Unit::Aged | Unit::Counted);
        let found = match (before, describes) {
            (Some(d), true) => d,
            (Some(d), false) if matches!(p.unit, Unit::Listed(_)) && self.drafts[d].plural => d,
            (Some(d), false) if !self.drafts[d].named || p.plural == self.drafts[d].plural && self.is_acronym(p) => {
                let own = self.named(p);
                self.merge(d, own)
            }
            // A description whose name follows in apposition waits for it and does not look back by itself.
            (None, true) if partner.is_some_and(|j| !phrases[j].name.is_empty()) => self.described_anew(p),
            (_, true) => self.described(p),
            (_, false) => self.named(p),
        };
        let found = self.claim(found, p);
        let found = if partner.is_none() { self.claim_silently(found, p, sentence) } else { found };
        self.of_phrase[i] = Some(found);
        self.learn(found, p);
        if p.led {
            self.leave_to_whole(found, &p.sectors);
        }
        if let Some(gender) = gender::of_phrase(self.gazetteer, p, |t| self.words(t, t + 1)) {
            self.drafts[found].gender = Some(gender);
        }
        let form = if describes { Form::Nominal } else { Form::Name };
        let span = self.span(p.start, p.end);
        // What the phrase does not say itself is what holds of the entity, filled in when all of it is known.
        let country = if p.told { p.country } else { None };
        let sectors = if p.listed { Vec::new() } else { p.sectors.clone() };
        self.mention(found, span, p.start, p.end, p.head, form, country, sectors, sentence);
        for &(t, country) in &p.others {
            self.coordinated(p, t, country, sentence);
        }
    }

    /// "Its envoy" is of whatever "its" refers to, also of no state ("the United Nations said its envoy").
    fn owned(&self, p: &Phrase) -> Option<Phrase> {
        let class = p.titles.last().map(|t| self.gazetteer.noun(t.noun));
        // A counterpart is of another state than whom he is the counterpart of, and a neighbour is another state.
        if let Some(noun) = class.filter(|n| is_of_another(&n.form)) {
            return self.counterpart_of(p, &noun.form).or_else(|| self.unlike_owner(p));
        }
        if let Some(country) = self.sent_by(p) {
            return Some(Phrase { country: Some(country), told: true, ..p.clone() });
        }
        if let Some(phrase) = self.of_body_of_states(p) {
            return Some(phrase);
        }
        let (owner, bare) = self.owner_of(p)?;
        let mention = self.mentions.iter().rev().take(8).find(|m| m.head == owner)?;
        let whole = &self.drafts[self.root(mention.entity.index())].entity;
        let mut owned = p.clone();
        if whole.country.is_some() {
            owned.country = whole.country;
            owned.told = true;
        }
        // "The rebels said their leader …": who leads or speaks for a body is of its sectors.
        if bare || self.serves_whole(p, whole.kind, &whole.sectors) {
            owned.sectors.clone_from(&whole.sectors);
            owned.led = true;
        }
        (owned != *p).then_some(owned)
    }

    /// "Hungarian" in "Hungarian and Romanian officials" stands for officials of its own.
    fn coordinated(&mut self, p: &Phrase, t: usize, country: Country, sentence: u32) {
        let Some(title) = p.titles.last() else { return };
        let name = format!("{} {}", self.words(t, t + 1), self.words(title.start, title.end));
        let key = (Some(country), name.to_lowercase());
        let found = match self.by_description.get(&key) {
            Some(&d) => self.root(d),
            None => {
                let d = self.draft(
                    &name,
                    if p.plural { EntityKind::Group } else { EntityKind::Organization },
                    Some(country),
                    p.plural,
                    false,
                );
                self.drafts[d].entity.sectors.clone_from(&p.sectors);
                self.by_description.insert(key, d);
                d
            }
        };
        let span = self.parse.span(TokenId::new(t));
        // Its head is the noun they share, which stands for both.
        self.mention(found, span, t, t + 1, p.head, Form::Nominal, Some(country), p.sectors.clone(), sentence);
    }

    /// An adjective or name of a country before a noun that is no actor ("Israeli fire", "US policy").
    fn adjective(&mut self, phrases: &[Phrase], i: usize, sentence: u32) {
        let p = &phrases[i];
        let (Some(country), Unit::Listed(entry)) = (p.country, p.unit) else { return };
        let owned = phrases[i + 1..]
            .iter()
            .take(6)
            .any(|q| !q.lends && q.unit != Unit::Unlisted(Guess::Unknown) && q.start <= p.start && p.end <= q.end);
        if owned {
            return;
        }
        // "The Ankara accord", "the Astana process": named for where it was made.
        if matches!(self.gazetteer.entry(entry).what, What::Capital | What::Place) && self.names_accord(p.head) {
            return;
        }
        let place = matches!(self.gazetteer.entry(entry).what, What::Place);
        let found = if place { self.by_entry(entry) } else { self.country(country) };
        let span = self.span(p.start, p.end);
        self.mention(found, span, p.start, p.end, p.head, Form::Name, Some(country), Vec::new(), sentence);
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of a mention")]
    pub(crate) fn mention(
        &mut self,
        draft: usize,
        span: Span,
        start: usize,
        end: usize,
        head: usize,
        form: Form,
        country: Option<Country>,
        sectors: Vec<Sector>,
        sentence: u32,
    ) {
        // Agencies and papers report on all states.
        let Draft { entity, named, .. } = &self.drafts[draft];
        let reports = *named && entity.sectors.first() == Some(&Sector::Jrn);
        let told = country.filter(|_| form != Form::Pronoun).or(entity.country).filter(|_| !reports);
        told.into_iter().for_each(|told| count_told(&mut self.tally, told));
        self.mentions.push(Mention {
            entity: EntityId::new(draft),
            span,
            tokens: start as u32..end as u32,
            head: TokenId::new(head),
            form,
            country,
            country_source: country.filter(|_| form != Form::Pronoun).map(|_| CountrySource::Text),
            sectors,
        });
        let subject = self.is_subject(TokenId::new(head));
        // "Any soldier who crosses" is nobody that later words may mean.
        let nobody = matches!(self.parse.norm(TokenId::new(start)), "any" | "anyone" | "anybody" | "whoever");
        if nobody || self.aside.iter().any(|a| a.contains(span)) {
            return;
        }
        if self.recent.len() == LOOK_BACK {
            self.recent.pop_front();
        }
        self.recent.push_back(Recent { draft, sentence, token: head, subject });
    }

    pub(crate) fn country(&mut self, country: Country) -> usize {
        if let Some(&d) = self.by_country.get(&country) {
            return self.root(d);
        }
        let name = self.gazetteer.country_name(country).unwrap_or(country.code()).to_owned();
        let d = self.draft(&name, EntityKind::Place, Some(country), false, true);
        self.drafts[d].entity.state = true;
        self.drafts[d].source = Some(CountrySource::Text);
        self.by_country.insert(country, d);
        d
    }

    fn by_entry(&mut self, entry: EntryId) -> usize {
        if let Some(&d) = self.by_entry.get(&entry) {
            return self.root(d);
        }
        let e = self.gazetteer.entry(entry);
        let kind = match e.what {
            What::Organization => EntityKind::Organization,
            What::Person => EntityKind::Person,
            _ => EntityKind::Place,
        };
        let d = self.draft(&e.name, kind, e.country, false, true);
        let sectors = if kind == EntityKind::Person { &e.sectors } else { e.standing(self.published).sectors };
        self.drafts[d].entity.sectors = sectors.to_vec();
        self.drafts[d].source = Some(if kind == EntityKind::Place { CountrySource::Text } else { CountrySource::List });
        self.by_entry.insert(entry, d);
        d
    }

    /// The entity of a phrase that holds a name.
    fn named(&mut self, p: &Phrase) -> usize {
        match p.unit {
            Unit::Listed(entry) => {
                let e = self.gazetteer.entry(entry);
                match (e.what, p.country) {
                    (What::Country, Some(c)) => self.country(c),
                    (What::Capital | What::Seat, Some(c)) if p.metonym => self.country(c),
                    (What::Demonym | What::Citizens, _) => self.citizens(p),
                    (What::Person, _) => self.person(p, Some(entry)),
                    _ => self.by_entry(entry),
                }
            }
            Unit::Unlisted(Guess::Person) => self.person(p, None),
            // A last name alone is often taken for a place or a firm.
            Unit::Unlisted(_) if self.called(&folded(self.words(p.name.start, p.name.end)), p).is_some() => {
                self.person(p, None)
            }
            Unit::Unlisted(_) | Unit::Noun(_) | Unit::Aged | Unit::Counted => self.unlisted(p),
        }
    }

    fn citizens(&mut self, p: &Phrase) -> usize {
        let name = self.words(p.start, p.end);
        if !p.plural || p.modified || p.indefinite {
            return self.draft(
                names::strip_article(name),
                if p.plural { EntityKind::Group } else { EntityKind::Unnamed },
                p.country,
                p.plural,
                false,
            );
        }
        let key = (p.country, "citizens".to_owned());
        if let Some(&d) = self.by_description.get(&key) {
            return self.root(d);
        }
        let d = self.draft(names::strip_article(name), EntityKind::Group, p.country, true, false);
        self.by_description.insert(key, d);
        d
    }

    fn person(&mut self, p: &Phrase, entry: Option<EntryId>) -> usize {
        let name = self.words(p.name.start, p.name.end);
        let key = folded(name);
        if let Some(&d) = self.by_name.get(&key) {
            return self.root(d);
        }
        let last = names::last(&key).to_owned();
        // "Jokowi" and "Widodo" are one man by the lists, though neither name holds the other.
        let listed = entry.and_then(|e| Some((e, *self.by_entry.get(&e)?)));
        let listed = listed.filter(|&(e, _)| self.gazetteer.find(name).contains(&e)).map(|(_, d)| self.root(d));
        let alike = || {
            let known = entry.and_then(|e| self.by_entry.get(&e)).or_else(|| self.by_last.get(&last));
            let known = known.map(|&d| self.root(d)).filter(|&d| self.same_person(d, &key));
            known.or_else(|| self.called(&key, p))
        };
        if let Some(d) = listed.or_else(alike) {
            if key.len() > folded(&self.drafts[d].entity.name).len() {
                self.drafts[d].entity.name = name.to_owned();
            }
            self.by_name.insert(key, d);
            return d;
        }
        let d = self.draft(name, EntityKind::Person, p.country, false, true);
        if last.len() > 1 {
            self.by_last.insert(last, d);
        }
        self.remember_parts(&key, d);
        self.by_name.insert(key, d);
        if let Some(e) = entry {
            self.by_entry.insert(e, d);
            let standing = self.gazetteer.entry(e).standing(self.published);
            // "The president" may be whoever the lists know as one.
            let held = standing.office.filter(|_| !standing.former);
            self.drafts[d].nouns.extend(held.and_then(|o| self.gazetteer.find_noun(&o.title)));
            self.drafts[d].office = standing.office.filter(|o| !o.title.is_empty()).map(|o| Role {
                title: o.title.to_string(),
                of: o.of,
                former: standing.former,
                source: RoleSource::List,
            });
        }
        d
    }

    /// The entity that the text has called so in full.
    pub(crate) fn called_by_name(&self, key: &str) -> Option<usize> {
        self.by_name.get(key).map(|&d| self.root(d))
    }

    fn same_person(&self, d: usize, key: &str) -> bool {
        names::agree(&folded(&self.drafts[d].entity.name), key)
    }

    fn unlisted(&mut self, p: &Phrase) -> usize {
        let name = match p.unit {
            Unit::Noun(_) => names::strip_article(self.words(p.name.start, p.end)),
            _ => self.words(p.name.start, p.name.end),
        };
        let key = folded(name);
        if matches!(p.unit, Unit::Noun(_)) && p.country.is_some() && p.name.len() <= 2 {
            // "the Foreign Ministry", "Parliament": a body by country, however spelled.
            return self.described(p);
        }
        if let Some(&d) = self.by_name.get(&key) {
            return self.root(d);
        }
        if let "South" | "North" = name
            && let Some(d) = self.half_called(name)
        {
            return d;
        }
        let kind = match p.unit {
            Unit::Unlisted(Guess::Place) => EntityKind::Place,
            _ => EntityKind::Organization,
        };
        let d = self.draft(name, kind, p.country, false, true);
        let acronym: String =
            name.split([' ', '-']).filter_map(|w| w.chars().next().filter(|c| c.is_uppercase())).collect();
        if acronym.len() >= 3 {
            self.by_name.entry(acronym).or_insert(d);
        }
        // "Zagros" after "Zagros Airlines", if that is nobody else's name.
        let short = names::before_kind(name).filter(|s| self.gazetteer.find(s).is_empty());
        if let Some(short) = short.filter(|s| self.gazetteer.find_noun(&s.to_lowercase()).is_none()) {
            self.by_name.entry(folded(short)).or_insert(d);
        }
        self.by_name.insert(key, d);
        d
    }

    /// "The South" after "South Korea": the state that the text has called so in full.
    fn half_called(&self, half: &str) -> Option<usize> {
        let called =
            |d: &Draft| d.entity.state && d.entity.name.strip_prefix(half).is_some_and(|rest| rest.starts_with(' '));
        (0..self.drafts.len()).filter(|&d| called(&self.drafts[d])).map(|d| self.root(d)).next()
    }

    fn is_acronym(&self, p: &Phrase) -> bool {
        !p.name.is_empty()
            && self.words(p.name.start, p.name.end).chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
    }

    /// The entity of a phrase that only describes.
    fn described(&mut self, p: &Phrase) -> usize {
        let Unit::Noun(noun) = p.unit else { return self.described_anew(p) };
        let class = self.gazetteer.noun(noun).class;
        let office = matches!(class, Class::Office | Class::Part | Class::Spokes | Class::Person) && !p.plural;
        if office
            && !p.indefinite
            && (p.definite || p.told)
            && let Some(d) = self.holder(p, noun)
        {
            return d;
        }
        if matches!(class, Class::Body | Class::People)
            && let Some(d) = self.body_spoken_of(p, noun)
        {
            return d;
        }
        let collective = matches!(class, Class::Body | Class::People) && !p.indefinite;
        // "Twitter's founders" are not the founders of something else.
        let owned = p.owner.is_some() || (p.start..p.head).any(|t| self.parse.dep(TokenId::new(t)) == "poss");
        let repeated = p.plural && p.definite && !p.indefinite && (!owned || p.country.is_some());
        if collective || repeated || (p.plural && p.told && !p.modified) {
            let key = (p.country, self.gazetteer.noun(noun).form.to_string());
            if let Some(&d) = self.by_description.get(&key) {
                return self.root(d);
            }
            let d = self.described_anew(p);
            self.by_description.insert(key, d);
            return d;
        }
        self.described_anew(p)
    }

    fn described_anew(&mut self, p: &Phrase) -> usize {
        let kind = match p.unit {
            Unit::Noun(n) if matches!(self.gazetteer.noun(n).class, Class::Body) => EntityKind::Organization,
            Unit::Noun(_) | Unit::Counted if p.plural => EntityKind::Group,
            Unit::Noun(n) if matches!(self.gazetteer.noun(n).class, Class::Quantity) => EntityKind::Group,
            _ => EntityKind::Unnamed,
        };
        let name = names::strip_article(self.words(p.start, p.end)).to_owned();
        let d = self.draft(&name, kind, p.country, p.plural || kind == EntityKind::Group, false);
        if kind == EntityKind::Unnamed && !p.indefinite {
            self.waiting.push(d);
        }
        d
    }

    /// Adds what a phrase tells of its entity.
    fn learn(&mut self, d: usize, p: &Phrase) {
        let place = self.drafts[d].entity.kind == EntityKind::Place;
        let told = p.told;
        if p.name.is_empty() || p.plural || matches!(p.unit, Unit::Listed(_)) {
            self.count(d, p);
        }
        let mut roles = Vec::new();
        for title in &p.titles {
            let noun = self.gazetteer.noun(title.noun);
            let words = self.words(title.start, title.end).trim().to_owned();
            if matches!(noun.class, Class::Office | Class::Part | Class::Spokes | Class::Person) && !p.plural {
                let title_words = self.with_organisation(p, title.start, words);
                roles.push(Role { title: title_words, of: p.country, former: title.former, source: RoleSource::Text });
            }
        }
        let nouns: Vec<NounId> = p.titles.iter().map(|t| t.noun).collect();
        let source = p.source(self.gazetteer);
        let draft = &mut self.drafts[d];
        draft.entity.abroad |= p.abroad;
        for n in nouns {
            if !draft.nouns.contains(&n) {
                draft.nouns.push(n);
            }
        }
        if place {
            return;
        }
        for role in roles {
            if !draft.entity.roles.iter().any(|r| r.title.eq_ignore_ascii_case(&role.title) && r.former == role.former)
            {
                draft.entity.roles.push(role);
            }
        }
        // "President Obasanjo is chairman of the African Union": who governs a state is of it, whatever else he heads.
        let governs = draft.told
            && draft.entity.country.is_some_and(|c| !c.is_international())
            && draft.entity.roles.iter().any(|r| !r.former && r.of == draft.entity.country);
        let serves = governs && p.country.is_some_and(|c| c.is_international());
        let better = told && !serves && (!draft.told || p.titles.iter().any(|t| !t.former)) && !draft.plural;
        if draft.entity.country.is_none() || better {
            draft.entity.country = p.country.or(draft.entity.country);
            draft.told |= told;
            draft.source = if better { source } else { draft.source };
        }
        if p.country.is_some() && draft.entity.country == p.country {
            draft.source = draft.source.into_iter().chain(source).min();
        }
        let current = p.titles.iter().any(|t| !t.former);
        if p.listed {
            if draft.entity.sectors.is_empty() {
                draft.entity.sectors.clone_from(&p.sectors);
                draft.listed = true;
            }
            return;
        }
        // "Their spokesman, Bertin Rukundo": the name has of the post alone what the band says better.
        if draft.led && !p.led && is_default(&p.sectors) {
            return;
        }
        // "A suspect", "a man": whom the lists know is no less for it.
        let says_more = !p.sectors.is_empty() && p.sectors != [Sector::Cvl];
        let was_default = draft.entity.sectors.is_empty() || draft.listed && says_more;
        draft.listed &= !was_default;
        if was_default
            || (current
                && draft.entity.sectors.first() == Some(&Sector::Eli)
                && p.sectors.first() != Some(&Sector::Eli))
        {
            draft.entity.sectors.clone_from(&p.sectors);
        } else {
            for &s in &p.sectors {
                // "The minister, a former judge" is still in office.
                let adds = !matches!(s, Sector::Cvl | Sector::Eli);
                if !draft.entity.sectors.contains(&s) && adds && !(draft.led && is_default(&[s])) {
                    draft.entity.sectors.push(s);
                }
            }
        }
    }

    /// "CIA Director": a title with the organisation that stands right before it.
    fn with_organisation(&self, p: &Phrase, start: usize, words: String) -> String {
        match p.org_at {
            Some(at) if at < start && start - at <= 6 => format!("{} {words}", self.words(at, start)),
            _ => words,
        }
    }

    /// Joins draft `a` into draft `b`; gives the one that stays.
    pub(crate) fn merge(&mut self, a: usize, b: usize) -> usize {
        let (a, b) = (self.root(a), self.root(b));
        if a == b {
            return b;
        }
        self.moved[a] = b;
        let from = &mut self.drafts[a];
        let (size, gender, state, told) = (from.entity.size.take(), from.gender, from.entity.state, from.told);
        let (source, abroad, led) = (from.source, from.entity.abroad, from.led);
        let name = if from.named { std::mem::take(&mut from.entity.name) } else { String::new() };
        let (roles, sectors, nouns, country) = (
            std::mem::take(&mut from.entity.roles),
            from.entity.sectors.clone(),
            from.nouns.clone(),
            from.entity.country,
        );
        let to = &mut self.drafts[b];
        to.entity.size = to.entity.size.take().or(size);
        to.gender = to.gender.or(gender);
        to.entity.state |= state;
        // The long form names better than its acronym.
        if name.len() > to.entity.name.len() && !to.entity.name.contains(' ') && name.contains(' ') {
            to.entity.name = name;
        }
        for role in roles {
            if !to.entity.roles.contains(&role) {
                to.entity.roles.push(role);
            }
        }
        to.nouns.extend(nouns);
        to.led |= led;
        to.entity.abroad |= abroad;
        // What the text tells of one goes before what was guessed of the other.
        if to.entity.country.is_none() || told && !to.told && country.is_some() {
            (to.entity.country, to.source) = (country, source);
            to.told |= told;
        }
        if to.entity.sectors.is_empty() {
            to.entity.sectors = sectors;
        }
        b
    }

    fn finish(mut self) -> Cast {
        for i in 0..self.mentions.len() {
            let d = self.root(self.mentions[i].entity.index());
            let Draft { entity, source, led, .. } = &self.drafts[d];
            let mention = &mut self.mentions[i];
            if *led && is_default(&mention.sectors) {
                mention.sectors.clear();
            }
            mention.entity = EntityId::new(d);
            mention.country = mention.country.or(entity.country);
            mention.country_source = mention.country.and_then(|_| mention.country_source.or(*source));
            if mention.sectors.is_empty() && entity.kind != EntityKind::Place {
                mention.sectors.clone_from(&entity.sectors);
            }
        }
        for draft in &mut self.drafts {
            // What the text says of somebody goes before the lists.
            let told = draft.entity.roles.iter().any(|r| r.source == RoleSource::Text);
            draft.entity.roles.extend(draft.office.take().filter(|_| !told));
        }
        let entities = self.drafts.into_iter().map(|d| d.entity).collect();
        Cast::new(entities, self.mentions)
    }
}
