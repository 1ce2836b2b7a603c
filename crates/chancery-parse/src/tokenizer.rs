//! Cuts a text into tokens as spaCy's tokenizer does, by the rules in a package.
//!
//! The text is split at white space into chunks. A chunk that is an exception ("don't", "U.S.") has its tokens given;
//! from any other, prefixes and suffixes are peeled off in turn until an exception or nothing more comes to light, and
//! what remains is a URL or is cut at its infixes. A second pass finds exceptions that the first cut apart, as sequences
//! of tokens. A single space belongs to the token before it; other white space is a token.
//!
//! Both the tokens of a chunk and where the second pass could begin depend on the chunk alone, so a [`ChunkCache`],
//! which each thread owns, keeps them for short chunks. It only saves time: what it holds never changes the tokens.
//! The tokens cover the text without gap or overlap, except for the spaces that belong to a token.
//!
//! A chunk of any length takes linear time. Exceptions are looked up only if the string is no longer than the longest
//! one, affixes as [`crate::affix`] says, and a string is tried as a URL only up to [`LONGEST_URL`].

use std::collections::HashMap;

use crate::affix::Pattern;
use crate::error::Error;
use crate::msgpack::Value;
use crate::package::Package;
use crate::pychar::is_space;

/// Where tokenizer rules lie in a package.
const FILE: &str = "tokenizer";
/// Numbers of the attributes an exception's tokens have.
const ORTH: i64 = 65;
const NORM: i64 = 67;
/// A longer string is neither a URL nor a special token: patterns for these backtrack.
const LONGEST_URL: usize = 4096;
/// Longer chunks are not cached; they hardly come again.
const LONGEST_CACHED: usize = 48;
/// A full cache is emptied, so that it adapts to what is read.
const MAX_CACHED: usize = 1 << 15;

/// A norm that a tokenizer exception gives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(crate) struct NormId(u32);

/// A token and the space after it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct RawToken {
    /// First byte.
    pub(crate) start: u32,
    /// One past the last byte.
    pub(crate) end: u32,
    /// Whether a single space follows that belongs to it.
    pub(crate) space_after: bool,
    /// The norm of the exception that made the token, if it gives one.
    pub(crate) norm: Option<NormId>,
}

/// The tokens of chunks seen before, and work space. Each thread owns one.
#[derive(Debug, Default)]
pub(crate) struct ChunkCache {
    chunks: HashMap<Box<str>, (u32, u32)>,
    pieces: Vec<Piece>,
    fresh: Vec<Piece>,
    drafts: Vec<Draft>,
    matches: Vec<(u32, u32)>,
    seen: Vec<bool>,
}

/// A token of a chunk, by its place in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Piece {
    start: u32,
    end: u32,
    norm: Option<NormId>,
    /// The sequences of the second pass that begin with this token.
    sequence: Option<SequenceId>,
}

/// A token of the text before the second pass.
#[derive(Clone, Copy, Debug)]
struct Draft {
    token: RawToken,
    sequence: Option<SequenceId>,
}

/// A node of the trie of token sequences.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct SequenceId(u32);

#[derive(Debug, Default)]
struct Sequence {
    next: HashMap<Box<str>, SequenceId>,
    /// Whether a sequence ends here.
    ends: bool,
}

/// The tokens of an exception, by their length.
type Exception = Box<[(u32, Option<NormId>)]>;

/// The tokenizer of a package.
#[derive(Debug)]
pub(crate) struct Tokenizer {
    prefixes: Option<Pattern>,
    suffixes: Option<Pattern>,
    infixes: Option<Pattern>,
    token_match: Option<Pattern>,
    url_match: Option<Pattern>,
    exceptions: HashMap<Box<str>, Exception>,
    longest_exception: usize,
    norms: Vec<Box<str>>,
    /// The trie; the first node is its root.
    sequences: Vec<Sequence>,
}

impl Tokenizer {
    /// Reads the tokenizer of a package.
    pub(crate) fn load(package: &Package) -> Result<Tokenizer, Error> {
        let bytes = package.read(FILE)?;
        Value::decode(&bytes).and_then(|rules| Tokenizer::from_rules(&rules)).map_err(|e| package.error(FILE, e))
    }

