-- What became of the rows of each staged file. A row of several totals is new or changed where one of them is.
WITH by_row AS (
    SELECT file_no, row_no, action FROM decided
    UNION ALL
    SELECT
        file_no,
        row_no,
        CASE WHEN bool_or(action = 'new') THEN 'new' WHEN bool_or(action = 'changed') THEN 'changed' ELSE 'same' END
    FROM decided_total
    GROUP BY file_no, row_no
),

counted AS (
    SELECT
        file_no,
        count(*) FILTER (action = 'new') AS rows_new,
        count(*) FILTER (action = 'changed') AS rows_changed,
        count(*) FILTER (action = 'same') AS rows_same
    FROM by_row
    GROUP BY file_no
),

told AS (
    SELECT file_no, min(moment) AS first_at, max(moment) AS last_at
    FROM (SELECT file_no, entered_at AS moment FROM staged_leg UNION ALL SELECT file_no, start_utc FROM staged_total)
    GROUP BY file_no
)

SELECT
    staged_file.file_no,
    coalesce(rows_new, 0) AS rows_new,
    coalesce(rows_changed, 0) AS rows_changed,
    coalesce(rows_same, 0) AS rows_same,
    (SELECT count(*) FROM staged_reject WHERE staged_reject.file_no = staged_file.file_no) AS rows_rejected,
    first_at,
    last_at
FROM staged_file
LEFT JOIN counted USING (file_no)
LEFT JOIN told USING (file_no)
ORDER BY staged_file.file_no
