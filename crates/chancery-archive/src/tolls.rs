//! Tolls that reports tell in different figures.
//!
//! One happening, and who gives which number of killed, injured or arrested. Figures differ because they grow, because
//! sides count differently, or because a report is wrong; which of these it is, is not said here.

use serde::Serialize;

use crate::error::Error;
use crate::store::Archive;

/// What one report gives.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Given {
    /// The lowest number.
    pub low: Option<i64>,
    /// The number itself.
    pub best: Option<i64>,
    /// The highest number.
    pub high: Option<i64>,
    /// Its words.
    pub text: String,
    /// The event, by id.
    pub event: String,
    /// The outlet.
    pub publisher: Option<String>,
    /// When it was published.
    pub published: Option<String>,
    /// Who is said to have told, joined by `;`.
    pub according_to: Option<String>,
}

/// A happening whose reports differ in a number.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Toll {
    /// The occurrence, by id.
    pub occurrence: String,
    /// PLOVER type.
    pub event_type: String,
    /// Its first day.
    pub first: Option<String>,
    /// Where it was.
    pub place: Option<String>,
    /// `killed`, `injured` or `arrested`.
    pub kind: String,
    /// What each report gives, by day of publication.
    pub figures: Vec<Given>,
}

impl Archive {
    /// The happenings whose reports give different figures, by day and id.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn tolls(&self) -> Result<Vec<Toll>, Error> {
        let mut select = self.db.prepare(
            "SELECT o.id, o.type, o.first, o.place_name, f.kind, f.low, f.best, f.high, f.text, f.event, f.publisher,
                 f.published, f.according_to
             FROM occurrences o JOIN v_figures f ON f.occurrence = o.id
             WHERE o.key IN (
                 SELECT e.occurrence FROM casualties c JOIN events e ON e.key = c.event AND e.rejected = 0
                 GROUP BY e.occurrence, c.kind HAVING count(*) > 1)
             ORDER BY o.day, o.id, f.kind, f.published, f.event",
        )?;
        let mut rows = select.query([])?;
        let mut tolls: Vec<Toll> = Vec::new();
        while let Some(row) = rows.next()? {
            let (occurrence, kind): (String, String) = (row.get(0)?, row.get(4)?);
            let given = Given {
                low: row.get(5)?,
                best: row.get(6)?,
                high: row.get(7)?,
                text: row.get(8)?,
                event: row.get(9)?,
                publisher: row.get(10)?,
                published: row.get(11)?,
                according_to: row.get(12)?,
            };
            match tolls.last_mut().filter(|t| t.occurrence == occurrence && t.kind == kind) {
                Some(toll) => toll.figures.push(given),
                None => tolls.push(Toll {
                    occurrence,
                    event_type: row.get(1)?,
                    first: row.get(2)?,
                    place: row.get(3)?,
                    kind,
                    figures: vec![given],
                }),
            }
        }
        let figure = |g: &Given| (g.low, g.best, g.high);
        tolls.retain(|toll| toll.figures.iter().any(|g| figure(g) != figure(&toll.figures[0])));
        Ok(tolls)
    }
}