    fn from_rules(rules: &Value<'_>) -> Result<Tokenizer, String> {
        let pattern = |name: &str| match rules.get(name) {
            None | Some(Value::Nil) => Ok(None),
            Some(Value::Str(pattern)) => Pattern::parse(pattern).map(Some).map_err(|e| format!("the {name} {e}")),
            Some(_) => Err(format!("the {name} is not a pattern")),
        };
        let mut tokenizer = Tokenizer {
            prefixes: pattern("prefix_search")?,
            suffixes: pattern("suffix_search")?,
            infixes: pattern("infix_finditer")?,
            token_match: pattern("token_match")?,
            url_match: pattern("url_match")?,
            exceptions: HashMap::new(),
            longest_exception: 0,
            norms: Vec::new(),
            sequences: vec![Sequence::default()],
        };
        let exceptions = match rules.get("exceptions") {
            None => &[],
            Some(exceptions) => exceptions.as_map().ok_or("the exceptions are not a map")?,
        };
        let faster = rules.get("faster_heuristics").and_then(Value::as_bool).unwrap_or(true);
        let mut norm_ids = HashMap::new();
        for (chunk, tokens) in exceptions {
            let chunk = chunk.as_str().filter(|c| !c.is_empty()).ok_or("an exception has no text")?;
            let exception = tokenizer
                .exception(chunk, tokens, &mut norm_ids)
                .ok_or_else(|| format!("the exception {chunk} has tokens that do not make it up"))?;
            tokenizer.longest_exception = tokenizer.longest_exception.max(chunk.len());
            tokenizer.exceptions.insert(chunk.into(), exception);
        }
        // Exceptions themselves are cut without regard to exceptions; what the first pass would not cut apart
        // it finds by itself.
        let mut pieces = Vec::new();
        for (chunk, _) in exceptions.iter().filter_map(|(chunk, tokens)| chunk.as_str().zip(Some(tokens))) {
            let is_cut = |pattern: &Option<Pattern>| pattern.as_ref().is_some_and(|p| p.prefix_len(chunk) > 0);
            let is_cut_at_end = tokenizer.suffixes.as_ref().is_some_and(|p| p.suffix_len(chunk) > 0);
            if !faster
                || is_cut(&tokenizer.prefixes)
                || is_cut(&tokenizer.infixes)
                || is_cut_at_end
                || chunk.contains(' ')
            {
                pieces.clear();
                for (start, end, _) in Chunks::new(chunk) {
                    let first = pieces.len();
                    tokenizer.cut(&chunk[start..end], false, &mut pieces);
                    for piece in &mut pieces[first..] {
                        (piece.start, piece.end) = (piece.start + start as u32, piece.end + start as u32);
                    }
                }
                tokenizer.add_sequence(chunk, &pieces);
            }
        }
        Ok(tokenizer)
    }

