SELECT * REPLACE (CAST(date AS DATE) AS date) FROM staged_written_answered
