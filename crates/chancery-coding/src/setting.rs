//! When and where each event was: which time expression and which toponym its words give it.
//!
//! Every expression and every locative toponym belongs to one word: the event noun it stands with ("Monday's attack",
//! "the raid in Jenin"), else the verb of its clause, and never past "after" or "before" to what happened at another
//! time. An event takes what belongs to its own word; then what belongs to its clause, which joined verbs and
//! infinitives share; then, in a relative clause that says "in which", what belongs to the noun before. What somebody
//! says on Monday did not happen on Monday, so nothing comes down from a verb to the clause that is its content.
//! Only places come from further off, from the dateline or the paragraph, and the event says so.

use std::collections::BTreeSet;

use chancery_doc::{
    DateSource, Event, EventDate, EventType, Parse, Place, PlaceId, PlaceKind, PlaceSource, Pos, SegmentKind, Setting,
    Span, Text, Time, TimeId, TimeKind, TokenId,
};

use crate::grammar::Grammar;
use crate::order::{is_loose_participle, precision};

/// Fills the settings of events, each given with the token of its trigger.
pub(crate) fn settle(
    grammar: Grammar<'_>,
    text: &Text,
    times: &[Time],
    places: &[Place],
    events: &mut [(TokenId, Event)],
) {
    let triggers: BTreeSet<TokenId> = events.iter().map(|(t, _)| *t).collect();
    let verbal = events.iter().filter(|(_, e)| !is_bodily(e.event_type)).map(|(t, _)| *t).collect();
    let scene = Scene::new(grammar.parse, text, times, places, triggers, verbal);
    for (trigger, event) in events {
        event.setting = scene.setting(*trigger, event.event_type);
    }
}

/// The date that an expression gives an event.
pub(crate) fn date_of(time: &Time) -> EventDate {
    EventDate {
        from: time.from,
        to: time.to,
        precision: precision(time.from, time.to),
        source: if time.counted.is_some() { DateSource::Order } else { DateSource::Text },
    }
}

/// An expression of time or place and the word it belongs to.
struct Owned {
    /// Its place in the list of times or of places.
    index: usize,
    owner: TokenId,
    /// Whether it stands inside the noun phrase of its owner.
    nominal: bool,
    /// How well it serves: what fixes a day, or a town, comes before what does not.
    rank: u8,
}

struct Scene<'a> {
    parse: &'a Parse,
    text: &'a Text,
    times: &'a [Time],
    places: &'a [Place],
    triggers: BTreeSet<TokenId>,
    /// Those of speech, which what is spoken about lends neither time nor place.
    verbal: BTreeSet<TokenId>,
    owned_times: Vec<Owned>,
    owned_places: Vec<Owned>,
}

/// Nouns that a name of a place explains ("the town of Kutum"), or that stand in it ("the market of Kutum").
pub(crate) const KINDS_OF_PLACE: [&str; 73] = [
    "airport",
    "area",
    "barracks",
    "base",
    "border",
    "bridge",
    "camp",
    "capital",
    "center",
    "centre",
    "checkpoint",
    "church",
    "city",
    "clinic",
    "coast",
    "consulate",
    "court",
    "courthouse",
    "crossing",
    "dam",
    "depot",
    "district",
    "embassy",
    "enclave",
    "factory",
    "field",
    "hamlet",
    "harbor",
    "harbour",
    "headquarters",
    "highway",
    "hospital",
    "hotel",
    "island",
    "jail",
    "junction",
    "market",
    "metro",
    "mine",
    "monastery",
    "mosque",
    "motorway",
    "municipality",
    "neighborhood",
    "neighbourhood",
    "outpost",
    "outskirts",
    "palace",
    "park",
    "pipeline",
    "plant",
    "port",
    "post",
    "prison",
    "province",
    "railway",
    "refinery",
    "region",
    "road",
    "roundabout",
    "school",
    "square",
    "stadium",
    "station",
    "street",
    "suburb",
    "temple",
    "terminal",
    "town",
    "university",
    "valley",
    "village",
    "waters",
];