    fn exception<'a>(
        &mut self,
        chunk: &str,
        tokens: &Value<'a>,
        norm_ids: &mut HashMap<&'a str, NormId>,
    ) -> Option<Exception> {
        let mut rest = chunk;
        let mut exception = Vec::new();
        for token in tokens.as_array()? {
            let (mut orth, mut norm) = (None, None);
            for (attribute, value) in token.as_map()? {
                match attribute.as_i64()? {
                    ORTH => orth = value.as_str(),
                    NORM => norm = value.as_str(),
                    _ => return None,
                }
            }
            let orth = orth.filter(|o| !o.is_empty())?;
            rest = rest.strip_prefix(orth)?;
            let norm = norm.map(|norm| {
                *norm_ids.entry(norm).or_insert_with(|| {
                    self.norms.push(norm.into());
                    NormId(self.norms.len() as u32 - 1)
                })
            });
            exception.push((orth.len() as u32, norm));
        }
        rest.is_empty().then(|| exception.into())
    }

    fn add_sequence(&mut self, chunk: &str, pieces: &[Piece]) {
        let mut node = 0;
        for piece in pieces {
            let word = &chunk[piece.start as usize..piece.end as usize];
            node = match self.sequences[node].next.get(word) {
                Some(next) => next.0 as usize,
                None => {
                    let new = self.sequences.len();
                    self.sequences[node].next.insert(word.into(), SequenceId(new as u32));
                    self.sequences.push(Sequence::default());
                    new
                }
            };
        }
        self.sequences[node].ends = node > 0;
    }

    /// The string of a norm that a token came with.
    pub(crate) fn norm(&self, id: NormId) -> &str {
        &self.norms[id.0 as usize]
    }

    /// Appends the tokens of a text. Offsets are 32-bit: the caller keeps texts below 4 GB.
    pub(crate) fn tokenize(&self, text: &str, cache: &mut ChunkCache, out: &mut Vec<RawToken>) {
        let mut drafts = std::mem::take(&mut cache.drafts);
        drafts.clear();
        for (start, end, space_after) in Chunks::new(text) {
            let chunk = &text[start..end];
            let pieces = match cache.chunks.get(chunk) {
                Some(&(from, to)) => &cache.pieces[from as usize..to as usize],
                None => {
                    cache.fresh.clear();
                    self.cut(chunk, true, &mut cache.fresh);
                    for piece in &mut cache.fresh {
                        let word = &chunk[piece.start as usize..piece.end as usize];
                        piece.sequence = self.sequences[0].next.get(word).copied();
                    }
                    if chunk.len() <= LONGEST_CACHED {
                        if cache.chunks.len() >= MAX_CACHED {
                            cache.chunks.clear();
                            cache.pieces.clear();
                        }
                        let from = cache.pieces.len() as u32;
                        cache.pieces.extend(&cache.fresh);
                        cache.chunks.insert(chunk.into(), (from, cache.pieces.len() as u32));
                    }
                    &cache.fresh
                }
            };
            drafts.extend(pieces.iter().map(|piece| Draft {
                token: RawToken {
                    start: start as u32 + piece.start,
                    end: start as u32 + piece.end,
                    space_after: false,
                    norm: piece.norm,
                },
                sequence: piece.sequence,
            }));
            if let Some(last) = drafts.last_mut() {
                last.token.space_after = space_after;
            }
        }
        self.join_exceptions(text, &drafts, cache, out);
        cache.drafts = drafts;
    }

    /// The tokens of an exception.
    fn lookup(&self, string: &str) -> Option<&Exception> {
        if string.len() > self.longest_exception { None } else { self.exceptions.get(string) }
    }

    /// The first pass: cuts a chunk.
    fn cut(&self, chunk: &str, with_exceptions: bool, pieces: &mut Vec<Piece>) {
        let lookup = |string: &str| if with_exceptions { self.lookup(string) } else { None };
        let matches = |pattern: &Option<Pattern>, string: &str| {
            string.len() <= LONGEST_URL && pattern.as_ref().is_some_and(|p| p.matches_start(string))
        };
        let mut push = |start: usize, end: usize, norm| {
            pieces.push(Piece { start: start as u32, end: end as u32, norm, sequence: None });
        };
        let (mut start, mut end) = (0, chunk.len());
        let mut suffixes: Vec<usize> = Vec::new();
        while start < end {
            let string = &chunk[start..end];
            if matches(&self.token_match, string) || lookup(string).is_some() {
                break;
            }
            let prefix = self.prefixes.as_ref().map_or(0, |p| p.prefix_len(string));
            if prefix > 0 && lookup(&string[prefix..]).is_some() {
                push(start, start + prefix, None);
                start += prefix;
                break;
            }
            let suffix = self.suffixes.as_ref().map_or(0, |p| p.suffix_len(&string[prefix..]));
            if suffix > 0 && lookup(&string[..string.len() - suffix]).is_some() {
                end -= suffix;
                suffixes.push(suffix);
                break;
            }
            if prefix > 0 {
                push(start, start + prefix, None);
                start += prefix;
            }
            if suffix > 0 {
                end -= suffix;
                suffixes.push(suffix);
            }
            if prefix + suffix == 0 {
                break;
            }
        }
        let string = &chunk[start..end];
        if let Some(exception) = lookup(string) {
            for &(len, norm) in exception {
                push(start, start + len as usize, norm);
                start += len as usize;
            }
        } else if matches(&self.token_match, string) || matches(&self.url_match, string) {
            push(start, end, None);
        } else if !string.is_empty() {
            let mut done = 0;
            if let Some(infixes) = &self.infixes {
                infixes.for_each_match(string, |from, to| {
                    // One at the very start cuts nothing.
                    if from == 0 {
                        return;
                    }
                    if done < from {
                        push(start + done, start + from, None);
                    }
                    if from < to {
                        push(start + from, start + to, None);
                    }
                    done = to;
                });
            }
            if done < string.len() {
                push(start + done, end, None);
            }
        }
        for suffix in suffixes.into_iter().rev() {
            push(end, end + suffix, None);
            end += suffix;
        }
    }

    /// The second pass: where the tokens between two places make up an exception, its tokens take their place.
    fn join_exceptions(&self, text: &str, drafts: &[Draft], cache: &mut ChunkCache, out: &mut Vec<RawToken>) {
        let ChunkCache { matches, seen, .. } = cache;
        matches.clear();
        for (i, draft) in drafts.iter().enumerate() {
            let (mut node, mut end) = (draft.sequence, i + 1);
            while let Some(id) = node {
                let sequence = &self.sequences[id.0 as usize];
                if sequence.ends {
                    matches.push((i as u32, end as u32));
                }
                node = drafts.get(end).filter(|_| !sequence.next.is_empty()).and_then(|next| {
                    sequence.next.get(&text[next.token.start as usize..next.token.end as usize]).copied()
                });
                end += 1;
            }
        }
        // Longer ones first, then earlier ones; one that touches another that was considered before is dropped, and
        // still keeps its tokens from those after it.
        matches.sort_unstable_by_key(|&(start, end)| (u32::MAX - (end - start), start));
        seen.clear();
        seen.resize(drafts.len(), false);
        matches.retain(|&(start, end)| {
            let (start, end) = (start as usize, end as usize);
            let free = !seen[start] && !seen[end - 1];
            seen[start..end].fill(true);
            free
        });
        matches.sort_unstable();
        out.reserve(drafts.len());
        let mut done = 0;
        for &(start, end) in matches.iter() {
            let (start, end) = (start as usize, end as usize);
            out.extend(drafts[done..start].iter().map(|d| d.token));
            done = end;
            let (first, last) = (drafts[start].token, drafts[end - 1].token);
            // White space between the tokens counts: only the very text of an exception is one.
            let Some(exception) = self.lookup(&text[first.start as usize..last.end as usize]) else {
                out.extend(drafts[start..end].iter().map(|d| d.token));
                continue;
            };
            let mut at = first.start;
            for &(len, norm) in exception {
                out.push(RawToken { start: at, end: at + len, space_after: false, norm });
                at += len;
            }
            if let Some(token) = out.last_mut() {
                token.space_after = last.space_after;
            }
        }
        out.extend(drafts[done..].iter().map(|d| d.token));
    }
}

