-- The ledger keeps what a file brought when it was read first, and of each delivery what it brought then.
UPDATE import_file
SET
    rows_read = counted.rows_new + counted.rows_changed + counted.rows_same + counted.rows_rejected,
    rows_new = counted.rows_new, rows_changed = counted.rows_changed, rows_same = counted.rows_same,
    rows_rejected = counted.rows_rejected, first_at = counted.first_at, last_at = counted.last_at
FROM (SELECT * FROM staged_count QUALIFY row_number() OVER (PARTITION BY file_id ORDER BY file_no) = 1) AS counted
WHERE import_file.file_id = counted.file_id AND import_file.batch_id = $batch_id;

DELETE FROM import_delivery WHERE batch_id = $batch_id;

INSERT INTO import_delivery BY NAME
SELECT
    $batch_id AS batch_id, file_id, file_name,
    rows_new + rows_changed + rows_same + rows_rejected AS rows_read,
    rows_new, rows_changed, rows_same, rows_rejected, $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_count
JOIN staged_file USING (file_no, file_id)
ORDER BY file_no
