-- Every version that is known of the contested keys, and which of them stands.
CREATE OR REPLACE TEMP TABLE candidate AS
SELECT
    'known' AS origin, rowid AS place, leg_key, source_system, source_instance, leg_id, source_updated_at,
    row_hash, leg_content(contact_leg) AS content, file_id, row_no
FROM contact_leg
WHERE leg_key IN (FROM contested_key)
UNION ALL
SELECT
    'beside', rowid, leg_key, source_system, source_instance, leg_id, source_updated_at, row_hash, leg_content(leg_beside),
    file_id, row_no
FROM leg_beside
WHERE leg_key IN (FROM contested_key)
UNION ALL
SELECT
    'staged', place, leg_key, source_system, source_instance, leg_id,
    source_updated_at, row_hash, leg_content(arriving), file_id, row_no
FROM arriving;

-- Which living files gave which version. The first of them is the one that the row names, as long as it lives.
CREATE OR REPLACE TEMP TABLE giver AS
SELECT leg_key, content, file_id, arg_min(row_no, rank) AS row_no, min(rank) AS rank
FROM (
    SELECT
        leg_key, content, file_id, row_no, CASE origin WHEN 'known' THEN 0 WHEN 'beside' THEN 0 ELSE 2 END AS rank
    FROM candidate
    UNION ALL
    SELECT leg_key, content, file_id, row_no, 1 FROM leg_delivery WHERE leg_key IN (FROM contested_key)
)
WHERE file_id IN (SELECT file_id FROM import_file)
GROUP BY leg_key, content, file_id;

CREATE OR REPLACE TEMP TABLE version AS
WITH given AS (
    SELECT
        leg_key, content,
        bool_or(is_active) AS is_active,
        bool_or(is_active AND is_current) AS is_current,
        max(CASE WHEN is_active THEN completeness END) AS completeness,
        arg_min(file_id, rank) AS file_id,
        arg_min(giver.row_no, rank) AS row_no
    FROM giver
    JOIN import_file USING (file_id)
    GROUP BY leg_key, content
),

told AS (
    SELECT
        leg_key, source_system, source_instance, leg_id, content,
        any_value(source_updated_at) AS source_updated_at,
        any_value(row_hash) AS row_hash,
        any_value(place) FILTER (origin = 'known') AS known_place,
        any_value(place) FILTER (origin = 'beside') AS beside_place,
        min(place) FILTER (origin = 'staged') AS staged_place
    FROM candidate
    GROUP BY leg_key, source_system, source_instance, leg_id, content
)

SELECT
    *,
    coalesce(is_active, false) AND row_number() OVER (
        PARTITION BY leg_key, source_system, source_instance, leg_id
        ORDER BY
            coalesce(is_active, false) DESC, source_updated_at DESC NULLS LAST, is_current DESC, completeness DESC,
            row_hash DESC NULLS LAST, content DESC
    ) = 1 AS stands,
    max(known_place) OVER (PARTITION BY leg_key, source_system, source_instance, leg_id) IS NOT NULL AS was_known
FROM told
LEFT JOIN given USING (leg_key, content)
