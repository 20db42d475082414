DELETE FROM issued_remark WHERE (queue, issued_at) IN (SELECT queue, issued_at FROM staged_issued_key)
