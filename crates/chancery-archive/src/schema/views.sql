-- The documented views: what `chancery sql` and other programs read. Their columns are added to, never renamed.
--
-- Lists are joined by `;` in the order of the text. The syntax is that of SQLite 3.35, so that the older libraries
-- of Python and R open the file too: one view that they cannot parse would hide all tables.

CREATE VIEW v_articles AS
SELECT a.id AS id, a.name AS name, v.version AS version, v.published AS published, a.publisher AS publisher,
    a.url AS url, v.language AS language, v.headline AS headline, s.id AS story, m.copies AS copies,
    (SELECT count(*) FROM events e WHERE e.version = v.key AND e.rejected = 0) AS n_events,
    (SELECT count(*) FROM statements t WHERE t.version = v.key AND t.rejected = 0) AS n_statements,
    length(v.text) AS length, a.licence AS licence, v.ingested AS ingested, v.text_sha256 AS text_sha256,
    p.version AS coder, p.model AS model, p.codebook AS codebook, v.key AS key
FROM versions v
JOIN articles a ON a.key = v.article
JOIN provenance p ON p.key = v.provenance
LEFT JOIN membership m ON m.version = v.key
LEFT JOIN stories s ON s.key = m.story
WHERE v.current = 1;

CREATE VIEW v_events AS
SELECT e.id AS id, a.id AS article, a.publisher AS publisher, v.published AS published,
    e.type AS type, e.modes AS modes,
    (SELECT group_concat(name, ';') FROM (SELECT name FROM event_contexts c WHERE c.event = e.key ORDER BY n) q) AS contexts,
    e.cameo AS cameo, e.quad AS quad, e.scale AS scale, e.goldstein AS goldstein,
    (SELECT group_concat(code, ';') FROM (SELECT code FROM v_arguments g
        WHERE g.event_key = e.key AND g.side = 'actor' ORDER BY g.n) q) AS actors,
    (SELECT group_concat(name, ';') FROM (SELECT name FROM v_arguments g
        WHERE g.event_key = e.key AND g.side = 'actor' ORDER BY g.n) q) AS actor_names,
    (SELECT group_concat(code, ';') FROM (SELECT code FROM v_arguments g
        WHERE g.event_key = e.key AND g.side = 'recipient' ORDER BY g.n) q) AS recipients,
    (SELECT group_concat(name, ';') FROM (SELECT name FROM v_arguments g
        WHERE g.event_key = e.key AND g.side = 'recipient' ORDER BY g.n) q) AS recipient_names,
    e.first AS first, e.last AS last, e.date_precision AS date_precision, e.date_source AS date_source,
    l.name AS place, l.country AS country, l.admin1 AS admin1, l.lat AS lat, l.lon AS lon, l.geonames AS geonames,
    e.place_source AS place_source,
    k.low AS killed_low, k.best AS killed_best, k.high AS killed_high,
    i.low AS injured_low, i.best AS injured_best, i.high AS injured_high,
    r.low AS arrested_low, r.best AS arrested_best, r.high AS arrested_high,
    e.amount AS amount, e.currency AS currency, e.polarity AS polarity, e.modality AS modality,
    e.historical AS historical,
    (SELECT group_concat(name, ';') FROM (SELECT n.name AS name FROM event_statements x
        JOIN statements t ON t.key = x.statement JOIN entities n ON n.key = t.speaker
        WHERE x.event = e.key AND x.relation = 'attribution' GROUP BY n.name ORDER BY min(x.statement)) q) AS asserted_by,
    (SELECT group_concat(name, ';') FROM (SELECT n.name AS name FROM event_statements x
        JOIN statements t ON t.key = x.statement JOIN entities n ON n.key = t.speaker
        WHERE x.event = e.key AND x.relation = 'contested_by' GROUP BY n.name ORDER BY min(x.statement)) q) AS contested_by,
    (SELECT group_concat(name, ';') FROM (SELECT n.name AS name FROM via w JOIN entities n ON n.key = w.entity
        WHERE w.kind = 'event' AND w.record = e.key ORDER BY w.n) q) AS via,
    o.id AS occurrence, s.id AS story, e.rule AS rule,
    e.conf_type AS conf_type, e.conf_actors AS conf_actors, e.conf_recipients AS conf_recipients,
    e.corrected AS corrected,
    (SELECT substr(v.text, p."start" + 1, p."end" - p."start") FROM spans p
        WHERE p.kind = 'event' AND p.record = e.key AND p.role = 'evidence' ORDER BY p.n LIMIT 1) AS evidence,
    e.key AS key
