//! What is attributed: the words of a content, in as many pieces as the text has it in.
//!
//! A clause or object is a subtree of the parse; a quotation is what stands between marks, however many sentences it
//! has, and goes on after its cue; around a parenthetical cue it is the rest of the sentence. Punctuation that
//! belongs to the sentence is cut, quotation marks stay.

use chancery_doc::{QuotationForm, Span, Text, TokenId};

use crate::matcher::Matcher;
use crate::path::Move;
use crate::quotations::{Quotations, SPEECH};
use crate::rule::Rule;
use crate::walk::Anchor;

/// A text and where it quotes.
#[derive(Clone, Copy)]
pub(crate) struct Page<'t> {
    pub(crate) text: &'t Text,
    pub(crate) quotations: &'t Quotations,
}

/// What a statement takes beside its content.
pub(crate) struct Own {
    pub(crate) cue: Span,
    pub(crate) source: Vec<Span>,
    /// The word of the source as it stands beside the cue.
    pub(crate) source_word: Option<TokenId>,
    pub(crate) addressee: Option<Span>,
    /// Whether the addressee is someone: "the release of prisoners" is demanded and not addressed.
    pub(crate) is_addressed: bool,
    /// The verb whose clause the cue is.
    pub(crate) governor: TokenId,
}

impl Own {
    fn spans(&self) -> Vec<Span> {
        let mut spans = vec![self.cue];
        spans.extend(self.source.iter().copied());
        spans.extend(self.addressee);
        spans
    }

    /// The cue and its source as one stretch.
    fn stretch(&self) -> Span {
        self.source.iter().fold(self.cue, |all, s| all.cover(*s))
    }
}

impl Matcher<'_, '_> {
    /// The content of a cue: the first of the rule's paths that leads to any words.
    pub(crate) fn content(&self, page: &Page<'_>, rule: &Rule, anchor: Anchor, own: &Own) -> Option<Vec<Span>> {
        let parse = self.walker.grammar.parse;
        let str = page.text.as_str();
        let sentence = parse.sentence_span(parse.sentence_of(anchor.trigger));
        for path in &rule.content {
            let mut taken = own.spans();
            let mut spans = match path.steps.first().map(|s| s.to) {
                Some(Move::Quote) => self.quoted(page, own, sentence, self.has_object(page, own)),
                Some(Move::Around) => self.around(page, anchor, own, sentence),
                Some(Move::Rest) => self.rest(rule, anchor, own),
                Some(Move::Head) => {
                    // "…, the agency reported, citing the ministry": the report is beside what is said.
                    let over = parse.head(anchor.governor());
                    let beside = if parse.dep(over) == "parataxis" { over } else { anchor.governor() };
                    let own_clause = parse.subtree_span(beside).cover(own.cue);
                    let words = self.walker.walk(path, anchor);
                    words.iter().flat_map(|&w| without(parse.subtree_span(self.clause_of(w)), &[own_clause])).collect()
                }
                _ => {
                    let mut words = self.walker.walk(path, anchor);
                    if words.is_empty() && path.steps.first().is_some_and(|s| s.to == Move::Clause) {
                        words.extend(self.told_to_audience(anchor.governor()));
                    }
                    if words.is_empty()
                        && path.steps.first().is_some_and(|s| s.to == Move::Clause)
                        && let Some(said) = self.joined_saying(anchor)
                    {
                        let from = parse.subtree_span(said).start();
                        return Some(vec![Span::new(from, own.cue.start().max(from)).trimmed(str)]);
                    }
                    // Whoever is to act in the content is addressed by it and stays in it: "demanded that Beijing
                    // withdraw", "urged Beijing to withdraw".
                    if words.iter().any(|&w| self.is_infinitive(w) || self.walker.grammar.child(w, &["mark"]).is_some())
                        && let Some(addressee) = own.addressee
                    {
                        let acts = words.iter().any(|&w| parse.subtree_span(w).contains(addressee));
                        let ordered =
                            words.iter().any(|&w| self.is_infinitive(w) && own.cue.end() <= addressee.start());
                        if acts || ordered {
                            taken.retain(|t| *t != addressee);
                        }
                        let mut spans: Vec<Span> = words.iter().map(|&w| parse.subtree_span(w)).collect();
                        if ordered && !acts {
                            spans.push(addressee);
                        }
                        spans
                    } else {
                        words.iter().map(|&w| parse.subtree_span(w)).collect()
                    }
                }
            };
            if spans.is_empty() {
                continue;
            }
            let first = path.steps.first().map(|s| s.to);
            if first == Some(Move::Rest) && !own.is_addressed {
                taken.retain(|t| Some(*t) != own.addressee);
            }
            if !matches!(first, Some(Move::Quote | Move::Around | Move::Head)) {
                self.widen(page, anchor, &mut spans, matches!(first, Some(Move::Rest | Move::Prep)));
                self.mend_sentence(page, &mut spans, sentence);
                explained(page, &mut spans, sentence);
            }
            // A clause that is partly or wholly quoted takes its quotations whole, even over several sentences.
            let quoted: Vec<Span> =
                spans.iter().flat_map(|s| page.quotations.over(*s)).filter(|q| !q.overlaps(own.cue)).collect();
            spans.extend(quoted);
            if spans.iter().all(|s| s.start() > own.cue.end()) {
                spans = spans.into_iter().reduce(Span::cover).into_iter().collect();
            }
            let pieces = join(spans).into_iter().flat_map(|s| without(s, &taken));
            let pieces: Vec<Span> = pieces.map(|s| tidy(s, str, page.quotations)).filter(|s| !s.is_empty()).collect();
            if !pieces.is_empty() {
                let mut content = join(pieces);
                self.continue_quotation(page, &mut content, own, sentence);
                return Some(content);
            }
        }
        None
    }

