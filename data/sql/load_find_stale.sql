-- Earlier readings of the staged files, under the same mapping before it was changed: the new reading replaces them.
CREATE OR REPLACE TEMP TABLE stale_file AS
SELECT DISTINCT known.file_id
FROM import_file AS known
JOIN staged_file AS staged
    ON staged.sha256 = known.sha256 AND staged.mapping_name = known.mapping_name
    AND staged.mapping_hash <> known.mapping_hash
