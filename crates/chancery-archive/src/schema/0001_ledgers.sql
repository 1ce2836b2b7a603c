-- Version 1: ledgers, taken apart into tables.
--
-- Integer keys are the archive's own and may differ between two archives of the same articles; `id` columns are
-- permanent: they are computed from what a record is, so that the same article gives the same ids everywhere.
-- Offsets are code points into `versions.text`, half-open. Times of the archive's own doing are UTC, ISO 8601.

CREATE TABLE provenance (
    key      INTEGER PRIMARY KEY,
    version  TEXT NOT NULL,
    model    TEXT NOT NULL,
    codebook TEXT NOT NULL,
    UNIQUE (version, model, codebook)
);

-- An article through all its versions.
CREATE TABLE articles (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    identity   TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    url        TEXT,
    publisher  TEXT,
    licence    TEXT,
    first_seen TEXT NOT NULL
);

-- One state of its text, with the coding of it. Only the newest is `current`.
-- `credit` is the agency that dateline or byline name. `settled`: 0 when it was just stored, 1 when it is linked to what is like it, 2 when it is in a story.
CREATE TABLE versions (
    key         INTEGER PRIMARY KEY,
    article     INTEGER NOT NULL REFERENCES articles (key) ON DELETE CASCADE,
    version     INTEGER NOT NULL,
    current     INTEGER NOT NULL CHECK (current IN (0, 1)),
    published   TEXT,
    language    TEXT NOT NULL,
    headline    TEXT,
    text        TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    credit      TEXT,
    input       TEXT NOT NULL,
    provenance  INTEGER NOT NULL REFERENCES provenance (key),
    ingested    TEXT NOT NULL,
    settled     INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1, 2)),
    UNIQUE (article, version)
);
CREATE UNIQUE INDEX one_current_version ON versions (article) WHERE current = 1;
CREATE INDEX versions_by_input ON versions (input);
CREATE INDEX versions_by_day ON versions (published) WHERE current = 1;
CREATE INDEX versions_unsettled ON versions (settled) WHERE settled < 2;

CREATE VIRTUAL TABLE versions_text USING fts5 (
    headline, text, content = 'versions', content_rowid = 'key', tokenize = 'unicode61 remove_diacritics 2'
);

CREATE TABLE segments (
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    kind    TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    PRIMARY KEY (version, n)
) WITHOUT ROWID;

-- An entity of one article. `actor` joins it to the same one elsewhere.
CREATE TABLE entities (
    key      INTEGER PRIMARY KEY,
    version  INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    local    TEXT NOT NULL,
    name     TEXT NOT NULL,
    folded   TEXT NOT NULL,
    kind     TEXT NOT NULL,
    country  TEXT,
    sectors  TEXT NOT NULL,
    roles    TEXT NOT NULL,
    wikidata TEXT,
    block    TEXT,
    actor    INTEGER REFERENCES actors (key) ON DELETE SET NULL,
    UNIQUE (version, local)
);
CREATE INDEX entities_by_name ON entities (folded);
CREATE INDEX entities_by_block ON entities (block) WHERE block IS NOT NULL;
CREATE INDEX entities_unjoined ON entities (block) WHERE block IS NOT NULL AND actor IS NULL;
CREATE INDEX entities_by_actor ON entities (actor);

CREATE TABLE mentions (
    entity  INTEGER NOT NULL REFERENCES entities (key) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    "start" INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    form    TEXT NOT NULL,
    PRIMARY KEY (entity, n)
) WITHOUT ROWID;

CREATE TABLE times (
    key     INTEGER PRIMARY KEY,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    local   TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    text    TEXT NOT NULL,
    type    TEXT NOT NULL,
    value   TEXT NOT NULL,
    first   TEXT,
    last    TEXT,
    UNIQUE (version, local)
);

