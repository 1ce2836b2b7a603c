//! PostgreSQL: one connection to a server, used as if it were SQLite.
//!
//! Values go and come in SQLite's types: numbers become the type that the server asks for, truth values come back as
//! 0 and 1, sums as whole numbers. Answers are read a page at a time within a transaction, so that a question may be
//! asked while another one's rows are being read, and a long answer needs no memory.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::error::Error as StdError;

use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, NoTls};
use rusqlite::types::Value;

use super::{Schema, dialect};
use crate::desk::Interrupt;
use crate::error::Error;
use crate::ids;

/// Rows that are read at once.
const PAGE: usize = 2000;

/// Statements that are kept ready. Questions are made of filters, and there is no end to these.
const KEPT: usize = 256;

/// The lock that a writer holds through its transaction ("CHAN", as a number); each schema has its own.
const WRITER: i32 = 0x4348_414e;

/// A text longer than this is found by its beginning only: the server's index holds a megabyte a text.
const INDEXED: usize = 400_000;

/// What a connection is set to: a question is answered sooner than it would be compiled, is read to its end, and finds
/// what it looks up in memory, since a disk that must be waited for is read nowhere near as often. How long a writer
/// waits for another one may be set in the URL.
fn settings() -> String {
    let wait = super::sqlite::PATIENCE.as_millis();
    format!(
        "SET client_min_messages = warning; SET timezone = 'UTC'; SET jit = off; SET cursor_tuple_fraction = 1;
         SET random_page_cost = 1.1;
         SELECT set_config('lock_timeout', '{wait}ms', false) WHERE current_setting('lock_timeout') = '0'"
    )
}

/// A connection.
pub(super) struct Session {
    client: RefCell<Client>,
    prepared: RefCell<BTreeMap<String, postgres::Statement>>,
    /// Answers that are being read, and so the number of the next cursor.
    n_cursors: Cell<u64>,
    /// How many answers hold the transaction open that reading needs.
    n_reading: Cell<usize>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

impl Session {
    pub(super) fn open(url: &str, schema: Schema, write: bool) -> Result<Session, Error> {
        let shown = without_password(url);
        let mut client = Client::connect(url, NoTls).map_err(|cause| {
            let told = told(&cause);
            Error::because(
                format!("{shown}: the server cannot be reached or does not let you in ({told}); look at host, port, user and database of the URL"),
                cause,
            )
        })?;
        client.batch_execute(&settings())?;
        let session = Session {
            client: RefCell::new(client),
            prepared: RefCell::default(),
            n_cursors: Cell::new(0),
            n_reading: Cell::new(0),
        };
        let ready = if write {
            session.migrate(schema)
        } else {
            session.check_version(schema).and_then(|()| session.batch("SET default_transaction_read_only = on"))
        };
        ready.map_err(|cause| Error::because(format!("{shown}: {cause}"), cause))?;
        Ok(session)
    }

    fn one(&self, sql: &str) -> Result<Option<String>, Error> {
        let row = self.client.borrow_mut().query_opt(sql, &[])?;
        Ok(row.and_then(|row| row.get::<_, Option<String>>(0)))
    }

    /// The schema's version in the database; `None` when the archive's tables are not there.
    fn version(&self) -> Result<Option<i64>, Error> {
        if self.one("SELECT to_regclass('about')::text")?.is_none() {
            return Ok(None);
        }
        let version = self.one("SELECT value FROM about WHERE name = 'schema'")?;
        Ok(version.and_then(|v| v.parse().ok()))
    }

    fn check_version(&self, schema: Schema) -> Result<(), Error> {
        let newest = schema.migrations.len() as i64;
        match self.version()? {
            Some(version) if version > newest => Err(Error::new(format!(
                "the archive has schema {version} and this program knows up to {newest}; use a newer chancery"
            ))),
            Some(version) if version < newest => Err(Error::new(format!(
                "the archive has schema {version} and needs {newest}; `chancery ingest` with no new article brings it there"
            ))),
            Some(_) => Ok(()),
            None => Err(Error::new("there is no archive in this database; `chancery ingest --archive` makes one")),
        }
    }

