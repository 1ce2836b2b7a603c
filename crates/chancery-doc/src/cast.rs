//! Who takes part: entities, and the places where the text mentions them.

use std::ops::Range;

use crate::{Country, EntityId, MentionId, Sector, Span, TokenId};

/// What kind of thing an entity is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum EntityKind {
    /// A named human being.
    Person,
    /// An organisation, institution, outlet, armed group with a name.
    Organization,
    /// A country, city or region.
    Place,
    /// Several people or a force without a name of its own ("Israeli forces", "10 Palestinians").
    Group,
    /// One or a few persons whom the text does not name ("a Palestinian politician").
    Unnamed,
}

/// How a mention names its entity.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum Form {
    /// By (part of) its name.
    Name,
    /// By title or description ("the Secretary of State").
    Nominal,
    /// By pronoun or possessive.
    Pronoun,
}

/// Where the knowledge of a role comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum RoleSource {
    /// The article says so.
    Text,
    /// The gazetteer says so.
    List,
}

/// Where the knowledge of a party's country comes from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub enum CountrySource {
    /// The words that name it say so, here or where it is named more fully.
    Text,
    /// The gazetteer says so.
    List,
    /// What stands around it does: whom it acts with, the place of the clause, the country the article is at home in.
    Context,
}

/// An office or function an entity holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Role {
    /// The title as the text gives it, without country ("Foreign Minister").
    pub title: String,
    /// The country or international code it is held for, as the text or the context gives it.
    pub of: Option<Country>,
    /// Whether the text says it is past ("former", "ex-").
    pub former: bool,
    /// Where it is known from.
    pub source: RoleSource,
}

/// How many a group is, as the text counts it. A bound the words leave open is none: "at least 17" has no `high`,
/// "dozens" no `best`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Size {
    /// No fewer than this.
    pub low: Option<u64>,
    /// The number given.
    pub best: Option<u64>,
    /// No more than this.
    pub high: Option<u64>,
    /// The words that count.
    pub text: String,
}

/// One referent: all its mentions in the article are joined here.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entity {
    /// The fullest name or description.
    pub name: String,
    /// What kind of thing it is.
    pub kind: EntityKind,
    /// The state or international code it belongs to.
    pub country: Option<Country>,
    /// PLOVER sectors, primary first.
    pub sectors: Vec<Sector>,
    /// Whether it is away from home by trade or by the words for it: diplomats, tourists, foreign troops.
    pub abroad: bool,
    /// Whether it is a state itself: neither its people and bodies nor a town or region of it.
    pub state: bool,
    /// Offices, in the order of the text.
    pub roles: Vec<Role>,
    /// How many it is, where it is a group that the text counts.
    pub size: Option<Size>,
    /// Its mentions, in text order.
    pub mentions: Vec<MentionId>,
}

/// A stretch of text that refers to an entity.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mention {
    /// Whom it refers to.
    pub entity: EntityId,
    /// The words.
    pub span: Span,
    /// The tokens: first and one past the last.
    pub tokens: Range<u32>,
    /// The word that carries the grammar of the mention.
    pub head: TokenId,
    /// How it refers.
    pub form: Form,
    /// The country that holds here, which may say more or less than the entity's.
    pub country: Option<Country>,
    /// Where that country is known from.
    pub country_source: Option<CountrySource>,
    /// The sectors that hold here ("US" has none, "Washington" announcing something is GOV), primary first.
    pub sectors: Vec<Sector>,
}

/// All entities of an article, in the order of their first mention, and all mentions in text order.
///
/// Invariant: every mention's entity lists it, and every entity has at least one mention. Mentions may nest
/// ("the President of Chad" holds "Chad") and then the longer stands first.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cast {
    entities: Vec<Entity>,
    mentions: Vec<Mention>,
    /// The mentions headed by a token, sorted by token, the longest first.
    by_head: Vec<(TokenId, MentionId)>,
    /// The longest mention over each token, up to the last mentioned one.
    covering: Vec<Option<MentionId>>,
}