CREATE TABLE places (
    key       INTEGER PRIMARY KEY,
    version   INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    local     TEXT NOT NULL,
    "start"   INTEGER NOT NULL,
    "end"     INTEGER NOT NULL,
    text      TEXT NOT NULL,
    kind      TEXT NOT NULL,
    name      TEXT NOT NULL,
    country   TEXT,
    admin1    TEXT,
    admin2    TEXT,
    feature   TEXT,
    precision INTEGER,
    lat       REAL,
    lon       REAL,
    geonames  INTEGER,
    UNIQUE (version, local)
);
CREATE INDEX places_by_name ON places (name COLLATE NOCASE);
CREATE INDEX places_by_country ON places (country);
CREATE INDEX places_by_point ON places (lat, lon) WHERE lat IS NOT NULL;

CREATE TABLE events (
    key            INTEGER PRIMARY KEY,
    id             TEXT NOT NULL UNIQUE,
    version        INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    local          TEXT NOT NULL,
    type           TEXT NOT NULL,
    modes          TEXT NOT NULL,
    cameo          TEXT,
    goldstein      REAL,
    quad           INTEGER NOT NULL,
    scale          REAL NOT NULL,
    polarity       TEXT NOT NULL,
    modality       TEXT NOT NULL,
    historical     INTEGER NOT NULL,
    time           INTEGER REFERENCES times (key),
    first          TEXT,
    last           TEXT,
    date_precision TEXT NOT NULL,
    date_source    TEXT NOT NULL,
    place          INTEGER REFERENCES places (key),
    place_source   TEXT NOT NULL,
    amount         REAL,
    currency       TEXT,
    rule           TEXT NOT NULL,
    conf_type       REAL NOT NULL,
    conf_actors     REAL NOT NULL,
    conf_recipients REAL NOT NULL,
    occurrence     INTEGER REFERENCES occurrences (key) ON DELETE SET NULL,
    UNIQUE (version, local)
);
CREATE INDEX events_by_type ON events (type, first);
CREATE INDEX events_by_day ON events (first);
CREATE INDEX events_by_time ON events (time);
CREATE INDEX events_by_place ON events (place);
CREATE INDEX events_by_occurrence ON events (occurrence);

CREATE TABLE event_contexts (
    event INTEGER NOT NULL REFERENCES events (key) ON DELETE CASCADE,
    n     INTEGER NOT NULL,
    name  TEXT NOT NULL,
    scope TEXT NOT NULL,
    PRIMARY KEY (event, n)
) WITHOUT ROWID;
CREATE INDEX event_contexts_by_name ON event_contexts (name, event);

-- Parties: `side` is actor or recipient, `n` their order in the text's coding.
CREATE TABLE arguments (
    event   INTEGER NOT NULL REFERENCES events (key) ON DELETE CASCADE,
    side    TEXT NOT NULL CHECK (side IN ('actor', 'recipient')),
    n       INTEGER NOT NULL,
    entity  INTEGER NOT NULL REFERENCES entities (key) ON DELETE CASCADE,
    country TEXT,
    sectors TEXT NOT NULL,
    "start" INTEGER NOT NULL,
    "end"   INTEGER NOT NULL,
    PRIMARY KEY (event, side, n)
) WITHOUT ROWID;
CREATE INDEX arguments_by_country ON arguments (country, side, event);
CREATE INDEX arguments_by_entity ON arguments (entity);

CREATE TABLE casualties (
    event INTEGER NOT NULL REFERENCES events (key) ON DELETE CASCADE,
    kind  TEXT NOT NULL CHECK (kind IN ('killed', 'injured', 'arrested')),
    low   INTEGER,
    best  INTEGER,
    high  INTEGER,
    text  TEXT NOT NULL,
    whom  TEXT,
    PRIMARY KEY (event, kind)
) WITHOUT ROWID;

CREATE TABLE statements (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    version      INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    local        TEXT NOT NULL,
    speaker      INTEGER REFERENCES entities (key) ON DELETE CASCADE,
    on_behalf_of INTEGER REFERENCES entities (key) ON DELETE CASCADE,
    addressee    INTEGER REFERENCES entities (key) ON DELETE CASCADE,
    form         TEXT NOT NULL,
    within       TEXT,
    rule         TEXT NOT NULL,
    confidence   REAL NOT NULL,
    UNIQUE (version, local)
);
CREATE INDEX statements_by_speaker ON statements (speaker);
CREATE INDEX statements_by_principal ON statements (on_behalf_of);
CREATE INDEX statements_by_addressee ON statements (addressee);

