//! Who is asked, charged, threatened or refused, where other words than those of the rule say so: to whom a letter goes, who
//! is told of a plan, who holds those whose release is asked for.

use std::sync::Arc;

use chancery_doc::{Argument, Country, EventType, Sector, TokenId};

use crate::arguments::{Party, argument, mention_of};
use crate::complement::is_of_actors;
use crate::draft::Draft;
use crate::grammar::Grammar;
use crate::matcher::Matcher;
use crate::reality::Reality;
use crate::standing;

impl Grammar<'_> {
    /// "Withdraw your troops": what opens a quotation, or a sentence that ends in its source, and has no subject is an order.
    fn is_quoted_order(&self, v: TokenId) -> bool {
        let parse = self.parse;
        let first = parse.left_edge(v);
        let quoted = first.index().checked_sub(1).map(|i| parse.norm(TokenId::new(i)));
        // Without marks it opens the sentence, and who says so stands behind.
        let opens = first == v && parse.token(v).sent_start && parse.tag(v) == "VB" && parse.head(v) > v;
        let bare = self.child(v, &["nsubj", "nsubjpass", "mark", "expl"]).is_none()
            && self.children(v, &["aux"]).all(|a| matches!(parse.norm(a), "do" | "please"));
        matches!(parse.tag(v), "VB" | "VBP")
            && matches!(parse.dep(v), "ccomp" | "advcl" | "xcomp" | "csubj" | "ROOT")
            && bare
            && (opens || quoted.is_some_and(|q| matches!(q, "\"" | "“" | "``" | "'" | "‘")))
    }
}

impl Matcher<'_, '_> {
    /// Who is asked, charged, threatened or refused, where other words than those of the rule say so.
    pub(crate) fn find_asked(&self, draft: &mut Draft<'_>) {
        self.leave_own_people_out(draft);
        self.find_addressee(draft);
        self.find_jailer(draft);
    }

    /// "The rebels will burn the crops, their leader warned": those whose leader says so are not spoken to.
    fn leave_own_people_out(&self, draft: &mut Draft<'_>) {
        use EventType::{Agree, Concede, Reject, Request, Threaten};
        if !matches!(draft.event_type, Agree | Concede | Reject | Request | Threaten) {
            return;
        }
        let grammar = &self.walker.grammar;
        let heads = draft.actors.iter().filter_map(|a| mention_of(self.parties.cast, a)).map(|m| m.head);
        let whose = heads.flat_map(|h| grammar.children(h, &["poss"])).filter(|&p| grammar.parse.tag(p) == "PRP$");
        let owners: Vec<_> = whose.flat_map(|p| self.parties.of(p, false)).map(|p| p.mention.entity).collect();
        draft.recipients.retain(|r| !owners.contains(&r.entity));
        // "Insisted that his forces must remain free": whoever is the actor's own is not asked.
        let own: Vec<_> = draft.actors.iter().map(|a| (a.entity, a.country)).collect();
        let is_own = |r: &Argument| {
            let head = mention_of(self.parties.cast, r).map(|m| m.head);
            let owner = head.and_then(|h| grammar.children(h, &["poss"]).find(|&p| grammar.parse.tag(p) == "PRP$"));
            let owner = owner.and_then(|p| self.parties.direct(p)).map(|m| (m.entity, m.country));
            let of_owner = |c: Option<Country>| r.country.is_none() || r.country == c;
            owner.is_some_and(|(e, c)| of_owner(c) && own.iter().any(|o| o.0 == e || c.is_some() && o.1 == c))
                && matches!(r.sectors.first(), Some(Sector::Mil | Sector::Gov | Sector::Cop))
        };
        if draft.event_type != Agree {
            draft.recipients.retain(|r| !is_own(r));
        }
    }

