//! Names that the parser or the tagger takes apart: names with hyphens ("Cho Min-seok", "Abu Zaynab al-Lami"), and names
//! before a common noun for a band or a body ("the opposition Holy Homeland movement").

use chancery_doc::{Iob, Pos, Sector, TokenId};
use chancery_gazetteer::{EntryId, What};

use crate::modifiers::side_of;
use crate::phrase::{Guess, Reader, Unit};

impl Reader<'_> {
    fn glued(&self, t: usize) -> bool {
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

    /// "The Nigerian Red Cross", "the Turkish Red Crescent": a society of its country, and not the international one.
    pub(crate) fn push_national_society(&mut self, start: usize, end: usize, head: usize, entry: EntryId) -> bool {
        let e = self.gazetteer.entry(entry);
        let called = matches!(self.word(end - 1), "Cross" | "Crescent") && end == start + 2;
        if !called || e.what != What::Organization || e.country.is_none_or(|c| c.code() != "NGO") {
            return false;
        }
        let Some(name) = start.checked_sub(1).and_then(|t| self.scan.name(t)).copied() else { return false };
        let land = self.gazetteer.entry(name.entry);
        if name.end != start || !matches!(land.what, What::Demonym | What::Country) {
            return false;
        }
        let left = self.left(head, name.start);
        let i = self.push(left, end, head, Unit::Unlisted(Guess::Organization), name.start..end);
        self.inner(i);
        let p = &mut self.phrases[i];
        p.country = land.country;
        p.told = true;
        p.sectors = vec![Sector::Med, Sector::Soc];
        true
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
