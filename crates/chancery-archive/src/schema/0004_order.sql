-- Version 4: statements, positions and stories have the day that puts them in their place, as events and occurrences
-- do, so that a page of a long list is found by walking an index; and the names that an actor goes by are looked up
-- without reading every entity.
ALTER TABLE statements ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE statements SET day = coalesce((SELECT v.published FROM versions v WHERE v.key = statements.version), '');
CREATE INDEX statements_by_order ON statements (day, id);
ALTER TABLE positions ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE positions SET day = coalesce((SELECT v.published FROM versions v WHERE v.key = positions.version), '');
CREATE INDEX positions_by_order ON positions (day, id);
ALTER TABLE stories ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE stories SET day = coalesce((SELECT min(v.published) FROM membership m JOIN versions v ON v.key = m.version
    WHERE m.story = stories.key), '');
CREATE INDEX stories_by_order ON stories (day, id);
CREATE INDEX actors_by_name ON actors (name, id);
DROP INDEX versions_by_day;
CREATE INDEX versions_by_day ON versions (coalesce(published, '')) WHERE current = 1;

-- What began before a day and went on is found in the index alone.
DROP INDEX events_long;
CREATE INDEX events_long ON events (last, day) WHERE last > first;
CREATE INDEX occurrences_long ON occurrences (last, day) WHERE last > first;
-- A series of everything, of a type or of a country is summed up from an index alone. The days that two older indexes had are in the new ones.
CREATE INDEX occurrences_summed ON occurrences (day, quad, scale);
CREATE INDEX occurrences_by_type ON occurrences (type, day, quad, scale);
CREATE INDEX occurrences_by_country ON occurrences (country, day, quad, scale);
CREATE INDEX occurrences_by_origins ON occurrences (n_origins, day);
DROP INDEX occurrences_by_day;
DROP INDEX events_by_day;

-- Every name that entities of an actor have, folded, with a space before it.
CREATE TABLE actor_names (
    actor  INTEGER NOT NULL REFERENCES actors (key) ON DELETE CASCADE,
    folded TEXT NOT NULL,
    PRIMARY KEY (actor, folded)
) WITHOUT ROWID;
CREATE INDEX actor_names_by_name ON actor_names (folded);
INSERT INTO actor_names (actor, folded) SELECT DISTINCT actor, ' ' || folded FROM entities WHERE actor IS NOT NULL;

-- Entities of texts that no longer hold are nobody's, so that an actor's records are counted without a look at their
-- texts; what was rejected is a short list.
UPDATE entities SET actor = NULL WHERE actor IS NOT NULL AND version IN (SELECT v.key FROM versions v WHERE v.current = 0);
DROP INDEX entities_by_actor;
CREATE INDEX entities_by_actor ON entities (actor, version);
CREATE INDEX events_rejected ON events (rejected) WHERE rejected = 1;
CREATE INDEX statements_rejected ON statements (rejected) WHERE rejected = 1;

-- Groups that lost a member, and may have none left: looked at when what is new has been settled.
CREATE TABLE loose (
    kind TEXT NOT NULL,
    key  INTEGER NOT NULL,
    PRIMARY KEY (kind, key)
) WITHOUT ROWID;
