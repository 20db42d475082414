-- Rows of large files that came in already, whose key others have too, are staged after all: then their versions are
-- weighed. What no column names is numbered anew.
CREATE OR REPLACE TEMP TABLE doubled_key AS
SELECT leg_key FROM contact_leg GROUP BY leg_key HAVING count(*) > 1
UNION
SELECT leg_key FROM contact_leg WHERE leg_key IN (SELECT leg_key FROM leg_beside)
UNION
SELECT leg_key FROM contact_leg
WHERE leg_key IN (SELECT hash(source_system, source_instance, leg_id) FROM waiting_leg);

INSERT INTO staged_leg BY NAME
SELECT
    leg.* EXCLUDE (leg_key, batch_id, imported_at)
    REPLACE (
        CASE WHEN is_named THEN leg_id ELSE regexp_replace(leg_id, '#1$', '') END AS leg_id,
        CASE WHEN contact_id <> source_instance || '/' || leg_id THEN contact_id END AS contact_id,
        array_to_string(flags, '|') AS flags
    ),
    staged_file.file_no
FROM contact_leg AS leg
JOIN staged_file USING (file_id)
JOIN sliced_file USING (file_no)
WHERE leg.batch_id = $batch_id AND leg_key IN (FROM doubled_key);

DELETE FROM contact_leg WHERE batch_id = $batch_id AND leg_key IN (FROM doubled_key);

INSERT INTO row_count
SELECT file_no, sum(legs) - (SELECT count(*) FROM staged_leg WHERE staged_leg.file_no = sliced_count.file_no), 0, 0
FROM sliced_count
GROUP BY file_no
