-- The ledger keeps what a file brought when it was read first.
INSERT OR IGNORE INTO import_file BY NAME
SELECT
    staged_file.* EXCLUDE (file_no),
    counted.* EXCLUDE (file_no),
    counted.rows_new + counted.rows_changed + counted.rows_same + counted.rows_rejected AS rows_read,
    $batch_id AS batch_id,
    $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_file
JOIN staged_count AS counted USING (file_no)
