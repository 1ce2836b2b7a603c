//! Words for two or for one of two: "both sides", "the two countries", "the two leaders", "the pair", "the former",
//! "the latter".
//!
//! They refer to whom the sentence so far, else the nearest sentence before, sets side by side. Words for two are a
//! mention of each of the two.
//!
//! What is deliberately absent: "the three countries" and more, where the text rarely names as many in one place.

use std::collections::HashSet;

use chancery_doc::{Country, EntityKind, Form, Pos, Sector, TokenId};
use chancery_gazetteer::{Class, Gazetteer, NounId};

use crate::dyads::are_rivals;
use crate::join::{Draft, Joiner, Recent};
use crate::phrase::{Phrase, Unit};

/// How many sentences back the two may stand.
pub(crate) const REACH: u32 = 4;

/// What the two are.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Two {
    /// "The two countries".
    States,
    /// "Both sides".
    Sides,
    /// "The two leaders".
    Persons,
    /// "The latter".
    Any,
}

impl Joiner<'_> {
    /// Adds the mentions of a phrase that stands for two, if it does.
    pub(crate) fn dual_phrase(&mut self, p: &Phrase, sentence: u32) -> Option<usize> {
        let Unit::Noun(noun) = p.unit else { return None };
        if !p.plural || !p.name.is_empty() {
            return None;
        }
        if let Some((a, b)) = self.owned_by_two(p, sentence) {
            self.both_offices(a, b, p, sentence);
            return Some(a);
        }
        let noun = self.gazetteer.noun(noun);
        // "Australia called on its two neighbours".
        let its_two = || {
            let children = self.parse.children(TokenId::new(p.head));
            matches!(&*noun.form, "neighbor" | "neighbour") && children.iter().any(|&c| self.parse.norm(c) == "two")
        };
        if !p.told
            && let Some((a, b)) = self.of_the_dyad(p, &noun.form)
        {
            self.both_offices(a, b, p, sentence);
            return Some(a);
        }
        if p.told || !self.is_dual(p.head) && !self.is_of_two(p.head) && !self.are_sides(p.head) && !its_two() {
            return None;
        }
        if matches!(&*noun.form, "neighbor" | "neighbour" | "rival" | "ally") {
            let third = self.third_parties(p.head);
            let (a, b) = self.pair_but(Two::States, sentence, &third)?;
            self.both(a, b, p.start, p.head, sentence);
            return Some(a);
        }
        let two = match noun.class {
            Class::Body | Class::People => Two::Sides,
            Class::Office | Class::Part | Class::Spokes | Class::Person => Two::Persons,
            Class::Quantity | Class::Thing | Class::Document => return None,
        };
        let generic = matches!(
            &*noun.form,
            "man"
                | "woman"
                | "general"
                | "commander"
                | "chief"
                | "leader"
                | "politician"
                | "rival"
                | "official"
                | "minister"
                | "diplomat"
                | "candidate"
        );
        // Each state has one government, one army and one foreign minister.
        let of_state = is_post(&noun.form)
            || matches!(
                &*noun.form,
                "government"
                    | "army"
                    | "navy"
                    | "military"
                    | "parliament"
                    | "foreign secretary"
                    | "head of state"
                    | "head of government"
                    | "foreign ministry"
                    | "delegation"
                    | "capital"
            );
        if of_state && !generic {
            let found = self
                .pair(two, sentence)
                .filter(|&(a, b)| two == Two::Persons && self.both_called(a, b, noun.form.as_ref()))
                .or_else(|| self.pair_but(Two::States, sentence, &self.third_parties(p.head)))
                .map(|pair| self.without_third(pair, p.head))
                .or_else(|| self.dyad(&[]).map(|(a, b)| (self.country(a), self.country(b))));
            if let Some((a, b)) = found {
                self.both_offices(a, b, p, sentence);
                return Some(a);
            }
        }
        // "The envoy urged both leaders": of the two states that the report is about, where an outsider speaks to them.
        if two == Two::Persons
            && matches!(&*noun.form, "leader" | "politician" | "official" | "minister")
            && let Some((a, b)) = self.outside(p.head).and_then(|acting| self.dyad(&acting))
        {
            let (a, b) = (self.country(a), self.country(b));
            self.both_offices(a, b, p, sentence);
            return Some(a);
        }
        // "Soldiers of both sides": of either, whoever they are.
        if self.is_of_two(p.head) && noun.class != Class::Office {
            let (a, b) = self.pair_but(Two::Sides, sentence, &self.third_parties(p.head))?;
            self.both_offices(a, b, p, sentence);
            return Some(a);
        }
        let third = self.third_parties(p.head);
        // "Armenia and Azerbaijan signed. He praised both leaders": those of the two states.
        let governs = matches!(&*noun.form, "leader" | "minister" | "official" | "general" | "negotiator" | "diplomat");
        let persons = self.pair_told_of(two, sentence, &third).filter(|&(a, b)| {
            let states = [a, b].map(|d| self.drafts[d].entity.country);
            !governs || states[0].is_none() || states[0] != states[1]
        });
        if governs && persons.is_none() {
            let (a, b) = self.pair_but(Two::States, sentence, &third)?;
            self.both_offices(a, b, p, sentence);
            return Some(a);
        }
        let (a, b) = persons?;
        if two == Two::Persons && !generic {
            let called = |d: usize| self.drafts[d].nouns.iter().any(|&n| self.gazetteer.noun(n).form == noun.form);
            if !called(a) || !called(b) {
                return None;
            }
        }
        self.both(a, b, p.start, p.head, sentence);
        Some(a)
    }

    /// "Mali and Niger have quarrelled. Their presidents met": those of either state.
    fn owned_by_two(&mut self, p: &Phrase, sentence: u32) -> Option<(usize, usize)> {
        let their = self.parse.children_by(TokenId::new(p.head), "poss").find(|&c| self.parse.norm(c) == "their")?;
        let owners = self.coordinated_subject(their.index(), sentence).or_else(|| self.dual_subject(sentence))?;
        let mut countries: Vec<Country> = Vec::new();
        for country in owners.iter().map(|&d| self.drafts[d].entity.country) {
            let country = country.filter(|c| !c.is_international())?;
            if !countries.contains(&country) {
                countries.push(country);
            }
        }
        let &[a, b] = countries.as_slice() else { return None };
        Some((self.country(a), self.country(b)))
    }

    /// "The two neighbours have quarrelled": those whom the last subject stands for, if it stands for two.
    fn dual_subject(&self, sentence: u32) -> Option<Vec<usize>> {
        let subject = self.recent.iter().rev().find(|r| r.subject && r.sentence < sentence)?;
        let mut two: Vec<usize> = Vec::new();
        let near = self.mentions.iter().rev().take(24).filter(|m| m.head.index() == subject.token);
        for d in near.map(|m| self.root(m.entity.index())) {
            if !two.contains(&d) {
                two.push(d);
            }
        }
        (two.len() == 2 && sentence - subject.sentence < 2).then_some(two)
    }

    /// "The presidents met", "he spoke with both his counterparts": of the two states that the report is about.
    fn of_the_dyad(&mut self, p: &Phrase, form: &str) -> Option<(usize, usize)> {
        let parse = self.parse;
        let head = TokenId::new(p.head);
        let before = || parse.children(head).iter().copied().filter(|&c| c < head);
        let (a, b) = if form == "counterpart" {
            if !before().any(|c| matches!(parse.norm(c), "both" | "two")) {
                return None;
            }
            self.outside(p.head).and_then(|acting| self.dyad(&acting))?
        } else {
            let together = matches!(parse.lemma(parse.head(head)), "meet" | "sign" | "talk" | "speak" | "discuss");
            let bare = before().all(|c| parse.norm(c) == "the") && parse.children_by(head, "prep").next().is_none();
            if !is_post(form) || !together || !p.definite || parse.dep(head) != "nsubj" || !bare {
                return None;
            }
            self.dyad(&[])?
        };
        Some((self.country(a), self.country(b)))
    }

    /// "Each accused the other": both words stand for both.
    fn sets_two_against(&self, word: TokenId) -> bool {
        let parse = self.parse;
        let the = word.index() > 0 && parse.norm(TokenId::new(word.index() - 1)) == "the";
        let verb = parse.head(word);
        // "Each of the ministers" says whose each is.
        let each = |s: TokenId| parse.norm(s) == "each" && parse.children_by(s, "prep").next().is_none();
        let each = parse.children_by(verb, "nsubj").any(each);
        let other = parse.children_by(verb, "dobj").any(|o| parse.norm(o) == "other");
        each && other && (parse.norm(word) == "each" || the)
    }

    /// "Togo urged the parties to show restraint": the two states that an outsider speaks to.
    fn are_sides(&self, t: usize) -> bool {
        let head = TokenId::new(t);
        let bare = self.parse.children(head).iter().all(|&c| {
            c.index() > t && self.parse.dep(c) != "prep" || self.parse.dep(c) == "det" && self.parse.norm(c) == "the"
        });
        matches!(self.parse.norm(head), "parties" | "sides")
            && bare
            && self.parse.left_edge(head) < head
            && self.outside(t).and_then(|acting| self.dyad(&acting)).is_some()
    }

    fn both_called(&self, a: usize, b: usize, form: &str) -> bool {
        let called = |d: usize| self.drafts[d].nouns.iter().any(|&n| &*self.gazetteer.noun(n).form == form);
        called(a) && called(b)
    }

    /// The countries of whoever acts on both here: "China urged both sides" means none of China's.
    fn third_parties(&self, t: usize) -> Vec<Country> {
        let parse = self.parse;
        let Some(verb) = parse.ancestors(TokenId::new(t)).take(6).find(|&a| parse.pos(a) == Pos::Verb) else {
            return Vec::new();
        };
        let from_outside = matches!(
            parse.lemma(verb),
            "urge"
                | "condemn"
                | "call"
                | "appeal"
                | "speak"
                | "talk"
                | "remind"
                | "press"
                | "ask"
                | "blame"
                | "mediate"
                | "invite"
                | "warn"
                | "tell"
                | "host"
                | "criticise"
                | "criticize"
                | "meet"
                | "bring"
                | "offer"
                | "praise"
        );
        let Some(subject) = self.acting_on(verb).filter(|s| from_outside && s.index() < t) else {
            return Vec::new();
        };
        self.country_at(subject).into_iter().collect()
    }

    /// The states of an outsider who acts on two others here; none, and so an empty list, for international bodies.
    fn outside(&self, t: usize) -> Option<Vec<Country>> {
        let parse = self.parse;
        let verbs = parse.ancestors(TokenId::new(t)).take(8).filter(|&a| parse.pos(a) == Pos::Verb);
        let subject = verbs.flat_map(|v| parse.children_by(v, "nsubj")).filter(|s| s.index() < t).last()?;
        let country = self.country_at(subject)?;
        let (a, b) = self.dyad(&[])?;
        if country.is_international() {
            return Some(Vec::new());
        }
        (country != a && country != b).then(|| vec![country])
    }

    /// The two without whoever acts on both here.
    fn without_third(&mut self, pair: (usize, usize), t: usize) -> (usize, usize) {
        let acting = self.third_parties(t);
        let of = |d: usize, joiner: &Joiner<'_>| joiner.drafts[d].entity.country;
        let (one, other) = (of(pair.0, self), of(pair.1, self));
        let is_third = |c: Option<Country>| c.is_some_and(|c| acting.contains(&c));
        if !is_third(one) && !is_third(other) && one != other {
            return pair;
        }
        match self.dyad(&acting) {
            Some((a, b)) => (self.country(a), self.country(b)),
            None => pair,
        }
    }

    /// "Borrell, who mediates between the two sides": no state that the report hardly speaks of is a side.
    fn without_bystander(&mut self, pair: (usize, usize), t: usize) -> (usize, usize) {
        let told = |d: usize, joiner: &Joiner<'_>| {
            let country = joiner.drafts[d].entity.country;
            joiner.tally.iter().find(|x| Some(x.0) == country).map_or(0, |x| x.1)
        };
        let states = is_state(&self.drafts[pair.0]) && is_state(&self.drafts[pair.1]);
        let Some((a, b)) = self.outside(t).filter(|_| states).and_then(|acting| self.dyad(&acting)) else {
            return pair;
        };
        let least = self.tally.iter().filter(|x| x.0 == a || x.0 == b).map(|x| x.1).min().unwrap_or(0);
        if 2 * told(pair.0, self).min(told(pair.1, self)) <= least { (self.country(a), self.country(b)) } else { pair }
    }

    /// "Both governments", "both foreign ministers": an office or body of each of two states.
    fn both_offices(&mut self, a: usize, b: usize, p: &Phrase, sentence: u32) {
        for d in [a, b] {
            let entity = &self.drafts[d].entity;
            let country = entity.country;
            let sectors = if p.sectors.is_empty() { entity.sectors.clone() } else { p.sectors.clone() };
            let span = self.span(p.start, p.head + 1);
            self.mention(d, span, p.start, p.head + 1, p.head, Form::Nominal, country, sectors, sentence);
        }
    }

    /// Adds the mentions of a word that is no phrase of its own: "both countries", "the latter", "the country".
    pub(crate) fn dual_word(&mut self, t: usize, sentence: u32) {
        let id = TokenId::new(t);
        let parse = self.parse;
        let governed = |dep: &str| matches!(dep, "nsubj" | "nsubjpass" | "dobj" | "pobj" | "poss" | "dative" | "conj");
        let norm = parse.norm(id);
        // "In July the bloc signed": taggers take a common noun that stands among names for one.
        let common = self.words(t, t + 1).starts_with(char::is_lowercase);
        let tag = if parse.tag(id) == "NNP" && common { "NN" } else { parse.tag(id) };
        match norm {
            "countries" | "nations" | "states" | "neighbours" | "neighbors" | "capitals" | "claimants" | "members"
            | "powers" | "republics" | "belligerents"
                if self.is_dual(t) =>
            {
                self.both_of(Two::States, t, sentence);
            }
            "sides" | "parties" | "camps" | "foes" | "adversaries" | "enemies" | "rivals" | "allies"
                if self.is_dual(t) =>
            {
                self.both_of(Two::Sides, t, sentence);
            }
            "side" if parse.children(id).iter().any(|&c| matches!(parse.norm(c), "each" | "either" | "neither")) => {
                self.both_of(Two::Sides, t, sentence);
            }
            "each" | "other" if self.sets_two_against(id) => self.both_of(Two::States, t, sentence),
            "two" | "both" | "pair" | "duo"
                if (matches!(parse.dep(id), "nsubj" | "nsubjpass")
                    || self.opens_a_clause(t)
                    || self.is_spoken_to(t)
                    || self.is_brought_together(t))
                    && (norm == "both" || t > 0 && parse.norm(TokenId::new(t - 1)) == "the")
                    && parse.children_by(id, "prep").next().is_none() =>
            {
                let joined: Vec<Recent> = self.recent.iter().filter(|r| r.sentence == sentence).copied().collect();
                let joined = self.set_together(&joined).map(|(a, b)| (self.root(a.draft), self.root(b.draft)));
                let found = joined.or_else(|| self.pair(Two::Persons, sentence));
                let found = found.or_else(|| self.pair(Two::Sides, sentence));
                let found = found.or_else(|| self.pair(Two::States, sentence));
                if let Some((a, b)) = found {
                    self.both(a, b, t - usize::from(norm != "both"), t, sentence);
                }
            }
            "latter" | "former"
                if governed(parse.dep(id))
                    && t > 0
                    && parse.norm(TokenId::new(t - 1)) == "the"
                    && !self.continues(t + 1) =>
            {
                if let Some((a, b)) = self.pair(Two::Any, sentence) {
                    self.nominal(if norm == "former" { a } else { b }, t - 1, t, sentence);
                }
            }
            "hosts" if governed(parse.dep(id)) && parse.pos(id) != Pos::Verb => self.hosts(t, sentence),
            "group" | "grouping" | "bloc" | "alliance" | "organization" | "organisation" | "movement" | "body"
            | "outfit" | "front" | "fund" | "league"
                if tag == "NN" && governed(parse.dep(id)) && self.calls_state(t) && !self.is_called(t + 1) =>
            {
                // "Two EU diplomats said … The bloc signed a deal".
                let bloc = self.tally.iter().map(|x| x.0).find(|c| norm == "bloc" && c.code() == "EUR");
                let named = self.body_called(norm, None, t);
                if let Some(d) = named.or_else(|| bloc.map(|c| self.country(c))) {
                    self.nominal(d, self.opening(t), t, sentence);
                }
            }
            _ if governed(parse.dep(id)) && self.namesakes(t, sentence).is_none() && tag == "NN" => {
                self.state_word(t, sentence);
            }
            _ => {}
        }
    }

    /// The first word of what a noun's phrase holds before it.
    pub(crate) fn opening(&self, t: usize) -> usize {
        self.parse.children(TokenId::new(t)).iter().map(|c| c.index()).fold(t, usize::min)
    }

    /// "The two Koreas": both states of a name.
    pub(crate) fn namesakes(&mut self, t: usize, sentence: u32) -> Option<usize> {
        let states = match self.parse.norm(TokenId::new(t)) {
            "koreas" => ["PRK", "KOR"],
            "sudans" => ["SDN", "SSD"],
            "congos" => ["COD", "COG"],
            _ => return None,
        };
        let mut found = None;
        for country in states.into_iter().filter_map(|code| code.parse::<Country>().ok()) {
            let d = self.country(country);
            self.nominal(d, t, t, sentence);
            found = Some(d);
        }
        found
    }

    /// "Bring the two together", "stood between the two": two who were told before.
    fn is_brought_together(&self, t: usize) -> bool {
        let parse = self.parse;
        let id = TokenId::new(t);
        let over = parse.head(id);
        match parse.dep(id) {
            "dobj" => matches!(parse.lemma(over), "bring" | "reconcile" | "part" | "separate" | "unite"),
            "pobj" => parse.norm(over) == "between",
            _ => false,
        }
    }

    /// "Appealed to both to resume talks", "reminded both of it": the two that an outsider speaks to.
    fn is_spoken_to(&self, t: usize) -> bool {
        let (parse, id) = (self.parse, TokenId::new(t));
        let over = parse.head(id);
        let (verb, to) = if parse.dep(id) == "pobj" { (parse.head(over), parse.norm(over)) } else { (over, "") };
        let spoken = match parse.dep(id) {
            "pobj" => matches!((parse.lemma(verb), to), ("appeal", "to") | ("call", "on" | "upon")),
            "dobj" => matches!(parse.lemma(verb), "urge" | "ask" | "press" | "invite" | "remind" | "warn"),
            _ => false,
        };
        spoken && self.outside(t).is_some()
    }

    /// "met the envoy and the two agreed": a subject that parsers join to the object before it.
    fn opens_a_clause(&self, t: usize) -> bool {
        let parse = self.parse;
        parse.dep(TokenId::new(t)) == "conj"
            && t + 1 < parse.len()
            && matches!(parse.tag(TokenId::new(t + 1)), "VBD" | "VBZ" | "VBP")
    }

    /// "The West African bloc ECOWAS": whether a name follows.
    fn is_called(&self, t: usize) -> bool {
        t < self.parse.len() && self.parse.pos(TokenId::new(t)) == Pos::Propn
    }

    /// Whether the noun phrase goes on at a token ("the former minister").
    fn continues(&self, t: usize) -> bool {
        t < self.parse.len() && matches!(self.parse.pos(TokenId::new(t)), Pos::Noun | Pos::Propn | Pos::Adj)
    }

    /// "Both …", "the two …", "the two warring …".
    pub(crate) fn is_dual(&self, t: usize) -> bool {
        let parse = self.parse;
        let children = parse.children(TokenId::new(t));
        let has = |words: &[&str]| {
            children.iter().any(|&c| c.index() < t && t - c.index() < 6 && words.contains(&parse.norm(c)))
        };
        // "Both the Labour and the Green parties" says which two.
        if children.iter().any(|&c| c.index() < t && matches!(parse.dep(c), "nmod" | "compound" | "poss")) {
            return false;
        }
        // "Both the army and the rebels".
        if children.iter().any(|&c| parse.dep(c) == "preconj" || c.index() > t && parse.dep(c) == "conj") {
            return false;
        }
        has(&["both"]) || has(&["two"]) && has(&["the", "these", "those"]) || self.are_foes(t)
    }

    fn both_of(&mut self, two: Two, t: usize, sentence: u32) {
        let Some(pair) = self.pair_told_of(two, sentence, &self.third_parties(t)) else { return };
        let pair = if two == Two::States { self.without_third(pair, t) } else { self.without_bystander(pair, t) };
        let (a, b) = pair;
        let left = self.parse.left_edge(TokenId::new(t)).index();
        self.both(a, b, left.max(t.saturating_sub(5)), t, sentence);
    }

    fn both(&mut self, a: usize, b: usize, start: usize, head: usize, sentence: u32) {
        self.nominal(a, start, head, sentence);
        self.nominal(b, start, head, sentence);
    }

    pub(crate) fn nominal(&mut self, d: usize, start: usize, head: usize, sentence: u32) {
        let entity = &self.drafts[d].entity;
        let (country, sectors) = (entity.country, entity.sectors.clone());
        let span = self.span(start, head + 1);
        self.mention(d, span, start, head + 1, head, Form::Nominal, country, sectors, sentence);
    }

    /// The two that the nearest sentence with two sets side by side, in the order of the text.
    fn pair(&mut self, two: Two, sentence: u32) -> Option<(usize, usize)> {
        self.pair_but(two, sentence, &[])
    }

    /// The two without whoever speaks to them, but "Peru warned of a rift between the two countries" is of Peru and
    /// another, where the report is about no two others.
    fn pair_told_of(&mut self, two: Two, sentence: u32, third: &[Country]) -> Option<(usize, usize)> {
        self.pair_but(two, sentence, third).or_else(|| self.pair_but(two, sentence, &[]))
    }

    /// The same, without those of some countries; rivals that the report is about, where nothing sets the two nearest side
    /// by side.
    fn pair_but(&mut self, two: Two, sentence: u32, but: &[Country]) -> Option<(usize, usize)> {
        let (a, b, firm) = self.nearest_pair(two, sentence, but)?;
        let states = is_state(&self.drafts[a]) && is_state(&self.drafts[b]);
        let open = !firm && matches!(two, Two::States | Two::Sides);
        let rivals = self.rivals_told(but).filter(|_| open && states);
        match rivals.or_else(|| self.foremost_two(but).filter(|_| open)) {
            Some((x, y)) => Some((self.country(x), self.country(y))),
            None => Some((a, b)),
        }
    }

    /// The two that the nearest sentence with two tells, and whether it sets them side by side.
    fn nearest_pair(&mut self, two: Two, sentence: u32, but: &[Country]) -> Option<(usize, usize, bool)> {
        let gazetteer = self.gazetteer;
        let fits = |draft: &Draft| match two {
            Two::States => is_state(draft),
            // Who reports on two sides is neither.
            Two::Sides => {
                is_state(draft)
                    || matches!(draft.entity.kind, EntityKind::Organization | EntityKind::Group)
                        && !matches!(draft.entity.sectors.first(), Some(Sector::Jrn | Sector::Jud))
                        // Nor are people at large and villages, which only suffer.
                        && draft.entity.sectors != [Sector::Cvl]
                        && !is_paper(&draft.entity.name)
                        && !draft.nouns.iter().any(|&n| is_settlement(gazetteer, n))
            }
            Two::Persons => !draft.plural && matches!(draft.entity.kind, EntityKind::Person | EntityKind::Unnamed),
            Two::Any => true,
        };
        for distance in 0..REACH {
            let here: Vec<Recent> = self
                .recent
                .iter()
                .filter(|r| sentence.checked_sub(r.sentence) == Some(distance))
                .filter(|r| {
                    let draft = &self.drafts[self.root(r.draft)];
                    let third = self.country_at(TokenId::new(r.token)).is_some_and(|c| but.contains(&c));
                    fits(draft) && !third && (two == Two::Any || !self.is_venue(r.token))
                })
                .copied()
                .collect();
            let mut seen = HashSet::new();
            let mut distinct: Vec<Recent> = here.into_iter().filter(|r| seen.insert(self.root(r.draft))).collect();
            if matches!(two, Two::Sides) {
                distinct = self.one_of_each_state(distinct);
            }
            // "Peru's minister met Chile's in Lima. The former …": no owner and no place, where two others are told.
            let apart = |r: &&Recent| !self.is_venue(r.token) && self.parse.dep(TokenId::new(r.token)) != "poss";
            if two == Two::Any && distinct.iter().filter(apart).count() > 1 {
                distinct.retain(|r| apart(&r));
            }
            let together = self.set_together(&distinct);
            let found = match (distinct.as_slice(), two) {
                ([one], Two::States | Two::Sides) if distance == 0 && is_state(&self.drafts[self.root(one.draft)]) => {
                    self.with_other_state(*one, sentence, but)
                }
                ([] | [_], _) => None,
                ([a, b], _) => Some((*a, *b)),
                // Of three or more, a coordinated pair, else the last two for "the latter", else the subject and the next.
                (several, Two::Any) => {
                    together.or_else(|| Some((several[several.len() - 2], several[several.len() - 1])))
                }
                (several, _) => together.or_else(|| self.subject_and_other(several)),
            };
            if let Some((a, b)) = found {
                return Some((self.root(a.draft), self.root(b.draft), distance == 0 || together.is_some()));
            }
            if matches!(two, Two::States | Two::Sides)
                && let Some((a, b)) = self.states_of(sentence, distance, but)
            {
                return Some((a, b, distance < 2));
            }
        }
        None
    }

    /// Without a second party of a state that stands there itself: an army and its state are one side.
    fn one_of_each_state(&self, all: Vec<Recent>) -> Vec<Recent> {
        let draft = |r: &Recent| &self.drafts[self.root(r.draft)];
        let mut kept: Vec<Recent> = Vec::new();
        for r in all {
            let country = draft(&r).entity.country;
            let fights = |d: &Draft| {
                matches!(d.entity.sectors.first(), Some(Sector::Reb | Sector::Opp | Sector::Prm | Sector::Uaf))
            };
            let one = kept.iter().any(|k| {
                country.is_some()
                    && draft(k).entity.country == country
                    && (is_state(draft(k)) || is_state(draft(&r)))
                    && fights(draft(k)) == fights(draft(&r))
            });
            if !one {
                kept.push(r);
            }
        }
        kept
    }

    /// Where something takes place or where one travels: "in Vienna", "on a visit to Kyiv"; no side of anything.
    pub(crate) fn is_venue(&self, token: usize) -> bool {
        let parse = self.parse;
        let head = TokenId::new(token);
        if parse.dep(head) != "pobj" {
            return false;
        }
        let prep = parse.head(head);
        let above = parse.head(prep);
        match parse.norm(prep) {
            "in" | "at" | "near" | "outside" | "inside" | "around" => true,
            "to" => matches!(
                parse.lemma(above),
                "visit" | "trip" | "travel" | "tour" | "journey" | "fly" | "flight" | "go" | "return" | "move" | "flee"
            ),
            _ => false,
        }
    }

    /// The other of the two where the sentence has told one: a rival of it, else the state most spoken of near by.
    fn with_other_state(&self, one: Recent, sentence: u32, but: &[Country]) -> Option<(Recent, Recent)> {
        let known = self.drafts[self.root(one.draft)].entity.country;
        let mut others: Vec<(Recent, usize)> = Vec::new();
        let near = self.recent.iter().rev().filter(|r| sentence.saturating_sub(r.sentence) < REACH);
        for r in near.filter(|r| !self.is_venue(r.token)) {
            let draft = &self.drafts[self.root(r.draft)];
            if !is_state(draft)
                || draft.entity.country == known
                || draft.entity.country.is_some_and(|c| but.contains(&c))
            {
                continue;
            }
            match others.iter_mut().find(|(o, _)| self.root(o.draft) == self.root(r.draft)) {
                Some(other) => other.1 += 1,
                None => others.push((*r, 1)),
            }
        }
        let state = |r: &Recent| self.drafts[self.root(r.draft)].entity.country;
        if let Some(rival) = others.iter().find(|o| state(&o.0).zip(known).is_some_and(|(a, b)| are_rivals(a, b))) {
            return Some((one, rival.0));
        }
        // Of as many, the nearest, which stands first.
        let most = others.iter().map(|o| o.1).max().filter(|&n| n > 1)?;
        others.iter().find(|o| o.1 == most).map(|o| (one, o.0))
    }

    fn set_together(&self, several: &[Recent]) -> Option<(Recent, Recent)> {
        several.iter().find_map(|second| {
            let id = TokenId::new(second.token);
            let first = |first: &&Recent| self.parse.dep(id) == "conj" && self.parse.head(id).index() == first.token;
            several.iter().find(first).map(|first| (*first, *second))
        })
    }

    fn subject_and_other(&self, several: &[Recent]) -> Option<(Recent, Recent)> {
        let i = several.iter().position(|r| r.subject)?;
        // "Hayashi, whose talks with Wang were called off, spoke with Blinken": whom the subject's own verb is done with.
        let verb = self.parse.head(TokenId::new(several[i].token));
        let with = several.iter().find(|r| {
            let prep = self.parse.head(TokenId::new(r.token));
            self.parse.norm(prep) == "with" && self.parse.head(prep) == verb
        });
        if let Some(partner) = with {
            return Some((several[i], *partner));
        }
        let other = several.get(i + 1).or_else(|| i.checked_sub(1).and_then(|j| several.get(j)))?;
        Some((several[i], *other))
    }

    /// Two states whose people a sentence speaks of: "The Kenyan minister met his Ugandan counterpart".
    fn states_of(&mut self, sentence: u32, distance: u32, but: &[Country]) -> Option<(usize, usize)> {
        let mut countries: Vec<Country> = Vec::new();
        let near = self.recent.iter().filter(|r| sentence.checked_sub(r.sentence) == Some(distance));
        for r in near.filter(|r| !self.is_venue(r.token)) {
            let draft = &self.drafts[self.root(r.draft)];
            let entity = &draft.entity;
            let outlet = draft.named && entity.sectors.contains(&Sector::Jrn);
            let country = entity.country.filter(|c| !c.is_international() && !outlet && !but.contains(c));
            countries.extend(country.filter(|c| !countries.contains(c)));
        }
        match countries.as_slice() {
            &[a, b] => Some((self.country(a), self.country(b))),
            _ => None,
        }
    }
}

/// Whether each state has one holder of an office at a time.
fn is_post(form: &str) -> bool {
    matches!(
        form,
        "president" | "prime minister" | "premier" | "foreign minister" | "defence minister" | "defense minister"
    )
}

fn is_settlement(gazetteer: &Gazetteer, noun: NounId) -> bool {
    let form = &*gazetteer.noun(noun).form;
    matches!(form.rsplit(' ').next(), Some("village" | "town" | "city" | "hamlet" | "suburb" | "settlement"))
}

pub(crate) fn is_state(draft: &Draft) -> bool {
    draft.entity.state
}

/// Whether a name is that of a treaty or the like, which takes no side.
fn is_paper(name: &str) -> bool {
    let last = name.rsplit(' ').next().unwrap_or(name);
    matches!(
        last,
        "Treaty"
            | "Accord"
            | "Accords"
            | "Agreement"
            | "Pact"
            | "Act"
            | "Memorandum"
            | "Convention"
            | "Plan"
            | "Process"
            | "Declaration"
            | "Deal"
            | "Protocol"
            | "Charter"
            | "Framework"
            | "Summit"
            | "Forum"
    )
}