    /// What parsers hang on the cue although it goes on with the content: joined infinitives ("wants to mend it, paint
    /// it and sell it"), joined clauses, and what stands right behind an object ("his call to raise wages").
    fn widen(&self, page: &Page<'_>, anchor: Anchor, spans: &mut Vec<Span>, is_object: bool) {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let governor = anchor.governor();
        let Some(mut end) = spans.iter().map(|s| s.end()).max() else { return };
        for &c in parse.children(governor).iter().filter(|&&c| c > governor && c != anchor.trigger) {
            let span = parse.subtree_span(c);
            if span.start() < end {
                continue;
            }
            let between = page.text.as_str()[end as usize..span.start() as usize].trim_matches([',', ' ', ';']);
            let joins =
                matches!(between, "" | "and" | "or" | "but" | "nor") && self.goes_on_with_content(page, c, governor);
            let touches = Span::new(end, span.start()).of(page.text.as_str()).trim_matches(' ').is_empty();
            let listed = is_object
                && between.is_empty()
                && matches!(parse.dep(c), "dobj" | "dep" | "appos" | "npadvmod" | "conj")
                && self.is_deed(c);
            if joins || listed || is_object && touches && self.belongs_to_object(c, anchor) {
                spans.push(span);
                end = span.end();
            }
        }
    }

