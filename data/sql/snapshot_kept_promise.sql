SELECT * REPLACE (CAST(month AS DATE) AS month) FROM staged_kept_promise
