//! Which words name a place.
//!
//! Names of the lists and of the recogniser are proposals; each is weighed by what speaks for it (the recogniser, a
//! preposition of place before it, the state after a comma, how well known the place is) and against it (it is part of a
//! person's name, it stands in small letters' place at the head of a sentence). What is called a place once with good
//! reason is one wherever the article names it again.

use std::collections::BTreeSet;

use chancery_doc::{Cast, EntityKind, Form, Mention, Parse, Pos, Span, Text, TokenId};
use chancery_gazetteer::{Feature, Namesakes, Places, SpotId, key};

use super::generic::{self, Generic};

/// A toponym, with the places it may mean.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) span: Span,
    /// First token, and one past the last.
    pub(super) tokens: (usize, usize),
    /// The name as the index has it; one key, one place, as a rule.
    pub(super) key: String,
    /// Places of the name, and whether it is but another of their names.
    pub(super) spots: Vec<(SpotId, bool)>,
    /// A word for the kind of place.
    pub(super) generic: Option<Generic>,
    /// The toponym after the comma, which this one lies in.
    pub(super) within: Option<usize>,
}

pub(super) struct Toponyms<'a> {
    places: &'a Places,
    text: &'a str,
    parse: &'a Parse,
    /// For each token, how surely it belongs to a person's name.
    personal: Vec<Personal>,
    /// Last names of persons whose full names the article gives.
    surnames: BTreeSet<&'a str>,
}

/// How surely a word is part of a person's name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Personal {
    No,
    /// A word that stands alone for somebody of whom nothing else is told: towns are often taken for such persons.
    Perhaps,
    Surely,
}

/// How much must speak for a name.
const ENOUGH: f32 = 1.0;

