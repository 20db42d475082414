-- The records of a system as record_tally counts them: what is final stands above what is not, then the later.
CREATE OR REPLACE TEMP VIEW staged_version AS
SELECT
    kind, source_instance, record_id AS identity, (is_final, updated_at) AS version_at, 0 AS fullness, content, file_id,
    file_no, row_no, first_at AS happened_at, true AS is_telling
FROM staged_told_record
WHERE source_system = getvariable('told_system');

CREATE OR REPLACE TEMP VIEW stored_version AS
SELECT kind, source_instance, record_id AS identity, (is_final, updated_at) AS version_at, 0 AS fullness, content, file_id
FROM told_record
WHERE source_system = getvariable('told_system')
