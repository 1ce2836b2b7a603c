//! From the word at the end of a path to the parties of an event.
//!
//! A word names a party if a mention of the cast is headed by it. Where none is, the party is looked for in the noun
//! phrase, in this order, and the first that exists counts: a mention that covers the word; the possessor
//! ("Israel's measures"); the nationality or name before it ("Israeli settlements", "a Hamas base"); the *by*- or
//! *of*-phrase ("a report by the ministry", "a convoy of the Red Cross"); for recipients, the place it is in or whom it
//! is for ("targets in Jericho", "a camp for refugees"). So an attack on someone's convoy is an attack on them, while
//! their head word stays what it is for guards.

use chancery_doc::{
    Argument, Cast, Country, CountrySource, EntityKind, EventType, Form, Mention, Pos, Sector, TokenId,
};

use crate::grammar::Grammar;
use crate::standing::is_dealing;
use crate::words::WordSet;

/// Finds parties.
#[derive(Clone, Copy)]
pub(crate) struct Parties<'a> {
    pub(crate) grammar: Grammar<'a>,
    pub(crate) cast: &'a Cast,
}

/// A party as its mention tells it.
pub(crate) struct Party<'a> {
    pub(crate) mention: &'a Mention,
    /// Whose office it shares ("the presidents of Serbia and Kosovo"), where its own mention tells none.
    pub(crate) role: Option<&'a Mention>,
}

impl Party<'_> {
    /// "Silva and her campaign" are one party with two names; "both ministers" are two of two countries.
    pub(crate) fn is_same(&self, other: &Party<'_>) -> bool {
        self.mention.entity == other.mention.entity && self.mention.country == other.mention.country
    }
}

