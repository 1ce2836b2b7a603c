-- Version 9: the events between two countries are found in their order, also of two that have little to do with each
-- other.
--
-- `role` and `way` are those of occurrence_roles, of pairs alone.
CREATE TABLE event_roles (
    role  TEXT NOT NULL,
    day   TEXT NOT NULL,
    event INTEGER NOT NULL REFERENCES events (key) ON DELETE CASCADE,
    way   INTEGER NOT NULL,
    PRIMARY KEY (role, day, event)
) WITHOUT ROWID;
CREATE INDEX event_roles_of ON event_roles (event);
INSERT INTO event_roles (role, day, event, way)
    SELECT p.role, e.day, e.key, CASE WHEN min(p.way) < max(p.way) THEN 3 ELSE max(p.way) END
    FROM (SELECT g.event AS event,
            CASE WHEN g.country < h.country THEN g.country || ',' || h.country ELSE h.country || ',' || g.country END AS role,
            CASE WHEN h.side = 'actor' OR g.country = h.country THEN 3 WHEN g.country < h.country THEN 1 ELSE 2 END AS way
        FROM arguments g JOIN arguments h ON h.event = g.event
        WHERE g.side = 'actor' AND g.country IS NOT NULL AND h.country IS NOT NULL
            AND (h.side = 'recipient' OR NOT EXISTS (
                SELECT 1 FROM arguments z WHERE z.event = g.event AND z.side = 'recipient'))) p
    JOIN events e ON e.key = p.event
    GROUP BY p.role, e.day, e.key;
