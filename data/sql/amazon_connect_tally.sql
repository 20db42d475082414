-- What became of each staged record: of several with one key the newest counts as new or changed, the others are same; so
-- are heartbeats, which tell nothing new. Of one moment a record in the form that its mapping has today is above one in an
-- older form.
CREATE OR REPLACE TEMP TABLE connect_known AS
SELECT
    kind, source_instance, record_id,
    max((told.updated_at, import_file.is_current, told.content)) AS version,
    list(DISTINCT told.content) AS contents
FROM (
    SELECT 'contact' AS kind, source_instance, record_id, updated_at, content, file_id FROM connect_contact
    UNION ALL
    SELECT 'event', source_instance, record_id, updated_at, content, file_id FROM connect_agent_event
) AS told
SEMI JOIN staged_amazon_connect USING (kind, source_instance, record_id)
JOIN reading_before USING (file_id)
JOIN import_file USING (file_id)
WHERE reading_before.is_active
GROUP BY kind, source_instance, record_id;

INSERT INTO staged_tally
SELECT
    file_no,
    count(*) FILTER (is_telling AND known.contents IS NULL),
    count(*) FILTER (is_telling AND is_above),
    count(*) FILTER (NOT is_telling OR (known.contents IS NOT NULL AND NOT is_above))
FROM (
    SELECT
        file_no, kind, source_instance, record_id, content, (updated_at, is_current, content) AS version,
        kind <> 'heartbeat' AND row_number() OVER (
            PARTITION BY kind, source_instance, record_id ORDER BY version DESC, file_no, row_no
        ) = 1 AS is_telling
    FROM staged_amazon_connect
    JOIN staged_file USING (file_no, file_id)
    JOIN import_file USING (file_id)
) AS staged
LEFT JOIN connect_known AS known USING (kind, source_instance, record_id)
CROSS JOIN LATERAL (
    SELECT coalesce(NOT list_contains(known.contents, content) AND staged.version > known.version, false) AS is_above
)
GROUP BY file_no;

INSERT INTO file_span
SELECT file_no, min(coalesce(enqueued_at, initiated_at, updated_at)), max(coalesce(enqueued_at, initiated_at, updated_at))
FROM staged_amazon_connect
JOIN staged_file USING (file_no, file_id)
GROUP BY file_no