FROM events e
JOIN versions v ON v.key = e.version
JOIN articles a ON a.key = v.article
LEFT JOIN places l ON l.key = e.place
LEFT JOIN casualties k ON k.event = e.key AND k.kind = 'killed'
LEFT JOIN casualties i ON i.event = e.key AND i.kind = 'injured'
LEFT JOIN casualties r ON r.event = e.key AND r.kind = 'arrested'
LEFT JOIN occurrences o ON o.key = e.occurrence
LEFT JOIN membership m ON m.version = v.key
LEFT JOIN stories s ON s.key = m.story
WHERE v.current = 1
    AND e.rejected = 0;

-- A party to an event. `code` is country and first sector, such as PSE.GOV; `---` stands for no country.
CREATE VIEW v_arguments AS
SELECT e.id AS event, g.side AS side, g.n AS n, n.name AS name, g.country AS country, g.sectors AS sectors,
    CASE WHEN g.sectors = '' THEN coalesce(g.country, '---')
        ELSE coalesce(g.country, '---') || '.' || substr(g.sectors, 1, 3) END AS code,
    n.kind AS kind, t.id AS actor, e.key AS event_key, g.country_source AS country_source
FROM arguments g
JOIN events e ON e.key = g.event
JOIN entities n ON n.key = g.entity
LEFT JOIN actors t ON t.key = n.actor;

-- Compound parties as pairs: every actor with every recipient. A reciprocal event without recipient pairs its actors,
-- each direction once. `weight` is one divided by the pairs of the event, so that weights of an event sum to 1.
CREATE VIEW v_dyads AS
WITH pairs AS (
    SELECT x.event AS event, x.entity AS source, y.entity AS target,
        x.country AS source_country, x.sectors AS source_sectors, y.country AS target_country, y.sectors AS target_sectors
    FROM arguments x JOIN arguments y ON y.event = x.event AND y.side = 'recipient'
    WHERE x.side = 'actor'
    UNION ALL
    SELECT x.event, x.entity, y.entity, x.country, x.sectors, y.country, y.sectors
    FROM arguments x JOIN arguments y ON y.event = x.event AND y.side = 'actor' AND y.n <> x.n
    WHERE x.side = 'actor' AND NOT EXISTS (SELECT 1 FROM arguments z WHERE z.event = x.event AND z.side = 'recipient')
)
SELECT e.id AS event, e.type AS type, e.quad AS quad, e.scale AS scale, e.first AS first, e.last AS last,
    coalesce(e.first, v.published) AS day, p.source_country AS source, p.source_sectors AS source_sectors,
    n.name AS source_name, p.target_country AS target, p.target_sectors AS target_sectors, m.name AS target_name,
    1.0 / max(1, (SELECT count(*) FROM arguments q WHERE q.event = e.key AND q.side = 'actor')
        * (SELECT CASE count(*) WHEN 0 THEN (SELECT count(*) - 1 FROM arguments z WHERE z.event = e.key) ELSE count(*) END
            FROM arguments q WHERE q.event = e.key AND q.side = 'recipient')) AS weight, o.id AS occurrence
FROM pairs p
JOIN events e ON e.key = p.event AND e.rejected = 0
JOIN versions v ON v.key = e.version AND v.current = 1
JOIN entities n ON n.key = p.source
JOIN entities m ON m.key = p.target
LEFT JOIN occurrences o ON o.key = e.occurrence;

CREATE VIEW v_evidence AS
SELECT e.id AS record, p.role AS role, p.n AS n, p."start" AS "start", p."end" AS "end",
    substr(v.text, p."start" + 1, p."end" - p."start") AS quote,
    substr(v.text, p.trigger_start + 1, p.trigger_end - p.trigger_start) AS "trigger"
FROM spans p JOIN events e ON p.kind = 'event' AND e.key = p.record JOIN versions v ON v.key = e.version
UNION ALL
SELECT e.id, p.role, p.n, p."start", p."end", substr(v.text, p."start" + 1, p."end" - p."start"),
    substr(v.text, p.trigger_start + 1, p.trigger_end - p.trigger_start)
FROM spans p JOIN statements e ON p.kind = 'statement' AND e.key = p.record JOIN versions v ON v.key = e.version
UNION ALL
SELECT e.id, p.role, p.n, p."start", p."end", substr(v.text, p."start" + 1, p."end" - p."start"),
    substr(v.text, p.trigger_start + 1, p.trigger_end - p.trigger_start)
