//! From matches to statements: source, cue and content as spans of the text.
//!
//! Spans follow the conventions of attribution corpora: the cue takes its auxiliaries, negation, adverbs, particle
//! and linking preposition; the source is the whole noun phrase with the comma that closes an apposition; the content
//! has its quotation marks inside and a final full stop only if it is quoted; "that" opens the content.

use std::sync::Arc;

use chancery_doc::{EntityId, EntityKind, Evidence, Pos, Span, Statement, TokenId, Why};

use crate::content::{Own, Page, form};
use crate::events::evidence;
use crate::marks::Parted;
use crate::matcher::{Match, Matcher};
use crate::path::Move;
use crate::rule::{Class, Emits, Reading, Rule};
use crate::walk::Anchor;

/// How far joined verbs are followed to the subject they share.
const DEEPEST: u8 = 8;

impl Matcher<'_, '_> {
    /// The statements of a text; `within` and `via` are not yet set.
    pub(crate) fn statements(&self, page: &Page<'_>) -> Vec<Statement> {
        let mut statements: Vec<Statement> = Vec::new();
        for matched in self.matches(Reading::Statements) {
            let found = matched.in_order().find_map(|(rule, anchor)| self.statement(page, rule, anchor, &matched));
            if let Some(statement) = found {
                // Two cues over the same content and source are one attribution ("agreed, saying that"): both stay,
                // unless one cue lies in the other.
                let inside = statements.iter().any(|s| s.cue[0].overlaps(statement.cue[0]));
                if !inside {
                    statements.push(statement);
                }
            }
        }
        self.yield_to_words(&mut statements);
        leave_to_the_outer(&mut statements, page);
        statements
    }

    /// A mark is the cue only where no word is: not where a statement outside claims the same words.
    fn yield_to_words(&self, statements: &mut Vec<Statement>) {
        let by_mark = |s: &Statement| self.book.marks.contains(&s.rule);
        let claimed: Vec<Span> = statements
            .iter()
            .filter(|s| !by_mark(s))
            .flat_map(|s| s.content.iter().filter(|c| !s.cue.iter().any(|cue| c.contains(*cue))).copied())
            .collect();
        let mut claimed = claimed;
        claimed.sort_by_key(|c| (c.start(), c.end()));
        let mut furthest = 0;
        let reach: Vec<u32> = claimed
            .iter()
            .map(|c| {
                furthest = furthest.max(c.end());
                furthest
            })
            .collect();
        statements.retain(|s| {
            // A word's content that starts inside what a mark claims is said there; one that holds it all claims it.
            let holds = |c: &Span| {
                let upto = claimed.partition_point(|k| k.start() <= c.start());
                upto > 0 && reach[upto - 1] >= c.end()
            };
            !by_mark(s) || !s.content.iter().any(holds)
        });
    }

