-- Version 10: the events of one country, or in one, are walked in their order like those between two.
--
-- Beside pairs, event_roles keeps 'NGA>' (acts), '>NGA' (is acted upon) and '@NGA' (where it was), whose `way` is 0.
INSERT INTO event_roles (role, day, event, way)
    SELECT CASE g.side WHEN 'actor' THEN g.country || '>' ELSE '>' || g.country END, e.day, e.key, 0
    FROM arguments g JOIN events e ON e.key = g.event WHERE g.country IS NOT NULL
    UNION SELECT '@' || l.country, e.day, e.key, 0
    FROM events e JOIN places l ON l.key = e.place WHERE l.country IS NOT NULL;
