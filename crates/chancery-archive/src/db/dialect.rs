//! SQLite's SQL as PostgreSQL's, as far as the archive uses it: placeholders, and the statements that make tables.
//!
//! The schema is written once, for SQLite, in one plain form (a column a line, `INTEGER PRIMARY KEY`, references to
//! `key`, triggers with a body of plain statements). What this module does not know is left as it is, and the server refuses
//! it loudly.

use crate::error::Error;

/// What SQLite has built in and PostgreSQL lacks, made before anything else. All of it lives in the archive's schema.
pub(super) const PRELUDE: &str = r"
CREATE COLLATION nocase (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE FUNCTION instr(text, text) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT strpos($1, $2)';
CREATE FUNCTION substr(text, bigint, bigint) RETURNS text LANGUAGE sql IMMUTABLE STRICT
    AS 'SELECT pg_catalog.substr($1, $2::integer, $3::integer)';
CREATE FUNCTION max(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT greatest($1, $2)';
CREATE FUNCTION min(bigint, bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT least($1, $2)';
CREATE FUNCTION group_concat_step(text, text, text) RETURNS text LANGUAGE sql IMMUTABLE
    AS 'SELECT CASE WHEN $2 IS NULL THEN $1 WHEN $1 IS NULL THEN $2 ELSE $1 || $3 || $2 END';
CREATE AGGREGATE group_concat(text, text) (SFUNC = group_concat_step, STYPE = text);
CREATE FUNCTION km(double precision, double precision, double precision, double precision)
    RETURNS double precision LANGUAGE sql IMMUTABLE STRICT AS '
    SELECT 2 * 6371.0 * asin(least(1, sqrt(
        power(sin(radians($3 - $1) / 2), 2)
        + cos(radians($1)) * cos(radians($3)) * power(sin(radians($4 - $2) / 2), 2))))';
";

/// A statement in PostgreSQL's words, and the names of its placeholders in order, where it has names.
pub(super) struct Translated {
    pub(super) sql: String,
    pub(super) names: Vec<String>,
}

/// Writes `?`, `?1` and `:name` as `$1`.
pub(super) fn placeholders(sql: &str) -> Translated {
    let mut out = String::with_capacity(sql.len() + 8);
    let mut names: Vec<String> = Vec::new();
    let mut n_bare = 0;
    let mut rest = sql;
    while let Some(c) = rest.chars().next() {
        let skipped = match c {
            '\'' | '"' => quoted(rest, c),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            ':' if rest.starts_with("::") => 2,
            _ => 0,
        };
        if skipped > 0 {
            out.push_str(&rest[..skipped]);
            rest = &rest[skipped..];
            continue;
        }
        rest = &rest[c.len_utf8()..];
        let word = |of: &str| of.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(of.len());
        match c {
            '?' => {
                let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                out.push('$');
                if digits > 0 {
                    out.push_str(&rest[..digits]);
                    rest = &rest[digits..];
                } else {
                    n_bare += 1;
                    out.push_str(&n_bare.to_string());
                }
            }
            ':' if word(rest) > 0 => {
                let name = &sql[sql.len() - rest.len() - 1..][..word(rest) + 1];
                rest = &rest[word(rest)..];
                let i = names.iter().position(|n| n == name).unwrap_or_else(|| {
                    names.push(name.to_owned());
                    names.len() - 1
                });
                out.push('$');
                out.push_str(&(i + 1).to_string());
            }
            _ => out.push(c),
        }
    }
    Translated { sql: out, names }
}

/// How long a quoted string or name is that `sql` begins with.
fn quoted(sql: &str, quote: char) -> usize {
    let mut chars = sql.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == quote {
            match chars.peek() {
                Some((_, next)) if *next == quote => {
                    chars.next();
                }
                _ => return at + 1,
            }
        }
    }
    sql.len()
}

/// The statements of a migration, for PostgreSQL.
///
/// References to other tables are added last, since a table may refer to one that is made after it.
pub(super) fn schema(sql: &str) -> Result<String, Error> {
    let mut made = String::new();
    let mut references = String::new();
    for statement in statements(sql) {
        let head = statement.to_ascii_uppercase();
        if head.starts_with("CREATE VIRTUAL TABLE") {
            made.push_str(
                "CREATE TABLE versions_text (key BIGINT PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE,
                     words TSVECTOR NOT NULL);
                 CREATE INDEX versions_text_words ON versions_text USING gin (words);\n",
            );
        } else if head.starts_with("CREATE TABLE") {
            table(&statement, &mut made, &mut references)?;
        } else if head.starts_with("CREATE TRIGGER") {
            made.push_str(&trigger(&statement)?);
        } else if head.starts_with("ALTER TABLE") && head.contains(" ADD COLUMN ") {
            made.push_str(&typed(&statement));
            made.push_str(";\n");
        } else {
            made.push_str(&statement);
            made.push_str(";\n");
        }
    }
    Ok(made + &references)
}

/// Statements without their comments; a trigger's body stays within it.
fn statements(sql: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut current = String::new();
    for line in sql.lines() {
        let line = line.split_once("--").map_or(line, |(code, _)| code);
        if line.trim().is_empty() {
            continue;
        }
        current.push_str(line);
        current.push('\n');
        let is_trigger = current.trim_start().to_ascii_uppercase().starts_with("CREATE TRIGGER");
        let ends = if is_trigger { line.trim() == "END;" } else { line.trim_end().ends_with(';') };
        if ends {
            all.push(current.trim().trim_end_matches(';').to_owned());
            current.clear();
        }
    }
    all
}

/// The word after a keyword.
fn after<'a>(statement: &'a str, keyword: &str) -> Result<&'a str, Error> {
    let mut words = statement.split_whitespace();
    words
        .by_ref()
        .find(|w| w.eq_ignore_ascii_case(keyword))
        .and_then(|_| words.next())
        .ok_or_else(|| Error::new(format!("a statement of the schema has no {keyword}: {statement}")))
}