impl Cast {
    /// A cast from entities and their mentions. Entities without a mention are dropped; entities are put in the
    /// order of their first mention, mentions in text order (at one start, the longer first), and ids follow.
    /// The `mentions` lists of the given entities are ignored and made anew.
    ///
    /// # Panics
    /// If a mention refers to no given entity.
    pub fn new(entities: Vec<Entity>, mut mentions: Vec<Mention>) -> Cast {
        mentions.sort_by_key(|m| (m.span.start(), std::cmp::Reverse(m.span.end()), m.entity));
        let mut entities: Vec<Option<Entity>> = entities.into_iter().map(Some).collect();
        let mut new_id: Vec<Option<EntityId>> = vec![None; entities.len()];
        let mut ordered: Vec<Entity> = Vec::new();
        for (i, mention) in mentions.iter_mut().enumerate() {
            let old = mention.entity.index();
            let id = *new_id[old].get_or_insert_with(|| {
                let mut entity = entities[old].take().expect("taken once, when its new id is made");
                entity.mentions.clear();
                ordered.push(entity);
                EntityId::new(ordered.len() - 1)
            });
            mention.entity = id;
            ordered[id.index()].mentions.push(MentionId::new(i));
        }
        let mut by_length: Vec<MentionId> = (0..mentions.len()).map(MentionId::new).collect();
        by_length.sort_by_key(|m| mentions[m.index()].span.len());
        let n_tokens = mentions.iter().map(|m| m.tokens.end).max().unwrap_or(0);
        let mut covering = vec![None; n_tokens as usize];
        for &id in &by_length {
            let Mention { tokens, .. } = &mentions[id.index()];
            covering[tokens.start as usize..tokens.end as usize].fill(Some(id));
        }
        let mut by_head: Vec<(TokenId, MentionId)> =
            by_length.iter().rev().map(|&id| (mentions[id.index()].head, id)).collect();
        by_head.sort_by_key(|&(head, _)| head);
        Cast { entities: ordered, mentions, by_head, covering }
    }

    /// All entities, in the order of first mention.
    pub fn entities(&self) -> &[Entity] {
        &self.entities
    }

    /// All mentions, in text order.
    pub fn mentions(&self) -> &[Mention] {
        &self.mentions
    }

    /// An entity.
    pub fn entity(&self, id: EntityId) -> &Entity {
        &self.entities[id.index()]
    }

    /// A mention.
    pub fn mention(&self, id: MentionId) -> &Mention {
        &self.mentions[id.index()]
    }

    /// The longest mention whose head is this token.
    pub fn mention_headed_by(&self, token: TokenId) -> Option<&Mention> {
        self.mentions_headed_by(token).next()
    }

    /// All mentions whose head is this token, the longest first. There are several where one noun stands for
    /// several actors: "Hungarian and Slovak officials", "both sides".
    pub fn mentions_headed_by(&self, token: TokenId) -> impl Iterator<Item = &Mention> {
        let first = self.by_head.partition_point(|&(head, _)| head < token);
        self.by_head[first..].iter().take_while(move |&&(head, _)| head == token).map(|&(_, id)| self.mention(id))
    }

    /// The longest mention that covers this token.
    pub fn mention_covering(&self, token: TokenId) -> Option<&Mention> {
        self.covering.get(token.index()).copied().flatten().map(|id| self.mention(id))
    }

    /// Whether an entity goes by no name: a group, somebody, or a body that is only described ("a local newspaper").
    pub fn is_nameless(&self, id: EntityId) -> bool {
        match self.entity(id).kind {
            EntityKind::Group | EntityKind::Unnamed => true,
            EntityKind::Organization => self.mentions_of(id).all(|m| m.form != Form::Name),
            EntityKind::Person | EntityKind::Place => false,
        }
    }

    /// The mentions of an entity, in text order.
    pub fn mentions_of(&self, id: EntityId) -> impl Iterator<Item = &Mention> {
        self.entity(id).mentions.iter().map(|&m| self.mention(m))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_first_mention() {
        let entity = |name: &str| Entity {
            name: name.to_owned(),
            kind: EntityKind::Place,
            country: None,
            sectors: Vec::new(),
            abroad: false,
            state: false,
            roles: Vec::new(),
            size: None,
            mentions: Vec::new(),
        };
        let mention = |entity: usize, start: u32, end: u32| Mention {
            entity: EntityId::new(entity),
            span: Span::new(start, end),
            tokens: start..end,
            head: TokenId::new(end as usize - 1),
            form: Form::Name,
            country: None,
            country_source: None,
            sectors: Vec::new(),
        };
        let cast = Cast::new(
            vec![entity("never"), entity("late"), entity("early")],
            vec![mention(1, 5, 6), mention(2, 0, 2), mention(2, 0, 4)],
        );
        assert_eq!(cast.entities().iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["early", "late"]);
        assert_eq!(cast.mention_covering(TokenId::new(1)).map(|m| m.span), Some(Span::new(0, 4)));
        assert_eq!(cast.mention_headed_by(TokenId::new(1)).map(|m| m.span), Some(Span::new(0, 2)));
        assert_eq!(cast.mentions_of(EntityId::new(0)).count(), 2);
    }
}
