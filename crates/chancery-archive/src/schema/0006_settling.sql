-- Version 6: settling that grows with what is new, not with what is there.
--
-- What stands for an article when it is compared with others is one value: pairs of feature and weight, read by the
-- program alone. `day` counts from 1970, and is 0 for an article without a date.
DROP TABLE features;
CREATE TABLE traits (
    version INTEGER PRIMARY KEY REFERENCES versions (key) ON DELETE CASCADE,
    day     INTEGER NOT NULL,
    weights BLOB NOT NULL
);
CREATE INDEX traits_by_day ON traits (day);

-- Links are followed both ways, with their weights: without these in it, the index would not be used.
DROP INDEX links_back;
CREATE INDEX links_back ON links (kind, b, a, weight);

-- How alike, in millionths, its members had to be on average: more where so much is alike that all would hang
-- together. 0: it was made before there was such a number.
ALTER TABLE stories ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
ALTER TABLE occurrences ADD COLUMN level INTEGER NOT NULL DEFAULT 0;

-- The last day of a story's articles, beside its first: what began before a day and went on is found in an index.
ALTER TABLE stories ADD COLUMN last TEXT NOT NULL DEFAULT '';
UPDATE stories SET last = coalesce((SELECT max(v.published) FROM membership m JOIN versions v ON v.key = m.version
    WHERE m.story = stories.key), '');
CREATE INDEX stories_long ON stories (last, day) WHERE last > day;

-- What is listed with an actor is counted when it changes, not whenever somebody asks.
ALTER TABLE actors ADD COLUMN n_articles INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actors ADD COLUMN n_events INTEGER NOT NULL DEFAULT 0;
ALTER TABLE actors ADD COLUMN n_statements INTEGER NOT NULL DEFAULT 0;
UPDATE actors SET
    n_articles = (SELECT count(DISTINCT n.version) FROM entities n WHERE n.actor = actors.key),
    n_events = (SELECT count(DISTINCT g.event) FROM entities n JOIN arguments g ON g.entity = n.key
        WHERE n.actor = actors.key AND g.event NOT IN (SELECT e.key FROM events e WHERE e.rejected = 1)),
    n_statements = (SELECT count(*) FROM entities n JOIN statements s ON s.speaker = n.key
        WHERE n.actor = actors.key AND s.key NOT IN (SELECT r.key FROM statements r WHERE r.rejected = 1));

-- A series of a country or a pair is summed up from the index alone. `role` is what countries are in an occurrence:
-- 'NGA>' acts, '>NGA' is acted upon, and 'KEN,NGA', in the order of the alphabet, are a pair, of which `way` says who
-- acts on whom: 1 the first on the second, 2 the second on the first, 3 both, as the parties of a talk do.
CREATE TABLE occurrence_roles (
    role       TEXT NOT NULL,
    day        TEXT NOT NULL,
    occurrence INTEGER NOT NULL REFERENCES occurrences (key) ON DELETE CASCADE,
    way        INTEGER NOT NULL,
    quad       INTEGER NOT NULL,
    scale      REAL NOT NULL,
    type       TEXT NOT NULL,
    country    TEXT,
    PRIMARY KEY (role, day, occurrence)
) WITHOUT ROWID;
CREATE INDEX occurrence_roles_of ON occurrence_roles (occurrence);
INSERT INTO occurrence_roles (role, day, occurrence, way, quad, scale, type, country)
    SELECT DISTINCT CASE g.side WHEN 'actor' THEN g.country || '>' ELSE '>' || g.country END,
        o.day, o.key, 0, o.quad, o.scale, o.type, o.country
    FROM occurrence_arguments g JOIN occurrences o ON o.key = g.occurrence WHERE g.country IS NOT NULL;
INSERT INTO occurrence_roles (role, day, occurrence, way, quad, scale, type, country)
    SELECT p.role, o.day, o.key, CASE WHEN min(p.way) < max(p.way) THEN 3 ELSE max(p.way) END, o.quad, o.scale, o.type, o.country
    FROM (SELECT g.occurrence AS occurrence,
            CASE WHEN g.country < h.country THEN g.country || ',' || h.country ELSE h.country || ',' || g.country END AS role,
            CASE WHEN h.side = 'actor' OR g.country = h.country THEN 3 WHEN g.country < h.country THEN 1 ELSE 2 END AS way
        FROM occurrence_arguments g JOIN occurrence_arguments h ON h.occurrence = g.occurrence
        WHERE g.side = 'actor' AND g.country IS NOT NULL AND h.country IS NOT NULL
            AND (h.side = 'recipient' OR NOT EXISTS (
                SELECT 1 FROM occurrence_arguments z WHERE z.occurrence = g.occurrence AND z.side = 'recipient'))) p
    JOIN occurrences o ON o.key = p.occurrence
    GROUP BY p.role, o.day, o.key, o.quad, o.scale, o.type, o.country;
