//! The database below the archive: SQLite, or PostgreSQL, behind one set of calls.
//!
//! Everything above this module is written once, in the SQL that both understand, with SQLite's placeholders (`?`,
//! `?1`, `:name`) and value types. What they do not share is here: placeholders, full text, the making of the schema,
//! the one writer at a time, and how a failure reads.
//!
//! Not here: what the tables are (`schema/`), and what is written to them (`store`).

#[cfg(feature = "postgres")]
mod dialect;
#[cfg(feature = "postgres")]
mod postgres;
mod sqlite;

use std::cell::Cell;
use std::path::Path;
use std::time::{Duration, SystemTime};

pub(crate) use rusqlite::types::{FromSql, ToSql, Value, ValueRef};
pub(crate) use rusqlite::{named_params, params};

use crate::desk::Interrupt;
use crate::error::Error;

/// The version of the schema that this program writes, and the texts that make it: versions, oldest first, then views.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schema {
    /// A published one is never edited.
    pub(crate) migrations: &'static [&'static str],
    /// Views hold no data: they are made anew whenever the program that opens the archive for writing has other ones.
    pub(crate) views: &'static str,
}

/// An open database.
#[derive(Debug)]
pub(crate) struct Connection {
    backend: Backend,
    /// Whether a transaction is open on it.
    is_busy: Cell<bool>,
}

#[derive(Debug)]
enum Backend {
    Sqlite(rusqlite::Connection),
    #[cfg(feature = "postgres")]
    Postgres(Box<postgres::Session>),
}

