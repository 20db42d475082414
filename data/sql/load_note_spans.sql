-- When what each file told of began, first and last.
INSERT INTO file_span
SELECT file_no, min(moment), max(moment)
FROM (SELECT file_no, entered_at AS moment FROM staged_leg UNION ALL SELECT file_no, start_utc FROM staged_total)
WHERE file_no IS NOT NULL
GROUP BY file_no
