//! Citations of a record, and their check against a reader's own copy of the article.
//!
//! A citation has all that is needed to check it without the archive: the words, where they stand, and hashes of both
//! text and words. Without the words (for articles that may not be passed on) the hash still finds them in a copy.

use serde::{Deserialize, Serialize};

use crate::correct;
use crate::db::{OptionalExtension, params};
use crate::error::Error;
use crate::ids;
use crate::store::Archive;

/// A record as it can be cited.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Citation {
    /// Permanent id.
    pub id: String,
    /// `event`, `statement` or `position`.
    pub kind: String,
    /// What was coded, in words.
    pub code: String,
    /// Article's id.
    pub article: String,
    /// Who published it.
    pub publisher: Option<String>,
    /// Its headline.
    pub headline: Option<String>,
    /// When, by the publisher's own calendar.
    pub published: Option<String>,
    /// Where.
    pub url: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// How the words came to the reader: who says so, then the outlets that passed it on, then the publisher.
    pub chain: Vec<String>,
    /// First code point of the quotation in the cleaned text.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The words; left out of a citation without text.
    pub quotation: Option<String>,
    /// SHA-256 of the words.
    pub quotation_sha256: String,
    /// SHA-256 of the cleaned text.
    pub text_sha256: String,
    /// Version of the program that coded it.
    pub coder: String,
    /// Its language model.
    pub model: String,
    /// Its codebook.
    pub codebook: String,
    /// Who corrected it.
    pub corrected_by: Vec<String>,
    /// Hash of the newest data version of the archive.
    pub snapshot: Option<String>,
}

/// What the check of a citation found in a copy of the article.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Found {
    /// It is the same text.
    SameText,
    /// The text differs elsewhere; the words stand where the citation says.
    SamePlace,
    /// The words stand there, from this code point on.
    Elsewhere(u32),
    /// The words are not in it.
    Nowhere,
}

/// Looks for a citation's words in the cleaned text of a copy of the article.
pub fn verify(citation: &Citation, text: &str) -> Found {
    if ids::sha256(text.as_bytes()) == citation.text_sha256 {
        return Found::SameText;
    }
    let chars: Vec<char> = text.chars().collect();
    let length = citation.end.saturating_sub(citation.start) as usize;
    if length == 0 || length > chars.len() {
        return Found::Nowhere;
    }
    let is_it = |start: usize| {
        let words: String = chars[start..start + length].iter().collect();
        match &citation.quotation {
            Some(quotation) => words == *quotation,
            None => ids::sha256(words.as_bytes()) == citation.quotation_sha256,
        }
    };
    let last = chars.len() - length;
    let place = citation.start as usize;
    if place <= last && is_it(place) {
        return Found::SamePlace;
    }
    match (0..=last).find(|&start| is_it(start)) {
        Some(start) => Found::Elsewhere(u32::try_from(start).unwrap_or(u32::MAX)),
        None => Found::Nowhere,
    }
}

