-- The command's files enter the ledger; which readings count after it is told by load_mark_readings.
INSERT INTO import_delivery BY NAME
SELECT
    $batch_id AS batch_id, file_id, file_name, 0 AS rows_read, 0 AS rows_new, 0 AS rows_changed, 0 AS rows_same,
    0 AS rows_rejected, $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_file
ORDER BY file_no;

INSERT OR IGNORE INTO import_file BY NAME
SELECT
    * EXCLUDE (file_no, is_known), 0 AS rows_read, 0 AS rows_new, 0 AS rows_changed, 0 AS rows_same, 0 AS rows_rejected,
    $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at, false AS is_active, false AS is_current
FROM staged_file
ORDER BY file_no
