-- Keys of which more than one row is to be looked at: staged more than once, known already, or of a file that counts now
-- and did not before, or the other way round. All other staged rows are new.
CREATE OR REPLACE TEMP TABLE contested_key AS
SELECT leg_key FROM staged_key GROUP BY leg_key HAVING count(*) > 1
UNION
SELECT leg_key FROM contact_leg WHERE leg_key IN (SELECT leg_key FROM staged_key)
UNION
SELECT leg_key FROM leg_beside WHERE leg_key IN (SELECT leg_key FROM staged_key);

INSERT INTO contested_key
SELECT leg_key
FROM (
    SELECT leg_key FROM contact_leg WHERE file_id IN (SELECT file_id FROM changed_file WHERE was_known)
    UNION
    SELECT leg_key FROM leg_beside WHERE file_id IN (SELECT file_id FROM changed_file WHERE was_known)
    UNION
    SELECT leg_key FROM leg_delivery WHERE file_id IN (SELECT file_id FROM changed_file WHERE was_known)
    UNION
    -- Another form of a mapping came or went: what it gave stands above or below other versions now.
    SELECT leg_key FROM leg_beside
    WHERE EXISTS (
        FROM import_file JOIN reading_before USING (file_id) WHERE import_file.is_current <> reading_before.is_current
    )
)
WHERE leg_key NOT IN (FROM contested_key)
