//! Whom somebody leads or speaks for: of a union, a party or an armed group its leaders are what it is, though "leader",
//! "president" and "secretary" alone are words for those who govern a state, and "commander" for a soldier.
//!
//! What is deliberately absent: members and posts of which the lists tell no sector; these have that of their body anyhow.

use chancery_doc::{EntityKind, Sector, TokenId};
use chancery_gazetteer::{Class, NounId, What};

use crate::join::Joiner;
use crate::phrase::{Guess, Phrase, Reader, Title, Unit};

/// Posts that states, unions, clubs and armed groups have alike.
fn is_post_anywhere(form: &str) -> bool {
    matches!(
        form,
        "secretary"
            | "vice president"
            | "vice-president"
            | "military chief"
            | "military leader"
            | "military commander"
            | "political leader"
            | "chief of staff"
            | "chief negotiator"
            | "chief executive"
            | "press secretary"
            | "envoy"
            | "commandant"
            | "field commander"
            | "coordinator"
    ) || form.ends_with(" spokesman")
        || form.ends_with(" spokeswoman")
        || form.ends_with(" negotiator")
}

/// Whether these are sectors that a post has by itself, whatever body it is of.
pub(crate) fn is_default(sectors: &[Sector]) -> bool {
    sectors.iter().all(|s| matches!(s, Sector::Gov | Sector::Mil | Sector::Bus | Sector::Unk))
}

/// Whether a body of these sectors makes its leaders what it is: not where it governs, or serves a state.
pub(crate) fn makes_leaders(sectors: &[Sector]) -> bool {
    use Sector::{Agr, Bus, Crm, Edu, Jrn, Jud, Lab, Leg, Med, Opp, Prm, Pty, Reb, Rel, Soc, Uaf};
    matches!(
        sectors.first(),
        Some(Agr | Bus | Crm | Edu | Jrn | Jud | Lab | Leg | Med | Opp | Prm | Pty | Reb | Rel | Soc | Uaf)
    )
}

