-- What became of the rows of each staged file.
SELECT
    staged_file.file_no,
    count(decided.row_no) FILTER (decided.action = 'new') AS rows_new,
    count(decided.row_no) FILTER (decided.action = 'changed') AS rows_changed,
    count(decided.row_no) FILTER (decided.action = 'same') AS rows_same,
    (SELECT count(*) FROM staged_reject WHERE staged_reject.file_no = staged_file.file_no) AS rows_rejected,
    min(staged_leg.entered_at) AS first_at,
    max(staged_leg.entered_at) AS last_at
FROM staged_file
LEFT JOIN staged_leg USING (file_no)
LEFT JOIN decided USING (file_no, row_no)
GROUP BY staged_file.file_no
ORDER BY staged_file.file_no