/// Whether a URL names a PostgreSQL database.
pub(crate) fn is_postgres(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

impl Connection {
    fn new(backend: Backend) -> Connection {
        Connection { backend, is_busy: Cell::new(false) }
    }

    /// Opens the file at `path`; with `schema`, for writing, and brings it there.
    pub(crate) fn open_file(path: &Path, schema: Schema, write: bool) -> Result<Connection, Error> {
        Ok(Connection::new(Backend::Sqlite(sqlite::open(path, schema, write)?)))
    }

    /// Opens the database that a URL names.
    #[cfg(feature = "postgres")]
    pub(crate) fn open_server(url: &str, schema: Schema, write: bool) -> Result<Connection, Error> {
        Ok(Connection::new(Backend::Postgres(Box::new(postgres::Session::open(url, schema, write)?))))
    }

    /// This program was built without it.
    #[cfg(not(feature = "postgres"))]
    pub(crate) fn open_server(_url: &str, _schema: Schema, _write: bool) -> Result<Connection, Error> {
        Err(Error::new("this chancery was built without PostgreSQL; name a file, or build with --features postgres"))
    }

    /// A statement ready to be run, kept for the next time.
    pub(crate) fn prepare_cached(&self, sql: &str) -> Result<Statement<'_>, Error> {
        Ok(match &self.backend {
            Backend::Sqlite(db) => Statement::Sqlite(db.prepare_cached(sql)?),
            #[cfg(feature = "postgres")]
            Backend::Postgres(session) => Statement::Postgres(session.prepare(sql, self.is_busy.get())?),
        })
    }

    /// A statement ready to be run.
    pub(crate) fn prepare(&self, sql: &str) -> Result<Statement<'_>, Error> {
        self.prepare_cached(sql)
    }

    /// Runs one statement; gives how many rows it changed.
    pub(crate) fn execute(&self, sql: &str, params: impl Params) -> Result<usize, Error> {
        self.prepare_cached(sql)?.execute(params)
    }

    /// Runs several statements without parameters.
    pub(crate) fn execute_batch(&self, sql: &str) -> Result<(), Error> {
        match &self.backend {
            Backend::Sqlite(db) => Ok(db.execute_batch(sql)?),
            #[cfg(feature = "postgres")]
            Backend::Postgres(session) => session.batch(sql),
        }
    }

    /// The first row of an answer.
    pub(crate) fn query_row<T>(
        &self,
        sql: &str,
        params: impl Params,
        f: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        self.prepare_cached(sql)?.query_row(params, f)
    }

    /// The key of the row that was last put into a table with an integer key.
    pub(crate) fn last_key(&self) -> Result<i64, Error> {
        match &self.backend {
            Backend::Sqlite(db) => Ok(db.last_insert_rowid()),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.query_row("SELECT lastval()", [], |row| row.get(0)),
        }
    }

    /// Begins to write: no other program writes until the transaction ends. It is taken back unless it is committed.
    pub(crate) fn begin(&self) -> Result<Transaction<'_>, Error> {
        match &self.backend {
            Backend::Sqlite(db) => db.execute_batch("BEGIN IMMEDIATE")?,
            #[cfg(feature = "postgres")]
            Backend::Postgres(session) => session.begin()?,
        }
        self.is_busy.set(true);
        Ok(Transaction { db: self, is_done: false })
    }

    /// Puts the words of a version into the full-text index.
    pub(crate) fn index_text(&self, key: i64, headline: Option<&str>, text: &str) -> Result<(), Error> {
        match &self.backend {
            Backend::Sqlite(_) => self
                .prepare_cached("INSERT INTO versions_text (rowid, headline, text) VALUES (?1, ?2, ?3)")?
                .execute(params![key, headline, text])?,
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self
                .prepare_cached("INSERT INTO versions_text (key, words) VALUES (?1, to_tsvector('simple', ?2))")?
                .execute(params![key, postgres::indexed(headline, text)])?,
        };
        Ok(())
    }

    /// Takes the words of a version out of the full-text index.
    pub(crate) fn forget_text(&self, key: i64, headline: Option<&str>, text: &str) -> Result<(), Error> {
        match &self.backend {
            Backend::Sqlite(_) => self.execute(
                "INSERT INTO versions_text (versions_text, rowid, headline, text) VALUES ('delete', ?1, ?2, ?3)",
                params![key, headline, text],
            )?,
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => self.execute("DELETE FROM versions_text WHERE key = ?1", [key])?,
        };
        Ok(())
    }

    /// The condition that a version `v` has the words of a search, each quoted, with AND, OR, NOT and `*` for a prefix.
    pub(crate) fn has_words(&self, words: &str) -> (String, Vec<Value>) {
        match &self.backend {
            Backend::Sqlite(_) => (
                "v.key IN (SELECT rowid FROM versions_text WHERE versions_text MATCH ?)".to_owned(),
                vec![Value::Text(words.to_owned())],
            ),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => postgres::has_words(words),
        }
    }

    /// The same, for versions that are looked at one after the other in an order of their own.
    pub(crate) fn has_these_words(&self, words: &str) -> (String, Vec<Value>) {
        match &self.backend {
            // Asked of each as a value, else the articles with these words would be gathered first, and the order be lost.
            Backend::Sqlite(_) => (
                "(SELECT 1 FROM versions_text x WHERE x.rowid = v.key AND x.versions_text MATCH ?) IS NOT NULL"
                    .to_owned(),
                vec![Value::Text(words.to_owned())],
            ),
            #[cfg(feature = "postgres")]
            Backend::Postgres(_) => {
                let (sql, params) = postgres::has_words(words);
                (postgres::of_this(&sql), params)
            }
        }
    }

    /// Gives what ends an answer; a server is also told to end each by itself, should nobody be left to do it.
    #[cfg_attr(not(feature = "postgres"), expect(unused_variables, reason = "only a server is told how long"))]
    pub(crate) fn answer_within(&self, limit: Duration) -> Result<Interrupt, Error> {
        match &self.backend {
            Backend::Sqlite(db) => {
                let handle = db.get_interrupt_handle();
                Ok(Interrupt::new(move || handle.interrupt()))
            }
            #[cfg(feature = "postgres")]
            Backend::Postgres(session) => {
                session.batch(&format!("SET statement_timeout = {}", limit.as_millis()))?;
                Ok(session.interrupt())
            }
        }
    }

    /// What stands for the state of the database: another one after every transaction that wrote.
    pub(crate) fn state(&self) -> Result<Option<String>, Error> {
        self.query_row("SELECT value FROM about WHERE name = 'state'", [], |row| row.get(0)).optional()
    }

    /// Gives the database another [`Connection::state`]. It is the time, so that one archive put in the place of
    /// another is not taken for it.
    fn mark_changed(&self) -> Result<String, Error> {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_nanos().to_string();
        self.prepare_cached(
            "INSERT INTO about (name, value) VALUES ('state', ?1)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?
        .execute([now.as_str()])?;
        Ok(now)
    }

    /// Whether it is a server, whose planner would rather join two lists than look each of one up in the other.
    pub(crate) fn is_server(&self) -> bool {
        !matches!(self.backend, Backend::Sqlite(_))
    }

    /// Refuses a statement that would change something; on a server the connection itself refuses it.
    pub(crate) fn prepare_question(&self, sql: &str) -> Result<Statement<'_>, Error> {
        let statement = self.prepare(sql).map_err(|cause| Error::because(format!("in the query: {cause}"), cause))?;
        match &statement {
            Statement::Sqlite(s) if !s.readonly() => {
                Err(Error::new("the query would change the archive; `chancery sql` only reads"))
            }
            _ => Ok(statement),
        }
    }
}