FROM spans p JOIN positions e ON p.kind = 'position' AND e.key = p.record JOIN versions v ON v.key = e.version;

CREATE VIEW v_statements AS
SELECT t.id AS id, a.id AS article, a.publisher AS publisher, v.published AS published,
    n.name AS speaker, n.country AS country, n.sectors AS sectors, b.name AS on_behalf_of, d.name AS addressee,
    t.form AS form,
    (SELECT group_concat(quote, ' … ') FROM (SELECT substr(v.text, p."start" + 1, p."end" - p."start") AS quote FROM spans p
        WHERE p.kind = 'statement' AND p.record = t.key AND p.role = 'content' ORDER BY p.n) q) AS content,
    (SELECT group_concat(quote, ' … ') FROM (SELECT substr(v.text, p."start" + 1, p."end" - p."start") AS quote FROM spans p
        WHERE p.kind = 'statement' AND p.record = t.key AND p.role = 'cue' ORDER BY p.n) q) AS cue,
    (SELECT group_concat(name, ';') FROM (SELECT o.name AS name FROM via w JOIN entities o ON o.key = w.entity
        WHERE w.kind = 'statement' AND w.record = t.key ORDER BY w.n) q) AS via,
    (SELECT u.id FROM statements u WHERE u.version = t.version AND u.local = t.within) AS within,
    t.rule AS rule, t.confidence AS confidence, t.corrected AS corrected, t.key AS key
FROM statements t
JOIN versions v ON v.key = t.version
JOIN articles a ON a.key = v.article
LEFT JOIN entities n ON n.key = t.speaker
LEFT JOIN entities b ON b.key = t.on_behalf_of
LEFT JOIN entities d ON d.key = t.addressee
WHERE v.current = 1 AND t.rejected = 0;

CREATE VIEW v_positions AS
SELECT p.id AS id, a.id AS article, a.publisher AS publisher, v.published AS published,
    n.name AS holder, n.country AS country, n.sectors AS sectors, b.name AS on_behalf_of, p.stance AS stance,
    p.topic AS topic, p.topic_key AS topic_key, w.name AS toward, p.hedge AS hedge,
    t.id AS statement, e.id AS event,
    (SELECT group_concat(name, ';') FROM (SELECT o.name AS name FROM via x JOIN entities o ON o.key = x.entity
        WHERE x.kind = 'position' AND x.record = p.key ORDER BY x.n) q) AS via,
    (SELECT substr(v.text, s."start" + 1, s."end" - s."start") FROM spans s
        WHERE s.kind = 'position' AND s.record = p.key AND s.role = 'evidence' ORDER BY s.n LIMIT 1) AS evidence,
    p.corrected AS corrected, p.key AS key
FROM positions p
JOIN versions v ON v.key = p.version
JOIN articles a ON a.key = v.article
JOIN entities n ON n.key = p.holder
LEFT JOIN entities b ON b.key = p.on_behalf_of
LEFT JOIN entities w ON w.key = p.toward
LEFT JOIN statements t ON t.key = p.statement
LEFT JOIN events e ON e.key = p.event
WHERE v.current = 1 AND p.rejected = 0;

CREATE VIEW v_actors AS
SELECT t.id AS id, t.name AS name, t.kind AS kind, t.country AS country, t.sectors AS sectors,
    t.n_articles AS n_articles, t.n_events AS n_events, t.n_statements AS n_statements,
    t.key AS key
FROM actors t;

CREATE VIEW v_stories AS
SELECT s.id AS id, s.title AS title, min(v.published) AS first, max(v.published) AS last, count(*) AS n_reports,
    count(DISTINCT m.copies) AS n_texts, count(DISTINCT coalesce(a.publisher, a.id)) AS n_publishers,
    (SELECT count(*) FROM membership x JOIN events e ON e.version = x.version AND e.rejected = 0
        WHERE x.story = s.key) AS n_events,
    (SELECT count(DISTINCT e.occurrence) FROM membership x JOIN events e ON e.version = x.version
        WHERE x.story = s.key) AS n_occurrences,
    s.key AS key
FROM stories s
JOIN membership m ON m.story = s.key
JOIN versions v ON v.key = m.version
JOIN articles a ON a.key = v.article
GROUP BY s.key;

