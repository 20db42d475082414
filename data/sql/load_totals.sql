-- New totals come in; changed ones take the place of what was known.
INSERT OR REPLACE INTO interval_stat BY NAME
SELECT
    staged_total.* EXCLUDE (file_no), staged_file.file_id, $batch_id AS batch_id, $imported_at::TIMESTAMPTZ AS imported_at
FROM staged_total
JOIN staged_file USING (file_no)
JOIN decided_total USING (file_no, row_no, start_utc, interval_s)
WHERE decided_total.action IN ('new', 'changed')
