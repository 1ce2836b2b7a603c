//! Rows of GDELT's 2.0 event table: 61 columns, tab-separated, no header, one row for each pair of parties.
//!
//! Countries of places are ISO 3166 alpha-3, where GDELT has FIPS 10-4; tone is not measured and left empty. Events
//! come with the code of their rule. CAMEO's 01 (public statements) and 02 (appeals) are no events to PLOVER: they are
//! derived from statements here, for those who compare with data that has them. A statement whose cue is the word of
//! an event ("condemned") has its row among the events.

use std::io::Write;

use crate::error::Error;
use crate::export::{Exported, PartyRow, named, pairs};
use crate::ids;
use crate::similar::happening::list;
use crate::store::Archive;
use crate::table::{Cell, Column, Sink};

/// Columns of GDELT's 2.0 event table.
pub const GDELT_COLUMNS: usize = 61;

/// PLOVER sectors as the role codes of CAMEO that GDELT has.
fn cameo_role(sector: &str) -> &str {
    match sector {
        "AGR" | "BUS" | "COP" | "CRM" | "CVL" | "EDU" | "ELI" | "GOV" | "JUD" | "LAB" | "LEG" | "MIL" | "OPP"
        | "PTY" | "REB" | "REF" | "SPY" | "UAF" => sector,
        "JRN" => "MED",
        "MED" => "HLH",
        "PRE" | "PRM" => "GOV",
        _ => "",
    }
}

/// What a row tells, beside its parties.
struct Told {
    id: String,
    /// `YYYY-MM-DD`, or less of it.
    day: String,
    code: String,
    quad: String,
    goldstein: String,
    /// Reports and origins.
    counts: (i64, i64),
    /// GDELT's kind of place (0 none, 1 a country, 4 a city of the world), its names, codes and coordinates.
    place: [String; 8],
    published: String,
    url: String,
}

impl Told {
    fn write(
        &self,
        n: usize,
        actor: &PartyRow,
        recipient: Option<&PartyRow>,
        out: &mut dyn Write,
    ) -> Result<(), Error> {
        let digits: String = self.day.chars().filter(char::is_ascii_digit).collect();
        let (year, month) = (digits.get(..4).unwrap_or_default(), digits.get(..6).unwrap_or_default());
        let fraction = self.day.parse::<jiff::civil::Date>().map_or_else(
            |_| String::new(),
            |date| {
                let days = if date.in_leap_year() { 366.0 } else { 365.0 };
                format!("{:.4}", f64::from(date.year()) + (f64::from(date.day_of_year()) - 1.0) / days)
            },
        );
        // GDELT's ids are numbers; 53 bits survive every tool that reads them as floating point.
        let number = ids::number(&[&self.id, &n.to_string()]) >> 11;
        let mut row = vec![number.to_string(), digits.clone(), month.to_owned(), year.to_owned(), fraction];
        party(Some(actor), &mut row);
        party(recipient, &mut row);
        row.push("1".to_owned());
        for length in [4, 3, 2] {
            row.push(self.code.get(..length).unwrap_or(&self.code).to_owned());
        }
        row.extend([self.quad.clone(), self.goldstein.clone()]);
        let (mentions, sources) = self.counts;
        row.extend([mentions, sources, mentions].map(|n| n.to_string()));
        row.push(String::new());
        row.extend(std::iter::repeat_n(String::new(), 16));
        row.extend(self.place.clone());
        row.push(format!("{}000000", self.published.replace('-', "")));
        row.push(self.url.clone());
        debug_assert_eq!(row.len(), GDELT_COLUMNS);
        let clean: Vec<String> = row.iter().map(|field| field.replace(['\t', '\n', '\r'], " ")).collect();
        Ok(writeln!(out, "{}", clean.join("\t"))?)
    }
}

fn party(party: Option<&PartyRow>, row: &mut Vec<String>) {
    let Some(party) = party else {
        row.extend(std::iter::repeat_n(String::new(), 10));
        return;
    };
    let roles: Vec<&str> = party.sectors.iter().map(|s| cameo_role(s)).filter(|s| !s.is_empty()).take(3).collect();
    let country = party.country.clone().unwrap_or_default();
    row.push(format!("{country}{}", roles.concat()));
    row.push(party.name.to_uppercase());
    row.push(country);
    row.extend(std::iter::repeat_n(String::new(), 4));
    row.extend((0..3).map(|i| roles.get(i).map_or_else(String::new, |role| (*role).to_owned())));
}

fn url(db: &Archive, article: &str) -> Result<String, Error> {
    let mut select = db.db.prepare_cached("SELECT coalesce(url, name) FROM articles WHERE id = ?1")?;
    select.query_row([article], |row| row.get(0))
}

/// CAMEO's codes for what is only said, with their values on Goldstein's scale, by the stance of a position that the
/// statement takes. The first that fits holds. Source: Schrodt, CAMEO Codebook 1.1b3 (2012), and the table of scale
/// values that GDELT publishes with it.
const SPOKEN: [(&str, &str, &str); 6] = [
    ("demand", "020", "3.0"),
    ("deny", "016", "-2.0"),
    ("acknowledge", "015", "0.0"),
    ("accept", "019", "3.4"),
    ("support", "019", "3.4"),
    ("", "010", "0.0"),
];

/// Takes records and writes their rows.
pub(crate) struct Gdelt<'a> {
    db: &'a Archive,
    out: &'a mut dyn Write,
    columns: Vec<Column>,
    /// Whether the records are statements, not events.
    spoken: bool,
    pub(crate) exported: Exported,
}

