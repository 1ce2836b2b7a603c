//! What stands before the head of a phrase: country, organisation, titles, articles, and what they make of the head.
//!
//! "Former", "acting" and "deputy" belong to the title after them; "foreign" and "international" say that the country
//! around does not hold; "opposition" and "ruling" add a sector to whatever they stand before.
//!
//! What is deliberately absent: what stands behind the head. That is for [`crate::relate`].

use chancery_doc::{Country, Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Class, NounId, What};

use crate::origin::sent_to;
use crate::phrase::{Guess, Phrase, Reader, Title, Unit};

impl Reader<'_> {
    /// "pro-Iranian", "pan-American", "US-backed", "Israeli-occupied": a country that the actor does not belong to.
    pub(crate) fn takes_sides(&self, start: usize, end: usize) -> bool {
        let norm = |t: usize| self.parse.norm(TokenId::new(t));
        let before = matches!(prefix(self.parse, start), Some("pro" | "anti" | "non" | "pan" | "trans" | "inter"));
        let after = end + 1 < self.parse.len()
            && norm(end) == "-"
            && matches!(
                norm(end + 1),
                "backed"
                    | "supported"
                    | "occupied"
                    | "held"
                    | "controlled"
                    | "funded"
                    | "sponsored"
                    | "trained"
                    | "armed"
                    | "made"
                    | "brokered"
                    | "mediated"
                    | "allied"
                    | "linked"
                    | "affiliated"
                    | "aligned"
                    | "inspired"
                    | "financed"
                    | "administered"
            );
        // "Vietnam War veterans", "the Ukraine crisis envoy".
        let about = end < self.parse.len() && matches!(norm(end), "war" | "wars" | "conflict" | "crisis");
        before || after || about
    }

    /// The hyphen of "the Silva-Rao summit", between two listed persons.
    pub(crate) fn parts_names(&self, t: usize) -> bool {
        let person = |t: usize| {
            self.scan.name(t).filter(|n| self.gazetteer.entry(n.entry).what == What::Person).map(|n| n.start)
        };
        let before = t.checked_sub(1).and_then(person);
        before.is_some_and(|b| person(t + 1).is_some_and(|behind| behind != b) && self.word(t) == "-")
    }

    /// "North" in "North and South Korea": a state of its own, and no word of the other's name.
    pub(crate) fn is_half(&self, t: usize) -> bool {
        let whole = self.parse.head(TokenId::new(t)).index();
        let state = |t| self.scan.name(t).is_some_and(|n| self.gazetteer.entry(n.entry).what == What::Country);
        matches!(self.word(t), "North" | "South" | "East" | "West") && whole > t + 2 && state(t) && state(whole)
    }

    /// Whether a word of `from..to` says that the office after it is past.
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
                    | "overthrown"
                    | "slain"
                    | "assassinated"
                    | "fugitive"
            )
        })
    }

    /// Adds a title to phrase `i`, with the words of rank that belong to it ("acting president", "deputy oil minister").
    pub(crate) fn push_title(&mut self, i: usize, noun: NounId, start: usize, end: usize) {
        let from = self.phrases[i].start;
        let former = self.is_former(from, start);
        let mut first = start;
        while first > from && self.is_rank(first - 1) {
            first -= 1;
        }
        let n = self.gazetteer.noun(noun);
        let takes_rank = matches!(n.class, Class::Office | Class::Part | Class::Spokes);
        let first = if takes_rank { first } else { start };
        let p = &mut self.phrases[i];
        // "Deputy" by itself is a lawmaker; before an office it is that office's second.
        p.titles.retain(|x| x.start < first);
        p.titles.push(Title { noun, start: first, end, former });
    }

    /// Whether a phrase names a country or a place, whatever stands before the name.
    pub(crate) fn is_land(&self, i: usize) -> bool {
        matches!(self.phrases[i].unit, Unit::Listed(e)
            if matches!(self.gazetteer.entry(e).what, What::Country | What::Capital | What::Place))
    }

    fn is_rank(&self, t: usize) -> bool {
        matches!(
            self.parse.norm(TokenId::new(t)),
            "deputy"
                | "vice"
                | "acting"
                | "interim"
                | "caretaker"
                | "assistant"
                | "associate"
                | "transitional"
                | "provisional"
        )
    }

    /// What stands inside the phrase before its head.
    pub(crate) fn inner(&mut self, i: usize) {
        let (start, stop) = {
            let p = &self.phrases[i];
            let stop = if !p.name.is_empty() && p.name.start <= p.head {
                p.name.start
            } else {
                self.scan.noun(p.head).map_or(p.head, |n| n.start)
            };
            (p.start, stop.max(p.start))
        };
        let mut countries: Vec<(usize, Country)> = Vec::new();
        let mut side = None;
        let mut t = start;
        while t < stop {
            let norm = self.parse.norm(TokenId::new(t));
            match norm {
                "the" | "this" | "these" | "those" | "that" => self.phrases[i].definite = true,
                "its" | "their" | "his" | "her" | "our" | "my" | "whose" => {
                    self.phrases[i].definite = true;
                    self.phrases[i].owner = Some(t);
                }
                "a" | "an" | "some" | "several" | "two" | "many" | "another" | "three" | "one" | "dozens" => {
                    self.phrases[i].indefinite = true
                }
                "foreign" | "international" | "western" | "multinational" | "overseas" | "regional" | "visiting"
                | "outside" | "allied" | "african" | "arab" | "asian" | "european" | "nordic" | "baltic" | "gulf"
                | "neutral" | "independent" | "caribbean" | "scandinavian" | "balkan" | "andean"
                    if !self.part_of_noun(t) =>
                {
                    // "The regional governor" and "an independent senator" are at home.
                    let at_home = matches!(norm, "regional" | "independent")
                        && !matches!(self.phrases[i].unit, Unit::Noun(n) if matches!(self.gazetteer.noun(n).class, Class::People | Class::Person));
                    self.phrases[i].abroad |= !at_home;
                    self.phrases[i].of_many |= matches!(norm, "international" | "multinational");
                    self.phrases[i].local |= at_home && norm == "regional";
                }
                // An ethnic group is named for a country that is not its own.
                "local" | "provincial" | "municipal" | "district" | "county" => self.phrases[i].local = true,
                "ethnic" => self.phrases[i].ethnic = true,
                // "French jets struck, and other forces searched": of others than those told.
                "other" if self.are_forces(i) => self.phrases[i].abroad = true,
                _ => {}
            }
            side = side.or(side_of(norm));
            if let Some(name) = self.scan.name(t).copied() {
                if self.is_half(name.start) || self.takes_sides(name.start, name.end) {
                    self.phrases[i].modified = true;
                    t = name.end;
                    continue;
                }
                // "A London-based dissident" has left the country he is of, and a rights group is of none.
                let norm = |t: usize| if t < self.parse.len() { self.parse.norm(TokenId::new(t)) } else { "" };
                let is_based = norm(name.end) == "-" && norm(name.end + 1) == "based";
                if is_based
                    && matches!(self.phrases[i].unit, Unit::Noun(n)
                        if matches!(self.gazetteer.noun(n).sectors.first(), Some(Sector::Opp | Sector::Reb | Sector::Soc)))
                {
                    t = name.end;
                    continue;
                }
                // "A Dublin-born Canadian" is of Canada.
                let later = |p: &Phrase| {
                    matches!(p.unit, Unit::Listed(_)) || (name.end..stop).any(|t| self.scan.name(t).is_some())
                };
                if norm(name.end) == "-" && norm(name.end + 1) == "born" && later(&self.phrases[i]) {
                    t = name.end;
                    continue;
                }
                let e = self.gazetteer.entry(name.entry);
                let possessive = self.dep(self.top(name.start, name.end)) == "poss"
                    || self.word(name.end.min(self.parse.len() - 1)) == "'s";
                match e.what {
                    // "NATO member Norway" is Norway.
                    What::Organization if !possessive && self.is_land(i) => {}
                    What::Organization if !possessive => {
                        self.phrases[i].org = Some(name.entry);
                        self.phrases[i].org_at = Some(name.start);
                    }
                    // "A senior Bush administration official" is of the state whose head that is.
                    What::Person if !possessive => {
                        let rules = matches!(norm(name.end), "administration" | "government" | "cabinet" | "regime");
                        countries.extend(e.standing(self.published).country.filter(|_| rules).map(|c| (t, c)));
                    }
                    // "A White House correspondent" writes for anybody.
                    What::Seat if !possessive && self.phrases[i].sectors.first() == Some(&Sector::Jrn) => {}
                    _ if possessive => {}
                    _ if sent_to(self.parse, name.start) && name.end == self.phrases[i].name.start => {}
                    // "In Brussels Anneke Dierckx, a spokeswoman, …": a town is no word of whom stands behind it.
                    What::Capital | What::Place if self.stands_before_name(i, name.end) => {}
                    _ => countries.extend(e.country.map(|c| (t, c))),
                }
                self.phrases[i].definite |= possessive;
                t = name.end;
                continue;
            }
            if let Some(n) = self.scan.noun(t).copied().filter(|n| n.end <= stop) {
                let possessive = self.dep(self.top(n.start, n.end)) == "poss";
                if !possessive && n.start >= start {
                    self.push_title(i, n.noun, n.start, n.end);
                    self.phrases[i].abroad |= self.gazetteer.noun(n.noun).abroad;
                    self.phrases[i].local |= self.gazetteer.noun(n.noun).local;
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
        self.place_titles(i, countries, side);
    }

    /// Whether a town stands right before a person's name without a title, at the start of a sentence.
    fn stands_before_name(&self, i: usize, end: usize) -> bool {
        let p = &self.phrases[i];
        let opens = p.start < 2 || (0..2).any(|k| self.parse.token(TokenId::new(p.start - k)).sent_start);
        opens && end == p.name.start && p.unit == Unit::Unlisted(Guess::Person)
    }

    /// Whether a phrase is of several forces or states.
    fn are_forces(&self, i: usize) -> bool {
        let p = &self.phrases[i];
        let form = match p.unit {
            Unit::Noun(n) => &*self.gazetteer.noun(n).form,
            _ => return false,
        };
        p.plural
            && matches!(form, "force" | "forces" | "troop" | "troops" | "army" | "navy" | "government" | "militaries")
    }

    /// Whether a word is inside a noun for actors ("foreign minister").
    fn part_of_noun(&self, t: usize) -> bool {
        self.scan.noun(t).is_some() || self.scan.name(t).is_some()
    }

    /// Settles country and sectors from what was found before the head.
    fn place_titles(&mut self, i: usize, mut countries: Vec<(usize, Country)>, side: Option<Sector>) {
        let head = self.phrases[i].head;
        let clause = |c: &TokenId| c.index() > head && matches!(self.parse.dep(*c), "relcl" | "acl");
        let modified = self.parse.children(TokenId::new(head)).iter().any(clause);
        let p = &mut self.phrases[i];
        p.modified |= modified;
        // "Bosnian Serb leaders", "Iraqi Turkmen fighters": of two side by side the first is the state.
        if let [.., (a, _), (b, _)] = countries.as_slice()
            && a + 1 == *b
        {
            countries.pop();
        }
        // "The Albanian minority", "the Turkish population of Cyprus".
        let form = match p.unit {
            Unit::Noun(n) => &*self.gazetteer.noun(n).form,
            _ => "",
        };
        let of = || {
            let head = TokenId::new(p.head);
            self.parse.children_by(head, "prep").any(|c| matches!(self.parse.norm(c), "of" | "in"))
        };
        p.ethnic |= matches!(form, "minority" | "community") || form == "population" && of();
        if p.ethnic {
            p.country = None;
            p.others.clear();
            p.told = false;
            p.side = side;
            return;
        }
        if let Some((_, c)) = countries.pop() {
            // A listed organisation keeps its own country: "Israel's enemy" does not move "Hamas".
            let fixed = match p.unit {
                Unit::Listed(e) => self.gazetteer.entry(e).what == What::Organization && p.country.is_some(),
                _ => false,
            };
            if !fixed {
                p.country = Some(c);
                p.told = true;
            }
            p.others = countries.into_iter().filter(|&(_, o)| o != c).collect();
        }
        if let Some(org) = p.org {
            let e = self.gazetteer.entry(org);
            // "U.N. Secretary-General Boutros Boutros-Ghali" acts for the United Nations, whatever the lists know of him.
            let serves = !p.told
                && e.country.is_some_and(|c| c.is_international())
                && p.titles.last().is_some_and(|t| {
                    // "U.N. Ambassador Madeleine Albright" is her country's ambassador to the United Nations.
                    !t.former
                        && !matches!(
                            &*self.gazetteer.noun(t.noun).form,
                            "ambassador" | "delegate" | "permanent representative"
                        )
                });
            if p.country.is_none() || serves {
                p.country = e.country;
                p.told = true;
            }
        }
        // The title nearest the name says most; its sectors hold unless the name brings its own, and go before what
        // the lists know of a person.
        if let Some(noun) = p.titles.last().map(|t| self.gazetteer.noun(t.noun)) {
            let tells = !noun.sectors.is_empty() && matches!(noun.class, Class::Office | Class::Part | Class::Spokes);
            if p.sectors.is_empty() || p.listed && tells {
                p.sectors.clone_from(&noun.sectors);
                p.listed = false;
            }
        }
        p.side = side;
    }
}

/// What stands before a hyphen before a word: "anti" in "anti-Syrian".
pub(crate) fn prefix(parse: &Parse, start: usize) -> Option<&str> {
    let first = start.checked_sub(2)?;
    (parse.norm(TokenId::new(start - 1)) == "-").then(|| parse.norm(TokenId::new(first)))
}

/// The sector that a word adds to the actor it stands before: "opposition senator", "ruling party".
pub(crate) fn side_of(norm: &str) -> Option<Sector> {
    Some(match norm {
        "opposition" | "shadow" => Sector::Opp,
        "ruling" | "governing" => Sector::Gov,
        "rebel" | "insurgent" | "guerrilla" | "separatist" | "jihadist" => Sector::Reb,
        "pro-government" | "paramilitary" => Sector::Prm,
        _ => return None,
    })
}

/// A form of address that is no part of the name.
pub(crate) fn is_honorific(word: &str) -> bool {
    matches!(
        word,
        "Mr."
            | "Mr"
            | "Mrs."
            | "Mrs"
            | "Ms."
            | "Ms"
            | "Miss"
            | "Dr."
            | "Dr"
            | "Sir"
            | "Madam"
            | "Mme"
            | "Herr"
            | "Señor"
    )
}

/// What governments send each other: "a plea from Moscow", "its ambassador to Khartoum", "aid to Kyiv".
pub(crate) fn is_exchanged(lemma: &str) -> bool {
    matches!(
        lemma,
        "ambassador"
            | "envoy"
            | "plea"
            | "appeal"
            | "message"
            | "letter"
            | "note"
            | "protest"
            | "warning"
            | "threat"
            | "ultimatum"
            | "offer"
            | "proposal"
            | "invitation"
            | "pledge"
            | "promise"
            | "assurance"
            | "support"
            | "aid"
            | "assistance"
            | "concession"
            | "apology"
            | "signal"
            | "criticism"
            | "condemnation"
            | "pressure"
            | "objection"
            | "complaint"
            | "response"
            | "rebuke"
            | "denial"
            | "call"
            | "request"
            | "demand"
    )
}
