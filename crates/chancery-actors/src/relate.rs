//! What phrases lend each other: the possessor its country, the "of"-phrase its organisation, an apposition all it
//! has, a list of officials the country of the first.
//!
//! What is deliberately absent: anything beyond the sentence. Context is for [`crate::join`].

use chancery_doc::{Country, Pos, Sector, TokenId};
use chancery_gazetteer::{Class, What};

use crate::dyads::is_of_another;
use crate::gender;
use crate::phrase::{Guess, Phrase, Reader, Title, Unit};

impl Reader<'_> {
    /// "Seoul condemned the North's launch": where a text speaks of either Korea, its North and South are the two.
    fn halves_of_korea(&mut self) {
        let korean = |c: Option<Country>| c.is_some_and(|c| matches!(c.code(), "KOR" | "PRK"));
        if !self.phrases.iter().any(|p| korean(p.country)) {
            return;
        }
        let parse = self.parse;
        for p in &mut self.phrases {
            let head = TokenId::new(p.head);
            let is_bare = matches!(p.unit, Unit::Unlisted(_))
                && p.country.is_none()
                && parse.tag(head).starts_with("NNP")
                && parse.children_by(head, "det").any(|d| parse.norm(d) == "the")
                && parse.children_by(head, "compound").next().is_none();
            let code = match parse.norm(head) {
                "north" if is_bare => "PRK",
                "south" if is_bare => "KOR",
                _ => continue,
            };
            p.country = code.parse().ok();
            p.told = true;
        }
    }

    /// Lets phrases lend each other what they do not say themselves.
    pub(crate) fn relate(&mut self) {
        self.halves_of_korea();
        // What is lent comes from the right ("the head of the army of Chad") and then from the left ("Chad's army's head").
        for i in (0..self.phrases.len()).rev().filter(|&i| !self.phrases[i].lends).collect::<Vec<_>>() {
            // "the head of Uganda's electoral commission" needs the commission's country first.
            self.by_possessor(i);
            self.by_preposition(i);
        }
        for i in 0..self.phrases.len() {
            if self.phrases[i].lends {
                continue;
            }
            self.by_possessor(i);
            self.by_preposition(i);
            self.by_seat(i);
            self.by_medium(i);
            self.by_apposition(i);
            self.by_shared_name(i);
            self.by_affiliation(i);
            self.organisation_sectors(i);
            self.by_led(i);
            self.by_description(i);
            self.by_camp(i);
            self.by_membership(i);
            self.by_spoken_for(i);
            self.serves_body(i);
            self.by_relative_clause(i);
            self.by_party_tag(i);
            self.by_post(i);
            self.by_counterpart(i);
            self.by_origin(i);
            self.by_all(i);
        }
        self.by_acronym();
        // Appositions and lists lend in both directions, so they wait until all phrases have spoken.
        for i in 0..self.phrases.len() {
            if let Some(j) = self.phrases[i].same_as {
                self.share(i, j);
            }
            self.by_list(i);
            self.by_group(i);
        }
    }

    pub(crate) fn phrase_at(&self, t: TokenId) -> Option<usize> {
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
            self.phrases[i].sectors = self.gazetteer.entry(e).standing(self.published).sectors.to_vec();
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
            let Some(noun) = self.scan.noun(root).copied() else {
                self.by_home(i, root);
                continue;
            };
            for &prep in parse.children(TokenId::new(root)) {
                let of = matches!(parse.norm(prep), "of" | "for" | "from")
                    || parse.norm(prep) == "to" && self.is_adviser(noun.noun);
                let place =
                    matches!(parse.norm(prep), "in" | "at" | "throughout" | "across" | "near" | "inside" | "around");
                if parse.dep(prep) != "prep" || !(of || place) || prep.index() < noun.end.saturating_sub(1) {
                    continue;
                }
                let Some(object) = parse.children_by(prep, "pobj").next() else { continue };
                // "A secretary at Kenya's embassy in Khartoum" is Kenya's.
                let serves = parse.norm(prep) == "at" && is_mission(parse.lemma(object));
                // "Their counterparts in Norway".
                let of_another = is_of_another(&self.gazetteer.noun(noun.noun).form);
                // An observer in Bolivia and an envoy for Syria are of neither.
                if self.phrases[i].abroad && !serves && !of_another && (place || parse.norm(prep) == "for") {
                    continue;
                }
                if of && from_several_states(parse.norm(object)) {
                    self.phrases[i].abroad = true;
                }
                let named = self.phrase_at(object).or_else(|| self.named_region(object));
                let named = self.named_group(object).filter(|_| of).or(named);
                // "A commander of Hezbollah's rocket unit" is Hezbollah's.
                let named = self.owner_of(object).filter(|_| of && parse.norm(prep) == "of").or(named);
                let Some(j) = named.filter(|&j| j != i) else { continue };
                let Phrase { unit, mut country, end, .. } = self.phrases[j].clone();
                if place && let Some(keeper) = self.kept_by(root) {
                    country = Some(keeper);
                }
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
                // "Its forces in Chad", "his troops from Chad" are whose the pronoun says, wherever they are.
                let owned = self.phrases[i].owner.is_some() && parse.norm(prep) != "of" && !of_another;
                if country.is_some()
                    && !owned
                    && self.takes_country(i)
                    && (of || serves || matches!(unit, Unit::Listed(_)))
                {
                    self.phrases[i].country = country;
                    self.phrases[i].told = true;
                    // "Warships of the Indian and Singaporean navies" are of both.
                    if parse.norm(prep) == "of" {
                        self.phrases[i].others = self.phrases[j].others.clone();
                    }
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

    /// "Warned the government in Damascus": parsers hang the place on the verb.
    fn by_seat(&mut self, i: usize) {
        let p = &self.phrases[i];
        let governs = matches!(p.unit, Unit::Noun(n) if matches!(&*self.gazetteer.noun(n).form,
            "government" | "authority" | "leadership" | "regime" | "junta" | "ministry" | "foreign ministry" | "cabinet" | "parliament"));
        let prep = p.head + 1;
        if !governs
            || p.country.is_some()
            || prep + 1 >= self.parse.len()
            || self.parse.norm(TokenId::new(prep)) != "in"
        {
            return;
        }
        let Some(j) = self.phrase_at(TokenId::new(prep + 1)) else { return };
        let q = &self.phrases[j];
        let seat =
            matches!(q.unit, Unit::Listed(e) if matches!(self.gazetteer.entry(e).what, What::Capital | What::Country));
        if let Some(country) = q.country.filter(|_| seat && q.head == prep + 1) {
            self.phrases[i].country = Some(country);
            self.phrases[i].told = true;
        }
    }

    /// The organisation that names a group: "the militant Fatah group", "the radical group Fatah".
    fn named_group(&self, object: TokenId) -> Option<usize> {
        let parse = self.parse;
        let is_group = matches!(
            parse.lemma(object),
            "group"
                | "movement"
                | "organisation"
                | "organization"
                | "faction"
                | "militia"
                | "party"
                | "network"
                | "gang"
                | "bloc"
                | "alliance"
        );
        let names =
            parse.children(object).iter().copied().filter(|&c| matches!(parse.dep(c), "compound" | "nmod" | "appos"));
        // "A bomber of the movement Hamas blew": parsers take the name for the subject.
        let next = TokenId::new((object.index() + 1).min(parse.len() - 1));
        let adjacent = || self.phrase_at(next).filter(|&j| self.phrases[j].start == next.index());
        is_group.then(|| names.filter_map(|c| self.phrase_at(c)).next_back().or_else(adjacent)).flatten().filter(
            |&j| matches!(self.phrases[j].unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization),
        )
    }

    /// The place that names a region: "the Gao region", "the eastern province of Ituri".
    fn named_region(&self, object: TokenId) -> Option<usize> {
        let parse = self.parse;
        let is_region = matches!(
            parse.lemma(object),
            "region"
                | "province"
                | "district"
                | "state"
                | "county"
                | "department"
                | "governorate"
                | "prefecture"
                | "oblast"
                | "area"
                | "city"
                | "town"
                | "village"
                | "capital"
                | "port"
                | "island"
                | "peninsula"
                | "valley"
                | "suburb"
                | "neighborhood"
                | "neighbourhood"
                | "camp"
                | "jail"
                | "prison"
                | "frontier"
                | "delta"
                | "desert"
        );
        let of = || parse.children_by(object, "prep").filter(|&p| parse.norm(p) == "of");
        is_region
            .then(|| {
                let own = parse.children(object).iter().copied().filter(|&c| matches!(parse.dep(c), "compound" | "amod" | "nmod"));
                let named = of().flat_map(|p| parse.children_by(p, "pobj"));
                own.chain(named).find_map(|t| self.phrase_at(t))
            })
            .flatten()
            .filter(|&j| {
                matches!(self.phrases[j].unit, Unit::Listed(e)
                    if matches!(self.gazetteer.entry(e).what, What::Country | What::Capital | What::Place | What::Demonym))
            })
    }

    /// "Ten men linked to Islamic Jihad", "fighters loyal to the general": of the sectors of whom they follow, and of
    /// that one's country where nothing else is said.
    fn by_affiliation(&mut self, i: usize) {
        let parse = self.parse;
        let p = &self.phrases[i];
        let describes = matches!(p.unit, Unit::Noun(_) | Unit::Aged | Unit::Unlisted(_))
            || matches!(p.unit, Unit::Listed(e) if matches!(self.gazetteer.entry(e).what, What::Demonym | What::Citizens));
        if !describes {
            return;
        }
        let head = TokenId::new(p.head);
        let ties = parse.children(head).iter().copied().filter(|&c| c > head).filter(|&c| {
            matches!(parse.dep(c), "acl" | "amod" | "relcl")
                && matches!(
                    parse.lemma(c),
                    "link" | "affiliate" | "associate" | "belong" | "ally" | "connect" | "tie" | "loyal" | "align"
                )
        });
        let whom = ties
            .flat_map(|c| parse.children_by(c, "prep"))
            .filter(|&prep| matches!(parse.norm(prep), "to" | "with"))
            .flat_map(|prep| parse.children_by(prep, "pobj"))
            .find_map(|o| self.phrase_at(o))
            .filter(|&j| j != i);
        // "Experts appointed by the United Nations" are its own.
        let named = || {
            let by = parse.children_by(head, "acl").filter(|&c| {
                matches!(parse.lemma(c), "appoint" | "commission" | "hire" | "mandate" | "nominate" | "assign" | "send")
            });
            let agents = by.flat_map(|c| parse.children_by(c, "agent")).flat_map(|a| parse.children_by(a, "pobj"));
            agents.filter_map(|o| self.phrase_at(o)).find(|&j| j != i && self.phrases[j].country.is_some())
        };
        // "Two gunmen from Fatah": of what they come from, where that is an armed band.
        let sent = || {
            let unknown = matches!(p.sectors.first(), None | Some(Sector::Cvl | Sector::Unk | Sector::Uaf));
            let from = parse.children_by(head, "prep").filter(|&c| parse.norm(c) == "from" && unknown);
            let whom = from.flat_map(|c| parse.children_by(c, "pobj"));
            whom.filter_map(|o| self.named_group(o).or_else(|| self.phrase_at(o))).find(|&j| {
                let q = &self.phrases[j];
                let is_listed = matches!(q.unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization);
                is_listed && matches!(q.sectors.first(), Some(Sector::Reb | Sector::Prm))
            })
        };
        let Some(j) = whom.or_else(named).or_else(sent) else { return };
        let (country, sectors) = (self.phrases[j].country, self.phrases[j].sectors.clone());
        let p = &mut self.phrases[i];
        if p.country.is_none() {
            p.country = country;
        }
        // A rebel is a rebel whoever arms him; a man is what he belongs to.
        if matches!(p.sectors.first(), None | Some(Sector::Cvl | Sector::Unk | Sector::Uaf)) && !sectors.is_empty() {
            p.sectors = sectors;
        }
    }

    /// "Amadou Keita, who heads the militia", "a man who leads the union": of the body's country and sectors.
    fn by_relative_clause(&mut self, i: usize) {
        let parse = self.parse;
        let p = &self.phrases[i];
        let head = TokenId::new(p.head);
        // "The generals who run Myanmar", "the council that governs Chad".
        if matches!(p.unit, Unit::Noun(_)) && p.country.is_none() && !p.lends {
            let rules = parse
                .children_by(head, "relcl")
                .filter(|&c| matches!(parse.lemma(c), "run" | "rule" | "govern" | "control"));
            let ruled = rules.flat_map(|c| parse.children_by(c, "dobj")).find_map(|o| self.phrase_at(o));
            if let Some(j) = ruled.filter(|&j| j != i && matches!(self.phrases[j].unit, Unit::Listed(_))) {
                (self.phrases[i].country, self.phrases[i].told) = (self.phrases[j].country, true);
                return;
            }
        }
        let p = &self.phrases[i];
        let single = !p.plural
            && matches!(p.unit, Unit::Unlisted(Guess::Person) | Unit::Noun(_) | Unit::Listed(_))
            && !self.is_body(i);
        if !single || p.lends {
            return;
        }
        let clauses =
            parse.children_by(head, "relcl").filter(|&c| parse.children_by(c, "nsubj").any(|s| parse.norm(s) == "who"));
        for clause in clauses {
            let leads = matches!(
                parse.lemma(clause),
                "head" | "lead" | "chair" | "command" | "run" | "represent" | "direct" | "oversee" | "found"
            );
            if leads {
                let led = parse.children_by(clause, "dobj").next().and_then(|o| self.phrase_at(o)).filter(|&j| j != i);
                if let Some(j) = led {
                    self.lend_of_body(i, j);
                }
            }
        }
    }

    /// Gives who leads a body what the body is.
    fn lend_of_body(&mut self, i: usize, j: usize) {
        let organisation =
            matches!(self.phrases[j].unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization);
        let unlisted = matches!(self.phrases[j].unit, Unit::Unlisted(Guess::Organization));
        if !organisation && !unlisted && !self.is_body(j) {
            return;
        }
        let (country, sectors) = (self.phrases[j].country, self.phrases[j].sectors.clone());
        let takes = self.takes_country(i);
        let p = &mut self.phrases[i];
        if takes && country.is_some() {
            p.country = country;
            p.told = true;
        }
        if p.sectors.is_empty() {
            p.sectors = sectors;
        }
    }

    /// "Alan Pike, R-Ohio", "Rosa Vidal (D-Calif.)": a member of the Congress of the United States.
    fn by_party_tag(&mut self, i: usize) {
        let p = &self.phrases[i];
        if !matches!(p.unit, Unit::Unlisted(Guess::Person)) || p.country.is_some() {
            return;
        }
        let end = p.name.end.max(p.head + 1);
        let bytes = self.text.as_bytes();
        let from = self.parse.span(TokenId::new(end - 1)).end() as usize;
        let rest = &bytes[from..bytes.len().min(from + 6)];
        let tag = match rest {
            [b',', b' ', tag @ ..] | [b' ', b'(', tag @ ..] => tag,
            _ => return,
        };
        if matches!(tag, [b'R' | b'D' | b'I', b'-', b'A'..=b'Z', ..])
            && let Ok(usa) = "USA".parse()
        {
            let p = &mut self.phrases[i];
            p.country = Some(usa);
            p.told = true;
            if p.sectors.is_empty() {
                p.sectors = vec![Sector::Leg];
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
        if let Some(post) = self.sent_as(i).or_else(|| self.post_before_comma(i)) {
            other = Some(post);
        } else if let Some(above) = self.stands_behind(i) {
            let p = &self.phrases[i];
            let named = !p.plural && p.name.len() > 1 && matches!(p.unit, Unit::Unlisted(Guess::Person));
            other = named.then(|| self.post_of(above, i)).flatten().or_else(|| self.phrase_at(above));
        }
        // "Its chief negotiator, known as Comandante Abelardo".
        let naming = self.parse.head(head);
        if self.parse.dep(head) == "pobj" && self.parse.norm(naming) == "as" {
            let verb = self.parse.head(naming);
            let called = matches!(self.parse.lemma(verb), "know") && self.parse.dep(verb) == "acl";
            let whom = called.then(|| self.phrase_at(self.parse.head(verb))).flatten();
            other = whom.filter(|&j| self.phrases[j].name.is_empty() && !self.phrases[j].plural).or(other);
        }
        if self.parse.dep(head) == "attr" {
            let verb = self.parse.head(head);
            let negated = self.parse.children_by(verb, "neg").next().is_some();
            if self.parse.lemma(verb) == "be" && !negated {
                let subject = self.parse.children_by(verb, "nsubj").next();
                // "Banda, who is the finance minister": the clause is about what it hangs on.
                let who = subject.is_some_and(|s| self.parse.norm(s) == "who") && self.parse.dep(verb) == "relcl";
                let about = if who { Some(self.parse.head(verb)) } else { subject };
                other = about.and_then(|s| self.phrase_at(s));
            }
        }
        let Some(j) = other.filter(|&j| j != i) else { return };
        self.as_person(i, j);
        self.as_person(j, i);
        self.lend_nationality(i, j);
        self.lend_nationality(j, i);
        if self.lend_state(i, j) || self.lend_state(j, i) || self.compatible(i, j) {
            self.phrases[i].same_as = Some(j);
        }
    }

    /// A name that the recogniser took for a firm or a place is a person's beside an office: "the premier, Ramiro Quispe".
    fn as_person(&mut self, name: usize, office: usize) {
        let o = &self.phrases[office];
        let holds_office = !o.plural
            && o.name.is_empty()
            && matches!(o.unit, Unit::Noun(n) if matches!(self.gazetteer.noun(n).class, Class::Office | Class::Part | Class::Person | Class::Spokes));
        let p = &mut self.phrases[name];
        if holds_office && matches!(p.unit, Unit::Unlisted(_)) && p.name.len() > 1 {
            p.unit = Unit::Unlisted(Guess::Person);
        }
    }

    /// "Simon Okello, a Ugandan", "the Ugandan, Simon Okello": a nationality beside a person's name is that person's.
    fn lend_nationality(&mut self, citizen: usize, name: usize) {
        let c = &self.phrases[citizen];
        let is_citizen = (c.indefinite || c.definite)
            && c.titles.is_empty()
            && matches!(c.unit, Unit::Listed(e) if matches!(self.gazetteer.entry(e).what, What::Demonym | What::Citizens));
        let country = c.country.filter(|_| is_citizen);
        let p = &mut self.phrases[name];
        if country.is_some() && !p.told && p.unit == Unit::Unlisted(Guess::Person) {
            p.country = country;
            p.told = true;
        }
    }

    /// "Its neighbour Niger", "a longtime foe, Eritrea": the state whose name stands beside.
    fn lend_state(&mut self, other: usize, state: usize) -> bool {
        let s = &self.phrases[state];
        let country = s.country.filter(|_| {
            s.titles.is_empty()
                && matches!(s.unit, Unit::Listed(e) if matches!(self.gazetteer.entry(e).what, What::Country | What::Capital))
        });
        let p = &mut self.phrases[other];
        let of_another = matches!(p.unit, Unit::Noun(n) if is_of_another(&self.gazetteer.noun(n).form));
        let lent = country.is_some() && of_another && !p.told && !p.plural;
        if lent {
            p.country = country;
            p.told = true;
        }
        lent
    }

    /// Whether a name is one word of capitals.
    fn is_acronym(&self, p: &Phrase) -> bool {
        p.name.len() == 1
            && self.word(p.name.start).len() > 1
            && self.word(p.name.start).chars().all(|c| c.is_ascii_uppercase() || c == '.')
    }

    /// Whether an apposition may be one actor told twice: a description and a name, or a name and its acronym.
    fn compatible(&self, i: usize, j: usize) -> bool {
        let (a, b) = (&self.phrases[i], &self.phrases[j]);
        if a.lends || b.lends || a.plural != b.plural {
            return false;
        }
        let person = |p: &Phrase| match p.unit {
            Unit::Noun(n) => Some(!matches!(self.gazetteer.noun(n).class, Class::Body | Class::People)),
            // "The UBN, Slovakia's security service".
            Unit::Unlisted(Guess::Unknown) if self.is_acronym(p) => Some(false),
            Unit::Unlisted(Guess::Place | Guess::Unknown) => None,
            Unit::Unlisted(g) => Some(g == Guess::Person),
            Unit::Listed(e) => match self.gazetteer.entry(e).what {
                What::Person => Some(true),
                What::Organization => Some(false),
                _ => None,
            },
            Unit::Aged | Unit::Counted => Some(true),
        };
        let describes = |p: &Phrase| matches!(p.unit, Unit::Noun(_) | Unit::Aged) && p.name.is_empty();
        let gender = |p: &Phrase| gender::of_phrase(self.gazetteer, p, |t| self.word(t));
        // "Ms. Zia, her son": parsers take the next of a list for an apposition.
        if let (Some(one), Some(other)) = (gender(a), gender(b))
            && one != other
        {
            return false;
        }
        let disagree = a.told && b.told && a.country.is_some() && b.country.is_some() && a.country != b.country;
        let parenthesis =
            b.end < a.start && self.word(a.start - 1) == "(" || a.end < b.start && self.word(b.start - 1) == "(";
        !disagree
            && ((describes(a) != describes(b) && person(a).is_some() && person(a) == person(b))
                || (parenthesis
                    && !describes(a)
                    && !describes(b)
                    && person(a) == Some(false)
                    && person(b) == Some(false)
                    && i.abs_diff(j) == 1))
    }

    /// "Hamas official" is of Hamas's sectors; a spokesman has those of his organisation, else government.
    fn organisation_sectors(&mut self, i: usize) {
        let p = &self.phrases[i];
        let class = p.titles.last().map(|t| self.gazetteer.noun(t.noun).class);
        let Some(class) = class else { return };
        let listed_org = matches!(p.unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization);
        if listed_org {
            self.take_side(i);
            return;
        }
        let borrows = matches!(class, Class::Part | Class::Spokes);
        self.borrow_from_body(i, borrows);
        let p = &self.phrases[i];
        if let Some(org) = p.org {
            let own = self.gazetteer.entry(org).standing(self.published).sectors;
            // "Houthi gunmen" are rebels.
            let armed = matches!(p.sectors.as_slice(), [Sector::Uaf | Sector::Mil])
                && matches!(own.first(), Some(Sector::Reb | Sector::Prm));
            if (borrows || armed || p.sectors.is_empty()) && !own.is_empty() {
                let mut sectors = own.to_vec();
                if sectors.first() != Some(&Sector::Reb) && sectors.first() != Some(&Sector::Spy) {
                    let other =
                        |s: &&Sector| !own.contains(s) && (own.first(), **s) != (Some(&Sector::Gov), Sector::Reb);
                    sectors.extend(p.sectors.iter().filter(other));
                }
                self.phrases[i].sectors = sectors;
            }
        } else if borrows && p.titles.len() > 1 {
            // "army spokesman", "police chief": the noun before says whose.
            let before = &self.gazetteer.noun(p.titles[p.titles.len() - 2].noun).sectors;
            // A Muslim or leftist leader leads Muslims or leftists; such a president is president of everybody.
            let creed = matches!(before.first(), Some(Sector::Rel | Sector::Pty))
                && p.titles.last().is_some_and(|t| &*self.gazetteer.noun(t.noun).form == "president");
            // "Conservative activists" are of a mind, not of a party.
            let minded = before.first() == Some(&Sector::Pty)
                && p.titles
                    .get(p.titles.len() - 2)
                    .is_some_and(|t| self.pos(t.end - 1) == Pos::Adj || self.dep(t.end - 1) == "amod");
            if !before.is_empty() && !creed && !minded && matches!(p.unit, Unit::Noun(_) | Unit::Unlisted(_)) {
                self.phrases[i].sectors = before.clone();
            }
        }
        // "A police colonel" is no soldier.
        let p = &self.phrases[i];
        if p.sectors == [Sector::Mil]
            && let [.., before, _] = p.titles.as_slice()
            && self.gazetteer.noun(before.noun).sectors.first() == Some(&Sector::Cop)
        {
            self.phrases[i].sectors = vec![Sector::Cop];
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
        self.take_side(i);
        let former = self.phrases[i].titles.iter().all(|t| t.former) && !self.phrases[i].titles.is_empty();
        let p = &mut self.phrases[i];
        use Sector::{Cop, Gov, Jud, Leg, Mil, Spy};
        if former && matches!(p.sectors.first(), Some(Gov | Leg | Jud | Mil | Cop | Spy)) {
            p.sectors = vec![Sector::Eli];
            p.listed = false;
        }
    }

    /// "The chief of the police", "the head of the electoral commission": who leads a body is of its sectors.
    fn borrow_from_body(&mut self, i: usize, borrows: bool) {
        let p = &self.phrases[i];
        if !borrows || p.org.is_some() {
            return;
        }
        let roots = std::iter::once(p.head).chain(p.titles.iter().map(|t| self.top(t.start, t.end)));
        let led = roots
            .flat_map(|root| self.parse.children_by(TokenId::new(root), "prep"))
            .filter(|&prep| matches!(self.parse.norm(prep), "of" | "for"))
            .flat_map(|prep| self.parse.children_by(prep, "pobj"))
            .filter_map(|object| self.phrase_at(object))
            .find(|&j| j != i && (self.is_body(j) || self.is_several(j)));
        // "The farmers' leaders", "the rebels' spokesman": those who stand in the genitive are whom they lead.
        let owners = || {
            self.parse
                .children_by(TokenId::new(p.head), "poss")
                .filter_map(|o| self.phrase_at(o))
                .find(|&j| j != i && self.is_several(j))
        };
        if let Some(j) = led.or_else(owners) {
            // "Leader" alone is one of a state; of an opposition coalition, a union or a militia he is what they are.
            let (own, theirs) = (&self.phrases[i].sectors, &self.phrases[j].sectors);
            let governs = |s: &[Sector]| matches!(s.first(), Some(Sector::Gov | Sector::Leg | Sector::Mil));
            let rebels = own == &[Sector::Mil] && matches!(theirs.first(), Some(Sector::Reb | Sector::Uaf));
            if own.is_empty() || own == &[Sector::Gov] && !theirs.is_empty() && !governs(theirs) || rebels {
                self.phrases[i].sectors = theirs.clone();
            }
        }
    }

    /// "The rebels", "Peru's teachers": people of one kind, who may have a leader.
    fn is_several(&self, i: usize) -> bool {
        matches!(self.phrases[i].unit, Unit::Noun(_)) && self.phrases[i].plural
    }

    fn is_body(&self, i: usize) -> bool {
        matches!(self.phrases[i].unit, Unit::Noun(n) if matches!(self.gazetteer.noun(n).class, Class::Body | Class::People))
    }

    /// "Opposition senator", "ruling party": the word before adds the side, and the side says most.
    fn take_side(&mut self, i: usize) {
        let gazetteer = self.gazetteer;
        let p = &mut self.phrases[i];
        // "The opposition Kuomintang": of parties the lists say only that they are such.
        let is_party = p.sectors.first() == Some(&Sector::Pty);
        let opposes = |t: &Title| &*gazetteer.noun(t.noun).form == "opposition";
        if is_party && p.side.is_none() && p.titles.iter().any(opposes) {
            p.side = Some(Sector::Opp);
        }
        let Some(side) = p.side.filter(|_| !matches!(p.unit, Unit::Listed(_)) || is_party) else { return };
        if p.sectors.is_empty() || p.sectors.contains(&side) {
            return;
        }
        // An opposition newspaper is a newspaper first.
        let at =
            usize::from(matches!(p.sectors[0], Sector::Jrn | Sector::Edu | Sector::Lab | Sector::Rel | Sector::Bus));
        p.sectors.insert(at, side);
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
                p.listed = from.listed;
            } else if !from.titles.is_empty() && !from.listed && !p.listed && !p.plural && !from.plural {
                // "Senator Ama Boateng, an opposition leader" is both.
                let more: Vec<Sector> = from.sectors.iter().filter(|s| !p.sectors.contains(s)).copied().collect();
                p.sectors.extend(more);
            }
            if p.org.is_none() {
                p.org = from.org;
            }
            // "Licadho, a local rights group": no body of the world.
            p.local |= from.local && matches!(p.unit, Unit::Unlisted(Guess::Organization | Guess::Unknown));
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
                && self.phrases[j].country.is_some_and(|c| c.code() != "IMG")
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

/// "Diplomats from both countries": of no one state.
fn from_several_states(object: &str) -> bool {
    matches!(object, "countries" | "nations" | "states" | "sides" | "capitals" | "neighbours" | "neighbors")
}

/// What a state has in another for its envoys.
fn is_mission(noun: &str) -> bool {
    matches!(noun, "embassy" | "consulate" | "mission" | "legation" | "commission" | "section")
}
