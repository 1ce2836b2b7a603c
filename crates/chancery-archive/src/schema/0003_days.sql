-- Version 3: the day that puts an event or an occurrence in its place is a column of its own, so that the first
-- records of a long answer are found by walking an index. It is empty for what has no day at all.
ALTER TABLE events ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE events SET day = coalesce(first, (SELECT v.published FROM versions v WHERE v.key = events.version), '');
CREATE INDEX events_by_order ON events (day, id);
-- What began before a day and went on.
CREATE INDEX events_long ON events (last) WHERE last > first;
ALTER TABLE occurrences ADD COLUMN day TEXT NOT NULL DEFAULT '';
UPDATE occurrences SET day = coalesce(first, first_report, '');
CREATE INDEX occurrences_by_order ON occurrences (day, id);

-- Parties are asked for by country and sector together.
DROP INDEX arguments_by_country;
CREATE INDEX arguments_by_country ON arguments (country, side, event, sectors);