/// Runs of white space and of other characters, each with whether a single space that follows belongs to it.
struct Chunks<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Chunks<'a> {
    fn new(text: &'a str) -> Chunks<'a> {
        Chunks { text, at: 0 }
    }
}

impl Iterator for Chunks<'_> {
    type Item = (usize, usize, bool);

    fn next(&mut self) -> Option<(usize, usize, bool)> {
        let rest = &self.text[self.at..];
        let in_space = is_space(rest.chars().next()?);
        let len = rest.find(|c| is_space(c) != in_space).unwrap_or(rest.len());
        let (start, end) = (self.at, self.at + len);
        let space_after = !in_space && self.text[end..].starts_with(' ');
        self.at = end + usize::from(space_after);
        Some((start, end, space_after))
    }
}

/// Cuts pairs of which the first is written in initials: "U.S.-China". spaCy's rules cut "Japan-China", but leave these whole,
/// so that a text that tells of two states seems to tell of none.
pub(crate) fn cut_pairs(text: &str, tokens: &mut Vec<RawToken>) {
    let cuts: Vec<(usize, u32)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(i, t)| Some((i, t.start + initials_of_pair(&text[t.start as usize..t.end as usize])?)))
        .collect();
    for &(i, hyphen) in cuts.iter().rev() {
        let whole = tokens[i];
        let piece = |start: u32, end: u32| RawToken { start, end, space_after: false, norm: None };
        tokens[i] = RawToken { start: hyphen + 1, ..whole };
        tokens.splice(i..i, [piece(whole.start, hyphen), piece(hyphen, hyphen + 1)]);
    }
}

