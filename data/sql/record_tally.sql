-- What became of each record of the files, from `staged_version` and `stored_version` (kind, source_instance, identity,
-- version_at, fullness, content, file_id; the staged ones with file_no, row_no, happened_at and is_telling): of several with
-- one identity the newest counts as new or changed, the others are same, and so are those that tell nothing. Of one moment a
-- record in the form that its mapping has today is above one in an older form, and a fuller one above a barer.
CREATE OR REPLACE TEMP TABLE known_version AS
SELECT
    kind, source_instance, identity,
    max((version_at, import_file.is_current, fullness, content)) AS version,
    list(DISTINCT content) AS contents
FROM stored_version
SEMI JOIN staged_version USING (kind, source_instance, identity)
JOIN reading_before USING (file_id)
JOIN import_file USING (file_id)
WHERE reading_before.is_active
GROUP BY kind, source_instance, identity;

INSERT INTO staged_tally
SELECT
    file_no,
    count(*) FILTER (is_news AND known.contents IS NULL),
    count(*) FILTER (is_news AND is_above),
    count(*) FILTER (NOT is_news OR (known.contents IS NOT NULL AND NOT is_above))
FROM (
    SELECT
        file_no, kind, source_instance, identity, content, (version_at, is_current, fullness, content) AS version,
        is_telling AND row_number() OVER (
            PARTITION BY kind, source_instance, identity ORDER BY version DESC, file_no, row_no
        ) = 1 AS is_news
    FROM staged_version
    JOIN staged_file USING (file_no, file_id)
    JOIN import_file USING (file_id)
) AS staged
LEFT JOIN known_version AS known USING (kind, source_instance, identity)
CROSS JOIN LATERAL (
    SELECT coalesce(NOT list_contains(known.contents, content) AND staged.version > known.version, false) AS is_above
)
GROUP BY file_no;

INSERT INTO file_span
SELECT file_no, min(happened_at), max(happened_at)
FROM staged_version
JOIN staged_file USING (file_no, file_id)
GROUP BY file_no;

DROP TABLE known_version
