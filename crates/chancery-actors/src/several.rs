//! Who "they" are after two or more who were told one by one: those of one subject, and whoever the subject met.

use chancery_doc::{EntityKind, Sector, TokenId};

use crate::join::{Joiner, Recent};

impl Joiner<'_> {
    /// Those of "Banda and Moyo met", "the government and rebels met", for the "they" after it.
    pub(crate) fn coordinated_subject(&self, t: usize, sentence: u32) -> Option<Vec<usize>> {
        // "Chad and Niger have agreed, an envoy said. Their …": who only tells of them is not meant.
        let only_tells = |r: &Recent| r.sentence < sentence && self.tells_before(TokenId::new(r.token));
        let near = |r: &&Recent| r.subject && r.token != t && sentence - r.sentence < 2 && !only_tells(r);
        let subject = self.recent.iter().rev().find(near)?;
        let single = |r: &Recent| {
            let draft = &self.drafts[self.root(r.draft)];
            (!draft.plural && draft.entity.kind != EntityKind::Group).then(|| self.root(r.draft))
        };
        let mut several = vec![single(subject)?];
        let mut at = TokenId::new(subject.token);
        while let Some(next) = self.parse.children_by(at, "conj").next() {
            let r = self.recent.iter().rev().take(24).find(|r| r.token == next.index())?;
            // "The government and rebels met": the second side may be many.
            let fights = |r: &Recent| {
                let draft = &self.drafts[self.root(r.draft)];
                matches!(draft.entity.sectors.first(), Some(Sector::Reb | Sector::Mil | Sector::Uaf | Sector::Opp))
            };
            several.push(if fights(r) { self.root(r.draft) } else { single(r)? });
            at = next;
            if several.len() == 6 {
                break;
            }
        }
        several.extend(self.met_by(subject.token).and_then(single));
        several.dedup();
        (several.len() > 1).then_some(several)
    }

    /// "The two countries fought. They made peace": those whom the subject before stands for, where it stands for two and
    /// nobody else acts in between.
    pub(crate) fn two_before(&self, t: usize, sentence: u32) -> Option<Vec<usize>> {
        let acts = |r: &Recent| self.parse.is_root(self.parse.head(TokenId::new(r.token)));
        let subject = self.recent.iter().rev().find(|r| r.subject && r.sentence < sentence && acts(r))?;
        let own = matches!(self.parse.dep(TokenId::new(t)), "nsubj" | "nsubjpass");
        let opens = self.recent.iter().rev().take_while(|r| r.sentence == sentence).all(|r| !r.subject);
        if !own || !opens || subject.sentence + 1 != sentence {
            return None;
        }
        let near = self.mentions.iter().rev().take(32).filter(|m| m.head.index() == subject.token);
        let mut two: Vec<usize> = Vec::new();
        for d in near.map(|m| self.root(m.entity.index())) {
            if !two.contains(&d) {
                two.push(d);
            }
        }
        (two.len() == 2).then_some(two)
    }

    /// "Silva met Diaz. They signed": whoever the subject met, or spoke with.
    fn met_by(&self, subject: usize) -> Option<&Recent> {
        let parse = self.parse;
        let verb = parse.head(TokenId::new(subject));
        let meets =
            matches!(parse.lemma(verb), "meet" | "receive" | "welcome" | "greet" | "host" | "phone" | "telephone");
        let with = || parse.children_by(verb, "prep").find(|&p| parse.norm(p) == "with");
        let other = parse.children_by(verb, "dobj").next();
        let other = other.or_else(|| with().and_then(|p| parse.children_by(p, "pobj").next())).filter(|_| meets)?;
        self.recent.iter().rev().take(24).find(|r| r.token == other.index())
    }

    /// "…, an envoy said": whether a word is the subject of a verb of speaking that ends what it tells.
    fn tells_before(&self, subject: TokenId) -> bool {
        let verb = self.parse.head(subject);
        self.speaks(subject) && self.parse.children_by(verb, "ccomp").any(|c| c < subject && c < verb)
    }
}