impl<'a> Toponyms<'a> {
    pub(super) fn new(places: &'a Places, text: &'a Text, parse: &'a Parse, cast: &'a Cast) -> Toponyms<'a> {
        let mut personal = vec![Personal::No; parse.len()];
        let mut surnames = BTreeSet::new();
        let last = |m: &Mention| parse.span(TokenId::new(m.tokens.end as usize - 1)).of(text.as_str());
        for mention in cast.mentions() {
            let entity = cast.entity(mention.entity);
            if entity.kind == EntityKind::Person && mention.form == Form::Name {
                let known =
                    !entity.roles.is_empty() || entity.mentions.iter().any(|&m| cast.mention(m).tokens.len() > 1);
                let sure = if known { Personal::Surely } else { Personal::Perhaps };
                if mention.tokens.len() > 1 {
                    surnames.insert(last(mention));
                }
                // A title before the name may hold a toponym; the name itself does not.
                for t in mention.tokens.clone() {
                    if parse.iob(TokenId::new(t as usize)).1 == "PERSON" || mention.tokens.len() == 1 {
                        personal[t as usize] = sure;
                    }
                }
            }
        }
        Toponyms { places, text: text.as_str(), parse, personal, surnames }
    }

    /// All toponyms, in text order, none overlapping another.
    pub(super) fn find(&self) -> Vec<Found> {
        let mut sure: Vec<Found> = Vec::new();
        let mut doubtful: Vec<Found> = Vec::new();
        let mut known: BTreeSet<String> = BTreeSet::new();
        let (mut buffer, mut namesakes) = (String::new(), Vec::new());
        let mut at = 0;
        while at < self.parse.len() {
            at = self.step(at, &mut buffer, &mut namesakes, &mut sure, &mut doubtful);
        }
        known.extend(sure.iter().map(|f| f.key.clone()));
        sure.extend(doubtful.into_iter().filter(|f| known.contains(&f.key)));
        sure.sort_by_key(|f| (f.span.start(), f.span.end()));
        sure.dedup_by(|b, a| b.span.overlaps(a.span));
        self.nest(&mut sure);
        sure
    }

    /// Reads what starts at a token, and gives the token to go on from.
    fn step(
        &self,
        at: usize,
        buffer: &mut String,
        namesakes: &mut Vec<Namesakes>,
        sure: &mut Vec<Found>,
        doubtful: &mut Vec<Found>,
    ) -> usize {
        if !self.may_start(at) {
            return at + 1;
        }
        if let Some((found, end)) = self.short_form(at, sure.last()) {
            sure.push(found);
            return end;
        }
        if let Some((found, end)) = self.numbered_road(at) {
            sure.push(found);
            return end;
        }
        // "the Republic of Chad", "the City of Leeds".
        if generic::of(self.word(at)) && self.word(at + 1) == "of" && self.may_start(at + 2) {
            self.places.starting_at(self.parse, self.text, at + 2, buffer, namesakes);
            if let Some(candidate) = namesakes.last()
                && self.weight(at + 2, candidate) >= ENOUGH
            {
                let mut found = self.found(at, candidate.end, candidate.spots.clone(), None);
                let core = self.found(at + 2, candidate.end, Vec::new(), None);
                found.key = core.key;
                sure.push(found);
                return candidate.end;
            }
        }
        self.places.starting_at(self.parse, self.text, at, buffer, namesakes);
        let compound = self.compound(at);
        if let Some((found, end)) = compound
            && namesakes.last().is_none_or(|n| n.end < end || n.end == end && found.generic == Some(Generic::Unit))
        {
            sure.push(found);
            return end;
        }
        for candidate in namesakes.iter().rev() {
            let end = candidate.end;
            let weight = self.weight(at, candidate);
            if weight >= ENOUGH {
                sure.push(self.found(at, end, candidate.spots.clone(), None));
                return end;
            }
            if weight > -1.0 {
                doubtful.push(self.found(at, end, candidate.spots.clone(), None));
            }
        }
        if let Some((found, end)) = self.recognised(at, buffer, namesakes) {
            sure.push(found);
            return end;
        }
        // "The village of Sanaro", which no list knows.
        if self.is_called_so(at) && self.personal[at] != Personal::Surely {
            let mut end = at + 1;
            while end < self.parse.len()
                && end < at + 3
                && self.is_capital(end)
                && self.parse.pos(TokenId::new(end)) == Pos::Propn
                && !self.parse.token(TokenId::new(end)).sent_start
            {
                end += 1;
            }
            sure.push(self.found(at, end, Vec::new(), None));
            return end;
        }
        at + 1
    }

    fn word(&self, at: usize) -> &'a str {
        if at < self.parse.len() { self.parse.span(TokenId::new(at)).of(self.text) } else { "" }
    }

    fn label(&self, at: usize) -> &'a str {
        self.parse.iob(TokenId::new(at)).1
    }

    fn may_start(&self, at: usize) -> bool {
        let word = self.word(at);
        if word.starts_with(char::is_uppercase) {
            return !(at > 0 && self.word(at - 1) == "-" && self.joins(at - 1));
        }
        // "al-Tanf", "el-Fasher".
        matches!(word, "al" | "el" | "as" | "ash" | "az" | "ad" | "ar" | "an")
            && self.word(at + 1) == "-"
            && self.word(at + 2).starts_with(char::is_uppercase)
            || word.starts_with("al-")
    }

    /// Whether a hyphen stands between two words without blanks.
    fn joins(&self, at: usize) -> bool {
        at > 0 && at + 1 < self.parse.len() && {
            let (before, here, after) = (
                self.parse.token(TokenId::new(at - 1)),
                self.parse.token(TokenId::new(at)),
                self.parse.token(TokenId::new(at + 1)),
            );
            before.span.end() == here.span.start()
                && here.span.end() == after.span.start()
                && matches!(
                    self.word(at - 1).to_lowercase().as_str(),
                    "al" | "el" | "as" | "ash" | "az" | "ad" | "ar" | "an"
                )
        }
    }

    fn found(&self, at: usize, end: usize, spots: Vec<(SpotId, bool)>, generic: Option<Generic>) -> Found {
        let mut span = self.parse.span(TokenId::new(at)).cover(self.parse.span(TokenId::new(end - 1)));
        // A possessive the tokenizer left on the name.
        for ending in ["’s", "'s", "’"] {
            if span.len() as usize > ending.len() + 2 && span.of(self.text).ends_with(ending) {
                span = Span::new(span.start(), span.end() - ending.len() as u32);
            }
        }
        let words = span.of(self.text);
        // The full stop of the sentence, where the tokenizer left it on the name.
        if let Some(bare) = words.strip_suffix('.')
            && !bare.contains('.')
            && bare.chars().count() > 2
            && self.places.abbreviated(words).is_none()
        {
            span = Span::new(span.start(), span.end() - 1);
        }
        Found { span, tokens: (at, end), key: key(span.of(self.text)), spots, generic, within: None }
    }

    /// "Va.", "N.Y."; "TX" after a town and a comma.
    fn short_form(&self, at: usize, before: Option<&Found>) -> Option<(Found, usize)> {
        let start = self.parse.span(TokenId::new(at)).start() as usize;
        let mut forms = vec![(self.word(at).to_owned(), at + 1)];
        // The full stop may be a token of its own, at the end of a sentence; "W. Va." are two.
        if self.word(at + 1) == "." && self.touches(at + 1) {
            forms.push((format!("{}.", self.word(at)), at + 2));
        }
        if at + 1 < self.parse.len() && self.word(at).ends_with('.') && self.word(at + 1).ends_with('.') {
            let end = self.parse.span(TokenId::new(at + 1)).end() as usize;
            forms.push((self.text[start..end].to_owned(), at + 2));
        }
        forms.reverse();
        let after_comma = at > 1
            && self.word(at - 1) == ","
            && (before.is_some_and(|f| f.tokens.1 == at - 1) || self.word(at - 2).starts_with(char::is_uppercase));
        for (form, end) in forms {
            let Some((unit, only_after_town)) = self.places.abbreviated(&form) else { continue };
            let inner_stops = form[..form.len() - 1].contains('.');
            if after_comma || (inner_stops && !only_after_town) {
                let mut found = self.found(at, end, vec![(unit, false)], None);
                found.key = key(self.places.spot(unit).name);
                return Some((found, end));
            }
        }
        None
    }

    fn touches(&self, at: usize) -> bool {
        self.parse.span(TokenId::new(at - 1)).end() == self.parse.span(TokenId::new(at)).start()
    }

    /// "Highway 19", "Interstate 45", "County Road 35".
    fn numbered_road(&self, at: usize) -> Option<(Found, usize)> {
        let mut end = at;
        if matches!(self.word(at), "County" | "State" | "Farm" | "U.S." | "US") && generic::numbered(self.word(at + 1))
        {
            end += 1;
        }
        if !generic::numbered(self.word(end)) {
            return None;
        }
        end += 1;
        if self.word(end) == "-" {
            end += 1;
        }
        let number = self.word(end);
        let is_number = number.len() <= 4 && number.bytes().next().is_some_and(|b| b.is_ascii_digit());
        let short = matches!(self.word(at), "US" | "U.S." | "I");
        (is_number && (!short || self.word(at + 1) == "-"))
            .then(|| (self.found(at, end + 1, Vec::new(), Some(Generic::Built)), end + 1))
    }

    /// A name that ends in a word for a kind of place: "Laurel County", "Clinton Street".
    fn compound(&self, at: usize) -> Option<(Found, usize)> {
        if self.personal[at] != Personal::No && self.label(at) == "PERSON" && at > 0 && self.label(at - 1) == "PERSON" {
            return None;
        }
        let mut end = at + 1;
        while end < self.parse.len() && end < at + 4 {
            let token = self.parse.token(TokenId::new(end));
            let word = self.word(end);
            if token.sent_start || !word.starts_with(char::is_uppercase) {
                return None;
            }
            if let Some(generic) = generic::after(word) {
                if self.parse.pos(TokenId::new(at)) == Pos::Det
                    || generic == Generic::Unit
                        && end + 1 < self.parse.len()
                        && matches!(self.word(end + 1), "Court" | "Commission" | "Council" | "Attorney")
                        && end > at + 3
                {
                    return None;
                }
                let core = self.parse.span(TokenId::new(at)).cover(self.parse.span(TokenId::new(end - 1)));
                let mut spots = self.places.named(&key(core.cover(token.span).of(self.text)));
                if spots.is_empty() && generic == Generic::Unit {
                    spots = self.places.named(&key(core.of(self.text)));
                }
                spots.retain(|&(id, _)| generic::agrees(generic, self.places.spot(id).feature));
                if generic == Generic::Unit && spots.is_empty() && word != "Township" && word != "County" {
                    return None;
                }
                return Some((self.found(at, end + 1, spots, Some(generic)), end + 1));
            }
            end += 1;
        }
        None
    }

    /// How much speaks for a name of the lists.
    fn weight(&self, at: usize, candidate: &Namesakes) -> f32 {
        let (parse, end) = (self.parse, candidate.end);
        let words = parse.span(TokenId::new(at)).cover(parse.span(TokenId::new(end - 1))).of(self.text);
        let mut weight = 0.0;
        let n = (end - at) as f32;
        let tokens = (at..end).map(TokenId::new);
        let is_people = candidate.spots.iter().any(|&(id, _)| self.places.spot(id).feature == Feature::People);
        let is_state = candidate.spots.iter().any(|&(id, _)| {
            let spot = self.places.spot(id);
            spot.feature == Feature::Country || spot.listed && !is_people && !spot.feature.is_town()
        });
        for t in tokens.clone() {
            weight += match parse.iob(t).1 {
                "GPE" | "LOC" | "FAC" => 2.0,
                "NORP" => 1.5,
                "ORG" => 0.2,
                // The recogniser takes the adjective into the name: "Slovak architect Ivan Horvat".
                "PERSON" if is_people => 0.0,
                // A state may be taken for someone who speaks, but is not part of a longer name.
                "PERSON" if is_state && n == 1.0 && self.personal[t.index()] == Personal::No => -0.9,
                "PERSON" if self.personal[t.index()] != Personal::Surely && !self.is_surname(at, end) => -0.4,
                "PERSON" => -2.0,
                "" => 0.0,
                _ if is_state => 0.0,
                _ => -0.7,
            } / n;
        }
        if !is_people && tokens.clone().any(|t| self.personal[t.index()] == Personal::Surely) {
            weight -= 2.0;
        } else if self.is_surname(at, end) && !is_state {
            weight -= 1.5;
        }
        if is_people && self.is_language(at, end) {
            return -2.0;
        }
        let best = candidate.spots.iter().map(|&(id, is_other)| (self.places.spot(id), is_other));
        let mut renown: f32 = -2.0;
        for (spot, is_other) in best {
            let fame = match spot.feature {
                Feature::Country | Feature::People => 2.0,
                _ if spot.listed => 1.5,
                Feature::Admin1 => 1.5,
                _ => ((spot.population as f32 + 1.0).log10() - 4.0).clamp(-1.0, 1.0) * 0.6,
            };
            renown = renown.max(if is_other && !spot.listed { fame - 0.8 } else { fame });
        }
        weight += renown;
        let short = words.chars().filter(|c| c.is_alphabetic()).count() <= 3;
        if short && words.chars().any(char::is_lowercase) {
            let is_town = candidate.spots.iter().any(|&(id, _)| self.places.spot(id).population > 20_000);
            weight -= if is_town { 0.6 } else { 2.0 };
        }
        let nominal = |t: TokenId| matches!(parse.pos(t), Pos::Propn | Pos::Punct | Pos::Adp | Pos::Part | Pos::Det);
        if !is_people && !is_state && !tokens.clone().all(nominal) {
            // A common word that starts a sentence or a title; in the midst of small letters it is a name all the same.
            let amid = at > 0 && n == 1.0 && self.is_lower(at - 1) && (end >= parse.len() || !self.is_capital(end));
            weight -= if amid { 0.3 } else { 1.5 };
        }
        let is_listed = candidate.spots.iter().any(|&(id, _)| self.places.spot(id).listed);
        if generic::is_common(words.strip_prefix("The ").unwrap_or(words)) {
            return -2.0;
        }
        // "NATO", "SARC": some town somewhere is called so, but not in capitals.
        if short_capitals(words) && !is_listed && self.label(at) != "GPE" && !self.heads_dateline(at, end) {
            return -2.0;
        }
        if n > 1.0 {
            weight += 0.5;
        }
        weight += self.around(at, end);
        if self.heads_dateline(at, end) {
            weight += 1.5;
        }
        if at > 0 {
            let before = &*self.word(at - 1).to_lowercase();
            let same_sentence = !parse.token(TokenId::new(at)).sent_start;
            if same_sentence && generic::locates(before) {
                weight += 1.1;
            }
            // "John Jackson", "Dr. Lincoln": the last of several names.
            let named = parse.pos(TokenId::new(at - 1)) == Pos::Propn && self.is_capital(at - 1);
            if same_sentence && named && !is_people && !is_state && self.label(at) != "GPE" {
                weight -= 1.2;
            }
        }
        if self.word(end) == "," && end + 1 < parse.len() && self.names_container(end + 1) {
            weight += 1.5;
        } else if end < parse.len()
            && !is_people
            && !is_state
            && !generic::is_civic(self.word(end))
            && parse.pos(TokenId::new(end)) == Pos::Propn
            && !parse.token(TokenId::new(end)).sent_start
            && self.label(at) != "GPE"
        {
            weight -= 0.5;
        }
        weight
    }

    /// What the words around a name say for its being a place, beyond a preposition: what is done to it, what it is
    /// called, what is named after it.
    fn around(&self, at: usize, end: usize) -> f32 {
        let parse = self.parse;
        let mut weight = 0.0;
        let starts = parse.token(TokenId::new(at)).sent_start;
        let last = TokenId::new(end - 1);
        let after = self.word(end);
        if self.is_called_so(at) {
            weight += 2.2;
        } else if !starts
            && at > 0
            && generic::surely_locates(&self.word(at - 1).to_lowercase())
            && !matches!(after, "'s" | "’s")
        {
            weight += 0.7;
        }
        if matches!(parse.dep(last), "dobj" | "nsubjpass") && parse.pos(parse.head(last)) == Pos::Verb {
            weight += generic::takes_place(parse.lemma(parse.head(last)));
        } else if at > 0 && !starts && parse.pos(TokenId::new(at - 1)) == Pos::Verb {
            // The parser may not know what the name is to the verb before it.
            weight += generic::takes_place(parse.lemma(TokenId::new(at - 1)));
        }
        if end < parse.len() && !parse.token(TokenId::new(end)).sent_start {
            if generic::is_civic(after) {
                // "Athens Police Department"; "Paris Public Library".
                weight += 1.0;
            } else if generic::is_of_a_town(after) && parse.head(last).index() == end {
                // "A Joliet man"; "Goma residents".
                weight += 1.2;
            }
        }
        weight
    }

    /// "The town of Téra", "Sudan's city of Nyala"; "at Kharlachi", "near Tegh": a name that the recogniser knows for nothing
    /// else, where a place is told.
    fn is_called_so(&self, at: usize) -> bool {
        if at > 1 && self.word(at - 1) == "of" && generic::is_kind_of_place(self.word(at - 2)) {
            return true;
        }
        let token = TokenId::new(at);
        let word = self.word(at);
        let name = self.label(at).is_empty()
            && matches!(self.parse.tag(token), "NNP" | "NNPS")
            && word.chars().count() > 3
            && self.is_capital(at)
            && word.chars().skip(1).all(|c| c.is_lowercase())
            && !generic::is_common(word);
        let before = at.checked_sub(1).map(|b| self.word(b));
        let told = matches!(before, Some("in" | "at" | "near" | "outside")) && self.parse.dep(token) == "pobj";
        // "In Parliament of Wales": what goes on is no town.
        let ends = !self.is_capital(at + 1) && self.word(at + 1) != "of";
        name && told && ends && self.personal[at] == Personal::No
    }

    fn is_surname(&self, at: usize, end: usize) -> bool {
        end == at + 1 && self.surnames.contains(self.word(at))
    }

    /// "In English", "spoke French": the language and not the people, if nothing follows that they would own.
    fn is_language(&self, at: usize, end: usize) -> bool {
        let parse = self.parse;
        let owned = end < parse.len()
            && !parse.token(TokenId::new(end)).sent_start
            && matches!(parse.pos(TokenId::new(end)), Pos::Noun | Pos::Propn | Pos::Adj);
        at > 0 && !owned && {
            let before = parse.norm(TokenId::new(at - 1));
            matches!(
                before,
                "in" | "into" | "speak" | "speaks" | "spoke" | "speaking" | "fluent" | "broken" | "teach" | "learn"
            ) && !self.word(at).ends_with('s')
        }
    }

    fn is_lower(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_lowercase)
    }

    fn is_capital(&self, at: usize) -> bool {
        self.word(at).starts_with(char::is_uppercase)
    }

    /// Whether a name in capitals starts a sentence and a dash, comma or parenthesis follows: "HARTFORD —".
    fn heads_dateline(&self, at: usize, end: usize) -> bool {
        let span = self.parse.span(TokenId::new(at)).cover(self.parse.span(TokenId::new(end - 1)));
        let words = span.of(self.text);
        let capitals =
            words.chars().filter(|c| c.is_alphabetic()).count() > 3 && !words.chars().any(char::is_lowercase);
        capitals
            && self.parse.token(TokenId::new(at)).sent_start
            && matches!(self.word(end), "-" | "--" | "—" | "–" | "(" | "," | "&")
    }

    /// Whether a state or one of its units is named here.
    fn names_container(&self, at: usize) -> bool {
        if self.places.abbreviated(self.word(at)).is_some() {
            return true;
        }
        let (mut buffer, mut found) = (String::new(), Vec::new());
        self.places.starting_at(self.parse, self.text, at, &mut buffer, &mut found);
        self.word(at).starts_with(char::is_uppercase)
            && found.iter().flat_map(|n| &n.spots).any(|&(id, is_other)| {
                let spot = self.places.spot(id);
                matches!(spot.feature, Feature::Country | Feature::Nation)
                    || (spot.feature == Feature::Admin1 && !is_other)
            })
    }

    /// What the recogniser calls a place and no list knows, or knows by a part of it.
    fn recognised(&self, at: usize, buffer: &mut String, namesakes: &mut Vec<Namesakes>) -> Option<(Found, usize)> {
        let entity = self.parse.raw_entities().iter().find(|e| e.tokens.contains(&(at as u32)))?;
        if entity.tokens.start as usize != at
            && !(matches!(self.word(entity.tokens.start as usize), "the" | "The")
                && entity.tokens.start as usize + 1 == at)
        {
            return None;
        }
        let label = self.label(at);
        let end = entity.tokens.end as usize;
        let article = self.word(at).eq_ignore_ascii_case("the");
        if article && !self.word(at + 1).starts_with(char::is_uppercase)
            || generic::is_common(self.word(at)) && end == at + 1
        {
            return None;
        }
        // "The United States": its own name comes after the article.
        if article {
            return None;
        }
        if !matches!(label, "GPE" | "LOC" | "FAC")
            || (at.saturating_sub(1)..(end + 1).min(self.parse.len())).any(|t| self.personal[t] != Personal::No)
        {
            return None;
        }
        // "Northern Ghor": the known name inside, if it ends the words.
        for start in at + 1..end {
            self.places.starting_at(self.parse, self.text, start, buffer, namesakes);
            if let Some(inner) = namesakes.iter().find(|n| n.end == end && label != "FAC") {
                return Some((self.found(start, end, inner.spots.clone(), None), end));
            }
        }
        let last = self.word(end - 1);
        let end = if matches!(last, "'s" | "’s") { end - 1 } else { end };
        (end > at && self.word(at).chars().count() > 1).then(|| (self.found(at, end, Vec::new(), None), end))
    }

    /// Ties a town to the unit or state after the comma.
    fn nest(&self, found: &mut [Found]) {
        for i in 0..found.len().saturating_sub(1) {
            let (this, next) = (&found[i], &found[i + 1]);
            let between = &self.text[this.span.end() as usize..next.span.start() as usize];
            let close = matches!(between, ", " | " (" | ",") || (between == " in " && this.spots.len() > 1);
            if close && next.spots.iter().any(|&(id, _)| !self.places.spot(id).feature.is_town()) {
                found[i].within = Some(i + 1);
            }
        }
    }
}

/// "NATO", "ECHO": up to five letters, all of them capitals.
fn short_capitals(words: &str) -> bool {
    words.len() <= 5 && words.len() > 1 && words.bytes().all(|b| b.is_ascii_uppercase())
}