CREATE TABLE positions (
    key          INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    version      INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    local        TEXT NOT NULL,
    holder       INTEGER NOT NULL REFERENCES entities (key) ON DELETE CASCADE,
    on_behalf_of INTEGER REFERENCES entities (key) ON DELETE CASCADE,
    stance       TEXT NOT NULL,
    topic        TEXT NOT NULL,
    topic_key    TEXT NOT NULL,
    topic_start  INTEGER NOT NULL,
    topic_end    INTEGER NOT NULL,
    toward       INTEGER REFERENCES entities (key) ON DELETE CASCADE,
    hedge        TEXT,
    statement    INTEGER REFERENCES statements (key) ON DELETE CASCADE,
    event        INTEGER REFERENCES events (key) ON DELETE CASCADE,
    UNIQUE (version, local)
);
CREATE INDEX positions_by_holder ON positions (holder);
CREATE INDEX positions_by_principal ON positions (on_behalf_of);
CREATE INDEX positions_by_target ON positions (toward);
CREATE INDEX positions_by_statement ON positions (statement);
CREATE INDEX positions_by_event ON positions (event);
CREATE INDEX positions_by_topic ON positions (topic_key);

-- Stretches of text that a record rests on: evidence (with its trigger), cue, source, content.
-- `kind` is event, statement or position, and `record` the key of one of these.
CREATE TABLE spans (
    kind          TEXT NOT NULL,
    record        INTEGER NOT NULL,
    role          TEXT NOT NULL,
    n             INTEGER NOT NULL,
    "start"       INTEGER NOT NULL,
    "end"         INTEGER NOT NULL,
    trigger_start INTEGER,
    trigger_end   INTEGER,
    PRIMARY KEY (kind, record, role, n)
) WITHOUT ROWID;
CREATE TRIGGER events_spans AFTER DELETE ON events BEGIN
    DELETE FROM spans WHERE kind = 'event' AND record = old.key;
END;
CREATE TRIGGER statements_spans AFTER DELETE ON statements BEGIN
    DELETE FROM spans WHERE kind = 'statement' AND record = old.key;
END;
CREATE TRIGGER positions_spans AFTER DELETE ON positions BEGIN
    DELETE FROM spans WHERE kind = 'position' AND record = old.key;
END;

-- Which statements assert (`attribution`) or deny (`contested_by`) an event.
CREATE TABLE event_statements (
    event     INTEGER NOT NULL REFERENCES events (key) ON DELETE CASCADE,
    relation  TEXT NOT NULL CHECK (relation IN ('attribution', 'contested_by')),
    statement INTEGER NOT NULL REFERENCES statements (key) ON DELETE CASCADE,
    PRIMARY KEY (event, relation, statement)
) WITHOUT ROWID;
CREATE INDEX event_statements_by_statement ON event_statements (statement);

-- The outlets through which an article has a record, nearest first.
CREATE TABLE via (
    kind   TEXT NOT NULL,
    record INTEGER NOT NULL,
    n      INTEGER NOT NULL,
    entity INTEGER NOT NULL REFERENCES entities (key) ON DELETE CASCADE,
    PRIMARY KEY (kind, record, n)
) WITHOUT ROWID;
CREATE INDEX via_by_entity ON via (entity);

CREATE TABLE notes (
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    n       INTEGER NOT NULL,
    code    TEXT NOT NULL,
    message TEXT NOT NULL,
    "start" INTEGER,
    "end"   INTEGER,
    PRIMARY KEY (version, n)
) WITHOUT ROWID;

-- Articles that could not be read, so that nothing goes missing silently.
CREATE TABLE rejected (
    source TEXT NOT NULL,
    line   INTEGER NOT NULL,
    reason TEXT NOT NULL,
    at     TEXT NOT NULL,
    PRIMARY KEY (source, line)
) WITHOUT ROWID;

-- What people changed: it wins over coding, and survives it.
CREATE TABLE corrections (
    key    INTEGER PRIMARY KEY,
    target TEXT NOT NULL,
    field  TEXT NOT NULL,
    value  TEXT,
    author TEXT NOT NULL,
    at     TEXT NOT NULL,
    why    TEXT NOT NULL
);
CREATE INDEX corrections_by_target ON corrections (target, field, key);

