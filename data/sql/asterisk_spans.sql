-- When the first and the last of each affected call was told: a part of them is what began between two moments.
CREATE OR REPLACE TEMP TABLE affected_span AS
SELECT call_id, min(at_s) AS first_s, max(at_s) AS last_s
FROM asterisk_call_event
WHERE source_instance = getvariable('asterisk_instance') AND call_id IN (FROM affected_call)
GROUP BY call_id;

CREATE OR REPLACE TEMP TABLE affected_part AS
SELECT edge AS from_s, lead(edge) OVER (ORDER BY edge) AS until_s, row_number() OVER (ORDER BY edge) - 1 AS part
FROM (
    SELECT DISTINCT unnest(quantile_disc(first_s, list_transform(range($parts), lambda part: part / $parts))) AS edge
    FROM affected_span
)