    /// Whether a verb joined to the cue can only be joined to its content: "said he would stay and would run again".
    fn goes_on_with_content(&self, page: &Page<'_>, joined: TokenId, cue: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        if parse.dep(joined) != "conj" || !grammar.is_verb(joined) {
            return false;
        }
        let marked = |v: TokenId| {
            grammar.child(v, &["mark"]).is_some_and(|m| matches!(parse.norm(m), "that" | "whether" | "if"))
        };
        if marked(joined) {
            return true;
        }
        let infinitive = grammar.children(cue, &["xcomp", "ccomp"]).any(|c| c > cue && self.is_infinitive(c));
        let clause = grammar.children(cue, &["ccomp"]).any(|c| c > cue);
        // "says there is a long way to go but he will “walk it all”": the words quoted are whose the clause before is.
        let personal = |s: TokenId| parse.tag(s) == "PRP" || page.quotations.over(parse.span(s)).next().is_some();
        if clause
            && grammar.child(joined, &["nsubj", "nsubjpass"]).is_some_and(personal)
            && page.quotations.over(parse.subtree_span(joined)).next().is_some()
        {
            return true;
        }
        if parse.tag(joined) != "VB" || grammar.child(joined, &["nsubj", "nsubjpass"]).is_some() {
            return false;
        }
        // A bare verb or an infinitive cannot be joined to a finite cue, and the future of the past hangs on the past.
        match grammar.children(joined, &["aux"]).map(|a| parse.norm(a)).next() {
            None => infinitive && matches!(parse.tag(cue), "VBD" | "VBZ" | "VBP" | "VBG" | "VBN" | "NNS"),
            Some("to") => infinitive,
            Some("would" | "could" | "might") => clause && matches!(parse.tag(cue), "VBD" | "VBG"),
            Some(_) => false,
        }
    }

    /// Whether what touches an object of the cue is part of it: a relative clause that the parser lost, an infinitive
    /// behind a noun that takes one ("a plan to"), or behind whoever is to act ("called for them to").
    fn belongs_to_object(&self, c: TokenId, anchor: Anchor) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let opening = parse.left_edge(c);
        let before = opening.index().checked_sub(1).map(TokenId::new);
        match parse.dep(c) {
            "prep" => matches!(parse.norm(c), "as" | "of") || parse.norm(c) == "out" && anchor.noun.is_none(),
            "advcl" | "xcomp" | "acl" | "relcl" | "dep" | "ccomp" if parse.norm(opening) == "to" => {
                before.is_some_and(|b| {
                    let takes_infinitive =
                        self.book.sets.get("act_noun").is_some_and(|set| self.walker.has_word(set, b));
                    let asked = parse.dep(b) == "pobj" && parse.norm(parse.head(b)) == "for";
                    takes_infinitive || asked
                })
            }
            "dep" | "relcl" | "ccomp" | "acl" => {
                matches!(parse.norm(opening), "that" | "which" | "who" | "whose" | "whether")
            }
            _ => false,
        }
    }

    /// A sentence that the parser ends without any mark goes on in the next ("the 13th | Amendment").
    fn mend_sentence(&self, page: &Page<'_>, spans: &mut [Span], sentence: Span) {
        let parse = self.walker.grammar.parse;
        let text = page.text.as_str();
        let Some(last) = spans.iter_mut().max_by_key(|s| s.end()) else { return };
        let ends = sentence.trimmed(text).end();
        if last.trimmed(text).end() != ends || !text[..ends as usize].ends_with(char::is_alphanumeric) {
            return;
        }
        let next = parse.tokens().partition_point(|t| t.span.start() < ends);
        let gap = text[ends as usize..].chars().take_while(|c| c.is_whitespace());
        if next < parse.len() && !gap.into_iter().any(|c| c == '\n') {
            let next = parse.sentence_span(parse.sentence_of(TokenId::new(next))).trimmed(text);
            *last = Span::new(last.start(), next.end().max(last.end()));
        }
    }

    /// "Told a cabinet meeting that the border would open": parsers hang the clause on the audience, though "that" is
    /// none of its own words.
    pub(crate) fn told_to_audience(&self, governor: TokenId) -> Option<TokenId> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let tells =
            matches!(parse.lemma(governor), "tell" | "inform" | "remind" | "assure" | "warn" | "notify" | "brief");
        let audience = grammar.children(governor, &["dobj", "dative"]).last().filter(|_| tells)?;
        grammar
            .children(audience, &["relcl", "acl"])
            .find(|&c| grammar.children(c, &["mark"]).any(|m| parse.norm(m) == "that" && m > audience))
    }

    fn is_infinitive(&self, t: TokenId) -> bool {
        self.walker.grammar.children(t, &["aux"]).any(|c| self.walker.grammar.parse.norm(c) == "to")
    }

    /// The clause that a word belongs to: up through complements, not out of subordinate clauses.
    fn clause_of(&self, t: TokenId) -> TokenId {
        let parse = self.walker.grammar.parse;
        let mut at = t;
        let grammar = &self.walker.grammar;
        loop {
            // A joined verb without a subject of its own is half a clause.
            let stands_alone = match parse.dep(at) {
                "ccomp" | "relcl" | "advcl" | "parataxis" | "acl" | "pcomp" => grammar.is_verb(at),
                "conj" => grammar.is_verb(at) && grammar.child(at, &["nsubj", "nsubjpass", "expl"]).is_some(),
                _ => false,
            };
            if parse.is_root(at) || stands_alone {
                return at;
            }
            at = parse.head(at);
        }
    }

    /// "in exchange for", "in response to", "because of": what something is proposed or refused for is part of it.
    fn is_reason(&self, preposition: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        parse.norm(preposition) == "because"
            || parse.norm(preposition) == "in"
                && grammar.child(preposition, &["pobj"]).is_some_and(|o| {
                    matches!(
                        parse.norm(o),
                        "exchange" | "return" | "response" | "order" | "retaliation" | "light" | "view"
                    )
                })
    }

    /// "put the toll at forty": a number that is said to be one.
    fn is_figure(&self, t: TokenId) -> bool {
        let grammar = &self.walker.grammar;
        let numbered = |t: TokenId| {
            matches!(grammar.parse.iob(t).1, "CARDINAL" | "MONEY" | "PERCENT" | "QUANTITY")
                || grammar.parse.pos(t) == chancery_doc::Pos::Num
        };
        numbered(t) || grammar.children(t, &["nummod"]).any(numbered)
    }

    /// All objects and complements of the cue, and its subject where that is neither source nor a mere "it".
    fn rest(&self, rule: &Rule, anchor: Anchor, own: &Own) -> Vec<Span> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let governor = anchor.governor();
        let completes = |c: TokenId| match parse.dep(c) {
            "dobj" | "xcomp" | "ccomp" | "dative" | "oprd" | "acomp" | "attr" | "acl" => true,
            "prep" => {
                matches!(
                    parse.norm(c),
                    "as" | "for" | "of" | "over" | "to" | "from" | "against" | "about" | "with" | "into" | "on"
                ) || self.is_reason(c)
                    || parse.norm(c) == "at" && grammar.child(c, &["pobj"]).is_some_and(|o| self.is_figure(o))
            }
            // "called for Chad to step up patrols": to parsers the whole is an adverb clause.
            "advcl" => grammar.child(c, &["mark"]).is_some_and(|m| matches!(parse.norm(m), "as" | "for")),
            _ => false,
        };
        let mut after: Vec<Span> = parse
            .children(governor)
            .iter()
            .filter(|&&c| c > governor && c != anchor.trigger && completes(c))
            .map(|&c| parse.subtree_span(c))
            .collect();
        if let Some(noun) = anchor.noun.filter(|&n| n != governor) {
            after.extend(grammar.children(noun, &["prep", "acl", "ccomp"]).map(|c| parse.subtree_span(c)));
        }
        // An object moved to the front ("the plan that he backs") is as good as one behind.
        let mut spans: Vec<Span> = after.into_iter().reduce(Span::cover).into_iter().collect();
        let subject = grammar.child(governor, &["nsubjpass", "nsubj"]).filter(|&s| Some(s) != own.source_word);
        let expletive = |s: TokenId| matches!(parse.norm(s), "it" | "there");
        if let Some(subject) = subject
            && !expletive(subject)
            && rule.recipient.is_empty()
            && (parse.dep(subject) == "nsubjpass" || rule.actor.is_empty())
            && !own.source.iter().any(|s| s.overlaps(parse.span(subject)))
        {
            spans.insert(0, parse.subtree_span(subject));
        } else if spans.is_empty()
            && let Some(relative) =
                grammar.children(governor, &["dobj"]).find(|&o| matches!(parse.tag(o), "WDT" | "WP") && o < governor)
        {
            // "the plan that he backs": as of a source, the pronoun alone.
            spans.push(parse.span(relative));
        } else if spans.is_empty() {
            spans.extend(
                grammar
                    .object(governor)
                    .into_iter()
                    .filter(|&o| Some(o) != own.source_word)
                    .map(|o| parse.subtree_span(o)),
            );
            let clause = parse.subtree_span(governor);
            spans = spans.into_iter().flat_map(|s| without(s, &[clause])).collect();
        }
        spans
    }

    /// The quotations that a cue introduces, closes or interrupts.
    ///
    /// A cue that has an object behind it ("announced his candidacy") takes only a quotation that it touches.
    fn quoted(&self, page: &Page<'_>, own: &Own, sentence: Span, has_object: bool) -> Vec<Span> {
        let str = page.text.as_str();
        let mut stretch = own.stretch();
        let mut spans = own.spans();
        // "…," the agency quoted him as saying: the agency stands between the quotation and who speaks it.
        if let Some(reports) = self.walker.grammar.quoting(own.governor) {
            let parse = self.walker.grammar.parse;
            let subject = self.walker.grammar.child(reports, &["nsubj"]).map(|s| parse.subtree_span(s));
            let report = subject.into_iter().fold(parse.span(reports), Span::cover);
            stretch = stretch.cover(report);
            spans.push(report);
        }
        let mut found: Vec<Span> = page
            .quotations
            .over(sentence)
            .filter(|q| !q.overlaps(own.cue) && !own.source.iter().any(|s| s.contains(*q)))
            .filter(|q| beside(*q, &spans, str) || q.len() > SPEECH && !has_object && self.reaches(stretch, *q, None))
            .collect();
        if !found.is_empty() {
            return found;
        }
        let blank = |from: u32, to: u32| !str[from as usize..to as usize].chars().any(char::is_alphanumeric);
        // "…?" she asked: the mark that ends the quotation ends the sentence for the parser.
        if sentence.start() <= stretch.start()
            && blank(sentence.start(), stretch.start())
            && let Some(before) = page.quotations.right_before(sentence.start().max(1), str)
            && before.len() > SPEECH / 2
        {
            found.push(before);
        }
        // He said: — and the quotation is a paragraph of its own.
        let end = sentence.trimmed(str);
        if found.is_empty()
            && end.of(str).ends_with(':')
            && let Some(after) = page.quotations.right_after(end.end(), str)
        {
            found.push(after);
        }
        found
    }

    fn has_object(&self, page: &Page<'_>, own: &Own) -> bool {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        grammar.children(own.governor, &["dobj"]).any(|o| {
            let span = parse.subtree_span(o);
            o > own.governor
                && grammar.is_nominal(o)
                && parse.pos(o) != chancery_doc::Pos::Pron
                && own.source_word != Some(o)
                && own.addressee.is_none_or(|a| !a.overlaps(span))
                && !own.source.iter().any(|s| s.overlaps(span))
                && page.quotations.over(span).next().is_none()
                && self.parties.direct(o).is_none()
        })
    }

    /// Whether nothing that could carry another attribution stands between a cue and a quotation.
    fn reaches(&self, stretch: Span, quote: Span, governor: Option<TokenId>) -> bool {
        let parse = self.walker.grammar.parse;
        let between = if stretch.end() <= quote.start() {
            Span::new(stretch.end(), quote.start())
        } else if quote.end() <= stretch.start() {
            Span::new(quote.end(), stretch.start())
        } else {
            return true;
        };
        let first = parse.tokens().partition_point(|t| t.span.start() < between.start());
        (first..parse.len()).map(TokenId::new).take_while(|&t| parse.span(t).end() <= between.end()).all(|t| {
            // What hangs on the cue itself ("she said as she took her seat") carries no attribution of its own.
            !matches!(parse.tag(t), "VBD" | "VBZ" | "VBP")
                || governor.is_some_and(|g| parse.dep(t) != "conj" && parse.ancestors(t).take(12).any(|a| a == g))
        })
    }

    /// The sentence around a cue that commas set off. A sentence that quotes is left to the quotation.
    fn around(&self, page: &Page<'_>, anchor: Anchor, own: &Own, sentence: Span) -> Vec<Span> {
        let grammar = &self.walker.grammar;
        let parse = grammar.parse;
        let str = page.text.as_str();
        let stretch = own.stretch();
        let relative = own.source_word.is_none_or(|t| matches!(parse.tag(t), "WP" | "WDT" | "WP$"));
        let tight = stretch.len() <= own.cue.len() + own.source.iter().map(|s| s.len()).sum::<u32>() + 2;
        // A quotation beside the cue is the content by itself; one further off is part of what is said around it.
        let quotes = page.quotations.over(sentence).any(|q| {
            let embedded = q.end() <= stretch.start()
                && q.start() > sentence.start()
                && str[..q.start() as usize].trim_end().ends_with(char::is_alphanumeric);
            q.len() > SPEECH
                && !embedded
                && (beside(q, &[stretch], str) || q.start() <= sentence.start() || q.overlaps(stretch))
        });
        if relative || !tight || !sentence.contains(stretch) || quotes {
            return Vec::new();
        }
        let before = str[sentence.start() as usize..stretch.start() as usize].trim_end();
        let after = str[stretch.end() as usize..sentence.end() as usize].trim();
        // What hangs on the cue from behind is no content ("…, he said, adding that").
        let mut taken = vec![stretch];
        taken.extend(
            grammar
                .children(anchor.governor(), &["advcl", "conj", "prep", "npadvmod"])
                .filter(|&c| parse.span(c).start() > stretch.end())
                .map(|c| parse.subtree_span(c)),
        );
        // "…, the governor said on Monday", "…, a source told Reuters on condition of anonymity": when and to whom it
        // was said closes the sentence with the cue.
        let closes_sentence = || {
            before.ends_with(',')
                && parse
                    .sentence_tokens(parse.sentence_of(anchor.trigger))
                    .take_while(|&t| parse.span(t).end() <= stretch.start())
                    .any(|t| matches!(parse.tag(t), "VBD" | "VBZ" | "VBP" | "MD"))
                && taken
                    .iter()
                    .copied()
                    .chain(own.addressee)
                    .fold(vec![Span::new(stretch.end(), sentence.end())], |rest, t| {
                        rest.into_iter().flat_map(|r| without(r, &[t])).collect()
                    })
                    .iter()
                    .all(|r| !r.of(str).contains(char::is_alphanumeric))
        };
        let closed = after.starts_with(',') || after.trim_end_matches(['.', '!', '?']).is_empty() || closes_sentence();
        if !before.ends_with(',') && !stretch.of(str).starts_with(',') || !closed {
            return Vec::new();
        }
        taken.extend(own.addressee);
        let pieces = without(sentence, &taken);
        let n_words = pieces.iter().map(|p| p.of(str).split_whitespace().count()).sum::<usize>();
        if n_words > 3 { pieces } else { Vec::new() }
    }

    /// A quotation that goes on after the sentence of its cue belongs to the same attribution, and so do the
    /// paragraphs that follow one whose quotation is left open.
    fn continue_quotation(&self, page: &Page<'_>, content: &mut Vec<Span>, own: &Own, sentence: Span) {
        let str = page.text.as_str();
        let Some(last) = content.last().copied() else { return };
        let stretch = own.stretch();
        let end = stretch.end().max(last.end());
        // "No," she said, "never again.": however short, a quotation that a cue interrupts goes on behind it.
        let interrupted = page.quotations.over(last).any(|q| q.end() == last.end()) && last.end() <= stretch.start();
        if !interrupted
            && !content.iter().any(|c| page.quotations.over(*c).any(|q| q.len() > SPEECH / 2 || c.len() > SPEECH))
        {
            return;
        }
        let segment = page.text.segment_at(sentence).map(|s| s.span);
        if let (Some(segment), Some(next)) = (segment, page.quotations.next_from(end))
            && segment.contains(next)
            && next.len() > SPEECH / 2
        {
            let between = &str[end as usize..next.start() as usize];
            let last_word = between.rfind(char::is_alphanumeric).map_or(end, |at| end + at as u32);
            // "…," he wrote, "…": the sentence goes on inside the marks.
            // The comma may close an apposition of the source ("said Ana Ruz, a nurse, "…"").
            let closed = between.trim() == "," || between.trim().is_empty() && str[..end as usize].ends_with(',');
            let goes_on = closed && content[0].end() <= stretch.start();
            let ends = goes_on || between.contains(['.', '!', '?']) || between.trim().is_empty() && last.end() == end;
            let before = Span::new(stretch.start().min(end), end);
            let clear = last_word <= sentence.end() && self.reaches(before, next, Some(own.governor));
            if ends && clear && closes_here(next, str, segment) {
                content.push(next);
            }
        }
        // Over paragraphs: each opens with a mark, and only the last one closes.
        let mut open = content.last().copied().filter(|l| page.quotations.is_open(*l, str));
        while let Some(from) = open {
            let Some(next) = page.quotations.next_from(from.end()) else { break };
            if !str[from.end() as usize..next.start() as usize].trim().is_empty() {
                break;
            }
            content.push(next);
            open = Some(next).filter(|n| page.quotations.is_open(*n, str));
        }
    }
}

