-- Of each queue, what was issued last.
SELECT * FROM issued_requirement AS issued
WHERE issued_at = (SELECT max(issued_at) FROM issued_requirement AS other WHERE other.queue = issued.queue)