impl Citation {
    /// As a footnote.
    pub fn footnote(&self) -> String {
        let mut out = String::new();
        let mut add = |words: &str| {
            if !words.is_empty() {
                out.push_str(words);
                out.push(' ');
            }
        };
        let stop = |words: &str| {
            let ends = words.ends_with(['.', '?', '!']);
            if words.is_empty() || ends { words.to_owned() } else { format!("{words}.") }
        };
        let headline = self.headline.as_deref().map(|h| format!("“{h}”")).unwrap_or_default();
        let head: Vec<&str> =
            [self.publisher.as_deref().unwrap_or_default(), &headline, self.published.as_deref().unwrap_or_default()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect();
        add(&stop(&head.join(", ")));
        add(&self.url.as_deref().map(|url| format!("<{url}>.")).unwrap_or_default());
        add(&match &self.quotation {
            Some(words) => format!("“{words}” (characters {}–{}).", self.start, self.end),
            None => format!("Characters {}–{}.", self.start, self.end),
        });
        if self.chain.len() > 1 {
            add(&format!("As told by {}.", self.chain.join(", in ")));
        }
        add(&format!("Coded as {} by chancery {}, {}, {}", self.code, self.coder, self.codebook, self.model));
        out.truncate(out.trim_end().len());
        if !self.corrected_by.is_empty() {
            out.push_str(&format!("; checked by {}", self.corrected_by.join(", ")));
        }
        out.push_str(&format!("; record {}", self.id));
        match &self.snapshot {
            Some(hash) => out.push_str(&format!(", data version sha256:{hash}.")),
            None => out.push_str(&format!(", text sha256:{}.", self.text_sha256)),
        }
        out
    }
}

impl Archive {
    /// How a record is cited; without the words of the article when `text_free`.
    ///
    /// # Errors
    /// When there is no such record, or it has no words of its own (an occurrence is cited by its reports).
    pub fn cite(&self, id: &str, text_free: bool) -> Result<Citation, Error> {
        let record = self.show(id)?;
        let kind = match record.kind {
            kind @ ("event" | "statement" | "position") => kind,
            kind => {
                return Err(Error::new(format!(
                    "an {kind} has no words of its own; cite an event, statement or position in it (`chancery show {id}`)"
                )
                .replace("an story", "a story")));
            }
        };
        let id = record.id.clone();
        let field = |name: &str| {
            let cell = record.fields.iter().find(|(n, _)| n == name).map(|(_, cell)| cell.words());
            cell.filter(|words| !words.is_empty())
        };
        let said = |name: &str| field(name).unwrap_or_else(|| "nobody".to_owned());
        let code = match kind {
            "event" => {
                let mut code = format!("{}: {} → {}", said("type"), said("actors"), said("recipients"));
                for more in ["first", "place", "polarity", "modality"].into_iter().filter_map(&field) {
                    if more != "affirmed" && more != "actual" {
                        code.push_str(&format!(", {more}"));
                    }
                }
                code
            }
            "statement" => format!("{} statement of {}", said("form"), said("speaker")),
            _ => format!("{} {} “{}”", said("holder"), said("stance"), said("topic_key")),
        };
        let place =
            correct::find(&self.db, &id)?.ok_or_else(|| Error::new(format!("the archive has no record {id}")))?;
        let (start, end, text): (u32, u32, String) = self
            .db
            .query_row(
                r#"SELECT p."start", p."end", v.text FROM spans p, versions v
                   WHERE p.kind = ?1 AND p.record = ?2 AND p.role = 'evidence' AND p.n = 0 AND v.key = ?3"#,
                params![kind, place.key, place.version],
                |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
            )
            .optional()?
            .ok_or_else(|| Error::new(format!("{id} rests on no words")))?;
        let quotation: String = text.chars().skip(start as usize).take(end.saturating_sub(start) as usize).collect();
        let mut chain: Vec<String> = Vec::new();
        for name in ["asserted_by", "speaker", "via", "publisher"] {
            chain.extend(field(name).iter().flat_map(|names| names.split(';')).map(str::to_owned));
        }
        let mut authors =
            self.db.prepare_cached("SELECT DISTINCT author FROM corrections WHERE target = ?1 ORDER BY author")?;
        let corrected_by = authors.query_map([&id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        let mut head = self.db.prepare_cached(
            "SELECT a.id, a.publisher, v.headline, v.published, a.url, a.licence, v.text_sha256, p.version, p.model, p.codebook
             FROM versions v JOIN articles a ON a.key = v.article JOIN provenance p ON p.key = v.provenance WHERE v.key = ?1",
        )?;
        let snapshot: Option<String> = self
            .db
            .query_row("SELECT hash FROM snapshots ORDER BY at DESC, hash LIMIT 1", [], |row| row.get(0))
            .optional()?;
        head.query_row([place.version], |row| {
            Ok(Citation {
                id: id.clone(),
                kind: kind.to_owned(),
                code,
                article: row.get(0)?,
                publisher: row.get(1)?,
                headline: row.get::<_, Option<String>>(2)?.filter(|_| !text_free),
                published: row.get(3)?,
                url: row.get(4)?,
                licence: row.get(5)?,
                chain,
                start,
                end,
                quotation_sha256: ids::sha256(quotation.as_bytes()),
                quotation: (!text_free).then_some(quotation),
                text_sha256: row.get(6)?,
                coder: row.get(7)?,
                model: row.get(8)?,
                codebook: row.get(9)?,
                corrected_by,
                snapshot,
            })
        })
    }
}
