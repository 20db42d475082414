DELETE FROM issued_forecast WHERE (queue, issued_at) IN (SELECT queue, issued_at FROM staged_issued_key)
