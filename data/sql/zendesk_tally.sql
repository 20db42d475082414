-- What became of each staged record: of several with one number the newest counts as new or changed, the others are same.
-- Of one moment a record in the form that its mapping has today is above one in an older form.
CREATE OR REPLACE TEMP TABLE zendesk_known AS
WITH told AS (
    SELECT 'ticket' AS kind, source_instance, ticket_id AS identity, updated_at, generated_at, content, file_id
    FROM zendesk_ticket
    UNION ALL
    SELECT 'metric', source_instance, ticket_id, updated_at, NULL, content, file_id FROM zendesk_metric
    UNION ALL
    SELECT 'event', source_instance, event_id, NULL, NULL, content, file_id FROM zendesk_event
)
SELECT
    kind, source_instance, identity,
    max((coalesce(updated_at, at_first), coalesce(generated_at, at_first), import_file.is_current, told.content)) AS version,
    list(DISTINCT told.content) AS contents
FROM told
SEMI JOIN staged_zendesk USING (kind, source_instance, identity)
JOIN reading_before USING (file_id)
JOIN import_file USING (file_id)
CROSS JOIN (SELECT TIMESTAMPTZ '1970-01-01 00:00:00+00' AS at_first)
WHERE reading_before.is_active
GROUP BY kind, source_instance, identity;

INSERT INTO staged_tally
SELECT
    file_no,
    count(*) FILTER (is_newest AND known.contents IS NULL),
    count(*) FILTER (is_newest AND is_above),
    count(*) FILTER (NOT is_newest OR (known.contents IS NOT NULL AND NOT is_above))
FROM (
    SELECT
        file_no, kind, source_instance, identity, content,
        (coalesce(CASE kind WHEN 'metric' THEN metrics_at WHEN 'ticket' THEN updated_at END, at_first),
            coalesce(CASE kind WHEN 'ticket' THEN generated_at END, at_first), is_current, content) AS version,
        row_number() OVER (
            PARTITION BY kind, source_instance, identity ORDER BY version DESC, file_no, row_no
        ) = 1 AS is_newest
    FROM staged_zendesk
    JOIN staged_file USING (file_no, file_id)
    JOIN import_file USING (file_id)
    CROSS JOIN (SELECT TIMESTAMPTZ '1970-01-01 00:00:00+00' AS at_first)
) AS staged
LEFT JOIN zendesk_known AS known USING (kind, source_instance, identity)
CROSS JOIN LATERAL (
    SELECT NOT list_contains(known.contents, content) AND staged.version > known.version AS is_above
)
GROUP BY file_no;

INSERT INTO file_span
SELECT file_no, min(coalesce(happened_at, created_at)), max(coalesce(happened_at, created_at))
FROM staged_zendesk
JOIN staged_file USING (file_no, file_id)
GROUP BY file_no