CREATE VIEW v_occurrences AS
SELECT o.id AS id, o.type AS type, o.modes AS modes, o.quad AS quad, o.scale AS scale,
    (SELECT group_concat(code, ';') FROM (SELECT CASE WHEN g.sectors = '' THEN coalesce(g.country, '---')
        ELSE coalesce(g.country, '---') || '.' || substr(g.sectors, 1, 3) END AS code FROM occurrence_arguments g
        WHERE g.occurrence = o.key AND g.side = 'actor' ORDER BY g.n) q) AS actors,
    (SELECT group_concat(name, ';') FROM (SELECT name FROM occurrence_arguments g
        WHERE g.occurrence = o.key AND g.side = 'actor' ORDER BY g.n) q) AS actor_names,
    (SELECT group_concat(code, ';') FROM (SELECT CASE WHEN g.sectors = '' THEN coalesce(g.country, '---')
        ELSE coalesce(g.country, '---') || '.' || substr(g.sectors, 1, 3) END AS code FROM occurrence_arguments g
        WHERE g.occurrence = o.key AND g.side = 'recipient' ORDER BY g.n) q) AS recipients,
    (SELECT group_concat(name, ';') FROM (SELECT name FROM occurrence_arguments g
        WHERE g.occurrence = o.key AND g.side = 'recipient' ORDER BY g.n) q) AS recipient_names,
    o.first AS first, o.last AS last, o.dated AS dated, o.place_name AS place, o.country AS country,
    o.admin1 AS admin1, o.lat AS lat, o.lon AS lon,
    k.low AS killed_low, k.high AS killed_high, i.low AS injured_low, i.high AS injured_high,
    r.low AS arrested_low, r.high AS arrested_high,
    o.n_reports AS n_reports, o.n_origins AS n_origins, o.first_report AS first_report,
    o.asserted AS n_asserting, o.contested AS n_denying, o.key AS key
FROM occurrences o
LEFT JOIN occurrence_casualties k ON k.occurrence = o.key AND k.kind = 'killed'
LEFT JOIN occurrence_casualties i ON i.occurrence = o.key AND i.kind = 'injured'
LEFT JOIN occurrence_casualties r ON r.occurrence = o.key AND r.kind = 'arrested';

-- Who reports which figure of an occurrence.
CREATE VIEW v_figures AS
SELECT o.id AS occurrence, e.id AS event, a.publisher AS publisher, v.published AS published, c.kind AS kind,
    c.low AS low, c.best AS best, c.high AS high, c.text AS text, c.whom AS whom,
    (SELECT group_concat(name, ';') FROM (SELECT n.name AS name FROM event_statements x
        JOIN statements t ON t.key = x.statement JOIN entities n ON n.key = t.speaker
        WHERE x.event = e.key AND x.relation = 'attribution' GROUP BY n.name ORDER BY min(x.statement)) q) AS according_to
FROM casualties c
JOIN events e ON e.key = c.event AND e.rejected = 0
JOIN versions v ON v.key = e.version AND v.current = 1
JOIN articles a ON a.key = v.article
LEFT JOIN occurrences o ON o.key = e.occurrence;

-- The statements that assert or deny an occurrence.
CREATE VIEW v_accounts AS
SELECT o.id AS occurrence, x.relation AS relation, t.id AS statement, n.name AS speaker, n.country AS country,
    a.publisher AS publisher, v.published AS published
FROM event_statements x
JOIN events e ON e.key = x.event
JOIN occurrences o ON o.key = e.occurrence
JOIN statements t ON t.key = x.statement AND t.rejected = 0
JOIN versions v ON v.key = t.version AND v.current = 1
JOIN articles a ON a.key = v.article
LEFT JOIN entities n ON n.key = t.speaker;

-- What was read: "nothing happened" and "nothing was read" differ.
CREATE VIEW v_exposure AS
SELECT v.published AS day, l.country AS country, count(DISTINCT v.key) AS n_articles,
    count(DISTINCT coalesce(a.publisher, a.id)) AS n_publishers
FROM versions v
JOIN articles a ON a.key = v.article
JOIN (SELECT version, country FROM entities WHERE country IS NOT NULL
      UNION SELECT version, country FROM places WHERE country IS NOT NULL) l ON l.version = v.key
WHERE v.current = 1
GROUP BY v.published, l.country;

-- What people said against the coding. The last of a field holds; `*` takes back all before it.
CREATE VIEW v_corrections AS
SELECT c.target AS id, c.field AS field, c.value AS value, c.author AS author, c.at AS at, c.why AS why
FROM corrections c;
