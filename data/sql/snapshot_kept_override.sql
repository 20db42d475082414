SELECT * REPLACE (CAST(day AS DATE) AS day) FROM staged_kept_override
