-- Of each queue, what was issued last.
SELECT * FROM issued_forecast AS issued
WHERE issued_at = (SELECT max(issued_at) FROM issued_forecast AS other WHERE other.queue = issued.queue)