/// A transaction. It writes through the connection it was begun on.
#[derive(Debug)]
pub(crate) struct Transaction<'a> {
    db: &'a Connection,
    is_done: bool,
}

impl Transaction<'_> {
    /// Keeps what was written; gives the state that the database is in by it.
    pub(crate) fn commit(mut self) -> Result<String, Error> {
        let state = self.db.mark_changed()?;
        // A commit that fails leaves it open, and dropping it takes everything back.
        self.db.execute_batch("COMMIT")?;
        self.is_done = true;
        self.db.is_busy.set(false);
        Ok(state)
    }
}

impl std::ops::Deref for Transaction<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.db
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.is_done {
            // When this fails too, the connection is gone, and the transaction with it.
            let _ = self.db.execute_batch("ROLLBACK");
            self.db.is_busy.set(false);
        }
    }
}

/// Values for the placeholders of a statement.
pub(crate) trait Params {
    /// In order, with their names if they have some.
    fn values(self) -> Result<Vec<(Option<&'static str>, Value)>, Error>;
}

fn value(of: &dyn ToSql) -> Result<Value, Error> {
    use rusqlite::types::ToSqlOutput;
    match of.to_sql()? {
        ToSqlOutput::Borrowed(v) => Ok(v.try_into().map_err(|_| Error::new("a text is not UTF-8"))?),
        ToSqlOutput::Owned(v) => Ok(v),
        _ => Err(Error::new("a parameter is of a kind that the archive does not store")),
    }
}

impl Params for &[&dyn ToSql] {
    fn values(self) -> Result<Vec<(Option<&'static str>, Value)>, Error> {
        self.iter().map(|v| Ok((None, value(*v)?))).collect()
    }
}

impl Params for &[(&'static str, &dyn ToSql)] {
    fn values(self) -> Result<Vec<(Option<&'static str>, Value)>, Error> {
        self.iter().map(|(name, v)| Ok((Some(*name), value(*v)?))).collect()
    }
}

impl Params for &[Value] {
    fn values(self) -> Result<Vec<(Option<&'static str>, Value)>, Error> {
        Ok(self.iter().map(|v| (None, v.clone())).collect())
    }
}

// Not for every length: the type of an empty array would be ambiguous.
macro_rules! arrays {
    ($($n:literal)*) => {$(
        impl<T: ToSql> Params for [T; $n] {
            fn values(self) -> Result<Vec<(Option<&'static str>, Value)>, Error> {
                self.iter().map(|v| Ok((None, value(v)?))).collect()
            }
        }
    )*};
}
arrays!(1 2 3 4);

impl Params for [&dyn ToSql; 0] {
    fn values(self) -> Result<Vec<(Option<&'static str>, Value)>, Error> {
        Ok(Vec::new())
    }
}

/// A statement that can be run many times.
pub(crate) enum Statement<'a> {
    /// Of SQLite.
    Sqlite(rusqlite::CachedStatement<'a>),
    /// Of PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(postgres::Prepared<'a>),
}

impl Statement<'_> {
    /// The names of the columns of its answer.
    pub(crate) fn column_names(&self) -> Vec<String> {
        match self {
            Statement::Sqlite(s) => s.column_names().map(str::to_owned).collect(),
            #[cfg(feature = "postgres")]
            Statement::Postgres(s) => s.column_names(),
        }
    }

    /// Runs it; gives how many rows it changed.
    pub(crate) fn execute(&mut self, params: impl Params) -> Result<usize, Error> {
        let params = params.values()?;
        match self {
            Statement::Sqlite(s) => {
                sqlite::bind(s, &params)?;
                Ok(s.raw_execute()?)
            }
            #[cfg(feature = "postgres")]
            Statement::Postgres(s) => s.execute(&params),
        }
    }

    /// Its answer, row by row.
    pub(crate) fn query(&mut self, params: impl Params) -> Result<Rows<'_>, Error> {
        let params = params.values()?;
        Ok(match self {
            Statement::Sqlite(s) => {
                sqlite::bind(s, &params)?;
                Rows::Sqlite(s.raw_query())
            }
            #[cfg(feature = "postgres")]
            Statement::Postgres(s) => Rows::Postgres(s.query(&params)?),
        })
    }

