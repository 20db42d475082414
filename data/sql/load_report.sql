-- What became of the rows of each staged file.
SELECT
    staged_file.file_no,
    staged_file.file_id,
    coalesce(sum(rows_new), 0)::BIGINT AS rows_new,
    coalesce(sum(rows_changed), 0)::BIGINT AS rows_changed,
    coalesce(sum(rows_same), 0)::BIGINT AS rows_same,
    (SELECT count(*) FROM staged_reject WHERE staged_reject.file_no = staged_file.file_no) AS rows_rejected,
    any_value(file_span.first_at) AS first_at,
    any_value(file_span.last_at) AS last_at
FROM staged_file
LEFT JOIN (FROM row_count UNION ALL FROM staged_tally) AS counted USING (file_no)
LEFT JOIN (
    SELECT file_no, min(first_at) AS first_at, max(last_at) AS last_at FROM file_span GROUP BY file_no
) AS file_span USING (file_no)
GROUP BY staged_file.file_no, staged_file.file_id
ORDER BY staged_file.file_no