    fn migrate(&self, schema: Schema) -> Result<(), Error> {
        self.begin()?;
        match self.migrate_within(schema) {
            Ok(()) => self.batch("COMMIT"),
            Err(cause) => {
                // The first error is the one to tell.
                let _ = self.batch("ROLLBACK");
                Err(cause)
            }
        }
    }

    fn migrate_within(&self, schema: Schema) -> Result<(), Error> {
        let newest = schema.migrations.len() as i64;
        let version = self.version()?;
        if version.is_some_and(|v| v > newest) {
            return self.check_version(schema);
        }
        if version.is_none() {
            let others = self.one(
                "SELECT min(relname)::text FROM pg_class WHERE relkind IN ('r', 'v') AND relnamespace = current_schema()::regnamespace",
            )?;
            if let Some(table) = others {
                return Err(Error::new(format!(
                    "this database has tables of another program (\"{table}\"); make an empty one for the archive (createdb)"
                )));
            }
            self.batch(dialect::PRELUDE)?;
            self.batch("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")?;
        }
        for (number, sql) in (1i64..).zip(schema.migrations) {
            if number > version.unwrap_or(0) {
                self.batch(&dialect::schema(sql)?)?;
            }
        }
        let wanted = ids::sha256(schema.views.as_bytes());
        if self.one("SELECT value FROM about WHERE name = 'views'")?.as_deref() != Some(&wanted) {
            let views = self.one(
                "SELECT string_agg(quote_ident(viewname), ', ') FROM pg_views WHERE schemaname = current_schema()",
            )?;
            if let Some(views) = views {
                self.batch(&format!("DROP VIEW {views}"))?;
            }
            self.batch(&views_in_order(schema.views))?;
        }
        let mut client = self.client.borrow_mut();
        for (name, value) in [("views", wanted), ("schema", newest.to_string())] {
            client.execute(
                "INSERT INTO about (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                &[&name, &value],
            )?;
        }
        Ok(())
    }

    /// What ends the answer that is being worked on.
    pub(super) fn interrupt(&self) -> Interrupt {
        let token = self.client.borrow().cancel_token();
        // A server that cannot be reached any more works on nothing.
        Interrupt::new(move || drop(token.cancel_query(NoTls)))
    }

    pub(super) fn batch(&self, sql: &str) -> Result<(), Error> {
        Ok(self.client.borrow_mut().batch_execute(sql)?)
    }

    /// Begins a transaction that is the only one to write.
    pub(super) fn begin(&self) -> Result<(), Error> {
        self.batch("BEGIN")?;
        let locked = self
            .client
            .borrow_mut()
            .execute("SELECT pg_advisory_xact_lock($1, hashtext(current_schema()))", &[&WRITER]);
        if let Err(cause) = locked {
            let _ = self.batch("ROLLBACK");
            return Err(cause.into());
        }
        Ok(())
    }

    pub(super) fn prepare(&self, sql: &str, within: bool) -> Result<Prepared<'_>, Error> {
        let translated = dialect::placeholders(sql);
        let kept = self.prepared.borrow().get(&translated.sql).cloned();
        let statement = match kept {
            Some(statement) => statement,
            None => {
                let statement = self.client.borrow_mut().prepare(&translated.sql)?;
                let mut all = self.prepared.borrow_mut();
                if all.len() >= KEPT {
                    all.clear();
                }
                all.insert(translated.sql.clone(), statement.clone());
                statement
            }
        };
        Ok(Prepared { session: self, statement, sql: translated.sql, names: translated.names, within })
    }
}