/// Prepositions that say when something else was.
const APART: [&str; 8] = ["after", "before", "following", "since", "despite", "until", "ahead", "because"];

/// Prepositions that say where something is.
const WHERE: [&str; 19] = [
    "in",
    "at",
    "near",
    "outside",
    "inside",
    "on",
    "across",
    "around",
    "throughout",
    "within",
    "off",
    "along",
    "over",
    "into",
    "through",
    "between",
    "beside",
    "above",
    "under",
];

/// Verbs whose goal is where it happens.
const MOTION: [&str; 18] = [
    "send", "dispatch", "bring", "deploy", "travel", "go", "fly", "arrive", "return", "move", "head", "come", "flee",
    "march", "drive", "sail", "retreat", "withdraw",
];

impl<'a> Scene<'a> {
    fn new(
        parse: &'a Parse,
        text: &'a Text,
        times: &'a [Time],
        places: &'a [Place],
        triggers: BTreeSet<TokenId>,
        verbal: BTreeSet<TokenId>,
    ) -> Scene<'a> {
        let (owned_times, owned_places) = (Vec::new(), Vec::new());
        let mut scene = Scene { parse, text, times, places, triggers, verbal, owned_times, owned_places };
        scene.owned_times = (0..times.len()).filter_map(|i| scene.own_time(i)).collect();
        scene.owned_places = (0..places.len()).filter_map(|i| scene.own_place(i)).collect();
        scene
    }

    fn is_verb(&self, t: TokenId) -> bool {
        matches!(self.parse.pos(t), Pos::Verb | Pos::Aux)
    }

    /// The word of a stretch on which the others depend.
    fn top(&self, span: Span) -> Option<TokenId> {
        let first = self.parse.token_at(span.start())?;
        let mut top = first;
        for _ in 0..16 {
            let head = self.parse.head(top);
            if head == top || !span.contains(self.parse.span(head)) {
                return Some(top);
            }
            top = head;
        }
        Some(top)
    }

    fn own_time(&self, index: usize) -> Option<Owned> {
        let time = &self.times[index];
        let top = self.top(time.span)?;
        let dep = self.parse.dep(top);
        let governor = self.parse.norm(self.parse.head(top));
        if dep == "pobj" && APART.contains(&governor) {
            return None;
        }
        let rank = match time.kind {
            TimeKind::Date | TimeKind::Time if time.from.is_some() => 0,
            TimeKind::Date | TimeKind::Time => 1,
            // How long it took is not when it was, but "in three days" and "over the weekend" are.
            TimeKind::Duration if dep == "pobj" && matches!(governor, "in" | "over" | "during" | "within") => 2,
            TimeKind::Set => 3,
            TimeKind::Duration => return None,
        };
        let (owner, nominal) = self.owner(top, false)?;
        Some(Owned { index, owner, nominal, rank })
    }

    fn own_place(&self, index: usize) -> Option<Owned> {
        let place = &self.places[index];
        if place.kind == PlaceKind::Adjective {
            return None;
        }
        let top = self.top(place.span)?;
        let exactness = place.precision.unwrap_or(4);
        let rank = 6 - exactness.min(5);
        // "the West Bank city of Jenin": from the name to the phrase that holds it.
        let mut word = top;
        for _ in 0..4 {
            let head = self.parse.head(word);
            let up = match self.parse.dep(word) {
                "pobj"
                    if self.parse.norm(head) == "of" && self.parse.pos(self.parse.head(head)) == Pos::Noun
                        || self.parse.norm(head) == "of"
                            && matches!(self.parse.norm(self.parse.head(head)), "all" | "most" | "much" | "some")
                        || self.parse.norm(head) == "of" && is_direction(self.parse.norm(self.parse.head(head))) =>
                {
                    self.parse.head(head)
                }
                "appos" | "compound" | "nmod" | "conj" | "poss" if head != word => head,
                // "At State House, Nairobi".
                "npadvmod" if head < word && self.parse.pos(head) == Pos::Propn => head,
                _ => break,
            };
            if self.triggers.contains(&up) {
                // "the Jenin raid", "the Cairo talks".
                // A state before the noun is whose it is, not where.
                let nominal = matches!(self.parse.dep(word), "compound" | "nmod" | "amod") && exactness >= 3;
                return nominal.then_some(Owned { index, owner: up, nominal: true, rank });
            }
            if self.is_verb(up) {
                break;
            }
            word = up;
        }
        let head = self.parse.head(word);
        // "Bombed the town of Kutum"; not "killed the mayor of Kutum".
        let is_own = word == top || KINDS_OF_PLACE.contains(&self.parse.lemma(word));
        match self.parse.dep(word) {
            // "Talks between Ethiopia and Eritrea" are where nobody says.
            "pobj" | "pcomp"
                if WHERE.contains(&self.parse.norm(head)) && (self.parse.norm(head) != "between" || exactness >= 3) =>
            {
                let (owner, nominal) = self.owner(head, true)?;
                Some(Owned { index, owner, nominal, rank })
            }
            "pobj" if self.parse.norm(head) == "to" && MOTION.contains(&self.parse.lemma(self.parse.head(head))) => {
                Some(Owned { index, owner: self.parse.head(head), nominal: false, rank })
            }
            // "On the road to Leposavic".
            "pobj" if self.parse.norm(head) == "to" && is_way(self.parse.lemma(self.parse.head(head))) => {
                let (owner, nominal) = self.owner(self.parse.head(head), true)?;
                Some(Owned { index, owner, nominal, rank })
            }
            // "north of Khartoum", "visited Kyiv", "shelled Goma": a town is where it is done to.
            "advmod" | "npadvmod" if is_direction(self.parse.norm(word)) => {
                let (owner, nominal) = self.owner(word, true)?;
                Some(Owned { index, owner, nominal, rank })
            }
            "dobj" | "nsubjpass" if is_own && exactness >= 3 && place.kind == PlaceKind::Name && self.is_verb(head) => {
                Some(Owned { index, owner: head, nominal: false, rank })
            }
            _ => None,
        }
    }

    /// The word an expression belongs to: the first event or verb above it, and whether that is a noun.
    fn owner(&self, from: TokenId, is_place: bool) -> Option<(TokenId, bool)> {
        let parse = self.parse;
        let mut at = from;
        let mut meets = false;
        for _ in 0..12 {
            let head = parse.head(at);
            if head == at {
                return self.is_verb(at).then_some((at, false));
            }
            meets |= is_meeting(parse.lemma(at));
            // "Condemned Monday's bombing in Kismayo": when and where that was, not the condemning.
            let direct = at == from || parse.dep(from) == "pobj" && parse.head(from) == at;
            // "Invited them to a meeting in Luanda": there.
            let invites = meets && matches!(parse.lemma(head), "agree" | "host" | "invite" | "offer" | "propose");
            if self.is_verb(head) && self.verbal.contains(&head) && !direct && !invites {
                return None;
            }
            if self.triggers.contains(&head) {
                return Some((head, !self.is_verb(head)));
            }
            if self.is_verb(head) {
                // Where those who act are from is not where they act.
                let outside = is_place && parse.dep(at) == "nsubj" && at != from;
                return (!outside).then_some((head, false));
            }
            if at != from && parse.pos(head) == Pos::Adp && APART.contains(&parse.norm(head)) {
                return None;
            }
            at = head;
        }
        None
    }

    /// The verb of the clause that a word stands in, if nothing parts them in time.
    fn clause(&self, trigger: TokenId) -> Option<TokenId> {
        if self.is_verb(trigger) {
            return Some(trigger);
        }
        let mut at = trigger;
        for _ in 0..12 {
            let head = self.parse.head(at);
            if head == at || APART.contains(&self.parse.norm(head)) {
                return None;
            }
            if self.is_verb(head) {
                return Some(head);
            }
            at = head;
        }
        None
    }

    /// Whether a clause opens with "when" right behind a date, which is when it was.
    fn dates_by_when(&self, verb: TokenId) -> bool {
        let first = self.parse.left_edge(verb);
        let before = first.index().checked_sub(2).map(TokenId::new);
        self.parse.norm(first) == "when"
            && before.is_some_and(|b| matches!(self.parse.iob(b).1, "DATE" | "TIME"))
            && self.parse.norm(TokenId::new(first.index() - 1)) == ","
    }

    /// Words whose time and place are an event's too, nearest first.
    fn circle(&self, trigger: TokenId) -> Vec<TokenId> {
        let parse = self.parse;
        let mut circle = vec![trigger];
        let mut at = self.clause(trigger);
        // "Is due to meet them on Thursday": what is only arranged takes place when it is arranged for.
        let arranged = matches!(parse.lemma(trigger), "schedule" | "slate" | "set" | "expect" | "plan")
            && parse.children_by(trigger, "auxpass").next().is_some();
        let due = parse.children_by(trigger, "acomp").any(|c| matches!(parse.lemma(c), "due" | "set"));
        if arranged || due || matches!(parse.lemma(trigger), "due" | "set") && !self.is_verb(trigger) {
            let acomp = parse.children_by(trigger, "acomp");
            let over = std::iter::once(trigger).chain(acomp);
            circle.extend(over.flat_map(|t| parse.children_by(t, "xcomp")).filter(|&x| self.is_verb(x)));
        }
        // "Let 90 prisoners go the same evening".
        if matches!(parse.lemma(trigger), "let" | "help" | "make") {
            circle.extend(parse.children_by(trigger, "ccomp").filter(|&c| parse.tag(c) == "VB"));
        }
        // "The ministers, meeting in Vienna on Friday, signed".
        let subjects = at.into_iter().flat_map(|v| parse.children_by(v, "nsubj"));
        let beside = subjects.flat_map(|s| parse.children_by(s, "acl")).filter(|&c| {
            parse.tag(c) == "VBG" && matches!(parse.lemma(c), "meet" | "gather" | "assemble" | "convene" | "confer")
        });
        let beside: Vec<TokenId> = beside.collect();
        for _ in 0..6 {
            let Some(verb) = at else { break };
            if !circle.contains(&verb) {
                circle.push(verb);
            }
            // "Killed six in the raid in Garissa": the noun says when and where.
            for p in parse.children_by(verb, "prep").filter(|&p| matches!(parse.norm(p), "in" | "during")) {
                let nouns = parse.children_by(p, "pobj").filter(|o| self.triggers.contains(o) && !circle.contains(o));
                circle.extend(nouns.collect::<Vec<_>>());
            }
            let has_subject = |v: TokenId| parse.children(v).iter().any(|&c| parse.dep(c).starts_with("nsubj"));
            // What is joined without a subject of its own happened then and there too.
            let joined = parse.children_by(verb, "conj").filter(|&c| self.is_verb(c) && !has_subject(c));
            for c in joined {
                if !circle.contains(&c) {
                    circle.push(c);
                }
            }
            let head = parse.head(verb);
            at = match parse.dep(verb) {
                "conj" if self.is_verb(head) && !has_subject(verb) => Some(head),
                "xcomp" | "auxpass" | "aux" if self.is_verb(head) => Some(head),
                // "Attacked a convoy on Tuesday, killing four".
                "advcl" if self.is_verb(head) && is_loose_participle(parse, verb) => Some(head),
                // "Came to prominence in May 2012, when it seized the town", "died on Monday when police opened fire".
                "advcl" if self.is_verb(head) && (self.dates_by_when(verb) || self.opens_with_when(verb)) => Some(head),
                "pcomp" if !APART.contains(&parse.norm(head)) => self.clause(head),
                "relcl" if self.says_in_which(verb) => {
                    // "the raid in Gao in which …": the parser may hang the clause on the place; the raid is meant.
                    let above = parse.ancestors(verb).take(5);
                    let stops = |a: &TokenId| !self.is_verb(*a) && !APART.contains(&parse.norm(*a));
                    circle.extend(above.take_while(stops).filter(|&a| parse.pos(a) != Pos::Adp));
                    None
                }
                _ => None,
            };
        }
        circle.extend(beside);
        // "Three were shot dead and nineteen injured on Tuesday when police opened fire": what stands behind both is of both.
        for verb in circle.clone().into_iter().filter(|&v| self.is_verb(v)) {
            let behind = parse.children(verb).iter().copied().filter(|&c| c > verb && self.is_verb(c));
            let shares = |&c: &TokenId| match parse.dep(c) {
                "conj" => parse.tag(c) == "VBN" && parse.children_by(c, "auxpass").next().is_none(),
                "advcl" => self.opens_with_when(c),
                _ => false,
            };
            let shared: Vec<TokenId> = behind.filter(shares).filter(|c| !circle.contains(c)).collect();
            circle.extend(shared);
        }
        circle
    }

    /// Whether a clause opens with "when".
    fn opens_with_when(&self, verb: TokenId) -> bool {
        let parse = self.parse;
        parse.children(verb).iter().any(|&c| c < verb && parse.norm(c) == "when") && parse.tag(verb) == "VBD"
    }

    /// Whether a relative clause tells what happened in, at or during its noun.
    fn says_in_which(&self, verb: TokenId) -> bool {
        let parse = self.parse;
        parse.children(verb).iter().any(|&c| {
            let which = parse.children_by(c, "pobj").any(|o| parse.norm(o) == "which");
            matches!(parse.norm(c), "where" | "when")
                || (matches!(parse.norm(c), "in" | "during" | "at" | "on" | "within") && which)
        })
    }

    /// The best of what belongs to a word, and whether it stands with it as a noun.
    fn best(&self, owned: &[Owned], circle: &[TokenId], trigger: TokenId) -> Option<(usize, bool)> {
        let spot = trigger.index() as i64;
        for &word in circle {
            let distance = |o: &Owned, spans: &dyn Fn(usize) -> Span| {
                let token = self.parse.token_at(spans(o.index).start()).map_or(0, |t| t.index() as i64);
                (token - spot).abs()
            };
            let is_time = std::ptr::eq(owned.as_ptr(), self.owned_times.as_ptr());
            let span = |i: usize| if is_time { self.times[i].span } else { self.places[i].span };
            let found = owned.iter().filter(|o| o.owner == word).min_by_key(|o| (o.rank, distance(o, &span), o.index));
            if let Some(found) = found {
                let nominal = found.nominal || (word != trigger && !self.is_verb(word));
                return Some((found.index, nominal));
            }
        }
        None
    }

    fn setting(&self, trigger: TokenId, event_type: EventType) -> Setting {
        let circle = self.circle(trigger);
        let mut setting = Setting::default();
        // A noun that is no event's may hold time and place for the clause that tells of it: "the operation in which".
        if let Some((index, _)) = self.best(&self.owned_times, &circle, trigger).or_else(|| self.under(&circle, true)) {
            setting.time = Some(TimeId::new(index));
            setting.date = date_of(&self.times[index]);
        } else if let Some(index) = self.left_over(trigger) {
            setting.time = Some(TimeId::new(index));
            setting.date = date_of(&self.times[index]);
        }
        if let Some((index, nominal)) =
            self.best(&self.owned_places, &circle, trigger).or_else(|| self.under(&circle, false))
        {
            setting.place = Some(PlaceId::new(index));
            setting.place_source = if nominal { PlaceSource::Nominal } else { PlaceSource::Clause };
        } else if is_bodily(event_type)
            && let Some((index, source)) = self.around(trigger)
        {
            setting.place = Some(PlaceId::new(index));
            setting.place_source = source;
        }
        setting
    }

    /// The one day of a sentence that tells no other event of a verb that could be on it.
    fn left_over(&self, trigger: TokenId) -> Option<usize> {
        let parse = self.parse;
        let sentence = parse.sentence_of(trigger);
        let within = parse.sentence(sentence);
        let within = TokenId::new(within.start as usize)..TokenId::new(within.end as usize);
        if self.triggers.range(within).any(|&t| t != trigger) {
            return None;
        }
        let here = parse.sentence_span(sentence);
        let mut days = self.owned_times.iter().filter(|o| o.rank == 0 && here.contains(self.times[o.index].span));
        let day = days.next()?;
        days.next().is_none().then_some(day.index)
    }

    /// What stands in the noun phrase before "in which".
    fn under(&self, circle: &[TokenId], is_time: bool) -> Option<(usize, bool)> {
        let &noun = circle.last().filter(|&&w| circle.len() > 1 && !self.is_verb(w))?;
        let phrase = self.parse.span(self.parse.left_edge(noun));
        let inside = |span: Span| span.start() >= phrase.start() && span.end() <= self.parse.subtree_span(noun).end();
        let owner_is = |span: Span| {
            self.top(span).is_some_and(|t| {
                t == noun || self.parse.ancestors(t).take(4).take_while(|&a| !self.is_verb(a)).any(|a| a == noun)
            })
        };
        let found = if is_time {
            (0..self.times.len()).find(|&i| inside(self.times[i].span) && owner_is(self.times[i].span))
        } else {
            (0..self.places.len()).find(|&i| {
                self.places[i].kind != PlaceKind::Adjective
                    && inside(self.places[i].span)
                    && owner_is(self.places[i].span)
            })
        };
        found.map(|i| (i, true))
    }

    /// The one town that the paragraph has named so far; in the first paragraph the dateline's place.
    fn around(&self, trigger: TokenId) -> Option<(usize, PlaceSource)> {
        let at = self.parse.span(trigger);
        let segment = self.text.segment_at(at)?;
        if segment.kind != SegmentKind::Paragraph {
            return None;
        }
        let mut towns = self.owned_places.iter().filter(|o| {
            let place = &self.places[o.index];
            !o.nominal
                && place.precision >= Some(4)
                && segment.span.contains(place.span)
                && place.span.start() < at.start()
        });
        if let Some(first) = towns.next() {
            let name = &self.places[first.index].name;
            return towns.all(|o| self.places[o.index].name == *name).then_some((first.index, PlaceSource::Paragraph));
        }
        let segments = self.text.segments();
        let number = segments.iter().position(|s| s.span == segment.span)?;
        let dateline = segments[..number].last().filter(|s| s.kind == SegmentKind::Dateline)?;
        let place = self.places.iter().position(|p| dateline.span.contains(p.span))?;
        Some((place, PlaceSource::Dateline))
    }
}

/// Whether an act needs people to be somewhere: who only speaks is where nobody may care to tell.
fn is_bodily(event_type: EventType) -> bool {
    matches!(event_type.quad().number(), 2 | 4) || event_type == EventType::Consult
}

/// Nouns for what leads somewhere.
fn is_way(lemma: &str) -> bool {
    matches!(lemma, "highway" | "motorway" | "road" | "route")
}

/// Nouns for what is agreed on with its place and day.
fn is_meeting(lemma: &str) -> bool {
    matches!(
        lemma,
        "ceremony" | "conference" | "meeting" | "negotiation" | "round" | "session" | "summit" | "talk" | "visit"
    )
}

fn is_direction(word: &str) -> bool {
    matches!(
        word,
        "north"
            | "south"
            | "east"
            | "west"
            | "northeast"
            | "northwest"
            | "southeast"
            | "southwest"
            | "outside"
            | "outskirts"
            | "kilometres"
            | "kilometers"
            | "miles"
    )
}
