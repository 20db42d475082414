DELETE FROM issued_override WHERE (queue, issued_at) IN (SELECT queue, issued_at FROM staged_issued_key)
