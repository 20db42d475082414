DELETE FROM issued_requirement WHERE (queue, issued_at) IN (SELECT queue, issued_at FROM staged_issued_key)
