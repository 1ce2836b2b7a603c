-- Version 2: corrections stand in the tables themselves, and what was is kept: codings that were replaced, ids that
-- lead elsewhere, data versions that were cited.

-- `rejected`: somebody said that the record is wrong; it counts nowhere. `corrected`: a person has looked at it.
ALTER TABLE events ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE events ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statements ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statements ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE positions ADD COLUMN rejected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE positions ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;

-- What version 1 had no room for, as JSON: sizes of groups, the number of protesters, the order of events.
ALTER TABLE entities ADD COLUMN size TEXT;
ALTER TABLE events ADD COLUMN protesters TEXT;
ALTER TABLE events ADD COLUMN sequence TEXT;
ALTER TABLE positions ADD COLUMN rule TEXT;

-- The id that the correction was made of; `target` follows the record when it gets another one.
ALTER TABLE corrections ADD COLUMN first_target TEXT;
UPDATE corrections SET first_target = target;

-- What the coder had, as JSON, of every record that a correction has changed.
CREATE TABLE originals (
    target TEXT PRIMARY KEY,
    state  TEXT NOT NULL
) WITHOUT ROWID;
CREATE TRIGGER events_originals AFTER DELETE ON events BEGIN
    DELETE FROM originals WHERE target = old.id;
END;
CREATE TRIGGER statements_originals AFTER DELETE ON statements BEGIN
    DELETE FROM originals WHERE target = old.id;
    DELETE FROM via WHERE kind = 'statement' AND record = old.key;
END;
CREATE TRIGGER positions_originals AFTER DELETE ON positions BEGIN
    DELETE FROM originals WHERE target = old.id;
    DELETE FROM via WHERE kind = 'position' AND record = old.key;
END;

-- Codings of a text that a later coder replaced, as ledgers without the text itself.
CREATE TABLE history (
    key        INTEGER PRIMARY KEY,
    article    INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    version    INTEGER NOT NULL,
    provenance INTEGER NOT NULL REFERENCES provenance (key),
    ingested   TEXT NOT NULL,
    retired    TEXT NOT NULL,
    ledger     TEXT NOT NULL
);
CREATE INDEX history_by_article ON history (article, ingested);

-- What a new coding or a new text changed in the records of an article. Ids that went have a row in `redirects`.
CREATE TABLE edits (
    key     INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    article TEXT NOT NULL,
    id      TEXT NOT NULL,
    what    TEXT NOT NULL CHECK (what IN ('added', 'changed', 'withdrawn')),
    detail  TEXT NOT NULL
);
CREATE INDEX edits_by_time ON edits (at);
CREATE INDEX redirects_by_time ON redirects (at);
CREATE INDEX redirects_back ON redirects (target);
CREATE INDEX corrections_by_time ON corrections (at);

-- Data versions: the SHA-256 of a manifest, and the manifest.
CREATE TABLE snapshots (
    hash     TEXT PRIMARY KEY,
    at       TEXT NOT NULL,
    title    TEXT NOT NULL,
    manifest TEXT NOT NULL
) WITHOUT ROWID;

UPDATE events SET rejected = 1, corrected = 1 WHERE 'true' = (
    SELECT c.value FROM corrections c WHERE c.target = events.id AND c.field = 'rejected' ORDER BY c.key DESC LIMIT 1);