    fn statement(&self, page: &Page<'_>, rule: &Rule, anchor: Anchor, matched: &Match<'_>) -> Option<Statement> {
        let text = page.text;
        let Emits::Statement { class } = &rule.emits else { return None };
        let parse = self.walker.grammar.parse;
        let str = text.as_str();
        let cue = self.cue(anchor, rule);
        if rule.is_by_mark() {
            return self.by_mark(page, rule, anchor, matched);
        }
        let mut source_words = self.walker.first(&rule.actor, anchor);
        self.leave_quotations(page, anchor, cue, &mut source_words);
        // A day that the parser takes for a subject says nothing.
        source_words.retain(|&t| !matches!(parse.iob(t).1, "DATE" | "TIME"));
        let unsure = || source_words.iter().all(|&t| t > anchor.trigger) || self.joined_saying(anchor).is_some();
        if *class == Class::Speech && unsure() {
            let found = self.source_before(anchor).or_else(|| {
                let lost = source_words.is_empty() || self.joined_saying(anchor).is_some();
                lost.then(|| self.inverted_source(page, anchor, cue)).flatten()
            });
            source_words = found.map_or(source_words, |b| vec![b]);
        }
        let source_word = source_words.first().copied().filter(|&t| !cue.overlaps(parse.span(t)));
        let surface = source_word.map(|t| self.surface(t, anchor));
        let mut source_spans = match surface {
            Some(t) => vec![self.source_span(t, cue, page)],
            None => Vec::new(),
        };
        if rule.requires.actor && source_spans.is_empty() {
            return None;
        }
        let addressee_word = self
            .walker
            .first(&rule.recipient, anchor)
            .into_iter()
            .find(|&t| source_word != Some(t) && surface != Some(t));
        let addressee_word = addressee_word.or_else(|| self.written_to(anchor));
        let addressee_span = addressee_word.map(|t| {
            let span = self.phrase(t);
            // "a cabinet meeting that …": the audience, without what it is told.
            let told = self.told_to_audience(anchor.governor()).filter(|&c| parse.head(c) == t);
            match told {
                Some(c) => Span::new(span.start(), parse.subtree_span(c).start().max(parse.span(t).end())).trimmed(str),
                None => span,
            }
        });

        let sentence = parse.sentence_span(parse.sentence_of(anchor.trigger));
        let own = Own {
            cue,
            source: source_spans.clone(),
            source_word: surface,
            addressee: addressee_span.filter(|a| sentence.contains(*a)),
            is_addressed: addressee_word.is_some_and(|t| !self.parties.of(t, false).is_empty()),
            governor: anchor.governor(),
        };
        let (content, addressee_word) = match (self.content(page, rule, anchor, &own), addressee_span) {
            (Some(content), _) => (content, addressee_word),
            // What looked like the addressee is all the content there is ("demanded a new trial").
            (None, Some(_)) => (self.content(page, rule, anchor, &Own { addressee: None, ..own })?, None),
            (None, None) => return None,
        };
        source_spans.retain(|s| !s.is_empty());
        let form = form(&content, page.quotations);
        let speaker = source_word.and_then(|t| self.parties.of(t, false).into_iter().next()).map(|p| p.mention);
        let addressee =
            addressee_word.and_then(|t| self.parties.of(t, true).into_iter().next()).map(|p| p.mention.entity);
        let mut must_hold = cue;
        if let Some(first) = content.iter().find(|c| sentence.overlaps(**c)) {
            must_hold =
                must_hold.cover(Span::new(first.start().max(sentence.start()), first.end().min(sentence.end())));
        }
        let mut captures = vec![(Arc::from("cue"), cue)];
        captures.extend(source_spans.iter().map(|s| (Arc::from("source"), *s)));
        captures.extend(content.iter().map(|s| (Arc::from("content"), *s)));
        Some(Statement {
            on_behalf_of: surface.zip(speaker).and_then(|(t, m)| self.on_behalf_of(t, m.entity)),
            speaker: speaker.map(|m| m.entity),
            addressee: addressee.filter(|a| speaker.is_none_or(|s| s.entity != *a)),
            evidence: vec![Evidence {
                span: evidence(parse, text, anchor.trigger, must_hold.trimmed(str)),
                trigger: cue,
            }],
            cue: vec![cue],
            source: source_spans,
            content,
            form,
            within: None,
            via: Vec::new(),
            rule: Arc::clone(&rule.id),
            why: Why { captures, beaten: matched.beaten(rule) },
            confidence: if *class == Class::Speech { 0.85 } else { 0.7 },
        })
    }

    /// The statement that a punctuation mark makes.
    fn by_mark(&self, page: &Page<'_>, rule: &Rule, anchor: Anchor, matched: &Match<'_>) -> Option<Statement> {
        let parse = self.walker.grammar.parse;
        let Parted { source, source_span, content } = self.parted(page, anchor.trigger)?;
        let cue = parse.span(anchor.trigger);
        let speaker = self.parties.of(source, false).into_iter().next().map(|p| p.mention.entity);
        let line = cue.cover(source_span);
        let captures = [("cue", cue), ("source", source_span), ("content", content)];
        Some(Statement {
            on_behalf_of: speaker.and_then(|s| self.on_behalf_of(source, s)),
            speaker,
            addressee: None,
            evidence: vec![Evidence { span: evidence(parse, page.text, anchor.trigger, line), trigger: cue }],
            cue: vec![cue],
            source: vec![source_span],
            content: vec![content],
            form: form(&[content], page.quotations),
            within: None,
            via: Vec::new(),
            rule: Arc::clone(&rule.id),
            why: Why {
                captures: captures.map(|(name, span)| (Arc::from(name), span)).into(),
                beaten: matched.beaten(rule),
            },
            confidence: 0.7,
        })
    }

    /// "The convoy left," Chanda said: the parser may take the subject of what is quoted for that of the cue beside it.
    /// Nobody inside a quotation says what stands outside.
    fn leave_quotations(&self, page: &Page<'_>, anchor: Anchor, cue: Span, words: &mut Vec<TokenId>) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let foreign = |t: TokenId| page.quotations.over(parse.span(t)).any(|q| !q.overlaps(cue));
        let had = words.len();
        words.retain(|&t| !foreign(t));
        if words.is_empty() && had > 0 {
            words.extend(grammar.children(anchor.governor(), &["nsubj"]).filter(|&s| !foreign(s)).last());
        }
    }