/// "said three things were happening at once: …": what a colon explains is said with it.
fn explained(page: &Page<'_>, spans: &mut [Span], sentence: Span) {
    let text = page.text.as_str();
    let Some(last) = spans.iter_mut().max_by_key(|s| s.end()) else { return };
    let end = last.trimmed(text).end();
    let sentence = sentence.trimmed(text);
    if end < sentence.end() && text[end as usize..].starts_with(": ") && end + 2 < sentence.end() {
        *last = Span::new(last.start(), sentence.end());
    }
}

/// Whether the quotation is followed by nothing that attributes it elsewhere: a comma before a new cue does.
fn closes_here(quote: Span, text: &str, segment: Span) -> bool {
    let inside = quote.of(text).trim_end_matches(['"', '”', '\'', '»']);
    let after = text[quote.end() as usize..segment.end() as usize].trim_start();
    !inside.ends_with(',') || after.is_empty()
}

/// Whether a quotation touches the cue or its source, or is set off by a comma or colon.
fn beside(quote: Span, taken: &[Span], text: &str) -> bool {
    taken.iter().any(|t| {
        let between = if t.end() <= quote.start() {
            &text[t.end() as usize..quote.start() as usize]
        } else if quote.end() <= t.start() {
            &text[quote.end() as usize..t.start() as usize]
        } else {
            return false;
        };
        between.trim_matches([' ', ',', ':', '-', '—', '–']).is_empty()
    })
}