impl<'a> Gdelt<'a> {
    pub(crate) fn of_events(db: &'a Archive, out: &'a mut dyn Write) -> Gdelt<'a> {
        Gdelt { db, out, columns: Vec::new(), spoken: false, exported: Exported::default() }
    }

    pub(crate) fn of_statements(db: &'a Archive, out: &'a mut dyn Write) -> Gdelt<'a> {
        Gdelt { spoken: true, ..Gdelt::of_events(db, out) }
    }

    /// A row for each pair of an event's parties.
    fn event(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let at = named(&self.columns, cells);
        let word = |name: &str| at(name).words();
        let id = word("id");
        // GDELT's table is of what happened, by day, with a CAMEO code.
        let day = [word("first"), word("published")].into_iter().find(|d| !d.is_empty());
        let code = word("cameo");
        let (Some(day), false) =
            (day, code.is_empty() || word("polarity") != "affirmed" || word("modality") != "actual")
        else {
            self.exported.left_out += 1;
            return Ok(());
        };
        let has_point = *at("lat") != Cell::Null;
        let kind = if word("place").is_empty() {
            "0"
        } else if has_point && *at("admin1") != Cell::Null {
            "4"
        } else {
            "1"
        };
        let [name, country, admin1] = ["place", "country", "admin1"].map(word);
        let [lat, lon, number] = ["lat", "lon", "geonames"].map(word);
        let told = Told {
            counts: self.counts(&word("occurrence"))?,
            day,
            code,
            quad: word("quad"),
            goldstein: word("goldstein"),
            place: [kind.to_owned(), name, country, admin1, String::new(), lat, lon, number],
            published: word("published"),
            url: url(self.db, &word("article"))?,
            id,
        };
        let parties = self.db.parties(&told.id)?;
        for (i, (actor, recipient)) in pairs(&parties).iter().enumerate() {
            told.write(i, actor, recipient.as_ref(), self.out)?;
            self.exported.written += 1;
        }
        if parties.iter().all(|p| !p.is_actor) {
            self.exported.left_out += 1;
        }
        Ok(())
    }

    /// The row of a statement.
    fn statement(&mut self, cells: &[Cell]) -> Result<(), Error> {
        let at = named(&self.columns, cells);
        let word = |name: &str| at(name).words();
        let (id, day) = (word("id"), word("published"));
        let spoken = if day.is_empty() { None } else { self.spoken(&id)? };
        let Some((speaker, addressee, stances, false)) = spoken else {
            self.exported.left_out += 1;
            return Ok(());
        };
        let taken: Vec<&str> = stances.split(';').collect();
        let by_stance = SPOKEN.iter().find(|(stance, ..)| stance.is_empty() || taken.contains(stance));
        let Some((_, code, goldstein)) = by_stance else { return Ok(()) };
        let told = Told {
            url: url(self.db, &word("article"))?,
            published: day.clone(),
            day,
            code: (*code).to_owned(),
            quad: "1".to_owned(),
            goldstein: (*goldstein).to_owned(),
            counts: (1, 1),
            place: std::array::from_fn(|i| if i == 0 { "0".to_owned() } else { String::new() }),
            id,
        };
        told.write(0, &speaker, addressee.as_ref(), self.out)?;
        self.exported.written += 1;
        Ok(())
    }

    /// Reports and origins of an occurrence.
    fn counts(&self, occurrence: &str) -> Result<(i64, i64), Error> {
        let mut select = self.db.db.prepare_cached("SELECT n_reports, n_origins FROM occurrences WHERE id = ?1")?;
        let mut rows = select.query([occurrence])?;
        Ok(match rows.next()? {
            Some(row) => (row.get(0)?, row.get(1)?),
            None => (1, 1),
        })
    }

    /// Speaker and addressee, the stances taken, and whether the cue is the word of an event.
    #[allow(clippy::type_complexity, reason = "one row")]
    fn spoken(&self, id: &str) -> Result<Option<(PartyRow, Option<PartyRow>, String, bool)>, Error> {
        let mut select = self.db.db.prepare_cached(
            "SELECT n.name, n.country, n.sectors, n.kind, d.name, d.country, d.sectors, d.kind,
                (SELECT group_concat(p.stance, ';') FROM positions p WHERE p.statement = t.key AND p.rejected = 0),
                (SELECT count(*) FROM spans c JOIN events e ON e.version = t.version
                    JOIN spans g ON g.kind = 'event' AND g.role = 'evidence' AND g.record = e.key
                    WHERE c.kind = 'statement' AND c.role = 'cue' AND c.record = t.key
                    AND g.trigger_start < c.\"end\" AND c.\"start\" < g.trigger_end)
             FROM statements t JOIN entities n ON n.key = t.speaker LEFT JOIN entities d ON d.key = t.addressee
             WHERE t.id = ?1",
        )?;
        let mut rows = select.query([id])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        let speaker = PartyRow {
            is_actor: true,
            name: row.get(0)?,
            country: row.get(1)?,
            sectors: list(&row.get::<_, String>(2)?),
            kind: row.get(3)?,
            actor: None,
        };
        let addressee = match row.get::<_, Option<String>>(4)? {
            Some(name) => Some(PartyRow {
                is_actor: false,
                name,
                country: row.get(5)?,
                sectors: list(&row.get::<_, Option<String>>(6)?.unwrap_or_default()),
                kind: row.get::<_, Option<String>>(7)?.unwrap_or_default(),
                actor: None,
            }),
            None => None,
        };
        let stances = row.get::<_, Option<String>>(8)?.unwrap_or_default();
        let is_event = row.get::<_, i64>(9)? > 0;
        Ok(Some((speaker, addressee, stances, is_event)))
    }
}

impl Sink for Gdelt<'_> {
    fn begin(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.columns = columns.to_vec();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        if self.spoken { self.statement(cells) } else { self.event(cells) }
    }

    fn finish(&mut self) -> Result<(), Error> {
        Ok(())
    }
}