    /// "…," said Skelly: the parser may take whoever stands behind the verb for its object. Only beside a quotation or
    /// behind what is said.
    fn inverted_source(&self, page: &Page<'_>, anchor: Anchor, cue: Span) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = anchor.verb.filter(|&v| v == anchor.trigger && matches!(parse.tag(v), "VBD" | "VBZ" | "VBN"))?;
        // Or behind what is said: "no such promise was made, retorted Skelly".
        let said_before = || {
            let comma = page.text.as_str()[..cue.start() as usize].trim_end().ends_with(',');
            let says = grammar.child(verb, &["ccomp"]).is_some_and(|c| c < verb);
            let alone = comma && says && parse.dep(verb) == "ROOT" && self.says_to_nobody(verb);
            (alone || self.joined_saying(anchor).is_some()).then_some(())
        };
        page.quotations.right_before(cue.start(), page.text.as_str()).map(|_| ()).or_else(said_before)?;
        let behind = grammar.children(verb, &["dobj", "npadvmod", "attr", "oprd", "dep", "appos", "dative"]);
        let next = behind.filter(|&c| c > verb && parse.left_edge(c).index() == verb.index() + 1).last();
        let joined = (parse.dep(verb) != "ROOT")
            .then(|| parse.head(verb))
            .filter(|&h| h > verb && grammar.is_nominal(h) && parse.left_edge(h).index() <= verb.index() + 1);
        next.or(joined).filter(|&t| grammar.is_nominal(t) && self.parties.direct(t).is_some())
    }

    /// Whether the object of a verb of saying is never who is told.
    fn says_to_nobody(&self, verb: TokenId) -> bool {
        let lemma = self.walker.grammar.parse.lemma(verb);
        self.book.sets.get("says_to_nobody").is_some_and(|set| set.contains(lemma))
    }