/// A view may use one that is made after it; here each must be there first.
fn views_in_order(sql: &str) -> String {
    let mut left: Vec<(&str, &str)> = Vec::new();
    for part in sql.split("CREATE VIEW ").skip(1) {
        let name = part.split_whitespace().next().unwrap_or_default();
        left.push((name, part));
    }
    let mut out = String::new();
    while !left.is_empty() {
        let ready = left.iter().position(|(name, part)| {
            left.iter().all(|(other, _)| {
                other == name || !part.split(|c: char| !(c.is_alphanumeric() || c == '_')).any(|w| w == *other)
            })
        });
        // A circle cannot be made in any order; the server says so.
        let (_, part) = left.remove(ready.unwrap_or(0));
        out.push_str("CREATE VIEW ");
        out.push_str(part);
    }
    out
}

/// A statement, ready to be run.
pub(crate) struct Prepared<'a> {
    session: &'a Session,
    statement: postgres::Statement,
    sql: String,
    names: Vec<String>,
    /// Whether a transaction of a writer is open around it.
    within: bool,
}

impl<'a> Prepared<'a> {
    /// Lets the server forget it.
    pub(super) fn discard(self) {
        self.session.prepared.borrow_mut().remove(&self.sql);
    }

    pub(super) fn column_names(&self) -> Vec<String> {
        self.statement.columns().iter().map(|c| c.name().to_owned()).collect()
    }

