//! Nouns for actors that name nobody where they stand: "shared intelligence with", "his mission was to", "laid the
//! foundations", "hundreds of rifles".

use chancery_doc::{Pos, TokenId};
use chancery_gazetteer::{Class, Noun};

use crate::counted::DONE_TO_PEOPLE;
use crate::phrase::Reader;

/// How words end that are for people, though no list has them.
const PEOPLE_END: [&str; 16] = [
    "ists", "ees", "goers", "men", "women", "ians", "eers", "folk", "kids", "ers", "ors", "ants", "mates", "ites",
    "ouths", "kin",
];

/// What ends as words for people do and is a thing.
const THINGS: [&str; 40] = [
    "acres",
    "boosters",
    "bunkers",
    "canisters",
    "centers",
    "clusters",
    "computers",
    "containers",
    "corridors",
    "craters",
    "cylinders",
    "detonators",
    "diameters",
    "doctors'",
    "dollars",
    "drawers",
    "dumpers",
    "fees",
    "generators",
    "grants",
    "hectares",
    "launchers",
    "letters",
    "liters",
    "meters",
    "metres",
    "litres",
    "motors",
    "numbers",
    "offers",
    "orders",
    "papers",
    "plants",
    "posters",
    "powers",
    "servers",
    "tankers",
    "tractors",
    "trees",
    "variants",
];