/// A span without the parts that others take.
pub(crate) fn without(span: Span, taken: &[Span]) -> Vec<Span> {
    let mut pieces = vec![span];
    for t in taken {
        pieces = pieces
            .into_iter()
            .flat_map(|p| {
                if !p.overlaps(*t) {
                    return vec![p];
                }
                let mut rest = Vec::new();
                if p.start() < t.start() {
                    rest.push(Span::new(p.start(), t.start()));
                }
                if t.end() < p.end() {
                    rest.push(Span::new(t.end(), p.end()));
                }
                rest
            })
            .collect();
    }
    pieces
}

/// Sorted, and those that overlap joined.
fn join(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| (s.start(), s.end()));
    let mut joined: Vec<Span> = Vec::new();
    for s in spans {
        match joined.last_mut() {
            Some(last) if last.end() >= s.start() => *last = last.cover(s),
            _ => joined.push(s),
        }
    }
    joined
}

/// Cuts the punctuation that belongs to the sentence and not to the content.
fn tidy(span: Span, text: &str, quotations: &Quotations) -> Span {
    let span = span.trimmed(text);
    let words = span.of(text);
    let start = words.trim_start_matches([',', ';', ':', ' ', '.', '—', '–', '-', ')']);
    let mut cut = Span::new(span.end() - start.len() as u32, span.end());
    // A mark left over from the cue's own sentence: a closing quotation mark opens nothing.
    if cut.of(text).starts_with('”') {
        cut = Span::new(cut.start() + '”'.len_utf8() as u32, cut.end()).trimmed(text);
    }
    let quoted_end = quotations.over(cut).any(|q| q.end() == cut.end());
    if !quoted_end {
        let kept = cut.of(text).trim_end_matches([',', ';', ':', ' ', '.', '—', '–', '-', '(']);
        cut = Span::new(cut.start(), cut.start() + kept.len() as u32);
    }
    if cut.of(text).chars().any(char::is_alphanumeric) { cut } else { Span::new(cut.start(), cut.start()) }
}

/// In quotation marks, in the writer's words, or both.
pub(crate) fn form(content: &[Span], quotations: &Quotations) -> QuotationForm {
    let quoted = |c: &Span| quotations.over(*c).any(|q| q.contains(*c));
    if content.iter().all(quoted) {
        QuotationForm::Direct
    } else if content.iter().any(|c| quotations.over(*c).next().is_some()) {
        QuotationForm::Mixed
    } else {
        QuotationForm::Indirect
    }
}