    /// "In a letter to the Sudanese president, the bloc called for the release of the editors": to whom a message goes in
    /// which something is asked, charged, threatened or refused, where nobody of a known state is named otherwise.
    fn find_addressee(&self, draft: &mut Draft<'_>) {
        use EventType::{Accuse, Agree, Concede, Reject, Request, Support, Threaten};
        let told = matches!(draft.event_type, Accuse | Agree | Concede | Reject | Request | Support | Threaten);
        if draft.joint || !self.asks_nobody_known(draft) {
            return;
        }
        if draft.recipients.is_empty() {
            draft.take_recipients(self.told_to(draft));
        }
        if !told || !self.asks_nobody_known(draft) {
            return;
        }
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let led = |t: TokenId, by: &'static [&'static str]| {
            let preps = grammar.children(t, &["prep"]).filter(move |&p| by.contains(&parse.norm(p)));
            preps.filter_map(move |p| grammar.child(p, &["pobj"]))
        };
        let message = |t: &TokenId| self.says("missive", *t);
        let to = |t: TokenId| led(t, &["to", "with"]).flat_map(|o| self.parties.of(o, true)).collect::<Vec<_>>();
        let verb = draft.anchor.governor();
        let over = std::iter::once(verb).chain(parse.ancestors(verb).take(1));
        let found = over.flat_map(|v| led(v, &["in", "during"])).filter(message).map(to).find(|f| !f.is_empty());
        let is_other = |p: &&Party<'_>| p.mention.country.is_some() && !is_of_actors(&draft.actors, p.mention);
        let found: Vec<Argument> = found.iter().flatten().filter(is_other).map(argument).collect();
        if !found.is_empty() {
            draft.take_recipients(found);
        }
    }

    /// "Withdraw your troops," Congo told Rwanda: whoever says so has not done it, but asks for it.
    pub(crate) fn ask_by_order(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let order = draft.anchor.governor();
        if !grammar.is_verb(order) || !grammar.is_quoted_order(order) {
            return;
        }
        let says = grammar.parse.head(order);
        let told = grammar.words.reports.contains(grammar.parse.lemma(says)) || self.says("orders", says);
        let of = |t: Option<TokenId>| t.map(|t| self.parties.of(grammar.antecedent(t), true)).unwrap_or_default();
        let speakers = of(grammar.child(says, &["nsubj"]));
        let hearers = of(grammar.child(says, &["dobj", "dative"]));
        if !told || !speakers.iter().any(|p| standing::has_power(self.parties.cast, p.mention)) {
            draft.dropped = true;
            return;
        }
        let (mode, cameo) = match draft.event_type {
            EventType::Retreat | EventType::Concede => (Some("yield"), Some("105")),
            EventType::Aid => (Some("assist"), Some("103")),
            EventType::Consult => (Some("meet"), Some("106")),
            _ => (None, None),
        };
        draft.event_type = EventType::Request;
        (draft.modes, draft.cameo) = (mode.into_iter().map(Arc::from).collect(), cameo.map(Arc::from));
        draft.reality = Reality::default();
        draft.take_actors(speakers.iter().map(argument).collect());
        draft.take_recipients(hearers.iter().map(argument).collect());
    }

    /// Whether the rule has a place for whoever is turned to, and its words name nobody of a known state there.
    fn asks_nobody_known(&self, draft: &Draft<'_>) -> bool {
        !draft.rule.recipient.is_empty() && draft.recipients.iter().all(|r| r.country.is_none())
    }

    /// "Lavrov told the Malian minister that Moscow would send grain": whom a plan of one's own is told to.
    fn told_to(&self, draft: &Draft<'_>) -> Vec<Argument> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = draft.anchor.governor();
        let would = || grammar.children(verb, &["aux"]).any(|a| matches!(parse.norm(a), "would" | "will"));
        let tells = |v: &TokenId| matches!(parse.lemma(*v), "tell" | "inform" | "assure" | "notify" | "promise");
        let over = Some(parse.head(verb)).filter(tells).filter(|_| parse.dep(verb) == "ccomp" && would());
        let Some(hearer) = over.and_then(|v| grammar.child(v, &["dobj", "dative"])) else { return Vec::new() };
        let parties = self.parties.of(hearer, true);
        let own = draft.actors.first().and_then(|a| a.country);
        let is_other = |p: &&Party<'_>| {
            p.mention.country.is_some_and(|c| Some(c) != own) && standing::has_power(self.parties.cast, p.mention)
        };
        parties.iter().filter(is_other).map(argument).collect()
    }

    /// "Sought the release of two citizens jailed in China": who holds those whose release is asked for is asked.
    fn find_jailer(&self, draft: &mut Draft<'_>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        if draft.event_type != EventType::Request || !self.asks_nobody_known(draft) {
            return;
        }
        let freed = draft.recipients.iter().filter_map(|r| mention_of(self.parties.cast, r)).map(|m| m.head);
        let objects = self.walker.objects(draft.anchor, |p| p == "for");
        let of = objects.into_iter().flat_map(|o| grammar.children(o, &["prep"])).filter(|&p| parse.norm(p) == "of");
        let people = freed.chain(of.filter_map(|p| grammar.child(p, &["pobj"])));
        let holds = |v: &TokenId| ["takes_in", "sentences"].iter().any(|set| self.says(set, *v));
        let held = people.flat_map(|h| grammar.children(h, &["acl", "relcl"])).filter(holds);
        let by = held.flat_map(|v| grammar.children(v, &["agent", "prep"]));
        let by = by.filter(|&p| matches!(parse.norm(p), "by" | "in")).filter_map(|p| grammar.child(p, &["pobj"]));
        let is_other = |p: &Party<'_>| p.mention.country.is_some() && !is_of_actors(&draft.actors, p.mention);
        let mut jailers = by.map(|o| self.parties.of(o, true)).map(|mut all| {
            all.retain(is_other);
            all
        });
        if let Some(found) = jailers.find(|f| !f.is_empty()) {
            draft.take_recipients(found.iter().map(argument).collect());
        }
    }
}