impl Reader<'_> {
    /// Whether a noun for actors names nobody here.
    pub(crate) fn names_nobody(&self, n: &Noun, t: usize, start: usize) -> bool {
        if self.is_asked_kind(t) {
            return true;
        }
        match &*n.form {
            form if form.ends_with("intelligence") => self.is_information(t, start),
            "mission" => self.is_task(t),
            "artillery" => self.is_bare(t) && !self.dep(t).starts_with("nsubj"),
            "foundation" => self.is_groundwork(t),
            "person" => self.has_no_words(t) && self.governed_by(t, &["in"]),
            "public" => self.is_made_public(t),
            _ => n.class == Class::Quantity && self.counts_things(t),
        }
    }

    /// "Asked what kind of leader arms rebels", "what sort of people do this": a kind that is asked for is nobody.
    fn is_asked_kind(&self, t: usize) -> bool {
        let parse = self.parse;
        let of = parse.head(TokenId::new(t));
        let kind = parse.head(of);
        self.governed_by(t, &["of"])
            && matches!(parse.lemma(kind), "kind" | "sort" | "type" | "manner")
            && parse.children_by(kind, "det").any(|d| matches!(parse.norm(d), "what" | "which"))
    }

    /// Whether no word at all hangs on another.
    fn has_no_words(&self, t: usize) -> bool {
        self.parse.children(TokenId::new(t)).is_empty()
    }

    /// Whether a word is the object of one of these prepositions.
    fn governed_by(&self, t: usize, prepositions: &[&str]) -> bool {
        self.dep(t) == "pobj" && prepositions.contains(&self.parse.norm(self.parse.head(TokenId::new(t))))
    }

    /// Whether nothing before a noun says whose it is.
    fn is_bare(&self, t: usize) -> bool {
        let first = self.parse.left_edge(TokenId::new(t)).index();
        (first..t).all(|k| self.scan.name(k).is_none() && self.dep(k) != "poss")
    }

    /// "It has good intelligence on them", "shared intelligence": what is known, and not who finds it out.
    fn is_information(&self, t: usize, start: usize) -> bool {
        let parse = self.parse;
        let id = TokenId::new(t);
        let handled = self.dep(t) == "dobj"
            && matches!(
                parse.lemma(parse.head(id)),
                "analyse"
                    | "analyze"
                    | "collect"
                    | "exchange"
                    | "gain"
                    | "gather"
                    | "get"
                    | "give"
                    | "have"
                    | "lack"
                    | "leak"
                    | "need"
                    | "obtain"
                    | "offer"
                    | "pass"
                    | "provide"
                    | "receive"
                    | "seek"
                    | "sell"
                    | "share"
                    | "supply"
                    | "use"
            );
        let praised = (parse.left_edge(id).index()..start).any(|k| {
            matches!(
                parse.norm(TokenId::new(k)),
                "actionable"
                    | "classified"
                    | "credible"
                    | "detailed"
                    | "faulty"
                    | "flawed"
                    | "fresh"
                    | "good"
                    | "new"
                    | "raw"
                    | "reliable"
                    | "secret"
                    | "sensitive"
                    | "shared"
                    | "solid"
                    | "specific"
                    | "time"
            )
        });
        handled || praised && self.is_bare(t)
    }

    /// "His mission was to end the war", "on a mission", "completed the mission": what somebody has to do.
    fn is_task(&self, t: usize) -> bool {
        let parse = self.parse;
        let id = TokenId::new(t);
        let own = parse.children_by(id, "poss").any(|p| matches!(parse.norm(p), "his" | "her" | "my" | "your"));
        let to_do = || {
            parse.children(id).iter().any(|&c| {
                c > id
                    && matches!(parse.dep(c), "acl" | "relcl")
                    && parse.children_by(c, "aux").any(|a| parse.norm(a) == "to")
            })
        };
        let pursued = || {
            self.dep(t) == "dobj"
                && matches!(
                    parse.lemma(parse.head(id)),
                    "abort"
                        | "accomplish"
                        | "carry"
                        | "complete"
                        | "continue"
                        | "fly"
                        | "fulfil"
                        | "fulfill"
                        | "perform"
                        | "pursue"
                        | "undertake"
                )
        };
        own || self.is_bare(t) && (to_do() || pursued() || self.dep(t) == "attr" || self.governed_by(t, &["on"]))
    }

    /// "Laid the foundations of a new state": no charity.
    fn is_groundwork(&self, t: usize) -> bool {
        let parse = self.parse;
        let id = TokenId::new(t);
        let laid = self.dep(t) == "dobj"
            && matches!(parse.lemma(parse.head(id)), "lay" | "shake" | "rock" | "undermine" | "build" | "dig" | "pour");
        let of = parse.children_by(id, "prep").any(|p| matches!(parse.norm(p), "of" | "for"));
        self.word(t).starts_with(char::is_lowercase) && (laid || of && self.is_bare(t))
    }

    /// "Made the papers public", which parsers read as one noun.
    fn is_made_public(&self, t: usize) -> bool {
        let parse = self.parse;
        let id = TokenId::new(t);
        let behind_noun =
            t > 0 && matches!(self.pos(t - 1), Pos::Noun | Pos::Pron) && parse.head(TokenId::new(t - 1)) == id;
        behind_noun && matches!(parse.lemma(parse.head(id)), "make" | "become" | "go")
    }

    /// "Hundreds of rifles", "tens of thousands of jobs": numbers of things.
    fn counts_things(&self, t: usize) -> bool {
        let parse = self.parse;
        let of = |id: TokenId| {
            let of = parse.children_by(id, "prep").find(|&p| parse.norm(p) == "of")?;
            parse.children_by(of, "pobj").next()
        };
        let mut at = TokenId::new(t);
        for _ in 0..3 {
            let Some(object) = of(at) else { return false };
            at = object;
            let number =
                self.scan.noun(at.index()).is_some_and(|n| self.gazetteer.noun(n.noun).class == Class::Quantity);
            if !number {
                break;
            }
        }
        let word = self.word(at.index());
        let seems_people = PEOPLE_END.iter().any(|end| word.ends_with(end)) && !THINGS.contains(&word);
        let verb = parse.head(TokenId::new(t));
        let suffers = matches!(self.dep(t), "dobj" | "nsubjpass")
            && DONE_TO_PEOPLE.contains(&parse.lemma(verb))
            && parse.lemma(verb) != "capture";
        at.index() != t
            && parse.tag(at) == "NNS"
            && word.starts_with(char::is_lowercase)
            && self.scan.noun(at.index()).is_none()
            && self.scan.name(at.index()).is_none()
            && !seems_people
            && !suffers
    }

    /// "The Carter Doctrine", "the Annan Report": what is named after somebody.
    pub(crate) fn is_paper(&self, t: usize) -> bool {
        matches!(
            self.word(t),
            "Accord"
                | "Act"
                | "Amendment"
                | "Bill"
                | "Doctrine"
                | "Initiative"
                | "Inquiry"
                | "Law"
                | "Memorandum"
                | "Plan"
                | "Proposal"
                | "Report"
        )
    }

    /// "Japan" in "the Sea of Japan".
    pub(crate) fn ends_water(&self, t: usize) -> bool {
        t > 1
            && self.parse.norm(TokenId::new(t - 1)) == "of"
            && matches!(self.word(t - 2), "Sea" | "Gulf" | "Bay" | "Strait" | "Straits" | "Bight")
    }
}