/// A column with the server's types; texts are compared byte by byte, as SQLite does it.
fn typed(column: &str) -> String {
    column
        .replace(" INTEGER PRIMARY KEY REFERENCES", " BIGINT PRIMARY KEY REFERENCES")
        .replace(" INTEGER PRIMARY KEY", " BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY")
        .replace(" INTEGER", " BIGINT")
        .replace(" TEXT", " TEXT COLLATE \"C\"")
        .replace(" REAL", " DOUBLE PRECISION")
        .replace(" BLOB", " BYTEA")
}

fn table(statement: &str, made: &mut String, references: &mut String) -> Result<(), Error> {
    let name = statement
        .split_once('(')
        .and_then(|(head, _)| head.split_whitespace().last())
        .ok_or_else(|| Error::new(format!("a table of the schema has no name: {statement}")))?;
    for line in statement.trim_end().trim_end_matches("WITHOUT ROWID").lines() {
        let is_column = line.starts_with(' ') && !line.trim_start().starts_with("PRIMARY");
        let (line, comma) = match line.strip_suffix(',') {
            Some(line) => (line, ","),
            None => (line, ""),
        };
        let mut line = typed(line);
        if let Some((column, reference)) = line.clone().split_once(" REFERENCES ")
            && is_column
        {
            let field = column.split_whitespace().next().unwrap_or_default();
            references.push_str(&format!("ALTER TABLE {name} ADD FOREIGN KEY ({field}) REFERENCES {reference};\n"));
            line = column.to_owned();
        }
        made.push_str(&line);
        made.push_str(comma);
        made.push('\n');
    }
    made.push_str(";\n");
    Ok(())
}

/// `CREATE TRIGGER name AFTER … ON table BEGIN … END` as a function and a trigger.
fn trigger(statement: &str) -> Result<String, Error> {
    let (name, on) = (after(statement, "TRIGGER")?, after(statement, "ON")?);
    let (head, body) = statement
        .split_once("BEGIN")
        .ok_or_else(|| Error::new(format!("a trigger of the schema has no body: {statement}")))?;
    let when = head.trim().trim_start_matches("CREATE TRIGGER").trim().trim_start_matches(name).trim();
    let body = body.trim_end().trim_end_matches("END");
    Ok(format!(
        "CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN {body} RETURN NULL; END $body$;
         CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}();\n",
        when = when.replace(&format!("ON {on}"), &format!("ON {on} ")).trim_end()
    ))
}

#[cfg(test)]
mod tests {
    use super::{placeholders, schema};

    #[test]
    fn placeholders_become_numbers() {
        let check = |sql: &str, want: &str, names: &[&str]| {
            let got = placeholders(sql);
            assert_eq!(
                (got.sql.as_str(), got.names.iter().map(String::as_str).collect::<Vec<_>>()),
                (want, names.to_vec())
            );
        };
        check("a = ? AND b = ?", "a = $1 AND b = $2", &[]);
        check("a = ?2 AND b = ?1", "a = $2 AND b = $1", &[]);
        check("VALUES (:a, :b, :a)", "VALUES ($1, $2, $1)", &[":a", ":b"]);
        check("x = 'what?' AND \"y?\" = ?1 -- why?\n", "x = 'what?' AND \"y?\" = $1 -- why?\n", &[]);
        check("x = 'it''s ?' AND y = ?", "x = 'it''s ?' AND y = $1", &[]);
        check("x::text = ?", "x::text = $1", &[]);
    }

    #[test]
    fn tables_lose_what_only_sqlite_knows() {
        let got = schema(
            "-- Two.\nCREATE TABLE a (\n    key INTEGER PRIMARY KEY,\n    b INTEGER REFERENCES b (key) ON DELETE SET NULL,\n    c REAL,\n    UNIQUE (b)\n) WITHOUT ROWID;\nCREATE TRIGGER t AFTER DELETE ON a BEGIN\n    DELETE FROM b WHERE key = old.b;\nEND;\n",
        )
        .unwrap();
        assert!(got.contains("key BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,"), "{got}");
        assert!(got.contains("c DOUBLE PRECISION"), "{got}");
        assert!(got.ends_with("ALTER TABLE a ADD FOREIGN KEY (b) REFERENCES b (key) ON DELETE SET NULL;\n"), "{got}");
        assert!(got.contains("CREATE TRIGGER t AFTER DELETE ON a FOR EACH ROW EXECUTE FUNCTION t();"), "{got}");
        assert!(!got.contains("ROWID"), "{got}");
    }
}
