-- Version 8: a series of everything is summed up from the days, not from every occurrence.
--
-- `scale` is in thousandths: sums of whole numbers do not depend on their order. Triggers keep it, so that it holds
-- within every transaction, whoever writes.
CREATE TABLE occurrence_days (
    day   TEXT NOT NULL,
    quad  INTEGER NOT NULL,
    n     INTEGER NOT NULL,
    scale INTEGER NOT NULL,
    PRIMARY KEY (day, quad)
) WITHOUT ROWID;
INSERT INTO occurrence_days (day, quad, n, scale)
    SELECT o.day, o.quad, count(*), sum(CAST(round(o.scale * 1000) AS INTEGER)) FROM occurrences o GROUP BY o.day, o.quad;
CREATE TRIGGER occurrences_come AFTER INSERT ON occurrences BEGIN
    INSERT INTO occurrence_days (day, quad, n, scale)
        VALUES (new.day, new.quad, 1, CAST(round(new.scale * 1000) AS INTEGER))
        ON CONFLICT (day, quad) DO UPDATE SET n = occurrence_days.n + 1, scale = occurrence_days.scale + excluded.scale;
END;
CREATE TRIGGER occurrences_go AFTER DELETE ON occurrences BEGIN
    UPDATE occurrence_days SET n = n - 1, scale = scale - CAST(round(old.scale * 1000) AS INTEGER)
        WHERE day = old.day AND quad = old.quad;
    DELETE FROM occurrence_days WHERE day = old.day AND quad = old.quad AND n = 0;
END;
CREATE TRIGGER occurrences_change AFTER UPDATE ON occurrences BEGIN
    UPDATE occurrence_days SET n = n - 1, scale = scale - CAST(round(old.scale * 1000) AS INTEGER)
        WHERE day = old.day AND quad = old.quad;
    DELETE FROM occurrence_days WHERE day = old.day AND quad = old.quad AND n = 0;
    INSERT INTO occurrence_days (day, quad, n, scale)
        VALUES (new.day, new.quad, 1, CAST(round(new.scale * 1000) AS INTEGER))
        ON CONFLICT (day, quad) DO UPDATE SET n = occurrence_days.n + 1, scale = occurrence_days.scale + excluded.scale;
END;

-- That a version is the newest is found without its text.
CREATE INDEX versions_current ON versions (key) WHERE current = 1;

-- Where a place is that is named again and again is found in the index alone.
DROP INDEX places_by_name;
CREATE INDEX places_by_name ON places (name COLLATE NOCASE, key, lat, lon) WHERE lat IS NOT NULL;

-- How many articles were read on each day is counted in an index alone.
CREATE INDEX versions_published ON versions (published, current) WHERE current = 1;

-- Texts are held against those of the days around them, so a band has the day of its article: what is alike years apart
-- is a form that is filled in again, and there is more of it the longer an archive is kept.
CREATE TABLE near_bands (
    band    INTEGER NOT NULL,
    day     INTEGER NOT NULL,
    version INTEGER NOT NULL REFERENCES versions (key) ON DELETE CASCADE,
    PRIMARY KEY (band, day, version)
) WITHOUT ROWID;
CREATE INDEX near_bands_by_version ON near_bands (version);
DROP TABLE bands;
