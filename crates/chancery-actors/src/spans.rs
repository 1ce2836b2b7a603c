//! Names that the parser or the tagger takes apart: names with hyphens ("Cho Min-seok", "Abu Zaynab al-Lami"), and names
//! before a common noun for a band or a body ("the opposition Holy Homeland movement").

use chancery_doc::{Iob, Parse, Pos, Sector, TokenId};
use chancery_gazetteer::{Class, EntryId, Noun, NounId, What};

use crate::modifiers::side_of;
use crate::phrase::{Guess, Phrase, Reader, Unit};

impl Reader<'_> {
    pub(crate) fn glued(&self, t: usize) -> bool {
        t + 1 < self.parse.len()
            && self.parse.span(TokenId::new(t)).end() == self.parse.span(TokenId::new(t + 1)).start()
    }

    /// Whether a hyphen parts two words of one person's name by the recogniser.
    fn is_name_hyphen(&self, t: usize) -> bool {
        let within = |t: usize| self.parse.iob(TokenId::new(t)) == (Iob::I, "PERSON");
        self.word(t) == "-"
            && t > 0
            && self.glued(t - 1)
            && self.glued(t)
            && within(t)
            && within(t + 1)
            && self.parse.iob(TokenId::new(t - 1)).1 == "PERSON"
            && !self.parts_names(t)
    }

    /// The words of a hyphened name around a word of it: "Min-seok".
    pub(crate) fn hyphened(&self, t: usize) -> Option<(usize, usize)> {
        let mut start = t;
        while start > 0 && (self.is_name_hyphen(start) || self.is_name_hyphen(start - 1)) {
            start -= 1;
        }
        let mut end = t + 1;
        while end < self.parse.len() && (self.is_name_hyphen(end) || self.is_name_hyphen(end - 1)) {
            end += 1;
        }
        (end > start + 1).then_some((start, end))
    }

    /// "Zabihullah Mujahid": a noun for people that ends the name of one.
    pub(crate) fn is_surname(&self, t: usize) -> bool {
        let person = |t: usize| self.pos(t) == Pos::Propn && self.parse.iob(TokenId::new(t)).1 == "PERSON";
        let first = t.checked_sub(1).filter(|_| person(t) && self.parse.iob(TokenId::new(t)).0 == Iob::I);
        first.is_some_and(|first| person(first) && self.scan.noun(first).is_none() && self.word(first).len() > 2)
            || self.is_surname_told(t)
    }

    /// "Carpenter said", after "Joan Carpenter": the last name of somebody told before.
    fn is_surname_told(&self, t: usize) -> bool {
        let id = TokenId::new(t);
        let alone = self.parse.tag(id) == "NNP"
            && self.word(t).starts_with(char::is_uppercase)
            && matches!(self.dep(t), "nsubj" | "nsubjpass" | "poss" | "pobj" | "dobj")
            && self.parse.children(id).iter().all(|&c| c > id);
        // A bound for endless texts.
        let before = t.saturating_sub(3000)..t;
        alone
            && before.rev().any(|k| {
                let k = TokenId::new(k);
                self.parse.iob(k) == (Iob::I, "PERSON") && self.word(k.index()) == self.word(t)
            })
    }

    /// "Choi Soon-sil": where a hyphened name starts by the recogniser, whatever the tagger makes of its first words.
    pub(crate) fn name_from(&self, t: usize, start: usize) -> usize {
        let within = |t: usize| self.parse.iob(TokenId::new(t)) == (Iob::I, "PERSON");
        let mut from = start;
        while self.hyphened(t).is_some()
            && within(from)
            && from > 0
            && start - from < 4
            && self.scan.noun(from - 1).is_none()
            && self.word(from - 1).starts_with(|c: char| c.is_uppercase() || c == '-')
        {
            from -= 1;
        }
        from
    }

    /// "A Russian Su-35", "four F-35s": a warplane by its type, as a phrase for fighter jets would be read: where it stands,
    /// the noun, and whether there are several.
    pub(crate) fn warplane(&self, t: usize) -> Option<(usize, usize, NounId, bool)> {
        let (maker, number) = self.word(t).split_once('-')?;
        let is_maker = matches!(
            maker,
            "A" | "An"
                | "B"
                | "C"
                | "F"
                | "Il"
                | "J"
                | "JF"
                | "Ka"
                | "Mi"
                | "MiG"
                | "Mig"
                | "MQ"
                | "P"
                | "RQ"
                | "Su"
                | "Tu"
        );
        let digits = number.bytes().take_while(u8::is_ascii_digit).count();
        let plural = number.ends_with('s');
        let is_type =
            (2..=3).contains(&digits) && number[digits..].bytes().all(|b| b.is_ascii_uppercase() || b == b's');
        let counted = self.parse.children(TokenId::new(t)).iter().any(|c| c.index() < t);
        let noun = self.gazetteer.find_noun("fighter jet").filter(|_| is_maker && is_type && counted)?;
        Some((t, t + 1, noun, plural))
    }

    /// "The Holy Homeland movement", "the Hafiz Gul Bahadur group": a name before a common noun is that of the body.
    pub(crate) fn push_named_body(&mut self, t: usize) -> bool {
        let id = TokenId::new(t);
        let parse = self.parse;
        let kind = parse.lemma(id);
        let is_body = matches!(
            kind,
            "group" | "movement" | "network" | "coalition" | "alliance" | "bloc" | "faction" | "party" | "front"
        );
        if !is_body || self.pos(t) != Pos::Noun || !matches!(parse.tag(id), "NN" | "NNP") {
            return false;
        }
        let is_name = |k: usize| {
            self.pos(k) == Pos::Propn
                && self.word(k).starts_with(char::is_uppercase)
                && self.scan.name(k).is_none()
                && self.scan.noun(k).is_none()
                && self.scan.masthead(k).is_none()
        };
        let mut start = t;
        while start > 0 && is_name(start - 1) && parse.head(TokenId::new(start - 1)).index() <= t {
            start -= 1;
        }
        let tied = start < t && self.dep(t - 1) == "compound" && parse.head(TokenId::new(t - 1)) == id;
        if !tied || parse.token(TokenId::new(start)).sent_start {
            return false;
        }
        let left = self.left(t, start);
        let i = self.push(left, t + 1, t, Unit::Unlisted(Guess::Organization), start..t);
        self.inner(i);
        let side = (left..start).find_map(|k| side_of(parse.norm(TokenId::new(k))));
        let p = &mut self.phrases[i];
        p.sectors = match (kind, side) {
            ("party" | "coalition" | "bloc" | "alliance", Some(side)) => vec![side, Sector::Pty],
            ("party", None) => vec![Sector::Pty],
            ("coalition", None) => vec![Sector::Pty],
            (_, Some(side)) => vec![side],
            _ => Vec::new(),
        };
        true
    }

    /// "The Nigerian Red Cross", "the Ghana Trades Union Congress": a society of its country, and not the international
    /// one or that of the state whose own goes by the bare name.
    pub(crate) fn push_national_society(&mut self, start: usize, end: usize, head: usize, entry: EntryId) -> bool {
        let e = self.gazetteer.entry(entry);
        if e.what != What::Organization {
            return false;
        }
        let relief = matches!(self.word(end - 1), "Cross" | "Crescent")
            && end == start + 2
            && e.country.is_some_and(|c| c.code() == "NGO");
        let standing = e.standing(self.published);
        // Names that many states have bodies by; fighters of one state are often at another's service.
        let common = end > start + 1
            && matches!(self.word(end - 1), "Congress" | "Union" | "Association" | "Federation" | "Council" | "Party")
            && standing.country.is_some_and(|c| !c.is_international())
            && !standing.sectors.iter().any(|s| matches!(s, Sector::Reb | Sector::Uaf | Sector::Gov));
        if !relief && !common {
            return false;
        }
        // "Nigeria's Trades Union Congress".
        let owned = common && start > 1 && matches!(self.word(start - 1), "'s" | "’s");
        let behind = start - usize::from(owned);
        let Some(name) = behind.checked_sub(1).and_then(|t| self.scan.name(t)).copied() else { return false };
        let land = self.gazetteer.entry(name.entry);
        let is_land = matches!(land.what, What::Demonym | What::Country) && land.country.is_some();
        if name.end != behind || !is_land || common && land.country == standing.country {
            return false;
        }
        let sectors = if relief { vec![Sector::Med, Sector::Soc] } else { standing.sectors.to_vec() };
        let left = self.left(head, name.start);
        let from = if owned { start } else { name.start };
        let i = self.push(left, end, head, Unit::Unlisted(Guess::Organization), from..end);
        self.inner(i);
        let p = &mut self.phrases[i];
        p.country = land.country;
        p.told = true;
        p.sectors = sectors;
        true
    }

    /// "The People's Liberation Front", "the Farmers' Unity Movement": a body whose name has an owner inside, whom the
    /// parser parts from it.
    pub(crate) fn push_body_of_people(&mut self, t: usize) -> bool {
        let Some(start) = self.body_of_people(t) else { return false };
        let people = self.scan.noun(start).map(|n| self.gazetteer.noun(n.noun).sectors.clone());
        let sectors = match (self.word(t), people) {
            ("Alliance" | "Coalition" | "Front" | "Movement" | "Party", _) => vec![Sector::Pty],
            ("Army", _) => vec![Sector::Reb],
            (_, Some(theirs)) if theirs.first() != Some(&Sector::Cvl) => theirs,
            _ => Vec::new(),
        };
        let left = self.left(t, start);
        let i = self.push(left, t + 1, t, Unit::Unlisted(Guess::Organization), start..t + 1);
        self.inner(i);
        self.phrases[i].sectors = sectors;
        true
    }

    /// Where the name of such a body starts whose last word is `t`.
    pub(crate) fn body_of_people(&self, t: usize) -> Option<usize> {
        let parse = self.parse;
        let id = TokenId::new(t);
        let is_capital = |k: usize| self.word(k).starts_with(char::is_uppercase);
        let is_kind = |k: usize| {
            matches!(
                self.word(k),
                "Alliance"
                    | "Army"
                    | "Assembly"
                    | "Association"
                    | "Coalition"
                    | "Committee"
                    | "Congress"
                    | "Council"
                    | "Federation"
                    | "Forum"
                    | "Front"
                    | "League"
                    | "Movement"
                    | "Organisation"
                    | "Organization"
                    | "Party"
                    | "Union"
            )
        };
        if !is_kind(t) || self.dep(t) == "compound" || self.scan.name(t).is_some() {
            return None;
        }
        let owner = parse.children_by(id, "poss").find(|&o| o < id && is_capital(o.index()))?;
        let start = owner.index();
        let is_plural = matches!(self.word(start), "People" | "Women") || self.word(start).ends_with('s');
        let within = |k: usize| is_capital(k) || matches!(self.word(k), "-" | "'" | "’" | "'s" | "’s");
        let of_people = self.scan.noun(start).is_some() && self.scan.name(start).is_none();
        let bare = parse.left_edge(owner).index() + 1 >= start;
        (is_plural && of_people && bare && (start..t).all(within)).then_some(start)
    }

    /// "Pakistani jets struck two towns": jets that fly for a war, and no airline's.
    pub(crate) fn strikes(&self, t: usize) -> bool {
        let id = TokenId::new(t);
        let over = self.parse.head(id);
        let verb = match self.parse.dep(id) {
            "nsubj" | "nsubjpass" | "dobj" => over,
            "pobj" if matches!(self.parse.norm(over), "by" | "with") => self.parse.head(over),
            _ => return false,
        };
        matches!(
            self.parse.lemma(verb),
            "strike"
                | "hit"
                | "bomb"
                | "pound"
                | "attack"
                | "target"
                | "raid"
                | "bombard"
                | "destroy"
                | "scramble"
                | "intercept"
                | "kill"
                | "fire"
                | "drop"
                | "blast"
                | "violate"
                | "breach"
                | "buzz"
        )
    }

    /// "The opposition Awami Ittehad", "the far-right ELAM": a name behind such a word is a party's.
    pub(crate) fn by_camp(&mut self, i: usize) {
        let p = &self.phrases[i];
        let bare = matches!(p.unit, Unit::Unlisted(_)) && p.titles.len() < 2 && p.sectors.is_empty() && !p.plural;
        if !bare || p.name.is_empty() || p.name.start < 2 {
            return;
        }
        let norm = |t: usize| self.parse.norm(TokenId::new(t));
        let before = norm(p.name.start - 1);
        // "The centrist Tax Policy Center" is no party, nor is a paper.
        let last = self.word(p.name.end - 1);
        let thinks = matches!(
            last,
            "Center"
                | "Centre"
                | "Institute"
                | "Institution"
                | "Foundation"
                | "Society"
                | "Council"
                | "Fund"
                | "Project"
                | "Network"
                | "University"
                | "Association"
                | "Group"
                | "Trust"
                | "Journal"
                | "Times"
                | "Post"
                | "News"
                | "Review"
        );
        if thinks {
            return;
        }
        // Parsers part "the opposition" from a name that they take for a person's.
        let article = |from: usize| from > 0 && norm(from - 1) == "the";
        let sectors = match before {
            "opposition" if article(p.name.start - 1) => vec![Sector::Opp, Sector::Pty],
            "right" | "left" | "centre" | "center" if p.name.start > 3 && norm(p.name.start - 2) == "-" => {
                match norm(p.name.start - 3) {
                    "far" | "hard" | "ultra" | "extreme" | "centre" | "center" if article(p.name.start - 3) => {
                        vec![Sector::Pty]
                    }
                    _ => return,
                }
            }
            "leftist" | "rightist" | "centrist" | "socialist" | "communist" | "ultranationalist" | "populist"
            | "liberal" | "conservative" | "islamist" | "ultraconservative"
                if article(p.name.start - 1) =>
            {
                vec![Sector::Pty]
            }
            _ => return,
        };
        let p = &mut self.phrases[i];
        p.unit = Unit::Unlisted(Guess::Organization);
        p.sectors = sectors;
    }
}