    fn bound(&self, params: &[(Option<&'static str>, Value)]) -> Result<Vec<Bound>, Error> {
        let expected = self.statement.params().len();
        if expected != params.len() {
            return Err(Error::new(format!("a statement takes {expected} values and got {}", params.len())));
        }
        let mut bound: Vec<Option<Bound>> = vec![None; expected];
        for (i, (name, value)) in params.iter().enumerate() {
            let i = match name {
                Some(name) => self
                    .names
                    .iter()
                    .position(|n| n == name)
                    .ok_or_else(|| Error::new(format!("a statement has no {name}")))?,
                None => i,
            };
            if matches!(value, Value::Text(text) if text.contains('\0')) {
                return Err(Error::new("a server keeps no null character; leave it out"));
            }
            bound[i] = Some(Bound(value.clone()));
        }
        bound.into_iter().map(|b| b.ok_or_else(|| Error::new("a statement lacks a value"))).collect()
    }

    pub(super) fn execute(&self, params: &[(Option<&'static str>, Value)]) -> Result<usize, Error> {
        let bound = self.bound(params)?;
        let refs: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|b| b as _).collect();
        let n = self.session.client.borrow_mut().execute(&self.statement, &refs)?;
        Ok(usize::try_from(n).unwrap_or(usize::MAX))
    }

    /// Its answer: read whole within a writer's transaction or when it also writes, else page by page.
    pub(super) fn query(&self, params: &[(Option<&'static str>, Value)]) -> Result<Answer<'a>, Error> {
        let bound = self.bound(params)?;
        let refs: Vec<&(dyn ToSql + Sync)> = bound.iter().map(|b| b as _).collect();
        let head = self.sql.trim_start().get(..6).unwrap_or_default().to_ascii_uppercase();
        let is_question = head == "SELECT" || head.starts_with("WITH");
        if self.within || !is_question {
            let rows = self.session.client.borrow_mut().query(&self.statement, &refs)?;
            return Ok(Answer::whole(rows));
        }
        let mut client = self.session.client.borrow_mut();
        if self.session.n_reading.get() == 0 {
            client.batch_execute("BEGIN READ ONLY")?;
        }
        self.session.n_reading.set(self.session.n_reading.get() + 1);
        let n = self.session.n_cursors.get();
        self.session.n_cursors.set(n + 1);
        let cursor = format!("chancery_{n}");
        let declared = client.execute(&format!("DECLARE {cursor} NO SCROLL CURSOR FOR {}", self.sql), &refs);
        drop(client);
        // Whatever happens now, dropping the answer ends the reading.
        let mut answer =
            Answer { reading: Some((self.session, cursor)), rows: Vec::new().into_iter(), row: Vec::new() };
        declared?;
        answer.page()?;
        Ok(answer)
    }
}

/// The rows of an answer.
pub(crate) struct Answer<'a> {
    /// The cursor it is read from, until its end.
    reading: Option<(&'a Session, String)>,
    rows: std::vec::IntoIter<postgres::Row>,
    row: Vec<Value>,
}

impl Answer<'_> {
    fn whole(rows: Vec<postgres::Row>) -> Self {
        Answer { reading: None, rows: rows.into_iter(), row: Vec::new() }
    }

    fn page(&mut self) -> Result<(), Error> {
        let Some((session, cursor)) = &self.reading else { return Ok(()) };
        let rows = session.client.borrow_mut().query(&format!("FETCH {PAGE} FROM {cursor}"), &[])?;
        if rows.len() < PAGE {
            self.finish()?;
        }
        self.rows = rows.into_iter();
        Ok(())
    }

    fn finish(&mut self) -> Result<(), Error> {
        let Some((session, cursor)) = self.reading.take() else { return Ok(()) };
        session.n_reading.set(session.n_reading.get() - 1);
        let end = if session.n_reading.get() == 0 { "COMMIT".to_owned() } else { format!("CLOSE {cursor}") };
        session.batch(&end)
    }

    pub(super) fn next(&mut self) -> Result<Option<&[Value]>, Error> {
        let next = match self.rows.next() {
            Some(row) => Some(row),
            None => {
                self.page()?;
                self.rows.next()
            }
        };
        let Some(row) = next else { return Ok(None) };
        self.row.clear();
        for i in 0..row.len() {
            self.row.push(row.try_get::<_, Got>(i)?.0);
        }
        Ok(Some(&self.row))
    }
}

impl Drop for Answer<'_> {
    fn drop(&mut self) {
        // An answer that is left in the middle: when the end fails too, the connection is gone.
        let _ = self.finish();
    }
}

/// A value on its way to the server, which says what type it wants.
#[derive(Clone, Debug)]
struct Bound(Value);

impl ToSql for Bound {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn StdError + Sync + Send>> {
        match (&self.0, ty) {
            (Value::Null, _) => Ok(IsNull::Yes),
            (Value::Integer(i), &Type::INT8) => i.to_sql(ty, out),
            (Value::Integer(i), &Type::INT4) => i32::try_from(*i)?.to_sql(ty, out),
            (Value::Integer(i), &Type::INT2) => i16::try_from(*i)?.to_sql(ty, out),
            (Value::Integer(i), &Type::BOOL) => (*i != 0).to_sql(ty, out),
            (Value::Integer(i), &Type::FLOAT8) => (*i as f64).to_sql(ty, out),
            (Value::Integer(i), _) => i.to_string().to_sql(&Type::TEXT, out),
            (Value::Real(r), &Type::FLOAT4) => (*r as f32).to_sql(ty, out),
            (Value::Real(r), &Type::FLOAT8) => r.to_sql(ty, out),
            (Value::Real(r), _) => r.to_string().to_sql(&Type::TEXT, out),
            // The server's texts hold no NUL.
            (Value::Text(t), _) => t.replace('\0', "\u{fffd}").to_sql(&Type::TEXT, out),
            (Value::Blob(b), _) => b.to_sql(&Type::BYTEA, out),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

/// A value that came from the server.
struct Got(Value);

impl<'a> FromSql<'a> for Got {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Got, Box<dyn StdError + Sync + Send>> {
        Ok(Got(match *ty {
            Type::BOOL => Value::Integer(bool::from_sql(ty, raw)?.into()),
            Type::INT8 => Value::Integer(i64::from_sql(ty, raw)?),
            Type::INT4 => Value::Integer(i32::from_sql(ty, raw)?.into()),
            Type::INT2 => Value::Integer(i16::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Value::Real(f64::from_sql(ty, raw)?),
            Type::FLOAT4 => Value::Real(f32::from_sql(ty, raw)?.into()),
            Type::NUMERIC => numeric(raw)?,
            Type::BYTEA => Value::Blob(raw.to_vec()),
            _ => Value::Text(std::str::from_utf8(raw)?.to_owned()),
        }))
    }

    fn from_sql_null(_: &Type) -> Result<Got, Box<dyn StdError + Sync + Send>> {
        Ok(Got(Value::Null))
    }

    fn accepts(_: &Type) -> bool {
        true
    }
}

/// A `numeric` as the server sends it: groups of four decimal digits, the place of the first, sign, and scale.
fn numeric(raw: &[u8]) -> Result<Value, Box<dyn StdError + Sync + Send>> {
    let word = |i: usize| raw.get(2 * i..2 * i + 2).map(|b| u16::from_be_bytes([b[0], b[1]])).ok_or("a short number");
    let (n, weight, sign, scale) = (word(0)?, word(1)? as i16, word(2)?, word(3)?);
    if sign & 0xC000 == 0xC000 {
        return Ok(Value::Null);
    }
    let mut value = 0.0;
    let mut whole: Option<i64> = Some(0);
    for i in 0..n {
        let digit = word(4 + usize::from(i))?;
        let power = i32::from(weight) - i32::from(i);
        value += f64::from(digit) * 10f64.powi(4 * power);
        whole = match u32::try_from(power).ok().and_then(|p| 10i64.checked_pow(4 * p)) {
            Some(unit) => whole.and_then(|w| w.checked_add(i64::from(digit).checked_mul(unit)?)),
            None => None,
        };
    }
    let is_negative = sign == 0x4000;
    Ok(match whole {
        Some(whole) if scale == 0 => Value::Integer(if is_negative { -whole } else { whole }),
        _ => Value::Real(if is_negative { -value } else { value }),
    })
}

/// What of an article goes into the full-text index.
pub(super) fn indexed(headline: Option<&str>, text: &str) -> String {
    let mut all = String::with_capacity(text.len().min(INDEXED) + 128);
    for part in [headline.unwrap_or_default(), text] {
        all.extend(plain(part).chars().take(INDEXED));
        all.push('\n');
    }
    all
}

/// Without accents, so that a word is found however it is spelled.
fn plain(text: &str) -> String {
    chancery_engine::gazetteer::folded(text)
}

/// The condition that a version `v` has the words of a search.
pub(super) fn has_words(words: &str) -> (String, Vec<Value>) {
    let mut params = Vec::new();
    let mut alternatives: Vec<Vec<String>> = vec![Vec::new()];
    let mut is_negated = false;
    for part in words.split_inclusive('"').collect::<Vec<_>>().chunks(2) {
        // A chunk is what stands before a phrase, with its opening mark, and the phrase with its closing one.
        let (before, phrase) = (part[0].trim_end_matches('"'), part.get(1));
        let (star, operators) = match before.strip_prefix('*') {
            Some(rest) => (true, rest),
            None => (false, before),
        };
        if star && let Some(last) = alternatives.last_mut().and_then(|all| all.last_mut()) {
            *last = last.replace("phraseto_tsquery('simple', ?)", "to_tsquery('simple', quote_literal(?) || ':*')");
        }
        for operator in operators.split_whitespace() {
            match operator {
                "OR" => alternatives.push(Vec::new()),
                "NOT" => is_negated = true,
                _ => {}
            }
        }
        if let (Some(phrase), Some(all)) = (phrase, alternatives.last_mut()) {
            let not = if std::mem::take(&mut is_negated) { "!! " } else { "" };
            all.push(format!("({not}phraseto_tsquery('simple', ?))"));
            params.push(Value::Text(plain(phrase.trim_end_matches('"'))));
        }
    }
    let any: Vec<String> = alternatives.iter().map(|all| format!("({})", all.join(" && "))).collect();
    (format!("{FOUND}{}))", any.join(" || ")), params)
}

/// What a search begins with.
const FOUND: &str = "v.key IN (SELECT key FROM versions_text WHERE words @@ (";

/// A search asked of each version as a value: a server would rather gather all that are found, and lose the order.
pub(super) fn of_this(found: &str) -> String {
    match found.strip_prefix(FOUND).and_then(|rest| rest.strip_suffix("))")) {
        Some(search) => format!("(SELECT x.words @@ ({search}) FROM versions_text x WHERE x.key = v.key)"),
        None => found.to_owned(),
    }
}

/// The URL, to be shown.
fn without_password(url: &str) -> String {
    match url.split_once("://").and_then(|(scheme, rest)| Some((scheme, rest.split_once('@')?))) {
        Some((scheme, (user, host))) => {
            let user = user.split(':').next().unwrap_or_default();
            format!("{scheme}://{user}@{host}")
        }
        None => url.to_owned(),
    }
}

/// What the server said, on one line.
fn told(cause: &postgres::Error) -> String {
    match cause.as_db_error() {
        Some(db) => db.message().to_owned(),
        None => cause.source().map_or_else(|| cause.to_string(), ToString::to_string),
    }
}

impl From<postgres::Error> for Error {
    fn from(cause: postgres::Error) -> Error {
        use postgres::error::SqlState;
        let code = cause.code();
        let is_cut = cause.source().is_some_and(|s| s.is::<std::io::Error>());
        if code == Some(&SqlState::QUERY_CANCELED) {
            return Error::slow(cause);
        }
        let message = if cause.is_closed() || is_cut || code == Some(&SqlState::ADMIN_SHUTDOWN) {
            "the connection to the server was lost; nothing of the last article was written, run it again".to_owned()
        } else if code == Some(&SqlState::LOCK_NOT_AVAILABLE) {
            "another program is writing to the archive; run it again afterwards".to_owned()
        } else if code == Some(&SqlState::READ_ONLY_SQL_TRANSACTION) {
            "the query would change the archive; questions only read".to_owned()
        } else if code == Some(&SqlState::INSUFFICIENT_PRIVILEGE) {
            format!("this user may not do that ({}); ask the owner of the database", told(&cause))
        } else if code == Some(&SqlState::DISK_FULL) {
            "the server's disk is full; nothing of the last article was written".to_owned()
        } else {
            format!("the archive could not answer ({})", told(&cause))
        };
        Error::because(message, cause)
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::types::Value;

    use super::{has_words, numeric, without_password};

    #[test]
    fn searches_keep_their_operators() {
        let check = |words: &str, want: &str, params: &[&str]| {
            let (sql, got) = has_words(words);
            let got: Vec<&str> = got.iter().map(|v| if let Value::Text(t) = v { t.as_str() } else { "" }).collect();
            assert!(sql.contains(want), "{sql}");
            assert_eq!(got, params);
        };
        let phrase = "(phraseto_tsquery('simple', ?))";
        check("\"a\" \"b c\"", &format!("(({phrase} && {phrase}))"), &["a", "b c"]);
        check("\"a\" OR \"b\"", &format!("(({phrase}) || ({phrase}))"), &["a", "b"]);
        check("\"a\" NOT \"b\"", &format!("({phrase} && (!! phraseto_tsquery('simple', ?)))"), &["a", "b"]);
        check("\"tear\"* \"gas\"", "((to_tsquery('simple', quote_literal(?) || ':*')) && ", &["tear", "gas"]);
    }

    #[test]
    fn passwords_are_not_shown() {
        assert_eq!(without_password("postgres://ann:secret@db/news"), "postgres://ann@db/news");
        assert_eq!(without_password("postgres:///news"), "postgres:///news");
    }

    #[test]
    fn sums_are_whole_numbers() {
        // 12345 and -0.5, as the server sends them.
        let whole = [0, 2, 0, 1, 0, 0, 0, 0, 0, 1, 9, 41];
        assert_eq!(numeric(&whole).unwrap(), Value::Integer(12345));
        let half = [0, 1, 0xff, 0xff, 0x40, 0, 0, 1, 0x13, 0x88];
        assert_eq!(numeric(&half).unwrap(), Value::Real(-0.5));
    }
}
