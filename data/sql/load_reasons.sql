-- Why rows were refused, the commonest reason of each file first.
SELECT file_no, reason, count(*) AS rows
FROM staged_reject
GROUP BY file_no, reason
ORDER BY file_no, rows DESC, reason