/// The sectors of a phrase for a common noun, once what stands before the noun is read.
pub(crate) fn sectors_of_noun(parse: &Parse, noun: &Noun, p: &Phrase) -> Vec<Sector> {
    // "All parties to the civil war" are of no parliament.
    if is_party_to(parse, &noun.form, p.head) {
        return Vec::new();
    }
    // "A leftist president", "a Muslim president": of everybody.
    let of_all = &*noun.form == "president" && matches!(p.sectors.first(), Some(Sector::Pty | Sector::Rel));
    if &*noun.form == "captain"
        && let Some(sector) = captain_of(parse, p.head)
    {
        return vec![sector];
    }
    // "An international security force": soldiers.
    if p.of_many && noun.sectors == [Sector::Cop] && noun.form.starts_with("security force") {
        return vec![Sector::Mil];
    }
    let own = p.sectors.is_empty() || of_all || !matches!(noun.class, Class::Part | Class::Spokes);
    if own { noun.sectors.clone() } else { p.sectors.clone() }
}

/// "The captain of the team", "the Greek ship's captain": no soldier.
fn captain_of(parse: &Parse, head: usize) -> Option<Sector> {
    let head = TokenId::new(head);
    let of = parse.children_by(head, "prep").filter(|&p| parse.norm(p) == "of");
    let led = of.flat_map(|p| parse.children_by(p, "pobj")).chain(parse.children_by(head, "poss"));
    let led = led.chain(parse.children_by(head, "compound"));
    led.into_iter().find_map(|t| match parse.lemma(t) {
        "team" | "side" | "squad" | "club" | "eleven" => Some(Sector::Cvl),
        "ship" | "vessel" | "tanker" | "boat" | "ferry" | "trawler" | "freighter" | "plane" | "airliner" | "yacht"
        | "airline" | "flight" | "barge" | "tug" | "lorry" => Some(Sector::Lab),
        _ => None,
    })
}

/// Whether a party is one to a war, a dispute or a treaty.
pub(crate) fn is_party_to(parse: &Parse, form: &str, head: usize) -> bool {
    let at = |n: usize| TokenId::new(head + n);
    form == "party"
        && head + 2 < parse.len()
        && parse.norm(at(1)) == "to"
        && matches!(parse.tag(at(2)), "DT" | "JJ" | "NN" | "NNP" | "PRP$")
}