-- What stands for an article when it is compared with others.
-- Weights are in tenths; `day` counts from 1970, and is 0 for an article without a date.
CREATE TABLE features (
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    feature INTEGER NOT NULL,
    weight  INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    PRIMARY KEY (version, feature)
) WITHOUT ROWID;
CREATE INDEX features_by_feature ON features (feature, day, version, weight);
CREATE TABLE bands (
    band    INTEGER NOT NULL,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    PRIMARY KEY (band, version)
) WITHOUT ROWID;
CREATE INDEX bands_by_version ON bands (version);

-- Pairs that belong together, each found from the two alone: `copy` and `story` join versions, `same` joins events.
CREATE TABLE links (
    kind   TEXT NOT NULL CHECK (kind IN ('copy', 'story', 'same')),
    a      INTEGER NOT NULL,
    b      INTEGER NOT NULL,
    weight INTEGER NOT NULL,
    PRIMARY KEY (kind, a, b)
) WITHOUT ROWID;
CREATE INDEX links_back ON links (kind, b, a);
CREATE TRIGGER versions_links AFTER DELETE ON versions BEGIN
    DELETE FROM links WHERE kind IN ('copy', 'story') AND a = old.key;
    DELETE FROM links WHERE kind IN ('copy', 'story') AND b = old.key;
END;
CREATE TRIGGER events_links AFTER DELETE ON events BEGIN
    DELETE FROM via WHERE kind = 'event' AND record = old.key;
    DELETE FROM links WHERE kind = 'same' AND a = old.key;
    DELETE FROM links WHERE kind = 'same' AND b = old.key;
END;

-- Texts that are copies of each other (reprints, wire copy) and articles about one matter.
CREATE TABLE stories (
    key   INTEGER PRIMARY KEY,
    id    TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL
);
CREATE TABLE membership (
    version INTEGER PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE,
    story   INTEGER NOT NULL REFERENCES stories (key) ON DELETE CASCADE,
    copies  TEXT NOT NULL
);
CREATE INDEX membership_by_story ON membership (story);

CREATE TABLE actors (
    key     INTEGER PRIMARY KEY,
    id      TEXT NOT NULL UNIQUE,
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,
    country TEXT,
    sectors TEXT NOT NULL
);

-- One happening, over all events that report it.
CREATE TABLE occurrences (
    key        INTEGER PRIMARY KEY,
    id         TEXT NOT NULL UNIQUE,
    type       TEXT NOT NULL,
    modes      TEXT NOT NULL,
    scale      REAL NOT NULL,
    quad       INTEGER NOT NULL,
    first      TEXT,
    last       TEXT,
    dated      TEXT NOT NULL,
    place_name TEXT,
    country    TEXT,
    admin1     TEXT,
    lat        REAL,
    lon        REAL,
    n_reports  INTEGER NOT NULL,
    n_origins  INTEGER NOT NULL,
    first_report TEXT,
    asserted   INTEGER NOT NULL,
    contested  INTEGER NOT NULL
);
CREATE INDEX occurrences_by_day ON occurrences (first);
CREATE TABLE occurrence_arguments (
    occurrence INTEGER NOT NULL REFERENCES occurrences (key) ON DELETE CASCADE,
    side       TEXT NOT NULL,
    n          INTEGER NOT NULL,
    name       TEXT NOT NULL,
    country    TEXT,
    sectors    TEXT NOT NULL,
    n_reports  INTEGER NOT NULL,
    PRIMARY KEY (occurrence, side, n)
) WITHOUT ROWID;
CREATE INDEX occurrence_arguments_by_country ON occurrence_arguments (country, side, occurrence);
CREATE TABLE occurrence_casualties (
    occurrence INTEGER NOT NULL REFERENCES occurrences (key) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    low        INTEGER,
    high       INTEGER,
    PRIMARY KEY (occurrence, kind)
) WITHOUT ROWID;

-- Ids that were: where they lead now (`target` NULL: withdrawn).
CREATE TABLE redirects (
    id     TEXT PRIMARY KEY,
    target TEXT,
    at     TEXT NOT NULL,
    why    TEXT NOT NULL
) WITHOUT ROWID;