impl<'a> Parties<'a> {
    /// The parties that a word and those joined to it name.
    pub(crate) fn of(&self, t: TokenId, is_recipient: bool) -> Vec<Party<'a>> {
        if is_recipient && let Some(verb) = self.grammar.done_to_each_other(t) {
            return self.grammar.subject(verb).into_iter().flat_map(|s| self.of(s, false)).collect();
        }
        let mut found: Vec<Party<'a>> = Vec::new();
        let mut joined = self.grammar.joined(t);
        self.add_listed_states(&mut joined);
        self.name_one_by_one(&mut joined);
        for &t in &joined {
            let t = self.known_as(t).unwrap_or(t);
            // One noun may stand for several: "Hungarian and Slovak officials", "both sides".
            let mut parties: Vec<Party<'a>> =
                self.cast.mentions_headed_by(t).map(|mention| Party { mention, role: None }).collect();
            if parties.is_empty() {
                let named = self.through(t, is_recipient, 0);
                parties.extend(named.map(|mention| Party { mention, role: None }));
                // "British and Norwegian frigates": through both.
                // "Barack Obama and Ali Musa": through the name of which the word above is a part.
                let above = |h: TokenId| named.is_some_and(|m| self.covers(m, t)) && self.grammar.parse.head(h) == t;
                let head = named.map(|m| m.head);
                let head = head.filter(|&h| matches!(self.grammar.parse.dep(h), "amod" | "nmod") || above(h));
                let others = head.into_iter().flat_map(|h| {
                    self.grammar.joined(h).into_iter().skip(1).chain(self.grammar.children(h, &["conj"]))
                });
                parties.extend(others.filter_map(|o| self.direct(o)).map(|mention| Party { mention, role: None }));
                // "Their jets": those of both.
                let their = named.filter(|m| m.form == Form::Pronoun).map(|m| self.cast.mentions_headed_by(m.head));
                parties.extend(their.into_iter().flatten().skip(1).map(|mention| Party { mention, role: None }));
            }
            if let [Party { mention, .. }] = parties.as_slice()
                && (mention.country.is_none() || mention.country_source == Some(CountrySource::Context))
                && let Some(known) = self.taken_for(t).or_else(|| self.carried_in(t).filter(|_| is_recipient))
            {
                parties = vec![Party { mention: known, role: None }];
            }
            if let Some(members) = self.members(t, &parties, is_recipient) {
                parties = members;
            }
            parties.extend(self.shared_by_head(t, &parties));
            if let [Party { mention, .. }] = parties.as_slice() {
                parties.extend(self.shared_by_noun(mention));
            }
            parties.extend(self.joined_before_head(t, &parties));
            if let Some(mention) = self.paired_by_hyphen(t) {
                let at = parties.partition_point(|p| p.mention.head < mention.head);
                parties.insert(at, Party { mention, role: None });
            }
            // "Indian tanks and troops": the nationality before the first names nobody beside those whom it places.
            let by_adjective = |p: &Party<'_>| self.grammar.parse.dep(p.mention.head) == "amod" && p.mention.head != t;
            let forces = |p: &Party<'_>| {
                joined.iter().skip(1).filter_map(|&o| self.direct(o)).any(|m| {
                    m.country == p.mention.country && matches!(m.sectors.first(), Some(Sector::Mil | Sector::Cop))
                })
            };
            parties.retain(|p| !(t == joined[0] && p.mention.sectors.is_empty() && by_adjective(p) && forces(p)));
            // "Zambia's Banda and Malawi's Phiri": parsers take the first name for a part of the second.
            let first =
                self.grammar.children(t, &["nmod"]).find(|&n| n < t && self.grammar.child(n, &["cc"]).is_some());
            parties.extend(first.and_then(|n| self.direct(n)).map(|mention| Party { mention, role: None }));
            for party in parties {
                let same =
                    |p: &Party<'_>| p.mention.span == party.mention.span && p.mention.entity == party.mention.entity;
                if !found.iter().any(same) {
                    found.push(party);
                }
            }
        }
        if !is_recipient {
            found.retain(|p| !self.is_attacked_town(p.mention));
        }
        found
    }

    /// "Several countries, including Kenya and Ghana": those that are named, where nothing else tells the state of those who
    /// are meant.
    fn members(&self, t: TokenId, meant: &[Party<'a>], is_recipient: bool) -> Option<Vec<Party<'a>>> {
        let parse = self.grammar.parse;
        let placed =
            |p: &Party<'_>| p.mention.country.is_some() && p.mention.country_source != Some(CountrySource::Context);
        if !matches!(parse.tag(t), "NNS" | "NNPS") || meant.iter().any(placed) {
            return None;
        }
        let such =
            |p: TokenId| parse.norm(p) == "as" && self.grammar.children(p, &["amod"]).any(|a| parse.norm(a) == "such");
        let by = self.grammar.children(t, &["prep"]).find(|&p| parse.norm(p) == "including" || such(p))?;
        let named = self.of(self.grammar.child(by, &["pobj"])?, is_recipient);
        named.iter().all(placed).then_some(named).filter(|n| !n.is_empty())
    }

    /// "The regional grouping, known as ECOWAS": the name of what a noun alone names nobody by.
    pub(crate) fn known_as(&self, t: TokenId) -> Option<TokenId> {
        let parse = self.grammar.parse;
        if self.cast.mentions_headed_by(t).next().is_some() {
            return None;
        }
        let called = self.grammar.children(t, &["acl"]).find(|&c| matches!(parse.lemma(c), "know" | "call" | "dub"))?;
        let name = self.grammar.children(called, &["prep"]).find(|&p| parse.norm(p) == "as");
        let name = name.map_or_else(|| self.grammar.child(called, &["oprd"]), |p| self.grammar.child(p, &["pobj"]))?;
        self.cast.mentions_headed_by(name).next().map(|_| name)
    }

    /// "The Mumbai attacks", "the Bhopal inquiry": a town before the noun of an attack or an inquiry is where it was, or what
    /// it is about, and makes none.
    fn is_attacked_town(&self, mention: &Mention) -> bool {
        let (grammar, entity) = (&self.grammar, self.cast.entity(mention.entity));
        let noun = grammar.parse.lemma(grammar.parse.head(mention.head));
        matches!(grammar.parse.dep(mention.head), "compound" | "nmod" | "amod")
            && entity.kind == EntityKind::Place
            && !entity.state
            && (grammar.words.attack.contains(noun) || grammar.words.inquiry.contains(noun))
    }

    /// "the presidents of Serbia and Kosovo", "Nigeria's and Benin's ministers": one plural noun for the people of
    /// several, of whom its mention names the first.
    pub(crate) fn shared_by_head(&self, t: TokenId, known: &[Party<'a>]) -> Vec<Party<'a>> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        if !matches!(parse.tag(t), "NNS" | "NNPS") || known.len() != 1 || self.direct(t).is_none() {
            return Vec::new();
        }
        let of = grammar.children(t, &["prep"]).filter(|&p| matches!(parse.norm(p), "of" | "from" | "in"));
        let first = of.filter_map(|p| grammar.child(p, &["pobj"])).next().or_else(|| grammar.child(t, &["poss"]));
        let role = known[0].mention;
        // "The French embassies in Chad and Niger": those of neither.
        let names_it = |f: TokenId| self.direct(f).is_some_and(|m| m.country.is_some() && m.country == role.country);
        let Some(first) = first.filter(|&f| names_it(f)) else {
            return Vec::new();
        };
        let others = grammar.joined(first).into_iter().skip(1).filter_map(|o| self.direct(o));
        // "Delegates of the Angolan government and of the rebels": the second side is what it is, of whatever country.
        let own_side = |m: &Mention| {
            m.country == role.country && m.sectors.first().is_some_and(|s| role.sectors.first() != Some(s))
        };
        others
            .filter(|m| m.country.is_some() && (m.country != role.country || own_side(m)))
            .map(|mention| Party { mention, role: (!own_side(mention)).then_some(role) })
            .collect()
    }

    /// "Afghan and NATO forces": an organisation joined to the states whose forces they are.
    fn joined_before_head(&self, t: TokenId, known: &[Party<'a>]) -> Vec<Party<'a>> {
        let grammar = &self.grammar;
        let Some(role) = known.first().map(|p| p.mention).filter(|m| m.head == t) else { return Vec::new() };
        if !matches!(grammar.parse.tag(t), "NNS" | "NNPS") || role.country.is_none() {
            return Vec::new();
        }
        let before = grammar.children(t, &["nmod", "amod", "compound"]).filter(|&c| c < t);
        let joined = before.flat_map(|c| grammar.joined(c).into_iter().skip(1)).filter(|&o| o < t);
        joined
            .filter_map(|o| self.direct(o))
            .filter(|m| self.cast.entity(m.entity).kind == EntityKind::Organization && m.country != role.country)
            .filter(|m| m.country.is_some_and(|c| c.is_international()))
            .map(|mention| Party { mention, role: Some(role) })
            .collect()
    }

    /// "Gunmen believed to be members of ETA", "men thought to be Tamil rebels": whom the text takes them for.
    fn taken_for(&self, t: TokenId) -> Option<&'a Mention> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let is_view = |v: TokenId| {
            matches!(
                parse.lemma(v),
                "believe" | "think" | "suspect" | "say" | "presume" | "identify" | "describe" | "report" | "know"
            )
        };
        let view = grammar.children(t, &["acl", "relcl"]).find(|&v| is_view(v))?;
        let be = grammar.child(view, &["xcomp"]).filter(|&b| matches!(parse.lemma(b), "be" | "belong"));
        let what = match be {
            Some(b) => grammar.child(b, &["attr"]).or_else(|| self.object_of(b, "to")),
            None => self.object_of(view, "as"),
        }?;
        let placed = |o: TokenId| self.direct(o).filter(|m| m.country.is_some());
        let of = || grammar.children(what, &["prep"]).filter(|&p| matches!(parse.norm(p), "of" | "from"));
        placed(what).or_else(|| of().filter_map(|p| grammar.child(p, &["pobj"])).find_map(placed))
    }

    /// "A convoy carrying the Turkish ambassador": who rides in it is meant.
    fn carried_in(&self, t: TokenId) -> Option<&'a Mention> {
        let (grammar, parse) = (&self.grammar, self.grammar.parse);
        let carries = |v: TokenId| parse.tag(v) == "VBG" && matches!(parse.lemma(v), "carry" | "transport");
        let ride = grammar.children(t, &["acl"]).find(|&v| carries(v))?;
        grammar.child(ride, &["dobj"]).and_then(|r| self.direct(r)).filter(|m| m.country.is_some())
    }

    fn object_of(&self, t: TokenId, prep: &str) -> Option<TokenId> {
        let grammar = &self.grammar;
        let p = grammar.children(t, &["prep"]).find(|&p| grammar.parse.norm(p) == prep)?;
        grammar.child(p, &["pobj"])
    }

    fn covers(&self, mention: &Mention, t: TokenId) -> bool {
        mention.head != t && mention.span.contains(self.grammar.parse.span(t))
    }

    /// "Bombed the town in revenge for a raid": what an act is done in answer to, or in the course of, is nobody it is done
    /// to.
    pub(crate) fn is_occasion(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        parse.dep(t) == "pobj"
            && matches!(parse.norm(parse.head(t)), "in" | "by")
            && matches!(
                parse.lemma(t),
                "revenge"
                    | "response"
                    | "retaliation"
                    | "reprisal"
                    | "reply"
                    | "reaction"
                    | "answer"
                    | "return"
                    | "exchange"
                    | "protest"
                    | "solidarity"
                    | "sympathy"
                    | "connection"
                    | "relation"
                    | "addition"
                    | "defiance"
                    | "breach"
                    | "violation"
                    | "anticipation"
                    | "preparation"
                    | "pursuit"
                    | "search"
                    | "coordination"
                    | "cooperation"
                    | "collaboration"
                    | "conjunction"
                    | "keeping"
                    | "accordance"
            )
    }

    /// "Called for a royal commission", "a new government": a body that is asked for is not asked.
    pub(crate) fn is_asked_for(&self, t: TokenId) -> bool {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let is_to_act = || {
            grammar.children(t, &["acl", "relcl"]).any(|v| grammar.children(v, &["aux"]).any(|a| parse.norm(a) == "to"))
        };
        parse.dep(t) == "pobj"
            && parse.norm(parse.head(t)) == "for"
            && grammar.children(t, &["det"]).any(|d| matches!(parse.norm(d), "a" | "an"))
            && self.direct(t).is_some_and(|m| self.cast.entity(m.entity).kind == EntityKind::Organization)
            && !is_to_act()
    }

    /// "Marched for the release of the hostages": those who are to be freed are not whom a protest is against.
    pub(crate) fn is_to_be_freed(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        let of = parse.head(t);
        parse.dep(t) == "pobj"
            && parse.norm(of) == "of"
            && matches!(parse.lemma(parse.head(of)), "release" | "freeing" | "liberation" | "return")
    }

    /// Whoever is mentioned by this very word.
    pub(crate) fn direct(&self, t: TokenId) -> Option<&'a Mention> {
        self.cast.mention_headed_by(t)
    }

    /// Whether a mention is a state by its name or its adjective, and nobody in it.
    pub(crate) fn is_state(&self, mention: &Mention) -> bool {
        self.cast.entity(mention.entity).kind == EntityKind::Place && mention.sectors.is_empty()
    }

    /// Whether a word names whoever acts once more: its own adjective ("banned American investment", said of Washington),
    /// or, of a state, its name, its forces and its offices.
    pub(crate) fn is_itself(&self, t: TokenId, mention: &Mention, actors: &[Party<'_>]) -> bool {
        let acting = |a: &Party<'_>| a.mention.country == mention.country && mention.country.is_some();
        let adjective = matches!(self.grammar.parse.dep(t), "amod" | "compound" | "nmod") && self.is_state(mention);
        let state = |m: &Mention| self.cast.entity(m.entity).state && m.sectors.is_empty();
        let serves = |m: &Mention| matches!(m.sectors.first(), Some(Sector::Gov | Sector::Mil));
        let own = |a: &Party<'_>| acting(a) && state(a.mention) && (state(mention) || serves(mention));
        // "Officials said that the Emirates would send relief": what a state's people say that it does.
        let told_of = self.grammar.parse.dep(t) == "nsubj" && mention.form == Form::Name;
        let official = |a: &Party<'_>| told_of && acting(a) && serves(a.mention) && state(mention);
        adjective && actors.iter().any(acting)
            || !actors.is_empty() && (actors.iter().all(own) || actors.iter().all(official))
    }

    /// Whether a word names a country by its people: "Ugandan", not "Uganda" or "Kampala".
    pub(crate) fn is_nationality(&self, t: TokenId) -> bool {
        let Some(m) = self.direct(t).filter(|m| m.country.is_some() && m.tokens.len() == 1) else { return false };
        let entity = self.cast.entity(m.entity);
        let (word, country) = (self.grammar.parse.norm(t), entity.name.to_lowercase());
        let begin_alike = || country.chars().zip(word.chars()).take(2).all(|(a, b)| a == b);
        entity.kind == EntityKind::Place && word != country && begin_alike()
    }

    /// Whether a word names a body that bears arms: "a Houthi attack" is theirs as an Israeli one is Israel's.
    pub(crate) fn is_armed_group(&self, t: TokenId) -> bool {
        let armed = |s: &Sector| matches!(s, Sector::Reb | Sector::Uaf | Sector::Prm);
        self.direct(t).is_some_and(|m| {
            let entity = self.cast.entity(m.entity);
            let named = matches!(entity.kind, EntityKind::Organization | EntityKind::Group);
            m.form == Form::Name && named && m.sectors.first().or(entity.sectors.first()).is_some_and(armed)
        })
    }

    /// "The attack was reported by Chad": who tells of an act, or comes to see it, did not do it.
    pub(crate) fn only_tells(&self, t: TokenId, own: Option<TokenId>) -> bool {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        let by = parse.head(t);
        let verb = parse.head(by);
        let tells = || {
            grammar.words.reports.contains(parse.lemma(verb))
                || matches!(parse.lemma(verb), "attend" | "witness" | "confirm" | "announce" | "monitor" | "watch")
        };
        parse.dep(t) == "pobj" && parse.norm(by) == "by" && grammar.is_verb(verb) && Some(verb) != own && tells()
    }

    /// Whether a word names human beings or what acts for them: not a mere thing, and a place only if it is a state.
    pub(crate) fn is_people(&self, t: TokenId) -> bool {
        self.direct(t).is_some_and(|m| self.cast.entity(m.entity).kind != EntityKind::Place || m.country.is_some())
    }

    /// Whether a word is a common noun that names nobody and counts nobody.
    pub(crate) fn is_thing(&self, t: TokenId) -> bool {
        let grammar = &self.grammar;
        grammar.parse.pos(t) == Pos::Noun
            && grammar.counted(t).is_none()
            && grammar
                .joined(t)
                .into_iter()
                .all(|t| self.direct(t).is_none() && self.cast.mention_covering(t).is_none())
    }

    /// Whether a word is the name of a town, region or country: of the cast, or as the recogniser sees it.
    pub(crate) fn is_place(&self, t: TokenId) -> bool {
        let parse = self.grammar.parse;
        let known = self.direct(t).map(|m| self.cast.entity(m.entity).kind);
        let seen = || parse.pos(t) == Pos::Propn && matches!(parse.iob(t).1, "GPE" | "LOC" | "FAC");
        known.map_or_else(seen, |kind| kind == EntityKind::Place && parse.pos(t) == Pos::Propn)
    }

    /// "The bombing of a clinic that killed a guard": the noun whose act hit what a relative clause seems to say it of.
    pub(crate) fn act_upon(&self, t: TokenId, governor: TokenId) -> Option<TokenId> {
        let parse = self.grammar.parse;
        let prep = parse.head(t);
        let hits = parse.dep(t) == "pobj" && matches!(parse.norm(prep), "of" | "on" | "at" | "in" | "against");
        (hits
            && parse.dep(governor) == "relcl"
            && parse.head(governor) == t
            && self.grammar.is_nominal(parse.head(prep)))
        .then(|| parse.head(prep))
    }

    /// The state that the place beside a word belongs to: "killed ten people in Tel Aviv", "people in Cairo"; or, where
    /// none stands right beside it, the place that its objects and places are of or in: "took to the streets of Lima",
    /// "looted shops in a suburb of Lagos". Where `gather` is set, whoever is there has come there and is at home.
    pub(crate) fn state_around(&self, words: &[TokenId], gather: bool) -> Option<Country> {
        let grammar = &self.grammar;
        let displaced = words.iter().flat_map(|&t| grammar.displaced_prepositions(t));
        // "In protest at the Turkish raid": what it is about is not where it is.
        let is_cause =
            |t: TokenId| matches!(grammar.parse.lemma(t), "protest" | "defiance" | "anger" | "outrage" | "fury");
        let angry = words
            .iter()
            .flat_map(|&t| grammar.prepositions(t))
            .any(|p| grammar.child(p, &["pobj"]).is_some_and(is_cause));
        let beside = words.iter().flat_map(|&t| grammar.prepositions(t)).chain(displaced).find_map(|p| {
            if !matches!(grammar.parse.norm(p), "in" | "at" | "near" | "outside" | "across" | "inside") {
                return None;
            }
            let place = grammar.child(p, &["pobj"])?;
            if is_cause(place) || angry && grammar.parse.norm(p) == "at" {
                return None;
            }
            let named = self.direct(place).or_else(|| self.through(place, true, 0))?;
            // "Killed in Turkish shelling": whose fire it was is not where it fell.
            let whose =
                grammar.parse.dep(named.head) == "amod" && grammar.words.by_force.contains(grammar.parse.lemma(place));
            named.country.filter(|_| !whose && self.cast.entity(named.entity).kind == EntityKind::Place)
        });
        let beside = beside.or_else(|| {
            let places = words.iter().flat_map(|&t| grammar.prepositions(t)).filter_map(|p| {
                let leads = match grammar.parse.norm(p) {
                    "in" | "at" | "near" | "outside" | "across" | "inside" => true,
                    "through" | "to" | "into" | "onto" | "on" | "around" => gather,
                    _ => false,
                };
                grammar.child(p, &["pobj"]).filter(|_| leads)
            });
            let objects = words.iter().flat_map(|&t| grammar.children(t, &["dobj", "nsubjpass"]));
            // "Rampaged through the Haitian capital": a capital is of whose it is, an embassy is not.
            let capital = |n: TokenId| (grammar.parse.norm(n) == "capital").then(|| self.through(n, true, 0)).flatten();
            let own = |n: TokenId| {
                self.direct(n).or_else(|| capital(n)).filter(|m| gather && self.is_seat(m)).and_then(|m| m.country)
            };
            places.chain(objects).find_map(|n| own(n).or_else(|| self.place_below(n, 0)))
        });
        // "The Mumbai attacks killed ten people": those of the town.
        beside.or_else(|| {
            let attacks = words.iter().flat_map(|&t| grammar.subject(t));
            let before = attacks.flat_map(|a| grammar.children(a, &["compound", "nmod", "amod"]).chain([a]));
            before.filter_map(|t| self.direct(t)).find(|m| self.is_attacked_town(m))?.country
        })
    }

    /// A place, or a parliament or court: those who gather there are of its state.
    fn is_seat(&self, mention: &Mention) -> bool {
        let entity = self.cast.entity(mention.entity);
        let sectors = if mention.sectors.is_empty() { &entity.sectors } else { &mention.sectors };
        match entity.kind {
            EntityKind::Place => true,
            EntityKind::Organization => {
                sectors.iter().all(|s| matches!(s, Sector::Leg | Sector::Jud)) && !sectors.is_empty()
            }
            _ => false,
        }
    }

    /// The state of the place that a noun's own phrases of place lead to.
    fn place_below(&self, n: TokenId, depth: u8) -> Option<Country> {
        let grammar = &self.grammar;
        if depth > 3 {
            return None;
        }
        let of = grammar.children(n, &["prep"]).filter(|&p| {
            matches!(
                grammar.parse.norm(p),
                "of" | "in" | "at" | "on" | "near" | "outside" | "inside" | "across" | "around"
            )
        });
        of.filter_map(|p| grammar.child(p, &["pobj"])).find_map(|o| {
            let named = self.direct(o).filter(|m| self.cast.entity(m.entity).kind == EntityKind::Place);
            named.and_then(|m| m.country).or_else(|| self.place_below(o, depth + 1))
        })
    }

    /// The state of the place that people are told to be of: "survivors in Chad", "victims of the storm that hit Cuba",
    /// "people who crossed the border from Congo", "families fleeing Syria".
    pub(crate) fn home_below(&self, n: TokenId) -> Option<Country> {
        let grammar = &self.grammar;
        let place = |o: TokenId| {
            let named = self.direct(o).filter(|m| self.cast.entity(m.entity).kind == EntityKind::Place);
            named.and_then(|m| m.country)
        };
        let at = |o: TokenId| place(o).or_else(|| self.place_below(o, 1));
        let clauses = |t: TokenId, verbs: &'a WordSet| {
            grammar.children(t, &["relcl", "acl"]).filter(|&v| verbs.contains(grammar.parse.lemma(v)))
        };
        let struck = || {
            let of = grammar.children(n, &["prep"]).filter_map(|p| grammar.child(p, &["pobj"]));
            let mut hit = of.flat_map(|o| clauses(o, &grammar.words.strikes));
            hit.find_map(|v| grammar.child(v, &["dobj"]).and_then(at))
        };
        let from = |t: TokenId| {
            let out = grammar.prepositions(t).into_iter().filter(|&p| matches!(grammar.parse.norm(p), "from" | "in"));
            out.filter_map(|p| grammar.child(p, &["pobj"])).find_map(at)
        };
        let left = || {
            clauses(n, &grammar.words.leaves_home).find_map(|v| {
                from(v).or_else(|| grammar.children(v, &["dobj"]).find_map(|o| place(o).or_else(|| from(o))))
            })
        };
        self.place_below(n, 0).or_else(struck).or_else(left)
    }

    /// Whether a party is a town or region, which stands for its people at most.
    pub(crate) fn is_town(&self, party: &Party<'_>) -> bool {
        !party.mention.sectors.is_empty() && self.cast.entity(party.mention.entity).kind == EntityKind::Place
    }

    /// "Russian-Syrian strikes", "the U.N.-Iraq talks": the other of two before a noun with a hyphen between them.
    fn paired_by_hyphen(&self, t: TokenId) -> Option<&'a Mention> {
        let parse = self.grammar.parse;
        let known = |t: TokenId| self.direct(t).filter(|m| m.country.is_some());
        let before_noun = matches!(parse.dep(t), "amod" | "compound" | "nmod" | "npadvmod");
        let own = known(t).filter(|_| before_noun)?;
        let is_hyphen = |&i: &usize| i < parse.len() && parse.norm(TokenId::new(i)) == "-";
        let first = parse.token_at(own.span.start())?.index();
        let left = first.checked_sub(1).filter(is_hyphen).and_then(|h| h.checked_sub(1));
        let right = || {
            let last = parse.token_at(own.span.end() - 1)?.index();
            let hyphen = Some(last + 1).filter(is_hyphen)?;
            // The second may have two words, of which the last is known: "South Korean".
            (hyphen + 1..parse.len()).take(2).find(|&i| known(TokenId::new(i)).is_some())
        };
        let other = TokenId::new(left.or_else(right)?);
        let noun = parse.head(t);
        let of_one = [t, noun, parse.head(noun)].contains(&parse.head(other)) && other < noun.max(parse.head(noun));
        known(other).filter(|_| of_one && parse.sentence_of(other) == parse.sentence_of(t))
    }

    /// "Mali, Burkina Faso and Niger": where the parser knows none of them for a state, the second is an apposition to it.
    fn add_listed_states(&self, joined: &mut Vec<TokenId>) {
        let is_state = |t: TokenId| self.direct(t).is_some_and(|m| self.is_state(m) && m.country.is_some());
        for i in 0..joined.len() {
            let listed = |&c: &TokenId| self.grammar.child(c, &["conj"]).is_some() && is_state(c);
            let second = self.grammar.children(joined[i], &["appos"]).find(listed);
            if let Some(second) = second.filter(|s| !joined.contains(s) && is_state(joined[i])) {
                joined.extend(self.grammar.joined(second));
            }
        }
    }

    /// "The two ministers, Nasser Judeh of Jordan and Ann Porter of Britain, met": those whom the apposition names one by
    /// one, for the noun that tells them together.
    fn name_one_by_one(&self, joined: &mut Vec<TokenId>) {
        let parse = self.grammar.parse;
        let told = |t: TokenId| self.direct(t).is_some_and(|m| m.country.is_some());
        for i in 0..joined.len() {
            let noun = joined[i];
            let Some(first) = self.grammar.child(noun, &["appos"]).filter(|&a| a > noun) else { continue };
            let mut named = self.grammar.joined(first);
            // "Ana Silva of Peru and Ann Porter of Chad": parsers join the second to the first one's state.
            let of = |t: TokenId| self.grammar.children(t, &["prep"]).filter(|&p| parse.norm(p) == "of");
            let states: Vec<TokenId> = of(first).flat_map(|p| self.grammar.children(p, &["pobj"])).collect();
            let beside = states.into_iter().flat_map(|s| self.grammar.children(s, &["conj"]));
            named.extend(beside.filter(|&c| of(c).next().is_some()));
            let apart = named.len() > 1
                && parse.tag(noun) == "NNS"
                && named.iter().all(|&n| told(n) && parse.pos(n) == Pos::Propn);
            if apart {
                joined.retain(|t| *t != noun && !named.contains(t));
                joined.splice(0..0, named);
                return;
            }
        }
    }

    /// Whether a word leads to a town or region of the actors' own state, in which what it names is: "conceded the vote
    /// in Oaxaca".
    pub(crate) fn is_own_town(&self, t: TokenId, party: &Party<'_>, actors: Option<&[Party<'_>]>) -> bool {
        let own = |a: &Party<'_>| a.mention.country == party.mention.country;
        let at_home = actors.is_some_and(|a| !a.is_empty() && a.iter().all(own));
        at_home && self.direct(t).is_none() && self.is_town(party)
    }

    /// Whether a recipient is only the actors' own: a town that what the act names is in, or, of what forces do without
    /// force, the forces themselves ("Chad deployed 500 troops").
    pub(crate) fn is_their_own(
        &self,
        t: TokenId,
        party: &Party<'_>,
        actors: Option<&[Party<'_>]>,
        event_type: EventType,
    ) -> bool {
        // Rebels who lay down their arms lay them down before an army that is not theirs.
        let fights = |a: &Party<'_>| a.mention.sectors.iter().any(|s| matches!(s, Sector::Reb | Sector::Uaf));
        let force = || {
            let own = if party.mention.sectors.is_empty() {
                &self.cast.entity(party.mention.entity).sectors
            } else {
                &party.mention.sectors
            };
            own.first() == Some(&Sector::Mil)
                && party.mention.country.is_some()
                && actors.is_some_and(|a| a.iter().any(|a| a.mention.country == party.mention.country && !fights(a)))
        };
        // "Turkey mediated in Ankara": a state deals with nobody in its own capital.
        let is_state = |a: &Party<'_>| self.cast.entity(a.mention.entity).kind == EntityKind::Place;
        let own = |a: &Party<'_>| is_state(a) && a.mention.country == party.mention.country;
        let in_own_capital = || {
            is_dealing(event_type)
                && self.is_scene(t)
                && self.is_town(party)
                && actors.is_some_and(|a| !a.is_empty() && a.iter().all(own))
        };
        in_own_capital()
            || !event_type.is_physical() && self.is_own_town(t, party, actors)
            || matches!(event_type, EventType::Mobilize | EventType::Retreat) && force()
    }

    /// Leaves of the words that a recipient's path led to those that are meant; `of_object` is whether the path goes on
    /// from the object to what that is of.
    pub(crate) fn narrow(&self, words: &mut Vec<TokenId>, of_object: bool, governor: TokenId) {
        words.retain(|&t| !self.tells_of(t, governor));
        if of_object {
            words.iter_mut().for_each(|t| *t = self.whose(*t));
        }
    }

    /// "Supporters of the president": the people themselves, where a path leads on to whose people they are. What
    /// only counts or gathers people ("dozens of supporters") is them already.
    fn whose(&self, t: TokenId) -> TokenId {
        let parse = self.grammar.parse;
        let prep = parse.head(t);
        let over = parse.head(prep);
        let counts = matches!(
            parse.lemma(over),
            "dozen" | "hundred" | "thousand" | "score" | "group" | "number" | "crowd" | "majority" | "lot" | "handful"
        );
        // "To meet the Danish premier on the margins of the summit": where one meets him is not whom one meets.
        let holds_office = |m: &Mention| {
            m.country.is_some()
                && !m.sectors.is_empty()
                && matches!(self.cast.entity(m.entity).kind, EntityKind::Person | EntityKind::Unnamed)
        };
        if parse.dep(t) == "pobj"
            && matches!(parse.norm(prep), "on" | "in" | "at" | "during" | "near")
            && self.direct(over).is_some_and(holds_office)
        {
            return over;
        }
        if parse.dep(t) != "pobj" || parse.norm(prep) != "of" || counts {
            return t;
        }
        // "Pavel Hruby, 40, of Prague": where he lives was not jailed.
        let of_people = |m: &Mention| match self.cast.entity(m.entity).kind {
            EntityKind::Group | EntityKind::Unnamed => !m.sectors.is_empty(),
            EntityKind::Person => {
                self.cast.mentions_headed_by(t).any(|m| self.cast.entity(m.entity).kind == EntityKind::Place)
            }
            _ => false,
        };
        let own = |m: &Mention| self.direct(t).is_some_and(|n| n.entity == m.entity);
        match self.direct(over) {
            Some(m) if of_people(m) && !own(m) => over,
            _ => t,
        }
    }

    /// "The embassy says a judge dismissed the claims": who only tells of an act is not whom it is done to.
    fn tells_of(&self, t: TokenId, governor: TokenId) -> bool {
        let parse = self.grammar.parse;
        parse.dep(t) == "nsubj"
            && parse.dep(governor) == "ccomp"
            && parse.head(governor) == parse.head(t)
            && matches!(parse.lemma(parse.head(t)), "say" | "tell" | "report" | "add" | "note" | "write" | "announce")
    }

    /// Whether a party is named by a place: "Kisumu", "the town of Kisumu".
    pub(crate) fn is_by_place(&self, argument: &Argument) -> bool {
        let (cast, parse) = (self.cast, self.grammar.parse);
        let is_town = |m: &Mention| {
            matches!(
                parse.lemma(m.head),
                "city" | "town" | "village" | "municipality" | "district" | "province" | "region" | "island" | "suburb"
            )
        };
        cast.entity(argument.entity).kind == EntityKind::Place
            || cast.mentions_of(argument.entity).any(|m| m.span == argument.span && is_town(m))
    }

    /// Whether a party is only where something is: a street or a town of which no state is told.
    pub(crate) fn is_mere_place(&self, party: &Party<'_>) -> bool {
        party.mention.country.is_none() && self.cast.entity(party.mention.entity).kind == EntityKind::Place
    }

    fn through(&self, t: TokenId, is_recipient: bool, depth: u8) -> Option<&'a Mention> {
        let grammar = &self.grammar;
        let parse = grammar.parse;
        if !grammar.is_nominal(t) && !grammar.is_verb(t) || depth > 3 {
            return None;
        }
        if let Some(covering) = self.cast.mention_covering(t) {
            // The name a wrong parse cut in two: its head is a word of this very noun phrase.
            let phrase = parse.left_edge(t)..=parse.right_edge(t);
            if phrase.contains(&covering.head) || grammar.joined(covering.head).contains(&t) {
                return Some(covering);
            }
        }
        // "her rival, Mayor Ana Silva": the apposition says who, whatever the noun.
        let told = grammar.child(t, &["appos"]).and_then(|a| self.direct(a));
        // "Its close ally, Jordan": whose ally it is says less than who it is.
        let is_state = |m: &Mention| {
            self.cast.entity(m.entity).kind == EntityKind::Place && grammar.words.tie.contains(parse.lemma(t))
        };
        // "The Basque organisation ETA" is ETA, whatever the adjective.
        let is_body = |m: &Mention| {
            self.cast.entity(m.entity).kind == EntityKind::Organization
                && matches!(
                    parse.lemma(t),
                    "organisation" | "organization" | "group" | "movement" | "party" | "faction"
                )
        };
        if let Some(told) = told.filter(|m| {
            self.cast.entity(m.entity).kind == EntityKind::Person || is_state(m) && m.country.is_some() || is_body(m)
        }) {
            return Some(told);
        }
        if let Some(possessor) = grammar.child(t, &["poss"]).and_then(|p| self.direct(grammar.antecedent(p))) {
            return Some(possessor);
        }
        let before = grammar.children(t, &["compound", "amod", "nmod"]).filter(|&c| c < t && !grammar.is_prefixed(c));
        let named = before.filter_map(|c| {
            // "US Predator attacks", "Fatah-held areas": the name may hang on another word before the noun.
            let of_word = || grammar.children(c, &["compound", "amod", "nmod", "npadvmod"]);
            self.direct(c).or_else(|| of_word().find_map(|c| self.direct(c)))
        });
        if let Some(named) = named.last() {
            return Some(named);
        }
        let below = |preps: &'static [&'static str]| {
            grammar
                .children(t, &["prep"])
                .filter(move |&p| preps.contains(&parse.norm(p)))
                .filter_map(|p| grammar.child(p, &["pobj"]))
                .find_map(|o| self.direct(o).or_else(|| self.through(o, is_recipient, depth + 1)))
        };
        // "Wilson, 54, of Palestine was sentenced": where someone lives is not who is meant.
        if parse.iob(t).1 == "PERSON" {
            return None;
        }
        // "calls by the envoy": who makes them, before what they are of.
        below(&["by"])
            // "A letter from the opposition".
            .or_else(|| if grammar.words.message.contains(parse.lemma(t)) { below(&["from"]) } else { None })
            .or_else(|| below(&["of"]))
            .or_else(|| if is_recipient { below(&["for", "in", "on", "near", "at", "from", "against"]) } else { None })
            .or_else(|| {
                // "a rocket fired by rebels", "a town held by rebels": theirs.
                let participle = grammar.child(t, &["acl"]).filter(|&v| grammar.is_passive(v))?;
                // "A missile believed to be fired by rebels".
                let inner = grammar.child(participle, &["xcomp"]).filter(|&v| grammar.is_passive(v));
                let participle = inner.unwrap_or(participle);
                grammar.subject(participle).into_iter().find_map(|by| self.direct(by))
            })
            .or_else(|| {
                // "A pipeline belonging to Agip".
                let belongs = grammar.children(t, &["acl"]).find(|&v| parse.lemma(v) == "belong")?;
                let to = grammar.children(belongs, &["prep"]).find(|&p| parse.norm(p) == "to")?;
                grammar
                    .child(to, &["pobj"])
                    .and_then(|o| self.direct(o).or_else(|| self.through(o, is_recipient, depth + 1)))
            })
            .or_else(|| {
                // "settlements that Israel built" says less than "rebels loyal to X"; only participles of belonging.
                let appositive = grammar.child(t, &["appos"])?;
                self.direct(appositive)
            })
    }
}

/// The mention that an argument is.
pub(crate) fn mention_of<'a>(cast: &'a Cast, argument: &Argument) -> Option<&'a Mention> {
    cast.mentions_of(argument.entity).find(|m| m.span == argument.span)
}

/// Whoever a mention names, as an argument of an event.
pub(crate) fn named(mention: &Mention) -> Argument {
    argument(&Party { mention, role: None })
}

/// A party as an argument of an event.
pub(crate) fn argument(party: &Party<'_>) -> Argument {
    let Party { mention, role, .. } = party;
    let sectors = role.map_or(&mention.sectors, |r| &r.sectors).clone();
    Argument {
        entity: mention.entity,
        span: mention.span,
        country: mention.country,
        country_source: mention.country_source,
        sectors,
    }
}