    /// Its answer, each row made into something.
    pub(crate) fn query_map<T>(
        &mut self,
        params: impl Params,
        mut f: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<std::vec::IntoIter<Result<T, Error>>, Error> {
        let mut rows = self.query(params)?;
        let mut all = Vec::new();
        while let Some(row) = rows.next()? {
            all.push(f(&row));
        }
        Ok(all.into_iter())
    }

    /// The first row of its answer.
    pub(crate) fn query_row<T>(
        &mut self,
        params: impl Params,
        f: impl FnOnce(&Row<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut rows = self.query(params)?;
        match rows.next()? {
            Some(row) => f(&row),
            None => Err(Error::no_rows()),
        }
    }

    /// Lets go of it: nobody will ask the same again.
    pub(crate) fn discard(self) {
        match self {
            Statement::Sqlite(s) => s.discard(),
            #[cfg(feature = "postgres")]
            Statement::Postgres(s) => s.discard(),
        }
    }

    /// Whether its answer has any row.
    pub(crate) fn exists(&mut self, params: impl Params) -> Result<bool, Error> {
        Ok(self.query(params)?.next()?.is_some())
    }
}

/// The rows of an answer.
pub(crate) enum Rows<'a> {
    /// Of SQLite.
    Sqlite(rusqlite::Rows<'a>),
    /// Of PostgreSQL.
    #[cfg(feature = "postgres")]
    Postgres(postgres::Answer<'a>),
}

impl Rows<'_> {
    /// The next one.
    pub(crate) fn next(&mut self) -> Result<Option<Row<'_>>, Error> {
        Ok(match self {
            Rows::Sqlite(rows) => rows.next()?.map(Row::Sqlite),
            #[cfg(feature = "postgres")]
            Rows::Postgres(rows) => rows.next()?.map(Row::Values),
        })
    }
}

/// A row.
pub(crate) enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL, in SQLite's types.
    #[cfg(feature = "postgres")]
    Values(&'a [Value]),
}

impl Row<'_> {
    /// The value of a column, counted from 0.
    pub(crate) fn get<I: Into<Column>, T: FromSql>(&self, column: I) -> Result<T, Error> {
        let Column(i) = column.into();
        let of = self.get_ref(i)?;
        T::column_result(of).map_err(|cause| Error::because(format!("in column {i} of an answer: {cause}"), cause))
    }

    /// The value of a column as it stands.
    pub(crate) fn get_ref(&self, column: usize) -> Result<ValueRef<'_>, Error> {
        match self {
            Row::Sqlite(row) => Ok(row.get_ref(column)?),
            #[cfg(feature = "postgres")]
            Row::Values(values) => match values.get(column) {
                Some(value) => Ok(value.into()),
                None => Err(Error::new(format!("an answer has no column {column}"))),
            },
        }
    }
}

/// The number of a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column(usize);

impl From<usize> for Column {
    fn from(i: usize) -> Column {
        Column(i)
    }
}

/// An answer that may have no row.
pub(crate) trait OptionalExtension<T> {
    /// Nothing instead of the error that there was no row.
    fn optional(self) -> Result<Option<T>, Error>;
}

impl<T> OptionalExtension<T> for Result<T, Error> {
    fn optional(self) -> Result<Option<T>, Error> {
        match self {
            Ok(value) => Ok(Some(value)),
            Err(cause) if cause.is_no_rows() => Ok(None),
            Err(cause) => Err(cause),
        }
    }
}