/// The bytes of the initials before a hyphen and a capital.
fn initials_of_pair(word: &str) -> Option<u32> {
    let (first, second) = word.split_once(".-")?;
    let letters: Vec<&str> = first.split('.').collect();
    let is_initial = |l: &&str| l.len() == 1 && l.chars().all(|c| c.is_ascii_uppercase());
    let fits = letters.len() > 1 && letters.iter().all(is_initial) && second.starts_with(char::is_uppercase);
    fits.then_some(first.len() as u32 + 1)
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::sync::OnceLock;
    use std::time::{Duration, Instant};

    use super::*;
    use crate::lexeme::LexemeMaker;

    fn model() -> &'static (Tokenizer, LexemeMaker) {
        static MODEL: OnceLock<(Tokenizer, LexemeMaker)> = OnceLock::new();
        MODEL.get_or_init(|| {
            let folder = std::env::var_os("CHANCERY_MODEL")
                .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models"), PathBuf::from);
            let package = Package::open(&folder).expect("a model is there; if it is not, run cargo xtask model");
            let tokenizer = Tokenizer::load(&package).expect("the tokenizer loads");
            (tokenizer, LexemeMaker::load(&package).expect("the norms load"))
        })
    }

    /// Checks the tokens of a text, given with a bar between them, a space after each that has one, and after a tilde
    /// the norm if it is not the lower-case form.
    #[track_caller]
    fn check(text: &str, want: &str) {
        let (tokenizer, lexemes) = model();
        let mut cache = ChunkCache::default();
        // The second time everything comes from the cache.
        for _ in 0..2 {
            let mut tokens = Vec::new();
            tokenizer.tokenize(text, &mut cache, &mut tokens);
            let shown: Vec<String> = tokens
                .iter()
                .map(|token| {
                    let word = &text[token.start as usize..token.end as usize];
                    let norm = lexemes.make(word, token.norm.map(|id| tokenizer.norm(id))).norm;
                    let norm = if *norm == *word.to_lowercase() { String::new() } else { format!("~{norm}") };
                    format!("{word}{norm}{}", if token.space_after { " " } else { "" })
                })
                .collect();
            assert_eq!(shown.join("|"), want);
        }
    }

    #[test]
    fn sentences_of_a_report() {
        check(
            "The Foreign Ministry said it couldn't confirm the strike, Interfax reported.",
            "The |Foreign |Ministry |said |it |could|n't~not |confirm |the |strike|, |Interfax |reported|.",
        );
        check(
            "U.S. envoys met the E.U.'s Mr. Holm at 5p.m. on Jan. 5-6.",
            "U.S. |envoys |met |the |E.U.|'s |Mr. |Holm |at |5|p.m. |on |Jan.~January |5|-|6|.",
        );
        check("“We won’t sign,” he’s said—twice.", "“~\"|We |wo~will|n’t~not |sign|,|”~\" |he|’s~'s |said|—~-|twice|.");
        check("A $3.5m fine (some €3m) for F-16s/drones", "A |$|3.5|m |fine |(|some |€~$|3|m|) |for |F-16s|/|drones");
    }

    #[test]
    fn addresses_stay_whole() {
        check(
            "See https://example.org/a-b?c=d, www.example.com or mail desk@example.org.",
            "See |https://example.org/a-b?c=d|, |www.example.com |or |mail |desk@example.org|.",
        );
    }

    #[test]
    fn white_space_is_kept() {
        check(" a  b\n\nc\t ", " |a | |b|\n\n|c|\t ");
        check("a \u{1c}b\u{a0}c", "a |\u{1c}|b|\u{a0}~  |c");
        check("", "");
        check(" ", " ");
    }

    #[test]
    fn exceptions_are_found_across_pieces() {
        // A suffix of one chunk, an infix of another: neither is the whole of what is left of its chunk.
        check("Yes—it is the envoy’s", "Yes|—~-|it |is |the |envoy|’s~'s");
        check("x-and/or-y", "x|-|and/or|-|y");
        check("(or and/or.)", "(|or |and/or|.|)");
    }

    #[test]
    fn tokens_cover_the_text() {
        let (tokenizer, _) = model();
        let mut cache = ChunkCache::default();
        let pieces = [
            "don't", "(", "…", "\u{3000}", " ", "\n", "a.b@c.de", "’s", "日本", "😀", "5km", "--", "\"", "x", "\u{301}",
        ];
        let mut state = 1u32;
        for _ in 0..2000 {
            let mut text = String::new();
            for _ in 0..12 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                text.push_str(pieces[(state >> 16) as usize % pieces.len()]);
            }
            let mut tokens = Vec::new();
            tokenizer.tokenize(&text, &mut cache, &mut tokens);
            let mut at = 0;
            for token in tokens {
                assert_eq!(token.start as usize, at, "{text}");
                assert!(token.start < token.end && text.is_char_boundary(token.end as usize), "{text}");
                at = token.end as usize + usize::from(token.space_after);
                assert!(!token.space_after || text[..at].ends_with(' '), "{text}");
            }
            assert_eq!(at, text.len());
        }
    }

    #[test]
    fn a_huge_chunk_takes_linear_time() {
        let (tokenizer, _) = model();
        for unit in [
            "(",
            ".",
            ",",
            "a.",
            "a-",
            "'s",
            "x",
            "9",
            "5km",
            "http://a.b/",
            "a@",
            "...,",
            ".a",
            "’’",
            "u.s.",
            "é",
            "—",
        ] {
            let text = unit.repeat((1 << 20) / unit.len());
            let started = Instant::now();
            tokenizer.tokenize(&text, &mut ChunkCache::default(), &mut Vec::new());
            // Quadratic time would be hours, so the limit can be generous to a slow machine.
            assert!(started.elapsed() < Duration::from_secs(10), "{unit} took {} ms", started.elapsed().as_millis());
        }
    }

    #[track_caller]
    fn refused(rules: Vec<(&str, Value<'_>)>, want: &str) {
        let rules = Value::Map(rules.into_iter().map(|(k, v)| (Value::Str(k), v)).collect());
        assert_eq!(Tokenizer::from_rules(&rules).expect_err("bad rules"), want);
    }

    #[test]
    fn bad_rules_are_refused() {
        refused(vec![("prefix_search", Value::Str("^("))], "the prefix_search has a group that is not closed");
        refused(vec![("url_match", Value::Int(1))], "the url_match is not a pattern");
        let token = Value::Map(vec![(Value::Int(ORTH), Value::Str("do"))]);
        let exceptions = Value::Map(vec![(Value::Str("dont"), Value::Array(vec![token]))]);
        refused(vec![("exceptions", exceptions)], "the exception dont has tokens that do not make it up");
    }

    #[test]
    fn a_pair_with_initials_is_cut() {
        let cut = |text: &str| {
            let whole = |start: usize, end: usize| RawToken {
                start: start as u32,
                end: end as u32,
                space_after: true,
                norm: None,
            };
            let mut tokens = vec![whole(0, text.len())];
            cut_pairs(text, &mut tokens);
            let words: Vec<&str> = tokens.iter().map(|t| &text[t.start as usize..t.end as usize]).collect();
            (words.join(" "), tokens[0].space_after)
        };
        assert_eq!(cut("U.S.-China"), ("U.S. - China".to_owned(), false));
        assert_eq!(cut("U.S.-led"), ("U.S.-led".to_owned(), true));
        assert_eq!(cut("St.-Denis"), ("St.-Denis".to_owned(), true));
    }
}
