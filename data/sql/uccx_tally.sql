-- The versions that record_tally compares. UCCX tells none: what ended later is newer.
CREATE OR REPLACE TEMP VIEW staged_version AS
SELECT
    kind, source_instance, identity, coalesce(ends_at, starts_at, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS version_at,
    0 AS fullness, content, file_id, file_no, row_no, starts_at AS happened_at,
    true AS is_telling
FROM staged_uccx;

CREATE OR REPLACE TEMP VIEW stored_version AS
SELECT
    kind, source_instance, identity, coalesce(ends_at, starts_at, TIMESTAMPTZ '1970-01-01 00:00:00+00') AS version_at,
    0 AS fullness, content, file_id
FROM uccx_record