impl Reader<'_> {
    /// What a few words around a noun make of it: "heavily armed Serbs", "a person familiar with the matter", "the
    /// president's brother".
    pub(crate) fn by_description(&mut self, i: usize) {
        let parse = self.parse;
        let p = &self.phrases[i];
        let head = TokenId::new(p.head);
        let sector = match p.unit {
            Unit::Listed(e) if matches!(self.gazetteer.entry(e).what, What::Demonym | What::Citizens) && !p.lends => {
                let mut before = (p.start..p.name.start).map(|t| parse.norm(TokenId::new(t)));
                before.any(|w| matches!(w, "armed" | "masked")).then_some(Sector::Uaf)
            }
            Unit::Noun(n) if p.sectors == [Sector::Cvl] && p.name.is_empty() => match &*self.gazetteer.noun(n).form {
                "person" | "people" | "man" | "woman" | "one" => {
                    let knows = |c: TokenId| {
                        matches!(parse.norm(c), "familiar" | "briefed" | "close")
                            && parse.children_by(c, "prep").any(|w| matches!(parse.norm(w), "with" | "on" | "to"))
                    };
                    parse.children(head).iter().any(|&c| c > head && knows(c)).then_some(Sector::Unk)
                }
                "brother" | "sister" | "son" | "daughter" | "wife" | "husband" | "cousin" | "nephew"
                | "brother-in-law" | "son-in-law" | "widow" | "niece" => {
                    let of = parse.children_by(head, "prep").filter(|&c| parse.norm(c) == "of");
                    let mut whose =
                        of.flat_map(|c| parse.children_by(c, "pobj")).chain(parse.children_by(head, "poss"));
                    let rules = |t: TokenId| {
                        matches!(
                            parse.norm(t),
                            "president" | "king" | "emir" | "sultan" | "leader" | "ruler" | "dictator" | "premier"
                        )
                    };
                    whose.any(rules).then_some(Sector::Eli)
                }
                _ => None,
            },
            _ => None,
        };
        if let Some(sector) = sector {
            self.phrases[i].sectors = vec![sector];
        }
    }

    /// Whether the last title of a phrase is a post that says nothing of the body it is in.
    fn has_open_post(&self, i: usize) -> bool {
        let is_open = |t: &Title| {
            let noun = self.gazetteer.noun(t.noun);
            matches!(noun.class, Class::Part | Class::Spokes) || is_post_anywhere(&noun.form)
        };
        let p = &self.phrases[i];
        !p.plural && p.titles.last().is_some_and(is_open)
    }

    /// "The Forest Workers' Union (FWU) secretary Ann Lee": of the body whose letters stand in brackets before the post.
    fn body_in_front(&self, p: &Phrase) -> Option<Vec<Sector>> {
        let from = p.titles.last()?.start;
        let word = |back: usize| from.checked_sub(back).map_or("", |t| self.word(t));
        if word(1) != ")" || word(3) != "(" {
            return None;
        }
        let body = self.scan.noun(from.checked_sub(4)?)?;
        let sectors = &self.gazetteer.noun(body.noun).sectors;
        makes_leaders(sectors).then(|| sectors.clone())
    }

    /// "Hezbollah's deputy leader", "the secretary of the nurses' union", "the president of Congress": of the sectors of
    /// whom they lead.
    pub(crate) fn by_led(&mut self, i: usize) {
        self.by_trade(i);
        self.by_diplomacy(i);
        let p = &self.phrases[i];
        let fits = matches!(p.unit, Unit::Noun(_) | Unit::Unlisted(Guess::Person)) && !p.lends;
        if !fits || !self.has_open_post(i) || !is_default(&p.sectors) {
            return;
        }
        if let Some(sectors) = self.body_in_front(p) {
            self.phrases[i].sectors = sectors;
            return;
        }
        let parse = self.parse;
        let roots: Vec<TokenId> = std::iter::once(p.head)
            .chain(p.titles.iter().map(|t| self.top(t.start, t.end)))
            .map(TokenId::new)
            .collect();
        let of = roots
            .iter()
            .flat_map(|&r| parse.children_by(r, "prep"))
            .filter(|&c| matches!(parse.norm(c), "of" | "for"))
            .flat_map(|c| parse.children_by(c, "pobj"));
        let owners = roots.iter().flat_map(|&r| parse.children_by(r, "poss"));
        let whom = of.chain(owners).filter_map(|t| self.phrase_at(t)).find(|&j| j != i && self.is_led_body(j));
        let Some(j) = whom else { return };
        let (mut theirs, entry) = (self.phrases[j].sectors.clone(), self.phrases[j].unit);
        // "The Viv Ansanm coalition … the coalition's leader": of the one that the text has named.
        let q = &self.phrases[j];
        if let (Unit::Noun(n), true, 0..=3) = (entry, q.definite && q.name.is_empty(), q.end - q.start) {
            let named = |r: &&Phrase| r.unit == Unit::Noun(n) && r.org.is_some() && !r.plural;
            let org = self.phrases[..j].iter().rev().take(120).find(named).and_then(|r| r.org);
            let own = org.map(|o| self.gazetteer.entry(o).standing(self.published).sectors.to_vec());
            theirs = own.filter(|s| makes_leaders(s)).unwrap_or(theirs);
        }
        if !makes_leaders(&theirs) {
            return;
        }
        if let Unit::Listed(e) = entry {
            self.phrases[i].org.get_or_insert(e);
        }
        self.phrases[i].sectors = theirs;
    }

    /// "The head of Iranian diplomacy": the minister for foreign affairs.
    fn by_diplomacy(&mut self, i: usize) {
        let p = &self.phrases[i];
        let heads =
            matches!(p.unit, Unit::Noun(n) if matches!(&*self.gazetteer.noun(n).form, "head" | "chief" | "boss"));
        if !heads || !p.sectors.is_empty() || p.plural {
            return;
        }
        let parse = self.parse;
        let of = parse.children_by(TokenId::new(p.head), "prep").filter(|&c| parse.norm(c) == "of");
        let Some(led) = of.flat_map(|c| parse.children_by(c, "pobj")).find(|&o| parse.norm(o) == "diplomacy") else {
            return;
        };
        let state = parse.children(led).iter().filter_map(|&c| self.phrase_at(c)).find_map(|j| self.phrases[j].country);
        let minister = self.gazetteer.find_noun("foreign minister");
        let p = &mut self.phrases[i];
        p.unit = minister.map_or(p.unit, Unit::Noun);
        p.sectors = vec![Sector::Gov];
        p.end = p.end.max(led.index() + 1);
        if p.country.is_none() && state.is_some() {
            (p.country, p.told) = (state, true);
        }
    }

    /// "An adviser to the Chadian president": such serve whom the "to" tells.
    pub(crate) fn is_adviser(&self, noun: NounId) -> bool {
        matches!(
            self.gazetteer.noun(noun).form.rsplit(' ').next(),
            Some("adviser" | "advisor" | "aide" | "assistant" | "counsellor" | "counselor")
        )
    }

    /// "Elchin Rzayev of the Azerbaijani defence ministry", "Li Wei, of the Chinese foreign ministry", "Tamar Kapanadze,
    /// whose Unity coalition …": a bare name is of the body that it is told to be of, or whose party it is told to be.
    pub(crate) fn by_membership(&mut self, i: usize) {
        let p = &self.phrases[i];
        let bare = p.unit == Unit::Unlisted(Guess::Person) && p.titles.is_empty() && !p.plural && !p.lends;
        if !bare || !p.sectors.is_empty() || p.name.len() < 2 {
            return;
        }
        let parse = self.parse;
        let head = TokenId::new(p.head);
        let of = parse
            .children_by(head, "prep")
            .filter(|&c| {
                let comma = || parse.norm(c) == "of" && parse.norm(TokenId::new(p.head + 1)) == ",";
                let near = c.index() == p.head + 1 || c.index() == p.head + 2 && comma();
                matches!(parse.norm(c), "of" | "from" | "at" | "with") && near
            })
            .flat_map(|c| parse.children_by(c, "pobj"));
        let owned = |v: TokenId| {
            parse.children(v).iter().copied().filter(|&n| {
                parse.dep(n).starts_with("nsubj") && parse.children_by(n, "poss").any(|w| parse.norm(w) == "whose")
            })
        };
        let whose = parse.children_by(head, "relcl").flat_map(owned);
        let whose = whose.filter(|&n| {
            matches!(parse.lemma(n), "party" | "coalition" | "movement" | "alliance" | "bloc" | "union" | "federation")
        });
        let body = of.chain(whose).filter_map(|t| self.phrase_at(t)).find(|&j| j != i && self.is_led_body(j));
        let Some(q) = body.map(|j| &self.phrases[j]).filter(|q| !q.plural) else { return };
        let (country, told, sectors) = (q.country, q.told, q.sectors.clone());
        let p = &mut self.phrases[i];
        if p.country.is_none() && country.is_some() {
            (p.country, p.told) = (country, told);
        }
        p.sectors = sectors;
    }

    /// "The Pentagon reaffirmed what spokeswoman Ann Lee called its duty": a bare spokeswoman speaks for the body that acts
    /// in her sentence.
    pub(crate) fn by_spoken_for(&mut self, i: usize) {
        let p = &self.phrases[i];
        let [title] = p.titles.as_slice() else { return };
        let bare = p.country.is_none() && p.org.is_none() && !p.name.is_empty() && !p.plural;
        let alone = (p.start..title.start).all(|t| self.parse.tag(TokenId::new(t)).starts_with('W'));
        if !bare || !alone || self.gazetteer.noun(title.noun).class != Class::Spokes {
            return;
        }
        let parse = self.parse;
        let id = parse.sentence_of(TokenId::new(p.head));
        let acts = |q: &&Phrase| {
            let head = TokenId::new(q.head);
            let body =
                q.metonym || matches!(q.unit, Unit::Listed(e) if self.gazetteer.entry(e).what == What::Organization);
            body && parse.dep(head) == "nsubj" && q.sectors.first() != Some(&Sector::Jrn)
        };
        let before = self.phrases[..i].iter().rev().take_while(|q| parse.sentence_of(TokenId::new(q.head)) == id);
        let Some(q) = before.filter(acts).last() else { return };
        let (country, sectors) = (q.country, q.sectors.clone());
        let p = &mut self.phrases[i];
        p.country = country;
        p.told = country.is_some();
        if !sectors.is_empty() {
            p.sectors = sectors;
        }
    }

    fn is_led_body(&self, j: usize) -> bool {
        let q = &self.phrases[j];
        match q.unit {
            Unit::Listed(e) => self.gazetteer.entry(e).what == What::Organization,
            Unit::Unlisted(g) => g == Guess::Organization,
            Unit::Noun(n) => q.plural || matches!(self.gazetteer.noun(n).class, Class::Body | Class::People),
            Unit::Aged | Unit::Counted => false,
        }
    }

    /// "A fishermen's federation", "the teachers' association": of the trade of its members, and of labour.
    fn by_trade(&mut self, i: usize) {
        let p = &self.phrases[i];
        let form = match p.unit {
            Unit::Noun(n) => &*self.gazetteer.noun(n).form,
            _ => return,
        };
        if !matches!(form, "federation" | "association" | "union" | "confederation" | "guild" | "syndicate" | "league")
        {
            return;
        }
        let members = self
            .parse
            .children(TokenId::new(p.head))
            .iter()
            .filter(|&&c| matches!(self.parse.dep(c), "poss" | "compound" | "nmod") && c.index() < p.head);
        let trade = members.filter_map(|&c| self.scan.noun(c.index())).find_map(|n| {
            let first = *self.gazetteer.noun(n.noun).sectors.first()?;
            matches!(first, Sector::Agr | Sector::Lab | Sector::Edu | Sector::Med | Sector::Jrn).then_some(first)
        });
        if let Some(trade) = trade {
            let mut sectors = vec![Sector::Lab];
            sectors.extend((trade != Sector::Lab).then_some(trade));
            self.phrases[i].sectors = sectors;
        }
    }
}

impl Joiner<'_> {
    /// Whether somebody of a body or band, by "its" and "their", is of its sectors: its spokesmen and heads are, and its
    /// commanders and negotiators if it is no state's.
    pub(crate) fn serves_whole(&self, p: &Phrase, kind: EntityKind, theirs: &[Sector]) -> bool {
        if p.org.is_some() || theirs.is_empty() || !matches!(kind, EntityKind::Organization | EntityKind::Group) {
            return false;
        }
        let Some(noun) = p.titles.last().map(|t| self.gazetteer.noun(t.noun)) else { return false };
        matches!(noun.class, Class::Part | Class::Spokes)
            || !p.plural && is_post_anywhere(&noun.form) && is_default(&p.sectors) && makes_leaders(theirs)
    }

    /// Leaves to somebody of whom "their" says whose spokesman he is no sector that the post alone would have.
    pub(crate) fn leave_to_whole(&mut self, draft: usize, theirs: &[Sector]) {
        if makes_leaders(theirs) {
            let entity = &mut self.drafts[draft].entity;
            entity.sectors.retain(|s| theirs.contains(s) || !is_default(&[*s]));
            self.drafts[draft].led = true;
        }
    }
}