    /// "…, a police commander, Colonel Vargas, told Reuters": the parser takes the speaker for one more object of what
    /// he tells. Whoever stands between commas before a verb of saying without a subject says it.
    fn source_before(&self, anchor: Anchor) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = anchor.verb.filter(|&v| v == anchor.trigger && parse.dep(v) == "ROOT" && v.index() > 2)?;
        let bare = grammar.child(verb, &["nsubj", "nsubjpass", "csubj"]).is_none();
        let tells = grammar.child(verb, &["ccomp"]).is_some_and(|c| c < verb);
        if !bare || !tells || parse.tag(verb) != "VBD" {
            return None;
        }
        let comma = |i: usize| parse.norm(TokenId::new(i)) == ",";
        let before = verb.index() - 1;
        let last = TokenId::new(if comma(before) { before - 1 } else { before });
        let up = std::iter::successors(Some(last), |&t| {
            let joined = matches!(parse.dep(t), "appos" | "pobj" | "prep" | "compound") && parse.head(t) != t;
            joined.then(|| parse.head(t))
        });
        let noun = up.take(6).filter(|&t| grammar.is_nominal(t)).find(|&t| {
            let left = parse.left_edge(t).index();
            left > 0 && comma(left - 1) && parse.dep(t) != "appos" && parse.right_edge(t).index() < verb.index()
        })?;
        (!self.parties.of(noun, false).is_empty()).then_some(noun)
    }

    /// "No such promise was made, retorted the president": the parser joins the verb to what is said. Verbs of saying
    /// that have no human object.
    pub(crate) fn joined_saying(&self, anchor: Anchor) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = anchor.verb.filter(|&v| v == anchor.trigger && parse.dep(v) == "conj" && parse.tag(v) == "VBD")?;
        let says = self.says_to_nobody(verb);
        let comma = verb.index() > 0 && parse.norm(TokenId::new(verb.index() - 1)) == ",";
        let head = parse.head(verb);
        let bare = grammar.child(verb, &["nsubj", "nsubjpass", "aux", "ccomp", "cc"]).is_none();
        let joined = grammar.children(head, &["cc"]).any(|c| c < verb);
        let own = grammar.child(head, &["nsubj", "nsubjpass", "expl"]).is_some_and(|n| n < head);
        (says && comma && bare && !joined && own && head < verb).then_some(head)
    }

    /// The word as it stands beside the cue: a relative pronoun rather than what it stands for.
    fn surface(&self, t: TokenId, anchor: Anchor) -> TokenId {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let mut verb = anchor.verb;
        // Joined verbs share the pronoun of the first ("who came out and endorsed").
        for _ in 0..DEEPEST {
            let Some(v) = verb else { break };
            if let Some(own) = grammar.child(v, &["nsubj", "nsubjpass"]) {
                return if grammar.antecedent(own) == t { own } else { t };
            }
            verb = (parse.dep(v) == "conj" && parse.head(v) != v).then(|| parse.head(v));
        }
        t
    }

    fn cue(&self, anchor: Anchor, rule: &Rule) -> Span {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let verb = anchor.governor();
        let mut first = verb.min(anchor.trigger);
        let mut last = verb.max(anchor.trigger);
        let belongs_left = |t: TokenId| {
            parse.head(t) == verb
                && (matches!(parse.dep(t), "aux" | "auxpass" | "neg")
                    || parse.dep(t) == "advmod" && parse.left_edge(t) == t && parse.pos(t) == Pos::Adv)
        };
        while first.index() > 0 && belongs_left(TokenId::new(first.index() - 1)) {
            first = TokenId::new(first.index() - 1);
        }
        let above = parse.head(anchor.trigger);
        if parse.norm(anchor.trigger) == "words" && parse.norm(above) == "in" && above < first {
            first = above;
        }
        // A cue does not start with an adverb that opens the sentence ("Meanwhile, he said").
        while first < verb && parse.dep(first) == "advmod" && parse.token(first).sent_start {
            first = TokenId::new(first.index() + 1);
        }
        let prep_content = rule.content.iter().any(|p| p.steps.first().is_some_and(|s| s.to == Move::Prep));
        while last.index() + 1 < parse.len() {
            let next = TokenId::new(last.index() + 1);
            let hangs = [verb, anchor.trigger].contains(&parse.head(next));
            let adverb = parse.dep(next) == "advmod"
                && parse.left_edge(next) == next
                && parse.right_edge(next) == next
                && parse.pos(next) == Pos::Adv;
            let linking = parse.dep(next) == "prep" && (prep_content && self.leads_to_content(rule, anchor, next));
            let manner = parse.dep(next) == "prep" && self.is_medium(next);
            let accord =
                matches!((parse.norm(anchor.trigger), parse.norm(next)), ("according", "to") | ("words", "of"));
            if manner && hangs {
                last = self.medium_end(next);
                break;
            }
            if hangs && (matches!(parse.dep(next), "prt" | "neg") || adverb || linking) || accord {
                last = next;
            } else {
                break;
            }
        }
        parse.span(first).cover(parse.span(last))
    }

    fn leads_to_content(&self, rule: &Rule, anchor: Anchor, prep: TokenId) -> bool {
        let parse = self.walker.grammar.parse;
        let content = self.walker.first(&rule.content, anchor);
        content.iter().any(|&c| parse.head(c) == prep)
    }

    /// "in a statement", "during an interview": the manner of speaking, which belongs to the cue.
    fn is_medium(&self, prep: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        matches!(grammar.parse.norm(prep), "in" | "on" | "during" | "via" | "at")
            && self
                .book
                .sets
                .get("medium")
                .is_some_and(|set| grammar.child(prep, &["pobj"]).is_some_and(|o| self.walker.has_word(set, o)))
    }

    /// "In a letter to the council, Guyana said", "in an interview with Le Monde": whom the medium goes to.
    fn written_to(&self, anchor: Anchor) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let media = grammar.children(anchor.governor(), &["prep"]).filter(|&p| self.is_medium(p));
        let of_medium = media.filter_map(|p| grammar.child(p, &["pobj"])).flat_map(|m| grammar.children(m, &["prep"]));
        let to = of_medium
            .filter(|&p| matches!(grammar.parse.norm(p), "to" | "with"))
            .find_map(|p| grammar.child(p, &["pobj"]));
        to.filter(|&t| self.parties.direct(t).is_some())
    }

    fn medium_end(&self, prep: TokenId) -> TokenId {
        self.walker.grammar.child(prep, &["pobj"]).unwrap_or(prep)
    }

    /// The noun phrase of a source, without what the cue or content takes of it.
    fn source_span(&self, t: TokenId, cue: Span, page: &Page<'_>) -> Span {
        let Page { text, quotations } = *page;
        let parse = self.walker.grammar.parse;
        let mut span = self.phrase(t);
        if span.overlaps(cue) {
            let own = parse.span(t);
            span = if own.start() < cue.start() {
                Span::new(span.start().min(own.start()), cue.start().max(own.end()))
            } else {
                Span::new(cue.end().min(own.start()), span.end().max(own.end()))
            };
        }
        let span = self.without_circumstance(t, span).trimmed(text.as_str());
        // "in the words of the general, "a wound"": what is quoted beside a source is not part of its name.
        let span = match quotations.over(span).find(|q| q.start() > parse.span(t).end()) {
            Some(q) => Span::new(span.start(), q.start()).trimmed(text.as_str()),
            None => span,
        };
        // An apposition or relative clause is closed by a comma, which belongs to it.
        let closes = self.walker.grammar.child(t, &["appos", "relcl", "acl"]).is_some();
        let after = &text.as_str()[span.end() as usize..];
        let words = span.of(text.as_str());
        if closes && after.starts_with(',') && words.contains(',') {
            return Span::new(span.start(), span.end() + 1);
        }
        let trimmed = words.trim_end_matches([',', ';', ':', '-', ' ', '—', '–']);
        if closes { span } else { Span::new(span.start(), span.start() + trimmed.len() as u32) }
    }

    /// A source without the day or the act of its coming out ("a poll released on Tuesday", "a report this week").
    fn without_circumstance(&self, t: TokenId, span: Span) -> Span {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let is_time = |c: TokenId| matches!(parse.iob(c).1, "DATE" | "TIME");
        let cut = grammar
            .children(t, &["acl", "prep", "npadvmod", "nmod"])
            .filter(|&c| c > t && parse.right_edge(c) == parse.right_edge(t))
            .find(|&c| match parse.dep(c) {
                "acl" => {
                    let norm = parse.norm(c);
                    matches!(norm, "released" | "published" | "issued" | "conducted" | "aired" | "posted" | "obtained")
                        && grammar.child(c, &["agent"]).is_none()
                }
                "prep" => {
                    matches!(parse.norm(c), "on" | "in" | "from" | "at" | "for")
                        && grammar.child(c, &["pobj"]).is_some_and(is_time)
                }
                _ => is_time(c),
            });
        match cut {
            Some(c) if parse.subtree_span(c).start() > parse.span(t).start() => {
                Span::new(span.start(), parse.subtree_span(c).start().clamp(span.start(), span.end()))
            }
            _ => span,
        }
    }

    /// The words of a noun phrase: its subtree, for a pronoun or possessor only itself.
    fn phrase(&self, t: TokenId) -> Span {
        let parse = self.walker.grammar.parse;
        // "she", "who" and "his" stand alone; "those who voted" and "he and his staff" are phrases.
        let personal = matches!(parse.tag(t), "PRP" | "PRP$" | "WP" | "WDT" | "WP$");
        if personal && self.walker.grammar.child(t, &["conj"]).is_none_or(|c| !self.walker.grammar.is_nominal(c)) {
            return parse.span(t);
        }
        parse.subtree_span(t)
    }

    /// For whom a spokesman speaks: the organisation or country that the description names.
    pub(crate) fn on_behalf_of(&self, source: TokenId, speaker: EntityId) -> Option<EntityId> {
        let parse = self.walker.grammar.parse;
        let spokes = self.book.sets.get("spokesman")?;
        let span = parse.left_edge(source)..=parse.right_edge(source);
        if !(span.start().index()..=span.end().index()).any(|i| self.walker.has_word(spokes, TokenId::new(i))) {
            return None;
        }
        let cast = self.parties.cast;
        (span.start().index()..=span.end().index())
            .filter_map(|i| self.parties.direct(TokenId::new(i)))
            .filter(|m| m.entity != speaker)
            .find(|m| !matches!(cast.entity(m.entity).kind, EntityKind::Person | EntityKind::Unnamed))
            .map(|m| m.entity)
    }
}

/// "Chad asked for a meeting after the raid, its president said": who closes a sentence says all of it, and is no part
/// of what is said in it, though parsers hang such a clause on the last word before it.
fn leave_to_the_outer(statements: &mut [Statement], page: &Page<'_>) {
    let closing: Vec<(Span, Vec<Span>)> = statements
        .iter()
        .filter_map(|s| {
            let stretch = s.source.iter().fold(s.cue[0], |all, source| all.cover(*source));
            let comma = page.text.as_str()[..stretch.start() as usize].trim_end().ends_with(',');
            let around = comma && !s.source.is_empty() && s.content.iter().any(|c| c.end() <= stretch.start());
            around.then(|| (stretch, s.content.clone()))
        })
        .collect();
    for s in statements {
        for (stretch, content) in &closing {
            if s.cue[0].overlaps(*stretch) || !content.iter().any(|c| c.contains(s.cue[0])) {
                continue;
            }
            for c in &mut s.content {
                if c.contains(*stretch) && c.start() < stretch.start() {
                    let words = Span::new(c.start(), stretch.start()).of(page.text.as_str());
                    *c = Span::new(c.start(), c.start() + words.trim_end_matches([',', ' ']).len() as u32);
                }
            }
        }
    }
}
