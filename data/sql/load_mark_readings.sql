-- Which readings count: of one file by one mapping the one that was delivered last, and as current those in the form that
-- their mapping had last. Files that nobody delivers any more leave the ledger.
DELETE FROM import_file
WHERE file_id NOT IN (SELECT file_id FROM import_delivery WHERE undone_at IS NULL);

UPDATE import_file
SET is_active = marked.is_active, is_current = marked.is_current
FROM (
    SELECT
        file_id,
        newest = max(newest) OVER (PARTITION BY sha256, importer, mapping_name) AS is_active,
        mapping_hash = arg_max(mapping_hash, newest) OVER (PARTITION BY importer, mapping_name) AS is_current
    FROM import_file
    JOIN (SELECT file_id, max(batch_id) AS newest FROM import_delivery WHERE undone_at IS NULL GROUP BY file_id)
        USING (file_id)
) AS marked
WHERE import_file.file_id = marked.file_id
    AND (import_file.is_active <> marked.is_active OR import_file.is_current <> marked.is_current);

CREATE OR REPLACE TEMP TABLE active_file AS SELECT file_id FROM import_file WHERE is_active;

-- was_known: its rows may be in the store already.
CREATE OR REPLACE TEMP TABLE changed_file AS
SELECT
    coalesce(import_file.file_id, reading_before.file_id) AS file_id,
    reading_before.file_id IS NOT NULL AS was_known
FROM import_file
FULL JOIN reading_before USING (file_id)
WHERE coalesce(import_file.is_active, false) <> coalesce(reading_before.is_active, false)
